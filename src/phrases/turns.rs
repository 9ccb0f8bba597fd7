//! What happens to a clause on a chart.

use super::clocks::marks;
use super::dates::{date, when};
use super::deeds::{Deed, Tense};
use super::sentences::capital;
use super::{Say, clocks, ends};
use crate::agreement::Action;
use crate::answer::Refs;
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
    what + &turn.doubt
}

/// The same as a sentence: `22 July 2019: Microsoft and OpenAI adopted it`.
pub(crate) fn sentence(refs: &Refs, turn: &Turn, today: Day) -> String {
    let what = match turn.action {
        TurnKind::Expiry => format!("this is {}", what(turn, today)),
        TurnKind::Change(action) if action != Action::Disclose => {
            let tense = Tense::on(turn.planned, [turn.first, turn.last], today);
            let deed = Deed::new(refs, &turn.event, (action, &turn.bound), tense);
            deed.told("it", true) + &turn.doubt
        }
        _ => what(turn, today),
    };
    capital(&told(turn, &what, [date, when]))
}

/// What happens behind its day, when it became known, and how firm it is; the days are said by themselves, and behind a
/// verb.
pub(crate) fn told(turn: &Turn, what: &str, [say, when]: [Say; 2]) -> String {
    let known = turn.known.map(|known| match turn.action {
        TurnKind::Change(Action::Disclose) => format!(" {}", when(known)),
        _ => format!(", {}", clocks::since(known, say)),
    });
    let firm = marks(super::firm(&turn.event, turn.basis));
    format!(
        "{}: {what}{}{firm}",
        say(turn.date),
        known.unwrap_or_default()
    )
}
