//! What someone who does not know TOML most likely meant by a line, as far as the line tells.

use std::iter;

use regex::Captures;

use super::fault::{Fault, Kind, TABLE, error};
use super::line::{Line, Part, SIGNS, STRAIGHT, TYPOGRAPHIC, Value, is_quote};
use super::line::{is_short, is_value, quoted};
use crate::date::Date;
use crate::file::keys::{REPEATED, REPEATED_HELP};
use crate::file::names::slug;
use crate::file::{Diagnostic, Span};
use crate::text::{is_odd, patterns};

/// What tells from a line what was meant; the first that fits is taken.
pub(super) const KNOWN: &[fn(&mut Fault<'_>) -> Option<Diagnostic>] = &[
    odd_character,
    twice,
    unclosed,
    colon,
    no_value,
    comma_in_number,
    typographic_quotes,
    other_word,
    bare_date,
    quote_inside,
    no_quotes,
    spaces,
];

patterns! {
    COLON = r#"(?:^|[{,])\s*["']?([A-Za-z][A-Za-z0-9_.-]*)["']?\s*(:)[^,}]*"#;
    /// A number with commas in it, and nothing behind it.
    NUMBER = r"^\s*([\d.]+(?:,[\d.]+)+)\s*(?:[,\]}]|$)";
    /// What has the form of a month or a day.
    DATED = r"^\d{4}-\d\d(?:-\d\d)?$";
    /// A number whose commas part its thousands.
    THOUSANDS = r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$";
}

fn odd_character(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let rest = fault.line.source.text.get(fault.span.start..)?;
    let odd = rest.chars().next()?;
    let is_plain = rest.starts_with([' ', '\t', '\n']) || rest.starts_with("\r\n");
    (!is_plain && (is_odd(odd) || odd.is_whitespace())).then_some(())?;
    let span = fault.span.start..fault.span.start + odd.len_utf8();
    let headline = format!("the character U+{:04X} is not allowed here", u32::from(odd));
    let help = "delete it, or write a plain space in its place";
    Some(error(span, [&headline, "an invisible character", help]))
}

fn twice(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    (fault.kind == Kind::Duplicate).then_some(())?;
    let mut above = fault.lines_above();
    let (span, headline, help, first) = if let Some((heading, path)) = fault.line.heading() {
        let headings = above.filter_map(|line| line.heading());
        let first = headings.filter(|(_, first)| *first == path).last();
        let mut keys = fault.lines_above().filter_map(|line| line.key());
        if let Some(list) = keys.find(|key| key.text == path) {
            drop(keys);
            fault.until = fault.line.source.text.len() + 1;
            let headline = format!("no `[[{path}]]` can follow `{path} = [ … ]`");
            let help = format!("write each of its entries as a table below `[[{path}]]`");
            return Some(error(list.span, [&headline, "a list in brackets", &help]));
        }
        let (headline, help) = if REPEATED.contains(&&*path) {
            (
                format!("`{path}` needs double brackets in both places"),
                format!("write `[[{path}]]`: {REPEATED_HELP}"),
            )
        } else {
            let help = "put all its keys below one of the two, or give one of them another id";
            (format!("`[{path}]` is given twice"), help.to_owned())
        };
        (heading.span, headline, help, first.map(|(first, _)| first))
    } else {
        let key = fault.text().trim();
        let is_first = |line: &Line<'_>| line.key().is_some_and(|first| first.text == key);
        let first = above.find(|line| line.heading().is_some() || is_first(line));
        let (headline, help) = (format!("`{key}` is given twice"), "remove one of the two");
        let first = first.and_then(|line| line.key());
        (fault.span.clone(), headline, help.to_owned(), first)
    };
    let first = first.map(|first| first.span);
    Some(error(span, [&headline, "given again here", &help]).also(first, "given first here"))
}

/// A list that runs into the next heading or key, or to the end of the file.
fn unclosed(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let (kind, line) = (fault.kind, &fault.line);
    let is_inside = kind.is_list() || kind.is_value() || kind == Kind::NoEquals;
    let begins_key = line.key().is_some() && !line.code[..fault.at].contains('=');
    let begins = line.heading().is_some() || begins_key;
    let stop = (is_inside && begins).then(|| line.part(0..line.code.len()).span);
    let last = match stop {
        Some(_) => line.previous()?,
        None => Some(line.clone()).filter(|_| kind == Kind::OpenList)?,
    };
    let span = opener(last)?;
    fault.until = fault.line.source.text.len() + 1;
    let (headline, label) = ("a list is not closed", "this `[` has no `]`");
    let unclosed = error(span, [headline, label, "close it with `]`"]);
    Some(unclosed.also(stop, "something new begins here"))
}

/// The last `[` on a line or before it that is not closed there.
fn opener(last: Line<'_>) -> Option<Span> {
    let mut closed = 0_usize;
    let lines = iter::successors(Some(last), Line::previous);
    for line in lines.take_while(|line| line.heading().is_none()) {
        for (at, sign) in line.code.char_indices().rev() {
            match sign {
                ']' => closed += 1,
                '[' if closed > 0 => closed -= 1,
                '[' => return Some(line.part(at..at + 1).span),
                _ => {}
            }
        }
    }
    None
}

/// `key: value`
fn colon(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    (matches!(fault.kind, Kind::NoEquals | Kind::Key) || fault.kind.is_list()).then_some(())?;
    let line = &fault.line;
    let before = |found: &Captures<'_>| found.get_match().start() <= fault.at;
    let found = COLON.captures_iter(&line.code).take_while(before).last()?;
    let (key, colon) = (&found[1], found.get(2)?.range());
    let end = match found.get_match() {
        whole if whole.start() == 0 => line.code.len(),
        inner => inner.end(),
    };
    let value = line.part(colon.end..end).text.trim_end_matches(',');
    let help = match value {
        "" => "write `=` between a key and its value".to_owned(),
        _ if value.starts_with("//") || !is_short(key) => return None,
        _ if is_short(value) && is_value(value) => format!("write `{key} = {value}`"),
        _ => format!("write `{key} = {}`", quoted(value.trim_matches(STRAIGHT))),
    };
    let (headline, label) = ("`:` stands where `=` is wanted", "`=` is wanted here");
    Some(error(line.part(colon).span, [headline, label, &help]))
}

fn no_value(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let line = &fault.line;
    let equals = line.code[..fault.at].rfind('=')?;
    let rest = line.code[equals + 1..].trim_start();
    (rest.is_empty() || rest.starts_with([',', '}', ']'])).then_some(())?;
    let name = line.key_before(equals)?.text;
    let span = line.part(equals..equals + 1).span;
    let headline = format!("`{name}` has no value");
    let label = "a value is wanted after this";
    let help = format!("write `{name} = \"…\"`, or remove `{name}`");
    Some(error(span, [&headline, label, &help]))
}

fn comma_in_number(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let line = &fault.line;
    let start = line.code[..fault.at].rfind('=')? + 1;
    let place = NUMBER.captures(&line.code[start..])?.get(1)?.range();
    let number = line.part(start + place.start..start + place.end);
    let quoted = quoted(number.text);
    let plain = match number.text.replace(',', "") {
        plain if THOUSANDS.is_match(number.text) => format!("`{plain}`"),
        _ => "its digits with one point at most".to_owned(),
    };
    let headline = format!("`{}` has a comma, which a number cannot have", number.text);
    let label = "the comma ends the number";
    let help = format!("write {plain}, or `{quoted}` if it is text");
    Some(error(number.span, [&headline, label, &help]))
}

fn value<'a>(fault: &Fault<'a>) -> Option<Value<'a>> {
    fault.kind.is_value().then(|| fault.line.value(fault.at))?
}

fn typographic_quotes(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let Part { text, span } = value(fault)?.part;
    let bare = text.trim_end_matches([',', ']', '}', ' ']);
    let closes = text.starts_with(STRAIGHT) && bare.ends_with(TYPOGRAPHIC);
    (closes || text.starts_with(TYPOGRAPHIC)).then_some(())?;
    let headline = "this text has curly quotes, not straight ones";
    let quoted = quoted(bare.trim_matches(is_quote));
    let help = format!("write straight quotes: `{quoted}`");
    Some(error(span, [headline, "curly quotes", &help]))
}

fn other_word(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let part = value(fault)?.part;
    let (text, word) = (part.text, part.text.to_ascii_lowercase());
    let row = TABLE.word.iter().find(|row| row.words.contains(&word))?;
    let headline = row.headline.replace("TEXT", text);
    let help = row.help.replace("TEXT", text).replace("WORD", &word);
    Some(error(part.span, [&headline, "not a value", &help]))
}

/// A date without quotes; of a range in its brackets the parser sees only a part.
fn bare_date(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    (fault.kind.is_value() || fault.kind.is_list()).then_some(())?;
    let line = &fault.line;
    let equals = line.key().and_then(|_| line.code.find('='));
    let whole = equals.and_then(|equals| line.value(equals + 1));
    let range = whole.filter(|value| value.part.text.contains(".."));
    let Part { text, span } = range.or_else(|| value(fault))?.part;
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    if DATED.is_match(text)
        && let Err(refused) = text.parse::<Date>()
    {
        let help = format!("{}; put the date in quotes", refused.help);
        return Some(error(span, [&refused.message, "not a date", &help]));
    }
    (!is_number && Date::read(text).is_some()).then_some(())?;
    let (headline, label) = ("a date needs quotes", "a date without quotes");
    let help = format!("write `{}`", quoted(text));
    Some(error(span, [headline, label, &help]))
}

fn quote_inside(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    (fault.kind == Kind::Follows).then_some(())?;
    let (before, rest) = fault.line.code.split_at(fault.at);
    let ends = |c: char| c.is_whitespace() || SIGNS.contains(&c);
    let length = rest.find(ends).unwrap_or(rest.len());
    let Value { part, listed, .. } = fault.line.value(fault.at)?;
    let of_lines = part.text.contains("\"\"\"") || part.text.contains("'''");
    let is_text = length > 0 && !rest.starts_with([';', '/']);
    (before.ends_with(STRAIGHT) && is_text && !of_lines && !listed).then_some(())?;
    let quote = part.text.chars().next()?;
    let inner = part.text.strip_prefix(quote)?.strip_suffix(quote);
    let help = match inner.filter(|inner| !inner.contains('\\') && is_short(inner)) {
        Some(inner) => &format!("write `{}`", quoted(inner)),
        None => "put double quotes around the text, and write `\\\"` for a quote inside it",
    };
    let span = fault.line.part(fault.at..fault.at + length).span;
    let headline = "a quote inside the text ends it early";
    Some(error(span, [headline, "outside the text", help]))
}

fn no_quotes(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let Value { part, listed, .. } = value(fault)?;
    let text = part.text;
    let number = |c: char| c.is_ascii_digit() || "+-._eExob".contains(c);
    let begins_with_value = text.split_whitespace().next().is_some_and(is_value);
    let is_other = text.starts_with(STRAIGHT)
        || text.starts_with(SIGNS)
        || text.chars().all(number)
        || text.contains(" //")
        || begins_with_value && (listed || text.contains('='));
    (!is_other).then_some(())?;
    let unopened = text.strip_suffix(STRAIGHT);
    let text = unopened.filter(|text| !text.contains('"')).unwrap_or(text);
    let help = format!("write `{}`", quoted(text));
    let (headline, label) = ("this text needs quotes", "text without quotes");
    Some(error(part.span, [headline, label, &help]))
}

fn spaces(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let line = &fault.line;
    let (what, part) = match line.heading() {
        Some((heading, _)) if !fault.kind.is_value() => ("heading", heading),
        None if fault.kind == Kind::NoEquals => ("key", line.key_before(line.code.find('=')?)?),
        _ => return None,
    };
    let names = part.text.trim_matches(['[', ']', ' ']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    (names.contains(' ') && is_short(names) && names.chars().all(is_name)).then_some(())?;
    let slugs: Option<Vec<String>> = names.split('.').map(slug).collect();
    let path = slugs?.join(".");
    let wanted = match part.text.matches('[').count() {
        0 => path,
        1 => format!("[{path}]"),
        _ => format!("[[{path}]]"),
    };
    let help = format!("write `{wanted}`: a name is one word, or words joined by hyphens");
    let headline = format!("there is a space in the {what} `{names}`");
    Some(error(part.span, [&headline, "a space in it", &help]))
}
