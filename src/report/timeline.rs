//! What happened and what is scheduled, in order.

use serde::Serialize;

use super::ask::{Listed, Records, Refusal};
use super::entry::Entry;
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

/// The answer, with as much of each event as is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Listing<E = Event> {
    /// Where the range begins.
    pub from: Option<At>,
    /// Where the range ends.
    pub to: Option<At>,
    /// How many events there are before the filters.
    pub total: usize,
    /// How many of them are listed.
    pub shown: usize,
    /// The events, expiries among them.
    pub events: Vec<E>,
}

impl Listing {
    /// The same in brief.
    #[must_use]
    pub fn brief(&self) -> Listing<Entry> {
        Listing {
            from: self.from.clone(),
            to: self.to.clone(),
            total: self.total,
            shown: self.shown,
            events: self.events.iter().map(Entry::from).collect(),
        }
    }
}

/// Lists events with all that they did.
///
/// # Errors
///
/// Where a WHEN cannot be taken.
pub fn timeline(mut records: Records<'_, '_>, question: &Question) -> Result<Report, Refusal> {
    let listing = list(&mut records, question, |records, listed, possibly| Event {
        possibly,
        ..records.listed(listed)
    })?;
    Ok(records.finish("timeline", Body::Timeline(listing)))
}

/// Lists events in brief: what a table shows, in a fraction of the time and memory. What is named is told in full
/// only where that is wanted: the clauses and sources; an entry is its own reference.
///
/// # Errors
///
/// Where a WHEN cannot be taken.
pub fn brief(
    mut records: Records<'_, '_>,
    question: &Question,
    in_full: bool,
) -> Result<Report<Listing<Entry>>, Refusal> {
    let listing = list(&mut records, question, |records, listed, possibly| Entry {
        possibly,
        ..records.entry(listed)
    })?;
    if in_full {
        records.forget_events();
    } else {
        records = Records::new(records.asked);
    }
    Ok(records.finish("timeline", listing))
}

fn list<E>(
    records: &mut Records<'_, '_>,
    question: &Question,
    tell: impl Fn(&mut Records<'_, '_>, Listed<'_>, bool) -> E,
) -> Result<Listing<E>, Refusal> {
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
        if place == Within::No || !admits(records, question, listed) {
            continue;
        }
        if events.len() == limit {
            break;
        }
        events.push(tell(records, listed, place == Within::Possibly));
    }
    Ok(Listing {
        from,
        to,
        total,
        shown: events.len(),
        events,
    })
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
