//! The timeline that is explored, of one or several: read, narrowed by a lens, and asked; each answer is kept.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use indexmap::IndexMap;

use super::place::{Ask, When};
use crate::agreement::{Change, ChangeKind, Timeline};
use crate::answer::{Answer, Report};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::questions::overview::{self, Strip};
use crate::questions::{find, view::Listed, view::Refusal, view::View};
use crate::shell::{Call, Failure, Global, LensArgs, input::Found, lens::Seen, sound};

pub(super) struct Step {
    pub(super) day: Day,
    pub(super) title: String,
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
    pub(super) agreement: usize,
    /// The files with errors that are left out.
    pub(super) left_out: Option<String>,
    pub(super) today: Day,
    reading: Reading,
    seen: Seen,
    /// What happens, by the days on which it is over, under its id.
    pub(super) steps: IndexMap<String, Step>,
    /// The days that are drawn, and what happens on them.
    pub(super) strip: Strip,
    answers: RefCell<HashMap<Ask, Rc<Result<Report, Refusal>>>>,
}

impl Book {
    pub(super) fn new(agreements: Vec<Agreement>, call: Call<'_>) -> Result<Self, Failure> {
        let today = call.global.today(call.world)?;
        let mut book = Self {
            reading: read(&agreements[0].found)?,
            seen: Seen::default(),
            global: call.global.clone(),
            agreements,
            agreement: 0,
            left_out: None,
            today,
            steps: IndexMap::new(),
            strip: Strip::default(),
            answers: RefCell::default(),
        };
        let lens = Some(&call.global.lens).filter(|_| book.agreements.len() == 1);
        book.look(lens.unwrap_or(&LensArgs::default()))?;
        Ok(book)
    }

    /// Opens an agreement, or reads it again; all of it is seen. Where it cannot answer, all stays as it was.
    pub(super) fn open(&mut self, agreement: usize) -> Result<(), String> {
        let reading = read(&self.agreements[agreement].found);
        self.reading = reading.map_err(|failure| failure.in_one_line())?;
        self.agreement = agreement;
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
        self.seen = Seen::of(&global, &self.reading.history, self.today, Rc::default())?;
        self.global = global;
        self.answers.borrow_mut().clear();
        self.steps = self.all_steps();
        self.strip = overview::strip(&self.view());
        let is_agreed = |of: &Change| !of.report && of.kind() == ChangeKind::Agreed;
        let events = self.view().timeline.events.iter();
        let others = events.filter(|event| !event.changes.iter().any(is_agreed));
        let others = others.filter_map(|event| self.steps.get(&event.id));
        self.strip.others = others.map(|step| step.day).collect();
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
            let (day, title) = (view.days(listed).last?, event.title.clone());
            Some((event.id.clone(), Step { day, title }))
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

    /// The steps before a WHEN and behind it.
    pub(super) fn beside(&self, when: &When) -> [Option<When>; 2] {
        let place = self.place(when);
        let behind = place.map_or_else(|behind| behind, |here| here + 1);
        let (Ok(here) | Err(here)) = place;
        [here.checked_sub(1), Some(behind)].map(|place| self.step(place?))
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

    /// Whether the beginning of a text was looked for and is nowhere, so that the text is nowhere either.
    pub(super) fn has_none(&self, text: &str) -> bool {
        let answers = self.answers.borrow();
        text.char_indices().any(|(end, _)| {
            let answer = answers.get(&Ask::of(&["find", "--", &text[..end]]));
            let found = answer.and_then(|of| (**of).as_ref().ok()?.answer.downcast_ref());
            found.is_some_and(|found: &find::Findings| found.total == 0)
        })
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
