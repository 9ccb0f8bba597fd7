//! Answers as rows: CSV and one JSON record a line give back what the JSON holds.

use serde_json::Value;

use crate::support::{ANSWERS, Snapshots, partnership, snapshots_of};

/// No lens, then each once.
const LENSES: [&str; 4] = [
    "",
    "--known-by 2026-06",
    "--according-to siliconangle-2026",
    "--basis reported",
];

/// A table that was read back.
struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    #[track_caller]
    fn read(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let columns = owned(reader.headers().expect("a header row"));
        let records = reader.records();
        let rows = records.map(|record| owned(&record.expect("rows as long as the header")));
        Self {
            columns,
            rows: rows.collect(),
        }
    }

    /// The cells of a column.
    #[track_caller]
    fn column(&self, name: &str) -> Vec<&str> {
        let place = self.columns.iter().position(|column| column == name);
        let place = place.unwrap_or_else(|| panic!("no column {name}"));
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }

    /// The first row whose cell in one column is this, as its cell in another column.
    #[track_caller]
    fn find(&self, by: &str, cell: &str, column: &str) -> &str {
        let place = self.column(by).iter().position(|found| *found == cell);
        let place = place.unwrap_or_else(|| panic!("no {by} is {cell}"));
        self.column(column)[place]
    }
}

fn csv(args: &str) -> String {
    partnership(args).arg("--format=csv").arg("-q").done()
}

fn json(args: &str) -> Value {
    let text = partnership(args).arg("--json").arg("-q").done();
    serde_json::from_str(&text).expect("JSON")
}

pub(super) fn array(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

#[test]
fn columns_are_as_documented() {
    let mut text = String::new();
    for command in ANSWERS {
        let columns = Rows::read(&csv(command)).columns.join(",");
        let call = format!("partnership {command}");
        text.extend([call.trim_end(), "\n    ", &columns, "\n"]);
    }
    let mut snapshots = Snapshots::default();
    snapshots.compare(&snapshots_of("formats").join("csv-columns.txt"), text);
    snapshots.finish();
}

#[test]
fn every_record_of_the_json_has_its_row_under_every_lens() {
    for (place, command) in ANSWERS.into_iter().enumerate() {
        let columns = Rows::read(&csv(command)).columns;
        // Each answer takes three of the four.
        for lens in (0..3).map(|nth| LENSES[(place + nth) % 4]) {
            let call = format!("{command} {lens}");
            let text = csv(&call);
            assert!(text.ends_with("\r\n"), "{call}");
            let rows = Rows::read(&text);
            assert_eq!(rows.columns, columns, "{call}");
            assert_eq!(rows.rows.len(), records(&json(&call)), "{call}");
        }
    }
}

/// How many rows an answer has.
fn records(answer: &Value) -> usize {
    let count = |key: &str| array(&answer[key]).len();
    match answer["answer"].as_str().expect("a report") {
        "overview" => 17 + count("undetermined"),
        "timeline" | "events" => count("events"),
        "terms" => count("clauses") + only_doubtful(answer),
        "clauses" | "party" => count("clauses"),
        "parties" => count("parties"),
        "diff" | "learned" => differences(answer) + only_doubtful(answer),
        "clause" | "history" => count("versions"),
        "chart" => stretches(&answer["lanes"]),
        "beliefs" => stretches(&answer["rows"]),
        "event" => array(&answer["event"]["changes"]).len().max(1),
        "source" => count("events") + count("changes") + count("disagrees"),
        "sources" => count("sources"),
        "show" => count("matches"),
        "find" => count("hits"),
        "upcoming" => count("ends") + count("events") + count("conditions") + count("unconfirmed"),
        other => panic!("{other} is no report"),
    }
}

fn stretches(of: &Value) -> usize {
    let stretches = |of: &Value| array(&of["stretches"]).len();
    array(of).iter().map(stretches).sum()
}

fn differences(answer: &Value) -> usize {
    let lists = ["adopted", "amended", "ended", "interim"];
    let diffs = lists.iter().flat_map(|list| array(&answer[list]));
    let changed: usize = diffs.map(|diff| differing(diff).max(1)).sum();
    changed + array(&answer["unchanged"]).len()
}

fn differing(diff: &Value) -> usize {
    let named = ["status", "text", "through", "until"];
    let differs = |name: &&&str| diff["before"][*name] != diff["after"][*name];
    named.iter().filter(differs).count() + array(&diff["terms"]).len()
}

/// How many clauses only their doubt is told of.
fn only_doubtful(answer: &Value) -> usize {
    let lists = [
        "clauses",
        "adopted",
        "amended",
        "ended",
        "interim",
        "unchanged",
    ];
    let listed: Vec<&Value> = lists
        .iter()
        .filter_map(|list| answer[list].as_array())
        .flatten()
        .map(|record| record.get("clause").unwrap_or(&record["id"]))
        .collect();
    let doubtful = array(&answer["undetermined"]).iter().map(|u| &u["clause"]);
    let mut only: Vec<&Value> = doubtful.filter(|clause| !listed.contains(clause)).collect();
    only.dedup();
    only.len()
}

/// A text that means something to terminals, spreadsheets and readers of CSV.
fn hostile(field: &str) -> String {
    format!(
        "={field}()\n\"quoted\", comma; semicolon\r\rreturns\r\n\r\n\u{202e}turned\u{2066}\u{1b}[31m\
         \u{7}\u{8}\u{1}\u{9b}\u{85}\u{2028}\u{200b}\u{feff}\u{e0041}'|`<b>\\n,,\"\"\t "
    )
}

/// A timeline all of whose texts are hostile.
fn hostile_timeline() -> String {
    // A JSON string is a string of TOML as well.
    let text = |field: &str| serde_json::to_string(&hostile(field)).expect("a string");
    format!(
        r#"
format = 1
title = {title}
note = {note}
description = {description}

[party.left]
name = {name}

[source.zero]
publisher = {publisher}
title = {headline}
url = {url}

[clause.words]
title = {clause_title}
topic = {topic}
parties = ["left"]

[[event]]
id = "made"
date = "2020"
title = {event_title}
kind = {kind}
summary = {summary}
note = {event_note}
cite = ["zero"]

[[event.change]]
clause = "words"
action = "adopt"
text = {text_then}
terms = {{ name = {name_then}, list = [{member}] }}
until = {until}
note = {change_note}
cite = [{{ source = "zero", text = {claim} }}]

[[event]]
id = "turned"
date = "2021-01-01"
title = "turned"
cite = ["zero"]

[[event.change]]
clause = "words"
action = "amend"
text = {text_now}
terms = {{ name = {name_now}, list = [{other_member}] }}
"#,
        title = text("title"),
        note = text("note"),
        description = text("description"),
        name = text("name"),
        publisher = text("publisher"),
        headline = text("headline"),
        url = text("url"),
        clause_title = text("clause_title"),
        topic = text("topic"),
        event_title = text("event_title"),
        kind = text("kind"),
        summary = text("summary"),
        event_note = text("event_note"),
        text_then = text("text_then"),
        name_then = text("name_then"),
        member = text("member"),
        until = text("until"),
        change_note = text("change_note"),
        claim = text("claim"),
        text_now = text("text_now"),
        name_now = text("name_now"),
        other_member = text("other_member"),
    )
}

fn rows_of(timeline: &str, args: &str) -> Rows {
    let call = partnership(args).arg("--format=csv").arg("-q");
    let call = call.file("own.toml", timeline).arg("-f").arg("own.toml");
    Rows::read(&call.done())
}

#[test]
fn hostile_texts_come_back_exactly() {
    let timeline = hostile_timeline();
    let check = |args: &str, (by, cell): (&str, &str), column: &str, field: &str| {
        let rows = rows_of(&timeline, args);
        let found = rows.find(by, cell, column);
        assert_eq!(found, hostile(field), "{args}: {column} is the {field}");
    };
    for (args, key, column, field) in [
        ("", ("figure", "title"), "value", "title"),
        ("", ("figure", "note"), "value", "note"),
        ("", ("figure", "description"), "value", "description"),
        ("timeline", ("event", "made"), "title", "event_title"),
        ("timeline", ("event", "made"), "kind", "kind"),
        ("timeline", ("event", "made"), "summary", "summary"),
        ("timeline", ("event", "made"), "note", "event_note"),
        ("show event", ("event", "made"), "summary", "summary"),
        (
            "show event made",
            ("clause", "words"),
            "title",
            "event_title",
        ),
        ("show event made", ("clause", "words"), "text", "text_then"),
        ("show event made", ("clause", "words"), "until", "until"),
        (
            "show event made",
            ("clause", "words"),
            "note",
            "change_note",
        ),
        (
            "show event turned",
            ("clause", "words"),
            "before_text",
            "text_then",
        ),
        ("terms 2020", ("clause", "words"), "title", "clause_title"),
        ("terms 2020", ("clause", "words"), "topic", "topic"),
        ("terms 2020", ("clause", "words"), "text", "text_then"),
        ("terms 2020", ("clause", "words"), "until", "until"),
        ("terms 2020", ("clause", "words"), "note", "change_note"),
        ("show clause", ("clause", "words"), "text", "text_now"),
        (
            "show party left",
            ("clause", "words"),
            "title",
            "clause_title",
        ),
        ("show party", ("party", "left"), "name", "name"),
        ("show source", ("source", "zero"), "publisher", "publisher"),
        ("show source", ("source", "zero"), "title", "headline"),
        ("show source", ("source", "zero"), "url", "url"),
        ("show source zero", ("what", "text"), "file", "text_then"),
        ("show source zero", ("what", "text"), "claim", "claim"),
        (
            "show clause words",
            ("event", "made"),
            "title",
            "clause_title",
        ),
        ("show clause words", ("event", "made"), "text", "text_then"),
        ("history", ("event", "turned"), "text", "text_now"),
        ("history", ("event", "turned"), "topic", "topic"),
        ("history", ("event", "made"), "note", "change_note"),
        ("diff 2020 2021", ("what", "text"), "title", "clause_title"),
        ("diff 2020 2021", ("what", "text"), "before", "text_then"),
        ("diff 2020 2021", ("what", "text"), "after", "text_now"),
        ("diff 2020 2021", ("what", "name"), "before", "name_then"),
        ("diff 2020 2021", ("what", "name"), "after", "name_now"),
        ("diff 2020 2021", ("what", "list"), "added", "other_member"),
        ("diff 2020 2021", ("what", "list"), "removed", "member"),
        ("upcoming", ("what", "condition"), "until", "until"),
        ("upcoming", ("what", "condition"), "title", "clause_title"),
    ] {
        check(args, key, column, field);
    }
}

#[test]
fn terms_in_one_cell_are_json() {
    let rows = rows_of(&hostile_timeline(), "terms 2020");
    let terms: Value = serde_json::from_str(rows.column("terms")[0]).expect("JSON");
    let expected = serde_json::json!({ "name": hostile("name_then"), "list": [hostile("member")] });
    assert_eq!(terms, expected);
}

#[test]
fn dates_stand_beside_their_days() {
    let rows = Rows::read(&csv("history --clause ip-license"));
    let day = |column| rows.find("from", "2021", column);
    assert_eq!(
        [day("from_first"), day("from_last")],
        ["2021-01-01", "2021-12-31"]
    );
    let rows = Rows::read(&csv("upcoming"));
    let end = |column| rows.find("clause", "ip-license", column);
    assert_eq!(
        [end("date"), end("first"), end("last")],
        ["2032", "2032-01-01", "2032-12-31"]
    );
}

#[test]
fn a_clause_that_may_have_changed_says_so() {
    let timeline = r#"
format = 1
title = "Doubt"

[clause.here]
title = "Here"

[clause.perhaps]
title = "Perhaps"

[[event]]
id = "begun"
date = "2019-01-01"
title = "begun"
change = [{ clause = "here", action = "adopt", text = "Here." }]

[[event]]
id = "some-day"
date = "2020"
title = "some day"
change = [
    { clause = "here", action = "end" },
    { clause = "perhaps", action = "adopt", text = "Perhaps." },
]
"#;
    let terms = rows_of(timeline, "terms 2020-06");
    assert_eq!(terms.column("clause"), ["here", "perhaps"]);
    assert_eq!(terms.column("status"), ["in force", "undetermined"]);
    assert_eq!(terms.column("undetermined"), ["some-day", "some-day"]);
    let diff = rows_of(timeline, "diff 2019-06 2020-06");
    assert_eq!(diff.column("list"), ["unchanged", "undetermined"]);
    assert_eq!(diff.column("uncertain"), ["to", "to"]);
}

#[test]
fn an_event_that_changes_nothing_has_a_row() {
    let rows = Rows::read(&csv("show event expiry:ip-license"));
    assert_eq!(rows.column("event"), ["expiry:ip-license"]);
    assert_eq!(rows.column("last"), ["2032-12-31"]);
    assert_eq!(rows.column("clause"), [""]);
}

#[test]
fn nothing_that_matches_leaves_the_header() {
    let text = csv("timeline --grep nobody-wrote-this");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn formulas_are_guarded_on_request_and_only_then() {
    let titles = [
        "=1+1", "+1", "-1+1", "@sum", "\ttab", "\rreturn", "-5", "-5.25", "-", "- 5", "5", "'",
    ];
    let events: Vec<String> = titles
        .iter()
        .enumerate()
        .map(|(place, title)| {
            let title = serde_json::to_string(title).expect("a string");
            format!("[[event]]\nid = \"e{place}\"\ndate = \"2020\"\ntitle = {title}\n")
        })
        .collect();
    let timeline = format!("format = 1\ntitle = \"Formulas\"\n{}", events.join("\n"));
    let plain = rows_of(&timeline, "timeline");
    assert_eq!(plain.column("title"), titles);
    let safe = rows_of(&timeline, "timeline --csv-safe");
    let guarded = [
        "'=1+1",
        "'+1",
        "'-1+1",
        "'@sum",
        "'\ttab",
        "'\rreturn",
        "-5",
        "-5.25",
        "'-",
        "'- 5",
        "5",
        "'",
    ];
    assert_eq!(safe.column("title"), guarded);
}

#[test]
fn a_mark_comes_first_on_request_and_only_then() {
    let plain = csv("timeline");
    assert!(plain.starts_with("event,"), "{plain}");
    assert_eq!(csv("timeline --csv-bom"), format!("\u{feff}{plain}"));
}

#[test]
fn what_readers_cut_cells_at_is_replaced() {
    let timeline = "format = 1\ntitle = \"Cut\"\n[[event]]\nid = \"e\"\ndate = \"2020\"\ntitle = \"a\\u0000b\"\n";
    assert_eq!(
        rows_of(timeline, "timeline").column("title"),
        ["a\u{fffd}b"]
    );
}

/// Each line as JSON; every line ends in one line break.
#[track_caller]
pub(super) fn lines(text: &str) -> Vec<Value> {
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    let line = |line: &str| serde_json::from_str(line).expect("JSON on each line");
    text.split_terminator('\n').map(line).collect()
}

fn ndjson(args: &str) -> Vec<Value> {
    lines(&partnership(args).arg("--format=ndjson").arg("-q").done())
}

#[test]
fn lines_hold_what_the_json_holds() {
    for lens in LENSES {
        let call = format!("timeline {lens}");
        assert_eq!(ndjson(&call), array(&json(&call)["events"]), "{call}");
        let call = format!("history {lens}");
        assert_eq!(ndjson(&call), array(&json(&call)["versions"]), "{call}");
    }
}

#[test]
fn clauses_on_lines_say_on_which_day() {
    for call in ["terms 2024-12", "terms --all", "terms 2021-06 --all"] {
        let answer = json(call);
        let mut found = ndjson(call);
        for line in &mut found {
            let line = line.as_object_mut().expect("an object");
            assert_eq!(line.remove("at").as_ref(), Some(&answer["at"]), "{call}");
            let doubts = line.remove("undetermined").expect("what is undetermined");
            let of_clause = |doubt: &&Value| doubt["clause"] == line["id"];
            let expected = array(&answer["undetermined"]).iter().filter(of_clause);
            assert_eq!(doubts, expected.cloned().collect::<Value>(), "{call}");
        }
        // Behind the clauses come those of which nothing else is known.
        let open = found.split_off(array(&answer["clauses"]).len());
        assert_eq!(found, array(&answer["clauses"]), "{call}");
        let mut others: Vec<&Value> = Vec::new();
        for doubt in array(&answer["undetermined"]) {
            let is_listed = found.iter().any(|line| line["id"] == doubt["clause"]);
            if !is_listed && !others.contains(&&doubt["clause"]) {
                others.push(&doubt["clause"]);
            }
        }
        let ids: Vec<&Value> = open.iter().map(|line| &line["id"]).collect();
        assert_eq!(ids, others, "{call}");
        assert!(
            open.iter().all(|line| line["status"] == "undetermined"),
            "{call}"
        );
    }
}

#[test]
fn hostile_texts_stay_on_their_lines() {
    let call = partnership("history --format=ndjson -f own.toml");
    let found = lines(&call.file("own.toml", hostile_timeline()).done());
    let texts: Vec<&Value> = found.iter().map(|line| &line["text"]).collect();
    assert_eq!(texts, [&hostile("text_then"), &hostile("text_now")]);
}

#[test]
fn no_match_is_no_line() {
    assert!(ndjson("timeline --grep nobody-wrote-this").is_empty());
}

#[test]
fn other_answers_are_refused_as_lines() {
    for command in ANSWERS {
        let lines = ["timeline", "terms", "history", "find"].iter();
        if !lines.clone().any(|lines| command.starts_with(lines)) {
            let told = partnership(command).arg("--format=ndjson").refused(2);
            assert!(told.contains("ndjson"), "{command}: {told}");
        }
    }
}
