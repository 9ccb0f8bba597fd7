//! Follows the clauses of a text from version to version.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::ops::RangeFrom;

use super::headings::STOPS;
use super::names::{Label, bare, slug, substance};
use super::sections::Section;
use crate::agreement::{Action, Timeline};

/// How alike two texts must be, of 1, for one to be the other under a new heading.
const ALIKE: f64 = 0.8;

/// The most comparisons of texts between two versions.
const COMPARED: usize = 20_000;

/// Texts with fewer bytes are alike by chance.
const SHORTEST: usize = 20;

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

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Its heading below those above it, as ids.
    path: Vec<String>,
    /// Whether its heading is more than a number.
    named: bool,
    /// Its text, without markup unless that counts.
    text: String,
}

impl Part {
    pub(super) fn of(section: &Section, exact: bool) -> Self {
        Self {
            path: section.path.iter().map(|heading| slug(heading)).collect(),
            named: !bare(section.heading()).is_empty(),
            text: if exact {
                section.text.clone()
            } else {
                substance(&section.text)
            },
        }
    }

    fn own(&self) -> &[String] {
        &self.path[self.path.len().saturating_sub(1)..]
    }
}

/// What two parts must share, of headings and text, to be the same; none where it tells nothing.
type Key = for<'p> fn(&'p Part) -> Option<(&'p [String], &'p str)>;

/// The keys by which parts are paired, the surest first.
const KEYS: [Key; 5] = [
    |part| Some((&part.path, &part.text)),
    |part| Some((part.own(), &part.text)),
    |part| (part.text.len() >= SHORTEST || !part.named).then_some((&[], &part.text)),
    |part| part.named.then_some((&part.path, "")),
    |part| part.named.then_some((part.own(), "")),
];

/// The keys of what is left of standing parts: a number alone, and a short text alone.
const REST: [Key; 2] = [
    |part| (!part.named).then_some((&part.path, "")),
    |part| Some((&[], &part.text)),
];

/// For each section the clause that it is, by its place; none for a new one. Of some that is known.
///
/// It is the standing clause that shares the surest of `KEYS`, else one with almost the same text, else one that shares one
/// of `REST`; last, one that has ended, by `KEYS`.
fn pair(clauses: &[Clause], sections: &[Part], is: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut pairs = Pairs {
        clauses,
        sections,
        found: is,
    };
    pairs.by(&KEYS, true);
    pairs.alike();
    pairs.by(&REST, true);
    pairs.by(&KEYS, false);
    pairs.found
}

struct Pairs<'a> {
    clauses: &'a [Clause],
    sections: &'a [Part],
    found: Vec<Option<usize>>,
}

impl<'a> Pairs<'a> {
    /// The clauses that are left.
    fn left(&self, standing: bool) -> Vec<(usize, &'a Part)> {
        let found: HashSet<usize> = self.found.iter().flatten().copied().collect();
        let clauses = self.clauses.iter().enumerate();
        let left = clauses.filter(|(at, it)| it.stands == standing && !found.contains(at));
        left.map(|(at, clause)| (at, &clause.part)).collect()
    }

    /// Pairs what is left and has the same key, in order, by one key after the other.
    fn by(&mut self, keys: &[Key], standing: bool) {
        for key in keys {
            let mut free: HashMap<_, Vec<usize>> = HashMap::new();
            for (place, part) in self.left(standing).into_iter().rev() {
                free.entry(key(part)).or_default().push(place);
            }
            free.remove(&None);
            for (found, section) in self.found.iter_mut().zip(self.sections) {
                *found = found.or_else(|| free.get_mut(&key(section))?.pop());
            }
        }
    }

    /// Pairs what is left and reads almost the same.
    fn alike(&mut self) {
        let (mut old, mut compared) = (self.left(true), 0..COMPARED);
        let new = self.found.iter_mut().zip(self.sections);
        for (found, part) in new.filter(|(found, _)| found.is_none()) {
            let near = old.iter().map(|(_, old)| &old.text).enumerate().rev();
            let near = near.filter(|(_, text)| comparable(text, &part.text));
            let near = near.take_while(|_| compared.next().is_some());
            let near = near.map(|(at, text)| (strsim::sorensen_dice(text, &part.text), at));
            let best = near.max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, at)) = best.filter(|(likeness, _)| *likeness >= ALIKE) {
                *found = Some(old.remove(at).0);
            }
        }
    }
}

fn comparable(a: &str, b: &str) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    short >= SHORTEST && short * 3 >= long * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "The tenant pays the rent on the first day of each month.";
    const NEAR: &str = "The tenant pays the rent on the third day of each month.";

    fn known(path: &[&str], text: &str, stands: bool) -> Clause {
        Clause {
            part: section(path, text),
            stands,
            ..Clause::default()
        }
    }

    fn section(path: &[&str], text: &str) -> Part {
        let section = Section {
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            text: text.to_owned(),
            is: None,
        };
        Part::of(&section, false)
    }

    #[test]
    fn a_section_is_found_again() {
        let old = [
            known(&["a", "terms"], "one", true),
            known(&["b", "terms"], "two", true),
            known(&["rent"], LONG, true),
            known(&["gone"], "three", false),
        ];
        for (new, expected) in [
            (
                vec![
                    section(&["B", "Terms"], "changed"),
                    section(&["A", "Terms"], "one"),
                ],
                vec![Some(1), Some(0)],
            ),
            (vec![section(&["C", "Terms"], "two")], vec![Some(1)]),
            (vec![section(&["Payment"], LONG)], vec![Some(2)]),
            (vec![section(&["Payment"], NEAR)], vec![Some(2)]),
            (vec![section(&["Payment"], "three")], vec![None]),
            (vec![section(&["Gone"], "again")], vec![Some(3)]),
            (
                vec![section(&["Rent"], "x"), section(&["Fee"], LONG)],
                vec![None, Some(2)],
            ),
            (
                vec![
                    section(&["Terms"], "x"),
                    section(&["Terms"], "y"),
                    section(&["Terms"], "z"),
                ],
                vec![Some(0), Some(1), None],
            ),
        ] {
            assert_eq!(pair(&old, &new, vec![None; new.len()]), expected, "{new:?}");
        }
    }
}
