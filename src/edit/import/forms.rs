//! The forms of instruction of amendments, of the table `forms.toml`, and what of a text they speak of.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};
use serde::Deserialize;

use super::lines::ATTACHED;
use super::names::{Label, bare, words};
use crate::text::pattern;
use crate::text::words::split;

/// Why a sentence is not placed.
pub(super) type Reason = &'static str;
pub(super) const NO_FORM: Reason = "its wording is not understood";

/// What a row of the table is for: a form of instruction, or what is to be seen around one.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[rustfmt::skip]
pub(super) enum Row { Replace, Append, Delete, New, Label, Names, Does, Item, Sentence, Short, Paragraph, Close, Again, Quoted, Day, Governs, Counts, Takes, Certain, Unless, Reserved, Closing, Attached, About }

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

/// The kind of a section and its number.
pub(super) type Key = (String, String);

pub(super) fn key(heading: &str) -> Option<Key> {
    let heading = heading.trim_start_matches(['*', '_']);
    Label::of(heading).map(|label| label.key())
}

fn labels(text: &str) -> Vec<&str> {
    let found = row(Row::Label).find_iter(text);
    found.map(|found| found.as_str()).collect()
}

/// What an instruction speaks of: by a label, and another of what contains it, or by a title.
#[derive(Default)]
pub(super) struct Target {
    /// Of what contains it first, and its own last.
    pub(super) keys: Vec<Key>,
    pub(super) title: String,
    /// How it is headed where it is new.
    pub(super) heading: String,
}

impl Target {
    /// None where the instruction speaks of two sections, or of none.
    pub(super) fn of(found: &Captures) -> Option<Self> {
        let group = |name| {
            let words = found.name(name).map_or("", |group| group.as_str());
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let called = group("title") + &group("named");
        let quoted = called.split(['"', '“', '”']).nth(1).unwrap_or(&called);
        let quoted = quoted.trim_matches(|c: char| !c.is_alphanumeric());
        let (named, within, same) = (group("labels"), group("within"), group("same"));
        let mut all = labels(&named);
        // `Section 2 of Article IV` is `Article IV, Section 2`.
        if [" of ", " in ", " under "]
            .iter()
            .any(|of| named.contains(of))
        {
            all.reverse();
        }
        all.splice(0..0, labels(&within));
        let heading = format!("{} {quoted}", all.last().unwrap_or(&""));
        let keys: Vec<Key> = all.into_iter().filter_map(key).collect();
        let mut same = labels(&same).into_iter().filter_map(key);
        let is_one = same.all(|same| keys.last() == Some(&same));
        let title = words(quoted);
        (is_one && !(keys.is_empty() && title.is_empty())).then(|| Self {
            keys,
            title,
            heading: heading.replace(['*', '_'], "").trim().to_owned(),
        })
    }

    /// A path of headings down to the one that is meant.
    pub(super) fn met<'p>(&self, path: &'p [String]) -> Option<&'p [String]> {
        let titled = |heading: &String| words(bare(heading)) == self.title;
        let mut end = 0;
        for own in &self.keys {
            let rest = &path[end..];
            let is_own = |heading: &String| key(heading).as_ref() == Some(own);
            let at = rest.iter().position(is_own)?;
            // What is attached is a text of its own: its sections are called with it.
            if rest[..at].iter().any(|heading| ATTACHED.is_match(heading)) {
                return None;
            }
            end += at + 1;
        }
        if end == 0 {
            end = 1 + path.iter().position(titled)?;
        }
        (self.title.is_empty() || titled(&path[end - 1])).then(|| &path[..end])
    }

    pub(super) fn heads(&self, heading: &str) -> bool {
        match self.keys.last() {
            Some(own) => key(heading).as_ref() == Some(own),
            None => words(bare(heading)) == self.title,
        }
    }
}
