//! Reports → blocks: the headings, tables and lines that most formats share.

mod clause;
mod diff;
mod overview;
mod phrase;
mod terms;
mod timeline;

use super::Look;
use super::block::{Block, Line, Role};
use crate::report::{Body, Report};

/// The blocks of a report.
pub(super) fn blocks(report: &Report, look: Look) -> Vec<Block> {
    let mut blocks = match &report.body {
        Body::Overview(body) => overview::blocks(report, body),
        Body::Timeline(body) => timeline::blocks(report, body),
        Body::Terms(body) => terms::blocks(report, body, look),
        Body::Diff(body) => diff::blocks(report, body, look),
        Body::Clause(body) => clause::blocks(report, body, look),
        Body::Clauses(body) => clause::list(report, body, look),
    };
    if look.sources && !report.refs.sources.is_empty() {
        blocks.push(Block::Heading(Line::of(Role::Strong, "Sources")));
        blocks.push(Block::Fields(
            report
                .refs
                .sources
                .iter()
                .map(|(id, s)| (id.clone(), vec![Line::plain(phrase::source(s))]))
                .collect(),
        ));
    }
    blocks
}

/// The title of a page, what it answers, and what bounds the answer.
fn heading(report: &Report, answers: &str, days: &[crate::date::Day]) -> Vec<Block> {
    let timeline = &report.timeline;
    let title =
        Line::of(Role::Strong, &timeline.title).and(Role::Faint, format!(" ({})", timeline.origin));
    let mut lines = vec![Line::plain(answers)];
    if let Some(lens) = phrase::lens(&report.lens) {
        lines.push(Line::of(Role::Doubt, lens));
    }
    if let Some(recorded) = timeline.recorded
        && let Some(last) = recorded.last()
        && days.iter().any(|day| *day > last)
    {
        let text = format!(
            "The record ends with {}; for later days it is assumed that nothing else happened.",
            recorded.human()
        );
        lines.push(Line::of(Role::Doubt, text));
    }
    if let Some(note) = &timeline.note {
        lines.push(Line::of(Role::Faint, format!("Note: {note}")));
    }
    vec![Block::Title(title), Block::Lines(lines)]
}
