//! What `clause` tells.

use super::{ClauseLife, Clauses};
use crate::answer::Context;
use crate::answer::story::{Sentence, Story, reads};
use crate::phrases::dates::{count, when};
use crate::phrases::sentences::{Tense, bare, capital, change, disagreements, state_cites, title};
use crate::phrases::stories::{close, state_sentence, states, undecided_sentence};
use crate::text::words::and_list;

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
    first.extend(
        body.undetermined
            .iter()
            .map(|undecided| undecided_sentence(refs, undecided, body.at.day)),
    );
    told.section(
        Some(format!("{} at {}", state.title, close(&body.at))),
        vec![first],
    );
    let mut paragraphs = Vec::new();
    for entry in &body.changes {
        let tense = match (
            entry.planned,
            entry.change.last.is_some_and(|last| last < context.today),
        ) {
            (true, true) => Tense::Unconfirmed,
            (true, false) => Tense::Future,
            _ if entry
                .change
                .first
                .is_some_and(|first| first > context.today) =>
            {
                Tense::Future
            }
            _ => Tense::Past,
        };
        let told = change(refs, &entry.event, &entry.change, None, tense);
        let named = refs
            .events
            .get(&entry.event)
            .map(|event| bare(&event.title))
            .unwrap_or_default();
        let text = format!(
            "{} (“{named}”): {}",
            capital(&when(entry.change.date)),
            told.text
        );
        let mut paragraph = vec![Sentence { text, ..told }];
        paragraph.extend(disagreements(
            refs,
            &entry.event,
            Some(&entry.change.clause),
            &entry.change.cite,
        ));
        paragraphs.push(paragraph);
    }
    told.section(Some("How it came to read so".to_owned()), paragraphs);
    let links = [
        ("It took the place of", &body.replaced),
        ("Its place was taken by", &body.replaced_by),
    ];
    let mut rest: Vec<Sentence> = links
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(words, list)| {
            Sentence::of_record(format!(
                "{words} {}",
                and_list(list.iter().map(|clause| title(refs, clause)))
            ))
        })
        .collect();
    if !body.about.is_empty() {
        let events = body
            .about
            .iter()
            .filter_map(|id| refs.events.get(id))
            .map(|event| format!("“{}” ({})", bare(&event.title), event.date.human()));
        rest.push(Sentence::of_record(format!(
            "These events bear on it without changing it: {}",
            and_list(events)
        )));
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
