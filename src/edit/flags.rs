//! The flags of `add` that describe an event, a row each.

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::file::keys::{CHANGE, CLAUSE, EVENT, Takes};

/// The flags that describe an event, each with its value, in the order of the command line.
#[derive(Debug)]
pub(super) struct EventFlags(pub(super) Vec<(&'static Flag, String)>);

#[derive(Debug)]
pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) scope: Scope,
    /// The key that it writes; of a declaration, the table.
    pub(super) key: &'static str,
    value: &'static str,
    help: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The event, wherever the flag stands.
    Event,
    /// The change before it, or else the event.
    Either,
    /// The citation before it.
    Cite,
    NewChange,
    Change,
    /// The declared source before it.
    Source,
    /// The declared clause before it.
    Clause,
    /// A party, source or clause that the file does not have yet.
    Declaration,
}

/// The flag of one of these scopes that gives a key.
pub(super) fn giving(scopes: &[Scope], key: &str) -> Option<&'static str> {
    let mut flags = FLAGS.iter();
    let flag = flags.find(|flag| flag.key == key && scopes.contains(&flag.scope));
    flag.map(|flag| flag.name)
}

macro_rules! flags {
    ($($scope:ident $name:literal $key:literal $value:literal $help:literal;)*) => {
        &[$(Flag { name: $name, scope: Scope::$scope, key: $key, value: $value, help: $help }),*]
    };
}

const FLAGS: &[Flag] = flags! {
    Event "date" "date" "DATE" "When it happened: a date expression";
    Event "title" "title" "TEXT" "What happened, in one line";
    Event "id" "id" "ID" "Its id [default: made from the title]";
    Event "announced" "announced" "DATE" "When the public learned of it";
    Event "planned" "planned" "" "Only the plan is known";
    Event "after" "after" "ID" "An event that certainly came before; may be repeated";
    Event "kind" "kind" "WORD" "A word of your own";
    Event "party" "parties" "ID" "A party that takes part; may be repeated";
    Event "about" "about" "ID" "A clause that it bears on without changing it; may be repeated";
    Event "summary" "summary" "TEXT" "One or two sentences";
    Either "note" "note" "TEXT" "A caveat";
    Either "report" "report" "" "It was done earlier, and only became known";
    Either "cite" "cite" "ID" "A source that says so; may be repeated";
    Cite "quote" "quote" "TEXT" "The words of the source in the `--cite` before";
    Cite "cite-note" "note" "TEXT" "A caveat on the `--cite` before";
    Cite "via" "via" "ID" "The source through which that of the `--cite` before was read";
    Cite "cite-basis" "basis" "BASIS" "How firm the source in the `--cite` before is, where it passes on another's word";
    Either "reported" "basis" "" "It is reported by others, not stated by a party or a filing";
    Either "inferred" "basis" "" "It is inferred by whoever keeps the record";
    NewChange "change" "action" "CLAUSE=ACTION" "A clause and what is done to it: adopt, amend, disclose, keep, unclear or end; may be repeated";
    Change "text" "text" "TEXT" "The clause as it now reads";
    Change "term" "terms" "NAME=VALUE" "A term that it sets, or with NAME+=VALUE a list that grows; may be repeated";
    Change "unset" "unset" "NAME" "A term, or `through` or a key beside it, that it removes; may be repeated";
    Change "through" "through" "DATE" "In force to the end of this day, month or year";
    Change "until" "until" "TEXT" "In force until this happens";
    Change "renews" "renews" "SPAN" "After its last day it goes on for so long, again and again, as in 1y";
    Change "renewals" "renewals" "N" "The most times that it goes on";
    Change "notice" "notice" "SPAN" "Who wants it to end says so at least this long before, as in 3m";
    Change "binds" "parties" "ID" "Who is bound from here on; may be repeated";
    Change "effective" "effective" "DATE" "When it takes effect [default: on the event's date]";
    Change "replaces" "replaces" "ID" "A clause whose place it takes; may be repeated";
    Change "wording" "wording" "WORD" "Whose words the text is: summary or verbatim";
    Declaration "new-party" "party" "ID=NAME" "Declare a party: its id and name; may be repeated";
    Declaration "new-source" "source" "ID[=NAME]" "Declare a source: its id, and its address or publisher; may be repeated";
    Source "publisher" "publisher" "TEXT" "Who published the `--new-source` before";
    Source "source-title" "title" "TEXT" "Its headline";
    Source "url" "url" "TEXT" "Its address";
    Source "published" "published" "DATE" "When it was published";
    Source "source-kind" "kind" "WORD" "What it is: statement, filing, news or analysis";
    Declaration "new-clause" "clause" "ID=NAME" "Declare a clause: its id and title; may be repeated";
    Clause "label" "label" "NAME=TEXT" "How a term of the `--new-clause` before is called; may be repeated";
    Clause "unit" "unit" "NAME=UNIT" "The currency of one of its terms, as in rent=EUR, or another unit; may be repeated";
};

impl Flag {
    fn arg(&self) -> Arg {
        let arg = Arg::new(self.name).long(self.name).help(self.help);
        let arg = match self.scope {
            Scope::NewChange | Scope::Change => {
                arg.help_heading("A change, and the flags after it")
            }
            Scope::Declaration | Scope::Source | Scope::Clause => {
                arg.help_heading("New in the file")
            }
            Scope::Event | Scope::Either | Scope::Cite => arg,
        };
        // It may stand once for the event and once for each change.
        let arg = arg.action(ArgAction::Append).value_name(self.value);
        match self.value {
            "" => arg.num_args(0).default_missing_value("true"),
            _ => arg,
        }
    }
}

impl Args for EventFlags {
    fn augment_args(command: Command) -> Command {
        command.args(FLAGS.iter().map(Flag::arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for EventFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut found = Vec::new();
        for flag in FLAGS {
            if matches.value_source(flag.name) != Some(ValueSource::CommandLine) {
                continue;
            }
            let places = matches.indices_of(flag.name).into_iter().flatten();
            let values = matches.get_raw(flag.name).into_iter().flatten();
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

pub(super) fn takes_many(key: &str) -> bool {
    use Takes::{ByTerm, Cites, Ids, Terms, Unset};
    let shapes = [&EVENT, &CHANGE, &CLAUSE];
    let key = shapes.into_iter().find_map(|shape| shape.key(key));
    key.is_some_and(|key| matches!(key.takes, Ids | Unset | Terms | ByTerm(_) | Cites))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::file::keys::{CHANGE, CITE, CLAUSE, EVENT, SOURCE, Shape};

    pub(in crate::edit) fn flag(name: &str) -> &'static Flag {
        let mut flags = FLAGS.iter();
        flags.find(|flag| flag.name == name).expect("a flag")
    }

    #[test]
    fn every_flag_writes_a_key_of_the_format() {
        for flag in FLAGS {
            let shapes = match flag.scope {
                Scope::Event => vec![&EVENT],
                Scope::Either => vec![&EVENT, &CHANGE],
                Scope::NewChange | Scope::Change => vec![&CHANGE],
                Scope::Source => vec![&SOURCE],
                Scope::Clause => vec![&CLAUSE],
                Scope::Cite => vec![&CITE],
                Scope::Declaration => {
                    assert!(Shape::named(flag.key).is_some(), "{}", flag.name);
                    continue;
                }
            };
            for shape in shapes {
                assert!(shape.key(flag.key).is_some(), "{}", flag.name);
            }
        }
    }

    #[test]
    fn a_flag_is_for_one_thing() {
        let mut names: Vec<&str> = FLAGS.iter().map(|flag| flag.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FLAGS.len());
    }
}
