//! Filters: which events, clauses and days a question is about.

use super::model::{Event, Timeline};
use crate::date::{Bounds, Day};

/// How an event's days lie to a range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Certainly inside.
    Yes,
    /// Perhaps inside.
    Possibly,
    /// Certainly outside.
    No,
}

/// Where days lie to a range whose ends are both included; `None` leaves an end open.
#[must_use]
pub fn within(bounds: Bounds, from: Option<Day>, to: Option<Day>) -> Within {
    let range = Bounds {
        first: from,
        last: to,
    };
    if !bounds.overlaps(range) {
        return Within::No;
    }
    let starts = from.is_none_or(|from| bounds.first.is_some_and(|first| first >= from));
    let ends = to.is_none_or(|to| bounds.last.is_some_and(|last| last <= to));
    if starts && ends {
        Within::Yes
    } else {
        Within::Possibly
    }
}

/// Which clauses a question is about; an empty list means all.
#[derive(Clone, Debug, Default)]
pub struct ClauseFilter {
    /// Any of these.
    pub clauses: Vec<usize>,
    /// Binding any of these parties.
    pub parties: Vec<usize>,
    /// Of any of these topics.
    pub topics: Vec<String>,
}

impl ClauseFilter {
    /// Whether no filter is set.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.clauses.is_empty() && self.parties.is_empty() && self.topics.is_empty()
    }

    /// Whether a clause passes every filter that is set.
    #[must_use]
    pub fn admits(&self, timeline: &Timeline, clause: usize) -> bool {
        let found = &timeline.clauses[clause];
        any_of(&self.clauses, |wanted| *wanted == clause)
            && any_of(&self.parties, |wanted| found.parties.contains(wanted))
            && any_of(&self.topics, |wanted| {
                found
                    .topic
                    .as_ref()
                    .is_some_and(|topic| same_word(topic, wanted))
            })
    }
}

/// Which events a question is about; an empty list means all.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Changing, or about, any of these clauses.
    pub clauses: Vec<usize>,
    /// With any of these parties taking part.
    pub parties: Vec<usize>,
    /// Of any of these kinds.
    pub kinds: Vec<String>,
    /// Touching a clause of any of these topics.
    pub topics: Vec<String>,
    /// Only events on which sources disagree.
    pub disputed: bool,
    /// Containing any of these texts, whatever their case.
    pub grep: Vec<String>,
}

impl EventFilter {
    /// Whether no filter is set.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let lists = [&self.kinds, &self.topics, &self.grep];
        let places = [&self.clauses, &self.parties];
        !self.disputed
            && lists.into_iter().all(Vec::is_empty)
            && places.into_iter().all(Vec::is_empty)
    }

    /// Whether an event of the file passes every filter that is set.
    #[must_use]
    pub fn admits(&self, timeline: &Timeline, event: usize) -> bool {
        let found = &timeline.events[event];
        let touched = || {
            found
                .changes
                .iter()
                .map(|change| change.clause)
                .chain(found.about.iter().copied())
        };
        any_of(&self.clauses, |wanted| {
            touched().any(|clause| clause == *wanted)
        }) && any_of(&self.parties, |wanted| found.parties.contains(wanted))
            && any_of(&self.kinds, |wanted| {
                found
                    .kind
                    .as_ref()
                    .is_some_and(|kind| same_word(kind, wanted))
            })
            && any_of(&self.topics, |wanted| {
                touched().any(|clause| {
                    timeline.clauses[clause]
                        .topic
                        .as_ref()
                        .is_some_and(|t| same_word(t, wanted))
                })
            })
            && (!self.disputed || super::disputes::disputed(timeline, event))
            && self.matches_text(|| texts(timeline, found))
    }

    /// Whether the expiry of a clause passes every filter that is set.
    #[must_use]
    pub fn admits_expiry(&self, timeline: &Timeline, clause: usize, title: &str) -> bool {
        let found = &timeline.clauses[clause];
        any_of(&self.clauses, |wanted| *wanted == clause)
            && any_of(&self.parties, |wanted| found.parties.contains(wanted))
            && any_of(&self.kinds, |wanted| same_word("expiry", wanted))
            && any_of(&self.topics, |wanted| {
                found
                    .topic
                    .as_ref()
                    .is_some_and(|topic| same_word(topic, wanted))
            })
            && !self.disputed
            && self.matches_text(|| vec![found.id.as_str(), found.title.as_str(), title])
    }

    fn matches_text<'a>(&self, texts: impl Fn() -> Vec<&'a str>) -> bool {
        if self.grep.is_empty() {
            return true;
        }
        let texts: Vec<String> = texts().into_iter().map(str::to_lowercase).collect();
        self.grep.iter().any(|wanted| {
            let wanted = wanted.to_lowercase();
            texts.iter().any(|text| text.contains(&wanted))
        })
    }
}

/// Every text of an event that `--grep` looks at: ids, titles, summaries, texts, notes, quotes.
fn texts<'a>(timeline: &'a Timeline, event: &'a Event) -> Vec<&'a str> {
    let mut texts = vec![event.id.as_str(), event.title.as_str()];
    texts.extend(event.summary.as_deref());
    texts.extend(event.note.as_deref());
    let changes = event.changes.iter().flat_map(|change| {
        let clause = &timeline.clauses[change.clause];
        [
            Some(clause.id.as_str()),
            Some(clause.title.as_str()),
            change.text.as_deref(),
            change.note.as_deref(),
            change.until.as_deref(),
        ]
    });
    texts.extend(changes.flatten());
    texts.extend(event.about.iter().flat_map(|clause| {
        let clause = &timeline.clauses[*clause];
        [clause.id.as_str(), clause.title.as_str()]
    }));
    let own = event
        .changes
        .iter()
        .filter_map(|change| change.cites.as_ref())
        .flatten();
    texts.extend(
        event
            .cites
            .iter()
            .chain(own)
            .flat_map(|cite| {
                let source = timeline.sources[cite.source].id.as_str();
                [
                    Some(source),
                    cite.quote.as_deref(),
                    cite.note.as_deref(),
                    cite.text(),
                ]
            })
            .flatten(),
    );
    texts
}

fn any_of<T>(wanted: &[T], test: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(test)
}

fn same_word(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
