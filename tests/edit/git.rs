//! `import --git`: the history of a file as it was made, across its renames, whatever the repository looks like.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::import::{FIRST, SECOND, THIRD, ask, is_sound, standing};
use crate::support::{Answer, Call, left_out, partnership};

/// A repository with files of which versions are committed.
pub(super) struct Repository(tempfile::TempDir);

impl Repository {
    /// None where there is no `git`.
    pub(super) fn new() -> Option<Self> {
        let made = Self(tempfile::tempdir().expect("a folder"));
        if Command::new("git").arg("--version").output().is_err() {
            left_out("histories need `git`");
            return None;
        }
        made.git("2020-01-01", "init -q -b main");
        Some(made)
    }

    #[track_caller]
    pub(super) fn git(&self, day: &str, args: &str) -> String {
        let date = format!("{day}T23:30:00+0500");
        let user = "-c user.name=N -c user.email=n@example.org -c commit.gpgsign=false";
        let output = Command::new("git")
            .args(user.split(' ').chain(args.split(' ')))
            .current_dir(self.path())
            .envs([
                ("GIT_COMMITTER_DATE", date.as_str()),
                ("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z"),
                ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ])
            .output()
            .expect("git");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Commits what the folder holds, with a message in any bytes.
    #[track_caller]
    pub(super) fn save(&self, day: &str, message: impl AsRef<[u8]>) {
        let path = self.path().join(".git/MESSAGE");
        fs::write(&path, message).expect("a message");
        self.git(day, "add -A");
        self.git(day, "commit -q --allow-empty -F .git/MESSAGE");
    }

    #[track_caller]
    pub(super) fn commit(&self, day: &str, message: &str, name: &str, text: &str) {
        self.write(name, text);
        self.save(day, message);
    }

    /// A clone of it, in which files are sent as from another machine.
    #[track_caller]
    fn cloned(&self, how: &str) -> Self {
        let made = Self(tempfile::tempdir().expect("a folder"));
        let from = format!("file://{}", self.path().display());
        self.git("2020-01-01", "config uploadpack.allowFilter true");
        made.git("2020-01-01", &format!("clone -q {how} {from} ."));
        made
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn call(&self, path: &str) -> Call {
        partnership("import --title Terms --git")
            .arg(&self.path().to_string_lossy())
            .arg(path)
            .env("PATH", &std::env::var("PATH").unwrap_or_default())
    }

    #[track_caller]
    fn import(&self, path: &str) -> Answer {
        let made = self.call(path).run();
        assert_eq!(made.code, 0, "{}", made.stderr);
        is_sound(&made.stdout);
        made
    }

    /// Why a file is not imported.
    #[track_caller]
    fn refuses(&self, path: &str) -> String {
        let error = self.call(path).refused(3);
        let root = self.path().to_string_lossy().into_owned();
        let (_, why) = error.split_once(" cannot be read: ").expect("a reason");
        why.trim_end().replace(&root, "REPO")
    }
}

/// The date, the title and the summary of each event.
#[track_caller]
fn events(made: &str) -> Vec<[String; 3]> {
    let document = ask(made, "timeline");
    let events = document["events"].as_array().expect("events").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let event =
        |event: &serde_json::Value| ["date", "title", "summary"].map(|key| text(&event[key]));
    events.map(event).collect()
}

/// The date of each event, and the text that it gives the first clause.
#[track_caller]
fn texts(made: &str) -> Vec<(String, String)> {
    let table: toml::Table = made.parse().expect("TOML");
    let events = table["event"].as_array().expect("events").iter();
    let text = |value: Option<&toml::Value>| value.and_then(toml::Value::as_str).map(str::to_owned);
    let event = |event: &toml::Value| {
        let change = &event["change"][0];
        let date = text(event.get("date")).expect("a date");
        (date, text(change.get("text")).unwrap_or_default())
    };
    events.map(event).collect()
}

fn fee(text: &str) -> String {
    format!("## Fee\n\n{text}\n")
}

/// A repository in which `t.md` was made in 2020 and changed in 2021.
fn two() -> Option<Repository> {
    let repository = Repository::new()?;
    repository.commit("2020-01-01", "one", "t.md", &fee("One."));
    repository.commit("2021-01-01", "two", "t.md", &fee("Two."));
    Some(repository)
}

#[track_caller]
fn gives_both(made: &str) {
    let both = [("2020-01-01", "One."), ("2021-01-01", "Two.")];
    let both = both.map(|(date, text)| (date.to_owned(), text.to_owned()));
    assert_eq!(texts(made), both);
}

#[test]
fn a_repository_gives_the_versions_of_a_file() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.commit("2020-01-01", "First terms.", "terms.md", FIRST);
    repository.commit("2020-02-01", "Another file", "other.md", "x");
    fs::rename(
        repository.path().join("terms.md"),
        repository.path().join("new name.md"),
    )
    .expect("a name");
    repository.save("2020-03-01", "A new name");
    repository.git("2020-03-02", "checkout -q -b side");
    repository.commit("2020-03-02", "On the side", "new name.md", "# Draft\n");
    repository.commit("2020-03-03", "On the side again", "new name.md", SECOND);
    repository.git("2020-04-01", "checkout -q main");
    repository.git("2020-04-01", "merge -q --no-ff -m Second side");
    repository.commit("2020-04-01", "Third\n\nwith a body", "new name.md", THIRD);
    fs::remove_file(repository.path().join("new name.md")).expect("a file");
    repository.save("2020-05-01", "Gone");
    let call = || repository.call("new name.md");
    let refused = call().refused(2);
    assert!(
        refused.contains(" has no text\nhelp: leave it out, or say `--whole`"),
        "{refused}"
    );
    assert_eq!(call().arg("--whole").run().code, 0);
    // What was gone for a time is told without a flag.
    repository.commit("2020-04-15", "Back", "new name.md", FIRST);
    let made = call().run();
    is_sound(&made.stdout);
    let expected = [
        ("2020-01-01", "First version", "First terms."),
        (
            "2020-04-01",
            "1 section amended, 1 added, 1 ended",
            "Second",
        ),
        ("2020-04-01", "1 section added, 1 ended", "Third"),
        ("2020-05-01", "3 sections ended", "Gone"),
        ("2020-05-01", "3 sections added", "Back"),
    ];
    let expected = expected.map(|(date, title, said)| [date, title, said].map(str::to_owned));
    assert_eq!(events(&made.stdout), expected);
    let back = ask(&made.stdout, "show event version-6");
    assert_eq!(
        back["event"]["note"],
        "It is dated 2020-04-15, before the one that it follows\nLeft out: the title (line 1): # Terms"
    );
    assert_eq!(standing(&made.stdout, "2020-04-01")["liability"], "Some.");
}

#[test]
fn a_shallow_clone_is_refused_beyond_its_edge() {
    let Some(full) = two() else { return };
    let edge = full.git("2021-01-01", "rev-parse HEAD");
    assert_eq!(
        full.cloned("--depth 1").refuses("t.md"),
        format!(
            "this shallow clone begins with t.md at commit {}; `git -C REPO fetch --unshallow` completes it",
            &edge[..12]
        )
    );
    full.commit("2022-01-01", "other", "other.md", &fee("None."));
    let made = full.cloned("--depth 2").import("other.md");
    assert_eq!(
        texts(&made.stdout),
        [("2022-01-01".to_owned(), "None.".to_owned())]
    );
    // A graft is no more than a note of how a history may be shown.
    full.write(".git/info/grafts", &format!("{edge}\n"));
    gives_both(&full.import("t.md").stdout);
}

#[test]
fn a_partial_clone_is_told_what_completes_it() {
    let Some(full) = two() else { return };
    let part = full.cloned("--filter=blob:none");
    let command = "git -C REPO fetch --refetch --no-filter";
    assert_eq!(
        part.refuses("t.md"),
        format!("it is a partial clone; `{command}` completes it")
    );
    part.git("2021-01-01", "fetch -q --refetch --no-filter");
    gives_both(&part.import("t.md").stdout);
}

#[test]
fn settings_of_a_repository_hide_nothing() {
    let Some(repository) = two() else { return };
    for setting in [
        "log.showRoot false",
        "log.diffMerges off",
        "log.follow true",
        "diff.orderFile gone",
        "diff.relative true",
        "diff.renames copies",
        "core.abbrev 5",
        "log.showSignature true",
        "trailer.separators #",
    ] {
        repository.git("2021-01-01", &format!("config {setting}"));
    }
    gives_both(&repository.import("t.md").stdout);
}

#[test]
fn a_copy_begins_when_it_is_made() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let text = |year: &str| {
        fee(&format!(
            "The fee is {year}. It is paid monthly in advance on the first working day."
        ))
    };
    repository.commit("2015-01-01", "a", "a.md", &text("2015"));
    repository.commit("2017-01-01", "a again", "a.md", &text("2017"));
    repository.commit("2022-01-01", "b begins", "b.md", &text("2017"));
    let made = repository.import("b.md");
    assert_eq!(
        events(&made.stdout),
        [["2022-01-01", "First version", "b begins"]]
    );
}

#[test]
fn a_commit_says_what_it_said_when_it_was_made() {
    let Some(repository) = two() else { return };
    let old = repository.git("2021-01-01", "rev-parse HEAD");
    repository.commit("2022-01-01", "two", "t.md", &fee("FORGED."));
    repository.git("2022-01-01", &format!("replace {old} HEAD"));
    repository.git("2022-01-01", "reset -q --hard HEAD~1");
    gives_both(&repository.import("t.md").stdout);
}

#[test]
fn what_surrounds_the_call_names_no_other_repository() {
    let (Some(here), Some(other)) = (two(), Repository::new()) else {
        return;
    };
    other.commit("2022-01-01", "other", "t.md", &fee("OTHER."));
    let git = other.path().join(".git").to_string_lossy().into_owned();
    let index = format!("{git}/index");
    let call = here
        .call("t.md")
        .env("GIT_DIR", &git)
        .env("GIT_INDEX_FILE", &index);
    gives_both(
        &call
            .env("GIT_CONFIG_PARAMETERS", "'log.showroot=false'")
            .run()
            .stdout,
    );
}

#[test]
fn a_message_has_the_encoding_that_it_names() {
    let Some(repository) = two() else { return };
    repository.git("2022-01-01", "config i18n.commitEncoding ISO-8859-1");
    repository.write("t.md", &fee("Three."));
    repository.save("2022-01-01", b"Geb\xfchr erh\xf6ht");
    assert_eq!(
        events(&repository.import("t.md").stdout)[2][2],
        "Gebühr erhöht"
    );
}

#[test]
fn what_is_no_file_is_refused() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.commit("2020-01-01", "x", "terms/a.md", &fee("a"));
    repository.commit("2021-01-01", "y", "terms/b.md", &fee("b"));
    for (path, why) in [
        (
            "terms",
            "it is a folder; name a file in it, such as `terms/b.md`",
        ),
        (
            "./terms/",
            "it is a folder; name a file in it, such as `terms/b.md`",
        ),
        (
            "gone.md",
            "no commit in its first-parent history changes it",
        ),
    ] {
        assert_eq!(repository.refuses(path), why);
    }
    let whole = repository.path().join("terms/../terms/b.md");
    repository.import(&whole.to_string_lossy());
    let blob = repository.git("2022-01-01", "rev-parse HEAD:terms/a.md");
    repository.git(
        "2022-01-01",
        &format!("update-index --add --cacheinfo 120000,{blob},link.md"),
    );
    repository.git("2022-01-01", "commit -q -m link");
    let head = repository.git("2022-01-01", "rev-parse HEAD");
    let why = format!("link.md at commit {} is a link, not a file", &head[..12]);
    assert_eq!(repository.refuses("link.md"), why);
}

#[test]
fn a_file_that_was_renamed_away_is_followed() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let rename = |day: &str, from: &str, to: &str| {
        let [from, to] = [from, to].map(|name| repository.path().join(name));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::rename(from, to).expect("a name");
        repository.save(day, "renamed");
    };
    repository.commit("2020-01-01", "one", "terms.md", FIRST);
    rename("2020-02-01", "terms.md", "legal/terms of use.md");
    repository.commit("2020-03-01", "two", "legal/terms of use.md", SECOND);
    rename("2020-04-01", "legal/terms of use.md", "legal/use.md");
    repository.commit("2020-05-01", "three", "legal/use.md", THIRD);
    let made = repository.import("terms.md");
    assert!(
        made.stderr
            .contains("note: the file was renamed to `legal/use.md`, where its versions go on\n"),
        "{}",
        made.stderr
    );
    let days = |made: &Answer| {
        events(&made.stdout)
            .into_iter()
            .map(|[day, ..]| day)
            .collect::<Vec<_>>()
    };
    assert_eq!(days(&made), ["2020-01-01", "2020-03-01", "2020-05-01"]);
    let table: toml::Table = made.stdout.parse().expect("TOML");
    let titles =
        ["document-1", "document-3", "document-5"].map(|id| table["source"][id]["title"].as_str());
    let titles = titles.map(|title| {
        title
            .and_then(|title| title.split_once(" at commit "))
            .expect("a title")
            .0
    });
    assert_eq!(
        titles,
        ["terms.md", "legal/terms of use.md", "legal/use.md"]
    );
    // Another file with the old name is another file.
    repository.commit(
        "2020-06-01",
        "another",
        "terms.md",
        "# Other\n\nOther terms.\n",
    );
    let made = repository.import("terms.md");
    assert_eq!(days(&made), ["2020-06-01"]);
    assert!(!made.stderr.contains("renamed"), "{}", made.stderr);
}

#[test]
fn trailers_and_front_matter_date_a_version() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let texts = ["One.", "Two.", "Three.", "Four.", "Five.", "Six."].map(fee);
    let front =
        |date: &str, text: &str| format!("---\ntitle: House rules\neffective: {date}\n---\n{text}");
    repository.commit(
        "2020-05-01",
        "one\n\nEffective-Date: 2019-06-01\nSource-Date: 2019-05",
        "t.md",
        &texts[0],
    );
    repository.commit(
        "2020-05-02",
        "two\n\nEffective-Date: 2020-07-01",
        "t.md",
        &texts[1],
    );
    repository.commit("2020-05-03", "three", "t.md", &texts[2]);
    repository.commit(
        "2020-08-01",
        "four\n\nSource-Date: 2020-07-15\nEffective-Date: soon",
        "t.md",
        &texts[3],
    );
    repository.commit(
        "2020-08-02",
        "five",
        "t.md",
        &front("2020-09-01", &texts[4]),
    );
    repository.commit("2020-10-01", "six", "t.md", &front("2020-09-01", &texts[5]));
    let made = partnership("import --git")
        .arg(&repository.path().to_string_lossy())
        .arg("t.md");
    let made = made
        .env("PATH", &std::env::var("PATH").unwrap_or_default())
        .run()
        .stdout;
    let table: toml::Table = made.parse().expect("TOML");
    assert_eq!(table["title"].as_str(), Some("House rules"));
    let said = table["event"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| {
            ["date", "announced", "note"].map(|key| {
                event
                    .get(key)
                    .and_then(toml::Value::as_str)
                    .unwrap_or_default()
            })
        });
    let front = "Left out: front matter (lines 1 to 4): ---\ntitle: House rules\neffective: 2020-09-01\n---";
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            ["2019-06-01", "2019-05", "The commit is dated 2020-05-01"],
            ["2020-07-01", "2020-05-02", "The commit is dated 2020-05-02"],
            [
                "2020-07-01",
                "",
                "It is dated 2020-05-03, before the one that it follows"
            ],
            [
                "2020-07-15",
                "",
                "`soon` in its message is not a date\nThe commit is dated 2020-08-01"
            ],
            [
                "2020-09-01",
                "2020-08-02",
                &format!("The commit is dated 2020-08-02\n{front}")
            ],
            ["2020-10-01", "", ""],
        ]
    );
}

#[test]
fn git_shows_a_change_of_a_timeline_as_what_it_says() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let text = include_str!("../cases/timelines/one.toml");
    let recipes = include_str!("../../src/shell/topics/recipes.md");
    let (_, recipe) =
        (recipes.split_once("git config diff.timeline.textconv '")).expect("a recipe");
    let (call, _) = recipe.split_once("'\n").expect("its end");
    let call = call.replacen("partnership", env!("CARGO_BIN_EXE_partnership"), 1);
    fs::create_dir(repository.path().join("timelines")).expect("a folder");
    let attributes = recipes
        .split('`')
        .find(|code| code.ends_with(" diff=timeline"));
    repository.write(".gitattributes", attributes.expect("attributes"));
    repository.write("Cargo.toml", "[package]\n");
    repository.write("timelines/broken.toml", text);
    repository.commit("2020-01-01", "one", "timelines/lease.toml", text);
    let config = repository.path().join(".git/config");
    let kept = fs::read_to_string(&config).expect("the configuration");
    let call = call.replace('"', "\\\"");
    let more = format!("[diff \"timeline\"]\n\ttextconv = \"{call}\"\n");
    fs::write(&config, kept + &more).expect("the configuration");
    let agreed = text.replace("is signed", "is agreed");
    repository.write("timelines/lease.toml", &agreed);
    // What is no timeline, or not sound, is shown as it stands.
    repository.write("Cargo.toml", "[workspace]\n");
    repository.write("timelines/broken.toml", &(agreed + "\n[[event]]\n"));
    let all = repository.git("2020-01-02", "diff");
    for line in ["-[package]", "+[workspace]", "+[[event]]"] {
        assert!(all.lines().any(|of| of == line), "{line} in {all}");
    }
    let diff = repository.git("2020-01-02", "diff timelines/lease.toml");
    let noise = |line: &str| line.starts_with(['+', '-']) && line.contains("lease.toml");
    let lines = diff
        .lines()
        .filter(|line| !line.starts_with("+++") && !line.starts_with("---"));
    assert_eq!(lines.filter(|line| noise(line)).count(), 0, "{diff}");
    let changed = |sign: char, word: &str| {
        let mut lines = diff.lines().filter(|line| line.starts_with(sign));
        lines.any(|line| line.contains(word) && line.contains(": "))
    };
    assert!(
        changed('-', "is signed") && changed('+', "is agreed"),
        "{diff}"
    );
    assert!(!diff.contains("[[event]]"), "{diff}");
}
