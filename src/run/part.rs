//! One of several timelines: all that is made of it is made, and dropped, by the thread that reads it.

use super::ask::{Answered, Asking};
use crate::answer::{Format, Lens, Refs, Report};
use crate::date::Bounds;
use crate::file::{self, Reading};
use crate::formats::{self, csv, json};
use crate::questions::folder::{Folder, Part, records, rows};
use crate::questions::{Question, page, view::Refusal, view::View};
use crate::shell::global::Call;
use crate::shell::input::Found;
use crate::shell::lens::Seen;
use crate::shell::outcome::{Failure, sound};

pub(super) enum Given {
    /// It lies in a folder and is no timeline.
    Other,
    /// Its agreement is not asked.
    Unasked(String),
    Answer(String, Box<Result<Answered, Refusal>>),
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
    let answered = || {
        let mut answered = asking.ask(&reading, input.path)?;
        answered.thing = thing(asking, &reading, &answered.report);
        // What is printed takes its place.
        drop(reading);
        let is_whole = Q::JOINS || answered.thing.is_some() && !is_rows(asking.format);
        if !is_whole {
            answered.printed = printed(asking, &mut answered.report)?;
        }
        Ok(answered)
    };
    Ok(Given::Answer(id, Box::new(answered())))
}

/// The days of an event of one of several, as the lens shows it, if it can be had there.
pub(super) fn days<Q>(
    asking: &Asking<'_, Q>,
    found: &Found,
    when: &str,
) -> Result<Option<Bounds>, Failure> {
    let Some(input) = found.read()? else {
        return Ok(None);
    };
    let Call { global, world, .. } = asking.call;
    let mut history = file::read(&input.name, input.bytes, false).history;
    history.timeline.is_part = true;
    history.timeline.prefix_ids();
    let today = global.today(world)?;
    let seen = Seen::of(global, &history, today);
    let view = match &seen {
        Ok(seen) => seen.view(global, &history, today, None),
        Err(_) => View::new(&history, today, Lens::default(), None),
    };
    Ok(view.entry(when).map(|listed| view.days(listed)))
}

/// The thing that is asked about, or the event that stands for a day in what is asked, as written.
fn thing<Q: Question>(asking: &Asking<'_, Q>, of: &Reading, report: &Report) -> Option<String> {
    let asked = report.answer.asked().into_iter();
    // What is supposed has one name in all agreements.
    let mut events = asked.filter(|at| at.event.is_some() && !at.when.contains("suppose:"));
    let known = &of.history.timeline.ids.events;
    let known_by = asking.call.global.lens.known_by.clone();
    let thing = asking.question.thing().map(str::to_owned);
    if !asking.call.global.others.is_empty() {
        return thing;
    }
    let thing = thing.or_else(|| Some(events.next()?.when.clone()));
    thing.or_else(|| known_by.filter(|when| known.contains_key(&**when)))
}

/// Whether a format prints rows, each of which stands by itself.
pub(super) fn is_rows(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Ndjson)
}

/// Prints what stands by itself, and leaves of the report what the format still needs.
pub(super) fn printed<Q>(
    asking: &Asking<'_, Q>,
    report: &mut Report,
) -> Result<Option<Part>, Refusal> {
    let (format, options) = (asking.format, asking.options);
    let mut text = Vec::new();
    let mut part = Part::default();
    part.has_some = true;
    let done = match format {
        Format::Csv => csv::write(rows(report), &report.context, options, &mut text),
        Format::Ndjson => json::lines(records(report), &mut text),
        Format::Html => formats::write(report, format, options, &mut text),
        Format::Table | Format::List | Format::Markdown => {
            let blocks;
            (part, blocks) = Part::of(report, options.look);
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
