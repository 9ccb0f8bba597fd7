//! What `terms` tells.

use super::TermsOn;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::count;
use crate::phrases::sentences::capital;
use crate::phrases::stories::{close, states, undetermined};

pub(super) fn story(context: &Context, body: &TermsOn) -> Story {
    let mut told = Story::default();
    let standing = body.clauses.iter().filter(|clause| clause.status.stands());
    let standing = standing.count();
    let were = if standing == 1 { "was" } else { "were" };
    let (at, clauses) = (close(&body.at), count(standing, "clause"));
    let text = format!("At {at}, {clauses} {were} in force or unclear");
    told.section(None, vec![vec![Sentence::of_record(text)]]);
    states(&mut told, context, &body.clauses, body.at.day);
    undetermined(&mut told, context, &body.undetermined, body.at.day);
    if body.changed_since > 0 {
        let clauses = capital(&count(body.changed_since, "clause"));
        let text = format!("{clauses} changed since");
        told.section(None, vec![vec![Sentence::of_record(text)]]);
    }
    told
}
