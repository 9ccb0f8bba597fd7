//! What headings and texts say: the numbers of headings, the ids that are made of their words, and texts without markup.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::date::{Date, Day};
use crate::file::names;
use crate::text::words::split;
use crate::text::{pattern, patterns};

patterns! {
    /// The number or letter that a heading begins with.
    LABEL = r"(?ix)^
        (?: (?:sub)?(?P<kind> article | art | section | sec | clause | paragraph | part | chapter | schedule | annexe? | appendix | exhibit | attachment | addendum | § )
            \.? \s* (?P<named> \d+ (?:\.\d+)* [a-z]? \b | \b [ivxlc]+ \b | \b [a-z] (?:-\d+)? \b )
          | (?P<number> \d+ (?: (?:\.\d+)+ [a-z]? )? ) \b
          | (?P<letter> [ivxl]+ | [a-z] ) [.)] (?: \s | $ ) ) [\s.:)–—-]*";
}

pub(super) const HIGHEST: u32 = 999;

/// What a section is called by, as `Section 3.1` or `Exhibit B`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The word before the number, in lower case; empty where there is none.
    pub(super) kind: String,
    pub(super) number: String,
    /// So many bytes are the label and what parts it from the title.
    pub(super) len: usize,
}

impl Label {
    pub(super) fn of(heading: &str) -> Option<Self> {
        let found = LABEL.captures(heading)?;
        let mut names = ["named", "number", "letter"].into_iter();
        let number = names.find_map(|name| found.name(name))?;
        let kind = found.name("kind").map_or("", |kind| kind.as_str());
        // `30 days`, `30-day` and `5%` say how many.
        let goes_on = |c: char| c.is_lowercase() || c == '%';
        let counts = heading[found[0].len()..].starts_with(goes_on)
            && matches!(found[0][number.end()..].trim(), "" | "-");
        (!kind.is_empty() || !counts).then(|| Self {
            kind: kind.to_lowercase(),
            number: number.as_str().to_owned(),
            len: found[0].len(),
        })
    }

    /// The kind as all its words mean it, empty for a section, and the number, in capitals.
    pub(super) fn key(&self) -> (String, String) {
        let kind = match self.kind.as_str() {
            "section" | "sec" | "clause" | "paragraph" | "§" => "",
            "art" => "article",
            other => other,
        };
        (kind.to_owned(), self.number.to_uppercase())
    }

    /// The numbers between the points, and that of a letter behind them; none where it is a letter alone.
    pub(super) fn numbers(&self) -> Option<Vec<u32>> {
        let bare = self
            .number
            .trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let letters = self.number[bare.len()..].to_ascii_uppercase().into_bytes();
        let letters = letters
            .into_iter()
            .map(|letter| Ok(u32::from(letter - b'A') + 1));
        let numbers = bare.split('.').map(str::parse).chain(letters);
        numbers.collect::<Result<_, _>>().ok()
    }
}

/// The words of a title.
pub(super) fn words(title: &str) -> String {
    let words: Vec<&str> = split(title).collect();
    words.join(" ").to_lowercase()
}

pub(super) fn bare(heading: &str) -> &str {
    heading[Label::of(heading).map_or(0, |label| label.len)..].trim()
}

/// A heading as an id, with its number only where it has nothing else.
pub(super) fn slug(heading: &str) -> String {
    let slug = names::slug(bare(heading));
    let slug = slug.or_else(|| names::slug(&heading.replace('§', "section ")));
    match slug.as_deref() {
        None => "section".to_owned(),
        Some(when) if Day::MAX.meant_by(when).is_some() || Date::read(when).is_some() => {
            format!("section-{when}")
        }
        Some(slug) => slug.to_owned(),
    }
}

/// Markup, and what stands in its place. A mark between letters or digits is no markup.
static MARKUP: LazyLock<[(Regex, &str); 7]> = LazyLock::new(|| {
    [
        (
            r"(?m)^[ \t]*\[[^\]\n]+\]:[ \t]*(?:<[^>\n]*>|[\w.+-]*[:/#]\S*)[ \t]*$",
            "",
        ),
        (
            r"\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\x22[^\x22\n]*\x22)?\)",
            "]",
        ),
        (r"(?m)^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-*+•][ \t]+)+", ""),
        (r"(?m)^[ \t]*\|?[ \t]*:?-{2,}:?[ \t|:-]*$", ""),
        (r"\*+\B|\B\*+|`|\\([\\*_`#.()\[\]-])", "$1"),
        (r"(^|[^\w])_+|_+([^\w]|$)", "$1$2"),
        (r"\[([^\]\n]*)\]", "$1"),
    ]
    .map(|(of, instead)| (pattern(of), instead))
});

/// A text as it reads: two that read alike differ in markup, link targets or white space alone.
pub(super) fn substance(text: &str) -> String {
    let mut bare = Cow::Borrowed(text);
    for (pattern, instead) in MARKUP.iter() {
        if let Cow::Owned(changed) = pattern.replace_all(&bare, *instead) {
            bare = changed.into();
        }
    }
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::names::LONGEST;

    #[test]
    fn an_id_is_made_from_the_words_of_a_heading() {
        for (heading, id) in [
            ("Fees", "fees"),
            ("3. Fees and Taxes", "fees-and-taxes"),
            ("2.3.1 Notice", "notice"),
            ("Article 5 – Termination", "termination"),
            ("Section. 1", "section-1"),
            ("§ 4", "section-4"),
            ("Tenant's Duties", "tenants-duties"),
            ("Gebühren & Übernahme", "gebuhren-ubernahme"),
            ("条約", "tiao-yue"),
            ("2019", "section-2019"),
            ("Today", "section-today"),
            ("…", "section"),
            ("", "section"),
        ] {
            assert_eq!(slug(heading), id, "{heading}");
        }
        assert!(slug(&"word ".repeat(100)).len() <= LONGEST);
        assert!(slug(&"x".repeat(1000)).len() <= LONGEST);
    }

    #[test]
    fn an_id_is_given_once() {
        let ids = ["fees".to_owned(), "part-one-fees".to_owned()];
        let mut taken: Vec<String> = Vec::new();
        for expected in [
            "fees",
            "part-one-fees",
            "part-one-fees-2",
            "part-one-fees-3",
        ] {
            let id = names::first_free(&ids, |id| taken.iter().all(|taken| taken != id));
            assert_eq!(id, expected);
            taken.push(id);
        }
    }

    #[test]
    fn markup_says_nothing() {
        for (one, other) in [
            ("The **fee** is _due_.", "The fee is due."),
            (
                "See [Fees](#fees).",
                "See [Fees](https://example.org/a_(b) \"Fees\").",
            ),
            ("* one\n* two", "- one\n- two"),
            ("wrapped\nlines  here", "wrapped lines here"),
            ("`code` and *old*", "code and old"),
            ("> quoted", "quoted"),
            ("[a]: https://example.org\ntext", "text"),
            ("1\\. Rent", "1. Rent"),
            (
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "| a | b |\n| :-- | --- |\n| 1 | 2 |",
            ),
        ] {
            assert_eq!(substance(one), substance(other), "{one}");
        }
    }

    #[test]
    fn words_and_numbers_say_something() {
        for (one, other) in [
            ("The fee is 900.", "The fee is 950."),
            ("[Landlord]: John", "[Landlord]: Jane"),
            ("5*3", "53"),
            ("snake_case", "snakecase"),
            ("(a) rent", "(b) rent"),
            ("due - now", "due now"),
            ("-5", "5"),
            ("It is ~~900~~ 950.", "It is 900 950."),
        ] {
            assert_ne!(substance(one), substance(other), "{one}");
        }
    }
}
