//! Which timeline answers, and what is said where it cannot be read.

use std::process::Command;

use serde_json::Value;

use crate::support::{Call, cases, partnership};

/// A call of each command.
const COMMANDS: [&str; 5] = [
    "",
    "timeline",
    "terms",
    "diff 2019 2021",
    "show clause rent",
];

const NAMED: &str = "format = 1\ntitle = \"Named timeline\"\n";
const HERE: &str = "format = 1\ntitle = \"Timeline of this folder\"\n";
const BROKEN: &str = "format = 1\ntitle = Island lease\n";
const FAULTY: &str = "format = 1\ntitle = \"Island lease\"\nrecorded = \"2024-02-30\"\n";

#[test]
fn without_a_file_the_bundled_timeline_answers_and_says_so() {
    let text = partnership("").done();
    assert!(text.contains("\nbundled · "), "{text}");
}

#[test]
fn the_flag_comes_before_the_variable_before_the_folder() {
    let call = |args: &str| {
        partnership(args)
            .file("timeline.toml", HERE)
            .file("named.toml", NAMED)
    };
    let heading = |text: String| {
        let title = text.split("  ").next().unwrap_or_default();
        let origin = text.lines().find(|line| {
            line.trim_end().ends_with("timeline.toml") || line.ends_with("named.toml")
        });
        format!("{title} ({})", origin.unwrap_or_default())
    };
    assert_eq!(
        heading(call("").done()),
        "Timeline of this folder (timeline.toml)"
    );
    assert_eq!(
        heading(call("").env("PARTNERSHIP_FILE", "named.toml").done()),
        "Named timeline (named.toml)"
    );
    assert_eq!(
        heading(call("").env("PARTNERSHIP_FILE", "").done()),
        "Timeline of this folder (timeline.toml)"
    );
    assert_eq!(
        heading(
            call("-f timeline.toml")
                .env("PARTNERSHIP_FILE", "named.toml")
                .done()
        ),
        "Timeline of this folder (timeline.toml)"
    );
}

#[test]
fn standard_input_is_a_file() {
    let text = partnership("terms --file -").input(NAMED).run().stdout;
    assert!(text.starts_with("Named timeline "), "{text}");
    assert!(text.contains("\nstandard input\n"), "{text}");
    let checked = partnership("check -").input(NAMED).done();
    assert_eq!(checked, "standard input: no errors and no warnings\n");
}

#[test]
fn a_missing_file_is_named() {
    for command in COMMANDS {
        let why = partnership(command)
            .arg("-f")
            .arg("missing.toml")
            .refused(3);
        assert_eq!(
            why,
            "error: `missing.toml` cannot be read: there is no such file\n"
        );
    }
    assert_eq!(
        partnership("check missing.toml").refused(3),
        "error: `missing.toml` cannot be read: there is no such file\n"
    );
    assert_eq!(
        partnership("")
            .env("PARTNERSHIP_FILE", "missing.toml")
            .refused(3),
        "error: `missing.toml` cannot be read: there is no such file\n"
    );
}

#[test]
fn an_empty_folder_holds_no_timeline() {
    for command in COMMANDS {
        assert_eq!(
            partnership(command).arg("-f").arg(".").refused(3),
            "error: `.` cannot be read: nothing in or below it ends in `.toml`; links and what is hidden are passed over\n"
        );
    }
}

#[test]
fn no_command_answers_from_a_file_with_errors() {
    for (file, code) in [(BROKEN, "error[syntax]"), (FAULTY, "error[bad-date]")] {
        let checked = partnership("check broken.toml")
            .file("broken.toml", file)
            .run();
        assert_eq!((checked.code, checked.stderr.as_str()), (1, ""));
        assert!(checked.stdout.starts_with(code), "{}", checked.stdout);
        for command in COMMANDS {
            let why = partnership(command)
                .file("broken.toml", file)
                .arg("-f")
                .arg("broken.toml")
                .refused(3);
            assert_eq!(why, checked.stdout, "`{command}` says what `check` says");
        }
    }
}

#[test]
fn a_command_answers_from_a_file_with_warnings() {
    let path = cases("errors").join("unused-source.toml");
    let text = partnership("terms -f unused-source.toml")
        .copy(&path)
        .done();
    assert!(text.contains("1 clause in force"), "{text}");
}

#[test]
fn check_takes_several_files_and_says_no_where_one_has_errors() {
    let answer = partnership("check good.toml faulty.toml")
        .file("good.toml", NAMED)
        .file("faulty.toml", FAULTY)
        .run();
    assert_eq!(answer.code, 1);
    assert!(
        answer.stdout.starts_with("good.toml: no errors"),
        "{}",
        answer.stdout
    );
    assert!(
        answer.stdout.contains("faulty.toml:3:12"),
        "{}",
        answer.stdout
    );
    assert!(
        answer
            .stdout
            .ends_with("faulty.toml: 1 error and no warnings\n"),
        "{}",
        answer.stdout
    );
}

#[test]
fn check_without_a_file_checks_what_other_commands_would_read() {
    let answer = partnership("check").file("timeline.toml", FAULTY).run();
    assert_eq!(answer.code, 1);
    assert!(
        answer.stdout.contains("timeline.toml:3:12"),
        "{}",
        answer.stdout
    );
}

#[test]
fn the_bundled_timeline_has_neither_errors_nor_warnings() {
    let answer = partnership("check").run();
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    assert!(
        answer.stdout.contains(": no errors, no warnings"),
        "{}",
        answer.stdout
    );
}

#[test]
fn the_highest_exit_code_that_applies_wins() {
    assert!(
        partnership("show clause nothing -f missing.toml")
            .refused(3)
            .contains("missing.toml")
    );
    assert!(
        partnership("check missing.toml faulty.toml")
            .file("faulty.toml", FAULTY)
            .refused(3)
            .contains("missing.toml")
    );
}

#[cfg(unix)]
#[test]
fn what_lies_here_and_is_no_file_is_said_and_never_waited_for() {
    let link = |call: &Call| {
        std::os::unix::fs::symlink("nowhere.toml", call.folder().join("timeline.toml"))
    };
    let call = partnership("terms");
    link(&call).expect("a link");
    let answer = call.answer();
    assert_eq!((answer.code, answer.stdout.as_str()), (3, ""));
    let wanted = "error: `timeline.toml` cannot be read: it is a link to nothing, or to itself\n";
    assert_eq!(answer.stderr, wanted);
    let call = partnership("add --date 2020 --title T");
    let pipe = call.folder().join("timeline.toml");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let answer = call.answer();
    assert_eq!(answer.code, 3);
    let wanted = "error: `timeline.toml` cannot be read: it is a pipe or a device\n";
    assert_eq!(answer.stderr, wanted);
}

#[test]
fn json_names_the_file_that_answered() {
    let lease = "format = 1\ntitle = \"Lease\"\n";
    let here = |args: &str| partnership(args).file("timeline.toml", lease).run().stdout;
    let named = partnership("--json").file("lease.toml", lease);
    let piped = partnership("--json -f -").input(lease);
    let variable = partnership("--json").env("PARTNERSHIP_FILE", "lease.toml");
    for (answer, path) in [
        (partnership("--json").run().stdout, Value::Null),
        (here("--json"), "timeline.toml".into()),
        (here("check --json"), "timeline.toml".into()),
        (here("page --json"), "timeline.toml".into()),
        (
            here("timeline --json -f ./timeline.toml"),
            "./timeline.toml".into(),
        ),
        (
            named.arg("-f").arg("lease.toml").run().stdout,
            "lease.toml".into(),
        ),
        (piped.run().stdout, "-".into()),
        (
            variable.file("lease.toml", lease).run().stdout,
            "lease.toml".into(),
        ),
        (partnership("check --json").run().stdout, Value::Null),
    ] {
        let document: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(document["timeline"]["path"], path, "{answer}");
    }
}
