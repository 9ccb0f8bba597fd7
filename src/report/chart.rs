//! The life of every clause on a scale of time.

use serde::Serialize;

use super::ask::{Records, Refusal};
use super::{At, Body, Cite, Report};
use crate::agreement::filter::{ClauseFilter, EventFilter};
use crate::agreement::lanes::{self, Stretch};
use crate::agreement::{Action, Status, Timeline};
use crate::date::Day;

/// The question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The WHEN with whose first day the scale begins.
    pub from: Option<String>,
    /// The WHEN with whose last day the scale ends.
    pub to: Option<String>,
    /// Days at whose close a line is drawn.
    pub marks: Vec<String>,
    /// Which clauses.
    pub filter: ClauseFilter,
    /// Which events; a clause is drawn where one of them changes it or is about it.
    pub events: EventFilter,
}

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

/// Draws clauses on a scale of time.
///
/// # Errors
///
/// Where a WHEN cannot be taken, or the scale would end before it begins.
pub fn chart(mut records: Records<'_, '_>, question: &Question) -> Result<Report, Refusal> {
    let chart = drawn(&mut records, question)?;
    Ok(records.finish("chart", Body::Chart(chart)))
}

/// The chart itself, for a report that holds more.
pub(super) fn drawn(records: &mut Records<'_, '_>, question: &Question) -> Result<Chart, Refusal> {
    let asked = records.asked;
    let (first, last) = super::terms::span(records);
    let (from, to) = asked.range(question.from.as_ref(), question.to.as_ref())?;
    let from = from.map_or_else(|| Day::new(first, 1, 1), |at| Some(at.day));
    let to = to.map_or_else(|| Day::new(last, 12, 31), |at| Some(at.day));
    let (from, to) = (from.unwrap_or(asked.today), to.unwrap_or(asked.today));
    if from > to {
        return Err(Refusal {
            message: format!("the chart would begin on {from} and end on {to}"),
            help: Some("let `--from` lie before `--to`".to_owned()),
        });
    }
    let marks = question.marks.iter().map(|when| asked.at(when));
    let mut marks = marks.collect::<Result<Vec<At>, Refusal>>()?;
    marks.sort_by_key(|at| at.day);
    let mut lanes = Vec::new();
    for clause in records.by_topic() {
        if question.filter.admits(asked.timeline, clause)
            && touched(asked.timeline, clause, &question.events)
        {
            lanes.push(lane(records, clause, (from, to)));
        }
    }
    Ok(Chart {
        from,
        to,
        marks,
        lanes,
    })
}

/// Whether an event that passes a filter changes a clause or is about it, or no filter is set.
pub(super) fn touched(timeline: &Timeline, clause: usize, filter: &EventFilter) -> bool {
    if filter.is_open() {
        return true;
    }
    let filter = EventFilter {
        clauses: vec![clause],
        ..filter.clone()
    };
    (0..timeline.events.len()).any(|event| filter.admits(timeline, event))
}

fn lane(records: &mut Records<'_, '_>, clause: usize, (from, to): (Day, Day)) -> Lane {
    let asked = records.asked;
    let (timeline, life) = (asked.timeline, &asked.history.lives[clause]);
    let found = &timeline.clauses[clause];
    let mut turns = Vec::new();
    for step in &life.steps {
        let (first, last) = (step.bounds.first, step.bounds.last);
        if first.is_some_and(|first| first > to) || last.is_some_and(|last| last < from) {
            continue;
        }
        let change = timeline.change(step.at);
        turns.push(Turn {
            event: records.event_id(step.at.event),
            action: change.action.word(),
            first,
            last,
            planned: step.planned,
            cite: records.change_cites(step.at),
        });
    }
    for expiry in asked
        .expiries
        .iter()
        .filter(|expiry| expiry.clause == clause)
    {
        if from <= expiry.day && expiry.day <= to {
            turns.push(Turn {
                event: records.expiry_id(clause),
                action: "expire",
                first: Some(expiry.day),
                last: Some(expiry.day),
                planned: false,
                cite: records.change_cites(expiry.set_by),
            });
        }
    }
    turns.sort_by_key(|turn| (turn.last.is_none(), turn.last));
    Lane {
        clause: records.clause_id(clause),
        title: found.title.clone(),
        topic: found.topic.clone(),
        status: life.state(asked.today).status,
        stretches: lanes::stretches(timeline, life, (from, to)),
        turns,
    }
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
