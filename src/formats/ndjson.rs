//! One JSON record a line, for loading into a database.

use serde::Serialize;

use crate::report::terms::TermsOn;
use crate::report::{At, Body, Report, State, Undecided};

/// The records of a report, or `None` where it has none: only timelines, terms and histories do.
#[must_use]
pub fn render(report: &Report) -> Option<String> {
    match &report.body {
        Body::Timeline(body) => Some(lines(&body.events)),
        Body::Terms(body) => Some(lines(standings(body))),
        Body::History(body) => Some(lines(&body.versions)),
        _ => None,
    }
}

/// A clause with the day on which it stands so, and what may have happened to it by then.
#[derive(Serialize)]
struct Standing<'a> {
    at: &'a At,
    #[serde(flatten)]
    state: &'a State,
    undetermined: Vec<&'a Undecided>,
}

fn standings(body: &TermsOn) -> impl Iterator<Item = Standing<'_>> {
    body.clauses.iter().map(|state| Standing {
        at: &body.at,
        state,
        undetermined: pending(&body.undetermined, &state.id),
    })
}

fn pending<'a>(undetermined: &'a [Undecided], clause: &str) -> Vec<&'a Undecided> {
    let of_clause = undetermined.iter().filter(|found| found.clause == clause);
    of_clause.collect()
}

fn lines<T: Serialize>(records: impl IntoIterator<Item = T>) -> String {
    records.into_iter().map(|record| line(&record)).collect()
}

fn line<T: Serialize>(record: &T) -> String {
    let mut text = serde_json::to_string(record)
        .unwrap_or_else(|_| unreachable!("a record has text keys and finite numbers"));
    text.push('\n');
    text
}
