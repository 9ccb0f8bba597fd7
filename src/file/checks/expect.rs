//! `[[expect]]`: facts that someone verified, held against what the file makes of its events.

use super::Check;
use crate::agreement::history::State;
use crate::file::lower::{Aspect, Expectation, Fact};
use crate::file::prelude::*;

impl Check<'_, '_> {
    /// Every expectation that the timeline does not meet; clauses in `doubtful` cannot be judged.
    pub(super) fn unmet(
        &self,
        all: &[Expectation],
        doubtful: &BTreeSet<usize>,
        found: &mut Findings,
    ) {
        let sure = |expected: &&Expectation| !doubtful.contains(&expected.clause);
        for expected in all.iter().filter(sure) {
            let state = self.history.state(expected.clause, expected.day);
            let facts = expected.facts.iter();
            found.extend(facts.filter_map(|fact| self.unmet_fact(expected, &state, fact)));
        }
    }

    /// What is wrong with how the clause stands, with the value under a name, or with the change that first gave it.
    fn unmet_fact(&self, of: &Expectation, state: &State<'_>, fact: &Fact) -> Option<Diagnostic> {
        let (clause, day, note) = (of.clause, of.day, of.note.as_ref());
        let (name, wanted) = (&fact.name, &fact.wanted);
        let setters = |version| self.history.setters(clause, version, name);
        let version = state.version.filter(|_| fact.of != Aspect::Status);
        let setter = version.and_then(|version| setters(version).first().copied());
        let change = setter.map(|at| self.timeline.change(at));
        let found = match fact.of {
            Aspect::Status => Some(Value::Text(state.status.to_string())),
            Aspect::Value => change
                .and_then(|change| change.given(name))
                .map(|given| given.value(&self.timeline.parties)),
            Aspect::SetBy => setter.map(|at| Value::Text(self.event(at.event).to_owned())),
            Aspect::Basis => change.map(|change| Value::Text(change.basis.to_string())),
        };
        let id = &self.timeline.clauses[clause].id;
        let of = match fact.of {
            Aspect::Status => format!("`{id}`"),
            _ => format!("`{name}` of `{id}`"),
        };
        let message = match found {
            Some(found) if found == *wanted => return None,
            Some(found) if fact.of == Aspect::SetBy => {
                format!("{of} on {day} was set by `{found}`, not by `{wanted}`")
            }
            Some(found) => format!("{of} is `{found}` on {day}, not `{wanted}`"),
            None => {
                let by = ["", "set by "][usize::from(fact.of == Aspect::SetBy)];
                format!("{of} is not set on {day}, but is expected to be {by}`{wanted}`")
            }
        };
        let origin = setter.and_then(|at| self.places.set_value(at, name));
        let noted = note.map_or(String::new(), |note| format!(" (noted: {note})"));
        let help = format!("correct the event, or the expectation if it is wrong{noted}");
        let (code, label) = (Code::UnmetExpectation, "expected here");
        let diagnostic = Diagnostic::new(code, fact.span.clone(), message, label);
        Some(diagnostic.also(origin, "this makes it so").help(help))
    }
}
