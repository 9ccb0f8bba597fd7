//! Sentence templates by action, basis and tense.

use super::dates::{date, when};
use crate::agreement::{Action, Basis, Status, Value, Wording};
use crate::answer::story::Sentence;
use crate::answer::{Change, Cite, Event, Refs, State, ValueDiff};
use crate::date::{Date, Mark, Period};
use crate::phrases;
use crate::phrases::values::{apart, value_in_words};
use crate::text::words::{and_list, quote};

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
    quote(found.map_or(clause, |found| found.title.as_str()))
}

/// The name of a source as a sentence speaks of it.
fn speaker(refs: &Refs, cite: &Cite) -> String {
    let found = refs.sources.get(&cite.source);
    let name = found.and_then(|source| source.publisher.clone().or_else(|| source.title.clone()));
    name.unwrap_or_else(|| cite.source.clone())
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// A text from the file without its final full stop, since every sentence here gets one.
pub(crate) fn bare(text: &str) -> String {
    text.trim().trim_end_matches('.').replace('\n', " ")
}

/// A clause's words in quotes with whose they are.
fn quoted(text: &str, wording: Wording) -> String {
    match wording {
        Wording::Summary => format!("in summary, {}", quote(&bare(text))),
        Wording::Verbatim => quote(&bare(text)),
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
    let (name, done) = (title(refs, &of.clause), infinitive(of));
    let core = match tense {
        Tense::Past => past(refs, of),
        Tense::Future => format!("{name} is to be {done}"),
        Tense::Unconfirmed => format!("{name} was to be {done}, which has not been confirmed"),
    };
    let effect = match (at.filter(|date| *date != of.date), of.action) {
        (None, _) => String::new(),
        (_, Action::Disclose) => format!("for the time {}, ", from(of.date)),
        _ => format!("with effect {}, ", from(of.date)),
    };
    let text = hedged(of.basis, &format!("{effect}{core}"));
    let text = noted(text, of.note.as_ref());
    Sentence::new(event, text, &of.cite).of_change(&of.clause)
}

/// A sentence with how firm it is.
pub(crate) fn hedged(basis: Basis, text: &str) -> String {
    match basis {
        Basis::Stated => capital(text),
        Basis::Reported => format!("Reportedly, {text}"),
        Basis::Inferred => format!("This record infers that {text}"),
    }
}

/// A text with a note behind it, where there is one.
fn noted(text: String, note: Option<&String>) -> String {
    match note {
        Some(note) => format!("{text} (note: {})", bare(note)),
        None => text,
    }
}

/// The beginning of an effect: `from 21 January 2025`, `from some day in 2021`.
fn from(of: Date) -> String {
    match of {
        Date::Period(Period::Month(..) | Period::Year(_), Mark::Plain) => {
            format!("from some day in {}", date(of))
        }
        _ => format!("from {}", date(of)),
    }
}

fn infinitive(of: &Change) -> String {
    let with = match values(of) {
        values if values.is_empty() => String::new(),
        values => format!(": {}", values.join("; ")),
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
            let read = text.map(|text| format!(", having read, {}", quoted(text, of.wording)));
            format!("{name} ended{}", read.unwrap_or_default())
        }
    }
}

/// What a change does to each value: the new one, with the old one where there was one.
fn values(of: &Change) -> Vec<String> {
    let before = of.before.as_ref().filter(|_| of.action != Action::Adopt);
    let known = of.action == Action::Disclose;
    let mut parts = Vec::new();
    if let Some(text) = &of.text {
        let old = before.and_then(|before| before.text.as_deref());
        let old = old.map(|old| (old, of.wording));
        parts.push(reworded(old, (text, of.wording), known));
    }
    let mut terms: Vec<String> = Vec::new();
    let mut add = |name: &str, new: Option<&Value>| {
        let old = before.and_then(|before| before.terms.get(name));
        terms.push(term(name, old, new, known));
    };
    for (name, value) in &*of.terms {
        add(name, Some(value));
    }
    for name in &of.unset {
        if !["through", "until"].contains(&name.as_str()) {
            add(name, None);
        }
    }
    join_terms(&mut parts, &terms);
    let unset = |name: &str| of.unset.iter().any(|unset| unset == name);
    let through = before.and_then(|before| before.through);
    let until = before.and_then(|before| before.until.as_deref());
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
    let new = quoted(text, wording);
    let old = old.filter(|(old, _)| *old != text);
    let old = old.map(|(old, was)| quoted(old, was));
    match (old, known) {
        (Some(old), true) => format!("it was given, {new}, where before it had been given, {old}"),
        (None, true) => format!("it was given, {new}"),
        (Some(old), false) => format!("it had read, {old}, and now read, {new}"),
        (None, false) => format!("it read, {new}"),
    }
}

fn run(old: Option<Date>, new: Option<Date>) -> Option<String> {
    let end = |of: Option<Date>| of.map(|of| format!("to the end of {}", date(of)));
    Some(match (end(old), end(new)) {
        (Some(_), Some(end)) if old == new => format!("it was to run {end}, as before"),
        (Some(old), Some(new)) => format!("it was to run {new}, not {old} as before"),
        (None, Some(new)) => format!("it was to run {new}"),
        (Some(old), None) => format!("it was no longer to run only {old}"),
        (None, None) => return None,
    })
}

fn stand(old: Option<&str>, new: Option<&str>) -> Option<String> {
    let end = |of: Option<&str>| of.map(|of| format!("until {}", bare(of)));
    Some(match (end(old), end(new)) {
        (Some(_), Some(end)) if old == new => format!("it was to stand {end}, as before"),
        (Some(old), Some(new)) => format!("it was to stand {new}, not {old} as before"),
        (None, Some(new)) => format!("it was to stand {new}"),
        (Some(old), None) => format!("it no longer depended on this: {old}"),
        (None, None) => return None,
    })
}

/// One term's step: `share: from 20% to 10%`.
fn term(name: &str, old: Option<&Value>, new: Option<&Value>, known: bool) -> String {
    let said = value_in_words;
    match (old, new) {
        (Some(old), Some(new)) if old == new => format!("{name}: {} as before", said(new)),
        (Some(old @ Value::Set(_)), Some(new @ Value::Set(_))) => members(name, old, new),
        (Some(old), Some(new)) => {
            let [old, new] = apart(old, new, said);
            if known {
                format!("{name}: given as {new}, before as {old}")
            } else {
                format!("{name}: from {old} to {new}")
            }
        }
        (None, Some(new)) => format!("{name}: {}", said(new)),
        (Some(old), None) => format!("{name}: dropped, having been {}", said(old)),
        (None, None) => format!("{name}: dropped"),
    }
}

fn members(name: &str, old: &Value, new: &Value) -> String {
    let missing = |from: &Value, list: &Value| {
        let gone = from.members().iter();
        let gone = gone.filter(|value| !list.members().contains(value));
        and_list(gone.map(value_in_words))
    };
    let (added, removed) = (missing(new, old), missing(old, new));
    match (added.is_empty(), removed.is_empty()) {
        (false, true) => format!("{name}: gained {added}"),
        (true, _) => format!("{name}: lost {removed}"),
        (false, false) => format!("{name}: gained {added} and lost {removed}"),
    }
}

/// What differs between two states of a clause: its text, its terms, its end and its standing.
pub(crate) fn differences(before: &State, after: &State, terms: &[ValueDiff]) -> String {
    let mut parts = Vec::new();
    let wording = |state: &State| state.wording.unwrap_or(Wording::Summary);
    if let Some(new) = after.text.as_ref().filter(|_| before.text != after.text) {
        let old = before.text.as_deref().map(|old| (old, wording(before)));
        parts.push(reworded(old, (new, wording(after)), false));
    }
    let term = |of: &ValueDiff| {
        term(
            of.name.as_str(),
            of.before.as_ref(),
            of.after.as_ref(),
            false,
        )
    };
    let terms: Vec<String> = terms.iter().map(term).collect();
    join_terms(&mut parts, &terms);
    if before.through != after.through {
        parts.extend(run(before.through, after.through));
    }
    if before.until != after.until {
        parts.extend(stand(before.until.as_deref(), after.until.as_deref()));
    }
    if before.status != after.status {
        let (before, after) = (before.status, after.status);
        parts.push(format!("its standing went from {before} to {after}"));
    }
    parts.join("; ")
}

/// How a clause reads: its text, its terms and its end.
pub(crate) fn reading(state: &State, present: bool) -> String {
    let (reads, runs, stands) = if present {
        ("reads", "runs", "stands")
    } else {
        ("read", "was to run", "was to stand")
    };
    let mut parts = Vec::new();
    if let Some(text) = &state.text {
        let text = quoted(text, state.wording.unwrap_or(Wording::Summary));
        parts.push(format!("it {reads}, {text}"));
    }
    let hedged = |(name, value): (&String, &Value)| {
        let set = state.set_by.get(name);
        let hedge = set.and_then(|set| phrases::basis(set.basis));
        let hedge = hedge.map(|hedge| format!(", {hedge}")).unwrap_or_default();
        format!("{name}: {}{hedge}", value_in_words(value))
    };
    let terms: Vec<String> = state.terms.iter().map(hedged).collect();
    join_terms(&mut parts, &terms);
    if let Some(through) = state.through {
        parts.push(format!("it {runs} to the end of {}", date(through)));
    }
    if let Some(until) = &state.until {
        parts.push(format!("it {stands} until {}", bare(until)));
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
            found.push(Sentence::new(event, text, std::slice::from_ref(cite)));
        }
    }
    found
}

fn disagreement(refs: &Refs, clause: Option<&str>, cite: &Cite, name: &str) -> String {
    let who = capital(&speaker(refs, cite));
    let of = clause.map(|clause| title(refs, clause));
    let claim = match (name, of) {
        ("date", of) => {
            let of = of.map_or_else(|| "this".to_owned(), |of| format!("the change of {of}"));
            let date = cite.date.map(date).unwrap_or_default();
            format!("{who} dates {of} to {date}")
        }
        ("text", of) => {
            let text = quote(&bare(cite.text.as_deref().unwrap_or_default()));
            format!("{who} tells {} otherwise: {text}", of.unwrap_or_default())
        }
        ("through", of) => {
            let end = cite.through.map(date).unwrap_or_default();
            format!(
                "{who} has {} run to the end of {end}",
                of.unwrap_or_default()
            )
        }
        ("until", of) => {
            let until = cite.until.as_deref().unwrap_or_default();
            format!("{who} has {} stand until {until}", of.unwrap_or_default())
        }
        (term, of) => {
            let value = cite.term(term).map(value_in_words).unwrap_or_default();
            let of = of.map(|of| format!(" for {of}")).unwrap_or_default();
            format!("{who} gives {term} as {value}{of}")
        }
    };
    noted(claim, cite.note.as_ref())
}

/// `On 22 July 2019`, with how firm the event is: the beginning of its first sentence.
pub(crate) fn opening(event: &Event, tense: Tense, distance: Option<String>) -> String {
    let when = match tense {
        Tense::Past => capital(&when(event.date)),
        Tense::Future if event.planned => format!("Planned for {}", date(event.date)),
        Tense::Future => format!("Scheduled for {}", date(event.date)),
        Tense::Unconfirmed => format!("Planned for {}, and not confirmed", date(event.date)),
    };
    let distance = distance.map(|distance| format!(", {distance}"));
    let distance = distance.unwrap_or_default();
    let basis = match event.basis {
        Basis::Stated => "",
        Basis::Reported => ", reportedly",
        Basis::Inferred => ", as this record infers",
    };
    format!("{when}{distance}{basis} ({})", quote(&bare(&event.title)))
}
