//! The speed of the program, as ratios within one run: `cargo bench`. With `-- million` it also reads a million events.
//!
//! The yardstick reads the same file at once, by `toml::from_str` into the same structs: every key of an event and
//! a change, dates read as dates. Each side runs in a process of its own, so that its peak memory is its own; times
//! are the best of some runs.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "figures are printed, and rounded"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use partnership::agreement::compare::diff;
use partnership::agreement::history::History;
use partnership::date::{Date, Day};
use partnership::file;
use serde::{Deserialize, Deserializer};
use tempfile::TempDir;

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct File {
    format: i64,
    title: String,
    description: Option<String>,
    note: Option<String>,
    party: BTreeMap<String, BTreeMap<String, toml::Value>>,
    source: BTreeMap<String, Source>,
    clause: BTreeMap<String, Clause>,
    event: Vec<Event>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Source {
    title: Option<String>,
    publisher: Option<String>,
    #[serde(default, deserialize_with = "date")]
    published: Option<Date>,
    url: Option<String>,
    archived: Option<String>,
    kind: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Clause {
    title: String,
    topic: Option<String>,
    #[serde(default)]
    parties: Vec<String>,
    summary: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Event {
    id: String,
    #[serde(deserialize_with = "date")]
    date: Option<Date>,
    #[serde(default, deserialize_with = "date")]
    announced: Option<Date>,
    #[serde(default)]
    planned: bool,
    #[serde(default)]
    after: Vec<String>,
    title: String,
    kind: Option<String>,
    #[serde(default)]
    parties: Vec<String>,
    #[serde(default)]
    about: Vec<String>,
    summary: Option<String>,
    note: Option<String>,
    basis: Option<String>,
    #[serde(default)]
    cite: Vec<Cite>,
    #[serde(default)]
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "read to be measured")]
enum Cite {
    Source(String),
    Said(Box<Said>),
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Said {
    source: String,
    via: Option<String>,
    quote: Option<String>,
    note: Option<String>,
    #[serde(default, deserialize_with = "date")]
    date: Option<Date>,
    text: Option<String>,
    terms: Option<BTreeMap<String, toml::Value>>,
    through: Option<String>,
    until: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Change {
    clause: String,
    action: String,
    text: Option<String>,
    #[serde(default)]
    terms: BTreeMap<String, toml::Value>,
    #[serde(default)]
    unset: Vec<String>,
    #[serde(default, deserialize_with = "date")]
    through: Option<Date>,
    until: Option<String>,
    #[serde(default, deserialize_with = "date")]
    effective: Option<Date>,
    #[serde(default)]
    replaces: Vec<String>,
    wording: Option<String>,
    basis: Option<String>,
    note: Option<String>,
    cite: Option<Vec<Cite>>,
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// The program, and what runs beside it.
struct Side<'a> {
    name: &'a str,
    args: Vec<String>,
    program: &'a Path,
}

impl<'a> Side<'a> {
    fn new(name: &'a str, program: &'a Path, args: &[&str]) -> Self {
        Self {
            name,
            program,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        }
    }

    /// The best time of some runs, and the peak memory in KiB where GNU time can tell it.
    fn measure(&self, runs: usize) -> (Duration, Option<u64>) {
        let once = || {
            let begun = Instant::now();
            let done = self.command().status().expect("a program that runs");
            assert!(done.success(), "{}", self.name);
            begun.elapsed()
        };
        let best = (0..runs).map(|_| once()).min().expect("a run");
        (best, self.memory())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command
            .args(&self.args)
            .env("PARTNERSHIP_TODAY", "2026-11-22")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn memory(&self) -> Option<u64> {
        let output = Command::new("/usr/bin/time")
            .args(["-f", "%M"])
            .arg(self.program)
            .args(&self.args)
            .stdout(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8(output.stderr).ok()?;
        text.lines().last()?.trim().parse().ok()
    }
}

/// A sound timeline of so many events, about a kilobyte each, a tenth as many clauses.
fn timeline(events: usize) -> String {
    let mut text = String::from("format = 1\ntitle = \"A synthetic agreement\"\n\n");
    let clauses = (events / 10).max(3);
    for party in ["left", "right"] {
        let _ = writeln!(text, "[party.{party}]\nname = \"The {party} side\"\n");
    }
    for source in 0..(events / 20).max(3) {
        let _ = writeln!(
            text,
            "[source.s{source}]\ntitle = \"What the {source}th paper said of the agreement\"\npublisher = \"Gazette {source}\"\npublished = \"2020-01-01\"\nurl = \"https://example.org/news/{source}\"\n"
        );
    }
    for clause in 0..clauses {
        let _ = writeln!(
            text,
            "[clause.c{clause}]\ntitle = \"The {clause}th thing that was agreed\"\ntopic = \"topic {}\"\nparties = [\"left\", \"right\"]\n",
            clause % 8
        );
    }
    let long = "the parties agreed at length on what each of them may do with what the other has made, on whose machines, in which regions and until when, ";
    for event in 0..events {
        let (clause, round) = (event % clauses, event / clauses);
        let day = event * 10_000 / events;
        let date = format!(
            "{:04}-{:02}-{:02}",
            2000 + day / 336,
            1 + day % 336 / 28,
            1 + day % 28
        );
        let sources = (events / 20).max(3);
        let _ = write!(
            text,
            "[[event]]\nid = \"e{event}\"\ndate = \"{date}\"\ntitle = \"The {event}th thing that happened\"\nkind = \"amendment\"\nsummary = \"In short, {long}and so on.\"\nparties = [\"left\", \"right\"]\ncite = [\"s{}\", {{ source = \"s{}\", quote = \"a few words\" }}]\n\n",
            event % sources,
            (event + 1) % sources
        );
        let action = if round == 0 { "adopt" } else { "amend" };
        let _ = write!(
            text,
            "[[event.change]]\nclause = \"c{clause}\"\naction = \"{action}\"\ntext = \"As of round {round}, {long}{long}{long}as written.\"\nterms = {{ round = {round}, share = \"{}%\", regions = [\"north\", \"south {}\"], exclusive = {} }}\n\n",
            round % 100,
            round % 7,
            round % 2 == 0
        );
    }
    text
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let [_, flag, path] = args.as_slice()
        && flag == "yardstick"
    {
        let text = fs::read_to_string(path).expect("a file");
        let file: File = toml::from_str(&text).expect("a timeline");
        black_box((text, file));
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let own = std::env::current_exe().expect("this program");
    let program = Path::new(env!("CARGO_BIN_EXE_partnership"));
    println!(
        "| events | what | time | of the yardstick | memory | of the file |\n|---|---|---|---|---|---|"
    );
    let mut sizes = vec![(10_000, 9), (100_000, 3)];
    sizes.extend(
        args.iter()
            .any(|arg| arg == "million")
            .then_some((1_000_000, 1)),
    );
    let mut flat = Vec::new();
    for (events, runs) in sizes {
        let path = folder.path().join(format!("{events}.toml"));
        let text = timeline(events);
        fs::write(&path, &text).expect("a file");
        let path = path.to_str().expect("a path in UTF-8");
        let yardstick = Side::new("`toml::from_str`", &own, &["yardstick", path]);
        let (yard, memory) = yardstick.measure(runs);
        let row = |name: &str, time: Duration, memory: Option<u64>| {
            let memory = memory.map_or_else(
                || "- | -".to_owned(),
                |kib| {
                    let of_file = kib as f64 * 1024.0 / text.len() as f64;
                    format!("{} MiB | {of_file:.1}", kib / 1024)
                },
            );
            let (time, of_yard) = (time.as_millis(), ratio(time, yard));
            println!("| {events} | {name} | {time} ms | {of_yard:.2} | {memory} |");
        };
        row(yardstick.name, yard, memory);
        let mut times = Vec::new();
        for (name, call) in [
            ("`diff`", &["diff", "2010-01", "2010-02"][..]),
            ("`terms`", &["terms", "2010", "--clause", "c0"]),
            ("`timeline`, counted", &["timeline", "--limit", "1"]),
            ("`timeline`, printed", &["timeline"]),
        ] {
            let args: Vec<&str> = call.iter().copied().chain(["-f", path]).collect();
            let (time, memory) = Side::new(name, program, &args).measure(runs);
            row(name, time, memory);
            times.push(time);
        }
        flat.push(times[0].as_secs_f64() / events as f64);
        println!(
            "| {events} | printed to counted | {:.2} | | | |",
            ratio(times[3], times[2])
        );
        if events == 10_000 {
            question(&text);
        }
    }
    let cost = flat.iter().map(|cost| format!("{:.2}", cost / flat[0]));
    let cost: Vec<String> = cost.collect();
    println!(
        "\ncost of an event, by the size of the file: {}",
        cost.join(", ")
    );
    start(&folder, program);
}

/// What the question costs beside the reading, in this process.
fn question(text: &str) {
    let best = |work: &dyn Fn()| {
        let once = |_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        };
        (0..9).map(once).min().expect("a run")
    };
    let read = || file::read("t.toml", text.as_bytes().to_vec(), false).timeline;
    let made = read();
    let day = |year| Day::new(year, 1, 1).expect("a day");
    let reading = best(&|| drop(black_box(read())));
    let lives = best(&|| drop(black_box(History::of(&made))));
    let history = History::of(&made);
    let asking = best(&|| drop(black_box(diff(&history, day(2010), day(2011)))));
    println!(
        "| 10000 | the lives of all clauses, and the question, to the reading | {:.3} and {:.4} | | | |",
        ratio(lives, reading),
        ratio(asking, reading)
    );
}

/// The start of the program on the bundled timeline, beside a program that does nothing: both copied as an
/// installation does it, and run in turn.
fn start(folder: &TempDir, program: &Path) {
    let source = folder.path().join("empty.rs");
    fs::write(&source, "fn main() {}\n").expect("a file");
    let built = Command::new("rustc")
        .args(["-O", "-o"])
        .args([&folder.path().join("built"), &source])
        .status();
    if !built.is_ok_and(|status| status.success()) {
        return println!("no `rustc` to build an empty program with");
    }
    let copy = |of: &Path, name: &str| {
        let copy = folder.path().join(name);
        fs::copy(of, &copy).expect("a copy");
        copy
    };
    let (empty, program) = (
        copy(&folder.path().join("built"), "empty"),
        copy(program, "partnership"),
    );
    let once = |program: &Path, args: &[&str]| {
        let mut command = Side::new("start", program, args).command();
        command.current_dir(folder.path());
        let begun = Instant::now();
        assert!(command.status().expect("it runs").success());
        begun.elapsed()
    };
    let (mut nothing, mut all): (Vec<_>, Vec<_>) = (0..400)
        .map(|_| (once(&empty, &[]), once(&program, &["timeline"])))
        .unzip();
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    let (nothing, all) = (median(&mut nothing), median(&mut all));
    println!(
        "start of `timeline` to an empty program: {:.2} ({} to {} µs)",
        ratio(all, nothing),
        all.as_micros(),
        nothing.as_micros()
    );
}
