//! A whole timeline for one page: every clause day by day, every event and every source.
//!
//! The states are computed here for every day on which anything changes, so that whoever shows the page
//! has no dates to reckon with.

use crate::agreement::history::Version;
use std::ops::Bound;

use super::PageArgs;
use crate::agreement::compare::{self, Between, Position, position};
use crate::agreement::setters::{altered, clocks, only_learned};
use crate::answer::beliefs::Beliefs;
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
    let (clauses, refs) = parts(records, args, (chart.from, chart.to), &places)?;
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
    let named = records.sources_named().clone();
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
    args: &PageArgs,
    span: (Day, Day),
    places: &[usize],
) -> Result<(Vec<ClausePart>, Refs), Refusal> {
    let timeline = records.view.timeline;
    let ties = Ties::of(records);
    let is_large = timeline.events.len() * timeline.clauses.len() > MOST_BELIEVED;
    let mut parts = Parts {
        room: super::MOST,
        maps: (!is_large && !args.brief).then(Map::default),
        span,
        refs: Refs::default(),
        records,
    };
    let clauses = (places.iter().map(|of| parts.part(&ties[*of], *of))).collect();
    if parts.room == 0 {
        return Err(super::too_large());
    }
    Ok((clauses, parts.refs))
}

struct Parts<'r, 'v, 't> {
    records: &'r mut Recorder<'v, 't>,
    room: usize,
    /// What belief maps are made from, and what they name beside the page.
    maps: Option<Map>,
    span: (Day, Day),
    refs: Refs,
}

impl Parts<'_, '_, '_> {
    fn part(&mut self, ties: &Ties, clause: usize) -> ClausePart {
        let (view, records) = (self.records.view, &mut *self.records);
        let life = &view.history.lives[clause];
        let [about, replaced, replaced_by] = ties.ids(records);
        let open = (life.steps.iter()).filter(|step| step.planned || step.bounds.last.is_none());
        let open = open.map(|step| records.clause_change(step.at)).collect();
        ClausePart {
            clause: records.state(clause, view.today),
            about,
            replaced,
            replaced_by,
            readings: self.readings(clause),
            // Made last: a page that has no room left is refused.
            beliefs: self.beliefs(clause),
            open,
        }
    }

    /// What was known of a clause, and when, where it was believed to read in more than two ways.
    fn beliefs(&mut self, clause: usize) -> Option<Beliefs> {
        let maps = self.maps.as_mut().filter(|_| self.room > 0)?;
        let (found, refs) = maps.of(self.records, clause, self.span);
        if found.readings.len() <= 2 {
            return None;
        }
        self.refs.merge(refs);
        Some(found)
    }

    /// Every stretch of days on which a clause stands in one way, with what begins it; no more than a page has room for.
    fn readings(&mut self, clause: usize) -> Vec<Reading> {
        let history = self.records.view.history;
        let mut done: BTreeMap<Day, Vec<Happening>> = BTreeMap::new();
        for happening in history.happenings(clause, None) {
            done.entry(happening.seen.day).or_default().push(happening);
        }
        let turns = turns(history, clause, &done);
        let before = turns.first().map_or(Some(Day::MAX), |first| first.pred());
        let before = before.map(|day| (None, day)).into_iter();
        let turns = turns.iter().map(|day| (Some(*day), *day));
        let starts: Vec<(Option<Day>, Day)> = before.chain(turns).collect();
        let mut found: Vec<Reading> = Vec::new();
        let (mut between, mut versions) = (Vec::new(), Vec::<Option<&Version>>::new());
        for (place, (from, day)) in starts.iter().enumerate() {
            let state = history.state(clause, *day);
            if state.version.is_none() && state.pending.is_empty() && found.is_empty() {
                continue;
            }
            if self.room == 0 {
                break;
            }
            let to = starts.get(place + 1).and_then(|(_, next)| next.pred());
            versions.push(state.version);
            let undetermined = self.records.undecided(clause, &state.pending, None);
            let state = self.records.state(clause, *day);
            let happenings = from.and_then(|from| done.get(&from));
            let happenings = happenings.map(Vec::as_slice).unwrap_or_default();
            between.push(Between::of(history, clause, happenings));
            // What reads as before is not printed again; all else is longer in HTML.
            if found
                .last()
                .is_none_or(|last| last.state.reads() != state.reads())
            {
                let terms = state.terms.len() * "<div><dt></dt><dd></dd></div>".len();
                let text = state.text.as_ref().map_or(0, String::len);
                self.room = self.room.saturating_sub(text + terms);
            }
            found.push(Reading {
                from: *from,
                to,
                reads: 0,
                runs: self.runs(clause, (*day, to.unwrap_or(Day::MAX))),
                state,
                undetermined,
                done: (happenings.iter().map(|h| self.done(h))).collect(),
                became: Vec::new(),
            });
        }
        for (place, reads) in alike(&found).into_iter().enumerate() {
            found[place].reads = reads;
        }
        self.outcomes(clause, &done, (&versions, &between), &mut found);
        found
    }

    /// What had become of a clause at each of its readings, seen from each before it and from before them all; what was
    /// altered on a day is found once for all of them.
    fn outcomes(
        &self,
        clause: usize,
        done: &BTreeMap<Day, Vec<Happening>>,
        (versions, between): (&[Option<&Version>], &[Between]),
        found: &mut [Reading],
    ) {
        let history = self.records.view.history;
        let names = |list: &Vec<Happening>| -> Vec<&str> {
            let names = list.iter().flat_map(|of| altered(history, clause, of));
            names.collect()
        };
        let altered: BTreeMap<Day, Vec<&str>> =
            done.iter().map(|(day, list)| (*day, names(list))).collect();
        for place in 0..found.len() {
            let after = &found[place];
            let standing = |of: usize| versions[of].filter(|_| found[of].state.status.stands());
            let (mut became, mut since) = (Vec::new(), Between::default());
            let first = found[0].from.map(|_| None);
            for from in (0..=place).rev().map(Some).chain(first) {
                let before = from.map(|from| &found[from]);
                let day = before.and_then(|before| before.from);
                let sides = || [from.and_then(standing), standing(place)].map(|of| (history, of));
                let learned = || {
                    let from = day.map_or(Bound::Unbounded, Bound::Excluded);
                    let to = after.from.map_or(Bound::Unbounded, Bound::Included);
                    let names = altered.range((from, to)).flat_map(|(_, names)| names);
                    only_learned(clause, sides(), names.copied())
                };
                let old = before.map_or(Status::NotYet, |before| before.state.status);
                let is_alike = || before.is_some_and(|before| before.reads == after.reads);
                let how = compare::became(old, after.state.status, is_alike, since, learned);
                let clocks = || clocks(clause, sides());
                became.push(Became {
                    since: day,
                    how: how.unwrap_or(How::Unchanged),
                    learned: since.disclosed && clocks().contains(&ChangeKind::Learned),
                });
                since = from.map_or(since, |from| since.and(between[from]));
            }
            became.reverse();
            became.dedup_by_key(|became| (became.how, became.learned));
            found[place].became = became;
        }
    }

    /// The terms for which a clause runs on some days; of many those around today.
    fn runs(&self, clause: usize, (from, to): (Day, Day)) -> Vec<Runs> {
        let View { history, today, .. } = *self.records.view;
        let listed = (from, to.min(self.span.1));
        let turns = history.renewals_near(clause, listed, (today, MOST_RENEWED));
        let turns = turns.filter_map(|of| of.day.succ().filter(|day| *day <= to));
        let term = |from| history.running(clause, &history.state(clause, from), today);
        let runs = |from| {
            Some(Runs {
                from,
                term: term(from)?,
            })
        };
        [from].into_iter().chain(turns).filter_map(runs).collect()
    }

    fn done(&mut self, happening: &Happening) -> Done {
        let Happening { at, expiry, .. } = *happening;
        let records = &mut *self.records;
        let change = records.view.timeline.change(at);
        let event = if expiry {
            records.expiry_id(change.clause, happening.day)
        } else {
            records.event_id(at.event)
        };
        Done {
            position: position(records.view.history, happening),
            event,
            expired: expiry.then(|| records.view.history.last_date(happening.day, at)),
            change: (!expiry).then(|| records.clause_change(at)),
            cite: records.change_cites(at),
        }
    }
}

/// For each reading a number that those which read the same have in common.
fn alike(readings: &[Reading]) -> Vec<usize> {
    let mut same = IndexSet::new();
    let numbers = readings.iter().map(|of| same.insert_full(of.state.reads()));
    numbers.map(|(number, _)| number).collect()
}

/// The days at whose close a clause may stand otherwise than the day before, in order.
fn turns(history: &History, clause: usize, done: &BTreeMap<Day, Vec<Happening>>) -> Vec<Day> {
    let ends = (Day::MIN, Day::MAX);
    let mut days = BTreeSet::from_iter(lanes::turns(history, clause, ends));
    days.extend(done.keys());
    let key = |day: Day| {
        let state = history.state(clause, day);
        let version = state.version.map(|version| version.step);
        let pending = state.pending.first().map(|step| step.at);
        (state.status, version, pending, state.pending.len())
    };
    let alike = |day: Day| day.pred().is_none_or(|before| key(before) == key(day));
    days.retain(|day| done.contains_key(day) || !alike(*day));
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
