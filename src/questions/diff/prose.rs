//! What `diff` tells.

use indexmap::IndexSet;

use super::{Difference, mirrored};
use crate::agreement::{Action, Basis};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Cite, Context, Diff, DoneBy};
use crate::phrases::dates::{count, when};
use crate::phrases::sentences::{capital, differences, reading, title};
use crate::phrases::stories::{close, undecided_sentence};
use crate::text::words::{and_list, quote};

/// One paragraph that a reader can quote.
pub(super) fn story(context: &Context, body: &Difference) -> Story {
    let refs = &context.refs;
    let (early, late) = body.in_time();
    let (adopted, ended) = body.adopted_and_ended();
    let changed = match body.all().count() {
        0 => "no clause is recorded to have changed".to_owned(),
        n => {
            let events = count(body.events.len(), "recorded event");
            format!("{events} changed {}", count(n, "clause"))
        }
    };
    let text = format!("Between {} and {}, {changed}", close(early), close(late));
    let mut paragraph = vec![Sentence::of_record(text)];
    for diff in [adopted, &body.amended, ended, &body.interim]
        .into_iter()
        .flatten()
    {
        paragraph.push(diff_sentence(diff, body.reversed));
    }
    let kept = body.unchanged.iter();
    let kept: Vec<String> = kept.map(|clause| title(refs, &clause.clause)).collect();
    if !kept.is_empty() {
        let verb = if kept.len() == 1 { "reads" } else { "read" };
        let clauses = capital(&count(kept.len(), "clause"));
        let text = format!("{clauses} {verb} as before: {}", and_list(kept));
        paragraph.push(Sentence::of_record(text));
    }
    for undecided in &body.undetermined {
        let at = body.day(undecided.side);
        paragraph.push(undecided_sentence(refs, undecided, at));
    }
    let mut told = Story::default();
    told.section(None, vec![paragraph]);
    if body.reversed {
        let text = "The two days were asked for in reverse; this is told forward in time";
        told.section(None, vec![vec![Sentence::of_record(text)]]);
    }
    told
}

/// What became of one clause, told forward in time, with the events that did it.
fn diff_sentence(diff: &Diff, reversed: bool) -> Sentence {
    let (mut before, mut after, mut terms) = (&diff.before, &diff.after, diff.terms.clone());
    if reversed {
        std::mem::swap(&mut before, &mut after);
        mirrored(&mut terms);
    }
    let name = quote(&diff.title);
    let adopted = || each_once(diff, |by| by.action == Action::Adopt, dated);
    let ended = || match each_once(diff, |by| by.action == Action::End, dated) {
        end if end.is_empty() => "expired".to_owned(),
        end => format!("ended {end}"),
    };
    let core = match (before, after) {
        (None, Some(after)) => {
            let several = diff.by.len() > 1;
            let then = if several { ", and in the end" } else { ":" };
            let (adopted, reading) = (adopted(), reading(after, false));
            format!("{name} was adopted {adopted}{then} {reading}")
        }
        (Some(before), Some(after)) => {
            let did = |by: &DoneBy| format!("{} {}", by.action.past(), dated(by));
            let done = each_once(diff, |_| true, did);
            format!("{name} was {done}: {}", differences(before, after, &terms))
        }
        (Some(before), None) => {
            format!("{name} {}; until then {}", ended(), reading(before, false))
        }
        (None, None) => {
            let (adopted, ended) = (adopted(), ended());
            format!("{name} came and went: it was adopted {adopted} and {ended}")
        }
    };
    let doubt = match diff.uncertain.as_slice() {
        [] => "",
        _ => " (undetermined on one of the two days)",
    };
    let cites: Vec<Cite> = diff.by.iter().flat_map(|done| done.cite.clone()).collect();
    let event = diff.events.last().cloned().unwrap_or_default();
    Sentence::new(&event, format!("{core}{doubt}"), &cites).of_change(&diff.clause)
}

/// Some of what was done to a clause, in words, each once.
fn each_once(
    diff: &Diff,
    takes: impl Fn(&DoneBy) -> bool,
    words: impl Fn(&DoneBy) -> String,
) -> String {
    let done = diff.by.iter().filter(|by| takes(by));
    and_list(done.map(words).collect::<IndexSet<String>>())
}

fn dated(done: &DoneBy) -> String {
    format!("{}{}", when(done.date), firmness(done))
}

fn firmness(done: &DoneBy) -> &'static str {
    match done.basis {
        Basis::Stated => "",
        Basis::Reported => " (reportedly)",
        Basis::Inferred => " (as this record infers)",
    }
}
