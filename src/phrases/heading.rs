//! What stands above an answer, and the list of sources below it.

use crate::agreement::Source;
use crate::answer::block::{Block, Item, Line, Role};
use crate::answer::{Context, Look};
use crate::date::Day;
use crate::phrases;

/// The sources that an answer names, where they are asked for and it names no other place for them.
pub(crate) fn sources(context: &Context, look: Look) -> Vec<Block> {
    let sources = context.refs.sources.iter().filter(|_| look.sources);
    let item = |(id, source): (&String, &Source)| Item {
        name: "source",
        ..Item::of(Line::plain(phrases::source(source)).and(Role::Faint, format!(" ({id})")))
    };
    Block::outline([Item::section("Sources", sources.map(item).collect())])
}

/// What stands below an answer that does not believe all: what that leaves out.
pub(crate) fn left_out(context: &Context) -> Option<Block> {
    let left_out = phrases::left_out(&context.lens)?;
    Some(Block::Text(Line::of(Role::Doubt, left_out)))
}

/// What stands above an answer: whose timeline, what is asked of it, the lines of the answer itself, and what bounds it.
/// What bounds one of several is known once all are.
pub(crate) fn head(context: &Context, asked: &str, lines: Vec<Line>, days: &[Day]) -> Vec<Block> {
    let timeline = &context.timeline;
    let title = Line::of(Role::Strong, &timeline.title);
    let mut all = lines;
    if !timeline.is_part {
        let mut facts = vec![timeline.origin().to_owned()];
        facts.extend(timeline.summaries.then(|| "texts are summaries".to_owned()));
        facts.extend(timeline.recorded.map(|recorded| {
            let kept = recorded.human();
            let is_later = |day: &Day| recorded.last().is_some_and(|last| *day > last);
            if days.iter().any(is_later) {
                format!("kept to {kept}, then assumed unchanged")
            } else {
                format!("record kept to {kept}")
            }
        }));
        all.extend(phrases::lens(&context.lens).map(|lens| Line::of(Role::Doubt, lens)));
        all.extend(timeline.note.iter().map(|note| Line::of(Role::Faint, note)));
        all.push(beside(Line::default(), facts));
    }
    vec![Block::Title(title, Line::plain(asked)), Block::Lines(all)]
}

pub(crate) fn beside(line: Line, facts: impl IntoIterator<Item = String>) -> Line {
    facts.into_iter().fold(line, |line, fact| {
        let line = if line.is_empty() {
            line
        } else {
            line.sign(Role::Faint, " · ", "; ")
        };
        line.and(Role::Faint, fact)
    })
}
