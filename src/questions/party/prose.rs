//! What `party` tells.

use super::{Parties, PartyPage, PartyRow};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, State};
use crate::phrases::dates::count;
use crate::phrases::sentences::capital;
use crate::phrases::stories::{close, named_events, states};
use crate::text::words::{and_list, quote};

pub(super) fn story(context: &Context, body: &PartyPage) -> Story {
    let mut told = Story::default();
    let (binds, bound) = body.by_standing();
    let now = body.at.day >= context.today;
    let (is, binding) = if now {
        ("is", "binds")
    } else {
        ("was", "bound")
    };
    let names = |list: &[&State]| and_list(list.iter().map(|state| quote(&state.title)));
    let (at, name) = (close(&body.at), &body.party.name);
    let mut first = vec![Sentence::of_record(match binds.len() {
        0 => format!("At {at}, no clause of this record {binding} {name}"),
        n => {
            let clauses = count(n, "clause");
            format!("At {at}, {name} {is} bound by {clauses}: {}", names(&binds))
        }
    })];
    if !bound.is_empty() {
        let clauses = capital(&count(bound.len(), "clause"));
        let text = format!("{clauses} bound it before, or may yet: {}", names(&bound));
        first.push(Sentence::of_record(text));
    }
    if !body.events.is_empty() {
        let (count, events) = (
            count(body.events.len(), "event"),
            named_events(&context.refs, &body.events),
        );
        let text = format!("The record names it in {count}: {events}");
        first.push(Sentence::of_record(text));
    }
    told.section(Some(body.party.name.clone()), vec![first]);
    let standing: Vec<State> = binds.into_iter().cloned().collect();
    states(&mut told, context, &standing, body.at.day);
    told
}

pub(super) fn parties(_: &Context, body: &Parties) -> Story {
    let mut told = Story::default();
    let mut names = Vec::new();
    for PartyRow {
        id,
        name,
        clauses,
        events,
    } in &body.parties
    {
        let (clauses, events) = (count(*clauses, "clause"), count(*events, "event"));
        names.push(format!("{name} ({id}), named by {clauses} and {events}"));
    }
    let parties = count(body.parties.len(), "party");
    let text = format!("The record names {parties}: {}", names.join("; "));
    told.section(None, vec![vec![Sentence::of_record(text)]]);
    told
}
