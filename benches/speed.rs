//! The speed of the program, as ratios within one run: `cargo bench`.
//!
//! The yardstick reads the same file at once, by `toml::from_str` into plain structs. Each side runs in a
//! process of its own, so that its peak memory is its own; times are the best of some runs.

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

use serde::Deserialize;
use tempfile::TempDir;

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct File {
    format: i64,
    title: String,
    party: BTreeMap<String, BTreeMap<String, toml::Value>>,
    source: BTreeMap<String, Source>,
    clause: BTreeMap<String, Clause>,
    event: Vec<Event>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Source {
    title: String,
    publisher: String,
    published: String,
    url: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Clause {
    title: String,
    topic: String,
    parties: Vec<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Event {
    id: String,
    date: String,
    title: String,
    kind: String,
    summary: String,
    parties: Vec<String>,
    cite: Vec<Cite>,
    #[serde(default)]
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "read to be measured")]
enum Cite {
    Source(String),
    Said { source: String, quote: String },
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Change {
    clause: String,
    action: String,
    text: Option<String>,
    #[serde(default)]
    terms: BTreeMap<String, toml::Value>,
    note: Option<String>,
}

/// The program, and what runs beside it.
struct Side<'a> {
    name: &'a str,
    args: Vec<String>,
    program: &'a Path,
}

impl Side<'_> {
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
        // What the program leaves to the system at its end, the yardstick leaves too.
        std::mem::forget(black_box((text, file)));
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let own = std::env::current_exe().expect("this program");
    let program = Path::new(env!("CARGO_BIN_EXE_partnership"));
    let pair = |name, program, args: &[&str]| Side {
        name,
        program,
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
    };
    println!(
        "| events | what | time | of the yardstick | memory | of the file |\n|---|---|---|---|---|---|"
    );
    let mut flat = Vec::new();
    for (events, runs) in [(10_000, 7), (100_000, 3)] {
        let path = folder.path().join(format!("{events}.toml"));
        let text = timeline(events);
        let size = text.len() as f64;
        fs::write(&path, text).expect("a file");
        let path = path.to_str().expect("a path in UTF-8");
        let (yard, memory) = pair("yardstick", &own, &["yardstick", path]).measure(runs);
        let row = |name: &str, time: Duration, memory: Option<u64>| {
            let memory = memory.map_or_else(
                || "- | -".to_owned(),
                |kib| format!("{} MiB | {:.1}", kib / 1024, kib as f64 * 1024.0 / size),
            );
            println!(
                "| {events} | {name} | {} ms | {:.2} | {memory} |",
                time.as_millis(),
                ratio(time, yard)
            );
        };
        row("`toml::from_str`", yard, memory);
        for (name, call) in [
            ("`diff`", &["diff", "2010", "2011"][..]),
            ("`terms`", &["terms", "2010"]),
            ("the first screen", &[]),
            ("`timeline`, all printed", &["timeline"]),
        ] {
            let args: Vec<&str> = call.iter().copied().chain(["-f", path]).collect();
            let (time, memory) = pair(name, program, &args).measure(runs);
            row(name, time, memory);
            if call.is_empty() {
                flat.push(time.as_secs_f64() / events as f64);
            }
        }
    }
    println!(
        "\ncost per event, 100,000 to 10,000: {:.2}",
        flat[1] / flat[0]
    );
    start(&folder, program);
}

/// The start of the program on the bundled timeline, beside a program that does nothing.
fn start(folder: &TempDir, program: &Path) {
    let (source, empty) = (folder.path().join("empty.rs"), folder.path().join("empty"));
    fs::write(&source, "fn main() {}\n").expect("a file");
    let built = Command::new("rustc")
        .args(["-O", "-o"])
        .args([&empty, &source])
        .status();
    if !built.is_ok_and(|status| status.success()) {
        return println!("no `rustc` to build an empty program with");
    }
    let time = |program: &Path, args: &[&str]| {
        let side = Side {
            name: "start",
            program,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        };
        let mut times: Vec<Duration> = (0..200)
            .map(|_| {
                let begun = Instant::now();
                assert!(side.command().status().expect("it runs").success());
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    let (nothing, all) = (time(&empty, &[]), time(program, &["timeline"]));
    println!(
        "start of `timeline` to an empty program: {:.2} ({} to {} µs)",
        ratio(all, nothing),
        all.as_micros(),
        nothing.as_micros()
    );
}
