//! The chart from the histories of clauses.

use super::ChartArgs;
use super::{Chart, Lane, Turn, TurnKind};
use crate::agreement::filter::EventFilter;
use crate::agreement::{Timeline, lanes};
use crate::answer::At;
use crate::date::Day;
use crate::questions::recorder::Recorder;
use crate::questions::view::Refusal;

/// Draws clauses on a scale of time.
pub(crate) fn chart(records: &mut Recorder<'_, '_>, args: &ChartArgs) -> Result<Chart, Refusal> {
    let view = records.view;
    let filter = args.lanes.filter.resolve(view)?;
    let events = args.lanes.events();
    let (first, last) = crate::questions::terms::span(records);
    let (from, to) = view.range(args.from.as_ref(), args.to.as_ref())?;
    let from = from.map_or_else(|| Day::new(first, 1, 1), |at| Some(at.day));
    let to = to.map_or_else(|| Day::new(last, 12, 31), |at| Some(at.day));
    let (from, to) = (from.unwrap_or(view.today), to.unwrap_or(view.today));
    if from > to {
        return Err(Refusal {
            message: format!("the chart would begin on {from} and end on {to}"),
            help: Some("let `--from` lie before `--to`".to_owned()),
        });
    }
    let marks = args.lanes.mark.iter().map(|when| view.at(when));
    let mut marks = marks.collect::<Result<Vec<At>, Refusal>>()?;
    marks.sort_by_key(|at| at.day);
    let mut lanes = Vec::new();
    for clause in records.by_topic() {
        if filter.admits(view.timeline, clause) && touched(view.timeline, clause, &events) {
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
pub(crate) fn touched(timeline: &Timeline, clause: usize, filter: &EventFilter) -> bool {
    if filter.is_open() {
        return true;
    }
    let filter = EventFilter {
        clauses: vec![clause],
        ..filter.clone()
    };
    timeline
        .events
        .iter()
        .any(|event| filter.admits(timeline, event))
}

fn lane(records: &mut Recorder<'_, '_>, clause: usize, (from, to): (Day, Day)) -> Lane {
    let view = records.view;
    let (timeline, life) = (view.timeline, &view.history.lives[clause]);
    let found = &timeline.clauses[clause];
    let mut turns = Vec::new();
    for step in &life.steps {
        let (first, last) = (step.bounds.first, step.bounds.last);
        if first.is_some_and(|first| first > to) || last.is_some_and(|last| last < from) {
            continue;
        }
        turns.push(Turn {
            event: records.event_id(step.at.event),
            action: TurnKind::Change(timeline.change(step.at).action),
            first,
            last,
            planned: step.planned,
            cite: records.change_cites(step.at),
        });
    }
    for expiry in &view.expiries {
        if expiry.clause == clause && from <= expiry.day && expiry.day <= to {
            turns.push(Turn {
                event: records.expiry_id(clause),
                action: TurnKind::Expiry,
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
        status: life.state(view.today).status,
        stretches: lanes::stretches(timeline, life, (from, to)),
        turns,
    }
}
