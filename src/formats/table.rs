//! Blocks as tables and wrapped paragraphs, for a terminal or a pipe.

use std::borrow::Cow;

use comfy_table::{
    ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};
use unicode_segmentation::UnicodeSegmentation;

use super::Look;
use super::style;
use crate::answer::block::{Block, Cells, Column, Grid, Line, Piece, Role, Row};
use crate::text::columns;

/// Blanks between two columns.
const GAP: usize = 2;
/// The narrowest page that is laid out; below it lines run over.
const NARROWEST: usize = 20;

pub(super) fn render(blocks: Vec<Block>, look: Look) -> String {
    let mut page = Page::new(look);
    let mut titled = true;
    for block in blocks {
        if !titled {
            page.gap();
        }
        titled = matches!(block, Block::Title(_));
        page.block(block);
    }
    page.finish()
}

/// A page being written, line by line.
pub(super) struct Page {
    look: Look,
    width: usize,
    out: String,
}

/// Some rows of a table, one below the other.
struct Rows<'g> {
    columns: &'g [Column],
    widths: &'g [usize],
    cells: Vec<Cells>,
    /// Whether the titles of the columns stand above them.
    headed: bool,
}

impl Rows<'_> {
    /// Whether a row takes more than one line before it is wrapped: then lines part the rows.
    fn are_tall(&self) -> bool {
        let tall = |cells: &Cells| cells.iter().any(|cell| cell.len() > 1);
        self.cells.iter().any(tall)
    }
}

/// How many columns of the page a table takes.
fn across(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

impl Page {
    pub(super) fn new(look: Look) -> Self {
        let width = look.width.unwrap_or(usize::MAX).max(NARROWEST);
        Self {
            look,
            width,
            out: String::new(),
        }
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.out.push('\n');
    }

    /// The finished page. Where only ASCII may be drawn, quotation marks are straight.
    pub(super) fn finish(self) -> String {
        if self.look.ascii {
            self.out.replace(['“', '”'], "\"")
        } else {
            self.out
        }
    }

    pub(super) fn block(&mut self, block: Block) {
        match block {
            Block::Title(line) | Block::Heading(line) | Block::Text(line) | Block::Legend(line) => {
                self.paragraph(&line, "", "");
            }
            Block::Lines(lines) => lines.iter().for_each(|line| self.paragraph(line, "", "  ")),
            Block::Fields(fields) => self.fields(&fields),
            Block::Call(words, call) => self.call(words, &call),
            Block::Calls(calls) => self.calls(calls),
            Block::Grid(grid) => self.grid(grid),
            Block::Drawing(lines, _) => lines.iter().for_each(|line| self.drawn(line)),
        }
    }

    /// A line of a drawing, which is as wide as it is.
    fn drawn(&mut self, line: &Line) {
        let start = self.out.len();
        let pieces = line.0.chunk_by(|a, b| a.role == b.role);
        for pieces in pieces {
            let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            self.paint(pieces[0].role, &text);
        }
        let drawn = trimmed(&self.out[start..]);
        self.out.truncate(start);
        self.out.push_str(&drawn);
        self.out.push('\n');
    }

    /// A line of an example, set in and never wrapped.
    pub(super) fn verbatim(&mut self, line: &str) {
        if !line.is_empty() {
            self.out.push_str("    ");
            self.out.push_str(line);
        }
        self.out.push('\n');
    }

    /// Wraps a line and colours each of its pieces.
    pub(super) fn paragraph(&mut self, line: &Line, first: &str, rest: &str) {
        let text = line.text();
        let mut roles = line
            .0
            .iter()
            .flat_map(|piece| piece.text.chars().map(|c| (c, piece.role)));
        for (place, text) in text.split('\n').enumerate() {
            let indent = if place == 0 { first } else { rest };
            for (count, wrapped) in wrap(text, self.width, indent, rest).iter().enumerate() {
                let indent = if count == 0 { indent } else { rest };
                let text = wrapped.get(indent.len()..).unwrap_or_default().trim_end();
                self.out.push_str(if text.is_empty() {
                    indent.trim_end()
                } else {
                    indent
                });
                self.painted(text, &mut roles);
                self.out.push('\n');
            }
        }
    }

    /// Writes a wrapped line, each stretch in the colour of the piece that it comes from.
    fn painted(&mut self, text: &str, roles: &mut impl Iterator<Item = (char, Role)>) {
        let mut run = String::new();
        let mut current = Role::Plain;
        for wanted in text.chars() {
            let role = roles
                .find(|(c, _)| *c == wanted)
                .map_or(Role::Plain, |(_, role)| role);
            if role != current {
                self.paint(current, &std::mem::take(&mut run));
                current = role;
            }
            run.push(wanted);
        }
        self.paint(current, &run);
    }

    fn paint(&mut self, role: Role, text: &str) {
        if self.look.color && role != Role::Plain && !text.is_empty() {
            self.out.push_str(&style::paint(role, text).to_string());
        } else {
            self.out.push_str(text);
        }
    }

    /// A call, its lines joined by backslashes where it is too long for one.
    pub(super) fn call(&mut self, words: &str, call: &str) {
        let call = crate::text::clean_line(call);
        let room = self.width.saturating_sub(" \\".len());
        let calls = shell_words(&call);
        let mut line = if words.is_empty() {
            String::new()
        } else {
            format!("{words}:")
        };
        if !line.is_empty()
            && columns(&line) + 1 + calls.first().map_or(0, |word| columns(word)) > room
        {
            let words = Line::of(Role::Faint, std::mem::take(&mut line));
            self.paragraph(&words, "", "");
        }
        for (place, word) in calls.into_iter().enumerate() {
            if place > 0 && columns(&line) + 1 + columns(word) > room {
                self.paint(Role::Faint, &line);
                self.out.push_str(" \\\n");
                "   ".clone_into(&mut line);
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.paint(Role::Faint, &line);
        self.out.push('\n');
    }

    /// Calls beside what they answer, or above it where a page has no room for both.
    fn calls(&mut self, calls: Vec<(String, Line)>) {
        let calls: Vec<_> = (calls.into_iter())
            .map(|(call, what)| (crate::text::clean_line(&call), vec![what]))
            .collect();
        let widest = calls.iter().map(|(call, _)| columns(call)).max();
        if widest.unwrap_or(0) + GAP + NARROWEST <= self.width {
            return self.fields(&calls);
        }
        for (call, what) in calls {
            self.call("", &call);
            for line in what {
                self.paragraph(&line, "    ", "    ");
            }
        }
    }

    fn fields(&mut self, fields: &[(String, Vec<Line>)]) {
        let widest = fields
            .iter()
            .map(|(name, _)| columns(name))
            .max()
            .unwrap_or(0);
        let indent = " ".repeat(widest + GAP);
        for (name, lines) in fields {
            let mut head = format!("{name}{}", " ".repeat(widest + GAP - columns(name)));
            for line in lines {
                self.paragraph(line, &head, &indent);
                head.clone_from(&indent);
            }
        }
    }

    fn grid(&mut self, grid: Grid) {
        let grid = fold(grid, self.width);
        let widths = widths(&grid, self.width);
        let of = |cells, headed| Rows {
            columns: &grid.columns,
            widths: &widths,
            cells,
            headed,
        };
        let mut cells: Vec<Cells> = Vec::new();
        let mut headed = true;
        for row in grid.rows {
            let (line, rules) = match row {
                Row::Cells(row) => {
                    cells.push(row);
                    continue;
                }
                Row::Group(line) => (line, false),
                Row::Rule(line) => (line, true),
            };
            let above = of(std::mem::take(&mut cells), headed);
            headed &= above.cells.is_empty();
            self.rows(above);
            if rules {
                self.rule(&line, &widths);
            } else {
                self.group(&line);
            }
        }
        self.rows(of(cells, headed));
    }

    /// A line that names the group below it.
    fn group(&mut self, line: &Line) {
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.paragraph(line, "", "");
    }

    /// A line across the table.
    fn rule(&mut self, line: &Line, widths: &[usize]) {
        let dash = if self.look.ascii { "-" } else { "─" };
        let text = format!("{0}{0} {1} ", dash, line.text());
        let rest = dash.repeat(across(widths).saturating_sub(columns(&text)));
        self.paragraph(&Line::of(Role::Future, format!("{text}{rest}")), "", "");
    }

    fn rows(&mut self, rows: Rows) {
        if rows.cells.is_empty() {
            return;
        }
        if self.look.color {
            self.coloured(&rows);
        } else {
            self.plain(rows);
        }
    }

    fn coloured(&mut self, rows: &Rows) {
        let mut table = Table::new();
        table.load_style(look_of(self.look.ascii, rows.are_tall()));
        table.set_content_arrangement(ContentArrangement::Disabled);
        if self.look.color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        if rows.headed {
            table.set_header(
                (rows.columns.iter()).map(|column| style::cell(Role::Strong, column.title)),
            );
        }
        for cells in &rows.cells {
            table.add_row(cells.iter().zip(rows.widths).map(|(lines, width)| {
                let role = lines
                    .first()
                    .and_then(only_role)
                    .filter(|role| lines.iter().all(|line| only_role(line) == Some(*role)));
                style::cell(
                    role.unwrap_or_default(),
                    &wrap_cell(lines, *width).join("\n"),
                )
            }));
        }
        let last = rows.widths.len().saturating_sub(1);
        table.set_constraints(rows.widths.iter().enumerate().map(|(place, width)| {
            let padding = if place == last { 0 } else { GAP };
            ColumnConstraint::Absolute(Width::Fixed(
                u16::try_from(width + padding).unwrap_or(u16::MAX),
            ))
        }));
        for (place, column) in table.column_iter_mut().enumerate() {
            column.set_padding((
                0,
                if place == last {
                    0
                } else {
                    u16::try_from(GAP).unwrap_or(2)
                },
            ));
        }
        for line in table.trim_fmt().lines() {
            self.out.push_str(&trimmed(line));
            self.out.push('\n');
        }
    }

    /// The same rows, written one after the other: a table is worth its time and memory only for colours.
    fn plain(&mut self, rows: Rows) {
        let total = across(rows.widths);
        let (head, thin) = if self.look.ascii {
            ("=", "-")
        } else {
            ("─", "┈")
        };
        if rows.headed {
            let titles = rows.columns.iter();
            let titles: Cells = titles.map(|c| vec![Line::plain(c.title)]).collect();
            self.row(&titles, rows.widths);
            self.out.push_str(&head.repeat(total));
            self.out.push('\n');
        }
        let thin = thin.repeat(if rows.are_tall() { total } else { 0 });
        for (place, cells) in rows.cells.into_iter().enumerate() {
            if place > 0 && !thin.is_empty() {
                self.out.push_str(&thin);
                self.out.push('\n');
            }
            self.row(&cells, rows.widths);
        }
    }

    /// One row, each cell on as many lines as it needs.
    fn row(&mut self, cells: &Cells, widths: &[usize]) {
        let placed = || cells.iter().zip(widths);
        if placed().all(|(lines, width)| lines.iter().all(|line| line.fits(*width))) {
            return self.side_by_side(cells, widths, Line::texts);
        }
        let cells: Vec<_> = placed()
            .map(|(lines, width)| wrap_cell(lines, *width))
            .collect();
        self.side_by_side(&cells, widths, |line| std::iter::once(&**line));
    }

    fn blanks(&mut self, mut count: usize) {
        const SOME: &str = "                                ";
        while count > 0 {
            let some = &SOME[..count.min(SOME.len())];
            self.out.push_str(some);
            count -= some.len();
        }
    }

    /// Cells beside each other, line by line.
    fn side_by_side<'l, L, T: Iterator<Item = &'l str>>(
        &mut self,
        cells: &'l [Vec<L>],
        widths: &[usize],
        texts: impl Fn(&'l L) -> T,
    ) {
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for place in 0..height {
            let start = self.out.len();
            let mut blanks = 0;
            for (lines, width) in cells.iter().zip(widths) {
                let mut left = width + GAP;
                for text in lines.get(place).into_iter().flat_map(&texts) {
                    if !text.is_empty() {
                        self.blanks(blanks);
                        self.out.push_str(text);
                        blanks = 0;
                    }
                    left = left.saturating_sub(columns(text));
                }
                blanks += left;
            }
            let end = self.out.trim_end().len().max(start);
            self.out.truncate(end);
            self.out.push('\n');
        }
    }
}

/// A line without the blanks at its end, also where a colour ends after them.
fn trimmed(line: &str) -> String {
    let mut body = line.trim_end();
    let mut ends = String::new();
    while let Some(at) = body
        .rfind('\u{1b}')
        .filter(|at| body.ends_with('m') && !body[*at..].contains(' '))
    {
        if body[at..].matches('m').count() != 1 {
            break;
        }
        ends.insert_str(0, &body[at..]);
        body = body[..at].trim_end();
    }
    format!("{body}{ends}")
}

/// Lines under the header, and thin ones between rows of several lines.
fn look_of(ascii: bool, tall: bool) -> TableStyle {
    let (head, thin) = if ascii { ('=', '-') } else { ('─', '┈') };
    let style = TableStyle::new()
        .header_lines(ContentLineStyle::none())
        .content_lines(ContentLineStyle::none())
        .header_separator(LineStyle::none().fill(head));
    if tall {
        style.row_separator(LineStyle::none().fill(thin))
    } else {
        style
    }
}

fn only_role(line: &Line) -> Option<Role> {
    let first = line.0.first()?.role;
    line.0
        .iter()
        .all(|piece| piece.role == first)
        .then_some(first)
}

/// Where a word that is too long for its line may be broken: after the hyphens of an id, never
/// inside a date.
fn break_points(word: &str) -> Vec<usize> {
    if !word.chars().any(char::is_alphabetic) {
        return Vec::new();
    }
    word.match_indices('-')
        .filter(|(at, _)| word[..*at].ends_with(char::is_alphanumeric))
        .map(|(at, _)| at + 1)
        .filter(|at| *at < word.len())
        .collect()
}

/// The words of a call as a shell takes them apart, with their quotes.
fn shell_words(call: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let words = call.split(|c| {
        let apart = c == ' ' && !quoted && !escaped;
        quoted ^= c == '\'' && !escaped;
        escaped = c == '\\' && !quoted && !escaped;
        apart
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// Wraps a text, filling each line. Only a word that has no room on a line is broken: after its hyphens, else
/// between two characters as readers see them.
fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let room = |indent: &str| width.saturating_sub(columns(indent)).max(1);
    let mut lines = Vec::new();
    let room_after = room(rest);
    let begun = |indent: &str| {
        let mut line =
            String::with_capacity(indent.len() + text.len().min(room_after.saturating_mul(2)));
        line.push_str(indent);
        line
    };
    let (mut line, mut left, mut blanks) = (begun(first), room(first), "");
    let mut is_new = true;
    for (word, after) in words(text) {
        let wide = columns(word);
        let parts = if wide > room_after {
            broken(word, room_after)
        } else {
            Vec::new()
        };
        let parts = parts.iter().map(|part| (*part, columns(part)));
        let whole = (wide <= room_after).then_some((word, wide));
        for (part, wide) in whole.into_iter().chain(parts) {
            if !is_new && blanks.len() + wide > left {
                lines.push(std::mem::replace(&mut line, begun(rest)));
                (left, blanks) = (room_after, "");
            }
            line.push_str(blanks);
            line.push_str(part);
            left = left.saturating_sub(blanks.len() + wide);
            (blanks, is_new) = ("", false);
        }
        blanks = after;
    }
    lines.push(line);
    lines
}

/// The words of a text, each with the blanks behind it. A text that begins with blanks begins with an empty word.
fn words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = until(rest, |byte| byte == b' ');
        let (word, after) = rest.split_at(end);
        let (blanks, next) = after.split_at(until(after, |byte| byte != b' '));
        let found = !rest.is_empty();
        rest = next;
        found.then_some((word, blanks))
    })
}

/// How many bytes stand before the first such one. Words are short: a search for many bytes at once costs more.
fn until(text: &str, is_end: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(is_end).unwrap_or(text.len())
}

/// The parts of a word that is wider than a line.
fn broken(word: &str, room: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for end in break_points(word).into_iter().chain([word.len()]) {
        let mut width = 0;
        let (from, part) = (start, &word[start..end]);
        for (at, character) in part.grapheme_indices(true) {
            let more = columns(character);
            if from + at > start && width + more > room {
                parts.push(&word[start..from + at]);
                (start, width) = (from + at, 0);
            }
            width += more;
        }
        parts.push(&word[start..end]);
        start = end;
    }
    parts
}

fn wrap_cell(lines: &[Line], width: usize) -> Vec<Cow<'_, str>> {
    let mut wrapped = Vec::with_capacity(lines.len());
    for line in lines {
        for (place, text) in line.text().split('\n').enumerate() {
            if place == 0 && text.len() <= width {
                let text = text.trim_end_matches(' ');
                wrapped.push(match line.0.as_slice() {
                    [piece] => Cow::Borrowed(&piece.text[..text.len()]),
                    _ => Cow::Owned(text.to_owned()),
                });
                continue;
            }
            let first = if place > 0 && width > 8 { "  " } else { "" };
            let hang = if text.starts_with("  ") { "    " } else { "  " };
            let has_room = |(word, _): (&str, _)| columns(word) + hang.len() <= width;
            let roomy = lines.len() > 1 && words(text).all(has_room);
            let hang = if roomy { hang } else { "" };
            let lines = wrap(text, width, first, hang.max(first));
            wrapped.extend(lines.into_iter().map(Cow::Owned));
        }
    }
    wrapped
}

/// A column that is folded into another, and what then stands before its first line.
struct Fold {
    into: usize,
    title: Option<String>,
}

/// The grid with the columns folded that a page of this width has no room for.
fn fold(grid: Grid, width: usize) -> Grid {
    let fold = |column: &Column| {
        let (_, into) = column.fold.filter(|(below, _)| width < *below)?;
        let title = column
            .titled
            .then(|| format!("{}: ", column.title.to_lowercase()));
        Some(Fold { into, title })
    };
    let folds: Vec<Option<Fold>> = grid.columns.iter().map(fold).collect();
    if folds.iter().all(Option::is_none) {
        return grid;
    }
    let Grid { columns, rows } = grid;
    let rows = rows.into_iter().map(|row| match row {
        Row::Cells(cells) => Row::Cells(folded(cells, &folds)),
        other => other,
    });
    Grid {
        rows: rows.collect(),
        columns: kept(columns, &folds),
    }
}

/// What is not folded.
fn kept<T>(mut things: Vec<T>, folds: &[Option<Fold>]) -> Vec<T> {
    let mut folds = folds.iter();
    things.retain(|_| folds.next().is_some_and(Option::is_none));
    things
}

fn folded(mut cells: Cells, folds: &[Option<Fold>]) -> Cells {
    for (place, fold) in folds.iter().enumerate() {
        let Some(Fold { into, title }) = fold else {
            continue;
        };
        let moved = std::mem::take(&mut cells[place]);
        let lines = moved.into_iter().filter(|line| !line.is_empty());
        for (count, mut line) in lines.enumerate() {
            if let Some(title) = title.as_ref().filter(|_| count == 0) {
                let (text, role) = (title.clone(), Role::Plain);
                line.0.insert(0, Piece { text, role });
            }
            cells[*into].push(line);
        }
    }
    kept(cells, folds)
}

/// The width of each column: as wide as its text where the page has room, never narrower than its
/// longest word where that can be helped.
fn widths(grid: &Grid, page: usize) -> Vec<usize> {
    let count = grid.columns.len();
    let titles: Vec<usize> = (grid.columns.iter())
        .map(|column| columns(column.title))
        .collect();
    let (mut natural, mut least, mut longest) = (titles.clone(), titles.clone(), titles);
    each_line(grid, |place, line| {
        // No text is wider than its bytes are many.
        if line.len() > natural[place] {
            natural[place] = natural[place].max(columns(line));
        }
    });
    let room = page.saturating_sub(GAP * count.saturating_sub(1));
    if natural.iter().sum::<usize>() <= room {
        return natural;
    }
    each_line(grid, |place, line| {
        if grid.columns[place].narrow && line.len() > longest[place] {
            let widest = words(line).map(|(word, _)| columns(word)).max();
            longest[place] = longest[place].max(widest.unwrap_or(0));
        }
        if line.len() > least[place] && least[place] < LEAST {
            least[place] = longest_word(line, least[place]).min(LEAST);
        }
    });
    for (place, column) in grid.columns.iter().enumerate() {
        if column.narrow {
            natural[place] = longest[place];
        }
    }
    shrink(&mut least, room);
    let mut widths = least.clone();
    let mut left = room.saturating_sub(widths.iter().sum());
    while left > 0 {
        let wanting: Vec<usize> = (0..count)
            .filter(|place| widths[*place] < natural[*place])
            .collect();
        let Some(smallest) = wanting.iter().copied().min_by_key(|place| widths[*place]) else {
            break;
        };
        widths[smallest] += 1;
        left -= 1;
    }
    widths
}

/// A column need not be wider than this for a long word.
const LEAST: usize = 24;

/// Does something with each line of each cell, and the place of its column.
fn each_line(grid: &Grid, mut with: impl FnMut(usize, &str)) {
    let mut joined = String::new();
    for row in &grid.rows {
        let Row::Cells(cells) = row else { continue };
        for (place, cell) in cells.iter().enumerate() {
            for line in cell {
                let text = if let [piece] = line.0.as_slice() {
                    piece.text.as_str()
                } else {
                    joined.clear();
                    joined.extend(line.texts());
                    &joined
                };
                text.split('\n').for_each(|line| with(place, line));
            }
        }
    }
}

/// Takes from the widest columns what does not fit.
fn shrink(widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = (0..widths.len())
            .max_by_key(|place| widths[*place])
            .filter(|place| widths[*place] > 4)
        else {
            break;
        };
        widths[widest] -= 1;
    }
}

/// The widest stretch that wrapping leaves whole, if that is wider than so much.
fn longest_word(line: &str, known: usize) -> usize {
    let long = words(line).filter(|(word, _)| word.len() > known);
    let parts = long.flat_map(|(word, _)| {
        let mut points = break_points(word);
        points.push(word.len());
        let mut start = 0;
        points
            .into_iter()
            .map(move |end| columns(&word[std::mem::replace(&mut start, end)..end]))
    });
    parts.max().unwrap_or(0).max(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same rows as a table and one after the other.
    fn both(grid: &Grid, width: usize, ascii: bool) -> (String, String) {
        let look = Look {
            width: Some(width),
            color: false,
            ascii,
            sources: false,
        };
        let rows: Vec<Cells> = grid
            .rows
            .iter()
            .filter_map(|row| match row {
                Row::Cells(cells) => Some(cells.clone()),
                _ => None,
            })
            .collect();
        let rows = Rows {
            columns: &grid.columns,
            widths: &widths(grid, width),
            cells: rows,
            headed: true,
        };
        let (mut table, mut plain) = (Page::new(look), Page::new(look));
        table.coloured(&rows);
        plain.plain(rows);
        (table.finish(), plain.finish())
    }

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
            sources: false,
        };
        let mut page = Page::new(look);
        page.call("The same again", call);
        assert_eq!(
            page.finish().replace(" \\\n   ", ""),
            format!("The same again: {call}\n")
        );
        let mut narrow = Page::new(Look {
            width: Some(20),
            ..look
        });
        narrow.call("The same again", "partnership terms 2020");
        assert_eq!(
            narrow.finish(),
            "The same again:\npartnership terms \\\n    2020\n"
        );
    }

    #[test]
    fn lines_are_filled_as_far_as_they_go() {
        for (text, lines) in [
            ("", vec!["> "]),
            ("one", vec!["> one"]),
            ("one two three", vec!["> one two", "  three"]),
            ("one  two   three", vec!["> one  two", "  three"]),
            ("three eleven one", vec!["> three", "  eleven", "  one"]),
            ("  indented by two", vec!["> ", "  indented", "  by two"]),
            ("a-very-long-word", vec!["> a-very-", "  long-", "  word"]),
            ("abcdefghijklmno p", vec!["> abcdefgh", "  ijklmno", "  p"]),
            ("東京東京東京 é", vec!["> 東京東京", "  東京 é"]),
            ("ends in blanks  ", vec!["> ends in", "  blanks"]),
        ] {
            assert_eq!(wrap(text, 10, "> ", "  "), lines, "{text}");
        }
    }

    #[test]
    fn a_word_is_broken_after_its_hyphens_alone() {
        for (word, wanted) in [
            ("a-long-id", vec![2, 7]),
            ("--known-by", vec![8]),
            ("2026-04-27", vec![]),
            ("-", vec![]),
            ("a--b", vec![2]),
            ("end-", vec![]),
        ] {
            assert_eq!(break_points(word), wanted, "{word}");
        }
    }

    #[test]
    fn rows_look_the_same_with_and_without_colours() {
        let texts = [
            "",
            "short",
            "a text of several words that is wrapped where the page is narrow",
            "東京 is wide, and e\u{301} is one",
            "2026-04-27",
            "a-very-long-id-of-many-words-without-a-single-blank",
            "two\nlines",
            "\u{2764}\u{fe0f} \u{2764}\u{fe0f}\u{2764}\u{fe0f} \u{2764}\u{fe0f}\u{2764}\u{fe0f}\u{2764}\u{fe0f}\u{2764}\u{fe0f}\u{2764}\u{fe0f}",
            "👨\u{200d}👩\u{200d}👧👨\u{200d}👩\u{200d}👧👨\u{200d}👩\u{200d}👧👨\u{200d}👩\u{200d}👧👨\u{200d}👩\u{200d}👧",
        ];
        let columns = vec![
            Column::new("Date").narrow(),
            Column::new("Event"),
            Column::new("Sources"),
        ];
        for lines in [1, 2] {
            let cell = |place: usize| -> Vec<Line> {
                let text = |line| Line::plain(texts[(place * 3 + line) % texts.len()]);
                (0..lines).map(text).collect()
            };
            let row =
                |place: usize| Row::Cells((0..3).map(|column| cell(place + column)).collect());
            let grid = Grid {
                columns: columns.clone(),
                rows: (0..20).map(row).collect(),
            };
            for width in [20, 40, 60, 80, 140, 1000] {
                for ascii in [true, false] {
                    let (table, plain) = both(&grid, width, ascii);
                    assert_eq!(plain, table, "{lines} lines at {width} columns");
                }
            }
        }
    }
}
