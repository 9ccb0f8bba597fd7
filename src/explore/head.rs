//! What stands above the rows: whose timeline, the lens, the years, the day, and what happened on it.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::asks::Ask;
use super::book::StepKind;
use super::lines::{drawn, fit};
use super::pages;
use super::place::Page;
use super::state::Explorer;
use crate::answer::block::Role;
use crate::answer::scale::Scale;
use crate::date::Day;
use crate::questions::chart::table as chart;
use crate::text::wrap::columns;

/// From so many rows on, the years are drawn.
const TALL: usize = 20;

impl Explorer {
    /// What stands above: whose timeline, the years, the day, and what happened on it.
    pub(super) fn head(&self, rows: usize) -> Vec<Line<'static>> {
        let (width, height) = self.size;
        let mut head: Vec<Line<'static>> = Vec::new();
        if let Some(why) = &self.broken {
            let text = fit(&format!(" as it was before: {why}"), width, self.look.ascii);
            head.push(Line::styled(
                text,
                self.style(Role::Removed).add_modifier(Modifier::REVERSED),
            ));
        }
        let lens = format!("  {} ", self.place.lenses.shown());
        let lens = fit(&lens, columns(&lens).min(width / 2), self.look.ascii);
        let title = fit(
            &format!(" {}", self.title()),
            width - columns(&lens),
            self.look.ascii,
        );
        let title = Span::styled(title, self.style(Role::Strong));
        head.push(Line::from(vec![
            title,
            Span::styled(lens, self.style(Role::Doubt)),
        ]));
        if matches!(
            self.place.page,
            Page::Main | Page::Compare(_) | Page::Clause(_) | Page::Event(_)
        ) {
            let scale = Scale::of_cells(self.book.span, width - 2);
            if height >= TALL {
                let years = scale.years(chart::YEAR).into_iter();
                let years =
                    chart::laid_out(years.map(|(cell, year)| (cell + 1, format!("{year:04}"))));
                head.push(drawn(&years, self.look.color));
                head.push(self.strip(&scale));
            }
            head.push(self.day_line(&scale));
        }
        head.push(Line::from(fit(
            &format!(" {}", self.subtitle(rows)),
            width,
            self.look.ascii,
        )));
        head
    }

    fn title(&self) -> String {
        match &self.place.page {
            Page::Compare(_) => "Compare a and b".to_owned(),
            Page::Clause(id) => format!("{id} and its history"),
            Page::Event(id) => format!("Event {id}"),
            Page::Sources(ask) => format!("Who says so: {}", ask.words()),
            Page::Beliefs(id) => format!("What was known of {id}, and when"),
            Page::Find(..) => "Find".to_owned(),
            Page::Lenses => "What is believed".to_owned(),
            Page::Help(_) => "Keys".to_owned(),
            Page::Answer(ask) => ask.words(),
            Page::Main => {
                let view = self.book.view();
                let origin = view.path.as_deref().unwrap_or("bundled");
                format!("{} ({origin})", view.timeline.title)
            }
        }
    }

    fn subtitle(&self, rows: usize) -> String {
        let (place, steps, blank) = (&self.place, &self.book.steps, self.sign('▏'));
        match &place.page {
            Page::Compare(from) => {
                let ask = Ask::Diff(from.text.clone(), Some(place.when.text.clone()), None);
                pages::counted(&self.book.ask(&ask))
            }
            Page::Find(query, kind) => {
                let kind = kind.map_or("all", |kind| kind.word());
                format!("/ {query}{blank}   {rows} found   kind: {kind}")
            }
            Page::Help(query) => format!("/ {query}{blank}   {rows} found"),
            Page::Beliefs(_) => {
                "what held at the end of the days across, known by the day at the left".to_owned()
            }
            Page::Lenses => "Enter switches one on or off".to_owned(),
            Page::Answer(_) | Page::Sources(_) => String::new(),
            Page::Main | Page::Clause(_) | Page::Event(_) => {
                let at = match self.book.place(&place.when) {
                    Ok(at) => at,
                    Err(before) => {
                        return format!("{before}/{} by the close of this day", steps.len());
                    }
                };
                let found = pages::effect(&self.book, place);
                let counts = found.map_or_else(String::new, |found| pages::counted(&found));
                format!("{}/{} {}: {counts}", at + 1, steps.len(), steps[at].title)
            }
        }
    }

    /// The days on which something happens.
    fn strip(&self, scale: &Scale) -> Line<'static> {
        let mut cells = vec![('·', Role::Faint); scale.units];
        for step in self.book.steps.values() {
            let cell = scale.begin(step.when.day).min(scale.units - 1);
            let (sign, role) = match step.kind {
                StepKind::Agreed => ('●', Role::Changed),
                StepKind::Derived => ('┤', Role::Future),
                StepKind::Other => ('○', Role::Plain),
            };
            let weight = |sign: char| "·○┤●".find(sign);
            if weight(sign) > weight(cells[cell].0) {
                cells[cell] = (sign, role);
            }
        }
        let spans = cells
            .into_iter()
            .map(|(sign, role)| Span::styled(self.sign(sign), self.style(role)));
        [Span::raw(" ")].into_iter().chain(spans).collect()
    }

    /// Where the day lies, and between which others; of a comparison, from which day to which.
    fn day_line(&self, scale: &Scale) -> Line<'static> {
        let (when, cell) = (&self.place.when, |day: Day| {
            scale.begin(day).min(scale.units - 1)
        });
        if let Page::Compare(from) = &self.place.page {
            let (a, b) = (cell(from.day), cell(when.day));
            let line = self.sign('━').repeat(a.abs_diff(b).saturating_sub(1));
            let ends = if a <= b { ["a", "b"] } else { ["b", "a"] };
            let days = if a <= b {
                [from.day, when.day]
            } else {
                [when.day, from.day]
            };
            let text = format!("{}{line}{}", ends[0], ends[1]);
            let text = format!("{} {text} {}", days[0], days[1]);
            let start = (1 + a.min(b))
                .saturating_sub(11)
                .min(scale.units.saturating_sub(columns(&text)));
            return Line::from(format!("{}{text}", " ".repeat(start)));
        }
        let (date, here) = (when.day.to_string(), 1 + cell(when.day));
        let (text, start) = match here.checked_sub(date.len() + 1) {
            Some(start) => (format!("{date} {}", self.sign('▲')), start),
            None => (format!("{} {date}", self.sign('▲')), here),
        };
        let steps = &self.book.steps;
        let (before, after) = match self.book.place(when) {
            Ok(here) => (here.checked_sub(1), here + 1),
            Err(behind) => (behind.checked_sub(1), behind),
        };
        let day = |place: usize| Some(steps.get_index(place)?.1.when.day);
        let before = before.and_then(day);
        let before = before.map(|day| format!(" {} {day}", self.sign('◀')));
        let after = day(after).map(|day| format!("{day} {} ", self.sign('▶')));
        let end = scale.units + 2;
        let mut line = before
            .filter(|text| columns(text) < start)
            .unwrap_or_default();
        line += &" ".repeat(start - columns(&line));
        line += &text;
        let after = after
            .filter(|text| columns(&line) + columns(text) < end)
            .unwrap_or_default();
        line += &" ".repeat(end.saturating_sub(columns(&line) + columns(&after)));
        Line::from(line + &after)
    }
}
