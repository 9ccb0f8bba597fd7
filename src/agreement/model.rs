//! The parts of an agreement: parties, sources, clauses, events and their changes. They refer to each other by their
//! place in the timeline's lists. Knows nothing of what follows from them, nor of files and formats.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Index, IndexMut};

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use crate::date::Date;

/// One agreement over time, as one file records it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    pub title: String,
    pub description: Option<String>,
    /// A caveat that every heading carries.
    pub note: Option<String>,
    /// The day up to which the record was kept.
    pub recorded: Option<Date>,
    /// The language of its texts (BCP 47).
    pub lang: Option<String>,
    /// Who is bound or acts.
    pub parties: Vec<Party>,
    /// The publications that report facts.
    pub sources: Vec<Source>,
    /// The provisions that have a life of their own.
    pub clauses: Vec<Clause>,
    /// What happened or is planned, in file order.
    pub events: Vec<Event>,
    /// Ids, old ones included, to places.
    pub ids: Ids,
    /// What a lens has left nothing of.
    pub hidden: Hidden,
}

/// What a lens leaves nothing of, by place; empty where no lens was used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hidden {
    /// Clauses that no event changes or is about any more.
    pub clauses: Vec<bool>,
    /// Sources that nothing cites any more.
    pub sources: Vec<bool>,
}

impl Hidden {
    /// Whether a clause is hidden.
    pub fn clause(&self, place: usize) -> bool {
        self.clauses.get(place).copied().unwrap_or(false)
    }

    /// Whether a source is hidden.
    pub fn source(&self, place: usize) -> bool {
        self.sources.get(place).copied().unwrap_or(false)
    }
}

/// Where each id, present or past, stands in its list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ids {
    pub parties: ById,
    pub sources: ById,
    pub clauses: ById,
    pub events: ById,
}

/// Places by id.
pub type ById = IndexMap<String, usize>;

/// A company or person that is bound or acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    pub id: String,
    pub name: String,
}

/// A publication that reports facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    pub id: String,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub published: Option<Date>,
    /// The address of a copy that will not change.
    pub archived: Option<String>,
    pub kind: Option<SourceKind>,
}

/// One provision that has a life of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clause {
    pub id: String,
    pub title: String,
    /// The group that it belongs to.
    pub topic: Option<String>,
    pub parties: Vec<usize>,
    pub summary: Option<String>,
    /// The earliest id that it had, where that is another.
    pub once: Option<String>,
}

/// Something dated that happened or is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: String,
    /// When it happened; of a report, the report's own day.
    pub date: Date,
    /// When the public learned of it, where that is not its date.
    pub announced: Option<Date>,
    /// When the public learned of it by the file, where a lens has put a source's word in its place.
    pub learned: Option<Date>,
    /// Whether only the plan is known.
    pub planned: bool,
    /// Events that certainly came before.
    pub after: Vec<usize>,
    pub title: String,
    /// A free word.
    pub kind: Option<String>,
    pub parties: Vec<usize>,
    /// Clauses it bears on without changing them.
    pub about: Vec<usize>,
    pub summary: Option<String>,
    pub note: Option<String>,
    /// How firm the event is.
    pub basis: Basis,
    pub cites: Vec<Citation>,
    /// What it does to clauses, in file order.
    pub changes: Vec<Change>,
    /// The earliest id that it had, where that is another.
    pub once: Option<String>,
}

/// What one event does to one clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub clause: usize,
    pub action: Action,
    /// When it takes effect, where that is not the event's date.
    pub effective: Option<Date>,
    /// The clause as it now reads.
    pub text: Option<String>,
    pub terms: Terms,
    /// The names that it removes first.
    pub unset: Vec<String>,
    /// The last period in which the clause is in force.
    pub through: Option<Date>,
    /// The condition on which it ends.
    pub until: Option<String>,
    /// The clauses whose place it takes.
    pub replaces: Vec<usize>,
    /// Whether `text` is a summary or the contract's own words.
    pub wording: Wording,
    /// How firm the change is.
    pub basis: Basis,
    pub note: Option<String>,
    /// Its own citations; `None` where the event's serve.
    pub cites: Option<Vec<Citation>>,
}

impl Change {
    /// When it happens to its clause.
    pub fn date(&self, event: &Event) -> Date {
        self.effective.unwrap_or(event.date)
    }

    /// The citations that support it: its own, else its event's.
    pub fn cites<'a>(&'a self, event: &'a Event) -> &'a [Citation] {
        self.cites.as_deref().unwrap_or(&event.cites)
    }
}

/// Something for each change of a timeline.
#[derive(Clone, Debug, Default)]
pub struct PerChange<T> {
    starts: Vec<usize>,
    list: Vec<T>,
}

impl<T: Clone> PerChange<T> {
    /// The same for every change, to begin with.
    pub fn of(timeline: &Timeline, value: T) -> Self {
        let mut changes = 0;
        let starts = timeline.events.iter().map(|event| {
            let start = changes;
            changes += event.changes.len();
            start
        });
        Self {
            starts: starts.collect(),
            list: vec![value; changes],
        }
    }
}

impl<T> Index<ChangeRef> for PerChange<T> {
    type Output = T;

    fn index(&self, at: ChangeRef) -> &T {
        &self.list[self.starts[at.event] + at.change]
    }
}

impl<T> IndexMut<ChangeRef> for PerChange<T> {
    fn index_mut(&mut self, at: ChangeRef) -> &mut T {
        &mut self.list[self.starts[at.event] + at.change]
    }
}

/// The values of terms by name.
pub type Terms = BTreeMap<String, Value>;

/// The link from an event or change to a source, with what that source says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citation {
    pub source: usize,
    /// The source through which it was read.
    pub via: Option<usize>,
    /// A short fragment of its words.
    pub quote: Option<String>,
    pub note: Option<String>,
    /// What it says otherwise than the file, or where the file is silent, if anything.
    pub claims: Option<Box<Claims>>,
}

/// What a source gives in place of the file's own words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
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
}

impl Citation {
    /// The date that it gives instead.
    pub fn date(&self) -> Option<Date> {
        self.claims.as_ref()?.date
    }

    /// The text that it gives instead.
    pub fn text(&self) -> Option<&str> {
        self.claims.as_ref()?.text.as_deref()
    }

    /// All the terms that it gives.
    pub fn terms(&self) -> Option<&Terms> {
        self.claims.as_ref()?.terms.as_ref()
    }

    /// The `through` that it gives instead.
    pub fn through(&self) -> Option<Date> {
        self.claims.as_ref()?.through
    }

    /// The condition that it gives instead.
    pub fn until(&self) -> Option<&str> {
        self.claims.as_ref()?.until.as_deref()
    }
}

/// A term's value. An array is a set: sorted, each member once.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    /// A set of the other four.
    Set(Vec<Value>),
}

impl Value {
    /// A set of these members, order and repetition removed.
    pub fn set(mut members: Vec<Self>) -> Self {
        members.sort_by(Self::order);
        members.dedup();
        Self::Set(members)
    }

    fn order(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Text(_) => 0,
            Self::Integer(_) => 1,
            Self::Float(_) => 2,
            Self::Bool(_) => 3,
            Self::Set(_) => 4,
        }
    }

    /// Whether a value is among the members.
    pub fn holds(&self, member: &Self) -> bool {
        let found = self.members().binary_search_by(|own| own.order(member));
        found.is_ok()
    }

    /// The members of a set, or the value alone.
    pub fn members(&self) -> &[Self] {
        match self {
            Self::Set(members) => members,
            single => std::slice::from_ref(single),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Bool(true) => f.write_str("yes"),
            Self::Bool(false) => f.write_str("no"),
            Self::Set(members) if members.is_empty() => f.write_str("none"),
            Self::Set(members) => {
                let members: Vec<String> = members.iter().map(Self::to_string).collect();
                f.write_str(&members.join(", "))
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Float(number) => serializer.serialize_f64(*number),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Set(members) => serializer.collect_seq(members),
        }
    }
}

/// Gives an enum of fixed words its spelling, its list and its JSON form.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every word, in order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as it is written.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word, or `None` where it is not one of [`Self::WORDS`].
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a change does to its clause.
    Action {
        Adopt = "adopt",
        /// The parties changed it.
        Amend = "amend",
        /// More of it became known.
        Disclose = "disclose",
        /// It was expressly left as it was.
        Keep = "keep",
        /// Whether it still stands is not known from here on.
        Unclear = "unclear",
        End = "end",
    }
}

impl Action {
    /// The action in the past tense, as a phrase: `adopted`, `left unclear`.
    pub fn past(self) -> &'static str {
        match self {
            Self::Adopt => "adopted",
            Self::Amend => "amended",
            Self::Disclose => "disclosed",
            Self::Keep => "kept",
            Self::Unclear => "left unclear",
            Self::End => "ended",
        }
    }

    /// Whether the action may carry text, terms, `unset`, `through` and `until`.
    pub fn carries_values(self) -> bool {
        matches!(self, Self::Adopt | Self::Amend | Self::Disclose)
    }
}

words! {
    /// How firm a statement is; firmest first.
    Basis {
        /// By a party or a filing.
        Stated = "stated",
        /// By others.
        Reported = "reported",
        /// By whoever keeps this record.
        Inferred = "inferred",
    }
}

words! {
    /// Whose words a clause's text is.
    Wording {
        /// The record's own summary.
        Summary = "summary",
        Verbatim = "verbatim",
    }
}

words! {
    /// What kind of publication a source is.
    SourceKind {
        Statement = "statement",
        Filing = "filing",
        News = "news",
        Analysis = "analysis",
    }
}

words! {
    /// How a clause stands on a day.
    Status {
        InForce = "in force",
        /// Whether it stands is not known; it counts as standing.
        Unclear = "unclear",
        Ended = "ended",
        /// Its `through` has passed.
        Expired = "expired",
        NotYet = "not yet",
    }
}

impl Status {
    /// Whether the clause counts as standing: in force or unclear.
    pub fn stands(self) -> bool {
        matches!(self, Self::InForce | Self::Unclear)
    }
}

/// One change of one event, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeRef {
    pub event: usize,
    pub change: usize,
}

impl Timeline {
    pub fn event_of(&self, at: ChangeRef) -> &Event {
        &self.events[at.event]
    }

    pub fn change(&self, at: ChangeRef) -> &Change {
        &self.events[at.event].changes[at.change]
    }

    /// When a change happens, as written.
    pub fn date_of(&self, at: ChangeRef) -> Date {
        self.change(at).date(self.event_of(at))
    }

    /// The places of the clauses that are not hidden.
    pub fn clauses_shown(&self) -> impl Iterator<Item = usize> {
        (0..self.clauses.len()).filter(|place| !self.hidden.clause(*place))
    }

    /// The places of the sources that are not hidden.
    pub fn sources_shown(&self) -> impl Iterator<Item = usize> {
        (0..self.sources.len()).filter(|place| !self.hidden.source(*place))
    }
}

/// The id of what a listing holds: an event's own, or `expiry:CLAUSE` for the expiry of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryId<'a> {
    Event(&'a str),
    Expiry(&'a str),
}

const EXPIRY: &str = "expiry:";

impl<'a> EntryId<'a> {
    /// Reads an id as it is written; no event's own id holds a colon.
    pub fn parse(id: &'a str) -> Self {
        id.strip_prefix(EXPIRY)
            .map_or(Self::Event(id), Self::Expiry)
    }

    pub fn is_expiry(self) -> bool {
        matches!(self, Self::Expiry(_))
    }
}

impl fmt::Display for EntryId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(id) => f.write_str(id),
            Self::Expiry(clause) => write!(f, "{EXPIRY}{clause}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_knows_neither_order_nor_repetition() {
        let set =
            |words: &[&str]| Value::set(words.iter().map(|w| Value::Text((*w).into())).collect());
        assert_eq!(set(&["b", "a", "b"]), set(&["a", "b"]));
        assert_eq!(set(&["b", "a"]).to_string(), "a, b");
        assert_ne!(Value::Integer(1), Value::Float(1.0));
    }

    #[test]
    fn words_read_back() {
        for word in Action::WORDS {
            assert_eq!(Action::from_word(word).map(Action::word), Some(*word));
        }
        assert_eq!(Action::from_word("adopts"), None);
    }
}
