//! Dates, numbers and spans of time in words.

use crate::date::{Date, Day, MONTHS, Mark, Period};
use crate::text::words::Count;

/// A date after its preposition: `on 22 July 2019`, `in October 2025`, `around 2023`,
/// `by 21 January 2025`, `between June 2019 and 22 July 2019`.
pub(crate) fn when(date: Date) -> String {
    match date {
        Date::Period(period, mark) => {
            let (on, period) = (on(period), plain(period));
            match mark {
                Mark::Plain => format!("{on} {period}"),
                Mark::Approximate => format!("around {period}"),
                Mark::Doubtful => format!("perhaps {on} {period}"),
                Mark::Both => format!("perhaps around {period}"),
            }
        }
        Date::Range(Some(left), Some(right)) => {
            format!("between {} and {}", plain(left), plain(right))
        }
        Date::Range(None, Some(right)) => format!("by {}", plain(right)),
        Date::Range(Some(left), None) => format!("{} or after {}", on(left), plain(left)),
        Date::Range(None, None) => "on an unknown day".to_owned(),
    }
}

/// A date as an object: `dates this to June 2019`, `planned for around 2023`.
pub(crate) fn date(date: Date) -> String {
    match date {
        Date::Period(period, Mark::Plain) => plain(period),
        Date::Range(Some(_), Some(_)) => format!("some day {}", when(date)),
        Date::Range(None, Some(right)) => format!("some day up to {}", plain(right)),
        Date::Range(Some(left), None) => format!("{} or later", plain(left)),
        Date::Period(period, Mark::Doubtful) => format!("perhaps {}", plain(period)),
        other => when(other),
    }
}

/// The beginning of an effect: `from 21 January 2025`, `from some day in 2021`.
pub(crate) fn from(of: Date) -> String {
    match of {
        Date::Period(Period::Month(..) | Period::Year(_), Mark::Plain) => {
            format!("from some day in {}", date(of))
        }
        _ => format!("from {}", date(of)),
    }
}

fn on(period: Period) -> &'static str {
    let is_day = matches!(period, Period::Day(_));
    if is_day { "on" } else { "in" }
}

fn plain(period: Period) -> String {
    match period {
        Period::Year(year) => year.to_string(),
        Period::Month(year, month) => format!("{} {year}", MONTHS[month as usize - 1]),
        Period::Day(found) => day(found),
    }
}

/// A text in which days and months stand as people read them: `3 months before 31 July 2027`.
pub(crate) fn in_words(text: &str) -> String {
    let said = |word: &str| {
        let day = word.trim_end_matches([',', ')']);
        let found = Date::read(day).filter(|_| day.contains('-'));
        found.map_or_else(|| word.to_owned(), |of| date(of) + &word[day.len()..])
    };
    let words: Vec<String> = text.split(' ').map(said).collect();
    words.join(" ")
}

/// A day in words: `22 July 2019`.
pub(crate) fn day(day: Day) -> String {
    let month = MONTHS[day.month() as usize - 1];
    format!("{} {month} {}", day.day(), day.year())
}

const SMALL: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// A number as a style book writes it: in words to twelve, in figures above.
pub(crate) fn number(number: usize) -> String {
    match SMALL.get(number) {
        Some(word) => (*word).to_owned(),
        None => number.to_string(),
    }
}

/// A number with its noun: `one clause`, `three clauses`, `17 clauses`.
pub(crate) fn count(of: usize, noun: &'static str) -> String {
    format!("{} {}", number(of), Count(of, noun).noun())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_precision_and_doubt_in_words() {
        for (text, words) in [
            ("2019-07-22", "on 22 July 2019"),
            ("2025-10", "in October 2025"),
            ("2021", "in 2021"),
            ("2023~", "around 2023"),
            ("2023-05-01?", "perhaps on 1 May 2023"),
            ("2023%", "perhaps around 2023"),
            ("[..2025-01-21]", "by 21 January 2025"),
            (
                "[2019-06..2019-07-22]",
                "between June 2019 and 22 July 2019",
            ),
            ("[2025-01..]", "in or after January 2025"),
        ] {
            assert_eq!(when(text.parse().expect(text)), words);
        }
    }
}
