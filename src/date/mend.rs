//! Dates as people write them → the expression that they most likely mean.
//!
//! Nothing here is ever accepted as a date: it only says what to write instead, and offers nothing
//! that does not read as a date itself.

use super::{DateError, Day, MONTHS, Period, period, shown, strict};

/// The longest text that is looked at; no way of writing a date is longer.
const LONGEST: usize = 60;

/// What is unusual about a text, and each expression that it may stand for.
struct Guess {
    message: String,
    write: Vec<String>,
    /// Whether the expression says something else than a lasting interval, which may have been meant.
    range: bool,
}

fn guess(message: impl Into<String>, write: impl Into<String>) -> Guess {
    Guess {
        message: message.into(),
        write: vec![write.into()],
        range: false,
    }
}

/// The ways of writing a date that are known; the first that fits is taken.
const WAYS: &[fn(&str) -> Option<Guess>] = &[
    time_of_day,
    spaced,
    range,
    parts,
    quarter,
    open_digits,
    decade,
    month_in_letters,
    one_sided,
    approximate,
];

/// Says what to write instead of a text that is no date expression, where that can be told.
pub(super) fn mend(text: &str) -> Option<DateError> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = plain(text);
    if let Some(unknown) = unknown(&plain) {
        return Some(unknown);
    }
    if plain != text
        && let Some(message) = odd_characters(text)
    {
        let write = if strict(&plain).is_ok() {
            vec![plain]
        } else {
            first_guess(&plain)?.write
        };
        return Some(answer(Guess {
            message,
            write,
            range: false,
        }));
    }
    if let Some(guess) = first_guess(&plain) {
        return Some(answer(guess));
    }
    // The parts are right, and what they name is not: `2024/02/30`.
    parts(&plain).and_then(|guess| strict(guess.write.first()?).err())
}

/// The first way that fits and gives a date.
fn first_guess(text: &str) -> Option<Guess> {
    WAYS.iter()
        .filter_map(|way| way(text))
        .find_map(|mut guess| {
            guess.write.retain(|write| strict(write).is_ok());
            (!guess.write.is_empty()).then_some(guess)
        })
}

fn answer(guess: Guess) -> DateError {
    let help = match guess.write.as_slice() {
        [one, other] => format!("write `{one}` or `{other}`, whichever is meant"),
        [only, ..] if guess.range => {
            format!("for some day from the one to the other write `{only}`")
        }
        [only, ..] => format!("write `{only}`"),
        [] => String::new(),
    };
    DateError {
        message: guess.message,
        help,
    }
}

/// The text with plain digits, hyphens and spaces, and without space around it.
fn plain(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\u{ff10}'..='\u{ff19}' => {
                char::from_digit(u32::from(c) - 0xff10, 10).unwrap_or_default()
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    plain.trim().to_owned()
}

/// What is odd about the first character that is not plain.
fn odd_characters(text: &str) -> Option<String> {
    if text.trim() != text {
        return Some("there is white space in the date".to_owned());
    }
    let odd = text.chars().find(|c| !c.is_ascii())?;
    Some(super::not_plain(odd))
}

fn unknown(text: &str) -> Option<DateError> {
    let nothing = [
        "unknown",
        "not known",
        "undated",
        "unclear",
        "n/a",
        "n.d.",
        "tbd",
        "tba",
        "?",
        "??",
        "-",
        "none",
    ];
    let now = ["today", "now", "yesterday", "tomorrow"];
    let word = text.to_ascii_lowercase();
    let help = if nothing.contains(&word.as_str()) {
        "say between which days it lies, as in `[2019-06..2024]`, or on one side only, as in `[..2024]`"
    } else if now.contains(&word.as_str()) {
        "write the day itself, as in `2026-04-27`"
    } else {
        return None;
    };
    Some(DateError {
        message: format!("{} is not a date", shown(text)),
        help: help.to_owned(),
    })
}

/// A single day, month or year, as written or as it can be mended.
fn point(text: &str) -> Option<String> {
    let text = text.trim();
    if period(text).is_ok() {
        return Some(text.to_owned());
    }
    let one = [parts, month_in_letters]
        .iter()
        .find_map(|way| way(text))?
        .write;
    match one.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// `2026-04-27T10:00`
fn time_of_day(text: &str) -> Option<Guess> {
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let is_time = rest.contains(':') || rest.starts_with('Z');
    (is_time && rest.starts_with(['T', 't', ' ', 'Z', '+']))
        .then(|| guess("a time of day cannot be given", day))
}

/// `2026 - 04 - 27`
fn spaced(text: &str) -> Option<Guess> {
    let close: String = text.split_whitespace().collect();
    (close != text).then(|| guess("there is white space in the date", close))
}

/// `2019-2020`, `[2019,2020]`, `June to July 2019`
fn range(text: &str) -> Option<Guess> {
    let inner = text.trim_start_matches(['[', '{', '(']);
    let bracketed = inner.len() < text.len();
    let inner = inner.trim_end_matches([']', '}', ')']);
    let inner = ["between ", "from "]
        .iter()
        .find_map(|word| strip_word(inner, word))
        .unwrap_or(inner);
    let between = [
        "...",
        "…",
        "..",
        " to ",
        " until ",
        " till ",
        " through ",
        " and ",
        " - ",
        "/",
        ",",
    ];
    let (sign, sides) = between
        .iter()
        .find_map(|sign| Some((*sign, sides(inner.split_once(sign)?)?)))
        .or_else(|| Some(("-", two_years(inner)?)))?;
    let message = match sign {
        "/" => "`/` makes an interval, but something takes effect at one moment",
        ".." if !text.starts_with('[') => "a range needs square brackets",
        ".." if !text.ends_with(']') => "the range is not closed",
        ".." => "a side of the range is not written as a date",
        "..." | "…" if bracketed => "a range has two dots, not three",
        _ if bracketed => "a range has two dots between its sides",
        _ => "a range needs brackets, and two dots between its sides",
    };
    Some(Guess {
        range: !bracketed,
        ..guess(message, sides)
    })
}

/// Two sides as a range; one may be open.
fn sides((left, right): (&str, &str)) -> Option<String> {
    let side = |side: &str| match side.trim().trim_matches('.') {
        "" | "*" => Some(String::new()),
        side => point(side),
    };
    let (left, right) = (side(left)?, side(right)?);
    (!left.is_empty() || !right.is_empty()).then(|| format!("[{left}..{right}]"))
}

/// `2019-2020`
fn two_years(text: &str) -> Option<String> {
    let (left, right) = text.split_once('-')?;
    let year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    (year(left) && year(right)).then(|| format!("[{left}..{right}]"))
}

/// `27.04.2026`, `2026/04/27`, `04/2026`
fn parts(text: &str) -> Option<Guess> {
    let joint = |c: char| matches!(c, '-' | '/' | '.' | ' ' | ',');
    let parts: Vec<&str> = text.split(joint).filter(|part| !part.is_empty()).collect();
    if !parts.concat().bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let late = || format!("{} does not begin with the year", shown(text));
    let apart = || {
        let hyphens = text.chars().all(|c| c.is_ascii_digit() || c == '-');
        let message = format!("the parts of {} are not joined by hyphens", shown(text));
        (!hyphens).then_some(message)
    };
    match *parts.as_slice() {
        [year, month, day] if year.len() == 4 => Some(guess(apart()?, join(year, month, day)?)),
        [year, month] if year.len() == 4 => Some(guess(apart()?, join(year, month, "")?)),
        [month, year] if year.len() == 4 => Some(guess(late(), join(year, month, "")?)),
        [one, other, year] if year.len() == 4 => {
            let (day_first, month_first) = (join(year, other, one)?, join(year, one, other)?);
            let mut write = vec![day_first];
            if !text.contains('.') && write[0] != month_first {
                write.push(month_first);
            }
            Some(Guess {
                message: late(),
                write,
                range: false,
            })
        }
        _ => None,
    }
}

/// A date of its parts; without a day where that is empty.
fn join(year: &str, month: &str, day: &str) -> Option<String> {
    match (month.len(), day.len()) {
        (1 | 2, 0) => Some(format!("{year}-{month:0>2}")),
        (1 | 2, 1 | 2) => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => None,
    }
}

/// `2026-Q2`, `H1 2026`
fn quarter(text: &str) -> Option<Guess> {
    let upper = text.to_ascii_uppercase();
    let close: String = upper.chars().filter(char::is_ascii_alphanumeric).collect();
    let (year, part) = close
        .split_at_checked(4)
        .filter(|(year, _)| year.bytes().all(|b| b.is_ascii_digit()))
        .or_else(|| close.split_at_checked(2).map(|(part, year)| (year, part)))?;
    let (first, last) = match part {
        "Q1" => ("01", "03"),
        "Q2" => ("04", "06"),
        "Q3" => ("07", "09"),
        "Q4" => ("10", "12"),
        "H1" => ("01", "06"),
        "H2" => ("07", "12"),
        _ => return None,
    };
    let what = if part.starts_with('Q') {
        "a quarter"
    } else {
        "half a year"
    };
    let message = format!("{} names {what}, which is a range of months", shown(text));
    Some(guess(message, format!("[{year}-{first}..{year}-{last}]")))
}

/// `201X`, `2019-XX`
fn open_digits(text: &str) -> Option<Guess> {
    let lower = text.to_ascii_lowercase().replace('u', "x");
    if !lower.contains('x') || !lower.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let message = format!("{} leaves digits open", shown(text));
    let year = lower.split('-').next().unwrap_or_default();
    if year.contains('x') {
        let (first, last) = (year.replace('x', "0"), year.replace('x', "9"));
        return Some(guess(message, format!("[{first}..{last}]")));
    }
    let known: Vec<&str> = lower
        .split('-')
        .take_while(|part| !part.contains('x'))
        .collect();
    Some(guess(message, known.join("-")))
}

/// `2010s`
fn decade(text: &str) -> Option<Guess> {
    let decade = text.strip_suffix('s')?.trim_end_matches('\'');
    let stem = decade.strip_suffix('0').filter(|stem| stem.len() == 3)?;
    let message = format!("{} names a decade, which is a range of years", shown(text));
    Some(guess(message, format!("[{stem}0..{stem}9]")))
}

/// `June 2019`, `27th of April 2026`, `Apr. 27, 2026`
fn month_in_letters(text: &str) -> Option<Guess> {
    let (mut year, mut month, mut day) = (None, None, "");
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !["", "of", "the"].contains(word));
    for word in words {
        let number = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| word.strip_suffix(ending))
            .unwrap_or(word);
        if let Some(found) = month_named(word) {
            month.replace(found).is_none().then_some(())?;
        } else if !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        } else if number.len() == 4 {
            year.replace(number).is_none().then_some(())?;
        } else if day.is_empty() {
            day = number;
        } else {
            return None;
        }
    }
    let month = month?.to_string();
    let message = format!("{} gives the month in letters", shown(text));
    Some(guess(message, join(year?, &month, day)?))
}

/// The number of a month by its name or the beginning of it.
fn month_named(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    let word = if word == "sept" { "sep" } else { &word };
    let place = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.to_ascii_lowercase().starts_with(word))?;
    Some(place + 1)
}

/// `by 2019`, `before 2019`, `since June 2019`
fn one_sided(text: &str) -> Option<Guess> {
    let after = |words: &[&str]| words.iter().find_map(|word| strip_word(text, word));
    let edge = |rest: &str, edge: fn(Period) -> Option<Day>| edge(period(&point(rest)?).ok()?);
    let write = if let Some(rest) = after(&["by ", "until ", "up to ", "no later than "]) {
        format!("[..{}]", point(rest)?)
    } else if let Some(rest) = after(&["since ", "from ", "no earlier than "]) {
        format!("[{}..]", point(rest)?)
    } else if let Some(rest) = after(&["before "]) {
        format!("[..{}]", edge(rest, |period| period.first().pred())?)
    } else {
        let rest = after(&["after "])?;
        format!("[{}..]", edge(rest, |period| period.last().succ())?)
    };
    Some(guess(
        "a date that is known on one side only is a range",
        write,
    ))
}

/// `c. 2019`, `around June 2019`, `~2019`
fn approximate(text: &str) -> Option<Guess> {
    let words = [
        "circa ",
        "ca. ",
        "ca ",
        "ca.",
        "c. ",
        "c ",
        "c.",
        "around ",
        "about ",
        "roughly ",
        "approximately ",
        "approx. ",
        "approx ",
        "~",
    ];
    let rest = words.iter().find_map(|word| strip_word(text, word))?;
    let date = format!("{}~", point(rest)?);
    Some(guess("an approximate date has `~` after it", date))
}

/// What follows a word at the beginning, whatever its letters' case.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest.trim())
}

#[cfg(test)]
mod tests {
    use crate::date::{Date, FORMS};

    #[test]
    fn what_people_write_gets_what_they_mean() {
        for (text, wanted) in [
            ("2026/04/27", "2026-04-27"),
            ("2026/4/7", "2026-04-07"),
            ("2026.04.27", "2026-04-27"),
            ("2026 04 27", "2026-04-27"),
            ("2026/04", "2026-04"),
            ("04/2026", "2026-04"),
            ("04/27/2026", "2026-04-27"),
            ("27/04/2026", "2026-04-27"),
            ("27-04-2026", "2026-04-27"),
            ("27.4.2026", "2026-04-27"),
            ("27. 04. 2026", "2026-04-27"),
            ("2026–04–27", "2026-04-27"),
            ("２０２４", "2024"),
            (" 2026-04-27", "2026-04-27"),
            ("2026-04-27\u{a0}", "2026-04-27"),
            ("2026 - 04", "2026-04"),
            ("June 2019", "2019-06"),
            ("Sept. 2019", "2019-09"),
            ("27 April 2026", "2026-04-27"),
            ("27th of April, 2026", "2026-04-27"),
            ("April 27, 2026", "2026-04-27"),
            ("27. April 2026", "2026-04-27"),
            ("c. 2019", "2019~"),
            ("ca.2019", "2019~"),
            ("Around June 2019", "2019-06~"),
            ("~2019", "2019~"),
            ("2026-Q2", "[2026-04..2026-06]"),
            ("Q4 2026", "[2026-10..2026-12]"),
            ("2026H1", "[2026-01..2026-06]"),
            ("2019-2020", "[2019..2020]"),
            ("2019–2020", "[2019..2020]"),
            ("2019 - 2020", "[2019..2020]"),
            ("2019-06 to 2019-08", "[2019-06..2019-08]"),
            ("between 2019 and June 2020", "[2019..2020-06]"),
            ("[2019...2020]", "[2019..2020]"),
            ("[2019,2020]", "[2019..2020]"),
            ("[2019, 2020]", "[2019..2020]"),
            ("[2019 .. 2020]", "[2019..2020]"),
            ("2019/2020", "[2019..2020]"),
            ("2019/..", "[2019..]"),
            ("2019..", "[2019..]"),
            ("201X", "[2010..2019]"),
            ("20XX", "[2000..2099]"),
            ("2019-XX", "2019"),
            ("2019-04-uu", "2019-04"),
            ("2010s", "[2010..2019]"),
            ("by 2019", "[..2019]"),
            ("before 2019", "[..2018-12-31]"),
            ("since June 2019", "[2019-06..]"),
            ("after 2019-06", "[2019-07-01..]"),
            ("2026-04-27T10:00", "2026-04-27"),
            ("2026-04-27 10:00", "2026-04-27"),
            ("2026-04-27Z", "2026-04-27"),
        ] {
            let error = text.parse::<Date>().expect_err(text);
            let offer = format!("`{wanted}`");
            assert!(error.help.contains(&offer), "{text}: {}", error.help);
            assert!(!error.help.contains(" or `"), "{text}: {}", error.help);
        }
    }

    #[test]
    fn what_may_mean_two_days_gets_both() {
        let error = "03/04/2026".parse::<Date>().expect_err("two days");
        assert_eq!(
            error.help,
            "write `2026-04-03` or `2026-03-04`, whichever is meant"
        );
    }

    #[test]
    fn a_wrong_day_keeps_its_reason() {
        for text in ["2024/02/30", "30.02.2024", "2024-2-30"] {
            let error = text.parse::<Date>().expect_err(text);
            assert!(error.message.contains("29 days"), "{text}: {error}");
        }
    }

    #[test]
    fn only_what_may_be_a_date_is_read_again() {
        let padded = |blanks: usize| format!("June 2019{}", " ".repeat(blanks));
        for (blanks, wanted) in [
            (51, "write `2019-06`"),
            (52, "remove it"),
            (500, "remove it"),
        ] {
            let error = padded(blanks).parse::<Date>().expect_err("blanks");
            assert_eq!(error.help, wanted, "{blanks}");
        }
    }

    const SLIPS: &[(&str, &str, &str)] = &[
        (
            "2026-04-27T10:00",
            "a time of day cannot be given",
            "write `2026-04-27`",
        ),
        (
            "2026-04-27 noon",
            "there is white space in the date",
            "remove it",
        ),
        (
            "2026-04-27Z",
            "a time of day cannot be given",
            "write `2026-04-27`",
        ),
        ("2026-04-27+", "`2026-04-27+` is not a date", FORMS),
        (
            "2026-04-27 : ",
            "there is white space in the date",
            "write `2026-04-27`",
        ),
        (
            "2026 - 04",
            "there is white space in the date",
            "write `2026-04`",
        ),
        (
            "2019/2020",
            "`/` makes an interval, but something takes effect at one moment",
            "for some day from the one to the other write `[2019..2020]`",
        ),
        (
            "2019..2020",
            "a range needs square brackets",
            "for some day from the one to the other write `[2019..2020]`",
        ),
        (
            "[2019..2020",
            "the range is not closed",
            "write `[2019..2020]`",
        ),
        (
            "[2019..2020x]",
            "`2020x` leaves digits open",
            "write a range, as in `[2010..2019]`",
        ),
        (
            "[2019..June 2020]",
            "a side of the range is not written as a date",
            "write `[2019..2020-06]`",
        ),
        (
            "[2019...2020]",
            "a range has two dots, not three",
            "write `[2019..2020]`",
        ),
        (
            "2019...2020",
            "a range needs brackets, and two dots between its sides",
            "for some day from the one to the other write `[2019..2020]`",
        ),
        (
            "[2019/2020]",
            "`/` makes an interval, but something takes effect at one moment",
            "write `[2019..2020]`",
        ),
        (
            "[2019,2020]",
            "a range has two dots between its sides",
            "write `[2019..2020]`",
        ),
        (
            "2019,2020",
            "a range needs brackets, and two dots between its sides",
            "for some day from the one to the other write `[2019..2020]`",
        ),
        (
            "2019 to 2020",
            "a range needs brackets, and two dots between its sides",
            "for some day from the one to the other write `[2019..2020]`",
        ),
        (
            "[2019 to 2020]",
            "a range has two dots between its sides",
            "write `[2019..2020]`",
        ),
        (
            "{2019..2020}",
            "a range needs square brackets",
            "write `[2019..2020]`",
        ),
        (
            "2019-2020",
            "a range needs brackets, and two dots between its sides",
            "for some day from the one to the other write `[2019..2020]`",
        ),
        (
            "[2019-2020]",
            "a range has two dots between its sides",
            "write `[2019..2020]`",
        ),
        (
            "2019-20200",
            "the month `20200` does not have two digits",
            FORMS,
        ),
        (
            "../2020",
            "`/` makes an interval, but something takes effect at one moment",
            "for some day from the one to the other write `[..2020]`",
        ),
        (
            "2019/*",
            "`/` makes an interval, but something takes effect at one moment",
            "for some day from the one to the other write `[2019..]`",
        ),
        (
            "*/*",
            "`/` makes an interval, but something takes effect at one moment",
            FORMS,
        ),
        (
            "12345/01",
            "`/` makes an interval, but something takes effect at one moment",
            FORMS,
        ),
        (
            "2026/04/271",
            "`/` makes an interval, but something takes effect at one moment",
            FORMS,
        ),
        (
            "2026/123",
            "`/` makes an interval, but something takes effect at one moment",
            FORMS,
        ),
        (
            "26/04/2026",
            "`26/04/2026` does not begin with the year",
            "write `2026-04-26`",
        ),
        (
            "04/2026",
            "`04/2026` does not begin with the year",
            "write `2026-04`",
        ),
        (
            "04/26",
            "`/` makes an interval, but something takes effect at one moment",
            FORMS,
        ),
        ("[2019..30.02.2024]", "`30.02.2024` is not a date", FORMS),
        (
            "2026.04",
            "the parts of `2026.04` are not joined by hyphens",
            "write `2026-04`",
        ),
        (
            "1/2/026",
            "`/` makes an interval, but something takes effect at one moment",
            FORMS,
        ),
        (
            "04-27-2026",
            "`04-27-2026` does not begin with the year",
            "write `2026-04-27`",
        ),
        (
            "01/02/2026",
            "`01/02/2026` does not begin with the year",
            "write `2026-02-01` or `2026-01-02`, whichever is meant",
        ),
        (
            "01.02.2026",
            "`01.02.2026` does not begin with the year",
            "write `2026-02-01`",
        ),
        (
            "05/05/2026",
            "`05/05/2026` does not begin with the year",
            "write `2026-05-05`",
        ),
        (
            "2026-Q1",
            "`2026-Q1` names a quarter, which is a range of months",
            "write `[2026-01..2026-03]`",
        ),
        (
            "2026-Q2",
            "`2026-Q2` names a quarter, which is a range of months",
            "write `[2026-04..2026-06]`",
        ),
        (
            "2026-Q3",
            "`2026-Q3` names a quarter, which is a range of months",
            "write `[2026-07..2026-09]`",
        ),
        (
            "2026-Q4",
            "`2026-Q4` names a quarter, which is a range of months",
            "write `[2026-10..2026-12]`",
        ),
        ("2026-Q5", "`2026-Q5` is not a date", FORMS),
        (
            "2026H1",
            "`2026H1` names half a year, which is a range of months",
            "write `[2026-01..2026-06]`",
        ),
        (
            "2026H2",
            "`2026H2` names half a year, which is a range of months",
            "write `[2026-07..2026-12]`",
        ),
        (
            "H2 2026",
            "`H2 2026` names half a year, which is a range of months",
            "write `[2026-07..2026-12]`",
        ),
        (
            "Q1 2026",
            "`Q1 2026` names a quarter, which is a range of months",
            "write `[2026-01..2026-03]`",
        ),
        (
            "Q3-2026",
            "`Q3-2026` names a quarter, which is a range of months",
            "write `[2026-07..2026-09]`",
        ),
        ("H1 99", "`H1 99` is not a date", FORMS),
        ("x201", "`x201` is not a date", FORMS),
        ("201x", "`201x` leaves digits open", "write `[2010..2019]`"),
        ("X2019", "`X2019` is not a date", FORMS),
        ("2019-XX", "`2019-XX` leaves digits open", "write `2019`"),
        ("2019-1x", "`2019-1x` leaves digits open", "write `2019`"),
        (
            "20XX-04",
            "`20XX-04` leaves digits open",
            "write `[2000..2099]`",
        ),
        (
            "2026\t04",
            "the parts of `2026 04` are not joined by hyphens",
            "write `2026-04`",
        ),
        (
            "2026\u{3000}04",
            "the character U+3000 has no place in a date",
            "write `2026-04`",
        ),
        (
            "20260427",
            "`20260427` runs the parts of the date together",
            "write `2026-04-27`",
        ),
        (
            "20260230",
            "`20260230` runs the parts of the date together",
            FORMS,
        ),
        (
            "2026-0427",
            "the month `0427` does not have two digits",
            FORMS,
        ),
        (
            "20260427-01",
            "`20260427` is not a year",
            "years have four digits, 0001 to 9999",
        ),
        (
            "123456789",
            "`123456789` is not a year",
            "years have four digits, 0001 to 9999",
        ),
        (
            "12345",
            "`12345` is not a year",
            "years have four digits, 0001 to 9999",
        ),
        (
            "0000",
            "there is no year 0000",
            "years run from 0001 to 9999",
        ),
        ("2026-04-27-01", "`2026-04-27-01` is not a date", FORMS),
        (" 2026", "there is white space in the date", "write `2026`"),
        ("2026 ", "there is white space in the date", "write `2026`"),
        ("2 026", "there is white space in the date", "write `2026`"),
        (
            "[ 2026..2027]",
            "there is white space in the date",
            "write `[2026..2027]`",
        ),
        (
            "[2026 ..2027]",
            "there is white space in the date",
            "write `[2026..2027]`",
        ),
        (
            "–2026",
            "`–` (U+2013) is a dash, not the hyphen `-`",
            "use only the plain digits 0 to 9, `-`, `~`, `?`, `%`, `[`, `]` and `..`",
        ),
        (
            "2026-04-2７",
            "`７` (U+FF17) is not one of the digits 0 to 9",
            "write `2026-04-27`",
        ),
        (
            "tbd",
            "`tbd` is not a date",
            "say between which days it lies, as in `[2019-06..2024]`, or on one side only, as in `[..2024]`",
        ),
        (
            "now",
            "`now` is not a date",
            "write the day itself, as in `2026-04-27`",
        ),
        (
            "?",
            "`?` is not a date",
            "say between which days it lies, as in `[2019-06..2024]`, or on one side only, as in `[..2024]`",
        ),
        (
            "2026~~",
            "a date takes one mark",
            "write `~` for approximate, `?` for doubtful, `%` for both",
        ),
        (
            "2026-4",
            "the month `4` does not have two digits",
            "write `2026-04`",
        ),
        (
            "2026-04-27T",
            "a time of day cannot be given",
            "give the day alone, as in `2026-04-27`",
        ),
        (
            "a2026-04-27T10:00:00",
            "`a2026-04-27T10:00:00` is not a date",
            FORMS,
        ),
        (
            "2026-02-30T10:00",
            "a time of day cannot be given",
            "give the day alone, as in `2026-04-27`",
        ),
        (
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa` is not a date",
            FORMS,
        ),
        (
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is not a date",
            FORMS,
        ),
        ("2019 ", "there is white space in the date", "write `2019`"),
        (
            "June 2019 to 2020",
            "a range needs brackets, and two dots between its sides",
            "for some day from the one to the other write `[2019-06..2020]`",
        ),
        (
            "[June 2019",
            "`[June 2019` gives the month in letters",
            "write `2019-06`",
        ),
        (
            "(2019,2020)",
            "a range has two dots between its sides",
            "write `[2019..2020]`",
        ),
    ];

    #[test]
    fn each_slip_has_its_words() {
        for (text, message, help) in SLIPS {
            let error = text.parse::<Date>().expect_err(text);
            assert_eq!((&*error.message, &*error.help), (*message, *help), "{text}");
        }
    }

    #[test]
    fn nothing_is_offered_for_what_says_nothing() {
        for text in [
            "Tuesday",
            "May",
            "ｘ",
            "é\u{301}",
            "....",
            "[,]",
            "Q",
            "s",
            "c.",
        ] {
            let error = text.parse::<Date>().expect_err(text);
            assert!(!error.help.starts_with("write `2019"), "{text}");
        }
    }
}
