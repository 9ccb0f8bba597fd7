//! What is told of values: by their labels, with who made them known, and whether anybody confirms that.

use indexmap::IndexMap;

use super::clocks::marks;
use super::dates::{date, from, when};
use super::sentences::{capital, is_hedged, note, resting};
use super::states::{Detail, told_since};
use super::terms::{says, values_told};
use super::{labels, values, who};
use crate::agreement::Basis;
use crate::answer::story::Sentence;
use crate::answer::{Cite, Refs, Set, backing};
use crate::date::Date;
use crate::text::words::{parted, some_list};

/// A value in words, who set it, and who set what it was before.
pub(crate) struct Fact<'a> {
    pub(crate) name: &'a str,
    pub(crate) told: String,
    pub(crate) set: &'a Set,
    pub(crate) before: Option<&'a Set>,
}

impl Fact<'_> {
    pub(crate) fn cites(&self) -> impl Iterator<Item = &Cite> {
        let sets = [self.set].into_iter().chain(self.before);
        sets.flat_map(|set| backing(&set.cite, Some(self.name)))
    }
}

pub(crate) fn all_told(list: &[Fact]) -> Vec<String> {
    list.iter().map(|fact| fact.told.clone()).collect()
}

/// What values have in common that were given at once.
pub(crate) fn place(set: &Set) -> (&str, usize, Date, Basis) {
    (&set.event, set.place, set.date, set.basis)
}

/// Values by who set them on one day, a sentence for each, with since when they hold or with who made them known; the first
/// behind a name, if there is one, and what nobody made known behind a lead.
pub(crate) fn facts(
    refs: &Refs,
    clause: &str,
    (mut name, lead): (Option<&str>, &str),
    list: Vec<Fact>,
    detail: Detail,
) -> Vec<Sentence> {
    let mut groups: IndexMap<_, Vec<Fact>> = IndexMap::new();
    for fact in list {
        groups.entry(place(fact.set)).or_default().push(fact);
    }
    let mut told = Vec::new();
    for list in groups.values() {
        let (set, name) = (list[0].set, name.take());
        let cites: Vec<&Cite> = list.iter().flat_map(Fact::cites).collect();
        let values = all_told(list);
        let is_said = set.is_told() && !detail.is_under(set);
        let text = if is_said {
            said(refs, set.days(), None, &cites, (name, None), &values)
        } else {
            let firm = super::basis(set.basis).map(str::to_owned);
            let marks = marks(firm.into_iter().chain(told_since(refs, set, detail)));
            values_told(&values, name, lead).unwrap_or_default() + &marks
        };
        told.push(resting(refs, text, cites).of_change(&set.event, clause));
        if is_said {
            told.extend(doubt(refs, clause, list));
        }
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
    let name = |(name, _): &(&str, bool)| labels::subject(&values::label(refs, clause, name)).0;
    let what = some_list(open.iter().map(name))?;
    let what = if firm.is_empty() { "it" } else { &what };
    let text = format!("No statement or filing in this record confirms {what}");
    Some(Sentence::of_record(text))
}

/// What somebody made known: `On Rent, The Gazette reported on 11 May 2026: the cap is $38 billion`, with a text `Rent, as
/// The Gazette said: It is due`. The day is left out under an event of that day, and from when it applies, where it is said.
pub(crate) fn said(
    refs: &Refs,
    (applies, known, basis): (Date, Date, Basis),
    under: Option<Date>,
    cites: &[&Cite],
    (name, text): (Option<&str>, Option<&str>),
    values: &[String],
) -> String {
    let (who, tells, on) = speaker(refs, basis, known, under, cites, text);
    let values = parted(values, "; ").map(|values| format!(": {values}"));
    let text = text.map(|text| match name {
        Some(name) => format!("{name}, as {who} {tells}{on}{text}"),
        None => format!("{} {tells}{on}{text}", capital(&who)),
    });
    let values = values.map(|values| match (&text, name) {
        (Some(_), _) => format!("{} also {tells}{values}", capital(&who)),
        (None, Some(name)) => format!("On {name}, {who} {tells}{on}{values}"),
        (None, None) => format!("{} {tells}{on}{values}", capital(&who)),
    });
    let mut told = parted(text.into_iter().chain(values), ". ").unwrap_or_default();
    if applies != under.unwrap_or(known) && !says(&told, &date(applies)) {
        told.extend([". This applies ", &from(applies)]);
    }
    told
}

/// Who made something known, with a verb, and, unless it is told under an event, on which day: the
/// strongest source that said it in time, since what one said only later is not dated with that day.
fn speaker(
    refs: &Refs,
    basis: Basis,
    known: Date,
    under: Option<Date>,
    cites: &[&Cite],
    text: Option<&str>,
) -> (String, &'static str, String) {
    let is_in_time = |cite: &&&Cite| {
        let source = refs.sources.get(&cite.source);
        let published = source.and_then(|source| source.published);
        published.is_none_or(|day| !day.is_after(known))
    };
    let in_time = || cites.iter().filter(is_in_time);
    let found = in_time().find(|cite| cite.is_own_word).or(in_time().next());
    let name = |cite: &Cite| who::name(refs, &cite.source);
    let on = under.map_or_else(|| format!(" {}", when(known)), |_| String::new());
    let of = || format!(" of {}", date(known));
    let said = ["said", "reportedly said"][usize::from(basis == Basis::Reported)];
    let record = "this record".to_owned();
    let is_hedged = text.is_some_and(|text| is_hedged(text, false));
    match (found, cites.first()) {
        _ if basis == Basis::Inferred => (record, "infers", format!(" from what became known{on}")),
        (Some(cite), _) if cite.is_own_word => (name(cite), said, on),
        // A text may say itself that it is reported.
        (Some(cite), _) if is_hedged => (name(cite), "wrote", on),
        (Some(cite), _) => (name(cite), "reported", on),
        (None, Some(cite)) => (name(cite), "reports", of()),
        (None, None) => (record, "tells", of() + &marks(super::basis(basis))),
    }
}

/// A clause by its name: behind a colon how it reads, and then its values.
pub(crate) fn clause(name: &str, text: Option<&str>, values: &[String]) -> String {
    match (text, parted(values, "; ")) {
        (text, None) => name.to_owned() + text.unwrap_or_default(),
        (Some(text), Some(values)) => format!("{name}{text}. {}", capital(&values)),
        (None, Some(values)) => format!("{name}: {values}"),
    }
}
