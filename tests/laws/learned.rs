//! What was learned: where all that is new was announced late, it is the difference of two days.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::calendar::{LATE, span};
use super::mend::mend;
use super::oracle::Oracle;
use super::world::{Cite, World};
use super::{ask, cases, chance};

// Days after everything that chance makes, in order.
const END: &str = "2030-01-01";
const SINCE: &str = "2033-01-01";
const ANNOUNCED: &str = "2035-01-01";
const TODAY: &str = "2040-01-01";

const LISTS: [&str; 5] = ["adopted", "amended", "ended", "interim", "unchanged"];

/// The lists of a difference, each clause with what became of it, the events and the sources behind it.
fn outcomes(report: &Value) -> Value {
    let outcome =
        |found: &Value| json!([found["clause"], found["how"], found["events"], found["by"]]);
    let list = |name: &&str| {
        report[name]
            .as_array()
            .expect("a list")
            .iter()
            .map(outcome)
            .collect::<Vec<_>>()
    };
    json!([report["events"], LISTS.iter().map(list).collect::<Vec<_>>()])
}

/// What is undetermined, in no order: a plan stands elsewhere where what comes before it is hidden.
fn undetermined(report: &Value) -> Vec<String> {
    let list = report["undetermined"].as_array().expect("a list");
    let mut found: Vec<String> = list.iter().map(Value::to_string).collect();
    found.sort();
    found
}

/// A citation by the source's own word, which no lens weakens.
fn firm(cite: &mut Cite) {
    cite.basis = None;
}

/// A world in which every event lies by the close of a day or after it; those after it were announced late.
fn parted(mut world: World, day: i64) -> World {
    for event in &mut world.events {
        let days = span(&event.date);
        if days.first <= day && day < days.last {
            event.date = ask::when(day);
        }
        event.announced = (day < days.first).then(|| ANNOUNCED.to_owned());
        for change in &mut event.changes {
            change.effective = None;
            change.through = None;
            change.cite.iter_mut().flatten().for_each(firm);
        }
        event.cite.iter_mut().for_each(firm);
    }
    mend(world)
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn where_nothing_was_known_all_is_learned(world in chance::sound_world(), at in any::<Index>()) {
        let mut world = world;
        for event in &mut world.events {
            event.announced = Some(ANNOUNCED.to_owned());
        }
        let (text, days) = (world.toml(), Oracle::new(&world).days());
        let reading = ask::read(&text);
        if !reading.is_sound() || days.is_empty() {
            return Ok(());
        }
        let at = ask::when(*at.get(&days));
        let learned = ask::json(&ask::learned(&reading.history.timeline, SINCE, &at, TODAY));
        let diff = ask::with(&reading, TODAY, |view| ask::json(&ask::diff(view, "0001-01-01".to_owned(), at.clone())));
        prop_assert_eq!(outcomes(&learned), outcomes(&diff), "at {}\n{}", at, text);
    }

    #[test]
    fn where_the_rest_was_announced_late_the_rest_is_learned(world in chance::sound_world(), from in any::<Index>()) {
        // Terms may end behind all that chance dates.
        let is_early = |day: &i64| *day < LATE && *ask::when(*day) < *END;
        let days: Vec<i64> = Oracle::new(&world).days().into_iter().filter(is_early).collect();
        if days.is_empty() {
            return Ok(());
        }
        let from = *from.get(&days);
        let text = parted(world, from).toml();
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        let learned = ask::json(&ask::learned(&reading.history.timeline, SINCE, END, TODAY));
        let diff = ask::with(&reading, TODAY, |view| ask::json(&ask::diff(view, ask::when(from), END.to_owned())));
        prop_assert_eq!(outcomes(&learned), outcomes(&diff), "from {}\n{}", ask::when(from), text);
        for list in LISTS {
            prop_assert_eq!(&learned[list], &diff[list], "{} from {}\n{}", list, ask::when(from), text);
        }
        prop_assert_eq!(undetermined(&learned), undetermined(&diff), "from {}\n{}", ask::when(from), text);
    }
}
