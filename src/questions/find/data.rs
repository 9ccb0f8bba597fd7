//! Where words occur, from one end of a timeline to the other.

use std::borrow::Cow;

use regex::Captures;

use super::meant::{answering, meant};
use super::search::{Hit, Search};
use crate::questions::filters::wanted;
use crate::questions::prelude::*;
use crate::text::patterns;
use crate::text::search::Wanted;
use crate::text::words::{self, nearest};

#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    pub query: String,
    pub total: usize,
    pub hits: Vec<Hit>,
    /// How the words were understood, where they are nowhere as one phrase, and what else answers them.
    #[serde(skip)]
    pub lead: Vec<String>,
    #[serde(skip)]
    pub nearness: Nearness,
}

/// How what is found answers the words, the nearest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    Phrase,
    Spelled,
    Meant,
    /// It has one of them.
    #[default]
    Word,
}

/// A word of fewer letters is no correction of one of as many.
const SHORT: usize = 5;

/// Looks no further than so far from the words.
pub(super) fn find(
    records: &mut Recorder<'_, '_>,
    query: String,
    farthest: Nearness,
) -> Result<Findings, Refusal> {
    let phrase = wanted(&query)?;
    let (mut hits, mut lead) = (Search::all(records, &phrase), Vec::new());
    let mut nearness = Nearness::Phrase;
    if hits.is_empty()
        && farthest >= Nearness::Spelled
        && let Some(spelled) = spelled(&query)
    {
        hits = Search::all(records, &wanted(&spelled)?);
        nearness = Nearness::Spelled;
        if !hits.is_empty() {
            let (query, spelled) = (ticked(&query), ticked(&spelled));
            lead.push(format!("No text has {query}: these have {spelled}"));
        }
    }
    if hits.is_empty() && farthest >= Nearness::Meant {
        let call = answering(records.view, &query);
        lead.extend(call.map(|call| format!("Such a question is answered by `{call}`")));
        let (found, how, near) = meant(records, &query, farthest);
        lead.extend(how);
        (hits, nearness) = (found, near);
    }
    Ok(Findings {
        query,
        total: hits.len(),
        lead,
        hits,
        nearness,
    })
}

/// How near to some words what is found of them comes.
pub(crate) fn nearness(view: &View<'_>, query: &str) -> Option<Nearness> {
    let found = find(&mut Recorder::new(view), query.to_owned(), Nearness::Word).ok()?;
    (found.total > 0).then_some(found.nearness)
}

patterns! {
    SHORT_UNIT = r"(?i)(\d) ?(?:(bn?)|(mn?))\b";
}

/// An amount whose unit is a letter, with that unit in full: `$13B` as `$13 billion`.
fn spelled(query: &str) -> Option<String> {
    let of = |found: &Captures<'_>| {
        let unit = ["million", "billion"][usize::from(found.get(2).is_some())];
        format!("{} {unit}", &found[1])
    };
    match SHORT_UNIT.replace_all(query, of) {
        Cow::Owned(spelled) => Some(spelled),
        Cow::Borrowed(_) => None,
    }
}

/// What occurs that is most like a word that does not.
pub(super) fn near(view: &View<'_>, query: &str) -> Option<String> {
    let texts = Search::all(&mut Recorder::new(view), &Wanted::default());
    let split = |text: &str| -> Vec<String> { words::split(text).map(str::to_lowercase).collect() };
    let mut words: Vec<String> = texts.iter().flat_map(|hit| split(&hit.text)).collect();
    words.sort_unstable();
    words.dedup();
    let asked = split(query).into_iter();
    let is_figure = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut strange = asked
        .filter(|word| word.len() > 2 && !is_figure(word) && words.binary_search(word).is_err());
    strange.find_map(|word| {
        // A short word is near to too many that are shorter still.
        let is_short = |other: &&str| other.len() < word.len().min(SHORT);
        let others = words.iter().map(String::as_str);
        nearest(&word, others.filter(|other| !is_short(other))).map(str::to_owned)
    })
}
