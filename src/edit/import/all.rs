//! All documents of a repository, each made into a timeline of its own in one folder.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use regex::Regex;

use super::{ImportArgs, versions};
use crate::file::{self, names};
use crate::shell::git::{self, History};
use crate::shell::global::Call;
use crate::shell::input::{self, reason};
use crate::shell::outcome::{Exit, Failure, FileError, Outcome};
use crate::text::words::{Count, and_some, ticked};
use crate::text::{clean_line, pattern};

impl ImportArgs {
    pub(super) fn take_all(&self, glob: Option<&str>, call: Call<'_>) -> Result<Outcome, Failure> {
        let asked = glob.map_or_else(|| pattern(r"\.(?:md|markdown|txt)$"), read_glob);
        let repository = Path::new(self.git.iter().flatten().next().map_or("", |of| of));
        let folder = self.into.as_deref().unwrap_or(Path::new(""));
        let say = progress(call);
        say("reading the history");
        let histories = git::histories(repository, &|path| asked.is_match(path));
        say("");
        let histories = histories?;
        if histories.is_empty() {
            let endings = || "ends in .md, .markdown or .txt".to_owned();
            let what = glob.map_or_else(endings, |glob| format!("matches `{glob}`"));
            let why = format!("no path in its first-parent history {what}");
            return Err(FileError::unreadable(&repository.to_string_lossy(), &why).into());
        }
        fs::create_dir_all(folder)
            .map_err(|error| FileError::unwritable(&folder.to_string_lossy(), &reason(&error)))?;
        let documents = Count(histories.len(), "document");
        let paths = paths(folder, &histories)?;
        let (mut written, mut notes) = (String::new(), Vec::new());
        let (mut removed, mut failed) = (Vec::new(), Vec::new());
        for (place, (mut history, path)) in histories.into_iter().zip(paths).enumerate() {
            say(&format!("{} of {documents}", place + 1));
            if history.is_removed() && !self.whole {
                removed.push(ticked(&clean_line(&history.path)));
                if !path.exists() {
                    continue;
                }
                while history.is_removed() {
                    history.commits.pop();
                }
            }
            let made = history.read(repository).map_err(Failure::from);
            let made = made.and_then(|()| Ok(versions::of_commits(history.commits)?));
            match made.and_then(|versions| self.append_to(&path, &versions)) {
                Ok(added) => {
                    notes.extend(added.notes.into_iter().filter(|_| call.global.verbose));
                    let (path, count) = (clean_line(&path.to_string_lossy()), added.events);
                    let line = format!("{path}: {} added\n", Count(count, "version"));
                    written += if count > 0 { &line } else { "" };
                }
                Err(failure) => failed.push(format!("not imported: {}", failure.in_one_line())),
            }
        }
        say("");
        let (added, lost) = (written.lines().count(), failed.len());
        notes.push(format!(
            "{documents}: {added} with new versions, {lost} not imported"
        ));
        if !removed.is_empty() {
            let (count, removed) = (Count(removed.len(), "document"), and_some(&removed));
            notes.push(format!("left out: {count} that the repository removed: {removed}; `--whole` takes these too, and ends their clauses"));
        }
        notes.append(&mut failed);
        Ok(Outcome {
            notes,
            exit: if lost > 0 { Exit::No } else { Exit::Done },
            ..Outcome::of(written)
        })
    }
}

/// Says how far long work is, in one line that is written over and over, where standard error is a terminal.
fn progress(call: Call<'_>) -> impl Fn(&str) {
    let dumb = call.world.var("TERM") == Some("dumb");
    let is_shown = call.world.error_terminal && !dumb && !call.global.quiet;
    move |what| {
        if is_shown {
            // Where it cannot be written, nothing is lost.
            let _ = write!(io::stderr().lock(), "\r\x1b[K{what}");
        }
    }
}

/// The signs of a pattern of paths as those of a regular expression that is escaped.
const SIGNS: [[&str; 2]; 3] = [[r"\*\*/", "(?:.*/)?"], [r"\*", ".*"], [r"\?", "."]];

fn read_glob(glob: &str) -> Regex {
    let replace = |pattern: String, [sign, meant]: &[&str; 2]| pattern.replace(sign, meant);
    let glob = SIGNS.iter().fold(regex::escape(glob), replace);
    pattern(&format!("^(?s:{glob})$"))
}

/// The file of each document: the one that has a version of it, else a new one that is named after its path.
fn paths(folder: &Path, histories: &[History]) -> Result<Vec<PathBuf>, FileError> {
    let mut known: HashMap<String, PathBuf> = HashMap::new();
    let mut taken: HashSet<PathBuf> = HashSet::new();
    for found in input::files(folder)? {
        let (Some(path), Some(input)) = (&found.path, found.read()?) else {
            continue;
        };
        let timeline = file::read(&input.name, input.bytes, false).history.timeline;
        let titles = timeline.sources.into_iter().filter_map(|of| of.title);
        known.extend(titles.map(|title| (title, path.clone())));
        taken.insert(path.clone());
    }
    let paths = histories.iter().map(|history| {
        let mut commits = history.commits.iter().rev();
        if let Some(path) = commits.find_map(|commit| known.get(&commit.name())) {
            return path.clone();
        }
        let own = Path::new(&history.path).with_extension("");
        let slug = |part: &OsStr| names::slug(&part.to_string_lossy());
        let words = own.iter().filter_map(slug).collect::<Vec<_>>().join("-");
        let path = |id: &str| folder.join(format!("{id}.toml"));
        let free = names::first_free(&[words], |id| !taken.contains(&path(id)));
        taken.insert(path(&free));
        path(&free)
    });
    Ok(paths.collect())
}
