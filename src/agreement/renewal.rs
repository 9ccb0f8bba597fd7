//! How a clause runs on behind its last day: terms, renewals, and the last days on which notice is in time.

use serde::Serialize;

use super::history::{History, State};
use super::model::{ChangeRef, Renewing};
use crate::date::{Day, Span};

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
        let places = 0..life.versions.len();
        let runs =
            places.filter_map(|version| Some((version, life.versions[version].run.as_ref()?)));
        let runs = runs.filter(|(_, run)| run.renews.is_some());
        runs.flat_map(move |(version, run)| {
            let days = life.days(version).into_iter();
            days.flat_map(move |(first, last)| {
                let (next, until) = (life.goes_on(version), last.unwrap_or(Day::MAX));
                let ends = run.renewed_in(first.max(from), until.min(to));
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
