//! The pager of a terminal: which one it is, what it is given, and what happens where it fails.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{Answer, left_out, partnership};

/// A pager that keeps its arguments and what it is given, and shows nothing.
const RECORDER: &str = "printf '%s\\n' \"$@\" >args\ncat >given\n";

/// A terminal of 24 lines and 80 columns in a folder of its own.
struct Terminal {
    folder: TempDir,
    env: Vec<(&'static str, String)>,
}

impl Terminal {
    /// None where there is no program to make a terminal with.
    fn new() -> Option<Self> {
        let found = Command::new("script")
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        if !found.is_ok_and(|status| status.success()) {
            left_out("`script` of util-linux is needed to test on a terminal");
            return None;
        }
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("recorder"), RECORDER).expect("a pager");
        let path = std::env::var("PATH").unwrap_or_default();
        let env = vec![
            ("PATH", path),
            ("TERM", "xterm".to_owned()),
            ("NO_COLOR", "1".to_owned()),
            ("PARTNERSHIP_TODAY", crate::support::TODAY.to_owned()),
        ];
        Some(Self { folder, env })
    }

    fn env(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file of that folder.
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).expect("a file")
    }

    /// Runs the program on the terminal; what a shell does after it comes with its arguments.
    #[track_caller]
    fn run(&self, args: &str) -> Answer {
        let program = env!("CARGO_BIN_EXE_partnership");
        let line = format!("stty rows 24 cols 80 -onlcr; '{program}' {args}");
        let output = Command::new("script")
            .args(["-qec", &line, "/dev/null"])
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .output()
            .expect("a terminal");
        // On a terminal both streams are one.
        Answer {
            stdout: String::from_utf8(output.stdout).expect("an answer in UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages in UTF-8"),
            code: output.status.code().expect("an exit status"),
        }
    }

    /// What the pager was given, if it was called.
    fn given(&self) -> Option<String> {
        fs::read_to_string(self.at("given")).ok()
    }
}

/// A long answer as it is printed without a pager.
fn long() -> String {
    let text = partnership("timeline").done();
    assert!(text.lines().count() > 24, "a long answer");
    text
}

#[test]
fn a_long_answer_is_shown_through_the_pager() {
    let Some(terminal) = Terminal::new() else {
        return;
    };
    let terminal = terminal
        .env("PARTNERSHIP_PAGER", "sh recorder")
        .env("PAGER", "false");
    let answer = terminal.run("timeline");
    assert_eq!((answer.code, answer.stdout.as_str()), (0, ""));
    assert_eq!(terminal.given(), Some(long()));
}

#[test]
fn the_common_pager_serves_where_there_is_none_of_ours() {
    let Some(terminal) = Terminal::new() else {
        return;
    };
    let terminal = terminal.env("PAGER", "sh recorder");
    terminal.run("timeline");
    assert_eq!(terminal.given(), Some(long()));
}

#[test]
fn a_short_answer_is_printed() {
    let Some(terminal) = Terminal::new() else {
        return;
    };
    let terminal = terminal.env("PARTNERSHIP_PAGER", "sh recorder");
    let call = "timeline --limit 1";
    let text = partnership(call).done();
    assert!(text.lines().count() <= 24, "a short answer");
    assert_eq!(terminal.run(call).stdout, text);
    assert_eq!(terminal.given(), None);
}

#[test]
fn no_pager_is_used_where_none_is_wanted() {
    for (name, value, call) in [
        ("PARTNERSHIP_PAGER", "sh recorder", "timeline --no-pager"),
        ("PARTNERSHIP_PAGER", "sh recorder", "timeline | cat"),
        (
            "PARTNERSHIP_PAGER",
            "sh recorder",
            "timeline -o answer.txt; cat answer.txt",
        ),
        ("PARTNERSHIP_PAGER", "", "timeline"),
        ("PARTNERSHIP_PAGER", " ", "timeline"),
        ("PARTNERSHIP_PAGER", "cat", "timeline"),
        ("PAGER", "", "timeline"),
        ("PAGER", "cat", "timeline"),
    ] {
        let Some(terminal) = Terminal::new() else {
            return;
        };
        let terminal = if name == "PAGER" {
            terminal
        } else {
            terminal.env("PAGER", "sh recorder")
        };
        let terminal = terminal.env(name, value).env("COLUMNS", "80");
        let answer = terminal.run(call);
        assert_eq!(
            (answer.code, answer.stdout),
            (0, long()),
            "{name}='{value}' {call}"
        );
        assert_eq!(terminal.given(), None, "{name}='{value}' {call}");
    }
}

#[test]
fn a_pager_that_fails_means_plain_printing() {
    for pager in [
        "no-such-pager",
        "./recorder",
        "/",
        "false",
        "sh no-such-script",
        "''",
        "\u{1b}",
    ] {
        let Some(terminal) = Terminal::new() else {
            return;
        };
        let terminal = terminal.env("PARTNERSHIP_PAGER", pager);
        let answer = terminal.run("timeline");
        let plain = answer.stdout.ends_with(&long());
        assert!(plain && answer.code == 0, "{pager}: {}", answer.stdout);
    }
}

#[test]
fn leaving_the_pager_early_is_no_error() {
    for pager in ["true", "head -n 1"] {
        let Some(terminal) = Terminal::new() else {
            return;
        };
        let many: String = (0..3000).map(event).collect();
        let file = format!("format = 1\ntitle = \"Long\"\n{many}");
        fs::write(terminal.at("long.toml"), file).expect("a file");
        let terminal = terminal.env("PARTNERSHIP_PAGER", pager);
        let answer = terminal.run("timeline -f long.toml");
        assert_eq!(answer.code, 0, "{pager}: {}", answer.stdout);
        assert!(
            answer.stdout.lines().count() < 2,
            "{pager}: {}",
            answer.stdout
        );
    }
}

/// An event; thousands of them do not fit into a pipe.
fn event(n: usize) -> String {
    format!(
        "[[event]]\nid = \"event-{n}\"\ndate = \"2020\"\ntitle = \"The ferry sails for the {n}th time\"\n"
    )
}

#[test]
fn the_exit_code_and_the_notes_are_those_of_the_answer() {
    let Some(terminal) = Terminal::new() else {
        return;
    };
    let terminal = terminal.env("PARTNERSHIP_PAGER", "sh recorder");
    let answer = terminal.run("diff 2019 2026 --exit-code");
    assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
    assert_eq!(terminal.given(), Some(partnership("diff 2019 2026").done()));
}

#[test]
fn the_pager_gets_its_arguments_as_words_and_no_shell_reads_them() {
    let Some(terminal) = Terminal::new() else {
        return;
    };
    let pager =
        "sh recorder -R ; touch broken $(touch broken) `touch broken` $HOME * | cat > broken & ~";
    let terminal = terminal.env("PARTNERSHIP_PAGER", pager);
    terminal.run("timeline");
    assert_eq!(terminal.given(), Some(long()));
    let args = terminal.text("args");
    let words: Vec<&str> = args.lines().collect();
    assert_eq!(words.join(" "), &pager["sh recorder ".len()..]);
    assert!(!terminal.at("broken").exists());
}

#[test]
fn less_is_the_pager_where_none_is_named() {
    let Some(terminal) = Terminal::new() else {
        return;
    };
    // Written by another process, so that no process of a test started meanwhile holds it open.
    let install = "printf '#!/bin/sh\\necho \"$LESS\" >args\\ncat >given\\n' >less; chmod +x less";
    let installed = Command::new("sh")
        .args(["-c", install])
        .current_dir(terminal.folder.path())
        .status();
    assert!(installed.expect("a shell").success());
    let path = format!(
        "{}:{}",
        terminal.folder.path().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let terminal = terminal.env("PATH", &path);
    for (less, expected) in [(None, "FRX\n"), (Some("-i"), "-i\n"), (Some(""), "\n")] {
        let call = less.map_or_else(String::new, |less| format!("env LESS={less} "));
        let shell = format!(
            "--version >/dev/null; {call}'{}' timeline",
            env!("CARGO_BIN_EXE_partnership")
        );
        let answer = terminal.run(&shell);
        assert_eq!((answer.code, answer.stdout.as_str()), (0, ""));
        assert_eq!(terminal.given(), Some(long()));
        assert_eq!(terminal.text("args"), expected);
    }
}
