//! The page of `history`.

use super::{Row, Versions};
use crate::answer::block::{self, Block, Cells, Column, Grid, Line, cell};
use crate::answer::{Context, Look};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::text::words::Count;

/// Every version of every clause, with the days on which it is certainly the one in force.
pub(crate) fn blocks(context: &Context, body: &Versions, _: Look) -> Vec<Block> {
    let versions = Count(body.versions.len(), "version");
    let answers = format!("Every version of every clause: {versions}");
    let mut blocks = heading(context, &answers, &[]);
    let [clause, days, by, reads] = ["Clause", "Days", "By", "How it read"].map(Column::new);
    let columns = [clause.narrow(), days.narrow(), by.narrow(), reads];
    let rows = body.versions.iter().cloned();
    blocks.push(Block::Grid(Grid {
        columns: columns.to_vec(),
        rows: rows
            .map(|version| block::Row::later(move || row(&version)))
            .collect(),
        ..Grid::default()
    }));
    blocks
}

fn row(row: &Row) -> Cells {
    let version = &row.version;
    let days = match version.days {
        None => cell("no certain day"),
        Some(days) => {
            let to = days
                .to
                .map_or_else(|| "open".to_owned(), |to| to.to_string());
            vec![Line::plain(format!("{} to", days.from)), Line::plain(to)]
        }
    };
    let by = format!("{} by {}", version.action.past(), version.event);
    let until = version.until.as_deref();
    let values = phrases::named(version.terms.iter(), version.through, until);
    let mut reads: Vec<Line> = values.into_iter().map(|(_, line)| line).collect();
    let text = version.text.as_ref();
    reads.extend(text.map(|text| phrases::text_line("", version.wording, text)));
    vec![cell(&row.clause), days, cell(by), reads]
}
