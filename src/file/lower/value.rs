//! Typed values out of a table, with a diagnostic for each that does not fit.

use toml::de::{DeInteger, DeValue};

use super::{At, Lowering};
use crate::agreement::{Decimal, Terms, Value};
use crate::date::{Date, DateError};
use crate::file::blocks::{Entry, Item, Table};
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::keys::Takes;
use crate::file::names::{NOT_AN_ID, is_id, slug};
use crate::file::span::Span;
use crate::text::words::{nearest, or_list, ticked};

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date without quotes",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub(super) fn wrong_type(key: &str, found: Item<'_>, wanted: &str) -> Diagnostic {
    let message = format!("`{key}` is {}, not {wanted}", kind_of(found.get()));
    let label = format!("{wanted} is wanted here");
    Diagnostic::new(Code::WrongType, found.span(), message, label)
}

/// That a list holds something else too.
pub(super) fn holds(key: &str, found: Item<'_>, only: &str, wanted: &str) -> Diagnostic {
    let message = format!("`{key}` holds {}, not only {only}", kind_of(found.get()));
    let label = format!("{wanted} is wanted here");
    Diagnostic::new(Code::WrongType, found.span(), message, label)
}

/// A whole number, where it can be held.
pub(super) fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

impl Lowering<'_> {
    pub(super) fn text<'a>(&mut self, table: Table<'a>, key: &str) -> Option<At<&'a str>> {
        self.text_of(key, table.find(key)?)
    }

    /// A value that is to be a text.
    pub(super) fn text_of<'a>(&mut self, name: &str, value: Item<'a>) -> Option<At<&'a str>> {
        self.text_or(value, |value| wrong_type(name, value, "text"))
    }

    /// A text, or what is wrong with a value that is none.
    fn text_or<'a>(
        &mut self,
        value: Item<'a>,
        wrong: impl FnOnce(Item<'_>) -> Diagnostic,
    ) -> Option<At<&'a str>> {
        let help = match value.get() {
            DeValue::String(text) => return Some((text, value.span())),
            DeValue::Array(_) | DeValue::Table(_) => "write one text in quotes",
            _ => "put it in quotes",
        };
        self.report(wrong(value).help(help));
        None
    }

    pub(super) fn string(&mut self, table: Table<'_>, key: &str) -> Option<String> {
        self.text(table, key).map(|(text, _)| text.to_owned())
    }

    pub(super) fn flag(&mut self, table: Table<'_>, key: &str) -> Option<bool> {
        let value = table.find(key)?;
        if let DeValue::Boolean(flag) = value.get() {
            return Some(*flag);
        }
        let diagnostic = wrong_type(key, value, "`true` or `false`");
        let diagnostic = match meant_flag(value.get()) {
            Some(flag) => diagnostic
                .help(format!("write `{flag}`, without quotes"))
                .fix(value.span(), flag.to_string()),
            None => diagnostic.help("write `true` or `false`, without quotes"),
        };
        self.report(diagnostic);
        None
    }

    pub(super) fn date(&mut self, table: Table<'_>, key: &str) -> Option<Date> {
        let value = table.find(key)?;
        let read = match value.get() {
            DeValue::String(text) => text.parse(),
            DeValue::Datetime(found) => found.to_string().parse(),
            _ => {
                self.report(not_a_date(key, value));
                return None;
            }
        };
        let label = "not a date";
        read.map_err(|DateError { message, help }| {
            let diagnostic = Diagnostic::new(Code::BadDate, value.span(), message, label);
            self.report(diagnostic.help(help));
        })
        .ok()
    }

    /// A date expression of the unbracketed forms, as `through` takes.
    pub(super) fn period(&mut self, table: Table<'_>, key: &str) -> Option<Date> {
        let date = self.date(table, key)?;
        if date.is_period() {
            return Some(date);
        }
        let message = format!("`{key}` cannot be a range");
        let label = "one day, month or year is wanted";
        let help = "something is in force to the end of one day, month or year, as in `\"2030\"`";
        let span = table.place(key);
        self.report(Diagnostic::new(Code::BadDate, span, message, label).help(help));
        None
    }

    /// One of the words that a key takes.
    pub(super) fn word<T>(
        &mut self,
        table: Table<'_>,
        key: &str,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let at = self.text(table, key)?;
        let takes = table.shape.key(key).map(|key| key.takes);
        let Some(Takes::Word(_, words)) = takes else {
            return None;
        };
        self.word_of(key, at, words, read)
    }

    pub(super) fn word_of<T>(
        &mut self,
        key: &str,
        (text, span): At<&str>,
        words: &[&str],
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = read(text) {
            return Some(value);
        }
        let message = format!("`{text}` is not one of the words that `{key}` takes");
        let diagnostic = Diagnostic::new(Code::BadWord, span.clone(), message, "unknown word");
        let all = || or_list(words.iter().map(|word| ticked(word)));
        self.report(match nearest(text, words.iter().copied()) {
            Some(near) => diagnostic
                .help(format!("`{near}` is a word that it takes"))
                .fix(span, format!("\"{near}\"")),
            None => diagnostic.help(format!("write {}", all())),
        });
        None
    }

    /// A list of texts; empty where missing. A text alone is reported, and read as a list of one.
    pub(super) fn texts<'a>(&mut self, table: Table<'a>, key: &str) -> Vec<At<&'a str>> {
        let Some(value) = table.find(key) else {
            return Vec::new();
        };
        match value.get() {
            DeValue::Array(_) => {
                let members = value.members();
                members.filter_map(|item| self.member(key, item)).collect()
            }
            DeValue::String(text) => {
                self.report(self.not_a_list(key, value));
                vec![(text, value.span())]
            }
            _ => {
                let diagnostic = wrong_type(key, value, "a list of texts");
                self.report(diagnostic.help("write texts in brackets, as in `[\"one\", \"two\"]`"));
                Vec::new()
            }
        }
    }

    fn member<'a>(&mut self, key: &str, item: Item<'a>) -> Option<At<&'a str>> {
        self.text_or(item, |item| holds(key, item, "texts", "text"))
    }

    /// That a single value stands where a list is wanted.
    pub(super) fn not_a_list(&self, key: &str, value: Item<'_>) -> Diagnostic {
        let list = format!("[{}]", self.written(&value.span()));
        wrong_type(key, value, "a list")
            .help("put it in brackets")
            .fix(value.span(), list)
    }

    pub(super) fn terms(&mut self, table: Table<'_>, key: &str) -> Option<Terms> {
        let help = "write the terms as `{ exclusive = true, share = \"20%\" }`";
        let mut terms = Terms::new();
        for Entry { key, value, .. } in self.by_term(table, key, help)? {
            if let Some(value) = self.value(key, value) {
                terms.insert(key.to_owned(), value);
            }
        }
        Some(terms)
    }

    /// Texts by the names of terms; empty where missing.
    pub(super) fn term_texts<'a>(
        &mut self,
        table: Table<'a>,
        key: &str,
    ) -> Vec<(At<&'a str>, &'a str)> {
        let help =
            format!("write texts by the names of terms, as in `{key} = {{ share = \"…\" }}`");
        let entries = self.by_term(table, key, &help).unwrap_or_default();
        let text = |entry: Entry<'a>| {
            let text = self.text_of(entry.key, entry.value)?.0;
            Some(((entry.key, entry.span), text))
        };
        entries.into_iter().filter_map(text).collect()
    }

    /// Texts by the names of terms, `text`, `through` or `until`; empty where missing.
    pub(super) fn by_name<'a>(
        &mut self,
        table: Table<'a>,
        key: &str,
    ) -> Vec<(&'a str, At<&'a str>)> {
        let help = format!("write `{key}` as a table, as in `{{ through = \"…\" }}`");
        let entries = self.entries(table, key, &help).unwrap_or_default();
        let text = |entry: Entry<'a>| Some((entry.key, self.text_of(entry.key, entry.value)?));
        entries.into_iter().filter_map(text).collect()
    }

    fn entries<'a>(&mut self, table: Table<'a>, key: &str, help: &str) -> Option<Vec<Entry<'a>>> {
        let value = table.find(key)?;
        if value.get().is_table() {
            return Some(value.entries());
        }
        self.report(wrong_type(key, value, "a table of terms").help(help));
        None
    }

    /// The entries of a table whose keys are names of terms.
    fn by_term<'a>(&mut self, table: Table<'a>, key: &str, help: &str) -> Option<Vec<Entry<'a>>> {
        let mut entries = self.entries(table, key, help)?;
        entries.retain(|entry| {
            if let Some(bad) = bad_term_name(entry.key, entry.span.clone()) {
                self.report(bad);
                return false;
            }
            true
        });
        Some(entries)
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
        let (is, help) = match value.get() {
            DeValue::String(text) => return Some(Value::Text(text.to_string())),
            DeValue::Boolean(flag) => return Some(Value::Bool(*flag)),
            DeValue::Integer(number) => match whole(number) {
                Some(number) => return Some(Value::Integer(number)),
                None if number.as_str().is_empty() || !number.as_str().is_ascii() => (
                    "not a number",
                    "write the digits 0 to 9, or put it in quotes if it is text",
                ),
                None => (
                    "a number with too many digits",
                    "write at most 18 digits, or put it in quotes as text",
                ),
            },
            DeValue::Float(number) => match Decimal::read(number.as_str()) {
                Some(number) => return Some(Value::Float(number)),
                None => (
                    "not a finite number",
                    "write a number in digits, or text in quotes",
                ),
            },
            DeValue::Datetime(_) => ("a date without quotes", "put it in quotes"),
            DeValue::Array(_) | DeValue::Table(_) => (
                "a table, not a single value",
                "write text, a number, `true` or `false`, and each part as a term of its own",
            ),
        };
        let (message, label) = (format!("`{name}` is {is}"), "a single value is wanted here");
        self.report(Diagnostic::new(Code::WrongType, value.span(), message, label).help(help));
        None
    }
}

/// What a value of another type most likely means as yes or no.
fn meant_flag(value: &DeValue<'_>) -> Option<bool> {
    let word = match value {
        DeValue::String(text) => text.to_ascii_lowercase(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        _ => return None,
    };
    match word.trim() {
        "true" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// That a value is neither text nor a day, where a date is wanted.
fn not_a_date(key: &str, value: Item<'_>) -> Diagnostic {
    let diagnostic = wrong_type(key, value, "a date in quotes");
    match value.get() {
        DeValue::Integer(number) if number.radix() == 10 => match number.as_str().parse::<Date>() {
            Ok(year) => diagnostic
                .help("put the year in quotes")
                .fix(value.span(), format!("\"{year}\"")),
            Err(error) => diagnostic.help(format!("{}; put the date in quotes", error.help)),
        },
        _ => diagnostic.help("write a date in quotes, as in `\"2026-04-27\"`"),
    }
}

/// That a name cannot be that of a term, where it cannot.
fn bad_term_name(name: &str, span: Span) -> Option<Diagnostic> {
    let (label, help) = if ["text", "through", "until"].contains(&name) {
        let help = format!("write `{name}` beside `terms`, or give the term another name");
        ("a key of the change has this name", help)
    } else if is_id(name) {
        return None;
    } else {
        let rule =
            "the name of a term is lower-case words joined by hyphens, as in `exclusive-until`";
        let help = slug(name).map_or_else(|| rule.to_owned(), |slug| format!("write `{slug}`"));
        (NOT_AN_ID, help)
    };
    let message = format!("a term cannot be called `{name}`");
    Some(Diagnostic::new(Code::BadId, span, message, label).help(help))
}
