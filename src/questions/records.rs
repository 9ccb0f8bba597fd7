//! How the records of a timeline are made: states, changes, events, citations.

use super::recorder::{Recorder, effect_title, expiry_title};
use super::view::Listed;
use crate::agreement::compare::Side;
use crate::agreement::history::{Values, Version};
use crate::agreement::steps::{Expiry, Instant, Step};
use crate::agreement::{Action, ChangeRef, Citation, EntryId, Status, Terms, disputes};
use crate::answer::{Before, Change, Cite, DoneBy, Event, SetBy, State, Undecided};
use crate::date::{Bounds, Date};

impl<'t> Recorder<'_, 't> {
    fn party_ids(&self, parties: &[usize]) -> Vec<String> {
        let id = |party: &usize| self.timeline().parties[*party].id.clone();
        parties.iter().map(id).collect()
    }

    fn cites(&mut self, cites: &[Citation], disagrees: Vec<Vec<String>>) -> Vec<Cite> {
        let cites = cites.iter().zip(disagrees);
        let cites = cites.map(|(cite, disagrees)| self.cite(cite, disagrees));
        cites.collect()
    }

    fn cite(&mut self, cite: &Citation, disagrees: Vec<String>) -> Cite {
        Cite {
            source: self.source_id(cite.source),
            via: cite.via.map(|via| self.source_id(via)),
            quote: cite.quote.clone(),
            note: cite.note.clone(),
            date: cite.date(),
            text: cite.text().map(str::to_owned),
            terms: cite.terms().cloned(),
            through: cite.through(),
            until: cite.until().map(str::to_owned),
            disagrees,
        }
    }

    /// The citations of a change, with where they disagree.
    pub fn change_cites(&mut self, at: ChangeRef) -> Vec<Cite> {
        let (event, change) = (self.timeline().event_of(at), self.timeline().change(at));
        self.cites(change.cites(event), disputes::of_change(event, change))
    }

    pub fn set_by(&mut self, at: ChangeRef) -> SetBy {
        SetBy {
            event: self.event_id(at.event),
            date: self.timeline().date_of(at),
            basis: self.timeline().change(at).basis,
            cite: self.change_cites(at),
        }
    }

    /// What a change did, and who says so.
    pub fn done_by(&mut self, at: ChangeRef) -> DoneBy {
        let change = self.timeline().change(at);
        DoneBy {
            action: change.action,
            event: self.event_id(at.event),
            date: self.timeline().date_of(at),
            basis: change.basis,
            cite: self.change_cites(at),
        }
    }

    /// The text, `through` and `until` that some changes set.
    pub fn values_of(&self, values: Values) -> (Option<String>, Option<Date>, Option<String>) {
        let set = |at: Option<ChangeRef>| at.map(|at| self.timeline().change(at));
        let text = set(values.text).and_then(|change| change.text.clone());
        let through = set(values.through).and_then(|change| change.through);
        let until = set(values.until).and_then(|change| change.until.clone());
        (text, through, until)
    }

    /// The terms of a version of a clause, whole.
    pub fn terms_of(&self, clause: usize, version: &Version) -> Terms {
        self.valued(self.view.history.lives[clause].terms(version))
    }

    /// Terms with the values that the changes gave them.
    fn valued(&self, terms: impl Iterator<Item = (&'t str, ChangeRef)>) -> Terms {
        let timeline = self.timeline();
        let value = |name: &str, at| timeline.change(at).terms.get(name).cloned();
        terms
            .filter_map(|(name, at)| Some((name.into(), value(name, at)?)))
            .collect()
    }

    /// A clause at the close of a day.
    pub fn state(&mut self, clause: usize, at: impl Into<Instant>) -> State {
        let found = self.view.history.state(clause, at);
        self.version_state(clause, found.status, found.version)
    }

    /// A clause as a version left it.
    pub fn version_state(
        &mut self,
        clause: usize,
        status: Status,
        version: Option<&Version>,
    ) -> State {
        let about = &self.timeline().clauses[clause];
        let mut state = State {
            id: self.clause_id(clause),
            title: about.title.clone(),
            topic: about.topic.clone(),
            parties: self.party_ids(&about.parties),
            status,
            ..State::default()
        };
        if let Some(version) = version {
            self.fill(&mut state, clause, version);
        }
        state
    }

    fn fill(&mut self, state: &mut State, clause: usize, version: &Version) {
        let timeline = self.timeline();
        let values = &version.values;
        state.since = Some(timeline.date_of(version.adopted));
        state.adopted_by = Some(self.event_id(version.adopted.event));
        (state.text, state.through, state.until) = self.values_of(*values);
        if state.status == Status::Expired {
            state.changed = state.through;
            state.changed_by = Some(self.expiry_id(clause));
        } else {
            state.changed = Some(timeline.date_of(version.changed));
            state.changed_by = Some(self.event_id(version.changed.event));
        }
        state.wording = values.text.map(|at| timeline.change(at).wording);
        state.terms = self.terms_of(clause, version);
        let named = [
            ("text", values.text),
            ("through", values.through),
            ("until", values.until),
        ];
        let named = named.into_iter().filter_map(|(name, at)| Some((name, at?)));
        let life = &self.view.history.lives[clause];
        for (name, at) in named.chain(life.terms(version)) {
            state.set_by.insert(name.into(), self.set_by(at));
        }
        let notes = [life.steps[version.step].at, version.changed].into_iter();
        let mut notes = notes.filter_map(|at| timeline.change(at).note.clone());
        state.note = notes.next();
        let disagrees = |cites: &[Cite], name: &str| {
            let mut found = cites.iter().flat_map(|cite| &cite.disagrees);
            found.any(|other| other == name)
        };
        let mut set_by = state.set_by.iter();
        state.disputed = set_by.any(|(name, set)| disagrees(&set.cite, name))
            || disagrees(&self.change_cites(version.adopted), "date");
    }

    pub fn change(&mut self, at: ChangeRef) -> Change {
        let change = self.timeline().change(at);
        let bounds = self.view.history.moments.bounds(at);
        let before = self.before(at);
        Change {
            clause: self.clause_id(change.clause),
            action: change.action,
            date: self.timeline().date_of(at),
            first: bounds.first,
            last: bounds.last,
            text: change.text.clone(),
            terms: change.terms.clone(),
            unset: change.unset.clone(),
            through: change.through,
            until: change.until.clone(),
            replaces: self.clause_ids(&change.replaces),
            wording: change.wording,
            basis: change.basis,
            note: change.note.clone(),
            cite: self.change_cites(at),
            before,
        }
    }

    /// What stood before a change under the names that it touches.
    fn before(&self, at: ChangeRef) -> Option<Before> {
        let change = self.timeline().change(at);
        let life = &self.view.history.lives[change.clause];
        let version = &life.versions[self.view.history.around(at).0?];
        let day = self.view.history.moments.bounds(at).last;
        let status = day.map_or(version.status, |day| version.status_on(day));
        if !status.stands() {
            return None;
        }
        let touched = |name: &str| change.unset.iter().any(|unset| unset == name);
        let ends = change.action == Action::End;
        let Values {
            text,
            through,
            until,
        } = version.values;
        let (text, through, until) = self.values_of(Values {
            text: text.filter(|_| change.text.is_some() || ends),
            through: through.filter(|_| change.through.is_some() || touched("through")),
            until: until.filter(|_| change.until.is_some() || touched("until")),
        });
        let names = change.terms.keys().chain(&change.unset);
        let terms = names.filter_map(|name| Some((name.as_str(), life.term(version, name)?)));
        let terms = self.valued(terms);
        Some(Before {
            status,
            text,
            terms,
            through,
            until,
        })
    }

    pub fn listed(&mut self, listed: Listed<'_>) -> Event {
        match listed {
            Listed::Event(event) => self.event(event),
            Listed::Expiry(expiry) => self.expiry(expiry),
            Listed::Effect(rank) => self.effect(rank),
        }
    }

    /// Whether an event lies after today, or is planned for a day that has not passed.
    fn is_scheduled(&self, planned: bool, bounds: Bounds) -> bool {
        let today = self.view.today;
        !bounds.possible_by(today) || planned && bounds.last.is_none_or(|last| last >= today)
    }

    pub fn event(&mut self, place: usize) -> Event {
        let event = &self.timeline().events[place];
        let bounds = self.view.days(Listed::Event(place));
        let changes = self.timeline().changes_of(place);
        Event {
            id: self.event_id(place),
            date: event.date,
            first: bounds.first,
            last: bounds.last,
            announced: event.announced,
            planned: event.planned,
            derived: false,
            scheduled: self.is_scheduled(event.planned, bounds),
            possibly: false,
            disputed: disputes::disputed(self.timeline(), place),
            title: event.title.clone(),
            kind: event.kind.clone(),
            parties: self.party_ids(&event.parties),
            about: self.clause_ids(&event.about),
            summary: event.summary.clone(),
            note: event.note.clone(),
            basis: event.basis,
            cite: self.cites(&event.cites, disputes::of_event(event)),
            changes: changes.map(|at| self.change(at)).collect(),
            uid: event.once.clone().unwrap_or_else(|| event.id.clone()),
        }
    }

    /// The changes of a moment that take effect later than their event, as an entry of their own.
    fn effect(&mut self, rank: usize) -> Event {
        let moment = &self.view.history.moments.list[rank];
        let found = &self.timeline().events[moment.event];
        let event = moment.event;
        let change = |change: &usize| {
            let change = *change;
            self.change(ChangeRef { event, change })
        };
        let mut changes: Vec<Change> = moment.changes.iter().map(change).collect();
        // What a citation of the event says of the date, it says of the event's own.
        for (place, change) in moment.changes.iter().zip(&mut changes) {
            if found.changes[*place].cites.is_none() {
                for cite in &mut change.cite {
                    cite.disagrees.retain(|name| name != "date");
                }
            }
        }
        let mut cites = changes.iter().flat_map(|change| &change.cite);
        let once = found.once.as_ref().unwrap_or(&found.id);
        Event {
            id: self.effect_id(rank),
            date: moment.date,
            first: moment.bounds.first,
            last: moment.bounds.last,
            announced: None,
            planned: found.planned,
            derived: true,
            scheduled: self.is_scheduled(found.planned, moment.bounds),
            possibly: false,
            disputed: cites.any(|cite| !cite.disagrees.is_empty()),
            title: effect_title(&found.title),
            kind: Some("effect".to_owned()),
            parties: self.party_ids(&found.parties),
            about: Vec::new(),
            summary: None,
            note: None,
            basis: found.basis,
            cite: self.cites(&found.cites, vec![Vec::new(); found.cites.len()]),
            changes,
            uid: EntryId::Effect(once, moment.date).to_string(),
        }
    }

    fn expiry(&mut self, expiry: &Expiry) -> Event {
        let clause = &self.timeline().clauses[expiry.clause];
        let set_by = self.timeline().change(expiry.set_by);
        let bounds = expiry.date.bounds();
        let mut cite = self.change_cites(expiry.set_by);
        for cite in &mut cite {
            cite.disagrees.retain(|name| name == "through");
        }
        Event {
            id: self.expiry_id(expiry.clause),
            date: expiry.date,
            first: bounds.first,
            last: bounds.last,
            announced: None,
            planned: false,
            derived: true,
            scheduled: expiry.day >= self.view.today,
            possibly: false,
            disputed: cite.iter().any(|cite| !cite.disagrees.is_empty()),
            title: expiry_title(&clause.title, expiry.date),
            kind: Some("expiry".to_owned()),
            parties: self.party_ids(&clause.parties),
            about: vec![self.clause_id(expiry.clause)],
            summary: None,
            note: None,
            basis: set_by.basis,
            cite,
            changes: Vec::new(),
            uid: EntryId::Expiry(clause.once.as_ref().unwrap_or(&clause.id)).to_string(),
        }
    }

    /// The changes that may already have happened to a clause.
    pub fn undecided(
        &mut self,
        clause: usize,
        pending: &[Step],
        side: Option<Side>,
    ) -> Vec<Undecided> {
        let id = self.clause_id(clause);
        let mut found: Vec<Undecided> = Vec::new();
        for step in pending {
            let event = self.event_id(step.at.event);
            if found.last().is_none_or(|last| last.event != event) {
                found.push(Undecided {
                    clause: id.clone(),
                    event,
                    date: self.timeline().date_of(step.at),
                    cite: self.change_cites(step.at),
                    side,
                });
            }
        }
        found
    }
}
