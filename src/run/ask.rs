//! How a question is answered: load, narrow, ask, print.

use std::rc::Rc;

use super::folder;
use crate::answer::{Format, Look, Report, calendar::CalendarArgs};
use crate::file::{self, Reading};
use crate::formats::{self, Options};
use crate::questions::view::{Names, Refusal, View, Words};
use crate::questions::{Question, page, suppose};
use crate::shell::global::Call;
use crate::shell::input::{self, Found};
use crate::shell::lens::{Seen, flags};
use crate::shell::outcome::{Exit, Failure, FileError, Out, Outcome, sound};

/// Below so many columns a table is hard to read, and a list is printed.
const NARROW: usize = 60;

const UNNAMED: &str = "the file has no `id`, and another calendar may have its UIDs; write an `id`";

/// Answers a question that makes no calendar.
pub(super) fn ask<Q: Question>(question: &Q, call: Call<'_>) -> Result<Outcome, Failure> {
    ask_with(question, &CalendarArgs::default(), call)
}

pub(super) fn ask_with<Q: Question>(
    question: &Q,
    calendar: &CalendarArgs,
    call: Call<'_>,
) -> Result<Outcome, Failure> {
    let Call { global, world, .. } = call;
    let is_narrow = call.look.width.is_some_and(|width| width < NARROW);
    let unnamed = match Q::FORMATS[0] {
        Format::Table if is_narrow => Format::List,
        first => first,
    };
    let format = global.printable(Q::FORMATS, unnamed)?;
    if format != Format::Ics && (calendar.ics_days_only || !calendar.alarm.is_empty()) {
        let message = "`--alarm` and `--ics-days-only` are for a calendar only";
        let help = "add `--format ics`, or `-o` with a file that ends in `.ics`";
        return Err(Refusal::new(message, help).into());
    }
    let mut found = input::asked(&global.file, world)?;
    // The order in which they are named means nothing.
    found.sort_by(|one, other| one.path.cmp(&other.path));
    let is_one = input::is_one(&found);
    if format == Format::Html && world.terminal.is_some() {
        let flags = flags(global);
        let to = if is_one { "agreement.html" } else { "site/" };
        let help = format!("write it: `partnership page -o {to}{flags}`");
        return Err(Refusal::new("the page is for a browser, not for a terminal", help).into());
    }
    let spoken = format != Format::Table;
    let options = Options {
        look: Look {
            spoken,
            ..call.look
        },
        csv_safe: global.csv_safe,
        csv_bom: global.csv_bom,
        terminal: world.terminal.is_some(),
        calendar: calendar.clone(),
    };
    let asking = Asking {
        question,
        call,
        options: &options,
        format,
        names: &Names::default(),
    };
    match &*found {
        [one] if is_one && global.agreement.is_empty() => asking.alone(one),
        _ => folder::ask(&asking, &found),
    }
}

/// A question, and how it is put to each timeline.
pub(super) struct Asking<'a, Q> {
    pub(super) question: &'a Q,
    pub(super) call: Call<'a>,
    pub(super) options: &'a Options,
    pub(super) format: Format,
    /// What other timelines that are asked with it know by the words of the call.
    pub(super) names: &'a Names,
}

impl<Q: Question> Asking<'_, Q> {
    /// Answers from one timeline.
    pub(super) fn alone(&self, found: &Found) -> Result<Outcome, Failure> {
        let input = found.open()?;
        let reading = sound(file::read(&input.name, input.bytes, false))?;
        let report = self.ask(&reading, input.path, &Rc::default())?;
        let notes = report.remarks.iter().chain(&report.notes);
        let notes = notes.cloned().collect();
        self.outcome(report, notes, Some(reading))
    }

    /// What one timeline answers.
    pub(super) fn ask(
        &self,
        reading: &Reading,
        path: Option<String>,
        words: &Rc<Words>,
    ) -> Result<Report, Refusal> {
        let Call { global, world, .. } = self.call;
        let today = global.today(world)?;
        let seen = Seen::of(global, &reading.history, today, Rc::clone(words))?;
        let view = seen.view(global, &reading.history, today, path);
        let mut report = self.question.ask(&view)?;
        report.notes.extend(hidden(&view));
        let idle = view.lens.suppose.iter().filter_map(suppose::idle);
        report.notes.extend(idle);
        let is_unnamed = reading.is_unnamed && self.format == Format::Ics;
        let unnamed = is_unnamed.then(|| UNNAMED.to_owned());
        report.notes.extend(unnamed);
        Ok(report)
    }

    /// What is printed; what was read of one file is taken apart with it.
    pub(super) fn outcome(
        &self,
        report: Report,
        mut notes: Vec<String>,
        reading: Option<Reading>,
    ) -> Result<Outcome, Failure> {
        let (format, options) = (self.format, self.options.clone());
        notes.extend(unchanged(format, options.look));
        if format == Format::Ics {
            let calendar = report.answer.calendar(&report.context, &options.calendar);
            let left_out = calendar.left_out.iter();
            notes.extend(left_out.map(|what| format!("not in the calendar: {what}")));
            let is_empty = calendar.entries.is_empty();
            notes.extend(is_empty.then(|| "the calendar has no entries".to_owned()));
        }
        let exit = if report.is_no { Exit::No } else { Exit::Done };
        let mut out = Out::new(move |to| {
            let written = formats::write(&report, format, &options, to);
            leave((report, reading));
            written
        });
        if format == Format::Html {
            let failed = |error| FileError::unwritable("the page", &input::reason(&error));
            let page = out.text().map_err(failed)?;
            page::refuse_large(page.len())?;
            out = page.into();
        }
        Ok(Outcome { out, notes, exit })
    }
}

/// No call waits until what is large is taken apart; where there is no thread to be had, it is done here.
fn leave(large: impl Send + 'static) {
    let _ = std::thread::Builder::new().spawn(|| drop(large));
}

/// What is to be said of flags for more depth where a format has everything.
fn unchanged(format: Format, look: Look) -> Option<String> {
    let is_changed = matches!(format, Format::Table | Format::List | Format::Markdown);
    let is_idle = (look.verbose || look.sources) && !is_changed;
    is_idle.then(|| "`--verbose` and `--sources` change nothing in this format".to_owned())
}

/// What is to be said where the lens leaves no event.
fn hidden(view: &View<'_>) -> Option<String> {
    let is_empty = view.whole.0.timeline.events.is_empty();
    let is_hidden = !is_empty && view.timeline.events.is_empty();
    is_hidden.then(|| "no event is left under this lens".to_owned())
}
