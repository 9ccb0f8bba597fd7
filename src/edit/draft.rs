//! An event to be added, as it is put together from flags or answers, and as TOML.

use std::collections::BTreeMap;

use super::flags::{EventFlags, Flag, Scope, takes_many};
use super::toml::{Toml, one_line};
use crate::agreement::{Action, Timeline};
use crate::file::actions::meant;
use crate::file::keys::{CHANGE, EVENT, Shape, Takes};
use crate::file::names::{NOT_AN_ID, first_free, is_id, slug};
use crate::questions::view::Refusal;
use crate::text::clean_toml;
use crate::text::words::{and_list, or_list, ticked};

/// The values of keys, each as often as it was given.
pub(super) type Keys = BTreeMap<&'static str, Vec<String>>;

/// An event to be added, with the parties, sources and clauses that it declares.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) event: Keys,
    pub(super) changes: Vec<Keys>,
    declared: Vec<Declaration>,
}

#[derive(Debug)]
struct Declaration {
    table: &'static str,
    id: String,
    name: String,
}

impl Draft {
    pub(super) fn of(flags: &EventFlags) -> Result<Self, Refusal> {
        let mut draft = Self::default();
        for (flag, value) in &flags.0 {
            draft.take(flag, value.clone())?;
        }
        Ok(draft)
    }

    /// Takes a flag, which may belong to the change that was begun last.
    fn take(&mut self, flag: &Flag, value: String) -> Result<(), Refusal> {
        let value = match flag.name {
            "reported" | "inferred" => flag.name.to_owned(),
            "term" => term(&value)?,
            _ => value,
        };
        let change = self.changes.last_mut();
        match (flag.scope, change) {
            (Scope::Declaration, _) => {
                let (id, name) = halves(flag.name, &value, "ID=NAME")?;
                self.declare(flag.key, id, name)
            }
            (Scope::NewChange, _) => {
                let (clause, action) = halves(flag.name, &value, "CLAUSE=ACTION")?;
                if Action::from_word(action).is_none() {
                    let message = format!("`{action}` in `--change {value}` is not an action");
                    return Err(Refusal::new(message, write_an_action(action)));
                }
                self.changes.push(change_of(clause, action));
                Ok(())
            }
            (Scope::Change, None) => Err(Refusal::new(
                format!("`--{}` comes before any `--change`", flag.name),
                "put it after the `--change` that it belongs to",
            )),
            (Scope::Change | Scope::Either, Some(change)) => put(change, flag, value),
            (Scope::Event | Scope::Either, _) => put(&mut self.event, flag, value),
        }
    }

    pub(super) fn declare(
        &mut self,
        table: &'static str,
        id: &str,
        name: &str,
    ) -> Result<(), Refusal> {
        check_id(id)?;
        let (id, name) = (id.to_owned(), name.to_owned());
        self.declared.push(Declaration { table, id, name });
        Ok(())
    }

    pub(super) fn declares(&self, table: &str, id: &str) -> bool {
        let mut declared = self.declared.iter();
        declared.any(|found| found.table == table && found.id == id)
    }

    /// Whether it has what every event needs.
    pub(super) fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }

    fn missing(&self) -> impl Iterator<Item = &'static str> {
        let needed = ["date", "title"].into_iter();
        needed.filter(|key| !self.event.contains_key(key))
    }

    /// The id that is given, or one made from the title that the timeline does not have.
    pub(super) fn id(&self, timeline: &Timeline) -> Result<String, Refusal> {
        if !self.is_complete() {
            let missing = self.missing().map(|key| format!("`--{key}`"));
            return Err(Refusal::new(
                format!("an event needs {}", and_list(missing)),
                "write `partnership add --date 2026-04-27 --title \"The agreement is amended\"`",
            ));
        }
        if let Some(id) = self.event.get("id") {
            return Ok(id[0].clone());
        }
        let title = &self.event["title"][0];
        let Some(slug) = slug(title) else {
            return Err(Refusal::new(
                format!("no id can be made from the title `{title}`"),
                "give one with `--id`",
            ));
        };
        let is_free = |id: &str| !timeline.ids.events.contains_key(id);
        Ok(first_free(&[slug], is_free))
    }

    /// Writes what is declared.
    pub(super) fn declarations(&self, toml: &mut Toml) {
        for Declaration { table, id, name } in &self.declared {
            toml.heading(&format!("[{table}.{id}]"));
            let address = name.starts_with("https://") || name.starts_with("http://");
            let key = match *table {
                "party" => "name",
                "clause" => "title",
                _ if address => "url",
                _ => "publisher",
            };
            toml.text(key, name);
        }
    }

    /// Writes the event with this id, below what `toml` holds.
    pub(super) fn toml(&self, mut toml: Toml, id: &str) -> String {
        self.declarations(&mut toml);
        toml.heading("[[event]]");
        let mut event = self.event.clone();
        event.insert("id", vec![id.to_owned()]);
        write(&mut toml, &EVENT, &event);
        for change in &self.changes {
            toml.heading("[[event.change]]");
            write(&mut toml, &CHANGE, change);
        }
        toml.finish()
    }
}

/// A change of a clause that sets nothing yet.
pub(super) fn change_of(clause: &str, action: &str) -> Keys {
    [
        ("clause", vec![clause.to_owned()]),
        ("action", vec![action.to_owned()]),
    ]
    .into()
}

/// What to write where a word is no action.
pub(super) fn write_an_action(word: &str) -> String {
    let actions = || or_list(Action::WORDS.iter().map(|word| ticked(word)));
    meant(word).map_or_else(|| format!("write {}", actions()), |(_, help)| help)
}

fn put(keys: &mut Keys, flag: &Flag, value: String) -> Result<(), Refusal> {
    let values = keys.entry(flag.key).or_default();
    values.push(value);
    if values.len() == 1 || takes_many(flag.key) {
        return Ok(());
    }
    Err(Refusal::new(
        format!("`--{}` gives `{}` a second time", flag.name, flag.key),
        "give it once for the event, and once for each `--change`",
    ))
}

/// The two sides of the first `=`.
pub(super) fn halves<'v>(
    flag: &str,
    value: &'v str,
    form: &str,
) -> Result<(&'v str, &'v str), Refusal> {
    match value.split_once('=').map(|(a, b)| (a.trim(), b.trim())) {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => Ok((a, b)),
        _ => Err(Refusal::new(
            format!("`--{flag} {value}` is not of the form {form}"),
            format!("write `--{flag} {form}`"),
        )),
    }
}

/// Writes keys in the order of the format's table.
fn write(toml: &mut Toml, shape: &Shape, keys: &Keys) {
    for key in shape.keys {
        let Some(values) = keys.get(key.name) else {
            continue;
        };
        match key.takes {
            Takes::Flag => toml.raw(key.name, "true"),
            Takes::Count if values[0].parse::<u32>().is_ok() => toml.raw(key.name, &values[0]),
            Takes::Terms => toml.raw(key.name, &format!("{{ {} }}", values.join(", "))),
            _ if takes_many(key.name) => toml.texts(key.name, values),
            _ => toml.text(key.name, &values[0]),
        }
    }
}

/// Refuses what is no id: it would be written without quotes.
fn check_id(id: &str) -> Result<(), Refusal> {
    if is_id(id) {
        return Ok(());
    }
    let help = match slug(id) {
        Some(slug) => format!("write `{slug}`"),
        None => "write a name such as `ip-license`".to_owned(),
    };
    Err(Refusal::new(format!("`{id}` is {NOT_AN_ID}"), help))
}

/// A term given as `NAME=VALUE`, in TOML.
pub(super) fn term(given: &str) -> Result<String, Refusal> {
    let (name, value) = halves("term", given, "NAME=VALUE")?;
    check_id(name)?;
    Ok(format!("{name} = {}", term_value(value)))
}

/// A term's value: what TOML reads as a number, `true`, `false`, a list or a quoted text stays as it
/// is, anything else is a text.
fn term_value(given: &str) -> String {
    use toml::Value::{Datetime, Table};
    let shown = clean_toml(given);
    match (toml_value(given), toml_value(&shown)) {
        (None | Some(Datetime(_) | Table(_)), _) => one_line(given),
        (value, same) if value == same => shown.into_owned(),
        // Its quotes are those of a text without escapes.
        _ => one_line(given),
    }
}

/// What TOML reads as one value.
fn toml_value(given: &str) -> Option<toml::Value> {
    let read: toml::Table = format!("probe = {{ value = {given} }}").parse().ok()?;
    let probe = (read.len() == 1).then(|| read["probe"].as_table())??;
    probe.get("value").filter(|_| probe.len() == 1).cloned()
}

#[cfg(test)]
mod tests {
    use super::super::flags::tests::flag;
    use super::*;

    fn toml(flags: &[(&str, &str)]) -> Result<String, Refusal> {
        let mut draft = Draft::default();
        for (name, value) in flags {
            draft.take(flag(name), (*value).to_owned())?;
        }
        let id = draft.id(&Timeline::default())?;
        Ok(draft.toml(Toml::default(), &id))
    }

    #[test]
    fn flags_behind_a_change_belong_to_it() {
        let written = toml(&[
            ("cite", "paper"),
            ("new-source", "paper=https://example.org"),
            ("change", "fee=adopt"),
            ("text", "A \"fee\" is due."),
            ("term", "amount=1200"),
            ("term", "share=20%"),
            ("term", "days=[\"Mon\", \"Thu\"]"),
            ("term", "from=2020-01-01"),
            ("reported", "true"),
            ("report", "true"),
            ("note", "of the change"),
            ("change", "rent=end"),
            ("date", "2021"),
            ("title", "A fee replaces the rent"),
        ]);
        assert_eq!(
            written.as_deref(),
            Ok(r#"[source.paper]
url = "https://example.org"

[[event]]
id = "a-fee-replaces-the-rent"
date = "2021"
title = "A fee replaces the rent"
cite = ["paper"]

[[event.change]]
clause = "fee"
action = "adopt"
text = 'A "fee" is due.'
terms = { amount = 1200, share = "20%", days = ["Mon", "Thu"], from = "2020-01-01" }
basis = "reported"
report = true
note = "of the change"

[[event.change]]
clause = "rent"
action = "end"
"#)
        );
    }

    #[test]
    fn what_is_no_event_is_refused_with_the_reason() {
        let date = ("date", "2021");
        let title = ("title", "A title");
        for (words, message) in [
            (vec![], "an event needs `--date` and `--title`"),
            (vec![date], "an event needs `--title`"),
            (
                vec![date, title, ("text", "a")],
                "`--text` comes before any `--change`",
            ),
            (
                vec![date, date, title],
                "`--date` gives `date` a second time",
            ),
            (
                vec![("change", "fee")],
                "`--change fee` is not of the form CLAUSE=ACTION",
            ),
            (
                vec![("change", "fee=drop")],
                "`drop` in `--change fee=drop` is not an action",
            ),
            (
                vec![("change", "fee=amend"), ("term", "20%")],
                "`--term 20%` is not of the form NAME=VALUE",
            ),
            (
                vec![("new-clause", "The Fee=Fee")],
                "`The Fee` is not lower-case words joined by hyphens",
            ),
            (
                vec![date, ("title", "…")],
                "no id can be made from the title `…`",
            ),
        ] {
            let found = toml(&words).expect_err(message);
            assert_eq!(found.message, message);
        }
    }

    #[test]
    fn a_term_is_what_toml_reads_or_a_text() {
        for (given, written) in [
            ("12", "12"),
            ("1_000", "1_000"),
            ("true", "true"),
            ("\"12\"", "\"12\""),
            ("[1, 2]", "[1, 2]"),
            ("12 # more", "\"12 # more\""),
            ("1, other = 2", "\"1, other = 2\""),
            (
                "1 }\n[clause.x]\ny = { z = 1",
                r#""1 }\n[clause.x]\ny = { z = 1""#,
            ),
            ("{ a = 1 }", "\"{ a = 1 }\""),
            ("yes", "\"yes\""),
            ("[\"turned \u{202e}\"]", r#"["turned \u202E"]"#),
            ("'turned \u{202e}'", r#""'turned \u202E'""#),
        ] {
            assert_eq!(term_value(given), written);
        }
    }
}
