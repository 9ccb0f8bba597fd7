//! Where an answer goes that is written to the file of `--output`.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::{Call, left_out, partnership};

/// A timeline with an error.
const BROKEN: &str = "format = 1\ntitle = Island lease\n";

fn folder() -> TempDir {
    TempDir::new().expect("a folder")
}

/// A call that writes to this file.
fn into(args: &str, path: &Path) -> Call {
    let path = path.to_str().expect("a path in UTF-8");
    partnership(args).arg("--output").arg(path)
}

/// The names in a folder, in order.
#[track_caller]
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder to read");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[track_caller]
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn the_ending_gives_the_format() {
    for (ending, format) in [
        ("txt", "table"),
        ("md", "markdown"),
        ("csv", "csv"),
        ("json", "json"),
        ("ndjson", "ndjson"),
        ("JSON", "json"),
    ] {
        let folder = folder();
        let path = folder.path().join(format!("answer.{ending}"));
        assert_eq!(
            into("timeline", &path).done(),
            "",
            "{ending}: nothing is printed"
        );
        let printed = partnership("timeline --format").arg(format).done();
        assert_eq!(text(&path), printed, "{ending}");
        assert_eq!(names(folder.path()).len(), 1, "{ending}");
    }
}

#[test]
fn another_ending_is_refused_with_the_list() {
    for name in [
        "answer.pdf",
        "answer",
        "answer.",
        ".json",
        "answer.json.bak",
    ] {
        let folder = folder();
        let message = into("timeline", &folder.path().join(name)).refused(2);
        for ending in [
            "`.txt`",
            "`.md`",
            "`.csv`",
            "`.json`",
            "`.ndjson`",
            "--format",
        ] {
            assert!(message.contains(ending), "{name}: {message}");
        }
        assert_eq!(names(folder.path()), [""; 0], "{name}");
    }
}

#[test]
fn a_named_format_wins_over_the_ending() {
    let folder = folder();
    for (name, flag, format) in [
        ("answer.csv", "--format json", "json"),
        ("answer.csv", "--json", "json"),
        ("answer.json", "--format narrative", "narrative"),
        ("answer.pdf", "--format list", "list"),
        ("answer", "--format csv", "csv"),
    ] {
        let path = folder.path().join(name);
        into(&format!("terms {flag}"), &path).done();
        assert_eq!(
            text(&path),
            partnership("terms --format").arg(format).done(),
            "{name} {flag}"
        );
    }
}

/// What is said of a file that cannot be written.
#[track_caller]
fn unwritable(call: Call) -> String {
    let message = call.refused(4);
    assert_eq!(message.lines().count(), 1, "one line: {message}");
    let (_, reason) = message
        .split_once("` cannot be written: ")
        .unwrap_or_else(|| panic!("{message}"));
    assert!(
        !reason.contains("os error"),
        "words that are the same everywhere: {message}"
    );
    reason.trim_end().to_owned()
}

#[test]
fn a_bad_path_is_refused_with_its_reason() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.md")).expect("a folder");
    fs::write(at("file"), "old").expect("a file");
    let shown = |name: &str| at(name).display().to_string();
    let is_folder = "it is a directory; name a file in it".to_owned();
    for (name, reason) in [
        ("folder.md", is_folder.clone()),
        ("folder.md/", is_folder.clone()),
        ("new.md/", is_folder),
        (
            "none/answer.md",
            format!("there is no directory `{}`", shown("none")),
        ),
        (
            "file/answer.md",
            format!("there is no directory `{}`", shown("file")),
        ),
    ] {
        assert_eq!(unwritable(into("timeline", &at(name))), reason, "{name}");
    }
    assert_eq!(names(folder.path()), ["file", "folder.md"]);
    assert_eq!(names(&at("folder.md")), [""; 0]);
}

#[test]
fn a_relative_path_is_one_in_the_folder_where_the_program_runs() {
    partnership("terms -o answer.md").done();
    let reason = unwritable(partnership("terms -o none/answer.md"));
    assert_eq!(reason, "there is no directory `none`");
}

/// A folder in which this process may not create files, if the system has one for this user.
#[cfg(unix)]
fn closed(folder: &Path) -> Option<std::path::PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let closed = folder.join("closed");
    fs::create_dir(&closed).expect("a folder");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).expect("permissions");
    // Nobody writes to /sys, not even an administrator.
    let mut candidates = [closed, "/sys".into()].into_iter();
    candidates.find(|folder| {
        let refused = fs::write(folder.join("probe"), "").map_err(|error| error.kind());
        refused == Err(std::io::ErrorKind::PermissionDenied)
    })
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named_as_the_reason() {
    let folder = folder();
    let Some(closed) = closed(folder.path()) else {
        return left_out("every folder may be written by this user");
    };
    let reason = unwritable(into("timeline", &closed.join("answer.md")));
    assert_eq!(reason, "permission is denied");
    assert!(!closed.join("answer.md").exists());
}

#[test]
fn the_old_file_is_replaced_whole() {
    let folder = folder();
    let path = folder.path().join("answer.json");
    fs::write(&path, "old\n".repeat(100_000)).expect("a file");
    into("terms", &path).done();
    assert_eq!(text(&path), partnership("terms --json").done());
    assert_eq!(names(folder.path()), ["answer.json"]);
}

#[test]
fn the_old_file_stays_where_there_is_no_answer() {
    let broken = |args| partnership(args).file("broken.toml", BROKEN);
    for (call, code) in [
        (partnership("show clause no-such-clause"), 2),
        (partnership("terms 2024-02-30"), 2),
        (partnership("show clause ip-license --format ndjson"), 2),
        (partnership("terms --csv"), 2),
        (partnership("check --format csv"), 2),
        (broken("timeline -f broken.toml"), 3),
        (partnership("timeline -f missing.toml"), 3),
    ] {
        let folder = folder();
        let path = folder.path().join("answer.md");
        fs::write(&path, "old").expect("a file");
        call.arg("-o")
            .arg(path.to_str().expect("UTF-8"))
            .refused(code);
        assert_eq!(text(&path), "old");
        assert_eq!(names(folder.path()), ["answer.md"]);
    }
}

#[test]
fn an_answer_of_no_is_written_too() {
    let folder = folder();
    let path = folder.path().join("answer.json");
    let answer = into("diff 2024-12 2025-10 --exit-code", &path).run();
    assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
    assert_eq!(
        text(&path),
        partnership("diff 2024-12 2025-10 --json").done()
    );
    let answer = into("check -f broken.toml", &path)
        .file("broken.toml", BROKEN)
        .run();
    assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
    assert!(text(&path).contains("\"diagnostics\""));
}

#[test]
fn a_note_stays_on_standard_error() {
    let folder = folder();
    let path = folder.path().join("answer.csv");
    let answer = into("timeline --grep no-such-words", &path).run();
    assert_eq!((answer.code, answer.stdout.as_str()), (0, ""));
    assert!(
        answer.stderr.starts_with("note: no event matches"),
        "{}",
        answer.stderr
    );
    assert_eq!(
        text(&path).lines().count(),
        1,
        "the head of a table without rows"
    );
}

#[test]
fn a_file_with_a_long_or_odd_name_is_written() {
    for name in [
        "a".repeat(250) + ".json",
        "ümlaut – 文.json".to_owned(),
        "-.json".to_owned(),
        "a b'c\".json".to_owned(),
    ] {
        let folder = folder();
        into("terms", &folder.path().join(&name)).done();
        assert_eq!(names(folder.path()), [name]);
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("a file").permissions().mode() & 0o7777
    }

    #[test]
    fn permissions_are_kept() {
        for old in [0o600, 0o664, 0o640, 0o755] {
            let folder = folder();
            let path = folder.path().join("answer.json");
            fs::write(&path, "old").expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(old)).expect("permissions");
            into("terms", &path).done();
            assert_eq!(mode(&path), old);
            assert_ne!(text(&path), "old");
        }
    }

    #[test]
    fn the_owner_and_the_group_are_kept() {
        use std::os::unix::fs::{MetadataExt, chown};
        let folder = folder();
        let path = folder.path().join("answer.json");
        fs::write(&path, "old").expect("a file");
        if chown(&path, Some(65534), Some(65533)).is_err() {
            left_out("only an administrator may give a file away");
            return;
        }
        into("terms", &path).done();
        let new = fs::metadata(&path).expect("a file");
        assert_eq!((new.uid(), new.gid()), (65534, 65533));
        assert_ne!(text(&path), "old");
    }

    #[test]
    fn a_new_file_has_the_usual_permissions() {
        let folder = folder();
        let usual = folder.path().join("usual");
        fs::write(&usual, "").expect("a file");
        let path = folder.path().join("answer.json");
        into("terms", &path).done();
        assert_eq!(mode(&path), mode(&usual));
    }

    #[test]
    fn a_file_that_is_protected_from_writing_is_not_replaced() {
        let folder = folder();
        let path = folder.path().join("answer.json");
        fs::write(&path, "old").expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions");
        if fs::OpenOptions::new().write(true).open(&path).is_ok() {
            // An administrator is above such protection; the permissions stay all the same.
            into("terms", &path).done();
            assert_eq!(mode(&path), 0o444);
            return;
        }
        assert_eq!(unwritable(into("terms", &path)), "permission is denied");
        assert_eq!(
            (text(&path).as_str(), names(folder.path()).len()),
            ("old", 1)
        );
    }

    #[test]
    fn a_symbolic_link_stays_and_its_target_is_written() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("store")).expect("a folder");
        fs::write(at("store/real.json"), "old").expect("a file");
        symlink("store/real.json", at("near")).expect("a link");
        symlink(at("near"), at("answer.json")).expect("a link");
        into("terms", &at("answer.json")).done();
        let link = fs::symlink_metadata(at("answer.json")).expect("a link");
        assert!(link.is_symlink());
        let expected = partnership("terms --json").done();
        assert_eq!(text(&at("store/real.json")), expected);
        assert_eq!(names(&at("store")), ["real.json"]);
        assert_eq!(names(folder.path()), ["answer.json", "near", "store"]);
        symlink("store/new.json", at("to-be.json")).expect("a link");
        into("terms", &at("to-be.json")).done();
        assert!(at("to-be.json").is_symlink());
        assert_eq!(text(&at("store/new.json")), expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_as_it_is() {
        let full = || partnership("terms --json -o /dev/full");
        assert_eq!(unwritable(full()), "no space is left");
        partnership("terms --json -o /dev/null").done();
        let expected = partnership("terms --json").done();
        assert_eq!(partnership("terms --json -o /dev/stdout").done(), expected);
    }

    /// A stream that is a file is written to where it stands, not replaced.
    #[cfg(target_os = "linux")]
    #[test]
    fn standard_output_that_is_a_file_is_continued() {
        let folder = folder();
        let log = folder.path().join("log.txt");
        fs::write(&log, "before\n").expect("a file");
        let out = fs::OpenOptions::new()
            .append(true)
            .open(&log)
            .expect("a file");
        let answer = partnership("terms --json -o /dev/stdout").run_into(out);
        assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
        assert_eq!(
            text(&log),
            "before\n".to_owned() + &partnership("terms --json").done()
        );
    }

    #[test]
    fn a_named_pipe_is_written_to() {
        let folder = folder();
        let path = folder.path().join("answer.json");
        let made = Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("mkfifo").success());
        let pipe = path.clone();
        let reader = std::thread::spawn(move || text(&pipe));
        into("terms", &path).done();
        let read = reader.join().expect("what was read");
        assert_eq!(read, partnership("terms --json").done());
        assert_eq!(names(folder.path()), ["answer.json"]);
    }
}

#[test]
fn no_output_replaces_what_its_call_reads() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("lease.txt"), "format = 1\ntitle = \"Lease\"\n").expect("a file");
    fs::write(path("first.md"), "# Rent\n\nThe rent is 900.\n").expect("a file");
    let file = path("lease.txt");
    let version = format!("2020={}", path("first.md").display());
    let calls = [
        into("timeline", &file)
            .arg("--file")
            .arg(file.to_str().expect("UTF-8")),
        into("import --force --title T --format table", &path("first.md")).arg(&version),
    ];
    for call in calls {
        let refused = call.refused(2);
        assert!(
            refused.contains("is a file that this call reads"),
            "{refused}"
        );
        assert!(refused.contains("help: name another file"), "{refused}");
    }
    assert_eq!(text(&path("first.md")), "# Rent\n\nThe rent is 900.\n");
}

#[test]
fn a_timeline_that_is_there_is_replaced_by_force_alone() {
    let folder = folder();
    let path = folder.path().join("lease.toml");
    fs::write(&path, "# by hand\n").expect("a file");
    let first = folder.path().join("first.md");
    fs::write(&first, "# Rent\n\nThe rent is 900.\n").expect("a file");
    let version = format!("2020={}", first.display());
    let import = |flags: &str| into(&format!("import --title T {flags}"), &path).arg(&version);
    for call in [import(""), into("timeline --format json", &path)] {
        let refused = call.refused(2);
        assert!(refused.contains("exists already"), "{refused}");
        assert!(refused.contains("`--force`"), "{refused}");
    }
    assert_eq!(text(&path), "# by hand\n");
    assert_eq!(import("--force").run().code, 0);
    assert!(text(&path).starts_with("format = 1\n"));
}
