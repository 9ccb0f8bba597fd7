//! The timeline that is explored, of one or several: read, seen through a lens, and asked; each answer is kept.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use clap::{Args, Command};
use indexmap::IndexMap;

use crate::answer::{Answer, At, Report};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::questions::overview::{self, Strip};
use crate::questions::{Question, view::Refusal, view::View};
use crate::questions::{chart, clause, diff, event, find, learned, party, source, terms, timeline};
use crate::shell::{Failure, Global, LensArgs, input::Found, lens::Seen, sound};

/// One of those that are explored; alone it is not read for its id and title.
#[derive(Default)]
pub(crate) struct Agreement {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) found: Found,
}

#[derive(Default)]
pub(super) struct Book {
    pub(super) global: Global,
    pub(super) agreements: Vec<Agreement>,
    pub(super) agreement: usize,
    pub(super) today: Day,
    pub(super) path: Option<String>,
    pub(super) reading: Reading,
    seen: Seen,
    /// The clauses by their topics.
    pub(super) clauses: Vec<usize>,
    /// The ids of what happens, in the order of the days on which it is over.
    pub(super) steps: IndexMap<String, Day>,
    /// The days that are drawn, and what happens on them.
    pub(super) strip: Strip,
    answers: RefCell<HashMap<String, Result<Rc<Report>, Refusal>>>,
}

impl Book {
    /// Opens an agreement, or reads it again; all of it is seen. Where it cannot be read, all stays as it was.
    pub(super) fn open(&mut self, agreement: usize) -> Result<(), Failure> {
        let input = self.agreements[agreement].found.open()?;
        self.reading = sound(file::read(&input.name, input.bytes, false))?;
        (self.agreement, self.path) = (agreement, input.path);
        Ok(self.look(&LensArgs::default())?)
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
        let view = self.view();
        let listing = view.listing().into_iter();
        let steps = listing.filter_map(|of| Some((view.id(of), view.days(of).last?)));
        let mut steps: IndexMap<String, Day> = steps.collect();
        steps.sort_by_key(|_, day| *day);
        let mut strip = overview::strip(&view);
        strip.others = steps.values().copied().collect();
        self.clauses = view.by_topic();
        (self.steps, self.strip) = (steps, strip);
        Ok(())
    }

    pub(super) fn view(&self) -> View<'_> {
        let (history, path) = (&self.reading.history, self.path.clone());
        self.seen.view(&self.global, history, self.today, path)
    }

    /// The days up to today on which something became known.
    pub(super) fn known(&self) -> Vec<Day> {
        let events = self.reading.history.timeline.events.iter();
        let days = events.filter_map(|event| event.known().last());
        let days: BTreeSet<Day> = days.filter(|day| *day <= self.today).collect();
        days.into_iter().collect()
    }

    /// A WHEN, by the id of its event or by its day.
    pub(super) fn at(&self, when: &str) -> Result<At, Refusal> {
        let at = self.view().at(when)?;
        let when = at.event.clone().unwrap_or_else(|| at.day.to_string());
        Ok(At { when, ..at })
    }

    pub(super) fn step(&self, place: usize) -> Option<At> {
        self.at(self.steps.get_index(place)?.0).ok()
    }

    /// The step of a WHEN or, of a day between two, the one behind it.
    pub(super) fn place(&self, at: &At) -> Result<usize, usize> {
        let here = self.steps.get_index_of(&at.when);
        here.ok_or_else(|| self.steps.partition_point(|_, day| *day <= at.day))
    }

    /// The steps before a WHEN and behind it.
    pub(super) fn beside(&self, at: &At) -> [Option<At>; 2] {
        let (here, behind) = match self.place(at) {
            Ok(here) => (here, here + 1),
            Err(behind) => (behind, behind),
        };
        [here.checked_sub(1), Some(behind)].map(|place| self.step(place?))
    }

    pub(super) fn ask(&self, call: &str) -> Result<Rc<Report>, Refusal> {
        let mut answers = self.answers.borrow_mut();
        let answer = || answer(call, &self.view()).map(Rc::new);
        let kept = answers.entry(call.to_owned()).or_insert_with(answer);
        kept.clone()
    }

    /// Something that is made of an answer of one kind.
    pub(super) fn made<A: Answer, T: Default>(&self, call: &str, make: impl FnOnce(&A) -> T) -> T {
        let report = self.ask(call).ok();
        let found = report.and_then(|report| report.answer.downcast_ref().map(make));
        found.unwrap_or_default()
    }
}

/// Answers a call without the name of the program.
fn answer(call: &str, view: &View<'_>) -> Result<Report, Refusal> {
    let words: Vec<&str> = call.split(' ').collect();
    match words.as_slice() {
        [""] => overview::OverviewArgs.ask(view),
        ["chart", words @ ..] => parsed::<chart::ChartArgs>(words)?.ask(view),
        ["diff", words @ ..] => parsed::<diff::DiffArgs>(words)?.ask(view),
        ["find", words @ ..] => parsed::<find::FindArgs>(words)?.ask(view),
        ["learned", words @ ..] => parsed::<learned::LearnedArgs>(words)?.ask(view),
        ["show", "clause", words @ ..] => parsed::<clause::ShowClauseArgs>(words)?.ask(view),
        ["show", "event", words @ ..] => parsed::<event::ShowEventArgs>(words)?.ask(view),
        ["show", "party", words @ ..] => parsed::<party::ShowPartyArgs>(words)?.ask(view),
        ["show", "source", words @ ..] => parsed::<source::ShowSourceArgs>(words)?.ask(view),
        ["terms", words @ ..] => parsed::<terms::TermsArgs>(words)?.ask(view),
        ["timeline", words @ ..] => parsed::<timeline::TimelineArgs>(words)?.ask(view),
        _ => Err(Refusal::new("no timeline answers this", "")),
    }
}

/// What some words of a call come to.
pub(super) fn parsed<A: Args>(words: &[impl AsRef<str>]) -> Result<A, Refusal> {
    let command = A::augment_args(Command::new("question").no_binary_name(true));
    let found = command.try_get_matches_from(words.iter().map(AsRef::as_ref));
    let args = found.and_then(|found| A::from_arg_matches(&found));
    args.map_err(|error| Refusal::new(error.kind().to_string(), ""))
}
