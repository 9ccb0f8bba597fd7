//! What is told of values: by their labels, with who made them known, and whether anybody confirms that.

use indexmap::IndexMap;

use super::clocks::marks;
use super::dates::{date, from, when};
use super::sentences::{capital, is_hedged, note, resting};
use super::states::{Detail, told_since};
use super::terms::{is_sentence, says};
use super::{values, who};
use crate::agreement::Basis;
use crate::answer::story::Sentence;
use crate::answer::{Cite, Refs, Set, backing};
use crate::date::Date;
use crate::text::words::some_list;

/// A value in words, who set it, and who set what it was before.
pub(crate) struct Fact<'a> {
    pub(crate) name: &'a str,
    pub(crate) told: String,
    pub(crate) set: &'a Set,
    pub(crate) before: Option<&'a Set>,
}

impl<'a> Fact<'a> {
    pub(crate) fn of(name: &'a str, told: String, set: &'a Set) -> Self {
        Self {
            name,
            told,
            set,
            before: None,
        }
    }

    pub(crate) fn cites(&self) -> impl Iterator<Item = &Cite> {
        let sets = [self.set].into_iter().chain(self.before);
        sets.flat_map(|set| backing(&set.cite, Some(self.name)))
    }
}

/// What values have in common that were given at once.
pub(crate) fn place(set: &Set) -> (&str, usize, Date, Basis) {
    (&set.event, set.place, set.date, set.basis)
}

/// Values by who set them on one day, a sentence for each, with since when they hold or with who made them known; the first
/// behind a name, if there is one.
pub(crate) fn facts(
    refs: &Refs,
    clause: &str,
    name: Option<&str>,
    list: Vec<Fact>,
    detail: Detail,
) -> Vec<Sentence> {
    let mut groups: IndexMap<_, Vec<Fact>> = IndexMap::new();
    for fact in list {
        groups.entry(place(fact.set)).or_default().push(fact);
    }
    let mut told = Vec::new();
    for list in groups.values() {
        let set = list[0].set;
        let cites: Vec<&Cite> = list.iter().flat_map(Fact::cites).collect();
        let values: Vec<String> = list.iter().map(|fact| fact.told.clone()).collect();
        let is_said = set.is_told() && !detail.is_under(set);
        let text = if is_said {
            said(refs, set.days(), None, &cites, (None, None), values)
        } else {
            let firm = super::basis(set.basis).map(str::to_owned);
            let since = told_since(refs, set, detail);
            capital(&listed(&values)) + &marks(firm.into_iter().chain(since))
        };
        told.push(resting(refs, text, cites).of_change(&set.event, clause));
        if is_said {
            told.extend(doubt(refs, clause, list));
        }
    }
    if let Some((name, first)) = name.zip(told.first_mut()) {
        first.text = format!("{name}. {}", first.text);
    }
    told
}

/// That no statement or filing confirms what was reported, if so, and what this record notes of it.
pub(crate) fn doubt(refs: &Refs, clause: &str, list: &[Fact]) -> Vec<Sentence> {
    let reported = list.first().map(|fact| fact.set);
    let Some(set) = reported.filter(|set| set.basis == Basis::Reported) else {
        return Vec::new();
    };
    let values = list.iter().map(|fact| {
        let cites = fact.set.cites();
        (fact.name, is_own_word(backing(&cites, Some(fact.name))))
    });
    let open = unconfirmed(refs, clause, values).into_iter();
    open.chain(note(set.note.as_ref())).collect()
}

pub(crate) fn is_own_word<'c>(cites: impl IntoIterator<Item = &'c Cite>) -> bool {
    cites.into_iter().any(|cite| cite.is_own_word)
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
    let names = some_list(names)?;
    let what = if firm.is_empty() {
        "it".to_owned()
    } else {
        format!("this: {names}")
    };
    let text = format!("No statement or filing in this record confirms {what}");
    Some(Sentence::of_record(text))
}

/// What somebody made known: `The Information reported on 11 May 2026: the cap is $38 billion`, `Paid by: OpenAI (as
/// Microsoft's statement said on 21 January 2025)`. A text stands behind a name, if there is one; the day is left out
/// under an event of that day, and from when it applies, where that is said.
pub(crate) fn said(
    refs: &Refs,
    (applies, known, basis): (Date, Date, Basis),
    under: Option<Date>,
    cites: &[&Cite],
    (name, text): (Option<&str>, Option<&str>),
    values: Vec<String>,
) -> String {
    let who = attribution(refs, basis, known, under, cites, text);
    let (sentences, others): (Vec<_>, Vec<_>) = values.into_iter().partition(|of| is_sentence(of));
    let is_said = !sentences.is_empty();
    let values = [sentences, others].concat();
    let told = if text.is_some() {
        let name = name.map_or_else(|| capital(&who), |name| format!("{name}, as {who}"));
        clause(name, text, &values)
    } else {
        let name = name.map_or_else(String::new, |name| format!("{name}. "));
        let values = listed(&values);
        if is_said {
            format!("{name}{}: {values}", capital(&who))
        } else {
            format!("{name}{} (as {who})", capital(&values))
        }
    };
    if applies == under.unwrap_or(known) || says(&told, &date(applies)) {
        return told;
    }
    format!("{told}. This applies {}", from(applies))
}

/// A clause by its name: behind a colon how it reads, and then its values.
pub(crate) fn clause(name: String, text: Option<&str>, values: &[String]) -> String {
    let gap = if values.is_empty() { "" } else { ". " };
    name + text.unwrap_or_default() + gap + &capital(&listed(values))
}

/// Some values side by side; of what simply holds, a sentence needs more than that.
fn listed(values: &[String]) -> String {
    let holds = |of: &String| Some(format!("part of it: {}", of.strip_suffix(": yes")?));
    let alone = values.first().filter(|_| values.len() == 1).and_then(holds);
    alone.unwrap_or_else(|| values.join("; "))
}

/// Who made something known and, unless that is told under an event, on which day: `The Information reported on 11 May
/// 2026`. What a source said only later is not dated with that day.
fn attribution(
    refs: &Refs,
    basis: Basis,
    known: Date,
    under: Option<Date>,
    cites: &[&Cite],
    text: Option<&str>,
) -> String {
    let on = match under {
        Some(_) => String::new(),
        None => format!(" {}", when(known)),
    };
    if basis == Basis::Inferred {
        return format!("this record infers from what became known{on}");
    }
    let is_in_time = |cite: &&&Cite| {
        let source = refs.sources.get(&cite.source);
        let published = source.and_then(|source| source.published);
        published.is_none_or(|day| !day.is_after(known))
    };
    let in_time = || cites.iter().filter(is_in_time);
    let is_reported = basis == Basis::Reported;
    let reportedly = ["", "reportedly "][usize::from(is_reported)];
    match in_time().find(|cite| cite.is_own_word).or(in_time().next()) {
        Some(cite) => {
            let verb = match text {
                _ if cite.is_own_word => format!("{reportedly}said"),
                // It says itself that it is reported.
                Some(text) if is_hedged(text) => "wrote".to_owned(),
                _ => "reported".to_owned(),
            };
            format!("{} {verb}{on}", who::name(refs, &cite.source))
        }
        None => match cites.first() {
            Some(cite) => format!(
                "{} reports of {}",
                who::name(refs, &cite.source),
                date(known)
            ),
            None => format!("this record {reportedly}holds what became known{on}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_simply_holds_is_no_sentence_alone() {
        for (values, told) in [
            (&[][..], ""),
            (&["open: yes"], "part of it: open"),
            (&["open: no"], "open: no"),
            (
                &["open: yes; before that, no"],
                "open: yes; before that, no",
            ),
            (&["the cap is 5%", "open: yes"], "the cap is 5%; open: yes"),
        ] {
            let values: Vec<String> = values.iter().map(|of: &&str| (*of).to_owned()).collect();
            assert_eq!(listed(&values), told);
        }
    }
}
