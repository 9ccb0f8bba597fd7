//! The arguments of `init`, `add` and `import`.

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args};

use super::draft::{self, Told};

/// Arguments of `init`.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// The file to write; `-` is standard output
    #[arg(value_name = "PATH", default_value = "timeline.toml")]
    pub path: PathBuf,
    /// Replace the file where there is one
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `add`.
#[derive(Args, Debug)]
pub struct AddArgs {
    /// Show what would be added, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// When it happened: a date expression
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// What happened, in one line
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Its id [default: made from the title]
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// When the public learned of it
    #[arg(long, value_name = "DATE")]
    pub announced: Option<String>,
    /// Only the plan is known
    #[arg(long)]
    pub planned: bool,
    /// An event that certainly came before; may be repeated
    #[arg(long, value_name = "ID")]
    pub after: Vec<String>,
    /// A word of your own
    #[arg(long, value_name = "WORD")]
    pub kind: Option<String>,
    /// A party that takes part; may be repeated
    #[arg(long, value_name = "ID")]
    pub party: Vec<String>,
    /// A clause that it bears on without changing it; may be repeated
    #[arg(long, value_name = "ID")]
    pub about: Vec<String>,
    /// One or two sentences
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// A caveat
    #[arg(long, value_name = "TEXT")]
    pub note: Vec<String>,
    /// A source that says so; may be repeated
    #[arg(long, value_name = "ID")]
    pub cite: Vec<String>,
    /// It is reported by others, not stated by a party or a filing
    #[arg(long, num_args = 0, default_missing_value = "true", value_name = "", action = clap::ArgAction::Append)]
    pub reported: Vec<String>,
    /// It is inferred by whoever keeps the record
    #[arg(long, num_args = 0, default_missing_value = "true", value_name = "", action = clap::ArgAction::Append)]
    pub inferred: Vec<String>,
    /// What it changes.
    #[command(flatten)]
    pub changes: ChangeFlags,
    /// What it declares.
    #[command(flatten)]
    pub declared: NewFlags,
    /// Every flag with its value, in the order of the command line.
    #[arg(skip)]
    pub told: Told,
}

/// Flags of `add` that describe a change; all but the first stand behind a `--change`.
#[derive(Args, Debug)]
#[command(next_help_heading = "A change, and the flags behind it")]
pub struct ChangeFlags {
    /// A clause and what is done to it: adopt, amend, disclose, keep, unclear or end; may be repeated
    #[arg(long, value_name = "CLAUSE=ACTION")]
    pub change: Vec<String>,
    /// The clause as it now reads
    #[arg(long, value_name = "TEXT")]
    pub text: Vec<String>,
    /// A term that it sets; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub term: Vec<String>,
    /// A term, `through` or `until` that it removes; may be repeated
    #[arg(long, value_name = "NAME")]
    pub unset: Vec<String>,
    /// In force to the end of this day, month or year
    #[arg(long, value_name = "DATE")]
    pub through: Vec<String>,
    /// In force until this happens
    #[arg(long, value_name = "TEXT")]
    pub until: Vec<String>,
    /// When it takes effect, where that is not the event's date
    #[arg(long, value_name = "DATE")]
    pub effective: Vec<String>,
    /// A clause whose place it takes; may be repeated
    #[arg(long, value_name = "ID")]
    pub replaces: Vec<String>,
    /// Whose words the text is: summary or verbatim
    #[arg(long, value_name = "WORD")]
    pub wording: Vec<String>,
}

/// Flags of `add` that declare what the file does not have yet.
#[derive(Args, Debug)]
#[command(next_help_heading = "New in the file")]
pub struct NewFlags {
    /// Declare a party: its id and name; may be repeated
    #[arg(long, value_name = "ID=NAME")]
    pub new_party: Vec<String>,
    /// Declare a source: its id, and its address or publisher; may be repeated
    #[arg(long, value_name = "ID=NAME")]
    pub new_source: Vec<String>,
    /// Declare a clause: its id and title; may be repeated
    #[arg(long, value_name = "ID=NAME")]
    pub new_clause: Vec<String>,
}

/// Arguments of `import`.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// The date and file of each version: Markdown, or plain text with numbered sections
    #[arg(value_name = "DATE=FILE", required_unless_present = "git")]
    pub versions: Vec<String>,
    /// What the timeline is called
    #[arg(long, value_name = "TEXT")]
    pub title: String,
    /// Take the versions from the first-parent history of a file in a Git repository
    #[arg(long, num_args = 2, value_names = ["REPO", "PATH"], conflicts_with = "versions")]
    pub git: Option<Vec<String>>,
    /// A section is a heading down to this level, with all that is below it; 1 is the highest [default: every heading begins one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub level: Option<u8>,
    /// A section begins with each line that matches this regular expression; a group in it is the heading
    #[arg(long, value_name = "REGEX", conflicts_with = "level")]
    pub heading: Option<String>,
}

/// What the flags of `add` tell, in the order in which they stand.
pub(crate) fn told(matches: &ArgMatches) -> Told {
    let mut found: Vec<(usize, String, String)> = Vec::new();
    for flag in draft::flags() {
        let id = flag.replace('-', "_");
        if matches.value_source(&id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let places = matches.indices_of(&id).into_iter().flatten();
        let values = matches.get_raw(&id).into_iter().flatten();
        found.extend(
            places.zip(values).map(|(place, value)| {
                (place, flag.to_owned(), value.to_string_lossy().into_owned())
            }),
        );
    }
    found.sort_by_key(|(place, ..)| *place);
    found
        .into_iter()
        .map(|(_, flag, value)| (flag, value))
        .collect()
}
