//! The page of `upcoming`.

use crate::answer::block::{Block, Column, Grid};
use crate::answer::{Answer, Change, Context, Event, Look};
use crate::phrases;
use crate::phrases::dates::distance;
use crate::phrases::heading::heading;
use crate::questions::upcoming::{Condition, Effect, End, Upcoming};
use crate::text::words::{Count, figures};

pub(crate) fn blocks(context: &Context, body: &Upcoming, _: Look) -> Vec<Block> {
    let within = body.within.as_ref();
    let answers = format!(
        "Upcoming after {}{}: {}, {}, {}, {}, {} not confirmed",
        context.today,
        within
            .map(|span| format!(" within {span}"))
            .unwrap_or_default(),
        Count(body.ends.len(), "end"),
        Count(body.effects.len(), "effect"),
        Count(body.events.len(), "event"),
        Count(body.conditions.len(), "open condition"),
        Count(body.unconfirmed.len(), "plan"),
    );
    let mut blocks = heading(context, &answers, &body.days());
    let ends = body.ends.iter().map(|end| self::end(context, end));
    let effects = (body.effects.iter()).flat_map(|effect| self::effect(context, effect));
    let events = body.events.iter().map(|event| self::event(context, event));
    let conditions = body.conditions.iter().map(condition);
    let unconfirmed = body.unconfirmed.iter().map(|id| plan(context, id));
    for (title, columns, rows) in [
        (
            "Scheduled ends",
            ["In force", "Clause", "How far"],
            ends.collect(),
        ),
        (
            "Taking effect",
            ["Date", "Clause", "How far"],
            effects.collect(),
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

/// A row for each clause that is changed.
fn effect(context: &Context, effect: &Effect) -> Vec<[String; 3]> {
    let row = |change: &Change| {
        let (clause, event) = (&change.clause, &effect.event);
        let basis = phrases::basis(change.basis);
        let basis = basis.map(|basis| format!(" ({basis})"));
        let (past, basis) = (change.action.past(), basis.unwrap_or_default());
        let by = format!("{clause} to be {past}{basis}, by {event}");
        [effect.date.human(), by, standing(context, &effect.entry)]
    };
    effect.changes.iter().map(row).collect()
}

fn event(context: &Context, event: &Event) -> [String; 3] {
    let named = format!("{} ({})", event.title, event.id);
    [event.date.human(), named, standing(context, event)]
}

/// Whether it is scheduled or planned, and how far away that is.
fn standing(context: &Context, event: &Event) -> String {
    let standing = match (event.planned, event.scheduled) {
        (true, _) => "planned",
        (false, true) => "scheduled",
        (false, false) => "may already have happened",
    };
    let exact = event.first.filter(|_| event.first == event.last);
    let far = exact.map(|day| format!(" {}", distance(context.today, day, figures)));
    format!("{standing}{}", far.unwrap_or_default())
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
