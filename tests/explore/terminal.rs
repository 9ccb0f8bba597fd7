//! The real program in a terminal that tmux plays: keys, sizes, signals, and a terminal left as it was.

use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::left_out;

struct Tmux {
    folder: TempDir,
}

impl Tmux {
    /// A shell in a terminal of 80 by 24; none where there is no tmux.
    fn new() -> Option<Self> {
        let tmux = Self {
            folder: TempDir::new().expect("a folder"),
        };
        let shell = "env -i TERM=screen PATH=/usr/bin:/bin PS1='ready> ' sh -i";
        let begun = tmux.command(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "24",
            shell,
        ]);
        begun.then_some(tmux)
    }

    fn command(&self, args: &[&str]) -> bool {
        let mut command = Command::new("tmux");
        command
            .arg("-S")
            .arg(self.folder.path().join("socket"))
            .args(args);
        command
            .current_dir(self.folder.path())
            .status()
            .is_ok_and(|status| status.success())
    }

    fn keys(&self, keys: &[&str]) {
        assert!(self.command(&[&["send-keys"], keys].concat()));
    }

    fn start(&self, args: &str) {
        let program = env!("CARGO_BIN_EXE_partnership");
        let call = format!("{program} explore {args} --today 2026-11-22 >out; echo ended $?");
        self.keys(&[&call, "Enter"]);
    }

    fn screen(&self) -> String {
        let mut command = Command::new("tmux");
        command.arg("-S").arg(self.folder.path().join("socket"));
        let shown = command.args(["capture-pane", "-p"]).output().expect("tmux");
        String::from_utf8(shown.stdout).expect("UTF-8")
    }

    #[track_caller]
    fn waits_for(&self, text: &str) -> String {
        let begun = Instant::now();
        loop {
            let screen = self.screen();
            if screen.contains(text) {
                return screen;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "no {text} in:\n{screen}"
            );
            sleep(Duration::from_millis(30));
        }
    }

    /// What tmux knows of the terminal.
    fn told(&self, what: &str) -> String {
        let told = Command::new("tmux")
            .arg("-S")
            .arg(self.folder.path().join("socket"))
            .args(["display", "-p", what])
            .output()
            .expect("tmux");
        String::from_utf8(told.stdout).expect("UTF-8")
    }

    /// The number of what the shell runs.
    fn child(&self) -> String {
        let pane = self.told("#{pane_pid}");
        let child = Command::new("pgrep")
            .args(["-P", pane.trim()])
            .output()
            .expect("pgrep");
        let child = String::from_utf8(child.stdout).expect("a number");
        child.trim().to_owned()
    }

    fn kill(&self, signal: &str) {
        let killed = Command::new("kill")
            .arg(format!("-{signal}"))
            .arg(self.child())
            .status();
        assert!(killed.is_ok_and(|status| status.success()));
    }

    fn file(&self, text: &str) {
        std::fs::write(Path::new(self.folder.path()).join("lease.toml"), text).expect("a file");
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.command(&["kill-server"]);
    }
}

fn tmux() -> Option<Tmux> {
    let tmux = Tmux::new();
    if tmux.is_none() {
        left_out("tmux is missing");
    }
    tmux
}

#[test]
#[ignore = "needs tmux"]
fn it_answers_keys_and_sizes_and_leaves_the_terminal_as_it_was() {
    let Some(tmux) = tmux() else { return };
    tmux.waits_for("ready>");
    tmux.start("--at agreement-amended");
    tmux.waits_for("$ partnership diff agreement-amended");
    tmux.keys(&["Left"]);
    tmux.waits_for("2026-04-13 Mon ▲");
    tmux.command(&["resize-window", "-x", "50", "-y", "16"]);
    tmux.waits_for("q quit");
    tmux.command(&["resize-window", "-x", "30", "-y", "10"]);
    tmux.waits_for("too small");
    tmux.command(&["resize-window", "-x", "80", "-y", "24"]);
    tmux.waits_for("2026-04-13 Mon ▲");
    tmux.keys(&["q"]);
    let screen = tmux.waits_for("ended 0");
    assert!(
        screen.contains("ready>") && !screen.contains("▲"),
        "{screen}"
    );
    let out = std::fs::read(tmux.folder.path().join("out")).expect("its output");
    assert!(out.is_empty(), "standard output stays free");
}

#[test]
#[ignore = "needs tmux"]
fn signals_leave_the_terminal_as_it_was() {
    let Some(tmux) = tmux() else { return };
    tmux.waits_for("ready>");
    tmux.start("--at agreement-amended");
    tmux.waits_for("▲");
    tmux.keys(&["C-z"]);
    let screen = tmux.waits_for("topped");
    assert!(!screen.contains("▲"), "{screen}");
    tmux.keys(&["fg", "Enter"]);
    tmux.waits_for("▲");
    for signal in ["TERM", "HUP"] {
        tmux.kill(signal);
        let screen = tmux.waits_for("ended 1");
        assert!(!screen.contains("▲"), "{screen}");
        tmux.keys(&["stty -a | grep -o ' echo '; clear", "Enter"]);
        tmux.waits_for("ready>");
        tmux.start("");
        tmux.waits_for("▲");
    }
}

#[test]
#[ignore = "needs tmux"]
fn it_ends_with_its_terminal() {
    let Some(tmux) = tmux() else { return };
    tmux.waits_for("ready>");
    tmux.start("--at agreement-amended");
    tmux.waits_for("▲");
    let child = tmux.child();
    tmux.command(&["kill-server"]);
    let begun = Instant::now();
    let lives = || Command::new("kill").args(["-0", &child]).output();
    while lives().is_ok_and(|out| out.status.success()) {
        assert!(begun.elapsed() < Duration::from_secs(10), "{child} goes on");
        sleep(Duration::from_millis(30));
    }
}

#[test]
#[ignore = "needs tmux"]
fn a_file_breaks_and_mends() {
    let Some(tmux) = tmux() else { return };
    let sound = "format = 1\ntitle = 'Lease'\n[[event]]\nid = 'signed'\ndate = '2020-01-01'\ntitle = 'Signed'\n";
    tmux.file(sound);
    tmux.waits_for("ready>");
    tmux.start("-f lease.toml");
    tmux.waits_for("Lease");
    tmux.file("format = ");
    tmux.keys(&["r"]);
    tmux.waits_for("as it was: lease.toml:1:");
    tmux.file(&sound.replace("Lease", "Tenancy"));
    tmux.keys(&["r"]);
    let screen = tmux.waits_for("Tenancy");
    assert!(!screen.contains("as it was"), "{screen}");
}

#[test]
#[ignore = "needs tmux"]
fn text_of_a_file_sets_no_title_and_moves_no_cursor() {
    let Some(tmux) = tmux() else { return };
    tmux.file(
        "format = 1\ntitle = \"A\\u001b]2;owned\\u0007 lease\"\n[clause.rent]\ntitle = \"R\\u001b[9;9Hmoved\"\n\
        [[event]]\nid = 'signed'\ndate = '2020-01-01'\ntitle = \"S\\u001b[2J\\r\\nx\"\n\
        [[event.change]]\nclause = 'rent'\naction = 'adopt'\ntext = \"T\\u009b31m\"\n",
    );
    tmux.waits_for("ready>");
    let before = tmux.told("#{pane_title}");
    tmux.start("-f lease.toml --at signed");
    let screen = tmux.waits_for("▲");
    let lines: Vec<&str> = screen.lines().collect();
    assert!(lines[0].contains("lease"), "{screen}");
    assert!(
        lines[22].starts_with(" $ partnership diff signed"),
        "{screen}"
    );
    assert_eq!(tmux.told("#{pane_title}"), before);
}
