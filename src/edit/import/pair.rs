//! Finds which section of a version is which clause of the versions before.

use std::collections::HashMap;

use super::names::{bare, slug};
use super::sections::Section;
use super::substance::counted;

/// How alike two texts must be, of 1, for one to be the other under a new heading.
const ALIKE: f64 = 0.8;

/// The most comparisons of texts between two versions.
const COMPARED: usize = 20_000;

/// Texts with fewer bytes are alike by chance.
const SHORTEST: usize = 20;

/// What tells a section from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Its heading below those above it, as ids.
    pub(super) path: Vec<String>,
    /// Whether its heading is more than a number.
    named: bool,
    /// Its text, without markup unless that counts.
    pub(super) text: String,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) part: Part,
    pub(super) stands: bool,
}

impl Part {
    pub(super) fn of(section: &Section, exact: bool) -> Self {
        Self {
            path: section.path().iter().map(|heading| slug(heading)).collect(),
            named: !bare(&section.heading).is_empty(),
            text: counted(&section.text, exact),
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

/// The key by which standing parts are paired that have a number alone.
const NUMBER: Key = |part| (!part.named).then_some((&part.path, ""));

/// The key by which standing parts are paired that have nothing but their text, however short.
const TEXT: Key = |part| Some((&[], &part.text));

/// For each section the clause that it is, by its place; none for a new one. Of some that is known.
///
/// A section is the clause with the same text: under the same headings, under the same heading elsewhere, then under
/// any; next the one with the same headings, or the same heading elsewhere; then a standing one with almost the same
/// text, with the same number where that is all its heading, or with a short text that is the same; last, one that has ended, in the same order.
pub(super) fn pair(
    known: &[&Known],
    sections: &[Part],
    is: Vec<Option<usize>>,
) -> Vec<Option<usize>> {
    let taken = |place| is.contains(&Some(place));
    let mut pairs = Pairs {
        known,
        sections,
        taken: (0..known.len()).map(taken).collect(),
        found: is,
    };
    for key in KEYS {
        pairs.by(key, true);
    }
    pairs.alike();
    pairs.by(NUMBER, true);
    pairs.by(TEXT, true);
    for key in KEYS {
        pairs.by(key, false);
    }
    pairs.found
}

struct Pairs<'a> {
    known: &'a [&'a Known],
    sections: &'a [Part],
    found: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs<'_> {
    /// Pairs what is left and has the same key, in order.
    fn by(&mut self, key: Key, standing: bool) {
        if self.found.iter().all(Option::is_some) {
            return;
        }
        let mut free: HashMap<_, Vec<usize>> = HashMap::new();
        for (place, known) in self.known.iter().enumerate().rev() {
            if known.stands == standing && !self.taken[place] {
                free.entry(key(&known.part)).or_default().push(place);
            }
        }
        free.remove(&None);
        for (found, section) in self.found.iter_mut().zip(self.sections) {
            if found.is_none() {
                *found = free.get_mut(&key(section)).and_then(Vec::pop);
                if let Some(place) = *found {
                    self.taken[place] = true;
                }
            }
        }
    }

    /// Pairs what is left and reads almost the same, the most alike first.
    fn alike(&mut self) {
        let open = |(place, part): &(usize, &Part)| {
            self.found[*place].is_none() && part.text.len() >= SHORTEST
        };
        let sections = self.sections.iter().enumerate().filter(open);
        let free = |(place, known): &(usize, &&Known)| known.stands && !self.taken[*place];
        let known = self.known.iter().enumerate().filter(free);
        let pairs = sections.flat_map(|section| known.clone().map(move |known| (section, known)));
        let mut alike: Vec<(f64, usize, usize)> = pairs
            .map(|((place, section), (other, known))| {
                (place, &section.text, other, &known.part.text)
            })
            .filter(|(_, a, _, b)| comparable(a, b))
            .take(COMPARED)
            .map(|(place, a, other, b)| (strsim::sorensen_dice(a, b), place, other))
            .filter(|(likeness, ..)| *likeness >= ALIKE)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, place, other) in alike {
            if self.found[place].is_none() && !self.taken[other] {
                self.found[place] = Some(other);
                self.taken[other] = true;
            }
        }
    }
}

/// Whether two texts may be alike by their lengths.
fn comparable(a: &str, b: &str) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    short >= SHORTEST && short * 3 >= long * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "The tenant pays the rent on the first day of each month.";
    const NEAR: &str = "The tenant pays the rent on the third day of each month.";

    fn known(path: &[&str], text: &str, stands: bool) -> Known {
        let part = section(path, text);
        Known { part, stands }
    }

    fn section(path: &[&str], text: &str) -> Part {
        let (heading, above) = path.split_last().expect("a heading");
        Part::of(
            &Section {
                heading: (*heading).to_owned(),
                above: above.iter().map(|part| (*part).to_owned()).collect(),
                text: text.to_owned(),
                is: None,
            },
            false,
        )
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
            let old: Vec<&Known> = old.iter().collect();
            assert_eq!(pair(&old, &new, vec![None; new.len()]), expected, "{new:?}");
        }
    }
}
