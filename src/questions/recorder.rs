//! Makes the records of an answer, and remembers every id that they name.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use super::view::{Listed, View};
use crate::agreement::{EntryId, Timeline};
use crate::answer::{Answer, ClauseRef, Context, EventRef, Heading, Refs, Report, SourceRef};
use crate::date::Date;

/// Makes the records of one report and remembers the ids that they name.
#[derive(Debug)]
pub struct Recorder<'a, 't> {
    pub view: &'a View<'t>,
    events: BTreeSet<usize>,
    expiries: BTreeSet<usize>,
    effects: BTreeSet<usize>,
    sources: BTreeSet<usize>,
    clauses: BTreeSet<usize>,
}

impl<'a, 't> Recorder<'a, 't> {
    pub fn new(view: &'a View<'t>) -> Self {
        Self {
            view,
            events: BTreeSet::new(),
            expiries: BTreeSet::new(),
            effects: BTreeSet::new(),
            sources: BTreeSet::new(),
            clauses: BTreeSet::new(),
        }
    }

    pub(super) fn timeline(&self) -> &'t Timeline {
        self.view.timeline
    }

    pub fn event_id(&mut self, event: usize) -> String {
        self.events.insert(event);
        self.timeline().events[event].id.clone()
    }

    /// The id of a clause's expiry, remembered.
    pub fn expiry_id(&mut self, clause: usize) -> String {
        self.expiries.insert(clause);
        self.clauses.insert(clause);
        EntryId::Expiry(&self.timeline().clauses[clause].id).to_string()
    }

    /// The id of the moment at a place in the order, as a later effect, remembered.
    pub fn effect_id(&mut self, rank: usize) -> String {
        self.effects.insert(rank);
        self.view.id(Listed::Effect(rank))
    }

    pub fn source_id(&mut self, source: usize) -> String {
        self.sources.insert(source);
        self.timeline().sources[source].id.clone()
    }

    /// The places of the sources named so far.
    pub fn sources_named(&self) -> &BTreeSet<usize> {
        &self.sources
    }

    pub fn clause_id(&mut self, clause: usize) -> String {
        self.clauses.insert(clause);
        self.timeline().clauses[clause].id.clone()
    }

    pub fn clause_ids(&mut self, clauses: &[usize]) -> Vec<String> {
        let clauses = clauses.iter();
        clauses.map(|clause| self.clause_id(*clause)).collect()
    }

    pub fn refs(&self) -> Refs {
        let mut events = IndexMap::new();
        let named = [&self.events, &self.expiries, &self.effects];
        if named.iter().any(|named| !named.is_empty()) {
            let listing = self.view.listing().into_iter();
            for (id, event) in listing.filter_map(|listed| self.named(listed)) {
                events.entry(id).or_insert(event);
            }
        }
        let clause = |place: &usize| {
            let clause = &self.timeline().clauses[*place];
            let (title, topic) = (clause.title.clone(), clause.topic.clone());
            (clause.id.clone(), ClauseRef { title, topic })
        };
        let source = |place: &usize| {
            let id = self.timeline().sources[*place].id.clone();
            (id, self.source_ref(*place))
        };
        Refs {
            events,
            sources: self.sources.iter().map(source).collect(),
            clauses: self.clauses.iter().map(clause).collect(),
        }
    }

    pub fn finish(self, name: &'static str, answer: impl Answer + 'static) -> Report {
        let timeline = self.timeline();
        let heading = Heading {
            title: timeline.title.clone(),
            note: timeline.note.clone(),
            recorded: timeline.recorded,
            path: self.view.path.clone(),
            flags: self.view.flags.clone(),
        };
        Report {
            context: Context {
                name,
                timeline: heading,
                today: self.view.today,
                lens: self.view.lens.clone(),
                refs: self.refs(),
            },
            answer: Box::new(answer),
            remarks: Vec::new(),
            is_no: false,
        }
    }

    /// The record of something listed, if it has been named.
    fn named(&self, listed: Listed<'_>) -> Option<(String, EventRef)> {
        let timeline = self.timeline();
        let (id, date, bounds, title, kind, planned) = match listed {
            Listed::Event(place) if self.events.contains(&place) => {
                let event = &timeline.events[place];
                let (title, kind) = (event.title.clone(), event.kind.clone());
                let bounds = self.view.days(listed);
                (
                    event.id.clone(),
                    event.date,
                    bounds,
                    title,
                    kind,
                    event.planned,
                )
            }
            Listed::Expiry(expiry) if self.expiries.contains(&expiry.clause) => {
                let (id, bounds) = (expiry.id(timeline), expiry.date.bounds());
                let title = expiry_title(&timeline.clauses[expiry.clause].title, expiry.date);
                let kind = Some("expiry".to_owned());
                (id, expiry.date, bounds, title, kind, false)
            }
            Listed::Effect(rank) if self.effects.contains(&rank) => {
                let moment = &self.view.history.moments.list[rank];
                let event = &timeline.events[moment.event];
                let (title, kind) = (effect_title(&event.title), Some("effect".to_owned()));
                let (id, bounds) = (self.view.id(listed), moment.bounds);
                (id, moment.date, bounds, title, kind, event.planned)
            }
            _ => return None,
        };
        let found = EventRef {
            date,
            first: bounds.first,
            last: bounds.last,
            title,
            kind,
            planned,
        };
        Some((id, found))
    }

    pub fn source_ref(&self, place: usize) -> SourceRef {
        let source = &self.timeline().sources[place];
        SourceRef {
            publisher: source.publisher.clone(),
            title: source.title.clone(),
            url: source.url.clone(),
            published: source.published,
            archived: source.archived.clone(),
            kind: source.kind,
        }
    }

    /// The clauses of the timeline by topic, topics in the order in which they first appear.
    pub fn by_topic(&self) -> Vec<usize> {
        let clauses = &self.timeline().clauses;
        let mut topics: HashMap<Option<&str>, usize> = HashMap::new();
        for clause in clauses {
            let next = topics.len();
            topics.entry(clause.topic.as_deref()).or_insert(next);
        }
        let mut places: Vec<usize> = self.timeline().clauses_shown().collect();
        places.sort_by_key(|place| topics[&clauses[*place].topic.as_deref()]);
        places
    }
}

pub fn effect_title(event: &str) -> String {
    format!("Takes effect: {event}")
}

pub fn expiry_title(clause: &str, date: Date) -> String {
    format!("{clause}: in force through {}", date.human())
}
