//! The sources of a page.

use std::collections::HashMap;

use indexmap::IndexSet;

use crate::answer::SourcePage;
use crate::answer::page::Page;
use crate::answer::story::Story;
use crate::phrases;
use crate::text::words::and_list;

pub(super) struct SourceView<'a> {
    pub(super) source: &'a SourcePage,
    pub(super) name: String,
    /// The events that rest on it, and what of them rests on it alone.
    pub(super) rests: Vec<(&'a str, Option<String>)>,
}

/// The sources in the order in which the story names them, then the others.
pub(super) fn numbered<'a>(page: &'a Page, story: &Story) -> Vec<SourceView<'a>> {
    let mut order: IndexSet<&String> = IndexSet::new();
    for (source, via) in story.sentences().flat_map(|sentence| &sentence.sources) {
        order.insert(source);
        order.extend(via);
    }
    let mut sources: Vec<&SourcePage> = page.sources.iter().collect();
    sources.sort_by_key(|found| order.get_index_of(&found.source.id).unwrap_or(usize::MAX));
    sources.into_iter().map(SourceView::of).collect()
}

impl<'a> SourceView<'a> {
    fn of(source: &'a SourcePage) -> Self {
        let mut sole: HashMap<&str, IndexSet<&str>> = HashMap::new();
        for rests in &source.sole {
            let clause = rests.clause.as_deref().unwrap_or("the event itself");
            sole.entry(&rests.event).or_default().insert(clause);
        }
        let sole = |event: &str| sole.get(event).map(and_list);
        let events = source.events.iter();
        let rests = events.map(|event| (event.as_str(), sole(event)));
        Self {
            source,
            name: phrases::unlinked(&source.source.source),
            rests: rests.collect(),
        }
    }
}
