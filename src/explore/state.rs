//! The explorer as a machine: a key comes in, the place changes, and at most one thing is to be done outside.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::ExploreArgs;
use super::asks::Ask;
use super::book::Book;
use super::moves::{address, quote};
use super::pages::{self, Row};
use super::place::{Page, Place, When};
use crate::answer::{Look, Report};
use crate::date::Day;
use crate::questions::view::{Kind, Refusal};
use crate::shell::global::Global;
use crate::shell::outcome::Failure;
use crate::world::World;

/// What is to be done outside after a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Nothing,
    Quit,
    /// Stop as Ctrl-Z does elsewhere.
    Suspend,
    /// Put this into the clipboard.
    Copy(String),
}

impl ExploreArgs {
    /// Where an agreement is begun with.
    pub(super) fn place(&self, book: &Book) -> Result<Place, Refusal> {
        let view = book.view();
        let (page, when) = match (self.compare.as_slice(), &self.at) {
            ([from, to], _) => (Page::Compare(view.at(from)?.into()), view.at(to)?.into()),
            (_, Some(at)) => (Page::Main, view.at(at)?.into()),
            _ => (Page::Main, book.today.into()),
        };
        let mut place = Place::of(page, when, book.lens().clone());
        if let Some(clause) = &self.clause {
            let clause = &view.timeline.clauses[view.clause(clause)?];
            place.row = Some(clause.id.clone());
        }
        place.agreement = book.agreement;
        Ok(place)
    }
}

pub struct Explorer {
    /// How each agreement begins.
    pub(super) args: ExploreArgs,
    pub(super) book: Book,
    pub(super) look: Look,
    /// The columns and rows of the screen.
    pub(super) size: (usize, usize),
    pub(super) place: Place,
    pub(super) trail: Vec<Place>,
    pub(super) mark: Option<When>,
    /// What is typed behind `:`, or as the day of the lens.
    pub(super) prompt: Option<(char, String)>,
    pub(super) note: Option<String>,
    /// Why the file cannot be read any more.
    pub(super) broken: Option<String>,
    /// The search that `n` and `N` go on with, and which of its rows was opened last.
    pub(super) search: Option<(Place, usize)>,
}

impl Explorer {
    pub fn new(
        args: &ExploreArgs,
        global: &Global,
        world: &World,
        look: Look,
    ) -> Result<Self, Failure> {
        let mut book = Book::new(global, world)?;
        let place = if let [_] = book.agreements.as_slice() {
            if global.lens != *book.lens() {
                book.look(&global.lens)?;
            }
            args.place(&book)?
        } else {
            Place::of(Page::Folder, book.today.into(), global.lens.clone())
        };
        let mut explorer = Self {
            args: args.clone(),
            book,
            look,
            size: (80, 24),
            place,
            trail: Vec::new(),
            mark: None,
            prompt: None,
            note: None,
            broken: None,
            search: None,
        };
        explorer.settle();
        Ok(explorer)
    }

    pub fn resize(&mut self, columns: usize, rows: usize) {
        self.size = (columns, rows);
    }

    /// The rows of the page, which of them is chosen, and what the pane shows and the last line but one calls.
    pub(super) fn shown(&self) -> (Vec<Row>, usize, Option<Ask>) {
        let (rows, place) = (pages::rows(&self.book, &self.place), &self.place);
        let is_chosen = |row: &Row| Some(&row.key) == place.row.as_ref();
        let is_changed = |row: &Row| !row.sign.is_empty() && place.page == Page::Main;
        let chosen = rows.iter().position(is_chosen);
        let chosen = chosen.or_else(|| rows.iter().position(is_changed));
        let chosen = chosen.unwrap_or(0);
        let ask = rows.get(chosen).and_then(|row| row.ask.clone());
        (rows, chosen, ask.or_else(|| place.ask()))
    }

    pub(super) fn chosen_row(&self) -> Option<Row> {
        let (mut rows, chosen, _) = self.shown();
        (chosen < rows.len()).then(|| rows.swap_remove(chosen))
    }

    /// The call that prints what is shown.
    pub fn call(&self) -> String {
        let (_, _, ask) = self.shown();
        self.book.call(ask.as_ref())
    }

    /// The JSON of what is shown.
    pub fn json(&self) -> Option<serde_json::Value> {
        self.told(|report| serde_json::to_value(report).ok())
    }

    /// What is to be said of what is shown.
    pub(super) fn told<T>(&self, say: impl FnOnce(&Report) -> Option<T>) -> Option<T> {
        let (_, _, ask) = self.shown();
        self.book.told(&ask?, say)
    }

    /// How many pages there are to go back to.
    pub fn depth(&self) -> usize {
        self.trail.len()
    }

    /// The day, and the first and the last that are drawn.
    pub fn days(&self) -> (Day, Day, Day) {
        let (first, last) = self.book.span;
        (self.place.when.day, first, last)
    }

    pub fn key(&mut self, key: KeyEvent) -> Action {
        if key.kind == KeyEventKind::Release {
            return Action::Nothing;
        }
        self.note = None;
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        let action = match key.code {
            KeyCode::Char('c') if is_control => Action::Quit,
            KeyCode::Char('z') if is_control => Action::Suspend,
            _ if is_control => Action::Nothing,
            code if self.prompt.is_some() => self.typed(code),
            code if self.searched(code) => Action::Nothing,
            code => self.pressed(code),
        };
        self.settle();
        action
    }

    /// A key while something is typed.
    fn typed(&mut self, key: KeyCode) -> Action {
        if let Some((sign, mut text)) = self.prompt.take() {
            match key {
                KeyCode::Esc => return Action::Nothing,
                KeyCode::Enter => {
                    let text = text.trim();
                    match sign {
                        ':' => self.go(text),
                        _ => self.place.lens.known_by = (!text.is_empty()).then(|| text.to_owned()),
                    }
                    return Action::Nothing;
                }
                KeyCode::Backspace => drop(text.pop()),
                KeyCode::Char(c) => text.push(c),
                _ => {}
            }
            self.prompt = Some((sign, text));
        }
        Action::Nothing
    }

    /// Whether a page that is typed into takes a key.
    fn searched(&mut self, key: KeyCode) -> bool {
        let (query, kind) = match &mut self.place.page {
            Page::Find(query, kind) => (query, Some(kind)),
            Page::Help(query) => (query, None),
            _ => return false,
        };
        match (key, kind) {
            (KeyCode::Char(c), _) => query.push(c),
            (KeyCode::Backspace, _) if !query.is_empty() => drop(query.pop()),
            (KeyCode::Tab, Some(kind)) => {
                // After the last kind come all again.
                let mut kinds = [None].into_iter().chain(Kind::ALL.map(Some)).chain([None]);
                *kind = kinds.find(|of| of == kind).and(kinds.next()).flatten();
            }
            _ => return false,
        }
        (self.place.row, self.place.scroll) = (None, 0);
        true
    }

    fn pressed(&mut self, key: KeyCode) -> Action {
        let far = self.size.1.saturating_sub(10).max(1).cast_signed();
        match (key, self.place.page.clone()) {
            (KeyCode::Char('q'), _) => return Action::Quit,
            (KeyCode::Char('y'), _) => return self.copied(Some(self.call())),
            (KeyCode::Char('Y'), _) => return self.copied(self.told(quote)),
            (KeyCode::Char('u'), Page::Compare(_)) | (KeyCode::Char('c'), Page::Main) => {
                self.place.with_unchanged = !self.place.with_unchanged;
            }
            (KeyCode::Char('u'), _) => return self.copied(self.told(address)),
            (KeyCode::Esc | KeyCode::Backspace, _) => self.back(),
            (KeyCode::Enter, _) => self.open(),
            (KeyCode::Tab, _) => self.place.in_answer = !self.place.in_answer,
            (KeyCode::Up | KeyCode::Char('k'), _) => self.move_by(-1),
            (KeyCode::Down | KeyCode::Char('j'), _) => self.move_by(1),
            (KeyCode::PageUp, _) => self.move_by(-far),
            (KeyCode::PageDown, _) => self.move_by(far),
            (KeyCode::Home, _) => self.move_by(isize::MIN / 2),
            (KeyCode::End, _) => self.move_by(isize::MAX / 2),
            (KeyCode::Char('r'), _) => self.reload(),
            (KeyCode::Char('?'), _) => self.turn(Page::Help(String::new())),
            (KeyCode::Char('/'), _) => self.turn(Page::Find(String::new(), None)),
            (KeyCode::Char('n'), _) => self.hit(1),
            (KeyCode::Char('N'), _) => self.hit(-1),
            (KeyCode::Char(':' | 'g'), _) => self.prompt = Some((':', String::new())),
            (KeyCode::Char('s'), _) => {
                if let (_, _, Some(ask)) = self.shown() {
                    self.turn(Page::Sources(ask));
                }
            }
            (KeyCode::Char('m'), _) => {
                self.note = Some(format!("{} is marked", self.place.when.text));
                self.mark = Some(self.place.when.clone());
            }
            (KeyCode::Char('='), _) => match self.mark.clone() {
                Some(mark) => self.turn(Page::Compare(mark)),
                None => self.note = Some("mark another day first, with m".to_owned()),
            },
            (KeyCode::Char('J'), _) => self.known_by(-1),
            (KeyCode::Char('K'), _) => self.known_by(1),
            (KeyCode::Left | KeyCode::Char('h'), Page::Beliefs(_)) => self.column(-1),
            (KeyCode::Right | KeyCode::Char('l'), Page::Beliefs(_)) => self.column(1),
            (KeyCode::Char('d'), Page::Beliefs(clause)) => {
                if let Some((known_by, day)) = self.cell() {
                    let ask = Ask::Learned(known_by, day.to_string(), clause);
                    self.turn(Page::Answer(ask));
                }
            }
            (KeyCode::Char(way @ ('H' | 'L')), Page::Compare(from)) => {
                let way = if way == 'H' { -1 } else { 1 };
                self.place.page = Page::Compare(self.stepped(&from, way));
            }
            (KeyCode::Char('e'), Page::Compare(from)) => self.between(&from),
            (KeyCode::Char('x'), Page::Compare(from)) => {
                let to = std::mem::replace(&mut self.place.when, from);
                self.place.page = Page::Compare(to);
            }
            (KeyCode::Char('b'), Page::Main | Page::Compare(_)) => {
                if let Some(row) = self.chosen_row() {
                    self.turn(Page::Beliefs(row.key));
                }
            }
            (KeyCode::Char('b'), Page::Clause(id)) => self.turn(Page::Beliefs(id)),
            (KeyCode::Char('L'), _) => self.turn(Page::Lenses),
            (_, page) if page.has_day() => self.jump(key),
            _ => {}
        }
        Action::Nothing
    }
}
