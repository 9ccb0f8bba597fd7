//! Help, the manual, the reference of the format, and its schema.

use std::path::{Path, PathBuf};

use clap::{Args, Command};

use super::global::Global;
use super::outcome::{Failure, FileError, Outcome};
use super::{input, man};
use crate::answer::{Format, Look};
use crate::file::{reference, schema};
use crate::formats;
use crate::questions::view::Refusal;
use crate::text::words::{Count, and_list, nearest};

#[derive(Args, Debug)]
pub struct ManArgs {
    /// The command, as in `diff` or `show clause`; without one, the page of the program
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write every page into this directory instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct HelpArgs {
    /// A command, as in `diff` or `show clause`, or `format`
    #[arg(value_name = "TOPIC")]
    pub topic: Vec<String>,
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
    global.refuse_timeline("the schema", &[Format::Json])?;
    let mut out = format!("{:#}", schema::schema());
    out.push('\n');
    Ok(Outcome::of(out))
}

pub(crate) fn help(
    args: &HelpArgs,
    global: &Global,
    look: Look,
    program: Command,
) -> Result<Outcome, Failure> {
    if args.topic == ["format"] {
        global.refuse_timeline("the reference", &[Format::Markdown])?;
        return Ok(page(&reference::page(), global, look));
    }
    global.refuse_timeline("help", &[])?;
    let out = command(program, &args.topic)?
        .render_long_help()
        .to_string();
    Ok(Outcome::of(out))
}

pub(crate) fn man(args: &ManArgs, global: &Global, program: Command) -> Result<Outcome, Failure> {
    global.refuse_timeline("the manual", &[])?;
    if let Some(directory) = &args.dir {
        return man_pages(directory, global, program);
    }
    Ok(Outcome::of(man::page(&command(program, &args.command)?)))
}

fn man_pages(directory: &Path, global: &Global, mut program: Command) -> Result<Outcome, Failure> {
    if global.output.is_some() {
        return Err(Refusal::new(
            "`--dir` and `--output` both say where to write",
            "remove one of the two",
        )
        .into());
    }
    std::fs::create_dir_all(directory).map_err(|error| {
        FileError::unwritable(&directory.to_string_lossy(), &input::reason(&error))
    })?;
    program.build();
    let written = man::write_all(directory, &program)?;
    Ok(Outcome::of(format!("{} written\n", Count(written, "page"))))
}

/// The command that some words name, every name below it filled in.
fn command(mut program: Command, words: &[String]) -> Result<Command, Refusal> {
    program.build();
    let mut found = &program;
    for (place, name) in words.iter().enumerate() {
        found = found.find_subcommand(name).ok_or_else(|| {
            let names: Vec<&str> = found.get_subcommands().map(Command::get_name).collect();
            let before = words[..place].join(" ");
            let of = before.clone() + if place == 0 { "" } else { " " };
            let help = match nearest(name, names.iter().copied()) {
                Some(near) => format!("there is a command `{of}{near}`"),
                None if names.is_empty() => format!("`{before}` has no commands of its own"),
                None => format!("the commands are {}", and_list(&names)),
            };
            Refusal::new(format!("there is no command `{of}{name}`"), help)
        })?;
    }
    Ok(found.clone())
}
