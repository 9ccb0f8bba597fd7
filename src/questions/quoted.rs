//! Where only some sources are believed: what they are quoted with, in the place of what this record sums up.

use indexmap::IndexSet;

use super::recorder::Recorder;
use crate::agreement::{ChangeRef, Citation, Event, Wording};
use crate::text::words::quote;

impl Recorder<'_, '_> {
    /// The text of a change; of a source that gives none, what it is quoted with.
    pub(super) fn text_of(&self, at: ChangeRef) -> (Option<String>, Wording) {
        let (event, change) = (self.timeline().event_of(at), self.timeline().change(at));
        let own = || (change.text.clone(), change.wording);
        if change.wording != Wording::Record || change.text.is_none() {
            return own();
        }
        let quoted = self.quoted(change.cites(event));
        quoted.map_or_else(own, |said| (Some(said), Wording::Quoted))
    }

    pub(super) fn summary_of(&self, event: &Event) -> Option<String> {
        if self.view.lens.according_to.is_empty() {
            return event.summary.clone();
        }
        self.quoted(&event.cites)
    }

    /// A note; where only some sources are believed, what is noted on them.
    pub(super) fn note_of(&self, own: Option<&String>, cites: &[Citation]) -> Option<String> {
        if self.view.lens.according_to.is_empty() {
            return own.cloned();
        }
        self.each(cites, " ", |cite| cite.note.clone())
    }

    fn quoted(&self, cites: &[Citation]) -> Option<String> {
        self.each(cites, " … ", |cite| cite.quote.as_deref().map(quote))
    }

    /// Something of each citation, with its source where several are believed.
    fn each(
        &self,
        cites: &[Citation],
        gap: &str,
        of: impl Fn(&Citation) -> Option<String>,
    ) -> Option<String> {
        let is_one = self.view.lens.according_to.len() == 1;
        let said = cites.iter().filter_map(|cite| {
            let source = &self.timeline().sources[cite.source];
            let name = source.publisher.as_ref().unwrap_or(&source.id);
            let said = of(cite)?;
            Some(if is_one {
                said
            } else {
                format!("{name}: {said}")
            })
        });
        let said: Vec<String> = said.collect::<IndexSet<_>>().into_iter().collect();
        (!said.is_empty()).then(|| said.join(gap))
    }
}
