//! The flags of `add` that describe an event: each key of the format that it may write has one.

use std::sync::LazyLock;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::file::keys::{CHANGE, CITE, CLAUSE, EVENT, SOURCE, Shape, Takes};
use crate::text::words::or_list;

/// The flags that describe an event, each with its value, in the order of the command line.
#[derive(Debug)]
pub(super) struct EventFlags(pub(super) Vec<(&'static Flag, String)>);

#[derive(Debug)]
pub(super) struct Flag {
    pub(super) name: String,
    /// The table whose key it writes; `new` where it declares one, `begin` where it begins a change.
    pub(super) table: &'static str,
    /// The key that it writes, or the table that it declares.
    pub(super) key: &'static str,
    /// What the key takes, where the flag gives it as it is.
    pub(super) takes: Option<Takes>,
    arg: Arg,
}

type Keys<'k> = (&'k Shape, &'k [&'k str], &'k [[&'k str; 5]]);

/// The tables whose keys have flags, with the keys that are given otherwise or not at all, and the flags behind them: as in
/// [`Flag`], the table, the name and the key; the value and the help.
#[rustfmt::skip]
static TABLES: [Keys<'static>; 5] = [
    (&EVENT, &["basis", "change", "was"], &[
        ["event", "reported", "basis", "", "It is reported by others, not stated by a party or a filing"],
        ["event", "inferred", "basis", "", "It is inferred by whoever keeps the record"],
        ["begin", "change", "action", "CLAUSE=ACTION", "A clause and what is done to it: adopt, amend, disclose, keep, unclear or end; may be repeated"],
    ]),
    (&CHANGE, &["clause", "action", "basis", "report", "note", "cite"], &[
        ["new", "new-party", "party", "ID=NAME", "Declare a party: its id and name; may be repeated"],
        ["new", "new-source", "source", "ID[=NAME]", "Declare a source: its id, and its address or publisher; may be repeated"],
        ["new", "new-clause", "clause", "ID=NAME", "Declare a clause: its id and title; may be repeated"],
    ]),
    (&CITE, &["source", "terms"], &[]),
    (&SOURCE, &["was"], &[]),
    (&CLAUSE, &["title", "was"], &[]),
];

/// The keys that a flag behind a change gives to that, and else to the event.
pub(super) const BOTH: [&str; 4] = ["basis", "report", "note", "cite"];

/// Flags with a name of their own, or more to be said: the table, the key, the name and what is said behind the help.
#[rustfmt::skip]
const NAMED: [(&str, &str, &str, &str); 6] = [
    ("event", "id", "id", " [default: made from the title]"),
    ("event", "parties", "party", ""),
    ("change", "terms", "term", " (NAME+=VALUE makes a list longer)"),
    ("change", "parties", "binds", ""),
    ("cite", "basis", "cite-basis", ""),
    ("clause", "parties", "clause-party", ""),
];

/// Every flag. A key's own is called as the key is, behind its table's name where another is called so.
static FLAGS: LazyLock<Vec<Flag>> = LazyLock::new(|| {
    let mut all: Vec<Flag> = Vec::new();
    for (shape, except, others) in TABLES {
        let table = shape.name;
        for key in shape.keys.iter().filter(|key| !except.contains(&key.name)) {
            let mut named = NAMED.iter();
            let named = named.find(|(of, own, ..)| (*of, *own) == (table, key.name));
            let (name, said) = named.map_or((key.name, ""), |(.., name, said)| (*name, *said));
            let taken = all.iter().find(|flag| flag.name == name);
            let name = taken.map_or(name.to_owned(), |_| format!("{table}-{name}"));
            let (value, more) = form(key.takes);
            let help = key.doc.trim_end_matches('.').to_owned() + said + &more;
            let takes = Some(key.takes);
            all.push(Flag::of([table, key.name, value], [&name, &help], takes));
        }
        for [table, name, key, value, help] in others {
            all.push(Flag::of([table, key, value], [name, help], None));
        }
    }
    all
});

/// How what a key takes is written on the command line, and what is said of that.
fn form(takes: Takes) -> (&'static str, String) {
    let value = match takes {
        Takes::Word(_, words) => return ("WORD", format!(" ({})", or_list(words))),
        Takes::Flag => "",
        Takes::Date | Takes::Period => "DATE",
        Takes::Span => "SPAN",
        Takes::Count => "N",
        Takes::Id | Takes::Ids | Takes::Cites => "ID",
        Takes::Unset => "NAME",
        Takes::Terms => "NAME=VALUE",
        Takes::ByTerm(_) => "NAME=TEXT",
        _ => "TEXT",
    };
    let more = ["", "; may be repeated"][usize::from(takes.is_list())];
    (value, more.to_owned())
}

/// The flag of a name.
pub(super) fn flag(name: &str) -> &'static Flag {
    let mut flags = FLAGS.iter();
    flags.find(|flag| flag.name == name).expect("a flag")
}

impl Flag {
    fn of(
        [table, key, value]: [&'static str; 3],
        [name, help]: [&str; 2],
        takes: Option<Takes>,
    ) -> Self {
        let name = name.to_owned();
        let arg = Arg::new(&name).long(&name).help(help.to_owned());
        let arg = arg.help_heading(match table {
            "cite" => Some("What a source says, behind its `--cite`"),
            "begin" | "change" => Some("A change, and the flags after it"),
            "new" => Some("New in the file"),
            "source" => Some("Of a source, behind its `--new-source`"),
            "clause" => Some("Of a clause, behind its `--new-clause`"),
            _ => None,
        });
        // It may stand once for the event and once for each change.
        let mut arg = arg.action(ArgAction::Append).value_name(value);
        if value.is_empty() {
            arg = arg.num_args(0).default_missing_value("true");
        }
        Self {
            name,
            table,
            key,
            takes,
            arg,
        }
    }
}

impl Args for EventFlags {
    fn augment_args(command: Command) -> Command {
        command.args(FLAGS.iter().map(|flag| &flag.arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for EventFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut found = Vec::new();
        for flag in FLAGS.iter() {
            if matches.value_source(&flag.name) != Some(ValueSource::CommandLine) {
                continue;
            }
            let places = matches.indices_of(&flag.name).into_iter().flatten();
            let values = matches.get_raw(&flag.name).into_iter().flatten();
            let values = values.map(|value| (flag, value.to_string_lossy().into_owned()));
            found.extend(places.zip(values));
        }
        found.sort_by_key(|(place, _)| *place);
        Ok(Self(found.into_iter().map(|(_, flag)| flag).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_called_as_its_key_or_behind_its_table() {
        let names = FLAGS.iter().map(|flag| flag.name.as_str());
        let names: Vec<&str> = names.collect();
        assert_eq!(
            names.join(" "),
            "id date announced planned report after title kind party about summary note cite \
            reported inferred \
            change text term unset through until renews renewals notice binds effective replaces wording \
            new-party new-source new-clause \
            via quote cite-note cite-date cite-text cite-through cite-until cite-basis \
            publisher source-title url published archived source-kind \
            topic clause-party clause-summary survives label unit"
        );
    }
}
