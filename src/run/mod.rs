//! From arguments to an exit code: load, ask, render, write. The only module that sees all others.

mod ask;
pub(crate) mod check;
pub(crate) mod help;

use std::io::{self, Write};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::answer::{Format, Look};
use crate::cli::{Cli, Command, Global, Show};
use crate::date::{Date, Day};
use crate::edit;
use crate::file::{self, Reading};
use crate::formats;
use crate::input::{self, Input, Unreadable};
use crate::questions::overview::OverviewArgs;
use crate::questions::view::Refusal;
use crate::shell::output::{Pending, Unwritable};
use crate::shell::{complete, pager};
use crate::text::clean_line;
use crate::world::World;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, also when nothing matched.
    Done = 0,
    /// A "no": errors found, or a difference.
    No = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A file is missing, unreadable or has errors.
    File = 3,
    /// The output could not be written.
    Output = 4,
}

/// What goes where at the end.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) out: String,
    pub(crate) notes: Vec<String>,
    pub(crate) exit: Option<Exit>,
}

impl Outcome {
    fn of(out: String) -> Self {
        Self {
            out,
            ..Self::default()
        }
    }
}

/// Why there is no outcome.
pub(crate) enum Failure {
    Usage(Refusal),
    Unreadable(Unreadable),
    Unsound(Box<Reading>),
    /// What was to be added would make the file unsound.
    Unfit(Box<Reading>),
    Unwritable(Unwritable),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Usage(refusal)
    }
}

impl From<Unwritable> for Failure {
    fn from(unwritable: Unwritable) -> Self {
        Self::Unwritable(unwritable)
    }
}

impl From<Unreadable> for Failure {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

/// What a call has to say, before any of it is written.
#[derive(Debug)]
#[must_use]
pub struct Said {
    /// For standard output, or for the file that `--output` names.
    pub out: String,
    /// For standard error.
    pub error: String,
    /// How it ends, if all of it can be written.
    pub exit: Exit,
    to: To,
}

/// Where an answer goes.
#[derive(Debug)]
enum To {
    Out { paged: bool },
    File(Pending),
}

/// Runs the program.
#[must_use]
pub fn run(args: impl IntoIterator<Item = std::ffi::OsString>, world: &World) -> Exit {
    say(args, world).write(world)
}

/// Works out what a call has to say. Files are read, and written by `init`, `add` and `man --dir`.
pub fn say(args: impl IntoIterator<Item = std::ffi::OsString>, world: &World) -> Said {
    let args: Vec<_> = args.into_iter().collect();
    if let Some(words) = complete::asked(&args, Cli::command(), world) {
        return Said::answer(words);
    }
    let mut cli = match parse(&args) {
        Ok(cli) => cli,
        Err(said) => return *said,
    };
    cli.global.output = cli
        .global
        .output
        .take()
        .filter(|path| path.as_os_str() != "-");
    // What goes to a file must not depend on the terminal.
    let terminal = world.terminal.filter(|_| cli.global.output.is_none());
    let world = &World {
        terminal,
        ..world.clone()
    };
    let color = world.color(cli.global.color, terminal.is_some());
    // Whether a piece is painted is said by its `Look`.
    colored::control::set_override(true);
    let look = Look {
        width: world.width(cli.global.width),
        color,
        ascii: cli.global.ascii,
        sources: cli.global.sources,
    };
    let error_look = Look {
        color: world.color(cli.global.color, world.error_terminal),
        ..look
    };
    // The file is opened before the work, so that a bad path fails at once.
    let pending = match cli.global.output.as_deref().map(Pending::open).transpose() {
        Ok(pending) => pending,
        Err(unwritable) => return Said::refusal(unwritten(&unwritable), Exit::Output),
    };
    match answer(&cli, world, look) {
        Ok(outcome) => Said::of(outcome, &cli.global, pending),
        Err(failure) => fail(&failure, error_look),
    }
}

impl Said {
    fn answer(out: String) -> Self {
        Self {
            out,
            error: String::new(),
            exit: Exit::Done,
            to: To::Out { paged: false },
        }
    }

    fn refusal(error: String, exit: Exit) -> Self {
        Self {
            error,
            exit,
            ..Self::answer(String::new())
        }
    }

    fn of(outcome: Outcome, global: &Global, pending: Option<Pending>) -> Self {
        let mut error = String::new();
        for note in outcome.notes.iter().filter(|_| !global.quiet) {
            error.extend(["note: ", &clean_line(note), "\n"]);
        }
        let paged = !global.no_pager;
        Self {
            out: outcome.out,
            error,
            exit: outcome.exit.unwrap_or(Exit::Done),
            to: pending.map_or(To::Out { paged }, To::File),
        }
    }

    /// Writes all of it, once, and gives how the program ends.
    fn write(self, world: &World) -> Exit {
        let unwritten = match self.to {
            To::File(pending) => pending.commit(&self.out).err().map(|e| unwritten(&e)),
            To::Out { paged } if paged && pager::page(&self.out, world) => None,
            To::Out { .. } => write_out(&self.out).err(),
        };
        // What is to be said of an answer says nothing where there is none.
        let (error, exit) =
            unwritten.map_or((self.error, self.exit), |error| (error, Exit::Output));
        write_error(&error);
        exit
    }
}

fn parse(args: &[std::ffi::OsString]) -> Result<Cli, Box<Said>> {
    Cli::try_parse_from(args).map_err(|error| {
        let text = error.render().to_string();
        if matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
        ) {
            return Box::new(Said::answer(text));
        }
        let mut said = escaped(&text);
        if error.kind() == ErrorKind::InvalidSubcommand
            && !text.contains("similar")
            && let Some(words) = args.windows(2).find(|words| words[0] == "show")
        {
            let id = clean_line(&words[1].to_string_lossy());
            said.extend([
                "\nhelp: say what it is, as in `partnership show clause ",
                &id,
                "`, or `event`, `party`, `source`\n",
            ]);
        }
        Box::new(Said::refusal(said, Exit::Usage))
    })
}

/// A text whose line breaks stay and whose other odd characters are escaped.
fn escaped(text: &str) -> String {
    crate::text::clean(text).into_owned()
}

fn answer(cli: &Cli, world: &World, look: Look) -> Result<Outcome, Failure> {
    let global = &cli.global;
    let Some(command) = &cli.command else {
        return ask::ask(&OverviewArgs, global, world, look);
    };
    match command {
        Command::Timeline(args) => ask::ask_with(args, &args.calendar, global, world, look),
        Command::Upcoming(args) => ask::ask_with(args, &args.calendar, global, world, look),
        Command::Terms(args) => ask::ask(args, global, world, look),
        Command::Diff(args) => ask::ask(args, global, world, look),
        Command::Show(Show::Clause(args)) => ask::ask(args, global, world, look),
        Command::Show(Show::Event(args)) => ask::ask(args, global, world, look),
        Command::Show(Show::Party(args)) => ask::ask(args, global, world, look),
        Command::Show(Show::Source(args)) => ask::ask(args, global, world, look),
        Command::Learned(args) => ask::ask(args, global, world, look),
        Command::Chart(args) => ask::ask(args, global, world, look),
        Command::Page(args) => ask::ask(args, global, world, look),
        Command::History(args) => ask::ask(args, global, world, look),
        Command::Check(args) => check::check(args, global, world, look),
        Command::Init(args) => edit::init::init(args, global),
        Command::Add(args) => edit::add::add(args, global, world),
        Command::Import(args) => edit::import::import(args, global),
        Command::Schema => help::schema(global),
        Command::Completions(args) => {
            help::alone(global, "a script", &[])?;
            Ok(Outcome::of(args.shell.script()))
        }
        Command::Man(args) => help::man(args, global),
        Command::Help(args) => help::help(args, global, look),
    }
}

fn load(input: Input, thorough: bool) -> Result<(Reading, String), Failure> {
    let reading = file::read(&input.name, input.bytes, thorough);
    if reading.is_sound() {
        return Ok((reading, input.origin));
    }
    Err(Failure::Unsound(Box::new(reading)))
}

/// The format that the flags ask for: named, or by the ending of the output file, or else the one given.
fn format(global: &Global, unnamed: Format) -> Result<Format, Refusal> {
    let named = match (global.json, global.format) {
        (true, Some(format)) if format != Format::Json => {
            return Err(Refusal {
                message: "`--json` stands beside another format".to_owned(),
                help: Some("give one of `--json` and `--format`".to_owned()),
            });
        }
        (true, _) => Some(Format::Json),
        (false, format) => format,
    };
    let Some(path) = &global.output else {
        return Ok(named.unwrap_or(unnamed));
    };
    let endings = || {
        crate::text::words::or_list(
            Format::ENDINGS
                .iter()
                .map(|(ending, _)| format!("`.{ending}`")),
        )
    };
    named
        .or_else(|| Format::of_path(path))
        .ok_or_else(|| Refusal {
            message: format!("the ending of `{}` names no format", path.to_string_lossy()),
            help: Some(format!("end it in {}, or add `--format`", endings())),
        })
}

fn today(global: &Global, world: &World) -> Result<Day, Refusal> {
    let (text, name) = match (&global.today, world.var("PARTNERSHIP_TODAY")) {
        (Some(text), _) => (text.as_str(), "--today"),
        (None, Some(text)) => (text, "PARTNERSHIP_TODAY"),
        (None, None) => return Ok(world.today),
    };
    let refused = |message: String, help: String| Refusal {
        message: format!("{message} in `{name}`"),
        help: Some(help),
    };
    let date: Date = text.parse().map_err(|error: crate::date::DateError| {
        refused(format!("`{text}` is no day: {}", error.message), error.help)
    })?;
    match date {
        Date::Period(crate::date::Period::Day(day), crate::date::Mark::Plain) => Ok(day),
        _ => Err(refused(
            format!("`{text}` is not a day"),
            "write a day, as in `2026-04-27`".to_owned(),
        )),
    }
}

fn unwritten(Unwritable { name, reason }: &Unwritable) -> String {
    format!(
        "error: `{}` cannot be written: {}\n",
        clean_line(name),
        clean_line(reason)
    )
}

/// Writes to standard output, or says why it cannot; a reader that has left is no error.
fn write_out(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!(
            "error: standard output cannot be written: {}\n",
            input::reason(&error)
        )),
        _ => Ok(()),
    }
}

fn write_error(text: &str) {
    // Where even standard error is gone there is nobody left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn fail(failure: &Failure, look: Look) -> Said {
    match failure {
        Failure::Usage(refusal) => {
            let help = refusal
                .help
                .as_ref()
                .map(|help| format!("help: {}\n", clean_line(help)))
                .unwrap_or_default();
            let error = format!("error: {}\n{help}", clean_line(&refusal.message));
            Said::refusal(error, Exit::Usage)
        }
        Failure::Unreadable(Unreadable { name, reason }) => {
            let error = format!(
                "error: `{}` cannot be read: {}\n",
                clean_line(name),
                clean_line(reason)
            );
            Said::refusal(error, Exit::File)
        }
        Failure::Unsound(reading) => {
            Said::refusal(formats::diagnostics::report(reading, look), Exit::File)
        }
        Failure::Unfit(reading) => {
            let mut error = formats::diagnostics::report(reading, look);
            error
                .push_str("error: nothing was added, since the file would then not pass `check`\n");
            Said::refusal(error, Exit::Usage)
        }
        Failure::Unwritable(unwritable) => Said::refusal(unwritten(unwritable), Exit::Output),
    }
}
