//! What `diff` tells.

use super::Difference;
use crate::agreement::compare::Side;
use crate::agreement::{Action, Basis};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Cite, Context, Diff, DoneBy, TermDiff};
use crate::phrases::dates::{count, when};
use crate::phrases::sentences::{capital, differences, reading, title};
use crate::phrases::stories::{close, undecided_sentence};
use crate::text::words::and_list;

/// One paragraph that a reader can quote.
pub(super) fn story(context: &Context, body: &Difference) -> Story {
    let mut told = Story::default();
    let refs = &context.refs;
    let (early, late) = if body.reversed {
        (&body.to, &body.from)
    } else {
        (&body.from, &body.to)
    };
    let (adopted, ended) = if body.reversed {
        (&body.ended, &body.adopted)
    } else {
        (&body.adopted, &body.ended)
    };
    let mut paragraph = Vec::new();
    let total = adopted.len() + ended.len() + body.amended.len() + body.interim.len();
    let text = match total {
        0 => format!(
            "Between {} and {}, no clause is recorded to have changed",
            close(early),
            close(late)
        ),
        n => {
            let events = body.events.len();
            format!(
                "Between {} and {}, {} changed {}",
                close(early),
                close(late),
                count(events, "recorded event"),
                count(n, "clause")
            )
        }
    };
    paragraph.push(Sentence::of_record(text));
    for diff in adopted
        .iter()
        .chain(&body.amended)
        .chain(ended)
        .chain(&body.interim)
    {
        paragraph.push(diff_sentence(diff, body.reversed));
    }
    let kept: Vec<String> = body
        .unchanged
        .iter()
        .map(|clause| title(refs, &clause.clause))
        .collect();
    if !kept.is_empty() {
        let verb = if kept.len() == 1 { "reads" } else { "read" };
        paragraph.push(Sentence::of_record(format!(
            "{} {verb} as before: {}",
            capital(&count(kept.len(), "clause")),
            and_list(kept)
        )));
    }
    for undecided in &body.undetermined {
        let at = if undecided.side == Some(Side::From) {
            body.from.day
        } else {
            body.to.day
        };
        paragraph.push(undecided_sentence(refs, undecided, at));
    }
    told.section(None, vec![paragraph]);
    if body.reversed {
        let text = "The two days were asked for in reverse; this is told forward in time";
        told.section(None, vec![vec![Sentence::of_record(text)]]);
    }
    told
}

/// What became of one clause, told forward in time, with the events that did it.
fn diff_sentence(diff: &Diff, reversed: bool) -> Sentence {
    let (before, after) = if reversed {
        (&diff.after, &diff.before)
    } else {
        (&diff.before, &diff.after)
    };
    let name = format!("“{}”", diff.title);
    let doing = |actions: &[Action]| {
        let mut dates: Vec<String> = Vec::new();
        for done in diff.by.iter().filter(|done| actions.contains(&done.action)) {
            let date = format!("{}{}", when(done.date), firmness(done));
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
        and_list(dates)
    };
    let core = match (before, after) {
        (None, Some(after)) => {
            let then = if diff.by.len() > 1 {
                ", and in the end"
            } else {
                ":"
            };
            format!(
                "{name} was adopted {}{then} {}",
                doing(&[Action::Adopt]),
                reading(after, false)
            )
        }
        (Some(before), Some(after)) => {
            let turned = if reversed {
                mirrored(&diff.terms)
            } else {
                diff.terms.clone()
            };
            let mut done: Vec<String> = Vec::new();
            for by in &diff.by {
                let text = format!("{} {}{}", by.action.past(), when(by.date), firmness(by));
                if !done.contains(&text) {
                    done.push(text);
                }
            }
            format!(
                "{name} was {}: {}",
                and_list(done),
                differences(before, after, &turned)
            )
        }
        (Some(before), None) => {
            let end = doing(&[Action::End]);
            let how = if end.is_empty() {
                "expired".to_owned()
            } else {
                format!("ended {end}")
            };
            format!("{name} {how}; until then {}", reading(before, false))
        }
        (None, None) => {
            let end = doing(&[Action::End]);
            let end = if end.is_empty() {
                "expired".to_owned()
            } else {
                format!("ended {end}")
            };
            format!(
                "{name} came and went: it was adopted {} and {end}",
                doing(&[Action::Adopt])
            )
        }
    };
    let doubt = if diff.uncertain.is_empty() {
        ""
    } else {
        " (undetermined on one of the two days)"
    };
    let cites: Vec<Cite> = diff.by.iter().flat_map(|done| done.cite.clone()).collect();
    let event = diff.events.last().cloned().unwrap_or_default();
    Sentence::new(&event, format!("{core}{doubt}"), &cites).of_change(&diff.clause)
}

fn firmness(done: &DoneBy) -> &'static str {
    match done.basis {
        Basis::Stated => "",
        Basis::Reported => " (reportedly)",
        Basis::Inferred => " (as this record infers)",
    }
}

fn mirrored(terms: &[TermDiff]) -> Vec<TermDiff> {
    let mut turned = terms.to_vec();
    for term in &mut turned {
        std::mem::swap(&mut term.before, &mut term.after);
        std::mem::swap(&mut term.added, &mut term.removed);
    }
    turned
}
