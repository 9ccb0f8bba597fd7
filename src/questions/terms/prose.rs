//! What `terms` tells.

use super::TermsOn;
use crate::agreement::Status;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::count;
use crate::phrases::states::{hindsight, in_force, states, undetermined};
use crate::phrases::stories::close;

pub(super) fn story(context: &Context, body: &TermsOn) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let states_of = |status| {
        body.clauses
            .iter()
            .filter(move |found| found.status == status)
    };
    let (standing, open) = (states_of(Status::InForce), states_of(Status::Unclear));
    let at = format!("at {}", close(refs, &body.at));
    let mut first = vec![in_force(&at, standing.count(), open.count())];
    first.extend(hindsight(&body.at, &body.clauses));
    let text = format!(
        "Since then, {} changed, began or ended",
        count(body.changed_since, "clause")
    );
    first.extend((body.changed_since > 0).then(|| Sentence::of_record(text)));
    told.paragraph(first);
    states(&mut told, context, &body.clauses);
    let list = body.undetermined.iter();
    undetermined(&mut told, refs, list.map(|found| (found, body.at.day)));
    told
}
