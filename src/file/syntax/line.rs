//! A line that is not TOML, cut into pieces. It does not know what is wrong with the line.

use std::iter;
use std::sync::LazyLock;

use regex::Regex;
use toml::de::DeTable;

use super::super::source::Source;
use crate::file::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A run without white space, signs and comments; it may hold quotes, but begins with none.
    Word,
    /// From a quote to the next of its kind, or to the end of the line.
    Quoted,
    /// One of `= , [ ] { }`.
    Sign(char),
}

/// A text in quotes, a sign, a comment or a word.
static PIECE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#""(?:[^"\\]|\\.?)*"?|'[^']*'?|[=,\[\]{}]|#.*|[^\s=,\[\]{}]+"#;
    Regex::new(pattern).expect("a sound pattern")
});

/// A piece of a line, by its place in the file.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) token: Token,
    pub(super) span: Span,
}

impl Piece {
    pub(super) fn is(&self, sign: char) -> bool {
        self.token == Token::Sign(sign)
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.token, Token::Word | Token::Quoted)
    }
}

/// The heading of a table, as far as it is one.
pub(super) struct Heading<'a> {
    pub(super) opening: usize,
    pub(super) inner: &'a str,
    pub(super) span: Span,
}

impl Heading<'_> {
    /// The names in it without white space, to compare headings by.
    pub(super) fn path(&self) -> String {
        self.inner.split_whitespace().collect()
    }
}

/// A value of a line.
pub(super) struct Value<'a> {
    pub(super) text: &'a str,
    /// The key before its `=`, if it has one.
    pub(super) key: Option<&'a str>,
    /// Whether it stands in a list or in braces.
    pub(super) listed: bool,
    pub(super) span: Span,
}

/// A line with its pieces.
#[derive(Clone)]
pub(super) struct Line<'a> {
    source: &'a Source,
    pub(super) span: Span,
    pub(super) code: Vec<Piece>,
}

impl<'a> Line<'a> {
    /// The line in which a byte stands.
    pub(super) fn at(source: &'a Source, at: usize) -> Self {
        let span = source.lines_around(&(at..at));
        let mut line = Self {
            source,
            span: span.clone(),
            code: Vec::new(),
        };
        for piece in PIECE.find_iter(line.text_of(&span).trim_end()) {
            let token = match piece.as_str().chars().next() {
                Some(sign @ ('=' | ',' | '[' | ']' | '{' | '}')) => Token::Sign(sign),
                Some('"' | '\'') => Token::Quoted,
                Some('#') => break,
                _ => Token::Word,
            };
            let span = span.start + piece.start()..span.start + piece.end();
            line.code.push(Piece { token, span });
        }
        line
    }

    pub(super) fn next(&self) -> Option<Self> {
        (self.span.end < self.source.text.len()).then(|| Self::at(self.source, self.span.end + 1))
    }

    pub(super) fn previous(&self) -> Option<Self> {
        let previous = Self::at(self.source, self.span.start.checked_sub(1)?);
        (previous.span.start < self.span.start).then_some(previous)
    }

    /// This line and those before it, upwards to a heading.
    pub(super) fn up_to_heading(self) -> impl Iterator<Item = Self> {
        iter::successors(Some(self), Self::previous).take_while(|line| line.heading().is_none())
    }

    pub(super) fn text_of(&self, span: &Span) -> &'a str {
        self.source.text.get(span.clone()).unwrap_or_default()
    }

    pub(super) fn word(&self, piece: &Piece) -> &'a str {
        self.text_of(&piece.span)
    }

    /// From the first piece to the last, without a comment.
    pub(super) fn code_span(&self) -> Span {
        span_of(&self.code).unwrap_or_else(|| self.span.clone())
    }

    /// Whether the line begins as `key =`.
    pub(super) fn is_entry(&self) -> bool {
        matches!(self.code.as_slice(), [key, equals, ..] if key.is_text() && equals.is('='))
    }

    /// The heading that the line begins with, if it looks like one and not like a row of a list.
    pub(super) fn heading(&self) -> Option<Heading<'a>> {
        let text = self.text_of(&self.code_span());
        let rest = text.trim_start_matches('[');
        let opening = text.len() - rest.len();
        let inner = &rest[..rest.find(']').unwrap_or(rest.len())];
        let after = rest[inner.len()..].trim_start_matches(']');
        let start = self.code_span().start;
        let heading = Heading {
            opening,
            inner: inner.trim(),
            span: start..start + (text.len() - after.len()),
        };
        let first = heading.inner.chars().next();
        let listed = inner.contains([',', '=', '{']) || after.trim_start().starts_with(',');
        let named = first.is_none_or(|c| c.is_alphabetic() || matches!(c, '_' | '.' | '"' | '\''));
        let row = matches!(first, Some('"' | '\'')) && !inner.contains('.');
        ((1..=2).contains(&opening) && named && !listed && !row).then_some(heading)
    }

    /// The value near a place: on a line `key = …` all after the `=`, in a list or in braces up to
    /// the next sign.
    pub(super) fn value(&self, at: usize) -> Option<Value<'a>> {
        let (mut depth, mut start, mut key) = (0_usize, 0, None);
        for (place, piece) in self.code.iter().enumerate() {
            if piece.span.end > at && !(piece.is('=') && piece.span.start <= at) {
                break;
            }
            match piece.token {
                Token::Sign('[' | '{') => depth += 1,
                Token::Sign(']' | '}') => depth = depth.saturating_sub(1),
                Token::Sign('=') if depth > 0 || key.is_none() => {
                    key = place.checked_sub(1).map(|key| self.word(&self.code[key]));
                }
                Token::Sign(_) if depth > 0 || key.is_none() => {}
                _ => continue,
            }
            start = place + 1;
        }
        let listed = depth > 0 || key.is_none();
        let ends = |piece: &&Piece| matches!(piece.token, Token::Sign(',' | ']' | '}' | '='));
        let length = self.code[start..]
            .iter()
            .take_while(|piece| !listed || !ends(piece))
            .count();
        let span = span_of(&self.code[start..start + length])?;
        Some(Value {
            text: self.text_of(&span),
            key,
            listed,
            span,
        })
    }
}

/// From the first of these pieces to the last.
pub(super) fn span_of(pieces: &[Piece]) -> Option<Span> {
    Some(pieces.first()?.span.start..pieces.last()?.span.end)
}

/// Whether a text in quotes has its second one.
pub(super) fn is_closed(quoted: &str) -> bool {
    let piece = PIECE.find(quoted).map_or("", |piece| piece.as_str());
    piece.len() >= 2 && piece == quoted && quoted.ends_with(&quoted[..1])
}

/// The longest text, in characters, that is shown as what to write.
const LONGEST: usize = 60;

/// Whether a text is short enough to be shown whole as what to write.
pub(super) fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST
}

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
    let escaped = short.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}{dots}\"")
}
