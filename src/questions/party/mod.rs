//! `show party`: one party and what binds it, or all of them.

mod prose;
mod table;

use std::any::Any;

use clap::Args;
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::json;

use super::recorder::Recorder;
use super::terms::{STATE, row};
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::agreement::Party;
use crate::answer::rows::Rows;
use crate::answer::{Answer, At, Context, Report, State};

#[derive(Args, Clone, Debug, Default)]
pub struct ShowPartyArgs {
    /// The party; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The day [default: today]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PartyPage {
    pub party: Party,
    pub at: At,
    /// Every clause that binds it, bound it or is to bind it, by topic.
    pub clauses: Vec<State>,
    pub events: Vec<String>,
}

impl PartyPage {
    /// The clauses that bind it on the day, and the others.
    fn by_standing(&self) -> (Vec<&State>, Vec<&State>) {
        let clauses = self.clauses.iter();
        let binds = |clause: &&State| clause.parties.contains(&self.party.id);
        clauses.partition(|clause| clause.status.stands() && binds(clause))
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Parties {
    pub parties: Vec<PartyRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PartyRow {
    pub id: String,
    pub name: String,
    pub clauses: usize,
    pub events: usize,
}

impl Question for ShowPartyArgs {
    const JOINS: bool = true;
    const SEARCHES: bool = true;

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

    /// In the list of all, the same id is the same party.
    fn joined(&self, parts: &mut Vec<Report>) -> Option<(&'static str, Box<dyn Answer>)> {
        if self.id.is_some() {
            return None;
        }
        let mut all: IndexMap<String, PartyRow> = IndexMap::new();
        let answers = parts.drain(..).map(|part| part.answer as Box<dyn Any>);
        let lists = answers.filter_map(|answer| answer.downcast::<Parties>().ok());
        for row in lists.flat_map(|list| list.parties) {
            let (clauses, events) = (row.clauses, row.events);
            let id = row.id.clone();
            let known = all.entry(id).or_insert(PartyRow {
                clauses: 0,
                events: 0,
                ..row
            });
            known.clauses += clauses;
            known.events += events;
        }
        let parties = all.into_values().collect();
        Some(("parties", Box::new(Parties { parties })))
    }
}

impl Answer for PartyPage {
    shapes!(table::blocks, prose::story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let clauses = self.clauses.iter();
        let about = json!({"party": self.party.id, "at": self.at.day});
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

fn party(records: &mut Recorder<'_, '_>, id: &str, when: &str) -> Result<PartyPage, Refusal> {
    let view = records.view;
    let place = view.party(id)?;
    let at = view.at(when)?;
    let mut clauses = Vec::new();
    for clause in records.by_topic() {
        if view.history.binds(clause, place, &[]) {
            clauses.push(records.state(clause, at.instant));
        }
    }
    let mut events = Vec::new();
    for event in view.events() {
        if view.timeline.events[event].parties.contains(&place) {
            events.push(records.event_id(event));
        }
    }
    Ok(PartyPage {
        party: view.timeline.parties[place].clone(),
        at,
        clauses,
        events,
    })
}

fn parties(records: &Recorder<'_, '_>) -> Parties {
    let (timeline, history) = (records.view.timeline, records.view.history);
    let row = |(place, party): (usize, &Party)| {
        let (clauses, events) = (0..timeline.clauses.len(), timeline.events.iter());
        PartyRow {
            id: party.id.clone(),
            name: party.name.clone(),
            clauses: clauses.filter(|c| history.binds(*c, place, &[])).count(),
            events: events.filter(|e| e.parties.contains(&place)).count(),
        }
    };
    let parties = timeline.parties.iter().enumerate().map(row).collect();
    Parties { parties }
}
