//! The page of `upcoming`.

use super::heading;
use crate::render::block::{Block, Column, Grid, Line, Role, Row};
use crate::report::Report;
use crate::report::upcoming::Upcoming;
use crate::words::{Count, distance, figures};

pub(super) fn blocks(report: &Report, body: &Upcoming) -> Vec<Block> {
    let within = body
        .within
        .as_ref()
        .map(|within| format!(" within {within}"))
        .unwrap_or_default();
    let answers = format!(
        "Upcoming after {}{within}: {}, {}, {}, {}",
        report.today,
        Count(body.ends.len(), "end"),
        Count(body.events.len(), "event"),
        Count(body.conditions.len(), "open condition"),
        format_args!("{} not confirmed", Count(body.unconfirmed.len(), "plan")),
    );
    let days: Vec<_> = body.ends.iter().map(|end| end.last).collect();
    let mut blocks = heading(report, &answers, &days);
    let mut section = |title: &str, columns: [&'static str; 3], rows: Vec<[String; 3]>| {
        if rows.is_empty() {
            return;
        }
        blocks.push(Block::Heading(Line::of(Role::Strong, title)));
        let columns = vec![
            Column::new(columns[0]).narrow(),
            Column::new(columns[1]),
            Column::new(columns[2]),
        ];
        let row = |cells: &[String; 3]| {
            Row::Cells(cells.iter().map(|text| vec![Line::plain(text)]).collect())
        };
        blocks.push(Block::Grid(Grid {
            columns,
            rows: rows.iter().map(row).collect(),
        }));
    };
    let end = |end: &crate::report::upcoming::End| {
        let far = format!(
            "{}: last day {}",
            distance(report.today, end.last, figures),
            end.last
        );
        [
            format!("through {}", end.date.human()),
            format!("{}, set by {}", end.clause, end.event),
            far,
        ]
    };
    section(
        "Scheduled ends",
        ["In force", "Clause", "How far"],
        body.ends.iter().map(end).collect(),
    );
    let event = |event: &crate::report::Event| {
        let far = event
            .first
            .filter(|_| event.first == event.last)
            .map(|day| distance(report.today, day, figures))
            .unwrap_or_default();
        let standing = if event.planned {
            "planned"
        } else {
            "scheduled"
        };
        [
            event.date.human(),
            format!("{} ({})", event.title, event.id),
            format!("{standing} {far}").trim_end().to_owned(),
        ]
    };
    section(
        "Events",
        ["Date", "Event", "How far"],
        body.events.iter().map(event).collect(),
    );
    let condition = |open: &crate::report::upcoming::Condition| {
        [
            open.clause.clone(),
            format!("until {}", open.until),
            format!("set by {}", open.event),
        ]
    };
    section(
        "Open conditions, without a date",
        ["Clause", "Condition", "By"],
        body.conditions.iter().map(condition).collect(),
    );
    let unconfirmed = |id: &String| {
        let found = report.refs.event(id);
        let date = found.map(|event| event.date.human()).unwrap_or_default();
        let title = found.map(|event| event.title.clone()).unwrap_or_default();
        [
            date,
            format!("{title} ({id})"),
            "was planned, not confirmed".to_owned(),
        ]
    };
    section(
        "Planned, and not confirmed",
        ["Date", "Event", "Standing"],
        body.unconfirmed.iter().map(unconfirmed).collect(),
    );
    if blocks.len() == 2 {
        blocks.push(Block::Text(Line::plain("Nothing is scheduled.")));
    }
    blocks
}
