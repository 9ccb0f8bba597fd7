//! The way of one call, from arguments to an exit code. The only module that sees all others.

mod ask;
#[cfg(feature = "explore")]
mod explore;
mod folder;
mod words;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::ContextKind;
use clap::{CommandFactory, Parser};

use crate::answer::{Format, Look};
use crate::check;
use crate::cli::{Cli, Command, Show};
use crate::edit;
use crate::formats::diagnostics;
use crate::questions::{overview::OverviewArgs, view::Refusal};
use crate::shell::outcome::{Exit, Failure, FileError, Out, Outcome};
use crate::shell::output::{OutputFile, followed, is_folder};
use crate::shell::{complete, global::Call, help, input, pager, signals};
use crate::text::{clean_line, words::is_toml};
use crate::world::World;

#[cfg(feature = "explore")]
pub use explore::explorer;

pub struct Output {
    /// For standard output, or for the file that `--output` names.
    pub out: Out,
    pub error: String,
    pub exit: Exit,
    file: Option<OutputFile>,
    paged: bool,
}

pub fn run(args: impl IntoIterator<Item = OsString>, world: &World) -> Exit {
    signals::survive_size_limits();
    output(args, world).write(world)
}

/// Works out all that a call prints. Files are read, and written by `init`, `add` and `man --dir`.
pub fn output(args: impl IntoIterator<Item = OsString>, world: &World) -> Output {
    let args: Vec<_> = args.into_iter().collect();
    if let Some(words) = complete::asked(&args, Cli::command, world) {
        return Output::of(words, String::new(), Exit::Done);
    }
    let mut cli = match parse(&args) {
        Ok(cli) => cli,
        Err(output) => return *output,
    };
    let mut output = cli.global.output.take();
    if let Some(Command::Init(args)) = &mut cli.command {
        args.path = args.path.take().or(output.take());
    }
    cli.global.output = output.filter(|path| path.as_os_str() != "-");
    // What goes to a file must not depend on the terminal.
    let mut world = world.clone();
    world.terminal = world.terminal.filter(|_| cli.global.output.is_none());
    // Whether a piece is painted is said by its `Look`.
    colored::control::set_override(true);
    let look = Look {
        width: world.width(cli.global.width),
        color: world.color(cli.global.color, world.terminal.is_some()),
        ascii: cli.global.ascii,
        verbose: cli.global.verbose,
        sources: cli.global.sources,
        spoken: false,
    };
    let mut error_look = look;
    error_look.color = world.color(cli.global.color, world.error_terminal);
    let call = Call {
        global: &cli.global,
        world: &world,
        look,
    };
    answered(&cli, call).unwrap_or_else(|failure| fail(&failure, error_look))
}

fn answered(cli: &Cli, call: Call<'_>) -> Result<Output, Failure> {
    let file = file(cli, call.world)?;
    let Outcome { out, notes, exit } = answer(cli, call)?;
    let notes = notes.iter().filter(|_| !cli.global.quiet);
    let notes = notes.map(|note| format!("note: {}\n", clean_line(note)));
    Ok(Output {
        out,
        error: notes.collect(),
        exit,
        file,
        paged: !cli.global.no_pager,
    })
}

impl Output {
    fn of(out: String, error: String, exit: Exit) -> Self {
        Self {
            out: out.into(),
            error,
            exit,
            file: None,
            paged: false,
        }
    }

    /// Writes all of it, once, and gives how the program ends.
    fn write(self, world: &World) -> Exit {
        let is_paged = self.paged && world.terminal.is_some();
        let unwritten = |error| {
            let why = input::reason(&error);
            format!("standard output cannot be written: {why}")
        };
        let written = match self.file {
            Some(file) => file.commit(self.out).map_err(|error| error.message),
            None => print(self.out, is_paged, world).map_err(unwritten),
        };
        // Notes on an answer are of no use where it could not be written.
        let (error, exit) = match written {
            Ok(()) => (self.error, self.exit),
            Err(message) => (format!("error: {message}\n"), Exit::Output),
        };
        // Where standard error is closed too, the failure cannot be reported.
        let _ = io::stderr().lock().write_all(error.as_bytes());
        exit
    }
}

fn parse(args: &[OsString]) -> Result<Cli, Box<Output>> {
    let cli = read(args)?;
    let Some(Command::Other(words)) = &cli.command else {
        return Ok(cli);
    };
    let place = args.len() - words.len();
    let instead = words::instead(args, place);
    let (before, words) = match &args[..place] {
        [before @ .., last] if last == "--" => (before, &args[place - 1..]),
        before => (before, words.as_slice()),
    };
    let mut cli = read(&[before, &["show".into()], words].concat())
        .map_err(|error| instead.as_ref().map_or(error, |of| Box::new(usage(of))))?;
    if let Some(Command::Show(show)) = &mut cli.command {
        show.words.instead = instead;
    }
    Ok(cli)
}

fn read(args: &[OsString]) -> Result<Cli, Box<Output>> {
    Cli::try_parse_from(args).map_err(|mut error| {
        // What no command takes is hardly ever meant as the value of an argument.
        error.remove(ContextKind::Suggested);
        let refusal = words::refusal(&error, args);
        let help = || Output::of(error.render().to_string(), String::new(), Exit::Done);
        Box::new(refusal.map_or_else(help, |refusal| usage(&refusal)))
    })
}

fn answer(cli: &Cli, call: Call<'_>) -> Result<Outcome, Failure> {
    let Call { global, world, .. } = call;
    let Some(command) = &cli.command else {
        return ask::ask(&OverviewArgs, call);
    };
    match command {
        Command::Timeline(args) => ask::ask_with(args, &args.calendar, call),
        Command::Upcoming(args) => ask::ask_with(args, &args.calendar, call),
        Command::Terms(args) => ask::ask(args, call),
        Command::Diff(args) => ask::ask(args, call),
        Command::Find(args) => ask::ask(args, call),
        Command::Show(show) => match &show.kind {
            None => ask::ask(&show.words, call),
            Some(_) if show.words.at.is_some() || !show.words.words.is_empty() => {
                let message = "the kind comes first: other words and `--at` follow it";
                let help = "put them last, as in `partnership show clause ip-license --at 2024-12`";
                Err(Refusal::new(message, help).into())
            }
            Some(Show::Clause(args)) => ask::ask(args, call),
            Some(Show::Event(args)) => ask::ask(args, call),
            Some(Show::Party(args)) => ask::ask(args, call),
            Some(Show::Source(args)) => ask::ask(args, call),
        },
        Command::Other(_) => {
            Err(Refusal::new("that is not a command", "`partnership help` lists them").into())
        }
        Command::Learned(args) => ask::ask(args, call),
        Command::Chart(args) => ask::ask(args, call),
        #[cfg(feature = "explore")]
        Command::Explore(args) => explore::explore(args, call),
        Command::Page(args) => ask::ask(args, call),
        Command::History(args) => ask::ask(args, call),
        Command::Check(args) => check::check(args, call),
        Command::Init(args) => edit::init::init(args, global),
        Command::Add(args) => edit::add::add(args, global, world),
        Command::Import(args) => edit::import::import(args, call),
        Command::Schema => help::schema(global),
        Command::Completions(args) => {
            global.refuse_timeline("a script", &[])?;
            Ok(Outcome::of(args.script()))
        }
        Command::Man(args) => help::man(args, call, Cli::command()),
        Command::Help(args) => help::help(args, call, Cli::command()),
    }
}

/// The file that is written. It takes the place of none that the call reads and, unless it is forced, of no timeline.
fn file(cli: &Cli, world: &World) -> Result<Option<OutputFile>, Failure> {
    let Some(path) = cli.global.output.as_deref() else {
        return Ok(None);
    };
    let name = path.to_string_lossy();
    let found = || input::asked(&cli.global.file, world).unwrap_or_default();
    if is_folder(path) {
        let is_page = matches!(cli.command, Some(Command::Page(_)));
        // Of several agreements there is a page each.
        if is_page && !input::is_one(&found()) && cli.global.format(Format::Html)? == Format::Html {
            return Ok(None);
        }
        let why = "it is a directory; name a file in it";
        return Err(FileError::unwritable(&name, why).into());
    }
    let forces = matches!(&cli.command, Some(Command::Import(args)) if args.force);
    if let Ok(target) = path.canonicalize() {
        let read = match &cli.command {
            Some(Command::Import(args)) => args.reads(),
            Some(Command::Check(args)) if !args.files.is_empty() => args.files.clone(),
            _ => found().into_iter().filter_map(|of| of.path).collect(),
        };
        if followed(&read).contains(&target) {
            let message = format!("`{name}` is a file that this call reads, and would be replaced");
            return Err(Refusal::new(message, "name another file").into());
        }
        if is_toml(&target) && !forces {
            let message = format!("`{name}` exists already, and may be a timeline");
            let help = "name another file; `import` and `init` replace it with `--force`";
            return Err(Refusal::new(message, help).into());
        }
    }
    // A timeline that came meanwhile is not replaced either.
    Ok(Some(OutputFile::open(path, forces || !is_toml(path))?))
}

/// Prints it, in a pager where that is asked for and it is longer than the screen.
fn print(out: Out, is_paged: bool, world: &World) -> io::Result<()> {
    if !is_paged {
        return out.write(io::stdout().lock());
    }
    let text = out.text()?;
    if pager::page(&text, world) {
        return Ok(());
    }
    Out::from(text).write(io::stdout().lock())
}

fn fail(failure: &Failure, look: Look) -> Output {
    let (error, exit) = match failure {
        Failure::Usage(refusal) => return usage(refusal),
        Failure::File(FileError { message, exit }) => (format!("error: {message}\n"), *exit),
        Failure::Unsound(reading) => (diagnostics::report(reading, look), Exit::File),
        Failure::Several(failures) => {
            let each = failures.iter().map(|failure| fail(failure, look).error);
            (each.collect(), Exit::File)
        }
        Failure::Unfit(reading) => {
            let report = diagnostics::report(reading, look);
            let nothing = "nothing was written, since the file would not pass `check`";
            (format!("{report}error: {nothing}\n"), Exit::Usage)
        }
    };
    Output::of(String::new(), error, exit)
}

fn usage(refusal: &Refusal) -> Output {
    let (message, help) = (clean_line(&refusal.message), clean_line(&refusal.advice()));
    let error = format!("error: {message}\nhelp: {help}\n");
    Output::of(String::new(), error, Exit::Usage)
}
