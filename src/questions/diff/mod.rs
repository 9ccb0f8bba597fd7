//! `diff`: what changed between two days, and which event did it.

mod data;
pub(crate) mod item;
pub(crate) mod prose;
mod rows;
pub(crate) mod table;

use clap::Args;

use super::filters::ClauseArgs;
use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::Rows;
use crate::answer::{Answer, At, Context, Report};
use crate::phrases::ends::term_end;
use crate::text::words::and_list;
pub use data::*;
pub(super) use rows::rows;

#[derive(Args, Clone, Debug, Default)]
pub struct DiffArgs {
    /// The first day to compare, or both as in 2024..2025
    #[arg(value_name = "FROM")]
    pub from: String,
    /// The second day to compare [default: today; after an event's id, only what that event changed]
    #[arg(value_name = "TO")]
    pub to: Option<String>,
    /// Which clauses.
    #[command(flatten)]
    pub filter: ClauseArgs,
    /// Exit with 1 if anything differs
    #[arg(long)]
    pub exit_code: bool,
}

impl DiffArgs {
    fn sides(&self) -> (&str, Option<&str>) {
        match (self.from.split_once(".."), &self.to) {
            (Some((from, "")), None) if !from.starts_with('[') => (from, Some("today")),
            (Some((from, to)), None) if !from.starts_with('[') => (from, Some(to)),
            (_, to) => (&self.from, to.as_deref()),
        }
    }

    /// The clauses that run on by themselves from the one day to the other, each with its last day then.
    fn renewed(&self, view: &View<'_>, found: &Difference) -> Result<Vec<String>, Refusal> {
        let (filter, history) = (self.filter.resolve(view)?, view.history);
        let ends = [found.from.instant, found.to.instant];
        let of = |clause: usize| {
            let run = |at| history.running(clause, &history.state(clause, at), view.today);
            let (from, to) = (run(ends[0])?, run(ends[1])?);
            let title = &view.timeline.clauses[clause].title;
            let is_renewed = from.renewed < to.renewed && filter.admits(history, clause, &ends);
            is_renewed.then(|| format!("{title}, to {}", term_end(to.to, |day| day.to_string())))
        };
        Ok(view.timeline.clauses_shown().filter_map(of).collect())
    }
}

impl Question for DiffArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = difference(&mut records, self)?;
        let mut remarks = Vec::new();
        if found.is_empty() {
            let is_sure = found.undetermined.is_empty();
            let certainly = if is_sure { "" } else { "certainly " };
            let (from, to) = (found.from.day, found.to.day);
            remarks.push(format!(
                "nothing {certainly}differs between {from} and {to}"
            ));
        }
        let renewed = self.renewed(view, &found)?;
        if !(renewed.is_empty() || found.alone) {
            let renewed = and_list(renewed);
            remarks.push(format!(
                "renewed in between, if nobody gave notice: {renewed}"
            ));
        }
        let is_no = self.exit_code && !found.is_empty();
        let report = records.finish("diff", found).with(remarks);
        Ok(Report { is_no, ..report })
    }
}

impl Answer for Difference {
    shapes!(table::blocks, prose::story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.from, &self.to]
    }

    fn rows(&self, context: &Context) -> Rows<'_> {
        rows(self, context)
    }
}
