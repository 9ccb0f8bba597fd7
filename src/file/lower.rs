//! A parsed TOML document → a timeline, with every reference resolved and every place kept.

use std::collections::{HashMap, HashSet};

use toml::Spanned;

use super::blocks::{self, Blocks};
use super::code::Code;
use super::diagnostic::Diagnostic;
use super::expect::Expectation;
use super::places::{ChangePlace, EventPlace, Named, Places};
use super::plain::Plain;
use super::reader::{At, NOT_AN_ID, Reader, Table, article, is_id, slug, whole};
use super::source::Span;
use super::tree::{Entries, Item, Toml};
use crate::agreement::{
    Action, Basis, ById, Change, Citation, Claims, Clause, Event, Ids, Party, Source, SourceKind,
    Status, Terms, Timeline, Wording,
};
use crate::date::{Date, Day};
use crate::words::{nearest, ticked};

pub(super) const ROOT: &[&str] = &[
    "format",
    "title",
    "description",
    "note",
    "recorded",
    "lang",
    "wording",
    "party",
    "source",
    "clause",
    "event",
    "expect",
];
pub(super) const PARTY: &[&str] = &["name", "was"];
pub(super) const SOURCE: &[&str] = &[
    "publisher",
    "title",
    "url",
    "published",
    "archived",
    "kind",
    "was",
];
pub(super) const CLAUSE: &[&str] = &["title", "topic", "parties", "summary", "was"];
pub(crate) const EVENT: &[&str] = &[
    "id",
    "date",
    "announced",
    "planned",
    "after",
    "title",
    "kind",
    "parties",
    "about",
    "summary",
    "note",
    "basis",
    "cite",
    "change",
    "was",
];
pub(crate) const CHANGE: &[&str] = &[
    "clause",
    "action",
    "text",
    "terms",
    "unset",
    "through",
    "until",
    "effective",
    "replaces",
    "wording",
    "basis",
    "note",
    "cite",
];
const VALUES: &[&str] = &["text", "terms", "unset", "through", "until", "wording"];
pub(super) const CITE: &[&str] = &[
    "source", "via", "quote", "note", "date", "text", "terms", "through", "until",
];
pub(super) const EXPECT: &[&str] = &["at", "clause", "status", "terms", "note"];

/// What lowering gives.
pub(super) struct Lowered {
    pub(super) timeline: Timeline,
    pub(super) places: Places,
    pub(super) expectations: Vec<Expectation>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many diagnostics there were beyond those that are kept; all are errors.
    pub(super) more: usize,
}

/// The most unknown ids for which a near one is looked for.
const LOOKED_FOR: usize = 100;

/// Lowers a whole document.
pub(super) fn lower(root: &Entries<'_>, text: &str) -> Lowered {
    let mut lowering = Lowering {
        reader: Reader::new(text),
        ..Lowering::default()
    };
    let table = whole_file(root, text);
    if lowering.format(table) {
        lowering.declarations(table);
        for event in lowering.listed(table, "event") {
            lowering.event(event);
        }
        lowering.resolve_after();
        lowering.expectations(table);
    }
    lowering.finish()
}

/// Lowers a document block by block; nothing where anything is wrong, or is written so that a block does not
/// stand by itself. Places are those within a block, and say nothing about the file.
pub(super) fn lower_blocks(text: &str, blocks: &Blocks) -> Option<Lowered> {
    let mut plain = Plain::default();
    for part in &blocks.rest {
        plain.read(&text[part.clone()])?;
    }
    let mut root = plain.take()?;
    let mut lowering = Lowering {
        in_blocks: true,
        ..Lowering::default()
    };
    let table = whole_file(&root, "");
    if table.find("event").is_some() || !lowering.format(table) {
        return None;
    }
    lowering.declarations(table);
    // The rest has been taken over, and its room is wanted.
    root.0.retain(|(key, _)| key.get_ref() == "expect");
    let mut parts = blocks
        .events
        .iter()
        .map(|part| &text[part.clone()])
        .peekable();
    while let Some(part) = parts.next() {
        plain.read(part)?;
        if parts.peek().is_some_and(|next| !blocks::is_first(next)) {
            continue;
        }
        let document = plain.take()?;
        let events = lowering.listed(whole_file(&document, ""), "event");
        if document.0.len() != 1 {
            return None;
        }
        for event in events {
            lowering.event(event);
        }
        if !lowering.reader.diagnostics.is_empty() {
            return None;
        }
    }
    lowering.index_events()?;
    lowering.resolve_after();
    lowering.expectations(whole_file(&root, ""));
    lowering.timeline.events.shrink_to_fit();
    let lowered = lowering.finish();
    lowered.diagnostics.is_empty().then_some(lowered)
}

/// At most so many things and their places, in no more memory than that takes; without places where these are
/// of no use.
fn pairs<A, B>(
    most: usize,
    in_blocks: bool,
    found: impl Iterator<Item = (A, B)>,
) -> (Vec<A>, Vec<B>) {
    let mut things = Vec::with_capacity(most);
    if in_blocks {
        things.extend(found.map(|(thing, _)| thing));
        return (things, Vec::new());
    }
    let mut places = Vec::with_capacity(most);
    for (thing, place) in found {
        things.push(thing);
        places.push(place);
    }
    (things, places)
}

fn whole_file<'a, 'i>(root: &'a Entries<'i>, text: &str) -> Table<'a, 'i> {
    Table {
        entries: root,
        start: 0,
        end: text.chars().next().map_or(0, char::len_utf8),
        what: "timeline",
    }
}

#[derive(Default)]
struct Lowering<'t> {
    reader: Reader<'t>,
    timeline: Timeline,
    places: Places,
    expectations: Vec<Expectation>,
    wording: Option<Wording>,
    /// Ids of all events, also of those that could not be read.
    event_ids: Declared,
    /// The same read block by block, not yet in the index.
    claimed: Vec<(String, usize)>,
    /// What `after` names, to be resolved when all events are read.
    after: Vec<(usize, Vec<At<String>>)>,
    /// Ids of what is there but could not be read.
    unread: HashSet<(Kind, String)>,
    /// Kinds of which nothing could be read.
    lost: HashSet<Kind>,
    /// How often a near id has been looked for.
    looked_for: usize,
    /// Whether the file is read block by block, so that places are of no use.
    in_blocks: bool,
}

/// The ids of one kind, each with the place where it is declared first.
type Declared = HashMap<String, Declaration>;

struct Declaration {
    span: Span,
    /// Whether it is the thing's own id, not an earlier one.
    own: bool,
}

/// The four kinds of things that have ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Party,
    Source,
    Clause,
    Event,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Source => "source",
            Self::Clause => "clause",
            Self::Event => "event",
        }
    }

    fn unknown(self) -> Code {
        match self {
            Self::Party => Code::UnknownParty,
            Self::Source => Code::UnknownSource,
            Self::Clause => Code::UnknownClause,
            Self::Event => Code::UnknownEvent,
        }
    }

    fn map(self, ids: &Ids) -> &ById {
        match self {
            Self::Party => &ids.parties,
            Self::Source => &ids.sources,
            Self::Clause => &ids.clauses,
            Self::Event => &ids.events,
        }
    }

    fn named(self, named: &mut Named) -> Option<&mut HashSet<usize>> {
        match self {
            Self::Party => Some(&mut named.parties),
            Self::Source => Some(&mut named.sources),
            Self::Clause => Some(&mut named.clauses),
            Self::Event => None,
        }
    }

    fn map_mut(self, ids: &mut Ids) -> &mut ById {
        match self {
            Self::Party => &mut ids.parties,
            Self::Source => &mut ids.sources,
            Self::Clause => &mut ids.clauses,
            Self::Event => &mut ids.events,
        }
    }
}

impl Lowering<'_> {
    /// What stands before the events: the head, and whatever has an id.
    fn declarations(&mut self, root: Table<'_, '_>) {
        self.head(root);
        self.parties(root);
        self.sources(root);
        self.clauses(root);
    }

    fn finish(mut self) -> Lowered {
        self.places.partial = self.reader.hidden || self.reader.more > 0;
        Lowered {
            timeline: self.timeline,
            places: self.places,
            expectations: self.expectations,
            diagnostics: self.reader.diagnostics,
            more: self.reader.more,
        }
    }

    /// Whether the file is of a format that can be read any further.
    fn format(&mut self, root: Table<'_, '_>) -> bool {
        let Some(value) = root.find("format") else {
            self.reader
                .missing(root, "format", "begin the file with `format = 1`");
            return true;
        };
        let Toml::Integer(number) = value.get_ref() else {
            let diagnostic = Diagnostic::new(
                Code::WrongType,
                value.span(),
                "`format` is not a whole number",
                "a whole number is wanted here",
            );
            self.reader.report(
                diagnostic
                    .help("write the number 1, without quotes")
                    .fix(value.span(), "1"),
            );
            return true;
        };
        let number = whole(number);
        if number == Some(1) {
            return true;
        }
        let written = self.reader.written(&value.span());
        let message = format!("the file is of format {written}, and this program reads format 1");
        let label = "not a format that can be read";
        let diagnostic = Diagnostic::new(Code::UnknownFormat, value.span(), message, label);
        let help = if number.is_none_or(|number| number > 1) {
            "a newer version of the program may read it; nothing else was checked"
        } else {
            "write `format = 1`; nothing else was checked"
        };
        self.reader.report(diagnostic.help(help));
        false
    }

    fn head(&mut self, root: Table<'_, '_>) {
        self.reader.check_keys(root, ROOT);
        self.timeline.title = self
            .reader
            .needed(
                root,
                "title",
                "say what the timeline records, as in `title = \"…\"`",
            )
            .map(|t| t.0.to_owned())
            .unwrap_or_default();
        self.timeline.description = self.reader.plain(root, "description");
        self.timeline.note = self.reader.plain(root, "note");
        self.timeline.recorded = self.reader.date(root, "recorded").map(|d| d.0);
        self.timeline.lang = self.reader.plain(root, "lang");
        self.wording = self
            .reader
            .word(root, "wording", Wording::WORDS, Wording::from_word)
            .map(|w| w.0);
    }

    /// The tables under `[party]`, `[source]` or `[clause]`, each with its id.
    fn named<'a, 'i>(
        &mut self,
        root: Table<'a, 'i>,
        kind: Kind,
    ) -> Vec<(&'a str, Span, Table<'a, 'i>)> {
        let noun = kind.noun();
        let Some(value) = root.find(noun) else {
            return Vec::new();
        };
        let Toml::Table(entries) = value.get_ref() else {
            let message = format!("`{noun}` is not a group of tables");
            let label = "tables are wanted here";
            let diagnostic = Diagnostic::new(Code::WrongType, value.span(), message, label);
            self.reader.report(diagnostic.help(format!(
                "each {noun} has a table of its own, headed `[{noun}.some-id]`"
            )));
            self.lost.insert(kind);
            return Vec::new();
        };
        let mut found = Vec::new();
        for (id, span, value) in entries.iter() {
            let table = |entries| Table {
                entries,
                start: span.start,
                end: span.end,
                what: noun,
            };
            match value.get_ref() {
                Toml::Table(entries) => found.push((id, span.clone(), table(entries))),
                other => {
                    let not_one = not_one_table(kind, id, value.span(), other);
                    self.reader.report(not_one);
                    self.unread.insert((kind, id.to_owned()));
                }
            }
        }
        found
    }

    /// Takes an id and its earlier ones into the index; gives the first of the earlier ones.
    fn declare(
        &mut self,
        kind: Kind,
        id: &str,
        span: &Span,
        table: Table<'_, '_>,
        place: Option<usize>,
        declared: &mut Declared,
    ) -> Option<String> {
        let own = Declaration {
            span: span.clone(),
            own: true,
        };
        self.claim_id(kind, id, own, place, declared);
        let was = self.reader.texts(table, "was");
        let once = was.first().map(|(old, _)| *old);
        for (old, span) in was {
            let earlier = Declaration { span, own: false };
            self.claim_id(kind, old, earlier, place, declared);
        }
        once.map(str::to_owned)
    }

    /// Takes one id into the index. An id of its own outranks an earlier one.
    fn claim_id(
        &mut self,
        kind: Kind,
        id: &str,
        claim: Declaration,
        place: Option<usize>,
        declared: &mut Declared,
    ) {
        if let Some(diagnostic) = bad_id(kind, id, claim.span.clone()) {
            self.reader.report(diagnostic);
        }
        if self.in_blocks {
            if kind == Kind::Event {
                self.claimed.extend(place.map(|place| (id.into(), place)));
                return;
            }
            let ids = kind.map_mut(&mut self.timeline.ids);
            let taken = place.and_then(|place| ids.insert(id.into(), place));
            if taken.is_some() {
                self.reader.report(duplicate(kind, id, &claim, &claim));
            }
            return;
        }
        let first = declared.get(id);
        if let Some(first) = first {
            self.reader.report(duplicate(kind, id, &claim, first));
        }
        if first.is_some_and(|first| first.own || !claim.own) {
            return;
        }
        declared.insert(id.to_owned(), claim);
        if let Some(place) = place {
            let ids = kind.map_mut(&mut self.timeline.ids);
            ids.insert(id.into(), place);
        }
    }

    /// Takes the ids of all events into the index, if no two are the same. In one go this is much faster than
    /// between the blocks: the processor looks ahead to where the next ones go.
    fn index_events(&mut self) -> Option<()> {
        let claimed = std::mem::take(&mut self.claimed);
        let ids = &mut self.timeline.ids.events;
        ids.reserve_exact(claimed.len());
        (claimed.into_iter())
            .all(|(id, place)| ids.insert(id, place).is_none())
            .then_some(())
    }

    fn parties(&mut self, root: Table<'_, '_>) {
        let mut declared = Declared::default();
        for (id, span, table) in self.named(root, Kind::Party) {
            self.reader.check_keys(table, PARTY);
            self.declare(
                Kind::Party,
                id,
                &span,
                table,
                Some(self.timeline.parties.len()),
                &mut declared,
            );
            let name = self.reader.needed(
                table,
                "name",
                "give its name in full, as in `name = \"Microsoft Corp.\"`",
            );
            self.timeline.parties.push(Party {
                id: id.to_owned(),
                name: name.map_or(id, |n| n.0).to_owned(),
            });
            self.places.parties.push(span);
        }
    }

    fn sources(&mut self, root: Table<'_, '_>) {
        let mut declared = Declared::default();
        let found = self.named(root, Kind::Source);
        self.timeline.sources.reserve_exact(found.len());
        for (id, span, table) in found {
            self.reader.check_keys(table, SOURCE);
            self.declare(
                Kind::Source,
                id,
                &span,
                table,
                Some(self.timeline.sources.len()),
                &mut declared,
            );
            self.described(table);
            let source = Source {
                id: id.to_owned(),
                publisher: self.reader.plain(table, "publisher"),
                title: self.reader.plain(table, "title"),
                url: self.reader.plain(table, "url"),
                published: self.reader.date(table, "published").map(|d| d.0),
                archived: self.reader.plain(table, "archived"),
                kind: self
                    .reader
                    .word(table, "kind", SourceKind::WORDS, SourceKind::from_word)
                    .map(|w| w.0),
            };
            self.timeline.sources.push(source);
            self.places.sources.push(span);
        }
    }

    /// Reports a source of which nothing is told.
    fn described(&mut self, table: Table<'_, '_>) {
        let told = |key: &&str| table.find(key).is_some() || self.reader.is_meant(table, key);
        if ["publisher", "title", "url"].iter().any(told) {
            return;
        }
        let diagnostic = Diagnostic::new(
            Code::MissingKey,
            table.start..table.end,
            "a source needs `publisher`, `title` or `url`",
            "none of the three is given",
        );
        let help = "give at least one of them, as in `publisher = \"…\"`";
        self.reader.report(diagnostic.help(help));
    }

    fn clauses(&mut self, root: Table<'_, '_>) {
        let mut declared = Declared::default();
        for (id, span, table) in self.named(root, Kind::Clause) {
            self.reader.check_keys(table, CLAUSE);
            let once = self.declare(
                Kind::Clause,
                id,
                &span,
                table,
                Some(self.timeline.clauses.len()),
                &mut declared,
            );
            let title = self.reader.needed(
                table,
                "title",
                "give the clause a title, as in `title = \"Licence\"`",
            );
            let clause = Clause {
                id: id.to_owned(),
                title: title.map_or(id, |t| t.0).to_owned(),
                topic: self.reader.plain(table, "topic"),
                parties: self.refs(table, "parties", Kind::Party).0,
                summary: self.reader.plain(table, "summary"),
                once,
            };
            self.timeline.clauses.push(clause);
            self.places.clauses.push(span);
        }
    }

    /// The tables of a list of tables such as `[[event]]`.
    fn listed<'a, 'i>(&mut self, table: Table<'a, 'i>, key: &'a str) -> Vec<Table<'a, 'i>> {
        let Some(value) = table.find(key) else {
            return Vec::new();
        };
        let head = if table.what == "event" {
            "event.change"
        } else {
            key
        };
        let help = || format!("each {key} has a table of its own, headed `[[{head}]]`");
        let items = match value.get_ref() {
            Toml::Array(items) => items,
            Toml::Table(entries) => {
                self.reader.report(self.not_listed(head, value));
                let span = value.span();
                return vec![Table {
                    entries,
                    start: span.start,
                    end: span.end,
                    what: key,
                }];
            }
            _ => {
                let message = format!("`{key}` is not a list of tables");
                let label = "a list of tables is wanted here";
                let diagnostic = Diagnostic::new(Code::WrongType, value.span(), message, label);
                self.reader.report(diagnostic.help(help()));
                self.reader.hidden = true;
                return Vec::new();
            }
        };
        let mut found = Vec::new();
        for item in items {
            let span = item.span();
            if let Toml::Table(entries) = item.get_ref() {
                found.push(Table {
                    entries,
                    start: span.start,
                    end: span.end,
                    what: key,
                });
            } else {
                let message = format!("`{key}` holds something that is not a table");
                let diagnostic =
                    Diagnostic::new(Code::WrongType, span, message, "a table is wanted here");
                self.reader.report(diagnostic.help(help()));
            }
        }
        found
    }

    /// That a table stands where a list of tables is wanted.
    fn not_listed(&self, head: &str, value: &Item<'_>) -> Diagnostic {
        let (span, list) = (value.span(), format!("[[{head}]]"));
        if self.reader.heading(value) == Some(head) {
            let message = format!("`[{head}]` needs double brackets");
            let label = format!("`{list}` is wanted here");
            return Diagnostic::new(Code::WrongType, span.clone(), message, label)
                .help(format!("write `{list}`: such a heading may be repeated"))
                .fix(span, list);
        }
        let message = format!("`{head}` is one table, not a list of tables");
        let label = "a list of tables is wanted here";
        Diagnostic::new(Code::WrongType, span, message, label)
            .help(format!("give it a heading of its own, `{list}`"))
    }

    /// Finds the events that `after` names, when all are read.
    fn resolve_after(&mut self) {
        for (event, names) in std::mem::take(&mut self.after) {
            for (id, span) in names {
                if let Some(earlier) = self.timeline.ids.events.get(id.as_str()) {
                    self.timeline.events[event].after.push(*earlier);
                    if let Some(places) = self.places.events.get_mut(event) {
                        places.after.push(span);
                    }
                } else if !self.event_ids.contains_key(&id) {
                    self.unknown(Kind::Event, &id, span);
                }
            }
        }
    }

    fn event(&mut self, table: Table<'_, '_>) {
        self.reader.check_keys(table, EVENT);
        let place = self.timeline.events.len();
        let id = self.reader.needed(
            table,
            "id",
            "give the event an id, as in `id = \"agreement-amended\"`",
        );
        if table.find("date").is_none() {
            self.reader.missing(
                table,
                "date",
                "say when it happened, as in `date = \"2026-04-27\"`",
            );
        }
        let date = self.reader.date(table, "date");
        let title = self
            .reader
            .needed(
                table,
                "title",
                "say in one line what happened, as in `title = \"…\"`",
            )
            .map(|t| t.0);
        let basis = self.basis(table).unwrap_or(Basis::Stated);
        let announced = self.reader.date(table, "announced").map(|d| d.0);
        let planned = self.reader.flag(table, "planned");
        let (parties, _) = self.refs(table, "parties", Kind::Party);
        let (about, _) = self.refs(table, "about", Kind::Clause);
        let (cites, cite_places) = self.cites(table).unwrap_or_default();
        let given = self.is_cited(table);
        let (kind, summary, note) = (
            self.reader.plain(table, "kind"),
            self.reader.plain(table, "summary"),
            self.reader.plain(table, "note"),
        );
        let (changes, change_places) = self.changes(table, basis);
        let after = self.reader.texts(table, "after");
        let usable = date.is_some();
        if !usable {
            self.places
                .tainted
                .extend(changes.iter().map(|change| change.clause));
        }
        let mut once = None;
        if let Some((id, span)) = &id {
            let mut declared = std::mem::take(&mut self.event_ids);
            once = self.declare(
                Kind::Event,
                id,
                span,
                table,
                usable.then_some(place),
                &mut declared,
            );
            self.event_ids = declared;
        }
        let Some((date, date_span)) = date else {
            return;
        };
        let (id, id_span) = id.unwrap_or(("", table.start..table.end));
        let title = title.unwrap_or(id).to_owned();
        self.timeline.events.push(Event {
            id: id.to_owned(),
            date,
            announced,
            learned: None,
            planned,
            after: Vec::new(),
            title,
            kind,
            parties,
            about,
            summary,
            note,
            basis,
            cites,
            changes,
            once,
        });
        if !self.in_blocks {
            self.places.events.push(EventPlace {
                id: id_span,
                date: date_span,
                after: Vec::new(),
                cites: cite_places,
                cited: given,
                changes: change_places,
            });
        }
        if !after.is_empty() {
            let own = |(id, span): At<&str>| (id.to_owned(), span);
            self.after
                .push((place, after.into_iter().map(own).collect()));
        }
    }

    fn changes(&mut self, event: Table<'_, '_>, basis: Basis) -> (Vec<Change>, Vec<ChangePlace>) {
        let tables = self.listed(event, "change");
        let in_blocks = self.in_blocks;
        let changes = (tables.iter()).filter_map(|table| self.change(*table, basis));
        pairs(tables.len(), in_blocks, changes)
    }

    fn change(
        &mut self,
        table: Table<'_, '_>,
        event_basis: Basis,
    ) -> Option<(Change, ChangePlace)> {
        self.reader.check_keys(table, CHANGE);
        let before = self.reader.serious;
        let clause = self
            .reader
            .needed(table, "clause", "name the clause that it changes");
        if table.find("action").is_none() {
            let actions = Action::WORDS.iter().map(|word| ticked(word));
            self.reader.missing(
                table,
                "action",
                &format!("say what it does: {}", crate::words::or_list(actions)),
            );
        }
        let action = self
            .reader
            .word(table, "action", Action::WORDS, Action::from_word);
        let clause_span = clause.as_ref().map(|c| c.1.clone()).unwrap_or_default();
        let clause = clause.and_then(|(id, span)| self.resolve(Kind::Clause, id, span));
        let effective = self.reader.date(table, "effective");
        let text = self.reader.plain(table, "text");
        let terms = self.reader.terms(table, "terms").unwrap_or_default();
        let unset = self.reader.texts(table, "unset");
        let through = self.reader.period(table, "through");
        let until = self.reader.plain(table, "until");
        let (mut replaces, mut replaces_places) = self.refs(table, "replaces", Kind::Clause);
        let wording = self
            .reader
            .word(table, "wording", Wording::WORDS, Wording::from_word)
            .map(|w| w.0);
        let basis = self.basis(table).unwrap_or(event_basis);
        let note = self.reader.plain(table, "note");
        let cites = self.cites(table);
        let given = self.is_cited(table);
        if let Some((action, _)) = action {
            self.misplaced(table, action);
            if action != Action::Adopt {
                (replaces, replaces_places) = (Vec::new(), Vec::new());
            }
        }
        self.set_and_unset(table, &terms, &unset);
        if self.reader.serious > before {
            self.places.tainted.extend(clause);
        }
        let ((action, action_span), clause) = (action?, clause?);
        let (cites, cite_places) = cites.unzip();
        let own = |(name, span): At<&str>| (name.to_owned(), span);
        let (unset, unset_places) = pairs(unset.len(), self.in_blocks, unset.into_iter().map(own));
        let place = ChangePlace {
            clause: clause_span,
            action: action_span,
            effective: effective.as_ref().map(|e| e.1.clone()),
            through: through.as_ref().map(|t| t.1.clone()),
            unset: unset_places,
            replaces: replaces_places,
            cites: cite_places,
            cited: given,
            values: if self.in_blocks {
                HashMap::new()
            } else {
                values(table)
            },
        };
        let (effective, through) = (effective.map(|e| e.0), through.map(|t| t.0));
        let wording = wording.or(self.wording).unwrap_or(Wording::Summary);
        Some((
            Change {
                clause,
                action,
                effective,
                text,
                terms,
                unset,
                through,
                until,
                replaces,
                wording,
                basis,
                note,
                cites,
            },
            place,
        ))
    }

    /// Reports keys that the action does not take, and the text that `adopt` needs.
    fn misplaced(&mut self, table: Table<'_, '_>, action: Action) {
        let taken = |key: &str| match key {
            "unset" => matches!(action, Action::Amend | Action::Disclose),
            "replaces" => action == Action::Adopt,
            key if VALUES.contains(&key) => action.carries_values(),
            _ => true,
        };
        for (key, span, _) in table.entries.iter().filter(|(key, ..)| !taken(key)) {
            let message = format!("`{action}` does not take `{key}`");
            let help = match (action, key) {
                (Action::Adopt, _) => {
                    "an adopted clause begins with nothing to remove: leave it out".to_owned()
                }
                (Action::Amend | Action::Disclose, _) => {
                    "only `adopt` can replace other clauses".to_owned()
                }
                _ => format!(
                    "to change what the clause says write `amend`, to tell more of it `disclose`; `{action}` takes only `effective`, `basis`, `cite` and `note`"
                ),
            };
            self.reader.report(
                Diagnostic::new(Code::MisplacedKey, span, message, "not taken here").help(help),
            );
        }
        if action == Action::Adopt && !table.entries.contains_key("text") {
            self.reader.missing(
                Table {
                    what: "adopted clause",
                    ..table
                },
                "text",
                "say how the clause reads, as in `text = \"…\"`",
            );
        }
    }

    fn set_and_unset(&mut self, table: Table<'_, '_>, terms: &Terms, unset: &[At<&str>]) {
        for (name, span) in unset {
            let set = match *name {
                "through" | "until" => table.entries.contains_key(name),
                term => terms.contains_key(term),
            };
            if set {
                let message = format!("`{name}` is both set and unset");
                let diagnostic = Diagnostic::new(
                    Code::SetAndUnset,
                    span.clone(),
                    message,
                    "removed here, and set in the same change",
                );
                self.reader.report(
                    diagnostic.help("setting a value replaces the old one: drop it from `unset`"),
                );
            }
        }
    }

    fn basis(&mut self, table: Table<'_, '_>) -> Option<Basis> {
        self.reader
            .word(table, "basis", Basis::WORDS, Basis::from_word)
            .map(|w| w.0)
    }

    /// Whether a `cite` is there and not empty, also one that cannot be read.
    fn is_cited(&self, table: Table<'_, '_>) -> bool {
        table.is_filled("cite") || self.reader.is_meant(table, "cite")
    }

    /// The citations of an event or change. One alone is reported, and read as a list of one.
    fn cites(&mut self, table: Table<'_, '_>) -> Option<(Vec<Citation>, Vec<Span>)> {
        let value = table.find("cite")?;
        let found = match value.get_ref() {
            Toml::Array(items) => return Some(self.cite_list(items)),
            Toml::String(_) | Toml::Table(_) if self.reader.heading(value).is_none() => {
                self.reader.report(self.reader.not_a_list("cite", value));
                self.cite_item(value).map(|cite| (cite, value.span()))
            }
            _ => {
                let diagnostic = Diagnostic::new(
                    Code::WrongType,
                    value.span(),
                    "`cite` is not a list",
                    "a list is wanted here",
                );
                let help = "put the sources into brackets, as in `cite = [\"some-source\"]`";
                self.reader.report(diagnostic.help(help));
                None
            }
        };
        found.map(|(cite, span)| (vec![cite], vec![span]))
    }

    fn cite_list(&mut self, items: &[Item<'_>]) -> (Vec<Citation>, Vec<Span>) {
        let in_blocks = self.in_blocks;
        let cites = (items.iter()).filter_map(|item| Some((self.cite_item(item)?, item.span())));
        pairs(items.len(), in_blocks, cites)
    }

    fn cite_item(&mut self, item: &Item<'_>) -> Option<Citation> {
        let span = item.span();
        match item.get_ref() {
            Toml::String(id) => {
                let source = self.resolve(Kind::Source, id, span)?;
                Some(Citation {
                    source,
                    ..Citation::default()
                })
            }
            Toml::Table(entries) => self.cite(Table {
                entries,
                start: span.start,
                end: span.end,
                what: "citation",
            }),
            _ => {
                let message = "a citation is neither text nor a table";
                let label = "a source is wanted here";
                let diagnostic = Diagnostic::new(Code::WrongType, span, message, label);
                let help = "write a source's id, or `{ source = \"…\", quote = \"…\" }`";
                self.reader.report(diagnostic.help(help));
                None
            }
        }
    }

    fn cite(&mut self, table: Table<'_, '_>) -> Option<Citation> {
        self.reader.check_keys(table, CITE);
        let source = self.reader.needed(
            table,
            "source",
            "name the source, as in `source = \"some-source\"`",
        );
        let source = source.and_then(|(id, span)| self.resolve(Kind::Source, id, span));
        let via = self
            .reader
            .text(table, "via")
            .and_then(|(id, span)| self.resolve(Kind::Source, id, span));
        let (quote, note) = (
            self.reader.plain(table, "quote"),
            self.reader.plain(table, "note"),
        );
        let claims = Claims {
            date: self.reader.date(table, "date").map(|d| d.0),
            text: self.reader.plain(table, "text"),
            terms: self.reader.terms(table, "terms"),
            through: self.reader.period(table, "through").map(|t| t.0),
            until: self.reader.plain(table, "until"),
        };
        let cite = Citation {
            source: source.unwrap_or_default(),
            via,
            quote,
            note,
            claims: (claims != Claims::default()).then(|| Box::new(claims)),
        };
        source.map(|_| cite)
    }

    fn expectations(&mut self, root: Table<'_, '_>) {
        for table in self.listed(root, "expect") {
            let expectation = self.expectation(table);
            self.expectations.extend(expectation);
        }
    }

    fn expectation(&mut self, table: Table<'_, '_>) -> Option<Expectation> {
        self.reader.check_keys(table, EXPECT);
        let day = self.day_expected(table);
        let clause = self
            .reader
            .needed(table, "clause", "name the clause that is expected")
            .and_then(|(id, span)| self.look_up(Kind::Clause, id, span));
        let status = self
            .reader
            .word(table, "status", Status::WORDS, Status::from_word);
        let terms = self.reader.terms(table, "terms").unwrap_or_default();
        let note = self.reader.plain(table, "note");
        if table.find("status").is_none() && table.find("terms").is_none() {
            self.reader.missing(
                table,
                "status",
                "say what is expected, as in `status = \"in force\"` or `terms = { … }`",
            );
        }
        Some(Expectation {
            clause: clause?,
            day: day?,
            status,
            terms,
            places: values(table),
            note,
        })
    }

    /// The day at whose close something is expected: the last of its date.
    fn day_expected(&mut self, table: Table<'_, '_>) -> Option<Day> {
        if table.find("at").is_none() {
            self.reader
                .missing(table, "at", "name the day, as in `at = \"2026-04-27\"`");
        }
        let (date, span) = self.reader.date(table, "at")?;
        let day = date.bounds().last;
        if day.is_none() {
            let message = "`at` has no last day";
            let label = "a day, month or year is wanted";
            let diagnostic = Diagnostic::new(Code::BadDate, span, message, label);
            self.reader.report(
                diagnostic
                    .help("something is expected at the close of a day, as in `\"2026-04-27\"`"),
            );
        }
        day
    }

    /// The things that a list of ids names. To be replaced is not to be of use.
    fn refs(&mut self, table: Table<'_, '_>, key: &str, kind: Kind) -> (Vec<usize>, Vec<Span>) {
        let names = self.reader.texts(table, key);
        let (most, in_blocks) = (names.len(), self.in_blocks);
        let find = |(id, span): At<&str>| {
            let place = if key == "replaces" {
                self.look_up(kind, id, span.clone())
            } else {
                self.resolve(kind, id, span.clone())
            };
            place.map(|place| (place, span))
        };
        pairs(most, in_blocks, names.into_iter().filter_map(find))
    }

    /// The place of what an id names, which then counts as named.
    fn resolve(&mut self, kind: Kind, id: &str, span: Span) -> Option<usize> {
        let place = self.look_up(kind, id, span)?;
        self.mention(kind, place);
        Some(place)
    }

    fn mention(&mut self, kind: Kind, place: usize) {
        if let Some(named) = kind.named(&mut self.places.named)
            && !self.in_blocks
        {
            named.insert(place);
        }
    }

    fn look_up(&mut self, kind: Kind, id: &str, span: Span) -> Option<usize> {
        let place = kind.map(&self.timeline.ids).get(id).copied();
        if place.is_none() {
            self.unknown(kind, id, span);
        }
        place
    }

    /// Reports an id that names nothing. What was most likely meant counts as named.
    fn unknown(&mut self, kind: Kind, id: &str, span: Span) {
        if self.lost.contains(&kind) || self.unread.contains(&(kind, id.to_owned())) {
            return;
        }
        let noun = kind.noun();
        let diagnostic = Diagnostic::new(
            kind.unknown(),
            span.clone(),
            format!("no {noun} `{id}`"),
            "not declared in this file",
        );
        let near = self.near(kind, id);
        let help = match &near {
            Some((near, _)) => format!("`{near}` is {} with a similar id", article(noun)),
            None if kind == Kind::Event => "name an event by its `id`".to_owned(),
            None => match slug(id) {
                Some(id) => format!("declare it with a table headed `[{noun}.{id}]`"),
                None => format!("name a {noun} by its id, as in `[{noun}.some-id]`"),
            },
        };
        let diagnostic = diagnostic.help(help);
        let diagnostic = match near {
            Some((near, place)) => {
                self.mention(kind, place);
                if kind == Kind::Clause {
                    self.places.tainted.insert(place);
                }
                diagnostic.fix(span, format!("\"{near}\""))
            }
            None => diagnostic,
        };
        self.reader.report(diagnostic);
    }

    fn near(&mut self, kind: Kind, id: &str) -> Option<(String, usize)> {
        self.looked_for += 1;
        if self.looked_for > LOOKED_FOR {
            return None;
        }
        let ids = kind.map(&self.timeline.ids);
        let near = nearest(id, ids.keys().map(AsRef::as_ref))?;
        Some((near.to_owned(), *ids.get(near)?))
    }
}

/// Where the values of a change stand, by their names; terms by theirs.
fn values(table: Table<'_, '_>) -> HashMap<String, Span> {
    let mut found = HashMap::new();
    if let Some(Toml::Table(terms)) = table.find("terms").map(Spanned::get_ref) {
        let place = |(name, _, value): (&str, Span, &Item<'_>)| (name.to_owned(), value.span());
        found.extend(terms.iter().map(place));
    }
    for key in ["text", "through", "until"] {
        found.extend(table.find(key).map(|value| (key.to_owned(), value.span())));
    }
    found
}

/// That something stands where the one table of an id is wanted.
fn not_one_table(kind: Kind, id: &str, span: Span, found: &Toml<'_>) -> Diagnostic {
    let noun = kind.noun();
    let head = if is_id(id) { id } else { "some-id" };
    let (message, help) = if matches!(found, Toml::Array(_)) {
        (
            format!("`{id}` is a list, not one table"),
            format!("each {noun} has one table, headed `[{noun}.{head}]` in single brackets"),
        )
    } else {
        (
            format!("`{id}` is not a table"),
            format!("each {noun} has a table of its own, headed `[{noun}.{head}]`"),
        )
    };
    Diagnostic::new(Code::WrongType, span, message, "a table is wanted here").help(help)
}

/// That an id is no id, where it is none.
fn bad_id(kind: Kind, id: &str, span: Span) -> Option<Diagnostic> {
    let noun = kind.noun();
    let (reason, help) = if !is_id(id) {
        let help = match slug(id) {
            Some(slug) => format!("write `{slug}`, here and wherever it is named"),
            None => "an id is lower-case words joined by hyphens, as in `ip-license`".to_owned(),
        };
        (NOT_AN_ID, help)
    } else if id == "today" {
        let help = format!("add a word, as in `{noun}-today`");
        ("it would be read as the day of the call", help)
    } else if id.starts_with(|c: char| c.is_ascii_digit()) && id.parse::<Date>().is_ok() {
        let help = format!("add a word, as in `{noun}-{id}`");
        ("it would be read as a date", help)
    } else {
        return None;
    };
    let message = format!("{} cannot have the id `{id}`", article(noun));
    Some(Diagnostic::new(Code::BadId, span, message, reason).help(help))
}

/// That an id is declared for the second time.
fn duplicate(kind: Kind, id: &str, claim: &Declaration, first: &Declaration) -> Diagnostic {
    let message = format!("two {} have the id `{id}`", plural(kind));
    let label = |declaration: &Declaration, own, earlier| {
        if declaration.own { own } else { earlier }
    };
    let here = label(
        claim,
        "used again here",
        "used again here, as an earlier id",
    );
    let there = label(
        first,
        "first used here",
        "first used here, as an earlier id",
    );
    let help = if claim.own && first.own {
        "give one of them another id"
    } else {
        "give one of them another id, or take the earlier id out of `was`"
    };
    Diagnostic::new(Code::DuplicateId, claim.span.clone(), message, here)
        .also(first.span.clone(), there)
        .help(help)
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Party => "parties",
        Kind::Source => "sources",
        Kind::Clause => "clauses",
        Kind::Event => "events",
    }
}
