//! What `party` tells.

use super::{Parties, PartyPage};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, State};
use crate::phrases::dates::count;
use crate::phrases::sentences::capital;
use crate::phrases::stories::{close, hindsight, named_events, states};

pub(super) fn story(context: &Context, body: &PartyPage) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let (binds, bound) = body.by_standing();
    let now = body.at.day >= context.today;
    let binding = if now { "bind" } else { "bound" };
    let names = |list: &[&State]| {
        let titles = list.iter().map(|state| state.title.as_str());
        titles.collect::<Vec<&str>>().join("; ")
    };
    let (at, name) = (close(refs, &body.at), &body.party.name);
    let s = if binds.len() == 1 && now { "s" } else { "" };
    let mut first = vec![Sentence::of_record(match binds.len() {
        0 => format!(
            "At {at}, no clause of this record {binding}{} {name}",
            if now { "s" } else { "" }
        ),
        n => format!(
            "At {at}, {} {binding}{s} {name}: {}",
            count(n, "clause"),
            names(&binds)
        ),
    })];
    if !bound.is_empty() {
        let clauses = capital(&count(bound.len(), "clause"));
        first.push(Sentence::of_record(format!(
            "{clauses} bound it before, or may yet: {}",
            names(&bound)
        )));
    }
    if !body.events.is_empty() {
        let (count, events) = (
            count(body.events.len(), "entry"),
            named_events(refs, &body.events),
        );
        first.push(Sentence::of_record(format!(
            "The record names it in {count}: {events}"
        )));
    }
    told.section(Some(name.clone()), vec![first]);
    let standing: Vec<State> = binds.into_iter().cloned().collect();
    told.paragraph(hindsight(&body.at, &standing).into_iter().collect());
    states(&mut told, context, &standing);
    told
}

pub(super) fn parties(_: &Context, body: &Parties) -> Story {
    let mut told = Story::default();
    let text = format!("The record names {}", count(body.parties.len(), "party"));
    let mut sentences = vec![Sentence::of_record(text)];
    for row in &body.parties {
        let (clauses, events) = (count(row.clauses, "clause"), count(row.events, "entry"));
        let text = format!("{}: {clauses} and {events}", row.name);
        sentences.push(Sentence::of_record(text));
    }
    told.paragraph(sentences);
    told
}
