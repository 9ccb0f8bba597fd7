//! The bundled timeline: sound, and answering the questions that it is asked most.

use serde_json::Value;

use crate::support::{Snapshots, commands, json, partnership, questions, snapshots_of};

/// The texts of an array, each under a key.
fn texts<'a>(array: &'a Value, key: &str) -> Vec<&'a str> {
    array
        .as_array()
        .expect("an array")
        .iter()
        .filter_map(|item| item[key].as_str())
        .collect()
}

#[test]
fn it_has_neither_error_nor_warning() {
    let checked = json("check");
    let file = &checked["files"][0];
    assert_eq!(
        (file["errors"].as_u64(), file["warnings"].as_u64()),
        (Some(0), Some(0)),
        "{file}"
    );
}

/// So many lines an answer may take on a page of 80 columns: a long one for each entry, for each clause, or for each clause
/// that differs and each term that changed of it.
#[test]
fn answers_are_short() {
    let entries = texts(&json("timeline")["events"], "id").len();
    let clauses = texts(&json("terms")["clauses"], "id").len();
    let diff = json("diff 2024-12 2025-10");
    let list = |key: &str| diff[key].as_array().expect("a list");
    let lists = ["adopted", "amended", "ended", "interim"];
    let differ: usize = lists.iter().map(|key| list(key).len()).sum();
    let is_value = |value: &&Value| value["field"] != "text" && value["field"] != "status";
    let values = |found: &Value, key: &str| {
        let values = found[key].as_array().expect("a list").iter();
        values.filter(is_value).count()
    };
    let changed = list("amended").iter();
    let changed = changed.map(|found| values(found, "terms") + values(found, "fields"));
    for (call, most) in [
        ("", 24),
        ("timeline", entries * 14 / 10),
        ("diff 2024-12 2025-10", 22 + differ + changed.sum::<usize>()),
        ("terms", (clauses * 5).min(75)),
        ("show clause ip-license", 36),
        ("show event agreement-amended", 47),
        ("upcoming", 30),
    ] {
        let lines = partnership(&format!("{call} --width 80"))
            .done()
            .lines()
            .count();
        assert!(
            lines <= most,
            "`partnership {call}` takes {lines} lines, {most} at most"
        );
    }
}

#[test]
fn the_answer_stands_in_the_first_ten_lines() {
    for (call, answer) in [
        (
            "show cloud-exclusivity --at 2025-03",
            "ended 2025-01-21 (start disputed)",
        ),
        ("diff 2026-03 2026-04", "5 left unclear"),
        ("show revenue share", "in force, to 2030"),
        (
            "upcoming",
            "2030  OpenAI's revenue share to Microsoft: last day",
        ),
        (
            "show revenue-cap --known-by 2026-05",
            "reported to be $38 billion",
        ),
        ("show ip-license", "to the end of 2032"),
        ("show investment", "has committed $13 billion"),
        (
            "show agi-clause --at 2024-06-30",
            "--known-by 2024-06-30 leaves it out",
        ),
        ("find 20%", "reportedly 20%"),
        ("show azure-first", "except where Microsoft both cannot"),
    ] {
        let told = partnership(&format!("--today 2026-11-30 {call} --width 80")).done();
        let lines: Vec<&str> = told.lines().take(10).collect();
        assert!(lines.join(" ").contains(answer), "{call}: {answer}\n{told}");
    }
}

#[test]
fn it_holds_what_is_known_of_the_agreement() {
    let timeline = json("timeline");
    let ids = texts(&timeline["events"], "id");
    for id in [
        "partnership-announced",
        "exclusivity-dropped",
        "recapitalisation",
        "agreement-amended",
        "expiry:ip-license",
    ] {
        assert!(ids.contains(&id), "{id}");
    }
    let first = timeline["events"]
        .as_array()
        .expect("events")
        .iter()
        .find(|e| e["id"] == "partnership-announced");
    let cites = &first.expect("the announcement")["cite"];
    let article = cites
        .as_array()
        .expect("cites")
        .iter()
        .find(|c| c["source"] == "siliconangle-2026")
        .expect("the article");
    assert_eq!(
        (article["date"].as_str(), &article["disagrees"][0]),
        (Some("2019-06"), &Value::from("date"))
    );
}

#[test]
fn exclusive_cloud_is_gone_and_first_refusal_came_and_went() {
    let diff = json("diff 2024-12 2025-10");
    assert!(texts(&diff["ended"], "clause").contains(&"cloud-exclusivity"));
    assert!(texts(&diff["interim"], "clause").contains(&"right-of-first-refusal"));
    assert!(texts(&diff["amended"], "clause").contains(&"ip-license"));
    assert!(texts(&diff["adopted"], "clause").contains(&"equity-stake"));
    assert_eq!(diff["from"]["day"], "2024-12-31");
    assert_eq!(diff["to"]["day"], "2025-10-31");
}

#[test]
fn the_licence_is_no_longer_exclusive_and_runs_through_2032() {
    let page = json("show clause ip-license");
    let clause = &page["clause"];
    assert_eq!(
        (clause["status"].as_str(), clause["through"].as_str()),
        (Some("in force"), Some("2032"))
    );
    assert_eq!(clause["terms"]["exclusive"], false);
    assert_eq!(clause["set_by"]["exclusive"]["event"], "agreement-amended");
    let expired = json("show clause ip-license --at 2033-01-01");
    assert_eq!(
        (
            expired["clause"]["status"].as_str(),
            expired["clause"]["changed_by"].as_str()
        ),
        (Some("expired"), Some("expiry:ip-license"))
    );
    let last_day = json("show clause ip-license --at 2032-12-31");
    assert_eq!(last_day["clause"]["status"], "in force");
}

#[test]
fn what_nobody_states_is_unclear() {
    let terms = json("terms 2026-06");
    let unclear: Vec<&str> = terms["clauses"]
        .as_array()
        .expect("clauses")
        .iter()
        .filter(|clause| clause["status"] == "unclear")
        .filter_map(|clause| clause["id"].as_str())
        .collect();
    for id in ["ip-research", "agi-expert-panel", "compute-threshold"] {
        assert!(unclear.contains(&id), "{id}");
    }
}

#[test]
fn prose_tells_an_end_as_it_is_known() {
    for (call, told) in [
        (
            "diff 2026 2033",
            "expires at the end of 2030, if it still stands",
        ),
        (
            "diff 2026 2033",
            "Three clauses will end, and perhaps one more",
        ),
        ("show ip-research --at 2031", "It expired after 2030, if it"),
        (
            "diff 2025-12 2026-02",
            "had ended by 28 February 2026 is not certain; its end is dated",
        ),
        (
            "diff 2025-10 2024-12",
            "had begun by 31 December 2024 is not certain",
        ),
        ("learned 2026-06 --at 2026-07", "to have ended in July 2026"),
        (
            "terms --according-to openai-2026",
            "It does not end the revenue share",
        ),
        (
            "diff 2019 today --clause revenue-share-to-microsoft",
            "as of 27 April 2026): OpenAI pays",
        ),
        (
            "terms 2024-12",
            "Bar on AGI work by Microsoft itself: whether it had begun by",
        ),
        ("find 20%", "22 January 2025: A first report gives"),
        (
            "learned 2026-05-01 --at 2026-04-27",
            "More is now known of how",
        ),
    ] {
        let story = partnership(&format!("{call} --format narrative")).done();
        let story = story.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(story.contains(told), "{call}: {told}\n{story}");
    }
}

#[test]
fn an_event_counts_alike_in_every_answer() {
    let names = ["adopted", "amended", "ended", "unclear", "learned"];
    for (event, line, story, counts) in [
        (
            "exclusivity-dropped",
            "+2 -1 ·4",
            "adopted two clauses",
            [2, 0, 1, 0, 4],
        ),
        ("court-papers-retold", "·3", "reported", [0, 0, 0, 0, 3]),
        (
            "agreement-amended",
            "+4 ~2 -5 ?5",
            "amended two clauses",
            [4, 2, 5, 5, 0],
        ),
    ] {
        let timeline = partnership("timeline").done();
        assert!(timeline.contains(line), "{event}: {line}");
        let told = partnership(&format!(
            "show event {event} --format narrative --width 500"
        ))
        .done();
        assert!(told.contains(story), "{event}: {told}");
        let diff = json(&format!("diff {event}"));
        let found = names.map(|name| diff["counts"][name]["certain"].as_u64());
        assert_eq!(found, counts.map(Some), "{event}");
    }
}

#[test]
fn who_says_otherwise_is_no_support() {
    for (clause, said) in [
        (
            "azure-first",
            "Microsoft's statement and 6 more, 6 say otherwise",
        ),
        ("investment", "Microsoft's filing, 2 say otherwise"),
        // Two more pages retell the amendment without words of their own.
        (
            "ip-license",
            "no              2026-04-27  OpenAI's statement and 2 more",
        ),
        ("investment", "learned 2023-01-24  Fortune and 2 more"),
        ("agi-clause", "research IP  2025-10-28  OpenAI's statement"),
        (
            "revenue-share-to-microsoft",
            "learned 2025-01-22  itbear, restated 2025-05-06",
        ),
    ] {
        let page = partnership(&format!("show clause {clause} --width 140")).done();
        assert!(page.contains(said), "{clause}: {said}\n{page}");
    }
}

#[test]
fn quotes_are_fragments() {
    let timeline = json("timeline");
    let mut quotes = Vec::new();
    collect(&timeline, &mut quotes);
    assert!(quotes.len() > 20, "{}", quotes.len());
    for quote in quotes {
        assert!(quote.split_whitespace().count() <= 12, "{quote}");
    }
}

fn collect<'a>(value: &'a Value, quotes: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            quotes.extend(map.get("quote").and_then(Value::as_str));
            map.values().for_each(|value| collect(value, quotes));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, quotes)),
        _ => {}
    }
}

#[test]
fn upcoming_goes_by_the_amended_through() {
    let upcoming = json("upcoming");
    let ends = upcoming["ends"].as_array().expect("ends");
    let licence: Vec<&str> = ends
        .iter()
        .filter(|end| end["clause"] == "ip-license")
        .filter_map(|end| end["date"].as_str())
        .collect();
    assert_eq!(licence, ["2032"], "the 2030 of January 2025 is replaced");
    assert_eq!(upcoming["unconfirmed"], Value::Array(Vec::new()));
    assert!(
        !texts(&upcoming["ends"], "clause").contains(&"amazon-conditional-investment"),
        "what was paid in full ends no more"
    );
    let near = json("upcoming --within 24m");
    assert!(near["ends"].as_array().expect("ends").is_empty());
}

#[test]
fn a_source_knows_what_rests_on_it_alone() {
    let page = json("show source siliconangle-2026");
    assert_eq!(page["sole"][0]["clause"], "stateful-runtime");
    assert!(texts(&page["disagrees"], "what").contains(&"date"));
}

#[test]
fn every_answer_reads_as_it_was_read() {
    let mut snapshots = Snapshots::default();
    for (name, args) in [
        ("first-screen", ""),
        ("timeline", "timeline"),
        ("terms", "terms"),
        ("diff", "diff 2024-12 2025-10"),
        ("clause", "show clause ip-license"),
        ("event", "show event agreement-amended"),
        ("party", "show party microsoft"),
        ("source", "show source siliconangle-2026"),
        ("upcoming", "upcoming"),
        ("clauses", "show clause"),
        ("learned", "learned --since 2025-06 --at 2024-12"),
        ("known-by", "terms 2024-12 --known-by 2024-12"),
        ("according-to", "timeline --according-to siliconangle-2026"),
        ("chart", "chart --mark agreement-amended"),
        ("find", "find 20%"),
        ("timeline-grep", "timeline --grep 38"),
        ("stated", "diff 2024-12 2025-10 --basis stated"),
        ("diff-v", "diff 2025-11 2026-02 -v"),
        ("diff-sources", "diff 2025-11 2026-02 --sources"),
        ("timeline-v", "timeline --from 2026-04-28 --to 2026-05 -v"),
        ("terms-v", "terms --topic revenue -v"),
        ("clause-sources", "show clause revenue-cap -v --sources"),
        ("event-v", "show event cap-reported -v --sources"),
    ] {
        for width in [60, 80, 140] {
            let text = partnership(args).width(width).done();
            snapshots.compare(
                &snapshots_of("bundled").join(format!("{name}-{width}.txt")),
                text,
            );
        }
    }
    for (name, call) in [
        ("suppose", "terms 2026-03"),
        ("suppose-event", "show event suppose:1"),
        ("suppose-clause", "show api-exclusivity --at 2026-02"),
        ("suppose-upcoming", "upcoming --today 2026-03-15"),
        ("suppose-story", "timeline 2026-03-31 --format narrative"),
    ] {
        let call = partnership(call).arg("--suppose");
        let text = call.arg("AGI is verified by the panel=2026-03").done();
        let name = format!("{name}-80.txt");
        snapshots.compare(&snapshots_of("bundled").join(name), text);
    }
    snapshots.finish();
}

#[test]
fn a_month_later_almost_nothing_ends_with_agi() {
    for (month, hoped) in [
        (
            "2026-03",
            &[
                "api-exclusivity",
                "ip-research",
                "revenue-share-to-microsoft",
            ][..],
        ),
        ("2026-04", &["ip-research"]),
    ] {
        let call = partnership("show event suppose:1 --json --suppose");
        let text = call
            .arg(&format!("AGI is verified by the panel={month}"))
            .done();
        let page: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(texts(&page["event"]["changes"], "clause"), hoped);
    }
}

#[test]
fn the_help_of_each_command_reads_as_it_was_read() {
    let mut snapshots = Snapshots::default();
    for command in commands() {
        let text = partnership(&command).arg("--help").done();
        let opening: Vec<&str> = text
            .lines()
            .take_while(|line| !line.starts_with("Usage"))
            .collect();
        assert!(
            opening.join(" ").contains('?'),
            "{command}: opens with what it answers"
        );
        assert!(
            opening
                .iter()
                .filter(|line| line.starts_with("  ") && line.contains("partnership "))
                .count()
                == 2,
            "{command}: two examples"
        );
        let name = format!("help-{}.txt", command.replace(' ', "-"));
        snapshots.compare(
            &snapshots_of("bundled").join(name.replace("help-.txt", "help.txt")),
            text,
        );
    }
    snapshots.finish();
}

#[test]
fn every_example_of_the_help_works() {
    for command in questions() {
        let help = partnership(&command).arg("--help").done();
        for example in help
            .lines()
            .filter_map(|line| line.strip_prefix("  partnership "))
        {
            partnership(example).done();
        }
    }
}

#[test]
fn the_article_tells_its_own_story() {
    let text = partnership("timeline --according-to siliconangle-2026 --json").done();
    for other in [
        "2019-07-22",
        "2025-01-21",
        "38000000000",
        "right-of-first-refusal",
        "agi-clause",
        "expert panel",
    ] {
        assert!(!text.contains(other), "it does not say {other}");
    }
    let terms = json("terms 2024-06 --according-to siliconangle-2026");
    let clause = |id: &str| {
        let all = terms["clauses"].as_array().expect("clauses");
        all.iter()
            .find(|clause| clause["id"] == id)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(clause("investment")["since"], "2019-06");
    assert_eq!(clause("cloud-exclusivity")["since"], "2023");
    assert_eq!(clause("ip-license")["terms"]["exclusive"], true);
    let later = json("diff 2024-12 2025-02 --according-to siliconangle-2026");
    assert_eq!(texts(&later["ended"], "clause"), ["cloud-exclusivity"]);
    let share = json("show clause revenue-share-to-microsoft --according-to siliconangle-2026");
    assert_eq!(
        (
            &share["clause"]["terms"]["share"],
            &share["clause"]["through"]
        ),
        (&"20%".into(), &"2030".into())
    );
}

#[test]
fn what_this_record_sums_up_is_not_told_as_a_sources_words() {
    let article = "--according-to siliconangle-2026";
    let licence = json(&format!("show clause ip-license {article}"));
    let text = "“nonexclusive license that will run through 2032”";
    assert_eq!(
        (&licence["clause"]["text"], &licence["clause"]["wording"]),
        (&text.into(), &"quoted".into())
    );
    let earlier = json(&format!("show clause ip-license {article} --at 2020"));
    assert_eq!(earlier["clause"]["wording"], "summary", "its own claim");
    let stake = "show clause equity-stake --according-to sec-2025";
    assert_eq!(json(stake)["clause"]["wording"], "record");
    for (call, said) in [
        (
            stake,
            "this record's summary, by all its sources: Microsoft holds",
        ),
        (
            &format!("{stake} --format narrative"),
            "in this record's summary, by all its sources: Microsoft holds",
        ),
    ] {
        let told = partnership(call).done();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{call}");
    }
    for call in [
        "terms",
        "timeline",
        "diff 2026-03 2026-04",
        "show ip-license",
    ] {
        for format in ["table", "narrative", "markdown", "csv", "json"] {
            let told = partnership(&format!("{call} {article} --format {format}")).done();
            for ours in [
                "safety guardrails",
                "from deals with other clouds",
                "one day later",
            ] {
                assert!(!told.contains(ours), "{call} {format}: {ours}");
            }
        }
    }
}

#[test]
fn a_source_that_differs_is_told_by_what_it_claims() {
    for (call, claimed) in [
        (
            "show azure-first --according-to mercuryoregon-2026",
            "he link of conditions is \"or\"",
        ),
        (
            "show right-of-first-refusal --according-to centerconsulting-pbc",
            "It is held by OpenAI",
        ),
        (
            "timeline --according-to orva-2025",
            "The scope is architecture and weights",
        ),
        (
            "diff 2025-10-01 2025-11 --according-to sec-2025",
            "stake in OpenAI, in this record's summary, by all its sources: Microsoft holds",
        ),
        (
            "timeline --according-to fool-2025",
            "Motley Fool wrote, in this record's summary, by all its sources: Reportedly",
        ),
        (
            "show revenue-share-to-openai --according-to siliconangle-2026",
            "January 2025 (known since 27 April 2026): The exclusive cloud clause is dropped. SiliconANGLE reported: “the",
        ),
        (
            "show revenue-share-to-openai --according-to microsoft-january-2025",
            "Microsoft's statement said, in this record's summary, by all its sources: Microsoft",
        ),
        (
            "timeline --according-to siliconangle-2026",
            "Microsoft's revenue share to OpenAI, as SiliconANGLE reported: “the companies paid",
        ),
        (
            "chart --beliefs revenue-cap --according-to siliconangle-2026",
            "the clause is in force, according to SiliconANGLE: “subject to a total cap”",
        ),
    ] {
        let told = partnership(&format!("{call} --format narrative")).done();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_sourced = !told.contains("no source gives it");
        assert!(
            !told.contains(" reported it.") && !told.contains(" it read. "),
            "{told}"
        );
        assert!(told.contains(claimed) && is_sourced, "{told}");
    }
}

#[test]
fn a_reader_of_2024_knew_less() {
    let known = json("terms 2024-12 --known-by 2024-12");
    let then = texts(&known["clauses"], "id");
    assert!(
        !then.contains(&"revenue-share-to-microsoft"),
        "first told of in 2025"
    );
    let learned = json("learned --since 2025-06 --at 2024-12");
    assert_eq!(
        (
            learned["since"]["day"].as_str(),
            learned["at"]["day"].as_str()
        ),
        (Some("2025-06-30"), Some("2024-12-31"))
    );
    assert!(
        texts(&learned["amended"], "clause").contains(&"agi-clause"),
        "told of in July 2025"
    );
}

#[test]
fn what_was_only_reported_is_left_out_of_what_was_stated() {
    let stated = json("show clause revenue-cap --basis stated");
    assert!(stated["clause"]["terms"]["amount-usd"].is_null());
    let reported = json("show clause revenue-cap --basis reported");
    assert_eq!(
        reported["clause"]["terms"]["amount-usd"],
        38_000_000_000_i64
    );
    let told = partnership("terms --basis stated --width 300").done();
    assert!(told.contains("left out: 4 ends, 5 doubts"), "{told}");
}

#[test]
fn an_id_that_the_lens_hides_is_refused_with_the_lens() {
    for (args, flag) in [
        (
            "show clause right-of-first-refusal --known-by 2024-12",
            "`--known-by`",
        ),
        ("show event cap-reported --basis stated", "`--basis`"),
        (
            "terms --clause agi-clause --according-to siliconangle-2026",
            "`--according-to`",
        ),
        ("terms cap-reported --basis stated", "`--basis`"),
        (
            "show source bloomberg-2026 --known-by 2024-12",
            "`--known-by`",
        ),
    ] {
        let refused = partnership(args).refused(2);
        assert!(refused.contains(flag), "{args}: {refused}");
    }
}

#[test]
fn every_command_answers_under_every_lens() {
    let formats = ["table", "narrative", "json"];
    let mut format = formats.iter().cycle();
    for command in [
        "",
        "timeline",
        "terms",
        "terms --all",
        "diff 2019 2026-06",
        "show clause",
        "show event",
        "show party microsoft",
        "show source",
        "upcoming",
        "learned --since 2023",
    ] {
        for lens in [
            "--known-by 2024-12",
            "--according-to siliconangle-2026",
            "--basis stated",
            "--known-by 2026-05 --according-to siliconangle-2026 --basis reported",
        ] {
            // Of three formats, each call takes two.
            for format in format.by_ref().take(2) {
                let text = partnership(&format!("{command} {lens} --format {format}")).done();
                assert!(
                    text.contains("believed") || *format == "json",
                    "{command} {lens}: the heading names the lens"
                );
            }
        }
    }
}
