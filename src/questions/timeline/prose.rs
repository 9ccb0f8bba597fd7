//! What `timeline` tells.

use super::Listing;
use crate::agreement::suppose::{SUPPOSITION, is_supposed};
use crate::answer::story::Story;
use crate::answer::{At, Context, Event};
use crate::phrases::dates::{count, day};
use crate::phrases::stories::events;
use crate::text::words::and_list;

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
    let noun = |event: &Event| match event {
        event if event.is_expiry() => "last day",
        event if is_supposed(&event.id) => SUPPOSITION,
        event if event.is_notice() => "notice day",
        event if event.renewal.is_some() => "renewal",
        event if event.derived => "later effect",
        event if event.report => "report",
        event if event.planned => "plan",
        _ => "event",
    };
    let nouns = ["event", "report", "plan", "later effect", "renewal"].into_iter();
    let nouns = nouns.chain(["notice day", "last day", SUPPOSITION]);
    let counts = nouns.map(|of| {
        (
            body.events.iter().filter(|event| noun(event) == of).count(),
            of,
        )
    });
    let counts = counts.filter(|(number, of)| *number > 0 || *of == "event");
    let counts = and_list(counts.map(|(number, of)| count(number, of)));
    let text = format!("This record tells{range} of {counts}{some}");
    told.say(text);
    events(&mut told, &context.refs, &body.events);
    told
}
