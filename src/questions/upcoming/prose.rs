//! What `upcoming` tells.

use super::Upcoming;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, Event};
use crate::phrases::dates::{self, count, day, distance};
use crate::phrases::sentences::{bare, hedged, title};
use crate::phrases::stories::event_sentences;

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
        let text = hedged(end.basis, &text);
        ends.push(Sentence::new(&end.event, text, &end.cite));
    }
    let mut conditions = Vec::new();
    for open in &body.conditions {
        let text = format!(
            "{} is to stand until {}, which has no date",
            title(refs, &open.clause),
            bare(&open.until)
        );
        let text = hedged(open.basis, &text);
        conditions.push(Sentence::new(&open.event, text, &open.cite));
    }
    let tell = |event: &Event| event_sentences(refs, event, None);
    for (title, paragraphs) in [
        ("Scheduled ends", vec![ends]),
        (
            "Taking effect",
            (body.effects.iter())
                .map(|effect| tell(&effect.entry))
                .collect(),
        ),
        ("Events to come", body.events.iter().map(tell).collect()),
        ("Open conditions", vec![conditions]),
        (
            "Planned, and not confirmed",
            body.plans.iter().map(tell).collect(),
        ),
    ] {
        told.section(Some(title.to_owned()), paragraphs);
    }
    if told.sections.is_empty() {
        let text = format!("Nothing is scheduled after {}", day(context.today));
        told.section(None, vec![vec![Sentence::of_record(text)]]);
    }
    told
}
