//! `import`: successive versions of one text, made into a timeline.
//!
//! A section is a clause and a version is an event: a new section is adopted, a changed one amended, one
//! that is gone ended, and one that returns adopted again.

mod clauses;
mod names;
mod pair;
mod sections;
mod versions;

use std::path::{Path, PathBuf};

use clap::Args;
use regex::Regex;

use super::toml::{Toml, string};
use crate::file;
use crate::questions::view::Refusal;
use crate::shell::global::Global;
use crate::shell::outcome::{Failure, Outcome};
use crate::text::words::Count;
use clauses::{Change, Clause, Clauses};
use sections::{Cut, sections};
use versions::Version;

#[derive(Args, Debug)]
pub struct ImportArgs {
    /// The date and file of each version: Markdown, or plain text with numbered sections
    #[arg(value_name = "DATE=FILE", required_unless_present = "git")]
    versions: Vec<String>,
    /// What the timeline is called
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// Take the versions from the first-parent history of a file in a Git repository
    #[arg(long, num_args = 2, value_names = ["REPO", "PATH"], conflicts_with = "versions")]
    git: Option<Vec<String>>,
    /// A section is a heading down to this level, with all that is below it; 1 is the highest [default: every heading begins one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=9))]
    level: Option<u8>,
    /// A section begins with each line that matches this regular expression; a group in it is the heading
    #[arg(long, value_name = "REGEX", conflicts_with = "level")]
    heading: Option<String>,
    /// Let `--output` replace a timeline
    #[arg(long)]
    pub(crate) force: bool,
}

impl ImportArgs {
    /// The files whose text is taken.
    pub(crate) fn reads(&self) -> Vec<PathBuf> {
        let files = self.versions.iter().filter_map(|arg| arg.split_once('='));
        let files = files.map(|(_, path)| PathBuf::from(path));
        let git = self.git.as_deref().map(|paths| paths.iter().collect());
        files.chain(git).collect()
    }
}

pub(crate) fn import(args: &ImportArgs, global: &Global) -> Result<Outcome, Failure> {
    global.refuse_timeline("an imported timeline", &[])?;
    if args.title.trim().is_empty() {
        return Err(Refusal::new(
            "the title is empty",
            "say what the timeline records, as in `--title Terms`",
        )
        .into());
    }
    let cut = cut(args)?;
    let versions = match args.git.as_deref() {
        Some([repository, path]) => versions::commits(Path::new(repository), Path::new(path))?,
        _ => versions::files(&args.versions)?,
    };
    let text = timeline(&args.title, &versions, &cut);
    let reading = file::read("the imported timeline", text.clone().into_bytes(), false);
    if !reading.is_sound() {
        return Err(Failure::Unsound(Box::new(reading)));
    }
    let made = &reading.history.timeline;
    let changes = made.events.iter().map(|event| event.changes.len()).sum();
    let notes = vec![format!(
        "{}, {} and {}",
        Count(made.events.len(), "version"),
        Count(made.clauses.len(), "clause"),
        Count(changes, "change")
    )];
    Ok(Outcome {
        notes,
        ..Outcome::of(text)
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

/// The timeline that some versions make, in their order.
fn timeline(title: &str, versions: &[Version], cut: &Cut) -> String {
    let mut clauses = Clauses::default();
    let changes: Vec<Vec<Change>> = versions
        .iter()
        .map(|version| clauses.compare(&sections(&version.text, cut)))
        .collect();
    let clauses = clauses.with_ids();
    let mut toml = Toml::default();
    toml.raw("format", "1");
    toml.text("title", title);
    toml.text("wording", "verbatim");
    for (place, version) in versions.iter().enumerate() {
        toml.heading(&format!("[source.version-{}]", place + 1));
        toml.text("title", &version.source);
    }
    for (clause, id, was) in &clauses {
        toml.heading(&format!("[clause.{id}]"));
        toml.text("title", clause.title());
        toml.texts("was", was);
    }
    for (place, (version, changes)) in versions.iter().zip(changes).enumerate() {
        let after = follows_openly(versions, place).then(|| format!("version-{place}"));
        let name = format!("version-{}", place + 1);
        write_event(&mut toml, &name, after.as_slice(), version);
        for change in changes {
            let (clause, id, _) = &clauses[change.clause];
            write_change(&mut toml, id, clause, &change);
        }
    }
    toml.finish()
}

/// Whether the dates leave open that a version came after the one before it.
fn follows_openly(versions: &[Version], place: usize) -> bool {
    let open = |version: &Version| version.date.bounds().single().is_none();
    place > 0 && versions[place - 1..=place].iter().any(open)
}

fn write_event(toml: &mut Toml, name: &str, after: &[String], version: &Version) {
    toml.heading("[[event]]");
    toml.text("id", name);
    toml.text("date", &version.date.to_string());
    toml.texts("after", after);
    toml.text("title", &version.title);
    if let Some(note) = &version.note {
        toml.text("note", note);
    }
    toml.texts("cite", &[name]);
}

fn write_change(toml: &mut Toml, id: &str, clause: &Clause, change: &Change) {
    toml.heading("[[event.change]]");
    toml.text("clause", id);
    toml.text("action", change.action.word());
    if let Some(text) = change.text {
        toml.text("text", text);
    }
    // A clause that always had the same heading has it as its title.
    if let Some(heading) = change.heading.filter(|_| clause.headings.len() > 1) {
        let heading = string(&clause.headings[heading]);
        toml.raw("terms", &format!("{{ heading = {heading} }}"));
    }
}
