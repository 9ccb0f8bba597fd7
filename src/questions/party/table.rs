//! The pages of `show party`.

use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Context, State};
use crate::date::Date;
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::clause::table as clause;
use crate::questions::party::{Parties, PartyPage};
use crate::text::words::Count;

pub(crate) fn blocks(context: &Context, body: &PartyPage) -> Vec<Block> {
    let answers = format!(
        "{} ({}) at {}",
        body.party.name,
        body.party.id,
        phrases::close_of(&body.at)
    );
    let mut blocks = heading(context, &answers, &[body.at.day]);
    let (binds, bound): (Vec<&State>, Vec<&State>) = body
        .clauses
        .iter()
        .partition(|clause| clause.status.stands());
    for (title, clauses) in [
        ("What binds it", binds),
        ("What bound it, or is to bind it", bound),
    ] {
        if !clauses.is_empty() {
            blocks.push(Block::Heading(Line::of(
                Role::Strong,
                format!("{title} ({})", Count(clauses.len(), "clause")),
            )));
            blocks.push(Block::Grid(grid(&clauses)));
        }
    }
    if !body.events.is_empty() {
        blocks.push(Block::Heading(Line::of(
            Role::Strong,
            format!("Its events ({})", body.events.len()),
        )));
        let lines = body
            .events
            .iter()
            .map(|id| Line::plain(phrases::event(&context.refs, id)));
        blocks.push(Block::Lines(lines.collect()));
    }
    blocks
}

fn grid(clauses: &[&State]) -> Grid {
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("Title"),
        Column::new("Status"),
        Column::new("Since").narrow(),
    ];
    let row = |state: &&State| {
        let since = state.since.map(Date::human).unwrap_or_default();
        let cells = [
            state.id.clone(),
            state.title.clone(),
            clause::status(state),
            since,
        ];
        Row::Cells(cells.iter().map(|text| vec![Line::plain(text)]).collect())
    };
    Grid {
        columns,
        rows: clauses.iter().map(row).collect(),
    }
}

pub(crate) fn list(context: &Context, body: &Parties) -> Vec<Block> {
    let mut blocks = heading(
        context,
        &Count(body.parties.len(), "party").to_string(),
        &[],
    );
    let columns = vec![
        Column::new("Party").narrow(),
        Column::new("Name"),
        Column::new("Clauses"),
        Column::new("Events"),
    ];
    let rows = body.parties.iter().map(|party| {
        let cells = [
            party.id.clone(),
            party.name.clone(),
            party.clauses.to_string(),
            party.events.to_string(),
        ];
        Row::Cells(cells.iter().map(|text| vec![Line::plain(text)]).collect())
    });
    blocks.push(Block::Grid(Grid {
        columns,
        rows: rows.collect(),
    }));
    blocks
}
