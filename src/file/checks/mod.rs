//! What is wrong with a timeline that reads well: impossible changes, contradicting dates, loose ends.

mod changes;
mod dates;
mod disputes;
pub(super) mod expect;
mod loose;
pub(super) mod unprintable;

use std::cell::Cell;
use std::collections::HashSet;

use super::diagnostic::Diagnostic;
use super::lower::Lowered;
use super::places::{ChangePlace, Places};
use super::source::Span;
use crate::agreement::history::History;
use crate::agreement::order::Moment;
use crate::agreement::{ChangeRef, Timeline};
use crate::text::words::and_list;

struct Check<'a> {
    timeline: &'a Timeline,
    history: &'a History<'a>,
    places: &'a Places,
    /// How often a value that is not set was looked up among those that are.
    lookups: Cell<usize>,
}

impl<'a> Check<'a> {
    fn new(places: &'a Places, history: &'a History<'a>) -> Self {
        Self {
            timeline: history.timeline,
            history,
            places,
            lookups: Cell::new(0),
        }
    }

    fn clause(&self, at: ChangeRef) -> &str {
        &self.timeline.clauses[self.timeline.change(at).clause].id
    }

    fn event(&self, event: usize) -> &str {
        &self.timeline.events[event].id
    }

    fn place(&self, at: ChangeRef) -> &ChangePlace {
        self.places.change(at)
    }

    fn moment_place(&self, moment: &Moment) -> Span {
        match moment.changes.first() {
            Some(change) => self.places.events[moment.event].date_of(*change),
            None => self.places.events[moment.event].date.clone(),
        }
    }
}

/// Every error that needs the whole timeline.
pub(super) fn errors(lowered: &Lowered, history: &History<'_>) -> Vec<Diagnostic> {
    let check = Check::new(&lowered.places, history);
    let mut doubtful = lowered.places.tainted.clone();
    let mut found = check.dates(&mut doubtful);
    if lowered.places.partial {
        return found;
    }
    found.extend(check.impossible(&mut doubtful));
    let expectations = &lowered.expectations;
    found.extend(expect::unmet(
        expectations,
        history,
        &lowered.places,
        &doubtful,
    ));
    found
}

/// Every warning and note.
pub(super) fn warnings(places: &Places, history: &History<'_>) -> Vec<Diagnostic> {
    let check = Check::new(places, history);
    let mut found = Vec::new();
    check.idle(&mut found);
    check.without_source(&mut found);
    if !places.partial {
        check.unused(&mut found);
    }
    check.open_order(&mut found);
    check.replaced(&mut found);
    check.disagreements(&mut found);
    found
}

/// Clauses of which nothing more can be said, because something that changes them is wrong.
type Doubtful = HashSet<usize>;

/// The most names that a message lists.
const MOST_NAMES: usize = 6;

/// Names as a list in words; of many only the first.
fn some_of(names: &[String]) -> String {
    if names.len() <= MOST_NAMES {
        return and_list(names);
    }
    let more = names.len() - MOST_NAMES;
    let shown = names[..MOST_NAMES].iter().cloned();
    and_list(shown.chain([format!("{more} more")]))
}
