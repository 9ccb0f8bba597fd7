//! Two clocks in every format: what became known on another day than it applies carries both days.

use partnership::answer::{Format, Report};
use partnership::date::Date;
use partnership::questions::view::View;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::calendar::span;
use super::stories::written;
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

/// A printed text in one line, as it reads.
fn read(report: &Report, format: Format) -> String {
    let text = ask::printed(report, format).replace('\\', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that a difference owes, each with its days: of each value that was learned, and of the last deed of each clause that became
/// known on another day.
fn owed(diff: &Value) -> Vec<(String, Option<[&str; 2]>)> {
    let mut lines = Vec::new();
    let lists = ["adopted", "amended", "ended", "interim"];
    for found in lists.iter().flat_map(|of| list(diff, of)) {
        let only_learned = found["how"] == "learned";
        let is_new = found["before"].is_null() && !found["after"].is_null();
        let late = |done: &&Value| {
            let is_deed = done["kind"] == "agreed" && done["action"] != "keep";
            is_deed && done["known"] != done["date"]
        };
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
                let line = if late.is_some_and(with) && is_new {
                    both(set)
                } else if set["known"] == set["date"] {
                    format!("learned {known}")
                } else {
                    format!("learned {known}, from {date}")
                };
                // Terms of a new clause may be left to its text.
                lines.push((line, Some(days(set)).filter(|_| !is_new)));
            }
        }
        if let Some(done) = late.filter(|_| !only_learned) {
            lines.push((both(done), Some(days(done))));
        }
    }
    lines
}

/// The day of something, and since when it is known, but for what was agreed ahead.
fn both(of: &Value) -> String {
    let (date, known) = (some_day(&of["date"]), some_day(&of["known"]));
    let [since, from] = days(of).map(span);
    if since.precedes(from) && of["report"] != true {
        return date;
    }
    format!("{date}, known since {known}")
}

fn days(of: &Value) -> [&str; 2] {
    ["known", "date"].map(|name| of[name].as_str().expect("a date"))
}

/// The same of prose, which leaves to its sentences what they say.
fn check_prose(report: &Report) {
    let json = ask::json(report);
    let story = read(report, Format::Narrative);
    let told = owed(&json);
    for days in told.iter().filter_map(|(_, days)| *days) {
        let mut parts = days.iter().flat_map(|day| written(day));
        assert!(parts.all(|part| story.contains(&part)), "{days:?}\n{story}");
    }
}

fn check(report: &Report) -> Result<(), TestCaseError> {
    let json = ask::json(report);
    let owed = owed(&json);
    for format in [Format::Table, Format::List, Format::Markdown] {
        let text = ask::printed(report, format).replace('\\', "");
        for (line, _) in &owed {
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

/// The events of a listing that became known on another day than theirs, and not before it.
fn late(events: &[Value]) -> impl Iterator<Item = (&Value, [&str; 2])> {
    let own = events.iter().filter(|of| of["announced"].is_string());
    let dated = own.map(|of| {
        (
            of,
            ["announced", "date"].map(|name| of[name].as_str().expect("a date")),
        )
    });
    dated.filter(|(_, [known, date])| known != date && !span(known).precedes(span(date)))
}

/// Whether some words of a text hold a title and both days.
fn holds(text: &str, event: &Value, known: &str) -> bool {
    let title = event["title"].as_str().expect("a title");
    let behind = text.match_indices(title).map(|(at, _)| &text[at..]);
    behind.into_iter().any(|rest| rest.contains(known))
}

fn check_listing(view: &View<'_>) -> Result<(), TestCaseError> {
    let report = ask::timeline(view, None, None);
    let json = ask::json(&report);
    let events = list(&json, "events");
    for format in [Format::Table, Format::List, Format::Markdown] {
        let text = read(&report, format);
        for (event, _) in late(events) {
            let known = format!("(known since {}", some_day(&event["announced"]));
            // The last day on which it may have happened may stand behind it: `(known since 2019-01-01, …2021-12)`.
            let is_held = [")", ", …"].map(|end| holds(&text, event, &format!("{known}{end}")));
            prop_assert!(is_held.contains(&true), "{:?}\n{}", known, text);
        }
    }
    let page = read(&ask::page(view), Format::Html);
    let calendar = ask::printed(&report, Format::Ics).replace("\r\n ", "");
    for (event, [known, _]) in late(events) {
        let since = |text: &str| {
            let mut parts = written(known).into_iter();
            text.contains("known since ") && parts.all(|part| text.contains(&part))
        };
        prop_assert!(since(&page), "{}", event);
        let id = format!("/{}@", event["id"].as_str().expect("an id"));
        let mut entries = calendar.split("BEGIN:VEVENT");
        let entry = entries.find(|entry| entry.contains(&id));
        let is_told = entry.is_none_or(since) || event["report"] == true;
        prop_assert!(is_told, "{:?}", entry);
    }
    let rows = ask::printed(&report, Format::Csv);
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let rows: Vec<std::collections::BTreeMap<String, String>> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("rows");
    for (row, event) in rows.iter().zip(events) {
        let changes = list(event, "changes");
        for of in changes.iter().filter(|of| of["date"] != event["date"]) {
            let [clause, date] = ["clause", "date"].map(|name| of[name].as_str().expect("a text"));
            prop_assert!(
                row["applies"].contains(&format!("{clause} {date}")),
                "{:?}",
                row
            );
        }
        let is_effect = row["event"].starts_with("effect:");
        let known = changes
            .iter()
            .any(|of| of["known"] == row["known"].as_str());
        prop_assert!(!is_effect || known, "{:?}", row);
    }
    let first = ask::overview(view);
    let last = ask::json(&first)["last_change"]["event"].clone();
    let text = read(&first, Format::Table);
    for (event, _) in late(events).filter(|(event, _)| event["id"] == last) {
        let known = format!("known since {}", some_day(&event["announced"]));
        prop_assert!(text.contains(&known), "{}", text);
    }
    Ok(())
}

#[test]
fn the_bundled_timeline_keeps_its_clocks_apart() {
    let reading = ask::read(include_str!("../../timeline.toml"));
    ask::with(&reading, "2026-11-28", |view| {
        check_listing(view).unwrap_or_else(|error| panic!("{error}"));
        for (from, to) in [
            ("2019", "2024"),
            ("2024-12", "2025-10"),
            ("2025-12", "2026-11"),
        ] {
            let report = ask::diff(view, from.to_owned(), to.to_owned());
            assert!(!owed(&ask::json(&report)).is_empty(), "from {from} to {to}");
            check_prose(&report);
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

    #[test]
    fn what_is_listed_carries_both_days(world in chance::sound_world()) {
        let reading = ask::read(&world.toml());
        if reading.is_sound() {
            ask::with(&reading, "2040-01-01", check_listing)?;
        }
    }
}
