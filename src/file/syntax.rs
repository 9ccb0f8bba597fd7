//! TOML's own errors, put into words for someone who does not know TOML.

use toml::Spanned;
use toml::de::DeTable;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::pieces::Line;
use super::slips;
use super::source::{Source, Span};

/// How many syntax errors are shown; one slip often makes many.
const MOST: usize = 10;

/// What the parser says about a place, with the line of that place.
pub(super) struct Fault<'a> {
    pub(super) source: &'a Source,
    pub(super) line: Line<'a>,
    pub(super) span: Span,
    message: String,
}

impl Fault<'_> {
    /// Whether the parser's message holds one of these.
    pub(super) fn says(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.message.contains(part))
    }

    /// The text that the parser points at.
    pub(super) fn found(&self) -> &str {
        self.line.of(&self.span)
    }
}

/// A slip in words, and how far the faults after it follow from it.
pub(super) struct Slip {
    pub(super) diagnostic: Diagnostic,
    pub(super) until: usize,
}

/// The text from the first fault on that is read to see whether there are many.
const BEGINNING: usize = 8 << 10;

/// More faults than that in the beginning are many: the rest of the text is then left unread.
const MANY: usize = 500;

/// Parses a file, or says what keeps it from being TOML: the first error of each line, ten at most.
pub(super) fn parse(source: &Source) -> Result<Spanned<DeTable<'_>>, Vec<Diagnostic>> {
    let first = match DeTable::parse(&source.text) {
        Ok(root) => return Ok(root),
        Err(first) => clamp(first.span().unwrap_or(0..0), &source.text).start,
    };
    if let Some(other) = slips::other_format(source) {
        return Err(vec![other]);
    }
    let beginning = clamp(0..first + BEGINNING, &source.text).end;
    let (_, mut errors) = DeTable::parse_recoverable(&source.text[..beginning]);
    let read_on = errors.len() <= MANY;
    if read_on && beginning < source.text.len() {
        (_, errors) = DeTable::parse_recoverable(&source.text);
    }
    let mut found: Vec<(Span, &str)> = errors
        .iter()
        .map(|error| {
            let span = clamp(error.span().unwrap_or(0..0), &source.text);
            (span, error.message())
        })
        .collect();
    found.sort_by_key(|(span, _)| span.start);
    Err(in_words(source, found, read_on))
}

/// The faults in words, without those that follow from others.
fn in_words(source: &Source, found: Vec<(Span, &str)>, read_on: bool) -> Vec<Diagnostic> {
    let (mut faults, mut more, mut until) = (Vec::new(), 0_usize, 0);
    for (span, message) in found {
        if span.start < until {
            continue;
        }
        until = source.lines_around(&(span.start..span.start)).end + 1;
        if faults.len() == MOST {
            more += 1;
            continue;
        }
        let slip = slip(&Fault {
            source,
            line: Line::at(source, span.start),
            span,
            message: message.to_owned(),
        });
        until = until.max(slip.until);
        faults.push(slip.diagnostic);
    }
    if more > 0
        && let Some(last) = faults.last_mut()
    {
        let help = last.help.take().unwrap_or_default();
        let lines = if more == 1 { "line" } else { "lines" };
        let least = if read_on { "" } else { "at least " };
        last.help = Some(format!(
            "{help}; there are faults on {least}{more} more {lines}, which may follow from these"
        ));
    }
    faults
}

fn slip(fault: &Fault<'_>) -> Slip {
    slips::KNOWN
        .iter()
        .find_map(|known| known(fault))
        .unwrap_or_else(|| explained(fault))
}

/// A span that lies within the text, on whole characters.
fn clamp(span: Span, text: &str) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    floor(span.start)..floor(span.end.max(span.start))
}

/// What the parser says in part, with headline, label and help for it. The first that fits is taken.
const EXPLAINED: &[(&[&str], &str, &str, &str)] = &[
    (
        &["escaped value", "unicode value"],
        "a backslash in this text does not begin a known escape",
        "not an escape",
        "write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a new line, or use single quotes, in which nothing is escaped",
    ),
    (
        &["keys cannot be multi-line"],
        "a key stands in three quotes",
        "one line is wanted",
        "write the key without quotes, or in one pair",
    ),
    (
        &["multi-line basic string"],
        "a text of several lines is not closed",
        "`\"\"\"` is wanted",
        "end it with `\"\"\"`",
    ),
    (
        &["multi-line literal string"],
        "a text of several lines is not closed",
        "`'''` is wanted",
        "end it with `'''`",
    ),
    (
        &["basic string"],
        "a text is not closed",
        "`\"` is wanted here",
        "end it with `\"` on the same line",
    ),
    (
        &["literal string"],
        "a text is not closed",
        "`'` is wanted here",
        "end it with `'` on the same line",
    ),
    (
        &["extra `=`", "extra assignment"],
        "there is one `=` too many",
        "not wanted here",
        "write one `=` between a key and its value",
    ),
    (
        &["array table"],
        "a heading is not closed",
        "`]]` is wanted here",
        "write `[[event]]` or `[[event.change]]`, alone on the line",
    ),
    (
        &["unclosed table", "missing table open"],
        "a heading is not well formed",
        "not understood",
        "write `[clause.some-id]`, alone on the line",
    ),
    (
        &["missing comma between key-value pairs"],
        "a comma is missing between two entries",
        "`,` is wanted before this",
        "write `{ source = \"…\", quote = \"…\" }`",
    ),
    (
        &["unclosed inline table"],
        "a table in braces is not closed",
        "`}` is wanted",
        "close it with `}`",
    ),
    (
        &["extra comma"],
        "there is one comma too many",
        "not wanted here",
        "write one comma between two entries",
    ),
    (
        &["inline table", "between key-value pairs"],
        "a table in braces is not well formed",
        "not understood",
        "write `{ key = \"value\", other = true }`",
    ),
    (
        &["unclosed array"],
        "a list is not closed",
        "`]` is wanted",
        "close it with `]`",
    ),
    (
        &["missing comma between array"],
        "a comma is missing between two entries",
        "`,` is wanted before this",
        "write `[\"one\", \"two\"]`",
    ),
    (
        &["array"],
        "a list is not well formed",
        "not understood",
        "write `[\"one\", \"two\"]`",
    ),
    (
        &["missing value"],
        "a value is missing",
        "a value is wanted here",
        "write text in quotes, a number, `true`, `false`, a list in `[ ]` or a table in `{ }`",
    ),
    (
        &["unexpected key or value"],
        "something follows where the line should end",
        "not wanted here",
        "one key and one value stand on a line; put text into quotes; a comment begins with `#`",
    ),
    (
        &["must be quoted", "boolean", "inf`", "nan`", "opening quote"],
        "this text needs quotes",
        "text without quotes",
        "write text in quotes, as in `\"text\"`",
    ),
    (
        &[
            "leading zero",
            "digits",
            "`_` may only",
            "numeric sign",
            "radix",
            "integer number prefix",
            "unexpected sign",
            "float",
        ],
        "this is not a number",
        "not a number",
        "write digits without leading zeros, or put it into quotes if it is text",
    ),
    (
        &["date", "time"],
        "this is not a date",
        "no such date",
        "write a date in quotes, as in `\"2026-04-27\"`",
    ),
    (
        &["unquoted key", "invalid key-value pair", "key"],
        "a key is wanted here",
        "not a key",
        "write `key = \"value\"`; a key is letters, digits, `-` and `_`",
    ),
    (
        &["comment", "carriage return", "content"],
        "there is a character here that cannot stand in a file",
        "not allowed here",
        "delete it",
    ),
    (
        &["recursion limit", "recurse"],
        "this is nested too deeply",
        "too deep",
        "a timeline needs at most three levels",
    ),
];

/// Words for a fault of which only the parser's message is known.
fn explained(fault: &Fault<'_>) -> Slip {
    let (headline, label, help) = if fault.says(&["cannot extend value"]) {
        let headline = format!("`{}` is given as a value already", fault.found().trim());
        let help = "take one of the two out, or give the key another name";
        (headline, "used as a table here", help)
    } else {
        EXPLAINED
            .iter()
            .find(|(parts, ..)| fault.says(parts))
            .map_or_else(
                || {
                    let headline = "this is not understood".to_owned();
                    let help = "compare with an example in the README";
                    (headline, "not TOML", help)
                },
                |(_, headline, label, help)| ((*headline).to_owned(), *label, *help),
            )
    };
    Slip {
        diagnostic: Diagnostic::new(Code::Syntax, fault.span.clone(), headline, label).help(help),
        until: 0,
    }
}
