//! What is answered where a command is mistyped, or its arguments are wrong.

use std::ffi::OsString;

use clap::error::{ContextKind, ErrorKind};
use clap::{Command, CommandFactory, Parser};

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
    // These are near to `show` and `list`, and mean neither.
    if ["how", "last"].contains(&&*word.to_lowercase()) {
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

/// What clap says is wrong with a command line, unless help is asked for: what it says first, and its tip or an example.
pub(super) fn refusal(error: &clap::Error, args: &[OsString]) -> Option<Refusal> {
    if !error.use_stderr() {
        return None;
    }
    let mut program = Cli::command();
    program.build();
    let (command, behind) = command(&program, args);
    let is_word = error.kind() == ErrorKind::UnknownArgument;
    if let Some(day) = one_day(command, behind).filter(|_| is_word) {
        return Some(day);
    }
    let told = error.render().to_string().replace('\'', "`");
    let lines = told.lines().map(str::trim);
    let message: Vec<&str> = lines.clone().take_while(|line| !line.is_empty()).collect();
    let message = message.join(" ").replacen("error: ", "", 1);
    let flag = error.get(ContextKind::InvalidArg).map(ToString::to_string);
    let flag = flag.unwrap_or_default();
    let mut tips = lines.filter_map(|line| line.strip_prefix("tip: "));
    // What is spelt like a flag for days is not meant.
    let tip = tips.next().filter(|_| !DAYS.contains(&&*flag));
    let is_format = EXPORT.contains(&flag.trim_start_matches('-'));
    let tip = if is_format { Some(FORMATS) } else { tip };
    let help = other(args, &flag).or(tip.map(str::to_owned));
    Some(Refusal::new(
        message,
        help.unwrap_or_else(|| example(command)),
    ))
}

/// The call with a command in front of a flag that the program alone has not.
fn other(args: &[OsString], flag: &str) -> Option<String> {
    let is_it = |arg: &OsString| arg.to_string_lossy().split('=').next() == Some(flag);
    let place = args.iter().position(is_it)?;
    let is_read = |name: &&str| {
        let words = [&args[..place], &[name.into()], &args[place..]].concat();
        Cli::try_parse_from(words).is_ok()
    };
    let name = ["timeline", "terms"].into_iter().find(is_read)?;
    let flag = args[place].to_string_lossy();
    Some(format!("write `{}`", call(args, place, &[name, &*flag])))
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
    (is_one && words.len() > 1 && ["when", "from"].contains(&takes)).then_some(refusal)
}

/// How a command may be called: the first example of its help.
fn example(command: &Command) -> String {
    let about = command.get_long_about().map(ToString::to_string);
    let about = about.unwrap_or_default();
    let (_, examples) = about.split_once("Examples:").unwrap_or_default();
    let example = examples.trim().lines().next().unwrap_or_default();
    format!("as in `{example}`")
}
