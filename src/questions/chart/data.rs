//! The chart from the histories of clauses.

use std::cell::LazyCell;

use super::ChartArgs;
use super::{Chart, Lane, Turn, TurnKind};
use crate::agreement::steps::Step;
use crate::questions::listing::MOST;
use crate::questions::prelude::*;

pub(crate) fn chart(records: &mut Recorder<'_, '_>, args: &ChartArgs) -> Result<Chart, Refusal> {
    let view = records.view;
    let marks = args.lanes.mark.iter().map(|when| view.at(when));
    let mut marks = marks.collect::<Result<Vec<At>, Refusal>>()?;
    marks.sort_by_key(|at| at.day);
    let (from, to) = scale(view, (args.from.as_ref(), args.to.as_ref()), &marks)?;
    let filter = args.lanes.filter.resolve(view)?;
    let known = view.timeline.recorded.and_then(Date::last);
    let mut lanes = Vec::new();
    for clause in records.view.by_topic() {
        if filter.admits(view.history, clause, &[]) {
            lanes.push(lane(records, clause, (from, to)));
        }
    }
    Ok(Chart {
        from,
        to,
        assumed_from: known.unwrap_or(view.today).succ().unwrap_or(Day::MAX),
        marks,
        lanes,
    })
}

/// The first and the last day of a scale: those that are asked, else of whole years around all that counts.
pub(crate) fn scale(
    view: &View<'_>,
    (from, to): (Option<&String>, Option<&String>),
    marks: &[At],
) -> Result<(Day, Day), Refusal> {
    let (from, to) = view.range(from, to)?;
    let years = LazyCell::new(|| years(view, marks));
    let from = from.map_or_else(|| years.0, |at| at.day);
    let to = to.map_or_else(|| years.1, |at| at.day);
    if from > to {
        let message = format!("the chart would begin on {from} and end on {to}");
        let help = "give a `--from` that is earlier than `--to`";
        return Err(Refusal::new(message, help));
    }
    Ok((from, to))
}

/// The first and the last day of the years around all that counts: today, each mark, and the days of all that happens or
/// may, with the ends that it sets.
pub(crate) fn years(view: &View<'_>, marks: &[At]) -> (Day, Day) {
    let moments = view.history.moments.list.iter().map(|moment| moment.bounds);
    let changes = view.timeline.events.iter().flat_map(|event| &event.changes);
    let ends = changes.filter_map(|change| Some(change.through?.bounds()));
    let derived = view.derived_on((Day::MIN, Day::MAX));
    let derived = derived.map(|listed| view.days(listed));
    let bounds = derived.chain(moments).chain(ends);
    let days = bounds.flat_map(|bounds| [bounds.first, bounds.last]);
    let days = days.flatten().chain(marks.iter().map(|at| at.day));
    let widened = |(first, last): (Day, Day), day: Day| (first.min(day), last.max(day));
    let (first, last) = days.fold((view.today, view.today), widened);
    let (from, to) = (Day::new(first.year(), 1, 1), Day::new(last.year(), 12, 31));
    (from.unwrap_or(first), to.unwrap_or(last))
}

fn lane(records: &mut Recorder<'_, '_>, clause: usize, days: (Day, Day)) -> Lane {
    let view = records.view;
    let found = &view.timeline.clauses[clause];
    let mut turns = changes(records, clause, days);
    turns.extend(happenings(records, clause, days));
    for of in (view.history).renewals_near(clause, days, (view.today, MOST)) {
        let event = records.listed(Listed::Renewal(of));
        let cites = records.change_cites(of.set_by);
        let from = ends::reckoned(view.timeline.change(of.set_by).through);
        let days = (of.day.into(), of.day);
        turns.push(Turn {
            doubt: ends::doubt(of.stands, true).to_owned() + &from,
            assumed: true,
            renewal: Some(of),
            basis: event.basis,
            ..turn_on(event.id, TurnKind::Renewal, days, cites)
        });
    }
    turns.sort_by_key(|turn| (turn.last.is_none(), turn.last));
    Lane {
        clause: records.clause_id(clause),
        title: found.title.clone(),
        topic: found.topic.clone(),
        status: view.history.state(clause, view.today).status,
        stretches: lanes::stretches(view.history, clause, days),
        turns,
    }
}

/// What the changes of a clause do to it on some of these days.
fn changes(records: &mut Recorder<'_, '_>, clause: usize, (from, to): (Day, Day)) -> Vec<Turn> {
    let (timeline, history) = (records.view.timeline, records.view.history);
    let (first, last) = (Some(from), Some(to));
    let steps = history.lives[clause].steps.iter();
    let steps = steps.filter(|step| {
        !step.idle && !history.is_late(step.at) && step.bounds.overlaps(Bounds { first, last })
    });
    let turn = |step: &Step| {
        let (_, version) = history.around(step.at);
        // Whatever begins a clause counts as its adoption.
        let begins = version.is_some_and(|version| version.adopted == step.at);
        let action = if begins { Action::Adopt } else { step.action };
        let date = timeline.date_of(step.at);
        let known = Some(timeline.event_of(step.at).known());
        let event = records.event_id(step.at.event);
        let cites = records.change_cites(step.at);
        let change = timeline.change(step.at);
        // Nobody has done then what only became known.
        let is_told = change.report || change.kind() == ChangeKind::Learned;
        let bound = Some(step.at).filter(|_| !is_told);
        let bound = bound.map_or_else(Vec::new, |at| history.bound_at(at));
        Turn {
            bound: records.party_ids(&bound),
            doubt: ["", ", perhaps"][usize::from(change.unsettled)].to_owned(),
            first: step.bounds.first,
            last: step.bounds.last,
            known: known.filter(|known| *known != date),
            planned: timeline.event_of(step.at).planned,
            basis: change.basis,
            ..turn_on(event, TurnKind::Change(action), (date, to), cites)
        }
    };
    steps.map(turn).collect()
}

/// Its last days, and what becomes of it with the agreement, on these days.
fn happenings(records: &mut Recorder<'_, '_>, clause: usize, (from, to): (Day, Day)) -> Vec<Turn> {
    let view = records.view;
    let happens = view.history.happenings(clause, None).into_iter();
    let happens = happens.filter(|of| from <= of.day && of.day <= to);
    let turn = |of: Happening| {
        let change = view.timeline.change(of.at);
        let (event, action) = match (of.expiry, TurnKind::Change(change.action)) {
            (true, _) => (records.expiry_id(of.at), TurnKind::Expiry),
            // The agreement's duration comes to stand otherwise.
            (false, action) if change.clause != clause => (records.event_id(of.at.event), action),
            _ => return None,
        };
        let basis = if of.expiry {
            records.end_basis(of.at, of.day)
        } else {
            change.basis
        };
        let (stands, assumed) = view.hangs(&of);
        let days = (view.history.date_of(&of), of.day);
        let through = change.through.filter(|date| of.expiry && *date != days.0);
        Some(Turn {
            doubt: ends::doubt(stands, assumed).to_owned() + &ends::reckoned(through),
            assumed,
            basis,
            ..turn_on(event, action, days, records.change_cites(of.at))
        })
    };
    happens.filter_map(turn).collect()
}

/// What happens on one day, as it is stated.
fn turn_on(event: String, action: TurnKind, (date, day): (Date, Day), cite: Vec<Cite>) -> Turn {
    Turn {
        event,
        action,
        date,
        first: Some(day),
        last: Some(day),
        known: None,
        planned: false,
        assumed: false,
        renewal: None,
        bound: Vec::new(),
        cite,
        basis: Basis::Stated,
        doubt: String::new(),
    }
}
