//! The difference of two days: what stood on the one and not on the other, and what changed between.

use super::history::{Happening, History, Life, State};
use super::model::{Action, Status, words};
use crate::date::Day;

words! {
    /// How a clause got from one day to the other.
    How {
        /// It came into force.
        Adopted = "adopted",
        /// The parties changed it.
        Amended = "amended",
        /// Only more of it became known.
        Disclosed = "disclosed",
        /// Whether it stands is no longer known.
        Unclear = "unclear",
        /// An event ended it.
        Ended = "ended",
        /// Its `through` passed.
        Expired = "expired",
        /// It came and went in between.
        Interim = "interim",
        /// It reads as before.
        Unchanged = "unchanged",
    }
}

/// One clause from an earlier day to a later one.
#[derive(Debug)]
pub struct ClauseDiff<'a> {
    /// The clause.
    pub clause: usize,
    /// What became of it.
    pub how: How,
    /// Its state at the close of the earlier day.
    pub before: State<'a>,
    /// Its state at the close of the later day.
    pub after: State<'a>,
    /// What certainly happened to it in between, in order.
    pub between: Vec<Happening>,
}

/// Every clause that stood on either day or was touched in between, in the order of the file.
///
/// `from` must not lie after `to`; going backwards is the mirror of going forwards.
#[must_use]
pub fn diff<'a>(history: &'a History<'_>, from: Day, to: Day) -> Vec<ClauseDiff<'a>> {
    (0..history.lives.len())
        .filter_map(|clause| clause_diff(history, clause, from, to))
        .collect()
}

fn clause_diff<'a>(
    history: &'a History<'_>,
    clause: usize,
    from: Day,
    to: Day,
) -> Option<ClauseDiff<'a>> {
    let life = &history.lives[clause];
    let (before, after) = (life.state(from), life.state(to));
    let between = life.between(from, to);
    let how = match (before.status.stands(), after.status.stands()) {
        (false, true) => How::Adopted,
        (true, false) if after.status == Status::Expired => How::Expired,
        (true, false) => How::Ended,
        (true, true) if reads_the_same(history, life, &before, &after) => How::Unchanged,
        (true, true) if after.status == Status::Unclear && before.status != Status::Unclear => {
            How::Unclear
        }
        (true, true) if before.status == after.status && only_disclosed(history, &between) => {
            How::Disclosed
        }
        (true, true) => How::Amended,
        (false, false) if stood_between(history, clause, from, to) => How::Interim,
        (false, false) if between.is_empty() => return None,
        (false, false) => How::Unchanged,
    };
    Some(ClauseDiff {
        clause,
        how,
        before,
        after,
        between,
    })
}

fn reads_the_same(
    history: &History<'_>,
    life: &Life,
    before: &State<'_>,
    after: &State<'_>,
) -> bool {
    let both = before.version.zip(after.version);
    before.status == after.status
        && both.is_none_or(|(a, b)| life.reads_alike(history.timeline, a, b))
}

fn only_disclosed(history: &History<'_>, between: &[Happening]) -> bool {
    let action = |happening: &Happening| history.timeline.change(happening.at).action;
    between
        .iter()
        .all(|h| !h.expiry && matches!(action(h), Action::Disclose | Action::Keep))
        && between.iter().any(|h| action(h) == Action::Disclose)
}

fn stood_between(history: &History<'_>, clause: usize, from: Day, to: Day) -> bool {
    let life = &history.lives[clause];
    life.versions.iter().enumerate().any(|(place, version)| {
        version.status.stands()
            && life
                .days(place)
                .is_some_and(|(first, last)| first < to && last.is_none_or(|last| last > from))
    })
}
