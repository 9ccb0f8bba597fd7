//! The records of who says so: citations, who set a value, and what rests on a source.

use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

use crate::agreement::{Basis, ChangeKind, Claims, Source, Value, is_term};
use crate::date::Date;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cite {
    pub source: String,
    pub via: Option<String>,
    /// How firm the source's own word is, where it passes on another's.
    pub basis: Option<Basis>,
    pub quote: Option<String>,
    pub note: Option<String>,
    #[serde(flatten)]
    pub claims: Claims,
    /// The names on which it disagrees with the file or another citation.
    pub disagrees: Vec<String>,
    /// Whether its source is a party's own word: a statement or a filing.
    #[serde(skip)]
    pub is_own_word: bool,
    /// Whether its source is older than what it is cited for, which that cannot vouch for.
    #[serde(skip)]
    pub is_early: bool,
    /// The ends that it gives where the change that it is cited for gives none.
    #[serde(skip)]
    pub adds: Vec<String>,
}

/// The citations behind a value or, without a name, behind everything: the parties' own word, and who gives it or is
/// quoted. Where there is none, those that agree without words of their own or that give other values; of a whole all,
/// where none does.
pub fn backing<'c>(cites: &'c [Cite], name: Option<&str>) -> Vec<&'c Cite> {
    let is_whole = name.is_none_or(|name| name == "text");
    let agree = agreed(cites, name).into_iter();
    let (says, silent): (Vec<_>, Vec<_>) = agree.partition(|cite| {
        let gives = name.is_some_and(|name| cite.claim(name).is_some());
        let may_say = is_whole || cite.claims.terms.is_none();
        gives || may_say && (cite.is_own_word || cite.quote.is_some())
    });
    match (says.is_empty(), silent.is_empty()) {
        (false, _) => says,
        (true, true) if is_whole => cites.iter().collect(),
        _ => silent,
    }
}

/// The citations of an event that agree with it, with words of their own or without; where none does, all.
pub fn agreeing(cites: &[Cite]) -> Vec<&Cite> {
    let agree = agreed(cites, None);
    if agree.is_empty() {
        cites.iter().collect()
    } else {
        agree
    }
}

/// The citations that agree; what is older than it tells of, only where nothing else does.
fn agreed<'c>(cites: &'c [Cite], name: Option<&str>) -> Vec<&'c Cite> {
    let mut agree: Vec<&Cite> = cites.iter().filter(|cite| cite.agrees(name)).collect();
    if !agree.iter().all(|cite| cite.is_early) {
        agree.retain(|cite| !cite.is_early);
    }
    agree
}

pub fn is_disputed<'a>(cites: impl IntoIterator<Item = &'a Cite>) -> bool {
    cites.into_iter().any(|cite| !cite.disagrees.is_empty())
}

impl Cite {
    /// Whether it says the same of a value or, without a name, of everything. The terms that a citation gives are all
    /// that its source gives.
    fn agrees(&self, name: Option<&str>) -> bool {
        let may_say = self.claims.terms.is_none() || !name.is_some_and(is_term);
        let mut others = self.disagrees.iter().map(String::as_str);
        match name.filter(|name| self.claim(name).is_some()) {
            Some(name) => !self.denies(name),
            None => may_say && others.all(|other| name.is_some() && other == "date"),
        }
    }

    /// The names of what it gives that its event or change does not.
    pub fn claims_apart(&self) -> impl Iterator<Item = &String> {
        self.disagrees.iter().chain(&self.adds)
    }

    pub fn denies(&self, name: &str) -> bool {
        self.disagrees.iter().any(|other| other == name)
    }

    /// What it gives under a name; a date as it is written.
    pub fn claim(&self, name: &str) -> Option<Value> {
        // No source gives parties.
        self.claims.given(name).map(|given| given.value(&[]))
    }
}

/// The change from which something comes, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Origin {
    pub event: String,
    pub date: Date,
    pub known: Date,
    pub kind: ChangeKind,
    pub report: bool,
    pub basis: Basis,
    pub cite: Vec<Cite>,
    /// Its place among the changes of its event, of which each may have sources of its own.
    #[serde(skip)]
    pub place: usize,
    #[serde(skip)]
    pub note: Option<String>,
}

impl Origin {
    /// Whether something was only made known, and not done, on the day of its event.
    pub fn is_told(&self) -> bool {
        self.kind == ChangeKind::Learned || self.report && self.kind == ChangeKind::Agreed
    }

    /// When it applies from, when it became known, and how firm it is.
    pub fn days(&self) -> (Date, Date, Basis) {
        (self.date, self.known, self.basis)
    }

    /// When it became known, where that is another day than the one from which it applies, and not before that.
    pub fn known_late(&self) -> Option<Date> {
        self.known_apart()
            .filter(|known| !self.date.is_after(*known))
    }

    /// Whether it became known only after it was done: what is agreed ahead is known earlier than it applies.
    pub fn is_late(&self) -> bool {
        self.report || self.known_late().is_some()
    }

    /// When it became known, where that is not the day from which it applies.
    pub fn known_apart(&self) -> Option<Date> {
        Some(self.known).filter(|known| *known != self.date)
    }
}

/// Shared, since a state and what differs from it hold the same.
pub type Set = Arc<Setters>;

/// Who set a value, and who only restated it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setters {
    #[serde(flatten)]
    pub origin: Arc<Origin>,
    pub restated: Vec<Restated>,
}

impl Deref for Setters {
    type Target = Origin;

    fn deref(&self) -> &Origin {
        &self.origin
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Restated {
    pub event: String,
    pub date: Date,
    pub cite: Vec<Cite>,
}

impl Setters {
    pub fn cites(&self) -> Vec<Cite> {
        let restated = self.restated.iter().flat_map(|by| &by.cite);
        self.cite.iter().chain(restated).cloned().collect()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct SourcePage {
    pub source: Named,
    pub events: Vec<String>,
    pub changes: Vec<Resting>,
    pub sole: Vec<Resting>,
    pub disagrees: Vec<Otherwise>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Named {
    pub id: String,
    #[serde(flatten)]
    pub source: Source,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resting {
    pub event: String,
    /// The clause that it changes; `None` for the event itself.
    pub clause: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Otherwise {
    pub event: String,
    pub clause: Option<String>,
    /// The point: `date`, `text`, `through`, `until` or a term.
    pub what: String,
    pub file: Option<Value>,
    pub claim: Option<Value>,
}
