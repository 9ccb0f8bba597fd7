//! Slips in texts and their quotes.

use super::super::pieces::{Kind, Piece, is_closed, is_short, quoted};
use super::super::syntax::{Fault, Slip};
use super::{VALUE, lines_from, slip};

/// Quotes that a word processor puts in place of straight ones.
const TYPOGRAPHIC: [char; 12] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '‹', '›'];

/// `title = “…”`
pub(super) fn typographic(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(VALUE).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    let end = |text: &str| {
        text.trim_end_matches([',', ']', '}', ' '])
            .ends_with(TYPOGRAPHIC)
    };
    let opens = value.text.starts_with(TYPOGRAPHIC);
    let straight = value.text.starts_with(['"', '\'']);
    (opens || straight && !is_closed(value.text) && end(value.text)).then_some(())?;
    // A comma between the quotes belongs to the text.
    let text = fault
        .line
        .of(&(value.span.start..fault.line.code_span().end));
    let text = if opens && value.listed {
        let length = text
            .char_indices()
            .skip(1)
            .find(|(_, c)| TYPOGRAPHIC.contains(c))
            .map(|(place, c)| place + c.len_utf8());
        &text[..length.unwrap_or(value.text.len())]
    } else {
        value.text
    };
    let span = value.span.start..value.span.start + text.len();
    let inner = text
        .trim_end_matches([',', ']', '}', ' '])
        .trim_matches(['"', '\''])
        .trim_matches(TYPOGRAPHIC);
    let headline = "typographic quotes stand where straight ones are wanted";
    let help = format!("write straight quotes: `{}`", quoted(inner));
    Some(slip(span, headline, "not straight quotes", help))
}

/// `title = text"`
pub(super) fn no_opening_quote(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(VALUE).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    let quote = value
        .text
        .chars()
        .next_back()
        .filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.text.strip_suffix(quote)?;
    if inner.contains(['"', '[', '{']) || inner.starts_with('\'') || inner.is_empty() {
        return None;
    }
    let headline = "the opening quote is missing";
    let help = format!("write `{}`", quoted(inner.trim()));
    Some(slip(
        value.span,
        headline,
        "a quote is wanted before this",
        help,
    ))
}

/// `title = text`
pub(super) fn no_quotes(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(VALUE).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    let text = value.text;
    let begins = !text.starts_with(['"', '\'', '[', '{', ']', '}', ',', '=', '#']);
    let number = |c: char| c.is_ascii_digit() || "+-._eExob".contains(c);
    if !begins || text.chars().all(number) {
        return None;
    }
    let help = format!("write `{}`", quoted(text));
    let headline = "this text needs quotes";
    Some(slip(value.span, headline, "text without quotes", help))
}

/// A text that is not closed on its line.
pub(super) fn text_over_lines(fault: &Fault<'_>) -> Option<Slip> {
    fault
        .says(&["basic string", "literal string"])
        .then_some(())?;
    let last = fault.line.pieces.last()?;
    let words = fault.line.words(last);
    let quote = words.chars().next()?;
    let open = last.kind == Kind::Quoted && !is_closed(words) && !words.starts_with("\"\"\"");
    (open && fault.span.start >= last.span.end && fault.found().is_empty()).then_some(())?;
    let mut until = 0;
    let next = fault.line.next(fault.source);
    let follows = next
        .into_iter()
        .flat_map(|next| lines_from(fault.source, next));
    for line in follows.take_while(|line| !line.begins_entry() && !line.code().is_empty()) {
        until = line.span.end + 1;
    }
    let headline = if until > 0 {
        "a text is not closed at the end of its line"
    } else {
        "a text is not closed"
    };
    let help = if until > 0 {
        "a text of several lines begins and ends with `\"\"\"`; else end it with a quote on the same line".to_owned()
    } else {
        format!("end it with `{quote}` on the same line")
    };
    let label = format!("`{quote}` is wanted here");
    let slip = slip(fault.span.clone(), headline, label, help);
    Some(Slip { until, ..slip })
}

/// `title = "The "lease" is signed"`
pub(super) fn quote_inside(fault: &Fault<'_>) -> Option<Slip> {
    fault
        .says(&["unexpected key or value", "missing comma between"])
        .then_some(())?;
    let pieces = fault.line.code();
    let place = pieces
        .iter()
        .position(|piece| piece.span.start >= fault.span.start)?;
    let (before, next) = (&pieces[place.checked_sub(1)?], &pieces[place]);
    let touches = before.span.end == next.span.start;
    let text = before.kind == Kind::Quoted && matches!(next.kind, Kind::Word | Kind::Quoted);
    let words = |piece: &Piece| fault.line.words(piece);
    (text && (touches || words(pieces.last()?).ends_with('"'))).then_some(())?;
    let apart = fault.says(&["missing comma"]) || next.kind == Kind::Quoted;
    if apart && !touches {
        return None;
    }
    let value = fault.line.value(before.span.start)?;
    if value.text.contains("\"\"\"") || value.text.contains("'''") {
        return None;
    }
    if value.listed {
        let headline = "more follows a text in quotes";
        let help = "write `,` between two texts, and `\\\"` for a quote inside a text";
        return Some(slip(
            next.span.clone(),
            headline,
            "no part of the text before",
            help,
        ));
    }
    let quote = if value.text.starts_with('\'') {
        '\''
    } else {
        '"'
    };
    let inner = value
        .text
        .strip_prefix(quote)
        .and_then(|text| text.strip_suffix(quote))
        .filter(|inner| !inner.contains('\\') && is_short(inner));
    let help = match inner {
        Some(inner) if quote == '\'' => format!("write `{}`", quoted(inner)),
        Some(inner) => format!(
            "write `\\\"` for a quote inside a text: `{}`",
            quoted(inner)
        ),
        None => "put double quotes around the text, and write `\\\"` for one inside it".to_owned(),
    };
    let headline = "a quote inside the text ends it early";
    Some(slip(
        next.span.clone(),
        headline,
        "this is no part of the text",
        help,
    ))
}
