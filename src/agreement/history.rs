//! What follows from a timeline: the life of every clause, and its state on any day.
//!
//! One pass over the moments makes a list of versions for each clause; a state is a binary search in
//! that list.

use std::collections::{BTreeMap, HashSet};

use super::model::{Action, Change, ChangeRef, EXPIRY_PREFIX, PerChange, Status, Timeline, Value};
use super::order::Moments;
use crate::date::{Bounds, Date, Day};

/// One change in the life of a clause, in order, planned ones included.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The change.
    pub at: ChangeRef,
    /// The days left for it.
    pub bounds: Bounds,
    /// Whether it belongs to a planned event, and so never certainly happens.
    pub planned: bool,
}

/// Who set each value of a clause, but for its terms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Values {
    /// The change that gave the text.
    pub text: Option<ChangeRef>,
    /// The change that gave `through`.
    pub through: Option<ChangeRef>,
    /// The change that gave `until`.
    pub until: Option<ChangeRef>,
}

/// A clause from one certain change to the next.
#[derive(Clone, Debug)]
pub struct Version {
    /// How often the clause had been adopted before it was last.
    pub life: usize,
    /// The place in the clause's steps of the change that began it.
    pub step: usize,
    /// `InForce`, `Unclear` or `Ended`; expiry is reckoned by the day.
    pub status: Status,
    /// The change that began the present life of the clause.
    pub adopted: ChangeRef,
    /// The last change that was more than `keep`.
    pub changed: ChangeRef,
    /// Who set what.
    pub values: Values,
    /// The last day of the `through` that stands.
    pub expires: Option<Day>,
}

/// Everything that happens to one clause.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// Every change, in order.
    pub steps: Vec<Step>,
    /// Every certain change's outcome, in order.
    pub versions: Vec<Version>,
    /// For each time that it was adopted, who set and removed each term from then on.
    terms: Vec<BTreeMap<String, Vec<Setting>>>,
}

/// From which step on a term has the value that the step's change gave it, or none.
#[derive(Clone, Copy, Debug)]
struct Setting {
    step: usize,
    set: bool,
}

/// The lives of all clauses of a timeline, beside that timeline.
#[derive(Debug)]
pub struct History<'t> {
    /// What it was made from.
    pub timeline: &'t Timeline,
    /// Moments in order.
    pub moments: Moments,
    /// One life per clause, by the clause's place.
    pub lives: Vec<Life>,
    /// Changes that are not possible or change nothing.
    pub faults: Vec<Fault>,
    /// The place of each change among its clause's steps.
    steps: PerChange<usize>,
}

/// A change that does not fit what stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The change.
    pub at: ChangeRef,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// What is wrong with a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It adopts what stands, since the change named.
    AdoptsStanding(ChangeRef),
    /// It changes what does not stand; with the change that ended it or set its `through`, if any.
    ChangesAbsent(Status, Option<ChangeRef>),
    /// It removes the name at this place of its `unset`, which is not set.
    UnsetsAbsent {
        /// The place.
        place: usize,
        /// Whether it removes that name once already.
        again: bool,
    },
    /// It leaves everything as it was.
    ChangesNothing,
    /// Its `through` has passed before it happens.
    ThroughBefore,
}

/// A clause on a day.
#[derive(Clone, Debug)]
pub struct State<'a> {
    /// How it certainly stands.
    pub status: Status,
    /// The version reached; `None` where no change has certainly happened.
    pub version: Option<&'a Version>,
    /// Changes that may already have happened, in order.
    pub pending: &'a [Step],
}

impl<'t> History<'t> {
    /// Makes the life of every clause.
    ///
    /// What a lens has cut off is made up for: changing what does not stand begins it, and adopting
    /// what stands begins it anew. A whole file has no such changes, or `faults` names them.
    #[must_use]
    pub fn of(timeline: &'t Timeline) -> Self {
        let moments = Moments::of(timeline);
        let mut lives = vec![Life::default(); timeline.clauses.len()];
        let mut faults = Vec::new();
        let mut steps = PerChange::of(timeline, 0);
        for moment in &moments.list {
            let event = &timeline.events[moment.event];
            for change in &moment.changes {
                let at = ChangeRef {
                    event: moment.event,
                    change: *change,
                };
                let step = Step {
                    at,
                    bounds: moment.bounds,
                    planned: event.planned,
                };
                let life = &mut lives[timeline.change(at).clause];
                steps[at] = life.steps.len();
                life.steps.push(step);
                if !event.planned {
                    life.advance(timeline, step, &mut faults);
                }
            }
        }
        Self {
            timeline,
            moments,
            lives,
            faults,
            steps,
        }
    }

    /// The versions before and after a change, by their places in its clause's life: none before
    /// the first, and none after where nothing came of it.
    #[must_use]
    pub fn around(&self, at: ChangeRef) -> (Option<usize>, Option<usize>) {
        let life = &self.lives[self.timeline.change(at).clause];
        let step = self.steps[at];
        let reached = life.versions.partition_point(|version| version.step < step);
        let after = life
            .versions
            .get(reached)
            .filter(|version| version.step == step);
        (reached.checked_sub(1), after.map(|_| reached))
    }

    /// The place of a change's moment in the order of moments.
    #[must_use]
    pub fn rank(&self, at: ChangeRef) -> usize {
        self.moments.ranks[at]
    }

    /// The state of a clause at the close of a day.
    #[must_use]
    pub fn state(&self, clause: usize, day: Day) -> State<'_> {
        self.lives[clause].state(day)
    }

    /// The days on which clauses expire, each with the clause and the change that set its `through`,
    /// in order of day, then of clause.
    #[must_use]
    pub fn expiries(&self) -> Vec<Expiry> {
        let mut found = Vec::new();
        for (clause, life) in self.lives.iter().enumerate() {
            for (day, set_by) in (0..life.versions.len()).filter_map(|place| life.expires(place)) {
                let date = self.timeline.change(set_by).through;
                found.extend(date.map(|date| Expiry {
                    clause,
                    day,
                    date,
                    set_by,
                }));
            }
        }
        found.sort_by_key(|expiry| (expiry.day, expiry.clause));
        found
    }
}

/// Something that certainly happened to a clause.
#[derive(Clone, Copy, Debug)]
pub struct Happening {
    /// The last day on which it can have happened; of an expiry, the last day in force.
    pub day: Day,
    /// The first day at whose close it is seen; of an expiry, that is the day after.
    pub seen: Day,
    /// The change; of an expiry, the change that set its `through`.
    pub at: ChangeRef,
    /// Whether it is an expiry.
    pub expiry: bool,
}

/// The end of a clause by its `through`.
#[derive(Clone, Copy, Debug)]
pub struct Expiry {
    /// The clause.
    pub clause: usize,
    /// The last day on which it is in force.
    pub day: Day,
    /// The `through`, as written.
    pub date: Date,
    /// The change that set it.
    pub set_by: ChangeRef,
}

impl Expiry {
    /// The id under which the expiry is listed.
    #[must_use]
    pub fn id(&self, timeline: &Timeline) -> String {
        format!("{EXPIRY_PREFIX}{}", timeline.clauses[self.clause].id)
    }
}

impl Version {
    /// The last day in force and the change that set it, where the clause stands and will expire.
    #[must_use]
    pub fn expiry(&self) -> Option<(Day, ChangeRef)> {
        if !self.status.stands() {
            return None;
        }
        self.expires.zip(self.values.through)
    }

    /// The status at the close of a day on which this version is reached.
    #[must_use]
    pub fn status_on(&self, day: Day) -> Status {
        match self.expiry() {
            Some((last, _)) if last < day => Status::Expired,
            _ => self.status,
        }
    }
}

impl Life {
    /// The state at the close of a day.
    #[must_use]
    pub fn state(&self, day: Day) -> State<'_> {
        let reached = self
            .versions
            .partition_point(|version| self.steps[version.step].bounds.certain_by(day));
        let version = reached.checked_sub(1).map(|place| &self.versions[place]);
        let rest = &self.steps[version.map_or(0, |v| v.step + 1)..];
        let pending = &rest[..rest.partition_point(|step| step.bounds.possible_by(day))];
        State {
            status: version.map_or(Status::NotYet, |v| v.status_on(day)),
            version,
            pending,
        }
    }

    /// What certainly happened after one day and by another, in order: changes and expiries.
    #[must_use]
    pub fn between(&self, from: Day, to: Day) -> Vec<Happening> {
        let place = |day| {
            self.versions
                .partition_point(|v| self.steps[v.step].bounds.certain_by(day))
        };
        let start = place(from).saturating_sub(1);
        (start..place(to))
            .flat_map(|place| self.happenings(place))
            .filter(|happening| from < happening.seen && happening.seen <= to)
            .collect()
    }

    /// What certainly happened with a version: the change that began it, and its expiry.
    pub fn happenings(&self, place: usize) -> impl Iterator<Item = Happening> {
        let step = self.steps[self.versions[place].step];
        let change = step.bounds.last.map(|day| Happening {
            day,
            seen: day,
            at: step.at,
            expiry: false,
        });
        let expiry = self.expires(place).zip(step.bounds.last);
        let expiry = expiry.and_then(|((day, at), reached)| {
            Some(Happening {
                day: day.max(reached),
                seen: day.succ()?.max(reached),
                at,
                expiry: true,
            })
        });
        change.into_iter().chain(expiry)
    }

    /// The last day in force of a version that certainly expires, and the change that set its
    /// `through`: it is certainly reached, and the next one comes later than both.
    #[must_use]
    pub fn expires(&self, place: usize) -> Option<(Day, ChangeRef)> {
        let version = &self.versions[place];
        let reached = self.steps[version.step].bounds.last?;
        let next = self.next_day(place);
        version
            .expiry()
            .filter(|(day, _)| next.is_none_or(|next| next > *day && next > reached))
    }

    /// The day on which the version after this one is certainly reached.
    fn next_day(&self, place: usize) -> Option<Day> {
        self.versions
            .get(place + 1)
            .and_then(|v| self.steps[v.step].bounds.last)
    }

    /// The first and last day on which a version is the one certainly reached, if there is any:
    /// from its last possible day to the day before the next version's, or to its expiry.
    #[must_use]
    pub fn days(&self, place: usize) -> Option<(Day, Option<Day>)> {
        let version = &self.versions[place];
        let from = self.steps[version.step].bounds.last?;
        let next = self.next_day(place);
        let to = match (
            next.and_then(Day::pred),
            version.expiry().map(|(day, _)| day),
        ) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        (to.is_none_or(|to| from <= to)).then_some((from, to))
    }

    /// Takes a certain change into the list of versions.
    fn advance(&mut self, timeline: &Timeline, step: Step, faults: &mut Vec<Fault>) {
        let at = step.at;
        let change = timeline.change(at);
        let mut fault = |kind| faults.push(Fault { at, kind });
        let before = self.versions.last();
        let status = match (before, step.bounds.last) {
            (None, _) => Status::NotYet,
            (Some(version), Some(day)) => version.status_on(day),
            (Some(version), None) => step
                .bounds
                .first
                .map_or(version.status, |day| version.status_on(day)),
        };
        if let (Some(last), Some(first)) = (change.through.and_then(Date::last), step.bounds.first)
            && last < first
        {
            fault(FaultKind::ThroughBefore);
        }
        if change.action == Action::Adopt && status.stands() {
            fault(FaultKind::AdoptsStanding(before.map_or(at, |v| v.adopted)));
        }
        if change.action != Action::Adopt && !status.stands() {
            let ended = before.map(|v| {
                if status == Status::Expired {
                    v.values.through.unwrap_or(v.changed)
                } else {
                    v.changed
                }
            });
            fault(FaultKind::ChangesAbsent(status, ended));
            if matches!(change.action, Action::Unclear | Action::End) {
                return;
            }
        }
        let continues = before
            .filter(|_| status.stands() && change.action != Action::Adopt)
            .cloned();
        let mut version = continues.clone().unwrap_or_else(|| {
            self.terms.push(BTreeMap::new());
            Version::begin(at, self.terms.len() - 1)
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
        for (place, again) in self.remove(&mut version, change) {
            fault(FaultKind::UnsetsAbsent { place, again });
        }
        self.set(&mut version, timeline, at);
        if let Some(before) = &continues
            && change.action == Action::Amend
            && before.status == version.status
            && self.reads_alike(timeline, before, &version)
        {
            fault(FaultKind::ChangesNothing);
        }
        self.versions.push(version);
    }

    /// Removes what a change unsets, and gives the places of the names that were not set, each with whether
    /// it was removed just before.
    fn remove(&mut self, version: &mut Version, change: &Change) -> Vec<(usize, bool)> {
        let (mut absent, mut seen) = (Vec::new(), HashSet::new());
        for (place, name) in change.unset.iter().enumerate() {
            let there = match name.as_str() {
                "through" => version.values.through.take().is_some(),
                "until" => version.values.until.take().is_some(),
                term => {
                    let there = self.term(version, term).is_some();
                    if there {
                        self.put(version, term, false);
                    }
                    there
                }
            };
            let again = !seen.insert(name.as_str());
            if !there {
                absent.push((place, again));
            }
        }
        if version.values.through.is_none() {
            version.expires = None;
        }
        absent
    }

    fn set(&mut self, version: &mut Version, timeline: &Timeline, at: ChangeRef) {
        let change = timeline.change(at);
        if change.text.is_some() {
            version.values.text = Some(at);
        }
        if let Some(through) = change.through {
            version.values.through = Some(at);
            version.expires = through.last();
        }
        if change.until.is_some() {
            version.values.until = Some(at);
        }
        for name in change.terms.keys() {
            self.put(version, name, true);
        }
    }

    fn put(&mut self, version: &Version, name: &str, set: bool) {
        let setting = Setting {
            step: version.step,
            set,
        };
        let terms = &mut self.terms[version.life];
        terms.entry(name.to_owned()).or_default().push(setting);
    }

    /// The change that gave a version this term, where it has it.
    #[must_use]
    pub fn term(&self, version: &Version, name: &str) -> Option<ChangeRef> {
        self.latest(self.terms[version.life].get(name)?, version)
    }

    /// The terms of a version by their names, each with the change that gave it.
    pub fn terms<'a>(
        &'a self,
        version: &'a Version,
    ) -> impl Iterator<Item = (&'a str, ChangeRef)> + 'a {
        self.terms[version.life]
            .iter()
            .filter_map(|(name, settings)| Some((&**name, self.latest(settings, version)?)))
    }

    /// The change that set a term last up to a version, if it was not removed since.
    fn latest(&self, settings: &[Setting], version: &Version) -> Option<ChangeRef> {
        let until = settings.partition_point(|setting| setting.step <= version.step);
        let setting = settings[..until].last().filter(|setting| setting.set)?;
        Some(self.steps[setting.step].at)
    }

    /// Whether two versions read the same, whoever set their values.
    #[must_use]
    pub fn reads_alike(&self, timeline: &Timeline, a: &Version, b: &Version) -> bool {
        let change = |at: Option<ChangeRef>| at.map(|at| timeline.change(at));
        let (own, other) = (&a.values, &b.values);
        change(own.text).and_then(|c| c.text.as_ref())
            == change(other.text).and_then(|c| c.text.as_ref())
            && change(own.through).and_then(|c| c.through)
                == change(other.through).and_then(|c| c.through)
            && change(own.until).and_then(|c| c.until.as_ref())
                == change(other.until).and_then(|c| c.until.as_ref())
            && self
                .terms(a)
                .map(|term| valued(timeline, term))
                .eq(self.terms(b).map(|term| valued(timeline, term)))
    }
}

fn valued<'a>(
    timeline: &'a Timeline,
    (name, at): (&'a str, ChangeRef),
) -> (&'a str, Option<&'a Value>) {
    (name, timeline.change(at).terms.get(name))
}

impl Version {
    fn begin(at: ChangeRef, life: usize) -> Self {
        Self {
            life,
            step: 0,
            status: Status::InForce,
            adopted: at,
            changed: at,
            values: Values::default(),
            expires: None,
        }
    }
}
