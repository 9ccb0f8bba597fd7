//! The history of a clause: its versions, replayed by their days, are its states.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::calendar::{EARLY, LATE, from_json};
use super::oracle::{Oracle, State, Step};
use super::world::clause_id;
use super::{ask, cases, chance};

/// The one version whose days include a day.
fn on(versions: &[Value], day: i64) -> Result<Option<&Value>, TestCaseError> {
    let includes = |version: &&Value| {
        let days = &version["days"];
        !days.is_null()
            && from_json(&days["from"], EARLY) <= day
            && day <= from_json(&days["to"], LATE)
    };
    let found: Vec<&Value> = versions.iter().filter(includes).collect();
    prop_assert!(found.len() <= 1, "two versions on one day");
    Ok(found.first().copied())
}

fn check_replay(
    versions: &[Value],
    state: &Value,
    day: i64,
    is_open: impl Fn(i64) -> bool,
) -> Result<(), TestCaseError> {
    let stands = state["status"] == "in force" || state["status"] == "unclear";
    let version = on(versions, day)?;
    prop_assert_eq!(version.is_some(), stands, "whether {} stands", state["id"]);
    for key in ["status", "text", "wording", "terms", "through", "until"] {
        if let Some(version) = version {
            prop_assert_eq!(&version[key], &state[key], "`{}` of {}", key, state["id"]);
        }
    }
    if let Some(version) = version {
        let doubtful = from_json(&version["doubtful_from"], LATE);
        prop_assert!(!is_open(day) || doubtful <= day, "open: {}", state["id"]);
        prop_assert!(
            doubtful == LATE || is_open(doubtful),
            "firm: {}",
            state["id"]
        );
    }
    Ok(())
}

/// What ceased a version that is certain from a day on: the event, and how.
fn ceased(
    oracle: &Oracle<'_>,
    clause: usize,
    certain: i64,
    last: Option<i64>,
    next: Option<&Step>,
) -> Value {
    let last = last.map(|last| last.max(certain));
    let stays = |last: i64| next.is_none_or(|next| next.left.last > last);
    if last.is_some_and(|last| certain != LATE && stays(last)) {
        return json!([oracle.expiry_id(clause, certain), "expired"]);
    }
    let how = |action: &str| match action {
        "adopt" => "adopted",
        "amend" => "amended",
        "disclose" => "learned",
        "keep" => "kept",
        "unclear" => "unclear",
        _ => "ended",
    };
    next.map_or(json!([null, null]), |next| {
        json!([oracle.event(*next).id, how(oracle.change(*next).action)])
    })
}

/// When a change became known, whether it was agreed, and whether its event only made it known.
fn clocks(oracle: &Oracle<'_>, step: Step) -> Value {
    let (event, change) = (oracle.event(step), oracle.change(step));
    let kind = match change.action {
        "disclose" => "learned",
        "unclear" => "unclear",
        _ => "agreed",
    };
    let report = change.report.or(event.report).unwrap_or(false);
    json!([
        event.announced.as_ref().unwrap_or(&event.date),
        kind,
        report
    ])
}

/// `[event, action, ended by, how, clocks]` of every version that stands.
fn expected(oracle: &Oracle<'_>, clause: usize) -> Vec<Value> {
    let steps: Vec<Step> = oracle
        .steps(clause)
        .into_iter()
        .filter(|step| !step.planned)
        .collect();
    let mut rows = Vec::new();
    let mut state = State::default();
    for (place, step) in steps.iter().enumerate() {
        state.take(oracle, *step);
        if state.status.stands() {
            let (certain, next) = (step.left.last, steps.get(place + 1));
            let end = ceased(oracle, clause, certain, state.last_day(), next);
            rows.push(json!([
                oracle.event(*step).id,
                oracle.change(*step).action,
                end[0],
                end[1],
                clocks(oracle, *step)
            ]));
        }
    }
    rows
}

fn row(version: &Value) -> Value {
    json!([
        version["event"],
        version["action"],
        version["ended_by"],
        version["how"],
        [version["known"], version["kind"], version["report"]]
    ])
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn versions_replayed_by_their_days_are_the_states(world in chance::sound_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if oracle.fault().is_some() || !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| -> Result<(), TestCaseError> {
            let life = |clause: usize| ask::json(&ask::clause(view, &clause_id(clause), "today"))["versions"].as_array().expect("a list").clone();
            let lives: Vec<Vec<Value>> = (0..world.clauses).map(life).collect();
            for day in oracle.days() {
                let states = ask::json(&ask::clauses(view, &ask::when(day)))["clauses"].clone();
                for (clause, versions) in lives.iter().enumerate() {
                    let id = clause_id(clause);
                    let state = states.as_array().expect("a list").iter().find(|state| state["id"] == id.as_str()).expect("every clause");
                    let is_open = |day: i64| !oracle.state(clause, day).pending.is_empty();
                    check_replay(versions, state, day, is_open).map_err(|error| TestCaseError::fail(format!("on {}: {error}\n{text}", ask::when(day))))?;
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn every_version_names_what_began_and_what_ceased_it(world in chance::sound_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if oracle.fault().is_some() || !reading.is_sound() {
            return Ok(());
        }
        for clause in 0..world.clauses {
            let report = ask::with(&reading, "2022-06-15", |view| ask::json(&ask::clause(view, &clause_id(clause), "today")));
            let rows: Vec<Value> = report["versions"].as_array().expect("a list").iter().map(row).collect();
            prop_assert_eq!(rows, expected(&oracle, clause), "{}\n{}", clause_id(clause), text);
        }
    }
}
