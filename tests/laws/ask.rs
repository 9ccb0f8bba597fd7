//! Asking the library, with every answer as a JSON value.

use partnership::agreement::filter::{ClauseFilter, EventFilter};
use partnership::agreement::history::History;
use partnership::agreement::lens::Lens as Belief;
use partnership::agreement::{Basis, Timeline};
use partnership::date::{Date, Day};
use partnership::file::{self, Reading};
use partnership::formats;
use partnership::report::ask::{Asked, Records};
use partnership::report::{self, Lens, Report};
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
    serde_json::from_str(&formats::json(report)).expect("JSON")
}

/// The first screen.
pub(super) fn overview(asked: &Asked<'_>) -> Report {
    report::overview::overview(Records::new(asked))
}

/// What stands on a day, or every clause.
pub(super) fn terms(asked: &Asked<'_>, when: String, all: bool) -> Report {
    let question = report::terms::Question {
        when,
        all,
        filter: ClauseFilter::default(),
    };
    report::terms::terms(Records::new(asked), &question).expect("an answer")
}

/// What differs between two days.
pub(super) fn diff(asked: &Asked<'_>, from: String, to: String) -> Report {
    let question = report::diff::Question {
        from,
        to,
        filter: ClauseFilter::default(),
        again: String::new(),
    };
    report::diff::difference(Records::new(asked), &question).expect("an answer")
}

/// One clause.
pub(super) fn clause(asked: &Asked<'_>, id: &str, when: &str) -> Report {
    report::clause::clause(Records::new(asked), id, when).expect("an answer")
}

/// All clauses.
pub(super) fn clauses(asked: &Asked<'_>, when: &str) -> Report {
    report::clause::clauses(Records::new(asked), when).expect("an answer")
}

/// Everything that happened in a range.
pub(super) fn timeline(asked: &Asked<'_>, from: Option<String>, to: Option<String>) -> Report {
    let question = report::timeline::Question {
        from,
        to,
        filter: EventFilter::default(),
        limit: None,
        reverse: false,
    };
    report::timeline::timeline(Records::new(asked), &question).expect("an answer")
}

/// One event, or an expiry.
pub(super) fn event(asked: &Asked<'_>, id: &str) -> Report {
    report::event::event(Records::new(asked), id).expect("an answer")
}

/// All events.
pub(super) fn events(asked: &Asked<'_>) -> Report {
    report::event::events(Records::new(asked))
}

/// One party.
pub(super) fn party(asked: &Asked<'_>, id: &str, when: &str) -> Report {
    report::party::party(Records::new(asked), id, when).expect("an answer")
}

/// All parties.
pub(super) fn parties(asked: &Asked<'_>) -> Report {
    report::party::parties(Records::new(asked))
}

/// One source.
pub(super) fn source(asked: &Asked<'_>, id: &str) -> Report {
    report::source::source(Records::new(asked), id).expect("an answer")
}

/// All sources.
pub(super) fn sources(asked: &Asked<'_>) -> Report {
    report::source::sources(Records::new(asked))
}

/// What is scheduled.
pub(super) fn upcoming(asked: &Asked<'_>, within: Option<&str>) -> Report {
    report::upcoming::upcoming(Records::new(asked), within).expect("an answer")
}

/// Every version of every clause.
pub(super) fn history(asked: &Asked<'_>) -> Report {
    report::history::history(Records::new(asked), &ClauseFilter::default())
}

/// Everything, for one page.
pub(super) fn page(asked: &Asked<'_>) -> Value {
    let question = report::page::Question::default();
    let report = report::page::page(Records::new(asked), &question).expect("an answer");
    serde_json::from_str(&formats::json::render(&report)).expect("JSON")
}

/// What has become known of a day between another day and today.
pub(super) fn learned(timeline: &Timeline, since: &str, at: &str, today: &str) -> Report {
    let by = |day| {
        let lens = Belief {
            known_by: Some(day),
            ..Belief::default()
        };
        lens.narrow(timeline)
    };
    let whole = History::of(timeline);
    let question = report::learned::Question {
        since: asked(&whole, today).at(since).expect("a day"),
        at: asked(&whole, today).at(at).expect("a day"),
        filter: ClauseFilter::default(),
        again: String::new(),
    };
    let (then, now) = (by(question.since.day), by(day(today)));
    let (then, now) = (History::of(&then), History::of(&now));
    let (then, now) = (asked(&then, today), asked(&now, today));
    report::learned::learned(Records::new(&then), Records::new(&now), &question)
}
