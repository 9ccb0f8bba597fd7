//! The life of a clause as stretches of days, for whoever draws it.

use serde::Serialize;

use super::history::{History, Life, State};
use super::model::{Change, Timeline};
use super::steps::Step;
use super::values::{Action, Status};
use crate::date::{Date, Day};

/// How a clause stands on a day, for a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    No,
    #[serde(rename = "in force")]
    InForce,
    /// Whether it stands is not known.
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

/// The stretches of a life from one day to another, without a gap. Between the first and the last day of a change there
/// is doubt: of whether the clause stands, or only of what it says.
pub fn stretches(history: &History, clause: usize, (from, to): (Day, Day)) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let lives = bounded(history, clause);
    let turns = turns(history, clause, (from, to));
    for (place, start) in turns.iter().enumerate() {
        let end = turns.get(place + 1).and_then(|next| next.pred());
        let stands = stands(history, clause, &lives, *start);
        let (from, to) = (*start, end.unwrap_or(to));
        match found.last_mut().filter(|last| last.stands == stands) {
            Some(last) => last.to = to,
            None => found.push(Stretch { from, to, stands }),
        }
    }
    found
}

/// The life of a clause, and that of the clause which bounds it.
fn bounded(history: &History, clause: usize) -> Vec<&Life> {
    let bounding = history.bounding(clause).into_iter();
    let lives = [clause].into_iter().chain(bounding);
    lives.map(|place| &*history.lives[place]).collect()
}

/// The days from which on a clause may stand or read otherwise than the day before, the first day always.
pub fn turns(history: &History, clause: usize, (from, to): (Day, Day)) -> Vec<Day> {
    let lives = bounded(history, clause);
    let mut days = vec![from];
    for step in lives.iter().flat_map(|life| &life.steps) {
        let after = step.bounds.last.and_then(Day::succ);
        let through = history.timeline.change(step.at).through;
        let over = through.and_then(Date::last).and_then(Day::succ);
        let turns = [step.bounds.first, step.bounds.last, after, over];
        days.extend(turns.into_iter().flatten());
    }
    for version in lives.iter().flat_map(|life| &life.versions) {
        days.extend(version.expiry().and_then(|(day, _)| day.succ()));
    }
    days.retain(|day| from <= *day && *day <= to);
    days.sort_unstable();
    days.dedup();
    days
}

/// How a clause stands on a day: as at its close, unless a change falls on it, or may have.
fn stands(history: &History, clause: usize, lives: &[&Life], day: Day) -> Standing {
    let found = at_close(history, clause, day);
    // On the last day of its doubt a change is certain by the close, but not before.
    let closes = |step: &Step| step.bounds.last == Some(day) && step.bounds.first != Some(day);
    let mut steps = lives.iter().flat_map(|life| &life.steps);
    let eve = day.pred().filter(|_| steps.any(closes));
    let before = eve.map(|eve| at_close(history, clause, eve));
    match (before, found) {
        (Some(Standing::Perhaps), _) => Standing::Perhaps,
        (Some(Standing::Changing), Standing::InForce) => Standing::Changing,
        _ => found,
    }
}

fn at_close(history: &History, clause: usize, day: Day) -> Standing {
    standing(&history.timeline, &history.state(clause, day))
}

/// How a clause stands in a state, by what each open change would do to it.
pub fn standing(timeline: &Timeline, state: &State<'_>) -> Standing {
    let mut pending = state.pending.iter().map(|step| timeline.change(step.at));
    let mut steps = state.pending.iter();
    // Under a lens, a source may give values to any change.
    let does_only =
        |change: &Change, action| change.action == action && change.names().next().is_none();
    let ends = |step: &Step| {
        matches!(step.action, Action::End | Action::Unclear) || step.is_over(state.at.day)
    };
    match state.status {
        Status::InForce if steps.any(ends) => Standing::Perhaps,
        Status::InForce if pending.any(|change| !does_only(change, Action::Keep)) => {
            Standing::Changing
        }
        Status::InForce => Standing::InForce,
        Status::Unclear if pending.all(|change| does_only(change, Action::Unclear)) => {
            Standing::Unclear
        }
        Status::Ended | Status::Expired | Status::NotYet if state.pending.is_empty() => {
            Standing::No
        }
        _ => Standing::Perhaps,
    }
}
