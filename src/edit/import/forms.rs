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
pub(super) enum Row { Replace, Append, Delete, New, Label, Names, Called, Act, Does, Stray, Item, Sentence, Short, Paragraph, More, Close, Again, Quoted, Words, Day, Governs, Dated, Counts, Itself, Governed, Closing, Attached, About, Heads, Unnamed, Kind, Own }

#[derive(Deserialize)]
struct Table {
    parts: Vec<(String, String)>,
    rows: Vec<(Row, String)>,
    reasons: Vec<(String, String)>,
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
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

type Rows = (Vec<(Row, Regex)>, Vec<(String, Regex)>);

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

pub(super) fn forms() -> impl Iterator<Item = &'static (Row, Regex)> {
    let forms = [Row::Replace, Row::Append, Row::Delete, Row::New];
    let rows = ROWS.0.iter();
    rows.filter(move |(form, _)| forms.contains(form))
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

/// Whether a sentence names a section, and is no title of what follows.
pub(super) fn names(text: &str, followed: bool) -> bool {
    let has = |of| row(of).is_match(text);
    let mut words = split(text).filter(|word| word.chars().count() > 3);
    let titled = words.all(|word| !word.starts_with(char::is_lowercase));
    has(Row::Names) && (!titled || has(Row::Does) || !followed && has(Row::Act))
}
