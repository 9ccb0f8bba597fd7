//! What `diff` and `learned` tell of what only became known of a clause.

use std::collections::HashSet;

use super::Difference;
use crate::agreement::{RENEWAL, Renewing};
use crate::phrases::attribution::{Given, attribution, doubt, learned};
use crate::phrases::dates::from;
use crate::phrases::sentences::{Reading, resting_text};
use crate::phrases::states::{Detail, state_sentences, told_text, undecided_sentence};
use crate::phrases::stories::with_that;
use crate::phrases::terms::{given as told, is_said};
use crate::questions::prelude::*;

pub(crate) fn learned_of<'a>(
    refs: &Refs,
    (found, title): (&'a Diff, Option<&str>),
    values: impl Iterator<Item = &'a ValueDiff>,
) -> Vec<Sentence> {
    let after = found.after.as_deref();
    // A text that tells what was agreed is told with that.
    let agreed = found.as_agreed.as_deref().zip(after);
    let is_told = agreed.is_some_and(|(agreed, after)| agreed.text == after.text);
    let is_news = |name| name != "status" && !(is_told && name == "text");
    let mut by: IndexMap<_, Vec<(&ValueDiff, &Set)>> = IndexMap::new();
    for value in values.filter(|value| is_news(value.name.as_str())) {
        if let Some(set) = &value.set {
            let list = by.entry((&set.event, set.place, set.date)).or_default();
            list.push((value, set));
        }
    }
    let is_part_told = after.is_some_and(State::is_part_told);
    let is_text = |(value, _): &(&ValueDiff, &Set)| value.name.as_str() == "text";
    let mut lists: Vec<_> = by.into_values().collect();
    // What a part of it adds up to comes last.
    lists.sort_by_key(|list| is_part_told && list.iter().any(is_text));
    let mut told = Vec::new();
    for mut list in lists {
        list.sort_by_key(|(value, _)| value.name.as_str() != "text");
        let read = after.filter(|_| is_text(&list[0]));
        let [partly, whole] = [true, false].map(|part| read.filter(|_| part == is_part_told));
        let values = given(refs, found, whole, &list);
        if let Some((_, set, _)) = values.first() {
            let sentence = learned(refs, title, &values);
            told.push(sentence.of_change(&set.event, &found.clause));
            told.extend(doubt(refs, &found.clause, &values));
        }
        told.extend(partly.map(|after| {
            if told.is_empty() {
                return told_text(refs, title.unwrap_or("It reads"), after, Detail::Nothing);
            }
            let (text, set) = (after.text.as_deref().unwrap_or_default(), list[0].1);
            let text = with_that(&Reading::of(text, after.wording));
            let cites = backing(&set.cite, Some("text"));
            resting_text(refs, text, cites, &after.beside).of_change(&set.event, &found.clause)
        }));
    }
    told
}

/// How each value is told that one event made known, but for what the whole text says, if that is among them.
fn given<'a>(
    refs: &Refs,
    found: &Diff,
    whole: Option<&State>,
    list: &[(&'a ValueDiff, &'a Set)],
) -> Vec<Given<'a>> {
    let text = whole.and_then(State::whole_text).unwrap_or_default();
    let values = list.iter().filter_map(|(value, set)| {
        let (name, of) = (value.name.as_str(), value.after.as_ref()?);
        let told = match name {
            "text" => Reading::of(whole?.text.as_deref()?, whole?.wording).unhedged(),
            _ if is_said(refs, &found.clause, (name, of), text) => return None,
            _ => Reading::fact(told(refs, &found.clause, (name, of), renewing(found))?),
        };
        Some((name, *set, told))
    });
    values.collect()
}

/// How a clause renews, where one event set all of that and nothing did before.
pub(super) fn renewing(found: &Diff) -> Renewing {
    let rules = found.values();
    let rules = rules.filter(|value| RENEWAL.contains(&value.name.as_str()));
    let set = |value: &ValueDiff| {
        let set = value.set.as_ref();
        let set = set.map(|set| (set.event.clone(), set.basis));
        (value.before.is_none(), set)
    };
    let sets: HashSet<_> = rules.map(set).collect();
    let is_one = sets.len() == 1 && sets.iter().all(|(is_new, _)| *is_new);
    let after = found.after.as_ref().filter(|_| is_one);
    after.map_or_else(Renewing::default, |after| after.renewing)
}

/// An older deed that became known: the clause as it stands, with both days.
pub(super) fn became_known(refs: &Refs, body: &Difference, found: &Diff) -> Vec<Sentence> {
    let after = found.as_agreed.as_ref().or(found.after.as_ref());
    let text = after.and_then(|after| after.set_by.get("text"));
    let says =
        |done: &DoneBy| text.is_none_or(|set| (set.date, set.known) != (done.date, done.known));
    let done = found.adoption().filter(|done| says(done));
    let mut sets = after.into_iter().flat_map(|after| after.set_by.values());
    let days = done.and_then(|done| {
        let since = known(done.date, done.known)?;
        // What it says may have been known before its start was.
        let is_late = sets.any(|set| set.known.first() < done.known.first());
        Some(if is_late {
            format!("its start {} {since}", when(done.date))
        } else {
            format!("{since}, {}", from(done.date))
        })
    });
    let name = format!("{}{}", found.title, marks(days));
    let detail = done.map_or(Detail::Nothing, |done| Detail::Since(&done.event));
    let told = after.map(|after| state_sentences(refs, &name, after, detail));
    let mut told = told.unwrap_or_default();
    told.extend(doubts(refs, body, found));
    told
}

/// What became known of a clause that is over: that it had ended, or how it read while it stood.
pub(super) fn became_known_over(refs: &Refs, found: &Diff) -> Option<Sentence> {
    let done = found.by.last()?;
    let cites = backing(&done.cite, None);
    let [who, ..] = attribution(refs, done.basis, done.known, &cites);
    let what = match &found.before {
        Some(_) => format!("it ended {}", when(done.date)),
        None => "more of how it read while it stood".to_owned(),
    };
    let text = format!("{}, as {who}: {what}", found.title);
    Some(resting(refs, text, cites).of_change(&done.event, &found.clause))
}

/// On which side of the two days it is not certain what had become of a clause, and by what.
pub(super) fn doubts(refs: &Refs, body: &Difference, found: &Diff) -> Vec<Sentence> {
    let doubt = |side: &Side| {
        let asked = Some(if body.reversed { side.other() } else { *side });
        let at = body.day(asked);
        if *side == Side::From && found.before.is_none() {
            let close = day(at);
            let text = "Whether it began before or after the close of";
            return vec![Sentence::of_record(format!(
                "{text} {close} is not certain"
            ))];
        }
        let is_open = |of: &&Undecided| of.clause == found.clause && of.side == asked;
        let open = body.undetermined.iter().filter(is_open);
        open.map(|of| undecided_sentence(refs, of, &[at])).collect()
    };
    found.uncertain.iter().flat_map(doubt).collect()
}
