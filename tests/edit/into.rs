//! `import --into` adds the next version of a text to a timeline that is there.

use std::fs;

use super::import::{FIRST, SECOND, THIRD, ask, is_sound, standing, timeline};
use crate::support::{Call, partnership};

/// A timeline with one more version, and what the call printed.
#[track_caller]
fn with(old: &str, date: &str, text: &str) -> (String, String) {
    let call = partnership("import --into own.toml")
        .file("own.toml", old)
        .file("new.md", text);
    let call = call.arg(&format!("{date}=new.md"));
    let answer = call.answer();
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let new = fs::read_to_string(call.folder().join("own.toml")).expect("a file");
    let added = new.strip_prefix(old).expect("what was there");
    assert_eq!(added.trim_start().replace("\r\n", "\n"), answer.stdout);
    (new, answer.stderr)
}

#[test]
fn versions_one_by_one_say_the_same_as_all_at_once() {
    let days = ["2019-07-22", "2021-05-06", "2025-01-21"];
    let whole = timeline(
        &[(days[0], FIRST), (days[1], SECOND), (days[2], THIRD)],
        &[],
    );
    let mut made = timeline(&[(days[0], FIRST)], &[]);
    for (day, text) in [(days[1], SECOND), (days[2], THIRD)] {
        let (new, told) = with(&made, day, text);
        assert!(told.contains("was added to `own.toml`"), "{told}");
        is_sound(&new);
        made = new;
    }
    let together = partnership("import --into own.toml 2021-05-06=2.md 2025-01-21=3.md");
    let first = timeline(&[(days[0], FIRST)], &[]);
    let together = together.file("own.toml", &first);
    let together = together.file("2.md", SECOND).file("3.md", THIRD);
    assert_eq!(
        together.answer().stderr,
        "note: 2 versions were added to `own.toml`\n"
    );
    assert!(!made.contains("\nwording = \"verbatim\"\n\n[[event.change]]"));
    for day in days {
        let texts = |timeline| standing(timeline, day).into_values().collect::<Vec<_>>();
        assert_eq!(texts(&made), texts(&whole), "{day}");
    }
    let events = ask(&made, "timeline")["events"].clone();
    let titles = events
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["title"].as_str());
    assert_eq!(
        titles.collect::<Vec<_>>(),
        [
            "First version",
            "1 section amended, 1 added, 1 ended",
            "1 section added, 1 ended"
        ]
        .map(Some)
    );
}

#[test]
fn a_timeline_written_by_hand_goes_on() {
    let hand = "format = 1\r\ntitle = \"Lease\"\r\n\r\n[clause.fee]\r\ntitle = \"Fees\"\r\n\r\n[clause.pets]\r\ntitle = \"Animals\"\r\n\r\n[clause.yard]\r\ntitle = \"Yard\"\r\n\r\n[[event]]\r\nid = \"signed\"\r\ndate = \"2020-01-01\"\r\ntitle = \"Signed\"\r\n\r\n[[event.change]]\r\nclause = \"fee\"\r\naction = \"adopt\"\r\ntext = \"Ten a month.\"\r\nwording = \"verbatim\"\r\n\r\n[[event.change]]\r\nclause = \"pets\"\r\naction = \"adopt\"\r\ntext = \"No dogs are kept in the house.\"\r\n\r\n[[event.change]]\r\nclause = \"yard\"\r\naction = \"adopt\"\r\ntext = \"It is shared.\"";
    let text = "Between A and B.\n\n## 1. Fees\n\nTwelve a month.\n\n## 2. Pets\n\nNo dogs are\nkept in the house.\n\n## 3. Term\n\nA year.\n\nAnd a day.\n";
    let (made, told) = with(hand, "2021-02-03", text);
    assert_eq!(told, "note: `version-2` was added to `own.toml`\n");
    let added = made
        .strip_prefix(hand)
        .expect("what was there")
        .replace("\r\n", "\n");
    let event = added.split_once("[[event]]\n").expect("an event").1;
    assert_eq!(
        event,
        "id = \"version-2\"
date = \"2021-02-03\"
title = \"2 sections amended, 2 added, 1 ended\"
cite = [\"document-2\"]

[[event.change]]
clause = \"preamble\"
action = \"adopt\"
text = \"Between A and B.\"
wording = \"verbatim\"

[[event.change]]
clause = \"fee\"
action = \"amend\"
text = \"Twelve a month.\"
wording = \"verbatim\"

[[event.change]]
clause = \"pets\"
action = \"amend\"
terms = { heading = \"2. Pets\" }

[[event.change]]
clause = \"term\"
action = \"adopt\"
text = \"A year.\\n\\nAnd a day.\"
wording = \"verbatim\"

[[event.change]]
clause = \"yard\"
action = \"end\"
"
    );
    // What stands before the first heading is the same clause again.
    let (_, told) = with(&made, "2022-01-01", text);
    assert_eq!(
        told,
        "note: nothing was added\nnote: new.md: it changes nothing, and is no event\n"
    );
    let (made, _) = with(&made, "2022-01-01", &text.replace("A and B", "A and C"));
    let event = ask(&made, "show event version-3")["event"].clone();
    assert_eq!(event["title"], "1 section amended");
}

#[test]
fn what_stands_beside_a_new_text_is_told() {
    let hand = "format = 1\ntitle = \"T\"\n\n[source.s]\ntitle = \"S\"\n\n[clause.rent]\ntitle = \"Rent\"\n\n[[event]]\nid = \"signed\"\ndate = \"2020\"\ntitle = \"Signed\"\ncite = [\"s\"]\n\n[[event.change]]\nclause = \"rent\"\naction = \"adopt\"\ntext = \"900 a month.\"\nterms = { monthly = 900 }\nthrough = \"2030\"\n";
    let (new, told) = with(hand, "2021-01-01", "1. Rent. 950 a month.\n");
    let kept = "`rent` keeps `monthly` and `through`, set beside its text before";
    assert!(told.contains(kept) && new.contains(kept), "{told}");
}

#[test]
fn a_version_goes_on_from_what_else_happens_to_a_clause() {
    let change = |event: &str, date: &str, change: &str| {
        format!(
            "\n[[event]]\nid = \"{event}\"\ndate = \"{date}\"\ntitle = \"{event}\"\ncite = [\"document-1\"]\nchange = [{{ {change} }}]\n"
        )
    };
    let made = timeline(
        &[("2019-01-01", "# Fees\n\nTen.\n\n# Pets\n\nNone.\n")],
        &[],
    ) + &change("over", "2020-01-01", "clause = \"pets\", action = \"end\"")
        + &change(
            "raised",
            "2020-06-01",
            "clause = \"fees\", action = \"amend\", text = \"Twenty.\", effective = \"2023-01-01\"",
        );
    let (new, told) = with(
        &made,
        "2021-01-01",
        "# Fees\n\nTwelve.\n\n# Pets\n\nNone.\n",
    );
    assert_eq!(told, "note: `version-2` was added to `own.toml`\n");
    assert!(standing(&new, "2021-01-01").contains_key("pets"));
    // The clause `deposit` is over before the second of these versions, and `raised` says no more than that.
    let made = made
        + "\n[clause.deposit]\ntitle = \"Deposit\"\n"
        + &change(
            "kept",
            "2020-06-01",
            "clause = \"deposit\", action = \"adopt\", text = \"Five.\", through = \"2022-06-01\"",
        );
    let call = partnership("import --into own.toml 2021-01-01=a.md 2024-01-01=b.md");
    let call = call
        .file("own.toml", &made)
        .file("a.md", "# Fees\n\nTwelve.\n\n# Deposit\n\nFive.\n")
        .file("b.md", "# Fees\n\nTwenty.\n\n# Deposit\n\nFive.\n");
    let answer = call.answer();
    assert_eq!(answer.stderr, "note: 2 versions were added to `own.toml`\n");
    let both = fs::read_to_string(call.folder().join("own.toml")).expect("a file");
    is_sound(&both);
    let added = both.strip_prefix(&made).expect("what was there");
    assert_eq!(added.trim_start(), answer.stdout);
    let last = added.rsplit("[[event]]").next().unwrap_or_default();
    assert!(last.contains("deposit") && !last.contains("fees"), "{last}");
}

#[test]
fn a_version_with_the_same_inexact_date_follows_the_last() {
    let made = timeline(&[("2020", FIRST)], &[]);
    let (made, _) = with(&made, "2020", SECOND);
    let (made, told) = with(&made, "2020", THIRD);
    assert_eq!(told, "note: `version-3` was added to `own.toml`\n");
    assert!(made.contains("after = [\"version-1\"]") && made.contains("after = [\"version-2\"]"));
    // A number that no other follows counts no versions.
    let made = made.replace("version-2", &format!("version-{}", u64::MAX));
    let (_, told) = with(&made, "2021", FIRST);
    assert_eq!(told, "note: `version-4` was added to `own.toml`\n");
}

#[test]
fn an_amendment_changes_what_stands() {
    let old = timeline(&[("2019-07-22", FIRST)], &[]);
    let call = partnership("import --into own.toml --amendment 2021-01-01=amendment.md")
        .file("own.toml", &old)
        .file(
            "amendment.md",
            "The section entitled \"Liability\" is deleted in its entirety.\n",
        );
    let answer = call.answer();
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let made = fs::read_to_string(call.folder().join("own.toml")).expect("a file");
    assert!(standing(&made, "2020-12-31").contains_key("liability"));
    assert!(!standing(&made, "2021-01-01").contains_key("liability"));
    assert!(standing(&made, "2021-01-01").contains_key("fees"));
}

#[test]
fn what_cannot_be_added_leaves_the_timeline_as_it_is() {
    let old = timeline(&[("2020-01-01", FIRST)], &[]);
    for (args, message) in [
        (
            "2021-01-01=new.md -o out.toml",
            "error: `--output` has no effect on a version that is added\n",
        ),
        (
            "2019-01-01=new.md",
            "error: `new.md`, dated 2019-01-01, comes before `version-1`, dated 2020-01-01\nhelp: a version can only follow the last one: to add earlier ones, import all in one call\n",
        ),
        (
            "2021-01-01=other.md",
            "error: `other.md` would end 3 of 3 clauses\n",
        ),
    ] {
        let call = partnership("import --into own.toml").file("own.toml", &old);
        let call = call
            .file("new.md", SECOND)
            .file("other.md", "# Other\n\nThis is another text.\n");
        let call = args.split(' ').fold(call, Call::arg);
        let answer = call.answer();
        assert_eq!(answer.code, 2, "{}", answer.stderr);
        assert!(answer.stderr.contains(message), "{}", answer.stderr);
        let left = fs::read_to_string(call.folder().join("own.toml")).expect("a file");
        assert_eq!(left, old);
    }
}

#[test]
fn a_timeline_is_begun_where_there_is_none() {
    let call =
        partnership("import --into house-rules.toml 2020-01-01=new.md").file("new.md", FIRST);
    let answer = call.answer();
    assert_eq!(
        answer.stderr,
        "note: `version-1` was added to `house-rules.toml`\nnote: the file is new, and its title is “Terms”\n"
    );
    let made = fs::read_to_string(call.folder().join("house-rules.toml")).expect("a file");
    assert_eq!(standing(&made, "2020-01-01")["liability"], "None.");
}

#[test]
fn an_amendment_places_by_the_numbers_of_its_day() {
    let first = "1. Rent. The rent is 5.\n\n2. Deposit. The deposit is 10.\n";
    let second =
        "1. Parking. One space.\n\n2. Rent. The rent is 5.\n\n3. Deposit. The deposit is 10.\n";
    let delete = "Section 2 is deleted.";
    let at_once = partnership("import --title X 2020-01-01=1.txt 2021-01-01=2.txt");
    let at_once = at_once.file("1.txt", first).file("2.txt", second).run();
    let one_by_one = with(
        &timeline(&[("2020-01-01", first)], &[]),
        "2021-01-01",
        second,
    );
    for made in [at_once.stdout, one_by_one.0] {
        let made = amended(&made, delete);
        let stands: Vec<String> = standing(&made, "2022-01-01").into_keys().collect();
        assert_eq!(stands, ["deposit", "parking"]);
    }
}

#[test]
fn an_amendment_finds_what_contains_a_section() {
    let text = "ARTICLE I NAME\n\nSection 1. The name is X.\n\nARTICLE II DUES\n\nSection 1. Amount. Ten.\n\n\
                Section 2. Day. The first.\n\nARTICLE III FEES\n\n3.1 Rent. Five.\n\n3.1.1 Steps. None.\n\n3.2 Other. One.\n";
    let made = timeline(&[("2020-01-01", text)], &[]);
    for (amendment, gone) in [
        ("Article II, Section 1 is deleted.", &["amount"][..]),
        ("Article I, Section 1 is deleted.", &["section-1"]),
        ("Article II is deleted.", &["amount", "day"]),
        ("Section 3.1 is deleted.", &["rent", "steps"]),
    ] {
        let mut stands = standing(&made, "2020-01-01");
        stands.retain(|id, _| !gone.contains(&id.as_str()));
        assert_eq!(
            standing(&amended(&made, amendment), "2022-01-01"),
            stands,
            "{amendment}"
        );
    }
}

/// A timeline with an amendment of 2022, all of which is placed.
#[track_caller]
fn amended(made: &str, amendment: &str) -> String {
    let call = partnership("import --into x.toml --strict --amendment 2022-01-01=a.txt");
    let call = call.file("x.toml", made).file("a.txt", amendment);
    let answer = call.answer();
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    fs::read_to_string(call.folder().join("x.toml")).expect("a file")
}
