//! Blocks as one `field: value` a line, without drawings: for narrow terminals and screen readers.

use std::io::{self, Write};

use super::table::Page;
use crate::answer::Look;
use crate::answer::block::{Block, Grid, Item, Line, Role, Row};

pub(super) fn write(blocks: &[Block], look: Look, to: &mut dyn Write) -> io::Result<()> {
    let mut list = List {
        page: Page::new(look, to),
        started: false,
    };
    for block in blocks {
        list.block(block)?;
    }
    list.page.finish()
}

struct List<'w> {
    page: Page<'w>,
    started: bool,
}

impl List<'_> {
    /// An empty line before every record but the first.
    fn part(&mut self) {
        if self.started {
            self.page.gap();
        }
        self.started = true;
    }

    fn line(&mut self, line: &Line) {
        self.page.paragraph(&line.spoken(), "", "  ");
    }

    fn field(&mut self, name: &str, line: &Line) {
        self.line(&Line::plain(format!("{name}: ")).then(line.clone()));
    }

    fn fields(&mut self, name: &str, lines: &[Line]) {
        for line in lines {
            self.field(name, line);
        }
    }

    fn block(&mut self, block: &Block) -> io::Result<()> {
        match block {
            Block::Title(line, right) => {
                self.part();
                self.field("timeline", line);
                if !right.is_empty() {
                    self.field("asked", right);
                }
            }
            Block::Lines(lines) => lines.iter().for_each(|line| self.field("about", line)),
            Block::Text(line) => {
                self.part();
                self.field("text", line);
            }
            Block::Rule(line) => {
                self.part();
                self.field("mark", line);
            }
            Block::Legend(_) => {}
            Block::Calls(calls) => {
                self.part();
                for (call, what) in calls {
                    self.page.call("try", call);
                    self.field("for", what);
                }
            }
            Block::Fields(fields) => {
                self.part();
                for (name, lines) in fields {
                    self.fields(&name.to_lowercase(), lines);
                }
            }
            Block::Grid(grid) | Block::Drawing(_, grid) => self.grid(grid)?,
            Block::Outline(items) => items.iter().for_each(|item| {
                self.part();
                self.item(item);
            }),
        }
        Ok(())
    }

    fn item(&mut self, item: &Item) {
        let name = item
            .mark
            .map_or(item.name, |_| item.word().unwrap_or_default());
        let mut line = item.in_a_row();
        if !item.right.is_empty() {
            line = line.and(Role::Plain, "; ").then(item.right.clone());
        }
        match name {
            "" if item.items.is_empty() => self.field("more", &line),
            "" => self.field("group", &line),
            name => self.field(&name.to_lowercase(), &line),
        }
        item.lines.iter().for_each(|line| self.field("more", line));
        for (name, lines) in &item.pairs {
            self.fields(name, lines);
        }
        item.items.iter().for_each(|item| self.item(item));
    }

    fn grid(&mut self, grid: &Grid) -> io::Result<()> {
        for row in &grid.rows {
            self.part();
            if let Row::Group(line) = row {
                self.field("group", line);
            }
            let cells = row.cells().unwrap_or_default();
            for (title, lines) in grid.columns.iter().zip(&*cells) {
                let name = title.to_lowercase();
                for line in lines.iter().filter(|line| !line.is_empty()) {
                    self.field(&name, line);
                }
            }
            self.page.flush()?;
        }
        Ok(())
    }
}
