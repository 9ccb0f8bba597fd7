//! What the belief map tells: what each day of new knowledge changed of what had been believed.

use super::{Beliefs, Stretch};
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::date::Day;
use crate::phrases::clause::names;
use crate::phrases::dates::day;
use crate::phrases::sentences::{reading, resting, worded};
use crate::phrases::values;

pub(super) fn story(context: &Context, body: &Beliefs) -> Story {
    let mut told = Story::default();
    let Some(first) = body.rows.first() else {
        told.say(format!("Nothing was ever known of {}", body.title));
        return told;
    };
    let last = body.columns.last().map(|column| column.to);
    let known = day(first.known_by);
    let lead = format!("{} became known on {known}", body.title);
    let stands = first.stretches.iter().filter(|of| of.reading.is_some());
    let believed = stands.map(|of| {
        let text = format!(
            "It was then believed that {} {}",
            span(of, last, None),
            said(context, body, of)
        );
        rests(context, body, of, text)
    });
    let opening = [Sentence::of_record(lead)].into_iter().chain(believed);
    told.paragraph(opening.collect());
    for rows in body.rows.windows(2) {
        let [before, row] = rows else { continue };
        let mut sentences = Vec::new();
        for of in &row.stretches {
            let old = before.stretches.iter();
            let old = old.filter(|old| old.from <= of.to && of.from <= old.to);
            let is_other =
                |old: &&Stretch| (&old.reading, old.undetermined) != (&of.reading, of.undetermined);
            let old: Vec<&Stretch> = old.filter(is_other).collect();
            if old.is_empty() {
                continue;
            }
            let (until, span) = (day(row.known_by), span(of, last, Some(row.known_by)));
            let text = if old.iter().all(|old| old.reading == of.reading) {
                let open = if of.undetermined {
                    "leaves open"
                } else {
                    "settles"
                };
                format!("What became known by {until} {open} whether the clause had changed {span}")
            } else if old.iter().all(|old| old.reading.is_none()) {
                let now = said(context, body, of);
                format!(
                    "Until {until} nothing was known of the clause {span}. Since then the record says that {now}"
                )
            } else {
                let now = said(context, body, of);
                let old = old.iter().map(|old| said(context, body, old));
                let old = old.collect::<Vec<_>>().join(", and later that ");
                format!(
                    "Until {until} it was believed that {span} {old}. Since then the record says that {now}"
                )
            };
            sentences.push(Sentence {
                begins: true,
                ..rests(context, body, of, text)
            });
        }
        told.paragraph(sentences);
    }
    told
}

fn rests(context: &Context, body: &Beliefs, of: &Stretch, text: String) -> Sentence {
    let Some(reading) = body.reading(of.reading.as_ref()) else {
        return Sentence::of_record(text);
    };
    let sentence = resting(&context.refs, text, &reading.cite);
    match &reading.event {
        Some(event) => sentence.of_event(event),
        None => sentence,
    }
}

/// From when to when, in words, on the day on which it became known.
fn span(of: &Stretch, last: Option<Day>, known: Option<Day>) -> String {
    let from = if known == Some(of.from) {
        "that day".to_owned()
    } else {
        day(of.from)
    };
    if Some(of.to) == last {
        format!("from {from} on")
    } else {
        format!("from {from} to {}", day(of.to))
    }
}

/// What held, in words.
fn said(context: &Context, body: &Beliefs, of: &Stretch) -> String {
    let refs = &context.refs;
    let open = if of.undetermined {
        " (unless a change that is not dated came before)"
    } else {
        ""
    };
    let Some(found) = body.reading(of.reading.as_ref()) else {
        return format!("the clause is not in force{open}");
    };
    let state = &found.state;
    let text = state.text.as_ref();
    let text = text.map(|text| reading(text, state.wording));
    let terms = names(state).filter_map(|name| {
        let value = worded(refs, &state.id, name, &state.value(name)?);
        Some(format!("{}: {value}", values::label(refs, &state.id, name)))
    });
    let terms = terms.collect::<Vec<_>>().join("; ");
    match text.or((!terms.is_empty()).then_some(terms)) {
        Some(text) => format!("the clause reads{open}: {text}"),
        None => format!("the clause is in force{open}"),
    }
}
