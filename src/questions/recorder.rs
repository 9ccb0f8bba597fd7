//! Makes the records of an answer, and remembers every id that they name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::view::{Listed, View};
use crate::agreement::renewal::Renewal;
use crate::agreement::{ChangeKind, ChangeRef, Citation, EntryId, Party, Timeline};
use crate::answer::{Answer, ClauseRef, Context, EventRef, Heading, Origin, Refs, Report, Rules};
use crate::date::{Bounds, Date};

#[derive(Debug)]
pub struct Recorder<'a, 't> {
    pub view: &'a View<'t>,
    events: BTreeSet<usize>,
    /// What is derived, by its id.
    derived: BTreeMap<String, Listed>,
    pub(super) sources: BTreeSet<usize>,
    clauses: BTreeSet<usize>,
    /// What the terms of a clause follow from at a step: its renewals and last days for notice follow from the same.
    pub(super) rules: BTreeMap<(usize, usize), Rules>,
    /// The change from which something came last: a state and what differs of it share that.
    pub(super) origin: Option<(ChangeRef, Arc<Origin>)>,
}

impl<'a, 't> Recorder<'a, 't> {
    pub fn new(view: &'a View<'t>) -> Self {
        Self {
            view,
            events: BTreeSet::new(),
            derived: BTreeMap::new(),
            sources: BTreeSet::new(),
            clauses: BTreeSet::new(),
            rules: BTreeMap::new(),
            origin: None,
        }
    }

    pub(super) fn timeline(&self) -> &'t Timeline {
        self.view.timeline
    }

    /// When a change became known. Of some sources alone: what they tell of, when they were published, and what one of
    /// them dates by itself, on that date.
    pub(super) fn known(&self, at: ChangeRef) -> Date {
        let (timeline, event) = (self.timeline(), self.timeline().event_of(at));
        let (change, known) = (timeline.change(at), event.known());
        if self.view.lens.according_to.is_empty() {
            return known;
        }
        if !change.report && change.kind() != ChangeKind::Learned {
            let mut own = change.cites.iter().flatten();
            return own.find_map(Citation::date).unwrap_or(known);
        }
        let cites = change.cites(event).iter();
        let published = cites.filter_map(|cite| timeline.sources[cite.source].published);
        let first = published.min_by_key(|date| date.first());
        let later = first.filter(|first| first.first() > known.last());
        later.unwrap_or(known)
    }

    pub fn event_id(&mut self, event: usize) -> String {
        self.events.insert(event);
        self.timeline().events[event].id.clone()
    }

    /// The id of the expiry that a change set.
    pub fn expiry_id(&mut self, set_by: ChangeRef) -> String {
        let id = self.clause_id(self.timeline().change(set_by).clause);
        match self.view.history.expiries().get(&set_by) {
            Some(of) => self.derived_id(Listed::Expiry(*of)),
            None => EntryId::Expiry(&id, 0).to_string(),
        }
    }

    pub(super) fn derived_id(&mut self, listed: Listed) -> String {
        let id = self.view.id(listed);
        let named = match listed {
            Listed::Renewal(of) => Listed::Renewal(Renewal { unlisted: 0, ..of }),
            other => other,
        };
        self.derived.insert(id.clone(), named);
        id
    }

    pub fn source_id(&mut self, source: usize) -> String {
        self.sources.insert(source);
        self.timeline().sources[source].id.clone()
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
        let events = self.events.iter().copied().map(Listed::Event);
        let mut listed: Vec<Listed> = events.chain(self.derived.values().copied()).collect();
        listed.sort_by_key(|listed| self.view.order(*listed));
        let timeline = self.timeline();
        let clause = |place: &usize| {
            let clause = &timeline.clauses[*place];
            let about = ClauseRef {
                title: clause.title.clone(),
                topic: clause.topic.clone(),
                labels: clause.labels.clone(),
                units: clause.units.clone(),
            };
            (clause.id.clone(), about)
        };
        let source = |place: &usize| {
            let source = &timeline.sources[*place];
            (source.id.clone(), source.clone())
        };
        let party = |party: &Party| (party.id.clone(), party.name.clone());
        let supposed = self.view.lens.suppose.iter();
        Refs {
            is_whole: self.view.lens.keeps_sources(),
            supposed: supposed.map(|of| (of.condition.clone(), of.day)).collect(),
            events: listed.into_iter().map(|of| self.named(of)).collect(),
            sources: self.sources.iter().map(source).collect(),
            clauses: self.clauses.iter().map(clause).collect(),
            parties: timeline.parties.iter().map(party).collect(),
        }
    }

    pub fn finish(self, name: &'static str, answer: impl Answer + 'static) -> Report {
        let timeline = self.timeline();
        let (path, flags) = (self.view.path.clone(), self.view.flags.clone());
        let heading = Heading::of(timeline, self.view.today, path, flags);
        let context = Context {
            name,
            timeline: heading,
            timelines: Vec::new(),
            left_out: Vec::new(),
            today: self.view.today,
            lens: self.view.lens.clone(),
            refs: self.refs(),
        };
        Report::of(context, Box::new(answer))
    }

    fn named(&self, listed: Listed) -> (String, EventRef) {
        let event = self.view.event_of(listed);
        let Bounds { first, last } = self.bounds(listed);
        let found = EventRef {
            date: event.date,
            first,
            last,
            title: event.title.clone(),
            kind: event.kind.clone(),
            planned: event.planned,
            report: event.report,
            parties: self.party_ids(&event.parties),
            known: event.known(),
            basis: event.basis,
        };
        (event.id.clone(), found)
    }

    /// The days that are shown of something listed; of an expiry, all that its date stands for.
    pub(super) fn bounds(&self, listed: Listed) -> Bounds {
        match listed {
            Listed::Expiry(expiry) => expiry.date.bounds(),
            _ => self.view.days(listed),
        }
    }
}
