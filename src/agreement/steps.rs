//! What happens to a clause, and when it is seen: changes in order, expiries, and the instants between them.

use super::{Action, ChangeRef, Status};
use crate::date::{Bounds, Date, Day};

/// One change in the life of a clause, in order, planned ones included.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub at: ChangeRef,
    pub bounds: Bounds,
    /// Whether it never certainly happens: it is of a planned event, or may come too late.
    pub planned: bool,
    pub action: Action,
    /// The place of its moment in the order.
    pub rank: usize,
    /// Whether nothing comes of it: it ends, or leaves unclear, what does not stand.
    pub idle: bool,
    /// Whether it gives no value.
    pub is_bare: bool,
    /// The last day that it gives its clause, where it says how long that runs: none in sight where it renews.
    pub lasts: Option<Day>,
}

/// When a state is seen: at the close of a day, or on that day right after one of the moments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    pub day: Day,
    /// How many moments are gone through by then.
    passed: usize,
}

impl Instant {
    pub fn dawn(day: Day) -> Self {
        Self { day, passed: 0 }
    }

    pub fn is_close(self) -> bool {
        self.passed == usize::MAX
    }

    /// The one right before it.
    pub fn before(self) -> Self {
        match self.day.pred() {
            Some(eve) if self.passed == 0 => eve.into(),
            _ => Self {
                passed: self.passed.saturating_sub(1),
                ..self
            },
        }
    }

    /// On a day, right after the moment at a place in the order.
    pub fn after(day: Day, rank: usize) -> Self {
        let passed = rank + 1;
        Self { day, passed }
    }
}

impl From<Day> for Instant {
    fn from(day: Day) -> Self {
        let passed = usize::MAX;
        Self { day, passed }
    }
}

impl Step {
    /// When it has certainly happened, if ever.
    pub(super) fn certain(&self) -> Option<Instant> {
        let last = self.bounds.last.filter(|_| !self.planned);
        last.map(|day| Instant::after(day, self.rank))
    }

    /// Whether it may have happened by then: what comes behind a moment may have begun before its day.
    pub(super) fn is_possible(&self, by: Instant) -> bool {
        let day = Some(by.day).filter(|_| self.rank < by.passed);
        let day = day.or_else(|| by.day.pred());
        day.is_some_and(|day| self.bounds.possible_by(day))
    }

    /// Whether the last day that it gives its clause has passed on a day.
    pub(super) fn is_over(&self, day: Day) -> bool {
        self.lasts.is_some_and(|last| last < day)
    }
}

/// Something that certainly happened to a clause.
#[derive(Clone, Copy, Debug)]
pub struct Happening {
    /// The last day on which it can have happened; of an expiry, the last day in force.
    pub day: Day,
    /// The first instant at which it is seen; of an expiry, that is the dawn of the day after.
    pub seen: Instant,
    /// The change; of an expiry, the change that set its `through`.
    pub at: ChangeRef,
    pub expiry: bool,
    /// How the clause stands from then on.
    pub status: Status,
}

/// The end of a clause by its `through`.
#[derive(Clone, Copy, Debug)]
pub struct Expiry {
    pub clause: usize,
    /// The last day on which it is in force.
    pub day: Day,
    pub date: Date,
    pub set_by: ChangeRef,
    /// How many expiries of the same clause come before it.
    pub nth: usize,
}
