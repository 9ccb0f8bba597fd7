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
        .map(|error| (clamp(error.span().unwrap_or(0..0), &source.text), error.message().to_owned()))
        .collect();
    found.sort_by_key(|(span, _)| span.start);
    found.dedup_by_key(|(span, _)| source.place(span.start).line);
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let mut faults: Vec<Diagnostic> = found.into_iter().map(|(span, message)| in_words(&message, span, &source.text)).collect();
    if more > 0
        && let Some(last) = faults.last_mut()
    {
        let help = last.help.take().unwrap_or_default();
        last.help = Some(format!("{help}; there are faults on {more} more lines, which may follow from these"));
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
    let (headline, label, help) = explain(message, found, rest_of_line(text, span.start), start_of_line(text, span.start));
    Diagnostic::new(Code::Syntax, span, headline, label).help(help)
}

fn rest_of_line(text: &str, at: usize) -> &str {
    text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

fn start_of_line(text: &str, at: usize) -> &str {
    text.get(..at).map(|before| before.rsplit('\n').next().unwrap_or_default()).unwrap_or_default()
}

type Words = (String, &'static str, String);

fn words(headline: &str, label: &'static str, help: &str) -> Words {
    (headline.to_owned(), label, help.to_owned())
}

/// Headline, label and help for one of the parser's messages.
fn explain(message: &str, found: &str, rest: &str, before: &str) -> Words {
    let says = |part: &str| message.contains(part);
    if says("string values must be quoted") {
        return words("this text needs quotes", "text without quotes", &format!("write `{}`", quoted(rest)));
    }
    if says("duplicate key") {
        return words(&format!("`{}` is given twice", found.trim()), "given again here", "keep one of the two; each key and each heading may stand only once, but `[[event]]` may be repeated");
    }
    if says("invalid basic string") || says("invalid multi-line basic string") || says("missing escaped value") || says("unicode value") {
        return string_fault(message, found);
    }
    if says("invalid literal string") || says("invalid multi-line literal string") {
        return words("a text in single quotes is not closed or holds a character that cannot stand in it", "here", "close it with `'`, or use double quotes");
    }
    if says("key with no value") || says("missing value for key") {
        return words("a key has no value", "`=` and a value are wanted after it", "write `key = \"value\"`; a comment begins with `#`");
    }
    if says("unquoted key") {
        return words("this key cannot stand without quotes", "not a plain key", "keys are letters, digits, `-` and `_`; for others use quotes");
    }
    if says("extra `=`") {
        return words("there is one `=` too many", "not wanted here", "write one `=` between a key and its value");
    }
    if says("missing value") {
        return words("a value is missing", "a value is wanted here", "write text in quotes, a number, `true`, `false`, a list in `[ ]` or a table in `{ }`");
    }
    if says("array table") {
        return words("a heading is not closed", "`]]` is wanted here", "write `[[event]]` or `[[event.change]]`, alone on the line");
    }
    if says("unclosed table") || says("missing table open") {
        return words("a heading is not closed", "`]` is wanted here", "write `[clause.some-id]`, alone on the line");
    }
    if says("inline table") || says("between key-value pairs") {
        return inline_table(message);
    }
    if says("array") {
        return array(message);
    }
    if says("unexpected key or value") {
        return words("something follows where the line should end", "not wanted here", &line_end(before));
    }
    if says("leading zero") || says("digits") || says("`_` may only") || says("numeric sign") || says("radix") || says("integer number prefix") || says("unexpected sign") {
        return words("this is not a number", "not a number", "write digits without leading zeros, or put it into quotes if it is text");
    }
    if says("expected") && (says("between") || says("day") || says("month") || says("hour")) || says("datetime") || says("date") {
        return words(&format!("`{}` is not a day of the calendar", found.trim()), "no such date", "correct it, and put dates into quotes, as in `\"2026-04-27\"`");
    }
    if says("comment") || says("carriage return") || says("control") {
        return words("there is a character here that a plain text file cannot hold", "not allowed here", "delete it, or write it inside quotes as an escape such as `\\u0007`");
    }
    if says("recursion limit") {
        return words("this is nested too deeply", "too deep", "a timeline needs at most three levels");
    }
    (format!("this is not TOML: {message}"), "not understood", "compare with an example in the README".to_owned())
}

fn string_fault(message: &str, found: &str) -> Words {
    if message.contains("escape") || message.contains("unicode") || found.contains('\\') {
        return words(
            "a backslash in this text does not begin a known escape",
            "not an escape",
            "write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a new line, or use single quotes, in which nothing is escaped",
        );
    }
    words("a text is not closed, or holds a character that cannot stand in it", "here", "end it with `\"` on the same line; for several lines use `\"\"\"`")
}

fn inline_table(message: &str) -> Words {
    if message.contains("comma") && message.contains("missing") {
        return words("a comma is missing between two entries", "`,` is wanted before this", "write `{ source = \"…\", quote = \"…\" }`");
    }
    if message.contains("unclosed") {
        return words("a table in braces is not closed", "`}` is wanted", "close it with `}` on the same line");
    }
    words("a table in braces is not well formed", "not understood", "write `{ key = \"value\", other = true }`, all on one line")
}

fn array(message: &str) -> Words {
    if message.contains("unclosed") {
        return words("a list is not closed", "`]` is wanted", "close it with `]`");
    }
    if message.contains("missing comma") {
        return words("a comma is missing between two entries", "`,` is wanted before this", "write `[\"one\", \"two\"]`");
    }
    words("a list is not well formed", "not understood", "write `[\"one\", \"two\"]`")
}

fn line_end(before: &str) -> String {
    if before.contains('"') {
        "one key and one value stand on a line; a quote inside a text is written `\\\"`".to_owned()
    } else if before.contains('=') && before.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
        "put the value into quotes, as in `\"2026-04\"`".to_owned()
    } else {
        "one key and one value stand on a line; put text into quotes; a comment begins with `#`".to_owned()
    }
}

/// The rest of a line as it should read in quotes.
fn quoted(rest: &str) -> String {
    let value = rest.split('#').next().unwrap_or_default().trim().trim_end_matches(',');
    let short: String = value.chars().take(40).collect();
    let dots = if short.len() < value.len() { "…" } else { "" };
    format!("\"{}{dots}\"", short.replace('"', "\\\""))
}
