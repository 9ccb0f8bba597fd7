//! Each room of the source knows no more of the others than it says: its imports are read.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms that its files may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("date", &["text"]),
    ("agreement", &["date"]),
    ("answer", &["agreement", "date", "text"]),
    ("phrases", &["answer", "agreement", "date", "text"]),
    (
        "questions",
        &["phrases", "answer", "agreement", "date", "text"],
    ),
    (
        "formats",
        &[
            "phrases",
            "answer",
            "file",
            "agreement",
            "date",
            "text",
            "words",
        ],
    ),
    ("file", &["agreement", "date", "text"]),
    (
        "shell",
        &[
            "formats",
            "questions",
            "answer",
            "file",
            "agreement",
            "date",
            "text",
            "world",
        ],
    ),
    (
        "edit",
        &[
            "shell",
            "questions",
            "file",
            "agreement",
            "date",
            "text",
            "world",
        ],
    ),
    (
        "explore",
        &[
            "shell",
            "formats",
            "phrases",
            "questions",
            "answer",
            "file",
            "agreement",
            "date",
            "text",
            "world",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a text names behind `crate::`.
fn named(text: &str) -> Vec<&str> {
    let word = |rest: &str| {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        length.unwrap_or(rest.len())
    };
    text.split("crate::")
        .skip(1)
        .map(|rest| &rest[..word(rest)])
        .collect()
}

#[test]
fn a_room_imports_what_it_may_know_of() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, may_know) in ROOMS {
        let mut files = Vec::new();
        sources(&root.join(room), &mut files);
        assert!(!files.is_empty(), "{room} has files");
        for file in files {
            let text = fs::read_to_string(&file).expect("a source");
            // Tests may ask for whatever makes them short.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for other in named(code) {
                assert!(
                    other == *room || may_know.contains(&other),
                    "{} imports `{other}`, which the room `{room}` knows nothing of",
                    file.display()
                );
            }
        }
    }
}
