//! What `terms` tells.

use super::TermsOn;
use crate::agreement::Status;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::count;
use crate::phrases::sentences::capital;
use crate::phrases::stories::{close, hindsight, in_force, states, undetermined};

pub(super) fn story(context: &Context, body: &TermsOn) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let number = |status| {
        body.clauses
            .iter()
            .filter(|found| found.status == status)
            .count()
    };
    let counts = (number(Status::InForce), number(Status::Unclear));
    let at = format!("At {}", close(refs, &body.at));
    let mut first = in_force(&at, counts, body.at.day >= context.today);
    first.extend(hindsight(&body.at, &body.clauses));
    if body.changed_since > 0 {
        let clauses = capital(&count(body.changed_since, "clause"));
        first.push(Sentence::of_record(format!("{clauses} changed since")));
    }
    told.paragraph(first);
    states(&mut told, context, &body.clauses);
    let list = body.undetermined.iter();
    undetermined(&mut told, refs, list.map(|found| (found, body.at.day)));
    told
}
