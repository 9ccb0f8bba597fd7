//! A place → the screen: what stands above, the rows, the answer beside or below them, and what can be done.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::text::{Line, Span};

use super::asks::Ask;
use super::book::answered;
use super::keys;
use super::lines::{cells, drawn, fit, painted, style};
use super::pages::{self, Row};
use super::place::Page;
use super::state::Explorer;
use crate::answer::block::{self, Block, Role};
use crate::answer::chart::{Chart, Lane};
use crate::answer::scale::Scale;
use crate::answer::{Look, Report};
use crate::date::Day;
use crate::formats;
use crate::questions::beliefs::Beliefs;
use crate::questions::chart::table as chart;
use crate::text::clean_line;
use crate::text::wrap::columns;

/// Below so many columns and rows nothing is laid out.
const LEAST: (usize, usize) = (40, 12);
/// From so many columns on, the answer stands beside the rows.
const BESIDE: usize = 70;
/// From so many columns on, the life of each clause is drawn.
const WIDE: usize = 120;
/// The rule, the count, the call and the keys.
const FOOT: usize = 4;
/// The columns of a name before its lane.
const NAME: usize = 32;

struct Layout {
    /// Rows and the answer: columns, lines, width and height.
    rows: Rect,
    answer: Rect,
    beside: bool,
}

impl Explorer {
    pub(super) fn pane_look(&self, width: usize) -> Look {
        Look {
            width: Some(width),
            ..self.look
        }
    }

    pub fn draw(&self, frame: &mut Frame<'_>) {
        let (width, height) = self.size;
        if width < LEAST.0 || height < LEAST.1 {
            let text = format!(
                "too small: {} columns and {} rows are needed",
                LEAST.0, LEAST.1
            );
            put(frame, (0, 0), width, &Line::from(text));
            return;
        }
        let rows = self.rows();
        let (head, ask) = (self.head(rows.len()), self.asked_of(&rows));
        let top = head.len();
        for (y, line) in head.into_iter().enumerate() {
            put(frame, (0, y), width, &line);
        }
        let layout = self.layout(top + 1, rows.len());
        self.rules(frame, &layout, top);
        let counts = self.draw_rows(frame, &layout, &rows);
        let below = self.draw_answer(frame, &layout, ask.as_ref());
        let foot = height - FOOT;
        put(frame, (1, foot), width, &Line::from(counts));
        let more = format!(" {below} more lines ");
        let at = width.saturating_sub(more.len() + 1);
        if below > 0 {
            put(frame, (at, foot), more.len(), &Line::from(more));
        }
        self.foot(frame, foot + 1, ask.as_ref());
    }

    pub(super) fn sign(&self, c: char) -> String {
        let signs = "─-│|›>●o○r┤]▲^◀<▶>━=·*▏_";
        let mut plain = signs.chars().skip_while(|sign| *sign != c).skip(1);
        let plain = plain.next().filter(|_| self.look.ascii);
        plain.unwrap_or(c).to_string()
    }

    pub(super) fn style(&self, role: Role) -> Style {
        style(role, self.look.color)
    }

    fn layout(&self, top: usize, rows: usize) -> Layout {
        let (width, height) = self.size;
        let room = height.saturating_sub(top + FOOT);
        let rect = |x: usize, y: usize, width: usize, height: usize| {
            Rect::new(cells(x), cells(y), cells(width), cells(height))
        };
        let all = rect(0, top, width, room);
        let stacked = |own: usize| Layout {
            rows: rect(0, top, width, own),
            answer: rect(1, top + own + 1, width - 2, room.saturating_sub(own + 1)),
            beside: false,
        };
        match &self.place.page {
            Page::Answer(_) => Layout {
                rows: rect(0, top, 0, 0),
                answer: rect(1, top, width - 2, room),
                beside: false,
            },
            Page::Help(_) => Layout {
                rows: all,
                answer: rect(0, top, 0, 0),
                beside: false,
            },
            Page::Beliefs(_) => stacked((rows + 1).min(room.saturating_sub(3)).max(2)),
            _ if width < BESIDE => stacked(room / 2),
            page => {
                let own = match page {
                    Page::Main if width >= WIDE => width * 5 / 8,
                    Page::Find(..) | Page::Lenses => width / 2,
                    _ => width * 36 / 80,
                };
                let answer = rect(own + 2, top, width - own - 3, room);
                Layout {
                    rows: rect(0, top, own, room),
                    answer,
                    beside: true,
                }
            }
        }
    }

    fn rules(&self, frame: &mut Frame<'_>, layout: &Layout, top: usize) {
        let (width, height) = self.size;
        let rule = || Line::styled(self.sign('─').repeat(width), self.style(Role::Faint));
        put(frame, (0, top), width, &rule());
        put(frame, (0, height - FOOT), width, &rule());
        let (rows, answer) = (layout.rows, layout.answer);
        if layout.beside {
            for y in rows.top()..rows.bottom() {
                let line = Line::styled(self.sign('│'), self.style(Role::Faint));
                put(frame, (rows.right().into(), y.into()), 1, &line);
            }
        } else if rows.height > 0 && answer.height > 0 {
            put(frame, (0, rows.bottom().into()), width, &rule());
        }
    }

    /// The rows that have room around the one that is chosen, and how many have none.
    fn draw_rows(&self, frame: &mut Frame<'_>, layout: &Layout, rows: &[Row]) -> String {
        let area = layout.rows;
        let mut map = match &self.place.page {
            Page::Beliefs(id) => pages::map(
                &self.book,
                id,
                self.pane_look(self.size.0.saturating_sub(2)),
            ),
            _ => Vec::new(),
        };
        let top = usize::from(area.y) + usize::from(!map.is_empty());
        let room = usize::from(area.bottom()).saturating_sub(top);
        if room == 0 || rows.is_empty() {
            return String::new();
        }
        let chosen = self.chosen(rows);
        let first = chosen
            .saturating_sub(room / 2)
            .min(rows.len().saturating_sub(room));
        if !map.is_empty() {
            let years = block::Line::plain("  ").then(map.remove(0));
            put(
                frame,
                (0, usize::from(area.y)),
                area.width.into(),
                &drawn(&years, self.look.color),
            );
        }
        let shown = &rows[first..rows.len().min(first + room)];
        let lanes = self.lanes(area, shown);
        for (y, place) in (first..rows.len()).take(room).enumerate() {
            let mut line = match map.get(place) {
                Some(line) => drawn(line, self.look.color),
                None => self.row(&rows[place], &lanes, area),
            };
            let sign = if place == chosen {
                self.sign('›')
            } else {
                " ".to_owned()
            };
            let indent = if map.is_empty() { "" } else { " " };
            line.spans.insert(0, Span::raw(sign + indent));
            put(frame, (0, top + y), area.width.into(), &line);
        }
        let x = match &self.place.page {
            Page::Beliefs(id) => 2 + self.map_column(id),
            _ => 0,
        };
        frame.set_cursor_position(Position::new(cells(x), cells(top + chosen - first)));
        let below = rows.len().saturating_sub(first + room);
        if first + below == 0 {
            String::new()
        } else {
            format!(" {first} above, {below} below ")
        }
    }

    fn map_column(&self, clause: &str) -> usize {
        let found = self.book.ask(&Ask::Beliefs(clause.to_owned()));
        answered::<Beliefs>(&found).map_or(0, |map| {
            let (cells, column) = map.cells(self.pane_look(self.size.0.saturating_sub(2)));
            column(self.place.column.min(cells.len().saturating_sub(1)))
        })
    }

    /// The life of each clause of some rows drawn, where there is room for it.
    fn lanes(&self, area: Rect, rows: &[Row]) -> Vec<(String, Line<'static>)> {
        if self.size.0 < WIDE || self.place.page != Page::Main {
            return Vec::new();
        }
        let found = self.book.ask(&Ask::Chart);
        let Some(chart) = answered::<Chart>(&found) else {
            return Vec::new();
        };
        let room = usize::from(area.width).saturating_sub(NAME + 5);
        let scale = Scale::of_cells((chart.from, chart.to), room);
        let days = scale.cells();
        let here = scale.begin(self.place.when.day).min(days.len());
        let behind = (here + 1).min(days.len());
        let line = |lane: &Lane| {
            let part = |days: &[(Day, Day)]| {
                let cells = days.iter().map(|days| chart.cell(lane, *days));
                let cells = cells.map(|cell| chart::drawn(cell, self.look));
                let none = block::Line::default();
                let line = cells.fold(none, |line, (sign, role)| line.and(role, sign.to_string()));
                drawn(&line, self.look.color).spans
            };
            let on_day = part(&days[here..behind]).into_iter().map(Span::reversed);
            let spans = part(&days[..here]).into_iter().chain(on_day);
            let spans = spans.chain(part(&days[behind..]));
            (lane.clause.clone(), spans.collect())
        };
        let is_shown = |lane: &&Lane| rows.iter().any(|row| row.key == lane.clause);
        chart.lanes.iter().filter(is_shown).map(line).collect()
    }

    fn row(&self, row: &Row, lanes: &[(String, Line<'static>)], area: Rect) -> Line<'static> {
        let (width, ascii) = (usize::from(area.width).saturating_sub(1), self.look.ascii);
        let (sign, role) = row.mark;
        let sign = if ascii && sign == "·" { "*" } else { sign };
        let mark = Span::styled(fit(sign, 2, ascii) + " ", self.style(role));
        if let Some((_, lane)) = lanes.iter().find(|(id, _)| *id == row.key) {
            let name = Span::raw(fit(&row.name, NAME, ascii) + " ");
            let spans = [mark, name].into_iter().chain(lane.spans.clone());
            return spans.collect();
        }
        let (right, role) = &row.right;
        let right = clean_line(right);
        let name = width.saturating_sub(3 + columns(&right) + 1 + usize::from(!right.is_empty()));
        let name = Span::raw(fit(&row.name, name, ascii) + " ");
        Line::from(vec![mark, name, Span::styled(right, self.style(*role))])
    }

    /// The answer from where it is scrolled to; how many lines of it have no room.
    fn draw_answer(&self, frame: &mut Frame<'_>, layout: &Layout, ask: Option<&Ask>) -> usize {
        let area = layout.answer;
        let lines = self.answer_lines(area.width.into(), ask);
        let most = lines.len().saturating_sub(1);
        let shown = lines
            .iter()
            .skip(self.place.scroll.min(most))
            .take(area.height.into());
        let mut last = 0;
        for (y, line) in shown.enumerate() {
            last = y + 1;
            put(
                frame,
                (area.x.into(), usize::from(area.y) + y),
                area.width.into(),
                &line.clone(),
            );
        }
        if layout.rows.height == 0 || self.place.in_answer {
            frame.set_cursor_position(Position::new(area.x, area.y));
        }
        lines
            .len()
            .saturating_sub(self.place.scroll.min(most) + last)
    }

    pub(super) fn answer_height(&self) -> usize {
        let rows = self.rows();
        let width = self.layout(0, rows.len()).answer.width;
        let ask = self.asked_of(&rows);
        self.answer_lines(width.into(), ask.as_ref()).len()
    }

    /// The answer of the call, in so many columns, but for what stands above every answer.
    fn answer_lines(&self, width: usize, ask: Option<&Ask>) -> Vec<Line<'static>> {
        let Some(ask) = ask.filter(|_| width > 0) else {
            return Vec::new();
        };
        let found = self.book.ask(ask);
        let look = self.pane_look(width);
        let is_drawn = matches!(self.place.page, Page::Beliefs(_));
        let blocks = match found.as_ref() {
            Ok(report) => body(report, look, is_drawn),
            Err(refusal) => vec![Block::text(&refusal.message), Block::text(&refusal.help)],
        };
        painted(&formats::pane(blocks, look))
    }

    /// How the clauses stand or what just happened, the call, and the keys.
    fn foot(&self, frame: &mut Frame<'_>, top: usize, ask: Option<&Ask>) {
        let (width, ascii) = (self.size.0, self.look.ascii);
        let said = match &self.note {
            Some(note) => note.clone(),
            None => pages::standing(&self.book, &self.place.when.text),
        };
        put(
            frame,
            (0, top),
            width,
            &Line::from(fit(&format!(" {said}"), width, ascii)),
        );
        let call = fit(&format!(" $ {}", self.call_of(ask)), width, ascii);
        put(
            frame,
            (0, top + 1),
            width,
            &Line::styled(call, self.style(Role::Source)),
        );
        let last = match &self.prompt {
            Some((':', text)) => format!(" date or id: {text}{}", self.sign('▏')),
            Some((_, text)) => format!(" known by: {text}{}", self.sign('▏')),
            None => keys::line(&self.place.page, width, ascii),
        };
        put(
            frame,
            (0, top + 2),
            width,
            &Line::from(fit(&last, width, ascii)),
        );
    }
}

/// The blocks of an answer without the title and the facts that stand above every answer, and without a drawing that
/// is shown by itself.
fn body(report: &Report, look: Look, is_drawn: bool) -> Vec<Block> {
    let is_faint = |line: &block::Line| line.0.iter().all(|piece| piece.role == Role::Faint);
    let mut blocks = report.answer.blocks(&report.context, look);
    blocks.retain(|block| {
        let is_left_out = match block {
            Block::Title(..) | Block::Legend(_) => true,
            Block::Drawing(..) => is_drawn,
            _ => false,
        };
        !is_left_out
    });
    if let Some(Block::Lines(lines)) = blocks.first_mut() {
        lines.retain(|line| !is_faint(line));
    }
    blocks
}

/// A line at a column and a row, where it has so much room.
fn put(frame: &mut Frame<'_>, (x, y): (usize, usize), width: usize, line: &Line<'_>) {
    let (area, x, y) = (frame.area(), cells(x), cells(y));
    if y < area.height && x < area.width {
        let room = cells(width).min(area.width - x);
        frame.buffer_mut().set_line(x, y, line, room);
    }
}
