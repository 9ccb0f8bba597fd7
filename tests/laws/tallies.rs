//! Every format counts the same of what stands on a day, of what lies ahead, and of what more is known of.

use std::collections::BTreeSet;

use partnership::agreement::Timeline;
use partnership::answer::{Format, Report};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::counts::number;
use super::oracle::Oracle;
use super::{ask, cases, chance};

/// The formats of text that give their counts in the same words.
const TEXTS: [Format; 3] = [Format::Table, Format::List, Format::Markdown];

type Checked = Result<(), TestCaseError>;

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().expect("a list")
}

/// The cells of a column by its name, a row each.
fn column(report: &Report, name: &str) -> Vec<String> {
    let text = ask::printed(report, Format::Csv);
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let place = rows
        .headers()
        .expect("a header")
        .iter()
        .position(|it| it == name);
    let cell =
        |row: Result<csv::StringRecord, _>| row.expect("a row")[place.expect(name)].to_owned();
    rows.records().map(cell).collect()
}

fn of(all: &[String], word: &str) -> usize {
    all.iter().filter(|it| *it == word).count()
}

/// The numbers before and behind some words in prose: `The record has 14 clauses in force …; whether five more …`.
fn standing(report: &Report) -> Option<(usize, usize)> {
    let story = report.answer.story(&report.context);
    let mut sentences = story.sentences();
    sentences.find_map(|sentence| {
        let told = sentence.text.strip_prefix("The record has ")?;
        let open = told.split_once("; whether ").map(|(_, open)| open);
        let first = |text: &str| number(text.split(' ').next().unwrap_or_default());
        Some((first(told)?, open.map_or(Some(0), first)?))
    })
}

/// A number with its noun, as tables have it.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn says(report: &Report, words: &str) -> Checked {
    for format in TEXTS {
        let text = ask::printed(report, format);
        let lines = text.lines().map(|line| line.trim_start_matches("- "));
        let mut lines = lines.map(|line| line.trim_start_matches("about: "));
        let is_said = lines.any(|line| {
            let at = line
                .find(words)
                .map(|at| line[at + words.len()..].chars().next());
            at.is_some_and(|next| next.is_none_or(|c| !c.is_alphanumeric()))
        });
        prop_assert!(is_said, "{:?} does not say {}:\n{}", format, words, text);
    }
    Ok(())
}

/// The first screen and `terms` count what stands on that day.
fn check_standing(first: &Report, terms: &Report) -> Checked {
    let (screen, states) = (ask::json(first), ask::json(terms));
    let words: Vec<String> = list(&states, "clauses")
        .iter()
        .map(|state| state["status"].as_str().expect("a status").to_owned())
        .collect();
    let counts = (of(&words, "in force"), of(&words, "unclear"));
    let given = ["in_force", "unclear"].map(|figure| screen["counts"][figure].clone());
    let both = [counts.0, counts.1].map(Value::from);
    prop_assert_eq!(given, both, "JSON of the first screen");
    let rows = column(terms, "status");
    prop_assert_eq!(
        (of(&rows, "in force"), of(&rows, "unclear")),
        counts,
        "CSV of terms"
    );
    let figures: Vec<(String, String)> = column(first, "figure")
        .into_iter()
        .zip(column(first, "value"))
        .collect();
    for (figure, count) in [("in_force", counts.0), ("unclear", counts.1)] {
        let row = (figure.to_owned(), count.to_string());
        prop_assert!(figures.contains(&row), "CSV of the first screen: {:?}", row);
    }
    let open = match counts.1 {
        0 => String::new(),
        open => format!(", {open} unclear"),
    };
    let words = format!("{} in force{open}", counted(counts.0, "clause"));
    for report in [first, terms] {
        says(report, &words)?;
        prop_assert_eq!(standing(report), Some(counts), "narrative");
    }
    Ok(())
}

/// `upcoming` counts what it lists.
fn check_ahead(report: &Report) -> Checked {
    let found = ask::json(report);
    let rows = column(report, "what");
    let mut all = 0;
    for (key, what, noun) in [
        ("notices", "notice", "notice day"),
        ("renewals", "renewal", "renewal"),
        ("ends", "end", "end"),
        ("effects", "effect", "effect"),
        ("events", "event", "event"),
        ("conditions", "condition", "open condition"),
        ("unconfirmed", "unconfirmed", "plan"),
    ] {
        let count = list(&found, key).len();
        all += count;
        // Each change has a row, on its own day; what changes nothing has one too.
        let is_own = |of: &Value, change: &Value| {
            let [last, first] = [&of["last"], &change["first"]].map(Value::as_str);
            of["derived"] != false || last.is_none() || first <= last
        };
        let rows_of = |of: &Value| {
            let own = list(of, "changes")
                .iter()
                .filter(|change| is_own(of, change));
            own.count().max(1)
        };
        let due = match what {
            "effect" | "event" => list(&found, key).iter().map(rows_of).sum(),
            _ => count,
        };
        if what != "unconfirmed" {
            prop_assert_eq!(of(&rows, what), due, "CSV: {}", what);
        }
        if count > 0 {
            says(report, &counted(count, noun))?;
        }
    }
    if all == 0 {
        says(report, "nothing is scheduled")?;
    }
    Ok(())
}

/// `learned` counts the clauses of which more is known.
fn check_learned(report: &Report) -> Checked {
    let found = ask::json(report);
    let lists = ["adopted", "amended", "ended", "interim"];
    let all = lists.iter().flat_map(|key| list(&found, key));
    let clauses: BTreeSet<&str> = all.filter_map(|it| it["clause"].as_str()).collect();
    let is_listed = |place: &str| lists.contains(&place);
    let rows = column(report, "clause")
        .into_iter()
        .zip(column(report, "list"));
    let rows = rows.filter(|(_, place)| is_listed(place));
    let rows: BTreeSet<String> = rows.map(|(clause, _)| clause).collect();
    prop_assert_eq!(rows.len(), clauses.len(), "CSV");
    let words = match clauses.len() {
        0 => "Nothing more is known of the clauses".to_owned(),
        some => format!("More is known of {}", counted(some, "clause")),
    };
    says(report, &words)?;
    let story = report.answer.story(&report.context);
    let told = story.sentences().find_map(|sentence| {
        let (_, told) = sentence.text.split_once("more became known of ")?;
        number(told.split(' ').next()?)
    });
    prop_assert_eq!(told, Some(clauses.len()), "narrative");
    Ok(())
}

fn check(timeline: &Timeline, at: &str, today: &str) -> Checked {
    ask::within(timeline, at, |view| -> Checked {
        check_standing(
            &ask::overview(view),
            &ask::terms(view, at.to_owned(), false),
        )?;
        check_ahead(&ask::upcoming(view, None))
    })?;
    check_learned(&ask::learned(timeline, at, at, today))
}

#[test]
fn what_stands_lies_ahead_or_was_learned_is_counted_alike_on_the_bundled_timeline() {
    let reading = ask::read(include_str!("../../timeline.toml"));
    for at in [
        "2019-12-31",
        "2023-06-01",
        "2024-12-31",
        "2025-10-31",
        "2026-06-17",
        "2033-01-01",
    ] {
        let timeline = &reading.history.timeline;
        check(timeline, at, "2026-11-30").unwrap_or_else(|error| panic!("on {at}: {error}"));
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn what_stands_lies_ahead_or_was_learned_is_counted_alike(world in chance::sound_world(), one in any::<Index>()) {
        let (text, days) = (world.toml(), Oracle::new(&world).days());
        let reading = ask::read(&text);
        if days.is_empty() || !reading.is_sound() {
            return Ok(());
        }
        let at = ask::when(*one.get(&days));
        check(&reading.history.timeline, &at, "2022-06-15")
            .map_err(|error| TestCaseError::fail(format!("on {at}: {error}\n{text}")))?;
    }
}
