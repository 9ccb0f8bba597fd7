//! Two clocks in tables and rows: what became known on another day than it applies carries both days.

use partnership::answer::{Format, Report};
use partnership::date::Date;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::{ask, cases, chance};

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// A date as a table writes it in a sentence.
fn some_day(date: &Value) -> String {
    let text = date.as_str().expect("a date");
    let date: Date = text.parse().expect("a date");
    let human = date.human();
    if human.starts_with("between ") {
        format!("some day {human}")
    } else {
        human
    }
}

/// The lines that a difference owes: of each value that was learned, and of the last deed of each clause that became
/// known on another day.
fn owed(diff: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let lists = ["adopted", "amended", "ended", "interim"];
    for found in lists.iter().flat_map(|of| list(diff, of)) {
        let only_learned = found["how"] == "learned";
        let is_new = found["before"].is_null() && !found["after"].is_null();
        let late = |done: &&Value| done["kind"] == "agreed" && done["known"] != done["date"];
        let late = list(found, "by").iter().rev().find(late);
        for value in list(found, "terms").iter().chain(list(found, "fields")) {
            let set = &value["set"];
            let is_told = only_learned || value["field"] != "text";
            if value["kind"] == "learned" && is_told && !set.is_null() {
                let (known, date) = (some_day(&set["known"]), some_day(&set["date"]));
                let with = |done: &Value| {
                    let same = ["event", "date"].map(|name| done[name] == set[name]);
                    done["action"] == "adopt" && set["known"] != set["date"] && same == [true; 2]
                };
                lines.push(if late.is_some_and(with) && is_new {
                    format!("{date}, known since {known}")
                } else if set["known"] == set["date"] {
                    format!("learned {known}")
                } else {
                    format!("learned {known}, from {date}")
                });
            }
        }
        if let Some(done) = late.filter(|_| !only_learned) {
            let (date, known) = (some_day(&done["date"]), some_day(&done["known"]));
            lines.push(format!("{date}, known since {known}"));
        }
    }
    lines
}

fn check(report: &Report) -> Result<(), TestCaseError> {
    let owed = owed(&ask::json(report));
    for format in [Format::Table, Format::List, Format::Markdown] {
        let text = ask::printed(report, format).replace('\\', "");
        for line in &owed {
            prop_assert!(
                text.contains(line),
                "{:?} lacks `{}`\n{}",
                format,
                line,
                text
            );
        }
    }
    let rows = ask::printed(report, Format::Csv);
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let header = reader.headers().expect("a header").clone();
    for row in reader.records() {
        let row = row.expect("a row");
        let cell = |name: &str| {
            let place = header.iter().position(|column| column == name);
            &row[place.expect("a column")]
        };
        if !cell("event").is_empty() {
            prop_assert!(
                !cell("date").is_empty() && !cell("known").is_empty(),
                "{:?}",
                row
            );
        }
    }
    Ok(())
}

#[test]
fn the_bundled_timeline_keeps_its_clocks_apart() {
    let reading = ask::read(include_str!("../../timeline.toml"));
    ask::with(&reading, "2026-11-28", |view| {
        for (from, to) in [
            ("2019", "2024"),
            ("2024-12", "2025-10"),
            ("2025-12", "2026-11"),
        ] {
            let report = ask::diff(view, from.to_owned(), to.to_owned());
            assert!(!owed(&ask::json(&report)).is_empty(), "from {from} to {to}");
            check(&report).unwrap_or_else(|error| panic!("from {from} to {to}: {error}"));
        }
    });
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn what_became_known_later_carries_both_days(world in chance::sound_world(), one in any::<Index>(), other in any::<Index>()) {
        ask::differences(&world, [one, other], check)?;
    }
}
