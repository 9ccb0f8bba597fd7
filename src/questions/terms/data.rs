//! What was in force on a day.

use serde::Serialize;

use super::TermsArgs;
use crate::agreement::Action;
use crate::agreement::steps::{Happening, Instant};
use crate::answer::{At, State, Undecided};
use crate::questions::filters::as_filter;
use crate::questions::recorder::Recorder;
use crate::questions::view::Refusal;

#[derive(Clone, Debug, Serialize)]
pub struct TermsOn {
    pub at: At,
    pub clauses: Vec<State>,
    pub undetermined: Vec<Undecided>,
    /// How many of the clauses that pass the filter have certainly changed between that day and today.
    pub changed_since: usize,
}

pub(super) fn terms(records: &mut Recorder<'_, '_>, args: &TermsArgs) -> Result<TermsOn, Refusal> {
    let view = records.view;
    let filter = args.filter.resolve(view)?;
    let when = args.when.as_deref().or(args.at.as_deref());
    let when = when.unwrap_or("today");
    let at = (view.at(when)).map_err(|why| as_filter(view, "terms", when, why))?;
    let mut clauses = Vec::new();
    let mut undetermined = Vec::new();
    let mut changed_since = 0;
    for clause in records.by_topic() {
        if !filter.admits(view.history, clause, &[at.instant]) {
            continue;
        }
        let state = view.history.state(clause, at.instant);
        undetermined.extend(records.undecided(clause, &state.pending, None));
        changed_since += usize::from(at.day < view.today && changed(records, clause, at.instant));
        if args.all || state.status.stands() {
            clauses.push(records.state(clause, at.instant));
        }
    }
    Ok(TermsOn {
        at,
        clauses,
        undetermined,
        changed_since,
    })
}

fn changed(records: &Recorder<'_, '_>, clause: usize, at: Instant) -> bool {
    let history = records.view.history;
    let between = history.lives[clause].between(at, records.view.today);
    let changes = |h: &Happening| h.expiry || history.timeline.change(h.at).action != Action::Keep;
    between.iter().any(changes)
}
