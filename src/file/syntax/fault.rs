//! An error of the TOML parser: its kind, and one explanation for each kind.

use super::super::code::Code;
use super::super::diagnostic::Diagnostic;
use super::super::source::Source;
use super::line::Line;
use crate::file::span::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    OpenText,
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
    /// Whether the parser could not read a value.
    pub(super) fn is_value(self) -> bool {
        matches!(self, Self::OpenText | Self::Value)
    }

    /// Whether the parser was inside a list or braces.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::OpenList | Self::List)
    }
}

/// A kind by how the parser's message begins, with headline, label and help. The first that fits is taken.
type Row = (
    Kind,
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (Kind::Value, &["missing escaped", "too few unicode", "invalid value, expected unicode"],
     "a backslash in this text does not begin a known escape", "not an escape",
     "write `\\\\` for a backslash, `\\\"` for a quote and `\\n` for a new line, or put the text in single quotes"),
    (Kind::OpenText, &["invalid basic", "invalid literal", "invalid multi-line"],
     "a text is not closed", "a quote is wanted here",
     "end it with the quote that it begins with; begin and end a text of several lines with `\"\"\"`"),
    (Kind::Value, &["string values must", "invalid boolean", "missing opening quote", "invalid value", "missing value,"],
     "a value is wanted here", "not a value",
     "write text in quotes, a number, `true`, `false`, a list in `[ ]` or a table in `{ }`; begin a comment with `#`"),
    (Kind::Value, &["invalid float", "invalid fraction", "invalid mantissa", "invalid exponent", "invalid hex", "invalid octal",
     "invalid binary", "unexpected leading", "unexpected sign", "redundant", "integers", "radix", "`_`"],
     "this is not a number", "not a number",
     "write digits without leading zeros, or put it in quotes if it is text"),
    (Kind::Value, &["invalid date", "invalid time", "invalid offset"],
     "this is not a date", "no such date",
     "write a date in quotes, as in `\"2026-04-27\"`"),
    (Kind::NoEquals, &["key with no value", "missing value for key"],
     "this line is neither `key = value` nor a heading", "`=` is wanted here",
     "write `key = \"value\"`, or begin a comment with `#`"),
    (Kind::NoEquals, &["missing assignment"],
     "an entry in braces is not `key = value`", "`=` is wanted here",
     "write `{ key = \"value\", other = true }`"),
    (Kind::Key, &["invalid unquoted key", "unquoted keys", "invalid key-value", "keys cannot"],
     "a key is wanted here", "not a key",
     "write `key = \"value\"`, or a heading as in `[clause.some-id]`; keys and ids are letters from a to z, digits and hyphens"),
    (Kind::Duplicate, &["duplicate key"],
     "this is given twice", "given again here",
     "remove one of the two"),
    (Kind::Follows, &["unexpected key or value"],
     "something follows where the line should end", "unexpected",
     "write one heading or one `key = value` on a line; put text in quotes; begin a comment with `#`"),
    (Kind::Other, &["unclosed table", "unclosed array table", "missing table"],
     "a heading is not closed", "`]` or `]]` is wanted here",
     "write `[clause.some-id]` or `[[event]]`, alone on the line"),
    (Kind::OpenList, &["unclosed array", "unclosed inline"],
     "a list or a table in braces is not closed", "`]` or `}` is wanted here",
     "close it with the bracket that matches the one that opens it"),
    (Kind::List, &["missing comma"],
     "a comma is missing between two entries", "`,` is wanted before this",
     "write `[\"one\", \"two\"]`, or `{ key = \"value\", other = true }`"),
    (Kind::List, &["extra comma"],
     "there is one comma too many", "unexpected",
     "write one comma between two entries"),
    (Kind::List, &["unexpected `=` in array", "missing array", "missing key for inline", "invalid inline", "missing inline"],
     "a list or a table in braces is written wrongly", "unexpected",
     "write `[\"one\", \"two\"]`, or `{ key = \"value\", other = true }`"),
    (Kind::List, &["extra `=`", "extra assignment"],
     "there is one `=` too many", "unexpected",
     "write one `=` between a key and its value"),
    (Kind::Other, &["cannot extend"],
     "this has a value already, and cannot be a table too", "used as a table here",
     "remove one of the two, or give the key another name"),
    (Kind::Other, &["invalid comment", "carriage return", "unexpected content"],
     "a character here is not allowed in a file", "not allowed here",
     "delete it"),
    (Kind::Other, &["cannot recurse", "recursion limit"],
     "this is nested too deeply", "too deep",
     "write at most three levels, as every timeline needs"),
    (Kind::Other, &[""],
     "this is not TOML", "not TOML",
     "compare it with the examples of `partnership help format`"),
];

/// An error of the parser, with the line in which it stands.
pub(super) struct Fault<'a> {
    pub(super) source: &'a Source,
    pub(super) line: Line<'a>,
    pub(super) span: Span,
    /// Where in the line it begins.
    pub(super) at: usize,
    pub(super) kind: Kind,
    row: &'static Row,
}

impl<'a> Fault<'a> {
    pub(super) fn new(source: &'a Source, span: Span, message: &str) -> Self {
        let begins = |row: &&Row| row.1.iter().any(|part| message.starts_with(part));
        let row = ROWS.iter().find(begins).unwrap_or(&ROWS[ROWS.len() - 1]);
        let line = Line::at(source, span.start);
        Self {
            source,
            at: (span.start.saturating_sub(line.span.start)).min(line.code.len()),
            line,
            span,
            kind: row.0,
            row,
        }
    }

    /// The text that the parser points at.
    pub(super) fn text(&self) -> &'a str {
        (self.source.text.get(self.span.clone())).unwrap_or_default()
    }

    pub(super) fn lines_after(&self) -> impl Iterator<Item = Line<'a>> {
        std::iter::successors(self.line.next(), Line::next)
    }

    /// The explanation where nothing on the line tells what was meant.
    pub(super) fn by_kind(&self) -> Explanation {
        let (_, _, headline, label, help) = *self.row;
        let explanation = Explanation::new(self.span.clone(), headline, label, help);
        if self.kind != Kind::OpenText || !self.text().is_empty() {
            return explanation;
        }
        // The lines after it may belong to the text.
        let goes_on = |line: &Line<'_>| {
            !(line.code.is_empty() || line.key().is_some() || line.heading().is_some())
        };
        let last = self.lines_after().take_while(goes_on).last();
        explanation.until(last.map_or(0, |line| line.span.end + 1))
    }
}

/// A fault in words, and the byte before which further faults only follow from it.
pub(super) struct Explanation {
    pub(super) diagnostic: Diagnostic,
    pub(super) until: usize,
}

impl Explanation {
    pub(super) fn new(
        span: Span,
        headline: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            diagnostic: Diagnostic::new(Code::Syntax, span, headline, label).help(help),
            until: 0,
        }
    }

    pub(super) fn also(mut self, span: Span, label: &str) -> Self {
        self.diagnostic = self.diagnostic.also(span, label);
        self
    }

    pub(super) fn until(self, until: usize) -> Self {
        Self { until, ..self }
    }
}
