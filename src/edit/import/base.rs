//! What a timeline says before the next version of a text.

use super::names::{Label, bare};
use super::sections::Section;
use super::written::RENUMBERED;
use crate::agreement::{Event, Timeline, Value};
use crate::date::{Date, Day};
use crate::edit::add::Old;
use crate::text::words::{and_list, ticked};

pub(super) struct Base<'o> {
    pub(super) timeline: &'o Timeline,
    /// Each clause as a section of the text before, and whether it stands.
    pub(super) clauses: Vec<(Section, bool)>,
    /// What each clause says beside its text and heading.
    beside: Vec<Vec<String>>,
    pub(super) versions: usize,
    /// Whether texts are the contract's own where nothing else is said.
    pub(super) is_verbatim: bool,
}

impl<'o> Base<'o> {
    /// What stands at the close of a date.
    pub(super) fn of(old: &'o Old, date: Date) -> Self {
        let history = &old.reading.history;
        let timeline = &history.timeline;
        let day = date.last().unwrap_or(Day::MAX);
        let root: toml::Table = old.text.parse().unwrap_or_default();
        let events = root.get("event").and_then(toml::Value::as_array);
        let events = events.map_or(&[][..], Vec::as_slice);
        let mut beside: Vec<Vec<String>> = Vec::new();
        let clause = |place: usize| {
            let state = history.state(place, day);
            let life = &history.lives[place];
            let set = |name| life.value(state.version?, name);
            let clause = &timeline.clauses[place];
            let (mut heading, mut from) = (clause.title.clone(), 0);
            if let Some(at) = set("heading")
                && let Some(Value::Text(term)) = timeline.change(at).terms.get("heading")
            {
                (heading, from) = (term.clone(), at.event);
            }
            let later = timeline.events.iter().zip(events).skip(from);
            for (_, event) in later.filter(|(event, _)| event.date.last() <= Some(day)) {
                let new = event.get(RENUMBERED);
                let new = new.and_then(|new| new.get(clause.id.as_str())?.as_str());
                heading = new.map_or(heading, str::to_owned);
            }
            let values = state.version.into_iter();
            let names = values.flat_map(|version| life.values(version).map(|(name, _)| name));
            let names = names.filter(|name| !["text", "heading"].contains(name));
            beside.push(names.map(ticked).collect());
            let text = set("text").and_then(|at| timeline.change(at).text.clone());
            let path = path(clause.topic.clone(), heading);
            let section = Section {
                is: Some(place),
                ..Section::new(path, text.unwrap_or_default())
            };
            (section, state.status.stands())
        };
        let ids = timeline.ids.events.keys();
        let ids = ids.chain(timeline.ids.sources.keys());
        let number = |id: &'o str| id.strip_prefix("version-").or(id.strip_prefix("document-"));
        let numbers = ids.filter_map(|id| number(id)?.parse().ok());
        Self {
            timeline,
            clauses: (0..timeline.clauses.len()).map(clause).collect(),
            beside,
            versions: numbers.max().unwrap_or(timeline.events.len()),
            is_verbatim: root.get("wording").and_then(toml::Value::as_str) == Some("verbatim"),
        }
    }

    /// The sections that stand: each behind those with a lower number under the same heading, and below those whose
    /// number its own begins with.
    pub(super) fn standing(&self) -> Vec<Section> {
        let mut sections: Vec<(Section, Vec<u32>)> = Vec::new();
        for (section, _) in self.clauses.iter().filter(|(_, stands)| *stands) {
            let label = Label::of(section.heading());
            let own = label.and_then(|label| label.numbers()).unwrap_or_default();
            let before = |(other, numbers): &(Section, Vec<u32>)| {
                !numbers.is_empty() && *numbers < own && is_beside(other, section)
            };
            let before = sections.iter().rposition(before);
            let at = before.map_or(sections.len(), |before| before + 1);
            sections.insert(at, (section.clone(), own));
        }
        let below = |(section, own): &(Section, Vec<u32>)| {
            let contains = |(it, numbers): &&(Section, Vec<u32>)| {
                let parts = 1..own.len();
                parts.contains(&numbers.len()) && own.starts_with(numbers) && is_beside(it, section)
            };
            let mut section = section.clone();
            let above = sections.iter().filter(contains);
            let above = above.map(|(it, _)| it.heading().to_owned());
            let at = section.path.len() - 1;
            section.path.splice(at..at, above);
            section
        };
        sections.iter().map(below).collect()
    }

    /// What a clause that the timeline has says beside its text, and keeps when that is new.
    pub(super) fn beside(&self, clause: usize) -> Option<String> {
        let names = self.beside.get(clause).filter(|names| !names.is_empty())?;
        let id = &self.timeline.clauses[clause].id;
        Some(format!(
            "`{id}` keeps {}, set beside its text before",
            and_list(names)
        ))
    }

    /// The version with a later date than this one.
    pub(super) fn later(&self, date: Date) -> Option<&Event> {
        let last = date.bounds().last?;
        let events = self.timeline.events.iter();
        let mut versions = events.filter(|event| event.id.starts_with("version-"));
        versions.find(|event| event.date.bounds().first.is_some_and(|first| first > last))
    }
}

/// Whether two sections stand under the same headings.
fn is_beside(one: &Section, other: &Section) -> bool {
    one.path.split_last().map(|(_, above)| above) == other.path.split_last().map(|(_, above)| above)
}

/// A heading below its topic, and below what it names as containing it.
fn path(topic: Option<String>, heading: String) -> Vec<String> {
    let key = |heading: &str| Label::of(heading).map(|label| label.key());
    let is_number = |text: &str| bare(text).is_empty() && key(text).is_some();
    let mut path: Vec<String> = topic.into_iter().filter(|it| *it != heading).collect();
    let parts = heading.split_once(", ");
    let Some((above, own)) = parts.filter(|(above, own)| is_number(above) && is_number(own)) else {
        path.push(heading);
        return path;
    };
    if path.first().and_then(|topic| key(topic)) != key(above) {
        path.push(above.to_owned());
    }
    path.push(own.to_owned());
    path
}
