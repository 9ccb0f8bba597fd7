//! `show source`: one source and what rests on it, or all of them.

mod data;
mod prose;
mod table;

use clap::Args;
use serde_json::{Value, json};

use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::answer::rows::{Rows, with};
use crate::answer::{Answer, Context, Report, Resting, SourcePage};
use crate::phrases::values;
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct ShowSourceArgs {
    /// The source; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The address of the same source where it has another id.
    #[arg(skip)]
    pub url: Option<String>,
}

impl Question for ShowSourceArgs {
    const JOINS: bool = true;
    const SEARCHES: bool = true;

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        if let Some(id) = &self.id {
            let by_address = self.url.as_ref().and_then(|url| view.source(url).ok());
            let place = by_address.map_or_else(|| view.source(id), Ok)?;
            let page = pages(&mut records, |other| other == place).remove(0);
            return Ok(records.finish("source", page));
        }
        let found = sources(&records);
        let none = found.sources.is_empty();
        Ok(records.finish("sources", found).without(none, "sources"))
    }

    /// The same address is the same source.
    fn of_all(&self, reports: &[Report]) -> Option<Self> {
        let first: &SourcePage = reports.first()?.answer.downcast_ref()?;
        let (id, url) = (self.id.clone(), Some(first.source.source.url.clone()?));
        Some(Self { id, url })
    }
}

impl Answer for SourcePage {
    shapes!(table::blocks, prose::story);

    /// The events, then the changes that rest on it, then the points on which it says otherwise.
    fn rows(&self, context: &Context) -> Rows<'_> {
        let about = |statement: &str, event: &str, clause: Option<&String>| {
            let of = json!({"source": self.source.id, "statement": statement, "event": event, "clause": clause});
            with(context.refs.events.get(event), of)
        };
        let resting = |statement: &str, this: &Resting| {
            let about = about(statement, &this.event, this.clause.as_ref());
            with(about, json!({"sole": self.sole.contains(this)}))
        };
        let events = self.events.iter().map(|event| Resting {
            event: event.clone(),
            clause: None,
        });
        let mut records: Vec<Value> = events.map(|event| resting("event", &event)).collect();
        let changes = self.changes.iter();
        records.extend(changes.map(|change| resting("change", change)));
        records.extend(self.disagrees.iter().map(|point| {
            let about = about("disagreement", &point.event, point.clause.as_ref());
            let [file, claim] = values::cells(point.file.as_ref(), point.claim.as_ref());
            with(
                about,
                json!({"what": point.what, "file": file, "claim": claim}),
            )
        }));
        let columns = "source statement event date first last clause sole what file claim";
        Rows::new(columns, records)
    }
}

impl Answer for Sources {
    shapes!(table::list, prose::sources);

    fn rows(&self, _: &Context) -> Rows<'_> {
        let columns =
            "source=id publisher title url published@ archived kind events changes sole disagrees";
        Rows::of(columns, &self.sources)
    }
}
