//! `[[expect]]`: facts that someone verified, held against what the file makes of its events.

use super::{Check, Doubtful};
use crate::agreement::Status;
use crate::agreement::history::State;
use crate::file::code::Code;
use crate::file::diagnostic::{Diagnostic, Findings};
use crate::file::lower::{Expectation, Fact, Wanted};
use crate::file::span::Span;

/// What is found instead of what was expected, and where that comes from; none where it is as expected.
type Fault = Option<(String, Option<Span>)>;

impl Check<'_, '_> {
    /// Every expectation that the timeline does not meet; clauses in `doubtful` cannot be judged.
    pub(super) fn unmet(
        &self,
        expectations: &[Expectation],
        doubtful: &Doubtful,
        found: &mut Findings,
    ) {
        let sure = |expected: &&Expectation| !doubtful.contains(&expected.clause);
        for expected in expectations.iter().filter(sure) {
            let state = self.history.state(expected.clause, expected.day);
            for (fact, span) in &expected.facts {
                let fault = match fact {
                    Fact::Status(wanted) => self.other_status(expected, &state, *wanted),
                    Fact::Of(name, wanted) => self.other_value(expected, &state, name, wanted),
                };
                if let Some((message, cause)) = fault {
                    found.push(unmet(expected, span, message, cause));
                }
            }
        }
    }

    fn other_status(&self, expected: &Expectation, state: &State<'_>, wanted: Status) -> Fault {
        let (clause, day) = (&self.timeline.clauses[expected.clause].id, expected.day);
        let found = state.status;
        (found != wanted).then(|| {
            let message = format!("`{clause}` is `{found}` on {day}, not `{wanted}`");
            (message, self.brought(expected, state))
        })
    }

    /// What is wrong with the value under a name, or with the change that first gave it.
    fn other_value(
        &self,
        expected: &Expectation,
        state: &State<'_>,
        name: &str,
        wanted: &Wanted,
    ) -> Fault {
        let setters = |version| self.history.setters(expected.clause, version, name);
        let setter = state
            .version
            .and_then(|version| setters(version).first().copied());
        let (clause, day) = (&self.timeline.clauses[expected.clause].id, expected.day);
        let of = format!("`{name}` of `{clause}`");
        let words = |of: &Wanted| match of {
            Wanted::Value(value) => value.to_string(),
            Wanted::SetBy(event) => self.event(*event).to_owned(),
            Wanted::Basis(basis) => basis.to_string(),
        };
        let is_setter = matches!(wanted, Wanted::SetBy(_));
        let Some(at) = setter else {
            let (be, wanted) = (if is_setter { "be set by" } else { "be" }, words(wanted));
            let message = format!("{of} is not set on {day}, but is expected to {be} `{wanted}`");
            return Some((message, self.brought(expected, state)));
        };
        let change = self.timeline.change(at);
        let found = match wanted {
            Wanted::Value(_) => Wanted::Value(change.given(name)?.value(self.timeline)),
            Wanted::SetBy(_) => Wanted::SetBy(at.event),
            Wanted::Basis(_) => Wanted::Basis(change.basis),
        };
        let (is, wants) = (words(&found), words(wanted));
        let message = if is_setter {
            format!("{of} on {day} was set by `{is}`, not by `{wants}`")
        } else {
            format!("{of} is `{is}` on {day}, not `{wants}`")
        };
        (found != *wanted).then(|| (message, self.places.set_value(at, name)))
    }

    /// Where the file says what made the clause stand as it does: for what is not yet adopted, its
    /// first adoption.
    fn brought(&self, expected: &Expectation, state: &State<'_>) -> Option<Span> {
        let steps = &self.history.lives[expected.clause].steps;
        let (at, key) = match state.version {
            None => (steps.first()?.at, "action"),
            Some(version) if state.status == Status::Expired => (version.expiry()?.1, "through"),
            Some(version) => (steps[version.step].at, "action"),
        };
        Some(self.places.change_value(at, key))
    }
}

fn unmet(expected: &Expectation, span: &Span, message: String, cause: Option<Span>) -> Diagnostic {
    let noted = expected.note.iter().map(|note| format!(" (noted: {note})"));
    let noted: String = noted.collect();
    Diagnostic::new(
        Code::UnmetExpectation,
        span.clone(),
        message,
        "expected here",
    )
    .also(cause, "this makes it so")
    .help(format!(
        "correct the event, or the expectation if it is wrong{noted}"
    ))
}
