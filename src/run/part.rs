//! One of several timelines: all that is made of it is made, and dropped, by the thread that reads it.

use std::rc::Rc;

use super::ask::Asking;
use crate::answer::{Format, Refs, Report};
use crate::file;
use crate::formats::{self, csv, in_memory, json};
use crate::questions::folder::{Folder, Part, records, rows};
use crate::questions::view::{Refusal, Words};
use crate::questions::{Question, page};
use crate::shell::input::Found;
use crate::shell::outcome::{Failure, sound};

pub(super) enum Given {
    /// It lies in a folder and is no timeline.
    Other,
    /// Its agreement, of this id, is not asked.
    Unasked(String),
    Asked(Box<Asked>),
}

/// What is left of a timeline that was asked.
pub(super) struct Asked {
    pub(super) id: String,
    /// What it knows of the words of the call, and what not.
    pub(super) words: Words,
    /// Whole where it may become part of a list, or be the only one; else with what is printed of it.
    pub(super) answer: Result<(Report, Option<Part>), Refusal>,
}

/// Reads a timeline and asks it; none of it stays but what is answered.
pub(super) fn given<Q: Question>(asking: &Asking<'_, Q>, found: &Found) -> Result<Given, Failure> {
    let Some(input) = found.read()? else {
        return Ok(Given::Other);
    };
    let reading = file::read(&input.name, input.bytes, false);
    let id = reading.history.timeline.id.clone();
    if !asking.call.global.asks(&id) {
        return Ok(Given::Unasked(id));
    }
    let mut reading = sound(reading)?;
    reading.history.timeline.is_part = true;
    if asking.format != Format::Html {
        reading.history.timeline.prefix_ids();
    }
    let words = Rc::new(Words {
        others: asking.names.clone(),
        ..Words::default()
    });
    let answer = asking.ask(&reading, input.path, &words);
    // What is printed takes its place.
    drop(reading);
    let words = Rc::into_inner(words).unwrap_or_default();
    let is_whole = Q::JOINS || !words.things.borrow().is_empty() && !is_rows(asking.format);
    let answer = answer.and_then(|mut report| {
        let printed = (!is_whole).then(|| print(asking, &mut report));
        Ok((report, printed.transpose()?.flatten()))
    });
    Ok(Given::Asked(Box::new(Asked { id, words, answer })))
}

/// Whether a format prints rows, each of which stands by itself.
pub(super) fn is_rows(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Ndjson)
}

/// Prints what stands by itself, and leaves of the report what the format still needs.
pub(super) fn print<Q>(
    asking: &Asking<'_, Q>,
    report: &mut Report,
) -> Result<Option<Part>, Refusal> {
    let (format, options) = (asking.format, asking.options);
    let mut part = Part::default();
    part.has_some = true;
    let text = match format {
        Format::Csv => in_memory(|to| csv::write(rows(report), &report.context, options, to)),
        Format::Ndjson => in_memory(|to| json::lines(records(report), to)),
        Format::Html => in_memory(|to| formats::write(report, format, options, to)),
        Format::Table | Format::List | Format::Markdown => {
            let blocks = part.take(report, options.look);
            in_memory(|to| {
                to.write_all(if blocks.is_empty() { b"" } else { b"\n" })?;
                part.named = formats::blocks(blocks, format, options.look, 1, to)?;
                Ok(())
            })
        }
        _ => return Ok(None),
    };
    if format == Format::Html {
        // The index of all pages is made of them.
        page::refuse_large(text.len())?;
    } else {
        report.answer = Box::new(Folder::default());
    }
    if format != Format::Markdown {
        report.context.refs = Refs::default();
    }
    part.text = text;
    Ok(Some(part))
}
