//! Answers → text. One file per format, which knows the shapes of an answer and no question.

pub mod csv;
pub mod diagnostics;
mod excerpt;
mod grid;
mod html;
pub mod ics;
pub(crate) mod json;
mod list;
pub mod manual;
mod markdown;
mod prose;
mod style;
mod svg;
mod table;

use std::io::{Result, Write};

use askama::Template;
use indexmap::IndexSet;
pub(crate) use markdown::footnotes;

use crate::answer::{Format, Look, Report, block::Block, calendar::CalendarArgs, story::Read};
use crate::phrases::{heading::printed, lens};

/// A text that is written into memory, which takes every byte.
pub fn in_memory(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> String {
    let mut text = Vec::new();
    let _ = write(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// A template, filled: a `String` takes every text, and no filter can fail.
fn filled(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub look: Look,
    /// Whether cells that a spreadsheet would run as a formula are guarded.
    pub csv_safe: bool,
    pub csv_bom: bool,
    pub terminal: bool,
    pub calendar: CalendarArgs,
}

/// Writes an answer, piece by piece, in a format that its question has.
pub fn write(report: &Report, format: Format, options: &Options, to: &mut dyn Write) -> Result<()> {
    let (answer, context, look) = (&*report.answer, &report.context, options.look);
    let text = match format {
        Format::Table | Format::List | Format::Markdown => {
            let paper = answer.paper(context, look);
            let printed = printed(context, paper, &answer.days(context), look);
            let named = blocks(printed, format, look, 0, to)?;
            return footnotes(&named, &context.refs, to);
        }
        Format::Narrative => return prose::write(report, look, to),
        Format::Json => return json::write(report, to),
        Format::Csv => return csv::write(answer.rows(context), context, options, to),
        Format::Ndjson => return json::lines(answer.records(), to),
        Format::Ics => {
            let calendar = answer.calendar(context, &options.calendar);
            let lens = lens(&context.lens).map(|lens| format!(". {lens}"));
            let title = context.timeline.title.clone() + &lens.unwrap_or_default();
            ics::render(&title, &calendar.entries)
        }
        Format::Svg => match (answer.downcast_ref(), answer.downcast_ref()) {
            (Some(chart), _) => svg::render(context, chart),
            (_, Some(beliefs)) => svg::beliefs::render(context, beliefs),
            _ => String::new(),
        },
        Format::Html => match answer.downcast_ref() {
            Some(page) => html::render(context, page),
            None => html::site::render(context, answer.parts()),
        },
        // Problems have no answer around them: `check` prints them itself.
        Format::Short | Format::Github => String::new(),
    };
    to.write_all(text.as_bytes())
}

/// Writes blocks whose headings are some levels lower, and gives the sources whose footnotes belong below all.
pub fn blocks(
    blocks: Vec<Block>,
    format: Format,
    look: Look,
    lower: usize,
    to: &mut dyn Write,
) -> Result<IndexSet<Read>> {
    let written = match format {
        Format::Markdown => return markdown::write(&blocks, lower, to),
        Format::List => list::write(&blocks, look, to),
        _ => table::write(blocks, look, to),
    };
    written.map(|()| IndexSet::new())
}
