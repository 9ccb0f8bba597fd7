//! A difference in rows: one for the status, the text, `through`, `until` and each term that differ.

use crate::questions::prelude::*;
use std::collections::HashMap;

use serde_json::Value;

use super::Difference;
use super::item::days_told;
use crate::answer::ValueName;

const COLUMNS: &str = "clause title list how what before after added removed kind event=set.event date=set.date@set.event \
    known=set.known@ report=set.report basis=set.basis dates stood events reports sources uncertain perhaps with_agreement \
    before_event=before_set.event before_date=before_set.date before_basis=before_set.basis \
    before_sources=before_set.cite";

pub(crate) fn rows<'a>(body: &'a Difference, context: &'a Context) -> Rows<'a> {
    let lists = [
        ("adopted", &body.adopted),
        ("amended", &body.amended),
        ("ended", &body.ended),
        ("interim", &body.interim),
    ];
    let differing = lists.into_iter().flat_map(|(list, diffs)| {
        let diffs = diffs.iter();
        diffs.flat_map(move |diff| difference(list, diff))
    });
    let mut sides: HashMap<&str, BTreeSet<Side>> = HashMap::new();
    for Undecided { clause, side, .. } in &body.undetermined {
        sides.entry(clause).or_default().extend(side);
    }
    let told = body.all().map(|diff| &diff.clause);
    let told = told.chain(body.unchanged.iter().map(|same| &same.clause));
    let told: HashSet<&String> = told.collect();
    let mut others: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    for Undecided { clause, event, .. } in &body.undetermined {
        if !told.contains(clause) {
            others.entry(clause).or_default().insert(event);
        }
    }
    let same = body.unchanged.iter().map(|same| {
        let stood = days_told(&same.stood);
        with(same, json!({"how": "unchanged", "stood": stood}))
    });
    let others = others.into_iter();
    let others = others.map(|(clause, events)| json!({"clause": clause, "events": events}));
    let rest = same.chain(others).map(move |about| {
        let clause = about["clause"].as_str().unwrap_or_default();
        let more = json!({
            "title": context.refs.clause_title(clause),
            "list": about.get("how").unwrap_or(&json!("undetermined")),
            "uncertain": sides.get(clause),
        });
        with(about, more)
    });
    Rows::new(COLUMNS, differing.chain(rest))
}

/// That a clause came into force or went out of it, with who did it.
fn status(diff: &Diff) -> Value {
    let status = |state: &Option<Box<State>>| json!(state.as_ref().map(|state| state.status));
    let did = match diff.how {
        How::Adopted => Some(Action::Adopt),
        How::Ended => Some(Action::End),
        _ => None,
    };
    let done = diff.by.iter().rfind(|done| Some(done.action) == did);
    let expired = diff.expiry.as_ref();
    let expired = expired.map(|set| json!({"basis": set.basis}));
    json!({
        "what": "status",
        "before": status(&diff.before),
        "after": status(&diff.after),
        "set": done.map(|done| json!(done)).or(expired),
        "kind": done.map(|done| done.kind),
    })
}

/// What differs of a clause, a row each, and one row in any case.
fn difference(list: &str, diff: &Diff) -> Vec<Value> {
    let (by, expiry) = (diff.by.iter(), diff.expiry.iter());
    let cites = by.flat_map(|done| &done.cite);
    let cites: Vec<_> = cites.chain(expiry.flat_map(|set| &set.cite)).collect();
    let dates: IndexSet<Date> = diff.by.iter().map(|done| done.date).collect();
    let about = json!({
        "dates": Vec::from_iter(dates),
        "stood": days_told(&diff.stood),
        "clause": diff.clause,
        "title": diff.title,
        "list": list,
        "how": diff.how,
        "events": diff.events,
        "reports": diff.reports,
        "cite": cites,
        "uncertain": diff.uncertain,
        "perhaps": diff.perhaps,
        "with_agreement": diff.turns_with(diff.told_under()),
    });
    let mut rows = Vec::new();
    if diff.before.is_none() != diff.after.is_none() {
        rows.push(with(&about, status(diff)));
    }
    rows.extend(diff.fields.iter().chain(&diff.terms).map(|found| {
        let (before, after) = (found.before.as_ref(), found.after.as_ref());
        let [before, after] = match found.name {
            ValueName::Field(_) => [json!(before), json!(after)],
            ValueName::Term(_) => values::cells(before, after),
        };
        let what = json!({"what": found.name.as_str(), "before": before, "after": after});
        let mut what = with(found, what);
        if let Some(set) = &found.set {
            what["cite"] = json!(set.cite);
        }
        with(&about, what)
    }));
    if rows.is_empty() {
        let ends = diff.stood.iter().flatten().flatten();
        let weakest = ends.map(|of| of.basis).max();
        rows.push(with(about, json!({"set": {"basis": weakest}})));
    }
    rows
}
