//! Taking typed values out of a parsed TOML table, with a diagnostic for each that does not fit.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::source::Span;
use crate::date::Date;
use crate::timeline::{Terms, Value};
use crate::words::{nearest, or_list, ticked};

/// A parsed table with the name that messages give it.
#[derive(Clone, Copy)]
pub(super) struct Table<'a, 'i> {
    pub(super) entries: &'a DeTable<'i>,
    /// Where to point when something is missing.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What it is: `event`, `clause`.
    pub(super) what: &'a str,
}

impl<'a, 'i> Table<'a, 'i> {
    /// A value that may be missing.
    pub(super) fn find(self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.entries.get(key)
    }
}

/// A value of the file with its place.
pub(super) type At<T> = (T, Span);

/// Collects diagnostics while values are taken out.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The entries of a table in file order.
pub(super) fn in_order<'a, 'i>(
    table: &'a DeTable<'i>,
) -> Vec<(&'a str, Span, &'a Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
        .collect();
    entries.sort_by_key(|(_, span, _)| span.start);
    entries
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn wrong_type(span: Span, key: &str, found: &DeValue<'_>, wanted: &str) -> Diagnostic {
    let message = format!("`{key}` is {}, not {wanted}", kind_of(found));
    Diagnostic::new(
        Code::WrongType,
        span,
        message,
        format!("{wanted} is wanted here"),
    )
}

impl Reader {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports every key that is neither known nor the author's own (`x-…`).
    pub(super) fn check_keys(&mut self, table: Table<'_, '_>, known: &[&str]) {
        for (key, span, _) in in_order(table.entries) {
            if known.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let message = format!("{} has no key `{key}`", article(table.what));
            let mut diagnostic =
                Diagnostic::new(Code::UnknownKey, span.clone(), message, "unknown key");
            diagnostic = if let Some(near) = nearest(key, known.iter().copied()) {
                diagnostic
                    .help("a key with a similar name exists")
                    .fix(span, near)
            } else {
                let keys = known.iter().map(|key| ticked(key));
                diagnostic.help(format!(
                    "it takes {}; a key of your own begins with `x-`",
                    or_list(keys)
                ))
            };
            self.report(diagnostic);
        }
    }

    /// Reports a key that must be there.
    pub(super) fn missing(&mut self, table: Table<'_, '_>, key: &str, help: &str) {
        let message = format!("{} needs `{key}`", article(table.what));
        let label = format!("`{key}` is missing");
        self.report(
            Diagnostic::new(Code::MissingKey, table.start..table.end, message, label).help(help),
        );
    }

    /// A text.
    pub(super) fn text(&mut self, table: Table<'_, '_>, key: &str) -> Option<At<String>> {
        let value = table.find(key)?;
        self.as_text(key, value)
    }

    /// A text, without its place.
    pub(super) fn plain(&mut self, table: Table<'_, '_>, key: &str) -> Option<String> {
        self.text(table, key).map(|(text, _)| text)
    }

    /// A text that must be there.
    pub(super) fn needed(
        &mut self,
        table: Table<'_, '_>,
        key: &str,
        help: &str,
    ) -> Option<At<String>> {
        if table.find(key).is_none() {
            self.missing(table, key, help);
        }
        self.text(table, key)
    }

    fn as_text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
        match value.get_ref() {
            DeValue::String(text) => Some((text.to_string(), value.span())),
            other => {
                let mut diagnostic = wrong_type(value.span(), key, other, "text");
                if let DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_) = other
                {
                    diagnostic = diagnostic.help("put it into quotes");
                }
                self.report(diagnostic);
                None
            }
        }
    }

    /// Yes or no; `false` where missing.
    pub(super) fn flag(&mut self, table: Table<'_, '_>, key: &str) -> bool {
        let Some(value) = table.find(key) else {
            return false;
        };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        let mut diagnostic = wrong_type(value.span(), key, value.get_ref(), "`true` or `false`");
        if let DeValue::String(text) = value.get_ref()
            && ["true", "false"].contains(&text.as_ref())
        {
            diagnostic = diagnostic.help("remove the quotes");
        }
        self.report(diagnostic);
        false
    }

    /// A date expression.
    pub(super) fn date(&mut self, table: Table<'_, '_>, key: &str) -> Option<At<Date>> {
        let value = table.find(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(found) if found.time.is_none() && found.offset.is_none() => {
                found.to_string()
            }
            DeValue::Datetime(_) => {
                let diagnostic = Diagnostic::new(
                    Code::BadDate,
                    value.span(),
                    "a time of day cannot be given",
                    "only a day, month or year",
                );
                self.report(diagnostic.help("give the day alone, as in `\"2026-04-27\"`"));
                return None;
            }
            DeValue::Integer(found) => {
                let diagnostic = wrong_type(value.span(), key, value.get_ref(), "a date in quotes");
                self.report(
                    diagnostic
                        .help("a year is written in quotes")
                        .fix(value.span(), format!("\"{found}\"")),
                );
                return None;
            }
            other => {
                let diagnostic = wrong_type(value.span(), key, other, "a date in quotes");
                self.report(diagnostic);
                return None;
            }
        };
        match text.parse::<Date>() {
            Ok(date) => Some((date, value.span())),
            Err(error) => {
                let diagnostic = Diagnostic::new(
                    Code::BadDate,
                    value.span(),
                    error.message,
                    format!("`{key}` is not a date"),
                );
                self.report(diagnostic.help(error.help));
                None
            }
        }
    }

    /// A date expression of the unbracketed forms, as `through` takes.
    pub(super) fn period(&mut self, table: Table<'_, '_>, key: &str) -> Option<At<Date>> {
        let (date, span) = self.date(table, key)?;
        if date.is_period() {
            return Some((date, span));
        }
        let diagnostic = Diagnostic::new(
            Code::BadDate,
            span,
            format!("`{key}` cannot be a range"),
            "one day, month or year is wanted",
        );
        self.report(
            diagnostic.help(
                "something is in force to the end of one day, month or year, as in `\"2030\"`",
            ),
        );
        None
    }

    /// One of a fixed list of words.
    pub(super) fn word<T>(
        &mut self,
        table: Table<'_, '_>,
        key: &str,
        words: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<At<T>> {
        let (text, span) = self.text(table, key)?;
        if let Some(value) = read(&text) {
            return Some((value, span));
        }
        let message = format!("`{text}` is not one of the words that `{key}` takes");
        let mut diagnostic = Diagnostic::new(Code::BadWord, span.clone(), message, "unknown word");
        diagnostic = match nearest(&text, words.iter().copied()) {
            Some(near) => diagnostic
                .help(format!("`{near}` is one of them"))
                .fix(span, format!("\"{near}\"")),
            None => diagnostic.help(format!(
                "write {}",
                or_list(words.iter().map(|word| ticked(word)))
            )),
        };
        self.report(diagnostic);
        None
    }

    /// A list of texts; empty where missing.
    pub(super) fn texts(&mut self, table: Table<'_, '_>, key: &str) -> Vec<At<String>> {
        let Some(value) = table.find(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| self.as_text(key, item))
                .collect(),
            DeValue::String(text) => {
                let diagnostic = wrong_type(value.span(), key, value.get_ref(), "a list");
                self.report(
                    diagnostic
                        .help("put it into brackets")
                        .fix(value.span(), format!("[\"{text}\"]")),
                );
                Vec::new()
            }
            other => {
                let diagnostic = wrong_type(value.span(), key, other, "a list of texts");
                self.report(diagnostic);
                Vec::new()
            }
        }
    }

    /// A table of terms.
    pub(super) fn terms(&mut self, table: Table<'_, '_>, key: &str) -> Option<Terms> {
        let value = table.find(key)?;
        let DeValue::Table(entries) = value.get_ref() else {
            let diagnostic = wrong_type(value.span(), key, value.get_ref(), "a table of terms");
            self.report(
                diagnostic.help("write the terms as `{ exclusive = true, share = \"20%\" }`"),
            );
            return None;
        };
        let mut terms = Terms::new();
        for (name, span, value) in in_order(entries) {
            if let Some(reason) = bad_term_name(name) {
                let diagnostic = Diagnostic::new(
                    Code::BadId,
                    span,
                    format!("a term cannot be called `{name}`"),
                    reason,
                );
                self.report(diagnostic.help("the name of a term is lower-case words joined by hyphens, as in `exclusive-until`"));
            } else if let Some(value) = self.value(name, value, true) {
                terms.insert(name.to_owned(), value);
            }
        }
        Some(terms)
    }

    fn value(&mut self, name: &str, value: &Spanned<DeValue<'_>>, array: bool) -> Option<Value> {
        match value.get_ref() {
            DeValue::String(text) => Some(Value::Text(text.to_string())),
            DeValue::Boolean(flag) => Some(Value::Bool(*flag)),
            DeValue::Integer(number) => {
                let read = i64::from_str_radix(number.as_str(), number.radix());
                if read.is_err() {
                    self.out_of_range(name, value.span());
                }
                read.ok().map(Value::Integer)
            }
            DeValue::Float(number) => {
                let read = number
                    .as_str()
                    .parse::<f64>()
                    .ok()
                    .filter(|number| number.is_finite());
                if read.is_none() {
                    self.out_of_range(name, value.span());
                }
                read.map(|number| Value::Float(if number == 0.0 { 0.0 } else { number }))
            }
            DeValue::Array(items) if array => {
                let members: Vec<Value> = items
                    .iter()
                    .filter_map(|item| self.value(name, item, false))
                    .collect();
                Some(Value::set(members))
            }
            other => {
                let wanted = if array {
                    "text, a number, `true`, `false` or a list of these"
                } else {
                    "text, a number, `true` or `false`"
                };
                let diagnostic = wrong_type(value.span(), name, other, wanted);
                let diagnostic = if matches!(other, DeValue::Datetime(_)) {
                    diagnostic.help("put it into quotes")
                } else {
                    diagnostic
                };
                self.report(diagnostic);
                None
            }
        }
    }

    fn out_of_range(&mut self, name: &str, span: Span) {
        let diagnostic = Diagnostic::new(
            Code::WrongType,
            span,
            format!("the number of `{name}` cannot be held"),
            "not a finite number in range",
        );
        self.report(diagnostic.help("whole numbers have at most 18 digits, decimal numbers are finite; write others as text in quotes"));
    }
}

fn bad_term_name(name: &str) -> Option<&'static str> {
    if ["text", "through", "until"].contains(&name) {
        return Some("this word is a key of the change itself");
    }
    (!is_id(name)).then_some("not lower-case words joined by hyphens")
}

/// Whether a name is lower-case words joined by hyphens.
pub(super) fn is_id(name: &str) -> bool {
    name.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// `a clause`, `an event`, `the timeline`.
pub(super) fn article(what: &str) -> String {
    match what {
        "timeline" => "the timeline".to_owned(),
        _ if what.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {what}"),
        _ => format!("a {what}"),
    }
}
