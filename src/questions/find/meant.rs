//! Words that stand nowhere as one phrase: for what was done, as in `agi clause gone`, or of a question.

use std::collections::HashSet;

use super::data::Nearness;
use super::search::{Hit, Search};
use crate::date::in_words;
use crate::questions::prelude::*;
use crate::text::search::Wanted;
use crate::text::words;

/// Words by which people ask for what was done, and how that is called.
const DONE: [(Action, &str, &str); 5] = [
    (
        Action::End,
        "the ends",
        "axed cancelled canceled dead dropped end ended ends expired expires gone killed lapsed lose lost over \
         removed repealed scrapped stopped terminated",
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
const FILLING: &str = "a about agreement all an and any are by clause clauses contract deal did do does for from happen happened \
    happens has have how in is it long many much of on reported s said say says still term terms that the \
    there to was were what when where which who whom whose why with";

/// Words that ask for what is to come.
const COMING: &str = "come comes coming end ends expire expires last lasts next run runs upcoming";

/// Words for days that follow from a clause, and stand in no text.
const DERIVED: &str = "notice notices renewal renewals";

fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|of| of == word)
}

/// Whether a word, in lower case, names what is asked of, and is not about what was done to it.
pub(crate) fn names(word: &str) -> bool {
    ![FILLING, COMING].iter().any(|words| is_in(words, word))
        && !DONE.iter().any(|(.., words)| is_in(words, word))
}

/// The call that answers a question about days, or about all that was done or is to come: `what changed in april`,
/// `when does it end`.
pub(crate) fn answering(view: &View<'_>, query: &str) -> Option<String> {
    let lower = query.to_lowercase().replace(['?', '\'', '’'], " ");
    let words: Vec<&str> = words::split(&lower).collect();
    let day = lower.split_whitespace().filter(|word| names(word));
    let day = day.collect::<Vec<_>>().join(" ");
    let call = match in_words(&day, view.today).or_else(|| Date::read(&day)) {
        Some(date) => format!("timeline {date}"),
        None if words.iter().any(|word| is_in(DERIVED, word)) => "upcoming".to_owned(),
        None if words.len() < 2 || words.iter().any(|word| names(word)) => return None,
        None if words.iter().any(|word| is_in(COMING, word)) => "upcoming".to_owned(),
        None => "timeline".to_owned(),
    };
    Some(format!("partnership {call}{}", view.flags))
}

/// A word that stands in more places leads nowhere.
const MOST: usize = 50;

/// What words mean that stand nowhere as one phrase, and how that is said: what was done to the clauses that they
/// name, else where all of them stand but those that say nothing, else where the rarest does.
pub(super) fn meant(
    records: &mut Recorder<'_, '_>,
    query: &str,
    farthest: Nearness,
) -> (Vec<Hit>, Option<String>, Nearness) {
    let done = |word: &str| DONE.iter().find(|(.., words)| is_in(words, word));
    let lower = query.to_lowercase().replace('?', "");
    let all: Vec<&str> = lower.split_whitespace().collect();
    let mut words = all.clone();
    words.retain(|word| names(word) || done(word).is_some());
    let (deeds, rest): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| done(word).is_some());
    let deeds: Vec<_> = deeds.into_iter().filter_map(done).collect();
    let actions: Vec<Action> = deeds.iter().map(|(action, ..)| *action).collect();
    let mut hits = done_to(records, &actions, &rest.join(" "));
    let mut look = |words: &[&str], apart: bool| {
        let wanted = Wanted::phrase(&words.join(" "))?;
        let wanted = if apart { wanted.apart() } else { wanted };
        Some(Search::all(records, &wanted)).filter(|found| !found.is_empty())
    };
    if hits.is_empty() {
        let asked = if words.is_empty() { &all } else { &words };
        if let Some(found) = look(asked, true) {
            let asked = ticked(&asked.join(" "));
            let lead = format!("Nowhere as one phrase: these texts have all of {asked}");
            return (found, Some(lead), Nearness::Meant);
        }
        if farthest < Nearness::Word {
            return Default::default();
        }
        words.retain(|word| word.len() > 2);
        let is_asked = |word: &&&str| words.len() > 1 && (rest.is_empty() || rest.contains(word));
        let each = words.iter().filter(is_asked);
        let each = each.filter_map(|word| Some((look(&[word], true)?, word)));
        let rarest = each.min_by_key(|(found, _)| found.len());
        let Some((found, word)) = rarest.filter(|(found, _)| found.len() <= MOST) else {
            return Default::default();
        };
        let word = ticked(word);
        let lead = format!("No text has all of these words: these have {word}");
        return (found, Some(lead), Nearness::Word);
    }
    let called = and_list(deeds.iter().map(|(_, name, _)| name));
    let mut lead = format!("No text has this phrase: these are {called}");
    let others = all.into_iter().filter(|word| done(word).is_none());
    let others: Vec<&str> = others.collect();
    let found = look(&others, false).map(|found| (found, &others));
    if let Some((found, words)) = found.or_else(|| Some((look(&rest, true)?, &rest))) {
        let words = ticked(&words.join(" "));
        lead = format!("No text has this phrase: first {called}, then what has {words}");
        hits.extend(found);
    }
    let order: IndexSet<_> = hits.iter().map(|hit| (hit.kind, hit.id.clone())).collect();
    hits.sort_by_key(|hit| order.get_index_of(&(hit.kind, hit.id.clone())));
    (hits, Some(lead), Nearness::Meant)
}

/// What was done to the clauses that some words name, by their titles and ids or else by what they say, or to all;
/// where an end is asked for, also what left unclear whether they stand, and last days.
fn done_to(records: &mut Recorder<'_, '_>, actions: &[Action], asked: &str) -> Vec<Hit> {
    if actions.is_empty() {
        return Vec::new();
    }
    let has_ended = actions.contains(&Action::End);
    let asked = Wanted::phrase(asked).map(|asked| asked.apart());
    let named = asked.map(|asked| {
        let mut hits = Search::all(records, &asked);
        hits.retain(|hit| hit.kind == Kind::Clause);
        let is_name = |hit: &Hit| ["title", "id"].contains(&&*hit.field);
        if hits.iter().any(is_name) {
            hits.retain(is_name);
        }
        let ids = hits.into_iter().map(|hit| hit.id);
        ids.collect::<HashSet<String>>()
    });
    Search::deeds(records, |clause, action| {
        let is_end = matches!(action, None | Some(Action::Unclear));
        let is_asked = action.is_some_and(|action| actions.contains(&action));
        let is_named = named.as_ref().is_none_or(|named| named.contains(clause));
        is_named && (is_asked || has_ended && is_end)
    })
}
