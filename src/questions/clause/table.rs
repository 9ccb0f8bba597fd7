//! The pages of `show clause`.

use crate::agreement::Status;
use crate::answer::block::{Block, Cells, Column, Grid, Line, Role, Row, cell, texts};
use crate::answer::{Cite, ClauseChange, Context, Look, Set, State};
use crate::date::{Date, Day};
use crate::phrases;
use crate::phrases::heading::{heading, topic_row};
use crate::questions::clause::{Ceased, ClauseLife, Clauses, Version};
use crate::questions::timeline::table::role;
use crate::text::words::Count;

const WIDE: usize = 100;

pub(crate) fn blocks(context: &Context, body: &ClauseLife, look: Look) -> Vec<Block> {
    let state = &body.clause;
    let answers = format!(
        "Clause {} at {}: {}",
        state.id,
        phrases::close_of(&body.at),
        status(state)
    );
    let mut blocks = heading(context, &answers, &[body.at.day]);
    blocks.push(Block::Fields(fields(context, body)));
    blocks.extend(Block::table("Who set what", set_by(state)));
    let title = format!("History ({})", Count(body.changes.len(), "change"));
    blocks.push(Block::heading(title));
    blocks.push(Block::Grid(history(body, look)));
    let title = "Events that bear on it without changing it";
    let events = phrases::events(&context.refs, &body.about);
    blocks.extend(Block::section(title, events));
    let disputed = body.changes.iter();
    let disputed = disputed.filter(|change| contested(&change.change.cite));
    let mut disputed: Vec<&str> = disputed.map(|change| change.event.as_str()).collect();
    disputed.dedup();
    if !disputed.is_empty() {
        let lines = disputed.iter().map(|event| {
            let call = context.timeline.call(&format!("show event {event}"));
            Line::of(Role::Doubt, format!("Sources disagree: {call}"))
        });
        blocks.push(Block::Lines(lines.collect()));
    }
    blocks
}

pub(crate) fn list(context: &Context, body: &Clauses, _: Look) -> Vec<Block> {
    let answers = format!(
        "{} at {}",
        Count(body.clauses.len(), "clause"),
        phrases::close_of(&body.at)
    );
    let mut blocks = heading(context, &answers, &[body.at.day]);
    if body.clauses.is_empty() {
        return blocks;
    }
    let mut rows = Vec::new();
    let mut topic = None;
    for state in &body.clauses {
        rows.extend(topic_row(&mut topic, state));
        rows.push(Row::Cells(texts(&row(state))));
    }
    let columns = columns().to_vec();
    blocks.push(Block::Grid(Grid {
        columns,
        rows,
        untitled: false,
    }));
    blocks
}

/// Clauses with how they stand, without their topics.
pub(crate) fn grid(clauses: &[&State]) -> Grid {
    Grid::of_texts(columns(), clauses.iter().map(|state| row(state)))
}

fn columns() -> [Column; 4] {
    let [clause, title, status, since] = ["Clause", "Title", "Status", "Since"].map(Column::new);
    [clause.narrow(), title, status, since.narrow()]
}

fn row(state: &State) -> [String; 4] {
    let since = state.since.map(Date::human).unwrap_or_default();
    [state.id.clone(), state.title.clone(), status(state), since]
}

pub(crate) fn status(state: &State) -> String {
    let changed = state.changed.map(Date::human).unwrap_or_default();
    match state.status {
        Status::Ended => format!("ended {changed}"),
        Status::Expired => format!("expired after {changed}"),
        status => status.word().to_owned(),
    }
}

fn fields(context: &Context, body: &ClauseLife) -> Vec<(String, Vec<Line>)> {
    let state = &body.clause;
    let mut fields: Vec<(String, Vec<Line>)> = Vec::new();
    let mut field = |name: &str, lines: Vec<Line>| {
        if !lines.is_empty() {
            fields.push((name.to_owned(), lines));
        }
    };
    let plain = |text: Option<&String>| text.map(Line::plain).into_iter().collect();
    let ids = |ids: &[String]| plain((!ids.is_empty()).then(|| ids.join(", ")).as_ref());
    let dated = |(date, by): (Date, &str)| format!("{}, by {by}", date.human());
    field("Title", vec![Line::of(Role::Strong, &state.title)]);
    field("Topic", plain(state.topic.as_ref()));
    field("Parties", ids(&state.parties));
    field("Status", cell(status(state)));
    field("Since", plain(state.began().map(dated).as_ref()));
    field(
        "Last changed",
        plain(state.last_changed().map(dated).as_ref()),
    );
    let text = state.text.as_ref();
    let text = text.map(|text| phrases::text_line("", state.wording, text));
    field("Text", text.into_iter().collect());
    field("Note", plain(state.note.as_ref()));
    field("Replaced", ids(&body.replaced));
    field("Replaced by", ids(&body.replaced_by));
    let undetermined = phrases::undecided_lines(&body.undetermined, &context.refs, body.at.day);
    field("Undetermined", undetermined);
    fields
}

/// Each value that stands, with the event that set it and who says otherwise; the text last.
fn set_by(state: &State) -> Grid {
    let columns = [
        Column::new("Term").narrow(),
        Column::new("Value"),
        Column::new("Set by"),
        Column::new("Sources").folded(WIDE, 2),
    ];
    let (text, terms): (Vec<_>, Vec<_>) =
        state.set_by.iter().partition(|(name, _)| *name == "text");
    let row = |(name, set): (&String, &Set)| {
        let value = match name.as_str() {
            "text" => "(as above)".to_owned(),
            "through" => state.through.map(Date::human).unwrap_or_default(),
            "until" => state.until.clone().unwrap_or_default(),
            term => state
                .terms
                .get(term)
                .map(phrases::value)
                .unwrap_or_default(),
        };
        let mut values = cell(value);
        for cite in set.cite.iter().filter(|cite| cite.disagrees.contains(name)) {
            let claim = phrases::claim(cite, name);
            let text = format!("disputed: {} gives {claim}", cite.source);
            values.push(Line::of(Role::Doubt, text));
        }
        let sources = phrases::sources(&set.cite);
        vec![cell(name), values, vec![phrases::by(set)], vec![sources]]
    };
    Grid::new(columns, terms.into_iter().chain(text).map(row))
}

/// Every change with what it did, and the expiries, in the order of their days.
fn history(body: &ClauseLife, look: Look) -> Grid {
    let columns = vec![
        Column::new("Date").narrow(),
        Column::new("What changed"),
        Column::new("Sources").folded(WIDE, 1),
    ];
    let mut rows: Vec<(Option<Day>, Cells)> = Vec::new();
    let mut day = None;
    for entry in &body.changes {
        // A change never stands before one that comes before it, whatever its own first day.
        day = day.max(entry.change.first.or(entry.change.last));
        let cites = phrases::cites(&entry.change.cite);
        rows.push((day, vec![date(entry), what(entry, look), cites]));
    }
    let expired = |version: &&Version| version.how == Some(Ceased::Expired);
    for version in body.versions.iter().filter(expired) {
        let date = version.to.map(Date::human).unwrap_or_default();
        let id = version.ended_by.as_deref().unwrap_or_default();
        let text = format!("in force to the end of {date}, then expired ({id})");
        let cells = vec![cell(date), vec![Line::of(Role::Future, text)], Vec::new()];
        let last = version.to.and_then(Date::last);
        let place = rows.iter().position(|(day, _)| *day > last);
        rows.insert(place.unwrap_or(rows.len()), (last, cells));
    }
    Grid::new(columns, rows.into_iter().map(|(_, cells)| cells))
}

fn date(change: &ClauseChange) -> Vec<Line> {
    let mut lines = vec![Line::plain(change.change.date.human())];
    if change.planned {
        lines.push(Line::of(Role::Future, "planned"));
    }
    lines.extend(phrases::basis(change.change.basis).map(|basis| Line::of(Role::Doubt, basis)));
    if contested(&change.change.cite) {
        lines.push(Line::of(Role::Doubt, "disputed"));
    }
    lines
}

fn contested(cites: &[Cite]) -> bool {
    cites.iter().any(|cite| !cite.disagrees.is_empty())
}

fn what(entry: &ClauseChange, look: Look) -> Vec<Line> {
    let arrow = if look.ascii { "->" } else { "→" };
    let change = &entry.change;
    let done = if entry.planned {
        format!("planned to be {}, in {}", change.action.past(), entry.event)
    } else {
        format!("{} by {}", change.action.past(), entry.event)
    };
    let mut lines = vec![Line::of(role(change.action), done)];
    lines.extend(phrases::settings(change, arrow));
    let text = change.text.as_ref();
    lines.extend(text.map(|text| phrases::text_line("", Some(change.wording), text)));
    lines.extend(phrases::note(change.note.as_ref()));
    if !change.replaces.is_empty() {
        let replaced = change.replaces.join(", ");
        lines.push(Line::plain(format!("takes the place of {replaced}")));
    }
    lines
}
