//! The lines of a file with places marked, none wider than there is room.

use unicode_segmentation::UnicodeSegmentation;

use super::diagnostics::wrapped;
use crate::answer::{Look, block::Line, block::Role};
use crate::file::{Diagnostic, Label, Source, Span};
use crate::text::{clean_char, clean_line, wrap::columns, wrap::cut};

/// So many bytes before a place and behind it are looked at, however long the line is.
const AROUND: usize = 500;
/// The fewest columns that a label below its mark is given, where that many are there.
const LEAST: usize = 40;

/// A place that is marked, with a sign in Unicode and one in ASCII, and what is said of it.
pub(super) struct Mark<'a> {
    pub(super) label: &'a Label,
    pub(super) role: Role,
    pub(super) signs: [&'static str; 2],
}

pub(super) struct Sheet<'a> {
    source: &'a Source,
    look: Look,
    gutter: usize,
    is_begun: bool,
    pub(super) lines: Vec<Line>,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(diagnostic: &Diagnostic, source: &'a Source, look: Look) -> Self {
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.others);
        let lines = labels.map(|label| source.place(label.span.start).line);
        Self {
            source,
            look,
            gutter: lines.max().unwrap_or(1).to_string().len(),
            is_begun: false,
            lines: Vec::new(),
        }
    }

    /// A word and what it says, broken into lines that are set in behind it.
    pub(super) fn message(&mut self, word: &Line, role: Role, text: &str) {
        let mut head = word.clone().and(Role::Plain, ": ");
        let before = columns(&head.text());
        for line in wrapped(&clean_line(text), before, self.look).lines() {
            self.lines.push(head.and(role, line));
            head = Line::plain(" ".repeat(before));
        }
    }

    fn drawn(&self, [unicode, ascii]: [&'static str; 2]) -> &'static str {
        if self.look.ascii { ascii } else { unicode }
    }

    /// What stands left of a line of the file, up to a sign.
    fn margin(&self, number: Option<usize>, sign: [&'static str; 2]) -> Line {
        let number = number.map_or_else(String::new, |number| number.to_string());
        let margin = format!("{number:>0$} {1}", self.gutter, self.drawn(sign));
        Line::of(Role::Faint, margin)
    }

    fn rule(&mut self, sign: [&'static str; 2]) {
        self.lines.push(self.margin(None, sign));
    }

    fn room(&self) -> usize {
        let width = self.look.width.unwrap_or(usize::MAX);
        width.saturating_sub(self.gutter + " | ".len()).max(10)
    }

    /// The line of some places with a row for each below it. What goes on in later lines is marked in the first.
    pub(super) fn excerpt(&mut self, marks: &[Mark<'_>]) {
        let Some(first) = marks.first() else { return };
        let place = self.source.place(first.label.span.start);
        let mut sign = ["╭▸ ", "--> "];
        if std::mem::replace(&mut self.is_begun, true) {
            self.rule(BAR);
            sign = ["⸬  ", "::: "];
        }
        let indent = self.gutter + usize::from(!self.look.ascii);
        let head = Line::of(Role::Faint, " ".repeat(indent) + self.drawn(sign));
        let path = format!("{}:{}:{}", self.source.path, place.line, place.column);
        self.lines.push(head.and(Role::Plain, clean_line(&path)));
        self.rule(BAR);
        let (start, line) = self.line(&first.label.span);
        // A byte-order mark stands before its line.
        let within = |mark: &Mark| {
            let Span { start: from, end } = mark.label.span;
            let from = from.saturating_sub(start);
            from..end.saturating_sub(start).max(from)
        };
        let (text, column) = self.window(line, &within(first));
        let (number, text) = (Some(place.line), format!(" {text}"));
        self.lines
            .push(self.margin(number, BAR).and(Role::Plain, text));
        for mark in marks {
            let at = within(mark);
            self.mark(mark, column(at.start), column(at.end));
        }
    }

    /// A mark with its label behind it or, where that has no room, below.
    fn mark(&mut self, mark: &Mark<'_>, from: usize, to: usize) {
        let (label, room, to) = (clean_line(&mark.label.text), self.room(), to.max(from + 1));
        let signs = self.drawn(mark.signs).repeat(to - from);
        let margin = self.margin(None, BAR);
        let row = |indent: usize| margin.clone().and(Role::Plain, " ".repeat(indent + 1));
        let marked = row(from).and(mark.role, signs);
        if to + 1 + columns(&label) <= room {
            self.lines.push(marked.and(mark.role, format!(" {label}")));
            return;
        }
        self.lines.push(marked);
        let indent = from.min(room.saturating_sub(columns(&label).min(LEAST)));
        let before = self.gutter + " | ".len() + indent;
        for line in wrapped(&label, before, self.look).lines() {
            self.lines.push(row(indent).and(mark.role, line));
        }
    }

    pub(super) fn help(&mut self, help: &str) {
        self.rule(BAR);
        let word = self.margin(None, ["╰ ", "= "]).and(Role::Strong, "help");
        self.message(&word, Role::Plain, help);
    }

    fn line(&self, span: &Span) -> (usize, &'a str) {
        let line = self.source.lines_around(&(span.start..span.start));
        let text = &self.source.text[line.start..line.end.max(span.start)];
        (line.start, text.trim_end_matches('\r'))
    }

    /// The part of a line around a place that has room, and in which column of that a byte of the line stands.
    fn window<'l>(
        &self,
        line: &'l str,
        at: &Span,
    ) -> (String, impl Fn(usize) -> usize + use<'a, 'l>) {
        let whole = |place: &usize| line.is_char_boundary(*place);
        let mut before = at.start.saturating_sub(AROUND)..=at.start;
        let start = before.find(whole).unwrap_or(0);
        let end = at.end.min(at.start + AROUND) + AROUND;
        let end = (end..line.len()).find(whole).unwrap_or(line.len());
        let part = &line[start..end];
        let (text, first, room) = (cleaned(part), column(part, at.start - start), self.room());
        let is_whole = start == 0 && columns(&text).max(first + 1) <= room;
        // Of a longer line, a quarter of the room shows what stands before the place, or more where the line ends.
        let hidden = first.saturating_sub(if is_whole { first } else { room / 4 });
        let hidden = hidden.min((columns(&text) + 1).saturating_sub(room));
        let mut ends = text.grapheme_indices(true).map(|(end, _)| end);
        let from = ends.find(|end| columns(&text[..*end]) >= hidden);
        let (gone, shown) = text.split_at(from.unwrap_or(text.len()));
        let more = if self.look.ascii { '~' } else { '…' };
        let lead = String::from_iter((start > 0 || hidden > 0).then_some(more));
        let mut shown = cut(shown, room - columns(&lead), more);
        if end < line.len() && !shown.ends_with(more) {
            shown.push(more);
        }
        let (gone, before, last) = (columns(gone), columns(&lead), columns(&shown));
        let place = move |at: usize| {
            let column = column(part, at.saturating_sub(start));
            column.saturating_sub(gone).min(last) + before
        };
        (lead + &shown, place)
    }
}

/// A part of the file, one character for one.
fn cleaned(text: &str) -> String {
    text.chars().map(clean_char).collect()
}

fn column(text: &str, at: usize) -> usize {
    columns(&cleaned(text.get(..at).unwrap_or(text)))
}

const BAR: [&str; 2] = ["│", "|"];
