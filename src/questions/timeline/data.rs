//! What happened and what is scheduled, in order.

use std::cmp::Reverse;

use serde::Serialize;

use super::TimelineArgs;
use crate::agreement::filter::{Within, within};
use crate::answer::{At, Event};
use crate::date::Day;
use crate::questions::filters::as_filter;
use crate::questions::find::Hit;
use crate::questions::recorder::Recorder;
use crate::questions::view::{Listed, Refusal};

#[derive(Clone, Debug, Default, Serialize)]
pub struct Listing {
    pub from: Option<At>,
    pub to: Option<At>,
    /// How many events there are before the filters.
    pub total: usize,
    pub shown: usize,
    pub events: Vec<Event>,
    /// What each has of the words that were looked for.
    #[serde(skip)]
    pub hits: Vec<Option<Hit>>,
}

pub(super) fn timeline(
    records: &mut Recorder<'_, '_>,
    args: &TimelineArgs,
) -> Result<Listing, Refusal> {
    let view = records.view;
    let mut filter = args.filter.resolve(view)?;
    filter.clauses = args.filter.clauses.resolve(view)?;
    let [from, to] = args.range();
    let word = args.when.as_deref().unwrap_or_default();
    let range = view.range(from.as_ref(), to.as_ref());
    let (from, to) = range.map_err(|why| as_filter(view, "timeline", word, why))?;
    let (first, last) = (from.as_ref().map(|at| at.day), to.as_ref().map(|at| at.day));
    let mut listing = view.listing();
    let total = listing.iter().map(|listed| match listed {
        Listed::Renewal(of) => 1 + of.unlisted,
        _ => 1,
    });
    let total = total.sum();
    if first.is_some() || last.is_some() {
        listing = view.listing_on((first.unwrap_or(Day::MIN), last.unwrap_or(Day::MAX)));
    }
    if args.reverse {
        listing.reverse();
    }
    let (mut events, mut hits) = (Vec::new(), Vec::new());
    let limit = args.limit.unwrap_or(usize::MAX);
    for listed in listing {
        let place = within(view.days(listed), first, last);
        if place == Within::No {
            continue;
        }
        let (passes, hit) = filter.admits(view, &view.event_of(listed));
        if !passes {
            continue;
        }
        if events.len() == limit {
            break;
        }
        hits.push(hit);
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

impl Listing {
    /// The entries of several agreements in one order, in which those of each keep their own.
    pub(super) fn joined(listings: impl Iterator<Item = Self>, args: &TimelineArgs) -> Self {
        let mut all = Self::default();
        let mut entries: Vec<(Option<Day>, Event, Option<Hit>)> = Vec::new();
        for listing in listings {
            (all.from, all.to) = (listing.from, listing.to);
            all.total += listing.total;
            let mut reached: Option<Day> = None;
            for (event, hit) in listing.events.into_iter().zip(listing.hits) {
                let day = event.first.or(event.last);
                // What `after` puts behind a later one stays behind it.
                reached = match reached {
                    Some(reached) if args.reverse => day.map(|day| day.min(reached)),
                    _ if args.reverse => day,
                    _ => day.max(reached),
                };
                entries.push((reached, event, hit));
            }
        }
        if args.reverse {
            entries.sort_by_key(|(day, ..)| Reverse(*day));
        } else {
            entries.sort_by_key(|(day, ..)| *day);
        }
        entries.truncate(args.limit.unwrap_or(usize::MAX));
        all.shown = entries.len();
        let entries = entries.into_iter();
        (all.events, all.hits) = entries.map(|(_, event, hit)| (event, hit)).unzip();
        all
    }
}
