//! The belief map drawn: days that hold across, days by which they were known down.

use super::{Beliefs, Reading, Row, Stretch};
use crate::answer::block::{self, Grid};
use crate::answer::scale::Scale;
use crate::phrases::beliefs;
use crate::phrases::clause::says;
use crate::phrases::heading::sources;
use crate::questions::chart::table::{YEAR, laid_out};
use crate::questions::prelude::*;

/// The columns of a day and the gap behind it.
const DAY: usize = 12;
/// The columns of a drawing where no width is given.
const WIDEST: usize = 100;

pub(crate) fn blocks(context: &Context, body: &Beliefs, look: Look) -> Vec<Block> {
    let asked = "what was known of it, and when";
    let readings = Count(body.readings.len(), "reading");
    let states = Count(body.rows.len(), "state");
    let title = Line::of(Role::Strong, &body.title).and(Role::Faint, format!(" ({})", body.clause));
    let lines = vec![
        title,
        Line::plain(format!("{readings}, {states} of knowledge")),
    ];
    let mut blocks = head(context, asked, lines, &body.days(context));
    if body.rows.is_empty() {
        return blocks;
    }
    blocks.push(Block::Drawing(drawing(body, look), grid(body)));
    let legend = |reading| legend(context, body, reading, look);
    blocks.push(Block::Outline(body.readings.iter().map(legend).collect()));
    let not = if look.ascii { '.' } else { '·' };
    let signs = [
        format!("{not} not in force"),
        "? a change may have happened".to_owned(),
    ];
    blocks.push(Block::Legend(signs.into()));
    let sides = body.rows.iter().rev().take(2).map(|row| row.known_by);
    if let [last, before] = sides.collect::<Vec<_>>()[..] {
        let call = format!("show {} --known-by {before}", body.clause);
        let what = format!("as known before {last}");
        blocks.push(context.timeline.calls([(&*call, &*what)]));
    }
    blocks.push(signs::legend([], look));
    blocks.extend(sources(context, look));
    blocks
}

/// The days on a scale of cells, each of so many columns.
fn scaled(body: &Beliefs, days: (Day, Day), look: Look) -> (Scale, usize) {
    let letters = body.readings.iter().map(|reading| reading.letter.len());
    let wide = letters.max().unwrap_or(1) + 1;
    let room = look.width.unwrap_or(WIDEST).min(WIDEST).saturating_sub(DAY);
    (Scale::of_cells(days, (room / wide).max(1)), wide)
}

#[cfg(feature = "explore")]
impl Beliefs {
    /// Its drawing, the days of each cell, the column of the first cell, and the columns that each takes.
    pub(crate) fn drawn(&self, look: Look) -> (Vec<Line>, Vec<(Day, Day)>, usize, usize) {
        let ends = self.columns.first().zip(self.columns.last());
        let scaled = ends.map(|(first, last)| scaled(self, (first.from, last.to), look));
        let wide = scaled.as_ref().map_or(1, |(_, wide)| *wide);
        let cells = scaled.map(|(scale, _)| scale.cells()).unwrap_or_default();
        (drawing(self, look), cells, DAY, wide)
    }
}

fn drawing(body: &Beliefs, look: Look) -> Vec<Line> {
    let (Some(first), Some(last)) = (body.columns.first(), body.columns.last()) else {
        return Vec::new();
    };
    let (scale, wide) = scaled(body, (first.from, last.to), look);
    let years = scale.years(YEAR.div_ceil(wide)).into_iter();
    let years = years.map(|(cell, year)| (DAY + cell * wide, format!("{year:04}")));
    let known = [(0, "known by".to_owned())];
    let mut drawn = vec![laid_out(known.into_iter().chain(years))];
    let cells = scale.cells();
    drawn.extend(body.rows.iter().map(|row| {
        let day = Line::plain(format!("{:DAY$}", row.known_by.to_string()));
        cells.iter().fold(day, |line, (_, to)| {
            let (text, role) = row.at(*to).map(|of| cell(of, look)).unwrap_or_default();
            line.and(role, format!("{text:wide$}"))
        })
    }));
    drawn
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
        block::Row::Cells(vec![day, row.stretches.iter().map(stretch).collect()])
    };
    Grid {
        columns: vec!["Known by", "What held"],
        rows: body.rows.iter().map(row).collect(),
    }
}

/// What a letter stands for: its sentence, where the one before it has another, and its values.
fn legend(context: &Context, body: &Beliefs, reading: &Reading, look: Look) -> Item {
    let (refs, state) = (&context.refs, &reading.state);
    let before = body.before(reading).map(|before| &before.state);
    let letter = format!("{}  ", reading.letter);
    let same = before.is_some_and(|before| before.text == state.text);
    let text = says(state, look).filter(|_| !same || look.verbose);
    let terms = beliefs::values(refs, reading, Date::human);
    let terms = (!terms.is_empty()).then(|| Line::plain(terms));
    let mut said = text.into_iter().chain(terms);
    let doubt = Line::of(Role::Doubt, beliefs::doubt(reading));
    let stands = || Line::plain(state.status.word());
    let line = said.next().map_or_else(stands, |first| doubt.then(first));
    let by = beliefs::by(refs, reading, Date::human);
    Item {
        name: "reading",
        lead: Line::of(Role::Strong, letter),
        line,
        lines: said.chain([by]).collect(),
        ..Item::default()
    }
}
