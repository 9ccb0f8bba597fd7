//! Prose before it is printed: each sentence knows the event that it tells of and the sources that it rests on.

use super::Cite;
use crate::agreement::suppose::is_supposed;

/// A source as it was read: itself, and the one through which it was read.
pub type Read = (String, Option<String>);

pub fn read(cite: &Cite) -> Read {
    (cite.source.clone(), cite.via.clone())
}

/// One thing that is told, in one sentence or a few.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub event: Option<String>,
    /// The clause whose change it tells, where it tells one.
    pub change: Option<String>,
    /// The words, without the numbers of the sources.
    pub text: String,
    /// The strongest source first.
    pub sources: Vec<Read>,
    /// Whether a paragraph begins with it.
    pub begins: bool,
}

impl Sentence {
    pub fn of_record(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// What ends it: nothing behind a colon, which leads to what follows.
    pub fn stop(&self) -> &'static str {
        [".", ""][usize::from(self.text.ends_with(':'))]
    }

    /// Whether it tells more of the same as another, and rests on the same.
    pub fn rests_as(&self, other: &Self) -> bool {
        let is_same = self.change.is_none() || self.change == other.change;
        is_same && self.event == other.event && self.sources == other.sources
    }

    pub fn of_event(self, event: &str) -> Self {
        // No source is looked for where it is only supposed.
        let event = (!is_supposed(event)).then(|| event.to_owned());
        Self { event, ..self }
    }

    pub fn of_change(self, event: &str, clause: &str) -> Self {
        let change = Some(clause.to_owned());
        Self { change, ..self }.of_event(event)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Story {
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, Default)]
pub struct Section {
    pub heading: Option<String>,
    pub paragraphs: Vec<Vec<Sentence>>,
}

impl Story {
    pub fn section(&mut self, heading: Option<String>, mut paragraphs: Vec<Vec<Sentence>>) {
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        if !paragraphs.is_empty() {
            self.sections.push(Section {
                heading,
                paragraphs,
            });
        }
    }

    pub fn paragraph(&mut self, sentences: Vec<Sentence>) {
        self.section(None, vec![sentences]);
    }

    pub fn say(&mut self, text: impl Into<String>) {
        self.paragraph(vec![Sentence::of_record(text)]);
    }

    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        let paragraphs = self.sections.iter().flat_map(|section| &section.paragraphs);
        paragraphs.flatten()
    }
}
