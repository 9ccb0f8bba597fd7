//! What `diff` tells: each event with what it did, then what only became known, then what is not certain.

use indexmap::{IndexMap, IndexSet};

use super::Difference;
use super::table::told_under;
use crate::agreement::compare::How;
use crate::agreement::{Action, Basis, ChangeKind, Value};
use crate::answer::story::{Sentence, Story};
use crate::answer::{Cite, Context, Diff, DoneBy, Refs, Set, State, ValueDiff};
use crate::date::Date;
use crate::phrases::dates::{count, date, day, from, when};
use crate::phrases::sentences::{
    Tense, applies, attribution, bare, capital, deed, doers, hedged, is_said, is_told, known,
    marks, provenance, reading, resting, term, unclear, unconfirmed, worded,
};
use crate::phrases::stories::{
    Detail, cites_of, close, state_sentences, tally, titles, told_text, undetermined,
};
use crate::phrases::{self, values};
use crate::text::words::and_list;

pub(super) fn story(context: &Context, body: &Difference) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    told.paragraph(lead(refs, body));
    let all = body.all().map(|found| forward(found, body.reversed));
    let (reports, deeds): (Vec<Diff>, Vec<Diff>) = all.partition(is_report);
    let mut groups: IndexMap<&str, Vec<&Diff>> = IndexMap::new();
    groups.extend(body.events.iter().map(|event| (event.as_str(), Vec::new())));
    for found in &deeds {
        groups.entry(told_under(found)).or_default().push(found);
    }
    for (event, list) in groups.into_iter().filter(|(_, list)| !list.is_empty()) {
        told.paragraph(event_did(refs, body, event, &list));
    }
    let older = reports.iter().filter(|found| found.how == How::Adopted);
    let mut learned: Vec<Vec<Sentence>> =
        older.map(|found| became_known(refs, body, found)).collect();
    let others = deeds
        .iter()
        .chain(&reports)
        .filter(|found| found.how != How::Adopted);
    learned.extend(
        others.map(|found| learned_of(refs, found, |value| value.kind == ChangeKind::Learned)),
    );
    told.section(Some("What became known in between".to_owned()), learned);
    let undecided = body.undetermined.iter();
    undetermined(
        &mut told,
        refs,
        undecided.map(|found| (found, body.day(found.side))),
    );
    let touched = body
        .unchanged
        .iter()
        .filter(|found| !found.events.is_empty());
    let touched: Vec<&String> = touched.map(|found| &found.clause).collect();
    if !touched.is_empty() {
        let titles = titles(refs, touched);
        let text = format!("Spoken of, and reading as before: {titles}");
        told.paragraph(vec![Sentence::of_record(text)]);
    }
    if body.reversed {
        let text = "The two days were asked for in reverse; this is told forward in time";
        told.paragraph(vec![Sentence::of_record(text)]);
    }
    told
}

/// A difference as it is going forward in time.
fn forward(found: &Diff, reversed: bool) -> Diff {
    match reversed {
        true => found.clone().mirrored(),
        false => found.clone(),
    }
}

/// Whether a difference is nothing that anybody did in between: more was learned, or an older deed became known.
fn is_report(found: &Diff) -> bool {
    let adopted = found
        .after
        .as_ref()
        .and_then(|after| after.adopted_by.as_ref());
    let adopted = found.by.iter().find(|done| Some(&done.event) == adopted);
    let is_older = adopted.is_some_and(|done| is_told(done.kind, done.report));
    found.how == How::Learned || found.how == How::Adopted && is_older
}

fn lead(refs: &Refs, body: &Difference) -> Vec<Sentence> {
    let (early, late) = body.in_time();
    let days = format!("Between {} and {}", close(refs, early), close(refs, late));
    let mut told = vec![Sentence::of_record(match body.events.len() {
        0 => format!("{days}, nothing is recorded to have been done"),
        n => format!("{days}, {} changed the agreement", count(n, "event")),
    })];
    let counts = &body.counts;
    let (mut adopted, mut ended) = (counts.adopted, counts.ended);
    if body.reversed {
        std::mem::swap(&mut adopted, &mut ended);
    }
    let parts = [
        (adopted, "came into force"),
        (counts.amended, "changed"),
        (ended, "ended"),
        (counts.unclear, "became unclear"),
        (counts.interim, "came and went"),
    ];
    let parts = parts.map(|(count, verb)| (count.certain, count.perhaps, verb));
    told.extend(tally(&parts).map(Sentence::of_record));
    let learned = counts.learned.certain + counts.learned.perhaps;
    let text = format!("More became known of {}", count(learned, "clause"));
    told.extend((learned > 0).then(|| Sentence::of_record(text)));
    told
}

/// What an event did, under its day and title: a paragraph for all that the same ones did.
fn event_did(refs: &Refs, body: &Difference, event: &str, list: &[&Diff]) -> Vec<Sentence> {
    type Key = (Vec<String>, Option<Action>, Basis, Option<Date>);
    let mut groups: IndexMap<Key, Vec<&Diff>> = IndexMap::new();
    for &found in list {
        let turned = found.after.as_ref().and_then(|after| after.turned.as_ref());
        let turned = turned.filter(|_| found.how == How::Unclear);
        let done = found.by.iter().rfind(|done| done.event == event);
        let done = done.map_or(Basis::Stated, |done| done.basis);
        let basis = turned.map_or(done, |set| set.basis);
        let action = match found.how {
            How::Adopted => Some(Action::Adopt),
            How::Amended => Some(Action::Amend),
            How::Ended => Some(Action::End),
            How::Unclear => Some(Action::Unclear),
            _ => None,
        };
        let doers = action.map_or_else(Vec::new, |_| doers(refs, event, &found.clause));
        let key = (doers, action, basis, turned.map(|set| set.date));
        groups.entry(key).or_default().push(found);
    }
    let mut told = Vec::new();
    let is_deed = list.iter().any(|found| found.how != How::Expired);
    if let Some(found) = refs.events.get(event).filter(|_| is_deed) {
        let text = format!("{}: {}", capital(&date(found.date)), bare(&found.title));
        told.push(Sentence::of_record(text));
    }
    let many = groups.len() > 1;
    for ((doers, action, basis, _), list) in groups {
        let (start, n) = (told.len(), list.len());
        let turned = list[0]
            .after
            .as_ref()
            .and_then(|after| after.turned.as_ref());
        let lead = match (action, turned) {
            (Some(Action::Unclear), set) => set
                .filter(|_| n > 1)
                .map(|set| unclear("these clauses", "stand", set)),
            (Some(action), _) => Some(hedged(basis, &deed(&doers, action, Tense::Past, n))),
            (None, _) => None,
        };
        let is_list = matches!(action, Some(Action::End | Action::Unclear));
        told.extend(
            lead.iter()
                .filter(|_| n > 1 && !is_list)
                .map(Sentence::of_record),
        );
        for (place, found) in list.iter().enumerate() {
            let name = match (&lead, n, place) {
                (Some(lead), 1, _) => format!("{lead}, {}", found.title),
                (Some(lead), _, 0) if is_list => format!("{lead}: {}", found.title),
                _ => found.title.clone(),
            };
            told.extend(became(refs, event, found, (&name, is_list && n > 1)));
            let goes_on = is_list && place + 1 < n && found.uncertain.is_empty();
            if let Some(last) = told.last_mut() {
                last.goes_on = goes_on;
            }
            told.extend(doubts(body, found));
        }
        for found in list.iter().filter(|found| found.how == How::Unclear) {
            let is_agreed = |value: &ValueDiff| value.kind == ChangeKind::Agreed;
            if let Some(states) = found.before.as_ref().zip(found.after.as_ref())
                && found.values().any(is_agreed)
            {
                told.extend(changed(refs, (event, &found.title), found, states));
            }
        }
        let mut cites = list.iter().flat_map(|found| done(found, |_| true));
        let differ = cites.any(|cite| !cite.disagrees.is_empty());
        let text = match n {
            1 => "Sources differ on it",
            _ => "Sources differ on some of this",
        };
        told.extend(differ.then(|| Sentence::of_record(text)));
        told[start].begins = many;
    }
    told
}

/// What became of one clause.
fn became(
    refs: &Refs,
    event: &str,
    found: &Diff,
    (name, is_listed): (&str, bool),
) -> Vec<Sentence> {
    let told = |text: String, cites: &[Cite]| {
        vec![resting(refs, text, cites).of_change(event, &found.clause)]
    };
    let cites = done(found, |done| done.event == event);
    match (&found.before, &found.after) {
        (None, Some(after)) => state_sentences(refs, name, after, Detail::Since(event)),
        (Some(_), Some(after)) if found.how == How::Unclear => {
            let text = match (&after.turned, is_listed) {
                (Some(set), false) => unclear(name, "stands", set),
                _ => name.to_owned(),
            };
            told(text, after.turned.as_ref().map_or(&cites, |set| &set.cite))
        }
        (Some(before), Some(after)) => {
            let mut sentences = changed(refs, (event, name), found, (before, after));
            let others = |done: &DoneBy| done.event != event && !is_told(done.kind, done.report);
            let days = found
                .by
                .iter()
                .filter(|done| others(done) && done.action != Action::Keep);
            let days: IndexSet<String> = days.map(|done| when(done.date)).collect();
            if !days.is_empty() {
                sentences.extend(told(
                    format!("More was done to it {}", and_list(days)),
                    &done(found, others),
                ));
            }
            sentences
        }
        (Some(before), None) if found.how == How::Expired => {
            let end = before.through.map(date).unwrap_or_default();
            let set = before.set_by.get("through");
            told(
                format!("At the end of {end}, {name} expired"),
                set.map_or(&[], |set| &set.cite),
            )
        }
        (Some(before), None) => {
            let mut sentences = told(name.to_owned(), &cites);
            sentences.extend(until_then(refs, before).filter(|_| !is_listed));
            sentences
        }
        (None, None) => told(
            format!("{name} stood only in between{}", course(found)),
            &done(found, |_| true),
        ),
    }
}

/// On which side of the two days it is not certain that something lies.
fn doubts(body: &Difference, found: &Diff) -> Vec<Sentence> {
    let doubt = |side| {
        let day = day(body.day(Some(side)));
        Sentence::of_record(format!(
            "Whether that was before or after the close of {day} is not certain"
        ))
    };
    let asked =
        |side: crate::agreement::compare::Side| if body.reversed { side.other() } else { side };
    found
        .uncertain
        .iter()
        .map(|side| doubt(asked(*side)))
        .collect()
}

/// The citations of some of what was done to a clause.
fn done(found: &Diff, takes: impl Fn(&DoneBy) -> bool) -> Vec<Cite> {
    let done = found.by.iter().filter(|done| takes(done));
    done.flat_map(|done| done.cite.clone()).collect()
}

/// From when to when something stood that came and went.
fn course(found: &Diff) -> String {
    let day = |action: Action, words: fn(Date) -> String| {
        let done = found.by.iter().find(|done| done.action == action);
        done.map_or_else(String::new, |done| {
            let firm = phrases::basis(done.basis).map(str::to_owned);
            let since = known(done.date, done.known);
            format!(
                "{}{}",
                words(done.date),
                marks(firm.into_iter().chain(since))
            )
        })
    };
    let course = [
        day(Action::Adopt, |day| format!(" {}", from(day))),
        day(Action::End, |day| format!(" to {}", date(day))),
    ];
    let course = course.concat();
    let comma = if course.is_empty() { "" } else { "," };
    format!("{comma}{course}")
}

/// An older deed that became known: the clause as it stands, with both days.
fn became_known(refs: &Refs, body: &Difference, found: &Diff) -> Vec<Sentence> {
    let by = found
        .after
        .as_ref()
        .and_then(|after| after.adopted_by.as_ref());
    let adopted = found.by.iter().find(|done| Some(&done.event) == by);
    let days = adopted.and_then(|done| Some((known(done.date, done.known)?, from(done.date))));
    let days = days.map(|(known, from)| format!("{known}, {from}"));
    let name = format!("{}{}", found.title, marks(days));
    let after = found.after.as_ref();
    let mut told = after.map_or_else(Vec::new, |after| {
        state_sentences(refs, &name, after, Detail::Nothing)
    });
    told.extend(doubts(body, found));
    told
}

/// How a clause read before, with who said so.
fn until_then(refs: &Refs, before: &State) -> Option<Sentence> {
    let (old, set) = before.text.as_ref().zip(before.set_by.get("text"))?;
    let (marks, old) = (provenance(set), reading(old, before.wording));
    let sentence = resting(refs, format!("Until then{marks}: {old}"), &set.cite);
    Some(sentence.of_change(&set.event, &before.id))
}

/// A changed clause: its new text and its old one, then each figure and day beside what it was; without a new text,
/// each value.
fn changed(
    refs: &Refs,
    (event, name): (&str, &str),
    found: &Diff,
    (before, after): (&State, &State),
) -> Vec<Sentence> {
    let mut told = Vec::new();
    let values = found
        .values()
        .filter(|value| value.kind != ChangeKind::Learned);
    let values: Vec<&ValueDiff> = values.collect();
    let text = values.iter().any(|value| value.name.as_str() == "text");
    let text = after.text.as_deref().filter(|_| text).unwrap_or_default();
    if !text.is_empty() {
        told.push(told_text(refs, name, after, Detail::Since(event)));
        told.extend(until_then(refs, before));
    }
    for value in values {
        let Some(step) = step(refs, &found.clause, value, text) else {
            continue;
        };
        let lead = if told.is_empty() {
            format!("{name}: ")
        } else {
            String::new()
        };
        let mut cites = cites_of(value.set.iter().chain(&value.before_set));
        if value.set.is_none() {
            cites.extend(done(found, |done| done.event == event));
        }
        let told_of = resting(refs, format!("{lead}{step}"), &cites);
        told.push(told_of.of_change(event, &found.clause));
    }
    if told.is_empty() {
        let cites = done(found, |done| done.event == event);
        let text = format!("{name}. It is {} now", after.status);
        told.push(resting(refs, text, &cites).of_change(event, &found.clause));
    }
    told
}

/// A value beside what it was: `Share was 20% (reported) and is now 10%`. What the new text says is left to it.
fn step(refs: &Refs, clause: &str, of: &ValueDiff, text: &str) -> Option<String> {
    let name = of.name.as_str();
    let both = of.before.as_ref().zip(of.after.as_ref());
    let kinds = both.map_or(["", ""], |(old, new)| values::kinds(old, new));
    let given = |value: &Option<Value>, set: &Option<Set>, kind: &str| {
        let value = match (name, value.as_ref()?) {
            ("through", Value::Text(text)) => text.parse::<Date>().map_or(text.clone(), date),
            ("until", value) => bare(&value.to_string()),
            (_, value) => worded(refs, clause, name, value) + kind,
        };
        let provenance = set.as_ref().map(provenance);
        Some(format!("{value}{}", provenance.unwrap_or_default()))
    };
    let was = given(&of.before, &of.before_set, kinds[0]);
    let now = given(&of.after, &of.set, kinds[1]);
    let said = |value: &Option<Value>| {
        value
            .as_ref()
            .is_none_or(|value| is_said(refs, clause, (name, value), text))
    };
    let label = capital(&values::label(refs, clause, name));
    Some(match (name, was, now) {
        ("text" | "status", ..) | (_, None, None) => return None,
        ("through", Some(was), Some(now)) => {
            format!("It ran to the end of {was} and now runs to the end of {now}")
        }
        ("through", None, Some(now)) => format!("It now runs to the end of {now}"),
        ("through", Some(was), None) => {
            format!("It ran to the end of {was} and no longer has a last day")
        }
        ("until", Some(was), Some(now)) => {
            format!("It stood until {was} and now stands until {now}")
        }
        ("until", None, Some(now)) => format!("It now stands until {now}"),
        ("until", Some(was), None) => format!("It no longer ends when {was}"),
        _ if said(&of.before) && said(&of.after) => return None,
        (_, Some(was), Some(now)) if matches!(of.after, Some(Value::Set(_))) => {
            format!("{label} named {was} and now names {now}")
        }
        (_, Some(was), Some(now)) if matches!(of.after, Some(Value::Bool(_))) => {
            format!("{label}: {now}; until then, {was}")
        }
        (_, Some(was), Some(now)) => format!("{label} was {was} and is now {now}"),
        (_, Some(was), None) => {
            let label = values::label(refs, clause, name);
            format!("No longer part of it: {label}, {was}")
        }
        (_, None, Some(_)) => {
            let told = capital(&term(refs, clause, (name, of.after.as_ref()?)));
            format!(
                "{told}{}",
                of.set.as_ref().map(provenance).unwrap_or_default()
            )
        }
    })
}

/// What became known of a clause, by who said it and from when it applies.
pub(crate) fn learned_of(
    refs: &Refs,
    found: &Diff,
    takes: impl Fn(&ValueDiff) -> bool,
) -> Vec<Sentence> {
    let mut by: IndexMap<(&str, Date), Vec<(&ValueDiff, &Set)>> = IndexMap::new();
    for value in found.values().filter(|value| takes(value)) {
        if let Some(set) = value
            .set
            .as_ref()
            .filter(|_| value.name.as_str() != "status")
        {
            by.entry((&set.event, set.date))
                .or_default()
                .push((value, set));
        }
    }
    let mut told = Vec::new();
    for list in by.values() {
        let set = list[0].1;
        let new = list
            .iter()
            .map(|(value, _)| (value.name.as_str(), value.after.as_ref()));
        let text = new
            .clone()
            .find_map(|(name, value)| value.filter(|_| name == "text"));
        let text = text.map(Value::to_string);
        let wording = found.after.as_ref().and_then(|after| after.wording);
        let mut parts: Vec<String> = Vec::new();
        parts.extend(text.as_ref().map(|text| reading(text, wording)));
        let (known, is_textless) = (text.unwrap_or_default(), parts.is_empty());
        parts.extend(
            new.filter_map(|(name, value)| told_value(refs, found, (name, value?), &known)),
        );
        let of = if is_textless {
            format!(", of {}", found.title)
        } else {
            String::new()
        };
        let who = capital(&attribution(refs, set)[0]);
        let cites = cites_of(list.iter().map(|(_, set)| *set));
        let mut text = format!("{who}{of}: {}", parts.join("; "));
        if let Some(applies) = applies(set.date, set.known) {
            text = format!("{text}. {applies}");
        }
        told.push(resting(refs, text, &cites).of_change(&set.event, &found.clause));
        told.extend(unconfirmed(refs, set.basis, &cites));
    }
    told
}

/// A value that became known, where the text does not say it.
fn told_value(
    refs: &Refs,
    found: &Diff,
    (name, value): (&str, &Value),
    text: &str,
) -> Option<String> {
    Some(match (name, value) {
        ("text", _) => return None,
        ("through", value) => {
            let end = value.to_string();
            let end = end.parse::<Date>().map_or(end, date);
            format!("it runs to the end of {end}")
        }
        ("until", value) => format!("it stands until {}", bare(&value.to_string())),
        _ if is_said(refs, &found.clause, (name, value), text) => return None,
        _ => term(refs, &found.clause, (name, value)),
    })
}
