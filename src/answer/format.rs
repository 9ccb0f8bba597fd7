//! The names of the formats, and how a text is laid out.

use std::path::Path;

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables for a terminal
    Table,
    /// One `field: value` a line, for narrow terminals and screen readers
    List,
    /// Prose with numbered sources
    Narrative,
    /// Markdown with footnotes
    Markdown,
    /// One JSON document
    Json,
    /// Rows for a spreadsheet (RFC 4180)
    Csv,
    /// One JSON record a line: of timeline, terms, history and find
    Ndjson,
    /// One problem a line: of check
    Short,
    /// Problems as GitHub marks them in a change: of check
    Github,
    /// A calendar (RFC 5545): of timeline and upcoming
    Ics,
    /// A picture: of chart
    Svg,
    /// A page for a browser: of page
    Html,
}

impl Format {
    pub const ENDINGS: [(&str, Self); 8] = [
        ("txt", Self::Table),
        ("md", Self::Markdown),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("ndjson", Self::Ndjson),
        ("ics", Self::Ics),
        ("svg", Self::Svg),
        ("html", Self::Html),
    ];

    /// The format that a file's ending stands for, in capitals too.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        let mut endings = Self::ENDINGS.into_iter();
        let found = endings.find(|(known, _)| known.eq_ignore_ascii_case(ending));
        found.map(|(_, format)| format)
    }

    pub fn word(self) -> String {
        let value = self.to_possible_value().unwrap_or_default();
        value.get_name().to_owned()
    }
}

#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
pub struct Look {
    /// The most columns of a line; `None` is as wide as it gets.
    pub width: Option<usize>,
    pub color: bool,
    /// Whether only ASCII may be used for what the program draws.
    pub ascii: bool,
    pub verbose: bool,
    pub sources: bool,
    /// Whether what a table does not show is wanted: the words behind its signs, and footnotes.
    pub spoken: bool,
}
