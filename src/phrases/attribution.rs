//! Who made something known, when, and from when it applies.

use super::dates::{date, from, when};
use super::sentences::{Reading, capital, note, resting, said};
use super::terms::says;
use super::{values, who};
use crate::agreement::Basis;
use crate::answer::story::Sentence;
use crate::answer::{Cite, Refs, Set, backing};
use crate::date::Date;
use crate::text::words::{parted, some_list};

/// Who made something known: `The Information reported on 11 May 2026`, `The Information reported` and `The Information
/// also reported`. What a source said only later is not dated with that day.
pub(crate) fn attribution(
    refs: &Refs,
    basis: Basis,
    when_known: Date,
    cites: &[&Cite],
) -> [String; 3] {
    let is_late = |cite: &Cite| {
        let source = refs.sources.get(&cite.source);
        let published = source.and_then(|source| source.published);
        published.is_some_and(|day| day.is_after(when_known))
    };
    let in_time = || cites.iter().copied().filter(|cite| !is_late(cite));
    let own = in_time().find(|cite| cite.is_own_word);
    let (who, verb) = match (own, in_time().next(), cites.first().copied()) {
        _ if basis == Basis::Inferred => (None, "infers from what became known"),
        (Some(cite), ..) if basis == Basis::Reported => (Some(cite), "reportedly said"),
        (Some(cite), ..) => (Some(cite), "said"),
        (_, Some(cite), _) => (Some(cite), "reported"),
        (.., Some(cite)) if basis == Basis::Reported => (Some(cite), "reports"),
        (.., Some(cite)) => (Some(cite), "says"),
        _ if basis == Basis::Reported => (None, "holds, as reported, what became known"),
        _ => (None, "holds what became known"),
    };
    let who = who.map(|cite| who::name(refs, &cite.source));
    let who = who.as_deref().unwrap_or("this record");
    let days = match verb {
        "says" | "reports" => format!("of {}", date(when_known)),
        _ => when(when_known),
    };
    let told = format!("{who} {verb}");
    [format!("{told} {days}"), told, format!("{who} also {verb}")]
}

pub(crate) fn is_confirmed<'c>(refs: &Refs, cites: impl IntoIterator<Item = &'c Cite>) -> bool {
    let mut found = who::strongest(refs, cites).into_iter();
    found.any(|cite| cite.is_own_word)
}

/// That no statement or filing confirms some values, if so: by name, where one confirms others.
pub(crate) fn unconfirmed<'a>(
    refs: &Refs,
    clause: &str,
    values: impl Iterator<Item = (&'a str, bool)>,
) -> Option<Sentence> {
    let (firm, open): (Vec<_>, Vec<_>) = values.partition(|(_, is_confirmed)| *is_confirmed);
    let called = |name: &str| match name {
        "through" | "until" => "its end".to_owned(),
        _ => values::label(refs, clause, name),
    };
    let names = open.iter().filter(|(name, _)| *name != "text");
    let what = match firm.len() {
        0 => (!open.is_empty()).then(|| "it".to_owned()),
        _ => some_list(names.map(|(name, _)| called(name))).map(|names| format!("this: {names}")),
    };
    let text = format!("No statement or filing in this record confirms {}", what?);
    Some(Sentence::of_record(text))
}

/// From when something applies that became known on another day, where what is said of it does not say so.
pub(crate) fn applies(of: Date, known: Date, said: &str) -> Option<String> {
    let is_due = of != known && !says(said, &date(of));
    is_due.then(|| format!("This applies {}", from(of)))
}

/// What somebody made known, behind a title or for itself, and from when it applies.
pub(crate) fn attributed(
    refs: &Refs,
    set: &Set,
    (title, told): (Option<&str>, &Reading),
    cites: &[&Cite],
) -> String {
    let [who, ..] = attribution(refs, set.basis, set.known, cites);
    let text = match title {
        Some(title) => told.led(&format!("{title}, as {who}")),
        None => said(&who, &told.led("")),
    };
    capital(&text)
}

pub(crate) fn dated(text: String, set: &Set) -> String {
    match applies(set.date, set.known, &text) {
        Some(applies) => format!("{text}. {applies}"),
        None => text,
    }
}

/// A value by its name, who set it, and how it is told.
pub(crate) type Given<'a> = (&'a str, &'a Set, Reading);

pub(crate) fn learned(refs: &Refs, title: Option<&str>, list: &[Given]) -> Sentence {
    let (name, set, first) = &list[0];
    let texts = list.iter().map(|(.., told)| told.text.as_str());
    let text = match *name {
        "text" => parted(texts.map(capital), ". "),
        _ => parted(texts, "; "),
    };
    let values = Reading {
        text: text.unwrap_or_default(),
        wording: first.wording,
    };
    let cites = list.iter();
    let cites = cites.flat_map(|(name, set, _)| backing(&set.cite, Some(name)));
    let cites: Vec<&Cite> = cites.collect();
    let told = dated(attributed(refs, set, (title, &values), &cites), set);
    resting(refs, told, cites).of_event(&set.event)
}

/// That no statement or filing confirms what was reported, if so, and what this record notes of it.
pub(crate) fn doubt(
    refs: &Refs,
    clause: &str,
    list: &[Given],
) -> impl Iterator<Item = Sentence> + use<> {
    let is_reported = list.iter().any(|(_, set, _)| set.basis == Basis::Reported);
    let values = list.iter().map(|(name, set, _)| {
        let cites = set.cites();
        (*name, is_confirmed(refs, backing(&cites, Some(name))))
    });
    let open = unconfirmed(refs, clause, values).into_iter();
    let told = open.chain(note(list[0].1.note.as_ref()));
    told.filter(move |_| is_reported)
}
