//! Changes that do not fit what stands.

use super::Check;
use crate::agreement::history::{Fault, FaultKind};
use crate::file::places;
use crate::file::prelude::*;

impl Check<'_, '_> {
    /// Every change that is not possible. What follows for its clause is in doubt.
    pub(super) fn impossible(&self, doubtful: &mut BTreeSet<usize>, found: &mut Findings) {
        let clause = |fault: &Fault| self.timeline.change(fault.at).clause;
        let faults = self.history.faults.iter();
        // Where a change of what was never adopted begins a clause, that change alone is wrong.
        let follows = |fault: &Fault| match fault.kind {
            FaultKind::AdoptsStanding(first) => self.timeline.change(first).action != Action::Adopt,
            _ => false,
        };
        let faults = faults.filter(|fault| !doubtful.contains(&clause(fault)) && !follows(fault));
        // Whether a clause has expired may hang on a value that could not be read, not whether it was adopted or ended.
        let is_sure = |fault: &&Fault| match fault.kind {
            FaultKind::ChangesAbsent(status, _) if status != Status::Expired => true,
            _ => !self.places.tainted.contains(&clause(fault)),
        };
        for fault in faults.filter(is_sure).collect::<Vec<_>>() {
            doubtful.insert(clause(fault));
            found.push(self.fault(fault));
        }
    }

    pub(super) fn changes_nothing(&self, at: ChangeRef) -> Option<Diagnostic> {
        let change = self.timeline.change(at);
        let (before, after) = self.history.around(at);
        let (before, after) = before.zip(after)?;
        let life = &self.history.lives[change.clause];
        let goes_on = (before.life, before.status) == (after.life, after.status);
        let given = |version, name| life.given(self.timeline, version, name);
        let unset = change.unset.iter().map(String::as_str);
        let mut touched = change.names().chain(unset);
        let is_idle = change.action == Action::Amend
            && goes_on
            && touched.all(|name| given(before, name) == given(after, name));
        is_idle.then(|| {
            let message = format!("`amend` changes nothing in `{}`", self.clause(at));
            let span = self.places.change_value(at, "action");
            let help = "write `keep` if the parties expressly left it as it was";
            Diagnostic::new(Code::ChangesNothing, span, message, "the same as before").help(help)
        })
    }

    fn fault(&self, fault: &Fault) -> Diagnostic {
        let at = fault.at;
        match &fault.kind {
            FaultKind::AdoptsStanding(first) => self.adopts_standing(at, *first),
            FaultKind::ChangesAbsent(status, since) => self.absent(at, *status, *since),
            FaultKind::UnsetsAbsent { place, again } => self.not_set(at, *place, *again),
            FaultKind::ThroughBefore => self.through_before(at),
            FaultKind::Without([name, other]) => self.without(at, name, other),
        }
    }

    fn done_by(&self, done: &str, at: ChangeRef) -> String {
        let date = self.timeline.date_of(at).human();
        format!("{done} by `{}`, {date}", self.event(at.event))
    }

    fn adopts_standing(&self, at: ChangeRef, first: ChangeRef) -> Diagnostic {
        let clause = self.clause(at);
        let message = format!("`{clause}` is adopted again, but it has not ended");
        let since = self.done_by("adopted first", first);
        let span = self.places.change_value(at, "action");
        Diagnostic::new(Code::AdoptsStanding, span, message, "adopted again here")
            .also(self.places.change_value(first, "action"), since)
            .help("write `amend` to change it, or `end` it before it is adopted again")
    }

    fn through_before(&self, at: ChangeRef) -> Diagnostic {
        let id = self.clause(at);
        let through = self.timeline.change(at).through;
        let through = through.map(Date::human).unwrap_or_default();
        let message = format!("`{id}` is in force through {through}, but the change comes later");
        let span = self.places.change_value(at, "through");
        let date = self.timeline.date_of(at).human();
        Diagnostic::new(Code::ThroughBefore, span, message, "over by then")
            .also(self.date_place(at), format!("the change is dated {date}"))
            .help("correct one of the two dates")
    }

    fn without(&self, at: ChangeRef, name: &str, other: &str) -> Diagnostic {
        let clause = self.clause(at);
        let message = format!("`{clause}` has `{name}`, but no `{other}`");
        let own = self.places.set_value(at, name);
        let span = own.unwrap_or_else(|| self.places.change_value(at, "unset"));
        let (label, help) = match other {
            "through" => (
                "there is no last day to count from",
                "write the last day of the first term, as in `through = \"2030-12\"`",
            ),
            _ => (
                "it does not renew",
                "write for how long it goes on, as in `renews = \"1y\"`, or remove this too",
            ),
        };
        Diagnostic::new(Code::NothingRenews, span, message, label).help(help)
    }

    fn not_set(&self, at: ChangeRef, place: usize, again: bool) -> Diagnostic {
        let clause = self.clause(at);
        let name = &self.timeline.change(at).unset[place];
        let find = |table: &Table<'_>| places::texts(table, "unset", |_| true);
        let spans = self.places.in_change(at, find);
        let span = spans.get(place).cloned().unwrap_or_default();
        let message = format!("`unset` names `{name}`, but `{clause}` has no such value");
        let help = if again {
            "remove one of the two: a value can be unset only once"
        } else {
            "remove it from `unset`, or name a value that is set"
        };
        Diagnostic::new(Code::UnsetsAbsent, span, message, "nothing to remove").help(help)
    }

    fn absent(&self, at: ChangeRef, status: Status, since: Option<ChangeRef>) -> Diagnostic {
        let state = match status {
            Status::Expired => "has expired",
            Status::Ended => "has ended",
            _ => "was not adopted before",
        };
        let (clause, action) = (self.clause(at), self.timeline.change(at).action);
        let message = format!("`{clause}` {state}, so `{action}` cannot change it");
        let span = self.places.change_value(at, "action");
        let label = "nothing to change here";
        let (key, text) = match (status, since) {
            (Status::Ended, Some(since)) => ("action", self.done_by("ended", since)),
            _ => ("through", "it expired after this".to_owned()),
        };
        let since = since.map(|since| self.places.change_value(since, key));
        let diagnostic = Diagnostic::new(Code::ChangesAbsent, span, message, label);
        diagnostic.also(since, text).help("adopt it in an earlier event, or correct the dates; a change counts from the last day that its date allows")
    }
}
