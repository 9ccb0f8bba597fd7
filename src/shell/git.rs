//! The versions of a file in a Git repository, by the `git` command.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::input::{MOST, reason};
use super::outcome::FileError;
use crate::date::{Date, Day};

/// So many characters name a commit.
const SHORT: usize = 12;

#[derive(Debug)]
pub(crate) struct Commit {
    hash: String,
    /// Whether the repository knows of nothing before it.
    is_first: bool,
    /// The committer's day, in the committer's time zone.
    pub(crate) day: Day,
    pub(crate) subject: String,
    /// What its trailers say, each the last of its name.
    pub(crate) effective_date: String,
    pub(crate) source_date: String,
    /// The file's path then.
    path: Vec<u8>,
    /// The name of what was in the file; none where it was removed.
    blob: Option<String>,
    /// The file as it left it; nothing where it removed the file.
    pub(crate) bytes: Vec<u8>,
}

impl Commit {
    /// The path and the commit, as they are cited.
    pub(crate) fn name(&self) -> String {
        format!("{} at commit {}", text(&self.path), self.short())
    }

    fn short(&self) -> &str {
        &self.hash[..self.hash.len().min(SHORT)]
    }
}

/// The commits in the first-parent history of a file that changed it, the oldest first, and its path, where it was
/// renamed away from the one given.
pub(crate) fn history(
    repository: &Path,
    path: &Path,
) -> Result<(Vec<Commit>, Option<String>), FileError> {
    let (name, root) = (path.to_string_lossy(), repository.to_string_lossy());
    read(repository, path).map_err(|error| {
        let remote = promisor(repository).filter(|_| error.kind() != ErrorKind::InvalidInput);
        let why = match remote {
            None => reason(&error),
            Some(remote) => format!(
                "it is a partial clone; `git -C {root} fetch --refetch --no-filter {remote}` completes it"
            ),
        };
        FileError::unreadable(&format!("{name} in {root}"), &why)
    })
}

fn read(repository: &Path, path: &Path) -> io::Result<(Vec<Commit>, Option<String>)> {
    let mut walk = Walk::of(repository, from_root(repository, path)?)?;
    let mut moved = None;
    // Where its last commit renamed it away, there is a later one under the other name.
    while let Some(to) = walk.moved.take() {
        moved = Some(text(&to));
        walk = Walk::of(repository, to)?;
    }
    let mut commits = walk.commits;
    commits.reverse();
    fill(repository, &mut commits)?;
    Ok((commits, moved))
}

/// A `git` that runs nothing that a repository names, asks for nothing, reaches no network, and shows each commit as it
/// was made, whatever surrounds it.
fn command(repository: &Path, args: &str) -> Command {
    let mut git = Command::new("git");
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            git.env_remove(name);
        }
    }
    let settings = "--no-pager --no-optional-locks --no-replace-objects --literal-pathspecs \
        -c core.fsmonitor=false -c core.hooksPath=/dev/null -c log.showSignature=false -c log.mailmap=false \
        -c trailer.separators=: -c i18n.logOutputEncoding=UTF-8";
    git.args(settings.split_whitespace())
        .arg("-C")
        .arg(repository)
        .args(args.split_whitespace())
        .env("GIT_GRAFT_FILE", "/dev/null")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    git
}

/// Runs a `git`, which is fed and read at the same time.
fn run<T>(
    mut git: Command,
    feed: &[u8],
    read: impl FnOnce(&mut dyn BufRead) -> io::Result<T>,
) -> io::Result<T> {
    let mut child = git.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => io::Error::other("the program `git` is not installed"),
        _ => error,
    })?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (found, told) = thread::scope(|scope| {
        // Where git ends early, what it gave says so.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(feed)));
        let told = scope.spawn(move || stderr.and_then(|told| io::read_to_string(told).ok()));
        let found = stdout.map(|stdout| read(&mut BufReader::new(stdout)));
        (found.unwrap_or_else(|| Err(early())), told.join())
    });
    let succeeded = child.wait()?.success();
    match found {
        Err(error) if error.kind() == ErrorKind::InvalidInput => Err(error),
        found if succeeded => found,
        _ => {
            let told = told.ok().flatten().unwrap_or_default();
            let fatal = told.lines().find_map(|line| line.strip_prefix("fatal: "));
            Err(fatal.map_or_else(early, io::Error::other))
        }
    }
}

/// Where Git does not give what it should.
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

/// The remote that is to give what a partial clone lacks.
fn promisor(repository: &Path) -> Option<String> {
    let git = command(
        repository,
        r"config --get-regexp ^remote\..*\.promisor$ true",
    );
    let found = run(git, b"", |found| io::read_to_string(found)).ok()?;
    let (name, _) = found.strip_prefix("remote.")?.split_once(".promisor")?;
    Some(name.to_owned())
}

/// A path as Git writes it, from the root of the repository.
fn from_root(repository: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let mut git = command(repository, &format!("{LOG} --name-only -1 --format= --"));
    git.arg(path);
    let mut found = Vec::new();
    run(git, b"", |names| names.read_until(0, &mut found))?;
    let Some(_) = found.pop() else {
        return Err(refused(
            "no commit in its first-parent history changes it".to_owned(),
        ));
    };
    let name = text(&found);
    if Path::new(&name).file_name() == path.file_name() {
        return Ok(found);
    }
    Err(refused(format!(
        "it is a folder; name a file in it, such as `{name}`"
    )))
}

/// What Git is to show of commits, whatever its settings.
const LOG: &str = "log --first-parent --diff-merges=first-parent --root -z -O/dev/null --no-relative \
    --no-ext-diff --no-textconv --no-color --no-notes";

/// What a walk reads of a commit: its name, its parents, its day, its subject and its trailers.
const HEAD: &str = "%H%x00%P%x00%cs%x00%s%x00\
    %(trailers:key=Effective-Date,valueonly)%x00%(trailers:key=Source-Date,valueonly)";

/// A walk from the newest commit to the oldest, after one file.
#[derive(Default)]
struct Walk {
    /// Its path before the commits that were met.
    path: Vec<u8>,
    commits: Vec<Commit>,
    /// Whether another file had the path before.
    is_over: bool,
    /// To where the newest commit of the path renamed the file.
    moved: Option<Vec<u8>>,
}

impl Walk {
    fn of(repository: &Path, path: Vec<u8>) -> io::Result<Self> {
        let args = format!("{LOG} --raw --no-abbrev -M -l1000 --format=tformat:{HEAD} HEAD --");
        let mut walk = Self {
            path,
            ..Self::default()
        };
        run(command(repository, &args), b"", |log| walk.through(log))?;
        Ok(walk)
    }

    fn through(&mut self, log: &mut dyn BufRead) -> io::Result<()> {
        let mut fields = log.split(0);
        let mut head: Vec<String> = Vec::new();
        while let Some(first) = fields.next().transpose()? {
            let first = text(&first);
            let mut next = || fields.next().unwrap_or_else(|| Err(early()));
            if let Some(entry) = first.strip_prefix(':') {
                let old = next()?;
                let new = entry.contains(" R").then(next).transpose()?;
                self.meet(&head, entry, &old, new.as_ref().unwrap_or(&old))?;
            } else {
                head = vec![first];
                for _ in 1..6 {
                    head.push(text(&next()?));
                }
            }
        }
        Ok(())
    }

    /// Takes what a commit did to a file: its path before and after, and the modes and names of what it held, in one
    /// line.
    fn meet(&mut self, head: &[String], entry: &str, old: &[u8], new: &[u8]) -> io::Result<()> {
        if self.is_over || new != self.path {
            // What had the path until it was renamed away is another file than what has it since.
            if !self.is_over && old == self.path {
                self.is_over = true;
                self.moved = self.commits.is_empty().then(|| new.to_owned());
            }
            return Ok(());
        }
        let words: Vec<&str> = entry.split(' ').collect();
        let ([hash, parents, day, subject, effective, source], &[_, mode, _, blob, _]) =
            (head, words.as_slice())
        else {
            return Err(early());
        };
        let is_gone = mode.trim_matches('0').is_empty();
        let last = |text: &str| text.lines().last().unwrap_or_default().to_owned();
        let commit = Commit {
            hash: hash.clone(),
            is_first: parents.is_empty(),
            day: Date::read(day)
                .and_then(|day| day.bounds().single())
                .ok_or_else(early)?,
            subject: subject.clone(),
            effective_date: last(effective),
            source_date: last(source),
            path: new.to_owned(),
            blob: (!is_gone).then(|| blob.to_owned()),
            bytes: Vec::new(),
        };
        if !is_gone && !mode.starts_with("100") {
            return Err(refused(format!(
                "at commit {} it is a link, not a file",
                commit.short()
            )));
        }
        self.commits.push(commit);
        old.clone_into(&mut self.path);
        Ok(())
    }
}

/// Reads the file in each commit in which it is there.
fn fill(repository: &Path, commits: &mut [Commit]) -> io::Result<()> {
    // What Git takes for the first commit may name a parent that a shallow clone lacks.
    let first = commits.first().filter(|first| first.is_first);
    let first = first.map(|first| (first.hash.clone(), first.short().to_owned()));
    let hash = first.iter().map(|(hash, _)| hash.as_str());
    let blobs = commits.iter().filter_map(|commit| commit.blob.as_deref());
    let wanted: String = hash.chain(blobs).flat_map(|name| [name, "\n"]).collect();
    let git = command(repository, "cat-file --batch");
    run(git, wanted.as_bytes(), |objects| {
        let mut left = MOST;
        if let Some((_, short)) = first {
            let commit = text(&object(objects, &mut left)?);
            let mut head = commit.lines().take_while(|line| !line.is_empty());
            if head.any(|line| line.starts_with("parent ")) {
                let root = repository.to_string_lossy();
                return Err(refused(format!(
                    "it is older than commit {short}, at which this shallow clone begins; \
                     `git -C {root} fetch --unshallow` completes it"
                )));
            }
        }
        for commit in commits.iter_mut().filter(|commit| commit.blob.is_some()) {
            commit.bytes = object(objects, &mut left)?;
        }
        Ok(())
    })
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
