//! `history`: every version of every clause as one row with its days.

mod table;

use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::clause::{self, Ceased, Version};
use super::filters::ClauseArgs;
use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, formats, shapes};
use crate::agreement::Status;
use crate::answer::rows::{Records, Rows, value};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Answer, Context, Format, Report};
use crate::date::{Date, Day};
use crate::phrases;
use crate::phrases::dates::{date, when};
use crate::phrases::sentences::{Reading, capital, known, marks, resting, says};

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
        let (timeline, filter) = (view.timeline, self.filter.resolve(view)?);
        let mut versions = Vec::new();
        for clause in records.by_topic() {
            if !filter.admits(view.history, clause, &[]) {
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
            let found = clause::versions(&mut records, clause).into_iter();
            versions.extend(found.map(row).map(Arc::new));
        }
        Ok(records.finish("history", Versions { versions }))
    }
}

impl Answer for Versions {
    shapes!(table::blocks, story);

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

/// The versions of each clause, a paragraph each.
fn story(context: &Context, body: &Versions) -> Story {
    let mut told = Story::default();
    for rows in body.versions.chunk_by(|a, b| a.clause == b.clause) {
        let mut before = None;
        let paragraph = |row| {
            let sentence = version(context, row, before);
            before = Some(row);
            vec![sentence]
        };
        let versions = rows.iter().map(|row| &row.version);
        let paragraphs = versions.map(paragraph).collect();
        told.section(Some(rows[0].title.clone()), paragraphs);
    }
    told
}

/// From when a version stood and how it read, where that is not as before.
fn version(context: &Context, of: &Version, before: Option<&Version>) -> Sentence {
    let firm = phrases::basis(of.basis).map(str::to_owned);
    let marks = marks(firm.into_iter().chain(known(of.from, of.known)));
    let text = match (&of.text, before.map(|before| &before.text)) {
        (text, Some(old)) if text == old => {
            format!("{}, the text as before", of.action.past()).into()
        }
        (Some(text), _) => Reading::of(text, of.wording),
        (None, _) => "its text is not known".to_owned().into(),
    };
    let is_over = |end: Date| end.last().is_some_and(|last| last < context.today);
    let is_said = |end| of.text.as_ref().is_some_and(|text| says(text, &date(end)));
    let is_unclear = of.status == Status::Unclear;
    let end = match (of.to, of.how) {
        (Some(end), Some(Ceased::Expired)) if is_unclear => {
            format!(". It was to run to the end of {}", date(end))
        }
        (Some(end), Some(Ceased::Expired)) if is_over(end) => {
            format!(". It expired at the end of {}", date(end))
        }
        (Some(end), Some(Ceased::Expired)) if !is_said(end) => {
            format!(". It runs to the end of {}", date(end))
        }
        (Some(end), Some(Ceased::Ended)) => format!(". It ended {}", when(end)),
        _ => String::new(),
    };
    let text = text.led(&format!("{}{marks}", capital(&date(of.from)))) + &end;
    resting(&context.refs, text, &of.cite).of_event(&of.event)
}
