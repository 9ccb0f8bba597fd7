//! The records of what differs: values on two days, clauses on two days, and what was done in between.

use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

use super::{Cite, Origin, Set, State, backing};
use crate::agreement::compare::{How, Side};
use crate::agreement::lanes::Standing;
use crate::agreement::{Action, ChangeKind, EntryId, Value};
use crate::date::Date;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueDiff {
    #[serde(flatten)]
    pub name: ValueName,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub added: Vec<Value>,
    pub removed: Vec<Value>,
    pub kind: ChangeKind,
    pub set: Option<Set>,
    pub before_set: Option<Set>,
}

impl ValueDiff {
    pub fn is_learned(&self) -> bool {
        self.kind == ChangeKind::Learned
    }

    pub fn is_end(&self) -> bool {
        matches!(&self.name, ValueName::Field(name) if name == "through" || name == "until")
    }
}

/// What a value is called in the JSON: a term, or a field that every clause has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueName {
    Term(String),
    Field(String),
}

impl ValueName {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Term(name) | Self::Field(name) => name,
        }
    }
}

/// What began and what ended one of the times that a clause stood.
pub type Stood = [Option<Arc<Origin>>; 2];

#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    pub clause: String,
    pub title: String,
    /// What became of it, going forward in time.
    pub how: How,
    pub before: Option<Box<State>>,
    pub after: Option<Box<State>>,
    pub terms: Vec<ValueDiff>,
    /// The same of its status and the fields beside its terms.
    pub fields: Vec<ValueDiff>,
    /// What was done to it in between, in order, and who says so; expiries left out.
    pub by: Vec<DoneBy>,
    /// The events that did something to it, or left it unclear.
    pub events: Vec<String>,
    pub reports: Vec<String>,
    pub uncertain: Vec<Side>,
    /// Whether it is not certain: undetermined on a side, or expired when it may not have stood any more.
    pub perhaps: bool,
    /// Of what expired, who set its last day.
    #[serde(skip)]
    pub expiry: Option<Set>,
    /// On what that hangs: how it stands then, and whether only if nobody gave notice.
    #[serde(skip)]
    pub hangs: Option<(Standing, bool)>,
    /// Each time that it stood, as far as that began or ended in between.
    pub stood: Vec<Stood>,
    /// Whether `before` is the later day.
    #[serde(skip)]
    pub reversed: bool,
}

impl Diff {
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &ValueDiff> {
        self.terms.iter().chain(&self.fields)
    }

    /// What was agreed, with what became known together with the adoption of a new clause.
    pub fn agreed(&self) -> impl Iterator<Item = &ValueDiff> {
        let values = self.values();
        values.filter(|value| !value.is_learned() || self.is_told_with(value))
    }

    /// What only became known: of a clause to which nothing was done in between, all of it.
    pub fn news(&self) -> impl Iterator<Item = &ValueDiff> {
        let is_all = self.how == How::Learned;
        let values = self.values();
        values.filter(move |value| (is_all || value.is_learned()) && !self.is_told_with(value))
    }

    /// Whether nobody did anything to it in between: more was learned of it, or an older deed became known.
    pub fn is_report(&self) -> bool {
        let is_older = self.adoption().is_some_and(|done| done.is_told());
        self.how == How::Learned || self.how == How::Adopted && is_older
    }

    /// The event under which it is told: that which adopted or ended it, else the last that agreed a change.
    pub fn told_under(&self) -> &str {
        let sets = |event: &str| {
            let mut setters = self.agreed().filter_map(|value| value.set.as_ref());
            setters.any(|set| set.event == event)
        };
        let last = |is: &dyn Fn(&DoneBy) -> bool| {
            let done = self.by.iter().rfind(|done| is(done));
            done.map(|done| done.event.as_str())
        };
        let mut events = self.events.iter().map(String::as_str);
        let event = match self.how {
            How::Adopted => self.adoption().map(|done| done.event.as_str()),
            How::Ended => last(&|done| done.action == Action::End),
            How::Expired => events.rfind(|event| EntryId::parse(event).is_expiry()),
            How::Amended | How::Unclear => last(&|done| sets(&done.event)),
            _ => None,
        };
        let last = self.events.last().or(self.reports.last());
        event.or(last.map(String::as_str)).unwrap_or_default()
    }

    /// Who says what was done, as far as it is taken, and who set the last day of what expired.
    pub fn cites(&self, takes: impl Fn(&DoneBy) -> bool) -> Vec<Cite> {
        let done = self.by.iter().filter(|done| takes(done));
        let done = done.map(|done| &done.origin);
        let all = done.chain(self.expiry.iter().map(|set| &set.origin));
        let cites = all.flat_map(|of| backing(&of.cite, None));
        cites.cloned().collect()
    }

    /// Whether a value of a new clause was told by the report that told of its adoption.
    fn is_told_with(&self, value: &ValueDiff) -> bool {
        let adopted = self.adoption().filter(|_| self.how == How::Adopted);
        let adopted = adopted.filter(|done| done.action == Action::Adopt && done.report);
        let adopted = adopted.filter(|done| done.known_apart().is_some());
        let set = [&value.set, &value.before_set][usize::from(self.reversed)].as_ref();
        adopted
            .zip(set)
            .is_some_and(|(done, set)| (&done.event, done.date) == (&set.event, set.date))
    }

    /// Whether it ended, or stands again, with the agreement: by what an event did to that, or by its last day.
    pub fn turns_with(&self, event: &str) -> bool {
        let is_expiry = matches!(EntryId::parse(event), EntryId::Expiry(_, nth)
            if EntryId::Expiry(&self.clause, nth).to_string() != event);
        let mut done = self.by.iter().filter(|done| done.event == event).peekable();
        is_expiry || done.peek().is_some() && done.all(|done| done.with_agreement)
    }

    /// Whether something that was done is told with when it stood: it was out of force in between.
    pub fn is_course(&self, done: &DoneBy) -> bool {
        let is_told = self.how == How::Interim || self.stood.len() > 1;
        is_told && [Action::Adopt, Action::End].contains(&done.action)
    }

    pub fn adoption(&self) -> Option<&DoneBy> {
        let later = [&self.after, &self.before][usize::from(self.reversed)];
        let event = later.as_ref()?.adopted_by.as_ref()?;
        let mut own = self.by.iter().filter(|done| done.event == *event);
        let adopts = own.clone().rfind(|done| done.action == Action::Adopt);
        adopts.or_else(|| own.next())
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DoneBy {
    pub action: Action,
    #[serde(flatten)]
    pub origin: Arc<Origin>,
    /// Whether it was done to the agreement's duration, and so to the clause.
    pub with_agreement: bool,
}

impl DoneBy {
    /// Whether something was done, and not only kept or made known.
    pub fn is_deed(&self) -> bool {
        self.action != Action::Keep && !self.is_told()
    }
}

impl Deref for DoneBy {
    type Target = Origin;

    fn deref(&self) -> &Origin {
        &self.origin
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Undecided {
    pub clause: String,
    pub event: String,
    pub date: Date,
    pub cite: Vec<Cite>,
    #[serde(skip)]
    pub action: Action,
    /// Of a difference, the side on which it is undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}
