//! Where sources say otherwise, in prose.

use indexmap::{IndexMap, IndexSet};

use super::sentences::{bare, capital, resting};
use super::terms::{told, worded};
use super::who;
use crate::agreement::Status;
use crate::answer::story::Sentence;
use crate::answer::{Cite, Refs, State};
use crate::text::words::{and_list, and_some, quote};

/// The sentences of where sources say otherwise: those that say the same in one, then the notes on them.
pub(crate) fn disagreements(
    refs: &Refs,
    event: &str,
    (clause, on): (Option<&str>, bool),
    it: &str,
    cites: &[Cite],
) -> Vec<Sentence> {
    let mut claims: IndexMap<(&str, String), Vec<Cite>> = IndexMap::new();
    for cite in cites {
        for name in cite.claims_apart() {
            let claim = claim(refs, (clause.unwrap_or_default(), it), cite, name);
            claims.entry(claim).or_default().push(cite.clone());
        }
    }
    let title = clause.filter(|_| on);
    let mut on = title.map(|clause| format!("On {}, ", refs.clause_title(clause)));
    let mut told = Vec::new();
    for ((verb, claim), cites) in &claims {
        let names = cites.iter().map(|cite| who::name(refs, &cite.source));
        let names: Vec<String> = names.collect::<IndexSet<_>>().into_iter().collect();
        let (s, names) = (["", "s"][usize::from(names.len() == 1)], and_some(&names));
        let on = on.take().unwrap_or_default();
        let text = capital(&format!("{on}{names} {verb}{s}{claim}"));
        told.push(resting(refs, text, cites).of_event(event));
    }
    let is_apart = |cite: &&Cite| cite.claims_apart().next().is_some();
    let mut noted: IndexMap<String, IndexSet<String>> = IndexMap::new();
    for cite in cites.iter().filter(is_apart) {
        if let Some(note) = &cite.note {
            let names = noted.entry(bare(note)).or_default();
            names.insert(who::name(refs, &cite.source));
        }
    }
    let noted = noted.iter();
    let noted = noted.map(|(note, names)| format!("Note on {}: {note}", and_list(names)));
    told.extend(noted.map(Sentence::of_record));
    told
}

/// Who says otherwise of what a clause says on a day, of its start and of how it turned, and what.
pub(crate) fn differ(refs: &Refs, state: &State) -> Vec<Sentence> {
    let turn = match state.status {
        Status::Unclear => "that",
        _ => "its end",
    };
    let mut told: IndexMap<(&str, &str), Vec<Cite>> = IndexMap::new();
    for (on, of, set) in state.denied() {
        let it = match on {
            "adopted" => "its start",
            "turned" => turn,
            _ => "it",
        };
        let denied = set.cite.iter().filter(|cite| cite.denies(of));
        told.entry((it, &set.event))
            .or_default()
            .extend(denied.map(|cite| Cite {
                disagrees: vec![of.to_owned()],
                ..cite.clone()
            }));
    }
    let told = told.iter().flat_map(|((it, event), cites)| {
        disagreements(refs, event, (Some(&state.id), false), it, cites)
    });
    told.collect()
}

fn claim(
    refs: &Refs,
    (clause, it): (&str, &str),
    cite: &Cite,
    name: &str,
) -> (&'static str, String) {
    let claim = cite.claim(name);
    let value = claim.as_ref();
    let told = told(refs, (clause, name), [None, value], "", false);
    let value = value.map(|value| worded(refs, clause, name, value));
    let value = value.unwrap_or_default();
    match (name, &cite.quote) {
        ("date", _) => ("date", format!(" {it} to {value}")),
        ("text", Some(said)) => ("say", format!(" otherwise: {value} ({})", quote(said))),
        ("text", None) => ("say", format!(" otherwise: {value}")),
        ("through", _) => ("give", format!(" the end of {value} as its last day")),
        ("until", _) => ("let", format!(" it stand until {value}")),
        _ => ("say", format!(" otherwise: {}", told.unwrap_or_default())),
    }
}
