//! `show party`: one party and what binds it, or all of them.

mod data;
mod prose;
mod table;

use clap::Args;

use super::recorder::Recorder;
use super::terms::{STATE, row};
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::{Rows, value};
use crate::answer::{Answer, Context, Report};
use crate::date::Day;
pub use data::*;

/// Arguments of `show party`.
#[derive(Args, Clone, Debug, Default)]
pub struct ShowPartyArgs {
    /// The party; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The day [default: today]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
}

impl Question for ShowPartyArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        if let Some(id) = &self.id {
            let found = party(&mut records, id, self.at.as_deref().unwrap_or("today"))?;
            return Ok(records.finish("party", found));
        }
        let found = parties(&records);
        let none = found.parties.is_empty();
        Ok(records.finish("parties", found).without(none, "parties"))
    }
}

impl Answer for PartyPage {
    shapes!(table::blocks, prose::story);

    fn days(&self) -> Vec<Day> {
        vec![self.at.day]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let about = [("party", value(&self.party.id)), ("at", value(self.at.day))];
        let clauses = self.clauses.iter();
        let records = clauses.map(move |state| row(state, about.clone()));
        Rows::new(format!("party at {STATE}"), records)
    }
}

impl Answer for Parties {
    shapes!(table::list, prose::parties);

    fn rows(&self, _: &Context) -> Rows<'_> {
        Rows::of("party=id name clauses events", &self.parties)
    }
}
