//! A whole timeline for one page: every clause day by day, every event and every source.
//!
//! The states are computed here for every day on which anything changes, so that whoever shows the page
//! has no dates to reckon with.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexSet;
use serde::Serialize;

use super::ask::{Listed, Records, Refusal};
use super::chart::{self, Chart, touched};
use super::clause::{ClauseChange, Ties, clause_change};
use super::diff::order;
use super::source::{self, SourcePage};
use super::{Cite, Event, Report, State, Undecided, party};
use crate::agreement::filter::{ClauseFilter, EventFilter};
use crate::agreement::history::{Happening, Life};
use crate::agreement::{ChangeRef, Timeline};
use crate::date::{Date, Day};

/// The question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Days at whose close a line is drawn in the chart.
    pub marks: Vec<String>,
    /// Which clauses.
    pub filter: ClauseFilter,
    /// Which events; a clause is shown where one of them changes it or is about it.
    pub events: EventFilter,
    /// The filters in words.
    pub chosen: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// What the timeline is about.
    pub description: Option<String>,
    /// The language of its texts (BCP 47).
    pub lang: Option<String>,
    /// The filters in words; empty where everything is shown.
    pub chosen: Vec<String>,
    /// The life of every clause on a scale of time.
    pub chart: Chart,
    /// Every day on which a clause may stand otherwise than the day before, in order.
    pub days: Vec<ChangeDay>,
    /// Every clause, by topic.
    pub clauses: Vec<ClausePart>,
    /// Every event and expiry, in order.
    pub events: Vec<Event>,
    /// Every source, in the order of the file.
    pub sources: Vec<SourcePage>,
    /// Every party, in the order of the file.
    pub parties: Vec<party::Party>,
}

/// A day on which something changes, or may.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeDay {
    /// The day at whose close it is first seen.
    pub day: Day,
    /// The events behind what certainly changed; none where a doubt only begins or ends.
    pub events: Vec<String>,
}

/// A clause day by day.
#[derive(Clone, Debug, Serialize)]
pub struct ClausePart {
    /// Its state today.
    pub clause: State,
    /// Events that bear on it without changing it.
    pub about: Vec<String>,
    /// Clauses whose place it took.
    pub replaced: Vec<String>,
    /// Clauses that took its place.
    pub replaced_by: Vec<String>,
    /// How it stands from one day to another, without a gap; what is not yet adopted is left out.
    pub readings: Vec<Reading>,
    /// The changes that never certainly happen: planned, or without a last day.
    pub open: Vec<ClauseChange>,
}

/// A clause from one day to another, both included.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// The first day; `None` where there is none.
    pub from: Option<Day>,
    /// The last day; `None` where it goes on.
    pub to: Option<Day>,
    /// Its state at the close of each of these days.
    pub state: State,
    /// The same number for the same status, text, terms, `through` and `until` of this clause.
    pub reads: usize,
    /// Changes that may already have happened.
    pub undetermined: Vec<Undecided>,
    /// What certainly happened on the first of these days, in order.
    pub done: Vec<Done>,
}

impl Reading {
    /// Whether a date is the first of these days.
    #[must_use]
    pub fn is_on(&self, date: Date) -> bool {
        self.from.is_some_and(|from| date == from.into())
    }
}

/// Something that certainly happened to a clause.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    /// Its place among all that happened on the page.
    pub rank: usize,
    /// The event, or the expiry.
    pub event: String,
    /// Of an expiry, the `through` as written.
    pub expired: Option<Date>,
    /// The change; `None` for an expiry.
    pub change: Option<ClauseChange>,
    /// Who says so.
    pub cite: Vec<Cite>,
}

/// Tells everything, for one page.
///
/// # Errors
///
/// Where a WHEN cannot be taken.
pub fn page(mut records: Records<'_, '_>, question: &Question) -> Result<Report<Page>, Refusal> {
    let timeline = records.asked.timeline;
    let shown = |clause: &usize| {
        question.filter.admits(timeline, *clause) && touched(timeline, *clause, &question.events)
    };
    let places: Vec<usize> = records.by_topic().into_iter().filter(shown).collect();
    let chart = chart::Question {
        marks: question.marks.clone(),
        filter: question.filter.clone(),
        events: question.events.clone(),
        ..chart::Question::default()
    };
    let chart = chart::drawn(&mut records, &chart)?;
    let happened = happened(&records, &places);
    let ties = Ties::of(&records);
    let clauses: Vec<ClausePart> = places
        .iter()
        .map(|clause| part(&mut records, &ties, &happened, *clause))
        .collect();
    let events = events(&mut records, question, &places);
    let hidden = &timeline.hidden;
    let named = records.sources_named().clone();
    let sources = source::pages(&mut records, |place| {
        !hidden.source(place) && (question.is_open() || named.contains(place))
    });
    let parties = timeline.parties.iter().map(|found| party::Party {
        id: found.id.clone(),
        name: found.name.clone(),
    });
    let page = Page {
        description: timeline.description.clone(),
        lang: timeline.lang.clone(),
        chosen: question.chosen.clone(),
        chart,
        days: days(&clauses),
        clauses,
        events,
        sources,
        parties: parties.collect(),
    };
    Ok(records.finish("page", page))
}

impl Question {
    fn is_open(&self) -> bool {
        self.filter.is_open() && self.events.is_open()
    }
}

/// The rank of everything that certainly happened to some clauses.
struct Happened(HashMap<(ChangeRef, bool), usize>);

fn happened(records: &Records<'_, '_>, clauses: &[usize]) -> Happened {
    let history = records.asked.history;
    let all = clauses
        .iter()
        .flat_map(|clause| of(&history.lives[*clause]));
    let mut all: Vec<Happening> = all.collect();
    all.sort_by_cached_key(|happening| order(history, happening));
    let ranks = all.iter().enumerate();
    Happened(ranks.map(|(rank, h)| ((h.at, h.expiry), rank)).collect())
}

fn of(life: &Life) -> impl Iterator<Item = Happening> {
    (0..life.versions.len()).flat_map(|place| life.happenings(place))
}

fn part(
    records: &mut Records<'_, '_>,
    ties: &Ties,
    happened: &Happened,
    clause: usize,
) -> ClausePart {
    let asked = records.asked;
    let life = &asked.history.lives[clause];
    let own = ties.tied(records, clause);
    let open = life
        .steps
        .iter()
        .filter(|step| step.planned || step.bounds.last.is_none())
        .map(|step| clause_change(records, step.at))
        .collect();
    ClausePart {
        clause: records.state(clause, asked.today),
        about: own.about,
        replaced: own.replaced,
        replaced_by: own.replaced_by,
        readings: readings(records, happened, clause),
        open,
    }
}

/// Every stretch of days on which a clause stands in one way, with what begins it.
fn readings(records: &mut Records<'_, '_>, happened: &Happened, clause: usize) -> Vec<Reading> {
    let life = &records.asked.history.lives[clause];
    let mut done: BTreeMap<Day, Vec<Happening>> = BTreeMap::new();
    for happening in of(life) {
        done.entry(happening.seen).or_default().push(happening);
    }
    let turns = turns(life, &done);
    let before = turns.first().map_or(Some(Day::MAX), |first| first.pred());
    let starts = before.map(|day| (None, day)).into_iter();
    let starts: Vec<(Option<Day>, Day)> = starts
        .chain(turns.iter().map(|day| (Some(*day), *day)))
        .collect();
    let mut found: Vec<Reading> = Vec::new();
    let mut same: IndexSet<String> = IndexSet::new();
    for (place, (from, day)) in starts.iter().enumerate() {
        let state = life.state(*day);
        if state.version.is_none() && state.pending.is_empty() && found.is_empty() {
            continue;
        }
        let undetermined = records.undecided(clause, state.pending, None);
        let state = records.state(clause, *day);
        let happenings = from.and_then(|from| done.get(&from));
        let happenings = happenings.map(Vec::as_slice).unwrap_or_default();
        found.push(Reading {
            from: *from,
            to: starts.get(place + 1).and_then(|(_, next)| next.pred()),
            reads: same.insert_full(reads(&state)).0,
            state,
            undetermined,
            done: happenings
                .iter()
                .map(|happening| record(records, happened, happening))
                .collect(),
        });
    }
    found
}

/// The days at whose close a clause may stand otherwise than the day before, in order.
fn turns(life: &Life, done: &BTreeMap<Day, Vec<Happening>>) -> Vec<Day> {
    let mut days: BTreeSet<Day> = done.keys().copied().collect();
    for step in &life.steps {
        days.extend([step.bounds.first, step.bounds.last].into_iter().flatten());
    }
    for version in &life.versions {
        days.extend(version.expiry().and_then(|(day, _)| day.succ()));
    }
    let key = |day: Day| {
        let state = life.state(day);
        let version = state.version.map(|version| version.step);
        let pending = state.pending.first().map(|step| step.at);
        (state.status, version, pending, state.pending.len())
    };
    let alike = |day: Day| day.pred().is_some_and(|before| key(before) == key(day));
    days.retain(|day| done.contains_key(day) || !alike(*day));
    days.into_iter().collect()
}

/// What two readings that read the same have in common.
fn reads(state: &State) -> String {
    let values = (
        state.status,
        &state.text,
        &state.terms,
        state.through,
        &state.until,
    );
    serde_json::to_string(&values).unwrap_or_default()
}

fn record(records: &mut Records<'_, '_>, happened: &Happened, happening: &Happening) -> Done {
    let at = happening.at;
    let rank = happened.0.get(&(at, happening.expiry)).copied();
    let timeline = records.asked.timeline;
    let cite = records.change_cites(at);
    if happening.expiry {
        let clause = timeline.change(at).clause;
        return Done {
            rank: rank.unwrap_or_default(),
            event: records.expiry_id(clause),
            expired: timeline.change(at).through,
            change: None,
            cite,
        };
    }
    Done {
        rank: rank.unwrap_or_default(),
        event: records.event_id(at.event),
        expired: None,
        change: Some(clause_change(records, at)),
        cite,
    }
}

/// Every day on which one of some clauses turns, with what happened then.
fn days(clauses: &[ClausePart]) -> Vec<ChangeDay> {
    let mut days: BTreeMap<Day, BTreeMap<usize, &str>> = BTreeMap::new();
    for reading in clauses.iter().flat_map(|clause| &clause.readings) {
        let Some(from) = reading.from else { continue };
        let events = days.entry(from).or_default();
        events.extend(
            reading
                .done
                .iter()
                .map(|done| (done.rank, done.event.as_str())),
        );
    }
    days.into_iter()
        .map(|(day, events)| {
            let ids: IndexSet<&str> = events.into_values().collect();
            let events = ids.into_iter().map(str::to_owned).collect();
            ChangeDay { day, events }
        })
        .collect()
}

/// The events that touch a clause of the page, and those that pass the filters by themselves.
fn events(records: &mut Records<'_, '_>, question: &Question, clauses: &[usize]) -> Vec<Event> {
    let asked = records.asked;
    let clauses: BTreeSet<usize> = clauses.iter().copied().collect();
    let admits = |place: usize| {
        let filter = EventFilter {
            clauses: question.filter.clauses.clone(),
            parties: question.filter.parties.clone(),
            topics: question.filter.topics.clone(),
            ..question.events.clone()
        };
        touches(asked.timeline, place, &clauses) || filter.admits(asked.timeline, place)
    };
    let listing = asked.listing().into_iter().filter(|listed| match listed {
        Listed::Event(place) => admits(*place),
        Listed::Expiry(expiry) => clauses.contains(&expiry.clause),
    });
    listing.map(|listed| records.listed(listed)).collect()
}

fn touches(timeline: &Timeline, event: usize, clauses: &BTreeSet<usize>) -> bool {
    let event = &timeline.events[event];
    let changed = event.changes.iter().map(|change| &change.clause);
    changed
        .chain(&event.about)
        .any(|clause| clauses.contains(clause))
}
