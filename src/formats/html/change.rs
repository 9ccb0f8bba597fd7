//! What happened to a clause, and who says so.

use crate::agreement::Action;
use crate::answer::{Change, Cite, Refs, State};
use crate::phrases;

/// What a change sets, unless that can be read in the state that it led to.
pub(super) fn settings(refs: &Refs, change: &Change, state: Option<&State>) -> Vec<String> {
    let begins = |state: &State| {
        change.action == Action::Adopt
            && state.terms == *change.terms
            && state.through == change.through
            && state.until == change.until
    };
    if state.is_some_and(begins) {
        return Vec::new();
    }
    phrases::clause::settings(refs, change, true)
}

/// The text of a change, where another change of the same day gave the text that stands.
pub(super) fn text(change: &Change, state: Option<&State>) -> Option<String> {
    let stands = state.and_then(|state| state.text.as_deref());
    let text = change.text.as_deref().filter(|text| stands != Some(text))?;
    Some(phrases::text(change.wording, text))
}

/// The note of a change, unless it is read in the state that it led to.
pub(super) fn note<'a>(change: &'a Change, state: Option<&State>) -> Option<&'a String> {
    let is_read = |state: &State| state.note == change.note;
    change.note.as_ref().filter(|_| !state.is_some_and(is_read))
}

/// The citations that quote, disagree or have a note.
pub(super) fn telling(cites: &[Cite]) -> Vec<&Cite> {
    let tells =
        |cite: &&Cite| cite.quote.is_some() || cite.note.is_some() || !cite.disagrees.is_empty();
    cites.iter().filter(tells).collect()
}
