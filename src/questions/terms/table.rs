//! The page of `terms`.

use crate::agreement::Status;
use crate::agreement::lanes::Coverage;
use crate::answer::Look;
use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Context, State};
use crate::phrases;
use crate::phrases::heading::{heading, topic_row};
use crate::questions::terms::{TermsOn, Years};
use crate::text::words::Count;

const WIDE: usize = 100;

pub(crate) fn blocks(context: &Context, body: &TermsOn, look: Look) -> Vec<Block> {
    let mut blocks = heading(context, &answers(body), &[body.at.day]);
    if body.clauses.is_empty() {
        blocks.push(Block::Text(Line::plain("No clause matches.")));
    } else {
        blocks.push(Block::Grid(grid(body, look)));
        blocks.push(Block::Legend(legend(&body.years, look)));
    }
    blocks.extend(undetermined(context, body));
    let since = match body.changed_since {
        0 => "No clause is known to have changed since.".to_owned(),
        n => format!("{} changed since", Count(n, "clause")),
    };
    if body.at.day < context.today {
        if body.changed_since > 0 {
            let call = context
                .timeline
                .call(&format!("diff {} today", body.at.day));
            blocks.push(Block::Call(
                match body.changed_since {
                    1 => "1 clause changed since",
                    _ => "Clauses changed since",
                },
                call,
            ));
        } else {
            blocks.push(Block::Text(Line::plain(since)));
        }
    }
    blocks
}

fn answers(body: &TermsOn) -> String {
    let count = |status: Status| {
        body.clauses
            .iter()
            .filter(|clause| clause.status == status)
            .count()
    };
    let parts: Vec<String> = [
        Status::InForce,
        Status::Unclear,
        Status::Ended,
        Status::Expired,
        Status::NotYet,
    ]
    .into_iter()
    .filter(|status| *status == Status::InForce || count(*status) > 0)
    .map(|status| format!("{} {status}", count(status)))
    .collect();
    let undetermined = match body.undetermined.len() {
        0 => String::new(),
        n => format!("; {} may already have happened", Count(n, "change")),
    };
    format!(
        "Terms at {}: {}{undetermined}",
        phrases::close_of(&body.at),
        parts.join(", ")
    )
}

fn grid(body: &TermsOn, look: Look) -> Grid {
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("Years").folded(WIDE, 0).drawn(),
        Column::new("Terms"),
        Column::new("Since").narrow(),
    ];
    let mut rows = Vec::new();
    let mut topic = None;
    for (place, state) in body.clauses.iter().enumerate() {
        rows.extend(topic_row(&mut topic, state));
        let strip = body
            .years
            .stood
            .get(place)
            .map(|years| strip(years, look))
            .unwrap_or_default();
        let undetermined = body.undetermined.iter().any(|u| u.clause == state.id);
        rows.push(Row::Cells(vec![
            clause(state, undetermined),
            vec![Line::plain(strip)],
            terms(state),
            since(state),
        ]));
    }
    Grid { columns, rows }
}

fn clause(state: &State, undetermined: bool) -> Vec<Line> {
    let mut lines = vec![Line::plain(&state.id), Line::plain(&state.title)];
    let mut marks: Vec<&str> = Vec::new();
    if state.status != Status::InForce {
        marks.push(state.status.word());
    }
    if undetermined {
        marks.push("undetermined");
    }
    if state.disputed {
        marks.push("disputed");
    }
    if !marks.is_empty() {
        lines.push(Line::of(Role::Doubt, marks.join(", ")));
    }
    lines
}

fn terms(state: &State) -> Vec<Line> {
    let mut lines = phrases::values(state);
    if lines.is_empty()
        && let Some(text) = &state.text
    {
        lines.push(Line::text_block(phrases::text("", state.wording, text)));
    }
    lines.extend(
        state
            .note
            .as_ref()
            .map(|note| Line::plain(format!("note: {note}"))),
    );
    lines
}

fn since(state: &State) -> Vec<Line> {
    let (Some(since), Some(by)) = (state.since, &state.adopted_by) else {
        return Vec::new();
    };
    let mut lines = vec![Line::plain(format!("{} {by}", since.human()))];
    if let (Some(changed), Some(by)) = (state.changed, &state.changed_by)
        && state.changed_by != state.adopted_by
    {
        let word = if state.status.stands() {
            "changed"
        } else {
            state.status.word()
        };
        lines.push(Line::plain(format!("{word} {} {by}", changed.human())));
    }
    lines
}

/// One cell for each year of the timeline.
fn strip(years: &[Coverage], look: Look) -> String {
    years.iter().map(|stood| cell(*stood, look.ascii)).collect()
}

fn cell(stood: Coverage, ascii: bool) -> char {
    match (stood, ascii) {
        (Coverage::Whole, false) => '█',
        (Coverage::Part, false) => '▓',
        (Coverage::Perhaps, false) => '░',
        (Coverage::No, false) => '·',
        (Coverage::Whole, true) => '#',
        (Coverage::Part, true) => '+',
        (Coverage::Perhaps, true) => '?',
        (Coverage::No, true) => '.',
    }
}

fn legend(years: &Years, look: Look) -> Line {
    let cell = |stood| cell(stood, look.ascii);
    let span = match (years.first, years.last) {
        (first, last) if first == last => format!("Year {first:04}"),
        (first, last) => format!("Years {first:04} to {last:04}"),
    };
    let (each, all) = match years.step {
        1 => ("a cell each".to_owned(), "all year"),
        step => (format!("a cell for {step}"), "all the time"),
    };
    Line::of(
        Role::Faint,
        format!(
            "{span}, {each}: {} in force {all}, {} part of it, {} perhaps, {} not.",
            cell(Coverage::Whole),
            cell(Coverage::Part),
            cell(Coverage::Perhaps),
            cell(Coverage::No)
        ),
    )
}

fn undetermined(context: &Context, body: &TermsOn) -> Vec<Block> {
    if body.undetermined.is_empty() {
        return Vec::new();
    }
    let lines = body.undetermined.iter().map(|u| {
        Line::of(
            Role::Doubt,
            phrases::undecided(u, &context.refs, body.at.day),
        )
    });
    vec![
        Block::Heading(Line::of(Role::Strong, "Undetermined")),
        Block::Lines(lines.collect()),
    ]
}
