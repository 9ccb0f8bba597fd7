//! The explorer as a machine: a key comes in, the place changes, and at most one thing is to be done outside.

use std::mem;
use std::rc::Rc;

use indexmap::IndexSet;
use ratatui::crossterm::event::KeyCode::{self, Char};
use ratatui::crossterm::event::{KeyEvent, KeyEventKind, KeyModifiers};

use super::ExploreArgs;
use super::book::{Agreements, Book};
use super::pages::{KINDS, Location, Page, Row, toggle};
use crate::answer::{At, Look, Report};
use crate::date::Day;
use crate::phrases;
use crate::questions::{filters::quoted, view::Refusal};
use crate::shell::{Call, Failure, LensArgs, lens::flags};
use crate::text::words::parted;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Nothing,
    Quit,
    Suspend,
    Copy(String),
}

impl ExploreArgs {
    /// Where an agreement is begun with.
    fn place(&self, book: &Book, lens: &LensArgs) -> Result<Location, Refusal> {
        let at = self.compare.last().or(self.at.as_ref());
        let mut place = Location {
            page: Page::Main,
            at: book.at(at.map_or("today", String::as_str))?,
            lens: lens.clone(),
            ..Location::default()
        };
        if let [from, _] = &*self.compare {
            (place.page, place.from) = (Page::Compare, book.at(from)?);
        }
        if let Some(id) = &self.clause {
            let clause = book.view().clause(id)?;
            place.row = Some(book.view().timeline.clauses[clause].id.clone());
        }
        Ok(place)
    }
}

#[derive(Default)]
pub struct Explorer {
    args: ExploreArgs,
    pub(super) book: Book,
    pub(super) look: Look,
    pub(super) size: (usize, usize),
    pub(super) place: Location,
    pub(super) rows: Vec<Row>,
    pub(super) chosen: usize,
    pub(super) standing: String,
    pub(super) trail: Vec<Location>,
    mark: Option<At>,
    pub(super) note: Option<String>,
    /// Whether the rows are those of the place.
    is_settled: bool,
    /// Whether no topics stand above the clauses.
    pub(super) is_bare: bool,
    /// Why the file cannot be read any more.
    pub(super) broken: Option<String>,
}

impl Explorer {
    pub(crate) fn new(
        args: &ExploreArgs,
        agreements: Agreements,
        call: Call<'_>,
    ) -> Result<Self, Failure> {
        let (is_one, lens) = (agreements.found.len() == 1, &call.global.lens);
        let mut explorer = Self {
            args: args.clone(),
            look: call.look,
            ..Self::default()
        };
        let book = &mut explorer.book;
        (book.agreements, book.global) = (agreements, call.global.clone());
        book.today = call.global.today(call.world)?;
        book.open(0)?;
        explorer.place = if is_one {
            book.look(lens)?;
            args.place(book, lens)?
        } else {
            // Not every agreement of several has what is named.
            let begun = ExploreArgs::default().place(book, lens)?;
            begun.to(Page::Folder, "")
        };
        explorer.settle();
        Ok(explorer)
    }

    /// The files with errors, in words.
    pub(crate) fn left_out(&self) -> Option<String> {
        self.book.agreements.left_out.clone()
    }

    /// What the pane shows and the last line but one calls.
    pub(super) fn asked(&self) -> String {
        let row = self.rows.get(self.chosen);
        let shown = row.and_then(|row| row.shown.clone());
        let open = || row.and_then(|row| row.open.as_ref().map(Location::call));
        (shown.or_else(open)).unwrap_or_else(|| self.place.call())
    }

    pub fn call(&self) -> String {
        let asked = self.asked();
        let call = match asked.split_once(" -- ") {
            _ if asked.is_empty() => "partnership".to_owned(),
            Some((find, text)) => format!("partnership {find} -- {}", quoted(text)),
            None => format!("partnership {asked}"),
        };
        let verbose = if self.look.verbose { " -v" } else { "" };
        match self.place.page {
            Page::Keys => call,
            _ => call + &flags(&self.book.global) + verbose,
        }
    }

    pub fn report(&self) -> Option<Rc<Report>> {
        self.book.ask(&self.asked()).ok()
    }

    pub fn depth(&self) -> usize {
        self.trail.len()
    }

    pub fn key(&mut self, key: KeyEvent) -> Action {
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        let is_typed = matches!(self.place.page, Page::Find | Page::Keys);
        match key.code {
            _ if key.kind == KeyEventKind::Release => return Action::Nothing,
            Char('c') if is_control => return Action::Quit,
            Char('z') if is_control => return Action::Suspend,
            _ if is_control => return Action::Nothing,
            Char(c) if is_typed => self.place.id.push(c),
            KeyCode::Backspace if is_typed && self.place.id.pop().is_some() => {}
            code => {
                self.settle();
                self.note = None;
                let action = self.pressed(code);
                self.is_settled = false;
                self.settle();
                return action;
            }
        }
        // What is typed is looked for once it is drawn, or another key comes.
        (self.place.row, self.is_settled) = (None, false);
        Action::Nothing
    }

    fn pressed(&mut self, key: KeyCode) -> Action {
        let half = self.size.1.cast_signed() / 2;
        let place = &mut self.place;
        match (key, place.page) {
            (Char('q'), _) => return Action::Quit,
            (Char('u'), Page::Compare) | (Char('c'), Page::Main) => place.turned ^= true,
            (Char('y' | 'Y' | 'u'), _) => return self.copied(key),
            (Char('g'), _) => self.is_bare ^= true,
            (Char('v'), _) => self.look.verbose ^= true,
            (KeyCode::Tab, Page::Find) => place.kind = (place.kind + 1) % KINDS.len(),
            (KeyCode::Tab, _) => place.in_answer ^= true,
            (KeyCode::Esc | KeyCode::Backspace, _) => self.back(),
            (KeyCode::Enter, _) => self.open(),
            (KeyCode::Up | Char('k'), _) => self.move_by(-1),
            (KeyCode::Down | Char('j'), _) => self.move_by(1),
            (KeyCode::PageUp, _) => self.move_by(-half),
            (KeyCode::PageDown, _) => self.move_by(half),
            (KeyCode::Home, _) => self.move_by(isize::MIN / 2),
            (KeyCode::End, _) => self.move_by(isize::MAX / 2),
            (Char('r'), _) => {
                let failure = self.book.open(self.book.agreement).err();
                self.note = failure.is_none().then(|| "read again".into());
                self.broken = failure.map(|failure| failure.in_one_line());
            }
            (Char('n'), _) => self.hit(KeyCode::Down),
            (Char('N'), _) => self.hit(KeyCode::Up),
            (Char('m'), _) => {
                self.note = Some(format!("{} is marked", place.at.when));
                self.mark = Some(place.at.clone());
            }
            (Char('J'), _) => self.known_by(false),
            (Char('K'), _) => self.known_by(true),
            (Char('x'), Page::Compare) => mem::swap(&mut place.from, &mut place.at),
            (Char(way @ ('H' | 'L')), Page::Compare) => {
                for key in ['x', way.to_ascii_lowercase(), 'x'] {
                    self.pressed(Char(key));
                }
            }
            _ => {
                if let Some(next) = self.next(key) {
                    self.go(next);
                }
            }
        }
        Action::Nothing
    }

    /// The place to which a key leads.
    fn next(&self, key: KeyCode) -> Option<Location> {
        let (place, row) = (&self.place, self.rows.get(self.chosen));
        Some(match (key, place.page) {
            (Char('?'), _) => place.to(Page::Keys, ""),
            (Char('/' | ':'), _) => place.to(Page::Find, ""),
            (Char('L'), _) => place.to(Page::Lenses, ""),
            (Char('s'), _) => place.to(Page::Sources, self.asked()),
            (Char('='), _) => Location {
                from: self.mark.clone().or_else(|| self.day(Char('t')))?,
                ..place.to(Page::Compare, "")
            },
            (Char('e'), Page::Compare) => {
                let mut ends = [&place.from, &place.at];
                ends.sort_by_key(|at| at.day);
                let [first, last] = ends.map(|at| &at.when);
                place.to(Page::Answer, format!("timeline --from {first} --to {last}"))
            }
            (Char('d'), Page::Beliefs) => {
                let (known_by, at, id) = (&row?.key, &place.at.when, &place.id);
                let call = format!("learned {known_by} --at {at} --clause {id}");
                place.to(Page::Answer, call)
            }
            (Char('b'), Page::Clause) => place.to(Page::Beliefs, &place.id),
            (Char('b'), Page::Main | Page::Compare) => place.to(Page::Beliefs, &row?.key),
            _ => Location {
                at: self.day(key).filter(|_| place.has_day())?,
                scroll: 0,
                ..place.clone()
            },
        })
    }

    /// The day to which a key leads.
    fn day(&self, key: KeyCode) -> Option<At> {
        let (book, at) = (&self.book, &self.place.at);
        let [before, behind] = book.beside(at);
        let moved = |by: &str| book.at(&at.day.meant_by(by)?.to_string()).ok();
        match key {
            KeyCode::Left | Char('h') => before,
            KeyCode::Right | Char('l') => behind,
            Char('0') => book.step(0),
            Char('$') => book.step(book.steps.len().checked_sub(1)?),
            Char(',') => moved("today-1m"),
            Char('.') => moved("today+1m"),
            Char('<') => moved("today-1y"),
            Char('>') => moved("today+1y"),
            Char('t') => book.at("today").ok(),
            _ => None,
        }
    }
    fn move_by(&mut self, by: isize) {
        let place = &mut self.place;
        if place.in_answer || self.rows.len() < 2 {
            place.scroll = place.scroll.saturating_add_signed(by);
            return;
        }
        let next = self.chosen.saturating_add_signed(by);
        let next = next.min(self.rows.len() - 1);
        if place.page == Page::Folder {
            if let Err(failure) = self.book.open(next) {
                self.note = Some(failure.in_one_line());
                return;
            }
            (self.broken, self.mark) = (None, None);
        }
        (place.row, place.scroll) = (Some(self.rows[next].key.clone()), 0);
    }

    /// Goes to another page, which "back" undoes, or to another day of this one.
    fn go(&mut self, next: Location) {
        let is_here = next.page == self.place.page && next.id == self.place.id;
        let before = mem::replace(&mut self.place, next);
        self.trail.extend((!is_here).then_some(before));
    }

    fn back(&mut self) {
        let Some(mut before) = self.trail.pop() else {
            return;
        };
        // What is believed was chosen for what is gone back to.
        if self.place.page == Page::Lenses {
            before.lens.clone_from(&self.place.lens);
        }
        self.place = before;
    }

    fn open(&mut self) {
        let row = self.rows.get(self.chosen).cloned().unwrap_or_default();
        match (self.place.page, row.open) {
            (Page::Folder, _) => match self.args.place(&self.book, &self.place.lens) {
                Ok(place) => self.go(place),
                Err(refusal) => self.note = Some(refusal.message),
            },
            (Page::Lenses, _) => toggle(&mut self.place.lens, &row.key),
            (_, Some(next)) => self.go(next),
            _ => {}
        }
    }

    /// Opens what was found behind what was opened last, or before it.
    fn hit(&mut self, way: KeyCode) {
        let is_search = |before: &Location| before.page == Page::Find;
        if let Some(search) = self.trail.iter().rposition(is_search) {
            self.trail.truncate(search + 1);
            for key in [KeyCode::Esc, way, KeyCode::Enter] {
                self.key(key.into());
            }
        }
    }

    /// The day by which something was known, one earlier or later; by the last of them is by any.
    fn known_by(&mut self, is_later: bool) {
        let mut known = self.book.known();
        known.pop_last();
        let when = self.place.lens.known_by.as_ref();
        let now = when.and_then(|when| self.book.at(when).ok());
        let now = now.map_or(Day::MAX, |at| at.day);
        let next = if is_later {
            known.iter().find(|day| **day > now)
        } else {
            known.iter().rfind(|day| **day < now).or(known.first())
        };
        self.place.lens.known_by = next.map(ToString::to_string);
    }

    /// Looks through the lens of the place and lists its rows. Where its event is hidden, the day stands for it.
    pub(super) fn settle(&mut self) {
        if mem::replace(&mut self.is_settled, true) {
            return;
        }
        let (book, place) = (&mut self.book, &mut self.place);
        if place.lens != book.global.lens {
            let refusal = book.look(&place.lens).err();
            self.note = refusal.map(|refusal| refusal.message).or(self.note.take());
        }
        for at in [&mut place.at, &mut place.from] {
            let same = book.at(&at.when);
            let same = same.or_else(|_| book.at(&at.day.to_string()));
            *at = same.unwrap_or_default();
        }
        let (clauses, standing) = self.clauses();
        (self.rows, self.standing) = (self.listed(clauses), standing);
        let is_key = |row: &Row| Some(&row.key) == self.place.row.as_ref();
        let is_changed = |row: &Row| self.place.page == Page::Main && !row.mark.sign.is_empty();
        let chosen = self.rows.iter().position(is_key);
        let changed = || self.rows.iter().position(is_changed);
        self.chosen = chosen.or_else(changed).unwrap_or(0);
    }

    fn copied(&mut self, key: KeyCode) -> Action {
        let report = self.report();
        let address = |of: &Report| {
            let mut sources = of.context.refs.sources.values();
            sources.find_map(|source| source.url.clone())
        };
        let text = match key {
            Char('y') => Some(self.call()),
            Char('Y') => report.as_deref().and_then(quote),
            _ => report.as_deref().and_then(address),
        };
        let note = text.as_ref().map(|text| format!("copied: {text}"));
        self.note = note.or(Some("there is none".to_owned()));
        text.map_or(Action::Nothing, Action::Copy)
    }
}

/// What an answer tells up to the end of the first paragraph that rests on sources, with what is believed and these.
fn quote(report: &Report) -> Option<String> {
    let context = &report.context;
    let sections = report.answer.story(context).sections;
    sections.into_iter().find_map(|section| {
        let mut paragraphs = section.paragraphs.iter();
        let end = paragraphs.position(|of| of.iter().any(|of| !of.sources.is_empty()))?;
        let said = section.paragraphs[..=end].iter().flatten();
        let sources = said.clone().flat_map(|of| &of.sources);
        let read: IndexSet<String> = sources.map(|of| phrases::read(&context.refs, of)).collect();
        let heading = section.heading.map(|heading| format!("{heading}."));
        let told = phrases::lens(&context.lens).into_iter().chain(heading);
        let told = told.chain(said.map(|of| of.text.clone() + of.stop()));
        Some(format!("{} ({})", parted(told, " ")?, parted(&read, "; ")?))
    })
}
