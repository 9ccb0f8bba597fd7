//! The map from one history for each day on which more became known.

use super::{Beliefs, Column, Reading, Row, Stretch};
use crate::agreement::history::State as Found;
use crate::agreement::lens::Lens;
use crate::questions::prelude::*;

/// What was known by each day; the maps of several clauses share it.
#[derive(Default)]
pub(crate) struct Map(BTreeMap<Day, History>);

impl Map {
    pub(crate) fn of(
        &mut self,
        records: &mut Recorder<'_, '_>,
        clause: usize,
        span: (Day, Day),
    ) -> (Beliefs, Refs) {
        let view = records.view;
        let (whole, lens) = view.whole;
        let mut readings: Vec<Reading> = Vec::new();
        let mut refs = Refs::default();
        let mut rows: Vec<Row> = Vec::new();
        for known_by in lens.known_days(&whole.timeline, &whole.moments, clause) {
            let lens = Lens {
                known_by: Some(known_by),
                ..lens.clone()
            };
            let history = self.0.entry(known_by);
            let history = &*history.or_insert_with(|| History::of(lens.narrow(&whole.timeline)));
            let then = View::new(history, view.today, view.lens.clone(), None);
            let mut then = Recorder::new(&then);
            let mut stretches: Vec<Stretch> = Vec::new();
            for from in lanes::turns(history, clause, span) {
                let found = history.state(clause, from);
                let letter = || letter_of(&mut readings, &mut then, clause, &found);
                let reading = found.status.stands().then(letter);
                let undetermined = !found.pending.is_empty();
                if let Some(last) = stretches.last_mut() {
                    if (&last.reading, last.undetermined) == (&reading, undetermined) {
                        continue;
                    }
                    last.to = from.pred().unwrap_or(from);
                }
                stretches.push(Stretch {
                    from,
                    to: span.1,
                    reading,
                    undetermined,
                });
            }
            let is_new = match rows.last() {
                Some(row) => row.stretches != stretches,
                None => (stretches.iter()).any(|of| of.reading.is_some() || of.undetermined),
            };
            if is_new {
                refs.merge(then.refs());
                rows.push(Row {
                    known_by,
                    stretches,
                });
            }
        }
        let found = Beliefs {
            clause: records.clause_id(clause),
            title: view.timeline.clauses[clause].title.clone(),
            columns: columns(&rows, span),
            rows,
            readings,
        };
        (found, refs)
    }
}

/// The days between which no row turns.
fn columns(rows: &[Row], span: (Day, Day)) -> Vec<Column> {
    let stretches = rows.iter().flat_map(|row| &row.stretches);
    let begins: BTreeSet<Day> = stretches.map(|of| of.from).chain([span.0]).collect();
    let ends = begins.iter().skip(1).filter_map(|day| day.pred());
    let columns = begins.iter().zip(ends.chain([span.1]));
    columns
        .map(|(from, to)| Column { from: *from, to })
        .collect()
}

/// The letter of how a clause reads, which is new where none says the same.
fn letter_of(
    readings: &mut Vec<Reading>,
    records: &mut Recorder<'_, '_>,
    clause: usize,
    found: &Found<'_>,
) -> String {
    let state = records.reading_of(clause, found);
    let mut known = readings.iter();
    if let Some(known) = known.find(|of| of.state.reads() == state.reads()) {
        return known.letter.clone();
    }
    let state = records.state_of(clause, found);
    let event = state.changed_by.clone();
    let sets = state.set_by.values().chain(&state.turned);
    let mut sets = sets.filter(|set| Some(&set.event) == event.as_ref());
    let set = sets.next().or(state.adoption.as_ref());
    let cite = set.map(|set| set.cite.clone()).unwrap_or_default();
    drop(sets);
    let letter = letter(readings.len());
    readings.push(Reading {
        letter: letter.clone(),
        cite,
        event,
        state,
    });
    letter
}

/// `A` to `Z`, then `A2` and so on.
fn letter(place: usize) -> String {
    let letters = u8::try_from(place % 26).map_or('?', |of| char::from(b'A' + of));
    match place / 26 {
        0 => letters.to_string(),
        round => format!("{letters}{}", round + 1),
    }
}
