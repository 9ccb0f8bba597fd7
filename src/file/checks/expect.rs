//! `[[expect]]`: facts that someone verified, held against what the file makes of its events.

use super::{Check, Doubtful};
use crate::agreement::Status;
use crate::agreement::history::State;
use crate::file::lower::{Expectation, Wanted};
use crate::file::{Code, Diagnostic, Findings, Span};
use crate::text::words::nearest;

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
            for ((name, wanted), span) in &expected.facts {
                if let Some((message, cause)) = self.other(expected, &state, name, wanted) {
                    found.push(unmet(expected, span, message, cause));
                }
            }
        }
    }

    /// What is wrong with how the clause stands, with the value under a name, or with the change that first gave it.
    fn other(
        &self,
        expected: &Expectation,
        state: &State<'_>,
        name: &str,
        wanted: &Wanted,
    ) -> Fault {
        let (clause, day) = (&self.timeline.clauses[expected.clause].id, expected.day);
        let words = |of: &Wanted| match of {
            Wanted::Status(status) => status.to_string(),
            Wanted::Value(value) => value.to_string(),
            Wanted::SetBy(event) => self.event(*event).to_owned(),
            Wanted::Basis(basis) => basis.to_string(),
        };
        let is_setter = matches!(wanted, Wanted::SetBy(_));
        let is_status = matches!(wanted, Wanted::Status(_));
        let of = if is_status {
            format!("`{clause}`")
        } else {
            format!("`{name}` of `{clause}`")
        };
        let setters = |version| self.history.setters(expected.clause, version, name);
        let version = state.version.filter(|_| !is_status);
        let setter = version.map(setters).unwrap_or_default();
        let setter = setter.first().copied();
        let found = match (wanted, setter) {
            (Wanted::Status(_), _) => Wanted::Status(state.status),
            (Wanted::Value(_), Some(at)) => {
                Wanted::Value(self.timeline.change(at).given(name)?.value(self.timeline))
            }
            (Wanted::SetBy(_), Some(at)) => Wanted::SetBy(at.event),
            (Wanted::Basis(_), Some(at)) => Wanted::Basis(self.timeline.change(at).basis),
            (_, None) => {
                let (be, wanted) = (if is_setter { "be set by" } else { "be" }, words(wanted));
                let message =
                    format!("{of} is not set on {day}, but is expected to {be} `{wanted}`");
                let life = &self.history.lives[expected.clause];
                let names = state
                    .version
                    .into_iter()
                    .flat_map(|version| life.values(version));
                return Some(match nearest(name, names.map(|(name, _)| name)) {
                    Some(near) => (format!("{message}; it has `{near}`"), None),
                    None => (message, self.brought(expected, state)),
                });
            }
        };
        if found == *wanted {
            return None;
        }
        let by = match wanted {
            Wanted::Status(_) => self.brought(expected, state),
            _ => self.places.set_value(setter?, name),
        };
        let (is, wants) = (words(&found), words(wanted));
        let message = if is_setter {
            format!("{of} on {day} was set by `{is}`, not by `{wants}`")
        } else {
            format!("{of} is `{is}` on {day}, not `{wants}`")
        };
        Some((message, by))
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
    let help = format!("correct the event, or the expectation if it is wrong{noted}");
    let (code, label) = (Code::UnmetExpectation, "expected here");
    let diagnostic = Diagnostic::new(code, span.clone(), message, label);
    diagnostic.also(cause, "this makes it so").help(help)
}
