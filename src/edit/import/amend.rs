//! Amendments: documents that say what changes in a text, read by the forms of instruction in `forms.toml`.

use std::collections::HashSet;
use std::mem;
use std::ops::Range;

use super::ImportArgs;
use super::forms::{NO_FORM, Reason, Row, end_of_sentence, forms, is_balanced, is_own, names, row};
use super::headings::is_title;
use super::lines::within;
use super::sections::{Document, Section};
use super::versions::Version;
use crate::date::{Date, Day, in_words};
use crate::text::words::split;

/// What was said by an instruction, by a sentence that names a section and does no such thing, and besides.
pub(super) const PLACED: &str = "an instruction";
pub(super) const NOT_PLACED: &str = "not placed";
const OTHER: &str = "other words";

/// An amendment, and what it makes of the sections that it found.
pub(super) struct Amendment<'t> {
    pub(super) text: &'t str,
    date: Date,
    pub(super) args: &'t ImportArgs,
    pub(super) document: Document,
    /// The words that it gave.
    pub(super) gave: String,
    /// Parts of the text: what each is where it is left out, and why it is not placed.
    pub(super) pieces: Vec<(Range<usize>, &'static str, Reason)>,
    /// The words of the titles of the text that it changes.
    pub(super) own: HashSet<String>,
    /// Whether what is said before binds the instructions that follow: to a condition or a day, or to another text.
    is_bound: bool,
    is_elsewhere: bool,
}

/// Reads an amendment of sections that stand below some titles, and gives them all as they then are.
pub(super) fn amend(
    version: &Version,
    sections: Vec<Section>,
    titles: &[&str],
    args: &ImportArgs,
) -> Document {
    let text = version.text.as_str();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let own = lines.take_while(|line| is_title(line));
    let words = own.chain(titles.iter().copied()).flat_map(split);
    let mut amendment = Amendment {
        text,
        date: version.date,
        args,
        document: Document {
            sections,
            ..Document::default()
        },
        gave: String::new(),
        pieces: Vec::new(),
        own: words.map(str::to_lowercase).collect(),
        is_bound: false,
        is_elsewhere: false,
    };
    amendment.read();
    amendment.list();
    let mut document = amendment.document;
    document.account(text, amendment.gave);
    document
}

impl Amendment<'_> {
    /// Reads sentence after sentence, and does what the instructions among them say.
    fn read(&mut self) {
        let text = self.text;
        let mut days = row(Row::Counts).find_iter(text);
        self.is_bound = days.any(|said| !self.has_own_day(said.as_str()));
        let (mut at, mut paragraph) = (0, 0..0);
        while let Some(gap) = text[at..].find(|c: char| !c.is_whitespace()) {
            at += gap;
            let mut known = self.pieces.iter().map(|(place, ..)| place);
            if let Some(place) = known.find(|place| place.contains(&at)) {
                at = place.end;
                continue;
            }
            if at >= paragraph.end {
                paragraph = at..self.paragraph(at);
            }
            let begin = at;
            at += row(Row::Item)
                .find(&text[at..paragraph.end])
                .map_or(0, |item| item.end());
            let rest = &text[at..paragraph.end];
            let said = &rest[..end_of_sentence(rest)];
            let is_quoted = !is_balanced(&text[paragraph.start..at]);
            let (what, why, end) = match self.instruction(rest, said, at, is_quoted) {
                Some(Ok(end)) => (PLACED, "", end),
                Some(Err(why)) => (NOT_PLACED, why, self.end_of(at, rest, said)),
                None => {
                    at += said.len();
                    continue;
                }
            };
            self.pieces.push((begin..end, what, why));
            at = end;
        }
    }

    /// What became of the instruction that a paragraph begins with: where it ends, or why it is not placed; none where no
    /// section is named.
    fn instruction(
        &mut self,
        rest: &str,
        said: &str,
        at: usize,
        is_quoted: bool,
    ) -> Option<Result<usize, Reason>> {
        let mut refused = None;
        for (form, pattern) in forms() {
            let Some(found) = pattern.captures(rest) else {
                continue;
            };
            if is_quoted {
                return Some(Err(NO_FORM));
            }
            if self.is_bound || self.is_elsewhere {
                return Some(Err("bound by what is said elsewhere"));
            }
            let mut days = ["when", "then"].iter().filter_map(|day| found.name(day));
            if days.any(|day| !self.has_own_day(day.as_str())) {
                return Some(Err("it counts from another day"));
            }
            match self.place(*form, &found, at) {
                Err(why) => refused = refused.or(Some(why)),
                placed => return Some(placed),
            }
        }
        if refused.is_none() {
            self.take_in(said);
        }
        let is_named = || names(said).then_some(NO_FORM);
        refused.or_else(is_named).map(Err)
    }

    /// Where a sentence that is not placed ends, with what it quotes.
    fn end_of(&self, at: usize, rest: &str, said: &str) -> usize {
        let mut stops = row(Row::Sentence).find_iter(rest).map(|stop| stop.end());
        let whole = stops.find(|end| *end >= said.len() && is_balanced(&rest[..*end]));
        let end = at + whole.unwrap_or(said.len());
        self.quoted(at + said.len())
            .map_or(end, |(_, place)| place.end)
    }

    /// Whether the last day in a text is that of the amendment.
    fn has_own_day(&self, text: &str) -> bool {
        let day = row(Row::Day).find_iter(text).last();
        let read = |day: &str| Date::read(day).or_else(|| in_words(day, Day::MAX));
        let day = day.and_then(|day| read(day.as_str()));
        day.is_some_and(|day| day.bounds().overlaps(self.date.bounds()))
    }

    /// Takes in what a sentence says of the instructions below it.
    fn take_in(&mut self, said: &str) {
        self.is_bound |= row(Row::Governs).is_match(said);
        if let Some(about) = row(Row::About).captures(said) {
            let subject = about.name("subject").or(about.name("heads"));
            self.is_elsewhere = subject.is_some_and(|it| !is_own(it.as_str(), &self.own));
        }
    }

    pub(super) fn paragraph(&self, at: usize) -> usize {
        let text = &self.text[at..];
        let end = match row(Row::Paragraph).find(text) {
            Some(end) if !text.starts_with('#') => Some(end.start()),
            _ => text.find('\n').filter(|_| text.starts_with('#')),
        };
        end.map_or(self.text.len(), |end| at + end)
    }

    /// Lists what is no new text, in the order of the text.
    fn list(&mut self) {
        let mut pieces = mem::take(&mut self.pieces);
        pieces.push((self.text.len()..self.text.len(), "", ""));
        pieces.sort_by_key(|(place, ..)| place.start);
        let mut from = 0;
        for (place, what, why) in pieces {
            let between = from.min(place.start)..place.start;
            self.leave(OTHER, "", between.clone(), &self.text[between]);
            if !what.is_empty() {
                self.leave(what, why, place.clone(), &self.text[place.clone()]);
            }
            from = from.max(place.end);
        }
    }

    pub(super) fn leave(
        &mut self,
        what: &'static str,
        why: Reason,
        place: Range<usize>,
        words: &str,
    ) {
        let text = &self.text[place.clone()];
        let start = place.end - text.trim_start().len();
        let lines = within(self.text)(start..place.start + text.trim_end().len());
        self.document.leave(what, why, &lines, words.trim());
    }
}
