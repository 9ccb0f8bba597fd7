//! `import` makes a timeline from the versions of a text, and gives back every section of every version.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::support::{Answer, Call, left_out, partnership};

const FIRST: &str = "# Terms\n\nIntroduction.\n\n## Fees\n\nThe fee is 10 a month, payable on the first day of it.\n\n## Liability\n\nNone.\n";
const SECOND: &str = "# Terms\n\nIntroduction.\n\n## Charges\n\nThe fee is 12 a month, payable on the first day of it.\n\n## Notice\n\nThirty days.\n";
const THIRD: &str = "# Terms\n\nIntroduction.\n\n## Liability\n\nSome.\n\n## Charges\n\nThe fee is 12 a month, payable on the first day of it.\n";

fn imported(versions: &[(&str, &str)], more: &[&str]) -> Answer {
    call(versions, more).run()
}

fn call(versions: &[(&str, &str)], more: &[&str]) -> Call {
    let mut call = partnership("import --title Terms");
    for (place, (date, text)) in versions.iter().enumerate() {
        let name = format!("version-{place}.md");
        call = call.file(&name, text).arg(&format!("{date}={name}"));
    }
    more.iter().fold(call, |call, word| call.arg(word))
}

#[track_caller]
fn timeline(versions: &[(&str, &str)], more: &[&str]) -> String {
    let answer = imported(versions, more);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    answer.stdout
}

#[track_caller]
fn ask(timeline: &str, args: &str) -> Value {
    let answer = partnership(args)
        .arg("--quiet")
        .arg("--json")
        .file("timeline.toml", timeline)
        .done();
    serde_json::from_str(&answer).expect("JSON")
}

/// What stands at the close of a day: each clause's text by its id.
fn standing(timeline: &str, when: &str) -> BTreeMap<String, String> {
    let document = ask(timeline, &format!("terms {when}"));
    let clauses = document["clauses"].as_array().expect("clauses").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    clauses
        .map(|clause| (text(&clause["id"]), text(&clause["text"])))
        .collect()
}

#[track_caller]
fn is_sound(timeline: &str) {
    let checked = partnership("check --strict")
        .file("timeline.toml", timeline)
        .done();
    assert_eq!(checked, "timeline.toml: no errors and no warnings\n");
}

#[test]
fn sections_are_adopted_amended_ended_and_adopted_again() {
    let made = timeline(
        &[
            ("2019-07-22", FIRST),
            ("2021", SECOND),
            ("2025-01-21", THIRD),
        ],
        &[],
    );
    is_sound(&made);
    let deeds: Vec<(String, String, String)> = {
        let document = ask(&made, "timeline");
        let events = document["events"].as_array().expect("events").clone();
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let changes = |event: &Value| {
            let id = text(&event["id"]);
            let changes = event["changes"].as_array().expect("changes").clone();
            changes
                .into_iter()
                .map(move |change| (id.clone(), text(&change["clause"]), text(&change["action"])))
        };
        events.iter().flat_map(changes).collect()
    };
    let expected = [
        ("version-1", "terms", "adopt"),
        ("version-1", "charges", "adopt"),
        ("version-1", "liability", "adopt"),
        ("version-2", "charges", "amend"),
        ("version-2", "notice", "adopt"),
        ("version-2", "liability", "end"),
        ("version-3", "liability", "adopt"),
        ("version-3", "notice", "end"),
    ];
    let expected = expected
        .map(|(event, clause, action)| (event.to_owned(), clause.to_owned(), action.to_owned()));
    assert_eq!(deeds, expected);
    let clause = ask(&made, "show clause fees");
    assert_eq!(clause["clause"]["id"], "charges", "the old id answers");
    let headings: Vec<&Value> = clause["versions"]
        .as_array()
        .expect("versions")
        .iter()
        .map(|version| &version["terms"]["heading"])
        .collect();
    assert_eq!(headings, ["Fees", "Charges"], "a new heading is told");
}

#[test]
fn it_reads_as_a_person_would_write_it() {
    let made = timeline(
        &[(
            "2019-07-22",
            "# Fees\nThe \"fee\" is 10.\n\nPayable monthly.\n",
        )],
        &[],
    );
    assert_eq!(
        made,
        r#"format = 1
title = "Terms"
wording = "verbatim"

[source.version-1]
title = "version-0.md"

[clause.fees]
title = "Fees"

[[event]]
id = "version-1"
date = "2019-07-22"
title = "Version 1"
cite = ["version-1"]

[[event.change]]
clause = "fees"
action = "adopt"
text = """
The "fee" is 10.

Payable monthly."""
"#
    );
}

#[test]
fn renumbered_and_moved_sections_are_the_same() {
    let old = "1. Fees\nTen.\n2. Term\nFive years.\n3. Law\nEnglish law.\n";
    let new = "1. Scope\nAll.\n2. Law\nEnglish law.\n3. Fees\nTen.\n4. Term\nFive years.\n";
    let made = timeline(&[("2020-01-01", old), ("2021-01-01", new)], &[]);
    let diff = ask(&made, "diff 2020 2021");
    let ids = |key: &str| -> Vec<String> {
        let list = diff[key].as_array().expect("a list");
        list.iter()
            .map(|row| row["clause"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(ids("adopted"), ["scope"]);
    assert_eq!(ids("ended"), Vec::<String>::new());
    assert_eq!(
        ids("amended"),
        ["fees", "term", "law"],
        "their numbers changed"
    );
    let moved = "2. Term\nFive years.\n3. Law\nEnglish law.\n1. Fees\nTen.\n";
    let made = timeline(&[("2020-01-01", old), ("2021-01-01", moved)], &[]);
    assert!(
        ask(&made, "diff 2020 2021")["events"]
            .as_array()
            .expect("events")
            .is_empty()
    );
}

#[test]
fn headings_that_repeat_or_are_empty_or_not_latin_have_ids() {
    let text = "before\n\n# Part A\n\n## Definitions\nOne.\n\n# Part B\n\n## Definitions\nTwo.\n\n## Definitions\nThree.\n\n# Gebühren\n\nVier.\n\n# 2019\n\n# 条約\n\n# \n\nNothing above.\n";
    let made = timeline(&[("2020-01-01", text)], &[]);
    is_sound(&made);
    let ids: Vec<String> = standing(&made, "2020").into_keys().collect();
    assert_eq!(
        ids,
        [
            "definitions",
            "gebuhren",
            "part-a",
            "part-b",
            "part-b-definitions",
            "part-b-definitions-2",
            "preamble",
            "preamble-2",
            "section-2019",
            "tiao-yue",
        ]
    );
}

#[test]
fn a_level_or_a_pattern_says_what_a_section_is() {
    let text = "# One\n\na\n\n## Below\n\nb\n\n# Two\n\nc\n";
    let made = timeline(&[("2020-01-01", text)], &["--level", "1"]);
    let found = standing(&made, "2020");
    assert_eq!(found["one"], "a\n\n## Below\n\nb");
    assert_eq!(found.len(), 2);
    let made = timeline(
        &[("2020-01-01", "== A ==\nx\n== B ==\ny\n")],
        &["--heading", "^== (.*) ==$"],
    );
    assert_eq!(
        standing(&made, "2020"),
        BTreeMap::from([
            ("a".to_owned(), "x".to_owned()),
            ("b".to_owned(), "y".to_owned())
        ])
    );
}

#[test]
fn doubtful_dates_keep_the_order_given() {
    let made = timeline(
        &[
            ("2020~", FIRST),
            ("[2020..2021]", SECOND),
            ("2021-06-01", THIRD),
        ],
        &[],
    );
    is_sound(&made);
    let sorted = timeline(&[("2021-01-01", SECOND), ("2020-01-01", FIRST)], &[]);
    assert_eq!(standing(&sorted, "2020")["liability"], "None.");
    let refused = imported(&[("2021~", SECOND), ("2020", FIRST)], &[]);
    assert_eq!(refused.code, 2);
    assert!(
        refused
            .stderr
            .contains("`version-1.md`, dated 2020, is given after `version-0.md`, dated c. 2021"),
        "{}",
        refused.stderr
    );
}

#[test]
fn what_cannot_be_imported_is_refused_with_its_reason() {
    for (args, code, why) in [
        ("import --title T", 2, "<DATE=FILE>"),
        ("import 2020=a.md", 2, "--title"),
        (
            "import --title T a.md",
            2,
            "`a.md` is not of the form DATE=FILE",
        ),
        (
            "import --title T 2020-02-30=a.md",
            2,
            "February 2020 has 29 days",
        ),
        ("import --title T 2020=none.md", 3, "there is no such file"),
        (
            "import --title T 2020=bad.md",
            3,
            "not text in UTF-8, from line 2 on",
        ),
        (
            "import --title T 2020=a.md --heading (",
            2,
            "`(` is not a regular expression",
        ),
        ("import --title T 2020=a.md --level 0", 2, "--level"),
        (
            "import --title T 2020=a.md --json",
            2,
            "an imported timeline cannot be printed as `json`",
        ),
        (
            "import --title T 2020=a.md -o none/out.toml",
            4,
            "there is no directory",
        ),
        ("import --title T --git . a.md", 3, "not a git repository"),
    ] {
        let call = partnership(args)
            .file("a.md", FIRST)
            .file("bad.md", b"ok\n\xff\n");
        let told = call.answer();
        assert_eq!(
            (told.code, told.stdout.as_str()),
            (code, ""),
            "{args}: {}",
            told.stderr
        );
        assert!(told.stderr.contains(why), "{args}: {}", told.stderr);
    }
}

#[test]
fn it_goes_to_a_file() {
    let call = call(&[("2020-01-01", FIRST)], &["-o", "out.toml"]);
    let told = call.answer();
    assert_eq!((told.code, told.stdout.as_str()), (0, ""));
    assert_eq!(told.stderr, "note: 1 version, 3 clauses and 3 changes\n");
    let text = fs::read_to_string(call.folder().join("out.toml")).expect("a file");
    assert_eq!(text, timeline(&[("2020-01-01", FIRST)], &[]));
}

/// Words of which hostile texts are made.
const WORDS: [&str; 16] = [
    "\"\"\"",
    "'''",
    "\\",
    "\\u0041",
    "| a | b |",
    "<b>x</b>",
    "\r",
    "\t",
    "\u{1b}[31m",
    "\u{202e}",
    "é",
    "[[event]]",
    "= 1",
    "plain",
    "the fee is due",
    "\u{0}",
];

/// A section of a random document.
type Part = (usize, Vec<Vec<usize>>);

fn document(parts: &[Part]) -> (String, BTreeMap<String, String>) {
    let (mut text, mut sections) = (String::new(), BTreeMap::new());
    for (heading, lines) in parts {
        let lines: Vec<String> = lines
            .iter()
            .map(|words| {
                words
                    .iter()
                    .map(|word| WORDS[*word])
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            // A line must not be a heading, nor open a fence that hides one.
            .map(|line| format!("a {line}"))
            .collect();
        let body = lines.join("\n");
        let _ = write!(
            text,
            "# Heading {}\n\n{body}\n\n",
            char::from(b'a' + u8::try_from(*heading).expect("a letter"))
        );
        sections.insert(
            format!(
                "heading-{}",
                char::from(b'a' + u8::try_from(*heading).expect("a letter"))
            ),
            body.trim_end().to_owned(),
        );
    }
    (text, sections)
}

#[test]
fn every_section_of_every_version_comes_back() {
    let lines = prop::collection::vec(prop::collection::vec(0..WORDS.len(), 0..5), 0..4);
    let part = (0_usize..6, lines);
    let version = prop::collection::vec(part, 0..6).prop_map(|mut parts: Vec<Part>| {
        let mut seen = [false; 6];
        parts.retain(|(heading, _)| !std::mem::replace(&mut seen[*heading], true));
        parts
    });
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(40)
    });
    runner
        .run(&prop::collection::vec(version, 1..5), |versions| {
            let documents: Vec<(String, BTreeMap<String, String>)> =
                versions.iter().map(|parts| document(parts)).collect();
            let dates: Vec<String> = (0..documents.len())
                .map(|place| format!("20{:02}-01-01", place + 10))
                .collect();
            let given: Vec<(&str, &str)> = dates
                .iter()
                .zip(&documents)
                .map(|(date, (text, _))| (date.as_str(), text.as_str()))
                .collect();
            let made = timeline(&given, &[]);
            prop_assert_eq!(&made, &timeline(&given, &[]));
            for (date, (_, sections)) in dates.iter().zip(&documents) {
                let found = standing(&made, date);
                let sorted = |texts: &BTreeMap<String, String>| {
                    let mut texts: Vec<String> = texts.values().cloned().collect();
                    texts.sort();
                    texts
                };
                prop_assert_eq!(sorted(&found), sorted(sections));
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn long_and_odd_texts_come_back_in_another_reader_too() {
    let body = format!(
        "x \"\"\" ''' \\ \u{7f} {}",
        "long words | and <tables> ".repeat(2000)
    );
    let text = format!("# Odd\n\n{body}\n");
    let call = call(&[("2020-01-01", &text)], &["-o", "out.toml"]);
    assert_eq!(call.answer().code, 0);
    let made = fs::read_to_string(call.folder().join("out.toml")).expect("a file");
    assert_eq!(standing(&made, "2020")["odd"], body.trim_end());
    let program = "import tomllib, sys; print(tomllib.load(open('out.toml', 'rb'))['event'][0]['change'][0]['text'], end='')";
    let python = Command::new("python3")
        .args(["-c", program])
        .current_dir(call.folder())
        .env("PYTHONUTF8", "1")
        .output();
    let Some(python) = python.ok().filter(|output| output.status.success()) else {
        return left_out("Python 3.11 reads TOML 1.0");
    };
    assert_eq!(
        String::from_utf8(python.stdout).expect("UTF-8"),
        body.trim_end()
    );
}

/// A repository with a file of which versions are committed.
struct Repository(tempfile::TempDir);

impl Repository {
    /// None where there is no `git`.
    fn new() -> Option<Self> {
        let made = Self(tempfile::tempdir().expect("a folder"));
        if Command::new("git").arg("--version").output().is_err() {
            left_out("histories need `git`");
            return None;
        }
        made.git("2020-01-01", &["init", "-q", "-b", "main"]);
        Some(made)
    }

    #[track_caller]
    fn git(&self, day: &str, args: &[&str]) {
        let date = format!("{day}T23:30:00+0500");
        let output = Command::new("git")
            .args([
                "-c",
                "user.name=N",
                "-c",
                "user.email=n@example.org",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .current_dir(self.0.path())
            .envs([
                ("GIT_COMMITTER_DATE", date.as_str()),
                ("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z"),
                ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ])
            .output()
            .expect("git");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    #[track_caller]
    fn commit(&self, day: &str, message: &str, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("a file");
        self.git(day, &["add", "-A"]);
        self.git(day, &["commit", "-q", "-m", message]);
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

#[test]
fn a_repository_gives_the_versions_of_a_file() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.commit("2020-01-01", "First terms.", "terms.md", FIRST);
    repository.commit("2020-02-01", "Another file", "other.md", "x");
    repository.git("2020-03-01", &["mv", "terms.md", "new name.md"]);
    repository.git("2020-03-01", &["commit", "-q", "-m", "A new name"]);
    repository.git("2020-03-02", &["checkout", "-q", "-b", "side"]);
    repository.commit("2020-03-02", "On the side", "new name.md", "# Draft\n");
    repository.commit("2020-03-03", "On the side again", "new name.md", SECOND);
    repository.git("2020-04-01", &["checkout", "-q", "main"]);
    repository.git(
        "2020-04-01",
        &["merge", "-q", "--no-ff", "-m", "Second terms", "side"],
    );
    repository.commit("2020-04-01", "Third\n\nwith a body", "new name.md", THIRD);
    repository.git("2020-05-01", &["rm", "-q", "new name.md"]);
    repository.git("2020-05-01", &["commit", "-q", "-m", "Gone"]);
    repository.commit("2020-04-15", "Back", "new name.md", FIRST);
    let made = partnership("import --title Terms --git")
        .arg(&repository.path().to_string_lossy())
        .arg("new name.md")
        .env("PATH", &std::env::var("PATH").unwrap_or_default())
        .run();
    assert_eq!(made.code, 0, "{}", made.stderr);
    is_sound(&made.stdout);
    let document = ask(&made.stdout, "timeline");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let events: Vec<(String, String)> = document["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| (text(&event["date"]), text(&event["title"])))
        .collect();
    let expected = [
        ("2020-01-01", "First terms"),
        ("2020-03-01", "A new name"),
        ("2020-04-01", "Second terms"),
        ("2020-04-01", "Third"),
        ("2020-05-01", "Gone"),
        ("2020-05-01", "Back"),
    ];
    assert_eq!(
        events,
        expected.map(|(date, title)| (date.to_owned(), title.to_owned()))
    );
    let back = ask(&made.stdout, "show event version-6");
    assert_eq!(
        back["event"]["note"],
        "The commit is dated 2020-04-15, before the one that it follows"
    );
    assert_eq!(standing(&made.stdout, "2020-04-01")["liability"], "Some.");
}
