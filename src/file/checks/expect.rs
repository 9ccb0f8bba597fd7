//! `[[expect]]`: facts that someone verified, held against what the file makes of its events.

use super::{Check, Doubtful};
use crate::agreement::history::State;
use crate::agreement::{Status, Value};
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::lower::Expectation;
use crate::file::span::Span;
use crate::text::words::ticked;

impl Check<'_, '_> {
    /// Every expectation that the timeline does not meet; clauses in `doubtful` cannot be judged.
    pub(super) fn unmet(
        &self,
        expectations: &[Expectation],
        doubtful: &Doubtful,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let sure = |expected: &&Expectation| !doubtful.contains(&expected.clause);
        for expected in expectations.iter().filter(sure) {
            let state = self.history.state(expected.clause, expected.day);
            found.extend(self.unmet_status(expected, &state));
            let terms = expected.terms.iter();
            found.extend(terms.filter_map(|term| self.unmet_term(expected, &state, term)));
        }
        found
    }

    fn unmet_status(&self, expected: &Expectation, state: &State<'_>) -> Option<Diagnostic> {
        let ((wanted, span), found) = (expected.status.as_ref()?, state.status);
        let (clause, day) = (&self.timeline.clauses[expected.clause].id, expected.day);
        (found != *wanted).then(|| {
            let message = format!("`{clause}` is `{found}` on {day}, not `{wanted}`");
            unmet(expected, span, message, self.brought(expected, state))
        })
    }

    fn unmet_term(
        &self,
        expected: &Expectation,
        state: &State<'_>,
        (name, wanted): (&String, &Value),
    ) -> Option<Diagnostic> {
        let life = &self.history.lives[expected.clause];
        let version = state.version;
        let set_by = version.and_then(|version| life.term(version, name));
        let value = set_by.and_then(|at| self.timeline.change(at).terms.get(name));
        if value == Some(wanted) {
            return None;
        }
        let of = format!(
            "`{name}` of `{}`",
            self.timeline.clauses[expected.clause].id
        );
        let (day, wanted) = (expected.day, ticked(&wanted.to_string()));
        let message = match value.map(|value| ticked(&value.to_string())) {
            Some(value) => format!("{of} is {value} on {day}, not {wanted}"),
            None => format!("{of} is not set on {day}, and {wanted} is expected"),
        };
        let cause = match set_by {
            Some(at) => self.places.set_value(at, name),
            None => self.brought(expected, state),
        };
        Some(unmet(expected, expected.places.get(name)?, message, cause))
    }

    /// Where the file says what made the clause stand as it does: for what is not yet adopted, its
    /// first adoption.
    fn brought(&self, expected: &Expectation, state: &State<'_>) -> Option<Span> {
        let steps = &self.history.lives[expected.clause].steps;
        let (at, key) = match state.version {
            None => (steps.first()?.at, "action"),
            Some(version) if state.status == Status::Expired => {
                (version.values.through?, "through")
            }
            Some(version) => (steps[version.step].at, "action"),
        };
        Some(self.places.change_value(at, key))
    }
}

fn unmet(expected: &Expectation, span: &Span, message: String, cause: Option<Span>) -> Diagnostic {
    let (code, span) = (Code::UnmetExpectation, span.clone());
    let mut diagnostic = Diagnostic::new(code, span, message, "expected here");
    if let Some(cause) = cause {
        diagnostic = diagnostic.also(cause, "it follows from this");
    }
    let note = expected.note.as_ref();
    let verified = note.map_or_else(String::new, |note| format!(" (noted: {note})"));
    diagnostic.help(format!(
        "correct the event, or the expectation where that was wrong{verified}"
    ))
}
