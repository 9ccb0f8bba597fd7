//! A place → the screen: what stands above, the rows, the answer beside or below them, and what can be done.

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::{Constraint, Direction, Layout, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::symbols::border;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block as Edge, Borders, Padding};

use super::asks::Ask;
use super::keys;
use super::lines::{cells, drawn, fit, painted, style};
use super::pages::{self, Row};
use super::place::Page;
use super::state::Explorer;
use crate::answer::block::{self, Block, Role};
use crate::answer::chart::{Chart, Lane};
use crate::answer::scale::Scale;
use crate::answer::{Look, Report};
use crate::formats;
use crate::questions::chart::table as chart;
use crate::text::clean_line;
use crate::text::wrap::columns;

/// Below so many columns and rows nothing is laid out.
const LEAST: (usize, usize) = (40, 12);
/// From so many columns on, the answer stands beside the rows.
const BESIDE: u16 = 70;
/// From so many columns on, the life of each clause is drawn.
const WIDE: u16 = 120;
/// The rule, the count, the call and the keys.
const FOOT: u16 = 4;
/// The columns before the name of a row, and the blank behind it.
const AROUND: usize = 5;
/// The columns of a name before its lane.
const NAME: usize = 32;

impl Explorer {
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let ((width, height), (least, fewest)) = (self.size, LEAST);
        if width < least || height < fewest {
            let text = format!("too small: needs {least} by {fewest}");
            return frame.render_widget(text, frame.area());
        }
        let (rows, chosen, ask) = self.shown();
        let head = self.head(rows.len());
        let top = Constraint::Length(cells(head.len()));
        let areas = [top, Constraint::Fill(1), Constraint::Length(FOOT)];
        let [top, area, foot] = Layout::vertical(areas).areas(frame.area());
        frame.render_widget(Text::from(head), top);
        let rule = self.frame(Borders::TOP);
        let (own, answer, edge) = self.panes(rule.inner(area), rows.len());
        frame.render_widget(rule, area);
        let below = self.draw_answer(frame, edge.inner(answer), ask.as_ref());
        frame.render_widget(edge, answer);
        let counts = self.draw_rows(frame, own, &rows, chosen);
        let has_room = columns(&counts) + columns(&below) <= width;
        let below = if has_room { below } else { String::new() };
        let rule = self.frame(Borders::TOP).title(counts);
        let rule = rule.title(Line::from(below).right_aligned());
        let text = Text::from(self.foot(ask.as_ref()));
        frame.render_widget(text, rule.inner(foot));
        frame.render_widget(rule, foot);
    }

    pub(super) fn sign(&self, sign: char) -> String {
        let plain = "─│›●○┤▲◀▶━·▏".chars().zip("-|>or]^<>=*_".chars());
        let mut plain = plain.filter(|(drawn, _)| self.look.ascii && *drawn == sign);
        plain.next().map_or(sign, |(_, plain)| plain).to_string()
    }

    pub(super) fn style(&self, role: Role) -> Style {
        style(role, self.look.color)
    }

    pub(super) fn pane_look(&self, width: usize) -> Look {
        let width = Some(width);
        Look { width, ..self.look }
    }

    /// A line at some sides of an area.
    fn frame(&self, sides: Borders) -> Edge<'static> {
        let mut set = border::PLAIN;
        if self.look.ascii {
            (set.horizontal_top, set.vertical_left) = ("-", "|");
        }
        let lines = Edge::new().borders(sides).border_set(set);
        lines.border_style(self.style(Role::Faint))
    }

    /// Where the rows stand, where the answer does, and what stands around the answer.
    fn panes(&self, area: Rect, rows: usize) -> (Rect, Rect, Edge<'static>) {
        let (width, height) = (area.width, area.height);
        let (way, own, side) = match &self.place.page {
            Page::Answer(_) => (Direction::Vertical, 0, Borders::NONE),
            Page::Help(_) => (Direction::Vertical, height, Borders::NONE),
            Page::Beliefs(_) => {
                let own = cells(rows + 1).min(height.saturating_sub(3)).max(2);
                (Direction::Vertical, own, Borders::TOP)
            }
            _ if width < BESIDE => (Direction::Vertical, height / 2, Borders::TOP),
            page => {
                let own = match page {
                    Page::Main if width >= WIDE => width * 5 / 8,
                    Page::Folder | Page::Find(..) | Page::Lenses => width / 2,
                    _ => width * 36 / 80,
                };
                (Direction::Horizontal, own, Borders::LEFT)
            }
        };
        let parts = [Constraint::Length(own), Constraint::Fill(1)];
        let [rows, answer] = Layout::new(way, parts).areas(area);
        let edge = self.frame(side).padding(Padding::horizontal(1));
        (rows, answer, edge)
    }

    /// The rows that have room around the one that is chosen, and how many have none.
    fn draw_rows(
        &self,
        frame: &mut Frame<'_>,
        mut area: Rect,
        rows: &[Row],
        chosen: usize,
    ) -> String {
        let (mut map, _, _, column) = self.map();
        if !map.is_empty() {
            let mut scale = drawn(&map.remove(0), self.look.color);
            scale.spans.insert(0, Span::raw("  "));
            frame.render_widget(scale, area);
            (area.y, area.height) = (area.y + 1, area.height.saturating_sub(1));
        }
        let room = usize::from(area.height);
        if room == 0 || rows.is_empty() {
            return String::new();
        }
        let hidden = rows.len().saturating_sub(room);
        let first = chosen.saturating_sub(room / 2).min(hidden);
        let shown = &rows[first..rows.len() - (hidden - first)];
        let lanes = self.lanes(area, shown);
        let line = |(place, row): (usize, &Row)| {
            let (mut line, set_in) = match map.get(place) {
                Some(line) => (drawn(line, self.look.color), " "),
                None => (self.row(row, &lanes, area), ""),
            };
            let sign = self.sign(if place == chosen { '›' } else { ' ' });
            line.spans.insert(0, Span::raw(sign + set_in));
            line
        };
        let text: Text<'_> = (first..).zip(shown).map(line).collect();
        frame.render_widget(text, area);
        if !self.place.in_answer {
            frame.set_cursor_position((cells(column), area.y + cells(chosen - first)));
        }
        let is_main = self.place.page == Page::Main;
        let changed = |rows: &[Row]| {
            rows.iter()
                .filter(|row| is_main && !row.sign.is_empty())
                .count()
        };
        let sign = self.sign('─');
        match (
            changed(&rows[..first]),
            changed(&rows[first + shown.len()..]),
        ) {
            _ if hidden == 0 => String::new(),
            (0, 0) => format!("{sign} {first} above, {} below ", hidden - first),
            (0, below) => format!("{sign} {below} more changed below "),
            (above, 0) => format!("{sign} {above} more changed above "),
            (above, below) => format!("{sign} {above} changed above, {below} below "),
        }
    }

    /// The life of each clause of some rows drawn, where there is room for it.
    fn lanes(&self, area: Rect, rows: &[Row]) -> HashMap<String, Line<'static>> {
        if self.size.0 < usize::from(WIDE) || self.place.page != Page::Main {
            return HashMap::new();
        }
        let room = usize::from(area.width).saturating_sub(NAME + 5);
        self.book.made(&Ask::Chart, |chart: &Chart| {
            let scale = Scale::of_cells((chart.from, chart.to), room);
            let (days, here) = (scale.cells(), scale.begin(self.place.when.day));
            let here = days.get(here).copied();
            let cell = |lane: &Lane, days| {
                let (sign, role) = chart::drawn(chart.cell(lane, days), self.look);
                let span = Span::styled(sign.to_string(), self.style(role));
                if Some(days) == here {
                    span.reversed()
                } else {
                    span
                }
            };
            let line = |lane: &Lane| {
                let cells = days.iter().map(|days| cell(lane, *days));
                (lane.clause.clone(), cells.collect())
            };
            let is_shown = |lane: &&Lane| rows.iter().any(|row| row.key == lane.clause);
            chart.lanes.iter().filter(is_shown).map(line).collect()
        })
    }

    fn row(&self, row: &Row, lanes: &HashMap<String, Line<'static>>, area: Rect) -> Line<'static> {
        let (ascii, style) = (self.look.ascii, self.style(row.role));
        let sign = Span::styled(fit(row.sign, 3, ascii), style);
        if let Some(lane) = lanes.get(&row.key) {
            let name = Span::raw(fit(&row.name, NAME, ascii) + " ");
            return [sign, name].into_iter().chain(lane.spans.clone()).collect();
        }
        let word = clean_line(&row.word);
        let taken = AROUND + columns(&word) + usize::from(!word.is_empty());
        let room = usize::from(area.width).saturating_sub(taken);
        let name = fit(&row.name, room, ascii);
        Line::from_iter([sign, Span::raw(name + " "), Span::styled(word, style)])
    }

    /// The answer from where it is scrolled to; how many lines of it have no room below.
    fn draw_answer(&self, frame: &mut Frame<'_>, area: Rect, ask: Option<&Ask>) -> String {
        let lines = self.answer_lines(area.width.into(), ask);
        let scroll = self.place.scroll.min(lines.len().saturating_sub(1));
        let end = scroll + usize::from(area.height);
        let below = lines.len().saturating_sub(end);
        let text: Text<'_> = lines.into_iter().skip(scroll).collect();
        frame.render_widget(text, area);
        frame.set_cursor_position(area);
        if below == 0 {
            return String::new();
        }
        format!(" {below} more lines {}", self.sign('─'))
    }

    pub(super) fn answer_height(&self, rows: usize, ask: Option<&Ask>) -> usize {
        let (width, height) = self.size;
        let area = Rect::new(0, 0, cells(width), cells(height));
        let (_, answer, edge) = self.panes(area, rows);
        let width = edge.inner(answer).width;
        self.answer_lines(width.into(), ask).len()
    }

    /// The answer of the call, in so many columns, but for what stands above every answer.
    fn answer_lines(&self, width: usize, ask: Option<&Ask>) -> Vec<Line<'static>> {
        let Some(ask) = ask.filter(|_| width > 0) else {
            return Vec::new();
        };
        let (found, look) = (self.book.ask(ask), self.pane_look(width));
        let is_drawn = matches!(self.place.page, Page::Beliefs(_));
        let blocks = match found.as_ref() {
            Ok(report) => body(report, look, is_drawn),
            Err(refusal) => vec![Block::text(&refusal.message), Block::text(&refusal.help)],
        };
        painted(&formats::pane(blocks, look))
    }

    /// How the clauses stand or what just happened, the call, and the keys.
    fn foot(&self, ask: Option<&Ask>) -> Vec<Line<'static>> {
        let ((width, _), ascii) = (self.size, self.look.ascii);
        let standing = || pages::standing(&self.book, &self.place.when.text);
        let said = self.note.clone().unwrap_or_else(standing);
        let call = fit(&format!(" $ {}", self.book.call(ask)), width, ascii);
        let last = match &self.prompt {
            Some((':', text)) => format!(" date or id: {text}{}", self.sign('▏')),
            Some((_, text)) => format!(" known by: {text}{}", self.sign('▏')),
            None => keys::line(&self.place.page, width, ascii),
        };
        vec![
            fit(&format!(" {said}"), width, ascii).into(),
            Line::styled(call, self.style(Role::Source)),
            fit(&last, width, ascii).into(),
        ]
    }
}

/// The blocks of an answer without the title and the facts that stand above every answer, without calls, for which
/// there are keys, and without a drawing that is shown by itself.
fn body(report: &Report, look: Look, is_drawn: bool) -> Vec<Block> {
    let is_faint = |line: &block::Line| line.0.iter().all(|piece| piece.role == Role::Faint);
    let mut blocks = report.answer.blocks(&report.context, look);
    blocks.retain(|block| match block {
        Block::Title(..) | Block::Legend(_) | Block::Calls(_) => false,
        Block::Drawing(..) => !is_drawn,
        _ => true,
    });
    if let Some(Block::Lines(lines)) = blocks.first_mut() {
        lines.retain(|line| !is_faint(line));
    }
    blocks
}
