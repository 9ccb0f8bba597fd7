//! Filters: which events, clauses and days a question is about.

use super::{History, Instant};
use crate::date::Bounds;

/// How an event's days lie to a range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Yes,
    Possibly,
    No,
}

/// Where days lie to a range whose ends are both included; `None` leaves an end open.
pub fn within(bounds: Bounds, range: Bounds) -> Within {
    let starts = range.first.is_none() || bounds.first >= range.first;
    let ends = range.last.is_none_or(|last| bounds.certain_by(last));
    match bounds.overlaps(range) {
        false => Within::No,
        true if starts && ends => Within::Yes,
        true => Within::Possibly,
    }
}

/// Which clauses a question is about; an empty list means all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClauseFilter {
    pub clauses: Vec<usize>,
    pub parties: Vec<usize>,
    pub topics: Vec<String>,
}

impl ClauseFilter {
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a clause passes every filter that is set: it binds a party at one of these instants, or at any time.
    pub fn admits(&self, history: &History, clause: usize, at: &[Instant]) -> bool {
        let found = &history.timeline.clauses[clause];
        any_of(&self.clauses, |wanted| *wanted == clause)
            && any_of(&self.parties, |wanted| history.binds(clause, *wanted, at))
            && any_of(&self.topics, |wanted| is_word(found.topic.as_ref(), wanted))
    }
}

/// Whether one of those that are wanted will do; none is wanted where all will.
pub fn any_of<T>(wanted: &[T], test: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(test)
}

pub fn is_word(word: Option<&String>, wanted: &str) -> bool {
    word.is_some_and(|word| word.to_lowercase() == wanted.to_lowercase())
}
