//! The speed of the program, as ratios within one run: `cargo bench`.
//!
//! `diff` on large files is measured against `toml::from_str` of the same file into structs with the same keys,
//! dates read as dates. Each side runs in a process of its own, so that its peak memory is its own; times are the
//! best of some runs. So are `diff` and `show event` where one event changes all clauses. The memory of answers about
//! one clause that is amended again and again is measured against the file and against what is printed, that of
//! `check` on clauses that nothing changes against the file. The bundled file is measured in milliseconds.
//!
//! The limit of a figure stands beside it, and one that misses it is marked with `MISSED`.
//!
//! The full screen is measured against the reading of its file: the first frame, a step of the day, one of the lens,
//! and the search for what is nowhere.
//! Folders are measured against one call for each of their files by processor time, and against one thread by the clock.
//!
//! `cargo bench -- files` measures one part alone: `explore`, `folders`, `files` or `clauses`.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "figures are printed, and rounded"
)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::iter;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use partnership::answer::Look;
use partnership::cli::Cli;
use partnership::date::{Date, DateError};
use partnership::explore::{ExploreArgs, Explorer};
use partnership::world::World;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde::{Deserialize, Deserializer};
use tempfile::TempDir;

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct File {
    format: i64,
    title: String,
    description: Option<String>,
    note: Option<String>,
    #[serde(default)]
    party: BTreeMap<String, BTreeMap<String, toml::Value>>,
    #[serde(default)]
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
    let read: Result<Date, DateError> = text.parse();
    read.map(Some)
        .map_err(|error| serde::de::Error::custom(error.message))
}

/// One program with its arguments.
struct Side<'a> {
    name: &'a str,
    args: Vec<String>,
    program: &'a Path,
    folder: Option<&'a Path>,
}

impl<'a> Side<'a> {
    fn new(name: &'a str, program: &'a Path, args: &[&str]) -> Self {
        Self {
            name,
            program,
            folder: None,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        }
    }

    fn in_folder(self, folder: &'a Path) -> Self {
        Self {
            folder: Some(folder),
            ..self
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
        if let Some(folder) = self.folder {
            command.current_dir(folder);
        }
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

fn milliseconds(of: Duration) -> f64 {
    of.as_secs_f64() * 1000.0
}

/// A figure beside the most that it may be.
fn within(found: f64, most: f64) -> String {
    let missed = if found > most { " MISSED" } else { "" };
    format!("{found:.2} of {most}{missed}")
}

/// The same where only some figures have a limit.
fn figure(found: f64, most: Option<f64>) -> String {
    most.map_or_else(|| format!("{found:.2}"), |most| within(found, most))
}

/// What a call on a file may take: parts of the time of the yardstick, milliseconds, times the file in memory.
#[derive(Clone, Copy, Default)]
struct Limits {
    of_yardstick: Option<f64>,
    milliseconds: Option<f64>,
    of_file: Option<f64>,
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
    let parts: [(&str, fn()); 4] = [
        ("explore", explore),
        ("folders", folders),
        ("files", files),
        ("clauses", clauses),
    ];
    let is_asked = |part: &str| args.iter().any(|arg| arg == part);
    let asks_all = !parts.iter().any(|(part, _)| is_asked(part));
    for (part, measure) in parts {
        if asks_all || is_asked(part) {
            measure();
        }
    }
}

/// Prints what large files take, and the bundled one.
fn files() {
    let folder = TempDir::new().expect("a folder");
    println!(
        "| file | what | ms | of the yardstick | memory | of the file |\n|---|---|---|---|---|---|"
    );
    let limits = Limits {
        of_yardstick: Some(0.65),
        of_file: Some(6.0),
        ..Limits::default()
    };
    let [few, many] = [(10_000, 9), (100_000, 3)].map(|(events, runs)| {
        let what = format!("{events} events");
        let text = timeline(usize::try_from(events).expect("a number of events"));
        let calls = ["diff 2010-01 2010-02"];
        let time = compare(&folder, &what, &text, &calls, limits, runs);
        time.as_secs_f64() / f64::from(events)
    });
    let calls = ["diff 2019 2021", "show event all"];
    let changes = 100_000;
    let what = format!("{changes} changes of one event");
    let limits = Limits {
        milliseconds: Some(1000.0),
        ..Limits::default()
    };
    compare(&folder, &what, &at_once(changes), &calls, limits, 3);
    for call in ["terms", "upcoming"] {
        let [without, with] = ["through = \"2099\"\n", RENEWS].map(|keys| {
            let text = timeline(10_000).replace("\"adopt\"\n", &format!("\"adopt\"\n{keys}"));
            let limits = Limits::default();
            compare(&folder, "10,000 events", &text, &[call], limits, 9)
        });
        let cost = within(ratio(with, without), 1.15);
        println!("\n`{call}` where clauses renew, to where they do not: {cost}\n");
    }
    println!(
        "\ncost of an event at 100,000 to one at 10,000: {:.2}",
        many / few
    );
    let beliefs = ["chart", "--beliefs", "ip-license"];
    for (call, most) in [(&["timeline"][..], 10.0), (&beliefs, 50.0)] {
        let name = call.join(" ");
        let side = Side::new(&name, program(), call).in_folder(folder.path());
        let took = milliseconds(side.measure(100).0);
        println!("`{name}` on the bundled file: {} ms", within(took, most));
    }
}

/// Prints the memory that many clauses take, or many versions of one.
fn clauses() {
    let folder = TempDir::new().expect("a folder");
    println!(
        "\n| versions | terms | what | memory, MB | of the file | of what is printed |\n|---|---|---|---|---|---|"
    );
    for (versions, new) in [(10_000, false), (1_000, true), (2_000, true)] {
        growth(&folder, versions, new);
    }
    unused(&folder, "unused clauses", "");
    unused(
        &folder,
        "unused clauses with a label",
        "label = { rent = \"Rent\" }\n",
    );
}

/// What a piece of work takes, and what comes of it.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}

/// Prints what the full screen takes on the bundled file and on a large one, in milliseconds and as parts of what reading
/// the file takes: the first frame, with all before it but the reading; a step of the day and a step of the lens, each
/// with its frame, at the 99th percentile.
fn explore() {
    let folder = TempDir::new().expect("a folder");
    println!(
        "| full screen of | reading, ms | first frame | of reading | a day | of reading | a lens | of reading | a miss | of reading |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    let bundled = include_str!("../timeline.toml").to_owned();
    for (what, text, days, lenses, limits) in [
        ("the bundled file", bundled, 60, 30, [20.0, 8.0, 30.0, 30.0]),
        (
            "10,000 events",
            timeline(10_000),
            200,
            20,
            [20.0, 16.0, 300.0, 300.0],
        ),
    ] {
        let path = folder.path().join("explored.toml");
        fs::write(&path, &text).expect("a file");
        let path = path.to_str().expect("a path in UTF-8");
        let read = || partnership::file::read(path, text.clone().into_bytes(), false);
        let (reading, _) = (0..3)
            .map(|_| timed(read))
            .min_by_key(|of| of.0)
            .expect("a run");
        let (begun, mut explorer) = timed(|| explorer(path));
        let backend = TestBackend::new(140, 45);
        let mut terminal = Terminal::new(backend).expect("a screen");
        let mut frame = |explorer: &mut Explorer, key| {
            let key = KeyEvent::new(key, KeyModifiers::NONE);
            let (took, ()) = timed(|| {
                explorer.key(key);
                terminal
                    .draw(|frame| explorer.draw(frame))
                    .expect("a frame");
            });
            took
        };
        let first = begun.saturating_sub(reading) + frame(&mut explorer, KeyCode::Null);
        frame(&mut explorer, KeyCode::Char('$'));
        let mut slowest = |key, times: usize| {
            let mut took: Vec<Duration> = (0..times).map(|_| frame(&mut explorer, key)).collect();
            took.sort_unstable();
            took[times * 99 / 100]
        };
        let day = slowest(KeyCode::Left, days);
        let lens = slowest(KeyCode::Char('J'), lenses);
        frame(&mut explorer, KeyCode::Char('/'));
        let miss = frame(&mut explorer, KeyCode::Char('~'));
        let took = [first, day, lens, miss].into_iter().zip(limits);
        let told = took.map(|(took, most)| {
            let of = ratio(took, reading);
            format!("{} | {of:.2}", within(milliseconds(took), most))
        });
        let told: Vec<String> = told.collect();
        let reading = milliseconds(reading);
        println!("| {what} | {reading:.1} | {} |", told.join(" | "));
    }
}

fn explorer(path: &str) -> Explorer {
    let cli = Cli::try_parse_from([
        "partnership",
        "explore",
        "--today",
        "2026-11-22",
        "-f",
        path,
    ]);
    let cli = cli.expect("a call");
    let world = World {
        env: HashMap::new(),
        today: None,
        terminal: Some(140),
        input_terminal: true,
        error_terminal: true,
        threads: 1,
    };
    let look = Look {
        color: true,
        ..Look::default()
    };
    let call = partnership::shell::Call {
        global: &cli.global,
        world: &world,
        look,
    };
    let explorer = partnership::run::explorer(&ExploreArgs::default(), call);
    explorer.unwrap_or_else(|_| panic!("a sound file"))
}

/// What a command took, as GNU time tells it.
struct Usage {
    processor: f64,
    clock: f64,
    bytes: f64,
    printed: f64,
}

/// Runs a command with some input; nothing where one of its programs is not there.
fn usage(command: &[&str], input: &str) -> Option<Usage> {
    let mut child = Command::new("/usr/bin/time")
        .args(["-f", "%U %S %e %M"])
        .args(command)
        .env("PARTNERSHIP_TODAY", "2026-11-22")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let told = String::from_utf8(output.stderr).ok()?;
    let figures = told.lines().last()?.split(' ').map(str::parse);
    let figures: Vec<f64> = figures.collect::<Result<_, _>>().ok()?;
    let [user, system, clock, kib] = figures[..] else {
        return None;
    };
    output.status.success().then_some(Usage {
        processor: user + system,
        clock,
        bytes: kib * 1024.0,
        printed: output.stdout.len() as f64,
    })
}

/// Prints what folders of many small files and of large ones take, as parts of what they may.
fn folders() {
    let bundled = include_str!("../timeline.toml");
    let large = timeline(1_000).replacen("title =", "id = \"msft-openai\"\ntitle =", 1);
    println!(
        "| folder | call | processor: of a call a file | clock: of one thread | memory: of what it may be |\n|---|---|---|---|---|"
    );
    for (what, text, count, most) in [
        ("1,000 copies of the bundled file", bundled, 1_000, 0.8),
        ("100 files of 1 MB", &large, 100, 1.05),
    ] {
        let folder = TempDir::new().expect("a folder");
        let mut names = String::new();
        for copy in 0..count {
            let path = folder.path().join(format!("a{copy:04}.toml"));
            let text = text.replacen("\"msft-openai\"", &format!("\"a{copy:04}\""), 1);
            fs::write(&path, text).expect("a file");
            names.extend([path.to_str().expect("a path in UTF-8"), "\0"]);
        }
        let program = program().to_str().expect("a path in UTF-8");
        let path = folder.path().to_str().expect("a path in UTF-8");
        for call in ["terms", "upcoming", "history"] {
            let together = [program, call, "-q", "-f", path];
            let each = ["xargs", "-0", "-n1", program, call, "-q", "-f"];
            let alone = [&["taskset", "-c", "0"][..], &together[..]].concat();
            let figures = [(&together[..], ""), (&each, &names), (&alone, "")];
            let [Some(all), Some(each), Some(alone)] =
                figures.map(|(command, input)| usage(command, input))
            else {
                println!("| {what} | `{call}` | GNU time, xargs or taskset is missing |");
                return;
            };
            let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
            let room = 10e6 + 6.0 * text.len() as f64 * threads as f64 + all.printed;
            println!(
                "| {what} | `{call}` | {} | {} | {} |",
                within(all.processor / each.processor, most),
                within(all.clock / alone.clock, 0.6),
                within(all.bytes / room, 1.0)
            );
        }
    }
}

/// What makes a clause renew yearly.
const RENEWS: &str = "through = \"2005-07\"\nrenews = \"1y\"\nnotice = \"3m\"\n";

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_partnership"))
}

/// A timeline of one event that adopts so many clauses.
fn at_once(clauses: usize) -> String {
    let mut text = String::from("format = 1\ntitle = \"At once\"\n\n");
    for clause in 0..clauses {
        let _ = write!(text, "[clause.c{clause}]\ntitle = \"Clause {clause}\"\n");
    }
    text += "\n[[event]]\nid = \"all\"\ndate = \"2020-01-01\"\ntitle = \"All at once\"\n";
    for clause in 0..clauses {
        let _ = write!(
            text,
            "[[event.change]]\nclause = \"c{clause}\"\naction = \"adopt\"\ntext = \"It is {clause}.\"\nterms = {{ n = {clause} }}\n"
        );
    }
    text
}

/// A timeline of one clause, each event of which amends it and cites a source, and sets two terms: new ones where they
/// are asked for.
fn amended(versions: usize, new: bool) -> String {
    let mut text = String::from(
        "format = 1\ntitle = \"One clause\"\n\n[source.s]\ntitle = \"A paper\"\n[clause.rent]\ntitle = \"Rent\"\n",
    );
    for version in 0..versions {
        let (year, day) = (2000 + version / 336, version % 336);
        let action = if version == 0 { "adopt" } else { "amend" };
        let term = if new { version } else { 0 };
        let _ = write!(
            text,
            "\n[[event]]\nid = \"e{version}\"\ndate = \"{year}-{:02}-{:02}\"\ntitle = \"t\"\ncite = [\"s\"]\n[[event.change]]\nclause = \"rent\"\naction = \"{action}\"\ntext = \"It is {version}.\"\nterms = {{ m = {version}, n{term} = {version} }}\n",
            1 + day / 28,
            1 + day % 28
        );
    }
    text
}

/// Prints the memory that `check` takes on a million clauses that nothing changes.
fn unused(folder: &TempDir, what: &str, more: &str) {
    let clauses = 1_000_000;
    let mut text = String::from("format = 1\ntitle = \"Clauses alone\"\n\n");
    for clause in 0..clauses {
        let _ = write!(
            text,
            "[clause.c{clause}]\ntitle = \"Clause {clause}\"\n{more}"
        );
    }
    let path = folder.path().join("unused.toml");
    fs::write(&path, &text).expect("a file");
    let path = path.to_str().expect("a path in UTF-8");
    if let Some(kib) = Side::new("`check`", program(), &["check", path]).memory() {
        let of_file = within(kib as f64 * 1024.0 / text.len() as f64, 10.0);
        println!(
            "\n`check` on {clauses} {what}: {} MiB, of the file {of_file}",
            kib / 1024
        );
    }
}

/// Prints the memory that is taken by answers about a clause of so many versions.
fn growth(folder: &TempDir, versions: usize, new: bool) {
    let text = amended(versions, new);
    let path = folder.path().join("amended.toml");
    fs::write(&path, &text).expect("a file");
    let path = path.to_str().expect("a path in UTF-8");
    let terms = if new { versions + 1 } else { 2 };
    for call in ["show clause rent", "history"] {
        for format in ["table", "json", "csv"] {
            let mut args: Vec<&str> = call.split(' ').collect();
            args.extend(["--format", format, "-f", path]);
            let side = Side::new(call, program(), &args);
            let Some(kib) = side.memory() else { continue };
            let printed = side
                .command()
                .stdout(Stdio::piped())
                .output()
                .expect("a program that runs");
            let of = |bytes: usize| kib as f64 * 1024.0 / bytes as f64;
            let most = (versions == 10_000 && call == "show clause rent").then_some(60.0);
            println!(
                "| {versions} | {terms} | `{call} --format {format}` | {} | {:.1} | {:.2} |",
                figure(kib as f64 * 1024.0 / 1e6, most),
                of(text.len()),
                of(printed.stdout.len())
            );
        }
    }
}

/// Prints the yardstick and some calls on one file, and gives the time of the last of them.
fn compare(
    folder: &TempDir,
    what: &str,
    text: &str,
    calls: &[&str],
    limits: Limits,
    runs: usize,
) -> Duration {
    let path = folder.path().join("large.toml");
    fs::write(&path, text).expect("a file");
    let path = path.to_str().expect("a path in UTF-8");
    let own = std::env::current_exe().expect("this program");
    let yardstick = Side::new("toml::from_str", &own, &["yardstick", path]);
    let calls = calls.iter().map(|call| {
        let args: Vec<&str> = call.split(' ').chain(["-f", path]).collect();
        Side::new(call, program(), &args)
    });
    let mut of_yardstick = None;
    let mut last = Duration::ZERO;
    for side in iter::once(yardstick).chain(calls) {
        let (time, memory) = side.measure(runs);
        // The yardstick comes first, and has no limits itself.
        let limits = of_yardstick.map_or(Limits::default(), |_| limits);
        let memory = memory.map_or_else(
            || "- | -".to_owned(),
            |kib| {
                let of_file = kib as f64 * 1024.0 / text.len() as f64;
                format!("{} MiB | {}", kib / 1024, figure(of_file, limits.of_file))
            },
        );
        let of = ratio(time, *of_yardstick.get_or_insert(time));
        println!(
            "| {what} | `{}` | {} | {} | {memory} |",
            side.name,
            figure(milliseconds(time), limits.milliseconds),
            figure(of, limits.of_yardstick)
        );
        last = time;
    }
    last
}
