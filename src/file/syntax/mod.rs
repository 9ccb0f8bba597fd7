//! A text as TOML, or what keeps it from being TOML, for someone who does not know TOML. It knows
//! nothing of timelines.

mod fault;
mod line;
mod slips;

use toml::Spanned;
use toml::de::DeTable;

use self::fault::{Fault, Kind};
use crate::file::{Diagnostic, Source, Span};

/// How many syntax errors are shown; one slip often makes many.
const MOST: usize = 10;

/// Parses a file, or says what keeps it from being TOML: the first error of each line, ten at most.
pub(super) fn parse(source: &Source) -> Result<Spanned<DeTable<'_>>, Vec<Diagnostic>> {
    if let Ok(root) = DeTable::parse(&source.text) {
        return Ok(root);
    }
    let (mut found, is_full) = faults(source);
    if let Some(last) = found.last_mut().filter(|_| is_full) {
        let help = last.help.take().unwrap_or_default();
        let more = "more lines have errors, which may follow from these";
        last.help = Some(format!("{help}; {more}"));
    }
    Err(found)
}

/// The faults of a file in words, without those that follow from others, and whether there are more.
fn faults(source: &Source) -> (Vec<Diagnostic>, bool) {
    let text = &source.text;
    let (_, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| clamp(error.span(), text).start);
    let (mut faults, mut until, mut below) = (Vec::new(), 0, 0);
    for error in &errors {
        let span = clamp(error.span(), text);
        if span.start < until {
            continue;
        }
        let mut fault = Fault::new(source, span, error.message());
        // What stands below a broken heading is taken for a part of the table above, and the heading of a list for a
        // second one.
        let is_listed = !faults.is_empty() && fault.line.code.starts_with("[[");
        if fault.kind == Kind::Duplicate && (is_listed || fault.span.start < below) {
            continue;
        }
        if faults.len() == MOST {
            return (faults, true);
        }
        if fault.line.heading().is_some() {
            let next = fault.lines_below().find(|line| line.heading().is_some());
            below = next.map_or(text.len(), |line| line.span.start);
        }
        let known = slips::KNOWN.iter().find_map(|known| known(&mut fault));
        faults.push(known.unwrap_or_else(|| fault.by_kind()));
        until = fault.until;
    }
    (faults, false)
}

/// A span that lies within the text, on whole characters.
fn clamp(span: Option<Span>, text: &str) -> Span {
    let span = span.unwrap_or_default();
    let floor = |at: usize| {
        let mut down = (0..=at.min(text.len())).rev();
        down.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    };
    floor(span.start)..floor(span.end.max(span.start))
}

#[cfg(test)]
mod tests {
    use super::super::read;

    /// The headline and the help of the first fault of these lines.
    fn explained(lines: &str) -> (String, String) {
        let text = format!("format = 1\ntitle = \"t\"\n{lines}\n");
        let first = read("t.toml", text.into_bytes(), false)
            .diagnostics
            .into_iter()
            .next()
            .expect("a fault");
        (first.message, first.help.unwrap_or_default())
    }

    #[test]
    fn what_was_meant_is_named_and_put_right() {
        for (lines, says, help) in [
            ("a = 1,000.50", "has a comma", "`1000.50`"),
            ("a = 1.000,50", "has a comma", "one point at most"),
            ("a = 1,5", "has a comma", "one point at most"),
            ("a = 2024-02-30", "February 2024 has 29 days", "in quotes"),
            ("a = 20 %", "needs quotes", "`\"20 %\"`"),
            ("a = rent = 20", "needs quotes", "`\"rent = 20\"`"),
            ("a = { b = 1,000, c = 2 }", "has a comma", "`1000`"),
            ("a = { b = }", "no value", "`b = \"…\"`"),
            ("a = [\"b\",\n\n[[event]]", "list is not closed", "with `]`"),
            ("a = [“b, c”]", "curly quotes", "`\"b, c\"`"),
            ("a = \"b”", "curly quotes", "`\"b\"`"),
            ("a = b'", "needs quotes", "`\"b\"`"),
            ("a = 'it's'", "quote inside", "`\"it's\"`"),
            ("a = \"b \"c = d\" e\"", "quote inside", "c = d"),
            ("a = https://b.c/d?e=f", "needs quotes", "?e=f\"`"),
            ("a = 2020~", "a date needs quotes", "`\"2020~\"`"),
            (
                "a = [2019..2020]",
                "a date needs quotes",
                "`\"[2019..2020]\"`",
            ),
            ("a = June 2019", "needs quotes", "`\"June 2019\"`"),
            ("a = no", "neither text in quotes", "`false`"),
            ("a = null", "no value `null`", "leave the key out"),
            ("[ clause . a b ]", "a space", "`[clause.a-b]`"),
            ("a : 1", "`:` stands", "`a = 1`"),
            ("a:", "`:` stands", "write `=`"),
            ("my key = 1", "space in the key", "`my-key`"),
            ("amount = 0120", "a zero in front", "without"),
            ("a = \"\"\"b\n\n[c]", "several lines", "three quotes"),
            ("a = '''b\n\n[c]", "several lines", "three quotes"),
            ("a\u{a0}= 1", "U+00A0", "plain space"),
            ("a\u{200b} = 1", "U+200B", "delete it"),
            ("a = \"b\rc\"", "U+000D", "delete it"),
        ] {
            let (message, found) = explained(lines);
            assert!(message.contains(says), "{lines}: {message}");
            assert!(found.contains(help), "{lines}: {found}");
        }
    }

    #[test]
    fn what_is_not_known_is_explained_by_its_kind() {
        for (lines, says) in [
            ("a = \"\"\"b\"\"\"c\"\"\"", "something follows"),
            ("[clause.a] b", "something follows"),
            ("a = \"b\" c", "something follows"),
            ("a = \"b c\" d = \"e\"", "something follows"),
            ("a = \"b\" c = true d = \"e\"", "something follows"),
            ("a = 1 b = 2", "a value is wanted"),
            ("a = { b = true c = 1 }", "a value is wanted"),
            ("// b", "a key is wanted"),
            ("a = \"b\",", "something follows"),
            ("a = \"b\"; ", "something follows"),
            ("a = \"b\", \"c\"", "something follows"),
            ("a = 1,000 EUR", "something follows"),
            ("[event]]", "something follows"),
            ("a = { b == 1 }", "one `=` too many"),
            ("a = { b 100 }", "in braces is not `key = value`"),
            ("a = {\nb = 1\nc = 2\n}", "a comma is missing"),
            ("a = [\n\"b\"\n\"c\"\n]", "a comma is missing"),
            ("a = [1 2]", "a value is wanted"),
            ("a = 1 // b", "a value is wanted"),
            ("a = 007", "a zero in front"),
            ("[clause.a/b]", "a key is wanted"),
            ("[]", "a key is wanted"),
            ("= 1", "a key is wanted"),
            ("é = 1", "a key is wanted"),
            ("b c", "neither `key = value` nor a heading"),
        ] {
            let (message, help) = explained(lines);
            assert!(message.contains(says), "{lines}: {message}");
            assert!(!help.is_empty(), "{lines}");
        }
    }
}
