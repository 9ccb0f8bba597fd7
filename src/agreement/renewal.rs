//! How a clause runs on behind its last day: terms, renewals, and the last days on which notice is in time.

use serde::Serialize;

use super::history::{History, Life, State, Version};
use super::model::{Change, ChangeRef, RENEWAL, Renewing, Timeline};
use crate::date::{Date, Day, Span};

/// The terms for which a clause runs: the first ends with its `through`, each later one `renews` after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The change that set the `through`.
    pub by: ChangeRef,
    /// The end from which later ones count.
    end: Day,
    /// How many renewals lie before that.
    renewed: u32,
    renews: Option<Span>,
    /// The most renewals in all.
    most: Option<u32>,
    notice: Option<Span>,
}

/// The term for which a clause runs on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Running {
    /// The last day; none where it lies after the year 9999.
    pub to: Option<Day>,
    /// How often it was renewed.
    pub renewed: u32,
    /// Whether that holds only if nobody gave notice: nothing later shows it.
    pub assumed: bool,
}

/// One term follows another, unless someone gave notice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Renewal {
    pub clause: usize,
    /// The place of the version that stands when the one term ends.
    pub version: usize,
    /// The last day of the term that ends.
    pub day: Day,
    /// The number of this renewal.
    pub number: u32,
    /// The last day of the term that begins; none where it lies after the year 9999.
    pub to: Option<Day>,
    /// The last day on which notice is in time, where it is asked for.
    pub notice: Option<Day>,
    /// The change that set the `through`.
    pub set_by: ChangeRef,
}

impl Run {
    /// The terms behind a `through` with this last day.
    pub(super) fn new(by: ChangeRef, end: Day, rules: Renewing) -> Self {
        Self {
            by,
            end,
            renewed: 0,
            renews: rules.renews,
            most: rules.renewals,
            notice: rules.notice,
        }
    }

    /// The same from the term on that runs on a day, by other rules; `renewals` only where they are given or removed
    /// with them.
    pub(super) fn go_on(&self, day: Day, rules: Renewing, counts_anew: bool) -> Self {
        let renewed = self.number_on(day);
        let most = rules.renewals.map(|more| renewed.saturating_add(more));
        Self {
            by: self.by,
            end: self.end_of(renewed).unwrap_or(Day::MAX),
            renewed,
            renews: rules.renews,
            most: if counts_anew { most } else { self.most },
            notice: rules.notice,
        }
    }

    /// How many renewals there are at most; none where they have no end.
    fn last_number(&self) -> Option<u32> {
        match self.renews {
            Some(_) => self.most.map(|most| most.max(self.renewed)),
            None => Some(self.renewed),
        }
    }

    /// The last day of all, where there is one.
    pub(super) fn last(&self) -> Option<Day> {
        self.end_of(self.last_number()?)
    }

    /// The number of the term that runs on a day: the first that does not end before it, or the last.
    fn number_on(&self, day: Day) -> u32 {
        let more = self
            .renews
            .map_or(0, |span| span.terms_until(self.end, day));
        let number = self.renewed.saturating_add(more);
        self.last_number().map_or(number, |last| number.min(last))
    }

    /// The last day of the term with this number; none after the year 9999.
    fn end_of(&self, number: u32) -> Option<Day> {
        match self.renews {
            Some(renews) => renews.end_of(self.end, number.saturating_sub(self.renewed)),
            None => Some(self.end),
        }
    }

    /// Whether the last day for notice lies before the term that it would end.
    pub fn is_too_late(&self) -> bool {
        let ends = [self.renewed, self.renewed.saturating_add(1)].map(|number| self.end_of(number));
        let notice = self.notice.zip(ends[1]);
        let notice = notice.and_then(|(notice, end)| notice.before(end));
        self.renews.is_some() && notice.zip(ends[0]).is_some_and(|(day, end)| day < end)
    }

    /// The term that runs on a day, where it renews at all.
    pub(super) fn on(&self, day: Day) -> Option<Running> {
        self.renews?;
        let renewed = self.number_on(day);
        Some(Running {
            to: self.end_of(renewed),
            renewed,
            assumed: false,
        })
    }

    /// The terms that are followed by another and end on one of these days, in order, each by its number and end.
    fn renewed_in(&self, from: Day, to: Day) -> impl Iterator<Item = (u32, Day)> + '_ {
        let last = self.last_number().unwrap_or(u32::MAX);
        let numbers = self.number_on(from)..last;
        let ends = numbers.map_while(|number| Some((number, self.end_of(number)?)));
        ends.skip_while(move |(_, end)| *end < from)
            .take_while(move |(_, end)| *end <= to)
    }
}

impl Life {
    /// The terms for which a version runs by a change, where that makes them other than they were.
    pub(super) fn rerun(
        &self,
        timeline: &Timeline,
        version: &Version,
        change: &Change,
    ) -> Option<Option<Run>> {
        let step = &self.steps[version.step];
        let touches = |name: &str| change.given(name).is_some() || change.unsets(name);
        if !touches("through") && !RENEWAL.into_iter().any(touches) {
            return None;
        }
        let rules = self.renewing(timeline, version);
        if touches("through") {
            let end = change.through.and_then(Date::last);
            return Some(end.map(|end| Run::new(step.at, end, rules)));
        }
        let day = step.bounds.last.or(step.bounds.first)?;
        let run = version.run.as_ref();
        Some(run.map(|run| run.go_on(day, rules, touches("renewals"))))
    }

    /// A name that stands without one that it needs, and that one.
    pub(super) fn without(&self, version: &Version) -> Option<(&'static str, &'static str)> {
        let needs = [
            ("renews", "through"),
            ("notice", "through"),
            ("renewals", "renews"),
        ];
        let lacks = |(name, other): &(&str, &str)| {
            self.value(version, name).is_some() && self.value(version, other).is_none()
        };
        needs.into_iter().find(lacks)
    }

    /// How a version goes on after its last day.
    pub fn renewing(&self, of: &Timeline, version: &Version) -> Renewing {
        let given = |name| Some(of.change(self.value(version, name)?).renewing);
        Renewing {
            renews: given("renews").and_then(|given| given.renews),
            renewals: given("renewals").and_then(|given| given.renewals),
            notice: given("notice").and_then(|given| given.notice),
        }
    }

    /// Whether the version after this one goes on with its terms.
    fn goes_on(&self, place: usize) -> bool {
        let run = |version: &Version| Some((version.life, version.run.as_ref()?.by));
        let next = self.versions.get(place + 1);
        next.is_some_and(|next| next.status.stands() && run(next) == run(&self.versions[place]))
    }
}

impl History {
    /// The term for which a clause runs, where it stands and renews.
    pub fn running(&self, clause: usize, state: &State<'_>) -> Option<Running> {
        let (life, day) = (&self.lives[clause], state.at.day);
        let version = state.version.filter(|_| state.status.stands())?;
        let running = version.run.as_ref()?.on(day)?;
        let place = life.versions.partition_point(|v| v.step < version.step);
        let next = life.versions.get(place + 1);
        let stood = next.is_some_and(|next| next.life == version.life);
        let set_on = life.steps[version.step].bounds.last.unwrap_or(day);
        let before = version.run.as_ref()?.on(set_on)?;
        Some(Running {
            assumed: !stood && running.renewed > before.renewed,
            ..running
        })
    }

    /// The renewals of a clause on days of a range, in order: none of a term that ends with the clause. They are made
    /// one by one, since there may be no end of them.
    pub fn renewals(
        &self,
        clause: usize,
        (from, to): (Day, Day),
    ) -> impl Iterator<Item = Renewal> + '_ {
        let life = &self.lives[clause];
        let versions = life.versions.iter().enumerate();
        let standing = versions.filter(|(_, version)| version.status.stands());
        let runs = standing.filter_map(|(place, version)| Some((place, version.run.as_ref()?)));
        let runs = runs.filter(|(_, run)| run.renews.is_some());
        runs.flat_map(move |(version, run)| {
            let parts = self.parts(clause, version).into_iter();
            parts.flat_map(move |part| {
                let next = part.ended_by.is_none() && life.goes_on(version);
                let until = part.to.unwrap_or(Day::MAX);
                let ends = run.renewed_in(part.from.max(from), until.min(to));
                let ends = ends.filter(move |(_, end)| next || *end < until);
                ends.map(move |(number, day)| Renewal {
                    clause,
                    version,
                    day,
                    number: number + 1,
                    to: run.end_of(number + 1),
                    notice: run.notice.and_then(|notice| notice.before(day)),
                    set_by: run.by,
                })
            })
        })
    }
}
