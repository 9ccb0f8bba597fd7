//! The records that answers are made of. The names and the order of their fields are a promise to whoever reads
//! the JSON: fields are only ever added.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use crate::agreement::compare::{How, Side};
use crate::agreement::{Action, Basis, SourceKind, Status, Terms, Value, Wording};
use crate::date::{Date, Day};

/// The events, sources and clauses that an answer names, by id, in their order.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Refs {
    /// Events.
    pub events: IndexMap<String, EventRef>,
    /// Sources.
    pub sources: IndexMap<String, SourceRef>,
    /// Clauses.
    pub clauses: IndexMap<String, ClauseRef>,
}

impl Refs {
    /// Adds what another answer names; what both name stays as it is.
    pub fn merge(&mut self, other: Self) {
        fn add<T>(to: &mut IndexMap<String, T>, from: IndexMap<String, T>) {
            for (id, entry) in from {
                to.entry(id).or_insert(entry);
            }
        }
        add(&mut self.events, other.events);
        add(&mut self.sources, other.sources);
        add(&mut self.clauses, other.clauses);
    }
}

/// A clause in brief.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseRef {
    /// Its title.
    pub title: String,
    /// Its group.
    pub topic: Option<String>,
}

/// An event in brief.
#[derive(Clone, Debug, Serialize)]
pub struct EventRef {
    /// When, as written.
    pub date: Date,
    /// The first day left for it.
    pub first: Option<Day>,
    /// The last day left for it.
    pub last: Option<Day>,
    /// What happened.
    pub title: String,
    /// A free word.
    pub kind: Option<String>,
    /// Whether only the plan is known.
    pub planned: bool,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceRef {
    /// Who published it.
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// The address of a copy that will not change.
    pub archived: Option<String>,
    /// What kind of publication it is.
    pub kind: Option<SourceKind>,
}

/// A citation, with where it disagrees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cite {
    /// The source.
    pub source: String,
    /// Through which source it was read.
    pub via: Option<String>,
    /// A fragment of its words.
    pub quote: Option<String>,
    /// A caveat.
    pub note: Option<String>,
    /// The date that it gives.
    pub date: Option<Date>,
    /// The text that it gives.
    pub text: Option<String>,
    /// All the terms that it gives.
    pub terms: Option<Terms>,
    /// The `through` that it gives.
    pub through: Option<Date>,
    /// The condition that it gives.
    pub until: Option<String>,
    /// The names on which it disagrees with the file or another citation.
    pub disagrees: Vec<String>,
}

/// A day that was asked for.
#[derive(Clone, Debug, Serialize)]
pub struct At {
    /// As asked.
    pub when: String,
    /// As taken: the close of this day.
    pub day: Day,
    /// The event that was named, if one was.
    pub event: Option<String>,
}

/// Who set a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetBy {
    /// The event.
    pub event: String,
    /// When the change took effect.
    pub date: Date,
    /// How firm it is.
    pub basis: Basis,
    /// Who says so.
    pub cite: Vec<Cite>,
}

/// A clause on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct State {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its group.
    pub topic: Option<String>,
    /// Whom it binds.
    pub parties: Vec<String>,
    /// How it stands.
    pub status: Status,
    /// When its present or last life began.
    pub since: Option<Date>,
    /// The event that began it.
    pub adopted_by: Option<String>,
    /// When it was last more than kept.
    pub changed: Option<Date>,
    /// By which event.
    pub changed_by: Option<String>,
    /// The period to whose end it is in force.
    pub through: Option<Date>,
    /// The condition on which it ends.
    pub until: Option<String>,
    /// How it reads.
    pub text: Option<String>,
    /// Whose words the text is.
    pub wording: Option<Wording>,
    /// Its terms.
    pub terms: Terms,
    /// Who set each of them, and `text`, `through` and `until`.
    pub set_by: BTreeMap<String, SetBy>,
    /// A caveat.
    pub note: Option<String>,
    /// Whether a source disagrees with something that is shown.
    pub disputed: bool,
}

impl State {
    /// When its present or last life began, and by which event.
    #[must_use]
    pub fn began(&self) -> Option<(Date, &str)> {
        self.since.zip(self.adopted_by.as_deref())
    }

    /// When it was last more than kept, and by which event, where that is another than the one that began it.
    #[must_use]
    pub fn last_changed(&self) -> Option<(Date, &str)> {
        let last = self.changed.zip(self.changed_by.as_deref());
        last.filter(|_| self.changed_by != self.adopted_by)
    }
}

/// What an event does to a clause.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The clause.
    pub clause: String,
    /// What is done to it.
    pub action: Action,
    /// When it takes effect.
    pub date: Date,
    /// The first day left for it.
    pub first: Option<Day>,
    /// The last day left for it.
    pub last: Option<Day>,
    /// How it now reads.
    pub text: Option<String>,
    /// The terms that it sets.
    pub terms: Terms,
    /// The names that it removes.
    pub unset: Vec<String>,
    /// The period to whose end it is in force.
    pub through: Option<Date>,
    /// The condition on which it ends.
    pub until: Option<String>,
    /// The clauses whose place it takes.
    pub replaces: Vec<String>,
    /// Whose words the text is.
    pub wording: Wording,
    /// How firm it is.
    pub basis: Basis,
    /// A caveat.
    pub note: Option<String>,
    /// Who says so.
    pub cite: Vec<Cite>,
    /// What stood before under the names that it touches; `None` where the clause did not stand.
    pub before: Option<Before>,
}

/// What stood before a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Before {
    /// How the clause stood.
    pub status: Status,
    /// Its text, where the change gives another or ends it.
    pub text: Option<String>,
    /// The terms that the change sets or removes, as they stood.
    pub terms: Terms,
    /// Its `through`, where the change sets or removes it.
    pub through: Option<Date>,
    /// Its condition, where the change sets or removes it.
    pub until: Option<String>,
}

/// An event, or the expiry of a clause.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the JSON")]
pub struct Event {
    /// Its id.
    pub id: String,
    /// When, as written.
    pub date: Date,
    /// The first day left for it.
    pub first: Option<Day>,
    /// The last day left for it.
    pub last: Option<Day>,
    /// When the public learned of it.
    pub announced: Option<Date>,
    /// Whether only the plan is known.
    pub planned: bool,
    /// Whether it follows from a `through` and is not in the file.
    pub derived: bool,
    /// Whether it lies after today.
    pub scheduled: bool,
    /// Whether it only may lie in the range that was asked for.
    pub possibly: bool,
    /// Whether a source disagrees on it.
    pub disputed: bool,
    /// What happened.
    pub title: String,
    /// A free word.
    pub kind: Option<String>,
    /// Who takes part.
    pub parties: Vec<String>,
    /// Clauses it bears on without changing them.
    pub about: Vec<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// A caveat.
    pub note: Option<String>,
    /// How firm it is.
    pub basis: Basis,
    /// Who says so.
    pub cite: Vec<Cite>,
    /// What it does.
    pub changes: Vec<Change>,
    /// What names it for ever: its earliest id; not part of the JSON.
    #[serde(skip)]
    pub uid: String,
}

impl Event {
    /// Whether the citations of one of its changes disagree on more than its own do.
    #[must_use]
    pub fn has_claims_of_its_own(&self, change: &Change) -> bool {
        let same = |(a, b): (&Cite, &Cite)| a.source == b.source && a.disagrees == b.disagrees;
        self.cite.len() != change.cite.len() || !self.cite.iter().zip(&change.cite).all(same)
    }
}

/// A term on two days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermDiff {
    /// Its name.
    pub term: String,
    /// Its value on the first day.
    pub before: Option<Value>,
    /// Its value on the second day.
    pub after: Option<Value>,
    /// Of a set, the members that are new.
    pub added: Vec<Value>,
    /// Of a set, the members that are gone.
    pub removed: Vec<Value>,
}

/// A clause on two days.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// Its id.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// What became of it, going forward in time.
    pub how: How,
    /// Its state on the first day, where it stood.
    pub before: Option<State>,
    /// Its state on the second day, where it stood.
    pub after: Option<State>,
    /// The terms that differ.
    pub terms: Vec<TermDiff>,
    /// The events behind it, in order.
    pub events: Vec<String>,
    /// The sides on which it is undetermined.
    pub uncertain: Vec<Side>,
    /// What was done to it in between, in order, and who says so; expiries left out.
    pub by: Vec<DoneBy>,
}

/// What an event did to a clause, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DoneBy {
    /// What was done.
    pub action: Action,
    /// The event.
    pub event: String,
    /// When the change took effect.
    pub date: Date,
    /// How firm it is.
    pub basis: Basis,
    /// Who says so.
    pub cite: Vec<Cite>,
}

/// A change that may already have happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Undecided {
    /// The clause.
    pub clause: String,
    /// The event.
    pub event: String,
    /// When the change takes effect, as written.
    pub date: Date,
    /// Who says so.
    pub cite: Vec<Cite>,
    /// Of a difference, the side on which it is undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// A change with its event.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseChange {
    /// The event.
    pub event: String,
    /// Whether only the plan is known.
    pub planned: bool,
    /// The change.
    #[serde(flatten)]
    pub change: Change,
}

/// The answer about one source.
#[derive(Clone, Debug, Serialize)]
pub struct SourcePage {
    /// The source.
    pub source: Source,
    /// The events that cite it, or that were read through it.
    pub events: Vec<String>,
    /// The changes that cite it.
    pub changes: Vec<Resting>,
    /// What rests on it alone.
    pub sole: Vec<Resting>,
    /// Where it says otherwise than the file.
    pub disagrees: Vec<Otherwise>,
}

/// A source with its id.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// The rest of it.
    #[serde(flatten)]
    pub source: SourceRef,
}

/// A statement that rests on a source: a change, or an event itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resting {
    /// The event.
    pub event: String,
    /// The clause that it changes; `None` for the event itself.
    pub clause: Option<String>,
}

/// A point on which a source says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Otherwise {
    /// The event.
    pub event: String,
    /// The clause; `None` for the event itself.
    pub clause: Option<String>,
    /// The point: `date`, `text`, `through`, `until` or a term.
    pub what: String,
    /// What the file says.
    pub file: Option<Value>,
    /// What the source says.
    pub claim: Option<Value>,
}

/// A party.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// Its id.
    pub id: String,
    /// Its name in full.
    pub name: String,
}
