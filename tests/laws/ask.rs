//! Asking the library, with every answer as a JSON value.

use partnership::agreement::Timeline;
use partnership::agreement::history::History;
use partnership::agreement::lens::Lens as Belief;
use partnership::answer::{Format, Look};
use partnership::answer::{Lens, Report};
use partnership::date::{Date, Day};
use partnership::file::{self, Reading};
use partnership::formats::{self, Options};
use partnership::questions::Question;
use partnership::questions::chart::ChartArgs;
use partnership::questions::clause::ShowClauseArgs;
use partnership::questions::diff::DiffArgs;
use partnership::questions::event::ShowEventArgs;
use partnership::questions::history::HistoryArgs;
use partnership::questions::learned::LearnedArgs;
use partnership::questions::overview::OverviewArgs;
use partnership::questions::page::PageArgs;
use partnership::questions::party::ShowPartyArgs;
use partnership::questions::show::ShowArgs;
use partnership::questions::source::ShowSourceArgs;
use partnership::questions::terms::TermsArgs;
use partnership::questions::timeline::TimelineArgs;
use partnership::questions::upcoming::UpcomingArgs;
use partnership::questions::view::View;
use proptest::prelude::TestCaseError;
use proptest::sample::Index;
use serde_json::Value;

use super::calendar;
use super::narrow;
use super::oracle::Oracle;
use super::world::World;

/// Reads a file.
pub(crate) fn read(text: &str) -> Reading {
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
pub(super) fn with<T>(reading: &Reading, today: &str, ask: impl FnOnce(&View<'_>) -> T) -> T {
    ask(&view(&reading.history, today))
}

/// A timeline, whole or narrowed, ready to be asked.
pub(super) fn within<T>(timeline: &Timeline, today: &str, ask: impl FnOnce(&View<'_>) -> T) -> T {
    let history = History::of(timeline.clone());
    ask(&view(&history, today))
}

/// What was read, ready to be asked, by the close of a day.
pub(crate) fn view<'t>(history: &'t History, today: &str) -> View<'t> {
    View::new(history, day(today), Lens::default(), None)
}

/// A lens of the library.
pub(super) fn lens(timeline: &Timeline, lens: &narrow::Lens) -> Belief {
    let source = |source: &usize| timeline.ids.sources[format!("source-{source}").as_str()];
    Belief {
        known_by: lens.known_by.map(|known| day(&when(known))),
        according_to: lens.according_to.iter().map(source).collect(),
        basis: lens.basis.parse().expect("a basis"),
        suppose: Vec::new(),
    }
}

/// A day that an oracle counted, as a WHEN.
pub(super) fn when(day: i64) -> String {
    calendar::written(day)
}

/// A report as a JSON value.
pub(crate) fn json(report: &Report) -> Value {
    serde_json::to_value(report).expect("JSON")
}

/// A report as a JSON value, read back from the document that is printed.
pub(crate) fn document(report: &Report) -> Value {
    serde_json::from_str(&printed(report, Format::Json)).expect("JSON")
}

/// A report as it is printed, as wide as it gets.
pub(crate) fn printed(report: &Report, format: Format) -> String {
    let look = Look {
        width: None,
        color: false,
        ascii: false,
        verbose: false,
        sources: false,
        spoken: format != Format::Table,
    };
    printed_as(report, format, look)
}

/// A report as it is printed.
pub(crate) fn printed_as(report: &Report, format: Format, look: Look) -> String {
    let options = Options {
        look,
        ..Options::default()
    };
    let mut text = Vec::new();
    formats::write(report, format, &options, &mut text).expect("a text");
    String::from_utf8(text).expect("UTF-8")
}

fn answer(question: &impl Question, view: &View<'_>) -> Report {
    question.ask(view).expect("an answer")
}

/// The first screen.
pub(super) fn overview(view: &View<'_>) -> Report {
    answer(&OverviewArgs, view)
}

/// What stands on a day, or every clause.
pub(crate) fn terms(view: &View<'_>, when: String, all: bool) -> Report {
    let when = Some(when);
    let args = TermsArgs {
        when,
        all,
        ..TermsArgs::default()
    };
    answer(&args, view)
}

/// What differs between two days.
pub(crate) fn diff(view: &View<'_>, from: String, to: String) -> Report {
    let args = DiffArgs {
        from,
        to: Some(to),
        ..DiffArgs::default()
    };
    answer(&args, view)
}

/// One clause.
pub(crate) fn clause(view: &View<'_>, id: &str, when: &str) -> Report {
    let args = ShowClauseArgs {
        id: Some(id.to_owned()),
        at: Some(when.to_owned()),
    };
    answer(&args, view)
}

/// All clauses.
pub(crate) fn clauses(view: &View<'_>, when: &str) -> Report {
    let at = Some(when.to_owned());
    answer(&ShowClauseArgs { id: None, at }, view)
}

/// Everything that happened in a range.
pub(crate) fn timeline(view: &View<'_>, from: Option<String>, to: Option<String>) -> Report {
    let args = TimelineArgs {
        from,
        to,
        ..TimelineArgs::default()
    };
    answer(&args, view)
}

/// One event, or an expiry.
pub(crate) fn event(view: &View<'_>, id: &str) -> Report {
    let id = Some(id.to_owned());
    answer(
        &ShowEventArgs {
            id,
            possibly: false,
        },
        view,
    )
}

/// All events.
pub(crate) fn events(view: &View<'_>) -> Report {
    answer(&ShowEventArgs::default(), view)
}

/// One party.
pub(crate) fn party(view: &View<'_>, id: &str, when: &str) -> Report {
    let args = ShowPartyArgs {
        id: Some(id.to_owned()),
        at: Some(when.to_owned()),
    };
    answer(&args, view)
}

/// All parties.
pub(crate) fn parties(view: &View<'_>) -> Report {
    answer(&ShowPartyArgs::default(), view)
}

/// One source.
pub(crate) fn source(view: &View<'_>, id: &str) -> Report {
    let id = Some(id.to_owned());
    answer(&ShowSourceArgs { id }, view)
}

/// All sources.
pub(crate) fn sources(view: &View<'_>) -> Report {
    answer(&ShowSourceArgs::default(), view)
}

/// What is scheduled.
pub(crate) fn upcoming(view: &View<'_>, within: Option<&str>) -> Report {
    let args = UpcomingArgs {
        within: within.map(|span| span.parse().expect("a length of time")),
        ..UpcomingArgs::default()
    };
    answer(&args, view)
}

/// The life of every clause on a scale.
pub(crate) fn chart(view: &View<'_>, from: Option<String>, to: Option<String>) -> Report {
    let args = ChartArgs {
        from,
        to,
        ..ChartArgs::default()
    };
    answer(&args, view)
}

/// Every version of every clause.
pub(crate) fn history(view: &View<'_>) -> Report {
    answer(&HistoryArgs::default(), view)
}

/// Whatever some words mean.
pub(super) fn show(view: &View<'_>, words: &str) -> Report {
    let args = ShowArgs {
        words: words.split(' ').map(str::to_owned).collect(),
        ..ShowArgs::default()
    };
    answer(&args, view)
}

/// Everything, for one page.
pub(crate) fn page(view: &View<'_>) -> Report {
    answer(&PageArgs::default(), view)
}

/// What has become known of a day between another day and today.
pub(crate) fn learned(timeline: &Timeline, since: &str, at: &str, today: &str) -> Report {
    let whole = History::of(timeline.clone());
    let args = LearnedArgs {
        from: Some(since.to_owned()),
        at: Some(at.to_owned()),
        ..LearnedArgs::default()
    };
    answer(&args, &view(&whole, today))
}

/// Checks the difference between two days of a sound world.
pub(super) fn differences(
    world: &World,
    [one, other]: [Index; 2],
    check: impl Fn(&Report) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let (text, days) = (world.toml(), Oracle::new(world).days());
    let reading = read(&text);
    if days.is_empty() || !reading.is_sound() {
        return Ok(());
    }
    let (one, other) = (*one.get(&days), *other.get(&days));
    let (from, to) = (when(one.min(other)), when(one.max(other)));
    let report = with(&reading, "2022-06-15", |view| {
        diff(view, from.clone(), to.clone())
    });
    check(&report)
        .map_err(|error| TestCaseError::fail(format!("from {from} to {to}: {error}\n{text}")))
}
