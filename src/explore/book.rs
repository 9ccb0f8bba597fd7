//! The timeline that is explored: read again when asked, narrowed by a lens, and asked; each answer is kept.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use indexmap::IndexMap;

use super::asks::Ask;
use super::place::{Lenses, When};
use crate::agreement::ChangeKind;
use crate::answer::{Answer, At, Report};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::formats::diagnostics;
use crate::questions::chart;
use crate::questions::timeline::Listing;
use crate::questions::view::{Refusal, View};
use crate::shell::global::Global;
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StepKind {
    Agreed,
    /// Nothing was agreed; at most something became known.
    Other,
    /// It follows from what was agreed.
    Derived,
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
    /// The days on which something became known, whatever the lens.
    pub(super) known: Vec<Day>,
    answers: RefCell<HashMap<Ask, Asking>>,
}

impl Book {
    pub(super) fn open(global: &Global, world: &World) -> Result<Self, Failure> {
        let (today, wanted) = (global.today(world)?, Lenses::of(global));
        let path = one(global, world)?;
        let reading = read(path.as_deref())?;
        let mut global = global.clone();
        Lenses::default().put(&mut global);
        let mut book = Self {
            seen: Seen::of(&global, &reading.history, today)?,
            global,
            path,
            today,
            reading,
            steps: IndexMap::new(),
            span: (today, today),
            known: Vec::new(),
            answers: RefCell::default(),
        };
        book.begin(&wanted)?;
        Ok(book)
    }

    /// Learns what the whole timeline has, and then looks through a lens.
    fn begin(&mut self, wanted: &Lenses) -> Result<(), Refusal> {
        self.set(&Lenses::default())?;
        self.known = self.all_known();
        if *wanted == Lenses::default() {
            return Ok(());
        }
        self.set(wanted)
    }

    /// Reads the file again. Where it cannot answer, all stays as it was.
    pub(super) fn reload(&mut self) -> Result<(), String> {
        if self.path.as_deref() == Some(Path::new("-")) {
            return Err("standard input cannot be read again".to_owned());
        }
        let reading = read(self.path.as_deref()).map_err(|failure| match failure {
            Failure::File(error) => error.message,
            Failure::Unsound(reading) => first_line(&diagnostics::short(&reading)),
            _ => "the file cannot be read".to_owned(),
        })?;
        let wanted = self.lenses();
        let before = std::mem::replace(&mut self.reading, reading);
        self.begin(&wanted).or_else(|refusal| {
            self.reading = before;
            self.begin(&wanted).map_err(|refusal| refusal.message)?;
            Err(refusal.message)
        })
    }

    /// Looks through a lens; where it is none, through that of before.
    pub(super) fn set(&mut self, lenses: &Lenses) -> Result<(), Refusal> {
        let before = self.lenses();
        lenses.put(&mut self.global);
        self.seen = match Seen::of(&self.global, &self.reading.history, self.today) {
            Ok(seen) => seen,
            Err(refusal) => {
                before.put(&mut self.global);
                return Err(refusal);
            }
        };
        self.answers.borrow_mut().clear();
        self.steps = self.all_steps();
        self.span = chart::years(&self.view(), &[]);
        Ok(())
    }

    pub(super) fn lenses(&self) -> Lenses {
        Lenses::of(&self.global)
    }

    /// The days on which something became known, as the timeline has them.
    fn all_known(&self) -> Vec<Day> {
        let found = self.ask(&Ask::Timeline);
        let reports = found.as_ref().iter();
        let events = reports.flat_map(|of| of.context.refs.events.values());
        let known = events.filter_map(|event| event.known.last());
        let known = known.filter(|day| *day <= self.today);
        known.collect::<BTreeSet<Day>>().into_iter().collect()
    }

    fn all_steps(&self) -> IndexMap<String, Step> {
        let found = self.ask(&Ask::Timeline);
        let listing = answered::<Listing>(&found).into_iter();
        let steps = listing.flat_map(|listing| &listing.events);
        let steps = steps.filter_map(|event| {
            let agreed = |kind| kind == ChangeKind::Agreed;
            let kind = match event.changes.iter().any(|change| agreed(change.kind)) {
                _ if event.derived => StepKind::Derived,
                true if !event.report => StepKind::Agreed,
                _ => StepKind::Other,
            };
            let when = When {
                text: event.id.clone(),
                day: event.last?,
            };
            let title = event.title.clone();
            Some((event.id.clone(), Step { when, title, kind }))
        });
        let mut steps: IndexMap<String, Step> = steps.collect();
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
        self.answers
            .borrow_mut()
            .insert(ask.clone(), Rc::clone(&found));
        found
    }

    /// The call that prints what is asked.
    pub(super) fn call(&self, ask: &Ask) -> String {
        format!("partnership {}{}", ask.words(), flags(&self.global))
    }

    /// The ids of all sources, and what may be supposed, as the whole timeline has them.
    pub(super) fn choices(&self) -> (Vec<String>, Vec<String>) {
        let timeline = &self.reading.history.timeline;
        let sources = timeline
            .sources_shown()
            .map(|place| timeline.sources[place].id.clone());
        let changes = timeline.events.iter().flat_map(|event| &event.changes);
        let mut suppose: Vec<String> = changes.filter_map(|change| change.until.clone()).collect();
        let plans = timeline.events.iter().filter(|event| event.planned);
        suppose.extend(plans.map(|event| event.id.clone()));
        suppose.sort();
        suppose.dedup();
        (sources.collect(), suppose)
    }
}

/// An answer of this kind, where that is what was found.
pub(super) fn answered<A: Answer>(found: &Asking) -> Option<&A> {
    found.as_ref().as_ref().ok().and_then(answer)
}

/// The answer of a report, where it is of this kind.
pub(super) fn answer<A: Answer>(report: &Report) -> Option<&A> {
    let any: &dyn std::any::Any = &*report.answer;
    any.downcast_ref()
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
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

impl When {
    pub(super) fn of_day(day: Day) -> Self {
        Self {
            text: day.to_string(),
            day,
        }
    }
}

impl From<At> for When {
    fn from(at: At) -> Self {
        Self {
            text: at.again(),
            day: at.day,
        }
    }
}
