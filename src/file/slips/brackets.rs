//! Slips in lists and braces: what closes them, and the commas in them.

use super::super::pieces::{Kind, Line, Piece, is_short, is_value};
use super::super::source::{Source, Span};
use super::super::syntax::{Fault, Slip};
use super::{VALUE, lines_from, next_piece, slip};

/// A list or braces that run into the next heading or key, or to the end of the file.
pub(super) fn unclosed(fault: &Fault<'_>) -> Option<Slip> {
    let to_the_end = fault.says(&["unclosed array", "unclosed inline table"]);
    let (from, stop) = if begins_in_list(fault) {
        (
            fault.line.previous(fault.source)?,
            Some(fault.line.code_span()),
        )
    } else if to_the_end {
        let last = Line::at(fault.source, fault.span.start);
        (last, None)
    } else {
        return None;
    };
    let (opened, line) = opener(fault.source, from)?;
    let braces = opened.is('{');
    let next = fault.line.equals().is_some() && stop.is_some();
    if braces && next && closes_later(fault) {
        return None;
    }
    let (what, sign, close) = if braces {
        ("a table in braces", '{', '}')
    } else {
        ("a list", '[', ']')
    };
    let help = match closed(fault, &line, stop.as_ref()) {
        Some(closed) => format!("write `{closed}`"),
        None => format!("close it with `{close}`"),
    };
    let headline = format!("{what} is not closed");
    let mut slip = slip(
        opened.span,
        headline,
        format!("this `{sign}` has no `{close}`"),
        help,
    );
    if let Some(stop) = stop {
        slip.diagnostic = slip.diagnostic.also(stop, "something new begins here");
    }
    slip.until = fault.source.text.len() + 1;
    Some(slip)
}

/// Whether the parser takes the beginning of an entry for a part of a list or of braces.
fn begins_in_list(fault: &Fault<'_>) -> bool {
    let inside = ["array", "inline table", "key-value pairs", "assignment"];
    if !fault.says(&inside) && !fault.says(VALUE) || fault.says(&["array table"]) {
        return false;
    }
    if fault.line.heading().is_some() {
        return true;
    }
    let equals = fault.line.equals().map(|place| &fault.line.pieces[place]);
    equals.is_some_and(|equals| fault.span.start <= equals.span.start)
}

/// The last bracket that is opened on these lines and not closed on them, going up to a heading.
fn opener<'a>(source: &'a Source, from: Line<'a>) -> Option<(Piece, Line<'a>)> {
    let mut closed = 0_usize;
    let up = std::iter::successors(Some(from), |line| line.previous(source));
    for line in up.take_while(|line| line.heading().is_none()) {
        let open = line.code().iter().rev().find(|piece| match piece.kind {
            Kind::Sign(']' | '}') => {
                closed += 1;
                false
            }
            Kind::Sign('[' | '{') if closed > 0 => {
                closed -= 1;
                false
            }
            Kind::Sign('[' | '{') => true,
            _ => false,
        });
        if let Some(open) = open.cloned() {
            return Some((open, line));
        }
    }
    None
}

/// Whether open braces are closed after the fault, before the next heading.
fn closes_later(fault: &Fault<'_>) -> bool {
    let mut depth = 1_usize;
    for line in lines_from(fault.source, Line::at(fault.source, fault.line.span.start)) {
        if line.heading().is_some() {
            return false;
        }
        for piece in line.code() {
            depth = match piece.kind {
                Kind::Sign('{') => depth + 1,
                Kind::Sign('}') => depth - 1,
                _ => depth,
            };
            if depth == 0 {
                return true;
            }
        }
    }
    false
}

/// A line with all its brackets closed, where that makes an entry of it and nothing follows it.
fn closed(fault: &Fault<'_>, line: &Line<'_>, stop: Option<&Span>) -> Option<String> {
    let code = line.of(&line.code_span());
    let end = stop.map_or(fault.source.text.len(), |stop| stop.start);
    let between = fault.source.text.get(line.span.end..end)?;
    (between.trim().is_empty() && is_short(code)).then_some(())?;
    let mut open = Vec::new();
    for piece in line.code() {
        match piece.kind {
            Kind::Sign('[') => open.push(" ]"),
            Kind::Sign('{') => open.push(" }"),
            Kind::Sign(']' | '}') => drop(open.pop()),
            _ => {}
        }
    }
    let ends: String = open.into_iter().rev().collect();
    let ends = if code.contains("[ ") || ends.starts_with(" }") {
        ends.replace(" ]", "]")
    } else {
        ends.replace(' ', "")
    };
    let whole = format!("{}{ends}", code.trim_end_matches(','));
    let value = &whole[whole.find('=')? + 1..];
    is_value(value).then_some(whole)
}

/// `{ amount = 100 currency = "EUR" }`
pub(super) fn no_comma_in_braces(fault: &Fault<'_>) -> Option<Slip> {
    let pieces = fault.line.code();
    let missing = missing_commas(pieces);
    let first = *missing.first()?;
    let name = fault.line.words(&pieces[first]);
    let open = pieces[..first].iter().rposition(|piece| piece.is('{'))?;
    (pieces[open].span.start <= fault.span.start).then_some(())?;
    let help = with_commas(&fault.line, pieces, open, &missing).map_or_else(
        || format!("write `,` before `{name}`"),
        |table| format!("write `{table}`"),
    );
    let headline = format!("a comma is missing before `{name}`");
    let span = pieces[first].span.clone();
    Some(slip(span, headline, "`,` is wanted before this", help))
}

/// The keys in braces that no comma parts from the value before them.
fn missing_commas(pieces: &[Piece]) -> Vec<usize> {
    let mut missing = Vec::new();
    let (mut open, mut value_from) = (Vec::new(), None);
    for (place, piece) in pieces.iter().enumerate() {
        match piece.kind {
            Kind::Sign('{') => {
                open.push(value_from.take());
            }
            Kind::Sign('}') => {
                value_from = open.pop().flatten();
            }
            Kind::Sign(',') => value_from = None,
            Kind::Sign('=') if open.is_empty() => {}
            Kind::Sign('=') => {
                if value_from.is_some_and(|from| from + 2 <= place) {
                    missing.push(place - 1);
                }
                value_from = Some(place + 1);
            }
            _ => {}
        }
    }
    missing
}

/// A table in braces with its missing commas, where that makes a value of it.
fn with_commas(
    line: &Line<'_>,
    pieces: &[Piece],
    open: usize,
    missing: &[usize],
) -> Option<String> {
    let start = pieces[open].span.start;
    let length = pieces[open..].iter().position(|piece| piece.is('}'))?;
    let end = pieces[open + length].span.end;
    is_short(line.of(&(start..end))).then_some(())?;
    let (mut table, mut at) = (String::new(), start);
    for place in missing.iter().filter(|place| **place < open + length) {
        let before = pieces[place.checked_sub(1)?].span.end;
        table.push_str(line.of(&(at..before)));
        table.push(',');
        at = before;
    }
    table.push_str(line.of(&(at..end)));
    is_value(&table).then_some(table)
}

/// `[1 2]`
pub(super) fn no_comma_in_list(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(&["must be quoted"]).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    let words: Vec<&str> = value.text.split_whitespace().collect();
    let listed = value.listed && words.len() > 1 && is_short(value.text);
    (listed && words.iter().all(|word| is_value(word))).then_some(())?;
    let headline = "a comma is missing between two entries";
    let help = format!("write `{}`", words.join(", "));
    Some(slip(
        value.span,
        headline,
        "`,` is wanted between these",
        help,
    ))
}

/// `["one" "two"]`
pub(super) fn no_comma_between(fault: &Fault<'_>) -> Option<Slip> {
    let pairs = fault.says(&["missing comma between key-value"]);
    (pairs || fault.says(&["missing comma between array"])).then_some(())?;
    let pieces = fault.line.code();
    let place = pieces
        .iter()
        .position(|piece| piece.span.start >= fault.span.start)?;
    let next = &pieces[place];
    let name = fault.line.words(next);
    let before = place
        .checked_sub(1)
        .map(|before| fault.line.words(&pieces[before]));
    let help = match before {
        None => "end the line before with `,`".to_owned(),
        Some(_) if pairs => format!("write `,` before `{name}`"),
        Some(before) if is_short(before) && is_short(name) && !next.is('{') && !next.is('[') => {
            format!("write `{before}, {name}`")
        }
        Some(_) => "write `,` between the two".to_owned(),
    };
    let headline = "a comma is missing between two entries";
    let span = next.span.clone();
    Some(slip(span, headline, "`,` is wanted before this", help))
}

/// `title = "…",`
pub(super) fn comma_at_end(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(&["unexpected key or value"]).then_some(())?;
    let next = next_piece(fault)?;
    let last = fault.line.code().last()?;
    (next.is(',') && next.span == last.span).then(|| {
        let headline = "a comma follows the value";
        slip(
            next.span.clone(),
            headline,
            "not wanted here",
            "leave it out",
        )
    })
}

/// `parties = "one", "two"`
pub(super) fn list_without_brackets(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(&["unexpected key or value"]).then_some(())?;
    next_piece(fault)?.is(',').then_some(())?;
    let rest = fault.line.code().get(fault.line.equals()? + 1..)?;
    let span = rest.first()?.span.start..rest.last()?.span.end;
    let list = format!("[{}]", fault.line.of(&span));
    is_value(&list).then_some(())?;
    let help = if is_short(&list) {
        format!("write `{list}`")
    } else {
        "put them into brackets: `[` before the first, `]` after the last".to_owned()
    };
    let headline = "several values stand without brackets";
    Some(slip(span, headline, "a list without brackets", help))
}
