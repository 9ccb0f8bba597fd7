//! TOML's own errors, put into words for someone who does not know TOML.

use toml::Spanned;
use toml::de::DeTable;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::source::{Source, Span};

/// How many syntax errors are shown; one slip often makes many.
const MOST: usize = 10;

/// Parses a file, or says what keeps it from being TOML: the first error of each line, ten at most.
pub(super) fn parse(source: &Source) -> Result<Spanned<DeTable<'_>>, Vec<Diagnostic>> {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        return Ok(root);
    }
    let mut found: Vec<(Span, String)> = errors
        .iter()
        .map(|error| {
            (
                clamp(error.span().unwrap_or(0..0), &source.text),
                error.message().to_owned(),
            )
        })
        .collect();
    found.sort_by_key(|(span, _)| span.start);
    found.dedup_by_key(|(span, _)| source.place(span.start).line);
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let mut faults: Vec<Diagnostic> = found
        .into_iter()
        .map(|(span, message)| in_words(&message, span, &source.text))
        .collect();
    if more > 0
        && let Some(last) = faults.last_mut()
    {
        let help = last.help.take().unwrap_or_default();
        last.help = Some(format!(
            "{help}; there are faults on {more} more lines, which may follow from these"
        ));
    }
    Err(faults)
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

fn in_words(message: &str, span: Span, text: &str) -> Diagnostic {
    let found = text.get(span.clone()).unwrap_or_default();
    let (headline, label, help) = explain(
        message,
        found,
        rest_of_line(text, span.start),
        start_of_line(text, span.start),
    );
    Diagnostic::new(Code::Syntax, span, headline, label).help(help)
}

fn rest_of_line(text: &str, at: usize) -> &str {
    text.get(at..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default()
}

fn start_of_line(text: &str, at: usize) -> &str {
    text.get(..at)
        .map(|before| before.rsplit('\n').next().unwrap_or_default())
        .unwrap_or_default()
}

/// Headline, label and help.
type Words = (String, &'static str, String);

/// What the parser says in part, with headline, label and help for it. The first that fits is taken.
const EXPLAINED: &[(&[&str], &str, &str, &str)] = &[
    (
        &["key with no value", "missing value for key"],
        "a key has no value",
        "`=` and a value are wanted after it",
        "write `key = \"value\"`; a comment begins with `#`",
    ),
    (
        &["unquoted key"],
        "this key cannot stand without quotes",
        "not a plain key",
        "keys are letters, digits, `-` and `_`; for others use quotes",
    ),
    (
        &["extra `=`"],
        "there is one `=` too many",
        "not wanted here",
        "write one `=` between a key and its value",
    ),
    (
        &[
            "invalid literal string",
            "invalid multi-line literal string",
        ],
        "a text in single quotes is not closed, or holds a character that cannot stand in it",
        "here",
        "close it with `'`, or use double quotes",
    ),
    (
        &["array table"],
        "a heading is not closed",
        "`]]` is wanted here",
        "write `[[event]]` or `[[event.change]]`, alone on the line",
    ),
    (
        &["unclosed table", "missing table open"],
        "a heading is not closed",
        "`]` is wanted here",
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
        "close it with `}` on the same line",
    ),
    (
        &["inline table", "between key-value pairs"],
        "a table in braces is not well formed",
        "not understood",
        "write `{ key = \"value\", other = true }`, all on one line",
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
        &[
            "leading zero",
            "digits",
            "`_` may only",
            "numeric sign",
            "radix",
            "integer number prefix",
            "unexpected sign",
        ],
        "this is not a number",
        "not a number",
        "write digits without leading zeros, or put it into quotes if it is text",
    ),
    (
        &["comment", "carriage return", "control"],
        "there is a character here that a plain text file cannot hold",
        "not allowed here",
        "delete it, or write it inside quotes as an escape such as `\\u0007`",
    ),
    (
        &["recursion limit"],
        "this is nested too deeply",
        "too deep",
        "a timeline needs at most three levels",
    ),
];

/// Headline, label and help for one of the parser's messages.
fn explain(message: &str, found: &str, rest: &str, before: &str) -> Words {
    let says = |part: &&str| message.contains(part);
    let words = |headline: &str, label, help: &str| (headline.to_owned(), label, help.to_owned());
    if says(&"string values must be quoted") {
        let help = format!("write `{}`", quoted(rest));
        return words("this text needs quotes", "text without quotes", &help);
    }
    if says(&"duplicate key") {
        let headline = format!("`{}` is given twice", found.trim());
        let help = "keep one of the two; each key and each heading may stand only once, but `[[event]]` may be repeated";
        return words(&headline, "given again here", help);
    }
    if ["basic string", "escaped value", "unicode value"]
        .iter()
        .any(says)
    {
        return string_fault(message, found);
    }
    if says(&"unexpected key or value") {
        let headline = "something follows where the line should end";
        return words(headline, "not wanted here", line_end(before));
    }
    if let Some((_, headline, label, help)) =
        EXPLAINED.iter().find(|(parts, ..)| parts.iter().any(says))
    {
        return words(headline, label, help);
    }
    if ["expected", "datetime", "date"].iter().any(says) && found.contains(['-', ':']) {
        let headline = format!("`{}` is not a day of the calendar", found.trim());
        let help = "correct it, and put dates into quotes, as in `\"2026-04-27\"`";
        return words(&headline, "no such date", help);
    }
    let headline = format!("this is not TOML: {message}");
    words(
        &headline,
        "not understood",
        "compare with an example in the README",
    )
}

fn string_fault(message: &str, found: &str) -> Words {
    if message.contains("escape") || message.contains("unicode") || found.contains('\\') {
        return (
            "a backslash in this text does not begin a known escape".to_owned(),
            "not an escape",
            "write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a new line, or use single quotes, in which nothing is escaped".to_owned(),
        );
    }
    (
        "a text is not closed, or holds a character that cannot stand in it".to_owned(),
        "here",
        "end it with `\"` on the same line; for several lines use `\"\"\"`".to_owned(),
    )
}

fn line_end(before: &str) -> &'static str {
    if before.contains('"') {
        "one key and one value stand on a line; a quote inside a text is written `\\\"`"
    } else if before.trim_end().ends_with(|c: char| c.is_ascii_digit()) && before.contains('=') {
        "put the value into quotes, as in `\"2026-04\"`"
    } else {
        "one key and one value stand on a line; put text into quotes; a comment begins with `#`"
    }
}

/// The rest of a line as it should read in quotes.
fn quoted(rest: &str) -> String {
    let value = rest
        .split('#')
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches(',');
    let short: String = value.chars().take(40).collect();
    let dots = if short.len() < value.len() { "…" } else { "" };
    format!("\"{}{dots}\"", short.replace('"', "\\\""))
}
