//! `learned`: what has become known of a day since another day.

mod data;
mod prose;
mod table;

use clap::Args;

use super::filters::ClauseArgs;
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::Rows;
use crate::answer::{Answer, At, Context, Report};
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct LearnedArgs {
    /// Compare what was known by the close of this WHEN with what is known today
    #[arg(value_name = "FROM", required_unless_present = "since")]
    pub from: Option<String>,
    /// The same as FROM
    #[arg(long, value_name = "WHEN", conflicts_with = "from")]
    pub since: Option<String>,
    /// Compare the state on this day [default: FROM]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
    #[command(flatten)]
    pub filter: ClauseArgs,
}

impl Question for LearnedArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        learned(view, self)
    }
}

impl Answer for Learned {
    shapes!(table::blocks, prose::story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.since, &self.at]
    }

    fn rows(&self, context: &Context) -> Rows<'_> {
        super::diff::rows(&self.difference, context)
    }
}
