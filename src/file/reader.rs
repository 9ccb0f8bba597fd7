//! Taking typed values out of a parsed TOML table, with a diagnostic for each that does not fit.

use std::collections::HashSet;

use toml::Spanned;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::source::Span;
use super::tree::{Entries, Item, Toml, Whole};
use crate::agreement::{Terms, Value};
use crate::date::Date;
use crate::words::{nearest, or_list, ticked};

/// A parsed table with the name that messages give it.
#[derive(Clone, Copy)]
pub(super) struct Table<'a, 'i> {
    pub(super) entries: &'a Entries<'i>,
    /// Where to point when something is missing.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What it is: `event`, `clause`.
    pub(super) what: &'a str,
}

impl<'a, 'i> Table<'a, 'i> {
    /// A value that may be missing.
    pub(super) fn find(self, key: &str) -> Option<&'a Item<'i>> {
        self.entries.get(key)
    }

    /// Whether a list is given and holds something, or something else is given in its place.
    pub(super) fn is_filled(self, key: &str) -> bool {
        match self.find(key).map(Spanned::get_ref) {
            Some(Toml::Array(items)) => !items.is_empty(),
            other => other.is_some(),
        }
    }
}

/// A value of the file with its place.
pub(super) type At<T> = (T, Span);

/// Collects diagnostics while values are taken out.
#[derive(Default)]
pub(super) struct Reader<'t> {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The text of the file.
    text: &'t str,
    /// The keys that are most likely meant by misspelt ones, each with the place of its table.
    meant: HashSet<(usize, String)>,
    /// Whether a misspelt key hides lists or tables, which are then not read.
    pub(super) hidden: bool,
    /// How many diagnostics were reported that say more than that a source or a party is unknown.
    pub(super) serious: usize,
    /// How many were reported beyond those that are kept.
    pub(super) more: usize,
}

/// So many diagnostics are kept of a file's keys and values; the others are counted.
const MOST: usize = 1000;

fn kind_of(value: &Toml<'_>) -> &'static str {
    match value {
        Toml::String(_) => "text",
        Toml::Integer(_) => "a whole number",
        Toml::Float(_) => "a decimal number",
        Toml::Boolean(_) => "`true` or `false`",
        Toml::Datetime(_) => "a date without quotes",
        Toml::Array(_) => "a list",
        Toml::Table(_) => "a table",
    }
}

fn wrong_type(span: Span, key: &str, found: &Toml<'_>, wanted: &str) -> Diagnostic {
    let message = format!("`{key}` is {}, not {wanted}", kind_of(found));
    let label = format!("{wanted} is wanted here");
    Diagnostic::new(Code::WrongType, span, message, label)
}

/// A whole number, where it can be held.
pub(super) fn whole(number: &Whole<'_>) -> Option<i64> {
    i64::from_str_radix(&number.digits, number.radix).ok()
}

/// Keys whose tables have headings of their own.
const GROUPS: [&str; 6] = ["party", "source", "clause", "event", "change", "expect"];

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.serious += usize::from(!matches!(
            diagnostic.code,
            Code::UnknownSource | Code::UnknownParty
        ));
        if self.diagnostics.len() < MOST {
            self.diagnostics.push(diagnostic);
        } else {
            self.more += 1;
        }
    }

    /// The words of the file at a place.
    pub(super) fn written(&self, span: &Span) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The heading of a table that has one, without its brackets.
    pub(super) fn heading(&self, value: &Item<'_>) -> Option<&'t str> {
        matches!(value.get_ref(), Toml::Table(_)).then_some(())?;
        let heading = self.written(&value.span());
        let inner = heading.strip_prefix('[')?.strip_suffix(']')?;
        (!inner.contains(['[', ']', '\n'])).then_some(inner.trim())
    }

    /// Reports every key that is neither known nor the author's own (`x-…`).
    pub(super) fn check_keys(&mut self, table: Table<'_, '_>, known: &[&str]) {
        let unknown = |key: &str| !known.contains(&key) && !key.starts_with("x-");
        for (key, span, value) in table.entries.iter().filter(|(key, ..)| unknown(key)) {
            let message = format!("{} has no key `{key}`", article(table.what));
            let diagnostic = Diagnostic::new(Code::UnknownKey, span, message, "unknown key");
            let tables = matches!(value.get_ref(), Toml::Array(_) | Toml::Table(_));
            let takes_more = |key| tables && GROUPS.contains(&key);
            let free = known
                .iter()
                .copied()
                .filter(|known| table.find(known).is_none() || takes_more(known));
            let diagnostic = if let Some(near) = nearest(key, free) {
                self.meant.insert((table.start, near.to_owned()));
                self.hidden |= tables;
                self.renamed(diagnostic, near, value)
            } else if let Some(near) = nearest(key, known.iter().copied()) {
                let help = format!(
                    "`{near}` is given already: remove this one, or begin a key of your own with `x-`"
                );
                diagnostic.help(help)
            } else {
                let keys = or_list(known.iter().map(|key| ticked(key)));
                diagnostic.help(format!(
                    "it takes {keys}; a key of your own begins with `x-`"
                ))
            };
            self.report(diagnostic);
        }
    }

    /// The diagnostic with another key to write, or with a whole heading where that needs double
    /// brackets.
    fn renamed(&self, diagnostic: Diagnostic, near: &str, value: &Item<'_>) -> Diagnostic {
        let span = diagnostic.primary.span.clone();
        let listed = ["event", "change", "expect"].contains(&near);
        match self.heading(value).filter(|_| listed) {
            Some(heading) => {
                let path = match heading.rsplit_once('.') {
                    Some((path, _)) => format!("[[{path}.{near}]]"),
                    None => format!("[[{near}]]"),
                };
                diagnostic
                    .help(format!("write `{path}`, with double brackets"))
                    .fix(value.span(), path)
            }
            None => diagnostic
                .help(format!("`{near}` is a key with a similar name"))
                .fix(span, near),
        }
    }

    /// Reports a key that must be there, unless a misspelt one stands in its place.
    pub(super) fn missing(&mut self, table: Table<'_, '_>, key: &str, help: &str) {
        if self.meant.contains(&(table.start, key.to_owned())) {
            return;
        }
        let message = format!("{} needs `{key}`", article(table.what));
        let label = format!("`{key}` is missing");
        self.report(
            Diagnostic::new(Code::MissingKey, table.start..table.end, message, label).help(help),
        );
    }

    /// Whether a misspelt key most likely means this one.
    pub(super) fn is_meant(&self, table: Table<'_, '_>, key: &str) -> bool {
        self.meant.contains(&(table.start, key.to_owned()))
    }

    /// A text as it stands in the document.
    pub(super) fn text<'a>(&mut self, table: Table<'a, '_>, key: &str) -> Option<At<&'a str>> {
        let value = table.find(key)?;
        if let Toml::String(text) = value.get_ref() {
            return Some((text.as_ref(), value.span()));
        }
        let diagnostic = wrong_type(value.span(), key, value.get_ref(), "text");
        let help = match value.get_ref() {
            Toml::Array(_) => "write one text in quotes, without brackets",
            Toml::Table(_) => "write one text in quotes",
            _ => "put it into quotes",
        };
        self.report(diagnostic.help(help));
        None
    }

    /// A text, without its place.
    pub(super) fn plain(&mut self, table: Table<'_, '_>, key: &str) -> Option<String> {
        self.text(table, key).map(|(text, _)| text.to_owned())
    }

    /// A text that must be there.
    pub(super) fn needed<'a>(
        &mut self,
        table: Table<'a, '_>,
        key: &str,
        help: &str,
    ) -> Option<At<&'a str>> {
        if table.find(key).is_none() {
            self.missing(table, key, help);
        }
        self.text(table, key)
    }

    /// Yes or no; `false` where missing.
    pub(super) fn flag(&mut self, table: Table<'_, '_>, key: &str) -> bool {
        let Some(value) = table.find(key) else {
            return false;
        };
        if let Toml::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        let diagnostic = wrong_type(value.span(), key, value.get_ref(), "`true` or `false`");
        let diagnostic = match meant_flag(value.get_ref()) {
            Some(flag) => diagnostic
                .help(format!("write `{flag}`, without quotes"))
                .fix(value.span(), flag.to_string()),
            None => diagnostic.help("write `true` or `false`, without quotes"),
        };
        self.report(diagnostic);
        false
    }

    /// A date expression.
    pub(super) fn date(&mut self, table: Table<'_, '_>, key: &str) -> Option<At<Date>> {
        let value = table.find(key)?;
        let span = value.span();
        let read = match value.get_ref() {
            Toml::String(text) => read_date(text, &span),
            Toml::Datetime(found) if found.time.is_none() && found.offset.is_none() => {
                read_date(&found.to_string(), &span)
            }
            Toml::Datetime(found) => Err(Box::new(with_time(span.clone(), found.date))),
            Toml::Integer(number) => Err(Box::new(bare_year(span.clone(), key, number))),
            other => Err(Box::new(
                wrong_type(span.clone(), key, other, "a date in quotes")
                    .help("write a date in quotes, as in `\"2026-04-27\"`"),
            )),
        };
        match read {
            Ok(date) => Some((date, span)),
            Err(diagnostic) => {
                self.report(*diagnostic);
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
        let message = format!("`{key}` cannot be a range");
        let label = "one day, month or year is wanted";
        let diagnostic = Diagnostic::new(Code::BadDate, span, message, label);
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
        if let Some(value) = read(text) {
            return Some((value, span));
        }
        let message = format!("`{text}` is not one of the words that `{key}` takes");
        let mut diagnostic = Diagnostic::new(Code::BadWord, span.clone(), message, "unknown word");
        diagnostic = match nearest(text, words.iter().copied()) {
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

    /// A list of texts; empty where missing. A text alone is reported, and read as a list of one.
    pub(super) fn texts<'a>(&mut self, table: Table<'a, '_>, key: &str) -> Vec<At<&'a str>> {
        let Some(value) = table.find(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            Toml::Array(items) => self.items(key, items),
            Toml::String(text) => {
                self.report(self.not_a_list(key, value));
                vec![(text.as_ref(), value.span())]
            }
            other => {
                let diagnostic = wrong_type(value.span(), key, other, "a list of texts");
                self.report(diagnostic.help("write texts in brackets, as in `[\"one\", \"two\"]`"));
                Vec::new()
            }
        }
    }

    fn items<'a>(&mut self, key: &str, items: &'a [Item<'_>]) -> Vec<At<&'a str>> {
        let mut found = Vec::new();
        for item in items {
            if let Toml::String(text) = item.get_ref() {
                found.push((text.as_ref(), item.span()));
                continue;
            }
            let kind = kind_of(item.get_ref());
            let message = format!("`{key}` holds {kind}, not only texts");
            let label = "text is wanted here";
            let diagnostic = Diagnostic::new(Code::WrongType, item.span(), message, label);
            let help = match item.get_ref() {
                Toml::Array(_) | Toml::Table(_) => "write one text in quotes",
                _ => "put it into quotes",
            };
            self.report(diagnostic.help(help));
        }
        found
    }

    /// That a single value stands where a list is wanted.
    pub(super) fn not_a_list(&self, key: &str, value: &Item<'_>) -> Diagnostic {
        let span = value.span();
        let list = format!("[{}]", self.written(&span));
        wrong_type(span.clone(), key, value.get_ref(), "a list")
            .help("put it into brackets")
            .fix(span, list)
    }

    /// A table of terms.
    pub(super) fn terms(&mut self, table: Table<'_, '_>, key: &str) -> Option<Terms> {
        let value = table.find(key)?;
        let Toml::Table(entries) = value.get_ref() else {
            let diagnostic = wrong_type(value.span(), key, value.get_ref(), "a table of terms");
            self.report(
                diagnostic.help("write the terms as `{ exclusive = true, share = \"20%\" }`"),
            );
            return None;
        };
        let mut term = |(name, span, value): (&str, Span, &Item<'_>)| {
            if let Some(diagnostic) = bad_term_name(name, span) {
                self.report(diagnostic);
                return None;
            }
            Some((name.to_owned(), self.value(name, value)?))
        };
        Some(entries.iter().filter_map(&mut term).collect())
    }

    /// The value of a term.
    fn value(&mut self, name: &str, value: &Item<'_>) -> Option<Value> {
        if let Toml::Array(items) = value.get_ref() {
            let members = items.iter().filter_map(|item| {
                if matches!(item.get_ref(), Toml::Array(_) | Toml::Table(_)) {
                    let kind = kind_of(item.get_ref());
                    let message = format!("the list `{name}` holds {kind}");
                    let label = "a single value is wanted here";
                    let diagnostic = Diagnostic::new(Code::WrongType, item.span(), message, label);
                    let help = "a list holds texts, numbers, `true` and `false` only";
                    self.report(diagnostic.help(help));
                    return None;
                }
                self.single(name, item)
            });
            return Some(Value::set(members.collect()));
        }
        self.single(name, value)
    }

    fn single(&mut self, name: &str, value: &Item<'_>) -> Option<Value> {
        let (message, label, help) = match value.get_ref() {
            Toml::String(text) => return Some(Value::Text(text.to_string())),
            Toml::Boolean(flag) => return Some(Value::Bool(*flag)),
            Toml::Integer(number) => match whole(number) {
                Some(number) => return Some(Value::Integer(number)),
                None if number.digits.is_empty() || !number.digits.is_ascii() => (
                    format!("`{name}` is not a number"),
                    "not only the digits 0 to 9",
                    "write the digits 0 to 9, or put it into quotes if it is text",
                ),
                None => (
                    format!("`{name}` is too long a number"),
                    "more digits than can be held",
                    "whole numbers have at most 18 digits; write longer ones as text in quotes",
                ),
            },
            Toml::Float(number) => match number.parse::<f64>() {
                // Zero is added so that a negative zero reads as zero.
                Ok(number) if number.is_finite() => return Some(Value::Float(number + 0.0)),
                _ => (
                    format!("`{name}` is not a finite number"),
                    "a finite number is wanted here",
                    "write a number in digits, or text in quotes",
                ),
            },
            Toml::Datetime(_) => (
                format!("`{name}` is a date without quotes"),
                "text is wanted here",
                "put it into quotes",
            ),
            other => (
                format!("`{name}` is {}, not a single value", kind_of(other)),
                "a single value is wanted here",
                "write text, a number, `true` or `false`, each part as a term of its own",
            ),
        };
        let diagnostic = Diagnostic::new(Code::WrongType, value.span(), message, label);
        self.report(diagnostic.help(help));
        None
    }
}

/// What a value of another type most likely means as yes or no.
fn meant_flag(value: &Toml<'_>) -> Option<bool> {
    let word = match value {
        Toml::String(text) => text.to_ascii_lowercase(),
        Toml::Integer(number) => number.digits.to_string(),
        _ => return None,
    };
    match word.trim() {
        "true" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}

fn read_date(text: &str, span: &Span) -> Result<Date, Box<Diagnostic>> {
    text.parse::<Date>().map_err(|error| {
        let label = "cannot be read as a date";
        let diagnostic = Diagnostic::new(Code::BadDate, span.clone(), error.message, label);
        Box::new(diagnostic.help(error.help))
    })
}

fn with_time(span: Span, day: Option<toml::value::Date>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::BadDate,
        span.clone(),
        "a time of day cannot be given",
        "only a day, month or year",
    );
    match day {
        Some(day) => diagnostic
            .help("give the day alone, in quotes")
            .fix(span, format!("\"{day}\"")),
        None => diagnostic.help("give the day alone, as in `\"2026-04-27\"`"),
    }
}

fn bare_year(span: Span, key: &str, number: &Whole<'_>) -> Diagnostic {
    let value = Toml::Integer(number.clone());
    let diagnostic = wrong_type(span.clone(), key, &value, "a date in quotes");
    match number.digits.parse::<Date>() {
        Ok(year) if number.radix == 10 => diagnostic
            .help("put the year into quotes")
            .fix(span, format!("\"{year}\"")),
        Err(error) if number.radix == 10 => {
            diagnostic.help(format!("{}; put the date into quotes", error.help))
        }
        _ => diagnostic.help("write a date in quotes, as in `\"2026-04-27\"`"),
    }
}

/// That a name cannot be that of a term, where it cannot.
fn bad_term_name(name: &str, span: Span) -> Option<Diagnostic> {
    let bad = |label, help: String| {
        let message = format!("a term cannot be called `{name}`");
        Some(Diagnostic::new(Code::BadId, span, message, label).help(help))
    };
    if ["text", "through", "until"].contains(&name) {
        let help = format!("write `{name}` beside `terms`, or give the term another name");
        return bad("a key of the change has this name", help);
    }
    if is_id(name) {
        return None;
    }
    let help = match slug(name) {
        Some(slug) => format!("write `{slug}`"),
        None => "the name of a term is lower-case words joined by hyphens, as in `exclusive-until`"
            .to_owned(),
    };
    bad(NOT_AN_ID, help)
}

/// Why a name is not an id.
pub(crate) const NOT_AN_ID: &str = "not lower-case words joined by hyphens";

/// Whether a name is lower-case words joined by hyphens.
pub(crate) fn is_id(name: &str) -> bool {
    name.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// A name as lower-case words joined by hyphens, where its letters allow that.
pub(crate) fn slug(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let slug = words.join("-").replace('\'', "");
    (is_id(&slug) && slug.len() <= 80).then_some(slug)
}

/// `a clause`, `an event`, `the timeline`.
pub(super) fn article(what: &str) -> String {
    match what {
        "timeline" => "the timeline".to_owned(),
        "expect" => "an `[[expect]]` table".to_owned(),
        _ if what.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {what}"),
        _ => format!("a {what}"),
    }
}
