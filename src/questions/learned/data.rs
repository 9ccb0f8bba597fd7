//! What has become known about a day since another day, in the shape of a difference.

use serde::Serialize;

use super::LearnedArgs;
use crate::agreement::compare::{self, Side};
use crate::agreement::history::History;
use crate::agreement::lens;
use crate::answer::{At, Lens, Report};
use crate::questions::diff::{Difference, deeds_and_reports, record_of, standing};
use crate::questions::recorder::Recorder;
use crate::questions::view::{Refusal, View};

/// The answer: a difference whose first side is what was known then, and whose second is what is
/// known today.
#[derive(Clone, Debug, Serialize)]
pub struct Learned {
    /// The day by whose close the earlier knowledge had been had.
    pub since: At,
    pub at: At,
    #[serde(flatten)]
    pub difference: Difference,
}

pub(super) fn learned(view: &View<'_>, args: &LearnedArgs) -> Result<Report, Refusal> {
    let (whole, lens) = view.whole;
    let all = View::new(whole, view.today, Lens::default(), None);
    let since = args.from.as_deref().or(args.since.as_deref());
    let since = all.at(since.unwrap_or("today"))?;
    let at = all.at(args.at.as_ref().unwrap_or(&since.when))?;
    let known_by = lens.known_by;
    let then = lens::Lens {
        known_by: Some(known_by.map_or(since.day, |limit| limit.min(since.day))),
        ..lens.clone()
    };
    let narrowed = |lens: &lens::Lens| History::of(lens.narrow(&whole.timeline));
    let (old, new) = (narrowed(&then), narrowed(lens));
    let (old, new) = (view.over(&old), view.over(&new));
    let (mut then, mut now) = (Recorder::new(&old), Recorder::new(&new));
    let mut difference = Difference::empty(at.clone(), at.clone());
    let filter = args.filter.resolve(view)?;
    let days = [&old, &new].map(|view| view.instant(at.day, at.event.as_deref()));
    let (old, new) = (old.history, new.history);
    let mut behind = Vec::new();
    for clause in 0..new.timeline.clauses.len() {
        if !filter.admits(new, clause, &days[1..]) {
            continue;
        }
        if let Some(found) = compare::learned(old, new, clause, days) {
            behind.extend(found.behind.iter().copied());
            if !difference.keep(&mut now, &found) {
                let before = standing(&mut then, clause, &found.before);
                let after = standing(&mut now, clause, &found.after);
                difference.take(record_of(&mut now, &found, before, after));
            }
        }
        let undecided = &mut difference.undetermined;
        let (from, to) = (old.state(clause, days[0]), new.state(clause, days[1]));
        undecided.extend(then.undecided(clause, &from.pending, Some(Side::From)));
        undecided.extend(now.undecided(clause, &to.pending, Some(Side::To)));
    }
    difference.count();
    (difference.events, difference.reports) = deeds_and_reports(&mut now, &behind);
    let earlier = then.refs();
    let found = Learned {
        since,
        at,
        difference,
    };
    let mut report = now.finish("learned", found);
    report.context.refs.merge(earlier);
    Ok(report)
}
