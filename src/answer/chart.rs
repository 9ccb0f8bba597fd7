//! The life of every clause on a scale of time, and what a drawing shows of it.

use serde::Serialize;

use super::{At, Cite, NO_TOPIC};
use crate::agreement::lanes::{Standing, Stretch};
use crate::agreement::renewal::Renewal;
use crate::agreement::{Action, Basis, Status};
use crate::date::{Date, Day};

#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    pub from: Day,
    pub to: Day,
    /// The first day of which it is only assumed that nothing else happened.
    pub assumed_from: Day,
    /// Days at whose close a line is drawn, in the order of the days.
    pub marks: Vec<At>,
    pub lanes: Vec<Lane>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Lane {
    pub clause: String,
    pub title: String,
    pub topic: Option<String>,
    pub status: Status,
    /// How it stands from one day to another, over the whole scale.
    pub stretches: Vec<Stretch>,
    pub turns: Vec<Turn>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    pub event: String,
    pub action: TurnKind,
    #[serde(skip)]
    pub date: Date,
    /// The first day on which it may happen; `None` where that is open.
    pub first: Option<Day>,
    /// The last day; of an expiry or a renewal both are the last day of the term.
    pub last: Option<Day>,
    /// When it became known, where that is not the day on which it applies.
    pub known: Option<Date>,
    pub planned: bool,
    /// Whether a last day or a renewal comes only if nobody gave notice.
    pub assumed: bool,
    pub cite: Vec<Cite>,
    #[serde(skip)]
    pub renewal: Option<Renewal>,
    #[serde(skip)]
    pub bound: Vec<String>,
    pub basis: Basis,
    /// On what it hangs that a last day or a renewal comes, and from what it is reckoned.
    #[serde(skip)]
    pub doubt: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TurnKind {
    #[serde(rename = "expire")]
    Expiry,
    #[serde(rename = "renew")]
    Renewal,
    #[serde(untagged)]
    Change(Action),
}

/// What a cell of a drawing shows of a clause: how it stands on each of its days, or that something happens to it on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    No,
    InForce,
    /// In force, if nothing else happens.
    Assumed,
    /// In force, and what it says may change on one of the days, or may have.
    Changing,
    Unclear,
    /// It may begin or end on one of the days, or may have.
    Doubt,
    Turn(TurnKind),
}

impl Turn {
    /// The day on which it certainly happens, where that is one day.
    pub fn certain(&self) -> Option<Day> {
        let first = self.first.filter(|_| !self.planned);
        first.filter(|_| self.first == self.last)
    }
}

impl Lane {
    /// What is told in words: of renewals only the next, or else the last, which says how many come before.
    pub(crate) fn told(&self, today: Day) -> impl Iterator<Item = &Turn> {
        let turns = self.turns.iter();
        let mut renewals = turns
            .clone()
            .filter_map(|turn| turn.renewal.map(|of| of.day));
        let next = renewals.clone().find(|day| *day >= today);
        let told = next.or_else(|| renewals.next_back());
        turns.filter(move |turn| turn.renewal.is_none() || turn.last == told)
    }
}

impl Chart {
    pub(crate) fn has(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The days at whose close a line is drawn, in order, each with what its label may be, the longest first.
    pub(crate) fn rules(&self, today: Day, say: fn(Day) -> String) -> Vec<(Day, Vec<String>)> {
        let marks = self.marks.iter().map(|at| (at.day, at.when.as_str()));
        let rule = |(day, when): (Day, &str)| match say(day) {
            label if day.to_string() == when => (day, vec![label]),
            label => (day, vec![format!("{when} ({label})"), label]),
        };
        let mut rules: Vec<_> = marks.chain([(today, "today")]).map(rule).collect();
        rules.retain(|(day, _)| self.has(*day));
        rules.sort();
        rules.dedup();
        rules
    }

    /// The lanes under their topics.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&str, &[Lane])> {
        let groups = self.lanes.chunk_by(|a, b| a.topic == b.topic);
        groups.map(|lanes| (lanes[0].topic.as_deref().unwrap_or(NO_TOPIC), lanes))
    }

    /// How a clause stands, in stretches that are cut where what is known of them ends.
    pub(crate) fn pieces(&self, lane: &Lane) -> Vec<Stretch> {
        let known = self.assumed_from.pred().unwrap_or(self.assumed_from);
        let cut = |stretch: &Stretch| {
            let (from, to) = (stretch.from.max(self.assumed_from), stretch.to.min(known));
            [Stretch { to, ..*stretch }, Stretch { from, ..*stretch }]
        };
        let pieces = lane.stretches.iter().flat_map(cut);
        pieces.filter(|piece| piece.from <= piece.to).collect()
    }

    /// What the cell of some days shows: doubt about any, else the gravest that certainly happens, else how it stands.
    pub(crate) fn cell(&self, lane: &Lane, (from, to): (Day, Day)) -> Cell {
        let first = lane.stretches.partition_point(|of| of.to < from);
        let stretches = lane.stretches[first..].iter();
        let stretches = stretches.take_while(|of| of.from <= to);
        let stands: Vec<Standing> = stretches.map(|of| of.stands).collect();
        let all = |some: &[Standing]| stands.iter().all(|of| some.contains(of));
        let is_in_force = all(&[Standing::InForce, Standing::Changing]);
        let is_within = |turn: &Turn| turn.certain().is_some_and(|day| from <= day && day <= to);
        // Of a clause that may stand no more nothing is drawn to renew.
        let happens = |kind: TurnKind| {
            let is_drawn = is_in_force || kind != TurnKind::Renewal;
            is_drawn && (lane.turns.iter()).any(|turn| turn.action == kind && is_within(turn))
        };
        match GRAVEST.into_iter().find(|kind| happens(*kind)) {
            _ if stands.contains(&Standing::Perhaps) => Cell::Doubt,
            _ if stands.contains(&Standing::Changing) && is_in_force => Cell::Changing,
            _ if stands.contains(&Standing::Changing) => Cell::Doubt,
            Some(kind) => Cell::Turn(kind),
            None if is_in_force && self.assumed_from <= to => Cell::Assumed,
            None if is_in_force => Cell::InForce,
            None if all(&[Standing::Unclear]) => Cell::Unclear,
            None if all(&[Standing::No]) => Cell::No,
            None => Cell::Doubt,
        }
    }
}

/// What a cell shows of what happens on one of its days, the gravest first.
const GRAVEST: [TurnKind; 7] = [
    TurnKind::Change(Action::End),
    TurnKind::Expiry,
    TurnKind::Change(Action::Adopt),
    TurnKind::Change(Action::Unclear),
    TurnKind::Change(Action::Amend),
    TurnKind::Change(Action::Disclose),
    TurnKind::Renewal,
];
