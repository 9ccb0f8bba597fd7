//! The pages of `show event`.

use crate::answer::Look;
use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Context, Event};
use crate::date::Date;
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::diff::table as diff;
use crate::questions::event::{EventPage, Events};
use crate::text::words::Count;

pub(crate) fn blocks(context: &Context, body: &EventPage, look: Look) -> Vec<Block> {
    let event = &body.event;
    let mut blocks = heading(
        context,
        &format!("Event {}: {}", event.id, event.title),
        &[],
    );
    blocks.push(Block::Fields(fields(context, event)));
    if !body.effects.is_empty() {
        let title = format!("What it changed ({})", Count(body.effects.len(), "clause"));
        blocks.push(Block::Heading(Line::of(Role::Strong, title)));
        blocks.push(Block::Grid(diff::grid(
            context,
            &body.effects,
            ("before", "after"),
            look,
        )));
    } else if !event.changes.is_empty() {
        blocks.push(Block::Heading(Line::of(
            Role::Strong,
            "What it would change",
        )));
        let lines = event.changes.iter().map(|change| {
            Line::plain(format!("{}: to be {}", change.clause, change.action.past()))
        });
        blocks.push(Block::Lines(lines.collect()));
    }
    blocks.push(Block::Heading(Line::of(Role::Strong, "Who says so")));
    blocks.push(Block::Grid(sources(event)));
    blocks
}

fn fields(context: &Context, event: &Event) -> Vec<(String, Vec<Line>)> {
    let mut fields: Vec<(String, Vec<Line>)> = Vec::new();
    let mut field = |name: &str, text: Option<String>| {
        fields.extend(text.map(|text| (name.to_owned(), vec![Line::plain(text)])));
    };
    field("Date", Some(event.date.human()));
    field("Announced", event.announced.map(Date::human));
    field("Standing", Some(standing(context, event)));
    field("Kind", event.kind.clone());
    field(
        "Parties",
        (!event.parties.is_empty()).then(|| event.parties.join(", ")),
    );
    field(
        "Bears on",
        (!event.about.is_empty()).then(|| event.about.join(", ")),
    );
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
    if event.derived {
        parts.push("follows from the clause's `through`");
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
    let mut row = |of: &str, cites: &[crate::answer::Cite]| {
        rows.push(Row::Cells(vec![
            vec![Line::plain(of)],
            phrases::cites(cites),
        ]));
    };
    if !event.cite.is_empty() {
        row("the event", &event.cite);
    }
    for change in event
        .changes
        .iter()
        .filter(|change| event.has_claims_of_its_own(change))
    {
        row(&change.clause, &change.cite);
    }
    if rows.is_empty() {
        rows.push(Row::Cells(vec![
            vec![Line::plain("-")],
            vec![Line::plain("no source is recorded")],
        ]));
    }
    Grid { columns, rows }
}

pub(crate) fn list(context: &Context, body: &Events) -> Vec<Block> {
    let expiries = body.events.iter().filter(|event| event.derived).count();
    let answers = format!(
        "{} and {}",
        Count(body.events.len() - expiries, "event"),
        Count(expiries, "expiry")
    );
    let mut blocks = heading(context, &answers, &[]);
    let columns = vec![
        Column::new("Date").narrow(),
        Column::new("Id"),
        Column::new("Title"),
    ];
    let rows = body.events.iter().map(|event| {
        let cells = [event.date.human(), event.id.clone(), event.title.clone()];
        Row::Cells(cells.iter().map(|text| vec![Line::plain(text)]).collect())
    });
    blocks.push(Block::Grid(Grid {
        columns,
        rows: rows.collect(),
    }));
    blocks
}
