//! Asking the library, with every answer as a JSON value.

use partnership::date::{Date, Day};
use partnership::file::{self, Reading};
use partnership::render;
use partnership::report::ask::{Asked, Records};
use partnership::report::{self, Lens, Report};
use partnership::timeline::filter::{ClauseFilter, EventFilter};
use partnership::timeline::history::History;
use serde_json::Value;

use super::calendar;

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
    let history = History::of(&reading.timeline);
    ask(&Asked::new(
        &history,
        day(today),
        Lens::default(),
        "the test".to_owned(),
    ))
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
    serde_json::from_str(&render::json(report)).expect("JSON")
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
