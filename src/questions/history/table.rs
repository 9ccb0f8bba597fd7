//! The page of `history`.

use super::{Row as VersionRow, Versions};
use crate::answer::Context;
use crate::answer::block::{Block, Column, Grid, Line, Row};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::text::words::Count;

/// Every version of every clause, with the days on which it is certainly the one in force.
pub(crate) fn blocks(context: &Context, body: &Versions) -> Vec<Block> {
    let answers = format!(
        "Every version of every clause: {}",
        Count(body.versions.len(), "version")
    );
    let mut blocks = heading(context, &answers, &[]);
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("Days").narrow(),
        Column::new("By").narrow(),
        Column::new("How it read"),
    ];
    let row = |row: &VersionRow| {
        let version = &row.version;
        let days = version.days.map_or_else(
            || vec![Line::plain("no certain day")],
            |days| {
                let to = days
                    .to
                    .map_or_else(|| "open".to_owned(), |to| to.to_string());
                vec![Line::plain(format!("{} to", days.from)), Line::plain(to)]
            },
        );
        let by = vec![Line::plain(format!(
            "{} by {}",
            version.action.past(),
            version.event
        ))];
        let mut reads: Vec<Line> =
            phrases::named(&version.terms, version.through, version.until.as_deref())
                .into_iter()
                .map(|(_, line)| line)
                .collect();
        let text = version.text.as_ref();
        reads.extend(text.map(|text| Line::text_block(phrases::text("", version.wording, text))));
        Row::Cells(vec![vec![Line::plain(&row.clause)], days, by, reads])
    };
    blocks.push(Block::Grid(Grid {
        columns,
        rows: body.versions.iter().map(row).collect(),
    }));
    blocks
}
