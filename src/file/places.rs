//! Where in the file each part of a timeline stands. Of an event only its own place is kept: what stands in it is found
//! by reading the event again, once a diagnostic points there.

use std::cell::RefCell;
use std::rc::Rc;

use super::blocks;
use super::keys::EVENT;
use super::prelude::*;

/// The places of everything that a check may point at, in the order of the timeline's lists.
#[derive(Default)]
pub(super) struct Places<'t> {
    pub(super) text: &'t str,
    pub(super) events: Vec<EventPlace>,
    /// Clauses that a broken event or change may have touched, so that what follows cannot be judged.
    pub(super) tainted: BTreeSet<usize>,
    /// Of these, those of which not even the order of what was done to them is known.
    pub(super) unordered: BTreeSet<usize>,
    /// The keys that are most likely meant by misspelt ones, each with the place of its table.
    pub(super) meant: HashSet<(usize, String)>,
    /// Whether whole lists or tables could not be read, so that what they name is not known.
    pub(super) partial: bool,
    /// The blocks that were read last: of an event, and of one of its changes.
    last: RefCell<Vec<(Span, Rc<Spanned<DeValue<'t>>>)>>,
}

/// The block in which an event stands, those in which it goes on, and where the event and its changes begin.
pub(super) struct EventPlace {
    pub(super) block: Span,
    pub(super) start: usize,
    pub(super) more: Vec<Span>,
    pub(super) changes: Vec<usize>,
}

impl<'t> Places<'t> {
    pub(super) fn in_event<T: Default>(&self, event: usize, find: impl Fn(&Table<'_>) -> T) -> T {
        let EventPlace { block, start, .. } = &self.events[event];
        self.in_block(block, |events| events.table_at(*start, &EVENT), find)
    }

    /// Looks into the table of an event that stands in a block.
    fn in_block<T: Default>(
        &self,
        block: &Span,
        event: impl Fn(Item<'_>) -> Option<Table<'_>>,
        find: impl Fn(&Table<'_>) -> T,
    ) -> T {
        let document = self.read(block);
        let document = document.as_deref().map(|value| Item {
            value,
            start: block.start,
        });
        let events = document.and_then(|document| document.member("event"));
        let table = events.and_then(event);
        table.as_ref().map(find).unwrap_or_default()
    }

    pub(super) fn in_change<T: Default>(&self, at: ChangeRef, find: impl Fn(&Table<'_>) -> T) -> T {
        let EventPlace { more, changes, .. } = &self.events[at.event];
        let start = changes[at.change];
        let in_change = |event: &Table<'_>| {
            let changes = event.find("change");
            let table = changes.and_then(|changes| changes.table_at(start, &CHANGE));
            table.as_ref().map(&find).unwrap_or_default()
        };
        match more.partition_point(|block| block.start <= start) {
            0 => self.in_event(at.event, in_change),
            blocks => self.in_block(&more[blocks - 1], |event| event.table(&EVENT), in_change),
        }
    }

    fn read(&self, block: &Span) -> Option<Rc<Spanned<DeValue<'t>>>> {
        let mut last = self.last.borrow_mut();
        if let Some((_, document)) = last.iter().find(|(known, _)| known == block) {
            return Some(Rc::clone(document));
        }
        let document = Rc::new(blocks::parse(&self.text[block.clone()])?);
        last.truncate(1);
        last.insert(0, (block.clone(), Rc::clone(&document)));
        Some(document)
    }

    /// What could not be checked, because something in it could not be read.
    pub(super) fn unchecked(&self, timeline: &Timeline) -> Option<String> {
        let id = |clause: &usize| ticked(&timeline.clauses[*clause].id);
        let ids: Vec<String> = self.tainted.iter().map(id).collect();
        match ids.as_slice() {
            _ if self.partial => Some("ids and changes".to_owned()),
            [] => None,
            ids => Some(format!("the changes of {}", and_some(ids))),
        }
    }

    pub(super) fn event_value(&self, event: usize, key: &str) -> Span {
        self.in_event(event, |table| table.place(key))
    }

    pub(super) fn change_value(&self, at: ChangeRef, key: &str) -> Span {
        self.in_change(at, |table| table.place(key))
    }

    /// The place of a term, or of `text` or a key beside it, that a change sets.
    pub(super) fn set_value(&self, at: ChangeRef, name: &str) -> Option<Span> {
        self.in_change(at, |change| {
            let own = change.find(name).filter(|_| !is_term(name));
            let found = own.or_else(|| change.find("terms")?.member(name));
            found.map(Item::span)
        })
    }

    /// Whether a `cite` is there and not empty, also one that cannot be read or is misspelt.
    pub(super) fn is_cited(&self, table: &Table<'_>) -> bool {
        let given = table.find("cite");
        given.is_some_and(|cite| cite.members().len() > 0) || self.is_meant(table, "cite")
    }

    pub(super) fn is_meant(&self, table: &Table<'_>, key: &str) -> bool {
        !self.meant.is_empty() && self.meant.contains(&(table.span.start, key.to_owned()))
    }
}

/// The places of the texts under a key for which something holds; in a citation that is a table, of its source.
pub(super) fn texts(table: &Table<'_>, key: &str, holds: impl Fn(&str) -> bool) -> Vec<Span> {
    let members = table.find(key).into_iter().flat_map(Item::members);
    let text = |of: Item<'_>| {
        of.member("source")
            .unwrap_or(of)
            .get()
            .as_str()
            .is_some_and(&holds)
    };
    let found = members.filter(|member| text(*member));
    found.map(Item::span).collect()
}
