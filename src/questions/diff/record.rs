//! The record of one clause that differs: as it stood on either side, each value that differs, and what was done.

use crate::questions::prelude::*;
use std::collections::{BTreeSet, HashMap};

use crate::agreement::compare::{Comparison, position};
use crate::agreement::history;
use crate::agreement::is_term;
use crate::agreement::steps::Happening;
use crate::answer::ValueName;

pub(crate) fn standing(
    records: &mut Recorder<'_, '_>,
    clause: usize,
    state: &history::State<'_>,
) -> Option<Box<State>> {
    let stands = state.status.stands();
    stands.then(|| Box::new(records.state_of(clause, state)))
}

pub(crate) fn record(records: &mut Recorder<'_, '_>, found: &Comparison<'_>) -> Diff {
    let before = standing(records, found.clause, &found.before);
    let after = standing(records, found.clause, &found.after);
    let as_agreed = as_agreed(records, found, [before.as_deref(), after.as_deref()]);
    Diff {
        as_agreed,
        ..record_of(records, found, before, after)
    }
}

/// A clause right after the last text that was agreed, where another was learned later; as it is known to read now, where
/// what it read before was learned later too, so that both are read with the same knowledge.
fn as_agreed(
    records: &mut Recorder<'_, '_>,
    found: &Comparison<'_>,
    [before, after]: [Option<&State>; 2],
) -> Option<Box<State>> {
    let is_told = |state: &State| {
        let set = state.set_by.get("text");
        set.is_some_and(|set| set.kind == ChangeKind::Learned)
    };
    let after = after.filter(|after| is_told(after))?;
    let timeline = records.view.timeline;
    let is_agreed = |happening: &&Happening| {
        let change = timeline.change(happening.at);
        let is_agreed = change.kind() == ChangeKind::Agreed;
        !happening.expiry && is_agreed && change.text.is_some()
    };
    let last = found.behind.iter().rfind(is_agreed)?;
    let day = timeline.event_of(last.at).date;
    if before.is_some_and(|before| before.text_known_after(day).is_some()) {
        return Some(Box::new(after.clone()));
    }
    let state = records.state(found.clause, last.seen);
    let is_older = before.is_none() && timeline.change(last.at).report;
    (is_older || !is_told(&state)).then(|| Box::new(state))
}

pub(crate) fn record_of(
    records: &mut Recorder<'_, '_>,
    found: &Comparison<'_>,
    before: Option<Box<State>>,
    after: Option<Box<State>>,
) -> Diff {
    let about = &records.view.timeline.clauses[found.clause];
    let sides = [(&found.before, Side::From), (&found.after, Side::To)];
    let last = found.after.version.or(found.before.version);
    let was_unclear = last.is_some_and(|last| last.status == Status::Unclear);
    let uncertain = sides.iter().filter(|(state, _)| !state.pending.is_empty());
    let uncertain: Vec<Side> = uncertain.map(|(_, side)| *side).collect();
    let (terms, fields) = value_diffs(records, found, [before.as_deref(), after.as_deref()]);
    let (events, reports) = deeds_and_reports(records, &found.behind);
    Diff {
        clause: records.clause_id(found.clause),
        title: about.title.clone(),
        how: found.how,
        terms,
        fields,
        before,
        after,
        events,
        reports,
        perhaps: !uncertain.is_empty() || found.how == How::Expired && was_unclear,
        uncertain,
        by: done(records, found),
        expiry: expiry(records, found),
        stood: stood(records, found),
        as_agreed: None,
        reversed: false,
    }
}

/// What was done. Where one event changed the clause on several days, each change is kept whole as a step, the last one of
/// an amended clause only: of others it is what became of the clause.
fn done(records: &mut Recorder<'_, '_>, found: &Comparison<'_>) -> Vec<DoneBy> {
    let timeline = records.view.timeline;
    let is_step = |of: &&Happening| {
        let change = timeline.change(of.at);
        !of.expiry && change.kind() == ChangeKind::Agreed && change.action != Action::Keep
    };
    let mut days: HashMap<usize, IndexSet<Date>> = HashMap::new();
    for of in found.behind.iter().filter(is_step) {
        let days = days.entry(of.at.event).or_default();
        days.insert(timeline.date_of(of.at));
    }
    let behind = found.behind.iter().filter(|of| !of.expiry);
    let done = behind.map(|of| {
        let mut done = records.done_by(of.at);
        done.with_agreement = timeline.change(of.at).clause != found.clause;
        let mut days = days.get(&of.at.event).into_iter().flatten();
        let is_apart = days.next_back().is_some_and(|last| *last != done.date);
        let is_due = is_apart || found.how == How::Amended && days.next().is_some();
        done.step = (is_step(&of) && is_due).then(|| Box::new(records.change(of.at)));
        done
    });
    done.collect()
}

fn stood(records: &mut Recorder<'_, '_>, found: &Comparison<'_>) -> Vec<[Option<Origin>; 2]> {
    let history = records.view.history;
    let mut stood: Vec<[Option<Origin>; 2]> = Vec::new();
    for of in found.behind.iter().filter(|_| found.how == How::Interim) {
        let mut origin = records.origin(of.at);
        if of.expiry {
            origin.date = history.date_of(of);
            origin.known = origin.date;
        }
        match history.timeline.change(of.at).action {
            Action::Adopt if !of.expiry => stood.push([Some(origin), None]),
            action if of.expiry || action == Action::End => match stood.last_mut() {
                Some(last) => last[1] = Some(origin),
                None => stood.push([None, Some(origin)]),
            },
            _ => {}
        }
    }
    stood
}

fn expiry(records: &mut Recorder<'_, '_>, found: &Comparison<'_>) -> Option<Set> {
    let view = records.view;
    let mut behind = found.behind.iter().filter(|_| found.how == How::Expired);
    let last = behind.rfind(|happening| happening.expiry)?;
    let clause = view.timeline.change(last.at).clause;
    let expiry = view.expiry(clause, last.day)?;
    Some(records.end(expiry))
}

/// The events behind what happened, in order, each once.
pub(super) fn event_ids(
    records: &mut Recorder<'_, '_>,
    mut happenings: Vec<&Happening>,
) -> IndexSet<String> {
    let history = records.view.history;
    happenings.sort_by_cached_key(|happening| position(history, happening));
    let id = |of: &Happening| {
        if of.expiry {
            return records.expiry_id(history.timeline.change(of.at).clause, of.day);
        }
        records.event_id(of.at.event)
    };
    happenings.into_iter().map(id).collect()
}

/// Whether something was done or left unclear, and did not only become known.
pub(super) fn is_deed(timeline: &Timeline, happening: &Happening) -> bool {
    let change = timeline.change(happening.at);
    happening.expiry || change.kind() != ChangeKind::Learned && !change.report
}

/// The events that did something or left something unclear, and those that only made it known, in order.
pub(crate) fn deeds_and_reports(
    records: &mut Recorder<'_, '_>,
    happenings: &[Happening],
) -> (Vec<String>, Vec<String>) {
    let timeline = records.view.timeline;
    let happenings = happenings.iter();
    let (deeds, told) = happenings.partition(|happening| is_deed(timeline, happening));
    let deeds = event_ids(records, deeds);
    let mut reports = event_ids(records, told);
    reports.retain(|event| !deeds.contains(event));
    (Vec::from_iter(deeds), Vec::from_iter(reports))
}

fn value_diffs(
    records: &mut Recorder<'_, '_>,
    found: &Comparison<'_>,
    [before, after]: [Option<&State>; 2],
) -> (Vec<ValueDiff>, Vec<ValueDiff>) {
    let (mut terms, mut fields) = (Vec::new(), Vec::new());
    let (both, history) = ([before, after], records.view.history);
    let states = || both.into_iter().flatten();
    let names: BTreeSet<&String> = states().flat_map(|state| state.set_by.keys()).collect();
    for name in names {
        let values = both.map(|state| state?.value(name));
        if values[0] == values[1] {
            continue;
        }
        let sets = both.map(|state| state?.set_by.get(name).cloned());
        let version = found.after.version.filter(|_| after.is_some());
        let kind = match &sets[1] {
            Some(set) => set.kind,
            None => history.kind(found.clause, version, name),
        };
        let (list, of) = if is_term(name) {
            (&mut terms, ValueName::Term(name.clone()))
        } else {
            (&mut fields, ValueName::Field(name.clone()))
        };
        list.push(value_diff(of, values, kind, sets));
    }
    if let (Some(before), Some(after)) = (before, after)
        && before.status != after.status
    {
        let words = [before, after].map(|state| Some(Value::Text(state.status.to_string())));
        let turned = found.after.version;
        let turned = turned.map(|version| history.turned(found.clause, version));
        let turned = found.after.bound_by.map(|by| by.at).or(turned);
        let set = turned.map(|at| records.set_at(at));
        let kind = set.as_ref().map_or(ChangeKind::Agreed, |set| set.kind);
        let name = ValueName::Field("status".to_owned());
        fields.push(value_diff(name, words, kind, [None, set]));
    }
    terms.shrink_to_fit();
    fields.shrink_to_fit();
    (terms, fields)
}

fn value_diff(
    name: ValueName,
    [before, after]: [Option<Value>; 2],
    kind: ChangeKind,
    [before_set, set]: [Option<Set>; 2],
) -> ValueDiff {
    let is_set = [&before, &after]
        .iter()
        .any(|of| matches!(of, Some(Value::Set(_))));
    // The members of one that the other does not hold.
    let only = |of: &Option<Value>, other: &Option<Value>| {
        let of = of.as_ref().filter(|_| is_set);
        let members = of.map_or(&[][..], Value::members).iter();
        let only = members.filter(|of| other.as_ref().is_none_or(|other| !other.holds(of)));
        only.cloned().collect()
    };
    ValueDiff {
        name,
        added: only(&after, &before),
        removed: only(&before, &after),
        before,
        after,
        kind,
        set,
        before_set,
    }
}
