//! Sources that do not say the same as the file.

use super::Check;
use crate::agreement::{Citation, disputes};
use crate::file::code::Code;
use crate::file::diagnostic::Diagnostic;
use crate::file::source::Span;
use crate::text::words::{and_list, ticked};

/// Citations with their places, and what is said of them.
struct Cited<'a> {
    cites: &'a [Citation],
    places: &'a [Span],
    /// For each citation, the names of what it says otherwise.
    names: &'a [Vec<String>],
    /// Of what they disagree.
    what: String,
    /// Where the file itself says something under a name.
    own: &'a dyn Fn(&str) -> Option<Span>,
}

impl Check<'_> {
    /// Notes each citation that disagrees.
    pub(super) fn disagreements(&self, found: &mut Vec<Diagnostic>) {
        for (event, place) in self.timeline.events.iter().zip(&self.places.events) {
            let of_event = disputes::of_event(event);
            let claims = Cited {
                cites: &event.cites,
                places: &place.cites,
                names: &of_event,
                what: format!("event `{}`", event.id),
                own: &|name| (name == "date").then(|| place.date.clone()),
            };
            found.extend(self.disagreeing(&claims));
            for (change, at) in event.changes.iter().zip(&place.changes) {
                let names = disputes::of_change(event, change);
                let (cites, places) = match (&change.cites, &at.cites) {
                    (Some(cites), Some(places)) => (cites, places),
                    _ if names == of_event => continue,
                    _ => (&event.cites, &place.cites),
                };
                let clause = &self.timeline.clauses[change.clause].id;
                let claims = Cited {
                    cites,
                    places,
                    names: &names,
                    what: format!("`{clause}` in event `{}`", event.id),
                    own: &|name| match name {
                        "date" => Some(at.effective.as_ref().unwrap_or(&place.date).clone()),
                        name => at.values.get(name).cloned(),
                    },
                };
                found.extend(self.disagreeing(&claims));
            }
        }
    }

    fn disagreeing(&self, cited: &Cited<'_>) -> Vec<Diagnostic> {
        let all = cited.cites.iter().zip(cited.places).zip(cited.names);
        let disagreeing = all.filter(|(_, names)| !names.is_empty());
        let note = |((cite, place), names): ((&Citation, &Span), &Vec<String>)| {
            let source = &self.timeline.sources[cite.source].id;
            let claim = |name: &String| {
                let claim = cite.claim(name).map(|value| value.to_string());
                format!("`{name}` is {}", ticked(&claim.unwrap_or_default()))
            };
            let claims = and_list(names.iter().map(claim));
            let message = format!("`{source}` disagrees on {}: {claims}", cited.what);
            let mut note =
                Diagnostic::new(Code::Disagreement, place.clone(), message, "claimed here");
            for span in names.iter().filter_map(|name| (cited.own)(name)) {
                note = note.also(span, "the file's own statement");
            }
            let names = and_list(names.iter().map(|name| ticked(name)));
            note.help(format!(
                "nothing to do if the sources differ; if this is a slip, correct {names} here or there"
            ))
        };
        disagreeing.map(note).collect()
    }
}
