//! The explorer as a machine: a key comes in, the place changes, and at most one thing is to be done outside.

use std::mem;

use indexmap::IndexSet;
use ratatui::crossterm::event::KeyCode::{self, Char};
use ratatui::crossterm::event::{KeyEvent, KeyEventKind, KeyModifiers};

use super::place::{Ask, Location, Screen, When};
use super::{ExploreArgs, book::Agreement, book::Book, pages::FOUND, pages::Sheet};
use crate::answer::{LeftOut, Look, Report, story::Sentence};
use crate::phrases;
use crate::questions::view::{Kind, Refusal};
use crate::shell::{Call, Failure, lens::flags};
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
        let when = |text: &String| view.at(text).map(When::from);
        let from = self.compare.first().map(when).transpose()?;
        let at = self.compare.get(1).or(self.at.as_ref());
        let at = at.map(when).transpose()?;
        let clause = self.clause.as_ref().map(|id| view.clause(id)).transpose()?;
        Ok(Location {
            agreement: book.agreement,
            page: from.map_or(Screen::Main, Screen::Compare),
            when: at.unwrap_or_else(|| book.today.into()),
            lens: book.global.lens.clone(),
            row: clause.map(|place| view.timeline.clauses[place].id.clone()),
            ..Location::default()
        })
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
        let (first, mut others) = (args.place(&book), 1..book.agreements.len());
        let is_alone = others.is_empty();
        let mut has = |other| book.open(other).is_ok() && args.place(&book).is_ok();
        let place = if is_alone || first.is_err() && !others.any(&mut has) {
            first?
        } else {
            Location {
                when: book.today.into(),
                lens: call.global.lens.clone(),
                ..Location::default()
            }
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
        let half = self.size.1.cast_signed() / 2;
        match (key, &mut self.place.page) {
            (Char('q'), _) => return Action::Quit,
            (Char('y'), _) => return self.copied(Some(self.call())),
            (Char('Y'), _) => return self.copied(self.book.told(&self.sheet.ask, quote)),
            (Char('u'), Screen::Compare(_)) | (Char('c'), Screen::Main) => {
                self.place.turned = !self.place.turned;
            }
            (Char('u'), _) => return self.copied(self.book.told(&self.sheet.ask, address)),
            (Char('g'), Screen::Main) => self.place.without_topics = !self.place.without_topics,
            (Char('v'), _) => self.look.verbose = !self.look.verbose,
            (KeyCode::Esc | KeyCode::Backspace, _) => self.back(),
            (KeyCode::Enter, _) => self.open(),
            (KeyCode::Tab, Screen::Find(_, kind)) => {
                // After the last kind come all again.
                let next = kind.map_or(0, |kind| kind + 1);
                *kind = Some(next).filter(|next| *next < FOUND.len());
            }
            (KeyCode::Tab, _) => self.place.in_answer = !self.place.in_answer,
            (KeyCode::Up | Char('k'), _) => self.move_by(-1),
            (KeyCode::Down | Char('j'), _) => self.move_by(1),
            (KeyCode::PageUp, _) => self.move_by(-half),
            (KeyCode::PageDown, _) => self.move_by(half),
            (KeyCode::Home, _) => self.move_by(isize::MIN / 2),
            (KeyCode::End, _) => self.move_by(isize::MAX / 2),
            (Char('r'), _) => {
                self.broken = self.book.open(self.place.agreement).err();
                self.note = self.broken.is_none().then(|| "read again".into());
            }
            (Char('n'), _) => self.hit(1),
            (Char('N'), _) => self.hit(-1),
            (Char('m'), _) => {
                let mark = self.mark.insert(self.place.when.clone());
                self.note = Some(format!("{} is marked", mark.text));
            }
            (Char('J'), _) => self.known_by(false),
            (Char('K'), _) => self.known_by(true),
            (Char('x'), Screen::Compare(from)) => mem::swap(from, &mut self.place.when),
            (Char(way @ ('H' | 'L')), Screen::Compare(from)) => {
                *from = self.book.stepped(from, if way == 'H' { -1 } else { 1 });
            }
            (Char('='), _) if self.mark.is_none() => {
                self.note = Some("mark another day first, with m".to_owned());
            }
            _ => {
                if let Some(page) = self.page(key) {
                    self.turn(page);
                } else if let Some(when) = self.day(key) {
                    self.arrive(when);
                }
            }
        }
        Action::Nothing
    }

    /// The page to which a key leads.
    fn page(&self, key: KeyCode) -> Option<Screen> {
        let row = self.sheet.row().map(|row| row.key.clone());
        let when = &self.place.when;
        match (key, &self.place.page) {
            (Char('?'), _) => Some(Screen::Help(String::new())),
            (Char('/' | ':'), _) => Some(Screen::Find(String::new(), None)),
            (Char('s'), _) => Some(Screen::Sources(self.sheet.ask.clone())),
            (Char('='), _) => self.mark.clone().map(Screen::Compare),
            (Char('e'), Screen::Compare(from)) => {
                let mut ends = [from, when];
                ends.sort_by_key(|when| when.day);
                let [first, last] = ends;
                // What lies behind a day begins with the next, and behind an event on its own day.
                let next = first.day.succ().filter(|next| *next <= last.day);
                let next = next.filter(|_| !self.book.steps.contains_key(&first.text));
                let days = format!("{}..{}", next.unwrap_or(first.day), last.day);
                Some(Screen::Answer(Ask::of(&["timeline", &days])))
            }
            (Char('L'), _) => Some(Screen::Lenses),
            (Char('d'), Screen::Beliefs(clause)) => {
                // What was learned of the day since that of the row.
                let ask = Ask::of(&["learned", row.as_deref().unwrap_or("today")]);
                let ask = ask.and(&["--at", &when.text, "--clause", clause]);
                Some(Screen::Answer(ask))
            }
            (Char('b'), Screen::Show(Kind::Clause, id)) => Some(Screen::Beliefs(id.clone())),
            (Char('b'), Screen::Main | Screen::Compare(_)) => row.map(Screen::Beliefs),
            _ => None,
        }
    }

    /// The day to which a key leads, where a page shows how things stand on one.
    fn day(&self, key: KeyCode) -> Option<When> {
        let (book, when) = (&self.book, &self.place.when);
        let moved = |by: &str| when.day.meant_by(by).map(When::from);
        match key {
            _ if !self.place.page.has_day() => None,
            KeyCode::Left | Char('h') => Some(book.stepped(when, -1)),
            KeyCode::Right | Char('l') => Some(book.stepped(when, 1)),
            Char('0') => book.step(0),
            Char('$') => book.step(book.steps.len().saturating_sub(1)),
            Char(',') => moved("today-1m"),
            Char('.') => moved("today+1m"),
            Char('<') => moved("today-1y"),
            Char('>') => moved("today+1y"),
            Char('t') => Some(book.today.into()),
            _ => None,
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
        let here = &self.place;
        if page == here.page {
            return;
        }
        let mut next = Location {
            agreement: here.agreement,
            when: here.when.clone(),
            lens: here.lens.clone(),
            page,
            ..Location::default()
        };
        if let Screen::Show(Kind::Event, id) = &next.page
            && let Some(step) = self.book.steps.get_index_of(id)
        {
            next.when = self.book.step(step).unwrap_or(next.when);
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
                self.back();
                if !self.place.page.has_day() {
                    self.turn(Screen::Main);
                }
                if let Ok(at) = self.book.view().at(&text) {
                    self.arrive(at.into());
                }
            }
            (Screen::Find(..), Some(_)) => {
                self.search = Some(self.place.clone());
                self.hit(0);
            }
            (_, Some(next)) => self.turn(next),
            (_, None) => {}
        }
    }

    /// Opens what was found so many rows behind what was opened last, on the day on which it stood.
    fn hit(&mut self, by: isize) {
        self.note = Some("nothing more was found".to_owned());
        let Some(search) = &mut self.search else {
            return;
        };
        let Sheet { rows, chosen, .. } = Sheet::of(&self.book, search);
        let next = chosen.checked_add_signed(by).unwrap_or(rows.len());
        let Some(row) = rows.get(next) else { return };
        search.row = Some(row.key.clone());
        if let Some(page) = row.open.clone() {
            self.turn(page);
            if let Some(day) = row.day {
                self.place.when = day.into();
            }
            self.note = Some(format!("{} of {} found", next + 1, rows.len()));
        }
    }

    /// The day by which something was known, one earlier or later; by the last of them is by any.
    fn known_by(&mut self, is_later: bool) {
        let (mut known, view) = (self.book.known(), self.book.view());
        let last = known.pop_last();
        let now = self.place.lens.known_by.as_ref();
        let now = now.and_then(|when| Some(view.at(when).ok()?.day)).or(last);
        let later = known.iter().copied().find(|day| Some(*day) > now);
        let earlier = known.iter().copied().rfind(|day| Some(*day) < now);
        let next = if is_later { later } else { earlier.or(now) };
        self.place.lens.known_by = next.map(|day| day.to_string());
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
        let (book, place) = (&mut self.book, &mut self.place);
        if place.agreement != book.agreement {
            (self.broken, self.mark, self.search) = (None, None, None);
            if let Err(why) = book.open(place.agreement) {
                let here = &book.agreements[book.agreement];
                (self.note, place.row) = (Some(why), Some(here.id.clone()));
                place.agreement = book.agreement;
            }
        }
        if place.lens != book.global.lens
            && let Err(refusal) = book.look(&place.lens)
        {
            self.note = Some(refusal.message);
            place.lens.clone_from(&book.global.lens);
        }
        let from = match &mut place.page {
            Screen::Compare(from) => Some(from),
            _ => None,
        };
        for when in [&mut place.when].into_iter().chain(from) {
            let at = book.view().at(&when.text);
            if !at.is_ok_and(|at| at.day == when.day) {
                *when = when.day.into();
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
    Some(format!(
        "{} ({})",
        parted(told, " ")?,
        parted(sources, "; ")?
    ))
}

fn address(report: &Report) -> Option<String> {
    let mut sources = report.context.refs.sources.values();
    sources.find_map(|source| source.url.clone())
}
