//! What a listing holds: the events of the file, and what is derived from its clauses and changes.

use crate::agreement::lanes::Standing;
use std::borrow::Cow;

use super::prelude::*;
use crate::agreement::Event;
use crate::agreement::renewal::Renewal;

#[derive(Clone, Copy, Debug)]
pub enum Listed {
    Event(usize),
    Expiry(Expiry),
    /// The place in the order of a moment that takes effect later than its event.
    Effect(usize),
    Renewal(Renewal),
    /// The last day on which notice is in time, before a renewal.
    Notice(Renewal),
}

/// Of each stretch of a clause's life, no more of the past renewals are listed.
pub(super) const MOST: u32 = 100;

impl<'t> View<'t> {
    pub fn id(&self, listed: Listed) -> String {
        self.ids(listed)[0].to_string()
    }

    /// The id under which something is listed, and its earliest.
    fn ids(&self, listed: Listed) -> [EntryId<'t>; 2] {
        let both = |id: &'t str, once: &'t Option<Box<str>>| [id, once.as_deref().unwrap_or(id)];
        let (clauses, events) = (&self.timeline.clauses, &self.timeline.events);
        let of_clause = |place: usize| both(&clauses[place].id, &clauses[place].once);
        let of_event = |place: usize| both(&events[place].id, &events[place].once);
        match listed {
            Listed::Event(place) => of_event(place).map(EntryId::Event),
            Listed::Effect(rank) => {
                let moment = &self.history.moments.list[rank];
                of_event(moment.event).map(|id| EntryId::Effect(id, moment.date))
            }
            Listed::Expiry(of) => of_clause(of.clause).map(|id| EntryId::Expiry(id, of.nth)),
            Listed::Renewal(of) => of_clause(of.clause).map(|id| EntryId::Renewal(id, of.day)),
            Listed::Notice(of) => {
                let day = of.notice.unwrap_or(of.day);
                of_clause(of.clause).map(|id| EntryId::Notice(id, day))
            }
        }
    }

    /// Something listed, as an event: what is derived has an id, a title and a kind of its own, and is as firm as what it
    /// follows from, which is not worked out here.
    pub(crate) fn event_of(&self, listed: Listed) -> Cow<'t, Event> {
        let (timeline, ids) = (self.timeline, self.ids(listed));
        Cow::Owned(match listed {
            Listed::Event(place) => return Cow::Borrowed(&timeline.events[place]),
            Listed::Effect(rank) => {
                let moment = &self.history.moments.list[rank];
                let event = &timeline.events[moment.event];
                let mut cites = event.cites.clone();
                // What they say of the date, they say of the event's own.
                let claims = cites.iter_mut().filter_map(|cite| cite.claims.as_mut());
                claims.for_each(|claims| claims.date = None);
                let changes = moment.changes.iter();
                let changes: Vec<_> = changes.map(|place| event.changes[*place].clone()).collect();
                let basis = changes.iter().map(|of| of.basis).min();
                Event {
                    title: format!("Takes effect: {}", event.title),
                    planned: event.planned,
                    report: event.report,
                    parties: event.parties.clone(),
                    cites,
                    changes,
                    basis: basis.unwrap_or(event.basis),
                    ..derived(ids, moment.date)
                }
            }
            Listed::Expiry(of) => {
                let (stands, assumed) = self.ends(of.clause, of.day);
                let through = self.timeline.change(of.set_by).through;
                let from = ends::reckoned(through.filter(|date| *date != of.date));
                let what = format!("last day{}{from}", ends::doubt(stands, assumed));
                self.of_clause(of.clause, &what, derived(ids, of.date))
            }
            Listed::Renewal(of) => self.of_renewal(&of, None, ids),
            Listed::Notice(of) => self.of_renewal(&of, Some(of.notice.unwrap_or(of.day)), ids),
        })
    }

    /// On what a last day hangs: how its clause stands then, and whether it does so only if nobody gave notice.
    pub(super) fn hangs(&self, of: &Happening) -> (Standing, bool) {
        if !of.expiry {
            return (Standing::InForce, false);
        }
        self.ends(self.timeline.change(of.at).clause, of.day)
    }

    /// The same of the last day of a clause.
    pub(super) fn ends(&self, clause: usize, day: Day) -> (Standing, bool) {
        let running = self.history.state(clause, day).running();
        let assumed = running.is_some_and(|of| of.assumed);
        (self.history.stands(clause, day), assumed)
    }

    /// Whether it comes after today, or is planned for a day that has not passed.
    pub(super) fn is_scheduled(&self, listed: Listed) -> bool {
        let days = self.days(listed);
        let is_own = matches!(listed, Listed::Event(_) | Listed::Effect(_));
        let is_ahead = days.last.is_none_or(|last| last >= self.today);
        !days.possible_by(self.today) || is_ahead && (!is_own || self.event_of(listed).planned)
    }

    pub(crate) fn changes_of(&self, listed: Listed) -> Vec<ChangeRef> {
        match listed {
            Listed::Event(event) => self.timeline.changes_of(event).collect(),
            Listed::Effect(rank) => {
                let refs = self.history.moments.list[rank].refs();
                refs.filter(|at| !self.timeline.change(*at).idle).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What becomes of a clause, as an event with its title, whom it binds then and what it is about.
    fn of_clause(&self, clause: usize, what: &str, event: Event) -> Event {
        let title = &self.timeline.clauses[clause].title;
        let day = event.date.last().unwrap_or(Day::MAX);
        let state = self.history.state(clause, day);
        Event {
            title: format!("{title}: {what}"),
            parties: self.history.parties(clause, state.version).to_vec(),
            about: vec![clause],
            ..event
        }
    }

    /// The same of its renewal, or of the last day for notice.
    fn of_renewal(&self, of: &Renewal, notice: Option<Day>, ids: [EntryId<'_>; 2]) -> Event {
        let what = notice.map_or("", |_| ends::NOTICE);
        let doubt = ends::doubt(of.stands, notice.is_none());
        let to = ends::term_end(of.to, |to| to.to_string());
        let is_past = of.day < self.today;
        let renews = if is_past { "renewed" } else { "renews" };
        // A reader who could still have given notice is told that the day for it is over.
        let over = |day: &Day| *day < self.today && !is_past && doubt.ends_with("notice");
        let by = of.notice.filter(over).map(|day| format!(" by {day}"));
        let by = by.unwrap_or_default();
        let through = self.timeline.change(of.set_by).through;
        let (from, earlier) = (ends::reckoned(through), ends::unlisted(of.unlisted));
        let over = ["", ", the end of the agreement"][usize::from(of.length.is_none())];
        let what = format!("{what}{renews} to {to}{over}{doubt}{by}{from}{earlier}");
        let event = derived(ids, notice.unwrap_or(of.day).into());
        self.of_clause(of.clause, &what, event)
    }

    /// The next renewal of a clause, the first whose term does not end before today, and its next last day to give notice.
    pub(super) fn ahead(&self, clause: usize) -> impl Iterator<Item = Listed> + '_ {
        let ahead = (self.today, Day::MAX);
        let renewal = self.history.renewals(clause, ahead).map(Listed::Renewal);
        let notices = self.history.notices(clause, self.today);
        let notice = notices.min_by_key(|of| of.notice).map(Listed::Notice);
        renewal.take(1).chain(notice)
    }

    /// Everything that a listing shows, in order: events by their first day, or last where the first
    /// is open, `after` outranking; later effects by their first day, expiries at their last.
    pub fn listing(&self) -> Vec<Listed> {
        self.listing_on((Day::MIN, Day::MAX))
    }

    /// The same with the past renewals on days of a range, of many the last, and what lies ahead.
    pub(super) fn listing_on(&self, days: (Day, Day)) -> Vec<Listed> {
        let moments = &self.history.moments;
        let is_late = |rank: usize| moments.list[rank].refs().all(|at| self.history.is_late(at));
        let is_listed = |rank: &usize| moments.is_effect(*rank) && !is_late(*rank);
        let effects = (0..moments.list.len())
            .filter(is_listed)
            .map(Listed::Effect);
        let events = (0..self.timeline.events.len()).map(Listed::Event);
        let listing = events.chain(effects).chain(self.derived_on(days));
        let mut listing: Vec<Listed> = listing.collect();
        listing.sort_by_key(|listed| self.order(*listed));
        listing
    }

    /// The last days, those renewals, and the last days to give notice.
    pub(super) fn derived_on(&self, (from, to): (Day, Day)) -> impl Iterator<Item = Listed> {
        let days = (from, to.min(self.today));
        let terms = (0..self.timeline.clauses.len()).flat_map(move |clause| {
            let past = self.history.renewals_near(clause, days, (self.today, MOST));
            let past = past.filter(|of| of.day < self.today);
            past.map(Listed::Renewal).chain(self.ahead(clause))
        });
        let expiries = self.history.expiries().values().copied();
        expiries.map(Listed::Expiry).chain(terms)
    }

    /// The events of the file in the order of a listing.
    pub fn events(&self) -> Vec<usize> {
        let mut events: Vec<usize> = (0..self.timeline.events.len()).collect();
        events.sort_by_key(|event| self.order(Listed::Event(*event)));
        events
    }

    /// By what something listed is put in order; of the terms of clauses, which are given in theirs, the day alone.
    pub(super) fn order(&self, listed: Listed) -> (Option<Day>, usize, usize) {
        let moments = &self.history.moments;
        match listed {
            Listed::Event(event) => (moments.listed[event], 0, moments.own[event]),
            Listed::Effect(rank) => (moments.list[rank].bounds.first, 0, rank),
            Listed::Expiry(of) => (Some(of.day), 1, of.clause),
            Listed::Renewal(_) | Listed::Notice(_) => (self.days(listed).first, 2, 0),
        }
    }

    /// The days on which something listed may have happened.
    pub fn days(&self, listed: Listed) -> Bounds {
        match listed {
            Listed::Event(event) => self.history.moments.event_bounds(event),
            Listed::Expiry(expiry) => Date::from(expiry.day).bounds(),
            Listed::Effect(rank) => self.history.moments.list[rank].bounds,
            Listed::Renewal(of) => Date::from(of.day).bounds(),
            Listed::Notice(of) => Date::from(of.notice.unwrap_or(of.day)).bounds(),
        }
    }
}

/// What is derived, as an event with an id and a kind of its own.
fn derived([id, once]: [EntryId<'_>; 2], date: Date) -> Event {
    let (id, was) = (id.to_string(), Some(once).filter(|once| *once != id));
    let once = was.map_or_else(|| id.clone(), |once| once.to_string());
    let kind = once.split(':').next().unwrap_or_default();
    Event {
        kind: Some(kind.to_owned()),
        once: Some(once.into()),
        id,
        date,
        ..Event::default()
    }
}
