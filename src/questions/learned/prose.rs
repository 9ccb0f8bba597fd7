//! What `learned` tells.

use super::Learned;
use crate::agreement::compare::Side;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Cite, Context, Diff, Refs};
use crate::phrases::dates::{count, day};
use crate::phrases::sentences::resting;
use crate::phrases::states::{Detail, state_sentences, undetermined};
use crate::phrases::stories::close;
use crate::questions::diff::prose::learned_of;

/// What has become known of a day.
pub(super) fn story(context: &Context, body: &Learned) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let found = &body.difference;
    let (since, today) = (close(refs, &body.since), day(context.today));
    let (at, n) = (close(refs, &body.at), found.all().count());
    let what = if n == 0 { "nothing" } else { "more" };
    let of = Some(format!(" of {}", count(n, "clause"))).filter(|_| n > 0);
    let of = of.unwrap_or_default();
    let text = format!("Between {since} and {today}, {what} became known{of} as of {at}");
    told.say(text);
    for diff in found.all() {
        told.section(Some(diff.title.clone()), vec![became_known(refs, diff)]);
    }
    let list = found.undetermined.iter();
    let list = list.filter(|found| found.side == Some(Side::To));
    undetermined(&mut told, refs, list.map(|found| (found, body.at.day)));
    told
}

fn became_known(refs: &Refs, found: &Diff) -> Vec<Sentence> {
    let cites: Vec<Cite> = found.by.iter().flat_map(|done| done.cite.clone()).collect();
    let event = found.events.last().or(found.reports.last());
    let text = match (&found.before, &found.after) {
        (None, Some(after)) => {
            let name = "It is now known to have stood";
            return state_sentences(refs, name, after, Detail::Nothing);
        }
        (Some(_), Some(_)) => return learned_of(refs, found, found.values()),
        (Some(_), None) => "It is now known not to have stood",
        (None, None) => "It is now known to have come and gone",
    };
    let sentence = resting(refs, text, &cites);
    match event.filter(|_| !cites.is_empty()) {
        Some(event) => vec![sentence.of_change(event, &found.clause)],
        None => vec![sentence],
    }
}
