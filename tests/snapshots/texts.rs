//! The README and the topics of help: their examples are run, and their lists are held against the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use partnership::date::Date;
use partnership::file::code::Code;
use serde_json::Value;

use crate::support::{ANSWERS, Call, files, json, partnership, stem};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of the topics that are not made from tables of keys.
fn topics() -> Vec<PathBuf> {
    files(&root().join("src/shell/topics"), "md")
}

fn texts() -> Vec<PathBuf> {
    let mut found = topics();
    found.push(root().join("README.md"));
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a text that is there")
}

/// The blocks of a language, each with its place in the text.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<(usize, &'a str)> {
    let fence = format!("```{language}\n");
    let inside = |(at, _): (usize, &str)| {
        let start = at + fence.len();
        let end = start + text[start..].find("```").expect("the block is closed");
        (start, &text[start..end])
    };
    text.match_indices(&fence).map(inside).collect()
}

/// The arguments of a call of the program that needs no shell.
fn plain(line: &str) -> Option<Vec<&str>> {
    let call = line.strip_prefix("partnership")?;
    if call.contains(['|', '&', '>', '\'', '$']) {
        return None;
    }
    let parts = call.split('"').enumerate();
    let words = parts.flat_map(|(place, part)| match place % 2 {
        0 => part.split_whitespace().collect(),
        _ => vec![part],
    });
    Some(words.collect())
}

/// Runs a line of shell with the built program.
fn shell(line: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_partnership"));
    let path = format!(
        "{}:/usr/local/bin:/usr/bin:/bin",
        program.parent().expect("a folder").display()
    );
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .envs([
            ("PATH", path.as_str()),
            ("COLUMNS", "80"),
            ("PARTNERSHIP_TODAY", "2026-11-22"),
        ])
        .output()
        .expect("a shell");
    assert!(
        output.stderr.is_empty(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

/// Lets a folder have the bundled examples, under the path that they have in the repository.
fn examples_into(folder: &Path) {
    let tests = root().join("tests");
    std::os::unix::fs::symlink(tests, folder.join("tests")).expect("a link");
}

/// What each command of a block prints. Commands that need a shell share a folder, which begins empty; others find
/// the last file of the text as `lease.toml`.
fn printed(commands: &[&str], file: Option<&str>) -> Vec<String> {
    if let Some(calls) = commands
        .iter()
        .map(|line| plain(line))
        .collect::<Option<Vec<_>>>()
    {
        let run = |words: Vec<&str>| {
            let named = words.contains(&"lease.toml");
            let has_examples = words.iter().any(|word| word.starts_with("tests/"));
            // Whoever reads it does so after the record was kept.
            let call = partnership("").env("PARTNERSHIP_TODAY", "2026-12-01");
            let call = words.into_iter().fold(call, Call::arg);
            if has_examples {
                examples_into(call.folder());
            }
            match file.filter(|_| named) {
                Some(file) => call.file("lease.toml", file).done(),
                None => call.done(),
            }
        };
        return calls.into_iter().map(run).collect();
    }
    let folder = tempfile::tempdir().expect("a folder");
    examples_into(folder.path());
    let run = |line: &&str| shell(line, folder.path());
    commands.iter().map(run).collect()
}

/// Whether an example is what was printed, or that without the lines for which a `…` stands.
fn fits(example: &str, printed: &str) -> bool {
    let (example, printed): (Vec<_>, Vec<_>) =
        (example.lines().collect(), printed.lines().collect());
    let parts: Vec<&[&str]> = example.split(|line| *line == "…").collect();
    let [first, middle @ .., last] = parts.as_slice() else {
        return example == printed;
    };
    let Some(mut rest) = printed.strip_prefix(*first) else {
        return false;
    };
    for part in middle {
        let Some(at) = rest.windows(part.len()).position(|lines| lines == *part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// What a block should read: each example that fits as it stands, and in place of others what is printed.
fn corrected(block: &str, file: Option<&str>) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), pairs.last_mut()) {
            (Some(command), _) => pairs.push((command, String::new())),
            (None, Some((_, example))) => example.extend([line, "\n"]),
            (None, None) => panic!("an example begins without a command: {line}"),
        }
    }
    let commands: Vec<&str> = pairs.iter().map(|(command, _)| *command).collect();
    let answers = printed(&commands, file);
    let texts = pairs
        .into_iter()
        .zip(answers)
        .map(|((command, example), answer)| {
            let shown = if fits(&example, &answer) {
                example
            } else {
                answer
            };
            format!("$ {command}\n{shown}")
        });
    texts.collect()
}

#[test]
fn every_example_prints_what_its_text_says() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut examples = 0;
    for path in texts() {
        let mut text = read(&path);
        let files = blocks(&text, "toml");
        let file = files.last().map(|(_, file)| (*file).to_owned());
        let found: Vec<(usize, String)> = blocks(&text, "console")
            .into_iter()
            .map(|(at, block)| (at, block.to_owned()))
            .collect();
        examples += found.len();
        for (at, block) in found.into_iter().rev() {
            let corrected = corrected(&block, file.as_deref());
            if overwrite {
                text.replace_range(at..at + block.len(), &corrected);
            } else {
                assert_eq!(
                    block,
                    corrected,
                    "{}: run `SNAPSHOTS=overwrite cargo test` and read the difference",
                    path.display()
                );
            }
        }
        if overwrite {
            fs::write(path, text).expect("the text can be written");
        }
    }
    assert!(examples > 8, "{examples}");
}

#[test]
fn every_file_in_the_texts_is_sound() {
    for path in texts() {
        for (_, block) in blocks(&read(&path), "toml") {
            let reading = partnership::file::read("lease.toml", block.as_bytes().to_vec(), false);
            assert!(reading.is_sound(), "{:?}", reading.diagnostics);
        }
    }
}

#[test]
fn the_readme_is_short_and_its_links_lead_somewhere() {
    let text = read(&root().join("README.md"));
    assert!(text.len() <= 10_000, "{}", text.len());
    for (at, _) in text.match_indices("](") {
        let link = text[at + 2..].split(')').next().expect("a closed link");
        assert!(root().join(link).exists(), "{link}");
    }
}

#[test]
fn what_databases_are_asked_stands_in_files_too() {
    let page = read(&root().join("src/shell/topics/rows.md"));
    for (language, file) in [("sql", "duckdb.sql"), ("python", "spark.py")] {
        let file = read(&root().join("tests/examples/lake").join(file));
        assert_eq!(blocks(&page, language)[0].1, file);
    }
}

#[test]
fn every_topic_is_a_page_of_help() {
    let help = partnership("help").done();
    let about = partnership("help help").done();
    for path in topics() {
        let name = stem(&path);
        let text = read(&path);
        let title = text
            .lines()
            .next()
            .expect("a title")
            .trim_start_matches("# ");
        let page = partnership(&format!("help {name}")).done();
        assert!(page.starts_with(title), "{page}");
        let most = if name == "agents" { 60 } else { 150 };
        let lines = page.lines().count();
        assert!(lines <= most, "`help {name}` takes {lines} lines");
        let listed = format!("  {name:<11}  {title}");
        assert!(
            help.contains(&listed) && about.contains(&listed),
            "{listed}"
        );
        let markdown = partnership(&format!("help {name} --format markdown")).done();
        assert_eq!(markdown, text);
    }
}

#[test]
fn every_code_is_listed_with_its_severity() {
    let page = partnership("help diagnostics --format markdown").done();
    for word in Code::WORDS {
        let severity = word.parse::<Code>().expect("a code").severity();
        assert!(
            page.contains(&format!("\n- `{word}` ({severity}): ")),
            "{word}"
        );
    }
}

#[test]
fn every_form_of_a_date_is_read_and_shown_as_the_topic_says() {
    let text = read(&root().join("src/shell/topics/dates.md"));
    let forms = text.lines().filter_map(|line| line.strip_prefix("- `\""));
    let mut found = 0;
    for form in forms {
        let (written, rest) = form.split_once("\"`").expect("a date in quotes");
        let (_, shown) = rest.split_once("shown as ").expect("what it is shown as");
        let date: Date = written.parse().expect(written);
        assert_eq!(shown, format!("`{}`", date.human()));
        found += 1;
    }
    assert_eq!(found, 9);
}

/// The columns of an answer as `help rows` lists them.
fn columns(lists: &BTreeMap<&str, &str>, answer: &str) -> Vec<String> {
    let mut found = Vec::new();
    for column in lists[answer].split(", ") {
        let days = column.strip_suffix(" (with days)");
        let other = column
            .strip_prefix("As `")
            .or(column.strip_prefix("then as `"));
        if let Some(other) = other {
            found.append(&mut columns(lists, other.trim_end_matches('`')));
        } else if let Some(without) = column.strip_prefix("without ") {
            found.retain(|column| column != without);
        } else if let Some(date) = days {
            found.extend(["", "_first", "_last"].map(|of| format!("{date}{of}")));
        } else {
            found.push(column.to_owned());
        }
    }
    found
}

#[test]
fn the_columns_of_rows_are_those_that_the_topic_lists() {
    let text = read(&root().join("src/shell/topics/rows.md"));
    let mut lists = BTreeMap::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("- `")) {
        let end = ["`: ", "`, where"]
            .into_iter()
            .find_map(|end| line.split_once(end));
        if let Some((answers, rest)) = end {
            let (_, columns) = rest.split_once(". ").expect("what a row is");
            lists.extend(answers.split("`, `").map(|answer| (answer, columns)));
        }
    }
    for call in ANSWERS {
        let answer = match call.split_once(' ') {
            _ if call.is_empty() => "partnership".to_owned(),
            Some(("show", kind)) => {
                let mut words = kind.split(' ');
                let kind = words.next().expect("a kind");
                match words.next() {
                    _ if !["clause", "event", "party", "source"].contains(&kind) => {
                        "show WORDS".to_owned()
                    }
                    Some(_) => format!("show {kind} ID"),
                    None => format!("show {kind}"),
                }
            }
            Some(("chart", _)) => "chart --beliefs".to_owned(),
            Some((command, _)) => command.to_owned(),
            None => call.to_owned(),
        };
        let rows = partnership(call).arg("--format").arg("csv").done();
        let header = rows.lines().next().expect("a header");
        assert_eq!(header, columns(&lists, &answer).join(","), "{answer}");
    }
}

/// The lists of keys in `help json`, each under the name of its answer or record.
struct Keys(BTreeMap<String, String>);

impl Keys {
    fn read() -> Self {
        let text = read(&root().join("src/shell/topics/json.md"));
        let mut lists: BTreeMap<String, String> = BTreeMap::new();
        let mut name = String::new();
        for line in blocks(&text, "text")
            .iter()
            .flat_map(|(_, block)| block.lines())
        {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            if !word.is_empty() {
                word.clone_into(&mut name);
            }
            lists.entry(name.clone()).or_default().push_str(rest);
        }
        Self(lists)
    }

    /// The keys of a list, without what stands in brackets; `then as diff` stands for those of another.
    fn of(&self, name: &str) -> BTreeSet<String> {
        let mut depth = 0;
        let outside = |c: &char| {
            depth += i32::from("([{".contains(*c));
            let here = depth == 0;
            depth -= i32::from(")]}".contains(*c));
            here
        };
        let flat: String = self.0[name].chars().filter(outside).collect();
        let keys = flat
            .split(',')
            .map(|key| key.split(':').next().unwrap_or_default().trim());
        let keys = keys.filter(|key| !["", "…"].contains(key));
        keys.flat_map(|key| match key.strip_prefix("then as ") {
            Some(other) => self.of(other),
            None => BTreeSet::from([key.to_owned()]),
        })
        .collect()
    }
}

fn keys_of(value: &Value) -> BTreeSet<String> {
    let object = value.as_object().expect("an object");
    object.keys().cloned().collect()
}

#[test]
fn the_keys_of_json_are_those_that_the_topic_lists() {
    let keys = Keys::read();
    for call in ANSWERS.into_iter().chain(["check", "page"]) {
        let printed = json(call);
        let answer = printed["answer"].as_str().expect("the name of the answer");
        let mut listed = keys.of("DOCUMENT");
        listed.append(&mut keys.of(answer));
        assert_eq!(keys_of(&printed), listed, "`partnership {call}`");
    }
    let (timeline, clause) = (json("timeline"), json("show clause ip-license"));
    let difference = json("diff 2024-12 2025-10");
    let event = &timeline["events"][1];
    let sources = timeline["refs"]["sources"].as_object().expect("sources");
    for (name, value) in [
        ("TIMELINE", &timeline["timeline"]),
        ("LENS", &timeline["lens"]),
        ("REFS", &timeline["refs"]),
        ("AT", &clause["at"]),
        ("STATE", &clause["clause"]),
        ("SET", &clause["clause"]["set_by"]["text"]),
        ("EVENT", event),
        ("CHANGE", &event["changes"][0]),
        ("VERSION", &clause["versions"][0]),
        ("DIFF", &difference["adopted"][0]),
        ("SOURCE", sources.values().next().expect("a source")),
        ("CITE", &event["cite"][0]),
        ("UNDECIDED", &difference["undetermined"][0]),
    ] {
        assert_eq!(keys_of(value), keys.of(name), "{name}");
    }
}
