//! The timeline that is explored: read again when asked, narrowed by a lens, and asked; each answer is kept.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::asks::Ask;
use super::place::{Lenses, When};
use crate::agreement::ChangeKind;
use crate::agreement::history::History;
use crate::agreement::lens::Lens as BeliefLens;
use crate::answer::{Answer, Lens, Report};
use crate::date::Day;
use crate::file::{self, Reading};
use crate::formats::diagnostics;
use crate::questions::chart;
use crate::questions::timeline::Listing;
use crate::questions::view::{Refusal, View};
use crate::shell::global::Global;
use crate::shell::input::{self, Asked};
use crate::shell::lens::{flags, lens};
use crate::shell::outcome::Failure;
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
    lens: (BeliefLens, Lens),
    narrowed: Option<History>,
    /// What happens, by the days on which it is over.
    pub(super) steps: Vec<Step>,
    /// The first and the last day that are drawn.
    pub(super) span: (Day, Day),
    /// The days on which something became known, whatever the lens.
    pub(super) known: Vec<Day>,
    answers: RefCell<HashMap<Ask, Asking>>,
}

impl Book {
    pub(super) fn open(global: &Global, world: &World) -> Result<Self, Failure> {
        let today = global.today(world)?;
        let path = one(global, world)?;
        let reading = read(path.as_deref())?;
        let mut book = Self {
            global: global.clone(),
            path,
            today,
            reading,
            lens: Default::default(),
            narrowed: None,
            steps: Vec::new(),
            span: (today, today),
            known: Vec::new(),
            answers: RefCell::default(),
        };
        book.set(&Lenses::default())?;
        book.learn();
        book.set(&Lenses::of(global))?;
        Ok(book)
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
        let wanted = Lenses::of(&self.global);
        let before = std::mem::replace(&mut self.reading, reading);
        let set = self.set(&Lenses::default()).and_then(|()| {
            self.learn();
            self.set(&wanted)
        });
        set.or_else(|refusal| {
            self.reading = before;
            self.set(&wanted).map_err(|refusal| refusal.message)?;
            Err(refusal.message)
        })
    }

    /// Looks through a lens; where it is none, through that of before.
    pub(super) fn set(&mut self, lenses: &Lenses) -> Result<(), Refusal> {
        let before = Lenses::of(&self.global);
        lenses.put(&mut self.global);
        let whole = &self.reading.history;
        self.lens = match lens(&self.global, whole, self.today) {
            Ok(found) => found,
            Err(refusal) => {
                before.put(&mut self.global);
                return Err(refusal);
            }
        };
        let narrows = self.lens.0 != BeliefLens::default();
        self.narrowed = narrows.then(|| History::of(self.lens.0.narrow(&whole.timeline)));
        self.answers.borrow_mut().clear();
        self.steps = self.all_steps();
        let view = self.view();
        self.span = chart::years(&view, &[]);
        Ok(())
    }

    pub(super) fn lenses(&self) -> Lenses {
        Lenses::of(&self.global)
    }

    /// The days on which something became known, as the whole timeline has them.
    fn learn(&mut self) {
        let found = self.ask(&Ask::Timeline);
        let events = found
            .as_ref()
            .iter()
            .flat_map(|of| of.context.refs.events.values());
        let known = events.filter_map(|event| event.known.last());
        let mut known: Vec<Day> = known.filter(|day| *day <= self.today).collect();
        known.sort_unstable();
        known.dedup();
        self.known = known;
    }

    fn all_steps(&self) -> Vec<Step> {
        let found = self.ask(&Ask::Timeline);
        let listing = found.as_ref().as_ref().ok().and_then(answer::<Listing>);
        let events = listing.into_iter().flat_map(|listing| &listing.events);
        let steps = events.filter_map(|event| {
            let agreed = |kind| kind == ChangeKind::Agreed;
            let kind = match event.changes.iter().any(|change| agreed(change.kind)) {
                _ if event.derived => StepKind::Derived,
                true if !event.report => StepKind::Agreed,
                _ => StepKind::Other,
            };
            Some(Step {
                when: When {
                    text: event.id.clone(),
                    day: event.last?,
                },
                title: event.title.clone(),
                kind,
            })
        });
        let mut steps: Vec<Step> = steps.collect();
        steps.sort_by_key(|step| step.when.day);
        steps
    }

    pub(super) fn view(&self) -> View<'_> {
        let whole = &self.reading.history;
        let history = self.narrowed.as_ref().unwrap_or(whole);
        let path = self
            .path
            .as_ref()
            .map(|path| path.to_string_lossy().into_owned());
        let mut view = View::new(history, self.today, self.lens.1.clone(), path);
        view.flags = flags(&self.global);
        view.whole = Some((whole, &self.lens.0));
        view
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
    let reading = file::read(&input.name, input.bytes, false);
    if reading.is_sound() {
        Ok(reading)
    } else {
        Err(Failure::Unsound(Box::new(reading)))
    }
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
