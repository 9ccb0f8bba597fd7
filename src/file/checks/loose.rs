//! Loose ends: statements without a source, things that are named nowhere, and clauses that are replaced but stand.

use std::collections::HashSet;

use super::Check;
use crate::agreement::ChangeRef;
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::source::Span;

impl Check<'_> {
    pub(super) fn without_source(&self, found: &mut Vec<Diagnostic>) {
        let mut warn = |span: &Span, message: String, label: &str, help: &str| {
            let diagnostic = Diagnostic::new(Code::NoSource, span.clone(), message, label);
            found.push(diagnostic.help(help));
        };
        for (event, place) in self.timeline.events.iter().zip(&self.places.events) {
            let all_cite = !event.changes.is_empty()
                && event.changes.iter().all(|change| change.cites.is_some());
            if event.cites.is_empty() && !place.cited && !all_cite {
                let message = format!("event `{}` has no source", event.id);
                let help = "name one, as in `cite = [\"some-source\"]`";
                warn(&place.id, message, "who says so?", help);
            }
            for (change, at) in event.changes.iter().zip(&place.changes) {
                if change.cites.as_ref().is_some_and(Vec::is_empty) && !at.cited {
                    let clause = &self.timeline.clauses[change.clause].id;
                    let message = format!("the change of `{clause}` has no source");
                    let help =
                        "name a source, or leave `cite` out so that the event's sources serve";
                    warn(&at.clause, message, "its `cite` is empty", help);
                }
            }
        }
    }

    pub(super) fn unused(&self, found: &mut Vec<Diagnostic>) {
        let (timeline, places) = (self.timeline, self.places);
        let mut warn = |code,
                        named: &HashSet<usize>,
                        spans: &[Span],
                        is: &dyn Fn(usize) -> String,
                        help: &str| {
            for place in (0..spans.len()).filter(|place| !named.contains(place)) {
                let span = spans[place].clone();
                found.push(Diagnostic::new(code, span, is(place), "unused").help(help));
            }
        };
        let named = &places.named;
        warn(
            Code::UnusedParty,
            &named.parties,
            &places.parties,
            &|place| format!("party `{}` is named nowhere", timeline.parties[place].id),
            "name it under `parties` of a clause or event, or remove it",
        );
        warn(
            Code::UnusedSource,
            &named.sources,
            &places.sources,
            &|place| format!("source `{}` is cited nowhere", timeline.sources[place].id),
            "cite it, or remove it",
        );
        warn(
            Code::UnusedClause,
            &named.clauses,
            &places.clauses,
            &|place| format!("clause `{}` is changed nowhere", timeline.clauses[place].id),
            "let an event adopt it, or remove it",
        );
    }

    /// Warns of clauses that stand on the day on which others have taken their place.
    pub(super) fn replaced(&self, found: &mut Vec<Diagnostic>) {
        for moment in &self.history.moments.list {
            let event = &self.timeline.events[moment.event];
            let Some(day) = moment.bounds.last.filter(|_| !event.planned) else {
                continue;
            };
            for change in moment.changes.iter().copied() {
                let at = ChangeRef {
                    event: moment.event,
                    change,
                };
                let replaced = &event.changes[change].replaces;
                for (clause, span) in replaced.iter().zip(&self.place(at).replaces) {
                    let stands = self.history.state(*clause, day).status.stands();
                    if stands && !self.places.tainted.contains(clause) {
                        found.push(self.stands_on(*clause, span));
                    }
                }
            }
        }
    }

    fn stands_on(&self, clause: usize, span: &Span) -> Diagnostic {
        let old = &self.timeline.clauses[clause].id;
        let (message, label) = (
            format!("`{old}` is replaced, but stands on"),
            "still in force that day",
        );
        Diagnostic::new(Code::ReplacedStands, span.clone(), message, label).help(format!(
            "`replaces` is only a link: let the event also `end` `{old}`"
        ))
    }
}
