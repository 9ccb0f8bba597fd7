//! What `timeline` tells.

use super::Listing;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, Event};
use crate::phrases::dates::day;
use crate::phrases::stories::{counted, events};

pub(super) fn story(context: &Context, body: &Listing) -> Story {
    let mut told = Story::default();
    let range = match (&body.from, &body.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" from {}", day(from.day)),
        (None, Some(to)) => format!(" to {}", day(to.day)),
        (Some(from), Some(to)) => format!(" from {} to {}", day(from.day), day(to.day)),
    };
    let some = if body.shown == body.total {
        String::new()
    } else {
        format!(", of {} entries in all", body.total)
    };
    let number =
        |takes: fn(&Event) -> bool| body.events.iter().filter(|event| takes(event)).count();
    let parts = [
        (
            number(|event| !event.derived && !event.report && !event.planned),
            "event",
        ),
        (number(|event| event.report), "report"),
        (number(|event| event.planned), "plan"),
        (
            number(|event| event.derived && !event.is_expiry()),
            "later effect",
        ),
        (number(Event::is_expiry), "last day"),
    ];
    let text = format!("This record tells{range} of {}{some}", counted(&parts));
    told.paragraph(vec![Sentence::of_record(text)]);
    events(&mut told, &context.refs, &body.events);
    told
}
