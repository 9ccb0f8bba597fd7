//! What `learned` tells.

use super::Learned;
use crate::agreement::compare::Side;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Cite, Context};
use crate::phrases::dates::{count, day};
use crate::phrases::sentences::{differences, reading};
use crate::phrases::stories::{close, undecided_sentence};

/// What has become known of a day.
pub(super) fn story(context: &Context, body: &Learned) -> Story {
    let mut told = Story::default();
    let found = &body.difference;
    let all = [&found.adopted, &found.amended, &found.ended, &found.interim];
    let total: usize = all.iter().map(|list| list.len()).sum();
    let text = match total {
        0 => format!(
            "Between {} and {}, nothing became known that changes what stood at {}",
            close(&body.since),
            day(context.today),
            close(&body.at)
        ),
        n => format!(
            "Between {} and {}, more became known of what stood at {}: {}",
            close(&body.since),
            day(context.today),
            close(&body.at),
            count(n, "clause")
        ),
    };
    let mut paragraph = vec![Sentence::of_record(text)];
    for diff in all.into_iter().flatten() {
        let name = format!("“{}”", diff.title);
        let core = match (&diff.before, &diff.after) {
            (None, Some(after)) => format!(
                "{name} is now known to have been in force: {}",
                reading(after, false)
            ),
            (Some(_), None) => format!("{name} is now known not to have been in force"),
            (Some(before), Some(after)) => format!(
                "{name} is now known in more detail: {}",
                differences(before, after, &diff.terms)
            ),
            (None, None) => format!("{name} is now known to have come and gone"),
        };
        let cites: Vec<Cite> = diff.by.iter().flat_map(|done| done.cite.clone()).collect();
        let event = diff.events.last().cloned();
        let mut sentence = Sentence::new("", core, &cites).of_change(&diff.clause);
        sentence.event = event.filter(|_| !cites.is_empty());
        paragraph.push(sentence);
    }
    let undecided = found
        .undetermined
        .iter()
        .filter(|undecided| undecided.side == Some(Side::To));
    paragraph.extend(
        undecided.map(|undecided| undecided_sentence(&context.refs, undecided, body.at.day)),
    );
    told.section(None, vec![paragraph]);
    told
}
