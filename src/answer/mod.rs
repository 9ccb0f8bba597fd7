//! What a question gives and a format takes. It knows neither.

pub mod beliefs;
pub mod block;
pub mod calendar;
pub mod chart;
mod differences;
mod event;
mod format;
pub mod page;
pub mod records;
pub mod rows;
pub(crate) mod scale;
mod sources;
pub mod story;

use std::any::Any;
use std::fmt;

use indexmap::IndexSet;
use serde::{Serialize, Serializer};

pub use differences::*;
pub use event::{Event, Rules, Working};
pub use format::{Format, Look};
pub use records::*;
pub use sources::*;

use crate::agreement::{Action, Basis, Timeline};
use crate::date::{Bounds, Date, Day};
use crate::text::words::Count;
use block::{Calls, Cells, Line, Paper, Role};
use calendar::{Calendar, CalendarArgs};
use rows::{Records, Rows};
use story::Story;

pub const SCHEMA: u32 = 1;

/// What stands in place of the topic of a clause that has none.
pub(crate) const NO_TOPIC: &str = "without a topic";

/// The data of an answer, which is its JSON, and the neutral shapes that formats print: a shape that no format of its
/// question needs may be left out.
pub trait Answer: erased_serde::Serialize + Any + Send {
    fn paper(&self, _: &Context, _: Look) -> Paper {
        Paper::default()
    }

    fn story(&self, _: &Context) -> Story {
        Story::default()
    }

    fn rows<'a>(&'a self, _: &'a Context) -> Rows<'a> {
        Rows::new("", [])
    }

    /// Whether it has more to tell than what is unchanged.
    fn has_some(&self, context: &Context) -> bool {
        let mut rows = self.rows(context).records;
        rows.any(|row| row["how"] != "unchanged")
    }

    fn asked(&self) -> Vec<&At> {
        Vec::new()
    }

    /// The days that it speaks of: a heading says where they lie behind the end of the record.
    fn days(&self, _: &Context) -> Vec<Day> {
        self.asked().into_iter().map(|at| at.day).collect()
    }

    /// The records of which NDJSON prints one a line.
    fn records(&self) -> Records<'_> {
        Box::new(std::iter::empty())
    }

    /// One row, where each of several agreements is told in a row, by the day of what comes next.
    fn brief(&self, _: &Context, _: Look) -> Option<(Day, Cells)> {
        None
    }

    fn calendar(&self, _: &Context, _: &CalendarArgs) -> Calendar {
        Calendar::default()
    }

    /// The answers of several agreements, where each stands by itself.
    fn parts(&self) -> &[Report] {
        &[]
    }
}

erased_serde::serialize_trait_object!(Answer);

impl dyn Answer {
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref()
    }

    pub fn downcast<T: Any>(self: Box<Self>) -> Option<T> {
        let answer = (self as Box<dyn Any>).downcast();
        answer.ok().map(|answer| *answer)
    }
}

pub struct Report {
    pub context: Box<Context>,
    pub answer: Box<dyn Answer>,
    /// Why nothing matched, and what else is said beside the answer.
    pub remarks: Vec<String>,
    /// What is said of the lens, beside any answer.
    pub notes: Vec<String>,
    /// Whether the answer is a "no" for whoever asks by the exit code.
    pub is_no: bool,
}

impl Report {
    pub fn of(context: Context, answer: Box<dyn Answer>) -> Self {
        Self {
            context: Box::new(context),
            answer,
            remarks: Vec::new(),
            notes: Vec::new(),
            is_no: false,
        }
    }

    pub fn with(self, remarks: impl IntoIterator<Item = String>) -> Self {
        let remarks = remarks.into_iter().collect();
        Self { remarks, ..self }
    }

    /// The same list with the remark that the timeline has nothing of the kind, if so.
    pub fn without(self, none: bool, things: &str) -> Self {
        self.with(none.then(|| format!("the timeline has no {things}")))
    }
}

#[derive(Clone, Debug)]
pub struct Context {
    pub name: &'static str,
    /// Whose timeline answers; of several, what stands for all of them.
    pub timeline: Heading,
    /// Each of several that are asked as one; of one alone, none.
    pub timelines: Vec<Heading>,
    pub left_out: Vec<LeftOut>,
    pub today: Day,
    pub lens: Lens,
    /// Every event, source and clause that the answer names; behind it in the JSON.
    pub refs: Refs,
}

/// A file with errors, without which several others answer.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    pub path: String,
    pub errors: usize,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.path, Count(self.errors, "error"))
    }
}

impl Context {
    /// The timeline that has something with this id: of several, the one whose agreement stands before it.
    pub fn heading(&self, id: &str) -> &Heading {
        let agreement = id.split_once('/').map_or("", |(agreement, _)| agreement);
        let found = self.timelines.iter().find(|of| of.id == agreement);
        found.unwrap_or(&self.timeline)
    }

    /// The days left for a date: those of an event, where the date is its own, else the bounds of the date.
    pub fn days_of(&self, date: Option<Date>, event: Option<&str>) -> Bounds {
        let event = event.and_then(|id| self.refs.events.get(id));
        let own = event.filter(|event| Some(event.date) == date);
        let own = own.map(|event| (event.first, event.last));
        let days = own.or(date.map(|date| (date.first(), date.last())));
        let (first, last) = days.unwrap_or_default();
        Bounds { first, last }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    answer: &'a str,
    timeline: Option<&'a Heading>,
    timelines: &'a [Heading],
    left_out: &'a [LeftOut],
    today: Day,
    lens: &'a Lens,
    #[serde(flatten)]
    body: &'a dyn Answer,
    refs: &'a Refs,
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let context = &self.context;
        let alone = context.timelines.is_empty().then_some(&context.timeline);
        let document = Document {
            schema: SCHEMA,
            answer: context.name,
            timeline: alone,
            timelines: alone.map_or(&context.timelines, std::slice::from_ref),
            left_out: &context.left_out,
            today: context.today,
            lens: &context.lens,
            body: &*self.answer,
            refs: &context.refs,
        };
        document.serialize(serializer)
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    pub id: String,
    pub title: String,
    pub note: Option<String>,
    pub recorded: Option<Date>,
    /// The last day of that, or on which anything became known.
    #[serde(skip)]
    pub kept: Day,
    /// The path as given, `-` for standard input; none of the bundled timeline.
    pub path: Option<String>,
    /// Whether all of its texts are summaries, and not the contract's own words; nothing where none is.
    #[serde(skip)]
    pub summaries: Option<bool>,
    /// What a call needs to ask the same timeline again.
    #[serde(skip)]
    pub flags: String,
    #[serde(skip)]
    pub is_part: bool,
}

impl Heading {
    pub fn of(timeline: &Timeline, today: Day, path: Option<String>, flags: String) -> Self {
        Self {
            id: timeline.id.clone(),
            title: timeline.title.clone(),
            note: timeline.note.clone(),
            recorded: timeline.recorded,
            kept: timeline.kept(today),
            path,
            summaries: timeline.summaries(),
            flags,
            is_part: timeline.is_part,
        }
    }

    pub fn origin(&self) -> &str {
        match self.path.as_deref() {
            None => "bundled",
            Some("-") => "standard input",
            Some(path) => path,
        }
    }

    /// The file of its page among those of other agreements; `index.html` leads to them.
    pub fn page(&self) -> String {
        let other = if self.id == "index" { "_" } else { "" };
        format!("{}{other}.html", self.id)
    }

    pub fn call(&self, call: &str) -> String {
        format!("partnership {call}{}", self.flags)
    }

    /// Calls of the same timeline, each with what it answers.
    pub fn calls<'c>(&self, calls: impl IntoIterator<Item = (&'c str, &'c str)>) -> Calls {
        let call = |(call, what)| (self.call(call), Line::of(Role::Faint, what));
        calls.into_iter().map(call).collect()
    }
}

/// What was believed and supposed; nothing is set where that was everything and nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Lens {
    pub known_by: Option<Day>,
    /// What that day was asked for as, where that is no date.
    #[serde(skip)]
    pub known_by_word: Option<String>,
    pub according_to: Vec<String>,
    #[serde(skip)]
    pub names: IndexSet<String>,
    pub basis: Basis,
    pub suppose: Vec<Suppose>,
    /// What the changes did that `basis` leaves out.
    #[serde(skip)]
    pub left_out: Vec<(Action, String)>,
}

impl Lens {
    /// Whether it leaves each statement all of its sources, so that one without any has none.
    pub fn keeps_sources(&self) -> bool {
        self.according_to.is_empty() && self.known_by.is_none()
    }

    pub fn narrows(&self) -> bool {
        !self.keeps_sources() || self.basis != Basis::Inferred
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Suppose {
    pub condition: String,
    /// When, as written; the day where nothing was.
    pub when: String,
    #[serde(skip)]
    pub day: Day,
    #[serde(skip)]
    pub plan: Option<String>,
    #[serde(skip)]
    pub changes: IndexSet<String>,
}
