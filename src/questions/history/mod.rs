//! `history`: every version of every clause as one row with its days.

mod prose;
mod table;

use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::clause::{self, Version};
use super::filters::ClauseArgs;
use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, formats, shapes};
use crate::agreement::filter::ClauseFilter;
use crate::answer::rows::{Records, Rows, value};
use crate::answer::{Answer, Context, Format, Report};
use crate::date::Day;

#[derive(Args, Clone, Debug, Default)]
pub struct HistoryArgs {
    #[command(flatten)]
    pub filter: ClauseArgs,
}

#[derive(Clone, Debug, Serialize)]
pub struct Versions {
    /// Every version, by topic and clause, first to last.
    pub versions: Vec<Arc<Row>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub agreement: String,
    pub clause: String,
    pub title: String,
    pub topic: Option<String>,
    /// The first day on which it is certainly the version reached; `None` where there is no such day.
    pub valid_from: Option<Day>,
    /// The last such day; `None` where it goes on, or where there is none.
    pub valid_to: Option<Day>,
    #[serde(flatten)]
    pub version: Version,
}

impl Question for HistoryArgs {
    const FORMATS: &'static [Format] = formats![Ndjson];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = history(&mut records, &self.filter.resolve(view)?);
        Ok(records.finish("history", found))
    }
}

impl Answer for Versions {
    shapes!(table::blocks, prose::story);

    fn has_some(&self) -> Option<bool> {
        Some(!self.versions.is_empty())
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let columns = format!("agreement {VERSION}");
        Rows::new(columns, self.versions.iter().map(value))
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.versions.iter().map(value))
    }
}

pub(super) const VERSION: &str = "clause title topic valid_from=days.from valid_to=days.to from@event to@ended_by \
    event action known@ kind report ended_by how status text wording terms set unset through@ until renews \
    renewals notice parties basis note replaces \
    sources";

fn history(records: &mut Recorder<'_, '_>, filter: &ClauseFilter) -> Versions {
    let timeline = records.view.timeline;
    let mut versions = Vec::new();
    for clause in records.by_topic() {
        if !filter.admits(records.view.history, clause, &[]) {
            continue;
        }
        let about = &timeline.clauses[clause];
        let id = records.clause_id(clause);
        let row = |version: Version| Row {
            agreement: timeline.id.clone(),
            clause: id.clone(),
            title: about.title.clone(),
            topic: about.topic.clone(),
            valid_from: version.days.map(|days| days.from),
            valid_to: version.days.and_then(|days| days.to),
            version,
        };
        let found = clause::versions(records, clause).into_iter();
        versions.extend(found.map(row).map(Arc::new));
    }
    Versions { versions }
}
