//! The record of one clause that differs: as it stood on either side, each value that differs, and what was done.

use crate::questions::prelude::*;

use crate::agreement::compare::{Comparison, position};
use crate::agreement::history;
use crate::agreement::lanes::Standing;
use crate::agreement::steps::Happening;
use crate::agreement::{ByName, is_term};
use crate::answer::ValueName;

impl Recorder<'_, '_> {
    pub(crate) fn standing(&mut self, of: usize, state: &history::State<'_>) -> Option<Box<State>> {
        let stands = state.status.stands();
        stands.then(|| Box::new(self.state_of(of, state)))
    }

    pub(crate) fn differs(&mut self, found: &Comparison<'_>) -> Diff {
        let sides = [&found.before, &found.after].map(|state| self.standing(found.clause, state));
        self.between(found, sides)
    }

    /// What differs between the two sides on which a clause stands.
    pub(crate) fn between(
        &mut self,
        found: &Comparison<'_>,
        sides: [Option<Box<State>>; 2],
    ) -> Diff {
        let of_both = [(&found.before, Side::From), (&found.after, Side::To)].into_iter();
        let uncertain = of_both.filter(|(state, _)| !state.pending.is_empty());
        let uncertain: Vec<Side> = uncertain.map(|(_, side)| side).collect();
        let last = found.after.version.or(found.before.version);
        let was_unclear = last.is_some_and(|last| last.status == Status::Unclear);
        let (terms, fields) = self.values(found, sides.each_ref().map(Option::as_deref));
        let [events, reports] = self.deeds_and_reports(&found.behind);
        let (expiry, hangs) = self.expired(found).unzip();
        let [before, after] = sides;
        Diff {
            clause: self.clause_id(found.clause),
            title: self.timeline().clauses[found.clause].title.clone(),
            how: found.how,
            terms,
            fields,
            before,
            after,
            events,
            reports,
            perhaps: !uncertain.is_empty() || found.how == How::Expired && was_unclear,
            uncertain,
            by: self.done(found),
            expiry,
            hangs,
            stood: self.stood(found),
            reversed: false,
        }
    }

    fn done(&mut self, found: &Comparison<'_>) -> Vec<DoneBy> {
        let behind = found.behind.iter().filter(|of| !of.expiry);
        let done = behind.map(|of| DoneBy {
            with_agreement: self.timeline().change(of.at).clause != found.clause,
            ..self.done_by(of.at)
        });
        done.collect()
    }

    /// Each time that a clause stood, as far as that began or ended in between.
    pub(super) fn stood(&mut self, found: &Comparison<'_>) -> Vec<Stood> {
        let history = self.view.history;
        let mut stood: Vec<Stood> = Vec::new();
        let mut stands = found.before.status.stands();
        for of in &found.behind {
            if of.status.stands() == stands {
                continue;
            }
            stands = !stands;
            let mut origin = self.origin(of.at);
            if of.expiry {
                let own = Arc::make_mut(&mut origin);
                own.event = self.expiry_id(of.at);
                own.date = history.date_of(of);
                own.known = own.date;
            }
            match stood.last_mut().filter(|[_, to]| to.is_none()) {
                _ if stands => stood.push([Some(origin), None]),
                Some([_, to]) => *to = Some(origin),
                None => stood.push([None, Some(origin)]),
            }
        }
        stood
    }

    fn expired(&mut self, found: &Comparison<'_>) -> Option<(Set, (Standing, bool))> {
        let mut behind = found.behind.iter().filter(|_| found.how == How::Expired);
        let last = behind.rfind(|happening| happening.expiry)?;
        let set = self.end(self.view.history.expiries().get(&last.at)?);
        Some((set, self.view.hangs(last)))
    }

    /// The events behind what happened, in order, each once.
    pub(super) fn event_ids(&mut self, mut happenings: Vec<&Happening>) -> IndexSet<String> {
        let history = self.view.history;
        happenings.sort_by_cached_key(|happening| position(history, happening));
        happenings.dedup_by_key(|of| (of.at.event, of.expiry.then_some((of.at, of.day))));
        let id = |of: &Happening| {
            if of.expiry {
                return self.expiry_id(of.at);
            }
            self.event_id(of.at.event)
        };
        happenings.into_iter().map(id).collect()
    }

    /// The events that did something or left something unclear, and those that only made it known, in order.
    pub(crate) fn deeds_and_reports(&mut self, happenings: &[Happening]) -> [Vec<String>; 2] {
        let timeline = self.timeline();
        let (deeds, told) = happenings.iter().partition(|of| is_deed(timeline, of));
        let deeds = self.event_ids(deeds);
        let mut reports = self.event_ids(told);
        reports.retain(|event| !deeds.contains(event));
        [deeds, reports].map(Vec::from_iter)
    }

    fn values(
        &mut self,
        found: &Comparison<'_>,
        both: [Option<&State>; 2],
    ) -> (Vec<ValueDiff>, Vec<ValueDiff>) {
        let (history, after) = (self.view.history, &found.after);
        let sets = both.into_iter().flatten().map(|state| &state.set_by);
        let mut names: Vec<&String> = sets.flat_map(ByName::keys).collect();
        names.sort();
        names.dedup();
        let count = names.iter().filter(|name| is_term(name)).count();
        let terms = Vec::with_capacity(count);
        let (mut terms, mut fields) = (terms, Vec::with_capacity(names.len() - count));
        for name in names {
            let values = both.map(|state| state?.value(name));
            if values[0] == values[1] {
                continue;
            }
            let sets = both.map(|state| state?.set_by.get(name).cloned());
            let version = after.version.filter(|_| both[1].is_some());
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
        let status = both.map(|state| Some(Value::Text(state?.status.to_string())));
        let both = after.version.filter(|_| both.iter().all(Option::is_some));
        if let Some(version) = both.filter(|_| status[0] != status[1]) {
            let turned = history.turned(found.clause, version);
            let set = self.set_at(after.bound_by.map_or(turned, |by| by.at));
            let (name, kind) = (ValueName::Field("status".to_owned()), set.kind);
            fields.push(value_diff(name, status, kind, [None, Some(set)]));
        }
        terms.shrink_to_fit();
        fields.shrink_to_fit();
        (terms, fields)
    }
}

/// Whether something was done or left unclear, and did not only become known.
pub(super) fn is_deed(timeline: &Timeline, happening: &Happening) -> bool {
    let change = timeline.change(happening.at);
    happening.expiry || change.kind() != ChangeKind::Learned && !change.report
}

fn value_diff(
    name: ValueName,
    [before, after]: [Option<Value>; 2],
    kind: ChangeKind,
    [before_set, set]: [Option<Set>; 2],
) -> ValueDiff {
    let holds_set = |of: &Option<Value>| matches!(of, Some(Value::Set(_)));
    let is_set = holds_set(&before) || holds_set(&after);
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
