//! The sources of a page.

use std::collections::HashMap;

use indexmap::IndexSet;

use crate::answer::story::Read;
use crate::answer::{Cite, Refs, SourcePage};
use crate::phrases::who;
use crate::text::words::and_list;

/// The sources of some citations, the strongest first.
pub(super) fn reads(refs: &Refs, cites: &[Cite]) -> Vec<Read> {
    let reads = who::strongest(refs, cites).into_iter();
    reads
        .map(|cite| (cite.source.clone(), cite.via.clone()))
        .collect()
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
