//! The explorer as a machine: a key comes in, the place changes, and at most one thing is to be done outside.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::ExploreArgs;
use super::asks::Ask;
use super::book::Book;
use super::pages::{self, Row};
use super::place::{Lenses, Page, Place, When};
use crate::answer::Look;
use crate::date::Day;
use crate::questions::view::Kind;
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

pub struct Explorer {
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
    /// The search that `n` and `N` go on with.
    pub(super) search: Option<Place>,
}

impl Explorer {
    pub fn new(
        args: &ExploreArgs,
        global: &Global,
        world: &World,
        look: Look,
    ) -> Result<Self, Failure> {
        let book = Book::open(global, world)?;
        let today = When::of_day(book.today);
        let place = Place {
            page: Page::Main,
            when: today,
            row: None,
            column: 0,
            scroll: 0,
            in_answer: false,
            changed_only: false,
            lenses: book.lenses(),
        };
        let (mark, prompt, note, broken, search) = (None, None, None, None, None);
        let mut explorer = Self {
            book,
            look,
            size: (80, 24),
            place,
            trail: Vec::new(),
            mark,
            prompt,
            note,
            broken,
            search,
        };
        if let [from, to] = args.compare.as_slice() {
            let from = explorer.taken(from)?;
            explorer.place.when = explorer.taken(to)?;
            explorer.place.page = Page::Compare(from);
        }
        if let Some(at) = &args.at {
            explorer.place.when = explorer.taken(at)?;
        }
        if let Some(clause) = &args.clause {
            let view = explorer.book.view();
            let clause = &view.timeline.clauses[view.clause(clause)?];
            explorer.place.row = Some(clause.id.clone());
        }
        Ok(explorer)
    }

    pub fn resize(&mut self, columns: usize, rows: usize) {
        self.size = (columns, rows);
    }

    /// A WHEN as it is asked: an event that is a step keeps its name.
    fn taken(&self, when: &str) -> Result<When, Failure> {
        Ok(self.book.view().at(when)?.into())
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        pages::rows(&self.book, &self.place)
    }

    /// The row that is chosen, by its place; at first, one that changed here.
    pub(super) fn chosen(&self, rows: &[Row]) -> usize {
        let key = self.place.row.as_ref();
        let chosen = rows.iter().position(|row| Some(&row.key) == key);
        let first = || {
            let is_changed = |row: &Row| !row.mark.0.is_empty() && self.place.page == Page::Main;
            rows.iter().position(is_changed)
        };
        chosen.or_else(first).unwrap_or(0)
    }

    /// What the pane shows, and the last line but one calls.
    pub(super) fn asked(&self) -> Option<Ask> {
        self.asked_of(&self.rows())
    }

    /// The same, where the rows are known.
    pub(super) fn asked_of(&self, rows: &[Row]) -> Option<Ask> {
        let at = || self.place.when.text.clone();
        let whole = || match &self.place.page {
            Page::Main => Some(Ask::Terms(at())),
            Page::Compare(from) => Some(Ask::Diff(from.text.clone(), Some(at()), None)),
            Page::Sources(ask) => Some(ask.clone()),
            _ => None,
        };
        let row = rows.get(self.chosen(rows));
        row.and_then(|row| row.ask.clone()).or_else(whole)
    }

    /// The call that prints what is shown.
    pub fn call(&self) -> String {
        self.call_of(self.asked().as_ref())
    }

    pub(super) fn call_of(&self, ask: Option<&Ask>) -> String {
        let call = ask.map(|ask| self.book.call(ask));
        call.unwrap_or_else(|| "partnership help explore".to_owned())
    }

    /// The JSON of what is shown.
    pub fn json(&self) -> Option<serde_json::Value> {
        let found = self.book.ask(&self.asked()?);
        serde_json::to_value(found.as_ref().as_ref().ok()?).ok()
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
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return match key.code {
                KeyCode::Char('c') => Action::Quit,
                KeyCode::Char('z') => Action::Suspend,
                _ => Action::Nothing,
            };
        }
        if self.prompt.is_some() {
            self.typed(key.code);
        } else if !self.searched(key.code) {
            return self.pressed(key.code);
        }
        Action::Nothing
    }

    /// A key while something is typed.
    fn typed(&mut self, key: KeyCode) {
        let Some((sign, mut text)) = self.prompt.take() else {
            return;
        };
        match key {
            KeyCode::Esc => return,
            KeyCode::Enter if sign == ':' => return self.go(text.trim()),
            KeyCode::Enter => {
                let known_by = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
                return self.look_through(&Lenses {
                    known_by,
                    ..self.book.lenses()
                });
            }
            KeyCode::Backspace => {
                text.pop();
            }
            KeyCode::Char(c) => text.push(c),
            _ => {}
        }
        self.prompt = Some((sign, text));
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
            (KeyCode::Backspace, _) if !query.is_empty() => {
                query.pop();
            }
            (KeyCode::Tab, Some(kind)) => {
                let kinds = Kind::ALL.into_iter().map(Some).chain([None]);
                let mut after = kinds.skip_while(|of| of != kind).skip(1);
                *kind = if kind.is_none() {
                    Some(Kind::ALL[0])
                } else {
                    after.next().flatten()
                };
            }
            _ => return false,
        }
        (self.place.row, self.place.scroll) = (None, 0);
        true
    }

    fn pressed(&mut self, key: KeyCode) -> Action {
        let far = self.size.1.saturating_sub(10).max(1).cast_signed();
        match key {
            KeyCode::Char('q') => return Action::Quit,
            KeyCode::Char('y') => return self.copied(Some(self.call())),
            KeyCode::Char('Y') => return self.copied(self.told(super::moves::quote)),
            KeyCode::Char('u') => return self.copied(self.told(super::moves::address)),
            KeyCode::Esc | KeyCode::Backspace => self.back(),
            KeyCode::Enter => self.open(),
            KeyCode::Tab => self.place.in_answer = !self.place.in_answer,
            KeyCode::Up | KeyCode::Char('k') => self.move_by(-1),
            KeyCode::Down | KeyCode::Char('j') => self.move_by(1),
            KeyCode::PageUp => self.move_by(-far),
            KeyCode::PageDown => self.move_by(far),
            KeyCode::Home => self.move_by(isize::MIN / 2),
            KeyCode::End => self.move_by(isize::MAX / 2),
            KeyCode::Char('r') => self.reload(),
            KeyCode::Char('?') => self.turn(Page::Help(String::new())),
            KeyCode::Char('/') => self.turn(Page::Find(String::new(), None)),
            KeyCode::Char('n') => self.hit(1),
            KeyCode::Char('N') => self.hit(-1),
            KeyCode::Char(':') => self.prompt = Some((':', String::new())),
            KeyCode::Char('s') => {
                if let Some(ask) = self.asked() {
                    self.turn(Page::Sources(ask));
                }
            }
            _ => self.on_page(key),
        }
        Action::Nothing
    }

    fn on_page(&mut self, key: KeyCode) {
        let is_map = matches!(self.place.page, Page::Beliefs(_));
        match (key, &self.place.page) {
            (KeyCode::Left | KeyCode::Char('h'), _) if is_map => self.column(-1),
            (KeyCode::Right | KeyCode::Char('l'), _) if is_map => self.column(1),
            (KeyCode::Char('d'), Page::Beliefs(clause)) => {
                let clause = clause.clone();
                if let Some((known_by, day)) = self.cell() {
                    self.turn(Page::Answer(Ask::Learned(
                        known_by,
                        day.to_string(),
                        clause,
                    )));
                }
            }
            (KeyCode::Char('L' | 'H'), Page::Compare(from)) => {
                let way = if key == KeyCode::Char('H') { -1 } else { 1 };
                let from = self.stepped(from, way);
                self.place.page = Page::Compare(from);
            }
            (KeyCode::Char('x'), Page::Compare(from)) => {
                let from = std::mem::replace(&mut self.place.when, from.clone());
                self.place.page = Page::Compare(from);
            }
            (KeyCode::Left | KeyCode::Char('h'), _) => self.step(-1),
            (KeyCode::Right | KeyCode::Char('l'), _) => self.step(1),
            (KeyCode::Char('0' | '$' | ',' | '.' | '<' | '>' | 't'), _) => self.jump(key),
            (KeyCode::Char('c'), Page::Main) => self.place.changed_only = !self.place.changed_only,
            (KeyCode::Char('m'), _) => {
                self.note = Some(format!("{} is marked", self.place.when.text));
                self.mark = Some(self.place.when.clone());
            }
            (KeyCode::Char('='), _) => match self.mark.clone() {
                Some(mark) => self.turn(Page::Compare(mark)),
                None => self.note = Some("mark another day first, with m".to_owned()),
            },
            (KeyCode::Char('b'), Page::Main | Page::Compare(_)) => {
                let rows = self.rows();
                if let Some(row) = rows.get(self.chosen(&rows)) {
                    self.turn(Page::Beliefs(row.key.clone()));
                }
            }
            (KeyCode::Char('b'), Page::Clause(id)) => self.turn(Page::Beliefs(id.clone())),
            (KeyCode::Char('L'), _) => self.turn(Page::Lenses),
            (KeyCode::Char('J'), _) => self.known_by(-1),
            (KeyCode::Char('K'), _) => self.known_by(1),
            _ => {}
        }
    }
}
