//! What `chart` tells.

use super::{Chart, Turn, TurnKind};
use crate::agreement::Action;
use crate::answer::Context;
use crate::answer::story::Story;
use crate::phrases::dates::date;
use crate::phrases::sentences::{capital, known, marks, resting};

/// What happens to each clause on the scale, a line of days each.
pub(super) fn story(context: &Context, body: &Chart) -> Story {
    let mut told = Story::default();
    let refs = &context.refs;
    let sentence = |turn: &Turn| {
        let event = refs.events.get(&turn.event);
        let since = event.and_then(|event| known(turn.date(), event.known));
        let what = match turn.action {
            TurnKind::Expiry => "its last day".to_owned(),
            TurnKind::Renewal => "its term ends and is renewed, if nobody gave notice".to_owned(),
            TurnKind::Change(Action::Disclose) => "more became known".to_owned(),
            TurnKind::Change(action) if turn.planned => format!("planned to be {}", action.past()),
            TurnKind::Change(action) => action.past().to_owned(),
        };
        let since = since.filter(|_| matches!(turn.action, TurnKind::Change(_)));
        let text = format!("{}{}: {what}", capital(&date(turn.date())), marks(since));
        resting(refs, text, &turn.cite).of_event(&turn.event)
    };
    for lane in &body.lanes {
        let sentences = lane.turns.iter().map(sentence).collect();
        let group = Some(&lane.group).filter(|_| !context.timelines.is_empty());
        let title = group.map_or_else(String::new, |group| format!("{group}: "));
        told.section(Some(title + &lane.title), vec![sentences]);
    }
    told
}
