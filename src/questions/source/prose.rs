//! What `source` tells.

use super::Sources;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, Resting, SourcePage};
use crate::phrases;
use crate::phrases::dates::count;
use crate::phrases::sentences::{bare, capital, title};
use crate::phrases::stories::named_events;
use crate::phrases::values::{self, value_in_words};
use crate::text::words::{and_list, quote};

pub(super) fn story(context: &Context, body: &SourcePage) -> Story {
    let mut told = Story::default();
    let refs = &context.refs;
    let read = vec![(body.source.id.clone(), None)];
    let said = |text: String| Sentence {
        sources: read.clone(),
        ..Sentence::of_record(text)
    };
    let events = capital(&count(body.events.len(), "event"));
    let changes = count(body.changes.len(), "change");
    let named = named_events(refs, &body.events);
    let text = format!("{events} and {changes} of this record rest on it: {named}");
    let mut paragraph = vec![said(text)];
    if !body.sole.is_empty() {
        let place = |item: &Resting| {
            let event = quote(&bare(refs.title_of(&item.event)));
            match &item.clause {
                None => format!("{event} itself"),
                Some(clause) => format!("{} in {event}", title(refs, clause)),
            }
        };
        let rest = if body.sole.len() == 1 {
            "rests"
        } else {
            "rest"
        };
        let statements = capital(&count(body.sole.len(), "statement"));
        let list = and_list(body.sole.iter().map(place));
        paragraph.push(said(format!("{statements} {rest} on it alone: {list}")));
    }
    let said_of = |side: Option<String>| match side {
        None => "nothing".to_owned(),
        Some(side) => quote(&bare(&side)),
    };
    for point in &body.disagrees {
        let of = match &point.clause {
            None => "the event".to_owned(),
            Some(clause) => title(refs, clause),
        };
        let (what, event) = (
            point.what.replace('-', " "),
            quote(&bare(refs.title_of(&point.event))),
        );
        let [file, claim] = values::told(point, value_in_words).map(said_of);
        paragraph.push(said(format!(
            "On the {what} of {of} in {event}, it says {claim} where the record says {file}"
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
