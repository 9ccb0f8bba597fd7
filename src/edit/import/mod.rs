//! `import`: successive versions of one text, made into a timeline.
//!
//! A section is a clause and a version is an event: a new section is adopted, a changed one amended, one
//! that is gone ended, and one that returns adopted again.

mod amend;
mod clauses;
mod headings;
mod left;
mod names;
mod pair;
mod sections;
mod substance;
mod timeline;
mod versions;

use std::path::{Path, PathBuf};

use clap::Args;
use regex::Regex;

use crate::file;
use crate::questions::view::Refusal;
use crate::shell::global::Global;
use crate::shell::outcome::{Exit, Failure, Outcome};
use crate::text::words::Count;
use sections::Cut;
use timeline::{Made, Step};

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct ImportArgs {
    /// The date and file of each version: Markdown, or plain text with numbered sections; a file alone where its front matter has a `date`
    #[arg(value_name = "DATE=FILE", required_unless_present = "git")]
    versions: Vec<String>,
    /// A document that says what changes in the text before it: what it deletes, replaces and adds, section by section
    #[arg(long, value_name = "DATE=FILE", conflicts_with = "git")]
    amendment: Vec<String>,
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
    let made = Made::of(&versions, &cut, args)?;
    let text = made.timeline(&title(args, &made)?);
    let reading = file::read("the imported timeline", text.clone().into_bytes(), false);
    if !reading.is_sound() {
        return Err(Failure::Unsound(Box::new(reading)));
    }
    let timeline = &reading.history.timeline;
    made.check_words(timeline)?;
    let changes = timeline
        .events
        .iter()
        .map(|event| event.changes.len())
        .sum();
    let mut notes = vec![format!(
        "{}, {} and {}",
        Count(versions.len(), "version"),
        Count(timeline.clauses.len(), "clause"),
        Count(changes, "change")
    )];
    notes.extend(
        moved.map(|path| format!("the file was renamed to `{path}`, where its versions go on")),
    );
    notes.extend(made.steps.iter().filter_map(Step::told));
    let short = args.strict && made.steps.iter().any(Step::is_short);
    Ok(Outcome {
        notes,
        exit: if short { Exit::No } else { Exit::Done },
        ..Outcome::of(text)
    })
}

fn title(args: &ImportArgs, made: &Made) -> Result<String, Refusal> {
    let own = || {
        made.steps
            .iter()
            .rev()
            .find_map(|step| step.document.front.get("title").cloned())
    };
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
