//! What `upcoming` tells.

use super::{Condition, Upcoming};
use crate::answer::story::Story;
use crate::answer::{Context, Event};
use crate::phrases::dates::day;
use crate::phrases::sentences::{bare, hedged, resting, unclear};
use crate::phrases::stories::event_sentences;

pub(super) fn story(context: &Context, body: &Upcoming) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let condition = |open: &Condition| {
        let (until, title) = (bare(&open.until), refs.clause_title(&open.clause));
        let (text, cites) = if let Some(set) = &open.unclear {
            let agreed = format!("{title}, agreed until {until},");
            (unclear(&agreed, "stands", set.days()), &set.cite)
        } else {
            let text = format!("one clause stands until {until}, which has no date: {title}");
            (hedged(open.basis, &text), &open.cite)
        };
        vec![resting(refs, text, cites).of_event(&open.event)]
    };
    let tell = |event: &Event| event_sentences(refs, event);
    let ends = body.ends.iter().map(|end| tell(&end.entry));
    let effects = body.effects.iter().map(|effect| tell(&effect.entry));
    let conditions = body.conditions.iter().map(condition);
    let [notices, renewals, events, plans] =
        [&body.notices, &body.renewals, &body.events, &body.plans]
            .map(|events| events.iter().map(tell).collect::<Vec<_>>());
    for (title, paragraphs) in [
        ("Last days to give notice", notices),
        ("Last days", ends.collect()),
        ("Renewals", renewals),
        ("Taking effect", effects.collect()),
        ("To come", events),
        ("Open conditions", conditions.collect()),
        ("Planned, and not confirmed", plans),
    ] {
        told.section(Some(title.to_owned()), paragraphs);
    }
    if told.sections.is_empty() {
        let text = format!("Nothing is scheduled after {}", day(context.today));
        told.say(text);
    }
    told
}
