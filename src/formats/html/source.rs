//! The sources of a page.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::most;
use crate::answer::page::Page;
use crate::answer::story::{Read, Story};
use crate::answer::{Cite, Refs, SourcePage};
use crate::phrases::who;
use crate::text::words::and_list;

/// The sources in the order in which the story names them, then the others; of a brief those that it names.
pub(super) fn numbered<'a>(refs: &Refs, page: &'a Page, story: &Story) -> Vec<&'a SourcePage> {
    let texts = page.clauses.iter().filter(|_| page.brief);
    let texts = texts.filter_map(|part| part.clause.set_by.get("text"));
    let mut named: Vec<Vec<Read>> = texts.map(|set| reads(refs, &set.cite)).collect();
    named.extend(story.sentences().map(|sentence| sentence.sources.clone()));
    let mut order: IndexSet<String> = IndexSet::new();
    for reads in named {
        let most = if page.brief {
            most(reads.len())
        } else {
            reads.len()
        };
        for (source, via) in reads.into_iter().take(most) {
            order.insert(source);
            order.extend(via.filter(|_| !page.brief));
        }
    }
    let sources = page.sources.iter();
    let sources = sources.filter(|of| !page.brief || order.contains(&of.source.id));
    let mut sources: Vec<&SourcePage> = sources.collect();
    sources.sort_by_key(|of| order.get_index_of(&of.source.id).unwrap_or(usize::MAX));
    sources
}

/// The sources of some citations, the strongest first.
pub(super) fn reads(refs: &Refs, cites: &[Cite]) -> Vec<Read> {
    let strongest = who::strongest(refs, cites).into_iter();
    let reads = strongest.map(|cite| (cite.source.clone(), cite.via.clone()));
    reads.collect()
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
