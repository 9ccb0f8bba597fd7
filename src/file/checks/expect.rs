//! `[[expect]]`: facts that someone verified, held against what the file makes of its events.

use super::{Check, Doubtful};
use crate::agreement::history::{History, State};
use crate::agreement::{ChangeRef, Status, Value};
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::lower::Expectation;
use crate::file::places::Places;
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
        for expected in expectations {
            if !doubtful.contains(&expected.clause) {
                let judge = Judge {
                    expected,
                    history: self.history,
                    places: self.places,
                    state: self.history.state(expected.clause, expected.day),
                };
                found.extend(judge.status());
                found.extend(judge.terms());
            }
        }
        found
    }
}

struct Judge<'a, 't> {
    expected: &'a Expectation,
    history: &'a History<'a>,
    places: &'a Places<'t>,
    state: State<'a>,
}

impl Judge<'_, '_> {
    fn clause(&self) -> &str {
        &self.history.timeline.clauses[self.expected.clause].id
    }

    fn value(&self, name: &str) -> Option<&Value> {
        let set_by = self.set_by(name)?;
        self.history.timeline.change(set_by).terms.get(name)
    }

    fn status(&self) -> Option<Diagnostic> {
        let (status, span) = self.expected.status.as_ref()?;
        let found = self.state.status;
        if found == *status {
            return None;
        }
        let (clause, day) = (self.clause(), self.expected.day);
        let message = format!("`{clause}` is `{found}` on {day}, not `{status}`");
        Some(self.diagnostic(span, message, self.brought(found)))
    }

    fn terms(&self) -> Vec<Diagnostic> {
        let unmet = |(name, wanted): (&String, &Value)| {
            let (found, value) = (self.set_by(name), self.value(name));
            if value == Some(wanted) {
                return None;
            }
            let of = format!("`{name}` of `{}`", self.clause());
            let (day, wanted) = (self.expected.day, ticked(&wanted.to_string()));
            let message = match value {
                Some(value) => {
                    let value = ticked(&value.to_string());
                    format!("{of} is {value} on {day}, not {wanted}")
                }
                None => format!("{of} is not set on {day}, and {wanted} is expected"),
            };
            let span = self.expected.places.get(name)?;
            let cause = match found {
                Some(at) => self.places.set_value(at, name),
                None => self.brought(self.state.status),
            };
            Some(self.diagnostic(span, message, cause))
        };
        self.expected.terms.iter().filter_map(unmet).collect()
    }

    fn set_by(&self, name: &str) -> Option<ChangeRef> {
        let life = &self.history.lives[self.expected.clause];
        life.term(self.state.version?, name)
    }

    /// Where the file says what made the clause stand as it does: for what is not yet adopted, its
    /// first adoption.
    fn brought(&self, status: Status) -> Option<Span> {
        let steps = &self.history.lives[self.expected.clause].steps;
        let at = match (self.state.version, status) {
            (None, _) => steps.first()?.at,
            (Some(version), Status::Expired) => {
                let at = version.values.through?;
                return Some(self.places.change_value(at, "through"));
            }
            (Some(version), _) => steps[version.step].at,
        };
        Some(self.places.change_value(at, "action"))
    }

    fn diagnostic(&self, span: &Span, message: String, cause: Option<Span>) -> Diagnostic {
        let (code, span) = (Code::UnmetExpectation, span.clone());
        let mut diagnostic = Diagnostic::new(code, span, message, "expected here");
        if let Some(cause) = cause {
            diagnostic = diagnostic.also(cause, "it follows from this");
        }
        let note = self.expected.note.as_ref();
        let verified = note.map_or_else(String::new, |note| format!(" (noted: {note})"));
        diagnostic.help(format!(
            "correct the event, or the expectation where that was wrong{verified}"
        ))
    }
}
