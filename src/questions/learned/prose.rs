//! What `learned` tells.

use super::Learned;
use crate::agreement::compare::Side;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Cite, Context};
use crate::phrases::dates::{count, day};
use crate::phrases::sentences::{differences, reading};
use crate::phrases::stories::{close, undecided_sentence};
use crate::text::words::quote;

/// What has become known of a day.
pub(super) fn story(context: &Context, body: &Learned) -> Story {
    let mut told = Story::default();
    let found = &body.difference;
    let at = close(&body.at);
    let what = match found.all().count() {
        0 => format!("nothing became known that changes what stood at {at}"),
        n => {
            let clauses = count(n, "clause");
            format!("more became known of what stood at {at}: {clauses}")
        }
    };
    let (since, today) = (close(&body.since), day(context.today));
    let text = format!("Between {since} and {today}, {what}");
    let mut paragraph = vec![Sentence::of_record(text)];
    for diff in found.all() {
        let name = quote(&diff.title);
        let core = match (&diff.before, &diff.after) {
            (None, Some(after)) => format!("to have been in force: {}", reading(after, false)),
            (Some(_), None) => "not to have been in force".to_owned(),
            (Some(before), Some(after)) => {
                let differences = differences(before, after, &diff.terms);
                format!("in more detail: {differences}")
            }
            (None, None) => "to have come and gone".to_owned(),
        };
        let core = format!("{name} is now known {core}");
        let cites: Vec<Cite> = diff.by.iter().flat_map(|done| done.cite.clone()).collect();
        let event = diff.events.last().cloned();
        let mut sentence = Sentence::new("", core, &cites).of_change(&diff.clause);
        sentence.event = event.filter(|_| !cites.is_empty());
        paragraph.push(sentence);
    }
    for undecided in &found.undetermined {
        if undecided.side == Some(Side::To) {
            let sentence = undecided_sentence(&context.refs, undecided, body.at.day);
            paragraph.push(sentence);
        }
    }
    told.section(None, vec![paragraph]);
    told
}
