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

use crate::answer::block::Block;
use crate::answer::calendar::CalendarArgs;
use crate::answer::{Format, Look, Report};
use crate::phrases::heading;
use crate::phrases::picture::picture;

/// How an answer is printed, whatever the format.
#[derive(Clone, Debug)]
pub struct Options {
    pub look: Look,
    pub csv: csv::Options,
    pub calendar: CalendarArgs,
}

/// An answer as text, with what the format has no place for.
#[derive(Debug)]
pub struct Printed {
    pub text: String,
    pub left_out: Vec<String>,
}

/// An answer in a format that its question has.
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
        Format::Svg => {
            let chart = answer.chart();
            let svg = chart.map(|chart| svg::render(&picture(context, chart)));
            svg.unwrap_or_default()
        }
        Format::Html => {
            let page = answer.page().map(|page| html::render(context, page));
            page.unwrap_or_default()
        }
        // Problems have no answer around them: `check` prints them itself.
        Format::Short => String::new(),
    };
    Printed { text, left_out }
}
