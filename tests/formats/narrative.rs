//! The prose: every change told once, every sentence sourced, and the whole story of the bundled timeline.

use std::collections::BTreeMap;

use partnership::answer::story::Sentence;
use partnership::answer::{Lens, Report};
use partnership::date::Day;
use partnership::file;
use partnership::questions::Question;
use partnership::questions::timeline::TimelineArgs;
use partnership::questions::view::View;
use partnership::shell::input::BUNDLED;

use crate::support::{Snapshots, partnership, snapshots_of};

/// The listing of a timeline as of a day.
fn listing(text: &str, today: &str) -> Report {
    let reading = file::read("timeline.toml", text.as_bytes().to_vec(), false);
    assert!(reading.is_sound(), "{:?}", reading.diagnostics);
    let today = today.parse::<partnership::date::Date>().expect("a date");
    let today: Day = today.last().expect("a day");
    let view = View::new(&reading.history, today, Lens::default(), None);
    TimelineArgs::default().ask(&view).expect("a listing")
}

fn told(report: &Report) -> Vec<Sentence> {
    let story = report.answer.story(&report.context);
    story.sentences().cloned().collect()
}

fn word(value: &serde_json::Value) -> &str {
    value.as_str().expect("a word")
}

/// A timeline with the two events of a small lease, and a third one as given.
fn lease(third: &str) -> String {
    format!(
        r#"
format = 1
title = "Lease"
[source.register]
publisher = "Land register"
[source.gazette]
publisher = "The Gazette"
[clause.rent]
title = "Rent"
[[event]]
id = "signed"
date = "2021-05-03"
title = "The lease is signed"
cite = ["register"]
[[event.change]]
clause = "rent"
action = "adopt"
text = "The tenant pays 900."
terms = {{ monthly = 900, covers = ["heat", "water"] }}
through = "2030"
[[event]]
id = "raised"
date = "2022-08-03"
title = "The rent is raised"
cite = ["register", {{ source = "gazette", date = "2022-06" }}]
[[event.change]]
clause = "rent"
action = "amend"
text = "The tenant pays 1000."
terms = {{ monthly = 1000, covers = ["heat", "light"] }}
unset = ["through"]
{third}"#
    )
}

#[test]
fn every_change_is_told_in_exactly_one_sentence_of_its_event() {
    let report = listing(BUNDLED, "2026-11-22");
    let listing = serde_json::to_value(&report).expect("JSON");
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    for sentence in told(&report) {
        if let (Some(event), Some(clause)) = (sentence.event, sentence.change) {
            *counted.entry((event, clause)).or_default() += 1;
        }
    }
    for event in listing["events"].as_array().expect("events") {
        for change in event["changes"].as_array().expect("changes") {
            let (id, clause) = (word(&event["id"]), word(&change["clause"]));
            let left = counted.get_mut(&(id.to_owned(), clause.to_owned()));
            *left.unwrap_or_else(|| panic!("{clause} of {id} is told")) -= 1;
        }
    }
    assert!(
        counted.values().all(|left| *left == 0),
        "nothing is told twice"
    );
}

#[test]
fn every_event_and_expiry_has_a_sentence() {
    let report = listing(BUNDLED, "2026-11-22");
    let listing = serde_json::to_value(&report).expect("JSON");
    let sentences = told(&report);
    for event in listing["events"].as_array().expect("events") {
        let (id, title) = (word(&event["id"]), word(&event["title"]));
        // Ends of one day that the same set are told in one sentence, by their names.
        let name = title.strip_suffix(": last day").unwrap_or(title);
        let is_named = |s: &&Sentence| s.text.contains(name) || s.event.as_deref() == Some(id);
        assert!(sentences.iter().any(|s| is_named(&s)), "{id}");
    }
}

#[test]
fn what_may_still_be_to_come_is_told_as_perhaps_done() {
    let third = "[[event]]\nid = \"cut\"\ndate = \"[2026-10..2027-02]\"\ntitle = \"The rent is cut\"\n\
        cite = [\"register\"]\n[[event.change]]\nclause = \"rent\"\naction = \"amend\"\n\
        terms = { monthly = 800 }\n";
    for (today, words) in [
        ("2026-09-30", "one clause is to be amended, Rent"),
        ("2026-11-22", "one clause was perhaps amended, Rent"),
        ("2027-02-28", "one clause was amended, Rent"),
    ] {
        let sentences = told(&listing(&lease(third), today));
        let of_change = sentences
            .iter()
            .find(|of| of.event.as_deref() == Some("cut") && of.change.is_some());
        let text = &of_change.expect("the change").text;
        assert!(
            text.to_lowercase().contains(&words.to_lowercase()),
            "{today}: {text}"
        );
    }
}

#[test]
fn a_heading_says_whether_all_texts_are_summaries() {
    let verbatim = "wording = \"verbatim\"\n";
    let some = lease("").replace(
        "text = \"The tenant pays 1000.\"",
        "text = \"The tenant pays 1000.\"\nwording = \"verbatim\"",
    );
    for (text, words) in [
        (lease(""), "· texts are summaries"),
        (some, "· partly summaries"),
        (
            format!("{verbatim}{}", lease("").trim_start()),
            "lease.toml · kept to",
        ),
    ] {
        let text = text.replacen(
            "title = \"Lease\"",
            "title = \"Lease\"\nrecorded = \"2023\"",
            1,
        );
        let found = partnership("terms -f lease.toml")
            .file("lease.toml", &text)
            .run()
            .stdout;
        assert!(found.contains(words), "{words}:\n{found}");
    }
}

#[test]
fn no_sentence_about_an_event_stands_without_a_source() {
    for sentence in told(&listing(BUNDLED, "2026-11-22")) {
        assert!(
            sentence.event.is_none() || !sentence.sources.is_empty(),
            "{}",
            sentence.text
        );
    }
}

#[test]
fn a_change_is_told_by_its_sentence_and_what_that_does_not_give() {
    for (terms, text, words) in [
        (
            "monthly = 1000",
            "The tenant pays 1000.",
            "The tenant pays 1000. It no longer runs to the end of 2030",
        ),
        (
            "monthly = 1000",
            "More is paid.",
            "More is paid. The monthly is 1000 (before that, 900); it no longer runs to the end of 2030",
        ),
        (
            "rooms = 3",
            "He has 3 rooms.",
            "He has 3 rooms. It no longer runs to the end of 2030",
        ),
        (
            "covers = \"light\"",
            "He pays light.",
            "He pays light. It no longer runs to the end of 2030",
        ),
    ] {
        let lease = lease("").replace("monthly = 1000, covers = [\"heat\", \"light\"]", terms);
        let lease = lease.replace("The tenant pays 1000.", text);
        let sentences = told(&listing(&lease, "2026-11-22"));
        let amended = sentences.iter().find(|s| s.text.contains("was amended"));
        let amended = amended.expect("an amendment");
        let expected = format!("One clause was amended, Rent: {words}");
        assert_eq!(amended.text, expected);
        assert_eq!(amended.event.as_deref(), Some("raised"));
    }
}

#[test]
fn a_report_is_told_with_what_it_gave_alone() {
    for (terms, text, words) in [
        (
            "monthly = 1050",
            "He pays 1050 and heat, light.",
            "On Rent, Land register reported: the monthly is 1050 (before that, 1000)",
        ),
        (
            "monthly = 1050",
            "He pays 1050.",
            "Rent, as Land register reported: He pays 1050",
        ),
    ] {
        let third = format!(
            "[[event]]\nid = \"third\"\ndate = \"2024\"\nreport = true\ntitle = \"Third\"\n\
             cite = [\"register\"]\n[[event.change]]\nclause = \"rent\"\naction = \"disclose\"\n\
             text = \"{text}\"\nterms = {{ {terms} }}\n"
        );
        let sentences = told(&listing(&lease(&third), "2026-11-22"));
        let texts: Vec<&str> = sentences.iter().map(|s| s.text.as_str()).collect();
        assert!(texts.contains(&words), "{words}\n{texts:#?}");
    }
}

#[test]
fn what_the_parties_did_is_told_of_them() {
    let lease = lease("").replace(
        "[clause.rent]",
        "[party.anna]\nname = \"Anna\"\n[party.ben]\nname = \"Ben\"\n[clause.rent]\nparties = [\"ben\", \"anna\"]",
    );
    let lease = lease.replace(
        "title = \"The rent",
        "parties = [\"anna\", \"ben\"]\ntitle = \"The rent",
    );
    let sentences = told(&listing(&lease, "2026-11-22"));
    let begins = |text: &str| sentences.iter().any(|s| s.text.starts_with(text));
    assert!(
        begins("Anna and Ben amended one clause, Rent: "),
        "{sentences:#?}"
    );
}

#[test]
fn only_words_of_a_source_or_a_contract_stand_in_quotation_marks() {
    for sentence in told(&listing(BUNDLED, "2026-11-22")) {
        for quoted in sentence.text.split('“').skip(1) {
            let quoted = quoted.split('”').next().unwrap_or_default();
            let quote = format!("quote = \"{quoted}\"");
            assert!(BUNDLED.contains(&quote), "{}", sentence.text);
        }
    }
    let verbatim = format!("wording = \"verbatim\"\n{}", lease("").trim_start());
    let sentences = told(&listing(&verbatim, "2026-11-22"));
    assert!(
        sentences
            .iter()
            .any(|s| s.text.contains("Rent: “The tenant pays 900”"))
    );
}

#[test]
fn sources_that_say_the_same_are_told_in_one_sentence() {
    let both = "cite = [\"register\", { source = \"gazette\", date = \"2022-06\" }, \
                { source = \"herald\", date = \"2022-06\", note = \"A reprint.\" }]";
    let one = "cite = [\"register\", { source = \"gazette\", date = \"2022-06\" }]";
    let herald = "[source.herald]\npublisher = \"The Herald\"\n[clause.rent]";
    let lease = lease("")
        .replace(one, both)
        .replace("[clause.rent]", herald);
    let sentences = told(&listing(&lease, "2026-11-22"));
    let texts: Vec<&str> = sentences.iter().map(|s| s.text.as_str()).collect();
    assert!(
        texts.contains(&"The Gazette and The Herald date it to June 2022"),
        "{texts:#?}"
    );
    let note = sentences
        .iter()
        .find(|s| s.text == "Note on The Herald: A reprint");
    assert!(
        note.is_some_and(|note| note.sources.is_empty()),
        "{texts:#?}"
    );
}

#[test]
fn disagreement_is_told_with_the_name_of_who_disagrees() {
    let sentences = told(&listing(&lease(""), "2026-11-22"));
    assert!(
        sentences
            .iter()
            .any(|s| s.text == "The Gazette dates it to June 2022")
    );
}

#[test]
fn each_action_basis_and_tense_has_its_words() {
    for (third, today, words) in [
        (
            "action = \"keep\"",
            "2026-11-22",
            "One clause was kept unchanged, Rent",
        ),
        (
            "action = \"unclear\"",
            "2026-11-22",
            "Whether this clause still stands has been unclear since then: Rent",
        ),
        ("action = \"end\"", "2026-11-22", "One clause ended, Rent"),
        (
            "action = \"end\"\nbasis = \"reported\"",
            "2026-11-22",
            "One clause ended, Rent (reported)",
        ),
        (
            "action = \"keep\"\nbasis = \"inferred\"",
            "2026-11-22",
            "One clause was kept unchanged, Rent (inferred)",
        ),
        (
            "action = \"disclose\"\nterms = { monthly = 1050 }\neffective = \"2022-09\"",
            "2026-11-22",
            "On Rent, Land register reported: the monthly is 1050 (before that, 1000). \
             This applies from some day in September 2022",
        ),
        (
            "action = \"end\"\neffective = \"2022-09\"\nreport = true\nbasis = \"reported\"",
            "2026-11-22",
            "On Rent, Land register reported: it has ended. \
             This applies from some day in September 2022",
        ),
        (
            "action = \"end\"",
            "2023-01-01",
            "One clause is to end, Rent",
        ),
    ] {
        let third = format!(
            "[[event]]\nid = \"third\"\ndate = \"2024-02~\"\ntitle = \"Third\"\ncite = [\"register\"]\n\
             [[event.change]]\nclause = \"rent\"\n{third}\n"
        );
        let sentences = told(&listing(&lease(&third), today));
        let texts: Vec<&str> = sentences.iter().map(|s| s.text.as_str()).collect();
        assert!(texts.contains(&words), "{words}\n{texts:#?}");
    }
}

#[test]
fn plans_are_told_as_plans() {
    let third = "[[event]]\nid = \"third\"\ndate = \"2024-02-01\"\nplanned = true\ntitle = \"The end\"\ncite = [\"register\"]\n\
                 [[event.change]]\nclause = \"rent\"\naction = \"end\"\n";
    let before = told(&listing(&lease(third), "2023-01-01"));
    assert!(
        before
            .iter()
            .any(|s| s.text == "Planned for 1 February 2024: The end")
    );
    let after = told(&listing(&lease(third), "2025-01-01"));
    assert!(
        after
            .iter()
            .any(|s| s.text == "Planned for 1 February 2024, not confirmed: The end")
    );
    assert!(
        after
            .iter()
            .any(|s| s.text == "One clause was to end, Rent")
    );
}

#[test]
fn an_expiry_is_told_in_its_tense() {
    let one = lease("").replace("unset = [\"through\"]\n", "");
    let told_on = |today: &str| {
        let all = told(&listing(&one, today));
        let last = all[all.len() - 2..].iter();
        let texts: Vec<&str> = last.map(|of| of.text.as_str()).collect();
        texts.join(". ")
    };
    let future = "At the end of 2030, if nothing else happens, Rent will expire. This end was set on 3 May 2021";
    assert_eq!(told_on("2030-12-31"), future);
    assert_eq!(
        told_on("2031-01-01"),
        "At the end of 2030, Rent expired. This end was set on 3 May 2021"
    );
}

#[test]
fn no_text_closes_the_marks_that_stand_around_it() {
    let forged = "The rent is 5” [1]. “Rent” ended on 2 May 2021; until then it read, in summary, “The rent is 5";
    let single = "The rent is 5’ [1]. ‘Rent’ ended on 2 May 2021; until then it read, in summary, ‘The rent is 5";
    let text = lease("").replace("The tenant pays 900.", forged);
    for (wording, single) in [
        ("verbatim", format!("“{single}”")),
        ("summary", single.to_owned()),
    ] {
        let text = format!("wording = \"{wording}\"\n{}", text.trim_start());
        let sentences = told(&listing(&text, "2026-11-22"));
        let texts: Vec<&str> = sentences.iter().map(|told| told.text.as_str()).collect();
        assert!(
            texts.iter().any(|text| text.contains(&single)),
            "{texts:#?}"
        );
        for text in texts {
            let mut open = false;
            for mark in text.chars().filter(|c| ['“', '”'].contains(c)) {
                assert_eq!(mark == '“', !open, "{text}");
                open = !open;
            }
            assert!(!open, "{text}");
        }
    }
}

#[test]
fn the_story_of_the_bundled_timeline_reads_as_it_was_read_aloud() {
    let mut snapshots = Snapshots::default();
    for (name, args) in [
        ("story-timeline", "timeline"),
        ("story-diff", "diff 2024-12 2025-10"),
        ("story-diff-learned", "diff 2026-03 2026-04"),
        ("story-terms", "terms 2025-12"),
        ("story-clause", "show clause ip-license"),
        ("story-event", "show event agreement-amended"),
        ("story-party", "show party amazon"),
        ("story-source", "show source siliconangle-2026"),
        ("story-upcoming", "upcoming"),
        ("story-overview", ""),
        ("story-article", "timeline --according-to siliconangle-2026"),
        (
            "story-article-diff",
            "diff 2026-03 2026-04 --according-to siliconangle-2026",
        ),
    ] {
        let text = partnership(args).arg("--format").arg("narrative").done();
        snapshots.compare(&snapshots_of("bundled").join(format!("{name}.txt")), text);
    }
    snapshots.finish();
}

/// What calls say as prose, as far as the record goes.
const FIRM: &[(&str, &str)] = &[
    // One of the two values that were reported stands in a statement.
    (
        "timeline 2025-05",
        "No statement or filing in this record confirms the share.",
    ),
    (
        "timeline 2025-07",
        "WIRED reported: what Microsoft loses is later models; it lets Microsoft contest the profit test. This applies from 23 January 2023 [1]. No statement or filing in this \
             record confirms it.",
    ),
    // The last day of a clause that may not stand any more.
    (
        "diff 2026-11 2031",
        "three events will change what is in force. Two clauses will end, and perhaps one more.",
    ),
    (
        "learned 2025-10",
        "More is now known of how it read while it stood: Retold court papers",
    ),
    // A text of which a part became known later says so, and both texts are read with the same knowledge.
    (
        "diff 2026-03 2026-04 --clause ip-license",
        "with what became known by 29 April 2026: Microsoft's licence to OpenAI's models, products and infrastructure \
             is not exclusive and reportedly free of royalties.",
    ),
    (
        "diff 2026-03 2026-04 --clause ip-license",
        "Before that, it read: Microsoft has rights to the models, products and infrastructure of OpenAI through 2032",
    ),
    // What was reported of an older deed bears no other days than its own.
    (
        "diff 2024-12 2025-10 --clause revenue-share-to-openai",
        "it counts revenue from Azure OpenAI and Bing; the share is about 20%. This applies from 21 January 2025 [1, 3, 4]. No statement or filing in this record \
             confirms it. Note: Since when the rate applied is not known; the day is the first on which the clause \
             was public.",
    ),
    // An end rests on what ended it, and what stands today is told so.
    (
        "learned 2025-11 --at 2026 --clause api-exclusivity",
        "It is now known to have ended on 27 April 2026 [1, 2]. Sources [1] OpenAI, 2026-04-27",
    ),
    (
        "learned 2025-11 --at 2026 --clause primary-cloud-partner",
        "It is now known to stand: Microsoft is OpenAI's primary cloud partner",
    ),
    (
        "diff 2020 2025-10 --clause revenue-share-to-microsoft",
        "Its start in 2021 has been known since some day between January 2026 and 17 June 2026",
    ),
    // What is believed until now is not told as given up, and what was believed is not told as true.
    (
        "chart --beliefs ip-license",
        "As known since 17 June 2026, from 22 July 2019 to 21 September 2020 the clause was in force",
    ),
    (
        "chart --beliefs ip-license",
        "As known until 27 October 2025, from 1 January 2031 on the clause was not in force.",
    ),
    // Doubts stand in one pair of brackets, and what is not certain does so before its verb.
    (
        "diff 2026-03 2026-04 --according-to siliconangle-2026",
        "OpenAI's revenue share to Microsoft (perhaps, reported, as of 27 April 2026):",
    ),
    (
        "show revenue-share-to-microsoft --according-to siliconangle-2026",
        "It runs to the end of 2030 (reported, set on",
    ),
    (
        "diff 2019 2026",
        "OpenAI's own products hosted on Azure perhaps stood only in between",
    ),
    // The first sentence is the news, and says by what.
    (
        "chart --from 2026-06",
        "The chart has 14 clauses in force on 29 November 2026; whether five more still stand is not known.",
    ),
    (
        "chart --beliefs ip-license",
        "What is known of Microsoft's licence to OpenAI's IP has changed since 22 July 2019, last on 17 June 2026.",
    ),
    (
        "show event agreement-amended",
        "Microsoft and OpenAI amended one clause that has been unclear since, What happens when AGI is reached:",
    ),
    // Of what is unclear, no sentence is certain.
    (
        "terms --clause agi-clause",
        "As last known, it does not end the revenue share",
    ),
    // What was said twice of one clause is told with who said each.
    (
        "diff 2024-11 2026-11 --clause investment",
        "Microsoft's filing said on 29 October 2025: the total commitment is $13 billion.",
    ),
    (
        "find reportedly",
        "the rest goes to the nonprofit (reported).",
    ),
    // Another event of that day only kept clauses.
    (
        "diff 2026-02-26 2026-02-27",
        "one event changed what was in force.",
    ),
    (
        "diff 2026-03 2026-04 --clause stateful-runtime --according-to siliconangle-2026",
        "the close of 30 April 2026, one clause came into force.",
    ),
    (
        "diff 2025-11 2025-12",
        "nothing is recorded to have changed what was in force.",
    ),
    (
        "upcoming --suppose=AGI\u{a0}is\u{a0}verified\u{a0}by\u{a0}the\u{a0}panel=2026-12",
        "is to end, Access to OpenAI's research (if it still stands) (supposed).",
    ),
    // Which of the members of a set hold together no field says.
    (
        "show amazon-conditional-investment",
        "Until then, this held: the triggers are IPO filing and redacted milestone (set on 27 February 2026) [2].",
    ),
    // Nobody knew then on which day it would end.
    (
        "show revenue-share-to-openai",
        "Microsoft's statement said on 21 January 2025: it was to run to the end of 2030.",
    ),
    // What was set before it was left unclear is not certain.
    (
        "show agi-clause",
        "As last known, the definition of AGI is that of OpenAI's charter (set on 22 July 2019) [3].",
    ),
    // A figure stands with what is noted of it, also under a later text.
    (
        "terms --topic revenue",
        "the payment for 2025, to September, is $865.8 million [9, 10, 11]. No statement or filing in this record \
             confirms it. Note: Neither company confirmed the leaked figures; Microsoft disputes them.",
    ),
    // What set an end, and what left it open whether that comes, are two facts.
    (
        "upcoming",
        "Whether Access to OpenAI's research, agreed to the end of 2030, still stands has been unclear since 27 April 2026 (inferred) [1]. Microsoft and OpenAI set this end on 28 October 2025 [4].",
    ),
    (
        "upcoming",
        "(inferred) [1]. Microsoft and OpenAI set this condition on 28 October 2025 [4].",
    ),
    // Of two changes by one event each rests on its own sources.
    (
        "diff 2025-01-20 2025-01-21",
        "Microsoft's statement said on 21 January 2025: it runs to the end of 2030 [9].",
    ),
    (
        "diff 2026-06 2026-08",
        "Note: Performed: $13.7 billion was paid by 30 June 2026",
    ),
];

#[test]
fn prose_says_no_more_than_is_known() {
    for (call, words) in FIRM {
        let args = call.split(' ').map(|arg| arg.replace('\u{a0}', " "));
        let asked = args.fold(
            partnership("--today 2026-11-29 --format narrative"),
            |asked, arg| asked.arg(&arg),
        );
        let told = asked.done();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{call}: {words}\n{told}");
    }
}

#[test]
fn an_end_has_its_sources_and_who_dates_it_otherwise() {
    let ended = r#"
[clause.heat]
title = "Heat"
[[event]]
id = "heated"
date = "2020"
title = "Heat"
cite = ["register"]
[[event.change]]
clause = "heat"
action = "adopt"
text = "The tenant pays for heat."
[[event]]
id = "reheated"
date = "2022"
title = "What it takes"
cite = ["register"]
[[event.change]]
clause = "heat"
action = "amend"
text = "The tenant pays for heat and water."
[[event]]
id = "left"
date = "2024-01-01"
title = "The tenant leaves"
cite = ["register", { source = "gazette", date = "2024-03-01" }]
[[event.change]]
clause = "rent"
action = "end"
[[event.change]]
clause = "heat"
action = "end""#;
    let given = "through = \"2030\"\ncite = [{ source = \"gazette\", terms = { monthly = 900 } }]";
    let text = lease(ended).replace("through = \"2030\"", given);
    for (call, words) in [
        // A citation that gives only terms stands behind an end where no other does.
        (
            "show rent --at 2022-06",
            "it runs to the end of 2030 (set on 3 May 2021) [1].",
        ),
        ("terms 2024-06 --all", "dates its end to"),
        // The title of an event is not changed.
        (
            "diff 2022-09 2024-06",
            "Heat: whether it had changed by 30 September 2022 is not certain; the change is dated 2022 (What it takes)",
        ),
        (
            "diff 2022-09 2024-06",
            "Before that, it read: The tenant pays 1000 [1, 2].",
        ),
    ] {
        let asked = partnership(&format!("{call} --format narrative -f t.toml"));
        let told = asked.file("t.toml", &text).done();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{call}: {words}\n{told}");
    }
}
