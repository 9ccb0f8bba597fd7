//! From arguments to an exit code: load, ask, render, write. The only module that sees all others.

mod belief;
pub(crate) mod check;
pub(crate) mod complete;
pub(crate) mod git;
pub(crate) mod help;
mod notes;
mod questions;

use std::io::{self, Write};

use clap::error::ErrorKind;
use clap::{Parser, ValueEnum};

use crate::agreement::history::History;
use crate::agreement::lens;
use crate::cli::{self, Cli, Command, Format, Global};
use crate::date::{Date, Day};
use crate::edit;
use crate::file::{self, Reading};
use crate::formats::{self, Look};
use crate::input::{self, Input, Unreadable};
use crate::output::{self, Pending, Unwritable};
use crate::report::Report;
use crate::report::ask::{Asked, Refusal};
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
    if let Some(words) = complete::asked(&args, world) {
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
    colored::control::set_override(color);
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
            To::Out { paged } if paged && output::page(&self.out, world) => None,
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
    match &cli.command {
        Some(Command::Check(args)) => return check::check(args, &cli.global, world, look),
        Some(Command::Init(args)) => return edit::init::init(args, &cli.global),
        Some(Command::Add(args)) => return edit::add::add(args, &cli.global, world),
        Some(Command::Import(args)) => return edit::import::import(args, &cli.global),
        Some(Command::Schema) => return help::schema(&cli.global),
        Some(Command::Completions(args)) => return complete::script(args, &cli.global),
        Some(Command::Man(args)) => return help::man(args, &cli.global),
        Some(Command::Help(args)) => return help::help(args, &cli.global, look),
        _ => {}
    }
    let (reading, origin) = load(input::timeline(cli.global.file.as_deref(), world)?, false)?;
    let unnamed = match &cli.command {
        Some(Command::Page(_)) => Format::Html,
        _ if look.width.is_some_and(|width| width < NARROW) => Format::List,
        _ => Format::Table,
    };
    let format = format(&cli.global, unnamed)?;
    let today = today(&cli.global, world)?;
    let whole = &reading.timeline;
    let lens = belief::lens(&cli.global, whole, today)?;
    let narrowed = (lens != lens::Lens::default()).then(|| lens.narrow(whole));
    let history = History::of(narrowed.as_ref().unwrap_or(whole));
    let mut asked = Asked::new(
        &history,
        today,
        belief::view(&cli.global, whole, &lens),
        origin,
    );
    asked.flags = questions::flags(&cli.global);
    asked.behind = Some((whole, &lens));
    let outcome = match &cli.command {
        Some(Command::Page(args)) => page(&args.lanes, format, &asked)?,
        _ => {
            let (report, exit) = match &cli.command {
                Some(Command::Learned(args)) => {
                    (belief::learned(args, whole, &lens, &asked)?, None)
                }
                _ => questions::ask(cli, &asked)?,
            };
            let outcome = printed(&report, cli, format, look, &asked)?;
            Outcome { exit, ..outcome }
        }
    };
    Ok(outcome)
}

/// The answer to a question in full, with what is to be said beside it.
fn printed(
    report: &Report,
    cli: &Cli,
    format: Format,
    look: Look,
    asked: &Asked<'_>,
) -> Result<Outcome, Failure> {
    let options = formats::csv::Options {
        safe: cli.global.csv_safe,
        bom: cli.global.csv_bom,
    };
    let calendar = calendar(cli, format)?;
    let mut left_out = Vec::new();
    let out = match format {
        Format::Table => formats::table(report, look),
        Format::List => formats::list(report, look),
        Format::Narrative => formats::narrative(report, look),
        Format::Markdown => formats::markdown(report, look),
        Format::Json => formats::json(report),
        Format::Csv => formats::csv::render(report, options),
        Format::Ndjson => formats::ndjson::render(report).ok_or_else(no_records)?,
        Format::Short => return Err(no_problems().into()),
        Format::Ics => {
            let made = formats::calendar::calendar(report, &calendar).ok_or_else(no_calendar)?;
            let notes = made.left_out.iter();
            left_out = notes
                .map(|what| format!("not in the calendar: {what}"))
                .collect();
            formats::ics::render(&report.timeline.title, &made.entries)
        }
        Format::Svg => formats::svg::render(report).ok_or_else(no_picture)?,
        Format::Html => return Err(no_page().into()),
    };
    let mut notes = notes::notes(report, cli, asked);
    notes.extend(left_out);
    Ok(Outcome {
        out,
        notes,
        exit: None,
    })
}

/// The whole timeline as one page, or the same as data.
fn page(args: &cli::LaneArgs, format: Format, asked: &Asked<'_>) -> Result<Outcome, Failure> {
    let report = questions::page(args, asked)?;
    let out = match format {
        Format::Html => formats::page::render(&report),
        Format::Json => formats::json::render(&report),
        other => {
            return Err(Failure::Usage(Refusal {
                message: format!("a page cannot be printed as `{}`", word(other)),
                help: Some("it is HTML, or with `--json` what it is made of".to_owned()),
            }));
        }
    };
    let notes = notes::of_page(&report.body, args, asked);
    Ok(Outcome {
        out,
        notes,
        exit: None,
    })
}

fn load(input: Input, thorough: bool) -> Result<(Reading, String), Failure> {
    let reading = file::read(&input.name, input.bytes, thorough);
    if reading.is_sound() {
        return Ok((reading, input.origin));
    }
    Err(Failure::Unsound(Box::new(reading)))
}

/// Below so many columns a table is hard to read, and a list is printed.
const NARROW: usize = 60;

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
        crate::words::or_list(
            output::ENDINGS
                .iter()
                .map(|(ending, _)| format!("`.{ending}`")),
        )
    };
    named
        .or_else(|| output::format_of(path))
        .ok_or_else(|| Refusal {
            message: format!("the ending of `{}` names no format", path.to_string_lossy()),
            help: Some(format!("end it in {}, or add `--format`", endings())),
        })
}

fn no_records() -> Refusal {
    Refusal {
        message: "this answer cannot be printed as ndjson".to_owned(),
        help: Some(
            "`timeline`, `terms` and `history` can; other answers are one document: use `--json`"
                .to_owned(),
        ),
    }
}

/// How a calendar is to be made; refused where none is.
fn calendar(cli: &Cli, format: Format) -> Result<formats::calendar::Options, Refusal> {
    let args = match &cli.command {
        Some(Command::Timeline(args)) => args.calendar.clone(),
        Some(Command::Upcoming(args)) => args.calendar.clone(),
        _ => cli::CalendarArgs::default(),
    };
    if format != Format::Ics && (args.ics_days_only || !args.alarm.is_empty()) {
        return Err(Refusal {
            message: "`--alarm` and `--ics-days-only` are for a calendar".to_owned(),
            help: Some("add `--format ics`, or `-o` with a file that ends in `.ics`".to_owned()),
        });
    }
    Ok(formats::calendar::Options {
        alarms: args.alarm,
        days_only: args.ics_days_only,
    })
}

fn no_calendar() -> Refusal {
    Refusal {
        message: "this answer cannot be printed as a calendar".to_owned(),
        help: Some("`timeline` and `upcoming` can".to_owned()),
    }
}

fn no_picture() -> Refusal {
    Refusal {
        message: "this answer cannot be printed as a picture".to_owned(),
        help: Some("`chart` can".to_owned()),
    }
}

fn no_page() -> Refusal {
    Refusal {
        message: "this answer cannot be printed as a page".to_owned(),
        help: Some("`page` can".to_owned()),
    }
}

fn no_problems() -> Refusal {
    Refusal {
        message: "this answer cannot be printed as short lines".to_owned(),
        help: Some("`short` is for `check`, one problem a line".to_owned()),
    }
}

/// A format as it is typed.
fn word(format: Format) -> String {
    format
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

fn today(global: &Global, world: &World) -> Result<Day, Refusal> {
    let (text, name) = match (&global.today, world.var("PARTNERSHIP_TODAY")) {
        (Some(text), _) => (text.clone(), "--today"),
        (None, Some(text)) => (text, "PARTNERSHIP_TODAY"),
        (None, None) => return Ok((world.clock)()),
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
