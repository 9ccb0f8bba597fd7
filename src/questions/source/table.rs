//! The pages of `show source`.

use crate::answer::block::{Block, Column, Grid, Line, Role, texts};
use crate::answer::{Context, Look, Resting, SourcePage};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::source::{SourceRow, Sources};
use crate::text::words::Count;

const WIDE: usize = 110;

pub(crate) fn blocks(context: &Context, body: &SourcePage, _: Look) -> Vec<Block> {
    let about = phrases::source(&body.source.source);
    let answers = format!("Source {}: {about}", body.source.id);
    let mut blocks = heading(context, &answers, &[]);
    let title = format!("Events that rest on it ({})", body.events.len());
    let events = phrases::events(&context.refs, &body.events);
    blocks.extend(Block::section(title, events));
    for (title, list) in [
        ("Changes that rest on it", &body.changes),
        ("What rests on it alone", &body.sole),
    ] {
        let title = format!("{title} ({})", list.len());
        blocks.extend(Block::section(title, resting(list)));
    }
    let points = Count(body.disagrees.len(), "point");
    let title = format!("Where it says otherwise than the record ({points})");
    let columns = ["Where", "What", "The record", "The source"].map(Column::new);
    let [place, what, record, source] = columns;
    let columns = [place, what.narrow(), record, source];
    let otherwise = Grid::of_texts(columns, phrases::points(&body.disagrees));
    blocks.extend(Block::table(title, otherwise));
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
    let line = |(event, clauses): (&str, Vec<&str>)| format!("{event}: {}", clauses.join(", "));
    found.into_iter().map(line).map(Line::plain).collect()
}

pub(crate) fn list(context: &Context, body: &Sources, _: Look) -> Vec<Block> {
    let answers = Count(body.sources.len(), "source").to_string();
    let mut blocks = heading(context, &answers, &[]);
    let counted = ["Events", "Changes", "Alone", "Otherwise"].map(Column::new);
    let mut columns = vec![
        Column::new("Source"),
        Column::new("What it is").folded(WIDE, 0),
    ];
    columns.extend(counted);
    let row = |row: &SourceRow| {
        let mut cells = texts(&[row.id.clone(), phrases::source(&row.source)]);
        let counts = [row.events, row.changes, row.sole, row.disagrees];
        cells.extend(texts(&counts.map(|count| count.to_string())));
        cells
    };
    let grid = Grid::new(columns, body.sources.iter().map(row));
    blocks.push(Block::Grid(grid));
    let text = "Alone: statements that rest on this source alone. Otherwise: points on which it says otherwise than the record.";
    blocks.push(Block::Text(Line::of(Role::Faint, text)));
    blocks
}
