//! Slips that people make in TOML, each known by what stands on its line.
//!
//! The parser says that a line is wrong and where; a slip says what was most likely meant. Each looks
//! for its own marks and is silent where it does not find them, so that what it says is true.

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::pieces::{
    Heading, Kind, Line, Piece, Value, as_value, is_closed, is_short, is_value, quoted,
};
use super::reader::slug;
use super::source::{Source, Span};
use super::syntax::{Fault, Slip};
use crate::date::Date;
use crate::text::is_odd;

/// The slips that are known; the first that fits is taken.
pub(super) const KNOWN: &[fn(&Fault<'_>) -> Option<Slip>] = &[
    unholdable,
    duplicate_heading,
    duplicate_key,
    unclosed,
    other_comment,
    heading,
    colon,
    no_value,
    comma_in_number,
    no_comma_in_braces,
    two_entries,
    typographic,
    other_word,
    bare_date,
    bare_range,
    no_opening_quote,
    quote_inside,
    no_comma_in_list,
    no_comma_between,
    no_quotes,
    no_number,
    text_over_lines,
    comma_at_end,
    list_without_brackets,
    no_equals,
    neither,
    key_with_spaces,
    odd_key,
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

/// Headings that may be repeated, and so have double brackets.
fn is_repeated(path: &str) -> bool {
    ["event", "event.change", "expect"].contains(&path)
}

fn duplicate_heading(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(&["duplicate key"]).then_some(())?;
    let heading = fault.line.heading()?;
    let path = heading.path();
    path.ends_with(fault.found().trim()).then_some(())?;
    let until = next_heading(fault);
    let Some(first) = first_heading(fault, &path) else {
        let headline = format!("`{path}` is given already, and not by a heading");
        let help = "take one of the two out";
        let slip = slip(heading.span, headline, "given again here", help);
        return Some(Slip { until, ..slip });
    };
    let slip = if is_repeated(&path) {
        not_repeated(&heading, &first, &path)
    } else {
        let headline = format!("`[{path}]` is given twice");
        let help = "put all of its keys below one of the two, or give one another id";
        also(
            slip(heading.span, headline, "given again here", help),
            first.span,
            "given first here",
        )
    };
    Some(Slip { until, ..slip })
}

fn also(mut slip: Slip, span: Span, text: &str) -> Slip {
    slip.diagnostic = slip.diagnostic.also(span, text);
    slip
}

/// A heading in single brackets beside another of its name.
fn not_repeated(heading: &Heading<'_>, first: &Heading<'_>, path: &str) -> Slip {
    let list = format!("[[{path}]]");
    let label = format!("`{list}` is wanted here");
    let (here, there) = (heading.span.clone(), first.span.clone());
    if heading.brackets.0 == 1 && first.brackets.0 == 1 {
        let headline = format!("`[{path}]` is given twice");
        let help = format!("write `{list}` in both places: such a heading may be repeated");
        return also(slip(here, headline, label, help), there, "and here");
    }
    let headline = format!("`[{path}]` needs double brackets");
    let help = format!("write `{list}`: such a heading may be repeated");
    if heading.brackets.0 == 1 {
        also(
            slip(here, headline, label, help),
            there,
            "the same name here",
        )
    } else {
        also(
            slip(there, headline, label, help),
            here,
            "the same name here",
        )
    }
}

/// The first heading of this path, where it stands before the fault.
fn first_heading<'a>(fault: &Fault<'a>, path: &str) -> Option<Heading<'a>> {
    lines_from(fault.source, Line::at(fault.source, 0))
        .take_while(|line| line.span.start < fault.line.span.start)
        .filter_map(|line| line.heading())
        .find(|heading| heading.path() == path)
}

/// Where the next heading after the fault begins.
fn next_heading(fault: &Fault<'_>) -> usize {
    let next = fault.line.next(fault.source);
    next.into_iter()
        .flat_map(|next| lines_from(fault.source, next))
        .find(|line| line.heading().is_some())
        .map_or(fault.source.text.len() + 1, |line| line.span.start)
}

fn lines_from<'a>(source: &'a Source, first: Line<'a>) -> impl Iterator<Item = Line<'a>> {
    std::iter::successors(Some(first), move |line| line.next(source))
}

fn duplicate_key(fault: &Fault<'_>) -> Option<Slip> {
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

/// A list or braces that run into the next heading or key, or to the end of the file.
fn unclosed(fault: &Fault<'_>) -> Option<Slip> {
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

/// A comment as other languages write it.
fn other_comment(fault: &Fault<'_>) -> Option<Slip> {
    let signs = ["//", "/*", "--", "<!--", ";", "%"];
    let begins = fault.says(NO_EQUALS) || fault.says(&["unquoted key", "key-value pair"]);
    let piece = if begins {
        fault.line.pieces.first()?
    } else if fault.says(&["unexpected key or value"]) {
        next_piece(fault)?
    } else {
        return None;
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

/// The first piece at the fault or after it.
fn next_piece<'a>(fault: &'a Fault<'_>) -> Option<&'a Piece> {
    let at = fault.span.start;
    fault.line.pieces.iter().find(|piece| piece.span.end > at)
}

/// A heading with brackets that do not match, or with what cannot stand in one.
fn heading(fault: &Fault<'_>) -> Option<Slip> {
    let heading = fault.line.heading()?;
    let says = ["table", "key", "table open"];
    (fault.says(&says) && !fault.says(NO_EQUALS)).then_some(())?;
    let (opening, closing) = heading.brackets;
    let follows = fault.says(&["unexpected key or value"]);
    if follows && opening >= closing {
        return None;
    }
    let wanted = wanted_heading(&heading);
    let write = |what: &str| match &wanted {
        Some(wanted) => format!("write `{wanted}`, {what}"),
        None => "write `[clause.some-id]`; an id is lower-case words joined by hyphens".to_owned(),
    };
    if heading.inner.is_empty() {
        let headline = "a heading is empty";
        let help = "name what the table is about, as in `[clause.some-id]`";
        return Some(slip(heading.span, headline, "a name is wanted in it", help));
    }
    if let Some((headline, label, span)) = odd_part(&heading) {
        let help = write("since an id is lower-case words joined by hyphens");
        return Some(slip(span, headline, label, help));
    }
    if closing > opening {
        let headline = "a heading has more brackets at its end than at its beginning";
        return Some(slip(
            heading.span,
            headline,
            "not well formed",
            write("alone on the line"),
        ));
    }
    let sign = if opening == 2 { "]]" } else { "]" };
    let label = format!("`{sign}` is wanted here");
    let end = heading.span.end;
    let headline = "a heading is not closed";
    (closing < opening).then(|| slip(end..end, headline, label, write("alone on the line")))
}

/// The heading as it should read, where its parts can be made ids.
fn wanted_heading(heading: &Heading<'_>) -> Option<String> {
    let inner = heading.inner;
    (is_short(inner) && !inner.contains(['"', '\''])).then_some(())?;
    let parts: Option<Vec<String>> = inner.split('.').map(slug).collect();
    let path = parts?.join(".");
    if is_repeated(&path) || heading.brackets.0 == 2 {
        Some(format!("[[{path}]]"))
    } else {
        Some(format!("[{path}]"))
    }
}

/// The first thing in a heading that cannot stand in one.
fn odd_part(heading: &Heading<'_>) -> Option<(String, &'static str, Span)> {
    let inner = heading.inner;
    if inner.contains(['"', '\'']) {
        return None;
    }
    let start = heading.inner_at;
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let spaced = |c: char| c.is_whitespace();
    if inner.split('.').any(|part| part.trim().is_empty()) {
        let headline = format!("a part of the heading `{inner}` is empty");
        return Some((
            headline,
            "a name is wanted beside each dot",
            heading.span.clone(),
        ));
    }
    let (place, odd) = inner
        .char_indices()
        .find(|(place, c)| !(bare(*c) || spaced(*c) && beside_dot(inner, *place)))?;
    let span = start + place..start + place + odd.len_utf8();
    if spaced(odd) {
        return Some((
            "there is a space in the heading".to_owned(),
            "a space",
            span,
        ));
    }
    let headline = format!("`{odd}` cannot stand in a heading");
    Some((
        headline,
        "not a letter from a to z, a digit or a hyphen",
        span,
    ))
}

/// Whether white space stands beside a dot, where it does no harm.
fn beside_dot(inner: &str, place: usize) -> bool {
    inner[..place].trim_end().ends_with('.') || inner[place..].trim_start().starts_with('.')
}

/// `title: "…"`
fn colon(fault: &Fault<'_>) -> Option<Slip> {
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
fn no_value(fault: &Fault<'_>) -> Option<Slip> {
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

/// `amount = 1,000`
fn comma_in_number(fault: &Fault<'_>) -> Option<Slip> {
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

/// `{ amount = 100 currency = "EUR" }`
fn no_comma_in_braces(fault: &Fault<'_>) -> Option<Slip> {
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

/// `title = "…" date = "…"`
fn two_entries(fault: &Fault<'_>) -> Option<Slip> {
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

/// Quotes that a word processor puts in place of straight ones.
const TYPOGRAPHIC: [char; 12] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '‹', '›'];

/// `title = “…”`
fn typographic(fault: &Fault<'_>) -> Option<Slip> {
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

/// Words that stand for a value in other languages: `True`, `null`.
fn other_word(fault: &Fault<'_>) -> Option<Slip> {
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
fn bare_date(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(VALUE).then_some(())?;
    let value = fault.line.value(fault.span.start)?;
    date_slip(&value)
}

/// `date = [2019..2020]`
fn bare_range(fault: &Fault<'_>) -> Option<Slip> {
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
    let numeric = text.starts_with(|c: char| c.is_ascii_digit());
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

/// `title = text"`
fn no_opening_quote(fault: &Fault<'_>) -> Option<Slip> {
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

/// `[1 2]`
fn no_comma_in_list(fault: &Fault<'_>) -> Option<Slip> {
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
fn no_comma_between(fault: &Fault<'_>) -> Option<Slip> {
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

/// `title = text`
fn no_quotes(fault: &Fault<'_>) -> Option<Slip> {
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

/// `count = 007`
fn no_number(fault: &Fault<'_>) -> Option<Slip> {
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

/// A text that is not closed on its line.
fn text_over_lines(fault: &Fault<'_>) -> Option<Slip> {
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
fn quote_inside(fault: &Fault<'_>) -> Option<Slip> {
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

/// `title = "…",`
fn comma_at_end(fault: &Fault<'_>) -> Option<Slip> {
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
fn list_without_brackets(fault: &Fault<'_>) -> Option<Slip> {
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

/// `title "…"`
fn no_equals(fault: &Fault<'_>) -> Option<Slip> {
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
fn neither(fault: &Fault<'_>) -> Option<Slip> {
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
fn key_with_spaces(fault: &Fault<'_>) -> Option<Slip> {
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
fn odd_key(fault: &Fault<'_>) -> Option<Slip> {
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
