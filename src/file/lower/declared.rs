//! Parties, sources and clauses, and what is expected of clauses.

use toml::de::DeValue;

use super::ids::Kind;
use super::{At, Lowering};
use crate::agreement::{Clause, Party, Source, SourceKind, Status};
use crate::date::Day;
use crate::file::blocks::{Item, Table};
use crate::file::checks::expect::Expectation;
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::names::is_id;

impl Lowering<'_> {
    /// The tables under `[party]`, `[source]` or `[clause]`, each with its id.
    fn named<'a>(&mut self, root: Table<'a>, kind: Kind) -> Vec<(At<&'a str>, Table<'a>)> {
        let shape = kind.shape();
        let Some(value) = root.find(shape.name) else {
            return Vec::new();
        };
        let noun = shape.noun;
        if !value.get().is_table() {
            let message = format!("`{noun}` is not a group of tables");
            let help = format!("each {noun} has a table of its own, headed `[{noun}.some-id]`");
            self.wrong_type(value.span(), message, "tables are wanted here", help);
            self.ids.lost.insert(kind);
            return Vec::new();
        }
        let mut found = Vec::new();
        for entry in value.entries() {
            if let Some(table) = entry.value.table(shape) {
                let table = table.at(&entry.span);
                found.push(((entry.key, entry.span), table));
            } else {
                self.not_one_table(noun, entry.key, entry.value);
                self.ids.unread.insert((kind, entry.key.to_owned()));
            }
        }
        found
    }

    /// Reports that something stands where the one table of an id is wanted.
    fn not_one_table(&mut self, noun: &str, id: &str, found: Item<'_>) {
        let head = if is_id(id) { id } else { "some-id" };
        let (message, help) = if matches!(found.get(), DeValue::Array(_)) {
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
        self.wrong_type(found.span(), message, "a table is wanted here", help);
    }

    pub(super) fn parties(&mut self, root: Table<'_>) {
        for ((id, span), table) in self.named(root, Kind::Party) {
            self.check_keys(table);
            let place = Some(self.timeline.parties.len());
            self.declare(Kind::Party, (id, span.clone()), table, place);
            let name = self.string(table, "name");
            self.timeline.parties.push(Party {
                id: id.to_owned(),
                name: name.unwrap_or_else(|| id.to_owned()),
            });
            self.places.parties.push(span);
        }
    }

    pub(super) fn sources(&mut self, root: Table<'_>) {
        for ((id, span), table) in self.named(root, Kind::Source) {
            self.check_keys(table);
            let place = Some(self.timeline.sources.len());
            self.declare(Kind::Source, (id, span.clone()), table, place);
            self.described(table);
            let source = Source {
                id: id.to_owned(),
                publisher: self.string(table, "publisher"),
                title: self.string(table, "title"),
                url: self.string(table, "url"),
                published: self.date(table, "published").map(|d| d.0),
                archived: self.string(table, "archived"),
                kind: self.word(table, "kind", SourceKind::from_word).map(|w| w.0),
            };
            self.timeline.sources.push(source);
            self.places.sources.push(span);
        }
    }

    /// Reports a source of which nothing is told.
    fn described(&mut self, table: Table<'_>) {
        let told = |key: &&str| table.has(key) || self.places.is_meant(table, key);
        if table.shape.any_of.iter().any(told) {
            return;
        }
        let message = "a source needs `publisher`, `title` or `url`";
        let label = "none of the three is given";
        let help = "give at least one of them, as in `publisher = \"…\"`";
        self.report(Diagnostic::new(Code::MissingKey, table.span(), message, label).help(help));
    }

    pub(super) fn clauses(&mut self, root: Table<'_>) {
        for ((id, span), table) in self.named(root, Kind::Clause) {
            self.check_keys(table);
            let place = Some(self.timeline.clauses.len());
            let once = self.declare(Kind::Clause, (id, span.clone()), table, place);
            let title = self.string(table, "title");
            let clause = Clause {
                id: id.to_owned(),
                title: title.unwrap_or_else(|| id.to_owned()),
                topic: self.string(table, "topic"),
                parties: self.refs(table, "parties", Kind::Party),
                summary: self.string(table, "summary"),
                once,
            };
            self.timeline.clauses.push(clause);
            self.places.clauses.push(span);
        }
    }

    pub(super) fn expectation(&mut self, table: Table<'_>) -> Option<Expectation> {
        self.check_keys(table);
        let day = self.day_expected(table);
        let clause = (self.text(table, "clause"))
            .and_then(|(id, span)| self.look_up(Kind::Clause, id, &span));
        let status = self.word(table, "status", Status::from_word);
        let terms = self.terms(table, "terms").unwrap_or_default();
        let places = table.find("terms").map(Item::entries).unwrap_or_default();
        let places = places
            .into_iter()
            .map(|term| (term.key.to_owned(), term.value.span()))
            .collect();
        let note = self.string(table, "note");
        if !table.shape.any_of.iter().any(|key| table.has(key)) {
            let help = "say what is expected, as in `status = \"in force\"` or `terms = { … }`";
            self.missing(table, table.shape.noun, "status", help);
        }
        Some(Expectation {
            clause: clause?,
            day: day?,
            status,
            terms,
            places,
            note,
        })
    }

    /// The day at whose close something is expected: the last of its date.
    fn day_expected(&mut self, table: Table<'_>) -> Option<Day> {
        let (date, span) = self.date(table, "at")?;
        let day = date.bounds().last;
        if day.is_none() {
            let (message, label) = ("`at` has no last day", "a day, month or year is wanted");
            let help = "something is expected at the close of a day, as in `\"2026-04-27\"`";
            self.report(Diagnostic::new(Code::BadDate, span, message, label).help(help));
        }
        day
    }
}
