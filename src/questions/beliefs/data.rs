//! The map from one history for each day on which more became known.

use super::{Beliefs, Column, Reading, Row, Stretch};
use crate::agreement::history::State as Found;
use crate::agreement::lens::Lens;
use crate::questions::prelude::*;

/// How the clause stands from a day on: as which of the readings, and whether something may have changed that.
type Turn = (Day, Option<usize>, bool);

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
        let mut known: Vec<(Day, Vec<Turn>)> = Vec::new();
        for day in lens.known_days(&whole.timeline, &whole.moments, clause) {
            let lens = Lens {
                known_by: Some(day),
                ..lens.clone()
            };
            let history = self.0.entry(day);
            let history = &*history.or_insert_with(|| History::of(lens.narrow(&whole.timeline)));
            let then = View::new(history, view.today, view.lens.clone(), None);
            let mut then = Recorder::new(&then);
            let turns = lanes::turns(history, clause, span).into_iter();
            let turns = turns.map(|day| {
                let found = history.state(clause, day);
                let place = || place(&mut readings, &mut then, clause, &found);
                let reads = found.status.stands().then(place);
                (day, reads, !found.pending.is_empty())
            });
            let mut turns: Vec<Turn> = turns.collect();
            turns.dedup_by(|next, before| (next.1, next.2) == (before.1, before.2));
            let is_new = known.last().is_none_or(|(_, last)| *last != turns);
            let is_told = |(_, reads, open): &Turn| reads.is_some() || *open;
            if is_new && (!known.is_empty() || turns.iter().any(is_told)) {
                refs.merge(then.refs());
                known.push((day, turns));
            }
        }
        let turns = known.iter().flat_map(|(_, turns)| turns);
        let begins: BTreeSet<Day> = turns.map(|(day, ..)| *day).chain([span.0]).collect();
        let ends = begins.iter().skip(1).filter_map(|day| day.pred());
        let columns = begins.iter().zip(ends.chain([span.1]));
        let columns = columns.map(|(from, to)| Column { from: *from, to });
        let row = |(known_by, turns): (Day, Vec<Turn>)| Row {
            known_by,
            stretches: stretches(&turns, &readings, span),
        };
        let rows = known.into_iter().map(row).collect();
        let found = Beliefs {
            clause: records.clause_id(clause),
            title: view.timeline.clauses[clause].title.clone(),
            columns: columns.collect(),
            rows,
            readings,
        };
        (found, refs)
    }
}

/// The place of how a clause reads, which is new where none says the same.
fn place(
    readings: &mut Vec<Reading>,
    records: &mut Recorder<'_, '_>,
    clause: usize,
    found: &Found<'_>,
) -> usize {
    let state = records.reading_of(clause, found);
    let mut known = readings.iter();
    if let Some(place) = known.position(|of| of.state.reads() == state.reads()) {
        return place;
    }
    let state = records.state_of(clause, found);
    let event = state.changed_by.clone();
    let sets = state.set_by.values().chain(&state.turned);
    let mut sets = sets.filter(|set| Some(&set.event) == event.as_ref());
    let cite = sets.next().or(state.adoption.as_ref());
    readings.push(Reading {
        letter: letter(readings.len()),
        cite: cite.map(|set| set.cite.clone()).unwrap_or_default(),
        event,
        state,
    });
    readings.len() - 1
}

/// `A` to `Z`, then `A2` and so on.
fn letter(place: usize) -> String {
    let letters = u8::try_from(place % 26).map_or('?', |of| char::from(b'A' + of));
    match place / 26 {
        0 => letters.to_string(),
        round => format!("{letters}{}", round + 1),
    }
}

fn stretches(turns: &[Turn], readings: &[Reading], (_, to): (Day, Day)) -> Vec<Stretch> {
    let ends = turns.iter().skip(1).filter_map(|(day, ..)| day.pred());
    let ends = ends.chain([to]);
    let stretch = |((from, reads, undetermined), to): (&Turn, Day)| Stretch {
        from: *from,
        to,
        reading: reads.map(|place| readings[place].letter.clone()),
        undetermined: *undetermined,
    };
    turns.iter().zip(ends).map(stretch).collect()
}
