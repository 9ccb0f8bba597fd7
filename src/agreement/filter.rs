//! Filters: which events, clauses and days a question is about.

use std::ops::Range;

use super::disputes;
use super::model::{Event, Timeline};
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClauseFilter {
    pub clauses: Vec<usize>,
    pub parties: Vec<usize>,
    pub topics: Vec<String>,
}

impl ClauseFilter {
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a clause passes every filter that is set.
    pub fn admits(&self, timeline: &Timeline, clause: usize) -> bool {
        let found = &timeline.clauses[clause];
        any_of(&self.clauses, |wanted| *wanted == clause)
            && any_of(&self.parties, |wanted| found.parties.contains(wanted))
            && any_of(&self.topics, |wanted| is_word(found.topic.as_ref(), wanted))
    }
}

/// Which events a question is about; an empty list means all.
#[derive(Clone, Debug, Default, PartialEq)]
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
        *self == Self::default()
    }

    /// Whether an event passes every filter that is set.
    pub fn admits(&self, timeline: &Timeline, event: &Event) -> bool {
        let has_topic = |topic: &String| {
            let mut clauses = event.touched().map(|clause| &timeline.clauses[clause]);
            clauses.any(|clause| is_word(clause.topic.as_ref(), topic))
        };
        let touches = |wanted: &usize| event.touched().any(|clause| clause == *wanted);
        any_of(&self.clauses, touches)
            && any_of(&self.parties, |wanted| event.parties.contains(wanted))
            && any_of(&self.kinds, |wanted| is_word(event.kind.as_ref(), wanted))
            && any_of(&self.topics, has_topic)
            && (!self.disputed || disputes::disputed(event))
            && (self.grep.is_empty() || self.hit(timeline, event).is_some())
    }

    /// The first text of an event in which a text is found that is looked for, and where in it.
    pub fn hit<'a>(
        &self,
        timeline: &'a Timeline,
        event: &'a Event,
    ) -> Option<(&'a str, Range<usize>)> {
        let texts = texts(timeline, event);
        let wanted = self.grep.iter().map(|text| lower(text));
        let wanted: Vec<String> = wanted.collect();
        let found = |text: &'a str| {
            let at = wanted.iter().find_map(|wanted| place(text, wanted))?;
            Some((text, at))
        };
        texts.into_iter().find_map(found)
    }
}

/// Where a text contains another, which is in lower case, whatever the case of the text.
fn place(text: &str, wanted: &str) -> Option<Range<usize>> {
    let at = lower(text).find(wanted)?;
    let (mut reached, mut start) = (0, 0);
    for (place, c) in text.char_indices() {
        if reached <= at {
            start = place;
        }
        reached += c.to_lowercase().map(char::len_utf8).sum::<usize>();
        if reached >= at + wanted.len() {
            return Some(start..place + c.len_utf8());
        }
    }
    Some(0..0)
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Every text of an event that `--grep` looks at: ids, titles, summaries, texts, notes, quotes.
fn texts<'a>(timeline: &'a Timeline, event: &'a Event) -> Vec<&'a str> {
    let mut texts = vec![event.title.as_str()];
    texts.extend(event.summary.as_deref());
    texts.extend(event.note.as_deref());
    for change in &event.changes {
        let own = [&change.text, &change.note, &change.until];
        texts.extend(own.into_iter().filter_map(Option::as_deref));
        texts.push(&timeline.clauses[change.clause].title);
    }
    let about = event.about.iter();
    texts.extend(about.map(|clause| timeline.clauses[*clause].title.as_str()));
    for cite in event.all_cites() {
        let claimed = cite.claims.as_ref().and_then(|of| of.text.as_ref());
        let own = [cite.quote.as_ref(), cite.note.as_ref(), claimed];
        texts.extend(own.into_iter().flatten().map(String::as_str));
        texts.push(&timeline.sources[cite.source].id);
    }
    texts.push(&event.id);
    texts.extend(
        event
            .touched()
            .map(|clause| timeline.clauses[clause].id.as_str()),
    );
    texts
}

fn any_of<T>(wanted: &[T], test: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(test)
}

/// Whether a word is there and is the one wanted, whatever their case.
fn is_word(word: Option<&String>, wanted: &str) -> bool {
    word.is_some_and(|word| word.to_lowercase() == wanted.to_lowercase())
}
