//! What happened and what is scheduled, in order.

use serde::Serialize;

use super::TimelineArgs;
use crate::agreement::filter::{Within, within};
use crate::answer::{At, Event};
use crate::questions::recorder::Recorder;
use crate::questions::view::Refusal;

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
        let event = || view.event_of(listed);
        if place == Within::No || !filter.admits(view.timeline, &event()) {
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
