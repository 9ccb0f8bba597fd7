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
use crate::shell::{Call, Failure, Global, LensArgs, input::Found, lens::Seen, sound};

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
    /// Opens the first of some agreements; it is seen through a lens where it is alone.
    pub(super) fn new(agreements: Vec<Agreement>, call: Call<'_>) -> Result<Self, Failure> {
        let mut book = Self {
            global: call.global.clone(),
            agreements,
            today: call.global.today(call.world)?,
            ..Self::default()
        };
        book.open(0)?;
        if book.agreements.len() == 1 && call.global.lens != book.global.lens {
            book.look(&call.global.lens)?;
        }
        Ok(book)
    }

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
        let (view, mut steps) = (self.view(), IndexMap::new());
        for listed in view.listing() {
            if let Some(day) = view.days(listed).last {
                steps.insert(view.id(listed), day);
            }
        }
        steps.sort_by(|_, one, _, other| one.cmp(other));
        let others = steps.values().copied().collect();
        let (strip, clauses) = (overview::strip(&view), view.by_topic());
        (self.strip, self.clauses) = (Strip { others, ..strip }, clauses);
        self.steps = steps;
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
        let (id, _) = self.steps.get_index(place)?;
        self.at(id).ok()
    }

    /// The step of a WHEN or, of a day between two, the one behind it.
    pub(super) fn place(&self, at: &At) -> Result<usize, usize> {
        let here = self.steps.get_index_of(&at.when);
        here.ok_or_else(|| self.steps.partition_point(|_, day| *day <= at.day))
    }

    /// The steps before a WHEN and behind it.
    pub(super) fn beside(&self, at: &At) -> [Option<At>; 2] {
        let place = self.place(at);
        let behind = place.map_or_else(|behind| behind, |here| here + 1);
        let (Ok(here) | Err(here)) = place;
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
        _ => Err(Refusal::new("no timeline answers this", "")),
    }
}

fn asked<A: Args + Question>(words: &[&str], view: &View<'_>) -> Result<Report, Refusal> {
    let command = A::augment_args(Command::new("question").no_binary_name(true));
    let found = command.try_get_matches_from(words);
    let args = found.and_then(|found| A::from_arg_matches(&found));
    args.map_err(|error| Refusal::new(error.kind().to_string(), ""))?
        .ask(view)
}
