//! The chart: a lane for each clause, on a true scale of time.

use crate::agreement::lanes::Stretch;
use crate::answer::block::{Block, Column, Grid, Line, Role};
use crate::answer::chart::{Cell, Chart, Lane, Turn, TurnKind};
use crate::answer::{Context, Look};
use crate::date::Day;
use crate::phrases;
use crate::phrases::heading::heading;
use crate::text::words::Count;

/// Blanks between the names and the lanes.
const GAP: usize = 2;
/// The most columns of a name.
const LONGEST: usize = 34;
/// The fewest cells that a drawing has.
const FEWEST: usize = 20;
/// The cells of a lane where no width is given.
const CELLS: usize = 120;

const AHEAD: &str = "in force if nothing else happens";

/// The cells of a drawing in the order of the legend: in Unicode, in ASCII, and in words.
const LEGEND: [(Cell, char, char, &str); 10] = [
    (Cell::InForce, '█', '#', "in force"),
    (Cell::Scheduled, '▒', '=', AHEAD),
    (Cell::Unclear, '≈', '~', "unclear"),
    (Cell::Doubt, '░', '?', "a change may fall here"),
    (Cell::Adopted, '├', '[', "adopted"),
    (Cell::Amended, '◆', 'A', "amended"),
    (Cell::Disclosed, '○', 'd', "disclosed"),
    (Cell::Ended, '╳', 'X', "ended"),
    (Cell::Expired, '┤', ']', "expires"),
    (Cell::No, '·', '.', "not in force"),
];

fn drawn(cell: Cell, look: Look) -> char {
    let found = LEGEND.into_iter().find(|(found, ..)| *found == cell);
    let drawn = |(_, wide, ascii, _)| if look.ascii { ascii } else { wide };
    found.map_or(' ', drawn)
}

fn role(cell: Cell) -> Role {
    match cell {
        Cell::InForce | Cell::Adopted => Role::Added,
        Cell::Scheduled | Cell::Expired => Role::Future,
        Cell::Unclear | Cell::Doubt => Role::Doubt,
        Cell::Amended | Cell::Disclosed => Role::Changed,
        Cell::Ended => Role::Removed,
        Cell::No => Role::Faint,
    }
}

pub(crate) fn blocks(context: &Context, body: &Chart, look: Look) -> Vec<Block> {
    let clauses = Count(body.lanes.len(), "clause");
    let answers = format!("{clauses} from {} to {}", body.from, body.to);
    let mut blocks = heading(context, &answers, &[body.to]);
    if body.lanes.is_empty() {
        blocks.push(Block::text("No clause matches."));
        return blocks;
    }
    let (lanes, legend) = drawing(context, body, look);
    blocks.push(Block::Drawing(lanes, grid(body)));
    blocks.push(Block::Legend(legend));
    blocks
}

/// The same in words, for formats that draw nothing.
fn grid(body: &Chart) -> Grid {
    let columns = ["Clause", "Stands", "What happens"].map(Column::new);
    let stands = |stretch: &Stretch| {
        let (from, to) = (stretch.from, stretch.to);
        let rest = if from == to {
            String::new()
        } else {
            format!(" to {to}")
        };
        Line::plain(format!("{from}{rest}: {}", phrases::stand(stretch.stands)))
    };
    let row = |lane: &Lane| {
        vec![
            vec![Line::plain(&lane.clause), Line::plain(&lane.title)],
            lane.stretches.iter().map(stands).collect(),
            lane.turns.iter().map(told).collect(),
        ]
    };
    Grid::new(columns, body.lanes.iter().map(row))
}

fn told(turn: &Turn) -> Line {
    let days = match (turn.first, turn.last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("between {first} and {last}"),
        (None, Some(last)) => format!("by {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, None) => "on an unknown day".to_owned(),
    };
    let past = turn.action.past();
    let did = match turn.action {
        _ if turn.planned => format!("planned: {past}"),
        TurnKind::Expiry => "in force to the end of this day".to_owned(),
        TurnKind::Change(_) => past.to_owned(),
    };
    Line::plain(format!("{days} {did} by {}", turn.event))
}

/// The lanes below a scale of years, with a line at the close of today and of each mark; and what the
/// drawings mean.
fn drawing(context: &Context, body: &Chart, look: Look) -> (Vec<Line>, Line) {
    let names = body.lanes.iter().map(|lane| lane.clause.chars().count());
    let name = names.max().unwrap_or(0).min(LONGEST);
    let mut lines = body.rules(context.today);
    lines.retain(|(day, _)| body.has(*day));
    lines.sort();
    lines.dedup();
    let beside = name + GAP + lines.len();
    let room = look
        .width
        .map_or(CELLS, |width| width.saturating_sub(beside));
    let cells = body.cells(room.max(FEWEST));
    let rule = |(day, _): &(Day, String)| cells.partition_point(|(_, last)| last < day);
    let rules: Vec<usize> = lines.iter().map(rule).collect();
    let page = Page {
        name,
        cells: &cells,
        rules: &rules,
        today: context.today,
        look,
    };
    let mut drawn = page.marks(&lines);
    drawn.push(page.years());
    let mut topic = None;
    for lane in &body.lanes {
        if topic != Some(&lane.topic) {
            topic = Some(&lane.topic);
            let words = lane.topic.as_deref().unwrap_or("without a topic");
            drawn.push(Line::of(Role::Strong, words.to_uppercase()));
        }
        drawn.push(page.lane(lane));
    }
    (drawn, page.legend(body))
}

struct Page<'a> {
    name: usize,
    cells: &'a [(Day, Day)],
    rules: &'a [usize],
    today: Day,
    look: Look,
}

impl Page<'_> {
    fn rule(&self) -> char {
        if self.look.ascii { '|' } else { '│' }
    }

    /// The column of the lines at which a cell stands.
    fn column(&self, cell: usize) -> usize {
        cell + self.rules.iter().filter(|rule| **rule < cell).count()
    }

    /// A row for each line with its name beside it, on the side that has room.
    fn marks(&self, lines: &[(Day, String)]) -> Vec<Line> {
        let total = self.cells.len() + self.rules.len();
        let row = |(place, (_, label)): (usize, &(Day, String))| {
            // Lines after the same cell stand side by side.
            let column = self.rules[place] + 1 + place;
            let text = crate::text::clean_line(label);
            let length = text.chars().count();
            let rule = self.rule();
            let (before, text) = if column + 1 + length < total {
                (column, format!("{rule} {text}"))
            } else {
                (column.saturating_sub(length + 1), format!("{text} {rule}"))
            };
            let indent = " ".repeat(self.name + GAP + before);
            Line::of(Role::Faint, format!("{indent}{text}"))
        };
        lines.iter().enumerate().map(row).collect()
    }

    /// The scale: each year at the cell in which it begins, where there is room.
    fn years(&self) -> Line {
        let mut text = " ".repeat(self.name + GAP);
        let mut column = 0;
        for (place, (first, end)) in self.cells.iter().enumerate() {
            let whole = (first.month(), first.day()) == (1, 1);
            // The first year that begins in the cell; the scale itself begins within a year.
            let year = first.year() + i32::from(!whole && place > 0);
            let at = self.column(place);
            let word = format!("{year:04}");
            let room = at >= column && at + word.len() <= self.cells.len() + self.rules.len();
            if room && year <= end.year() {
                text.push_str(&" ".repeat(at - column));
                text.push_str(&word);
                // One blank parts two years.
                text.push(' ');
                column = at + word.len() + 1;
            }
        }
        Line::of(Role::Faint, text)
    }

    fn lane(&self, lane: &Lane) -> Line {
        let shown: String = if lane.clause.chars().count() > self.name {
            let short = self.name.saturating_sub(1);
            let end = if self.look.ascii { '~' } else { '…' };
            lane.clause.chars().take(short).chain([end]).collect()
        } else {
            lane.clause.clone()
        };
        let pad = self.name + GAP - shown.chars().count();
        let mut drawn = Line::plain(format!("{shown}{}", " ".repeat(pad)));
        for (place, days) in self.cells.iter().enumerate() {
            let cell = lane.cell(*days, self.today);
            drawn = drawn.and(role(cell), self::drawn(cell, self.look).to_string());
            for _ in self.rules.iter().filter(|rule| **rule == place) {
                drawn = drawn.and(Role::Faint, self.rule().to_string());
            }
        }
        drawn
    }

    /// What the drawings mean, of those that are there.
    fn legend(&self, body: &Chart) -> Line {
        let mut shown = Vec::new();
        for lane in &body.lanes {
            shown.extend(self.cells.iter().map(|days| lane.cell(*days, self.today)));
        }
        let mut items = Vec::new();
        for (cell, .., words) in LEGEND {
            if shown.contains(&cell) {
                items.push(format!("{} {words}", drawn(cell, self.look)));
            }
        }
        let days = self.cells.iter();
        let days = days.map(|(first, last)| first.days_until(*last) + 1);
        let days = usize::try_from(days.max().unwrap_or(1)).unwrap_or(1);
        let most = if days == 1 { "" } else { "at most " };
        let (items, days) = (items.join(", "), Count(days, "day"));
        Line::of(Role::Faint, format!("{items}. A cell is {most}{days}."))
    }
}
