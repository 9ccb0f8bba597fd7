//! `import`: successive versions of one text, made into a timeline.
//!
//! A section is a clause and a version is an event: a new section is adopted, a changed one amended, one
//! that is gone ended, and one that returns adopted again.

mod all;
mod amend;
mod clauses;
mod forms;
mod headings;
mod lines;
mod names;
mod scan;
mod sections;
mod timeline;
mod versions;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Args;
use regex::Regex;

use super::add::{Addition, Old, append};
use super::check_flags;
use super::toml::{Toml, string};
use crate::agreement::Timeline;
use crate::questions::view::Refusal;
use crate::shell::git;
use crate::shell::global::Call;
use crate::shell::outcome::{Exit, Failure, Outcome};
use crate::text::clean_line;
use crate::text::words::{Count, quote, split};
use headings::unmarked;
use lines::{TITLE, front};
use sections::read;
use timeline::{Made, Step};
use versions::Version;

#[derive(Args, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct ImportArgs {
    /// The date and file of each version: Markdown, or plain text with numbered sections; a file alone where its front matter has a `date`
    #[arg(value_name = "DATE=FILE", required_unless_present_any = ["git", "amendment"])]
    versions: Vec<String>,
    /// A document that says what changes in the text before it: what it deletes, replaces and adds, section by section
    #[arg(long, value_name = "DATE=FILE", conflicts_with = "git")]
    amendment: Vec<String>,
    /// Add versions, or what is new in a history, to this timeline, and change no byte of it: a section is the clause in force with its heading or its text. With `--all`, the folder of timelines
    #[arg(long, value_name = "FILE", conflicts_with_all = ["title", "force"])]
    into: Option<PathBuf>,
    /// What the timeline is called [default: as the last version calls itself, else its path]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Take the versions from the first-parent history of a file in a Git repository
    #[arg(long, num_args = 1..=2, value_names = ["REPO", "PATH"], conflicts_with = "versions")]
    git: Option<Vec<String>>,
    /// Take every document of the repository whose path matches, `*` also across folders, each into a timeline of its own in the folder `--into` [default: all that end in .md, .markdown or .txt]
    #[arg(long, num_args = 0..=1, value_name = "GLOB", requires_all = ["git", "into"], conflicts_with = "title")]
    all: Option<Vec<String>>,
    /// A section is a heading down to this level, with all that is below it; 1 is the highest [default: every heading begins one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=9))]
    level: Option<u8>,
    /// A section begins with what matches this regular expression in a line, and the rest of the line is text; a group in it is the heading
    #[arg(long, value_name = "REGEX", value_parser = pattern, conflicts_with = "level")]
    heading: Option<Regex>,
    /// Keep texts byte for byte, and take markup, link targets, numbers and white space alone for amendments
    #[arg(long)]
    exact: bool,
    /// Each version has the whole text, also where most clauses end with it
    #[arg(long)]
    whole: bool,
    /// Exit with 1 where a sentence of an amendment names a section and is not placed
    #[arg(long)]
    strict: bool,
    /// Let `--output` replace a timeline
    #[arg(long)]
    pub(crate) force: bool,
}

impl Addition {
    /// What was made of so many versions, or added to a file.
    fn said(&self, path: Option<&Path>, versions: usize) -> String {
        let (events, clauses) = (&self.timeline.events, &self.timeline.clauses);
        let path = path.map(|path| clean_line(&path.to_string_lossy()));
        match (path, self.events) {
            (None, _) => {
                let changes = events.iter().map(|event| event.changes.len()).sum();
                let (versions, clauses) =
                    (Count(versions, "version"), Count(clauses.len(), "clause"));
                format!("{versions}, {clauses} and {}", Count(changes, "change"))
            }
            (_, 0) => "nothing was added".to_owned(),
            (Some(path), 1) => {
                let id = events.last().map_or("", |event| &event.id);
                format!("`{id}` was added to `{path}`")
            }
            (Some(path), many) => format!("{} were added to `{path}`", Count(many, "version")),
        }
    }
}

impl ImportArgs {
    fn check(&self) -> Result<(), Refusal> {
        let into = self.into.as_deref().unwrap_or(Path::new(""));
        let (message, help) = match (self.all.is_some(), self.git.as_deref()) {
            (true, Some([_, _])) => (
                "with `--all`, `--git` takes the repository alone",
                "say which paths it takes behind `--all`, as in `--all 'terms/*.md'`",
            ),
            (false, Some([_])) => (
                "`--git` takes a repository and the path of a file in it",
                "add the path, or `--all --into FOLDER` for every document",
            ),
            (true, _) if into.is_file() => (
                "`--all` writes a folder of timelines, and `--into` names a file",
                "name a folder, as in `--into timelines`",
            ),
            (false, _) if into.is_dir() => (
                "a version is added to one timeline, and `--into` names a folder",
                "name the timeline in it, as in `--into FOLDER/lease.toml`",
            ),
            _ => return Ok(()),
        };
        Err(Refusal::new(message, help))
    }

    pub(crate) fn reads(&self) -> Vec<PathBuf> {
        let path = |arg: &String| arg.split_once('=').map_or(arg.as_str(), |it| it.1).into();
        let files = self.versions.iter().chain(&self.amendment).map(path);
        let git = self.git.as_deref().map(|paths| paths.iter().collect());
        files.chain(git).collect()
    }
}

pub(crate) fn import(args: &ImportArgs, call: Call<'_>) -> Result<Outcome, Failure> {
    let global = call.global;
    global.refuse_timeline("an imported timeline", &[])?;
    args.check()?;
    if args.into.is_some() {
        check_flags(global, "a version that is added")?;
    }
    if let Some(glob) = &args.all {
        return args.take_all(glob.first().map(String::as_str), call);
    }
    let mut notes = Vec::new();
    let versions = if let Some([repository, path]) = args.git.as_deref() {
        let found = git::history(Path::new(repository), Path::new(path))?;
        if found.is_renamed {
            let to = found.path;
            notes.push(format!(
                "the file was renamed to `{to}`, where its versions go on"
            ));
        }
        versions::of_commits(found.commits)?
    } else {
        versions::files(&args.versions, &args.amendment)?
    };
    let added = match &args.into {
        Some(path) => args.append_to(path, &versions)?,
        None => args.with(
            &args.beginning(&versions, "the imported timeline", false)?,
            &versions,
        )?,
    };
    notes.insert(0, added.said(args.into.as_deref(), versions.len()));
    notes.extend(added.notes);
    let text = if args.into.is_some() {
        added.block
    } else {
        added.whole
    };
    Ok(Outcome {
        exit: if added.is_short { Exit::No } else { Exit::Done },
        notes,
        ..Outcome::of(text)
    })
}

impl ImportArgs {
    /// Adds versions to the timeline in a file, or to one that begins where there is no such file.
    fn append_to(&self, path: &Path, versions: &[Version]) -> Result<Addition, Failure> {
        let read = || {
            if path.exists() {
                return Old::read(path, None);
            }
            self.beginning(versions, &path.to_string_lossy(), true)
        };
        append(path, &read, &|old| self.with(old, versions))
    }

    fn beginning(&self, versions: &[Version], name: &str, begins: bool) -> Result<Old, Failure> {
        let title = string(&self.called(versions));
        let text = format!("format = 1\ntitle = {title}\nwording = \"verbatim\"\n");
        Old::of(name, text.into_bytes().into(), begins)
    }

    /// A timeline with versions, of a history those that it does not have yet. What else it says of the clauses may come
    /// between them: those behind that go on from what it makes of those before.
    fn with(&self, old: &Old, versions: &[Version]) -> Result<Addition, Failure> {
        let known = match self.git {
            Some(_) => known(&old.reading.history.timeline, versions)?,
            None => 0,
        };
        let mut rest = &versions[known..];
        self.check_heading(rest)?;
        let mut toml = Toml::below(&old.text);
        let (mut told, mut is_short) = (Vec::new(), false);
        let mut later: Option<Old> = None;
        while !rest.is_empty() {
            let made = Made::of(later.as_ref().unwrap_or(old), rest, self)?;
            rest = &rest[made.steps.len()..];
            toml = made.written(toml);
            told.extend(made.steps.iter().filter_map(Step::told));
            is_short |= self.strict && made.steps.iter().any(Step::is_short);
            if !rest.is_empty() {
                let whole = old.joined(String::new(), toml.out.clone())?.whole;
                let path = &old.reading.source.path;
                later = Some(Old::of(path, whole.into_bytes().into(), false)?);
            }
        }
        let mut added = old.joined(String::new(), toml.out)?;
        added.notes.append(&mut told);
        Ok(Addition { is_short, ..added })
    }

    fn check_heading(&self, versions: &[Version]) -> Result<(), Refusal> {
        let Some((pattern, last)) = self.heading.as_ref().zip(versions.last()) else {
            return Ok(());
        };
        let mut lines = versions.iter().flat_map(|version| version.text.lines());
        if lines.any(|line| pattern.is_match(line.trim())) {
            return Ok(());
        }
        let message = format!("no line of `{}` matches `{pattern}`", last.source);
        Err(Refusal::new(
            message,
            "see how its sections begin, and say that",
        ))
    }

    /// What the timeline is called: as is asked, as the last text calls itself, or as its file is called.
    fn called(&self, versions: &[Version]) -> String {
        let has_text = |it: &&Version| !it.amends && split(&it.text).next().is_some();
        let own = || {
            let last = versions.iter().rev().find(has_text)?;
            let mut left = read(&last.text, self).left.into_iter();
            let title = left.find(|left| left.what == TITLE).map(|left| left.text);
            let title = front(&last.text).1.remove("title").or(title)?;
            let line = title.lines().next()?.trim_start_matches(['#', ' ']);
            Some(clean_line(unmarked(line)))
        };
        let says = |title: &String| !title.trim().is_empty();
        let asked = self.title.clone().filter(says);
        asked.or_else(|| own().filter(says)).unwrap_or_else(|| {
            let path = versions.last().map_or("", |version| &version.path);
            let path = Path::new(path).with_extension("");
            path.to_string_lossy().into_owned()
        })
    }
}

/// How many of the versions of a history, up to the last that it has, a timeline knows.
fn known(timeline: &Timeline, versions: &[Version]) -> Result<usize, Refusal> {
    let sources = timeline.sources.iter();
    let titles: HashSet<&str> = sources.filter_map(|it| it.title.as_deref()).collect();
    let mut all = versions.iter();
    match all.rposition(|version| titles.contains(version.source.as_str())) {
        Some(last) => Ok(last + 1),
        None if timeline.events.is_empty() => Ok(0),
        None => {
            let title = quote(&timeline.title);
            let last = versions.last().map_or("", |last| &last.source);
            Err(Refusal::new(
                format!("{title} has no version of the history that ends with `{last}`"),
                "import it into a timeline of its own",
            ))
        }
    }
}

fn pattern(text: &str) -> Result<Regex, &'static str> {
    Regex::new(text).map_err(|_| "write a regular expression such as `^Article [0-9]+`")
}
