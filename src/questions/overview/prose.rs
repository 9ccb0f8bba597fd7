//! What `overview` tells.

use super::Overview;
use crate::agreement::EntryId;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::distance;
use crate::phrases::dates::{self, count, day, when};
use crate::phrases::sentences::{bare, title};
use crate::phrases::stories::undecided_sentence;

pub(super) fn story(context: &Context, body: &Overview) -> Story {
    let mut told = Story::default();
    let counts = &body.counts;
    let refs = &context.refs;
    let mut paragraph = Vec::new();
    paragraph.extend(
        body.description
            .as_ref()
            .map(|text| Sentence::of_record(bare(text))),
    );
    let span = body.span.first.zip(body.span.last);
    let span = span
        .map(|(first, last)| format!(" from {} to {}", dates::date(first), dates::date(last)))
        .unwrap_or_default();
    paragraph.push(Sentence::of_record(format!(
        "The record runs{span} and holds {}, {} and {}",
        count(counts.events, "event"),
        count(counts.clauses, "clause"),
        count(counts.sources, "source")
    )));
    let text = format!(
        "On {}, {} in force, {} unclear and {} undetermined",
        day(context.today),
        count(counts.in_force, "clause"),
        none(counts.unclear),
        none(counts.undetermined)
    );
    paragraph.push(Sentence::of_record(text.replacen(
        " in force",
        if counts.in_force == 1 {
            " is in force"
        } else {
            " are in force"
        },
        1,
    )));
    if let Some(last) = &body.last_change {
        let named = refs
            .events
            .get(&last.event)
            .map(|event| bare(&event.title))
            .unwrap_or_default();
        paragraph.push(Sentence::new(
            &last.event,
            format!("The last change came {}: “{named}”", when(last.date)),
            &last.cite,
        ));
    }
    if let Some(next) = &body.next_end {
        let text = format!(
            "Next, {} will be in force to the end of {}, {}",
            title(refs, &next.clause),
            dates::date(next.date),
            distance(context.today, next.last, count)
        );
        paragraph.push(Sentence::new(
            &EntryId::Expiry(&next.clause).to_string(),
            text,
            &next.cite,
        ));
    }
    paragraph.extend(
        body.undetermined
            .iter()
            .map(|undecided| undecided_sentence(refs, undecided, context.today)),
    );
    told.section(None, vec![paragraph]);
    told
}

fn none(number: usize) -> String {
    if number == 0 {
        "none".to_owned()
    } else {
        dates::number(number)
    }
}
