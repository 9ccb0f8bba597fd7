//! The pages of `show party`.

use crate::answer::block::{Block, Item, Line, Role};
use crate::answer::{Context, Look, State};
use crate::phrases;
use crate::phrases::clause::listed;
use crate::phrases::heading::{head, sources};
use crate::questions::party::{Parties, PartyPage, PartyRow};
use crate::text::words::Count;

pub(crate) fn blocks(context: &Context, body: &PartyPage, look: Look) -> Vec<Block> {
    let named = named(&body.party.name, &body.party.id);
    let asked = phrases::asked(&body.at);
    let mut blocks = head(context, &asked, vec![named], &[body.at.day]);
    let (binds, bound): (Vec<&State>, Vec<&State>) = body.by_standing();
    let clauses = |title: &str, states: Vec<&State>| {
        let title = format!("{title}: {}", Count(states.len(), "clause"));
        let items = states.into_iter().map(|of| listed(&context.refs, of));
        Item::section(title, items.collect())
    };
    let events = body.events.iter();
    let events = events.map(|id| Item::of(phrases::event(&context.refs, id)));
    let title = format!("Its events: {}", body.events.len());
    blocks.extend(Block::outline([
        clauses("What binds it", binds),
        clauses("What bound it, or is to bind it", bound),
        Item::section(title, events.collect()),
    ]));
    blocks.extend(sources(context, look));
    blocks
}

fn named(name: &str, id: &str) -> Line {
    Line::of(Role::Strong, name).and(Role::Faint, format!(" ({id})"))
}

pub(crate) fn list(context: &Context, body: &Parties, _: Look) -> Vec<Block> {
    let count = Count(body.parties.len(), "party").to_string();
    let item = |row: &PartyRow| {
        let (clauses, events) = (Count(row.clauses, "clause"), Count(row.events, "event"));
        Item {
            name: "party",
            right: Line::plain(format!("{clauses}, {events}")),
            ..Item::of(named(&row.name, &row.id))
        }
    };
    let mut blocks = head(context, &count, Vec::new(), &[]);
    blocks.push(Block::Outline(body.parties.iter().map(item).collect()));
    blocks
}
