//! Where words occur, from one end of a timeline to the other.

use serde::Serialize;

use super::meant::{instead, meant};
use super::search::{Hit, Search};
use crate::questions::filters::wanted;
use crate::questions::recorder::Recorder;
use crate::questions::view::{Refusal, View};
use crate::text::search::Wanted;
use crate::text::words::{self, nearest};

#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    pub query: String,
    pub total: usize,
    pub hits: Vec<Hit>,
    /// How the words were understood, where they are nowhere as one phrase, and what else answers them; not part of
    /// the JSON.
    #[serde(skip)]
    pub lead: Vec<String>,
}

pub(super) fn find(records: &mut Recorder<'_, '_>, query: String) -> Result<Findings, Refusal> {
    let phrase = wanted(&query)?;
    let (mut hits, mut lead) = (Search::all(records, &phrase), Vec::new());
    if hits.is_empty() {
        let call = instead(records.view, &query);
        let found = meant(records, &query);
        hits = found.0;
        lead.extend(call.map(|call| format!("Such a question is answered by `{call}`")));
        lead.extend(found.1);
    }
    Ok(Findings {
        query,
        total: hits.len(),
        lead,
        hits,
    })
}

pub(crate) fn finds(view: &View<'_>, query: &str) -> bool {
    find(&mut Recorder::new(view), query.to_owned()).is_ok_and(|found| found.total > 0)
}

/// What occurs that is most like a word that does not.
pub(super) fn near(view: &View<'_>, query: &str) -> Option<String> {
    let texts = Search::all(&mut Recorder::new(view), &Wanted::default());
    let split = |text: &str| -> Vec<String> { words::split(text).map(str::to_lowercase).collect() };
    let mut words: Vec<String> = texts.iter().flat_map(|hit| split(&hit.text)).collect();
    words.sort_unstable();
    words.dedup();
    let asked = split(query).into_iter();
    let mut strange = asked.filter(|word| word.len() > 2 && words.binary_search(word).is_err());
    strange.find_map(|word| nearest(&word, words.iter().map(String::as_str)).map(str::to_owned))
}
