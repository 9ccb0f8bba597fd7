//! What the keys do to a place: days, rows, pages, lenses, and what is copied.

use ratatui::crossterm::event::KeyCode;

use super::asks::Ask;
use super::book::answer;
use super::pages::{self, Row, shown};
use super::place::{Page, Place, When};
use super::state::{Action, Explorer};
use crate::answer::Report;
use crate::answer::block;
use crate::date::Day;
use crate::phrases;
use crate::questions::beliefs::Beliefs;
use crate::questions::clause::ClauseLife;
use crate::questions::diff::Difference;
use crate::questions::event::EventPage;
use crate::questions::view::Kind;

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

    pub(super) fn jump(&mut self, key: KeyCode) {
        let (day, steps) = (self.place.when.day, &self.book.steps);
        let moved = |by: &str| day.meant_by(by).map(When::from);
        let when = match key {
            KeyCode::Left | KeyCode::Char('h') => Some(self.stepped(&self.place.when, -1)),
            KeyCode::Right | KeyCode::Char('l') => Some(self.stepped(&self.place.when, 1)),
            KeyCode::Char('0') => steps.first().map(|(_, step)| step.when.clone()),
            KeyCode::Char('$') => steps.last().map(|(_, step)| step.when.clone()),
            KeyCode::Char(',') => moved("today-1m"),
            KeyCode::Char('.') => moved("today+1m"),
            KeyCode::Char('<') => moved("today-1y"),
            KeyCode::Char('>') => moved("today+1y"),
            KeyCode::Char('t') => Some(self.book.today.into()),
            _ => None,
        };
        if let Some(when) = when {
            self.arrive(when);
        }
    }

    pub(super) fn arrive(&mut self, when: When) {
        (self.place.when, self.place.scroll) = (when, 0);
    }

    /// Lists what happened between another day and that of the place; on the earlier day itself only where that is the
    /// day of an event.
    pub(super) fn between(&mut self, other: &When) {
        let mut ends = [other, &self.place.when];
        ends.sort_by_key(|when| when.day);
        let [first, last] = ends;
        let is_event = self.book.steps.contains_key(&first.text);
        let next = first
            .day
            .succ()
            .filter(|next| !is_event && *next <= last.day);
        let ask = Ask::Timeline(next.unwrap_or(first.day), last.day);
        self.turn(Page::Events(ask));
    }

    pub(super) fn move_by(&mut self, by: isize) {
        let (rows, chosen, ask) = self.shown();
        if self.place.in_answer || rows.len() < 2 {
            let lines = self.answer_height(rows.len(), ask.as_ref());
            let next = self.place.scroll.saturating_add_signed(by);
            self.place.scroll = next.min(lines.saturating_sub(1));
            return;
        }
        let next = chosen.saturating_add_signed(by).min(rows.len() - 1);
        (self.place.row, self.place.scroll) = (Some(rows[next].key.clone()), 0);
        if self.place.page == Page::Folder {
            self.place.agreement = next;
        }
    }

    pub(super) fn turn(&mut self, page: Page) {
        let here = &self.place;
        let mut next = Place::of(page, here.when.clone(), here.lens.clone());
        next.agreement = here.agreement;
        self.trail.push(std::mem::replace(&mut self.place, next));
    }

    pub(super) fn back(&mut self) {
        if let Some(mut before) = self.trail.pop() {
            // What is believed was chosen for what is gone back to.
            if self.place.page == Page::Lenses {
                before.lens = self.place.lens.clone();
            }
            self.place = before;
        }
    }

    pub(super) fn open(&mut self) {
        let (rows, chosen, _) = self.shown();
        let Some(row) = rows.get(chosen) else {
            return;
        };
        match self.place.page.clone() {
            Page::Lenses => self.toggle(row),
            Page::Folder => match self.args.place(&self.book) {
                Ok(place) => self.trail.push(std::mem::replace(&mut self.place, place)),
                Err(refusal) => self.note = Some(refusal.message),
            },
            Page::Beliefs(clause) => {
                if let Some((known_by, day)) = self.cell() {
                    self.turn(Page::Main);
                    (self.place.row, self.place.when) = (Some(clause), day.into());
                    self.place.lens.known_by = Some(known_by);
                }
            }
            page => {
                if let Page::Find(..) = page {
                    self.search = Some((self.place.clone(), chosen));
                }
                self.follow(row);
            }
        }
    }

    /// Goes where a row leads, if it leads anywhere else.
    fn follow(&mut self, row: &Row) {
        if let Some(page) = row.open.clone().filter(|page| *page != self.place.page) {
            self.turn(page);
            let here = self.place.when.clone();
            self.place.when = row.when.clone().unwrap_or(here);
        }
    }

    /// The next place that the last search found.
    pub(super) fn hit(&mut self, way: isize) {
        let Some((search, here)) = self.search.clone() else {
            self.note = Some("find something first, with /".to_owned());
            return;
        };
        let rows = pages::rows(&self.book, &search);
        let next = here.checked_add_signed(way);
        match next.and_then(|next| Some((next, rows.get(next)?))) {
            Some((next, row)) => {
                self.search = Some((search, next));
                self.follow(row);
            }
            None => self.note = Some("no more places".to_owned()),
        }
    }

    /// Goes to a date, or to what has an id.
    pub(super) fn go(&mut self, text: &str) {
        let page = &self.place.page;
        match self.book.view().at(text) {
            Ok(at) => {
                if !matches!(page, Page::Main | Page::Compare(_) | Page::Clause(_)) {
                    self.turn(Page::Main);
                }
                self.arrive(at.into());
            }
            Err(refusal) => {
                let kinds = [Kind::Clause, Kind::Source, Kind::Party].into_iter();
                let mut pages = kinds.map(|kind| shown(kind, text, &self.place.when.text));
                match pages.find(|(ask, _)| self.book.ask(ask).is_ok()) {
                    Some((_, page)) => self.turn(page),
                    None => self.note = Some(refusal.message),
                }
            }
        }
    }

    /// The day by which something was known, one earlier or later; behind the last all is known.
    pub(super) fn known_by(&mut self, way: isize) {
        let (known, view) = (self.book.known(), self.book.view());
        let now = self.place.lens.known_by.as_ref();
        let place = match now.and_then(|when| Some(view.at(when).ok()?.day)) {
            None => known.len().saturating_sub(1),
            Some(day) => known.partition_point(|of| *of < day),
        };
        let next = place.saturating_add_signed(way);
        // What was known by the last of them is all that is known.
        let day = known.get(next).filter(|_| next + 1 < known.len());
        self.place.lens.known_by = day.map(Day::to_string);
    }

    /// Switches the lens of a row on or off.
    fn toggle(&mut self, row: &Row) {
        let (kind, name) = row.key.split_once(' ').unwrap_or_default();
        let lens = &mut self.place.lens;
        let names = match kind {
            "known-by" => {
                self.prompt = Some(('k', lens.known_by.clone().unwrap_or_default()));
                return;
            }
            "basis" => {
                lens.basis = name.parse().unwrap_or_default();
                return;
            }
            "suppose" => &mut lens.suppose,
            _ => &mut lens.according_to,
        };
        match names.iter().position(|of| of == name) {
            Some(place) => drop(names.remove(place)),
            None => names.push(name.to_owned()),
        }
    }

    /// Opens the agreement of the place and looks through its lens, if that can be. Where the event of a place is hidden,
    /// its day stands for it.
    pub(super) fn settle(&mut self) {
        if self.place.agreement != self.book.agreement {
            (self.broken, self.mark, self.search) = (None, None, None);
            if let Err(why) = self.book.open(self.place.agreement) {
                let here = &self.book.agreements[self.book.agreement];
                (self.note, self.place.row) = (Some(why), Some(here.id.clone()));
                self.place.agreement = self.book.agreement;
            }
        }
        if self.place.lens != *self.book.lens()
            && let Err(refusal) = self.book.look(&self.place.lens)
        {
            self.note = Some(refusal.message);
            self.place.lens.clone_from(self.book.lens());
        }
        let ((first, last), view) = (self.book.span, self.book.view());
        let mut settle = |when: &mut When| {
            let day = when.day.clamp(first, last);
            if day != when.day {
                self.note = Some(format!("the days go from {first} to {last}"));
            }
            if !view.at(&when.text).is_ok_and(|at| at.day == day) {
                *when = day.into();
            }
        };
        settle(&mut self.place.when);
        if let Page::Compare(from) = &mut self.place.page {
            settle(from);
        }
    }

    pub(super) fn reload(&mut self) {
        self.broken = self.book.open(self.place.agreement).err();
        if self.broken.is_none() {
            self.note = Some("read again".to_owned());
        }
    }

    /// The day of the row of a belief map, and the last day of the cell that is chosen.
    pub(super) fn cell(&self) -> Option<(String, Day)> {
        let (_, cells, chosen, _) = self.map();
        Some((self.chosen_row()?.key, cells.get(chosen)?.1))
    }

    /// A belief map: its lines, the days of each cell, the place of the one that is chosen, and the column of the screen
    /// in which that is drawn.
    pub(super) fn map(&self) -> (Vec<block::Line>, Vec<(Day, Day)>, usize, usize) {
        let Page::Beliefs(clause) = &self.place.page else {
            return Default::default();
        };
        let look = self.pane_look(self.size.0.saturating_sub(2));
        let drawn = |map: &Beliefs| {
            let (lines, cells, first, wide) = map.drawn(look);
            let chosen = self.place.column.min(cells.len().saturating_sub(1));
            (lines, cells, chosen, 2 + first + chosen * wide)
        };
        self.book.made(&Ask::Beliefs(clause.clone()), drawn)
    }

    pub(super) fn column(&mut self, by: isize) {
        let (_, cells, chosen, _) = self.map();
        let next = chosen.saturating_add_signed(by);
        self.place.column = next.min(cells.len().saturating_sub(1));
    }

    pub(super) fn copied(&mut self, text: Option<String>) -> Action {
        let note = text.as_ref().map(|text| format!("copied: {text}"));
        self.note = note.or(Some("there is none".to_owned()));
        text.map_or(Action::Nothing, Action::Copy)
    }
}

/// The sentence of an answer, and who says so.
pub(super) fn quote(report: &Report) -> Option<String> {
    let of_clause = answer::<ClauseLife>(report).map(|life| &life.clause);
    let of_diff = || {
        let diff = answer::<Difference>(report)?.all().next()?;
        diff.after.as_deref().or(diff.before.as_deref())
    };
    let (text, cites) = if let Some(state) = of_clause.or_else(of_diff) {
        let set = state.set_by.get("text");
        (state.text.as_ref()?, set.map(|set| &set.cite))
    } else {
        let event = &answer::<EventPage>(report)?.event;
        (&event.title, Some(&event.cite))
    };
    let cite = cites.and_then(|cites| cites.first());
    let source = cite.and_then(|cite| report.context.refs.sources.get(&cite.source));
    let source = source.map(|source| format!(" ({})", phrases::source(source)));
    Some(text.trim().to_owned() + &source.unwrap_or_default())
}

/// The address of the first source that an answer names.
pub(super) fn address(report: &Report) -> Option<String> {
    let mut sources = report.context.refs.sources.values();
    sources.find_map(|source| source.url.clone())
}
