//! Loose ends: statements without a source, and clauses that are replaced but stand.

use super::Check;
use crate::agreement::steps::Instant;
use crate::file::places;
use crate::file::prelude::*;

impl Check<'_, '_> {
    pub(super) fn without_source(&self, found: &mut Findings) {
        let mut warn = |span: Span, message: String, label: &str, help: &str| {
            found.push(Diagnostic::new(Code::NoSource, span, message, label).help(help));
        };
        let is_cited = |table: &Table<'_>| self.places.is_cited(table);
        for (place, event) in self.timeline.events.iter().enumerate() {
            let mut cites = event.changes.iter().map(|change| &change.cites);
            let all_cite = !event.changes.is_empty() && cites.all(Option::is_some);
            if event.cites.is_empty() && !all_cite && !self.places.in_event(place, is_cited) {
                let message = format!("event `{}` has no source", event.id);
                let help = "name its source, as in `cite = [\"some-source\"]`";
                warn(self.id_place(place), message, "who says so?", help);
            }
            for at in self.timeline.changes_of(place) {
                let cites = self.timeline.change(at).cites.as_ref();
                if cites.is_some_and(Vec::is_empty) && !self.places.in_change(at, is_cited) {
                    let span = self.places.change_value(at, "clause");
                    let message = format!("the change of `{}` has no source", self.clause(at));
                    let help = "name a source, or remove `cite`: the change then has the sources of its event";
                    warn(span, message, "its `cite` is empty", help);
                }
            }
        }
    }

    pub(super) fn replaced(&self, found: &mut Findings) {
        for (moment, at) in self.done() {
            let Some(day) = moment.bounds.last else {
                continue;
            };
            for (number, clause) in self.timeline.change(at).replaces.iter().enumerate() {
                let stands = self.history.state(*clause, day).status.stands();
                if stands && !self.places.tainted.contains(clause) {
                    found.push(self.stands_on(at, number));
                }
            }
        }
    }

    /// Warns of amendments that change nothing, of changes behind the end of the agreement, of a `through` behind its
    /// last day, of a notice where nothing renews, and of one that is longer than the term that it would end.
    pub(super) fn in_vain(&self, found: &mut Findings) {
        for (moment, at) in self.done() {
            let clause = self.timeline.change(at).clause;
            if self.places.tainted.contains(&clause) {
                continue;
            }
            found.extend(self.changes_nothing(at));
            if let Some(days) = moment.bounds.first.zip(moment.bounds.last) {
                found.extend(self.behind_the_end(at, days));
                found.extend(self.notice_in_vain(at));
            }
        }
    }

    fn notice_in_vain(&self, at: ChangeRef) -> Option<Diagnostic> {
        let change = self.timeline.change(at);
        let life = &self.history.lives[change.clause];
        let version = self.history.around(at).1?;
        let (run, clause) = (version.run.as_ref()?, self.clause(at));
        let renews = || life.given(self.timeline, version, "renews").is_some();
        if change.renewing.notice.is_some() && !renews() {
            let span = self.places.change_value(at, "notice");
            let message = format!("`{clause}` has `notice`, but does not renew");
            let label = "without effect, since it ends anyway";
            let help = "write for how long it goes on without notice, as in `renews = \"1y\"`; a right to end it early belongs in `text`";
            return Some(Diagnostic::new(Code::NoEffect, span, message, label).help(help));
        }
        let rules = run.rules.notice.zip(run.rules.renews);
        let is_late = rules.is_some_and(|(notice, renews)| notice.is_longer_than(renews));
        let given = |name: &&str| change.given(name).is_some() && is_late;
        let name = ["notice", "renews"].into_iter().find(given)?;
        let message = format!("the notice of `{clause}` is longer than the term that it would end");
        let span = self.places.change_value(at, name);
        let label = "its last day lies before that term";
        let help = "give a notice that is not longer than `renews`";
        Some(Diagnostic::new(Code::NoticeTooLong, span, message, label).help(help))
    }

    fn behind_the_end(&self, at: ChangeRef, (first, last): (Day, Day)) -> Option<Diagnostic> {
        let (history, change, id) = (self.history, self.timeline.change(at), self.clause(at));
        let lasts = history.bounding(change.clause)?;
        let that = &self.timeline.clauses[lasts].id;
        let is_over = |at: Instant| history.is_over(change.clause, at);
        let (key, message, label) = if is_over(Instant::dawn(first)) && is_over(last.into()) {
            let message = format!("`{id}` changes, but `{that}` is over, and so is the agreement");
            ("action", message, "after the end of the agreement")
        } else {
            let end = history.state(lasts, last).version?.expiry()?.0;
            let is_later = |through: &Date| through.last() > Some(end);
            let through = change.through.filter(is_later)?;
            let human = through.human();
            let message = format!("`{id}` is in force through {human}, but `{that}` only to {end}");
            ("through", message, "later than the agreement lasts")
        };
        let help =
            format!("correct one of the two, or write `survives = true` under `[clause.{id}]`");
        let span = self.places.change_value(at, key);
        Some(Diagnostic::new(Code::BeyondDuration, span, message, label).help(help))
    }

    fn stands_on(&self, at: ChangeRef, number: usize) -> Diagnostic {
        let known = |id: &str| self.timeline.ids.clauses.contains_key(id);
        let find = |table: &Table<'_>| places::texts(table, "replaces", known);
        let spans = self.places.in_change(at, find);
        let span = spans.get(number).cloned().unwrap_or_default();
        let clause = self.timeline.change(at).replaces[number];
        let old = &self.timeline.clauses[clause].id;
        let message = format!("`{old}` is replaced, but has not ended");
        let label = "not ended on that day";
        let help =
            format!("end `{old}`, or remove it from `replaces`, which only links the two clauses");
        Diagnostic::new(Code::ReplacedStands, span, message, label).help(help)
    }
}
