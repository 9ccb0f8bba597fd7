//! Where the reader is. A place says all that is shown but the size of the screen, so that going back restores it.

use super::asks::Ask;
use crate::agreement::Basis;
use crate::date::Day;
use crate::questions::view::Kind;
use crate::shell::global::Global;

/// A WHEN: an event's id or a day, with the day that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub(super) text: String,
    pub(super) day: Day,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Page {
    Main,
    /// What differs between a day and the day of the place.
    Compare(When),
    Clause(String),
    Event(String),
    /// The sources of an answer.
    Sources(Ask),
    Beliefs(String),
    Find(String, Option<Kind>),
    Lenses,
    Help(String),
    /// An answer alone.
    Answer(Ask),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) page: Page,
    pub(super) when: When,
    /// The key of the row that is chosen; the first where there is none of this key.
    pub(super) row: Option<String>,
    /// The column of a belief map.
    pub(super) column: usize,
    /// How far the answer is scrolled.
    pub(super) scroll: usize,
    /// Whether keys move the answer, and not the row.
    pub(super) in_answer: bool,
    pub(super) changed_only: bool,
    pub(super) lenses: Lenses,
}

impl Place {
    /// Another page, from its beginning.
    pub(super) fn turn(&self, page: Page) -> Self {
        Self {
            page,
            row: None,
            column: 0,
            scroll: 0,
            in_answer: false,
            ..self.clone()
        }
    }
}

/// The lenses as the flags name them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lenses {
    pub(super) known_by: Option<String>,
    pub(super) according_to: Vec<String>,
    pub(super) basis: Basis,
    pub(super) suppose: Vec<String>,
}

impl Lenses {
    pub(super) fn of(global: &Global) -> Self {
        Self {
            known_by: global.known_by.clone(),
            according_to: global.according_to.clone(),
            basis: global.basis,
            suppose: global.suppose.clone(),
        }
    }

    pub(super) fn put(&self, global: &mut Global) {
        global.known_by.clone_from(&self.known_by);
        global.according_to.clone_from(&self.according_to);
        global.basis = self.basis;
        global.suppose.clone_from(&self.suppose);
    }

    /// `known by all · basis all`.
    pub(super) fn shown(&self) -> String {
        let known = self.known_by.as_deref().unwrap_or("all");
        let basis = if self.basis == Basis::Inferred {
            "all"
        } else {
            self.basis.word()
        };
        let mut shown = format!("known by {known} · basis {basis}");
        let more = [
            (" · according to ", &self.according_to),
            (" · supposing ", &self.suppose),
        ];
        for (word, names) in more.into_iter().filter(|(_, names)| !names.is_empty()) {
            shown = shown + word + &names.join(", ");
        }
        shown
    }
}
