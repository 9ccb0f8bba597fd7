//! The story of a page: the events by year, each with its paragraph.

use std::collections::HashSet;

use crate::answer::Event;
use crate::answer::page::Page;
use crate::answer::story::{Section, Sentence, Story};

pub(super) struct Year<'a> {
    pub(super) name: String,
    pub(super) events: Vec<EventView<'a>>,
}

pub(super) struct EventView<'a> {
    pub(super) event: &'a Event,
    pub(super) opening: Vec<Sentence>,
    /// The changes, and what is told after them.
    pub(super) rest: Vec<Sentence>,
    /// Whether it is the first with its id: a clause may expire more than once.
    pub(super) anchored: bool,
}

/// The events with what is told of them: a paragraph each, in the same order.
pub(super) fn years(page: &Page, story: Story) -> Vec<Year<'_>> {
    let mut seen = HashSet::new();
    let mut events = page.events.iter();
    let mut view = |mut opening: Vec<Sentence>| {
        let mut sentences = opening.iter();
        let first = sentences.position(|sentence| sentence.change.is_some());
        let rest = opening.split_off(first.unwrap_or(opening.len()));
        events.next().map(|event| EventView {
            event,
            opening,
            rest,
            anchored: seen.insert(event.id.as_str()),
        })
    };
    let year = |section: Section| Year {
        name: section.heading.unwrap_or_default(),
        events: (section.paragraphs.into_iter().filter_map(&mut view)).collect(),
    };
    story.sections.into_iter().map(year).collect()
}
