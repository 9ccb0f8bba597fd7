//! One source with what rests on it, and the list of all.

use std::mem;

use crate::agreement::{Change, Citation, Event, Given, Source, disputes};
use crate::answer::{Named, Otherwise, Resting, SourcePage};
use crate::questions::prelude::*;

#[derive(Clone, Debug, Serialize)]
pub struct Sources {
    pub sources: Vec<SourceRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SourceRow {
    pub id: String,
    pub events: usize,
    pub changes: usize,
    pub sole: usize,
    pub disagrees: usize,
    #[serde(flatten)]
    pub source: Source,
    /// Its ids in other agreements that are asked as one with this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl SourceRow {
    /// By each of these it is the same in all agreements: its address, and its own id with the publisher.
    pub(super) fn keys(&self) -> Vec<String> {
        let own = self.id.rsplit('/').next().unwrap_or_default();
        let Source { publisher, url, .. } = &self.source;
        let named = publisher.iter().map(|of| format!("{own} {of}"));
        url.iter().cloned().chain(named).collect()
    }

    pub(super) fn add(&mut self, more: Self) {
        self.events += more.events;
        self.changes += more.changes;
        self.sole += more.sole;
        self.disagrees += more.disagrees;
        self.also.push(more.id);
    }
}

/// What rests on one source, by the places of events and clauses.
#[derive(Clone, Default)]
struct Rests {
    events: Vec<usize>,
    changes: Vec<(usize, Option<usize>)>,
    sole: Vec<(usize, Option<usize>)>,
    disagrees: Vec<Otherwise>,
}

/// What rests on each of the sources that a lens leaves and a test takes, in the order of the file.
pub(crate) fn pages(
    records: &mut Recorder<'_, '_>,
    takes: impl Fn(usize) -> bool,
) -> Vec<SourcePage> {
    let (timeline, mut rests) = (records.view.timeline, rests(records));
    let places = timeline.sources_shown().filter(|place| takes(*place));
    let pages = places.map(|place| page(records, place, mem::take(&mut rests[place])));
    pages.collect()
}

fn page(records: &mut Recorder<'_, '_>, place: usize, rests: Rests) -> SourcePage {
    let id = records.source_id(place);
    let source = records.view.timeline.sources[place].clone();
    let events = rests.events.iter().map(|of| records.event_id(*of));
    let events = events.collect();
    let mut resting = |list: Vec<(usize, Option<usize>)>| {
        let resting = list.into_iter().map(|(event, clause)| Resting {
            event: records.event_id(event),
            clause: clause.map(|clause| records.clause_id(clause)),
        });
        resting.collect()
    };
    SourcePage {
        source: Named { id, source },
        events,
        changes: resting(rests.changes),
        sole: resting(rests.sole),
        disagrees: rests.disagrees,
    }
}

pub(super) fn sources(records: &Recorder<'_, '_>) -> Sources {
    let rests = rests(records);
    let timeline = records.view.timeline;
    let row = |place: usize| SourceRow {
        id: timeline.sources[place].id.clone(),
        events: rests[place].events.len(),
        changes: rests[place].changes.len(),
        sole: rests[place].sole.len(),
        disagrees: rests[place].disagrees.len(),
        source: timeline.sources[place].clone(),
        also: Vec::new(),
    };
    let sources = timeline.sources_shown().map(row).collect();
    Sources { sources }
}

/// What rests on each source, in one pass over the events in order.
fn rests(records: &Recorder<'_, '_>) -> Vec<Rests> {
    let timeline = records.view.timeline;
    let mut rests = vec![Rests::default(); timeline.sources.len()];
    for place in records.view.events() {
        let event = &timeline.events[place];
        for (change, cites) in statements(event) {
            let clause = change.map(|change| change.clause);
            let sources = cites.iter().flat_map(|cite| [Some(cite.source), cite.via]);
            for source in sources.flatten().collect::<IndexSet<usize>>() {
                let rests = &mut rests[source];
                if rests.events.last() != Some(&place) {
                    rests.events.push(place);
                }
                rests.changes.extend(clause.map(|_| (place, clause)));
                let names = |cite: &Citation| cite.source == source || cite.via == Some(source);
                if cites.iter().all(names) {
                    rests.sole.push((place, clause));
                }
            }
        }
        for (source, otherwise) in disagreements(timeline, event) {
            rests[source].disagrees.push(otherwise);
        }
    }
    rests
}

/// An event itself and each of its changes, with the citations that support it.
fn statements(event: &Event) -> impl Iterator<Item = (Option<&Change>, &[Citation])> {
    let changes = event.changes.iter();
    let changes = changes.map(|change| (Some(change), change.cites(event)));
    [(None, event.cites.as_slice())].into_iter().chain(changes)
}

fn disagreements(timeline: &Timeline, event: &Event) -> Vec<(usize, Otherwise)> {
    let mut found = Vec::new();
    let of_event = disputes::of_event(event);
    for (change, cites) in statements(event) {
        let names = change.map_or(of_event.clone(), |of| disputes::of_change(event, of));
        // What a change shares with its event is told of the event.
        let is_shared = change.is_some_and(|change| change.cites.is_none());
        let date = change.map_or(event.date, |change| change.date(event));
        let file = |what: &str| match what {
            "date" => Some(Given::Date(date)),
            name => change?.given(name),
        };
        for (place, (cite, mut names)) in cites.iter().zip(names).enumerate() {
            names.retain(|what| !(is_shared && of_event[place].contains(what)));
            let told = |what: String| Otherwise {
                event: event.id.clone(),
                clause: change.map(|change| timeline.clauses[change.clause].id.clone()),
                file: file(&what).map(|given| given.value(&timeline.parties)),
                claim: cite
                    .claim(&what)
                    .map(|given| given.value(&timeline.parties)),
                what,
            };
            found.extend(names.into_iter().map(|what| (cite.source, told(what))));
        }
    }
    found
}
