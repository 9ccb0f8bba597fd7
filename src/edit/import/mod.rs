//! `import`: successive versions of one text, made into a timeline.
//!
//! A section is a clause and a version is an event: a new section is adopted, a changed one amended, one
//! that is gone ended, and one that returns adopted again.

mod amend;
mod base;
mod clauses;
mod headings;
mod left;
mod names;
mod pair;
mod scan;
mod sections;
mod substance;
mod timeline;
mod versions;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use clap::Args;
use regex::Regex;

use super::add::{Old, append};
use super::check_flags;
use super::toml::{Toml, string};
use crate::questions::view::Refusal;
use crate::shell::global::Global;
use crate::shell::outcome::{Exit, Failure, Outcome};
use crate::text::clean_line;
use crate::text::words::Count;
use base::Base;
use sections::Cut;
use timeline::{Made, Step, name};
use versions::{Version, front_of};

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct ImportArgs {
    /// The date and file of each version: Markdown, or plain text with numbered sections; a file alone where its front matter has a `date`
    #[arg(value_name = "DATE=FILE", required_unless_present_any = ["git", "amendment"])]
    versions: Vec<String>,
    /// A document that says what changes in the text before it: what it deletes, replaces and adds, section by section
    #[arg(long, value_name = "DATE=FILE", conflicts_with = "git")]
    amendment: Vec<String>,
    /// Add one version to this timeline, and change no byte of it: a section is the clause in force with its heading or its text
    #[arg(long, value_name = "FILE", conflicts_with_all = ["git", "title", "force"])]
    into: Option<PathBuf>,
    /// What the timeline is called [default: the `title` of the last version's front matter]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Take the versions from the first-parent history of a file in a Git repository
    #[arg(long, num_args = 2, value_names = ["REPO", "PATH"], conflicts_with = "versions")]
    git: Option<Vec<String>>,
    /// A section is a heading down to this level, with all that is below it; 1 is the highest [default: every heading begins one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=9))]
    level: Option<u8>,
    /// A section begins with what matches this regular expression in a line, and the rest of the line is text; a group in it is the heading
    #[arg(long, value_name = "REGEX", conflicts_with = "level")]
    heading: Option<String>,
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

impl ImportArgs {
    /// The files whose text is taken.
    pub(crate) fn reads(&self) -> Vec<PathBuf> {
        let path = |arg: &String| {
            arg.split_once('=')
                .map_or(arg.as_str(), |(_, path)| path)
                .into()
        };
        let files = self.versions.iter().chain(&self.amendment).map(path);
        let git = self.git.as_deref().map(|paths| paths.iter().collect());
        files.chain(git).collect()
    }
}

pub(crate) fn import(args: &ImportArgs, global: &Global) -> Result<Outcome, Failure> {
    global.refuse_timeline("an imported timeline", &[])?;
    let cut = cut(args)?;
    let (versions, moved) = match args.git.as_deref() {
        Some([repository, path]) => versions::commits(Path::new(repository), Path::new(path))?,
        _ => (versions::files(&args.versions, &args.amendment)?, None),
    };
    let short = Cell::new(false);
    let made = |old: &Old| {
        let base = Base::of(old, versions[0].date);
        if let Some(later) = base.later(versions[0].date) {
            let date = later.date.human();
            let message = format!(
                "{}, comes before `{}`, dated {date}",
                versions[0].dated(),
                later.id
            );
            let help =
                "a version is added behind those that are there: import all versions in one call";
            return Err(Refusal::new(message, help).into());
        }
        if !args.amendment.is_empty() && base.is_renumbered() {
            let message =
                "an amendment goes by numbers, and sections of this timeline were numbered anew";
            let help = "import all versions and amendments in one call, or give the whole text as it is then";
            return Err(Refusal::new(message, help).into());
        }
        let made = Made::of(&versions, &cut, args, &base)?;
        let mut toml = Toml::below(&old.text);
        made.write(&mut toml);
        let mut added = old.joined(name(base.versions), toml)?;
        made.check_words(&added.timeline)?;
        added.notes.extend(made.steps.iter().filter_map(Step::told));
        short.set(args.strict && made.steps.iter().any(Step::is_short));
        Ok(added)
    };
    let added = match &args.into {
        Some(_) if versions.len() > 1 => {
            let help = "call it once for each, the earliest first";
            return Err(Refusal::new("`--into` takes one version at a time", help).into());
        }
        Some(path) => {
            check_flags(global, "a version that is added")?;
            append(path, &|| Old::read(path, None), &made, None)?
        }
        None => made(&beginning(&title(args, &versions)?)?)?,
    };
    let clauses = Count(added.timeline.clauses.len(), "clause");
    let changes = added.timeline.events.iter();
    let changes = Count(changes.map(|event| event.changes.len()).sum(), "change");
    let count = Count(versions.len(), "version");
    let (text, told) = match &args.into {
        Some(_) if added.block.is_empty() => (added.block, "nothing was added".to_owned()),
        Some(path) => {
            let path = clean_line(&path.to_string_lossy());
            (added.block, format!("`{}` was added to `{path}`", added.id))
        }
        None => (added.whole, format!("{count}, {clauses} and {changes}")),
    };
    let moved =
        moved.map(|path| format!("the file was renamed to `{path}`, where its versions go on"));
    Ok(Outcome {
        exit: if short.get() { Exit::No } else { Exit::Done },
        notes: [told].into_iter().chain(moved).chain(added.notes).collect(),
        ..Outcome::of(text)
    })
}

/// A timeline in which nothing happened yet.
fn beginning(title: &str) -> Result<Old, Failure> {
    let text = format!(
        "format = 1\ntitle = {}\nwording = \"verbatim\"\n",
        string(title)
    );
    Old::of("the imported timeline", text.into_bytes().into(), false)
}

fn title(args: &ImportArgs, versions: &[Version]) -> Result<String, Refusal> {
    let own = |version: &Version| front_of(&version.text).remove("title");
    let own = || versions.iter().rev().filter(|it| !it.amends).find_map(own);
    let title = args.title.clone().or_else(own);
    let title = title.filter(|title| !title.trim().is_empty());
    title.ok_or_else(|| {
        Refusal::new(
            "the timeline has no title",
            "say what it records, as in `--title Terms`",
        )
    })
}

fn cut(args: &ImportArgs) -> Result<Cut, Refusal> {
    if let Some(level) = args.level {
        return Ok(Cut::Level(level));
    }
    let Some(pattern) = &args.heading else {
        return Ok(Cut::Every);
    };
    Regex::new(pattern).map(Cut::Lines).map_err(|error| {
        let why = match &error {
            regex::Error::Syntax(message) => message.lines().last().unwrap_or_default().to_owned(),
            other => other.to_string(),
        };
        let why = why.trim_start_matches("error: ");
        Refusal::new(
            format!("`{pattern}` is not a regular expression: {why}"),
            "write one such as `^Article [0-9]+`",
        )
    })
}
