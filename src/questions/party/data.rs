//! One party with what binds it, and the list of all.

use serde::Serialize;

use crate::answer::{At, Party, State};
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
    let bound: Vec<usize> = records
        .by_topic()
        .into_iter()
        .filter(|clause| view.timeline.clauses[*clause].parties.contains(&place))
        .collect();
    let clauses = bound
        .into_iter()
        .map(|clause| records.state(clause, at.day))
        .collect();
    let mut events = Vec::new();
    for listed in view.listing() {
        if let Listed::Event(event) = listed
            && view.timeline.events[event].parties.contains(&place)
        {
            events.push(records.event_id(event));
        }
    }
    let found = &view.timeline.parties[place];
    let party = Party {
        id: found.id.clone(),
        name: found.name.clone(),
    };
    Ok(PartyPage {
        party,
        at,
        clauses,
        events,
    })
}

pub(super) fn parties(records: &Recorder<'_, '_>) -> Parties {
    let timeline = records.view.timeline;
    let row = |(place, party): (usize, &crate::agreement::Party)| PartyRow {
        id: party.id.clone(),
        name: party.name.clone(),
        clauses: timeline
            .clauses
            .iter()
            .filter(|clause| clause.parties.contains(&place))
            .count(),
        events: timeline
            .events
            .iter()
            .filter(|event| event.parties.contains(&place))
            .count(),
    };
    let parties = timeline.parties.iter().enumerate().map(row).collect();
    Parties { parties }
}
