//! What `timeline` tells.

use super::Listing;
use crate::answer::story::Story;
use crate::answer::{At, Context};
use crate::phrases;
use crate::phrases::dates::{count, day};
use crate::phrases::stories::events;

pub(super) fn story(context: &Context, body: &Listing) -> Story {
    let mut told = Story::default();
    let side =
        |word: &str, at: &Option<At>| at.as_ref().map(|at| format!(" {word} {}", day(at.day)));
    let range = [side("from", &body.from), side("to", &body.to)];
    let range = range.into_iter().flatten().collect::<String>();
    let some = format!("; it has {} entries in all", body.total);
    let some = Some(some)
        .filter(|_| body.shown != body.total)
        .unwrap_or_default();
    let counts = phrases::counted(&body.events, count);
    let text = format!("This record tells{range} of {counts}{some}");
    told.say(text);
    events(&mut told, &context.refs, &body.events);
    told
}
