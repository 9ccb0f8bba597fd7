//! The first screen.

use crate::answer::block::{Block, Line, Role, cell};
use crate::answer::{Context, Look};
use crate::date::Date;
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::overview::Overview;
use crate::text::words::{Count, and_list};

pub(crate) fn blocks(context: &Context, body: &Overview, _: Look) -> Vec<Block> {
    let counts = &body.counts;
    let answers = "The life of an agreement, event by event.";
    let answers = body.description.as_deref().unwrap_or(answers);
    let mut blocks = heading(context, answers, &[]);
    let counted = format!(
        "{}, {}, {}",
        Count(counts.events, "event"),
        Count(counts.clauses, "clause"),
        Count(counts.sources, "source"),
    );
    let span = match (body.span.first, body.span.last) {
        (Some(first), Some(last)) if first == last => format!("{}: {counted}", first.human()),
        (Some(first), Some(last)) => {
            format!("{} to {}: {counted}", edge(first, false), edge(last, true))
        }
        _ => "nothing is recorded yet".to_owned(),
    };
    let mut fields = vec![("Record".to_owned(), cell(span))];
    if let Some(recorded) = context.timeline.recorded {
        fields.push(("Kept to".to_owned(), cell(recorded.human())));
    }
    fields.push((format!("Today, {}", context.today), vec![today(body)]));
    if let Some(last) = &body.last_change {
        let title = context.refs.title_of(&last.event);
        let text = format!("{}: {title} ({})", last.date.human(), last.event);
        fields.push(("Last change".to_owned(), cell(text)));
    }
    if let Some(next) = &body.next_end {
        let text = format!(
            "{} is in force through {}, {} from today",
            next.clause,
            next.date.human(),
            Count(usize::try_from(next.in_days).unwrap_or(0), "day")
        );
        fields.push(("Next end".to_owned(), vec![Line::of(Role::Future, text)]));
    }
    blocks.push(Block::Fields(fields));
    if !body.undetermined.is_empty() {
        let shown = &body.undetermined[..body.undetermined.len().min(3)];
        let lines = phrases::undecided_lines(shown, &context.refs, context.today);
        blocks.push(Block::Lines(lines));
    }
    let calls = body.tries.iter().map(|(call, what)| {
        let call = context.timeline.call(call);
        (call, Line::of(Role::Faint, *what))
    });
    blocks.push(Block::Calls(calls.collect()));
    blocks
}

/// The outer side of a range, or the date itself.
fn edge(date: Date, last: bool) -> String {
    match (date, last) {
        (Date::Range(Some(side), _), false) | (Date::Range(_, Some(side)), true) => {
            side.to_string()
        }
        _ => date.human(),
    }
}

fn today(body: &Overview) -> Line {
    let counts = &body.counts;
    let mut parts = vec![format!("{} in force", Count(counts.in_force, "clause"))];
    if counts.unclear > 0 {
        parts.push(format!("{} unclear", counts.unclear));
    }
    if counts.undetermined > 0 {
        parts.push(format!("{} undetermined", counts.undetermined));
    }
    Line::plain(and_list(parts))
}
