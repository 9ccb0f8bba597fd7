//! What follows from a timeline: the life of every clause, and its state on any day. One pass over the moments makes a
//! list of versions for each clause; a state is a binary search in that list.

use std::sync::{Arc, OnceLock};

use indexmap::{IndexMap, IndexSet};

use super::{
    Action, Change, ChangeRef, Expiry, Given, Happening, Instant, RENEWAL, Status, Step, Timeline,
};
use super::{duration, order::Moments, renewal::Run};
use crate::date::{Bounds, Date, Day};

/// A clause from one certain change to the next.
#[derive(Clone, Debug)]
pub struct Version {
    /// The number of its adoption, from 0.
    pub life: usize,
    /// The place in the clause's steps of the change that began it.
    pub step: usize,
    /// `InForce`, `Unclear` or `Ended`; expiry is reckoned by the day.
    pub status: Status,
    /// The change that began the present life of the clause.
    pub adopted: ChangeRef,
    /// The last change that was more than `keep`.
    pub changed: ChangeRef,
    /// The terms for which it runs, where it has a `through`.
    pub run: Option<Arc<Run>>,
}

#[derive(Clone, Debug, Default)]
pub struct Life {
    pub steps: Vec<Step>,
    /// The places of the planned ones.
    plans: Vec<usize>,
    pub versions: Vec<Version>,
    /// For each time that it was adopted, who set and removed each value from then on.
    pub values: Vec<Settings>,
}

/// Who set and removed each value, in the order of their names. A list, since most clauses have few.
pub type Settings = Vec<(String, Vec<Setting>)>;

/// From which step on a name has the value that the step's change gave it, or none.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub step: usize,
    pub set: bool,
}

#[derive(Debug, Default)]
pub struct History {
    pub timeline: Timeline,
    pub moments: Moments,
    /// One life per clause, by the clause's place; those to which nothing happens are one.
    pub lives: Vec<Arc<Life>>,
    pub faults: Vec<Fault>,
    /// How the agreement's duration comes to stand otherwise.
    pub(super) turns: Vec<Happening>,
    expiries: OnceLock<IndexMap<ChangeRef, Expiry>>,
}

/// A change that does not fit what stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: ChangeRef,
    pub kind: FaultKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It adopts what stands, since the change named.
    AdoptsStanding(ChangeRef),
    /// It changes what does not stand; with the change that ended it or set its `through`, if any.
    ChangesAbsent(Status, Option<ChangeRef>),
    /// It removes the name at this place of its `unset`, which is not set.
    UnsetsAbsent {
        place: usize,
        /// Whether the same `unset` names it before.
        again: bool,
    },
    /// Its `through` has passed before it happens.
    ThroughBefore,
    /// What it gives or leaves stands without the other name.
    Without([&'static str; 2]),
}

#[derive(Clone, Debug)]
pub struct State<'a> {
    pub at: Instant,
    pub status: Status,
    /// The version reached; `None` where no change has certainly happened.
    pub version: Option<&'a Version>,
    /// Changes that may already have happened, in order.
    pub pending: Vec<Step>,
    /// What of the agreement's duration makes it stand so, if that does.
    pub bound_by: Option<Happening>,
}

impl History {
    /// Makes the life of every clause. What a lens has cut off is made up for: changing what does not stand begins it,
    /// and adopting what stands begins it anew. A whole file has no such changes, or `faults` names them.
    pub fn of(timeline: Timeline) -> Self {
        let moments = Moments::of(&timeline);
        let mut lives = vec![Arc::<Life>::default(); timeline.clauses.len()];
        let mut faults = Vec::new();
        for (rank, moment) in moments.list.iter().enumerate() {
            for at in moment.refs() {
                let change = timeline.change(at);
                let planned = timeline.events[moment.event].planned || change.unsettled;
                if change.idle {
                    continue;
                }
                let life = Arc::make_mut(&mut lives[change.clause]);
                if life.steps.is_empty() {
                    // Most clauses are changed once.
                    life.steps.reserve_exact(1);
                    life.versions.reserve_exact(1);
                    life.values.reserve_exact(1);
                }
                life.steps.push(Step {
                    at,
                    bounds: moment.bounds,
                    planned,
                    action: change.action,
                    rank,
                    idle: false,
                    // Under a lens, a source may give values to any change.
                    is_bare: change.names().next().is_none(),
                    lasts: change.lasts(),
                });
                if let (Some(last), Some(first)) =
                    (change.through.and_then(Date::last), moment.bounds.first)
                    && last < first
                {
                    let kind = FaultKind::ThroughBefore;
                    faults.push(Fault { at, kind });
                }
                if planned {
                    life.plans.push(life.steps.len() - 1);
                } else {
                    life.advance(&timeline, &mut faults);
                }
            }
        }
        Self {
            turns: duration::turns(&timeline, &lives),
            timeline,
            moments,
            lives,
            faults,
            expiries: OnceLock::new(),
        }
    }

    /// The versions before and after a change: none before the first, and none after where nothing came of it.
    pub fn around(&self, at: ChangeRef) -> (Option<&Version>, Option<&Version>) {
        let life = &self.lives[self.timeline.change(at).clause];
        let place = (self.moments.rank(at), at);
        let is_before = |step: &Step| (step.rank, step.at) < place;
        let step = life.steps.partition_point(is_before);
        let reached = life.versions.partition_point(|version| version.step < step);
        let (before, after) = life.versions.split_at(reached);
        let after = after.first().filter(|version| version.step == step);
        (before.last(), after)
    }

    /// The last day of a clause, as its `through` is written where it ends with that.
    pub fn last_date(&self, day: Day, set_by: ChangeRef) -> Date {
        let through = self.timeline.change(set_by).through;
        let through = through.filter(|date| date.last() == Some(day));
        through.unwrap_or_else(|| day.into())
    }

    /// The date of something that happens, as it is written.
    pub fn date_of(&self, of: &Happening) -> Date {
        if of.expiry {
            return self.last_date(of.day, of.at);
        }
        self.timeline.date_of(of.at)
    }

    /// Every expiry that takes place, by the change that set it, in order of day, then of clause.
    pub fn expiries(&self) -> &IndexMap<ChangeRef, Expiry> {
        self.expiries.get_or_init(|| {
            let mut found = IndexMap::new();
            for (clause, life) in self.lives.iter().enumerate() {
                let ends = (0..life.versions.len()).filter_map(|place| life.expires(place));
                let ends = ends.filter(|(day, _)| !self.is_over(clause, *day));
                found.extend(ends.enumerate().map(|(nth, (day, set_by))| {
                    let expiry = Expiry {
                        clause,
                        day,
                        date: self.last_date(day, set_by),
                        set_by,
                        nth,
                    };
                    (set_by, expiry)
                }));
            }
            found.sort_by_cached_key(|_, expiry| (expiry.day, expiry.clause));
            found
        })
    }
}

impl Version {
    /// The last day in force and the change that set it, where the clause stands and will expire.
    pub fn expiry(&self) -> Option<(Day, ChangeRef)> {
        let run = self.run.as_ref().filter(|_| self.status.stands())?;
        Some((run.last()?, run.by))
    }

    /// The status at the close of a day on which this version is reached.
    pub fn status_on(&self, day: Day) -> Status {
        match self.expiry() {
            Some((last, _)) if last < day => Status::Expired,
            _ => self.status,
        }
    }
}

impl Life {
    /// How many versions are certainly reached by an instant.
    pub(super) fn reached(&self, at: Instant) -> usize {
        let is_certain = |version: &Version| {
            let seen = self.steps[version.step].certain();
            seen.is_some_and(|seen| seen <= at)
        };
        self.versions.partition_point(is_certain)
    }

    pub fn state(&self, at: impl Into<Instant>) -> State<'_> {
        let at = at.into();
        let version = self.versions[..self.reached(at)].last();
        let status = version.map_or(Status::NotYet, |v| v.status_on(at.day));
        State {
            at,
            status,
            version,
            pending: self.pending(version, status, at),
            bound_by: None,
        }
    }

    /// The changes that may have happened by an instant, and have not certainly.
    fn pending(&self, version: Option<&Version>, status: Status, at: Instant) -> Vec<Step> {
        let reached = version.map_or(0, |version| version.step + 1);
        let change = version.map(|version| &self.steps[version.step].bounds);
        // What certainly came on a plan's last day or later decides what became of it.
        let is_open = |plan: &Step| {
            let last = plan.bounds.last.or(plan.bounds.first);
            let is_before = |change: &Bounds| last.is_some_and(|last| change.first < Some(last));
            plan.is_possible(at) && change.is_none_or(is_before)
        };
        let plans = self.plans.iter().map(|place| self.steps[*place]);
        let plans = plans.filter(is_open);
        // First days never fall from one certain change to the next.
        let steps = self.steps[reached..].iter().copied();
        let steps = steps.filter(|step| !step.planned);
        let steps = steps.take_while(|step| step.is_possible(at));
        let mut pending: Vec<Step> = plans.chain(steps).filter(|step| !step.idle).collect();
        pending.sort_by_key(|step| (step.rank, step.at));
        let shakes = |step: &Step| matches!(step.action, Action::Unclear | Action::End);
        if status == Status::InForce && !pending.iter().any(shakes) {
            pending.retain(|step| step.action != Action::Keep || !step.is_bare);
        }
        // Of what does not stand, nothing is open unless something open can bring it back.
        let run = version.and_then(|version| version.run.as_ref());
        let renews = run.is_some_and(|run| run.rules.renews.is_some());
        let brings_back = |step: &Step| match (step.action, status) {
            _ if shakes(step) => false,
            _ if !step.planned => true,
            (Action::Adopt, _) | (_, Status::NotYet) => !step.is_over(at.day),
            // What a plan changes it must have found in force: it may only have put off a last day.
            (_, Status::Expired) => step.lasts.is_some() && (renews || !step.is_over(at.day)),
            _ => false,
        };
        if !status.stands() && !pending.iter().any(brings_back) {
            pending.clear();
        }
        pending
    }

    /// What certainly happens with a version: the change that began it, and its expiry.
    pub fn happenings_of(&self, place: usize) -> impl Iterator<Item = Happening> {
        let version = &self.versions[place];
        let step = self.steps[version.step];
        let change = step.certain().map(|seen| Happening {
            day: seen.day,
            seen,
            at: step.at,
            expiry: false,
            status: version.status_on(seen.day),
        });
        let expiry = self.expires(place);
        let expiry = expiry.and_then(|expiry| self.expiring(place, expiry));
        change.into_iter().chain(expiry)
    }

    /// The expiry of a version as something that happens.
    pub(super) fn expiring(&self, place: usize, (day, at): (Day, ChangeRef)) -> Option<Happening> {
        let reached = self.steps[self.versions[place].step].certain()?;
        Some(Happening {
            day: day.max(reached.day),
            seen: Instant::dawn(day.succ()?).max(reached),
            at,
            expiry: true,
            status: Status::Expired,
        })
    }

    /// The last day in force of a version that certainly expires, and the change that set its `through`: the next
    /// version comes later.
    pub fn expires(&self, place: usize) -> Option<(Day, ChangeRef)> {
        let version = &self.versions[place];
        let reached = self.steps[version.step].bounds.last?;
        let next = self.next_day(place);
        let comes_later = |day: Day| next.is_none_or(|next| next > day.max(reached));
        version.expiry().filter(|(day, _)| comes_later(*day))
    }

    /// The day on which the version after this one is certainly reached.
    fn next_day(&self, place: usize) -> Option<Day> {
        let next = self.versions.get(place + 1)?;
        self.steps[next.step].bounds.last
    }

    /// The days on which a version is the one certainly reached: to the day before the next one's, or to its expiry.
    pub fn days(&self, place: usize) -> Option<(Day, Option<Day>)> {
        let version = &self.versions[place];
        let from = self.steps[version.step].bounds.last?;
        let eve = self.next_day(place).and_then(Day::pred);
        let expiry = version.expiry().map(|(day, _)| day);
        let to = eve.into_iter().chain(expiry).min();
        to.is_none_or(|to| from <= to).then_some((from, to))
    }

    /// Takes the last step, a certain one, into the list of versions.
    fn advance(&mut self, timeline: &Timeline, faults: &mut Vec<Fault>) {
        let Some(step) = self.steps.last_mut() else {
            return;
        };
        let (at, change) = (step.at, timeline.change(step.at));
        let mut fault = |kind| faults.push(Fault { at, kind });
        let before = self.versions.last();
        let status = before.map_or(Status::NotYet, |version| {
            let day = step.bounds.last.or(step.bounds.first);
            day.map_or(version.status, |day| version.status_on(day))
        });
        let misfit = misfit(change.action, before, status);
        let fits = misfit.is_none();
        if let Some(kind) = misfit {
            fault(kind);
        }
        if !status.stands() && matches!(change.action, Action::Unclear | Action::End) {
            step.idle = true;
            return;
        }
        let continues = before.filter(|_| status.stands() && change.action != Action::Adopt);
        let mut version = continues.cloned().unwrap_or_else(|| {
            self.values.push(Vec::with_capacity(1));
            Version {
                life: self.values.len() - 1,
                step: 0,
                status: Status::InForce,
                adopted: at,
                changed: at,
                run: None,
            }
        });
        version.step = self.steps.len() - 1;
        version.status = match change.action {
            Action::Unclear => Status::Unclear,
            Action::End => Status::Ended,
            _ => Status::InForce,
        };
        if change.action != Action::Keep {
            version.changed = at;
        }
        self.remove(&version, change, &mut fault);
        for name in change.names() {
            self.put(&version, name, true);
        }
        if change.lasts().is_some() || change.touches("notice") {
            version.run = self.rerun(timeline, &version).map(Arc::new);
            if let Some(names) = self.without(&version).filter(|_| fits) {
                fault(FaultKind::Without(names));
            }
        }
        self.versions.push(version);
    }

    /// Removes what a change unsets; a name that is not set is a fault.
    fn remove(&mut self, version: &Version, change: &Change, mut fault: impl FnMut(FaultKind)) {
        let mut removed = IndexSet::new();
        for (place, name) in change.unset.iter().enumerate() {
            let is_set = name != "text" && self.value(version, name).is_some();
            if !is_set || !removed.insert(name.as_str()) {
                let again = removed.contains(name.as_str());
                fault(FaultKind::UnsetsAbsent { place, again });
            }
        }
        if change.unset.iter().any(|name| name == "through") {
            let set = |name: &&str| self.value(version, name).is_some();
            removed.extend(RENEWAL.into_iter().filter(set));
        }
        for name in removed {
            self.put(version, name, false);
        }
    }

    /// What a change sets outlasts what it removes.
    fn put(&mut self, version: &Version, name: &str, set: bool) {
        let (step, values) = (version.step, &mut self.values[version.life]);
        let place = find(values, name).unwrap_or_else(|place| {
            values.insert(place, (name.to_owned(), Vec::with_capacity(1)));
            place
        });
        let settings = &mut values[place].1;
        settings.pop_if(|last| last.step == step);
        settings.push(Setting { step, set });
    }

    /// Who set and removed a value of a version's life, in order.
    pub fn settings(&self, version: &Version, name: &str) -> &[Setting] {
        let values = &self.values[version.life];
        find(values, name).map_or(&[], |place| &values[place].1)
    }

    /// The change that gave a version the value that it has under a name.
    pub fn value(&self, version: &Version, name: &str) -> Option<ChangeRef> {
        self.latest(self.settings(version, name), version)
    }

    pub fn given<'t>(&self, of: &'t Timeline, version: &Version, name: &str) -> Option<Given<'t>> {
        of.change(self.value(version, name)?).given(name)
    }

    /// The values of a version by their names, each with the change that gave it last.
    pub fn values(&self, version: &Version) -> impl Iterator<Item = (&str, ChangeRef)> {
        let values = self.values[version.life].iter();
        values.filter_map(|(name, settings)| Some((&**name, self.latest(settings, version)?)))
    }

    /// The changes of a version's life, the last first, that gave or removed a value.
    pub(super) fn givers(&self, version: &Version, name: &str) -> impl Iterator<Item = ChangeRef> {
        let step = version.step;
        let settings = self.settings(version, name).iter();
        let settings = settings.rev().map(|setting| setting.step);
        let steps = settings.filter(move |other| *other <= step);
        steps.map(|step| self.steps[step].at)
    }

    /// The change that set a value last up to a version, if it was not removed since.
    fn latest(&self, settings: &[Setting], version: &Version) -> Option<ChangeRef> {
        let until = settings.partition_point(|setting| setting.step <= version.step);
        let setting = settings[..until].last().filter(|setting| setting.set)?;
        Some(self.steps[setting.step].at)
    }
}

/// The place of a name among values, or where it would stand.
fn find(values: &Settings, name: &str) -> Result<usize, usize> {
    values.binary_search_by(|(known, _)| known.as_str().cmp(name))
}

fn misfit(action: Action, before: Option<&Version>, status: Status) -> Option<FaultKind> {
    match (action == Action::Adopt, status.stands()) {
        (true, true) => Some(FaultKind::AdoptsStanding(before?.adopted)),
        (false, false) => {
            let expired = before.filter(|_| status == Status::Expired);
            let by = expired.and_then(|version| Some(version.run.as_ref()?.by));
            let ended = by.or(before.map(|version| version.changed));
            Some(FaultKind::ChangesAbsent(status, ended))
        }
        _ => None,
    }
}
