//! `timeline`: what happened and what is scheduled, in order.

mod data;
pub(crate) mod table;

use clap::Args;
use serde_json::{Value, json};

use super::filters::EventArgs;
use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, formats, shapes};
use crate::answer::calendar::{Calendar, CalendarArgs};
use crate::answer::rows::{Records, Rows, value, with};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Answer, At, Context, Event, Format, Report};
use crate::phrases::dates::{count, day};
use crate::phrases::{self, calendar, stories};
use crate::text::words::{Count, quote};
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct TimelineArgs {
    /// The days of this WHEN, or from one to another as in 2024..2025
    #[arg(value_name = "WHEN", conflicts_with_all = ["from", "to"])]
    pub when: Option<String>,
    /// Begin with the first day of this WHEN
    #[arg(long, visible_alias = "since", value_name = "WHEN")]
    pub from: Option<String>,
    /// End with the last day of this WHEN
    #[arg(long, visible_alias = "until", value_name = "WHEN")]
    pub to: Option<String>,
    /// Which events.
    #[command(flatten)]
    pub filter: EventArgs,
    /// List only the first N
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Begin with the latest
    #[arg(long)]
    pub reverse: bool,
    /// How a calendar is made.
    #[command(flatten)]
    pub calendar: CalendarArgs,
}

impl TimelineArgs {
    fn range(&self) -> [Option<String>; 2] {
        let some = |when: &str| Some(when.to_owned()).filter(|when| !when.is_empty());
        match self.when.as_deref() {
            None => [self.from.clone(), self.to.clone()],
            Some(when) if when.starts_with('[') => [some(when), some(when)],
            Some(when) => {
                let (from, to) = when.split_once("..").unwrap_or((when, when));
                [some(from), some(to)]
            }
        }
    }

    fn remarks(found: &Listing) -> Vec<String> {
        let entries = Count(found.total, "entry");
        let is_filtered = found.events.is_empty() && found.total > 0;
        let remark = is_filtered
            .then(|| format!("no event matches; without the filters the timeline has {entries}"));
        remark.into_iter().collect()
    }
}

impl Question for TimelineArgs {
    const FORMATS: &'static [Format] = formats![Ndjson, Ics];
    const JOINS: bool = true;

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = timeline(&mut records, self)?;
        let remarks = Self::remarks(&found);
        Ok(records.finish("timeline", found).with(remarks))
    }

    fn joined(&self, parts: &mut Vec<Report>) -> Option<(&'static str, Box<dyn Answer>)> {
        let listings = parts.drain(..).filter_map(|part| part.answer.downcast());
        let joined = Listing::joined(listings, self);
        Some(("timeline", Box::new(joined)))
    }
}

impl Answer for Listing {
    shapes!(table::blocks, story);

    fn asked(&self) -> Vec<&At> {
        self.from.iter().chain(&self.to).collect()
    }

    fn rows(&self, context: &Context) -> Rows<'_> {
        rows(&self.events).by_agreement(context, "id")
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.events.iter().map(value))
    }

    fn calendar(&self, context: &Context, args: &CalendarArgs) -> Calendar {
        calendar::entries(context, &self.events, args)
    }
}

pub(super) fn rows(events: &[Event]) -> Rows<'_> {
    let done = |event: &Event, only_told: bool| -> Value {
        let changes = (event.changes.iter()).filter(|change| change.is_told() == only_told);
        changes
            .map(|change| format!("{} {}", change.action, change.clause))
            .collect()
    };
    let row = move |event: &Event| {
        let known = event.announced.unwrap_or(event.date);
        let (done, learned) = (done(event, false), done(event, true));
        with(
            event,
            json!({"known": known, "done": done, "learned": learned}),
        )
    };
    Rows::new(
        "event=id date first last announced@ known@ planned report derived scheduled possibly disputed title kind \
            parties about changes=done learned summary note basis sources",
        events.iter().map(row),
    )
}

fn story(context: &Context, body: &Listing) -> Story {
    let mut told = Story::default();
    let side =
        |word: &str, at: &Option<At>| at.as_ref().map(|at| format!(" {word} {}", day(at.day)));
    let range = [side("from", &body.from), side("to", &body.to)];
    let range = range.into_iter().flatten().collect::<String>();
    let some = format!("; it has {} entries in all", body.total);
    let some = Some(some)
        .filter(|_| body.shown != body.total)
        .unwrap_or_default();
    let counts = phrases::counted(&body.events, count);
    let text = format!("This record tells{range} of {counts}{some}");
    told.say(text);
    let begun = told.sections.len();
    stories::events(&mut told, &context.refs, &body.events);
    if !context.timelines.is_empty() {
        let years = told.sections[begun..].iter_mut();
        let paragraphs = years.flat_map(|year| &mut year.paragraphs);
        for (paragraph, event) in paragraphs.zip(&body.events) {
            let title = quote(&context.heading(&event.id).title);
            paragraph.push(Sentence::of_record(format!("Recorded under {title}")));
        }
    }
    told
}
