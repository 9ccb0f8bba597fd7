//! What `chart` tells.

use super::{Chart, Turn, TurnKind};
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::when;

/// What happens to each clause on the scale, one sentence each.
pub(super) fn story(_: &Context, body: &Chart) -> Story {
    let mut told = Story::default();
    let sentence = |turn: &Turn| {
        let days = when(turn.date());
        let told = match turn.action {
            TurnKind::Expiry => format!("It is in force to the close of its last day, {days}"),
            TurnKind::Change(action) if turn.planned => {
                format!("It was planned to be {} {days}", action.past())
            }
            TurnKind::Change(action) => format!("It was {} {days}", action.past()),
        };
        Sentence::new(&turn.event, told, &turn.cite)
    };
    for lane in &body.lanes {
        let sentences = lane.turns.iter().map(sentence).collect();
        told.section(Some(lane.title.clone()), vec![sentences]);
    }
    told
}
