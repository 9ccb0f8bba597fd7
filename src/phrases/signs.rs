//! The signs of a line about an event: how firm it is, what it did to how many clauses, and when.

use indexmap::{IndexMap, IndexSet};

use super::clause::settings;
use super::clocks;
use super::sentences::capital;
use super::{ends, some_day};
use crate::agreement::suppose::is_supposed;
use crate::agreement::{Action, Basis};
use crate::answer::block::{Block, Line, Mark, Paper, Role};
use crate::answer::{Change, Event, Look, Refs};
use crate::date::Date;
use crate::text::words::{and_list, parted};

const MARKS: [Mark; 10] = [
    Mark::new("+", "adopted", Role::Added),
    Mark::new("~", "amended", Role::Changed),
    Mark::new("-", "ended", Role::Removed),
    Mark::new("?", "left unclear", Role::Doubt),
    LEARNED,
    Mark::new("=", "kept", Role::Plain),
    Mark::new("!", "sources differ", Role::Doubt),
    PLANNED,
    Mark::new("i", "inferred", Role::Doubt),
    Mark::new("r", "reported", Role::Doubt),
];
pub(crate) const PLANNED: Mark = Mark::new("p", "planned", Role::Future);
pub(crate) const LEARNED: Mark = Mark::new("·", "learned", Role::Plain);

pub(crate) fn of(action: Action) -> Mark {
    match action {
        Action::Adopt => MARKS[0],
        Action::Amend => MARKS[1],
        Action::End => MARKS[2],
        Action::Unclear => MARKS[3],
        Action::Disclose => LEARNED,
        Action::Keep => MARKS[5],
    }
}

/// How many clauses an event adopted, amended and so on: `+4 ~3 -5`.
pub(crate) fn counts(event: &Event) -> Line {
    let mut line = Line::default();
    for (wanted, clauses) in done(event) {
        if !line.is_empty() {
            line = line.sign(Role::Plain, " ", ", ");
        }
        let (Mark { sign, word, role }, count) = (wanted, clauses.len());
        line = line.sign(role, format!("{sign}{count}"), format!("{count} {word}"));
    }
    line
}

pub(crate) fn touched(refs: &Refs, event: &Event) -> String {
    let title = |clause: &&str| {
        let of = event.changes.iter().rfind(|of| of.clause == *clause)?;
        Some(ends::titled(refs, of))
    };
    let part = |(mark, clauses): (Mark, Vec<&str>)| {
        let titles = parted(clauses.iter().filter_map(title), ", ");
        format!("{}: {}", mark.word, titles.unwrap_or_default())
    };
    let parts = parted(done(event).into_iter().map(part), "; ");
    capital(&parts.unwrap_or_default())
}

/// What an event did, and to which clauses, each once by the weightiest; what it kept stands only where it did nothing
/// else.
fn done(event: &Event) -> Vec<(Mark, Vec<&str>)> {
    let weight = |of: &Mark| "+-?~·=".find(of.sign);
    let mut clauses: IndexMap<&str, Mark> = IndexMap::new();
    for change in own(event) {
        // What a report tells is learned on its day, and done on the later one on which it takes effect.
        let is_told = change.report && !event.derived;
        let mark = if is_told { LEARNED } else { of(change.action) };
        let known = clauses.entry(&change.clause).or_insert(mark);
        if weight(&mark) < weight(known) {
            *known = mark;
        }
    }
    let alike = |wanted: Mark| {
        let alike = clauses.iter().filter(|(_, mark)| **mark == wanted);
        (wanted, alike.map(|(clause, _)| *clause).collect::<Vec<_>>())
    };
    let all = MARKS.into_iter().map(alike);
    let mut all: Vec<(Mark, Vec<&str>)> = all.filter(|(_, of)| !of.is_empty()).collect();
    if all.len() > 1 {
        all.retain(|(mark, _)| *mark != of(Action::Keep));
    }
    all
}

/// The changes of an event, without those that take effect later and are listed on their own day.
pub(crate) fn own(event: &Event) -> impl Iterator<Item = &Change> {
    let is_later =
        |change: &Change| !event.derived && event.last.is_some() && change.first > event.last;
    event.changes.iter().filter(move |change| !is_later(change))
}

/// The values that a change gives a clause which stands, beside what they were.
pub(crate) fn alters(refs: &Refs, change: &Change) -> Option<String> {
    let values = settings(refs, change, Date::human);
    parted(values, "; ").filter(|_| change.action != Action::Adopt)
}

/// What the changes of one line share: what is done, how firm that is, when, and since when a report has told of it.
type Key = (Action, Basis, Date, Option<Date>);

/// What some changes of an event do to which clauses, a line each; with the values that they change, where these are
/// wanted.
pub(crate) fn changes<'e>(
    refs: &Refs,
    event: &Event,
    changes: impl IntoIterator<Item = &'e Change>,
    with_values: bool,
) -> Vec<Line> {
    let key = |change: &Change| {
        let told = change.report.then_some(change.known);
        (change.action, change.basis, change.date, told)
    };
    let mut groups: Vec<(Key, Vec<String>)> = Vec::new();
    for change in changes {
        let values = with_values.then(|| alters(refs, change)).flatten();
        let values = values.map(|values| format!(" ({values})"));
        let values = values.unwrap_or_default();
        let title = ends::titled(refs, change) + &values;
        match groups.iter_mut().find(|(other, _)| *other == key(change)) {
            Some((_, titles)) if titles.contains(&title) => {}
            Some((_, titles)) => titles.push(title),
            None => groups.push((key(change), vec![title])),
        }
    }
    groups.sort_by_key(|((action, basis, ..), _)| (*action, *basis));
    let lines = groups.into_iter();
    let lines = lines.map(|(key, titles)| group(event, key, &titles));
    lines.collect()
}

fn group(event: &Event, (action, basis, date, told): Key, titles: &[String]) -> Line {
    let is_ahead = event.scheduled && action != Action::Disclose;
    let planned = match (event.planned || is_ahead, event.open) {
        (true, _) => "to be ",
        (false, open) => ["", "perhaps "][usize::from(open)],
    };
    let done = match action {
        Action::Disclose => "more known of",
        _ => action.past(),
    };
    let told = told.filter(|_| action != Action::Disclose);
    let is_due = basis != event.basis || basis != Basis::Stated && !is_supposed(&event.id);
    let marks = [
        is_due.then(|| basis.word().to_owned()),
        (date != event.date).then(|| format!("from {}", some_day(date))),
        told.map(|known| clocks::since(known, some_day)),
    ];
    let marks = clocks::marks(marks.into_iter().flatten());
    let line = Line::of(of(action).role, format!("{planned}{done}{marks}"));
    line.and(Role::Plain, format!(": {}", and_list(titles)))
}

/// How firm an event is: two letters at most.
pub(crate) fn letters(event: &Event) -> Vec<Mark> {
    let holds = [
        event.disputed,
        event.planned,
        event.basis == Basis::Inferred && !is_supposed(&event.id),
        event.basis == Basis::Reported,
    ];
    let found = MARKS[6..].iter().zip(holds).filter(|(_, holds)| *holds);
    found.map(|(mark, _)| *mark).take(2).collect()
}

/// The legend of the signs that stand behind and before the titles of events.
pub(crate) fn marks<'a>(events: impl Iterator<Item = &'a Event>) -> IndexSet<String> {
    let did = |event| done(event).into_iter().map(|(mark, _)| mark);
    let marks = events.flat_map(|event| letters(event).into_iter().chain(did(event)));
    let found: Vec<Mark> = marks.collect();
    let shown = MARKS.into_iter().filter(|mark| found.contains(mark));
    shown.map(Mark::named).collect()
}

/// The signs that occur, each with its word, but for those whose lines say it; and the flags that show more.
pub(crate) fn legend(paper: &Paper, look: Look) -> IndexSet<String> {
    let items = paper.body.iter().flat_map(|block| match block {
        Block::Outline(items) => items.as_slice(),
        _ => &[],
    });
    let items = items.flat_map(|item| item.items.iter().chain([item]));
    let marks = items.filter_map(|item| item.mark.filter(|_| item.word().is_some()));
    let own: IndexSet<Mark> = marks.collect();
    let own = own.into_iter().map(Mark::named);
    let flags = FLAGS.into_iter().zip([look.verbose, look.sources]);
    let flags = flags.filter(|(_, is_set)| paper.has_more && !is_set);
    let flags = flags.map(|(flag, _)| flag.to_owned());
    paper
        .legend
        .iter()
        .chain(&paper.cell)
        .cloned()
        .chain(own)
        .chain(flags)
        .collect()
}

pub(crate) const FLAGS: [&str; 2] = ["more: -v", "who says so: --sources"];

/// The last sides of the ranges of which the first stand in a line: `(…2025-07)`.
pub(crate) fn last_sides(dates: impl IntoIterator<Item = Date>) -> Option<String> {
    let sides = dates.into_iter();
    let sides = sides.filter_map(|date| narrow(date, Look::default()).1);
    parted(sides, ", ").map(|sides| format!("({sides})"))
}

/// A date in a narrow column, and what stands at the end of its line: a range stands at its first side.
pub(crate) fn narrow(date: Date, look: Look) -> (String, Option<String>) {
    let to = if look.ascii { "..." } else { "…" };
    match date {
        Date::Range(Some(first), last) => (
            format!("{first}{to}"),
            last.map(|last| format!("{to}{last}")),
        ),
        Date::Range(None, Some(last)) => (format!("{to}{last}"), None),
        _ => (date.human(), None),
    }
}
