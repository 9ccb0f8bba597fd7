//! How a question is answered: load, narrow, ask, print.

use crate::agreement::history::History;
use crate::agreement::{Basis, lens};
use crate::answer::Lens;
use crate::answer::calendar::CalendarArgs;
use crate::answer::{Format, Look};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::formats::{self, Options};
use crate::questions::filters::flag;
use crate::questions::view::{Refusal, View};
use crate::questions::{Question, page, suppose};
use crate::shell::global::{Call, Global};
use crate::shell::input;
use crate::shell::outcome::{Exit, Failure, Out, Outcome};
use crate::text::words::{or_list, ticked};

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
    if format == Format::Html && world.terminal.is_some() {
        let flags = flags(global);
        let help = format!("write it to a file: `partnership page -o agreement.html{flags}`");
        return Err(Refusal::new("the page is for a browser, not for a terminal", help).into());
    }
    let input = input::timeline(global.file.as_deref(), world)?;
    let reading = file::read(&input.name, input.bytes, false);
    if !reading.is_sound() {
        return Err(Failure::Unsound(Box::new(reading)));
    }
    let today = global.today(world)?;
    let whole = &reading.history;
    let (lens, named) = lens(global, whole, today)?;
    let narrows = lens != lens::Lens::default();
    let narrowed = narrows.then(|| History::of(lens.narrow(&whole.timeline)));
    let history = narrowed.as_ref().unwrap_or(whole);
    let mut view = View::new(history, today, named, input.path);
    view.flags = flags(global);
    view.whole = Some((whole, &lens));
    let report = question.ask(&view)?;
    let options = Options {
        look,
        csv: formats::csv::Options {
            safe: global.csv_safe,
            bom: global.csv_bom,
            terminal: world.terminal.is_some(),
        },
        calendar: calendar.clone(),
    };
    let mut notes = report.remarks.clone();
    notes.extend(uncited(&view));
    notes.extend(view.lens.suppose.iter().filter_map(suppose::idle));
    notes.extend(unchanged(format, look));
    if format == Format::Ics {
        notes.extend(unnamed(&reading));
        let left_out = report.answer.calendar(&report.context, calendar).left_out;
        notes.extend(
            left_out
                .iter()
                .map(|what| format!("not in the calendar: {what}")),
        );
    }
    let exit = if report.is_no { Exit::No } else { Exit::Done };
    let mut out = Out::new(move |to| formats::write(&report, format, &options, to));
    if format == Format::Html {
        let page = out.text();
        if page.len() > page::MOST {
            return Err(page::too_large().into());
        }
        out = page.into();
    }
    // No call waits until a large timeline is taken apart; where there is no thread to be had, it is done here.
    let _ = std::thread::Builder::new().spawn(|| drop(reading));
    Ok(Outcome { out, notes, exit })
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
    Err(Refusal::new(
        format!("this answer cannot be printed as `{}`", format.word()),
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

/// What is believed and supposed, and how that is named.
fn lens(global: &Global, whole: &History, today: Day) -> Result<(lens::Lens, Lens), Refusal> {
    let (mut found, mut named) = <(lens::Lens, Lens)>::default();
    (found.basis, named.basis) = (global.basis, global.basis);
    if global.known_by.is_none() && global.according_to.is_empty() && global.suppose.is_empty() {
        return Ok((found, named));
    }
    let view = View::new(whole, today, Lens::default(), None);
    let known_by = global.known_by.as_ref().map(|when| view.at(when));
    let sources = global.according_to.iter().map(|id| view.source(id));
    found.known_by = known_by.transpose()?.map(|at| at.day);
    found.according_to = sources.collect::<Result<_, _>>()?;
    found.according_to.sort_unstable();
    found.according_to.dedup();
    let sources = found.according_to.iter();
    let sources = sources.map(|place| whole.timeline.sources[*place].id.clone());
    named.known_by.clone_from(&global.known_by);
    named.according_to = sources.collect();
    for text in &global.suppose {
        let narrowed = History::of(found.narrow(&whole.timeline));
        let mut view = View::new(&narrowed, today, Lens::default(), None);
        view.whole = Some((whole, &found));
        let (supposition, of) = suppose::read(&view, text)?;
        found.suppose.push(supposition);
        named.suppose.push(of);
    }
    Ok((found, named))
}

/// The flags that choose the timeline and the lens, as a call needs them again.
fn flags(global: &Global) -> String {
    let file = global.file.as_ref();
    let file = file.map(|file| flag("--file", &file.to_string_lossy()));
    let known_by = global.known_by.as_ref();
    let known_by = known_by.map(|when| flag("--known-by", when));
    let sources = global.according_to.iter();
    let sources = sources.map(|source| flag("--according-to", source));
    let basis = global.basis != Basis::Inferred;
    let basis = basis.then(|| flag("--basis", global.basis.word()));
    let suppose = global.suppose.iter();
    let suppose = suppose.map(|text| flag("--suppose", text));
    let flags = file.into_iter().chain(known_by).chain(sources);
    let flags = flags.chain(basis).chain(suppose);
    flags.collect()
}
