//! Hostile text in every field, key, id, name and argument, through every command and format: the Big List of
//! Naughty Strings, and some that mean something to a terminal, a browser, a calendar or a spreadsheet.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use naughty_strings::BLNS;
use partnership::answer::Look;
use partnership::file;
use partnership::formats::diagnostics;
use partnership::shell::outcome::Exit;
use serde_json::Value;
use tempfile::TempDir;

use super::{call, printed};
use crate::hostile::corpus::cases::said_to;
use crate::hostile::corpus::judge::{judge, printable};

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
fn all() -> impl Iterator<Item = &'static str> {
    let texts = BLNS.iter().chain(OWN).copied();
    texts.filter(|text| !text.trim().is_empty())
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

static FOLDER: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("naughty.toml");
    let texts: Vec<&str> = all().collect();
    fs::write(&path, timeline(&texts)).expect("a file");
    (folder, path)
});

/// What a call prints, in a format, of every text in every field.
fn of_all(args: &str, format: &str) -> String {
    let args: Vec<&str> = args
        .split_whitespace()
        .chain(["--format", format])
        .collect();
    printed(&FOLDER.1, &args)
}

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
];

fn judged(formats: &[&str]) {
    for call in CALLS {
        for format in formats {
            judge(format, &of_all(call, format));
        }
    }
}

#[test]
fn a_terminal_gets_only_text_and_the_programs_own_colours() {
    for call in CALLS {
        for look in [
            "--width 80",
            "--width 20 --color always",
            "--width 200 --ascii --color always --sources",
        ] {
            printable(&of_all(&format!("{call} {look}"), "table"));
        }
    }
}

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
    for call in CALLS
        .iter()
        .chain(&["", "chart", "check", "check --explain encoding", "page"])
    {
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
    judged(&["list", "narrative"]);
}

#[test]
fn markdown_and_rows_are_well_formed() {
    judged(&["markdown", "csv"]);
}

#[test]
fn pictures_pages_and_calendars_are_well_formed() {
    judge("svg", &of_all("chart", "svg"));
    judge("html", &of_all("page", "html"));
    judge("ics", &of_all("timeline", "ics"));
    judge("ics", &of_all("upcoming", "ics"));
}

#[test]
fn each_thing_shown_alone_is_well_formed() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("alone.toml");
    let texts: Vec<&str> = all().step_by(31).collect();
    fs::write(&path, timeline(&texts)).expect("a file");
    for place in 0..texts.len() {
        for (noun, letter) in [
            ("clause", 'c'),
            ("event", 'e'),
            ("source", 's'),
            ("party", 'p'),
        ] {
            let id = format!("{letter}{place}");
            for format in ["table", "list", "narrative", "markdown", "json"] {
                judge(
                    format,
                    &printed(&path, &["show", noun, &id, "--format", format]),
                );
            }
        }
    }
}

#[test]
fn json_gives_every_text_back_exactly() {
    let read = |args: &str| -> Value { serde_json::from_str(&of_all(args, "json")).expect("JSON") };
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
    let events = by_id(&read("timeline")["events"]);
    let clauses = by_id(&read("terms 2020-06 --all")["clauses"]);
    let sources = by_id(&read("show source")["sources"]);
    let parties = by_id(&read("show party")["parties"]);
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
    let out = of_all("timeline", "csv");
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
    for line in of_all("timeline", "ndjson").lines() {
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

#[test]
fn an_argument_is_only_shown() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("t.toml");
    fs::write(&path, partnership::edit::init::TEMPLATE).expect("a file");
    for (place, text) in all().enumerate() {
        let calls: [&[&str]; 13] = [
            &["terms", text],
            &["diff", "2020", text],
            &["show", "clause", text],
            &["show", "event", text],
            &["show", text],
            &["timeline", "--clause", text],
            &["timeline", "--grep", text],
            &["find", "--", text],
            &["timeline", "--kind", text, "--topic", text],
            &["terms", "--according-to", text],
            &["upcoming", "--within", text],
            &[text],
            &["check", "--explain", text],
        ];
        // Of the long list, each call takes every fourth.
        let is_taken = |nth| OWN.contains(&text) || (place + nth) % 4 == 0;
        for (_, args) in (0..).zip(calls).filter(|(nth, _)| is_taken(*nth)) {
            let said = call(&path, args);
            printable(&said.error);
            printable(&said.out);
            assert_ne!(said.exit, Exit::Output, "{args:?}: {}", said.error);
        }
        if !is_taken(0) {
            continue;
        }
        let missing = folder.path().join(format!("no {}", text.replace('/', "-")));
        let said = call(&missing, &["timeline"]);
        assert_eq!((said.exit, said.out.as_str()), (Exit::File, ""), "{text:?}");
        printable(&said.error);
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
