//! The versions of a text, from dated files or from a Git repository.

use std::path::Path;

use crate::date::{Date, DateError, Day, Mark, Period};
use crate::questions::view::Refusal;
use crate::shell::git;
use crate::shell::input::{self, Input};
use crate::shell::outcome::{Failure, FileError};

/// So many characters name a commit.
const SHORT: usize = 12;

#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) date: Date,
    pub(super) title: String,
    /// What is to be known of its date.
    pub(super) note: Option<String>,
    /// Where it was read: the title of its source.
    pub(super) source: String,
    pub(super) text: String,
}

/// The versions in files, each given as `DATE=FILE`: by their days, or in the order given where some
/// have no day.
pub(super) fn files(args: &[String]) -> Result<Vec<Version>, Failure> {
    let versions = args.iter().map(|arg| dated_file(arg));
    let mut versions = versions.collect::<Result<Vec<_>, _>>()?;
    let is_day = |version: &Version| version.date.bounds().single().is_some();
    if versions.iter().all(is_day) {
        versions.sort_by_key(|version| version.date.bounds().first);
    }
    for (place, version) in versions.iter_mut().enumerate() {
        version.title = format!("Version {}", place + 1);
    }
    for pair in versions.windows(2) {
        check_order(&pair[0], &pair[1])?;
    }
    Ok(versions)
}

fn dated_file(arg: &str) -> Result<Version, Failure> {
    let Some((date, path)) = arg.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err(Refusal::new(
            format!("`{arg}` is not of the form DATE=FILE"),
            "write the date and the file, as in `2019-07-22=first.md`",
        )
        .into());
    };
    let date: Date = date.parse().map_err(|error: DateError| {
        Refusal::new(format!("{} (in `{arg}`)", error.message), error.help)
    })?;
    let name = Path::new(path).file_name().unwrap_or(path.as_ref());
    Ok(Version {
        date,
        title: String::new(),
        note: None,
        source: name.to_string_lossy().into_owned(),
        text: text(input::file(Path::new(path))?)?,
    })
}

/// Refuses a version that certainly came before the one that it is said to follow.
fn check_order(earlier: &Version, later: &Version) -> Result<(), Refusal> {
    let (start, end) = (earlier.date.bounds().first, later.date.bounds().last);
    if start.zip(end).is_none_or(|(start, end)| start <= end) {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "`{}`, dated {}, is given after `{}`, dated {}",
            later.source,
            later.date.human(),
            earlier.source,
            earlier.date.human()
        ),
        "give the versions in their order",
    ))
}

/// The versions in the first-parent history of a file. A commit that is dated before the one that it
/// follows is given that one's day, and a note.
pub(super) fn commits(repository: &Path, path: &Path) -> Result<Vec<Version>, Failure> {
    let mut versions: Vec<Version> = Vec::new();
    let mut latest: Option<Day> = None;
    for (place, commit) in git::history(repository, path)?.into_iter().enumerate() {
        let day = latest.map_or(commit.day, |latest| latest.max(commit.day));
        latest = Some(day);
        let note = (day != commit.day).then(|| {
            let day = commit.day;
            format!("The commit is dated {day}, before the one that it follows")
        });
        let title = match commit.subject.trim_end_matches('.').trim() {
            "" => format!("Version {}", place + 1),
            subject => subject.to_owned(),
        };
        let short = &commit.hash[..commit.hash.len().min(SHORT)];
        let source = format!("{} at commit {short}", path.to_string_lossy());
        versions.push(Version {
            date: Date::Period(Period::Day(day), Mark::Plain),
            title,
            note,
            text: text(Input {
                name: source.clone(),
                path: None,
                bytes: commit.bytes.into(),
            })?,
            source,
        });
    }
    Ok(versions)
}

/// A version's text, which must be UTF-8.
fn text(input: Input) -> Result<String, FileError> {
    String::from_utf8(input.bytes.into_owned()).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        let reason = format!("it is not text in UTF-8, from line {line} on");
        FileError::unreadable(&input.name, &reason)
    })
}
