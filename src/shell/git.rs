//! The versions of a file in a Git repository, by the `git` command.

use std::collections::{HashMap, HashSet};
use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{FileError, input::MOST, input::reason};
use crate::date::{Date, Day};

/// So many characters name a commit.
const SHORT: usize = 12;
/// What Git is to show of commits, whatever its settings.
const LOG: &str = "log --first-parent --diff-merges=first-parent --root -z -O/dev/null --no-relative \
    --no-ext-diff --no-textconv --no-color --no-notes";
/// Then each commit: its name, its parents, its day, its subject and its trailers, and what it did to which files.
const CHANGES: &str = "--raw --no-abbrev -M -l1000 --format=tformat:%H%x00%P%x00%cs%x00%s%x00\
    %(trailers:key=Effective-Date,valueonly)%x00%(trailers:key=Source-Date,valueonly) HEAD --";

#[derive(Debug)]
pub(crate) struct Commit {
    hash: String,
    /// So many commits of the log are newer.
    place: usize,
    /// Whether the repository knows of nothing before it.
    is_first: bool,
    /// The committer's day, in the committer's time zone.
    pub(crate) day: Day,
    pub(crate) subject: String,
    /// What its trailers say.
    pub(crate) effective_date: String,
    pub(crate) source_date: String,
    /// The file's path then.
    pub(crate) path: String,
    /// What kind of file it was, and the name of what was in it.
    mode: String,
    blob: String,
    /// The file as it left it; nothing where it removed the file.
    pub(crate) bytes: Vec<u8>,
}

impl Commit {
    fn removes(&self) -> bool {
        self.mode.bytes().all(|digit| digit == b'0')
    }

    /// The path and the commit, as they are cited.
    pub(crate) fn name(&self) -> String {
        let short = &self.hash[..self.hash.len().min(SHORT)];
        format!("{} at commit {short}", self.path)
    }
}

/// A file: its last path, and the commits of the first-parent history that changed it, the oldest first.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) path: String,
    pub(crate) commits: Vec<Commit>,
    /// Whether it was renamed away from a path that is looked for.
    pub(crate) is_renamed: bool,
}

/// The history of one file, also of one that was renamed away from the path given.
pub(crate) fn history(repository: &Path, path: &Path) -> Result<History, FileError> {
    let read = from_root(repository, path).and_then(|asked| {
        let found = followed(repository, &|path| path == asked)?;
        // Of several that had the path, it is the one that had it last.
        let had = |found: &History| {
            let had = found.commits.iter().filter(|commit| commit.path == asked);
            had.map(|commit| commit.place).min().unwrap_or(usize::MAX)
        };
        let mut first = found.into_iter().min_by_key(had).ok_or_else(early)?;
        first.is_renamed = first.path != asked;
        Ok(first)
    });
    let mut found = told(repository, &path.to_string_lossy(), read)?;
    found.read(repository)?;
    Ok(found)
}

/// The histories of all files that have, or had, one of some paths, by their last paths. What the files say is not read.
pub(crate) fn histories(
    repository: &Path,
    is_asked: &dyn Fn(&str) -> bool,
) -> Result<Vec<History>, FileError> {
    let mut found = told(repository, "the history", followed(repository, is_asked))?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn followed(repository: &Path, is_asked: &dyn Fn(&str) -> bool) -> io::Result<Vec<History>> {
    let log = output(command(repository, &format!("{LOG} {CHANGES}")))?;
    let mut later = HashSet::new();
    loop {
        let wanted = |path: &str| is_asked(path) || later.contains(path);
        let found = follow(&log, &wanted).ok_or_else(early)?;
        let known = later.len();
        let renamed = found.iter().filter(|found| found.is_renamed);
        later.extend(renamed.map(|found| found.path.clone()));
        if later.len() == known {
            return Ok(found);
        }
    }
}

impl History {
    /// Whether its last commit removed it.
    pub(crate) fn is_removed(&self) -> bool {
        self.commits.last().is_some_and(Commit::removes)
    }

    /// Reads what the file says in each commit.
    pub(crate) fn read(&mut self, repository: &Path) -> Result<(), FileError> {
        told(repository, &self.path, fill(repository, &mut self.commits))
    }
}

/// What Git cannot give, with the reason.
fn told<T>(repository: &Path, name: &str, read: io::Result<T>) -> Result<T, FileError> {
    read.map_err(|error| {
        let root = repository.to_string_lossy();
        let args = r"config --get-regexp ^remote\..*\.promisor$ true";
        let is_gits = error.kind() != ErrorKind::InvalidInput;
        let is_partial = is_gits && output(command(repository, args)).is_ok();
        let call = format!("`git -C {root} fetch --refetch --no-filter`");
        let partial = is_partial.then(|| format!("it is a partial clone; {call} completes it"));
        let why = partial.unwrap_or_else(|| reason(&error));
        FileError::unreadable(&format!("{name} in {root}"), &why)
    })
}

/// A `git` that runs nothing that a repository names, asks for nothing, reaches no network, and heeds no setting.
fn command(repository: &Path, args: &str) -> Command {
    let mut git = Command::new("git");
    let names = env::vars_os().map(|(name, _)| name);
    for name in names.filter(|name| name.to_string_lossy().starts_with("GIT_")) {
        git.env_remove(name);
    }
    let settings = "--no-pager --no-optional-locks --no-replace-objects --literal-pathspecs \
        -c core.fsmonitor=false -c core.hooksPath=/dev/null -c log.showSignature=false -c log.mailmap=false \
        -c trailer.separators=: -c i18n.logOutputEncoding=UTF-8";
    git.args(settings.split_whitespace()).arg("-C");
    git.arg(repository).args(args.split_whitespace()).envs([
        ("GIT_GRAFT_FILE", "/dev/null"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("LC_ALL", "C"),
    ]);
    git
}

fn output(mut git: Command) -> io::Result<Vec<u8>> {
    let output = git.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => io::Error::other("the program `git` is not installed"),
        _ => error,
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let told = text(&output.stderr);
    let fatal = told.lines().find_map(|line| line.strip_prefix("fatal: "));
    Err(fatal.map_or_else(early, io::Error::other))
}

fn early() -> io::Error {
    io::Error::other("git ended early")
}

/// An error that is not Git's.
fn refused(why: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, why)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_ascii().to_owned()
}

/// A path as Git writes it, from the root of the repository.
fn from_root(repository: &Path, path: &Path) -> io::Result<String> {
    let mut git = command(repository, &format!("{LOG} --name-only -1 --format= --"));
    git.arg(path);
    let names = output(git)?;
    let found = names.split(|byte| *byte == 0).next().unwrap_or_default();
    Err(refused(match text(found) {
        name if name.is_empty() => "no commit in its first-parent history changes it".to_owned(),
        name if Path::new(&name).file_name() == path.file_name() => return Ok(name),
        name => format!("it is a folder; name a file in it, such as `{name}`"),
    }))
}

/// The files that have or had a path that is wanted, those first that changed last.
fn follow(log: &[u8], is_wanted: &dyn Fn(&str) -> bool) -> Option<Vec<History>> {
    let mut fields = log.split(|byte| *byte == 0);
    let (mut head, mut found, mut place) = (Vec::new(), Vec::<History>::new(), 0);
    // By the path that it then had, which file it is.
    let mut at: HashMap<&[u8], usize> = HashMap::new();
    while let Some(first) = fields.next() {
        let Some(entry) = first.trim_ascii_start().strip_prefix(b":") else {
            head = vec![first];
            head.extend(fields.by_ref().take(5));
            place += 1;
            continue;
        };
        let entry = text(entry);
        let [_, mode, _, blob, status] = entry.split(' ').collect::<Vec<_>>()[..] else {
            return None;
        };
        let old = fields.next()?;
        let renamed = status.starts_with('R').then(|| fields.next());
        let new = renamed.unwrap_or(Some(old))?;
        let begun = at.remove(new);
        // What had the path before is another file than what has it since.
        at.remove(old);
        let path = text(new);
        let is_renamed = !is_wanted(&path);
        if begun.is_none() && is_renamed && !is_wanted(&text(old)) {
            continue;
        }
        let [hash, parents, day, subject, effective, source] = head[..] else {
            return None;
        };
        let commit = Commit {
            hash: text(hash),
            place,
            is_first: parents.is_empty(),
            day: Date::read(&text(day))?.bounds().single()?,
            subject: text(subject),
            effective_date: text(effective),
            source_date: text(source),
            path: path.clone(),
            mode: mode.to_owned(),
            blob: blob.to_owned(),
            bytes: Vec::new(),
        };
        let own = begun.unwrap_or_else(|| {
            found.push(History {
                path,
                commits: Vec::new(),
                is_renamed,
            });
            found.len() - 1
        });
        found[own].commits.push(commit);
        at.insert(old, own);
    }
    for history in &mut found {
        history.commits.reverse();
    }
    Some(found)
}

/// Reads the file in each commit in which it is there.
fn fill(repository: &Path, commits: &mut [Commit]) -> io::Result<()> {
    let mut git = command(repository, "cat-file --batch");
    git.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut git = git.stderr(Stdio::null()).spawn()?;
    let pipes = git.stdin.take().zip(git.stdout.take());
    let (mut asked, told) = pipes.ok_or_else(early)?;
    let (mut told, mut left) = (BufReader::new(told), MOST);
    let mut object = |name: &str| {
        asked.write_all(format!("{name}\n").as_bytes())?;
        object(&mut told, &mut left)
    };
    // What Git takes for the first commit may name a parent that a shallow clone lacks.
    if let Some(first) = commits.first().filter(|first| first.is_first) {
        let commit = text(&object(&first.hash)?);
        let mut lines = commit.lines().skip(1);
        if lines.next().is_some_and(|line| line.starts_with("parent ")) {
            let (name, root) = (first.name(), repository.to_string_lossy());
            return Err(refused(format!(
                "this shallow clone begins with {name}; `git -C {root} fetch --unshallow` completes it"
            )));
        }
    }
    for commit in commits {
        if commit.mode.starts_with("100") {
            commit.bytes = object(&commit.blob)?;
        } else if !commit.removes() {
            return Err(refused(format!("{} is a link, not a file", commit.name())));
        }
    }
    drop(asked);
    git.wait().map(|_| ())
}

/// The next object that Git gives, which must be smaller than what there is room for.
fn object(objects: &mut dyn BufRead, room: &mut u64) -> io::Result<Vec<u8>> {
    let mut head = String::new();
    objects.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next();
    let size = size.and_then(|size| size.parse::<u64>().ok());
    let size = size.ok_or_else(|| io::Error::other("git does not have one of its versions"))?;
    let left = room.checked_sub(size);
    *room = left.ok_or_else(|| refused("its versions are larger than 1 GiB in all".to_owned()))?;
    let mut object = Vec::new();
    objects.take(size + 1).read_to_end(&mut object)?;
    match object.pop() {
        Some(_) if u64::try_from(object.len()) == Ok(size) => Ok(object),
        _ => Err(early()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_there_is_room_for() {
        for (given, room, expected) in [
            ("ab blob 3\none\n", 5, Ok("one")),
            ("ab blob 0\n\n", 0, Ok("")),
            (
                "ab missing\n",
                5,
                Err("git does not have one of its versions"),
            ),
            ("ab blob 3\non", 5, Err("git ended early")),
            ("", 5, Err("git does not have one of its versions")),
            (
                "ab blob 6\n",
                5,
                Err("its versions are larger than 1 GiB in all"),
            ),
        ] {
            let found = object(&mut given.as_bytes(), &mut { room });
            let found = found
                .map(|bytes| text(&bytes))
                .map_err(|error| error.to_string());
            assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned));
        }
    }
}
