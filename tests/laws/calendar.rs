//! Days as plain numbers and date expressions as spans of them, read independently of the library.

/// A first day that is open.
pub(super) const EARLY: i64 = i64::MIN;
/// A last day that is open.
pub(super) const LATE: i64 = i64::MAX;

/// The first and the last day that a date expression allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) first: i64,
    pub(super) last: i64,
}

impl Span {
    /// Whether this certainly ends before another begins.
    pub(super) fn precedes(self, other: Self) -> bool {
        self.last < other.first
    }
}

/// Reads a date expression that is known to be one.
pub(super) fn span(text: &str) -> Span {
    let Some(range) = text.strip_prefix('[') else {
        return period(text);
    };
    let (left, right) = range
        .trim_end_matches(']')
        .split_once("..")
        .expect("a range has two sides");
    let first = if left.is_empty() {
        EARLY
    } else {
        period(left).first
    };
    let last = if right.is_empty() {
        LATE
    } else {
        period(right).last
    };
    Span { first, last }
}

fn period(text: &str) -> Span {
    let parts = text.trim_end_matches(['~', '?', '%']).split('-');
    let parts: Vec<i64> = parts.map(|part| part.parse().expect("digits")).collect();
    match parts[..] {
        [year] => Span {
            first: number(year, 1, 1),
            last: number(year + 1, 1, 1) - 1,
        },
        [year, 12] => Span {
            first: number(year, 12, 1),
            last: number(year + 1, 1, 1) - 1,
        },
        [year, month] => Span {
            first: number(year, month, 1),
            last: number(year, month + 1, 1) - 1,
        },
        [year, month, day] => Span {
            first: number(year, month, day),
            last: number(year, month, day),
        },
        _ => unreachable!("one to three parts"),
    }
}

/// How many days a year has before the first of a month.
fn before_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    before[usize::try_from(month - 1).expect("a month")] + i64::from(leap && month > 2)
}

/// The number of a day, counted from the first of January of the year 1.
fn number(year: i64, month: i64, day: i64) -> i64 {
    let years = year - 1;
    years * 365 + years / 4 - years / 100 + years / 400 + before_month(year, month) + day
}

/// The last day of the last of so many terms of a length, behind a first end; nothing behind the year 9999. The ends of
/// months stay ends of months.
pub(super) fn end_of_terms(end: i64, length: &str, times: i64) -> Option<i64> {
    let (count, unit) = length.split_at(length.len() - 1);
    let many: i64 = count.parse::<i64>().expect("digits") * times;
    let text = written(end);
    let parts: Vec<i64> = text
        .split('-')
        .map(|part| part.parse().expect("digits"))
        .collect();
    let month_end = |month: i64| {
        let (year, month) = (month / 12, month % 12 + 1);
        period(&format!("{year:04}-{month:02}")).last
    };
    let month = parts[0] * 12 + parts[1] - 1;
    let moved = match unit {
        "d" | "w" => {
            let moved = end + many * if unit == "d" { 1 } else { 7 };
            return Some(moved).filter(|moved| *moved < number(10_000, 1, 1));
        }
        "m" => month + many,
        _ => month + many * 12,
    };
    if moved >= 10_000 * 12 {
        return None;
    }
    let last = month_end(moved);
    let first = number(moved / 12, moved % 12 + 1, 1);
    Some(if end == month_end(month) {
        last
    } else {
        last.min(first + parts[2] - 1)
    })
}

/// The day of a number as `YYYY-MM-DD`.
pub(super) fn written(day: i64) -> String {
    let mut years = day / 366 + 1..=day / 365 + 1;
    let year = years
        .rfind(|year| number(*year, 1, 1) <= day)
        .expect("a year");
    let month = (1..=12)
        .rev()
        .find(|month| number(year, *month, 1) <= day)
        .expect("a month");
    format!(
        "{year:04}-{month:02}-{:02}",
        day - number(year, month, 1) + 1
    )
}

/// The number of a day as JSON writes it, where `null` is open.
pub(super) fn from_json(value: &serde_json::Value, open: i64) -> i64 {
    value.as_str().map_or(open, |text| span(text).first)
}
