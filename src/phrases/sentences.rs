//! The patterns of prose. A sentence is a text of the file as it stands, or one of these.

use indexmap::{IndexMap, IndexSet};

use super::dates::{count, date, from, number, when};
use super::{values, who};
use crate::agreement::{Action, Basis, ChangeKind, SourceKind, Value, Wording};
use crate::answer::story::{Read, Sentence};
use crate::answer::{Change, Cite, Event, Refs, Set};
use crate::date::Date;
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

/// The same sentences, those that rest on the same as one.
pub(crate) fn merged(told: Vec<Sentence>) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    for one in told {
        match all
            .last_mut()
            .filter(|last| !one.sources.is_empty() && last.sources == one.sources)
        {
            Some(last) if last.event == one.event && last.change == one.change => {
                last.text = format!("{}. {}", last.text, one.text);
            }
            _ => all.push(one),
        }
    }
    all
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

/// A value in prose; a set as a list, a day in words.
pub(crate) fn worded(refs: &Refs, clause: &str, name: &str, value: &Value) -> String {
    let shown = |value| values::shown(refs, clause, name, value);
    let clause = refs.clauses.get(clause);
    let has_unit = clause.is_some_and(|clause| clause.units.contains_key(name));
    match value {
        Value::Text(text) if text.len() > 4 && text.parse::<Date>().is_ok() => {
            text.parse().map_or_else(|_| text.clone(), date)
        }
        _ if !has_unit => values::value_in_words(value),
        Value::Set(members) if !members.is_empty() => and_list(members.iter().map(shown)),
        other => shown(other),
    }
}

/// Whether a value is left to the text of its clause, which reads whole: all but figures that it does not give.
pub(crate) fn is_said(refs: &Refs, clause: &str, of: (&str, &Value), text: &str) -> bool {
    let shown = values::shown(refs, clause, of.0, of.1);
    let small = (0..=12).find(|small| *of.1 == Value::Integer(*small));
    let word = small.map(|small| number(usize::try_from(small).unwrap_or(0)));
    let in_words = word
        .zip(small)
        .map(|(word, small)| shown.replace(&small.to_string(), &word));
    let in_words = in_words.unwrap_or_else(|| worded(refs, clause, of.0, of.1));
    let has_figure = shown.contains(|c: char| c.is_ascii_digit());
    let is_given = says(text, &shown) || says(text, &in_words);
    !text.is_empty() && (is_given || !has_figure)
}

/// Whether a text says to which day its clause runs.
pub(crate) fn says_through(text: &str, through: Date) -> bool {
    let mut words = ["through", "until", "to", "the end of"].into_iter();
    words.any(|word| says(text, &format!("{word} {}", date(through))))
}

/// Whether a text says on which condition its clause ends: it has each longer word of it, in some form.
pub(crate) fn says_until(text: &str, until: &str) -> bool {
    let (text, until) = (text.to_lowercase(), until.to_lowercase());
    let words = until.split(|c: char| !c.is_alphanumeric());
    let mut words = words.filter(|word| word.len() > 2 && *word != "the");
    text.contains("until")
        && words.all(|word| text.contains(&word.chars().take(5).collect::<String>()))
}

/// Whether some words stand in a text, and not as a part of others or of a longer number.
fn says(text: &str, words: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "$€£.,%".contains(c);
    text.match_indices(words).any(|(at, _)| {
        let rest = text[at + words.len()..].trim_start_matches(['.', ',']);
        !text[..at].ends_with(is_part) && !rest.starts_with(is_part)
    })
}

/// Words behind which a value goes on by itself: `paid by OpenAI`.
const OPEN: [&str; 15] = [
    "after", "at", "before", "by", "for", "from", "in", "loses", "of", "on", "since", "through",
    "to", "until", "with",
];

/// A term and its value as a sentence goes on with it: `share is 20%`, `paid by OpenAI`, `not exclusive`.
pub(crate) fn term(refs: &Refs, clause: &str, (name, value): (&str, &Value)) -> String {
    let shown = worded(refs, clause, name, value);
    let label = values::label(refs, clause, name);
    match value {
        Value::Bool(true) => label,
        Value::Bool(false) => format!("not {label}"),
        _ if is_open(&label) => format!("{label} {shown}"),
        Value::Set(_) => format!("{label} names {shown}"),
        _ if is_plural(&label) => format!("{label}: {shown}"),
        _ => format!("{label} is {shown}"),
    }
}

pub(crate) fn is_open(label: &str) -> bool {
    OPEN.contains(&label.rsplit(' ').next().unwrap_or_default())
}

fn is_plural(label: &str) -> bool {
    let first = label.split(' ').next().unwrap_or_default();
    label.contains(',') || label.ends_with('s') || first.ends_with('s')
}

/// What was given to a value that is gone: `exclusive until AGI is verified`.
pub(crate) fn gone(label: &str, value: &Value, was: &str) -> String {
    match value {
        Value::Bool(true) => format!("no longer {label}"),
        _ if is_open(label) => format!("no longer {label} {was}"),
        _ => format!("no longer part of it: {label}, {was}"),
    }
}

/// A clause's title as the subject of a verb that no number changes.
pub(crate) fn subject(title: &str) -> String {
    title.to_owned() + if title.contains(',') { "," } else { "" }
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
    let marks = format!(" ({})", marks.join(", "));
    if marks == " ()" { String::new() } else { marks }
}

/// When something became known, where that is not the day on which it applies.
pub(crate) fn known(applies: Date, known: Date) -> Option<String> {
    (applies != known).then(|| format!("known since {}", date(known)))
}

/// How firm a value is and, where it was only learned, since when it is known and from when it applies.
pub(crate) fn provenance(set: &Set) -> String {
    let since = known(set.date, set.known).filter(|_| is_told(set.kind, set.report));
    let since = since.map(|since| format!("{since}, {}", from(set.date)));
    let firm = super::basis(set.basis).map(str::to_owned);
    marks(firm.into_iter().chain(since))
}

/// Whether something was only made known, and not done, on the day of its event.
pub(crate) fn is_told(kind: ChangeKind, report: bool) -> bool {
    kind == ChangeKind::Learned || report && kind == ChangeKind::Agreed
}

/// Who made something known and when, and how that goes on: `The Information reported on 11 May 2026`, `The
/// Information also reported`. What a source said only later is not dated with that day.
pub(crate) fn attribution(
    refs: &Refs,
    basis: Basis,
    when_known: Date,
    cites: &[Cite],
) -> [String; 2] {
    let days = when(when_known);
    let is_late = |cite: &&Cite| {
        let source = refs.sources.get(&cite.source);
        let published = source.and_then(|source| source.published?.first());
        published
            .zip(when_known.last())
            .is_some_and(|(day, known)| day > known)
    };
    let in_time = || cites.iter().filter(|cite| !is_late(cite));
    let own = in_time().find(|cite| is_own_word(refs, &cite.source));
    let firm = match basis {
        Basis::Reported => ", as reported,",
        _ => "",
    };
    let (who, verb, what) = match (own, in_time().next(), cites.first()) {
        _ if basis == Basis::Inferred => (None, "infers", "from what became known "),
        (Some(cite), ..) => (Some(cite), "said", ""),
        (_, Some(cite), _) => (Some(cite), "reported", ""),
        (.., Some(cite)) => (Some(cite), "says", "of what became known "),
        (None, None, None) => (None, "holds", "what became known "),
    };
    let name = who.map(|cite| who::name(refs, &cite.source));
    let who = name.unwrap_or_else(|| "this record".to_owned());
    let who = if verb == "reported" { who } else { who + firm };
    [
        format!("{who} {verb} {what}{days}"),
        format!("{who} also {verb}"),
    ]
}

/// Whether a source is a statement or a filing.
fn is_own_word(refs: &Refs, source: &str) -> bool {
    let kind = refs.sources.get(source).and_then(|source| source.kind);
    matches!(kind, Some(SourceKind::Statement | SourceKind::Filing))
}

/// That nobody whose word it would be confirms what is only reported.
pub(crate) fn unconfirmed(refs: &Refs, basis: Basis, sources: &[Read]) -> Option<Sentence> {
    let confirmed = sources.iter().any(|(source, _)| is_own_word(refs, source));
    let text = "No statement or filing in this record confirms it";
    (basis == Basis::Reported && !confirmed).then(|| Sentence::of_record(text))
}

/// A sentence as it goes on behind a colon.
pub(crate) fn lower(text: &str) -> String {
    let rest = text.strip_prefix("It ");
    rest.map_or_else(|| text.to_owned(), |rest| format!("it {rest}"))
}

/// From when something applies that became known on another day.
pub(crate) fn applies(of: Date, known: Date) -> Option<String> {
    (of != known).then(|| format!("It applies {}", from(of)))
}

/// The end of a clause beside what it was.
pub(crate) fn end(name: &str, was: Option<String>, now: Option<String>) -> Option<String> {
    let [ran, runs, ends] = match name {
        "through" => ["ran to the end of", "runs to the end of", "ends with"],
        _ => ["stood until", "stands until", "ends when"],
    };
    match (was, now) {
        (Some(was), Some(now)) => Some(format!("It {ran} {was} and now {runs} {now}")),
        (None, Some(now)) => Some(format!("It {runs} {now}")),
        (Some(was), None) => Some(format!("It no longer {ends} {was}")),
        (None, None) => None,
    }
}

/// What a change says beside its text, in sentences: values that the text does not say, what no longer stands, and
/// until when it holds.
pub(crate) fn facts(refs: &Refs, of: &Change) -> Vec<String> {
    let text = of.text.as_deref().unwrap_or_default();
    let terms = of.terms.iter().map(|(name, value)| (name.as_str(), value));
    let new = terms.filter(|term| !is_said(refs, &of.clause, *term, text));
    let new: Vec<String> = new.map(|new| term(refs, &of.clause, new)).collect();
    let is_unset = |name: &str| of.unset.iter().any(|unset| unset == name);
    let is_term = |name: &&String| !["through", "until"].contains(&name.as_str());
    let gone = of
        .unset
        .iter()
        .filter(|name| text.is_empty() && is_term(name));
    let gone: Vec<String> = gone
        .map(|name| values::label(refs, &of.clause, name))
        .collect();
    let replaced = of.replaces.iter().map(|clause| refs.clause_title(clause));
    let replaced: Vec<&str> = replaced.collect();
    let new = new.join("; ");
    let new = if text.is_empty() { new } else { capital(&new) };
    let mut told = vec![new];
    told.extend((!gone.is_empty()).then(|| format!("No longer part of it: {}", gone.join("; "))));
    let before = of.before.as_ref();
    let was = |name| match name {
        _ if !is_unset(name) => None,
        "through" => before.and_then(|before| before.through).map(date),
        _ => before.and_then(|before| before.until.as_deref()).map(bare),
    };
    let through = of.through.filter(|through| !says_through(text, *through));
    let until = of.until.as_deref().filter(|until| !says_until(text, until));
    told.extend(end(
        "through",
        was("through").filter(|_| of.through.is_none()),
        through.map(date),
    ));
    told.extend(end(
        "until",
        was("until").filter(|_| of.until.is_none()),
        until.map(bare),
    ));
    told.extend((!replaced.is_empty()).then(|| format!("It replaces: {}", replaced.join("; "))));
    told.retain(|told| !told.is_empty());
    told
}

/// Who did something to a clause: those of an event who are bound by it.
pub(crate) fn doers(refs: &Refs, event: &str, clause: &str) -> Vec<String> {
    let acting = refs.events.get(event).map(|event| &event.parties);
    let bound = refs.clauses.get(clause).map(|clause| &clause.parties);
    let acting = acting.into_iter().flatten();
    let both = acting.filter(|party| bound.is_some_and(|bound| bound.contains(party)));
    let names = both.filter_map(|party| refs.parties.get(party).cloned());
    names.collect()
}

/// What somebody did to something: `Microsoft and OpenAI adopted two clauses`, `one clause was to be ended`.
pub(crate) fn deed(doers: &[String], action: Action, tense: Tense, number: usize) -> String {
    let one = number == 1;
    let tail = match (action, one) {
        (Action::Keep, true) => " as it was",
        (Action::Keep, false) => " as they were",
        _ => "",
    };
    let (what, done, base) = (count(number, "clause"), action.past(), action.word());
    let be = |one: bool| match (tense, one) {
        (Tense::Future, true) => "is",
        (Tense::Future, false) => "are",
        (_, true) => "was",
        (_, false) => "were",
    };
    let who = and_list(doers);
    match (doers.len(), tense) {
        (0, Tense::Past) if action == Action::End => format!("{what} {done}"),
        (0, Tense::Past) => format!("{what} {} {done}{tail}", be(one)),
        (0, _) => format!("{what} {} to be {done}{tail}", be(one)),
        (_, Tense::Past) => format!("{who} {done} {what}{tail}"),
        (n, _) => format!("{who} {} to {base} {what}{tail}", be(n == 1)),
    }
}

/// That nobody knows whether a clause stands: `, as this record infers` behind it where nobody says even that.
pub(crate) fn unclear(what: &str, stands: &str, (of, then, basis): (Date, Date, Basis)) -> String {
    let firm = match basis {
        Basis::Stated => "",
        Basis::Reported => ", as reported",
        Basis::Inferred => ", as this record infers",
    };
    let known = known(of, then).map(|known| format!(", {known}"));
    let (since, known) = (date(of), known.unwrap_or_default());
    format!("Whether {what} still {stands} has been unclear since {since}{known}{firm}")
}

/// The sentences of where sources say otherwise: those that say the same in one, then the notes on them.
pub(crate) fn disagreements(
    refs: &Refs,
    event: &str,
    (clause, on): (Option<&str>, bool),
    cites: &[Cite],
) -> Vec<Sentence> {
    let mut claims: IndexMap<(&str, String), Vec<Cite>> = IndexMap::new();
    for cite in cites {
        for name in &cite.disagrees {
            let claim = claim(refs, clause.unwrap_or_default(), cite, name);
            claims.entry(claim).or_default().push(cite.clone());
        }
    }
    let on = clause
        .filter(|_| on)
        .map(|clause| refs.clause_title(clause));
    let on = on.map(|title| format!("On {title}, ")).unwrap_or_default();
    let mut told = Vec::new();
    for ((verb, claim), cites) in &claims {
        let names = cites.iter().map(|cite| who::name(refs, &cite.source));
        let names: Vec<String> = names.collect::<IndexSet<String>>().into_iter().collect();
        let s = if names.len() == 1 { "s" } else { "" };
        let names = match names.as_slice() {
            [a, b, _, _, ..] => format!("{a}, {b} and {} more", names.len() - 2),
            few => and_list(few),
        };
        let text = capital(&format!("{on}{names} {verb}{s} {claim}"));
        told.push(resting(refs, text, cites).of_event(event));
    }
    let noted = cites.iter().filter(|cite| !cite.disagrees.is_empty());
    told.extend(noted.filter_map(|cite| {
        let (name, note) = (who::name(refs, &cite.source), bare(cite.note.as_ref()?));
        Some(Sentence::of_record(format!("Note on {name}: {note}")))
    }));
    told
}

/// What a source says otherwise: the verb of several, and the rest.
fn claim(refs: &Refs, clause: &str, cite: &Cite, name: &str) -> (&'static str, String) {
    let text = |of: &Option<String>| bare(of.as_deref().unwrap_or_default());
    let end = |of: Option<Date>| of.map(date).unwrap_or_default();
    match name {
        "date" => ("date", format!("this to {}", end(cite.claims.date))),
        "text" => ("tell", format!("it otherwise: {}", text(&cite.claims.text))),
        "through" => (
            "give",
            format!("the end of {} as its last day", end(cite.claims.through)),
        ),
        "until" => (
            "let",
            format!("it stand until {}", text(&cite.claims.until)),
        ),
        term => {
            let value = cite
                .term(term)
                .map(|value| worded(refs, clause, term, value));
            let (label, value) = (values::label(refs, clause, term), value.unwrap_or_default());
            ("give", format!("another value for {label}: {value}"))
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
    let marks = marks([firm, since, perhaps].into_iter().flatten());
    format!("{day}{marks}: {}", bare(&event.title))
}
