//! The difference of two days: what its two states and the days between say, and its mirror.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use std::collections::BTreeSet;

use super::calendar::span;
use super::oracle::{Oracle, Seen, State, Status};
use super::states;
use super::world::clause_id;
use super::{ask, cases, chance};

/// Something that happened to a clause between two days.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Happening {
    event: String,
    pub(super) action: &'static str,
    report: bool,
}

/// A clause from an earlier day to a later one.
struct Course {
    clause: usize,
    before: State,
    after: State,
    between: Vec<Happening>,
    stood_between: bool,
    /// How often it certainly began to stand or ceased to, as the closes of the days tell.
    turns: usize,
    /// What changes that did something in between altered, each from what it found.
    altered: BTreeSet<String>,
}

impl Course {
    fn new(oracle: &Oracle<'_>, clause: usize, from: i64, to: i64) -> Self {
        let (before, after) = (oracle.state(clause, from), oracle.state(clause, to));
        let is_between = |seen: &Seen| match *seen {
            Seen::Close(day) => from < day && day < to,
            Seen::After(day, _) => from < day && day <= to,
        };
        let events = 0..oracle.world.events.len();
        let right_after = events.filter_map(|event| oracle.right_after(event));
        let closes = oracle.days().into_iter().map(Seen::Close);
        let days = closes.clone().filter(is_between);
        let stands = days.map(|seen| oracle.state_when(clause, seen).status.stands());
        let sides = [&before, &after].map(|side| side.status.stands());
        let mut stands: Vec<bool> = [sides[0]].into_iter().chain(stands).collect();
        stands.push(sides[1]);
        stands.dedup();
        let turns = stands.len() - 1;
        let seen = closes.chain(right_after);
        let mut seen = seen.filter(is_between);
        let stood_between = seen.any(|seen| oracle.state_when(clause, seen).status.stands());
        let (mut altered, mut found) = (BTreeSet::new(), &State::default());
        for (step, left) in oracle.course(clause) {
            let day = step.left.last;
            if from < day && day <= to && oracle.change(*step).action != "disclose" {
                altered.extend(found.differing(left));
            }
            found = left;
        }
        Self {
            clause,
            before,
            after,
            between: happenings(oracle, clause, from, to),
            stood_between,
            turns,
            altered,
        }
    }

    /// The list that the clause belongs to.
    fn list(&self) -> Option<&'static str> {
        match (self.before.status.stands(), self.after.status.stands()) {
            (false, true) => Some("adopted"),
            (true, false) => Some("ended"),
            (true, true) if !self.before.reads_like(&self.after) => Some("amended"),
            (false, false) if self.stood_between => Some("interim"),
            (true, true) => Some("unchanged"),
            (false, false) => (!self.between.is_empty()).then_some("unchanged"),
        }
    }

    /// The words that say what became of it; several where the rules leave a choice.
    fn how(&self) -> Vec<&'static str> {
        let learned = |name: &String| {
            let is_deed = name != "status" && self.altered.contains(name);
            self.after.kinds.get(name) == Some(&"learned") && !is_deed
        };
        let unclear = self.after.status == Status::Unclear && self.before.status != Status::Unclear;
        match self.list() {
            Some("ended") => vec![self.after.status.word()],
            Some("amended") if unclear => vec!["unclear"],
            Some("amended") if self.before.differing(&self.after).iter().all(learned) => {
                vec!["learned"]
            }
            Some(list) => vec![list],
            None => Vec::new(),
        }
    }

    /// The events that did something or left something unclear, then those that only made something known.
    fn events(&self) -> [Vec<String>; 2] {
        let (told, deeds): (Vec<&Happening>, Vec<&Happening>) = self
            .between
            .iter()
            .partition(|happening| happening.action == "disclose" || happening.report);
        let ids = |list: Vec<&Happening>| {
            let mut ids: Vec<String> = Vec::new();
            for happening in list {
                if !ids.contains(&happening.event) {
                    ids.push(happening.event.clone());
                }
            }
            ids
        };
        let (deeds, mut told) = (ids(deeds), ids(told));
        told.retain(|event| !deeds.contains(event));
        [deeds, told]
    }
}

/// Certain changes and expiries of a clause after one day and by another, in order.
pub(super) fn happenings(oracle: &Oracle<'_>, clause: usize, from: i64, to: i64) -> Vec<Happening> {
    let steps = oracle
        .steps(clause)
        .into_iter()
        .filter(|step| !step.planned && from < step.left.last && step.left.last <= to);
    let changes = steps.map(|step| {
        (
            step.left.last,
            oracle.event(step).id.clone(),
            oracle.change(step).action,
            oracle.is_report(step),
        )
    });
    let expiries = oracle
        .expiries()
        .into_iter()
        .filter(|expiry| expiry.clause == clause && from < expiry.seen() && expiry.seen() <= to);
    let expiries = expiries.map(|expiry| {
        (
            expiry.last.max(expiry.set_on),
            oracle.id_of(&expiry),
            "expiry",
            false,
        )
    });
    let mut all: Vec<(i64, String, &'static str, bool)> = changes.chain(expiries).collect();
    all.sort_by_key(|(day, ..)| *day);
    all.into_iter()
        .map(|(_, event, action, report)| Happening {
            event,
            action,
            report,
        })
        .collect()
}

fn entry<'a>(report: &'a Value, list: &str, id: &str) -> Option<&'a Value> {
    report[list]
        .as_array()
        .expect("a list")
        .iter()
        .find(|entry| entry["clause"] == id)
}

fn check_course(report: &Value, course: &Course) -> Result<(), TestCaseError> {
    let id = clause_id(course.clause);
    for list in ["adopted", "amended", "ended", "interim", "unchanged"] {
        prop_assert_eq!(
            entry(report, list, &id).is_some(),
            course.list() == Some(list),
            "whether {} is {}",
            id,
            list
        );
    }
    let Some(found) = course.list().and_then(|list| entry(report, list, &id)) else {
        return Ok(());
    };
    let [deeds, told] = course.events();
    let list = if course.list() == Some("unchanged") {
        let mut all: Vec<String> = Vec::new();
        for happening in &course.between {
            if !all.contains(&happening.event) {
                all.push(happening.event.clone());
            }
        }
        all
    } else {
        prop_assert_eq!(&found["reports"], &json!(told), "reports of {}", id);
        deeds
    };
    prop_assert_eq!(&found["events"], &json!(list), "events of {}", id);
    // On one day it may end and begin again.
    let stood = found["stood"].as_array().expect("a list").iter();
    let ends = stood.flat_map(|life| life.as_array().expect("a pair"));
    let ends = ends.filter(|end| !end.is_null()).count();
    let is_whole = ends >= course.turns && (ends - course.turns).is_multiple_of(2);
    prop_assert!(is_whole, "{} turns {} times: {}", id, course.turns, found);
    if course.list() != Some("unchanged") {
        prop_assert!(
            course.how().iter().any(|how| found["how"] == *how),
            "{} is {}, not {:?}",
            id,
            found["how"],
            course.how()
        );
        check_sides(found, course)?;
    }
    Ok(())
}

/// The list that a clause is in, and its two sides there, are as the two states say.
fn check_states(
    report: &Value,
    clause: usize,
    [before, after]: &[State; 2],
) -> Result<(), TestCaseError> {
    let id = clause_id(clause);
    let lists = ["adopted", "amended", "ended", "interim", "unchanged"];
    let list = lists
        .into_iter()
        .find(|list| entry(report, list, &id).is_some());
    let hoped: &[Option<&str>] = match (before.status.stands(), after.status.stands()) {
        (false, true) => &[Some("adopted")],
        (true, false) => &[Some("ended")],
        (true, true) if before.reads_like(after) => &[Some("unchanged")],
        (true, true) => &[Some("amended")],
        (false, false) => &[Some("interim"), Some("unchanged"), None],
    };
    prop_assert!(
        hoped.contains(&list),
        "{} is in {:?}, not {:?}",
        id,
        list,
        hoped
    );
    if let Some(found) = list
        .filter(|list| *list != "unchanged")
        .and_then(|list| entry(report, list, &id))
    {
        for (side, state) in [("before", before), ("after", after)] {
            let shown = (!found[side].is_null()).then(|| states::reported(&found[side]));
            let hoped = state.status.stands().then(|| states::expected(state));
            prop_assert_eq!(shown, hoped, "{} of {}", side, id);
        }
    }
    Ok(())
}

fn check_sides(found: &Value, course: &Course) -> Result<(), TestCaseError> {
    for (side, state) in [("before", &course.before), ("after", &course.after)] {
        let shown = (!found[side].is_null()).then(|| states::reported(&found[side]));
        prop_assert_eq!(
            shown,
            state.status.stands().then(|| states::expected(state)),
            "{}",
            side
        );
    }
    let sides = [("from", &course.before), ("to", &course.after)];
    let uncertain: Vec<&str> = sides
        .into_iter()
        .filter(|(_, state)| !state.pending.is_empty())
        .map(|(side, _)| side)
        .collect();
    prop_assert_eq!(&found["uncertain"], &json!(uncertain));
    check_terms(found)
}

/// Every term that differs between the two sides is listed, with what is new and what is gone.
fn check_terms(found: &Value) -> Result<(), TestCaseError> {
    let value = |side: &str, name: &str| {
        found[side]
            .get("terms")
            .and_then(|terms| terms.get(name))
            .cloned()
            .unwrap_or_default()
    };
    let names = ["exclusive", "regions", "share"]
        .into_iter()
        .filter(|name| value("before", name) != value("after", name));
    let row = |name: &str| {
        let (before, after) = (value("before", name), value("after", name));
        json!([
            name,
            before,
            after,
            missing(&after, &before),
            missing(&before, &after)
        ])
    };
    let expected: Vec<Value> = names.map(row).collect();
    let row = |term: &Value| {
        json!([
            term["term"],
            term["before"],
            term["after"],
            term["added"],
            term["removed"]
        ])
    };
    let rows: Vec<Value> = found["terms"]
        .as_array()
        .expect("a list")
        .iter()
        .map(row)
        .collect();
    let plain = |rows: &[Value]| {
        rows.iter()
            .map(|row| json!([row[0], row[1], row[2]]))
            .collect::<Vec<_>>()
    };
    prop_assert_eq!(plain(&rows), plain(&expected));
    for (row, expected) in rows
        .iter()
        .zip(&expected)
        .filter(|(row, _)| row[1].is_array() && row[2].is_array())
    {
        prop_assert_eq!(row, expected);
    }
    Ok(())
}

/// The members of one set that another does not have.
fn missing(set: &Value, other: &Value) -> Vec<Value> {
    let members = |value: &Value| value.as_array().cloned().unwrap_or_default();
    members(set)
        .into_iter()
        .filter(|member| !members(other).contains(member))
        .collect()
}

/// The report that the opposite question must give.
fn mirrored(report: &Value) -> Value {
    let mut mirror = report.clone();
    swap(&mut mirror, "from", "to");
    swap(&mut mirror, "adopted", "ended");
    swap(&mut mirror["counts"], "adopted", "ended");
    mirror["reversed"] =
        json!(report["reversed"] == false && report["from"]["day"] != report["to"]["day"]);
    for list in ["adopted", "amended", "ended", "interim"] {
        entries(&mut mirror[list]).for_each(mirror_entry);
    }
    for undecided in entries(&mut mirror["undetermined"]) {
        undecided["side"] = other_side(&undecided["side"]);
    }
    sort(&mut mirror["undetermined"]);
    mirror
}

fn mirror_entry(entry: &mut Value) {
    swap(entry, "before", "after");
    for list in ["terms", "fields"] {
        for value in entries(&mut entry[list]) {
            swap(value, "before", "after");
            swap(value, "before_set", "set");
            swap(value, "added", "removed");
        }
    }
    entries(&mut entry["uncertain"]).for_each(|side| *side = other_side(side));
    sort(&mut entry["uncertain"]);
}

fn entries(list: &mut Value) -> impl Iterator<Item = &mut Value> {
    list.as_array_mut().expect("a list").iter_mut()
}

fn swap(object: &mut Value, one: &str, other: &str) {
    let taken = object[one].take();
    object[one] = std::mem::replace(&mut object[other], taken);
}

fn sort(list: &mut Value) {
    list.as_array_mut()
        .expect("a list")
        .sort_by_key(Value::to_string);
}

fn other_side(side: &Value) -> Value {
    json!(if side == "from" { "to" } else { "from" })
}

/// `[clause, side, event, date]` for everything undetermined on one side, as the oracle sees it.
fn undetermined(oracle: &Oracle<'_>, side: &str, day: i64) -> Vec<Value> {
    let rows = |clause: usize| {
        let pending = oracle.state(clause, day).pending.into_iter();
        pending.map(move |(event, date)| json!([clause_id(clause), side, event, date]))
    };
    (0..oracle.world.clauses).flat_map(rows).collect()
}

/// The same as it was reported; by clause and side, each in the order given.
fn reported_undetermined(report: &Value) -> Vec<Value> {
    let row = |found: &Value| {
        json!([
            found["clause"],
            found["side"],
            found["event"],
            found["date"]
        ])
    };
    by_clause_and_side(
        report["undetermined"]
            .as_array()
            .expect("a list")
            .iter()
            .map(row)
            .collect(),
    )
}

fn by_clause_and_side(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(|row| (row[0].to_string(), row[1].to_string()));
    rows
}

fn check_forward(
    oracle: &Oracle<'_>,
    report: &Value,
    from: i64,
    to: i64,
) -> Result<(), TestCaseError> {
    let courses: Vec<Course> = (0..oracle.world.clauses)
        .map(|clause| Course::new(oracle, clause, from, to))
        .collect();
    courses
        .iter()
        .try_for_each(|course| check_course(report, course))?;
    let pending = [
        undetermined(oracle, "from", from),
        undetermined(oracle, "to", to),
    ]
    .concat();
    prop_assert_eq!(reported_undetermined(report), by_clause_and_side(pending));
    let courses = courses.iter().map(Course::events);
    let (deeds, told): (Vec<Vec<String>>, Vec<Vec<String>>) =
        courses.map(|[deeds, told]| (deeds, told)).unzip();
    let deeds: BTreeSet<String> = deeds.into_iter().flatten().collect();
    let told: BTreeSet<String> = told.into_iter().flatten().collect();
    let told: Vec<&String> = told.difference(&deeds).collect();
    for (list, expected) in [("events", json!(deeds)), ("reports", json!(told))] {
        let mut found = report[list].clone();
        sort(&mut found);
        prop_assert_eq!(found, expected, "{}", list);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_difference_is_what_the_two_states_and_the_days_between_say(
        world in chance::sound_world(), pairs in prop::collection::vec(any::<(Index, Index)>(), 6)
    ) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let (reading, days) = (ask::read(&text), oracle.days());
        if oracle.fault().is_some() || !reading.is_sound() || days.is_empty() {
            return Ok(());
        }
        for (one, other) in pairs {
            let (one, other) = (*one.get(&days), *other.get(&days));
            let (from, to) = (one.min(other), one.max(other));
            let report = ask::with(&reading, "2022-06-15", |view| ask::json(&ask::diff(view, ask::when(from), ask::when(to))));
            let told = |error| TestCaseError::fail(format!("from {} to {}: {error}\n{text}", ask::when(from), ask::when(to)));
            check_forward(&oracle, &report, from, to).map_err(told)?;
        }
    }

    #[test]
    fn a_difference_of_two_events_is_that_of_the_states_right_after_them(
        world in chance::sound_world(), one in any::<Index>(), other in any::<Index>()
    ) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if oracle.fault().is_some() || !reading.is_sound() || world.events.is_empty() {
            return Ok(());
        }
        let (one, other) = (one.index(world.events.len()), other.index(world.events.len()));
        let (Some(from), Some(to)) = (oracle.right_after(one), oracle.right_after(other)) else {
            return Ok(());
        };
        ask::with(&reading, "2022-06-15", |view| -> Result<(), TestCaseError> {
            let ids = [one, other].map(|place| world.events[place].id.clone());
            let there = ask::json(&ask::diff(view, ids[0].clone(), ids[1].clone()));
            let mut back = ask::json(&ask::diff(view, ids[1].clone(), ids[0].clone()));
            sort(&mut back["undetermined"]);
            let mut mirror = mirrored(&there);
            mirror["reversed"] = back["reversed"].clone();
            prop_assert_eq!(&back, &mirror, "{:?}\n{}", ids, text);
            prop_assert_eq!(&there["reversed"], to < from, "{:?}\n{}", ids, text);
            for clause in 0..world.clauses {
                let states = [from, to].map(|seen| oracle.state_when(clause, seen));
                check_states(&there, clause, &states)
                    .map_err(|error| TestCaseError::fail(format!("{ids:?}: {error}\n{text}")))?;
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_difference_and_its_opposite_mirror_each_other(world in chance::sound_world(), one in chance::date(), other in chance::date()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() || [&one, &other].iter().any(|date| span(date).last == super::calendar::LATE) {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| -> Result<(), TestCaseError> {
            let there = ask::json(&ask::diff(view, one.clone(), other.clone()));
            let mut back = ask::json(&ask::diff(view, other, one));
            sort(&mut back["undetermined"]);
            prop_assert_eq!(back, mirrored(&there), "{}", text);
            Ok(())
        })?;
    }

    #[test]
    fn a_day_does_not_differ_from_itself(world in chance::sound_world(), one in chance::date(), other in chance::date()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() || [&one, &other].iter().any(|date| span(date).last == super::calendar::LATE) {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| -> Result<(), TestCaseError> {
            let same = ask::json(&ask::diff(view, one.clone(), one.clone()));
            let keys = |report: &Value| report.as_object().expect("a report").keys().cloned().collect::<Vec<_>>();
            prop_assert_eq!(keys(&same), keys(&ask::json(&ask::diff(view, one, other))));
            for list in ["events", "adopted", "amended", "ended", "interim"] {
                prop_assert_eq!(&same[list], &json!([]), "{}", list);
            }
            prop_assert_eq!(&same["reversed"], false);
            prop_assert!(same["unchanged"].as_array().expect("a list").iter().all(|entry| entry["events"] == json!([])));
            Ok(())
        })?;
    }
}
