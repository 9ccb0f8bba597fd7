//! The keys of format 1: what each takes, when it must be given and what it means. Reading, the schema, the
//! reference and the order of writing follow these tables.

use crate::agreement::{Action, Basis, SourceKind, Status, Wording};

/// One kind of table and its keys.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Its name in the schema, and its heading where it has one.
    pub(crate) name: &'static str,
    /// What messages call it.
    pub(crate) noun: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) keys: &'static [Key],
    /// Keys of which at least one must be given.
    pub(crate) any_of: &'static [&'static str],
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
    /// What to write where the key is missing, if it must be given.
    pub(crate) required: Option<&'static str>,
    /// The actions that carry it.
    pub(crate) actions: &'static [Action],
    /// Printed by `schema` and by `help format`.
    pub(crate) doc: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    /// The number 1.
    Format,
    Text,
    Flag,
    Date,
    /// A day, month or year.
    Period,
    Id,
    Ids,
    /// Names of terms, `through` or `until`.
    Unset,
    Terms,
    Cites,
    /// One of some words, with the name of their kind.
    Word(&'static str, &'static [&'static str]),
    /// Tables under headings such as `[party.ID]`.
    ById(&'static Shape),
    /// Tables under repeated headings such as `[[event]]`.
    Listed(&'static Shape),
}

/// Every kind of table.
pub(crate) static SHAPES: [&Shape; 8] = [
    &TIMELINE, &PARTY, &SOURCE, &CLAUSE, &EVENT, &CHANGE, &CITE, &EXPECT,
];

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

/// The words of a kind.
pub(crate) fn words(kind: &str) -> &'static [&'static str] {
    let keys = SHAPES.into_iter().flat_map(|shape| shape.keys);
    let mut words = keys.filter_map(|key| match key.takes {
        Word(name, words) if name == kind => Some(words),
        _ => None,
    });
    words.next().unwrap_or_default()
}

impl Key {
    const fn new(name: &'static str, takes: Takes, doc: &'static str) -> Self {
        Self {
            name,
            takes,
            required: None,
            actions: ALL,
            doc,
        }
    }

    const fn required(mut self, help: &'static str) -> Self {
        self.required = Some(help);
        self
    }

    const fn only(mut self, actions: &'static [Action]) -> Self {
        self.actions = actions;
        self
    }
}

const ALL: &[Action] = &[
    Action::Adopt,
    Action::Amend,
    Action::Disclose,
    Action::Keep,
    Action::Unclear,
    Action::End,
];
const VALUES: &[Action] = &[Action::Adopt, Action::Amend, Action::Disclose];
const UNSETTING: &[Action] = &[Action::Amend, Action::Disclose];
const REPLACING: &[Action] = &[Action::Adopt];

use Takes::{ById, Cites, Date, Flag, Format, Id, Ids, Listed, Period, Terms, Text, Unset, Word};

const ACTION: Takes = Word("action", Action::WORDS);
const BASIS: Takes = Word("basis", Basis::WORDS);
const WORDING: Takes = Word("wording", Wording::WORDS);
const SOURCE_KIND: Takes = Word("source-kind", SourceKind::WORDS);
const STATUS: Takes = Word("status", Status::WORDS);

const WAS: Key = Key::new("was", Ids, "Earlier ids that still answer.");

pub(crate) static TIMELINE: Shape = Shape {
    name: "timeline",
    noun: "timeline",
    doc: "A timeline: the parties, the sources, the clauses and the events of one agreement.",
    keys: &[
        Key::new("format", Format, "The format's number, 1.")
            .required("begin the file with `format = 1`"),
        Key::new("title", Text, "What the record is called.")
            .required("say what the timeline records, as in `title = \"…\"`"),
        Key::new("description", Text, "What it is about."),
        Key::new("note", Text, "A caveat that every heading carries."),
        Key::new("recorded", Date, "The day up to which the record was kept."),
        Key::new(
            "lang",
            Text,
            "The language of the texts, as in `en` (BCP 47).",
        ),
        Key::new(
            "wording",
            WORDING,
            "Whose words the texts are: `summary`, the record's own (the default), or `verbatim`, the contract's.",
        ),
        Key::new(
            "party",
            ById(&PARTY),
            "Who is bound or acts, each under `[party.ID]`.",
        ),
        Key::new(
            "source",
            ById(&SOURCE),
            "The publications that report facts, each under `[source.ID]`.",
        ),
        Key::new(
            "clause",
            ById(&CLAUSE),
            "The provisions that have a life of their own, each under `[clause.ID]`.",
        ),
        Key::new(
            "event",
            Listed(&EVENT),
            "What happened or is planned, each under `[[event]]`.",
        ),
        Key::new(
            "expect",
            Listed(&EXPECT),
            "Facts that someone verified, each under `[[expect]]`; `check` fails where one no longer holds.",
        ),
    ],
    any_of: &[],
};

pub(crate) static PARTY: Shape = Shape {
    name: "party",
    noun: "party",
    doc: "A company or person that is bound or acts.",
    keys: &[
        Key::new("name", Text, "The name in full.")
            .required("give its name in full, as in `name = \"Microsoft Corp.\"`"),
        WAS,
    ],
    any_of: &[],
};

pub(crate) static SOURCE: Shape = Shape {
    name: "source",
    noun: "source",
    doc: "A publication that reports facts; at least one of `publisher`, `title` and `url` is given.",
    keys: &[
        Key::new("publisher", Text, "Who published it."),
        Key::new("title", Text, "Its headline."),
        Key::new("url", Text, "Its address."),
        Key::new("published", Date, "When it was published."),
        Key::new(
            "archived",
            Text,
            "The address of a copy that will not change.",
        ),
        Key::new(
            "kind",
            SOURCE_KIND,
            "What it is: by a party, made to an authority, by the press, or a study.",
        ),
        WAS,
    ],
    any_of: &["publisher", "title", "url"],
};

pub(crate) static CLAUSE: Shape = Shape {
    name: "clause",
    noun: "clause",
    doc: "One provision that has a life of its own.",
    keys: &[
        Key::new("title", Text, "What it is called.")
            .required("give the clause a title, as in `title = \"Licence\"`"),
        Key::new(
            "topic",
            Text,
            "The group under which tables and charts list it.",
        ),
        Key::new("parties", Ids, "The parties that it binds."),
        Key::new("summary", Text, "What it is about."),
        WAS,
    ],
    any_of: &[],
};

pub(crate) static EVENT: Shape = Shape {
    name: "event",
    noun: "event",
    doc: "Something dated that happened or is planned.",
    keys: &[
        Key::new("id", Id, "Its id.")
            .required("give the event an id, as in `id = \"agreement-amended\"`"),
        Key::new(
            "date",
            Date,
            "When it happened; of a report, the report's own day.",
        )
        .required("say when it happened, as in `date = \"2026-04-27\"`"),
        Key::new(
            "announced",
            Date,
            "When the public learned of it, where that was not its date.",
        ),
        Key::new(
            "planned",
            Flag,
            "Whether only the plan is known, not the deed.",
        ),
        Key::new("after", Ids, "Events that certainly came before."),
        Key::new(
            "title",
            Text,
            "What happened, in one line without a final full stop.",
        )
        .required("say in one line what happened, as in `title = \"…\"`"),
        Key::new("kind", Text, "A word of your own that `--kind` filters by."),
        Key::new("parties", Ids, "Who takes part."),
        Key::new(
            "about",
            Ids,
            "Clauses that it bears on without changing them.",
        ),
        Key::new("summary", Text, "One or two sentences."),
        Key::new("note", Text, "A caveat, printed with it."),
        Key::new(
            "basis",
            BASIS,
            "How firm it is: `stated` (the default) by a party or a filing, `reported` by others, or `inferred` by the record's keeper.",
        ),
        Key::new("cite", Cites, "Who says so."),
        Key::new(
            "change",
            Listed(&CHANGE),
            "What it does to clauses, each under `[[event.change]]`, in order.",
        ),
        WAS,
    ],
    any_of: &[],
};

pub(crate) static CHANGE: Shape = Shape {
    name: "change",
    noun: "change",
    doc: "What one event does to one clause.",
    keys: &[
        Key::new("clause", Id, "The clause.").required("name the clause that it changes"),
        Key::new("action", ACTION, "What is done to it.").required("say what it does"),
        Key::new("text", Text, "The clause as it now reads.").only(VALUES),
        Key::new("terms", Terms, "The terms that it sets; the others stay.").only(VALUES),
        Key::new(
            "unset",
            Unset,
            "Names that it removes first: terms, `through` or `until`.",
        )
        .only(UNSETTING),
        Key::new(
            "through",
            Period,
            "In force to the end of this day, month or year.",
        )
        .only(VALUES),
        Key::new(
            "until",
            Text,
            "In force until this happens: a condition without a date.",
        )
        .only(VALUES),
        Key::new(
            "effective",
            Date,
            "When it takes effect, where that is not the event's date.",
        ),
        Key::new(
            "replaces",
            Ids,
            "The clauses whose place it takes: a link, which ends nothing.",
        )
        .only(REPLACING),
        Key::new(
            "wording",
            WORDING,
            "Whose words its text is, where that is not as in the rest of the file.",
        )
        .only(VALUES),
        Key::new(
            "basis",
            BASIS,
            "How firm it is, where that is not as firm as its event.",
        ),
        Key::new("note", Text, "A caveat, printed with it."),
        Key::new(
            "cite",
            Cites,
            "Who says so, where that is not who says so of its event.",
        ),
    ],
    any_of: &[],
};

pub(crate) static CITE: Shape = Shape {
    name: "cite",
    noun: "citation",
    doc: "The link to a source, with what that source says.",
    keys: &[
        Key::new("source", Id, "The source.")
            .required("name the source, as in `source = \"some-source\"`"),
        Key::new("via", Id, "The source through which it was read."),
        Key::new("quote", Text, "A short fragment of its words."),
        Key::new("note", Text, "A caveat."),
        Key::new("date", Date, "The date that it gives instead."),
        Key::new("text", Text, "The text that it gives instead."),
        Key::new("terms", Terms, "All the terms that it gives."),
        Key::new("through", Period, "The `through` that it gives instead."),
        Key::new("until", Text, "The condition that it gives instead."),
    ],
    any_of: &[],
};

pub(crate) static EXPECT: Shape = Shape {
    name: "expect",
    noun: "expect",
    doc: "A fact that someone verified: `status`, `terms` or both, at the close of a day.",
    keys: &[
        Key::new(
            "at",
            Date,
            "The day, or the month or year at whose end it holds.",
        )
        .required("name the day, as in `at = \"2026-04-27\"`"),
        Key::new("clause", Id, "The clause.").required("name the clause that is expected"),
        Key::new("status", STATUS, "How the clause stands then."),
        Key::new(
            "terms",
            Terms,
            "Terms that the clause has then; others are left aside.",
        ),
        Key::new("note", Text, "How it was verified."),
    ],
    any_of: &["status", "terms"],
};
