//! What is wrong with a text that is no date, and what to write instead, by the tables of `hints.toml`. Nothing here
//! is ever accepted as a date, and nothing is offered that does not read as one.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex};
use serde::Deserialize;

use super::day::Day;
use super::expression::{Date, DateError, MONTHS, Period};
use crate::text::{pattern, wrap::cut};

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::read(text).ok_or_else(|| explain(text))
    }
}

#[derive(Deserialize)]
struct Hints {
    ways: Vec<Row>,
    points: Vec<Row>,
    faults: Vec<Row>,
    periods: Vec<Row>,
    characters: Vec<Row>,
    whens: HashMap<String, String>,
    names: HashMap<String, String>,
}

static HINTS: LazyLock<Hints> =
    LazyLock::new(|| toml::from_str(include_str!("hints.toml")).expect("sound tables"));

#[derive(Deserialize)]
struct Row {
    pattern: String,
    why: String,
    help: String,
    #[serde(skip)]
    regex: OnceLock<Regex>,
}

impl Row {
    fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        let compile = || pattern(&format!("(?is){}", in_full(&self.pattern)));
        self.regex.get_or_init(compile).captures(text)
    }

    /// What to write instead of a text that fits, with the parts of that text in it.
    fn rewritten(&self, text: &str) -> Option<String> {
        let (captures, mut rewritten) = (self.captures(text)?, String::new());
        captures.expand(&in_full(&self.help), &mut rewritten);
        Some(rewritten)
    }
}

/// A cell of a table with the text of each name in it.
fn in_full(cell: &str) -> String {
    let put = |cell: String, (name, text): (&String, &String)| cell.replace(name, text);
    HINTS.names.iter().fold(cell.to_owned(), put)
}

type Reason = (String, String);

fn first_fit(rows: &[Row], text: &str) -> Option<Reason> {
    rows.iter().find_map(|row| {
        let captures = row.captures(text)?;
        let part = captures.get(1).map_or("", |part| part.as_str());
        let why = in_full(&row.why).replace("$1", &cut(part, SHOWN, '…'));
        Some((why, in_full(&row.help)))
    })
}

/// The longest text that is looked at for a date; no way of writing one is longer.
const LONGEST: usize = 60;
/// The most columns of a text that are shown again.
const SHOWN: usize = 41;

/// Why a text is not a date, and what to write instead.
pub(crate) fn explain(text: &str) -> DateError {
    let is_long = text.len() > LONGEST;
    let other = if is_long { None } else { other_way(text) };
    let (why, help) = other.unwrap_or_else(|| reason(text));
    let found = cut(text, SHOWN, '…');
    let message = match why.as_str() {
        _ if text.is_empty() => "the date is empty".to_owned(),
        "" => format!("`{found}` is not a date"),
        why => format!("`{found}` is not a date: {why}"),
    };
    DateError { message, help }
}

/// Why a text is not a date, and the dates that it may mean.
type Guess = (String, Vec<String>);

/// What to write instead of a date that is written in another way.
fn other_way(text: &str) -> Option<Reason> {
    let plain = plain(text);
    let Some((why, offers)) = first_guess(&plain) else {
        // The form is known, but there is no such day: `2024/02/30`.
        return Some(reason(points(&plain)?.1.first()?));
    };
    let why = odd_characters(text).unwrap_or(why);
    let help = match offers.as_slice() {
        [one, other] => format!("write `{one}` or `{other}`, whichever is meant"),
        only if ["SLASH", "RANGE"].contains(&&*why) => {
            format!("write `{}` for some day in that time", only.concat())
        }
        only => format!("write `{}`", only.concat()),
    };
    Some((in_full(&why), help))
}

/// The day or month that a text names in words, as in `27 April 2026`; without a year, the last up to a day.
pub(crate) fn in_words(text: &str, today: Day) -> Option<Date> {
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.find(|word| month_named(word).is_some())?;
    let read = |text: &str| match points(text)?.1.as_slice() {
        [only] => Date::read(only),
        _ => None,
    };
    let plain = plain(text);
    read(&plain).or_else(|| {
        let years = [today.year(), today.year() - 1].into_iter();
        let mut dates = years.filter_map(|year| read(&format!("{plain} {year:04}")));
        dates.find(|date| date.first() <= Some(today))
    })
}

/// The WHEN by which a day is asked for that is said in other words.
pub(crate) fn said(text: &str) -> Option<&'static str> {
    let words = text.to_lowercase().replace('-', " ");
    HINTS.whens.get(&words).map(String::as_str)
}

/// The text with plain digits, hyphens and spaces, and without space around it.
fn plain(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    plain.collect::<String>().trim().to_owned()
}

/// What is odd about the first character that is not plain, where there are others for it.
fn odd_characters(text: &str) -> Option<String> {
    if text.trim() != text {
        return Some("SPACE".to_owned());
    }
    let odd = text.chars().find(|c| !c.is_ascii())?;
    (plain(text) != text).then(|| not_plain(odd).0)
}

/// The first way of writing a date that a text fits.
fn first_guess(text: &str) -> Option<Guess> {
    let close: String = text.split_whitespace().collect();
    if Date::read(&close).is_some() {
        let why = if close == text { "" } else { "SPACE" };
        return Some((why.to_owned(), vec![close]));
    }
    for row in &HINTS.ways {
        if let Some(offer) = row.rewritten(text).and_then(|way| expression(&way)) {
            return Some((row.why.clone(), vec![offer]));
        }
    }
    let (why, mut offers) = points(text)?;
    offers.retain(|offer| Date::read(offer).is_some());
    (!offers.is_empty()).then_some((why, offers))
}

/// The days and months that a text may mean, whether or not the calendar has them.
fn points(text: &str) -> Option<Guess> {
    let (mut first, mut offers) = ("", Vec::new());
    for row in &HINTS.points {
        let offer = row.rewritten(text).and_then(|way| numbered(&way));
        if let Some(offer) = offer.filter(|offer| !offers.contains(offer)) {
            if offers.is_empty() {
                first = &row.why;
            }
            offers.push(offer);
        }
    }
    (!offers.is_empty()).then(|| (first.to_owned(), offers))
}

/// A date with two digits for each part, where the month may have its name.
fn numbered(date: &str) -> Option<String> {
    let two_digits = |part: &str| match part.parse::<usize>() {
        Ok(_) => Some(format!("{part:0>2}")),
        Err(_) => Some(format!("{:02}", month_named(part)?)),
    };
    let parts: Option<Vec<String>> = date.split('-').map(two_digits).collect();
    Some(parts?.join("-"))
}

fn month_named(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    let named = |month: &str| word.len() >= 3 && month.to_ascii_lowercase().starts_with(&word);
    Some(MONTHS.iter().position(|month| named(month))? + 1)
}

fn expression(written: &str) -> Option<String> {
    let expression = if let Some(inner) = written.strip_prefix('[') {
        let (left, right) = inner.strip_suffix(']')?.split_once('|')?;
        format!("[{}..{}]", side(left)?, side(right)?)
    } else if let Some(date) = written.strip_suffix('~') {
        format!("{}~", point(date)?)
    } else {
        point(written)?
    };
    Date::read(&expression).map(|_| expression)
}

/// A side of a range, which may be open.
fn side(text: &str) -> Option<String> {
    match text.trim() {
        "" | "*" | ".." => Some(String::new()),
        text => point(text),
    }
}

fn point(text: &str) -> Option<String> {
    let text = text.trim();
    if Period::read(text).is_some() {
        return Some(text.to_owned());
    }
    let offers = points(text)?.1;
    (offers.len() == 1).then(|| offers.concat())
}

fn reason(text: &str) -> Reason {
    if let Some(odd) = text.chars().find(|c| !c.is_ascii()) {
        return not_plain(odd);
    }
    if let Some(reason) = first_fit(&HINTS.faults, text) {
        return reason;
    }
    let inner = text.strip_prefix('[');
    let range = inner.and_then(|text| text.strip_suffix(']'));
    let Some((left, right)) = range.and_then(|range| range.split_once("..")) else {
        let marked = text.strip_suffix(['~', '?', '%']);
        return reason_of_period(marked.unwrap_or(text));
    };
    for side in [left, right] {
        if !side.is_empty() && Period::read(side).is_none() {
            return reason_of_period(side);
        }
    }
    let why = format!("`{left}` begins after `{right}` ends");
    (why, format!("write `[{right}..{left}]`"))
}

fn reason_of_period(text: &str) -> Reason {
    let found = no_such_day(text).or_else(|| first_fit(&HINTS.periods, text));
    found.unwrap_or_default()
}

fn no_such_day(text: &str) -> Option<Reason> {
    let (month, day) = text.rsplit_once('-')?;
    let digits = day.len() == 2 && day.bytes().all(|b| b.is_ascii_digit());
    let number: u32 = day.parse().ok().filter(|number| digits && *number > 0)?;
    let Some(of @ Period::Month(year, place)) = Period::read(month) else {
        return None;
    };
    let (name, last) = (MONTHS[place as usize - 1], of.last());
    let why = format!("{name} {year:04} has {} days, not {number}", last.day());
    let other = format!("or `{month}` if the day is not known");
    let help = format!("write `{last}` for the last day of that month, {other}");
    Some((why, help))
}

fn not_plain(odd: char) -> Reason {
    let (why, help) = first_fit(&HINTS.characters, &odd.to_string()).unwrap_or_default();
    let number = format!("U+{:04X}", u32::from(odd));
    (why.replace("U+", &number), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str) -> (String, String) {
        let error = text.parse::<Date>().expect_err(text);
        (error.message, error.help)
    }

    /// Lines of `text | message | help`.
    #[test]
    fn each_text_has_its_message_and_help() {
        for line in include_str!("hints.txt").lines() {
            let mut parts = line.splitn(3, " | ");
            let mut part = || parts.next().expect("three parts").to_owned();
            let written = part();
            let escapes = [
                ("\\t", "\t"),
                ("\\u{a0}", "\u{a0}"),
                ("\\u{200b}", "\u{200b}"),
            ];
            let escapes = escapes.into_iter().chain([("\\u{3000}", "\u{3000}")]);
            let text = escapes.fold(written, |text, (from, to)| text.replace(from, to));
            assert_eq!(explained(&text), (part(), part()), "{text}");
        }
    }

    #[test]
    fn every_pattern_is_sound_and_no_name_stands_in_another() {
        let Hints {
            ways,
            points,
            faults,
            periods,
            characters,
            names,
            ..
        } = &*HINTS;
        for row in [ways, points, faults, periods, characters]
            .into_iter()
            .flatten()
        {
            assert!(row.captures("\u{0}").is_none_or(|found| found.len() > 0));
        }
        for (name, text) in names {
            let others = names.keys().filter(|other| *other != name);
            for other in others {
                assert!(
                    !name.contains(other) && !text.contains(other),
                    "{other} in {name}"
                );
            }
        }
    }

    #[test]
    fn only_what_may_be_a_date_is_read_again() {
        for (blanks, help) in [
            (51, "write `2019-06`"),
            (52, "remove it"),
            (500, "remove it"),
        ] {
            let text = format!("June 2019{}", " ".repeat(blanks));
            assert_eq!(explained(&text).1, help, "{blanks}");
        }
    }

    #[test]
    fn nothing_is_offered_for_what_says_nothing() {
        for text in ["", "ｘ", "é\u{301}", "\u{301}..", "by é", "<", ">é", "[|]"] {
            assert!(!explained(text).1.starts_with("write `2"), "{text}");
        }
    }
}
