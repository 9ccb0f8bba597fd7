//! Small timelines of each strange kind: what every command makes of them, and what must be true of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Snapshots, cases, files, partnership, snapshots_of, stem};

/// A timeline with the calls that are kept as one text for each width.
struct Story {
    timeline: &'static str,
    widths: &'static [usize],
    calls: &'static [&'static str],
}

const STORIES: [Story; 15] = [
    Story {
        timeline: "office-lease",
        widths: &[60, 80],
        calls: &[
            "upcoming --today 2024-03-01",
            "upcoming --today 2024-03-01 -v",
            "upcoming --today 2024-03-01 --format narrative",
            "upcoming --today 2024-03-01 --format markdown",
            " --today 2024-03-01",
            "terms 2024-03-01 --today 2024-03-01",
            "terms 2024-03-01 --today 2024-03-01 --format narrative",
            "terms 2034-01 --all",
            "timeline 2023..2033 --today 2024-03-01",
            "show clause duration --at 2024-03-01",
            "show event notice:duration:2024-04-30",
            "show event renewal:duration:2023-07-31 --format narrative",
            "chart --to 2026 --clause duration --clause parking",
            "chart --to 2026 --clause duration --clause parking --ascii",
        ],
    },
    Story {
        timeline: "later-effect",
        widths: &[60, 80],
        calls: &[
            "timeline",
            "timeline --kind effect --clause crane",
            "show event",
            "show event effect:notice-given:2027-01-01",
            "terms effect:lease-signed:2025-05-01",
            "upcoming",
            "upcoming --within 12m --format narrative",
            "upcoming --format markdown",
        ],
    },
    Story {
        timeline: "told-later",
        widths: &[80],
        calls: &[
            "diff 2020 2022",
            "diff 2020 2022 --format narrative",
            "diff gazette-reports",
            "diff gazette-reports --format narrative",
            "show event gazette-reports",
            "diff price-raised",
            "diff price-raised --format narrative",
            "show event price-raised",
            "diff herd-doubled",
            "diff 2024 2025",
            "diff 2024 2025 --format narrative",
        ],
    },
    Story {
        timeline: "empty",
        widths: &[80],
        calls: &[
            "",
            "timeline",
            "terms --all",
            "diff 2019 2021",
            "show clause",
        ],
    },
    Story {
        timeline: "one",
        widths: &[60, 80],
        calls: &[
            "",
            "timeline",
            "terms --all",
            "diff 2019 today",
            "show clause rent",
        ],
    },
    Story {
        timeline: "again-after-end",
        widths: &[80],
        calls: &[
            "",
            "timeline",
            "terms --all",
            "terms 2020 --all",
            "terms 2021-05-10",
            "diff 2019-01 2020",
            "diff 2019-01 2022",
            "diff 2022 2019-01",
            "diff 2020 2021-05-15",
            "show clause mooring",
        ],
    },
    Story {
        timeline: "again-after-expiry",
        widths: &[80],
        calls: &[
            "",
            "timeline",
            "terms --all",
            "terms 2018 --all",
            "diff 2016 2020",
            "diff 2020 2029",
            "show clause quota",
        ],
    },
    Story {
        timeline: "same-day",
        widths: &[80],
        calls: &[
            "",
            "timeline",
            "terms --all",
            "diff 2020-07-31 2020-08-01",
            "diff 2020-08-01 2020-08-02",
            "show clause pay",
            "show clause truce",
        ],
    },
    Story {
        timeline: "undetermined",
        widths: &[60, 80],
        calls: &[
            "",
            "timeline",
            "timeline --from 1994 --to 1998",
            "terms 1993-05 --all",
            "diff 1991 2002",
            "show clause mill",
            "show clause tithe",
            "show clause bridge",
        ],
    },
    Story {
        timeline: "planned",
        widths: &[80],
        calls: &[
            "",
            "timeline",
            "terms --all",
            "terms 2028-05 --all",
            "diff 2023 2029",
            "show clause ferry",
            "show clause night-ferry",
        ],
    },
    Story {
        timeline: "hostile",
        widths: &[60, 80],
        calls: &[
            "",
            "timeline",
            "terms --all",
            "diff 2019 2022",
            "show clause words",
        ],
    },
    Story {
        timeline: "verbatim",
        widths: &[60, 80, 140],
        calls: &[
            "",
            "timeline --sources",
            "terms --all",
            "diff 2013 2015",
            "diff 2015 2013",
            "show clause",
            "show clause garden",
            "show clause well",
        ],
    },
    Story {
        timeline: "renamed",
        widths: &[80],
        calls: &[
            "",
            "timeline --party council",
            "terms fees-set",
            "diff fees-set dues-raised --clause fees",
            "show clause old-fees",
        ],
    },
    Story {
        timeline: "later-end",
        widths: &[80],
        calls: &[
            "",
            "timeline",
            "learned --since 2022-06 --at 2020-12-31",
            "learned --since 2022-06 --at 2021",
            "diff 2020-08 2020-12",
            "show event doubted-again",
        ],
    },
    Story {
        timeline: "ends-of-time",
        widths: &[80],
        calls: &[
            "",
            "timeline",
            "diff 0001-01-01 9999-12-31",
            "show clause peace",
        ],
    },
];

/// All calls of a story, each with what it printed.
fn told(story: &Story, width: usize) -> String {
    let mut text = String::new();
    for call in story.calls {
        let answer = partnership(call).on(story.timeline).width(width).run();
        let gap = if call.is_empty() { "" } else { " " };
        let _ = writeln!(
            text,
            "$ partnership{gap}{call} -f {}.toml\n\n{}",
            story.timeline,
            answer.shown()
        );
    }
    text
}

fn snapshot(story: &Story, width: usize) -> PathBuf {
    snapshots_of("timelines").join(format!("{}-{width}.txt", story.timeline))
}

#[test]
fn each_story_is_told_as_before() {
    let mut snapshots = Snapshots::default();
    for story in &STORIES {
        for width in story.widths {
            snapshots.compare(&snapshot(story, *width), told(story, *width));
        }
    }
    snapshots.finish();
}

#[test]
fn each_snapshot_has_its_story() {
    let told: BTreeSet<PathBuf> = STORIES
        .iter()
        .flat_map(|story| story.widths.iter().map(|width| snapshot(story, *width)))
        .collect();
    let kept: BTreeSet<PathBuf> = files(&snapshots_of("timelines"), "txt")
        .into_iter()
        .collect();
    assert_eq!(kept, told);
}

#[test]
fn each_timeline_has_its_story() {
    let told: BTreeSet<&str> = STORIES.iter().map(|story| story.timeline).collect();
    let paths = files(&cases("timelines"), "toml");
    assert_eq!(
        paths
            .iter()
            .map(|path| stem(path))
            .collect::<BTreeSet<&str>>(),
        told
    );
}

fn json(timeline: &str, call: &str) -> Value {
    let text = partnership(call).on(timeline).arg("--json").run().stdout;
    serde_json::from_str(&text).expect("a JSON document")
}

fn ids(list: &Value) -> Vec<&str> {
    let items = list.as_array().expect("a list");
    items
        .iter()
        .map(|item| {
            item.as_str()
                .or(item["id"].as_str())
                .or(item["clause"].as_str())
                .expect("an id")
        })
        .collect()
}

fn standing(timeline: &str, when: &str) -> Vec<String> {
    let terms = json(timeline, &format!("terms {when}"));
    ids(&terms["clauses"])
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_became_certain_was_amended_by_the_event_that_did_it() {
    let learned = json("later-end", "learned --since 2022-06 --at 2020-12-31");
    let found = &learned["amended"][0];
    assert_eq!(
        (&found["clause"], &found["how"]),
        (&"rent".into(), &"amended".into())
    );
    assert_eq!(ids(&found["events"]), ["raised"]);
    assert_eq!(found["by"][0]["cite"][0]["source"], "ledger");
}

#[test]
fn a_doubt_that_is_voiced_again_changes_nothing() {
    let event = json("later-end", "show event doubted-again");
    assert_eq!(event["changed"][0]["how"], "unchanged");
    let diff = json("later-end", "diff 2020-08 2020-12");
    let amended = diff["amended"].as_array().expect("a list");
    assert!(amended.iter().all(|found| found["clause"] != "path"));
    assert_eq!(diff["unchanged"][0]["clause"], "path");
}

#[test]
fn a_clause_stands_again_after_its_end() {
    assert_eq!(
        standing("again-after-end", "2019-11-04"),
        ["mooring", "fees"]
    );
    assert_eq!(standing("again-after-end", "2019-11-05"), ["fees"]);
    assert_eq!(
        standing("again-after-end", "2021-05-31"),
        ["mooring", "fees"]
    );
}

#[test]
fn a_clause_stands_again_after_its_expiry() {
    assert_eq!(standing("again-after-expiry", "2017-12-31"), ["quota"]);
    assert_eq!(
        standing("again-after-expiry", "2018-01-01"),
        Vec::<String>::new()
    );
    assert_eq!(
        standing("again-after-expiry", "2028-06-30"),
        ["quota", "landing"]
    );
    assert_eq!(standing("again-after-expiry", "2028-07-01"), ["landing"]);
}

#[test]
fn changes_of_one_day_follow_the_file() {
    let clause = json("same-day", "show clause pay --at 2020-08-01");
    assert_eq!(clause["clause"]["terms"]["per-day"], 6);
    assert_eq!(
        clause["versions"]
            .as_array()
            .expect("a list of versions")
            .len(),
        3
    );
    assert_eq!(standing("same-day", "2020-08-01"), ["pay", "watch"]);
}

#[test]
fn what_has_no_certain_day_is_undetermined_and_not_in_force() {
    let terms = json("undetermined", "terms 1993-05");
    assert_eq!(ids(&terms["clauses"]), ["mill"]);
    assert_eq!(
        ids(&terms["undetermined"])
            .into_iter()
            .collect::<BTreeSet<_>>(),
        ["bridge", "tithe", "wood"].into()
    );
}

#[test]
fn a_plan_is_never_in_force() {
    for when in ["2024-06-30", "today", "9999"] {
        assert!(
            !standing("planned", when).contains(&"night-ferry".to_owned()),
            "{when}"
        );
    }
    let terms = json("planned", "terms today");
    assert_eq!(ids(&terms["undetermined"]), ["night-ferry"]);
}

#[test]
fn the_history_of_a_clause_says_that_a_plan_is_a_plan() {
    let text = partnership("show clause night-ferry").on("planned").done();
    assert!(
        !text.contains("adopted by night-ferry-planned"),
        "a plan adopts nothing:\n{text}"
    );
}

#[test]
fn a_history_stands_in_the_order_of_its_days() {
    let text = partnership("show clause ferry -v").on("planned").done();
    let at = |word: &str| {
        text.rfind(word)
            .unwrap_or_else(|| panic!("no {word} in\n{text}"))
    };
    assert!(
        at("electric-planned") < at("2030-12-31  last day"),
        "2028 comes before 2030:\n{text}"
    );
}

#[test]
fn an_expiry_is_not_a_recorded_event() {
    let text = partnership("diff 2020 2029")
        .on("again-after-expiry")
        .done();
    assert!(!text.contains("1 recorded event"), "{text}");
}

#[test]
fn a_clause_that_stands_for_certain_is_drawn_so() {
    let chart = json("undetermined", "chart --clause mill");
    let stretches = &chart["lanes"][0]["stretches"];
    let stands = |place: usize| stretches[place]["stands"].as_str();
    assert_eq!(
        [stands(0), stands(1), stands(2), stands(3)],
        ["perhaps", "in force", "changing", "in force"].map(Some),
        "from 1991 on the mill may be used, on two days or on three: {stretches}"
    );
}

#[test]
fn ten_thousand_years_fit_a_screen_or_two() {
    let text = partnership("terms --all").on("ends-of-time").done();
    assert!(text.lines().count() < 60, "{} lines", text.lines().count());
}

#[test]
fn an_old_id_answers_as_the_new_one() {
    for (old, new) in [
        ("show clause fees", "show clause harbour-dues"),
        ("terms --party council", "terms --party board"),
        (
            "timeline --clause old-fees",
            "timeline --clause harbour-dues",
        ),
        ("timeline --from fees-set", "timeline --from dues-set"),
    ] {
        let told = |call: &str| partnership(call).on("renamed").done();
        assert_eq!(told(old).replace("fees-set", "dues-set"), told(new));
    }
}

/// Characters that move a cursor, hide, or turn the reading order.
fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    for call in STORIES.iter().flat_map(|story| story.calls) {
        let answer = partnership(call).on("hostile").run();
        let found = answer.shown().chars().find(|c| is_hostile(*c));
        assert_eq!(found, None, "{call}");
    }
    let checked = partnership("check hostile.toml")
        .copy(&cases("timelines").join("hostile.toml"))
        .run();
    assert_eq!(checked.shown().chars().find(|c| is_hostile(*c)), None);
}

#[test]
fn a_line_break_in_a_title_or_a_value_forges_no_line() {
    let file = r#"
        format = 1
        title = "Forged\nTimeline: 99 events"
        [clause.rent]
        title = "Rent\nFORGED TITLE"
        topic = "money\nFORGED TOPIC"
        [[event]]
        id = "signed"
        date = "2020-01-01"
        title = "The lease is signed\nended: rent"
        [[event.change]]
        clause = "rent"
        action = "adopt"
        text = "The rent is due."
        terms = { share = "20%\nexclusive: yes", list = ["a\nforged: b"] }
    "#;
    for call in [
        "",
        "timeline",
        "terms",
        "diff 2019 2021",
        "show clause rent",
        "show clause",
    ] {
        let text = partnership(call)
            .arg("-f")
            .arg("t.toml")
            .file("t.toml", file)
            .run()
            .stdout;
        let forged = [
            "Timeline: 99",
            "FORGED",
            "ended: rent",
            "exclusive:",
            "forged:",
        ];
        let line = text.lines().find(|line| {
            let line = line.trim_start_matches(['│', '|', ' ']);
            forged.iter().any(|start| line.starts_with(start))
        });
        assert_eq!(line, None, "{call}:\n{text}");
    }
}

#[test]
fn words_of_an_amendment_are_marked_only_where_the_wording_is_known() {
    let text = partnership("diff 2013 2015").on("verbatim").done();
    assert!(text.contains("[-flowers-]{+roses+}"), "{text}");
    assert!(
        text.contains("The hedge is cut each spring and autumn."),
        "{text}"
    );
}

#[test]
fn a_call_that_is_named_can_be_made() {
    for (timeline, call) in [
        ("verbatim", ""),
        ("verbatim", "show clause garden"),
        ("verbatim", "diff 2013 2015"),
        ("undetermined", "terms 1993-05"),
        ("renamed", ""),
        ("empty", ""),
    ] {
        let text = partnership(call).on(timeline).done();
        let path = cases("timelines").join(format!("{timeline}.toml"));
        // The full screen is tried where there is a terminal.
        let is_printed = |call: &String| !call.starts_with("explore");
        for named in calls_in(&text).into_iter().filter(is_printed) {
            let again = partnership(&named)
                .copy(&path)
                .env("PARTNERSHIP_FILE", &format!("{timeline}.toml"));
            let answer = again.run();
            assert_eq!(
                answer.code, 0,
                "`partnership {named}` of `{call}`:\n{}",
                answer.stderr
            );
        }
    }
}

/// The calls of the program that a text names, each up to two spaces or the end of its line.
fn calls_in(text: &str) -> Vec<String> {
    let joined = text.replace(" \\\n    ", " ");
    let calls = joined
        .lines()
        .filter_map(|line| line.split_once("partnership "));
    let call = |(_, call): (&str, &str)| {
        call.split("  ")
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    calls.map(call).collect()
}
