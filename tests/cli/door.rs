//! Words that people try: each is answered, or leads to a call that is.

use std::collections::HashMap;

use serde_json::Value;

use crate::support::{cases, files, json, partnership, stem};

/// What is typed, and the call that it is the same as.
const ANSWERED: &[(&str, &str)] = &[
    ("log", "timeline"),
    ("log -n 5", "timeline --limit 5"),
    ("events", "timeline"),
    ("timeline 2025", "timeline --from 2025 --to 2025"),
    ("timeline 2024..2025", "timeline --from 2024 --to 2025"),
    ("timeline --since 2025", "timeline --from 2025"),
    ("timeline --until 2025", "timeline --to 2025"),
    (
        "timeline today-1y..today",
        "timeline 2025-11-22..2026-11-22",
    ),
    ("now", "terms"),
    ("today", "terms"),
    ("status", "terms"),
    ("state", "terms"),
    ("at 2024-12", "terms 2024-12"),
    ("terms --as-of 2024-12", "terms --at 2024-12"),
    ("terms today-2w", "terms 2026-11-08"),
    ("terms today+6m", "terms 2027-05-22"),
    ("changes 2024..2025", "diff 2024 2025"),
    ("compare 2024 2025", "diff 2024 2025"),
    ("diff 2024-12", "diff 2024-12 today"),
    ("diff 2024-12..", "diff 2024-12 today"),
    (
        "learned 2025-06 --at 2024-12",
        "learned --since 2025-06 --at 2024-12",
    ),
    ("search exclusive cloud", "find exclusive cloud"),
    ("grep exclusive cloud", "find exclusive cloud"),
    ("next", "upcoming"),
    ("future", "upcoming"),
    ("expiry", "upcoming"),
    ("differences 2024 2025", "diff 2024 2025"),
    ("agenda --within 2y", "upcoming --within 2y"),
    ("gantt", "chart"),
    ("graph", "chart"),
    ("deadlines", "upcoming"),
    ("clauses", "show clause"),
    ("clauses --at 2024", "show clause --at 2024"),
    ("parties", "show party"),
    ("sources", "show source"),
    ("list events", "show event"),
    ("ls parties", "show party"),
    ("clause ip-license", "show clause ip-license"),
    ("why ip-license", "show clause ip-license"),
    ("blame ip-license", "show clause ip-license"),
    ("open ip-license", "show clause ip-license"),
    ("view amazon", "show party amazon"),
    ("get amazon", "show party amazon"),
    ("siliconangle", "show source siliconangle-2026"),
    ("when agreement-amended", "show event agreement-amended"),
    ("ip-license", "show clause ip-license"),
    ("IP license --json", "show clause ip-license --json"),
    ("--json ip-license", "show clause ip-license --json"),
    ("-- ip-license", "show clause ip-license"),
    ("show ip-license", "show clause ip-license"),
    (
        "show ip license --at 2025-03",
        "show clause ip-license --at 2025-03",
    ),
    ("show amazon", "show party amazon"),
    (
        "show cloud-exclusivity --at 2025-03",
        "show clause cloud-exclusivity --at 2025-03",
    ),
    ("show limits returns", "show clause profit-cap"),
    ("show oracle", "show party oracle"),
    ("show first refusal", "show clause right-of-first-refusal"),
    ("show expiry:ip-license", "show event expiry:ip-license"),
    ("siliconangle-2026", "show source siliconangle-2026"),
    ("show 2019-03-11", "show event capped-profit-company"),
];

/// What is typed, with what it leads to: a call that is answered.
const LEADS: &[(&str, &str)] = &[
    ("timelin --from 2024", "timeline --from 2024"),
    ("-f lease.toml trems 2024", "-f lease.toml terms 2024"),
    ("lease.toml", "-f lease.toml"),
    ("lease.toml terms", "-f lease.toml terms"),
    ("terms cloud", "terms --topic cloud"),
    ("terms amazon", "terms --topic amazon"),
    ("terms AGI", "terms --topic AGI"),
    ("terms openai", "terms --party openai"),
    ("terms ip-license", "terms --clause ip-license"),
    ("timeline Amazon", "timeline --topic Amazon"),
    ("timeline Microsoft", "timeline --party Microsoft"),
    ("diff ip-license", "diff today-1y --clause ip-license"),
    ("diff Amazon", "diff today-1y --topic Amazon"),
    ("diff Amazon", "diff today-1y --party Amazon"),
    ("learned ip-license", "learned today-1y --clause ip-license"),
    ("term", "terms"),
    ("diff --since 2024", "diff 2024-12 2025-10"),
    ("upcoming until 2027", "upcoming --within 24m"),
    ("-n 5", "timeline -n 5"),
    ("--since 2025 --json", "timeline --since 2025 --json"),
    ("--until 2023", "timeline --until 2023"),
    ("--as-of 2024", "terms --as-of 2024"),
    ("show Amazon.com, Inc.", "show amazon"),
    ("timeline --from 2024 to 2025", "timeline 2025..2026-04"),
    ("list", "show clause"),
    ("ls", "show party"),
    ("csv", "timeline --format csv"),
    ("search", "find nonexclusive"),
    ("compare", "diff 2024-12 2025-10"),
    ("-f lease.toml ls", "show event --file lease.toml"),
    ("show", "show event"),
    ("zebra", "show clause"),
    ("valued", "find valued"),
    ("terms lease.toml", "terms -f lease.toml"),
    ("show agrement-amended", "show agreement-amended"),
    ("show exclusiv clod", "show cloud-exclusivity"),
    ("show 2018", "show capped-profit-company"),
    ("export", "timeline --format csv"),
    ("report", "page -o agreement.html"),
    ("terms --csv", "timeline --format csv"),
    ("why", "show clause"),
    ("blame", "show clause"),
    ("when", "show event"),
    ("view", "show party"),
    ("open", "show source"),
    ("find", "find nonexclusive"),
    ("changes", "diff 2024-12 2025-10"),
    ("show trainium", "find trainium"),
    ("show 27%", "find '27%'"),
    ("show source openai", "show source"),
    ("terms --clause licence", "show clause"),
    ("show event 2026-04-27", "show event"),
];

/// What is typed, and how it is to be written instead.
const WRITTEN: &[(&str, &str)] = &[
    ("yesterday", "`today-1d`"),
    ("last year", "`today-1y`"),
    ("terms yesterday", "`today-1d`"),
    ("this year", "`today`"),
    ("diff 2024-12 - 2025-10", "as in `partnership diff"),
    ("diff last-year", "`today-1y`"),
    ("timeline --kind list", "the kinds are"),
    ("show 2024-02-30", "29 days"),
    ("show april 2026", "`2026-04`"),
    ("show 27 April 2026", "`2026-04-27`"),
    ("show openai-2026 --known-by 2020", "hidden by `--known-by`"),
    (
        "show revenue-share-to-microsoft --known-by 2019-12",
        "hidden by `--known-by`",
    ),
];

#[test]
fn words_that_people_try_are_answered() {
    for (typed, call) in ANSWERED {
        let expected = partnership(call).run();
        assert_eq!(expected.code, 0, "`{call}`: {}", expected.stderr);
        let answer = partnership(typed).run();
        assert_eq!(answer.stdout, expected.stdout, "`{typed}` is `{call}`");
        assert_eq!(answer.stderr, expected.stderr, "`{typed}` is `{call}`");
    }
}

#[test]
fn other_words_lead_to_a_call_that_is_answered() {
    let lease = partnership("init --example -").done();
    let typing = |words: &str| {
        let call = partnership(words);
        if words.contains("lease.toml") {
            return call.file("lease.toml", &lease);
        }
        call
    };
    for (typed, call) in LEADS {
        let told = typing(typed).refused(2);
        let call = format!("partnership {call}");
        assert!(told.contains(&format!("`{call}`")), "`{typed}`: {told}");
        // Each call that is told, and not only the one looked for.
        let calls = told
            .split('`')
            .filter_map(|part| part.strip_prefix("partnership "));
        for call in calls {
            let answer = typing(call).run();
            assert_eq!(
                answer.code, 0,
                "`{typed}` leads to `{call}`: {}",
                answer.stderr
            );
        }
    }
}

/// The title of an article may be all that has some words; the texts may say more of them.
#[test]
fn words_of_a_title_of_an_article_lead_to_the_texts_too() {
    for (typed, call) in [
        ("exclusive azure", "find 'exclusive azure'"),
        ("siliconangle", ""),
    ] {
        let answer = partnership(typed).run();
        let note = format!("note: `partnership {call}` looks in every text\n");
        let note = if call.is_empty() { "" } else { &note };
        assert_eq!((answer.code, &*answer.stderr), (0, note), "{typed}");
    }
}

#[test]
fn what_is_said_of_days_is_written_as_a_day() {
    for (typed, written) in WRITTEN {
        let told = partnership(typed).refused(2);
        assert!(told.contains(written), "`{typed}`: {told}");
    }
}

#[test]
fn an_id_comes_before_a_mistyped_command_and_a_title() {
    let file = "format = 1\ntitle = \"A lease\"\n\
        [clause.chat]\ntitle = \"Talks\"\n[clause.export]\ntitle = \"Chat of the tenants\"\n\
        [party.terms-ltd]\nname = \"Terms Ltd\"\n[clause.clause]\ntitle = \"A clause about clauses\"\n";
    let asks = |call: &str| partnership(call).file("timeline.toml", file).run();
    for (typed, call) in [
        ("chat", "show clause chat"),
        ("export", "show clause export"),
        ("terms-ltd", "show party terms-ltd"),
        ("show talks", "show clause chat"),
    ] {
        assert_eq!(
            asks(typed).stdout,
            asks(call).stdout,
            "`{typed}` is `{call}`"
        );
    }
    let about = asks("show about clauses");
    assert!(about.stdout.contains("A clause about clauses"), "{about:?}");
    let listed = asks("show c");
    assert!(
        listed.stdout.contains("partnership show clause clause "),
        "{listed:?}"
    );
}

#[test]
fn only_what_has_a_day_takes_one() {
    for call in [
        "show agreement-amended --at 2025",
        "show siliconangle-2026 --at 2025",
    ] {
        let told = partnership(call).refused(2);
        assert!(told.contains("`--at` has no effect on"), "{told}");
    }
    let told = partnership("show --at 2024 clause ip-license").refused(2);
    assert!(
        told.contains("`partnership show clause ip-license --at 2024-12`"),
        "{told}"
    );
}

#[test]
fn what_a_lens_hides_is_said_to_be_hidden() {
    for call in [
        "revenue-cap --known-by 2020",
        "show nadella-exploit --known-by 2020",
    ] {
        let told = partnership(call).run();
        assert_eq!(told.code, 2, "{call}: {told:?}");
    }
    let told = partnership("revenue-cap --known-by 2020").refused(2);
    assert!(told.contains("is hidden by `--known-by`"), "{told}");
}

#[test]
fn each_match_has_the_call_that_shows_it() {
    for words in [
        "exclusive cloud",
        "next chapter",
        "revenue share",
        "2025",
        "reports",
        "--at 2024 cloud",
    ] {
        let list = json(&format!("show {words}"));
        let matches = list["matches"].as_array().expect("matches");
        assert!(matches.len() > 1, "{words}");
        for found in matches {
            let call = found["call"].as_str().expect("a call");
            let call = call
                .strip_prefix("partnership ")
                .expect("a call of the program");
            let shown = json(call);
            let kind = found["kind"].as_str().expect("a kind");
            assert_eq!(shown["answer"], kind, "{call}");
            let own = shown[kind].get("id").unwrap_or(&Value::Null);
            assert_eq!(own, &found["id"], "{call}");
        }
    }
}

#[test]
fn an_id_alone_is_shown_as_with_its_kind() {
    let mut kinds: HashMap<String, Vec<&str>> = HashMap::new();
    for (kind, list) in [
        ("clause", "clauses"),
        ("event", "events"),
        ("party", "parties"),
        ("source", "sources"),
    ] {
        let all = json(&format!("show {kind}"));
        for found in all[list].as_array().expect("a list") {
            let id = found["id"].as_str().expect("an id");
            kinds.entry(id.to_owned()).or_default().push(kind);
        }
    }
    let alone = kinds.iter().filter(|(_, kinds)| kinds.len() == 1);
    for (id, kinds) in alone.step_by(9) {
        let shown = partnership(&format!("show {id}")).done();
        let with_kind = partnership(&format!("show {} {id}", kinds[0])).done();
        assert_eq!(shown, with_kind, "{id}");
    }
}

#[test]
fn an_event_alone_is_compared_with_what_was_before_it() {
    for event in ["agreement-amended", "recapitalisation", "cap-reported"] {
        let shown = json(&format!("show event {event}"));
        let differs = json(&format!("diff {event}"));
        let ids = |lists: &[&str], of: &Value| -> Vec<String> {
            let all = lists
                .iter()
                .flat_map(|list| of[*list].as_array().expect("a list"));
            let mut ids: Vec<String> = all.map(|found| found["clause"].to_string()).collect();
            ids.sort_unstable();
            ids
        };
        let lists = ["adopted", "amended", "ended", "interim", "unchanged"];
        let found = ids(&lists, &differs);
        assert_eq!(found, ids(&["changed"], &shown), "{event}");
        assert!(!found.is_empty(), "{event}");
        let agreed = differs["events"].as_array().expect("events").len();
        let told = differs["reports"].as_array().expect("reports").len();
        assert_eq!(agreed + told, 1, "{event}");
    }
    let cloud = json("diff agreement-amended --topic cloud");
    assert!(
        cloud["ended"].as_array().is_some_and(|of| of.len() == 2),
        "{cloud}"
    );
}

#[test]
fn an_event_by_which_nothing_differs_is_said_to_be_one() {
    let told = partnership("diff revenue-rate-reported").run();
    let note = "note: nothing differs by `revenue-rate-reported`\n";
    assert_eq!((told.code, told.stderr.as_str()), (0, note));
}

#[test]
fn the_first_screen_tries_calls_that_are_answered() {
    for path in files(&cases("timelines"), "toml") {
        let name = stem(&path);
        let screen = partnership("--width 0").on(name).done();
        let calls = screen
            .lines()
            .filter_map(|line| line.strip_prefix("partnership "));
        // The full screen is tried where there is a terminal.
        for line in calls.filter(|line| !line.starts_with("explore")) {
            let call = line.split("  ").next().unwrap_or_default();
            let call = call.replace(&format!(" --file {name}.toml"), "");
            let answer = partnership(&call).on(name).run();
            assert_eq!(
                (answer.code, answer.stderr.as_str()),
                (0, ""),
                "{name}: {call}"
            );
        }
    }
}
