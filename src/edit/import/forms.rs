//! The forms of instruction of amendments, and by what words a text is called: the table `forms.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Match, Regex};
use serde::Deserialize;

use crate::text::pattern;
use crate::text::words::split;

/// What a row of the table is for: a form of instruction, or what is to be seen around one.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[rustfmt::skip]
pub(super) enum Row { Replace, Append, Delete, New, Label, Names, Does, Item, Sentence, Short, Paragraph, Close, Again, Quoted, Day, Governs, Dated, Counts, Itself, Reserved, Closing, Attached, About }

#[derive(Deserialize)]
struct Table {
    parts: Vec<(String, String)>,
    rows: Vec<(Row, String)>,
}

static ROWS: LazyLock<Vec<(Row, Regex)>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("forms.toml")).expect("a sound table");
    let full = |text: String| {
        let fill = |text: String, (name, part): &(String, String)| {
            text.replace(&format!("{{{name}}}"), part)
        };
        let text = table.parts.iter().rev().fold(text, fill);
        pattern(&format!("(?i){}", text.replace(' ', r"\s+")))
    };
    let rows = table.rows.into_iter();
    rows.map(|(row, text)| (row, full(text))).collect()
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
    let (name, dated) = match document.split_once("dated") {
        Some((name, _)) => (name, true),
        None => (document.as_str(), false),
    };
    let is_own = |word: &str| own.contains(word);
    let is_neutral = |word: &str| NEUTRAL.contains(&format!(" {word} "));
    split(name).all(|word| is_own(word) || is_neutral(word))
        && (!dated || split(name).any(is_own))
        && !name.contains("amendment")
}

/// Where the first sentence ends: not with the point of `Sec. 4`, nor before a word in lower case.
pub(super) fn sentence(text: &str) -> usize {
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
    let titled = words.all(|word| !word.starts_with(char::is_lowercase));
    has(Row::Names) && (!titled || has(Row::Does))
}
