//! The forms of instruction of amendments, and by what words a text is called: the table `forms.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Match, Regex};
use serde::Deserialize;

use crate::text::pattern;
use crate::text::words::split;

/// Why a sentence is not placed.
pub(super) type Reason = &'static str;
pub(super) const NO_FORM: Reason = "in no form that is read";

/// What a row of the table is for: a form of instruction, or what is to be seen around one.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[rustfmt::skip]
pub(super) enum Row { Replace, Append, Delete, New, Label, Names, Does, Item, Sentence, Short, Paragraph, Close, Again, Quoted, Day, Governs, Counts, Reserved, Closing, Attached, About }

#[derive(Deserialize)]
struct Table {
    parts: Vec<(String, String)>,
    rows: Vec<(Row, String)>,
}

static ROWS: LazyLock<Vec<(Row, Regex)>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("forms.toml")).expect("a sound table");
    let mut rows = Vec::new();
    for (row, mut text) in table.rows {
        for (name, part) in table.parts.iter().rev() {
            text = text.replace(&format!("{{{name}}}"), part);
        }
        rows.push((row, pattern(&format!("(?i){}", text.replace(' ', r"\s+")))));
    }
    rows
});

pub(super) fn row(row: Row) -> &'static Regex {
    let found = ROWS.iter().find(|(own, _)| *own == row);
    found.map_or_else(|| unreachable!("each row is there"), |(_, pattern)| pattern)
}

pub(super) fn forms() -> impl Iterator<Item = &'static (Row, Regex)> {
    let forms = [Row::Replace, Row::Append, Row::Delete, Row::New];
    ROWS.iter().filter(move |(form, _)| forms.contains(form))
}

/// Words that may stand in the name of any text.
const NEUTRAL: &str = " the this said following provisions of and to for original existing current restated agreement \
    contract ";

/// Whether a document is the one that has these words in its titles. One that has a date is known by more than its kind.
pub(super) fn is_own(document: &str, own: &HashSet<String>) -> bool {
    let document = document.to_lowercase();
    let name = document.split("dated").next().unwrap_or_default();
    let is_own = |word: &str| own.contains(word);
    let is_neutral = |word: &str| NEUTRAL.contains(&format!(" {word} "));
    split(name).all(|word| is_own(word) || is_neutral(word))
        && (name == document || split(name).any(is_own))
        && !name.contains("amendment")
}

pub(super) fn is_balanced(text: &str) -> bool {
    let count = |mark| text.matches(mark).count();
    count('“') == count('”') && count('"').is_multiple_of(2)
}

/// Where the first sentence ends: not with the point of `Sec. 4`, nor before a word in lower case.
pub(super) fn end_of_sentence(text: &str) -> usize {
    let ends = |stop: &Match| {
        let (said, rest) = (&text[..=stop.start()], &text[stop.end()..]);
        let goes_on = rest.starts_with(char::is_lowercase) && !row(Row::Item).is_match(rest);
        !said.ends_with('.') || !goes_on && !row(Row::Short).is_match(said)
    };
    let stop = row(Row::Sentence).find_iter(text).find(ends);
    stop.map_or(text.len(), |stop| stop.end())
}

/// Whether a sentence names a section, and is no title.
pub(super) fn names(text: &str) -> bool {
    let has = |of| row(of).is_match(text);
    let mut words = split(text).filter(|word| word.chars().count() > 3);
    let is_titled = words.all(|word| !word.starts_with(char::is_lowercase));
    has(Row::Names) && (!is_titled || has(Row::Does))
}
