//! A parsed TOML document → a timeline, with every reference resolved and every place kept.

use std::collections::HashMap;

use toml::de::{DeArray, DeTable, DeValue};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::places::{ChangePlace, EventPlace, Places};
use super::reader::{At, Reader, Table, article, in_order, is_id};
use super::source::Span;
use crate::date::Date;
use crate::timeline::{
    Action, Basis, Change, Citation, Clause, Event, Ids, Party, Source, SourceKind, Status, Terms,
    Timeline, Wording,
};
use crate::words::{nearest, ticked};

const ROOT: &[&str] = &[
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
const PARTY: &[&str] = &["name", "was"];
const SOURCE: &[&str] = &[
    "publisher",
    "title",
    "url",
    "published",
    "archived",
    "kind",
    "was",
];
const CLAUSE: &[&str] = &["title", "topic", "parties", "summary", "was"];
const EVENT: &[&str] = &[
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
const CHANGE: &[&str] = &[
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
const CITE: &[&str] = &[
    "source", "via", "quote", "note", "date", "text", "terms", "through", "until",
];
const EXPECT: &[&str] = &["at", "clause", "status", "terms", "note"];

/// What lowering gives.
pub(super) struct Lowered {
    pub(super) timeline: Timeline,
    pub(super) places: Places,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Lowers a whole document.
pub(super) fn lower(root: &DeTable<'_>, length: usize) -> Lowered {
    let mut lowering = Lowering::default();
    let table = Table {
        entries: root,
        start: 0,
        end: length.min(1),
        what: "timeline",
    };
    if lowering.format(table) {
        lowering.head(table);
        lowering.parties(table);
        lowering.sources(table);
        lowering.clauses(table);
        lowering.events(table);
        lowering.expectations(table);
    }
    Lowered {
        timeline: lowering.timeline,
        places: lowering.places,
        diagnostics: lowering.reader.diagnostics,
    }
}

#[derive(Default)]
struct Lowering {
    reader: Reader,
    timeline: Timeline,
    places: Places,
    wording: Option<Wording>,
    /// Ids of all events, also of those that could not be read, with their places.
    event_ids: HashMap<String, Span>,
    /// What `after` names, to be resolved when all events are read.
    after: Vec<(usize, Vec<At<String>>)>,
}

/// The four kinds of things that have ids.
#[derive(Clone, Copy, PartialEq)]
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

    fn map(self, ids: &Ids) -> &HashMap<String, usize> {
        match self {
            Self::Party => &ids.parties,
            Self::Source => &ids.sources,
            Self::Clause => &ids.clauses,
            Self::Event => &ids.events,
        }
    }

    fn map_mut(self, ids: &mut Ids) -> &mut HashMap<String, usize> {
        match self {
            Self::Party => &mut ids.parties,
            Self::Source => &mut ids.sources,
            Self::Clause => &mut ids.clauses,
            Self::Event => &mut ids.events,
        }
    }
}

impl Lowering {
    /// Whether the file is of a format that can be read any further.
    fn format(&mut self, root: Table<'_, '_>) -> bool {
        let Some(value) = root.find("format") else {
            self.reader
                .missing(root, "format", "begin the file with `format = 1`");
            return true;
        };
        let DeValue::Integer(number) = value.get_ref() else {
            let diagnostic = Diagnostic::new(
                Code::WrongType,
                value.span(),
                "`format` is not a whole number",
                "a whole number is wanted here",
            );
            self.reader.report(
                diagnostic
                    .help("write the number without quotes")
                    .fix(value.span(), "1"),
            );
            return true;
        };
        if number.to_string() == "1" {
            return true;
        }
        let message = format!("the file is of format {number}, and this program reads format 1");
        let diagnostic = Diagnostic::new(
            Code::UnknownFormat,
            value.span(),
            message,
            "not a format that can be read",
        );
        self.reader.report(
            diagnostic.help("a newer version of the program may read it; nothing else was checked"),
        );
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
            .map(|t| t.0)
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
        let DeValue::Table(entries) = value.get_ref() else {
            let message = format!("`{noun}` is not a group of tables");
            let diagnostic = Diagnostic::new(
                Code::WrongType,
                value.span(),
                message,
                "tables are wanted here",
            );
            self.reader.report(diagnostic.help(format!(
                "each {noun} has a table of its own, headed `[{noun}.some-id]`"
            )));
            return Vec::new();
        };
        let mut found = Vec::new();
        for (id, span, value) in in_order(entries) {
            if let DeValue::Table(entries) = value.get_ref() {
                found.push((
                    id,
                    span.clone(),
                    Table {
                        entries,
                        start: span.start,
                        end: span.end,
                        what: noun,
                    },
                ));
            } else {
                let message = format!("`{id}` is not a table");
                let diagnostic = Diagnostic::new(
                    Code::WrongType,
                    value.span(),
                    message,
                    "a table is wanted here",
                );
                self.reader.report(diagnostic.help(format!(
                    "each {noun} has a table of its own, headed `[{noun}.some-id]`"
                )));
            }
        }
        found
    }

    /// Takes an id and its earlier ones into the index.
    fn declare(
        &mut self,
        kind: Kind,
        id: &str,
        span: &Span,
        table: Table<'_, '_>,
        place: Option<usize>,
        declared: &mut HashMap<String, Span>,
    ) {
        self.claim_id(kind, id, span, place, declared);
        for (old, span) in self.reader.texts(table, "was") {
            self.claim_id(kind, &old, &span, place, declared);
        }
    }

    fn claim_id(
        &mut self,
        kind: Kind,
        id: &str,
        span: &Span,
        place: Option<usize>,
        declared: &mut HashMap<String, Span>,
    ) {
        if let Some(reason) = bad_id(id) {
            let message = format!("{} cannot have the id `{id}`", article(kind.noun()));
            let diagnostic = Diagnostic::new(Code::BadId, span.clone(), message, reason);
            self.reader.report(
                diagnostic.help("an id is lower-case words joined by hyphens, as in `ip-license`"),
            );
        }
        if let Some(first) = declared.get(id) {
            let message = format!("two {} have the id `{id}`", plural(kind));
            let diagnostic =
                Diagnostic::new(Code::DuplicateId, span.clone(), message, "used again here")
                    .also(first.clone(), "first used here");
            self.reader
                .report(diagnostic.help("give one of them another id"));
            return;
        }
        declared.insert(id.to_owned(), span.clone());
        if let Some(place) = place {
            kind.map_mut(&mut self.timeline.ids)
                .insert(id.to_owned(), place);
        }
    }

    fn parties(&mut self, root: Table<'_, '_>) {
        let mut declared = HashMap::new();
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
                name: name.map_or_else(|| id.to_owned(), |n| n.0),
            });
            self.places.parties.push(span);
        }
    }

    fn sources(&mut self, root: Table<'_, '_>) {
        let mut declared = HashMap::new();
        for (id, span, table) in self.named(root, Kind::Source) {
            self.reader.check_keys(table, SOURCE);
            self.declare(
                Kind::Source,
                id,
                &span,
                table,
                Some(self.timeline.sources.len()),
                &mut declared,
            );
            if !["publisher", "title", "url"]
                .iter()
                .any(|key| table.entries.contains_key(*key))
            {
                self.reader.missing(
                    table,
                    "publisher",
                    "give at least one of `publisher`, `title` and `url`",
                );
            }
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

    fn clauses(&mut self, root: Table<'_, '_>) {
        let mut declared = HashMap::new();
        for (id, span, table) in self.named(root, Kind::Clause) {
            self.reader.check_keys(table, CLAUSE);
            self.declare(
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
                title: title.map_or_else(|| id.to_owned(), |t| t.0),
                topic: self.reader.plain(table, "topic"),
                parties: self
                    .refs(table, "parties", Kind::Party)
                    .into_iter()
                    .map(|r| r.0)
                    .collect(),
                summary: self.reader.plain(table, "summary"),
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
        let help = format!("each {key} has a table of its own, headed `[[{head}]]`");
        let DeValue::Array(items) = value.get_ref() else {
            let message = format!("`{key}` is not a list of tables");
            let diagnostic = Diagnostic::new(
                Code::WrongType,
                value.span(),
                message,
                "a list of tables is wanted here",
            );
            self.reader.report(diagnostic.help(help));
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            let span = item.span();
            if let DeValue::Table(entries) = item.get_ref() {
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
                self.reader.report(diagnostic.help(help.clone()));
            }
        }
        found
    }

    fn events(&mut self, root: Table<'_, '_>) {
        for table in self.listed(root, "event") {
            self.event(table);
        }
        for (event, names) in std::mem::take(&mut self.after) {
            for (id, span) in names {
                if let Some(earlier) = self.timeline.ids.events.get(&id) {
                    self.timeline.events[event].after.push(*earlier);
                    self.places.events[event].after.push(span);
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
        let parties = self
            .refs(table, "parties", Kind::Party)
            .into_iter()
            .map(|r| r.0)
            .collect();
        let about = self
            .refs(table, "about", Kind::Clause)
            .into_iter()
            .map(|r| r.0)
            .collect();
        let (cites, cite_places) = self.cites(table).unwrap_or_default();
        let (kind, summary, note) = (
            self.reader.plain(table, "kind"),
            self.reader.plain(table, "summary"),
            self.reader.plain(table, "note"),
        );
        let (changes, change_places) = self.changes(table, basis);
        let after = self.reader.texts(table, "after");
        let usable = date.is_some();
        let (id, id_span) = id.unwrap_or_else(|| (String::new(), table.start..table.end));
        if !usable {
            self.places
                .tainted
                .extend(changes.iter().map(|change| change.clause));
        }
        if !id.is_empty() {
            let mut declared = std::mem::take(&mut self.event_ids);
            self.declare(
                Kind::Event,
                &id,
                &id_span,
                table,
                usable.then_some(place),
                &mut declared,
            );
            self.event_ids = declared;
        }
        let Some((date, date_span)) = date else {
            return;
        };
        let title = title.unwrap_or_else(|| id.clone());
        self.timeline.events.push(Event {
            id,
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
        });
        self.places.events.push(EventPlace {
            id: id_span,
            date: date_span,
            after: Vec::new(),
            cites: cite_places,
            changes: change_places,
        });
        if !after.is_empty() {
            self.after.push((place, after));
        }
    }

    fn changes(&mut self, event: Table<'_, '_>, basis: Basis) -> (Vec<Change>, Vec<ChangePlace>) {
        let tables = self.listed(event, "change");
        tables
            .into_iter()
            .filter_map(|table| self.change(table, basis))
            .unzip()
    }

    fn change(
        &mut self,
        table: Table<'_, '_>,
        event_basis: Basis,
    ) -> Option<(Change, ChangePlace)> {
        self.reader.check_keys(table, CHANGE);
        let before = self.reader.diagnostics.len();
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
        let clause = clause.and_then(|(id, span)| self.resolve(Kind::Clause, &id, span));
        let effective = self.reader.date(table, "effective");
        let text = self.reader.plain(table, "text");
        let terms = self.reader.terms(table, "terms").unwrap_or_default();
        let unset = self.reader.texts(table, "unset");
        let through = self.reader.period(table, "through");
        let until = self.reader.plain(table, "until");
        let replaces = self.refs(table, "replaces", Kind::Clause);
        let wording = self
            .reader
            .word(table, "wording", Wording::WORDS, Wording::from_word)
            .map(|w| w.0);
        let basis = self.basis(table).unwrap_or(event_basis);
        let note = self.reader.plain(table, "note");
        let cites = self.cites(table);
        if let Some((action, _)) = action {
            self.misplaced(table, action);
        }
        self.set_and_unset(table, &terms, &unset);
        let broken = self.reader.diagnostics[before..]
            .iter()
            .any(|d| !matches!(d.code, Code::UnknownSource | Code::UnknownParty));
        if broken {
            self.places.tainted.extend(clause);
        }
        let ((action, action_span), clause) = (action?, clause?);
        let (cites, cite_places) = cites.unzip();
        let (unset, unset_places): (Vec<_>, Vec<_>) = unset.into_iter().unzip();
        let (replaces, replaces_places) = replaces.into_iter().unzip();
        let place = ChangePlace {
            clause: clause_span,
            action: action_span,
            effective: effective.as_ref().map(|e| e.1.clone()),
            through: through.as_ref().map(|t| t.1.clone()),
            unset: unset_places,
            replaces: replaces_places,
            cites: cite_places,
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
        for (key, span, _) in in_order(table.entries) {
            let taken = match key {
                "unset" => matches!(action, Action::Amend | Action::Disclose),
                "replaces" => action == Action::Adopt,
                key if VALUES.contains(&key) => action.carries_values(),
                _ => true,
            };
            if !taken {
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

    fn set_and_unset(&mut self, table: Table<'_, '_>, terms: &Terms, unset: &[At<String>]) {
        for (name, span) in unset {
            let set = match name.as_str() {
                "through" | "until" => table.entries.contains_key(name.as_str()),
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

    fn cites(&mut self, table: Table<'_, '_>) -> Option<(Vec<Citation>, Vec<Span>)> {
        let value = table.find("cite")?;
        if let DeValue::Array(items) = value.get_ref() {
            return Some(self.cite_list(items));
        }
        let diagnostic = Diagnostic::new(
            Code::WrongType,
            value.span(),
            "`cite` is not a list",
            "a list is wanted here",
        );
        self.reader.report(
            diagnostic.help("put the sources into brackets, as in `cite = [\"some-source\"]`"),
        );
        None
    }

    fn cite_list(&mut self, items: &DeArray<'_>) -> (Vec<Citation>, Vec<Span>) {
        let mut found = Vec::new();
        for item in items {
            let cite = match item.get_ref() {
                DeValue::String(id) => {
                    self.resolve(Kind::Source, id, item.span())
                        .map(|source| Citation {
                            source,
                            ..Citation::default()
                        })
                }
                DeValue::Table(entries) => {
                    let span = item.span();
                    self.cite(Table {
                        entries,
                        start: span.start,
                        end: span.end,
                        what: "citation",
                    })
                }
                _ => {
                    let diagnostic = Diagnostic::new(
                        Code::WrongType,
                        item.span(),
                        "a citation is neither text nor a table",
                        "a source is wanted here",
                    );
                    self.reader.report(
                        diagnostic
                            .help("write a source's id, or `{ source = \"…\", quote = \"…\" }`"),
                    );
                    None
                }
            };
            found.extend(cite.map(|cite| (cite, item.span())));
        }
        found.into_iter().unzip()
    }

    fn cite(&mut self, table: Table<'_, '_>) -> Option<Citation> {
        self.reader.check_keys(table, CITE);
        let source = self.reader.needed(
            table,
            "source",
            "name the source, as in `source = \"some-source\"`",
        );
        let source = source.and_then(|(id, span)| self.resolve(Kind::Source, &id, span));
        let via = self
            .reader
            .text(table, "via")
            .and_then(|(id, span)| self.resolve(Kind::Source, &id, span));
        let cite = Citation {
            source: source.unwrap_or_default(),
            via,
            quote: self.reader.plain(table, "quote"),
            note: self.reader.plain(table, "note"),
            date: self.reader.date(table, "date").map(|d| d.0),
            text: self.reader.plain(table, "text"),
            terms: self.reader.terms(table, "terms"),
            through: self.reader.period(table, "through").map(|t| t.0),
            until: self.reader.plain(table, "until"),
        };
        source.map(|_| cite)
    }

    fn expectations(&mut self, root: Table<'_, '_>) {
        for table in self.listed(root, "expect") {
            self.reader.check_keys(table, EXPECT);
            let what: Option<At<Date>> = self.reader.date(table, "at");
            if what.is_none() && table.find("at").is_none() {
                self.reader
                    .missing(table, "at", "name the day, as in `at = \"2026-04-27\"`");
            }
            if let Some((id, span)) =
                self.reader
                    .needed(table, "clause", "name the clause that is expected")
            {
                self.resolve(Kind::Clause, &id, span);
            }
            self.reader
                .word(table, "status", Status::WORDS, Status::from_word);
            self.reader.terms(table, "terms");
            self.reader.plain(table, "note");
        }
    }

    /// The things that a list of ids names.
    fn refs(&mut self, table: Table<'_, '_>, key: &str, kind: Kind) -> Vec<At<usize>> {
        let names = self.reader.texts(table, key);
        names
            .into_iter()
            .filter_map(|(id, span)| {
                self.resolve(kind, &id, span.clone())
                    .map(|place| (place, span))
            })
            .collect()
    }

    fn resolve(&mut self, kind: Kind, id: &str, span: Span) -> Option<usize> {
        let place = kind.map(&self.timeline.ids).get(id).copied();
        if place.is_none() {
            self.unknown(kind, id, span);
        }
        place
    }

    fn unknown(&mut self, kind: Kind, id: &str, span: Span) {
        let noun = kind.noun();
        let diagnostic = Diagnostic::new(
            kind.unknown(),
            span.clone(),
            format!("no {noun} `{id}`"),
            "not declared in this file",
        );
        let ids = kind.map(&self.timeline.ids).keys().map(String::as_str);
        let diagnostic = match nearest(id, ids) {
            Some(near) => diagnostic
                .help(format!("{} with a similar id exists", article(noun)))
                .fix(span, format!("\"{near}\"")),
            None if kind == Kind::Event => diagnostic.help("name an event by its `id`"),
            None => diagnostic.help(format!("declare it with a table headed `[{noun}.{id}]`")),
        };
        self.reader.report(diagnostic);
    }
}

fn bad_id(id: &str) -> Option<&'static str> {
    if !is_id(id) {
        return Some("not lower-case words joined by hyphens");
    }
    let date = id == "today" || id.parse::<Date>().is_ok();
    date.then_some("it would be read as a date")
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Party => "parties",
        Kind::Source => "sources",
        Kind::Clause => "clauses",
        Kind::Event => "events",
    }
}
