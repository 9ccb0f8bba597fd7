//! Regular expressions that the program names.

use regex::Regex;

pub(crate) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|_| unreachable!("the pattern is ours"))
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $of:literal;)*) => {
        $($(#[$doc])* $vis static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| $crate::text::pattern($of));)*
    };
}
pub(crate) use patterns;
