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
use crate::text::{clean_line, wrap::columns, wrap::cut};

/// Below so many columns and rows nothing is laid out.
const LEAST: (u16, u16) = (40, 12);
/// From so many columns on, the answer stands beside the rows.
const BESIDE: u16 = 70;
/// From so many columns on, the life of each clause is drawn.
const WIDE: usize = 120;
/// From so many rows on, the events are drawn.
const TALL: usize = 20;
/// The rule, the count, the call and the keys.
const FOOT: u16 = 4;
/// The rows in which the signs of lives are explained.
const LEGEND: u16 = 3;
/// The columns before the name of a row, and those of a name before its lane.
const BEFORE: usize = 4;
const NAME: usize = 33;
/// The columns of a day with a blank, and with its weekday.
const DAY: usize = 11;
const WEEKDAY: usize = 15;
/// The fewest columns of a title beside a lens.
const LEAST_TITLE: usize = 13;
/// The eighths of the screen that the lives of clauses have.
const LIVES: u16 = 5;
/// The most columns of a name where a text stands behind it.
const MOST: usize = 38;
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
        let head: Text<'_> = self.head().iter().map(drawn).collect();
        let top = Constraint::Length(cells(head.height()));
        let areas = [top, Constraint::Fill(1), Constraint::Length(FOOT)];
        let [top, middle, foot] = Layout::vertical(areas).areas(area);
        frame.render_widget(head, top);
        let rule = edge(Borders::TOP);
        let (own, answer, side) = self.panes(rule.inner(middle));
        frame.render_widget(rule, middle);
        let below = self.draw_answer(frame, side.inner(answer));
        frame.render_widget(side, answer);
        let hidden = self.draw_rows(frame, own);
        let has_room = columns(&hidden) + columns(&below) < self.size.0;
        let below = Drawn::from(if has_room { below } else { String::new() });
        let rule = edge(Borders::TOP).title(hidden);
        let rule = rule.title(below.right_aligned());
        let text: Text<'_> = self.foot().iter().map(drawn).collect();
        frame.render_widget(text, rule.inner(foot));
        frame.render_widget(rule, foot);
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
            if self.look.ascii
                && let Some((_, plain)) = signs.find(|(sign, _)| cell.symbol().chars().eq([*sign]))
            {
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
            ('o' | 'l', _) => (Direction::Horizontal, width / 2, Borders::LEFT),
            _ => (Direction::Horizontal, width * 36 / 80, Borders::LEFT),
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
        let drawing = self.drawing();
        let before = || Line::plain(" ".repeat(BEFORE));
        let head = map.first().map(|years| before().then(years.clone()));
        let has_legend = self.is_wide() && self.size.1 >= TALL;
        let legend = if has_legend { LEGEND } else { 0 };
        let [above, below] = [u16::from(head.is_some()), legend].map(Constraint::Length);
        let [top, area, bottom] = Layout::vertical([above, Constraint::Fill(1), below]).areas(area);
        frame.render_widget(head.as_ref().map(drawn).unwrap_or_default(), top);
        let (lines, chosen, room) = (self.lines(), self.sheet.chosen, area.height.into());
        let here = lines.iter().position(|line| *line == (chosen, false));
        let here = here.unwrap_or(0);
        let first = (lines.len().saturating_sub(room)).min(here.saturating_sub(room / 2));
        let hidden = self.hidden([first, first + room].map(|at| lines.get(at)));
        let words = self.sheet.rows.iter().map(|row| columns(&row.word));
        let word = words.max().unwrap_or(0);
        let line = |(place, is_topic): &(usize, bool)| {
            let row = &self.sheet.rows[*place];
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
                    lead.then(worded(row, said, width, word))
                }
            }
        };
        let lines: Vec<Line> = lines.iter().skip(first).take(room).map(line).collect();
        frame.render_widget(lines.iter().map(drawn).collect::<Text<'_>>(), area);
        let signs = vec![Block::Legend(drawing.signs(&lines))];
        let signs = painted(&formats::pane(signs, self.pane_look(area.width.into())));
        frame.render_widget(Text::from(signs), bottom);
        if !(self.place.in_answer || lines.is_empty()) {
            let day = self.place.when.day;
            let column = across.as_ref().map_or(0, |of| BEFORE + of.column_of(day));
            let here = Position::new(cells(column), area.y + cells(here - first));
            frame.set_cursor_position(here);
            if across.is_some() {
                frame.buffer_mut()[here].modifier.insert(Modifier::REVERSED);
            }
        }
        hidden
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
        let counts = [&rows[..first], &rows[end..]].map(|rows| {
            let changed = rows.iter().filter(|row| self.sheet.is_changed(row));
            (changed.count(), rows.len())
        });
        match counts {
            [(_, 0), (_, 0)] => String::new(),
            [(0, above), (0, below)] => format!("─ {above} above, {below} below "),
            [(above, _), (below, _)] => format!("─ {above} more changed above, {below} below "),
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
        match below {
            0 => String::new(),
            _ => format!(" {below} more lines ─"),
        }
    }

    /// Whose timeline it is, the lens, the years, the day, and what happened on it.
    fn head(&self) -> Vec<Line> {
        let ((width, height), sheet) = (self.size, &self.sheet);
        let broken = |why| self.line(Role::Removed, format!("as it was: {why}"));
        let mut head: Vec<Line> = self.broken.iter().map(broken).collect();
        let mut lens = lens(&self.place.lens);
        if width >= WIDE {
            let kept = self.book.whole().recorded;
            let kept = kept.map(|kept| format!("kept to {} · ", kept.human()));
            let today = self.book.today;
            lens = format!("{}{lens} · today {today}", kept.unwrap_or_default());
        }
        let lens = format!("  {lens} ");
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
            let kinds = steps[begin..end].values().map(|step| step.kind);
            match kinds.max() {
                Some(StepKind::Agreed) => ('●', Role::Changed),
                Some(StepKind::Derived) => ('┤', Role::Future),
                Some(StepKind::Other) => ('○', Role::Plain),
                None => ('·', Role::Faint),
            }
        })
    }

    /// Where the day lies, and between which others; of a comparison, from which day to which.
    fn day_line(&self, drawing: &Drawing) -> Line {
        let (when, end) = (&self.place.when, self.size.0 - 1);
        let column = |day: Day| drawing.column_of(day);
        let mut texts = Vec::new();
        if let Screen::Compare(from) = &self.place.page {
            let mut ends = [(from.day, "a"), (when.day, "b")];
            ends.sort_unstable();
            let [(first, left), (last, right)] = ends;
            let bar = "━".repeat((column(last) - column(first)).saturating_sub(1));
            let text = format!("{first} {left}{bar}{right} {last}");
            let most = (end + 1).saturating_sub(columns(&text));
            texts.push((column(first).saturating_sub(DAY).min(most), text));
        } else {
            let (day, here) = (when.day, self.book.place(when));
            let named = format!("{day} {}", day.weekday());
            let (text, start) = match column(day).checked_sub(WEEKDAY) {
                Some(start) => (format!("{named} ▲"), start),
                None => (format!("▲ {named}"), column(day)),
            };
            let (Ok(at) | Err(at)) = here;
            let before = at.checked_sub(1).and_then(|at| self.book.step(at));
            let before = before.filter(|_| start > DAY + 2);
            texts.extend(before.map(|of| (1, format!("◀ {}", of.day))));
            let after = self.book.step(at + usize::from(here.is_ok()));
            let after = after.filter(|_| start + WEEKDAY + DAY + 2 < end);
            texts.extend(after.map(|of| (end - DAY - 1, format!("{} ▶", of.day))));
            texts.push((start, text));
        }
        Line::plain(laid_out(texts.into_iter()).text())
    }

    /// How the clauses stand or what just happened, the call, and the keys.
    fn foot(&self) -> [Line; 3] {
        let said = self.note.as_ref().unwrap_or(&self.sheet.standing);
        let (letter, look) = (self.sheet.letter, self.look);
        [
            self.line(Role::Plain, said),
            self.line(Role::Source, format!("$ {}", self.call())),
            Line::plain(keys::line(letter, self.size.0, look.ascii)),
        ]
    }
}

/// An answer without its title, without calls, for which there are keys, and without a drawing that is shown by itself;
/// what stands above every answer comes last.
fn body(report: &Report, look: Look, is_drawn: bool) -> Vec<Block> {
    let (answer, context) = (&report.answer, &report.context);
    let mut paper = answer.paper(context, look);
    paper
        .body
        .retain(|block| !(is_drawn && matches!(block, Block::Drawing(..))));
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
            let name = (room / 2).min(MOST);
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

fn drawn(line: &Line) -> Drawn<'static> {
    let mut lines = painted(&formats::painted(line, true));
    lines.pop().unwrap_or_default()
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

/// What is believed and supposed: `known by 2024 · basis stated · supposing AGI is declared`.
fn lens(lens: &LensArgs) -> String {
    let parts = lens.parts().into_iter();
    let parts = parts.map(|(name, value)| {
        let name = name.replace('-', " ").replace("suppose", "supposing");
        format!("{name} {value}")
    });
    match parts.collect::<Vec<String>>() {
        parts if parts.is_empty() => "known by all · basis all".to_owned(),
        parts => parts.join(" · "),
    }
}
