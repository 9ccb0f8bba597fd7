//! The story of a page: the events by year, each with its paragraph.

use std::collections::HashSet;

use crate::answer::page::Page;
use crate::answer::story::{Section, Sentence, Story};
use crate::answer::{Event, Refs};
use crate::phrases::sentences::head;

pub(super) struct Year<'a> {
    pub(super) name: String,
    pub(super) events: Vec<EventView<'a>>,
}

pub(super) struct EventView<'a> {
    pub(super) event: &'a Event,
    /// What it was, without its day and title.
    pub(super) opening: Sentence,
    /// What is told after that, in paragraphs.
    pub(super) rest: Vec<Vec<Sentence>>,
    /// Whether it is the first with its id: a clause may expire more than once.
    pub(super) anchored: bool,
}

/// The events with what is told of them: a paragraph each, in the same order.
pub(super) fn years<'a>(refs: &Refs, page: &'a Page, story: Story) -> Vec<Year<'a>> {
    let mut seen = HashSet::new();
    let mut events = page.events.iter();
    let mut view = |mut told: Vec<Sentence>| {
        let event = events.next()?;
        let mut opening = told.remove(0);
        let text = opening.text.strip_prefix(&head(refs, event));
        let text = text.unwrap_or(&opening.text).trim_start_matches(". ");
        opening.text = text.into();
        let paragraphs = told.chunk_by(|_, next| !next.begins);
        Some(EventView {
            event,
            opening,
            rest: paragraphs.map(<[Sentence]>::to_vec).collect(),
            anchored: seen.insert(event.id.as_str()),
        })
    };
    let year = |section: Section| Year {
        name: section.heading.unwrap_or_default(),
        events: (section.paragraphs.into_iter().filter_map(&mut view)).collect(),
    };
    story.sections.into_iter().map(year).collect()
}
