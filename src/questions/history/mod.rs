//! `history`: every version of every clause as one row with its days.

mod data;
mod prose;
mod table;

use clap::Args;

use super::filters::ClauseArgs;
use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, formats, shapes};
use crate::answer::rows::{Records, Rows, value};
use crate::answer::{Answer, Context, Format, Report};
pub use data::*;

/// Arguments of `history`.
#[derive(Args, Clone, Debug, Default)]
pub struct HistoryArgs {
    /// Which clauses.
    #[command(flatten)]
    pub filter: ClauseArgs,
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

    fn rows(&self, _: &Context) -> Rows<'_> {
        Rows::new(
            format!("agreement {VERSION}"),
            self.versions.iter().map(value),
        )
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.versions.iter().map(value))
    }
}

/// The columns of a version.
pub(super) const VERSION: &str = "clause title topic valid_from=days.from valid_to=days.to from@event to@ended_by \
    event action known@ kind report ended_by how status text wording terms set unset through@ until renews \
    renewals notice parties basis note replaces \
    sources";
