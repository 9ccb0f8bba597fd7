//! What `overview` tells.

use super::Overview;
use crate::agreement::EntryId;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::{self, count, day, distance, when};
use crate::phrases::sentences::{bare, title};
use crate::phrases::stories::undecided_sentence;
use crate::text::words::quote;

pub(super) fn story(context: &Context, body: &Overview) -> Story {
    let mut told = Story::default();
    let counts = &body.counts;
    let refs = &context.refs;
    let mut paragraph = Vec::new();
    let description = body.description.as_deref().map(bare);
    paragraph.extend(description.map(Sentence::of_record));
    let span = body.span.first.zip(body.span.last);
    let span =
        span.map(|(first, last)| format!(" from {} to {}", dates::date(first), dates::date(last)));
    paragraph.push(Sentence::of_record(format!(
        "The record runs{} and holds {}, {} and {}",
        span.unwrap_or_default(),
        count(counts.events, "event"),
        count(counts.clauses, "clause"),
        count(counts.sources, "source")
    )));
    let are = if counts.in_force == 1 { "is" } else { "are" };
    paragraph.push(Sentence::of_record(format!(
        "On {}, {} {are} in force, {} unclear and {} undetermined",
        day(context.today),
        count(counts.in_force, "clause"),
        none(counts.unclear),
        none(counts.undetermined)
    )));
    if let Some(last) = &body.last_change {
        let (when, named) = (when(last.date), quote(&bare(refs.title_of(&last.event))));
        let text = format!("The last change came {when}: {named}");
        paragraph.push(Sentence::new(&last.event, text, &last.cite));
    }
    if let Some(next) = &body.next_end {
        let text = format!(
            "Next, {} will be in force to the end of {}, {}",
            title(refs, &next.clause),
            dates::date(next.date),
            distance(context.today, next.last, count)
        );
        let event = EntryId::Expiry(&next.clause).to_string();
        paragraph.push(Sentence::new(&event, text, &next.cite));
    }
    for undecided in &body.undetermined {
        paragraph.push(undecided_sentence(refs, undecided, context.today));
    }
    told.section(None, vec![paragraph]);
    told
}

fn none(number: usize) -> String {
    match number {
        0 => "none".to_owned(),
        _ => dates::number(number),
    }
}
