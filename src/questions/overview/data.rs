//! The first screen: which timeline, how it stands today, what comes next.

use std::cmp::Reverse;

use serde_json::Value;

use crate::agreement::Change;
use crate::agreement::order::Moment;
use crate::questions::prelude::*;
use crate::questions::{chart, show, upcoming};

#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    pub description: Option<String>,
    /// The first and the last day on which anything is dated.
    pub span: Span,
    pub counts: Counts,
    /// The last event that certainly changed a clause, as of today: what the parties agreed, kept apart.
    #[serde(serialize_with = "briefly")]
    pub last_change: Option<Event>,
    /// The last event by which more became known of a clause, and nothing was agreed.
    #[serde(serialize_with = "briefly")]
    pub last_report: Option<Event>,
    #[serde(serialize_with = "ending")]
    pub next_end: Option<Event>,
    #[serde(serialize_with = "briefly")]
    pub next: Option<Event>,
    pub undetermined: Vec<Undecided>,
    /// How each of several agreements stands, or the one.
    pub agreements: Vec<Standing>,
    /// The days from one to another, for a drawing of those on which something was agreed, and of ends.
    #[serde(skip)]
    pub strip: Strip,
    #[serde(skip)]
    pub tries: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub struct Strip {
    pub days: (Day, Day),
    pub agreed: BTreeSet<Day>,
    pub ends: BTreeSet<Day>,
    /// Of what else happened, where that is drawn.
    pub others: BTreeSet<Day>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Span {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

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

#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    pub agreement: String,
    pub counts: Counts,
    pub next: Option<String>,
    /// The agreement's duration, where that is over.
    #[serde(serialize_with = "since")]
    pub over: Option<State>,
}

impl Overview {
    pub(super) fn over(&self) -> Option<&State> {
        self.agreements.first()?.over.as_ref()
    }
}

fn briefly<'e, S: Serializer>(
    event: impl IntoIterator<Item = &'e Event>,
    to: S,
) -> Result<S::Ok, S::Error> {
    event.into_iter().next().map(brief).serialize(to)
}

#[expect(clippy::ref_option, reason = "serde gives the field")]
fn ending<S: Serializer>(end: &Option<Event>, to: S) -> Result<S::Ok, S::Error> {
    end.as_ref().map(upcoming::record).serialize(to)
}

#[expect(clippy::ref_option, reason = "serde gives the field")]
fn since<S: Serializer>(over: &Option<State>, to: S) -> Result<S::Ok, S::Error> {
    let since = |of: &State| json!({"clause": of.id, "status": of.status, "date": of.changed, "event": of.changed_by});
    over.as_ref().map(since).serialize(to)
}

/// An event with the clauses that it changes, or those that something derived is about.
pub(super) fn brief(of: &Event) -> Value {
    let mut clauses: Vec<&String> = of.changes.iter().map(|of| &of.clause).collect();
    if of.derived && clauses.is_empty() {
        clauses.extend(&of.about);
    }
    clauses.dedup();
    json!({"event": of.id, "date": of.date, "clauses": clauses, "cite": of.cite})
}

pub(crate) fn overview(records: &mut Recorder<'_, '_>) -> Overview {
    let view = records.view;
    let (timeline, history, today) = (view.timeline, view.history, view.today);
    let listing = view.listing();
    let date = |listed: &Listed| view.event_of(*listed).date;
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
    let [last_change, last_report, next] = news(records, &listing, |_| true);
    let ends = view.history.expiries().values();
    let ends = ends.filter(|expiry| expiry.day >= today);
    let next_end = ends.min_by_key(|expiry| (expiry.day, doubt(view, expiry)));
    let next_end = next_end.map(|expiry| records.listed(Listed::Expiry(*expiry)));
    Overview {
        agreements: vec![Standing {
            agreement: timeline.id.clone(),
            counts: counts.clone(),
            next: next.as_ref().map(|next| next.id.clone()),
            over: records.agreement_over(today.into()),
        }],
        tries: tries(view, &counts),
        description: timeline.description.clone(),
        span,
        counts,
        last_change,
        last_report,
        next_end,
        next,
        undetermined,
        strip: strip(view),
    }
}

fn doubt(view: &View<'_>, of: &Expiry) -> bool {
    view.history.stands(of.clause, of.day) != lanes::Standing::InForce
}

/// What was agreed last of some clauses, what was learned last of them, and what of the listing comes next: of one day,
/// first a last day to give notice, and what is certain.
pub(crate) fn news(
    records: &mut Recorder<'_, '_>,
    listing: &[Listed],
    is_shown: impl Fn(usize) -> bool,
) -> [Option<Event>; 3] {
    let view = records.view;
    let is_told = |change: &&Change| change.kind() == ChangeKind::Learned || change.report;
    // What only kept a clause besides did nothing; what takes effect later was made known before.
    let is_report = |changes: &[&Change], is_effect: bool| {
        !is_effect && changes.iter().any(is_told) && !agree(changes, false)
    };
    let scheduled = || listing.iter().filter(|listed| view.is_scheduled(**listed));
    let first = scheduled().next().map(|listed| view.days(*listed));
    let next = scheduled().filter(|listed| Some(view.days(**listed)) == first);
    let next = next.min_by_key(|listed| match listed {
        Listed::Notice(_) => 0,
        Listed::Expiry(of) if doubt(view, of) => 2,
        _ => 1,
    });
    [
        last_of(view, listing, &is_shown, agree),
        last_of(view, listing, &is_shown, is_report),
        next.copied(),
    ]
    .map(|listed| Some(records.listed(listed?)))
}

/// What was agreed last, of all clauses.
pub(crate) fn last_change(view: &View<'_>, listing: &[Listed]) -> Option<Listed> {
    last_of(view, listing, |_| true, agree)
}

fn agree(changes: &[&Change], is_effect: bool) -> bool {
    changes.iter().any(|of| agrees(of, is_effect))
}

/// What a report tells of a day that is still to come counts as agreed on that day.
fn agrees(change: &Change, is_effect: bool) -> bool {
    let is_deed = is_effect || !change.report;
    change.kind() == ChangeKind::Agreed && change.action != Action::Keep && is_deed
}

/// The last event or later effect that certainly came by today, of those whose changes are meant.
fn last_of(
    view: &View<'_>,
    listing: &[Listed],
    is_shown: impl Fn(usize) -> bool,
    is_meant: impl Fn(&[&Change], bool) -> bool,
) -> Option<Listed> {
    let is_last = |listed: &&Listed| {
        let changes = view.changes_of(**listed).into_iter();
        let changes = changes.map(|at| view.timeline.change(at));
        let changes: Vec<&Change> = changes.filter(|of| is_shown(of.clause)).collect();
        let is_past = view.days(**listed).certain_by(view.today);
        let is_meant = is_meant(&changes, matches!(listed, Listed::Effect(_)));
        is_past && !changes.is_empty() && is_meant && !view.event_of(**listed).planned
    };
    listing.iter().rfind(is_last).copied()
}

/// The moments in which something was agreed, in order.
fn agreed<'v>(view: &View<'v>) -> impl Iterator<Item = &'v Moment> {
    let (moments, timeline) = (&view.history.moments, view.timeline);
    let is_agreed = move |(rank, moment): &(usize, &Moment)| {
        let is_planned = timeline.events[moment.event].planned;
        let mut changes = moment.refs().map(|at| timeline.change(at));
        !is_planned && changes.any(|of| agrees(of, moments.is_effect(*rank)))
    };
    let agreed = moments.list.iter().enumerate().filter(is_agreed);
    agreed.map(|(_, moment)| moment)
}

pub(crate) fn strip(view: &View<'_>) -> Strip {
    Strip {
        days: chart::years(view, &[]),
        agreed: agreed(view)
            .filter_map(|moment| moment.bounds.first)
            .collect(),
        ends: view
            .history
            .expiries()
            .values()
            .map(|expiry| expiry.day)
            .collect(),
        others: BTreeSet::new(),
    }
}

fn tries(view: &View<'_>, counts: &Counts) -> Vec<(String, String)> {
    let done = agreed(view).filter(|moment| moment.bounds.certain_by(view.today));
    let last = done.filter_map(|moment| moment.bounds.last).max();
    let year = last.map(|last| last.year() - 1).filter(|year| *year > 0);
    let changed = format!("what changed after {}", year.unwrap_or_default());
    let steps = |clause: &usize| view.history.lives[*clause].steps.len();
    let clauses = view.timeline.clauses_shown();
    let clause = clauses.min_by_key(|clause| Reverse(steps(clause)));
    let clause = clause.map(|clause| &view.timeline.clauses[clause].id);
    let clause = clause.map(|id| show::call(view, Kind::Clause, id));
    let diff = year.map(|year| format!("diff {year:04}-12 today"));
    let stands = counts.in_force + counts.unclear > 0;
    let is_file = view.path.as_deref() != Some("-");
    let is_empty = view.whole.0.timeline.events.is_empty();
    let (is_new, has_some) = (is_empty && is_file, counts.events > 0);
    let is_explored = cfg!(feature = "explore") && is_file && !is_empty;
    let call = |is_answered: bool, call: &str| is_answered.then(|| call.to_owned());
    let tries = [
        (call(is_new, "add --help"), "how an event is recorded"),
        (call(has_some, "timeline"), "what happened, what comes"),
        (call(stands, "terms"), "what is in force today"),
        (diff, &changed),
        (clause, "the history of a clause"),
        (call(counts.clauses > 0, "chart"), "all clauses, drawn"),
        (call(is_explored, "explore"), "look around, day by day"),
    ];
    let tries = tries.into_iter();
    let answered = tries.filter_map(|(call, what)| Some((call?, what.to_owned())));
    answered.collect()
}
