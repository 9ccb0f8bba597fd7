//! What happened and what is scheduled, in order.

use serde::Serialize;

use super::TimelineArgs;
use crate::agreement::filter::{EventFilter, Within, within};
use crate::answer::{At, Event};
use crate::questions::recorder::{Recorder, effect_title, expiry_title};
use crate::questions::view::{Listed, Refusal, View};

#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    pub from: Option<At>,
    pub to: Option<At>,
    /// How many events there are before the filters.
    pub total: usize,
    pub shown: usize,
    pub events: Vec<Event>,
}

pub(super) fn timeline(
    records: &mut Recorder<'_, '_>,
    args: &TimelineArgs,
) -> Result<Listing, Refusal> {
    let view = records.view;
    let filter = args.filter(view)?;
    let (from, to) = view.range(args.from.as_ref(), args.to.as_ref())?;
    let (first, last) = (from.as_ref().map(|at| at.day), to.as_ref().map(|at| at.day));
    let mut listing = view.listing();
    let total = listing.len();
    if args.reverse {
        listing.reverse();
    }
    let mut events = Vec::new();
    let limit = args.limit.unwrap_or(usize::MAX);
    for listed in listing {
        let place = within(view.days(listed), first, last);
        if place == Within::No || !admits(view, &filter, listed) {
            continue;
        }
        if events.len() == limit {
            break;
        }
        events.push(Event {
            possibly: place == Within::Possibly,
            ..records.listed(listed)
        });
    }
    Ok(Listing {
        from,
        to,
        total,
        shown: events.len(),
        events,
    })
}

fn admits(view: &View<'_>, filter: &EventFilter, listed: Listed<'_>) -> bool {
    let timeline = view.timeline;
    match listed {
        Listed::Event(event) => filter.admits(timeline, event),
        Listed::Expiry(expiry) => {
            let title = expiry_title(&timeline.clauses[expiry.clause].title, expiry.date);
            filter.admits_expiry(timeline, expiry.clause, &title)
        }
        Listed::Effect(rank) => {
            let moment = &view.history.moments.list[rank];
            let title = effect_title(&timeline.events[moment.event].title);
            filter.admits_effect(timeline, moment, &title)
        }
    }
}
