//! Moments: the changes of one event that share a date, put in order, with their days narrowed. Three passes over the
//! whole timeline: order (by date, with `after` outranking it), raising of first days from the beginning, lowering of
//! last days from the end.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::mem;

use indexmap::{IndexMap, IndexSet};

use super::{Action, ChangeRef, Instant, Timeline, suppose::is_supposed};
use crate::date::{Bounds, Date, Day};

/// The changes of one event that share a date, with the days that are left for them.
#[derive(Clone, Debug)]
pub struct Moment {
    pub event: usize,
    /// The date that its changes share, as written.
    pub date: Date,
    /// The places of its changes in the event, in file order; none on an event's own date where nothing changes.
    pub changes: Vec<usize>,
    /// The days on which it may have happened, by its date and the `through` that it sets.
    pub days: Bounds,
    /// The days that are left after raising and lowering.
    pub bounds: Bounds,
    /// The moment whose last day lowered this one's.
    pub lowered_by: Option<usize>,
    /// The moment whose first day raised this one's.
    pub raised_by: Option<usize>,
}

impl Moment {
    pub fn refs(&self) -> impl Iterator<Item = ChangeRef> + use<'_> {
        let event = self.event;
        let changes = self.changes.iter().copied();
        changes.map(move |change| ChangeRef { event, change })
    }
}

/// Every moment of a timeline in order, and what stands against that order.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    pub list: Vec<Moment>,
    /// The place in `list` of the moment of each event's own date, by the event's place.
    pub own: Vec<usize>,
    /// The place in `list` of each change's moment, by event and change.
    ranks: Vec<Vec<usize>>,
    /// The day of each event in a listing, by the event's place: its first, or last where the first is open, or a later
    /// one of those that `after` puts before it.
    pub listed: Vec<Option<Day>>,
    /// Events that `after` puts after themselves, in a circle.
    pub circle: Vec<usize>,
}

impl Moments {
    /// Orders the moments of a timeline and narrows their days.
    pub fn of(timeline: &Timeline) -> Self {
        let events = timeline.events.iter();
        let mut moments = Self {
            list: by_days(timeline),
            own: vec![0; events.len()],
            ranks: events.map(|event| vec![0; event.changes.len()]).collect(),
            listed: vec![None; timeline.events.len()],
            circle: Vec::new(),
        };
        moments.rank_all(timeline);
        if timeline.events.iter().any(|event| !event.after.is_empty()) {
            moments.sort(timeline);
            moments.rank_all(timeline);
        }
        moments.raise(timeline);
        moments.lower(timeline);
        moments.list_events(timeline);
        moments
    }

    pub fn rank(&self, at: ChangeRef) -> usize {
        self.ranks[at.event][at.change]
    }

    pub fn bounds(&self, at: ChangeRef) -> Bounds {
        self.list[self.rank(at)].bounds
    }

    pub fn event_bounds(&self, event: usize) -> Bounds {
        self.list[self.own[event]].bounds
    }

    /// When the moment at a place in the order has certainly happened.
    pub(super) fn certain(&self, rank: usize) -> Option<Instant> {
        let last = self.list[rank].bounds.last?;
        Some(Instant::after(last, rank))
    }

    /// Whether the changes of a moment take effect later than their event: on no day that is left for it.
    pub fn is_effect(&self, rank: usize) -> bool {
        let moment = &self.list[rank];
        let last = self.event_bounds(moment.event).last;
        let is_later = |first: Day| last.is_some_and(|last| first > last);
        rank != self.own[moment.event] && moment.bounds.first.is_some_and(is_later)
    }

    /// The place in the order of the last of an event's moments that are over on a day.
    pub fn last_on(&self, event: usize, day: Day) -> usize {
        let mut list = self.list.iter();
        let ends = |moment: &Moment| moment.event == event && moment.bounds.last == Some(day);
        list.rposition(ends).unwrap_or(self.own[event])
    }

    fn rank_all(&mut self, timeline: &Timeline) {
        for (rank, moment) in self.list.iter().enumerate() {
            for at in moment.refs() {
                self.ranks[at.event][at.change] = rank;
            }
            if moment.date == timeline.events[moment.event].date {
                self.own[moment.event] = rank;
            }
        }
    }

    /// Puts each behind what `after` names, and else leaves the order (Kahn's topological sort); what runs in a circle
    /// comes last.
    fn sort(&mut self, timeline: &Timeline) {
        let all = 0..self.list.len();
        let mut waits = vec![0; all.len()];
        let mut behind: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
        let edges = timeline.events.iter().zip(&self.own);
        let edges = edges.flat_map(|(event, later)| {
            let earlier = event.after.iter().map(|event| self.own[*event]);
            earlier.map(|earlier| (earlier, *later))
        });
        for (earlier, later) in edges.chain(self.shared_edges(timeline)) {
            behind[earlier].push(later);
            waits[later] += 1;
        }
        let is_ready = |place: &usize| waits[*place] == 0;
        let mut ready: BTreeSet<usize> = all.clone().filter(is_ready).collect();
        let mut order = Vec::new();
        while let Some(place) = ready.pop_first() {
            order.push(place);
            for later in &behind[place] {
                waits[*later] -= 1;
                if waits[*later] == 0 {
                    ready.insert(*later);
                }
            }
        }
        let stuck = all.filter(|place| waits[*place] > 0);
        let own = stuck.clone().filter(|place| self.is_own(*place));
        let events = own.map(|place| self.list[place].event);
        self.circle = circle(timeline, &events.collect());
        order.extend(stuck);
        let mut list: Vec<_> = mem::take(&mut self.list).into_iter().map(Some).collect();
        let list = order.iter().filter_map(|place| list[*place].take());
        self.list = list.collect();
    }

    /// What `after` says of two moments that change a clause of both and may have happened in either order, where one
    /// of them has another date than its event.
    fn shared_edges(&self, timeline: &Timeline) -> HashSet<(usize, usize)> {
        let mut later: Vec<Vec<usize>> = vec![Vec::new(); timeline.events.len()];
        for (event, found) in timeline.events.iter().enumerate() {
            for earlier in &found.after {
                later[*earlier].push(event);
            }
        }
        let mut lives: Vec<Vec<usize>> = vec![Vec::new(); timeline.clauses.len()];
        for (place, moment) in self.list.iter().enumerate() {
            for (clause, _) in moment.clauses(timeline) {
                lives[clause].push(place);
            }
        }
        let mut edges = HashSet::new();
        for (place, moment) in self.list.iter().enumerate() {
            if self.is_own(place) {
                continue;
            }
            let before = events_before(timeline, moment.event);
            let behind = reach(moment.event, |event| &later[event]);
            if before.is_empty() && behind.is_empty() {
                continue;
            }
            let clauses = moment.clauses(timeline);
            for other in clauses.flat_map(|(clause, _)| &lives[clause]) {
                let found = &self.list[*other];
                if !found.days.overlaps(moment.days) {
                    continue;
                }
                // What runs in a circle is an error, and has no order.
                match (before.contains(&found.event), behind.contains(&found.event)) {
                    (true, false) => edges.insert((*other, place)),
                    (false, true) => edges.insert((place, *other)),
                    _ => continue,
                };
            }
        }
        edges
    }

    /// From the first moment forward: a first day is at least that of any earlier moment that changes one of the same
    /// clauses, or that `after` puts before it. Plans stand aside.
    fn raise(&mut self, timeline: &Timeline) {
        let mut clauses: Vec<Option<Limit>> = vec![None; timeline.clauses.len()];
        for place in 0..self.list.len() {
            let moment = &self.list[place];
            let event = &timeline.events[moment.event];
            if event.planned {
                continue;
            }
            let of_clauses = moment.clauses(timeline).filter_map(|(c, _)| clauses[c]);
            let is_fact = |earlier: &&usize| !timeline.events[**earlier].planned;
            let after = event.after.iter().filter(|_| self.is_own(place));
            let named = after.filter(is_fact).filter_map(|earlier| {
                let by = self.own[*earlier];
                Some((self.list[by].bounds.first?, by))
            });
            let latest = named.chain(of_clauses);
            let latest = latest.min_by_key(|(day, _)| Reverse(*day));
            let moment = &mut self.list[place];
            if let Some((day, by)) = latest
                && moment.bounds.first < Some(day)
            {
                (moment.bounds.first, moment.raised_by) = (Some(day), Some(by));
            }
            let first = moment.bounds.first;
            for (clause, _) in self.list[place].clauses(timeline) {
                if clauses[clause].map(|(day, _)| day) < first {
                    clauses[clause] = first.map(|day| (day, place));
                }
            }
        }
    }

    /// From the last moment back: a last day is at most that of any later moment that changes one of the same clauses,
    /// or that `after` puts behind it; and before it where that one ends a clause of both, if the first day allows.
    /// Plans stand aside, and so does what is only supposed: facts keep their days.
    fn lower(&mut self, timeline: &Timeline) {
        let mut changed: Vec<Option<Limit>> = vec![None; timeline.clauses.len()];
        let mut ended = changed.clone();
        let mut named: Vec<Option<Limit>> = vec![None; timeline.events.len()];
        for place in (0..self.list.len()).rev() {
            let is_own = self.is_own(place);
            let moment = &mut self.list[place];
            let event = &timeline.events[moment.event];
            if event.planned || is_supposed(&event.id) {
                continue;
            }
            let Bounds { first, last } = moment.bounds;
            let is_left = |day: &Day| first.is_none_or(|first| first <= *day);
            let eve = |(end, by): Limit| Some((end.pred().filter(is_left)?, by));
            let of_clauses = moment.clauses(timeline).flat_map(|(clause, _)| {
                let eve = ended[clause].and_then(eve);
                changed[clause].into_iter().chain(eve)
            });
            let behind = named[moment.event].filter(|_| is_own);
            let earliest = of_clauses.chain(behind).min_by_key(|(day, _)| *day);
            if let Some((day, by)) = earliest
                && last.is_none_or(|last| last > day)
            {
                (moment.bounds.last, moment.lowered_by) = (Some(day), Some(by));
            }
            let Some(last) = moment.bounds.last else {
                continue;
            };
            for (clause, ends) in self.list[place].clauses(timeline) {
                take_earlier(&mut changed[clause], (last, place));
                if ends {
                    take_earlier(&mut ended[clause], (last, place));
                }
            }
            for earlier in event.after.iter().filter(|_| is_own) {
                take_earlier(&mut named[*earlier], (last, place));
            }
        }
    }

    fn list_events(&mut self, timeline: &Timeline) {
        for (place, moment) in self.list.iter().enumerate() {
            if self.is_own(place) {
                let after = &timeline.events[moment.event].after;
                let earlier = after.iter().map(|earlier| self.listed[*earlier]);
                let own = moment.bounds.first.or(moment.bounds.last);
                self.listed[moment.event] = earlier.fold(own, Option::max);
            }
        }
    }

    /// Whether a moment has its event's own date.
    fn is_own(&self, place: usize) -> bool {
        self.own[self.list[place].event] == place
    }
}

type Limit = (Day, usize);

fn take_earlier(limit: &mut Option<Limit>, other: Limit) {
    if limit.is_none_or(|(day, _)| other.0 < day) {
        *limit = Some(other);
    }
}

/// The events that `after` puts before one, directly or through others.
pub(crate) fn events_before(timeline: &Timeline, event: usize) -> IndexSet<usize> {
    reach(event, |event| &timeline.events[event].after)
}

/// The events that are reached from one, the nearest first.
pub(super) fn reach<'t>(event: usize, next: impl Fn(usize) -> &'t [usize]) -> IndexSet<usize> {
    let mut found: IndexSet<usize> = next(event).iter().copied().collect();
    let mut place = 0;
    while let Some(event) = found.get_index(place) {
        found.extend(next(*event));
        place += 1;
    }
    found
}

/// By first day, last day, the event's own date and place in the file.
fn by_days(timeline: &Timeline) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (event, found) in timeline.events.iter().enumerate() {
        let mut by_date = IndexMap::<Date, Vec<usize>>::new();
        for (place, change) in found.changes.iter().enumerate() {
            by_date.entry(change.date(found)).or_default().push(place);
        }
        by_date.entry(found.date).or_default();
        moments.extend(by_date.into_iter().map(|(date, changes)| {
            let Bounds { first, last } = date.bounds();
            // What sets a `through` happened by its last day; one that leaves no day bounds nothing.
            let through = changes
                .iter()
                .filter_map(|of| found.changes[*of].through?.last());
            let through = through.filter(|day| first.is_none_or(|first| first <= *day));
            let last = last.into_iter().chain(through).min();
            let bounds = Bounds { first, last };
            Moment {
                event,
                date,
                changes,
                days: bounds,
                bounds,
                lowered_by: None,
                raised_by: None,
            }
        }));
    }
    moments.sort_by_cached_key(|moment| {
        let event = &timeline.events[moment.event];
        // What is supposed of a day comes after all that happened on it.
        let whole = (is_supposed(&event.id), event.date.bounds().sort_key());
        (moment.bounds.sort_key(), whole, moment.event)
    });
    moments
}

impl Moment {
    /// The clauses that it changes, each with whether it ends it.
    fn clauses(&self, timeline: &Timeline) -> impl Iterator<Item = (usize, bool)> {
        let changes = &timeline.events[self.event].changes;
        let own = self.changes.iter().map(|place| &changes[*place]);
        own.map(|change| (change.clause, change.action == Action::End))
    }
}

/// One circle of `after` among the events that could not be ordered.
fn circle(timeline: &Timeline, stuck: &IndexSet<usize>) -> Vec<usize> {
    let Some(mut event) = stuck.first().copied() else {
        return Vec::new();
    };
    let mut path = IndexSet::new();
    while path.insert(event) {
        let mut after = timeline.events[event].after.iter();
        match after.find(|earlier| stuck.contains(*earlier)) {
            Some(earlier) => event = *earlier,
            None => return path.into_iter().collect(),
        }
    }
    path.into_iter().skip_while(|seen| *seen != event).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::Moments;

    /// Events by their ids, dates, what they come after, and what they do to clauses.
    type Drafts<'a> = [(&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)])];

    /// The moments in order: the event, the days that are left, and the events that raised the first and lowered the
    /// last of them; then what runs in a circle.
    fn ordered(events: &Drafts) -> Vec<String> {
        let mut text = "format = 1\ntitle = \"t\"\nsource.s.title = \"s\"\n".to_owned();
        text += "clause.rent.title = \"r\"\nclause.deposit.title = \"d\"\n";
        for (id, date, after, changes) in events {
            let _ = write!(text, "[[event]]\nid = \"{id}\"\ndate = \"{date}\"\n");
            let _ = writeln!(text, "after = [{after}]\ntitle = \"e\"\ncite = [\"s\"]");
            for (clause, action) in *changes {
                let change = format!("clause = \"{clause}\"\naction = \"{action}\"\n");
                let _ = write!(text, "[[event.change]]\n{change}text = \"x\"\n");
            }
        }
        let timeline = crate::file::read("t.toml", text.into_bytes(), true)
            .history
            .timeline;
        let moments = Moments::of(&timeline);
        let id = |place: usize| timeline.events[place].id.as_str();
        let by = |place: Option<usize>| place.map_or("", |place| id(moments.list[place].event));
        let day = |day: Option<crate::date::Day>| day.map_or("open".to_owned(), |d| d.to_string());
        let list = moments.list.iter().map(|moment| {
            let (first, last) = (day(moment.bounds.first), day(moment.bounds.last));
            let (raised, lowered) = (by(moment.raised_by), by(moment.lowered_by));
            format!("{} {first} {last} {raised}/{lowered}", id(moment.event))
        });
        let circle = moments
            .circle
            .iter()
            .map(|event| format!("circle: {}", id(*event)));
        list.chain(circle).collect()
    }

    #[test]
    fn days_are_narrowed_by_what_is_named_before_what_is_shared() {
        assert_eq!(
            ordered(&[
                ("a", "2020-02", "", &[("rent", "adopt")]),
                ("b", "2020", "'a'", &[("deposit", "adopt")]),
                ("c", "2020", "'a'", &[("deposit", "amend")]),
                ("d", "2020", "'a', 'b'", &[]),
            ]),
            [
                "a 2020-02-01 2020-02-29 /",
                "b 2020-02-01 2020-12-31 a/",
                "c 2020-02-01 2020-12-31 a/",
                "d 2020-02-01 2020-12-31 a/",
            ]
        );
        assert_eq!(
            ordered(&[
                ("a", "2020", "", &[("rent", "adopt")]),
                ("b", "2020-06", "", &[("rent", "amend")]),
            ]),
            ["a 2020-01-01 2020-06-30 /b", "b 2020-06-01 2020-06-30 /"]
        );
    }

    #[test]
    fn of_two_that_narrow_alike_the_outer_one_is_named() {
        assert_eq!(
            ordered(&[
                ("a", "[2019..2020]", "", &[("rent", "adopt")]),
                ("b", "2020-01", "", &[("rent", "amend")]),
                ("c", "2020-01", "", &[("rent", "amend")]),
            ])[0],
            "a 2019-01-01 2020-01-31 /c"
        );
    }

    #[test]
    fn what_runs_in_a_circle_is_in_the_list_once() {
        assert_eq!(
            ordered(&[
                ("c", "2021", "", &[]),
                ("a", "2020", "'b'", &[("rent", "adopt")]),
                ("b", "2020", "'a'", &[("deposit", "adopt")]),
            ]),
            [
                "c 2021-01-01 2021-12-31 /",
                "a 2020-01-01 2020-12-31 /",
                "b 2020-01-01 2020-12-31 /",
                "circle: a",
                "circle: b",
            ]
        );
    }

    #[test]
    fn days_that_are_left_anyway_are_not_narrowed() {
        assert_eq!(
            ordered(&[
                ("a", "2020-01", "", &[("rent", "adopt")]),
                ("b", "2020-01", "", &[("rent", "amend")]),
                ("c", "[2020..2020-01-31]", "", &[("rent", "amend")]),
            ]),
            [
                "a 2020-01-01 2020-01-31 /",
                "b 2020-01-01 2020-01-31 /",
                "c 2020-01-01 2020-01-31 /",
            ]
        );
    }
}
