//! The page of `terms`.

use crate::agreement::Status;
use crate::agreement::lanes::Coverage;
use crate::answer::block::{Block, Column, Grid, Line, Role, Row, cell};
use crate::answer::{Context, Look, State};
use crate::phrases;
use crate::phrases::heading::{heading, topic_row};
use crate::questions::terms::{TermsOn, Years};
use crate::text::words::Count;

const WIDE: usize = 100;

pub(crate) fn blocks(context: &Context, body: &TermsOn, look: Look) -> Vec<Block> {
    let mut blocks = heading(context, &answers(body), &[body.at.day]);
    if body.clauses.is_empty() {
        blocks.push(Block::text("No clause matches."));
    } else {
        blocks.push(Block::Grid(grid(body, look)));
        blocks.push(Block::Legend(legend(&body.years, look)));
    }
    let undetermined = phrases::undecided_lines(&body.undetermined, &context.refs, body.at.day);
    blocks.extend(Block::section("Undetermined", undetermined));
    if body.at.day < context.today {
        let call = context
            .timeline
            .call(&format!("diff {} today", body.at.again()));
        blocks.push(match body.changed_since {
            0 => Block::text("No clause is known to have changed since."),
            1 => Block::Call("1 clause changed since", call),
            _ => Block::Call("Clauses changed since", call),
        });
    }
    blocks
}

fn answers(body: &TermsOn) -> String {
    let mut parts = Vec::new();
    for status in [
        Status::InForce,
        Status::Unclear,
        Status::Ended,
        Status::Expired,
        Status::NotYet,
    ] {
        let clauses = body.clauses.iter();
        let count = clauses.filter(|clause| clause.status == status).count();
        if status == Status::InForce || count > 0 {
            parts.push(format!("{count} {status}"));
        }
    }
    let undetermined = match body.undetermined.len() {
        0 => String::new(),
        n => format!("; {} may already have happened", Count(n, "change")),
    };
    let (at, parts) = (phrases::close_of(&body.at), parts.join(", "));
    format!("Terms at {at}: {parts}{undetermined}")
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
        let years = body.years.stood.get(place);
        let strip = years.map(|years| strip(years, look)).unwrap_or_default();
        let undetermined = body.undetermined.iter().any(|u| u.clause == state.id);
        rows.push(Row::Cells(vec![
            clause(state, undetermined),
            cell(strip),
            terms(state),
            since(state),
        ]));
    }
    Grid {
        columns,
        rows,
        untitled: false,
    }
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
        lines.push(phrases::text_line("", state.wording, text));
    }
    lines.extend(phrases::note(state.note.as_ref()));
    lines
}

fn since(state: &State) -> Vec<Line> {
    let Some((since, by)) = state.began() else {
        return Vec::new();
    };
    let mut lines = cell(format!("{} {by}", since.human()));
    if let Some((changed, by)) = state.last_changed() {
        let stands = state.status.stands();
        let word = if stands {
            "changed"
        } else {
            state.status.word()
        };
        lines.push(Line::plain(format!("{word} {} {by}", changed.human())));
    }
    lines
}

/// One mark for each year of the timeline.
fn strip(years: &[Coverage], look: Look) -> String {
    years.iter().map(|stood| mark(*stood, look.ascii)).collect()
}

fn mark(stood: Coverage, ascii: bool) -> char {
    let (drawn, plain) = match stood {
        Coverage::Whole => ('█', '#'),
        Coverage::Part => ('▓', '+'),
        Coverage::Perhaps => ('░', '?'),
        Coverage::No => ('·', '.'),
    };
    if ascii { plain } else { drawn }
}

fn legend(years: &Years, look: Look) -> Line {
    let marks = [
        Coverage::Whole,
        Coverage::Part,
        Coverage::Perhaps,
        Coverage::No,
    ];
    let [whole, part, perhaps, no] = marks.map(|stood| mark(stood, look.ascii));
    let span = match (years.first, years.last) {
        (first, last) if first == last => format!("Year {first:04}"),
        (first, last) => format!("Years {first:04} to {last:04}"),
    };
    let (each, all) = match years.step {
        1 => ("a cell each".to_owned(), "all year"),
        step => (format!("a cell for {step}"), "all the time"),
    };
    let marks = format!("{whole} in force {all}, {part} part of it, {perhaps} perhaps, {no} not.");
    Line::of(Role::Faint, format!("{span}, {each}: {marks}"))
}
