//! Successive versions of one text → a timeline.
//!
//! A section is a clause and a version is an event: a new section is adopted, a changed one amended, one
//! that is gone ended, and one that returns adopted again.

mod names;
mod pair;
pub mod sections;

use std::rc::Rc;

use super::toml::{Toml, string};
use crate::date::Date;
use names::{Slugs, Taken, slug};
use pair::{Known, pair, path};
use sections::{Cut, Section, sections};

/// One version of the text.
#[derive(Clone, Debug)]
pub struct Version {
    /// When it took effect.
    pub date: Date,
    /// Its title, one line.
    pub title: String,
    /// What is to be known of its date.
    pub note: Option<String>,
    /// Where it was read: the title of its source.
    pub source: String,
    /// The text.
    pub text: String,
}

/// A section through time.
#[derive(Debug)]
struct Clause {
    known: Known,
    /// Every heading that it had, in order, each once in a row.
    headings: Vec<String>,
    /// The headings above it when it was new, as ids.
    above: Vec<Rc<str>>,
}

/// What a version did to a clause.
#[derive(Debug)]
enum Deed {
    Adopt {
        text: String,
        heading: usize,
    },
    Amend {
        text: Option<String>,
        heading: Option<usize>,
    },
    End,
}

/// The timeline that some versions make, in their order. `step` is told of each version that is done.
#[must_use]
pub fn timeline(title: &str, versions: &[Version], cut: &Cut, mut step: impl FnMut()) -> String {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut deeds: Vec<Vec<(usize, Deed)>> = Vec::new();
    let mut slugs = Slugs::default();
    for version in versions {
        let sections = sections(&version.text, cut);
        deeds.push(compare(&mut clauses, &sections, &mut slugs));
        step();
    }
    write(title, versions, &clauses, &deeds)
}

/// What a version does to the clauses, which then read as it says.
fn compare(
    clauses: &mut Vec<Clause>,
    sections: &[Section<'_>],
    slugs: &mut Slugs,
) -> Vec<(usize, Deed)> {
    let known: Vec<&Known> = clauses.iter().map(|clause| &clause.known).collect();
    let paths: Vec<Vec<Rc<str>>> = sections
        .iter()
        .map(|section| path(section, slugs))
        .collect();
    let pairs = pair(&known, sections, &paths);
    let mut seen = vec![false; clauses.len()];
    let mut deeds = Vec::new();
    for ((section, path), found) in sections.iter().zip(paths).zip(pairs) {
        let Some(place) = found else {
            deeds.push((clauses.len(), Deed::adopt(section, 0)));
            clauses.push(Clause::new(section, path));
            continue;
        };
        seen[place] = true;
        let deed = clauses[place].take(section, path);
        deeds.extend(deed.map(|deed| (place, deed)));
    }
    for (place, _) in seen.iter().enumerate().filter(|(_, seen)| !**seen) {
        if clauses[place].known.stands {
            clauses[place].known.stands = false;
            deeds.push((place, Deed::End));
        }
    }
    deeds
}

impl Deed {
    fn adopt(section: &Section<'_>, heading: usize) -> Self {
        Self::Adopt {
            text: section.text.to_owned(),
            heading,
        }
    }
}

impl Clause {
    fn new(section: &Section<'_>, path: Vec<Rc<str>>) -> Self {
        let above = path[..path.len().saturating_sub(1)].to_vec();
        Self {
            known: Known {
                path,
                text: section.text.to_owned(),
                stands: true,
            },
            headings: vec![section.heading.clone()],
            above,
        }
    }

    /// Reads as a section says; what that did, if anything.
    fn take(&mut self, section: &Section<'_>, path: Vec<Rc<str>>) -> Option<Deed> {
        let renamed = self.headings.last() != Some(&section.heading);
        if renamed {
            self.headings.push(section.heading.clone());
        }
        let heading = self.headings.len() - 1;
        let returns = !self.known.stands;
        let changed = self.known.text != section.text;
        self.known = Known {
            path,
            text: section.text.to_owned(),
            stands: true,
        };
        if returns {
            return Some(Deed::adopt(section, heading));
        }
        (renamed || changed).then(|| Deed::Amend {
            text: changed.then(|| section.text.to_owned()),
            heading: renamed.then_some(heading),
        })
    }

    /// The last heading; what stands before the first heading has a name of its own.
    fn title(&self) -> &str {
        match self.headings.last().map(|heading| heading.trim()) {
            Some("") | None if self.known.path.len() <= 1 => "Preamble",
            Some("") | None => "Without a heading",
            Some(heading) => heading,
        }
    }
}

/// Each clause's id, with the earlier ones that still answer.
fn ids(clauses: &[Clause]) -> Vec<(String, Vec<String>)> {
    let mut taken = Taken::default();
    let id = |clause: &Clause| {
        let own = slug(clause.title());
        let parent = clause.above.last().map(|above| format!("{above}-{own}"));
        let ids: Vec<String> = [own].into_iter().chain(parent).collect();
        taken.first_free(&ids)
    };
    let ids: Vec<String> = clauses.iter().map(id).collect();
    let was = clauses.iter().map(|clause| {
        let old = clause.headings.iter().rev().skip(1);
        old.filter(|heading| !heading.trim().is_empty())
            .filter_map(|heading| taken.take(&slug(heading)))
            .collect()
    });
    let was: Vec<Vec<String>> = was.collect();
    ids.into_iter().zip(was).collect()
}

fn write(
    title: &str,
    versions: &[Version],
    clauses: &[Clause],
    deeds: &[Vec<(usize, Deed)>],
) -> String {
    let ids = ids(clauses);
    let mut toml = Toml::default();
    toml.raw("format", "1");
    toml.text("title", title);
    toml.text("wording", "verbatim");
    for (place, version) in versions.iter().enumerate() {
        toml.heading(&format!("[source.version-{}]", place + 1));
        toml.text("title", &version.source);
    }
    for (clause, (id, was)) in clauses.iter().zip(&ids) {
        toml.heading(&format!("[clause.{id}]"));
        toml.text("title", clause.title());
        toml.texts("was", was);
    }
    for (place, (version, deeds)) in versions.iter().zip(deeds).enumerate() {
        let name = format!("version-{}", place + 1);
        toml.heading("[[event]]");
        toml.text("id", &name);
        toml.text("date", &version.date.to_string());
        if follows_openly(versions, place) {
            toml.texts("after", &[format!("version-{place}")]);
        }
        toml.text("title", &version.title);
        if let Some(note) = &version.note {
            toml.text("note", note);
        }
        toml.texts("cite", &[name]);
        for (clause, deed) in deeds {
            toml.heading("[[event.change]]");
            toml.text("clause", &ids[*clause].0);
            write_deed(&mut toml, &clauses[*clause], deed);
        }
    }
    toml.finish()
}

/// Whether the dates leave open that a version came after the one before it.
fn follows_openly(versions: &[Version], place: usize) -> bool {
    let open = |version: &Version| version.date.bounds().single().is_none();
    place > 0 && versions[place - 1..=place].iter().any(open)
}

fn write_deed(toml: &mut Toml, clause: &Clause, deed: &Deed) {
    let heading = |toml: &mut Toml, place: usize| {
        toml.raw(
            "terms",
            &format!("{{ heading = {} }}", string(&clause.headings[place])),
        );
    };
    match deed {
        Deed::Adopt {
            text,
            heading: place,
        } => {
            toml.text("action", "adopt");
            toml.text("text", text);
            // The title tells the last heading only.
            if clause.headings.len() > 1 {
                heading(toml, *place);
            }
        }
        Deed::Amend {
            text,
            heading: place,
        } => {
            toml.text("action", "amend");
            if let Some(text) = text {
                toml.text("text", text);
            }
            if let Some(place) = place {
                heading(toml, *place);
            }
        }
        Deed::End => toml.text("action", "end"),
    }
}
