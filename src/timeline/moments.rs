//! Moments: the changes of one event that share a date, put in order, with their days narrowed.
//!
//! Three passes over the whole timeline: order (by date, with `after` outranking it), lowering of
//! last days from the end, raising of first days from the beginning.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::{Action, Event, Timeline};
use crate::date::{Bounds, Date, Day};

/// The changes of one event that share a date, with the days that are left for them.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The event's place in the timeline.
    pub event: usize,
    /// The date that its changes share, as written.
    pub date: Date,
    /// The places of its changes in the event, in file order. Empty for an event's own date where
    /// nothing changes on it.
    pub changes: Vec<usize>,
    /// The days that are left after lowering and raising.
    pub bounds: Bounds,
    /// The moment whose last day lowered this one's.
    pub lowered_by: Option<usize>,
    /// The moment whose first day raised this one's.
    pub raised_by: Option<usize>,
}

/// Every moment of a timeline in order, and what stands against that order.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    /// In order.
    pub list: Vec<Moment>,
    /// The days left for each event's own date, by the event's place.
    pub events: Vec<Option<Bounds>>,
    /// The days left for each change, by the places of its event and of the change in it.
    pub changes: Vec<Vec<Bounds>>,
    /// The place in `list` of each change's moment, likewise.
    pub ranks: Vec<Vec<usize>>,
    /// Events that `after` puts after themselves, in a circle.
    pub circle: Vec<usize>,
}

impl Moments {
    /// Orders the moments of a timeline and narrows their days.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let nodes = Nodes::of(timeline);
        let (order, circle) = nodes.sort(timeline);
        let mut rank = vec![usize::MAX; nodes.list.len()];
        for (place, node) in order.iter().enumerate() {
            rank[*node] = place;
        }
        let list: Vec<Moment> = order.iter().map(|node| nodes.list[*node].clone()).collect();
        let before: Vec<Vec<usize>> = order
            .iter()
            .map(|node| {
                nodes.before[*node]
                    .iter()
                    .map(|earlier| rank[*earlier])
                    .collect()
            })
            .collect();
        let mut moments = Self {
            list,
            events: Vec::new(),
            changes: Vec::new(),
            ranks: Vec::new(),
            circle,
        };
        moments.lower(timeline);
        moments.raise(timeline, &before);
        moments.events = vec![None; timeline.events.len()];
        moments.changes = timeline
            .events
            .iter()
            .map(|e| vec![e.date.bounds(); e.changes.len()])
            .collect();
        moments.ranks = timeline
            .events
            .iter()
            .map(|e| vec![0; e.changes.len()])
            .collect();
        for (rank, moment) in moments.list.iter().enumerate() {
            for change in &moment.changes {
                moments.ranks[moment.event][*change] = rank;
                moments.changes[moment.event][*change] = moment.bounds;
            }
            if moment.date == timeline.events[moment.event].date {
                moments.events[moment.event] = Some(moment.bounds);
            }
        }
        moments
    }

    /// The days left for an event's own date.
    #[must_use]
    pub fn event_bounds(&self, timeline: &Timeline, event: usize) -> Bounds {
        self.events
            .get(event)
            .copied()
            .flatten()
            .unwrap_or_else(|| timeline.events[event].date.bounds())
    }

    /// From the last moment back: a last day is at most that of any later moment of the same clause,
    /// and before it where that one ends the clause, if the first day allows.
    fn lower(&mut self, timeline: &Timeline) {
        let mut clauses: HashMap<usize, Later> = HashMap::new();
        for place in (0..self.list.len()).rev() {
            let changed = self.clauses(timeline, place);
            let moment = &mut self.list[place];
            let first = moment.bounds.first;
            for (clause, _) in &changed {
                let Some(later) = clauses.get(clause) else {
                    continue;
                };
                for (day, by) in later.limits(first) {
                    if moment.bounds.last.is_none_or(|last| last > day) {
                        moment.bounds.last = Some(day);
                        moment.lowered_by = Some(by);
                    }
                }
            }
            let Some(last) = moment.bounds.last else {
                continue;
            };
            for (clause, ends) in changed {
                clauses.entry(clause).or_default().add(last, place, ends);
            }
        }
    }

    /// From the first moment forward: a first day is at least that of any earlier moment of the same
    /// clause or of an event named in `after`.
    fn raise(&mut self, timeline: &Timeline, before: &[Vec<usize>]) {
        let mut clauses: HashMap<usize, (Day, usize)> = HashMap::new();
        for (place, earlier) in before.iter().enumerate() {
            let changed = self.clauses(timeline, place);
            let mut best: Option<(Day, usize)> = None;
            let named = earlier
                .iter()
                .filter_map(|by| self.list[*by].bounds.first.map(|day| (day, *by)));
            let shared = changed
                .iter()
                .filter_map(|(clause, _)| clauses.get(clause).copied());
            for candidate in named.chain(shared) {
                if best.is_none_or(|(day, _)| candidate.0 > day) {
                    best = Some(candidate);
                }
            }
            let moment = &mut self.list[place];
            if let Some((day, by)) = best
                && moment.bounds.first.is_none_or(|first| first < day)
            {
                moment.bounds.first = Some(day);
                moment.raised_by = Some(by);
            }
            let Some(first) = moment.bounds.first else {
                continue;
            };
            for (clause, _) in changed {
                let entry = clauses.entry(clause).or_insert((first, place));
                if first > entry.0 {
                    *entry = (first, place);
                }
            }
        }
    }

    /// The clauses that a moment changes, each with whether it ends it.
    fn clauses(&self, timeline: &Timeline, place: usize) -> Vec<(usize, bool)> {
        let moment = &self.list[place];
        let changes = &timeline.events[moment.event].changes;
        moment
            .changes
            .iter()
            .map(|c| (changes[*c].clause, changes[*c].action == Action::End))
            .collect()
    }
}

/// The earliest last days among the later moments of one clause: of all, and of those that end it.
#[derive(Default)]
struct Later {
    any: Option<(Day, usize)>,
    end: Option<(Day, usize)>,
}

impl Later {
    fn add(&mut self, last: Day, place: usize, ends: bool) {
        let lower = |slot: &mut Option<(Day, usize)>| {
            if slot.is_none_or(|(day, _)| last < day) {
                *slot = Some((last, place));
            }
        };
        lower(&mut self.any);
        if ends {
            lower(&mut self.end);
        }
    }

    fn limits(&self, first: Option<Day>) -> impl Iterator<Item = (Day, usize)> {
        let eve = self
            .end
            .and_then(|(day, place)| day.pred().map(|eve| (eve, place)));
        let eve = eve.filter(|(eve, _)| first.is_none_or(|first| first <= *eve));
        self.any.into_iter().chain(eve)
    }
}

/// Moments before they are ordered, with the moments that `after` puts before each.
struct Nodes {
    list: Vec<Moment>,
    before: Vec<Vec<usize>>,
}

impl Nodes {
    fn of(timeline: &Timeline) -> Self {
        let mut list = Vec::with_capacity(timeline.events.len());
        let mut own = Vec::with_capacity(timeline.events.len());
        let mut spans = Vec::with_capacity(timeline.events.len());
        for (event, found) in timeline.events.iter().enumerate() {
            let start = list.len();
            group(event, found, &mut list);
            let changing = start..list.len();
            let at_date = list[changing.clone()]
                .iter()
                .position(|m| m.date == found.date)
                .map(|i| start + i);
            own.push(at_date.unwrap_or_else(|| {
                list.push(Moment::new(event, found.date));
                list.len() - 1
            }));
            spans.push(if changing.is_empty() {
                start..list.len()
            } else {
                changing
            });
        }
        let mut before = vec![Vec::new(); list.len()];
        for (event, found) in timeline.events.iter().enumerate() {
            for earlier in &found.after {
                for later in spans[event].clone() {
                    before[later].extend(spans[*earlier].clone());
                }
                before[own[event]].push(own[*earlier]);
            }
        }
        Self { list, before }
    }

    /// Orders by first day, last day, the event's own date and place in the file, as far as `before`
    /// allows; what is left over runs in a circle.
    fn sort(&self, timeline: &Timeline) -> (Vec<usize>, Vec<usize>) {
        let key = |node: usize| {
            let moment = &self.list[node];
            let event = timeline.events[moment.event].date.bounds();
            Reverse((
                moment.bounds.sort_key(),
                event.sort_key(),
                moment.event,
                node,
            ))
        };
        let mut waits: Vec<usize> = self.before.iter().map(Vec::len).collect();
        let mut unlocks = vec![Vec::new(); self.list.len()];
        for (later, earlier) in self.before.iter().enumerate() {
            for node in earlier {
                unlocks[*node].push(later);
            }
        }
        let mut heap: BinaryHeap<_> = (0..self.list.len())
            .filter(|n| waits[*n] == 0)
            .map(key)
            .collect();
        let mut order = Vec::with_capacity(self.list.len());
        while let Some(Reverse((.., node))) = heap.pop() {
            order.push(node);
            for later in &unlocks[node] {
                waits[*later] -= 1;
                if waits[*later] == 0 {
                    heap.push(key(*later));
                }
            }
        }
        let mut left: Vec<usize> = (0..self.list.len()).filter(|n| waits[*n] > 0).collect();
        let circle = circle(timeline, left.iter().map(|n| self.list[*n].event).collect());
        left.sort_by_key(|n| key(*n));
        left.reverse();
        order.extend(left);
        (order, circle)
    }
}

impl Moment {
    fn new(event: usize, date: Date) -> Self {
        Self {
            event,
            date,
            changes: Vec::new(),
            bounds: date.bounds(),
            lowered_by: None,
            raised_by: None,
        }
    }
}

/// Groups an event's changes by date, in file order.
fn group(event: usize, found: &Event, list: &mut Vec<Moment>) {
    let mut by_date: HashMap<Date, usize> = HashMap::new();
    for (place, change) in found.changes.iter().enumerate() {
        let date = change.date(found);
        let at = *by_date.entry(date).or_insert_with(|| {
            list.push(Moment::new(event, date));
            list.len() - 1
        });
        list[at].changes.push(place);
    }
}

/// One circle of `after` among the events that could not be ordered.
fn circle(timeline: &Timeline, stuck: Vec<usize>) -> Vec<usize> {
    let Some(mut event) = stuck.first().copied() else {
        return Vec::new();
    };
    let stuck: std::collections::HashSet<usize> = stuck.into_iter().collect();
    let mut seen: HashMap<usize, usize> = HashMap::new();
    let mut path = Vec::new();
    loop {
        if let Some(start) = seen.get(&event) {
            return path.split_off(*start);
        }
        seen.insert(event, path.len());
        path.push(event);
        match timeline.events[event]
            .after
            .iter()
            .find(|earlier| stuck.contains(earlier))
        {
            Some(earlier) => event = *earlier,
            None => return path,
        }
    }
}
