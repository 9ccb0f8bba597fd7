//! `add` appends one event, changes no byte of what is there, and leaves no file that fails `check`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use partnership::file;

use crate::support::{Call, cases, left_out, partnership};

const RAISE: &str = "add --date 2026-04 --cite paper-2023 --change price=amend --term price=34";

/// What `init --example` writes.
fn template() -> String {
    partnership("init --example -").done()
}

fn raise() -> Call {
    partnership(RAISE).arg("--title").arg("The price is raised")
}

fn timeline(call: &Call) -> String {
    fs::read_to_string(call.folder().join("timeline.toml")).expect("a file")
}

#[test]
fn it_shows_what_it_appends_and_nothing_else_changes() {
    let old = template();
    let call = raise().file("timeline.toml", &old);
    let told = call.answer();
    assert_eq!(told.code, 0, "{}", told.stderr);
    let note = "note: `the-price-is-raised` was added to `timeline.toml`\n";
    assert_eq!(told.stderr, note);
    assert_eq!(timeline(&call), format!("{old}\n{}", told.stdout));
    let terms = partnership("terms 2026-04 --clause price --format list -v")
        .file("timeline.toml", timeline(&call))
        .done();
    assert!(terms.contains("price of a sack: €34"), "{terms}");
}

#[test]
fn every_sound_file_keeps_its_bytes() {
    for path in crate::support::files(&cases("timelines"), "toml") {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let old = fs::read(&path).expect("a file");
        for old in [
            old.clone(),
            old.strip_suffix(b"\n").map(<[u8]>::to_vec).unwrap_or(old),
        ] {
            let call = partnership("add --date 9990 --title Something -f")
                .arg(name)
                .file(name, &old);
            let told = call.answer();
            assert_eq!(told.code, 0, "{name}: {}", told.stderr);
            let new = fs::read(call.folder().join(name)).expect("a file");
            assert!(new.starts_with(&old), "{name}");
            let rest = String::from_utf8(new[old.len()..].to_vec()).expect("text");
            assert_eq!(rest.trim_start(), told.stdout, "{name}");
        }
    }
}

#[test]
fn line_endings_and_byte_order_marks_stay() {
    let old = format!("\u{feff}{}", template().replace('\n', "\r\n"));
    let call = raise()
        .arg("--text")
        .arg("two\nlines")
        .file("timeline.toml", &old);
    assert_eq!(call.answer().code, 0);
    let new = timeline(&call);
    assert!(new.starts_with(&old));
    assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
    let terms = partnership("terms 2026-04 --clause price --json")
        .file("timeline.toml", new)
        .done();
    assert!(terms.contains(r#""text": "two\nlines""#), "{terms}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let old = template();
    let call = raise().arg("--dry-run").file("timeline.toml", &old);
    let told = call.answer();
    assert_eq!(told.code, 0);
    assert!(
        told.stdout
            .starts_with("[[event]]\nid = \"the-price-is-raised\"\n"),
        "{}",
        told.stdout
    );
    assert_eq!(timeline(&call), old);
}

#[test]
fn new_parties_sources_and_clauses_are_declared_with_it() {
    let call =
        partnership("add --date 2026 --cite gazette --party miller --change oven=adopt --reported")
            .arg("--title=An oven is lent")
            .arg("--text=The mill lends an oven.")
            .arg("--new-source=gazette=https://example.org/oven")
            .arg("--new-party=miller=A. Miller")
            .arg("--cite-basis=inferred")
            .arg("--term=deposit=900")
            .arg("--new-clause=oven=Oven")
            .arg("--label=deposit=Deposit for the oven")
            .arg("--unit=deposit=EUR")
            .file("timeline.toml", template());
    let told = call.answer();
    assert_eq!(told.code, 0, "{}", told.stderr);
    let shown = partnership("show clause oven --format list -v --sources")
        .file("timeline.toml", timeline(&call))
        .done();
    for part in [
        "The mill lends an oven.",
        "gazette",
        "reported",
        "Deposit for the oven: €900",
    ] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
}

#[test]
fn what_would_not_pass_check_is_not_written() {
    let old = template();
    for (args, code, shown) in [
        (
            "--change price=adopt --text x",
            "adopts-standing",
            "action = \"adopt\"",
        ),
        (
            "--change prices=keep",
            "unknown-clause",
            "clause = \"prices\"",
        ),
        ("--cite nobody", "unknown-source", "cite = [\"nobody\"]"),
        ("--id contract-signed", "duplicate-id", "contract-signed"),
        (
            "--change price=end --text x",
            "misplaced-key",
            "text = \"x\"",
        ),
        (
            "--change price=amend --wording spoken",
            "bad-word",
            "wording = \"spoken\"",
        ),
        ("--announced soon", "bad-date", "announced = \"soon\""),
        (
            "--new-source late=L --published soon",
            "bad-date",
            "published = \"soon\"",
        ),
    ] {
        let call = partnership("add --date 2026 --title Odd").file("timeline.toml", &old);
        let call = args.split(' ').fold(call, Call::arg);
        let told = call.answer();
        assert_eq!((told.code, told.stdout.as_str()), (2, ""), "{args}");
        assert!(told.stderr.contains(code), "{args}: {}", told.stderr);
        assert!(told.stderr.contains(shown), "{args}: {}", told.stderr);
        assert!(
            told.stderr
                .ends_with("error: nothing was written, since the file would not pass `check`\n")
        );
        assert_eq!(timeline(&call), old);
    }
}

#[test]
fn warnings_of_what_was_added_are_told() {
    let call = partnership("add --date 2026 --title Odd").file("timeline.toml", template());
    let told = call.answer();
    assert_eq!(told.code, 0);
    assert!(
        told.stderr
            .contains("note: warning[no-source]: event `odd` has no source\n"),
        "{}",
        told.stderr
    );
}

/// An event with which a file begins.
const SIGNED: [&str; 11] = [
    "--date=2020",
    "--title=The lease is signed",
    "--new-source=deed=The deed",
    "--cite=deed",
    "--new-clause=rent=Rent",
    "--change=rent=adopt",
    "--text=The rent is 900 a month.",
    "--term=suites=[100, 200]",
    "--term=monthly=900",
    "--term=doors=[\"Oak\"]",
    "--through=2030",
];

fn signed(args: &str) -> Call {
    SIGNED.into_iter().fold(partnership(args), Call::arg)
}

#[test]
fn a_file_that_is_not_there_is_begun() {
    let call = signed("add -f harbour-lease.toml");
    let told = call.answer();
    assert_eq!(
        (told.code, told.stderr.as_str()),
        (
            0,
            "note: the file is new, and its title is “Harbour lease”\n\
             note: `the-lease-is-signed` was added to `harbour-lease.toml`\n"
        )
    );
    let text = fs::read_to_string(call.folder().join("harbour-lease.toml")).expect("a file");
    assert!(
        text.contains("format = 1\ntitle = \"Harbour lease\"\n\n[source.deed]\n"),
        "{text}"
    );
    assert!(text.ends_with(&told.stdout));
    let checked = partnership("check --strict")
        .file("timeline.toml", &text)
        .done();
    assert_eq!(checked, "timeline.toml: no errors and no warnings\n");

    let call = signed("add").arg("--timeline-title=Lease of the mill");
    assert_eq!(call.answer().code, 0);
    assert!(timeline(&call).contains("title = \"Lease of the mill\"\n"));
    let told = signed("add --timeline-title=Other")
        .file("timeline.toml", timeline(&call))
        .refused(2);
    assert!(
        told.contains("`timeline.toml` has a title already"),
        "{told}"
    );

    let call = signed("add --dry-run");
    assert_eq!(call.answer().code, 0);
    assert_eq!(fs::read_dir(call.folder()).expect("a folder").count(), 0);
}

#[test]
fn nothing_is_begun_that_would_not_pass_check() {
    for args in ["", "-f lease.toml"] {
        let call = args.split_whitespace().fold(raise(), Call::arg);
        let told = call.answer();
        assert_eq!((told.code, told.stdout.as_str()), (2, ""));
        assert!(
            told.stderr.contains("error[unknown-clause]"),
            "{}",
            told.stderr
        );
        let end = "error: nothing was written, since the file would not pass `check`\n";
        assert!(told.stderr.ends_with(end), "{}", told.stderr);
        assert_eq!(fs::read_dir(call.folder()).expect("a folder").count(), 0);
    }
}

#[test]
fn a_list_grows_from_what_stands_on_the_day_of_the_change() {
    let first = signed("add");
    assert_eq!(first.answer().code, 0);
    let grow = |term: &str| {
        let call = partnership("add --date 2022 --title=More --cite deed --change rent=amend");
        call.arg("--term")
            .arg(term)
            .file("timeline.toml", timeline(&first))
    };
    for (term, written) in [
        ("suites+=500", "terms = { suites = [100, 200, 500] }"),
        (
            "suites += [500, \"Loft\"]",
            "terms = { suites = [100, 200, 500, \"Loft\"] }",
        ),
        ("suites=500", "terms = { suites = 500 }"),
        ("price=41997.50", "terms = { price = 41997.50 }"),
        ("price=\"64,991\"", "terms = { price = \"64,991\" }"),
    ] {
        let told = grow(term).answer();
        assert_eq!(told.code, 0, "{term}: {}", told.stderr);
        assert!(told.stdout.contains(written), "{term}: {}", told.stdout);
    }
    for more in [
        &["--term=suites+=600"][..],
        &["--change=rent=disclose", "--term=suites+=700"],
    ] {
        let call = more
            .iter()
            .fold(grow("suites+=500"), |call, arg| call.arg(arg));
        let told = call.refused(2);
        assert!(
            told.contains("`suites` of `rent` is set and also extended"),
            "{told}"
        );
    }
    for (term, why) in [
        (
            "rooms+=500",
            "`rent` has no list `rooms` to extend on that day",
        ),
        (
            "monthly+=500",
            "`rent` has no list `monthly` to extend on that day",
        ),
        ("sqft=64,991", "write `sqft=64991` or `sqft=\"64,991\"`"),
        (
            "suites+=64,991",
            "write `suites+=64991` or `suites+=\"64,991\"`",
        ),
        (
            "doors+=500",
            "`500` is a number, and `doors` is a list of texts\n\
             help: write `--term 'doors+=\"500\"'`, or the whole list: `doors=[…]`",
        ),
    ] {
        let told = grow(term).refused(2);
        assert!(told.contains(why), "{term}: {told}");
    }
}

#[test]
fn sources_and_citations_take_what_belongs_to_them() {
    let told = raise()
        .arg("--quote=34 \"a sack\"")
        .arg("--cite-note=of the second edition")
        .arg("--via=gazette")
        .arg("--cite-basis=reported")
        .arg("--new-source=gazette=https://example.org/gazette")
        .arg("--publisher=The Gazette")
        .arg("--source-title=Flour")
        .arg("--published=2026-04")
        .arg("--source-kind=news")
        .arg("--dry-run")
        .file("timeline.toml", template())
        .run();
    let written = r#"[source.gazette]
publisher = "The Gazette"
title = "Flour"
url = "https://example.org/gazette"
published = "2026-04"
kind = "news"

[[event]]
id = "the-price-is-raised"
date = "2026-04"
title = "The price is raised"
cite = [{ source = "paper-2023", quote = '34 "a sack"', note = "of the second edition", via = "gazette", basis = "reported" }]
"#;
    assert!(
        told.stdout.starts_with(written),
        "{}{}",
        told.stdout,
        told.stderr
    );
}

#[test]
fn what_cannot_be_added_to_is_refused() {
    let told = raise().arg("-f").arg("-").input(template()).refused(2);
    assert!(told.contains("an event is added to one file"), "{told}");
    let told = raise().file("timeline.toml", "format = 1").refused(3);
    assert!(told.contains("error[missing-key]"), "{told}");
    let told = partnership("add --title Odd")
        .file("timeline.toml", template())
        .refused(2);
    assert!(told.contains("an event needs `--date`"), "{told}");
    let told = raise()
        .arg("--basis=stated")
        .file("timeline.toml", template())
        .refused(2);
    assert!(told.contains("a lens has no effect on an event"), "{told}");
    // What is pointed at stands in the file.
    let listed = "format = 1\ntitle = 'T'\nsource = { s = { title = 'S' } }\nclause = { c = { title = 'C' } }\n\
        event = [ { id = 'a', date = '2024', title = 'A', cite = ['s'], change = [ { clause = 'c', action = 'adopt', text = 'C.' } ] } ]\n";
    let call = partnership("add --date 2025-01-01 --title B --cite s --change c=end");
    let told = call.file("timeline.toml", listed).refused(2);
    assert!(
        told.contains("write each of its entries as a table below `[[event]]`"),
        "{told}"
    );
    assert!(told.contains("timeline.toml:5:1"), "{told}");
    assert!(told.contains("timeline.toml: 1 error"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_stays() {
    let old = template();
    let call = raise().file("timeline.toml", &old);
    let told = {
        let target = call.folder().join("real.toml");
        fs::rename(call.folder().join("timeline.toml"), &target).expect("a file moved");
        std::os::unix::fs::symlink("real.toml", call.folder().join("timeline.toml"))
            .expect("a link");
        call.answer()
    };
    assert_eq!(told.code, 0);
    let link = call.folder().join("timeline.toml");
    assert!(
        link.symlink_metadata().expect("a link").is_symlink(),
        "a link stays one"
    );
    assert!(
        fs::read_to_string(call.folder().join("real.toml"))
            .expect("a file")
            .starts_with(&old)
    );
}

/// Runs `add` at a terminal that `script` makes, gives answers, and after `meanwhile` a last one where it asks whether
/// to add: what was shown, the exit code, and the file.
fn answered(
    old: &str,
    answers: &str,
    last: &str,
    meanwhile: impl FnOnce(&Path),
) -> Option<(String, i32, String)> {
    if Command::new("script").arg("--version").output().is_err() {
        left_out("questions at a terminal need `script`, of util-linux");
        return None;
    }
    let call = partnership("").file("timeline.toml", old);
    let program = env!("CARGO_BIN_EXE_partnership");
    let mut child = Command::new("script")
        .args(["-q", "-e", "-c", &format!("'{program}' add"), "/dev/null"])
        .current_dir(call.folder())
        .env("COLUMNS", "80")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script starts");
    let mut stdin = child.stdin.take().expect("a standard input");
    let mut stdout = child.stdout.take().expect("a standard output");
    stdin.write_all(answers.as_bytes()).expect("answers");
    let mut shown = Vec::new();
    while !shown.ends_with(b"[y/N]: ") {
        let mut byte = [0];
        stdout.read_exact(&mut byte).expect("a question");
        shown.extend(byte);
    }
    meanwhile(&call.folder().join("timeline.toml"));
    stdin.write_all(last.as_bytes()).expect("an answer");
    stdout.read_to_end(&mut shown).expect("the rest");
    let code = child.wait().expect("its end").code().expect("an exit code");
    let shown = String::from_utf8_lossy(&shown).into_owned();
    Some((shown, code, timeline(&call)))
}

const RAISED: &str = "2026-04\nA raise\npaper-2023\n\nprice\namend\n\nprice=34\n\n\n\n\n\n";

#[test]
fn at_a_terminal_it_asks_and_adds_after_a_yes() {
    let old = template();
    let Some((shown, code, new)) = answered(&old, RAISED, "y\n", |_| {}) else {
        return;
    };
    assert_eq!(code, 0, "{shown}");
    assert!(
        shown.contains("add this to `timeline.toml`? [y/N]"),
        "{shown}"
    );
    assert!(
        new.starts_with(&old) && new.contains("id = \"a-raise\""),
        "{shown}"
    );
    let (shown, code, new) = answered(&old, RAISED, "n\n", |_| {}).expect("script");
    assert_eq!((code, new), (1, old), "{shown}");
    assert!(shown.contains("nothing was added"), "{shown}");
}

#[test]
fn what_others_write_while_it_asks_stays() {
    let old = template();
    let with = |more: &str| format!("{old}\n{more}");
    let event = "[[event]]\nid = \"a-raise\"\ndate = \"2026\"\ntitle = \"Another raise\"\n";
    let end = "[[event]]\nid = \"x\"\ndate = \"2026-03\"\ntitle = \"X\"\n[[event.change]]\nclause = \"price\"\naction = \"end\"\n";
    for (edited, code, why) in [
        (format!("# by a colleague\n{old}"), 0, "was added"),
        (with("# by a colleague\n"), 0, "was added"),
        (with(event), 0, "`a-raise-2` was added"),
        (with(end), 2, "error: nothing was written"),
        (with("title = \n"), 3, "error[syntax]"),
    ] {
        let edit = |path: &Path| {
            let draft = path.with_extension("edit");
            fs::write(&draft, &edited).expect("a draft");
            fs::rename(draft, path).expect("an edit");
        };
        let Some((shown, ended, new)) = answered(&old, RAISED, "y\n", edit) else {
            return;
        };
        assert_eq!(ended, code, "{shown}");
        assert!(shown.contains(why), "{why} is not in {shown}");
        assert!(new.starts_with(&edited), "{new}");
        assert_eq!(new != edited, code == 0, "{new}");
    }
}

#[test]
fn twenty_writers_at_once_lose_nothing() {
    let call = partnership("").file("timeline.toml", template());
    let add = |place: usize| {
        Command::new(env!("CARGO_BIN_EXE_partnership"))
            .args([
                "add",
                "--quiet",
                "--date=2026",
                "--cite=paper-2023",
                "--title",
            ])
            // Half of them have to find another id than the rest.
            .arg(if place < 10 {
                "Same".to_owned()
            } else {
                format!("Event {place}")
            })
            .current_dir(call.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts")
    };
    let writers: Vec<_> = (0..20).map(add).collect();
    for mut writer in writers {
        assert!(writer.wait().expect("it ends").success());
    }
    let new = timeline(&call);
    assert!(new.starts_with(&template()));
    assert!(
        file::read("timeline.toml", new.clone().into_bytes(), true).is_sound(),
        "{new}"
    );
    assert_eq!(new.matches("title = \"Same\"").count(), 10, "{new}");
    assert_eq!(new.matches("title = \"Event ").count(), 10, "{new}");
    let left = fs::read_dir(call.folder()).expect("a folder").count();
    assert_eq!(left, 1, "neither a lock nor a draft stays");
}
