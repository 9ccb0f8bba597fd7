//! How a question is answered: load, narrow, ask, print.

use std::path::Path;

use super::folder;
use crate::answer::Report;
use crate::answer::calendar::CalendarArgs;
use crate::answer::{Format, Look};
use crate::file::{self, Reading};
use crate::formats::{self, Options};
use crate::questions::view::{Refusal, View};
use crate::questions::{Question, page, suppose};
use crate::shell::global::{Call, Global};
use crate::shell::input::{self, Asked};
use crate::shell::lens::{Seen, flags};
use crate::shell::outcome::{Exit, Failure, Out, Outcome, sound};
use crate::text::words::{and_some, or_list, ticked};
use crate::world::World;

/// Below so many columns a table is hard to read, and a list is printed.
const NARROW: usize = 60;

/// Answers a question that makes no calendar.
pub(super) fn ask<Q: Question>(question: &Q, call: Call<'_>) -> Result<Outcome, Failure> {
    ask_with(question, &CalendarArgs::default(), call)
}

pub(super) fn ask_with<Q: Question>(
    question: &Q,
    calendar: &CalendarArgs,
    call: Call<'_>,
) -> Result<Outcome, Failure> {
    let Call {
        global,
        world,
        look,
    } = call;
    let format = printable::<Q>(global, look)?;
    if format != Format::Ics && (calendar.ics_days_only || !calendar.alarm.is_empty()) {
        return Err(Refusal::new(
            "`--alarm` and `--ics-days-only` are for a calendar only",
            "add `--format ics`, or `-o` with a file that ends in `.ics`",
        )
        .into());
    }
    let asked = Asked::of(&global.file, world)?;
    if format == Format::Html && world.terminal.is_some() {
        let flags = flags(global);
        let (to, name) = match asked {
            Asked::One(_) => ("file", "agreement.html"),
            Asked::Many(_) => ("folder", "site/"),
        };
        let help = format!("write it to a {to}: `partnership page -o {name}{flags}`");
        return Err(Refusal::new("the page is for a browser, not for a terminal", help).into());
    }
    let asking = Asking {
        question,
        global,
        world,
        options: Options {
            look,
            csv: formats::csv::Options {
                safe: global.csv_safe,
                bom: global.csv_bom,
                terminal: world.terminal.is_some(),
            },
            calendar: calendar.clone(),
        },
        format,
    };
    match asked {
        Asked::One(path) => asking.alone(path.as_deref()),
        Asked::Many(found) => folder::ask(&asking, found),
    }
}

/// A question on its way, as it is put to each timeline.
pub(super) struct Asking<'a, Q> {
    pub(super) question: &'a Q,
    pub(super) global: &'a Global,
    pub(super) world: &'a World,
    pub(super) options: Options,
    pub(super) format: Format,
}

impl<Q: Question> Asking<'_, Q> {
    /// Answers from one timeline.
    pub(super) fn alone(&self, path: Option<&Path>) -> Result<Outcome, Failure> {
        let input = input::one(path)?;
        let reading = sound(file::read(&input.name, input.bytes, false))?;
        self.is_asked(&reading.history.timeline.id)?;
        let (report, more) = self.report(&reading, input.path)?;
        let mut notes = report.remarks.clone();
        notes.extend(more);
        if self.format == Format::Ics {
            notes.extend(unnamed(&reading));
        }
        leave(reading);
        self.outcome(report, notes)
    }

    /// The same of another question.
    pub(super) fn about<'q, R>(&'q self, question: &'q R) -> Asking<'q, R> {
        Asking {
            question,
            global: self.global,
            world: self.world,
            options: self.options.clone(),
            format: self.format,
        }
    }

    /// The paths that are asked, as they are named.
    pub(super) fn paths(&self) -> String {
        let paths = input::named(&self.global.file, self.world).unwrap_or_default();
        let paths = paths.iter().map(|path| path.to_string_lossy());
        and_some(&paths.collect::<Vec<_>>())
    }

    /// Refuses an agreement that `--agreement` does not name, if it names any.
    fn is_asked(&self, id: &str) -> Result<(), Refusal> {
        let asked = &self.global.agreement;
        if asked.is_empty() || asked.iter().any(|asked| asked == id) {
            return Ok(());
        }
        let message = format!(
            "there is no agreement {}",
            or_list(asked.iter().map(|id| ticked(id)))
        );
        Err(Refusal::new(message, format!("there is `{id}`")))
    }

    /// The answer of one timeline, and what is said beside it.
    pub(super) fn report(
        &self,
        reading: &Reading,
        path: Option<String>,
    ) -> Result<(Report, Vec<String>), Refusal> {
        let today = self.global.today(self.world)?;
        let seen = Seen::of(self.global, &reading.history, today)?;
        let view = seen.view(&reading.history, today, path);
        let report = self.question.ask(&view)?;
        let mut notes: Vec<String> = uncited(&view).into_iter().collect();
        notes.extend(view.lens.suppose.iter().filter_map(suppose::idle));
        Ok((report, notes))
    }

    /// What an answer is printed as.
    pub(super) fn outcome(
        &self,
        report: Report,
        mut notes: Vec<String>,
    ) -> Result<Outcome, Failure> {
        let (format, options) = (self.format, self.options.clone());
        notes.extend(unchanged(format, options.look));
        if format == Format::Ics {
            let calendar = report.answer.calendar(&report.context, &options.calendar);
            let left_out = calendar.left_out.iter();
            notes.extend(left_out.map(|what| format!("not in the calendar: {what}")));
        }
        let exit = if report.is_no { Exit::No } else { Exit::Done };
        let mut out = Out::new(move |to| {
            let written = formats::write(&report, format, &options, to);
            leave(report);
            written
        });
        if format == Format::Html {
            let page = out.text();
            if page.len() > page::MOST {
                return Err(page::too_large().into());
            }
            out = page.into();
        }
        Ok(Outcome { out, notes, exit })
    }
}

/// No call waits until what is large is taken apart; where there is no thread to be had, it is done here.
fn leave(large: impl Send + 'static) {
    let _ = std::thread::Builder::new().spawn(|| drop(large));
}

/// The format that is asked for, which the question must have.
fn printable<Q: Question>(global: &Global, look: Look) -> Result<Format, Refusal> {
    let narrow = look.width.is_some_and(|width| width < NARROW);
    let unnamed = match Q::FORMATS[0] {
        Format::Table if narrow => Format::List,
        first => first,
    };
    let format = global.format(unnamed)?;
    if Q::FORMATS.contains(&format) {
        return Ok(format);
    }
    let those = Q::FORMATS.iter();
    let those = or_list(those.map(|format| ticked(&format.word())));
    let message = format!("this answer cannot be printed as `{}`", format.word());
    Err(Refusal::new(
        message,
        format!("it can be printed as {those}"),
    ))
}

/// What is to be said of flags for more depth where a format has everything.
fn unchanged(format: Format, look: Look) -> Option<String> {
    let flags = match (look.verbose, look.sources) {
        _ if matches!(format, Format::Table | Format::List | Format::Markdown) => return None,
        (false, false) => return None,
        (true, false) => "`--verbose` changes",
        (false, true) => "`--sources` changes",
        (true, true) => "`--verbose` and `--sources` change",
    };
    Some(format!("{flags} nothing in this format"))
}

/// What is to be said of a calendar whose entries are told apart by a name that many files have.
fn unnamed(reading: &Reading) -> Option<String> {
    let id = &reading.history.timeline.id;
    let clashes = reading.is_unnamed && ["timeline", "-"].contains(&id.as_str());
    clashes.then(|| "the file gives no `id`: the UIDs of this calendar may be those of another; write an `id` of its own".to_owned())
}

/// What is to be said where the lens leaves no event.
fn uncited(view: &View<'_>) -> Option<String> {
    let sources = &view.lens.according_to;
    (view.timeline.events.is_empty() && !sources.is_empty()).then(|| {
        format!(
            "nothing cites {} itself; a source through which another was read does not count",
            or_list(sources.iter().map(|source| ticked(source)))
        )
    })
}
