//! `upcoming`: what comes after today, and what has begun but not certainly happened.

mod data;
mod prose;
mod table;

use clap::Args;
use serde_json::{Value, json};

use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, formats, shapes};
use crate::answer::calendar::{Calendar, CalendarArgs};
use crate::answer::rows::{Rows, value, with};
use crate::answer::{Answer, Context, Event, Format, Report};
use crate::date::Day;
use crate::phrases::calendar;
use crate::text::words::Count;
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct UpcomingArgs {
    /// Look this far ahead: days, weeks, months or years, as in 90d, 6w, 24m or 2y
    #[arg(long, value_name = "SPAN")]
    pub within: Option<String>,
    /// How a calendar is made.
    #[command(flatten)]
    pub calendar: CalendarArgs,
}

impl Question for UpcomingArgs {
    const FORMATS: &'static [Format] = formats![Ics];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = upcoming(&mut records, self.within.as_deref())?;
        Ok(records.finish("upcoming", found))
    }
}

impl Answer for Upcoming {
    shapes!(table::blocks, prose::story);

    fn days(&self) -> Vec<Day> {
        let effects = self.effects.iter().map(|effect| &effect.entry);
        let terms = self.renewals.iter().chain(&self.notices);
        let ends = self.ends.iter().map(|end| end.last);
        let days = terms.chain(effects).filter_map(|event| event.first);
        ends.chain(days).collect()
    }

    fn rows(&self, context: &Context) -> Rows<'_> {
        let row = |what: &str, record: Value| {
            let clause = record["clause"].as_str();
            let title = clause.map(|clause| context.refs.clause_title(clause).into());
            let title = title.unwrap_or_else(|| record["title"].clone());
            with(record, [("what", what.into()), ("title", title)])
        };
        let event = |what, event: &Event| row(what, with(event, [("event", json!(event.id))]));
        let end = |end: &End| {
            let days = end.date.bounds();
            let days = [("first", json!(days.first)), ("last", json!(days.last))];
            row("end", with(end, days))
        };
        let notices = self
            .notices
            .iter()
            .map(|of| row("notice", value(&of.renewal)));
        let ends = self.ends.iter().map(end);
        let mut records: Vec<Value> = notices.chain(ends).collect();
        let renewals = self.renewals.iter();
        records.extend(renewals.map(|of| row("renewal", value(&of.renewal))));
        for effect in &self.effects {
            let event = [("event", json!(effect.event))];
            let changes = effect.changes.iter();
            records.extend(changes.map(|change| row("effect", with(change, event.clone()))));
        }
        records.extend(self.events.iter().map(|of| event("event", of)));
        let conditions = self.conditions.iter();
        records.extend(conditions.map(|open| row("condition", value(open))));
        records.extend(self.plans.iter().map(|of| event("unconfirmed", of)));
        Rows::new(
            "what clause action event date first last in_days title of renewed to until working basis sources",
            records,
        )
    }

    fn calendar(&self, context: &Context, args: &CalendarArgs) -> Calendar {
        let effects = self.effects.iter().map(|effect| &effect.entry);
        let ends = self.ends.iter().map(|end| &end.entry);
        let mut terms: Vec<&Event> = self.notices.iter().chain(&self.renewals).collect();
        terms.sort_by_key(|event| event.first);
        let events = terms.into_iter().chain(ends).chain(effects);
        let events: Vec<&Event> = events.chain(&self.events).chain(&self.plans).collect();
        let mut calendar = calendar::entries(context, &events, args);
        if !self.conditions.is_empty() {
            let conditions = Count(self.conditions.len(), "open condition");
            calendar
                .left_out
                .insert(0, format!("{conditions} without a date"));
        }
        calendar
    }
}
