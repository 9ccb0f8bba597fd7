//! Follows the clauses of a text from version to version.

use std::collections::{HashMap, HashSet};
use std::mem;

use super::headings::STOPS;
use super::names::{Label, QUANTITY, bare, slug};
use super::pair::{Part, pair};
use super::sections::Section;
use super::substance::substance;
use crate::agreement::{Action, Timeline};

#[derive(Debug, Default)]
pub(super) struct Clause {
    pub(super) part: Part,
    pub(super) stands: bool,
    /// Its heading as it was last, with its number, below those above it.
    pub(super) path: Vec<String>,
    /// The numbers that it had before.
    pub(super) formerly: Vec<String>,
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

#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) changes: Vec<Change>,
    /// The clauses that are numbered anew, each with its old number and new heading, and with its title from then on.
    pub(super) renumbered: Vec<(usize, String, String)>,
    /// The new headings of sections that had another before, each with that one.
    pub(super) renamed: Vec<String>,
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
#[derive(Debug, Default)]
pub(super) struct Clauses {
    all: Vec<Clause>,
    /// Whether markup, numbers and white space count.
    exact: bool,
}

impl Clauses {
    /// Those that are there before the first version, each with whether it stands.
    pub(super) fn of(base: &[(Section, bool)], exact: bool) -> Self {
        let clause = |(section, stands): &(Section, bool)| Clause {
            part: Part::of(section, exact),
            stands: *stands,
            path: section.path.clone(),
            headings: vec![section.heading().to_owned()],
            formerly: Vec::new(),
        };
        let all = base.iter().map(clause).collect();
        Self { all, exact }
    }

    pub(super) fn standing(&self) -> usize {
        self.all.iter().filter(|clause| clause.stands).count()
    }

    /// Takes the next version, and gives what it changes.
    pub(super) fn compare(&mut self, sections: &mut [Section]) -> Changed {
        let parts = sections.iter().map(|section| Part::of(section, self.exact));
        let parts: Vec<Part> = parts.collect();
        let is = sections.iter().map(|section| section.is).collect();
        let pairs = pair(&self.all, &parts, is);
        let before = self.all.len();
        let mut changed = Changed::default();
        for ((section, part), found) in sections.iter_mut().zip(parts).zip(&pairs) {
            let place = found.unwrap_or(self.all.len());
            section.is = Some(place);
            if found.is_none() {
                self.all.push(Clause::default());
            }
            let clause = &mut self.all[place];
            // A number that belongs to the title counts as its words do.
            let new = section.heading();
            let old = clause.path.last().map_or("", String::as_str);
            let [last, next] = [old, new].map(Label::of);
            let exact =
                self.exact || QUANTITY.is_match(new) || next.is_none() && QUANTITY.is_match(old);
            let is_new = |(last, next): &(Label, Label)| last.number != next.number;
            let renumbered = last.zip(next).filter(is_new);
            let renumbered = renumbered.filter(|_| clause.stands && !exact);
            let change = clause.take(place, section, part, exact);
            if let Some((last, _)) = renumbered {
                let said = format!("{} → {new}", last.number);
                changed.renumbered.push((place, said, clause.title()));
                clause.formerly.push(last.number);
            }
            let Some(change) = change else { continue };
            if let Some([.., last, now]) = change.heading.map(|to| &clause.headings[..=to]) {
                changed.renamed.push(format!("{now} (formerly “{last}”)"));
            }
            changed.changes.push(change);
        }
        let kept: HashSet<usize> = pairs.into_iter().flatten().collect();
        for (place, clause) in self.all.iter_mut().enumerate().take(before) {
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

    /// Each clause with its id, and the earlier ones that still answer. What a timeline has keeps its id.
    pub(super) fn with_ids(self, of: &Timeline) -> Vec<(Clause, String, Vec<String>)> {
        let mut taken: HashSet<String> = of.ids.clauses.keys().map(ToString::to_string).collect();
        // Where the search for a free number goes on.
        let mut next: HashMap<String, u64> = HashMap::new();
        let mut id = |place: usize, clause: &Clause| {
            if let Some(known) = of.clauses.get(place) {
                return known.id.clone();
            }
            let own = slug(&clause.title());
            let above = clause.path.iter().rev().nth(1);
            let longer = above.map_or(own.clone(), |above| format!("{}-{own}", slug(above)));
            let count = next.entry(longer.clone()).or_insert(1);
            let numbered = std::iter::from_fn(|| {
                *count += 1;
                Some(format!("{longer}-{count}"))
            });
            let mut ids = [own, longer.clone()].into_iter().chain(numbered);
            let found = ids.find(|id| taken.insert(id.clone()));
            found.unwrap_or_default()
        };
        let clauses = self.all.into_iter().enumerate();
        let clauses = clauses.map(|(place, clause)| (id(place, &clause), clause));
        let clauses: Vec<(String, Clause)> = clauses.collect();
        let was = |(id, clause): (String, Clause)| {
            let was = clause.headings.iter().rev().skip(1).map(|it| slug(it));
            let was = was.filter(|id| taken.insert(id.clone())).collect();
            (clause, id, was)
        };
        clauses.into_iter().map(was).collect()
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
        self.path.clone_from(&section.path);
        let adopted = !mem::replace(&mut self.stands, true);
        let changed = mem::replace(&mut self.part, part).text != self.part.text;
        (adopted || renamed || changed).then(|| Change {
            clause: place,
            action: [Action::Amend, Action::Adopt][usize::from(adopted)],
            text: (adopted || changed).then(|| section.text.clone()),
            heading: (adopted || renamed).then_some(self.headings.len() - 1),
        })
    }

    /// Its title with the numbers that it had before, where it is called by its number: others have these now.
    pub(super) fn unambiguous_title(&self) -> String {
        let (title, heading) = (self.title(), self.path.last().map_or("", String::as_str));
        let own = Label::of(heading).map(|label| label.number);
        let mut other: Vec<&str> = self.formerly.iter().map(String::as_str).collect();
        other.retain(|number| Some(*number) != own.as_deref());
        other.dedup();
        if other.is_empty() || !bare(heading).is_empty() {
            return title;
        }
        format!("{title} (formerly {})", other.join(", "))
    }

    /// The last heading; one that is a number alone, behind that of what contains it.
    pub(super) fn title(&self) -> String {
        let [.., above, heading] = self.path.as_slice() else {
            return self.path.concat();
        };
        match (Label::of(above), Label::of(heading)) {
            (Some(outer), Some(own))
                if bare(heading).is_empty()
                    && !own.number.contains('.')
                    && !heading.starts_with(&outer.number) =>
            {
                let above = above[..outer.len].trim_end_matches(STOPS);
                format!("{above}, {heading}")
            }
            _ => heading.clone(),
        }
    }
}
