//! Slips in numbers, dates and words that are no values.

use super::super::pieces::{Kind, Value, is_short, is_value, quoted};
use super::super::syntax::{Fault, Slip};
use super::{VALUE, slip};
use crate::date::Date;

/// `amount = 1,000`
pub(super) fn comma_in_number(fault: &Fault<'_>) -> Option<Slip> {
    let line = &fault.line;
    let pieces = line.code();
    let place = pieces
        .iter()
        .rposition(|piece| piece.is('=') && piece.span.end <= fault.span.start)?;
    let rest = &pieces[place + 1..];
    let touching = rest
        .windows(2)
        .take_while(|two| two[0].span.end == two[1].span.start)
        .count();
    let number = rest.get(..=touching)?;
    let alternates = number
        .iter()
        .enumerate()
        .all(|(place, piece)| match piece.kind {
            Kind::Word => place % 2 == 0,
            Kind::Sign(',') => place % 2 == 1,
            _ => false,
        });
    let number = match number.split_last() {
        Some((last, before)) if last.is(',') => before,
        _ => number,
    };
    (alternates && number.len() >= 3).then_some(())?;
    let span = number.first()?.span.start..number.last()?.span.end;
    let written = line.of(&span);
    let unit = rest
        .get(number.len())
        .filter(|next| next.kind == Kind::Word);
    if let Some(unit) = unit {
        let whole = line.of(&(span.start..unit.span.end));
        let help = format!("write `{}`", quoted(whole));
        return Some(slip(
            span,
            "this text needs quotes",
            "text without quotes",
            help,
        ));
    }
    let plain = without_comma(written)?;
    let headline = format!("`{written}` has a comma, which a number cannot have");
    let help = format!("write `{plain}`, or `{}` if it is text", quoted(written));
    Some(slip(span, headline, "the comma ends the number", help))
}

/// A number without the commas that part its thousands, or with a point for the one that parts its
/// fraction.
fn without_comma(number: &str) -> Option<String> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = match number.rsplit_once('.') {
        Some((whole, fraction)) if !fraction.contains(',') => (whole, Some(fraction)),
        _ => (number, None),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let thousands = groups
        .iter()
        .skip(1)
        .all(|group| digits(group) && group.len() == 3);
    let plain = match (groups.as_slice(), fraction) {
        ([first, ..], Some(fraction)) if thousands && digits(first) => {
            format!("{}.{fraction}", groups.concat())
        }
        ([first, ..], None) if thousands && digits(first) => groups.concat(),
        ([whole, fraction], None) => format!("{}.{fraction}", whole.replace('.', "")),
        _ => return None,
    };
    (is_short(&plain) && is_value(&plain)).then_some(plain)
}

/// Words that stand for a value in other languages: `True`, `null`.
pub(super) fn other_word(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(VALUE).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    let (word, text) = (value.text.to_ascii_lowercase(), value.text);
    let (headline, label, help) = match word.as_str() {
        "true" | "false" => (
            format!("`{text}` is not written in small letters"),
            format!("`{word}` is wanted here"),
            format!("write `{word}`, in small letters"),
        ),
        "null" | "none" | "nil" | "undefined" => (
            format!("there is no value `{text}`"),
            "not a value".to_owned(),
            match value.key {
                Some(key) => format!("leave `{key}` out, or write `\"{text}\"` if it is text"),
                None => format!("leave it out, or write `\"{text}\"` if it is text"),
            },
        ),
        "yes" | "no" | "on" | "off" => {
            let flag = matches!(word.as_str(), "yes" | "on");
            (
                format!("`{text}` is neither text in quotes nor `true` or `false`"),
                "text without quotes".to_owned(),
                format!("write `{flag}`, or `\"{text}\"` if it is text"),
            )
        }
        _ => return None,
    };
    Some(slip(value.span, headline, label, help))
}

/// Keys that take a date.
const DATES: [&str; 7] = [
    "date",
    "announced",
    "recorded",
    "published",
    "effective",
    "through",
    "at",
];

/// `date = 2020-03`
pub(super) fn bare_date(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(VALUE).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    date_slip(&value)
}

/// `date = [2019..2020]`
pub(super) fn bare_range(fault: &Fault<'_>) -> Option<Slip> {
    (fault.says(VALUE) || fault.says(&["array"])).then_some(())?;
    let place = fault.line.equals()?;
    let (key, rest) = (
        &fault.line.pieces[place - 1],
        &fault.line.code()[place + 1..],
    );
    let span = rest.first()?.span.start..rest.last()?.span.end;
    let value = Value {
        text: fault.line.of(&span),
        key: Some(fault.line.words(key)),
        listed: false,
        span,
    };
    value.text.contains("..").then(|| date_slip(&value))?
}

fn date_slip(value: &Value<'_>) -> Option<Slip> {
    let text = value.text;
    let is_date = value.key.is_some_and(|key| DATES.contains(&key));
    let sign = |c: char| c.is_ascii_digit() || "-/.:TZ+".contains(c);
    let numeric = text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(sign);
    let parted = text.contains("..") || text.split(['-', '/']).count() == 3;
    if text.starts_with(['"', '\'']) || text.len() > 80 {
        return None;
    }
    match text.parse::<Date>() {
        Ok(_) => {
            let help = format!("write `{}`", quoted(text));
            let headline = "a date needs quotes";
            Some(slip(
                value.span.clone(),
                headline,
                "a date without quotes",
                help,
            ))
        }
        Err(error) if is_date || numeric && parted => {
            let help = format!("{}; put the date into quotes", error.help);
            let label = "cannot be read as a date";
            Some(slip(value.span.clone(), error.message, label, help))
        }
        Err(_) => None,
    }
}

/// `count = 007`
pub(super) fn no_number(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(VALUE).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    let text = value.text;
    let number = |c: char| c.is_ascii_digit() || "+-._eExob".contains(c);
    (text.chars().all(number) && is_short(text)).then_some(())?;
    let plain = text.trim_start_matches(['0', '+']);
    let help = if is_value(plain) {
        format!("write `{plain}`, or `{}` if it is text", quoted(text))
    } else {
        format!(
            "write digits, with one `.` at most, or `{}` if it is text",
            quoted(text)
        )
    };
    let headline = format!("`{text}` is not a number");
    Some(slip(
        value.span,
        headline,
        "neither a number nor text in quotes",
        help,
    ))
}
