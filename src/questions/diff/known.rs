//! What `diff` and `learned` tell of what only became known of a clause.

use super::item::course;
use crate::phrases::facts::{Fact, facts};
use crate::phrases::sentences::named_events;
use crate::phrases::states::{Detail, ended, state_sentences, text_and_values, told_text};
use crate::phrases::terms::{is_said, told};
use crate::questions::prelude::*;

/// Some values, by who made them known on one day; a text to which that gave only a part comes last.
pub(crate) fn learned_of<'a>(
    refs: &Refs,
    found: &'a Diff,
    title: Option<&str>,
    values: impl Iterator<Item = &'a ValueDiff>,
) -> Vec<Sentence> {
    let Some(after) = found.after.as_deref() else {
        return Vec::new();
    };
    let (texts, values): (Vec<_>, Vec<_>) = values.partition(|of| of.name.as_str() == "text");
    let has_whole = !texts.is_empty() && !after.is_part_told();
    let text = after.whole_text().filter(|_| has_whole).unwrap_or_default();
    let value = |of: &&'a ValueDiff| {
        let (name, value, set) = (of.name.as_str(), of.after.as_ref()?, of.set.as_ref()?);
        // A text that became known on another day does not say when the value did.
        let is_beside = (after.set_by.get("text")).is_some_and(|of| of.known == set.known);
        let is_told = is_beside && is_said(refs, &found.clause, (name, value), text);
        if name == "status" || is_told {
            return None;
        }
        Some(Fact {
            name,
            told: told(refs, (&found.clause, name), [None, Some(value)], "", false)?,
            set,
            before: None,
        })
    };
    let values: Vec<Fact> = values.iter().filter_map(value).collect();
    if has_whole {
        let name = (title.unwrap_or("It reads"), &[][..]);
        return text_and_values(refs, name, after, Detail::Setters, values);
    }
    let name = (title, "");
    let mut told = facts(refs, &found.clause, name, values, Detail::Setters);
    if !texts.is_empty() {
        let name = title.filter(|_| told.is_empty());
        let name = name.unwrap_or("With that, it reads");
        told.push(told_text(refs, (name, &[]), after, Detail::Nothing, &[]));
    }
    told
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
    let detail = done.map_or(Detail::Nothing, |done| Detail::Since(&done.event));
    let perhaps = found.perhaps.then(|| "perhaps".to_owned());
    let name = (found.title.as_str(), perhaps.as_slice());
    let mut told = state_sentences(refs, name, after, detail);
    let since = done.and_then(|done| {
        let start = format!(
            "Its start {} has been {}",
            when(done.date),
            known(done.date, done.known)?
        );
        let start = resting(refs, start, backing(&done.cite, None));
        Some(start.of_change(&done.event, &found.clause))
    });
    told.extend(since);
    told
}

/// What became known of a clause that does not stand: that it had ended, or how it read while it stood.
pub(crate) fn over(refs: &Refs, found: &Diff, name: &str) -> Sentence {
    let end = found.by.iter().rfind(|done| done.action == Action::End);
    let end = end.filter(|_| found.before.is_some());
    let cites = found.cites(|done| end.is_none_or(|end| end == done));
    let events = [&found.events[..], &found.reports].concat();
    let text = match (&found.before, end) {
        (Some(_), Some(end)) => format!("{name} is now known to have {}", ended(refs, end, true)),
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

/// When a clause stood that came and went, or was out of force in between: `Rent stood to 10 July 2019 and from 10 July
/// 2020`.
pub(super) fn stood(context: &Context, of: (&str, &str), only: &str, stood: &[Stood]) -> Sentence {
    let (clause, name) = of;
    let ends: Vec<&Arc<Origin>> = stood.iter().flatten().flatten().collect();
    let is_ahead = |of: &&Arc<Origin>| of.date.is_after(context.today.into());
    let stands = ["stood", "is to stand"][usize::from(ends.first().is_some_and(is_ahead))];
    let said = |of: &Origin| date(of.date) + &marks(clocks::doubts(of.days(), date));
    let text = format!("{name} {stands}{only} {}", course(stood, "from ", said));
    let cites = ends.iter().flat_map(|of| backing(&of.cite, None));
    let event = ends.last().map_or("", |of| &of.event);
    resting(&context.refs, text, cites).of_change(event, clause)
}

pub(crate) fn only_between(context: &Context, found: &Diff, name: &str) -> Sentence {
    let name = format!("{name}{}", ["", " perhaps"][usize::from(found.perhaps)]);
    let about = (found.clause.as_str(), name.as_str());
    stood(context, about, " only in between,", &found.stood)
}
