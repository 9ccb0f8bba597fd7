//! What `diff` and `learned` tell of what only became known of a clause.

use crate::phrases::attribution::{Given, doubt, learned};
use crate::phrases::sentences::{named_events, reads};
use crate::phrases::states::{Detail, ended, state_sentences, told_text};
use crate::phrases::terms::{is_said, told, worded};
use crate::questions::prelude::*;

/// Some values, by who made them known on one day; a text to which that gave only a part comes last.
pub(crate) fn learned_of<'a>(
    refs: &Refs,
    (found, title): (&'a Diff, Option<&str>),
    values: impl Iterator<Item = &'a ValueDiff>,
) -> Vec<Sentence> {
    let after = found.after.as_deref();
    let mut by: IndexMap<_, Vec<(&ValueDiff, &Set)>> = IndexMap::new();
    for value in values.filter(|value| value.name.as_str() != "status") {
        if let Some(set) = &value.set {
            let list = by.entry((&set.event, set.place, set.date)).or_default();
            list.push((value, set));
        }
    }
    let is_text = |(value, _): &(&ValueDiff, &Set)| value.name.as_str() == "text";
    let is_part_told = after.is_some_and(State::is_part_told);
    let (mut told, mut partly) = (Vec::new(), None);
    for mut list in by.into_values() {
        list.sort_by_key(|of| !is_text(of));
        let read = after.filter(|_| is_text(&list[0]));
        partly = partly.or(read.filter(|_| is_part_told));
        let values = given(refs, found, read.filter(|_| !is_part_told), &list);
        if let Some((_, set, _)) = values.first() {
            let sentence = learned(refs, title, &values);
            told.push(sentence.of_change(&set.event, &found.clause));
            told.extend(doubt(refs, &found.clause, &values));
        }
    }
    let name = (title.filter(|_| told.is_empty())).unwrap_or("With that, it reads");
    told.extend(partly.map(|after| told_text(refs, name, after, Detail::Nothing)));
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
        let label = values::label(refs, &found.clause, name);
        let now = Some(worded(refs, &found.clause, name, of));
        let told = match name {
            "text" => reads("", whole?.text.as_deref()?, whole?.wording),
            _ if is_said(refs, &found.clause, (name, of), text) => return None,
            _ => told((name, &label), None, now)?,
        };
        Some((name, *set, told))
    });
    values.collect()
}

/// An older deed that became known: the clause as it stands, with both days.
pub(super) fn became_known(refs: &Refs, found: &Diff) -> Vec<Sentence> {
    let Some(after) = &found.after else {
        return Vec::new();
    };
    let text = after.set_by.get("text");
    let says =
        |done: &DoneBy| text.is_none_or(|set| (set.date, set.known) != (done.date, done.known));
    let done = found.adoption().filter(|done| says(done));
    let since = done.and_then(|done| {
        let since = known(done.date, done.known)?;
        Some(format!("its start {} {since}", when(done.date)))
    });
    let perhaps = found.perhaps.then(|| "perhaps".to_owned());
    let name = format!("{}{}", found.title, marks(perhaps.into_iter().chain(since)));
    let detail = done.map_or(Detail::Nothing, |done| Detail::Since(&done.event));
    state_sentences(refs, &name, after, detail)
}

/// What became known of a clause that does not stand: that it had ended, or how it read while it stood.
pub(crate) fn over(refs: &Refs, found: &Diff, name: &str) -> Sentence {
    let end = found.by.iter().rfind(|done| done.action == Action::End);
    let end = end.filter(|_| found.before.is_some());
    let cites = found.cites(|done| end.is_none_or(|end| end == done));
    let events = [&found.events[..], &found.reports].concat();
    let text = match (&found.before, end) {
        (Some(_), Some(end)) => format!("{name} is now known to have {}", ended(refs, end)),
        (Some(_), None) => format!("{name} is now known not to have stood"),
        (None, _) => {
            let events = named_events(refs, &events);
            format!("More is now known of how {name} read while it stood: {events}")
        }
    };
    let event = end.map(|end| &end.event).or(events.last());
    let sentence = resting(refs, capital(&text), &cites);
    match event.filter(|_| !cites.is_empty()) {
        Some(event) => sentence.of_change(event, &found.clause),
        None => sentence,
    }
}
