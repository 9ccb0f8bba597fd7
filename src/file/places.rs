//! Where in the file each part of a timeline stands.

use std::collections::HashSet;

use super::source::Span;
use crate::agreement::ChangeRef;

/// The places of everything that a check may point at, in the order of the timeline's lists.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) parties: Vec<Span>,
    pub(super) sources: Vec<Span>,
    pub(super) clauses: Vec<Span>,
    pub(super) events: Vec<EventPlace>,
    /// Clauses that a broken event or change may have touched, so that what follows cannot be judged.
    pub(super) tainted: HashSet<usize>,
    /// What is named anywhere, also by what could not be read.
    pub(super) named: Named,
    /// Whether whole lists or tables could not be read, so that what they name is not known.
    pub(super) partial: bool,
}

/// What is named somewhere, by its place.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) parties: HashSet<usize>,
    pub(super) sources: HashSet<usize>,
    /// Clauses that something changes or is about.
    pub(super) clauses: HashSet<usize>,
}

/// The places of an event.
#[derive(Debug, Default)]
pub(super) struct EventPlace {
    pub(super) id: Span,
    pub(super) date: Span,
    pub(super) after: Vec<Span>,
    pub(super) cites: Vec<Span>,
    /// Whether sources are given, even if they could not be read.
    pub(super) cited: bool,
    pub(super) changes: Vec<ChangePlace>,
}

/// The places of values by their names.
#[derive(Debug, Default)]
pub(super) struct Values(Vec<(String, Span)>);

impl Values {
    /// Of two places of a name the first counts.
    pub(super) fn new(mut list: Vec<(String, Span)>) -> Self {
        list.sort_by(|a, b| a.0.cmp(&b.0));
        list.dedup_by(|later, first| later.0 == first.0);
        list.shrink_to_fit();
        Self(list)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Span> {
        let found = self
            .0
            .binary_search_by(|(known, _)| known.as_str().cmp(name));
        found.ok().map(|place| &self.0[place].1)
    }
}

/// The places of a change.
#[derive(Debug, Default)]
pub(super) struct ChangePlace {
    pub(super) clause: Span,
    pub(super) action: Span,
    pub(super) effective: Option<Span>,
    pub(super) through: Option<Span>,
    pub(super) unset: Vec<Span>,
    pub(super) replaces: Vec<Span>,
    pub(super) cites: Option<Vec<Span>>,
    /// Whether sources of its own are given, even if they could not be read.
    pub(super) cited: bool,
    /// The values that it gives: `text`, `through`, `until`, and terms by their names.
    pub(super) values: Values,
}

impl Places {
    /// The place of a change.
    pub(super) fn change(&self, at: ChangeRef) -> &ChangePlace {
        &self.events[at.event].changes[at.change]
    }
}

impl EventPlace {
    /// Where the date of a change stands: its own `effective`, else the event's `date`.
    pub(super) fn date_of(&self, change: usize) -> Span {
        self.changes
            .get(change)
            .and_then(|c| c.effective.clone())
            .unwrap_or_else(|| self.date.clone())
    }
}
