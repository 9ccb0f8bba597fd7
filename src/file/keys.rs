//! The keys of format 1: what each takes, when it must be given and what it means. Reading, the schema, the
//! reference and the order of writing follow these tables.

use crate::agreement::{Action, Basis, Kind, SourceKind, Status, Wording};

#[derive(Debug)]
pub(crate) struct Shape {
    /// Its name in the schema, and its heading where it has one.
    pub(crate) name: &'static str,
    /// One such table, in a sentence.
    pub(crate) one: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) keys: &'static [Key],
    /// Keys of which at least one must be given.
    pub(crate) any_of: &'static [&'static str],
}

#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
    /// What to write where the key is missing, if it must be given.
    pub(crate) required: Option<&'static str>,
    pub(crate) actions: &'static [Action],
    pub(crate) doc: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    Format,
    Text,
    Flag,
    Date,
    Period,
    Span,
    Count,
    Id,
    Ids,
    /// Names of terms, or of `through` and the keys beside it.
    Unset,
    Terms,
    /// By the names of terms, values of this definition of the schema.
    ByTerm(&'static str),
    /// The same by the names of terms, or of `text` and the keys beside it.
    ByName(&'static str),
    Cites,
    /// One of some words, with the name of their kind.
    Word(&'static str, &'static [&'static str]),
    /// Tables under headings such as `[party.ID]`.
    ById(&'static Shape),
    /// Tables under repeated headings such as `[[event]]`.
    Listed(&'static Shape),
}

impl Takes {
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Ids | Unset | Terms | ByTerm(_) | Cites)
    }
}

pub(crate) static SHAPES: [&Shape; 8] = [
    &TIMELINE, &PARTY, &SOURCE, &CLAUSE, &EVENT, &CHANGE, &CITE, &EXPECT,
];

/// What is read of a file, in an order in which things come before what names them.
pub(super) const READ: [&str; 5] = ["party", "source", "clause", "event", "expect"];

/// Headings that may be repeated, and so have double brackets.
pub(super) const REPEATED: [&str; 3] = ["event", "event.change", "expect"];
pub(super) const REPEATED_HELP: &str = "a heading that may be repeated has double brackets";

/// The heading of tables that stand in a list under a key.
pub(super) fn repeated(key: &str) -> Option<&'static str> {
    let is_of = |heading: &&str| heading.rsplit('.').next() == Some(key);
    REPEATED.into_iter().find(is_of)
}

impl Kind {
    pub(super) fn shape(self) -> &'static Shape {
        [&CLAUSE, &PARTY, &EVENT, &SOURCE][self as usize]
    }
}

impl Shape {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        SHAPES.into_iter().find(|shape| shape.name == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }

    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

pub(crate) fn words(kind: &str) -> &'static [&'static str] {
    let mut keys = SHAPES.into_iter().flat_map(|shape| shape.keys);
    let words = keys.find_map(|key| match key.takes {
        Word(name, words) if name == kind => Some(words),
        _ => None,
    });
    words.unwrap_or_default()
}

impl Key {
    /// Whether its text cannot be empty.
    pub(crate) fn is_filled(&self) -> bool {
        matches!(self.takes, Text)
            && (self.required.is_some() || ["text", "until"].contains(&self.name))
    }
}

use Action::{Adopt, Amend, Disclose, End, Keep, Unclear};

const ALL: &[Action] = &[Adopt, Amend, Disclose, Keep, Unclear, End];
const VALUES: &[Action] = &[Adopt, Amend, Disclose];
const UNSETTING: &[Action] = &[Amend, Disclose];
const REPLACING: &[Action] = &[Adopt];

use Takes::{
    ById, ByName, ByTerm, Cites, Count, Date, Flag, Format, Id, Ids, Listed, Period, Span, Terms,
    Text, Unset, Word,
};

const ACTION: Takes = Word("action", Action::WORDS);
const BASIS: Takes = Word("basis", Basis::WORDS);
const WORDING: Takes = Word("wording", Wording::WRITTEN);
const SOURCE_KIND: Takes = Word("source-kind", SourceKind::WORDS);
const STATUS: Takes = Word("status", Status::WORDS);

/// Writes a table of keys as rows: `"key": what it takes, "what it means"`, then what to write where a required key
/// is missing, or the only actions that carry it.
macro_rules! shape {
    (
        $shape:ident, $name:literal, $one:literal, any of [$($any:literal),*], $doc:literal;
        $($key:literal: $takes:expr, $means:literal $(, required $help:literal)? $(, only $actions:ident)?;)+
    ) => {
        pub(crate) static $shape: Shape = Shape {
            name: $name,
            one: $one,
            doc: $doc,
            keys: &[$(Key {
                name: $key,
                takes: $takes,
                required: shape!(required $($help)?),
                actions: shape!(only $($actions)?),
                doc: $means,
            }),+],
            any_of: &[$($any),*],
        };
    };
    (required) => { None };
    (required $help:literal) => { Some($help) };
    (only) => { ALL };
    (only $actions:ident) => { $actions };
}

shape! {
    TIMELINE, "timeline", "the timeline", any of [],
    "A timeline: the parties, the sources, the clauses and the events of one agreement.";
    "format": Format, "The format's number, 1.",
        required "begin the file with `format = 1`";
    "id": Id, "The agreement's own id; by default the file's name without its ending.";
    "title": Text, "What the record is called.",
        required "say what the timeline records, as in `title = \"…\"`";
    "description": Text, "What it is about.";
    "lasts": Id, "The clause that says how long the agreement lasts: when it is over, so is every clause that does not survive it.";
    "note": Text, "A caveat that every heading carries.";
    "recorded": Date, "The day up to which the record was kept.";
    "lang": Text, "The language of the texts, as in `en` (BCP 47).";
    "wording": WORDING, "Whose words the texts are: `summary`, the record's own (the default), or `verbatim`, the contract's.";
    "party": ById(&PARTY), "Who is bound or acts, each under `[party.ID]`.";
    "source": ById(&SOURCE), "The publications that report facts, each under `[source.ID]`.";
    "clause": ById(&CLAUSE), "The provisions that have a life of their own, each under `[clause.ID]`.";
    "event": Listed(&EVENT), "What happened or is planned, each under `[[event]]`.";
    "expect": Listed(&EXPECT), "Facts that someone verified, each under `[[expect]]`; `check` fails where one no longer holds.";
}

shape! {
    PARTY, "party", "a party", any of [],
    "A company or person that is bound or acts.";
    "name": Text, "The name in full.",
        required "give its name in full, as in `name = \"Microsoft Corp.\"`";
    "was": Ids, "Earlier ids that still answer.";
}

shape! {
    SOURCE, "source", "a source", any of ["publisher", "title", "url"],
    "A publication that reports facts; at least one of `publisher`, `title` and `url` is given.";
    "publisher": Text, "Who published it.";
    "title": Text, "Its headline.";
    "url": Text, "Its address.";
    "published": Date, "When it was published.";
    "archived": Text, "The address of a copy that will not change.";
    "kind": SOURCE_KIND, "What it is: by a party, made to an authority, by the press, or a study.";
    "was": Ids, "Earlier ids that still answer.";
}

shape! {
    CLAUSE, "clause", "a clause", any of [],
    "One provision that has a life of its own.";
    "title": Text, "What it is called.",
        required "give the clause a title, as in `title = \"Licence\"`";
    "topic": Text, "The group under which tables and charts list it.";
    "parties": Ids, "The parties that it binds.";
    "summary": Text, "What it is about.";
    "survives": Flag, "True where it outlives the clause that `lasts` names.";
    "label": ByTerm("text"), "What tables and prose call its terms; by default the name of the term with spaces for hyphens. Prose makes a sentence of it: of a name, `the share is 20%`; of what leads to a value, or holds or not, `it is held by Ann`, `it is not exclusive`; with a verb, which may stand behind `it`, `it extends to Spain`.";
    "unit": ByTerm("text"), "What the numbers of its terms count: the code of a currency (ISO 4217, as in `USD`) or any word.";
    "was": Ids, "Earlier ids that still answer.";
}

shape! {
    EVENT, "event", "an event", any of [],
    "Something dated that happened or is planned.";
    "id": Id, "Its id.",
        required "give the event an id, as in `id = \"agreement-amended\"`";
    "date": Date, "When it happened; of a report, the report's own day.",
        required "say when it happened, as in `date = \"2026-04-27\"`";
    "announced": Date, "When the public learned of it; by default on its date.";
    "planned": Flag, "True where only the plan is known, not that it happened.";
    "report": Flag, "True where the event only made known what was done earlier.";
    "after": Ids, "Events that certainly came before.";
    "title": Text, "What happened, in one line without a final full stop.",
        required "say in one line what happened, as in `title = \"…\"`";
    "kind": Text, "A word of your own that `--kind` filters by.";
    "parties": Ids, "Who takes part.";
    "about": Ids, "Clauses that it bears on without changing them.";
    "summary": Text, "One or two sentences.";
    "note": Text, "A caveat, printed with it.";
    "basis": BASIS, "How firm it is: `stated` (the default) by a party or a filing, `reported` by others, or `inferred` by the record's keeper.";
    "cite": Cites, "Who says so.";
    "change": Listed(&CHANGE), "What it does to clauses, each under `[[event.change]]`, in order.";
    "was": Ids, "Earlier ids that still answer.";
}

shape! {
    CHANGE, "change", "a change", any of [],
    "What one event does to one clause.";
    "clause": Id, "The clause.",
        required "name the clause that it changes";
    "action": ACTION, "What is done to it.",
        required "say what it does";
    "text": Text, "The clause as it now reads.", only VALUES;
    "terms": Terms, "The terms that it sets; the others stay.", only VALUES;
    "unset": Unset, "Names that it removes first: terms, `until`, `renews`, `renewals`, `notice`, or `through` and with it these three.", only UNSETTING;
    "through": Period, "In force to the end of this day, month or year.", only VALUES;
    "until": Text, "In force until this happens: a condition without a date.", only VALUES;
    "renews": Span, "After `through` it goes on for so long, again and again.", only VALUES;
    "renewals": Count, "The most times that it goes on; by default without end.", only VALUES;
    "notice": Span, "Who wants it to end says so at least this long before.", only VALUES;
    "parties": Ids, "Who is bound from here on; by default the parties of the clause.", only VALUES;
    "effective": Date, "When it takes effect; by default on the date of its event.";
    "replaces": Ids, "The clauses whose place it takes: it only links them, and ends none.", only REPLACING;
    "wording": WORDING, "Whose words its text is; by default as in the rest of the file.", only VALUES;
    "basis": BASIS, "How firm it is; by default as firm as its event.";
    "report": Flag, "True where it was done earlier and its event only made it known; by default as its event.";
    "note": Text, "A caveat, printed with it.";
    "cite": Cites, "Who says so; by default the sources of its event.";
}

shape! {
    CITE, "cite", "a citation", any of [],
    "The link to a source, with what that source says.";
    "source": Id, "The source.",
        required "name the source, as in `source = \"some-source\"`";
    "via": Id, "The source through which it was read.";
    "quote": Text, "A short fragment of its words.";
    "note": Text, "A caveat.";
    "date": Date, "The date that it gives instead.";
    "text": Text, "The text that it gives instead.";
    "terms": Terms, "All the terms that it gives.";
    "through": Period, "The `through` that it gives instead.";
    "until": Text, "The condition that it gives instead.";
    "basis": BASIS, "How firm its statement is, where it only passes on another's: under a lens nothing that rests on it is firmer.";
}

shape! {
    EXPECT, "expect", "an `[[expect]]` table", any of ["status", "terms", "through", "until", "set-by", "basis"],
    "A fact that someone verified: how a clause stands at the close of a day, what it says, and who set that.";
    "at": Date, "The day, month or year at whose close it holds.",
        required "name the day, as in `at = \"2026-04-27\"`";
    "clause": Id, "The clause.",
        required "name the clause";
    "status": STATUS, "How the clause stands then.";
    "terms": Terms, "Terms that the clause has then; it may have others.";
    "through": Period, "Its `through`, as it is written.";
    "until": Text, "Its `until`.";
    "set-by": ByName("id"), "For a term, `text`, `through`, `until`, `renews`, `renewals`, `notice` or `parties`: the event that first gave the value that it has then.";
    "basis": ByName("basis"), "For the same names: the basis of the change that first gave the value.";
    "note": Text, "How it was verified.";
}
