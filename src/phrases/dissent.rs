//! Where sources say otherwise, in prose.

use indexmap::{IndexMap, IndexSet};

use super::sentences::{bare, capital, resting};
use super::terms::{told, worded};
use super::who;
use crate::agreement::Status;
use crate::answer::story::Sentence;
use crate::answer::{Cite, Refs, State};
use crate::text::words::{and_list, and_some, quote, some_list};

/// The sentences of where sources say otherwise: those that say the same in one, then the notes on them.
pub(crate) fn disagreements(
    refs: &Refs,
    event: &str,
    (clause, on): (Option<&str>, bool),
    cites: &[Cite],
) -> Vec<Sentence> {
    let mut claims: IndexMap<(&str, String), Vec<Cite>> = IndexMap::new();
    for cite in cites {
        for name in cite.claims_apart() {
            let claim = claim(refs, clause.unwrap_or_default(), cite, name);
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

/// On what of a clause sources differ, if they do.
pub(crate) fn differ(refs: &Refs, state: &State) -> Option<Sentence> {
    let of = state.disputed_on().map(|name| match name {
        "adopted" => "when it was adopted".to_owned(),
        "turned" if state.status == Status::Unclear => "since when it has been unclear".to_owned(),
        "turned" => "when it ended".to_owned(),
        "text" => "its text".to_owned(),
        "through" | "until" => "its end".to_owned(),
        name => {
            let both = [None, state.terms.get(name)];
            let told = told(refs, (&state.id, name), both, "", false);
            format!("whether {}", told.unwrap_or_default())
        }
    });
    let of: IndexSet<String> = of.map(|of| format!("on {of}")).collect();
    let of = some_list(of)?;
    Some(Sentence::of_record(format!("Sources differ {of}")))
}

fn claim(refs: &Refs, clause: &str, cite: &Cite, name: &str) -> (&'static str, String) {
    let claim = cite.claim(name);
    let value = claim.as_ref();
    let told = told(refs, (clause, name), [None, value], "", false);
    let value = value.map(|value| worded(refs, clause, name, value));
    let value = value.unwrap_or_default();
    match (name, &cite.quote) {
        ("date", _) => ("date", format!(" it to {value}")),
        ("text", Some(said)) => ("say", format!(" otherwise: {value} ({})", quote(said))),
        ("text", None) => ("say", format!(" otherwise: {value}")),
        ("through", _) => ("give", format!(" the end of {value} as its last day")),
        ("until", _) => ("let", format!(" it stand until {value}")),
        _ => ("say", format!(" otherwise: {}", told.unwrap_or_default())),
    }
}
