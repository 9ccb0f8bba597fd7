//! What `terms` tells.

use super::TermsOn;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::count;
use crate::phrases::sentences::capital;
use crate::phrases::stories::{close, states, undetermined};

pub(super) fn story(context: &Context, body: &TermsOn) -> Story {
    let mut told = Story::default();
    let standing = body
        .clauses
        .iter()
        .filter(|clause| clause.status.stands())
        .count();
    let verb = if standing == 1 { "was" } else { "were" };
    let text = format!(
        "At {}, {} {verb} in force or unclear",
        close(&body.at),
        count(standing, "clause")
    );
    told.section(None, vec![vec![Sentence::of_record(text)]]);
    states(&mut told, context, &body.clauses, body.at.day);
    undetermined(&mut told, context, &body.undetermined, body.at.day);
    if body.changed_since > 0 {
        let text = format!(
            "{} changed since",
            capital(&count(body.changed_since, "clause"))
        );
        told.section(None, vec![vec![Sentence::of_record(text)]]);
    }
    told
}
