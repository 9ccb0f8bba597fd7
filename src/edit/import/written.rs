//! The events that versions make, as they are written.

use super::amend::{NOT_PLACED, PLACED};
use super::clauses::Change;
use super::lines::TITLE;
use super::sections::Left;
use super::timeline::{Made, Step};
use crate::date::Date;
use crate::edit::draft::{Draft, Keys, change_of, give};
use crate::edit::toml::{Toml, one_line};
use crate::text::words::{Count, parted};

/// The key of an event under which stand the headings that clauses have from then on, where their numbers are new.
pub(super) const RENUMBERED: &str = "x-renumbered";

fn name(place: usize) -> String {
    format!("version-{}", place + 1)
}

fn document(place: usize) -> String {
    format!("document-{}", place + 1)
}

impl Made<'_> {
    /// What the versions add to what is there.
    pub(super) fn written(&self, mut toml: Toml) -> Toml {
        let told = self.steps.iter().zip(self.base.versions..);
        let told = told.filter(|(step, _)| step.tells);
        let sources = told.clone().map(|(step, place)| {
            let title = vec![step.version.source.clone()];
            ("source", document(place), [("title", title)].into())
        });
        let mut declared = sources.chain(self.new_clauses()).collect();
        let last = format!("version-{}", self.base.versions);
        let mut events = self.base.timeline.events.iter();
        let last = events.find(|event| event.id == last);
        let mut before = last.map(|last| (last.id.clone(), last.date));
        let is_open = |date: Date| date.bounds().single().is_none();
        for (step, place) in told {
            let (id, date) = (name(place), step.version.date);
            let mut event = self.event(step, &document(place));
            // Their dates may leave open that it came after the one before.
            let after = before.filter(|(_, before)| is_open(*before) || is_open(date));
            give(&mut event, "after", after.map(|(before, _)| before));
            let changes = step.changed.changes.iter();
            let changes = changes.map(|change| self.change(change));
            let draft = Draft {
                event,
                changes: changes.collect(),
                declared: std::mem::take(&mut declared),
            };
            toml = draft.toml(toml, &id);
            before = Some((id, date));
        }
        toml
    }

    /// The clauses that the file does not have yet, in the order in which the last versions have them.
    fn new_clauses(&self) -> impl Iterator<Item = (&'static str, String, Keys)> {
        let changes = self.steps.iter().flat_map(|step| &step.changed.changes);
        let new = changes.map(|change| change.clause);
        let mut new: Vec<usize> = new.filter(|it| *it >= self.base.clauses.len()).collect();
        new.sort_by_key(|it| (self.clauses[*it].place, *it));
        new.dedup();
        let mut paths = self.clauses.iter().map(|clause| &clause.section.path);
        let nested = paths.any(|path| path.len() > 1);
        new.into_iter().map(move |place| {
            let clause = &self.clauses[place];
            let topic = clause.section.path.first().filter(|_| nested);
            let mut keys = Keys::new();
            give(&mut keys, "title", [clause.title()]);
            give(&mut keys, "topic", topic);
            give(&mut keys, "was", clause.was.iter().cloned());
            ("clause", clause.id.clone(), keys)
        })
    }

    fn event(&self, step: &Step, cite: &str) -> Keys {
        let (version, changed) = (step.version, &step.changed);
        let renumbered = changed.renumbered.iter().map(|(_, said, _)| said.clone());
        let renumbered = parted(renumbered, ", ").map(|all| format!("Renumbered: {all}"));
        let summary = version.subject.iter().cloned().chain(renumbered);
        let left = step.left.iter();
        let left = left.map(|left| format!("Left out: {left}: {}", left.text));
        let note = version.notes.iter().cloned().chain(step.placed());
        let note = note.chain(step.remarks.iter().cloned()).chain(left);
        let id = |place: usize| &self.clauses[place].id;
        let renumbered = changed.renumbered.iter();
        let renumbered =
            renumbered.map(|(at, _, title)| format!("{} = {}", id(*at), one_line(title)));
        let mut event = Keys::new();
        give(&mut event, "date", [version.date]);
        give(&mut event, "announced", version.announced);
        give(&mut event, "title", [step.title()]);
        give(&mut event, "summary", parted(summary, "\n"));
        give(&mut event, "note", parted(note, "\n"));
        give(&mut event, "cite", [one_line(cite)]);
        give(&mut event, RENUMBERED, renumbered);
        event
    }

    fn change(&self, change: &Change) -> Keys {
        let clause = &self.clauses[change.clause];
        let mut own = change_of(&clause.id, change.action.word());
        give(&mut own, "text", change.text.clone());
        // A clause that always had the same heading has it as its title.
        let heading = change.heading.iter().filter(|_| clause.headings.len() > 1);
        let heading = heading.map(|heading| format!("heading = {}", one_line(heading)));
        give(&mut own, "terms", heading);
        let wording = change.text.iter().filter(|_| !self.base.is_verbatim);
        give(&mut own, "wording", wording.map(|_| "verbatim"));
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
        let left = parted(left, "; ").map(|left| format!("left out: {left}"));
        let told = nothing.into_iter().chain(self.placed());
        let told = told.chain(self.remarks.iter().cloned()).chain(left);
        parted(told, "; ").map(|told| format!("{}: {told}", self.version.source))
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
        parted(counts.chain(placed), ", ").unwrap_or_else(|| "No section changed".to_owned())
    }
}
