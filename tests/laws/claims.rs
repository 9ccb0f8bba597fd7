//! Where a citation says otherwise than the file or, where the file is silent, than another citation.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::calendar::span;
use super::oracle::as_set;
use super::world::{Change, Cite, Event, Terms};
use super::{ask, cases, chance};

/// Everything that a citation, or the file, gives under a name other than `date`.
fn given(
    text: Option<&String>,
    through: Option<&String>,
    until: Option<&String>,
    terms: Option<&Terms>,
) -> Terms {
    let named = [("text", text), ("through", through), ("until", until)];
    let values = named
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), json!(value?))));
    values
        .chain(
            terms
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), as_set(value))),
        )
        .collect()
}

fn claimed(cite: &Cite) -> Terms {
    given(
        cite.text.as_ref(),
        cite.through.as_ref(),
        cite.until.as_ref(),
        cite.terms.as_ref(),
    )
}

/// The names on which each citation disagrees.
fn disagreements(cites: &[Cite], date: &str, said: &Terms) -> Vec<BTreeSet<String>> {
    let of = |(place, cite): (usize, &Cite)| {
        let others = || {
            cites
                .iter()
                .enumerate()
                .filter(move |(other, _)| *other != place)
                .map(|(_, other)| claimed(other))
        };
        let against = |name: &String, value: &Value| match said.get(name) {
            Some(file) => file != value,
            None => others().any(|other| other.get(name).is_some_and(|other| other != value)),
        };
        let values = claimed(cite)
            .into_iter()
            .filter(|(name, value)| against(name, value))
            .map(|(name, _)| name);
        let apart =
            |claim: &String| span(claim).precedes(span(date)) || span(date).precedes(span(claim));
        values
            .chain(
                cite.date
                    .as_ref()
                    .filter(|claim| apart(claim))
                    .map(|_| "date".to_owned()),
            )
            .collect()
    };
    cites.iter().enumerate().map(of).collect()
}

fn of_change(event: &Event, change: &Change) -> Vec<BTreeSet<String>> {
    let said = given(
        change.text.as_ref(),
        change.through.as_ref(),
        change.until.as_ref(),
        Some(&change.terms),
    );
    if let Some(own) = &change.cite {
        return disagreements(own, change.date(event), &said);
    }
    let mut found = disagreements(&event.cite, &event.date, &said);
    if change.effective.is_some() {
        // What it says of the date, it says of the event's own.
        for names in &mut found {
            names.remove("date");
        }
    }
    found
}

fn reported(cites: &Value) -> Vec<BTreeSet<String>> {
    let names = |cite: &Value| {
        cite["disagrees"]
            .as_array()
            .expect("names")
            .iter()
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect()
    };
    cites
        .as_array()
        .expect("citations")
        .iter()
        .map(names)
        .collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_citation_disagrees_where_it_says_otherwise(world in chance::sound_world()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        let listing = ask::with(&reading, "2022-06-15", |view| ask::json(&ask::timeline(view, None, None)));
        let listed = listing["events"].as_array().expect("a list");
        for event in &world.events {
            let found = listed.iter().find(|found| found["id"] == event.id.as_str()).expect("every event");
            prop_assert_eq!(reported(&found["cite"]), disagreements(&event.cite, &event.date, &Terms::new()), "{}\n{}", event.id, text);
            for (change, found) in event.changes.iter().zip(found["changes"].as_array().expect("a list")) {
                prop_assert_eq!(reported(&found["cite"]), of_change(event, change), "{}\n{}", event.id, text);
            }
        }
    }
}
