//! Answers → text. One file per format, which knows the shapes of an answer and no question.

pub mod csv;
pub mod diagnostics;
mod grid;
mod html;
pub mod ics;
mod json;
mod list;
pub mod manual;
mod markdown;
mod ndjson;
mod prose;
mod style;
mod svg;
mod table;

use std::path::Path;

use clap::ValueEnum;

use crate::answer::Report;
use crate::answer::block::Block;
use crate::answer::calendar::CalendarArgs;
use crate::phrases::heading;
use crate::phrases::picture::picture;

/// How an answer is printed.
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
    /// One JSON record a line: of timeline, terms and history
    Ndjson,
    /// One problem a line: of check
    Short,
    /// A calendar (RFC 5545): of timeline and upcoming
    Ics,
    /// A picture: of chart
    Svg,
    /// A page for a browser: of page
    Html,
}

impl Format {
    /// The endings of files, each with its format.
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
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        let mut endings = Self::ENDINGS.into_iter();
        let found = endings.find(|(known, _)| known.eq_ignore_ascii_case(ending));
        found.map(|(_, format)| format)
    }

    /// The format as it is typed.
    #[must_use]
    pub fn word(self) -> String {
        let value = self.to_possible_value();
        value
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// How a text is to be laid out.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The most columns of a line; `None` is as wide as it gets.
    pub width: Option<usize>,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether only ASCII may be used for what the program draws.
    pub ascii: bool,
    /// Whether the full list of sources follows.
    pub sources: bool,
}

/// How an answer is printed, whatever the format.
#[derive(Clone, Debug)]
pub struct Options {
    /// How a text is laid out.
    pub look: Look,
    /// How rows are written.
    pub csv: csv::Options,
    /// How a calendar is made.
    pub calendar: CalendarArgs,
}

/// An answer as text, with what the format has no place for.
#[derive(Debug)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// What was left out, a phrase each.
    pub left_out: Vec<String>,
}

/// An answer in a format that its question has.
#[must_use]
pub fn print(report: &Report, format: Format, options: &Options) -> Printed {
    let (answer, context, look) = (&*report.answer, &report.context, options.look);
    let blocks = |look: Look| -> Vec<Block> {
        let mut blocks = answer.blocks(context, look);
        if look.sources {
            blocks.extend(heading::sources(context));
        }
        blocks
    };
    let mut left_out = Vec::new();
    let text = match format {
        Format::Table => table::render(blocks(look), look),
        Format::List => list::render(&blocks(look), look),
        Format::Narrative => prose::render(report, look),
        Format::Markdown => {
            let sources = false;
            markdown::render(&context.refs, &blocks(Look { sources, ..look }))
        }
        Format::Json => json::render(report),
        Format::Csv => csv::render(&answer.rows(context), context, options.csv),
        Format::Ndjson => ndjson::render(&answer.records()),
        Format::Ics => {
            let calendar = answer.calendar(context, &options.calendar);
            left_out = calendar.left_out;
            ics::render(&context.timeline.title, &calendar.entries)
        }
        Format::Svg => answer
            .chart()
            .map(|chart| svg::render(&picture(context, chart)))
            .unwrap_or_default(),
        Format::Html => answer
            .page()
            .map(|data| html::render(context, data))
            .unwrap_or_default(),
        // Problems have no answer around them: `check` prints them itself.
        Format::Short => String::new(),
    };
    Printed { text, left_out }
}
