//! Date expressions, a subset of EDTF (ISO 8601-2:2019, level 1 marks and level 2 one-of-a-set ranges):
//! each says which days something may have happened on, and is never rounded to a day in silence.

use std::fmt;

use super::day::Day;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    Year(i32),
    Month(i32, u32),
    Day(Day),
}

impl Period {
    /// The day, month or year that a text is.
    pub(super) fn read(text: &str) -> Option<Self> {
        let number = |part: &str, length: usize| {
            let digits = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u32>().ok())?
        };
        let (year, rest) = text.split_at_checked(4)?;
        let year = number(year, 4)?.cast_signed();
        let Some(rest) = rest.strip_prefix('-') else {
            let first = Day::new(year, 1, 1).filter(|_| rest.is_empty());
            return first.map(|_| Self::Year(year));
        };
        let (month, day) = rest.split_once('-').unzip();
        let month = number(month.unwrap_or(rest), 2)?;
        match day {
            None => Day::new(year, month, 1).map(|_| Self::Month(year, month)),
            Some(day) => Day::new(year, month, number(day, 2)?).map(Self::Day),
        }
    }

    pub(crate) fn first(self) -> Day {
        match self {
            Self::Year(year) => Day::new(year, 1, 1),
            Self::Month(year, month) => Day::new(year, month, 1),
            Self::Day(day) => Some(day),
        }
        .unwrap_or_else(|| unreachable!("a period is made from a valid year and month"))
    }

    pub(crate) fn last(self) -> Day {
        match self {
            Self::Year(year) => Day::new(year, 12, 31),
            Self::Month(year, month) => Day::new(year, month, 1).and_then(Day::month_end),
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
    Plain,
    Approximate,
    Doubtful,
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
/// It cannot hold a time, an interval that lasts, a day outside the years 0001 to 9999, or a range without any side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Date {
    /// A day, month or year, perhaps marked.
    Period(Period, Mark),
    /// Some day from the first of the left to the last of the right; one side may be open.
    Range(Option<Period>, Option<Period>),
}

impl Default for Date {
    fn default() -> Self {
        Day::default().into()
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        Self::Period(Period::Day(day), Mark::Plain)
    }
}

impl From<Bounds> for Date {
    fn from(bounds: Bounds) -> Self {
        let range = Self::Range(bounds.first.map(Period::Day), bounds.last.map(Period::Day));
        bounds.single().map_or(range, Self::from)
    }
}

impl Date {
    /// The date that a text is by the letter of the format; where it is none, no help is looked for.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Some(range) = text.strip_prefix('[') {
            let (left, right) = range.strip_suffix(']')?.split_once("..")?;
            let side = |text: &str| match text {
                "" => Some(None),
                text => Period::read(text).map(Some),
            };
            let (left, right) = (side(left)?, side(right)?);
            let is_empty = match (left, right) {
                (Some(left), Some(right)) => left.first() > right.last(),
                (left, right) => left.or(right).is_none(),
            };
            return (!is_empty).then_some(Self::Range(left, right));
        }
        let marks = [Mark::Approximate, Mark::Doubtful, Mark::Both];
        let marked = |mark: Mark| Some((text.strip_suffix(mark.sign())?, mark));
        let (body, mark) = (marks.into_iter().find_map(marked)).unwrap_or((text, Mark::Plain));
        Some(Self::Period(Period::read(body)?, mark))
    }

    pub fn first(self) -> Option<Day> {
        self.bounds().first
    }

    /// Whether it is certainly after another.
    pub fn is_after(self, other: Self) -> bool {
        let days = self.first().zip(other.last());
        days.is_some_and(|(first, last)| first > last)
    }

    pub fn last(self) -> Option<Day> {
        self.bounds().last
    }

    pub fn bounds(self) -> Bounds {
        let (left, right) = match self {
            Self::Period(period, _) => (Some(period), Some(period)),
            Self::Range(left, right) => (left, right),
        };
        let (first, last) = (left.map(Period::first), right.map(Period::last));
        Bounds { first, last }
    }

    /// The date for a reader: `2025-10`, `c. 2023`, `2023?`, `by 2025-01-21`, `between 2019-06 and 2019-07-22`.
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
                let side = |of: &Option<Period>| of.map_or(String::new(), |of| of.to_string());
                write!(f, "[{}..{}]", side(left), side(right))
            }
        }
    }
}

/// The first and the last day on which something may have happened; `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub first: Option<Day>,
    pub last: Option<Day>,
}

impl Bounds {
    /// Whether both could be the same day.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let before = |last: Option<Day>, first: Option<Day>| matches!((last, first), (Some(l), Some(f)) if l < f);
        !before(self.last, other.first) && !before(other.last, self.first)
    }

    pub fn is_empty(self) -> bool {
        matches!((self.first, self.last), (Some(first), Some(last)) if first > last)
    }

    /// The day, where only one is possible.
    pub(crate) fn single(self) -> Option<Day> {
        self.first.filter(|first| Some(*first) == self.last)
    }

    pub(crate) fn certain_by(self, day: Day) -> bool {
        self.last.is_some_and(|last| last <= day)
    }

    pub(crate) fn possible_by(self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day)
    }

    /// The order of dates: by first day (open is earliest), then by last (open is latest).
    pub(crate) fn sort_key(self) -> (Option<Day>, Day) {
        (self.first, self.last.unwrap_or(Day::MAX))
    }
}

/// Why a text is not a date expression: what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    pub message: String,
    pub help: String,
}

#[rustfmt::skip]
pub const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
];

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
}
