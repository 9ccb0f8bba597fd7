//! What happened and what is scheduled, in order.

use serde::Serialize;

use super::TimelineArgs;
use crate::agreement::filter::{EventFilter, Within, within};
use crate::answer::{At, Event};
use crate::questions::ask::{Asked, Listed, Records, Refusal};

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// Where the range begins.
    pub from: Option<At>,
    /// Where the range ends.
    pub to: Option<At>,
    /// How many events there are before the filters.
    pub total: usize,
    /// How many of them are listed.
    pub shown: usize,
    /// The events, expiries among them.
    pub events: Vec<Event>,
}

/// Lists events.
///
/// # Errors
///
/// Where a WHEN cannot be taken.
pub(super) fn timeline(
    records: &mut Records<'_, '_>,
    args: &TimelineArgs,
) -> Result<Listing, Refusal> {
    let asked = records.asked;
    let filter = args.filter(asked)?;
    let (from, to) = asked.range(args.from.as_ref(), args.to.as_ref())?;
    let (first, last) = (from.as_ref().map(|at| at.day), to.as_ref().map(|at| at.day));
    let mut listing = asked.listing();
    let total = listing.len();
    if args.reverse {
        listing.reverse();
    }
    let mut events = Vec::new();
    let limit = args.limit.unwrap_or(usize::MAX);
    for listed in listing {
        let place = within(asked.days(listed), first, last);
        if place == Within::No || !admits(asked, &filter, listed) {
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

fn admits(asked: &Asked<'_>, filter: &EventFilter, listed: Listed<'_>) -> bool {
    let timeline = asked.timeline;
    match listed {
        Listed::Event(event) => filter.admits(timeline, event),
        Listed::Expiry(expiry) => {
            let title = crate::questions::ask::expiry_title(
                &timeline.clauses[expiry.clause].title,
                expiry.date,
            );
            filter.admits_expiry(timeline, expiry.clause, &title)
        }
    }
}
