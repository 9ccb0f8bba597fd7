//! Days. The one file that names `chrono`.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike, Local, Months, NaiveDate, TimeDelta};

/// A calendar day, from 0001-01-01 to 9999-12-31 (proleptic Gregorian, as in ISO 8601).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    pub const MAX: Self = Self(NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day"));
    pub const MIN: Self = Self(NaiveDate::from_ymd_opt(1, 1, 1).expect("a day"));

    /// The day of a year, month and day of the month, or `None` where the calendar has none.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        Self::within(NaiveDate::from_ymd_opt(year, month, day))
    }

    fn within(date: Option<NaiveDate>) -> Option<Self> {
        let date = date.filter(|date| (1..=9999).contains(&date.year()));
        date.map(Self)
    }

    /// The local date at a point in time; `None` before 1970 and after the year 9999.
    pub(crate) fn local(time: SystemTime) -> Option<Self> {
        let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
        let time = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
        Self::within(Some(time.date_naive()))?;
        Self::within(Some(time.with_timezone(&Local).date_naive()))
    }

    pub fn pred(self) -> Option<Self> {
        Self::within(self.0.pred_opt())
    }

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

    /// In three letters.
    #[cfg(feature = "explore")]
    pub(crate) fn weekday(self) -> String {
        self.0.weekday().to_string()
    }

    pub(super) fn month_end(self) -> Option<Self> {
        let last = self.0.num_days_in_month().into();
        self.0.with_day(last).map(Self)
    }

    /// How many days `other` lies after this day; negative where it lies before.
    pub fn days_until(self, other: Self) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// The day that `today`, `today-7d` or `today+6m` means where this is today; nothing for other texts.
    pub fn meant_by(self, text: &str) -> Option<Self> {
        let shift = text.strip_prefix("today")?;
        if shift.is_empty() {
            return Some(self);
        }
        let span: super::Span = shift.get(1..)?.parse().ok()?;
        match shift.as_bytes()[0] {
            b'-' => span.before(self),
            b'+' => span.after(self),
            _ => None,
        }
    }

    /// The day this many days later, or earlier where they are negative; `None` outside the years 1 to 9999.
    pub fn move_days(self, days: i64) -> Option<Self> {
        let by = TimeDelta::try_days(days)?;
        Self::within(self.0.checked_add_signed(by))
    }

    /// The same day of the month this many months later or earlier, or that month's last day where it is shorter.
    pub(super) fn move_months(self, months: i64) -> Option<Self> {
        let by = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        Self::within(match months {
            0.. => self.0.checked_add_months(by),
            _ => self.0.checked_sub_months(by),
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
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
    fn days_and_months_are_added_by_the_calendar() {
        let day = Day::new(2024, 1, 31).expect("a day");
        assert_eq!(day.move_months(1), Day::new(2024, 2, 29));
        assert_eq!(day.move_months(-2), Day::new(2023, 11, 30));
        assert_eq!(day.move_days(1), Day::new(2024, 2, 1));
        assert_eq!(day.move_days(i64::MIN), None);
        assert_eq!(day.move_months(i64::MAX), None);
        assert_eq!(Day::new(9999, 12, 31).and_then(Day::succ), None);
        assert_eq!(Day::new(1, 1, 1).and_then(Day::pred), None);
    }
}
