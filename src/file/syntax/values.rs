//! What goes wrong in values: quotes, words, dates and numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::fault::{Explanation, Fault, Kind};
use super::line::{Piece, Token, Value, is_closed, is_short, is_value, quoted, span_of};
use crate::date::Date;

/// Quotes that a word processor puts in place of straight ones.
const TYPOGRAPHIC: [char; 12] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '‹', '›'];

pub(super) fn typographic_quotes(fault: &Fault<'_>) -> Option<Explanation> {
    let value = value(fault)?;
    let bare = |text| str::trim_end_matches(text, [',', ']', '}', ' ']);
    let opens = value.text.starts_with(TYPOGRAPHIC);
    let closes = value.text.starts_with(['"', '\'']) && !is_closed(value.text);
    (opens || closes && bare(value.text).ends_with(TYPOGRAPHIC)).then_some(())?;
    let mut length = value.text.len();
    if opens && value.listed {
        // A comma between the quotes belongs to the text.
        let code = value.span.start..fault.line.code_span().end;
        let mut rest = fault.line.text_of(&code).char_indices().skip(1);
        if let Some((place, quote)) = rest.find(|(_, c)| TYPOGRAPHIC.contains(c)) {
            length = place + quote.len_utf8();
        }
    }
    let span = value.span.start..value.span.start + length;
    let inner = bare(fault.line.text_of(&span))
        .trim_matches(['"', '\''])
        .trim_matches(TYPOGRAPHIC);
    Some(Explanation::new(
        span,
        "typographic quotes stand where straight ones are wanted",
        "not straight quotes",
        format!("write straight quotes: `{}`", quoted(inner)),
    ))
}

/// Words that stand for a value in other languages: `True`, `null`, `no`.
pub(super) fn other_word(fault: &Fault<'_>) -> Option<Explanation> {
    let value = value(fault)?;
    let (word, text) = (value.text.to_ascii_lowercase(), value.text);
    let (headline, help) = match word.as_str() {
        "true" | "false" => (
            format!("`{text}` is not written in small letters"),
            format!("write `{word}`, in small letters"),
        ),
        "null" | "none" | "nil" | "undefined" => {
            let key = value.key.map_or("it".to_owned(), |key| format!("`{key}`"));
            (
                format!("there is no value `{text}`"),
                format!("leave {key} out, or write `\"{text}\"` if it is text"),
            )
        }
        "yes" | "no" | "on" | "off" => {
            let flag = matches!(word.as_str(), "yes" | "on");
            (
                format!("`{text}` is neither text in quotes nor `true` or `false`"),
                format!("write `{flag}`, or `\"{text}\"` if it is text"),
            )
        }
        _ => return None,
    };
    Some(Explanation::new(value.span, headline, "not a value", help))
}

pub(super) fn bare_date(fault: &Fault<'_>) -> Option<Explanation> {
    date(value(fault)?)
}

pub(super) fn bare_range(fault: &Fault<'_>) -> Option<Explanation> {
    (fault.kind.is_value() || fault.kind.is_list()).then_some(())?;
    let line = &fault.line;
    let span = span_of(line.code.get(2..).filter(|_| line.is_entry())?)?;
    let text = line.text_of(&span);
    text.contains("..").then_some(())?;
    date(Value {
        text,
        key: Some(line.word(&line.code[0])),
        listed: false,
        span,
    })
}

#[rustfmt::skip]
const DATES: [&str; 7] = ["date", "announced", "recorded", "published", "effective", "through", "at"];

fn date(value: Value<'_>) -> Option<Explanation> {
    let text = value.text;
    if text.starts_with(['"', '\'']) || text.len() > 80 {
        return None;
    }
    let Err(error) = text.parse::<Date>() else {
        let (headline, label) = ("a date needs quotes", "a date without quotes");
        let help = format!("write `{}`", quoted(text));
        return Some(Explanation::new(value.span, headline, label, help));
    };
    let is_date = value.key.is_some_and(|key| DATES.contains(&key));
    let sign = |c: char| c.is_ascii_digit() || "-/.:TZ+".contains(c);
    let numeric = text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(sign);
    let parted = text.contains("..") || text.split(['-', '/']).count() == 3;
    (is_date || numeric && parted).then(|| {
        let help = format!("{}; put the date into quotes", error.help);
        Explanation::new(value.span, error.message, "cannot be read as a date", help)
    })
}

/// A number with commas in it, and nothing behind it.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([\d.]+(?:,[\d.]+)+)\s*(?:[,\]}]|$)").expect("a sound pattern"));

pub(super) fn comma_in_number(fault: &Fault<'_>) -> Option<Explanation> {
    let line = &fault.line;
    let equals = |piece: &&Piece| piece.is('=') && piece.span.end <= fault.span.start;
    let equals = line.code.iter().rfind(equals)?;
    let code = line.code_span();
    let rest = line.text_of(&(equals.span.end..code.end)).trim_start();
    let number = NUMBER.captures(rest)?.get(1)?.as_str();
    let plain = without_comma(number)?;
    let start = code.end - rest.len();
    Some(Explanation::new(
        start..start + number.len(),
        format!("`{number}` has a comma, which a number cannot have"),
        "the comma ends the number",
        format!("write `{plain}`, or `{}` if it is text", quoted(number)),
    ))
}

/// A number without the commas that part its thousands, or with a point for the one that parts its
/// fraction.
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

pub(super) fn quote_inside(fault: &Fault<'_>) -> Option<Explanation> {
    (fault.kind == Kind::Follows).then_some(())?;
    let code = &fault.line.code;
    let starts = |piece: &Piece| piece.span.start >= fault.span.start;
    let place = code.iter().position(starts)?;
    let (before, next) = (&code[place.checked_sub(1)?], &code[place]);
    let touches = before.span.end == next.span.start;
    let closes = next.token == Token::Word && fault.line.word(code.last()?).ends_with('"');
    let quotes = before.token == Token::Quoted && next.is_text() && (touches || closes);
    let comment = fault.line.word(next).starts_with([';', '/']);
    let value = fault.line.value(before.span.start)?;
    let of_lines = value.text.contains("\"\"\"") || value.text.contains("'''");
    (quotes && !comment && !of_lines && !value.listed).then_some(())?;
    let quote = value.text.chars().next()?;
    let inner = value.text[1..].strip_suffix(quote);
    let help = match inner.filter(|inner| !inner.contains('\\') && is_short(inner)) {
        Some(inner) => format!("write `{}`", quoted(inner)),
        None => "put double quotes around the text, and write `\\\"` for one inside it".to_owned(),
    };
    Some(Explanation::new(
        next.span.clone(),
        "a quote inside the text ends it early",
        "this is no part of the text",
        help,
    ))
}

pub(super) fn no_quotes(fault: &Fault<'_>) -> Option<Explanation> {
    let value = value(fault)?;
    let text = value.text;
    let number = |c: char| c.is_ascii_digit() || "+-._eExob".contains(c);
    let is_other = text.starts_with(['"', '\'', '[', '{', ']', '}', ',', '=', '#'])
        || text.chars().all(number)
        || text.contains(" //")
        || value.listed && text.split_whitespace().all(is_value);
    let unopened = text.strip_suffix(['"', '\'']);
    let text = unopened.filter(|text| !text.contains('"')).unwrap_or(text);
    (!is_other).then(|| {
        let help = format!("write `{}`", quoted(text));
        Explanation::new(
            value.span,
            "this text needs quotes",
            "text without quotes",
            help,
        )
    })
}

/// The value that the parser could not read.
fn value<'a>(fault: &Fault<'a>) -> Option<Value<'a>> {
    fault
        .line
        .value(fault.span.start)
        .filter(|_| fault.kind.is_value())
}
