//! What was in force on a day.

use std::collections::BTreeSet;

use serde::Serialize;

use super::TermsArgs;
use crate::agreement::Action;
use crate::agreement::lanes::{self, Coverage};
use crate::agreement::steps::{Happening, Instant};
use crate::answer::{At, State, Undecided};
use crate::date::Day;
use crate::questions::recorder::Recorder;
use crate::questions::view::Refusal;

#[derive(Clone, Debug, Serialize)]
pub struct TermsOn {
    pub at: At,
    pub clauses: Vec<State>,
    pub undetermined: Vec<Undecided>,
    /// How many of the clauses that pass the filter have certainly changed between that day and today.
    pub changed_since: usize,
    /// In which years each of the clauses stood, by its id.
    pub years: Years,
}

/// The years of the timeline, and how each clause stood in each.
#[derive(Clone, Debug, Serialize)]
pub struct Years {
    pub first: i32,
    pub last: i32,
    pub step: usize,
    /// One strip per clause, in the order of `clauses`.
    pub stood: Vec<Vec<Coverage>>,
}

pub(super) fn terms(records: &mut Recorder<'_, '_>, args: &TermsArgs) -> Result<TermsOn, Refusal> {
    let view = records.view;
    let filter = args.filter.resolve(view)?;
    let when = args.when.as_deref().or(args.at.as_deref());
    let at = view.at(when.unwrap_or("today"))?;
    let mut clauses = Vec::new();
    let mut places = Vec::new();
    let mut undetermined = Vec::new();
    let mut changed_since = 0;
    for clause in records.by_topic() {
        if !filter.admits(view.timeline, clause) {
            continue;
        }
        let state = view.history.state(clause, at.instant);
        undetermined.extend(records.undecided(clause, &state.pending, None));
        changed_since += usize::from(at.day < view.today && changed(records, clause, at.instant));
        if args.all || state.status.stands() {
            clauses.push(records.state(clause, at.instant));
            places.push(clause);
        }
    }
    let years = years(records, &places);
    Ok(TermsOn {
        at,
        clauses,
        undetermined,
        changed_since,
        years,
    })
}

fn changed(records: &Recorder<'_, '_>, clause: usize, at: Instant) -> bool {
    let history = records.view.history;
    let between = history.lives[clause].between(at, records.view.today);
    let changes = |h: &Happening| h.expiry || history.timeline.change(h.at).action != Action::Keep;
    between.iter().any(changes)
}

/// The first and last year in which anything is dated, or the year of today.
pub fn span(records: &Recorder<'_, '_>) -> (i32, i32) {
    let view = records.view;
    let bounds = view.listing().into_iter().map(|listed| view.days(listed));
    let days = bounds.flat_map(|bounds| [bounds.first, bounds.last]);
    let years: BTreeSet<i32> = days.flatten().map(Day::year).collect();
    let years = years.first().copied().zip(years.last().copied());
    years.unwrap_or((view.today.year(), view.today.year()))
}

/// The most cells of a strip.
const CELLS: usize = 60;

fn years(records: &Recorder<'_, '_>, clauses: &[usize]) -> Years {
    let (first, last) = span(records);
    let length = usize::try_from(last - first + 1).unwrap_or(1);
    let mut steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter();
    let step = steps.find(|step| length.div_ceil(*step) <= CELLS);
    let step = step.unwrap_or(1000);
    let cell = |year: i32| {
        let end = (year + i32::try_from(step).unwrap_or(1) - 1).min(last);
        Day::new(year, 1, 1).zip(Day::new(end, 12, 31))
    };
    let cells: Vec<(Day, Day)> = (first..=last).step_by(step).filter_map(cell).collect();
    let strip = |clause: &usize| {
        let Some(((from, _), (_, to))) = cells.first().zip(cells.last()) else {
            return Vec::new();
        };
        let life = &records.view.history.lives[*clause];
        let stretches = lanes::stretches(records.view.timeline, life, (*from, *to));
        let stood = |cell: &(Day, Day)| match lanes::count_days(&stretches, *cell).coverage() {
            Coverage::No if lanes::is_momentary(life, *cell) => Coverage::Part,
            stood => stood,
        };
        cells.iter().map(stood).collect()
    };
    Years {
        first,
        last,
        step,
        stood: clauses.iter().map(strip).collect(),
    }
}
