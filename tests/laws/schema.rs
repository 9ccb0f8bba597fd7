//! Every JSON document has the keys and values that its schema promises.

use std::sync::LazyLock;

use jsonschema::Validator;
use partnership::agreement::lens::Lens;
use partnership::agreement::{Basis, Timeline};
use partnership::file;
use partnership::formats::diagnostics;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::{ask, cases, chance, files, lenses};

const TODAY: &str = "2024-06-01";

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(include_str!("schema.json")).expect("JSON");
    jsonschema::draft202012::new(&schema).expect("a schema")
});

/// What is wrong with a document.
fn faults(document: &Value) -> Vec<String> {
    let told =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    SCHEMA.iter_errors(document).map(told).collect()
}

fn check(document: &Value) -> Result<(), TestCaseError> {
    let faults = faults(document);
    prop_assert!(faults.is_empty(), "{} {:#?}", document["answer"], faults);
    check_refs(document)
}

/// Every event and source that a document names is in its references.
fn check_refs(document: &Value) -> Result<(), TestCaseError> {
    let mut names = Vec::new();
    for (key, value) in document
        .as_object()
        .expect("a document")
        .iter()
        .filter(|(key, _)| *key != "refs")
    {
        collect(key, value, &mut names);
    }
    for (kind, name) in names {
        prop_assert!(
            document["refs"][kind].get(&name).is_some(),
            "{} `{}` is not in `refs` of {}",
            kind,
            name,
            document["answer"]
        );
    }
    Ok(())
}

/// The ids under the keys that hold ids.
fn collect(key: &str, value: &Value, names: &mut Vec<(&'static str, String)>) {
    let kind = match key {
        "event" | "adopted_by" | "changed_by" | "ended_by" | "events" | "unconfirmed"
        | "renewal" | "next" => "events",
        "source" | "via" => "sources",
        "clause" | "replaces" | "replaced" | "replaced_by" | "with_it" => "clauses",
        _ => "",
    };
    match value {
        Value::String(id) if !kind.is_empty() => names.push((kind, id.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect(key, item, names)),
        Value::Object(entries) => entries
            .iter()
            .for_each(|(key, value)| collect(key, value, names)),
        _ => {}
    }
}

fn check_file(text: &str, days: &[[&str; 2]]) -> Result<(), TestCaseError> {
    let reading = file::read("timeline.toml", text.as_bytes().to_vec(), true);
    if reading.is_sound() {
        check_timeline(&reading.history.timeline, days)?;
    }
    let readings = [reading];
    let document =
        serde_json::from_str(&diagnostics::json(&readings, &[], ask::day(TODAY))).expect("JSON");
    check(&document)
}

fn check_timeline(timeline: &Timeline, days: &[[&str; 2]]) -> Result<(), TestCaseError> {
    let mut reports = ask::within(timeline, TODAY, |view| {
        let mut reports = files::reports(view, days);
        reports.push(ask::page(view));
        reports.extend(files::pages(view));
        let dated = days.iter().map(|[_, day]| files::dated_pages(view, day));
        reports.extend(dated.flatten());
        reports
    });
    for [one, other] in days {
        reports.push(ask::learned(timeline, one, other, TODAY));
    }
    let mut documents = reports.iter().map(ask::document);
    documents.try_for_each(|document| check(&document))
}

#[test]
fn the_bundled_timeline_answers_as_promised() {
    let text = include_str!("../../timeline.toml");
    let days = [
        ["2024-12", "2025-10"],
        ["0001", "9999"],
        ["today", "2026-04-27"],
    ];
    check_file(text, &days).expect("documents as promised");
}

#[test]
fn the_bundled_timeline_answers_as_promised_under_a_lens() {
    let whole = ask::read(include_str!("../../timeline.toml"))
        .history
        .timeline;
    let known = Lens {
        known_by: Some(ask::day("2024-12-31")),
        ..Lens::default()
    };
    let told = Lens {
        according_to: vec![0],
        ..Lens::default()
    };
    let stated = Lens {
        basis: Basis::Stated,
        ..Lens::default()
    };
    for lens in [known, told, stated] {
        let narrowed = lens.narrow(&whole);
        check_timeline(&narrowed, &[["2020", "2025-10"]]).expect("documents as promised");
    }
}

#[test]
fn several_matches_answer_as_promised() {
    let reading = ask::read(include_str!("../../timeline.toml"));
    for words in ["exclusive cloud", "2025", "microsoft deal"] {
        let found = ask::with(&reading, TODAY, |view| {
            ask::document(&ask::show(view, words))
        });
        check(&found).expect("a document as promised");
    }
}

#[test]
fn a_key_too_many_or_too_few_is_noticed() {
    let reading = ask::read("format = 1\ntitle = \"Empty\"\n");
    let mut document = ask::with(&reading, TODAY, |view| ask::json(&ask::overview(view)));
    assert_eq!(faults(&document), Vec::<String>::new());
    document["more"] = Value::Null;
    assert_eq!(faults(&document).len(), 1);
    document.as_object_mut().expect("a document").remove("more");
    document["counts"]
        .as_object_mut()
        .expect("counts")
        .remove("clauses");
    assert_eq!(faults(&document).len(), 1);
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn every_timeline_answers_as_promised(world in chance::any_world(), one in any::<Index>(), other in any::<Index>()) {
        let days = super::oracle::Oracle::new(&world).days();
        if days.is_empty() {
            return Ok(());
        }
        let (one, other) = (ask::when(*one.get(&days)), ask::when(*other.get(&days)));
        let text = world.toml();
        check_file(&text, &[[&one, &other]]).map_err(|error| TestCaseError::fail(format!("{one} to {other}: {error}\n{text}")))?;
    }

    #[test]
    fn every_timeline_answers_as_promised_under_a_lens(world in chance::sound_world(), draft in lenses::draft(), which in 0..4_usize) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        let lens = &draft.lenses(&world)[which];
        let narrowed = ask::lens(&reading.history.timeline, lens).narrow(&reading.history.timeline);
        check_timeline(&narrowed, &[["2021", "2023-06"]]).map_err(|error| lenses::told(&error, lens, &text))?;
    }
}
