//! What changed between two days, and which event did it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::DiffArgs;
use crate::agreement::compare::{ClauseDiff, How, diff};
use crate::agreement::history::{Happening, History};
use crate::agreement::{Clause, Terms, Value};
use crate::answer::{At, Diff, DoneBy, State, TermDiff, Undecided};
use crate::date::Day;
use crate::questions::ask::{Records, Refusal};

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The one day.
    pub from: At,
    /// The other day.
    pub to: At,
    /// Whether it goes back in time.
    pub reversed: bool,
    /// The events whose changes lie between the two days, in order.
    pub events: Vec<String>,
    /// Standing on the second day and not on the first.
    pub adopted: Vec<Diff>,
    /// Standing on both, and reading differently.
    pub amended: Vec<Diff>,
    /// Standing on the first day and not on the second.
    pub ended: Vec<Diff>,
    /// Standing on neither, but in between.
    pub interim: Vec<Diff>,
    /// Reading as before.
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
    /// The clause.
    pub clause: String,
    /// The events.
    pub events: Vec<String>,
}

impl Difference {
    /// A difference in which nothing differs.
    #[must_use]
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

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.adopted, &self.amended, &self.ended, &self.interim]
            .iter()
            .all(|list| list.is_empty())
    }
}

/// Compares two days.
///
/// # Errors
///
/// Where a WHEN cannot be taken.
pub(super) fn difference(
    records: &mut Records<'_, '_>,
    args: &DiffArgs,
) -> Result<Difference, Refusal> {
    let asked = records.asked;
    let filter = args.filter.resolve(asked)?;
    let (from, to) = (asked.at(&args.from)?, asked.at(&args.to)?);
    let reversed = from.day > to.day;
    let (early, late) = if reversed {
        (to.day, from.day)
    } else {
        (from.day, to.day)
    };
    let mut found = Difference::empty(from, to);
    found.reversed = reversed;
    let flags = args.filter.flags();
    found.again = format!("diff {} {}{flags}", found.from.day, found.to.day);
    let mut happenings = Vec::new();
    for clause in diff(asked.history, early, late) {
        if !filter.admits(asked.timeline, clause.clause) {
            continue;
        }
        happenings.extend(clause.between.iter().copied());
        found.take(records, &clause, (early, late));
    }
    for clause in 0..asked.timeline.clauses.len() {
        if filter.admits(asked.timeline, clause) {
            found
                .undetermined
                .extend(undetermined(records, clause, (early, late), reversed));
        }
    }
    found.events = event_ids(records, &happenings);
    if reversed {
        std::mem::swap(&mut found.adopted, &mut found.ended);
    }
    Ok(found)
}

impl Difference {
    fn take(&mut self, records: &mut Records<'_, '_>, clause: &ClauseDiff<'_>, days: (Day, Day)) {
        let list = match clause.how {
            How::Unchanged => {
                let id = records.clause_id(clause.clause);
                let events = event_ids(records, &clause.between);
                self.unchanged.push(Unchanged { clause: id, events });
                return;
            }
            How::Adopted => &mut self.adopted,
            How::Amended | How::Disclosed | How::Unclear => &mut self.amended,
            How::Ended | How::Expired => &mut self.ended,
            How::Interim => &mut self.interim,
        };
        list.push(record(records, clause, days, self.reversed));
    }
}

/// One clause's difference as a record, mirrored where it goes back in time.
fn record(
    records: &mut Records<'_, '_>,
    clause: &ClauseDiff<'_>,
    days: (Day, Day),
    reversed: bool,
) -> Diff {
    let mut state = |stands: bool, day: Day| stands.then(|| records.state(clause.clause, day));
    let before = state(clause.before.status.stands(), days.0);
    let after = state(clause.after.status.stands(), days.1);
    let (before, after) = if reversed {
        (after, before)
    } else {
        (before, after)
    };
    records.clause_id(clause.clause);
    let about = &records.asked.timeline.clauses[clause.clause];
    let sides = [
        (!clause.before.pending.is_empty(), reversed),
        (!clause.after.pending.is_empty(), !reversed),
    ];
    let mut uncertain: Vec<&'static str> = sides
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, to)| side(*to))
        .collect();
    uncertain.sort_unstable();
    let events = event_ids(records, &clause.between);
    let by = clause
        .between
        .iter()
        .filter(|h| !h.expiry)
        .map(|h| records.done_by(h.at))
        .collect();
    let mut found = between_states(about, clause.how, before, after, events, by);
    found.uncertain = uncertain;
    found
}

/// Two states of a clause as a difference.
#[must_use]
pub fn between_states(
    about: &Clause,
    how: How,
    before: Option<State>,
    after: Option<State>,
    events: Vec<String>,
    by: Vec<DoneBy>,
) -> Diff {
    Diff {
        clause: about.id.clone(),
        title: about.title.clone(),
        how,
        terms: term_diffs(before.as_ref(), after.as_ref()),
        before,
        after,
        events,
        uncertain: Vec::new(),
        by,
    }
}

fn side(to: bool) -> &'static str {
    if to { "to" } else { "from" }
}

fn undetermined(
    records: &mut Records<'_, '_>,
    clause: usize,
    days: (Day, Day),
    reversed: bool,
) -> Vec<Undecided> {
    let history = records.asked.history;
    let (early, late) = (history.state(clause, days.0), history.state(clause, days.1));
    let mut found = records.undecided(clause, early.pending, Some(side(reversed)));
    found.extend(records.undecided(clause, late.pending, Some(side(!reversed))));
    found.sort_by_key(|undecided| undecided.side);
    found
}

/// Where something that happened stands among all that did: by its day, expiries last, then by the order
/// of moments; and the place of its event, or of the clause that expires.
pub(crate) type Order = (Day, bool, (usize, usize), usize);

pub(crate) fn order(history: &History<'_>, happening: &Happening) -> Order {
    let clause = history.timeline.change(happening.at).clause;
    let event = happening.at.event;
    let (order, place) = if happening.expiry {
        ((clause, 0), clause)
    } else {
        ((history.rank(happening.at), event), event)
    };
    (happening.day, happening.expiry, order, place)
}

/// The events behind what happened, in order, each once.
fn event_ids(records: &mut Records<'_, '_>, happenings: &[Happening]) -> Vec<String> {
    let history = records.asked.history;
    let mut sorted: Vec<Order> = happenings.iter().map(|h| order(history, h)).collect();
    sorted.sort_unstable();
    let mut ids = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (_, expiry, _, place) in sorted {
        if seen.insert((expiry, place)) {
            ids.push(if expiry {
                records.expiry_id(place)
            } else {
                records.event_id(place)
            });
        }
    }
    ids
}

fn term_diffs(before: Option<&State>, after: Option<&State>) -> Vec<TermDiff> {
    let empty = Terms::default();
    let (before, after) = (
        before.map_or(&empty, |s| &s.terms),
        after.map_or(&empty, |s| &s.terms),
    );
    let mut names: BTreeMap<&str, (Option<&Value>, Option<&Value>)> = BTreeMap::new();
    for (name, value) in before.iter() {
        names.entry(name).or_default().0 = Some(value);
    }
    for (name, value) in after.iter() {
        names.entry(name).or_default().1 = Some(value);
    }
    names
        .into_iter()
        .filter(|(_, (a, b))| a != b)
        .map(|(name, (a, b))| term_diff(name, a, b))
        .collect()
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
