//! Sources that do not say the same as the file.

use super::Check;
use crate::agreement::{ChangeRef, Citation, disputes};
use crate::file::blocks::Table;
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::places;
use crate::file::span::Span;
use crate::text::words::{and_list, ticked};

/// Citations, and what is said of them.
struct Cited<'a> {
    cites: &'a [Citation],
    /// For each citation, the names of what it says otherwise.
    names: &'a [Vec<String>],
    /// Of what they disagree.
    what: String,
    places: &'a dyn Fn() -> Vec<Span>,
    /// Where the file itself says something under a name.
    own: &'a dyn Fn(&str) -> Option<Span>,
}

impl Check<'_, '_> {
    /// Notes each citation that disagrees.
    pub(super) fn disagreements(&self, found: &mut Vec<Diagnostic>) {
        let cites = |table: Table<'_>| places::cites(table, &self.timeline.ids);
        for (place, event) in self.timeline.events.iter().enumerate() {
            let of_event = disputes::of_event(event);
            let event_cites = || self.places.in_event(place, cites);
            self.disagreeing(
                found,
                &Cited {
                    cites: &event.cites,
                    names: &of_event,
                    what: format!("event `{}`", event.id),
                    places: &event_cites,
                    own: &|name| (name == "date").then(|| self.places.event_value(place, "date")),
                },
            );
            for (number, change) in event.changes.iter().enumerate() {
                let at = ChangeRef {
                    event: place,
                    change: number,
                };
                let names = disputes::of_change(event, change);
                let own_cites = || self.places.in_change(at, cites);
                let (cites, places): (_, &dyn Fn() -> _) = match &change.cites {
                    Some(cites) => (cites, &own_cites),
                    None if names == of_event => continue,
                    None => (&event.cites, &event_cites),
                };
                let clause = &self.timeline.clauses[change.clause].id;
                self.disagreeing(
                    found,
                    &Cited {
                        cites,
                        names: &names,
                        what: format!("`{clause}` in event `{}`", event.id),
                        places,
                        own: &|name| match name {
                            "date" => Some(self.date_place(at)),
                            name => self.places.set_value(at, name),
                        },
                    },
                );
            }
        }
    }

    fn disagreeing(&self, found: &mut Vec<Diagnostic>, cited: &Cited<'_>) {
        if cited.names.iter().all(Vec::is_empty) {
            return;
        }
        let places = (cited.places)();
        for ((cite, names), place) in cited.cites.iter().zip(cited.names).zip(places) {
            if names.is_empty() {
                continue;
            }
            let source = &self.timeline.sources[cite.source].id;
            let claim = |name: &String| {
                let claim = cite.claim(name).map(|value| value.to_string());
                format!("`{name}` is {}", ticked(&claim.unwrap_or_default()))
            };
            let claims = and_list(names.iter().map(claim));
            let message = format!("`{source}` disagrees on {}: {claims}", cited.what);
            let mut note = Diagnostic::new(Code::Disagreement, place, message, "claimed here");
            for span in names.iter().filter_map(|name| (cited.own)(name)) {
                note = note.also(span, "the file's own statement");
            }
            let names = and_list(names.iter().map(|name| ticked(name)));
            found.push(note.help(format!(
                "nothing to do if the sources differ; if this is a slip, correct {names} here or there"
            )));
        }
    }
}
