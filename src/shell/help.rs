//! Help, its topics, the manual, and the schema of the format.

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
    /// A command, as in `diff` or `show clause`, or a topic of `help`; without one, the page of the program
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write every page into this directory instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct HelpArgs {
    /// A command, as in `diff` or `show clause`, or one of the topics
    #[arg(value_name = "TOPIC")]
    pub topic: Vec<String>,
}

/// The topics of `help`, each with its page, whose first line is its title.
const TOPICS: [(&str, &str); 9] = [
    ("format", reference::PAGE),
    ("dates", include_str!("topics/dates.md")),
    ("output", include_str!("topics/output.md")),
    ("json", include_str!("topics/json.md")),
    ("rows", include_str!("topics/rows.md")),
    ("diagnostics", include_str!("topics/diagnostics.md")),
    ("recipes", include_str!("topics/recipes.md")),
    ("trust", include_str!("topics/trust.md")),
    ("agents", include_str!("topics/agents.md")),
];

/// The topics, each with its title.
pub(crate) fn topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    TOPICS
        .map(|(name, text)| (name, man::title(text)))
        .into_iter()
}

/// The list of topics that ends the help of the program.
pub(crate) fn list() -> String {
    topics().fold("Topics of `help`:".to_owned(), |list, (name, title)| {
        format!("{list}\n  {name:<11}  {title}")
    })
}

fn topic(words: &[String]) -> Option<(&'static str, String)> {
    let (name, text) = TOPICS.into_iter().find(|(name, _)| words == [*name])?;
    Some((name, reference::filled(text)))
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
    if let Some((_, text)) = topic(&args.topic) {
        global.refuse_timeline("a topic of help", &[Format::Markdown])?;
        return Ok(page(&text, global, look));
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
    if let Some((name, text)) = topic(&args.command) {
        return Ok(Outcome::of(man::topic(name, &text)));
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
    let mut written = man::write_all(directory, &program)?;
    for (name, text) in TOPICS {
        let page = man::topic(name, &reference::filled(text));
        man::write(directory, &format!("partnership-{name}"), page)?;
        written += 1;
    }
    Ok(Outcome::of(format!("{} written\n", Count(written, "page"))))
}

/// The command that some words name, every name below it filled in.
fn command(mut program: Command, words: &[String]) -> Result<Command, Refusal> {
    program.build();
    let mut found = &program;
    for (place, name) in words.iter().enumerate() {
        let inner = found.find_subcommand(name);
        found = inner.ok_or_else(|| unknown(found, name, &words[..place]))?;
    }
    Ok(found.clone())
}

fn unknown(command: &Command, name: &str, before: &[String]) -> Refusal {
    let topics: Vec<&str> = topics()
        .filter(|_| before.is_empty())
        .map(|(topic, _)| topic)
        .collect();
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let call = |name| {
        [before.join(" ").as_str(), name]
            .join(" ")
            .trim()
            .to_owned()
    };
    let mut help = match nearest(name, names.iter().chain(&topics).copied()) {
        Some(near) if topics.contains(&near) => format!("there is a topic `{near}`"),
        Some(near) => format!("there is a command `{}`", call(near)),
        None if names.is_empty() => format!("`{}` has no commands of its own", call("")),
        None => format!("the commands are {}", and_list(&names)),
    };
    let or_topic = if topics.is_empty() { "" } else { " or topic" };
    if !topics.is_empty() {
        help.extend(["; the topics are ", &and_list(&topics)]);
    }
    Refusal::new(
        format!("there is no command{or_topic} `{}`", call(name)),
        help,
    )
}
