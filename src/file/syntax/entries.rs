//! What goes wrong around values: keys, headings, and the brackets of lists and tables.

use super::fault::{Explanation, Fault, Kind};
use super::line::{Line, Piece, Token, is_short, is_value, quoted, span_of};
use crate::file::names::slug;

/// Headings that may be repeated, and so have double brackets.
const REPEATED: [&str; 3] = ["event", "event.change", "expect"];

pub(super) fn duplicate_heading(fault: &Fault<'_>) -> Option<Explanation> {
    (fault.kind == Kind::Duplicate).then_some(())?;
    let heading = fault.line.heading()?;
    let path = heading.path();
    path.ends_with(fault.text().trim()).then_some(())?;
    let mut next = fault.lines_after().filter(|line| line.heading().is_some());
    let end = fault.source.text.len() + 1;
    let until = next.next().map_or(end, |line| line.span.start);
    let lines = std::iter::successors(Some(Line::at(fault.source, 0)), Line::next);
    let first = lines
        .take_while(|line| line.span.start < fault.line.span.start)
        .filter_map(|line| line.heading())
        .find(|heading| heading.path() == path);
    let (headline, help) = if REPEATED.contains(&&*path) {
        (
            format!("`{path}` needs double brackets in both places"),
            format!("write `[[{path}]]`: such a heading may be repeated"),
        )
    } else {
        (
            format!("`[{path}]` is given twice"),
            "put all of its keys below one of the two, or give one another id".to_owned(),
        )
    };
    let explanation = Explanation::new(heading.span, headline, "given again here", help);
    Some(
        explanation
            .also(first?.span, "given first here")
            .until(until),
    )
}

pub(super) fn heading_with_spaces(fault: &Fault<'_>) -> Option<Explanation> {
    let heading = fault.line.heading().filter(|_| !fault.kind.is_value())?;
    let inner = heading.inner;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    let spaced = inner.contains(' ') && is_short(inner) && inner.chars().all(is_name);
    let slugs: Option<Vec<String>> = inner.split('.').map(slug).collect();
    let path = slugs.filter(|_| spaced)?.join(".");
    let wanted = if heading.opening == 2 || REPEATED.contains(&&*path) {
        format!("[[{path}]]")
    } else {
        format!("[{path}]")
    };
    let help = format!("write `{wanted}`, since an id is lower-case words joined by hyphens");
    let headline = "there is a space in the heading";
    Some(Explanation::new(
        heading.span,
        headline,
        "a space in it",
        help,
    ))
}

pub(super) fn duplicate_key(fault: &Fault<'_>) -> Option<Explanation> {
    (fault.kind == Kind::Duplicate).then_some(())?;
    let key = fault.text().trim();
    let headline = if key.is_empty() {
        "a key is given twice".to_owned()
    } else {
        format!("`{key}` is given twice")
    };
    let help = "keep one of the two";
    let explanation = Explanation::new(fault.span.clone(), headline, "given again here", help);
    let begins_line = fault.line.code.first()?.span.start == fault.span.start;
    let before = fault.line.previous().filter(|_| begins_line);
    let mut before = before.into_iter().flat_map(Line::up_to_heading);
    let first = before.find(|line| line.is_entry() && line.word(&line.code[0]) == key);
    Some(match first {
        Some(first) => explanation.also(first.code[0].span.clone(), "given first here"),
        None => explanation,
    })
}

pub(super) fn colon(fault: &Fault<'_>) -> Option<Explanation> {
    (matches!(fault.kind, Kind::NoEquals | Kind::Key) || fault.kind.is_list()).then_some(())?;
    let line = &fault.line;
    let starts_before = |place: &usize| line.code[*place].span.start <= fault.span.start;
    let place = (0..line.code.len())
        .take_while(starts_before)
        .filter(|place| is_key(&line.code, *place))
        .last()?;
    let (key, at) = key_before_colon(line, place)?;
    let ends = |piece: &&Piece| place > 0 && (piece.is(',') || piece.is('}'));
    let rest = line.code[place..].iter().take_while(|piece| !ends(piece));
    let value = line.text_of(&(at + 1..rest.last()?.span.end.max(at + 1)));
    let value = value.trim();
    let help = match value {
        "" => "write `=` between a key and its value".to_owned(),
        _ if value.starts_with("//") => return None,
        _ if is_short(value) && is_value(value) => format!("write `{key} = {value}`"),
        _ => format!(
            "write `{key} = {}`",
            quoted(value.trim_matches(['"', '\'']))
        ),
    };
    Some(Explanation::new(
        at..at + 1,
        "`:` stands where `=` is wanted",
        "`=` is wanted here",
        help,
    ))
}

/// Whether a key can begin with this piece.
fn is_key(code: &[Piece], place: usize) -> bool {
    let first = place == 0 || code[place - 1].is('{') || code[place - 1].is(',');
    first && code[place].is_text()
}

/// The key that begins with a piece, and the place of the colon after it.
fn key_before_colon<'a>(line: &Line<'a>, place: usize) -> Option<(&'a str, usize)> {
    let piece = &line.code[place];
    let word = line.word(piece);
    let (key, at) = match word.find(':') {
        Some(colon) if piece.token == Token::Word => (&word[..colon], piece.span.start + colon),
        _ => {
            let next = line.code.get(place + 1)?;
            line.word(next).starts_with(':').then_some(())?;
            (word, next.span.start)
        }
    };
    let key = key.trim_matches(['"', '\'']);
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let named = key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(bare);
    (named && is_short(key)).then_some((key, at))
}

pub(super) fn no_value(fault: &Fault<'_>) -> Option<Explanation> {
    let code = &fault.line.code;
    let equals = |piece: &Piece| piece.is('=') && piece.span.end <= fault.span.start;
    let place = code.iter().rposition(equals)?;
    let ends = |next: &Piece| matches!(next.token, Token::Sign(',' | '}' | ']'));
    code.get(place + 1).is_none_or(ends).then_some(())?;
    let name = fault.line.word(&code[place.checked_sub(1)?]);
    Some(Explanation::new(
        code[place].span.clone(),
        format!("`{name}` has no value"),
        "a value is wanted after this",
        format!("write `{name} = \"…\"`, or leave `{name}` out"),
    ))
}

/// `title = "…" date = "…"`, `{ amount = 100 currency = "GBP" }`
pub(super) fn second_entry(fault: &Fault<'_>) -> Option<Explanation> {
    let (line, code) = (&fault.line, &fault.line.code);
    let equals: Vec<usize> = (0..code.len()).filter(|at| code[*at].is('=')).collect();
    let key = equals.windows(2).find_map(|pair| {
        let (value, key) = (pair[0] + 1, pair[1] - 1);
        let value = code.get(value..key)?;
        let whole = value.iter().all(Piece::is_text) && is_value(line.text_of(&span_of(value)?));
        whole.then_some(key)
    })?;
    let (name, span) = (line.word(&code[key]), code[key].span.clone());
    Some(Explanation::new(
        span,
        format!("a comma or a new line is missing before `{name}`"),
        "a second entry",
        format!("write `,` before `{name}` in braces; elsewhere begin a new line"),
    ))
}

pub(super) fn key_with_spaces(fault: &Fault<'_>) -> Option<Explanation> {
    (fault.kind == Kind::NoEquals).then_some(())?;
    let code = &fault.line.code;
    let words = &code[..code.iter().position(|piece| piece.is('='))?];
    let plain = words.len() > 1 && words.iter().all(|piece| piece.token == Token::Word);
    plain.then_some(())?;
    let span = span_of(words)?;
    let key = fault.line.text_of(&span);
    is_short(key).then_some(())?;
    let headline = format!("there is a space in the key `{key}`");
    let help = match slug(key) {
        Some(slug) => format!("write it as one word, as in `{slug}`"),
        None => "write it as one word".to_owned(),
    };
    Some(Explanation::new(span, headline, "a key is one word", help))
}

/// A list or braces that run into the next heading or key, or to the end of the file.
pub(super) fn unclosed(fault: &Fault<'_>) -> Option<Explanation> {
    let stop = begins_in_list(fault).then(|| fault.line.code_span());
    let last = match stop {
        Some(_) => fault.line.previous()?,
        None if fault.kind == Kind::OpenList => fault.line.clone(),
        None => return None,
    };
    let opened = opener(last)?;
    let (what, sign, close) = match opened.token {
        // Braces may hold entries on lines of their own.
        Token::Sign('{') if stop.is_some() && fault.line.is_entry() => return None,
        Token::Sign('{') => ("a table in braces", '{', '}'),
        _ => ("a list", '[', ']'),
    };
    let explanation = Explanation::new(
        opened.span,
        format!("{what} is not closed"),
        format!("this `{sign}` has no `{close}`"),
        format!("close it with `{close}`"),
    )
    .until(fault.source.text.len() + 1);
    Some(match stop {
        Some(stop) => explanation.also(stop, "something new begins here"),
        None => explanation,
    })
}

/// Whether the parser takes the beginning of an entry for a part of a list or of braces.
fn begins_in_list(fault: &Fault<'_>) -> bool {
    let kind = fault.kind;
    if !kind.is_list() && !kind.is_value() && kind != Kind::NoEquals {
        return false;
    }
    let begins = |line: &Line<'_>| line.is_entry() && fault.span.start <= line.code[1].span.start;
    fault.line.heading().is_some() || begins(&fault.line)
}

/// The last bracket that is opened on a line or before it and not closed there.
fn opener(last: Line<'_>) -> Option<Piece> {
    let mut closed = 0_usize;
    let pieces = last
        .up_to_heading()
        .flat_map(|line| line.code.into_iter().rev());
    for piece in pieces {
        match piece.token {
            Token::Sign(']' | '}') => closed += 1,
            Token::Sign('[' | '{') if closed > 0 => closed -= 1,
            Token::Sign('[' | '{') => return Some(piece),
            _ => {}
        }
    }
    None
}
