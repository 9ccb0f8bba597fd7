//! Several timelines asked as one: the same answers as of each, under ids that name the agreement.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Answer, Call, cases, files, partnership, stem};

/// The files of a folder, each asked by itself and all of them together.
const FOLDER: &str = "timelines";

fn all(call: &str) -> Call {
    let folder = cases(FOLDER);
    partnership(call).arg("-f").arg(&folder.to_string_lossy())
}

fn each(call: &str) -> Vec<(String, Call)> {
    let one = |path: &std::path::PathBuf| {
        let call = partnership(call).arg("-f").arg(&path.to_string_lossy());
        (id(path), call)
    };
    files(&cases(FOLDER), "toml").iter().map(one).collect()
}

/// The id of the agreement in a file.
fn id(path: &std::path::Path) -> String {
    let call = partnership("--json").arg("-f").arg(&path.to_string_lossy());
    let id = json(&call.run())["timeline"]["id"].clone();
    id.as_str().expect("an id").to_owned()
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.stdout).expect("JSON")
}

/// A list of records of one agreement as they stand among those of others.
fn list(answer: &Value, key: &str) -> Vec<Value> {
    answer[key].as_array().expect("a list").clone()
}

fn texts(value: &Value, path: &str) -> Vec<String> {
    let text = value.pointer(path).and_then(Value::as_str);
    text.into_iter().map(str::to_owned).collect()
}

#[test]
fn a_folder_answers_as_each_of_its_files() {
    for (call, key) in [
        ("terms 2021", "clauses"),
        ("terms --all", "clauses"),
        ("diff 2019 2023", "adopted"),
        ("upcoming", "ends"),
        ("timeline", "events"),
        ("history", "versions"),
        ("find the", "hits"),
        ("learned 2020 --at 2022", "amended"),
    ] {
        let call = format!("{call} --json");
        let together = json(&all(&call).run());
        assert_eq!(together["timeline"], Value::Null, "{call}");
        let mut found: Vec<String> = Vec::new();
        let mut expected: Vec<String> = Vec::new();
        let id_of = |record: &Value| {
            ["/id", "/clause", "/clause/id"]
                .iter()
                .flat_map(|path| texts(record, path))
                .next()
        };
        found.extend(list(&together, key).iter().filter_map(id_of));
        for (agreement, call) in each(&call) {
            let alone = json(&call.run());
            let ids = list(&alone, key);
            let ids = ids.iter().filter_map(id_of);
            expected.extend(ids.map(|id| format!("{agreement}/{id}")));
        }
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{call}");
        assert!(!found.is_empty(), "{call}");
    }
}

#[test]
fn rows_of_a_folder_are_those_of_its_files() {
    for call in [
        "history --format csv",
        "terms 2021 --format csv",
        "timeline --format csv",
    ] {
        let together = all(call).run().stdout;
        let header = together.lines().next().expect("a header").to_owned();
        assert!(header.starts_with("agreement,"), "{header}");
        let rows = |text: &str| text.matches("\r\n").count();
        let alone = each(call).into_iter();
        let alone: usize = alone.map(|(_, call)| rows(&call.run().stdout) - 1).sum();
        assert_eq!(rows(&together) - 1, alone, "{call}");
    }
    let lines = all("history --format ndjson").run().stdout;
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).expect("a record a line");
        let (agreement, clause) = (&record["agreement"], &record["clause"]);
        let (agreement, clause) = (agreement.as_str().expect("an id"), clause.as_str());
        assert!(clause.expect("an id").starts_with(&format!("{agreement}/")));
    }
}

#[test]
fn the_order_in_which_files_are_named_means_nothing() {
    let call = |names: [&str; 2]| {
        let call = partnership("timeline --json").copy(&cases("timelines/one.toml"));
        let call = call.copy(&cases("timelines/planned.toml"));
        let call = names
            .iter()
            .fold(call, |call, name| call.arg("-f").arg(name));
        json(&call.run())
    };
    let together = call(["one.toml", "planned.toml"]);
    assert_eq!(together, call(["planned.toml", "one.toml"]));
    let ids = together["timelines"].as_array().expect("timelines");
    assert_eq!(ids.len(), 2);
}

#[test]
fn the_bundled_folder_is_sound() {
    let deals = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/deals");
    let answer = partnership("check --strict").arg(deals).run();
    assert_eq!(answer.code, 0, "{}", answer.stdout);
}

#[test]
fn an_id_names_its_agreement_or_is_the_only_one_of_its_name() {
    let call = |words: &str| {
        let call = partnership(words).copy(&cases("timelines/one.toml"));
        call.file(
            "two.toml",
            std::fs::read(cases("timelines/one.toml")).expect("a file"),
        )
        .arg("-f")
        .arg(".")
    };
    let clause = json(&call("show clause --json").run());
    let ids: Vec<&str> = clause["clauses"]
        .as_array()
        .expect("clauses")
        .iter()
        .map(|clause| clause["id"].as_str().expect("an id"))
        .collect();
    let bare = ids[0].split_once('/').expect("an agreement before it").1;
    let refused = call(&format!("show clause {bare}")).refused(2);
    assert!(refused.contains("several agreements have"), "{refused}");
    assert!(refused.contains(&format!("`two/{bare}`")), "{refused}");
    let shown = call(&format!("show clause two/{bare}")).done();
    assert!(shown.contains(&format!("(two/{bare})")), "{shown}");
    let listed = call(&format!("show {bare}")).done();
    assert_eq!(listed.matches("1 found").count(), 2, "{listed}");
    let listed = json(&call(&format!("show {bare} --json")).run());
    assert_eq!(list(&listed, "matches").len(), 2);
    let refused = call(&format!("chart --beliefs {bare}")).refused(2);
    assert!(refused.contains("several agreements have"), "{refused}");
    let refused = call("terms --clause nope").refused(2);
    assert!(refused.contains(&format!("one/{bare}")), "{refused}");
    for id in ids {
        call(&format!("show clause {id}")).done();
    }
    for derived in [
        "expiry:duration",
        "renewal:duration:2024-07-31",
        "notice:duration:2024-04-30",
    ] {
        let shown = json(&all(&format!("show {derived} --json --today 2024-03-01")).run());
        assert_eq!(shown["event"]["id"], format!("office-lease/{derived}"));
    }
}

#[test]
fn an_event_that_stands_for_a_day_is_one_event() {
    let text = std::fs::read(cases("timelines/one.toml")).expect("a file");
    let call = |words: &str| {
        let call = partnership(words).file("one.toml", &text);
        call.file("two.toml", &text).arg("-f").arg(".")
    };
    let events = json(&call("timeline --json").run())["events"].clone();
    let id = events[0]["id"].as_str().expect("an id");
    let bare = id.split_once('/').expect("an agreement before it").1;
    for words in [
        "terms",
        "timeline",
        "learned",
        "terms --format csv --known-by",
    ] {
        let refused = call(&format!("{words} {bare}")).refused(2);
        let expected = format!(
            "error: several agreements have `{bare}`\nhelp: name one: `one/{bare}` and `two/{bare}`\n"
        );
        assert_eq!(refused, expected);
    }
    let both = json(&call(&format!("terms {id} --json")).run());
    assert_eq!(list(&both, "timelines").len(), 2);
    assert_eq!(both["at"]["event"], id);
}

#[test]
fn the_day_of_an_event_is_the_day_for_all() {
    let text = |id: &str, event: &str, date: &str| {
        format!(
            "format = 1\nid = \"{id}\"\ntitle = \"{id}\"\n[clause.rent]\ntitle = \"Rent\"\n[[event]]\nid = \"{event}\"\n\
             date = \"{date}\"\ntitle = \"E\"\nchange = [{{ clause = \"rent\", action = \"adopt\", text = \"T\", until = \"{event}-ends\" }}]\n"
        )
    };
    let asked = |words: &str| {
        let call = partnership(&format!("{words} -f . --today 2026-11-29"));
        let call = call.file("a.toml", text("a", "begun", "2020"));
        let answer = call.file("b.toml", text("b", "signed", "2021-05-03")).run();
        assert!(!answer.stderr.contains("a date"), "{}", answer.stderr);
        assert_eq!(answer.code, 0, "{words}");
        answer.stdout
    };
    for (by_event, by_day) in [
        ("timeline --from b/signed", "timeline --from 2021-05-03"),
        ("timeline --to begun", "timeline --to 2020"),
        ("terms --known-by signed", "terms --known-by 2021-05-03"),
        (
            "terms begun --known-by signed",
            "terms 2020-12-31 --known-by 2021-05-03",
        ),
        ("diff a/begun b/signed", "diff 2020 2021-05-03"),
        ("learned begun", "learned 2020"),
        ("timeline begun", "timeline 2020"),
        (
            "terms --suppose begun-ends=signed",
            "terms --suppose begun-ends=2021-05-03",
        ),
    ] {
        let rows = |words: &str| {
            let listed: Value = serde_json::from_str(&asked(words)).expect("JSON");
            let keys = ["events", "clauses", "adopted"];
            keys.map(|key| listed[key].clone())
        };
        let [by_event, by_day] = [by_event, by_day].map(|words| rows(&format!("{words} --json")));
        assert_eq!(
            by_event.map(|of| of.to_string()),
            by_day.map(|of| of.to_string())
        );
    }
    let told = asked("terms b/signed");
    assert!(told.contains("2021-05-03 after b/signed"), "{told}");
    let shown = asked("show b/rent --at a/begun");
    assert!(shown.contains("Rent (b/rent)"), "{shown}");
    let alone = asked("diff a/begun");
    let heading = "1 of 2 agreements";
    assert!(
        alone.starts_with(heading) && !alone.contains("\nb "),
        "{alone}"
    );
}

#[test]
fn what_is_supposed_of_one_agreement_is_no_matter_of_others() {
    let asked = |words: &str| {
        let call = partnership(&format!("terms 2031 -f . --json {words}"));
        let text = |id: &str, event: &str| {
            format!(
                "format = 1\nid = \"{id}\"\ntitle = \"{id}\"\n[clause.rent]\ntitle = \"Rent\"\n[[event]]\nid = \"signed\"\n\
                 date = \"2020\"\ntitle = \"E\"\nchange = [{{ clause = \"rent\", action = \"adopt\", text = \"T\" }}]\n\
                 [[event]]\nid = \"{event}\"\ndate = \"2030\"\nplanned = true\ntitle = \"P\"\n\
                 change = [{{ clause = \"rent\", action = \"end\" }}]\n"
            )
        };
        let call = call.file("a.toml", text("a", "moveout"));
        call.file("b.toml", text("b", "sale"))
    };
    for (words, left) in [
        ("--suppose a/moveout", &["b/rent"][..]),
        ("--suppose moveout --suppose b/sale", &[]),
        ("--clause b/rent --suppose a/moveout", &["b/rent"]),
        ("--clause b/rent --suppose b/sale", &[]),
    ] {
        let answer = json(&asked(words).run());
        let clauses = list(&answer, "clauses");
        let ids: Vec<String> = clauses.iter().flat_map(|of| texts(of, "/id")).collect();
        assert_eq!(ids, left, "{words}");
    }
    for words in ["--suppose moveuot", "--suppose moveout --suppose moveuot"] {
        let refused = asked(words).refused(2);
        assert!(refused.contains("there is `a/moveout`"), "{refused}");
    }
    let refused = asked("--suppose a/signed").refused(2);
    assert!(refused.contains("it happened"), "{refused}");
}

#[test]
fn what_no_agreement_has_is_refused_with_the_nearest_of_all() {
    let text = |id: &str, clause: &str, event: &str| {
        format!(
            r#"format = 1
id = "{id}"
title = "A"
[clause.{clause}]
title = "C"
[[event]]
id = "{event}"
date = "2020"
title = "E"
change = [{{ clause = "{clause}", action = "adopt", text = "T" }}]
"#
        )
    };
    for (call, told, help) in [
        (
            "show clause rnt",
            "there is no clause `rnt`",
            "there is a clause `b/rent`",
        ),
        (
            "show clause nope/rent",
            "there is no clause `nope/rent`",
            "there is a clause `b/rent`",
        ),
        (
            "show clause b/rant",
            "there is no clause `b/rant`",
            "there is a clause `b/rent`",
        ),
        (
            "terms b/sined",
            "`b/sined` is neither a date nor the id of an event",
            "there is an event `b/signed`",
        ),
        (
            "terms nope/signed",
            "`nope/signed` is neither a date nor the id of an event",
            "there is an event `b/signed`",
        ),
        (
            "terms --clause b/rent --known-by 2019",
            "clause `b/rent` is hidden by `--known-by`",
            "this lens leaves nothing of it",
        ),
        (
            "show clause rent --known-by 2019",
            "clause `rent` is hidden by `--known-by`",
            "this lens leaves nothing of it",
        ),
    ] {
        let refused = partnership(&format!("{call} -f ."))
            .file("a.toml", text("a", "rents", "begun"))
            .file("b.toml", text("b", "rent", "signed"))
            .refused(2);
        let expected = format!("error: {told}\nhelp: {help}");
        assert!(refused.starts_with(&expected), "{refused}");
    }
    partnership("terms a/begun --clause a/rent -f a.toml")
        .file("a.toml", text("a", "rent", "begun"))
        .done();
}

#[test]
fn a_filter_takes_what_any_agreement_has() {
    let deals = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/deals");
    let call = |flags: &str| partnership(&format!("terms --all {flags} -f")).arg(deals);
    let ids = |flags: &str| {
        let clauses = list(&json(&call(&format!("{flags} --json")).run()), "clauses");
        let mut ids: Vec<String> = clauses.iter().flat_map(|of| texts(of, "/id")).collect();
        ids.sort();
        ids
    };
    for (one, other, strange, near) in [
        (
            "--topic money",
            "--topic computing",
            "--topic computng",
            "`computing`",
        ),
        (
            "--party google",
            "--party oracle",
            "--party orcle",
            "`oracle`",
        ),
        (
            "--clause first",
            "--clause capacity",
            "--clause capacty",
            "`aws-compute/capacity`",
        ),
    ] {
        let mut expected = [ids(one), ids(other)].concat();
        expected.sort();
        assert_eq!(ids(&format!("{one} {other}")), expected);
        assert_eq!(
            ids(&format!(
                "{one} {other} {other} {other} {other} {other} {other}"
            )),
            expected
        );
        let refused = call(&format!("{one} {strange}")).refused(2);
        assert!(refused.contains(near), "{refused}");
    }
}

#[test]
fn above_several_lists_stands_no_count_of_one() {
    let text = |id: &str| {
        format!(
            r#"format = 1
id = "{id}"
title = "Title of {id}"
[source.paper]
publisher = "Gazette"
[[event]]
id = "signed"
date = "2020"
title = "It is signed"
cite = ["paper"]
"#
        )
    };
    let told = partnership("show event -f .")
        .file("a.toml", text("a"))
        .file("b.toml", text("b"))
        .done();
    assert!(told.starts_with("2 agreements\n"), "{told}");
    let of_a = told.lines().find(|line| line.starts_with("Title of a"));
    assert!(of_a.is_some_and(|line| line.ends_with("1 event")), "{told}");
}

#[test]
fn prose_tells_what_happened_in_all_in_one_order() {
    let text = |id: &str, date: &str| {
        format!(
            "format = 1\nid = \"{id}\"\ntitle = \"Title of {id}\"\n[[event]]\nid = \"signed\"\ndate = \"{date}\"\ntitle = \"Signed {date}\"\n"
        )
    };
    let told = partnership("timeline -f . --format narrative --width 0")
        .file("a.toml", text("a", "2021"))
        .file("b.toml", text("b", "2020"))
        .done();
    let first = told.find("Recorded under “Title of b”.");
    let last = told.find("Recorded under “Title of a”.");
    assert!(first.is_some() && first < last, "{told}");
}

#[test]
fn prose_numbers_what_is_read_and_not_its_id() {
    let signed = |of: &str| {
        format!(
            "format = 1\ntitle = \"{of}\"\nid = \"{of}\"\n\
             [source.letter]\ntitle = \"Letter of {of}\"\n[source.deed]\ntitle = \"One deed\"\n\
             [[event]]\ndate = 2020-01-01\nid = \"signed\"\ntitle = \"Signed {of}\"\n\
             cite = [\"letter\", \"deed\"]\n"
        )
    };
    let told = partnership("timeline -f . --format narrative --width 0")
        .file("a.toml", signed("a"))
        .file("b.toml", signed("b"))
        .done();
    for part in [
        "[1, 2]",
        "[3, 2]",
        "[1] “Letter of a”\n",
        "[2] “One deed”\n",
        "[3] “Letter of b”\n",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn calls_that_an_answer_names_leave_out_what_it_left_out() {
    let told = partnership("-f . --keep-going --width 0")
        .copy(&cases("timelines/one.toml"))
        .copy(&cases("timelines/planned.toml"))
        .file("broken.toml", "format = 1\n")
        .run();
    let call = "partnership timeline --file . --keep-going";
    assert!(told.stdout.contains(call), "{}", told.stdout);
}

#[test]
fn what_is_found_in_several_says_until_when_it_stood() {
    let deals = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/deals");
    let told = partnership("show capacity -f").arg(deals).done();
    let expected = "First refusal on new computing capacity, ended 2025-10-28\n";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn what_answers_in_no_more_than_one_is_told_as_of_all() {
    let text = |id: &str| {
        format!(
            r#"format = 1
id = "{id}"
title = "Deal {id}"
[party.x]
name = "X"
[party.y-{id}]
name = "Y {id}"
[clause.k]
title = "Licence {id}"
parties = ["x", "y-{id}"]
[[event]]
id = "made"
date = "2024-02"
title = "Deal {id} is made for $3{id} billion"
[[event.change]]
clause = "k"
action = "adopt"
text = "X licenses for 3 billion."
until = "AGI is verified"
"#
        )
    };
    let call = |words: &str| {
        let call = partnership(&format!("-f . --width 0 {words}"));
        call.file("a.toml", text("7")).file("b.toml", text("8"))
    };
    for (words, told, untold) in [
        ("show party y-8", "\nBound with X (1 agreement).\n", "Y 7"),
        (
            "show party x",
            "\nBound with Y 7 (1 agreement) and Y 8 (1 agreement).\n",
            "nobody",
        ),
        (
            "show party y-8 --format narrative",
            "\nBound with X (1 agreement).\n",
            "Y 7",
        ),
        (
            "--suppose AGI\u{a0}is\u{a0}verified terms",
            ": Licence 7 and Licence 8 end.\n",
            "ends.",
        ),
        (
            "find $38\u{a0}billion",
            "\n1 place\n8 · ./b.toml\n",
            "\nDeal 7\n",
        ),
        (
            "find 8\u{a0}made\u{a0}billion",
            "these texts have all of",
            "\nDeal 7\n",
        ),
    ] {
        let words: Vec<String> = words
            .split(' ')
            .map(|of| of.replace('\u{a0}', " "))
            .collect();
        let call = words.iter().fold(call(""), |call, word| call.arg(word));
        let found = call.run();
        let is_so = found.stdout.contains(told) && !found.stdout.contains(untold);
        assert!(is_so, "{words:?}: {} {}", found.stdout, found.stderr);
    }
}

#[test]
fn a_timeline_of_a_folder_is_what_has_a_format() {
    for (first, is_read) in [
        ("format = 1", true),
        ("\u{feff}format = 1", true),
        ("\"format\" = 1", true),
        ("# A comment = here\n\n 'format'=1", true),
        ("name = 'format = 1'", false),
        ("formats = 1", false),
        ("[package]\nformat = 1", false),
    ] {
        let call = partnership("terms -f .").copy(&cases("timelines/one.toml"));
        let call = call.file("other.toml", format!("{first}\ntitle = \"Other\"\n"));
        let answer = call.run();
        let several = answer.stdout.starts_with("2 agreements");
        let note = "note: passed over: 1 `.toml` file without a `format` key\n";
        let notes = if is_read { "" } else { note };
        assert_eq!((several, &*answer.stderr), (is_read, notes), "{first}");
    }
}

#[test]
fn a_party_of_several_agreements_is_listed_once() {
    let deals = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/deals");
    let parties = json(&partnership("show party --json -f").arg(deals).run());
    let mut ids = list(&parties, "parties");
    ids.retain(|party| party["id"] == "openai");
    assert_eq!(ids.len(), 1);
    assert!(ids[0]["clauses"].as_u64() > Some(10), "{}", ids[0]);
    let told = partnership("show party -f").arg(deals).done();
    assert_eq!(told.matches("OpenAI (openai)").count(), 1, "{told}");
}

/// Two agreements that know one source by its address, one by its id and publisher, and each one of its own.
#[test]
fn a_source_of_several_agreements_is_one_source() {
    let text = |id: &str, news: &str| {
        format!(
            r#"format = 1
id = "{id}"
title = "Title of {id}"
[source.paper]
publisher = "Gazette"
[source.{news}]
publisher = "Courier"
url = "https://courier.example/rent"
[source.deed]
publisher = "Owner of {id}"
[[event]]
id = "signed"
date = "2020"
title = "It is signed"
cite = ["paper", "deed"]
[[event]]
id = "raised"
date = "2021"
title = "It is raised"
cite = ["{news}"]
"#
        )
    };
    let call = |words: &str| {
        let call = partnership(&format!("-f . {words}"));
        let call = call.file("a.toml", text("a", "news"));
        call.file("b.toml", text("b", "courier"))
    };
    for word in [
        "news",
        "courier",
        "a/news",
        "b/courier",
        "https://courier.example/rent",
    ] {
        let answer = json(&call(&format!("timeline --json --according-to {word}")).run());
        let ids: Vec<_> = list(&answer, "events")
            .iter()
            .map(|of| of["id"].clone())
            .collect();
        assert_eq!(ids, ["a/raised", "b/raised"], "{word}");
        assert_eq!(
            answer["lens"]["according_to"],
            json!(["a/news", "b/courier"])
        );
    }
    let listed = call("show source").done();
    assert!(listed.starts_with("2 agreements"), "{listed}");
    for ids in ["a/paper and b/paper", "a/news and b/courier", "a/deed"] {
        assert!(listed.contains(&format!("({ids})")), "{listed}");
    }
    let listed = json(&call("show source --json").run());
    let same: Vec<_> = list(&listed, "sources")
        .iter()
        .map(|of| (of["id"].clone(), of["events"].clone(), of["also"].clone()))
        .collect();
    assert_eq!(same[0], (json!("a/paper"), json!(2), json!(["b/paper"])));
    assert_eq!(same.len(), 4);
    // Whatever it is called, all that rests on it is shown.
    for word in ["show courier", "show news", "show source b/courier"] {
        let shown = json(&call(&format!("{word} --json")).run());
        let events = list(&shown, "events");
        assert_eq!(events, ["a/raised", "b/raised"], "{word}");
    }
    let strange = call("timeline --according-to news --according-to strange");
    let strange = strange.refused(2);
    assert!(
        strange.contains("there is no source `strange`"),
        "{strange}"
    );
}

#[test]
fn what_a_lens_names_in_one_is_known_in_others_by_its_address() {
    let text = |id: &str, news: &str, party: &str| {
        format!(
            r#"format = 1
id = "{id}"
title = "Title of {id}"
[party.{party}]
name = "Name of {party}"
[source.contract]
title = "Contract of {id}"
[source.{news}]
publisher = "Post"
url = "https://post.example/{}"
[clause.rent]
title = "Rent of {id}"
parties = ["{party}"]
[[event]]
id = "signed"
date = "2020"
title = "It is signed"
cite = ["contract"]
change = [{{ clause = "rent", action = "adopt", text = "Rent is due." }}]
[[event]]
id = "raised"
date = "2021"
title = "It is raised"
cite = ["{news}"]
change = [{{ clause = "rent", action = "amend", text = "More is due." }}]
"#,
            party == "z"
        )
    };
    let call = |words: &str| {
        let call = partnership(words).file("a.toml", text("a", "note", "x"));
        let call = call.file("b.toml", text("b", "memo", "y"));
        let of_c = text("c", "press", "z").replace("clause.rent", "clause.fee");
        call.file("c.toml", of_c.replace("\"rent\"", "\"fee\""))
    };
    let ids = |flags: &str| {
        let answer = call(&format!(
            "-f a.toml -f b.toml -f c.toml timeline --json {flags}"
        ))
        .run();
        assert_eq!(answer.stderr, "", "{flags}");
        let events = list(&json(&answer), "events");
        let ids = events.iter().flat_map(|of| texts(of, "/id"));
        ids.collect::<Vec<String>>()
    };
    assert_eq!(ids("--according-to note"), ["a/raised", "b/raised"]);
    let found = ids("--according-to note --according-to contract");
    let signed = ["a/signed", "b/signed", "c/signed"];
    assert_eq!(found, [&signed[..], &["a/raised", "b/raised"]].concat());
    assert_eq!(ids("--clause rent --party x"), ["a/signed", "a/raised"]);
    for flags in [
        "--according-to note --according-to memo",
        "--according-to a/note --according-to b/contract",
    ] {
        let site = call(&format!(
            "-f a.toml -f b.toml -f c.toml page -o site/ {flags}"
        ))
        .run();
        assert_eq!(site.code, 0, "{}", site.stderr);
    }
    // Standard input is read once, however often it is asked.
    let input = text("a", "note", "x");
    for (words, told) in [
        ("diff a/signed today --json", "b/raised"),
        ("chart --json", "a/rent"),
    ] {
        let answer = call(&format!("-f - -f b.toml {words}")).input(&input);
        let answer = answer.done();
        assert!(answer.contains(told), "{answer}");
    }
}

#[test]
fn what_is_undetermined_is_not_nothing() {
    let deals = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/deals");
    let told = partnership("terms -f").arg(deals).done();
    assert!(
        told.contains("Not certain: OpenAI's models on Google Cloud"),
        "{told}"
    );
}

#[test]
fn an_agreement_is_asked_by_its_id() {
    let alone = partnership("terms").on("one").done();
    let one = id(&cases("timelines/one.toml"));
    let chosen = all(&format!("terms --agreement {one}")).done();
    assert_eq!(chosen.lines().next(), alone.lines().next());
    for call in ["chart --format svg", "page"] {
        let picture = all(&format!("{call} --agreement {one}")).done();
        assert!(picture.starts_with('<'), "{picture}");
        let refused = all(call).refused(2);
        assert!(refused.contains("name one with `--agreement`"), "{refused}");
    }
    let refused = all("terms --agreement nothing").refused(2);
    assert!(
        refused.starts_with("error: there is no agreement `nothing`"),
        "{refused}"
    );
    all(&format!("terms --agreement {}", one.to_uppercase())).done();
    let none = partnership("terms -f . --agreement lease").file("a.toml", "[package]\n");
    assert!(none.refused(3).contains("there is no timeline in `.`"));
    let near = partnership("terms --agreement msft-opena").refused(2);
    assert!(near.contains("help: there is `msft-openai`"), "{near}");
}

#[test]
fn a_broken_file_stops_all_unless_the_others_are_to_answer() {
    let call = |flags: &str| {
        let call = partnership(flags).copy(&cases("timelines/one.toml"));
        let call = call.file("broken.toml", "format = 1\ntitle = \n");
        call.file("other.toml", "[package]\nname = 1\n")
            .arg("-f")
            .arg(".")
    };
    let refused = call("terms").refused(3);
    assert!(refused.contains("broken.toml:2"), "{refused}");
    let answer = call("terms --json --keep-going").run();
    assert_eq!(answer.code, 1);
    let left = &json(&answer)["left_out"][0];
    assert_eq!(
        (&left["path"], &left["errors"]),
        (&"./broken.toml".into(), &1.into())
    );
    assert!(
        answer.stderr.contains("left out: ./broken.toml (1 error)"),
        "{}",
        answer.stderr
    );
    assert!(
        answer.stderr.contains("passed over: 1 `.toml` file"),
        "{}",
        answer.stderr
    );
    let asked = call("terms --keep-going --agreement broken").refused(3);
    assert!(asked.contains("broken.toml:2"), "{asked}");
    let table = call("terms --keep-going").run().stdout;
    assert!(
        table.contains("Left out: ./broken.toml (1 error)."),
        "{table}"
    );
}

#[test]
fn a_folder_without_timelines_says_what_was_looked_for() {
    for call in ["terms -f .", "check ."] {
        let empty = partnership(call).refused(3);
        let told = "error: `.` cannot be read: nothing in or below it ends in `.toml`; links and what is hidden are passed over\n";
        assert_eq!(empty, told);
        let other = partnership(call).file("Cargo.toml", "[package]\n");
        let told = "error: there is no timeline in `.`: 1 `.toml` file without a `format` key\n";
        assert_eq!(other.refused(3), told);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_passed_over() {
    use std::os::unix::fs::symlink;

    let call = |words: &str, links: &[(&str, &str)]| {
        let call = partnership(words).copy(&cases("timelines/one.toml"));
        let folder = call.folder().to_owned();
        for (target, link) in links {
            symlink(target, folder.join(link)).expect("a link");
        }
        call
    };
    for words in ["terms -f .", "check ."] {
        for links in [
            &[("nothing.toml", "a.toml")][..],
            &[("b.toml", "a.toml"), ("a.toml", "b.toml")],
            &[("one.toml", "again.toml")],
            &[(".", "again"), ("/dev/zero", "endless.toml")],
        ] {
            let around = call(words, links).run();
            assert_eq!((around.code, around.stderr.as_str()), (0, ""), "{links:?}");
        }
    }
}

#[test]
fn check_tells_where_files_of_a_folder_disagree() {
    let text = |id: &str, name: &str, publisher: &str, url: &str| {
        format!(
            r#"format = 1
id = "{id}"
title = "A"
[party.us]
name = "{name}"
[source.paper]
publisher = "{publisher}"
url = "https://example.org/{url}"
[[event]]
id = "signed"
date = "2020"
title = "It is signed"
parties = ["us"]
cite = ["paper"]
"#
        )
    };
    let check = |flags: &str, other: String| {
        let call = partnership(&format!("check --format short {flags} ."));
        let call = call.file("a.toml", text("a", "Us Ltd", "Gazette", "1"));
        call.file("b.toml", other).run()
    };
    for (other, told) in [
        (text("b", "Us Ltd", "Gazette", "1"), ""),
        (
            text("b", "We Ltd", "Gazette", "1"),
            "./b.toml:5:8: warning[party-differs]: the name of party `us` is `We Ltd` here, and `Us Ltd` in `./a.toml`\n",
        ),
        (
            text("b", "Us Ltd", "Herald", "1"),
            "./b.toml:7:13: warning[source-differs]: the publisher of `https://example.org/1` is `Herald` here, and `Gazette` in `./a.toml`\n",
        ),
        (
            text("b", "Us Ltd", "Gazette", "2"),
            "./b.toml:8:7: warning[source-differs]: the address of source `paper` of `Gazette` is `https://example.org/2` here, and `https://example.org/1` in `./a.toml`\n",
        ),
    ] {
        let answer = check("--strict", other.clone());
        assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), (told, ""));
        assert_eq!(answer.code, i32::from(!told.is_empty()), "{told}");
        assert_eq!(check("", other).code, 0, "{told}");
    }
    let answer = check("", text("a", "Us Ltd", "Gazette", "1"));
    let told =
        "./b.toml:2:6: error[duplicate-id]: the agreement in `./a.toml` has the id `a` too\n";
    assert_eq!((answer.stdout.as_str(), answer.code), (told, 1));
}

#[test]
fn what_most_files_say_is_the_usual() {
    let text = |id: &str, name: &str| {
        format!("format = 1\nid = \"{id}\"\ntitle = \"A\"\n[party.us]\nname = \"{name}\"\n")
    };
    let check = partnership("check --format short .")
        .file("a.toml", text("a", "We Ltd"))
        .file("b.toml", text("b", "Us Ltd"))
        .file("c.toml", text("c", "Us Ltd"));
    let told = check.run().stdout;
    let differs = told.lines().filter(|line| line.contains("party-differs"));
    let differs: Vec<&str> = differs.collect();
    let expected = "./a.toml:5:8: warning[party-differs]: the name of party `us` is `We Ltd` here, and `Us Ltd` in `./b.toml`";
    assert_eq!(differs, [expected]);
}

#[test]
fn one_id_is_one_agreement() {
    let text = "format = 1\ntitle = \"A\"\nid = \"lease\"\n";
    let call = partnership("terms -f .")
        .file("a.toml", text)
        .file("b.toml", text);
    let refused = call.refused(3);
    assert!(
        refused.contains("have the same agreement id `lease`"),
        "{refused}"
    );
    for flags in [
        "check . a.toml",
        "check a.toml ./a.toml",
        "terms -f . -f a.toml",
    ] {
        assert_eq!(partnership(flags).file("a.toml", text).answer().code, 0);
    }
}

#[test]
fn entries_of_a_calendar_are_those_of_each_agreement() {
    let uids = |text: &str| {
        let text = text.replace("\r\n ", "");
        let uids = text.lines().filter(|line| line.starts_with("UID:"));
        let mut uids: Vec<String> = uids.map(str::to_owned).collect();
        uids.sort();
        uids
    };
    let together = uids(&all("timeline --format ics").run().stdout);
    let alone = each("timeline --format ics").into_iter();
    let mut alone: Vec<String> = alone
        .flat_map(|(_, call)| uids(&call.run().stdout))
        .collect();
    alone.sort();
    assert_eq!(together, alone);
}

#[test]
fn a_site_has_a_page_for_each_agreement_and_an_index_that_leads_to_them() {
    let deals = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/deals");
    let call = partnership("page -o site/ -f").arg(&deals.to_string_lossy());
    let answer = call.answer();
    assert_eq!((answer.code, answer.stdout.as_str()), (0, ""));
    let told = "note: 7 pages and `index.html` are in `site/`\n";
    assert_eq!(answer.stderr, told);
    let site = call.folder().join("site");
    let index = fs::read_to_string(site.join("index.html")).expect("an index");
    let pages = files(&site, "html");
    assert_eq!(pages.len(), 8);
    for link in index.split("href=\"").skip(1) {
        let link = &link[..link.find('"').expect("an end")];
        let (name, place) = link.split_once('#').unwrap_or((link, ""));
        let page = match name {
            "" => index.clone(),
            name => fs::read_to_string(site.join(name)).expect("a page"),
        };
        let is_there = place.is_empty() || page.contains(&format!("id=\"{place}\""));
        assert!(is_there, "{link}");
    }
    for file in files(&deals, "toml") {
        let id = id(&file);
        assert!(index.contains(&format!("href=\"{id}.html\"")), "{id}");
        let page = fs::read_to_string(site.join(format!("{id}.html"))).expect("a page");
        assert!(page.contains("href=\"index.html\""), "{id}");
        let alone = partnership("page -f").arg(&file.to_string_lossy()).done();
        let start = |page: &str| page[page.find("<main").expect("a part")..].to_owned();
        assert_eq!(start(&page), start(&alone), "{id}");
    }
}

#[test]
fn a_site_replaces_no_timeline_and_is_for_pages_of_several() {
    let file = "format = 1\ntitle = \"t\"\nid = \"index\"\n";
    let call = partnership("page -f own.toml -f other.toml -o site/")
        .file("own.toml", file)
        .file("other.toml", "format = 1\ntitle = \"<o>\"\n");
    assert_eq!(call.answer().code, 0);
    let names: Vec<String> = files(&call.folder().join("site"), "html")
        .iter()
        .map(|file| stem(file).to_owned())
        .collect();
    assert_eq!(names, ["index", "index_", "other"]);
    let told = partnership("page -f lease.html -f b.toml -o .")
        .file("lease.html", "format = 1\ntitle = \"t\"\nid = \"lease\"\n")
        .file("b.toml", "format = 1\ntitle = \"b\"\n")
        .refused(4);
    assert!(told.contains("it is a file that this call reads"), "{told}");
    for call in [
        "timeline -f .",
        "timeline -f . --json",
        "page -f a.toml",
        "page",
        "import 2020=a.md",
    ] {
        let told = partnership(&format!("{call} -o site/"))
            .file("a.toml", file)
            .refused(4);
        let expected = "error: `site/` cannot be written: it is a directory; name a file in it\n";
        assert_eq!(told, expected, "{call}");
    }
    let told = partnership("page -f . --format html")
        .file("a.toml", file)
        .file("b.toml", "format = 1\ntitle = \"b\"\n")
        .refused(2);
    assert!(told.contains("`page -o site/`"), "{told}");
}

#[test]
fn a_site_of_which_nothing_lies_ahead_is_told_of_as_any_other() {
    let call = partnership("page -f . -o site/")
        .file("a.toml", "format = 1\ntitle = \"a\"\n")
        .file("b.toml", "format = 1\ntitle = \"b\"\n");
    let told = call.answer().stderr;
    assert_eq!(told, "note: 2 pages and `index.html` are in `site/`\n");
}

#[test]
fn a_site_without_a_broken_file_says_so() {
    let call = partnership("page -f . -o site/ --keep-going")
        .file("a.toml", "format = 1\ntitle = \"a\"\n")
        .file("b.toml", "format = 1\n");
    let answer = call.answer();
    assert_eq!(answer.code, 1);
    let index = fs::read_to_string(call.folder().join("site/index.html")).expect("an index");
    assert!(index.contains("Left out: ") && index.contains("a.html") && !index.contains("b.html"));
    let broken = partnership("page -f . -o site/").file("b.toml", "format = 1\n");
    assert_eq!(broken.answer().code, 3);
    assert!(!broken.folder().join("site").exists());
}

#[test]
fn so_many_threads_give_the_same_bytes() {
    for call in [
        "",
        "terms 2021",
        "terms --json",
        "timeline",
        "upcoming",
        "find the",
        "history --format csv",
        "history --format ndjson",
        "nonsense",
    ] {
        let answer = |threads| {
            let Answer {
                stdout,
                stderr,
                code,
            } = all(call).threads(threads).run();
            (stdout, stderr, code)
        };
        let one = answer(1);
        for threads in [2, 16] {
            assert_eq!(answer(threads), one, "{call} with {threads} threads");
        }
    }
}

/// Two agreements of which one has more days behind it, and a longer name.
fn two(call: &str) -> Call {
    let file = |id: &str, date: &str| {
        format!(
            r#"format = 1
id = "{id}"
title = "Title of {id}"
[clause.rent]
title = "Rent"
[[event]]
id = "signed"
date = "{date}"
title = "It is signed"
change = [{{ clause = "rent", action = "adopt", text = "Rent is due.", until = "it is sold" }}]
"#
        )
    };
    let call = partnership(call).file("a.toml", file("a", "2010-03-01"));
    call.file("b.toml", file("a-longer-one", "2024-03-01"))
}

#[test]
fn charts_of_several_agreements_have_one_scale() {
    let told = two("chart -f . --today 2025-01-01").done();
    let years = |line: &&str| line.contains("2010");
    let scales: Vec<&str> = told.lines().filter(years).collect();
    let drawn: Vec<&str> = scales
        .into_iter()
        .filter(|line| line.starts_with(' '))
        .collect();
    assert!(drawn.len() == 2 && drawn[0] == drawn[1], "{told}");
    assert_eq!(told.matches("a cell is").count(), 1, "{told}");
    let rows = two("chart -f . --today 2025-01-01 --format csv").done();
    assert_eq!(rows.matches(",2010-01-01,").count(), 2, "{rows}");
}

#[test]
fn what_is_noted_of_some_agreements_names_them() {
    let answer = two("timeline -f . --known-by 2020").run();
    assert_eq!(
        answer.stderr,
        "note: `a-longer-one`: no event is left under this lens\n"
    );
    let answer = two("timeline -f . --known-by 2005").run();
    let told = "note: no event is left under this lens\nnote: nothing matches in 2 agreements\n";
    assert_eq!(answer.stderr, told);
    let file = "format = 1\ntitle = \"Unnamed\"\n";
    let answer = two("upcoming -f . --format ics").file("c.toml", file).run();
    for told in [
        "note: `c`: the file has no `id`",
        "note: not in the calendar: 1 open condition of `a` without a date\n",
        "note: not in the calendar: 1 open condition of `a-longer-one` without a date\n",
    ] {
        assert!(answer.stderr.contains(told), "{}", answer.stderr);
    }
}

#[test]
fn a_condition_of_several_agreements_is_supposed_of_all() {
    let told = two("terms -f . --today 2025-01-01 --suppose")
        .arg("it is sold")
        .run()
        .stdout;
    assert!(
        told.contains("Supposing that it is sold on 2025-01-01: Rent ends."),
        "{told}"
    );
}
