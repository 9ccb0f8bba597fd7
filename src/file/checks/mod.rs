//! What is wrong with a timeline that reads well: impossible changes, contradicting dates, loose ends.

mod changes;
mod dates;
mod disputes;
pub(super) mod expect;
mod loose;

use super::lower::Lowering;
use super::places::Places;
use super::prelude::*;

struct Check<'a, 't> {
    timeline: &'a Timeline,
    history: &'a History,
    places: &'a Places<'t>,
}

impl Check<'_, '_> {
    fn warnings(&self, found: &mut Findings) {
        self.without_source(found);
        self.open_order(found);
        self.replaced(found);
        self.in_vain(found);
        self.disagreements(found);
    }

    fn done(&self) -> impl Iterator<Item = (&Moment, ChangeRef)> {
        let done = |moment: &&Moment| !self.timeline.events[moment.event].planned;
        let moments = self.history.moments.list.iter().filter(done);
        moments.flat_map(|moment| moment.refs().map(move |at| (moment, at)))
    }

    fn clause(&self, at: ChangeRef) -> &str {
        &self.timeline.clauses[self.timeline.change(at).clause].id
    }

    fn event(&self, event: usize) -> &str {
        &self.timeline.events[event].id
    }

    /// Where the id of an event stands, or the event begins.
    fn id_place(&self, event: usize) -> Span {
        let find = |table: &Table<'_>| table.find("id").map_or(table.span.clone(), Item::span);
        self.places.in_event(event, find)
    }

    /// Where the date of a change stands: its own `effective`, else the event's `date`.
    fn date_place(&self, at: ChangeRef) -> Span {
        if self.timeline.change(at).effective.is_some() {
            return self.places.change_value(at, "effective");
        }
        self.places.event_value(at.event, "date")
    }

    fn moment_place(&self, moment: &Moment) -> Span {
        match moment.refs().next() {
            Some(change) => self.date_place(change),
            None => self.places.event_value(moment.event, "date"),
        }
    }
}

/// Finds every error that needs the whole timeline, and if asked every warning and note.
pub(super) fn all(history: &History, of: &Lowering<'_>, found: &mut Findings) {
    let check = Check {
        timeline: &history.timeline,
        history,
        places: &of.places,
    };
    // Clauses of which nothing more can be said, because something that changes them is wrong.
    let mut doubtful = of.places.unordered.clone();
    found.extend(check.dates(&mut doubtful));
    if !of.places.partial {
        check.impossible(&mut doubtful, found);
        doubtful.extend(&of.places.tainted);
        check.unmet(&of.expectations, &doubtful, found);
    }
    if of.thorough {
        check.warnings(found);
    }
}
