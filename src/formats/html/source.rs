//! The sources of a page.

use std::collections::HashMap;

use indexmap::IndexSet;

use crate::answer::page::Page;
use crate::answer::story::Story;
use crate::answer::{Refs, SourcePage};
use crate::text::words::and_list;

/// The sources in the order in which the story names them, then the others.
pub(super) fn numbered<'a>(page: &'a Page, story: &Story) -> Vec<&'a SourcePage> {
    let mut order: IndexSet<&String> = IndexSet::new();
    for (source, via) in story.sentences().flat_map(|sentence| &sentence.sources) {
        order.insert(source);
        order.extend(via);
    }
    let mut sources: Vec<&SourcePage> = page.sources.iter().collect();
    sources.sort_by_key(|found| order.get_index_of(&found.source.id).unwrap_or(usize::MAX));
    sources
}

/// The events that rest on a source, and what of them rests on it alone.
pub(super) fn rests<'a>(refs: &Refs, source: &'a SourcePage) -> Vec<(&'a str, Option<String>)> {
    let mut sole: HashMap<&str, IndexSet<&str>> = HashMap::new();
    for rests in &source.sole {
        let clause = rests.clause.as_deref();
        let clause = clause.map_or("the event itself", |id| refs.clause_title(id));
        sole.entry(&rests.event).or_default().insert(clause);
    }
    let events = source.events.iter().map(String::as_str);
    let rests = events.map(|event| (event, sole.get(event).map(and_list)));
    rests.collect()
}
