//! The versions of a file in a Git repository, by the `git` command.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::input::reason;
use super::outcome::FileError;
use crate::date::{Date, Day};

#[derive(Debug)]
pub(crate) struct Commit {
    pub(crate) hash: String,
    /// The committer's day, in the committer's time zone.
    pub(crate) day: Day,
    pub(crate) subject: String,
    /// The file's path then; none where it was removed.
    path: Option<Vec<u8>>,
    /// The file as it left it; nothing where it removed the file.
    pub(crate) bytes: Vec<u8>,
}

/// The first-parent history of a file across its renames, the oldest first.
pub(crate) fn history(repository: &Path, path: &Path) -> Result<Vec<Commit>, FileError> {
    let name = format!(
        "{} in {}",
        path.to_string_lossy(),
        repository.to_string_lossy()
    );
    let failed = |reason: &str| FileError::unreadable(&name, reason);
    let log = git(repository, path).map_err(|error| failed(&reason(&error)))?;
    let commits = commits(&log);
    let mut commits = commits.ok_or_else(|| failed("the log that git gives is not understood"))?;
    if commits.is_empty() {
        return Err(failed("no commit in its first-parent history changes it"));
    }
    commits.reverse();
    let objects = objects(repository, &commits).map_err(|error| failed(&reason(&error)))?;
    let mut objects = objects.into_iter();
    for commit in commits.iter_mut().filter(|commit| commit.path.is_some()) {
        let found = objects.next();
        commit.bytes = found.ok_or_else(|| failed("git does not have one of its versions"))?;
    }
    Ok(commits)
}

/// A `git` that runs nothing that a repository names, asks for nothing and reaches no network.
fn command(repository: &Path) -> Command {
    let mut git = Command::new("git");
    git.args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"])
        .args(["-c", "core.fsmonitor=false"])
        .args(["-c", "core.hooksPath=/dev/null"])
        .args(["-c", "log.showSignature=false"])
        .args(["-c", "log.mailmap=false"])
        .args(["-c", "i18n.logOutputEncoding=UTF-8"])
        .arg("-C")
        .arg(repository)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    git
}

/// The log of the file: of each commit its hash, its day and its subject, an empty field, then the status and the
/// paths, each ended by NUL.
fn git(repository: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let output = command(repository)
        .args("log --first-parent --follow --diff-merges=first-parent".split(' '))
        .args("--no-ext-diff --no-textconv --no-color --no-show-signature --no-notes".split(' '))
        .args("--name-status -z --format=tformat:%H%x00%cs%x00%s%x00 --".split(' '))
        .arg(path)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => io::Error::other("the program `git` is not installed"),
            _ => error,
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let told = told.lines().next().unwrap_or_default();
    Err(io::Error::other(told.trim_start_matches("fatal: ")))
}

/// The commits of a log, without the files.
fn commits(log: &[u8]) -> Option<Vec<Commit>> {
    let text = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
    let mut fields = log.split(|byte| *byte == 0);
    let mut commits = Vec::new();
    while let Some(hash) = fields.next().filter(|hash| !hash.is_empty()) {
        let day = Date::read(&text(fields.next()?))?;
        let subject = text(fields.next()?);
        let path = match fields.nth(1)?.trim_ascii_start().first()? {
            // The file is not there any more.
            b'D' => fields.next().map(|_| None)?,
            // A rename or copy tells the old path first.
            b'R' | b'C' => Some(fields.nth(1)?.to_vec()),
            _ => Some(fields.next()?.to_vec()),
        };
        commits.push(Commit {
            hash: text(hash),
            day: day.bounds().single()?,
            subject,
            path,
            bytes: Vec::new(),
        });
    }
    Some(commits)
}

/// The file in each commit in which it is there.
fn objects(repository: &Path, commits: &[Commit]) -> io::Result<Vec<Vec<u8>>> {
    let mut wanted = Vec::new();
    for Commit { hash, path, .. } in commits {
        let Some(path) = path else { continue };
        if path.contains(&b'\n') {
            return Err(io::Error::other("its path contains a line break"));
        }
        wanted.extend([hash.as_bytes(), b":", path, b"\n"].concat());
    }
    let mut child = command(repository)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let feed = child.stdin.take();
    let output = thread::scope(|scope| {
        // Where git ends early, what it gave says so.
        scope.spawn(move || feed.map(|mut feed| feed.write_all(&wanted)));
        child.wait_with_output()
    });
    let output = output?.stdout;
    let mut rest = output.as_slice();
    let mut found = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let head = String::from_utf8_lossy(&rest[..end]);
        let mut words = head.rsplit(' ');
        let size = words.next().and_then(|size| size.parse::<usize>().ok());
        let kind = words.next().unwrap_or_default();
        let size = size.filter(|_| kind == "blob");
        let no_file = || io::Error::other(format!("git gives no file for it: {head}"));
        let body = end + 1..end + 1 + size.ok_or_else(no_file)?;
        let body = rest
            .get(body)
            .ok_or_else(|| io::Error::other("git ended early"))?;
        found.push(body.to_vec());
        rest = rest.get(end + 2 + body.len()..).unwrap_or_default();
    }
    Ok(found)
}
