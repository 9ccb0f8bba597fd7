//! Events with their changes and citations.

use toml::de::DeValue;

use super::{At, Lowering};
use crate::agreement::{Action, Basis, Change, Citation, Claims, Event, Terms, Wording};
use crate::file::blocks::{Item, Table};
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::keys::CITE;
use crate::file::places::{EventPlace, Kind};

impl Lowering<'_> {
    pub(super) fn event(&mut self, table: Table<'_>) {
        self.check_keys(table);
        let id = self.text(table, "id");
        let date = self.date(table, "date");
        let title = self.string(table, "title");
        let basis = self.basis(table).unwrap_or(Basis::Stated);
        let announced = self.date(table, "announced").map(|d| d.0);
        let planned = self.flag(table, "planned").unwrap_or_default();
        let report = self.flag(table, "report").unwrap_or_default();
        let parties = self.refs(table, "parties", Kind::Party);
        let about = self.refs(table, "about", Kind::Clause);
        let cites = self.cites(table).unwrap_or_default();
        let kind = self.string(table, "kind");
        let summary = self.string(table, "summary");
        let note = self.string(table, "note");
        let (mut changes, mut starts) = (Vec::new(), Vec::new());
        for table in self.listed(table, "change") {
            if let Some(change) = self.change(table, basis, report) {
                changes.push(change);
                starts.push(table.span().start);
            }
        }
        changes.shrink_to_fit();
        starts.shrink_to_fit();
        let after = self.texts(table, "after");
        let place = self.timeline.events.len();
        let once = (id.clone())
            .and_then(|id| self.declare(Kind::Event, id, table, date.as_ref().map(|_| place)));
        let Some((date, _)) = date else {
            let touched = changes.iter().map(|change| change.clause);
            return self.places.tainted.extend(touched);
        };
        let id = id.map_or("", |id| id.0);
        self.places.events.push(EventPlace {
            block: table.around(),
            start: table.span().start,
            changes: starts,
        });
        let after = after.into_iter();
        let after = after.map(|(id, span)| (place, id.to_owned(), span));
        self.after.extend(after);
        self.timeline.events.push(Event {
            id: id.to_owned(),
            date,
            announced,
            planned,
            report,
            after: Vec::new(),
            title: title.unwrap_or_else(|| id.to_owned()),
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
    }

    fn change(
        &mut self,
        table: Table<'_>,
        event_basis: Basis,
        event_report: bool,
    ) -> Option<Change> {
        self.unknown_keys(table);
        let before = self.serious;
        self.missing_keys(table);
        let clause = self.text(table, "clause");
        let action = self.word(table, "action", Action::from_word);
        let clause = clause.and_then(|(id, span)| self.resolve(Kind::Clause, id, &span));
        let effective = self.date(table, "effective").map(|d| d.0);
        let text = self.string(table, "text");
        let terms = self.terms(table, "terms").unwrap_or_default();
        let unset = self.texts(table, "unset");
        let through = self.period(table, "through").map(|d| d.0);
        let until = self.string(table, "until");
        let mut replaces = self.refs(table, "replaces", Kind::Clause);
        let wording = self.word(table, "wording", Wording::from_word).map(|w| w.0);
        let basis = self.basis(table).unwrap_or(event_basis);
        let report = self.flag(table, "report").unwrap_or(event_report);
        let note = self.string(table, "note");
        let cites = self.cites(table);
        if let Some((action, _)) = action {
            self.misplaced(table, action);
            if action != Action::Adopt {
                replaces = Vec::new();
            }
        }
        self.set_and_unset(table, &terms, &unset);
        if self.serious > before {
            self.places.tainted.extend(clause);
        }
        Some(Change {
            clause: clause?,
            action: action?.0,
            effective,
            text,
            terms,
            unset: unset.into_iter().map(|name| name.0.to_owned()).collect(),
            through,
            until,
            replaces,
            wording: wording.or(self.wording).unwrap_or(Wording::Summary),
            basis,
            report,
            note,
            cites,
        })
    }

    fn set_and_unset(&mut self, table: Table<'_>, terms: &Terms, unset: &[At<&str>]) {
        for (name, span) in unset {
            let set = match *name {
                "through" | "until" => table.has(name),
                term => terms.contains_key(term),
            };
            if set {
                let message = format!("`{name}` is both set and unset");
                let label = "removed here, and set in the same change";
                let help = "setting a value replaces the old one: drop it from `unset`";
                let diagnostic = Diagnostic::new(Code::SetAndUnset, span.clone(), message, label);
                self.report(diagnostic.help(help));
            }
        }
    }

    fn basis(&mut self, table: Table<'_>) -> Option<Basis> {
        self.word(table, "basis", Basis::from_word).map(|w| w.0)
    }

    /// The citations of an event or change. One alone is reported, and read as a list of one.
    fn cites(&mut self, table: Table<'_>) -> Option<Vec<Citation>> {
        let value = table.find("cite")?;
        if value.get().is_array() {
            let items = value.members();
            let mut cites = Vec::with_capacity(items.len());
            cites.extend(items.into_iter().filter_map(|item| self.cite_item(item)));
            return Some(cites);
        }
        let is_one = matches!(value.get(), DeValue::String(_) | DeValue::Table(_));
        if is_one && self.heading(value).is_none() {
            self.report(self.not_a_list("cite", value));
            return Some(vec![self.cite_item(value)?]);
        }
        let help = "put the sources into brackets, as in `cite = [\"some-source\"]`";
        let message = "`cite` is not a list";
        self.wrong_type(value.span(), message, "a list is wanted here", help);
        None
    }

    fn cite_item(&mut self, item: Item<'_>) -> Option<Citation> {
        if let DeValue::String(id) = item.get() {
            let source = self.resolve(Kind::Source, id, &item.span())?;
            let cite = Citation::default();
            return Some(Citation { source, ..cite });
        }
        if let Some(table) = item.table(&CITE) {
            return self.cite(table);
        }
        let message = "a citation is neither text nor a table";
        let help = "write a source's id, or `{ source = \"…\", quote = \"…\" }`";
        self.wrong_type(item.span(), message, "a source is wanted here", help);
        None
    }

    fn cite(&mut self, table: Table<'_>) -> Option<Citation> {
        self.check_keys(table);
        let mut source = |key| {
            let (id, span) = self.text(table, key)?;
            self.resolve(Kind::Source, id, &span)
        };
        let (source, via) = (source("source"), source("via"));
        let (quote, note) = (self.string(table, "quote"), self.string(table, "note"));
        let claims = Claims {
            date: self.date(table, "date").map(|d| d.0),
            text: self.string(table, "text"),
            terms: self.terms(table, "terms"),
            through: self.period(table, "through").map(|t| t.0),
            until: self.string(table, "until"),
        };
        Some(Citation {
            source: source?,
            via,
            basis: self.basis(table),
            quote,
            note,
            claims: (claims != Claims::default()).then(|| Box::new(claims)),
        })
    }
}
