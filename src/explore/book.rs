//! The timeline that is explored: read again when asked, narrowed by a lens, and asked; each answer is kept.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use indexmap::IndexMap;

use super::asks::Ask;
use super::place::When;
use crate::agreement::ChangeKind;
use crate::answer::{Answer, Change, Event, Report};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::formats::diagnostics;
use crate::questions::chart;
use crate::questions::timeline::Listing;
use crate::questions::view::{Refusal, View};
use crate::shell::global::{Global, LensArgs};
use crate::shell::input::{self, Asked};
use crate::shell::lens::{Seen, flags};
use crate::shell::outcome::{Failure, sound};
use crate::text::words::{and_some, ticked};
use crate::world::World;

pub(super) type Asking = Rc<Result<Report, Refusal>>;

/// Something that happens on the line of days.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) when: When,
    pub(super) title: String,
    pub(super) kind: StepKind,
}

/// The weightiest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StepKind {
    /// Nothing was agreed; at most something became known.
    Other,
    /// It follows from what was agreed.
    Derived,
    Agreed,
}

pub(super) struct Book {
    global: Global,
    path: Option<PathBuf>,
    pub(super) today: Day,
    reading: Reading,
    seen: Seen,
    /// What happens, by the days on which it is over, under its id.
    pub(super) steps: IndexMap<String, Step>,
    /// The first and the last day that are drawn.
    pub(super) span: (Day, Day),
    answers: RefCell<HashMap<Ask, Asking>>,
}

impl Book {
    pub(super) fn open(global: &Global, world: &World) -> Result<Self, Failure> {
        let (today, path) = (global.today(world)?, one(global, world)?);
        let reading = read(path.as_deref())?;
        let mut book = Self {
            seen: Seen::of(global, &reading.history, today)?,
            global: global.clone(),
            path,
            today,
            reading,
            steps: IndexMap::new(),
            span: (today, today),
            answers: RefCell::default(),
        };
        book.begin();
        Ok(book)
    }

    /// Learns what happens in what is seen.
    fn begin(&mut self) {
        self.answers.borrow_mut().clear();
        self.steps = self.all_steps();
        self.span = chart::years(&self.view(), &[]);
    }

    /// Reads the file again. Where it cannot answer, all stays as it was.
    pub(super) fn reload(&mut self) -> Result<(), String> {
        if self.path.as_deref() == Some(Path::new("-")) {
            return Err("standard input cannot be read again".to_owned());
        }
        let reading = read(self.path.as_deref()).map_err(|failure| match failure {
            Failure::File(error) => error.message,
            Failure::Unsound(reading) => diagnostics::short(&reading),
            _ => "the file cannot be read".to_owned(),
        })?;
        let seen = Seen::of(&self.global, &reading.history, self.today);
        self.seen = seen.map_err(|refusal| refusal.message)?;
        self.reading = reading;
        self.begin();
        Ok(())
    }

    /// Looks through a lens; where it is none, through that of before.
    pub(super) fn look(&mut self, lens: &LensArgs) -> Result<(), Refusal> {
        let before = std::mem::replace(&mut self.global.lens, lens.clone());
        let seen = Seen::of(&self.global, &self.reading.history, self.today);
        self.seen = seen.inspect_err(|_| self.global.lens = before)?;
        self.begin();
        Ok(())
    }

    pub(super) fn lens(&self) -> &LensArgs {
        &self.global.lens
    }

    /// The days up to today on which something became known, whatever the lens.
    pub(super) fn known(&self) -> Vec<Day> {
        let events = self.reading.history.timeline.events.iter();
        let days = events.filter_map(|event| event.known().last());
        let known: BTreeSet<Day> = days.filter(|day| *day <= self.today).collect();
        known.into_iter().collect()
    }

    fn all_steps(&self) -> IndexMap<String, Step> {
        let step = |event: &Event| {
            let is_agreed = |change: &Change| change.kind == ChangeKind::Agreed;
            let is_deed = !event.report && event.changes.iter().any(is_agreed);
            let kind = match is_deed {
                _ if event.derived => StepKind::Derived,
                true => StepKind::Agreed,
                false => StepKind::Other,
            };
            let (id, title) = (event.id.clone(), event.title.clone());
            let (text, day) = (id.clone(), event.last?);
            let when = When { text, day };
            Some((id, Step { when, title, kind }))
        };
        let all = |listing: &Listing| listing.events.iter().filter_map(step).collect();
        let mut steps: IndexMap<String, Step> = self.made(&Ask::Timeline(None), all);
        steps.sort_by_cached_key(|_, step| step.when.day);
        steps
    }

    /// The day on which an event is over, where it is a step.
    pub(super) fn when(&self, event: &str) -> Option<When> {
        self.steps.get(event).map(|step| step.when.clone())
    }

    /// The step of a WHEN or, of a day between two, the one behind it.
    pub(super) fn place(&self, when: &When) -> Result<usize, usize> {
        let here = self.steps.get_index_of(&when.text);
        let behind = |_: &String, step: &Step| step.when.day <= when.day;
        here.ok_or_else(|| self.steps.partition_point(behind))
    }

    pub(super) fn view(&self) -> View<'_> {
        let path = self.path.as_ref();
        let path = path.map(|path| path.to_string_lossy().into_owned());
        self.seen.view(&self.reading.history, self.today, path)
    }

    pub(super) fn ask(&self, ask: &Ask) -> Asking {
        if let Some(found) = self.answers.borrow().get(ask) {
            return Rc::clone(found);
        }
        let found = Rc::new(ask.of(&self.view()));
        let mut answers = self.answers.borrow_mut();
        answers.insert(ask.clone(), Rc::clone(&found));
        found
    }

    /// What is made of an answer, where there is one.
    pub(super) fn told<T: Default>(&self, ask: &Ask, make: impl FnOnce(&Report) -> T) -> T {
        let found = self.ask(ask);
        found.as_ref().as_ref().map(make).unwrap_or_default()
    }

    /// The same, where it is of this kind.
    pub(super) fn made<A: Answer, T: Default>(&self, ask: &Ask, make: impl FnOnce(&A) -> T) -> T {
        let make = |report: &Report| answer(report).map(make).unwrap_or_default();
        self.told(ask, make)
    }

    /// The call that prints what is asked.
    pub(super) fn call(&self, ask: Option<&Ask>) -> String {
        match ask {
            Some(ask) => format!("partnership {}{}", ask.words(), flags(&self.global)),
            None => "partnership help explore".to_owned(),
        }
    }

    /// The ids of all sources, and what may be supposed, as the whole timeline has them.
    pub(super) fn choices(&self) -> (Vec<String>, Vec<String>) {
        let timeline = &self.reading.history.timeline;
        let sources = timeline.sources_shown();
        let sources = sources.map(|place| timeline.sources[place].id.clone());
        let changes = timeline.events.iter().flat_map(|event| &event.changes);
        let mut suppose: Vec<String> = changes.filter_map(|change| change.until.clone()).collect();
        let plans = timeline.events.iter().filter(|event| event.planned);
        suppose.extend(plans.map(|event| event.id.clone()));
        suppose.sort();
        suppose.dedup();
        (sources.collect(), suppose)
    }
}

/// The answer of a report, where it is of this kind.
pub(super) fn answer<A: Answer>(report: &Report) -> Option<&A> {
    let any: &dyn std::any::Any = &*report.answer;
    any.downcast_ref()
}

fn read(path: Option<&Path>) -> Result<Reading, Failure> {
    let input = input::one(path)?;
    sound(file::read(&input.name, input.bytes, false))
}

/// The one timeline that is asked.
fn one(global: &Global, world: &World) -> Result<Option<PathBuf>, Failure> {
    let found = match Asked::of(&global.file, world)? {
        Asked::One(path) => return Ok(path),
        Asked::Many(found) => found,
    };
    let mut several = Vec::new();
    for found in found {
        if let Some(input) = found.read()? {
            let id = file::read(&input.name, input.bytes, false)
                .history
                .timeline
                .id;
            several.push((id, found.path));
        }
    }
    let is_asked = |id: &String| global.agreement.is_empty() || global.agreement.contains(id);
    let ids: Vec<String> = several.iter().map(|(id, _)| ticked(id)).collect();
    several.retain(|(id, _)| is_asked(id));
    if several.len() == 1 {
        return Ok(several.pop().map(|(_, path)| path));
    }
    let help = format!("name one with `--agreement`: there is {}", and_some(&ids));
    Err(Refusal::new("the explorer shows one agreement", help).into())
}
