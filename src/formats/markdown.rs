//! Blocks as Markdown: headings, tables, and a footnote for each source (GitHub Flavored Markdown).

use std::io::{self, Write};

use indexmap::IndexSet;

use crate::agreement::Source;
use crate::answer::Refs;
use crate::answer::block::{Block, Grid, Item, Line, Piece, Role};
use crate::answer::story::Read;
use crate::date::Date;
use crate::phrases;
use crate::text::{clean_line, patterns, words::parted};

/// Writes blocks, and gives the sources that they name in footnotes.
pub(super) fn write(
    blocks: &[Block],
    lower: usize,
    to: &mut dyn Write,
) -> io::Result<IndexSet<Read>> {
    let mut page = Page {
        title: "#".repeat(lower + 1),
        out: String::new(),
        notes: IndexSet::new(),
    };
    for block in blocks {
        page.block(block);
    }
    to.write_all(page.out.as_bytes())?;
    Ok(page.notes)
}

/// A footnote for each source, and for each other through which it was read.
pub(crate) fn footnotes(all: &IndexSet<Read>, refs: &Refs, to: &mut dyn Write) -> io::Result<()> {
    let full = |id: &String| refs.sources.get(id).map(footnote).unwrap_or_default();
    for read in all {
        let through = |via| format!("; read through {}", full(via));
        let via = read.1.as_ref().map(through).unwrap_or_default();
        writeln!(to, "\n{}: {}{via}", mark(read), full(&read.0))?;
    }
    Ok(())
}

/// The mark of a footnote; no id has a full stop.
fn mark((id, via): &Read) -> String {
    let via = via.as_ref().map(|via| format!(".{via}"));
    format!("[^{id}{}]", via.unwrap_or_default())
}

struct Page {
    /// What stands before a title; one more stands before a heading below it.
    title: String,
    out: String,
    notes: IndexSet<Read>,
}

impl Page {
    /// A block of its own, parted from the one before by an empty line.
    fn part(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn heading(&mut self, line: &Line) {
        let text = self.inline(line);
        let text = format!("{}# {text}", self.title);
        self.part(&text);
    }

    fn block(&mut self, block: &Block) {
        let text = match block {
            Block::Legend(_) => return,
            Block::Grid(grid) | Block::Drawing(_, grid) => self.grid(grid),
            Block::Outline(items) => return self.outline(items),
            Block::Title(line, right) => {
                let (line, right) = (self.inline(line), self.inline(right));
                let gap = if right.is_empty() { "" } else { ": " };
                format!("{} {line}{gap}{right}", self.title)
            }
            Block::Text(line) => self.inline(line),
            Block::Rule(line) => format!("**{}**", self.inline(line)),
            Block::Lines(lines) => self.bullets(lines, "").join("\n"),
            Block::Calls(calls) => list(calls.iter().map(|(call, what)| {
                let longest = call.split(|c| c != '`').map(str::len).max();
                let fence = "`".repeat(longest.unwrap_or(0) + 1);
                let (call, what) = (clean_line(call), self.inline(what));
                format!("{fence}{call}{fence}: {what}")
            })),
            Block::Fields(fields) => list(self.pairs(fields)),
        };
        self.part(&text);
    }

    fn grid(&mut self, grid: &Grid) -> String {
        if grid.rows.is_empty() {
            return String::new();
        }
        let titles = grid.columns.iter().map(|of| escaped(of));
        let titles = titles.collect::<Vec<_>>().join(" | ");
        let rule = vec!["---"; grid.columns.len()].join(" | ");
        let mut rows = vec![format!("| {titles} |"), format!("| {rule} |")];
        for cells in &grid.rows {
            let cells = cells.iter().map(|lines| {
                let lines = lines.iter().filter(|line| !line.is_empty());
                let lines = lines.map(|line| (line.text(), self.inline(line)));
                // Where a reader drops the tag, the lines stay apart.
                let lines = lines.reduce(|(last, all), (text, line)| {
                    let is_parted = last.trim_end().ends_with(['.', ':', ';']);
                    let apart = ["; <br>", " <br>"][usize::from(is_parted)];
                    (text, all + apart + &line)
                });
                lines.unwrap_or_default().1
            });
            rows.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
        }
        rows.join("\n")
    }

    /// Items that hold others as headings, the others as lists.
    fn outline(&mut self, items: &[Item]) {
        let mut list = Vec::new();
        for item in items {
            let is_bare = item.mark.is_none() && item.right.is_empty() && item.lines.is_empty();
            if item.items.is_empty() || !is_bare || !item.pairs.is_empty() {
                self.item(item, 0, &mut list);
                continue;
            }
            self.part(&std::mem::take(&mut list).join("\n"));
            self.heading(&item.in_a_row());
            for below in &item.items {
                self.item(below, 0, &mut list);
            }
        }
        self.part(&list.join("\n"));
    }

    fn item(&mut self, item: &Item, depth: usize, list: &mut Vec<String>) {
        let indent = "  ".repeat(depth);
        let mark = item.word().map(|word| format!("{}: ", escaped(word)));
        let mark = mark.unwrap_or_default();
        let line = self.inline(&item.in_a_row());
        let right = match self.inline(&item.right) {
            right if right.is_empty() => right,
            right => format!(" ({right})"),
        };
        list.push(format!("{indent}- {mark}{line}{right}"));
        let below = format!("{indent}  ");
        list.extend(self.bullets(&item.lines, &below));
        let pairs = self.pairs(&item.pairs).into_iter();
        list.extend(pairs.map(|text| format!("{below}- {text}")));
        for below in &item.items {
            self.item(below, depth + 1, list);
        }
    }

    /// Lines as a list; what is set in stands under what is before it.
    fn bullets(&mut self, lines: &[Line], indent: &str) -> Vec<String> {
        let bullet = |line: &Line| {
            let (whole, text) = (line.text(), self.inline(line));
            let set_in = &whole[..whole.len() - whole.trim_start_matches(' ').len()];
            (!text.is_empty()).then(|| format!("{indent}{set_in}- {text}"))
        };
        lines.iter().filter_map(bullet).collect()
    }

    fn pairs(&mut self, pairs: &[(String, Vec<Line>)]) -> Vec<String> {
        let mut texts = Vec::new();
        for (name, lines) in pairs {
            let lines = lines.iter().map(|line| self.inline(line));
            texts.extend(lines.map(|text| format!("**{}**: {text}", escaped(name))));
        }
        texts
    }

    /// A line with everything escaped that Markdown would read, and a footnote after each source.
    fn inline(&mut self, line: &Line) -> String {
        let (mut text, mut last) = (String::new(), Role::Plain);
        for piece in &line.0 {
            if (last, piece.role) == (Role::Removed, Role::Added) {
                text.push(' ');
            }
            text += &self.piece(piece);
            last = piece.role;
        }
        text.trim().to_owned()
    }

    fn piece(&mut self, piece: &Piece) -> String {
        let text = piece.words.as_ref().unwrap_or(&piece.text);
        let mut text = match piece.role {
            Role::Old => marked("~~", text),
            Role::New | Role::Hit => marked("**", text),
            // Words that one of two verbatim texts has alone.
            Role::Removed | Role::Added if piece.words.is_none() => {
                let gone = within(text, "[-", "-]").map(|gone| marked("~~", gone));
                let new = || within(text, "{+", "+}").map(|new| marked("**", new));
                gone.or_else(new).unwrap_or_else(|| escaped(text))
            }
            _ => escaped(text),
        };
        let own = piece.role == Role::Source && piece.sources.is_empty();
        let own = own.then(|| (piece.text.clone(), None));
        let reads: IndexSet<Read> = piece.sources.iter().cloned().chain(own).collect();
        text.extend(reads.iter().map(mark));
        self.notes.extend(reads);
        text
    }
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    let items = items.into_iter().map(|item| format!("- {item}"));
    parted(items, "\n").unwrap_or_default()
}

fn footnote(source: &Source) -> String {
    let about = phrases::unlinked(source, Date::human);
    let about = Some(escaped(&clean_line(&about))).filter(|about| !about.is_empty());
    let archived = source.archived.as_deref().map(link);
    let archived = archived.map(|link| format!("archived at {link}"));
    let parts = [about, source.url.as_deref().map(link), archived];
    parted(parts.into_iter().flatten(), ", ").unwrap_or_default()
}

/// An address as a link, or as text where it is not plainly an address of the web.
fn link(url: &str) -> String {
    if phrases::is_web(url) {
        return format!("<{url}>");
    }
    escaped(&clean_line(url))
}

fn within<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// A text between two marks, which blanks would part from it.
fn marked(mark: &str, text: &str) -> String {
    let bare = text.trim();
    if bare.is_empty() {
        return text.to_owned();
    }
    let (before, after) = text.split_once(bare).unwrap_or_default();
    format!("{before}{mark}{}{mark}{after}", escaped(bare))
}

patterns! {
    SIGN = r"[\\`*_{}\[\]#|~!$]";
    /// What would begin a list, a heading's underline or a number at the start of a line.
    LEADING = r"^(?:([0-9]+)([.)])|([-+=]))";
}

/// A text that Markdown shows as it is; a line break is a `<br>`, so that no text can begin a block of its own.
fn escaped(text: &str) -> String {
    let text = SIGN.replace_all(text, r"\$0").replace('&', "&amp;");
    let text = text.replace('<', "&lt;").replace('>', "&gt;");
    // The blank stays where a reader drops the tag.
    let text = text.replace('\n', " <br>");
    LEADING.replace(&text, r"${1}\${2}${3}").into_owned()
}
