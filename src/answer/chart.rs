//! The life of every clause on a scale of time, and what a drawing shows of it.

use serde::Serialize;

use super::{At, Cite};
use crate::agreement::lanes::{DayCounts, Standing, Stretch, count_days};
use crate::agreement::{Action, Status};
use crate::date::Day;

#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    pub from: Day,
    pub to: Day,
    /// Days at whose close a line is drawn, in the order of the days.
    pub marks: Vec<At>,
    pub lanes: Vec<Lane>,
}

/// A clause on the scale.
#[derive(Clone, Debug, Serialize)]
pub struct Lane {
    pub clause: String,
    pub title: String,
    pub topic: Option<String>,
    pub status: Status,
    /// How it stands from one day to another, over the whole scale.
    pub stretches: Vec<Stretch>,
    /// What happens to it on the scale, in order.
    pub turns: Vec<Turn>,
}

/// Something that happens to a clause.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    pub event: String,
    pub action: TurnKind,
    /// The first day on which it may happen; `None` where that is open.
    pub first: Option<Day>,
    /// The last day; of an expiry both are the last day in force.
    pub last: Option<Day>,
    pub planned: bool,
    pub cite: Vec<Cite>,
}

/// What happens to a clause: a change, or its expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnKind {
    Change(Action),
    /// Its last day in force ends.
    Expiry,
}

impl TurnKind {
    fn word(self) -> &'static str {
        match self {
            Self::Change(action) => action.word(),
            Self::Expiry => "expire",
        }
    }

    /// What was done, in the past tense.
    pub fn past(self) -> &'static str {
        match self {
            Self::Change(action) => action.past(),
            Self::Expiry => "expired",
        }
    }
}

impl Serialize for TurnKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// What a cell of a drawing shows of a clause: how it stands, or what happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    No,
    InForce,
    /// In force after today, if nothing else happens.
    Scheduled,
    Unclear,
    /// A change may fall on one of the days.
    Doubt,
    Adopted,
    Amended,
    Disclosed,
    Ended,
    Expired,
}

impl Turn {
    /// The day on which it certainly happens, where that is one day.
    pub fn certain(&self) -> Option<Day> {
        self.first
            .filter(|first| Some(*first) == self.last && !self.planned)
    }
}

impl Chart {
    /// Whether a day lies on the scale.
    pub(crate) fn has(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The days at whose close a line is drawn, each with a label: the marks, then today.
    pub(crate) fn rules(&self, today: Day) -> Vec<(Day, String)> {
        let marks = self.marks.iter().map(|at| (at.day, at.when.as_str()));
        let rule = |(day, when): (Day, &str)| match day.to_string() {
            label if label == when => (day, label),
            label => (day, format!("{when} ({label})")),
        };
        marks.chain([(today, "today")]).map(rule).collect()
    }

    /// The days of each cell of a drawing: as equal as days can be shared out, each in one cell only.
    pub(crate) fn cells(&self, count: usize) -> Vec<(Day, Day)> {
        let days = u64::try_from(self.from.days_until(self.to)).unwrap_or(0) + 1;
        let count = u64::try_from(count).unwrap_or(1).min(days).max(1);
        let start = |cell: u64| self.from.add_days(cell * days / count);
        let end = |cell: u64| start(cell + 1).map_or(Some(self.to), Day::pred);
        (0..count)
            .filter_map(|cell| start(cell).zip(end(cell)))
            .collect()
    }
}

impl Lane {
    /// The stretches, cut after today where the clause is in force.
    pub(crate) fn stretches_until(&self, today: Day) -> Vec<Stretch> {
        let mut cut = self.stretches.clone();
        let is_cut = |s: &Stretch| s.stands == Standing::InForce && s.from <= today && today < s.to;
        if let Some(place) = cut.iter().position(is_cut)
            && let Some(next) = today.succ()
        {
            let rest = Stretch {
                from: next,
                ..cut[place]
            };
            cut[place].to = today;
            cut.insert(place + 1, rest);
        }
        cut
    }

    /// What the cell of some days shows. Doubt outranks all: it is shown wherever one of the days lies between a
    /// change's first and last possible day. Then comes what certainly happens on one of the days, the gravest
    /// first, and then how the clause stands on the last of them.
    pub(crate) fn cell(&self, (from, to): (Day, Day), today: Day) -> Cell {
        let share = count_days(&self.stretches, (from, to));
        if share.perhaps > 0 || share.changing > 0 {
            return Cell::Doubt;
        }
        let within = |day: Day| from <= day && day <= to;
        let happens = |kind: TurnKind| {
            let mut turns = self.turns.iter().filter(|turn| turn.action == kind);
            turns.any(|turn| turn.certain().is_some_and(within))
        };
        let gravest = GRAVEST.iter().find(|(kind, _)| happens(*kind));
        match (gravest, share) {
            (Some((_, cell)), _) => *cell,
            (None, DayCounts { unclear: 1.., .. }) => Cell::Unclear,
            (None, DayCounts { in_force: 0, .. }) => Cell::No,
            _ if from > today => Cell::Scheduled,
            _ => Cell::InForce,
        }
    }
}

/// What a cell shows of what happens on one of its days, the gravest first.
const GRAVEST: [(TurnKind, Cell); 6] = [
    (TurnKind::Change(Action::End), Cell::Ended),
    (TurnKind::Expiry, Cell::Expired),
    (TurnKind::Change(Action::Adopt), Cell::Adopted),
    (TurnKind::Change(Action::Unclear), Cell::Unclear),
    (TurnKind::Change(Action::Amend), Cell::Amended),
    (TurnKind::Change(Action::Disclose), Cell::Disclosed),
];
