//! Grids: comfy-table sets the painted cells side by side, in columns that have room on the page.

use comfy_table::{ContentArrangement, Table, TableStyle};

use super::style::painted;
use crate::answer::block::Grid;
use crate::text::words::parted;

const GAP: u16 = 2;

pub(super) fn laid_out(grid: &Grid, page: usize, color: bool) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new()).force_no_tty();
    // Behind the last column there is no gap.
    let width = u16::try_from(page).unwrap_or(u16::MAX).saturating_add(GAP);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    for cells in &grid.rows {
        table.add_row(cells.iter().map(|lines| {
            let lines = lines.iter().map(|line| painted(line, color));
            parted(lines, "\n").unwrap_or_default()
        }));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, GAP));
    }
    table.trim_fmt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::block::{Line, Role};

    #[test]
    fn every_word_of_a_cell_has_its_colour() {
        colored::control::set_override(true);
        let line = Line::of(Role::Removed, "a text that ended")
            .and(Role::Plain, ", ")
            .and(Role::Doubt, "reported");
        let grid = Grid {
            columns: vec!["One", "Two"],
            rows: vec![vec![vec![line], vec![Line::of(Role::Added, "beside")]]],
        };
        let plain = "a text that  beside\nended,\nreported";
        assert_eq!(laid_out(&grid, 19, false), plain);
        let (red, green, magenta, end) = ("\x1b[31m", "\x1b[32m", "\x1b[35m", "\x1b[0m");
        assert_eq!(
            laid_out(&grid, 19, true),
            format!(
                "{red}a{end} {red}text{end} {red}that{end}  {green}beside{end}\n{red}ended{end},\n{magenta}reported{end}"
            )
        );
    }
}
