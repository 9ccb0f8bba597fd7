//! The patterns of prose. A sentence is a text of the file as it stands, or one of these.

use super::clocks::known;
use super::dates::date;
use super::who;
use crate::agreement::suppose::is_supposed;
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
    let place = told.sources.len().min(1);
    let early = others.drain(..others.len().min(1));
    told.sources.splice(place..place, early);
    told.sources.extend(others);
    told
}

/// The same sentences, those that rest on the same as one.
pub(crate) fn merged(told: Vec<Sentence>) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    for one in told {
        let is_same = |last: &&mut Sentence| {
            let same = last.event == one.event && last.change == one.change;
            same && !one.sources.is_empty() && last.sources == one.sources
        };
        match all.last_mut().filter(is_same) {
            Some(last) => last.text = format!("{}. {}", last.text, one.text),
            None => all.push(one),
        }
    }
    all
}

pub(crate) fn note(note: Option<&String>) -> Option<Sentence> {
    note.map(|note| Sentence::of_record(format!("Note: {}", remarks(note))))
}

/// A note on one line. What begins on a line of its own, and not in the middle of a sentence, is a sentence too.
pub(crate) fn remarks(note: &str) -> String {
    let lines = note.lines().map(bare).filter(|line| !line.is_empty());
    let joined = lines.reduce(|told, line| {
        let goes_on = line.starts_with(char::is_lowercase) || told.ends_with([',', ';', ':']);
        let stop = if goes_on { " " } else { ". " };
        told + stop + &line
    });
    joined.unwrap_or_default()
}

/// A text as a sentence begins; a web address stays as it is: `genai.club`.
pub(crate) fn capital(text: &str) -> String {
    let word = text.split([' ', ',', ':', '\'']).next().unwrap_or_default();
    let is_domain = |(_, end): (&str, &str)| end.len() > 1 && end.starts_with(char::is_alphabetic);
    if word.rsplit_once('.').is_some_and(is_domain) {
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

/// What comes before a text by which this record sums up what a source says.
pub(crate) const SUMMED_UP: &str = "This record sums it up so, by all its sources";

/// Behind who said it: what is a sentence of its own is not its object.
pub(crate) fn said(who: &str, body: &str) -> String {
    match body.strip_prefix(&format!(". {SUMMED_UP}")) {
        Some(body) => format!("What {who}, this record sums up so, by all its sources{body}"),
        None if body.starts_with('.') => format!("{who} as follows{body}"),
        None if body.starts_with(',') => format!("as {who}{body}"),
        None => format!("{who}{body}"),
    }
}

/// What is told behind some words, and of a text whose words it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) text: String,
    pub(crate) wording: Option<Wording>,
}

impl Reading {
    /// A clause's text: in quotation marks only where the words are the contract's own.
    pub(crate) fn of(text: &str, wording: Option<Wording>) -> Self {
        let (text, wording) = (bare(text), wording.unwrap_or_default());
        let text = match wording {
            Wording::Verbatim => quote(&text),
            Wording::Quoted => text,
            Wording::Summary | Wording::Record => inner(&text),
        };
        let wording = Some(wording);
        Self { text, wording }
    }

    /// A fact that is no text of the file.
    pub(crate) fn fact(text: String) -> Self {
        let wording = None;
        Self { text, wording }
    }

    /// Whether this record so sums up what a source says.
    pub(crate) fn is_own(&self) -> bool {
        self.wording == Some(Wording::Record)
    }

    /// Whether it is told as a sentence of its own, and not as what goes on behind a name.
    pub(crate) fn is_apart(&self) -> bool {
        matches!(self.wording, Some(Wording::Record | Wording::Quoted))
    }

    /// What a source is quoted with, behind its name, where no other is believed.
    pub(crate) fn named(self, refs: &Refs, cites: &[&Cite]) -> Self {
        match cites.first().filter(|_| self.is_bare_quote()) {
            Some(cite) => Self {
                text: format!("{}: {}", who::name(refs, &cite.source), self.text),
                ..self
            },
            None => self,
        }
    }

    fn is_bare_quote(&self) -> bool {
        self.wording == Some(Wording::Quoted) && self.text.starts_with('“')
    }

    /// Behind some words: what is this record's own, or is quoted by name, is a sentence of its own; a label needs no colon
    /// before it.
    pub(crate) fn led(&self, words: &str) -> String {
        let gap = match self.wording {
            Some(Wording::Record) => &format!(". {SUMMED_UP}: "),
            Some(Wording::Quoted) if !self.is_bare_quote() => ". ",
            None if self
                .text
                .split("; ")
                .take(1)
                .any(|first| first.contains(": ")) =>
            {
                ", "
            }
            _ => ": ",
        };
        format!("{words}{gap}{}", self.text)
    }

    /// Behind who reported it, which says by itself that it is reported.
    pub(crate) fn unhedged(self) -> Self {
        let text = self.text.strip_prefix("Reportedly, ").map(capital);
        let text = text.filter(|_| !self.is_own()).unwrap_or(self.text);
        Self { text, ..self }
    }
}

impl From<String> for Reading {
    fn from(text: String) -> Self {
        let wording = Some(Wording::default());
        Self { text, wording }
    }
}

pub(crate) fn named_events(refs: &Refs, ids: &[String]) -> String {
    let events = ids.iter().filter_map(|id| refs.events.get(id));
    let named = events.map(|event| format!("{} ({})", bare(&event.title), date(event.date)));
    parted(named, "; ").unwrap_or_default()
}

pub(crate) fn subject(title: &str) -> String {
    title.to_owned() + if title.contains(',') { "," } else { "" }
}

/// How firm what an event did is told to be: a supposition says by itself that it is no fact.
pub(crate) fn told_basis(event: &str, basis: Basis) -> Basis {
    if is_supposed(event) {
        Basis::Stated
    } else {
        basis
    }
}

/// How firm something is, behind what is told.
pub(crate) fn firmly(basis: Basis) -> &'static str {
    match basis {
        Basis::Stated => "",
        Basis::Reported => ", as reported",
        Basis::Inferred => ", as this record infers",
    }
}

/// How firm something is, before what is told.
pub(crate) fn hedged(basis: Basis, text: &str) -> String {
    let firm = firmly(basis).trim_start_matches(", ");
    let gap = if firm.is_empty() { "" } else { ", " };
    capital(&format!("{firm}{gap}{text}"))
}

/// That nobody knows whether a clause stands, since a day that may be called something else: `, as this record infers`
/// behind it where nobody says even that.
pub(crate) fn unclear(
    (what, stands): (&str, &str),
    since: Option<&str>,
    days: (Date, Date, Basis),
) -> String {
    let unclear = been_unclear(since, days);
    format!("Whether {what} still {stands} {unclear}")
}

pub(crate) fn been_unclear(since: Option<&str>, (of, then, basis): (Date, Date, Basis)) -> String {
    let known = known(of, then).map_or_else(String::new, |known| format!(", {known}"));
    let since = since.map_or_else(|| date(of), str::to_owned);
    format!("has been unclear since {since}{known}{}", firmly(basis))
}
