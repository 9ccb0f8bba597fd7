//! The text of a file, with its lines.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::span::Span;

#[derive(Debug, Default)]
pub struct Source {
    pub path: String,
    pub text: Cow<'static, str>,
    lines: OnceCell<Vec<usize>>,
    /// The byte and the column of the place asked for last: the next one is often further on in its line.
    last: Cell<(usize, usize)>,
}

/// A place in a text, counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

impl Source {
    /// Takes the bytes of a file; with the fault where they are not text in UTF-8.
    pub fn new(path: &str, bytes: Cow<'static, [u8]>) -> (Self, Option<Diagnostic>) {
        let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let mut source = Self::named(path);
        let bad = match utf8(bytes) {
            Ok(text) => {
                source.text = text;
                None
            }
            Err((bytes, at)) => {
                source.text = String::from_utf8_lossy(&bytes).into_owned().into();
                Some(not_utf8(at, utf16))
            }
        };
        let fault = bad.or_else(|| source.empty());
        (source, fault)
    }

    /// A source of which nothing will be shown.
    pub fn named(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            ..Self::default()
        }
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }

    fn empty(&self) -> Option<Diagnostic> {
        let text = self.text.trim_start_matches('\u{feff}');
        if !text.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
            return None;
        }
        let (message, label) = ("the file is empty", "a timeline begins here");
        let help = "a timeline needs at least `format = 1` and `title = \"…\"`";
        Some(Diagnostic::new(Code::MissingKey, 0..0, message, label).help(help))
    }

    /// The place of a byte; one past the end is allowed.
    pub fn place(&self, at: usize) -> Place {
        let at = at.min(self.text.len());
        let (known, column) = self.last.get();
        let line = self.line(at);
        let start = self.lines()[line - 1];
        let counted = |from: usize| self.text.get(from..at).unwrap_or_default();
        let column = if start < known && known <= at {
            column + counted(known).chars().count()
        } else {
            // A byte-order mark has no column.
            let before = counted(start).trim_start_matches('\u{feff}');
            1 + before.chars().count()
        };
        self.last.set((at, column));
        Place { line, column }
    }

    /// The line of a byte, counted from 1.
    fn line(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        self.lines().partition_point(|start| *start <= at)
    }

    /// The bytes of whole lines, from the line of one byte to the line of another, without the last
    /// line's break.
    pub fn lines_around(&self, span: &Span) -> Span {
        let lines = self.lines();
        let mut start = lines[self.line(span.start) - 1];
        if start == 0 && self.text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        let last = self.line(span.end.saturating_sub(1).max(span.start));
        let end = lines.get(last).map_or(self.text.len(), |next| next - 1);
        start.min(end)..end
    }
}

/// Bytes as text; else the bytes, and where they stop being text.
fn utf8(bytes: Cow<'static, [u8]>) -> Result<Cow<'static, str>, (Vec<u8>, usize)> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| (bytes.to_vec(), error.valid_up_to())),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            (error.into_bytes(), at)
        }),
    }
}

fn not_utf8(at: usize, utf16: bool) -> Diagnostic {
    let [message, label, help] = if utf16 {
        let message = "the file is encoded in UTF-16";
        [message, "UTF-16 begins like this", "save it as UTF-8"]
    } else {
        let message = "the file is not text in UTF-8";
        let help = "save it as UTF-8; this is the first byte that cannot be read";
        [message, "this byte is not UTF-8", help]
    };
    // The character that takes the place of what cannot be read.
    let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::new(Code::Encoding, at..end, message, label).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_does_not_depend_on_what_was_asked_before() {
        let text = "\u{feff}é = 1\n\u{feff}a\u{feff}\u{feff}b\nlast";
        let of = || Source::new("t.toml", text.as_bytes().to_vec().into()).0;
        let whole: Vec<usize> = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .collect();
        for first in &whole {
            for second in &whole {
                let asked = of();
                assert!(asked.place(*first).line <= 3);
                assert_eq!(
                    asked.place(*second),
                    of().place(*second),
                    "{first} then {second}"
                );
            }
        }
    }
}
