//! The versions of a text, from dated files or from a Git repository.

use std::path::Path;

use super::left::left_out;
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
    /// When it was made known, where that is not its date.
    pub(super) announced: Option<Date>,
    /// What was said of it when it was kept.
    pub(super) subject: Option<String>,
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
    for pair in versions.windows(2) {
        check_order(&pair[0], &pair[1])?;
    }
    Ok(versions)
}

fn dated_file(arg: &str) -> Result<Version, Failure> {
    let halves = arg.split_once('=').filter(|(_, path)| !path.is_empty());
    let path = Path::new(halves.map_or(arg, |(_, path)| path));
    let date = halves.map(|(date, _)| read_date(date, arg)).transpose()?;
    let read = || text(input::file(path)?);
    let text = match halves {
        Some(_) => read()?,
        None if path.is_file() => read()?,
        None => return Err(no_date(arg).into()),
    };
    let front = left_out(&text.lines().map(str::trim).collect::<Vec<_>>()).1;
    let said = |key| front.get(key).map(|date| read_date(date, arg)).transpose();
    let (made, effective) = (said("date")?, said("effective")?);
    let stated = effective.or(made);
    let name = path.file_name().unwrap_or(path.as_os_str());
    let note = date.zip(stated).filter(|(date, stated)| date != stated);
    Ok(Version {
        date: date.or(stated).ok_or_else(|| no_date(arg))?,
        announced: effective
            .and(made)
            .filter(|made| date.is_none() && Some(*made) != effective),
        subject: None,
        note: note.map(|(_, stated)| format!("Its front matter says {stated}")),
        source: name.to_string_lossy().into_owned(),
        text,
    })
}

fn read_date(date: &str, arg: &str) -> Result<Date, Refusal> {
    let read = date.parse();
    read.map_err(|error: DateError| {
        Refusal::new(format!("{} (in `{arg}`)", error.message), error.help)
    })
}

fn no_date(arg: &str) -> Refusal {
    Refusal::new(
        format!("`{arg}` is not of the form DATE=FILE"),
        "write the date and the file, as in `2019-07-22=first.md`, or give the file front matter with a `date`",
    )
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
    for commit in git::history(repository, path)? {
        let day = latest.map_or(commit.day, |latest| latest.max(commit.day));
        latest = Some(day);
        let note = (day != commit.day).then(|| {
            let day = commit.day;
            format!("The commit is dated {day}, before the one that it follows")
        });
        let subject = commit.subject.trim();
        let short = &commit.hash[..commit.hash.len().min(SHORT)];
        let source = format!("{} at commit {short}", path.to_string_lossy());
        versions.push(Version {
            date: Date::Period(Period::Day(day), Mark::Plain),
            announced: None,
            subject: (!subject.is_empty()).then(|| subject.to_owned()),
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
