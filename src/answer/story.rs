//! Prose before it is printed: each sentence knows the event that it tells of and the sources that it rests on, so
//! that none stands without one.

use super::Cite;

/// A source as it was read: itself, and the one through which it was read.
pub type Read = (String, Option<String>);

/// One sentence, or a caveat that belongs to one.
#[derive(Clone, Debug)]
pub struct Sentence {
    pub event: Option<String>,
    /// The clause whose change it tells, where it tells one.
    pub change: Option<String>,
    /// The words, without the numbers of the sources.
    pub text: String,
    pub sources: Vec<Read>,
}

impl Sentence {
    pub fn of_record(text: impl Into<String>) -> Self {
        Self {
            event: None,
            change: None,
            text: text.into(),
            sources: Vec::new(),
        }
    }

    pub fn new(event: &str, text: impl Into<String>, cites: &[Cite]) -> Self {
        Self {
            event: Some(event.to_owned()),
            change: None,
            text: text.into(),
            sources: reads(cites),
        }
    }

    pub fn of_change(mut self, clause: &str) -> Self {
        self.change = Some(clause.to_owned());
        self
    }
}

/// The sources of some citations, each once.
pub fn reads(cites: &[Cite]) -> Vec<Read> {
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
    pub sections: Vec<Section>,
}

/// A section with its heading.
#[derive(Clone, Debug, Default)]
pub struct Section {
    pub heading: Option<String>,
    pub paragraphs: Vec<Vec<Sentence>>,
}

impl Story {
    /// Adds a section, unless it is empty.
    pub fn section(&mut self, heading: Option<String>, paragraphs: Vec<Vec<Sentence>>) {
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

    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.sections
            .iter()
            .flat_map(|section| section.paragraphs.iter().flatten())
    }
}
