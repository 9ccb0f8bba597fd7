//! What `source` tells.

use super::Sources;
use crate::agreement::Value;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, Resting, SourcePage};
use crate::date::Date;
use crate::phrases;
use crate::phrases::dates::{count, date};
use crate::phrases::sentences::{bare, capital, worded};
use crate::phrases::stories::named_events;
use crate::phrases::values::{self, label};

pub(super) fn story(context: &Context, body: &SourcePage) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let said = |text: String| Sentence {
        sources: vec![(body.source.id.clone(), None)],
        ..Sentence::of_record(text)
    };
    let rest = |number: usize| if number == 1 { "rests" } else { "rest" };
    let (events, changes) = (body.events.len(), body.changes.len());
    let text = format!(
        "{} of this record and {} in them {} on it",
        count(events, "entry"),
        count(changes, "change"),
        rest(events + changes)
    );
    let mut first = vec![said(capital(&text))];
    if !body.events.is_empty() {
        first.push(said(format!(
            "They are: {}",
            named_events(refs, &body.events)
        )));
    }
    told.section(Some(phrases::source(&body.source.source)), vec![first]);
    let place = |item: &Resting| {
        let event = bare(refs.title_of(&item.event));
        match &item.clause {
            None => format!("the entry itself ({event})"),
            Some(clause) => format!("{} ({event})", refs.clause_title(clause)),
        }
    };
    if !body.sole.is_empty() {
        let list: Vec<String> = body.sole.iter().map(place).collect();
        let statements = capital(&count(body.sole.len(), "statement"));
        let text = format!(
            "{statements} {} on it alone: {}",
            rest(list.len()),
            list.join("; ")
        );
        told.paragraph(vec![said(text)]);
    }
    let points = body.disagrees.iter().map(|point| {
        let clause = point.clause.as_deref().unwrap_or_default();
        let kinds = point.file.as_ref().zip(point.claim.as_ref());
        let kinds = kinds.map_or(["", ""], |(file, claim)| values::kinds(file, claim));
        let value = |value: &Option<Value>, kind| match (value, point.what.as_str()) {
            (None, _) => "nothing".to_owned(),
            (Some(value), "date" | "through") => {
                let text = value.to_string();
                text.parse::<Date>().map_or(text, date)
            }
            (Some(value), "text" | "until") => bare(&value.to_string()),
            (Some(value), what) => worded(refs, clause, what, value) + kind,
        };
        let of = point
            .clause
            .iter()
            .map(|clause| refs.clause_title(clause).to_owned());
        let of: Vec<String> = of.chain([label(refs, clause, &point.what)]).collect();
        let (of, event) = (of.join(", "), bare(refs.title_of(&point.event)));
        let claim = format!(
            "{} ({event}): it says {}",
            capital(&of),
            value(&point.claim, kinds[1])
        );
        let file = format!("This record says {}", value(&point.file, kinds[0]));
        vec![said(claim), Sentence::of_record(file)]
    });
    told.section(Some("Where it says otherwise".to_owned()), points.collect());
    told
}

pub(super) fn sources(_: &Context, body: &Sources) -> Story {
    let mut told = Story::default();
    let text = format!(
        "The record rests on {}",
        count(body.sources.len(), "source")
    );
    told.paragraph(vec![Sentence::of_record(text)]);
    for row in &body.sources {
        let mut parts = vec![format!(
            "{} of entries, {} of changes",
            count(row.events, "citation"),
            count(row.changes, "citation")
        )];
        parts.extend(
            (row.sole > 0).then(|| format!("{} on it alone", count(row.sole, "statement"))),
        );
        parts.extend(
            (row.disagrees > 0)
                .then(|| format!("{} told otherwise", count(row.disagrees, "point"))),
        );
        let text = format!("{}: {}", phrases::source(&row.source), parts.join("; "));
        told.paragraph(vec![Sentence::of_record(text)]);
    }
    told
}
