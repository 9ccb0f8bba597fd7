//! Where the reader is. A place says all that is shown but the size of the screen, so that going back restores it.

use super::asks::Ask;
use crate::answer::At;
use crate::date::Day;
use crate::questions::view::Kind;
use crate::shell::global::LensArgs;

/// A WHEN: an event's id or a day, with the day that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub(super) text: String,
    pub(super) day: Day,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The agreements of a folder.
    Folder,
    Main,
    /// What differs between a day and the day of the place.
    Compare(When),
    Clause(String),
    Event(String),
    /// The events of a list.
    Events(Ask),
    /// The sources of an answer.
    Sources(Ask),
    Beliefs(String),
    Find(String, Option<Kind>),
    Lenses,
    Help(String),
    /// An answer alone.
    Answer(Ask),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Which of several agreements is open.
    pub(super) agreement: usize,
    pub(super) page: Page,
    pub(super) when: When,
    pub(super) lens: LensArgs,
    /// The key of the row that is chosen; the first where there is none of this key.
    pub(super) row: Option<String>,
    /// The column of a belief map.
    pub(super) column: usize,
    /// How far the answer is scrolled.
    pub(super) scroll: usize,
    /// Whether keys move the answer, and not the row.
    pub(super) in_answer: bool,
    /// Whether clauses that did not change are rows too.
    pub(super) with_unchanged: bool,
}

impl Page {
    /// Whether it shows how things stand on a day.
    pub(super) fn has_day(&self) -> bool {
        matches!(
            self,
            Self::Main | Self::Compare(_) | Self::Clause(_) | Self::Event(_)
        )
    }
}

impl Place {
    /// What its page is made of.
    pub(super) fn ask(&self) -> Option<Ask> {
        let at = || self.when.text.clone();
        Some(match self.page.clone() {
            Page::Folder => Ask::Overview,
            Page::Main | Page::Lenses => Ask::Terms(at()),
            Page::Compare(from) => Ask::Diff(from.text, Some(at()), None),
            Page::Clause(id) => Ask::Show(Kind::Clause, id, Some(at())),
            Page::Event(id) => Ask::Show(Kind::Event, id, None),
            Page::Events(ask) | Page::Sources(ask) | Page::Answer(ask) => ask,
            Page::Beliefs(id) => Ask::Beliefs(id),
            Page::Find(text, _) if !text.trim().is_empty() => Ask::Find(text),
            Page::Find(..) | Page::Help(_) => return None,
        })
    }

    /// A page from its beginning.
    pub(super) fn of(page: Page, when: When, lens: LensArgs) -> Self {
        Self {
            agreement: 0,
            with_unchanged: page == Page::Main,
            page,
            when,
            lens,
            row: None,
            column: 0,
            scroll: 0,
            in_answer: false,
        }
    }
}

impl From<Day> for When {
    fn from(day: Day) -> Self {
        let text = day.to_string();
        Self { text, day }
    }
}

impl From<At> for When {
    fn from(at: At) -> Self {
        let text = at.again();
        Self { text, day: at.day }
    }
}
