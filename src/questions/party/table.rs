//! The pages of `show party`.

use crate::answer::block::{Block, Column, Grid};
use crate::answer::{Context, Look, State};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::clause::table::grid;
use crate::questions::party::{Parties, PartyPage, PartyRow};
use crate::text::words::Count;

pub(crate) fn blocks(context: &Context, body: &PartyPage, _: Look) -> Vec<Block> {
    let (party, at) = (&body.party, phrases::close_of(&body.at));
    let answers = format!("{} ({}) at {at}", party.name, party.id);
    let mut blocks = heading(context, &answers, &[body.at.day]);
    let (binds, bound): (Vec<&State>, Vec<&State>) = body.by_standing();
    for (title, clauses) in [
        ("What binds it", binds),
        ("What bound it, or is to bind it", bound),
    ] {
        let title = format!("{title} ({})", Count(clauses.len(), "clause"));
        blocks.extend(Block::table(title, grid(&clauses)));
    }
    let title = format!("Its events ({})", body.events.len());
    let events = phrases::events(&context.refs, &body.events);
    blocks.extend(Block::section(title, events));
    blocks
}

pub(crate) fn list(context: &Context, body: &Parties, _: Look) -> Vec<Block> {
    let answers = Count(body.parties.len(), "party").to_string();
    let mut blocks = heading(context, &answers, &[]);
    let [party, name, clauses, events] = ["Party", "Name", "Clauses", "Events"].map(Column::new);
    let row = |row: &PartyRow| {
        let (clauses, events) = (row.clauses.to_string(), row.events.to_string());
        [row.id.clone(), row.name.clone(), clauses, events]
    };
    let columns = [party.narrow(), name, clauses, events];
    let grid = Grid::of_texts(columns, body.parties.iter().map(row));
    blocks.push(Block::Grid(grid));
    blocks
}
