//! The page of `upcoming`.

use crate::answer::block::{Block, Column, Grid};
use crate::answer::{Context, Event, Look};
use crate::phrases::dates::distance;
use crate::phrases::heading::heading;
use crate::questions::upcoming::{Condition, End, Upcoming};
use crate::text::words::{Count, figures};

pub(crate) fn blocks(context: &Context, body: &Upcoming, _: Look) -> Vec<Block> {
    let within = body.within.as_ref();
    let answers = format!(
        "Upcoming after {}{}: {}, {}, {}, {} not confirmed",
        context.today,
        within
            .map(|span| format!(" within {span}"))
            .unwrap_or_default(),
        Count(body.ends.len(), "end"),
        Count(body.events.len(), "event"),
        Count(body.conditions.len(), "open condition"),
        Count(body.unconfirmed.len(), "plan"),
    );
    let days: Vec<_> = body.ends.iter().map(|end| end.last).collect();
    let mut blocks = heading(context, &answers, &days);
    let ends = body.ends.iter().map(|end| self::end(context, end));
    let events = body.events.iter().map(|event| self::event(context, event));
    let conditions = body.conditions.iter().map(condition);
    let unconfirmed = body.unconfirmed.iter().map(|id| plan(context, id));
    for (title, columns, rows) in [
        (
            "Scheduled ends",
            ["In force", "Clause", "How far"],
            ends.collect(),
        ),
        ("Events", ["Date", "Event", "How far"], events.collect()),
        (
            "Open conditions, without a date",
            ["Clause", "Condition", "By"],
            conditions.collect(),
        ),
        (
            "Planned, and not confirmed",
            ["Date", "Event", "Standing"],
            unconfirmed.collect::<Vec<_>>(),
        ),
    ] {
        let [first, second, third] = columns.map(Column::new);
        let grid = Grid::of_texts([first.narrow(), second, third], rows);
        blocks.extend(Block::table(title, grid));
    }
    if blocks.len() == 2 {
        blocks.push(Block::text("Nothing is scheduled."));
    }
    blocks
}

fn end(context: &Context, end: &End) -> [String; 3] {
    let far = distance(context.today, end.last, figures);
    [
        format!("through {}", end.date.human()),
        format!("{}, set by {}", end.clause, end.event),
        format!("{far}: last day {}", end.last),
    ]
}

fn event(context: &Context, event: &Event) -> [String; 3] {
    let standing = if event.planned {
        "planned"
    } else {
        "scheduled"
    };
    let exact = event.first.filter(|_| event.first == event.last);
    let far = exact.map(|day| format!(" {}", distance(context.today, day, figures)));
    [
        event.date.human(),
        format!("{} ({})", event.title, event.id),
        format!("{standing}{}", far.unwrap_or_default()),
    ]
}

fn condition(open: &Condition) -> [String; 3] {
    [
        open.clause.clone(),
        format!("until {}", open.until),
        format!("set by {}", open.event),
    ]
}

fn plan(context: &Context, id: &String) -> [String; 3] {
    let found = context.refs.events.get(id);
    let date = found.map(|event| event.date.human()).unwrap_or_default();
    let title = context.refs.title_of(id);
    let standing = "was planned, not confirmed".to_owned();
    [date, format!("{title} ({id})"), standing]
}
