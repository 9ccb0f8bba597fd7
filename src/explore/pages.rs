//! The rows of each page, made of the answers that its calls give.

use super::asks::Ask;
use super::book::{Asking, Book, answered};
use super::keys::{self, Told};
use super::place::{Page, Place, When};
use crate::agreement::{Basis, Status};
use crate::answer::block::{Block, Mark, Role};
use crate::answer::{Diff, Look};
use crate::phrases::signs;
use crate::questions::beliefs::Beliefs;
use crate::questions::clause::ClauseLife;
use crate::questions::diff::Difference;
use crate::questions::diff::item::mark;
use crate::questions::diff::table::counts;
use crate::questions::event::EventPage;
use crate::questions::find::Findings;
use crate::questions::terms::TermsOn;
use crate::questions::view::Kind;

/// A row that can be chosen.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) mark: (&'static str, Role),
    pub(super) name: String,
    pub(super) right: (String, Role),
    /// What is shown beside it.
    pub(super) ask: Option<Ask>,
    /// Where it leads, and on which day.
    pub(super) open: Option<Page>,
    pub(super) when: Option<When>,
}

impl Row {
    fn new(key: impl Into<String>, name: impl Into<String>, right: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            mark: ("", Role::Plain),
            name: name.into(),
            right: (right.into(), Role::Faint),
            ask: None,
            open: None,
            when: None,
        }
    }

    fn marked(self, Mark { sign, word, role }: Mark) -> Self {
        Self {
            mark: (sign, role),
            right: (word.to_owned(), role),
            ..self
        }
    }

    fn opens(self, ask: Ask, page: Page) -> Self {
        Self {
            ask: Some(ask),
            open: Some(page),
            ..self
        }
    }
}

pub(super) fn rows(book: &Book, place: &Place) -> Vec<Row> {
    let when = &place.when.text;
    match &place.page {
        Page::Main => clauses(book, place),
        Page::Compare(from) => compared(book, from, when),
        Page::Clause(id) => changes(book, id, when),
        Page::Event(id) => event(book, id),
        Page::Sources(ask) => sources(book, ask),
        Page::Beliefs(clause) => beliefs(book, clause),
        Page::Find(query, kind) => found(book, query, *kind, when),
        Page::Lenses => lenses(book, when),
        Page::Help(query) => keys(query),
        Page::Answer(ask) => vec![Row {
            ask: Some(ask.clone()),
            ..Row::new("", "", "")
        }],
    }
}

/// What an event changed, where the place is right after one.
pub(super) fn effect(book: &Book, place: &Place) -> Option<Asking> {
    let is_event = book.steps.contains_key(&place.when.text);
    is_event.then(|| book.ask(&Ask::Diff(place.when.text.clone(), None, None)))
}

/// How many clauses an answer adopted, amended and so on.
pub(super) fn counted(found: &Asking) -> String {
    answered::<Difference>(found).map_or_else(String::new, |of| counts(&of.counts, of.reversed))
}

fn clauses(book: &Book, place: &Place) -> Vec<Row> {
    let (at, found) = (&place.when.text, effect(book, place));
    let changed: Vec<&Diff> = found
        .as_ref()
        .and_then(answered::<Difference>)
        .into_iter()
        .flat_map(Difference::all)
        .collect();
    let terms = book.ask(&Ask::Terms(at.clone()));
    let Some(terms) = answered::<TermsOn>(&terms) else {
        return Vec::new();
    };
    let rows = terms.clauses.iter().filter_map(|state| {
        let id = state.id.clone();
        let page = Page::Clause(id.clone());
        if let Some(diff) = changed.iter().find(|diff| diff.clause == id) {
            let ask = Ask::Diff(at.clone(), None, Some(id.clone()));
            return Some(Row::new(&id, &id, "").marked(mark(diff)).opens(ask, page));
        }
        let perhaps = terms.undetermined.iter().any(|of| of.clause == id);
        let (word, role) = match state.status {
            _ if perhaps => ("perhaps", Role::Doubt),
            Status::InForce => ("in force", Role::Plain),
            Status::Unclear => ("unclear", Role::Doubt),
            status => (status.word(), Role::Faint),
        };
        let row = Row {
            right: (word.to_owned(), role),
            ..Row::new(&id, &id, "")
        };
        (!place.changed_only).then(|| row.opens(Ask::Clause(id, at.clone()), page))
    });
    rows.collect()
}

/// How many clauses stand in which way.
pub(super) fn standing(book: &Book, at: &str) -> String {
    let terms = book.ask(&Ask::Terms(at.to_owned()));
    let Some(terms) = answered::<TermsOn>(&terms) else {
        return String::new();
    };
    let perhaps = |id: &str| terms.undetermined.iter().any(|of| of.clause == id);
    let count = |wanted: &[Status]| {
        let all = terms
            .clauses
            .iter()
            .filter(|of| wanted.contains(&of.status));
        all.filter(|of| !perhaps(&of.id)).count()
    };
    let parts = [
        (count(&[Status::InForce]), "in force"),
        (count(&[Status::Unclear]), "unclear"),
        (
            terms.clauses.iter().filter(|of| perhaps(&of.id)).count(),
            "perhaps",
        ),
        (count(&[Status::Ended, Status::Expired]), "ended"),
        (count(&[Status::NotYet]), "not yet"),
    ];
    parts
        .map(|(count, word)| format!("{count} {word}"))
        .join(", ")
}

fn compared(book: &Book, from: &When, to: &str) -> Vec<Row> {
    let to = Some(to.to_owned());
    let found = book.ask(&Ask::Diff(from.text.clone(), to.clone(), None));
    let all = answered::<Difference>(&found)
        .into_iter()
        .flat_map(Difference::all);
    let row = |diff: &Diff| {
        let id = &diff.clause;
        let ask = Ask::Diff(from.text.clone(), to.clone(), Some(id.clone()));
        Row::new(id, id, "")
            .marked(mark(diff))
            .opens(ask, Page::Clause(id.clone()))
    };
    all.map(row).collect()
}

fn changes(book: &Book, id: &str, at: &str) -> Vec<Row> {
    let now = Ask::Clause(id.to_owned(), at.to_owned());
    let found = book.ask(&now);
    let life = answered::<ClauseLife>(&found);
    let mut rows = vec![Row {
        ask: Some(now),
        ..Row::new("", format!("as of {at}"), "")
    }];
    rows.extend(life.into_iter().flat_map(|life| &life.changes).map(|of| {
        let event = of.event.clone();
        let when = book.when(&event);
        let ask = match when.as_ref().filter(|_| !of.planned) {
            Some(_) => Ask::Clause(id.to_owned(), event.clone()),
            None => Ask::Event(event.clone()),
        };
        let name = format!("{}  {event}", of.change.date.human());
        let row = Row::new(&event, name, "").marked(signs::of(of.change.action));
        Row {
            when,
            ..row.opens(ask, Page::Event(event))
        }
    }));
    rows
}

fn event(book: &Book, id: &str) -> Vec<Row> {
    let own = Ask::Event(id.to_owned());
    let found = book.ask(&own);
    let page = answered::<EventPage>(&found);
    let date = page.map_or_else(String::new, |page| page.event.date.human());
    let mut rows = vec![Row::new("", date, "who says so").opens(own.clone(), Page::Sources(own))];
    rows.extend(page.into_iter().flat_map(|page| &page.changed).map(|diff| {
        let clause = diff.clause.clone();
        let ask = Ask::Diff(id.to_owned(), None, Some(clause.clone()));
        Row::new(&clause, &clause, "")
            .marked(mark(diff))
            .opens(ask, Page::Clause(clause))
    }));
    rows
}

fn sources(book: &Book, ask: &Ask) -> Vec<Row> {
    let found = book.ask(ask);
    let sources = found
        .as_ref()
        .iter()
        .flat_map(|of| &of.context.refs.sources);
    let row = |(id, source): (&String, &crate::agreement::Source)| {
        let day = source
            .published
            .map_or_else(String::new, crate::date::Date::human);
        let ask = Ask::Source(id.clone());
        Row::new(id, id, day).opens(ask.clone(), Page::Answer(ask))
    };
    sources.map(row).collect()
}

/// The drawing of a belief map: its scale of years, then a line for each row.
pub(super) fn map(book: &Book, clause: &str, look: Look) -> Vec<crate::answer::block::Line> {
    let found = book.ask(&Ask::Beliefs(clause.to_owned()));
    let blocks = found
        .as_ref()
        .iter()
        .flat_map(|of| of.answer.blocks(&of.context, look));
    let drawn = |block| match block {
        Block::Drawing(lines, _) => Some(lines),
        _ => None,
    };
    blocks.into_iter().find_map(drawn).unwrap_or_default()
}

fn beliefs(book: &Book, clause: &str) -> Vec<Row> {
    let ask = Ask::Beliefs(clause.to_owned());
    let found = book.ask(&ask);
    let map = answered::<Beliefs>(&found);
    let rows = map.into_iter().flat_map(|map| &map.rows);
    let row = |row: &crate::questions::beliefs::Row| {
        let day = row.known_by.to_string();
        Row::new(&day, &day, "").opens(ask.clone(), Page::Main)
    };
    rows.map(row).collect()
}

fn found(book: &Book, query: &str, kind: Option<Kind>, at: &str) -> Vec<Row> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let found = book.ask(&Ask::Find(query.to_owned()));
    let hits = answered::<Findings>(&found);
    let hits = hits.into_iter().flat_map(|found| &found.hits);
    let hits = hits
        .filter(|hit| kind.is_none_or(|kind| kind == hit.kind))
        .enumerate();
    let row = |(place, hit): (usize, &crate::questions::find::Hit)| {
        let id = hit.id.clone();
        let (ask, page) = match hit.kind {
            Kind::Clause => (
                Ask::Clause(id.clone(), at.to_owned()),
                Page::Clause(id.clone()),
            ),
            Kind::Event => (Ask::Event(id.clone()), Page::Event(id.clone())),
            Kind::Party => (Ask::Party(id.clone()), Page::Answer(Ask::Party(id.clone()))),
            Kind::Source => (
                Ask::Source(id.clone()),
                Page::Answer(Ask::Source(id.clone())),
            ),
        };
        let name = format!("{} {id} · {}", hit.kind, hit.field);
        let row = Row::new(format!("{place} {id}"), name, "").opens(ask, page);
        Row {
            when: book.when(&id),
            ..row
        }
    };
    hits.map(row).collect()
}

fn lenses(book: &Book, at: &str) -> Vec<Row> {
    let (now, (sources, suppose)) = (book.lenses(), book.choices());
    let row = |kind: &str, name: &str, is_on: bool| Row {
        mark: (if is_on { "*" } else { "" }, Role::Strong),
        ask: Some(Ask::Terms(at.to_owned())),
        ..Row::new(format!("{kind} {name}"), format!("{kind} {name}"), "")
    };
    let known = now.known_by.as_deref().unwrap_or("all");
    let mut rows = vec![row("known-by", known, now.known_by.is_some())];
    let bases = [Basis::Stated, Basis::Reported, Basis::Inferred];
    rows.extend(bases.map(|basis| row("basis", basis.word(), now.basis == basis)));
    let is_on = |names: &[String], name: &String| names.contains(name);
    rows.extend(
        suppose
            .iter()
            .map(|of| row("suppose", of, is_on(&now.suppose, of))),
    );
    let sources = sources.iter();
    rows.extend(sources.map(|id| row("according-to", id, is_on(&now.according_to, id))));
    rows
}

fn keys(query: &str) -> Vec<Row> {
    let wanted = query.to_lowercase();
    let told = |key: &Told| format!("{} {}", key.keys, key.what).to_lowercase();
    let found = keys::all().filter(|key| told(key).contains(&wanted));
    found
        .map(|key| Row::new(key.what, format!("{:12} {}", key.keys, key.what), ""))
        .collect()
}
