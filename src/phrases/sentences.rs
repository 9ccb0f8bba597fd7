//! The patterns of prose. A sentence is a text of the file as it stands, or one of these.

use super::dates::{date, from, number};
use super::{values, who};
use crate::agreement::suppose::is_supposed;
use crate::agreement::{Basis, RENEWAL, Value, Wording, word_for};
use crate::answer::story::Sentence;
use crate::answer::{Change, Cite, Refs, Set};
use crate::date::Date;
use crate::text::words::{and_list, quote, split};

pub(crate) fn resting(refs: &Refs, text: impl Into<String>, cites: &[Cite]) -> Sentence {
    let (strongest, passed_on) = who::ranked(refs, cites);
    let found = strongest.into_iter().chain(passed_on);
    Sentence {
        sources: found.map(|c| (c.source.clone(), c.via.clone())).collect(),
        ..Sentence::of_record(text)
    }
}

/// The same sentences, those that rest on the same as one.
pub(crate) fn merged(told: Vec<Sentence>) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    for one in told {
        let is_same = |last: &&mut Sentence| {
            let same = last.event == one.event && last.change == one.change;
            same && !one.sources.is_empty() && last.sources == one.sources
        };
        match all.last_mut().filter(is_same) {
            Some(last) => last.text = format!("{}. {}", last.text, one.text),
            None => all.push(one),
        }
    }
    all
}

pub(crate) fn note(note: Option<&String>) -> Option<Sentence> {
    note.map(|note| Sentence::of_record(format!("Note: {}", bare(note))))
}

/// A text as a sentence begins; a web address stays as it is: `genai.club`.
pub(crate) fn capital(text: &str) -> String {
    let word = text.split([' ', ',', ':', '\'']).next().unwrap_or_default();
    let is_domain = |(_, end): (&str, &str)| end.len() > 1 && end.starts_with(char::is_alphabetic);
    if word.rsplit_once('.').is_some_and(is_domain) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// A text from the file without its final full stop, since every sentence here gets one.
pub(crate) fn bare(text: &str) -> String {
    text.trim().trim_end_matches('.').replace('\n', " ")
}

/// What comes before a text by which this record sums up what a source says.
pub(crate) const SUMMED_UP: &str = "This record sums it up so, by all its sources";

/// What is told behind some words, and whether this record so sums up what a source says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) text: String,
    pub(crate) is_own: bool,
}

impl Reading {
    /// A clause's text: in quotation marks only where the words are the contract's own.
    pub(crate) fn of(text: &str, wording: Option<Wording>) -> Self {
        let text = bare(text);
        let is_own = wording == Some(Wording::Record);
        let text = if wording == Some(Wording::Verbatim) {
            quote(&text)
        } else {
            text
        };
        Self { text, is_own }
    }

    /// Behind some words: what is this record's own is a sentence of its own.
    pub(crate) fn led(&self, words: &str) -> String {
        let gap = if self.is_own {
            format!(". {SUMMED_UP}: ")
        } else {
            ": ".to_owned()
        };
        format!("{words}{gap}{}", self.text)
    }

    /// Behind who reported it, which says by itself that it is reported.
    pub(crate) fn unhedged(self) -> Self {
        let text = self.text.strip_prefix("Reportedly, ").map(capital);
        let text = text.filter(|_| !self.is_own).unwrap_or(self.text);
        Self { text, ..self }
    }
}

impl From<String> for Reading {
    fn from(text: String) -> Self {
        let is_own = false;
        Self { text, is_own }
    }
}

/// A value in prose; a set as a list, a day in words.
pub(crate) fn worded(refs: &Refs, clause: &str, name: &str, value: &Value) -> String {
    let shown = |value| values::shown(refs, clause, name, value);
    let about = refs.clauses.get(clause);
    let has_unit = about.is_some_and(|about| word_for(&about.units, name).is_some());
    let is_day = ["date", "through"].contains(&name);
    match value {
        _ if name == "parties" => and_list(values::named(refs, value)),
        Value::Text(text) if ["text", "until"].contains(&name) => bare(text),
        Value::Text(text) if is_day || text.len() > 4 && Date::read(text).is_some() => {
            Date::read(text).map_or_else(|| text.clone(), date)
        }
        _ if RENEWAL.contains(&name) => values::written(refs, clause, name, value, Date::human),
        _ if !has_unit => values::value_in_words(value),
        Value::Set(members) if !members.is_empty() => and_list(members.iter().map(shown)),
        other => shown(other),
    }
}

/// Whether a value is left to the text of its clause, which reads whole: an end or parties that it gives, and all terms
/// but figures that it does not give.
pub(crate) fn is_said(
    refs: &Refs,
    clause: &str,
    (name, value): (&str, &Value),
    text: &str,
) -> bool {
    let shown = values::shown(refs, clause, name, value);
    let has_figure = shown.contains(|c: char| c.is_ascii_digit());
    let is_left =
        !["through", "until", "parties"].contains(&name) && !has_figure && !text.is_empty();
    is_left || gives(refs, clause, (name, value), text)
}

/// Whether a text gives a value in words of its own.
pub(crate) fn gives(refs: &Refs, clause: &str, (name, value): (&str, &Value), text: &str) -> bool {
    let worded = worded(refs, clause, name, value);
    match name {
        "through" => {
            let mut words = ["through", "until", "to", "the end of"].into_iter();
            return words.any(|word| says(text, &format!("{word} {worded}")));
        }
        "until" => return says_until(text, &worded),
        _ => {}
    }
    let shown = values::shown(refs, clause, name, value);
    let in_words = match value {
        Value::Integer(small @ 0..=12) => {
            let word = number(usize::try_from(*small).unwrap_or(0));
            shown.replace(&small.to_string(), &word)
        }
        _ => worded,
    };
    !text.is_empty() && (says(text, &shown) || says(text, &in_words))
}

/// Whether a text says on which condition its clause ends: it has each longer word of it, in some form.
fn says_until(text: &str, until: &str) -> bool {
    let (text, until) = (text.to_lowercase(), until.to_lowercase());
    let mut words = split(&until).filter(|word| word.len() > 2 && *word != "the");
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    text.contains("until") && words.all(|word| text.contains(&stem(word)))
}

/// Whether some words stand in a text, and not as a part of others or of a longer number.
pub(crate) fn says(text: &str, words: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "$€£.,%".contains(c);
    text.match_indices(words).any(|(at, _)| {
        let rest = text[at + words.len()..].trim_start_matches(['.', ',']);
        !text[..at].ends_with(is_part) && !rest.starts_with(is_part)
    })
}

/// Words behind which a value goes on by itself: `paid by OpenAI`.
const OPEN: [&str; 16] = [
    "after", "at", "before", "by", "for", "from", "in", "loses", "of", "on", "since", "through",
    "to", "until", "where", "with",
];

/// A term and its value as a sentence goes on with it: `share is 20%`, `paid by OpenAI`, `not exclusive`.
pub(crate) fn term(refs: &Refs, clause: &str, (name, value): (&str, &Value)) -> String {
    let shown = worded(refs, clause, name, value);
    let label = values::label(refs, clause, name);
    let is_long = shown.split(' ').count() > 3 && !shown.contains(|c: char| c.is_ascii_digit());
    let it = it(&label);
    match (value, noun(&label)) {
        (Value::Bool(true), _) => format!("{it}{label}"),
        (Value::Bool(false), _) if it == "it is " => format!("{it}not {label}"),
        (Value::Bool(false), _) if it == "it " => format!("it does not {}", infinitive(&label)),
        (Value::Bool(false), _) => format!("not {label}"),
        _ if is_open(&label) => format!("{it}{label} {shown}"),
        (Value::Set(_), Some(noun)) => format!("{noun} names {shown}"),
        (_, Some(noun)) if !is_long => format!("{noun} is {shown}"),
        _ => format!("{label}: {shown}"),
    }
}

/// A label as the subject of a sentence, where it is one thing: `the share`, `Microsoft's share after that`.
pub(crate) fn noun(label: &str) -> Option<String> {
    let first = label.split(' ').next().unwrap_or_default();
    let is_name = first.ends_with("'s") || first.starts_with(char::is_uppercase);
    let is_many = |word: &str| word.ends_with('s') && !word.ends_with("'s");
    let is_dated = label.contains(|c: char| c == ',' || c.is_ascii_digit());
    let is_done = first.ends_with("ed") || OPEN.contains(&first);
    if is_dated || is_done || is_many(label) || is_many(first) {
        return None;
    }
    Some(format!("{}{label}", if is_name { "" } else { "the " }))
}

pub(crate) fn is_open(label: &str) -> bool {
    OPEN.contains(&label.rsplit(' ').next().unwrap_or_default())
}

/// What was given to a value that is gone: `until then it was exclusive until AGI is verified`.
pub(crate) fn gone(label: &str, value: &Value, was: &str) -> String {
    match value {
        Value::Bool(true) => turned(label, "no longer"),
        _ if is_open(label) && label.starts_with(char::is_lowercase) => {
            format!("until then it was {label} {was}")
        }
        _ if is_open(label) => format!("no longer part of it: {label} {was}"),
        _ => format!("no longer part of it: {label}, {was}"),
    }
}

pub(crate) fn turned(label: &str, how: &str) -> String {
    format!("{}{how} {label}", it(label))
}

pub(crate) fn named_events(refs: &Refs, ids: &[String]) -> String {
    let events = ids.iter().filter_map(|id| refs.events.get(id));
    let named = events.map(|event| format!("{} ({})", bare(&event.title), date(event.date)));
    named.collect::<Vec<String>>().join("; ")
}

pub(crate) fn subject(title: &str) -> String {
    title.to_owned() + if title.contains(',') { "," } else { "" }
}

/// How firm what an event did is told to be: a supposition says by itself that it is no fact.
pub(crate) fn told_basis(event: &str, basis: Basis) -> Basis {
    if is_supposed(event) {
        return Basis::Stated;
    }
    basis
}

/// How firm something is, behind what is told.
pub(crate) fn firmly(basis: Basis) -> &'static str {
    match basis {
        Basis::Stated => "",
        Basis::Reported => ", as reported",
        Basis::Inferred => ", as this record infers",
    }
}

/// How firm something is, before what is told.
pub(crate) fn hedged(basis: Basis, text: &str) -> String {
    let firm = firmly(basis).trim_start_matches(", ");
    let gap = if firm.is_empty() { "" } else { ", " };
    capital(&format!("{firm}{gap}{text}"))
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
    let since = known(set.date, set.known).filter(|_| set.is_told());
    let since = since.map(|since| format!("{since}, {}", from(set.date)));
    let firm = super::basis(set.basis).map(str::to_owned);
    marks(firm.into_iter().chain(since))
}

/// A sentence as it goes on behind a colon.
pub(crate) fn lower(text: &str) -> String {
    let rest = text.strip_prefix("It ");
    rest.map_or_else(|| text.to_owned(), |rest| format!("it {rest}"))
}

const QUALITIES: [&str; 9] = [
    "due", "free", "held", "kept", "made", "open", "paid", "set", "sold",
];

/// Words with which a label says what its clause does.
const VERBS: [&str; 8] = [
    "applies", "covers", "depends", "ends", "extends", "includes", "leaves", "ships",
];

fn infinitive(label: &str) -> String {
    let (verb, rest) = label.split_once(' ').unwrap_or((label, ""));
    let verb = match verb.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => verb.trim_end_matches('s').to_owned(),
    };
    format!("{verb} {rest}")
}

/// What makes a sentence of a label that names a quality or says what its clause does: `it is` exclusive, free of
/// royalties, paid by; `it` covers deals with others.
fn it(label: &str) -> &'static str {
    let mut words = label.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let is_ended = ["able", "ed", "ible", "ive"]
        .iter()
        .any(|end| first.ends_with(end));
    let is_quality = is_ended || QUALITIES.contains(&first);
    match second {
        Some(_) if VERBS.contains(&first) => "it ",
        Some(word) if !OPEN.contains(&word) => "",
        _ if is_quality => "it is ",
        _ => "",
    }
}

/// To when a clause holds, or whom it binds.
pub(crate) fn end(name: &str, was: Option<String>, now: Option<String>) -> Option<String> {
    let [ran, runs, ends] = match name {
        "through" => ["ran to the end of", "runs to the end of", "ends with"],
        "parties" => ["bound", "binds", "binds"],
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
pub(crate) fn facts(refs: &Refs, of: &Change, text: &str) -> Vec<String> {
    let clause = &of.clause;
    let (mut new, mut gone, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    // A source has not said what this record's text leaves unsaid.
    let is_own = of.wording == Wording::Record;
    let is_said = if is_own { gives } else { is_said };
    for (name, old, value) in of.values() {
        let worded = |value: Value| worded(refs, clause, name, &value);
        match (name, value) {
            (_, Some(value)) if is_said(refs, clause, (name, &value), text) => {}
            ("renews", Some(_)) => ends.extend(super::ends::renews(of.renewing)),
            ("renewals" | "notice", Some(_)) if of.renewing.renews.is_some() => {}
            ("through" | "until", Some(value)) => ends.extend(end(name, None, Some(worded(value)))),
            ("through" | "until", None) => ends.extend(end(name, old.map(worded), None)),
            (_, Some(value)) => new.push(term(refs, clause, (name, &value))),
            (_, None) if text.is_empty() && old.is_some() => {
                gone.push(values::label(refs, clause, name));
            }
            (_, None) => {}
        }
    }
    let new = new.join("; ");
    let told = |words: &str, list: Vec<String>| {
        (!list.is_empty()).then(|| words.to_owned() + &list.join("; "))
    };
    let gone = told("No longer part of it: ", gone);
    let replaced = of.replaces.iter().map(|clause| refs.clause_title(clause));
    let replaced = told("It replaces: ", replaced.map(str::to_owned).collect());
    let new = Some(new).filter(|new| !new.is_empty());
    new.into_iter()
        .chain(gone)
        .chain(ends)
        .chain(values::bound(refs, of).map(|bound| capital(&bound)))
        .chain(replaced)
        .collect()
}

/// That nobody knows whether a clause stands: `, as this record infers` behind it where nobody says even that.
pub(crate) fn unclear(what: &str, stands: &str, (of, then, basis): (Date, Date, Basis)) -> String {
    unclear_since(what, stands, &date(of), (of, then, basis))
}

/// The same, where that day is called something else.
pub(crate) fn unclear_since(
    what: &str,
    stands: &str,
    since: &str,
    days: (Date, Date, Basis),
) -> String {
    format!(
        "Whether {what} still {stands} {}",
        been_unclear(since, days)
    )
}

pub(crate) fn been_unclear(since: &str, (of, then, basis): (Date, Date, Basis)) -> String {
    let known = known(of, then).map(|known| format!(", {known}"));
    let (known, firm) = (known.unwrap_or_default(), firmly(basis));
    format!("has been unclear since {since}{known}{firm}")
}
