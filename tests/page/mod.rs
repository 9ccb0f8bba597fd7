//! The page: what it holds, and in a real browser what it shows on every day.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{cases, partnership};

/// The modules of the browser's driver and of the judges, where whoever tests has put them.
fn modules() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser/node_modules")
}

/// The first of some browsers that is installed.
fn browser() -> PathBuf {
    let path = std::env::var_os("PATH").expect("a path");
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    found
        .into_iter()
        .find(|file| file.is_file())
        .expect("Chromium")
}

/// A page and what the program answers about its days.
struct Page {
    folder: TempDir,
    name: String,
    flags: String,
    timeline: PathBuf,
}

impl Page {
    fn of(name: &str, timeline: &Path, flags: &str) -> Self {
        let page = Self {
            folder: TempDir::new().expect("a folder"),
            name: name.to_owned(),
            flags: flags.to_owned(),
            timeline: timeline.to_owned(),
        };
        let html = page.ask("page");
        let start = html.find("<script>").expect("a script");
        let end = html.find("</script>").expect("its end") + "</script>".len();
        let bare = format!("{}{}", &html[..start], &html[end..]);
        fs::write(page.file("page.html"), html).expect("a page");
        fs::write(page.file("bare.html"), bare).expect("a page without its script");
        fs::write(page.file("brief.html"), page.ask("page --brief")).expect("a brief");
        page
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ask(&self, call: &str) -> String {
        partnership(&format!("{call} {}", self.flags))
            .arg("--quiet")
            .copy(&self.timeline)
            .done()
    }

    fn answer(&self, call: &str) -> Value {
        serde_json::from_str(&self.ask(&format!("{call} --json"))).expect("JSON")
    }

    /// Every day on which something changes, and the day before it.
    fn days(&self) -> Vec<String> {
        let page = self.answer("page");
        let stops = page["days"].as_array().expect("days");
        let stops = stops.iter().filter_map(|stop| stop["day"].as_str());
        let mut days: Vec<String> = stops
            .flat_map(|day| [before(day), Some(day.to_owned())])
            .flatten()
            .collect();
        days.dedup();
        days
    }

    /// What is to be looked at.
    fn job(&self, texts: &[&str]) -> Value {
        let page = self.answer("page");
        let parties = page["parties"].as_array().expect("parties").iter();
        let name = |of: &Value| {
            (
                of["id"].as_str().expect("an id").to_owned(),
                of["name"].clone(),
            )
        };
        let parties: serde_json::Map<String, Value> = parties.map(name).collect();
        let copies = COPIES.iter().filter(|(page, ..)| *page == self.name);
        let copies: Vec<Value> = copies.map(|(_, id, texts)| json!([id, texts])).collect();
        let days = self.days();
        let terms = days
            .iter()
            .map(|day| json!([day, self.answer(&format!("terms {day}"))]));
        let mut pairs: Vec<[&String; 2]> = Vec::new();
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            pairs.extend(days.windows(2).map(|two| [&two[0], &two[1]]));
            let ends = [first, last].into_iter().cycle();
            pairs.extend(ends.zip(&days).map(|(end, day)| [end, day]));
            // Some that lie neither side by side nor at an end, backwards.
            let far = days.iter().skip(days.len() / 3).zip(&days);
            pairs.extend(far.step_by(3).map(|(late, early)| [late, early]));
        }
        let diffs = pairs
            .iter()
            .map(|[from, to]| json!([from, to, self.answer(&format!("diff {from} {to}"))]));
        let judge = ["bundled", "hostile"].contains(&self.name.as_str());
        json!({
            "name": self.name,
            "file": self.file("page.html"),
            "bare": self.file("bare.html"),
            "brief": (self.name == "bundled").then(|| self.file("brief.html")),
            "days": terms.collect::<Vec<_>>(),
            "pairs": diffs.collect::<Vec<_>>(),
            "texts": texts,
            "copies": copies,
            "parties": parties,
            "judge": judge,
        })
    }
}

/// What is copied of a clause or an event of a page.
const COPIES: [(&str, &str, &[&str]); 6] = [
    (
        "bundled",
        "clause-api-exclusivity",
        &[
            "ended 27 April 2026. It read, in summary: Azure",
            "\nAs of ",
        ],
    ),
    (
        "bundled",
        "clause-ip-research",
        &["unclear whether it still stands (inferred), adopted 28 October 2025"],
    ),
    (
        "bundled",
        "event-exclusivity-dropped",
        &["\n- Microsoft's statement, 21 January 2025, via Neowin <https://www.neowin.net"],
    ),
    (
        "lens",
        "clause-cloud-exclusivity",
        &["Only what was known by 2024-12-31 is believed."],
    ),
    (
        "office-lease",
        "event-lease-signed",
        &["The parties sign the lease. "],
    ),
    ("verbatim", "clause-garden", &["verbatim: “"]),
];

/// The day before a day.
fn before(day: &str) -> Option<String> {
    let day: partnership::date::Date = day.parse().expect("a day");
    day.first()?.pred().map(|day| day.to_string())
}

/// A timeline of the tests, without flags but the one that names it.
fn case(name: &str) -> Page {
    let file = format!("{name}.toml");
    Page::of(name, &cases("timelines").join(&file), &format!("-f {file}"))
}

#[test]
#[ignore = "needs Chromium, Node, and the modules that `.ci/run` installs"]
fn in_a_browser_every_day_shows_what_the_program_answers() {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("timeline.toml");
    let hostile = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/hostile.toml");
    let pages: [(Page, &[&str]); 15] = [
        (
            Page::of("bundled", &bundled, ""),
            &[
                "Microsoft invests $1 billion in OpenAI",
                "it is assumed that nothing else happened",
                "openai-2026",
            ],
        ),
        (
            Page::of(
                "lens",
                &bundled,
                "--known-by 2024-12 --topic cloud --party openai",
            ),
            &[
                "Only what was known by 2024-12-31 is believed.",
                "Only a part is shown: party OpenAI; topic cloud.",
            ],
        ),
        (case("undetermined"), &[]),
        (case("again-after-end"), &[]),
        (case("again-after-expiry"), &[]),
        (case("planned"), &[]),
        (case("verbatim"), &[]),
        (case("same-day"), &[]),
        (case("later-end"), &[]),
        (case("ends-of-time"), &[]),
        (case("renamed"), &[]),
        (case("office-lease"), &[]),
        (case("told-later"), &[]),
        (case("empty"), &["No clause is shown."]),
        (
            Page::of("hostile", &hostile, "-f hostile.toml"),
            &[
                "</title><script>hit=1</script>",
                "<img src=x onerror=hit=2>",
                "javascript:hit=3",
                "\" onmouseover=\"hit=4",
                "\\u{202e}",
            ],
        ),
    ];
    let jobs: Vec<Value> = pages.iter().map(|(page, texts)| page.job(texts)).collect();
    let folder = TempDir::new().expect("a folder");
    let job = folder.path().join("job.json");
    let jobs = json!({ "browser": browser(), "modules": modules(), "pages": jobs });
    fs::write(&job, jobs.to_string()).expect("a job");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/browser.mjs");
    let done = Command::new("node")
        .arg(script)
        .arg(job)
        .output()
        .expect("Node runs");
    let told = String::from_utf8_lossy(&done.stdout);
    let failed = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}{failed}");
    assert_eq!(told.trim(), "", "what is wrong with the pages");
}

#[test]
#[ignore = "needs Java, and the module `vnu-jar` that `.ci/run` installs"]
fn the_checker_of_html_is_content() {
    let jar = modules().join("vnu-jar/build/dist/vnu.jar");
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("timeline.toml");
    let hostile = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/hostile.toml");
    let pages = [
        Page::of("bundled", &bundled, "--mark 2025-10"),
        Page::of("hostile", &hostile, "-f hostile.toml"),
        case("undetermined"),
        case("planned"),
        case("empty"),
    ];
    let done = Command::new("java")
        .args(["-Xss8m", "-jar"])
        .arg(jar)
        .args(pages.iter().map(|page| page.file("page.html")))
        .output()
        .expect("Java runs");
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(told.trim(), "", "errors and warnings");
}

#[test]
fn a_page_is_small_and_lets_in_nothing_but_itself() {
    let html = partnership("page").done();
    assert!(html.len() < 500_000, "{} bytes", html.len());
    let policy = html.find("Content-Security-Policy").expect("a policy");
    assert!(html[policy..].starts_with("Content-Security-Policy\" content=\"default-src 'none'; "));
    assert!(
        !html.contains("unsafe-"),
        "no inline style or script but by its hash"
    );
}

#[test]
fn the_frame_of_a_page_is_english_and_its_texts_are_of_their_language() {
    for (lang, named) in [
        ("de", " lang=\"de\""),
        ("pt-BR", " lang=\"pt-BR\""),
        ("en", ""),
        ("x y", ""),
        ("\" onload=\"hit=1", ""),
    ] {
        let file = format!("format = 1\ntitle = \"t\"\nlang = {lang:?}\n");
        let page = partnership("page -f t.toml")
            .file("t.toml", file)
            .run()
            .stdout;
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
        let title = format!("<h1 dir=\"auto\"{named}>t</h1>");
        assert!(page.contains(&title), "{lang}");
    }
}

#[test]
fn a_page_is_html_or_its_data_and_nothing_else_is_a_page() {
    let told = partnership("page --format csv").refused(2);
    assert!(
        told.contains("cannot be printed as `csv`") && told.contains("`html` or `json`"),
        "{told}"
    );
    let told = partnership("timeline --format html").refused(2);
    assert!(told.contains("cannot be printed as `html`"), "{told}");
    let call = partnership("page -o agreement.html");
    let answer = call.answer();
    assert_eq!((answer.code, answer.stdout.as_str()), (0, ""));
    let written = fs::read_to_string(call.folder().join("agreement.html")).expect("a page");
    assert_eq!(written, partnership("page").done());
}

#[test]
fn filters_choose_the_clauses_and_the_events_that_touch_them() {
    let page: Value =
        serde_json::from_str(&partnership("page --clause ip-license --json").done()).expect("JSON");
    let ids = |list: &str, at: &[&str]| -> Vec<String> {
        let list = page[list].as_array().expect("a list");
        let id = |entry: &Value| {
            at.iter()
                .fold(entry.clone(), |entry, key| entry[key].clone())
        };
        list.iter()
            .map(|entry| id(entry).as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(ids("clauses", &["clause", "id"]), ["ip-license"]);
    let events = ids("events", &["id"]);
    assert!(events.contains(&"gpt3-license".to_owned()), "{events:?}");
    assert!(!events.contains(&"oracle-waiver".to_owned()), "{events:?}");
    let sources = ids("sources", &["source", "id"]);
    assert!(
        sources.contains(&"openai-2026".to_owned()) && sources.len() < 100,
        "{sources:?}"
    );
    let told = partnership("page --topic clouds").refused(2);
    assert!(told.contains("there is `cloud`"), "{told}");
}

#[test]
fn a_page_begins_with_what_the_first_screen_says() {
    let page = partnership("page").done();
    let first: Value = serde_json::from_str(&partnership("--json").done()).expect("JSON");
    let (head, _) = page.split_once("</header>").expect("a header");
    let last = first["last_change"]["event"].as_str().expect("an event");
    assert!(head.contains(&format!("href=\"#event-{last}\"")), "{head}");
    let counts = format!("has {} clauses in force on", first["counts"]["in_force"]);
    assert!(head.contains(&counts), "{counts} in {head}");
}

#[test]
fn every_link_within_a_page_leads_somewhere_and_no_id_stands_twice() {
    let page = partnership("page").done();
    let all = |before: &str| -> Vec<String> {
        let found = page.split(before).skip(1);
        let value = |rest: &str| rest.split('"').next().unwrap_or_default().to_owned();
        found.map(value).collect()
    };
    let ids = all(" id=\"");
    let distinct: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "each id once");
    let wanted = all("href=\"#").into_iter().chain(all("popovertarget=\""));
    for target in wanted {
        // What is asked by an address has no place of its own.
        let asks = target.starts_with("day=") || target.starts_with("diff=");
        assert!(asks || ids.contains(&target), "{target}");
    }
    let lanes = all("<li class=\"lane\" data-clause=\"");
    assert!(lanes.len() > 20 && lanes.iter().all(|id| ids.contains(&format!("clause-{id}"))));
}

#[test]
fn a_brief_has_what_stands_and_what_changed_last_with_their_sources_alone() {
    let page = partnership("page --brief").done();
    assert!(!page.contains("<script>"), "nothing in it needs a script");
    let all = |before: &str| -> BTreeSet<String> {
        let found = page.split(before).skip(1);
        let value = |rest: &str| rest.split('"').next().unwrap_or_default().to_owned();
        found.map(value).collect()
    };
    let terms: Value = serde_json::from_str(&partnership("terms --json").done()).expect("JSON");
    let stand = terms["clauses"].as_array().expect("clauses").iter();
    let stand = stand.map(|clause| clause["id"].as_str().expect("an id").to_owned());
    assert_eq!(all("<article id=\"clause-"), stand.collect());
    let first: Value = serde_json::from_str(&partnership("--json").done()).expect("JSON");
    let last = first["last_change"]["event"].as_str().expect("an event");
    assert_eq!(
        all("<article id=\"event-"),
        BTreeSet::from([last.to_owned()])
    );
    // What a source was read through can be looked up too.
    let (_, behind) = page
        .split_once("id=\"source-microsoft-2026\"")
        .expect("a source");
    let (entry, _) = behind.split_once("</li>").expect("its end");
    let (_, via) = entry
        .split_once("; read through <a href=\"#s")
        .expect("a way");
    let (via, _) = via.split_once('"').expect("a number");
    assert!(
        page.contains(&format!("<span id=\"s{via}\">Stratechery")),
        "{entry}"
    );
    // Who is named beside a term is listed too.
    let (_, sources) = page.split_once("id=\"h-sources\"").expect("sources");
    for name in ["Fortune", "E. Zitron", "itbear"] {
        assert!(page.contains(name) && sources.contains(name), "{name}");
    }
    let named = all("href=\"#s");
    assert!(!named.is_empty() && named.is_superset(&all("<span id=\"s")));
}

#[test]
fn of_a_row_only_what_is_new_is_printed_unless_something_is_gone() {
    let event = |day: &str, change: &str| {
        format!(
            "[[event]]\nid = \"e-{day}\"\ndate = {day:?}\ntitle = \"t\"\n[[event.change]]\nclause = \"c\"\n{change}\n"
        )
    };
    let head = "format = 1\ntitle = \"t\"\n[clause.c]\ntitle = \"c\"\n".to_owned();
    let file =
        head + &event(
            "2020-01-01",
            "action = \"adopt\"\ntext = \"c\"\nterms = { fee = 1, cap = 2 }",
        ) + &event("2021-01-01", "action = \"amend\"\nterms = { fee = 3 }")
            + &event("2022-01-01", "action = \"amend\"\nunset = [\"cap\"]");
    let page = partnership("page -f t.toml").file("t.toml", file).done();
    let rows: Vec<&str> = page.split("<tr").skip(2).collect();
    let cells: Vec<(bool, usize)> = rows
        .iter()
        .map(|row| {
            (
                row.contains("data-whole"),
                row.matches("data-term=").count(),
            )
        })
        .collect();
    assert_eq!(cells, [(true, 2), (false, 1), (true, 1)]);
    assert!(rows[1].contains("Otherwise as before."));
}

#[test]
fn words_that_are_gone_and_new_are_marked_between_verbatim_texts_only() {
    let text = |day: &str, action: &str, text: &str| {
        let change = format!("clause = \"c\"\naction = \"{action}\"\nwording = \"verbatim\"");
        format!(
            "[[event]]\nid = \"e-{day}\"\ndate = {day:?}\ntitle = \"t\"\n[[event.change]]\n{change}\ntext = {text:?}\n"
        )
    };
    let head = "format = 1\ntitle = \"t\"\n[clause.c]\ntitle = \"c\"\n";
    let adopted = text("2020-01-01", "adopt", "The fee is 20% of revenue.");
    let amended = text("2021-01-01", "amend", "The fee is 10% of revenue.");
    let file = format!("{head}{adopted}{amended}");
    let page = partnership("page -f t.toml").file("t.toml", &file).run();
    assert!(
        page.stdout
            .contains("The fee is <del>20</del><ins>10</ins>% of revenue.")
    );
    let file = file.replace("verbatim", "summary");
    let page = partnership("page -f t.toml").file("t.toml", file).run();
    assert!(!page.stdout.contains("<del>"));
}

#[test]
fn the_belief_map_of_a_page_is_the_one_of_the_chart() {
    let call =
        |call: &str| -> Value { serde_json::from_str(&partnership(call).done()).expect("JSON") };
    let page = call("page --clause ip-license --json");
    let map = call("chart --beliefs ip-license --json");
    for key in ["columns", "rows", "readings"] {
        assert_eq!(page["clauses"][0]["beliefs"][key], map[key], "{key}");
    }
    let picture = partnership("chart --beliefs ip-license --format svg").done();
    let picture = roxmltree::Document::parse(&picture).expect("XML");
    let texts = picture.descendants().filter(roxmltree::Node::is_text);
    let texts = texts.filter_map(|node| node.text());
    let known = texts.filter(|text| text.starts_with("known by ")).count();
    assert_eq!(known, map["rows"].as_array().expect("rows").len());
}

/// A supply contract in which another party takes the place of one.
const SUPPLY: &str = r#"
format = 1
title = "Supply"
[party.a]
name = "Alpha"
[party.b]
name = "Beta"
[party.c]
name = "Gamma"
[clause.supply]
title = "Supply of steel"
parties = ["a", "b"]
[[event]]
id = "start"
date = "2020-01-01"
title = "The contract is signed"
[[event.change]]
clause = "supply"
action = "adopt"
effective = "2020-03-01"
text = "The seller supplies steel."
through = "2027"
renews = "1y"
[[event]]
id = "novation"
date = "2022-03-01"
title = "Gamma takes the place of Beta"
[[event.change]]
clause = "supply"
action = "amend"
parties = ["a", "c"]
"#;

#[test]
fn whom_a_clause_binds_is_part_of_how_it_reads() {
    let call = |call: &str| {
        let call = partnership(&format!("{call} -f t.toml --quiet"));
        call.file("t.toml", SUPPLY).run().stdout
    };
    let page = call("page");
    for row in [
        "<dt>parties<dd>Alpha, Beta<",
        "<dt>parties<dd>Alpha, Gamma<",
    ] {
        assert!(page.contains(row), "{row}");
    }
    assert!(page.contains("data-now=\"in force\" data-parties=\"a b c\""));
    let map = call("chart --beliefs supply");
    for letter in ["parties: Alpha, Beta\n", "parties: Alpha, Gamma\n"] {
        assert!(map.contains(letter), "{map}");
    }
    let map: Value = serde_json::from_str(&call("chart --beliefs supply --json")).expect("JSON");
    let [one, other] = [0, 1].map(|place| &map["readings"][place]);
    assert_eq!(
        (&one["renews"], &other["renews"]),
        (&json!("1y"), &json!("1y"))
    );
    assert_eq!(
        (&one["parties"], &other["parties"]),
        (&json!(["a", "b"]), &json!(["a", "c"]))
    );
}

#[test]
fn what_was_agreed_for_a_later_day_is_not_called_learned() {
    let page = partnership("page -f t.toml --quiet")
        .file("t.toml", SUPPLY)
        .run()
        .stdout;
    let (_, body) = page.split_once("</head>").expect("a body");
    assert!(body.contains("<i> (from 1 March 2020)</i>"));
    assert!(!body.contains("(learned"));
}

#[test]
fn a_page_of_a_part_leads_with_that() {
    let part = partnership("page --clause ip-license --clause revenue-cap").done();
    let (head, _) = part.split_once("</header>").expect("a header");
    for told in [
        "Only a part is shown: clause Microsoft's licence to OpenAI's IP or Cap on",
        "This part of the record has two clauses in force on",
        "#event-agreement-amended",
    ] {
        assert!(head.contains(told), "{told} in {head}");
    }
    assert!(!head.contains("#event-amazon-rest-paid"), "{head}");
}

#[test]
fn an_event_leads_to_what_it_did_and_a_report_of_something_earlier_to_nothing() {
    let page = partnership("page").done();
    let around = |id: &str| {
        let (_, rest) = page.split_once(&format!("<article id=\"event-{id}\""))?;
        let (tag, _) = rest.split_once('>')?;
        let (_, days) = tag.split_once("data-around=\"")?;
        days.strip_suffix('"')
    };
    for (id, days) in [
        ("recapitalisation", Some("2025-10-27..2025-10-28")),
        ("amazon-rest-paid", Some("2026-06-30..2026-07-31")),
        ("expiry:revenue-cap", Some("2030-12-31..2031-01-01")),
        ("cap-reported", None),
    ] {
        assert_eq!(around(id), days, "{id}");
    }
    let days = page.split("data-around=\"").skip(1);
    let days: BTreeSet<&str> = days.filter_map(|rest| rest.split('"').next()).collect();
    for asked in days {
        let told = partnership(&format!("diff {asked} --json")).done();
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let happened = |list: &str| !told[list].as_array().expect("a list").is_empty();
        assert!(happened("events") || happened("reports"), "{asked}");
    }
}

#[test]
fn no_value_of_a_reading_is_told_firmer_than_it_is() {
    let doubt = "unclear whether ";
    for call in ["", " --format narrative", " --format svg", " --format list"] {
        let map = partnership(&format!("chart --beliefs ip-research{call}")).done();
        assert!(map.contains(doubt), "{call}: {map}");
    }
    let page = partnership("page --clause agi-clause").done();
    let (_, legend) = page
        .split_once("<dl class=\"readings\">")
        .expect("a legend");
    for mark in [doubt, "(reported)", "(disputed)"] {
        assert!(legend.contains(mark), "{mark}");
    }
}

#[test]
fn a_page_says_what_it_is_and_where() {
    let url = "https://example.org/deal/";
    let page = partnership("page --format html")
        .arg("--url")
        .arg(url)
        .done();
    let head = page.split_once("<style>").expect("a head").0;
    for tag in [
        r#"<meta property="og:type" content="article">"#,
        r#"<meta property="og:title" content="Microsoft–OpenAI partnership">"#,
        r#"<meta name="description" content="The agreement between Microsoft and OpenAI"#,
        r#"<meta property="og:description" content="The agreement between Microsoft and OpenAI"#,
        r#"<meta property="article:modified_time" content=""#,
        r#"<meta property="og:url" content="https://example.org/deal/">"#,
        r#"<link rel="canonical" href="https://example.org/deal/">"#,
    ] {
        assert!(head.contains(tag), "{tag} in:\n{head}");
    }
    let page = partnership("page --format html").done();
    assert!(!page.contains("canonical"), "no address is made up");
    let answer = partnership("page --url deal.html").run();
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    assert!(
        answer
            .stderr
            .contains("`deal.html` is not the address of a page")
    );
}

#[test]
fn a_page_keeps_the_words_of_a_text_and_tells_no_source_missing_that_a_lens_took() {
    let file = "format = 1\ntitle = \"t\"\n[clause.c]\ntitle = \"c\"\n[source.s]\ntitle = \"s\"\npublished = \"2023\"\n\
        [[event]]\nid = \"e\"\ndate = \"2020-01-01\"\ntitle = \"t\"\ncite = [\"s\"]\n\
        [[event.change]]\nclause = \"c\"\naction = \"adopt\"\ntext = \"c\"\n\
        terms = { invoice = \"No 2021-05\", model = \"2019-03-01\" }\n";
    let page = |call: &str| {
        partnership(&format!("{call} -f t.toml"))
            .file("t.toml", file)
            .done()
    };
    let whole = page("page");
    assert!(
        whole.contains(">No 2021-05<") && whole.contains(">1 March 2019<"),
        "{whole}"
    );
    let missing = "no source gives it";
    let cited = file.replace("cite = [\"s\"]\n", "");
    let told = partnership("page -f t.toml").file("t.toml", cited).done();
    assert!(told.contains(missing) && !whole.contains(missing));
    assert!(!page("page --known-by 2022-06").contains(missing));
}

#[test]
fn every_number_of_a_brief_says_what_it_stands_for() {
    let brief = partnership("page --brief").done();
    let notes = brief.split("<small>[").skip(1);
    let notes = notes.filter_map(|note| note.split("]</small>").next());
    let numbers: Vec<&str> = notes.flat_map(|note| note.split("<a ").skip(1)).collect();
    assert!(numbers.len() > 10, "{brief}");
    for number in numbers {
        assert!(number.contains(" title=\""), "{number}");
    }
}
