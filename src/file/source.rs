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
        let mut forms = FORMS.iter();
        let form = forms.find(|(begin, ..)| bytes.starts_with(begin));
        let mut bad = form.map(|(_, what, help)| unreadable(0, what, "it begins like this", help));
        source.text = String::from_utf8(bytes.into_owned()).unwrap_or_else(|error| {
            let at = error.utf8_error().valid_up_to();
            let help = "save it as UTF-8; this is the first byte that cannot be read";
            bad.get_or_insert_with(|| unreadable(at, NOT_UTF8, "this byte is not UTF-8", help));
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
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

const NOT_UTF8: &str = "the file is not text in UTF-8";
const IMPORT: &str =
    "`partnership import DATE=FILE` makes a timeline of what `help documents` says that it reads";

/// How files begin that cannot be read, what they are, and what to do.
#[rustfmt::skip]
const FORMS: [(&[u8], &str, &str); 5] = [
    (b"\xFF\xFE", "the file is encoded in UTF-16", "save it as UTF-8"),
    (b"\xFE\xFF", "the file is encoded in UTF-16", "save it as UTF-8"),
    (b"%PDF", "the file is a PDF, not a timeline", IMPORT),
    (b"PK\x03", "the file is a Word document or another archive", IMPORT),
    (b"{\\rtf", "the file is rich text, not a timeline", IMPORT),
];

fn unreadable(at: usize, message: &str, label: &str, help: &str) -> Diagnostic {
    // The character that takes the place of what cannot be read.
    let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::new(Code::Encoding, at..end, message, label).help(help)
}
