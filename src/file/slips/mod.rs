//! Slips that people make in TOML, each known by what stands on its line.
//!
//! The parser says that a line is wrong and where; a slip says what was most likely meant. Each looks
//! for its own marks and is silent where it does not find them, so that what it says is true.

mod brackets;
mod headings;
mod keys;
mod quotes;
mod values;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::pieces::{Line, Piece};
use super::source::{Source, Span};
use super::syntax::{Fault, Slip};
use crate::text::is_odd;

/// The slips that are known; the first that fits is taken.
pub(super) const KNOWN: &[fn(&Fault<'_>) -> Option<Slip>] = &[
    unholdable,
    headings::duplicate_heading,
    keys::duplicate_key,
    brackets::unclosed,
    keys::other_comment,
    headings::heading,
    keys::colon,
    keys::no_value,
    values::comma_in_number,
    brackets::no_comma_in_braces,
    keys::two_entries,
    quotes::typographic,
    values::other_word,
    values::bare_range,
    values::bare_date,
    quotes::no_opening_quote,
    quotes::quote_inside,
    brackets::no_comma_in_list,
    brackets::no_comma_between,
    quotes::no_quotes,
    values::no_number,
    quotes::text_over_lines,
    brackets::comma_at_end,
    brackets::list_without_brackets,
    keys::no_equals,
    keys::neither,
    keys::key_with_spaces,
    keys::odd_key,
];

/// What the parser says where a value cannot be read.
const VALUE: &[&str] = &[
    "must be quoted",
    "boolean",
    "float",
    "digits",
    "fraction",
    "exponent",
    "opening quote",
    "leading zero",
    "`_` may only",
    "numeric sign",
    "unexpected sign",
    "radix",
    "number prefix",
    "date",
    "time",
    "literal string",
    "basic string",
    "invalid value",
];

/// What it says where a key is not followed by `=`.
const NO_EQUALS: &[&str] = &[
    "key with no value",
    "missing value for key",
    "missing assignment",
];

fn slip(
    span: Span,
    headline: impl Into<String>,
    label: impl Into<String>,
    help: impl Into<String>,
) -> Slip {
    Slip {
        diagnostic: Diagnostic::new(Code::Syntax, span, headline, label).help(help),
        until: 0,
    }
}

/// That a file is in another format altogether.
pub(super) fn other_format(source: &Source) -> Option<Diagnostic> {
    let text = source.text.trim_start_matches('\u{feff}');
    let start = source.text.len() - text.trim_start().len();
    let text = text.trim_start();
    let inside = text.strip_prefix('[').unwrap_or_default().trim_start();
    let (name, sign) = if text.starts_with('{') || inside.starts_with('{') {
        ("JSON", 1)
    } else if text.starts_with('<') {
        ("HTML or XML", 1)
    } else if text.starts_with("---") {
        ("YAML", 3)
    } else {
        return None;
    };
    let headline = format!("this looks like {name}, and a timeline is written in TOML");
    let label = format!("{name} begins like this");
    let help = "begin the file with `format = 1`, and write each key as `key = \"value\"` on a line of its own";
    Some(Diagnostic::new(Code::Syntax, start..start + sign, headline, label).help(help))
}

/// A control character, or one that cannot be seen where it matters.
fn unholdable(fault: &Fault<'_>) -> Option<Slip> {
    let text = &fault.source.text;
    let mut rest = text.get(fault.span.start..)?.chars();
    let (odd, next) = (rest.next()?, rest.next());
    let code = u32::from(odd);
    let span = fault.span.start..fault.span.start + odd.len_utf8();
    if odd == '\r' && next != Some('\n') {
        let headline = "a carriage return stands without a line feed after it";
        let help = "end the line with a line feed, with or without a carriage return before it";
        return Some(slip(span, headline, "not the end of a line", help));
    }
    if odd.is_control() && !matches!(odd, '\t' | '\n' | '\r') {
        let headline = format!("the character U+{code:04X} cannot stand in a file");
        let help = format!(
            "delete it; a text in double quotes can hold it if it is written `\\u{code:04X}`"
        );
        return Some(slip(span, headline, "a control character", help));
    }
    if odd.is_whitespace() && !odd.is_ascii() {
        let headline = format!("the character U+{code:04X} is white space, but not a plain space");
        return Some(slip(
            span,
            headline,
            "not a plain space",
            "write a plain space",
        ));
    }
    if is_odd(odd) && !odd.is_ascii() {
        let headline =
            format!("the character U+{code:04X}, which cannot be seen, stands outside of quotes");
        return Some(slip(span, headline, "an invisible character", "delete it"));
    }
    None
}

fn also(mut slip: Slip, span: Span, text: &str) -> Slip {
    slip.diagnostic = slip.diagnostic.also(span, text);
    slip
}

fn lines_from<'a>(source: &'a Source, first: Line<'a>) -> impl Iterator<Item = Line<'a>> {
    std::iter::successors(Some(first), move |line| line.next(source))
}

/// The first piece at the fault or after it.
fn next_piece<'a>(fault: &'a Fault<'_>) -> Option<&'a Piece> {
    let at = fault.span.start;
    fault.line.pieces.iter().find(|piece| piece.span.end > at)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    /// The headline and the help of the first fault of these lines.
    fn told(lines: &str) -> (String, String) {
        let text = format!("format = 1\ntitle = \"t\"\n{lines}\n");
        let first = read("t.toml", text.into_bytes(), false)
            .diagnostics
            .into_iter()
            .next()
            .expect("a fault");
        (first.message, first.help.unwrap_or_default())
    }

    #[test]
    fn a_slip_is_named_and_put_right() {
        for (lines, says, help) in [
            ("a = 1,000.50", "has a comma", "`1000.50`"),
            ("a = 1.000,50", "has a comma", "`1000.50`"),
            ("a = 1,5", "has a comma", "`1.5`"),
            ("a = 1,000 EUR", "needs quotes", "`\"1,000 EUR\"`"),
            ("a = 20 %", "needs quotes", "`\"20 %\"`"),
            ("a = { b = 1,000, c = 2 }", "has a comma", "`1000`"),
            (
                "a = { b = true c = 1 }",
                "before `c`",
                "`{ b = true, c = 1 }`",
            ),
            ("a = { b 100 }", "`=` is missing", "`b = 100`"),
            ("a = { b = }", "no value", "`b = \"…\"`"),
            ("a = { b == 1 }", "one `=` too many", "one `=`"),
            (
                "a = { b = 1\n[c]",
                "braces is not closed",
                "`a = { b = 1 }`",
            ),
            ("a = {\nb = 1\nc = 2\n}", "comma is missing", "line before"),
            (
                "a = [\"b\",\n\n[[event]]",
                "list is not closed",
                "`a = [\"b\"]`",
            ),
            ("a = [\n\"b\"\n\"c\"\n]", "comma is missing", "line before"),
            ("a = [1 2]", "comma is missing", "`1, 2`"),
            ("a = [“b, c”]", "typographic", "`\"b, c\"`"),
            ("a = \"b”", "typographic", "`\"b\"`"),
            ("a = b'", "opening quote", "`\"b\"`"),
            ("a = 'it's'", "quote inside", "`\"it's\"`"),
            ("a = \"b\", \"c\"", "without brackets", "`[\"b\", \"c\"]`"),
            ("a = \"b\",", "a comma follows", "leave it out"),
            ("a = \"b\"; ", "`;` follows", "leave it out"),
            ("a = 1 // b", "`//` does not begin a comment", "`#`"),
            ("// b", "`//` does not begin a comment", "`#`"),
            ("a = 1 b = 2", "two entries", "before `b`"),
            ("a = https://b.c/d?e=f", "needs quotes", "?e=f\"`"),
            ("a = 2020~", "a date needs quotes", "`\"2020~\"`"),
            (
                "a = [2019..2020]",
                "a date needs quotes",
                "`\"[2019..2020]\"`",
            ),
            ("date = June 2019", "month in letters", "`2019-06`"),
            ("a = 007", "not a number", "`7`"),
            ("a = no", "neither text in quotes", "`false`"),
            ("a = null", "no value `null`", "leave `a` out"),
            ("[event]]", "more brackets", "`[[event]]`"),
            ("[clause.a/b]", "`/` cannot stand", "`[clause.a-b]`"),
            ("[ clause . a b ]", "a space", "`[clause.a-b]`"),
            ("[]", "empty", "`[clause.some-id]`"),
            ("a : 1", "`:` stands", "`a = 1`"),
            ("a:", "`:` stands", "write `=`"),
            ("my key = 1", "space in the key", "`my-key`"),
            ("= 1", "a key is missing", "key = "),
            ("é = 1", "`é` cannot stand", "letters from a to z"),
            ("a\u{a0}= 1", "U+00A0", "plain space"),
            ("a\u{200b} = 1", "U+200B", "delete it"),
            ("a = \"b\rc\"", "carriage return", "line feed"),
        ] {
            let (message, found) = told(lines);
            assert!(message.contains(says), "{lines}: {message}");
            assert!(found.contains(help), "{lines}: {found}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_made_up() {
        for lines in ["a = \"\"\"b\"\"\"c\"\"\"", "[clause.a] b", "a = \"b\" c"] {
            let (message, _) = told(lines);
            assert!(message.contains("something follows"), "{lines}: {message}");
        }
    }
}
