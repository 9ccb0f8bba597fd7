//! The pages of `show event`.

use crate::agreement::EntryId;
use crate::answer::block::{Block, Column, Grid, Line, cell};
use crate::answer::{Change, Context, Event, Look};
use crate::date::Date;
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::diff::table as diff;
use crate::questions::event::{EventPage, Events};
use crate::text::words::figures;

pub(crate) fn blocks(context: &Context, body: &EventPage, look: Look) -> Vec<Block> {
    let event = &body.event;
    let answers = format!("Event {}: {}", event.id, event.title);
    let mut blocks = heading(context, &answers, &[]);
    blocks.push(Block::Fields(fields(context, event)));
    let items = body.changed.iter();
    let items = items.map(|found| diff::clause(context, found, &event.id, look));
    blocks.push(Block::Outline(items.collect()));
    if body.changed.is_empty() {
        let line = |of: &Change| Line::plain(format!("{}: to be {}", of.clause, of.action.past()));
        let lines = event.changes.iter().map(line).collect();
        blocks.extend(Block::section("What it would change", lines));
    }
    blocks.extend(Block::table("Who says so", sources(event)));
    blocks
}

fn fields(context: &Context, event: &Event) -> Vec<(String, Vec<Line>)> {
    let mut fields: Vec<(String, Vec<Line>)> = Vec::new();
    let mut field = |name: &str, text: Option<String>| {
        fields.extend(text.map(|text| (name.to_owned(), cell(text))));
    };
    field("Date", Some(event.date.human()));
    field("Announced", event.announced.map(Date::human));
    field("Standing", Some(standing(context, event)));
    field("Kind", event.kind.clone());
    let joined = |ids: &[String]| (!ids.is_empty()).then(|| ids.join(", "));
    field("Parties", joined(&event.parties));
    field("Bears on", joined(&event.about));
    field("Summary", event.summary.clone());
    field("Note", event.note.clone());
    fields
}

/// How firm the event is, and whether it has happened.
fn standing(context: &Context, event: &Event) -> String {
    let mut parts = vec![event.basis.word()];
    let past = event.last.is_some_and(|last| last < context.today);
    match (event.planned, past) {
        (true, true) => parts.push("was planned, not confirmed"),
        (true, false) => parts.push("planned"),
        _ if event.scheduled => parts.push("scheduled"),
        _ => {}
    }
    match EntryId::parse(&event.id) {
        EntryId::Event(_) => {}
        EntryId::Expiry(_) => parts.push("follows from the clause's `through`"),
        EntryId::Effect(..) => parts.push("follows from the changes' `effective`"),
    }
    if event.disputed {
        parts.push("disputed");
    }
    parts.join(", ")
}

/// Every citation, first of the event, then of the changes that have their own.
fn sources(event: &Event) -> Grid {
    let columns = vec![
        Column::new("Of").narrow(),
        Column::new("Source, with what it says"),
    ];
    let mut rows = Vec::new();
    if !event.cite.is_empty() {
        rows.push(vec![cell("the event"), phrases::cites(&event.cite)]);
    }
    for change in &event.changes {
        if event.has_claims_of_its_own(change) {
            rows.push(vec![cell(&change.clause), phrases::cites(&change.cite)]);
        }
    }
    if rows.is_empty() {
        rows.push(vec![cell("-"), cell("no source is recorded")]);
    }
    Grid::new(columns, rows)
}

pub(crate) fn list(context: &Context, body: &Events, _: Look) -> Vec<Block> {
    let mut blocks = heading(context, &phrases::counted(&body.events, figures), &[]);
    let [date, id, title] = ["Date", "Id", "Title"].map(Column::new);
    let row = |event: &Event| [event.date.human(), event.id.clone(), event.title.clone()];
    let rows = body.events.iter().map(row);
    blocks.push(Block::Grid(Grid::of_texts(
        [date.narrow(), id, title],
        rows,
    )));
    blocks
}
