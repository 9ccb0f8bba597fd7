//! `[[expect]]`: what a literal reading finds is met, and anything else is not.

use partnership::file::code::Code;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::oracle::{Oracle, State, Status};
use super::world::{World, clause_id};
use super::{ask, cases, chance};

/// An expectation, and how many facts are in it.
struct Expected {
    toml: String,
    facts: usize,
}

/// Another word of some.
fn other<'w>(word: &str, words: &[&'w str]) -> &'w str {
    let place = words.iter().position(|other| *other == word);
    words[place.map_or(0, |place| (place + 1) % words.len())]
}

/// Everything that holds of a clause on a day, or only what does not.
fn expected(world: &World, clause: usize, day: i64, state: &State, holds: bool) -> Expected {
    let one = |word: &str, words: &[&str]| if holds { word } else { other(word, words) }.to_owned();
    let statuses = [Status::InForce, Status::Ended].map(Status::word);
    let events: Vec<&str> = world.events.iter().map(|event| event.id.as_str()).collect();
    let mut lines = vec![format!(
        "status = \"{}\"",
        one(state.status.word(), &statuses)
    )];
    for (key, value) in [("through", &state.through), ("until", &state.until)] {
        let line = |value: &String| format!("{key} = \"{}\"", one(value, &["2999"]));
        lines.extend(value.as_ref().map(line));
    }
    let term = |value: &Value| {
        if holds {
            value.clone()
        } else {
            "otherwise".into()
        }
    };
    let entries = [
        (
            "terms",
            state
                .terms
                .iter()
                .map(|(name, value)| (name, term(value).to_string()))
                .collect(),
        ),
        (
            "set-by",
            state
                .set_by
                .iter()
                .map(|(name, event)| (name, format!("\"{}\"", one(event, &events))))
                .collect(),
        ),
        (
            "basis",
            state
                .basis
                .iter()
                .map(|(name, basis)| {
                    (
                        name,
                        format!("\"{}\"", one(basis, &["stated", "reported", "inferred"])),
                    )
                })
                .collect::<Vec<_>>(),
        ),
    ];
    let mut facts = lines.len();
    for (key, entries) in entries.iter().filter(|(_, entries)| !entries.is_empty()) {
        let given: Vec<String> = entries
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        lines.push(format!("{key} = {{ {} }}", given.join(", ")));
        facts += given.len();
    }
    let (at, id) = (ask::when(day), clause_id(clause));
    let toml = format!(
        "\n[[expect]]\nat = \"{at}\"\nclause = \"{id}\"\n{}\n",
        lines.join("\n")
    );
    Expected { toml, facts }
}

/// How many expectations a file does not meet.
fn unmet(text: &str) -> usize {
    let found = ask::read(text).diagnostics.into_iter();
    found
        .filter(|found| found.code == Code::UnmetExpectation)
        .count()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn what_a_literal_reading_finds_is_met_and_anything_else_is_not(world in chance::sound_world(), day in any::<Index>()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let days = oracle.days();
        if oracle.fault().is_some() || !ask::read(&text).is_sound() || days.is_empty() || world.events.len() < 2 {
            return Ok(());
        }
        let day = *day.get(&days);
        for clause in 0..world.clauses {
            let state = oracle.state(clause, day);
            let [right, wrong] = [true, false].map(|holds| expected(&world, clause, day, &state, holds));
            let [right_text, wrong_text] = [&right, &wrong].map(|expected| format!("{text}{}", expected.toml));
            let reading = ask::read(&right_text);
            prop_assert!(reading.is_sound(), "{:?}\n{}", reading.diagnostics, right_text);
            prop_assert_eq!(unmet(&wrong_text), wrong.facts, "{}", wrong_text);
        }
    }
}
