//! What the belief map tells: what each day of new knowledge changed of what had been believed.

use super::{Beliefs, Stretch};
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::clause::names;
use crate::phrases::dates::day;
use crate::phrases::sentences::{reading, resting, worded};
use crate::phrases::values;
use crate::text::words::and_list;

pub(super) fn story(context: &Context, body: &Beliefs) -> Story {
    let mut told = Story::default();
    let Some(first) = body.rows.first() else {
        told.say(format!("Nothing was ever known of {}", body.title));
        return told;
    };
    let lead = format!("{}: first known by {}", body.title, day(first.known_by));
    let believed = first.stretches.iter().map(|of| {
        let text = format!(
            "It was believed that {} {}",
            span(of),
            said(context, body, of)
        );
        rests(context, body, of, text)
    });
    let opening = [Sentence::of_record(lead)].into_iter().chain(believed);
    told.paragraph(opening.collect());
    for rows in body.rows.windows(2) {
        let [before, row] = rows else { continue };
        let until = day(row.known_by);
        let mut sentences = Vec::new();
        for of in &row.stretches {
            let old: Vec<String> = before
                .stretches
                .iter()
                .filter(|old| old.from <= of.to && of.from <= old.to)
                .filter(|old| (&old.reading, old.undetermined) != (&of.reading, of.undetermined))
                .map(|old| said(context, body, old))
                .collect();
            if old.is_empty() {
                continue;
            }
            let (span, now) = (span(of), said(context, body, of));
            let text = format!(
                "Until {until} it was believed that {span} {}; since then, that {now}",
                and_list(old)
            );
            sentences.push(rests(context, body, of, text));
        }
        told.paragraph(sentences);
    }
    told
}

fn rests(context: &Context, body: &Beliefs, of: &Stretch, text: String) -> Sentence {
    match body.reading(of.reading.as_ref()) {
        Some(reading) => {
            let sentence = resting(&context.refs, text, &reading.cite);
            match &reading.event {
                Some(event) => sentence.of_event(event),
                None => sentence,
            }
        }
        None => Sentence::of_record(text),
    }
}

fn span(of: &Stretch) -> String {
    format!("from {} to {}", day(of.from), day(of.to))
}

/// What held, in words.
fn said(context: &Context, body: &Beliefs, of: &Stretch) -> String {
    let refs = &context.refs;
    let open = if of.undetermined {
        ", though a change may have happened"
    } else {
        ""
    };
    let Some(found) = body.reading(of.reading.as_ref()) else {
        return format!("it did not stand{open}");
    };
    let state = &found.state;
    let text = state.text.as_ref().map(|text| reading(text, state.wording));
    let terms = names(state).filter_map(|name| {
        let value = worded(refs, &state.id, name, &state.value(name)?);
        Some(format!("{}: {value}", values::label(refs, &state.id, name)))
    });
    let terms = terms.collect::<Vec<_>>().join("; ");
    let text = text.or((!terms.is_empty()).then_some(terms));
    let text = text.map_or("it stood".to_owned(), |text| format!("it read: {text}"));
    format!("{text}{open}")
}
