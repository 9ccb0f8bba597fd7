//! What stands above the rows: whose timeline, the lens, the years, the day, and what happened on it.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::book::StepKind;
use super::lines::{drawn, fit};
use super::pages;
use super::place::Page;
use super::state::Explorer;
use crate::agreement::Basis;
use crate::answer::block::Role;
use crate::answer::scale::Scale;
use crate::date::Day;
use crate::questions::chart::table as chart;
use crate::shell::global::LensArgs;
use crate::text::words::Count;
use crate::text::wrap::columns;

/// From so many rows on, the years are drawn.
const TALL: usize = 20;

impl Explorer {
    pub(super) fn head(&self, rows: usize) -> Vec<Line<'static>> {
        let ((width, height), ascii) = (self.size, self.look.ascii);
        let mut head: Vec<Line<'static>> = Vec::new();
        if let Some(why) = &self.broken {
            let text = fit(&format!(" as it was before: {why}"), width, ascii);
            let style = self.style(Role::Removed).add_modifier(Modifier::REVERSED);
            head.push(Line::styled(text, style));
        }
        let lens = format!("  {} ", lens(&self.place.lens));
        let lens = fit(&lens, columns(&lens).min(width / 2), ascii);
        let title = fit(&format!(" {}", self.title()), width - columns(&lens), ascii);
        let title = Span::styled(title, self.style(Role::Strong));
        head.push(Line::from_iter([
            title,
            Span::styled(lens, self.style(Role::Doubt)),
        ]));
        if self.place.page.has_day() {
            let scale = Scale::of_cells(self.book.span, width - 2);
            if height >= TALL {
                let years = scale.years(chart::YEAR).into_iter();
                let years = years.map(|(cell, year)| (cell + 1, format!("{year:04}")));
                head.push(drawn(&chart::laid_out(years), self.look.color));
                head.push(self.strip(&scale));
            }
            head.push(self.day_line(&scale).into());
        }
        head.push(fit(&format!(" {}", self.subtitle(rows)), width, ascii).into());
        head
    }

    fn title(&self) -> String {
        match &self.place.page {
            Page::Folder => Count(self.book.agreements.len(), "agreement").to_string(),
            Page::Compare(_) => "Compare a and b".to_owned(),
            Page::Clause(id) => format!("{id} and its history"),
            Page::Event(id) => format!("Event {id}"),
            Page::Events(_) => "The events in between".to_owned(),
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
            Page::Compare(_) => pages::counted(&self.book, place.ask()),
            Page::Find(query, kind) => {
                let kind = kind.map_or("all", |kind| kind.word());
                format!("/ {query}{blank}   {rows} found   kind: {kind}")
            }
            Page::Help(query) => format!("/ {query}{blank}   {rows} found"),
            Page::Beliefs(_) => {
                "what held at the end of the days across, known by the day at the left".to_owned()
            }
            Page::Lenses => "Enter switches one on or off".to_owned(),
            Page::Events(_) => Count(rows, "event").to_string(),
            Page::Folder | Page::Answer(_) | Page::Sources(_) => String::new(),
            Page::Main | Page::Clause(_) | Page::Event(_) => match self.book.place(&place.when) {
                Err(before) => format!("{before}/{} by the close of this day", steps.len()),
                Ok(at) => {
                    let counts = pages::counted(&self.book, pages::effect(&self.book, place));
                    format!("{}/{} {}: {counts}", at + 1, steps.len(), steps[at].title)
                }
            },
        }
    }

    /// The days on which something happens.
    fn strip(&self, scale: &Scale) -> Line<'static> {
        let mut cells = vec![None; scale.units];
        for step in self.book.steps.values() {
            let cell = &mut cells[scale.begin(step.when.day).min(scale.units - 1)];
            *cell = (*cell).max(Some(step.kind));
        }
        let span = |kind: Option<StepKind>| {
            let (sign, role) = match kind {
                Some(StepKind::Agreed) => ('●', Role::Changed),
                Some(StepKind::Derived) => ('┤', Role::Future),
                Some(StepKind::Other) => ('○', Role::Plain),
                None => ('·', Role::Faint),
            };
            Span::styled(self.sign(sign), self.style(role))
        };
        let spans = cells.into_iter().map(span);
        [Span::raw(" ")].into_iter().chain(spans).collect()
    }

    /// Where the day lies, and between which others; of a comparison, from which day to which.
    fn day_line(&self, scale: &Scale) -> String {
        let (when, width) = (&self.place.when, scale.units + 2);
        let cell = |day: Day| 1 + scale.begin(day).min(scale.units - 1);
        if let Page::Compare(from) = &self.place.page {
            let mut ends = [(from.day, "a"), (when.day, "b")];
            ends.sort_unstable();
            let [(first, left), (last, right)] = ends;
            let bar = cell(last) - cell(first);
            let bar = self.sign('━').repeat(bar.saturating_sub(1));
            let text = format!("{first} {left}{bar}{right} {last}");
            let start = cell(first).saturating_sub(11);
            let start = start.min(width.saturating_sub(columns(&text)));
            return format!("{}{text}", " ".repeat(start));
        }
        let (steps, here) = (&self.book.steps, self.book.place(when));
        let (Ok(at) | Err(at)) = here;
        let day = |at: usize| Some(steps.get_index(at)?.1.when.day);
        let before = at.checked_sub(1).and_then(day);
        let before = before.map(|day| format!(" {} {day}", self.sign('◀')));
        let after = day(at + usize::from(here.is_ok()));
        let after = after.map(|day| format!("{day} {} ", self.sign('▶')));
        let (date, sign, start) = (when.day.to_string(), self.sign('▲'), cell(when.day));
        let (text, start) = match start.checked_sub(date.len() + 1) {
            Some(start) => (format!("{date} {sign}"), start),
            None => (format!("{sign} {date}"), start),
        };
        let before = before
            .filter(|text| columns(text) < start)
            .unwrap_or_default();
        let line = format!("{before:start$}{text}");
        let room = width.saturating_sub(columns(&line));
        let after = after
            .filter(|text| columns(text) < room)
            .unwrap_or_default();
        format!("{line}{after:>room$}")
    }
}

/// What is believed: `known by 2024 · basis stated`.
fn lens(lens: &LensArgs) -> String {
    let known = lens.known_by.iter();
    let known = known.map(|when| format!("known by {when}"));
    let basis = Some(lens.basis).filter(|basis| *basis != Basis::default());
    let basis = basis.map(|basis| format!("basis {basis}"));
    let names = |word, names: &[String]| {
        let names = Some(names.join(", ")).filter(|names| !names.is_empty());
        names.map(|names| format!("{word} {names}"))
    };
    let sources = names("according to", &lens.according_to);
    let suppose = names("supposing", &lens.suppose);
    let parts: Vec<String> = known.chain(basis).chain(sources).chain(suppose).collect();
    if parts.is_empty() {
        return "known by all · basis all".to_owned();
    }
    parts.join(" · ")
}
