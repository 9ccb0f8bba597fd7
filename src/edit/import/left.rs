//! What of a document is no part of a section: front matter, tables of contents and page numbers.

use std::collections::HashMap;

use regex::Regex;

use crate::text::words::split;

/// What the front matter of a document says, by the names of its keys.
pub(super) type Front = HashMap<String, String>;

pub(super) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|_| unreachable!("the pattern is ours"))
}

/// A row for each pattern.
macro_rules! patterns {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $of:literal;)*) => {
        $($(#[$doc])* $vis static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| $crate::edit::import::left::pattern($of));)*
    };
}
pub(super) use patterns;

patterns! {
    CONTENTS = r"(?i)^(?:#+\s*)?[*_]*(?:table of )?contents[*_]*:?$";
    /// A line that leads to a page.
    LEADER = r"^\S.*?(?:\.{3,}|(?: \.){3,}|\t|…)[ .…\t]*(?:\d{1,4}|[ivxl]+)$";
    /// A line that leads to a heading of the same document.
    ANCHOR = r"^(?:(?:[-*+]|\d+[.)])\s+)?\[[^\]]*\]\(#[^)]*\)$";
    PAGE = r"(?i)^(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—])?$";
    /// What parties sign with: the sentence or the line that begins it, what else stands there, and what stands behind it.
    pub(super) WITNESS = r"(?i)^[*_]*in witness whereof\b";
    SIGNED = r"^\W*(?:By|BY|Signed|SIGNED|Signature|SIGNATURE)\W*:|^/s/|^[A-Z][A-Z ]*:\s*_{4,}$";
    SIGNATURE = r"(?i)^\W*(?:by|its|(?:printed )?name|title|date|signed|signature|witness)\b[^:]{0,30}:|_{4,}|^/s/";
    pub(super) ATTACHED = r"(?i)^\W*(?:exhibit|schedule|annexe?|appendix|attachment|addendum)\b";
}

pub(super) const TITLE: &str = "the title";
pub(super) const SIGNATURES: &str = "signatures";

/// So many short lines may stand between two that are signed.
const APART: usize = 8;

/// The lines with which the parties sign, with the name of each above, to the last that one is to fill in.
fn signed(lines: &[&str]) -> Vec<bool> {
    let mut signed = vec![false; lines.len()];
    let mut next = 0;
    for (place, line) in lines.iter().enumerate() {
        let mut behind = lines[place + 1..].iter().filter(|line| !line.is_empty());
        let named = (1..=60).contains(&line.len())
            && !line.chars().any(char::is_lowercase)
            && behind.next().is_some_and(|next| SIGNED.is_match(next));
        let witness = WITNESS.is_match(line);
        if place < next || !(witness || named || SIGNED.is_match(line)) {
            continue;
        }
        let paragraph = lines[place..]
            .iter()
            .take_while(|line| witness && !line.is_empty());
        next = place + paragraph.count().max(1);
        let short = |line: &&&str| line.len() <= 80 && !ATTACHED.is_match(line);
        let mut apart = 0;
        for (at, line) in (next..).zip(lines[next..].iter().take_while(short)) {
            apart += usize::from(!line.is_empty());
            if SIGNATURE.is_match(line) {
                (next, apart) = (at + 1, 0);
            } else if apart > APART {
                break;
            }
        }
        for at in place..next {
            signed[at] = !lines[at].is_empty();
        }
    }
    signed
}

/// What each line is that is left out, empty for the others; and what the front matter says.
pub(super) fn left_out(lines: &[&str]) -> (Vec<&'static str>, Front) {
    let mut left = vec![""; lines.len()];
    let mut front = Front::new();
    let is_end = |line: &&str| ["---", "..."].contains(line);
    let ends = lines.iter().skip(1).position(is_end);
    let begins =
        lines.first() == Some(&"---") && lines.get(1).is_some_and(|line| line.contains(':'));
    if let Some(end) = ends.filter(|_| begins) {
        left[..end + 2].fill("front matter");
        for (key, value) in lines[1..=end]
            .iter()
            .filter_map(|line| line.split_once(':'))
        {
            let value = value.trim().trim_matches(['"', '\'']);
            front.insert(key.trim().to_lowercase(), value.to_owned());
        }
    }
    let entries: Vec<String> = lines.iter().map(|line| entry(line)).collect();
    let last: HashMap<&str, usize> = entries.iter().map(String::as_str).zip(0..).collect();
    let blank = |place: usize| lines.get(place).is_none_or(|line| line.is_empty());
    let alone = |place: usize| blank(place + 1) && place.checked_sub(1).is_none_or(blank);
    let bare = |place: &usize| lines[*place].parse::<u32>().ok().filter(|_| alone(*place));
    let pages: Vec<u32> = (0..lines.len()).filter_map(|place| bare(&place)).collect();
    // One number by itself, or some in no order, are no pages.
    let next = |pair: &[u32]| pair[0].checked_add(1) == Some(pair[1]);
    let counts = pages.len() > 1 && pages.windows(2).all(next);
    let mut inside = false;
    let signed = signed(lines);
    for (place, line) in lines.iter().enumerate() {
        if !left[place].is_empty() {
            continue;
        }
        if signed[place] {
            left[place] = SIGNATURES;
            continue;
        }
        let again = last.get(entries[place].as_str()) > Some(&place);
        let (leads, anchor) = (LEADER.is_match(line), ANCHOR.is_match(line));
        inside = CONTENTS.is_match(line) || inside && (line.is_empty() || leads || anchor || again);
        if !line.is_empty() && (inside || anchor || leads && again) {
            left[place] = "contents";
        } else if line.starts_with("<!--") && line.ends_with("-->") {
            left[place] = "a comment";
        } else if alone(place) && PAGE.is_match(line) && (counts || bare(&place).is_none()) {
            left[place] = "a page number";
        }
    }
    (left, front)
}

/// A line as contents and headings share it: its words, without the page at its end.
fn entry(line: &str) -> String {
    let line = line.trim_end_matches(|c: char| c.is_ascii_digit() || ". …\t".contains(c));
    split(line).collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leaves(text: &str, expected: &[(&str, &str)]) -> Front {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let (left, front) = left_out(&lines);
        let left = lines.into_iter().zip(left);
        let left: Vec<(&str, &str)> = left.filter(|(_, what)| !what.is_empty()).collect();
        assert_eq!(left, expected);
        front
    }

    #[test]
    fn front_matter_says_something() {
        let text = "---\ntitle: \"House rules\"\nEffective: 2020-02-01\n---\nText.\n";
        let lines = [
            "---",
            "title: \"House rules\"",
            "Effective: 2020-02-01",
            "---",
        ];
        let front = leaves(text, &lines.map(|line| (line, "front matter")));
        assert_eq!(
            (front["title"].as_str(), front["effective"].as_str()),
            ("House rules", "2020-02-01")
        );
        leaves("---\n\nA rule: above.\n\n---\n", &[]);
    }

    #[test]
    fn contents_lead_to_what_comes_again() {
        let contents = |lines: &[&'static str]| {
            lines
                .iter()
                .map(|line| (*line, "contents"))
                .collect::<Vec<_>>()
        };
        leaves(
            "CONTENTS\n\n1. Rent\n2. Term\n\n1. Rent\nNine.\n2. Term\n",
            &contents(&["CONTENTS", "1. Rent", "2. Term"]),
        );
        leaves(
            "1. Rent .... 3\n2. Term . . . . 14\n1. Rent\nNine.\n2. Term\n",
            &contents(&["1. Rent .... 3", "2. Term . . . . 14"]),
        );
        leaves(
            "- [Fees](#fees)\n- [Law](https://x.org)\n",
            &contents(&["- [Fees](#fees)"]),
        );
        leaves("Rent due ........ 900\nWater\t90\n", &[]);
    }

    #[test]
    fn signatures_are_no_part_of_a_section() {
        let signed = |lines: &[&'static str]| {
            let lines = lines.iter().map(|line| (*line, "signatures"));
            lines.collect::<Vec<_>>()
        };
        leaves(
            "9. Law. Ours.\n\nIN WITNESS WHEREOF, the parties\nsign.\n\nACME LLC\n\nBy: ____\nName: J. Smith\n\nEXHIBIT A\n\nPlan. Name: none.\n",
            &signed(&[
                "IN WITNESS WHEREOF, the parties",
                "sign.",
                "ACME LLC",
                "By: ____",
                "Name: J. Smith",
            ]),
        );
        leaves(
            "LANDLORD: ______\nTENANT: ______\n",
            &signed(&["LANDLORD: ______", "TENANT: ______"]),
        );
        leaves("Title: Lease\nName: A\n\nFill in: ____\n", &[]);
    }

    #[test]
    fn numbers_by_themselves_are_pages_where_they_count() {
        let pages = |lines: &[&'static str]| {
            lines
                .iter()
                .map(|line| (*line, "a page number"))
                .collect::<Vec<_>>()
        };
        leaves("a\n\n12\n\nb\n2019\nc\n\n13\n", &pages(&["12", "13"]));
        leaves(
            "a\n\nPage 3 of 4\n\n- 4 -\n",
            &pages(&["Page 3 of 4", "- 4 -"]),
        );
        leaves("# Price\n\n900\n\n## Fee\n\n1000\n", &[]);
    }
}
