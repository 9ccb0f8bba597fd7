//! The page of `learned`.

use super::Learned;
use crate::agreement::compare::Side;
use crate::answer::block::{Block, Line, Role};
use crate::answer::{Context, Look};
use crate::phrases::heading::head;
use crate::questions::diff::{item, table as diff};
use crate::text::words::Count;

pub(crate) fn blocks(context: &Context, body: &Learned, look: Look) -> Vec<Block> {
    let found = &body.difference;
    let (arrow, since) = (item::arrow(look), body.since.day);
    let (at, today) = (body.at.day, context.today);
    let asked = format!("{at}, known by {since} {arrow} {today}");
    let text = match found.all().count() {
        0 => "Nothing more is known of the clauses as of that day".to_owned(),
        count => {
            let clauses = Count(count, "clause");
            format!("More is known of {clauses} as of that day")
        }
    };
    let lines = vec![Line::of(Role::Strong, text)];
    let mut blocks = head(context, &asked, lines, &[body.at.day]);
    blocks.extend(diff::differences(context, found, look));
    let said = |side: Side| match side {
        Side::From => format!("as known by {since}"),
        Side::To => "as known today".to_owned(),
    };
    blocks.extend(diff::uncertain(context, found, look, said));
    blocks.push(diff::legend(found, look));
    blocks
}
