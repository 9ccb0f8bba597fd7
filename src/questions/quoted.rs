//! What texts say, and who says it. Where only some sources are believed, they are quoted in the place of what this
//! record sums up.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::recorder::Recorder;
use crate::agreement::history::Version;
use crate::agreement::{ChangeRef, Citation, Event, Value, Wording};
use crate::answer::Set;
use crate::phrases::{terms::says, values::forms};
use crate::text::words::{parted, quote};

impl Recorder<'_, '_> {
    /// The text of a change; of a source that gives none, what it is quoted with.
    pub(super) fn text_of(&self, at: ChangeRef) -> (Option<String>, Wording) {
        let (event, change) = (self.timeline().event_of(at), self.timeline().change(at));
        let own = || (change.text.clone(), change.wording);
        if change.wording != Wording::Record || change.text.is_none() {
            return own();
        }
        let quoted = self.quoted(change.cites(event), self.names());
        quoted.map_or_else(own, |said| (Some(said), Wording::Quoted))
    }

    /// Who set the values that a text says and that the change which gives it does not give.
    pub(super) fn beside(&mut self, text: ChangeRef, clause: usize, version: &Version) -> Vec<Set> {
        let (timeline, history) = (self.timeline(), self.view.history);
        let (about, change) = (&timeline.clauses[clause], timeline.change(text));
        // No source has said what this record sums up.
        let text = change
            .text
            .as_ref()
            .filter(|_| change.wording != Wording::Record);
        let Some(text) = text else {
            return Vec::new();
        };
        let is_said = |name: &str, at: ChangeRef| {
            let unit = about.units.get(name);
            let value = timeline.change(at).given(name);
            let value = value.map(|value| value.value(&timeline.parties));
            let is_said = |of: &Value| forms(of, unit).iter().any(|form| says(text, form));
            let is_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
            match (value, about.labels.get(name)) {
                (Some(Value::Bool(true)), Some(label)) => {
                    let mut named = label.split(' ').filter(is_digit);
                    named.any(|word| says(text, word)) || label.contains(' ') && says(text, label)
                }
                (None | Some(Value::Bool(_)), _) => false,
                (Some(value), _) if value.members().is_empty() => false,
                (Some(value), _) => value.members().iter().all(is_said),
            }
        };
        let values = history.lives[clause].values(version);
        let others = values.filter(|(name, _)| !["text", "parties"].contains(name));
        let others = others.filter(|(name, at)| !change.touches(name) && is_said(name, *at));
        let set = |(name, _): (&str, ChangeRef)| {
            let mut set = self.set(clause, version, name)?;
            let origin = &mut Set::make_mut(&mut set).origin;
            let origin = Arc::make_mut(origin);
            origin.cite.retain(|cite| !cite.denies(name));
            Some(set)
        };
        let mut sets: Vec<Set> = others.filter_map(set).collect();
        // Whoever is less or more firm than who gave the text is named first.
        sets.sort_by_key(|set| set.basis == change.basis);
        sets
    }

    pub(super) fn summary_of(&self, event: &Event) -> Option<String> {
        if self.view.lens.according_to.is_empty() {
            return event.summary.clone();
        }
        self.quoted(&event.cites, true)
    }

    /// A note; where only some sources are believed, what is noted on them.
    pub(super) fn note_of(&self, own: Option<&String>, cites: &[Citation]) -> Option<String> {
        if self.view.lens.according_to.is_empty() {
            return own.cloned();
        }
        let leads = self.names().then_some(": ");
        self.each(cites, " ", leads, |cite| cite.note.clone())
    }

    /// Whether it takes names to tell apart who is believed.
    fn names(&self) -> bool {
        self.view.lens.according_to.len() > 1
    }

    fn quoted(&self, cites: &[Citation], is_named: bool) -> Option<String> {
        self.each(cites, " … ", is_named.then_some(" wrote: "), |cite| {
            cite.quote.as_deref().map(quote)
        })
    }

    /// Something of each citation, behind the name of its source if that leads to it: `SiliconANGLE wrote: “nonexclusive
    /// license”`.
    fn each(
        &self,
        cites: &[Citation],
        gap: &str,
        leads: Option<&str>,
        of: impl Fn(&Citation) -> Option<String>,
    ) -> Option<String> {
        let mut said: IndexMap<usize, IndexSet<String>> = IndexMap::new();
        for (cite, words) in cites.iter().filter_map(|cite| Some((cite, of(cite)?))) {
            said.entry(cite.source).or_default().insert(words);
        }
        let said = said.into_iter().map(|(source, words)| {
            let source = &self.timeline().sources[source];
            let name = source.publisher.as_ref().unwrap_or(&source.id);
            let words = parted(words, gap).unwrap_or_default();
            match leads {
                Some(leads) => format!("{name}{leads}{words}"),
                None => words,
            }
        });
        parted(said, gap)
    }
}
