//! What a timeline says before the next version of a text.

use super::clauses::{Change, Clause};
use super::names::{Label, bare};
use super::pair::Part;
use super::sections::Section;
use super::versions::Version;
use super::written::RENUMBERED;
use crate::agreement::history::History;
use crate::agreement::{self, Action, Event, Given, Status, Timeline, Value};
use crate::date::{Date, Day};
use crate::edit::add::Old;
use crate::text::words::{and_list, some_list, ticked};

pub(super) struct Base<'o> {
    pub(super) timeline: &'o Timeline,
    pub(super) clauses: Vec<Clause>,
    pub(super) versions: usize,
    /// Whether texts are the contract's own where nothing else is said.
    pub(super) is_verbatim: bool,
    /// What changes clauses later, and a version that is there with a later date.
    later: Vec<(&'o agreement::Change, &'o Event)>,
    pub(super) version: Option<&'o Event>,
    /// The first day on which anything happens later.
    next: Option<Day>,
}

impl<'o> Base<'o> {
    /// What stands at the close of a date.
    pub(super) fn of(old: &'o Old, date: Date, exact: bool) -> Self {
        let history = &old.reading.history;
        let timeline = &history.timeline;
        let day = date.last().unwrap_or(Day::MAX);
        let root: toml::Table = old.text.parse().unwrap_or_default();
        let events = root.get("event").and_then(toml::Value::as_array);
        let events = events.map_or(&[][..], Vec::as_slice);
        let clauses = 0..timeline.clauses.len();
        let clauses = clauses.map(|place| clause(history, events, (place, day), exact));
        let ids = timeline.ids.events.keys();
        let ids = ids.chain(timeline.ids.sources.keys());
        let number = |id: &'o str| id.strip_prefix("version-").or(id.strip_prefix("document-"));
        let numbers = ids.filter_map(|id| number(id)?.parse().ok());
        let is_later = |date: Date| date.first() > Some(day);
        let changes = timeline.events.iter();
        let changes = changes.flat_map(|event| event.changes.iter().map(move |it| (it, event)));
        let later: Vec<_> = changes
            .filter(|(it, event)| is_later(it.date(event)))
            .collect();
        let mut versions = timeline.events.iter();
        let expiries = history.expiries().into_iter().map(|it| it.day);
        let next = later
            .iter()
            .filter_map(|(it, event)| it.date(event).first());
        Self {
            timeline,
            clauses: clauses.collect(),
            versions: numbers.max().unwrap_or(timeline.events.len()),
            is_verbatim: root.get("wording").and_then(toml::Value::as_str) == Some("verbatim"),
            version: versions.find(|it| it.id.starts_with("version-") && is_later(it.date)),
            next: next.chain(expiries.filter(|it| *it > day)).min(),
            later,
        }
    }

    /// The sections that stand: each behind those with a lower number under the same heading, and below those whose
    /// number its own begins with.
    pub(super) fn standing(&self) -> Vec<Section> {
        let mut sections: Vec<(Section, Vec<u32>)> = Vec::new();
        for clause in self.clauses.iter().filter(|it| it.stands) {
            let section = &clause.section;
            let label = Label::of(section.heading());
            let own = label.and_then(|it| it.numbers()).unwrap_or_default();
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

    /// What is to be known of a clause that a version changes: what it keeps, how it ended, and what changes it later.
    pub(super) fn remarks(&self, change: &Change) -> Option<String> {
        let known = self.clauses.get(change.clause)?;
        let mut remarks = Vec::new();
        if change.action == Action::Amend && change.text.is_some() && !known.beside.is_empty() {
            let names = and_list(&known.beside);
            remarks.push(format!("keeps {names}, set beside its text before"));
        }
        if change.action == Action::Adopt
            && let Status::Ended | Status::Expired = known.status
        {
            remarks.push(format!("had {} before, and is adopted again", known.status));
        }
        let later = self.later.iter();
        let later = later.filter(|(it, _)| it.clause == change.clause);
        let later = later.map(|(it, event)| match it.effective {
            Some(from) => format!("`{}`, from {} on", event.id, from.human()),
            None => format!("`{}`, dated {}", event.id, event.date.human()),
        });
        let later = some_list(later).map(|later| format!("is changed again by {later}"));
        remarks.extend(later);
        some_list(remarks).map(|remarks| format!("`{}` {remarks}", known.id))
    }

    /// How many of some versions come before anything else happens: what they change then is not as it stands here.
    pub(super) fn together(&self, versions: &[Version]) -> usize {
        let last = |version: &Version| version.date.last().unwrap_or(Day::MAX);
        let is_before = |version: &&Version| self.next.is_none_or(|next| last(version) < next);
        versions.iter().take_while(is_before).count()
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

/// A clause as it reads on a day, under the heading that it has in the document then.
fn clause(
    history: &History,
    events: &[toml::Value],
    (place, day): (usize, Day),
    exact: bool,
) -> Clause {
    let (timeline, life) = (&history.timeline, &history.lives[place]);
    let (clause, state) = (&timeline.clauses[place], history.state(place, day));
    let values = state.version.into_iter();
    let values = values.flat_map(|version| life.values(version));
    let (mut heading, mut from, mut text) = (clause.title.as_str(), 0, "");
    let mut beside = Vec::new();
    for (name, at) in values {
        match (name, timeline.change(at).given(name)) {
            ("text", Some(Given::Words(own))) => text = own,
            ("heading", Some(Given::Term(Value::Text(own)))) => (heading, from) = (own, at.event),
            ("heading", _) => {}
            _ => beside.push(ticked(name)),
        }
    }
    let later = timeline.events.iter().zip(events).skip(from);
    for (_, event) in later.filter(|(event, _)| event.date.last() <= Some(day)) {
        let new = event.get(RENUMBERED);
        let new = new.and_then(|new| new.get(clause.id.as_str())?.as_str());
        heading = new.unwrap_or(heading);
    }
    let path = path(clause.topic.clone(), heading.to_owned());
    let section = Section {
        is: Some(place),
        ..Section::new(path, text.to_owned())
    };
    Clause {
        part: Part::of(&section, exact),
        stands: state.status.stands(),
        headings: vec![section.heading().to_owned()],
        id: clause.id.clone(),
        section,
        status: state.status,
        beside,
        ..Clause::default()
    }
}
