//! Filters: which events, clauses and days a question is about. Knows nothing of files, formats or the command line.

use super::disputes;
use super::model::{Change, Citation, Event, Timeline};
use super::order::Moment;
use crate::date::{Bounds, Day};

/// How an event's days lie to a range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Yes,
    Possibly,
    No,
}

/// Where days lie to a range whose ends are both included; `None` leaves an end open.
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
    pub clauses: Vec<usize>,
    pub parties: Vec<usize>,
    pub topics: Vec<String>,
}

impl ClauseFilter {
    pub fn is_open(&self) -> bool {
        self.clauses.is_empty() && self.parties.is_empty() && self.topics.is_empty()
    }

    /// Whether a clause passes every filter that is set.
    pub fn admits(&self, timeline: &Timeline, clause: usize) -> bool {
        let found = &timeline.clauses[clause];
        any_of(&self.clauses, |wanted| *wanted == clause)
            && any_of(&self.parties, |wanted| found.parties.contains(wanted))
            && any_of(&self.topics, |wanted| {
                is_word(found.topic.as_deref(), wanted)
            })
    }
}

/// Which events a question is about; an empty list means all.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    pub clauses: Vec<usize>,
    pub parties: Vec<usize>,
    pub kinds: Vec<String>,
    /// Touching a clause of any of these topics.
    pub topics: Vec<String>,
    pub disputed: bool,
    /// Containing any of these texts, whatever their case.
    pub grep: Vec<String>,
}

impl EventFilter {
    pub fn is_open(&self) -> bool {
        let lists = [&self.kinds, &self.topics, &self.grep];
        let places = [&self.clauses, &self.parties];
        !self.disputed
            && lists.into_iter().all(Vec::is_empty)
            && places.into_iter().all(Vec::is_empty)
    }

    /// Whether an event of the file passes every filter that is set.
    pub fn admits(&self, timeline: &Timeline, event: usize) -> bool {
        let found = &timeline.events[event];
        let changed = found.changes.iter().map(|change| change.clause);
        let entry = Entry {
            clauses: &changed
                .chain(found.about.iter().copied())
                .collect::<Vec<_>>(),
            parties: &found.parties,
            kind: found.kind.as_deref(),
            disputed: &|| disputes::disputed(timeline, event),
            texts: &|| texts(timeline, found),
        };
        self.passes(timeline, &entry)
    }

    /// Whether the expiry of a clause passes every filter that is set.
    pub fn admits_expiry(&self, timeline: &Timeline, clause: usize, title: &str) -> bool {
        let found = &timeline.clauses[clause];
        let entry = Entry {
            clauses: &[clause],
            parties: &found.parties,
            kind: Some("expiry"),
            disputed: &|| false,
            texts: &|| vec![&found.id, &found.title, title],
        };
        self.passes(timeline, &entry)
    }

    /// Whether the changes of a moment that take effect later than their event pass every filter that is set.
    pub fn admits_effect(&self, timeline: &Timeline, moment: &Moment, title: &str) -> bool {
        let event = &timeline.events[moment.event];
        let changes = || moment.changes.iter().map(|change| &event.changes[*change]);
        let entry = Entry {
            clauses: &changes().map(|change| change.clause).collect::<Vec<_>>(),
            parties: &event.parties,
            kind: Some("effect"),
            disputed: &|| disputes::changes_disputed(event, changes()),
            texts: &|| {
                let mut texts = vec![event.id.as_str(), title];
                texts.extend(change_texts(timeline, changes()));
                texts.extend(cite_texts(timeline, &event.cites));
                texts
            },
        };
        self.passes(timeline, &entry)
    }

    fn passes(&self, timeline: &Timeline, entry: &Entry<'_>) -> bool {
        let has_topic = |topic: &String| {
            let mut clauses = entry
                .clauses
                .iter()
                .map(|clause| &timeline.clauses[*clause]);
            clauses.any(|clause| is_word(clause.topic.as_deref(), topic))
        };
        any_of(&self.clauses, |wanted| entry.clauses.contains(wanted))
            && any_of(&self.parties, |wanted| entry.parties.contains(wanted))
            && any_of(&self.kinds, |wanted| is_word(entry.kind, wanted))
            && any_of(&self.topics, has_topic)
            && (!self.disputed || (entry.disputed)())
            && self.matches_text(entry.texts)
    }

    fn matches_text<'a>(&self, texts: &dyn Fn() -> Vec<&'a str>) -> bool {
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

/// What a listing holds, as far as filters look at it.
struct Entry<'a> {
    clauses: &'a [usize],
    parties: &'a [usize],
    kind: Option<&'a str>,
    disputed: &'a dyn Fn() -> bool,
    texts: &'a dyn Fn() -> Vec<&'a str>,
}

/// Every text of an event that `--grep` looks at: ids, titles, summaries, texts, notes, quotes.
fn texts<'a>(timeline: &'a Timeline, event: &'a Event) -> Vec<&'a str> {
    let mut texts = vec![event.id.as_str(), event.title.as_str()];
    texts.extend(event.summary.as_deref());
    texts.extend(event.note.as_deref());
    texts.extend(event.about.iter().flat_map(|clause| {
        let clause = &timeline.clauses[*clause];
        [clause.id.as_str(), clause.title.as_str()]
    }));
    texts.extend(cite_texts(timeline, &event.cites));
    texts.extend(change_texts(timeline, event.changes.iter()));
    texts
}

fn change_texts<'a>(
    timeline: &'a Timeline,
    changes: impl Iterator<Item = &'a Change>,
) -> impl Iterator<Item = &'a str> {
    changes.flat_map(|change| {
        let clause = &timeline.clauses[change.clause];
        let own = [
            Some(clause.id.as_str()),
            Some(clause.title.as_str()),
            change.text.as_deref(),
            change.note.as_deref(),
            change.until.as_deref(),
        ];
        let cites = change.cites.iter().flatten();
        (own.into_iter().flatten()).chain(cite_texts(timeline, cites))
    })
}

fn cite_texts<'a>(
    timeline: &'a Timeline,
    cites: impl IntoIterator<Item = &'a Citation>,
) -> impl Iterator<Item = &'a str> {
    cites.into_iter().flat_map(|cite| {
        let source = timeline.sources[cite.source].id.as_str();
        let (quote, note) = (cite.quote.as_deref(), cite.note.as_deref());
        [Some(source), quote, note, cite.text()]
            .into_iter()
            .flatten()
    })
}

fn any_of<T>(wanted: &[T], test: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(test)
}

/// Whether a word is there and is the one wanted, whatever their case.
fn is_word(word: Option<&str>, wanted: &str) -> bool {
    word.is_some_and(|word| word.to_lowercase() == wanted.to_lowercase())
}
