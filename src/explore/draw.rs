//! A place → the screen: what stands above, the rows, the answer beside or below them, and the keys.

use std::collections::BTreeSet;
use std::iter;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::{Line as Drawn, Span, Text};
use ratatui::widgets::{Block as Pane, Borders, Padding, Paragraph};

use super::explorer::Explorer;
use super::pages::{Page, Row, believed};
use crate::answer::{
    Format, Look, block::Block, block::Grid, block::Line, block::Role, chart::Chart,
};
use crate::formats::{self, in_memory};
use crate::phrases::heading::bounds;
use crate::questions::beliefs::Beliefs;
use crate::questions::chart::table::{Drawing, laid_out};
use crate::questions::overview::table::marks;
use crate::text::{clean_line, words::parted, wrap::columns, wrap::cut};

/// Below so many columns and rows nothing is laid out.
const LEAST: (u16, u16) = (40, 12);
/// From so many columns on, the answer stands beside the rows, and the life of each clause is drawn.
const BESIDE: usize = 70;
const WIDE: usize = 120;
/// From so many rows on, the events are drawn.
const TALL: usize = 20;
/// The columns before the name of a row, and those of a name before its lane.
const BEFORE: usize = 4;
const NAME: usize = 33;
/// The columns of a day with a sign, and with its weekday.
const DAY: usize = 12;
const WEEKDAY: usize = 15;
/// Signs of the screen, and what stands for them where only ASCII may be drawn.
const SIGNS: &str = "─│›▲◀▶━·▏…→–←↑↓±‘’“”";
const ASCII: &str = "-|>^<>=*_~>-<^v%''\"\"";

impl Explorer {
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        self.settle();
        let area = frame.area();
        self.size = (area.width.into(), area.height.into());
        if area.width < LEAST.0 || area.height < LEAST.1 {
            let text = format!("too small: needs {} by {}", LEAST.0, LEAST.1);
            return frame.render_widget(text, area);
        }
        let drawing = self.drawing();
        let head = self.head(&drawing);
        let above = Constraint::Length(small(head.len()));
        let parts = [above, Constraint::Fill(1), Constraint::Length(3)];
        let [above, middle, below] = Layout::vertical(parts).areas(area);
        let faint = [Style::new(), Style::new().dim()][usize::from(self.look.color)];
        let edged = |edges| Pane::new().borders(edges).border_style(faint);
        let rules = edged(Borders::TOP | Borders::BOTTOM);
        let (list, beside, edge) = self.panes(rules.inner(middle));
        let pane = edged(edge).padding(Padding::horizontal(1));
        let inside = pane.inner(beside);
        let (rows, cursor, hidden) = self.list(list, &drawing);
        let (answer, more) = self.answer(inside);
        let rules = rules.title_bottom(hidden);
        let rules = rules.title_bottom(Drawn::from(more).right_aligned());
        frame.render_widget(rules, middle);
        frame.render_widget(pane, beside);
        frame.render_widget(answer, inside);
        // Of these each sign keeps its column, below.
        let mut look = self.look;
        look.ascii = false;
        for (lines, area) in [(head, above), (rows, list), (self.foot(), below)] {
            let drawing = Block::Drawing(lines, Grid::default());
            frame.render_widget(text(vec![drawing], look), area);
        }
        frame.set_cursor_position(cursor.unwrap_or(inside.as_position()));
        let cells = &mut frame.buffer_mut().content;
        for cell in cells.iter_mut().filter(|_| self.look.ascii) {
            let mut signs = SIGNS.chars().zip(ASCII.chars());
            let plain = signs.find(|(sign, _)| cell.symbol().starts_with(*sign));
            plain.map(|(_, plain)| cell.set_char(plain));
        }
    }

    /// Where the rows and the answer stand, and the edge between them.
    fn panes(&self, area: Rect) -> (Rect, Rect, Borders) {
        let rows = small(self.rows.len());
        let (size, edge) = match self.place.page {
            Page::Find | Page::Keys => (area.height, Borders::NONE),
            _ if rows == 0 => (0, Borders::NONE),
            Page::Beliefs => (rows.min(area.height / 2), Borders::TOP),
            _ if self.size.0 < BESIDE => (area.height / 2, Borders::TOP),
            _ if self.is_wide() => (area.width * 5 / 8, Borders::LEFT),
            _ => (area.width * 9 / 20, Borders::LEFT),
        };
        let parts = [Constraint::Length(size), Constraint::Fill(1)];
        let layout = match edge {
            Borders::LEFT => Layout::horizontal(parts),
            _ => Layout::vertical(parts),
        };
        let [list, answer] = layout.areas(area);
        (list, answer, edge)
    }

    /// The rows that have room around the one that is chosen, the cursor on that one, and how many have none.
    fn list(&self, area: Rect, drawing: &Drawing) -> (Vec<Line>, Option<Position>, String) {
        // The place of a row, and whether it is the topic that begins with it.
        let (mut lines, mut topic) = (Vec::new(), "");
        for (place, row) in self.rows.iter().enumerate() {
            let begins = self.is_wide() && !self.is_bare && row.topic != topic;
            topic = &row.topic;
            lines.extend(begins.then_some((place, true)));
            lines.push((place, false));
        }
        let room = usize::from(area.height);
        let here = lines.iter().position(|line| *line == (self.chosen, false));
        let here = here.unwrap_or(0);
        let first = here.saturating_sub(room / 2);
        let first = first.min(lines.len().saturating_sub(room));
        let end = lines.len().min(first + room);
        // A blank stands before the edge of what is beside it.
        let width = usize::from(area.width) - usize::from(area.width < small(self.size.0));
        let list = self.drawn(&lines[first..end], width, drawing);
        let column = match self.place.page {
            Page::Beliefs => drawing.column_of(self.place.at.day),
            _ => 0,
        };
        let [column, line] = [column, here - first].map(small);
        let cursor = Position::new(area.x + column, area.y + line);
        let is_here = !lines.is_empty() && !self.place.in_answer;
        let row_at = |at: usize| lines.get(at).map_or(self.rows.len(), |line| line.0);
        let hidden = [&self.rows[..row_at(first)], &self.rows[row_at(end)..]];
        let is_changed = |row: &&Row| !row.mark.sign.is_empty();
        let changed = hidden.map(|rows| rows.iter().filter(is_changed).count());
        // On the page of all clauses, only those that changed are counted, where there are such.
        let is_main = self.place.page == Page::Main && changed != [0, 0];
        let (counts, word) = match hidden.map(<[Row]>::len) {
            _ if is_main => (changed, "changed "),
            all => (all, ""),
        };
        let told = |[above, below]: [usize; 2]| format!("─ {above} {word}above, {below} below ");
        let hidden = Some(counts).filter(|counts| *counts != [0, 0]).map(told);
        (list, is_here.then_some(cursor), hidden.unwrap_or_default())
    }

    /// Rows and topics: a name with a word at the right, or with days behind it.
    fn drawn(&self, shown: &[(usize, bool)], width: usize, drawing: &Drawing) -> Vec<Line> {
        let mut call = self.asked();
        if self.is_wide() && !shown.is_empty() {
            let (from, to) = self.book.strip.days;
            let lives = shown.iter().filter(|(_, is_topic)| !is_topic);
            let lives = lives.map(|(place, _)| format!(" --clause {}", self.rows[*place].key));
            call = format!("chart --from {from} --to {to}{}", lives.collect::<String>());
        }
        let report = self.book.ask(&call).ok();
        let answer = report.as_ref().map(|of| &of.answer);
        let map: Option<&Beliefs> = answer.and_then(|of| of.downcast_ref());
        let chart: Option<&Chart> = answer.and_then(|of| of.downcast_ref());
        let line = |(place, is_topic): &(usize, bool)| {
            let row = &self.rows[*place];
            if *is_topic {
                let topic = format!("    {}", row.topic.to_uppercase());
                return Line::of(Role::Strong, fit(&topic, width));
            }
            let sign = if *place == self.chosen { "›" } else { " " };
            let sign = Line::plain(sign).and(row.mark.role, fit(row.mark.sign, BEFORE - 1));
            let named = |room| sign.and(Role::Plain, fit(&row.name, room) + " ");
            let mut lanes = chart.iter().flat_map(|chart| &chart.lanes);
            let lane = lanes.find(|lane| lane.clause == row.key);
            match (map, chart.zip(lane)) {
                (Some(map), _) => map.rows[*place].drawn(named(DAY - 1), drawing, self.look),
                (_, Some((chart, lane))) => drawing.lane(named(NAME - 1), chart, lane),
                _ => {
                    let word = row.mark.word;
                    let room = width.saturating_sub(BEFORE + columns(word) + 1);
                    named(room).and(row.mark.role, word)
                }
            }
        };
        shown.iter().map(line).collect()
    }

    /// The days across the screen: those of a belief map; else over all of it or, where the lives of clauses are drawn,
    /// above these and with a line at the close of the day and of today.
    fn drawing(&self) -> Drawing {
        let (days, width) = (self.book.strip.days, self.size.0);
        let mut look = self.look;
        look.width = Some(width);
        let map = |map: &Beliefs| map.drawing(BEFORE + DAY, look);
        if let Some(drawing) = self.book.made(&self.asked(), map) {
            return drawing;
        }
        if !self.is_wide() {
            return Drawing::new(1, width - 2, days, look);
        }
        let rules = BTreeSet::from([self.place.at.day, self.book.today]);
        let cells = width * 5 / 8 - BEFORE - NAME - rules.len();
        Drawing::new(BEFORE + NAME, cells, days, look).ruled(rules)
    }

    fn is_wide(&self) -> bool {
        self.place.page == Page::Main && self.size.0 >= WIDE
    }

    /// The answer of the call from where it is scrolled to, and how many lines of it have no room below. It has no title
    /// and no calls, for which there are keys, nor the map whose rows are drawn; what stands above every answer comes last.
    fn answer(&mut self, area: Rect) -> (Paragraph<'static>, String) {
        if area.is_empty() {
            return Default::default();
        }
        let mut look = self.look;
        look.width = Some(area.width.into());
        let is_map = self.place.page == Page::Beliefs;
        let mut blocks = Vec::new();
        match self.book.ask(&self.asked()) {
            Ok(report) => {
                let (answer, context) = (&report.answer, &report.context);
                let paper = answer.paper(context, look);
                blocks.extend(paper.sources);
                blocks.push(Block::Lines(paper.lines));
                blocks.extend(paper.body);
                blocks.push(Block::Lines(bounds(context, &answer.days(context))));
                blocks.retain(|block| !(is_map && matches!(block, Block::Drawing(..))));
            }
            Err(why) => blocks.extend([why.message.clone(), why.advice()].map(Block::text)),
        }
        let text = text(blocks, look);
        let most = text.lines.len().saturating_sub(area.height.into());
        self.place.scroll = most.min(self.place.scroll);
        let more = match most - self.place.scroll {
            0 => String::new(),
            more => format!(" {more} more ─"),
        };
        let scroll = (small(self.place.scroll), 0);
        (Paragraph::new(text).scroll(scroll), more)
    }

    /// Whose timeline it is, the lens, the years, the day, and what happened on it.
    fn head(&self, drawing: &Drawing) -> Vec<Line> {
        let (book, width) = (&self.book, self.size.0);
        let timeline = &book.reading.history.timeline;
        let lens = parted(believed(&book.global.lens), " · ");
        let mut lens = lens.unwrap_or("known by all · basis all".to_owned());
        if width >= WIDE {
            let kept = timeline.kept(book.today);
            lens = format!("kept to {kept} · {lens} · today {}", book.today);
        }
        let lens = cut(&format!("  {lens} "), width * 3 / 4, '…');
        let path = book.path.as_deref().unwrap_or("bundled");
        let agreement = format!("{} ({path})", timeline.title);
        let title = format!(" {}", self.place.column(0).replace("TITLE", &agreement));
        let title = Line::of(Role::Strong, fit(&title, width - columns(&lens)));
        let broken = self.broken.iter();
        let broken = broken.map(|why| self.line(Role::Removed, &format!("as it was: {why}")));
        let mut head: Vec<Line> = broken.chain([title.and(Role::Doubt, lens)]).collect();
        match self.place.page {
            Page::Beliefs => head.push(drawing.years("    known by")),
            _ if self.place.has_day() && self.size.1 >= TALL => {
                let name = if self.is_wide() { "    events" } else { "" };
                head.push(drawing.years(""));
                head.push(marks(&book.strip, drawing, name, self.look));
            }
            _ => {}
        }
        head.extend((self.place.has_day()).then(|| self.day_line(drawing)));
        let subtitle = self.subtitle();
        head.extend((!subtitle.is_empty()).then(|| self.line(Role::Plain, &subtitle)));
        head
    }

    /// Where the day lies, and between which others; of a comparison, from which day to which.
    fn day_line(&self, drawing: &Drawing) -> Line {
        let (at, from, width) = (&self.place.at, &self.place.from, self.size.0);
        let is_compared = self.place.page == Page::Compare;
        let mut ends = [(from.day, "a"), (at.day, "b")];
        ends.sort_unstable();
        let [(first, left), (last, right)] = ends;
        let [begin, end, column] = [first, last, at.day].map(|day| drawing.column_of(day));
        let named = format!("{} {}", at.day, at.day.weekday());
        let (start, text) = if is_compared {
            let bar = "━".repeat((end - begin).saturating_sub(1));
            let text = format!("{first} {left}{bar}{right} {last}");
            let start = begin.saturating_sub(DAY - 1);
            (start.min(width.saturating_sub(columns(&text))), text)
        } else if let Some(start) = column.checked_sub(WEEKDAY) {
            (start, format!("{named} ▲"))
        } else {
            (column, format!("▲ {named}"))
        };
        let [before, behind] = self.book.beside(at);
        let before = before.filter(|_| !is_compared && start > DAY + 1);
        let behind = behind.filter(|_| !is_compared && start + WEEKDAY + DAY + 2 < width);
        let before = before.map(|of| (1, format!("◀ {}", of.day)));
        let behind = behind.map(|of| (width - DAY - 1, format!("{} ▶", of.day)));
        laid_out(iter::once((start, text)).chain(before).chain(behind))
    }

    /// What is said beside, the call, and the keys.
    fn foot(&self) -> Vec<Line> {
        let enter = if self.look.ascii { "Enter" } else { "⏎" };
        let keys = self.place.column(2).replace('⏎', enter);
        let note = self.note.as_ref().unwrap_or(&self.standing);
        let call = self.line(Role::Source, &format!("$ {}", self.call()));
        let [note, keys] = [note, &keys].map(|text| self.line(Role::Plain, text));
        vec![note, call, keys]
    }

    /// A text of a file on a line of its own.
    fn line(&self, role: Role, text: &str) -> Line {
        Line::of(role, fit(&format!(" {text}"), self.size.0))
    }
}

/// Blocks as they are printed, in the colours that the formats give them; no text of a file has any.
fn text(blocks: Vec<Block>, look: Look) -> Text<'static> {
    let span = |part: &str| {
        let (code, text) = part.split_once('m').unwrap_or_default();
        let style = match code.parse() {
            Ok(1) => Style::new().bold(),
            Ok(2) => Style::new().dim(),
            Ok(7) => Style::new().reversed(),
            Ok(code @ 31..=35) => Style::new().fg(Color::Indexed(code - 30)),
            _ => Style::new(),
        };
        Span::styled(text.to_owned(), style)
    };
    let line = |line: &str| format!("0m{line}").split("\u{1b}[").map(span).collect();
    let text = in_memory(|to| formats::blocks(blocks, Format::Table, look, 0, to).map(drop));
    text.lines().map(line).collect::<Vec<Drawn<'_>>>().into()
}

fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// A text of a file on one line of so many columns.
fn fit(text: &str, width: usize) -> String {
    let text = cut(&clean_line(text), width, '…');
    let blanks = width.saturating_sub(columns(&text));
    text + &" ".repeat(blanks)
}
