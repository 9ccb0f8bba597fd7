//! An event to be added, as it is put together from flags or answers, and as TOML.

use std::collections::{BTreeMap, BTreeSet};

use regex::Match;

use super::flags::{BOTH, EventFlags, Flag};
use super::toml::{Toml, one_line};
use crate::agreement::history::History;
use crate::agreement::{Action, Given, Timeline, Value};
use crate::date::Date;
use crate::file::actions::meant;
use crate::file::keys::{CHANGE, EVENT, Shape, Takes};
use crate::file::names::{NOT_AN_ID, first_free, is_id, slug};
use crate::questions::view::Refusal;
use crate::text::words::{and_list, ticked_or};
use crate::text::{clean_toml, patterns};

/// The values of keys, each as often as it was given.
pub(super) type Keys = BTreeMap<Name, Vec<String>>;

/// The name of a key or a table of the format.
pub(super) type Name = &'static str;

pub(super) fn give<T: ToString>(keys: &mut Keys, key: Name, values: impl IntoIterator<Item = T>) {
    let values: Vec<String> = values.into_iter().map(|it| it.to_string()).collect();
    if !values.is_empty() {
        keys.insert(key, values);
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) event: Keys,
    pub(super) changes: Vec<Keys>,
    /// Each by its table and its id.
    pub(super) declared: Vec<(Name, String, Keys)>,
}

impl Draft {
    pub(super) fn of(flags: &EventFlags) -> Result<Self, Refusal> {
        let mut draft = Self::default();
        for (flag, value) in &flags.0 {
            draft.take(flag, value)?;
        }
        Ok(draft)
    }

    /// Takes a flag, which may belong to the change that was begun last.
    pub(super) fn take(&mut self, flag: &Flag, value: &str) -> Result<(), Refusal> {
        let value = match flag.takes {
            None if flag.key == "basis" => flag.name.clone(),
            Some(Takes::Terms) => term(value)?,
            Some(Takes::ByTerm(_)) => of_term(&flag.name, value)?,
            Some(Takes::Cites) => one_line(value),
            _ => value.to_owned(),
        };
        match (flag.table, self.changes.last_mut()) {
            ("new", _) => {
                let alone = flag.key == "source" && !value.contains('=');
                let named = halves(&flag.name, &value, "ID=NAME");
                let (id, name) = if alone { (&*value, "") } else { named? };
                self.declare(flag.key, id, name)
            }
            ("begin", _) => {
                let (clause, action) = halves(&flag.name, &value, "CLAUSE=ACTION")?;
                if action.parse::<Action>().is_err() {
                    let help =
                        meant(action).map(|(_, help)| help.replace(&format!("`{action}`: "), ""));
                    let help =
                        help.unwrap_or_else(|| format!("write {}", ticked_or(Action::WORDS)));
                    return Err(Refusal::new(format!("`{action}` is not an action"), help));
                }
                self.changes.push(change_of(clause, action));
                Ok(())
            }
            (of @ ("source" | "clause"), _) => {
                let mut declared = self.declared.iter_mut().rev();
                let declared = declared.find(|(table, ..)| *table == of);
                let (.., keys) = declared.ok_or_else(|| misplaced(flag, &format!("--new-{of}")))?;
                put(keys, flag, value)
            }
            ("cite", change) => {
                let cites = change.and_then(|change| change.get_mut("cite"));
                let cites = cites.or(self.event.get_mut("cite"));
                let cite = cites.and_then(|cites| cites.last_mut());
                let cite = cite.ok_or_else(|| misplaced(flag, "--cite"))?;
                let inside = match cite.strip_suffix(" }") {
                    Some(cite) => cite.to_owned(),
                    None => format!("{{ source = {cite}"),
                };
                *cite = format!("{inside}, {} = {} }}", flag.key, one_line(&value));
                Ok(())
            }
            ("change", None) => Err(misplaced(flag, "--change")),
            // What both may have belongs to the change.
            (of, Some(change)) if of == "change" || BOTH.contains(&flag.key) => {
                put(change, flag, value)
            }
            _ => put(&mut self.event, flag, value),
        }
    }

    pub(super) fn declare(&mut self, table: Name, id: &str, name: &str) -> Result<(), Refusal> {
        check_id(id)?;
        let address = name.starts_with("https://") || name.starts_with("http://");
        let key = match table {
            "party" => "name",
            "clause" => "title",
            _ if address => "url",
            _ => "publisher",
        };
        let mut keys = Keys::new();
        give(&mut keys, key, Some(name).filter(|name| !name.is_empty()));
        self.declared.push((table, id.to_owned(), keys));
        Ok(())
    }

    pub(super) fn declares(&self, table: &str, id: &str) -> bool {
        let mut declared = self.declared.iter();
        declared.any(|(of, own, _)| *of == table && own == id)
    }

    /// What every event needs and it does not have.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let mut missing = vec!["date", "title"];
        missing.retain(|key| !self.event.contains_key(key));
        missing
    }

    /// Whether it neither changes nor cites anything.
    pub(super) fn is_bare(&self) -> bool {
        self.changes.is_empty() && !self.event.contains_key("cite")
    }

    /// The id that is given, or a new one made from the title.
    pub(super) fn id(&self, timeline: &Timeline) -> Result<String, Refusal> {
        let missing = self.missing();
        if !missing.is_empty() {
            let missing = missing.iter().map(|key| format!("`--{key}`"));
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
            let message = format!("no id can be made from the title `{title}`");
            return Err(Refusal::new(message, "give one with `--id`"));
        };
        let is_free = |id: &str| !timeline.ids.events.contains_key(id);
        Ok(first_free(&[slug], is_free))
    }

    pub(super) fn declarations(&self, toml: &mut Toml) {
        for (table, id, keys) in &self.declared {
            toml.heading(&format!("[{table}.{id}]"));
            if let Some(shape) = Shape::named(table) {
                write(toml, shape, keys);
            }
        }
    }

    /// The same with every list that grows written in full: what stands on the day of its change, and more.
    pub(super) fn grown(&self, history: &History) -> Result<Self, Refusal> {
        let mut draft = self.clone();
        let mut given: BTreeSet<(String, String)> = BTreeSet::new();
        for change in &mut draft.changes {
            let clause = change["clause"][0].clone();
            let date = change.get("effective").or(self.event.get("date"));
            let date = date.map_or(String::new(), |date| date[0].clone());
            for term in change.get_mut("terms").into_iter().flatten() {
                let (name, said) = term.split_once(' ').unwrap_or((term, ""));
                let is_again = !given.insert((clause.clone(), name.to_owned()));
                let Some(value) = said.strip_prefix("+= ") else {
                    continue;
                };
                if is_again {
                    let message = format!("`{name}` of `{clause}` is set and also extended");
                    let help = format!("give all at once, as in `--term '{name}+=[500, 600]'`");
                    return Err(Refusal::new(message, help));
                }
                let mut all = members(history, &clause, &date, (name, value))?;
                all.push(value.trim_matches(['[', ']']).to_owned());
                all.retain(|part| !part.is_empty());
                *term = format!("{name} = [{}]", all.join(", "));
            }
        }
        Ok(draft)
    }

    /// Writes the event with this id, if it has one yet, below what `toml` holds.
    pub(super) fn toml(&self, mut toml: Toml, id: &str) -> Toml {
        self.declarations(&mut toml);
        toml.heading("[[event]]");
        let mut event = self.event.clone();
        if !id.is_empty() {
            event.insert("id", vec![id.to_owned()]);
        }
        write(&mut toml, &EVENT, &event);
        for change in &self.changes {
            toml.heading("[[event.change]]");
            write(&mut toml, &CHANGE, change);
        }
        toml
    }
}

/// The members of a list at the close of a date, as TOML; none of a clause that is not there. What is to be added must
/// not be a number where they are texts.
fn members(
    history: &History,
    clause: &str,
    date: &str,
    (name, added): (&str, &str),
) -> Result<Vec<String>, Refusal> {
    if !history.timeline.ids.clauses.contains_key(clause) {
        return Ok(Vec::new());
    }
    let old = standing(history, clause, date).remove(name);
    let Some(Given::Term(old @ Value::Set(_))) = old else {
        let message = format!("`{clause}` has no list `{name}` to extend on that day");
        return Err(Refusal::new(message, format!("begin it with `{name}=[…]`")));
    };
    let is_text = |value: &Value| matches!(value, Value::Text(_));
    let is_number = toml_value(added).is_some_and(|value| value.is_integer() || value.is_float());
    if is_number && old.members().iter().any(is_text) {
        let message = format!("`{added}` is a number, and `{name}` is a list of texts");
        let help = format!("write `--term '{name}+=\"{added}\"'`, or the whole list: `{name}=[…]`");
        return Err(Refusal::new(message, help));
    }
    let member = |value: &Value| match value {
        Value::Text(text) => one_line(text),
        Value::Bool(flag) => flag.to_string(),
        number => number.to_string(),
    };
    Ok(old.members().iter().map(member).collect())
}

/// What a clause says, under which name, at the close of a date.
pub(super) fn standing<'h>(
    history: &'h History,
    clause: &str,
    date: &str,
) -> BTreeMap<&'h str, Given<'h>> {
    let values = || {
        let clause = *history.timeline.ids.clauses.get(clause)?;
        let state = history.state(clause, Date::read(date)?.last()?);
        let version = state.version.filter(|_| state.status.stands())?;
        let given = |(name, at)| Some((name, history.timeline.change(at).given(name)?));
        let values = history.lives[clause].values(version);
        Some(values.filter_map(given).collect())
    };
    values().unwrap_or_default()
}

fn misplaced(flag: &Flag, of: &str) -> Refusal {
    Refusal::new(
        format!("`--{}` comes before any `{of}`", flag.name),
        format!("put it after the `{of}` that it belongs to"),
    )
}

pub(super) fn change_of(clause: &str, action: &str) -> Keys {
    let keys = [("clause", clause), ("action", action)];
    keys.map(|(key, word)| (key, vec![word.to_owned()])).into()
}

fn put(keys: &mut Keys, flag: &Flag, value: String) -> Result<(), Refusal> {
    let values = keys.entry(flag.key).or_default();
    values.push(value);
    if values.len() == 1 || flag.takes.is_some_and(Takes::is_list) {
        return Ok(());
    }
    let message = format!("`--{}` gives `{}` a second time", flag.name, flag.key);
    let help = "give it once for each thing that it belongs to; the NAME of a new one is its publisher, address or title";
    Err(Refusal::new(message, help))
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
        let all = values.join(", ");
        let written = match key.takes {
            Takes::Flag => "true".to_owned(),
            Takes::Count if all.parse::<u32>().is_ok() => all,
            Takes::Cites => format!("[{all}]"),
            Takes::Terms | Takes::ByTerm(_) => format!("{{ {all} }}"),
            list if list.is_list() => {
                let texts = values.iter().map(|text| one_line(text));
                format!("[{}]", texts.collect::<Vec<_>>().join(", "))
            }
            _ => {
                toml.text(key.name, &values[0]);
                continue;
            }
        };
        toml.raw(key.name, &written);
    }
    for (key, values) in keys.iter().filter(|(key, _)| key.starts_with("x-")) {
        toml.raw(key, &format!("{{ {} }}", values.join(", ")));
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

/// A term given as `NAME=VALUE`, or `NAME+=VALUE` where a list grows, in TOML.
fn term(given: &str) -> Result<String, Refusal> {
    let (name, value) = halves("term", given, "NAME=VALUE")?;
    let grown = name.strip_suffix('+').map(str::trim_end);
    let (name, sign) = grown.map_or((name, "="), |name| (name, "+="));
    check_id(name)?;
    if let Some(number) = doubtful(value) {
        let name = given.split('=').next().unwrap_or_default();
        return Err(Refusal::new(
            format!("`{value}` in `{given}` may be a number or a text"),
            format!("write `{name}={number}` or `{name}=\"{value}\"`, on a command line in `'…'`"),
        ));
    }
    Ok(format!("{name} {sign} {}", term_value(value)))
}

/// What is said of a term, given as `NAME=TEXT`, in TOML.
fn of_term(flag: &str, given: &str) -> Result<String, Refusal> {
    let (name, text) = halves(flag, given, "NAME=TEXT")?;
    check_id(name)?;
    Ok(format!("{name} = {}", one_line(text)))
}

patterns! {
    /// A number with its thousands set apart, or with a decimal comma: what is whole, and what is a part.
    NUMBER = r"(?x)
        ^([+-]?\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$
        |^([+-]?\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$
        |^([+-]?\d{1,3}(?:[\ '_\u{a0}\u{202f}]\d{3})+)(?:[.,](\d+))?$
        |^([+-]?\d+),(\d+)$";
}

/// The number that a text may be meant as.
fn doubtful(value: &str) -> Option<String> {
    let parts = NUMBER.captures(value)?;
    let digits = |part: Match<'_>| part.as_str().replace(|c| !"+-0123456789".contains(c), "");
    let parts = parts.iter().skip(1).flatten().map(digits);
    let number = parts.collect::<Vec<_>>().join(".");
    (toml_value(&number).is_some() && toml_value(value).is_none()).then_some(number)
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

fn toml_value(given: &str) -> Option<toml::Value> {
    let read: toml::Table = format!("probe = {{ value = {given} }}").parse().ok()?;
    let probe = (read.len() == 1).then(|| read["probe"].as_table())??;
    probe.get("value").filter(|_| probe.len() == 1).cloned()
}

#[cfg(test)]
mod tests {
    use super::super::flags::flag;
    use super::*;

    fn toml(flags: &[(&str, &str)]) -> Result<String, Refusal> {
        let mut draft = Draft::default();
        for (name, value) in flags {
            draft.take(flag(name), value)?;
        }
        let id = draft.id(&Timeline::default())?;
        Ok(draft.toml(Toml::default(), &id).out)
    }

    #[test]
    fn flags_behind_a_change_belong_to_it() {
        let written = toml(&[
            ("cite", "paper"),
            ("quote", "it \"rises\""),
            ("via", "gazette"),
            ("new-source", "paper=https://example.org"),
            ("publisher", "The Paper"),
            ("published", "2021-03"),
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
            ("cite", "deed"),
            ("date", "2021"),
            ("title", "A fee replaces the rent"),
        ]);
        assert_eq!(
            written.as_deref(),
            Ok(r#"[source.paper]
publisher = "The Paper"
url = "https://example.org"
published = "2021-03"

[[event]]
id = "a-fee-replaces-the-rent"
date = "2021"
title = "A fee replaces the rent"
cite = [{ source = "paper", quote = 'it "rises"', via = "gazette" }]

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
cite = ["deed"]
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
                vec![date, title, ("quote", "a")],
                "`--quote` comes before any `--cite`",
            ),
            (
                vec![("new-clause", "fee=Fee"), ("url", "https://example.org")],
                "`--url` comes before any `--new-source`",
            ),
            (
                vec![("new-source", "x=X"), ("unit", "rent=EUR")],
                "`--unit` comes before any `--new-clause`",
            ),
            (
                vec![("new-clause", "fee=Fee"), ("label", "Rent=Rent")],
                "`Rent` is not lower-case words joined by hyphens",
            ),
            (
                vec![("new-source", "x=X"), ("publisher", "Y")],
                "`--publisher` gives `publisher` a second time",
            ),
            (
                vec![("new-source", "Late"), date, title],
                "`Late` is not lower-case words joined by hyphens",
            ),
            (
                vec![("change", "fee=amend"), ("term", "sqft=64,991")],
                "`64,991` in `sqft=64,991` may be a number or a text",
            ),
            (
                vec![date, date, title],
                "`--date` gives `date` a second time",
            ),
            (
                vec![("change", "fee")],
                "`--change fee` is not of the form CLAUSE=ACTION",
            ),
            (vec![("change", "fee=drop")], "`drop` is not an action"),
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
    fn what_may_be_a_number_is_asked_for() {
        for (given, number) in [
            ("64,991", Some("64991")),
            ("-64,991", Some("-64991")),
            ("1,234.50", Some("1234.50")),
            ("1.234,50", Some("1234.50")),
            ("1,234.567", Some("1234.567")),
            ("1.234.567", Some("1234567")),
            ("1 000 000", Some("1000000")),
            ("1'000.5", Some("1000.5")),
            ("0,25", Some("0.25")),
            (".5", None),
            ("64991", None),
            ("1_000", None),
            ("41997.50", None),
            ("20%", None),
            ("$1,200", None),
            ("1.2.3", None),
            ("020 7946 0958", None),
            ("2020-01-02", None),
            ("2020-01", None),
            ("12:30", None),
            ("1,2,3", None),
            ("Mon,Thu", None),
            (",", None),
            ("é,123", None),
            ("", None),
        ] {
            assert_eq!(doubtful(given).as_deref(), number, "{given}");
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
