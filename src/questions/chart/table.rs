//! The chart: a lane for each clause, on a true scale of time.

use std::fmt::Display;

use crate::agreement::lanes::{Standing, Stretch};
use crate::answer::chart::{Cell, Chart, Lane, Turn, TurnKind};
use crate::answer::scale::{self, Label, Rule, Scale};
use crate::phrases::{heading::sources, turns};
use crate::questions::prelude::*;
use crate::text::clean_line;
use crate::text::wrap::{cut, wrap};

const GAP: usize = 2;
const LONGEST: usize = 34;
const FEWEST: usize = 20;
/// The columns of names and lanes where no width is given.
const WIDEST: usize = 154;
/// The fewest columns of a name, where that many are there.
const SHORTEST: usize = 8;
/// The cells that a year takes, with a blank behind it.
const YEAR: usize = 5;

/// The cells of a drawing in the order of the legend: in Unicode, in ASCII, in words, and in their colour.
const LEGEND: [(Cell, char, char, &str, Role); 13] = [
    (Cell::InForce, '█', '#', "in force", Role::Added),
    (Cell::Assumed, '▒', '=', ASSUMED, Role::Future),
    (Cell::Changing, '▓', '%', CHANGING, Role::Doubt),
    (Cell::Doubt, '░', '?', "perhaps in force", Role::Doubt),
    (Cell::Unclear, '≈', '~', "unclear", Role::Doubt),
    (of(Action::Adopt), '├', '[', "adopted", Role::Added),
    (of(Action::Amend), '◆', 'A', "amended", Role::Changed),
    (of(Action::Disclose), '○', 'd', "learned of", Role::Changed),
    (of(Action::Unclear), '◇', 'u', "left unclear", Role::Doubt),
    (of(Action::End), '╳', 'X', "ended", Role::Removed),
    (EXPIRY, '┤', ']', "expires", Role::Future),
    (RENEWAL, '↻', 'R', "renews", Role::Future),
    (Cell::No, '·', '.', "not in force", Role::Faint),
];

const EXPIRY: Cell = Cell::Turn(TurnKind::Expiry);
const RENEWAL: Cell = Cell::Turn(TurnKind::Renewal);

const fn of(action: Action) -> Cell {
    Cell::Turn(TurnKind::Change(action))
}

const ASSUMED: &str = "in force if nothing else happens";
const CHANGING: &str = "in force, what it says may change";

fn drawn(cell: Cell, look: Look) -> (char, Role) {
    let found = LEGEND.into_iter().find(|(found, ..)| *found == cell);
    let drawn = |(_, wide, ascii, _, role)| (if look.ascii { ascii } else { wide }, role);
    found.map_or((' ', Role::Plain), drawn)
}

pub(crate) fn paper(context: &Context, body: &Chart, look: Look) -> Paper {
    let clauses = Count(body.lanes.len(), "clause");
    let count = format!("{clauses} from {} to {}", body.from, body.to);
    if body.lanes.is_empty() {
        return Paper::list(count, Block::text("No clause matches."));
    }
    let (lanes, legend, cell) = drawing(context, body, look);
    Paper {
        legend,
        cell: Some(cell),
        sources: sources(context, look),
        ..Paper::list(count, Block::Drawing(lanes, grid(context, body)))
    }
}

/// The same in words, for formats that draw nothing.
fn grid(context: &Context, body: &Chart) -> Grid {
    let columns = ["Clause", "Stands", "What happens"];
    let stands = |stretch: Stretch| {
        let (from, to) = (stretch.from, stretch.to);
        let rest = (from != to).then(|| format!(" to {to}"));
        let rest = rest.unwrap_or_default();
        let stands = match stretch.stands {
            Standing::InForce if body.assumed_from <= from => ASSUMED,
            stands => phrases::stand(stands),
        };
        Line::plain(format!("{from}{rest}: {stands}"))
    };
    let told = |turn: &Turn| {
        let told = turns::told(turn, &turns::what(turn, context.today), [Date::human; 2]);
        Line::plain(told).and(Role::Faint, format!(" ({})", turn.event))
    };
    let row = |lane: &Lane| {
        vec![
            vec![Line::plain(&lane.clause), Line::plain(&lane.title)],
            body.pieces(lane).into_iter().map(stands).collect(),
            lane.told(context.today).map(told).collect(),
        ]
    };
    Grid {
        columns: columns.into(),
        rows: body.lanes.iter().map(row).collect(),
    }
}

/// The lanes below a scale of years, with a line at the close of today and of each mark; what the drawings mean, and for
/// how many days a cell stands.
fn drawing(context: &Context, body: &Chart, look: Look) -> (Vec<Line>, IndexSet<String>, String) {
    let rules = body.rules(context.today, |day| day.to_string());
    let room = |width: usize| width.saturating_sub(GAP + rules.len());
    let columns = look.width.map_or(WIDEST, room);
    let most = columns.saturating_sub(FEWEST).clamp(SHORTEST, LONGEST);
    let names = body.lanes.iter().map(|lane| lane.clause.chars().count());
    // Those of all agreements have the same room.
    let least = if context.timeline.is_part { most } else { 0 };
    let name = names.fold(least, usize::max).min(most);
    let cells = columns.saturating_sub(name).max(FEWEST);
    let days = rules.iter().map(|(day, _)| *day);
    let drawing = Drawing::new(name + GAP, cells, (body.from, body.to), look).ruled(days);
    let mut drawn = drawing.labels(rules);
    drawn.push(drawing.years(""));
    for (topic, lanes) in body.groups() {
        let topic = clean_line(&topic.to_uppercase());
        let width = look.width.unwrap_or(usize::MAX);
        let lines = wrap(&topic, width, width).into_iter().map(|at| &topic[at]);
        drawn.extend(lines.map(|line| Line::of(Role::Strong, line)));
        drawn.extend(lanes.iter().map(|lane| {
            let more = if look.ascii { '~' } else { '…' };
            let name = cut(&lane.clause, name, more);
            let name = Line::plain(format!("{name:0$}", drawing.start));
            drawing.lane(name, body, lane)
        }));
    }
    let (legend, cell) = (drawing.legend(&drawn), drawing.cell());
    (drawn, legend, cell)
}

/// Days across the screen behind so many columns, with lines down it.
pub(crate) struct Drawing {
    start: usize,
    scale: Scale,
    cells: Vec<(Day, Day)>,
    /// The columns of a cell.
    pub(crate) wide: usize,
    /// The cells behind which there is a line.
    rules: Vec<usize>,
    look: Look,
}

impl Drawing {
    /// In so many cells of one column, or in fewer.
    pub(crate) fn new(start: usize, cells: usize, days: (Day, Day), look: Look) -> Self {
        let scale = Scale::of_cells(days, cells);
        Self {
            start,
            cells: scale.cells(),
            wide: 1,
            rules: Vec::new(),
            scale,
            look,
        }
    }

    /// With a line at the close of each of some days.
    pub(crate) fn ruled(self, days: impl IntoIterator<Item = Day>) -> Self {
        let rules = days.into_iter().map(|day| self.scale.begin(day)).collect();
        Self { rules, ..self }
    }

    fn rule(&self) -> char {
        if self.look.ascii { '|' } else { '│' }
    }

    fn column(&self, cell: usize) -> usize {
        let rules = self.rules.iter().filter(|rule| **rule < cell).count();
        self.start + cell * self.wide + rules
    }

    #[cfg(feature = "explore")]
    pub(crate) fn column_of(&self, day: Day) -> usize {
        self.column(self.scale.begin(day))
    }

    /// The labels of the lines, each in a row of its own.
    fn labels(&self, rules: Vec<(Day, Vec<String>)>) -> Vec<Line> {
        let places = rules.into_iter().zip(&self.rules).enumerate();
        let rules = places.map(|(place, ((_, texts), cell))| {
            // Lines behind the same cell stand side by side.
            let column = self.start + (cell + 1) * self.wide + place;
            Rule {
                at: column..column + 1,
                texts: texts.iter().map(|text| clean_line(text)).collect(),
            }
        });
        let rules: Vec<Rule> = rules.collect();
        let labels = scale::labels(&rules, &(0..self.column(self.cells.len())), 1, columns);
        let row = |(place, own): (usize, &Label)| {
            let above = labels[..=place].iter().map(|label| label.rule);
            let rules = above.filter(|rule| !own.at.contains(rule));
            let rules = rules.map(|rule| (rule, self.rule().to_string()));
            laid_out(rules.chain([(own.at.start, own.text.clone())]))
        };
        labels.iter().enumerate().map(row).collect()
    }

    pub(crate) fn years(&self, name: &str) -> Line {
        let years = self.scale.years(YEAR.div_ceil(self.wide)).into_iter();
        let years = years.map(|(cell, year)| (self.column(cell), format!("{year:04}")));
        laid_out([(0, name.to_owned())].into_iter().chain(years))
    }

    pub(crate) fn lane(&self, lead: Line, body: &Chart, lane: &Lane) -> Line {
        self.cells(lead, |days| drawn(body.cell(lane, days), self.look))
    }

    pub(crate) fn row<T: Display>(
        &self,
        name: &str,
        show: impl Fn((Day, Day)) -> (T, Role),
    ) -> Line {
        self.cells(Line::plain(format!("{name:0$}", self.start)), show)
    }

    /// What the days of each cell show, behind what stands before the first.
    pub(crate) fn cells<T: Display>(
        &self,
        lead: Line,
        show: impl Fn((Day, Day)) -> (T, Role),
    ) -> Line {
        let mut drawn = lead;
        for (place, days) in self.cells.iter().enumerate() {
            let (cell, role) = show(*days);
            drawn = drawn.and(role, format!("{cell:0$}", self.wide));
            for _ in self.rules.iter().filter(|rule| **rule == place) {
                drawn = drawn.and(Role::Faint, self.rule().to_string());
            }
        }
        drawn
    }

    fn cell(&self) -> String {
        let days = self.cells.iter();
        let days = days.map(|(first, last)| first.days_until(*last) + 1);
        let days = usize::try_from(days.max().unwrap_or(1)).unwrap_or(1);
        let most = if days == 1 { "" } else { "at most " };
        format!("a cell is {most}{}", Count(days, "day"))
    }

    fn legend(&self, lanes: &[Line]) -> IndexSet<String> {
        // A title has fewer pieces.
        let lanes = lanes.iter().filter(|lane| lane.0.len() > self.cells.len());
        let cells = lanes.flat_map(|lane| &lane.0[1..]);
        let shown: HashSet<&str> = cells.map(|cell| &*cell.text).collect();
        let told = LEGEND.into_iter().filter_map(|(cell, .., words, _)| {
            let sign = drawn(cell, self.look).0.to_string();
            shown.contains(&*sign).then(|| format!("{sign} {words}"))
        });
        told.collect()
    }
}

/// A line of texts, each at its column.
pub(crate) fn laid_out(pieces: impl Iterator<Item = (usize, String)>) -> Line {
    let mut pieces: Vec<(usize, String)> = pieces.collect();
    pieces.sort_unstable();
    let mut line = String::new();
    for (column, text) in pieces {
        line += &" ".repeat(column.saturating_sub(columns(&line)));
        line += &text;
    }
    Line::of(Role::Faint, line)
}
