//! What happened to a clause, and who says so.

use crate::agreement::Action;
use crate::answer::page::Done;
use crate::answer::{Cite, ClauseChange, Refs, State};
use crate::phrases;

pub(super) struct DoneView<'a> {
    pub(super) done: &'a Done,
    pub(super) change: Option<ChangeView<'a>>,
}

/// A change, without what can be read in the state that it led to.
pub(super) struct ChangeView<'a> {
    pub(super) entry: &'a ClauseChange,
    pub(super) settings: Vec<String>,
    /// Its text, where another change of the same day gave the text that stands.
    pub(super) text: Option<String>,
}

impl<'a> DoneView<'a> {
    pub(super) fn of(refs: &Refs, done: &'a Done, state: &State) -> Self {
        let change = done.change.as_ref();
        let change = change.map(|entry| ChangeView::of(refs, entry, Some(state)));
        Self { done, change }
    }
}

impl<'a> ChangeView<'a> {
    /// A change, with the state that it led to, if any.
    pub(super) fn of(refs: &Refs, entry: &'a ClauseChange, state: Option<&State>) -> Self {
        let change = &entry.change;
        let begins = |state: &State| {
            change.action == Action::Adopt
                && state.terms == *change.terms
                && state.through == change.through
                && state.until == change.until
        };
        let settings = if state.is_some_and(begins) {
            Vec::new()
        } else {
            phrases::clause::settings(refs, change, true)
        };
        let stands = state.and_then(|state| state.text.as_deref());
        let text = change.text.as_deref().filter(|text| stands != Some(text));
        Self {
            entry,
            settings,
            text: text.map(|text| phrases::text("", Some(change.wording), text)),
        }
    }
}

/// The citations that quote, disagree or have a note.
pub(super) fn telling(cites: &[Cite]) -> Vec<&Cite> {
    let tells =
        |cite: &&Cite| cite.quote.is_some() || cite.note.is_some() || !cite.disagrees.is_empty();
    cites.iter().filter(tells).collect()
}
