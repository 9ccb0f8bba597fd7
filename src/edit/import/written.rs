//! The events that versions make, as they are written.

use super::amend::{NOT_PLACED, PLACED};
use super::clauses::Change;
use super::left::TITLE;
use super::sections::Left;
use super::timeline::{Made, Step};
use crate::date::Date;
use crate::edit::draft::{Draft, Keys, change_of};
use crate::edit::toml::{Toml, one_line};
use crate::text::words::Count;

/// The key of an event under which stand the headings that clauses have from then on, where their numbers are new.
pub(super) const RENUMBERED: &str = "x-renumbered";

pub(super) fn name(place: usize) -> String {
    format!("version-{}", place + 1)
}

impl Made<'_> {
    /// What the versions add to what is there.
    pub(super) fn written(&self, mut toml: Toml) -> Toml {
        let place = |(place, _): &(usize, &Step)| self.base.versions + place;
        let told = self.steps.iter().enumerate().filter(|(_, step)| step.tells);
        let sources = told.clone().map(|step| {
            let title = keys([("title", vec![step.1.version.source.clone()])]);
            ("source", document(place(&step)), title)
        });
        let mut declared = sources.chain(self.new_clauses()).collect();
        let last = format!("version-{}", self.base.versions);
        let mut events = self.base.timeline.events.iter();
        let last = events.find(|event| event.id == last);
        let mut before = last.map(|last| (last.id.clone(), last.date));
        let is_open = |date: Date| date.bounds().single().is_none();
        for step in told {
            let (id, date) = (name(place(&step)), step.1.version.date);
            // Their dates may leave open that it came after the one before.
            let after = before.filter(|(_, before)| is_open(*before) || is_open(date));
            let after = after.map(|(before, _)| before);
            let mut event = self.event(step.1, &document(place(&step)));
            event.extend(keys([("after", after.into_iter().collect())]));
            let changes = step.1.changed.changes.iter();
            let draft = Draft {
                event,
                changes: changes.map(|change| self.change(change)).collect(),
                declared: std::mem::take(&mut declared),
            };
            toml = draft.toml(toml, &id);
            before = Some((id, date));
        }
        // No flag gave them.
        toml.given.clear();
        toml
    }

    /// The clauses that the file does not have yet, in the order in which the last versions have them.
    fn new_clauses(&self) -> impl Iterator<Item = (&'static str, String, Keys)> {
        let mut places = vec![0; self.clauses.len()];
        let mut is_new = vec![false; self.clauses.len()];
        for step in self.steps.iter().filter(|step| step.tells) {
            for (place, section) in step.document.sections.iter().enumerate() {
                places[section.is.unwrap_or_default()] = place;
            }
            for change in &step.changed.changes {
                is_new[change.clause] = change.clause >= self.base.clauses.len();
            }
        }
        let nested = self
            .clauses
            .iter()
            .any(|(clause, ..)| clause.path.len() > 1);
        let new = (0..places.len()).filter(|place| is_new[*place]);
        let mut new: Vec<usize> = new.collect();
        new.sort_by_key(|place| places[*place]);
        new.into_iter().map(move |place| {
            let (clause, id, was) = &self.clauses[place];
            let topic = Some(clause.path[0].clone()).filter(|_| nested);
            let keys = keys([
                ("title", vec![clause.unambiguous_title()]),
                ("topic", topic.into_iter().collect()),
                ("was", was.clone()),
            ]);
            ("clause", id.clone(), keys)
        })
    }

    fn event(&self, step: &Step, cite: &str) -> Keys {
        let (version, changed) = (step.version, &step.changed);
        let renumbered = changed.renumbered.iter().map(|(_, said, _)| said.as_str());
        let said = [
            ("Renumbered: ", renumbered.collect::<Vec<_>>().join(", ")),
            ("Renamed: ", changed.renamed.join(", ")),
        ];
        let said = said.into_iter().filter(|(_, all)| !all.is_empty());
        let said = said.map(|(what, all)| format!("{what}{all}"));
        let left = step.left.iter();
        let left = left.map(|left| format!("Left out: {left}: {}", left.text));
        let note = version.notes.iter().cloned().chain(step.placed());
        let note = note.chain(step.beside.iter().cloned()).chain(left);
        let renumbered = changed.renumbered.iter();
        let renumbered = renumbered
            .map(|(place, _, title)| format!("{} = {}", self.clauses[*place].1, one_line(title)));
        keys([
            ("date", vec![version.date.to_string()]),
            (
                "announced",
                version.announced.iter().map(Date::to_string).collect(),
            ),
            ("title", vec![step.title()]),
            (
                "summary",
                lines(version.subject.iter().cloned().chain(said)),
            ),
            ("note", lines(note)),
            ("cite", vec![one_line(cite)]),
            (RENUMBERED, renumbered.collect()),
        ])
    }

    fn change(&self, change: &Change) -> Keys {
        let (clause, id, _) = &self.clauses[change.clause];
        // A clause that always had the same heading has it as its title.
        let heading = change.heading.filter(|_| clause.headings.len() > 1);
        let heading = heading.map(|at| format!("heading = {}", one_line(&clause.headings[at])));
        let wording = change.text.iter().filter(|_| !self.base.is_verbatim);
        let mut own = change_of(id, change.action.word());
        own.extend(keys([
            ("text", change.text.iter().cloned().collect()),
            ("terms", heading.into_iter().collect()),
            ("wording", wording.map(|_| "verbatim".to_owned()).collect()),
        ]));
        own
    }
}

impl Step<'_> {
    pub(super) fn told(&self) -> Option<String> {
        let nothing = (!self.tells).then(|| "it changes nothing, and is no event".to_owned());
        // What an amendment is worded with is in its note.
        let short =
            |left: &&Left| left.what != TITLE && (!self.version.amends || left.what == NOT_PLACED);
        let left = self.left.iter().filter(short).map(ToString::to_string);
        let left = left.collect::<Vec<_>>().join("; ");
        let left = (!left.is_empty()).then(|| format!("left out: {left}"));
        let told = nothing.into_iter().chain(self.placed());
        let told = told.chain(self.beside.iter().cloned()).chain(left);
        let told = told.collect::<Vec<_>>().join("; ");
        (!told.is_empty()).then(|| format!("{}: {told}", self.version.source))
    }

    /// How many sentences of an amendment that name a section are placed, of how many.
    fn placed(&self) -> Option<String> {
        let (placed, not) = (self.count(PLACED), self.count(NOT_PLACED));
        (self.version.amends).then(|| format!("{placed} of {} placed", placed + not))
    }

    fn count(&self, what: &str) -> usize {
        self.left.iter().filter(|left| left.what == what).count()
    }

    pub(super) fn is_short(&self) -> bool {
        self.count(NOT_PLACED) > 0
    }

    fn title(&self) -> String {
        if self.is_first {
            return "First version".to_owned();
        }
        let counts = self.changed.counts().enumerate();
        let counts = counts.map(|(place, (count, word))| match place {
            0 => format!("{} {word}", Count(count, "section")),
            _ => format!("{count} {word}"),
        });
        // Who reads the title alone must see that it is not all.
        let not = Some(self.count(NOT_PLACED)).filter(|not| *not > 0);
        let of = |not| Count(not + self.count(PLACED), "instruction");
        let placed = not.map(|not| format!("{not} of {} not placed", of(not)));
        let all: Vec<String> = counts.chain(placed).collect();
        match all.as_slice() {
            [] => "No section changed".to_owned(),
            all => all.join(", "),
        }
    }
}

/// How the source of a version is called.
fn document(place: usize) -> String {
    format!("document-{}", place + 1)
}

/// The keys among some that have values.
fn keys<const N: usize>(all: [(&'static str, Vec<String>); N]) -> Keys {
    let given = all.into_iter().filter(|(_, values)| !values.is_empty());
    given.collect()
}

fn lines(lines: impl Iterator<Item = String>) -> Vec<String> {
    let lines = lines.collect::<Vec<_>>().join("\n");
    Some(lines)
        .into_iter()
        .filter(|lines| !lines.is_empty())
        .collect()
}
