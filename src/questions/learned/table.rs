//! The page of `learned`.

use super::Learned;
use crate::agreement::compare::Side;
use crate::answer::Context;
use crate::answer::Look;
use crate::answer::block::{Block, Line, Role};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::diff::table::grid;

pub(crate) fn blocks(context: &Context, body: &Learned, look: Look) -> Vec<Block> {
    let found = &body.difference;
    let answers = format!(
        "State at {}: as known by {} against as known today, {}",
        phrases::close_of(&body.at),
        phrases::close_of(&body.since),
        context.today
    );
    let mut blocks = heading(context, &answers, &[body.at.day]);
    let sections = [
        ("Now known to have been in force", &found.adopted),
        ("Now known to have read otherwise", &found.amended),
        ("Now known not to have been in force", &found.ended),
        ("Now known to have come and gone", &found.interim),
    ];
    for (title, list) in sections {
        if !list.is_empty() {
            let title = format!("{title} ({})", list.len());
            blocks.push(Block::Heading(Line::of(Role::Strong, title)));
            let labels = ("as known then", "as known now");
            blocks.push(Block::Grid(grid(context, list, labels, look)));
        }
    }
    if found.is_empty() {
        blocks.push(Block::Text(Line::plain(
            "Nothing has become known that changes it.",
        )));
    }
    let undecided: Vec<Line> = found
        .undetermined
        .iter()
        .map(|undecided| {
            let known = if undecided.side == Some(Side::From) {
                "as known then"
            } else {
                "as known now"
            };
            let text = phrases::undecided(undecided, &context.refs, body.at.day);
            Line::of(Role::Doubt, format!("{known}, {text}"))
        })
        .collect();
    if !undecided.is_empty() {
        blocks.push(Block::Heading(Line::of(Role::Strong, "Undetermined")));
        blocks.push(Block::Lines(undecided));
    }
    blocks.push(Block::Call(
        "The same again",
        context.timeline.call(&found.again),
    ));
    blocks
}
