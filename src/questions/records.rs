//! How the records of a timeline are made: states, changes, events, citations.

use super::prelude::*;

use crate::agreement::history::{self, Setting, Version};
use crate::agreement::lanes::Standing;
use crate::agreement::steps::{Instant, Step};
use crate::agreement::suppose::is_supposed;
use crate::agreement::{self, Citation, Terms, disputes, is_term};
use crate::answer::{Ahead, Before, Change, Restated, Setters, Settings};

impl<'t> Recorder<'_, 't> {
    pub(super) fn party_ids(&self, parties: &[usize]) -> Vec<String> {
        let id = |party: &usize| self.timeline().parties[*party].id.clone();
        parties.iter().map(id).collect()
    }

    fn cites(&mut self, event: &agreement::Event, change: Option<&agreement::Change>) -> Vec<Cite> {
        let disagrees = match change {
            Some(change) => disputes::of_change(event, change),
            None => disputes::of_event(event),
        };
        let (first, timeline) = (event.told_from(change), self.timeline());
        let is_early = |source: usize| {
            let published = timeline.sources[source].published;
            let last = published.and_then(|date| date.bounds().last);
            last.zip(first).is_some_and(|(last, first)| last < first)
        };
        let own = change.filter(|of| of.cites.is_some());
        let is_open = |name: &&str| own.is_some_and(|of| of.given(name).is_none());
        let open: Vec<&str> = ["through", "until"].into_iter().filter(is_open).collect();
        let cite = |(cite, disagrees): (&Citation, Vec<String>)| Cite {
            is_early: is_early(cite.source),
            adds: {
                let adds = open.iter().filter(|of| cite.claim(of).is_some());
                let adds = adds.map(|of| (*of).to_owned());
                adds.filter(|of| !disagrees.contains(of)).collect()
            },
            source: self.source_id(cite.source),
            via: cite.via.map(|via| self.source_id(via)),
            basis: cite.basis,
            quote: cite.quote.clone(),
            note: cite.note.clone(),
            claims: cite.claims.as_deref().cloned().unwrap_or_default(),
            disagrees,
            is_own_word: self.timeline().sources[cite.source].is_own_word(),
        };
        let cites = change.map_or(&*event.cites, |change| change.cites(event));
        cites.iter().zip(disagrees).map(cite).collect()
    }

    pub fn change_cites(&mut self, at: ChangeRef) -> Vec<Cite> {
        let (event, change) = (self.timeline().event_of(at), self.timeline().change(at));
        self.cites(event, Some(change))
    }

    pub fn event_cites(&mut self, event: usize) -> Vec<Cite> {
        let event = &self.timeline().events[event];
        self.cites(event, None)
    }

    pub fn set(&mut self, clause: usize, version: &Version, name: &str) -> Option<Set> {
        let setters = self.view.history.setters(clause, version, name);
        let (first, later) = setters.split_first()?;
        let restated = later.iter().filter(|at| at.event != first.event);
        let restated = restated.map(|at| {
            let origin = self.origin_of(*at, name);
            Restated {
                date: if origin.is_told() {
                    origin.known
                } else {
                    origin.date
                },
                event: origin.event.clone(),
                cite: origin.cite.clone(),
            }
        });
        Some(Set::new(Setters {
            restated: restated.collect(),
            origin: self.origin_of(*first, name),
        }))
    }

    /// Where a value comes from, with the citations that give it or deny it.
    fn origin_of(&mut self, at: ChangeRef, name: &str) -> Arc<Origin> {
        let mut origin = self.origin(at);
        let backing = backing(&origin.cite, Some(name));
        let counts = |cite: &&Cite| cite.denies(name) || backing.contains(cite);
        if !origin.cite.iter().all(|cite| counts(&cite)) {
            let cites = origin.cite.iter().filter(counts).cloned();
            Arc::make_mut(&mut origin).cite = cites.collect();
        }
        origin
    }

    pub fn set_at(&mut self, at: ChangeRef) -> Set {
        let (origin, restated) = (self.origin(at), Vec::new());
        Set::new(Setters { origin, restated })
    }

    pub fn done_by(&mut self, at: ChangeRef) -> DoneBy {
        DoneBy {
            action: self.timeline().change(at).action,
            origin: self.origin(at),
            with_agreement: false,
        }
    }

    pub fn origin(&mut self, at: ChangeRef) -> Arc<Origin> {
        if let Some((_, last)) = self.origin.as_ref().filter(|(of, _)| *of == at) {
            return Arc::clone(last);
        }
        let change = self.timeline().change(at);
        let origin = Arc::new(Origin {
            event: self.event_id(at.event),
            date: self.timeline().date_of(at),
            known: self.known(at),
            kind: change.kind(),
            report: change.report,
            basis: change.basis,
            cite: self.change_cites(at),
            place: at.change,
            note: change.note.clone(),
        });
        self.origin = Some((at, Arc::clone(&origin)));
        origin
    }

    /// What a version of a clause says but for its terms: its text with whose words that is, and its end.
    pub fn fields(&self, clause: usize, version: &Version) -> State {
        let life = &self.view.history.lives[clause];
        let by = |name| Some(self.timeline().change(life.value(version, name)?));
        let text = life.value(version, "text").map(|at| self.text_of(at));
        let (text, wording) = text.unzip();
        State {
            text: text.flatten(),
            wording,
            through: by("through").and_then(|change| change.through),
            until: by("until").and_then(|change| change.until.clone()),
            renewing: life.renewing(self.timeline(), version),
            ..State::default()
        }
    }

    /// What was set for the versions of a clause, for each time that it was adopted.
    pub fn settings(&self, clause: usize) -> Vec<Arc<Settings>> {
        let (timeline, life) = (self.timeline(), &self.view.history.lives[clause]);
        let of_term = |(name, set): &(String, Vec<Setting>)| {
            let values = set.iter().map(|Setting { step, set }| {
                let change = timeline.change(life.steps[*step].at);
                (*step, change.terms.get(name).filter(|_| *set).cloned())
            });
            (name.clone(), values.collect())
        };
        let terms = |values: &history::Settings| {
            let terms = values.iter().filter(|(name, _)| is_term(name));
            Arc::new(terms.map(of_term).collect())
        };
        life.values.iter().map(terms).collect()
    }

    fn valued(&self, terms: impl Iterator<Item = (&'t str, ChangeRef)>) -> Terms {
        let timeline = self.timeline();
        let value = |name: &str, at| timeline.change(at).terms.get(name).cloned();
        let terms = terms.filter_map(|(name, at)| Some((name.into(), value(name, at)?)));
        terms.collect()
    }

    pub fn state(&mut self, clause: usize, at: impl Into<Instant>) -> State {
        let found = self.view.history.state(clause, at);
        self.state_of(clause, &found)
    }

    /// How a clause read as it was found, without what it is called and who set it.
    pub fn reading_of(&self, clause: usize, found: &history::State<'_>) -> State {
        let life = &self.view.history.lives[clause];
        let mut read = State::default();
        if let Some(version) = found.version {
            read = self.fields(clause, version);
            read.terms = self.valued(life.values(version));
            let last = self.timeline().change(life.steps[version.step].at);
            let is_kept = last.action == Action::Keep && found.status == Status::InForce;
            read.kept = Some(last.basis).filter(|of| is_kept && *of != Basis::Stated);
        }
        read.parties = self.party_ids(self.view.history.parties(clause, found.version));
        read.status = found.status;
        read
    }

    pub fn state_of(&mut self, clause: usize, found: &history::State<'_>) -> State {
        let about = &self.timeline().clauses[clause];
        let mut state = State {
            id: self.clause_id(clause),
            title: about.title.clone(),
            topic: about.topic.clone(),
            summary: about.summary.clone(),
            runs: found.running(),
            ..self.reading_of(clause, found)
        };
        let (Some(version), timeline) = (found.version, self.timeline()) else {
            return state;
        };
        let resumed = self.view.history.resumed(clause, version, found.at);
        let began = resumed.map_or(version.adopted, |by| by.at);
        state.since = Some(timeline.date_of(began));
        state.adopted_by = Some(self.event_id(began.event));
        let bound_by = found.bound_by;
        let (changed, changed_by) = self.last_change(version, found);
        (state.changed, state.changed_by) = (Some(changed), Some(changed_by));
        state.doubted = (version.status, state.status) == (Status::Unclear, Status::Expired);
        if matches!(state.status, Status::Ended | Status::Unclear) {
            let turned = self.view.history.turned(clause, version);
            state.turned = Some(self.set_at(bound_by.map_or(turned, |by| by.at)));
        }
        state.ahead = self.ahead(clause, version, found);
        let is_own = state.ahead.is_none() && found.status == Status::InForce;
        let run = version.run.as_ref().filter(|_| is_own);
        let last = run.and_then(|run| run.end_of(run.number_on(found.at.day)));
        let stands = |last| self.view.history.stands(clause, last);
        // What is left unclear only after a past day is not told of that.
        let is_told = |of: &Standing| *of != Standing::Unclear || found.at.day >= self.view.today;
        let standing = last.map(stands).filter(is_told).unwrap_or_default();
        state.hangs = (standing, false);
        let is_expired = found.status == Status::Expired && bound_by.is_none();
        if let Some((last, _)) = version.expiry().filter(|_| is_expired) {
            state.hangs = self.view.ends(clause, last);
        }
        let life = &self.view.history.lives[clause];
        let set = |(name, _): (&str, _)| Some((name.to_owned(), self.set(clause, version, name)?));
        state.set_by = life.values(version).filter_map(set).collect();
        if let Some(text) = life.value(version, "text") {
            state.beside = self.beside(text, clause, version);
        }
        let noted = [life.steps[version.step].at, version.changed];
        state.note = noted.into_iter().find_map(|at| {
            let (event, change) = (timeline.event_of(at), timeline.change(at));
            self.note_of(change.note.as_ref(), change.cites(event))
        });
        let adoption = self.set_at(began);
        let changed = bound_by.map_or(version.changed, |by| by.at);
        let last = (changed == began).then(|| adoption.clone());
        state.last = Some(last.unwrap_or_else(|| self.set_at(changed)));
        state.adoption = Some(adoption);
        let is_disputed = state.denied().next().is_some();
        state.disputed = is_disputed;
        state
    }

    fn last_change(&mut self, version: &Version, found: &history::State<'_>) -> (Date, String) {
        let (timeline, bound_by) = (self.timeline(), found.bound_by);
        let expiry = version.expiry().filter(|_| bound_by.is_none());
        let expiry = expiry.or(bound_by.map(|by| (by.day, by.at)));
        if let Some((day, set_by)) = expiry.filter(|_| found.status == Status::Expired) {
            let id = self.expiry_id(set_by);
            return (self.view.history.last_date(day, set_by), id);
        }
        let changed = bound_by.map_or(version.changed, |by| by.at);
        (timeline.date_of(changed), self.event_id(changed.event))
    }

    /// What is known to come of a clause before its own last day, or came of it with the agreement.
    fn ahead(
        &mut self,
        clause: usize,
        version: &Version,
        found: &history::State<'_>,
    ) -> Option<Ahead> {
        let (history, timeline, day) = (self.view.history, self.timeline(), found.at.day);
        let is_known = |at: ChangeRef| timeline.event_of(at).known().last() <= Some(day);
        let is_given = |at: ChangeRef| is_known(at) || is_supposed(&timeline.event_of(at).id);
        let cut = || history.cut(clause, found, is_given);
        let over = found.bound_by.or_else(cut);
        let is_before = |last: Day| over.is_none_or(|over| last <= over.day);
        let later = history.lives[clause].steps[version.step + 1..].iter();
        let later = later.take_while(|step| step.action != Action::Adopt);
        let mut later = later.filter(|step| {
            let is_ahead = !step.planned && step.bounds.first > Some(day);
            is_ahead && is_known(step.at) && step.bounds.last.is_some_and(is_before)
        });
        let end = later.clone().find(|step| step.action == Action::End);
        let moves = |at: ChangeRef| timeline.change(at).touches("through");
        let is_bounded = version.run.is_some() && over.is_none();
        let own = end.or_else(|| later.find(|step| is_bounded && moves(step.at)));
        let own = own.filter(|_| found.status == Status::InForce);
        let over = over.filter(|_| own.is_none());
        let at = own.map(|step| step.at).or(over.map(|of| of.at))?;
        let change = timeline.change(at);
        let (stands, assumed) = over.map(|of| self.view.hangs(&of)).unwrap_or_default();
        Some(Ahead {
            how: match over {
                Some(of) if of.expiry => How::Expired,
                _ => change.action.into(),
            },
            date: over.map_or_else(|| timeline.date_of(at), |of| history.date_of(&of)),
            through: change.through.filter(|_| over.is_none()),
            with_agreement: over.is_some(),
            stands,
            assumed,
            set: self.set_at(at),
        })
    }

    pub fn change(&mut self, at: ChangeRef) -> Change {
        let (event, change) = (self.timeline().event_of(at), self.timeline().change(at));
        let bounds = self.view.history.moments.bounds(at);
        let before = self.before(at);
        let is_unclear = before.as_ref().map(|before| before.status) == Some(Status::Unclear);
        let is_ahead = bounds.last.is_none_or(|last| last > self.view.today);
        let is_end = change.action == Action::End && is_supposed(&event.id);
        let (text, wording) = self.text_of(at);
        let after = self.view.history.around(at).1;
        let beside = after.map(|version| self.beside(at, change.clause, version));
        Change {
            clause: self.clause_id(change.clause),
            action: change.action,
            date: self.timeline().date_of(at),
            first: bounds.first,
            last: bounds.last,
            known: self.known(at),
            kind: change.kind(),
            report: change.report,
            text,
            terms: Arc::clone(&change.terms),
            unset: change.unset.clone(),
            through: change.through,
            until: change.until.clone(),
            renewing: change.renewing,
            parties: (change.parties.as_deref()).map(|parties| self.party_ids(parties)),
            bound: self.party_ids(&self.view.history.bound_at(at)),
            replaces: self.clause_ids(&change.replaces),
            wording,
            basis: change.basis,
            note: self.note_of(change.note.as_ref(), change.cites(event)),
            cite: self.cites(event, Some(change)),
            confirmed: self.view.history.confirmed(at),
            is_ahead: bounds.first.is_some_and(|first| first > self.view.today),
            is_doubted: change.unsettled || is_unclear && (is_ahead || is_end),
            beside: beside.unwrap_or_default(),
            before,
        }
    }

    /// What stood before a change under the names that it touches.
    fn before(&self, at: ChangeRef) -> Option<Before> {
        let change = self.timeline().change(at);
        let life = &self.view.history.lives[change.clause];
        let version = self.view.history.around(at).0?;
        let day = self.view.history.moments.bounds(at).last;
        let status = day.map_or(version.status, |day| version.status_on(day));
        if !status.stands() {
            return None;
        }
        let old = self.fields(change.clause, version);
        let is_shown = change.touches("text") || change.action == Action::End;
        let names = change.terms.keys().chain(&change.unset);
        let terms = names.filter_map(|name| Some((name.as_str(), life.value(version, name)?)));
        Some(Before {
            status,
            wording: old.wording,
            text: old.text.filter(|_| is_shown),
            terms: self.valued(terms),
            through: old.through.filter(|_| change.touches("through")),
            until: old.until.filter(|_| change.touches("until")),
            renewing: old.renewing,
        })
    }

    pub fn listed(&mut self, listed: Listed) -> Event {
        let bounds = self.bounds(listed);
        let event = self.view.event_of(listed);
        let changes = self.view.changes_of(listed).into_iter();
        let changes: Vec<Change> = changes.map(|at| self.change(at)).collect();
        let is_own = matches!(listed, Listed::Event(_));
        let note = self.note_of(event.note.as_ref(), &event.cites);
        let scheduled = self.view.is_scheduled(listed);
        let turned = self.view.turned_with(listed).pop();
        let with_it = turned.map(|(action, _, found)| (action, self.clause_ids(&found)));
        let (turns, with_it) = with_it.unwrap_or_default();
        let mut found = Event {
            uid: event.once.as_deref().unwrap_or(&event.id).to_owned(),
            id: event.id.clone(),
            date: event.date,
            first: bounds.first,
            last: bounds.last,
            announced: event.announced,
            planned: event.planned,
            report: event.report,
            derived: !is_own || is_supposed(&event.id),
            in_days: bounds
                .last
                .map_or(0, |last| self.view.today.days_until(last)),
            by: None,
            scheduled,
            open: !scheduled && bounds.last.is_none_or(|last| last > self.view.today),
            possibly: false,
            disputed: false,
            title: event.title.clone(),
            kind: event.kind.clone(),
            parties: self.party_ids(&event.parties),
            about: self.clause_ids(&event.about),
            summary: self.summary_of(&event).filter(|_| is_own),
            note: note.filter(|_| is_own),
            basis: event.basis,
            cite: self.cites(&event, None),
            changes,
            with_it,
            turns,
            stands: Standing::InForce,
            unclear: None,
            set: None,
            working: None,
            renewal: None,
        };
        match listed {
            Listed::Event(place) => drop(self.event_id(place)),
            derived => drop(self.derived_id(derived)),
        }
        if let Listed::Effect(rank) = listed {
            found.by = Some(self.event_id(self.view.history.moments.list[rank].event));
        }
        self.derive(listed, &mut found);
        let own = found.changes.iter().flat_map(|of| &of.cite);
        found.disputed = is_disputed(own.chain(&found.cite));
        found
    }

    pub fn undecided(
        &mut self,
        clause: usize,
        pending: &[Step],
        side: Option<Side>,
    ) -> Vec<Undecided> {
        let mut found: Vec<Undecided> = Vec::new();
        for step in pending {
            let event = self.event_id(step.at.event);
            if let Some(last) = found.last_mut().filter(|last| last.event == event) {
                if last.action != step.action && last.action != Action::Adopt {
                    last.action = Action::Amend;
                }
                continue;
            }
            found.push(Undecided {
                clause: self.clause_id(clause),
                event,
                date: self.timeline().date_of(step.at),
                cite: self.change_cites(step.at),
                action: step.action,
                side,
            });
        }
        found
    }
}
