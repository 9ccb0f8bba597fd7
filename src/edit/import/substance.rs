//! What a text says, without the markup with which it says it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::pattern;

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
