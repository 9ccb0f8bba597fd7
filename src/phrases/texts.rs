//! Texts of clauses: whole or in part, and two beside each other.

use std::collections::HashSet;
use std::ops::Range;

use similar::{Algorithm, ChangeTag, TextDiff, capture_diff_slices};

use crate::agreement::Wording;
use crate::answer::Look;
use crate::answer::block::{Line, Role};
use crate::text::words::{Count, quote, split};
use crate::text::wrap::columns;

/// A text that takes more columns, three lines of a page, is cut where not all is wanted.
const LONG: usize = 3 * 74;

/// A text: whole where it is short or all is wanted, else its first sentence and how much there is.
pub(crate) fn sentence(text: &str, wording: Option<Wording>, look: Look) -> Line {
    let is_short = columns(text) <= LONG && text.lines().count() <= 3;
    let shown = if look.verbose || is_short {
        text.trim_end()
    } else {
        let text = text.trim_start();
        ends(text).next().map_or(text, |end| text[..end].trim_end())
    };
    let line = match wording {
        Some(Wording::Verbatim) => Line::text_block(format!("verbatim: {}", quote(shown))),
        Some(Wording::Record) => Line::plain(format!(
            "this record's summary, by all its sources: {shown}"
        )),
        _ => Line::plain(shown),
    };
    if shown == text.trim_end() {
        return line;
    }
    let count = text.split_whitespace().count();
    line.and(Role::Faint, format!(" … ({}: -v)", Count(count, "word")))
}

/// The sentence of a text that is long, or the text, in which a place lies.
pub(crate) fn sentence_at(text: &str, place: &Range<usize>) -> Range<usize> {
    if columns(text) <= LONG {
        return 0..text.len();
    }
    let (before, after): (Vec<_>, Vec<_>) = ends(text).partition(|end| *end <= place.start);
    let before = before.last().map_or(0, |end| *end);
    let start = place.start - text[before..place.start].trim_start().len();
    let end = after.into_iter().find(|end| *end >= place.end);
    start..end.unwrap_or(text.len())
}

fn ends(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    let stops = text.match_indices(['.', '!', '?', '\n']);
    let stops: Vec<usize> = stops.map(|(at, _)| at).collect();
    let ends = stops.into_iter().filter(|at| ends_sentence(text, *at));
    ends.map(|at| at + 1)
}

/// Words that are often cut short, with a full stop behind them.
const SHORT: [&str; 9] = ["al", "art", "ca", "cf", "etc", "no", "par", "sec", "vs"];

/// Whether a line break, or a full stop behind a whole word and before a capital, stands at a place in a text.
fn ends_sentence(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let word = before.rsplit([' ', '\n']).next().unwrap_or_default();
    let next = after.trim_start().chars().next();
    let is_capital = after.starts_with(' ') && next.is_some_and(char::is_uppercase);
    let is_lower = word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    // `U.S` is cut short too.
    let is_initials = word.contains('.') && word.ends_with(char::is_uppercase);
    let is_whole = word.len() > 3 && !is_initials || is_lower && !SHORT.contains(&word);
    text[at..].starts_with('\n') || is_whole && is_capital
}

/// Whether a new text says more than the old one and some values beside it: at least half of its new words stand in none of
/// these, or one that denies or counts.
pub(crate) fn says_more([old, new]: [&str; 2], said: &str) -> bool {
    let [was, is, said] = [old, new, said].map(stems);
    let own: Vec<&String> = is.difference(&was).collect();
    let more: Vec<&&String> = own.iter().filter(|stem| !said.contains(**stem)).collect();
    let is_weighty =
        |stem: &str| NOT.contains(&stem) || stem.contains(|c: char| c.is_ascii_digit());
    !more.is_empty() && (more.len() * 2 >= own.len() || more.iter().any(|stem| is_weighty(stem)))
}

/// Words by which a text says that something is not so.
const NOT: [&str; 6] = ["cannot", "never", "no", "none", "nor", "not"];

/// How the words of a text begin, which is the same in other forms of them: `verifi` of `verifies` and `verified`.
fn stems(text: &str) -> HashSet<String> {
    let stem = |word: &str| word.to_lowercase().chars().take(6).collect();
    split(text).map(stem).collect()
}

/// Two verbatim texts as one, in runs that are gone, new or as before; of what did not change, only what shares a sentence
/// with what did, where not all is wanted.
pub(crate) fn redline(before: &str, after: &str, all: bool) -> Vec<(ChangeTag, String)> {
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    let mut push = |tag, text: &str| match runs.last_mut() {
        Some((last, run)) if *last == tag => run.push_str(text),
        _ if text.is_empty() => {}
        _ => runs.push((tag, text.to_owned())),
    };
    for [old, new] in side_by_side(&sentences(before), &sentences(after)) {
        let gaps = [old, new].map(|text| &text[text.trim_end().len()..]);
        let [old, new] = [old, new].map(str::trim_end);
        if old.is_empty() || new.is_empty() {
            push(ChangeTag::Delete, old);
            push(ChangeTag::Insert, new);
        } else {
            let diff = TextDiff::from_unicode_words(old, new);
            (diff.iter_all_changes()).for_each(|of| push(of.tag(), of.value()));
        }
        let gap = gaps.into_iter().max_by_key(|gap| gap.len());
        push(ChangeTag::Equal, gap.unwrap_or_default());
    }
    let last = runs.len().saturating_sub(1);
    let kept = runs.iter_mut().enumerate();
    for (place, (_, text)) in kept.filter(|(_, (tag, _))| *tag == ChangeTag::Equal && !all) {
        *text = beside(text, place > 0, place < last);
    }
    runs
}

pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let starts = ends(text).map(|end| end + text[end..].len() - text[end..].trim_start().len());
    let mut cuts: Vec<usize> = [0].into_iter().chain(starts).chain([text.len()]).collect();
    cuts.dedup();
    cuts.windows(2).map(|two| &text[two[0]..two[1]]).collect()
}

/// The sentences of two texts in the order of both: beside each the one that it became, which shares half of its words, or
/// nothing.
fn side_by_side<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<[&'t str; 2]> {
    let [was, is] = [old, new].map(|all| all.iter().map(|of| of.trim_end()).collect::<Vec<_>>());
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        let (old, mut new) = (&old[op.old_range()], &new[op.new_range()]);
        for old in old {
            let is_like = |new: &&str| {
                let [old, new] = [old, *new].map(|of| of.split_whitespace().collect::<Vec<_>>());
                TextDiff::from_slices(&old, &new).ratio() >= 0.5
            };
            let became = new.iter().take(20).position(is_like);
            pairs.extend(new[..became.unwrap_or(0)].iter().map(|new| ["", new]));
            pairs.push([old, became.map_or("", |place| new[place])]);
            new = &new[became.map_or(0, |place| place + 1)..];
        }
        pairs.extend(new.iter().map(|new| ["", new]));
    }
    pairs
}

/// The same in a line, with what is gone in `[-…-]` and what is new in `{+…+}`.
pub(crate) fn words(before: &str, after: &str, look: Look) -> Line {
    let runs = redline(before, after, look.verbose).into_iter();
    runs.fold(Line::plain("verbatim: "), |line, (tag, text)| match tag {
        ChangeTag::Delete => line.and(Role::Removed, format!("[-{text}-]")),
        ChangeTag::Insert => line.and(Role::Added, format!("{{+{text}+}}")),
        ChangeTag::Equal => line.and(Role::Plain, text),
    })
}

/// Of what stands between two changes, or before the first or behind the last, the sentences that it shares with them.
fn beside(text: &str, follows: bool, leads: bool) -> String {
    let first = (!follows).then_some(0).or_else(|| ends(text).next());
    let whole = (!leads).then_some(text.len());
    let last = whole.or_else(|| ends(text).next_back());
    let [before, behind] = [follows, leads].map(|is| if is { " " } else { "" });
    match (first, last) {
        (Some(first), Some(last)) if !text[first..last.max(first)].trim().is_empty() => {
            let (head, tail) = (text[..first].trim_end(), text[last..].trim_start());
            format!("{head}{before}…{behind}{tail}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(verbose: bool) -> Look {
        Look {
            width: None,
            color: false,
            ascii: false,
            verbose,
            sources: false,
            spoken: false,
        }
    }

    #[test]
    fn verbatim_texts_are_compared_by_words() {
        let line = words(
            "The fee is 20% of revenue.",
            "The fee is 10% of net revenue.",
            look(false),
        );
        assert_eq!(
            line.text(),
            "verbatim: The fee is [-20-]{+10+}% of {+net +}revenue."
        );
    }

    #[test]
    fn a_new_text_says_more_than_the_values_beside_it() {
        let old =
            "The tenant pays 1000 euros in advance. It is due on the first; the tenant may sublet.";
        for (is, was, more) in [
            ("1200", "1000", false),
            ("arrears", "advance", true),
            ("may not", "may", true),
            ("the 15th", "the first", true),
        ] {
            let new = old.replace(was, is);
            let said = "Rent; sum a month: 1000 euros 1200 euros";
            assert_eq!(says_more([old, &new], said), more, "{new}");
        }
    }

    #[test]
    fn a_sentence_is_compared_with_the_one_that_it_became() {
        let first = "The tenant pays 100 euros a month. Payment is due on the first. The landlord keeps the roof.";
        for (after, both) in [
            (
                "The tenant pays 140 euros a month. The landlord keeps the roof and the walls. A garden is added.",
                "The tenant pays [-100-]{+140+} euros a month. [-Payment is due on the first.-] \
                 The landlord keeps the roof{+ and the walls+}. {+A garden is added.+}",
            ),
            (
                "Payment is due on the first. The landlord keeps the roof. The tenant is at home.",
                "[-The tenant pays 100 euros a month.-] Payment is due on the first. The landlord keeps the roof. {+The tenant is at home.+}",
            ),
            (
                "All is new.",
                "[-The tenant pays 100 euros a month.-] [-Payment is due on the first.-] \
                 [-The landlord keeps the roof.-]{+All is new.+}",
            ),
        ] {
            let told = words(first, after, look(false)).text();
            assert_eq!(told, format!("verbatim: {both}"));
        }
    }

    #[test]
    fn a_sentence_goes_on_behind_what_is_cut_short() {
        let text = "Under the EU-U.S. DPF, the U.K. Extension and No. 7 of it, we agree. More follows. Art. 2 is left.";
        let all = sentences(text);
        assert_eq!(all[1..], ["More follows. ", "Art. 2 is left."]);
    }

    #[test]
    fn sentences_that_did_not_change_are_left_out() {
        let before = "The term runs. It is long. The fee is 20% of revenue. It is due yearly. Late pay costs.";
        let after = "The term runs. It is long. The fee is 10% of revenue. It is due yearly. Late pay costs more.";
        let both = "The fee is [-20-]{+10+}% of revenue. … Late pay costs{+ more+}.";
        assert_eq!(
            words(before, after, look(false)).text(),
            format!("verbatim: … {both}")
        );
        let whole = words(before, after, look(true)).text();
        assert!(whole.contains("It is long. The fee") && whole.contains("It is due yearly. Late"));
    }
}
