//! Help, its topics, the manual, and the schema of the format.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use super::{Call, Failure, Global, Out, Outcome, output};
use crate::answer::{Format, Look};
use crate::file::{reference, schema};
use crate::formats::{self, in_memory};
use crate::questions::view::Refusal;
use crate::text::words::{Count, nearest};

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
const TOPICS: [(&str, &str); 11] = [
    ("format", reference::PAGE),
    ("dates", include_str!("topics/dates.md")),
    ("output", include_str!("topics/output.md")),
    ("json", include_str!("topics/json.md")),
    ("rows", include_str!("topics/rows.md")),
    ("diagnostics", include_str!("topics/diagnostics.md")),
    ("recipes", include_str!("topics/recipes.md")),
    ("folders", include_str!("topics/folders.md")),
    ("documents", include_str!("topics/documents.md")),
    ("trust", include_str!("topics/trust.md")),
    ("agents", include_str!("topics/agents.md")),
];

fn title(text: &'static str) -> &'static str {
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches("# ")
}

pub(crate) fn list() -> String {
    let line = |(name, text)| format!("\n  {name:<11}  {}", title(text));
    "Topics of `help`:".to_owned() + &TOPICS.map(line).concat()
}

/// The commands, to be completed, each with what is said of it.
pub(super) fn commands(program: &Command) -> Vec<(String, Option<String>)> {
    let about = |of: &Command| of.get_about().map(ToString::to_string);
    let command = |of: &Command| (of.get_name().to_owned(), about(of));
    program.get_subcommands().map(command).collect()
}

/// The same of the topics of `help`.
pub(super) fn topics() -> Vec<(String, Option<String>)> {
    let topic = |(name, text): (&str, _)| (name.to_owned(), Some(title(text).to_owned()));
    TOPICS.map(topic).into()
}

/// The most columns of a page that is read as prose.
const WIDEST: usize = 100;

/// A page of our own, in the format asked for.
pub(crate) fn page(text: &str, Call { global, look, .. }: Call<'_>) -> Outcome {
    if global.format == Some(Format::Markdown) {
        return Outcome::of(text.to_owned());
    }
    let width = Some(look.width.unwrap_or(WIDEST).min(WIDEST));
    Outcome::of(formats::manual::render(text, Look { width, ..look }))
}

pub(crate) fn schema(global: &Global) -> Result<Outcome, Failure> {
    global.refuse_timeline("the schema", &[Format::Json])?;
    Ok(Outcome::of(format!("{:#}\n", schema::schema())))
}

/// The program with every name filled in, and each topic as a hidden command without options.
fn built(mut program: Command, look: Look) -> Command {
    program.build();
    // The generator of the manual joins lines, except those that begin with a space.
    let mut wide = look;
    (wide.width, wide.color) = (None, false);
    program.subcommands(TOPICS.map(|(name, text)| {
        let page = formats::manual::render(&reference::filled(text), wide);
        Command::new(name)
            .display_name(format!("partnership-{name}"))
            .bin_name(format!("partnership help {name}"))
            .about(title(text))
            .long_about(page.replace("\n- ", "\n - "))
            .disable_help_flag(true)
            .hide(true)
    }))
}

pub(crate) fn help(args: &HelpArgs, call: Call<'_>, program: Command) -> Result<Outcome, Failure> {
    if let Some((_, text)) = TOPICS.iter().find(|(name, _)| args.topic == [*name]) {
        (call.global).refuse_timeline("a topic of help", &[Format::Markdown])?;
        return Ok(page(&reference::filled(text), call));
    }
    call.global.refuse_timeline("help", &[])?;
    let found = command(&built(program, call.look), &args.topic)?;
    let width = call.look.width.unwrap_or(WIDEST).min(WIDEST);
    let mut found = found.term_width(width);
    Ok(Outcome::of(found.render_long_help().to_string()))
}

pub(crate) fn man(args: &ManArgs, call: Call<'_>, program: Command) -> Result<Outcome, Failure> {
    call.global.refuse_timeline("the manual", &[])?;
    let program = built(program, call.look);
    let Some(directory) = &args.dir else {
        return Ok(Outcome::of(manual_page(&command(&program, &args.command)?)));
    };
    if call.global.output.is_some() {
        let message = "`--dir` and `--output` both say where to write";
        return Err(Refusal::new(message, "remove one of the two").into());
    }
    let pages = manual(&program);
    let written = Count(pages.len(), "page");
    output::write_all(directory, pages, &[])?;
    Ok(Outcome::of(format!("{written} written\n")))
}

/// A page of the manual (roff).
fn manual_page(command: &Command) -> String {
    let name = name(command);
    let man = Man::new(command.clone().name(name.clone())).title(name.to_uppercase());
    let page = in_memory(|to| man.manual("partnership").render(to));
    // The generator leaves a missing date without quotes, puts breaks around an empty line and makes paragraphs of
    // nothing; narrow terminals cannot stretch lines to one width.
    page.replacen(" 1  ", " 1 \"\" ", 1)
        .replace(".br\n\n.br\n", ".sp\n")
        .replace(".PP\n.PP\n", ".PP\n")
        .replacen(".SH NAME", ".ad l\n.SH NAME", 1)
}

fn manual(command: &Command) -> Vec<(String, Out)> {
    let own = (format!("{}.1", name(command)), manual_page(command).into());
    let below = command.get_subcommands().flat_map(manual);
    [own].into_iter().chain(below).collect()
}

/// The words of a command, joined: `partnership-show-clause`.
fn name(command: &Command) -> String {
    let name = command.get_display_name();
    name.unwrap_or_else(|| command.get_name()).to_owned()
}

/// The command or topic that words name.
fn command(program: &Command, words: &[String]) -> Result<Command, Refusal> {
    let mut found = program;
    for (place, name) in words.iter().enumerate() {
        found = found.find_subcommand(name).ok_or_else(|| {
            let names = found.get_subcommands().map(Command::get_name);
            let of = |name: &str| [&words[..place], &[name.to_owned()]].concat().join(" ");
            let help = match nearest(name, names) {
                Some(near) => format!("there is `{}`", of(near)),
                None => "`partnership help` lists the commands and topics".to_owned(),
            };
            Refusal::new(format!("there is no command or topic `{}`", of(name)), help)
        })?;
    }
    Ok(found.clone())
}
