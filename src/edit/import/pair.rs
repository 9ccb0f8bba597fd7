//! Which section of a version is which of the one before.

use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use super::names::Slugs;
use super::sections::Section;

/// How alike two texts must be, of 1, for one to be the other under a new heading.
const ALIKE: f64 = 0.8;

/// The most comparisons of texts between two versions.
const COMPARED: usize = 20_000;

/// A clause as it last read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The path of its headings, as ids.
    pub(super) path: Vec<Rc<str>>,
    /// What it said.
    pub(super) text: String,
    /// Whether it stands.
    pub(super) stands: bool,
}

/// The path of a section's headings, as ids.
#[must_use]
pub(super) fn path(section: &Section<'_>, slugs: &mut Slugs) -> Vec<Rc<str>> {
    let headings = section.above.iter().chain([&section.heading]);
    headings.map(|heading| slugs.of(heading)).collect()
}

/// For each section, with its path, the clause that it is, by its place; none for a new one.
///
/// A section is the clause with the same headings, then the one with the same heading elsewhere, each
/// time one with the same text first; then a standing one with the same or almost the same text; last,
/// one that has ended and had this heading.
#[must_use]
pub(super) fn pair(
    known: &[&Known],
    sections: &[Section<'_>],
    paths: &[Vec<Rc<str>>],
) -> Vec<Option<usize>> {
    let mut pairs = Pairs {
        found: vec![None; sections.len()],
        taken: vec![false; known.len()],
    };
    let last = |path: &[Rc<str>]| path.last().cloned();
    let texts = |place: usize| sections[place].text;
    for standing in [true, false] {
        let of = |place: usize| known[place].stands == standing;
        pairs.by(
            known,
            |place| of(place).then(|| (known[place].path.clone(), known[place].text.as_str())),
            |place| Some((paths[place].clone(), texts(place))),
        );
        pairs.by(
            known,
            |place| of(place).then(|| (last(&known[place].path), known[place].text.as_str())),
            |place| Some((last(&paths[place]), texts(place))),
        );
        pairs.by(
            known,
            |place| of(place).then(|| known[place].path.clone()),
            |place| Some(paths[place].clone()),
        );
        pairs.by(
            known,
            |place| of(place).then(|| last(&known[place].path)),
            |place| Some(last(&paths[place])),
        );
        if standing {
            let told = |text| Some(text).filter(|text: &&str| text.len() >= 20);
            pairs.by(
                known,
                |place| told(known[place].text.as_str()).filter(|_| of(place)),
                |place| told(texts(place)),
            );
            pairs.alike(known, sections);
        }
    }
    pairs.found
}

struct Pairs {
    found: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    /// Pairs what is left and has the same key, in order.
    fn by<K: Eq + Hash>(
        &mut self,
        known: &[&Known],
        of_known: impl Fn(usize) -> Option<K>,
        of_section: impl Fn(usize) -> Option<K>,
    ) {
        let open = (0..self.found.len()).filter(|place| self.found[*place].is_none());
        let open: Vec<usize> = open.collect();
        if open.is_empty() {
            return;
        }
        let mut free: HashMap<K, Vec<usize>> = HashMap::new();
        for place in (0..known.len()).rev().filter(|place| !self.taken[*place]) {
            if let Some(key) = of_known(place) {
                free.entry(key).or_default().push(place);
            }
        }
        for place in open {
            let other = of_section(place).and_then(|key| free.get_mut(&key)?.pop());
            if let Some(other) = other {
                self.found[place] = Some(other);
                self.taken[other] = true;
            }
        }
    }

    /// Pairs what is left and reads almost the same, the most alike first.
    fn alike(&mut self, known: &[&Known], sections: &[Section<'_>]) {
        let mut compared = 0;
        let mut alike: Vec<(f64, usize, usize)> = Vec::new();
        for (place, section) in sections.iter().enumerate() {
            if self.found[place].is_some() {
                continue;
            }
            for (other, clause) in known.iter().enumerate() {
                if self.taken[other] || !clause.stands || !comparable(section.text, &clause.text) {
                    continue;
                }
                compared += 1;
                if compared > COMPARED {
                    break;
                }
                let likeness = strsim::sorensen_dice(section.text, &clause.text);
                if likeness >= ALIKE {
                    alike.push((likeness, place, other));
                }
            }
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (_, place, other) in alike {
            if self.found[place].is_none() && !self.taken[other] {
                self.found[place] = Some(other);
                self.taken[other] = true;
            }
        }
    }
}

/// Whether two texts may be alike by their lengths; short ones are alike by chance.
fn comparable(a: &str, b: &str) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    short >= 20 && short * 3 >= long * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "The tenant pays the rent on the first day of each month.";
    const NEAR: &str = "The tenant pays the rent on the third day of each month.";

    fn known(path: &[&str], text: &str, stands: bool) -> Known {
        Known {
            path: path.iter().map(|part| Rc::from(*part)).collect(),
            text: text.to_owned(),
            stands,
        }
    }

    fn section<'t>(path: &[&str], text: &'t str) -> Section<'t> {
        let (heading, above) = path.split_last().expect("a heading");
        Section {
            heading: (*heading).to_owned(),
            above: above.iter().map(|part| (*part).to_owned()).collect(),
            text,
        }
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
                vec![Some(2), None],
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
            let mut slugs = Slugs::default();
            let paths: Vec<_> = new
                .iter()
                .map(|section| path(section, &mut slugs))
                .collect();
            assert_eq!(pair(&old, &new, &paths), expected, "{new:?}");
        }
    }
}
