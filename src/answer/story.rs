//! Prose before it is printed: each sentence knows the event that it tells of and the sources that it rests on, so
//! that none stands without one.

use indexmap::IndexSet;

use super::Cite;

/// A source as it was read: itself, and the one through which it was read.
pub type Read = (String, Option<String>);

/// One sentence, or a caveat that belongs to one.
#[derive(Clone, Debug, Default)]
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
        let text = text.into();
        Self {
            text,
            ..Self::default()
        }
    }

    pub fn new(event: &str, text: impl Into<String>, cites: &[Cite]) -> Self {
        Self {
            event: Some(event.to_owned()),
            sources: reads(cites),
            ..Self::of_record(text)
        }
    }

    pub fn of_change(mut self, clause: &str) -> Self {
        self.change = Some(clause.to_owned());
        self
    }
}

/// The sources of some citations, each once.
pub fn reads(cites: &[Cite]) -> Vec<Read> {
    let reads = cites
        .iter()
        .map(|cite| (cite.source.clone(), cite.via.clone()));
    let found: IndexSet<Read> = reads.collect();
    found.into_iter().collect()
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
        let mut paragraphs = paragraphs;
        paragraphs.retain(|paragraph| !paragraph.is_empty());
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
