//! What an instruction of an amendment speaks of.

use regex::Captures;

use super::forms::{Row, row};
use super::lines::ATTACHED;
use super::names::{Label, bare};
use crate::text::clean_line;
use crate::text::words::split;

/// Words of a title, without those that tell a kind of section.
pub(super) fn title(text: &str) -> String {
    let text = row(Row::Called).replace_all(text, " ").to_lowercase();
    split(&text).collect::<Vec<_>>().join(" ")
}

/// The kind of a section and its number.
pub(super) type Key = (String, String);

pub(super) fn key(heading: &str) -> Option<Key> {
    let heading = heading.trim_start_matches(['*', '_']);
    let sub = heading.get(..3);
    let sub = sub.filter(|sub| sub.eq_ignore_ascii_case("sub"));
    Label::of(&heading[sub.map_or(0, str::len)..]).map(|label| label.key())
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
    /// How the instruction calls it.
    pub(super) called: String,
    /// How it is headed where it is new.
    pub(super) heading: String,
}

/// The groups that name the text in which something is changed.
pub(super) const DOCUMENTS: [&str; 4] = ["doc", "subject", "into", "of"];

impl Target {
    pub(super) fn labelled(keys: &[Key]) -> Self {
        let called = keys.iter().map(|(kind, number)| {
            let kind = if kind.is_empty() { "section" } else { kind };
            format!("{kind} {number}")
        });
        Self {
            keys: keys.to_vec(),
            called: called.collect::<Vec<_>>().join(", "),
            ..Self::default()
        }
    }

    /// An error where the instruction speaks of another text, or not clearly of one section: the reason, empty where that is
    /// not known.
    pub(super) fn of(found: &Captures) -> Result<Self, String> {
        let group = |name| {
            let group = found.name(name).map_or("", |group| group.as_str());
            group.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let of = DOCUMENTS.map(group).join(", ");
        let called = [group("title"), group("named")].concat();
        let quoted = called.split(['"', '“', '”']).nth(1).unwrap_or(&called);
        let quoted = quoted.trim_matches(|c: char| !c.is_alphanumeric());
        let (named, within) = (group("labels"), group("within"));
        let mut own = labels(&named);
        // `Section 2 of Article IV` is `Article IV, Section 2`.
        let inside = [" of ", " in ", " under "];
        if inside.iter().any(|word| named.contains(word)) {
            own.reverse();
        }
        let label = own.last().copied().unwrap_or_default();
        let mut all = labels(&within);
        all.extend(&own);
        let heading = format!("{label} {quoted}").replace(['*', '_'], "");
        let target = Self {
            keys: all.iter().filter_map(|label| key(label)).collect(),
            title: title(&called),
            heading: heading.trim().to_owned(),
            called: clean_line(format!("{named} {called}").trim()).replace(" ,", ","),
        };
        if target.keys.is_empty() && target.title.is_empty() {
            return Err("of which section is not said".to_owned());
        }
        let same = group("same");
        let mut same = labels(&same).into_iter();
        let stray = row(Row::Stray).is_match(&of) || row(Row::Label).is_match(&of);
        let is_same = |label| key(label).is_none_or(|key| target.keys.last() == Some(&key));
        if stray || !same.all(is_same) {
            return Err(String::new());
        }
        Ok(target)
    }

    /// A path of headings down to the one that is meant.
    pub(super) fn met<'p>(&self, path: &'p [String]) -> Option<&'p [String]> {
        let titled = |heading: &String| title(bare(heading)) == self.title;
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
        let own = &path[end - 1];
        let untitled = self.title.is_empty() || title(bare(own)).is_empty();
        (titled(own) || untitled && !self.keys.is_empty()).then(|| &path[..end])
    }

    pub(super) fn heads(&self, heading: &str) -> bool {
        match self.keys.last() {
            Some(own) => key(heading).as_ref() == Some(own),
            None => title(bare(heading)) == self.title,
        }
    }
}
