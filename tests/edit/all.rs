//! `import --git REPO --all --into FOLDER`: every document of a repository in a timeline of its own, and later what is new.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::git::Repository;
use super::import::{FIRST, SECOND, THIRD, is_sound, standing};
use crate::support::{Answer, Call, files, partnership, stem};

/// A repository with two documents, one of which was renamed, one that is gone, and one that is no text.
fn documents() -> Option<Repository> {
    let repository = Repository::new()?;
    repository.commit("2020-01-01", "first", "terms.md", FIRST);
    repository.commit("2020-01-02", "privacy", "privacy.md", FIRST);
    repository.commit("2020-01-03", "forum", "forum.md", FIRST);
    rename(&repository, "2020-02-01", "privacy.md", "legal/Privacy.md");
    repository.commit("2020-03-01", "second", "terms.md", SECOND);
    repository.commit("2020-03-02", "more", "legal/Privacy.md", SECOND);
    fs::write(repository.path().join("odd.txt"), b"Caf\xe9\n").expect("a file");
    repository.write("notes.rst", "No document.\n");
    fs::remove_file(repository.path().join("forum.md")).expect("a file");
    repository.save("2020-04-01", "the rest");
    Some(repository)
}

fn rename(repository: &Repository, day: &str, from: &str, to: &str) {
    let [from, to] = [from, to].map(|name| repository.path().join(name));
    fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
    fs::rename(from, to).expect("a name");
    repository.save(day, "renamed");
}

fn call(repository: &Repository, all: &[&str], folder: &Path) -> Call {
    let call = partnership("import --git")
        .arg(&repository.path().to_string_lossy())
        .arg("--all");
    let call = all.iter().fold(call, |call, word| call.arg(word));
    call.arg("--into")
        .arg(&folder.to_string_lossy())
        .env("PATH", &std::env::var("PATH").unwrap_or_default())
}

/// Imports all into a folder; the answer names files without it.
fn import(repository: &Repository, all: &[&str], folder: &Path) -> Answer {
    let mut answer = call(repository, all, folder).run();
    let shown = format!("{}/", folder.display());
    answer.stdout = answer.stdout.replace(&shown, "");
    answer.stderr = answer.stderr.replace(&shown, "");
    answer
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let files = files(folder, "toml").into_iter();
    let text = |path: &Path| fs::read_to_string(path).expect("a timeline");
    files
        .map(|path| (stem(&path).to_owned(), text(&path)))
        .collect()
}

#[test]
fn each_document_is_a_timeline_that_goes_on() {
    let Some(repository) = documents() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("new/terms");
    let made = import(&repository, &[], &folder);
    assert_eq!(made.code, 1, "{}", made.stderr);
    assert_eq!(
        made.stdout,
        "legal-privacy.toml: 2 versions added\nterms.toml: 2 versions added\n"
    );
    let root = repository.git("2020-04-01", "rev-parse HEAD");
    assert_eq!(
        made.stderr,
        format!(
            "note: 4 documents: 2 with new versions, 1 not imported\n\
            note: left out: 1 document that the repository removed: `forum.md`; `--whole` takes these too, and ends their clauses\n\
            note: not imported: `odd.txt at commit {}` cannot be read: it is not text in UTF-8, from line 1 on\n",
            &root[..12]
        )
    );
    let before = texts(&folder);
    for text in before.values() {
        is_sound(text);
    }
    assert!(before["legal-privacy"].contains("title = \"Terms\""));

    let again = import(&repository, &[], &folder);
    assert_eq!((again.code, again.stdout.as_str()), (1, ""));
    assert_eq!(texts(&folder), before);

    rename(&repository, "2020-05-01", "legal/Privacy.md", "data.md");
    repository.commit("2020-05-02", "third", "data.md", THIRD);
    repository.commit("2020-05-03", "odd", "odd.txt", "Cafe\n");
    // A file with the old name is another document.
    repository.commit("2020-05-04", "new", "legal/Privacy.md", FIRST);
    let more = import(&repository, &[], &folder);
    assert_eq!((more.code, more.stderr.lines().count()), (1, 3));
    assert_eq!(
        more.stdout,
        "legal-privacy.toml: 1 version added\nlegal-privacy-2.toml: 1 version added\n"
    );
    let after = texts(&folder);
    for (name, text) in &before {
        assert!(after[name].starts_with(text), "{name}");
        is_sound(&after[name]);
    }
    assert_eq!(after["terms"], before["terms"]);
    // What is left out as before is not told again.
    let told =
        |texts: &BTreeMap<String, String>| texts["legal-privacy"].matches("Left out").count();
    assert_eq!(told(&after), told(&before));
    let whole = tempfile::tempdir().expect("a folder");
    import(&repository, &[], whole.path());
    let whole = &texts(whole.path())["data"];
    for day in ["2020-01-31", "2020-03-15", "2020-06-01"] {
        let texts = |timeline| standing(timeline, day).into_values().collect::<Vec<_>>();
        assert_eq!(texts(&after["legal-privacy"]), texts(whole), "{day}");
    }
}

#[test]
fn a_document_that_is_removed_later_is_left_as_it_stands() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.commit("2020-01-01", "one", "a.md", FIRST);
    let folder = tempfile::tempdir().expect("a folder");
    import(&repository, &[], folder.path());
    repository.commit("2020-02-01", "two", "a.md", THIRD);
    fs::remove_file(repository.path().join("a.md")).expect("a file");
    repository.save("2020-03-01", "gone");
    let told = "note: 1 document: 1 with new versions, 0 not imported\n\
        note: left out: 1 document that the repository removed: `a.md`; `--whole` takes these too, and ends their clauses\n";
    let later = import(&repository, &[], folder.path());
    assert_eq!((later.code, later.stderr.as_str()), (0, told));
    assert_eq!(later.stdout, "a.toml: 1 version added\n");
    let (again, before) = (
        import(&repository, &[], folder.path()),
        texts(folder.path()),
    );
    assert_eq!((again.code, again.stdout.as_str()), (0, ""));
    let whole = import(&repository, &["--whole"], folder.path());
    assert_eq!(
        whole.stdout, "a.toml: 1 version added\n",
        "{}",
        whole.stderr
    );
    assert_ne!(texts(folder.path()), before);
}

#[test]
fn new_numbers_of_a_version_that_made_no_event_are_no_change_later() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let text = |first: u8| {
        format!(
            "## {first}. Fee\n\nTen a month.\n\n## {}. Term\n\nA year.\n",
            first + 1
        )
    };
    repository.commit("2020-01-01", "one", "t.md", &text(1));
    repository.commit("2020-02-01", "two", "t.md", &text(4));
    repository.commit("2020-03-01", "three", "t.md", &(text(4) + "\n\n"));
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(
        import(&repository, &["t.md"], folder.path()).stdout,
        "t.toml: 2 versions added\n"
    );
    assert_eq!(import(&repository, &["t.md"], folder.path()).stdout, "");
    let new = text(4).replace("A year", "Two years");
    repository.commit("2020-04-01", "four", "t.md", &new);
    let path = folder.path().join("t.toml");
    let one = partnership("import --git").arg(&repository.path().to_string_lossy());
    let one = one.arg("t.md").arg("--into").arg(&path.to_string_lossy());
    let told = one
        .env("PATH", &std::env::var("PATH").unwrap_or_default())
        .run()
        .stderr;
    assert!(
        told.starts_with("note: `version-4` was added to `"),
        "{told}"
    );
    assert_eq!(import(&repository, &[], folder.path()).stdout, "");
    let made = fs::read_to_string(path).expect("a timeline");
    assert!(made.contains("title = \"1 section amended\""), "{made}");
}

#[test]
fn a_pattern_says_which_and_names_are_free() {
    let Some(repository) = documents() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let names = |all: &[&str]| {
        let made = import(&repository, all, folder.path());
        (made.code, made.stdout)
    };
    let one = |name: &str| (0, format!("{name}.toml: 2 versions added\n"));
    assert_eq!(names(&["legal/*"]), one("legal-privacy"));
    // What was renamed away is followed.
    assert_eq!(names(&["p*"]), (0, String::new()));
    let (code, written) = names(&["forum.md", "--whole"]);
    assert_eq!(
        (code, written.as_str()),
        (0, "forum.toml: 2 versions added\n")
    );
    let theirs = "format = 1\ntitle = \"Own\"\n\n[[event]]\nid = \"a\"\ndate = \"2020-01-01\"\ntitle = \"A\"\n";
    fs::write(folder.path().join("terms.toml"), theirs).expect("a file");
    // What has the name already is of another document, and stays.
    assert_eq!(names(&["terms.md"]), one("terms-2"));
    assert_eq!(texts(folder.path())["terms"], theirs);
    assert_eq!(names(&["terms.md"]), (0, String::new()));
}

#[test]
fn flags_that_do_not_go_together_say_what_does() {
    let Some(repository) = documents() else {
        return;
    };
    let root = repository.path().to_string_lossy().into_owned();
    for (args, code, told) in [
        (
            "--all --into new terms.md",
            2,
            "with `--all`, `--git` takes the repository alone\nhelp: say which paths it takes behind `--all`, as in `--all 'terms/*.md'`",
        ),
        ("--all --into terms.toml", 2, "`--into` names a file"),
        ("--all", 2, "--into <FILE>"),
        ("--all --into new --title Terms", 2, "cannot be used with"),
        (
            "--into new.toml",
            2,
            "`--git` takes a repository and the path of a file in it\nhelp: add the path, or `--all --into FOLDER` for every document",
        ),
        ("--into . terms.md", 2, "`--into` names a folder"),
        (
            "--all [ --into new",
            3,
            "no path in its first-parent history matches `[`",
        ),
        (
            "--all *.rtf --into new",
            3,
            "no path in its first-parent history matches `*.rtf`",
        ),
        ("--all --into terms.toml/new", 4, "cannot be written"),
    ] {
        let mut call = partnership("import --git").arg(&root);
        // The path of a file stands behind the repository.
        let (rest, path) = args
            .strip_suffix(" terms.md")
            .map_or((args, None), |rest| (rest, Some("terms.md")));
        call = path
            .into_iter()
            .chain(rest.split(' '))
            .fold(call, Call::arg);
        let call = call
            .file("terms.toml", "")
            .env("PATH", &std::env::var("PATH").unwrap_or_default());
        let error = call.refused(code);
        assert!(error.contains(told), "{args}: {error}");
    }
}
