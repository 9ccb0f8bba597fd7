//! The forms of instruction of amendments, and by what words a text is called: the table `forms.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::left::pattern;
use crate::text::words::split;

/// What a row of the table is for: a form of instruction, or what is to be seen around one.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[rustfmt::skip]
pub(super) enum Row { Replace, Append, Delete, New, Label, Names, Called, Act, Stray, Items, Item, Sentence, Paragraph, More, Close, Again, Quoted, Words, Governs, Governed, Closing, Attached, About, Unnamed, Kind, Own }

#[derive(Deserialize)]
struct Table {
    parts: Vec<(String, String)>,
    rows: Vec<(Row, String)>,
    reasons: Vec<(String, String)>,
}

pub(super) static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("forms.toml")).expect("a sound table");
    let full = |text: &String| {
        let fill = |text: String, (name, part): &(String, String)| {
            text.replace(&format!("{{{name}}}"), part)
        };
        let text = table.parts.iter().rev().fold(text.clone(), fill);
        pattern(&format!("(?i){}", text.replace(' ', r"\s+")))
    };
    let rows = table.rows.iter().map(|(row, text)| (*row, full(text)));
    let reasons = table.reasons.iter();
    let reasons = reasons.map(|(why, text)| (why.clone(), full(text)));
    (rows.collect(), reasons.collect())
});

pub(super) type Rows = (Vec<(Row, Regex)>, Vec<(String, Regex)>);

pub(super) fn row(row: Row) -> &'static Regex {
    let found = ROWS.0.iter().find(|(own, _)| *own == row);
    found.map_or_else(|| unreachable!("each row is there"), |(_, pattern)| pattern)
}

/// Why a sentence is not placed that has none of the forms.
pub(super) fn reason(sentence: &str) -> String {
    let mut reasons = ROWS.1.iter();
    let said = row(Row::Words).replace_all(sentence, "$1");
    let found = reasons.find(|(_, pattern)| pattern.is_match(&said));
    found.map_or_else(String::new, |(why, _)| why.clone())
}

pub(super) const ANOTHER: &str = "names another document";

/// The words by which a text is called: those of its titles and of what it calls itself.
pub(super) fn own_words(titles: &[&str], text: &str) -> HashSet<String> {
    let own = row(Row::Own).captures_iter(text);
    let own = own.filter_map(|own| Some(own.get(1)?.as_str()));
    let words = titles.iter().copied().chain(own).flat_map(split);
    words.map(str::to_lowercase).collect()
}

/// Whether a document is the one with these words: by its kind alone, or by its name. With a date, it is that of its
/// kind.
pub(super) fn is_own(document: &str, own: &HashSet<String>) -> bool {
    let name = row(Row::Unnamed).replace_all(document, " ").to_lowercase();
    let kind = |word: &str| row(Row::Kind).is_match(word);
    let is = |word: &str| own.contains(word);
    let generic = ["agreement", "contract", "lease"];
    let words: Vec<&str> = split(&name).collect();
    let dated = document.contains(|c: char| c.is_ascii_digit());
    let of_kind = |own: bool| words.iter().any(|word| kind(word) && (!own || is(word)));
    let other = dated && own.iter().any(|word| kind(word));
    words.iter().all(|word| is(word) || generic.contains(word))
        && (!other || !of_kind(false) || of_kind(true))
}
