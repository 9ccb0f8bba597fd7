//! What happened and what is scheduled, in order.

use serde::Serialize;

use super::ask::{Listed, Records, Refusal};
use super::{At, Body, Event, Report};
use crate::agreement::filter::{EventFilter, Within, within};

/// The question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The WHEN with whose first day the range begins.
    pub from: Option<String>,
    /// The WHEN with whose last day the range ends.
    pub to: Option<String>,
    /// Which events.
    pub filter: EventFilter,
    /// The most events to list.
    pub limit: Option<usize>,
    /// Latest first.
    pub reverse: bool,
}

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
pub fn timeline(mut records: Records<'_, '_>, question: &Question) -> Result<Report, Refusal> {
    let asked = records.asked;
    let (from, to) = asked.range(question.from.as_ref(), question.to.as_ref())?;
    let (first, last) = (from.as_ref().map(|at| at.day), to.as_ref().map(|at| at.day));
    let mut listing = asked.listing();
    let total = listing.len();
    if question.reverse {
        listing.reverse();
    }
    let mut events = Vec::new();
    let limit = question.limit.unwrap_or(usize::MAX);
    for listed in listing {
        let place = within(asked.days(listed), first, last);
        if place == Within::No || !admits(&records, question, listed) {
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
    let listing = Listing {
        from,
        to,
        total,
        shown: events.len(),
        events,
    };
    Ok(records.finish("timeline", Body::Timeline(listing)))
}

fn admits(records: &Records<'_, '_>, question: &Question, listed: Listed<'_>) -> bool {
    let timeline = records.asked.timeline;
    match listed {
        Listed::Event(event) => question.filter.admits(timeline, event),
        Listed::Expiry(expiry) => {
            let title =
                super::ask::expiry_title(&timeline.clauses[expiry.clause].title, expiry.date);
            question
                .filter
                .admits_expiry(timeline, expiry.clause, &title)
        }
    }
}
