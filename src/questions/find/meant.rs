//! Words that stand nowhere as one phrase: for what was done, as in `agi clause gone`, or of a question.

use std::collections::HashSet;

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
const FILLING: &str = "a about agreement all an and any are by clause clauses contract deal did do does for from has \
                       have how in is it long many much of on reported said says still term terms that the there to was were what when \
                       where which who whom whose why with";

/// A word that stands in more places leads nowhere.
const MOST: usize = 50;

/// What words mean that stand nowhere as one phrase, and how that is said: what was done to the clauses that they
/// name, else where all of them stand but those that say nothing, else where the rarest does.
pub(super) fn meant(records: &mut Recorder<'_, '_>, query: &str) -> (Vec<Hit>, Option<String>) {
    let is_in = |list: &str, word: &str| list.split(' ').any(|of| of == word);
    let done = |word: &str| DONE.iter().find(|(.., words)| is_in(words, word));
    let lower = query.to_lowercase();
    let all: Vec<&str> = lower.split_whitespace().collect();
    let mut words = all.clone();
    words.retain(|word| !is_in(FILLING, word));
    let (deeds, rest): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| done(word).is_some());
    let deeds: Vec<_> = deeds.into_iter().filter_map(done).collect();
    let actions: Vec<Action> = deeds.iter().map(|(action, ..)| *action).collect();
    let mut hits = self::deeds(records, &actions, Wanted::phrase(&rest.join(" ")));
    let mut look = |words: &[&str], apart: bool| {
        let wanted = Wanted::phrase(&words.join(" "))?;
        let wanted = if apart { wanted.apart() } else { wanted };
        Some(Search::all(records, &wanted)).filter(|found| !found.is_empty())
    };
    if hits.is_empty() {
        if let Some(found) = look(if words.is_empty() { &all } else { &words }, true) {
            let what = if words.len() < all.len() && !words.is_empty() {
                ticked(&words.join(" "))
            } else {
                "all of the words".to_owned()
            };
            let lead = format!("Nowhere as one phrase: these texts have {what}");
            return (found, Some(lead));
        }
        words.retain(|word| word.len() > 2);
        let each = words.iter().filter(|_| words.len() > 1);
        let each = each.filter_map(|word| Some((look(&[word], false)?, word)));
        let rarest = each.min_by_key(|(found, _)| found.len());
        let rarest = rarest.filter(|(found, _)| found.len() <= MOST);
        return rarest.map_or_else(Default::default, |(found, word)| {
            let lead = format!(
                "No text has all of these words: these have {}",
                ticked(word)
            );
            (found, Some(lead))
        });
    }
    let called = and_list(deeds.iter().map(|(_, name, _)| name));
    let mut lead = format!("No text has this phrase: these are {called}");
    let others: Vec<&str> = all
        .into_iter()
        .filter(|word| done(word).is_none())
        .collect();
    let found = look(&others, false).map(|found| (found, &others));
    if let Some((found, words)) = found.or_else(|| Some((look(&rest, true)?, &rest))) {
        let words = ticked(&words.join(" "));
        lead = format!("No text has this phrase: first {called}, then what has {words}");
        hits.extend(found);
    }
    let mut beside: IndexMap<(Kind, String), Vec<Hit>> = IndexMap::new();
    for hit in hits {
        let list = beside.entry((hit.kind, hit.id.clone())).or_default();
        list.push(hit);
    }
    (beside.into_values().flatten().collect(), Some(lead))
}

/// The events that did it to the clauses that some words name, by their titles and ids or else by what they say, or to
/// all; where an end is asked for, also what left unclear whether they stand, and last days.
fn deeds(records: &mut Recorder<'_, '_>, actions: &[Action], asked: Option<Wanted>) -> Vec<Hit> {
    let view = records.view;
    let (timeline, has_ended) = (view.timeline, actions.contains(&Action::End));
    if actions.is_empty() {
        return Vec::new();
    }
    let named = |place: usize, asked: &Wanted| {
        let clause = &timeline.clauses[place];
        asked
            .places(&format!("{} {}", clause.title, clause.id))
            .is_some()
    };
    let mut clauses = records.by_topic();
    if let Some(asked) = asked.map(|asked| asked.apart()) {
        let all = clauses.clone();
        clauses.retain(|place| named(*place, &asked));
        if clauses.is_empty() {
            let said = Search::all(records, &asked).into_iter();
            let said = said.filter(|hit| hit.kind == Kind::Clause);
            let said: HashSet<String> = said.map(|hit| hit.id).collect();
            clauses = all;
            clauses.retain(|place| said.contains(&timeline.clauses[*place].id));
        }
    }
    let is_asked =
        |action: Action| actions.contains(&action) || has_ended && action == Action::Unclear;
    let mut hits = Vec::new();
    for listed in view.listing_with(Vec::new()) {
        match listed {
            Listed::Event(place) => {
                for change in &timeline.events[place].changes {
                    if clauses.contains(&change.clause) && is_asked(change.action) {
                        let title = &timeline.clauses[change.clause].title;
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
