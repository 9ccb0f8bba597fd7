//! Lenses: a timeline narrowed to what was known by a day, to what some sources say, or to a basis. What comes out is a
//! timeline like any other, so that nothing else needs to know of lenses. Suppositions are added to what is left.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use super::{Action, Basis, Change, Citation, Claims, Event, Timeline, Wording};
use super::{order::Moments, order::reach, suppose::Supposition};
use crate::date::{Bounds, Day};

/// What is believed; the default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lens {
    pub known_by: Option<Day>,
    /// Only what these sources say; empty is all.
    pub according_to: Vec<usize>,
    pub basis: Basis,
    /// What is taken to happen besides, in this order.
    pub suppose: Vec<Supposition>,
}

pub static EVERYTHING: LazyLock<Lens> = LazyLock::new(Lens::default);

impl Lens {
    /// Each part of the lens that leaves anything out, by itself, and the name of its flag.
    pub fn parts(&self) -> Vec<(&'static str, Self)> {
        let (mut known_by, mut according_to, mut basis) = <(Self, Self, Self)>::default();
        known_by.known_by = self.known_by;
        according_to.according_to.clone_from(&self.according_to);
        basis.basis = self.basis;
        let parts = [
            ("known-by", known_by),
            ("according-to", according_to),
            ("basis", basis),
        ];
        let narrows = |(_, lens): &(&str, Self)| *lens != Self::default();
        parts.into_iter().filter(narrows).collect()
    }

    /// The timeline as this lens shows it. Parties, sources and clauses keep their places.
    pub fn narrow(&self, timeline: &Timeline) -> Timeline {
        let believed = match self.parts().as_slice() {
            [] => timeline.clone(),
            _ => self.believed(timeline),
        };
        let suppositions = self.suppose.iter().enumerate();
        suppositions.fold(believed, |timeline, (place, supposition)| {
            timeline.suppose(place, supposition)
        })
    }

    /// What changes did that are left out as not firm enough, of those that are believed otherwise, and to which clause.
    pub fn left_out(&self, timeline: &Timeline) -> Vec<(Action, usize)> {
        if self.basis == Basis::default() {
            return Vec::new();
        }
        let mut other = self.clone();
        (other.basis, other.suppose) = (Basis::default(), Vec::new());
        let mut events = other.narrow(timeline).events;
        events.iter_mut().for_each(weaken);
        let changes = events.iter().flat_map(|event| &event.changes);
        let weak = changes.filter(|change| change.basis > self.basis);
        weak.map(|change| (change.action, change.clause)).collect()
    }

    /// The days on which what this lens shows of a clause may become another: those by which an event was known that
    /// touches it, or bears on one that does, by `after` or by another clause that both touch.
    pub fn known_days(&self, timeline: &Timeline, moments: &Moments, clause: usize) -> Vec<Day> {
        let count = timeline.events.len();
        // The events, and behind them the clauses, each with what it touches.
        let bounding = Vec::from_iter(timeline.lasts.map(|lasts| count + lasts));
        let mut near = vec![Vec::new(); count];
        near.resize(count + timeline.clauses.len(), bounding);
        for (place, event) in timeline.events.iter().enumerate() {
            let clauses = event.touched().map(|clause| count + clause);
            for other in event.after.iter().copied().chain(clauses) {
                near[place].push(other);
                near[other].push(place);
            }
        }
        let told = reach(count + clause, |place| &near[place]).into_iter();
        let told = told.filter(|place| *place < count);
        let days =
            told.filter_map(|event| known_on(&timeline.events[event], moments.event_bounds(event)));
        let days = days.filter(|day| self.known_by.is_none_or(|by| *day <= by));
        days.collect::<BTreeSet<Day>>().into_iter().collect()
    }

    fn believed(&self, timeline: &Timeline) -> Timeline {
        let moments = self.known_by.map(|day| (day, Moments::of(timeline)));
        let is_known = |place: usize, event: &Event| {
            moments.as_ref().is_none_or(|(day, moments)| {
                let known = known_on(event, moments.event_bounds(place));
                known.is_some_and(|known| known <= *day)
            })
        };
        let (mut events, mut places, mut bound) = (Vec::new(), HashMap::new(), HashMap::new());
        for (place, event) in timeline.events.iter().enumerate() {
            let seen = is_known(place, event).then(|| self.event(timeline, event));
            let Some((narrowed, moved)) = seen.flatten() else {
                continue;
            };
            if !moved {
                bound.insert(place, events.len());
            }
            places.insert(place, events.len());
            events.push(narrowed);
        }
        relink(timeline, &mut events, &bound);
        let mut narrowed = Timeline {
            events,
            ..timeline.clone()
        };
        let ids = &mut narrowed.ids.events;
        ids.retain(|_, place| places.contains_key(place));
        ids.values_mut().for_each(|place| *place = places[place]);
        narrowed.hide_unseen();
        narrowed
    }

    /// An event as this lens shows it, and whether that moved its own date; nothing where it hides it.
    fn event(&self, timeline: &Timeline, event: &Event) -> Option<(Event, bool)> {
        let mut event = event.clone();
        event.after.clear();
        event.retain_cites(|cite| {
            let published = timeline.sources[cite.source].published;
            let dates = published.zip(self.known_by);
            dates.is_none_or(|(published, day)| published.bounds().possible_by(day))
        });
        let moved = !self.according_to.is_empty() && self.believe(&mut event);
        weaken(&mut event);
        let cited = self.according_to.is_empty() || !event.cites.is_empty();
        event.changes.retain(|change| change.basis <= self.basis);
        let firm = event.basis <= self.basis;
        (cited && firm || !event.changes.is_empty()).then_some((event, moved))
    }

    /// Leaves what the chosen sources say, in their words; whether that moved the event's own date.
    fn believe(&self, event: &mut Event) -> bool {
        let ours = |cite: &Citation| self.according_to.contains(&cite.source);
        event.changes.retain(|change| {
            let cites = change.cites.as_ref().unwrap_or(&event.cites);
            cites.iter().any(ours)
        });
        event.retain_cites(ours);
        for change in &mut event.changes {
            claim(change, &event.cites);
        }
        let claimed = first_said(&event.cites).find_map(Citation::date);
        let before = event.date;
        event.date = claimed.unwrap_or(before);
        before != event.date
    }
}

/// Makes an event and its changes no firmer than the firmest citation on which each rests.
fn weaken(event: &mut Event) {
    let firmest = |cites: &[Citation]| {
        let bases = cites.iter().map(|cite| cite.basis.unwrap_or(Basis::Stated));
        bases.min()
    };
    let of_event = firmest(&event.cites);
    event.basis = event.basis.max(of_event.unwrap_or(event.basis));
    for change in &mut event.changes {
        let rests_on = change.cites.as_deref().map_or(of_event, firmest);
        change.basis = change.basis.max(rests_on.unwrap_or(change.basis));
    }
}

/// The day by which the public certainly knew of an event: as announced, else the last left for it in the whole file,
/// or the first where that is open.
fn known_on(event: &Event, own: Bounds) -> Option<Day> {
    match event.announced {
        Some(announced) => announced.last(),
        None => own.last.or(own.first),
    }
}

/// The citations of the source that is named first: its word is believed whole, and others differ from it. What it does
/// not claim otherwise stands as in the file.
fn first_said(cites: &[Citation]) -> impl DoubleEndedIterator<Item = &Citation> {
    let is_first = |cite: &&Citation| cite.source == cites[0].source;
    cites.iter().filter(is_first)
}

/// Puts what the first source claims in the place of what the file says.
fn claim(change: &mut Change, event_cites: &[Citation]) {
    let own = change.cites.as_deref();
    let date = own.and_then(|cites| first_said(cites).find_map(Citation::date));
    let claims = first_said(own.unwrap_or(event_cites)).rev();
    let claims = claims.filter_map(|cite| cite.claims.as_deref().cloned());
    let claims: Vec<Claims> = claims.collect();
    change.effective = date.or(change.effective);
    let has_text = claims.iter().any(|claims| claims.text.is_some());
    if !has_text && change.wording == Wording::Summary {
        change.wording = Wording::Record;
    }
    let mut end = (None, None);
    for claims in claims {
        change.text = claims.text.or(change.text.take());
        change.terms = claims.terms.map_or(change.terms.clone(), Arc::new);
        end = (claims.through.or(end.0), claims.until.or(end.1));
    }
    // What a source says of the end is all that it says of that.
    if end != (None, None) {
        (change.through, change.until) = end;
    }
    // What is claimed is given, and not removed.
    let mut unset = std::mem::take(&mut change.unset);
    unset.retain(|name| change.given(name).is_none());
    change.unset = unset;
}

/// Gives the events that are bound, by their old places, new places in `after`. Through what is hidden, or dated
/// otherwise, it reaches to those before.
fn relink(timeline: &Timeline, events: &mut [Event], bound: &HashMap<usize, usize>) {
    for (old, new) in bound {
        let through = |event: usize| match bound.get(&event) {
            Some(_) if event != *old => &[][..],
            _ => &timeline.events[event].after,
        };
        let before = reach(*old, through);
        let placed = before.iter().filter_map(|earlier| bound.get(earlier));
        events[*new].after = placed.copied().collect();
    }
}

impl Timeline {
    /// Takes the ids of the clauses and sources of which nothing is left.
    fn hide_unseen(&mut self) {
        let events = self.events.iter();
        let clauses: HashSet<usize> = events.clone().flat_map(Event::touched).collect();
        let cites = events.flat_map(Event::all_cites);
        let sources = cites.flat_map(|cite| [Some(cite.source), cite.via]);
        let sources: HashSet<usize> = sources.flatten().collect();
        self.ids.clauses.retain(|_, place| clauses.contains(place));
        self.ids.sources.retain(|_, place| sources.contains(place));
        for change in self.events.iter_mut().flat_map(|event| &mut event.changes) {
            change.replaces.retain(|clause| clauses.contains(clause));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lens;
    use crate::agreement::Basis;
    use crate::date::Day;

    #[test]
    fn each_part_of_a_lens_stands_alone() {
        let all = Lens::default();
        let known_by = Lens {
            known_by: Day::new(2020, 1, 1),
            ..all.clone()
        };
        let according_to = Lens {
            according_to: vec![3],
            ..all.clone()
        };
        let basis = Lens {
            basis: Basis::Stated,
            ..all.clone()
        };
        assert_eq!(all.parts(), []);
        for (name, part) in [
            ("known-by", &known_by),
            ("according-to", &according_to),
            ("basis", &basis),
        ] {
            assert_eq!(part.parts(), [(name, part.clone())]);
        }
        let whole = Lens {
            according_to: vec![3],
            basis: Basis::Stated,
            ..known_by.clone()
        };
        assert_eq!(
            whole.parts(),
            [
                ("known-by", known_by),
                ("according-to", according_to),
                ("basis", basis),
            ]
        );
    }

    /// What is left of an `after` where one source is believed, and gives dates as told.
    fn after(earlier: &str, later: &str) -> Vec<usize> {
        let event = |id: &str, more: &str| {
            format!("[[event]]\nid = \"{id}\"\ndate = \"2020\"\ntitle = \"e\"\n{more}\n")
        };
        let cited = |more: &str| format!("cite = [{{ source = \"s\"{more} }}]");
        let text = format!(
            "format = 1\ntitle = \"t\"\nsource.s.title = \"s\"\n{}{}",
            event("a", &cited(earlier)),
            event("b", &format!("after = [\"a\"]\n{}", cited(later)))
        );
        let reading = crate::file::read("t.toml", text.into_bytes(), true);
        assert!(reading.is_sound());
        let lens = Lens {
            according_to: vec![0],
            ..Lens::default()
        };
        lens.narrow(&reading.history.timeline).events[1]
            .after
            .clone()
    }

    #[test]
    fn events_that_a_source_dates_otherwise_have_an_order_of_their_own() {
        let moved = ", date = \"2021\"";
        assert_eq!(after("", ""), [0]);
        for (earlier, later) in [(moved, ""), ("", moved), (moved, moved)] {
            assert_eq!(after(earlier, later), [0; 0], "{earlier} {later}");
        }
    }
}
