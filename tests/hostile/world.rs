//! The world outside fails, or is another one: the right exit code, one clear line, the old file whole, and the
//! same bytes.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::{ANSWERS, TODAY, coverage, partnership};

const PROGRAM: &str = env!("CARGO_BIN_EXE_partnership");

/// A call of every command as a table and in another format, of all formats in turn.
fn calls() -> Vec<String> {
    let formats = [
        "--format list",
        "--format narrative",
        "--format markdown",
        "--json",
        "--format csv",
    ];
    let others = [
        "timeline --format ics",
        "timeline --format ndjson",
        "terms 2025 --format ndjson",
        "history --format ndjson",
        "upcoming --format ics",
        "chart --format svg",
        "page --clause ip-license",
        "check",
        "check --json",
        "check --format short",
        "check --explain bad-date",
        "schema",
        "init --example -",
        "help diff",
        "help format",
        "man",
        "man show clause",
        "completions bash",
        "completions zsh",
        "completions fish",
        "diff 2024 2025 --exit-code",
        "--help",
        "--version",
    ];
    let answers = ANSWERS.iter().zip(formats.iter().cycle());
    let answered =
        answers.flat_map(|(call, format)| [(*call).to_owned(), format!("{call} {format}")]);
    answered
        .chain(others.iter().map(|call| (*call).to_owned()))
        .collect()
}

fn program(call: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(call.split_whitespace())
        .current_dir("/")
        .env_clear()
        .envs(coverage())
        .env("PARTNERSHIP_TODAY", TODAY);
    command
}

fn output(command: &mut Command) -> Output {
    command
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

/// One line on standard error, and no panic.
#[track_caller]
fn one_line(output: &Output, start: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.starts_with(start) && error.lines().count() == 1,
        "{error}"
    );
}

#[test]
fn every_command_says_the_same_in_another_world() {
    let there = TempDir::new().expect("a folder");
    let deep = there.path().join("ein Ordner/日本");
    fs::create_dir_all(&deep).expect("a folder");
    for call in calls() {
        let here = partnership(&call).run();
        let mut elsewhere = program(&call);
        elsewhere.current_dir(&deep).envs([
            ("HOME", deep.to_str().expect("a path")),
            ("USER", "somebody"),
            ("LANG", "tr_TR.UTF-8"),
            ("LC_ALL", "de_DE.ISO-8859-1"),
            ("TZ", "Pacific/Kiritimati"),
            ("TERM", "xterm-256color"),
            ("COLUMNS", "80"),
            ("SOURCE_DATE_EPOCH", "0"),
            ("RUST_BACKTRACE", "full"),
            ("PAGER", "false"),
            ("EDITOR", "false"),
        ]);
        let other = output(&mut elsewhere);
        assert_eq!(Some(here.code), other.status.code(), "{call}");
        assert!(
            here.stdout.as_bytes() == other.stdout && here.stderr.as_bytes() == other.stderr,
            "{call}"
        );
        assert!(!here.stdout.is_empty(), "{call}: {}", here.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_command_tells_of_a_full_disk() {
    for call in calls() {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a full device");
        let full = program(&call)
            .stdin(Stdio::null())
            .stdout(full)
            .output()
            .expect("it runs");
        assert_eq!(full.status.code(), Some(4), "{call}");
        one_line(
            &full,
            "error: standard output cannot be written: no space is left",
        );
    }
}

#[test]
fn a_reader_may_leave_at_any_byte() {
    for call in [
        "timeline",
        "timeline --json",
        "page --clause ip-license",
        "show clause ip-license --format markdown",
        "help format",
    ] {
        let whole = output(&mut program(call)).stdout.len();
        for taken in [0, 1, 7, whole / 3, whole / 2, whole - 1] {
            let mut child = program(call)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts");
            let mut reader = child.stdout.take().expect("an output");
            let mut some = vec![0; taken];
            reader.read_exact(&mut some).expect("so many bytes");
            drop(reader);
            let ended = child.wait_with_output().expect("it ends");
            assert_eq!(
                (ended.status.code(), ended.stderr.len()),
                (Some(0), 0),
                "{call} after {taken} bytes"
            );
        }
    }
}

/// Runs the program as a shell does, with what a shell can do to it.
#[cfg(unix)]
fn shell(script: &str, folder: &Path) -> Output {
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).current_dir(folder);
    command.env("P", PROGRAM).env("PARTNERSHIP_TODAY", TODAY);
    output(&mut command)
}

#[cfg(unix)]
#[test]
fn closed_streams_are_no_panic() {
    let folder = TempDir::new().expect("a folder");
    for call in [
        "timeline",
        "check",
        "terms --json",
        "nonsense",
        "history --json",
        "init --example -",
        "help",
    ] {
        for closed in [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"] {
            let ended = shell(&format!("\"$P\" {call} {closed}"), folder.path());
            let error = String::from_utf8_lossy(&ended.stderr);
            assert!(!error.contains("panicked"), "{call} {closed}: {error}");
            let code = ended.status.code().expect("an exit code");
            let wanted = if call == "nonsense" { [2, 2] } else { [0, 4] };
            assert!(wanted.contains(&code), "{call} {closed}: {code} {error}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_directory_that_is_gone_is_no_panic() {
    let folder = TempDir::new().expect("a folder");
    let gone = |call: &str| {
        shell(
            &format!("mkdir gone && cd gone && rmdir ../gone && \"$P\" {call}"),
            folder.path(),
        )
    };
    for call in ["timeline", "check", "page", "terms --json"] {
        assert_eq!(gone(call).status.code(), Some(0), "{call}");
    }
    for call in ["timeline -o here.md", "page -o here.html"] {
        let ended = gone(call);
        assert_eq!(ended.status.code(), Some(4), "{call}");
        one_line(&ended, "error: `here.");
    }
    let ended = gone("timeline -f here.toml");
    assert_eq!(ended.status.code(), Some(3));
    one_line(
        &ended,
        "error: `here.toml` cannot be read: there is no such file",
    );
}

#[cfg(unix)]
#[test]
fn few_file_descriptors_are_enough() {
    let folder = TempDir::new().expect("a folder");
    for call in ["timeline", "check", "page", "timeline -o t.md"] {
        let ended = shell(&format!("ulimit -n 8; \"$P\" {call}"), folder.path());
        assert_eq!(
            ended.status.code(),
            Some(0),
            "{call}: {}",
            String::from_utf8_lossy(&ended.stderr)
        );
    }
}

/// Kills the program after ever longer times, and gives what is in the file each time.
fn killed(folder: &Path, name: &str, old: &str, args: &[&str]) -> Vec<String> {
    let path = folder.join(name);
    let mut found = Vec::new();
    for step in 0..40_u64 {
        fs::write(&path, old).expect("the old file");
        let mut child = Command::new(PROGRAM)
            .args(args)
            .env("PARTNERSHIP_TODAY", TODAY)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        thread::sleep(Duration::from_micros(step * 400));
        // It may be done by then.
        let _ = child.kill();
        child.wait().expect("it ends");
        found.push(fs::read_to_string(&path).expect("the file is there"));
    }
    found
}

#[test]
fn a_file_is_whole_whenever_the_program_is_killed() {
    let folder = TempDir::new().expect("a folder");
    let template = partnership::edit::init::TEMPLATE;
    fs::write(folder.path().join("a.md"), "# One\n\ntext\n").expect("a file");
    fs::write(
        folder.path().join("b.md"),
        "# One\n\nother\n\n# Two\n\nmore\n",
    )
    .expect("a file");
    let cases: [(&str, &str, &[&str]); 3] = [
        (
            "answer.json",
            "the old answer\n",
            &["timeline", "-o", "answer.json"],
        ),
        (
            "own.toml",
            template,
            &[
                "add",
                "-f",
                "own.toml",
                "--date",
                "2099",
                "--title",
                "The end",
                "--cite",
                "paper-2023",
            ],
        ),
        (
            "import.toml",
            "the old text\n",
            &[
                "import",
                "--title",
                "t",
                "2001=a.md",
                "2002=b.md",
                "--force",
                "-o",
                "import.toml",
            ],
        ),
    ];
    for (name, old, args) in cases {
        let mut done = partnership("");
        for arg in args {
            done = done.arg(arg);
        }
        for other in ["a.md", "b.md"] {
            done = done.file(other, fs::read(folder.path().join(other)).expect("a file"));
        }
        let done = done.file(name, old);
        let answer = done.answer();
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        let new = fs::read_to_string(done.folder().join(name)).expect("the new file");
        assert_ne!(new, old);
        for found in killed(folder.path(), name, old, args) {
            assert!(
                found == old || found == new,
                "{name} is neither old nor new:\n{found}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_neither_lock_nor_draft() {
    let folder = TempDir::new().expect("a folder");
    let template = partnership::edit::init::TEMPLATE;
    let add = "add -f own.toml --date 2099 --title End --cite paper-2023";
    for (step, call) in (0..30).zip([add, "timeline -o answer.json"].iter().cycle()) {
        fs::write(folder.path().join("own.toml"), template).expect("a file");
        let mut child = program(call)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        thread::sleep(Duration::from_millis(step));
        let signal = if step % 4 < 2 { "-INT" } else { "-TERM" };
        // It may be done by then.
        output(Command::new("kill").args([signal, &child.id().to_string()]));
        child.wait().expect("it ends");
        for entry in fs::read_dir(folder.path()).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            assert!(
                ["own.toml", "answer.json"]
                    .iter()
                    .any(|known| name == *known),
                "{name:?}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_limit_of_file_sizes_is_an_error_of_output() {
    let folder = TempDir::new().expect("a folder");
    let old = partnership::edit::init::TEMPLATE;
    fs::write(folder.path().join("own.toml"), old).expect("a file");
    let why = "it would be larger than the system allows";
    for (call, name) in [
        ("page -o page.html", "`page.html`"),
        ("page > out", "standard output"),
        ("add -f own.toml --date 2099 --title End", "`own.toml`"),
    ] {
        let ended = shell(&format!("ulimit -f 1; \"$P\" {call}"), folder.path());
        assert_eq!(ended.status.code(), Some(4), "{call}");
        one_line(&ended, &format!("error: {name} cannot be written: {why}"));
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("own.toml")).expect("a file"),
        old
    );
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_memory_does_not_hold_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let big = fs::File::create(folder.path().join("big.toml")).expect("a file");
    big.set_len(900 << 20).expect("a large file");
    let ended = shell(
        "ulimit -v 400000; \"$P\" timeline -f big.toml",
        folder.path(),
    );
    assert_eq!(ended.status.code(), Some(3));
    one_line(
        &ended,
        "error: `big.toml` cannot be read: it is larger than the memory that is left",
    );
}

#[test]
fn a_clock_that_names_no_day_is_an_error_that_names_the_flag() {
    let world = partnership::world::World {
        env: partnership::world::Environment::new(),
        today: None,
        terminal: None,
        input_terminal: false,
        error_terminal: false,
        threads: 2,
    };
    let said = |args: &[&str]| {
        let args = std::iter::once("partnership").chain(args.iter().copied());
        partnership::run::output(args.map(Into::into), &world)
    };
    let refused = said(&["terms"]);
    assert_eq!(refused.exit as u8, 2);
    assert!(
        refused.error.contains("`--today 2026-04-27`"),
        "{}",
        refused.error
    );
    assert_eq!(said(&["terms", "--today", TODAY]).exit as u8, 0);
}
