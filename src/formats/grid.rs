//! Grids: how wide each column is. The cells are wrapped and painted here; comfy-table sets them side by side.

use comfy_table::{ColumnConstraint, Table, TableStyle, Width};

use super::style::{painted, wrapped};
use crate::answer::block::{Cells, Grid, Line, Row};
use crate::text::{words::parted, wrap::columns, wrap::unbroken, wrap::words};

pub(super) const GAP: usize = 2;
/// A column need not be wider than this for a long word.
const LEAST: usize = 24;
/// No column becomes narrower than this where a page has no room.
const NARROWEST: usize = 4;
/// As wide as comfy-table can count, with room for a gap.
const WIDEST: usize = 65_000;

pub(super) fn across(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// The cells of a row side by side, without a line break at the end.
pub(super) fn side_by_side(cells: &Cells, widths: &[usize], color: bool) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new()).force_no_tty();
    table.add_row(cells.iter().zip(widths).map(|(lines, width)| {
        let lines = cell(lines, *width).map(|line| painted(&line, color));
        parted(lines, "\n").unwrap_or_default()
    }));
    let padding = u16::try_from(GAP).unwrap_or_default();
    for (column, width) in table.column_iter_mut().zip(widths) {
        let width = u16::try_from(width + GAP).unwrap_or(u16::MAX);
        column
            .set_padding((0, padding))
            // A character that is wider than its column widens it, and is not broken by the table.
            .set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
    }
    table.trim_fmt()
}

/// The lines of a cell, each set in where it goes on.
fn cell(lines: &[Line], width: usize) -> impl Iterator<Item = Line> {
    let indents = move |place: usize, text: &str| {
        let first = if place > 0 && width > 8 { "  " } else { "" };
        let hang = if text.starts_with("  ") { "    " } else { "  " };
        let has_room = |word| columns(&text[word]) + hang.len() <= width;
        let is_roomy = lines.len() > 1 && words(text).all(has_room);
        (first, if is_roomy { hang } else { first })
    };
    (lines.iter()).flat_map(move |line| wrapped(line, width, indents))
}

/// The width of each column: as wide as its text where the page has room, else at least as its longest word.
pub(super) fn widths(grid: &Grid, page: usize) -> Vec<usize> {
    let count = grid.columns.len();
    let room = page.min(WIDEST).saturating_sub(across(&vec![0; count]));
    let natural = widest(grid, columns);
    if natural.iter().sum::<usize>() <= room {
        return natural;
    }
    let mut widths = widest(grid, |line| {
        let stretches = words(line).flat_map(|at| unbroken(&line[at]));
        stretches.map(columns).max().unwrap_or(0).min(LEAST)
    });
    shrink(&mut widths, room);
    for _ in widths.iter().sum()..room {
        let wanting = (0..count).filter(|place| widths[*place] < natural[*place]);
        let Some(smallest) = wanting.min_by_key(|place| widths[*place]) else {
            break;
        };
        widths[smallest] += 1;
    }
    widths
}

fn widest(grid: &Grid, measure: impl Fn(&str) -> usize) -> Vec<usize> {
    let mut widest = vec![0; grid.columns.len()];
    for cells in grid.rows.iter().filter_map(Row::cells) {
        for (widest, cell) in widest.iter_mut().zip(&*cells) {
            for text in cell.iter().map(Line::text) {
                *widest = text.split('\n').map(&measure).fold(*widest, usize::max);
            }
        }
    }
    widest
}

/// Takes from the widest columns what does not fit.
fn shrink(widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().max();
        let Some(widest) = widest.filter(|width| **width > NARROWEST) else {
            break;
        };
        *widest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::block::Role;

    #[test]
    fn every_piece_of_a_cell_has_its_colour_on_each_of_its_lines() {
        colored::control::set_override(true);
        let line = Line::of(Role::Removed, "a text that ended")
            .and(Role::Plain, ", ")
            .and(Role::Doubt, "reported");
        let cells = vec![vec![line], vec![Line::of(Role::Added, "beside")]];
        let plain = "a text that  beside\nended,\nreported";
        assert_eq!(side_by_side(&cells, &[11, 6], false), plain);
        let (red, green, magenta, end) = ("\x1b[31m", "\x1b[32m", "\x1b[35m", "\x1b[0m");
        assert_eq!(
            side_by_side(&cells, &[11, 6], true),
            format!(
                "{red}a text that{end}  {green}beside{end}\n{red}ended{end},\n{magenta}reported{end}"
            )
        );
    }

    #[test]
    fn a_column_is_never_narrower_than_a_character_in_it() {
        let conjunct = "\u{915}\u{94d}".repeat(9) + "\u{915}";
        let cells = vec![
            vec![Line::of(Role::Added, &conjunct)],
            vec![Line::plain("b")],
        ];
        let drawn = side_by_side(&cells, &[1, 1], false);
        assert_eq!(drawn, format!("{conjunct}  b"));
    }
}
