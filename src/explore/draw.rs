//! A place → the screen: what stands above, the rows, the answer beside or below them, and the keys.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line as Drawn, Span, Text};
use ratatui::widgets::{Block as Pane, Borders, Padding};

use super::explorer::Explorer;
use super::{pages::Page, pages::Row};
use crate::answer::{Look, Report, block::Block, block::Line, block::Role, chart::Chart};
use crate::date::Day;
use crate::formats;
use crate::phrases::heading::bounds;
use crate::questions::beliefs::Beliefs;
use crate::questions::chart::table::{Drawing, laid_out};
use crate::questions::overview::table::marks;
use crate::text::{clean_line, words::parted, wrap::columns, wrap::cut};

/// Below so many columns and rows nothing is laid out.
const LEAST: (usize, usize) = (40, 12);
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
const DRAWN: [&str; 2] = ["─│›▲◀▶━·▏…→–←↑↓", "-|>^<>=*_~>-<^v"];

impl Explorer {
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        self.look();
        let area = frame.area();
        self.size = (area.width.into(), area.height.into());
        let ((width, height), (least, fewest)) = (self.size, LEAST);
        if width < least || height < fewest {
            let text = format!("too small: needs {least} by {fewest}");
            return frame.render_widget(text, area);
        }
        let (head, foot) = (self.head(), self.foot());
        let lines = [head.len(), foot.len()].map(|of| Constraint::Length(small(of)));
        let parts = [lines[0], Constraint::Fill(1), lines[1]];
        let [above, middle, below] = Layout::vertical(parts).areas(area);
        let faint = [Style::new(), Style::new().dim()][usize::from(self.look.color)];
        let edged = |edges| Pane::new().borders(edges).border_style(faint);
        let rules = edged(Borders::TOP | Borders::BOTTOM);
        let (list, beside, edge) = self.panes(rules.inner(middle));
        let pane = edged(edge).padding(Padding::horizontal(1));
        let inside = pane.inner(beside);
        let (rows, cursor, hidden) = self.list(list);
        let (answer, more) = self.answer(inside);
        let rules = rules.title_bottom(hidden);
        let rules = rules.title_bottom(Drawn::from(more).right_aligned());
        frame.render_widget(rules, middle);
        frame.render_widget(pane, beside);
        frame.render_widget(answer, inside);
        for (lines, area) in [(head, above), (rows, list), (foot, below)] {
            frame.render_widget(self.painted(&lines), area);
        }
        for cell in &mut frame.buffer_mut().content {
            let plain = DRAWN[0].chars().zip(DRAWN[1].chars());
            let mut plain = plain.filter(|_| self.look.ascii);
            if let Some((_, plain)) = plain.find(|(sign, _)| cell.symbol() == sign.to_string()) {
                cell.set_char(plain);
            }
        }
        let cursor = cursor.filter(|_| !self.place.in_answer);
        frame.set_cursor_position(cursor.unwrap_or(inside.as_position()));
    }

    /// Where the rows and the answer stand, and the edge between them.
    fn panes(&self, area: Rect) -> (Rect, Rect, Borders) {
        let rows = small(self.sheet.rows.len());
        let (size, edge) = match self.place.page {
            Page::Find | Page::Keys => (area.height, Borders::NONE),
            _ if rows == 0 => (0, Borders::NONE),
            Page::Beliefs => ((area.height / 2).min(rows.saturating_add(1)), Borders::TOP),
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

    /// The rows that have room around the one that is chosen, where that one is, and how many have none.
    fn list(&self, area: Rect) -> (Vec<Line>, Option<Position>, String) {
        let (rows, chosen) = (&self.sheet.rows, self.sheet.chosen);
        // A blank stands before the edge of what is beside it.
        let width = usize::from(area.width) - usize::from(area.width < small(self.size.0));
        let map = |map: &Beliefs| map.drawn(self.pane_look(width - BEFORE));
        // Of no other page is the whole answer worth its time here.
        let asked = Some(&self.sheet.call).filter(|_| self.place.page == Page::Beliefs);
        let map: Option<(Drawing, Vec<Line>)> = asked.and_then(|call| self.book.made(call, map));
        let title = map
            .iter()
            .map(|(_, map)| Line::plain(" ".repeat(BEFORE)).then(map[0].clone()));
        let mut list: Vec<Line> = title.collect();
        let (lines, drawing, above) = (self.lines(), self.drawing(), list.len());
        let room = usize::from(area.height).saturating_sub(above);
        let here = lines.iter().position(|line| *line == (chosen, false));
        let here = here.unwrap_or(0);
        let first = here.saturating_sub(room / 2);
        let first = first.min(lines.len().saturating_sub(room));
        let end = lines.len().min(first + room);
        for (place, is_topic) in &lines[first..end] {
            let row = &rows[*place];
            let sign = if *place == chosen { "›" } else { " " };
            let lead = Line::plain(sign).and(row.mark.role, fit(row.mark.sign, BEFORE - 1));
            list.push(match &map {
                _ if *is_topic => Line::of(Role::Strong, fit(&format!("    {}", row.topic), width)),
                Some((_, map)) => lead.then(map[place + 1].clone()),
                None if self.is_wide() => self.life(lead, row, &drawing),
                None => {
                    let word = row.mark.word;
                    let room = width.saturating_sub(BEFORE + columns(word) + 1);
                    let name = fit(&row.name, room) + " ";
                    lead.and(Role::Plain, name).and(row.mark.role, word)
                }
            });
        }
        let column = map.map_or(0, |(days, _)| BEFORE + days.column_of(self.place.at.day));
        let [column, line] = [column, above + here - first].map(small);
        let cursor = Position::new(area.x + column, area.y + line);
        let cursor = (!lines.is_empty()).then_some(cursor);
        let [first, end] = [first, end].map(|at| lines.get(at).map_or(rows.len(), |line| line.0));
        (list, cursor, self.hidden(&rows[..first], &rows[end..]))
    }

    /// What is drawn below each other: the place of a row, and whether it is the topic that begins with it.
    fn lines(&self) -> Vec<(usize, bool)> {
        let (mut lines, mut topic) = (Vec::new(), "");
        for (place, row) in self.sheet.rows.iter().enumerate() {
            if self.is_wide() && !self.is_bare && row.topic != topic {
                topic = &row.topic;
                lines.push((place, true));
            }
            lines.push((place, false));
        }
        lines
    }

    fn life(&self, lead: Line, row: &Row, drawing: &Drawing) -> Line {
        let lead = lead.and(Role::Plain, fit(&row.name, NAME - 2) + "  ");
        self.book.made("chart", |chart: &Chart| {
            let own = chart.lanes.iter().find(|lane| lane.clause == row.key);
            own.map(|lane| drawing.lane(lead, chart, lane))
                .unwrap_or_default()
        })
    }

    /// How many rows have no room: on the page of all clauses, of those that changed.
    fn hidden(&self, before: &[Row], behind: &[Row]) -> String {
        let is_changed = |row: &&Row| self.place.page == Page::Main && !row.mark.sign.is_empty();
        let changed = |rows: &[Row]| rows.iter().filter(is_changed).count();
        match (before.len(), behind.len(), changed(before), changed(behind)) {
            (0, 0, ..) => String::new(),
            (above, below, 0, 0) => format!("─ {above} above, {below} below "),
            (.., above, below) => format!("─ {above} changed above, {below} below "),
        }
    }

    /// The days across the screen: over all of it or, where the lives of clauses are drawn, above these and with a line
    /// at the close of the day and of today.
    fn drawing(&self) -> Drawing {
        let (days, width) = (self.book.strip.days, self.size.0);
        if !self.is_wide() {
            return Drawing::new(1, width - 2, days, self.look);
        }
        let rules = BTreeSet::from([self.place.at.day, self.book.today]);
        let cells = width * 5 / 8 - BEFORE - NAME - rules.len();
        Drawing::new(BEFORE + NAME, cells, days, self.look).ruled(rules)
    }

    fn is_wide(&self) -> bool {
        self.place.page == Page::Main && self.size.0 >= WIDE
    }

    /// The answer of the call from where it is scrolled to, and how many lines of it have no room below.
    fn answer(&mut self, area: Rect) -> (Text<'static>, String) {
        if area.is_empty() {
            return Default::default();
        }
        let look = self.pane_look(area.width.into());
        let blocks = match self.book.ask(&self.sheet.call) {
            Ok(report) => body(&report, look, self.place.page == Page::Beliefs),
            Err(refusal) => vec![Block::text(&refusal.message), Block::text(refusal.advice())],
        };
        let mut text = drawn(&formats::pane(blocks, look));
        let most = text.height().saturating_sub(area.height.into());
        let scroll = most.min(self.place.scroll);
        self.place.scroll = scroll;
        text.lines.drain(..scroll);
        let more = match most - scroll {
            0 => String::new(),
            more => format!(" {more} more ─"),
        };
        (text, more)
    }

    fn pane_look(&self, width: usize) -> Look {
        let width = Some(width);
        Look { width, ..self.look }
    }

    /// Whose timeline it is, the lens, the years, the day, and what happened on it.
    fn head(&self) -> Vec<Line> {
        let ((width, height), sheet) = (self.size, &self.sheet);
        let broken = self.broken.iter();
        let broken = broken.map(|why| self.line(Role::Removed, &format!("as it was: {why}")));
        let mut head: Vec<Line> = broken.collect();
        let lens = self.book.global.lens.parts().into_iter();
        let lens = lens.map(|(name, value)| format!("{name} {value}"));
        let mut lens = parted(lens, " · ").unwrap_or("known by all · basis all".to_owned());
        if width >= WIDE {
            let kept = self.book.whole().recorded;
            let kept = kept.map(|kept| format!("kept to {}", kept.human()));
            let today = format!("today {}", self.book.today);
            let said = kept.into_iter().chain([lens, today]);
            lens = parted(said, " · ").unwrap_or_default();
        }
        let lens = cut(&format!("  {lens} "), width * 3 / 4, '…');
        let title = fit(&format!(" {}", sheet.title), width - columns(&lens));
        head.push(Line::of(Role::Strong, title).and(Role::Doubt, lens));
        if self.place.has_day() {
            let drawing = self.drawing();
            if height >= TALL {
                let name = if self.is_wide() { "    events" } else { "" };
                head.push(drawing.years(""));
                head.push(marks(&self.book.strip, &drawing, name, self.look));
            }
            head.push(self.day_line(&drawing));
        }
        if !sheet.subtitle.is_empty() {
            head.push(self.line(Role::Plain, &sheet.subtitle));
        }
        head
    }

    /// Where the day lies, and between which others; of a comparison, from which day to which.
    fn day_line(&self, drawing: &Drawing) -> Line {
        let (at, width) = (&self.place.at, self.size.0);
        let column = |day: Day| drawing.column_of(day);
        if self.place.page == Page::Compare {
            let mut ends = [(self.place.from.day, "a"), (at.day, "b")];
            ends.sort_unstable();
            let [(first, left), (last, right)] = ends;
            let bar = "━".repeat((column(last) - column(first)).saturating_sub(1));
            let text = format!("{first} {left}{bar}{right} {last}");
            let start = column(first).saturating_sub(DAY - 1);
            let start = start.min(width.saturating_sub(columns(&text)));
            return Line::of(Role::Faint, " ".repeat(start) + &text);
        }
        let named = format!("{} {}", at.day, at.day.weekday());
        let (start, text) = match column(at.day).checked_sub(WEEKDAY) {
            Some(start) => (start, format!("{named} ▲")),
            None => (column(at.day), format!("▲ {named}")),
        };
        let [before, behind] = self.book.beside(at);
        let before = before.filter(|_| start > DAY + 1);
        let behind = behind.filter(|_| start + WEEKDAY + DAY + 2 < width);
        let before = before.map(|of| (1, format!("◀ {}", of.day)));
        let behind = behind.map(|of| (width - DAY - 1, format!("{} ▶", of.day)));
        laid_out(before.into_iter().chain([(start, text)]).chain(behind))
    }

    /// How the clauses stand or what just happened, the call, and the keys.
    fn foot(&self) -> Vec<Line> {
        let said = self.note.as_ref().unwrap_or(&self.sheet.standing);
        let enter = if self.look.ascii { "Enter" } else { "⏎" };
        let mut keys = String::new();
        for key in self.place.keys().replace('⏎', enter).split("  ") {
            if columns(&keys) + columns(key) < self.size.0 {
                keys = keys + key + "  ";
            }
        }
        let call = format!("$ {}", self.call());
        let foot = [
            (Role::Plain, &**said),
            (Role::Source, &call),
            (Role::Plain, keys.trim_end()),
        ];
        foot.map(|(role, text)| self.line(role, text)).into()
    }

    /// A text of a file on a line of its own.
    fn line(&self, role: Role, text: &str) -> Line {
        Line::of(role, fit(&format!(" {text}"), self.size.0))
    }

    fn painted(&self, lines: &[Line]) -> Text<'static> {
        let lines = lines
            .iter()
            .map(|line| formats::painted(line, self.look.color));
        drawn(&lines.collect::<Vec<String>>().join("\n"))
    }
}

/// An answer without its title, without calls, for which there are keys, and without a drawing that is shown by itself;
/// what stands above every answer comes last.
fn body(report: &Report, look: Look, is_drawn: bool) -> Vec<Block> {
    let (answer, context) = (&report.answer, &report.context);
    let mut paper = answer.paper(context, look);
    let is_above = |block: &Block| is_drawn && matches!(block, Block::Drawing(..));
    paper.body.retain(|block| !is_above(block));
    let mut blocks = paper.sources;
    blocks.push(Block::Lines(paper.lines));
    blocks.extend(paper.body);
    blocks.push(Block::Lines(bounds(context, &answer.days(context))));
    blocks
}

/// A text with the colours that the formats give it; no text of a file has any.
fn drawn(text: &str) -> Text<'static> {
    let mut style = Style::new();
    let mut span = |(place, part): (usize, &str)| {
        let code = part.strip_prefix('[').and_then(|part| part.split_once('m'));
        let (code, text) = code.filter(|_| place > 0).unwrap_or(("", part));
        style = match code {
            "" => style,
            "1" => style.bold(),
            "2" => style.dim(),
            "7" => style.reversed(),
            "31" => style.red(),
            "32" => style.green(),
            "33" => style.yellow(),
            "34" => style.blue(),
            "35" => style.magenta(),
            _ => Style::new(),
        };
        Span::styled(text.to_owned(), style)
    };
    let line = |line: &str| line.split('\u{1b}').enumerate().map(&mut span).collect();
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
