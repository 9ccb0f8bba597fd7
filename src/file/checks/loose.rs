//! Loose ends: statements without a source, things that are named nowhere, and clauses that are replaced but stand.

use super::Check;
use crate::agreement::{ChangeRef, Timeline};
use crate::file::blocks::Table;
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::places::{self, Kind};
use crate::file::span::Span;

impl Check<'_, '_> {
    pub(super) fn without_source(&self, found: &mut Vec<Diagnostic>) {
        let mut warn = |span: Span, message: String, label: &str, help: &str| {
            found.push(Diagnostic::new(Code::NoSource, span, message, label).help(help));
        };
        let is_cited = |table: Table<'_>| self.places.is_cited(table);
        for (place, event) in self.timeline.events.iter().enumerate() {
            let all_cite = !event.changes.is_empty()
                && event.changes.iter().all(|change| change.cites.is_some());
            if event.cites.is_empty() && !all_cite && !self.places.in_event(place, is_cited) {
                let message = format!("event `{}` has no source", event.id);
                let help = "name one, as in `cite = [\"some-source\"]`";
                warn(self.id_place(place), message, "who says so?", help);
            }
            for (number, change) in event.changes.iter().enumerate() {
                let at = ChangeRef {
                    event: place,
                    change: number,
                };
                let is_empty = change.cites.as_ref().is_some_and(Vec::is_empty);
                if is_empty && !self.places.in_change(at, is_cited) {
                    let span = self.places.change_value(at, "clause");
                    let message = format!("the change of `{}` has no source", self.clause(at));
                    let help =
                        "name a source, or leave `cite` out so that the event's sources serve";
                    warn(span, message, "its `cite` is empty", help);
                }
            }
        }
    }

    pub(super) fn unused(&self, found: &mut Vec<Diagnostic>) {
        type Id = fn(&Timeline, usize) -> &str;
        let party: Id = |timeline, place| &timeline.parties[place].id;
        let source: Id = |timeline, place| &timeline.sources[place].id;
        let clause: Id = |timeline, place| &timeline.clauses[place].id;
        let to_party = "name it under `parties` of a clause or event, or remove it";
        let to_clause = "let an event adopt it, or remove it";
        for (kind, code, id, done, help) in [
            (Kind::Party, Code::UnusedParty, party, "named", to_party),
            (
                Kind::Source,
                Code::UnusedSource,
                source,
                "cited",
                "cite it, or remove it",
            ),
            (
                Kind::Clause,
                Code::UnusedClause,
                clause,
                "changed",
                to_clause,
            ),
        ] {
            let things = self.places.things[kind as usize].iter().enumerate();
            for (place, (span, _)) in things.filter(|(_, (_, is_named))| !is_named) {
                let (noun, id) = (kind.shape().noun, id(self.timeline, place));
                let message = format!("{noun} `{id}` is {done} nowhere");
                found.push(Diagnostic::new(code, span.clone(), message, "unused").help(help));
            }
        }
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
                for (number, clause) in replaced.iter().enumerate() {
                    let stands = self.history.state(*clause, day).status.stands();
                    if stands && !self.places.tainted.contains(clause) {
                        let known = |id: &str| self.timeline.ids.clauses.contains_key(id);
                        let find = |table: Table<'_>| places::texts(table, "replaces", known);
                        let span = self.places.in_change(at, find);
                        let span = span.get(number).cloned().unwrap_or_default();
                        found.push(self.stands_on(*clause, span));
                    }
                }
            }
        }
    }

    fn stands_on(&self, clause: usize, span: Span) -> Diagnostic {
        let old = &self.timeline.clauses[clause].id;
        let message = format!("`{old}` is replaced, but stands on");
        let help = format!("`replaces` is only a link: let the event also `end` `{old}`");
        Diagnostic::new(
            Code::ReplacedStands,
            span,
            message,
            "still in force that day",
        )
        .help(help)
    }
}
