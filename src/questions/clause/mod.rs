//! `show clause`: one clause and how it came to read as it does, or all of them.

mod data;
pub(crate) mod table;

use clap::Args;
use serde_json::json;

use super::history::VERSION;
use super::recorder::Recorder;
use super::terms::{STATE, row};
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::{Rows, with};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Answer, At, ClauseChange, Context, Report, State};
use crate::phrases::dates::{count, when};
use crate::phrases::sentences::{Tense, known, marks, named_events, note, resting};
use crate::phrases::states::{
    Detail, hindsight, over, state_sentences, states, undecided_sentence,
};
use crate::phrases::stories::{close, of_life, titles};
use crate::phrases::who::agreed;
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
    shapes!(table::blocks, story);

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
    shapes!(table::list, clauses);

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let clauses = self.clauses.iter();
        let records = clauses.map(|state| row(state, json!({"at": self.at.day})));
        Rows::new(format!("at {STATE}"), records)
    }
}

fn story(context: &Context, body: &ClauseLife) -> Story {
    let (mut told, refs, state) = (Story::default(), &context.refs, &body.clause);
    let stands = state.status.stands();
    let over = over(context, state).map(|over| Sentence::of_record(format!("It {over}")));
    let reads = match &over {
        _ if stands && state.text.is_none() => &state.title,
        Some(_) => "Until then it read",
        None if stands => "It reads",
        None => "It",
    };
    let mut first: Vec<Sentence> = over.into_iter().collect();
    first.extend(state_sentences(refs, reads, state, Detail::Setters));
    let began = |of: &&ClauseChange| stands && state.began() == Some((of.change.date, &of.event));
    first.extend(body.changes.iter().rfind(began).map(|began| {
        let of = &began.change;
        let days = marks(known(of.date, of.known));
        let text = format!("It was adopted {}{days}", when(of.date));
        resting(refs, text, &agreed(refs, &of.cite, None)).of_event(&began.event)
    }));
    first.extend(note(state.note.as_ref()));
    first.extend(hindsight(&body.at, [state]));
    let undecided = body.undetermined.iter();
    first.extend(undecided.map(|found| undecided_sentence(refs, found, &[body.at.day])));
    let heading = format!("{}, at {}", state.title, close(refs, &body.at));
    told.section(Some(heading), vec![first]);
    let life = body.changes.iter().map(|entry| {
        let (of, today) = (&entry.change, context.today);
        let tense = match (entry.planned, of.last.is_some_and(|last| last < today)) {
            (true, true) => Tense::Unconfirmed,
            (true, false) => Tense::Future,
            (false, _) if of.first.is_some_and(|first| first > today) => Tense::Future,
            (false, _) => Tense::Past,
        };
        of_life(refs, &entry.event, of, tense)
    });
    told.section(Some("How it came to read so".to_owned()), life.collect());
    let bears = match body.about.len() {
        1 => "This event bears on it without changing it",
        _ => "These events bear on it without changing it",
    };
    let rest = [
        ("It took the place of", titles(refs, &body.replaced)),
        ("Its place was taken by", titles(refs, &body.replaced_by)),
        (bears, named_events(refs, &body.about)),
    ];
    let rest = rest.into_iter().filter(|(_, list)| !list.is_empty());
    let rest = rest.map(|(words, list)| Sentence::of_record(format!("{words}: {list}")));
    told.paragraph(rest.collect());
    told
}

fn clauses(context: &Context, body: &Clauses) -> Story {
    let mut told = Story::default();
    let text = format!("The record holds {}", count(body.clauses.len(), "clause"));
    told.say(text);
    states(&mut told, context, &body.clauses);
    told
}
