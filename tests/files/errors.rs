//! The catalogue of errors: each file of `tests/cases/errors` with the text that `check` prints for it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use partnership::date::MONTHS;
use partnership::file::code::Code;
use serde_json::Value;

use crate::support::{Answer, Snapshots, cases, files, partnership, stem};

/// Files that are not there for one code.
const OTHERS: [&str; 2] = ["everything", "valid"];

/// A file of the catalogue with what `check` makes of it.
struct Case {
    path: PathBuf,
    answer: Answer,
    diagnostics: Vec<Value>,
}

impl Case {
    fn of(path: PathBuf) -> Self {
        let file = format!("{}.toml", stem(&path));
        // What shows only beside another file has that in a folder of its own.
        let beside = cases("errors/beside").join(&file);
        let check = |args: &str| {
            let call = partnership(args).arg(&file).copy(&path);
            match fs::read(&beside) {
                Ok(other) => call.arg("beside.toml").file("beside.toml", other).run(),
                Err(_) => call.run(),
            }
        };
        let answer = check("check --ascii");
        let document: Value =
            serde_json::from_str(&check("check --json").stdout).expect("a JSON document");
        let diagnostics = document["files"][0]["diagnostics"]
            .as_array()
            .expect("a list of diagnostics")
            .clone();
        Self {
            path,
            answer,
            diagnostics,
        }
    }

    fn name(&self) -> &str {
        stem(&self.path)
    }

    /// One key of each diagnostic.
    fn each(&self, key: &str) -> Vec<&str> {
        let word = |diagnostic| word(diagnostic, key);
        self.diagnostics.iter().map(word).collect()
    }

    /// The code that the file is named after: the longest that its name begins with.
    fn code(&self) -> Option<&'static str> {
        let codes = Code::WORDS.iter().copied();
        codes
            .filter(|code| is_variant(self.name(), code))
            .max_by_key(|code| code.len())
    }
}

/// All cases, each checked once.
static CATALOGUE: LazyLock<Vec<Case>> = LazyLock::new(|| {
    files(&cases("errors"), "toml")
        .into_iter()
        .map(Case::of)
        .collect()
});

fn word<'a>(diagnostic: &'a Value, key: &str) -> &'a str {
    diagnostic[key].as_str().unwrap_or_default()
}

/// Whether a name is this word, or begins with it and a hyphen.
fn is_variant(name: &str, word: &str) -> bool {
    name.strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[test]
fn each_file_is_told_what_is_wrong_with_it() {
    let mut snapshots = Snapshots::default();
    for case in CATALOGUE.iter() {
        snapshots.compare(&case.path.with_extension("txt"), case.answer.shown());
    }
    snapshots.finish();
}

#[test]
fn each_text_has_its_file() {
    let wanted: Vec<PathBuf> = CATALOGUE
        .iter()
        .map(|case| case.path.with_extension("txt"))
        .collect();
    assert_eq!(files(&cases("errors"), "txt"), wanted);
}

#[test]
fn each_code_has_a_file() {
    let named: BTreeSet<&str> = CATALOGUE.iter().filter_map(Case::code).collect();
    assert_eq!(named, Code::WORDS.iter().copied().collect());
}

#[test]
fn each_file_shows_what_it_is_named_after() {
    for case in CATALOGUE.iter() {
        let (name, codes) = (case.name(), case.each("code"));
        match case.code() {
            Some(code) => assert!(codes.contains(&code), "{name}: {codes:?}"),
            None => assert!(
                OTHERS.iter().any(|other| is_variant(name, other)),
                "{name} is named after no code"
            ),
        }
    }
}

#[test]
fn valid_files_have_nothing_wrong() {
    let valid: Vec<&Case> = CATALOGUE
        .iter()
        .filter(|case| is_variant(case.name(), "valid"))
        .collect();
    assert!(!valid.is_empty());
    for case in valid {
        let nothing = format!("{}.toml: no errors and no warnings\n", case.name());
        assert_eq!(case.answer.shown(), nothing);
    }
}

#[test]
fn one_run_finds_every_fault_of_a_file_that_is_toml() {
    let before_all = ["syntax", "encoding", "unknown-format"];
    let of_several = ["party-differs", "source-differs"];
    let wanted: BTreeSet<&str> = Code::WORDS
        .iter()
        .copied()
        .filter(|code| !before_all.contains(code) && !of_several.contains(code))
        .collect();
    let everything = CATALOGUE
        .iter()
        .find(|case| case.name() == "everything")
        .expect("a file with everything");
    assert_eq!(
        everything.each("code").into_iter().collect::<BTreeSet<_>>(),
        wanted
    );
}

/// The places that a text points at first: `FILE:LINE:COLUMN`.
fn places(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> "))
        .map(str::to_owned)
        .collect()
}

/// The codes in the headlines of a text.
fn headlines(text: &str) -> Vec<&str> {
    let levels = ["error[", "warning[", "note["];
    let headlines = text
        .lines()
        .filter(|line| levels.iter().any(|level| line.starts_with(level)));
    headlines
        .filter_map(|line| line.split(['[', ']']).nth(1))
        .collect()
}

#[test]
fn text_and_json_say_the_same() {
    for case in CATALOGUE.iter() {
        let text = &case.answer.stdout;
        assert_eq!(case.each("code"), headlines(text), "{}", case.name());
        let place = |d: &Value| format!("{}:{}:{}", word(d, "file"), d["line"], d["column"]);
        let json: Vec<String> = case.diagnostics.iter().map(place).collect();
        assert_eq!(json, places(text), "{}", case.name());
    }
}

#[test]
fn each_diagnostic_says_what_to_do() {
    let silent: Vec<String> = CATALOGUE
        .iter()
        .flat_map(|case| {
            case.diagnostics
                .iter()
                .filter(|diagnostic| word(diagnostic, "help").is_empty())
        })
        .map(|diagnostic| {
            format!(
                "{}:{}: {}",
                word(diagnostic, "file"),
                diagnostic["line"],
                word(diagnostic, "message")
            )
        })
        .collect();
    assert!(silent.is_empty(), "without help:\n{}", silent.join("\n"));
}

#[test]
fn each_message_is_a_phrase_in_lower_case_without_a_full_stop() {
    for message in CATALOGUE.iter().flat_map(|case| case.each("message")) {
        let capital = message.starts_with(char::is_uppercase)
            && !MONTHS.iter().any(|month| message.starts_with(month));
        assert!(!capital && !message.ends_with('.'), "{message}");
    }
}

#[test]
fn errors_and_only_errors_are_a_no() {
    for case in CATALOGUE.iter() {
        let wrong = case.each("severity").contains(&"error");
        assert_eq!(case.answer.code, i32::from(wrong), "{}", case.name());
        assert_eq!(case.answer.stderr, "", "{}", case.name());
    }
}

#[test]
fn after_a_syntax_error_it_says_what_was_not_checked() {
    for case in CATALOGUE.iter() {
        let unread = matches!(case.code(), Some("syntax" | "encoding"));
        assert_eq!(
            case.answer.stdout.contains("could not be read, so"),
            unread,
            "{}",
            case.name()
        );
    }
}
