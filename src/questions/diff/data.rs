//! What changed between two days, and which event did it.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use serde::Serialize;

use super::DiffArgs;
use crate::agreement::compare::{Comparison, How, Side, diff, position};
use crate::agreement::history::{self};
use crate::agreement::steps::{Happening, Instant};
use crate::agreement::{Terms, Value};
use crate::answer::{At, Diff, State, TermDiff, Undecided};
use crate::date::Day;
use crate::questions::recorder::Recorder;
use crate::questions::view::Refusal;

#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    pub from: At,
    pub to: At,
    pub reversed: bool,
    /// The events whose changes lie between the two days, in order.
    pub events: Vec<String>,
    /// Standing on the second day and not on the first.
    pub adopted: Vec<Diff>,
    pub amended: Vec<Diff>,
    /// Standing on the first day and not on the second.
    pub ended: Vec<Diff>,
    pub interim: Vec<Diff>,
    pub unchanged: Vec<Unchanged>,
    /// Changes that may already have happened on either day.
    pub undetermined: Vec<Undecided>,
    /// The command that gives this answer again; not part of the JSON.
    #[serde(skip)]
    pub again: String,
}

/// A clause that reads as before, with the events that touched it all the same.
#[derive(Clone, Debug, Serialize)]
pub struct Unchanged {
    pub clause: String,
    pub events: Vec<String>,
}

impl Difference {
    pub fn empty(from: At, to: At) -> Self {
        Self {
            from,
            to,
            reversed: false,
            events: Vec::new(),
            adopted: Vec::new(),
            amended: Vec::new(),
            ended: Vec::new(),
            interim: Vec::new(),
            unchanged: Vec::new(),
            undetermined: Vec::new(),
            again: String::new(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Every clause that differs, list by list.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Diff> {
        let lists = [&self.adopted, &self.amended, &self.ended, &self.interim];
        lists.into_iter().flatten()
    }

    pub(crate) fn under<'a>(
        &self,
        [adopted, amended, ended]: [&'a str; 3],
        interim: &'a str,
    ) -> [(&'a str, &[Diff]); 4] {
        [
            (adopted, &self.adopted),
            (amended, &self.amended),
            (ended, &self.ended),
            (interim, &self.interim),
        ]
    }

    /// The earlier of the two days, then the later.
    pub(crate) fn in_time(&self) -> (&At, &At) {
        if self.reversed {
            return (&self.to, &self.from);
        }
        (&self.from, &self.to)
    }

    /// What was adopted and what ended, going forward in time.
    pub(crate) fn adopted_and_ended(&self) -> (&[Diff], &[Diff]) {
        if self.reversed {
            return (&self.ended, &self.adopted);
        }
        (&self.adopted, &self.ended)
    }

    pub(crate) fn day(&self, side: Option<Side>) -> Day {
        match side {
            Some(Side::From) => self.from.day,
            _ => self.to.day,
        }
    }
}

pub(crate) fn difference(
    records: &mut Recorder<'_, '_>,
    args: &DiffArgs,
) -> Result<Difference, Refusal> {
    let view = records.view;
    let filter = args.filter.resolve(view)?;
    let (from, to) = (view.at(&args.from)?, view.at(&args.to)?);
    let reversed = from.instant > to.instant;
    let (early, late) = if reversed {
        (to.instant, from.instant)
    } else {
        (from.instant, to.instant)
    };
    let mut found = Difference::empty(from, to);
    found.reversed = reversed;
    let flags = args.filter.flags();
    found.again = format!("diff {} {}{flags}", found.from.again(), found.to.again());
    let mut behind = Vec::new();
    for clause in diff(view.history, early, late) {
        if !filter.admits(view.timeline, clause.clause) {
            continue;
        }
        behind.extend(clause.behind.iter().copied());
        if found.keep(records, &clause) {
            continue;
        }
        let before = standing(records, clause.clause, &clause.before);
        let after = standing(records, clause.clause, &clause.after);
        let record = record(records, &clause, before, after);
        found.take(if reversed { record.mirrored() } else { record });
    }
    for clause in 0..view.timeline.clauses.len() {
        if filter.admits(view.timeline, clause) {
            let pending = |at: Instant| view.history.state(clause, at).pending;
            let (from, to) = (pending(found.from.instant), pending(found.to.instant));
            let undecided = &mut found.undetermined;
            undecided.extend(records.undecided(clause, &from, Some(Side::From)));
            undecided.extend(records.undecided(clause, &to, Some(Side::To)));
        }
    }
    found.events = event_ids(records, &behind);
    if reversed {
        std::mem::swap(&mut found.adopted, &mut found.ended);
    }
    Ok(found)
}

impl Difference {
    /// Lists a clause that reads as before; whether it does.
    pub(crate) fn keep(&mut self, records: &mut Recorder<'_, '_>, found: &Comparison<'_>) -> bool {
        if found.how != How::Unchanged {
            return false;
        }
        self.unchanged.push(Unchanged {
            clause: records.clause_id(found.clause),
            events: event_ids(records, &found.behind),
        });
        true
    }

    /// Puts a clause into the list that it belongs to, going forward in time.
    pub(crate) fn take(&mut self, found: Diff) {
        let list = match found.how {
            How::Adopted => &mut self.adopted,
            How::Ended | How::Expired => &mut self.ended,
            How::Interim => &mut self.interim,
            How::Amended | How::Disclosed | How::Unclear | How::Unchanged => &mut self.amended,
        };
        list.push(found);
    }
}

/// Terms as they differ the other way round.
pub(super) fn mirrored(terms: &mut [TermDiff]) {
    for term in terms {
        std::mem::swap(&mut term.before, &mut term.after);
        std::mem::swap(&mut term.added, &mut term.removed);
    }
}

impl Diff {
    fn mirrored(mut self) -> Self {
        std::mem::swap(&mut self.before, &mut self.after);
        mirrored(&mut self.terms);
        for side in &mut self.uncertain {
            *side = side.other();
        }
        self.uncertain.sort_unstable();
        self
    }
}

/// A side of a comparison as a record, where the clause stands on it.
pub(crate) fn standing(
    records: &mut Recorder<'_, '_>,
    clause: usize,
    state: &history::State<'_>,
) -> Option<State> {
    let stands = state.status.stands();
    stands.then(|| records.version_state(clause, state.status, state.version))
}

/// A comparison as a record, with its two sides.
pub(crate) fn record(
    records: &mut Recorder<'_, '_>,
    found: &Comparison<'_>,
    before: Option<State>,
    after: Option<State>,
) -> Diff {
    let about = &records.view.timeline.clauses[found.clause];
    let sides = [(&found.before, Side::From), (&found.after, Side::To)];
    let uncertain = sides.iter().filter(|(state, _)| !state.pending.is_empty());
    let done = found.behind.iter().filter(|happening| !happening.expiry);
    Diff {
        clause: records.clause_id(found.clause),
        title: about.title.clone(),
        how: found.how,
        terms: term_diffs(before.as_ref(), after.as_ref()),
        before,
        after,
        events: event_ids(records, &found.behind),
        uncertain: uncertain.map(|(_, side)| *side).collect(),
        by: done
            .map(|happening| records.done_by(happening.at))
            .collect(),
    }
}

/// The events behind what happened, in order, each once.
pub(crate) fn event_ids(records: &mut Recorder<'_, '_>, happenings: &[Happening]) -> Vec<String> {
    let history = records.view.history;
    let mut sorted: Vec<&Happening> = happenings.iter().collect();
    sorted.sort_by_cached_key(|happening| position(history, happening));
    let ids = sorted.into_iter().map(|Happening { at, expiry, .. }| {
        if *expiry {
            records.expiry_id(history.timeline.change(*at).clause)
        } else {
            records.event_id(at.event)
        }
    });
    ids.collect::<IndexSet<String>>().into_iter().collect()
}

fn term_diffs(before: Option<&State>, after: Option<&State>) -> Vec<TermDiff> {
    let empty = Terms::default();
    let before = before.map_or(&empty, |state| &state.terms);
    let after = after.map_or(&empty, |state| &state.terms);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        let (before, after) = (before.get(name), after.get(name));
        if before != after {
            found.push(term_diff(name, before, after));
        }
    }
    found
}

fn term_diff(name: &str, before: Option<&Value>, after: Option<&Value>) -> TermDiff {
    let set = |value: Option<&Value>| matches!(value, Some(Value::Set(_)));
    let members = |value: Option<&Value>| value.map(|v| v.members().to_vec()).unwrap_or_default();
    let (added, removed) = if set(before) || set(after) {
        let missing_in = |other: Option<&Value>, from: Option<&Value>| {
            let mut members = members(from);
            members.retain(|member| other.is_none_or(|other| !other.holds(member)));
            members
        };
        (missing_in(before, after), missing_in(after, before))
    } else {
        (Vec::new(), Vec::new())
    };
    TermDiff {
        term: name.to_owned(),
        before: before.cloned(),
        after: after.cloned(),
        added,
        removed,
    }
}
