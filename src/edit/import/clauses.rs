//! Follows the clauses of a text from version to version.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::ops::RangeFrom;

use super::headings::STOPS;
use super::names::{Label, bare, slug};
use super::pair::{Part, pair};
use super::sections::Section;
use super::substance::substance;
use crate::agreement::{Action, Timeline};

#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    pub(super) part: Part,
    pub(super) stands: bool,
    /// As it was last, and where in the version.
    pub(super) section: Section,
    pub(super) place: usize,
    /// What it said beside its text and heading before the first version.
    pub(super) beside: Vec<String>,
    /// Every heading that it had, in order, each once in a row, whatever its numbers.
    pub(super) headings: Vec<String>,
    pub(super) id: String,
    /// Earlier ids that still answer.
    pub(super) was: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Change {
    pub(super) clause: usize,
    pub(super) action: Action,
    pub(super) text: Option<String>,
    pub(super) heading: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) changes: Vec<Change>,
    /// The clauses that are numbered anew, each with its old number and new heading, and with its title from then on.
    pub(super) renumbered: Vec<(usize, String, String)>,
}

impl Changed {
    /// What is done to how many sections, where it is done to any.
    pub(super) fn counts(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let counts = [
            (self.count(Action::Amend), "amended"),
            (self.count(Action::Adopt), "added"),
            (self.count(Action::End), "ended"),
            (self.renumbered.len(), "renumbered"),
        ];
        counts.into_iter().filter(|(count, _)| *count > 0)
    }

    pub(super) fn count(&self, action: Action) -> usize {
        let done = self.changes.iter();
        done.filter(|change| change.action == action).count()
    }
}

/// All clauses so far, in the order in which they came.
pub(super) struct Clauses {
    pub(super) all: Vec<Clause>,
    /// Whether markup, numbers and white space count.
    pub(super) exact: bool,
}

impl Clauses {
    /// Takes the next version, and gives what it changes.
    pub(super) fn compare(&mut self, sections: &mut [Section]) -> Changed {
        let parts = sections.iter().map(|section| Part::of(section, self.exact));
        let parts: Vec<Part> = parts.collect();
        let is = sections.iter().map(|section| section.is).collect();
        let pairs = pair(&self.all, &parts, is);
        let (mut changed, mut kept) = (Changed::default(), HashSet::new());
        for (at, (part, found)) in parts.into_iter().zip(pairs).enumerate() {
            let place = found.unwrap_or(self.all.len());
            if found.is_none() {
                self.all.push(Clause::default());
            }
            let (section, clause) = (&mut sections[at], &mut self.all[place]);
            kept.insert(place);
            (section.is, clause.place) = (Some(place), at);
            let new = section.heading();
            let [last, next] = [clause.section.heading(), new].map(Label::of);
            let renumbered = last.zip(next).filter(|_| clause.stands && !self.exact);
            changed
                .changes
                .extend(clause.take(place, section, part, self.exact));
            if let Some((last, next)) = renumbered
                && last.number != next.number
            {
                let said = format!("{} → {new}", last.number);
                changed.renumbered.push((place, said, clause.title()));
            }
        }
        for (place, clause) in self.all.iter_mut().enumerate() {
            if !kept.contains(&place) && mem::take(&mut clause.stands) {
                changed.changes.push(Change {
                    clause: place,
                    action: Action::End,
                    text: None,
                    heading: None,
                });
            }
        }
        changed
    }

    /// The clauses, those with ids that a timeline does not have yet.
    pub(super) fn named(mut self, of: &Timeline) -> Vec<Clause> {
        let mut taken: HashSet<String> = of.ids.clauses.keys().map(ToString::to_string).collect();
        // The numbers that are left for an id, so that many of one heading are found in one search.
        let mut left: HashMap<String, RangeFrom<u64>> = HashMap::new();
        for clause in self.all.iter_mut().skip(of.clauses.len()) {
            let own = slug(&clause.title());
            let above = clause.section.path.iter().rev().nth(1);
            let longer = above.map_or(own.clone(), |above| format!("{}-{own}", slug(above)));
            let numbers = left.entry(longer.clone()).or_insert(2..);
            let numbered = numbers.map(|number| format!("{longer}-{number}"));
            let mut ids = [own, longer.clone()].into_iter().chain(numbered);
            let free = ids.find(|id| taken.insert(id.clone()));
            clause.id = free.unwrap_or_default();
        }
        for clause in &mut self.all {
            let was = clause.headings.iter().rev().skip(1).map(|it| slug(it));
            clause.was = was.filter(|id| taken.insert(id.clone())).collect();
        }
        self.all
    }
}

impl Clause {
    /// Reads as a section says; what that changed, if anything.
    fn take(&mut self, place: usize, section: &Section, part: Part, exact: bool) -> Option<Change> {
        let heading = section.heading();
        let renamed = self.headings.last().is_none_or(|last| {
            last != heading && (exact || substance(bare(last)) != substance(bare(heading)))
        });
        if renamed {
            self.headings.push(heading.to_owned());
        }
        self.section.path.clone_from(&section.path);
        let adopted = !mem::replace(&mut self.stands, true);
        let changed = mem::replace(&mut self.part, part).text != self.part.text;
        (adopted || renamed || changed).then(|| Change {
            clause: place,
            action: [Action::Amend, Action::Adopt][usize::from(adopted)],
            text: (adopted || changed).then(|| section.text.clone()),
            heading: self.headings.last().filter(|_| adopted || renamed).cloned(),
        })
    }

    /// The last heading; one that is a number alone, behind that of what contains it.
    pub(super) fn title(&self) -> String {
        let heading = self.section.heading();
        if let [.., above, _] = self.section.path.as_slice()
            && let (Some(outer), Some(own)) = (Label::of(above), Label::of(heading))
            && bare(heading).is_empty()
            && !own.number.contains('.')
            && !heading.starts_with(&outer.number)
        {
            let above = above[..outer.len].trim_end_matches(STOPS);
            return format!("{above}, {heading}");
        }
        heading.to_owned()
    }
}
