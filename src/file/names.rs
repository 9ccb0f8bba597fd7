//! Ids: lower-case words joined by hyphens.

/// Why a name is not an id.
pub(crate) const NOT_AN_ID: &str = "not lower-case words joined by hyphens";

/// Whether a name is lower-case words joined by hyphens.
pub(crate) fn is_id(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    name.split('-')
        .all(|word| !word.is_empty() && word.bytes().all(plain))
}

/// A name as lower-case words joined by hyphens, where its letters allow that.
pub(crate) fn slug(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let slug = words.join("-").replace('\'', "");
    (is_id(&slug) && slug.len() <= 80).then_some(slug)
}
