//! What of a document is no part of a section: front matter, tables of contents and page numbers.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::headings::{LONGEST, is_title};
use super::names::{Label, bare};
use crate::text::words::split;
pub(super) use crate::text::{pattern, patterns};

/// What front matter says, by the names of its keys.
pub(super) type Front = HashMap<String, String>;

patterns! {
    CONTENTS = r"(?i)^(?:#+\s*)?[*_]*(?:table of )?contents[*_]*:?$";
    /// What stands above the columns of contents.
    COLUMNS = r"(?i)^(?:(?:article|section|page|no)\b[\s.]*)+$";
    /// A line that leads to a page.
    PAGED = r"^(?P<entry>\S.*?)(?P<gap>[\s.…]+)(?:\d{1,4}|[ivxl]+)$";
    LEADER = r"\.{3,}|(?: \.){3,}|\t|…";
    /// A line that leads to a heading of the same document.
    ANCHOR = r"^(?:(?:[-*+]|\d+[.)])\s+)?\[[^\]]*\]\(#[^)]*\)$";
    /// Where the title of a section may end.
    TITLED = r"[.:;–—-](?:[\s*_]|$)|$";
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
fn signed(lines: &[&str]) -> Vec<&'static str> {
    let mut signed = vec![""; lines.len()];
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
        let behind = lines[place..].iter();
        let paragraph = behind.take_while(|line| witness && !line.is_empty());
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
        fill(&mut signed, lines, place..next, SIGNATURES);
    }
    signed
}

/// Says what lines are, unless they are empty.
fn fill(left: &mut [&'static str], lines: &[&str], place: Range<usize>, what: &'static str) {
    for at in place {
        left[at] = if lines[at].is_empty() { "" } else { what };
    }
}

/// How many lines the front matter takes, and what it says.
pub(super) fn front(lines: &[&str]) -> (usize, Front) {
    let is_end = |line: &&str| ["---", "..."].contains(line);
    let begins =
        lines.first() == Some(&"---") && lines.get(1).is_some_and(|line| line.contains(':'));
    let end = lines.iter().skip(1).position(is_end).filter(|_| begins);
    let Some(end) = end else {
        return Default::default();
    };
    let entries = lines[1..=end].iter();
    let entries = entries.filter_map(|line| line.split_once(':'));
    let entries = entries.map(|(key, value)| {
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim().to_lowercase(), value.to_owned())
    });
    (end + 2, entries.collect())
}

/// What each line is that is left out, empty for the others.
pub(super) fn left_out(lines: &[&str]) -> Vec<&'static str> {
    let mut left = signed(lines);
    left[..front(lines).0].fill("front matter");
    let blank = |place: usize| lines.get(place).is_none_or(|line| line.is_empty());
    let alone = |place: usize| blank(place + 1) && place.checked_sub(1).is_none_or(blank);
    let bare = |place: &usize| lines[*place].parse::<u32>().ok().filter(|_| alone(*place));
    let pages: Vec<u32> = (0..lines.len()).filter_map(|place| bare(&place)).collect();
    // One number by itself, or some in no order, are no pages.
    let next = |pair: &[u32]| pair[0].checked_add(1) == Some(pair[1]);
    let counts = pages.len() > 1 && pages.windows(2).all(next);
    for (place, line) in lines.iter().enumerate() {
        if !left[place].is_empty() {
            continue;
        }
        if line.starts_with("<!--")
            && let Some(end) = lines[place..].iter().position(|line| line.contains("-->"))
            && lines[place + end].ends_with("-->")
        {
            fill(&mut left, lines, place..place + end + 1, "a comment");
        } else if alone(place) && PAGE.is_match(line) && (counts || bare(&place).is_none()) {
            left[place] = "a page number";
        }
    }
    contents(lines, &mut left);
    left
}

/// Leaves out contents: lines that lead to what begins a line again below them. They stand under a heading of their own,
/// or lead to pages, or are some with numbers above the first sentence.
fn contents(lines: &[&str], left: &mut [&'static str]) {
    let begun = LazyCell::new(|| begun(lines));
    let comes = |entry: &str, place| begun.get(&key(entry)) > Some(&place);
    // Where the next entry would begin, should one that may go on in a second line stand here.
    let entry = |line: &str, last: usize| {
        let paged = PAGED.captures(line);
        let entry = paged.as_ref().map_or("", |paged| &paged["entry"]);
        (comes(line, last) || comes(entry, last)).then_some(last + 1)
    };
    // Whether no sentence stands above.
    let (mut at, mut opens) = (0, true);
    while at < lines.len() {
        let headed = CONTENTS.is_match(lines[at]);
        if !headed && split(lines[at]).next().is_none() {
            at += 1;
            continue;
        }
        let (mut end, mut sure, mut leads, mut seen) = (at, 0, false, HashSet::new());
        let mut place = at + usize::from(headed);
        while let Some(line) = lines.get(place) {
            let gap = PAGED.captures(line).filter(|paged| paged["gap"].len() > 1);
            let leader = gap.is_some() && LEADER.is_match(line);
            let wrapped = || {
                let next = lines.get(place + 1)?;
                entry(&format!("{line} {next}"), place + 1)
            };
            let numbered = || opens && Label::of(line).is_some() && !says(line);
            let may_lead = headed || leader || numbered() && is_title(bare(line));
            let found = may_lead.then(|| entry(line, place).or_else(wrapped));
            let found = found.flatten();
            let anchor = ANCHOR.is_match(line);
            let found = found.or(anchor.then_some(place + 1));
            let weak = gap.is_some() || COLUMNS.is_match(line) || PAGE.is_match(line);
            let own = gap.as_ref().map_or(*line, |paged| &paged["entry"]);
            let blank = split(line).next().is_none();
            let goes_on =
                blank || (found.is_some() || headed && weak) && seen.insert(own.to_lowercase());
            if !goes_on || CONTENTS.is_match(line) {
                break;
            }
            sure += usize::from(found.is_some());
            leads |= found.is_some() && (leader || anchor);
            place = found.unwrap_or(place + 1);
            end = if blank { end } else { place };
        }
        if leads || sure > 2 - usize::from(headed) {
            fill(left, lines, at..end, "contents");
        }
        opens &= !says(lines[at]);
        at = end.max(at + 1);
    }
}

/// Whether a line is a sentence or a part of one.
pub(super) fn says(line: &str) -> bool {
    line.len() > LONGEST || line.ends_with(['.', ':', ';', ','])
}

/// What lines may begin with as a title, each with the last line that does; a title may go on in the next line.
fn begun(lines: &[&str]) -> HashMap<String, usize> {
    let mut begun = HashMap::new();
    for (place, line) in lines.iter().enumerate() {
        let next = lines.get(place + 1).copied().unwrap_or_default();
        for line in [*line, &format!("{line} {next}")] {
            let ends = TITLED.find_iter(line).take(3);
            begun.extend(ends.map(|end| (key(&line[..end.start()]), place)));
        }
    }
    begun.remove("");
    begun
}

/// The words of a title; its number where it has no others.
fn key(title: &str) -> String {
    let title = title.trim_start_matches(['#', '*', '_', '-', '•', ' ']);
    let words = Some(bare(title)).filter(|words| split(words).next().is_some());
    let words: Vec<&str> = split(words.unwrap_or(title)).collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leaves(text: &str, expected: &[(&str, &str)]) -> Front {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let (_, front) = front(&lines);
        let left = left_out(&lines);
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
        leaves(
            "Contents\nPage\n1. Rent      3\nSchedule A - The\nPremises    ii\n\n1. Rent. Nine.\nSCHEDULE A\nThe Premises\nAll.\n",
            &contents(&[
                "Contents",
                "Page",
                "1. Rent      3",
                "Schedule A - The",
                "Premises    ii",
            ]),
        );
        leaves(
            "1. Rent\n2. Term\n3. Law\n\n1. Rent. Nine.\n2. Term. Two.\n3. Law. Ours.\n",
            &contents(&["1. Rent", "2. Term", "3. Law"]),
        );
        for text in [
            "Contents\n\nThe box\nThe lid\n\nThe box is full.\nThe lid, too.\n",
            "Contents\nChairs    12\nTables    3\n",
            "The parties agree on:\n1. Rent\n2. Term\n3. Law\n\n1. Rent. Nine.\n2. Term. Two.\n3. Law. Ours.\n",
            "1. No one votes twice.\n2. No one votes late.\n3. All vote.\n\n1. No one votes twice.\n2. No one votes late.\n3. All vote.\n",
        ] {
            leaves(text, &[]);
        }
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

    #[test]
    fn comments_are_left_out_over_many_lines() {
        let lines = ["<!--", "## Veto", "None. -->"].map(|line| (line, "a comment"));
        leaves("Vote.\n\n<!--\n## Veto\n\nNone. -->\nAll.\n", &lines);
        leaves("<!-- one --> two\n<!-- three\n", &[]);
    }
}
