//! Finding words in a timeline, and choosing by them.

use serde_json::Value;

use crate::support::partnership;

fn json(call: &str, words: &[&str]) -> Value {
    let call = words
        .iter()
        .fold(partnership(call), |call, word| call.arg(word));
    serde_json::from_str(&call.arg("--json").run().stdout).expect("JSON")
}

fn hits(words: &[&str]) -> Vec<Value> {
    let found = json("find", words);
    let hits = found["hits"].as_array().expect("hits").clone();
    assert_eq!(
        (&found["query"], &found["total"]),
        (&words.join(" ").into(), &hits.len().into())
    );
    hits
}

#[test]
fn words_are_found_wherever_they_stand() {
    for (words, kind, id, field, text) in [
        (
            "nonexclusive",
            "event",
            "agreement-amended",
            "quote",
            "nonexclusive license that will run through 2032",
        ),
        (
            "20%",
            "clause",
            "revenue-share-to-microsoft",
            "terms.share",
            "share: 20%",
        ),
        ("20%", "event", "exclusivity-dropped", "claim", "share: 20%"),
        (
            "$38 billion",
            "clause",
            "revenue-cap",
            "terms.amount-usd",
            "total cap: $38 billion",
        ),
        (
            "38,000,000,000",
            "clause",
            "revenue-cap",
            "terms.amount-usd",
            "total cap: 38,000,000,000",
        ),
        (
            "38000000000",
            "clause",
            "revenue-cap",
            "terms.amount-usd",
            "total cap: 38000000000",
        ),
        (
            "EXCLUSIVE  cloud",
            "clause",
            "cloud-exclusivity",
            "title",
            "Exclusive cloud for OpenAI's computing",
        ),
        (
            "cloud exclusive",
            "clause",
            "cloud-exclusivity",
            "title",
            "Exclusive cloud for OpenAI's computing",
        ),
        ("OpenAI’s stake", "clause", "equity-stake", "title", ""),
        (
            "through 2032",
            "clause",
            "ip-license",
            "through",
            "through 2032",
        ),
        (
            "siliconangle",
            "source",
            "siliconangle-2026",
            "publisher",
            "SiliconANGLE",
        ),
        ("oracle", "party", "oracle", "name", "Oracle"),
        ("expiry", "event", "agreement-amended", "id", ""),
    ] {
        let found = hits(&[words]);
        let is = |hit: &&Value| {
            (&hit["kind"], &hit["id"], &hit["field"]) == (&kind.into(), &id.into(), &field.into())
        };
        let texts: Vec<&str> = found
            .iter()
            .filter(is)
            .filter_map(|hit| hit["text"].as_str())
            .collect();
        assert_eq!(
            texts.contains(&text),
            !text.is_empty(),
            "{words}: {found:?}"
        );
    }
    let dated = hits(&["exclusive cloud provider"]);
    let text = dated
        .iter()
        .find(|hit| hit["field"] == "text")
        .expect("a text");
    assert_eq!(
        (&text["from"], &text["to"]),
        (&"2019-07-22".into(), &"2023-01-22".into())
    );
    assert_eq!(
        text["call"],
        "partnership show cloud-exclusivity --at 2019-07-22"
    );
}

#[test]
fn what_is_found_has_the_words_and_its_call_shows_it() {
    for words in ["exclusive", "20%", "Azure", "openai's board", "e", "2030"] {
        let lower = words.to_lowercase();
        let found = hits(&[words]);
        assert!(!found.is_empty(), "{words}");
        for (place, hit) in found.iter().enumerate() {
            let text: Vec<char> = hit["text"].as_str().expect("a text").chars().collect();
            for at in hit["at"].as_array().expect("places") {
                let [first, last] = [&at[0], &at[1]]
                    .map(|n| usize::try_from(n.as_u64().expect("a number")).expect("a place"));
                let part: String = text[first..=last].iter().collect();
                assert_eq!(part.to_lowercase().replace('’', "'"), lower, "{hit}");
            }
            if place % (found.len() / 8 + 1) == 0 {
                let call = hit["call"].as_str().expect("a call");
                partnership(call.strip_prefix("partnership ").expect("a call")).done();
            }
        }
    }
}

#[test]
fn what_has_all_of_the_words_is_found_where_they_are_no_phrase() {
    let told = partnership("find azure oracle").done();
    let lead = "these texts have all of `azure oracle`";
    assert!(told.contains(lead), "{told}");
    for (words, id) in [
        ("microsoft stake", "equity-stake"),
        ("stargate", "aifray-2025"),
        ("altman", "listing-put-off"),
    ] {
        let found = hits(&[words]);
        assert!(found.iter().any(|hit| hit["id"] == id), "{found:?}");
    }
    let nothing = partnership("find who owns openai").run();
    let note = "note: no text has `who owns openai`\n";
    assert_eq!((nothing.code, &*nothing.stderr), (0, note));
}

#[test]
fn a_claim_of_an_event_is_found_as_it_is_printed() {
    let file = "format = 1\ntitle = 'Lease'\n[source.herald]\npublisher = 'Herald'\n\
        [clause.rent]\ntitle = 'Rent'\nunit = { monthly = 'EUR' }\n\
        [[event]]\nid = 'signed'\ndate = '2020'\ntitle = 'Signed'\n\
        cite = [{ source = 'herald', terms = { monthly = 2900 } }]\n\
        change = [{ clause = 'rent', action = 'adopt', text = 'A rent.', terms = { monthly = 2850 } }]\n";
    for (words, found) in [
        ("2,900", true),
        ("€2,900", true),
        ("2900", true),
        ("2,901", false),
    ] {
        let answer = partnership("find")
            .arg(words)
            .file("timeline.toml", file)
            .run();
        let is_told = answer.stdout.contains("Herald on Rent: monthly: ");
        assert_eq!(is_told, found, "{words}: {}", answer.stdout);
        assert!(!answer.stderr.contains("there is"), "{}", answer.stderr);
    }
}

#[test]
fn what_this_record_says_itself_is_not_found_as_a_sources_word() {
    let article = "find --according-to siliconangle-2026";
    for (words, found) in [
        ("safety guardrails", 0),
        ("published text", 0),
        ("nonexclusive", 1),
    ] {
        assert_eq!(json(article, &[words])["total"], found, "{words}");
    }
}

#[test]
fn odd_words_are_looked_for_as_they_are() {
    for words in [
        ".*",
        "(",
        "[a",
        "\\",
        "e\u{301}",
        "\u{301}",
        "\u{200d}",
        "İ",
        "ß",
        "'; --",
        "  cloud  ",
    ] {
        let found = hits(&[words]);
        assert_eq!(
            found.is_empty(),
            words.trim() != "cloud" && words != "(",
            "{words}: {found:?}"
        );
    }
    for words in ["", " \n"] {
        let told = partnership("find").arg(words).refused(2);
        assert!(told.contains("help: write some words"), "{told}");
    }
    assert_eq!(
        hits(&["exclusive", "cloud"]).len(),
        hits(&["exclusive cloud"]).len()
    );
    for alias in ["search", "grep"] {
        assert_eq!(json(alias, &["nonexclusive"])["answer"], "find");
    }
    let before = json("find --known-by 2024", &["nonexclusive"]);
    assert_eq!(before["total"], 0);
}

#[test]
fn clauses_are_chosen_by_their_terms_and_words() {
    let ids = |words: &[&str]| -> Vec<String> {
        let found = json("terms -q", words);
        let clauses = found["clauses"].as_array().expect("clauses").iter();
        clauses
            .map(|clause| clause["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    for (words, clauses) in [
        (vec!["--term", "exclusive"], vec!["ip-license"]),
        (vec!["--term", "exclusive=false"], vec!["ip-license"]),
        (vec!["--term", "Exclusive=NO"], vec!["ip-license"]),
        (vec!["--term", "exclusive=yes"], vec![]),
        (vec!["--term", "scope=models"], vec!["ip-license"]),
        (
            vec!["--term", "share=20%", "--term", "exclusive"],
            vec!["ip-license", "revenue-share-to-microsoft"],
        ),
        (
            vec!["--term", "amount-usd=$38 billion"],
            vec!["revenue-cap", "amazon-compute"],
        ),
        (vec!["--grep", "open-weight"], vec!["open-weights"]),
        (vec!["--grep", "royalties", "--topic", "cloud"], vec![]),
    ] {
        assert_eq!(ids(&words), clauses, "{words:?}");
    }
    let call = "terms --clause cloud-exclusivity --clause profit-cap";
    let answer = partnership(call).run();
    for text in [answer.stdout, answer.stderr] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = text.contains("; of those that do not stand, 2: ");
        assert!(
            named && text.contains("Exclusive cloud for OpenAI's computing (ended)"),
            "{text}"
        );
    }
}

#[test]
fn a_long_clause_is_shown_with_the_sentence_that_has_the_words() {
    let filling = "The tenant keeps the garden as it was handed over to him. ".repeat(5);
    let file = format!(
        "format = 1\ntitle = \"A lease\"\nwording = \"verbatim\"\n[clause.rest]\ntitle = \"The rest\"\n\
         [[event]]\nid = \"signed\"\ndate = \"2020\"\ntitle = \"It is signed\"\n\
         [[event.change]]\nclause = \"rest\"\naction = \"adopt\"\n\
         text = \"{filling}Disputes go to binding arbitration. No appeal lies.\"\n"
    );
    let told = |words: &str| {
        let call = partnership(&format!("terms --width 0 {words}"));
        call.file("timeline.toml", &file).done()
    };
    let sentence = "\n  …Disputes go to binding arbitration.…\n";
    assert!(told("--grep arbitration").contains(sentence));
    for words in ["--grep arbitration -v", "--grep tenant", ""] {
        assert!(!told(words).contains(sentence), "{words}");
    }
}

#[test]
fn a_text_that_stood_on_no_certain_day_says_when_the_next_came() {
    for (set, next, action, says) in [
        (
            "2020-03-01",
            "2020-03-01",
            "amend",
            ["(to 2020-03-01)", "From 1 March 2020 to 1 March 2020: "],
        ),
        (
            "2020-03-01",
            "2020-03-01",
            "end",
            ["(to 2020-03-01)", "From 1 March 2020 to 1 March 2020: "],
        ),
        (
            "2020",
            "2020-12",
            "amend",
            ["(to 2020-12)", "From 2020 to December 2020: "],
        ),
    ] {
        let other = if action == "amend" {
            "text = \"Other.\"\n"
        } else {
            ""
        };
        let change = "[[event.change]]\nclause = \"rent\"\naction";
        let file = format!(
            "format = 1\ntitle = \"Lease\"\n[clause.rent]\ntitle = \"Rent\"\n\
             [[event]]\nid = \"a\"\ndate = \"{set}\"\ntitle = \"A\"\n{change} = \"adopt\"\ntext = \"The zebra.\"\n\
             [[event]]\nid = \"b\"\ndate = \"{next}\"\nafter = [\"a\"]\ntitle = \"B\"\n{change} = \"{action}\"\n{other}"
        );
        for (format, says) in ["table", "narrative"].into_iter().zip(says) {
            let call = format!("find zebra -f lease.toml --width 0 --format {format}");
            let told = partnership(&call).file("lease.toml", &file).done();
            assert!(told.contains(says), "{says} in {told}");
        }
    }
}

#[test]
fn a_call_that_goes_over_two_lines_can_be_pasted() {
    let asked = "find dailyscout --known-by today-1m --according-to theinformation-2026 --format ";
    for format in ["table", "list"] {
        let told = partnership(&format!("{asked}{format}")).done();
        let call = told.split_once("partnership show").expect("a call").1;
        let lines: Vec<&str> = call.lines().take(2).collect();
        assert!(lines[0].ends_with(" \\"), "{call}");
        assert!(lines[1].ends_with(" theinformation-2026"), "{call}");
    }
}
