//! What `clause` tells.

use super::{ClauseLife, Clauses};
use crate::answer::Context;
use crate::answer::story::{Sentence, Story, reads};
use crate::phrases::dates::{count, when};
use crate::phrases::sentences::{Tense, bare, capital, change, disagreements, state_cites, title};
use crate::phrases::stories::{close, named_events, state_sentence, states, undecided_sentence};
use crate::text::words::{and_list, quote};

pub(super) fn story(context: &Context, body: &ClauseLife) -> Story {
    let mut told = Story::default();
    let refs = &context.refs;
    let state = &body.clause;
    let now = body.at.day >= context.today;
    let mut first = vec![state_sentence(state, now)];
    if let Some(note) = &state.note {
        let mut sentence = Sentence::of_record(format!("Note: {}", bare(note)));
        sentence.event.clone_from(&state.changed_by);
        sentence.sources = reads(&state_cites(state));
        first.push(sentence);
    }
    for undecided in &body.undetermined {
        first.push(undecided_sentence(refs, undecided, body.at.day));
    }
    let heading = format!("{} at {}", state.title, close(&body.at));
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
        let told = change(refs, &entry.event, of, None, tense);
        let (when, named) = (capital(&when(of.date)), bare(refs.title_of(&entry.event)));
        let named = quote(&named);
        let text = format!("{when} ({named}): {}", told.text);
        let mut paragraph = vec![Sentence { text, ..told }];
        let clause = Some(of.clause.as_str());
        paragraph.extend(disagreements(refs, &entry.event, clause, &of.cite));
        paragraphs.push(paragraph);
    }
    told.section(Some("How it came to read so".to_owned()), paragraphs);
    let mut rest = Vec::new();
    for (words, list) in [
        ("It took the place of", &body.replaced),
        ("Its place was taken by", &body.replaced_by),
    ] {
        if !list.is_empty() {
            let clauses = and_list(list.iter().map(|clause| title(refs, clause)));
            rest.push(Sentence::of_record(format!("{words} {clauses}")));
        }
    }
    if !body.about.is_empty() {
        let events = named_events(refs, &body.about);
        let text = format!("These events bear on it without changing it: {events}");
        rest.push(Sentence::of_record(text));
    }
    told.section(None, vec![rest]);
    told
}

pub(super) fn clauses(context: &Context, body: &Clauses) -> Story {
    let mut told = Story::default();
    let text = format!("The record holds {}", count(body.clauses.len(), "clause"));
    told.section(None, vec![vec![Sentence::of_record(text)]]);
    states(&mut told, context, &body.clauses, body.at.day);
    told
}
