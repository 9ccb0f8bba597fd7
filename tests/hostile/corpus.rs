//! The corpus of the fuzz targets, replayed: what once broke a promise stays a case.

#![expect(
    unreachable_pub,
    reason = "the fuzz targets use the same functions from outside"
)]

use std::fs;
use std::path::Path;

#[path = "../fuzz/cases.rs"]
pub mod cases;
#[path = "../fuzz/judge.rs"]
pub mod judge;

/// Bounds are for the fuzz targets, which count their memory.
pub mod guard {
    pub const BESIDES: usize = 0;
    pub const FORMS: usize = 0;

    /// Makes a call on so many bytes.
    pub fn bounded<T>(_bytes: usize, call: impl FnOnce() -> T) -> T {
        call()
    }

    pub fn bounded_by<T>(_bytes: usize, _besides: usize, call: impl FnOnce() -> T) -> T {
        call()
    }
}

/// Runs every input of a target's corpus through it.
fn replay(target: &str, case: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(target);
    let mut seen = 0;
    for entry in fs::read_dir(&folder).expect("a corpus") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("an input");
        let failed = std::panic::catch_unwind(|| case(&bytes)).is_err();
        assert!(!failed, "{}", path.display());
        seen += 1;
    }
    assert!(seen > 20, "{seen} inputs of `{target}`");
}

#[test]
fn files() {
    replay("file", cases::file);
}

#[test]
fn dates() {
    replay("date", cases::date);
}

#[test]
fn the_whole_line() {
    replay("line", cases::line);
}

#[test]
fn additions() {
    replay("add", cases::add);
}

#[test]
fn imports() {
    replay("import", cases::import);
}
