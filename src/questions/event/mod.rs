//! `show event`: one event and what it did, or all of them.

mod data;
mod prose;
pub(crate) mod table;

use clap::Args;
use serde_json::json;

use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::{Rows, with};
use crate::answer::{Answer, Context, Report};
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct ShowEventArgs {
    /// The event; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
}

impl Question for ShowEventArgs {
    const SEARCHES: bool = true;

    fn thing(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        if let Some(id) = &self.id {
            let found = event(&mut records, id)?;
            return Ok(records.finish("event", found));
        }
        let found = events(&mut records);
        let none = found.events.is_empty();
        Ok(records.finish("events", found).without(none, "events"))
    }
}

impl Answer for EventPage {
    shapes!(table::blocks, prose::story);

    /// One row per change; what changes nothing has one row without a clause.
    fn rows(&self, _: &Context) -> Rows<'_> {
        let event = &self.event;
        let about = json!({"event": event.id, "title": event.title});
        let changes = event.changes.iter();
        let mut records: Vec<_> = changes.map(|change| with(change, about.clone())).collect();
        if records.is_empty() {
            records.push(with(event, json!({"event": event.id, "kind": null})));
        }
        Rows::new(
            "event title clause action date first last known@ kind report text wording terms unset through@ until renews renewals notice parties \
                replaces basis note sources before_status=before.status before_text=before.text \
                before_terms=before.terms before_through=before.through@ before_until=before.until",
            records,
        )
    }
}

impl Answer for Events {
    shapes!(table::list, prose::events);

    fn rows(&self, _: &Context) -> Rows<'_> {
        super::timeline::rows(&self.events)
    }
}
