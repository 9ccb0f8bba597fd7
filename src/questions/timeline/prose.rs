//! What `timeline` tells.

use super::Listing;
use crate::answer::story::{Sentence, Story};
use crate::answer::{At, Context};
use crate::phrases;
use crate::phrases::dates::{count, day};
use crate::phrases::stories::events;
use crate::text::words::quote;

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
    let begun = told.sections.len();
    events(&mut told, &context.refs, &body.events);
    if !context.timelines.is_empty() {
        let years = told.sections[begun..].iter_mut();
        let paragraphs = years.flat_map(|year| &mut year.paragraphs);
        for (paragraph, event) in paragraphs.zip(&body.events) {
            let title = quote(&context.heading(&event.id).title);
            paragraph.push(Sentence::of_record(format!("Recorded under {title}")));
        }
    }
    told
}
