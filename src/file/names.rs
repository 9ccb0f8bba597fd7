//! Ids: lower-case words joined by hyphens.

pub(crate) const NOT_AN_ID: &str = "not lower-case words joined by hyphens";

/// The most characters of an id that is made from a text.
pub(crate) const LONGEST: usize = 60;

pub(crate) fn is_id(name: &str) -> bool {
    let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let mut words = name.as_bytes().split(|b| *b == b'-');
    words.all(|word| !word.is_empty() && word.iter().all(plain))
}

/// The words of a text as an id, as many as fit; Latin letters stand for others.
pub(crate) fn slug(text: &str) -> Option<String> {
    let latin = deunicode::deunicode(text).to_lowercase().replace('\'', "");
    let mut slug = String::new();
    for word in latin.split(|c: char| !c.is_ascii_alphanumeric()) {
        let is_first = slug.is_empty();
        if !is_first && slug.len() + word.len() >= LONGEST {
            break;
        }
        slug.push_str(if is_first || word.is_empty() { "" } else { "-" });
        slug.push_str(&word[..word.len().min(LONGEST)]);
    }
    (!slug.is_empty()).then_some(slug)
}

/// The first of some ids that is free, or the last with a number.
pub(crate) fn first_free(ids: &[String], is_free: impl Fn(&str) -> bool) -> String {
    let last = ids.last().map_or("section", String::as_str);
    let numbered = (2_u64..).map(|count| format!("{last}-{count}"));
    let mut ids = ids.iter().cloned().chain(numbered);
    ids.find(|id| is_free(id)).unwrap_or_default()
}
