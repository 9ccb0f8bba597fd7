//! What `party` tells.

use super::{Parties, PartyPage};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, State};
use crate::phrases::dates::count;
use crate::phrases::sentences::capital;
use crate::phrases::sentences::named_events;
use crate::phrases::states::{hindsight, states};
use crate::phrases::stories::{close, titles};

pub(super) fn story(context: &Context, body: &PartyPage) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let (binds, bound) = body.by_standing();
    let names = |list: &[&State]| match list {
        [] => String::new(),
        list => format!(": {}", titles(refs, list.iter().map(|state| &state.id))),
    };
    let (name, at) = (&body.party.name, close(refs, &body.at));
    let standing = count(binds.len(), "clause");
    let text = format!("{name} is bound by {standing} at {at}{}", names(&binds));
    let mut first = vec![Sentence::of_record(text)];
    let clauses = capital(&count(bound.len(), "clause"));
    let text = format!("{clauses} bound it before, or may yet{}", names(&bound));
    first.extend((!bound.is_empty()).then(|| Sentence::of_record(text)));
    let entries = count(body.events.len(), "entry");
    let events = named_events(refs, &body.events);
    let text = format!("The record names it in {entries}: {events}");
    first.extend((!body.events.is_empty()).then(|| Sentence::of_record(text)));
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
