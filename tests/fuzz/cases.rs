//! What is fuzzed, as functions of bytes: they fail where a promise is broken. `cargo test` replays the corpus
//! through them, and each fuzz target is one of them.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::{LazyLock, Once};

use partnership::agreement::Timeline;
use partnership::answer::Look;
use partnership::date::{Date, Day, Span};
use partnership::file::code::Severity;
use partnership::file::{self, Reading};
use partnership::formats::diagnostics;
use partnership::run::output;
use partnership::shell::outcome::Exit;
use partnership::world::World;
use tempfile::TempDir;

use super::guard::{BESIDES, FORMS, bounded, bounded_by};
use super::judge::{judge, printable};

/// Any bytes as a file: a reading and what is said of it, the same however it is read.
pub fn file(bytes: &[u8]) {
    let thorough = bounded(bytes.len(), || file::read("t.toml", bytes.to_vec(), true));
    let quick = bounded(bytes.len(), || file::read("t.toml", bytes.to_vec(), false));
    let errors = |reading: &Reading| {
        let found = reading.diagnostics.iter();
        let errors = found.filter(|found| found.code.severity() == Severity::Error);
        errors.cloned().collect::<Vec<_>>()
    };
    assert_eq!(errors(&thorough), errors(&quick));
    if thorough.is_sound() {
        assert_eq!(thorough.history.timeline, quick.history.timeline);
    }
    for found in &thorough.diagnostics {
        assert!(
            thorough
                .source
                .text
                .get(found.primary.span.clone())
                .is_some()
        );
        assert!(!found.message.is_empty() && !found.help.as_deref().unwrap_or("").is_empty());
    }
    let look = Look {
        width: Some(60),
        color: bytes.len().is_multiple_of(2),
        ascii: bytes.len().is_multiple_of(3),
        verbose: false,
        sources: false,
        spoken: false,
    };
    let shown = bounded(bytes.len(), || diagnostics::report(&thorough, look));
    printable(&shown);
    printable(&diagnostics::short(&thorough));
    let today = Day::new(2024, 6, 1).expect("a day");
    judge("json", &diagnostics::json(&[thorough], &[], today));
}

/// Any text as a date expression, a length of time, and a date in a file.
pub fn date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = text.parse::<Span>();
    let read = text.parse::<Date>();
    match &read {
        Ok(date) => {
            assert_eq!(
                date.to_string(),
                text,
                "a date is printed as it was written"
            );
            assert!(!date.bounds().is_empty());
            assert!(date.human().parse::<Date>().is_err() || date.human() == text);
        }
        Err(error) => {
            assert!(!error.message.is_empty() && !error.help.is_empty());
        }
    }
    let file = format!(
        "format = 1\ntitle = \"t\"\n[[event]]\nid = \"e\"\ntitle = \"t\"\ndate = {}\n",
        serde_json::Value::from(text.as_ref())
    );
    let reading = bounded(file.len(), || {
        file::read("t.toml", file.clone().into_bytes(), false)
    });
    assert_eq!(reading.is_sound(), read.is_ok(), "{text:?}");
}

/// The calls of the whole line; words in capitals stand for something of the file.
const CALLS: &[&str] = &[
    "",
    "timeline",
    "timeline --from WHEN --to WHEN",
    "timeline --clause CLAUSE --reverse --limit 5",
    "timeline --disputed --grep a",
    "find a e",
    "terms WHEN",
    "terms WHEN --all",
    "diff WHEN WHEN",
    "diff WHEN WHEN --clause CLAUSE --exit-code",
    "show clause",
    "show clause CLAUSE",
    "show clause CLAUSE --at WHEN",
    "show event",
    "show event EVENT",
    "show event expiry:CLAUSE",
    "show party",
    "show party PARTY --at WHEN",
    "show source",
    "show source SOURCE",
    "upcoming",
    "upcoming --within 24m",
    "learned --since WHEN --at WHEN",
    "chart",
    "chart --from WHEN --to WHEN --mark WHEN",
    "history",
    "history --clause CLAUSE",
    "page",
    "check",
];

const FORMATS: &[&str] = &[
    "table",
    "list",
    "narrative",
    "markdown",
    "json",
    "csv",
    "ndjson",
    "ics",
    "svg",
    "html",
];

const WHENS: &[&str] = &[
    "today",
    "2020",
    "0001-01-01",
    "9999-12-31",
    "[2019..2021]",
    "[..2020]",
    "2024-02~",
    "EVENT",
];

const LENSES: &[&str] = &[
    "",
    "--known-by WHEN",
    "--according-to SOURCE",
    "--basis stated",
    "--basis reported --known-by WHEN",
    "--according-to SOURCE --according-to SOURCE --known-by WHEN",
];

const LOOKS: &[&str] = &[
    "",
    "--width 20",
    "--width 0 --ascii",
    "--color always --sources",
    "--width 1 --color always",
    "--csv-safe --csv-bom",
    "--width 200 --ascii --sources",
];

/// A choice for each byte, and what each choice was made for.
struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Choices<'_> {
    fn one<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        let byte = self
            .bytes
            .get(self.at % self.bytes.len().max(1))
            .copied()
            .unwrap_or(0);
        self.at += 1;
        list.get(usize::from(byte) % list.len().max(1)).copied()
    }
}

/// Seven bytes that choose a call, and a file that it is made on: the whole line, from bytes to a format.
pub fn line(bytes: &[u8]) {
    let Some((choices, file)) = bytes.split_at_checked(7) else {
        return;
    };
    let reading = file::read("t.toml", file.to_vec(), false);
    let timeline = &reading.history.timeline;
    let mut choices = Choices {
        bytes: choices,
        at: 0,
    };
    let format = choices.one(FORMATS).unwrap_or_default();
    let words = [
        choices.one(CALLS).unwrap_or_default(),
        choices.one(LOOKS).unwrap_or_default(),
        choices.one(LENSES).unwrap_or_default(),
    ];
    let folder = &*FOLDER;
    let path = folder.path().join("t.toml");
    fs::write(&path, file).expect("a file written");
    let mut args = vec!["partnership".to_owned(), "--file".to_owned()];
    args.push(path.to_string_lossy().into_owned());
    args.extend(["--format".to_owned(), format.to_owned()]);
    for word in words.iter().flat_map(|words| words.split_whitespace()) {
        args.push(filled(word, timeline, &mut choices));
    }
    let said = bounded(file.len(), || said(args.iter().map(OsString::from)));
    printable(&said.error);
    match said.exit {
        Exit::Done | Exit::No => judge(
            if words[0] == "check" && format == "table" {
                "table"
            } else {
                format
            },
            &said.out,
        ),
        exit => {
            assert_eq!(
                (said.out.as_str(), said.error.is_empty()),
                ("", false),
                "{args:?}"
            );
            assert!(
                exit != Exit::File || !reading.is_sound(),
                "{args:?}: {}",
                said.error
            );
            assert_ne!(exit, Exit::Output, "{args:?}");
        }
    }
}

/// A word of a call, where it stands for something of the file.
fn filled(word: &str, timeline: &Timeline, choices: &mut Choices<'_>) -> String {
    let word = if word == "WHEN" {
        choices.one(WHENS).unwrap_or_default()
    } else {
        word
    };
    let (kind, ids): (&str, Vec<&str>) = if word.ends_with("CLAUSE") {
        (
            "CLAUSE",
            timeline
                .clauses
                .iter()
                .map(|clause| clause.id.as_str())
                .collect(),
        )
    } else if word == "EVENT" {
        (
            word,
            timeline
                .events
                .iter()
                .map(|event| event.id.as_str())
                .collect(),
        )
    } else if word == "PARTY" {
        (
            word,
            timeline
                .parties
                .iter()
                .map(|party| party.id.as_str())
                .collect(),
        )
    } else if word == "SOURCE" {
        (
            word,
            timeline
                .sources
                .iter()
                .map(|source| source.id.as_str())
                .collect(),
        )
    } else {
        return word.to_owned();
    };
    word.replace(kind, choices.one(&ids).unwrap_or("none"))
}

/// A folder in memory, where the system has one.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        TempDir::new_in(memory)
    } else {
        TempDir::new()
    };
    folder.expect("a folder of its own")
});

/// What a call says, and how it ends.
pub struct Said {
    pub out: String,
    pub error: String,
    pub exit: Exit,
}

/// What a call says in a bare world.
pub fn said(args: impl IntoIterator<Item = OsString>) -> Said {
    said_to(args, None)
}

/// What a call says, to a terminal of so many columns where there is one.
pub fn said_to(args: impl IntoIterator<Item = OsString>, terminal: Option<usize>) -> Said {
    let world = World {
        env: HashMap::new(),
        today: Some(Day::MAX),
        terminal,
        input_terminal: false,
        error_terminal: false,
        threads: 1,
    };
    let today = ["--today", "2024-06-01"].map(OsString::from);
    let output = output(args.into_iter().chain(today), &world);
    Said {
        out: output.out.text().expect("memory takes every byte"),
        error: output.error,
        exit: output.exit,
    }
}

/// The flags of `add` that a line of the input may begin with, each by a letter.
const FLAGS: &[(u8, &str)] = &[
    (b'd', "--date"),
    (b't', "--title"),
    (b'i', "--id"),
    (b'a', "--announced"),
    (b'f', "--after"),
    (b'k', "--kind"),
    (b'p', "--party"),
    (b'b', "--about"),
    (b's', "--summary"),
    (b'n', "--note"),
    (b'c', "--cite"),
    (b'C', "--change"),
    (b'x', "--text"),
    (b'T', "--term"),
    (b'u', "--unset"),
    (b'h', "--through"),
    (b'U', "--until"),
    (b'e', "--effective"),
    (b'r', "--replaces"),
    (b'w', "--wording"),
    (b'P', "--new-party"),
    (b'S', "--new-source"),
    (b'K', "--new-clause"),
];

/// Lines that each give a flag, then perhaps NUL and a file: what is added is what was told, the file stays
/// sound, and what cannot be added leaves it as it was.
pub fn add(bytes: &[u8]) {
    let (told, file) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => (&bytes[..at], bytes[at + 1..].to_vec()),
        None => (bytes, partnership::edit::init::TEMPLATE.as_bytes().to_vec()),
    };
    let Ok(told) = std::str::from_utf8(told) else {
        return;
    };
    let path = FOLDER.path().join("add.toml");
    fs::write(&path, &file).expect("a file written");
    let mut args = vec!["partnership".to_owned(), "add".to_owned()];
    args.push(format!("--file={}", path.to_string_lossy()));
    let mut title = None;
    for line in told.split('\n') {
        let found = FLAGS
            .iter()
            .find(|(letter, _)| line.as_bytes().first() == Some(letter));
        let (Some((_, flag)), Some(value)) = (found, line.get(1..)) else {
            continue;
        };
        // Line breaks are told as an escape of their own.
        let value = value.replace("\\n", "\n");
        if *flag == "--title" {
            title = Some(value.clone());
        }
        args.push(format!("{flag}={value}"));
    }
    let said = bounded(bytes.len().max(file.len()), || {
        said(args.iter().map(OsString::from))
    });
    printable(&said.error);
    let after = fs::read(&path).expect("the file");
    if said.exit == Exit::Done {
        assert!(after.starts_with(&file), "what was there stays");
        let reading = file::read("t.toml", after, true);
        assert!(reading.is_sound());
        let added = reading.history.timeline.events.last().expect("an event");
        assert_eq!(Some(added.title.as_str()), title.as_deref());
    } else {
        assert_eq!(after, file, "nothing was written: {}", said.error);
        assert!(said.out.is_empty() && !said.error.is_empty());
    }
}

const CUTS: &[&[&str]] = &[
    &[],
    &["--level", "1"],
    &["--level", "2"],
    &["--heading", "^Article [0-9]+"],
    &["--heading", "^(.)"],
    &["--heading", ""],
];

/// Patterns are made once a process, which is no cost of an input.
static PATTERNS: Once = Once::new();

/// Imports a text and an amendment of it, which takes every pattern that there is.
fn make_patterns() {
    let [text, amendment] = ["text.md", "amendment.md"].map(|name| FOLDER.path().join(name));
    fs::write(&text, "1. Term.\nFive years.\n").expect("a file written");
    fs::write(&amendment, "Section 1 is amended by adding: \"Six.\"\n").expect("a file written");
    let versions = [
        format!("2000={}", text.display()),
        format!("--amendment=2001={}", amendment.display()),
    ];
    let args = ["partnership", "import", "--title", "t"].map(str::to_owned);
    said(args.into_iter().chain(versions).map(OsString::from));
}

/// A byte that says how sections are cut, and versions parted by NUL: a sound timeline, or a reason.
pub fn import(bytes: &[u8]) {
    let Some((cut, versions)) = bytes.split_first() else {
        return;
    };
    // Every second one gives amendments after a first version.
    let amends = usize::from(*cut) / CUTS.len() % 2 == 1;
    let cut = CUTS[usize::from(*cut) % CUTS.len()];
    let mut args = vec!["partnership".to_owned(), "import".to_owned()];
    args.extend(["--whole", "--title", "t"].map(str::to_owned));
    args.extend(cut.iter().map(|arg| (*arg).to_owned()));
    for (place, version) in versions.split(|byte| *byte == 0).take(6).enumerate() {
        let path = FOLDER.path().join(format!("{place}.md"));
        fs::write(&path, version).expect("a file written");
        let flag = if amends && place > 0 {
            "--amendment="
        } else {
            ""
        };
        args.push(format!("{flag}200{place}={}", path.to_string_lossy()));
    }
    let besides = if amends { FORMS } else { BESIDES };
    let call = || said(args.iter().map(OsString::from));
    PATTERNS.call_once(make_patterns);
    let said = bounded_by(bytes.len(), besides, call);
    printable(&said.error);
    if said.exit == Exit::Done {
        let reading = file::read("t.toml", said.out.clone().into_bytes(), true);
        assert!(reading.is_sound(), "{}", said.out);
    } else if said.exit == Exit::Usage {
        // The first version has no clause that an amendment could change, or no line is a heading.
        let refused = said.error.starts_with("error: no line of ")
            || amends
                && said
                    .error
                    .contains("amends a text, and no version comes before it");
        assert!(refused, "{}", said.error);
    } else {
        assert_eq!(said.exit, Exit::File, "{}", said.error);
        assert!(
            versions
                .split(|byte| *byte == 0)
                .any(|text| std::str::from_utf8(text).is_err()),
            "{}",
            said.error
        );
    }
}
