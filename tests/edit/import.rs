//! `import` makes a timeline from the versions of a text, and gives back every section of every version.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::laws;
use crate::support::{Answer, Call, left_out, partnership, random};

pub(super) const FIRST: &str = "# Terms\n\nIntroduction.\n\n## Fees\n\nThe fee is 10 a month, payable on the first day of it.\n\n## Liability\n\nNone.\n";
pub(super) const SECOND: &str = "# Terms\n\nIntroduction.\n\n## Charges\n\nThe fee is 12 a month, payable on the first day of it.\n\n## Notice\n\nThirty days.\n";
pub(super) const THIRD: &str = "# Terms\n\nIntroduction.\n\n## Liability\n\nSome.\n\n## Charges\n\nThe fee is 12 a month, payable on the first day of it.\n";

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
pub(super) fn timeline(versions: &[(&str, &str)], more: &[&str]) -> String {
    let answer = imported(versions, more);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    answer.stdout
}

#[track_caller]
pub(super) fn ask(timeline: &str, args: &str) -> Value {
    let answer = partnership(args)
        .arg("--quiet")
        .arg("--json")
        .file("timeline.toml", timeline)
        .done();
    serde_json::from_str(&answer).expect("JSON")
}

/// What stands at the close of a day: each clause's text by its id.
pub(super) fn standing(timeline: &str, when: &str) -> BTreeMap<String, String> {
    let reading = laws::ask::read(timeline);
    assert!(reading.is_sound(), "{timeline}");
    let view = laws::ask::view(&reading.history, "2026-11-22");
    let document = laws::ask::json(&laws::ask::terms(&view, when.to_owned(), false));
    let clauses = document["clauses"].as_array().expect("clauses").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    clauses
        .map(|clause| (text(&clause["id"]), text(&clause["text"])))
        .collect()
}

#[track_caller]
pub(super) fn is_sound(timeline: &str) {
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
        ("version-1", "preamble", "adopt"),
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

[source.document-1]
title = "version-0.md"

[clause.fees]
title = "Fees"

[[event]]
id = "version-1"
date = "2019-07-22"
title = "First version"
cite = ["document-1"]

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
        Vec::<String>::new(),
        "numbers are not amended"
    );
    let event = ask(&made, "show event version-2");
    assert_eq!(event["event"]["title"], "1 section added, 3 renumbered");
    assert_eq!(
        event["event"]["summary"],
        "Renumbered: 3 → 2. Law, 1 → 3. Fees, 2 → 4. Term"
    );
    let exact = timeline(&[("2020-01-01", old), ("2021-01-01", new)], &["--exact"]);
    let amended = ask(&exact, "diff 2020 2021")["amended"].clone();
    assert_eq!(amended.as_array().expect("a list").len(), 3);
    let old = "## Fees\nTen.\n## Term\nFive years.\n## Law\nEnglish law.\n";
    let moved = "## Term\nFive years.\n## Law\nEnglish law.\n## Fees\nTen.\n";
    let made = timeline(&[("2020-01-01", old), ("2021-01-01", moved)], &[]);
    assert!(
        ask(&made, "diff 2020 2021")["events"]
            .as_array()
            .expect("events")
            .is_empty()
    );
}

#[test]
fn a_quantity_at_the_start_of_a_heading_is_no_number_of_a_section() {
    for (old, new, title) in [
        ("30 days' notice", "60 days' notice", "1 section amended"),
        ("30% deposit", "50% deposit", "1 section amended"),
        ("30-day notice", "60-day notice", "1 section amended"),
        ("30% deposit", "Deposit", "1 section amended"),
        ("5 Scope", "4 Scope", "1 section renumbered"),
        ("5 Scope", "8 Scope", "1 section renumbered"),
        ("2. days", "4. days", "1 section renumbered"),
        ("3 – days", "4 – days", "1 section renumbered"),
        ("Section 2 Term", "Section 4 Term", "1 section renumbered"),
    ] {
        let [old, new] = [old, new].map(|heading| {
            format!("# T\n\n## 1 Law\nA.\n\n## 2 Price\nB.\n\n## 3 Use\nC.\n\n## {heading}\nD.\n")
        });
        let made = timeline(&[("2020-01-01", &old), ("2021-01-01", &new)], &[]);
        let event = ask(&made, "show event version-2");
        assert_eq!(event["event"]["title"], title, "{new}");
    }
}

#[test]
fn a_short_text_under_a_new_heading_is_renamed() {
    let old = "# Terms\n\n## Fees\n\nTen.\n\n## Law\n\nOurs.\n\n### Place\n\nOslo.\n";
    let new = old
        .replace("Fees", "Charges")
        .replace("## Law", "## Governing law");
    let made = timeline(&[("2020-01-01", old), ("2021-01-01", &new)], &[]);
    assert_eq!(
        deeds(&made)[4..],
        ["2 sections amended", "amend charges", "amend governing-law"]
    );
}

#[test]
fn contents_eat_no_text() {
    let sections = "1. Premises. The third floor.\n\n2. Term. Two years.\n\n3. Rent. Nine.\n\nSchedule A - Premises\n\nAs drawn.\n";
    for contents in [
        "",
        "CONTENTS\n\n1. Premises        3\n2. Term            4\n3. Rent            5\nSchedule A - Premises   9\n",
        "CONTENTS\n\n1. Premises\n2. Term\n3. Rent\nSchedule A - Premises\n",
        "1. Premises\n2. Term\n3. Rent\n",
        // What is not certain to be contents is text, and the sections behind it are found.
        "1. The Premises\n2. The Term\n3. The Rent\n",
    ] {
        let text = format!("OFFICE LEASE\n\n{contents}\n{sections}");
        let made = timeline(&[("2020-01-01", &text)], &[]);
        let texts: Vec<String> = standing(&made, "2020").into_values().collect();
        for text in ["The third floor.", "Two years.", "Nine.", "As drawn."] {
            assert!(texts.iter().any(|own| own == text), "{contents}: {made}");
        }
        keeps_every_word(&[("2020-01-01", &text)], &made);
    }
}

#[test]
fn sections_without_a_stop_before_them_are_found() {
    let made = timeline(
        &[(
            "2020-01-01",
            "Section 7.1 Notices. In writing, to the address\nSection 7.2 Counterparts. It may be signed in some.\n",
        )],
        &[],
    );
    let found = standing(&made, "2020");
    assert_eq!(found["notices"], "In writing, to the address");
    assert_eq!(found["counterparts"], "It may be signed in some.");
}

#[test]
fn a_box_of_asterisks_is_no_text() {
    let text = "1. Grant. All.\n\n*********************\n*                   *\n*  2. No warranty   *\n*  ---------------  *\n*                   *\n*  It is as it is.  *\n*                   *\n*********************\n\n3. Law. Ours.\n";
    let told = imported(&[("2020-01-01", text)], &[]);
    let found = standing(&told.stdout, "2020");
    assert_eq!(found["no-warranty"], "It is as it is.");
    assert_eq!(found.len(), 3);
    assert!(!told.stderr.contains("left out"), "{}", told.stderr);
}

#[test]
fn recitals_are_no_headings() {
    let text = "LEASE\n\nRECITALS\n\nA. Landlord owns the building at 12 Quay Street.\n\nB. Tenant wishes to lease a part of it for a bakery.\n\n1. Rent. Nine.\n";
    let found = standing(&timeline(&[("2020-01-01", text)], &[]), "2020");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found["recitals"].ends_with("B. Tenant wishes to lease a part of it for a bakery."));
}

#[test]
fn a_timeline_is_called_as_its_text_is() {
    for (text, title) in [
        ("# *House rules*\n\n## Quiet\n\nAfter ten.\n", "House rules"),
        ("## Quiet\n\nAfter ten.\n\n## Pets\n\nNone.\n", "rules"),
    ] {
        let told = partnership("import -q 2020-01-01=rules.md").file("rules.md", text);
        let told = told.done();
        assert!(told.contains(&format!("\ntitle = \"{title}\"\n")), "{told}");
    }
}

#[test]
fn a_text_has_one_preamble() {
    let text = "Version 3 of the licence.\n\n# Preamble\n\nWe are free.\n\n# Terms\n\nAll.\n";
    let made = timeline(&[("2020-01-01", text)], &[]);
    let ids: Vec<String> = standing(&made, "2020").into_keys().collect();
    assert_eq!(ids, ["opening-words", "preamble", "terms"]);
}

#[test]
fn headings_that_repeat_or_are_empty_or_not_latin_have_ids() {
    let text = "Before:\n\n# Part A\n\n## Definitions\nOne.\n\n# Part B\n\n## Definitions\nTwo.\n\n## Definitions\nThree.\n\n# Gebühren\n\nVier.\n\n# 2019\n\nFünf.\n\n# 条約\n\nSechs.\n\n# \n\nNothing above.\n";
    let made = timeline(&[("2020-01-01", text)], &[]);
    is_sound(&made);
    let ids: Vec<String> = standing(&made, "2020").into_keys().collect();
    assert_eq!(
        ids,
        [
            "definitions",
            "gebuhren",
            "part-b-definitions",
            "part-b-definitions-2",
            "preamble",
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
        ("import --title T", 2, "not provided: <DATE=FILE>"),
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
            "invalid value `(` for `--heading <REGEX>`: write a regular expression",
        ),
        (
            "import --title T 2020=a.md --heading ^Foo",
            2,
            "no line of `a.md` matches `^Foo`",
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
        ("import 2020=a.md --into .", 2, "`--into` names a folder"),
        (
            "import --git . --all --into a.md",
            2,
            "`--into` names a file",
        ),
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

/// A text with a section for each letter.
fn lettered(letters: &str) -> String {
    let section = |letter| format!("## Part {letter}\n\nThe words of {letter}.\n\n");
    letters.chars().map(section).collect()
}

#[test]
fn a_version_that_ends_most_clauses_is_refused() {
    let text = lettered("abcdef");
    for (letters, ended) in [("abc", None), ("ab", Some(4)), ("g", Some(6))] {
        let versions = [
            ("2020-01-01", text.as_str()),
            ("2021-01-01", &lettered(letters)),
        ];
        let told = imported(&versions, &[]);
        assert_eq!(told.code, if ended.is_some() { 2 } else { 0 }, "{letters}");
        if let Some(ended) = ended {
            let why = format!("error: `version-1.md` would end {ended} of 6 clauses\n");
            assert!(told.stderr.starts_with(&why), "{}", told.stderr);
            assert!(told.stderr.contains("`--amendment`"), "{}", told.stderr);
            assert!(told.stderr.contains("`--whole`"), "{}", told.stderr);
            assert_eq!(imported(&versions, &["--whole"]).code, 0);
        }
    }
    // Two clauses are few.
    let two = ("2020-01-01", lettered("ab"));
    timeline(&[(two.0, &two.1), ("2021-01-01", "# A\n\nAll.\n")], &[]);
}

#[test]
fn a_version_without_a_word_is_refused() {
    for empty in ["", " \n\t\n", "***\n\n---\n", "# Terms\n\n## Fees\n"] {
        let versions = [("2020-01-01", FIRST), ("2021-01-01", empty)];
        let told = imported(&versions, &[]);
        assert_eq!(
            (told.code, told.stderr.as_str()),
            (
                2,
                "error: `version-1.md` has no text\nhelp: leave it out, or say `--whole` where nothing stands from then on\n"
            ),
            "{empty:?}"
        );
        assert_eq!(imported(&versions, &["--whole"]).code, 0);
        let first = imported(&[("2020-01-01", empty)], &[]);
        assert!(
            first
                .stderr
                .starts_with("error: `version-0.md` has no text\n"),
            "{}",
            first.stderr
        );
    }
}

#[test]
fn only_what_is_new_is_told_as_left_out() {
    let text = |titles: &[&str]| {
        let contents = titles.iter().enumerate();
        let contents = contents.map(|(place, title)| format!("{title} .... {}\n", place + 1));
        let sections = titles
            .iter()
            .map(|title| format!("{title}\n\nIt is {title}.\n\n"));
        format!(
            "CONTENTS\n\n{}\n{}",
            contents.collect::<String>(),
            sections.collect::<String>()
        )
    };
    let (old, new) = (text(&["RENT", "TERM"]), text(&["RENT", "LAW", "TERM"]));
    let told = imported(&[("2020-01-01", &old), ("2021-01-01", &new)], &[]);
    assert!(
        told.stderr.ends_with(
            "note: version-0.md: left out: contents (lines 1 to 4)\nnote: version-1.md: left out: contents (lines 1 to 5)\n"
        ),
        "{}",
        told.stderr
    );
    let note = "Left out: contents (lines 1 to 5): CONTENTS\nRENT .... 1\nLAW .... 2\nTERM .... 3";
    assert!(told.stdout.contains(note), "{}", told.stdout);
}

#[test]
fn what_a_version_without_an_event_leaves_out_is_told_with_the_next() {
    let versions = [
        ("2020", "---\nowner: Al\n---\n# Fee\nNine.\n"),
        ("2021", "---\nowner: Bo\n---\n# Fee\nNine.\n"),
        ("2022", "---\nowner: Bo\n---\n# Fee\nTen.\n"),
    ];
    let made = timeline(&versions, &[]);
    assert!(
        made.contains("Left out: front matter (lines 1 to 3): ---\nowner: Bo"),
        "{made}"
    );
}

#[test]
fn what_is_called_by_a_number_is_told_from_what_has_that_number_now() {
    let made = timeline(
        &[
            (
                "2020",
                "1. The rent is 900 a month.\n2. The term is one year.\n3. No pets.\n",
            ),
            ("2021", "1. The rent is 950 a month.\n2. No pets.\n"),
            (
                "2022",
                "1. The rent is 950 a month.\n2. Water is free.\n3. Heat is not.\n4. No pets.\n",
            ),
        ],
        &[],
    );

    for expected in [
        "title = \"Section 4\"",
        "x-renumbered = { section-4 = \"Section 2\" }",
        "x-renumbered = { section-4 = \"Section 4\" }",
    ] {
        assert!(made.contains(expected), "{expected}: {made}");
    }
    is_sound(&made);
}

#[test]
fn clauses_stand_in_the_order_of_the_last_version() {
    let made = timeline(
        &[
            ("2020", "# Fee\nNine.\n\n# Law\nOurs.\n"),
            (
                "2021",
                "# Term\nTwo.\n\n# Fee\nNine.\n\n# Use\nAny.\n\n# Law\nOurs.\n",
            ),
        ],
        &[],
    );
    let heads: Vec<&str> = made
        .lines()
        .filter(|line| line.starts_with("[clause."))
        .collect();
    assert_eq!(
        heads,
        [
            "[clause.term]",
            "[clause.fee]",
            "[clause.use]",
            "[clause.law]"
        ]
    );
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
        // A heading without text is no clause.
        if !body.trim().is_empty() {
            let letter = char::from(b'a' + u8::try_from(*heading).expect("a letter"));
            sections.insert(format!("heading-{letter}"), body.trim_end().to_owned());
        }
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
    let mut runner = TestRunner::new(random(40));
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
            let made = timeline(&given, &["--exact", "--whole"]);
            prop_assert_eq!(&made, &timeline(&given, &["--exact", "--whole"]));
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

const DOCUMENTS: &[&[(&str, &str)]] = &[
    &[("2018-03-01", include_str!("documents/lease.txt"))],
    &[
        ("2019-04-06", include_str!("documents/bylaws-2019.md")),
        ("2023-04-01", include_str!("documents/bylaws-2023.md")),
    ],
    &[
        ("2001-05-01", include_str!("documents/licence-2001.txt")),
        ("2007-06-01", include_str!("documents/licence-2007.txt")),
        ("2019-07-01", include_str!("documents/licence-2019.txt")),
    ],
    &[
        ("2020-01-03", include_str!("documents/terms-2020.md")),
        ("2021-03-09", include_str!("documents/terms-2021.md")),
    ],
    &[("2022-05-01", include_str!("documents/service.txt"))],
];

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Each word of each version stands in a title, a heading or a text of then, or in what the events say of it.
#[track_caller]
pub(super) fn keeps_every_word(versions: &[(&str, &str)], made: &str) {
    let file: toml::Table = made.parse().expect("TOML");
    // What a number was is told where it changes.
    let said = file["event"].as_array().expect("events").iter();
    let said = said
        .flat_map(|event| [event.get("note"), event.get("summary")])
        .flatten();
    let told: Vec<&str> = said.filter_map(toml::Value::as_str).collect();
    let mut standing: BTreeMap<&str, [&str; 2]> = BTreeMap::new();
    let mut events = file["event"].as_array().expect("events").iter().peekable();
    for (date, document) in versions {
        while let Some(event) =
            events.next_if(|event| event["date"].as_str().is_some_and(|day| day <= *date))
        {
            let changes = event.get("change").and_then(toml::Value::as_array);
            for change in changes.into_iter().flatten() {
                let id = change["clause"].as_str().expect("an id");
                if change["action"].as_str() == Some("end") {
                    standing.remove(id);
                    continue;
                }
                let title = file["clause"][id]["title"].as_str().expect("a title");
                let reads = standing.entry(id).or_insert([title, ""]);
                let heading = change.get("terms").map(|terms| &terms["heading"]);
                for (place, new) in [heading, change.get("text")].into_iter().enumerate() {
                    reads[place] = new.and_then(toml::Value::as_str).unwrap_or(reads[place]);
                }
            }
        }
        let mut left = words(document);
        let standing: Vec<&str> = standing.values().flatten().copied().collect();
        for word in words(&[standing, told.clone()].concat().join(" ")) {
            if let Some(place) = left.iter().position(|lost| *lost == word) {
                left.swap_remove(place);
            }
        }
        // A link's target and a numbering are no amendment.
        left.retain(|word| !["new", "com", "example", "https", "rules"].contains(&word.as_str()));
        assert_eq!(left, Vec::<String>::new(), "{date}: {made}");
    }
}

#[test]
fn no_word_of_a_contract_is_lost() {
    for versions in DOCUMENTS {
        for flags in [&[][..], &["--exact"]] {
            let made = timeline(versions, flags);
            is_sound(&made);
            keeps_every_word(versions, &made);
        }
    }
}

/// What each event did, in the order of the file.
pub(super) fn deeds(made: &str) -> Vec<String> {
    let file: toml::Table = made.parse().expect("TOML");
    let mut deeds = Vec::new();
    for event in file["event"].as_array().expect("events") {
        deeds.push(event["title"].as_str().expect("a title").to_owned());
        for change in event
            .get("change")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            let word = |key: &str| change[key].as_str().expect("a word").to_owned();
            deeds.push(format!("{} {}", word("action"), word("clause")));
        }
    }
    deeds
}

#[test]
fn contracts_become_the_clauses_that_they_are() {
    for (versions, expected) in DOCUMENTS.iter().zip([
        "First version; adopt preamble; adopt premises; adopt use; adopt base-rent; adopt section-2-2; adopt late-charge; adopt floor-plan",
        "First version; adopt name; adopt seat; adopt who-may-join; adopt dues; adopt section-3; adopt number; 1 section amended, 2 added; amend dues; adopt guests; adopt when",
        "First version; adopt definitions; adopt copies; adopt changes; adopt no-warranty; 1 section amended, 1 added, 2 renumbered; adopt patents; amend changes; 1 section ended, 2 renumbered; end patents",
        "First version; adopt definitions; adopt your-account; adopt short-payment-terms; adopt ending-it; 2 sections amended, 1 added, 1 renumbered; amend your-account; amend short-payment-terms; adopt advertising",
        "First version; adopt preamble; adopt background; adopt u-s-customers; adopt duties; adopt section-3; adopt section-4; adopt hours; adopt addendum-how-to-order",
    ]) {
        assert_eq!(deeds(&timeline(versions, &[])).join("; "), expected);
    }
    let terms = imported(DOCUMENTS[4], &[]);
    let told = standing(&terms.stdout, "2023");
    assert_eq!(
        told["u-s-customers"],
        "Customers in the United States may order in dollars, and pay within thirty days."
    );
    assert_eq!(
        told["section-3"],
        "IN NO EVENT UNLESS THE LAW OR A WRITTEN PROMISE SAYS SOMETHING ELSE WILL TERN PAY MORE THAN CUSTOMER PAID IN THE YEAR BEFORE."
    );
    assert!(told["duties"].ends_with("B. Keep the passwords."));
    assert!(told["section-4"].ends_with("listed by: Tern on its page."));
    assert_eq!(told["hours"], "Somebody answers from eight to six.");
    assert!(
        terms.stderr.ends_with("signatures (lines 29 to 41)\n"),
        "{}",
        terms.stderr
    );
    let lease = timeline(DOCUMENTS[0], &[]);
    let told = standing(&lease, "2020");
    assert_eq!(
        told["premises"],
        "Landlord leases to Tenant the third floor of the building at 12 Quay Street (the \"Premises\"), which the parties agree contains 8,400 rentable square feet."
    );
    assert!(told["use"].ends_with(
        "    (a) No animals.\n    (b) No noise:\n        (i) by day, or\n        (ii) by night."
    ));
    assert_eq!(
        told["section-2-2"],
        "Tenant shall pay the Base Rent in advance on the first day of each month without set-off."
    );
}

#[test]
fn what_says_the_same_is_no_amendment() {
    let old = "1. Rent. The rent\nis 900 a month.\n2. Term. See [the law](a.md).\n";
    let same = "3. Rent.  The **rent** is 900\na month.\n\n4. Term. See [the law](b.md).\n";
    let versions = [
        ("2020-01-01", old),
        ("2021-01-01", old),
        ("2022-01-01", same),
    ];
    let told = imported(&versions, &[]);
    assert_eq!(
        deeds(&told.stdout),
        [
            "First version",
            "adopt rent",
            "adopt term",
            "2 sections renumbered"
        ]
    );
    assert_eq!(
        told.stderr,
        "note: 3 versions, 2 clauses and 2 changes\nnote: version-1.md: it changes nothing, and is no event\n"
    );
    assert_eq!(deeds(&timeline(&versions, &["--exact"])).len(), 6);
    // A sentence is known by its number.
    let rent = |rent: u32| format!("1. The rent is {rent} a month\n2. No pets.\n");
    let made = timeline(
        &[("2020-01-01", &rent(900)), ("2021-01-01", &rent(950))],
        &[],
    );
    assert_eq!(deeds(&made)[3..], ["1 section amended", "amend section-1"]);
}

#[test]
fn front_matter_dates_a_version() {
    let text = "---\ntitle: House rules\ndate: 2020-01-01\neffective: 2020-02-01\n---\n\n## Quiet\n\nAfter ten.\n";
    let told = partnership("import -q rules.md")
        .file("rules.md", text)
        .done();
    assert!(told.contains("title = \"House rules\"\n"), "{told}");
    assert!(
        told.contains("date = \"2020-02-01\"\nannounced = \"2020-01-01\"\n"),
        "{told}"
    );
    let told = partnership("import -q 2020-03=rules.md")
        .file("rules.md", text)
        .done();
    assert!(
        told.contains("note = \"\"\"\nits front matter says 2020-02-01\n"),
        "{told}"
    );
}

/// How the styles of headings write a section: its number, its title, its text.
const STYLES: [fn(usize, &str, &str) -> String; 8] = [
    |_, title, text| format!("## {title}\n\n{text}\n\n"),
    |number, title, text| format!("{number}. {title}. {text}\n\n"),
    |number, title, text| format!("**Section {number}. {title}.** {text}\n\n"),
    |number, title, text| format!("ARTICLE {number}\n{}\n\n{text}\n\n", title.to_uppercase()),
    |_, title, text| format!("{}\n\n{text}\n\n", title.to_uppercase()),
    |number, _, text| format!("{number}. {text}\n"),
    |number, title, text| format!("§ {number} {title}\n{text}\n\n"),
    |number, title, text| format!("## {number}. {title}\n\n{text}\n\n"),
];

#[test]
fn sections_in_any_style_come_back_word_for_word() {
    let text = prop::collection::vec(0..6_usize, 1..5).prop_map(|words| {
        let words = words.iter().map(|word| {
            [
                "tenant",
                "rent of 9",
                "*first* day",
                "(a) month",
                "[law](b)",
                "Article 4",
            ][*word]
        });
        format!("It is the {}.", words.collect::<Vec<_>>().join(" "))
    });
    let titles = [
        "Rent",
        "Term of years",
        "Notice Period",
        "Law",
        "Use",
        "Payment",
    ];
    let version = prop::collection::btree_map(0..titles.len(), text, 1..6);
    let versions = (0..STYLES.len(), prop::collection::vec(version, 1..4));
    let mut runner = TestRunner::new(random(60));
    let law = |(style, versions): (usize, Vec<BTreeMap<usize, String>>)| {
        let document = |sections: &BTreeMap<usize, String>| {
            let sections = sections.iter().enumerate();
            sections
                .map(|(place, (title, text))| STYLES[style](place + 1, titles[*title], text))
                .collect::<String>()
        };
        let texts: Vec<String> = versions.iter().map(document).collect();
        let dates: Vec<String> = (0..texts.len())
            .map(|place| format!("20{}-01-01", place + 10))
            .collect();
        let given: Vec<(&str, &str)> = dates
            .iter()
            .map(String::as_str)
            .zip(texts.iter().map(String::as_str))
            .collect();
        let made = timeline(&given, &["--exact", "--whole"]);
        for (date, sections) in dates.iter().zip(&versions) {
            let mut found: Vec<String> = standing(&made, date).into_values().collect();
            let mut expected: Vec<String> = sections.values().cloned().collect();
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected, "{}", made);
        }
        keeps_every_word(&given, &made);
        timeline(&given, &["--whole"]);
        Ok(())
    };
    runner
        .run(&versions, law)
        .unwrap_or_else(|error| panic!("{error}"));
}
