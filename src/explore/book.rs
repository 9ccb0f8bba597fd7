//! The timeline that is explored, of one or several: read again when asked, narrowed by a lens, and asked; each answer
//! is kept.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::rc::Rc;

use indexmap::IndexMap;

use super::asks::Ask;
use super::place::When;
use crate::agreement::suppose::is_supposed;
use crate::agreement::{Change, ChangeKind};
use crate::answer::{Answer, Report};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::formats::diagnostics;
use crate::questions::chart;
use crate::questions::view::{Listed, Refusal, View};
use crate::shell::global::{Global, LensArgs};
use crate::shell::input::{Found, asked, is_one, one_agreement};
use crate::shell::lens::{Seen, files, flags};
use crate::shell::outcome::{Failure, sound};
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

/// A timeline that can be chosen.
pub(super) struct Agreement {
    pub(super) id: String,
    pub(super) title: String,
    found: Found,
}

pub(super) struct Book {
    global: Global,
    pub(super) agreements: Vec<Agreement>,
    /// Which of them is open.
    pub(super) agreement: usize,
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
    /// The timelines that are asked, the first of them open; all of it is seen.
    pub(super) fn new(global: &Global, world: &World) -> Result<Self, Failure> {
        let (today, agreements) = (global.today(world)?, agreements(global, world)?);
        let reading = read(&agreements[0].found)?;
        let mut global = global.clone();
        global.lens = LensArgs::default();
        if agreements.len() > 1 {
            global.agreement = vec![agreements[0].id.clone()];
        }
        let mut book = Self {
            seen: Seen::of(&global, &reading.history, today)?,
            global,
            agreements,
            agreement: 0,
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

    /// Opens an agreement, or reads it again; all of it is seen. Where it cannot answer, all stays as it was.
    pub(super) fn open(&mut self, place: usize) -> Result<(), String> {
        let Agreement { id, found, .. } = &self.agreements[place];
        if found.path.as_deref() == Some(Path::new("-")) {
            return Err("standard input cannot be read again".to_owned());
        }
        let reading = read(found).map_err(|failure| match failure {
            Failure::File(error) => error.message,
            Failure::Unsound(reading) => diagnostics::short(&reading),
            _ => "the file cannot be read".to_owned(),
        })?;
        if self.agreements.len() > 1 {
            self.global.agreement = vec![id.clone()];
        }
        (self.reading, self.agreement) = (reading, place);
        self.look(&LensArgs::default())
            .map_err(|refusal| refusal.message)
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
            let (id, title) = (event.id.clone(), event.title.clone());
            let (text, day) = (id.clone(), view.days(listed).last?);
            let when = When { text, day };
            Some((id, Step { when, title, kind }))
        };
        let listing = view.listing().into_iter();
        let mut steps: IndexMap<String, Step> = listing.filter_map(step).collect();
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
        let path = self.agreements[self.agreement].found.path.as_ref();
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
            Some(Ask::Overview) => format!("partnership{}", flags(&self.global)),
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
    report.answer.downcast_ref()
}

fn read(found: &Found) -> Result<Reading, Failure> {
    let input = found.open()?;
    sound(file::read(&input.name, input.bytes, false))
}

/// The timelines that are asked, in the order of their paths. One that is named alone is not read for its id.
fn agreements(global: &Global, world: &World) -> Result<Vec<Agreement>, Failure> {
    let mut found = asked(&global.file, world)?;
    if is_one(&found) {
        let agreement = |found| {
            let (id, title) = Default::default();
            Agreement { id, title, found }
        };
        return Ok(found.into_iter().map(agreement).collect());
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    let (mut agreements, mut failures): (Vec<Agreement>, _) = (Vec::new(), Vec::new());
    for found in found {
        let Some(input) = found.read()? else { continue };
        let reading = file::read(&input.name, input.bytes, false);
        let (id, title) = {
            let timeline = &reading.history.timeline;
            (timeline.id.clone(), timeline.title.clone())
        };
        if !(global.agreement.is_empty() || global.agreement.contains(&id)) {
            continue;
        }
        if let Err(failure) = sound(reading) {
            failures.push(failure);
        } else if let Some(other) = agreements.iter().find(|other| other.id == id) {
            return Err(one_agreement(&id, &[other.found.clone(), found]).into());
        } else {
            agreements.push(Agreement { id, title, found });
        }
    }
    if !(failures.is_empty() || global.keep_going && !agreements.is_empty()) {
        return Err(Failure::Several(failures));
    }
    if agreements.is_empty() {
        let help = format!("`partnership{}` lists what is there", files(global));
        return Err(Refusal::new("there is no such agreement", help).into());
    }
    Ok(agreements)
}
