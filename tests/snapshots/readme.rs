//! The README's examples are run, and its tables are held against the code.

use std::path::{Path, PathBuf};
use std::process::Command;

use partnership::file::code::Code;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn readme() -> String {
    std::fs::read_to_string(path()).expect("the README is there")
}

/// The blocks of a language, each with its place in the text.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<(usize, &'a str)> {
    let fence = format!("```{language}\n");
    let inside = |(at, _): (usize, &str)| {
        let start = at + fence.len();
        let end = start + text[start..].find("```").expect("the block is closed");
        (start, &text[start..end])
    };
    text.match_indices(&fence).map(inside).collect()
}

/// Runs a line of shell with the built program.
fn run(line: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_partnership"));
    let path = format!(
        "{}:/usr/local/bin:/usr/bin:/bin",
        program.parent().expect("a folder").display()
    );
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .envs([
            ("PATH", path.as_str()),
            ("COLUMNS", "80"),
            ("PARTNERSHIP_TODAY", "2026-11-22"),
        ])
        .output()
        .expect("a shell");
    assert!(
        output.stderr.is_empty(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

/// What a block should read: each command followed by what it prints. The commands of a block share a
/// folder, which begins empty.
fn rerun(block: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::new();
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        text.push_str("$ ");
        text.push_str(command);
        text.push('\n');
        text.push_str(&run(command, folder.path()));
    }
    text
}

#[test]
fn every_example_prints_what_the_readme_says() {
    let mut text = readme();
    let found: Vec<(usize, String)> = blocks(&text, "console")
        .iter()
        .map(|(at, block)| (*at, (*block).to_owned()))
        .collect();
    assert!(!found.is_empty());
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    for (at, block) in found.into_iter().rev() {
        let printed = rerun(&block);
        if overwrite {
            text.replace_range(at..at + block.len(), &printed);
        } else {
            assert_eq!(
                block, printed,
                "run `SNAPSHOTS=overwrite cargo test` and read the difference"
            );
        }
    }
    if overwrite {
        std::fs::write(path(), text).expect("the README can be written");
    }
}

#[test]
fn every_file_in_the_readme_is_sound() {
    let text = readme();
    for (_, block) in blocks(&text, "toml") {
        let reading = partnership::file::read("README.md", block.as_bytes().to_vec(), false);
        assert!(reading.is_sound(), "{:?}", reading.diagnostics);
    }
}

#[test]
fn every_code_has_a_row_with_its_severity() {
    let text = readme();
    for word in Code::WORDS {
        let severity = Code::from_word(word).expect("a code").severity();
        assert!(
            text.contains(&format!("| `{word}` | {severity} |")),
            "`{word}` has no row"
        );
    }
}

#[test]
fn every_heading_is_linked_from_the_contents() {
    let text = readme();
    for heading in text
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .filter(|heading| *heading != "Licence")
    {
        let anchor = heading.to_lowercase().replace(' ', "-");
        assert!(
            text.contains(&format!("(#{anchor})")),
            "`{heading}` is not in the contents"
        );
    }
}
