//! A line that is not TOML. It does not know what is wrong with the line.

use std::iter;
use std::ops::Range;

use regex::Captures;
use toml::de::DeTable;

use crate::file::{Source, Span};
use crate::text::patterns;

pub(super) const SIGNS: [char; 6] = ['=', ',', '[', ']', '{', '}'];

pub(super) const STRAIGHT: [char; 2] = ['"', '\''];

/// Quotes that a word processor puts in place of straight ones.
pub(super) const TYPOGRAPHIC: [char; 12] =
    ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '‹', '›'];

patterns! {
    /// A text in quotes, which may lack the second one, a comment, or a word, which may hold quotes but begins with none.
    PIECE = r#""(?:[^"\\]|\\.?)*"?|'[^']*'?|[“”„‟«»‘’‚‛‹›][^“”„‟«»‘’‚‛‹›]*[“”„‟«»‘’‚‛‹›]?|#.*|[^\s=,\[\]{}]+"#;
    ENTRY = r"^\s*([^\s=,\[\]{}]+)\s*=";
    /// A heading, which may lack its brackets at the end; the row of a list is none.
    HEADING = r"^\s*(\[\[?(\s*(?:[\p{Alphabetic}_.][^\[\],={]*)?)\]*)(?:\s*[^,\s\]].*)?$";
}

/// What stands in a line, and where: `code` and places count from the line's beginning.
#[derive(Clone)]
pub(super) struct Line<'a> {
    pub(super) source: &'a Source,
    pub(super) span: Span,
    /// The line without its comment, and all but letters and digits in its texts masked, so that signs in a text do not
    /// count.
    pub(super) code: String,
}

#[derive(Clone)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
}

pub(super) struct Value<'a> {
    pub(super) part: Part<'a>,
    /// Whether it stands in a list or in braces.
    pub(super) listed: bool,
}

impl<'a> Line<'a> {
    pub(super) fn at(source: &'a Source, at: usize) -> Self {
        let span = source.lines_around(&(at..at));
        let text = source.text.get(span.clone()).unwrap_or_default();
        let code = PIECE.replace_all(text, |piece: &Captures<'_>| match &piece[0] {
            comment if comment.starts_with('#') => String::new(),
            text if text.starts_with(is_quote) => masked(text),
            word => word.to_owned(),
        });
        let code = code.trim_end().to_owned();
        Self { source, span, code }
    }

    pub(super) fn next(&self) -> Option<Self> {
        (self.span.end < self.source.text.len()).then(|| Self::at(self.source, self.span.end + 1))
    }

    pub(super) fn previous(&self) -> Option<Self> {
        let previous = Self::at(self.source, self.span.start.checked_sub(1)?);
        (previous.span.start < self.span.start).then_some(previous)
    }

    /// A part of the line without the white space around it.
    pub(super) fn part(&self, place: Range<usize>) -> Part<'a> {
        let code = &self.code[place.clone()];
        let start = self.span.start + place.end - code.trim_start().len();
        let span = start..start + code.trim().len();
        let text = self.source.text.get(span.clone()).unwrap_or_default();
        Part { text, span }
    }

    pub(super) fn group(&self, captures: &Captures<'_>, group: usize) -> Part<'a> {
        let place = captures.get(group);
        self.part(place.map_or(0..0, |place| place.range()))
    }

    pub(super) fn key(&self) -> Option<Part<'a>> {
        Some(self.group(&ENTRY.captures(&self.code)?, 1))
    }

    /// The heading with which the line begins, and the names in it without white space.
    pub(super) fn heading(&self) -> Option<(Part<'a>, String)> {
        let heading = HEADING.captures(&self.code)?;
        let path = self.group(&heading, 2).text.split_whitespace().collect();
        Some((self.group(&heading, 1), path))
    }

    /// The value near a place: on a line `key = …` all after the `=`, in a list or in braces up to the next sign.
    pub(super) fn value(&self, at: usize) -> Option<Value<'a>> {
        let before = &self.code[..at];
        let is_open = before.matches(['[', '{']).count() > before.matches([']', '}']).count();
        let first = before.find('=').filter(|_| !is_open);
        let listed = first.is_none();
        let start = first.or(before.rfind(SIGNS)).map_or(0, |sign| sign + 1);
        let rest = &self.code[start..];
        let length = rest.find(SIGNS).filter(|_| listed).unwrap_or(rest.len());
        let part = self.part(start..start + length);
        (!part.text.is_empty()).then_some(Value { part, listed })
    }

    pub(super) fn key_before(&self, equals: usize) -> Option<Part<'a>> {
        let start = self.code[..equals].rfind(SIGNS);
        let key = self.part(start.map_or(0, |sign| sign + 1)..equals);
        (!key.text.is_empty()).then_some(key)
    }
}

pub(super) fn is_quote(c: char) -> bool {
    STRAIGHT.contains(&c) || TYPOGRAPHIC.contains(&c)
}

/// A text in quotes of which only the quotes, letters and digits are left.
fn masked(text: &str) -> String {
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let char = |(at, c): (usize, char)| {
        let quote = (at == 0 || at == last) && is_quote(c);
        let kept = quote || c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let (c, times) = if kept { (c, 1) } else { ('_', c.len_utf8()) };
        iter::repeat_n(c, times)
    };
    text.char_indices().flat_map(char).collect()
}

/// The longest text, in characters, that is shown as what to write.
const LONGEST: usize = 60;

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
