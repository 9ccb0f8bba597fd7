//! The parts of an agreement, which refer to each other by their place in the timeline's lists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Action, Basis, ChangeKind, SourceKind, Terms, Value, Wording, words};
use crate::date::{Date, Day, Span};
use indexmap::IndexMap;
use serde::Serialize;

/// One agreement over time, as one file records it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The agreement's id: the file's stem where the file gives none.
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    pub note: Option<String>,
    /// The day up to which the record was kept.
    pub recorded: Option<Date>,
    /// The clause whose life bounds those that do not survive it: the agreement's duration.
    pub lasts: Option<usize>,
    pub lang: Option<String>,
    pub parties: Vec<Party>,
    pub sources: Vec<Source>,
    pub clauses: Vec<Clause>,
    /// What happened or is planned, in file order.
    pub events: Vec<Event>,
    pub ids: Ids,
    /// `AGREEMENT/` where several are asked as one, before the ids that are made; else empty.
    pub prefix: String,
    /// Others are asked with it.
    pub is_part: bool,
}

/// Where each id, present or past, stands in its list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ids {
    pub parties: ById,
    pub sources: ById,
    pub clauses: ById,
    pub events: ById,
}

pub type ById = IndexMap<Box<str>, usize>;

words! {
    /// A kind of thing that has ids.
    #[derive(Default)]
    Kind {
        #[default]
        Clause = "clause",
        Party = "party",
        Event = "event",
        Source = "source",
    }
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Clause, Self::Party, Self::Event, Self::Source];

    pub fn ids(self, timeline: &Timeline) -> &ById {
        match self {
            Self::Clause => &timeline.ids.clauses,
            Self::Party => &timeline.ids.parties,
            Self::Event => &timeline.ids.events,
            Self::Source => &timeline.ids.sources,
        }
    }

    /// The ids of all things of the kind, and what each is called.
    pub fn named(self, timeline: &Timeline) -> Box<dyn Iterator<Item = [&String; 2]> + '_> {
        let sources = timeline.sources.iter().map(|of| {
            let name = of.title.as_ref().or(of.publisher.as_ref());
            [&of.id, name.unwrap_or(&of.id)]
        });
        match self {
            Self::Clause => Box::new(timeline.clauses.iter().map(|of| [&of.id, &of.title])),
            Self::Party => Box::new(timeline.parties.iter().map(|of| [&of.id, &of.name])),
            Self::Event => Box::new(timeline.events.iter().map(|of| [&of.id, &of.title])),
            Self::Source => Box::new(sources),
        }
    }
}

/// Words by the names of terms. Most clauses have none, and a file may have a million clauses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByTerm(Option<Arc<BTreeMap<String, String>>>);

impl ByTerm {
    pub fn get(&self, term: &str) -> Option<&String> {
        self.0.as_ref()?.get(term)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().flat_map(|words| words.iter())
    }
}

impl FromIterator<(String, String)> for ByTerm {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(words: I) -> Self {
        let words: BTreeMap<_, _> = words.into_iter().collect();
        Self((!words.is_empty()).then(|| Arc::new(words)))
    }
}

/// A company or person that is bound or acts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Party {
    pub id: String,
    pub name: String,
}

/// A publication that reports facts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Source {
    /// Stands before all else in the JSON, or is the key.
    #[serde(skip)]
    pub id: String,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub published: Option<Date>,
    /// The address of a copy that will not change.
    pub archived: Option<String>,
    pub kind: Option<SourceKind>,
}

impl Source {
    /// Whether it is the word of somebody whose word it would be: a statement or a filing.
    pub fn is_own_word(&self) -> bool {
        matches!(self.kind, Some(SourceKind::Statement | SourceKind::Filing))
    }
}

/// One provision that has a life of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clause {
    pub id: String,
    pub title: String,
    pub topic: Option<String>,
    pub parties: Box<[usize]>,
    pub summary: Option<String>,
    /// Whether it outlives the agreement's duration.
    pub survives: bool,
    /// By the names of terms, what people call them.
    pub labels: ByTerm,
    /// By the names of terms, the currency (ISO 4217) or other unit of their numbers.
    pub units: ByTerm,
    /// The earliest id that it had, where that is another.
    pub once: Option<Box<str>>,
}

/// Something dated that happened or is planned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    pub id: String,
    /// When it happened; of a report, the report's own day.
    pub date: Date,
    /// When the public learned of it, where that is not its date.
    pub announced: Option<Date>,
    pub planned: bool,
    /// Whether it only made known what was done earlier.
    pub report: bool,
    pub after: Vec<usize>,
    pub title: String,
    pub kind: Option<String>,
    pub parties: Vec<usize>,
    pub about: Vec<usize>,
    pub summary: Option<String>,
    pub note: Option<String>,
    pub basis: Basis,
    pub cites: Vec<Citation>,
    pub changes: Vec<Change>,
    /// The earliest id that it had, where that is another.
    pub once: Option<Box<str>>,
}

impl Event {
    pub fn known(&self) -> Date {
        self.announced.unwrap_or(self.date)
    }

    /// The clauses that it changes, then those that it is about.
    pub fn touched(&self) -> impl Iterator<Item = usize> {
        let changed = self.changes.iter().map(|change| change.clause);
        changed.chain(self.about.iter().copied())
    }

    pub fn all_cites(&self) -> impl Iterator<Item = &Citation> {
        let changes = self.changes.iter();
        let own = changes.filter_map(|change| change.cites.as_ref());
        self.cites.iter().chain(own.flatten())
    }

    /// The first day on which a source may say that it happened; none of a plan, and of what only became known.
    pub fn told_from(&self, change: Option<&Change>) -> Option<Day> {
        let is_told = |of: &Change| of.report || of.kind() == ChangeKind::Learned;
        let is_older = self.planned || self.report || change.is_some_and(is_told);
        let effective = change.and_then(|change| change.effective);
        let days = [Some(self.date), self.announced, effective];
        let days = days.into_iter().flatten().map(Date::first);
        days.min().flatten().filter(|_| !is_older)
    }

    pub(super) fn retain_cites(&mut self, keep: impl Fn(&Citation) -> bool) {
        let changes = self.changes.iter_mut();
        let own = changes.filter_map(|change| change.cites.as_mut());
        for cites in own.chain([&mut self.cites]) {
            cites.retain(&keep);
        }
    }
}

/// What one event does to one clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub clause: usize,
    pub action: Action,
    /// When it takes effect, where that is not the event's date.
    pub effective: Option<Date>,
    pub text: Option<String>,
    /// Shared, since answers hold many of them.
    pub terms: Arc<Terms>,
    pub unset: Vec<String>,
    /// The last period in which the clause is in force.
    pub through: Option<Date>,
    pub until: Option<String>,
    pub renewing: Renewing,
    /// Who is bound from here on, in the order of the file.
    pub parties: Option<Box<[usize]>>,
    pub replaces: Vec<usize>,
    pub wording: Wording,
    pub basis: Basis,
    /// Whether it was done earlier, and its event only made it known.
    pub report: bool,
    /// Whether nothing comes of it, since what it changes is supposed to be over.
    pub idle: bool,
    /// Whether what it changes may be supposed to be over by then, so that it never certainly happens.
    pub unsettled: bool,
    pub note: Option<String>,
    /// Its own citations; `None` where the event's serve.
    pub cites: Option<Vec<Citation>>,
}

/// How a clause goes on after its last day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Renewing {
    /// For how long, again and again.
    pub renews: Option<Span>,
    /// The most times that it does.
    pub renewals: Option<u32>,
    /// How long before an end it can be kept from going on at the latest.
    pub notice: Option<Span>,
}

/// What every clause may have beside its terms.
pub const FIELDS: [&str; 7] = [
    "text", "through", "until", "renews", "renewals", "notice", "parties",
];

/// Those of them that end with a clause's `through`.
pub const RENEWAL: [&str; 3] = ["renews", "renewals", "notice"];

pub fn is_term(name: &str) -> bool {
    !FIELDS.contains(&name)
}

/// A value that a change or a source gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given<'a> {
    Words(&'a str),
    Date(Date),
    Span(Span),
    Count(u32),
    Parties(&'a [usize]),
    Term(&'a Value),
}

impl Given<'_> {
    /// As the value of a term: a date or a length of time as the text that it is written as, parties by their ids.
    pub fn value(self, all: &[Party]) -> Value {
        let id = |party: &usize| Value::Text(all[*party].id.clone());
        match self {
            Self::Words(text) => Value::Text(text.to_owned()),
            Self::Date(date) => Value::Text(date.to_string()),
            Self::Span(span) => Value::Text(span.to_string()),
            Self::Count(count) => Value::Integer(count.into()),
            Self::Parties(parties) => Value::set(parties.iter().map(id).collect()),
            Self::Term(value) => value.clone(),
        }
    }
}

impl Change {
    /// What it gives under a name: one of the fields or a term.
    pub fn given(&self, name: &str) -> Option<Given<'_>> {
        match name {
            "text" => self.text.as_deref().map(Given::Words),
            "through" => self.through.map(Given::Date),
            "until" => self.until.as_deref().map(Given::Words),
            "renews" => self.renewing.renews.map(Given::Span),
            "renewals" => self.renewing.renewals.map(Given::Count),
            "notice" => self.renewing.notice.map(Given::Span),
            "parties" => self.parties.as_deref().map(Given::Parties),
            term => self.terms.get(term).map(Given::Term),
        }
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        let fields = FIELDS.into_iter().filter(|name| self.given(name).is_some());
        fields.chain(self.terms.keys().map(String::as_str))
    }

    /// Whether it removes what stands under a name; with a `through` go its renewals.
    pub fn unsets(&self, name: &str) -> bool {
        let removes =
            |unset: &String| unset == name || unset == "through" && RENEWAL.contains(&name);
        self.unset.iter().any(removes)
    }

    pub fn touches(&self, name: &str) -> bool {
        self.given(name).is_some() || self.unsets(name)
    }

    pub fn date(&self, event: &Event) -> Date {
        self.effective.unwrap_or(event.date)
    }

    pub fn kind(&self) -> ChangeKind {
        self.action.kind()
    }

    /// The citations that support it: its own, else its event's.
    pub fn cites<'a>(&'a self, event: &'a Event) -> &'a [Citation] {
        self.cites.as_deref().unwrap_or(&event.cites)
    }
}

/// The link from an event or change to a source, with what that source says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citation {
    pub source: usize,
    pub via: Option<usize>,
    /// How firm the source's own word is, where it passes on another's.
    pub basis: Option<Basis>,
    pub quote: Option<String>,
    pub note: Option<String>,
    /// What it says otherwise than the file, or where the file is silent, if anything.
    pub claims: Option<Box<Claims>>,
}

/// What a source gives in place of the file's own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Claims {
    pub date: Option<Date>,
    pub text: Option<String>,
    pub terms: Option<Terms>,
    pub through: Option<Date>,
    pub until: Option<String>,
}

impl Claims {
    /// What is claimed under a name: `date`, `text`, `through`, `until` or a term's name.
    pub fn given(&self, name: &str) -> Option<Given<'_>> {
        match name {
            "date" => self.date.map(Given::Date),
            "text" => self.text.as_deref().map(Given::Words),
            "through" => self.through.map(Given::Date),
            "until" => self.until.as_deref().map(Given::Words),
            term => self.terms.as_ref()?.get(term).map(Given::Term),
        }
    }
}

impl Citation {
    pub fn date(&self) -> Option<Date> {
        self.claims.as_ref()?.date
    }

    pub fn claim(&self, name: &str) -> Option<Given<'_>> {
        self.claims.as_ref()?.given(name)
    }

    /// Everything that it claims, by name: terms last.
    pub fn claimed(&self) -> impl Iterator<Item = (&str, Given<'_>)> {
        self.claims.iter().flat_map(|claims| {
            let terms = claims.terms.iter().flat_map(Terms::keys);
            let fields = ["date"].into_iter().chain(FIELDS);
            let names = fields.chain(terms.map(String::as_str));
            names.filter_map(|name| Some((name, claims.given(name)?)))
        })
    }
}

/// One change of one event, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeRef {
    pub event: usize,
    pub change: usize,
}

impl Timeline {
    /// Puts the agreement before each id, as in `lease/rent`; the bare ids still lead to what has them.
    pub fn prefix_ids(&mut self) {
        let prefix = format!("{}/", self.id);
        let name = |id: &mut String| std::mem::replace(id, format!("{prefix}{id}"));
        for clause in &mut self.clauses {
            let bare = name(&mut clause.id);
            clause.once.get_or_insert(bare.into());
        }
        for event in &mut self.events {
            let bare = name(&mut event.id);
            event.once.get_or_insert(bare.into());
        }
        for source in &mut self.sources {
            name(&mut source.id);
        }
        self.prefix = prefix;
    }

    /// An id without that of this agreement before it.
    pub fn own<'i>(&self, id: &'i str) -> &'i str {
        let own = id.strip_prefix(&self.id);
        own.and_then(|own| own.strip_prefix('/')).unwrap_or(id)
    }

    /// The day to which the record is kept: the last of `recorded`, else that on which something became known.
    pub fn kept(&self, today: Day) -> Day {
        let days = self.events.iter().filter_map(|event| event.known().last());
        let known = || days.filter(|day| *day <= today).max();
        let kept = self.recorded.and_then(Date::last).or_else(known);
        kept.unwrap_or(today)
    }

    pub fn event_of(&self, at: ChangeRef) -> &Event {
        &self.events[at.event]
    }

    pub fn change(&self, at: ChangeRef) -> &Change {
        &self.events[at.event].changes[at.change]
    }

    pub fn date_of(&self, at: ChangeRef) -> Date {
        self.change(at).date(self.event_of(at))
    }

    /// The changes of an event of which something comes, in file order.
    pub fn changes_of(&self, event: usize) -> impl Iterator<Item = ChangeRef> + '_ {
        let changes = self.events[event].changes.iter().enumerate();
        let changes = changes.filter(|(_, found)| !found.idle);
        changes.map(move |(change, _)| ChangeRef { event, change })
    }

    /// Whether all texts are summaries, and not the contract's own words; nothing where none is.
    pub fn summaries(&self) -> Option<bool> {
        let changes = self.events.iter().flat_map(|event| &event.changes);
        let texts = changes.filter(|change| change.text.is_some());
        let mut verbatim = texts.map(|of| of.wording == Wording::Verbatim);
        let some = verbatim.clone().any(|is| !is);
        some.then(|| !verbatim.any(|is| is))
    }

    /// The clauses that a lens leaves, each once: it takes the ids of all others.
    pub fn clauses_shown(&self) -> impl Iterator<Item = usize> {
        let places = self.ids.clauses.values().copied();
        places.collect::<BTreeSet<usize>>().into_iter()
    }

    pub fn sources_shown(&self) -> impl Iterator<Item = usize> {
        let places = self.ids.sources.values().copied();
        places.collect::<BTreeSet<usize>>().into_iter()
    }
}
