//! What every sentence needs: the sources that it rests on, its first letter, and its end.

use super::clocks::{doubts, marks};
use super::dates::date;
use super::texts::sentences;
use super::who;
use crate::agreement::{Basis, Wording};
use crate::answer::story::{Sentence, read};
use crate::answer::{Cite, Refs, Set};
use crate::date::Date;
use crate::text::words::{inner, parted, quote};

pub(crate) fn resting<'c>(
    refs: &Refs,
    text: impl Into<String>,
    cites: impl IntoIterator<Item = &'c Cite>,
) -> Sentence {
    let (strongest, passed_on) = who::ranked(refs, cites);
    let found = strongest.into_iter().chain(passed_on);
    Sentence {
        sources: found.map(read).collect(),
        ..Sentence::of_record(text)
    }
}

/// A text of a clause with who gave it, and with who set other values that it says: of these one is named early.
pub(crate) fn resting_text<'c>(
    refs: &Refs,
    text: impl Into<String>,
    cites: impl IntoIterator<Item = &'c Cite>,
    beside: &[Set],
) -> Sentence {
    let mut told = resting(refs, text, cites);
    let mut others = resting(refs, "", beside.iter().flat_map(|set| &set.cite)).sources;
    others.retain(|source| !told.sources.contains(source));
    let (mut others, place) = (others.into_iter(), told.sources.len().min(1));
    told.sources.splice(place..place, others.next());
    told.sources.extend(others);
    told
}

pub(crate) fn note(note: Option<&String>) -> Option<Sentence> {
    note.map(|note| Sentence::of_record(format!("Note: {}", bare(note))))
}

/// A text as a sentence begins: a name with a full stop in it, as `example.org`, stays as it is.
pub(crate) fn capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if first.trim_end_matches('.').contains('.') {
        return text.to_owned();
    }
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// A text from the file without its final full stop, since every sentence here gets one.
pub(crate) fn bare(text: &str) -> String {
    text.trim().trim_end_matches('.').replace('\n', " ")
}

/// A clause's text behind some words: in quotation marks where the words are the contract's own.
pub(crate) fn reads(words: &str, text: &str, wording: Option<Wording>) -> String {
    let text = bare(text);
    match wording.unwrap_or_default() {
        Wording::Verbatim => format!("{words}: {}", quote(&text)),
        Wording::Quoted => format!("{words}: {text}"),
        Wording::Summary => format!("{words}: {}", inner(&text)),
        Wording::Record => format!(
            "{words}, in this record's summary, by all its sources: {}",
            inner(&text)
        ),
    }
}

/// Whether each sentence of a text says itself that it is only reported, or any, where that is so of a part of it.
pub(crate) fn is_hedged(text: &str, in_part: bool) -> bool {
    let hedges = ["eportedly", "as reported", "reported to be"];
    let says = |text: &str| hedges.iter().any(|words| text.contains(words));
    in_part && says(text) || sentences(text).into_iter().all(says)
}

pub(crate) fn named_events(refs: &Refs, ids: &[String]) -> String {
    let events = ids.iter().filter_map(|id| refs.events.get(id));
    let named = events.map(|event| format!("{} ({})", bare(&event.title), date(event.date)));
    parted(named, "; ").unwrap_or_default()
}

/// That nobody knows whether something holds: `Whether Rent still stands has been unclear since 2 May 2026 (inferred)`.
pub(crate) fn unclear(what: &str, days: (Date, Date, Basis)) -> String {
    let (since, doubts) = (date(days.0), marks(doubts(days, date)));
    format!("Whether {what} has been unclear since {since}{doubts}")
}
