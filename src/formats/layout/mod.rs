//! Reports → blocks: the headings, tables and lines that most formats share.

pub mod calendar;
mod chart;
pub(super) mod clause;
mod diff;
mod event;
mod overview;
mod party;
pub(super) mod source;
mod terms;
mod timeline;
mod upcoming;

use super::block::{Block, Line, Role, Row};
use super::{Look, phrase};
use crate::report::{Body, Report, State};

/// An answer that can be laid out as blocks, and so be printed as a table, a list or Markdown.
pub trait Laid: Sized {
    /// The blocks of a report with this answer.
    fn blocks(report: &Report<Self>, look: Look) -> Vec<Block>;
}

impl Laid for Body {
    fn blocks(report: &Report, look: Look) -> Vec<Block> {
        let mut blocks = answer(report, look);
        blocks.extend(sources(report, look));
        blocks
    }
}

fn answer(report: &Report, look: Look) -> Vec<Block> {
    match &report.body {
        Body::Overview(body) => overview::blocks(report, body),
        Body::Timeline(body) => timeline::blocks(report, body),
        Body::Terms(body) => terms::blocks(report, body, look),
        Body::Diff(body) => diff::blocks(report, body, look),
        Body::History(body) => clause::versions(report, body),
        Body::Learned(body) => diff::learned(report, body, look),
        Body::Chart(body) => chart::blocks(report, body, look),
        Body::Clause(body) => clause::blocks(report, body, look),
        Body::Clauses(body) => clause::list(report, body),
        Body::Event(body) => event::blocks(report, body, look),
        Body::Events(body) => event::list(report, body),
        Body::Party(body) => party::blocks(report, body),
        Body::Parties(body) => party::list(report, body),
        Body::Source(body) => source::blocks(report, body),
        Body::Sources(body) => source::list(report, body),
        Body::Upcoming(body) => upcoming::blocks(report, body),
    }
}

/// The full list of sources, where it is wanted.
fn sources<B>(report: &Report<B>, look: Look) -> Vec<Block> {
    let sources = &report.refs.sources;
    if !look.sources || sources.is_empty() {
        return Vec::new();
    }
    let fields = sources.iter();
    let fields = fields.map(|(id, s)| (id.clone(), vec![Line::plain(phrase::source(s))]));
    vec![
        Block::Heading(Line::of(Role::Strong, "Sources")),
        Block::Fields(fields.collect()),
    ]
}

/// The title of a page and what it answers.
fn heading<B>(report: &Report<B>, answers: &str, days: &[crate::date::Day]) -> Vec<Block> {
    title(report, Some(answers), days)
}

/// The title of a page, what it answers, and what bounds the answer.
pub(super) fn title<B>(
    report: &Report<B>,
    answers: Option<&str>,
    days: &[crate::date::Day],
) -> Vec<Block> {
    let timeline = &report.timeline;
    let title =
        Line::of(Role::Strong, &timeline.title).and(Role::Faint, format!(" ({})", timeline.origin));
    let mut lines: Vec<Line> = answers.into_iter().map(Line::plain).collect();
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

/// The row that names a clause's topic, where it is another than that of the clause before.
fn topic_row<'a>(last: &mut Option<&'a Option<String>>, state: &'a State) -> Option<Row> {
    if *last == Some(&state.topic) {
        return None;
    }
    *last = Some(&state.topic);
    let name = state.topic.as_deref().unwrap_or("without a topic");
    Some(Row::Group(Line::of(Role::Strong, name.to_uppercase())))
}
