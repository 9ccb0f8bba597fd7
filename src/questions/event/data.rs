//! One event with what it did, and the list of all.

use indexmap::IndexMap;
use serde::Serialize;

use crate::agreement::ChangeRef;
use crate::agreement::compare::{self, How};
use crate::answer::{Diff, Event};
use crate::questions::diff::record;
use crate::questions::recorder::Recorder;
use crate::questions::view::{Listed, Refusal};

#[derive(Clone, Debug, Serialize)]
pub struct EventPage {
    pub event: Event,
    /// Each clause that it changed, before and after; nothing for what is only planned.
    pub changed: Vec<Diff>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Events {
    pub events: Vec<Event>,
}

pub(super) fn event(records: &mut Recorder<'_, '_>, id: &str) -> Result<EventPage, Refusal> {
    let view = records.view;
    let listed = match view.entry(id) {
        Some(listed) => listed,
        None => Listed::Event(view.event(id)?),
    };
    let changed = effects(records, &view.changes_of(listed));
    let event = records.listed(listed);
    Ok(EventPage { event, changed })
}

pub(super) fn events(records: &mut Recorder<'_, '_>) -> Events {
    let listing = records.view.listing().into_iter();
    let events = listing.map(|listed| records.listed(listed)).collect();
    Events { events }
}

/// The clauses that some changes of an event changed: one record for each clause and date.
pub(crate) fn effects(records: &mut Recorder<'_, '_>, changes: &[ChangeRef]) -> Vec<Diff> {
    let timeline = records.view.timeline;
    let mut groups: IndexMap<_, Vec<ChangeRef>> = IndexMap::new();
    for at in (changes.iter().copied()).filter(|at| !timeline.event_of(*at).planned) {
        let key = (timeline.change(at).clause, timeline.date_of(at));
        groups.entry(key).or_default().push(at);
    }
    let effect = |group: &Vec<ChangeRef>| {
        let found = compare::effect(records.view.history, group)?;
        let mut found = record(records, &found);
        if !found.by.is_empty() && found.by.iter().all(|done| done.is_told()) {
            found.how = How::Learned;
        }
        Some(found)
    };
    groups.values().filter_map(effect).collect()
}
