//! One party with what binds it, and the list of all.

use serde::Serialize;

use crate::agreement::Party;
use crate::answer::{At, State};
use crate::questions::recorder::Recorder;
use crate::questions::view::{Listed, Refusal};

/// The answer about one party.
#[derive(Clone, Debug, Serialize)]
pub struct PartyPage {
    pub party: Party,
    pub at: At,
    /// Every clause that binds it, bound it or is to bind it, by topic.
    pub clauses: Vec<State>,
    /// The events in which it takes part, in order.
    pub events: Vec<String>,
}

impl PartyPage {
    /// The clauses that bind it on the day, and the others.
    pub(super) fn by_standing(&self) -> (Vec<&State>, Vec<&State>) {
        let clauses = self.clauses.iter();
        let binds = |clause: &&State| clause.parties.contains(&self.party.id);
        clauses.partition(|clause| clause.status.stands() && binds(clause))
    }
}

/// The answer about all parties.
#[derive(Clone, Debug, Serialize)]
pub struct Parties {
    /// Every party, in the order of the file.
    pub parties: Vec<PartyRow>,
}

/// A party with how much is recorded of it.
#[derive(Clone, Debug, Serialize)]
pub struct PartyRow {
    pub id: String,
    pub name: String,
    pub clauses: usize,
    pub events: usize,
}

pub(super) fn party(
    records: &mut Recorder<'_, '_>,
    id: &str,
    when: &str,
) -> Result<PartyPage, Refusal> {
    let view = records.view;
    let place = view.party(id)?;
    let at = view.at(when)?;
    let mut clauses = Vec::new();
    for clause in records.by_topic() {
        if view.history.binds(clause, place, &[]) {
            clauses.push(records.state(clause, at.instant));
        }
    }
    let mut events = Vec::new();
    for listed in view.listing() {
        if let Listed::Event(event) = listed
            && view.timeline.events[event].parties.contains(&place)
        {
            events.push(records.event_id(event));
        }
    }
    Ok(PartyPage {
        party: view.timeline.parties[place].clone(),
        at,
        clauses,
        events,
    })
}

pub(super) fn parties(records: &Recorder<'_, '_>) -> Parties {
    let timeline = records.view.timeline;
    let row = |(place, party): (usize, &Party)| {
        let (clauses, events) = (0..timeline.clauses.len(), timeline.events.iter());
        PartyRow {
            id: party.id.clone(),
            name: party.name.clone(),
            clauses: clauses
                .filter(|c| records.view.history.binds(*c, place, &[]))
                .count(),
            events: events.filter(|e| e.parties.contains(&place)).count(),
        }
    };
    let parties = timeline.parties.iter().enumerate().map(row).collect();
    Parties { parties }
}
