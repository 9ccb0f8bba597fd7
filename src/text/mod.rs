//! Text for people: cleaned, broken into lines, words that agree, and patterns. Knows nothing of agreements.

mod clean;
mod pattern;
pub mod search;
pub mod words;
pub(crate) mod wrap;

pub use clean::{
    clean, clean_char, clean_json, clean_line, clean_toml, escape, first_escaped, is_odd,
};
pub(crate) use pattern::{pattern, patterns};
