//! The versions of a text, from dated files or from a Git repository.

use std::mem;
use std::path::Path;

use super::lines::{Front, front};
use crate::date::{Date, DateError, Day};
use crate::questions::view::Refusal;
use crate::shell::convert;
use crate::shell::git::Commit;
use crate::shell::outcome::{Failure, FileError};

#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) date: Date,
    /// When it was made known, where that is not its date.
    pub(super) announced: Option<Date>,
    /// What was said of it when it was kept.
    pub(super) subject: Option<String>,
    /// What is to be known of its date and its text.
    pub(super) notes: Vec<String>,
    /// The path of its file in a repository, else the name alone.
    pub(super) path: String,
    /// The title of its source.
    pub(super) source: String,
    pub(super) text: String,
    /// Whether it only says what changes in the text before it.
    pub(super) amends: bool,
}

impl Version {
    pub(super) fn dated(&self) -> String {
        format!("`{}`, dated {}", self.source, self.date.human())
    }
}

/// The versions in files, by their days, or in the order given where some have no day and none is an amendment.
pub(super) fn files(args: &[String], amendments: &[String]) -> Result<Vec<Version>, Failure> {
    let whole = args.iter().map(|arg| dated_file(arg, false));
    let amending = amendments.iter().map(|arg| dated_file(arg, true));
    let mut versions = whole.chain(amending).collect::<Result<Vec<_>, _>>()?;
    let is_day = |version: &Version| version.date.bounds().single().is_some();
    if !amendments.is_empty() || versions.iter().all(is_day) {
        versions.sort_by_key(|version| version.date.first());
    }
    for pair in versions.windows(2) {
        let (start, end) = (pair[0].date.first(), pair[1].date.last());
        if start.zip(end).is_some_and(|(start, end)| start > end) {
            let message = format!("{}, is given after {}", pair[1].dated(), pair[0].dated());
            return Err(Refusal::new(message, "give the versions in their order").into());
        }
    }
    Ok(versions)
}

fn dated_file(arg: &str, amends: bool) -> Result<Version, Failure> {
    let no_date = || {
        let message = format!("`{arg}` is not of the form DATE=FILE");
        Refusal::new(
            message,
            "write the date and the file, as in `2019-07-22=first.md`, or give the file front matter with a `date`",
        )
    };
    let halves = arg.split_once('=').filter(|(_, path)| !path.is_empty());
    let path = Path::new(halves.map_or(arg, |(_, path)| path));
    let date = halves.map(|(date, _)| read_date(date, arg)).transpose()?;
    if halves.is_none() && !path.is_file() {
        return Err(no_date().into());
    }
    let (input, program) = convert::file(path)?;
    let text = text(&input.name, input.bytes.into_owned())?;
    let (_, front) = front(&text);
    let said = |key| front.get(key).map(|date| read_date(date, arg)).transpose();
    let (made, effective) = (said("date")?, said("effective")?);
    let stated = effective.or(made);
    let other = stated.filter(|stated| date.is_some_and(|date| date != *stated));
    let other = other.map(|stated| format!("its front matter says {stated}"));
    let program = program.map(|program| format!("its text is what `{program}` made of it"));
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy().into_owned();
    let announced = made.filter(|made| date.is_none() && effective.is_some_and(|it| it != *made));
    Ok(Version {
        date: date.or(stated).ok_or_else(no_date)?,
        announced,
        subject: None,
        notes: other.into_iter().chain(program).collect(),
        path: name.clone(),
        source: name,
        text,
        amends,
    })
}

fn read_date(date: &str, arg: &str) -> Result<Date, Refusal> {
    let read = date.parse();
    read.map_err(|error: DateError| {
        Refusal::new(format!("{} (in `{arg}`)", error.message), error.help)
    })
}

/// The versions in commits. One that is dated before one that it follows is given that one's day, and a note.
pub(super) fn of_commits(commits: Vec<Commit>) -> Result<Vec<Version>, FileError> {
    let (mut versions, mut said) = (Vec::new(), Front::new());
    let mut latest: Option<Day> = None;
    for commit in commits {
        let source = commit.name();
        let text = text(&source, commit.bytes)?;
        let before = mem::replace(&mut said, front(&text).1);
        let mut notes = Vec::new();
        let mut stated = |trailer: &str, key: &str| {
            let read = Date::read(trailer);
            if read.is_none() && !trailer.is_empty() {
                notes.push(format!("`{trailer}` in its message is not a date"));
            }
            // What was said before is not said of this version.
            let new = said.get(key).filter(|new| before.get(key) != Some(new));
            read.or_else(|| Date::read(new?))
        };
        let effective = stated(&commit.effective_date, "effective");
        let made = stated(&commit.source_date, "date");
        let own = Date::from(commit.day);
        let mut date = effective.or(made).unwrap_or(own);
        let early = own.last() < date.first();
        let announced = made.filter(|_| effective.is_some());
        let announced = announced.or_else(|| early.then_some(own));
        if date != own {
            notes.push(format!("The commit is dated {own}"));
        }
        if date.last().is_some_and(|last| Some(last) < latest) {
            notes.push(format!(
                "It is dated {date}, before the one that it follows"
            ));
            date = latest.map_or(date, Date::from);
        }
        latest = latest.max(date.first());
        versions.push(Version {
            date,
            announced: announced.filter(|announced| *announced != date),
            subject: Some(commit.subject).filter(|subject| !subject.is_empty()),
            notes,
            path: commit.path,
            source,
            text,
            amends: false,
        });
    }
    Ok(versions)
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, FileError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        let reason = format!("it is not text in UTF-8, from line {line} on");
        FileError::unreadable(name, &reason)
    })
}
