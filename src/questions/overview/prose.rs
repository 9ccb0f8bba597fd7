//! What `overview` tells.

use super::Overview;
use crate::phrases::dates::{date, day, when};
use crate::phrases::sentences::bare;
use crate::phrases::states::{in_force, undecided_sentence};
use crate::phrases::stories::expiry;
use crate::questions::prelude::*;

pub(super) fn story(context: &Context, body: &Overview) -> Story {
    let (mut told, counts, refs) = (Story::default(), &body.counts, &context.refs);
    let mut first = Vec::new();
    let about = body.description.as_deref().map(bare);
    first.extend(about.map(Sentence::of_record));
    let today = format!("on {}", day(context.today));
    first.push(in_force(&today, counts.in_force, counts.unclear));
    told.paragraph(first);
    let mut news = Vec::new();
    for (what, last) in [("change", &body.last_change), ("report", &body.last_report)] {
        news.extend(last.as_ref().map(|last| {
            let title = bare(&last.title);
            let text = format!("The last {what} came {}: {title}", when(last.date));
            resting(refs, text, backing(&last.cite, None)).of_event(&last.id)
        }));
    }
    if let Some(next) = &body.next_end {
        news.push(expiry(refs, &next.entry));
    }
    let next = body.next.as_ref();
    news.extend(next.and_then(|next| ends::renewal(refs, next)));
    told.paragraph(news);
    let undecided = body.undetermined.iter();
    let undecided = undecided.map(|found| undecided_sentence(refs, found, &[context.today]));
    told.paragraph(undecided.collect());
    let span = match (body.span.first, body.span.last) {
        (Some(first), Some(last)) if first != last => {
            format!(" runs from {} to {} and", date(first), date(last))
        }
        _ => String::new(),
    };
    let entries = count(counts.events, "entry");
    let (clauses, sources) = (
        count(counts.clauses, "clause"),
        count(counts.sources, "source"),
    );
    told.say(format!(
        "The record{span} holds {entries}, {clauses} and {sources}"
    ));
    told
}
