//! The timeline that is explored, of one or several: read, narrowed by a lens, and asked; each answer is kept.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::mem;
use std::rc::Rc;

use indexmap::IndexMap;

use super::place::{Ask, When};
use crate::agreement::{Change, ChangeKind, Timeline, suppose::is_supposed};
use crate::answer::{Answer, LeftOut, Report};
use crate::date::Day;
use crate::file::{self, Reading, code::Severity, diagnostic::Diagnostic};
use crate::formats::diagnostics;
use crate::questions::{chart, view::Listed, view::Refusal, view::View};
use crate::shell::{Call, Failure, Global, LensArgs, input::Found, lens::Seen, sound};

pub(super) struct Step {
    pub(super) day: Day,
    pub(super) title: String,
    pub(super) kind: StepKind,
}

/// What comes with a step, the weightiest last: something known, something that follows, or something agreed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StepKind {
    Other,
    Derived,
    Agreed,
}

/// One of those that are explored; alone it is not read for its id and title.
#[derive(Default)]
pub(crate) struct Agreement {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) found: Found,
}

pub(super) struct Book {
    pub(super) global: Global,
    pub(super) agreements: Vec<Agreement>,
    /// Files with errors, of a folder.
    pub(super) left_out: Vec<LeftOut>,
    pub(super) agreement: usize,
    pub(super) today: Day,
    reading: Reading,
    seen: Seen,
    /// What happens, by the days on which it is over, under its id.
    pub(super) steps: IndexMap<String, Step>,
    /// The first and the last day that are drawn.
    pub(super) span: (Day, Day),
    answers: RefCell<HashMap<Ask, Rc<Result<Report, Refusal>>>>,
}

impl Book {
    pub(super) fn new(
        agreements: Vec<Agreement>,
        left_out: Vec<LeftOut>,
        call: Call<'_>,
    ) -> Result<Self, Failure> {
        let (mut global, today) = (call.global.clone(), call.global.today(call.world)?);
        let (lens, reading) = (mem::take(&mut global.lens), read(&agreements[0].found)?);
        let mut book = Self {
            seen: Seen::default(),
            global,
            agreements,
            left_out,
            agreement: 0,
            today,
            reading,
            steps: IndexMap::new(),
            span: (today, today),
            answers: RefCell::default(),
        };
        // Not every agreement of several has what a lens names.
        let lens = Some(lens).filter(|_| book.agreements.len() == 1);
        book.look(&lens.unwrap_or_default())?;
        Ok(book)
    }

    /// Opens an agreement, or reads it again; all of it is seen. Where it cannot answer, all stays as it was.
    pub(super) fn open(&mut self, place: usize) -> Result<(), String> {
        self.reading = read(&self.agreements[place].found).map_err(|failure| match failure {
            Failure::File(error) => error.message,
            Failure::Unsound(reading) => {
                let is_error = |of: &&Diagnostic| of.code.severity() == Severity::Error;
                let error = reading.diagnostics.iter().find(is_error);
                error.map_or_else(String::new, |of| diagnostics::one_line(&reading, of))
            }
            _ => "the file cannot be read".to_owned(),
        })?;
        self.agreement = place;
        let seen = self.look(&LensArgs::default());
        seen.map_err(|refusal| refusal.message)
    }

    /// Looks through a lens; where it is none, through that of before.
    pub(super) fn look(&mut self, lens: &LensArgs) -> Result<(), Refusal> {
        let mut global = self.global.clone();
        global.lens.clone_from(lens);
        if self.agreements.len() > 1 {
            global.agreement = vec![self.agreements[self.agreement].id.clone()];
        }
        self.seen = Seen::of(&global, &self.reading.history, self.today)?;
        self.global = global;
        self.answers.borrow_mut().clear();
        self.steps = self.all_steps();
        self.span = chart::years(&self.view(), &[]);
        Ok(())
    }

    pub(super) fn whole(&self) -> &Timeline {
        &self.reading.history.timeline
    }

    pub(super) fn known(&self) -> BTreeSet<Day> {
        let events = self.whole().events.iter();
        let days = events.filter_map(|event| event.known().last());
        days.filter(|day| *day <= self.today).collect()
    }

    fn all_steps(&self) -> IndexMap<String, Step> {
        let view = self.view();
        let step = |listed: Listed<'_>| {
            let event = view.event_of(listed);
            let is_agreed = |change: &Change| change.kind() == ChangeKind::Agreed;
            let is_derived = !matches!(listed, Listed::Event(_)) || is_supposed(&event.id);
            let kind = match event.changes.iter().any(is_agreed) {
                _ if is_derived => StepKind::Derived,
                true if !event.report => StepKind::Agreed,
                _ => StepKind::Other,
            };
            let (day, title) = (view.days(listed).last?, event.title.clone());
            Some((event.id.clone(), Step { day, title, kind }))
        };
        let listing = view.listing().into_iter();
        let mut steps: IndexMap<String, Step> = listing.filter_map(step).collect();
        steps.sort_by_cached_key(|_, step| step.day);
        steps
    }

    pub(super) fn step(&self, place: usize) -> Option<When> {
        let (id, step) = self.steps.get_index(place)?;
        let (text, day) = (id.clone(), step.day);
        Some(When { text, day })
    }

    /// The step of a WHEN or, of a day between two, the one behind it.
    pub(super) fn place(&self, when: &When) -> Result<usize, usize> {
        let here = self.steps.get_index_of(&when.text);
        here.ok_or_else(|| self.steps.partition_point(|_, step| step.day <= when.day))
    }

    /// The WHEN so many steps away; the same where there is none.
    pub(super) fn stepped(&self, from: &When, way: isize) -> When {
        let next = match self.place(from) {
            Err(behind) if way > 0 => Some(behind),
            Ok(place) | Err(place) => place.checked_add_signed(way),
        };
        let next = next.and_then(|next| self.step(next));
        next.unwrap_or_else(|| from.clone())
    }

    pub(super) fn path(&self) -> Option<String> {
        let path = self.agreements[self.agreement].found.path.as_ref();
        path.map(|path| path.to_string_lossy().into_owned())
    }

    pub(super) fn view(&self) -> View<'_> {
        let (history, path) = (&self.reading.history, self.path());
        self.seen.view(&self.global, history, self.today, path)
    }

    pub(super) fn ask(&self, ask: &Ask) -> Rc<Result<Report, Refusal>> {
        if let Some(found) = self.answers.borrow().get(ask) {
            return Rc::clone(found);
        }
        let found = Rc::new(ask.answer(&self.view()));
        let mut answers = self.answers.borrow_mut();
        answers.insert(ask.clone(), Rc::clone(&found));
        found
    }

    pub(super) fn told<T: Default>(&self, ask: &Ask, make: impl FnOnce(&Report) -> T) -> T {
        let found = self.ask(ask);
        found.as_ref().as_ref().map(make).unwrap_or_default()
    }

    /// The same of an answer of one kind.
    pub(super) fn made<A: Answer, T: Default>(&self, ask: &Ask, make: impl FnOnce(&A) -> T) -> T {
        self.told(ask, |report| {
            report.answer.downcast_ref().map(make).unwrap_or_default()
        })
    }
}

fn read(found: &Found) -> Result<Reading, Failure> {
    let input = found.open()?;
    sound(file::read(&input.name, input.bytes, false))
}
