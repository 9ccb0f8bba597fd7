//! The page: the state that it carries for a day, and what it says happened, are those that the program answers.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::oracle::Oracle;
use super::{ask, cases, chance};

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().expect("a list")
}

/// The reading of a clause on a day: days are compared as they are written, as a script does.
fn reading<'a>(part: &'a Value, day: &str) -> Option<&'a Value> {
    let begun = |reading: &&Value| reading["from"].as_str().unwrap_or_default() <= day;
    list(part, "readings").iter().rfind(begun)
}

fn check_day(page: &Value, terms: &Value, day: &str) -> Result<(), TestCaseError> {
    let mut undetermined = Vec::new();
    let states = list(terms, "clauses");
    prop_assert_eq!(list(page, "clauses").len(), states.len());
    for (part, state) in list(page, "clauses").iter().zip(states) {
        let found = reading(part, day);
        let runs = &state["runs"];
        if let Some(found) = found {
            // A renewal alone begins no reading, nor does it that an end to come is known.
            let [found_state, state] = [&found["state"], state].map(|state| {
                let mut state = state.clone();
                for key in ["runs", "ahead"] {
                    state[key] = Value::Null;
                }
                state
            });
            prop_assert_eq!(&found_state, &state);
            let begun = |of: &&Value| of["from"].as_str() <= Some(day);
            let shown = list(found, "runs").iter().rfind(begun);
            // Terms that are far off are not listed.
            let is_over = |of: &Value| of["to"].as_str().is_some_and(|to| to < day);
            if !shown.is_some_and(is_over) {
                for key in ["to", "renewed", "assumed"] {
                    prop_assert_eq!(shown.map_or(&Value::Null, |of| &of[key]), &runs[key]);
                }
            }
            prop_assert!(found["to"].is_null() || day <= found["to"].as_str().expect("a day"));
            undetermined.extend(list(found, "undetermined").to_vec());
        } else {
            prop_assert_eq!(&state["status"], "not yet", "{}", state["id"]);
        }
    }
    prop_assert_eq!(&json!(undetermined), &terms["undetermined"]);
    Ok(())
}

/// The events that did something after one day and by another, and those that only made something known.
fn happened(page: &Value, from: &str, to: &str) -> [Vec<Value>; 2] {
    let readings = list(page, "clauses")
        .iter()
        .flat_map(|part| list(part, "readings"));
    let between = readings.filter(|reading| {
        let seen = reading["from"].as_str().unwrap_or_default();
        from < seen && seen <= to
    });
    // In the order in which the page lists what happened on each day.
    let days = list(page, "days").iter();
    let order = days.flat_map(|of| list(of, "events").iter().map(|event| (&of["day"], event)));
    let order: Vec<(&Value, &Value)> = order.collect();
    let done = between.flat_map(|of| list(of, "done").iter().map(|done| (&of["from"], done)));
    let mut done: Vec<(&Value, &Value)> = done.collect();
    done.sort_by_key(|(day, done)| order.iter().position(|of| *of == (*day, &done["event"])));
    let done = done.into_iter().map(|(_, done)| done);
    let is_told = |done: &Value| {
        let change = &done["change"];
        change["report"] == json!(true) || change["kind"] == json!("learned")
    };
    let (mut deeds, mut reports) = (Vec::new(), Vec::new());
    for done in done {
        let ids = if is_told(done) {
            &mut reports
        } else {
            &mut deeds
        };
        if !ids.contains(&done["event"]) {
            ids.push(done["event"].clone());
        }
    }
    reports.retain(|event| !deeds.contains(event));
    [deeds, reports]
}

/// What became of each clause, as the page says it: of the reading on the later day, seen from the earlier one.
fn check_became(page: &Value, diff: &Value, from: &str, to: &str) -> Result<(), TestCaseError> {
    let lists = ["adopted", "amended", "ended", "interim"];
    for part in list(page, "clauses") {
        let seen = |entry: &&Value| entry["since"].as_str().unwrap_or_default() <= from;
        let became = reading(part, to).map(|reading| list(reading, "became"));
        let became = became.map(|became| became.iter().rfind(seen).expect("an entry"));
        let id = &part["clause"]["id"];
        let found = lists
            .iter()
            .flat_map(|name| list(diff, name))
            .find(|found| found["clause"] == *id);
        let unchanged = json!("unchanged");
        let how = found.map_or(&unchanged, |found| &found["how"]);
        let shown = became.map_or(&unchanged, |became| &became["how"]);
        prop_assert_eq!(shown, how, "{} from {} to {}", id, from, to);
        if let (Some(found), Some(became)) = (found, became) {
            let mut values = ["terms", "fields"]
                .into_iter()
                .flat_map(|of| list(found, of));
            let is_learned = values.any(|value| value["kind"] == "learned");
            prop_assert_eq!(
                &became["learned"],
                is_learned,
                "{} from {} to {}",
                id,
                from,
                to
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_page_carries_what_the_program_answers(world in chance::any_world(), one in any::<Index>(), other in any::<Index>()) {
        let oracle = Oracle::new(&world);
        let days = oracle.days();
        let reading = ask::read(&world.toml());
        if days.is_empty() || !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| {
            let page = ask::document(&ask::page(view));
            for day in &days {
                let day = ask::when(*day);
                let terms = ask::json(&ask::terms(view, day.clone(), true));
                check_day(&page, &terms, &day)?;
            }
            let (one, other) = (*one.get(&days), *other.get(&days));
            let (from, to) = (ask::when(one.min(other)), ask::when(one.max(other)));
            let diff = ask::json(&ask::diff(view, from.clone(), to.clone()));
            let [deeds, reports] = happened(&page, &from, &to);
            prop_assert_eq!(json!(deeds), diff["events"].clone());
            prop_assert_eq!(json!(reports), diff["reports"].clone());
            check_became(&page, &diff, &from, &to)
        })?;
    }
}

#[test]
fn a_number_with_other_digits_changes_nothing() {
    let change = |day: &str, more: &str| {
        format!(
            "[[event]]\nid = 'e{day}'\ndate = {day}\ntitle = 't'\n[[event.change]]\nclause = 'fee'\n{more}\n"
        )
    };
    let adopted = "action = 'adopt'\ntext = 'A fee.'\nterms = { fee = 2.5 }";
    for (fee, how) in [("2.50", "unchanged"), ("2.51", "amended")] {
        let amended = format!("action = 'amend'\nterms = {{ fee = {fee} }}");
        let head = "format = 1\ntitle = 't'\n[clause.fee]\ntitle = 'Fee'\n";
        let events = change("2020-01-01", adopted) + &change("2021-01-01", &amended);
        let reading = ask::read(&(head.to_owned() + &events));
        ask::with(&reading, "2022-06-15", |view| {
            let page = ask::document(&ask::page(view));
            let [from, to] = ["2020-06-15", "2022-06-15"];
            let diff = ask::json(&ask::diff(view, from.to_owned(), to.to_owned()));
            check_became(&page, &diff, from, to).expect("the same as in `diff`");
            let last = &page["clauses"][0]["readings"][1];
            assert_eq!(last["became"][1]["how"], how, "{last}");
        });
    }
}
