//! The schema of the format takes every sound file and refuses every file that is broken in its shape.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value};

use crate::support::{cases, files, partnership, stem};

/// The codes of files whose shape is wrong: what a schema can see.
const SHAPE: [&str; 7] = [
    "bad-id",
    "bad-word",
    "misplaced-key",
    "missing-key",
    "unknown-format",
    "unknown-key",
    "wrong-type",
];

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&partnership("schema").done()).expect("JSON");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

/// A TOML value as JSON; a date becomes text, as editors take it.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(entries) => entries
            .into_iter()
            .map(|(key, value)| (key, json(value)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

fn document(path: &Path) -> Option<Value> {
    let text = String::from_utf8(fs::read(path).expect("a file")).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    text.parse::<toml::Table>()
        .ok()
        .map(|table| json(table.into()))
}

fn faults(validator: &Validator, document: &Value) -> Vec<String> {
    let told =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator.iter_errors(document).map(told).collect()
}

#[test]
fn every_sound_file_passes() {
    let validator = validator();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = files(&cases("timelines"), "toml");
    let valid = files(&cases("errors"), "toml")
        .into_iter()
        .filter(|path| stem(path).starts_with("valid"));
    paths.extend(valid);
    paths.extend([
        root.join("timeline.toml"),
        root.join("src/edit/template.toml"),
    ]);
    for path in paths {
        let document = document(&path).expect("TOML");
        assert_eq!(
            faults(&validator, &document),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_file_that_is_broken_in_its_shape_fails() {
    let validator = validator();
    let mut count = 0;
    for path in files(&cases("errors"), "toml") {
        let Some(document) = document(&path) else {
            continue;
        };
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let checked = partnership("check --format short")
            .arg(name)
            .copy(&path)
            .run()
            .stdout;
        if SHAPE
            .iter()
            .any(|code| checked.contains(&format!("[{code}]")))
        {
            count += 1;
            assert_ne!(
                faults(&validator, &document),
                Vec::<String>::new(),
                "{name}"
            );
        }
    }
    assert!(count >= 15, "{count} files");
}

#[test]
fn each_fault_of_a_shape_is_seen_alone() {
    let validator = validator();
    let text = partnership("init --example -").done();
    let sound: Value = json(text.parse::<toml::Table>().expect("TOML").into());
    for (pointer, value) in [
        ("/format", Value::from(2)),
        ("/title", Value::from(1)),
        ("/recorded", Value::from("in June")),
        ("/wording", Value::from("spoken")),
        ("/event/0/id", Value::from("2021-03-01")),
        ("/event/0/id", Value::from("today")),
        ("/event/0/date", Value::from("2020/2021")),
        ("/event/0/date", Value::from("[2021..]~")),
        ("/event/3/planned", Value::from("yes")),
        ("/event/0/parties", Value::from("mill")),
        ("/event/0/change/0/action", Value::from("adopts")),
        ("/event/0/change/0/action", Value::from("end")),
        ("/event/0/change/0/through", Value::from("[2020..2021]")),
        ("/event/0/change/0/renews", Value::from("1 year")),
        ("/event/0/change/0/renewals", Value::from(-1)),
        ("/event/0/change/0/notice", Value::from("0m")),
        ("/event/0/change/0/parties", Value::from("mill")),
        ("/lasts", Value::from("Duration")),
        ("/event/0/change/1/terms/price", Value::Null),
        ("/event/0/cite/0", Value::from(1)),
        ("/event/1/cite/0/source", Value::from(1)),
        ("/expect/0/status", Value::from("standing")),
        ("/source/contract-2021/kind", Value::from("rumour")),
        ("/clause/price/parties", Value::from(vec![1])),
    ] {
        let mut broken = sound.clone();
        *broken.pointer_mut(pointer).expect(pointer) = value;
        assert_ne!(
            faults(&validator, &broken),
            Vec::<String>::new(),
            "{pointer}"
        );
    }
}
