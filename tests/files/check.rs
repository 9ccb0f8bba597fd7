//! `check` for automation: short lines, directories, `--strict` and `--explain`.

use std::fs;

use partnership::file::code::Code;

use unicode_width::UnicodeWidthStr;

use crate::support::{Snapshots, cases, files, partnership, snapshots_of};

#[test]
fn a_short_line_names_the_place_the_code_and_the_fault() {
    for path in files(&cases("errors"), "toml") {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let short = partnership("check --format short")
            .arg(name)
            .copy(&path)
            .run();
        let json = partnership("check --json").arg(name).copy(&path).run();
        assert_eq!(short.code, json.code, "{name}");
        let document: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
        let found = document["files"][0]["diagnostics"]
            .as_array()
            .expect("a list");
        let lines: Vec<&str> = short.stdout.lines().collect();
        assert_eq!(lines.len(), found.len(), "{name}");
        for (line, found) in lines.iter().zip(found) {
            let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
            let place = format!("{name}:{}:{}: ", found["line"], found["column"]);
            let kind = format!("{}[{}]: ", text("severity"), text("code"));
            assert!(line.starts_with(&format!("{place}{kind}")), "{line}");
        }
    }
}

#[test]
fn github_marks_the_lines_of_each_fault() {
    for path in files(&cases("errors"), "toml") {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.expect("a name");
        let marked = partnership("check --format github").arg(name).copy(&path);
        let marked = marked.run().stdout;
        let json = partnership("check --json").arg(name).copy(&path).run();
        let document: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
        let found = document["files"][0]["diagnostics"].as_array();
        let found = found.expect("a list");
        assert_eq!(marked.lines().count(), found.len(), "{marked}");
        for (line, found) in marked.lines().zip(found) {
            let kind = match found["severity"].as_str().expect("a word") {
                "note" => "notice",
                word => word,
            };
            let place = ["line", "end_line", "column", "end_column"].map(|key| &found[key]);
            let [from, to, column, end] = place;
            let code = found["code"].as_str().expect("a code");
            let place = format!("line={from},endLine={to},col={column},endColumn={end}");
            let head = format!("::{kind} file={name},{place},title={code}::");
            assert!(line.starts_with(&head), "{line}");
        }
    }
    let odd = partnership("check --format github").file("a,b%:c.toml", "format = 1\n");
    let odd = odd.arg("a,b%:c.toml").run().stdout;
    assert!(odd.contains("file=a%2Cb%25%3Ac.toml,"), "{odd}");
}

#[test]
fn warnings_fail_only_where_that_is_asked_for() {
    let path = cases("errors").join("no-source.toml");
    let check = |args: &str| {
        partnership(args)
            .arg("no-source.toml")
            .copy(&path)
            .run()
            .code
    };
    assert_eq!(check("check"), 0);
    assert_eq!(check("check --strict"), 1);
    let noted = cases("errors").join("disagreement.toml");
    let told = partnership("check --strict disagreement.toml")
        .copy(&noted)
        .run();
    assert_eq!(told.code, 0, "a note is no warning");
}

#[test]
fn a_directory_stands_for_the_timelines_in_it() {
    let text = partnership("init --example -").done();
    let call = partnership("check --format short . -f extra.txt").file("extra.txt", "format = 2");
    for folder in ["b/deep", "a", ".hidden"] {
        fs::create_dir_all(call.folder().join(folder)).expect("a folder");
    }
    for (name, text) in [
        ("b/deep/one.toml", "format = 3"),
        ("a/two.toml", text.as_str()),
        (".hidden/three.toml", "format = 4"),
        ("a/four.txt", "format = 5"),
    ] {
        fs::write(call.folder().join(name), text).expect("a file");
    }
    let told = call.answer();
    assert_eq!(told.code, 1);
    let files: Vec<&str> = told
        .stdout
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(files, ["./a/two.toml", "./b/deep/one.toml", "extra.txt"]);
    let empty = partnership("check .").refused(3);
    assert!(
        empty.contains("nothing in or below it ends in `.toml`"),
        "{empty}"
    );
}

#[test]
fn every_code_is_explained() {
    for code in Code::WORDS {
        let page = partnership("check --explain").arg(code).done();
        for part in [code, "\nWrong:\n", "\nRight:\n"] {
            assert!(page.contains(part), "{code}: {page}");
        }
        let raw = partnership("check --format markdown --explain")
            .arg(code)
            .done();
        assert!(raw.contains("```toml\n"), "{raw}");
    }
    let told = partnership("check --explain unknown-claus").refused(2);
    assert!(told.contains("exists: `unknown-clause`"), "{told}");
    let told = partnership("check --json --explain syntax").refused(2);
    assert!(
        told.contains("an explanation cannot be printed as `json`"),
        "{told}"
    );
}

#[test]
fn only_check_has_short_lines() {
    let told = partnership("terms --format short").refused(2);
    assert!(told.contains("cannot be printed as `short`"), "{told}");
}

/// A file with long lines, wide and combining characters, and labels that are longer than what they mark.
#[expect(
    clippy::unicode_not_nfc,
    reason = "combining characters are what is tested"
)]
const LONG: &str = r#"format = 1
title = "T"
source.s.title = "S"
clause.c.title = "C"
[[event]]
id = "e"
date = "2020-13"
title = "A title that is a whole sentence, since somebody did not know when to stop, 世界世界世界世界世界世界世界世界 and more"
cite = ["s", { source = "a-source-that-nobody-declared", quote = "cafés were named, at length", note = "日本語の長い文章がここにありますので、幅は二倍になります", datum = "2020" }]
about = ["日本語の条項日本語の条項日本語の条項日本語の条項日本語の条項日本語の条項", "nobody"]
[[event.change]]
clause = "c"
action = "adoptd"
text = "日本語の長い文章がここにありますので、幅は二倍になりますなりますなりますなりますなりますなりますなります"
through = "2024-02-30"
terms = { "une clé étrange qui est bien trop longue pour la ligne" = 1 }
"#;

#[test]
fn an_excerpt_fits_the_width_and_shows_the_place() {
    let mut snapshots = Snapshots::default();
    for width in [40, 60, 80, 140] {
        for look in ["", "--ascii"] {
            let call = format!("check long.toml {look}");
            let told = partnership(&call)
                .width(width)
                .file("long.toml", LONG)
                .run();
            for line in told.stdout.lines() {
                assert!(line.width() <= width, "{width} columns: {line}");
            }
            if look.is_empty() {
                let path = snapshots_of("formats").join(format!("check-long-{width}.txt"));
                snapshots.compare(&path, told.shown());
            }
        }
    }
    snapshots.finish();
}

#[test]
fn a_fault_is_told_at_its_own_place_and_brings_no_other() {
    let head = "format = 1\ntitle = \"T\"\n";
    for (text, found) in [
        // Events in a list stand above what has blocks of its own.
        (
            "event = [{id = \"x\", date = \"2020\", title = \"E\", cite = [\"s\"], change = [{clause = \"c\", action = \"amend\", terms = {a = 1}}]}]\n\
             [source.s]\ntitle = \"S\"\n[clause.c]\ntitle = \"C\"\n",
            vec![("changes-absent", 3)],
        ),
        // A change is past by the end of what it says is in force, which is not known here.
        (
            "[source.s]\ntitle = \"S\"\n[clause.c]\ntitle = \"C\"\n\
             [[event]]\nid = \"x\"\ndate = \"2024\"\ntitle = \"X\"\ncite = [\"s\"]\n\
             change = [{clause = \"c\", action = \"adopt\", text = \"t\", through = \"2024-02-30\"}]\n\
             [[event]]\nid = \"y\"\ndate = \"[2024-01-01..2024-06]\"\ntitle = \"Y\"\ncite = [\"s\"]\n\
             change = [{clause = \"c\", action = \"end\"}]\n",
            vec![("open-order", 9), ("bad-date", 12)],
        ),
        // What an id should be is no id of the file.
        (
            "[source.Gazette]\ntitle = \"A\"\n[source.gazette]\ntitle = \"B\"\n",
            vec![("bad-id", 3), ("unused-source", 3), ("unused-source", 5)],
        ),
    ] {
        let call = partnership("check --json a.toml").file("a.toml", format!("{head}{text}"));
        let told: serde_json::Value = serde_json::from_str(&call.run().stdout).expect("JSON");
        let told = told["files"][0]["diagnostics"].as_array().expect("a list");
        let told = told.iter().map(|of| {
            let line = of["line"].as_u64().expect("a line");
            (of["code"].as_str().expect("a code"), line)
        });
        assert_eq!(told.collect::<Vec<_>>(), found, "{text}");
    }
}
