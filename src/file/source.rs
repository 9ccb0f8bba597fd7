//! The text of a file, with its lines.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::file::{Code, Diagnostic, Span};

#[derive(Debug, Default)]
pub struct Source {
    pub path: String,
    pub text: String,
    lines: OnceCell<Vec<usize>>,
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
        let mut source = Self::named(path);
        let mut bad = None;
        source.text = String::from_utf8(bytes.into_owned()).unwrap_or_else(|error| {
            let at = error.utf8_error().valid_up_to();
            bad = Some(unreadable(at));
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        (source, bad)
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

    /// The place of a byte; one past the end is allowed.
    pub fn place(&self, at: usize) -> Place {
        let at = at.min(self.text.len());
        let line = self.line(at);
        let before = self.text.get(self.lines()[line - 1]..at);
        // A byte-order mark has no column.
        let before = before.unwrap_or_default().trim_start_matches('\u{feff}');
        let column = 1 + before.chars().count();
        Place { line, column }
    }

    fn line(&self, at: usize) -> usize {
        self.lines().partition_point(|start| *start <= at)
    }

    /// The bytes of whole lines, without the break of the last.
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

fn unreadable(at: usize) -> Diagnostic {
    let help = "save it as UTF-8; of a document `partnership import DATE=FILE` makes a timeline";
    let (message, label) = ("the file is not text in UTF-8", "this byte is not UTF-8");
    // The character that takes the place of what cannot be read.
    let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::new(Code::Encoding, at..end, message, label).help(help)
}
