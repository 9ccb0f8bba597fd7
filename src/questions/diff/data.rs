//! What changed between two days, and which event did it.

use crate::questions::prelude::*;

use super::DiffArgs;
use super::record::is_deed;
use crate::agreement::compare::{self, Comparison, diff};
use crate::agreement::steps::{Happening, Step};
use crate::questions::filters::as_filter;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Difference {
    pub from: At,
    pub to: At,
    pub reversed: bool,
    /// The events that did something between the two days, or left something unclear, in order.
    pub events: Vec<String>,
    pub reports: Vec<String>,
    pub counts: Counts,
    /// Standing on the second day and not on the first.
    pub adopted: Vec<Diff>,
    pub amended: Vec<Diff>,
    /// Standing on the first day and not on the second.
    pub ended: Vec<Diff>,
    pub interim: Vec<Diff>,
    pub unchanged: Vec<Unchanged>,
    /// Changes that may already have happened on either day.
    pub undetermined: Vec<Undecided>,
    /// Whether it is what one event changed, each change on its own day; not part of the JSON.
    #[serde(skip)]
    pub alone: bool,
    /// How many events did more than keep a clause as it was; not part of the JSON.
    #[serde(skip)]
    pub changed: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub adopted: Tally,
    pub amended: Tally,
    /// Those of which something was learned, also where they are counted under another word.
    pub learned: Tally,
    pub unclear: Tally,
    pub ended: Tally,
    pub interim: Tally,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub certain: usize,
    pub perhaps: usize,
}

impl Tally {
    /// How many clauses there are among some differences.
    fn of<'a>(all: impl Iterator<Item = &'a Diff>) -> Self {
        let most = all.size_hint().1;
        let mut seen = HashSet::with_capacity(most.unwrap_or_default());
        let clauses = all.filter(|found| seen.insert(&found.clause));
        clauses.fold(Self::default(), |tally, found| Self {
            certain: tally.certain + usize::from(!found.perhaps),
            perhaps: tally.perhaps + usize::from(found.perhaps),
        })
    }

    /// How many there are in words, and how many more there may be: `more was learned of 3 clauses, perhaps 1 more`.
    pub(super) fn told(self, what: &str, clauses: impl Fn(usize) -> String) -> Option<String> {
        match (self.certain, self.perhaps) {
            (0, 0) => None,
            (certain, 0) => Some(format!("{what} {}", clauses(certain))),
            (0, perhaps) => Some(format!("perhaps {what} {}", clauses(perhaps))),
            (certain, perhaps) => {
                let (certain, perhaps) = (clauses(certain), clauses(perhaps));
                let perhaps = perhaps.split(' ').next().unwrap_or_default();
                Some(format!("{what} {certain}, perhaps {perhaps} more"))
            }
        }
    }
}

/// A clause that reads as before, with the events that touched it all the same.
#[derive(Clone, Debug, Serialize)]
pub struct Unchanged {
    pub clause: String,
    pub events: Vec<String>,
    pub stood: Vec<Stood>,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Diff> {
        let lists = [&self.adopted, &self.amended, &self.ended, &self.interim];
        lists.into_iter().flatten()
    }

    pub(crate) fn in_time(&self) -> (&At, &At) {
        if self.reversed {
            return (&self.to, &self.from);
        }
        (&self.from, &self.to)
    }

    pub(crate) fn touched(&self) -> impl Iterator<Item = &Unchanged> {
        let touched = self.unchanged.iter().filter(|of| !of.events.is_empty());
        let is_any = touched.clone().next().is_some();
        let differ = self.all().filter(|_| is_any);
        let differ: HashSet<&str> = differ.map(|found| found.clause.as_str()).collect();
        touched.filter(move |of| !differ.contains(of.clause.as_str()))
    }

    /// What may already have happened, but for what a clause that differs says itself.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Undecided> {
        let told = self.all().flat_map(|of| {
            let sides = of.uncertain.iter();
            sides.map(|side| (of.clause.as_str(), Some(*side)))
        });
        let told: HashSet<(&str, Option<Side>)> = told.collect();
        let all = self.undetermined.iter();
        all.filter(move |found| !told.contains(&(found.clause.as_str(), found.side)))
    }

    pub(crate) fn day(&self, side: Option<Side>) -> Day {
        match side {
            Some(Side::From) => self.from.day,
            _ => self.to.day,
        }
    }
}

impl Recorder<'_, '_> {
    pub(super) fn difference(&mut self, args: &DiffArgs) -> Result<Difference, Refusal> {
        let view = self.view;
        let (from, to) = args.sides();
        // What one event changed is asked of its own agreement.
        let event = view.entry(from);
        let event = event.filter(|_| to.is_none() && view.date(from).is_none());
        if event.is_some() {
            view.is_one(from);
        }
        let asked = view.at(from);
        let from = asked.map_err(|why| as_filter(view, "diff today-1y", from, why))?;
        let to = view.at(to.unwrap_or("today"))?;
        let filter = args.filter.resolve(view)?;
        if let Some(event) = event {
            let admits = |clause| filter.admits(view.history, clause, &[]);
            return Ok(self.alone(from, event, admits));
        }
        let mut found = Difference {
            reversed: from.instant > to.instant,
            from,
            to,
            ..Difference::default()
        };
        let days = [found.from.instant, found.to.instant];
        let mut behind = Vec::new();
        for clause in 0..view.timeline.clauses.len() {
            if !filter.admits(view.history, clause, &days) {
                continue;
            }
            let mut states = days.map(|at| view.history.state(clause, at));
            for (state, side) in states.iter().zip([Side::From, Side::To]) {
                let open = self.undecided(clause, &state.pending, Some(side));
                found.undetermined.extend(open);
            }
            if found.reversed {
                states.reverse();
            }
            let Some(clause) = diff(view.history, clause, states) else {
                continue;
            };
            behind.extend(clause.behind.iter().copied());
            if !found.keep(self, &clause) {
                found.take(self.differs(&clause).mirrored(found.reversed));
            }
        }
        [found.events, found.reports] = self.deeds_and_reports(&behind);
        let is_change = |of: &&Happening| {
            let is_keep = view.timeline.change(of.at).action == Action::Keep;
            is_deed(view.timeline, of) && (of.expiry || !is_keep)
        };
        let changed = behind.iter().filter(is_change).collect();
        found.changed = self.event_ids(changed).len();
        found.count();
        Ok(found)
    }

    /// What something listed did to some clauses, each change on its own day, and to those that turned with the agreement.
    pub(crate) fn did(&mut self, listed: Listed, admits: impl Fn(usize) -> bool) -> Vec<Diff> {
        let view = self.view;
        let mut changes = view.changes_of(listed);
        changes.retain(|at| admits(view.timeline.change(*at).clause));
        let mut found = self.effects(listed, &changes);
        let lasting = match listed {
            Listed::Expiry(of) => Some(of.clause),
            _ => view.timeline.lasts,
        };
        let changes = view.changes_of(listed);
        let is_by_it = |of: &Happening| match listed {
            Listed::Expiry(expiry) => of.expiry && of.at == expiry.set_by,
            _ => !of.expiry && changes.binary_search(&of.at).is_ok(),
        };
        let turns = lasting.map(|clause| view.history.happenings(clause, None));
        for turn in turns.into_iter().flatten().filter(is_by_it) {
            let clauses = (0..view.timeline.clauses.len()).filter(|clause| admits(*clause));
            let turned = clauses.filter_map(|clause| compare::turned(view.history, clause, &turn));
            found.extend(turned.map(|of| self.differs(&of)));
        }
        found
    }

    /// The same as a difference; what is only planned is left open by it.
    fn alone(&mut self, at: At, listed: Listed, admits: impl Fn(usize) -> bool) -> Difference {
        let mut found = Difference {
            from: at.clone(),
            to: at,
            alone: true,
            ..Difference::default()
        };
        for did in self.did(listed, &admits) {
            found.events.extend(did.events.iter().cloned());
            found.reports.extend(did.reports.iter().cloned());
            found.changed |= usize::from(did.by.iter().any(DoneBy::is_deed));
            found.take(did);
        }
        let view = self.view;
        let turned = view.turnings(listed).into_iter();
        let turned: IndexSet<usize> = turned.map(|(clause, _)| clause).collect();
        let mut plans = view.changes_of(listed);
        plans.retain(|at| view.timeline.events[at.event].planned);
        for at in plans {
            let clause = view.timeline.change(at).clause;
            let steps = view.history.lives[clause].steps.iter();
            let open = steps.filter(|step| step.at == at);
            let open: Vec<Step> = open.copied().collect();
            let with_it = turned
                .iter()
                .filter(|_| view.timeline.lasts == Some(clause));
            for clause in [clause].iter().chain(with_it).filter(|of| admits(**of)) {
                let open = self.undecided(*clause, &open, Some(Side::To));
                found.undetermined.extend(open);
            }
        }
        found.count();
        found.events.dedup();
        found.reports.dedup();
        found.reports.retain(|event| !found.events.contains(event));
        found
    }
}

impl Difference {
    /// Lists a clause that reads as before; whether it does.
    pub(crate) fn keep(&mut self, records: &mut Recorder<'_, '_>, found: &Comparison<'_>) -> bool {
        if found.how != How::Unchanged {
            return false;
        }
        let events = Vec::from_iter(records.event_ids(found.behind.iter().collect()));
        let clause = records.clause_id(found.clause);
        let stood = records.stood(found);
        self.unchanged.push(Unchanged {
            clause,
            events,
            stood,
        });
        true
    }

    pub(crate) fn take(&mut self, found: Diff) {
        let list = match (&found.before, &found.after) {
            _ if found.how == How::Unchanged => {
                return self.unchanged.push(Unchanged {
                    clause: found.clause,
                    events: [found.events, found.reports].concat(),
                    stood: found.stood,
                });
            }
            (Some(_), Some(_)) => &mut self.amended,
            (None, Some(_)) => &mut self.adopted,
            (Some(_), None) => &mut self.ended,
            (None, None) => &mut self.interim,
        };
        list.push(found);
    }

    pub(crate) fn count(&mut self) {
        let of = |list: &[Diff], is: fn(&How) -> bool| {
            Tally::of(list.iter().filter(|found| is(&found.how)))
        };
        let is_deed = |how: &How| *how != How::Learned;
        let is_learned = |of: &&Diff| of.is_report() || of.news().next().is_some();
        self.counts = Counts {
            adopted: of(&self.adopted, is_deed),
            amended: of(&self.amended, |how| *how == How::Amended),
            learned: Tally::of(self.all().filter(is_learned)),
            unclear: of(&self.amended, |how| *how == How::Unclear),
            ended: of(&self.ended, is_deed),
            interim: of(&self.interim, is_deed),
        };
    }
}

impl Diff {
    pub(super) fn mirrored(mut self, is: bool) -> Self {
        if !is {
            return self;
        }
        self.reversed = !self.reversed;
        std::mem::swap(&mut self.before, &mut self.after);
        for value in self.terms.iter_mut().chain(&mut self.fields) {
            std::mem::swap(&mut value.before, &mut value.after);
            std::mem::swap(&mut value.before_set, &mut value.set);
            std::mem::swap(&mut value.added, &mut value.removed);
        }
        for side in &mut self.uncertain {
            *side = side.other();
        }
        self.uncertain.sort_unstable();
        self
    }
}
