//! Headings → ids.

use std::sync::LazyLock;

use regex::Regex;

use crate::date::{Date, Day};
use crate::file::names;

/// The number that a heading begins with.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^
        (?: (?: article | section | clause | part | chapter | schedule | annex | appendix | exhibit | § )
            \.? \s* (?: \d+ (?:\.\d+)* | [ivxlc]+ | [a-z] ) \b
          | \d+ (?:\.\d+)* \b ) [\s.:)–—-]*",
    )
    .unwrap_or_else(|_| unreachable!("the pattern is ours"))
});

/// A heading as an id, with its number only where it has nothing else.
pub(super) fn slug(heading: &str) -> String {
    let bare = NUMBER.replace(heading, "");
    let slug = names::slug(&bare).or_else(|| names::slug(&heading.replace('§', "section ")));
    match slug.as_deref() {
        None => "section".to_owned(),
        Some(when) if Day::MAX.meant_by(when).is_some() || Date::read(when).is_some() => {
            format!("section-{when}")
        }
        Some(slug) => slug.to_owned(),
    }
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
}
