//! A difference in rows: one for the status, the text, `through`, `until` and each term that differ.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Difference;
use crate::agreement::compare::Side;
use crate::answer::rows::{Rows, value, with};
use crate::answer::{Context, Diff, State, Undecided};
use crate::phrases::values;

const COLUMNS: &str =
    "clause title list how what before after added removed events sources uncertain";

pub(crate) fn rows<'a>(body: &'a Difference, context: &Context) -> Rows<'a> {
    let lists = [
        ("adopted", &body.adopted),
        ("amended", &body.amended),
        ("ended", &body.ended),
        ("interim", &body.interim),
    ];
    let mut records: Vec<Value> = Vec::new();
    for (list, diffs) in lists {
        records.extend(diffs.iter().flat_map(|diff| difference(list, diff)));
    }
    let title = |clause: &str| context.refs.clauses.get(clause).map(|about| &about.title);
    for same in &body.unchanged {
        records.push(json!({
            "clause": same.clause,
            "title": title(&same.clause),
            "list": "unchanged",
            "how": "unchanged",
            "events": same.events,
            "uncertain": sides(&same.clause, &body.undetermined),
        }));
    }
    for Undecided { clause, .. } in &body.undetermined {
        if records.iter().any(|record| record["clause"] == *clause) {
            continue;
        }
        let pending = body.undetermined.iter();
        let pending = pending.filter(|undecided| undecided.clause == *clause);
        let mut events: Vec<&str> = Vec::new();
        for undecided in pending {
            if !events.contains(&undecided.event.as_str()) {
                events.push(&undecided.event);
            }
        }
        records.push(json!({
            "clause": clause,
            "title": title(clause),
            "list": "undetermined",
            "events": events,
            "uncertain": sides(clause, &body.undetermined),
        }));
    }
    Rows::new(COLUMNS, records)
}

/// The sides on which a clause is undetermined.
fn sides(clause: &str, undetermined: &[Undecided]) -> BTreeSet<Side> {
    let of_clause = undetermined.iter().filter(|found| found.clause == clause);
    of_clause.filter_map(|undecided| undecided.side).collect()
}

/// What differs of a clause, a row each, and one row in any case.
fn difference(list: &str, diff: &Diff) -> Vec<Value> {
    let cites: Vec<_> = diff.by.iter().flat_map(|done| &done.cite).collect();
    let about = json!({
        "clause": diff.clause,
        "title": diff.title,
        "list": list,
        "how": diff.how,
        "events": diff.events,
        "cite": cites,
        "uncertain": diff.uncertain,
    });
    let named = |state: Option<&State>, name: &str| state.map(|state| value(state)[name].take());
    let mut rows = Vec::new();
    for name in ["status", "text", "through", "until"] {
        let old = named(diff.before.as_ref(), name).unwrap_or_default();
        let new = named(diff.after.as_ref(), name).unwrap_or_default();
        if old != new {
            let what = [("what", name.into()), ("before", old), ("after", new)];
            rows.push(with(&about, what));
        }
    }
    rows.extend(diff.terms.iter().map(|term| {
        let [before, after] = values::cells(term.before.as_ref(), term.after.as_ref());
        let what = [
            ("what", value(term.name.as_str())),
            ("before", before),
            ("after", after),
            ("added", value(&term.added)),
            ("removed", value(&term.removed)),
        ];
        with(&about, what)
    }));
    if rows.is_empty() {
        rows.push(about);
    }
    rows
}
