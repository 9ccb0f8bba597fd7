//! The patterns of prose. A sentence is a text of the file as it stands, or one of these.

use indexmap::{IndexMap, IndexSet};

use super::dates::{count, date, from, number, when};
use super::{values, who};
use crate::agreement::{Action, Basis, ChangeKind, SourceKind, Value, Wording};
use crate::answer::story::Sentence;
use crate::answer::{Change, Cite, Event, Refs, Set, State};
use crate::date::{Date, Day};
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

/// A sentence with its sources, strongest first.
pub(crate) fn resting(refs: &Refs, text: impl Into<String>, cites: &[Cite]) -> Sentence {
    let found = who::strongest(refs, cites).into_iter();
    Sentence {
        sources: found.map(|c| (c.source.clone(), c.via.clone())).collect(),
        ..Sentence::of_record(text)
    }
}

/// A note, which is the record's own.
pub(crate) fn note(note: Option<&String>) -> Option<Sentence> {
    note.map(|note| Sentence::of_record(format!("Note: {}", bare(note))))
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

/// A clause's text: in quotation marks only where the words are the contract's own.
pub(crate) fn reading(text: &str, wording: Option<Wording>) -> String {
    match wording {
        Some(Wording::Verbatim) => quote(&bare(text)),
        _ => bare(text),
    }
}

/// A value in prose; a set as a list.
pub(crate) fn worded(refs: &Refs, clause: &str, name: &str, value: &Value) -> String {
    let clause_ref = refs.clauses.get(clause);
    let has_unit = clause_ref.is_some_and(|clause| clause.units.contains_key(name));
    match value {
        Value::Set(members) if has_unit && !members.is_empty() => {
            let members = members.iter();
            and_list(members.map(|member| values::shown(refs, clause, name, member)))
        }
        other if has_unit => values::shown(refs, clause, name, other),
        other => values::value_in_words(other),
    }
}

/// Whether a value is left to the text of its clause, which reads whole: all but figures that it does not give.
pub(crate) fn is_said(
    refs: &Refs,
    clause: &str,
    (name, value): (&str, &Value),
    text: &str,
) -> bool {
    let shown = values::shown(refs, clause, name, value);
    let in_words = match value {
        Value::Integer(small @ 0..=12) => {
            let figure = small.to_string();
            shown.replace(&figure, &number(usize::try_from(*small).unwrap_or(0)))
        }
        _ => shown.clone(),
    };
    let has_figure = shown.chars().any(|c| c.is_ascii_digit());
    !text.is_empty() && (!has_figure || says(text, &shown) || says(text, &in_words))
}

/// Whether some words stand in a text, and not as a part of others or of a longer number.
fn says(text: &str, words: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "$€£.,%".contains(c);
    text.match_indices(words).any(|(at, _)| {
        let rest = text[at + words.len()..].trim_start_matches(['.', ',']);
        !text[..at].ends_with(is_part) && !rest.starts_with(is_part)
    })
}

/// A term and its value as a sentence goes on with it: `share is 20%`.
pub(crate) fn term(refs: &Refs, clause: &str, (name, value): (&str, &Value)) -> String {
    let shown = worded(refs, clause, name, value);
    let label = values::label(refs, clause, name);
    match value {
        Value::Set(_) => format!("{label} names {shown}"),
        Value::Bool(_) => format!("{label}: {shown}"),
        _ if label.contains(',') || label.ends_with('s') => format!("{label}: {shown}"),
        _ => format!("{label} is {shown}"),
    }
}

/// A clause's title as the subject of a verb that no number changes.
pub(crate) fn subject(title: &str) -> String {
    let comma = if title.contains(',') { "," } else { "" };
    format!("{title}{comma}")
}

/// How firm something is, before what is told.
pub(crate) fn hedged(basis: Basis, text: &str) -> String {
    match basis {
        Basis::Stated => capital(text),
        Basis::Reported => format!("As reported, {text}"),
        Basis::Inferred => format!("As this record infers, {text}"),
    }
}

/// Some days and doubts behind a name, in parentheses: ` (reported, known since 11 May 2026)`.
pub(crate) fn marks(of: impl IntoIterator<Item = String>) -> String {
    let marks: Vec<String> = of.into_iter().collect();
    match marks.is_empty() {
        true => String::new(),
        false => format!(" ({})", marks.join(", ")),
    }
}

/// When something became known, where that is not the day on which it applies.
pub(crate) fn known(applies: Date, known: Date) -> Option<String> {
    (applies != known).then(|| format!("known since {}", date(known)))
}

/// How firm a value is and, where it was only learned, since when it is known and from when it applies.
pub(crate) fn provenance(set: &Set) -> String {
    let since = known(set.date, set.known).filter(|_| is_told(set.kind, set.report));
    let since = since.map(|since| format!("{since}, {}", from(set.date)));
    marks(
        super::basis(set.basis)
            .map(str::to_owned)
            .into_iter()
            .chain(since),
    )
}

/// Whether something was only made known, and not done, on the day of its event.
pub(crate) fn is_told(kind: ChangeKind, report: bool) -> bool {
    kind == ChangeKind::Learned || report && kind == ChangeKind::Agreed
}

/// Who made something known and when, and how that goes on: `The Information reported on 11 May 2026`, `The
/// Information also reported`. What a source said only later is not dated with that day.
pub(crate) fn attribution(refs: &Refs, set: &Set) -> [String; 2] {
    let days = when(set.known);
    let told =
        |who: &str, verb: &str| [format!("{who} {verb} {days}"), format!("{who} also {verb}")];
    if set.basis == Basis::Inferred {
        return [
            format!("this record infers from what became known {days}"),
            "this record also infers".to_owned(),
        ];
    }
    let is_late = |cite: &&Cite| {
        let source = refs.sources.get(&cite.source);
        let published = source.and_then(|source| source.published);
        let published = published.and_then(Date::first).zip(set.known.last());
        published.is_some_and(|(published, known)| published > known)
    };
    let in_time = || set.cite.iter().filter(|cite| !is_late(cite));
    let own = in_time().find(|cite| is_own_word(refs, cite));
    let name = |cite: &Cite| who::name(refs, &cite.source);
    let as_reported = match set.basis {
        Basis::Reported => ", as reported,",
        _ => "",
    };
    match (own, in_time().next(), set.cite.first()) {
        (Some(cite), ..) => told(&format!("{}{as_reported}", name(cite)), "said"),
        (None, Some(cite), _) => told(&name(cite), "reported"),
        (None, None, Some(cite)) => {
            let who = format!("{}{as_reported}", name(cite));
            [
                format!("{who} says of what became known {days}"),
                format!("{who} also says"),
            ]
        }
        (None, None, None) => [
            format!("it became known{as_reported} {days}"),
            format!("it also became known{as_reported}"),
        ],
    }
}

/// Whether a citation is of a statement or a filing.
fn is_own_word(refs: &Refs, cite: &Cite) -> bool {
    let kind = refs
        .sources
        .get(&cite.source)
        .and_then(|source| source.kind);
    matches!(kind, Some(SourceKind::Statement | SourceKind::Filing))
}

/// That nobody whose word it would be confirms what is only reported.
pub(crate) fn unconfirmed<'a>(
    refs: &Refs,
    basis: Basis,
    cites: impl IntoIterator<Item = &'a Cite>,
) -> Option<Sentence> {
    let confirmed = cites.into_iter().any(|cite| is_own_word(refs, cite));
    let text = "No statement or filing in this record confirms it";
    (basis == Basis::Reported && !confirmed).then(|| Sentence::of_record(text))
}

/// From when something applies that became known on another day.
pub(crate) fn applies(of: Date, known: Date) -> Option<String> {
    (of != known).then(|| format!("It applies {}", from(of)))
}

/// What a change says beside its text, in sentences: values that the text does not say, what no longer stands, and
/// until when it holds.
pub(crate) fn facts(refs: &Refs, of: &Change) -> Vec<String> {
    let text = of.text.as_deref().unwrap_or_default();
    let label = |name: &str| values::label(refs, &of.clause, name);
    let terms = of.terms.iter().map(|(name, value)| (name.as_str(), value));
    let new = terms.filter(|term| !is_said(refs, &of.clause, *term, text));
    let new: Vec<String> = new.map(|of_term| term(refs, &of.clause, of_term)).collect();
    let is_unset = |name: &str| of.unset.iter().any(|unset| unset == name);
    let gone = of
        .unset
        .iter()
        .filter(|name| !["through", "until"].contains(&name.as_str()));
    let gone: Vec<String> = gone.map(|name| label(name)).collect();
    let replaced = of.replaces.iter().map(|clause| refs.clause_title(clause));
    let replaced: Vec<&str> = replaced.collect();
    let mut told = Vec::new();
    let new = new.join("; ");
    told.extend((!new.is_empty()).then(|| match text {
        "" => new,
        _ => capital(&new),
    }));
    let gone = if text.is_empty() { gone } else { Vec::new() };
    told.extend((!gone.is_empty()).then(|| format!("No longer part of it: {}", gone.join("; "))));
    told.extend(match of.through {
        Some(through) => Some(format!("It runs to the end of {}", date(through))),
        None => is_unset("through").then(|| "It no longer has a last day".to_owned()),
    });
    told.extend(match &of.until {
        Some(until) => Some(format!("It stands until {}", bare(until))),
        None => is_unset("until").then(|| "It no longer ends on a condition".to_owned()),
    });
    told.extend((!replaced.is_empty()).then(|| format!("It replaces: {}", replaced.join("; "))));
    told
}

/// Who did something to a clause: those of an event who are bound by it.
pub(crate) fn doers(refs: &Refs, event: &str, clause: &str) -> Vec<String> {
    let acting = refs.events.get(event).map(|event| &event.parties);
    let bound = refs.clauses.get(clause).map(|clause| &clause.parties);
    let acting = acting.into_iter().flatten();
    let both = acting.filter(|party| bound.is_some_and(|bound| bound.contains(party)));
    both.filter_map(|party| refs.parties.get(party).cloned())
        .collect()
}

/// What somebody did to something: `Microsoft and OpenAI adopted two clauses`, `one clause was to be ended`.
pub(crate) fn deed(doers: &[String], action: Action, tense: Tense, number: usize) -> String {
    let one = number == 1;
    let (base, tail) = match (action, one) {
        (Action::Keep, true) => ("keep", " as it was"),
        (Action::Keep, false) => ("keep", " as they were"),
        (other, _) => (other.word(), ""),
    };
    let (what, done) = (count(number, "clause"), action.past());
    let is = |one: bool| match (tense, one) {
        (Tense::Unconfirmed, true) => "was",
        (Tense::Unconfirmed, false) => "were",
        (_, true) => "is",
        (_, false) => "are",
    };
    let who = and_list(doers);
    match (doers.len(), tense) {
        (0, Tense::Past) if action == Action::End => format!("{what} {done}"),
        (0, Tense::Past) => format!("{what} {} {done}{tail}", if one { "was" } else { "were" }),
        (0, _) => format!("{what} {} to be {done}{tail}", is(one)),
        (_, Tense::Past) => format!("{who} {done} {what}{tail}"),
        (n, _) => format!("{who} {} to {base} {what}{tail}", is(n == 1)),
    }
}

/// That nobody knows whether a clause stands: `, as this record infers` behind it where nobody says even that.
pub(crate) fn unclear(what: &str, stands: &str, set: &Set) -> String {
    let firm = match set.basis {
        Basis::Stated => "",
        Basis::Reported => ", as reported",
        Basis::Inferred => ", as this record infers",
    };
    let known = known(set.date, set.known).map(|known| format!(", {known}"));
    let (since, known) = (date(set.date), known.unwrap_or_default());
    format!("Whether {what} still {stands} has been unclear since {since}{known}{firm}")
}

/// The sentences of where sources say otherwise: those that say the same in one, then the notes on them.
pub(crate) fn disagreements(
    refs: &Refs,
    event: &str,
    (clause, on): (Option<&str>, bool),
    cites: &[Cite],
) -> Vec<Sentence> {
    let mut claims: IndexMap<(&str, [String; 2]), Vec<Cite>> = IndexMap::new();
    for cite in cites {
        for name in &cite.disagrees {
            let claim = claim(refs, clause, cite, name);
            claims.entry((name, claim)).or_default().push(cite.clone());
        }
    }
    let mut told = Vec::new();
    for ((_, [one, many]), cites) in &claims {
        let names = cites.iter().map(|cite| who::name(refs, &cite.source));
        let names: Vec<String> = names.collect::<IndexSet<String>>().into_iter().collect();
        let does = if names.len() == 1 { one } else { many };
        let names = match names.as_slice() {
            [a, b, _, rest @ ..] if !rest.is_empty() => {
                format!("{a}, {b} and {} more", names.len() - 2)
            }
            few => and_list(few),
        };
        let on = clause
            .filter(|_| on)
            .map(|clause| refs.clause_title(clause));
        let on = on.map(|title| format!("On {title}, ")).unwrap_or_default();
        let text = capital(&format!("{on}{names} {does}"));
        told.push(resting(refs, text, cites).of_event(event));
    }
    let noted = cites.iter().filter(|cite| !cite.disagrees.is_empty());
    told.extend(noted.filter_map(|cite| {
        let note = bare(cite.note.as_ref()?);
        let name = who::name(refs, &cite.source);
        Some(Sentence::of_record(format!("Note on {name}: {note}")))
    }));
    told
}

/// What one source says otherwise, and what several say.
fn claim(refs: &Refs, clause: Option<&str>, cite: &Cite, name: &str) -> [String; 2] {
    let pair =
        |one: &str, many: &str, rest: &str| [format!("{one} {rest}"), format!("{many} {rest}")];
    let end = |of: Option<Date>| of.map(date).unwrap_or_default();
    match name {
        "date" => pair("dates", "date", &format!("this to {}", end(cite.date))),
        "text" => {
            let text = bare(cite.text.as_deref().unwrap_or_default());
            pair("tells", "tell", &format!("it otherwise: {text}"))
        }
        "through" => {
            let end = end(cite.through);
            pair(
                "gives",
                "give",
                &format!("the end of {end} as its last day"),
            )
        }
        "until" => {
            let until = bare(cite.until.as_deref().unwrap_or_default());
            pair("has", "have", &format!("it stand until {until}"))
        }
        term => {
            let clause = clause.unwrap_or_default();
            let value = cite
                .term(term)
                .map(|value| worded(refs, clause, term, value));
            let (label, value) = (values::label(refs, clause, term), value.unwrap_or_default());
            pair(
                "gives",
                "give",
                &format!("another value for {label}: {value}"),
            )
        }
    }
}

/// The head of an event's paragraph: `28 October 2025: OpenAI restructures`, with how firm it is and since when it is
/// known.
pub(crate) fn head(event: &Event) -> String {
    let day = match Tense::of(event) {
        Tense::Past => capital(&date(event.date)),
        Tense::Future if event.planned => format!("Planned for {}", date(event.date)),
        Tense::Future => format!("Scheduled for {}", date(event.date)),
        Tense::Unconfirmed => format!("Planned for {}, not confirmed", date(event.date)),
    };
    let change = event.changes.first().filter(|_| event.derived);
    let since = event.announced.or(change.map(|change| change.known));
    let since = since.and_then(|since| known(event.date, since));
    let firm = super::basis(event.basis).map(str::to_owned);
    let perhaps = event
        .possibly
        .then(|| "perhaps within these days".to_owned());
    let marks = marks(firm.into_iter().chain(since).chain(perhaps));
    format!("{day}{marks}: {}", bare(&event.title))
}

/// Whether a value became known only after a day.
pub(crate) fn is_later(state: &State, day: Day) -> bool {
    let mut sets = state.set_by.values().chain(&state.turned);
    sets.any(|set| set.known.first().is_some_and(|known| known > day))
}
