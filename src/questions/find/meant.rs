//! Words that stand nowhere as one phrase, as those of a question.

use super::data::Nearness;
use super::search::{Hit, Search};
use crate::date::in_words;
use crate::questions::prelude::*;
use crate::text::search::Wanted;
use crate::text::words;

/// Words by which people ask for what was done.
const DONE: &str = "added adopted altered amended axed canceled cancelled changed dead dropped end ended ends expired expires \
    extended gone introduced kept killed lapsed lose lost modified new over remained removed renewed repealed revised scrapped \
    signed stopped terminated unchanged unclear updated";

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
    ![FILLING, COMING, DONE].iter().any(|list| is_in(list, word))
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

/// What has all of some words but those that say nothing, else the rarest of them, and how that is said.
pub(super) fn meant(
    records: &mut Recorder<'_, '_>,
    query: &str,
    farthest: Nearness,
) -> (Vec<Hit>, Option<String>, Nearness) {
    let lower = query.to_lowercase().replace('?', "");
    let all: Vec<&str> = lower.split_whitespace().collect();
    let mut words = all.clone();
    words.retain(|word| !is_in(FILLING, word));
    let is_ahead = |word: &&str| is_in(COMING, word);
    if !words.iter().all(is_ahead) {
        words.retain(|word| !is_ahead(word));
    }
    let mut look = |words: &str| {
        let found = Search::all(records, &Wanted::phrase(words)?.apart());
        (!found.is_empty()).then_some(found)
    };
    let asked = if words.is_empty() { &all } else { &words }.join(" ");
    if let Some(found) = look(&asked) {
        let asked = ticked(&asked);
        let lead = format!("Nowhere as one phrase: these texts have all of {asked}");
        return (found, Some(lead), Nearness::Meant);
    }
    let words = words
        .iter()
        .filter(|word| word.len() > 2 && words.len() > 1);
    let words = words.filter(|_| farthest >= Nearness::Word);
    let each = words.filter_map(|word| Some((look(word)?, ticked(word))));
    let rarest = each.min_by_key(|(found, _)| found.len());
    let Some((found, word)) = rarest.filter(|(found, _)| found.len() <= MOST) else {
        return Default::default();
    };
    let lead = format!("No text has all of these words: these have {word}");
    (found, Some(lead), Nearness::Word)
}
