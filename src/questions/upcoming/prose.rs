//! What `upcoming` tells.

use super::{Condition, Upcoming};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, Event};
use crate::phrases::dates::day;
use crate::phrases::sentences::{bare, hedged, resting, unclear};
use crate::phrases::stories::event_sentences;

pub(super) fn story(context: &Context, body: &Upcoming) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let condition = |open: &Condition| {
        let (until, title) = (bare(&open.until), refs.clause_title(&open.clause));
        let (text, cites) = match &open.unclear {
            Some(set) => {
                let agreed = format!("{title}, agreed until {until},");
                (unclear(&agreed, "stands", set.days()), &set.cite)
            }
            None => {
                let text = format!("one clause stands until {until}, which has no date: {title}");
                (hedged(open.basis, &text), &open.cite)
            }
        };
        vec![resting(refs, text, cites).of_event(&open.event)]
    };
    let tell = |events: &[Event]| {
        let told = events.iter().map(|event| event_sentences(refs, event));
        told.collect::<Vec<Vec<Sentence>>>()
    };
    let effects: Vec<Event> = body
        .effects
        .iter()
        .map(|effect| effect.entry.clone())
        .collect();
    for (title, paragraphs) in [
        ("Last days", tell(&body.expiries)),
        ("Taking effect", tell(&effects)),
        ("To come", tell(&body.events)),
        (
            "Open conditions",
            body.conditions.iter().map(condition).collect(),
        ),
        ("Planned, and not confirmed", tell(&body.plans)),
    ] {
        told.section(Some(title.to_owned()), paragraphs);
    }
    if told.sections.is_empty() {
        let text = format!("Nothing is scheduled after {}", day(context.today));
        told.paragraph(vec![Sentence::of_record(text)]);
    }
    told
}
