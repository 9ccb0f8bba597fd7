//! How wide a text is, and the one way to break it into lines.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns a clean text of one line takes.
pub(crate) fn columns(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// A text in so many columns: a longer one up to a sign that it goes on.
pub(crate) fn cut(text: &str, width: usize, more: char) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let ends = text.grapheme_indices(true).map(|(end, _)| end);
    let fit = ends.take_while(|end| columns(&text[..*end]) < width);
    text[..fit.last().unwrap_or(0)].to_owned() + &more.to_string()
}

/// Breaks a text into a line of `first` columns and others of `rest`, as ranges of its bytes without the blanks there.
/// Only a word wider than a line is broken itself: after its hyphens, else between characters as readers see them.
pub(crate) fn wrap(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let (mut left, rest) = (first.max(1), rest.max(1));
    let (mut lines, mut unbroken) = (Vec::new(), Vec::new());
    words(text).for_each(|word| parts(text, word, rest, &mut unbroken));
    let mut line = 0..0;
    for part in unbroken {
        let wide = columns(&text[part.clone()]);
        let mut blanks = part.start - line.end;
        if part.start > 0 && blanks + wide > left {
            lines.push(std::mem::replace(&mut line, part.start..part.start));
            (left, blanks) = (rest, 0);
        }
        line.end = part.end;
        left = left.saturating_sub(blanks + wide);
    }
    lines.push(line);
    lines
}

/// The words of a text. Where the text begins with a blank, the first is empty.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    text.split(' ').filter_map(move |word| {
        let start = end;
        end = start + word.len() + 1;
        (start == 0 || !word.is_empty()).then(|| start..start + word.len())
    })
}

/// The stretches of a word that are broken only where they are wider than a line: each ends after a hyphen that
/// follows a letter or a digit. A date is one stretch.
pub(crate) fn unbroken(word: &str) -> impl Iterator<Item = &str> {
    let is_date = !word.chars().any(char::is_alphabetic);
    let mut rest = word;
    std::iter::from_fn(move || {
        let hyphens = rest.match_indices('-');
        let mut ends = hyphens.filter(|(at, _)| rest[..*at].ends_with(char::is_alphanumeric));
        let end = ends.next().filter(|_| !is_date);
        let (part, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at + 1));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// Adds the parts of a word that each have room on a line.
fn parts(text: &str, word: Range<usize>, room: usize, parts: &mut Vec<Range<usize>>) {
    if columns(&text[word.clone()]) <= room {
        return parts.push(word);
    }
    let mut start = word.start;
    for stretch in unbroken(&text[word]) {
        let (from, mut width) = (start, 0);
        for (at, character) in stretch.grapheme_indices(true) {
            let wide = columns(character);
            if from + at > start && width + wide > room {
                parts.push(start..from + at);
                (start, width) = (from + at, 0);
            }
            width += wide;
        }
        parts.push(start..from + stretch.len());
        start = from + stretch.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_as_far_as_they_go() {
        for (text, lines) in [
            ("", vec![""]),
            ("one", vec!["one"]),
            ("one two three", vec!["one two", "three"]),
            ("one  two   three", vec!["one  two", "three"]),
            ("three eleven one", vec!["three", "eleven", "one"]),
            ("  indented by two", vec!["", "indented", "by two"]),
            ("a-very-long-word", vec!["a-very-", "long-", "word"]),
            ("abcdefghijklmno p", vec!["abcdefgh", "ijklmno", "p"]),
            ("東京東京東京 é", vec!["東京東京", "東京 é"]),
            ("ends in blanks  ", vec!["ends in", "blanks"]),
        ] {
            let wrapped: Vec<&str> = wrap(text, 8, 8).into_iter().map(|at| &text[at]).collect();
            assert_eq!(wrapped, lines, "{text}");
        }
    }

    #[test]
    fn a_word_is_broken_after_its_hyphens_alone() {
        for (word, wanted) in [
            ("a-long-id", vec!["a-", "long-", "id"]),
            ("--known-by", vec!["--known-", "by"]),
            ("2026-04-27", vec!["2026-04-27"]),
            ("-", vec!["-"]),
            ("a--b", vec!["a-", "-b"]),
            ("end-", vec!["end-"]),
        ] {
            assert_eq!(unbroken(word).collect::<Vec<_>>(), wanted, "{word}");
        }
    }
}
