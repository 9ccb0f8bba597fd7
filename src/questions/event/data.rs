//! One event with what it did, and the list of all.

use serde::Serialize;

use crate::agreement::compare::How;
use crate::agreement::history::Version;
use crate::agreement::{Action, ChangeRef, Status};
use crate::answer::{Diff, Event};
use crate::questions::ask::{Records, Refusal};

/// The answer about one event.
#[derive(Clone, Debug, Serialize)]
pub struct EventPage {
    /// The event.
    pub event: Event,
    /// Each clause that it changed, before and after; nothing for what is only planned.
    pub effects: Vec<Diff>,
}

/// The answer about all events.
#[derive(Clone, Debug, Serialize)]
pub struct Events {
    /// Every event and expiry, in order.
    pub events: Vec<Event>,
}

/// Tells what an event, or an expiry, did.
///
/// # Errors
///
/// Where the id cannot be taken.
pub(super) fn event(records: &mut Records<'_, '_>, id: &str) -> Result<EventPage, Refusal> {
    let asked = records.asked;
    let expiry = asked
        .expiries
        .iter()
        .rev()
        .find(|expiry| expiry.id(asked.timeline) == id);
    Ok(if let Some(expiry) = expiry {
        let event = records.listed(crate::questions::ask::Listed::Expiry(expiry));
        EventPage {
            event,
            effects: Vec::new(),
        }
    } else {
        let place = asked.event(id)?;
        let effects = effects(records, place);
        EventPage {
            event: records.event(place),
            effects,
        }
    })
}

/// Lists all events.
pub(super) fn events(records: &mut Records<'_, '_>) -> Events {
    let asked = records.asked;
    let events = asked
        .listing()
        .into_iter()
        .map(|listed| records.listed(listed))
        .collect();
    Events { events }
}

/// The clauses that an event changed: one record for each clause and date.
fn effects(records: &mut Records<'_, '_>, event: usize) -> Vec<Diff> {
    let timeline = records.asked.timeline;
    if timeline.events[event].planned {
        return Vec::new();
    }
    let mut groups: Vec<Vec<ChangeRef>> = Vec::new();
    for change in 0..timeline.events[event].changes.len() {
        let at = ChangeRef { event, change };
        let key = |at: ChangeRef| (timeline.change(at).clause, timeline.date_of(at));
        match groups.iter_mut().find(|group| key(group[0]) == key(at)) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups.iter().map(|group| effect(records, group)).collect()
}

/// What some changes of one clause did together.
fn effect(records: &mut Records<'_, '_>, group: &[ChangeRef]) -> Diff {
    let history = records.asked.history;
    let clause = history.timeline.change(group[0]).clause;
    let life = &history.lives[clause];
    let last = group[group.len() - 1];
    let day = history.moments.bounds(last).last;
    let status = |version: &Version| day.map_or(version.status, |day| version.status_on(day));
    let (before, after) = (history.around(group[0]).0, history.around(last).1);
    let mut state = |version: Option<usize>| {
        let version = version.map(|place| &life.versions[place])?;
        let status = status(version);
        status
            .stands()
            .then(|| records.version_state(clause, status, Some(version)))
    };
    let (before, after) = (state(before), state(after));
    let actions: Vec<Action> = group
        .iter()
        .map(|at| history.timeline.change(*at).action)
        .collect();
    let by = group.iter().map(|at| records.done_by(*at)).collect();
    let about = &history.timeline.clauses[clause];
    let ids = vec![records.event_id(last.event)];
    crate::questions::diff::between_states(
        about,
        how(before.as_ref(), after.as_ref(), &actions),
        before,
        after,
        ids,
        by,
    )
}

fn how(
    before: Option<&crate::answer::State>,
    after: Option<&crate::answer::State>,
    actions: &[Action],
) -> How {
    match (before, after) {
        (None, Some(_)) => How::Adopted,
        (Some(_), None) => How::Ended,
        (Some(_), Some(after)) if after.status == Status::Unclear => How::Unclear,
        (Some(_), Some(_)) if actions.contains(&Action::Amend) => How::Amended,
        (Some(_), Some(_)) if actions.contains(&Action::Disclose) => How::Disclosed,
        _ => How::Unchanged,
    }
}
