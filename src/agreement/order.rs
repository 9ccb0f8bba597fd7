//! Moments: the changes of one event that share a date, put in order, with their days narrowed.
//!
//! Three passes over the whole timeline: order (by date, with `after` outranking it), lowering of
//! last days from the end, raising of first days from the beginning.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::ops::Range;

use super::model::{Action, ChangeRef, Event, PerChange, Timeline};
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
    /// The place in `list` of each change's moment.
    pub ranks: PerChange<usize>,
    /// Events that `after` puts after themselves, in a circle.
    pub circle: Vec<usize>,
}

impl Moments {
    /// Orders the moments of a timeline and narrows their days.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let nodes = Nodes::of(timeline);
        let (order, circle) = nodes.sort(timeline);
        let sides: Vec<_> = order.iter().map(|node| nodes.sides[*node]).collect();
        let mut list: Vec<_> = nodes.list.into_iter().map(Some).collect();
        let list = order.iter().filter_map(|node| list[*node].take());
        let mut moments = Self {
            list: list.collect(),
            events: Vec::new(),
            ranks: PerChange::of(timeline, 0),
            circle,
        };
        moments.lower(timeline);
        moments.raise(timeline, &sides);
        moments.events = vec![None; timeline.events.len()];
        for (rank, moment) in moments.list.iter().enumerate() {
            for change in &moment.changes {
                let at = ChangeRef {
                    event: moment.event,
                    change: *change,
                };
                moments.ranks[at] = rank;
            }
            if moment.date == timeline.events[moment.event].date {
                moments.events[moment.event] = Some(moment.bounds);
            }
        }
        moments
    }

    /// The days left for a change.
    #[must_use]
    pub fn bounds(&self, at: ChangeRef) -> Bounds {
        self.list[self.ranks[at]].bounds
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
        let mut clauses: Vec<Later> = vec![Later::default(); timeline.clauses.len()];
        for place in (0..self.list.len()).rev() {
            let moment = &mut self.list[place];
            let (Bounds { first, mut last }, mut lowered_by) = (moment.bounds, None);
            let changed = moment.clauses(timeline).map(|(clause, _)| &clauses[clause]);
            for (day, by) in changed.flat_map(|later| later.limits(first)) {
                if last.is_none_or(|last| last > day) {
                    last = Some(day);
                    lowered_by = Some(by);
                }
            }
            (moment.bounds.last, moment.lowered_by) = (last, lowered_by);
            let Some(last) = moment.bounds.last else {
                continue;
            };
            for (clause, ends) in moment.clauses(timeline) {
                clauses[clause].add(last, place, ends);
            }
        }
    }

    /// From the first moment forward: a first day is at least that of any earlier moment of an event named in
    /// `after`. Earlier moments of the same clause need no look: the order is by first day, and what waits for another
    /// is raised with it, so that first days never fall from one moment to the next.
    fn raise(&mut self, timeline: &Timeline, sides: &[[bool; 2]]) {
        let mut gates = Gates::of(timeline);
        for (place, (moment, stands)) in self.list.iter_mut().zip(sides).enumerate() {
            let named = Side::of(*stands);
            let named = named.filter_map(|side| gates.latest(timeline, moment.event, side));
            if let Some((day, by)) = named.reduce(later)
                && moment.bounds.first.is_none_or(|first| first < day)
            {
                moment.bounds.first = Some(day);
                moment.raised_by = Some(by);
            }
            if let Some(first) = moment.bounds.first {
                gates.pass(moment.event, *stands, (first, place));
            }
        }
    }
}

/// The earliest last days among the later moments of one clause: of all, and of those that end it.
#[derive(Clone, Default)]
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

/// What `after` binds: the changes of an event, and its own date. What is kept for both is in their order.
#[derive(Clone, Copy)]
enum Side {
    Changes,
    Own,
}

impl Side {
    const BOTH: [Self; 2] = [Self::Changes, Self::Own];

    /// The sides of its event that a moment stands for.
    fn of(stands: [bool; 2]) -> impl Iterator<Item = Self> {
        (Self::BOTH.into_iter().zip(stands)).filter_map(|(side, stands)| stands.then_some(side))
    }
}

/// Moments before they are ordered, with what each stands for, and where those of each event are.
struct Nodes {
    list: Vec<Moment>,
    sides: Vec<[bool; 2]>,
    events: Vec<Range<usize>>,
}

impl Nodes {
    fn of(timeline: &Timeline) -> Self {
        let mut list = Vec::new();
        let mut sides = Vec::new();
        let mut events = Vec::new();
        for (event, found) in timeline.events.iter().enumerate() {
            let start = list.len();
            group(event, found, &mut list);
            let changing = !found.changes.is_empty();
            if list[start..].iter().all(|m: &Moment| m.date != found.date) {
                list.push(Moment::new(event, found.date));
            }
            sides.extend(list[start..].iter().map(|moment| {
                let changes = !changing || !moment.changes.is_empty();
                [changes, moment.date == found.date]
            }));
            events.push(start..list.len());
        }
        Self {
            list,
            sides,
            events,
        }
    }

    /// The moments of an event that stand for a side of it.
    fn of_side(&self, event: usize, side: Side) -> impl Iterator<Item = usize> {
        let nodes = self.events[event].clone();
        nodes.filter(move |node| self.sides[*node][side as usize])
    }

    /// Orders by first day, last day, the event's own date and place in the file, as far as `after`
    /// allows; what is left over runs in a circle.
    fn sort(&self, timeline: &Timeline) -> (Vec<usize>, Vec<usize>) {
        let key = |node: &usize| {
            let moment = &self.list[*node];
            let event = timeline.events[moment.event].date.bounds();
            let (own, whole) = (moment.bounds.sort_key(), event.sort_key());
            (own, whole, moment.event, *node)
        };
        let mut by_key: Vec<usize> = (0..self.list.len()).collect();
        by_key.sort_by_key(key);
        if timeline.events.iter().all(|event| event.after.is_empty()) {
            return (by_key, Vec::new());
        }
        let mut ranks = vec![0; by_key.len()];
        for (rank, node) in by_key.iter().enumerate() {
            ranks[*node] = rank;
        }
        let mut later: Vec<Vec<usize>> = vec![Vec::new(); timeline.events.len()];
        for (event, found) in timeline.events.iter().enumerate() {
            found
                .after
                .iter()
                .for_each(|earlier| later[*earlier].push(event));
        }
        // A moment waits for the sides of its event, and a side for that side of every event before it.
        let mut waits: Vec<usize> = self
            .sides
            .iter()
            .map(|stands| Side::of(*stands).count())
            .collect();
        let mut closed: Vec<[usize; 2]> =
            timeline.events.iter().map(|e| [e.after.len(); 2]).collect();
        let mut left: Vec<[usize; 2]> = (0..self.events.len())
            .map(|event| Side::BOTH.map(|side| self.of_side(event, side).count()))
            .collect();
        let mut heap = BinaryHeap::new();
        let open = |event: usize, side: Side, waits: &mut [usize], heap: &mut BinaryHeap<_>| {
            for node in self.of_side(event, side) {
                waits[node] -= 1;
                if waits[node] == 0 {
                    heap.push(Reverse(ranks[node]));
                }
            }
        };
        for event in (0..timeline.events.len()).filter(|event| closed[*event] == [0; 2]) {
            for side in Side::BOTH {
                open(event, side, &mut waits, &mut heap);
            }
        }
        let mut order = Vec::new();
        while let Some(Reverse(rank)) = heap.pop() {
            let node = by_key[rank];
            order.push(node);
            let event = self.list[node].event;
            for side in Side::of(self.sides[node]) {
                left[event][side as usize] -= 1;
                if left[event][side as usize] > 0 {
                    continue;
                }
                for later in &later[event] {
                    closed[*later][side as usize] -= 1;
                    if closed[*later][side as usize] == 0 {
                        open(*later, side, &mut waits, &mut heap);
                    }
                }
            }
        }
        let left = (0..self.list.len()).filter(|node| waits[*node] > 0);
        let circle = circle(timeline, left.map(|node| self.list[node].event).collect());
        order.extend(by_key.into_iter().filter(|node| waits[*node] > 0));
        (order, circle)
    }
}

/// The latest first day among the moments of each event, by side; a moment comes after those of the events
/// that its own names.
struct Gates {
    passed: Vec<[Option<First>; 2]>,
    latest: Vec<[OnceCell<Option<First>>; 2]>,
}

/// A first day with the moment that has it.
type First = (Day, usize);

/// The later of two first days, and the one before where they are the same.
fn later(one: First, other: First) -> First {
    if other.0 > one.0 { other } else { one }
}

impl Gates {
    fn of(timeline: &Timeline) -> Self {
        Self {
            passed: vec![[None; 2]; timeline.events.len()],
            latest: vec![Default::default(); timeline.events.len()],
        }
    }

    fn pass(&mut self, event: usize, stands: [bool; 2], moment: First) {
        for side in Side::of(stands) {
            let passed = &mut self.passed[event][side as usize];
            *passed = passed.map_or(Some(moment), |before| Some(later(before, moment)));
        }
    }

    /// The latest first day before a side of an event, worked out once.
    fn latest(&self, timeline: &Timeline, event: usize, side: Side) -> Option<First> {
        *self.latest[event][side as usize].get_or_init(|| {
            let earlier = timeline.events[event].after.iter();
            let found = earlier.filter_map(|earlier| self.passed[*earlier][side as usize]);
            found.reduce(later)
        })
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

    /// The clauses that it changes, each with whether it ends it.
    fn clauses<'t>(
        &self,
        timeline: &'t Timeline,
    ) -> impl Iterator<Item = (usize, bool)> + use<'t, '_> {
        let changes = &timeline.events[self.event].changes;
        let own = self.changes.iter().map(|place| &changes[*place]);
        own.map(|change| (change.clause, change.action == Action::End))
    }
}

/// Groups an event's changes by date, in file order.
fn group(event: usize, found: &Event, list: &mut Vec<Moment>) {
    if found
        .changes
        .iter()
        .all(|change| change.effective.is_none())
    {
        if !found.changes.is_empty() {
            let mut moment = Moment::new(event, found.date);
            moment.changes = (0..found.changes.len()).collect();
            list.push(moment);
        }
        return;
    }
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::Moments;

    /// Events by their ids, dates, what they come after, and what they do to clauses.
    type Told<'a> = [(&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)])];

    /// The moments in order: the event, the days that are left, and the events that raised the first and lowered the
    /// last of them; then what runs in a circle.
    fn told(events: &Told) -> Vec<String> {
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
        let timeline = crate::file::read("t.toml", text.into_bytes(), true).timeline;
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
            told(&[
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
            told(&[
                ("a", "2020", "", &[("rent", "adopt")]),
                ("b", "2020-06", "", &[("rent", "amend")]),
            ]),
            ["a 2020-01-01 2020-06-30 /b", "b 2020-06-01 2020-06-30 /"]
        );
    }

    #[test]
    fn of_two_that_narrow_alike_the_outer_one_is_named() {
        assert_eq!(
            told(&[
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
            told(&[
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
            told(&[
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
