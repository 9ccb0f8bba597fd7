//! What was known of one clause, and when.

use serde::{Serialize, Serializer};
use serde_json::json;

use super::{Cite, State};
use crate::date::Day;

/// The belief map: a row for each day on which what is known of the clause changed.
#[derive(Clone, Debug, Serialize)]
pub struct Beliefs {
    pub clause: String,
    /// Days on which no row changes.
    pub columns: Vec<Column>,
    pub readings: Vec<Reading>,
    /// Of two neighbours none is like the other.
    pub rows: Vec<Row>,
    #[serde(skip)]
    pub title: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    pub from: Day,
    pub to: Day,
}

/// One of the ways in which the clause was ever believed to read while it stood.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    pub letter: String,
    #[serde(flatten, serialize_with = "reads")]
    pub state: State,
    pub event: Option<String>,
    pub cite: Vec<Cite>,
}

/// By what one reading differs from another.
fn reads<S: Serializer>(state: &State, to: S) -> Result<S::Ok, S::Error> {
    let renewing = state.renewing;
    json!({
        "status": state.status,
        "text": state.text,
        "terms": state.terms,
        "through": state.through,
        "until": state.until,
        "renews": renewing.renews,
        "renewals": renewing.renewals,
        "notice": renewing.notice,
        "parties": state.parties,
    })
    .serialize(to)
}

#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// From the close of this day on, to the day of the next row.
    pub known_by: Day,
    pub stretches: Vec<Stretch>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    pub from: Day,
    pub to: Day,
    /// The letter of how it read; none where it did not stand.
    pub reading: Option<String>,
    /// Whether a change may have happened that leaves that open.
    pub undetermined: bool,
}

impl Beliefs {
    pub(crate) fn reading(&self, letter: Option<&String>) -> Option<&Reading> {
        self.readings.iter().find(|of| Some(&of.letter) == letter)
    }
}

impl Row {
    pub(crate) fn at(&self, day: Day) -> Option<&Stretch> {
        let place = self.stretches.partition_point(|of| of.to < day);
        self.stretches.get(place)
    }
}
