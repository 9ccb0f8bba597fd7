//! What is answered where a command is mistyped, or a word is taken for one.

use std::borrow::Cow;
use std::error::Error;
use std::ffi::OsString;
use std::num::ParseIntError;

use clap::error::{ContextKind, ErrorKind};
use clap::{Command, CommandFactory, Parser};

use crate::cli::Cli;
use crate::date::{Date, Span, said};
use crate::questions::{filters::quoted, find::names, view::Refusal, view::no_date};
use crate::shell::help;
use crate::text::words::{and_list, is_toml, mistyped, ticked};

/// What is tried to have an answer in a format.
const EXPORT: [&str; 8] = [
    "export", "report", "csv", "json", "html", "ics", "calendar", "markdown",
];
const EXPORTS: &str = "every answer is exported in a format, by the command that gives it";
const FORMATS: &str = "add `--format`, `--json` or `-o` to it, as in `partnership timeline --format csv`; \
    `partnership page -o agreement.html` writes the whole timeline";

/// Other words that are tried alone, and the call that answers them.
const TRIED: [(&str, &str); 7] = [
    (
        "last latest newest recent recently",
        "timeline --reverse --limit 5",
    ),
    (
        "conflicts disagreements disputed disputes",
        "timeline --disputed",
    ),
    ("kind kinds", "timeline --format csv"),
    ("topic topics", "terms --all"),
    ("info overview summary", ""),
    ("who", "show party"),
    ("version", "--version"),
];

/// Flags before a day, which are written without dashes too.
const BEFORE_DAYS: [&str; 4] = ["--from", "--since", "--to", "--until"];

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
    let lower = word.to_lowercase();
    let is_flag = |arg: &OsString| arg.to_string_lossy().starts_with('-');
    let is_alone = args.get(place + 1).is_none_or(is_flag);
    let mut tried = TRIED.iter();
    let tried = tried.find(|(words, _)| words.split(' ').any(|of| of == lower));
    let told = |call: String| {
        let message = format!("there is no command `{word}`");
        Refusal::new(message, format!("there is `{call}`"))
    };
    let topic = || help::is_topic(&lower).then(|| format!("help {lower}"));
    let meant = tried.map(|(_, call)| (*call).to_owned()).or_else(topic);
    if let Some(meant) = meant.filter(|_| is_alone) {
        let words: Vec<&str> = meant.split_whitespace().collect();
        return Some(told(call(args, place, &words)));
    }
    if let Some(call) = with_days(args) {
        return Some(told(call));
    }
    let program = Cli::command();
    let near = program.get_subcommands().filter_map(|command| {
        let name = command.get_name();
        // A word of a question is no command, though `how` is near to `show`.
        if tried.is_some() || !(names(&lower) || is_alone && name.starts_with(&lower)) {
            return None;
        }
        let all = command.get_all_aliases().chain([name]);
        Some((all.filter_map(|name| mistyped(&word, name)).min()?, name))
    });
    near.min().map(|(_, name)| told(call(args, place, &[name])))
}

/// The call that gives days as a command takes them, where a word such as `since` stands before each.
fn with_days(args: &[OsString]) -> Option<String> {
    let words: Vec<_> = args.iter().map(|word| word.to_string_lossy()).collect();
    let words = words.iter().skip(1);
    let words = words.flat_map(|word| match word.split_once('=') {
        Some((flag, day)) if BEFORE_DAYS.contains(&flag) => vec![flag, day],
        _ => vec![&**word],
    });
    let mut words = words.peekable();
    let is_day =
        |day: &str| day.parse::<Date>().is_ok() || said(day).is_some() || day.contains('-');
    let (mut before, mut behind, mut days) = (vec!["partnership"], Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        let flag = format!("--{}", word.trim_start_matches("--").to_lowercase());
        let is_before = BEFORE_DAYS.contains(&&*flag);
        match words.next_if(|day| is_before && (word.starts_with("--") || is_day(day))) {
            Some(day) => days.push([flag, said(day).unwrap_or(day).to_owned()]),
            None if days.is_empty() => before.push(word),
            None => behind.push(word),
        }
    }
    if days.is_empty() {
        return None;
    }
    days.sort_by_key(|[flag, _]| ["--to", "--until"].contains(&&**flag));
    let flags: Vec<&str> = days.iter().flatten().map(String::as_str).collect();
    let alone: Vec<&str> = days.iter().map(|[_, day]| &**day).collect();
    let is_command = |cli: Cli| !matches!(cli.command, None | Some(crate::cli::Command::Other(_)));
    let written = [flags.clone(), [vec!["timeline"], flags].concat(), alone].into_iter();
    let mut calls = written.map(|days| [&before[..], &days, &behind].concat());
    let call = calls.find(|call| Cli::try_parse_from(call).is_ok_and(is_command))?;
    let call: Vec<String> = call.into_iter().map(quoted).collect();
    Some(call.join(" "))
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
    let (called, several) = (named(command), several(behind));
    let days = || Some(format!("write `{}`", with_days(args)?));
    let (message, help) = match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => (
            format!("`{called}` has no flag `{arg}`"),
            days()
                .unwrap_or_else(|| flag(command, &program, &arg, part(ContextKind::SuggestedArg))),
        ),
        ErrorKind::UnknownArgument => {
            let Some(help) = days() else {
                return Some(one_more(command, several, &arg));
            };
            let words = several.unwrap_or(arg);
            (format!("`{called}` takes no `{words}`"), help)
        }
        ErrorKind::MissingRequiredArgument => (format!("`{called}` needs {arg}"), example(command)),
        ErrorKind::InvalidValue if value.is_empty() => {
            (format!("`{arg}` is given no value"), lists(command))
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
            let day = several.map(|words| no_date(&words));
            if let Some(day) = day.filter(|why| why.help.starts_with("write `")) {
                return Some(day);
            }
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

fn called(command: &Command) -> &str {
    command.get_bin_name().unwrap_or("partnership")
}

/// The same as a message names it, without the program.
fn named(command: &Command) -> &str {
    called(command).trim_start_matches("partnership ")
}

/// The command that is meant, and the arguments behind it.
fn command<'p, 'a>(program: &'p Command, args: &'a [OsString]) -> (&'p Command, &'a [OsString]) {
    let words = args.iter().enumerate().skip(1);
    words.fold((program, &args[1..]), |(found, behind), (place, word)| {
        let next = found.find_subcommand(word);
        next.map_or((found, behind), |next| (next, &args[place + 1..]))
    })
}

/// What to write in place of a flag that a command does not have: where it is one, else the nearest.
fn flag(command: &Command, program: &Command, asked: &str, near: Option<String>) -> String {
    let has = |of: &&Command| {
        of.get_arguments().any(|arg| {
            let long = arg.get_long_and_visible_aliases().unwrap_or_default();
            let long = long.iter().map(|long| format!("--{long}"));
            let short = arg.get_short().map(|short| format!("-{short}"));
            long.chain(short).any(|flag| flag == asked)
        })
    };
    let is_other = |of: &&Command| !named(command).starts_with(of.get_name());
    let others = program.get_subcommands().filter(is_other).filter(has);
    match and_list(others.map(|of| ticked(of.get_name()))) {
        others if !others.is_empty() => format!("it is a flag of {others}"),
        _ => near.map_or_else(|| lists(command), |near| format!("there is `{near}`")),
    }
}

fn lists(command: &Command) -> String {
    format!("`{} --help` lists its flags", called(command))
}

/// What a command takes first, as its help calls it.
fn takes(command: &Command) -> Option<&str> {
    let takes = command.get_positionals().next();
    let name = takes.and_then(|arg| arg.get_value_names()?.first());
    name.map(clap::builder::Str::as_str)
}

/// The first of the words behind a command, or behind a flag, that are more than one and not all days.
fn several(behind: &[OsString]) -> Option<String> {
    let words: Vec<_> = behind.iter().map(|word| word.to_string_lossy()).collect();
    let runs = words.split(|word| word.starts_with('-'));
    let is_day = |word: &Cow<'_, str>| word.parse::<Date>().is_ok();
    let mut runs = runs.filter(|run| run.len() > 1 && !run.iter().all(is_day));
    runs.next().map(|run| run.join(" "))
}

/// Why there is a word too many: a day with blanks, or a name that stands in no quotation marks.
fn one_more(command: &Command, words: Option<String>, word: &str) -> Refusal {
    let (called, named) = (called(command), named(command));
    match (takes(command), words) {
        (Some("WHEN" | "FROM"), Some(words)) => no_date(&words),
        (Some("ID"), Some(words)) if word.parse::<Date>().is_err() => {
            let message = format!("`{named}` takes one name, and no `{word}` behind it");
            Refusal::new(message, format!("as in `{called} {}`", quoted(&words)))
        }
        _ => {
            let help = match command.get_name() {
                "upcoming" if word.parse::<Span>().is_ok() => {
                    format!("write `{called} --within {word}`")
                }
                _ => example(command),
            };
            Refusal::new(format!("`{named}` takes no `{word}`"), help)
        }
    }
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

fn call(args: &[OsString], place: usize, instead: &[&str]) -> String {
    let quote = |arg: &OsString| quoted(&arg.to_string_lossy());
    let mut words = vec!["partnership".to_owned()];
    words.extend(args[1..place].iter().map(quote));
    words.extend(instead.iter().map(|word| quoted(word)));
    words.extend(args[place + 1..].iter().map(quote));
    words.join(" ")
}
