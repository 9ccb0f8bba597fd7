//! What is wrong with a text that is no date, and what to write instead. Nothing here is ever accepted as a
//! date, and nothing is offered that does not read as one.

use std::str::FromStr;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::day::Day;
use super::expression::{Date, DateError, MONTHS, Period, period, read};

const FORMS: &str = "write a day `2026-04-27`, a month `2026-04`, a year `2026`, or a range `[2019-06..2019-07-22]`";
const RANGES: &str = "write `[2019-06..2019-07-22]`, `[..2025-01-21]` or `[2025-01..]`";
const PLAIN: &str = "use only the digits 0 to 9, `-`, `~`, `?`, `%`, `[`, `]` and `..`";
const YEARS: &str = "years run from 0001 to 9999";
const SIDES: &str = "give the two days between which it lies, as in `[2019-06..2024]`, or one of them, as in `[..2024]`";

const NO_DATE: &str = "";
const SPACE: &str = "it contains white space";
const SLASH: &str = "`/` marks an interval, but something takes effect at one moment";
const TIME: &str = "it has a time of day";
const DIGITS: &str = "some of its digits are left open";
const RANGE: &str = "a range needs square brackets and two dots";
const ONE_SIDED: &str = "a date with only one limit is written as a range";
const QUARTER: &str = "it names a quarter, which is a range of months";
const HALF: &str = "it names half a year, which is a range of months";
const DECADE: &str = "it names a decade, which is a range of years";
const JOINED: &str = "its parts need hyphens between them";
const TOGETHER: &str = "its parts run together";
const LATE: &str = "the year must come first";
const LETTERS: &str = "the month must be a number";

impl FromStr for Date {
    type Err = DateError;

    /// Reads a date expression; nothing but the documented forms is accepted.
    fn from_str(text: &str) -> Result<Self, DateError> {
        read(text).ok_or_else(|| explain(text))
    }
}

/// Why a text is not a date, and what to write instead.
type Reason = (String, String);

/// A pattern, why a text of that form is not a date, and what to write instead.
type Row = (&'static str, &'static str, &'static str);
type Table = LazyLock<Vec<(Regex, Row)>>;

/// Words that stand for no date at all.
#[rustfmt::skip]
static WORDS: Table = LazyLock::new(|| compile(&[
    (r"^(?:unknown|not known|undated|unclear|n/a|n\.d\.|tbd|tba|\?\??|-|none)$", NO_DATE, SIDES),
    ("^(?:today|now|yesterday|tomorrow)$", NO_DATE, "write the day as a date, as in `2026-04-27`"),
]));

/// In place of help: the text with two digits in each part.
const PADDED: &str = "";

/// What stands for both sides of a range.
const BETWEEN: &str = "[$1|$2]";

/// Ways of writing dates as expressions, whose parts may be written as in `POINTS`: `[|]` is a range, `<` the
/// day before a date, and `>` the day after it. Of the rows that give a date the first is taken.
#[rustfmt::skip]
static WAYS: Table = LazyLock::new(|| compile(&[
    (r"^(\d{4}-\d\d-\d\d)(?:(?-i:Z)|[T +].*:)", TIME, "$1"),
    (r"^OPEN?FROM(.*?)(?:\.\.\.|…)(.*?)CLOSE$", RANGE, BETWEEN),
    (r"^(?:[{(]OPEN?)?FROM([^\[].*?|)\.\.(.*?)CLOSE$", RANGE, BETWEEN),
    (r"^OPENFROM(.*?)\.\.(.*?)CLOSE\]$", "one side of the range is not a date", BETWEEN),
    (r"^OPENFROM(.*?)\.\.(.*?)CLOSE$", "the range has no closing bracket", BETWEEN),
    (r"^OPEN?FROM(.*?)(?: to | until | till | through | and | - )(.*?)CLOSE$", RANGE, BETWEEN),
    (r"^OPEN?FROM(.*?)/(.*?)CLOSE$", SLASH, BETWEEN),
    (r"^OPEN?FROM(.*?),(.*?)CLOSE$", RANGE, BETWEEN),
    (r"^OPEN?FROM(\d{4})-(\d{4})CLOSE$", RANGE, BETWEEN),
    (r"^(?:(\d{4})\W*Q\W*1|Q\W*1\W*(\d{4}))$", QUARTER, "[$1$2-01|$1$2-03]"),
    (r"^(?:(\d{4})\W*Q\W*2|Q\W*2\W*(\d{4}))$", QUARTER, "[$1$2-04|$1$2-06]"),
    (r"^(?:(\d{4})\W*Q\W*3|Q\W*3\W*(\d{4}))$", QUARTER, "[$1$2-07|$1$2-09]"),
    (r"^(?:(\d{4})\W*Q\W*4|Q\W*4\W*(\d{4}))$", QUARTER, "[$1$2-10|$1$2-12]"),
    (r"^(?:(\d{4})\W*H\W*1|H\W*1\W*(\d{4}))$", HALF, "[$1$2-01|$1$2-06]"),
    (r"^(?:(\d{4})\W*H\W*2|H\W*2\W*(\d{4}))$", HALF, "[$1$2-07|$1$2-12]"),
    (r"^(\d{3})[XU](?:-.*)?$", DIGITS, "[${1}0|${1}9]"),
    (r"^(\d\d)[XU]{2}(?:-.*)?$", DIGITS, "[${1}00|${1}99]"),
    (r"^(\d)[XU]{3}(?:-.*)?$", DIGITS, "[${1}000|${1}999]"),
    (r"^(\d{4}(?:-\d\d)?)-\d*[XU]", DIGITS, "$1"),
    (r"^(\d{3})0'*s$", DECADE, "[${1}0|${1}9]"),
    ("^(?:by|until|up to|no later than) (.*)$", ONE_SIDED, "[|$1]"),
    ("^(?:since|from|no earlier than) (.*)$", ONE_SIDED, "[$1|]"),
    ("^before (.*)$", ONE_SIDED, "[|<$1]"),
    ("^after (.*)$", ONE_SIDED, "[>$1|]"),
    (r"^(?:(?:circa|ca|c|around|about|roughly|approximately|approx\.?) |ca?\.|~)(.*)$", "an approximate date ends in `~`", "$1~"),
]));

/// Ways of writing a day or a month. A text that fits several rows may mean any of them.
#[rustfmt::skip]
static POINTS: Table = LazyLock::new(|| compile(&[
    ("^JOINT?(YEAR)JOINT(NUMBER)JOINT(NUMBER)JOINT?$", JOINED, "$1-$2-$3"),
    ("^JOINT?(YEAR)JOINT(NUMBER)JOINT?$", JOINED, "$1-$2"),
    (r"^(YEAR)(\d\d)(\d\d)$", TOGETHER, "$1-$2-$3"),
    ("^JOINT?(NUMBER)JOINT(YEAR)JOINT?$", LATE, "$2-$1"),
    ("^JOINT?(NUMBER)JOINT(NUMBER)JOINT(YEAR)JOINT?$", LATE, "$3-$2-$1"),
    ("^[-/ ,]*(NUMBER)[-/ ,]+(NUMBER)[-/ ,]+(YEAR)[-/ ,]*$", LATE, "$3-$1-$2"),
    ("^GAP*ORDINALGAP+(MONTH)GAP+(YEAR)GAP*$", LETTERS, "$3-$2-$1"),
    ("^GAP*(MONTH)GAP+ORDINALGAP+(YEAR)GAP*$", LETTERS, "$3-$1-$2"),
    ("^GAP*(YEAR)GAP+(MONTH)GAP+ORDINALGAP*$", LETTERS, "$1-$2-$3"),
    ("^GAP*(YEAR)GAP+ORDINALGAP+(MONTH)GAP*$", LETTERS, "$1-$3-$2"),
    ("^GAP*ORDINALGAP+(YEAR)GAP+(MONTH)GAP*$", LETTERS, "$2-$3-$1"),
    ("^GAP*(MONTH)GAP+(YEAR)GAP+ORDINALGAP*$", LETTERS, "$2-$1-$3"),
    ("^GAP*(MONTH)GAP+(YEAR)GAP*$", LETTERS, "$2-$1"),
    ("^GAP*(YEAR)GAP+(MONTH)GAP*$", LETTERS, "$1-$2"),
]));

/// What is wrong with a text as a whole.
#[rustfmt::skip]
static FAULTS: Table = LazyLock::new(|| compile(&[
    ("^$", NO_DATE, FORMS),
    (r"^\s|\s$|^\d.*\s", SPACE, "remove it"),
    ("/", SLASH, FORMS),
    (r"^\[(.*[^\]])?$", "the range has no closing bracket", "end it with `]`"),
    (r"^\[\.\.\]$", "both sides of the range are empty", "give at least one, as in `[..2025-01-21]` or `[2025-01..]`"),
    (r"^(?:[^\[].*)?\.\.", RANGE, RANGES),
]));

/// What is wrong with a day, month or year.
#[rustfmt::skip]
static PERIODS: Table = LazyLock::new(|| compile(&[
    ("^$", "nothing stands before the mark", FORMS),
    ("[~?%]$", "it has more than one mark", "write one: `~` for approximate, `?` for doubtful, `%` for both"),
    ("^[+-]", "a year has no sign", YEARS),
    (r"^\d.*(?-i:[T:Z])", TIME, "write the day alone, as in `2026-04-27`"),
    (r"^\d.*(?-i:[Xux])", DIGITS, "write a range, as in `[2010..2019]`"),
    (r"[^\d-]|--|-$|-.*-.*-", NO_DATE, FORMS),
    (r"^(\d{5,})", "the year `$1` does not have four digits", YEARS),
    (r"^(\d{1,3})(?:-|$)", "the year `$1` does not have four digits", "write the year in full, as in `2024-01-31`, and an early year as `0800`"),
    ("^0000", "there is no year 0000", YEARS),
    (r"^\d{4}-(\d|\d{3,})(?:-|$)", "the month `$1` does not have two digits", PADDED),
    (r"^\d{4}-(?:2[1-9]|3\d|4[01])$", "it names a season or a quarter", "write its months as a range, as in `[2024-03..2024-05]`"),
    (r"^\d{4}-(00|1[3-9]|[2-9]\d)", "there is no month $1", "months run from 01 to 12"),
    (r"^\d{4}-\d\d-(\d|\d{3,})$", "the day `$1` does not have two digits", PADDED),
    ("-00$", "there is no day 00", "leave the day out if it is not known, as in `2026-04`"),
]));

/// What the patterns share, by the name that they use for it.
const SHARED: &[(&str, &str)] = &[
    ("OPEN", r"(?:[\[{(]+)"),
    ("CLOSE", r"[\]})]*"),
    ("FROM", "(?:between |from )?"),
    ("JOINT", "(?:[-/. ,]+)"),
    ("GAP", r"(?:[^a-z0-9]|\b(?:of|the)\b)"),
    ("YEAR", r"\d{4}"),
    ("NUMBER", r"\d\d?"),
    ("ORDINAL", r"(\d\d?)(?:st|nd|rd|th)?"),
    ("MONTH", "[a-z]{3,9}"),
];

fn compile(rows: &[Row]) -> Vec<(Regex, Row)> {
    let whole = |pattern: &str| {
        let shared = SHARED.iter();
        let pattern = shared.fold(pattern.to_owned(), |p, (name, part)| p.replace(name, part));
        Regex::new(&format!("(?is){pattern}")).expect("a sound pattern")
    };
    rows.iter().map(|row| (whole(row.0), *row)).collect()
}

/// The reason in the first row that a text fits.
fn first_fit(table: &Table, text: &str) -> Option<Reason> {
    table.iter().find_map(|(regex, (_, why, help))| {
        let captures = regex.captures(text)?;
        let part = captures.get(1).map_or("", |part| part.as_str());
        Some((why.replace("$1", &shortened(part)), (*help).to_owned()))
    })
}

fn expanded(captures: &Captures<'_>, template: &str) -> String {
    let mut text = String::new();
    captures.expand(template, &mut text);
    text
}

/// The longest text that is looked at for a date; no way of writing one is longer.
const LONGEST: usize = 60;

/// Why a text is not a date, and what to write instead.
pub(super) fn explain(text: &str) -> DateError {
    let other = (text.len() <= LONGEST).then(|| other_way(text));
    let (why, help) = other.flatten().unwrap_or_else(|| reason(text));
    let found = shortened(text);
    let message = match why.as_str() {
        _ if text.is_empty() => "the date is empty".to_owned(),
        NO_DATE => format!("`{found}` is not a date"),
        why => format!("`{found}` is not a date: {why}"),
    };
    DateError { message, help }
}

/// Why a text is not a date, and each expression that it may stand for.
type Guess = (String, Vec<String>);

fn reason_of_guess((why, offers): Guess) -> Reason {
    let help = match offers.as_slice() {
        [one, other] => format!("write `{one}` or `{other}`, whichever is meant"),
        only if [SLASH, RANGE].contains(&&*why) => {
            format!("write `{}` for some day in that time", only.concat())
        }
        only => format!("write `{}`", only.concat()),
    };
    (why, help)
}

/// What to write instead of a date that is written in another way.
fn other_way(text: &str) -> Option<Reason> {
    let plain = plain(text);
    if let Some(reason) = first_fit(&WORDS, &plain) {
        return Some(reason);
    }
    if let Some(why) = odd_characters(text) {
        let offers = match read(&plain) {
            Some(_) => vec![plain],
            None => first_guess(&plain)?.1,
        };
        return Some(reason_of_guess((why, offers)));
    }
    match first_guess(&plain) {
        Some(guess) => Some(reason_of_guess(guess)),
        // The form is known, but there is no such day: `2024/02/30`.
        None => Some(reason(points(&plain)?.1.first()?)),
    }
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
        return Some(SPACE.to_owned());
    }
    let odd = text.chars().find(|c| !c.is_ascii())?;
    (plain(text) != text).then(|| not_plain(odd))
}

/// The first way of writing a date that a text fits.
fn first_guess(text: &str) -> Option<Guess> {
    let close: String = text.split_whitespace().collect();
    if close != text && read(&close).is_some() {
        return Some((SPACE.to_owned(), vec![close]));
    }
    for (regex, (_, why, template)) in WAYS.iter() {
        let captures = regex.captures(text);
        let written = captures.map(|captures| expanded(&captures, template));
        if let Some(offer) = written.and_then(|written| expression(&written)) {
            return Some(((*why).to_owned(), vec![offer]));
        }
    }
    let (why, mut offers) = points(text)?;
    offers.retain(|offer| read(offer).is_some());
    (!offers.is_empty()).then_some((why, offers))
}

/// The days and months that a text may mean, whether or not the calendar has them.
fn points(text: &str) -> Option<Guess> {
    let hyphens = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let (mut first, mut offers) = ("", Vec::new());
    for (regex, (_, why, template)) in POINTS.iter() {
        if let Some(captures) = regex.captures(text)
            && !(hyphens && *why == JOINED)
            && let Some(offer) = numbered(&expanded(&captures, template))
            && !offers.contains(&offer)
        {
            first = why;
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

/// The number of a month by its name or the beginning of it.
fn month_named(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    let word = if word == "sept" { "sep" } else { &word };
    let named = |month: &str| word.len() >= 3 && month.to_ascii_lowercase().starts_with(word);
    Some(MONTHS.iter().position(|month| named(month))? + 1)
}

/// A row's expression with each of its dates as it must be written.
fn expression(written: &str) -> Option<String> {
    let expression = if let Some(inner) = written.strip_prefix('[') {
        let (left, right) = inner.strip_suffix(']')?.split_once('|')?;
        format!("[{}..{}]", side(left)?, side(right)?)
    } else if let Some(date) = written.strip_suffix('~') {
        format!("{}~", point(date)?)
    } else {
        point(written)?
    };
    read(&expression).map(|_| expression)
}

/// A side of a range, which may be open.
fn side(text: &str) -> Option<String> {
    let bound = |text, edge: fn(Period) -> Option<Day>| edge(period(&point(text)?)?);
    let text = text.trim();
    if matches!(text, "" | "*" | "..") {
        Some(String::new())
    } else if let Some(text) = text.strip_prefix('<') {
        bound(text, |period| period.first().pred()).map(|day| day.to_string())
    } else if let Some(text) = text.strip_prefix('>') {
        bound(text, |period| period.last().succ()).map(|day| day.to_string())
    } else {
        point(text)
    }
}

/// The one day, month or year that a text means.
fn point(text: &str) -> Option<String> {
    let text = text.trim();
    if period(text).is_some() {
        return Some(text.to_owned());
    }
    let offers = points(text)?.1;
    (offers.len() == 1).then(|| offers.concat())
}

/// Why a text is not a date by the letter of the format.
fn reason(text: &str) -> Reason {
    let told = |why: &str, help: &str| (why.to_owned(), help.to_owned());
    if let Some(odd) = text.chars().find(|c| !c.is_ascii()) {
        return told(&not_plain(odd), PLAIN);
    }
    if let Some(reason) = first_fit(&FAULTS, text) {
        return reason;
    }
    let Some(inner) = text.strip_prefix('[') else {
        let marked = text.strip_suffix(['~', '?', '%']);
        return reason_of_period(marked.unwrap_or(text));
    };
    let inner = inner.strip_suffix(']').unwrap_or(inner);
    let Some((left, right)) = inner.split_once("..") else {
        return told("a range has two sides, with `..` between them", RANGES);
    };
    for side in [left, right] {
        if side.ends_with(['~', '?', '%']) {
            let help = "remove the mark: the range itself says that the day is not known";
            return told("a side of a range takes no mark", help);
        }
        if !side.is_empty() && period(side).is_none() {
            return reason_of_period(side);
        }
    }
    let why = format!("`{left}` begins after `{right}` ends");
    (why, format!("write `[{right}..{left}]`"))
}

/// Why a text is not a day, month or year.
fn reason_of_period(text: &str) -> Reason {
    let (why, help) = match first_fit(&PERIODS, text) {
        Some((why, help)) if help == PADDED => (why, FORMS.to_owned()),
        found => return found.unwrap_or_else(|| no_such_day(text)),
    };
    let two_digits = |date: &String| date.split('-').skip(1).all(|part| part.len() == 2);
    match numbered(text).filter(two_digits) {
        Some(date) if period(&date).is_none() => reason_of_period(&date),
        Some(date) => (why, format!("write `{date}`")),
        None => (why, help),
    }
}

/// That a month does not have so many days.
fn no_such_day(text: &str) -> Reason {
    let (month, day) = text.rsplit_once('-').unwrap_or((text, ""));
    let Some(of @ Period::Month(year, number)) = period(month) else {
        return (NO_DATE.to_owned(), FORMS.to_owned());
    };
    let (name, last) = (MONTHS[number as usize - 1], of.last());
    let (days, day) = (last.day(), day.trim_start_matches('0'));
    (
        format!("{name} {year:04} has {days} days, not {day}"),
        format!(
            "write `{last}` for the last day of that month, or `{month}` if the day is not known"
        ),
    )
}

/// What is wrong with a character that is not ASCII.
fn not_plain(odd: char) -> String {
    let code = u32::from(odd);
    if odd.is_numeric() {
        format!("`{odd}` (U+{code:04X}) is not one of the digits 0 to 9")
    } else if odd.is_alphabetic() {
        format!("`{odd}` cannot stand in a date")
    } else if matches!(odd, '\u{2010}'..='\u{2015}' | '\u{2212}') {
        format!("`{odd}` (U+{code:04X}) is a dash, not the hyphen `-`")
    } else {
        format!("the character U+{code:04X} cannot stand in a date")
    }
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("{short}{dots}")
}

#[cfg(test)]
mod tests {
    use crate::date::Date;

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
