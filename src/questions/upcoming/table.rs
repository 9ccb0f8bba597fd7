//! The page of `upcoming`.

use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Context, Event};
use crate::phrases::dates::distance;
use crate::phrases::heading::heading;
use crate::questions::upcoming::{Condition, End, Upcoming};
use crate::text::words::{Count, figures};

pub(crate) fn blocks(context: &Context, body: &Upcoming) -> Vec<Block> {
    let within = body
        .within
        .as_ref()
        .map(|within| format!(" within {within}"))
        .unwrap_or_default();
    let answers = format!(
        "Upcoming after {}{within}: {}, {}, {}, {}",
        context.today,
        Count(body.ends.len(), "end"),
        Count(body.events.len(), "event"),
        Count(body.conditions.len(), "open condition"),
        format_args!("{} not confirmed", Count(body.unconfirmed.len(), "plan")),
    );
    let days: Vec<_> = body.ends.iter().map(|end| end.last).collect();
    let mut blocks = heading(context, &answers, &days);
    let sections = [
        ends(context, body),
        events(context, body),
        conditions(body),
        unconfirmed(context, body),
    ];
    for section in sections
        .into_iter()
        .filter(|section| !section.rows.is_empty())
    {
        blocks.push(Block::Heading(Line::of(Role::Strong, section.title)));
        blocks.push(Block::Grid(section.grid()));
    }
    if blocks.len() == 2 {
        blocks.push(Block::Text(Line::plain("Nothing is scheduled.")));
    }
    blocks
}

/// A table of three columns under a title.
struct Section {
    title: &'static str,
    columns: [&'static str; 3],
    rows: Vec<[String; 3]>,
}

impl Section {
    fn grid(&self) -> Grid {
        let [first, second, third] = self.columns;
        let columns = vec![
            Column::new(first).narrow(),
            Column::new(second),
            Column::new(third),
        ];
        let row = |cells: &[String; 3]| {
            Row::Cells(cells.iter().map(|text| vec![Line::plain(text)]).collect())
        };
        Grid {
            columns,
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

fn ends(context: &Context, body: &Upcoming) -> Section {
    let row = |end: &End| {
        let far = format!(
            "{}: last day {}",
            distance(context.today, end.last, figures),
            end.last
        );
        [
            format!("through {}", end.date.human()),
            format!("{}, set by {}", end.clause, end.event),
            far,
        ]
    };
    let rows = body.ends.iter().map(row).collect();
    Section {
        title: "Scheduled ends",
        columns: ["In force", "Clause", "How far"],
        rows,
    }
}

fn events(context: &Context, body: &Upcoming) -> Section {
    let row = |event: &Event| {
        let exact = event.first.filter(|_| event.first == event.last);
        let far = exact
            .map(|day| distance(context.today, day, figures))
            .unwrap_or_default();
        let standing = if event.planned {
            "planned"
        } else {
            "scheduled"
        };
        let far = format!("{standing} {far}").trim_end().to_owned();
        [
            event.date.human(),
            format!("{} ({})", event.title, event.id),
            far,
        ]
    };
    let rows = body.events.iter().map(row).collect();
    Section {
        title: "Events",
        columns: ["Date", "Event", "How far"],
        rows,
    }
}

fn conditions(body: &Upcoming) -> Section {
    let row = |open: &Condition| {
        [
            open.clause.clone(),
            format!("until {}", open.until),
            format!("set by {}", open.event),
        ]
    };
    let rows = body.conditions.iter().map(row).collect();
    Section {
        title: "Open conditions, without a date",
        columns: ["Clause", "Condition", "By"],
        rows,
    }
}

fn unconfirmed(context: &Context, body: &Upcoming) -> Section {
    let row = |id: &String| {
        let found = context.refs.events.get(id);
        let date = found.map(|event| event.date.human()).unwrap_or_default();
        let title = found.map(|event| event.title.clone()).unwrap_or_default();
        [
            date,
            format!("{title} ({id})"),
            "was planned, not confirmed".to_owned(),
        ]
    };
    let rows = body.unconfirmed.iter().map(row).collect();
    Section {
        title: "Planned, and not confirmed",
        columns: ["Date", "Event", "Standing"],
        rows,
    }
}
