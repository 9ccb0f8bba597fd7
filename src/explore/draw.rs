//! A place → the screen: what stands above, the rows, the answer beside or below them, and what can be done.

use std::collections::BTreeSet;
use std::fmt::Display;

use ratatui::layout::{Constraint, Direction, Layout, Position, Rect};
use ratatui::text::{Line as Drawn, Span, Text};
use ratatui::widgets::{Block as Edge, Borders, Padding};
use ratatui::{Frame, buffer::Buffer, style::Color, style::Modifier, style::Style};

use super::place::{Ask, Screen};
use super::{book::StepKind, explorer::Explorer, keys, pages, pages::ListRow};
use crate::answer::{Look, Report, block::Block, block::Line, block::Role, chart::Chart};
use crate::date::Day;
use crate::formats;
use crate::phrases::heading::{bounds, left_out};
use crate::questions::chart::table::{Drawing, laid_out};
use crate::questions::{beliefs::Beliefs, chart::NO_TOPIC};
use crate::shell::LensArgs;
use crate::text::{clean_line, words::parted, wrap::columns, wrap::cut};

/// Below so many columns and rows nothing is laid out.
const LEAST: (u16, u16) = (40, 12);
/// From so many columns on, the answer stands beside the rows, and the life of each clause is drawn.
const BESIDE: u16 = 70;
const WIDE: usize = 120;
/// From so many rows on, the events are drawn.
const TALL: usize = 20;
/// The columns before the name of a row, and those of a name before its lane.
const BEFORE: usize = 4;
const NAME: usize = 33;
/// The eighths of the screen that the lives of clauses have.
const LIVES: u16 = 5;
/// The most columns of a name where a text stands behind it.
const LONGEST: usize = 48;
/// The fewest columns of a title beside a lens.
const LEAST_TITLE: usize = 13;
/// The columns of a day with a sign, and with its weekday.
const DAY: usize = 12;
const WEEKDAY: usize = 15;
/// Signs of the screen, and what stands for them where only ASCII may be drawn.
const DRAWN: [&str; 2] = ["─│›●○┤▲◀▶━·▏…→–±“”‘’", "-|>or]^<>=*_~>-+\"\"''"];

impl Explorer {
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        self.look();
        let area = frame.area();
        self.size = (area.width.into(), area.height.into());
        let (least, fewest) = LEAST;
        if area.width < least || area.height < fewest {
            let text = format!("too small: needs {least} by {fewest}");
            return frame.render_widget(text, area);
        }
        let [head, foot] = [self.head(), self.foot()].map(|lines| text(&lines));
        let [top, foot_height] = [&head, &foot].map(|of| Constraint::Length(cells(of.height())));
        let rule = Constraint::Length(1);
        let areas = [top, rule, Constraint::Fill(1), rule, foot_height];
        let [top, upper, middle, lower, bottom] = Layout::vertical(areas).areas(area);
        frame.render_widget(head, top);
        frame.render_widget(edge(Borders::TOP), upper);
        let (own, answer, side) = self.panes(middle);
        let below = self.draw_answer(frame, side.inner(answer));
        frame.render_widget(side, answer);
        let hidden = self.draw_rows(frame, own);
        let has_room = columns(&hidden) + columns(&below) < self.size.0;
        let below = Drawn::from(if has_room { below } else { String::new() });
        let rule = edge(Borders::TOP).title(hidden);
        frame.render_widget(rule.title(below.right_aligned()), lower);
        frame.render_widget(foot, bottom);
        self.plain(frame.buffer_mut());
    }

    /// Leaves out what the terminal does not have.
    fn plain(&self, buffer: &mut Buffer) {
        let [signs, plain] = DRAWN;
        for cell in &mut buffer.content {
            if !self.look.color {
                cell.fg = Color::Reset;
                cell.modifier &= Modifier::REVERSED;
            }
            let mut signs = signs.chars().zip(plain.chars());
            let sign = signs.find(|(sign, _)| cell.symbol().chars().eq([*sign]));
            if let Some((_, plain)) = sign.filter(|_| self.look.ascii) {
                cell.set_char(plain);
            }
        }
    }

    fn pane_look(&self, width: usize) -> Look {
        let mut look = self.look;
        (look.width, look.color) = (Some(width), true);
        look
    }

    /// Where the rows stand, where the answer does, and what stands around the answer.
    fn panes(&self, area: Rect) -> (Rect, Rect, Edge<'static>) {
        let (width, height) = (area.width, area.height);
        let (way, own, side) = match (self.sheet.letter, self.sheet.rows.len()) {
            (_, 0) => (Direction::Vertical, 0, Borders::NONE),
            ('?' | 'f', _) => (Direction::Vertical, height, Borders::NONE),
            ('b', rows) => {
                let own = cells(rows + 1).min(height.saturating_sub(3)).max(2);
                (Direction::Vertical, own, Borders::TOP)
            }
            _ if width < BESIDE => (Direction::Vertical, height / 2, Borders::TOP),
            _ if self.is_wide() => (Direction::Horizontal, width * LIVES / 8, Borders::LEFT),
            _ => (Direction::Horizontal, width * 9 / 20, Borders::LEFT),
        };
        let parts = [Constraint::Length(own), Constraint::Fill(1)];
        let [rows, answer] = Layout::new(way, parts).areas(area);
        (rows, answer, edge(side).padding(Padding::horizontal(1)))
    }

    /// The rows that have room around the one that is chosen, and how many have none.
    fn draw_rows(&mut self, frame: &mut Frame<'_>, area: Rect) -> String {
        let width = usize::from(area.width).saturating_sub(BEFORE);
        let look = self.pane_look(width);
        let map = |map: &Beliefs| map.drawn(look);
        let (across, map) = self.book.made(&self.sheet.ask, map).unzip();
        let map = map.unwrap_or_default();
        let top = Constraint::Length(u16::from(across.is_some()));
        let [top, area] = Layout::vertical([top, Constraint::Fill(1)]).areas(area);
        let before = || Line::plain(" ".repeat(BEFORE));
        let years = map.first().map(|years| before().then(years.clone()));
        frame.render_widget(text(years.as_slice()), top);
        let (lines, chosen, room) = (self.lines(), self.sheet.chosen, area.height.into());
        let here = lines.iter().position(|line| *line == (chosen, false));
        let here = here.unwrap_or(0);
        let first = (lines.len().saturating_sub(room)).min(here.saturating_sub(room / 2));
        let (drawing, rows) = (self.drawing(), &self.sheet.rows);
        let word = rows.iter().map(|row| columns(&row.word)).max();
        let line = |(place, is_topic): &(usize, bool)| {
            let row = &rows[*place];
            if *is_topic {
                let topic = fit(&row.topic.to_uppercase(), width);
                return before().and(Role::Strong, topic);
            }
            let sign = if *place == chosen { "›" } else { " " };
            let lead = Line::plain(sign).and(row.role, fit(row.sign, BEFORE - 1));
            match map.get(place + 1) {
                Some(cells) => lead.then(cells.clone()),
                None if self.is_wide() => self.life(lead, row, &drawing),
                None => {
                    let said = pages::said(&self.book, &self.place, row);
                    lead.then(worded(row, said, width, word.unwrap_or(0)))
                }
            }
        };
        let shown: Vec<Line> = lines.iter().skip(first).take(room).map(line).collect();
        frame.render_widget(text(&shown), area);
        if !(self.place.in_answer || lines.is_empty()) {
            let day = self.place.when.day;
            let column = across.as_ref().map_or(0, |of| BEFORE + of.column_of(day));
            let here = Position::new(cells(column), area.y + cells(here - first));
            frame.set_cursor_position(here);
            if across.is_some() {
                frame.buffer_mut()[here].modifier.insert(Modifier::REVERSED);
            }
        }
        self.hidden([first, first + room].map(|at| lines.get(at)))
    }

    /// What is drawn below each other: the place of a row, and whether it is the topic that begins with it.
    fn lines(&self) -> Vec<(usize, bool)> {
        let (mut lines, mut topic) = (Vec::new(), NO_TOPIC);
        for (place, row) in self.sheet.rows.iter().enumerate() {
            if self.is_wide() && !self.place.without_topics && row.topic != topic {
                topic = &row.topic;
                lines.push((place, true));
            }
            lines.push((place, false));
        }
        lines
    }

    /// The days across the screen: over all of it or, where the lives of clauses are drawn, above these and with a line
    /// at the close of the day and of today.
    fn drawing(&self) -> Drawing {
        let (days, (columns, _)) = (self.book.span, self.size);
        if !self.is_wide() {
            return Drawing::new(1, columns - 2, days, self.look);
        }
        let rules = BTreeSet::from([self.place.when.day, self.book.today]);
        let cells = columns * usize::from(LIVES) / 8 - BEFORE - NAME - rules.len();
        Drawing::new(BEFORE + NAME, cells, days, self.look).ruled(rules)
    }

    fn life(&self, lead: Line, row: &ListRow, drawing: &Drawing) -> Line {
        self.book.made(&Ask::of(&["chart"]), |chart: &Chart| {
            let own = chart.lanes.iter().find(|lane| lane.clause == row.key);
            let lead = lead.and(Role::Plain, fit(&row.name, NAME - 2) + "  ");
            own.map(|lane| drawing.lane(lead, chart, lane))
                .unwrap_or_default()
        })
    }

    fn is_wide(&self) -> bool {
        self.sheet.letter == 'm' && self.size.0 >= WIDE
    }

    /// How many rows have no room before the first line that has some and from another on: on the page of all clauses,
    /// of those that changed.
    fn hidden(&self, lines: [Option<&(usize, bool)>; 2]) -> String {
        let rows = &self.sheet.rows;
        let [first, end] = lines.map(|line| line.map_or(rows.len(), |(place, _)| *place));
        let (before, behind) = (&rows[..first], &rows[end..]);
        let changed =
            |rows: &[ListRow]| rows.iter().filter(|row| self.sheet.is_changed(row)).count();
        match (
            before.len() + behind.len(),
            changed(before),
            changed(behind),
        ) {
            (0, ..) => String::new(),
            (_, 0, 0) => format!("─ {} above, {} below ", before.len(), behind.len()),
            (_, above, below) => format!("─ {above} more changed above, {below} below "),
        }
    }

    /// The answer of the call from where it is scrolled to; how many lines of it have no room below.
    fn draw_answer(&mut self, frame: &mut Frame<'_>, area: Rect) -> String {
        if area.is_empty() {
            return String::new();
        }
        let look = self.pane_look(area.width.into());
        let blocks = match self.book.ask(&self.sheet.ask).as_ref() {
            Ok(report) => body(report, look, self.sheet.letter == 'b'),
            Err(refusal) => vec![Block::text(&refusal.message), Block::text(refusal.advice())],
        };
        let lines = painted(&formats::pane(blocks, look));
        let room = usize::from(area.height);
        self.place.scroll = self.place.scroll.min(lines.len().saturating_sub(room));
        let lines = lines.into_iter().skip(self.place.scroll);
        let below = lines.len().saturating_sub(room);
        frame.render_widget(lines.collect::<Text<'_>>(), area);
        frame.set_cursor_position(area);
        let more = format!(" {below} more lines ─");
        Some(more).filter(|_| below > 0).unwrap_or_default()
    }

    /// Whose timeline it is, the lens, the years, the day, and what happened on it.
    fn head(&self) -> Vec<Line> {
        let ((width, height), sheet) = (self.size, &self.sheet);
        let broken = |why| self.line(Role::Removed, format!("as it was: {why}"));
        let mut head: Vec<Line> = self.broken.iter().map(broken).collect();
        let kept = self.book.whole().recorded.filter(|_| width >= WIDE);
        let kept = kept.map(|kept| format!("kept to {}", kept.human()));
        let today = (width >= WIDE).then(|| format!("today {}", self.book.today));
        let lens = lens(&self.place.lens);
        let lens = kept.into_iter().chain(lens).chain(today);
        let lens = format!("  {} ", parted(lens, " · ").unwrap_or_default());
        let lens = fit(&lens, columns(&lens).min(width - LEAST_TITLE));
        let title = fit(&format!(" {}", sheet.title), width - columns(&lens));
        head.push(Line::of(Role::Strong, title).and(Role::Doubt, lens));
        if self.place.page.has_day() {
            let drawing = self.drawing();
            if height >= TALL || self.is_wide() {
                head.push(drawing.years(""));
            }
            if height >= TALL {
                head.push(self.strip(&drawing));
            }
            head.push(self.day_line(&drawing));
        }
        if !sheet.subtitle.is_empty() {
            head.push(self.line(Role::Plain, &sheet.subtitle));
        }
        head
    }

    /// A text of a file on a line of its own.
    fn line(&self, role: Role, text: impl Display) -> Line {
        Line::of(role, fit(&format!(" {text}"), self.size.0))
    }

    fn strip(&self, drawing: &Drawing) -> Line {
        let name = if self.is_wide() { "    events" } else { "" };
        let steps = &self.book.steps;
        drawing.row(name, |(from, to)| {
            let begin = steps.partition_point(|_, step| step.day < from);
            let end = steps.partition_point(|_, step| step.day <= to);
            match steps[begin..end].values().map(|step| step.kind).max() {
                Some(StepKind::Agreed) => ('●', Role::Changed),
                Some(StepKind::Derived) => ('┤', Role::Future),
                Some(StepKind::Other) => ('○', Role::Plain),
                None => ('·', Role::Faint),
            }
        })
    }

    /// Where the day lies, and between which others; of a comparison, from which day to which.
    fn day_line(&self, drawing: &Drawing) -> Line {
        let (when, width) = (&self.place.when, self.size.0);
        let column = |day: Day| drawing.column_of(day);
        if let Screen::Compare(from) = &self.place.page {
            let mut ends = [(from.day, "a"), (when.day, "b")];
            ends.sort_unstable();
            let [(first, left), (last, right)] = ends;
            let bar = "━".repeat((column(last) - column(first)).saturating_sub(1));
            let text = format!("{first} {left}{bar}{right} {last}");
            let start = column(first).saturating_sub(DAY - 1);
            let start = start.min(width.saturating_sub(columns(&text)));
            return Line::plain(laid_out([(start, text)].into_iter()).text());
        }
        let here = self.book.place(when);
        let named = format!("{} {}", when.day, when.day.weekday());
        let (start, text) = match column(when.day).checked_sub(WEEKDAY) {
            Some(start) => (start, format!("{named} ▲")),
            None => (column(when.day), format!("▲ {named}")),
        };
        let mut texts = vec![(start, text)];
        let (Ok(at) | Err(at)) = here;
        let before = at.checked_sub(1).and_then(|at| self.book.step(at));
        let before = before.filter(|_| start > DAY + 1);
        texts.extend(before.map(|of| (1, format!("◀ {}", of.day))));
        let after = self.book.step(at + usize::from(here.is_ok()));
        let after = after.filter(|_| start + WEEKDAY + DAY + 2 < width);
        texts.extend(after.map(|of| (width - DAY - 1, format!("{} ▶", of.day))));
        Line::plain(laid_out(texts.into_iter()).text())
    }

    /// How the clauses stand or what just happened, the call, and the keys.
    fn foot(&self) -> Vec<Line> {
        let said = self.note.as_ref().unwrap_or(&self.sheet.standing);
        let keys = keys::line(self.sheet.letter, self.size.0, self.look.ascii);
        let call = self.line(Role::Source, format!("$ {}", self.call()));
        vec![self.line(Role::Plain, said), call, Line::plain(keys)]
    }
}

/// An answer without its title, without calls, for which there are keys, and without a drawing that is shown by itself;
/// what stands above every answer comes last.
fn body(report: &Report, look: Look, is_drawn: bool) -> Vec<Block> {
    let (answer, context) = (&report.answer, &report.context);
    let mut paper = answer.paper(context, look);
    let is_above = |block: &Block| is_drawn && matches!(block, Block::Drawing(..));
    paper.body.retain(|block| !is_above(block));
    let bounds = bounds(context, &answer.days(context));
    let above = [Block::Lines(paper.lines)].into_iter().chain(paper.body);
    let below = paper.sources.into_iter().chain(left_out(context));
    above.chain(below).chain([Block::Lines(bounds)]).collect()
}

/// The name of a row and its word; where a text stands between them, each in a column.
fn worded(row: &ListRow, said: Option<String>, width: usize, word: usize) -> Line {
    let word = said.as_ref().map_or(columns(&row.word), |_| word);
    let word = fit(&row.word, word);
    let room = width.saturating_sub(columns(&word) + 2);
    let name = match said {
        Some(said) => {
            let name = (room / 2).min(LONGEST);
            fit(&row.name, name) + " " + &fit(&said, room.saturating_sub(name + 1))
        }
        None => fit(&row.name, room),
    };
    Line::plain(name + " ").and(row.role, word)
}

fn edge(sides: Borders) -> Edge<'static> {
    Edge::new().borders(sides).border_style(Style::new().dim())
}

/// A column or a row as the screen counts them.
fn cells(of: usize) -> u16 {
    u16::try_from(of).unwrap_or(u16::MAX)
}

fn text(lines: &[Line]) -> Text<'static> {
    let lines = lines.iter().map(|line| formats::painted(line, true) + "\n");
    painted(&lines.collect::<String>()).into()
}

/// The lines of a text with the colours that the formats give it; no text of a file has any.
fn painted(text: &str) -> Vec<Drawn<'static>> {
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
    text.lines().map(line).collect()
}

/// A text of a file on one line of so many columns.
fn fit(text: &str, width: usize) -> String {
    let text = cut(&clean_line(text), width, '…');
    let blanks = width.saturating_sub(columns(&text));
    text + &" ".repeat(blanks)
}

/// What is believed and supposed: `known-by 2024`, `basis stated`, `suppose AGI is declared`.
fn lens(lens: &LensArgs) -> Vec<String> {
    let parts = lens.parts().into_iter();
    let parts: Vec<String> = parts
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    match parts.as_slice() {
        [] => vec!["known by all".to_owned(), "basis all".to_owned()],
        _ => parts,
    }
}
