//! Sources that do not say the same as the file.

use super::Check;
use crate::agreement::{Given, disputes};
use crate::file::places;
use crate::file::prelude::*;

impl Check<'_, '_> {
    pub(super) fn disagreements(&self, found: &mut Findings) {
        for (place, event) in self.timeline.events.iter().enumerate() {
            let of_event = disputes::of_event(event);
            found.extend(self.notes(place, None, &of_event));
            for at in self.timeline.changes_of(place) {
                let change = self.timeline.change(at);
                let mut names = disputes::of_change(event, change);
                if names == of_event && change.cites.is_none() {
                    continue;
                }
                // The day is the event's own.
                let of_event = of_event.iter().filter(|_| change.cites.is_none());
                for (names, told) in names.iter_mut().zip(of_event) {
                    names.retain(|name| name != "date" || !told.contains(name));
                }
                found.extend(self.notes(place, Some(at), &names));
            }
        }
    }

    /// What the citations of an event, or those that serve one of its changes, say otherwise; `names` has for each
    /// citation the names of that.
    fn notes(&self, place: usize, at: Option<ChangeRef>, names: &[Vec<String>]) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        if names.iter().all(Vec::is_empty) {
            return notes;
        }
        let event = &self.timeline.events[place];
        let what = match at {
            Some(at) => format!("`{}` in event `{}`", self.clause(at), event.id),
            None => format!("event `{}`", event.id),
        };
        let own_value = |name: &String| match (at, name.as_str()) {
            (Some(at), "date") => Some(self.date_place(at)),
            (Some(at), name) => self.places.set_value(at, name),
            (None, "date") => Some(self.places.event_value(place, "date")),
            (None, _) => None,
        };
        let known = |id: &str| self.timeline.ids.sources.contains_key(id);
        let read = |table: &Table<'_>| places::texts(table, "cite", known);
        let own = at.filter(|at| self.timeline.change(*at).cites.is_some());
        let places = match own {
            Some(at) => self.places.in_change(at, read),
            None => self.places.in_event(place, read),
        };
        let cites = at.map_or(&event.cites[..], |at| self.timeline.change(at).cites(event));
        for ((cite, names), place) in cites.iter().zip(names).zip(places) {
            if names.is_empty() {
                continue;
            }
            let source = &self.timeline.sources[cite.source].id;
            let claim = |name: &String| {
                let claim = match cite.claim(name) {
                    Some(Given::Date(date)) => date.human(),
                    Some(other) => other.value(&self.timeline.parties).to_string(),
                    None => String::new(),
                };
                format!("`{name}` is {}", ticked(&claim))
            };
            let claims = and_list(names.iter().map(claim));
            let message = format!("`{source}` disagrees on {what}: {claims}");
            let mut note = Diagnostic::new(Code::Disagreement, place, message, "claimed here");
            for span in names.iter().filter_map(own_value) {
                note = note.also(span, "the file's own statement");
            }
            let names = and_list(names.iter().map(|name| ticked(name)));
            notes.push(note.help(format!(
                "leave it if the sources differ; if it is a mistake, correct {names} in one of the two places"
            )));
        }
        notes
    }
}
