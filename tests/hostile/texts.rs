//! Hostile text in every field, key, id, name and argument, through every command and format: the Big List of
//! Naughty Strings, and some that mean something to a terminal, a browser, a calendar or a spreadsheet.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use naughty_strings::BLNS;
use partnership::agreement::history::History;
use partnership::answer::{Format, Look, Report};
use partnership::file;
use partnership::formats::diagnostics;
use partnership::shell::outcome::Exit;
use serde_json::Value;
use tempfile::TempDir;

use super::call;
use crate::hostile::corpus::cases::said_to;
use crate::hostile::corpus::judge::{judge, printable};
use crate::laws::ask;

const OWN: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;a title\u{7}",
    "\u{1b}]8;;https://example.org\u{1b}\\a link\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;aGk=\u{7}",
    "\u{1b}Pq\u{1b}\\",
    "\u{9b}2J\u{90}\u{9d}\u{85}",
    "back\u{8}\u{8}\u{8}\u{8}space",
    "carriage\rreturn",
    "line\nbreak\r\nand\u{b}more\u{c}",
    "nul\u{0}inside",
    "\u{202e}turned\u{2066}\u{2069}\u{200f}\u{61c}",
    "zero\u{200b}\u{feff}\u{2060}width\u{ad}",
    "\u{e0041}\u{e0042}tags",
    "\u{2028}\u{2029}separators",
    "\u{fffe}\u{ffff}\u{1ffff}\u{fdd0}",
    "\u{f8ff}\u{100000}private",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "👩\u{200d}👩\u{200d}👧\u{fe0f}\u{200d}",
    "</script><script>alert(1)</script>",
    "</style><!-- ]]> <![CDATA[ --><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "\" onmouseover=\"alert(1)",
    "{{ 7 * 7 }} ${7*7} <%= 7 %>",
    "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    "a;b,c\\n\\d:\"e\"",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1-1",
    "\t=1+1",
    "| a | b |\n|---|---|",
    "# no heading\n- no list\n> no quote\n```\n",
    "[a](javascript:alert(1)) ![b](c) <https://d> [^1]",
    "\"\"\" ''' \\ \\u0041 \\e",
];

/// What says nothing is no title, name or text.
fn each() -> impl Iterator<Item = &'static str> {
    let texts = BLNS.iter().chain(OWN).copied();
    texts.filter(|text| !text.trim().is_empty())
}

/// Each of these texts, those of the long list three in one.
fn all() -> impl Iterator<Item = &'static str> {
    static THREES: LazyLock<Vec<String>> =
        LazyLock::new(|| BLNS.chunks(3).map(|three| three.join(" ")).collect());
    THREES.iter().map(String::as_str).chain(OWN.iter().copied())
}

/// A timeline in which each of these texts stands in every field: one clause and two events for each.
fn timeline(texts: &[&str]) -> String {
    let mut out = String::from("format = 1\n");
    let quoted = |text: &str| Value::from(text).to_string().replace('\u{7f}', "\\u007f");
    let odd = quoted(&OWN.concat());
    let _ = writeln!(out, "title = {odd}\nnote = {odd}\ndescription = {odd}");
    for (place, text) in texts.iter().enumerate() {
        let text = quoted(text);
        let _ = write!(
            out,
            "[party.p{place}]\nname = {text}\n[source.s{place}]\npublisher = {text}\ntitle = {text}\nurl = {text}\narchived = {text}\n\
             [clause.c{place}]\ntitle = {text}\ntopic = {text}\nsummary = {text}\nparties = [\"p{place}\"]\n"
        );
    }
    for (place, text) in texts.iter().enumerate() {
        let text = quoted(text);
        let _ = write!(
            out,
            "[[event]]\nid = \"e{place}\"\ndate = \"2020-01\"\ntitle = {text}\nkind = {text}\nsummary = {text}\nnote = {text}\n\
             cite = [{{ source = \"s{place}\", quote = {text}, note = {text}, date = \"2019\" }}]\n\
             [[event.change]]\nclause = \"c{place}\"\naction = \"adopt\"\ntext = {text}\nterms = {{ one = {text}, list = [{text}, \"a\"] }}\n\
             until = {text}\nnote = {text}\ncite = [{{ source = \"s{place}\", text = {text}, until = \"x\", terms = {{ one = {text} }} }}]\n\
             [[event]]\nid = \"f{place}\"\ndate = \"2021\"\ntitle = {text}\ncite = [\"s{place}\"]\n\
             [[event.change]]\nclause = \"c{place}\"\naction = \"amend\"\ntext = \"otherwise\"\nwording = \"verbatim\"\nthrough = \"2030\"\n"
        );
    }
    out
}

const TODAY: &str = "2024-06-01";

/// The file in which every text stands in every field.
static ALL: LazyLock<History> = LazyLock::new(|| {
    let texts: Vec<&str> = all().collect();
    ask::read(&timeline(&texts)).history
});

/// Every kind of answer about a file of such texts.
fn answers(history: &History) -> Vec<Report> {
    let view = &ask::view(history, TODAY);
    vec![
        ask::timeline(view, None, None),
        ask::terms(view, "2020-06".to_owned(), true),
        ask::diff(view, "2019".to_owned(), "2022".to_owned()),
        ask::history(view),
        ask::clauses(view, TODAY),
        ask::events(view),
        ask::sources(view),
        ask::parties(view),
        ask::upcoming(view, None),
        ask::learned(&history.timeline, "2019-12", "2020-06", TODAY),
    ]
}

/// What is printed of all texts in a format is well formed.
fn judged(formats: &[(&str, Format)]) {
    for answer in answers(&ALL) {
        for (name, format) in formats {
            let look = Look {
                width: Some(80),
                ..Look::default()
            };
            judge(name, &ask::printed_as(&answer, *format, look));
        }
    }
}

#[test]
fn a_terminal_gets_only_text_and_the_programs_own_colours() {
    colored::control::set_override(true);
    let plain = Look::default();
    let looks = [(80, false, false), (20, true, false), (200, true, true)];
    for (nth, (width, color, is_ascii_with_sources)) in looks.into_iter().enumerate() {
        let texts: Vec<&str> = all().skip(nth).step_by(looks.len()).collect();
        for answer in answers(&ask::read(&timeline(&texts)).history) {
            let look = Look {
                width: Some(width),
                color,
                ascii: is_ascii_with_sources,
                sources: is_ascii_with_sources,
                ..plain
            };
            let text = ask::printed_as(&answer, Format::Table, look);
            assert_eq!(text.contains('\u{1b}'), color);
            printable(&text);
        }
    }
}

/// Every call that shows texts of a file.
const CALLS: &[&str] = &[
    "timeline",
    "terms 2020-06 --all",
    "diff 2019 2022",
    "history",
    "show clause",
    "show event",
    "show source",
    "show party",
    "upcoming",
    "learned --since 2019-12 --at 2020-06",
    "",
    "chart",
    "check",
    "check --explain encoding",
    "page",
];

#[test]
fn no_format_of_any_command_sends_a_terminal_what_it_cannot_show() {
    let formats = [
        "table",
        "list",
        "narrative",
        "markdown",
        "json",
        "csv",
        "ndjson",
        "ics",
        "svg",
        "short",
    ];
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("odd.toml");
    fs::write(&path, timeline(OWN)).expect("a file");
    let mut answered = BTreeMap::new();
    for call in CALLS {
        for format in formats {
            let args = format!("partnership -f {} --format {format} {call}", path.display());
            let said = said_to(args.split_whitespace().map(Into::into), Some(100));
            // The lines of a calendar end in CRLF.
            printable(&said.out.replace("\r\n", "\n"));
            printable(&said.error);
            *answered.entry(format).or_insert(0) += usize::from(said.exit == Exit::Done);
        }
    }
    assert!(answered.values().all(|count| *count > 0), "{answered:?}");
    let page = ["partnership", "page"].map(Into::into);
    let refused = said_to(page, Some(100));
    assert_eq!(refused.exit, Exit::Usage, "{}", refused.error);
    assert!(
        refused
            .error
            .contains("`partnership page -o agreement.html`")
    );
    let odd = OWN.concat().replace('\0', "");
    let (text, own) = (folder.path().join("a.md"), folder.path().join("own.toml"));
    fs::write(&text, format!("# Fee\n\n{odd}\n")).expect("a text");
    fs::write(&own, partnership::edit::init::TEMPLATE).expect("a timeline");
    let version = format!("2020={}", text.display());
    let own = own.to_str().expect("UTF-8");
    let term = format!("k={odd}");
    let add = [
        "add",
        "-f",
        own,
        "--date=2026",
        "--id=x",
        "--change=price=amend",
        "--title",
        &odd,
        "--text",
        &odd,
    ];
    for args in [
        vec!["import", "--title", &odd, &version],
        [&add[..], &["--term", &term, "--dry-run"]].concat(),
        [&add[..], &["--new-source", &term.replace("k=", "s=")]].concat(),
    ] {
        let args = std::iter::once("partnership").chain(args);
        let said = said_to(args.map(Into::into), Some(100));
        printable(&said.error);
        assert_eq!(said.exit, Exit::Done, "{}", said.error);
        judge("toml", &said.out);
    }
}

#[test]
fn lists_and_prose_are_only_text() {
    judged(&[("list", Format::List), ("narrative", Format::Narrative)]);
}

#[test]
fn markdown_and_rows_are_well_formed() {
    judged(&[("markdown", Format::Markdown), ("csv", Format::Csv)]);
}

#[test]
fn pictures_pages_and_calendars_are_well_formed() {
    let view = &ask::view(&ALL, TODAY);
    let printed = |answer: Report, format| ask::printed(&answer, format);
    judge("svg", &printed(ask::chart(view, None, None), Format::Svg));
    judge("html", &printed(ask::page(view), Format::Html));
    judge(
        "ics",
        &printed(ask::timeline(view, None, None), Format::Ics),
    );
    judge("ics", &printed(ask::upcoming(view, None), Format::Ics));
}

#[test]
fn each_thing_shown_alone_is_well_formed() {
    let texts: Vec<&str> = all().step_by(31).collect();
    let history = ask::read(&timeline(&texts)).history;
    let view = &ask::view(&history, TODAY);
    for place in 0..texts.len() {
        for answer in [
            ask::clause(view, &format!("c{place}"), TODAY),
            ask::event(view, &format!("e{place}")),
            ask::source(view, &format!("s{place}")),
            ask::party(view, &format!("p{place}"), TODAY),
        ] {
            for (name, format) in [
                ("table", Format::Table),
                ("list", Format::List),
                ("narrative", Format::Narrative),
                ("markdown", Format::Markdown),
                ("json", Format::Json),
            ] {
                judge(name, &ask::printed(&answer, format));
            }
        }
    }
}

#[test]
fn json_gives_every_text_back_exactly() {
    let view = &ask::view(&ALL, TODAY);
    let read = |answer: Report| ask::document(&answer);
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let list = list.as_array().expect("a list").iter();
        list.map(|thing| {
            (
                thing["id"].as_str().expect("an id").to_owned(),
                thing.clone(),
            )
        })
        .collect()
    };
    let events = by_id(&read(ask::timeline(view, None, None))["events"]);
    let clauses = by_id(&read(ask::terms(view, "2020-06".to_owned(), true))["clauses"]);
    let sources = by_id(&read(ask::sources(view))["sources"]);
    let parties = by_id(&read(ask::parties(view))["parties"]);
    for (place, text) in all().enumerate() {
        let event = &events[&format!("e{place}")];
        let change = &event["changes"][0];
        let clause = &clauses[&format!("c{place}")];
        let source = &sources[&format!("s{place}")];
        let found = [
            &event["title"],
            &event["kind"],
            &event["summary"],
            &event["note"],
            &event["cite"][0]["quote"],
            &event["cite"][0]["note"],
            &change["text"],
            &change["until"],
            &change["note"],
            &change["terms"]["one"],
            &change["cite"][0]["text"],
            &clause["title"],
            &clause["topic"],
            &clause["text"],
            &clause["until"],
            &clause["terms"]["one"],
            &source["publisher"],
            &source["title"],
            &source["url"],
            &source["archived"],
            &parties[&format!("p{place}")]["name"],
        ];
        for found in found {
            assert_eq!(found, text, "of {place}");
        }
    }
}

#[test]
fn rows_and_lines_give_every_text_back_exactly() {
    let listed = ask::timeline(&ask::view(&ALL, TODAY), None, None);
    let out = ask::printed(&listed, Format::Csv);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let column = |name: &str, headers: &csv::StringRecord| {
        headers
            .iter()
            .position(|found| found == name)
            .expect("a column")
    };
    let headers = reader.headers().expect("headers").clone();
    let (id, title) = (column("event", &headers), column("title", &headers));
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.expect("a record");
        rows.insert(record[id].to_owned(), record[title].to_owned());
    }
    let mut lines = BTreeMap::new();
    for line in ask::printed(&listed, Format::Ndjson).lines() {
        let event: Value = serde_json::from_str(line).expect("a record");
        lines.insert(
            event["id"].as_str().expect("an id").to_owned(),
            event["title"].clone(),
        );
    }
    for (place, text) in all().enumerate() {
        // NUL ends a cell in some readers, and is replaced there.
        assert_eq!(
            rows[&format!("e{place}")],
            text.replace('\0', "\u{fffd}"),
            "of {place}"
        );
        assert_eq!(lines[&format!("e{place}")], text, "of {place}");
    }
}

/// The calls that a text is an argument of.
fn calls_with(text: &str) -> [Vec<&str>; 13] {
    [
        vec!["terms", text],
        vec!["diff", "2020", text],
        vec!["show", "clause", text],
        vec!["show", "event", text],
        vec!["show", text],
        vec!["timeline", "--clause", text],
        vec!["timeline", "--grep", text],
        vec!["find", "--", text],
        vec!["timeline", "--kind", text, "--topic", text],
        vec!["terms", "--according-to", text],
        vec!["upcoming", "--within", text],
        vec![text],
        vec!["check", "--explain", text],
    ]
}

#[test]
fn an_argument_is_only_shown() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("t.toml");
    fs::write(&path, partnership::edit::init::TEMPLATE).expect("a file");
    let is_shown = |args: &[&str]| {
        let said = call(&path, args);
        printable(&said.error);
        printable(&said.out);
        assert_ne!(said.exit, Exit::Output, "{args:?}: {}", said.error);
    };
    for (place, text) in each().enumerate() {
        // A text of the long list is taken by one kind of call.
        let calls = calls_with(text);
        let is_taken = |nth| OWN.contains(&text) || (place + nth) % calls.len() == 0;
        for (nth, args) in calls.iter().enumerate() {
            if is_taken(nth) {
                is_shown(args);
            }
        }
        if is_taken(0) {
            let missing = folder.path().join(format!("no {}", text.replace('/', "-")));
            let said = call(&missing, &["timeline"]);
            assert_eq!((said.exit, said.out.as_str()), (Exit::File, ""), "{text:?}");
            printable(&said.error);
        }
    }
}

#[test]
fn keys_and_ids_are_only_shown() {
    let look = Look {
        width: Some(80),
        color: true,
        ascii: false,
        verbose: false,
        sources: false,
        spoken: false,
    };
    for text in all().chain(["", " "]) {
        let quoted = Value::from(text).to_string().replace('\u{7f}', "\\u007f");
        let file = format!(
            "format = 1\ntitle = \"t\"\n{quoted} = 1\n[party.{quoted}]\nname = \"p\"\n[source.{quoted}]\nurl = \"u\"\n{quoted} = 1\n\
             [clause.{quoted}]\ntitle = \"c\"\n[clause.c]\ntitle = \"c\"\nparties = [{quoted}]\n[[event]]\nid = {quoted}\ndate = {quoted}\ntitle = \"t\"\n\
             basis = {quoted}\nafter = [{quoted}]\ncite = [{quoted}]\n[[event.change]]\nclause = {quoted}\naction = {quoted}\nterms = {{ {quoted} = 1 }}\nunset = [{quoted}]\n"
        );
        let reading = file::read(text, file.into_bytes(), true);
        printable(&diagnostics::report(&reading, look));
        printable(&diagnostics::short(&reading));
        let today = "2024-06-01"
            .parse::<partnership::date::Date>()
            .expect("a day");
        judge(
            "json",
            &diagnostics::json(&[reading], &[], today.first().expect("a day")),
        );
    }
}
