//! What became of clauses: between two days, between what was known and is known of one day, and by one event.

use std::collections::HashSet;
use std::hash::Hash;

use super::setters::{altered, differing, only_learned};
use super::{Action, ChangeRef, Happening, History, Instant, State, Status, Version, words};
use crate::date::Day;

words! {
    /// What became of a clause.
    How {
        Adopted = "adopted",
        Amended = "amended",
        /// Only more of it became known.
        Learned = "learned",
        /// It was expressly left as it was.
        Kept = "kept",
        /// Whether it stands is no longer known.
        Unclear = "unclear",
        Ended = "ended",
        Expired = "expired",
        /// It came and went in between.
        Interim = "interim",
        Unchanged = "unchanged",
    }
}

impl From<Action> for How {
    fn from(action: Action) -> Self {
        match action {
            Action::Adopt => Self::Adopted,
            Action::Amend => Self::Amended,
            Action::Disclose => Self::Learned,
            Action::Keep => Self::Kept,
            Action::Unclear => Self::Unclear,
            Action::End => Self::Ended,
        }
    }
}

words! {
    Side {
        From = "from",
        To = "to",
    }
}

impl Side {
    pub fn other(self) -> Self {
        [Self::To, Self::From][self as usize]
    }
}

/// One clause from an earlier state to a later one.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub clause: usize,
    pub how: How,
    pub before: State<'a>,
    pub after: State<'a>,
    /// What certainly happened to it from the one to the other, in order.
    pub behind: Vec<Happening>,
}

/// What happened between two states of a clause, as far as it decides what became of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Between {
    touched: bool,
    pub disclosed: bool,
    /// Whether it stood for a day.
    stood: bool,
}

impl Between {
    pub fn of(history: &History, clause: usize, happenings: &[Happening]) -> Self {
        let mut found = Self::default();
        for happening in happenings {
            let change = history.timeline.change(happening.at);
            let own = change.clause == clause;
            let versions = &history.lives[clause].versions;
            let stood = |version: &Version| {
                let place = versions.partition_point(|other| other.step < version.step);
                version.status.stands() && !history.parts(clause, place).is_empty()
            };
            found.touched = true;
            found.disclosed |= own && !happening.expiry && change.action == Action::Disclose;
            // What bounds a clause lets it stand again, or no longer.
            found.stood |= if own {
                let right_after = || history.state(clause, happening.seen).status.stands();
                history.around(happening.at).1.is_some_and(stood) || right_after()
            } else {
                happening.status.stands()
            };
        }
        found
    }

    pub fn and(self, other: Self) -> Self {
        Self {
            touched: self.touched || other.touched,
            disclosed: self.disclosed || other.disclosed,
            stood: self.stood || other.stood,
        }
    }
}

/// What became of a clause; nothing where it stood on neither side and nothing happened. Where it stood on both,
/// `reads_alike` says whether with the same values, and `only_learned` whether what differs only became known.
pub fn became(
    before: Status,
    after: Status,
    reads_alike: impl FnOnce() -> bool,
    between: Between,
    only_learned: impl FnOnce() -> bool,
) -> Option<How> {
    Some(match (before.stands(), after.stands()) {
        (false, true) => How::Adopted,
        (true, false) if after == Status::Expired => How::Expired,
        (true, false) => How::Ended,
        (true, true) if before == after && reads_alike() => How::Unchanged,
        (true, true) if before != after && after == Status::Unclear => How::Unclear,
        (true, true) if between.disclosed && only_learned() => How::Learned,
        (true, true) => How::Amended,
        (false, false) if between.stood => How::Interim,
        (false, false) if between.touched => How::Unchanged,
        (false, false) => return None,
    })
}

/// What became of a clause between two states of it, the earlier first; nothing where it stood in neither and nothing
/// happened.
pub fn diff<'a>(
    history: &'a History,
    clause: usize,
    [from, to]: [State<'a>; 2],
) -> Option<Comparison<'a>> {
    let behind = history.between(clause, from.at, to.at);
    compare(clause, [history, history], [from, to], behind)
}

/// A clause on a day as known then and as known now; nothing where it stood in neither and nothing was learned of it.
pub fn learned<'a>(
    then: &'a History,
    now: &'a History,
    clause: usize,
    at: [Instant; 2],
) -> Option<Comparison<'a>> {
    let states = [then.state(clause, at[0]), now.state(clause, at[1])];
    let known = then.happenings(clause, Some(at[0]));
    let told_then: HashSet<_> = known.iter().map(|of| told(then, *of)).collect();
    let mut behind = now.happenings(clause, Some(at[1]));
    behind.retain(|of| !told_then.contains(&told(now, *of)));
    let mut found = compare(clause, [then, now], states, behind)?;
    // What was known to have stood has not come and gone, unless it stood once more.
    let again = |of: &Happening| {
        let action = now.timeline.change(of.at).action;
        action == Action::Adopt && !of.expiry && now.around(of.at).0.is_some()
    };
    let once = found.how == How::Interim && !found.behind.iter().any(again);
    if once && Between::of(then, clause, &known).stood {
        found.how = How::Learned;
    }
    Some(found)
}

/// What some changes of one clause by one event did together.
pub fn effect<'a>(history: &'a History, changes: &[ChangeRef]) -> Option<Comparison<'a>> {
    let (first, last) = (*changes.first()?, *changes.last()?);
    let clause = history.timeline.change(first).clause;
    let day = history.moments.bounds(last).last;
    // Where the days are open, the changes are seen on the last day of all.
    let at: Instant = day.unwrap_or(Day::MAX).into();
    let stands = |version: &Version| day.map_or(version.status, |day| version.status_on(day));
    let sides = [history.around(first).0, history.around(last).1];
    let states = sides.map(|version| State {
        at,
        status: version.map_or(Status::NotYet, stands),
        version,
        pending: Vec::new(),
        bound_by: None,
    });
    let happening = |change: &ChangeRef| Happening {
        day: at.day,
        seen: at,
        at: *change,
        expiry: false,
        status: states[1].status,
    };
    let behind = changes.iter().map(happening).collect();
    compare(clause, [history, history], states, behind)
}

/// What came of something that happened for another clause, which it bounds, or for its own, which expires by it.
pub fn turned<'a>(history: &'a History, clause: usize, by: &Happening) -> Option<Comparison<'a>> {
    let states = [by.seen.before(), by.seen].map(|at| {
        let mut state = history.state(clause, at);
        // On which of its days it came leaves nothing open of what came of it.
        state.pending.retain(|step| step.at != by.at);
        state
    });
    let [before, after] = &states;
    let is_by_it = match after.bound_by {
        _ if history.timeline.change(by.at).clause == clause => by.expiry,
        Some(bound) => bound.at == by.at,
        None => before.bound_by.is_some(),
    };
    let is_turn = is_by_it && before.status != after.status;
    let found = compare(clause, [history, history], states, vec![*by]);
    found.filter(|_| is_turn)
}

fn compare<'a>(
    clause: usize,
    [then, now]: [&History; 2],
    [before, after]: [State<'a>; 2],
    behind: Vec<Happening>,
) -> Option<Comparison<'a>> {
    let between = Between::of(now, clause, &behind);
    let sides = [(then, before.version), (now, after.version)];
    let alike = || differing(clause, sides).is_empty();
    let altered = behind.iter().flat_map(|of| altered(now, clause, of));
    let learned = || only_learned(clause, sides, altered);
    let how = became(before.status, after.status, alike, between, learned)?;
    Some(Comparison {
        clause,
        how,
        before,
        after,
        behind,
    })
}

/// By what it is known again in another history that something happened.
fn told(history: &History, Happening { at, expiry, .. }: Happening) -> impl Eq + Hash {
    let (event, of) = (history.timeline.event_of(at), history.timeline.change(at));
    let runs = (of.through, of.renewing, &of.parties);
    let says = (&of.text, &of.until, &of.terms, &of.unset);
    (&event.id, expiry, of.action, runs, says)
}

/// The order of all that happened: by day, expiries last, then by the order of moments or of clauses.
pub type Position = (Day, bool, usize, usize);

pub fn position(history: &History, happening: &Happening) -> Position {
    let at = happening.at;
    let (rank, place) = if happening.expiry {
        (history.timeline.change(at).clause, 0)
    } else {
        (history.moments.rank(at), at.event)
    };
    (happening.day, happening.expiry, rank, place)
}
