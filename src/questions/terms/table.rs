//! The page of `terms`: a clause a line with its end, its sentence below.

use crate::agreement::Status;
use crate::answer::block::{Block, Item, Line, Role};
use crate::answer::{Context, Look, State};
use crate::phrases::clause::{beside_quote, by_topic, known_later, more, says, titled, uncertain};
use crate::phrases::{self, ends, heading::head, signs};
use crate::questions::find::{Hit, table as find};
use crate::questions::terms::TermsOn;
use crate::text::words::Count;

pub(crate) fn blocks(context: &Context, body: &TermsOn, look: Look) -> Vec<Block> {
    let mut lines = vec![Line::of(Role::Strong, counts(body))];
    if look.verbose || look.sources {
        let (all, day) = (&body.undetermined, body.at.day);
        lines.extend(phrases::undecided_lines(all, &context.refs, day, look));
    } else {
        lines.extend(uncertain(&context.refs, &body.undetermined));
    }
    let agreement = body.agreement.iter();
    lines.extend(agreement.map(|of| Line::plain(ends::with_agreement(of))));
    lines.extend(known_later(&body.clauses, &body.at));
    let mut blocks = head(context, &phrases::asked(&body.at), lines, &[body.at.day]);
    if body.clauses.is_empty() {
        blocks.push(Block::text(format!("No clause matches{}.", body.others())));
    } else {
        let item = |state| item(context, body, state, look);
        blocks.push(Block::Outline(by_topic(&body.clauses, item)));
    }
    if body.at.day < context.today {
        let since = format!("diff {} today", body.at.again());
        let what = Line::of(Role::Faint, "what changed since");
        blocks.push(match body.changed_since {
            0 => Block::text("No clause is known to have changed since."),
            _ => Block::Calls(vec![(context.timeline.call(&since), what)]),
        });
    }
    if !body.clauses.is_empty() {
        blocks.extend(signs::legend([], look));
    }
    blocks
}

fn counts(body: &TermsOn) -> String {
    let in_force = Count(body.count(Status::InForce), "clause");
    let others = [
        Status::Unclear,
        Status::Ended,
        Status::Expired,
        Status::NotYet,
    ];
    let others = others
        .map(|status| (body.count(status), status))
        .into_iter();
    let others = others.filter(|(count, _)| *count > 0);
    let others = others.map(|(count, status)| format!(", {count} {status}"));
    format!("{in_force} in force{}", others.collect::<String>())
}

fn item(context: &Context, body: &TermsOn, state: &State, look: Look) -> Item {
    let mut undetermined = body.undetermined.iter();
    let is_open = undetermined.any(|found| found.clause == state.id);
    let mut item = titled(&context.refs, state, is_open);
    if !state.status.stands() && state.over.is_some() {
        item.right = Line::plain("with the agreement");
    }
    item.lines.extend(says(state, look));
    item.lines.extend(beside_quote(&context.refs, state, look));
    item.lines
        .extend(ends::goes_on(state).map(|on| Line::of(Role::Future, on)));
    let is_shown = |hit: &&Hit| hit.id == state.id && !["title", "text"].contains(&&*hit.field);
    let hit = body.hits.iter().find(is_shown);
    item.lines
        .extend(hit.map(|hit| find::found(&context.refs, hit, look)));
    more(context, state, look, &mut item);
    if state.text.is_none() {
        item.pairs = phrases::clause::pairs(&context.refs, state, look, phrases::clause::short);
    }
    item
}
