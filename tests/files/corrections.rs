//! What the help of a slip must hold: the very words that put it right.

use serde_json::Value;

use crate::support::{cases, partnership};

/// A file of the catalogue, the line of the slip, what the message must and must not hold.
struct Slip {
    file: &'static str,
    line: u64,
    says: &'static [&'static str],
    never: &'static [&'static str],
}

const fn slip(
    file: &'static str,
    line: u64,
    says: &'static [&'static str],
    never: &'static [&'static str],
) -> Slip {
    Slip {
        file,
        line,
        says,
        never,
    }
}

const SLIPS: [Slip; 26] = [
    slip(
        "syntax-no-quotes",
        20,
        &["quotes", "\"The lease is signed\""],
        &[],
    ),
    slip(
        "syntax-no-quotes-one-word",
        25,
        &["quotes", "\"adopt\""],
        &[],
    ),
    slip(
        "syntax-no-quotes-month",
        19,
        &["quotes", "\"2020-03\""],
        &["not a day", "no such date"],
    ),
    slip(
        "syntax-no-quotes-no-such-day",
        19,
        &["February 2024 has 29 days"],
        &[],
    ),
    slip(
        "syntax-no-quotes-in-list",
        15,
        &["quotes", "\"harbour\""],
        &["\"harbour, tenant]\""],
    ),
    slip("syntax-percent", 27, &["quotes", "\"20%\""], &["\"20% }\""]),
    slip(
        "syntax-no-opening-quote",
        20,
        &["\"The lease is signed\""],
        &["not TOML:"],
    ),
    slip("syntax-no-closing-quote", 20, &["not closed"], &[]),
    slip(
        "syntax-typographic-quotes",
        20,
        &["straight", "\"The lease is signed\""],
        &["“The lease is signed”\""],
    ),
    slip(
        "syntax-no-value",
        20,
        &["value"],
        &["text without quotes", "write `\"\"`"],
    ),
    slip(
        "syntax-no-comma-in-braces",
        27,
        &["not a value"],
        &["needs quotes"],
    ),
    slip("syntax-no-comma-in-list", 15, &["comma"], &[]),
    slip("syntax-thousands", 27, &["1000"], &["single quotes"]),
    slip("syntax-thousands-alone", 30, &["1000"], &["2026-04"]),
    slip(
        "syntax-true-capital",
        21,
        &["`true`"],
        &["not TOML:", "invalid boolean"],
    ),
    slip(
        "syntax-colon-for-equals",
        20,
        &["`=`"],
        &["cannot stand without quotes"],
    ),
    slip(
        "syntax-colon-in-braces",
        27,
        &["`=`"],
        &["cannot stand without quotes"],
    ),
    slip("syntax-no-closing-bracket", 21, &["`]`"], &[]),
    slip(
        "syntax-heading-with-space",
        13,
        &["clause.monthly-rent"],
        &["not closed"],
    ),
    slip("syntax-heading-twice", 29, &["[clause.rent]"], &[]),
    slip("syntax-event-heading-single-twice", 29, &["[[event]]"], &[]),
    slip("syntax-event-heading-mixed", 29, &["[[event]]"], &[]),
    slip("syntax-nul", 20, &["U+0000"], &["not closed"]),
    slip("syntax-nul-outside", 17, &["U+0000"], &["without quotes"]),
    slip("wrong-type-single-heading", 17, &["[[event]]"], &[]),
    slip("wrong-type-single-change", 23, &["[[event.change]]"], &[]),
];

/// What is wrong with the message of a slip, if anything.
fn fault(slip: &Slip) -> Option<String> {
    let file = format!("{}.toml", slip.file);
    let path = cases("errors").join(&file);
    let text = partnership("check").arg(&file).copy(&path).run().stdout;
    let json = partnership("check --json")
        .arg(&file)
        .copy(&path)
        .run()
        .stdout;
    let json: Value = serde_json::from_str(&json).expect("a JSON document");
    let errors: Vec<&Value> = json["files"][0]["diagnostics"]
        .as_array()?
        .iter()
        .filter(|d| d["severity"] == "error")
        .collect();
    let line = errors.first()?["line"].as_u64()?;
    let told = text.split("\n\n").find(|part| part.starts_with("error"))?;
    let missing = slip
        .says
        .iter()
        .filter(|word| !told.contains(*word))
        .map(|word| format!("does not say {word}"));
    let wrong = slip
        .never
        .iter()
        .filter(|word| told.contains(*word))
        .map(|word| format!("says {word}"));
    let place = (line != slip.line).then(|| format!("points at line {line}, not {}", slip.line));
    let faults: Vec<String> = place.into_iter().chain(missing).chain(wrong).collect();
    (!faults.is_empty()).then(|| format!("{}: {}", slip.file, faults.join("; ")))
}

#[test]
fn the_help_holds_what_to_write() {
    let faults: Vec<String> = SLIPS.iter().filter_map(fault).collect();
    assert!(
        faults.is_empty(),
        "{} slips:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Files with one fault each, which must not be told of more.
const ALONE: [&str; 17] = [
    "bad-date-time-of-day",
    "bad-id-below-labels",
    "bad-word",
    "changes-absent-before-it-was-adopted",
    "duplicate-id-of-old",
    "syntax-event-heading-single-twice",
    "syntax-heading-not-closed",
    "syntax-heading-twice",
    "syntax-heading-with-space-above-events",
    "syntax-lines-not-closed",
    "syntax-no-closing-bracket",
    "unknown-clause",
    "unknown-clause-that-is-no-clause",
    "unknown-party-by-its-name",
    "unmet-expectation-of-another-term",
    "wrong-type-single-change",
    "wrong-type-single-heading",
];

#[test]
fn one_slip_makes_one_diagnostic() {
    let mut more = Vec::new();
    for name in ALONE {
        let file = format!("{name}.toml");
        let path = cases("errors").join(&file);
        let count = partnership("check --ascii")
            .arg(&file)
            .copy(&path)
            .run()
            .stdout
            .matches("--> ")
            .count();
        if count != 1 {
            more.push(format!("{name}: {count}"));
        }
    }
    assert!(more.is_empty(), "{}", more.join("\n"));
}
