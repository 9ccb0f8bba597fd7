//! Lengths of time, and the days that lie so far apart.

use std::fmt;
use std::str::FromStr;

use super::day::Day;

/// A length of time as it is written: so many days, weeks, months or years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    count: u32,
    unit: usize,
}

/// The units with their letters, their words, and how many days or else months they are.
const UNITS: [(char, &str, i64, bool); 4] = [
    ('d', "day", 1, true),
    ('w', "week", 7, true),
    ('m', "month", 1, false),
    ('y', "year", 12, false),
];

impl Span {
    /// The number and the word of its unit, as in `3` and `month`.
    pub fn counted(self) -> (u32, &'static str) {
        (self.count, UNITS[self.unit].1)
    }

    /// In days, or else in months.
    fn measured(self) -> (i64, bool) {
        let (.., length, in_days) = UNITS[self.unit];
        (i64::from(self.count) * length, in_days)
    }

    /// The fewest or the most days that it can be.
    fn days(self, [year, month]: [i64; 2]) -> i64 {
        match self.measured() {
            (days, true) => days,
            (months, false) => months / 12 * year + months % 12 * month,
        }
    }

    /// Whether it is longer than another, on whichever day both begin.
    pub(crate) fn is_longer_than(self, other: Self) -> bool {
        match (self.measured(), other.measured()) {
            ((one, days), (two, in_days)) if days == in_days => one > two,
            _ => self.days([365, 28]) > other.days([366, 31]),
        }
    }

    /// The day that lies so often so much after another, or before it; `None` outside the years 1 to 9999. Months and
    /// years keep the day's number, or else take the month's last day.
    fn moved(self, day: Day, times: i64) -> Option<Day> {
        let (count, in_days) = self.measured();
        let count = count.checked_mul(times)?;
        if in_days {
            day.move_days(count)
        } else {
            day.move_months(count)
        }
    }

    pub(crate) fn after(self, day: Day) -> Option<Day> {
        self.moved(day, 1)
    }

    pub(crate) fn before(self, day: Day) -> Option<Day> {
        self.moved(day, -1)
    }

    /// The end of the last of so many terms of this length, the first of which begins behind the day `end`. Where that
    /// is a month's last day, so are the ends of terms of months and years.
    pub(crate) fn end_of(self, end: Day, terms: u32) -> Option<Day> {
        let found = self.moved(end, terms.into())?;
        if !self.measured().1 && end.month_end() == Some(end) {
            return found.month_end();
        }
        Some(found)
    }

    /// How many terms of this length begin behind the day `end` and before the day `day`: the fewest whose last end
    /// is not before it. Of a length of nothing there are none.
    pub(crate) fn terms_until(self, end: Day, day: Day) -> u32 {
        let (length, in_days) = self.measured();
        if day <= end || length == 0 {
            return 0;
        }
        let months = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
        let distance = if in_days {
            end.days_until(day)
        } else {
            months(day) - months(end)
        };
        // A day has a number of seven digits.
        let terms = u32::try_from((distance + length - 1) / length).unwrap_or(u32::MAX);
        let is_short = self.end_of(end, terms).is_some_and(|found| found < day);
        terms + u32::from(is_short)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, UNITS[self.unit].0)
    }
}

pub const LENGTHS: &str =
    "write a number of days, weeks, months or years, as in `90d`, `6w`, `3m` or `1y`";

/// Reads `90d`, `6w`, `24m` or `2y`.
impl FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = |unit: usize| {
            let digits = text.strip_suffix(UNITS[unit].0)?;
            let plain = digits.bytes().all(|b| b.is_ascii_digit());
            let count = plain.then(|| digits.parse().ok())??;
            Some(Self { count, unit })
        };
        (0..UNITS.len()).find_map(read).ok_or(LENGTHS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_length_is_told_how_lengths_are_written() {
        for text in [
            "1 Year",
            "1Y",
            "12 m",
            "12",
            "soon",
            "",
            "d",
            "-1d",
            "1x",
            "1.5y",
            "1é",
            "99999999999d",
        ] {
            assert_eq!(text.parse::<Span>(), Err(LENGTHS), "{text}");
        }
    }

    fn day(text: &str) -> Day {
        let date: crate::date::Date = text.parse().expect("a date");
        date.last().expect("a day")
    }

    fn span(text: &str) -> Span {
        text.parse().expect("a length of time")
    }

    #[test]
    fn lengths_are_days_weeks_months_and_years() {
        for (length, end) in [
            ("90d", Some("2024-04-30")),
            ("6w", Some("2024-03-13")),
            ("1m", Some("2024-02-29")),
            ("2y", Some("2026-01-31")),
            ("0d", Some("2024-01-31")),
            ("99999y", None),
        ] {
            let found = span(length).after(day("2024-01-31"));
            assert_eq!(found, end.map(day), "{length}");
        }
    }

    #[test]
    fn a_length_of_time_goes_back_as_well() {
        for (length, from, back) in [
            ("1d", "2024-03-01", Some("2024-02-29")),
            ("1w", "2024-03-01", Some("2024-02-23")),
            ("1m", "2024-03-31", Some("2024-02-29")),
            ("2m", "2024-04-30", Some("2024-02-29")),
            ("1y", "2024-02-29", Some("2023-02-28")),
            ("1d", "0001-01-01", None),
            ("1m", "0001-01-31", None),
            ("4294967295y", "2024-01-31", None),
        ] {
            let found = span(length).before(day(from));
            assert_eq!(found, back.map(day), "{length} before {from}");
        }
    }

    #[test]
    fn the_end_of_a_term_counts_from_the_first_end() {
        for (length, end, terms, last) in [
            ("1m", "2023-01-31", 1, Some("2023-02-28")),
            ("1m", "2024-01-31", 1, Some("2024-02-29")),
            ("1m", "2023-01-31", 2, Some("2023-03-31")),
            ("1m", "2023-01-30", 1, Some("2023-02-28")),
            ("1m", "2023-01-30", 2, Some("2023-03-30")),
            ("1m", "2023-04-30", 1, Some("2023-05-31")),
            ("1y", "2024-02-29", 1, Some("2025-02-28")),
            ("1y", "2024-02-29", 4, Some("2028-02-29")),
            ("1y", "2023-02-28", 1, Some("2024-02-29")),
            ("30d", "2023-01-31", 2, Some("2023-04-01")),
            ("1w", "2023-01-31", 0, Some("2023-01-31")),
            ("7000y", "2024-02-29", 2, None),
            ("4294967295y", "2024-02-29", u32::MAX, None),
        ] {
            let found = span(length).end_of(day(end), terms);
            assert_eq!(found, last.map(day), "{terms} times {length} from {end}");
        }
    }

    #[test]
    fn the_running_term_is_the_first_whose_end_is_not_before_the_day() {
        for end in [
            "2023-01-30",
            "2023-01-31",
            "2023-04-30",
            "2024-02-29",
            "2023-02-28",
        ] {
            for length in ["1d", "10d", "3w", "1m", "5m", "12m", "1y", "3y"] {
                let (end, length) = (day(end), span(length));
                let mut terms = 0;
                let mut found = day("2022-12-31");
                for _ in 0..2500 {
                    while length.end_of(end, terms).is_some_and(|last| last < found) {
                        terms += 1;
                    }
                    assert_eq!(
                        length.terms_until(end, found),
                        terms,
                        "{length} {end} {found}"
                    );
                    found = found.succ().expect("a day");
                }
            }
        }
    }

    #[test]
    fn no_length_of_time_is_too_long() {
        let (first, last) = (day("0001-01-01"), Day::MAX);
        for length in [
            "0d",
            "0y",
            "1d",
            "4294967295d",
            "4294967295w",
            "4294967295y",
        ] {
            let terms = span(length).terms_until(first, last);
            let end = span(length).end_of(first, terms);
            assert!(end.is_none_or(|end| end == last || length.starts_with('0')));
        }
        assert!("4294967296d".parse::<Span>().is_err());
    }
}
