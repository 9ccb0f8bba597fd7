//! The timeline that is explored, of one or several: read, seen through a lens, and asked; each answer is kept.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use clap::{Args, Command};
use indexmap::IndexMap;

use crate::answer::{Answer, At, Heading, Report};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::questions::overview::{self, OverviewArgs, Strip};
use crate::questions::{Question, view::Refusal, view::View};
use crate::questions::{chart, clause, diff, event, find, learned, party, source, terms, timeline};
use crate::shell::{Failure, Global, LensArgs, input::Found, lens::Seen, sound};

/// The timelines that can be explored; one alone is not read for its heading.
#[derive(Default)]
pub(crate) struct Agreements {
    pub(crate) found: Vec<Found>,
    pub(crate) headings: Vec<Heading>,
    /// The files with errors, in words.
    pub(crate) left_out: Option<String>,
}

#[derive(Default)]
pub(super) struct Book {
    pub(super) agreements: Agreements,
    /// Which of them is open.
    pub(super) agreement: usize,
    pub(super) global: Global,
    pub(super) today: Day,
    pub(super) path: Option<String>,
    pub(super) reading: Reading,
    seen: Seen,
    /// The ids of what happens, in the order of the days on which it is over.
    pub(super) steps: IndexMap<String, Day>,
    /// The days that are drawn, and what happens on them.
    pub(super) strip: Strip,
    answers: RefCell<HashMap<String, Result<Rc<Report>, Refusal>>>,
}

impl Book {
    /// Opens an agreement, or reads it again; all of it is seen. Where it cannot be read, all stays as it was.
    pub(super) fn open(&mut self, agreement: usize) -> Result<(), Failure> {
        let input = self.agreements.found[agreement].open()?;
        self.reading = sound(file::read(&input.name, input.bytes, false))?;
        (self.agreement, self.path) = (agreement, input.path);
        Ok(self.look(&LensArgs::default())?)
    }

    /// Looks through a lens; where it is none, through that of before.
    pub(super) fn look(&mut self, lens: &LensArgs) -> Result<(), Refusal> {
        let mut global = self.global.clone();
        global.lens.clone_from(lens);
        if self.agreements.found.len() > 1 {
            global.agreement = vec![self.agreements.headings[self.agreement].id.clone()];
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
        (self.steps, self.strip) = (steps, strip);
        Ok(())
    }

    pub(super) fn view(&self) -> View<'_> {
        let (history, path) = (&self.reading.history, self.path.clone());
        self.seen.view(&self.global, history, self.today, path)
    }

    /// The days up to today on which something became known.
    pub(super) fn known(&self) -> BTreeSet<Day> {
        let events = self.reading.history.timeline.events.iter();
        let days = events.filter_map(|event| event.known().last());
        days.filter(|day| *day <= self.today).collect()
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

    /// How many steps lie before a WHEN, and how many with its own.
    pub(super) fn steps_by(&self, at: &At) -> [usize; 2] {
        let own = self.steps.get_index_of(&at.when);
        let before = own.unwrap_or_else(|| self.steps.partition_point(|_, day| *day <= at.day));
        [before, before + usize::from(own.is_some())]
    }

    /// The steps before a WHEN and behind it.
    pub(super) fn beside(&self, at: &At) -> [Option<At>; 2] {
        let [before, behind] = self.steps_by(at);
        [before.checked_sub(1), Some(behind)].map(|place| self.step(place?))
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
    match &*words {
        [""] => OverviewArgs.ask(view),
        ["chart", words @ ..] => asked::<chart::ChartArgs>(words, view),
        ["diff", words @ ..] => asked::<diff::DiffArgs>(words, view),
        ["find", words @ ..] => asked::<find::FindArgs>(words, view),
        ["learned", words @ ..] => asked::<learned::LearnedArgs>(words, view),
        ["show", "clause", words @ ..] => asked::<clause::ShowClauseArgs>(words, view),
        ["show", "event", words @ ..] => asked::<event::ShowEventArgs>(words, view),
        ["show", "party", words @ ..] => asked::<party::ShowPartyArgs>(words, view),
        ["show", "source", words @ ..] => asked::<source::ShowSourceArgs>(words, view),
        ["terms", words @ ..] => asked::<terms::TermsArgs>(words, view),
        ["timeline", words @ ..] => asked::<timeline::TimelineArgs>(words, view),
        _ => Err(Refusal::default()),
    }
}

fn asked<Q: Question + Args>(words: &[&str], view: &View<'_>) -> Result<Report, Refusal> {
    let command = Q::augment_args(Command::new("question").no_binary_name(true));
    let found = command.try_get_matches_from(words);
    let question = found.and_then(|found| Q::from_arg_matches(&found));
    question.map_err(|_| Refusal::default())?.ask(view)
}
