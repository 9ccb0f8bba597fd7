//! Follows the clauses of a text from version to version.

use std::collections::{HashMap, HashSet};

use super::headings::STOPS;
use super::names::{Label, bare, is_quantity, slug};
use super::pair::{Known, Part, pair};
use super::sections::Section;
use super::substance::substance;
use crate::agreement::{Action, Timeline};

#[derive(Debug, Default)]
pub(super) struct Clause {
    known: Known,
    /// Its heading as it was last, with its number, below those above it.
    pub(super) path: Vec<String>,
    /// Every heading that it had, in order, each once in a row, whatever its numbers.
    pub(super) headings: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Change {
    pub(super) clause: usize,
    pub(super) action: Action,
    pub(super) text: Option<String>,
    /// The place of the heading among those of the clause, where it changed.
    pub(super) heading: Option<usize>,
}

/// What a version changes.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) changes: Vec<Change>,
    /// The old numbers and the new headings of sections that are numbered anew.
    pub(super) renumbered: Vec<String>,
    /// The new headings of sections that had another before, each with that one.
    pub(super) renamed: Vec<String>,
}

impl Changed {
    /// What is done to how many sections.
    pub(super) fn counts(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let counts = [
            (self.count(Action::Amend), "amended"),
            (self.count(Action::Adopt), "added"),
            (self.count(Action::End), "ended"),
            (self.renumbered.len(), "renumbered"),
        ];
        counts.into_iter()
    }

    pub(super) fn count(&self, action: Action) -> usize {
        let done = self.changes.iter();
        done.filter(|change| change.action == action).count()
    }
}

/// All clauses so far, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    all: Vec<Clause>,
    /// Whether markup, numbers and white space count.
    exact: bool,
}

impl Clauses {
    /// Those that are there before the first version.
    pub(super) fn of(base: &[(Section, bool)], exact: bool) -> Self {
        let clause = |(place, (section, stands)): (usize, &(Section, bool))| {
            let part = Part::of(section, exact);
            let mut clause = Clause::default();
            clause.take(place, section, part, exact);
            clause.known.stands = *stands;
            clause
        };
        let all = base.iter().enumerate().map(clause).collect();
        Self { all, exact }
    }

    /// How many are in force.
    pub(super) fn standing(&self) -> usize {
        self.all.iter().filter(|clause| clause.known.stands).count()
    }

    /// Takes the next version, and gives what it changes.
    pub(super) fn compare(&mut self, sections: &mut [Section]) -> Changed {
        let known: Vec<&Known> = self.all.iter().map(|clause| &clause.known).collect();
        let parts = sections.iter().map(|section| Part::of(section, self.exact));
        let parts: Vec<Part> = parts.collect();
        let is = sections.iter().map(|section| section.is).collect();
        let pairs = pair(&known, &parts, is);
        let mut gone: Vec<bool> = known.iter().map(|known| known.stands).collect();
        let mut changed = Changed::default();
        for ((section, part), found) in sections.iter_mut().zip(parts).zip(pairs) {
            let place = found.unwrap_or(self.all.len());
            section.is = Some(place);
            match found {
                Some(place) => gone[place] = false,
                None => self.all.push(Clause::default()),
            }
            let clause = &mut self.all[place];
            let old = clause.path.last().map_or("", String::as_str);
            // A number that belongs to the title counts as its words do.
            let exact = self.exact
                || is_quantity(&section.heading)
                || Label::of(&section.heading).is_none() && is_quantity(old);
            if !exact {
                let renumbered = clause.renumbered(&section.heading);
                changed.renumbered.extend(renumbered);
            }
            let change = clause.take(place, section, part, exact);
            if let Some(heading) = change.as_ref().and_then(|change| change.heading)
                && let Some(before) = heading.checked_sub(1)
            {
                let [before, now] = [before, heading].map(|it| &clause.headings[it]);
                changed.renamed.push(format!("{now} (formerly “{before}”)"));
            }
            changed.changes.extend(change);
        }
        for (place, _) in gone.iter().enumerate().filter(|(_, gone)| **gone) {
            self.all[place].known.stands = false;
            changed.changes.push(Change {
                clause: place,
                action: Action::End,
                text: None,
                heading: None,
            });
        }
        changed
    }

    /// Each clause with its id, and the earlier ones that still answer. What a timeline has keeps its id.
    pub(super) fn with_ids(self, of: &Timeline) -> Vec<(Clause, String, Vec<String>)> {
        let mut taken: HashSet<String> = of.ids.clauses.keys().map(ToString::to_string).collect();
        // Where the search for a free number goes on.
        let mut next: HashMap<String, u64> = HashMap::new();
        let id = |(place, clause): (usize, Clause)| {
            if let Some(known) = of.clauses.get(place) {
                return (clause, known.id.clone());
            }
            let own = slug(&clause.title());
            let parent = clause.path.iter().rev().nth(1);
            let longer = parent.map(|parent| format!("{}-{own}", slug(parent)));
            let last = longer.clone().unwrap_or_else(|| own.clone());
            let count = next.entry(last.clone()).or_insert(2);
            let numbered = (*count..).map(|count| format!("{last}-{count}"));
            let mut ids = [own].into_iter().chain(longer).chain(numbered).enumerate();
            let found = ids.find(|(_, id)| taken.insert(id.clone()));
            let (place, id) = found.unwrap_or_default();
            *count += u64::try_from(place).unwrap_or_default().saturating_sub(1);
            (clause, id)
        };
        let clauses: Vec<(Clause, String)> = self.all.into_iter().enumerate().map(id).collect();
        let was = |(clause, id): (Clause, String)| {
            let old = clause.headings.iter().rev().skip(1);
            let was = old.map(|heading| slug(heading));
            let was = was.filter(|id| taken.insert(id.clone())).collect();
            (clause, id, was)
        };
        clauses.into_iter().map(was).collect()
    }
}

impl Clause {
    /// The old number and the new heading, where it stands and only the number is another.
    fn renumbered(&self, heading: &str) -> Option<String> {
        let number = |heading: &str| Label::of(heading).map(|label| label.number);
        let (old, new) = (number(self.path.last()?)?, number(heading)?);
        (self.known.stands && old != new).then(|| format!("{old} → {heading}"))
    }

    /// Reads as a section says; what that changed, if anything.
    fn take(&mut self, place: usize, section: &Section, part: Part, exact: bool) -> Option<Change> {
        let heading = &section.heading;
        let renamed = self.headings.last().is_none_or(|last| {
            last != heading && (exact || substance(bare(last)) != substance(bare(heading)))
        });
        if renamed {
            self.headings.push(heading.clone());
        }
        self.path = section.path();
        let adopted = !self.known.stands;
        let changed = self.known.part.text != part.text;
        let change = Change {
            clause: place,
            action: if adopted {
                Action::Adopt
            } else {
                Action::Amend
            },
            text: (adopted || changed).then(|| section.text.clone()),
            heading: (adopted || renamed).then_some(self.headings.len() - 1),
        };
        self.known = Known { part, stands: true };
        (adopted || renamed || changed).then_some(change)
    }

    /// The last heading; one that is a number alone, behind that of what contains it.
    pub(super) fn title(&self) -> String {
        let label = |heading: &str| {
            let label = Label::of(heading)?;
            let own = heading[..label.len].trim_end_matches(STOPS).to_owned();
            Some((own, label.number))
        };
        let mut path = self.path.iter().rev();
        let heading = path.next().map_or("", String::as_str);
        let above = path.next();
        if bare(heading).is_empty()
            && let Some((above, number)) = above.and_then(|above| label(above))
            && let Some((_, own)) = label(heading)
            && !own.contains('.')
            && !own.starts_with(&number)
        {
            return format!("{above}, {heading}");
        }
        heading.to_owned()
    }

    /// The heading above all others, which is its own where none is above it.
    pub(super) fn topic(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}
