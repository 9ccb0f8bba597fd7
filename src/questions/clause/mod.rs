//! `show clause`: one clause and how it came to read as it does, or all of them.

mod data;
mod prose;
pub(crate) mod table;

use clap::Args;
use serde_json::json;

use super::history::VERSION;
use super::recorder::Recorder;
use super::terms::{STATE, row};
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::{Rows, with};
use crate::answer::{Answer, At, Context, Report, State};
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct ShowClauseArgs {
    /// The clause; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The day [default: today]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
}

impl Question for ShowClauseArgs {
    const SEARCHES: bool = true;

    fn thing(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let at = self.at.as_deref().unwrap_or("today");
        if let Some(id) = &self.id {
            let found = clause(&mut records, id, at)?;
            return Ok(records.finish("clause", found));
        }
        let at = view.at(at)?;
        let places = records.by_topic().into_iter();
        let clauses = places.map(|clause| records.state(clause, at.instant));
        let clauses: Vec<State> = clauses.collect();
        let none = clauses.is_empty();
        let report = records.finish("clauses", Clauses { at, clauses });
        Ok(report.without(none, "clauses"))
    }
}

impl Answer for ClauseLife {
    shapes!(table::blocks, prose::story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let State {
            id, title, topic, ..
        } = &self.clause;
        let about = json!({"clause": id, "title": title, "topic": topic});
        let versions = self.versions.iter();
        let records = versions.map(move |version| with(version, about.clone()));
        Rows::new(VERSION, records)
    }
}

impl Answer for Clauses {
    shapes!(table::list, prose::clauses);

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let clauses = self.clauses.iter();
        let records = clauses.map(|state| row(state, json!({"at": self.at.day})));
        Rows::new(format!("at {STATE}"), records)
    }
}
