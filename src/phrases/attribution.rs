//! Who made something known, when, and from when it applies.

use super::dates::{date, from, when};
use super::sentences::{capital, note, resting};
use super::terms::{behind, says};
use super::{values, who};
use crate::agreement::Basis;
use crate::answer::story::Sentence;
use crate::answer::{Cite, Refs, Set, backing};
use crate::date::Date;
use crate::text::words::{parted, some_list};

/// Who made something known and on which day, if that is wanted: `The Information reported on 11 May 2026`. What a source
/// said only later is not dated with that day.
pub(crate) fn attribution(
    refs: &Refs,
    basis: Basis,
    (known, is_dated): (Date, bool),
    cites: &[&Cite],
) -> String {
    let is_late = |cite: &Cite| {
        let source = refs.sources.get(&cite.source);
        let published = source.and_then(|source| source.published);
        published.is_some_and(|day| day.is_after(known))
    };
    let in_time = || cites.iter().copied().filter(|cite| !is_late(cite));
    let own = in_time().find(|cite| cite.is_own_word);
    let (who, verb) = match (own.or(in_time().next()), cites.first().copied()) {
        _ if basis == Basis::Inferred => (None, "infers from what became known"),
        (Some(cite), _) if cite.is_own_word => (Some(cite), "said"),
        (Some(cite), _) => (Some(cite), "reported"),
        (None, Some(late)) => (Some(late), "reports of"),
        (None, None) => (None, "holds what became known"),
    };
    let who = who.map(|cite| who::name(refs, &cite.source));
    let who = who.as_deref().unwrap_or("this record");
    let day = match verb {
        "reports of" => format!(" {}", date(known)),
        _ if is_dated => format!(" {}", when(known)),
        _ => String::new(),
    };
    let is_due = basis == Basis::Reported && !verb.contains("report");
    let reportedly = ["", "reportedly "][usize::from(is_due)];
    format!("{who} {reportedly}{verb}{day}")
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
    let names = open
        .iter()
        .map(|(name, _)| values::label(refs, clause, name));
    let what = match some_list(names)? {
        _ if firm.is_empty() => "it".to_owned(),
        names => format!("this: {names}"),
    };
    let text = format!("No statement or filing in this record confirms {what}");
    Some(Sentence::of_record(text))
}

/// From when something applies that became known on another day, behind what is said of it, where that does not say so.
pub(crate) fn applies(of: Date, known: Date, said: &str) -> String {
    if of == known || says(said, &date(of)) {
        return String::new();
    }
    format!(". This applies {}", from(of))
}

/// What somebody made known, behind a title or for itself: a text after a colon, values after a comma.
pub(crate) fn attributed(who: &str, title: Option<&str>, body: &str) -> String {
    match title {
        Some(title) => format!("{title}, as {who}{body}"),
        None if body.starts_with(", ") => format!("As {who}{body}"),
        None => capital(who) + body,
    }
}

/// A value by its name, who set it, and how it is told.
pub(crate) type Given<'a> = (&'a str, &'a Set, String);

/// Values that were made known at once, or a text, which is told behind `: `.
pub(crate) fn learned(refs: &Refs, title: Option<&str>, list: &[Given]) -> Sentence {
    let set = list[0].1;
    let cites = list.iter();
    let cites = cites.flat_map(|(name, set, _)| backing(&set.cite, Some(name)));
    let cites: Vec<&Cite> = cites.collect();
    let (texts, values): (Vec<_>, Vec<_>) = list.iter().partition(|(name, ..)| *name == "text");
    let text: Option<&Given> = texts.into_iter().next();
    let values = parted(values.iter().map(|(.., told)| told), "; ");
    let body = behind(text.map(|(.., text)| text.clone()), values.as_deref());
    let who = attribution(refs, set.basis, (set.known, true), &cites);
    let told = attributed(&who, title, &body);
    let applies = applies(set.date, set.known, &told);
    let told = told + &applies;
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
