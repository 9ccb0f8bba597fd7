//! Help, the manual, the reference of the format, and its schema.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};

use super::{Failure, Outcome};
use crate::answer::Format;
use crate::answer::Look;
use crate::cli::{self, Cli, Global};
use crate::file::{reference, schema};
use crate::formats;
use crate::questions::view::Refusal;
use crate::shell::man;
use crate::shell::output::Unwritable;
use crate::text::words::{Count, nearest};

/// Arguments of `man`.
#[derive(Args, Debug)]
pub struct ManArgs {
    /// The command, as in `diff` or `show clause`; without one, the page of the program
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write every page into this directory instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

/// Arguments of `help`.
#[derive(Args, Debug)]
pub struct HelpArgs {
    /// A command, as in `diff` or `show clause`, or `format`
    #[arg(value_name = "TOPIC")]
    pub topic: Vec<String>,
}

/// Refuses formats and lenses where there is no timeline to ask.
pub(crate) fn plain(global: &Global, what: &str, formats: &[Format]) -> Result<(), Refusal> {
    let asked = global.format.or(global.json.then_some(Format::Json));
    if let Some(format) = asked.filter(|format| !formats.contains(format)) {
        return Err(Refusal {
            message: format!("{what} cannot be printed as `{}`", format.word()),
            help: Some("leave the format out".to_owned()),
        });
    }
    let lens = global.known_by.is_some()
        || !global.according_to.is_empty()
        || global.basis != cli::Basis::Inferred;
    if lens {
        return Err(Refusal {
            message: format!("{what} is not seen through a lens"),
            help: Some("leave `--known-by`, `--according-to` and `--basis` out".to_owned()),
        });
    }
    Ok(())
}

/// As [`plain`], where no timeline is read either.
pub(crate) fn alone(global: &Global, what: &str, formats: &[Format]) -> Result<(), Refusal> {
    plain(global, what, formats)?;
    if global.file.is_none() {
        return Ok(());
    }
    Err(Refusal {
        message: format!("{what} is made from no timeline"),
        help: Some("leave `--file` out".to_owned()),
    })
}

/// A page of our own, in the format asked for.
pub(crate) fn page(text: &str, global: &Global, look: Look) -> Outcome {
    let out = match global.format {
        Some(Format::Markdown) => text.to_owned(),
        _ => formats::manual::render(text, look),
    };
    Outcome::of(out)
}

pub(crate) fn schema(global: &Global) -> Result<Outcome, Failure> {
    alone(global, "the schema", &[Format::Json])?;
    let mut out = format!("{:#}", schema::schema());
    out.push('\n');
    Ok(Outcome::of(out))
}

pub(crate) fn help(args: &HelpArgs, global: &Global, look: Look) -> Result<Outcome, Failure> {
    if args.topic == ["format"] {
        alone(global, "the reference", &[Format::Markdown])?;
        return Ok(page(&reference::page(), global, look));
    }
    alone(global, "help", &[])?;
    let out = command(&args.topic)?.render_long_help().to_string();
    Ok(Outcome::of(out))
}

pub(crate) fn man(args: &ManArgs, global: &Global) -> Result<Outcome, Failure> {
    alone(global, "the manual", &[])?;
    if let Some(directory) = &args.dir {
        return man_pages(directory, global);
    }
    Ok(Outcome::of(man::page(&command(&args.command)?)))
}

/// Writes every page into a directory.
fn man_pages(directory: &Path, global: &Global) -> Result<Outcome, Failure> {
    if global.output.is_some() {
        return Err(Failure::Usage(Refusal {
            message: "`--dir` stands beside `--output`".to_owned(),
            help: Some("give one of them".to_owned()),
        }));
    }
    std::fs::create_dir_all(directory).map_err(|error| Unwritable {
        name: directory.to_string_lossy().into_owned(),
        reason: crate::input::reason(&error),
    })?;
    let written = man::write_all(directory, &built())?;
    Ok(Outcome::of(format!("{} written\n", Count(written, "page"))))
}

/// The whole command line, every name filled in.
fn built() -> clap::Command {
    let mut command = Cli::command();
    command.build();
    command
}

/// The command that some words name.
fn command(words: &[String]) -> Result<clap::Command, Refusal> {
    let mut found = built();
    for (place, name) in words.iter().enumerate() {
        let Some(next) = found.find_subcommand(name) else {
            let names: Vec<&str> = found
                .get_subcommands()
                .map(clap::Command::get_name)
                .collect();
            let before = words[..place].join(" ");
            let of = if place == 0 {
                String::new()
            } else {
                format!("{before} ")
            };
            let help = match nearest(name, names.iter().copied()) {
                Some(near) => format!("there is `{of}{near}`"),
                None if names.is_empty() => format!("`{before}` has no commands of its own"),
                None => format!("there are {}", crate::text::words::and_list(&names)),
            };
            return Err(Refusal {
                message: format!("no command is called `{of}{name}`"),
                help: Some(help),
            });
        };
        found = next.clone();
    }
    Ok(found)
}
