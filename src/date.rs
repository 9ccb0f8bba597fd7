//! Days and date expressions: reading, bounds, order, printing.
//!
//! The one module that names `chrono`. A date expression is a subset of EDTF (ISO 8601-2:2019,
//! level 1 marks and level 2 one-of-a-set ranges): it says which days something may have happened
//! on, and it is never rounded to a day in silence.

mod mend;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Local, Months, NaiveDate};
use serde::{Serialize, Serializer};

/// A calendar day, from 0001-01-01 to 9999-12-31 (proleptic Gregorian, as in ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// 9999-12-31.
    pub const MAX: Self = Self(match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => day,
        None => NaiveDate::MAX,
    });

    /// The day of a year, month and day of the month, or `None` where the calendar has none.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::within)
    }

    fn within(date: NaiveDate) -> Option<Self> {
        (1..=9999).contains(&date.year()).then_some(Self(date))
    }

    /// The local date by the system's clock. Only the program's edge calls this.
    #[must_use]
    pub fn from_clock() -> Self {
        Self(Local::now().date_naive())
    }

    /// The day before, or `None` on 0001-01-01.
    #[must_use]
    pub fn pred(self) -> Option<Self> {
        self.0.pred_opt().and_then(Self::within)
    }

    /// The day after, or `None` on 9999-12-31.
    #[must_use]
    pub fn succ(self) -> Option<Self> {
        self.0.succ_opt().and_then(Self::within)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// How many days `other` lies after this day; negative where it lies before.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// The day this many days later, or `None` after 9999-12-31.
    #[must_use]
    pub fn add_days(self, days: u64) -> Option<Self> {
        self.0
            .checked_add_days(chrono::Days::new(days))
            .and_then(Self::within)
    }

    /// How many whole months lie between this day and a later one; 0 where it is not later.
    #[must_use]
    pub fn months_until(self, later: Self) -> usize {
        let months = (later.year() - self.year()) * 12 + later.month().cast_signed()
            - self.month().cast_signed();
        let whole = months - i32::from(later.day() < self.day());
        usize::try_from(whole).unwrap_or(0)
    }

    /// The same day of the month this many months later, or that month's last day where it is shorter.
    #[must_use]
    pub fn add_months(self, months: u32) -> Option<Self> {
        self.0
            .checked_add_months(Months::new(months))
            .and_then(Self::within)
    }
}

/// A length of time: days, or months of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// So many days.
    Days(u64),
    /// So many months.
    Months(u32),
}

impl Span {
    /// The day that lies so much after another, or `None` after the year 9999.
    #[must_use]
    pub fn after(self, day: Day) -> Option<Day> {
        match self {
            Self::Days(days) => day.add_days(days),
            Self::Months(months) => day.add_months(months),
        }
    }

    /// The day that lies so much before another, or `None` before the year 1. A month before a day that
    /// the month before does not have is that month's last day.
    #[must_use]
    pub fn before(self, day: Day) -> Option<Day> {
        let found = match self {
            Self::Days(days) => day.0.checked_sub_days(chrono::Days::new(days)),
            Self::Months(months) => day.0.checked_sub_months(Months::new(months)),
        };
        found.and_then(Day::within)
    }
}

/// Reads `90d`, `6w`, `24m` or `2y`.
impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || {
            "write a number of days, weeks, months or years, as in `90d`, `6w`, `24m` or `2y`"
                .to_owned()
        };
        let (number, unit) = text.split_at(text.char_indices().last().ok_or_else(refused)?.0);
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refused());
        }
        let number: u32 = number.parse().map_err(|_| refused())?;
        match unit {
            "d" => Ok(Self::Days(number.into())),
            "w" => Ok(Self::Days(u64::from(number) * 7)),
            "m" => Ok(Self::Months(number)),
            "y" => Ok(Self::Months(number.saturating_mul(12))),
            _ => Err(refused()),
        }
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

/// A year, a month of a year, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Some day of a year.
    Year(i32),
    /// Some day of a month.
    Month(i32, u32),
    /// That very day.
    Day(Day),
}

impl Period {
    /// The first day of the period.
    #[must_use]
    pub fn first(self) -> Day {
        match self {
            Self::Year(year) => Day::new(year, 1, 1),
            Self::Month(year, month) => Day::new(year, month, 1),
            Self::Day(day) => Some(day),
        }
        .unwrap_or_else(|| unreachable!("a period is made from a valid year and month"))
    }

    /// The last day of the period.
    #[must_use]
    pub fn last(self) -> Day {
        match self {
            Self::Year(year) => Day::new(year, 12, 31),
            Self::Month(year, month) => Day::new(year, month, days_in(year, month)),
            Self::Day(day) => Some(day),
        }
        .unwrap_or_else(|| unreachable!("a period is made from a valid year and month"))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => day.fmt(f),
        }
    }
}

/// How firm a date is, by the EDTF marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// No mark.
    Plain,
    /// `~`: approximately.
    Approximate,
    /// `?`: the source is doubtful.
    Doubtful,
    /// `%`: both.
    Both,
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Approximate => "~",
            Self::Doubtful => "?",
            Self::Both => "%",
        }
    }
}

/// A date expression: the days on which something may have happened, as written.
///
/// ```text
/// 2026-04-27   2026-04   2026   2023~   2023?   2023%
/// [2019-06..2019-07-22]   [..2025-01-21]   [2025-01..]
/// ```
///
/// It cannot hold a time, an interval that lasts, a day outside the years 0001 to 9999, or a range
/// without any side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Date {
    /// A day, month or year, perhaps marked.
    Period(Period, Mark),
    /// Some day from the first of the left to the last of the right; one side may be open.
    Range(Option<Period>, Option<Period>),
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        Self::Period(Period::Day(day), Mark::Plain)
    }
}

impl Date {
    /// The earliest day it can be, or `None` where it is open.
    #[must_use]
    pub fn first(self) -> Option<Day> {
        match self {
            Self::Period(period, _) => Some(period.first()),
            Self::Range(left, _) => left.map(Period::first),
        }
    }

    /// The latest day it can be, or `None` where it is open.
    #[must_use]
    pub fn last(self) -> Option<Day> {
        match self {
            Self::Period(period, _) => Some(period.last()),
            Self::Range(_, right) => right.map(Period::last),
        }
    }

    /// Earliest and latest day together.
    #[must_use]
    pub fn bounds(self) -> Bounds {
        Bounds {
            first: self.first(),
            last: self.last(),
        }
    }

    /// Whether the expression is one of the unbracketed forms.
    #[must_use]
    pub fn is_period(self) -> bool {
        matches!(self, Self::Period(..))
    }

    /// The date for a reader: `2025-10`, `c. 2023`, `2023?`, `by 2025-01-21`,
    /// `between 2019-06 and 2019-07-22`, `2025-01 or later`.
    #[must_use]
    pub fn human(self) -> String {
        match self {
            Self::Period(period, Mark::Plain) => period.to_string(),
            Self::Period(period, Mark::Approximate) => format!("c. {period}"),
            Self::Period(period, Mark::Doubtful) => format!("{period}?"),
            Self::Period(period, Mark::Both) => format!("c. {period}?"),
            Self::Range(Some(left), Some(right)) => format!("between {left} and {right}"),
            Self::Range(None, Some(right)) => format!("by {right}"),
            Self::Range(Some(left), None) => format!("{left} or later"),
            Self::Range(None, None) => "on an unknown day".to_owned(),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period, mark) => write!(f, "{period}{}", mark.sign()),
            Self::Range(left, right) => {
                let side =
                    |period: &Option<Period>| period.map(|p| p.to_string()).unwrap_or_default();
                write!(f, "[{}..{}]", side(left), side(right))
            }
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The first and the last day on which something may have happened; `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Earliest day, or `None` where any earlier day is possible.
    pub first: Option<Day>,
    /// Latest day, or `None` where any later day is possible.
    pub last: Option<Day>,
}

impl Bounds {
    /// Whether both could be the same day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let before = |last: Option<Day>, first: Option<Day>| matches!((last, first), (Some(l), Some(f)) if l < f);
        !before(self.last, other.first) && !before(other.last, self.first)
    }

    /// Whether no day is left between first and last.
    #[must_use]
    pub fn is_empty(self) -> bool {
        matches!((self.first, self.last), (Some(first), Some(last)) if first > last)
    }

    /// The day, where only one is possible.
    #[must_use]
    pub fn single(self) -> Option<Day> {
        self.first.filter(|first| Some(*first) == self.last)
    }

    /// Whether it has certainly happened by the close of `day`.
    #[must_use]
    pub fn certain_by(self, day: Day) -> bool {
        self.last.is_some_and(|last| last <= day)
    }

    /// Whether it may have happened by the close of `day`.
    #[must_use]
    pub fn possible_by(self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day)
    }

    /// The order of dates: by first day (open is earliest), then by last (open is latest).
    #[must_use]
    pub fn sort_key(self) -> (Option<Day>, Day) {
        (self.first, self.last.unwrap_or(Day(NaiveDate::MAX)))
    }

    /// The order of a listing, where an open beginning goes by the last day.
    #[must_use]
    pub fn list_key(self) -> (Option<Day>, Day) {
        (
            self.first.or(self.last),
            self.last.unwrap_or(Day(NaiveDate::MAX)),
        )
    }
}

/// Why a text is not a date expression: what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What was found, as a lower-case phrase.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

fn fault<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, DateError> {
    Err(DateError {
        message: message.into(),
        help: help.into(),
    })
}

const FORMS: &str = "write a day `2026-04-27`, a month `2026-04`, a year `2026`, or a range `[2019-06..2019-07-22]`";
const RANGES: &str = "write `[2019-06..2019-07-22]`, `[..2025-01-21]` or `[2025-01..]`";
const PLAIN: &str = "use only the plain digits 0 to 9, `-`, `~`, `?`, `%`, `[`, `]` and `..`";

impl FromStr for Date {
    type Err = DateError;

    /// Reads a date expression; nothing but the documented forms is accepted.
    fn from_str(text: &str) -> Result<Self, DateError> {
        strict(text).map_err(|error| mend::mend(text).unwrap_or(error))
    }
}

fn strict(text: &str) -> Result<Date, DateError> {
    if let Some(period) = plain(text.as_bytes()) {
        return Ok(Date::Period(period, Mark::Plain));
    }
    if text.is_empty() {
        return fault("the date is empty", FORMS);
    }
    if let Some(odd) = text.chars().find(|c| !c.is_ascii()) {
        return fault(not_plain(odd), PLAIN);
    }
    if text.trim() != text
        || text.contains(char::is_whitespace) && text.starts_with(|c: char| c.is_ascii_digit())
    {
        return fault("there is white space in the date", "remove it");
    }
    if text.contains('/') {
        return fault(
            "`/` makes an interval, but something takes effect at one moment",
            FORMS,
        );
    }
    if let Some(inner) = text.strip_prefix('[') {
        return match inner.strip_suffix(']') {
            Some(inner) => range(inner),
            None => fault("the range is not closed", "end it with `]`"),
        };
    }
    if text.contains("..") {
        return fault("a range needs square brackets", RANGES);
    }
    let (body, mark) = split_mark(text);
    Ok(Date::Period(period(body)?, mark))
}

/// A day, month or year without a mark, which most dates are: it needs no search for what may be wrong.
fn plain(text: &[u8]) -> Option<Period> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number: u32, byte| {
            let digit = byte.is_ascii_digit().then(|| *byte - b'0')?;
            Some(number * 10 + u32::from(digit))
        })
    };
    let (year, rest) = text.split_at_checked(4)?;
    let year = number(year)?.try_into().ok()?;
    match *rest {
        [] => Day::new(year, 1, 1).map(|_| Period::Year(year)),
        [b'-', m1, m2] => {
            let month = number(&[m1, m2])?;
            Day::new(year, month, 1).map(|_| Period::Month(year, month))
        }
        [b'-', m1, m2, b'-', d1, d2] => {
            Day::new(year, number(&[m1, m2])?, number(&[d1, d2])?).map(Period::Day)
        }
        _ => None,
    }
}

/// What is wrong with a character that is not ASCII.
fn not_plain(odd: char) -> String {
    let code = u32::from(odd);
    if odd.is_numeric() {
        format!("`{odd}` (U+{code:04X}) is not one of the digits 0 to 9")
    } else if odd.is_alphabetic() {
        format!("`{odd}` has no place in a date")
    } else if matches!(odd, '\u{2010}'..='\u{2015}' | '\u{2212}') {
        format!("`{odd}` (U+{code:04X}) is a dash, not the hyphen `-`")
    } else {
        format!("the character U+{code:04X} has no place in a date")
    }
}

/// The beginning of a text, in backticks.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("`{short}{dots}`")
}

fn split_mark(text: &str) -> (&str, Mark) {
    for (sign, mark) in [
        ('~', Mark::Approximate),
        ('?', Mark::Doubtful),
        ('%', Mark::Both),
    ] {
        if let Some(body) = text.strip_suffix(sign) {
            return (body, mark);
        }
    }
    (text, Mark::Plain)
}

fn range(inner: &str) -> Result<Date, DateError> {
    let Some((left, right)) = inner.split_once("..") else {
        return fault("a range has two sides, with `..` between them", RANGES);
    };
    if left.is_empty() && right.is_empty() {
        return fault(
            "the range has neither side",
            "give at least one, as in `[..2025-01-21]` or `[2025-01..]`",
        );
    }
    let side = |text: &str| -> Result<Option<Period>, DateError> {
        if text.ends_with(['~', '?', '%']) {
            return fault(
                "a side of a range cannot be marked",
                "drop the mark: the range itself says that the day is not known",
            );
        }
        (!text.is_empty()).then(|| period(text)).transpose()
    };
    let (left_side, right_side) = (side(left)?, side(right)?);
    if let (Some(l), Some(r)) = (left_side, right_side)
        && l.first() > r.last()
    {
        return fault(
            format!("`{left}` begins after `{right}` ends"),
            format!("write `[{right}..{left}]`"),
        );
    }
    Ok(Date::Range(left_side, right_side))
}

fn period(text: &str) -> Result<Period, DateError> {
    if text.is_empty() {
        return fault("there is no date before the mark", FORMS);
    }
    if text.ends_with(['~', '?', '%']) {
        return fault(
            "a date takes one mark",
            "write `~` for approximate, `?` for doubtful, `%` for both",
        );
    }
    if text.starts_with(['+', '-']) {
        return fault("a year has no sign", "years run from 0001 to 9999");
    }
    if text.contains(['T', ':', 'Z']) && text.starts_with(|c: char| c.is_ascii_digit()) {
        return fault(
            "a time of day cannot be given",
            "give the day alone, as in `2026-04-27`",
        );
    }
    if text.contains(['X', 'u', 'x']) && text.starts_with(|c: char| c.is_ascii_digit()) {
        return fault(
            format!("{} leaves digits open", shown(text)),
            "write a range, as in `[2010..2019]`",
        );
    }
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return fault(format!("{} is not a date", shown(text)), FORMS);
    }
    let parts: Vec<&str> = text.split('-').collect();
    let [year, rest @ ..] = parts.as_slice() else {
        return fault(format!("{} is not a date", shown(text)), FORMS);
    };
    if parts.len() > 3 || parts.iter().any(|part| part.is_empty()) {
        return fault(format!("{} is not a date", shown(text)), FORMS);
    }
    let year_number = year_of(year, &parts)?;
    let [month, rest @ ..] = rest else {
        return Ok(Period::Year(year_number));
    };
    let month_number = two_digits(month, "month", year, &parts)?;
    if (21..=41).contains(&month_number) && rest.is_empty() {
        return fault(
            format!("`{text}` names a season or quarter"),
            "write its months as a range, as in `[2024-03..2024-05]`",
        );
    }
    if !(1..=12).contains(&month_number) {
        return fault(
            format!("there is no month {month}"),
            "months run from 01 to 12",
        );
    }
    let [day] = rest else {
        return Ok(Period::Month(year_number, month_number));
    };
    let day_number = two_digits(day, "day", year, &parts)?;
    match Day::new(year_number, month_number, day_number) {
        Some(day) => Ok(Period::Day(day)),
        None if day_number == 0 => fault(
            "there is no day 00",
            "days run from 01; for the whole month leave the day out",
        ),
        None => {
            let length = days_in(year_number, month_number);
            fault(
                format!(
                    "{} {year} has {length} days, not {day_number}",
                    MONTHS[month_number as usize - 1]
                ),
                format!(
                    "the last day of that month is `{year}-{month}-{length}`; if the day is not known write `{year}-{month}`"
                ),
            )
        }
    }
}

fn year_of(year: &str, parts: &[&str]) -> Result<i32, DateError> {
    match year.len() {
        4 => {}
        8 if parts.len() == 1 => {
            let (y, m, d) = (&year[..4], &year[4..6], &year[6..]);
            let apart = format!("{y}-{m}-{d}");
            let help = match strict(&apart) {
                Ok(_) => format!("write `{apart}`"),
                Err(_) => FORMS.to_owned(),
            };
            let message = format!("`{year}` runs the parts of the date together");
            return fault(message, help);
        }
        length if length > 4 => {
            return fault(
                format!("{} is not a year", shown(year)),
                "years have four digits, 0001 to 9999",
            );
        }
        _ => {
            return fault(
                format!("the year `{year}` does not have four digits"),
                "write the year in full, as in `2024-01-31`; early years as `0800`",
            );
        }
    }
    match year.parse() {
        Ok(0) => fault("there is no year 0000", "years run from 0001 to 9999"),
        Ok(number) => Ok(number),
        Err(_) => fault(
            format!("`{year}` is not a year"),
            "years have four digits, 0001 to 9999",
        ),
    }
}

fn two_digits(text: &str, what: &str, year: &str, parts: &[&str]) -> Result<u32, DateError> {
    if text.len() == 2 {
        return text
            .parse()
            .or_else(|_| fault(format!("`{text}` is not a {what}"), FORMS));
    }
    let padded: Vec<String> = parts[1..]
        .iter()
        .map(|part| format!("{part:0>2}"))
        .collect();
    let help = if padded.iter().all(|part| part.len() == 2) {
        let date = format!("{year}-{}", padded.join("-"));
        strict(&date).map(|_| format!("write `{date}`"))?
    } else {
        FORMS.to_owned()
    };
    fault(
        format!("the {what} {} does not have two digits", shown(text)),
        help,
    )
}

/// The English names of the months, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn days_in(year: i32, month: u32) -> u32 {
    (28..=31)
        .rev()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
        .unwrap_or(28)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> (String, String) {
        let date: Date = text.parse().expect(text);
        assert_eq!(
            date.to_string(),
            text,
            "a date read and printed is the same"
        );
        let side = |day: Option<Day>| day.map_or("open".to_owned(), |d| d.to_string());
        (side(date.first()), side(date.last()))
    }

    #[test]
    fn each_form_has_its_bounds() {
        for (text, first, last) in [
            ("2026-04-27", "2026-04-27", "2026-04-27"),
            ("2026-04", "2026-04-01", "2026-04-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("1900-02", "1900-02-01", "1900-02-28"),
            ("2026", "2026-01-01", "2026-12-31"),
            ("2023~", "2023-01-01", "2023-12-31"),
            ("2023-05?", "2023-05-01", "2023-05-31"),
            ("2023-05-06%", "2023-05-06", "2023-05-06"),
            ("[2019-06..2019-07-22]", "2019-06-01", "2019-07-22"),
            ("[2019-06..2019]", "2019-06-01", "2019-12-31"),
            ("[2020..2020]", "2020-01-01", "2020-12-31"),
            ("[..2025-01-21]", "open", "2025-01-21"),
            ("[2025-01..]", "2025-01-01", "open"),
            ("0001", "0001-01-01", "0001-12-31"),
            ("9999-12-31", "9999-12-31", "9999-12-31"),
        ] {
            assert_eq!(bounds(text), (first.to_owned(), last.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_fault_gets_the_reason_that_fits() {
        for (text, reason) in [
            ("", "empty"),
            ("2024-02-30", "February 2024 has 29 days"),
            ("2023-02-29", "February 2023 has 28 days"),
            ("2024-13", "no month 13"),
            ("2024-00", "no month 00"),
            ("2024-01-00", "no day 00"),
            ("24-1-1", "does not have four digits"),
            ("2024-1", "month `1` does not have two digits"),
            ("2024-01-1", "day `1` does not have two digits"),
            ("2024-2-30", "February 2024 has 29 days"),
            ("20241399", "runs the parts"),
            ("2019/2020", "interval"),
            ("2019/2018", "interval"),
            ("２０２４", "not one of the digits"),
            ("2024\u{200b}", "U+200B"),
            ("2024–05", "is a dash"),
            ("0000", "no year 0000"),
            ("12024", "not a year"),
            ("20240101", "runs the parts"),
            ("-2024", "sign"),
            ("2024-01-01T10:00", "time of day"),
            (" 2024", "white space"),
            ("2024 ", "white space"),
            ("201X", "leaves digits open"),
            ("2024-21", "season"),
            ("June 2019", "month in letters"),
            ("unknown", "not a date"),
            ("Tuesday", "not a date"),
            ("2024~?", "one mark"),
            ("~", "no date before"),
            ("[..]", "neither side"),
            ("[2024]", "two sides"),
            ("[2024..", "not closed"),
            ("2019..2020", "brackets"),
            ("[2019~..2020]", "marked"),
            ("[2020..2019]", "begins after"),
            ("27-04-2026", "does not begin with the year"),
            ("2024-04-27-01", "not a date"),
            ("2024-", "not a date"),
        ] {
            let error = text.parse::<Date>().expect_err(text);
            assert!(error.message.contains(reason), "{text}: {}", error.message);
            assert!(!error.help.is_empty());
        }
    }

    #[test]
    fn every_day_of_two_centuries_reads_as_itself() {
        let mut day = Day::new(1900, 1, 1).expect("a day");
        while day.year() < 2101 {
            assert_eq!(
                day.to_string().parse::<Date>().expect("a day"),
                Date::from(day)
            );
            day = day.succ().expect("a day");
        }
    }

    #[test]
    fn a_reader_sees_precision_and_mark() {
        for (text, human) in [
            ("2025-10", "2025-10"),
            ("2023~", "c. 2023"),
            ("2023?", "2023?"),
            ("2023%", "c. 2023?"),
            ("[..2025-01-21]", "by 2025-01-21"),
            ("[2019-06..2019-07-22]", "between 2019-06 and 2019-07-22"),
            ("[2025-01..]", "2025-01 or later"),
        ] {
            assert_eq!(text.parse::<Date>().expect(text).human(), human);
        }
    }

    #[test]
    fn only_a_day_alone_is_a_single_day() {
        let single = |text: &str| text.parse::<Date>().expect("a date").bounds().single();
        let day = Day::new(2024, 2, 29);
        assert_eq!(single("2024-02-29"), day);
        assert_eq!(single("[2024-02-29..2024-02-29]"), day);
        for text in ["2024-02", "2024", "[2024-02-29..]", "[..2024-02-29]"] {
            assert_eq!(single(text), None, "{text}");
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
    fn an_error_prints_as_its_message() {
        let error = "2024-13".parse::<Date>().expect_err("no such month");
        assert_eq!(error.to_string(), error.message);
        assert!(!error.message.is_empty());
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
