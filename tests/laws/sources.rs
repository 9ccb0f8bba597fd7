//! Who says so, in full: no citation is left out, whatever else its source is cited for.

use partnership::answer::{Format, Look, Report};
use partnership::questions::view::View;
use partnership::shell::input::BUNDLED;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::oracle::Oracle;
use super::world::{Cite, SOURCES, World};
use super::{ask, cases, chance};

/// Every citation under a value, but for those of a clause's whole state on either side of a difference.
fn cites<'v>(of: &'v Value, found: &mut Vec<&'v Value>) {
    match of {
        Value::Array(list) => list.iter().for_each(|of| cites(of, found)),
        Value::Object(map) => {
            for (key, of) in map {
                match key.as_str() {
                    "cite" => found.extend(of.as_array().expect("a list")),
                    "before" | "after" | "refs" => {}
                    _ => cites(of, found),
                }
            }
        }
        _ => {}
    }
}

/// A text without what tells its quotation marks apart.
fn plain(text: &str) -> String {
    text.replace(['"', '“', '”', '‘', '’'], "'")
}

/// Whether a page shows a citation: its source, through whom it was read, by what both are looked up, its words, its note,
/// and where it disagrees.
fn is_shown(page: &[String], json: &Value, cite: &Value) -> bool {
    let source = |id: &Value| &json["refs"]["sources"][id.as_str().expect("an id")];
    let name = |id: &Value| {
        let source = source(id);
        let known = [&source["publisher"], &source["title"], id];
        plain(known.into_iter().find_map(Value::as_str).expect("a name"))
    };
    let mut words: Vec<String> = cite["quote"].as_str().map(plain).into_iter().collect();
    words.extend((!cite["via"].is_null()).then(|| format!("read through {}", name(&cite["via"]))));
    for id in [&cite["source"], &cite["via"]]
        .into_iter()
        .filter(|id| id.is_string())
    {
        let known = [&source(id)["url"], &source(id)["title"]];
        words.extend(known.into_iter().find_map(Value::as_str).map(plain));
    }
    let mut more: Vec<String> = cite["note"].as_str().map(plain).into_iter().collect();
    for point in cite["disagrees"].as_array().expect("a list") {
        let point = point.as_str().expect("a name");
        more.push(match point {
            "date" | "text" | "through" | "until" => point.to_owned(),
            term => cite["terms"][term].as_str().map(plain).unwrap_or_default(),
        });
    }
    (0..page.len()).any(|place| {
        let is_head = page[place].starts_with(&name(&cite["source"]));
        let below = page[place + 1..].iter();
        let starts = ["disagrees: ", "also gives ", "note: "];
        let is_more = |line: &&String| starts.iter().any(|start| line.starts_with(start));
        let below: Vec<&str> = below.take_while(is_more).map(String::as_str).collect();
        let below = below.join(" ");
        is_head
            && words
                .iter()
                .all(|words| page[place].contains(words.as_str()))
            && more.iter().all(|more| below.contains(more.as_str()))
    })
}

fn check(report: &Report) -> Result<(), TestCaseError> {
    let look = Look {
        width: None,
        color: false,
        ascii: false,
        verbose: false,
        sources: true,
        spoken: false,
    };
    let text = ask::printed_as(report, Format::Table, look);
    let page: Vec<String> = text.lines().map(|line| plain(line.trim_start())).collect();
    let (json, mut found) = (ask::json(report), Vec::new());
    cites(&json, &mut found);
    for cite in found {
        prop_assert!(is_shown(&page, &json, cite), "{cite}\n{text}");
    }
    Ok(())
}

/// Checks the pages of every event and clause, and the difference of two days.
fn check_all(view: &View<'_>, [from, to]: [String; 2]) -> Result<(), TestCaseError> {
    let listing = ask::json(&ask::timeline(view, None, None));
    for event in listing["events"].as_array().expect("events") {
        check(&ask::event(view, event["id"].as_str().expect("an id")))?;
    }
    let clauses = ask::json(&ask::clauses(view, "today"));
    for clause in clauses["clauses"].as_array().expect("clauses") {
        check(&ask::clause(
            view,
            clause["id"].as_str().expect("an id"),
            &to,
        ))?;
    }
    check(&ask::terms(view, to.clone(), true))?;
    check(&ask::diff(view, from, to))
}

/// Reads some citations through other sources, and has some quoted.
fn quoted(mut world: World) -> World {
    let quote = |(place, cite): (usize, &mut Cite)| {
        cite.via = (place % 2 == 0).then_some((cite.source + 1) % SOURCES);
        cite.quote = (place % 3 > 0).then(|| format!("words {}", place % 3));
    };
    for event in &mut world.events {
        let changes = event.changes.iter_mut().flat_map(|change| &mut change.cite);
        event
            .cite
            .iter_mut()
            .chain(changes.flatten())
            .enumerate()
            .for_each(quote);
    }
    world
}

#[test]
fn the_bundled_timeline_shows_every_citation() {
    let reading = ask::read(BUNDLED);
    ask::with(&reading, "2026-11-28", |view| {
        check_all(view, ["2024-12".to_owned(), "2025-10".to_owned()])?;
        check(&ask::diff(view, "2026-04".to_owned(), "2019".to_owned()))
    })
    .expect("every citation");
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn every_citation_is_shown_where_sources_are_asked_for(world in chance::sound_world(), days in any::<[Index; 2]>()) {
        let world = quoted(world);
        let (text, all) = (world.toml(), Oracle::new(&world).days());
        let reading = ask::read(&text);
        if reading.is_sound() && !all.is_empty() {
            let days = days.map(|day| ask::when(*day.get(&all)));
            ask::with(&reading, "2022-06-15", |view| check_all(view, days))?;
        }
    }
}
