//! What the belief map tells: what each day of new knowledge changed of what had been believed.

use super::{Beliefs, Stretch};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, names};
use crate::date::Day;
use crate::phrases::dates::day;
use crate::phrases::sentences::{Reading, resting, worded};
use crate::phrases::values;

pub(super) fn story(context: &Context, body: &Beliefs) -> Story {
    let mut told = Story::default();
    told.say(match body.rows.first() {
        Some(_) => format!(
            "{}: what held on which days, as it became known",
            body.title
        ),
        None => format!("Nothing was ever known of {}", body.title),
    });
    let last = body.columns.last().map(|column| column.to);
    let mut before: &[Stretch] = &[];
    for row in &body.rows {
        let is_other = |of: &&Stretch| {
            let mut old = before
                .iter()
                .filter(|old| old.from <= of.to && of.from <= old.to);
            let differs =
                |old: &Stretch| (&old.reading, old.undetermined) != (&of.reading, of.undetermined);
            old.any(differs) || before.is_empty() && of.reading.is_some()
        };
        let others = row.stretches.iter().filter(is_other);
        let others = others.map(|of| {
            let text = format!("{}, {}", span(of, last), said(context, body, of));
            vec![rests(context, body, of, text)]
        });
        let known = format!("Known by {}", day(row.known_by));
        told.section(Some(known), others.collect());
        before = &row.stretches;
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

fn span(of: &Stretch, last: Option<Day>) -> String {
    let from = day(of.from);
    if Some(of.to) == last {
        format!("From {from} on")
    } else {
        format!("From {from} to {}", day(of.to))
    }
}

fn said(context: &Context, body: &Beliefs, of: &Stretch) -> String {
    let refs = &context.refs;
    let open = if of.undetermined {
        " (unless a change that is not dated came before)"
    } else {
        ""
    };
    let Some(found) = body.reading(of.reading.as_ref()) else {
        return format!("it is not in force{open}");
    };
    let state = &found.state;
    let text = state.text.as_ref();
    let text = text.map(|text| Reading::of(text, state.wording));
    let terms = names(&state.terms).filter_map(|name| {
        let value = worded(refs, &state.id, name, &state.value(name)?);
        Some(format!("{}: {value}", values::label(refs, &state.id, name)))
    });
    let terms = terms.collect::<Vec<_>>().join("; ");
    match text.or((!terms.is_empty()).then(|| terms.into())) {
        Some(text) if !text.is_own => text.led(&format!("it reads{open}")),
        Some(text) => text.led(&format!("it is in force{open}")),
        None => format!("it is in force{open}"),
    }
}
