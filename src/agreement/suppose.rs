//! Suppositions: what is taken to happen in a timeline that does not say so. What comes out is a timeline again.

use std::collections::HashSet;

use super::order::Moments;
use super::{Action, Basis, Change, ChangeRef, Event, Given, History, Instant, Timeline};
use crate::date::Bounds;

/// Something that is taken to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposition {
    pub what: Supposed,
    pub at: Instant,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supposed {
    /// What the clauses that stand until this happens wait for.
    Condition(String),
    Plan(String),
}

const SUPPOSE: &str = "suppose:";

/// The kind of the event that a supposition is, where it ends a clause.
pub const SUPPOSITION: &str = "supposition";

/// Whether the event with this id is only supposed; no id of a file holds a colon.
pub fn is_supposed(id: &str) -> bool {
    id.contains(SUPPOSE)
}

impl History {
    pub fn waiting(&self, condition: &str, at: Instant) -> Vec<usize> {
        let waits = |clause: &usize| {
            let state = self.state(*clause, at);
            let version = state.version.filter(|_| state.status.stands());
            let until = |of| self.lives[*clause].given(&self.timeline, of, "until");
            version.and_then(until) == Some(Given::Words(condition))
        };
        (0..self.lives.len()).filter(waits).collect()
    }
}

impl Timeline {
    pub fn conditions(&self) -> impl Iterator<Item = &String> {
        let changes = self.events.iter().flat_map(|event| &event.changes);
        changes.filter_map(|change| change.until.as_ref())
    }

    /// The conditions and the planned events, which can be supposed.
    pub fn plans(&self) -> impl Iterator<Item = &String> {
        let plans = self.events.iter().filter(|event| event.planned);
        self.conditions().chain(plans.map(|plan| &plan.id))
    }

    /// The same where a supposition holds, by its place among those that are made.
    pub(super) fn suppose(mut self, place: usize, Supposition { what, at }: &Supposition) -> Self {
        match what {
            Supposed::Condition(condition) => fulfil(History::of(self), place, condition, *at),
            Supposed::Plan(id) => {
                if let Some(plan) = self.ids.events.get(self.own(id)) {
                    let mut event = self.events[*plan].clone();
                    let date = |earlier: &usize| self.events[*earlier].date.bounds();
                    let is_possible = |earlier: &usize| date(earlier).possible_by(at.day);
                    event.after.retain(is_possible);
                    (event.planned, event.date) = (false, at.day.into());
                    self.events[*plan] = event;
                }
                self
            }
        }
    }
}

/// Ends the clauses that wait for a condition, by an event of its own.
fn fulfil(history: History, place: usize, condition: &str, at: Instant) -> Timeline {
    let ended = history.waiting(condition, at);
    let (mut timeline, moments) = (history.timeline, history.moments);
    if ended.is_empty() {
        return timeline;
    }
    let is_past = |own: usize| moments.certain(own).is_some_and(|seen| seen <= at);
    let is_fact = |of: &usize| !timeline.events[*of].planned && is_past(moments.own[*of]);
    let after = (0..timeline.events.len()).filter(is_fact).collect();
    put_off(&mut timeline, &moments, &ended, at);
    let end = |clause| Change {
        clause,
        action: Action::End,
        basis: Basis::Inferred,
        ..Change::default()
    };
    let own = format!("{SUPPOSE}{}", place + 1);
    let id = timeline.prefix.clone() + &own;
    let title = format!("Supposing that {condition}");
    let ids = &mut timeline.ids.events;
    ids.insert(own.into(), timeline.events.len());
    timeline.events.push(Event {
        id,
        date: at.day.into(),
        after,
        title,
        kind: Some(SUPPOSITION.to_owned()),
        changes: ended.into_iter().map(end).collect(),
        ..Event::default()
    });
    timeline
}

/// What had not certainly changed clauses by a supposition that ends them does so no more, until they are adopted anew:
/// then that comes after the supposition, which is the next event.
fn put_off(timeline: &mut Timeline, moments: &Moments, ended: &[usize], at: Instant) {
    let mut over: HashSet<usize> = ended.iter().copied().collect();
    let (supposition, mut begun) = (timeline.events.len(), HashSet::new());
    let is_past = |rank: usize| moments.certain(rank).is_some_and(|seen| seen <= at);
    for (rank, moment) in moments.list.iter().enumerate() {
        for ChangeRef { event, change } in moment.refs() {
            let event = &mut timeline.events[event];
            let change = &mut event.changes[change];
            if !over.contains(&change.clause) {
                continue;
            }
            if is_past(rank) {
                begun.insert(moment.event);
                continue;
            }
            if change.action != Action::Adopt {
                // What may come before leaves it open until then, and narrows nothing.
                let is_idle = !moment.bounds.possible_by(at.day);
                (change.idle, change.unsettled) = (change.idle || is_idle, !is_idle);
                continue;
            }
            if !event.planned {
                over.remove(&change.clause);
            }
            if is_past(moments.own[moment.event]) {
                // What was signed before takes effect on a later day.
                let Bounds { first, last } = moment.date.bounds();
                let next = at.day.succ();
                let next = next.filter(|next| last.is_none_or(|last| *next <= last));
                let first = first.max(next);
                change.effective = Some(Bounds { first, last }.into());
            } else if begun.insert(moment.event) {
                event.after.push(supposition);
            }
        }
    }
}
