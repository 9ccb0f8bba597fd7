//! A line of a file that is not TOML, taken apart well enough to say what was meant.
//!
//! Nothing here judges: the parser has said that the line is wrong, and where.

use toml::de::DeTable;

use super::source::{Source, Span};

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run without white space, signs and comments; it may hold quotes, but begins with none.
    Word,
    /// From a quote to the next of its kind, or to the end of the line.
    Quoted,
    /// One of `= , [ ] { }`.
    Sign(char),
    /// From `#` to the end.
    Comment,
}

/// A piece of a line, by its place in the file.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

impl Piece {
    pub(super) fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// Whether it ends what stands before it in a list or in braces.
    fn ends_value(&self) -> bool {
        matches!(self.kind, Kind::Sign(',' | ']' | '}' | '=') | Kind::Comment)
    }
}

/// A line with its pieces.
#[derive(Debug)]
pub(super) struct Line<'a> {
    text: &'a str,
    pub(super) span: Span,
    pub(super) pieces: Vec<Piece>,
}

/// The heading of a table, as far as it is one.
#[derive(Debug)]
pub(super) struct Heading<'a> {
    /// How many brackets open and close it.
    pub(super) brackets: (usize, usize),
    /// What stands between them.
    pub(super) inner: &'a str,
    /// Where that begins.
    pub(super) inner_at: usize,
    /// From the first bracket to the last.
    pub(super) span: Span,
}

impl Heading<'_> {
    /// The names in it without white space, to compare headings by.
    pub(super) fn path(&self) -> String {
        self.inner.split_whitespace().collect()
    }
}

impl<'a> Line<'a> {
    /// The line in which a byte stands.
    pub(super) fn at(source: &'a Source, at: usize) -> Self {
        let span = source.lines_around(&(at..at));
        let line = source.text.get(span.clone()).unwrap_or_default();
        let pieces = pieces(line)
            .map(|(kind, piece)| Piece {
                kind,
                span: span.start + piece.start..span.start + piece.end,
            })
            .collect();
        Self {
            text: &source.text,
            span,
            pieces,
        }
    }

    /// The next line, if any.
    pub(super) fn next(&self, source: &'a Source) -> Option<Self> {
        (self.span.end < source.text.len()).then(|| Self::at(source, self.span.end + 1))
    }

    /// The line before, if any.
    pub(super) fn previous(&self, source: &'a Source) -> Option<Self> {
        let end = self.span.start.checked_sub(1)?;
        let previous = Self::at(source, end);
        (previous.span.start < self.span.start).then_some(previous)
    }

    pub(super) fn of(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    pub(super) fn words(&self, piece: &Piece) -> &'a str {
        self.of(&piece.span)
    }

    /// The pieces without a comment.
    pub(super) fn code(&self) -> &[Piece] {
        match self.pieces.split_last() {
            Some((last, rest)) if last.kind == Kind::Comment => rest,
            _ => &self.pieces,
        }
    }

    /// From the first piece to the last, without a comment.
    pub(super) fn code_span(&self) -> Span {
        match (self.code().first(), self.code().last()) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => self.span.clone(),
        }
    }

    /// The place of the first `=` where the line begins as `key =`.
    pub(super) fn equals(&self) -> Option<usize> {
        let place = self.pieces.iter().position(|piece| piece.is('='))?;
        let key = &self.pieces[..place];
        let named = matches!(key, [only] if matches!(only.kind, Kind::Word | Kind::Quoted));
        named.then_some(place)
    }

    /// The heading that the line begins with, if it looks like one and not like a row of a list.
    pub(super) fn heading(&self) -> Option<Heading<'a>> {
        let text = self.of(&self.code_span());
        let rest = text.trim_start_matches('[');
        let opening = text.len() - rest.len();
        let inner = &rest[..rest.find(']').unwrap_or(rest.len())];
        let after = &rest[inner.len()..];
        let closing = after.len() - after.trim_start_matches(']').len();
        let start = self.code_span().start;
        let heading = Heading {
            brackets: (opening, closing),
            inner: inner.trim(),
            inner_at: start + opening + (inner.len() - inner.trim_start().len()),
            span: start..start + opening + inner.len() + closing,
        };
        let first = heading.inner.chars().next();
        let listed = inner.contains([',', '=', '{'])
            || after.trim_start_matches(']').trim_start().starts_with(',');
        let named = first.is_none_or(|c| c.is_alphabetic() || matches!(c, '_' | '.' | '"' | '\''));
        let row = matches!(first, Some('"' | '\'')) && !inner.contains('.');
        ((1..=2).contains(&opening) && named && !listed && !row).then_some(heading)
    }

    /// Whether it begins something new: a heading, or a key with its `=`.
    pub(super) fn begins_entry(&self) -> bool {
        self.equals().is_some() || self.heading().is_some()
    }

    /// The value near a place: on a line `key = …` all after the `=`, in a list or in braces up to
    /// the next sign.
    pub(super) fn value(&self, at: usize) -> Option<Value<'a>> {
        let (mut depth, mut start, mut key) = (0_usize, 0, None);
        for (place, piece) in self.pieces.iter().enumerate() {
            if piece.span.end > at && !(piece.is('=') && piece.span.start <= at) {
                break;
            }
            let Kind::Sign(sign) = piece.kind else {
                continue;
            };
            match sign {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                '=' if depth > 0 || key.is_none() => {
                    key = place.checked_sub(1).map(|key| &self.pieces[key]);
                }
                _ if depth == 0 && key.is_some() => continue,
                _ => {}
            }
            start = place + 1;
        }
        let whole_line = depth == 0 && key.is_some();
        let rest = self.code().get(start..)?;
        let length = rest
            .iter()
            .position(Piece::ends_value)
            .filter(|_| !whole_line);
        let pieces = &rest[..length.unwrap_or(rest.len())];
        let span = pieces.first()?.span.start..pieces.last()?.span.end;
        Some(Value {
            text: self.of(&span),
            key: key.map(|key| self.words(key)),
            listed: !whole_line,
            span,
        })
    }
}

/// A value of a line.
#[derive(Debug)]
pub(super) struct Value<'a> {
    pub(super) text: &'a str,
    /// The key before its `=`, if it has one.
    pub(super) key: Option<&'a str>,
    /// Whether it stands in a list or in braces.
    pub(super) listed: bool,
    pub(super) span: Span,
}

/// The pieces of a line, with their places in it.
fn pieces(line: &str) -> impl Iterator<Item = (Kind, Span)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..)?;
        let start = at + (rest.len() - rest.trim_start().len());
        let rest = line.get(start..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = piece(rest);
        at = start + length;
        Some((kind, start..at))
    })
}

/// What a text begins with, and how long that is.
fn piece(text: &str) -> (Kind, usize) {
    let first = text.chars().next().unwrap_or_default();
    match first {
        '=' | ',' | '[' | ']' | '{' | '}' => (Kind::Sign(first), 1),
        '#' => (Kind::Comment, text.trim_end().len()),
        '"' | '\'' => (Kind::Quoted, quoted_length(text, first)),
        _ => {
            let end = |c: char| c.is_whitespace() || matches!(c, '=' | ',' | '[' | ']' | '{' | '}');
            (Kind::Word, text.find(end).unwrap_or(text.len()))
        }
    }
}

/// How long a text in quotes is, with its quotes; to the end of the line where it is not closed.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (place, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return place + 1;
        }
        escaped = c == '\\' && !escaped && quote == '"';
    }
    text.trim_end().len()
}

/// Whether a text in quotes has its second one.
pub(super) fn is_closed(quoted: &str) -> bool {
    let quote = quoted.chars().next().unwrap_or_default();
    quoted.len() >= 2 && quoted_length(quoted, quote) == quoted.len() && quoted.ends_with(quote)
}

/// The longest text that is shown as what to write.
const LONGEST: usize = 60;

/// Whether a short text is a value of TOML as it stands.
pub(super) fn is_value(text: &str) -> bool {
    text.len() <= 4 * LONGEST
        && !text.contains('\n')
        && DeTable::parse(&format!("key = {text}")).is_ok()
}

/// A text as it reads in quotes; a long one only in its beginning.
pub(super) fn quoted(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!(
        "\"{}{dots}\"",
        short.replace('\\', "\\\\").replace('"', "\\\"")
    )
}

/// A text as a value: as it stands where that is one, else in quotes.
pub(super) fn as_value(text: &str) -> String {
    if text.len() <= LONGEST && is_value(text) {
        text.to_owned()
    } else {
        quoted(text.trim_matches(['"', '\'']))
    }
}

/// Whether a text is short enough to be shown whole as what to write.
pub(super) fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST
}
