//! `init` writes a timeline to begin with, and replaces nothing unless told to.

use std::fs;

use crate::support::partnership;

#[test]
fn what_it_writes_is_a_sound_timeline() {
    let call = partnership("init");
    let told = call.answer();
    assert!(
        told.stdout.starts_with("`timeline.toml` is written.\n"),
        "{told:?}"
    );
    let text = fs::read_to_string(call.folder().join("timeline.toml")).expect("a file");
    assert!(text.starts_with("#:schema ./timeline.schema.json\n"));
    assert_eq!(partnership("init -").done(), text);
    let checked = partnership("check --strict")
        .file("timeline.toml", &text)
        .done();
    assert!(
        checked.ends_with("timeline.toml: no errors, no warnings and 1 note\n"),
        "{checked}"
    );
}

#[test]
fn the_calls_that_it_names_work() {
    let call = partnership("init");
    let told = call.answer().stdout;
    let calls: Vec<&str> = told
        .lines()
        .filter_map(|line| line.strip_prefix("  partnership "))
        .collect();
    assert_eq!(calls.len(), 5);
    for words in calls {
        let text = partnership("init -").done();
        let mut next = partnership("").file("timeline.toml", text);
        let mut quoted = words.split('\'');
        while let Some(plain) = quoted.next() {
            next = plain
                .split_whitespace()
                .fold(next, crate::support::Call::arg);
            next = quoted
                .next()
                .into_iter()
                .fold(next, crate::support::Call::arg);
        }
        assert_eq!(next.run().code, 0, "{words}");
    }
}

#[test]
fn a_file_that_is_there_stays() {
    for there in ["timeline.toml", "./timeline.toml"] {
        let call = partnership("init").arg(there).file("timeline.toml", "mine");
        let told = call.answer();
        assert_eq!((told.code, told.stdout.as_str()), (4, ""));
        assert!(
            told.stderr.contains("only `--force` replaces it"),
            "{}",
            told.stderr
        );
        let text = fs::read_to_string(call.folder().join("timeline.toml")).expect("a file");
        assert_eq!(text, "mine");
    }
    let call = partnership("init --force").file("timeline.toml", "mine");
    assert_eq!(call.answer().code, 0);
    let text = fs::read_to_string(call.folder().join("timeline.toml")).expect("a file");
    assert!(text.contains("format = 1"));
    assert_eq!(
        fs::read_dir(call.folder()).expect("a folder").count(),
        1,
        "no draft stays"
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_followed() {
    let call = partnership("init");
    std::os::unix::fs::symlink("elsewhere.toml", call.folder().join("timeline.toml"))
        .expect("a link");
    assert_eq!(call.answer().code, 4);
    assert!(!call.folder().join("elsewhere.toml").exists());
}

#[test]
fn what_it_cannot_take_is_refused() {
    for (args, why) in [
        ("init --json", "a new timeline cannot be printed as `json`"),
        (
            "init --known-by 2020",
            "a lens has no effect on a new timeline",
        ),
        (
            "init -o other.toml",
            "`--output` has no effect on a new timeline",
        ),
        (
            "init -f other.toml",
            "`--file` has no effect on a new timeline",
        ),
        (
            "schema -f other.toml",
            "`--file` has no effect on the schema",
        ),
    ] {
        let told = partnership(args).refused(2);
        assert!(told.contains(why), "{told}");
    }
}
