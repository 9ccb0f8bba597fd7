//! The page of `learned`.

use super::Learned;
use crate::agreement::compare::Side;
use crate::answer::block::{Block, Line, Role};
use crate::answer::{Context, Look, Undecided};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::diff::table::differences;

pub(crate) fn blocks(context: &Context, body: &Learned, look: Look) -> Vec<Block> {
    let found = &body.difference;
    let answers = format!(
        "State at {}: as known by {} against as known today, {}",
        phrases::close_of(&body.at),
        phrases::close_of(&body.since),
        context.today
    );
    let mut blocks = heading(context, &answers, &[body.at.day]);
    blocks.extend(differences(context, found, look));
    if found.is_empty() {
        blocks.push(Block::text("Nothing has become known that changes it."));
    }
    let line = |undecided: &Undecided| {
        let is_old = undecided.side == Some(Side::From);
        let known = if is_old { "then" } else { "now" };
        let text = phrases::undecided(undecided, &context.refs, body.at.day);
        Line::of(Role::Doubt, format!("as known {known}, {text}"))
    };
    let undecided = found.undetermined.iter().map(line).collect();
    blocks.extend(Block::section("Undetermined", undecided));
    let call = context.timeline.call(&found.again);
    blocks.push(Block::Call("The same again", call));
    blocks
}
