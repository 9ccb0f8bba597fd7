//! A wrong command line: what was wrong, the nearest right word, and nothing on standard output.

use crate::support::partnership;

/// Fails unless a call is refused with all of these words on standard error.
#[track_caller]
fn refuses(call: &str, words: &[&str]) {
    let why = partnership(call).refused(2);
    assert!(why.starts_with("error: "), "`{call}`: {why}");
    for word in words {
        assert!(why.contains(word), "`{call}` does not say {word}: {why}");
    }
    assert!(!why.contains('\u{1b}'), "`{call}` is not in colour: {why}");
}

#[test]
fn a_mistyped_word_gets_the_nearest_right_one() {
    refuses("timelin", &["`timelin`", "`partnership timeline`"]);
    refuses("terms --frmat json", &["--frmat", "`--format`"]);
    refuses("timeline --format tabel", &["tabel", "`table`"]);
    refuses("terms --color alway", &["alway", "`always`"]);
}

#[test]
fn a_mistyped_id_gets_the_nearest_right_one() {
    refuses("show clause ip-licence", &["`ip-licence`", "`ip-license`"]);
    refuses("timeline --clause ip-licence", &["`ip-license`"]);
    refuses("terms --party microsft", &["`microsft`", "`microsoft`"]);
    refuses(
        "diff recapitalization today",
        &["`recapitalization`", "`recapitalisation`"],
    );
    refuses("show clause zebra", &["`zebra`"]);
}

#[test]
fn a_label_leads_to_the_term_that_it_names() {
    let told = partnership("terms --term")
        .arg("Valid after AGI too")
        .refused(2);
    assert!(told.contains("help: it is called `post-agi`"), "{told}");
}

#[test]
fn a_suggestion_goes_by_what_was_meant() {
    for (call, help) in [
        ("terms last year", "help: write `today-1y`\n"),
        ("diff last year", "help: write `today-1y`\n"),
        ("timeline april 2026", "help: write `2026-04`\n"),
        ("diff april", "help: write `2026-04`\n"),
        ("terms TODAY", "help: write `today`\n"),
        ("diff 2024..2025 2026", "`diff 2024..2025`"),
        ("timeline 2024-2025", "`diff 2024..2025`"),
        ("2024..2025", "`timeline 2024..2025`"),
        ("show 2024 2025", "`timeline 2024..2025`"),
        ("timeline Amazon", "`partnership timeline --party Amazon`"),
        ("show microsft", "there is a party `microsoft`"),
        ("recapitalization", "there is an event `recapitalisation`"),
        ("show iplicense", "there is a clause `ip-license`"),
        (
            "terms --from 2020",
            "help: as in `partnership terms 2024-12`\n",
        ),
        (
            "terms --known 2020",
            "help: a similar argument exists: `--known-by`\n",
        ),
        ("terms --q", "help: a similar argument exists: `--quiet`\n"),
        ("--json --clause x", "--json timeline --clause x`\n"),
        ("--json terms 2025 x", "as in `partnership terms 2024-12`\n"),
        (
            "terms --clause",
            "help: as in `partnership terms 2024-12`\n",
        ),
        (
            "terms --width 5 --width 6",
            "`--width <N>` cannot be used multiple times\n",
        ),
        (
            "terms 2024 2025",
            "error: unexpected argument `2025` found\n",
        ),
        (
            "diff 2024 2025 2026",
            "error: unexpected argument `2026` found\n",
        ),
        (
            "show clause ip-license 2024",
            "error: unexpected argument `2024` found\n",
        ),
        (
            "timeline -n x",
            "error: invalid value `x` for `--limit <N>`",
        ),
        ("search", "arguments were not provided: <TEXT>...\n"),
        ("terms --party nobody", "the parties are amazon, cma, "),
    ] {
        refuses(call, &[help]);
    }
}

#[test]
fn a_date_that_is_none_gets_its_reason() {
    refuses("terms 2024-02-30", &["February 2024 has 29 days"]);
    refuses("terms 2024-13", &["no month 13"]);
    refuses("diff 2019/2020 today", &["interval", "[2019..2020]"]);
    refuses("timeline --from 24-1-1", &["four digits"]);
    refuses("terms soon", &["`soon`", "2026-04-27"]);
}

#[test]
fn a_day_that_is_open_is_refused() {
    refuses("terms [2020..]", &["`[2020..]`", "no last day"]);
    refuses("timeline --from [..2020]", &["`[..2020]`", "no first day"]);
    refuses("diff [2020..] today", &["no last day"]);
    for call in [
        "timeline --from 2026-05 --to 2026-01",
        "timeline 2026-05..2026-01",
    ] {
        refuses(
            call,
            &["begin on 2026-05-01", "`--from 2026-01 --to 2026-05`"],
        );
    }
}

#[test]
fn today_is_a_day() {
    for bad in [
        "tomorrow",
        "2026-04",
        "2026-02-29",
        "[2020..2021]",
        "2026-04-27~",
    ] {
        refuses(&format!("terms --today {bad}"), &["--today"]);
        let why = partnership("terms")
            .env("PARTNERSHIP_TODAY", bad)
            .refused(2);
        assert!(why.contains("PARTNERSHIP_TODAY"), "{why}");
    }
}

#[test]
fn the_flag_comes_before_the_variable() {
    let text = partnership("terms --today 2020-01-01").done();
    let head = text.lines().next().unwrap_or_default();
    assert!(head.ends_with(" 2020-01-01"), "{text}");
}

#[test]
fn one_format_at_a_time() {
    refuses("terms --json --format table", &["`--json`", "`--format`"]);
    assert!(
        partnership("terms --json --format json")
            .done()
            .starts_with('{')
    );
}

#[test]
fn a_day_is_given_once() {
    refuses("terms 2020 --at 2021", &["--at", "WHEN"]);
    refuses("diff 2020..2021 2022", &["`2020..2021`"]);
    refuses("learned 2020 --since 2021", &["--since", "FROM"]);
}

#[test]
fn check_has_formats_of_its_own() {
    let formats = "`table`, `short`, `github` or `json`";
    refuses("check --format csv", &["csv", formats]);
}

#[test]
fn what_is_typed_does_nothing_to_the_terminal() {
    for call in [
        "show clause",
        "terms",
        "timeline --party",
        "terms --today",
        "--format",
    ] {
        let why = partnership(call).arg("a\u{1b}[31m\u{202e}b").refused(2);
        assert!(!why.contains(['\u{1b}', '\u{202e}']), "{why:?}");
    }
}

#[test]
fn help_is_an_answer() {
    for call in [
        "--help",
        "-h",
        "timeline --help",
        "terms --help",
        "diff --help",
        "show --help",
        "show clause --help",
        "check --help",
    ] {
        let text = partnership(call).done();
        assert!(text.contains("Usage: partnership"), "{call}: {text}");
    }
    assert_eq!(
        partnership("--version").done(),
        format!("partnership {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn nothing_matched_is_an_answer_with_a_note() {
    for call in [
        "timeline --grep no-such-words",
        "find no-such-words",
        "terms 2000",
        "timeline --kind amendment --known-by 2020",
        "diff 2024 2024",
    ] {
        let answer = partnership(call).run();
        assert_eq!(answer.code, 0, "{call}");
        assert!(!answer.stdout.is_empty(), "{call}");
        assert!(
            answer.stderr.starts_with("note: "),
            "{call}: {}",
            answer.stderr
        );
        let quiet = partnership(call).arg("-q").done();
        assert_eq!(quiet, answer.stdout, "{call}");
    }
}

#[test]
fn the_note_says_why_nothing_matched() {
    let note = partnership("timeline").on("empty").run().stderr;
    assert_eq!(note, "", "no filter was given");
    let note = partnership("terms --all").on("empty").run().stderr;
    assert!(!note.contains("--all"), "it is given already: {note}");
}

#[test]
fn a_filter_that_the_file_does_not_have_is_refused_with_what_it_has() {
    for (filter, near) in [
        ("--topic clout", "there is `cloud`; the topics are AGI, "),
        ("--topic zzz", "the topics are AGI, Amazon, "),
        ("--clause ip-licence", "`ip-license`"),
        ("--party openia", "`openai`"),
        ("--kind amendmnt", "there is `amendment`; the kinds are "),
        ("--kind list", "the kinds are agreement, "),
        ("--grep", "the text to look for is empty"),
        ("--term exclusiv", "there is `exclusive`; the terms are "),
    ] {
        for command in [
            "timeline",
            "terms",
            "diff 2024 2025",
            "learned --since 2024",
            "history",
            "chart",
            "page",
        ] {
            let flag = filter.split_once(' ').map_or(filter, |(flag, _)| flag);
            if !partnership(&format!("{command} --help"))
                .done()
                .contains(&format!("{flag} "))
            {
                continue;
            }
            let call = partnership(&format!("{command} --known-by 2020"));
            let (flag, value) = filter.split_once(' ').unwrap_or((filter, ""));
            let told = call.arg(flag).arg(value).refused(2);
            assert!(told.contains(near), "{command} {filter}: {told}");
        }
    }
}

#[test]
fn a_difference_is_a_no_only_where_asked() {
    for (call, code) in [
        ("diff 2024 2025", 0),
        ("diff 2024 2025 --exit-code", 1),
        ("diff 2025 2024 --exit-code", 1),
        ("diff 2024 2024 --exit-code", 0),
        ("diff 2024 2025 --exit-code --json", 1),
    ] {
        let answer = partnership(call).run();
        assert_eq!(answer.code, code, "{call}");
        assert!(!answer.stdout.is_empty(), "{call}");
    }
}

#[test]
fn a_difference_back_in_time_turns_its_signs() {
    let told = partnership("diff 2025-10 2024-12").done();
    for line in [
        "+ Exclusive cloud for OpenAI's computing",
        "- Panel that verifies AGI",
        "+ back in force  - no longer in force  ~ different",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(
        !told.contains("\n2026-02-27"),
        "it is outside the span: {told}"
    );
}
