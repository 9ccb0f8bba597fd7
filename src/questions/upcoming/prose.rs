//! What `upcoming` tells.

use super::Upcoming;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::distance;
use crate::phrases::dates::{self, count, day};
use crate::phrases::sentences::{bare, title};
use crate::phrases::stories::{event_sentences, hedged};

pub(super) fn story(context: &Context, body: &Upcoming) -> Story {
    let mut told = Story::default();
    let refs = &context.refs;
    let mut ends = Vec::new();
    for end in &body.ends {
        let far = distance(context.today, end.last, count);
        let text = format!(
            "{} will be in force to the end of {}, {far}, if nothing else happens",
            title(refs, &end.clause),
            dates::date(end.date)
        );
        ends.push(Sentence::new(
            &end.event,
            hedged(end.basis, &text),
            &end.cite,
        ));
    }
    let mut conditions = Vec::new();
    for open in &body.conditions {
        let text = format!(
            "{} is to stand until {}, which has no date",
            title(refs, &open.clause),
            bare(&open.until)
        );
        conditions.push(Sentence::new(
            &open.event,
            hedged(open.basis, &text),
            &open.cite,
        ));
    }
    if ends.is_empty()
        && conditions.is_empty()
        && body.events.is_empty()
        && body.unconfirmed.is_empty()
    {
        let text = format!("Nothing is scheduled after {}", day(context.today));
        told.section(None, vec![vec![Sentence::of_record(text)]]);
    }
    told.section(Some("Scheduled ends".to_owned()), vec![ends]);
    let planned = body
        .events
        .iter()
        .map(|event| event_sentences(refs, event, None))
        .collect();
    told.section(Some("Events to come".to_owned()), planned);
    told.section(Some("Open conditions".to_owned()), vec![conditions]);
    let plans = body
        .plans
        .iter()
        .map(|event| event_sentences(refs, event, None))
        .collect();
    told.section(Some("Planned, and not confirmed".to_owned()), plans);
    told
}
