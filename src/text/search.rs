//! Looking for words in a text, whatever their case and whatever parts them.

use std::ops::Range;

/// Words that are looked for, of which each must occur.
#[derive(Clone, Debug)]
pub struct Wanted {
    words: Vec<String>,
    /// Whether each must begin a word: a part of another says nothing.
    apart: bool,
}

impl Wanted {
    /// Words as one phrase; none where there is nothing to look for.
    pub fn phrase(words: &str) -> Option<Self> {
        let phrase = folded(words.trim(), |_, _| {});
        let (words, apart) = (vec![phrase], false);
        (!words[0].is_empty()).then_some(Self { words, apart })
    }

    pub fn apart(&self) -> Self {
        let words = self.words().flat_map(|phrase| phrase.split(' '));
        Self {
            words: words.map(str::to_owned).collect(),
            apart: true,
        }
    }

    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Where a text has the words, in order, if it has each of them.
    pub fn places(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let mut starts = Vec::new();
        let plain = folded(text, |_, _| {});
        if !self.words().all(|word| plain.contains(word)) {
            return None;
        }
        let folded = folded(text, |end, start| starts.resize(end, start));
        let mut found: Vec<Range<usize>> = Vec::new();
        for word in self.words() {
            let begins = |at: usize| !folded[..at].ends_with(char::is_alphanumeric);
            let found_at = folded.match_indices(word).map(|(at, _)| at);
            let mut found_at = found_at.filter(|at| !self.apart || begins(*at)).peekable();
            found_at.peek()?;
            for at in found_at {
                let last = starts[at + word.len() - 1];
                let length = text[last..].chars().next().map_or(0, char::len_utf8);
                found.push(starts[at]..last + length);
            }
        }
        found.sort_by_key(|place| place.start);
        Some(found)
    }
}

/// A text in small letters, with plain quotation marks and dashes and one blank where some stand. `leads` is called for
/// each character, with the length of what is folded so far and where the character begins in the text.
fn folded(text: &str, mut leads: impl FnMut(usize, usize)) -> String {
    let mut folded = String::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        match c {
            // Most characters of a text, in one step.
            c if c.is_ascii_graphic() => folded.push(c.to_ascii_lowercase()),
            c if c.is_whitespace() && folded.ends_with(' ') => {}
            c if c.is_whitespace() => folded.push(' '),
            '‘' | '’' => folded.push('\''),
            '“' | '”' => folded.push('"'),
            '‐' | '‑' | '–' | '—' => folded.push('-'),
            c => folded.extend(c.to_lowercase()),
        }
        leads(folded.len(), start);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case_and_what_parts_them() {
        for (words, text, found) in [
            ("cloud", "Cloud and CLOUDS", vec!["Cloud", "CLOUD"]),
            ("any  cloud", "on any\n  cloud", vec!["any\n  cloud"]),
            ("OpenAI's", "OpenAI’s", vec!["OpenAI’s"]),
            ("a-b", "A–B", vec!["A–B"]),
            ("straße", "STRASSE Straße", vec!["Straße"]),
            ("i", "İ", vec!["İ"]),
            ("\u{307}", "İ", vec!["İ"]),
            ("e\u{301}", "E\u{301}é", vec!["E\u{301}"]),
            ("aa", "aaa", vec!["aa"]),
            (".*", "a.*b", vec![".*"]),
            ("x", "", vec![]),
        ] {
            let wanted = Wanted::phrase(words).expect("words");
            let places = wanted.places(text).into_iter().flatten();
            assert_eq!(places.map(|at| &text[at]).collect::<Vec<_>>(), found);
        }
        let apart = Wanted::phrase("clouds exclusive").expect("words");
        let text = "Exclusive clouds";
        let places = apart.apart().places(text).into_iter().flatten();
        let found: Vec<&str> = places.map(|at| &text[at]).collect();
        assert_eq!(found, ["Exclusive", "clouds"]);
        assert!(Wanted::phrase(" \n").is_none());
    }
}
