//! Dates and `after`: circles, contradictions, and orders that are left open.

use super::Check;
use crate::agreement::order::{Moments, events_before};
use crate::file::places;
use crate::file::prelude::*;

impl Check<'_, '_> {
    /// What makes the order of events impossible. The clauses that those events change are in doubt.
    pub(super) fn dates(&self, doubtful: &mut BTreeSet<usize>) -> Vec<Diagnostic> {
        let moments = &self.history.moments;
        let mut found = Vec::new();
        let mut doubt = |event: usize| {
            let changes = self.timeline.events[event].changes.iter();
            doubtful.extend(changes.map(|change| change.clause));
        };
        if !moments.circle.is_empty() {
            found.push(self.circle(&moments.circle));
            moments.circle.iter().for_each(|event| doubt(*event));
        }
        found.extend(self.after_plans());
        for moment in &moments.list {
            let in_circle = moments.circle.contains(&moment.event);
            if moment.bounds.is_empty() && !in_circle && !is_told(moments, moment) {
                found.extend(self.contradiction(moments, moment));
                doubt(moment.event);
            }
        }
        found.sort_by_key(|d: &Diagnostic| d.primary.span.start);
        found.dedup_by_key(|d| d.primary.span.start);
        found
    }

    fn circle(&self, circle: &[usize]) -> Diagnostic {
        let ids = circle.iter().map(|event| ticked(self.event(*event)));
        let ids: Vec<String> = ids.collect();
        let message = match ids.as_slice() {
            [only] => format!("{only} is said to come after itself"),
            _ => format!("{} are said to come after each other", and_some(&ids)),
        };
        let help = match circle {
            [_] => "remove it from its own `after`",
            _ => "remove one of these from `after`",
        };
        let after = |event: usize| self.after_place(event, 0);
        let span = after(circle[0]).unwrap_or_else(|| self.id_place(circle[0]));
        let label = "the circle goes through here";
        let first = Diagnostic::new(Code::AfterCircle, span, message, label).help(help);
        let others = circle.iter().skip(1).take(5);
        let through = "and through here";
        others.fold(first, |told, event| told.also(after(*event), through))
    }

    fn after_place(&self, event: usize, nth: usize) -> Option<Span> {
        let known = |id: &str| self.timeline.ids.events.contains_key(id);
        let find = |table: &Table<'_>| places::texts(table, "after", known);
        self.places.in_event(event, find).get(nth).cloned()
    }

    fn after_plans(&self) -> impl Iterator<Item = Diagnostic> {
        let events = self.timeline.events.iter().enumerate();
        let certain = events.filter(|(_, event)| !event.planned);
        certain.filter_map(|(place, event)| {
            let is_plan = |earlier: &usize| self.timeline.events[*earlier].planned;
            let nth = event.after.iter().position(is_plan)?;
            let (this, plan) = (self.event(place), self.event(event.after[nth]));
            let span = self.after_place(place, nth);
            let span = span.unwrap_or_else(|| self.id_place(place));
            let message = format!("`{this}` is said to come after `{plan}`, which is only planned");
            let label = format!("`{plan}` may never happen");
            let help = format!(
                "remove `{plan}` from `after`; if it did happen, remove `planned` from `{plan}`"
            );
            Some(Diagnostic::new(Code::AfterPlan, span, message, label).help(help))
        })
    }

    fn contradiction(&self, moments: &Moments, moment: &Moment) -> Option<Diagnostic> {
        let (other, later, order, bound) = match moment.raised_by {
            Some(earlier) => (earlier, moment.lowered_by, "after", "latest"),
            None => (moment.lowered_by?, None, "before", "earliest"),
        };
        let other = &moments.list[other];
        let (this, that) = (self.event(moment.event), self.event(other.event));
        let message =
            format!("`{this}` comes {order} `{that}`, but its date leaves no day for that");
        let label = format!("{} at the {bound}", moment.date.human());
        let span = self.moment_place(moment);
        let dated = format!("`{that}` is dated {}", other.date.human());
        let mut diagnostic = Diagnostic::new(Code::DatesContradict, span, message, label);
        diagnostic = diagnostic.also(self.moment_place(other), dated);
        if let Some(later) = later {
            let later = &moments.list[later];
            let (id, date) = (self.event(later.event), later.date.human());
            let text = format!("and `{id}`, dated {date}, comes later");
            diagnostic = diagnostic.also(self.moment_place(later), text);
        }
        let help = "correct one of the dates, or the `after` that sets this order";
        Some(diagnostic.help(help))
    }

    /// Warns where two moments of a clause overlap as written and nothing settles which came first.
    pub(super) fn open_order(&self, found: &mut Findings) {
        let moments = &self.history.moments;
        let mut lives: Vec<Vec<usize>> = vec![Vec::new(); self.timeline.clauses.len()];
        for (_, at) in self.done() {
            lives[self.timeline.change(at).clause].push(moments.rank(at));
        }
        let mut warned = HashSet::new();
        for (clause, life) in lives.iter_mut().enumerate() {
            life.dedup();
            for (earlier, later) in self.unsettled(moments, life) {
                if warned.insert((earlier, later)) {
                    let (earlier, later) = (&moments.list[earlier], &moments.list[later]);
                    found.push(self.unsettled_order(clause, earlier, later));
                }
            }
        }
    }

    /// The pairs of a clause's moments whose order is left open; each is compared with the one before it and with the
    /// one before it that may have come last.
    fn unsettled(&self, moments: &Moments, life: &[usize]) -> Vec<(usize, usize)> {
        let moment = |step: usize| &moments.list[life[step]];
        let last = |step: usize| moment(step).days.last.unwrap_or(Day::MAX);
        let is_open = |earlier: usize, later: usize| {
            let (earlier, later) = (moment(earlier), moment(later));
            later.days.overlaps(earlier.days) && !self.is_settled(earlier, later)
        };
        let mut pairs = Vec::new();
        let (mut latest, mut settled_from) = (0, 0);
        for step in 1..life.len() {
            if is_open(step - 1, step) {
                pairs.push((life[step - 1], life[step]));
                settled_from = step;
            } else if latest < settled_from && is_open(latest, step) {
                pairs.push((life[latest], life[step]));
            }
            if last(latest) <= last(step) {
                latest = step;
            }
        }
        pairs
    }

    fn is_settled(&self, earlier: &Moment, later: &Moment) -> bool {
        let single = |moment: &Moment| moment.days.single();
        single(earlier).is_some() && single(earlier) == single(later)
            || events_before(self.timeline, later.event).contains(&earlier.event)
    }

    fn unsettled_order(&self, clause: usize, earlier: &Moment, later: &Moment) -> Diagnostic {
        let (first, second) = (self.event(earlier.event), self.event(later.event));
        let id = &self.timeline.clauses[clause].id;
        let message =
            format!("`{first}` and `{second}` change `{id}`, and either may have come first");
        let label = |id: &str, moment: &Moment| format!("`{id}`: {}", moment.date.human());
        let (span, here) = (self.moment_place(later), label(second, later));
        let diagnostic = Diagnostic::new(Code::OpenOrder, span, message, here)
            .also(self.moment_place(earlier), label(first, earlier));
        if earlier.event == later.event {
            let help = "give one of the two a narrower date, so that they cannot be the same day";
            return diagnostic.help(help);
        }
        let add = format!("add `after = [\"{first}\"]` to it");
        diagnostic.help(format!("if `{second}` certainly came later, {add}"))
    }
}

/// Whether the contradiction is told of the later moment, for which no day is left either.
fn is_told(moments: &Moments, moment: &Moment) -> bool {
    let later = moment.lowered_by.map(|later| &moments.list[later]);
    moment.raised_by.is_none()
        && later.is_some_and(|later| later.bounds.is_empty() && later.raised_by.is_some())
}
