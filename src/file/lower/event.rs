//! Events with their changes and citations.

use super::value::{holds, wrong_type};
use super::{At, Lowering};
use crate::agreement::{Change, Citation, Claims, Event, Renewing};
use crate::file::blocks::{self, GOES_ON};
use crate::file::keys::{CITE, EVENT};
use crate::file::places::EventPlace;
use crate::file::prelude::*;

/// The changes of an event, where each begins, and what holds of those that say nothing else.
struct Changes {
    basis: Basis,
    report: bool,
    list: Vec<Change>,
    starts: Vec<usize>,
}

impl Lowering<'_> {
    /// Takes an event in, with what stands of it in other blocks. Of one without a date only its id is known.
    pub(super) fn event(&mut self, table: &Table<'_>, more: Vec<Span>) -> Option<()> {
        self.check_keys(table);
        let (id, date) = (self.text(table, "id"), self.date(table, "date"));
        let basis = self.word(table, "basis").unwrap_or(Basis::Stated);
        let report = self.flag(table, "report").unwrap_or_default();
        let planned = self.flag(table, "planned").unwrap_or_default();
        let mut found = Changes {
            basis,
            report,
            list: Vec::new(),
            starts: Vec::new(),
        };
        self.changes(table, &mut found);
        for block in &more {
            let read = self.more_changes(table, block, &mut found);
            self.ids.scattered |= read.is_none();
        }
        found.list.shrink_to_fit();
        found.starts.shrink_to_fit();
        if date.is_none() {
            let touched = found.list.iter().map(|change| change.clause);
            self.places.unordered.extend(touched);
        }
        let place = self.timeline.events.len();
        let declared = date.map(|_| place);
        let once = (id.clone()).and_then(|id| self.declare(Kind::Event, id, table, declared));
        let title = self.string(table, "title");
        // What has no id is named by its title.
        let id = id.map_or_else(|| title.clone().unwrap_or_default(), |id| id.0.to_owned());
        let after = self.texts(table, "after").into_iter();
        let event = Event {
            id: id.clone(),
            announced: self.date(table, "announced"),
            planned,
            report,
            after: Vec::new(),
            title: title.unwrap_or(id),
            kind: self.string(table, "kind"),
            parties: self.refs(table, "parties", Kind::Party),
            about: self.refs(table, "about", Kind::Clause),
            summary: self.string(table, "summary"),
            note: self.string(table, "note"),
            basis,
            cites: self.cites(table).unwrap_or_default(),
            changes: found.list,
            once,
            // The last, since all else is read also where this is missing.
            date: date?,
        };
        self.places.events.push(EventPlace {
            block: self.block.clone(),
            start: table.span.start,
            more,
            changes: found.starts,
        });
        self.after
            .extend(after.map(|(id, span)| (place, id.to_owned(), span)));
        self.timeline.events.push(event);
        Some(())
    }

    /// The changes of an event out of its table.
    fn changes(&mut self, event: &Table<'_>, found: &mut Changes) {
        for table in self.listed(event, "change") {
            if let Some(change) = self.change(&table, found.basis, found.report) {
                found.list.push(change);
                found.starts.push(table.span.start);
            }
        }
    }

    /// The changes of an event out of another block; none where the file must be read whole.
    fn more_changes(&mut self, event: &Table<'_>, block: &Span, found: &mut Changes) -> Option<()> {
        let value = &blocks::parse(self.written(block))?;
        let item = Item {
            value,
            start: block.start,
        };
        let rest = item.member("event")?.table(&EVENT)?;
        let only_changes = item.entries()?.count() == 1 && rest.entries().count() == 1;
        // A list in brackets, or a single table, does not go on with tables of its own.
        let before = event.find("change").map(Item::members);
        let before = before.and_then(|mut changes| changes.next());
        let goes_on = before.is_none_or(|first| self.written(&first.span()).starts_with(GOES_ON));
        if !(only_changes && goes_on) {
            return None;
        }
        if self.thorough {
            self.look(item);
        }
        self.changes(&rest, found);
        Some(())
    }

    fn change(&mut self, table: &Table<'_>, basis: Basis, report: bool) -> Option<Change> {
        self.unknown_keys(table);
        let before = self.serious;
        self.missing_keys(table);
        let clause = self.reference(table, "clause", Kind::Clause);
        let change = self.change_of(table, basis, report);
        if self.serious > before {
            // A change has happened by the last day on which what it says is in force.
            let is_ordered = change.as_ref().is_some_and(|change| {
                change.effective.is_some() == table.has("effective")
                    && change.through.is_some() == table.has("through")
            });
            self.places.unordered.extend(clause.filter(|_| !is_ordered));
            self.places.tainted.extend(clause);
        }
        let (clause, change) = clause.zip(change)?;
        Some(Change { clause, ..change })
    }

    /// A change of no clause yet; its basis, and whether it is a report, are those of its event where it gives none.
    fn change_of(&mut self, table: &Table<'_>, basis: Basis, report: bool) -> Option<Change> {
        let action = self.word(table, "action");
        if let Some(action) = action {
            self.misplaced(table, action);
        }
        let terms = self.terms(table, "terms").unwrap_or_default();
        let unset = self.texts(table, "unset");
        self.set_and_unset(table, &terms, &unset);
        let mut replaces = self.refs(table, "replaces", Kind::Clause);
        replaces.retain(|_| action == Some(Action::Adopt));
        let wording = self.word(table, "wording");
        let parties = table.has("parties").then(|| {
            let mut parties = self.refs(table, "parties", Kind::Party);
            parties.sort_unstable();
            parties.dedup();
            parties.into()
        });
        let renewing = Renewing {
            renews: self.length(table, "renews"),
            renewals: self.count(table, "renewals"),
            notice: self.length(table, "notice"),
        };
        let until = self.string(table, "until");
        let is_date = until
            .as_ref()
            .is_some_and(|until| Date::read(until).is_some());
        if self.thorough && is_date {
            let message = "`until` takes a condition, so nothing ends with this date";
            let (span, label) = (table.place("until"), "without effect");
            let warning = Diagnostic::new(Code::NoEffect, span, message, label);
            self.findings
                .push(warning.help("write the date as `through`"));
        }
        Some(Change {
            effective: self.date(table, "effective"),
            text: self.string(table, "text"),
            terms: terms.into(),
            unset: unset.into_iter().map(|name| name.0.to_owned()).collect(),
            through: self.date(table, "through"),
            until,
            renewing,
            parties,
            replaces,
            wording: wording.or(self.wording).unwrap_or(Wording::Summary),
            basis: self.word(table, "basis").unwrap_or(basis),
            report: self.flag(table, "report").unwrap_or(report),
            note: self.string(table, "note"),
            cites: self.cites(table),
            // The last, since all else is read also where it is missing.
            action: action?,
            ..Change::default()
        })
    }

    fn set_and_unset(&mut self, table: &Table<'_>, terms: &Terms, unset: &[At<&str>]) {
        for (name, span) in unset {
            let is_key = !is_term(name) && *name != "text";
            if terms.get(name).is_some() || is_key && table.has(name) {
                let message = format!("`{name}` is both set and unset");
                let label = "removed here, and set in the same change";
                let help = "remove it from `unset`: the new value replaces the old one";
                let diagnostic = Diagnostic::new(Code::SetAndUnset, span.clone(), message, label);
                self.report(diagnostic.help(help));
            }
        }
    }

    fn cites(&mut self, table: &Table<'_>) -> Option<Vec<Citation>> {
        let value = table.find("cite")?;
        if value.get().is_str() {
            let ids = self.texts(table, "cite").into_iter();
            return Some(ids.filter_map(|id| self.cite_id(id)).collect());
        }
        if !value.get().is_array() {
            let help = "put the sources in brackets, as in `cite = [\"some-source\"]`";
            self.report(wrong_type("cite", value, "a list").help(help));
        }
        let is_read = |item: &Item<'_>| value.get().is_array() || item.get().is_table();
        let items = value.members().filter(is_read);
        Some(items.filter_map(|item| self.cite_item(item)).collect())
    }

    fn cite_id(&mut self, id: At<&str>) -> Option<Citation> {
        let source = self.resolve(Kind::Source, id)?;
        let cite = Citation::default();
        Some(Citation { source, ..cite })
    }

    fn cite_item(&mut self, item: Item<'_>) -> Option<Citation> {
        if let DeValue::String(id) = item.get() {
            return self.cite_id((id, item.span()));
        }
        if let Some(table) = item.table(&CITE) {
            return self.cite(&table);
        }
        let help = "write the id of a source, or `{ source = \"…\", quote = \"…\" }`";
        self.refuse(holds("cite", item, "citations", "a source").help(help))
    }

    fn cite(&mut self, table: &Table<'_>) -> Option<Citation> {
        self.check_keys(table);
        let source = self.reference(table, "source", Kind::Source);
        let claims = Claims {
            date: self.date(table, "date"),
            text: self.string(table, "text"),
            terms: self.terms(table, "terms"),
            through: self.date(table, "through"),
            until: self.string(table, "until"),
        };
        Some(Citation {
            via: self.reference(table, "via", Kind::Source),
            basis: self.word(table, "basis"),
            quote: self.string(table, "quote"),
            note: self.string(table, "note"),
            claims: (claims != Claims::default()).then(|| Box::new(claims)),
            source: source?,
        })
    }
}
