//! How long the agreement lasts: the life of the clause that `lasts` names bounds every clause that does not survive it.

use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use super::{
    Action, ChangeRef, Happening, History, Instant, Life, RENEWAL, State, Status, Step, Timeline,
    Version,
};
use crate::date::Day;

/// Days of a version on which the agreement's duration lets it stand.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub from: Day,
    pub to: Option<Day>,
    /// The turn that left it unclear or let it stand again, if one did.
    pub begun_by: Option<Happening>,
    pub ended_by: Option<Happening>,
}

/// Every turn of the agreement's duration, in order. Before its first adoption it bounds nobody.
pub(super) fn turns(timeline: &Timeline, lives: &[Arc<Life>]) -> Vec<Happening> {
    let life = timeline.lasts.map(|lasts| &lives[lasts]).into_iter();
    let all = life.flat_map(|life| {
        let versions = 0..life.versions.len();
        versions.flat_map(|place| life.happenings_of(place))
    });
    let mut before = Status::InForce;
    let turns = all.filter(|turn| mem::replace(&mut before, turn.status) != turn.status);
    turns.collect()
}

impl History {
    /// The clause whose life bounds another.
    pub fn bounding(&self, clause: usize) -> Option<usize> {
        let survives = self.timeline.clauses[clause].survives;
        let lasts = self.timeline.lasts.filter(|_| !survives);
        lasts.filter(|lasts| *lasts != clause)
    }

    fn turns(&self, clause: usize) -> &[Happening] {
        self.bounding(clause).map_or(&[], |_| &self.turns)
    }

    /// The last turn of the agreement's duration by an instant, where that bounds a clause.
    fn turned_by(&self, clause: usize, at: impl Into<Instant>) -> Option<Happening> {
        let (turns, at) = (self.turns(clause), at.into());
        let past = turns.partition_point(|turn| turn.seen <= at);
        turns[..past].last().copied()
    }

    /// Whether the duration that bounds a clause is certainly over by an instant.
    pub fn is_over(&self, clause: usize, at: impl Into<Instant>) -> bool {
        let turn = self.turned_by(clause, at);
        turn.is_some_and(|turn| !turn.status.stands())
    }

    /// Whether a change certainly comes, or is planned to, when the duration that bounds its clause is over.
    pub fn is_late(&self, at: ChangeRef) -> bool {
        let clause = self.timeline.change(at).clause;
        let rank = self.moments.rank(at);
        let first = self.moments.list[rank].bounds.first.map(Instant::dawn);
        // What is only planned may come on each of its days.
        let first = first.filter(|_| self.timeline.event_of(at).planned);
        let certain = self.moments.certain(rank);
        let mut seen = first.into_iter().chain(certain);
        certain.is_some() && seen.all(|seen| self.is_over(clause, seen))
    }

    /// Whether a clause turns with the agreement where that, right after an instant, is changed so.
    pub fn turns_with(&self, clause: usize, action: Action, at: Instant) -> bool {
        let (own, bound) = (self.lives[clause].state(at), self.state(clause, at));
        let turns = match action {
            Action::End => bound.status.stands(),
            Action::Unclear => bound.status == Status::InForce,
            _ => own.status.stands() && bound.status != own.status,
        };
        turns && self.bounding(clause).is_some()
    }

    /// What let a version of a clause stand again with the agreement, the last by an instant.
    pub fn resumed(&self, clause: usize, version: &Version, by: Instant) -> Option<Happening> {
        let turns = self.turns(clause).windows(2).rev();
        let mut turns = turns.filter(|turns| turns[1].seen <= by);
        let again = turns.find(|turns| !turns[0].status.stands() && turns[1].status.stands())?;
        let again = again[1];
        let own = self.lives[clause].state(again.seen);
        let stood = own.version.filter(|_| own.status.stands())?;
        (stood.life == version.life).then_some(again)
    }

    /// The end of the agreement, where it comes after an instant and before a clause was to end, as it was set by what was
    /// known then.
    pub fn cut(
        &self,
        clause: usize,
        state: &State<'_>,
        is_known: impl Fn(ChangeRef) -> bool,
    ) -> Option<Happening> {
        let version = state.version.filter(|_| state.status.stands())?;
        let run = version.run.as_ref();
        let end = run.and_then(|run| run.end_of(run.number_on(state.at.day)));
        let duration = &self.lives[self.bounding(clause)?];
        let reached = duration.reached(state.at);
        let next = duration.versions.get(reached);
        let is_next_known = next.is_some_and(|next| is_known(duration.steps[next.step].at));
        let place = reached.checked_sub(1).filter(|_| !is_next_known);
        let set = place.and_then(|place| {
            let expiry = duration.versions[place].expiry()?;
            duration.expiring(place, expiry)
        });
        let known = self.turns(clause).iter().copied();
        let known = known.filter(|turn| is_known(turn.at) && !turn.status.stands());
        let mut all = set.into_iter().chain(known);
        let over = all.find(|turn| state.at < turn.seen)?;
        // On the day of its end it stands no more at the close, on that of its expiry it does.
        let is_before = |end: Day| over.day < end || over.day == end && !over.expiry;
        end.is_none_or(is_before).then_some(over)
    }

    /// How a clause stands: no better than the agreement's duration does.
    pub fn state(&self, clause: usize, at: impl Into<Instant>) -> State<'_> {
        let mut state = self.lives[clause].state(at);
        let Some(lasts) = self.bounding(clause) else {
            return state;
        };
        let duration = self.lives[lasts].state(state.at);
        // A last day behind the end of the agreement is no end.
        let expiry = state.version.and_then(Version::expiry);
        let expired = expiry.filter(|_| state.status == Status::Expired);
        let at = expired.map_or(state.at, |(day, _)| day.into());
        let may_stand = state.status.stands() || !state.pending.is_empty();
        if duration.version.is_some() && may_stand {
            if !duration.status.stands() && duration.pending.is_empty() {
                state.pending.clear();
            }
            let open = duration.pending.iter();
            let open = open.filter(|step| self.is_open(&duration, step));
            state.pending.extend(open);
            state.pending.sort_by_key(|step| step.rank);
        }
        let Some(turn) = self.turned_by(clause, at) else {
            return state;
        };
        if !turn.status.stands() {
            // What comes behind the end of the agreement does nothing.
            let then = self.lives[clause].state(turn.seen);
            (state.status, state.version) = (then.status, then.version);
        }
        let is_worse = match turn.status {
            Status::Unclear => state.status == Status::InForce,
            status => state.status.stands() && !status.stands(),
        };
        if is_worse {
            state.status = turn.status;
            state.bound_by = Some(turn);
        }
        state
    }

    /// Whether an open change leaves it open how the agreement's duration stands.
    fn is_open(&self, duration: &State<'_>, step: &Step) -> bool {
        let change = self.timeline.change(step.at);
        match step.action {
            Action::Unclear => duration.status != Status::Unclear,
            Action::End => true,
            _ if duration.status != Status::InForce => true,
            _ => step.is_over(duration.at.day) || RENEWAL.iter().any(|name| change.touches(name)),
        }
    }

    /// What certainly happened to a clause after one instant and by another, in order.
    pub fn between(&self, clause: usize, from: Instant, to: Instant) -> Vec<Happening> {
        let mut found = self.happenings(clause, Some(to));
        found.retain(|happening| from < happening.seen);
        found
    }

    /// What certainly happens to a clause by an instant or ever, in order: changes, its expiry, and what bounds it.
    pub fn happenings(&self, clause: usize, by: Option<Instant>) -> Vec<Happening> {
        let life = &self.lives[clause];
        let is_past = |of: &Happening| by.is_none_or(|by| of.seen <= by);
        let turns = self.turns(clause).iter().copied().filter(is_past);
        let own = (0..life.versions.len()).flat_map(|place| life.happenings_of(place));
        let mut found: Vec<Happening> = own.filter(is_past).collect();
        found.retain(|of| !of.expiry || !self.is_over(clause, of.day));
        // What comes after the end of the agreement does nothing, unless that is concluded again.
        let last = turns.clone().next_back();
        let over = last.filter(|turn| !turn.status.stands());
        found.retain(|of| over.is_none_or(|over| of.seen <= over.seen));
        found.extend(turns.filter(|turn| life.state(turn.seen).status.stands()));
        found.sort_by_key(|of| of.seen);
        found
    }

    /// The first of the days of a version on which something open may have come already.
    pub fn doubtful_from(&self, clause: usize, version: usize, part: &Part) -> Option<Day> {
        let life = &self.lives[clause];
        let until = part.to.unwrap_or(Day::MAX);
        let later = life.steps[life.versions[version].step + 1..].iter();
        let later = later.take_while(|step| step.planned || step.bounds.possible_by(until));
        let bounding = self.bounding(clause).into_iter();
        let bounding = bounding.flat_map(|lasts| &self.lives[lasts].steps);
        let days = later.chain(bounding).filter_map(|step| step.bounds.first);
        let days = days.filter(|day| part.from < *day && *day <= until);
        let days: BTreeSet<Day> = days.chain([part.from]).collect();
        days.into_iter()
            .find(|day| !self.state(clause, *day).pending.is_empty())
    }

    /// The days on which a version of a clause is the one certainly reached and may stand, in parts.
    pub fn parts(&self, clause: usize, version: usize) -> Vec<Part> {
        let Some((from, to)) = self.lives[clause].days(version) else {
            return Vec::new();
        };
        let begun_by = self.turned_by(clause, from);
        let mut part = Part {
            from: begun_by.map_or(from, |turn| from.max(turn.seen.day)),
            to,
            begun_by,
            ended_by: None,
        };
        let mut parts = Vec::new();
        for turn in self.turns(clause) {
            let day = turn.seen.day;
            if from < day && to.is_none_or(|to| day <= to) {
                parts.push(Part {
                    to: day.pred(),
                    ended_by: Some(*turn),
                    ..part
                });
                (part.from, part.begun_by) = (day, Some(*turn));
            }
        }
        parts.push(part);
        parts.retain(|part| {
            let stands = part.begun_by.is_none_or(|turn| turn.status.stands());
            stands && part.to.is_none_or(|to| part.from <= to)
        });
        parts
    }
}
