//! Finds which section of a version is which clause of the versions before.

use std::collections::{HashMap, HashSet};

use super::clauses::Clause;
use super::names::{bare, slug};
use super::sections::Section;
use super::substance::substance;

/// How alike two texts must be, of 1, for one to be the other under a new heading.
const ALIKE: f64 = 0.8;

/// The most comparisons of texts between two versions.
const COMPARED: usize = 20_000;

/// Texts with fewer bytes are alike by chance.
const SHORTEST: usize = 20;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Its heading below those above it, as ids.
    path: Vec<String>,
    /// Whether its heading is more than a number.
    named: bool,
    /// Its text, without markup unless that counts.
    pub(super) text: String,
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
pub(super) fn pair(
    clauses: &[Clause],
    sections: &[Part],
    is: Vec<Option<usize>>,
) -> Vec<Option<usize>> {
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
