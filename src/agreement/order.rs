//! Moments: the changes of one event that share a date, put in order, with their days narrowed. Three passes over the
//! whole timeline: order (by date, with `after` outranking it), lowering of last days from the end, raising of first
//! days from the beginning. Knows nothing of files, formats, the command line, or how dates are written.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::ops::Range;

use super::model::{ChangeRef, Event, PerChange, Timeline};
use super::values::Action;
use crate::date::{Bounds, Date, Day};

/// The changes of one event that share a date, with the days that are left for them.
#[derive(Clone, Debug)]
pub struct Moment {
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
    pub fn of(timeline: &Timeline) -> Self {
        let mut unordered = Unordered::of(timeline);
        let (order, circle) = unordered.sort(timeline);
        let aspects: Vec<_> = order
            .iter()
            .map(|place| unordered.aspects[*place])
            .collect();
        let mut list: Vec<_> = unordered.list.drain(..).map(Some).collect();
        let list = order.iter().filter_map(|place| list[*place].take());
        let mut moments = Self {
            list: list.collect(),
            events: vec![None; timeline.events.len()],
            ranks: PerChange::of(timeline, 0),
            circle,
        };
        moments.lower(timeline);
        moments.raise(timeline, &aspects);
        for (rank, moment) in moments.list.iter().enumerate() {
            let event = moment.event;
            for change in &moment.changes {
                let change = *change;
                moments.ranks[ChangeRef { event, change }] = rank;
            }
            if moment.date == timeline.events[event].date {
                moments.events[event] = Some(moment.bounds);
            }
        }
        moments
    }

    pub fn bounds(&self, at: ChangeRef) -> Bounds {
        self.list[self.ranks[at]].bounds
    }

    /// The days left for an event's own date.
    pub fn event_bounds(&self, timeline: &Timeline, event: usize) -> Bounds {
        let found = self.events.get(event).copied().flatten();
        found.unwrap_or_else(|| timeline.events[event].date.bounds())
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
            let Some(last) = last else { continue };
            for (clause, ends) in moment.clauses(timeline) {
                clauses[clause].add(last, place, ends);
            }
        }
    }

    /// From the first moment forward: a first day is at least that of any earlier moment of an event named in
    /// `after`. Earlier moments of the same clause need no look: the order is by first day, and what waits for another
    /// is raised with it, so that first days never fall from one moment to the next.
    fn raise(&mut self, timeline: &Timeline, aspects: &[[bool; 2]]) {
        let mut firsts = FirstDays::of(timeline);
        for (place, (moment, aspects)) in self.list.iter_mut().zip(aspects).enumerate() {
            let earlier = Aspect::of(*aspects);
            let earlier =
                earlier.filter_map(|aspect| firsts.before(timeline, moment.event, aspect));
            if let Some((day, by)) = earlier.reduce(later)
                && moment.bounds.first.is_none_or(|first| first < day)
            {
                moment.bounds.first = Some(day);
                moment.raised_by = Some(by);
            }
            if let Some(first) = moment.bounds.first {
                firsts.reach(moment.event, *aspects, (first, place));
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

/// What `after` puts in order of an event, each by itself: its changes, and its own date.
#[derive(Clone, Copy)]
enum Aspect {
    Changes,
    Date,
}

impl Aspect {
    const BOTH: [Self; 2] = [Self::Changes, Self::Date];

    /// The aspects of its event that a moment has.
    fn of(has: [bool; 2]) -> impl Iterator<Item = Self> {
        (Self::BOTH.into_iter().zip(has)).filter_map(|(aspect, has)| has.then_some(aspect))
    }
}

/// Moments before they are ordered, with the aspects that each has, and where those of each event are.
struct Unordered {
    list: Vec<Moment>,
    aspects: Vec<[bool; 2]>,
    events: Vec<Range<usize>>,
}

impl Unordered {
    fn of(timeline: &Timeline) -> Self {
        let (mut list, mut aspects, mut events) = (Vec::new(), Vec::new(), Vec::new());
        for (event, found) in timeline.events.iter().enumerate() {
            let start = list.len();
            group(event, found, &mut list);
            let changing = !found.changes.is_empty();
            if list[start..].iter().all(|m: &Moment| m.date != found.date) {
                list.push(Moment::new(event, found.date));
            }
            aspects.extend(list[start..].iter().map(|moment| {
                let changes = !changing || !moment.changes.is_empty();
                [changes, moment.date == found.date]
            }));
            events.push(start..list.len());
        }
        Self {
            list,
            aspects,
            events,
        }
    }

    /// Orders by first day, last day, the event's own date and place in the file, as far as `after`
    /// allows; what is left over runs in a circle, and comes last.
    fn sort(&self, timeline: &Timeline) -> (Vec<usize>, Vec<usize>) {
        let key = |place: &usize| {
            let moment = &self.list[*place];
            let event = timeline.events[moment.event].date.bounds();
            let (own, whole) = (moment.bounds.sort_key(), event.sort_key());
            (own, whole, moment.event, *place)
        };
        let mut by_key: Vec<usize> = (0..self.list.len()).collect();
        by_key.sort_by_cached_key(key);
        if timeline.events.iter().all(|event| event.after.is_empty()) {
            return (by_key, Vec::new());
        }
        let mut order = self.graph(timeline).sort(&by_key);
        order.retain(|node| *node < self.list.len());
        let sorted: HashSet<usize> = order.iter().copied().collect();
        let stuck = (0..self.list.len()).filter(|place| !sorted.contains(place));
        let circle = circle(
            timeline,
            stuck.map(|place| self.list[place].event).collect(),
        );
        order.extend(by_key.into_iter().filter(|place| !sorted.contains(place)));
        (order, circle)
    }

    /// What comes before what. Beside the moments each aspect of an event has a node for its beginning and one for its
    /// end: its moments lie between the two, and the end of one event before the beginning of those that name it.
    fn graph(&self, timeline: &Timeline) -> Graph {
        let moments = self.list.len();
        let begin = |event: usize, aspect: Aspect| moments + 4 * event + aspect as usize;
        let end = |event, aspect| begin(event, aspect) + 2;
        let mut graph = Graph::of(moments + 4 * self.events.len());
        for (event, found) in timeline.events.iter().enumerate() {
            for place in self.events[event].clone() {
                for aspect in Aspect::of(self.aspects[place]) {
                    graph.add(begin(event, aspect), place);
                    graph.add(place, end(event, aspect));
                }
            }
            for (earlier, aspect) in found
                .after
                .iter()
                .flat_map(|earlier| Aspect::BOTH.map(|aspect| (*earlier, aspect)))
            {
                graph.add(end(earlier, aspect), begin(event, aspect));
            }
        }
        graph
    }
}

/// What must come before what, by numbers.
struct Graph {
    next: Vec<Vec<usize>>,
    waits: Vec<usize>,
}

impl Graph {
    fn of(nodes: usize) -> Self {
        Self {
            next: vec![Vec::new(); nodes],
            waits: vec![0; nodes],
        }
    }

    fn add(&mut self, before: usize, after: usize) {
        self.next[before].push(after);
        self.waits[after] += 1;
    }

    /// A topological sort (Kahn's): of what may come next, what is not preferred comes at once, and then the first
    /// of the preferred. What waits for itself is left out.
    fn sort(mut self, preferred: &[usize]) -> Vec<usize> {
        let mut ranks = vec![0; self.next.len()];
        for (place, node) in preferred.iter().enumerate() {
            ranks[*node] = place + 1;
        }
        let ready = (0..self.next.len()).filter(|node| self.waits[*node] == 0);
        let mut heap: BinaryHeap<_> = ready.map(|node| Reverse((ranks[node], node))).collect();
        let mut order = Vec::new();
        while let Some(Reverse((_, node))) = heap.pop() {
            order.push(node);
            for next in std::mem::take(&mut self.next[node]) {
                self.waits[next] -= 1;
                if self.waits[next] == 0 {
                    heap.push(Reverse((ranks[next], next)));
                }
            }
        }
        order
    }
}

/// A first day with the moment that has it.
type First = (Day, usize);

/// The later of two first days, and the one before where they are the same.
fn later(one: First, other: First) -> First {
    if other.0 > one.0 { other } else { one }
}

/// The latest first day among the moments of each event so far, and of those before each event, by aspect.
struct FirstDays {
    reached: Vec<[Option<First>; 2]>,
    before: Vec<[OnceCell<Option<First>>; 2]>,
}

impl FirstDays {
    fn of(timeline: &Timeline) -> Self {
        Self {
            reached: vec![[None; 2]; timeline.events.len()],
            before: vec![Default::default(); timeline.events.len()],
        }
    }

    fn reach(&mut self, event: usize, aspects: [bool; 2], moment: First) {
        for aspect in Aspect::of(aspects) {
            let reached = &mut self.reached[event][aspect as usize];
            *reached = reached.map_or(Some(moment), |before| Some(later(before, moment)));
        }
    }

    /// The latest first day of an aspect of the events before an event, worked out once.
    fn before(&self, timeline: &Timeline, event: usize, aspect: Aspect) -> Option<First> {
        *self.before[event][aspect as usize].get_or_init(|| {
            let earlier = timeline.events[event].after.iter();
            let found = earlier.filter_map(|earlier| self.reached[*earlier][aspect as usize]);
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
    let stuck: HashSet<usize> = stuck.into_iter().collect();
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
