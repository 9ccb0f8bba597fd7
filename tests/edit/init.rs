//! `init` writes a timeline to begin with, and replaces nothing unless told to.

use std::fs;

use crate::support::{Call, partnership};

const LEASE: [&str; 2] = [
    "--party=board=Harbour Board",
    "--party=tenant=Tenant \"T\" Ltd.",
];

fn lease() -> Call {
    let call = partnership("init").arg("--title=Harbour lease");
    LEASE.into_iter().fold(call, Call::arg)
}

fn read(call: &Call, name: &str) -> String {
    fs::read_to_string(call.folder().join(name)).expect("a file")
}

#[test]
fn it_begins_with_a_title_the_parties_and_the_schema() {
    let call = lease();
    let told = call.answer();
    let written = "`timeline.toml` is written.\n`timeline.schema.json` beside it lets editors complete and check keys";
    assert!(told.stdout.starts_with(written), "{told:?}");
    let text = read(&call, "timeline.toml");
    let rest = text
        .strip_prefix("#:schema ./timeline.schema.json\n")
        .expect("its schema");
    assert_eq!(lease().arg("-").done(), rest);
    assert!(
        rest.ends_with("\n[party.tenant]\nname = 'Tenant \"T\" Ltd.'\n"),
        "{rest}"
    );
    assert_eq!(
        read(&call, "timeline.schema.json"),
        partnership("schema").done()
    );
    let checked = partnership("check --strict")
        .file("timeline.toml", &text)
        .done();
    assert_eq!(checked, "timeline.toml: no errors and no warnings\n");
}

#[test]
fn its_file_may_be_named_as_an_output() {
    let call = partnership("init -o mill.toml");
    assert!(
        call.answer()
            .stdout
            .starts_with("`mill.toml` is written.\n")
    );
    assert!(read(&call, "mill.toml").contains("title = \"Mill\"\n"));
}

#[test]
fn without_a_title_it_is_called_after_its_file_or_folder() {
    for (path, title) in [
        ("harbour-lease.toml", "Harbour lease"),
        ("mill/timeline.toml", "Mill"),
        ("mill/…", "Timeline"),
    ] {
        let call = partnership("init").arg(path);
        fs::create_dir(call.folder().join("mill")).expect("a folder");
        assert_eq!(call.answer().code, 0);
        let text = read(&call, path);
        assert!(
            text.contains(&format!("title = \"{title}\"\n")),
            "{path}: {text}"
        );
    }
}

#[test]
fn the_example_and_the_bundled_one_are_whole_timelines() {
    for (args, count) in [
        ("--example", "no errors, no warnings and 1 note"),
        ("--from bundled", "no errors, no warnings"),
    ] {
        let call = partnership("init").arg("lease.toml");
        let call = args.split(' ').fold(call, Call::arg);
        assert_eq!(call.answer().code, 0);
        let text = read(&call, "lease.toml");
        let names_it = text.starts_with("#:schema ./timeline.schema.json\n");
        assert_eq!(
            call.folder().join("timeline.schema.json").exists(),
            names_it
        );
        assert_eq!(args == "--example", names_it);
        let checked = partnership("check --strict lease.toml")
            .file("lease.toml", &text)
            .done();
        assert!(checked.contains(count), "{checked}");
    }
}

/// The words of a line, with single quotation marks around white space.
fn arguments(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (place, part) in line.split('\'').enumerate() {
        let mut pieces = if place % 2 == 0 {
            part.split(' ').collect()
        } else {
            vec![part]
        };
        let last = words.last_mut().expect("a word");
        last.push_str(pieces.remove(0));
        words.extend(pieces.into_iter().map(str::to_owned));
    }
    words
}

#[test]
fn the_calls_that_it_names_work() {
    for (args, path) in [
        ("", "timeline.toml"),
        ("", "its lease.toml"),
        ("--example", "timeline.toml"),
        ("--example", "lease.toml"),
        ("--from=bundled", "lease.toml"),
    ] {
        let call = partnership("init").arg(path);
        let call = args.split_whitespace().fold(call, Call::arg);
        let told = call.answer().stdout;
        let calls: Vec<&str> = told
            .lines()
            .filter_map(|line| line.strip_prefix("  partnership "))
            .collect();
        assert!(calls.len() == 5, "{told}");
        let text = read(&call, path);
        for words in calls {
            let next = partnership("").file(path, &text);
            let answer = arguments(words)
                .iter()
                .fold(next, |call, word| call.arg(word))
                .run();
            assert_eq!(answer.code, 0, "{words}: {}", answer.stderr);
        }
    }
}

#[test]
fn what_would_not_pass_check_is_not_begun() {
    for (args, why) in [
        ("--party=a=A --party=a=B", "error["),
        ("--party=A=B", "`A` is not lower-case words"),
        ("--party=a", "`--party a` is not of the form ID=NAME"),
        ("--example --title=T", "cannot be used with"),
        ("--from=other", "bundled"),
    ] {
        let call = args.split(' ').fold(partnership("init"), Call::arg);
        let told = call.answer();
        assert_eq!((told.code, told.stdout.as_str()), (2, ""), "{args}");
        assert!(told.stderr.contains(why), "{args}: {}", told.stderr);
        assert_eq!(fs::read_dir(call.folder()).expect("a folder").count(), 0);
    }
}

#[test]
fn a_file_that_is_there_stays() {
    for there in ["timeline.toml", "./timeline.toml"] {
        let call = partnership("init").arg(there).file("timeline.toml", "mine");
        let told = call.answer();
        assert_eq!((told.code, told.stdout.as_str()), (2, ""));
        assert!(
            told.stderr.contains("replace it with `--force`"),
            "{}",
            told.stderr
        );
        let text = fs::read_to_string(call.folder().join("timeline.toml")).expect("a file");
        assert_eq!(text, "mine");
    }
    let told = partnership("init .").refused(4);
    assert!(told.contains("`.` cannot be written"), "{told}");
    assert!(!told.contains("--force"), "{told}");
    let call = partnership("init --force").file("timeline.toml", "mine");
    assert_eq!(call.answer().code, 0);
    let text = fs::read_to_string(call.folder().join("timeline.toml")).expect("a file");
    assert!(text.contains("format = 1"));
    assert_eq!(
        fs::read_dir(call.folder()).expect("a folder").count(),
        2,
        "no draft stays"
    );
}

#[test]
fn a_schema_that_is_there_stays() {
    for (args, stays) in [("init", true), ("init --force", false)] {
        let call = partnership(args).file("timeline.schema.json", "mine");
        let told = call.answer();
        assert_eq!(told.code, 0);
        assert_eq!(
            told.stdout.contains("beside it was there, and stays"),
            stays
        );
        assert_eq!(read(&call, "timeline.schema.json") == "mine", stays);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_followed() {
    let call = partnership("init");
    std::os::unix::fs::symlink("elsewhere.toml", call.folder().join("timeline.toml"))
        .expect("a link");
    assert_eq!(call.answer().code, 2);
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
        ("init one.toml -o other.toml", "cannot be used with"),
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
