//! Typed values out of a table, with a diagnostic for each that does not fit.

use std::str::FromStr;

use toml::de::DeInteger;

use super::{At, Lowering};
use crate::agreement::Decimal;
use crate::date::{self, DateError};
use crate::file::actions::meant;
use crate::file::prelude::*;

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(true) => "`true`",
        DeValue::Boolean(false) => "`false`",
        DeValue::Datetime(_) => "a date without quotes",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub(super) fn wrong_type(key: &str, found: Item<'_>, wanted: &str) -> Diagnostic {
    type_fault(key, "is", found, [wanted, wanted])
}

/// That a list holds something else too.
pub(super) fn holds(key: &str, found: Item<'_>, only: &str, wanted: &str) -> Diagnostic {
    type_fault(key, "holds", found, [&format!("only {only}"), wanted])
}

fn type_fault(key: &str, verb: &str, found: Item<'_>, [all, wanted]: [&str; 2]) -> Diagnostic {
    let message = format!("`{key}` {verb} {}, not {all}", kind_of(found.get()));
    let label = format!("{wanted} is wanted here");
    Diagnostic::new(Code::WrongType, found.span(), message, label)
}

pub(super) fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

impl Lowering<'_> {
    /// Reports what is wrong with a value, which is then none.
    pub(super) fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.report(diagnostic);
        None
    }

    pub(super) fn text<'a>(&mut self, table: &Table<'a>, key: &str) -> Option<At<&'a str>> {
        self.text_of(key, table.find(key)?)
    }

    pub(super) fn text_of<'a>(&mut self, name: &str, value: Item<'a>) -> Option<At<&'a str>> {
        let help = match value.get() {
            DeValue::String(text) => return Some((text, value.span())),
            DeValue::Array(_) | DeValue::Table(_) => "write one text in quotes",
            _ => "put it in quotes",
        };
        self.refuse(wrong_type(name, value, "text").help(help))
    }

    pub(super) fn string(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let (text, span) = self.text(table, key)?;
        let is_filled = || table.shape.key(key).is_some_and(Key::is_filled);
        if !text.trim().is_empty() || !is_filled() {
            return Some(text.to_owned());
        }
        let (message, label) = (format!("`{key}` is empty"), "nothing is written here");
        let help = "write the text between the quotes";
        self.refuse(Diagnostic::new(Code::MissingKey, span, message, label).help(help))
    }

    pub(super) fn flag(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.find(key)?;
        if let DeValue::Boolean(flag) = value.get() {
            return Some(*flag);
        }
        let wrong = wrong_type(key, value, "`true` or `false`");
        self.refuse(wrong.help("write `true` or `false`, without quotes"))
    }

    /// A date expression, of the unbracketed forms where the key takes no other.
    pub(super) fn date(&mut self, table: &Table<'_>, key: &str) -> Option<Date> {
        let value = table.find(key)?;
        let read: Result<Date, DateError> = match value.get() {
            DeValue::String(text) => text.parse(),
            DeValue::Datetime(found) => found.to_string().parse(),
            _ => {
                let wrong = wrong_type(key, value, "a date in quotes");
                let written = self.written(&value.span());
                let help = match Date::read(written) {
                    Some(_) => "put the year in quotes",
                    None => "write a date in quotes, as in `\"2026-04-27\"`",
                };
                return self.refuse(wrong.help(help));
            }
        };
        let takes = table.shape.key(key).map(|key| key.takes);
        let is_period = matches!(takes, Some(Takes::Period));
        let (message, label, mut help) = match read {
            Ok(Date::Range(..)) if is_period => {
                let message = format!("`{key}` cannot be a range");
                (message, "one day, month or year is wanted", String::new())
            }
            Ok(date) => return Some(date),
            Err(DateError { message, help }) => (message, "not a date", help),
        };
        if is_period && (help.is_empty() || help.starts_with("write `[")) {
            help = "something is in force to the end of one day, month or year, as in `\"2030\"`"
                .into();
        }
        self.refuse(Diagnostic::new(Code::BadDate, value.span(), message, label).help(help))
    }

    /// A length of time, which is more than none.
    pub(super) fn length(&mut self, table: &Table<'_>, key: &str) -> Option<date::Span> {
        let value = table.find(key)?;
        let DeValue::String(text) = value.get() else {
            let wrong = wrong_type(key, value, "a length of time");
            return self.refuse(wrong.help(date::LENGTHS));
        };
        let length = text.parse().ok();
        let length = length.filter(|length: &date::Span| length.counted().0 > 0);
        if length.is_some() {
            return length;
        }
        let message = format!("`{text}` is not a length of time");
        let diagnostic = Diagnostic::new(Code::BadLength, value.span(), message, "no such length");
        self.refuse(diagnostic.help(format!("{}, and not zero", date::LENGTHS)))
    }

    pub(super) fn count(&mut self, table: &Table<'_>, key: &str) -> Option<u32> {
        let value = table.find(key)?;
        let number = value.get().as_integer().and_then(whole);
        let number = number.and_then(|number| number.try_into().ok());
        if number.is_some() {
            return number;
        }
        let message = format!("`{key}` is not a number from 0 to {}", u32::MAX);
        let label = "not so many times";
        let help = format!("write how often, as in `{key} = 3`; without it there is no last time");
        self.refuse(Diagnostic::new(Code::WrongType, value.span(), message, label).help(help))
    }

    pub(super) fn word<T: FromStr>(&mut self, table: &Table<'_>, key: &str) -> Option<T> {
        let at = self.text(table, key)?;
        match table.shape.key(key)?.takes {
            Takes::Word(_, words) => self.pick(key, words, at),
            _ => None,
        }
    }

    pub(super) fn pick<T: FromStr>(&mut self, key: &str, all: &[&str], of: At<&str>) -> Option<T> {
        let (text, span) = of;
        if let Some(Ok(value)) = all.contains(&text).then(|| text.parse()) {
            return Some(value);
        }
        let message = format!("`{text}` is not one of the words that `{key}` takes");
        let diagnostic = Diagnostic::new(Code::BadWord, span.clone(), message, "unknown word");
        let meant = meant(text).filter(|(action, _)| all.contains(action));
        self.refuse(match (meant, nearest(text, all.iter().copied())) {
            (Some((_, help)), _) => diagnostic.help(help),
            (None, Some(near)) => diagnostic.help(format!("the nearest that it takes is `{near}`")),
            (None, None) => diagnostic.help(format!("write {}", ticked_or(all))),
        })
    }

    /// A list of texts; empty where missing. One text is reported, and read as the list of what its commas part.
    pub(super) fn texts<'a>(&mut self, table: &Table<'a>, key: &str) -> Vec<At<&'a str>> {
        let Some(value) = table.find(key) else {
            return Vec::new();
        };
        match value.get() {
            DeValue::Array(_) => {
                let texts = value.members();
                let text = |item: Item<'a>| match item.get() {
                    DeValue::String(text) => Some((&**text, item.span())),
                    _ => self.refuse(holds(key, item, "texts", "text").help("put it in quotes")),
                };
                texts.filter_map(text).collect()
            }
            other => {
                let help = "write texts in brackets, as in `[\"one\", \"two\"]`";
                self.report(wrong_type(key, value, "a list of texts").help(help));
                let parts = other.as_str().unwrap_or_default().split(',');
                let parts = parts.map(str::trim).filter(|part| !part.is_empty());
                parts.map(|part| (part, value.span())).collect()
            }
        }
    }

    pub(super) fn terms(&mut self, table: &Table<'_>, key: &str) -> Option<Terms> {
        let entries = self.by_name(table, key)?.into_iter();
        let read = |Entry { key, value, .. }| Some((key.to_owned(), self.value(key, value)?));
        Some(entries.filter_map(read).collect())
    }

    /// The entries of a table whose keys are names of terms, or whatever names the key takes.
    pub(super) fn by_name<'a>(&mut self, table: &Table<'a>, key: &str) -> Option<Vec<Entry<'a>>> {
        let (value, takes) = (table.find(key)?, table.shape.key(key)?.takes);
        let Some(entries) = value.entries() else {
            let form = format!("write names with values, as in `{key} = {{ share = \"…\" }}`");
            return self.refuse(wrong_type(key, value, "a table of terms").help(form));
        };
        let is_named = |entry: &Entry<'_>| match bad_term_name(entry.key, &entry.span) {
            Some(mut bad) if !matches!(takes, Takes::ByName(_)) => {
                if table.shape.key(entry.key).is_some() {
                    self.places.partial = true;
                    let heading = self.heading(value);
                    let above = heading.map(|heading| format!("put it above `[{heading}]`"));
                    bad.help = above.or(bad.help);
                }
                self.refuse::<()>(bad).is_some()
            }
            _ => true,
        };
        Some(entries.filter(is_named).collect())
    }

    fn value(&mut self, name: &str, value: Item<'_>) -> Option<Value> {
        if !value.get().is_array() {
            return self.single(name, value);
        }
        let mut members = Vec::new();
        for item in value.members() {
            if item.get().is_array() || item.get().is_table() {
                let help = "write texts, numbers, `true` or `false`";
                self.report(holds(name, item, "single values", "a single value").help(help));
            } else {
                members.extend(self.single(name, item));
            }
        }
        Some(Value::set(members))
    }

    fn single(&mut self, name: &str, value: Item<'_>) -> Option<Value> {
        let read = match value.get() {
            DeValue::String(text) => Some(Value::Text(text.to_string())),
            DeValue::Boolean(flag) => Some(Value::Bool(*flag)),
            DeValue::Integer(number) => whole(number).map(Value::Integer),
            DeValue::Float(number) => Decimal::read(number.as_str()).map(Value::Float),
            _ => None,
        };
        read.or_else(|| self.refuse(no_single_value(name, value)))
    }
}

fn no_single_value(name: &str, value: Item<'_>) -> Diagnostic {
    let (is, help) = match value.get() {
        DeValue::Integer(_) => (
            "not a whole number of at most 18 digits",
            "write at most 18 of the digits 0 to 9, or put it in quotes if it is text",
        ),
        DeValue::Float(_) => (
            "not a finite number",
            "write a number in digits, or text in quotes",
        ),
        DeValue::Datetime(_) => ("a date without quotes", "put it in quotes"),
        _ => (
            "a table, not a single value",
            "write text, a number, `true` or `false`, and each part as a term of its own",
        ),
    };
    let (message, label) = (format!("`{name}` is {is}"), "a single value is wanted here");
    Diagnostic::new(Code::WrongType, value.span(), message, label).help(help)
}

fn bad_term_name(name: &str, span: &Span) -> Option<Diagnostic> {
    let (label, help) = if !is_term(name) {
        let help = format!("write `{name}` beside `terms`, or give the term another name");
        ("a key has this name", help)
    } else if is_id(name) {
        return None;
    } else {
        let rule =
            "the name of a term is lower-case words joined by hyphens, as in `exclusive-until`";
        let help = slug(name).map_or_else(|| rule.to_owned(), |slug| format!("write `{slug}`"));
        (NOT_AN_ID, help)
    };
    let message = format!("a term cannot be called `{name}`");
    Some(Diagnostic::new(Code::BadId, span.clone(), message, label).help(help))
}
