//! One of several timelines: all that is made of it is made, and dropped, by the thread that reads it.

use std::rc::Rc;

use super::ask::Asking;
use crate::answer::{Format, Refs, Report};
use crate::file;
use crate::formats::{self, csv, json};
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
    pub(super) found: Found,
    pub(super) id: String,
    /// What it knows of the words of the call, and what not.
    pub(super) words: Words,
    /// What it answers, whole where it may become part of a list, or be the only one, and what is said beside it.
    pub(super) answer: Result<(Report, Vec<String>), Refusal>,
    /// Where what is printed of each stands by itself, that.
    pub(super) printed: Option<Part>,
}

impl Asked {
    /// Whether others may know words that it does not.
    pub(super) fn lacks_words(&self) -> bool {
        self.answer.is_err() || !self.words.unknown.borrow().is_empty()
    }
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
    let others = asking.names.clone();
    let words = Rc::new(Words {
        others,
        ..Words::default()
    });
    let mut answer = asking.ask(&reading, input.path, &words);
    // What is printed takes its place.
    drop(reading);
    let words = Rc::into_inner(words).unwrap_or_default();
    let is_whole = Q::JOINS || !words.things.borrow().is_empty() && !is_rows(asking.format);
    let mut printed = None;
    if let Ok((report, _)) = &mut answer
        && !is_whole
    {
        match print(asking, report) {
            Ok(part) => printed = part,
            Err(refusal) => answer = Err(refusal),
        }
    }
    Ok(Given::Asked(Box::new(Asked {
        found: found.clone(),
        id,
        words,
        answer,
        printed,
    })))
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
    let (mut part, mut text) = (Part::default(), Vec::new());
    part.has_some = true;
    let done = match format {
        Format::Csv => csv::write(rows(report), &report.context, options, &mut text),
        Format::Ndjson => json::lines(records(report), &mut text),
        Format::Html => formats::write(report, format, options, &mut text),
        Format::Table | Format::List | Format::Markdown => {
            let blocks;
            (part, blocks) = Part::of(report, options.look);
            if !blocks.is_empty() {
                text.push(b'\n');
            }
            let named = formats::blocks(blocks, format, options.look, 1, &mut text);
            named.map(|named| part.named = named)
        }
        _ => return Ok(None),
    };
    done.unwrap_or_else(|_| unreachable!("memory takes every byte"));
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
