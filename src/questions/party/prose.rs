//! What `party` tells.

use super::{Parties, PartyPage};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Context, State};
use crate::phrases::dates::count;
use crate::phrases::sentences::{bare, capital};
use crate::phrases::stories::{close, states};
use crate::text::words::and_list;

pub(super) fn story(context: &Context, body: &PartyPage) -> Story {
    let mut told = Story::default();
    let (binds, bound): (Vec<&State>, Vec<&State>) = body
        .clauses
        .iter()
        .partition(|clause| clause.status.stands());
    let now = body.at.day >= context.today;
    let names = |list: &[&State]| and_list(list.iter().map(|state| format!("“{}”", state.title)));
    let mut first = Vec::new();
    let verb = if now { "is" } else { "was" };
    first.push(Sentence::of_record(match binds.len() {
        0 => format!(
            "At {}, no clause of this record {} {}",
            close(&body.at),
            if now { "binds" } else { "bound" },
            body.party.name
        ),
        n => format!(
            "At {}, {} {verb} bound by {}: {}",
            close(&body.at),
            body.party.name,
            count(n, "clause"),
            names(&binds)
        ),
    }));
    if !bound.is_empty() {
        let text = format!(
            "{} bound it before, or may yet: {}",
            capital(&count(bound.len(), "clause")),
            names(&bound)
        );
        first.push(Sentence::of_record(text));
    }
    if !body.events.is_empty() {
        let events = body
            .events
            .iter()
            .filter_map(|id| context.refs.events.get(id))
            .map(|event| format!("“{}” ({})", bare(&event.title), event.date.human()));
        first.push(Sentence::of_record(format!(
            "The record names it in {}: {}",
            count(body.events.len(), "event"),
            and_list(events)
        )));
    }
    told.section(Some(body.party.name.clone()), vec![first]);
    let standing: Vec<State> = binds.into_iter().cloned().collect();
    states(&mut told, context, &standing, body.at.day);
    told
}

pub(super) fn parties(_: &Context, body: &Parties) -> Story {
    let mut told = Story::default();
    let names = body.parties.iter().map(|party| {
        format!(
            "{} ({}), named by {} and {}",
            party.name,
            party.id,
            count(party.clauses, "clause"),
            count(party.events, "event")
        )
    });
    let text = format!(
        "The record names {}: {}",
        count(body.parties.len(), "party"),
        names.collect::<Vec<_>>().join("; ")
    );
    told.section(None, vec![vec![Sentence::of_record(text)]]);
    told
}
