//! The life of a clause as stretches of days, for whoever draws it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Action, History, Life, State, Status, Step};
use crate::date::{Date, Day};

/// How a clause stands on a day, for a drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    No,
    #[default]
    #[serde(rename = "in force")]
    InForce,
    Unclear,
    /// It is in force, and what it says may change on this day, or may have.
    Changing,
    /// It may begin or end on this day, or may have.
    Perhaps,
}

/// A stretch of days on which a clause stands in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    pub from: Day,
    pub to: Day,
    pub stands: Standing,
}

/// The stretches of a life from one day to another, by the closes of its days. From the first day of a change to the eve
/// of its last there is doubt: of whether the clause stands, or only of what it says.
pub fn stretches(history: &History, clause: usize, (from, to): (Day, Day)) -> Vec<Stretch> {
    let stretch = |from: Day| {
        let stands = standing(&history.state(clause, from));
        Stretch { from, to, stands }
    };
    let turns = turns(history, clause, (from, to)).into_iter();
    let mut found: Vec<Stretch> = turns.map(stretch).collect();
    found.dedup_by_key(|stretch| stretch.stands);
    for place in 1..found.len() {
        found[place - 1].to = found[place].from.pred().unwrap_or(to);
    }
    found
}

/// The days from which on a clause may stand or read otherwise than the day before, the first day always.
pub fn turns(history: &History, clause: usize, (from, to): (Day, Day)) -> Vec<Day> {
    let bounding = history.bounding(clause).into_iter();
    let lives = [clause].into_iter().chain(bounding);
    let lives: Vec<&Life> = lives.map(|place| &*history.lives[place]).collect();
    let mut days = BTreeSet::from([from]);
    for step in lives.iter().flat_map(|life| &life.steps) {
        let through = history.timeline.change(step.at).through;
        let over = through.and_then(Date::last).and_then(Day::succ);
        let turns = [step.bounds.first, step.bounds.last, over];
        days.extend(turns.into_iter().flatten());
    }
    for version in lives.iter().flat_map(|life| &life.versions) {
        days.extend(version.expiry().and_then(|(day, _)| day.succ()));
    }
    let days = days.into_iter();
    days.filter(|day| from <= *day && *day <= to).collect()
}

/// How a clause stands in a state, by what each open change would do to it.
pub fn standing(state: &State<'_>) -> Standing {
    let mut steps = state.pending.iter();
    let ends = |step: &Step| {
        matches!(step.action, Action::End | Action::Unclear) || step.is_over(state.at.day)
    };
    let is_idle = |step: &Step| step.action == Action::Unclear && step.is_bare;
    match state.status {
        Status::InForce if state.pending.is_empty() => Standing::InForce,
        Status::InForce if steps.any(ends) => Standing::Perhaps,
        Status::InForce => Standing::Changing,
        Status::Unclear if steps.all(is_idle) => Standing::Unclear,
        Status::Ended | Status::Expired | Status::NotYet if state.pending.is_empty() => {
            Standing::No
        }
        _ => Standing::Perhaps,
    }
}
