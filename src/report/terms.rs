//! What was in force on a day.

use serde::Serialize;

use super::ask::{Records, Refusal};
use super::{At, Body, Report, State, Undecided};
use crate::date::Day;
use crate::timeline::filter::ClauseFilter;

/// The question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The day.
    pub when: String,
    /// Whether to add what is ended, expired or not yet adopted.
    pub all: bool,
    /// Which clauses.
    pub filter: ClauseFilter,
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct TermsOn {
    /// The day.
    pub at: At,
    /// The clauses, by topic.
    pub clauses: Vec<State>,
    /// Changes that may already have happened.
    pub undetermined: Vec<Undecided>,
    /// How many of the clauses that pass the filter have certainly changed between that day and today.
    pub changed_since: usize,
    /// In which years each of the clauses stood, by its id.
    pub years: Years,
}

/// The years of the timeline, and how each clause stood in each.
#[derive(Clone, Debug, Serialize)]
pub struct Years {
    /// The first year.
    pub first: i32,
    /// The last year.
    pub last: i32,
    /// One strip per clause, in the order of `clauses`.
    pub stood: Vec<Vec<Stood>>,
}

/// How a clause stood in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stood {
    /// Never.
    No,
    /// Perhaps: unclear, or a change may have happened.
    Perhaps,
    /// Part of the year.
    Part,
    /// The whole year.
    Whole,
}

/// Tells what was in force.
///
/// # Errors
///
/// Where the WHEN cannot be taken.
pub fn terms(mut records: Records<'_, '_>, question: &Question) -> Result<Report, Refusal> {
    let asked = records.asked;
    let at = asked.at(&question.when)?;
    let mut clauses = Vec::new();
    let mut places = Vec::new();
    let mut undetermined = Vec::new();
    let mut changed_since = 0;
    for clause in records.by_topic() {
        if !question.filter.admits(asked.timeline, clause) {
            continue;
        }
        let state = asked.history.state(clause, at.day);
        undetermined.extend(records.undecided(clause, state.pending, None));
        changed_since += usize::from(at.day < asked.today && changed(&records, clause, at.day));
        if question.all || state.status.stands() {
            clauses.push(records.state(clause, at.day));
            places.push(clause);
        }
    }
    let years = years(&records, &places);
    Ok(records.finish(
        "terms",
        Body::Terms(TermsOn {
            at,
            clauses,
            undetermined,
            changed_since,
            years,
        }),
    ))
}

fn changed(records: &Records<'_, '_>, clause: usize, day: Day) -> bool {
    let history = records.asked.history;
    let between = history.lives[clause].between(day, records.asked.today);
    between
        .iter()
        .any(|h| h.expiry || history.timeline.change(h.at).action != crate::timeline::Action::Keep)
}

/// The first and last year in which anything is dated, or the year of today.
#[must_use]
pub fn span(records: &Records<'_, '_>) -> (i32, i32) {
    let asked = records.asked;
    let bounds = asked.listing().into_iter().map(|listed| asked.days(listed));
    let years: Vec<i32> = bounds
        .flat_map(|b| [b.first, b.last])
        .flatten()
        .map(Day::year)
        .collect();
    let today = asked.today.year();
    (
        years.iter().min().copied().unwrap_or(today),
        years.iter().max().copied().unwrap_or(today),
    )
}

fn years(records: &Records<'_, '_>, clauses: &[usize]) -> Years {
    let (first, last) = span(records);
    let stood = clauses
        .iter()
        .map(|clause| {
            (first..=last)
                .map(|year| stood(records, *clause, year))
                .collect()
        })
        .collect();
    Years { first, last, stood }
}

/// How a clause stood in a year: by its certain versions, and by the changes that may have happened.
fn stood(records: &Records<'_, '_>, clause: usize, year: i32) -> Stood {
    let (Some(first), Some(last)) = (Day::new(year, 1, 1), Day::new(year, 12, 31)) else {
        return Stood::No;
    };
    let life = &records.asked.history.lives[clause];
    let mut days = 0;
    let mut perhaps = !life.state(last).pending.is_empty() || !life.state(first).pending.is_empty();
    for (place, version) in life.versions.iter().enumerate() {
        let Some((from, to)) = life.days(place).filter(|_| version.status.stands()) else {
            continue;
        };
        let (from, to) = (from.max(first), to.unwrap_or(last).min(last));
        if from <= to {
            perhaps |= version.status == crate::timeline::Status::Unclear;
            days += from.days_until(to) + 1;
        }
    }
    match days {
        _ if perhaps => Stood::Perhaps,
        0 => Stood::No,
        days if days > first.days_until(last) => Stood::Whole,
        _ => Stood::Part,
    }
}
