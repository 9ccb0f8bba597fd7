//! One source with what rests on it, and the list of all.

use indexmap::IndexSet;
use serde::Serialize;

use crate::agreement::{Change, Citation, Event, Given, Source, Timeline, disputes};
use crate::answer::{Named, Otherwise, Resting, SourcePage};
use crate::questions::recorder::Recorder;
use crate::questions::view::{Listed, Refusal};

/// The answer about all sources.
#[derive(Clone, Debug, Serialize)]
pub struct Sources {
    /// Every source, in the order of the file.
    pub sources: Vec<SourceRow>,
}

/// A source with how much rests on it.
#[derive(Clone, Debug, Serialize)]
pub struct SourceRow {
    pub id: String,
    pub events: usize,
    pub changes: usize,
    pub sole: usize,
    pub disagrees: usize,
    #[serde(flatten)]
    pub source: Source,
}

/// What rests on one source, by the places of events and clauses.
#[derive(Clone, Default)]
struct Rests {
    events: Vec<usize>,
    changes: Vec<(usize, usize)>,
    sole: Vec<(usize, Option<usize>)>,
    disagrees: Vec<Otherwise>,
}

pub(super) fn source(records: &mut Recorder<'_, '_>, id: &str) -> Result<SourcePage, Refusal> {
    let place = records.view.source(id)?;
    let rests = rests(records).swap_remove(place);
    Ok(page(records, place, rests))
}

/// What rests on each of the sources that a test takes, in the order of the file.
pub(crate) fn pages(
    records: &mut Recorder<'_, '_>,
    takes: impl Fn(usize) -> bool,
) -> Vec<SourcePage> {
    let all = rests(records).into_iter().enumerate();
    all.filter(|(place, _)| takes(*place))
        .map(|(place, rests)| page(records, place, rests))
        .collect()
}

fn page(records: &mut Recorder<'_, '_>, place: usize, rests: Rests) -> SourcePage {
    let id = records.source_id(place);
    let source = records.view.timeline.sources[place].clone();
    let events = rests.events.iter();
    let events = events.map(|event| records.event_id(*event)).collect();
    let mut resting = |event: usize, clause: Option<usize>| Resting {
        event: records.event_id(event),
        clause: clause.map(|clause| records.clause_id(clause)),
    };
    let (changes, sole) = (rests.changes.into_iter(), rests.sole.into_iter());
    SourcePage {
        source: Named { id, source },
        events,
        changes: changes
            .map(|(event, clause)| resting(event, Some(clause)))
            .collect(),
        sole: sole.map(|(event, clause)| resting(event, clause)).collect(),
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
    };
    let sources = timeline.sources_shown().map(row).collect();
    Sources { sources }
}

/// What rests on each source, in one pass over the events in order.
fn rests(records: &Recorder<'_, '_>) -> Vec<Rests> {
    let timeline = records.view.timeline;
    let mut rests = vec![Rests::default(); timeline.sources.len()];
    for listed in records.view.listing() {
        let Listed::Event(place) = listed else {
            continue;
        };
        let event = &timeline.events[place];
        let mut seen = Vec::new();
        for (clause, cites) in statements(event) {
            for source in named(cites) {
                if !seen.contains(&source) {
                    seen.push(source);
                    rests[source].events.push(place);
                }
                if let Some(clause) = clause {
                    rests[source].changes.push((place, clause));
                }
                let names = |cite: &Citation| cite.source == source || cite.via == Some(source);
                if cites.iter().all(names) {
                    rests[source].sole.push((place, clause));
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
fn statements(event: &Event) -> Vec<(Option<usize>, &[Citation])> {
    let mut found = vec![(None, event.cites.as_slice())];
    let changes = event.changes.iter();
    found.extend(changes.map(|change| (Some(change.clause), change.cites(event))));
    found
}

/// The sources that some citations name, each once.
fn named(cites: &[Citation]) -> IndexSet<usize> {
    let named = |cite: &Citation| [cite.source].into_iter().chain(cite.via);
    cites.iter().flat_map(named).collect()
}

fn disagreements(timeline: &Timeline, event: &Event) -> Vec<(usize, Otherwise)> {
    let mut found = Vec::new();
    let of_event = disputes::of_event(event);
    for (cite, names) in event.cites.iter().zip(&of_event) {
        for what in names {
            let told = otherwise(timeline, event, None, cite, what);
            found.push((cite.source, told));
        }
    }
    for change in &event.changes {
        let names = disputes::of_change(event, change);
        for (place, (cite, names)) in change.cites(event).iter().zip(&names).enumerate() {
            for what in names {
                if change.cites.is_none() && of_event[place].contains(what) {
                    continue;
                }
                let told = otherwise(timeline, event, Some(change), cite, what);
                found.push((cite.source, told));
            }
        }
    }
    found
}

fn otherwise(
    timeline: &Timeline,
    event: &Event,
    change: Option<&Change>,
    cite: &Citation,
    what: &str,
) -> Otherwise {
    let date = change.map_or(event.date, |change| change.date(event));
    let file = match what {
        "date" => Some(Given::Date(date)),
        name => change.and_then(|change| change.given(name)),
    };
    Otherwise {
        event: event.id.clone(),
        clause: change.map(|change| timeline.clauses[change.clause].id.clone()),
        what: what.to_owned(),
        file: file.map(Given::value),
        claim: cite.claim(what).map(Given::value),
    }
}
