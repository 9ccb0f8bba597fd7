//! The explorer as a machine: a key comes in, the place changes, and at most one thing is to be done outside.

use std::mem;

use indexmap::IndexSet;
use ratatui::crossterm::event::KeyCode::{self, Char};
use ratatui::crossterm::event::{KeyEvent, KeyEventKind, KeyModifiers};

use super::ExploreArgs;
use super::book::{Agreement, Book};
use super::pages::{KINDS, Sheet};
use super::place::{Ask, Location, Page, When};
use crate::answer::{LeftOut, Look, Report, story::Sentence};
use crate::date::Day;
use crate::phrases;
use crate::questions::view::Refusal;
use crate::shell::{Call, Failure, LensArgs, lens::flags};
use crate::text::words::{parted, some_list};

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
        let view = book.view();
        let when = |text: &String| view.at(text).map(When::from);
        let from = self.compare.first().map(when).transpose()?;
        let at = self.compare.get(1).or(self.at.as_ref());
        let at = at.map(when).transpose()?;
        let clause = self.clause.as_ref().map(|id| view.clause(id)).transpose()?;
        Ok(Location {
            agreement: book.agreement,
            page: if from.is_some() {
                Page::Compare
            } else {
                Page::Main
            },
            at: at.unwrap_or_else(|| book.today.into()),
            from: from.unwrap_or_default(),
            lens: lens.clone(),
            row: clause.map(|place| view.timeline.clauses[place].id.clone()),
            ..Location::default()
        })
    }
}

pub struct Explorer {
    args: ExploreArgs,
    pub(super) book: Book,
    pub(super) look: Look,
    /// The columns and rows of the screen.
    pub(super) size: (usize, usize),
    pub(super) place: Location,
    pub(super) sheet: Sheet,
    trail: Vec<Location>,
    mark: Option<When>,
    pub(super) note: Option<String>,
    /// Whether something was typed that is not looked for yet.
    pub(super) is_typing: bool,
    /// Whether topics stand above the clauses.
    pub(super) has_topics: bool,
    /// Why the file cannot be read any more.
    pub(super) broken: Option<String>,
}

impl Explorer {
    pub(crate) fn new(
        args: &ExploreArgs,
        agreements: Vec<Agreement>,
        left_out: &[LeftOut],
        call: Call<'_>,
    ) -> Result<Self, Failure> {
        let mut book = Book::new(agreements, call)?;
        book.left_out = some_list(left_out).map(|files| format!("left out: {files}"));
        let lens = &call.global.lens;
        let place = match book.agreements.len() {
            1 => args.place(&book, lens)?,
            // Not every agreement of several has what is named.
            _ => ExploreArgs::default()
                .place(&book, lens)?
                .to(Page::Folder, ""),
        };
        let mut explorer = Self {
            args: args.clone(),
            book,
            look: call.look,
            size: (80, 24),
            place,
            sheet: Sheet::default(),
            trail: Vec::new(),
            mark: None,
            note: None,
            is_typing: false,
            has_topics: true,
            broken: None,
        };
        explorer.settle();
        Ok(explorer)
    }

    pub fn call(&self) -> String {
        let mut call = format!("partnership{}", self.sheet.ask.words());
        if self.place.page != Page::Keys {
            call += &flags(&self.book.global);
            call += if self.look.verbose { " -v" } else { "" };
        }
        call
    }

    pub fn json(&self) -> Option<serde_json::Value> {
        let json = |report: &Report| serde_json::to_value(report).ok();
        self.book.told(&self.sheet.ask, json)
    }

    pub fn depth(&self) -> usize {
        self.trail.len()
    }

    pub fn key(&mut self, key: KeyEvent) -> Action {
        if key.kind == KeyEventKind::Release {
            return Action::Nothing;
        }
        self.note = None;
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        if !is_control && self.is_typed(key.code) {
            return Action::Nothing;
        }
        self.look();
        let action = match key.code {
            Char('c') if is_control => Action::Quit,
            Char('z') if is_control => Action::Suspend,
            _ if is_control => Action::Nothing,
            code => self.pressed(code),
        };
        self.settle();
        action
    }

    /// Looks for what was typed: not at each key, since that takes a while in a large timeline.
    pub(super) fn look(&mut self) {
        if mem::take(&mut self.is_typing) {
            self.settle();
        }
    }

    /// Whether a key becomes part of what is looked for.
    fn is_typed(&mut self, key: KeyCode) -> bool {
        let typed = &mut self.place.id;
        match (key, self.place.page) {
            (Char(c), Page::Find | Page::Keys) => typed.push(c),
            (KeyCode::Backspace, Page::Find | Page::Keys) if !typed.is_empty() => drop(typed.pop()),
            _ => return false,
        }
        (self.place.row, self.is_typing) = (None, true);
        true
    }

    fn pressed(&mut self, key: KeyCode) -> Action {
        let half = self.size.1.cast_signed() / 2;
        let (place, ask) = (&mut self.place, &self.sheet.ask);
        match (key, place.page) {
            (Char('q'), _) => return Action::Quit,
            (Char('y'), _) => return self.copied(Some(self.call())),
            (Char('Y'), _) => return self.copied(self.book.told(ask, quote)),
            (Char('u'), Page::Compare) | (Char('c'), Page::Main) => place.turned ^= true,
            (Char('u'), _) => return self.copied(self.book.told(ask, address)),
            (Char('g'), _) => self.has_topics ^= true,
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
                self.broken = self.book.open(place.agreement).err();
                self.note = self.broken.is_none().then(|| "read again".into());
            }
            (Char('n'), _) => self.hit(1),
            (Char('N'), _) => self.hit(-1),
            (Char('m'), _) => {
                self.note = Some(format!("{} is marked", place.at.text));
                self.mark = Some(place.at.clone());
            }
            (Char('J'), _) => self.known_by(false),
            (Char('K'), _) => self.known_by(true),
            (Char('x'), Page::Compare) => mem::swap(&mut place.from, &mut place.at),
            (Char(way @ ('H' | 'L')), Page::Compare) => {
                let [before, behind] = self.book.beside(&place.from);
                let moved = if way == 'H' { before } else { behind };
                place.from = moved.unwrap_or_else(|| place.from.clone());
            }
            (Char('='), _) if self.mark.is_none() => {
                self.note = Some("mark another day first, with m".to_owned());
            }
            _ => {
                if let Some(next) = self.page(key) {
                    self.go(next);
                } else if let Some(at) = self.day(key) {
                    (self.place.at, self.place.scroll) = (at, 0);
                }
            }
        }
        Action::Nothing
    }

    /// The page to which a key leads.
    fn page(&self, key: KeyCode) -> Option<Location> {
        let (place, row) = (&self.place, self.sheet.row());
        let (from, at) = (&place.from, &place.at);
        Some(match (key, place.page) {
            (Char('?'), _) => place.to(Page::Keys, ""),
            (Char('/' | ':'), _) => place.to(Page::Find, ""),
            (Char('L'), _) => place.to(Page::Lenses, ""),
            (Char('s'), _) => place.to_answer(Page::Sources, self.sheet.ask.clone()),
            (Char('='), _) => Location {
                from: self.mark.clone()?,
                ..place.to(Page::Compare, "")
            },
            (Char('e'), Page::Compare) => {
                let mut ends = [from, at];
                ends.sort_by_key(|when| when.day);
                let [first, last] = ends;
                // What lies behind a day begins with the next, and behind an event on its own day.
                let next = first.day.succ().filter(|next| *next <= last.day);
                let next = next.filter(|_| !self.book.steps.contains_key(&first.text));
                let days = format!("{}..{}", next.unwrap_or(first.day), last.day);
                place.to_answer(Page::Answer, Ask::of(&["timeline", &days]))
            }
            (Char('d'), Page::Beliefs) => {
                let learned = Ask::of(&["learned", &row?.key, "--at", &at.text]);
                place.to_answer(Page::Answer, learned.and(["--clause", &place.id]))
            }
            (Char('b'), Page::Clause) => place.to(Page::Beliefs, &place.id),
            (Char('b'), Page::Main | Page::Compare) => place.to(Page::Beliefs, &row?.key),
            _ => return None,
        })
    }

    /// The day to which a key leads, where a page shows how things stand on one.
    fn day(&self, key: KeyCode) -> Option<When> {
        let (book, at) = (&self.book, &self.place.at);
        let [before, behind] = book.beside(at);
        let moved = |by: &str| at.day.meant_by(by).map(When::from);
        match key {
            _ if !self.place.has_day() => None,
            KeyCode::Left | Char('h') => before,
            KeyCode::Right | Char('l') => behind,
            Char('0') => book.step(0),
            Char('$') => book.step(book.steps.len().checked_sub(1)?),
            Char(',') => moved("today-1m"),
            Char('.') => moved("today+1m"),
            Char('<') => moved("today-1y"),
            Char('>') => moved("today+1y"),
            Char('t') => Some(book.today.into()),
            _ => None,
        }
    }

    fn move_by(&mut self, by: isize) {
        let (rows, place) = (&self.sheet.rows, &mut self.place);
        if place.in_answer || rows.len() < 2 {
            place.scroll = place.scroll.saturating_add_signed(by);
            return;
        }
        let next = self.sheet.chosen.saturating_add_signed(by);
        let next = next.min(rows.len() - 1);
        (place.row, place.scroll) = (Some(rows[next].key.clone()), 0);
        if place.page == Page::Folder {
            place.agreement = next;
        }
    }

    fn go(&mut self, next: Location) {
        let before = mem::replace(&mut self.place, next);
        // A choice of what is believed stays on its page.
        if before.page != Page::Lenses || self.place.page != Page::Lenses {
            self.trail.push(before);
        }
    }

    fn back(&mut self) {
        let Some(before) = self.trail.pop() else {
            return;
        };
        let left = mem::replace(&mut self.place, before);
        // What is believed was chosen for what is gone back to.
        if left.page == Page::Lenses {
            self.place.lens = left.lens;
        }
    }

    fn open(&mut self) {
        if self.place.page == Page::Folder {
            match self.args.place(&self.book, &self.place.lens) {
                Ok(place) => self.go(place),
                Err(refusal) => self.note = Some(refusal.message),
            }
        } else if let Some(next) = self.sheet.row().and_then(|row| row.open.clone()) {
            // A day that is typed is gone to on the page where it is typed.
            if (self.place.page, next.page) == (Page::Find, Page::Main) {
                self.back();
                if self.place.has_day() {
                    self.place.at = next.at;
                    return;
                }
            }
            self.go(next);
        }
    }

    /// Opens what was found so many rows behind what was opened last.
    fn hit(&mut self, by: isize) {
        let is_search = |before: &Location| before.page == Page::Find;
        let Some(search) = self.trail.iter().rposition(is_search) else {
            self.note = Some("look for something first, with /".to_owned());
            return;
        };
        self.trail.truncate(search + 1);
        self.back();
        self.settle();
        self.move_by(by);
        self.settle();
        let Sheet { rows, chosen, .. } = &self.sheet;
        self.note = Some(format!("{} of {} found", chosen + 1, rows.len()));
        self.open();
    }

    /// The day by which something was known, one earlier or later; by the last of them is by any.
    fn known_by(&mut self, is_later: bool) {
        let (known, lens) = (self.book.known(), &mut self.place.lens);
        let Some(last) = known.last() else { return };
        let now = lens.known_by.as_ref();
        let now = now.and_then(|when| self.book.view().at(when).ok());
        let now = now.map_or(*last, |now| now.day);
        let next = if is_later {
            known.iter().find(|day| **day > now)
        } else {
            known.iter().rfind(|day| **day < now).or(Some(&now))
        };
        lens.known_by = next.filter(|day| *day != last).map(Day::to_string);
    }

    /// Opens the agreement of the place and looks through its lens. Where its event is hidden, the day stands for it.
    fn settle(&mut self) {
        let (book, place) = (&mut self.book, &mut self.place);
        if place.agreement != book.agreement {
            (self.broken, self.mark) = (None, None);
            self.note = book.open(place.agreement).err();
            place.agreement = book.agreement;
        }
        if place.lens != book.global.lens
            && let Err(refusal) = book.look(&place.lens)
        {
            self.note = Some(refusal.message);
            // Another of several agreements may have what the lens names.
            if place.page != Page::Folder {
                place.lens.clone_from(&book.global.lens);
            }
        }
        for when in [&mut place.at, &mut place.from] {
            match book.view().at(&when.text) {
                Ok(at) => when.day = at.day,
                Err(_) => *when = when.day.into(),
            }
        }
        self.sheet = Sheet::of(book, place);
    }

    fn copied(&mut self, text: Option<String>) -> Action {
        let note = text.as_ref().map(|text| format!("copied: {text}"));
        self.note = note.or(Some("there is none".to_owned()));
        text.map_or(Action::Nothing, Action::Copy)
    }
}

/// What an answer tells up to the end of the first paragraph that rests on sources, with what is believed and these.
fn quote(report: &Report) -> Option<String> {
    let (context, story) = (&report.context, report.answer.story(&report.context));
    let rests = |of: &Vec<Sentence>| of.iter().any(|sentence| !sentence.sources.is_empty());
    let mut sections = story.sections.into_iter();
    let section = sections.find(|of| of.paragraphs.iter().any(rests))?;
    let lens = phrases::lens(&context.lens).into_iter();
    let heading = section.heading.map(|heading| format!("{heading}."));
    let mut told: Vec<String> = lens.chain(heading).collect();
    let mut sources = IndexSet::new();
    for paragraph in section.paragraphs {
        for of in &paragraph {
            told.push(format!("{}.", of.text));
            let read = of.sources.iter().map(|of| phrases::read(&context.refs, of));
            sources.extend(read);
        }
        if !sources.is_empty() {
            break;
        }
    }
    let sources = parted(sources, "; ")?;
    Some(format!("{} ({sources})", parted(told, " ")?))
}

fn address(report: &Report) -> Option<String> {
    let mut sources = report.context.refs.sources.values();
    sources.find_map(|source| source.url.clone())
}
