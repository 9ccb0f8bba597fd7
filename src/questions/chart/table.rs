//! The chart: a lane for each clause, on a true scale of time.

use crate::answer::Context;
use crate::answer::Look;
use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::chart::{Cell, Chart, Lane, Turn, TurnKind};
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

/// The cells of a drawing in the order of the legend: in Unicode, in ASCII, and in words.
const LEGEND: [(Cell, char, char, &str); 10] = [
    (Cell::InForce, '█', '#', "in force"),
    (
        Cell::Scheduled,
        '▒',
        '=',
        "in force if nothing else happens",
    ),
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
    found.map_or(
        ' ',
        |(_, wide, ascii, _)| if look.ascii { ascii } else { wide },
    )
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
    let answers = format!(
        "{} from {} to {}",
        Count(body.lanes.len(), "clause"),
        body.from,
        body.to
    );
    let mut blocks = heading(context, &answers, &[body.to]);
    if body.lanes.is_empty() {
        blocks.push(Block::Text(Line::plain("No clause matches.")));
        return blocks;
    }
    let (lanes, legend) = drawing(context, body, look);
    blocks.push(Block::Drawing(lanes, grid(body)));
    blocks.push(Block::Legend(legend));
    blocks
}

/// The same in words, for formats that draw nothing.
fn grid(body: &Chart) -> Grid {
    let columns = ["Clause", "Stands", "What happens"]
        .map(Column::new)
        .to_vec();
    let mut rows = Vec::new();
    for lane in &body.lanes {
        let stands = lane.stretches.iter().map(|stretch| {
            let days = if stretch.from == stretch.to {
                stretch.from.to_string()
            } else {
                format!("{} to {}", stretch.from, stretch.to)
            };
            Line::plain(format!("{days}: {}", phrases::stand(stretch.stands)))
        });
        let turns = lane.turns.iter().map(|turn| Line::plain(told(turn)));
        rows.push(Row::Cells(vec![
            vec![Line::plain(&lane.clause), Line::plain(&lane.title)],
            stands.collect(),
            turns.collect(),
        ]));
    }
    Grid { columns, rows }
}

fn told(turn: &Turn) -> String {
    let days = match (turn.first, turn.last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("between {first} and {last}"),
        (None, Some(last)) => format!("by {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, None) => "on an unknown day".to_owned(),
    };
    let did = if turn.planned {
        format!("planned: {}", turn.action.past())
    } else if turn.action == TurnKind::Expiry {
        "in force to the end of this day".to_owned()
    } else {
        turn.action.past().to_owned()
    };
    format!("{days} {did} by {}", turn.event)
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
    let room = look.width.map_or(CELLS, |width| {
        width.saturating_sub(name + GAP + lines.len())
    });
    let cells = body.cells(room.max(FEWEST));
    let rules: Vec<usize> = lines
        .iter()
        .map(|(day, _)| cells.partition_point(|(_, last)| last < day))
        .collect();
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
            let (before, text) = if column + 1 + length < total {
                (column, format!("{} {text}", self.rule()))
            } else {
                (
                    column.saturating_sub(length + 1),
                    format!("{text} {}", self.rule()),
                )
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
        let drawn = |lane: &Lane| {
            self.cells
                .iter()
                .map(|days| lane.cell(*days, self.today))
                .collect()
        };
        let all: Vec<Vec<Cell>> = body.lanes.iter().map(drawn).collect();
        let shown = |cell: &Cell| all.iter().any(|lane| lane.contains(cell));
        let items = LEGEND.into_iter().filter(|(cell, ..)| shown(cell));
        let items =
            items.map(|(cell, .., words)| format!("{} {words}", self::drawn(cell, self.look)));
        let days = self
            .cells
            .iter()
            .map(|(first, last)| first.days_until(*last) + 1);
        let days = usize::try_from(days.max().unwrap_or(1)).unwrap_or(1);
        let most = if days == 1 { "" } else { "at most " };
        let items = items.collect::<Vec<_>>().join(", ");
        Line::of(
            Role::Faint,
            format!("{items}. A cell is {most}{}.", Count(days, "day")),
        )
    }
}
