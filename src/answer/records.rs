//! The records that answers are made of. The names and the order of their fields are a promise to whoever reads
//! the JSON: fields are only ever added.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use super::{Cite, Set};
use crate::agreement::compare::How;
use crate::agreement::lanes::Standing;
use crate::agreement::renewal::Running;
use crate::agreement::steps::Instant;
use crate::agreement::suppose::is_supposed;
use crate::agreement::{
    Action, Basis, ByName, ByTerm, ChangeKind, EntryId, RENEWAL, Renewing, Source, Status, Terms,
    Value, Wording,
};
use crate::date::{Bounds, Date, Day, Span};

/// The events, sources and clauses that an answer names, by id, in their order.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Refs {
    pub events: IndexMap<String, EventRef>,
    pub clauses: IndexMap<String, ClauseRef>,
    pub sources: IndexMap<String, Source>,
    #[serde(skip)]
    pub parties: BTreeMap<String, String>,
    /// When what is supposed happens, by its condition or the id of its plan.
    #[serde(skip)]
    pub supposed: BTreeMap<String, Day>,
    /// Whether each statement has all of its sources, whatever the lens.
    #[serde(skip)]
    pub is_whole: bool,
}

impl Refs {
    pub fn title_of(&self, event: &str) -> &str {
        self.events.get(event).map_or("", |event| &event.title)
    }

    /// The day by which an event stands in a list.
    pub fn listed_on(&self, event: &str) -> Option<Day> {
        let EventRef { first, last, .. } = *self.events.get(event)?;
        EntryId::parse(event).listed_on(Bounds { first, last })
    }

    /// Whether an event is only supposed, or is a plan that is supposed to have happened.
    pub fn supposes(&self, event: &str) -> bool {
        is_supposed(event) || self.supposes_plan(event)
    }

    /// Whether an event is a plan that is supposed to have happened, or what takes effect by it.
    pub fn supposes_plan(&self, event: &str) -> bool {
        let plan = effect_of(event);
        self.supposed.contains_key(plan.as_deref().unwrap_or(event))
    }

    /// The event by which something takes effect later, if it is that.
    pub fn origin_of(&self, effect: &str) -> Option<&EventRef> {
        self.events.get(&effect_of(effect)?)
    }

    pub fn clause_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.clauses.get(id).map_or(id, |clause| &clause.title)
    }

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
        self.parties.extend(other.parties);
        self.supposed.extend(other.supposed);
        self.is_whole = other.is_whole;
    }
}

fn effect_of(id: &str) -> Option<String> {
    let EntryId::Effect(event, _) = EntryId::parse(id) else {
        return None;
    };
    let agreement = id.split("effect:").next().unwrap_or_default();
    Some(format!("{agreement}{event}"))
}

#[derive(Clone, Debug, Serialize)]
pub struct ClauseRef {
    pub title: String,
    pub topic: Option<String>,
    #[serde(skip)]
    pub labels: ByTerm,
    #[serde(skip)]
    pub units: ByTerm,
}

#[derive(Clone, Debug, Serialize)]
pub struct EventRef {
    pub date: Date,
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub title: String,
    pub kind: Option<String>,
    pub planned: bool,
    pub report: bool,
    #[serde(skip)]
    pub parties: Vec<String>,
    #[serde(skip)]
    pub known: Date,
    #[serde(skip)]
    pub basis: Basis,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct At {
    pub when: String,
    pub day: Day,
    pub event: Option<String>,
    #[serde(skip)]
    pub instant: Instant,
}

impl At {
    /// The WHEN with which a call asks for the same again.
    pub fn again(&self) -> String {
        let event = self.event.clone().filter(|_| !self.instant.is_close());
        event.unwrap_or_else(|| self.day.to_string())
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct State {
    pub id: String,
    pub title: String,
    pub topic: Option<String>,
    pub summary: Option<String>,
    pub parties: Vec<String>,
    pub status: Status,
    pub since: Option<Date>,
    pub adopted_by: Option<String>,
    pub changed: Option<Date>,
    pub changed_by: Option<String>,
    /// The period to whose end it is in force.
    pub through: Option<Date>,
    pub until: Option<String>,
    pub text: Option<String>,
    pub wording: Option<Wording>,
    #[serde(flatten)]
    pub renewing: Renewing,
    pub runs: Option<Running>,
    pub terms: Terms,
    /// Who set each of them, and the fields beside them.
    pub set_by: ByName<Set>,
    pub note: Option<String>,
    /// Whether a source disagrees with something that is shown.
    pub disputed: bool,
    /// What is known to come of it before its own last day, or came of it with the agreement.
    pub ahead: Option<Ahead>,
    /// Who set the values that its text says and that the change which gave the text did not give.
    #[serde(skip)]
    pub beside: Vec<Set>,
    /// What ended it or left it unclear, if so.
    #[serde(skip)]
    pub turned: Option<Set>,
    /// How firm it is that it was expressly left as it was, where that is not stated and came last.
    #[serde(skip)]
    pub kept: Option<Basis>,
    /// On what its own last day hangs: how it stands then, and of one that is past whether only if nobody gave notice.
    #[serde(skip)]
    pub hangs: (Standing, bool),
    /// Whether it expired after it had been left unclear.
    #[serde(skip)]
    pub doubted: bool,
    #[serde(skip)]
    pub adoption: Option<Set>,
    /// What was last done to it but keep it, or made known of it.
    #[serde(skip)]
    pub last: Option<Set>,
}

/// What comes of a clause: that it is ended, by itself or with the agreement, or is given another last day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ahead {
    pub how: How,
    pub date: Date,
    /// The last day that it is given, if so.
    pub through: Option<Date>,
    pub with_agreement: bool,
    pub stands: Standing,
    /// Whether it comes only if nobody gave notice.
    pub assumed: bool,
    pub set: Set,
}

impl State {
    /// What two that read the same have in common.
    pub fn reads(&self) -> impl Eq + Hash {
        let ends = (self.through, &self.until, self.renewing);
        ((self.status, &self.parties), &self.text, &self.terms, ends)
    }

    /// Its value under a name: one of the fields or a term; a date or a length of time as it is written.
    pub fn value(&self, name: &str) -> Option<Value> {
        let until = self.until.as_ref();
        match name {
            "text" => self.text.clone().map(Value::Text),
            "parties" => Some(Value::set(
                self.parties.iter().cloned().map(Value::Text).collect(),
            )),
            name => given(name, &self.terms, self.through, self.renewing, until),
        }
    }

    /// Its text, where that may say a value: one that is older cannot, and what this record sums up is no source's.
    pub fn text_with(&self, name: &str) -> &str {
        let [text, value] = ["text", name].map(|name| self.set_by.get(name));
        let days = text.zip(value).map(|(text, value)| [text.date, value.date]);
        let is_older = days.is_some_and(|[text, value]| value.is_after(text));
        let is_own = self.wording == Some(Wording::Record);
        let text = self.text.as_deref().filter(|_| !is_older && !is_own);
        text.unwrap_or_default()
    }

    /// Its text, where that is more than words that a source is quoted with.
    pub fn whole_text(&self) -> Option<&str> {
        let is_whole = self.wording != Some(Wording::Quoted);
        self.text.as_deref().filter(|_| is_whole)
    }

    /// The event that ended it or left it unclear; empty where none did.
    pub fn turned_by(&self) -> &str {
        self.turned.as_ref().map_or("", |turned| &turned.event)
    }

    pub fn began(&self) -> Option<(Date, &str)> {
        self.since.zip(self.adopted_by.as_deref())
    }

    /// Whether its text was only made known, by who made one value known of several that it says.
    pub fn is_part_told(&self) -> bool {
        let text = self.set_by.get("text").filter(|set| set.is_told());
        text.is_some_and(|text| {
            let mut values = self.set_by.iter().filter(|(name, _)| *name != "text");
            let is_apart = self.beside.iter().any(|set| set.event != text.event);
            is_apart && values.any(|(_, set)| set.event == text.event)
        })
    }

    /// What of it sources deny: `adopted`, `turned` or a value by its name, that by which they do, and who set it.
    pub fn denied(&self) -> impl Iterator<Item = (&str, &str, &Set)> {
        let adopted = self.adoption.iter().map(|set| ("adopted", "date", set));
        let turned = self.turned.iter().map(|set| ("turned", "date", set));
        let values = self.set_by.iter();
        let values = values.map(|(name, set)| (&**name, &**name, set));
        let all = adopted.chain(turned).chain(values);
        all.filter(|(_, of, set)| set.cite.iter().any(|cite| cite.denies(of)))
    }

    pub fn text_known_after(&self, day: Date) -> Option<Date> {
        let known = self.set_by.get("text")?.known;
        known.is_after(day).then_some(known)
    }

    /// When it was last more than kept, and by which event, where that is not what it began with.
    pub fn last_changed(&self) -> Option<(Date, &str)> {
        let last = self.changed.zip(self.changed_by.as_deref());
        last.filter(|last| self.began() != Some(*last))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub clause: String,
    pub action: Action,
    pub date: Date,
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub known: Date,
    pub kind: ChangeKind,
    pub report: bool,
    pub text: Option<String>,
    pub terms: Arc<Terms>,
    pub unset: Vec<String>,
    pub through: Option<Date>,
    pub until: Option<String>,
    #[serde(flatten)]
    pub renewing: Renewing,
    /// Who is bound from then on, where it says so.
    pub parties: Option<Vec<String>>,
    /// Whom its clause binds before it or from then on.
    #[serde(skip)]
    pub bound: Vec<String>,
    pub replaces: Vec<String>,
    pub wording: Wording,
    pub basis: Basis,
    pub note: Option<String>,
    pub cite: Vec<Cite>,
    /// Where it is only reported, the names of what a statement or filing says at another change; not part of the JSON.
    #[serde(skip)]
    pub confirmed: Vec<String>,
    /// Whether it comes, or is supposed to come, when it is not known whether its clause still stands.
    #[serde(skip)]
    pub is_doubted: bool,
    /// Whether it is to come.
    #[serde(skip)]
    pub is_ahead: bool,
    /// Who set the values that its text says and that it does not give itself.
    #[serde(skip)]
    pub beside: Vec<Set>,
    /// What stood before under the names that it touches; `None` where the clause did not stand.
    pub before: Option<Before>,
}

/// The names of what a clause may set but for its text: terms, then its end.
pub fn names(terms: &Terms) -> impl Iterator<Item = &str> {
    let terms = terms.keys().map(String::as_str);
    let renewing = ["through"].into_iter().chain(RENEWAL);
    terms.chain(renewing).chain(["until"])
}

/// A term or an end by its name; a date as it is written.
fn given(
    name: &str,
    terms: &Terms,
    through: Option<Date>,
    renewing: Renewing,
    until: Option<&String>,
) -> Option<Value> {
    let span = |span: Span| Value::Text(span.to_string());
    match name {
        "through" => through.map(|date| Value::Text(date.to_string())),
        "renews" => renewing.renews.map(span),
        "renewals" => renewing.renewals.map(|most| Value::Integer(most.into())),
        "notice" => renewing.notice.map(span),
        "until" => until.cloned().map(Value::Text),
        term => terms.get(term).cloned(),
    }
}

impl Change {
    /// What it gives and what it removes, by name: what stood before, and what it gives. With a `through` go its renewals.
    pub fn values(&self) -> impl Iterator<Item = (&str, Option<Value>, Option<Value>)> {
        let before = self.before.as_ref();
        let before = before.filter(|_| self.action != Action::Adopt);
        let old = move |name: &str| {
            let of = before?;
            given(name, &of.terms, of.through, of.renewing, of.until.as_ref())
        };
        let until = self.until.as_ref();
        let now = move |name: &str| given(name, &self.terms, self.through, self.renewing, until);
        let unset = || self.unset.iter().map(String::as_str);
        let given_now = names(&self.terms).filter(move |name| now(name).is_some());
        let is_gone = move |name: &&str| now(name).is_none() && !unset().any(|of| of == *name);
        let with_it = unset().filter(|name| *name == "through");
        let with_it = with_it.flat_map(|_| RENEWAL).filter(is_gone);
        let names = given_now.chain(unset()).chain(with_it);
        names.map(move |name| (name, old(name), now(name)))
    }

    pub fn is_told(&self) -> bool {
        self.report || self.kind == ChangeKind::Learned
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Before {
    pub status: Status,
    /// Its text, where the change gives another or ends it.
    pub text: Option<String>,
    #[serde(skip)]
    pub wording: Option<Wording>,
    /// The terms that the change sets or removes, as they stood.
    pub terms: Terms,
    pub through: Option<Date>,
    pub until: Option<String>,
    #[serde(flatten)]
    pub renewing: Renewing,
}

/// From which step on each term had which value, or none.
pub type Settings = BTreeMap<String, Vec<(usize, Option<Value>)>>;

/// The terms of a version, whole. All versions share what was set; it is written out only where it is printed.
#[derive(Clone, Debug)]
pub struct TermsAt {
    pub settings: Arc<Settings>,
    pub step: usize,
}

impl TermsAt {
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.settings.iter().filter_map(|(name, values)| {
            let reached = values.partition_point(|(step, _)| *step <= self.step);
            Some((name, values[..reached].last()?.1.as_ref()?))
        })
    }
}

impl Serialize for TermsAt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ClauseChange {
    pub event: String,
    pub planned: bool,
    #[serde(flatten)]
    pub change: Change,
    /// Whether nothing comes of it, since it comes when the agreement is over.
    #[serde(skip)]
    pub late: bool,
}
