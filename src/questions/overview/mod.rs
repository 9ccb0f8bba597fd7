//! Without a command: which timeline it is, how things stand today, and what comes next.

mod data;
mod prose;
mod table;

use serde_json::{Value, json};

use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::Rows;
use crate::answer::{Answer, Context, Report};
use crate::date::Date;
pub use data::*;

/// The question without a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct OverviewArgs;

impl Question for OverviewArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = overview(&mut records);
        Ok(records.finish("overview", found))
    }
}

impl Answer for Overview {
    shapes!(table::blocks, prose::story);

    fn rows(&self, context: &Context) -> Rows<'_> {
        let heading = &context.timeline;
        let plain = |figure: &str, value: Value| json!({"figure": figure, "value": value});
        let dated = |figure: &str, value: Value, date: Option<Date>, event: Option<&str>| {
            let days = context.days_of(date, event);
            json!({
                "figure": figure,
                "value": value,
                "date": date,
                "first": days.first,
                "last": days.last,
            })
        };
        let mut records = vec![
            plain("title", json!(heading.title)),
            plain("note", json!(heading.note)),
            plain("description", json!(self.description)),
            dated("recorded", Value::Null, heading.recorded, None),
            dated("today", Value::Null, Some(context.today.into()), None),
            dated("first", Value::Null, self.span.first, None),
            dated("last", Value::Null, self.span.last, None),
        ];
        if let Value::Object(counts) = json!(self.counts) {
            let counts = counts.into_iter();
            records.extend(counts.map(|(figure, count)| plain(&figure, count)));
        }
        for (figure, last) in [
            ("last_change", &self.last_change),
            ("last_report", &self.last_report),
        ] {
            let Some(last) = last else {
                records.push(plain(figure, Value::Null));
                continue;
            };
            let title = json!(context.refs.title_of(&last.event));
            let mut record = dated(figure, title, Some(last.date), Some(&last.event));
            record["event"] = json!(last.event);
            record["clauses"] = json!(last.clauses);
            record["cite"] = json!(last.cite);
            records.push(record);
        }
        records.push(plain("next_end", Value::Null));
        if let (Some(end), Some(record)) = (&self.next_end, records.last_mut()) {
            *record = dated("next_end", json!(end.in_days), Some(end.date), None);
            record["clauses"] = json!(end.clause);
            record["cite"] = json!(end.cite);
        }
        for found in &self.undetermined {
            let (date, event) = (Some(found.date), Some(found.event.as_str()));
            let mut record = dated("may_have_changed", Value::Null, date, event);
            record["event"] = json!(found.event);
            record["clauses"] = json!(found.clause);
            record["cite"] = json!(found.cite);
            records.push(record);
        }
        Rows::new(
            "figure value date first last event clauses sources",
            records,
        )
    }
}
