//! The rows of each page, made of the answers that its calls give.

use std::collections::{HashMap, HashSet};

use super::asks::Ask;
use super::book::{Agreement, Book};
use super::keys;
use super::place::{Page, Place, When};
use crate::agreement::{Basis, Source, Status};
use crate::answer::block::{Mark, Role};
use crate::answer::{ClauseChange, Diff, Event, Report};
use crate::date::Date;
use crate::phrases::signs;
use crate::questions::beliefs::{self, Beliefs};
use crate::questions::clause::ClauseLife;
use crate::questions::diff::Difference;
use crate::questions::diff::item::mark;
use crate::questions::diff::table::counts;
use crate::questions::event::EventPage;
use crate::questions::find::{Findings, Hit};
use crate::questions::recorder::Recorder;
use crate::questions::timeline::Listing;
use crate::questions::view::Kind;

/// A row that can be chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) name: String,
    /// What stands before the name and at its right, and the colour of both.
    pub(super) sign: &'static str,
    pub(super) word: String,
    pub(super) role: Role,
    /// What is shown beside it.
    pub(super) ask: Option<Ask>,
    /// Where it leads, and on which day.
    pub(super) open: Option<Page>,
    pub(super) when: Option<When>,
}

impl Row {
    fn new(key: &str, name: String) -> Self {
        let key = key.to_owned();
        Self {
            key,
            name,
            ..Self::default()
        }
    }

    /// A row about what has this id, what shows it, and its page.
    fn about(id: &str, mark: Mark, (ask, page): (Ask, Page)) -> Self {
        let mut row = Self::new(id, id.to_owned());
        (row.sign, row.word, row.role) = (mark.sign, mark.word.to_owned(), mark.role);
        (row.ask, row.open) = (Some(ask), Some(page));
        row
    }

    /// A clause that differs from one WHEN to another, or by what an event did.
    fn differs(found: &Diff, from: &str, to: Option<&str>) -> Self {
        let id = &found.clause;
        let ask = Ask::Diff(from.to_owned(), to.map(str::to_owned), Some(id.clone()));
        let mut row = Self::about(id, mark(found), (ask, Page::Clause(id.clone())));
        // Names have more room where doubt is a sign.
        if let Some(word) = row.word.strip_prefix("perhaps ") {
            row.word = format!("{word}?");
        }
        row
    }
}

/// Where there is nothing to say.
const PLAIN: Mark = Mark::new("", "", Role::Faint);
const UNCHANGED: Mark = Mark::new("=", "unchanged", Role::Plain);

pub(super) fn rows(book: &Book, place: &Place) -> Vec<Row> {
    let Some(ask) = place.ask() else {
        return match &place.page {
            Page::Help(query) => keys(query),
            _ => Vec::new(),
        };
    };
    let at = place.when.text.as_str();
    match &place.page {
        Page::Folder => agreements(book),
        Page::Main => clauses(book, place),
        Page::Compare(from) => compared(book, place, &from.text, &ask),
        Page::Clause(id) => changes(book, id, at, ask),
        Page::Event(id) => event(book, id, &ask),
        Page::Events(_) => events(book, &ask),
        Page::Sources(_) => sources(book, &ask),
        Page::Beliefs(_) => beliefs(book, &ask),
        Page::Find(_, kind) => found(book, *kind, at, &ask),
        Page::Lenses => lenses(book),
        Page::Answer(_) | Page::Help(_) => Vec::new(),
    }
}

/// What shows a thing, and the page that it has.
pub(super) fn shown(kind: Kind, id: &str, at: &str) -> (Ask, Page) {
    let id = || id.to_owned();
    match kind {
        Kind::Clause => (
            Ask::Show(kind, id(), Some(at.to_owned())),
            Page::Clause(id()),
        ),
        Kind::Event => (Ask::Show(kind, id(), None), Page::Event(id())),
        Kind::Party | Kind::Source => {
            let ask = Ask::Show(kind, id(), None);
            (ask.clone(), Page::Answer(ask))
        }
    }
}

fn agreements(book: &Book) -> Vec<Row> {
    let row = |of: &Agreement| {
        let mut row = Row::about(&of.id, PLAIN, (Ask::Overview, Page::Main));
        (row.name, row.word) = (of.title.clone(), of.id.clone());
        row
    };
    book.agreements.iter().map(row).collect()
}

/// What an event changed, where the place is right after one.
pub(super) fn effect(book: &Book, place: &Place) -> Option<Ask> {
    let is_event = book.steps.contains_key(&place.when.text);
    is_event.then(|| Ask::Diff(place.when.text.clone(), None, None))
}

/// How many clauses an answer adopted, amended and so on.
pub(super) fn counted(book: &Book, ask: Option<Ask>) -> String {
    let counted = |of: &Difference| counts(&of.counts, of.reversed);
    ask.map_or_else(String::new, |ask| book.made(&ask, counted))
}

/// How each clause stands, in one word, by its id.
fn stands(book: &Book, at: &str) -> Vec<(String, Mark)> {
    let view = book.view();
    let Ok(at) = view.at(at) else {
        return Vec::new();
    };
    let stands = |clause: usize| {
        let state = view.history.state(clause, at.instant);
        let (word, role) = match state.status {
            _ if !state.pending.is_empty() => ("perhaps", Role::Doubt),
            Status::InForce => ("in force", Role::Plain),
            Status::Unclear => ("unclear", Role::Doubt),
            status => (status.word(), Role::Faint),
        };
        let id = view.timeline.clauses[clause].id.clone();
        (id, Mark::new("", word, role))
    };
    let clauses = Recorder::new(&view).by_topic().into_iter();
    clauses.map(stands).collect()
}

fn clauses(book: &Book, place: &Place) -> Vec<Row> {
    let at = &place.when.text;
    let mut changed: HashMap<String, Row> = HashMap::new();
    if let Some(effect) = effect(book, place) {
        book.made(&effect, |found: &Difference| {
            for diff in found.all() {
                let row = || Row::differs(diff, at, None);
                changed.entry(diff.clause.clone()).or_insert_with(row);
            }
        });
    }
    let rows = stands(book, at).into_iter().filter_map(|(id, mark)| {
        let row = || Row::about(&id, mark, shown(Kind::Clause, &id, at));
        let other = || place.with_unchanged.then(row);
        changed.remove(&id).or_else(other)
    });
    rows.collect()
}

/// How many clauses stand in which way.
pub(super) fn standing(book: &Book, at: &str) -> String {
    let stands = stands(book, at);
    let count = |word: &str| stands.iter().filter(|(_, mark)| mark.word == word).count();
    let told = STANDS.map(|some| {
        let counts = some.iter().map(|word| count(word));
        format!("{} {}", counts.sum::<usize>(), some[0])
    });
    told.join(", ")
}

/// The ways in which clauses are counted, each with the words that it has.
const STANDS: [&[&str]; 5] = [
    &["in force"],
    &["unclear"],
    &["perhaps"],
    &["ended", "expired"],
    &["not yet"],
];

fn compared(book: &Book, place: &Place, from: &str, ask: &Ask) -> Vec<Row> {
    let to = &place.when.text;
    let mut rows: Vec<Row> = book.made(ask, |found: &Difference| {
        let rows = found.all().map(|diff| Row::differs(diff, from, Some(to)));
        rows.collect()
    });
    if place.with_unchanged {
        let changed: HashSet<String> = rows.iter().map(|row| row.key.clone()).collect();
        for (id, mark) in stands(book, to) {
            let is_there = ["in force", "unclear", "perhaps"].contains(&mark.word);
            if is_there && !changed.contains(&id) {
                rows.push(Row::about(&id, UNCHANGED, shown(Kind::Clause, &id, to)));
            }
        }
    }
    rows
}

/// What happens, and to how many clauses.
fn events(book: &Book, ask: &Ask) -> Vec<Row> {
    let row = |event: &Event| {
        let mut row = Row::about(&event.id, PLAIN, shown(Kind::Event, &event.id, ""));
        row.name = format!("{:10}  {}", event.date.human(), event.title);
        (row.word, row.when) = (signs::counts(event).text(), book.when(&event.id));
        row
    };
    book.made(ask, |found: &Listing| {
        found.events.iter().map(row).collect()
    })
}

fn changes(book: &Book, id: &str, at: &str, now: Ask) -> Vec<Row> {
    let row = |of: &ClauseChange| {
        let (event, when) = (&of.event, book.when(&of.event));
        let is_step = when.is_some() && !of.planned;
        let mark = signs::of(of.change.action);
        let mut row = Row::about(event, mark, shown(Kind::Event, event, event));
        row.name = format!("{:10}  {event}", of.change.date.human());
        row.when = when;
        if is_step {
            row.ask = Some(shown(Kind::Clause, id, event).0);
        }
        row
    };
    let rows = |life: &ClauseLife| life.changes.iter().map(row).collect();
    let mut rows: Vec<Row> = book.made(&now, rows);
    let mut first = Row::new("", format!("as of {at}"));
    first.ask = Some(now);
    rows.insert(0, first);
    rows
}

fn event(book: &Book, id: &str, own: &Ask) -> Vec<Row> {
    book.made(own, |page: &EventPage| {
        let sources = (own.clone(), Page::Sources(own.clone()));
        let mut first = Row::about("", Mark::new("", "who says so", Role::Faint), sources);
        first.name = page.event.date.human();
        let changed = page.changed.iter();
        let changed = changed.map(|diff| Row::differs(diff, id, None));
        [first].into_iter().chain(changed).collect()
    })
}

fn sources(book: &Book, ask: &Ask) -> Vec<Row> {
    let row = |(id, source): (&String, &Source)| {
        let mut row = Row::about(id, PLAIN, shown(Kind::Source, id, ""));
        row.word = source.published.map_or_else(String::new, Date::human);
        row
    };
    let rows = |report: &Report| report.context.refs.sources.iter().map(row).collect();
    book.told(ask, rows)
}

fn beliefs(book: &Book, ask: &Ask) -> Vec<Row> {
    let row = |row: &beliefs::Row| {
        let day = row.known_by.to_string();
        Row::about(&day, PLAIN, (ask.clone(), Page::Main))
    };
    book.made(ask, |map: &Beliefs| map.rows.iter().map(row).collect())
}

fn found(book: &Book, kind: Option<Kind>, at: &str, ask: &Ask) -> Vec<Row> {
    let row = |(place, hit): (usize, &Hit)| {
        let mut row = Row::about(&hit.id, PLAIN, shown(hit.kind, &hit.id, at));
        row.key = format!("{place} {}", hit.id);
        row.name = format!("{} {} · {}", hit.kind, hit.id, hit.field);
        row.when = book.when(&hit.id);
        row
    };
    let is_wanted = |hit: &&Hit| kind.is_none_or(|kind| kind == hit.kind);
    book.made(ask, |found: &Findings| {
        let hits = found.hits.iter().filter(is_wanted);
        hits.enumerate().map(row).collect()
    })
}

fn lenses(book: &Book) -> Vec<Row> {
    let (lens, (sources, suppose)) = (book.lens(), book.choices());
    let row = |kind: &str, name: &str, is_on: bool| {
        let name = format!("{kind} {name}");
        let mut row = Row::new(&name, name.clone());
        row.sign = if is_on { "*" } else { "" };
        row
    };
    let known = lens.known_by.as_deref();
    let mut rows = vec![row("known-by", known.unwrap_or("all"), known.is_some())];
    let bases = [Basis::Stated, Basis::Reported, Basis::Inferred];
    rows.extend(bases.map(|basis| row("basis", basis.word(), lens.basis == basis)));
    for (kind, names, on) in [
        ("suppose", suppose, &lens.suppose),
        ("according-to", sources, &lens.according_to),
    ] {
        rows.extend(names.iter().map(|name| row(kind, name, on.contains(name))));
    }
    rows
}

fn keys(query: &str) -> Vec<Row> {
    let wanted = query.to_lowercase();
    let row = |[keys, what, ..]: [&str; 4]| Row::new(what, format!("{keys:12} {what}"));
    let rows = keys::all().map(row);
    rows.filter(|row| row.name.to_lowercase().contains(&wanted))
        .collect()
}
