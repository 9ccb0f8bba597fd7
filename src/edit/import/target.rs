//! What an instruction of an amendment speaks of.

use regex::Captures;

use super::forms::{Row, row};
use super::lines::ATTACHED;
use super::names::{Label, bare, words};

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
