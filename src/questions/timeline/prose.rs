//! What `timeline` tells.

use super::Listing;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::counted;
use crate::phrases::dates::{count, day};
use crate::phrases::stories::events;

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
        format!(" of the {} that it holds", body.total)
    };
    let text = format!(
        "This record tells{range} of {}{some}",
        counted(&body.events, count)
    );
    told.section(None, vec![vec![Sentence::of_record(text)]]);
    events(&mut told, &context.refs, &body.events);
    told
}
