//! What a list tells of an event: no texts, terms or quotes.

use compact_str::CompactString;

use super::{Change, Cite, Event};
use crate::agreement::{Action, Basis};
use crate::date::{Date, Day};

/// An event, or the expiry of a clause, in brief.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "the same as of an event")]
pub struct Entry {
    /// Its id.
    pub id: CompactString,
    /// When, as written.
    pub date: Date,
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
    /// Clauses it bears on without changing them.
    pub about: Vec<CompactString>,
    /// A caveat.
    pub note: Option<String>,
    /// How firm it is.
    pub basis: Basis,
    /// What it does.
    pub deeds: Vec<Deed>,
    /// Who says so of it or of what it does, each once, and through which source that was read.
    pub sources: Vec<(CompactString, Option<CompactString>)>,
    /// Where a source says otherwise.
    pub otherwise: Vec<Otherwise>,
}

/// What an event does to a clause, in brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// The clause.
    pub clause: CompactString,
    /// What is done to it.
    pub action: Action,
    /// How firm that is.
    pub basis: Basis,
    /// When it takes effect.
    pub date: Date,
}

/// One name on which a citation disagrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Otherwise {
    /// The clause whose change it disagrees on; none where it gives the event another date.
    pub clause: Option<CompactString>,
    /// The name.
    pub name: String,
    /// The citation.
    pub cite: Cite,
}

impl From<&Event> for Entry {
    fn from(event: &Event) -> Self {
        let ids = |ids: &[String]| ids.iter().map(CompactString::from).collect();
        let deed = |change: &Change| Deed {
            clause: (&change.clause).into(),
            action: change.action,
            basis: change.basis,
            date: change.date,
        };
        Self {
            id: (&event.id).into(),
            date: event.date,
            last: event.last,
            announced: event.announced,
            planned: event.planned,
            derived: event.derived,
            scheduled: event.scheduled,
            possibly: event.possibly,
            disputed: event.disputed,
            title: event.title.clone(),
            // An expiry is about its clause, which its title tells.
            about: if event.derived {
                Vec::new()
            } else {
                ids(&event.about)
            },
            note: event.note.clone(),
            basis: event.basis,
            deeds: event.changes.iter().map(deed).collect(),
            sources: sources(event),
            otherwise: otherwise(event),
        }
    }
}

fn sources(event: &Event) -> Vec<(CompactString, Option<CompactString>)> {
    let mut found = Vec::new();
    let own = event.changes.iter().flat_map(|change| &change.cite);
    for cite in event.cite.iter().chain(own) {
        let read = (
            CompactString::from(&cite.source),
            cite.via.as_ref().map(CompactString::from),
        );
        if !found.contains(&read) {
            found.push(read);
        }
    }
    found
}

/// The dates that citations give instead, then what they claim otherwise of the changes.
fn otherwise(event: &Event) -> Vec<Otherwise> {
    let dates = event.cite.iter().flat_map(|cite| {
        let names = cite.disagrees.iter().filter(|name| *name == "date");
        names.map(move |name| (None, name, cite))
    });
    let changes = event
        .changes
        .iter()
        .filter(|change| event.has_claims_of_its_own(change));
    let claims = changes.flat_map(|change| {
        change.cite.iter().flat_map(move |cite| {
            cite.disagrees
                .iter()
                .map(move |name| (Some(change), name, cite))
        })
    });
    let told = |(change, name, cite): (Option<&Change>, &String, &Cite)| Otherwise {
        clause: change.map(|change| (&change.clause).into()),
        name: name.clone(),
        cite: cite.clone(),
    };
    dates.chain(claims).map(told).collect()
}
