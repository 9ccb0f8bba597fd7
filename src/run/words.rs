//! What is answered where a command is mistyped, or a word is taken for one.

use std::ffi::OsString;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::questions::filters::quoted;
use crate::questions::find::names;
use crate::questions::view::Refusal;
use crate::text::words::{is_toml, mistyped};

/// What is tried to have an answer in a format.
const EXPORT: [&str; 8] = [
    "export", "report", "csv", "json", "html", "ics", "calendar", "markdown",
];
const EXPORTS: &str = "every answer is exported in a format, by the command that gives it";
const FORMATS: &str = "add `--format`, `--json` or `-o` to it, as in `partnership timeline --format csv`; \
    `partnership page -o agreement.html` writes the whole timeline";

/// What is answered to the argument at a place, which is no command, if it is not the id of anything.
pub(super) fn instead(args: &[OsString], place: usize) -> Option<Refusal> {
    let word = args.get(place)?.to_string_lossy();
    if is_toml(&*word) {
        let help = format!("`{}`", call(args, place, "-f", Some(&word)));
        let message = format!("`{word}` is a file, and not a command");
        return Some(Refusal::new(message, help));
    }
    if EXPORT.contains(&&*word) {
        return Some(Refusal::new(EXPORTS, FORMATS));
    }
    // A word of a question is no command, though `how` is near to `show`.
    if !names(&word.to_lowercase()) {
        return None;
    }
    let program = Cli::command();
    let near = program.get_subcommands().filter_map(|command| {
        let names = command.get_all_aliases().chain([command.get_name()]);
        let near = names.filter_map(|name| mistyped(&word, name)).min()?;
        Some((near, command.get_name()))
    });
    let (_, name) = near.min()?;
    let message = format!("there is no command `{word}`");
    let help = format!("there is `{}`", call(args, place, name, None));
    Some(Refusal::new(message, help))
}

/// How a command that lacks an argument, or has one too many, may be called: the first example of its help.
pub(super) fn example(args: &[OsString]) -> Option<String> {
    let program = Cli::command();
    let mut words = args.iter().skip(1).map(|word| word.to_string_lossy());
    let command = words.find_map(|word| program.find_subcommand(&*word))?;
    let name: Vec<_> = words.filter(|word| !word.starts_with('-')).collect();
    if let [kind, rest @ ..] = &name[..]
        && rest.len() > 1
        && let Some(kind) = command.find_subcommand(&**kind)
    {
        let (command, kind) = (command.get_name(), kind.get_name());
        let name = quoted(&rest.join(" "));
        return Some(format!(
            "help: as in `partnership {command} {kind} {name}`\n"
        ));
    }
    let about = command.get_long_about()?.to_string();
    let example = about.split("Examples:").nth(1)?.trim().lines().next()?;
    Some(format!("help: as in `{example}`\n"))
}

/// The call with other words at a place.
fn call(args: &[OsString], place: usize, first: &str, second: Option<&str>) -> String {
    let quote = |arg: &OsString| quoted(&arg.to_string_lossy());
    let mut words = vec!["partnership".to_owned()];
    words.extend(args[1..place].iter().map(quote));
    words.push(first.to_owned());
    words.extend(second.map(quoted));
    words.extend(args[place + 1..].iter().map(quote));
    words.join(" ")
}
