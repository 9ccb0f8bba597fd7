//! `diff`: what changed between two days, and which event did it.

mod data;
pub(crate) mod item;
pub(crate) mod known;
mod prose;
mod record;
mod rows;
pub(crate) mod table;

use super::filters::ClauseArgs;
use super::prelude::*;
use super::view::no_date;
use crate::date::{in_words, said};
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

    /// Why the two are no days: one day in two words.
    fn misread(&self, view: &View<'_>) -> Option<Refusal> {
        let words = format!("{} {}", self.from, self.to.as_ref()?);
        let is_day = said(&words).is_some() || in_words(&words, view.today).is_some();
        is_day.then(|| no_date(&words))
    }
}

impl Question for DiffArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = records.difference(self);
        let found = found.map_err(|refusal| self.misread(view).unwrap_or(refusal))?;
        let certainly = ["certainly ", ""][usize::from(found.undetermined.is_empty())];
        let (from, to) = (found.from.day, found.to.day);
        let days = if found.alone {
            format!("by `{}`", found.from.when)
        } else {
            format!("between {from} and {to}")
        };
        let remark = (found.is_empty()).then(|| format!("nothing {certainly}differs {days}"));
        let is_no = self.exit_code && !found.is_empty();
        let report = records.finish("diff", found).with(remark);
        Ok(Report { is_no, ..report })
    }
}

impl Answer for Difference {
    shapes!(table::paper, prose::story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.from, &self.to]
    }

    fn rows<'a>(&'a self, context: &'a Context) -> Rows<'a> {
        rows(self, context)
    }
}
