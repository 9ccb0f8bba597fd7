//! Blocks as tables and wrapped paragraphs, for a terminal or a pipe.

use std::io::{self, Write};

use indexmap::IndexSet;

use super::grid::laid_out;
use super::style::{ascii, painted, wrapped};
use crate::answer::Look;
use crate::answer::block::{Block, CALL, Grid, Item, Line, Mark, Role};
use crate::text::{clean_line, patterns, wrap::columns};

/// The narrowest page that is laid out; below it lines run over.
const NARROWEST: usize = 20;
/// Where the values of fields had fewer columns, they stand below their names.
const NARROWEST_VALUE: usize = 12;
/// The blanks between what stands side by side.
const GAP: usize = 2;
/// No prose is stretched beyond this.
const WIDEST_TEXT: usize = 100;

pub(super) fn write(blocks: Vec<Block>, look: Look, to: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look, to);
    let mut titled = true;
    for block in blocks.into_iter().filter(|block| !block.is_empty()) {
        if !(titled || matches!(block, Block::Rule(_))) {
            page.gap();
        }
        titled = matches!(block, Block::Title(..) | Block::Rule(_));
        page.block(block);
        page.flush()?;
    }
    page.finish()
}

pub(super) struct Page<'w> {
    look: Look,
    width: usize,
    /// What is not written yet, and the line breaks at the end of what is.
    out: String,
    to: &'w mut dyn Write,
}

impl<'w> Page<'w> {
    pub(super) fn new(look: Look, to: &'w mut dyn Write) -> Self {
        let (out, width) = (String::new(), look.width.unwrap_or(usize::MAX));
        let width = width.max(NARROWEST);
        Self {
            look,
            width,
            out,
            to,
        }
    }

    pub(super) fn gap(&mut self) {
        self.out.push('\n');
    }

    /// Writes what is finished, in ASCII where nothing else may be drawn.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let end = self.out.trim_end_matches('\n').len();
        let breaks = self.out.split_off(end);
        let text = std::mem::replace(&mut self.out, breaks);
        let text = if self.look.ascii { ascii(&text) } else { text };
        self.to.write_all(text.as_bytes())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.to.write_all(self.out.as_bytes())
    }

    pub(super) fn block(&mut self, block: Block) {
        match block {
            Block::Title(line, right) => self.across(line, right, "  "),
            Block::Text(line) => self.paragraph(&line, "", ""),
            Block::Legend(pairs) => self.legend(&pairs),
            Block::Lines(lines) => lines.iter().for_each(|line| self.paragraph(line, "", "  ")),
            Block::Calls(calls) => self.calls(calls),
            Block::Fields(fields) => self.fields(&fields, ""),
            Block::Grid(grid) => self.grid(&grid),
            Block::Outline(items) => items.into_iter().for_each(|item| self.item(item, 0)),
            Block::Rule(line) => self.ruled(&line),
            Block::Drawing(lines, _) => lines.iter().for_each(|line| self.line(line)),
        }
    }

    /// A line as it is, but for the blanks at its end.
    pub(super) fn line(&mut self, line: &Line) {
        self.out.push_str(painted(line, self.look.color).trim_end());
        self.out.push('\n');
    }

    fn edge(&self) -> usize {
        (self.look.width).map_or(usize::MAX, |_| self.width.min(WIDEST_TEXT))
    }

    /// A line that is wrapped, set in by `first` and then by `rest`.
    pub(super) fn paragraph(&mut self, line: &Line, first: &str, rest: &str) {
        for line in wrapped(&self.drawn(line.clone()), self.edge(), first, rest) {
            self.line(&line);
        }
    }

    /// A call, its lines joined by backslashes where it is too long for one.
    pub(super) fn call(&mut self, [set_in, words]: [&str; 2], call: &str) {
        let call = clean_line(call);
        let taken = columns(set_in) + " \\".len();
        let room = self.width.saturating_sub(taken);
        let faint = |line: &str| Line::of(Role::Faint, format!("{set_in}{line}"));
        let mut parts = shell_words(&call);
        let head = format!("{words}:");
        let wide = parts.first().map_or(0, |first| columns(first));
        if !words.is_empty() && columns(&head) + 1 + wide > room {
            self.paragraph(&Line::of(Role::Faint, head.as_str()), set_in, set_in);
        } else if !words.is_empty() {
            parts.insert(0, &head);
        }
        let mut parts = parts.into_iter();
        let mut line = parts.next().unwrap_or_default().to_owned();
        for word in parts {
            if columns(&line) + 1 + columns(word) > room {
                self.line(&faint(&format!("{line} \\")));
                "   ".clone_into(&mut line);
            }
            line = line + " " + word;
        }
        self.line(&faint(&line));
    }

    fn calls(&mut self, calls: Vec<(String, Line)>) {
        let beside = |(call, what): (String, _)| (clean_line(&call), vec![what]);
        let calls: Vec<_> = calls.into_iter().map(beside).collect();
        if widest(&calls) + GAP + NARROWEST <= self.width {
            return self.fields(&calls, "");
        }
        for (call, what) in calls {
            self.call(["", ""], &call);
            for line in what {
                self.paragraph(&line, "    ", "    ");
            }
        }
    }

    /// Signs with their words, as many a line as there is room for.
    fn legend(&mut self, pairs: &IndexSet<String>) {
        let mut line = String::new();
        for pair in pairs {
            let wide = columns(&line) + GAP + columns(pair);
            if !line.is_empty() && wide > self.edge() {
                self.paragraph(&Line::of(Role::Faint, std::mem::take(&mut line)), "", "");
            }
            let gap = if line.is_empty() { "" } else { "  " };
            line = line + gap + pair;
        }
        self.paragraph(&Line::of(Role::Faint, line), "", "");
    }

    fn fields(&mut self, fields: &[(String, Vec<Line>)], set_in: &str) {
        let beside = widest(fields) + GAP;
        let is_narrow = columns(set_in) + beside + NARROWEST_VALUE > self.width;
        let width = if is_narrow { GAP } else { beside };
        let indent = format!("{set_in}{}", " ".repeat(width));
        for (name, lines) in fields {
            let gap = " ".repeat(width.saturating_sub(columns(name)));
            let mut head = format!("{set_in}{name}{gap}");
            if is_narrow {
                self.paragraph(&Line::plain(name), set_in, set_in);
                head.clone_from(&indent);
            }
            for line in lines {
                self.paragraph(line, &head, &indent);
                head.clone_from(&indent);
            }
        }
    }

    /// A line, and another at the right edge of its last line, or set in below where there is no room.
    fn across(&mut self, line: Line, right: Line, set_in: &str) {
        let [line, right] = [line, right].map(|line| self.drawn(line));
        let (text, wanted) = (line.text(), columns(&right.text()));
        let is_one = columns(&text) <= self.edge() && !text.contains('\n');
        let mut lines = if is_one {
            vec![line]
        } else {
            wrapped(&line, self.edge(), "", set_in)
        };
        let edge = self.width.min(WIDEST_TEXT);
        let left = lines.last().map_or(0, |line| columns(&line.text()));
        if wanted > 0 && left + GAP + wanted <= edge {
            let last = lines.pop().unwrap_or_default();
            let gap = " ".repeat(edge - left - wanted);
            lines.push(last.and(Role::Plain, gap).then(right));
        } else if wanted > 0 {
            lines.extend(wrapped(&right, self.edge(), set_in, set_in));
        }
        for line in &lines {
            self.line(line);
        }
    }

    /// A line with its signs as they can be drawn.
    fn drawn(&self, mut line: Line) -> Line {
        if self.look.ascii {
            let pieces = line.0.iter_mut();
            pieces.for_each(|piece| piece.text = ascii(&piece.text));
        }
        line
    }

    /// An item of an outline: its line, and what belongs to it set in below.
    fn item(&mut self, item: Item, depth: usize) {
        let indent = "  ".repeat(depth);
        if item.name == CALL {
            return self.call([&indent, ""], &item.line.text());
        }
        let mut line = Line::plain(&indent);
        if let Some(Mark { sign, role, .. }) = item.mark {
            line = line.and(role, sign).and(Role::Plain, " ");
        }
        let mut set_in = "  ".repeat(depth + 1 + usize::from(item.mark.is_some()));
        if !item.lead.is_empty() {
            line = self.drawn(line.then(item.lead));
            set_in = " ".repeat(columns(&line.text()));
        }
        self.across(line.then(item.line), item.right, &set_in);
        for text in item.lines.iter().filter(|line| !line.is_empty()) {
            let whole = text.text();
            let blanks = whole.len() - whole.trim_start().len();
            let hang = if blanks > 0 { blanks + 2 } else { 0 };
            self.paragraph(text, &set_in, &format!("{set_in}{}", " ".repeat(hang)));
        }
        self.fields(&item.pairs, &set_in);
        for item in item.items {
            self.item(item, depth + 1);
        }
    }

    fn grid(&mut self, grid: &Grid) {
        self.out += &laid_out(grid, self.width, self.look.color);
        self.gap();
    }

    fn ruled(&mut self, line: &Line) {
        let dash = if self.look.ascii { "-" } else { "─" };
        let text = format!("{} {} ", dash.repeat(12), line.text());
        let rest = dash.repeat(self.width.min(WIDEST_TEXT).saturating_sub(columns(&text)));
        self.line(&Line::of(Role::Future, format!("{text}{rest}")));
    }
}

fn widest(fields: &[(String, Vec<Line>)]) -> usize {
    (fields.iter().map(|(name, _)| columns(name)).max()).unwrap_or(0)
}

patterns! {
    /// A word of a call as a shell takes it, with its quotes.
    SHELL_WORD = r"(?:[^ '\\]|\\.?|'[^']*'?)+";
}

fn shell_words(call: &str) -> Vec<&str> {
    let words = SHELL_WORD.find_iter(call);
    words.map(|word| word.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_parted_where_a_shell_parts_it() {
        let call =
            r"partnership diff 2019 --file 'My papers, all/it'\''s here.toml' --basis stated";
        let words = shell_words(call);
        assert_eq!(words[4], r"'My papers, all/it'\''s here.toml'");
        assert_eq!(words.len(), 7);
        let look = Look {
            width: Some(40),
            color: false,
            ascii: false,
            verbose: false,
            sources: false,
            spoken: false,
        };
        let printed = |width, call| {
            let mut out = Vec::new();
            let width = Some(width);
            let mut page = Page::new(Look { width, ..look }, &mut out);
            page.call(["", "The same again"], call);
            page.finish().expect("a text");
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(
            printed(40, call).replace(" \\\n   ", ""),
            format!("The same again: {call}\n")
        );
        assert_eq!(
            printed(20, "partnership terms 2020"),
            "The same again:\npartnership terms \\\n    2020\n"
        );
    }
}
