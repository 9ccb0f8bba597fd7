//! The explorer as a machine: a key comes in, the place changes, and at most one thing is to be done outside.

use std::mem;

use indexmap::IndexSet;
use ratatui::crossterm::event::KeyCode::{self, Char};
use ratatui::crossterm::event::{KeyEvent, KeyEventKind, KeyModifiers};

use super::place::{Ask, Location, Screen, When};
use super::{ExploreArgs, book::Agreement, book::Book, pages::FOUND, pages::Sheet};
use crate::answer::{LeftOut, Look, Report, story::Sentence};
use crate::date::Day;
use crate::phrases;
use crate::questions::view::{Kind, Refusal};
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
    fn place(&self, book: &Book) -> Result<Location, Refusal> {
        let view = book.view();
        let (page, when) = match (self.compare.as_slice(), &self.at) {
            ([from, to], _) => (Screen::Compare(view.at(from)?.into()), view.at(to)?.into()),
            (_, Some(at)) => (Screen::Main, view.at(at)?.into()),
            _ => (Screen::Main, book.today.into()),
        };
        let clause = self.clause.as_ref().map(|id| view.clause(id)).transpose()?;
        Ok(Location {
            agreement: book.agreement,
            page,
            when,
            lens: book.global.lens.clone(),
            row: clause.map(|place| view.timeline.clauses[place].id.clone()),
            ..Location::default()
        })
    }

    /// Where it all begins: several agreements with their list, if one at least has what is begun with.
    fn begin(&self, book: &mut Book, lens: LensArgs) -> Result<Location, Refusal> {
        let (first, others) = (self.place(book), 1..book.agreements.len());
        if others.is_empty() {
            return first;
        }
        let has = |other| book.open(other).is_ok() && self.place(book).is_ok();
        if first.is_err() && !others.into_iter().any(has) {
            return first;
        }
        let mut list = Location::default();
        (list.when, list.lens) = (book.today.into(), lens);
        Ok(list)
    }
}

pub struct Explorer {
    pub(super) args: ExploreArgs,
    pub(super) book: Book,
    pub(super) look: Look,
    /// The columns and rows of the screen.
    pub(super) size: (usize, usize),
    pub(super) place: Location,
    pub(super) sheet: Sheet,
    pub(super) trail: Vec<Location>,
    pub(super) mark: Option<When>,
    pub(super) note: Option<String>,
    /// Whether something was typed that is not looked for yet.
    pub(super) is_typing: bool,
    /// Why the file cannot be read any more.
    pub(super) broken: Option<String>,
    /// The search from which something was opened last.
    pub(super) search: Option<Location>,
}

impl Explorer {
    pub(crate) fn new(
        args: &ExploreArgs,
        agreements: Vec<Agreement>,
        left_out: Vec<LeftOut>,
        call: Call<'_>,
    ) -> Result<Self, Failure> {
        let mut book = Book::new(agreements, left_out, call)?;
        let lens = call.global.lens.clone();
        let place = args.begin(&mut book, lens)?;
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
            broken: None,
            search: None,
        };
        explorer.settle();
        Ok(explorer)
    }

    pub fn call(&self) -> String {
        let mut call = format!("partnership{}", self.sheet.ask.words());
        if !matches!(self.place.page, Screen::Help(_)) {
            call += &flags(&self.book.global);
            call += ["", " -v"][usize::from(self.look.verbose)];
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
        let (Screen::Find(text, _) | Screen::Help(text)) = &mut self.place.page else {
            return false;
        };
        match key {
            Char(c) => text.push(c),
            KeyCode::Backspace if !text.is_empty() => drop(text.pop()),
            _ => return false,
        }
        (self.place.row, self.place.scroll) = (None, 0);
        self.is_typing = true;
        true
    }

    fn pressed(&mut self, key: KeyCode) -> Action {
        let far = self.size.1.cast_signed() / 2;
        match (key, self.place.page.clone()) {
            (Char('q'), _) => return Action::Quit,
            (Char('v'), _) => self.look.verbose = !self.look.verbose,
            (Char('y'), _) => return self.copied(Some(self.call())),
            (Char('Y'), _) => return self.copied(self.book.told(&self.sheet.ask, quote)),
            (Char('u'), Screen::Compare(_)) | (Char('c'), Screen::Main) => {
                self.place.turned = !self.place.turned;
            }
            (Char('u'), _) => {
                return self.copied(self.book.told(&self.sheet.ask, address));
            }
            (KeyCode::Esc | KeyCode::Backspace, _) => self.back(),
            (KeyCode::Enter, _) => self.open(),
            (KeyCode::Tab, Screen::Find(text, kind)) => {
                // After the last kind come all again.
                let mut kinds = [None].into_iter().chain(FOUND.map(Some));
                let next = kinds.find(|of| *of == kind).and(kinds.next()).flatten();
                self.place.page = Screen::Find(text, next);
            }
            (KeyCode::Tab, _) => self.place.in_answer = !self.place.in_answer,
            (KeyCode::Up | Char('k'), _) => self.move_by(-1),
            (KeyCode::Down | Char('j'), _) => self.move_by(1),
            (KeyCode::PageUp, _) => self.move_by(-far),
            (KeyCode::PageDown, _) => self.move_by(far),
            (KeyCode::Home, _) => self.move_by(isize::MIN / 2),
            (KeyCode::End, _) => self.move_by(isize::MAX / 2),
            (Char('r'), _) => {
                self.broken = self.book.open(self.place.agreement).err();
                self.note = self.broken.is_none().then(|| "read again".into());
            }
            (Char('?'), _) => self.turn(Screen::Help(String::new())),
            (Char('g'), Screen::Main) => {
                self.place.without_topics = !self.place.without_topics;
            }
            (Char('/' | ':'), _) => self.turn(Screen::Find(String::new(), None)),
            (Char('n'), _) => self.hit(1),
            (Char('N'), _) => self.hit(-1),
            (Char('s'), _) => self.turn(Screen::Sources(self.sheet.ask.clone())),
            (Char('m'), _) => {
                let mark = self.mark.insert(self.place.when.clone());
                self.note = Some(format!("{} is marked", mark.text));
            }
            (Char('='), _) => match self.mark.clone() {
                Some(mark) => self.turn(Screen::Compare(mark)),
                None => self.note = Some("mark another day first, with m".to_owned()),
            },
            (Char('J'), _) => self.known_by(false),
            (Char('K'), _) => self.known_by(true),
            (key, page) => self.of_page(key, page),
        }
        Action::Nothing
    }

    /// What a key does that means something on some pages only.
    fn of_page(&mut self, key: KeyCode, page: Screen) {
        let row = self.sheet.row().map(|row| row.key.clone());
        match (key, page) {
            (Char('e'), Screen::Compare(from)) => self.between(&from),
            (Char('x'), Screen::Compare(from)) => {
                let to = mem::replace(&mut self.place.when, from);
                self.place.page = Screen::Compare(to);
            }
            (Char(way @ ('H' | 'L')), Screen::Compare(from)) => {
                let way = if way == 'H' { -1 } else { 1 };
                self.place.page = Screen::Compare(self.stepped(&from, way));
            }
            (Char('L'), _) => self.turn(Screen::Lenses),
            (Char('d'), Screen::Beliefs(clause)) => {
                // What was learned of the day since that of the row.
                let known_by = row.as_deref().unwrap_or("today");
                let at = &self.place.when.text;
                let ask = ["learned", known_by, "--at", at, "--clause", &clause];
                self.turn(Screen::Answer(Ask::of(&ask)));
            }
            (Char('b'), Screen::Show(Kind::Clause, id)) => self.turn(Screen::Beliefs(id)),
            (Char('b'), Screen::Main | Screen::Compare(_)) => {
                if let Some(id) = row {
                    self.turn(Screen::Beliefs(id));
                }
            }
            (key, page) if page.has_day() => self.jump(key),
            _ => {}
        }
    }

    fn stepped(&self, from: &When, way: isize) -> When {
        let next = match self.book.place(from) {
            Err(behind) if way > 0 => Some(behind),
            Ok(place) | Err(place) => place.checked_add_signed(way),
        };
        next.and_then(|next| self.book.step(next))
            .unwrap_or_else(|| from.clone())
    }

    fn jump(&mut self, key: KeyCode) {
        let when = &self.place.when;
        let moved = |by: &str| when.day.meant_by(by).map(When::from);
        let next = match key {
            KeyCode::Left | Char('h') => Some(self.stepped(when, -1)),
            KeyCode::Right | Char('l') => Some(self.stepped(when, 1)),
            Char('0') => self.book.step(0),
            Char('$') => self.book.step(self.book.steps.len().saturating_sub(1)),
            Char(',') => moved("today-1m"),
            Char('.') => moved("today+1m"),
            Char('<') => moved("today-1y"),
            Char('>') => moved("today+1y"),
            Char('t') => Some(self.book.today.into()),
            _ => None,
        };
        if let Some(when) = next {
            self.arrive(when);
        }
    }

    /// Goes to a day; where an event is shown, to the event of that day.
    fn arrive(&mut self, when: When) {
        if let Screen::Show(Kind::Event, id) = &mut self.place.page
            && self.book.steps.contains_key(&when.text)
        {
            id.clone_from(&when.text);
        }
        (self.place.when, self.place.scroll) = (when, 0);
    }

    /// Lists what happened between two days; on the first of them only where that is the day of an event.
    fn between(&mut self, other: &When) {
        let mut ends = [other, &self.place.when];
        ends.sort_by_key(|when| when.day);
        let [first, last] = ends;
        let next = first.day.succ().filter(|next| *next <= last.day);
        let next = next.filter(|_| !self.book.steps.contains_key(&first.text));
        let days = format!("{}..{}", next.unwrap_or(first.day), last.day);
        self.turn(Screen::Answer(Ask::of(&["timeline", &days])));
    }

    fn move_by(&mut self, by: isize) {
        let rows = &self.sheet.rows;
        if self.place.in_answer || rows.len() < 2 {
            self.place.scroll = self.place.scroll.saturating_add_signed(by);
            return;
        }
        let next = self.sheet.chosen.saturating_add_signed(by);
        let next = next.min(rows.len() - 1);
        (self.place.row, self.place.scroll) = (Some(rows[next].key.clone()), 0);
        if self.place.page == Screen::Folder {
            self.place.agreement = next;
        }
    }

    fn turn(&mut self, page: Screen) {
        self.turn_on(page, None);
    }

    /// Turns to a page, on another day where one is given.
    fn turn_on(&mut self, page: Screen, day: Option<Day>) {
        let here = &self.place;
        let when = day.map_or_else(|| here.when.clone(), When::from);
        if page == here.page && when == here.when {
            return;
        }
        let mut next = Location {
            agreement: here.agreement,
            page,
            when,
            lens: here.lens.clone(),
            ..Location::default()
        };
        if let Screen::Show(Kind::Event, id) = &next.page {
            let step = self.book.steps.get_index_of(id);
            let when = step.and_then(|step| self.book.step(step));
            next.when = when.unwrap_or(next.when);
        }
        self.trail.push(mem::replace(&mut self.place, next));
    }

    fn back(&mut self) {
        let Some(before) = self.trail.pop() else {
            return;
        };
        let left = mem::replace(&mut self.place, before);
        // What is believed was chosen for what is gone back to.
        if left.page == Screen::Lenses {
            self.place.lens = left.lens;
        }
    }

    fn open(&mut self) {
        let Some(row) = self.sheet.row().cloned() else {
            return;
        };
        match (self.place.page.clone(), row.open) {
            (Screen::Lenses, _) => self.toggle(&row.key),
            (Screen::Folder, _) => match self.args.place(&self.book) {
                Ok(place) => self.trail.push(mem::replace(&mut self.place, place)),
                Err(refusal) => self.note = Some(refusal.message),
            },
            (Screen::Beliefs(clause), _) => {
                self.turn(Screen::Main);
                (self.place.row, self.place.lens.known_by) = (Some(clause), Some(row.key));
            }
            (Screen::Find(text, _), Some(Screen::Main)) => {
                let at = self.book.view().at(&text).ok();
                self.back();
                if !self.place.page.has_day() {
                    self.turn(Screen::Main);
                }
                if let Some(at) = at {
                    self.arrive(at.into());
                }
            }
            (Screen::Find(..), Some(next)) => {
                self.search = Some(self.place.clone());
                self.turn_on(next, row.day);
            }
            (_, Some(next)) => self.turn(next),
            (_, None) => {}
        }
    }

    fn hit(&mut self, way: isize) {
        self.note = Some("nothing more was found".to_owned());
        let Some(search) = &mut self.search else {
            return;
        };
        let Sheet { rows, chosen, .. } = Sheet::of(&self.book, search);
        let next = chosen.checked_add_signed(way);
        let Some((next, row)) = next.and_then(|next| Some((next, rows.get(next)?))) else {
            return;
        };
        search.row = Some(row.key.clone());
        if let Some(page) = row.open.clone() {
            self.turn_on(page, row.day);
            self.note = Some(format!("{} of {} found", next + 1, rows.len()));
        }
    }

    /// The day by which something was known, one earlier or later; what was known by the last of them is all.
    fn known_by(&mut self, is_later: bool) {
        let (mut known, view) = (self.book.known(), self.book.view());
        let last = known.pop_last();
        let now = self.place.lens.known_by.as_ref();
        let now = now.and_then(|when| Some(view.at(when).ok()?.day)).or(last);
        let next = now.and_then(|now| {
            let earlier = known.range(..now).next_back().or(known.first());
            let later = known.range(now..).find(|day| **day > now);
            if is_later { later } else { earlier }
        });
        self.place.lens.known_by = next.map(Day::to_string);
    }

    fn toggle(&mut self, key: &str) {
        let (kind, name) = key.split_once(' ').unwrap_or_default();
        let lens = &mut self.place.lens;
        let is_on = lens.parts().contains(&(kind, name));
        let names = match kind {
            "basis" => return lens.basis = name.parse().unwrap_or_default(),
            "known-by" => return lens.known_by = (!is_on).then(|| name.to_owned()),
            "suppose" => &mut lens.suppose,
            _ => &mut lens.according_to,
        };
        names.retain(|of| of != name);
        names.extend((!is_on).then(|| name.to_owned()));
    }

    /// Opens the agreement of the place and looks through its lens. Where its event is hidden, the day stands for it.
    fn settle(&mut self) {
        if self.place.agreement != self.book.agreement {
            (self.broken, self.mark, self.search) = (None, None, None);
            if let Err(why) = self.book.open(self.place.agreement) {
                let here = &self.book.agreements[self.book.agreement];
                (self.note, self.place.row) = (Some(why), Some(here.id.clone()));
                self.place.agreement = self.book.agreement;
            }
        }
        if self.place.lens != self.book.global.lens
            && let Err(refusal) = self.book.look(&self.place.lens)
        {
            self.note = Some(refusal.message);
            self.place.lens.clone_from(&self.book.global.lens);
        }
        let view = self.book.view();
        let settle = |when: &mut When| {
            if !view.at(&when.text).is_ok_and(|at| at.day == when.day) {
                *when = when.day.into();
            }
        };
        settle(&mut self.place.when);
        if let Screen::Compare(from) = &mut self.place.page {
            settle(from);
        }
        self.sheet = Sheet::of(&self.book, &self.place);
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
    let sections = story.sections.into_iter();
    let mut found = sections.filter_map(|of| Some((of.paragraphs.iter().position(rests)?, of)));
    let (last, section) = found.next()?;
    let told: Vec<&Sentence> = section.paragraphs[..=last].iter().flatten().collect();
    let sources = told.iter().flat_map(|of| &of.sources);
    let sources: IndexSet<String> = sources.map(|of| phrases::read(&context.refs, of)).collect();
    let heading = section.heading.map(|heading| format!("{heading}."));
    let told = told.iter().map(|of| format!("{}{}", of.text, of.stop()));
    let lens = phrases::lens(&context.lens).into_iter();
    let text = parted(lens.chain(heading).chain(told), " ")?;
    Some(format!("{text} ({})", parted(sources, "; ")?))
}

fn address(report: &Report) -> Option<String> {
    let mut sources = report.context.refs.sources.values();
    sources.find_map(|source| source.url.clone())
}
