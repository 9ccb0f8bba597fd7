//! What someone who does not know TOML most likely meant by a line, as far as the line tells.

use std::iter;

use regex::Captures;

use super::fault::{Fault, Kind, TABLE, error};
use super::line::{Line, Part, SIGNS, STRAIGHT, TYPOGRAPHIC, Value, is_quote};
use super::line::{is_short, is_value, quoted};
use crate::date::Date;
use crate::file::keys::{REPEATED, REPEATED_HELP, takes_date};
use crate::file::names::slug;
use crate::file::{Diagnostic, Span};
use crate::text::{is_odd, patterns};

/// What tells from a line what was meant; the first that fits is taken.
pub(super) const KNOWN: &[fn(&mut Fault<'_>) -> Option<Diagnostic>] = &[
    odd_character,
    merge,
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
    /// A value with an entry behind it that nothing parts from it.
    SECOND = r"^(\S+)\s+[^\s=,\[\]{}]+\s*=";
    /// An entry, up to the first of its value.
    ENTRY = r"^[^\s=,\[\]{}]+\s*=\s*(\S+)";
    COLON = r#"(?:^|[{,])\s*["']?([A-Za-z][A-Za-z0-9_.-]*)["']?\s*(:)[^,}]*"#;
    /// A number with commas in it, and nothing behind it.
    NUMBER = r"^\s*([\d.]+(?:,[\d.]+)+)\s*(?:[,\]}]|$)";
}

fn odd_character(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let mut rest = fault.line.source.text.get(fault.span.start..)?.chars();
    let (odd, next) = (rest.next()?, rest.next());
    let is_plain = matches!(odd, ' ' | '\t' | '\n') || odd == '\r' && next == Some('\n');
    (!is_plain && (is_odd(odd) || odd.is_whitespace())).then_some(())?;
    let span = fault.span.start..fault.span.start + odd.len_utf8();
    let headline = format!("the character U+{:04X} is not allowed here", u32::from(odd));
    let help = "delete it, or write a plain space in its place";
    let label = "an invisible character";
    Some(error(span, [&headline, label, help]))
}

/// The marks of Git in what it could not merge.
fn merge(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let line = fault.line.part(0..fault.line.code.len());
    let marks = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
    let is_marked = |text: &str| marks.iter().any(|mark| text.starts_with(mark));
    is_marked(line.text).then_some(())?;
    let last = fault
        .lines_below()
        .filter(|line| is_marked(&line.code))
        .last();
    fault.until = last.map_or(fault.until, |line| line.span.end + 1);
    let help = "keep one of the two versions, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`";
    Some(error(
        line.span,
        ["a merge was not finished", "not TOML", help],
    ))
}

fn twice(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    (fault.kind == Kind::Duplicate).then_some(())?;
    let mut above = fault.lines_above();
    let (span, headline, help, first) = if let Some((heading, path)) = fault.line.heading() {
        let headings = above.filter_map(|line| line.heading());
        let first = headings.filter(|(_, first)| *first == path).last();
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

/// A list or braces that run into the next heading or key, or to the end of the file.
fn unclosed(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let (kind, line) = (fault.kind, &fault.line);
    let (heading, key) = (line.heading().is_some(), line.key().is_some());
    let is_inside = kind.is_list() || kind.is_value() || kind == Kind::NoEquals;
    let begins = heading || key && !line.code[..fault.at].contains('=');
    let stop = (is_inside && begins).then(|| line.part(0..line.code.len()).span);
    let last = match stop {
        Some(_) => line.previous()?,
        None => Some(line.clone()).filter(|_| kind == Kind::OpenList)?,
    };
    let (sign, span) = opener(last)?;
    let (what, close) = match sign {
        // Braces may hold entries on lines of their own.
        '{' if stop.is_some() && key => return None,
        '{' => ("a table in braces", '}'),
        _ => ("a list", ']'),
    };
    let headline = format!("{what} is not closed");
    let label = format!("this `{sign}` has no `{close}`");
    let help = format!("close it with `{close}`");
    fault.until = fault.line.source.text.len() + 1;
    Some(error(span, [&headline, &label, &help]).also(stop, "something new begins here"))
}

/// The last bracket that is opened on a line or before it and not closed there.
fn opener(last: Line<'_>) -> Option<(char, Span)> {
    let mut closed = 0_usize;
    let lines = iter::successors(Some(last), Line::previous);
    for line in lines.take_while(|line| line.heading().is_none()) {
        for (at, sign) in line.code.char_indices().rev() {
            match sign {
                ']' | '}' => closed += 1,
                '[' | '{' if closed > 0 => closed -= 1,
                '[' | '{' => return Some((sign, line.part(at..at + 1).span)),
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
        _ if line.code.starts_with('{') => {
            "this is JSON: write TOML, `key = value` on each line".to_owned()
        }
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
    let (plain, quoted) = (without_comma(number.text)?, quoted(number.text));
    let headline = format!("`{}` has a comma, which a number cannot have", number.text);
    let label = "the comma ends the number";
    let help = format!("write `{plain}`, or `{quoted}` if it is text");
    Some(error(number.span, [&headline, label, &help]))
}

/// A number without the commas that part its thousands, or with a point for the one before its fraction.
fn without_comma(number: &str) -> Option<String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let thousands = whole.split(',').skip(1).all(|group| group.len() == 3);
    let plain = if whole.contains(',') && thousands && !fraction.contains(',') {
        number.replace(',', "")
    } else {
        let (whole, fraction) = number.split_once(',')?;
        format!("{}.{fraction}", whole.replace('.', ""))
    };
    (is_short(&plain) && is_value(&plain)).then_some(plain)
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
    let Value { part, key, .. } = value(fault)?;
    let (text, word) = (part.text, part.text.to_ascii_lowercase());
    let row = TABLE.word.iter().find(|row| row.words.contains(&word))?;
    let key = key.map_or("it".to_owned(), |key| format!("`{}`", key.text));
    let headline = row.headline.replace("TEXT", text);
    let help = row.help.replace("TEXT", text);
    let help = help.replace("WORD", &word).replace("KEY", &key);
    Some(error(part.span, [&headline, "not a value", &help]))
}

/// A date without quotes; of a range in its brackets the parser sees only a part.
fn bare_date(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    (fault.kind.is_value() || fault.kind.is_list()).then_some(())?;
    let line = &fault.line;
    let equals = line.key().and_then(|_| line.code.find('='));
    let whole = equals.and_then(|equals| line.value(equals + 1));
    let range = whole.filter(|value| value.part.text.contains(".."));
    let Value { part, key, .. } = range.or_else(|| value(fault))?;
    let text = part.text;
    if text.starts_with(STRAIGHT) || text.len() > 80 {
        return None;
    }
    let is_dated = key.is_some_and(|key| takes_date(key.text));
    let Err(refused) = text.parse::<Date>() else {
        (is_dated || !text.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
        let (headline, label) = ("a date needs quotes", "a date without quotes");
        let help = format!("write `{}`", quoted(text));
        return Some(error(part.span, [headline, label, &help]));
    };
    is_dated.then_some(())?;
    let help = format!("{}; put the date in quotes", refused.help);
    Some(error(part.span, [&refused.message, "not a date", &help]))
}

fn quote_inside(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    (fault.kind == Kind::Follows).then_some(())?;
    let (before, rest) = fault.line.code.split_at(fault.at);
    let closes = !rest.starts_with(STRAIGHT) && rest.ends_with('"');
    let quotes = before.ends_with(STRAIGHT) || before.trim_end().ends_with(STRAIGHT) && closes;
    let ends = |c: char| c.is_whitespace() || SIGNS.contains(&c);
    let length = rest.find(ends).unwrap_or(rest.len());
    let Value { part, listed, .. } = fault.line.value(fault.at)?;
    let of_lines = part.text.contains("\"\"\"") || part.text.contains("'''");
    let entry = ENTRY.captures(rest);
    let is_text = length > 0
        && !rest.starts_with([';', '/'])
        && !entry.is_some_and(|entry| is_value(&entry[1]));
    (quotes && is_text && !of_lines && !listed).then_some(())?;
    let quote = part.text.chars().next()?;
    let inner = part.text.strip_prefix(quote)?.strip_suffix(quote);
    let inner = inner.filter(|inner| !inner.contains('\\') && is_short(inner));
    let general = "put double quotes around the text, and write `\\\"` for a quote inside it";
    let write = |inner| format!("write `{}`", quoted(inner));
    let help = inner.map_or_else(|| general.to_owned(), write);
    let span = fault.line.part(fault.at..fault.at + length).span;
    let headline = "a quote inside the text ends it early";
    Some(error(span, [headline, "outside the text", &help]))
}

fn no_quotes(fault: &mut Fault<'_>) -> Option<Diagnostic> {
    let Value { part, listed, .. } = value(fault)?;
    let text = part.text;
    let second = SECOND.captures(&fault.line.code[part.span.start - fault.line.span.start..]);
    let number = |c: char| c.is_ascii_digit() || "+-._eExob".contains(c);
    let is_other = text.starts_with(STRAIGHT)
        || text.starts_with(SIGNS)
        || text.chars().all(number)
        || text.contains(" //")
        || second.is_some_and(|second| is_value(&second[1]))
        || listed && text.split_whitespace().all(is_value);
    let unopened = text.strip_suffix(STRAIGHT);
    let text = unopened.filter(|text| !text.contains('"')).unwrap_or(text);
    (!is_other).then_some(())?;
    let headline = "this text needs quotes";
    let help = format!("write `{}`", quoted(text));
    Some(error(part.span, [headline, "text without quotes", &help]))
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
    let spaced = names.contains(' ') && is_short(names) && names.chars().all(is_name);
    let slugs: Option<Vec<String>> = names.split('.').map(slug).collect();
    let path = slugs.filter(|_| spaced)?.join(".");
    let repeated = part.text.starts_with("[[") || REPEATED.contains(&&*path);
    let wanted = match what {
        "heading" if repeated => format!("[[{path}]]"),
        "heading" => format!("[{path}]"),
        _ => path,
    };
    let help = format!("write `{wanted}`: a name is one word, or words joined by hyphens");
    let headline = format!("there is a space in the {what} `{names}`");
    Some(error(part.span, [&headline, "a space in it", &help]))
}
