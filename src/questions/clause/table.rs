//! The pages of `show clause`.

use crate::agreement::Status;
use crate::answer::ClauseChange;
use crate::answer::Look;
use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Cite, Context, State};
use crate::date::{Date, Day};
use crate::phrases;
use crate::phrases::heading::{heading, topic_row};
use crate::questions::clause::{Ceased, ClauseLife, Clauses};
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
    if !state.set_by.is_empty() {
        blocks.push(Block::Heading(Line::of(Role::Strong, "Who set what")));
        blocks.push(Block::Grid(set_by(state)));
    }
    blocks.push(Block::Heading(Line::of(
        Role::Strong,
        format!("History ({})", Count(body.changes.len(), "change")),
    )));
    blocks.push(Block::Grid(history(body, look)));
    if !body.about.is_empty() {
        blocks.push(Block::Heading(Line::of(
            Role::Strong,
            "Events that bear on it without changing it",
        )));
        blocks.push(Block::Lines(
            body.about
                .iter()
                .map(|id| Line::plain(phrases::event(&context.refs, id)))
                .collect(),
        ));
    }
    let disputed = body
        .changes
        .iter()
        .filter(|change| contested(&change.change.cite))
        .map(|change| change.event.as_str());
    let mut disputed: Vec<&str> = disputed.collect();
    disputed.dedup();
    if !disputed.is_empty() {
        let lines = disputed.iter().map(|event| {
            Line::of(
                Role::Doubt,
                format!(
                    "Sources disagree: {}",
                    context.timeline.call(&format!("show event {event}"))
                ),
            )
        });
        blocks.push(Block::Lines(lines.collect()));
    }
    blocks
}

pub(crate) fn list(context: &Context, body: &Clauses) -> Vec<Block> {
    let answers = format!(
        "{} at {}",
        Count(body.clauses.len(), "clause"),
        phrases::close_of(&body.at)
    );
    let mut blocks = heading(context, &answers, &[body.at.day]);
    if body.clauses.is_empty() {
        return blocks;
    }
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("Title"),
        Column::new("Status"),
        Column::new("Since").narrow(),
    ];
    let mut rows = Vec::new();
    let mut topic = None;
    for state in &body.clauses {
        rows.extend(topic_row(&mut topic, state));
        let since = state.since.map(Date::human).unwrap_or_default();
        rows.push(Row::Cells(
            [state.id.clone(), state.title.clone(), status(state), since]
                .iter()
                .map(|text| vec![Line::plain(text)])
                .collect(),
        ));
    }
    blocks.push(Block::Grid(Grid { columns, rows }));
    blocks
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
    let mut field = |name: &str, lines: Vec<Line>| fields.push((name.to_owned(), lines));
    field("Title", vec![Line::of(Role::Strong, &state.title)]);
    if let Some(topic) = &state.topic {
        field("Topic", vec![Line::plain(topic)]);
    }
    if !state.parties.is_empty() {
        field("Parties", vec![Line::plain(state.parties.join(", "))]);
    }
    field("Status", vec![Line::plain(status(state))]);
    if let (Some(since), Some(by)) = (state.since, &state.adopted_by) {
        field(
            "Since",
            vec![Line::plain(format!("{}, by {by}", since.human()))],
        );
    }
    if let (Some(changed), Some(by)) = (state.changed, &state.changed_by)
        && state.changed_by != state.adopted_by
    {
        field(
            "Last changed",
            vec![Line::plain(format!("{}, by {by}", changed.human()))],
        );
    }
    if let Some(text) = &state.text {
        field(
            "Text",
            vec![Line::text_block(phrases::text("", state.wording, text))],
        );
    }
    if let Some(note) = &state.note {
        field("Note", vec![Line::plain(note)]);
    }
    if !body.replaced.is_empty() {
        field("Replaced", vec![Line::plain(body.replaced.join(", "))]);
    }
    if !body.replaced_by.is_empty() {
        field(
            "Replaced by",
            vec![Line::plain(body.replaced_by.join(", "))],
        );
    }
    if !body.undetermined.is_empty() {
        let lines = body.undetermined.iter().map(|u| {
            Line::of(
                Role::Doubt,
                phrases::undecided(u, &context.refs, body.at.day),
            )
        });
        field("Undetermined", lines.collect());
    }
    fields
}

/// Each value that stands, with the event that set it and who says otherwise.
fn set_by(state: &State) -> Grid {
    let columns = vec![
        Column::new("Term").narrow(),
        Column::new("Value"),
        Column::new("Set by"),
        Column::new("Sources").folded(WIDE, 2),
    ];
    let mut rows = Vec::new();
    for (name, set) in state.set_by.iter().filter(|(name, _)| *name != "text") {
        let value = match name.as_str() {
            "through" => state.through.map(Date::human).unwrap_or_default(),
            "until" => state.until.clone().unwrap_or_default(),
            term => state
                .terms
                .get(term)
                .map(phrases::value)
                .unwrap_or_default(),
        };
        let mut values = vec![Line::plain(value)];
        for cite in set
            .cite
            .iter()
            .filter(|cite| cite.disagrees.iter().any(|on| on == name))
        {
            values.push(Line::of(
                Role::Doubt,
                format!(
                    "disputed: {} gives {}",
                    cite.source,
                    phrases::claim(cite, name)
                ),
            ));
        }
        rows.push(Row::Cells(vec![
            vec![Line::plain(name)],
            values,
            vec![phrases::by(set)],
            vec![phrases::sources(&set.cite)],
        ]));
    }
    if let Some(set) = state.set_by.get("text") {
        let mut values = vec![Line::plain("(as above)")];
        for cite in set
            .cite
            .iter()
            .filter(|cite| cite.disagrees.iter().any(|name| name == "text"))
        {
            values.push(Line::of(
                Role::Doubt,
                format!(
                    "disputed: {} gives {}",
                    cite.source,
                    phrases::claim(cite, "text")
                ),
            ));
        }
        rows.push(Row::Cells(vec![
            vec![Line::plain("text")],
            values,
            vec![phrases::by(set)],
            vec![phrases::sources(&set.cite)],
        ]));
    }
    Grid { columns, rows }
}

/// Every change with what it did, and the expiries, in the order of their days.
fn history(body: &ClauseLife, look: Look) -> Grid {
    let columns = vec![
        Column::new("Date").narrow(),
        Column::new("What changed"),
        Column::new("Sources").folded(WIDE, 1),
    ];
    let mut rows: Vec<(Option<Day>, Row)> = Vec::new();
    let mut day = None;
    for entry in &body.changes {
        // A change never stands before one that comes before it, whatever its own first day.
        day = day.max(entry.change.first.or(entry.change.last));
        let cells = vec![
            date(entry),
            what(entry, look),
            phrases::cites(&entry.change.cite),
        ];
        rows.push((day, Row::Cells(cells)));
    }
    for version in body
        .versions
        .iter()
        .filter(|version| version.how == Some(Ceased::Expired))
    {
        let date = version.to.map(Date::human).unwrap_or_default();
        let id = version.ended_by.as_deref().unwrap_or_default();
        let text = format!("in force to the end of {date}, then expired ({id})");
        let cells = vec![
            vec![Line::plain(date)],
            vec![Line::of(Role::Future, text)],
            Vec::new(),
        ];
        let last = version.to.and_then(Date::last);
        let place = rows
            .iter()
            .position(|(day, _)| *day > last)
            .unwrap_or(rows.len());
        rows.insert(place, (last, Row::Cells(cells)));
    }
    Grid {
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
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
    let mut lines = vec![Line::of(
        crate::questions::timeline::table::role(change.action),
        done,
    )];
    lines.extend(phrases::settings(change, arrow));
    let text = change.text.as_ref();
    lines.extend(text.map(|text| Line::text_block(phrases::text("", Some(change.wording), text))));
    lines.extend(
        change
            .note
            .as_ref()
            .map(|note| Line::plain(format!("note: {note}"))),
    );
    if !change.replaces.is_empty() {
        lines.push(Line::plain(format!(
            "takes the place of {}",
            change.replaces.join(", ")
        )));
    }
    lines
}
