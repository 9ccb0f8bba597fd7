//! A place → the lines of the screen: what stands above, the rows, the answer beside or below them, and the keys.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line as Drawn, Span, Text};

use super::place::{Ask, Page};
use super::{explorer::Explorer, pages::Row};
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
/// The fewest columns of a title beside a lens.
const LEAST_TITLE: usize = 13;
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
        let (mut screen, foot) = (self.head(), self.foot());
        screen.push(self.rule("", ""));
        let (top, room) = (screen.len(), height - screen.len() - foot.len() - 1);
        let (wide, high) = self.list_size(room);
        let (is_beside, gap) = (wide < width, usize::from(high > 0));
        let (list, chosen, hidden) = self.list(wide - usize::from(is_beside), high);
        let (across, down) = if is_beside {
            (width - wide - 2, 0)
        } else {
            (width - 1, high + gap)
        };
        let (answer, more) = self.answer(across - 1, room.saturating_sub(down));
        let answer = |at: usize| answer.get(at).map_or("", String::as_str);
        for at in 0..room {
            let row = list.get(at).cloned().unwrap_or_default();
            let blanks = " ".repeat(wide.saturating_sub(columns(&row.text())));
            let row = self.text(&row) + &blanks;
            screen.push(match at.checked_sub(down) {
                _ if is_beside => format!("{row}│ {}", answer(at)),
                Some(at) => format!(" {}", answer(at)),
                None if at == high => self.rule("", ""),
                None => row,
            });
        }
        screen.push(self.rule(&hidden, &more));
        let mut screen = [screen, foot].concat().join("\n");
        if self.look.ascii {
            screen = screen.chars().map(plain).collect();
        }
        frame.render_widget(drawn(&screen), area);
        let answer = (width - across, down);
        let (column, line) = chosen.filter(|_| !self.place.in_answer).unwrap_or(answer);
        let [column, line] = [column, top + line].map(|of| u16::try_from(of).unwrap_or(0));
        frame.set_cursor_position((column, line));
    }

    /// The columns and lines that the rows have: beside the answer, above it, or all.
    fn list_size(&self, room: usize) -> (usize, usize) {
        let (width, rows) = (self.size.0, self.sheet.rows.len());
        match self.place.page {
            Page::Find | Page::Keys => (width, room),
            _ if rows == 0 => (width, 0),
            Page::Beliefs => (width, (rows + 1).min(room / 2)),
            _ if width < BESIDE => (width, room / 2),
            _ if self.is_wide() => (width * 5 / 8, room),
            _ => (width * 9 / 20, room),
        }
    }

    /// The rows that have room around the one that is chosen, where that one is, and how many have none.
    fn list(&self, width: usize, room: usize) -> (Vec<Line>, Option<(usize, usize)>, String) {
        let (rows, chosen, lines) = (&self.sheet.rows, self.sheet.chosen, self.lines());
        let map = |map: &Beliefs| map.drawn(self.pane_look(width - BEFORE));
        // Of no other page is the whole answer worth its time here.
        let asked = Some(&self.sheet.ask).filter(|_| self.place.page == Page::Beliefs);
        let map: Option<(Drawing, Vec<Line>)> = asked.and_then(|ask| self.book.made(ask, map));
        let mut list = Vec::new();
        if let Some((_, map)) = &map {
            list.push(Line::plain(" ".repeat(BEFORE)).then(map[0].clone()));
        }
        let (above, room) = (list.len(), room.saturating_sub(list.len()));
        let here = lines.iter().position(|line| *line == (chosen, false));
        let here = here.unwrap_or(0);
        let most = lines.len().saturating_sub(room);
        let first = most.min(here.saturating_sub(room / 2));
        let end = lines.len().min(first + room);
        let drawing = self.drawing();
        for (place, is_topic) in &lines[first..end] {
            let row = &rows[*place];
            let sign = if *place == chosen { "›" } else { " " };
            let lead = Line::plain(sign).and(row.mark.role, fit(row.mark.sign, BEFORE - 1));
            let topic = format!("    {}", row.topic.to_uppercase());
            list.push(match &map {
                _ if *is_topic => Line::of(Role::Strong, fit(&topic, width)),
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
        let chosen = (!lines.is_empty()).then_some((column, above + here - first));
        let [first, end] = [first, end].map(|at| lines.get(at).map_or(rows.len(), |line| line.0));
        (list, chosen, self.hidden(&rows[..first], &rows[end..]))
    }

    /// What is drawn below each other: the place of a row, and whether it is the topic that begins with it.
    fn lines(&self) -> Vec<(usize, bool)> {
        let (mut lines, mut topic) = (Vec::new(), "");
        for (place, row) in self.sheet.rows.iter().enumerate() {
            if self.is_wide() && self.has_topics && row.topic != topic {
                topic = &row.topic;
                lines.push((place, true));
            }
            lines.push((place, false));
        }
        lines
    }

    fn life(&self, lead: Line, row: &Row, drawing: &Drawing) -> Line {
        let lead = lead.and(Role::Plain, fit(&row.name, NAME - 2) + "  ");
        self.book.made(&Ask::of(&["chart"]), |chart: &Chart| {
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
            (.., above, below) => format!("─ {above} more changed above, {below} below "),
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
    fn answer(&mut self, width: usize, room: usize) -> (Vec<String>, String) {
        if room == 0 {
            return Default::default();
        }
        let look = self.pane_look(width);
        let blocks = match self.book.ask(&self.sheet.ask).as_ref() {
            Ok(report) => body(report, look, self.place.page == Page::Beliefs),
            Err(refusal) => vec![Block::text(&refusal.message), Block::text(refusal.advice())],
        };
        let text = formats::pane(blocks, look);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let scroll = &mut self.place.scroll;
        *scroll = (*scroll).min(lines.len().saturating_sub(room));
        let more = match lines.len().saturating_sub(*scroll + room) {
            0 => String::new(),
            more => format!(" {more} more lines ─"),
        };
        (lines.into_iter().skip(*scroll).take(room).collect(), more)
    }

    fn pane_look(&self, width: usize) -> Look {
        let width = Some(width);
        Look { width, ..self.look }
    }

    /// Whose timeline it is, the lens, the years, the day, and what happened on it.
    fn head(&self) -> Vec<String> {
        let ((width, height), sheet) = (self.size, &self.sheet);
        let mut head = Vec::new();
        if let Some(why) = &self.broken {
            head.push(self.line(Role::Removed, &format!("as it was: {why}")));
        }
        let lens = self.book.global.lens.parts().into_iter();
        let lens = lens.map(|(name, value)| format!("{name} {value}"));
        let mut lens = parted(lens, " · ").unwrap_or("known by all · basis all".to_owned());
        if width >= WIDE {
            let kept = self.book.whole().recorded;
            let kept = kept.map(|kept| format!("kept to {} · ", kept.human()));
            let kept = kept.unwrap_or_default();
            lens = format!("{kept}{lens} · today {}", self.book.today);
        }
        let lens = format!("  {lens} ");
        let lens = fit(&lens, columns(&lens).min(width - LEAST_TITLE));
        let title = fit(&format!(" {}", sheet.title), width - columns(&lens));
        head.push(self.text(&Line::of(Role::Strong, title).and(Role::Doubt, lens)));
        if self.place.has_day() {
            let drawing = self.drawing();
            if height >= TALL {
                let name = if self.is_wide() { "    events" } else { "" };
                head.push(self.text(&drawing.years("")));
                head.push(self.text(&marks(&self.book.strip, &drawing, name, self.look)));
            }
            head.push(self.text(&self.day_line(&drawing)));
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
    fn foot(&self) -> Vec<String> {
        let said = self.note.as_ref().unwrap_or(&self.sheet.standing);
        let call = self.line(Role::Source, &format!("$ {}", self.call()));
        let enter = if self.look.ascii { "Enter" } else { "⏎" };
        let keys = self.line(Role::Plain, &self.place.keys().replace('⏎', enter));
        vec![self.line(Role::Plain, said), call, keys]
    }

    /// A text of a file on a line of its own.
    fn line(&self, role: Role, text: &str) -> String {
        self.text(&Line::of(role, fit(&format!(" {text}"), self.size.0)))
    }

    /// A line across the screen with what is told at its ends.
    fn rule(&self, left: &str, right: &str) -> String {
        let width = self.size.0.saturating_sub(columns(right));
        self.text(&Line::of(Role::Faint, format!("{left:─<width$}{right}")))
    }

    fn text(&self, line: &Line) -> String {
        formats::painted(line, self.look.color)
    }
}

/// An answer without its title, without calls, for which there are keys, and without a drawing that is shown by itself;
/// what stands above every answer comes last.
fn body(report: &Report, look: Look, is_drawn: bool) -> Vec<Block> {
    let (answer, context) = (&report.answer, &report.context);
    let mut paper = answer.paper(context, look);
    let is_above = |block: &Block| is_drawn && matches!(block, Block::Drawing(..));
    paper.body.retain(|block| !is_above(block));
    let mut blocks = vec![Block::Lines(paper.lines)];
    blocks.extend(paper.body.into_iter().chain(paper.sources));
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

fn plain(sign: char) -> char {
    let [signs, plain] = DRAWN;
    let found = signs.chars().zip(plain.chars());
    let found = found.into_iter().find(|(of, _)| *of == sign);
    found.map_or(sign, |(_, plain)| plain)
}

/// A text of a file on one line of so many columns.
fn fit(text: &str, width: usize) -> String {
    let text = cut(&clean_line(text), width, '…');
    let blanks = width.saturating_sub(columns(&text));
    text + &" ".repeat(blanks)
}
