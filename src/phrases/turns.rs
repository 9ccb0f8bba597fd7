//! What happens to a clause on a chart.

use super::{Say, clocks, ends};
use crate::agreement::Action;
use crate::answer::chart::{Turn, TurnKind};
use crate::date::Day;

pub(crate) fn what(turn: &Turn, today: Day) -> String {
    let what = match turn.action {
        TurnKind::Expiry => "its last day".to_owned(),
        TurnKind::Renewal => {
            let (number, length) = turn.renewal.map_or((1, None), |of| (of.number, of.length));
            let length = length.map(|length| format!(", for {}", ends::span(length)));
            let nth = ends::nth(number);
            format!("it renews for the {nth} time{}", length.unwrap_or_default())
        }
        TurnKind::Change(action) if turn.planned => format!("planned to be {}", action.past()),
        TurnKind::Change(Action::Disclose) => "more became known".to_owned(),
        TurnKind::Change(action) if turn.first > Some(today) => format!("to be {}", action.past()),
        TurnKind::Change(action) => action.past().to_owned(),
    };
    what + turn.doubt
}

/// The same behind its day, and when it became known; the days are said by themselves, and behind a verb.
pub(crate) fn told(turn: &Turn, today: Day, [say, when]: [Say; 2]) -> String {
    let known = turn.known.map(|known| match turn.action {
        TurnKind::Change(Action::Disclose) => format!(" {}", when(known)),
        _ => format!(", {}", clocks::since(known, say)),
    });
    let (day, what) = (say(turn.date), what(turn, today));
    format!("{day}: {what}{}", known.unwrap_or_default())
}
