//! Completions and pages of the manual, tried in the programs that they are for.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{files, partnership};

/// Runs a program with the built one on its path, away from any timeline.
#[track_caller]
fn program(name: &str, args: &[&str]) -> Output {
    program_in(tempfile::tempdir().expect("a folder").path(), name, args)
}

#[track_caller]
fn program_in(folder: &Path, name: &str, args: &[&str]) -> Output {
    let built = Path::new(env!("CARGO_BIN_EXE_partnership"))
        .parent()
        .expect("a folder");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", built.display());
    Command::new(name)
        .args(args)
        .current_dir(folder)
        .env_clear()
        .envs([
            ("PATH", path.as_str()),
            ("HOME", "/nonexistent"),
            ("LC_ALL", "C.UTF-8"),
        ])
        .output()
        .unwrap_or_else(|e| panic!("{name}: {e}"))
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
const LINES: [(&[&str], &str); 12] = [
    (&["ti"], "timeline"),
    (&["show", "cl"], "clause"),
    (&["show", "clause", "ip-l"], "ip-license"),
    (&["show", "ip-l"], "ip-license"),
    (&["show", "agreement"], "agreement-amended"),
    (&["show", "siliconangle"], "siliconangle-2026"),
    (&["show", "event", "agreement"], "agreement-amended"),
    (&["show", "party", "micro"], "microsoft"),
    (&["diff", "recap"], "recapitalisation"),
    (
        &["terms", "--according-to", "siliconangle"],
        "siliconangle-2026",
    ),
    (&["timeline", "--clause", "azure-f"], "azure-first"),
    (&["help", "dif"], "diff"),
];

/// Completes each line by a script that a shell runs, and looks for the word that must be offered.
fn completes(shell: &str, args: &[&str], script: impl Fn(&[&str]) -> String) {
    for (line, wanted) in LINES {
        let script = script(line);
        let args: Vec<&str> = args.iter().copied().chain(["-c", &script]).collect();
        let offered = words(program(shell, &args));
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
             _partnership partnership {last} ''; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted.join(" "),
            line.len(),
        )
    });
}

#[test]
#[ignore = "needs fish"]
fn fish_completes_commands_and_ids() {
    completes("fish", &["--no-config"], |line| {
        let line = line.join(" ");
        format!("partnership completions fish | source; complete -C 'partnership {line}'")
    });
}

#[test]
#[ignore = "needs zsh"]
fn zsh_completes_commands_and_ids() {
    for (line, wanted) in LINES {
        // The completion system works in a line editor only; this stands in for what it calls.
        let script = format!(
            "compdef() {{ }}; _describe() {{ shift 2; print -l -- \"${{(@P)@[-1]}}\" }}; eval \"$(partnership completions zsh)\"; \
             words=(partnership {}); CURRENT={}; _clap_dynamic_completer_partnership",
            line.join(" "),
            line.len() + 1,
        );
        let output = program("zsh", &["-f", "-c", &script]);
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
    let text = partnership("init --example -").done();
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
fn the_manual_has_a_page_for_each_command_and_topic() {
    let call = partnership("man --dir pages");
    assert_eq!(call.answer().stdout, "35 pages written\n");
    let pages = call.folder().join("pages");
    assert_eq!(files(&pages, "1").len(), 35);
    let text = std::fs::read_to_string(pages.join("partnership-show-clause.1")).expect("a page");
    assert_eq!(partnership("man show clause").done(), text);
}

#[test]
#[ignore = "needs mandoc and man-db"]
fn readers_of_manuals_find_no_fault() {
    let call = partnership("man --dir pages");
    assert_eq!(call.answer().code, 0);
    for page in files(&call.folder().join("pages"), "1") {
        let name = page.display().to_string();
        let output = program("mandoc", &["-Tlint", "-Wwarning", &name]);
        let lint = String::from_utf8_lossy(&output.stdout);
        // A page has no date: it is that of its version.
        let mut faults = lint.lines().filter(|line| !line.contains("missing date"));
        assert_eq!(faults.next(), None, "{name}");
        let output = program("man", &["-l", "--warnings=w", &name]);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name}");
    }
}

/// A timeline whose words a shell would run.
const HOSTILE: &str = r#"format = 1
title = "Innocent"
[clause.rent]
title = "Rent"
topic = "$(touch${IFS}./CANARY)"
[clause.other]
title = "Other"
topic = "zoning; touch ./CANARY"
[clause.third]
title = "Third"
topic = "* law"
"#;

#[test]
fn bash_quotes_what_it_offers_and_runs_none_of_it() {
    let call = partnership("").file("timeline.toml", HOSTILE);
    let script = |typed: &str| {
        format!(
            "eval \"$(partnership completions bash)\"; COMP_WORDS=(partnership terms --topic {typed}); COMP_CWORD=3; \
             _partnership partnership {typed} --topic; for word in \"${{COMPREPLY[@]}}\"; do eval \"printf '%s\\n' $word\"; done"
        )
    };
    for (typed, wanted) in [
        ("'z'", "zoning; touch ./CANARY\n"),
        ("'\\$'", "$(touch${IFS}./CANARY)\n"),
        ("'\\*'", "* law\n"),
    ] {
        let output = program_in(call.folder(), "bash", &["--norc", "-c", &script(typed)]);
        let found = String::from_utf8_lossy(&output.stdout);
        assert_eq!(
            found,
            wanted,
            "{typed}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert!(!call.folder().join("CANARY").exists());
}
