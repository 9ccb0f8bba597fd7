//! What `clause` tells.

use super::{ClauseLife, Clauses};
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::{count, when};
use crate::phrases::sentences::{Tense, known, marks, note, resting};
use crate::phrases::stories::{
    Detail, close, hindsight, named_events, of_life, state_sentences, states, titles,
    undecided_sentence,
};

pub(super) fn story(context: &Context, body: &ClauseLife) -> Story {
    let mut told = Story::default();
    let (refs, state) = (&context.refs, &body.clause);
    let reads = if state.status.stands() {
        "It reads"
    } else {
        "It read"
    };
    let mut first = state_sentences(refs, reads, state, Detail::Setters);
    let began = body
        .changes
        .iter()
        .rfind(|of| Some(&of.event) == state.adopted_by.as_ref());
    if let Some(began) = began.filter(|_| state.status.stands()) {
        let of = &began.change;
        let days = marks(known(of.date, of.known));
        let text = format!("It was adopted {}{days}", when(of.date));
        first.push(resting(refs, text, &of.cite).of_event(&began.event));
    }
    first.extend(note(state.note.as_ref()));
    first.extend(hindsight(&body.at, [state]));
    for undecided in &body.undetermined {
        first.push(undecided_sentence(refs, undecided, body.at.day));
    }
    let heading = format!("{}, at {}", state.title, close(refs, &body.at));
    told.section(Some(heading), vec![first]);
    let mut paragraphs = Vec::new();
    for entry in &body.changes {
        let of = &entry.change;
        let past = of.last.is_some_and(|last| last < context.today);
        let tense = match entry.planned {
            true if past => Tense::Unconfirmed,
            true => Tense::Future,
            false if of.first.is_some_and(|first| first > context.today) => Tense::Future,
            false => Tense::Past,
        };
        paragraphs.push(of_life(refs, &entry.event, of, tense));
    }
    told.section(Some("How it came to read so".to_owned()), paragraphs);
    let mut rest = Vec::new();
    for (words, list) in [
        ("It took the place of", &body.replaced),
        ("Its place was taken by", &body.replaced_by),
    ] {
        if !list.is_empty() {
            rest.push(Sentence::of_record(format!(
                "{words}: {}",
                titles(refs, list)
            )));
        }
    }
    if !body.about.is_empty() {
        let events = named_events(refs, &body.about);
        rest.push(Sentence::of_record(format!(
            "These entries concern it without changing it: {events}"
        )));
    }
    told.paragraph(rest);
    told
}

pub(super) fn clauses(context: &Context, body: &Clauses) -> Story {
    let mut told = Story::default();
    let text = format!("The record holds {}", count(body.clauses.len(), "clause"));
    told.paragraph(vec![Sentence::of_record(text)]);
    states(&mut told, context, &body.clauses);
    told
}
