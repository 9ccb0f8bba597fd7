//! A slow and literal reading of the format's rules: every question is answered from scratch, and only what does not
//! depend on a day is kept.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::calendar::{EARLY, LATE, Span, end_of_terms, span, written};
use super::world::{Change, Event, Terms, World};

/// The changes of one event that share a date; without any for an event's own date.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub(super) event: usize,
    pub(super) changes: Vec<usize>,
    /// The clauses that these change.
    clauses: BTreeSet<usize>,
    /// Whether it stands for its event's own date.
    pub(super) own: bool,
    /// The days that its date allows, as far as the `through` that it sets.
    pub(super) written: Span,
    /// The days that are left.
    pub(super) left: Span,
}

/// One change in the life of a clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) event: usize,
    pub(super) change: usize,
    /// The place of its moment in the order.
    pub(super) place: usize,
    pub(super) left: Span,
    pub(super) planned: bool,
}

/// When a state is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Seen {
    /// At the close of a day.
    Close(i64),
    /// On a day, after the moments up to a place in the order.
    After(i64, usize),
}

impl PartialOrd for Seen {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let key = |seen: &Self| match *seen {
            Self::Close(day) => (day, usize::MAX),
            Self::After(day, place) => (day, place),
        };
        key(self).partial_cmp(&key(other))
    }
}

impl Step {
    /// The day on which it is judged: its last, or its first where that is open.
    fn judged(self) -> i64 {
        if self.left.last == LATE {
            self.left.first
        } else {
            self.left.last
        }
    }

    /// Whether it has certainly happened by then.
    pub(super) fn is_gone_through(self, seen: Seen) -> bool {
        let last = self.left.last;
        !self.planned
            && match seen {
                Seen::Close(day) => last <= day,
                Seen::After(day, place) => last < day || last == day && self.place <= place,
            }
    }

    /// Whether it may have happened by then.
    fn may_have_happened(self, seen: Seen) -> bool {
        match seen {
            Seen::Close(day) => self.left.first <= day,
            Seen::After(day, place) if self.place <= place => self.left.first <= day,
            Seen::After(day, _) => self.left.first < day,
        }
    }

    /// Whether it certainly came no earlier than a plan's last day.
    fn settles(self, plan: Self) -> bool {
        !self.planned && self.left.first >= plan.judged()
    }
}

/// What is wrong with a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `after` runs in a circle.
    Circle,
    /// A certain event comes `after` a planned one.
    AfterPlan { event: usize, plan: String },
    /// No day is left for a moment of this event.
    Contradiction { event: usize },
    /// A change is not possible.
    Impossible {
        event: usize,
        change: usize,
        why: Why,
    },
}

/// Why a change is not possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    AdoptsStanding,
    ChangesAbsent,
    UnsetsAbsent(String),
    SetAndUnset(String),
    ThroughBefore,
    /// It leaves this name without the one that it needs.
    Without(&'static str),
}

/// A clause on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct State {
    pub(super) status: Status,
    pub(super) since: Option<String>,
    pub(super) adopted_by: Option<String>,
    pub(super) changed: Option<String>,
    pub(super) changed_by: Option<String>,
    pub(super) text: Option<String>,
    pub(super) through: Option<String>,
    pub(super) until: Option<String>,
    pub(super) renews: Option<String>,
    pub(super) renewals: Option<String>,
    pub(super) notice: Option<String>,
    pub(super) parties: Option<String>,
    term: Option<Term>,
    pub(super) terms: Terms,
    /// The event that set each value.
    pub(super) set_by: BTreeMap<String, String>,
    /// By which clock each value, and the status, came to be what it is, or was removed.
    pub(super) kinds: BTreeMap<String, &'static str>,
    /// How firmly the change said it that set each value.
    pub(super) basis: BTreeMap<String, &'static str>,
    /// Events that may already have changed it, each with the date of its change.
    pub(super) pending: Vec<(String, String)>,
}

/// A term from which later ones count: its last day, its number, and the number of the last that there may be.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Term {
    end: i64,
    number: u32,
    most: Option<u32>,
}

/// How a clause stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Status {
    #[default]
    NotYet,
    InForce,
    Unclear,
    Ended,
    Expired,
}

impl Status {
    pub(super) fn stands(self) -> bool {
        matches!(self, Self::InForce | Self::Unclear)
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not yet",
            Self::InForce => "in force",
            Self::Unclear => "unclear",
            Self::Ended => "ended",
            Self::Expired => "expired",
        }
    }
}

/// A `through` that passes while it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expiry {
    pub(super) last: i64,
    pub(super) clause: usize,
    pub(super) through: String,
    /// The day from which the change that set it is certain.
    pub(super) set_on: i64,
}

impl Expiry {
    /// The first day at whose close the clause is expired.
    pub(super) fn seen(&self) -> i64 {
        self.set_on.max(self.last + 1)
    }
}

/// A world with its moments in order, their days narrowed.
#[derive(Debug)]
pub(super) struct Oracle<'w> {
    pub(super) world: &'w World,
    pub(super) moments: Vec<Moment>,
    circle: bool,
    /// The events that `after` puts behind each, also through other events.
    behind: Vec<BTreeSet<usize>>,
    /// Of each clause, the changes that do something, and what the certain ones of these leave.
    effective: Vec<OnceCell<Vec<Step>>>,
    courses: Vec<OnceCell<Vec<(Step, State)>>>,
}

impl<'w> Oracle<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        let mut left: Vec<Moment> = world
            .events
            .iter()
            .enumerate()
            .flat_map(|(place, event)| moments_of(place, event))
            .collect();
        let mut oracle = Self {
            world,
            moments: Vec::new(),
            circle: false,
            behind: (0..world.events.len())
                .map(|place| behind(world, place))
                .collect(),
            effective: vec![OnceCell::new(); world.clauses],
            courses: vec![OnceCell::new(); world.clauses],
        };
        while !left.is_empty() {
            let free = (0..left.len()).filter(|this| {
                !left
                    .iter()
                    .any(|other| oracle.named_before(other, &left[*this]))
            });
            let Some(next) = free.min_by_key(|place| oracle.key(&left[*place])) else {
                oracle.circle = true;
                break;
            };
            oracle.moments.push(left.remove(next));
        }
        oracle.raise();
        oracle.lower();
        oracle
    }

    /// First day, last day, the event's own date, place in the file; a date on which an event changes nothing is not
    /// among its changes, and comes behind them.
    fn key(&self, moment: &Moment) -> (Span, Span, usize, usize) {
        (
            moment.written,
            span(&self.world.events[moment.event].date),
            moment.event,
            moment.changes.first().copied().unwrap_or(usize::MAX),
        )
    }

    /// Whether `after` puts one moment before another: it binds the own dates of events, also through other events,
    /// and says which of two changes of one clause came first where their days allow both orders.
    fn named_before(&self, earlier: &Moment, later: &Moment) -> bool {
        if !self.comes_after(later.event, earlier.event) {
            return false;
        }
        let (one, other) = (earlier.written, later.written);
        let both = one.first <= other.last && other.first <= one.last;
        earlier.own && later.own || both && !earlier.clauses.is_disjoint(&later.clauses)
    }

    pub(super) fn comes_after(&self, later: usize, earlier: usize) -> bool {
        self.behind[earlier].contains(&later)
    }

    fn ends(&self, moment: &Moment, clause: usize) -> bool {
        let changes = moment
            .changes
            .iter()
            .map(|change| &self.world.events[moment.event].changes[*change]);
        changes
            .into_iter()
            .any(|change| change.clause == clause && change.action == "end")
    }

    fn is_planned(&self, moment: &Moment) -> bool {
        self.world.events[moment.event].planned
    }

    /// The clauses by which one moment narrows another; nothing where they do not narrow each other.
    fn narrowing(&self, earlier: &Moment, later: &Moment) -> Option<BTreeSet<usize>> {
        if self.is_planned(earlier) || self.is_planned(later) {
            return None;
        }
        let shared: BTreeSet<usize> = &earlier.clauses & &later.clauses;
        let bound = !shared.is_empty() || self.named_before(earlier, later);
        bound.then_some(shared)
    }

    /// A first day is raised to that of any earlier moment that narrows it.
    fn raise(&mut self) {
        for this in 0..self.moments.len() {
            for other in 0..this {
                let (earlier, later) = (&self.moments[other], &self.moments[this]);
                if self.narrowing(earlier, later).is_some() {
                    self.moments[this].left.first = later.left.first.max(earlier.left.first);
                }
            }
        }
    }

    /// A last day is lowered to that of any later moment that narrows it, and to the eve of an end.
    fn lower(&mut self) {
        for this in (0..self.moments.len()).rev() {
            for other in this + 1..self.moments.len() {
                let (earlier, later) = (&self.moments[this], &self.moments[other]);
                let Some(shared) = self.narrowing(earlier, later) else {
                    continue;
                };
                let day = later.left.last;
                let ends = shared.iter().any(|clause| self.ends(later, *clause));
                let eve = ends && day != LATE && earlier.left.first < day;
                let day = if eve { day - 1 } else { day };
                self.moments[this].left.last = earlier.left.last.min(day);
            }
        }
    }

    /// The life of a clause, in order.
    pub(super) fn steps(&self, clause: usize) -> Vec<Step> {
        let moments = self.moments.iter().enumerate();
        let all = moments.flat_map(|(place, moment)| {
            let changes = moment.changes.iter();
            changes.map(move |change| (place, moment, *change))
        });
        let own = all.filter(|(_, moment, change)| {
            self.world.events[moment.event].changes[*change].clause == clause
        });
        own.map(|(place, moment, change)| Step {
            event: moment.event,
            change,
            place,
            left: moment.left,
            planned: self.world.events[moment.event].planned,
        })
        .collect()
    }

    pub(super) fn event(&self, step: Step) -> &'w Event {
        &self.world.events[step.event]
    }

    /// Whether a change was only told of by its event: as it says, or as the event does.
    pub(super) fn is_report(&self, step: Step) -> bool {
        let own = self.change(step).report;
        own.or(self.event(step).report).unwrap_or(false)
    }

    pub(super) fn change(&self, step: Step) -> &'w Change {
        &self.world.events[step.event].changes[step.change]
    }

    /// The first thing found wrong.
    pub(super) fn fault(&self) -> Option<Fault> {
        if self.circle {
            return Some(Fault::Circle);
        }
        if let Some(fault) = self.after_plan() {
            return Some(fault);
        }
        if let Some(moment) = self
            .moments
            .iter()
            .find(|moment| moment.left.first > moment.left.last)
        {
            return Some(Fault::Contradiction {
                event: moment.event,
            });
        }
        let both = (0..self.world.clauses).find_map(|clause| {
            self.steps(clause)
                .into_iter()
                .find_map(|step| self.set_and_unset(step))
        });
        both.or_else(|| (0..self.world.clauses).find_map(|clause| self.impossible(clause)))
    }

    fn after_plan(&self) -> Option<Fault> {
        let events = self.world.events.iter().enumerate();
        let mut certain = events.filter(|(_, event)| !event.planned);
        certain.find_map(|(event, found)| {
            let is_plan = |id: &&String| {
                let mut events = self.world.events.iter();
                events.any(|event| event.planned && event.id == **id)
            };
            let plan = found.after.iter().find(is_plan)?.clone();
            Some(Fault::AfterPlan { event, plan })
        })
    }

    fn set_and_unset(&self, step: Step) -> Option<Fault> {
        let change = self.change(step);
        let name = change.unset.iter().find(|name| change.gives(name))?;
        Some(Fault::Impossible {
            event: step.event,
            change: step.change,
            why: Why::SetAndUnset(name.clone()),
        })
    }

    /// The first change of a clause that is not possible; of planned ones, only one whose `through` lies before it.
    fn impossible(&self, clause: usize) -> Option<Fault> {
        let mut state = State::default();
        for step in self.steps(clause) {
            let why = if step.planned {
                self.is_over_before(step).then_some(Why::ThroughBefore)
            } else {
                self.why_not(&state, step)
            };
            if let Some(why) = why {
                return Some(Fault::Impossible {
                    event: step.event,
                    change: step.change,
                    why,
                });
            }
            if !step.planned {
                state.take(self, step);
            }
        }
        None
    }

    fn is_over_before(&self, step: Step) -> bool {
        let through = self.change(step).through.as_ref();
        through.is_some_and(|through| span(through).last < step.left.first)
    }

    fn why_not(&self, before: &State, step: Step) -> Option<Why> {
        let change = self.change(step);
        let mut state = before.clone();
        state.expire(step.judged());
        if change.action == "adopt" && state.status.stands() {
            return Some(Why::AdoptsStanding);
        }
        if change.action != "adopt" && !state.status.stands() {
            return Some(Why::ChangesAbsent);
        }
        if self.is_over_before(step) {
            return Some(Why::ThroughBefore);
        }
        let set = |name: &String| match name.as_str() {
            "through" => state.through.is_some(),
            "until" => state.until.is_some(),
            "renews" => state.renews.is_some(),
            "renewals" => state.renewals.is_some(),
            "notice" => state.notice.is_some(),
            term => state.terms.contains_key(term),
        };
        if let Some(name) = change.unset.iter().find(|name| !set(name)) {
            return Some(Why::UnsetsAbsent(name.clone()));
        }
        state.take(self, step);
        let (renews, through) = (state.renews.is_some(), state.through.is_some());
        let lacks = [
            ("renews", renews && !through),
            ("notice", state.notice.is_some() && !through),
            ("renewals", state.renewals.is_some() && !renews),
        ];
        let without = lacks.into_iter().find(|(_, lacks)| *lacks);
        without.map(|(name, _)| Why::Without(name))
    }

    /// A clause at the close of a day.
    pub(super) fn state(&self, clause: usize, day: i64) -> State {
        self.state_when(clause, Seen::Close(day))
    }

    /// When the state right after an event is seen: on its last day, after the last of its moments that end then.
    /// Nothing where that day is open.
    pub(super) fn right_after(&self, event: usize) -> Option<Seen> {
        let own = |moment: &&Moment| moment.event == event && moment.own;
        let day = self.moments.iter().find(own)?.left.last;
        let ends_then = |moment: &Moment| moment.event == event && moment.left.last == day;
        let place = self.moments.iter().rposition(ends_then)?;
        (day != LATE).then_some(Seen::After(day, place))
    }

    /// A clause, as far as the agreement's duration lets it stand.
    pub(super) fn state_when(&self, clause: usize, seen: Seen) -> State {
        let own = self.own_state(clause, seen);
        let bounds = |lasts: &usize| *lasts != clause && !self.world.survives[clause];
        match self.world.lasts.filter(bounds) {
            Some(lasts) => self.bounded(own, clause, lasts, seen),
            None => own,
        }
    }

    /// How the duration stands, since when, by what, and when that is seen; nothing before its first adoption.
    fn turned(&self, lasts: usize, seen: Seen) -> Option<(Status, String, String, Seen)> {
        let (Seen::Close(day) | Seen::After(day, _)) = seen;
        let expired = |state: &State, reached: Seen| {
            let last = state.last_date().expect("a last day");
            let day = span(&last).last;
            let (Seen::Close(set_on) | Seen::After(set_on, _)) = reached;
            let id = self.expiry_id(lasts, set_on);
            let is_past = reached > Seen::Close(day);
            let seen = if is_past { reached } else { Seen::Close(day) };
            (Status::Expired, last, id, seen)
        };
        let (mut state, mut turn, mut reached) = (State::default(), None, Seen::Close(EARLY));
        let steps = self.effective(lasts).iter().copied();
        for step in steps.filter(|step| step.is_gone_through(seen)) {
            let before = state.clone();
            state.expire(step.judged());
            if before.status != state.status {
                turn = Some(expired(&state, reached));
            }
            let before = state.status;
            state.take(self, step);
            reached = Seen::After(step.left.last, step.place);
            if before != state.status {
                let (event, change) = (self.event(step), self.change(step));
                turn = Some((
                    state.status,
                    change.date(event).to_owned(),
                    event.id.clone(),
                    reached,
                ));
            }
        }
        let before = state.status;
        state.expire(day);
        if before != state.status {
            turn = Some(expired(&state, reached));
        }
        turn
    }

    /// The change that last let the duration stand again by then.
    fn resumed(&self, lasts: usize, seen: Seen) -> Option<Step> {
        let (mut state, mut found) = (State::default(), None);
        let steps = self.effective(lasts).iter().copied();
        for step in steps.filter(|step| step.is_gone_through(seen)) {
            state.expire(step.judged());
            let before = state.status;
            state.take(self, step);
            let mut after = state.clone();
            after.expire(step.left.last);
            let was_over = matches!(before, Status::Ended | Status::Expired);
            found = Some(step)
                .filter(|_| was_over && after.status.stands())
                .or(found);
        }
        found
    }

    fn bounded(&self, mut own: State, clause: usize, lasts: usize, seen: Seen) -> State {
        let Some((status, ..)) = self.turned(lasts, seen) else {
            return own;
        };
        let stood = own.status;
        let open = self.open(clause, seen, stood);
        // What of the duration is open, and what that would make of it.
        let (Seen::Close(day) | Seen::After(day, _)) = seen;
        let mut bounding = self.open(lasts, seen, status);
        let is_over = !status.stands() && bounding.is_empty();
        bounding.retain(|step| {
            let change = self.change(*step);
            let ends = change
                .through
                .as_ref()
                .is_some_and(|through| span(through).last < day);
            match change.action {
                "end" => true,
                "unclear" => status != Status::Unclear,
                _ => status != Status::InForce || ends || change.renews_otherwise(),
            }
        });
        if stood.stands() || !open.is_empty() {
            let mut both = if is_over {
                Vec::new()
            } else {
                [open, bounding].concat()
            };
            both.sort_by_key(|step| step.place);
            own.pending.clear();
            for step in both {
                own.leave_open(self, step);
            }
        }
        // A last day behind the end of the agreement is no end.
        let expired = own.last_day().filter(|_| stood == Status::Expired);
        let turn = match expired {
            Some(last) => self.turned(lasts, Seen::Close(last)),
            None => self.turned(lasts, seen),
        };
        // It stays as it was when the duration ended: what comes behind that does nothing.
        if let Some((.., end)) = turn.as_ref().filter(|(status, ..)| !status.stands()) {
            let pending = std::mem::take(&mut own.pending);
            let ended = self.own_state(clause, *end);
            own = State { pending, ..ended };
        }
        let stood = own.status;
        let turn = turn.filter(|(status, ..)| match status {
            Status::Unclear => stood == Status::InForce,
            _ => stood.stands() && !status.stands(),
        });
        if let Some(step) = self.resumed(lasts, seen) {
            let then = self.own_state(clause, Seen::After(step.left.last, step.place));
            let began = |state: &State| (state.since.clone(), state.adopted_by.clone());
            if then.status.stands() && began(&then) == began(&own) {
                let event = self.event(step);
                own.since = Some(self.change(step).date(event).to_owned());
                own.adopted_by = Some(event.id.clone());
            }
        }
        if let Some((status, date, event, _)) = turn {
            own.status = status;
            own.changed = Some(date);
            own.changed_by = Some(event);
        }
        own
    }

    /// A clause by itself: every change that it has gone through by then, one after the other, and what is open.
    pub(super) fn own_state(&self, clause: usize, seen: Seen) -> State {
        let (Seen::Close(day) | Seen::After(day, _)) = seen;
        let steps = self.effective(clause);
        let mut state = State::default();
        for step in steps.iter().filter(|step| step.is_gone_through(seen)) {
            state.expire(step.judged());
            state.take(self, *step);
        }
        state.expire(day);
        if state.status == Status::Expired {
            state.changed = state.last_date();
            let reached = steps.iter().rfind(|step| step.is_gone_through(seen));
            state.changed_by = reached.map(|step| self.expiry_id(clause, step.left.last));
        }
        for step in self.open(clause, seen, state.status) {
            state.leave_open(self, step);
        }
        state
    }

    /// The changes that may have happened by then to a clause that certainly stands so, and have not certainly.
    pub(super) fn open(&self, clause: usize, seen: Seen, status: Status) -> Vec<Step> {
        let steps = self.effective(clause);
        let is_settled = |plan: Step| {
            let mut gone = steps.iter().filter(|step| step.is_gone_through(seen));
            plan.planned && gone.any(|step| step.settles(plan))
        };
        let open = |step: &&Step| {
            !step.is_gone_through(seen) && step.may_have_happened(seen) && !is_settled(**step)
        };
        let mut open: Vec<Step> = steps.iter().filter(open).copied().collect();
        // Of what was expressly left as it was nothing is in doubt, unless it may have been shaken before.
        let shakes = |step: &Step| ["unclear", "end"].contains(&self.change(*step).action);
        let keeps = |step: &Step| {
            let change = self.change(*step);
            change.action == "keep" && change.gives_nothing()
        };
        if status == Status::InForce && !open.iter().any(shakes) {
            open.retain(|step| !keeps(step));
        }
        let (Seen::Close(day) | Seen::After(day, _)) = seen;
        let brings_back = |step: &Step| self.brings_back(clause, *step, status, day);
        if !status.stands() && !open.iter().any(brings_back) {
            open.clear();
        }
        open
    }

    /// Whether an open change may let a clause stand on a day on which it certainly does not.
    fn brings_back(&self, clause: usize, step: Step, status: Status, day: i64) -> bool {
        let change = self.change(step);
        if ["end", "unclear"].contains(&change.action) {
            return false;
        }
        if !step.planned {
            return true;
        }
        let begins = change.action == "adopt" || status == Status::NotYet;
        // Terms that go on one after the other may always do so once more.
        let course = self.course(clause);
        let gone = course.iter().rfind(|(step, _)| step.left.last <= day);
        let renewed = !begins && gone.is_some_and(|(_, state)| state.renews.is_some());
        let is_past = match (&change.through, &change.renews) {
            (Some(through), None) => span(through).last < day && !renewed,
            _ => false,
        };
        !is_past && (begins || status == Status::Expired && change.prolongs())
    }

    /// The changes of a clause in order, but for those that do nothing: what does not stand neither ends nor becomes
    /// unclear.
    fn effective(&self, clause: usize) -> &[Step] {
        self.effective[clause].get_or_init(|| {
            let mut state = State::default();
            let mut effective = Vec::new();
            for step in self.steps(clause) {
                if !step.planned {
                    state.expire(step.judged());
                    if !state.admits(self.change(step)) {
                        continue;
                    }
                    state.take(self, step);
                }
                effective.push(step);
            }
            effective
        })
    }

    /// The certain changes of a clause that do something, each with what it leaves.
    pub(super) fn course(&self, clause: usize) -> &[(Step, State)] {
        self.courses[clause].get_or_init(|| {
            let mut state = State::default();
            let certain = self.effective(clause).iter().filter(|step| !step.planned);
            let course = certain.map(|step| {
                state.expire(step.judged());
                state.take(self, *step);
                (*step, state.clone())
            });
            course.collect()
        })
    }

    /// What takes effect later than its event, plans too: its first day lies behind the event's last, both as
    /// narrowed.
    pub(super) fn effects(&self) -> Vec<&Moment> {
        let mut found = Vec::new();
        for moment in self.moments.iter().filter(|moment| !moment.own) {
            let own = |other: &&Moment| other.own && other.event == moment.event;
            let event = self
                .moments
                .iter()
                .find(own)
                .expect("every event has a moment");
            if moment.left.first > event.left.last {
                found.push(moment);
            }
        }
        found
    }

    /// `effect:EVENT:DAY`, with the day as written.
    pub(super) fn effect_id(&self, moment: &Moment) -> String {
        let event = &self.world.events[moment.event];
        format!("effect:{}:{}", event.id, self.date(moment))
    }

    /// The date of a moment, as written.
    pub(super) fn date(&self, moment: &Moment) -> &'w str {
        let event = &self.world.events[moment.event];
        let change = moment.changes.first();
        change.map_or(&event.date, |change| event.changes[*change].date(event))
    }

    /// Every expiry that takes place, by its last day.
    pub(super) fn expiries(&self) -> Vec<Expiry> {
        let mut found: Vec<Expiry> = (0..self.world.clauses)
            .flat_map(|clause| self.expiries_of(clause))
            .collect();
        found.sort();
        found
    }

    /// The id of an expiry: of all but the first of its clause with their number.
    pub(super) fn id_of(&self, expiry: &Expiry) -> String {
        let mut all = self.expiries_of(expiry.clause).into_iter();
        let id = format!("expiry:{}", super::world::clause_id(expiry.clause));
        match all.position(|of| of == *expiry).unwrap_or(0) {
            0 => id,
            earlier => format!("{id}:{}", earlier + 1),
        }
    }

    /// The id of the expiry of a clause by what is certain from a day on.
    pub(super) fn expiry_id(&self, clause: usize, set_on: i64) -> String {
        let mut all = self.expiries_of(clause).into_iter();
        let expiry = all.find(|expiry| expiry.set_on == set_on);
        expiry.map_or_else(String::new, |expiry| self.id_of(&expiry))
    }

    fn expiries_of(&self, clause: usize) -> Vec<Expiry> {
        let course = self.course(clause);
        let expiry = |(place, (step, state)): (usize, &(Step, State))| {
            let through = state.last_date().filter(|_| state.status.stands())?;
            let (last, set_on) = (span(&through).last, step.left.last);
            let next = course.get(place + 1).map(|(next, _)| next.left.last);
            let passes = next.is_none_or(|next| next > last.max(set_on));
            (set_on != LATE && passes).then_some(Expiry {
                last,
                clause,
                through,
                set_on,
            })
        };
        course.iter().enumerate().filter_map(expiry).collect()
    }

    /// Every day on which anything may change, the day before and the day after.
    pub(super) fn days(&self) -> Vec<i64> {
        let spans = self
            .moments
            .iter()
            .flat_map(|moment| [moment.written, moment.left]);
        let mut days: BTreeSet<i64> = spans.flat_map(|span| [span.first, span.last]).collect();
        let changes = self.world.events.iter().flat_map(|event| &event.changes);
        days.extend(
            changes
                .filter_map(|change| change.through.as_ref())
                .map(|through| span(through).last),
        );
        for clause in 0..self.world.clauses {
            for (_, state) in self.course(clause) {
                let terms = (0..4).map_while(|times| state.nth_end(times));
                days.extend(terms.chain(state.last_day()));
            }
        }
        days.remove(&EARLY);
        days.remove(&LATE);
        let around: BTreeSet<i64> = days
            .into_iter()
            .flat_map(|day| [day - 1, day, day + 1])
            .collect();
        around.into_iter().collect()
    }
}

/// The events that come after one, also through others; itself where that runs in a circle.
fn behind(world: &World, earlier: usize) -> BTreeSet<usize> {
    let (mut behind, mut left) = (BTreeSet::new(), vec![earlier]);
    while let Some(place) = left.pop() {
        let id = &world.events[place].id;
        for (later, event) in world.events.iter().enumerate() {
            if event.after.contains(id) && behind.insert(later) {
                left.push(later);
            }
        }
    }
    behind
}

/// The moments of one event: its changes by date, and its own date where nothing changes on it.
fn moments_of(place: usize, event: &Event) -> Vec<Moment> {
    let mut dates: Vec<&str> = Vec::new();
    for change in &event.changes {
        if !dates.contains(&change.date(event)) {
            dates.push(change.date(event));
        }
    }
    if !dates.contains(&event.date.as_str()) {
        dates.push(&event.date);
    }
    let changes = |date: &str| {
        (0..event.changes.len())
            .filter(|change| event.changes[*change].date(event) == date)
            .collect()
    };
    let moment = |date: &str| {
        let changes: Vec<usize> = changes(date);
        let mut days = span(date);
        let throughs =
            (changes.iter()).filter_map(|change| event.changes[*change].through.as_ref());
        let ends = throughs.map(|through| span(through).last);
        if let Some(end) = ends.filter(|end| days.first <= *end).min() {
            days.last = days.last.min(end);
        }
        let clauses = changes.iter().map(|change| event.changes[*change].clause);
        Moment {
            event: place,
            clauses: clauses.collect(),
            changes,
            own: date == event.date,
            written: days,
            left: days,
        }
    };
    dates.into_iter().map(moment).collect()
}

impl State {
    fn leave_open(&mut self, oracle: &Oracle<'_>, step: Step) {
        let event = oracle.event(step);
        let date = oracle.change(step).date(event);
        if (self.pending.last()).is_none_or(|(last, _)| *last != event.id) {
            self.pending.push((event.id.clone(), date.to_owned()));
        }
    }

    /// The end of a term behind the one from which terms count.
    fn nth_end(&self, times: i64) -> Option<i64> {
        let term = self.term?;
        match &self.renews {
            Some(renews) if times > 0 => end_of_terms(term.end, renews, times),
            _ => Some(term.end),
        }
    }

    /// The last day and the number of the term that runs on a day: one renewal after the other.
    pub(super) fn running(&self, day: i64) -> Option<(i64, u32)> {
        let term = self.term?;
        let (mut end, mut number, mut times) = (term.end, term.number, 0);
        while end < day && self.renews.is_some() && term.most.is_none_or(|most| number < most) {
            (number, times) = (number + 1, times + 1);
            end = self.nth_end(times).unwrap_or(LATE);
        }
        Some((end, number))
    }

    /// The last day of all, where there is one.
    pub(super) fn last_day(&self) -> Option<i64> {
        if self.renews.is_some() && self.term?.most.is_none() {
            return None;
        }
        let last = self.running(LATE - 1)?.0;
        (last != LATE).then_some(last)
    }

    /// The same as it is written: as the `through` where it is that.
    fn last_date(&self) -> Option<String> {
        let last = self.last_day()?;
        let through = self
            .through
            .clone()
            .filter(|through| span(through).last == last);
        Some(through.unwrap_or_else(|| written(last)))
    }

    /// Lets the clause expire where its last term has passed on a day.
    fn expire(&mut self, day: i64) {
        let passed = self.running(day).is_some_and(|(end, _)| end < day);
        if self.status.stands() && passed {
            self.status = Status::Expired;
        }
    }

    /// Whether a change does anything: what does not stand neither ends nor becomes unclear.
    fn admits(&self, change: &Change) -> bool {
        self.status.stands() || !["unclear", "end"].contains(&change.action)
    }

    /// Applies a change; what does not stand begins with it.
    pub(super) fn take(&mut self, oracle: &Oracle<'_>, step: Step) {
        let (event, change) = (oracle.event(step), oracle.change(step));
        let date = change.date(event).to_owned();
        let running = self.running(step.judged());
        if !self.admits(change) {
            return;
        }
        if change.action == "adopt" || !self.status.stands() {
            *self = Self {
                since: Some(date.clone()),
                adopted_by: Some(event.id.clone()),
                changed: Some(date.clone()),
                changed_by: Some(event.id.clone()),
                ..Self::default()
            };
        }
        let status = match change.action {
            "unclear" => Status::Unclear,
            "end" => Status::Ended,
            _ => Status::InForce,
        };
        let kind = kind(change.action);
        if self.status != status {
            self.kinds.insert("status".to_owned(), kind);
        }
        self.status = status;
        if change.action != "keep" {
            self.changed = Some(date);
            self.changed_by = Some(event.id.clone());
        }
        // Under a lens a source may claim what the file removes: that is given, not removed.
        for name in change.unset.iter().filter(|name| !change.gives(name)) {
            self.remove(name);
            self.kinds.insert(name.clone(), kind);
            let with_it = ["renews", "renewals", "notice"].into_iter();
            let with_it = with_it.filter(|_| name == "through");
            self.kinds
                .extend(with_it.map(|name| (name.to_owned(), kind)));
        }
        self.set(event, change);
        self.run(change, running);
    }

    /// Counts terms anew from a `through`, or from the running one where renewals are changed.
    fn run(&mut self, change: &Change, running: Option<(i64, u32)>) {
        let count = |renewals: &Option<String>| {
            let count = renewals.as_ref();
            count.map(|count| count.parse::<u32>().expect("digits"))
        };
        if let Some(through) = &change.through {
            let (end, most) = (span(through).last, count(&self.renewals));
            self.term = Some(Term {
                end,
                number: 0,
                most,
            });
        } else if self.through.is_none() {
            self.term = None;
        } else if let Some(((end, number), term)) = running.zip(self.term)
            && change.renews_otherwise()
        {
            let anew = change.gives("renewals") || change.unset.iter().any(|n| n == "renewals");
            let more = count(&self.renewals).map(|more| number + more);
            let most = if anew { more } else { term.most };
            self.term = Some(Term { end, number, most });
        }
    }

    fn remove(&mut self, name: &str) {
        match name {
            "through" => {
                self.through = None;
                for name in ["renews", "renewals", "notice"] {
                    self.remove(name);
                }
            }
            "renews" => self.renews = None,
            "renewals" => self.renewals = None,
            "notice" => self.notice = None,
            "until" => self.until = None,
            term => drop(self.terms.remove(term)),
        }
        self.set_by.remove(name);
        self.basis.remove(name);
    }

    fn set(&mut self, event: &Event, change: &Change) {
        let basis = change.basis.or(event.basis).unwrap_or("stated");
        let given = [
            ("text", &change.text, &mut self.text),
            ("through", &change.through, &mut self.through),
            ("until", &change.until, &mut self.until),
            ("renews", &change.renews, &mut self.renews),
            ("renewals", &change.renewals, &mut self.renewals),
            ("notice", &change.notice, &mut self.notice),
            ("parties", &change.parties, &mut self.parties),
        ];
        for (name, value, slot) in given {
            if value.is_some() && *slot != *value {
                slot.clone_from(value);
                self.set_by.insert(name.to_owned(), event.id.clone());
                self.kinds.insert(name.to_owned(), kind(change.action));
                self.basis.insert(name.to_owned(), basis);
            }
        }
        for (name, value) in &change.terms {
            let before = self.terms.insert(name.clone(), as_set(value));
            if before != Some(as_set(value)) {
                self.set_by.insert(name.clone(), event.id.clone());
                self.kinds.insert(name.clone(), kind(change.action));
                self.basis.insert(name.clone(), basis);
            }
        }
    }

    /// The names under which it differs from another.
    pub(super) fn differing(&self, other: &Self) -> Vec<String> {
        let fields = [
            ("status", self.status != other.status),
            ("text", self.text != other.text),
            ("through", self.through != other.through),
            ("until", self.until != other.until),
            ("renews", self.renews != other.renews),
            ("renewals", self.renewals != other.renewals),
            ("notice", self.notice != other.notice),
            ("parties", self.parties != other.parties),
        ];
        let fields = fields.into_iter().filter(|(_, differs)| *differs);
        let names: BTreeSet<&String> = self.terms.keys().chain(other.terms.keys()).collect();
        let terms = names
            .into_iter()
            .filter(|name| self.terms.get(*name) != other.terms.get(*name));
        fields
            .map(|(name, _)| name.to_owned())
            .chain(terms.cloned())
            .collect()
    }

    /// Whether it reads as another does: same values, same status.
    pub(super) fn reads_like(&self, other: &Self) -> bool {
        let values = |state: &Self| {
            (
                state.status,
                state.text.clone(),
                state.through.clone(),
                state.until.clone(),
                state.terms.clone(),
                [
                    &state.renews,
                    &state.renewals,
                    &state.notice,
                    &state.parties,
                ]
                .map(Clone::clone),
            )
        };
        values(self) == values(other)
    }
}

/// By which clock an action goes: the parties did it, or it became known, or unclear.
fn kind(action: &str) -> &'static str {
    match action {
        "disclose" => "learned",
        "unclear" => "unclear",
        _ => "agreed",
    }
}

/// An array as a set: in one order, each member once.
pub(super) fn as_set(value: &Value) -> Value {
    let Value::Array(members) = value else {
        return value.clone();
    };
    let mut members = members.clone();
    members.sort_by_key(Value::to_string);
    members.dedup();
    Value::Array(members)
}
