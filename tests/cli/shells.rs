//! Completions and pages of the manual, tried in the programs that they are for.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{left_out, partnership};

/// Runs a program with the built one on its path, away from any timeline; none where it is missing.
fn program(name: &str, args: &[&str]) -> Option<Output> {
    let folder = tempfile::tempdir().expect("a folder");
    let built = Path::new(env!("CARGO_BIN_EXE_partnership"))
        .parent()
        .expect("a folder");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", built.display());
    let output = Command::new(name)
        .args(args)
        .current_dir(folder.path())
        .env_clear()
        .envs([
            ("PATH", path.as_str()),
            ("HOME", "/nonexistent"),
            ("LC_ALL", "C.UTF-8"),
        ])
        .output();
    if output.is_err() {
        left_out(&format!("`{name}` is not installed"));
    }
    output.ok()
}

#[track_caller]
fn words(output: Output) -> Vec<String> {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && told.is_empty(), "{told}");
    let text = String::from_utf8(output.stdout).expect("text");
    let first = |line: &str| {
        line.split('\t')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    text.lines().map(first).collect()
}

/// Command lines, the last word to be completed, and a word that must be offered.
const LINES: [(&[&str], &str); 9] = [
    (&["ti"], "timeline"),
    (&["show", "cl"], "clause"),
    (&["show", "clause", "ip-l"], "ip-license"),
    (&["show", "event", "agreement"], "agreement-amended"),
    (&["show", "party", "micro"], "microsoft"),
    (&["diff", "recap"], "recapitalisation"),
    (
        &["terms", "--according-to", "siliconangle"],
        "siliconangle-2026",
    ),
    (&["timeline", "--clause", "azure-f"], "azure-first"),
    (&["check", "--explain", "unmet"], "unmet-expectation"),
];

/// Completes each line by a script that a shell runs, and looks for the word that must be offered.
fn completes(shell: &str, args: &[&str], script: impl Fn(&[&str]) -> String) {
    for (line, wanted) in LINES {
        let script = script(line);
        let args: Vec<&str> = args.iter().copied().chain(["-c", &script]).collect();
        let Some(output) = program(shell, &args) else {
            return;
        };
        let offered = words(output);
        assert!(
            offered.iter().any(|word| word == wanted),
            "{line:?}: {offered:?}"
        );
    }
}

#[test]
fn bash_completes_commands_and_ids() {
    completes("bash", &["--norc"], |line| {
        let quoted: Vec<String> = line.iter().map(|word| format!("'{word}'")).collect();
        let last = quoted.last().expect("a word");
        format!(
            "set -u; eval \"$(partnership completions bash)\"; COMP_WORDS=(partnership {}); COMP_CWORD={}; \
             _clap_complete_partnership partnership {last} ''; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted.join(" "),
            line.len(),
        )
    });
}

#[test]
fn fish_completes_commands_and_ids() {
    completes("fish", &["--no-config"], |line| {
        let line = line.join(" ");
        format!("partnership completions fish | source; complete -C 'partnership {line}'")
    });
}

#[test]
fn zsh_completes_commands_and_ids() {
    for (line, wanted) in LINES {
        // The completion system works in a line editor only; this stands in for what it calls.
        let script = format!(
            "compdef() {{ }}; _describe() {{ shift 2; print -l -- \"${{(@P)@[-1]}}\" }}; eval \"$(partnership completions zsh)\"; \
             words=(partnership {}); CURRENT={}; _clap_dynamic_completer_partnership",
            line.join(" "),
            line.len() + 1,
        );
        let Some(output) = program("zsh", &["-f", "-c", &script]) else {
            return;
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            text.contains(wanted),
            "{line:?}: {text} {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn ids_are_those_of_the_file_that_the_line_names() {
    let text = partnership("init -").done();
    for flag in [["-f", "mine.toml"].as_slice(), &["--file=mine.toml"]] {
        let call = partnership("-- partnership").file("mine.toml", &text);
        let call = flag.iter().fold(call, |call, word| call.arg(word));
        let answer = call
            .arg("show")
            .arg("clause")
            .arg("")
            .env("PARTNERSHIP_COMPLETE", "bash")
            .env("_CLAP_COMPLETE_INDEX", &(3 + flag.len()).to_string())
            .done();
        assert!(
            answer.contains("exclusivity") && !answer.contains("ip-license"),
            "{answer}"
        );
    }
}

#[test]
fn every_page_of_the_manual_is_clean() {
    let call = partnership("man --dir pages");
    let told = call.answer();
    assert_eq!(
        (told.code, told.stdout.as_str()),
        (0, "22 pages written\n"),
        "{}",
        told.stderr
    );
    let pages = crate::support::files(&call.folder().join("pages"), "1");
    assert_eq!(pages.len(), 22);
    for page in &pages {
        let name = page.display().to_string();
        let Some(output) = program("mandoc", &["-Tlint", &name]) else {
            return;
        };
        assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{name}");
        let Some(output) = program("man", &["-l", "--warnings=w", &name]) else {
            return;
        };
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name}");
    }
    let text = std::fs::read_to_string(call.folder().join("pages/partnership-show-clause.1"))
        .expect("a page");
    assert_eq!(partnership("man show clause").done(), text);
}
