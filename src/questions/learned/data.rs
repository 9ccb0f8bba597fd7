//! What has become known about a day since another day, in the shape of a difference.

use std::collections::BTreeSet;

use serde::Serialize;

use super::LearnedArgs;
use crate::agreement::compare::How;
use crate::agreement::filter::ClauseFilter;
use crate::agreement::history::{History, State};
use crate::agreement::{Action, Status, lens};
use crate::answer::{At, Diff, Lens, Report};
use crate::date::Day;
use crate::questions::ask::{Asked, Records, Refusal};
use crate::questions::diff::{Difference, Unchanged};

/// The answer: a difference whose first side is what was known then, and whose second is what is
/// known today.
#[derive(Clone, Debug, Serialize)]
pub struct Learned {
    /// The day by whose close the earlier knowledge had been had.
    pub since: At,
    /// The day whose state is compared.
    pub at: At,
    /// What differs.
    #[serde(flatten)]
    pub difference: Difference,
}

/// What has become known of a day: the same lens, once as of then and once as of today.
pub(super) fn learned(asked: &Asked<'_>, args: &LearnedArgs) -> Result<Report, Refusal> {
    let everything = lens::Lens::default();
    let (whole, lens) = asked.behind.unwrap_or((asked.timeline, &everything));
    let history = History::of(whole);
    let all = Asked::new(&history, asked.today, Lens::default(), String::new());
    let since = all.at(&args.since)?;
    let at = all.at(args.at.as_ref().unwrap_or(&args.since))?;
    let by = |day: Day| {
        let known_by = Some(lens.known_by.map_or(day, |limit| limit.min(day)));
        lens::Lens {
            known_by,
            ..lens.clone()
        }
        .narrow(whole)
    };
    let (then, now) = (by(since.day), by(asked.today));
    let (old, new) = (History::of(&then), History::of(&now));
    let (old, new) = (asked.over(&old), asked.over(&new));
    let (mut then, mut now) = (Records::new(&old), Records::new(&new));
    let mut difference = Difference::empty(at.clone(), at.clone());
    let flags = args.filter.flags();
    difference.again = format!("learned --since {} --at {}{flags}", since.day, at.day);
    let filter = args.filter.resolve(asked)?;
    compare_all(&mut then, &mut now, &filter, &mut difference);
    let earlier = then.refs();
    let mut report = now.finish(
        "learned",
        Learned {
            since,
            at,
            difference,
        },
    );
    report.context.refs.merge(earlier);
    Ok(report)
}

fn compare_all(
    then: &mut Records<'_, '_>,
    now: &mut Records<'_, '_>,
    filter: &ClauseFilter,
    difference: &mut Difference,
) {
    let day = difference.from.day;
    let mut touched = BTreeSet::new();
    let events = &then.asked.timeline.events;
    let known: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    for clause in 0..now.asked.timeline.clauses.len() {
        if !filter.admits(now.asked.timeline, clause) {
            continue;
        }
        if let Some(found) = compare(then, now, clause, day, &known) {
            touched.extend(found.events.iter().cloned());
            sort_in(difference, found);
        }
        let (old, new) = (then.asked.history, now.asked.history);
        let before = then.undecided(clause, old.state(clause, day).pending, Some("from"));
        let after = now.undecided(clause, new.state(clause, day).pending, Some("to"));
        difference
            .undetermined
            .extend(before.into_iter().chain(after));
    }
    let events = now.asked.timeline.events.iter();
    let ids = events.map(|event| event.id.clone());
    difference.events = ids.filter(|id| touched.contains(id)).collect();
}

fn sort_in(difference: &mut Difference, found: Diff) {
    match found.how {
        How::Adopted => difference.adopted.push(found),
        How::Ended | How::Expired => difference.ended.push(found),
        How::Unchanged => difference.unchanged.push(Unchanged {
            clause: found.clause,
            events: found.events,
        }),
        How::Amended | How::Disclosed | How::Unclear | How::Interim => {
            difference.amended.push(found);
        }
    }
}

/// A clause as it was known and as it is known; nothing where it stood by neither and nothing of it
/// was learned.
fn compare(
    then: &mut Records<'_, '_>,
    now: &mut Records<'_, '_>,
    clause: usize,
    day: Day,
    known_events: &BTreeSet<&str>,
) -> Option<Diff> {
    let before = then.asked.history.state(clause, day);
    let after = now.asked.history.state(clause, day);
    let (known, pending) = (!before.pending.is_empty(), !after.pending.is_empty());
    let stands = |state: &State<'_>| state.status.stands();
    let (stood, standing) = (stands(&before), stands(&after));
    let expired = after.status == Status::Expired;
    let events = news(now, clause, day, known_events);
    let actions: Vec<Action> = events
        .iter()
        .map(|at| now.asked.timeline.change(*at).action)
        .collect();
    let by: Vec<_> = events.iter().map(|at| now.done_by(*at)).collect();
    let mut ids: Vec<String> = Vec::new();
    for at in &events {
        let id = now.event_id(at.event);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let before = stood.then(|| then.state(clause, day));
    let after = standing.then(|| now.state(clause, day));
    let how = match (&before, &after) {
        (None, None) if ids.is_empty() => return None,
        (None, Some(_)) => How::Adopted,
        (Some(_), None) if expired => How::Expired,
        (Some(_), None) => How::Ended,
        (Some(a), Some(b))
            if (a.status, &a.text, &a.terms, a.through, &a.until)
                != (b.status, &b.text, &b.terms, b.through, &b.until) =>
        {
            if b.status == Status::Unclear && a.status != Status::Unclear {
                How::Unclear
            } else if actions
                .iter()
                .all(|action| matches!(action, Action::Disclose | Action::Keep))
            {
                How::Disclosed
            } else {
                How::Amended
            }
        }
        _ => How::Unchanged,
    };
    now.clause_id(clause);
    let about = &now.asked.timeline.clauses[clause];
    let mut found = crate::questions::diff::between_states(about, how, before, after, ids, by);
    found.uncertain = [(known, "from"), (pending, "to")]
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, side)| side)
        .collect();
    Some(found)
}

/// The changes of a clause that had certainly happened by a day and were not known of then.
fn news(
    now: &Records<'_, '_>,
    clause: usize,
    day: Day,
    known: &BTreeSet<&str>,
) -> Vec<crate::agreement::ChangeRef> {
    let events = &now.asked.timeline.events;
    let life = &now.asked.history.lives[clause];
    let done = life
        .steps
        .iter()
        .filter(|step| !step.planned && step.bounds.certain_by(day));
    done.map(|step| step.at)
        .filter(|at| !known.contains(events[at.event].id.as_str()))
        .collect()
}
