//! The lines of a document, and which of them are no part of a section: front matter, page numbers, signatures and tables
//! of contents.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::headings::{LONGEST, STOPS, mark};
use super::names::{Label, bare, words};
use crate::text::patterns;
use crate::text::words::split;

/// What front matter says, by the names of its keys.
pub(super) type Front = HashMap<String, String>;

patterns! {
    CONTENTS = r"(?i)^(?:#+\s*)?[*_]*(?:table of )?contents[*_]*:?$";
    /// A line that leads to a page.
    PAGED = r"^(?P<entry>\S.*?)(?:[\s.…]{2,}|[\t…])(?:\d{1,4}|[ivxl]+)$";
    /// A line that leads to a heading of the same document.
    pub(super) ANCHOR = r"^(?:(?:[-*+]|\d+[.)])\s+)?\[[^\]]*\]\(#[^)]*\)$";
    /// Where the title of a section may end.
    TITLED = r"[.:;–—-](?:[\s*_]|$)|$";
    PAGE = r"(?i)^(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—])?$";
    /// How what the parties sign with begins.
    SIGNED = r"^[*_]*(?i:in witness whereof\b|(?:acknowledged|agreed)(?: to)? and (?:accepted|agreed)\W*$)|^\W*(?i:by|signed|signature)\W*:\W*(?:__|$)|^/s/|^[A-Z][A-Z ]*:\s*_{4,}$";
    pub(super) ATTACHED = r"(?i)^\W*(?:exhibit|schedule|annexe?|appendix|attachment|addendum)\b";
}

pub(super) const TITLE: &str = "the title";
const SIGNATURES: &str = "signatures";

pub(super) struct Line<'t> {
    /// With its end.
    pub(super) whole: &'t str,
    /// Without the blanks around it.
    pub(super) text: &'t str,
    /// What it is, where it is left out.
    pub(super) left: &'static str,
    /// Whether no section may begin in it.
    pub(super) closed: bool,
    /// The marks of emphasis with which it begins, and the number behind these, which may be that of its heading.
    pub(super) mark: &'static str,
    pub(super) label: Option<Label>,
}

impl<'t> Line<'t> {
    fn of(whole: &'t str) -> Self {
        let text = whole.trim();
        let mark = mark(text);
        Self {
            whole,
            text,
            left: "",
            closed: false,
            mark,
            label: Label::of(&text[mark.len()..]),
        }
    }

    /// Whether it says something that is not left out.
    pub(super) fn is_text(&self) -> bool {
        self.left.is_empty() && !self.text.is_empty()
    }

    /// Whether it has the number of a section: with a word before it, a point in it or a stop behind it.
    pub(super) fn is_numbered(&self) -> bool {
        self.label.as_ref().is_some_and(|label| {
            let head = self.text[..self.mark.len() + label.len].trim_end();
            let says = !label.kind.is_empty() || label.number.contains('.');
            label.key().0.is_empty() && label.numbers().is_some() && (says || head.ends_with(STOPS))
        })
    }
}

/// The lines of a text, with what is left out of them.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = text.split_inclusive('\n').map(Line::of).collect();
    leave(&mut lines, 0..front(text).0, "front matter");
    let is_blank = |place: usize| lines.get(place).is_none_or(|line| line.text.is_empty());
    let alone = |place: &usize| is_blank(place + 1) && place.checked_sub(1).is_none_or(is_blank);
    let alone: Vec<usize> = (0..lines.len()).filter(alone).collect();
    let number = |place: &usize| lines[*place].text.parse::<u32>().ok();
    let numbers: Vec<u32> = alone.iter().filter_map(number).collect();
    // One number by itself, or some in no order, are no pages.
    let next = |pair: &[u32]| pair[0].checked_add(1) == Some(pair[1]);
    let counts = numbers.len() > 1 && numbers.windows(2).all(next);
    let is_page = |at: &usize| PAGE.is_match(lines[*at].text) && (counts || number(at).is_none());
    let pages: Vec<usize> = alone.into_iter().filter(is_page).collect();
    for place in pages {
        leave(&mut lines, place..place + 1, "a page number");
    }
    let mut is_signed = false;
    for line in &mut lines {
        let ends = line.text.starts_with('#') || ATTACHED.is_match(line.text) || line.is_numbered();
        is_signed = SIGNED.is_match(line.text) || is_signed && !ends;
        if is_signed {
            leave(std::slice::from_mut(line), 0..1, SIGNATURES);
        }
    }
    for place in contents(&lines) {
        leave(&mut lines, place, "contents");
    }
    lines
}

/// Gives the lines in which a part of a text stands.
pub(super) fn within(text: &str) -> impl Fn(Range<usize>) -> Range<usize> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
    move |place| {
        let line = |at: usize| ends.partition_point(|end| *end < at);
        line(place.start)..line(place.end.max(place.start + 1) - 1) + 1
    }
}

/// Says what lines are, unless they are empty or something else.
pub(super) fn leave(lines: &mut [Line], place: Range<usize>, what: &'static str) {
    for line in lines[place].iter_mut().filter(|line| line.is_text()) {
        (line.left, line.closed) = (what, true);
    }
}

/// How many lines the front matter takes, and what it says.
pub(super) fn front(text: &str) -> (usize, Front) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().map(str::trim);
    let is_front =
        lines.next() == Some("---") && text.lines().nth(1).is_some_and(|it| it.contains(':'));
    let end = lines
        .position(|line| line == "---" || line == "...")
        .filter(|_| is_front);
    let Some(end) = end else {
        return Default::default();
    };
    let entries = text.lines().skip(1).take(end);
    let entries = entries.filter_map(|line| {
        let (key, value) = line.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'']);
        Some((key.trim().to_lowercase(), value.to_owned()))
    });
    (end + 2, entries.collect())
}

/// The tables of contents: lines that lead to what begins a line again below them. They stand under a heading of their own,
/// or lead to headings or, above the first sentence, to pages.
fn contents(lines: &[Line]) -> Vec<Range<usize>> {
    // What lines begin with as a title, each with the last line that does.
    let all = lines.iter().enumerate();
    let all = all.flat_map(|(at, line)| titles(line.text).map(move |title| (title, at)));
    let begun: HashMap<String, usize> = all.filter(|(title, _)| !title.is_empty()).collect();
    let (mut found, mut at, mut opens) = (Vec::new(), 0, true);
    while at < lines.len() {
        if split(lines[at].text).next().is_none() {
            at += 1;
            continue;
        }
        let headed = CONTENTS.is_match(lines[at].text);
        let (mut end, mut leading) = (at + 1, 0);
        let mut seen = HashSet::from([key(lines[at].text)]);
        let below = lines.iter().enumerate().skip(at + usize::from(headed));
        for (place, line) in below.filter(|(_, line)| split(line.text).next().is_some()) {
            let paged = PAGED.captures(line.text);
            let entry = paged.as_ref().map_or(line.text, |paged| &paged["entry"]);
            let may_lead = headed || opens && paged.is_some();
            let leads =
                ANCHOR.is_match(line.text) || may_lead && begun.get(&key(entry)) > Some(&place);
            let is_again = place > at && titles(line.text).any(|title| seen.contains(&title));
            if is_again || !leads && (!headed || says(entry)) {
                break;
            }
            leading += usize::from(leads) + usize::from(leads && paged.is_some());
            if leads || paged.is_some() {
                end = place + 1;
            }
            seen.insert(key(entry));
        }
        if leading > 1 {
            found.push(at..end);
        }
        opens &= !says(lines[at].text);
        at = end;
    }
    found
}

/// Whether a line is a sentence or a part of one.
pub(super) fn says(line: &str) -> bool {
    line.len() > LONGEST || line.ends_with(['.', ':', ';', ','])
}

/// What a line may begin with as a title.
fn titles(line: &str) -> impl Iterator<Item = String> {
    let ends = TITLED.find_iter(line).take(3);
    ends.map(|end| key(&line[..end.start()]))
}

/// The words of a title; its number where it has no others.
fn key(title: &str) -> String {
    let title = title.trim_start_matches(['#', '*', '_', '-', '•', ' ']);
    let own = words(bare(title));
    if own.is_empty() { words(title) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leaves(text: &str, expected: &[(&str, &str)]) -> Front {
        let left = lines(text).into_iter().map(|line| (line.text, line.left));
        let left: Vec<(&str, &str)> = left.filter(|(_, what)| !what.is_empty()).collect();
        assert_eq!(left, expected);
        front(text).1
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
            "- [Fees](#fees)\n- [Term](#term)\n- [Law](https://x.org)\n",
            &contents(&["- [Fees](#fees)", "- [Term](#term)"]),
        );
        leaves("See [Fees](#fees).\n\n[Law](#law)\n", &[]);
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
        for text in [
            "1. Fees. These are due:\n\nDeposit    900\n\n2. Deposit. It is kept.\n",
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
            "LANDLORD: ______\nTENANT: ______\nTitle: Manager                     Title: President\n\n## Privacy notice\n\nNone.\n",
            &signed(&[
                "LANDLORD: ______",
                "TENANT: ______",
                "Title: Manager                     Title: President",
            ]),
        );
        leaves("Title: Lease\nName: A\n\nFill in: ____\n", &[]);
    }

    #[test]
    fn a_sentence_is_no_signature() {
        leaves(
            "Agreed and accepted by the parties is that\nnotices go by post.\n\nBy: courier, more.\n",
            &[],
        );
        for begins in ["AGREED AND ACCEPTED:", "IN WITNESS WHEREOF, they sign."] {
            leaves(
                &format!("Ours.\n\n{begins}\n\nJ. Smith\n\n10. Use. None.\n"),
                &[(begins, "signatures"), ("J. Smith", "signatures")],
            );
        }
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
