//! `import`: the versions of a text from files or a repository, made into a timeline.

use std::io::{self, Write};
use std::path::Path;

use regex::Regex;

use super::help::alone;
use super::{Failure, Outcome, git};
use crate::cli::Global;
use crate::date::{Date, DateError, Day, Mark, Period};
use crate::edit::args::ImportArgs;
use crate::edit::import::sections::Cut;
use crate::edit::import::{Version, timeline};
use crate::file;
use crate::input::{self, Unreadable};
use crate::report::ask::Refusal;
use crate::words::Count;
use crate::world::World;

/// So many characters name a commit.
const SHORT: usize = 12;

pub(super) fn import(
    args: &ImportArgs,
    global: &Global,
    world: &World,
) -> Result<Outcome, Failure> {
    alone(global, "an imported timeline", &[])?;
    if args.title.trim().is_empty() {
        return Err(refused("the title is empty", "say what the timeline records").into());
    }
    let cut = cut(args)?;
    let versions = match args.git.as_deref() {
        Some([repository, path]) => commits(Path::new(repository), Path::new(path))?,
        _ => files(&args.versions)?,
    };
    let mut bar = Bar {
        versions: versions.len(),
        done: 0,
        shown: !global.quiet && world.error_terminal,
    };
    let text = timeline(&args.title, &versions, &cut, || bar.step());
    bar.clear();
    let reading = file::read("the imported timeline", text.clone().into_bytes(), false);
    if !reading.is_sound() {
        return Err(Failure::Unsound(Box::new(reading)));
    }
    let made = &reading.timeline;
    let changes = made.events.iter().map(|event| event.changes.len()).sum();
    let notes = vec![format!(
        "{}, {} and {}",
        Count(made.events.len(), "version"),
        Count(made.clauses.len(), "clause"),
        Count(changes, "change")
    )];
    Ok(Outcome {
        out: text,
        notes,
        exit: None,
    })
}

fn refused(message: impl Into<String>, help: impl Into<String>) -> Refusal {
    Refusal {
        message: message.into(),
        help: Some(help.into()),
    }
}

/// What a section is.
fn cut(args: &ImportArgs) -> Result<Cut, Refusal> {
    if let Some(level) = args.level {
        return Ok(Cut::Level(level));
    }
    let Some(pattern) = &args.heading else {
        return Ok(Cut::Every);
    };
    Regex::new(pattern).map(Cut::Lines).map_err(|error| {
        let why = match &error {
            regex::Error::Syntax(told) => told.lines().last().unwrap_or_default().to_owned(),
            other => other.to_string(),
        };
        refused(
            format!(
                "`{pattern}` is no pattern: {}",
                why.trim_start_matches("error: ")
            ),
            "write a regular expression, as in `^Article [0-9]+`",
        )
    })
}

/// How many of the versions are read, on standard error.
struct Bar {
    versions: usize,
    done: usize,
    /// Whether anybody sees it.
    shown: bool,
}

impl Bar {
    /// The columns that a full bar takes.
    const COLUMNS: usize = 40;

    fn step(&mut self) {
        let before = self.filled();
        self.done += 1;
        if self.filled() > before {
            let bar = "=".repeat(self.filled());
            let (done, versions) = (self.done, Count(self.versions, "version"));
            self.draw(&format!("{bar:<0$} {done} of {versions}", Self::COLUMNS));
        }
    }

    fn filled(&self) -> usize {
        Self::COLUMNS * self.done / self.versions.max(1)
    }

    fn clear(&self) {
        self.draw("");
    }

    /// Writes over what stands on the line.
    fn draw(&self, text: &str) {
        if self.shown {
            // Where it cannot be written nobody misses it.
            let _ = write!(io::stderr().lock(), "\r\u{1b}[2K{text}");
        }
    }
}

/// The versions in files, each told as `DATE=FILE`: by their days, or in the order given where some
/// have no day.
fn files(told: &[String]) -> Result<Vec<Version>, Failure> {
    let mut versions = Vec::new();
    for told in told {
        let Some((date, path)) = told.split_once('=').filter(|(_, path)| !path.is_empty()) else {
            let message = format!("`{told}` is not of the form DATE=FILE");
            return Err(refused(
                message,
                "write the date and the file, as in `2019-07-22=first.md`",
            )
            .into());
        };
        let date: Date = date.parse().map_err(|error: DateError| {
            refused(format!("{} in `{told}`", error.message), error.help)
        })?;
        let text = text(input::file(Path::new(path))?)?;
        let name = Path::new(path).file_name().unwrap_or(path.as_ref());
        let name = name.to_string_lossy().into_owned();
        versions.push((date, name, text));
    }
    if versions
        .iter()
        .all(|(date, ..)| date.bounds().single().is_some())
    {
        versions.sort_by_key(|(date, ..)| date.bounds().first);
    }
    for pair in versions.windows(2) {
        in_order(&pair[0], &pair[1])?;
    }
    let version = |(place, (date, name, text)): (usize, (Date, String, String))| Version {
        date,
        title: format!("Version {}", place + 1),
        note: None,
        source: name,
        text,
    };
    Ok(versions.into_iter().enumerate().map(version).collect())
}

/// Refuses a version that certainly came before the one that it is said to follow.
fn in_order(
    (earlier, first, _): &(Date, String, String),
    (later, second, _): &(Date, String, String),
) -> Result<(), Refusal> {
    let (start, end) = (earlier.bounds().first, later.bounds().last);
    if start.zip(end).is_none_or(|(start, end)| start <= end) {
        return Ok(());
    }
    Err(refused(
        format!(
            "`{second}` of {} stands behind `{first}` of {}",
            later.human(),
            earlier.human()
        ),
        "give the versions in their order",
    ))
}

/// The versions in the first-parent history of a file. A commit that is dated before the one that it
/// follows is given that one's day, and a note.
fn commits(repository: &Path, path: &Path) -> Result<Vec<Version>, Failure> {
    let mut versions: Vec<Version> = Vec::new();
    let mut latest: Option<Day> = None;
    for (place, commit) in git::history(repository, path)?.into_iter().enumerate() {
        let day = latest.map_or(commit.day, |latest| latest.max(commit.day));
        latest = Some(day);
        let note = (day != commit.day).then(|| {
            format!(
                "The commit is dated {}, before the one that it follows",
                commit.day
            )
        });
        let short = &commit.hash[..commit.hash.len().min(SHORT)];
        let title = commit.subject.trim_end_matches('.').trim();
        versions.push(Version {
            date: Date::Period(Period::Day(day), Mark::Plain),
            title: if title.is_empty() {
                format!("Version {}", place + 1)
            } else {
                title.to_owned()
            },
            note,
            source: format!("{} at commit {short}", path.to_string_lossy()),
            text: text(input::Input {
                name: format!("{} at commit {short}", path.to_string_lossy()),
                origin: String::new(),
                bytes: commit.bytes.into(),
            })?,
        });
    }
    Ok(versions)
}

/// A version's text, which must be UTF-8.
fn text(input: input::Input) -> Result<String, Unreadable> {
    String::from_utf8(input.bytes.into_owned()).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        Unreadable {
            name: input.name,
            reason: format!("it is not text in UTF-8, from line {line} on"),
        }
    })
}
