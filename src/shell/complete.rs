//! Completion: the scripts for shells, and the words that they ask for.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::Shells;

use super::{help, input, input::Found};
use crate::agreement::{Kind, Timeline};
use crate::file;
use crate::formats::in_memory;
use crate::text::clean_line;
use crate::world::World;

/// The variable in which a script says which shell asks.
const VARIABLE: &str = "PARTNERSHIP_COMPLETE";

const NAME: &str = "partnership";

#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_parser = ["bash", "zsh", "fish", "powershell"], value_name = "SHELL")]
    shell: String,
}

impl CompletionsArgs {
    /// The script for the shell. It asks the program for the words, so that ids are those of the timeline.
    pub(crate) fn script(&self) -> String {
        match Shells::builtins().completer(&self.shell) {
            Some(shell) if self.shell != "bash" => {
                in_memory(|to| shell.write_registration(VARIABLE, NAME, NAME, NAME, to))
            }
            _ => include_str!("complete.bash").to_owned(),
        }
    }
}

pub(crate) fn asked(args: &[OsString], program: fn() -> Command, world: &World) -> Option<String> {
    let (shell, program) = (world.var(VARIABLE)?, &program());
    let start = args.iter().position(|arg| arg == "--")? + 1;
    let line = args[start..].to_vec();
    let timeline = timeline(program, &line, world);
    let mut command = with_words(program.clone(), program, &timeline);
    let shells = Shells::builtins();
    let completer = shells.completer(shell)?;
    // Where the words cannot be found, none are offered.
    Some(in_memory(|to| {
        completer.write_complete(&mut command, line, None, to)
    }))
}

/// The timeline that the command line names, as far as it can be read.
fn timeline(program: &Command, line: &[OsString], world: &World) -> Timeline {
    let program = program.clone().ignore_errors(true);
    let read = program.try_get_matches_from(line).unwrap_or_default();
    let paths = read.get_many::<PathBuf>("file").unwrap_or_default();
    let paths = paths.filter(|path| path.as_os_str() != "-").cloned();
    let found = input::asked(&paths.collect::<Vec<_>>(), world).unwrap_or_default();
    match found.first().map(Found::open) {
        Some(Ok(input)) => file::read(&input.name, input.bytes, false).history.timeline,
        _ => Timeline::default(),
    }
}

/// A command whose arguments, and those of its own commands, know the words that fit them.
fn with_words(command: Command, program: &Command, timeline: &Timeline) -> Command {
    let name = command.get_name().to_owned();
    let command = command.mut_subcommands(|sub| with_words(sub, program, timeline));
    command.mut_args(|arg| {
        let words = match (arg.get_id().as_str(), &*name) {
            ("command", "man") => help::commands(program),
            ("topic", "help") => [help::commands(program), help::topics()].concat(),
            (arg, command) => fitting(arg, command, timeline),
        };
        if words.is_empty() {
            return arg;
        }
        let candidate = |(word, help): &(String, Option<String>)| {
            let help = help.as_ref().map(|help| help.clone().into());
            CompletionCandidate::new(word).help(help)
        };
        let candidates = move || words.iter().map(candidate).collect();
        arg.add(ArgValueCandidates::new(candidates))
    })
}

/// Words, each with what is said of it.
type Words = Vec<(String, Option<String>)>;

fn fitting(arg: &str, command: &str, timeline: &Timeline) -> Words {
    let of = |kind: Kind| named(kind.named(timeline));
    match (arg, command) {
        ("party" | "binds" | "clause-party", _) | ("id", "party") => of(Kind::Party),
        ("according_to" | "cite" | "via", _) | ("id", "source") => of(Kind::Source),
        ("clause" | "about" | "replaces" | "change", _) | ("id", "clause") => of(Kind::Clause),
        ("words", _) => Kind::ALL.into_iter().flat_map(of).collect(),
        ("after", "add") | ("id", "event") => of(Kind::Event),
        ("from", "init") => Vec::new(),
        ("when" | "at" | "from" | "to" | "since" | "mark" | "known_by", _) => {
            let today = ("today".to_owned(), None);
            of(Kind::Event).into_iter().chain([today]).collect()
        }
        ("topic", _) => words(timeline.clauses.iter().map(|clause| clause.topic.as_ref())),
        ("kind", _) => words(timeline.events.iter().map(|event| event.kind.as_ref())),
        _ => Vec::new(),
    }
}

fn named<'t>(things: impl Iterator<Item = [&'t String; 2]>) -> Words {
    let named = |[id, title]: [&String; 2]| (id.clone(), Some(clean_line(title)));
    things.map(named).collect()
}

/// Words of which each is offered once; one that cannot be shown as it is, is not.
fn words<'t>(words: impl Iterator<Item = Option<&'t String>>) -> Words {
    let words = words.flatten().filter(|word| clean_line(word) == **word);
    let words: BTreeSet<&String> = words.collect();
    words.into_iter().map(|word| (word.clone(), None)).collect()
}
