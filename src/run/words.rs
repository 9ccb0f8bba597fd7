//! What is answered where a command is mistyped, or its arguments are wrong.

use std::error::Error;
use std::ffi::OsString;
use std::num::ParseIntError;

use clap::error::{ContextKind, ErrorKind};
use clap::{Command, CommandFactory};

use crate::cli::Cli;
use crate::questions::{filters::quoted, view::Refusal, view::no_date};
use crate::text::words::{is_toml, mistyped};

/// What is tried to have an answer in a format.
const EXPORT: [&str; 8] = [
    "export", "report", "csv", "json", "html", "ics", "calendar", "markdown",
];
const EXPORTS: &str = "every answer is exported in a format, by the command that gives it";
const FORMATS: &str = "add `--format`, `--json` or `-o` to it, as in `partnership timeline --format csv`; \
    `partnership page -o agreement.html` writes the whole timeline";

/// Flags before a day, which some commands have; others take the day itself.
const DAYS: [&str; 4] = ["--from", "--since", "--to", "--until"];

/// What is answered to the argument at a place, which is no command, if it is not the id of anything.
pub(super) fn instead(args: &[OsString], place: usize) -> Option<Refusal> {
    let word = args.get(place)?.to_string_lossy();
    if is_toml(&*word) {
        let help = format!("`{}`", call(args, place, &["-f", &word]));
        let message = format!("`{word}` is a file, and not a command");
        return Some(Refusal::new(message, help));
    }
    if EXPORT.contains(&&*word) {
        return Some(Refusal::new(EXPORTS, FORMATS));
    }
    // A question may begin with `how`, which is near to `show`.
    if word.eq_ignore_ascii_case("how") {
        return None;
    }
    let program = Cli::command();
    let near = program.get_subcommands().filter_map(|command| {
        let name = command.get_name();
        let all = command.get_all_aliases().chain([name]);
        Some((all.filter_map(|name| mistyped(&word, name)).min()?, name))
    });
    let (_, name) = near.min()?;
    let help = format!("there is `{}`", call(args, place, &[name]));
    let message = format!("there is no command `{word}`");
    Some(Refusal::new(message, help))
}

/// The call with other words in place of one.
fn call(args: &[OsString], place: usize, instead: &[&str]) -> String {
    let quote = |arg: &OsString| quoted(&arg.to_string_lossy());
    let mut words = vec!["partnership".to_owned()];
    words.extend(args[1..place].iter().map(quote));
    words.extend(instead.iter().map(|word| quoted(word)));
    words.extend(args[place + 1..].iter().map(quote));
    words.join(" ")
}

/// What is wrong with a command line, in plain words, unless help is asked for.
pub(super) fn refusal(error: &clap::Error, args: &[OsString]) -> Option<Refusal> {
    let part = |kind| error.get(kind).map(ToString::to_string);
    let arg = |kind| part(kind).map(|arg| argument(&arg));
    let other = arg(ContextKind::PriorArg);
    let arg = arg(ContextKind::InvalidArg).unwrap_or_default();
    let value = part(ContextKind::InvalidValue).unwrap_or_default();
    let mut program = Cli::command();
    program.build();
    let (command, behind) = command(&program, args);
    let called = command.get_bin_name().unwrap_or("partnership");
    let named = called.trim_start_matches("partnership ");
    let lists = format!("`{called} --help` lists its flags");
    let (message, help) = match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            let help = match part(ContextKind::SuggestedArg) {
                _ if DAYS.contains(&&*arg) => example(command),
                Some(near) => format!("there is `{near}`"),
                None => lists,
            };
            (format!("`{named}` has no flag `{arg}`"), help)
        }
        ErrorKind::UnknownArgument => match one_day(command, behind) {
            Some(day) => return Some(day),
            None => (format!("`{named}` takes no `{arg}`"), example(command)),
        },
        ErrorKind::MissingRequiredArgument => (format!("`{named}` needs {arg}"), example(command)),
        ErrorKind::InvalidValue if value.is_empty() => {
            (format!("`{arg}` is given no value"), lists)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let help = match (error.source(), part(ContextKind::SuggestedValue)) {
                (Some(why), _) if why.is::<ParseIntError>() => {
                    "write a number, as in `10`".to_owned()
                }
                (Some(why), _) => why.to_string(),
                (None, Some(near)) => format!("there is `{near}`"),
                (None, None) => format!("it takes {}", part(ContextKind::ValidValue)?),
            };
            (format!("`{value}` is no value of `{arg}`"), help)
        }
        ErrorKind::ArgumentConflict => {
            let message = match other? {
                same if same == arg => format!("`{arg}` is given twice"),
                other => format!("`{arg}` and `{other}` do not go together"),
            };
            (message, "remove one of the two".to_owned())
        }
        _ => return None,
    };
    Some(Refusal::new(message, help))
}

/// An argument as its help calls it: a flag with its value, or `WHEN`.
fn argument(arg: &str) -> String {
    let name = arg.trim_matches(['<', '>', '[', ']', '.']);
    let is_flag = arg.starts_with('-');
    if is_flag { arg } else { name }.to_owned()
}

/// The command that is meant, and the arguments behind it.
fn command<'p, 'a>(program: &'p Command, args: &'a [OsString]) -> (&'p Command, &'a [OsString]) {
    let words = args.iter().enumerate().skip(1);
    words.fold((program, &args[1..]), |(found, behind), (place, word)| {
        let next = found.find_subcommand(word);
        next.map_or((found, behind), |next| (next, &args[place + 1..]))
    })
}

/// Why the words behind a command that takes a day are none, where they mean one: `27 April 2026`.
fn one_day(command: &Command, behind: &[OsString]) -> Option<Refusal> {
    let takes = command.get_positionals().next()?.get_id().as_str();
    let words = behind.iter().map(|word| word.to_string_lossy());
    let words: Vec<_> = words.take_while(|word| !word.starts_with('-')).collect();
    let refusal = no_date(&words.join(" "));
    let is_one = refusal.help.starts_with("write `") && !refusal.help.starts_with("write `[");
    (is_one && ["when", "from"].contains(&takes)).then_some(refusal)
}

/// How a command may be called: the first example of its help.
fn example(command: &Command) -> String {
    let about = command.get_long_about().map(ToString::to_string);
    let examples = about
        .as_deref()
        .and_then(|about| about.split("Examples:").nth(1));
    let example = examples.and_then(|examples| examples.trim().lines().next());
    example.map_or_else(String::new, |example| format!("as in `{example}`"))
}
