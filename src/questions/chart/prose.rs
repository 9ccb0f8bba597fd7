//! What `chart` tells.

use super::{Chart, Turn, TurnKind};
use crate::answer::Context;
use crate::answer::story::Story;
use crate::phrases::dates::date;
use crate::phrases::sentences::{capital, resting};

/// What happens to each clause on the scale, a line of days each.
pub(super) fn story(context: &Context, body: &Chart) -> Story {
    let mut told = Story::default();
    let sentence = |turn: &Turn| {
        let day = capital(&date(turn.date()));
        let text = match turn.action {
            TurnKind::Expiry => format!("{day}: its last day"),
            TurnKind::Change(action) if turn.planned => {
                format!("{day}: planned to be {}", action.past())
            }
            TurnKind::Change(action) => format!("{day}: {}", action.past()),
        };
        resting(&context.refs, text, &turn.cite).of_event(&turn.event)
    };
    for lane in &body.lanes {
        let sentences = lane.turns.iter().map(sentence).collect();
        told.section(Some(lane.title.clone()), vec![sentences]);
    }
    told
}
