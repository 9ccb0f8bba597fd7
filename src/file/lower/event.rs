//! Events with their changes and citations.

use toml::de::DeValue;

use super::ids::Kind;
use super::{At, Lowering, pairs};
use crate::agreement::{Action, Basis, Change, Citation, Claims, Event, Terms, Wording};
use crate::file::blocks::{Item, Table};
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::keys::CITE;
use crate::file::places::{ChangePlace, EventPlace, Values};
use crate::file::source::Span;

impl Lowering<'_> {
    pub(super) fn event(&mut self, table: Table<'_>) {
        self.check_keys(table);
        let id = self.text(table, "id");
        let date = self.date(table, "date");
        let title = self.string(table, "title");
        let basis = self.basis(table).unwrap_or(Basis::Stated);
        let announced = self.date(table, "announced").map(|d| d.0);
        let planned = self.flag(table, "planned");
        let parties = self.refs(table, "parties", Kind::Party).0;
        let about = self.refs(table, "about", Kind::Clause).0;
        let (cites, cite_places) = self.cites(table).unwrap_or_default();
        let kind = self.string(table, "kind");
        let summary = self.string(table, "summary");
        let note = self.string(table, "note");
        let (changes, change_places) = self.changes(table, basis);
        let after = self.texts(table, "after");
        let place = self.timeline.events.len();
        let once = (id.clone())
            .and_then(|id| self.declare(Kind::Event, id, table, date.as_ref().map(|_| place)));
        let Some((date, date_place)) = date else {
            let touched = changes.iter().map(|change| change.clause);
            return self.places.tainted.extend(touched);
        };
        let (id, id_place) = id.unwrap_or(("", table.span()));
        self.places.events.push(EventPlace {
            id: id_place,
            date: date_place,
            after: Vec::new(),
            cites: cite_places,
            cited: self.is_cited(table),
            changes: change_places,
        });
        if !after.is_empty() {
            let own = |(id, span): At<&str>| (id.to_owned(), span);
            self.after
                .push((place, after.into_iter().map(own).collect()));
        }
        self.timeline.events.push(Event {
            id: id.to_owned(),
            date,
            announced,
            learned: None,
            planned,
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

    fn changes(&mut self, event: Table<'_>, basis: Basis) -> (Vec<Change>, Vec<ChangePlace>) {
        let tables = self.listed(event, "change");
        let most = tables.len();
        let changes = tables.into_iter();
        pairs(most, changes.filter_map(|table| self.change(table, basis)))
    }

    fn change(&mut self, table: Table<'_>, event_basis: Basis) -> Option<(Change, ChangePlace)> {
        self.unknown_keys(table);
        let before = self.serious;
        self.missing_keys(table);
        let clause = self.text(table, "clause");
        let action = self.word(table, "action", Action::from_word);
        let clause =
            clause.and_then(|(id, span)| Some((self.resolve(Kind::Clause, id, &span)?, span)));
        let effective = self.date(table, "effective");
        let text = self.string(table, "text");
        let terms = self.terms(table, "terms").unwrap_or_default();
        let unset = self.texts(table, "unset");
        let through = self.period(table, "through");
        let until = self.string(table, "until");
        let mut replaces = self.refs(table, "replaces", Kind::Clause);
        let wording = self.word(table, "wording", Wording::from_word).map(|w| w.0);
        let basis = self.basis(table).unwrap_or(event_basis);
        let note = self.string(table, "note");
        let (cites, cite_places) = self.cites(table).unzip();
        if let Some((action, _)) = action {
            self.misplaced(table, action);
            if action != Action::Adopt {
                replaces = Default::default();
            }
        }
        self.set_and_unset(table, &terms, &unset);
        if self.serious > before {
            self.places
                .tainted
                .extend(clause.as_ref().map(|clause| clause.0));
        }
        let ((clause, clause_place), (action, action_place)) = (clause?, action?);
        let place = ChangePlace {
            clause: clause_place,
            action: action_place,
            effective: effective.as_ref().map(|e| e.1.clone()),
            through: through.as_ref().map(|t| t.1.clone()),
            unset: unset.iter().map(|name| name.1.clone()).collect(),
            replaces: replaces.1,
            cites: cite_places,
            cited: self.is_cited(table),
            values: values(table),
        };
        let change = Change {
            clause,
            action,
            effective: effective.map(|e| e.0),
            text,
            terms,
            unset: unset.into_iter().map(|name| name.0.to_owned()).collect(),
            through: through.map(|t| t.0),
            until,
            replaces: replaces.0,
            wording: wording.or(self.wording).unwrap_or(Wording::Summary),
            basis,
            note,
            cites,
        };
        Some((change, place))
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

    /// Whether a `cite` is there and not empty, also one that cannot be read.
    fn is_cited(&self, table: Table<'_>) -> bool {
        table.is_filled("cite") || self.is_meant(table, "cite")
    }

    /// The citations of an event or change. One alone is reported, and read as a list of one.
    fn cites(&mut self, table: Table<'_>) -> Option<(Vec<Citation>, Vec<Span>)> {
        let value = table.find("cite")?;
        if let Some(items) = value.get().as_array() {
            let cite = |item: Item<'_>| Some((self.cite_item(item)?, item.span()));
            return Some(pairs(items.len(), value.items().filter_map(cite)));
        }
        let is_one = matches!(value.get(), DeValue::String(_) | DeValue::Table(_));
        if is_one && self.heading(value).is_none() {
            self.report(self.not_a_list("cite", value));
            let cite = self.cite_item(value)?;
            return Some((vec![cite], vec![value.span()]));
        }
        let help = "put the sources into brackets, as in `cite = [\"some-source\"]`";
        self.wrong_type(
            value.span(),
            "`cite` is not a list",
            "a list is wanted here",
            help,
        );
        None
    }

    fn cite_item(&mut self, item: Item<'_>) -> Option<Citation> {
        if let DeValue::String(id) = item.get() {
            let source = self.resolve(Kind::Source, id, &item.span())?;
            return Some(Citation {
                source,
                ..Citation::default()
            });
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
            quote,
            note,
            claims: (claims != Claims::default()).then(|| Box::new(claims)),
        })
    }
}

/// Where the values of a change stand, by their names; terms by theirs.
pub(super) fn values(table: Table<'_>) -> Values {
    let keys = ["text", "through", "until"].into_iter();
    let keys = keys.filter_map(|key| Some((key.to_owned(), table.find(key)?.span())));
    let terms = table.find("terms").map(Item::entries).unwrap_or_default();
    let terms = terms.into_iter();
    Values::new(
        keys.chain(terms.map(|term| (term.key.to_owned(), term.value.span())))
            .collect(),
    )
}
