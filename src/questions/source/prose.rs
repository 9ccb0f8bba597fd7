//! What `source` tells.

use super::Sources;
use crate::agreement::Value;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, Resting, SourcePage};
use crate::phrases;
use crate::phrases::dates::count;
use crate::phrases::sentences::named_events;
use crate::phrases::sentences::{bare, capital, worded};
use crate::phrases::values::{self, label};
use crate::text::words::and_list;

pub(super) fn story(context: &Context, body: &SourcePage) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let said = |text: String| Sentence {
        sources: vec![(body.source.id.clone(), None)],
        ..Sentence::of_record(text)
    };
    let entries = count(body.events.len(), "entry");
    let changes = count(body.changes.len(), "change");
    let named = named_events(refs, &body.events);
    let text = format!("This record cites it for {entries} and {changes} in them: {named}");
    let heading = phrases::source(&body.source.source);
    told.section(Some(heading), vec![vec![said(text)]]);
    let place = |item: &Resting| {
        let clause = item.clause.as_ref().map(|clause| refs.clause_title(clause));
        let event = bare(refs.title_of(&item.event));
        format!("{} ({event})", clause.unwrap_or("the entry itself"))
    };
    let sole: Vec<String> = body.sole.iter().map(place).collect();
    let rest = if sole.len() == 1 { "rests" } else { "rest" };
    let statements = capital(&count(sole.len(), "statement"));
    let text = format!("{statements} {rest} on it alone: {}", sole.join("; "));
    told.paragraph((!sole.is_empty()).then(|| said(text)).into_iter().collect());
    let points = body.disagrees.iter().map(|point| {
        let clause = point.clause.as_deref().unwrap_or_default();
        let worded = |value: &Value| worded(refs, clause, &point.what, value);
        let sides = values::sides(point.file.as_ref(), point.claim.as_ref(), worded);
        let [file, claim] = sides.map(|side| side.unwrap_or_else(|| "nothing".to_owned()));
        let of = point.clause.iter();
        let of = of.map(|clause| refs.clause_title(clause).to_owned());
        let of: Vec<String> = of.chain([label(refs, clause, &point.what)]).collect();
        let (of, event) = (capital(&of.join(", ")), bare(refs.title_of(&point.event)));
        let file = Sentence::of_record(format!("This record says: {file}"));
        vec![said(format!("{of} ({event}): it says: {claim}")), file]
    });
    told.section(Some("Where it says otherwise".to_owned()), points.collect());
    told
}

pub(super) fn sources(_: &Context, body: &Sources) -> Story {
    let mut told = Story::default();
    let sources = count(body.sources.len(), "source");
    told.say(format!("The record rests on {sources}"));
    for row in &body.sources {
        let parts = [
            (row.events, "entry", ""),
            (row.changes, "change", ""),
            (row.sole, "statement", " on it alone"),
            (row.disagrees, "point", " told otherwise"),
        ];
        let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
        let parts = and_list(parts.map(|(number, noun, how)| count(number, noun) + how));
        told.say(format!("{}: {parts}", phrases::source(&row.source)));
    }
    told
}
