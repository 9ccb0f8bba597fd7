//! Sentence templates by action, basis and tense.

use super::dates::{date, when};
use crate::agreement::{Action, Basis, Status, Value, Wording};
use crate::answer::story::{Sentence, reads};
use crate::answer::{Change, Cite, Event, Refs, State, TermDiff};
use crate::date::Date;
use crate::phrases;
use crate::text::words::and_list;

/// When something happens, seen from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    /// It was to happen, and nobody has confirmed it.
    Unconfirmed,
}

impl Tense {
    pub(crate) fn of(event: &Event) -> Self {
        match (event.planned, event.scheduled) {
            (true, false) => Self::Unconfirmed,
            (_, true) => Self::Future,
            _ => Self::Past,
        }
    }
}

pub(crate) fn title(refs: &Refs, clause: &str) -> String {
    let found = refs.clauses.get(clause);
    format!("“{}”", found.map_or(clause, |found| found.title.as_str()))
}

/// The name of a source as a sentence speaks of it.
fn speaker(refs: &Refs, cite: &Cite) -> String {
    let found = refs.sources.get(&cite.source);
    let name = found.and_then(|source| source.publisher.clone().or_else(|| source.title.clone()));
    name.unwrap_or_else(|| cite.source.clone())
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// A text from the file without its final full stop, since every sentence here gets one.
pub(crate) fn bare(text: &str) -> String {
    text.trim().trim_end_matches('.').replace('\n', " ")
}

/// A clause's words in quotes with whose they are.
fn quoted(text: &str, wording: Wording) -> String {
    match wording {
        Wording::Summary => format!("in summary, “{}”", bare(text)),
        Wording::Verbatim => format!("“{}”", bare(text)),
    }
}

/// The sentence of one change. Where it took effect on another date than `at`, that is said.
pub(crate) fn change(
    refs: &Refs,
    event: &str,
    of: &Change,
    at: Option<Date>,
    tense: Tense,
) -> Sentence {
    let core = match tense {
        Tense::Past => past(refs, of),
        Tense::Future => format!("{} is to be {}", title(refs, &of.clause), infinitive(of)),
        Tense::Unconfirmed => format!(
            "{} was to be {}, which has not been confirmed",
            title(refs, &of.clause),
            infinitive(of)
        ),
    };
    let effect = match at {
        Some(date) if date != of.date && of.action == Action::Disclose => {
            format!("for the time {}, ", from(of.date))
        }
        Some(date) if date != of.date => format!("with effect {}, ", from(of.date)),
        _ => String::new(),
    };
    let text = match of.basis {
        Basis::Stated => capital(&format!("{effect}{core}")),
        Basis::Reported => format!("Reportedly, {effect}{core}"),
        Basis::Inferred => format!("This record infers that {effect}{core}"),
    };
    let note = of
        .note
        .as_ref()
        .map(|note| format!(" (note: {})", bare(note)))
        .unwrap_or_default();
    Sentence::new(event, format!("{text}{note}"), &of.cite).of_change(&of.clause)
}

/// The beginning of an effect: `from 21 January 2025`, `from some day in 2021`.
fn from(of: Date) -> String {
    match of {
        Date::Period(crate::date::Period::Day(_), crate::date::Mark::Plain) => {
            format!("from {}", date(of))
        }
        Date::Period(_, crate::date::Mark::Plain) => format!("from some day in {}", date(of)),
        _ => format!("from {}", date(of)),
    }
}

fn infinitive(of: &Change) -> String {
    let values = values(of);
    let with = if values.is_empty() {
        String::new()
    } else {
        format!(": {}", values.join("; "))
    };
    match of.action {
        Action::Adopt => format!("adopted{with}"),
        Action::Amend => format!("amended{with}"),
        Action::Disclose => format!("disclosed in more detail{with}"),
        Action::Keep => "kept as it was".to_owned(),
        Action::Unclear => "left unclear".to_owned(),
        Action::End => "ended".to_owned(),
    }
}

fn past(refs: &Refs, of: &Change) -> String {
    let name = title(refs, &of.clause);
    let values = values(of);
    let listed = values.join("; ");
    match of.action {
        Action::Adopt if of.replaces.is_empty() => format!("{name} was adopted: {listed}"),
        Action::Adopt => {
            let old = and_list(of.replaces.iter().map(|clause| title(refs, clause)));
            format!("{name} was adopted in place of {old}: {listed}")
        }
        Action::Amend if values.is_empty() => {
            format!("{name} was amended, in a way that is not recorded")
        }
        Action::Amend => format!("{name} was amended: {listed}"),
        Action::Disclose if values.is_empty() => {
            format!("{name} was spoken of, without anything new")
        }
        Action::Disclose => format!("more became known of {name}: {listed}"),
        Action::Keep => format!("{name} was expressly left as it was"),
        Action::Unclear => format!("whether {name} still stood was left unclear"),
        Action::End => {
            let text = of.before.as_ref().and_then(|before| before.text.as_ref());
            let read = text
                .map(|text| format!(", having read, {}", quoted(text, of.wording)))
                .unwrap_or_default();
            format!("{name} ended{read}")
        }
    }
}

/// What a change does to each value: the new one, with the old one where there was one.
fn values(of: &Change) -> Vec<String> {
    let before = of.before.as_ref().filter(|_| of.action != Action::Adopt);
    let known = of.action == Action::Disclose;
    let mut parts = Vec::new();
    if let Some(text) = &of.text {
        let old = before.and_then(|before| before.text.as_ref());
        parts.push(reworded(
            old.map(|old| (old.as_str(), of.wording)),
            (text, of.wording),
            known,
        ));
    }
    let mut terms: Vec<String> = Vec::new();
    for (name, value) in &of.terms {
        terms.push(term(
            name,
            before.and_then(|before| before.terms.get(name)),
            Some(value),
            known,
        ));
    }
    for name in of
        .unset
        .iter()
        .filter(|name| !["through", "until"].contains(&name.as_str()))
    {
        terms.push(term(
            name,
            before.and_then(|before| before.terms.get(name.as_str())),
            None,
            known,
        ));
    }
    join_terms(&mut parts, &terms);
    let unset = |name: &str| of.unset.iter().any(|unset| unset == name);
    let (through, until) = (
        before.and_then(|b| b.through),
        before.and_then(|b| b.until.as_deref()),
    );
    if of.through.is_some() || unset("through") {
        parts.extend(run(through, of.through));
    }
    if of.until.is_some() || unset("until") {
        parts.extend(stand(until, of.until.as_deref()));
    }
    parts
}

/// Adds terms in parentheses to what stands before them.
fn join_terms(parts: &mut Vec<String>, terms: &[String]) {
    if terms.is_empty() {
        return;
    }
    let terms = terms.join("; ");
    match parts.last_mut() {
        Some(last) => *last = format!("{last} ({terms})"),
        None => parts.push(terms),
    }
}

/// A text, after the one that it takes the place of.
fn reworded(old: Option<(&str, Wording)>, (text, wording): (&str, Wording), known: bool) -> String {
    match old.filter(|(old, _)| *old != text) {
        Some((old, was)) if known => {
            format!(
                "it was given, {}, where before it had been given, {}",
                quoted(text, wording),
                quoted(old, was)
            )
        }
        None if known => format!("it was given, {}", quoted(text, wording)),
        Some((old, was)) => format!(
            "it had read, {}, and now read, {}",
            quoted(old, was),
            quoted(text, wording)
        ),
        None => format!("it read, {}", quoted(text, wording)),
    }
}

fn run(old: Option<Date>, new: Option<Date>) -> Option<String> {
    let end = |of: Date| format!("to the end of {}", date(of));
    match (old, new) {
        (Some(old), Some(new)) if old == new => {
            Some(format!("it was to run {}, as before", end(new)))
        }
        (Some(old), Some(new)) => Some(format!(
            "it was to run {}, not {} as before",
            end(new),
            end(old)
        )),
        (None, Some(new)) => Some(format!("it was to run {}", end(new))),
        (Some(old), None) => Some(format!("it was no longer to run only {}", end(old))),
        (None, None) => None,
    }
}

fn stand(old: Option<&str>, new: Option<&str>) -> Option<String> {
    match (old, new) {
        (Some(old), Some(new)) if old == new => {
            Some(format!("it was to stand until {}, as before", bare(new)))
        }
        (Some(old), Some(new)) => Some(format!(
            "it was to stand until {}, not until {} as before",
            bare(new),
            bare(old)
        )),
        (None, Some(new)) => Some(format!("it was to stand until {}", bare(new))),
        (Some(old), None) => Some(format!(
            "it no longer depended on this: until {}",
            bare(old)
        )),
        (None, None) => None,
    }
}

/// One term's step: `share: from 20% to 10%`.
fn term(name: &str, old: Option<&Value>, new: Option<&Value>, known: bool) -> String {
    let said = value_in_words;
    match (old, new) {
        (Some(old), Some(new)) if old == new => format!("{name}: {} as before", said(new)),
        (Some(old @ Value::Set(_)), Some(new @ Value::Set(_))) => members(name, old, new),
        (Some(old), Some(new)) if known => {
            format!("{name}: given as {}, before as {}", said(new), said(old))
        }
        (Some(old), Some(new)) => format!("{name}: from {} to {}", said(old), said(new)),
        (None, Some(new)) => format!("{name}: {}", said(new)),
        (Some(old), None) => format!("{name}: dropped, having been {}", said(old)),
        (None, None) => format!("{name}: dropped"),
    }
}

fn members(name: &str, old: &Value, new: &Value) -> String {
    let missing = |from: &Value, list: &Value| -> Vec<String> {
        let gone = from
            .members()
            .iter()
            .filter(|value| !list.members().contains(value));
        gone.map(value_in_words).collect()
    };
    let (added, removed) = (missing(new, old), missing(old, new));
    match (added.is_empty(), removed.is_empty()) {
        (false, true) => format!("{name}: gained {}", and_list(added)),
        (true, _) => format!("{name}: lost {}", and_list(removed)),
        (false, false) => format!(
            "{name}: gained {} and lost {}",
            and_list(added),
            and_list(removed)
        ),
    }
}

/// A value in prose; a set as a list.
pub(crate) fn value_in_words(value: &Value) -> String {
    match value {
        Value::Set(members) if !members.is_empty() => and_list(members.iter().map(value_in_words)),
        other => phrases::value(other),
    }
}

/// What differs between two states of a clause: its text, its terms, its end and its standing.
pub(crate) fn differences(before: &State, after: &State, terms: &[TermDiff]) -> String {
    let mut parts = Vec::new();
    let wording = |state: &State| state.wording.unwrap_or(Wording::Summary);
    if let Some(new) = after.text.as_ref().filter(|_| before.text != after.text) {
        let old = before
            .text
            .as_ref()
            .map(|old| (old.as_str(), wording(before)));
        parts.push(reworded(old, (new, wording(after)), false));
    }
    let terms: Vec<String> = terms
        .iter()
        .map(|diff| term(&diff.term, diff.before.as_ref(), diff.after.as_ref(), false))
        .collect();
    join_terms(&mut parts, &terms);
    if before.through != after.through {
        parts.extend(run(before.through, after.through));
    }
    if before.until != after.until {
        parts.extend(stand(before.until.as_deref(), after.until.as_deref()));
    }
    if before.status != after.status {
        parts.push(format!(
            "its standing went from {} to {}",
            before.status, after.status
        ));
    }
    parts.join("; ")
}

/// How a clause reads: its text, its terms and its end.
pub(crate) fn reading(state: &State, present: bool) -> String {
    let mut parts = Vec::new();
    if let Some(text) = &state.text {
        let reads = if present { "it reads" } else { "it read" };
        parts.push(format!(
            "{reads}, {}",
            quoted(text, state.wording.unwrap_or(Wording::Summary))
        ));
    }
    let hedged = |(name, value): (&String, &Value)| {
        let hedge = state
            .set_by
            .get(name)
            .and_then(|set| phrases::basis(set.basis));
        let hedge = hedge.map(|hedge| format!(", {hedge}")).unwrap_or_default();
        format!("{name}: {}{hedge}", value_in_words(value))
    };
    let terms: Vec<String> = state.terms.iter().map(hedged).collect();
    join_terms(&mut parts, &terms);
    if let Some(through) = state.through {
        parts.push(format!(
            "it {} to the end of {}",
            if present { "runs" } else { "was to run" },
            date(through)
        ));
    }
    if let Some(until) = &state.until {
        parts.push(format!(
            "it {} until {}",
            if present { "stands" } else { "was to stand" },
            bare(until)
        ));
    }
    parts.join("; ")
}

/// The sources of everything that is shown of a state.
pub(crate) fn state_cites(state: &State) -> Vec<Cite> {
    let mut found: Vec<Cite> = Vec::new();
    for cite in state.set_by.values().flat_map(|set| &set.cite) {
        if !found.contains(cite) {
            found.push(cite.clone());
        }
    }
    found
}

/// A status as a verb: `is in force`, `had ended`.
pub(crate) fn standing(status: Status, present: bool) -> &'static str {
    match (status, present) {
        (Status::InForce, true) => "is in force",
        (Status::InForce, false) => "was in force",
        (Status::Unclear, true) => "may or may not stand",
        (Status::Unclear, false) => "may or may not have stood",
        (Status::Ended, true) => "has ended",
        (Status::Ended, false) => "had ended",
        (Status::Expired, true) => "has expired",
        (Status::Expired, false) => "had expired",
        (Status::NotYet, true) => "has not been adopted",
        (Status::NotYet, false) => "had not been adopted",
    }
}

/// A sentence for each point on which a citation of an event or change says otherwise.
pub(crate) fn disagreements(
    refs: &Refs,
    event: &str,
    clause: Option<&str>,
    cites: &[Cite],
) -> Vec<Sentence> {
    let mut found = Vec::new();
    for cite in cites {
        for name in &cite.disagrees {
            let text = disagreement(refs, clause, cite, name);
            found.push(Sentence {
                event: Some(event.to_owned()),
                change: None,
                text,
                sources: reads(std::slice::from_ref(cite)),
            });
        }
    }
    found
}

fn disagreement(refs: &Refs, clause: Option<&str>, cite: &Cite, name: &str) -> String {
    let who = capital(&speaker(refs, cite));
    let of = clause.map(|clause| title(refs, clause));
    let claim = match (name, &of) {
        ("date", None) => format!(
            "{who} dates this to {}",
            cite.date.map(date).unwrap_or_default()
        ),
        ("date", Some(of)) => format!(
            "{who} dates the change of {of} to {}",
            cite.date.map(date).unwrap_or_default()
        ),
        ("text", _) => format!(
            "{who} tells {} otherwise: “{}”",
            of.unwrap_or_default(),
            bare(&cite.text.clone().unwrap_or_default())
        ),
        ("through", _) => format!(
            "{who} has {} run to the end of {}",
            of.unwrap_or_default(),
            cite.through.map(date).unwrap_or_default()
        ),
        ("until", _) => format!(
            "{who} has {} stand until {}",
            of.unwrap_or_default(),
            cite.until.clone().unwrap_or_default()
        ),
        (term, _) => {
            let value = cite
                .terms
                .as_ref()
                .and_then(|terms| terms.get(term))
                .map(value_in_words)
                .unwrap_or_default();
            let of = of.map(|of| format!(" for {of}")).unwrap_or_default();
            format!("{who} gives {term} as {value}{of}")
        }
    };
    match &cite.note {
        Some(note) => format!("{claim} (note: {})", bare(note)),
        None => claim,
    }
}

/// `On 22 July 2019`, with how firm the event is: the beginning of its first sentence.
pub(crate) fn opening(event: &Event, tense: Tense, distance: Option<String>) -> String {
    let when = match tense {
        Tense::Past => capital(&when(event.date)),
        Tense::Future if event.planned => format!("Planned for {}", date(event.date)),
        Tense::Future => format!("Scheduled for {}", date(event.date)),
        Tense::Unconfirmed => format!("Planned for {}, and not confirmed", date(event.date)),
    };
    let distance = distance
        .map(|distance| format!(", {distance}"))
        .unwrap_or_default();
    let basis = match event.basis {
        Basis::Stated => "",
        Basis::Reported => ", reportedly",
        Basis::Inferred => ", as this record infers",
    };
    format!("{when}{distance}{basis} (“{}”)", bare(&event.title))
}
