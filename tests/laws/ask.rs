//! Asking the library, with every answer as a JSON value.

use partnership::agreement::history::History;
use partnership::agreement::lens::Lens as Belief;
use partnership::agreement::{Basis, Timeline};
use partnership::answer::calendar::CalendarArgs;
use partnership::answer::{Lens, Report};
use partnership::date::{Date, Day};
use partnership::file::{self, Reading};
use partnership::formats::{self, Format, Look, Options, csv};
use partnership::questions::Question;
use partnership::questions::ask::Asked;
use partnership::questions::clause::ShowClauseArgs;
use partnership::questions::diff::DiffArgs;
use partnership::questions::event::ShowEventArgs;
use partnership::questions::history::HistoryArgs;
use partnership::questions::learned::LearnedArgs;
use partnership::questions::overview::OverviewArgs;
use partnership::questions::page::PageArgs;
use partnership::questions::party::ShowPartyArgs;
use partnership::questions::source::ShowSourceArgs;
use partnership::questions::terms::TermsArgs;
use partnership::questions::timeline::TimelineArgs;
use partnership::questions::upcoming::UpcomingArgs;
use serde_json::Value;

use super::calendar;
use super::narrow;

/// Reads a file.
pub(super) fn read(text: &str) -> Reading {
    file::read("timeline.toml", text.as_bytes().to_vec(), false)
}

/// A day as the library has it.
pub(super) fn day(text: &str) -> Day {
    text.parse::<Date>()
        .ok()
        .and_then(Date::first)
        .expect("a day")
}

/// A file ready to be asked, by the close of a day.
pub(super) fn with<T>(reading: &Reading, today: &str, ask: impl FnOnce(&Asked<'_>) -> T) -> T {
    within(&reading.timeline, today, ask)
}

/// A timeline, whole or narrowed, ready to be asked.
pub(super) fn within<T>(timeline: &Timeline, today: &str, ask: impl FnOnce(&Asked<'_>) -> T) -> T {
    let history = History::of(timeline);
    ask(&asked(&history, today))
}

fn asked<'t>(history: &'t History<'t>, today: &str) -> Asked<'t> {
    let origin = "the test".to_owned();
    Asked::new(history, day(today), Lens::default(), origin)
}

/// A lens of the library.
pub(super) fn lens(timeline: &Timeline, lens: &narrow::Lens) -> Belief {
    let source = |source: &usize| timeline.ids.sources[format!("source-{source}").as_str()];
    Belief {
        known_by: lens.known_by.map(|known| day(&when(known))),
        according_to: lens.according_to.iter().map(source).collect(),
        basis: Basis::from_word(lens.basis).expect("a basis"),
    }
}

/// A day that an oracle counted, as a WHEN.
pub(super) fn when(day: i64) -> String {
    calendar::written(day)
}

/// A report as a JSON value.
pub(super) fn json(report: &Report) -> Value {
    serde_json::to_value(report).expect("JSON")
}

/// A report as a JSON value, read back from the document that is printed.
pub(super) fn document(report: &Report) -> Value {
    serde_json::from_str(&printed(report, Format::Json)).expect("JSON")
}

/// A report as it is printed, as wide as it gets.
pub(super) fn printed(report: &Report, format: Format) -> String {
    let look = Look {
        width: None,
        color: false,
        ascii: false,
        sources: false,
    };
    printed_as(report, format, look)
}

/// A report as it is printed.
pub(super) fn printed_as(report: &Report, format: Format, look: Look) -> String {
    let options = Options {
        look,
        csv: csv::Options::default(),
        calendar: CalendarArgs::default(),
    };
    formats::print(report, format, &options).text
}

fn answer(question: &impl Question, asked: &Asked<'_>) -> Report {
    question.ask(asked).expect("an answer")
}

/// The first screen.
pub(super) fn overview(asked: &Asked<'_>) -> Report {
    answer(&OverviewArgs, asked)
}

/// What stands on a day, or every clause.
pub(super) fn terms(asked: &Asked<'_>, when: String, all: bool) -> Report {
    let when = Some(when);
    let args = TermsArgs {
        when,
        all,
        ..TermsArgs::default()
    };
    answer(&args, asked)
}

/// What differs between two days.
pub(super) fn diff(asked: &Asked<'_>, from: String, to: String) -> Report {
    let args = DiffArgs {
        from,
        to,
        ..DiffArgs::default()
    };
    answer(&args, asked)
}

/// One clause.
pub(super) fn clause(asked: &Asked<'_>, id: &str, when: &str) -> Report {
    let args = ShowClauseArgs {
        id: Some(id.to_owned()),
        at: Some(when.to_owned()),
    };
    answer(&args, asked)
}

/// All clauses.
pub(super) fn clauses(asked: &Asked<'_>, when: &str) -> Report {
    let at = Some(when.to_owned());
    answer(&ShowClauseArgs { id: None, at }, asked)
}

/// Everything that happened in a range.
pub(super) fn timeline(asked: &Asked<'_>, from: Option<String>, to: Option<String>) -> Report {
    let args = TimelineArgs {
        from,
        to,
        ..TimelineArgs::default()
    };
    answer(&args, asked)
}

/// One event, or an expiry.
pub(super) fn event(asked: &Asked<'_>, id: &str) -> Report {
    let id = Some(id.to_owned());
    answer(&ShowEventArgs { id }, asked)
}

/// All events.
pub(super) fn events(asked: &Asked<'_>) -> Report {
    answer(&ShowEventArgs::default(), asked)
}

/// One party.
pub(super) fn party(asked: &Asked<'_>, id: &str, when: &str) -> Report {
    let args = ShowPartyArgs {
        id: Some(id.to_owned()),
        at: Some(when.to_owned()),
    };
    answer(&args, asked)
}

/// All parties.
pub(super) fn parties(asked: &Asked<'_>) -> Report {
    answer(&ShowPartyArgs::default(), asked)
}

/// One source.
pub(super) fn source(asked: &Asked<'_>, id: &str) -> Report {
    let id = Some(id.to_owned());
    answer(&ShowSourceArgs { id }, asked)
}

/// All sources.
pub(super) fn sources(asked: &Asked<'_>) -> Report {
    answer(&ShowSourceArgs::default(), asked)
}

/// What is scheduled.
pub(super) fn upcoming(asked: &Asked<'_>, within: Option<&str>) -> Report {
    let args = UpcomingArgs {
        within: within.map(str::to_owned),
        ..UpcomingArgs::default()
    };
    answer(&args, asked)
}

/// Every version of every clause.
pub(super) fn history(asked: &Asked<'_>) -> Report {
    answer(&HistoryArgs::default(), asked)
}

/// Everything, for one page.
pub(super) fn page(asked: &Asked<'_>) -> Value {
    document(&answer(&PageArgs::default(), asked))
}

/// What has become known of a day between another day and today.
pub(super) fn learned(timeline: &Timeline, since: &str, at: &str, today: &str) -> Report {
    let whole = History::of(timeline);
    let args = LearnedArgs {
        since: since.to_owned(),
        at: Some(at.to_owned()),
        ..LearnedArgs::default()
    };
    answer(&args, &asked(&whole, today))
}
