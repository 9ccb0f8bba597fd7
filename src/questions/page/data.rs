//! A whole timeline for one page: every clause day by day, every event and every source.
//!
//! The states are computed here for every day on which anything changes, so that whoever shows the page
//! has no dates to reckon with.

use super::PageArgs;
use crate::agreement::compare::{self, Between, Position, position};
use crate::agreement::history::Version;
use crate::agreement::setters::{altered as altered_by, clocks, only_learned};
use crate::answer::page::{Became, ChangeDay, ClausePart, Done, Lead, Page, Reading, Runs};
use crate::questions::beliefs::Map;
use crate::questions::chart::{self, ChartArgs};
use crate::questions::clause::Ties;
use crate::questions::filters::{Events, chosen};
use crate::questions::overview;
use crate::questions::prelude::*;
use crate::questions::source;

/// Of a record with more events times clauses, no belief map is drawn: each would take too long.
const MOST_BELIEVED: usize = 20_000;
/// Nor of a clause with more changes than these, whose map nobody could read.
const MOST_MAPPED: usize = 60;
/// So many renewals of each stretch of a clause's life are listed on either side of today.
const MOST_RENEWED: u32 = 30;

pub(super) fn page(
    records: &mut Recorder<'_, '_>,
    args: &PageArgs,
) -> Result<(Page, Refs), Refusal> {
    let (view, timeline) = (records.view, records.view.timeline);
    let chart = ChartArgs {
        lanes: args.lanes.clone(),
        ..ChartArgs::default()
    };
    let chart = chart::chart(records, &chart)?;
    // The events that touch a clause of the page, and those that pass the filters by themselves.
    let filters = Events {
        clauses: args.lanes.filter.resolve(view)?,
        ..Events::default()
    };
    let drawn: HashSet<&str> = chart.lanes.iter().map(|lane| &*lane.clause).collect();
    let is_drawn = |clause: usize| drawn.contains(&*timeline.clauses[clause].id);
    let stands = |clause: usize| view.history.state(clause, view.today).status.stands();
    let mut places = records.view.by_topic();
    places.retain(|of| is_drawn(*of) && (!args.brief || stands(*of)));
    let is_large = timeline.events.len() * timeline.clauses.len() > MOST_BELIEVED;
    let maps = (!is_large && !args.brief).then(Map::default);
    let (clauses, refs) = parts(records, &places, (chart.from, chart.to), maps);
    let mut listing = view.listing();
    listing.retain(|listed| {
        let passes = || filters.admits(view, *listed).0;
        matches!(listed, Listed::Event(_)) && passes()
            || view.touched(*listed).iter().any(|of| is_drawn(of.0))
    });
    let news = overview::news(records, &listing, is_drawn);
    if args.brief {
        let last = news[0].as_ref().map(|event| event.id.as_str());
        listing.retain(|listed| Some(&*view.event_of(*listed).id) == last);
    }
    let listing = listing.into_iter();
    let events: Vec<Event> = listing.map(|listed| records.listed(listed)).collect();
    let named = records.sources.clone();
    let is_all = filters.clauses.is_open() && !args.brief;
    let sources = source::pages(records, |place| is_all || named.contains(&place));
    let page = Page {
        brief: args.brief,
        lead: lead(&clauses, news),
        url: args.url.clone(),
        description: timeline.description.clone(),
        lang: timeline.lang.clone(),
        chosen: chosen(view, &filters.clauses),
        chart,
        days: days(&clauses),
        clauses,
        events,
        sources,
        parties: timeline.parties.clone(),
    };
    Ok((page, refs))
}

fn lead(clauses: &[ClausePart], [last_change, last_report, next]: [Option<Event>; 3]) -> Lead {
    let statuses = || clauses.iter().map(|of| of.clause.status);
    let count = |status| statuses().filter(|of| *of == status).count();
    Lead {
        in_force: count(Status::InForce),
        unclear: count(Status::Unclear),
        last_change,
        last_report,
        next,
    }
}

/// All about some clauses, and what their belief maps name beside the page.
fn parts(
    records: &mut Recorder<'_, '_>,
    places: &[usize],
    span: (Day, Day),
    mut maps: Option<Map>,
) -> (Vec<ClausePart>, Refs) {
    let ties = Ties::of(records);
    let mut refs = Refs::default();
    let mut clauses = Vec::new();
    for clause in places {
        let mut part = records.part(&ties[*clause], *clause, span.1);
        let is_mapped = records.view.history.lives[*clause].steps.len() <= MOST_MAPPED;
        if let Some(maps) = maps.as_mut().filter(|_| is_mapped) {
            let (map, named) = maps.of(records, *clause, span);
            if map.readings.len() > 2 {
                refs.merge(named);
                part.beliefs = Some(map);
            }
        }
        clauses.push(part);
    }
    (clauses, refs)
}

/// What decides what became of a clause up to a reading, seen from those before it.
struct Behind<'h> {
    version: Option<&'h Version>,
    /// What happened on its first day, and what of the clause that altered.
    between: Between,
    altered: Vec<&'h str>,
    reads: usize,
}

impl Recorder<'_, '_> {
    fn part(&mut self, ties: &Ties, clause: usize, last: Day) -> ClausePart {
        let view = self.view;
        let [about, replaced, replaced_by] = ties.ids(self);
        let open = view.history.lives[clause].steps.iter();
        let open = open.filter(|step| step.planned || step.bounds.last.is_none());
        ClausePart {
            clause: self.state(clause, view.today),
            about,
            replaced,
            replaced_by,
            readings: self.readings(clause, last),
            beliefs: None,
            open: open.map(|step| self.clause_change(step.at)).collect(),
        }
    }

    /// Every stretch of days on which a clause stands in one way, with what begins it; renewals are listed to a day.
    fn readings(&mut self, clause: usize, last: Day) -> Vec<Reading> {
        let history = self.view.history;
        let mut done: BTreeMap<Day, Vec<Happening>> = BTreeMap::new();
        for happening in history.happenings(clause, None) {
            done.entry(happening.seen.day).or_default().push(happening);
        }
        let starts = turns(history, clause, &done);
        let (mut found, mut behind) = (Vec::<Reading>::new(), Vec::new());
        for (place, day) in starts.iter().enumerate() {
            let state = history.state(clause, *day);
            if found.is_empty() && state.version.is_none() && state.pending.is_empty() {
                continue;
            }
            let happenings = done.get(day).map_or(&[][..], Vec::as_slice);
            let altered = happenings.iter();
            let altered = altered.flat_map(|of| altered_by(history, clause, of));
            behind.push(Behind {
                version: state.version,
                between: Between::of(history, clause, happenings),
                altered: altered.collect(),
                reads: 0,
            });
            let to = starts.get(place + 1).and_then(|next| next.pred());
            let is_begun = *day > Day::MIN || !happenings.is_empty();
            found.push(Reading {
                from: is_begun.then_some(*day),
                to,
                runs: self.runs(clause, (*day, to.unwrap_or(Day::MAX)), last),
                undetermined: self.undecided(clause, &state.pending, None),
                state: self.state(clause, *day),
                done: happenings.iter().map(|of| self.happened(of)).collect(),
                became: Vec::new(),
            });
        }
        for (of, reads) in behind.iter_mut().zip(alike(&found)) {
            of.reads = reads;
        }
        for place in 0..found.len() {
            found[place].became = became(history, clause, place, (&found, &behind));
        }
        found
    }

    /// The terms for which a clause runs on some days, up to a last one; of many those around today.
    fn runs(&self, clause: usize, (from, to): (Day, Day), last: Day) -> Vec<Runs> {
        let (history, today) = (self.view.history, self.view.today);
        let turns = history.renewals_near(clause, (from, to.min(last)), (today, MOST_RENEWED));
        let turns = turns.filter_map(|of| of.day.succ().filter(|day| *day <= to));
        let runs = |from: Day| {
            let term = history.state(clause, from).running()?;
            Some(Runs { from, term })
        };
        [from].into_iter().chain(turns).filter_map(runs).collect()
    }

    fn happened(&mut self, happening: &Happening) -> Done {
        let Happening { at, expiry, .. } = *happening;
        let history = self.view.history;
        Done {
            position: position(history, happening),
            event: if expiry {
                self.expiry_id(at)
            } else {
                self.event_id(at.event)
            },
            expired: expiry.then(|| history.last_date(happening.day, at)),
            change: (!expiry).then(|| self.clause_change(at)),
            cite: self.change_cites(at),
        }
    }
}

/// For each reading a number that those which read the same have in common.
fn alike(readings: &[Reading]) -> Vec<usize> {
    let mut same = IndexSet::new();
    let numbers = readings.iter().map(|of| same.insert_full(of.state.reads()));
    numbers.map(|(number, _)| number).collect()
}

/// What had become of a clause at one of its readings, seen from each up to it and from before them all.
fn became(
    history: &History,
    clause: usize,
    place: usize,
    (found, behind): (&[Reading], &[Behind]),
) -> Vec<Became> {
    let standing = |of: usize| {
        let version = behind[of].version;
        (history, version.filter(|_| found[of].state.status.stands()))
    };
    let (mut became, mut since) = (Vec::<Became>::new(), Between::default());
    let first = found[0].from.map(|_| None);
    for from in (0..=place).rev().map(Some).chain(first) {
        let before = from.map(|from| &found[from]);
        let sides = [from.map_or((history, None), standing), standing(place)];
        let old = before.map_or(Status::NotYet, |before| before.state.status);
        let is_alike = || from.is_some_and(|from| behind[from].reads == behind[place].reads);
        let later = from.map_or(0, |from| from + 1);
        let altered = behind[later..=place].iter().flat_map(|of| &of.altered);
        let learned = || only_learned(clause, sides, altered.copied());
        let how = compare::became(old, found[place].state.status, is_alike, since, learned);
        let is_learned = || clocks(clause, sides).contains(&ChangeKind::Learned);
        let seen = Became {
            since: before.and_then(|before| before.from),
            how: how.unwrap_or(How::Unchanged),
            learned: since.disclosed && is_learned(),
        };
        match became.last_mut() {
            Some(last) if (last.how, last.learned) == (seen.how, seen.learned) => *last = seen,
            _ => became.push(seen),
        }
        since = from.map_or(since, |from| since.and(behind[from].between));
    }
    became.reverse();
    became
}

/// The first day of all, and those at whose close a clause may stand otherwise than the day before, in order.
fn turns(history: &History, clause: usize, done: &BTreeMap<Day, Vec<Happening>>) -> Vec<Day> {
    let mut days = BTreeSet::from_iter(lanes::turns(history, clause, (Day::MIN, Day::MAX)));
    days.extend(done.keys());
    let key = |day: Day| {
        let state = history.state(clause, day);
        let version = state.version.map(|version| version.step);
        let pending = state.pending.first().map(|step| step.at);
        (state.status, version, pending, state.pending.len())
    };
    let differs = |day: Day| day.pred().is_none_or(|before| key(before) != key(day));
    days.retain(|day| done.contains_key(day) || differs(*day));
    days.into_iter().collect()
}

/// Every day on which one of some clauses turns, with what happened then.
fn days(clauses: &[ClausePart]) -> Vec<ChangeDay> {
    let mut days: BTreeMap<Day, BTreeSet<(Position, &str)>> = BTreeMap::new();
    for reading in clauses.iter().flat_map(|clause| &clause.readings) {
        let Some(from) = reading.from else { continue };
        let events = days.entry(from).or_default();
        let done = reading.done.iter();
        events.extend(done.map(|done| (done.position, done.event.as_str())));
    }
    let change_day = |(day, events): (Day, BTreeSet<(Position, &str)>)| {
        let ids: IndexSet<&str> = events.into_iter().map(|(_, id)| id).collect();
        let events = ids.into_iter().map(str::to_owned).collect();
        ChangeDay { day, events }
    };
    days.into_iter().map(change_day).collect()
}
