//! Slips in keys, and what stands between them and their values.

use super::super::pieces::{Kind, Line, Piece, as_value, is_short, is_value};
use super::super::reader::slug;
use super::super::source::Span;
use super::super::syntax::{Fault, Slip};
use super::{NO_EQUALS, VALUE, also, next_piece, slip};

pub(super) fn duplicate_key(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(&["duplicate key"]).then_some(())?;
    let key = fault.found().trim();
    let headline = if key.is_empty() {
        "a key is given twice".to_owned()
    } else {
        format!("`{key}` is given twice")
    };
    let help = "keep one of the two";
    let slip = slip(fault.span.clone(), headline, "given again here", help);
    let begins = fault.line.pieces.first()?.span.start == fault.span.start;
    match first_key(fault, key).filter(|_| begins) {
        Some(first) => Some(also(slip, first, "given first here")),
        None => Some(slip),
    }
}

/// The same key on a line before, under the same heading.
fn first_key(fault: &Fault<'_>, key: &str) -> Option<Span> {
    let before = std::iter::successors(fault.line.previous(fault.source), |line| {
        line.previous(fault.source)
    });
    before
        .take_while(|line| line.heading().is_none())
        .filter(|line| line.equals().is_some())
        .filter_map(|line| {
            Some((
                line.words(line.pieces.first()?),
                line.pieces.first()?.span.clone(),
            ))
        })
        .find_map(|(found, span)| (found == key).then_some(span))
}

/// A comment as other languages write it.
pub(super) fn other_comment(fault: &Fault<'_>) -> Option<Slip> {
    let signs = ["//", "/*", "--", "<!--", ";", "%"];
    let begins = fault.says(NO_EQUALS) || fault.says(&["unquoted key", "key-value pair"]);
    let piece = if begins {
        fault.line.pieces.first()?
    } else if fault.says(&["unexpected key or value"]) {
        next_piece(fault)?
    } else {
        after_value(fault)?
    };
    let word = fault.line.words(piece);
    let sign = signs.iter().find(|sign| word.starts_with(*sign))?;
    let alone = piece.span.end == fault.line.code_span().end && word.len() == sign.len();
    if *sign == ";" && alone && !begins {
        let headline = "`;` follows the value";
        return Some(slip(
            piece.span.clone(),
            headline,
            "not wanted here",
            "leave it out",
        ));
    }
    let headline = format!("`{sign}` does not begin a comment");
    let span = piece.span.start..piece.span.start + sign.len();
    Some(slip(
        span,
        headline,
        "`#` is wanted here",
        "a comment begins with `#`",
    ))
}

/// The piece after a value that is whole, where the parser takes both for one.
fn after_value<'a>(fault: &'a Fault<'_>) -> Option<&'a Piece> {
    fault.says(VALUE).then_some(())?;
    let [value, next, ..] = fault.line.code().get(fault.line.equals()? + 1..)? else {
        return None;
    };
    // `20 %` is a value.
    let comment = !fault.line.words(next).starts_with('%');
    (comment && is_value(fault.line.words(value))).then_some(next)
}

/// `title: "…"`
pub(super) fn colon(fault: &Fault<'_>) -> Option<Slip> {
    (fault.says(NO_EQUALS) || fault.says(&["unquoted key", "inline table"])).then_some(())?;
    let pieces = fault.line.code();
    let place = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.span.start <= fault.span.start)
        .filter(|(place, _)| begins_key(pieces, *place))
        .map(|(place, _)| place)
        .next_back()?;
    let (key, at) = key_before_colon(&fault.line, pieces, place)?;
    let in_braces = place > 0;
    let rest = &pieces[place..];
    let end = rest
        .iter()
        .position(|piece| in_braces && (piece.is(',') || piece.is('}')))
        .map_or(rest.last()?.span.end, |end| rest[end - 1].span.end);
    let value = fault.line.of(&(at + 1..end.max(at + 1))).trim();
    if value.starts_with("//") {
        return None;
    }
    let help = if value.is_empty() {
        "write `=` between a key and its value".to_owned()
    } else {
        format!("write `{key} = {}`", as_value(value))
    };
    let headline = "`:` stands where `=` is wanted";
    Some(slip(at..at + 1, headline, "`=` is wanted here", help))
}

/// Whether a key can begin with this piece.
fn begins_key(pieces: &[Piece], place: usize) -> bool {
    let before = place.checked_sub(1).map(|before| &pieces[before]);
    let here = matches!(pieces[place].kind, Kind::Word | Kind::Quoted);
    here && before.is_none_or(|before| before.is('{') || before.is(','))
}

/// The key that begins with a piece, and the place of the colon after it.
fn key_before_colon<'a>(
    line: &Line<'a>,
    pieces: &[Piece],
    place: usize,
) -> Option<(&'a str, usize)> {
    let piece = &pieces[place];
    let words = line.words(piece);
    let (key, at) = match words.find(':') {
        Some(colon) if piece.kind == Kind::Word => (&words[..colon], piece.span.start + colon),
        _ => {
            let next = pieces.get(place + 1)?;
            line.words(next).starts_with(':').then_some(())?;
            (words, next.span.start)
        }
    };
    let key = key.trim_matches(['"', '\'']);
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let named = key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(bare);
    (named && is_short(key)).then_some((key, at))
}

/// `title =`
pub(super) fn no_value(fault: &Fault<'_>) -> Option<Slip> {
    (fault.says(VALUE) || fault.says(&["inline table", "value"])).then_some(())?;
    let pieces = fault.line.code();
    let place = pieces
        .iter()
        .rposition(|piece| piece.is('=') && piece.span.end <= fault.span.start)?;
    let next = pieces.get(place + 1);
    let ends = |next: &Piece| matches!(next.kind, Kind::Sign(',' | '}' | ']'));
    next.is_none_or(ends).then_some(())?;
    let key = &pieces[place.checked_sub(1)?];
    let name = fault.line.words(key);
    let (headline, help) = (
        format!("`{name}` has no value"),
        format!("write `{name} = \"…\"`, or leave `{name}` out"),
    );
    let equals = pieces[place].span.clone();
    Some(slip(equals, headline, "a value is wanted after this", help))
}

/// `title = "…" date = "…"`
pub(super) fn two_entries(fault: &Fault<'_>) -> Option<Slip> {
    (fault.says(VALUE) || fault.says(&["unexpected key or value"])).then_some(())?;
    let first = fault.line.equals()?;
    let pieces = fault.line.code();
    let rest = &pieces[first + 1..];
    let second = rest.iter().position(|piece| piece.is('='))?;
    let simple = rest[..second]
        .iter()
        .all(|piece| matches!(piece.kind, Kind::Word | Kind::Quoted));
    (simple && second >= 2).then_some(())?;
    let key = &rest[second - 1];
    let name = fault.line.words(key);
    let before = fault
        .line
        .of(&(rest[0].span.start..rest[second - 2].span.end));
    is_value(before).then_some(())?;
    let headline = "two entries stand on one line";
    let help = format!("begin a new line before `{name}`");
    Some(slip(
        key.span.clone(),
        headline,
        "a second key on the same line",
        help,
    ))
}

/// `title "…"`
pub(super) fn no_equals(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(NO_EQUALS).then_some(())?;
    let pieces = fault.line.code();
    let place = pieces
        .iter()
        .rposition(|piece| piece.span.end <= fault.span.start)?;
    begins_key(pieces, place).then_some(())?;
    let key = &pieces[place];
    let name = fault.line.words(key);
    let rest = &pieces[place + 1..];
    let length = rest
        .iter()
        .position(|piece| place > 0 && (piece.is(',') || piece.is('}')))
        .unwrap_or(rest.len());
    let end = key.span.end;
    if length == 0 && place == 0 {
        let headline = format!("`{name}` has no value");
        let help = format!("write `{name} = \"…\"`; a comment begins with `#`");
        return Some(slip(
            key.span.clone(),
            headline,
            "`=` and a value are wanted after this",
            help,
        ));
    }
    let span = rest.first()?.span.start..rest.get(length.checked_sub(1)?)?.span.end;
    let value = fault.line.of(&span);
    (is_value(value) && is_short(value)).then_some(())?;
    let headline = format!("`=` is missing after `{name}`");
    let help = format!("write `{name} = {value}`");
    Some(slip(end..end, headline, "`=` is wanted here", help))
}

/// A line of prose.
pub(super) fn neither(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(NO_EQUALS).then_some(())?;
    let plain = fault
        .line
        .code()
        .iter()
        .all(|piece| !piece.is('=') && !piece.is('{'));
    plain.then(|| {
        let headline = "this line is neither `key = value` nor a heading";
        let help = "write `key = \"value\"`, or begin a comment with `#`";
        slip(fault.line.code_span(), headline, "not understood", help)
    })
}

/// `my title = "…"`
pub(super) fn key_with_spaces(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(NO_EQUALS).then_some(())?;
    let pieces = fault.line.code();
    let equals = pieces.iter().position(|piece| piece.is('='))?;
    let words = &pieces[..equals];
    let plain = words.len() > 1 && words.iter().all(|piece| piece.kind == Kind::Word);
    plain.then_some(())?;
    let span = words.first()?.span.start..words.last()?.span.end;
    let key = fault.line.of(&span);
    is_short(key).then_some(())?;
    let headline = format!("there is a space in the key `{key}`");
    let help = match slug(key) {
        Some(slug) => format!("write it as one word, as in `{slug}`"),
        None => "write it as one word".to_owned(),
    };
    Some(slip(span, headline, "a key is one word", help))
}

/// A key with a character that it cannot have, or none at all.
pub(super) fn odd_key(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(&["unquoted key"]).then_some(())?;
    let found = fault.found();
    if found.is_empty() {
        let next = next_piece(fault)?;
        let headline = "a key is missing";
        let help = "write `key = \"value\"`";
        let label = "a key is wanted before this";
        return next
            .is('=')
            .then(|| slip(next.span.clone(), headline, label, help));
    }
    let headline = format!("`{found}` cannot stand in a key");
    let help = "a key is letters from a to z, digits and hyphens, as in `some-key`";
    Some(slip(
        fault.span.clone(),
        headline,
        "not a letter, digit or hyphen",
        help,
    ))
}
