//! What `source` tells.

use super::Sources;
use crate::agreement::Value;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, SourcePage};
use crate::phrases;
use crate::phrases::dates::count;
use crate::phrases::sentences::{bare, capital, title, value_in_words};
use crate::text::words::and_list;

pub(super) fn story(context: &Context, body: &SourcePage) -> Story {
    let mut told = Story::default();
    let refs = &context.refs;
    let read = vec![(body.source.id.clone(), None)];
    let said = |text: String| Sentence {
        event: None,
        change: None,
        text,
        sources: read.clone(),
    };
    let events = body
        .events
        .iter()
        .filter_map(|id| refs.events.get(id))
        .map(|event| format!("“{}” ({})", bare(&event.title), event.date.human()));
    let mut paragraph = vec![said(format!(
        "{} and {} of this record rest on it: {}",
        capital(&count(body.events.len(), "event")),
        count(body.changes.len(), "change"),
        and_list(events)
    ))];
    if !body.sole.is_empty() {
        let place = |clause: &Option<String>, event: &str| {
            let event = refs
                .events
                .get(event)
                .map(|event| bare(&event.title))
                .unwrap_or_default();
            clause.as_ref().map_or_else(
                || format!("“{event}” itself"),
                |clause| format!("{} in “{event}”", title(refs, clause)),
            )
        };
        let rest = if body.sole.len() == 1 {
            "rests"
        } else {
            "rest"
        };
        let list = and_list(
            body.sole
                .iter()
                .map(|item| place(&item.clause, &item.event)),
        );
        paragraph.push(said(format!(
            "{} on it alone: {list}",
            capital(&format!("{} {rest}", count(body.sole.len(), "statement")))
        )));
    }
    for point in &body.disagrees {
        let value = |value: &Option<Value>| {
            value
                .as_ref()
                .map_or_else(|| "nothing".to_owned(), value_in_words)
        };
        let of = point
            .clause
            .as_ref()
            .map_or_else(|| "the event".to_owned(), |clause| title(refs, clause));
        let event = refs
            .events
            .get(&point.event)
            .map(|event| bare(&event.title))
            .unwrap_or_default();
        paragraph.push(said(format!(
            "On the {} of {of} in “{event}”, it says “{}” where the record says “{}”",
            point.what.replace('-', " "),
            bare(&value(&point.claim)),
            bare(&value(&point.file))
        )));
    }
    told.section(Some(phrases::source(&body.source.source)), vec![paragraph]);
    told
}

pub(super) fn sources(_: &Context, body: &Sources) -> Story {
    let mut told = Story::default();
    let text = format!(
        "The record rests on {}, listed below with how much rests on each",
        count(body.sources.len(), "source")
    );
    let mut paragraphs = vec![vec![Sentence::of_record(text)]];
    for row in &body.sources {
        let text = format!(
            "{} ({}): {}, {}, {} on it alone, {} told otherwise",
            phrases::source(&row.source),
            row.id,
            count(row.events, "event"),
            count(row.changes, "change"),
            count(row.sole, "statement"),
            count(row.disagrees, "point")
        );
        paragraphs.push(vec![Sentence::of_record(text)]);
    }
    told.section(None, paragraphs);
    told
}
