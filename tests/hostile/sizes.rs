//! Extremes of time and number: the answer is as right as for a small file.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use super::printed;

/// A file to be asked.
struct Large {
    _folder: TempDir,
    path: PathBuf,
}

impl Large {
    fn new(body: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("large.toml");
        let head =
            "format = 1\ntitle = \"t\"\n[party.p]\nname = \"P\"\n[source.s]\ntitle = \"S\"\n";
        fs::write(&path, format!("{head}{body}")).expect("a file");
        Self {
            _folder: folder,
            path,
        }
    }

    fn json(&self, args: &str) -> Value {
        let args: Vec<&str> = args.split_whitespace().chain(["--json"]).collect();
        serde_json::from_str(&printed(&self.path, &args)).expect("JSON")
    }

    /// Every kind of answer can be given.
    fn answers(&self) {
        for args in [
            "",
            "timeline",
            "terms --all",
            "diff 0001 9999",
            "history --format csv",
            "upcoming",
            "chart",
            "page",
            "check",
        ] {
            let args: Vec<&str> = args.split_whitespace().collect();
            assert!(!printed(&self.path, &args).is_empty(), "{args:?}");
        }
    }
}

/// A map of what was known when grows with the square of the changes: a page has none where nobody could read it.
#[test]
fn a_page_has_no_belief_map_of_a_clause_with_very_many_changes() {
    for (changes, is_drawn) in [(60, true), (61, false)] {
        let mut body = clause(0);
        for place in 0..changes {
            let action = if place == 0 { "adopt" } else { "amend" };
            let text = format!("text = \"version {place}\"\n");
            body += &(event(place, &day(place)) + &change(0, action, &text));
        }
        let page = Large::new(&body).json("page");
        assert_eq!(page["clauses"][0]["beliefs"].is_object(), is_drawn);
    }
}

/// A version by which a term is gone repeats the text that stands.
#[test]
fn a_page_that_is_too_large_is_refused_with_the_filters_that_make_it_smaller() {
    let mut body = clause(0) + &clause(1);
    for place in 0..250 {
        let date = format!("{}-01-01", 1700 + place);
        let (action, more) = match place {
            0 => ("adopt", format!("text = \"{}\"", "long ".repeat(24_500))),
            _ => ("amend", format!("unset = [\"n{}\"]", place - 1)),
        };
        let _ = write!(
            body,
            "[[event]]\nid = \"e{place}\"\ndate = \"{date}\"\ntitle = \"t\"\ncite = [\"s\"]\n[[event.change]]\nclause = \"c0\"\naction = \"{action}\"\n{more}\nterms = {{ n{place} = 1 }}\n"
        );
    }
    let large = Large::new(&body);
    let refused = super::call(&large.path, &["page"]);
    assert_eq!((refused.exit as i32, refused.out.as_str()), (2, ""));
    for word in ["30 MB", "`--clause`", "`--topic`"] {
        assert!(refused.error.contains(word), "{}", refused.error);
    }
    assert!(printed(&large.path, &["page", "--clause", "c1"]).contains("C1"));
}

fn clause(place: usize) -> String {
    format!("[clause.c{place}]\ntitle = \"C{place}\"\nparties = [\"p\"]\n")
}

fn event(place: usize, date: &str) -> String {
    format!(
        "[[event]]\nid = \"e{place}\"\ndate = \"{date}\"\ntitle = \"E{place}\"\ncite = [\"s\"]\n"
    )
}

fn change(clause: usize, action: &str, more: &str) -> String {
    format!("[[event.change]]\nclause = \"c{clause}\"\naction = \"{action}\"\n{more}")
}

/// The day so many days after the first of the year 1000, in months of 28 days.
fn day(count: usize) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        1000 + count / 336,
        1 + count % 336 / 28,
        1 + count % 28
    )
}

#[test]
fn thousands_of_changes_of_one_clause() {
    let mut body = clause(0);
    for place in 0..2_000 {
        let action = if place == 0 { "adopt" } else { "amend" };
        let more = format!(
            "text = \"version {place}\"\nterms = {{ number = {place}, name-{} = true }}\n",
            place % 10
        );
        body += &(event(place, &day(place)) + &change(0, action, &more));
    }
    let large = Large::new(&body);
    for place in [0, 1, 1_000, 1_999] {
        let json = large.json(&format!("terms {}", day(place)));
        let found = &json["clauses"][0];
        assert_eq!(found["text"], format!("version {place}"));
        assert_eq!(found["terms"]["number"], place);
        assert_eq!(
            found["terms"].as_object().expect("terms").len(),
            2 + place.min(9)
        );
        assert_eq!(found["changed_by"], format!("e{place}"));
    }
    let json = large.json(&format!("diff {} {}", day(10), day(20)));
    assert_eq!(
        json["amended"][0]["events"]
            .as_array()
            .expect("events")
            .len(),
        10
    );
    let json = large.json("show clause c0");
    assert_eq!(json["versions"].as_array().expect("versions").len(), 2_000);
}

#[test]
fn a_thousand_events_on_one_day() {
    let mut body = (0..10).map(clause).collect::<String>();
    for place in 0..1_000 {
        let action = if place < 10 { "adopt" } else { "amend" };
        body += &(event(place, "2020-02-29")
            + &change(place % 10, action, &format!("text = \"{place}\"\n")));
    }
    let large = Large::new(&body);
    let json = large.json("terms 2020-02-29");
    let texts: Vec<Value> = json["clauses"]
        .as_array()
        .expect("clauses")
        .iter()
        .map(|clause| clause["text"].clone())
        .collect();
    assert_eq!(
        texts,
        (990..1_000)
            .map(|place| Value::from(place.to_string()))
            .collect::<Vec<_>>()
    );
    assert!(
        large.json("terms 2020-02-28")["clauses"]
            .as_array()
            .expect("clauses")
            .is_empty()
    );
    large.answers();
}

#[test]
fn six_hundred_changes_in_one_event() {
    let mut body = (0..600).map(clause).collect::<String>() + &event(0, "2020");
    body.extend((0..600).map(|place| change(place, "adopt", "text = \"x\"\n")));
    let large = Large::new(&body);
    let json = large.json("show event e0");
    assert_eq!(json["changed"].as_array().expect("changed").len(), 600);
    assert_eq!(
        large.json("terms 2021")["clauses"]
            .as_array()
            .expect("clauses")
            .len(),
        600
    );
    large.answers();
}

#[test]
fn events_that_come_after_many_others_many_times() {
    let after = vec!["\"e0\""; 2_000].join(", ");
    let mut body = clause(0) + &event(0, "2020");
    for place in 0..300 {
        let action = if place == 0 { "adopt" } else { "amend" };
        body += &change(
            0,
            action,
            &format!("text = \"a{place}\"\neffective = \"{}\"\n", day(place)),
        );
    }
    body.extend([event(1, "2021"), format!("after = [{after}]\n")]);
    for place in 0..300 {
        body += &change(
            0,
            "amend",
            &format!(
                "text = \"b{place}\"\neffective = \"{}\"\n",
                day(1_000 + place)
            ),
        );
    }
    let large = Large::new(&body);
    assert_eq!(large.json("terms 2022")["clauses"][0]["text"], "b299");
    assert_eq!(
        large.json(&format!("terms {}", day(299)))["clauses"][0]["text"],
        "a299"
    );
}

#[test]
fn ten_thousand_parties_and_no_clauses() {
    let mut body = String::new();
    for place in 0..10_000 {
        let _ = write!(body, "[party.q{place}]\nname = \"Q{place}\"\n");
    }
    let all: Vec<String> = (0..10_000).map(|place| format!("\"q{place}\"")).collect();
    let parties = format!("parties = [\"p\", {}]\n", all.join(", "));
    body.extend([event(0, "2020"), parties]);
    let large = Large::new(&body);
    assert_eq!(
        large.json("show event e0")["event"]["parties"]
            .as_array()
            .expect("parties")
            .len(),
        10_001
    );
    assert_eq!(
        large.json("show party q9999")["events"],
        serde_json::json!(["e0"])
    );
    large.answers();
}

#[test]
fn texts_of_fifty_thousand_bytes() {
    let words = |from: usize| {
        (from..from + 9_000)
            .map(|word| format!("w{word}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (old, new) = (words(0), words(4_500));
    let body = clause(0)
        + &event(0, "2020")
        + &change(
            0,
            "adopt",
            &format!("wording = \"verbatim\"\ntext = \"{old}\"\n"),
        )
        + &event(1, "2021")
        + &change(
            0,
            "amend",
            &format!("wording = \"verbatim\"\ntext = \"{new}\"\n"),
        );
    let large = Large::new(&body);
    let json = large.json("diff 2020 2021");
    assert_eq!(
        (
            &json["amended"][0]["before"]["text"],
            &json["amended"][0]["after"]["text"]
        ),
        (&old.into(), &new.into())
    );
    let shown = printed(&large.path, &["diff", "2020", "2021", "--width", "0"]);
    assert!(
        shown.contains("[-w0-]") && shown.contains("{+w13499+}"),
        "the words are marked"
    );
    large.answers();
}

#[test]
fn the_ends_of_time() {
    let body = clause(0)
        + &clause(1)
        + &event(0, "0001-01-01")
        + &change(0, "adopt", "text = \"first\"\nthrough = \"9999\"\n")
        + &event(1, "9999-12-31")
        + &change(0, "amend", "text = \"last\"\n")
        + &event(2, "[..0001]")
        + &change(1, "adopt", "text = \"open\"\n")
        + &event(3, "[9999..]")
        + &change(1, "end", "");
    let large = Large::new(&body);
    assert_eq!(
        large.json("terms 0001-01-01")["clauses"][0]["text"],
        "first"
    );
    assert_eq!(large.json("terms 9999-12-31")["clauses"][0]["text"], "last");
    assert_eq!(
        large.json("terms 9999-12-30")["clauses"][0]["through"],
        "9999"
    );
    let last = large.json("terms 9999-12-31");
    assert_eq!(last["undetermined"][0]["event"], "e3");
    large.answers();
    for args in [
        "diff 0001-01-01 9999-12-31",
        "diff 9999 0001",
        "timeline --from 0001 --to 9999",
        "upcoming --within 9000y",
        "terms 0001 --known-by 0001",
        "learned --since 0001-01-01 --at 9999",
    ] {
        let args: Vec<&str> = args.split_whitespace().collect();
        for today in ["0001-01-01", "9999-12-31"] {
            let args = [args.as_slice(), &["--today", today]].concat();
            let said = super::call(&large.path, &args);
            // The last word on today is the test's own.
            assert!(!said.error.contains("panicked"), "{args:?}");
        }
    }
}

#[test]
fn a_clause_with_thousands_of_terms_and_members() {
    let terms = |from: usize| {
        (0..1_200)
            .map(|place| format!("t{place} = {}", place + from))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let members = |from: usize| {
        (from..from + 1_200)
            .map(|place| format!("\"m{place}\""))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let body = clause(0)
        + &event(0, "2020")
        + &change(
            0,
            "adopt",
            &format!(
                "text = \"x\"\nterms = {{ set = [{}], {} }}\n",
                members(0),
                terms(0)
            ),
        )
        + &event(1, "2021")
        + &change(
            0,
            "amend",
            &format!("terms = {{ set = [{}], {} }}\n", members(600), terms(1)),
        );
    let large = Large::new(&body);
    let json = large.json("diff 2020 2021");
    let terms = json["amended"][0]["terms"].as_array().expect("terms");
    assert_eq!(terms.len(), 1_201);
    let set = terms
        .iter()
        .find(|term| term["term"] == "set")
        .expect("the set");
    assert_eq!(
        (
            set["added"].as_array().map(Vec::len),
            set["removed"].as_array().map(Vec::len)
        ),
        (Some(600), Some(600))
    );
    large.answers();
}

#[test]
fn of_thousands_of_names_that_are_not_set_a_thousand_are_told() {
    let list = |of: &dyn Fn(usize) -> String| (0..2_000).map(of).collect::<Vec<_>>().join(", ");
    let terms = list(&|place| format!("name-{place} = {place}"));
    let unset = list(&|place| format!("\"nane-{place}\""));
    let body = clause(0)
        + &event(0, "2020")
        + &change(
            0,
            "adopt",
            &format!("text = \"x\"\nterms = {{ {terms} }}\n"),
        )
        + &event(1, "2021")
        + &change(0, "amend", &format!("unset = [{unset}]\n"));
    let said = super::call(&Large::new(&body).path, &["check"]);
    let count = |of: &str| said.out.matches(of).count();
    let told = count("or name a value that is set");
    assert_eq!(told, 1_000, "{}", said.error);
}
