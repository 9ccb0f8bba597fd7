//! What happened and what is scheduled, in order.

use std::ops::Range;

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
    /// Where each has a text that was looked for; not part of the JSON.
    #[serde(skip)]
    pub hits: Vec<Option<Hit>>,
}

/// A text that was looked for, with what stands before and behind it.
#[derive(Clone, Debug)]
pub struct Hit {
    pub in_title: bool,
    pub parts: [String; 3],
}

/// So many characters are shown on either side of a hit.
const AROUND: usize = 32;

impl Hit {
    fn new(in_title: bool, text: &str, at: Range<usize>) -> Self {
        let (before, after) = (&text[..at.start], &text[at.end..]);
        let from = before.char_indices().rev().nth(AROUND - 1);
        let to = after.char_indices().nth(AROUND);
        let parts = [before, &text[at.clone()], after].map(str::to_owned);
        if in_title {
            return Self { in_title, parts };
        }
        let before = match from {
            Some((from, _)) if from > 0 => format!("…{}", &before[from..]),
            _ => before.to_owned(),
        };
        let after = match to {
            Some((to, _)) => format!("{}…", &after[..to]),
            None => after.to_owned(),
        };
        let parts = [before, text[at].to_owned(), after];
        Self { in_title, parts }
    }
}

pub(super) fn timeline(
    records: &mut Recorder<'_, '_>,
    args: &TimelineArgs,
) -> Result<Listing, Refusal> {
    let view = records.view;
    let filter = args.filter(view)?;
    let [from, to] = args.range();
    let (from, to) = view.range(from.as_ref(), to.as_ref())?;
    let (first, last) = (from.as_ref().map(|at| at.day), to.as_ref().map(|at| at.day));
    let mut listing = view.listing();
    let total = listing.len();
    if args.reverse {
        listing.reverse();
    }
    let (mut events, mut hits) = (Vec::new(), Vec::new());
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
        let found = event();
        let hit = filter.hit(view.timeline, &found);
        hits.push(hit.map(|(text, at)| Hit::new(text == found.title, text, at)));
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
        hits,
    })
}
