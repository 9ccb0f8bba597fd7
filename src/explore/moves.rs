//! What the keys do to a place: days, rows, pages, lenses, and what is copied.

use ratatui::crossterm::event::KeyCode;

use super::asks::Ask;
use super::book::{answer, answered};
use super::pages::{self, Row};
use super::place::{Lenses, Page, Place, When};
use super::state::{Action, Explorer};
use crate::answer::{Cite, Report};
use crate::date::Day;
use crate::questions::beliefs::Beliefs;
use crate::questions::clause::ClauseLife;
use crate::questions::diff::Difference;
use crate::questions::event::EventPage;

impl Explorer {
    /// The step before or after a day.
    pub(super) fn stepped(&self, from: &When, way: isize) -> When {
        let next = match self.book.place(from) {
            Err(behind) if way > 0 => Some(behind),
            Ok(place) | Err(place) => place.checked_add_signed(way),
        };
        let found = next.and_then(|next| self.book.steps.get_index(next));
        found.map_or_else(|| from.clone(), |(_, step)| step.when.clone())
    }

    pub(super) fn step(&mut self, way: isize) {
        self.arrive(self.stepped(&self.place.when, way));
    }

    pub(super) fn jump(&mut self, key: KeyCode) {
        let (day, (first, last)) = (self.place.when.day, self.book.span);
        let steps = &self.book.steps;
        let moved = |by: &str| Some(When::of_day(day.meant_by(by)?.clamp(first, last)));
        let when = match key {
            KeyCode::Char('0') => steps.first().map(|(_, step)| step.when.clone()),
            KeyCode::Char('$') => steps.last().map(|(_, step)| step.when.clone()),
            KeyCode::Char(',') => moved("today-1m"),
            KeyCode::Char('.') => moved("today+1m"),
            KeyCode::Char('<') => moved("today-1y"),
            KeyCode::Char('>') => moved("today+1y"),
            _ => Some(When::of_day(self.book.today)),
        };
        if let Some(when) = when {
            self.arrive(when);
        }
    }

    pub(super) fn arrive(&mut self, when: When) {
        (self.place.when, self.place.scroll) = (when, 0);
    }

    pub(super) fn move_by(&mut self, by: isize) {
        let rows = self.rows();
        if self.place.in_answer || rows.len() < 2 {
            let most = self.answer_height().saturating_sub(1);
            self.place.scroll = self.place.scroll.saturating_add_signed(by).min(most);
            return;
        }
        let next = self
            .chosen(&rows)
            .saturating_add_signed(by)
            .min(rows.len() - 1);
        (self.place.row, self.place.scroll) = (Some(rows[next].key.clone()), 0);
    }

    pub(super) fn turn(&mut self, page: Page) {
        self.trail.push(self.place.clone());
        self.place = self.place.turn(page);
    }

    pub(super) fn open(&mut self) {
        if self.place.page == Page::Lenses {
            return self.toggle();
        }
        let rows = self.rows();
        let Some(row) = rows.get(self.chosen(&rows)) else {
            return;
        };
        if let Page::Find(..) = self.place.page {
            self.search = Some(Place {
                row: Some(row.key.clone()),
                ..self.place.clone()
            });
        }
        if let Page::Beliefs(clause) = &self.place.page {
            let clause = clause.clone();
            let Some((known_by, day)) = self.cell() else {
                return;
            };
            self.turn(Page::Main);
            (self.place.row, self.place.when) = (Some(clause), When::of_day(day));
            self.look_through(&Lenses {
                known_by: Some(known_by),
                ..self.book.lenses()
            });
        } else if row.open.as_ref() != Some(&self.place.page) {
            self.follow(row);
        }
    }

    /// Goes where a row leads, if it leads anywhere.
    fn follow(&mut self, row: &Row) {
        if let Some(page) = row.open.clone() {
            self.turn(page);
            if let Some(when) = &row.when {
                self.place.when = when.clone();
            }
        }
    }

    pub(super) fn back(&mut self) {
        let Some(before) = self.trail.pop() else {
            return;
        };
        self.place = before;
        self.look_through(&self.place.lenses.clone());
    }

    /// The next place that the last search found.
    pub(super) fn hit(&mut self, way: isize) {
        let Some(mut search) = self.search.clone() else {
            self.note = Some("find something first, with /".to_owned());
            return;
        };
        search.lenses = self.place.lenses.clone();
        let rows = pages::rows(&self.book, &search);
        let here = rows
            .iter()
            .position(|row| Some(&row.key) == search.row.as_ref());
        let next = here.and_then(|here| here.checked_add_signed(way));
        let Some(row) = next.and_then(|next| rows.get(next)) else {
            self.note = Some("no more places".to_owned());
            return;
        };
        search.row = Some(row.key.clone());
        self.search = Some(search);
        self.follow(row);
    }

    /// Goes to a date, or to what has an id.
    pub(super) fn go(&mut self, text: &str) {
        let view = self.book.view();
        let refusal = match view.at(text) {
            Ok(at) => {
                let (first, last) = self.book.span;
                let when = When::from(at);
                if !(first..=last).contains(&when.day) {
                    self.note = Some(format!("the days go from {first} to {last}"));
                } else if matches!(
                    self.place.page,
                    Page::Main | Page::Compare(_) | Page::Clause(_)
                ) {
                    self.arrive(when);
                } else {
                    self.turn(Page::Main);
                    self.arrive(when);
                }
                return;
            }
            Err(refusal) => refusal,
        };
        let timeline = view.timeline;
        let clause = view
            .clause(text)
            .map(|place| Page::Clause(timeline.clauses[place].id.clone()));
        let source = || {
            view.source(text)
                .map(|place| Ask::Source(timeline.sources[place].id.clone()))
        };
        let party = || {
            view.party(text)
                .map(|place| Ask::Party(timeline.parties[place].id.clone()))
        };
        let page = clause.or_else(|_| source().or_else(|_| party()).map(Page::Answer));
        match page {
            Ok(page) => self.turn(page),
            Err(_) => self.note = Some(refusal.message),
        }
    }

    /// The day by which something was known, one earlier or later; behind the last all is known.
    pub(super) fn known_by(&mut self, way: isize) {
        let known = &self.book.known;
        let now = self.book.lenses().known_by;
        let day = now.and_then(|when| Some(self.book.view().at(&when).ok()?.day));
        let place = match day {
            None => known.len().saturating_sub(1),
            Some(day) => known.partition_point(|of| *of < day),
        };
        let next = place.saturating_add_signed(way);
        // What was known by the last of them is all that is known.
        let day = known.get(next).filter(|_| next + 1 < known.len());
        let known_by = day.map(Day::to_string);
        self.look_through(&Lenses {
            known_by,
            ..self.book.lenses()
        });
    }

    /// Switches the lens of the row on or off.
    pub(super) fn toggle(&mut self) {
        let rows = self.rows();
        let Some((kind, name)) = rows
            .get(self.chosen(&rows))
            .and_then(|row| row.key.split_once(' '))
        else {
            return;
        };
        let (name, mut lenses) = (name.to_owned(), self.book.lenses());
        let switch = |names: &mut Vec<String>| match names.iter().position(|of| *of == name) {
            Some(place) => drop(names.remove(place)),
            None => names.push(name.clone()),
        };
        match kind {
            "known-by" => {
                self.prompt = Some(('k', lenses.known_by.unwrap_or_default()));
                return;
            }
            "basis" => lenses.basis = name.parse().unwrap_or_default(),
            "suppose" => switch(&mut lenses.suppose),
            _ => switch(&mut lenses.according_to),
        }
        self.look_through(&lenses);
    }

    /// Looks through a lens, if that can be.
    pub(super) fn look_through(&mut self, lenses: &Lenses) {
        if *lenses != self.book.lenses()
            && let Err(refusal) = self.book.set(lenses)
        {
            self.note = Some(refusal.message);
        }
        self.settle();
    }

    /// Where the event of the place is hidden, its day stands for it.
    pub(super) fn settle(&mut self) {
        self.place.lenses = self.book.lenses();
        let view = self.book.view();
        let is_there = |when: &When| view.at(&when.text).is_ok_and(|at| at.day == when.day);
        let settled = |when: &When| {
            if is_there(when) {
                when.clone()
            } else {
                When::of_day(when.day)
            }
        };
        let when = settled(&self.place.when);
        let from = match &self.place.page {
            Page::Compare(from) => Some(settled(from)),
            _ => None,
        };
        self.place.page = from.map_or_else(|| self.place.page.clone(), Page::Compare);
        let (first, last) = self.book.span;
        self.place.when = if (first..=last).contains(&when.day) {
            when
        } else {
            When::of_day(when.day.clamp(first, last))
        };
    }

    pub(super) fn reload(&mut self) {
        self.broken = self.book.reload().err();
        if self.broken.is_none() {
            self.note = Some("read again".to_owned());
        }
        self.settle();
    }

    /// The day of the row of a belief map, and the last day of the cell that is chosen.
    pub(super) fn cell(&self) -> Option<(String, Day)> {
        let rows = self.rows();
        let row = rows.get(self.chosen(&rows))?;
        let cells = self.cells();
        let (_, day) = cells.get(self.place.column.min(cells.len().checked_sub(1)?))?;
        Some((row.key.clone(), *day))
    }

    /// The days of each cell of a belief map.
    pub(super) fn cells(&self) -> Vec<(Day, Day)> {
        let Page::Beliefs(clause) = &self.place.page else {
            return Vec::new();
        };
        let found = self.book.ask(&Ask::Beliefs(clause.clone()));
        answered::<Beliefs>(&found)
            .map(|map| map.cells(self.pane_look(self.size.0.saturating_sub(2))).0)
            .unwrap_or_default()
    }

    pub(super) fn column(&mut self, by: isize) {
        let most = self.cells().len().saturating_sub(1);
        self.place.column = self.place.column.saturating_add_signed(by).min(most);
    }

    /// What is to be said of what is shown.
    pub(super) fn told(&self, say: fn(&Report) -> Option<String>) -> Option<String> {
        let found = self.book.ask(&self.asked()?);
        say(found.as_ref().as_ref().ok()?)
    }

    pub(super) fn copied(&mut self, text: Option<String>) -> Action {
        self.note = Some(
            text.as_ref()
                .map_or("there is none".to_owned(), |text| format!("copied: {text}")),
        );
        text.map_or(Action::Nothing, Action::Copy)
    }
}

/// The sentence of an answer, and who says so.
pub(super) fn quote(report: &Report) -> Option<String> {
    let of_clause = answer::<ClauseLife>(report).map(|life| {
        let cite = life
            .clause
            .set_by
            .get("text")
            .and_then(|set| set.cite.first());
        (life.clause.text.clone(), cite)
    });
    let of_diff = || {
        let diff = answer::<Difference>(report)?.all().next()?;
        let state = diff.after.as_ref().or(diff.before.as_ref())?;
        let cites = diff.by.iter().flat_map(|done| &done.cite);
        Some((state.text.clone(), cites.last()))
    };
    let of_event = || {
        let event = &answer::<EventPage>(report)?.event;
        Some((Some(event.title.clone()), event.cite.first()))
    };
    let found: Option<(Option<String>, Option<&Cite>)> =
        of_clause.or_else(of_diff).or_else(of_event);
    let (text, cite) = found?;
    let source = cite.and_then(|cite| report.context.refs.sources.get(&cite.source));
    let source = source.map(|source| format!(" ({})", crate::phrases::source(source)));
    Some(text?.trim().to_owned() + &source.unwrap_or_default())
}

/// The address of the first source that an answer names.
pub(super) fn address(report: &Report) -> Option<String> {
    let mut sources = report.context.refs.sources.values();
    sources.find_map(|source| source.url.clone())
}
