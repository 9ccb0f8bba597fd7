//! Words as types: counts that agree, lists, ticks, and the nearest right word.

use std::fmt;
use std::path::Path;

/// A number and a noun that agree: `1 event`, `2 events`.
#[derive(Clone, Copy, Debug)]
pub struct Count(pub usize, pub &'static str);

impl Count {
    pub fn noun(self) -> String {
        let Self(number, noun) = self;
        match noun.strip_suffix('y').filter(|_| !noun.ends_with("day")) {
            _ if number == 1 => noun.to_owned(),
            Some(stem) => format!("{stem}ies"),
            None => format!("{noun}s"),
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.noun())
    }
}

/// How many there are of each, but for those of which there are none.
pub fn counts(all: impl IntoIterator<Item = (usize, &'static str)>) -> Vec<String> {
    let some = all.into_iter().filter(|(number, _)| *number > 0);
    some.map(|(number, noun)| Count(number, noun).to_string())
        .collect()
}

/// A list in words: `a`, `a and b`, `a, b and c`.
pub fn and_list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "and")
}

/// Some parts as one text with a gap between them; nothing where there are none.
pub fn parted<T: fmt::Display>(parts: impl IntoIterator<Item = T>, gap: &str) -> Option<String> {
    let parts = parts.into_iter().map(|part| part.to_string());
    parts.reduce(|all, part| all + gap + &part)
}

/// A list in words, where it has anything.
pub fn some_list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> Option<String> {
    Some(and_list(items)).filter(|list| !list.is_empty())
}

/// The first of many in words: `a, b and 3 more`; all of them where they are few.
pub fn and_some<T: AsRef<str>>(items: &[T]) -> String {
    let names = items.iter().map(AsRef::as_ref);
    match items.len() {
        0..=4 => and_list(names),
        many => {
            let more = format!("{} more", many - 3);
            and_list(names.take(3).chain([more.as_str()]))
        }
    }
}

pub fn or_list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "or")
}

fn joined<T: fmt::Display>(items: impl IntoIterator<Item = T>, word: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

/// Words in quotation marks, with those inside single.
pub fn quote(text: &str) -> String {
    format!("“{}”", inner(text))
}

/// A text as it stands inside quotation marks: its own are single, so that none closes those around it.
pub fn inner(text: &str) -> String {
    let single = |c| match c {
        '"' | '＂' | '″' => '\'',
        '“' | '„' | '‟' | '〝' => '‘',
        '”' | '〞' | '〟' => '’',
        other => other,
    };
    text.chars().map(single).collect()
}

/// The words of a text: what stands between white space and punctuation.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// Whether a path, or a word, is named as timelines are.
pub fn is_toml(path: impl AsRef<Path>) -> bool {
    let ending = path.as_ref().extension();
    ending.is_some_and(|ending| ending == "toml")
}

pub fn ticked(text: &str) -> String {
    format!("`{text}`")
}

/// Words as they are written, in a list: `` `a`, `b` or `c` ``.
pub fn ticked_or<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    or_list(words.into_iter().map(|word| ticked(word.as_ref())))
}

/// The candidate that a mistyped word most likely meant, if any is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    ranked(word, candidates).map(|(_, best)| best)
}

/// The same with its rank: the lower, the likelier it is meant.
pub fn ranked<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<(usize, &'a str)> {
    if word.is_empty() || word.len() > 80 {
        return None;
    }
    let wanted = word.to_lowercase();
    let scored = |candidate: &'a str| {
        let lower = candidate.to_lowercase();
        let distance = strsim::damerau_levenshtein(&wanted, &lower);
        let length = wanted.chars().count().max(lower.chars().count());
        let near = (distance <= (length / 3).max(1)).then_some(distance);
        // What begins with the word, or has it whole, goes before what is only spelt alike.
        let part = match lower.find(&wanted) {
            _ if wanted.len() < 3 => None,
            Some(0) => Some(1),
            Some(_) => Some(2),
            None => (lower.len() >= 3 && wanted.contains(&lower)).then_some(100),
        };
        Some((near.into_iter().chain(part).min()?, candidate))
    };
    let candidates = candidates.into_iter().filter(|word| word.len() <= 120);
    candidates.filter_map(scored).min()
}

/// How far a word lies from a longer one for which it may be mistyped.
pub fn mistyped(word: &str, meant: &str) -> Option<usize> {
    let length = meant.chars().count();
    let distance = strsim::damerau_levenshtein(&word.to_lowercase(), meant);
    (length >= 4 && word.len() <= 80 && distance <= length.div_ceil(7)).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inside_quotation_marks_closes_them() {
        for (text, quoted) in [
            ("the rent", "“the rent”"),
            ("5” [1]. “Rent” ended", "“5’ [1]. ‘Rent’ ended”"),
            ("a \"b\" „c“ «d» ‘e’", "“a 'b' ‘c‘ «d» ‘e’”"),
        ] {
            assert_eq!(quote(text), quoted);
        }
    }

    #[test]
    fn counts_agree() {
        for (count, text) in [
            (Count(0, "event"), "0 events"),
            (Count(1, "event"), "1 event"),
            (Count(2, "party"), "2 parties"),
            (Count(2, "day"), "2 days"),
        ] {
            assert_eq!(count.to_string(), text);
        }
    }

    #[test]
    fn lists_read_as_words() {
        assert_eq!(and_list(["a"]), "a");
        assert_eq!(and_list(["a", "b", "c"]), "a, b and c");
        assert_eq!(or_list(["a", "b"]), "a or b");
    }

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(
            nearest("ip-licence", ["ip-license", "ip-research"]),
            Some("ip-license")
        );
        assert_eq!(
            nearest("license", ["ip-license", "cloud"]),
            Some("ip-license")
        );
        let conditions = ["AGI is declared", "AGI is verified by the panel"];
        assert_eq!(nearest("AGI is verified", conditions), Some(conditions[1]));
        assert_eq!(nearest("zebra", ["ip-license", "cloud"]), None);
    }
}
