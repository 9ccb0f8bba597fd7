//! The stories of prose: what a sentence rests on, how firm it is, and both days of what became known later.

use std::collections::BTreeSet;

use partnership::answer::Report;
use partnership::answer::story::Sentence;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::oracle::Oracle;
use super::{ask, cases, chance};

const TODAY: &str = "2040-01-01";
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn paragraphs(report: &Report) -> Vec<Vec<Sentence>> {
    let story = report.answer.story(&report.context);
    let sections = story.sections.into_iter();
    sections.flat_map(|section| section.paragraphs).collect()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn sources(of: &Value) -> BTreeSet<&str> {
    list(of, "cite")
        .iter()
        .filter_map(|cite| cite["source"].as_str())
        .collect()
}

/// The parts of a date as prose writes them: `22 July 2019`, `July 2019`, `2019`.
pub(super) fn written(date: &str) -> Vec<String> {
    let sides = date
        .trim_matches(['[', ']'])
        .split("..")
        .filter(|side| !side.is_empty());
    let words = |side: &str| {
        let parts: Vec<usize> = side
            .trim_end_matches(['~', '?', '%'])
            .split('-')
            .map(|part| part.parse().expect("a number"))
            .collect();
        match parts.as_slice() {
            [year] => year.to_string(),
            [year, month] => format!("{} {year}", MONTHS[month - 1]),
            [year, month, day] => format!("{day} {} {year}", MONTHS[month - 1]),
            _ => panic!("{side} is no date"),
        }
    };
    sides.map(words).collect()
}

/// The changes of the listed event that a sentence may tell.
fn told<'v>(events: &'v [Value], event: &str, clause: &str) -> Vec<&'v Value> {
    let found = events.iter().filter(|found| found["id"] == event);
    let changes = found.flat_map(|found| list(found, "changes"));
    changes
        .filter(|change| change["clause"] == clause)
        .collect()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn what_is_told_of_a_change_rests_on_it_and_says_how_firm_and_since_when(world in chance::sound_world()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, TODAY, |view| {
            let report = ask::timeline(view, None, None);
            let json = ask::json(&report);
            let events = list(&json, "events");
            for paragraph in paragraphs(&report) {
                let whole: Vec<&str> = paragraph.iter().map(|sentence| sentence.text.as_str()).collect();
                let whole = whole.join(". ");
                for sentence in &paragraph {
                    let Some((event, clause)) = sentence.event.as_ref().zip(sentence.change.as_ref()) else {
                        continue;
                    };
                    let changes = told(events, event, clause);
                    let rests = |read: &(String, Option<String>)| {
                        changes.iter().any(|change| sources(change).contains(read.0.as_str()))
                    };
                    prop_assert!(sentence.sources.iter().all(rests), "{}\n{}", sentence.text, text);
                    let is_marked = sentence.text.contains("eport") || sentence.text.contains("infer");
                    let all_doubtful = changes.iter().all(|change| change["basis"] != "stated");
                    prop_assert!(is_marked || !all_doubtful, "{}\n{}", sentence.text, text);
                    for change in changes.iter().filter(|change| change["known"] != change["date"]) {
                        let days = [&change["known"], &change["date"]].map(|day| written(day.as_str().expect("a date")));
                        let has = |day: &String| whole.contains(day.as_str());
                        prop_assert!(days.iter().flatten().all(has), "{}\n{}", whole, text);
                    }
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_difference_and_a_state_rest_on_what_was_done_to_the_clause(world in chance::sound_world(), days in any::<[Index; 2]>()) {
        let (text, all) = (world.toml(), Oracle::new(&world).days());
        let reading = ask::read(&text);
        if !reading.is_sound() || all.is_empty() {
            return Ok(());
        }
        let [from, to] = days.map(|day| ask::when(*day.get(&all)));
        ask::with(&reading, TODAY, |view| {
            let listing = ask::json(&ask::timeline(view, None, None));
            let events = list(&listing, "events");
            let reports = [ask::diff(view, from.clone(), to.clone()), ask::terms(view, to.clone(), true)];
            for sentence in reports.iter().flat_map(paragraphs).flatten() {
                let changes = events.iter().flat_map(|event| list(event, "changes").iter().map(move |change| (event, change)));
                let may = changes.filter(|(event, change)| match (&sentence.event, &sentence.change) {
                    (_, Some(clause)) => change["clause"] == clause.as_str(),
                    (Some(id), None) => event["id"] == id.as_str() || list(event, "about").len() == 1,
                    (None, None) => false,
                });
                let may: BTreeSet<&str> = may.flat_map(|(_, change)| sources(change)).collect();
                let rests = |read: &(String, Option<String>)| may.contains(read.0.as_str());
                let is_told = sentence.event.is_some() || sentence.change.is_some();
                prop_assert!(!is_told || sentence.sources.iter().all(rests), "{}\n{}", sentence.text, text);
                prop_assert!(is_told || sentence.sources.is_empty(), "{}\n{}", sentence.text, text);
            }
            Ok(())
        })?;
    }
}
