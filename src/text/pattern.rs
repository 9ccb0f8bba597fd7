//! Regular expressions that the program names.

use regex::Regex;

pub(crate) fn pattern(of: &str) -> Regex {
    Regex::new(of).expect("a sound pattern")
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $of:literal;)*) => {
        $($(#[$doc])* $vis static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| $crate::text::pattern($of));)*
    };
}
pub(crate) use patterns;
