//! The state of every clause on every day on which anything may change, and around it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::calendar::{LATE, span};
use super::differences::happenings;
use super::oracle::{Oracle, Seen, State, Status, as_set};
use super::world::clause_id;
use super::{ask, cases, chance};

/// The keys of a state that the oracle knows of, as it sees them.
pub(super) fn expected(state: &State) -> Value {
    json!({
        "renews": state.renews,
        "renewals": state.renewals.as_ref().map(|count| count.parse::<u32>().expect("digits")),
        "notice": state.notice,
        "status": state.status.word(),
        "since": state.since,
        "adopted_by": state.adopted_by,
        "changed": state.changed,
        "changed_by": state.changed_by,
        "through": state.through,
        "until": state.until,
        "text": state.text,
        "terms": state.terms,
        "set_by": state.set_by,
    })
}

/// The same keys of a state as it was reported.
pub(super) fn reported(state: &Value) -> Value {
    let mut found = json!({});
    for key in [
        "status",
        "since",
        "adopted_by",
        "changed",
        "changed_by",
        "through",
        "until",
        "text",
        "renews",
        "renewals",
        "notice",
    ] {
        found[key] = state[key].clone();
    }
    found["terms"] = state["terms"]
        .as_object()
        .expect("terms")
        .iter()
        .map(|(name, value)| (name.clone(), as_set(value)))
        .collect();
    let setters = state["set_by"].as_object().expect("setters").iter();
    found["set_by"] = setters
        .map(|(name, set)| (name.clone(), set["event"].clone()))
        .collect();
    found
}

/// `[clause, event, date]` for everything undetermined.
fn undetermined(oracle: &Oracle<'_>, seen: Seen) -> Vec<Value> {
    let of = |clause: usize| {
        let pending = oracle.state_when(clause, seen).pending;
        pending
            .into_iter()
            .map(move |(event, date)| json!([clause_id(clause), event, date]))
    };
    let mut all: Vec<Value> = (0..oracle.world.clauses).flat_map(of).collect();
    all.sort_by_key(|row| row[0].to_string());
    all
}

fn rows(undetermined: &Value) -> Vec<Value> {
    let row = |found: &Value| json!([found["clause"], found["event"], found["date"]]);
    let mut all: Vec<Value> = undetermined
        .as_array()
        .expect("a list")
        .iter()
        .map(row)
        .collect();
    all.sort_by_key(|row| row[0].to_string());
    all
}

fn by_id(states: &Value) -> BTreeMap<String, &Value> {
    states
        .as_array()
        .expect("a list")
        .iter()
        .map(|state| (state["id"].as_str().expect("an id").to_owned(), state))
        .collect()
}

fn check_state(oracle: &Oracle<'_>, report: &Value, seen: Seen) -> Result<(), TestCaseError> {
    let states = by_id(&report["clauses"]);
    prop_assert_eq!(states.len(), oracle.world.clauses);
    for clause in 0..oracle.world.clauses {
        let (state, found) = (oracle.state_when(clause, seen), states[&clause_id(clause)]);
        prop_assert_eq!(reported(found), expected(&state), "{}", clause_id(clause));
        let (Seen::Close(day) | Seen::After(day, _)) = seen;
        // What no longer renews still runs for the term that it had come to.
        let renews = |(_, renewed): &(i64, u32)| state.renews.is_some() || *renewed > 0;
        let runs = state.running(day).filter(renews);
        let runs = runs.filter(|_| state.status.stands());
        let runs = runs.map(|(end, renewed)| json!([ask::when(end), renewed]));
        let reported = &found["runs"];
        let reported = (!reported.is_null()).then(|| json!([reported["to"], reported["renewed"]]));
        prop_assert_eq!(reported, runs, "the term of {}", clause_id(clause));
        let parties = if clause % 2 == 0 {
            vec!["someone"]
        } else {
            vec![]
        };
        let given = state.parties.as_ref();
        let parties = given.map_or(parties, |ids| ids.split(',').collect());
        prop_assert_eq!(&found["parties"], &json!(parties));
    }
    prop_assert_eq!(rows(&report["undetermined"]), undetermined(oracle, seen));
    Ok(())
}

/// How many clauses have certainly changed since a day, up to another.
fn check_changed_since(
    oracle: &Oracle<'_>,
    report: &Value,
    day: i64,
    today: i64,
) -> Result<(), TestCaseError> {
    let clauses = 0..oracle.world.clauses;
    let touched = |clause: &usize| {
        happenings(oracle, *clause, day, today)
            .iter()
            .any(|happening| happening.action != "keep")
    };
    prop_assert_eq!(&report["changed_since"], clauses.filter(touched).count());
    Ok(())
}

/// The first screen counts what the states of that day say.
fn check_counts(oracle: &Oracle<'_>, report: &Value, day: i64) -> Result<(), TestCaseError> {
    let states: Vec<State> = (0..oracle.world.clauses)
        .map(|clause| oracle.state(clause, day))
        .collect();
    let count = |status| states.iter().filter(|state| state.status == status).count();
    let pending = states
        .iter()
        .filter(|state| !state.pending.is_empty())
        .count();
    let counts = json!([
        count(Status::InForce),
        count(Status::Unclear),
        pending,
        oracle.world.events.len()
    ]);
    let found = &report["counts"];
    prop_assert_eq!(
        json!([
            found["in_force"],
            found["unclear"],
            found["undetermined"],
            found["events"]
        ]),
        counts
    );
    let next = oracle
        .expiries()
        .into_iter()
        .find(|expiry| expiry.last >= day);
    let next =
        next.map(|expiry| json!([clause_id(expiry.clause), expiry.through, expiry.last - day]));
    let end = &report["next_end"];
    let end = (!end.is_null()).then(|| json!([end["clause"], end["date"], end["in_days"]]));
    prop_assert_eq!(end, next);
    Ok(())
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn the_state_of_every_day_is_what_a_replay_from_scratch_gives(world in chance::sound_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if oracle.fault().is_some() || !reading.is_sound() {
            return Ok(());
        }
        let today = span("2022-06-15").first;
        ask::with(&reading, &ask::when(today), |view| -> Result<(), TestCaseError> {
            for day in oracle.days() {
                let report = ask::json(&ask::terms(view, ask::when(day), true));
                let told = |error| TestCaseError::fail(format!("on {}: {error}\n{text}", ask::when(day)));
                check_state(&oracle, &report, Seen::Close(day)).map_err(told)?;
                check_changed_since(&oracle, &report, day, today).map_err(told)?;
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_clause_stands_only_while_the_duration_does(world in chance::bounded_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if oracle.fault().is_some() || !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| -> Result<(), TestCaseError> {
            for day in oracle.days() {
                let report = ask::json(&ask::terms(view, ask::when(day), true));
                let told = |error| TestCaseError::fail(format!("on {}: {error}\n{text}", ask::when(day)));
                check_state(&oracle, &report, Seen::Close(day)).map_err(told)?;
            }
            for (place, event) in world.events.iter().enumerate() {
                if let Some(seen) = oracle.right_after(place) {
                    let report = ask::json(&ask::terms(view, event.id.clone(), true));
                    check_state(&oracle, &report, seen)
                        .map_err(|error| TestCaseError::fail(format!("after {}: {error}\n{text}", event.id)))?;
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_event_stands_for_the_state_right_after_it(world in chance::sound_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if oracle.fault().is_some() || !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| -> Result<(), TestCaseError> {
            for (place, event) in world.events.iter().enumerate() {
                let Some(seen) = oracle.right_after(place) else {
                    prop_assert!(view.at(&event.id).is_err(), "{}\n{}", event.id, text);
                    continue;
                };
                let report = ask::json(&ask::terms(view, event.id.clone(), true));
                check_state(&oracle, &report, seen)
                    .map_err(|error| TestCaseError::fail(format!("after {}: {error}\n{text}", event.id)))?;
            }
            for moment in oracle.effects().into_iter().filter(|moment| moment.left.last != LATE) {
                let (id, place) = (oracle.effect_id(moment), oracle.moments.iter().position(|other| std::ptr::eq(other, moment)));
                let seen = Seen::After(moment.left.last, place.expect("it is one of them"));
                let report = ask::json(&ask::terms(view, id.clone(), true));
                check_state(&oracle, &report, seen)
                    .map_err(|error| TestCaseError::fail(format!("after {id}: {error}\n{text}")))?;
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_first_screen_counts_what_stands(world in chance::sound_world(), nth in any::<prop::sample::Index>()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let (reading, days) = (ask::read(&text), oracle.days());
        if oracle.fault().is_some() || !reading.is_sound() || days.is_empty() {
            return Ok(());
        }
        let day = *nth.get(&days);
        let report = ask::with(&reading, &ask::when(day), |view| ask::json(&ask::overview(view)));
        check_counts(&oracle, &report, day).map_err(|error| TestCaseError::fail(format!("on {}: {error}\n{text}", ask::when(day))))?;
    }

    #[test]
    fn every_report_shows_the_same_states(world in chance::sound_world(), nth in any::<prop::sample::Index>()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let (reading, days) = (ask::read(&text), oracle.days());
        if oracle.fault().is_some() || !reading.is_sound() || days.is_empty() {
            return Ok(());
        }
        let when = ask::when(*nth.get(&days));
        ask::with(&reading, "2022-06-15", |view| -> Result<(), TestCaseError> {
            let all = ask::json(&ask::terms(view, when.clone(), true));
            prop_assert_eq!(&ask::json(&ask::clauses(view, &when))["clauses"], &all["clauses"]);
            let stands = |state: &&Value| state["status"] == "in force" || state["status"] == "unclear";
            let standing: Value = all["clauses"].as_array().expect("a list").iter().filter(stands).cloned().collect();
            prop_assert_eq!(&ask::json(&ask::terms(view, when.clone(), false))["clauses"], &standing);
            for (id, state) in by_id(&all["clauses"]) {
                prop_assert_eq!(&ask::json(&ask::clause(view, &id, &when))["clause"], state);
            }
            Ok(())
        })?;
    }
}
