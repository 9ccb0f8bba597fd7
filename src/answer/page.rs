//! Everything that a page for a browser shows.

use serde::Serialize;

use super::beliefs::Beliefs;
use super::chart::Chart;
use super::{Cite, ClauseChange, Event, SourcePage, State, Undecided};
use crate::agreement::Party;
use crate::agreement::compare::{How, Position};
use crate::agreement::renewal::Running;
use crate::date::{Date, Day};

#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// How the whole agreement stands, as the first screen says it.
    #[serde(skip)]
    pub lead: Lead,
    /// Whether only what stands today and what changed last is shown.
    #[serde(skip)]
    pub brief: bool,
    /// Where it will be published; of a folder, where that will be.
    #[serde(skip)]
    pub url: Option<String>,
    pub description: Option<String>,
    pub lang: Option<String>,
    /// The filters in words; empty where everything is shown.
    pub chosen: Vec<String>,
    pub chart: Chart,
    /// Every day on which a clause may stand otherwise than the day before, in order.
    pub days: Vec<ChangeDay>,
    pub clauses: Vec<ClausePart>,
    pub events: Vec<Event>,
    pub sources: Vec<SourcePage>,
    pub parties: Vec<Party>,
}

#[derive(Clone, Debug)]
pub struct Lead {
    pub in_force: usize,
    pub unclear: usize,
    pub last_change: Option<Event>,
    pub last_report: Option<Event>,
    pub next: Option<Event>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChangeDay {
    pub day: Day,
    /// The events behind what certainly changed; none where a doubt only begins or ends.
    pub events: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClausePart {
    pub clause: State,
    /// Events that bear on it without changing it.
    pub about: Vec<String>,
    pub replaced: Vec<String>,
    pub replaced_by: Vec<String>,
    /// How it stands from one day to another, without a gap; what is not yet adopted is left out.
    pub readings: Vec<Reading>,
    /// What was known of it, and when; only where it was believed to read in more than two ways.
    pub beliefs: Option<Beliefs>,
    /// The changes that never certainly happen: planned, or without a last day.
    pub open: Vec<ClauseChange>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// The first day; `None` where there is none.
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub state: State,
    /// The terms for which it runs on these days, where it renews, as far as they are listed.
    pub runs: Vec<Runs>,
    pub undetermined: Vec<Undecided>,
    /// What certainly happened on the first of these days, in order.
    pub done: Vec<Done>,
    /// What had become of the clause, seen from each earlier day and from these days.
    pub became: Vec<Became>,
}

/// From a day to its end, the term for which a clause runs.
#[derive(Clone, Debug, Serialize)]
pub struct Runs {
    pub from: Day,
    #[serde(flatten)]
    pub term: Running,
}

/// What became of a clause, seen from a day up to the day of the next entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Became {
    /// The first day from which it is seen so; `None` where there is none.
    pub since: Option<Day>,
    pub how: How,
    /// Whether something of it was learned since.
    pub learned: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Done {
    /// Its place among all that happened; not part of the JSON.
    #[serde(skip)]
    pub position: Position,
    pub event: String,
    pub expired: Option<Date>,
    pub change: Option<ClauseChange>,
    pub cite: Vec<Cite>,
}
