//! Prose with numbered sources: report → story → text.
//!
//! A story is made of sentences that each know the event that they tell of and the sources that they
//! rest on, so that no sentence stands without one.

pub(super) mod dates;
mod pages;
mod sentences;

use indexmap::IndexSet;

use crate::formats::Look;
use crate::formats::block::{Line, Role};
use crate::formats::phrase;
use crate::report::{Cite, Event, Refs, Report};

/// A source as it was read: itself, and the one through which it was read.
pub type Read = (String, Option<String>);

/// One sentence, or a caveat that belongs to one.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The event that it tells of.
    pub event: Option<String>,
    /// The clause whose change it tells, where it tells one.
    pub change: Option<String>,
    /// The words, without the numbers of the sources.
    pub text: String,
    /// The sources that it rests on.
    pub sources: Vec<Read>,
}

impl Sentence {
    /// A sentence about the record itself.
    fn of_record(text: impl Into<String>) -> Self {
        Self {
            event: None,
            change: None,
            text: text.into(),
            sources: Vec::new(),
        }
    }

    fn new(event: &str, text: impl Into<String>, cites: &[Cite]) -> Self {
        Self {
            event: Some(event.to_owned()),
            change: None,
            text: text.into(),
            sources: reads(cites),
        }
    }

    fn of_change(mut self, clause: &str) -> Self {
        self.change = Some(clause.to_owned());
        self
    }
}

pub(super) fn reads(cites: &[Cite]) -> Vec<Read> {
    let mut found: Vec<Read> = Vec::new();
    for cite in cites {
        let read = (cite.source.clone(), cite.via.clone());
        if !found.contains(&read) {
            found.push(read);
        }
    }
    found
}

/// A text in sections of paragraphs of sentences.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// The sections.
    pub sections: Vec<Section>,
}

/// A section with its heading.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its heading, if it has one.
    pub heading: Option<String>,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Sentence>>,
}

impl Story {
    fn section(&mut self, heading: Option<String>, paragraphs: Vec<Vec<Sentence>>) {
        let paragraphs: Vec<_> = paragraphs
            .into_iter()
            .filter(|paragraph| !paragraph.is_empty())
            .collect();
        if !paragraphs.is_empty() {
            self.sections.push(Section {
                heading,
                paragraphs,
            });
        }
    }

    /// Every sentence in order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.sections
            .iter()
            .flat_map(|section| section.paragraphs.iter().flatten())
    }
}

/// The story of a report.
#[must_use]
pub fn story(report: &Report) -> Story {
    pages::story(report)
}

/// The story of some events.
pub(super) fn of_events(refs: &Refs, events: &[Event]) -> Story {
    pages::of_events(refs, events)
}

/// A report as prose, wrapped to the width, with its sources numbered at the end.
pub(super) fn render(report: &Report, look: Look) -> String {
    let mut page = super::table::Page::new(look);
    for block in pages::heading(report) {
        page.block(block);
    }
    let mut numbers: IndexSet<Read> = IndexSet::new();
    for section in story(report).sections {
        if let Some(heading) = &section.heading {
            page.gap();
            page.paragraph(&Line::of(Role::Strong, heading), "", "");
        }
        for paragraph in &section.paragraphs {
            page.gap();
            page.paragraph(&paragraph_line(paragraph, &mut numbers), "", "");
        }
    }
    if !numbers.is_empty() {
        page.gap();
        page.paragraph(&Line::of(Role::Strong, "Sources"), "", "");
        page.gap();
        for (place, read) in numbers.iter().enumerate() {
            let number = format!("[{}] ", place + 1);
            page.paragraph(
                &Line::plain(source(report, read)),
                &number,
                &" ".repeat(number.len()),
            );
        }
    }
    page.finish()
}

/// Sentences in a row, each with the numbers of its sources before its full stop.
fn paragraph_line(paragraph: &[Sentence], numbers: &mut IndexSet<Read>) -> Line {
    let mut line = Line::default();
    for (place, sentence) in paragraph.iter().enumerate() {
        if place > 0 {
            line = line.and(Role::Plain, " ");
        }
        let mut marks: Vec<usize> = sentence
            .sources
            .iter()
            .map(|read| number(numbers, read))
            .collect();
        marks.sort_unstable();
        let marks: Vec<String> = marks.iter().map(usize::to_string).collect();
        line = line.and(Role::Plain, &sentence.text);
        if !marks.is_empty() {
            line = line.and(Role::Faint, format!(" [{}]", marks.join(", ")));
        } else if sentence.event.is_some() {
            line = line.and(Role::Doubt, " [no source is recorded]");
        }
        line = line.and(Role::Plain, ".");
    }
    line
}

/// The number of a source, the next one where it is new.
fn number(numbers: &mut IndexSet<Read>, read: &Read) -> usize {
    numbers.insert_full(read.clone()).0 + 1
}

/// A numbered source in full.
fn source(report: &Report, (id, via): &Read) -> String {
    let full = |id: &str| {
        let text = report.refs.sources.get(id).map(phrase::source);
        let text = text.unwrap_or_default();
        format!("{text} ({id})")
    };
    match via {
        Some(via) => format!("{}; read through {}", full(id), full(via)),
        None => full(id),
    }
}
