//! How a clause runs on behind its last day: terms, renewals, and the last days on which notice is in time.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::lanes::Standing;
use super::{
    Action, Change, ChangeRef, History, Life, RENEWAL, Renewing, State, Status, Step, Timeline,
    Version,
};
use crate::date::{Date, Day, Span};

/// The terms for which a clause runs: the first ends with its `through`, each later one `renews` after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The change that set the `through`.
    pub by: ChangeRef,
    /// The changes by whose `renews` it was renewed before that was changed.
    renewed_by: Vec<ChangeRef>,
    /// The end from which later ones count.
    pub end: Day,
    /// How many renewals lie before that.
    pub renewed: u32,
    /// Its `renewals` are the most in all.
    pub rules: Renewing,
}

/// The term for which a clause runs on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Running {
    /// The last day; none where it lies after the year 9999.
    pub to: Option<Day>,
    pub renewed: u32,
    /// Whether that holds only if nobody gave notice: it was renewed, and still renews.
    pub assumed: bool,
    /// How often it is renewed at most; not part of the JSON.
    #[serde(skip)]
    pub most: Option<u32>,
}

/// One term follows another, unless someone gave notice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Renewal {
    pub clause: usize,
    /// The place of the version that stands when the one term ends.
    pub version: usize,
    pub day: Day,
    pub number: u32,
    /// The length of the term that begins; none where the agreement ends before.
    pub length: Option<Span>,
    /// The last day of that term; none where it lies after the year 9999.
    pub to: Option<Day>,
    /// The last day on which notice is in time, where it is asked for.
    pub notice: Option<Day>,
    /// The place of the version that asks for it.
    pub noticed_by: usize,
    pub set_by: ChangeRef,
    pub stands: Standing,
    /// How many renewals just before it are left out of its list.
    pub unlisted: usize,
}

impl Run {
    /// The number of the last term; the highest where they have no end.
    fn last_number(&self) -> u32 {
        let most = self.rules.renewals.unwrap_or(u32::MAX).max(self.renewed);
        self.rules.renews.map_or(self.renewed, |_| most)
    }

    /// The last day of all, where there is one.
    pub(super) fn last(&self) -> Option<Day> {
        self.end_of(self.last_number())
    }

    /// The number of the term that runs on a day: the first that does not end before it, or the last.
    pub fn number_on(&self, day: Day) -> u32 {
        let renews = self.rules.renews;
        let more = renews.map_or(0, |span| span.terms_until(self.end, day));
        self.renewed.saturating_add(more).min(self.last_number())
    }

    /// The last day of the term with this number; none after the year 9999.
    pub fn end_of(&self, number: u32) -> Option<Day> {
        let (end, terms) = (self.end, number.saturating_sub(self.renewed));
        let renews = self.rules.renews;
        renews.map_or(Some(end), |span| span.end_of(end, terms))
    }
}

/// Names that do not stand without another.
const NEEDS: [[&str; 2]; 3] = [
    ["renews", "through"],
    ["notice", "through"],
    ["renewals", "renews"],
];

impl Change {
    /// The last day to which it lets its clause run, where it says for how long: the last of all where it renews.
    pub(super) fn lasts(&self) -> Option<Day> {
        let through = self.through.filter(|_| self.renewing.renews.is_none());
        let last = through.and_then(Date::last).unwrap_or(Day::MAX);
        let mut names = ["through", "renews", "renewals"].into_iter();
        names.any(|name| self.touches(name)).then_some(last)
    }
}

impl Life {
    /// The terms for which a version runs by a change that says so.
    pub(super) fn rerun(&self, timeline: &Timeline, version: &Version) -> Option<Run> {
        let step = &self.steps[version.step];
        let change = timeline.change(step.at);
        let begins = change.touches("through");
        let mut rules = self.renewing(timeline, version);
        let Some(run) = version.run.as_deref().filter(|_| !begins) else {
            return Some(Run {
                by: step.at,
                renewed_by: Vec::new(),
                end: change.through?.last()?,
                renewed: 0,
                rules,
            });
        };
        let mut run = run.clone();
        let day = step.bounds.last.or(step.bounds.first);
        let renewed = day.map_or(run.renewed, |day| run.number_on(day));
        rules.renewals = if change.touches("renewals") {
            rules.renewals.map(|more| renewed.saturating_add(more))
        } else {
            run.rules.renewals
        };
        let mut givers = self.givers(version, "renews").filter(|at| *at != step.at);
        let by = givers.next().filter(|_| renewed > run.renewed);
        run.renewed_by.extend(by);
        run.end = run.end_of(renewed).unwrap_or(Day::MAX);
        (run.renewed, run.rules) = (renewed, rules);
        Some(run)
    }

    /// What the terms of a version follow from: names, each with the change that gave it or removed it.
    pub fn rules(&self, version: &Version) -> Vec<(&'static str, ChangeRef)> {
        let Some(run) = &version.run else {
            return Vec::new();
        };
        let rule = |name| Some((name, self.value(version, name)?));
        let earlier = run.renewed_by.iter().map(|at| ("renews", *at));
        let removed = self.givers(version, "renews").next();
        let removed = removed.filter(|_| run.rules.renews.is_none() && run.renewed > 0);
        let mut all = vec![("through", run.by)];
        all.extend(earlier.chain(removed.map(|at| ("renews", at))));
        all.extend(RENEWAL.into_iter().filter_map(rule));
        all.dedup();
        all
    }

    pub fn renewing(&self, of: &Timeline, version: &Version) -> Renewing {
        let setter = |name| self.value(version, name);
        let given = |name| setter(name).map_or(Renewing::default(), |at| of.change(at).renewing);
        Renewing {
            renews: given("renews").renews,
            renewals: given("renewals").renewals,
            notice: given("notice").notice,
        }
    }

    /// A name that stands without one that it needs, and that one.
    pub(super) fn without(&self, version: &Version) -> Option<[&'static str; 2]> {
        let stands = |name| self.value(version, name).is_some();
        let mut needs = NEEDS.into_iter();
        needs.find(|[name, other]| stands(name) && !stands(other))
    }
}

impl State<'_> {
    /// The term for which a clause runs, where it stands and renews or was renewed.
    pub fn running(&self) -> Option<Running> {
        let version = self.version.filter(|_| self.status.stands())?;
        let is_renewed = |run: &&Arc<Run>| run.rules.renews.is_some() || run.renewed > 0;
        let run = version.run.as_ref().filter(is_renewed)?;
        let renewed = run.number_on(self.at.day);
        Some(Running {
            to: run.end_of(renewed),
            renewed,
            assumed: renewed > 0 && run.rules.renews.is_some(),
            most: run.rules.renewals,
        })
    }
}

impl History {
    /// How a clause that stands does so on a day: not firmly where an open change may end it, or its term on another.
    pub fn stands(&self, clause: usize, day: Day) -> Standing {
        let state = self.state(clause, day);
        let breaks = [Action::End, Action::Unclear, Action::Adopt];
        let notice = |step: &Step| self.timeline.change(step.at).touches("notice");
        let doubts =
            |step: &Step| breaks.contains(&step.action) || step.lasts.is_some() || notice(step);
        match state.status {
            Status::Unclear => Standing::Unclear,
            _ if state.pending.iter().any(doubts) => Standing::Perhaps,
            _ => Standing::InForce,
        }
    }

    /// The terms of a clause that end on days of a range, in each stretch of its life: the place of the version that stands
    /// then, and their numbers.
    fn series(
        &self,
        clause: usize,
        (from, to): (Day, Day),
    ) -> impl Iterator<Item = (usize, &Run, Range<u32>)> {
        let life = &self.lives[clause];
        let first = life.reached(from.into()).saturating_sub(1);
        let runs = (first..life.versions.len()).filter_map(|place| {
            let version = Some(&life.versions[place]).filter(|of| of.status.stands())?;
            Some((place, version.run.as_deref()?))
        });
        runs.flat_map(move |(place, run)| {
            self.parts(clause, place).into_iter().map(move |part| {
                let last = part.to.map_or(to, |last| last.min(to));
                let (first, stop) = (run.number_on(part.from.max(from)), run.number_on(last));
                let is_in = run.end_of(stop) == Some(last);
                (place, run, first..stop.saturating_add(u32::from(is_in)))
            })
        })
    }

    /// The versions of a run up to one of them that ask for notice, the last first, with how long before.
    fn noticing(&self, clause: usize, version: usize) -> impl Iterator<Item = (usize, Span)> {
        let versions = &self.lives[clause].versions[..=version];
        let of = &versions[version];
        let by = |of: &Version| Some((of.life, of.run.as_ref()?.by));
        let own = versions.iter().enumerate().rev();
        let own = own.take_while(move |(_, earlier)| by(earlier) == by(of));
        own.filter_map(|(place, of)| Some((place, of.run.as_ref()?.rules.notice?)))
    }

    /// The last day on which notice is in time that a term is the last, and the version that asks for it: the one that
    /// stands on that day, else the one that stands at the end.
    fn notice(&self, clause: usize, version: usize, number: u32) -> Option<(Day, usize)> {
        let life = &self.lives[clause];
        let end = life.versions[version].run.as_ref()?.end_of(number)?;
        let days = self.noticing(clause, version);
        let mut days = days.filter_map(|(place, span)| Some((span.before(end)?, place)));
        let stands = |(day, place): &(Day, usize)| {
            let found = life.days(*place);
            found.is_some_and(|(from, to)| from <= *day && to.is_none_or(|to| *day <= to))
        };
        let last = days.next().filter(|(_, place)| *place == version)?;
        Some([last].into_iter().chain(days).find(stands).unwrap_or(last))
    }

    /// The renewal behind a term of a version, where the clause goes on for it.
    fn renewal(&self, clause: usize, version: usize, number: u32) -> Option<Renewal> {
        let life = &self.lives[clause];
        let of = &life.versions[version];
        let run = of.run.as_deref()?;
        let day = run.end_of(number).filter(|_| number < run.last_number())?;
        let next = day.succ().map(|next| self.state(clause, next));
        let goes_on = |state: &State<'_>| {
            let now = state.version.filter(|_| state.status.stands());
            let by = now.and_then(|now| Some((now.life, now.run.as_ref()?.by)));
            by == Some((of.life, run.by))
        };
        if !next.as_ref().is_none_or(goes_on) {
            return None;
        }
        let mut open = next.iter().flat_map(|next| &next.pending);
        let may_end = open.any(|step| step.action == Action::End);
        let next = next.as_ref();
        let over = next.and_then(|next| self.cut(clause, next, |_| true));
        let last = over.and_then(|over| over.seen.day.pred());
        let notice = self.notice(clause, version, number);
        Some(Renewal {
            clause,
            version,
            day,
            number: number + 1,
            length: run.rules.renews.filter(|_| last.is_none()),
            to: last.or_else(|| run.end_of(number + 1)),
            notice: notice.map(|(day, _)| day),
            noticed_by: notice.map_or(version, |(_, place)| place),
            set_by: run.by,
            stands: match self.stands(clause, day) {
                Standing::InForce if may_end => Standing::Perhaps,
                stands => stands,
            },
            unlisted: 0,
        })
    }

    /// The renewals of a clause on days of a range, in order: none of a term that ends with the clause. They are made
    /// one by one, since there may be no end of them.
    pub fn renewals(&self, clause: usize, days: (Day, Day)) -> impl Iterator<Item = Renewal> + '_ {
        self.renewals_near(clause, days, (Day::MIN, u32::MAX))
    }

    /// The same, of each stretch of its life at most so many on either side of a day: the first says how many are left
    /// out before it.
    pub fn renewals_near(
        &self,
        clause: usize,
        days: (Day, Day),
        (near, most): (Day, u32),
    ) -> impl Iterator<Item = Renewal> + '_ {
        let all = self.series(clause, days);
        all.flat_map(move |(version, run, Range { start, end })| {
            let middle = run.number_on(near).min(end).max(start);
            let first = middle.saturating_sub(most).max(start);
            let numbers = first..end.min(middle.saturating_add(most));
            numbers.filter_map(move |number| {
                let mut renewal = self.renewal(clause, version, number)?;
                if number == first {
                    renewal.unlisted = (start..first).len();
                }
                Some(renewal)
            })
        })
    }

    /// Of each stretch of its life, the first renewal of a clause whose last day to give notice is not before a day.
    pub fn notices(&self, clause: usize, day: Day) -> impl Iterator<Item = Renewal> + '_ {
        let all = self.series(clause, (day, Day::MAX));
        all.filter_map(move |(version, run, numbers)| {
            let spans = self.noticing(clause, version);
            let begins = spans.filter_map(|(_, span)| Some(run.number_on(span.after(day)?)));
            let mut numbers = numbers.start.max(begins.min()?)..numbers.end;
            let notice = |number: &u32| self.notice(clause, version, *number);
            let number = numbers.find(|number| notice(number).is_some_and(|(of, _)| of >= day))?;
            self.renewal(clause, version, number)
        })
    }
}
