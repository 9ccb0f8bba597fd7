//! Follows the clauses of a text from version to version.

use std::collections::HashSet;

use super::names::slug;
use super::pair::{Known, Part, pair};
use super::sections::Section;
use crate::agreement::Action;
use crate::file::names::first_free;

#[derive(Debug)]
pub(super) struct Clause<'t> {
    known: Known<'t>,
    /// Every heading that it had, in order, each once in a row.
    pub(super) headings: Vec<String>,
    /// The heading above it when it was new, as an id.
    parent: Option<String>,
}

#[derive(Debug)]
pub(super) struct Change<'t> {
    pub(super) clause: usize,
    pub(super) action: Action,
    pub(super) text: Option<&'t str>,
    /// The place of the heading among those of the clause, where it changed.
    pub(super) heading: Option<usize>,
}

/// All clauses so far, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Clauses<'t>(Vec<Clause<'t>>);

impl<'t> Clauses<'t> {
    /// Takes the next version, and gives what it changes.
    pub(super) fn compare(&mut self, sections: &[Section<'t>]) -> Vec<Change<'t>> {
        let known: Vec<&Known> = self.0.iter().map(|clause| &clause.known).collect();
        let parts: Vec<Part> = sections.iter().map(Part::of).collect();
        let pairs = pair(&known, &parts);
        let mut gone: Vec<bool> = known.iter().map(|known| known.stands).collect();
        let mut changes = Vec::new();
        for ((section, part), found) in sections.iter().zip(parts).zip(pairs) {
            let place = found.unwrap_or(self.0.len());
            match found {
                Some(place) => gone[place] = false,
                None => self.0.push(Clause::new(&part)),
            }
            changes.extend(self.0[place].take(place, &section.heading, part));
        }
        for (place, _) in gone.iter().enumerate().filter(|(_, gone)| **gone) {
            self.0[place].known.stands = false;
            changes.push(Change {
                clause: place,
                action: Action::End,
                text: None,
                heading: None,
            });
        }
        changes
    }

    /// Each clause with its id and the earlier ones that still answer.
    pub(super) fn with_ids(self) -> Vec<(Clause<'t>, String, Vec<String>)> {
        let mut taken: HashSet<String> = HashSet::new();
        let id = |clause: Clause<'t>| {
            let own = slug(clause.title());
            let parent = clause.parent.as_ref();
            let longer = parent.map(|parent| format!("{parent}-{own}"));
            let ids: Vec<String> = [own].into_iter().chain(longer).collect();
            let id = first_free(&ids, |id| !taken.contains(id));
            taken.insert(id.clone());
            (clause, id)
        };
        let clauses: Vec<(Clause, String)> = self.0.into_iter().map(id).collect();
        let was = |(clause, id): (Clause<'t>, String)| {
            let old = clause.headings.iter().rev().skip(1);
            let old = old.filter(|heading| !heading.trim().is_empty());
            let was = old.map(|heading| slug(heading));
            let was = was.filter(|id| taken.insert(id.clone())).collect();
            (clause, id, was)
        };
        clauses.into_iter().map(was).collect()
    }
}

impl<'t> Clause<'t> {
    fn new(part: &Part<'t>) -> Self {
        Self {
            known: Known {
                part: part.clone(),
                stands: false,
            },
            headings: Vec::new(),
            parent: part.path.iter().rev().nth(1).cloned(),
        }
    }

    /// Reads as a section says; what that changed, if anything.
    fn take(&mut self, place: usize, heading: &str, part: Part<'t>) -> Option<Change<'t>> {
        let renamed = self.headings.last().is_none_or(|last| last != heading);
        if renamed {
            self.headings.push(heading.to_owned());
        }
        let adopted = !self.known.stands;
        let changed = self.known.part.text != part.text;
        let change = Change {
            clause: place,
            action: if adopted {
                Action::Adopt
            } else {
                Action::Amend
            },
            text: (adopted || changed).then_some(part.text),
            heading: (adopted || renamed).then_some(self.headings.len() - 1),
        };
        self.known = Known { part, stands: true };
        (adopted || renamed || changed).then_some(change)
    }

    /// The last heading; what stands before the first heading has a name of its own.
    pub(super) fn title(&self) -> &str {
        match self.headings.last().map(|heading| heading.trim()) {
            Some("") | None if self.known.part.path.len() <= 1 => "Preamble",
            Some("") | None => "Without a heading",
            Some(heading) => heading,
        }
    }
}
