//! What reaches a stream: only text that fits, no colour unasked, and a decent end where nobody reads.

use unicode_width::UnicodeWidthStr;

use crate::support::{ANSWERS, Call, partnership};

/// Every kind of answer, and what some of them draw only when asked.
fn calls() -> impl Iterator<Item = &'static str> {
    ANSWERS.into_iter().chain([
        "timeline --sources",
        "timeline --reverse --disputed",
        "terms 2024-12 --all",
        "diff 2026-04-28 2019",
        "diff 2024-12 2025-10 --sources",
        "show clause azure-first --at 2032",
    ])
}

/// Timelines whose own text is ASCII.
const PLAIN: [&str; 6] = [
    "one",
    "again-after-end",
    "again-after-expiry",
    "same-day",
    "undetermined",
    "verbatim",
];

#[test]
fn no_line_is_wider_than_asked_or_ends_with_a_blank() {
    for call in calls() {
        for width in [60, 80, 140] {
            let text = partnership(call).width(width).done();
            for line in text.lines() {
                assert!(
                    line.width() <= width && !line.ends_with(char::is_whitespace),
                    "`{call}` at {width}: {} columns: {line}",
                    line.width()
                );
            }
            assert!(
                text.ends_with('\n') && !text.ends_with("\n\n"),
                "{call} ends with one line break"
            );
        }
    }
}

#[test]
fn the_flag_sets_the_width_and_no_limit_is_none() {
    let text = partnership("timeline --width 60").width(140).done();
    assert_eq!(text, partnership("timeline").width(60).done());
    let odd = partnership("timeline").env("COLUMNS", "x").done();
    assert_eq!(odd, partnership("timeline").width(80).done());
    let unlimited = partnership("terms --width 0").width(80).done();
    assert!(
        unlimited.lines().any(|line| line.width() > 100),
        "{unlimited}"
    );
}

#[test]
fn colour_is_only_added_where_asked() {
    for call in calls() {
        let plain = partnership(call).done();
        assert!(!plain.contains('\u{1b}'), "{call}");
        let colourful = partnership(call).arg("--color").arg("always").done();
        assert_eq!(without_colour(&colourful), plain, "{call}");
    }
    let [plain, colourful] = ["never", "always"]
        .map(|word| partnership("timeline --color").arg(word))
        .map(Call::done);
    let asked = |flag| partnership("timeline").arg(flag).env("CLICOLOR_FORCE", "1");
    assert_eq!(asked("--color=never").done(), plain);
    assert_eq!(asked("--color=auto").env("NO_COLOR", "1").done(), plain);
    assert_eq!(asked("--color=auto").done(), colourful);
}

#[test]
fn the_rows_of_a_table_have_their_colours() {
    let diff = partnership("diff 2024-12 2026-06 --color always").done();
    let timeline = partnership("timeline --color always").done();
    let clause = partnership("show clause ip-license --color always").done();
    for (answer, colour, piece) in [
        (&diff, 32, "+"),
        (&diff, 31, "-"),
        (&diff, 33, "~"),
        (&diff, 35, " (reported)"),
        (&clause, 2, "OpenAI's"),
        (&clause, 34, "┤"),
        (&timeline, 32, "+"),
        (&timeline, 31, "-"),
        (&timeline, 33, "~"),
        (&timeline, 34, "──"),
    ] {
        let painted = format!("\u{1b}[{colour}m{piece}");
        assert!(answer.contains(&painted), "{piece} in {colour}:\n{answer}");
    }
    let both = "\u{1b}[33myes\u{1b}[0m\u{1b}[35m (reported)\u{1b}[0m";
    assert!(diff.contains(both), "two colours in one line:\n{diff}");
}

/// A text without its SGR sequences; no other escape may be in it.
#[track_caller]
fn without_colour(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let parameters = part.strip_prefix('[').and_then(|part| part.split_once('m'));
        let (parameters, rest) = parameters.unwrap_or_else(|| panic!("not a colour: {part:?}"));
        assert!(
            parameters.bytes().all(|b| b.is_ascii_digit() || b == b';'),
            "not a colour: {parameters:?}"
        );
        plain.push_str(rest);
    }
    plain
}

#[test]
fn errors_are_plain_unless_asked() {
    let file = "format = 1\ntitle = Island lease\n";
    let call = |args: &str| partnership(args).file("broken.toml", file);
    let plain = call("terms -f broken.toml").refused(3);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let colourful = call("terms -f broken.toml --color always").refused(3);
    assert!(colourful.contains('\u{1b}'), "{colourful}");
    assert_eq!(without_colour(&colourful), plain);
}

#[test]
fn what_the_program_draws_is_ascii_where_asked() {
    for timeline in PLAIN {
        for call in [
            "",
            "timeline",
            "timeline --sources",
            "terms --all",
            "diff 2013 2022",
            "diff 1991 2002",
            "show clause",
            "check",
        ] {
            let answer = partnership(call).on(timeline).arg("--ascii").run();
            let odd = answer
                .shown()
                .lines()
                .find(|line| !line.is_ascii())
                .map(str::to_owned);
            assert_eq!(odd, None, "`{call}` of {timeline}");
        }
    }
    for (timeline, clause) in [
        ("verbatim", "garden"),
        ("undetermined", "mill"),
        ("again-after-expiry", "quota"),
    ] {
        let text = partnership("show clause")
            .arg(clause)
            .on(timeline)
            .arg("--ascii")
            .done();
        assert_eq!(
            text.lines().find(|line| !line.is_ascii()),
            None,
            "{clause} of {timeline}"
        );
    }
}

#[test]
fn json_is_one_document_with_its_head_and_its_references() {
    for call in calls().chain([
        "timeline --grep no-such-words",
        "terms 2000",
        "diff 2024 2024",
        "check",
    ]) {
        let answer = partnership(call).arg("--json").run();
        let document: serde_json::Value =
            serde_json::from_str(&answer.stdout).unwrap_or_else(|e| panic!("{call}: {e}"));
        let keys: Vec<&String> = document.as_object().expect("an object").keys().collect();
        assert_eq!(
            keys[..7],
            [
                "schema",
                "answer",
                "timeline",
                "timelines",
                "left_out",
                "today",
                "lens"
            ],
            "{call}"
        );
        assert_eq!(keys.last().expect("a last key").as_str(), "refs", "{call}");
    }
}

#[test]
fn a_reader_that_is_gone_ends_the_program_quietly() {
    for call in [
        "",
        "timeline",
        "timeline --json",
        "check --json",
        "show clause",
        "--help",
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let answer = partnership(call).run_into(writer);
        assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{call}");
    }
}
