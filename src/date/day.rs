//! Days and lengths of time. The one file that names `chrono`.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike, Days, Local, Months, NaiveDate};
use serde::{Serialize, Serializer};

/// A calendar day, from 0001-01-01 to 9999-12-31 (proleptic Gregorian, as in ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    pub const MAX: Self = Self(match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => day,
        None => NaiveDate::MAX,
    });

    /// The day of a year, month and day of the month, or `None` where the calendar has none.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        Self::within(NaiveDate::from_ymd_opt(year, month, day))
    }

    fn within(date: Option<NaiveDate>) -> Option<Self> {
        date.filter(|date| (1..=9999).contains(&date.year()))
            .map(Self)
    }

    /// The local date at a point in time; `None` before 1970 and after the year 9999.
    pub(crate) fn local(time: SystemTime) -> Option<Self> {
        let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
        let time = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
        Self::within(Some(time.date_naive()))?;
        Self::within(Some(time.with_timezone(&Local).date_naive()))
    }

    /// The day before, or `None` on 0001-01-01.
    pub fn pred(self) -> Option<Self> {
        Self::within(self.0.pred_opt())
    }

    /// The day after, or `None` on 9999-12-31.
    pub fn succ(self) -> Option<Self> {
        Self::within(self.0.succ_opt())
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub(crate) fn month(self) -> u32 {
        self.0.month()
    }

    pub(crate) fn day(self) -> u32 {
        self.0.day()
    }

    /// How many days `other` lies after this day; negative where it lies before.
    pub fn days_until(self, other: Self) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// The day this many days later, or `None` after 9999-12-31.
    pub fn add_days(self, days: u64) -> Option<Self> {
        Self::within(self.0.checked_add_days(Days::new(days)))
    }

    /// The same day of the month this many months later, or that month's last day where it is shorter.
    pub(crate) fn add_months(self, months: u32) -> Option<Self> {
        Self::within(self.0.checked_add_months(Months::new(months)))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A length of time: days, or months of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Days(u64),
    Months(u32),
}

impl Span {
    /// The day that lies so much after another, or `None` after the year 9999.
    pub(crate) fn after(self, day: Day) -> Option<Day> {
        match self {
            Self::Days(days) => day.add_days(days),
            Self::Months(months) => day.add_months(months),
        }
    }

    /// The day that lies so much before another, or `None` before the year 1. A month before a day that
    /// the month before does not have is that month's last day.
    pub(crate) fn before(self, day: Day) -> Option<Day> {
        Day::within(match self {
            Self::Days(days) => day.0.checked_sub_days(Days::new(days)),
            Self::Months(months) => day.0.checked_sub_months(Months::new(months)),
        })
    }
}

/// Reads `90d`, `6w`, `24m` or `2y`.
impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) = text
            .split_at_checked(text.len().saturating_sub(1))
            .unwrap_or_default();
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let number = number.parse::<u32>().ok().filter(|_| digits);
        match number.zip(unit.chars().next()) {
            Some((days, 'd')) => Ok(Self::Days(days.into())),
            Some((weeks, 'w')) => Ok(Self::Days(u64::from(weeks) * 7)),
            Some((months, 'm')) => Ok(Self::Months(months)),
            Some((years, 'y')) => Ok(Self::Months(years.saturating_mul(12))),
            _ => Err(
                "write a number of days, weeks, months or years, as in `90d`, `6w`, `24m` or `2y`"
                    .to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_is_far_off_names_no_day() {
        let after = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        let before = UNIX_EPOCH.checked_sub(Duration::from_secs(1));
        assert_eq!(before.and_then(Day::local), None);
        assert!(after(1_795_000_000).and_then(Day::local).is_some());
        for year_ten_thousand in [253_402_300_800, 9_000_000_000_000, i64::MAX as u64] {
            assert_eq!(after(year_ten_thousand).and_then(Day::local), None);
        }
    }

    #[test]
    fn a_length_of_time_goes_back_as_well() {
        let day = |y, m, d| Day::new(y, m, d).expect("a day");
        for (span, from, back) in [
            (Span::Days(1), day(2024, 3, 1), Some(day(2024, 2, 29))),
            (Span::Months(1), day(2024, 3, 31), Some(day(2024, 2, 29))),
            (Span::Days(1), day(1, 1, 1), None),
            (Span::Months(1), day(1, 1, 31), None),
        ] {
            assert_eq!(span.before(from), back, "{span:?} before {from}");
        }
    }

    #[test]
    fn days_and_months_are_added_by_the_calendar() {
        let day = Day::new(2024, 1, 31).expect("a day");
        assert_eq!(day.add_months(1), Day::new(2024, 2, 29));
        assert_eq!(day.add_days(1), Day::new(2024, 2, 1));
        assert_eq!(Day::new(9999, 12, 31).and_then(Day::succ), None);
        assert_eq!(Day::new(1, 1, 1).and_then(Day::pred), None);
    }
}
