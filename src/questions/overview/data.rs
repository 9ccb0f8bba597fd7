//! The first screen: which timeline, how it stands today, what comes next.

use serde::Serialize;

use crate::agreement::order::Moment;
use crate::agreement::{Action, Basis, Status};
use crate::answer::{Cite, Set, Undecided};
use crate::date::{Date, Day};
use crate::questions::recorder::Recorder;
use crate::questions::view::Listed;

#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    pub description: Option<String>,
    /// The first and the last day on which anything is dated.
    pub span: Span,
    pub counts: Counts,
    /// The last event that certainly changed a clause, as of today: more than kept or disclosed.
    pub last_change: Option<LastChange>,
    pub next_end: Option<NextEnd>,
    pub undetermined: Vec<Undecided>,
    /// Three calls to try, each with what it answers; not part of the JSON.
    #[serde(skip)]
    pub tries: [(String, &'static str); 3],
}

#[derive(Clone, Debug, Serialize)]
pub struct Span {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

/// How many there are of each; the last three as of today.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    pub events: usize,
    pub clauses: usize,
    pub sources: usize,
    pub in_force: usize,
    /// Clauses of which it is not known whether they stand.
    pub unclear: usize,
    /// Clauses that a change may already have touched.
    pub undetermined: usize,
}

/// An event with the clauses that it changed.
#[derive(Clone, Debug, Serialize)]
pub struct LastChange {
    pub event: String,
    pub date: Date,
    pub clauses: Vec<String>,
    pub cite: Vec<Cite>,
}

/// The scheduled end of a clause.
#[derive(Clone, Debug, Serialize)]
pub struct NextEnd {
    pub clause: String,
    pub date: Date,
    pub last: Day,
    pub in_days: i64,
    pub cite: Vec<Cite>,
    /// How firm it is; not part of the JSON.
    #[serde(skip)]
    pub basis: Basis,
    /// What left it unclear whether the clause still stands then, if so; not part of the JSON.
    #[serde(skip)]
    pub unclear: Option<Set>,
}

pub(super) fn overview(records: &mut Recorder<'_, '_>) -> Overview {
    let view = records.view;
    let (timeline, history, today) = (view.timeline, view.history, view.today);
    let listing = view.listing();
    let date = |listed: &Listed<'_>| view.event_of(*listed).date;
    let span = Span {
        first: listing.first().map(date),
        last: listing.last().map(date),
    };
    let mut counts = Counts {
        events: timeline.events.len(),
        clauses: timeline.clauses_shown().count(),
        sources: timeline.sources_shown().count(),
        ..Counts::default()
    };
    let mut undetermined = Vec::new();
    for clause in timeline.clauses_shown() {
        let state = history.state(clause, today);
        counts.in_force += usize::from(state.status == Status::InForce);
        counts.unclear += usize::from(state.status == Status::Unclear);
        counts.undetermined += usize::from(!state.pending.is_empty());
        undetermined.extend(records.undecided(clause, &state.pending, None));
    }
    let last_change = last_change(records);
    let next = view.expiries.iter().find(|expiry| expiry.day >= today);
    let next_end = next.map(|expiry| NextEnd {
        clause: records.clause_id(expiry.clause),
        date: expiry.date,
        last: expiry.day,
        in_days: today.days_until(expiry.day),
        cite: records.change_cites(expiry.set_by),
        basis: timeline.change(expiry.set_by).basis,
        unclear: records.unclear(expiry.clause, expiry.day),
    });
    Overview {
        description: timeline.description.clone(),
        span,
        counts,
        last_change,
        next_end,
        undetermined,
        tries: tries(records),
    }
}

fn last_change(records: &mut Recorder<'_, '_>) -> Option<LastChange> {
    let view = records.view;
    // A disclosure or a "kept" leaves the agreement as it was.
    let changes = |moment: &Moment| {
        let event = &view.timeline.events[moment.event];
        let mut actions = (moment.changes.iter()).map(|change| event.changes[*change].action);
        !event.planned && actions.any(|action| !matches!(action, Action::Disclose | Action::Keep))
    };
    let certain = |moment: &&Moment| changes(moment) && moment.bounds.certain_by(view.today);
    let moments = view.history.moments.list.iter().filter(certain);
    let moment = moments.max_by_key(|moment| moment.bounds.last)?;
    let event = &view.timeline.events[moment.event];
    let mut clauses: Vec<usize> = event.changes.iter().map(|change| change.clause).collect();
    clauses.dedup();
    let found = records.event(moment.event);
    Some(LastChange {
        event: found.id,
        date: moment.date,
        clauses: records.clause_ids(&clauses),
        cite: found.cite,
    })
}

/// Three calls that answer well on this timeline.
fn tries(records: &Recorder<'_, '_>) -> [(String, &'static str); 3] {
    let view = records.view;
    let (first, last) = crate::questions::terms::span(records);
    let diff = if (first..=last).contains(&2024) && last > 2025 {
        "diff 2024-12 2025-10".to_owned()
    } else {
        format!("diff {first:04} today")
    };
    let clause = |id: &str| view.timeline.ids.clauses.contains_key(id);
    let show = match view.timeline.clauses_shown().next() {
        _ if clause("ip-license") => "show clause ip-license".to_owned(),
        Some(place) => format!("show clause {}", view.timeline.clauses[place].id),
        None => "show clause".to_owned(),
    };
    [
        ("timeline".to_owned(), "what happened and what is scheduled"),
        (diff, "what changed between two days"),
        (show, "one clause and its whole history"),
    ]
}
