//! Cuts a text into sections: at headings of Markdown, or at numbered lines of plain text.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

#[derive(Clone, Debug, Default)]
pub(super) enum Cut {
    /// Each heading begins one, down to the next heading.
    #[default]
    Every,
    /// Each heading of this level begins one, with all that is below it; 1 is the highest.
    Level(u8),
    /// Each line that matches begins one. A group in the pattern is the heading's text.
    Lines(Regex),
}

/// A part of a text with a heading of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section<'t> {
    /// The heading, without its marks; empty for what stands before the first.
    pub(super) heading: String,
    pub(super) above: Vec<String>,
    /// What it says, without empty lines before and white space after it.
    pub(super) text: &'t str,
}

struct Heading {
    level: u8,
    text: String,
    place: Range<usize>,
}

/// A line of plain text that begins a numbered section, as `1. Fees`, `2.3 Notice`, `Article 4` or `§ 5`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?mix)^
        (?: (?: article | section | clause | part | chapter | schedule | annex | appendix | exhibit )
            \.? \s+ (?: \d+ (?:\.\d+)* | [ivxlc]+ | [a-z] ) \b
          | § \s* \d+ (?:\.\d+)*
          | \d+ (?:\.\d+)* [.)] \s+ \S
          | \d+ (?:\.\d+)+ \s+ \S
        ) [^\r\n]{0,160} \r?$",
    )
    .unwrap_or_else(|_| unreachable!("the pattern is ours"))
});

/// The sections of a text, in order. What stands before the first heading is a section without one; of
/// a text without headings it is the only one.
pub(super) fn sections<'t>(text: &'t str, cut: &Cut) -> Vec<Section<'t>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut headings = headings(text, cut);
    let start_of = |heading: Option<&Heading>| heading.map_or(text.len(), |h| h.place.start);
    if !text[..start_of(headings.first())].trim().is_empty() {
        let before = Heading {
            level: u8::MAX,
            text: String::new(),
            place: 0..0,
        };
        headings.insert(0, before);
    }
    let mut found = Vec::new();
    let mut above: Vec<(u8, String)> = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        let end = start_of(headings.get(place + 1));
        above.retain(|(level, _)| *level < heading.level);
        found.push(Section {
            heading: heading.text.clone(),
            above: above.iter().map(|(_, text)| text.clone()).collect(),
            text: body(&text[heading.place.end..end]),
        });
        above.push((heading.level, heading.text.clone()));
    }
    found
}

/// What stands between two headings, without the empty lines that part it from them.
fn body(text: &str) -> &str {
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
    &text[start..]
}

/// The headings of Markdown; where there is none, the numbered lines.
fn headings(text: &str, cut: &Cut) -> Vec<Heading> {
    if let Cut::Lines(pattern) = cut {
        return matching(text, pattern);
    }
    let mut found = markdown(text);
    if found.is_empty() {
        found = numbered(text);
    }
    if let Cut::Level(most) = cut {
        found.retain(|heading| heading.level <= *most);
    }
    found
}

fn markdown(text: &str) -> Vec<Heading> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut found: Vec<Heading> = Vec::new();
    let mut inside = 0_usize;
    // The heading that is being read.
    let mut open: Option<Heading> = None;
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, .. }), _) if inside == 0 => {
                let (level, text) = (level as u8, String::new());
                open = Some(Heading { level, text, place });
            }
            (Event::End(TagEnd::Heading(_)), _) => found.extend(open.take()),
            (Event::Start(Tag::BlockQuote(_) | Tag::List(_)), _) => inside += 1,
            (Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)), _) => inside -= 1,
            (Event::Text(part) | Event::Code(part) | Event::InlineHtml(part), Some(heading)) => {
                heading.text.push_str(&part);
            }
            (Event::SoftBreak | Event::HardBreak, Some(heading)) => heading.text.push(' '),
            _ => {}
        }
    }
    found
}

fn numbered(text: &str) -> Vec<Heading> {
    let heading = |found: regex::Match<'_>| {
        let text = found.as_str().trim();
        Heading {
            level: depth(text),
            text: text.to_owned(),
            place: found.range(),
        }
    };
    NUMBERED.find_iter(text).map(heading).collect()
}

/// How deep a numbered heading is: 1 for `1.`, 2 for `1.2`.
fn depth(text: &str) -> u8 {
    let mut words = text.split_whitespace();
    let number = words.find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let parts = number.unwrap_or("1").split(['.', ')']);
    u8::try_from(parts.filter(|part| !part.is_empty()).count()).unwrap_or(u8::MAX)
}

fn matching(text: &str, pattern: &Regex) -> Vec<Heading> {
    let mut end = 0;
    let headings = text.split_inclusive('\n').filter_map(|line| {
        let start = end;
        end += line.len();
        let bare = line.trim_end();
        let groups = pattern.captures(bare)?;
        let heading = groups.get(1).map_or(bare, |group| group.as_str());
        Some(Heading {
            level: 1,
            text: heading.trim().to_owned(),
            place: start..end,
        })
    });
    headings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'t>(text: &'t str, cut: &Cut) -> Vec<(String, &'t str)> {
        let sections = sections(text, cut);
        sections
            .into_iter()
            .map(|section| {
                let path = [section.above, vec![section.heading]].concat().join(" > ");
                (path, section.text)
            })
            .collect()
    }

    #[test]
    fn markdown_headings_are_those_that_readers_see() {
        let text = "before\n\n# One\n\n    code\n\n```\n# no heading\n```\n\nTwo\n===\n\n## Below `x`\n> # quoted\n\n# \n\n\nlast  \n";
        let found = cut(text, &Cut::Every);
        assert_eq!(
            found,
            [
                (String::new(), "before"),
                ("One".to_owned(), "    code\n\n```\n# no heading\n```"),
                ("Two".to_owned(), ""),
                ("Two > Below x".to_owned(), "> # quoted"),
                (String::new(), "last"),
            ]
        );
        let found = cut(text, &Cut::Level(1));
        assert_eq!(found[2], ("Two".to_owned(), "## Below `x`\n> # quoted"));
    }

    #[test]
    fn a_block_of_metadata_is_no_heading() {
        let found = cut("---\ntitle: A\n---\n\n# One\ntext\n", &Cut::Every);
        assert_eq!(found[0].0, "");
        assert_eq!(found[1], ("One".to_owned(), "text"));
    }

    #[test]
    fn plain_text_is_cut_at_its_numbers() {
        let text = "LEASE\r\n\r\n1. Rent\r\nThe rent is 1,000.\r\n1.1 Payment\r\nMonthly.\r\n2) Term\r\nFive years.\r\nArticle IV\r\nNotice.\r\n§ 5 Law\r\n2020 was a year.\r\n";
        assert_eq!(
            cut(text, &Cut::Every),
            [
                (String::new(), "LEASE"),
                ("1. Rent".to_owned(), "The rent is 1,000."),
                ("1. Rent > 1.1 Payment".to_owned(), "Monthly."),
                ("2) Term".to_owned(), "Five years."),
                ("Article IV".to_owned(), "Notice."),
                ("§ 5 Law".to_owned(), "2020 was a year."),
            ]
        );
    }

    #[test]
    fn a_pattern_says_what_a_heading_is() {
        let pattern = Regex::new(r"^== (.*) ==$").expect("a pattern");
        let found = cut("a\n== One ==\n  b\n\n== Two ==", &Cut::Lines(pattern));
        assert_eq!(
            found,
            [
                (String::new(), "a"),
                ("One".to_owned(), "  b"),
                ("Two".to_owned(), ""),
            ]
        );
    }

    #[test]
    fn a_text_without_headings_is_one_section() {
        assert_eq!(
            cut("only\nwords\n", &Cut::Every),
            [(String::new(), "only\nwords")]
        );
        assert_eq!(cut(" \n\n", &Cut::Every), []);
        assert_eq!(cut("\u{feff}# One", &Cut::Every), [("One".to_owned(), "")]);
    }
}
