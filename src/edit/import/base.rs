//! What a timeline says before the next version of a text.

use super::clauses::{Change, Clause};
use super::names::{Label, bare};
use super::pair::Part;
use super::sections::Section;
use super::versions::Version;
use super::written::RENUMBERED;
use crate::agreement::history::History;
use crate::agreement::{Action, Event, Given, Timeline, Value};
use crate::date::{Date, Day};
use crate::edit::add::Old;
use crate::text::words::{and_list, ticked};

pub(super) struct Base<'o> {
    pub(super) timeline: &'o Timeline,
    pub(super) clauses: Vec<Clause>,
    pub(super) versions: usize,
    /// Whether texts are the contract's own where nothing else is said.
    pub(super) is_verbatim: bool,
    /// A version that is there with a later date.
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
        let numbers = ids.filter_map(|id| number(id)?.parse::<u32>().ok());
        let is_later = |date: Date| date.first() > Some(day);
        let events = timeline.events.iter();
        let dates = events.flat_map(|event| event.changes.iter().map(|it| it.date(event)));
        let next = dates.filter(|date| is_later(*date)).filter_map(Date::first);
        let expiries = history.expiries().iter().map(|it| it.day);
        let mut versions = timeline.events.iter();
        Self {
            timeline,
            clauses: clauses.collect(),
            versions: numbers
                .max()
                .map_or(timeline.events.len(), |it| it as usize),
            is_verbatim: root.get("wording").and_then(toml::Value::as_str) == Some("verbatim"),
            version: versions.find(|it| it.id.starts_with("version-") && is_later(it.date)),
            next: next.chain(expiries.filter(|it| *it > day)).min(),
        }
    }

    /// The sections that stand, each below those whose number its own begins with.
    pub(super) fn standing(&self) -> Vec<Section> {
        let number = |section: &Section| {
            let label = Label::of(section.heading());
            label.map_or(String::new(), |label| label.number + ".")
        };
        let standing = self.clauses.iter().filter(|it| it.stands);
        let standing = standing.map(|clause| (&clause.section, number(&clause.section)));
        let standing: Vec<(&Section, String)> = standing.collect();
        let below = |(section, own): &(&Section, String)| {
            let at = section.path.len() - 1;
            let contains = |(it, number): &&(&Section, String)| {
                let is_part = !number.is_empty() && own != number && own.starts_with(number);
                is_part && it.path.len() == at + 1 && it.path[..at] == section.path[..at]
            };
            let above = standing.iter().filter(contains);
            let above = above.map(|(it, _)| it.heading().to_owned());
            let mut section = Section::clone(section);
            section.path.splice(at..at, above);
            section
        };
        standing.iter().map(below).collect()
    }

    /// What a clause keeps beside the text that a version changes.
    pub(super) fn remark(&self, change: &Change) -> Option<String> {
        let known = self.clauses.get(change.clause)?;
        let is_amended = change.action == Action::Amend && change.text.is_some();
        let names = and_list(&known.beside);
        let keeps = is_amended && !known.beside.is_empty();
        keeps.then(|| format!("`{}` keeps {names}, set beside its text before", known.id))
    }

    /// How many of some versions come before anything else happens: what they change then is not as it stands here.
    pub(super) fn together(&self, versions: &[Version]) -> usize {
        let last = |version: &Version| version.date.last().unwrap_or(Day::MAX);
        let is_before = |version: &&Version| self.next.is_none_or(|next| last(version) < next);
        versions.iter().take_while(is_before).count()
    }
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
    // `ARTICLE II, Section 3` stands below its topic.
    let is_number = |text: &str| Label::of(text).is_some() && bare(text).is_empty();
    let parts = heading.split_once(", ");
    let parts = parts.filter(|(above, own)| is_number(above) && is_number(own));
    let heading = parts.map_or(heading, |(_, own)| own);
    let topic = clause.topic.iter().filter(|topic| *topic != heading);
    let path = topic.cloned().chain([heading.to_owned()]).collect();
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
        beside,
        ..Clause::default()
    }
}
