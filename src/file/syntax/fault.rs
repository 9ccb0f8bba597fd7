//! An error of the TOML parser: its kind, and one explanation for each kind.

use std::iter;
use std::sync::LazyLock;

use serde::Deserialize;

use super::line::Line;
use crate::file::{Code, Diagnostic, Source, Span};

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    OpenText,
    OpenLines,
    Value,
    NoEquals,
    Key,
    Duplicate,
    Follows,
    OpenList,
    List,
    Other,
}

impl Kind {
    pub(super) fn is_value(self) -> bool {
        matches!(self, Self::OpenText | Self::Value)
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::OpenList | Self::List)
    }
}

/// A kind by how the parser's messages begin, with its explanation.
#[derive(Deserialize)]
struct Row {
    kind: Kind,
    begins: Vec<String>,
    headline: String,
    label: String,
    help: String,
}

/// Words of other languages for a value, with their explanation.
#[derive(Deserialize)]
pub(super) struct Foreign {
    pub(super) words: Vec<String>,
    pub(super) headline: String,
    pub(super) help: String,
}

#[derive(Deserialize)]
pub(super) struct Table {
    pub(super) word: Vec<Foreign>,
    fault: Vec<Row>,
}

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("faults.toml")).expect("a sound table"));

pub(super) struct Fault<'a> {
    pub(super) line: Line<'a>,
    pub(super) span: Span,
    pub(super) at: usize,
    pub(super) kind: Kind,
    /// The byte before which further errors only follow from this one.
    pub(super) until: usize,
    row: &'static Row,
}

impl<'a> Fault<'a> {
    pub(super) fn new(source: &'a Source, span: Span, message: &str) -> Self {
        let begins = |row: &&Row| row.begins.iter().any(|part| message.starts_with(part));
        let row = TABLE.fault.iter().find(begins);
        let row = row.expect("the last row fits every message");
        let line = Line::at(source, span.start);
        Self {
            at: (span.start.saturating_sub(line.span.start)).min(line.code.len()),
            until: line.span.end + 1,
            line,
            span,
            kind: row.kind,
            row,
        }
    }

    pub(super) fn text(&self) -> &'a str {
        (self.line.source.text.get(self.span.clone())).unwrap_or_default()
    }

    pub(super) fn lines_above(&self) -> impl Iterator<Item = Line<'a>> {
        iter::successors(self.line.previous(), Line::previous)
    }

    pub(super) fn lines_below(&self) -> impl Iterator<Item = Line<'a>> {
        iter::successors(self.line.next(), Line::next)
    }

    /// The explanation where nothing on the line tells what was meant.
    pub(super) fn by_kind(&mut self) -> Diagnostic {
        if self.kind == Kind::OpenText && self.text().is_empty() {
            // The lines after it may belong to the text.
            let goes_on = |line: &Line<'_>| {
                !(line.code.is_empty() || line.key().is_some() || line.heading().is_some())
            };
            let last = self.lines_below().take_while(goes_on).last();
            self.until = last.map_or(self.until, |line| line.span.end + 1);
        }
        if self.kind == Kind::OpenLines {
            let above = &self.line.source.text[..self.span.start];
            let opens = above.rfind("\"\"\"").max(above.rfind("'''"));
            self.span = opens.map_or(self.span.clone(), |at| at..at + 3);
        }
        let row = self.row;
        error(self.span.clone(), [&row.headline, &row.label, &row.help])
    }
}

pub(super) fn error(span: Span, [headline, label, help]: [&str; 3]) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, headline, label).help(help)
}
