//! The belief map drawn: days that hold across, days by which they were known down.

use askama::Template;

use super::{CHARACTERS, LANE, LEFT, LINE, STYLE, UNITS, YEAR, broken, filled, pixels, span};
use crate::agreement::Status;
use crate::answer::Context;
use crate::answer::beliefs::{Beliefs, Reading, Row, Stretch};
use crate::answer::scale::Scale;
use crate::date::Day;
use crate::phrases::beliefs::{by, doubt, firm, values};
use crate::phrases::dates;

/// So many tints there are for the letters, in turn.
const TINTS: usize = 6;
pub(in crate::formats) const TINTED: &str = include_str!("beliefs.css");
const ABOUT: &str = "What held on each day (across), as it was known by each day (down). A letter is a reading; \
                     “?” stands where a change may have happened.";

pub(crate) fn render(context: &Context, body: &Beliefs) -> String {
    filled(&View::new(context, body)) + "\n"
}

#[derive(Template)]
#[template(path = "beliefs.svg", config = "src/formats/svg/askama.toml")]
struct View<'a> {
    context: &'a Context,
    body: &'a Beliefs,
    lines: Vec<String>,
    legend: Vec<String>,
    top: usize,
}

pub(in crate::formats) struct Cell<'a> {
    pub(in crate::formats) x: usize,
    pub(in crate::formats) width: usize,
    /// The number of the tint of its letter; none where the clause did not stand.
    pub(in crate::formats) tint: Option<usize>,
    pub(in crate::formats) letter: String,
    pub(in crate::formats) is_unclear: bool,
    pub(in crate::formats) of: &'a Stretch,
}

impl<'a> View<'a> {
    fn new(context: &'a Context, body: &'a Beliefs) -> Self {
        let about = [Some(ABOUT), context.timeline.note.as_deref()];
        let about = about.into_iter().flatten();
        let lines: Vec<String> = about.flat_map(|text| broken(text, CHARACTERS)).collect();
        let legend = body.readings.iter();
        let legend = legend.flat_map(|of| broken(&legend_of(context, body, of), CHARACTERS));
        Self {
            context,
            body,
            top: 72 + LINE * lines.len(),
            lines,
            legend: legend.collect(),
        }
    }
}

fn scale(body: &Beliefs) -> Scale {
    let days = body.columns.first().zip(body.columns.last());
    let days = days.map_or((Day::MAX, Day::MAX), |(first, last)| (first.from, last.to));
    Scale::new(days, UNITS)
}

/// The stretches of a row of which something is drawn.
pub(in crate::formats) fn cells<'a>(body: &Beliefs, row: &'a Row) -> Vec<Cell<'a>> {
    let scale = scale(body);
    let cell = |of: &'a Stretch| {
        let (x, width) = span(scale, of.from, of.to);
        let mut readings = body.readings.iter().enumerate();
        let found = readings.find(|(_, reading)| Some(&reading.letter) == of.reading.as_ref());
        let open = if of.undetermined { "?" } else { "" };
        Cell {
            x,
            width,
            tint: found.map(|(place, _)| place % TINTS),
            is_unclear: found.is_some_and(|(_, reading)| reading.state.status == Status::Unclear),
            letter: format!("{}{open}", of.reading.as_deref().unwrap_or_default()),
            of,
        }
    };
    let cells = row.stretches.iter().map(cell);
    cells.filter(|cell| !cell.letter.is_empty()).collect()
}

/// What a letter stands for: its text and its values, and by what it came to read so.
fn legend_of(context: &Context, body: &Beliefs, reading: &Reading) -> String {
    let refs = &context.refs;
    let text = reading.state.text.as_ref();
    let text = text.map(|text| format!("{text}{} ", firm(reading, "text")));
    let said = text.unwrap_or_default() + &values(refs, body, reading, dates::date);
    let (letter, doubt) = (&reading.letter, doubt(reading));
    let by = by(refs, reading, dates::date).text();
    format!("{letter}  {doubt}{said} – {by}")
}
