//! The belief map drawn: days that hold across, days by which they were known down.

use super::{Beliefs, Reading, Row, Stretch};
use crate::phrases::beliefs;
use crate::phrases::clause::says;
use crate::phrases::heading::sources;
use crate::questions::chart::table::Drawing;
use crate::questions::prelude::*;

/// The columns of a day and the gap behind it.
const DAY: usize = 12;
/// The columns of a drawing where no width is given.
const WIDEST: usize = 100;

pub(crate) fn paper(context: &Context, body: &Beliefs, look: Look) -> Paper {
    let readings = Count(body.readings.len(), "reading");
    let states = Count(body.rows.len(), "state");
    let title = Line::of(Role::Strong, &body.title).and(Role::Faint, format!(" ({})", body.clause));
    let counts = Line::plain(format!("{readings}, {states} of knowledge"));
    let asked = "what was known of it, and when";
    let lines = vec![title, counts];
    if body.rows.is_empty() {
        return Paper::of(asked, lines, Vec::new());
    }
    let legend = |reading| legend(context, body, reading, look);
    let readings = Block::Outline(body.readings.iter().map(legend).collect());
    let rows = |drawing: Drawing| {
        let name = |row: &Row| Line::plain(format!("{:DAY$}", row.known_by.to_string()));
        let row = |row: &Row| row.drawn(name(row), &drawing, look);
        let years = [drawing.years("known by")].into_iter();
        years.chain(body.rows.iter().map(row)).collect()
    };
    let drawn = body.drawing(DAY, look).map_or_else(Vec::new, rows);
    let drawing = Block::Drawing(drawn, grid(body));
    let not = if look.ascii { '.' } else { '·' };
    let open = "? a change may have happened".to_owned();
    Paper {
        legend: [format!("{not} not in force"), open].into(),
        has_more: true,
        sources: sources(context, look),
        ..Paper::of(asked, lines, vec![drawing, readings])
    }
}

impl Beliefs {
    /// The days across, behind so many columns; none where nothing was ever known.
    pub(crate) fn drawing(&self, start: usize, look: Look) -> Option<Drawing> {
        let days = (self.columns.first()?.from, self.columns.last()?.to);
        let letters = self.readings.iter().map(|reading| reading.letter.len());
        let wide = letters.max().unwrap_or(1) + 1;
        let room = look.width.unwrap_or(WIDEST).min(WIDEST);
        let mut drawing = Drawing::new(start, room.saturating_sub(start) / wide, days, look);
        drawing.wide = wide;
        Some(drawing)
    }
}

impl Row {
    /// What held on the days of a drawing, as known by the day of the row.
    pub(crate) fn drawn(&self, lead: Line, drawing: &Drawing, look: Look) -> Line {
        let shown = |to: Day| self.at(to).map(|of| cell(of, look)).unwrap_or_default();
        drawing.cells(lead, |(_, to)| shown(to))
    }
}

fn cell(of: &Stretch, look: Look) -> (String, Role) {
    let not = if look.ascii { "." } else { "·" };
    let letter = of.reading.as_deref();
    let open = if of.undetermined { "?" } else { "" };
    let role = match letter {
        _ if of.undetermined => Role::Doubt,
        None => Role::Faint,
        Some(_) => Role::Plain,
    };
    (format!("{}{open}", letter.unwrap_or(not)), role)
}

/// The same in words, for formats that draw nothing.
fn grid(body: &Beliefs) -> Grid {
    let stretch = |of: &Stretch| {
        let letter = of.reading.as_deref().unwrap_or("not in force");
        let open = if of.undetermined { ", or changed" } else { "" };
        Line::plain(format!("{} to {}: {letter}{open}", of.from, of.to))
    };
    let row = |row: &Row| {
        let day = vec![Line::plain(row.known_by.to_string())];
        vec![day, row.stretches.iter().map(stretch).collect()]
    };
    Grid {
        columns: vec!["Known by", "What held"],
        rows: body.rows.iter().map(row).collect(),
    }
}

/// What a letter stands for: its sentence, and its values.
fn legend(context: &Context, body: &Beliefs, reading: &Reading, look: Look) -> Item {
    let (refs, state) = (&context.refs, &reading.state);
    let terms = beliefs::values(refs, body, reading, Date::human);
    let terms = (!terms.is_empty()).then(|| Line::plain(terms));
    let mut said = says(refs, state, look).into_iter().chain(terms);
    let doubt = Line::of(Role::Doubt, beliefs::doubt(reading));
    let stands = || Line::plain(state.status.word());
    let line = said.next().map_or_else(stands, |first| doubt.then(first));
    let by = beliefs::by(refs, reading, Date::human);
    Item {
        name: "reading",
        lead: Line::of(Role::Strong, format!("{}  ", reading.letter)),
        line,
        lines: said.chain([by]).collect(),
        ..Item::default()
    }
}
