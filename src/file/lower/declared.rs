//! Parties, sources and clauses, and what is expected of clauses.

use super::ids::{Declaration, Rank};
use super::value::wrong_type;
use super::{Aspect, Expectation, Fact, Lowering};
use crate::agreement::{ByTerm, Clause, Party, Source};
use crate::file::prelude::*;

impl Lowering<'_> {
    /// Reads the parties, sources or clauses that a part of the file declares: the tables under `[party]`, `[source]`
    /// or `[clause]`, each with its id.
    pub(super) fn declared(&mut self, root: &Table<'_>, kind: Kind) {
        let shape = kind.shape();
        let Some(value) = root.find(shape.name) else {
            return;
        };
        let noun = kind.word();
        let help = |id| format!("write one table for each {noun}, headed `[{noun}.{id}]`");
        let Some(entries) = value.entries() else {
            self.report(wrong_type(noun, value, "a table").help(help("some-id")));
            self.ids.lost.insert(kind);
            return;
        };
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|entry| entry.span.start);
        for Entry { key, span, value } in entries {
            if let Some(mut table) = value.table(shape) {
                table.span = span;
                self.thing(kind, key, &table);
            } else {
                let id = Some(key).filter(|id| is_id(id)).unwrap_or("some-id");
                self.report(wrong_type(key, value, "a table").help(help(id)));
                let (rank, place) = (Rank::Own, None);
                self.ids.known(kind, key, Declaration { span, rank, place });
            }
        }
    }

    fn thing(&mut self, kind: Kind, id: &str, table: &Table<'_>) {
        self.check_keys(table);
        let named = &mut self.ids.named[kind as usize];
        named.push(false);
        let place = named.len() - 1;
        let once = self.declare(kind, (id, table.span.clone()), table, Some(place));
        let id = id.to_owned();
        match kind {
            Kind::Party => self.party(id, table),
            Kind::Source => self.source(id, table),
            Kind::Clause | Kind::Event => self.clause(id, once, table),
        }
    }

    fn party(&mut self, id: String, table: &Table<'_>) {
        let name = self.string(table, "name").unwrap_or_else(|| id.clone());
        self.timeline.parties.push(Party { id, name });
    }

    fn source(&mut self, id: String, table: &Table<'_>) {
        let source = Source {
            id,
            publisher: self.string(table, "publisher"),
            title: self.string(table, "title"),
            url: self.string(table, "url"),
            published: self.date(table, "published"),
            archived: self.string(table, "archived"),
            kind: self.word(table, "kind"),
        };
        self.timeline.sources.push(source);
    }

    fn clause(&mut self, id: String, once: Option<Box<str>>, table: &Table<'_>) {
        let clause = Clause {
            title: self.string(table, "title").unwrap_or_else(|| id.clone()),
            id,
            topic: self.string(table, "topic"),
            parties: self.refs(table, "parties", Kind::Party).into(),
            summary: self.string(table, "summary"),
            survives: self.flag(table, "survives").unwrap_or_default(),
            labels: self.told_of_terms(table, "label"),
            units: self.told_of_terms(table, "unit"),
            once,
        };
        self.timeline.clauses.push(clause);
    }

    fn told_of_terms(&mut self, table: &Table<'_>, key: &str) -> ByTerm {
        let told = self.by_term(table, key).into_iter();
        told.map(|(text, term)| (term.key.into(), text.into()))
            .collect()
    }

    /// Texts by names; empty where missing.
    fn by_term<'a>(&mut self, table: &Table<'a>, key: &str) -> Vec<(&'a str, Entry<'a>)> {
        let entries = self.by_name(table, key).unwrap_or_default().into_iter();
        let text = |entry: Entry<'a>| Some((self.text_of(entry.key, entry.value)?.0, entry));
        entries.filter_map(text).collect()
    }

    pub(super) fn expectation(&mut self, table: &Table<'_>) -> Option<Expectation> {
        self.check_keys(table);
        let day = self.day_expected(table);
        let clause = self.text(table, "clause");
        let clause = clause.and_then(|id| self.look_up(Kind::Clause, id));
        let facts = self.facts(table);
        let note = self.string(table, "note");
        Some(Expectation {
            clause: clause?,
            day: day?,
            facts,
            note,
        })
    }

    fn facts(&mut self, table: &Table<'_>) -> Vec<Fact> {
        let mut facts = Vec::new();
        let mut expect = |of, name: &str, wanted, span| {
            let name = name.to_owned();
            facts.push(Fact {
                of,
                name,
                wanted,
                span,
            });
        };
        let status: Option<Status> = self.word(table, "status");
        let status = status.map(|status| status.to_string());
        let through = self.date(table, "through").map(|date| date.to_string());
        for (of, name, text) in [
            (Aspect::Status, "status", status),
            (Aspect::Value, "through", through),
            (Aspect::Value, "until", self.string(table, "until")),
        ] {
            if let Some(text) = text {
                expect(of, name, Value::Text(text), table.place(name));
            }
        }
        for (name, value) in self.terms(table, "terms").unwrap_or_default().iter() {
            let place = table.find("terms").and_then(|terms| terms.member(name));
            let span = place.map(Item::span).unwrap_or_default();
            expect(Aspect::Value, name, value.clone(), span);
        }
        for (event, Entry { key, value, .. }) in self.by_term(table, "set-by") {
            if let Some(event) = self.look_up(Kind::Event, (event, value.span())) {
                let id = self.timeline.events[event].id.clone();
                expect(Aspect::SetBy, key, Value::Text(id), value.span());
            }
        }
        for (word, Entry { key, value, .. }) in self.by_term(table, "basis") {
            let basis: Option<Basis> = self.pick("basis", Basis::WORDS, (word, value.span()));
            if let Some(basis) = basis {
                let wanted = Value::Text(basis.to_string());
                expect(Aspect::Basis, key, wanted, value.span());
            }
        }
        facts
    }

    /// The day at whose close something is expected: the last of its date.
    fn day_expected(&mut self, table: &Table<'_>) -> Option<Day> {
        let day = self.date(table, "at")?.last();
        if day.is_some() {
            return day;
        }
        let (message, label) = ("`at` has no last day", "a day, month or year is wanted");
        let help = "write the day at whose close it is expected, as in `\"2026-04-27\"`";
        self.refuse(Diagnostic::new(Code::BadDate, table.place("at"), message, label).help(help))
    }
}
