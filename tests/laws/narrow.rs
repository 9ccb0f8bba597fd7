//! A literal reading of the lenses: what is believed of a world is another world.

use std::collections::BTreeSet;

use super::calendar::{LATE, span};
use super::oracle::{Moment, Oracle};
use super::world::{Change, Cite, Event, World};

/// What is believed.
#[derive(Clone, Debug)]
pub(super) struct Lens {
    /// Only what was known by the close of this day.
    pub(super) known_by: Option<i64>,
    /// Only what these sources say; empty is all.
    pub(super) according_to: Vec<usize>,
    /// At least this basis.
    pub(super) basis: &'static str,
}

impl Default for Lens {
    fn default() -> Self {
        Self {
            known_by: None,
            according_to: Vec::new(),
            basis: "inferred",
        }
    }
}

impl Lens {
    /// The world as this lens shows it.
    pub(super) fn narrow(&self, world: &World) -> World {
        let whole = Oracle::new(world);
        let mut events = Vec::new();
        let mut bound = BTreeSet::new();
        for (place, file) in world.events.iter().enumerate() {
            if !self.is_known(&whole, place) {
                continue;
            }
            if let Some(event) = self.event(world, file) {
                if event.date == file.date {
                    bound.insert(place);
                }
                events.push(event);
            }
        }
        let place = |id: &str| world.events.iter().position(|event| event.id == id);
        for event in &mut events {
            let later = place(&event.id).filter(|place| bound.contains(place));
            let earlier = bound
                .iter()
                .filter(|earlier| later.is_some_and(|later| whole.comes_after(later, **earlier)));
            event.after = earlier
                .map(|place| world.events[*place].id.clone())
                .collect();
        }
        World {
            events,
            ..world.clone()
        }
    }

    /// Whether the public certainly knew of an event: on the day announced, else on the last day that the whole file
    /// leaves it, or the first where that is open.
    fn is_known(&self, whole: &Oracle<'_>, event: usize) -> bool {
        let Some(day) = self.known_by else {
            return true;
        };
        if let Some(announced) = &whole.world.events[event].announced {
            return span(announced).last <= day;
        }
        let own = |moment: &&Moment| moment.event == event && moment.own;
        let left = whole.moments.iter().find(own).expect("an own date").left;
        if left.last == LATE {
            left.first <= day
        } else {
            left.last <= day
        }
    }

    /// An event as far as it is believed.
    fn event(&self, world: &World, file: &Event) -> Option<Event> {
        let mut event = file.clone();
        event.cite = self.cites(world, &file.cite);
        if let Some(date) = first(&event.cite, |cite| cite.date.as_ref()) {
            event.date = self.told(&date, &file.date);
        }
        event.basis = Some(self.basis_on(file.basis, &event.cite));
        let believed = |change| self.change(world, file, &event, change);
        event.changes = file.changes.iter().filter_map(believed).collect();
        let said = self.according_to.is_empty() || !event.cite.is_empty();
        let stays = said && self.is_firm(event.basis) || !event.changes.is_empty();
        stays.then_some(event)
    }

    /// A change as far as it is believed; `event` has the citations that are left.
    fn change(
        &self,
        world: &World,
        file: &Event,
        event: &Event,
        change: &Change,
    ) -> Option<Change> {
        let mut found = change.clone();
        found.cite = change.cite.as_ref().map(|cites| self.cites(world, cites));
        let rests_on = found.cite.as_ref().unwrap_or(&event.cite);
        found.basis = Some(self.basis_on(change.basis.or(file.basis), rests_on));
        if !self.is_firm(found.basis) {
            return None;
        }
        if self.according_to.is_empty() {
            return Some(found);
        }
        let own = found.cite.clone().unwrap_or_default();
        let cites = found.cite.as_ref().unwrap_or(&event.cite);
        if cites.is_empty() {
            return None;
        }
        found.effective = first(&own, |cite| cite.date.as_ref()).or(found.effective);
        found.text = first(cites, |cite| cite.text.as_ref()).or(found.text);
        // A source that says anything of the end says all that it says of that.
        let through = first(cites, |cite| cite.through.as_ref());
        let until = first(cites, |cite| cite.until.as_ref());
        if through.is_some() || until.is_some() {
            (found.through, found.until) = (through, until);
        }
        found.terms = first(cites, |cite| cite.terms.as_ref()).unwrap_or(found.terms);
        Some(found)
    }

    /// The citations of the chosen sources that were published by then.
    fn cites(&self, world: &World, cites: &[Cite]) -> Vec<Cite> {
        let later = |day: i64, date: &String| span(date).first > day;
        let published = |cite: &Cite| match (self.known_by, &world.published[cite.source]) {
            (Some(day), Some(date)) => !later(day, date),
            _ => true,
        };
        let ours =
            |cite: &Cite| self.according_to.is_empty() || self.according_to.contains(&cite.source);
        let left = cites.iter().filter(|cite| published(cite) && ours(cite));
        left.cloned().collect()
    }

    /// A source's word where sources are chosen, else the file's.
    fn told(&self, claim: &str, file: &str) -> String {
        let chosen = !self.according_to.is_empty();
        if chosen { claim } else { file }.to_owned()
    }

    /// What is left of a basis where only these citations are: no more than the firmest of them gives. Nothing is
    /// weakened where everything is believed.
    fn basis_on(&self, basis: Option<&'static str>, cites: &[Cite]) -> &'static str {
        let everything =
            self.known_by.is_none() && self.according_to.is_empty() && self.basis == "inferred";
        let firmest = cites.iter().map(|cite| rank(cite.basis)).min();
        let weakest = rank(basis).max(firmest.filter(|_| !everything).unwrap_or(0));
        WORDS[weakest]
    }

    fn is_firm(&self, basis: Option<&'static str>) -> bool {
        rank(basis) <= rank(Some(self.basis))
    }
}

/// The words for a basis, the firmest first.
const WORDS: [&str; 3] = ["stated", "reported", "inferred"];

fn rank(basis: Option<&str>) -> usize {
    let word = basis.unwrap_or("stated");
    WORDS
        .iter()
        .position(|other| *other == word)
        .expect("a basis")
}

/// What the source that is cited first claims, by the first of its citations that does.
fn first<T: Clone>(cites: &[Cite], claim: impl Fn(&Cite) -> Option<&T>) -> Option<T> {
    let mut ours = cites.iter().filter(|cite| cite.source == cites[0].source);
    ours.find_map(claim).cloned()
}
