//! Cuts a text into sections, so that every word of it is in one of them or said to be left out.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use super::ImportArgs;
use super::headings::{WRAPPED, headings};
use super::lines::{Line, lines};
use crate::text::patterns;
use crate::text::words::split;

/// A part of a text with a heading of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// Its heading, without its marks, below those above it.
    pub(super) path: Vec<String>,
    /// What it says, without empty lines before and white space after it.
    pub(super) text: String,
    /// The clause that it is, once that is known.
    pub(super) is: Option<usize>,
}

impl Section {
    pub(super) fn new(path: Vec<String>, text: String) -> Self {
        let is = None;
        Self { path, text, is }
    }

    pub(super) fn heading(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// Words of a version that stand in no clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) what: &'static str,
    /// The first and last line, from 1.
    pub(super) lines: (usize, usize),
    pub(super) text: String,
    /// Why it is not placed, if that is so.
    pub(super) why: &'static str,
}

#[derive(Debug, Default)]
pub(super) struct Document {
    /// Of a text without headings there is one.
    pub(super) sections: Vec<Section>,
    pub(super) left: Vec<Left>,
    /// The words of its text that are in none of these.
    pub(super) lost: Vec<String>,
}

impl Document {
    /// Lists words that stand in no section, where there are some.
    pub(super) fn leave(
        &mut self,
        what: &'static str,
        why: &'static str,
        lines: &Range<usize>,
        text: &str,
    ) {
        if split(text).next().is_some() {
            self.left.push(Left {
                what,
                lines: (lines.start + 1, lines.end),
                text: text.replace("\r\n", "\n").replace('\r', "\n"),
                why,
            });
        }
    }

    /// Lists what is left out of some lines, each part of one kind.
    fn leave_out(&mut self, lines: &[Line]) {
        let mut said: Vec<usize> = (0..lines.len()).collect();
        said.retain(|at| !lines[*at].text.is_empty());
        for part in said.chunk_by(|a, b| lines[*a].left == lines[*b].left) {
            let (first, last) = (part[0], part[part.len() - 1]);
            let text: Vec<&str> = part.iter().map(|at| lines[*at].text).collect();
            if !lines[first].left.is_empty() {
                self.leave(lines[first].left, "", &(first..last + 1), &text.join("\n"));
            }
        }
    }

    /// Finds the words of its text that are neither among some nor left out.
    pub(super) fn account(&mut self, text: &str, mut told: String) {
        self.left.sort_by_key(|left| left.lines);
        told.extend(self.left.iter().flat_map(|left| [" ", &left.text]));
        self.lost = lost(text, &told).into_iter().map(str::to_owned).collect();
    }
}

/// Reads a text; each paragraph is one line, unless it is to be exact.
pub(super) fn read(text: &str, args: &ImportArgs) -> Document {
    let exact = args.exact;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Every page begins a line, and a box of asterisks has no sides.
    let paged = text.replace("\n\u{c}", "\n ").replace('\u{c}', "\n");
    let unframed = SIDES.replace_all(&paged, "$in");
    let text = if exact { text } else { &unframed };
    let mut lines = lines(text);
    let headings = headings(text, &mut lines, args);
    let mut document = Document::default();
    document.leave_out(&lines);
    let mut above: Vec<(u8, &str)> = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        let next = headings.get(place + 1);
        // A carriage return alone parts headings, but no lines: these may share one.
        let end = next.map_or(lines.len(), |next| next.lines.start.max(heading.lines.end));
        let own = kept(&lines[heading.lines.clone()]);
        let below = kept(&lines[heading.lines.end..end]);
        let said = |rest: &str| {
            let wraps = !rest.is_empty() && own.trim().len() >= WRAPPED;
            body(&format!("{rest}\n{below}"), exact, wraps)
        };
        let (mut title, mut rest) = (heading.text.trim(), heading.rest.as_str());
        let mut says = said(rest);
        // A number and a few words that neither text nor sections follow are a sentence.
        if let Some((called, after)) = heading.label.as_ref()
            && says.is_empty()
            && next.is_none_or(|next| next.level <= heading.level)
        {
            (title, rest, says) = (called, after, said(after));
        }
        above.retain(|(level, _)| *level < heading.level);
        // A rule says nothing.
        if split(&says).next().is_none() {
            document.leave("a heading without text", "", &heading.lines, own.trim());
        } else {
            let markup = lost(&own, &format!("{title} {rest}")).join(" ");
            document.leave("markup of a heading", "", &heading.lines, &markup);
            let path = above.iter().map(|(_, above)| *above).chain([title]);
            let path = path.map(str::to_owned).collect();
            document.sections.push(Section::new(path, says));
        }
        if place > 0 {
            above.push((heading.level, title));
        }
    }
    let own = document.sections.iter();
    let own = own.flat_map(|own| [own.heading(), &own.text]);
    let own = own.collect::<Vec<_>>().join(" ");
    document.account(text, own);
    document
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = match self.lines {
            (first, last) if first == last => format!("line {first}"),
            (first, last) => format!("lines {first} to {last}"),
        };
        let colon = if self.why.is_empty() { "" } else { ": " };
        write!(f, "{} ({lines}{colon}{})", self.what, self.why)
    }
}

/// What of some lines is in a section.
fn kept(lines: &[Line]) -> String {
    let kept = lines.iter().filter(|line| line.left.is_empty());
    kept.map(|line| line.whole).collect()
}

/// The words of one text that another does not have, or not as often.
pub(super) fn lost<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    let mut there: HashMap<&str, usize> = HashMap::new();
    for word in split(other) {
        *there.entry(word).or_default() += 1;
    }
    let is_gone = |word: &&str| {
        let count = there.get_mut(*word).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_none()
    };
    split(text).filter(is_gone).collect()
}

/// What a section says, without the empty lines that part it from others; each paragraph is one line, unless it is to be
/// `exact`. Its first line may be the end of one that wraps.
pub(super) fn body(text: &str, exact: bool, wraps: bool) -> String {
    let unruled = RULES.replace_all(text, "");
    let text = if exact { text } else { &unruled };
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    let text = &text[text[..blank].rfind('\n').map_or(0, |at| at + 1)..];
    if exact {
        return text.to_owned();
    }
    unwrapped(text, wraps)
}

patterns! {
    /// A line of a box of asterisks.
    SIDES = r"(?m)^[ \t]*\*(?:(?:[ \t]*\*){3,}|(?P<in>(?:[ \t].*?)?)[ \t]+\*)[ \t]*$";
    RULES = r"^(?:\s*[-*=]{3,}[ \t]*\n)+|(?:\n\s*[-*=]{3,}\s*)+$";
    /// How a list item, a table, a quotation or the like begins.
    BLOCK = r"^\s*(?:$|[|#>•`<\[]|[-*+]\s|\(?\w{1,4}\)|\d{1,3}\.)";
}

/// A text with each wrapped paragraph on one line, and without the indentation that all lines share.
fn unwrapped(text: &str, wraps: bool) -> String {
    let blank = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = text.lines().filter(|line| !line.is_empty());
    let indent = lines.skip(usize::from(wraps)).map(blank).min();
    let mut out: Vec<String> = Vec::new();
    let (mut wrapped, mut fenced) = (false, false);
    for (place, line) in text.lines().enumerate() {
        let mut line = &line[indent.unwrap_or_default().min(blank(line))..];
        // A small indentation is no code.
        if place == 0 && blank(line) < 4 {
            line = line.trim_start();
        }
        fenced ^= line.trim_start().starts_with("```");
        match out.last_mut().filter(|_| wrapped && !BLOCK.is_match(line)) {
            Some(last) => {
                // The first line of a paragraph may stand further in.
                let hangs = blank(line) < blank(last) && !BLOCK.is_match(last);
                let begun = if hangs { last.trim() } else { last.trim_end() };
                *last = format!("{begun} {}", line.trim_start());
            }
            None => out.push(line.to_owned()),
        }
        let breaks = ["  ", "\\", "____"].iter().any(|end| line.ends_with(end));
        let breaks = breaks || line.trim_start().starts_with(['|', '#']);
        let long = line.trim_end().chars().count() >= WRAPPED || wraps && place == 0;
        wrapped = !fenced && !breaks && long;
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    fn cut(text: &str, args: &ImportArgs) -> Vec<(String, String)> {
        let document = read(text, args);
        let left = document.left.iter().map(|left| &left.text);
        let sections = document
            .sections
            .iter()
            .flat_map(|section| [section.heading(), &section.text]);
        let all: Vec<&str> = sections.chain(left.map(String::as_str)).collect();
        assert_eq!(lost(text, &all.join(" ")), Vec::<&str>::new());
        let section = |section: Section| (section.path.join(" > "), section.text);
        document.sections.into_iter().map(section).collect()
    }

    #[track_caller]
    fn gives(text: &str, expected: &[(&str, &str)]) {
        let found = cut(text, &ImportArgs::default());
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    fn left(text: &str) -> Vec<(&'static str, String, (usize, usize))> {
        let left = read(text, &ImportArgs::default()).left.into_iter();
        left.map(|left| (left.what, left.text, left.lines))
            .collect()
    }

    #[test]
    fn markdown_headings_are_those_that_readers_see() {
        let text = "Before:\n\n# One\n\n    code\n\n```\n# no heading\n1. Rent\n```\n\nTwo\n===\n\n## Below `x`\n> # quoted\n\n# \n\n\nlast  \n";
        gives(
            text,
            &[
                ("Preamble", "Before:"),
                ("One", "    code\n\n```\n# no heading\n1. Rent\n```"),
                ("Two > Below x", "> # quoted\n\n# \n\n\nlast"),
            ],
        );
        assert_eq!(
            left(text),
            [("a heading without text", "Two\n===".to_owned(), (12, 13))]
        );
        let found = cut(
            text,
            &ImportArgs {
                level: Some(1),
                ..ImportArgs::default()
            },
        );
        assert_eq!(
            found[2],
            (
                "Two".to_owned(),
                "## Below `x`\n> # quoted\n\n# \n\n\nlast".to_owned()
            )
        );
        gives("---\ntitle: A\n---\n\n# One\ntext\n", &[("One", "text")]);
    }

    #[test]
    fn a_heading_without_words_takes_the_title_below_it() {
        gives(
            "# \n\nFees\n\nTen.\n\n# \n\n[\u{200b}](#term)\n\nTerm\n\nTwo.\n\n# \n\nIt is so.\n",
            &[("Fees", "Ten."), ("Term", "Two.\n\n# \n\nIt is so.")],
        );
    }

    #[test]
    fn lists_below_headings_are_text() {
        let text =
            "# Terms\n\n## Fees\n\n1. Ten.\n2. Twenty.\n\n## Term\n\n1. Years.\n\n**Note.** Two.\n";
        gives(
            text,
            &[
                ("Fees", "1. Ten.\n2. Twenty."),
                ("Term", "1. Years.\n\n**Note.** Two."),
            ],
        );
    }

    #[test]
    fn a_reference_that_wraps_begins_no_section_and_a_page_does() {
        gives(
            "1. RENT.  The Tenant pays rent as set out in Section\n3. The rent is due monthly.\n\n2. DEPOSIT\n$1,000.\u{c}3. SCHEDULE\nMonthly.\n",
            &[
                (
                    "1. RENT",
                    "The Tenant pays rent as set out in Section\n3. The rent is due monthly.",
                ),
                ("2. DEPOSIT", "$1,000."),
                ("3. SCHEDULE", "Monthly."),
            ],
        );
    }

    #[test]
    fn the_only_text_of_an_exhibit_is_its_text() {
        for (exhibit, heading, words) in [
            ("ANNEX II\nAnnex words.\n", "ANNEX II", "Annex words."),
            ("EXHIBIT A\nOne apple\n", "EXHIBIT A", "One apple"),
            (
                "EXHIBIT A\nFruit\n\nApples.\n",
                "EXHIBIT A Fruit",
                "Apples.",
            ),
        ] {
            let text = format!("1. Scope. All.\n\n2. Price. Low.\n{exhibit}");
            let found = cut(&text, &ImportArgs::default());
            assert_eq!(found[2], (heading.to_owned(), words.to_owned()));
        }
    }

    #[test]
    fn plain_text_is_cut_at_its_numbers() {
        gives(
            "LEASE\r\n\r\n1. Rent\r\nThe rent is 1,000.\r\n1.1 Payment\r\nMonthly.\r\n2) Term\r\nFive years.\r\nArticle IV\r\nNotice.\r\n§ 5 Law\r\n2020 was a year.\r\n",
            &[
                ("1. Rent", "The rent is 1,000."),
                ("1. Rent > 1.1 Payment", "Monthly."),
                ("2) Term", "Five years."),
                ("Article IV", "Notice."),
                ("Article IV > § 5 Law", "2020 was a year."),
            ],
        );
    }

    #[test]
    fn contracts_write_titles_before_their_text() {
        gives(
            "8. Law; Venue. Delaware.\n\n9. See Exhibit A and 42 U.S.C. 12 for details. The rent is 900.\n\n10. Pays; stays.\n",
            &[
                ("8. Law; Venue", "Delaware."),
                (
                    "Section 9",
                    "See Exhibit A and 42 U.S.C. 12 for details. The rent is 900.",
                ),
                ("Section 10", "Pays; stays."),
            ],
        );
        gives(
            "2. Term. The term begins on 1 May.\n(a) It ends\n(i) never, or\n(ii) later.\n3. Rent: nine.\n",
            &[
                (
                    "2. Term",
                    "The term begins on 1 May.\n(a) It ends\n(i) never, or\n(ii) later.",
                ),
                ("3. Rent", "nine."),
            ],
        );
        gives(
            "**Section 2. Term.** Five years.\n\n**3.** _Use of it._ As a shop.\n\n4. **Law** — English law.\n",
            &[
                ("Section 2. Term", "Five years."),
                ("3. Use of it", "As a shop."),
                ("4. Law", "English law."),
            ],
        );
        gives(
            "BYLAWS\n\nARTICLE I\nNAME\n\nSection 1. The name is X.\n\nARTICLE II – MEMBERS\n\nSection 1. Who. Anybody.\nSection 2. Fees. As in\nSection 4. of the plan.\n",
            &[
                ("ARTICLE I NAME > Section 1", "The name is X."),
                ("ARTICLE II – MEMBERS > Section 1. Who", "Anybody."),
                (
                    "ARTICLE II – MEMBERS > Section 2. Fees",
                    "As in\nSection 4. of the plan.",
                ),
            ],
        );
        gives(
            "TERM\n\nFive years.\n\nNOTICE\n\nTHE PARTIES AGREE\nTO THIS.\n",
            &[
                ("TERM", "Five years."),
                ("NOTICE", "THE PARTIES AGREE\nTO THIS."),
            ],
        );
        gives(
            "A. Fees\n\nTen.\n\nB. Term\n\nJ. Smith signed.\n",
            &[("A. Fees", "Ten."), ("B. Term", "J. Smith signed.")],
        );
    }

    #[test]
    fn titles_in_capitals_and_letters_need_no_lines_of_their_own() {
        gives(
            "NON-DISCLOSURE AGREEMENT\n\nUSE. For this alone.\n\nTERM AND END: Two years.\n\nNOTICE.\n\nBy letter.\n",
            &[
                ("USE", "For this alone."),
                ("TERM AND END", "Two years."),
                ("NOTICE", "By letter."),
            ],
        );
        gives(
            "I. SALE\n\nA. Price. Ten.\nB. Payment. At once.\n\nII. LAW\n\nOurs.\n",
            &[
                ("I. SALE > A. Price", "Ten."),
                ("I. SALE > B. Payment", "At once."),
                ("II. LAW", "Ours."),
            ],
        );
        gives(
            "1. No pets.\n2. Deposit of 900, returned within\n30 days.\n",
            &[
                ("Section 1", "No pets."),
                ("Section 2", "Deposit of 900, returned within\n30 days."),
            ],
        );
    }

    #[test]
    fn a_number_may_stand_above_a_rule_or_its_title() {
        gives(
            "Licence\n=======\n\n1. Words\n--------\n\n1.1. \"Work\"\n    means this.\n\n2. Grant\n--------\n\nAll.\n\n---\n",
            &[
                ("1. Words > Section 1.1", "\"Work\"\n    means this."),
                ("2. Grant", "All."),
            ],
        );
        gives(
            "# Terms\n\n## ARTICLE I  \nDUES\n\nTen.\n\n## ARTICLE II\n\nNone.\n",
            &[("ARTICLE I DUES", "Ten."), ("ARTICLE II", "None.")],
        );
    }

    #[test]
    fn numbers_go_on_by_their_sequence() {
        for (text, expected) in [
            (
                "1. Rent. Nine for\n12. months.\n\n12. months\n\n2. Term. Five.\n\n3. Law.\n\n3. Notice.\n\n5. Use. None.\n",
                "1. Rent | 2. Term | 3. Law | 5. Use",
            ),
            (
                "1. Rent. Nine:\n1. one\n2. two\n3. three\n2. Term. Five:\n1. one\n2. two\n3. three\n3. Law. Ours.\n4. End. Now.\n",
                "1. Rent | 2. Term | 3. Law | 4. End",
            ),
            (
                "Section 1.1 Grant. All.\n\nSection 1.2 Term. A year of\nSection 9 months.\n\n9.1 Nine. No.\n\n1.3 Use. Any.\n\n2.1 Fee. Ten.\n",
                "Section 1.1 Grant | Section 1.2 Term | 1.3 Use | 2.1 Fee",
            ),
            (
                "ARTICLE I\n\nSection 1. Duties. They:\n1. sit\n2. speak\n\nSection 2. Pay. Ten.\n\nARTICLE II\n\nSection 1. Name. X.\n",
                "ARTICLE I > Section 1. Duties | ARTICLE I > Section 2. Pay | ARTICLE II > Section 1. Name",
            ),
            (
                "1 Rent\n\nNine.\n\nA. Base\n\nTen.\n\nB. More\n\nTwo.\n\n2 Term\n\nFive.\n\nA. First\n\nOne.\n",
                "1 Rent | 1 Rent > A. Base | 1 Rent > B. More | 2 Term | 2 Term > A. First",
            ),
            (
                "A. Fees\n\n1. Ten.\n\n2. Two.\n\nB. Term\n\n1. Five.\n",
                "A. Fees > Section 1 | A. Fees > Section 2 | B. Term > Section 1",
            ),
        ] {
            let found = cut(text, &ImportArgs::default());
            let found: Vec<String> = found.into_iter().map(|(path, _)| path).collect();
            assert_eq!(found.join(" | "), expected, "{text}");
        }
    }

    #[test]
    fn a_numbered_sentence_is_known_by_its_number() {
        gives(
            "1. The rent is 900 a month\n2. No pets.\n3. The tenant\n   pays. Always.\n",
            &[
                ("Section 1", "The rent is 900 a month"),
                ("Section 2", "No pets."),
                ("Section 3", "The tenant\n   pays. Always."),
            ],
        );
    }

    #[test]
    fn a_wrapped_paragraph_is_one_line() {
        let text = "1. Term\nThe term begins on the first day of January in the year\n2020. It ends as Section 4.1 says, or with the consent of\nboth parties, and then on the last day of the month.\n\n   * one\n   * two\n\nLandlord\nJohn Smith\n";
        gives(
            text,
            &[(
                "1. Term",
                "The term begins on the first day of January in the year 2020. It ends as Section 4.1 says, or with the consent of both parties, and then on the last day of the month.\n\n   * one\n   * two\n\nLandlord\nJohn Smith",
            )],
        );
        let exact = read(
            text,
            &ImportArgs {
                exact: true,
                ..ImportArgs::default()
            },
        );
        assert!(exact.sections[0].text.contains("year\n2020"));
    }

    #[test]
    fn contents_and_page_numbers_are_told() {
        let text = "CONTENTS\n1. Rent ... 1\n2. Term ... 2\n\n1. Rent\nNine\n\n- 1 -\n\nor ten.\n\n2. Term\nTwo.\n";
        gives(
            text,
            &[("1. Rent", "Nine\n\n\nor ten."), ("2. Term", "Two.")],
        );
        assert_eq!(
            left(text),
            [
                (
                    "contents",
                    "CONTENTS\n1. Rent ... 1\n2. Term ... 2".to_owned(),
                    (1, 3)
                ),
                ("a page number", "- 1 -".to_owned(), (8, 8)),
            ]
        );
        let linked = "# [Fees](fees.md) &amp; more\n\nTen.\n";
        assert_eq!(
            left(linked),
            [("markup of a heading", "fees md amp".to_owned(), (1, 1))]
        );
    }

    #[test]
    fn comments_are_left_out_over_many_lines() {
        let text = "Vote.\n\n<!--\n## Veto\n\nNone. -->\nAll.\n";
        let comment = "<!--\n## Veto\nNone. -->".to_owned();
        assert_eq!(left(text), [("a comment", comment, (3, 6))]);
        assert_eq!(left("<!-- one --> two\n\n<!-- three\n"), []);
    }

    #[test]
    fn a_pattern_says_what_a_heading_is() {
        let pattern = Regex::new(r"^== (.*) ==$").expect("a pattern");
        let found = cut(
            "A.\n== One ==\n  b\n\n== Two ==\nc",
            &ImportArgs {
                heading: Some(pattern),
                ..ImportArgs::default()
            },
        );
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        assert_eq!(found, [("Preamble", "A."), ("One", "b"), ("Two", "c")]);
        let pattern = Regex::new(r"^Art\. \d+").expect("a pattern");
        let found = cut(
            "Art. 1 Ten.\nArt. 2\nTwo.\n",
            &ImportArgs {
                heading: Some(pattern),
                ..ImportArgs::default()
            },
        );
        assert_eq!(found[0], ("Art. 1".to_owned(), " Ten.".trim().to_owned()));
        assert_eq!(found[1], ("Art. 2".to_owned(), "Two.".to_owned()));
    }

    #[test]
    fn a_text_without_headings_is_one_section() {
        gives("only\nwords\n", &[("Preamble", "only\nwords")]);
        gives(" \n\n", &[]);
        gives("\u{feff}# One\n\n900", &[("One", "900")]);
    }
}
