//! The pages of `show source`.

use crate::answer::Context;
use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Otherwise, Resting, SourcePage};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::source::Sources;
use crate::text::words::Count;

const WIDE: usize = 110;

pub(crate) fn blocks(context: &Context, body: &SourcePage) -> Vec<Block> {
    let answers = format!(
        "Source {}: {}",
        body.source.id,
        phrases::source(&body.source.source)
    );
    let mut blocks = heading(context, &answers, &[]);
    if !body.events.is_empty() {
        blocks.push(Block::Heading(Line::of(
            Role::Strong,
            format!("Events that rest on it ({})", body.events.len()),
        )));
        blocks.push(Block::Lines(
            body.events
                .iter()
                .map(|id| Line::plain(phrases::event(&context.refs, id)))
                .collect(),
        ));
    }
    for (title, list) in [
        ("Changes that rest on it", &body.changes),
        ("What rests on it alone", &body.sole),
    ] {
        if !list.is_empty() {
            blocks.push(Block::Heading(Line::of(
                Role::Strong,
                format!("{title} ({})", list.len()),
            )));
            blocks.push(Block::Lines(resting(list)));
        }
    }
    if !body.disagrees.is_empty() {
        let title = format!(
            "Where it says otherwise than the record ({})",
            Count(body.disagrees.len(), "point")
        );
        blocks.push(Block::Heading(Line::of(Role::Strong, title)));
        blocks.push(Block::Grid(otherwise(&body.disagrees)));
    }
    blocks
}

/// One line for each event, with the clauses concerned.
fn resting(list: &[Resting]) -> Vec<Line> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in list {
        let clause = item.clause.as_deref().unwrap_or("the event itself");
        match found.iter_mut().find(|(event, _)| *event == item.event) {
            Some((_, clauses)) if clauses.contains(&clause) => {}
            Some((_, clauses)) => clauses.push(clause),
            None => found.push((&item.event, vec![clause])),
        }
    }
    found
        .into_iter()
        .map(|(event, clauses)| Line::plain(format!("{event}: {}", clauses.join(", "))))
        .collect()
}

fn otherwise(list: &[Otherwise]) -> Grid {
    let columns = vec![
        Column::new("Where"),
        Column::new("What").narrow(),
        Column::new("The record"),
        Column::new("The source"),
    ];
    let rows = phrases::points(list).into_iter();
    let row =
        |cells: [String; 4]| Row::Cells(cells.iter().map(|text| vec![Line::plain(text)]).collect());
    Grid {
        columns,
        rows: rows.map(row).collect(),
    }
}

pub(crate) fn list(context: &Context, body: &Sources) -> Vec<Block> {
    let mut blocks = heading(
        context,
        &Count(body.sources.len(), "source").to_string(),
        &[],
    );
    let columns = vec![
        Column::new("Source"),
        Column::new("What it is").folded(WIDE, 0),
        Column::new("Events"),
        Column::new("Changes"),
        Column::new("Alone"),
        Column::new("Otherwise"),
    ];
    let rows = body.sources.iter().map(|row| {
        let counts = [row.events, row.changes, row.sole, row.disagrees];
        let mut cells = vec![
            vec![Line::plain(&row.id)],
            vec![Line::plain(phrases::source(&row.source))],
        ];
        cells.extend(
            counts
                .iter()
                .map(|count| vec![Line::plain(count.to_string())]),
        );
        Row::Cells(cells)
    });
    blocks.push(Block::Grid(Grid {
        columns,
        rows: rows.collect(),
    }));
    let text = "Alone: statements that rest on this source alone. Otherwise: points on which it says otherwise than the record.";
    blocks.push(Block::Text(Line::of(Role::Faint, text)));
    blocks
}
