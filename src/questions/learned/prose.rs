//! What `learned` tells.

use super::Learned;
use crate::phrases::sentences::unclear;
use crate::phrases::states::{Detail, state_sentences, undetermined};
use crate::phrases::stories::close;
use crate::questions::diff::known::{learned_of, only_between, over};
use crate::questions::prelude::*;

pub(super) fn story(context: &Context, body: &Learned) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let found = &body.difference;
    let (since, today) = (close(refs, &body.since), day(context.today));
    let (at, of) = (close(refs, &body.at), count(found.all().count(), "clause"));
    let text = format!("Between {since} and {today}, more became known of {of} as of {at}");
    told.say(text);
    for of in &body.began {
        let cites = of.adoption.iter().flat_map(|set| backing(&set.cite, None));
        told.paragraph(vec![resting(refs, super::began(of, date), cites)]);
    }
    let is_past = body.at.day < context.today;
    for diff in found.all() {
        let paragraph = became_known(context, diff, is_past);
        told.section(Some(diff.title.clone()), vec![paragraph]);
    }
    let list = found.undetermined.iter();
    let list = list.filter(|found| found.side == Some(Side::To));
    undetermined(&mut told, refs, list.map(|found| (found, body.at.day)));
    told
}

fn became_known(context: &Context, found: &Diff, is_past: bool) -> Vec<Sentence> {
    let refs = &context.refs;
    match (&found.before, &found.after) {
        (None, Some(after)) => {
            let name =
                ["It is now known to stand", "It is now known to have stood"][usize::from(is_past)];
            state_sentences(refs, (name, &[]), after, Detail::Nothing)
        }
        (Some(_), Some(after)) => {
            let turned = after.turned.iter().filter(|_| found.how == How::Unclear);
            let unclear = turned.map(|set| {
                let text = unclear("it still stands", set.days());
                resting(refs, text, &set.cite).of_change(&set.event, &found.clause)
            });
            let rest = learned_of(refs, found, None, found.values());
            unclear.chain(rest).collect()
        }
        (None, None) if found.how == How::Interim => vec![only_between(context, found, "It")],
        _ => vec![over(refs, found, "it")],
    }
}
