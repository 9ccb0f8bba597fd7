//! An event as it is told on a command line or in answers, and as TOML.

use std::collections::BTreeMap;

use super::toml::{Toml, one_line};
use crate::agreement::{Action, Timeline};
use crate::file::reader::{NOT_AN_ID, is_id, slug};
use crate::words::{or_list, ticked};

/// What is told, in the order in which it was: the name of a flag and its value.
pub type Told = Vec<(String, String)>;

/// Why what was told is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// An event to be added, with the parties, sources and clauses that it declares.
#[derive(Debug, Default)]
pub struct Draft {
    declared: Vec<(&'static str, String, String)>,
    event: Keys,
    changes: Vec<Keys>,
}

/// The values of keys, each as often as it was told.
type Keys = BTreeMap<&'static str, Vec<String>>;

/// The flags of an event, wherever they stand, each with its key.
const OF_EVENT: &[(&str, &str)] = &[
    ("id", "id"),
    ("date", "date"),
    ("announced", "announced"),
    ("planned", "planned"),
    ("after", "after"),
    ("title", "title"),
    ("kind", "kind"),
    ("party", "parties"),
    ("about", "about"),
    ("summary", "summary"),
];

/// The flags of a change, which stand behind its `--change`.
const OF_CHANGE: &[(&str, &str)] = &[
    ("text", "text"),
    ("term", "terms"),
    ("unset", "unset"),
    ("through", "through"),
    ("until", "until"),
    ("effective", "effective"),
    ("replaces", "replaces"),
    ("wording", "wording"),
];

/// The flags of a change where one stands before them, else of the event.
const OF_BOTH: &[(&str, &str)] = &[
    ("note", "note"),
    ("cite", "cite"),
    ("reported", "basis"),
    ("inferred", "basis"),
];

/// The flags that declare something, each with the kind of its table.
const DECLARING: &[(&str, &str)] = &[
    ("new-party", "party"),
    ("new-source", "source"),
    ("new-clause", "clause"),
];

/// The order in which keys are written.
const ORDER: &[&str] = &[
    "id",
    "date",
    "announced",
    "planned",
    "after",
    "title",
    "kind",
    "parties",
    "about",
    "clause",
    "action",
    "text",
    "terms",
    "unset",
    "through",
    "until",
    "effective",
    "replaces",
    "wording",
    "summary",
    "note",
    "basis",
    "cite",
];

/// Keys whose values are lists.
const LISTS: &[&str] = &["after", "parties", "about", "unset", "replaces", "cite"];

/// The names of all flags that tell of an event.
pub fn flags() -> impl Iterator<Item = &'static str> {
    let lists = [OF_EVENT, OF_CHANGE, OF_BOTH, DECLARING];
    lists
        .into_iter()
        .flatten()
        .map(|(flag, _)| *flag)
        .chain(["change"])
}

fn key_of(list: &'static [(&str, &str)], flag: &str) -> Option<&'static str> {
    list.iter()
        .find(|(name, _)| *name == flag)
        .map(|(_, key)| *key)
}

impl Draft {
    /// The event that was told. Its id is made from its title where none is given.
    ///
    /// # Errors
    ///
    /// Where the date or the title is missing, where something is told twice, or where a flag of a
    /// change stands before any change.
    pub fn of(told: Told, timeline: &Timeline) -> Result<Self, Unfit> {
        let mut draft = Self::default();
        for (flag, value) in told {
            draft.take(&flag, value)?;
        }
        let missing: Vec<String> = ["date", "title"]
            .into_iter()
            .filter(|key| !draft.event.contains_key(key))
            .map(|key| format!("`--{key}`"))
            .collect();
        if !missing.is_empty() {
            return Err(Unfit {
                message: format!("an event needs {}", crate::words::and_list(missing)),
                help:
                    "as in `partnership add --date 2026-04-27 --title \"The agreement is amended\"`"
                        .to_owned(),
            });
        }
        if !draft.event.contains_key("id") {
            let id = draft.own_id(timeline)?;
            draft.event.insert("id", vec![id]);
        }
        Ok(draft)
    }

    /// The event's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.event.get("id").map_or("", |id| id[0].as_str())
    }

    fn take(&mut self, flag: &str, value: String) -> Result<(), Unfit> {
        if let Some(kind) = key_of(DECLARING, flag) {
            let (id, told) = halves(flag, &value, "ID=NAME")?;
            named(&id)?;
            self.declared.push((kind, id, told));
            return Ok(());
        }
        if flag == "change" {
            let (clause, action) = halves(flag, &value, "CLAUSE=ACTION")?;
            if Action::from_word(&action).is_none() {
                let actions = or_list(Action::WORDS.iter().map(|word| ticked(word)));
                return Err(Unfit {
                    message: format!("`{action}` is no action, in `--change {value}`"),
                    help: format!("write {actions}"),
                });
            }
            let keys = [("clause", vec![clause]), ("action", vec![action])];
            self.changes.push(keys.into());
            return Ok(());
        }
        let value = if ["reported", "inferred"].contains(&flag) {
            flag.to_owned()
        } else {
            value
        };
        if let Some(key) = key_of(OF_EVENT, flag) {
            return put(&mut self.event, key, flag, value);
        }
        if let Some(key) = key_of(OF_BOTH, flag) {
            let target = self.changes.last_mut().unwrap_or(&mut self.event);
            return put(target, key, flag, value);
        }
        let key = key_of(OF_CHANGE, flag).unwrap_or_default();
        match self.changes.last_mut() {
            Some(change) => put(change, key, flag, value),
            None => Err(Unfit {
                message: format!("`--{flag}` stands before any `--change`"),
                help: "put it after the `--change` that it belongs to".to_owned(),
            }),
        }
    }

    /// An id from the title that no event has.
    fn own_id(&self, timeline: &Timeline) -> Result<String, Unfit> {
        let title = &self.event["title"][0];
        let Some(slug) = slug(title) else {
            return Err(Unfit {
                message: format!("no id can be made from the title `{title}`"),
                help: "give one with `--id`".to_owned(),
            });
        };
        let free = |id: &String| !timeline.ids.events.contains_key(id.as_str());
        let names = (2..).map(|count| format!("{slug}-{count}"));
        let names = std::iter::once(slug.clone()).chain(names);
        Ok(names.into_iter().find(free).unwrap_or(slug))
    }

    /// The tables, written below what `toml` holds.
    ///
    /// # Errors
    ///
    /// Where a term is not of the form `NAME=VALUE`.
    pub fn toml(&self, mut toml: Toml) -> Result<String, Unfit> {
        for (kind, id, told) in &self.declared {
            toml.heading(&format!("[{kind}.{id}]"));
            let address = told.starts_with("https://") || told.starts_with("http://");
            toml.text(
                match *kind {
                    "party" => "name",
                    "clause" => "title",
                    _ if address => "url",
                    _ => "publisher",
                },
                told,
            );
        }
        toml.heading("[[event]]");
        write(&mut toml, &self.event)?;
        for change in &self.changes {
            toml.heading("[[event.change]]");
            write(&mut toml, change)?;
        }
        Ok(toml.finish())
    }
}

fn put(keys: &mut Keys, key: &'static str, flag: &str, value: String) -> Result<(), Unfit> {
    let values = keys.entry(key).or_default();
    values.push(value);
    if values.len() == 1 || LISTS.contains(&key) || key == "terms" {
        return Ok(());
    }
    Err(Unfit {
        message: format!("`{key}` is given twice, at `--{flag}`"),
        help: "give it once for the event, and once for each `--change`".to_owned(),
    })
}

/// The two sides of the first `=`.
fn halves(flag: &str, value: &str, form: &str) -> Result<(String, String), Unfit> {
    let both = value.split_once('=').map(|(a, b)| (a.trim(), b.trim()));
    match both {
        Some((name, told)) if !name.is_empty() && !told.is_empty() => {
            Ok((name.to_owned(), told.to_owned()))
        }
        _ => Err(Unfit {
            message: format!("`--{flag} {value}` is not of the form {form}"),
            help: format!("write `--{flag} {form}`"),
        }),
    }
}

fn write(toml: &mut Toml, keys: &Keys) -> Result<(), Unfit> {
    for key in ORDER {
        let Some(values) = keys.get(key) else {
            continue;
        };
        match *key {
            "planned" => toml.raw(key, "true"),
            "terms" => toml.raw(key, &terms(values)?),
            key if LISTS.contains(&key) => toml.texts(key, values),
            key => toml.text(key, &values[0]),
        }
    }
    Ok(())
}

/// Refuses what is no id: it would be written without quotes.
fn named(id: &str) -> Result<(), Unfit> {
    if is_id(id) {
        return Ok(());
    }
    Err(Unfit {
        message: format!("`{id}` is {NOT_AN_ID}"),
        help: match slug(id) {
            Some(slug) => format!("write `{slug}`"),
            None => "write a name such as `ip-license`".to_owned(),
        },
    })
}

/// Terms as an inline table.
fn terms(told: &[String]) -> Result<String, Unfit> {
    let term = |told: &String| {
        let (name, value) = halves("term", told, "NAME=VALUE")?;
        named(&name)?;
        Ok(format!("{name} = {}", term_value(&value)))
    };
    let terms = told.iter().map(term).collect::<Result<Vec<_>, Unfit>>()?;
    Ok(format!("{{ {} }}", terms.join(", ")))
}

/// A term's value: what TOML reads as a number, `true`, `false`, a list or a quoted text stays as it
/// is, anything else is a text.
fn term_value(told: &str) -> String {
    let read: Option<toml::Table> = format!("probe = {{ value = {told} }}").parse().ok();
    let probe = read.as_ref().filter(|read| read.len() == 1);
    let probe = probe.and_then(|read| read["probe"].as_table());
    match probe
        .filter(|probe| probe.len() == 1)
        .and_then(|probe| probe.get("value"))
    {
        None | Some(toml::Value::Datetime(_) | toml::Value::Table(_)) => one_line(told),
        Some(_) => told.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::lower;

    fn told(words: &[(&str, &str)]) -> Told {
        let pair = |(flag, value): &(&str, &str)| ((*flag).to_owned(), (*value).to_owned());
        words.iter().map(pair).collect()
    }

    fn toml(words: &[(&str, &str)]) -> Result<String, Unfit> {
        Draft::of(told(words), &Timeline::default())?.toml(Toml::default())
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
note = "of the change"
basis = "reported"

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
                "`--text` stands before any `--change`",
            ),
            (
                vec![date, date, title],
                "`date` is given twice, at `--date`",
            ),
            (
                vec![("change", "fee")],
                "`--change fee` is not of the form CLAUSE=ACTION",
            ),
            (
                vec![("change", "fee=drop")],
                "`drop` is no action, in `--change fee=drop`",
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
        for (told, written) in [
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
        ] {
            assert_eq!(term_value(told), written);
        }
    }

    #[test]
    fn every_key_of_an_event_and_of_a_change_has_its_place() {
        let keys = lower::EVENT.iter().chain(lower::CHANGE);
        for key in keys.filter(|key| !["change", "was"].contains(key)) {
            assert!(ORDER.contains(key), "{key}");
        }
    }

    #[test]
    fn a_flag_is_for_one_thing() {
        let mut names: Vec<&str> = flags().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), flags().count());
    }
}
