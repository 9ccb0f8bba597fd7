//! What a timeline says before the next version of a text.

use super::sections::Section;
use crate::agreement::{Event, Timeline, Value};
use crate::date::{Date, Day};
use crate::edit::add::Old;

/// How the line of a summary begins that tells of sections with new numbers.
pub(super) const RENUMBERED: &str = "Renumbered: ";

pub(super) struct Base<'o> {
    pub(super) timeline: &'o Timeline,
    /// Each clause as a section of the text before, and whether it stands.
    pub(super) clauses: Vec<(Section, bool)>,
    /// The number of the last version.
    pub(super) versions: usize,
    /// Whether texts are the contract's own where nothing else is said.
    pub(super) is_verbatim: bool,
}

impl<'o> Base<'o> {
    /// What stands at the close of a date.
    pub(super) fn of(old: &'o Old, date: Date) -> Self {
        let history = &old.reading.history;
        let timeline = &history.timeline;
        let clause = |place: usize| {
            let state = history.state(place, date.last().unwrap_or(Day::MAX));
            let life = &history.lives[place];
            let set = |name| Some(timeline.change(life.value(state.version?, name)?));
            let heading = match set("heading").and_then(|change| change.terms.get("heading")) {
                Some(Value::Text(heading)) => heading,
                _ => &timeline.clauses[place].title,
            };
            let text = set("text").and_then(|change| change.text.clone());
            let section = Section {
                is: Some(place),
                ..Section::at(vec![heading.clone()], text.unwrap_or_default())
            };
            (section, state.status.stands())
        };
        let ids = timeline.ids.events.keys();
        let ids = ids.chain(timeline.ids.sources.keys());
        let numbers = ids.filter_map(|id| id.strip_prefix("version-")?.parse().ok());
        let root: toml::Table = old.text.parse().unwrap_or_default();
        Self {
            timeline,
            clauses: (0..timeline.clauses.len()).map(clause).collect(),
            versions: numbers.max().unwrap_or(timeline.events.len()),
            is_verbatim: root.get("wording").and_then(toml::Value::as_str) == Some("verbatim"),
        }
    }

    /// The version with a later date than this one.
    pub(super) fn later(&self, date: Date) -> Option<&Event> {
        let last = date.bounds().last?;
        let events = self.timeline.events.iter();
        let mut versions = events.filter(|event| event.id.starts_with("version-"));
        versions.find(|event| event.date.bounds().first.is_some_and(|first| first > last))
    }

    /// Whether sections have other numbers than the headings of their clauses.
    pub(super) fn is_renumbered(&self) -> bool {
        let summaries = self.timeline.events.iter();
        let mut summaries = summaries.filter_map(|event| event.summary.as_ref());
        summaries.any(|summary| summary.contains(RENUMBERED))
    }
}
