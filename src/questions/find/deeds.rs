//! Words for what was done, which no text needs to have: `agi clause gone`.

use indexmap::IndexMap;

use super::search::{Hit, Search};
use crate::agreement::Action;
use crate::questions::recorder::Recorder;
use crate::questions::view::{Kind, Listed};
use crate::text::search::Wanted;
use crate::text::words::{and_list, ticked};

/// Words by which people ask for what was done, and how that is called.
const DONE: [(Action, &str, &str); 5] = [
    (
        Action::End,
        "the ends",
        "axed cancelled canceled dead dropped end ended ends expired expires gone killed lapsed over removed repealed \
         scrapped stopped terminated",
    ),
    (
        Action::Adopt,
        "the adoptions",
        "added adopted introduced new signed",
    ),
    (
        Action::Amend,
        "the amendments",
        "altered amended changed extended modified renewed revised updated",
    ),
    (Action::Keep, "what was kept", "kept remained unchanged"),
    (Action::Unclear, "what was left unclear", "unclear"),
];

/// Words that say nothing of what is asked of.
const FILLING: &str = "a agreement all an and any are clause clauses contract deal did do does has have is it of still \
                       term terms that the was were what when which";

/// What was done to the clauses of which some words ask, then where the other words stand; nothing where no word asks
/// for a deed. Also how that is said.
pub(super) fn find(records: &mut Recorder<'_, '_>, query: &str) -> Option<(Vec<Hit>, String)> {
    let is_in = |list: &str, word: &str| list.split(' ').any(|of| of == word);
    let lower = query.to_lowercase();
    let (mut actions, mut called) = (Vec::new(), Vec::new());
    let (mut rest, mut filled) = (Vec::new(), Vec::new());
    for word in lower.split_whitespace() {
        match DONE.iter().find(|(.., words)| is_in(words, word)) {
            Some((action, name, _)) => {
                actions.push(*action);
                called.push(*name);
            }
            None => {
                rest.extend((!is_in(FILLING, word)).then_some(word));
                filled.push(word);
            }
        }
    }
    let asked = Wanted::phrase(&rest.join(" ")).map(|of| of.apart());
    let clauses = clauses(records, asked.as_ref());
    let mut hits = if actions.is_empty() {
        Vec::new()
    } else {
        deeds(records, &actions, &clauses)
    };
    if hits.is_empty() {
        return None;
    }
    let told = [filled.join(" "), rest.join(" ")].into_iter();
    let mut others = told.filter_map(|words| {
        let phrase = Wanted::phrase(&words)?;
        Some((Search::all(records, &phrase), words)).filter(|(found, _)| !found.is_empty())
    });
    let called = and_list(called);
    let mut lead = format!("No text has this phrase: these are {called}");
    if let Some((found, words)) = others.next() {
        let words = ticked(&words);
        lead = format!("No text has this phrase: first {called}, then what has {words}");
        hits.extend(found);
    }
    let mut beside: IndexMap<(Kind, String), Vec<Hit>> = IndexMap::new();
    for hit in hits {
        let list = beside.entry((hit.kind, hit.id.clone())).or_default();
        list.push(hit);
    }
    Some((beside.into_values().flatten().collect(), lead))
}

/// The clauses that some words name, by their titles and ids or else by what they say; all without words.
fn clauses(records: &mut Recorder<'_, '_>, asked: Option<&Wanted>) -> Vec<usize> {
    let all = records.by_topic();
    let Some(asked) = asked else { return all };
    let timeline = records.view.timeline;
    let is_named = |place: &usize| {
        let clause = &timeline.clauses[*place];
        let named = format!("{} {}", clause.title, clause.id);
        asked.places(&named).is_some()
    };
    let named: Vec<usize> = all.iter().copied().filter(is_named).collect();
    if !named.is_empty() {
        return named;
    }
    let said = Search::all(records, asked);
    let says = |place: &usize| {
        let id = &timeline.clauses[*place].id;
        said.iter()
            .any(|hit| (hit.kind, &hit.id) == (Kind::Clause, id))
    };
    all.into_iter().filter(says).collect()
}

/// The events that did it to some clauses; where an end is asked for, also what left unclear whether they stand, and
/// last days.
fn deeds(records: &mut Recorder<'_, '_>, actions: &[Action], clauses: &[usize]) -> Vec<Hit> {
    let view = records.view;
    let has_ended = actions.contains(&Action::End);
    let is_asked =
        |action: Action| actions.contains(&action) || has_ended && action == Action::Unclear;
    let mut hits = Vec::new();
    for listed in view.listing_with(Vec::new()) {
        match listed {
            Listed::Event(place) => {
                for change in &view.timeline.events[place].changes {
                    if clauses.contains(&change.clause) && is_asked(change.action) {
                        let title = &view.timeline.clauses[change.clause].title;
                        let text = format!("{title}: {}", change.action.past());
                        hits.push(Hit::of_deed(records, listed, (text, Some(change.basis))));
                    }
                }
            }
            Listed::Expiry(expiry) if has_ended && clauses.contains(&expiry.clause) => {
                let title = view.event_of(listed).title.clone();
                hits.push(Hit::of_deed(records, listed, (title, None)));
            }
            _ => {}
        }
    }
    hits
}
