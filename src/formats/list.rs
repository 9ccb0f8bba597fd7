//! Blocks as one `field: value` a line, without drawings: for narrow terminals and screen readers.

use std::io::{self, Write};
use std::slice;

use super::table::Page;
use crate::answer::Look;
use crate::answer::block::{Block, CALL, Grid, Item, Line, Role};

pub(super) fn write(blocks: &[Block], look: Look, to: &mut dyn Write) -> io::Result<()> {
    let mut list = List {
        page: Page::new(look, to),
        started: false,
    };
    for block in blocks.iter().filter(|block| !block.is_empty()) {
        list.block(block);
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

    fn field(&mut self, name: &str, line: &Line) {
        let line = Line::plain(format!("{name}: ")).then(line.spoken());
        self.page.paragraph(&line, "", "  ");
    }

    fn begin(&mut self, name: &str, line: &Line) {
        self.part();
        self.field(name, line);
    }

    fn fields(&mut self, name: &str, lines: &[Line]) {
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.field(name, line);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(line, right) => {
                self.begin("timeline", line);
                self.fields("asked", slice::from_ref(right));
            }
            // They go on with the title.
            Block::Lines(lines) => self.fields("about", lines),
            Block::Text(line) => self.begin("text", line),
            Block::Rule(line) => self.begin("mark", line),
            Block::Legend(_) => {}
            Block::Calls(calls) => {
                self.part();
                for (call, what) in calls {
                    self.page.call(["", CALL], call);
                    self.field("for", what);
                }
            }
            Block::Fields(fields) => {
                self.part();
                for (name, lines) in fields {
                    self.fields(&name.to_lowercase(), lines);
                }
            }
            Block::Grid(grid) | Block::Drawing(_, grid) => self.grid(grid),
            Block::Outline(items) => items.iter().for_each(|item| {
                self.part();
                self.item(item);
            }),
        }
    }

    fn item(&mut self, item: &Item) {
        let word = item.mark.map(|_| item.word().unwrap_or_default());
        let name = word.unwrap_or(item.name);
        let mut line = item.in_a_row();
        if !item.right.is_empty() {
            line = line.and(Role::Plain, "; ").then(item.right.clone());
        }
        match name {
            "" if item.items.is_empty() => self.field("more", &line),
            "" => self.field("group", &line),
            CALL => self.page.call(["", CALL], &line.text()),
            name => self.field(&name.to_lowercase(), &line),
        }
        self.fields("more", &item.lines);
        for (name, lines) in &item.pairs {
            self.fields(name, lines);
        }
        item.items.iter().for_each(|item| self.item(item));
    }

    fn grid(&mut self, grid: &Grid) {
        for cells in &grid.rows {
            self.part();
            for (title, lines) in grid.columns.iter().zip(cells) {
                self.fields(&title.to_lowercase(), lines);
            }
        }
    }
}
