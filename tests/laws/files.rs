//! What a file is read from does not matter beyond what it says, and no file brings the program down.

use partnership::answer::Report;
use partnership::answer::{Format, Look};
use partnership::date::Date;
use partnership::file;
use partnership::file::Reading;
use partnership::formats::diagnostics;
use partnership::questions::view::View;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::calendar::{EARLY, LATE, Span, from_json, span};
use super::oracle::{Moment, Oracle};
use super::world::{World, clause_id};
use super::{ask, cases, chance};

/// Whether dates or `after` settle the order of every two moments that change one clause.
fn is_settled(oracle: &Oracle<'_>) -> bool {
    let shares = |one: &Moment, other: &Moment| {
        (0..oracle.world.clauses)
            .any(|clause| changes(oracle, one, clause) && changes(oracle, other, clause))
    };
    let moments = &oracle.moments;
    moments.iter().enumerate().all(|(place, later)| {
        let apart = |earlier: &Moment| {
            earlier.written.precedes(later.written)
                || later.written.precedes(earlier.written)
                || follows(oracle.world, later.event, earlier.event)
        };
        moments[..place]
            .iter()
            .all(|earlier| !shares(earlier, later) || apart(earlier))
    })
}

fn changes(oracle: &Oracle<'_>, moment: &Moment, clause: usize) -> bool {
    moment
        .changes
        .iter()
        .any(|change| oracle.world.events[moment.event].changes[*change].clause == clause)
}

/// Whether `after` puts one event after another, perhaps through others.
fn follows(world: &World, later: usize, earlier: usize) -> bool {
    let named = |event: usize| {
        (0..world.events.len())
            .filter(move |other| world.events[event].after.contains(&world.events[*other].id))
    };
    let mut reached: Vec<usize> = named(later).collect();
    let mut next = 0;
    while let Some(event) = reached.get(next).copied() {
        reached.extend(
            named(event)
                .filter(|other| !reached.contains(other))
                .collect::<Vec<_>>(),
        );
        next += 1;
    }
    reached.contains(&earlier)
}

/// Every clause on every day, without what depends on the order of listings.
fn states(reading: &Reading, days: &[i64]) -> Vec<Value> {
    ask::with(reading, "2022-06-15", |view| {
        let on = |day: &i64| {
            let report = ask::json(&ask::terms(view, ask::when(*day), true));
            json!([
                ask::when(*day),
                report["clauses"],
                report["undetermined"],
                report["changed_since"]
            ])
        };
        days.iter().map(on).collect()
    })
}

/// The events of a world in another order.
fn shuffled(world: &World, order: &[Index]) -> World {
    let mut left = world.events.clone();
    let mut events = Vec::new();
    for index in order.iter().cycle().take(left.len()) {
        events.push(left.remove(index.index(left.len())));
    }
    World {
        events,
        ..world.clone()
    }
}

/// Reports of every kind but those on one thing, between some days.
pub(super) fn reports(view: &View<'_>, days: &[[&str; 2]]) -> Vec<Report> {
    let [from, to] = ["2020-06", "2023"].map(|day| Some(day.to_owned()));
    let mut reports = vec![
        ask::overview(view),
        ask::events(view),
        ask::parties(view),
        ask::sources(view),
        ask::timeline(view, None, None),
        ask::timeline(view, from, to),
        ask::upcoming(view, None),
        ask::upcoming(view, Some("24m")),
        ask::history(view),
    ];
    for [one, other] in days.iter().map(|days| days.map(str::to_owned)) {
        reports.push(ask::clauses(view, &one));
        reports.push(ask::terms(view, one.clone(), true));
        reports.push(ask::terms(view, other.clone(), false));
        reports.push(ask::diff(view, one.clone(), other.clone()));
        reports.push(ask::diff(view, other, one));
    }
    reports
}

/// The page of every source and event that is shown, and of what is derived.
pub(super) fn pages(view: &View<'_>) -> Vec<Report> {
    let timeline = view.timeline;
    let sources = timeline
        .sources_shown()
        .map(|place| &timeline.sources[place]);
    let events = view.listing().into_iter().map(|listed| view.id(listed));
    (sources.map(|source| ask::source(view, &source.id)))
        .chain(events.map(|id| ask::event(view, &id)))
        .collect()
}

/// The page of every clause that is shown and of every party, as of a day.
pub(super) fn dated_pages(view: &View<'_>, when: &str) -> Vec<Report> {
    let timeline = view.timeline;
    let clauses = timeline
        .clauses_shown()
        .map(|place| &timeline.clauses[place]);
    let parties = timeline.parties.iter();
    (clauses.map(|clause| ask::clause(view, &clause.id, when)))
        .chain(parties.map(|party| ask::party(view, &party.id, when)))
        .collect()
}

fn look(width: usize) -> Look {
    Look {
        width: Some(width),
        color: false,
        ascii: width.is_multiple_of(2),
        verbose: width.is_multiple_of(5),
        sources: width.is_multiple_of(3),
        spoken: false,
    }
}

/// Every report of a file as text, in both formats.
fn everything(reading: &Reading, width: usize) -> String {
    ask::with(reading, "2022-06-15", |view| {
        let printed = |report: &Report, format| ask::printed_as(report, format, look(width));
        let both =
            |report: &Report| printed(report, Format::Table) + &printed(report, Format::Json);
        let mut all = dated_pages(view, "2024");
        all.extend(pages(view));
        all.extend(reports(view, &[["2020-06-01", "2024"]]));
        all.iter().map(both).collect()
    })
}

/// One thing done to a file's text.
#[derive(Clone, Debug)]
enum Blow {
    Delete(Index, usize),
    Insert(Index, &'static str),
    Byte(Index, u8),
    Repeat(Index, Index),
    Truncate(Index),
    Swap(&'static str, &'static str),
}

fn blow() -> impl Strategy<Value = Blow> {
    let odd = [
        "\"",
        "[",
        "]]",
        "\n[[event]]\n",
        "\u{202e}",
        "ü",
        "\0",
        "=",
        "'''",
        "\t",
        "\r",
        "#",
        "\\u0007",
        "9999-12-31",
        "0001",
        "-",
        "{",
        "\u{1b}[31m",
    ];
    let words = vec![
        "adopt", "amend", "end", "text", "clause-0", "event-1", "date", "2020", "2024", "through",
        "[\"", "\"]", "source-1", "true", "1",
    ];
    let (from, to) = (
        prop::sample::select(words.clone()),
        prop::sample::select(words),
    );
    prop_oneof![
        (any::<Index>(), 1..30_usize).prop_map(|(at, count)| Blow::Delete(at, count)),
        (any::<Index>(), prop::sample::select(odd.to_vec()))
            .prop_map(|(at, text)| Blow::Insert(at, text)),
        any::<(Index, u8)>().prop_map(|(at, byte)| Blow::Byte(at, byte)),
        any::<(Index, Index)>().prop_map(|(from, to)| Blow::Repeat(from, to)),
        any::<Index>().prop_map(Blow::Truncate),
        (from, to).prop_map(|(from, to)| Blow::Swap(from, to)),
    ]
}

fn strike(mut bytes: Vec<u8>, blow: &Blow) -> Vec<u8> {
    let place = |at: &Index| at.index(bytes.len() + 1);
    match blow {
        Blow::Delete(at, count) => {
            let at = place(at);
            bytes.drain(at..bytes.len().min(at + count));
        }
        Blow::Insert(at, text) => {
            let at = place(at);
            bytes.splice(at..at, text.bytes());
        }
        Blow::Byte(at, byte) => bytes.insert(place(at), *byte),
        Blow::Repeat(from, to) => {
            let (from, to) = (place(from), place(to));
            bytes.extend_from_within(from.min(to)..from.max(to));
        }
        Blow::Truncate(at) => bytes.truncate(place(at)),
        Blow::Swap(from, to) => {
            let text = String::from_utf8_lossy(&bytes).replacen(from, to, 3);
            bytes = text.into_bytes();
        }
    }
    bytes
}

/// Reads whatever there is and says everything that can be said of it.
fn survive(bytes: Vec<u8>, width: usize) {
    let reading = file::read("timeline.toml", bytes, true);
    let shown = diagnostics::report(&reading, look(width));
    assert!(
        !shown.chars().any(|c| c.is_control() && c != '\n'),
        "a control character in {shown:?}"
    );
    let today = ask::day("2022-06-15");
    let readings = [reading];
    serde_json::from_str::<Value>(&diagnostics::json(&readings, &[], today)).expect("JSON");
    if readings[0].is_sound() {
        everything(&readings[0], width);
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn the_order_of_events_in_the_file_does_not_matter(world in chance::sound_world(), order in vec(any::<Index>(), 8)) {
        let oracle = Oracle::new(&world);
        let (text, other) = (world.toml(), shuffled(&world, &order).toml());
        let (reading, shuffled) = (ask::read(&text), ask::read(&other));
        if !is_settled(&oracle) {
            return Ok(());
        }
        prop_assert_eq!(reading.is_sound(), shuffled.is_sound(), "{}\nagainst\n{}", text, other);
        if reading.is_sound() {
            let days = oracle.days();
            prop_assert_eq!(states(&reading, &days), states(&shuffled, &days), "{}\nagainst\n{}", text, other);
        }
    }

    #[test]
    fn a_date_printed_and_read_is_the_same_date(text in chance::any_date()) {
        let date: Date = text.parse().expect("a date");
        prop_assert_eq!(date.to_string(), text.clone());
        let day = |day: Option<partnership::date::Day>, open: i64| from_json(&json!(day), open);
        prop_assert_eq!(Span { first: day(date.first(), EARLY), last: day(date.last(), LATE) }, span(&text));
    }

    #[test]
    fn whatever_is_read_as_a_date_prints_as_it_was(text in "[\\[]?[0-2]{0,4}(-[0-3]{1,2}){0,2}(\\.\\.)?[0-9]{0,4}[\\]~?%]?") {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn the_same_file_gives_the_same_bytes(world in chance::sound_world(), width in prop_oneof![Just(40_usize), 60..140_usize]) {
        let text = world.toml();
        let (one, other) = (ask::read(&text), ask::read(&text));
        if one.is_sound() {
            prop_assert_eq!(everything(&one, width), everything(&other, width));
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_file_is_the_same_read_whole_or_block_by_block(world in chance::any_world(), blows in vec(blow(), 0..3)) {
        crate::hostile::corpus::cases::file(&blows.iter().fold(world.toml().into_bytes(), strike));
    }

    #[test]
    fn no_file_brings_it_down(world in chance::any_world(), blows in vec(blow(), 1..4), width in 20..120_usize) {
        survive(blows.iter().fold(world.toml().into_bytes(), strike), width);
    }

    #[test]
    fn no_bytes_bring_it_down(bytes in vec(any::<u8>(), 0..200)) {
        survive(bytes, 80);
    }
}

#[test]
fn a_heading_inside_a_text_or_a_list_begins_no_event() {
    let event = "\n[[event]]\nid = \"e\"\ndate = \"2020\"\ntitle = \"E\"\n";
    for (before, after) in [
        ("x-a = \"\"\"", "\"\"\""),
        ("x-a = '''", "\n[clause.c]\ntitle = \"C\"\n'''"),
        ("x-a = [", "\n]"),
        ("x-a = [[1],", "]"),
        ("x-a = {", "}"),
    ] {
        let text = format!("format = 1\ntitle = \"T\"\n{before}{event}{after}\n");
        crate::hostile::corpus::cases::file(text.as_bytes());
        let timeline = ask::read(&text).history.timeline;
        assert!(
            timeline.events.is_empty() && timeline.clauses.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn days_are_counted_alike() {
    for text in [
        "0001-01-01",
        "1900-03-01",
        "2000-02-29",
        "2024-12-31",
        "9999-12-31",
    ] {
        assert_eq!(super::calendar::written(span(text).first), text);
    }
    assert_eq!(span("2024").last - span("2024").first, 365);
    assert_eq!(clause_id(1), "clause-1");
}
