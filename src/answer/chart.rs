//! The life of every clause on a scale of time.

use serde::Serialize;

use super::{At, Cite};
use crate::agreement::lanes::Stretch;
use crate::agreement::{Action, Status};
use crate::date::Day;

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// The first day of the scale.
    pub from: Day,
    /// The last day of the scale.
    pub to: Day,
    /// Days at whose close a line is drawn, in the order of the days.
    pub marks: Vec<At>,
    /// The clauses, by topic.
    pub lanes: Vec<Lane>,
}

/// A clause on the scale.
#[derive(Clone, Debug, Serialize)]
pub struct Lane {
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Its group.
    pub topic: Option<String>,
    /// How it stands today.
    pub status: Status,
    /// How it stands from one day to another, over the whole scale.
    pub stretches: Vec<Stretch>,
    /// What happens to it on the scale, in order.
    pub turns: Vec<Turn>,
}

/// Something that happens to a clause.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// The event, or the expiry.
    pub event: String,
    /// What it does: an action, or `expire`.
    pub action: &'static str,
    /// The first day on which it may happen; `None` where that is open.
    pub first: Option<Day>,
    /// The last day; of an expiry both are the last day in force.
    pub last: Option<Day>,
    /// Whether only the plan is known.
    pub planned: bool,
    /// Who says so.
    pub cite: Vec<Cite>,
}

impl Turn {
    /// The day on which it certainly happens, where that is one day.
    #[must_use]
    pub fn certain(&self) -> Option<Day> {
        self.first
            .filter(|first| Some(*first) == self.last && !self.planned)
    }

    /// What it did, in the past tense; what is to come is scheduled.
    #[must_use]
    pub fn past(&self) -> &'static str {
        Action::from_word(self.action).map_or("expired", Action::past)
    }
}
