//! `show source`: one source and what rests on it, or all of them.

mod data;
mod table;

use clap::Args;
use serde_json::json;

use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, shapes};
use crate::agreement::Value;
use crate::answer::rows::{Rows, with};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Answer, Context, Report, Resting, SourcePage};
use crate::phrases;
use crate::phrases::dates::count;
use crate::phrases::sentences::{bare, capital, named_events, worded};
use crate::phrases::values::{self, label};
use crate::text::words::and_list;
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
    shapes!(table::blocks, story);

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
        let mut records: Vec<serde_json::Value> =
            events.map(|event| resting("event", &event)).collect();
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
    shapes!(table::list, list_story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        let columns =
            "source=id publisher title url published@ archived kind events changes sole disagrees";
        Rows::of(columns, &self.sources)
    }
}

fn story(context: &Context, body: &SourcePage) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let said = |text: String| Sentence {
        sources: vec![(body.source.id.clone(), None)],
        ..Sentence::of_record(text)
    };
    let entries = count(body.events.len(), "entry");
    let changes = count(body.changes.len(), "change");
    let named = named_events(refs, &body.events);
    let text = format!("This record cites it for {entries} and {changes} in them: {named}");
    let heading = phrases::source(&body.source.source);
    told.section(Some(heading), vec![vec![said(text)]]);
    let place = |item: &Resting| {
        let clause = item.clause.as_ref().map(|clause| refs.clause_title(clause));
        let event = bare(refs.title_of(&item.event));
        format!("{} ({event})", clause.unwrap_or("the entry itself"))
    };
    let sole: Vec<String> = body.sole.iter().map(place).collect();
    let rest = if sole.len() == 1 { "rests" } else { "rest" };
    let statements = capital(&count(sole.len(), "statement"));
    let text = format!("{statements} {rest} on it alone: {}", sole.join("; "));
    told.paragraph((!sole.is_empty()).then(|| said(text)).into_iter().collect());
    let points = body.disagrees.iter().map(|point| {
        let clause = point.clause.as_deref().unwrap_or_default();
        let worded = |value: &Value| worded(refs, clause, &point.what, value);
        let sides = values::sides(point.file.as_ref(), point.claim.as_ref(), worded);
        let [file, claim] = sides.map(|side| side.unwrap_or_else(|| "nothing".to_owned()));
        let of = point.clause.iter();
        let of = of.map(|clause| refs.clause_title(clause).to_owned());
        let of: Vec<String> = of.chain([label(refs, clause, &point.what)]).collect();
        let (of, event) = (capital(&of.join(", ")), bare(refs.title_of(&point.event)));
        let file = Sentence::of_record(format!("This record says: {file}"));
        vec![said(format!("{of} ({event}): it says: {claim}")), file]
    });
    told.section(Some("Where it says otherwise".to_owned()), points.collect());
    told
}

fn list_story(_: &Context, body: &Sources) -> Story {
    let mut told = Story::default();
    let sources = count(body.sources.len(), "source");
    told.say(format!("The record rests on {sources}"));
    for row in &body.sources {
        let parts = [
            (row.events, "entry", ""),
            (row.changes, "change", ""),
            (row.sole, "statement", " on it alone"),
            (row.disagrees, "point", " told otherwise"),
        ];
        let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
        let parts = and_list(parts.map(|(number, noun, how)| count(number, noun) + how));
        told.say(format!("{}: {parts}", phrases::source(&row.source)));
    }
    told
}
