//! The neutral shape behind table, list and Markdown: headings, paragraphs, fields and grids.

use indexmap::IndexSet;

use super::story::Read;
use crate::text::{clean, clean_line};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    #[default]
    Plain,
    Strong,
    Faint,
    Added,
    Removed,
    Changed,
    Old,
    New,
    /// To be read with care: reported, disputed, undetermined.
    Doubt,
    Future,
    Source,
    Hit,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub role: Role,
    /// The sources that it rests on, for formats with footnotes.
    pub sources: Vec<Read>,
    /// What stands for it where nothing is drawn.
    pub words: Option<String>,
}

impl Piece {
    fn of(role: Role, text: impl AsRef<str>) -> Self {
        Self {
            text: clean_line(text.as_ref()),
            role,
            ..Self::default()
        }
    }
}

/// A line of text, to be wrapped where it is too long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Piece>);

impl Line {
    /// A line of one role; text from a file is cleaned here, and its line breaks become spaces.
    pub fn of(role: Role, text: impl AsRef<str>) -> Self {
        Self(vec![Piece::of(role, text)])
    }

    pub fn plain(text: impl AsRef<str>) -> Self {
        Self::of(Role::Plain, text)
    }

    /// A text that keeps its line breaks; its later lines are set in, so that none can pass for a line of its own.
    pub fn text_block(text: impl AsRef<str>) -> Self {
        Self(vec![Piece {
            text: clean(text.as_ref()).into_owned(),
            ..Piece::default()
        }])
    }

    pub fn and(mut self, role: Role, text: impl AsRef<str>) -> Self {
        self.0.push(Piece::of(role, text));
        self
    }

    /// The same line with a sign behind it, and the words that stand for the sign where nothing is drawn.
    pub fn sign(self, role: Role, sign: impl AsRef<str>, words: impl AsRef<str>) -> Self {
        let mut line = self.and(role, sign);
        if let Some(piece) = line.0.last_mut() {
            piece.words = Some(clean_line(words.as_ref()));
        }
        line
    }

    pub fn spoken(&self) -> Self {
        let mut line = self.clone();
        for piece in &mut line.0 {
            if let Some(words) = piece.words.take() {
                piece.text = words;
            }
        }
        line
    }

    pub fn resting_on(mut self, sources: impl IntoIterator<Item = Read>) -> Self {
        if let Some(piece) = self.0.last_mut() {
            piece.sources.extend(sources);
        }
        self
    }

    pub fn then(mut self, line: Self) -> Self {
        self.0.extend(line.0);
        self
    }

    pub fn set_in(self) -> Self {
        Self::plain("  ").then(self)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| piece.text.is_empty())
    }

    pub fn text(&self) -> String {
        let texts = self.0.iter().map(|piece| piece.text.as_str());
        let mut text = String::with_capacity(texts.clone().map(str::len).sum());
        text.extend(texts);
        text
    }
}

/// An answer as it is laid out for table, list and Markdown; what stands above every answer is not in it.
#[derive(Default)]
pub struct Paper {
    /// What is asked, beside the title.
    pub asked: String,
    /// How many it holds, in the same place.
    pub count: String,
    pub lines: Vec<Line>,
    pub body: Vec<Block>,
    /// Signs with their words, beside those of marks.
    pub legend: IndexSet<String>,
    /// For how many days a cell of a drawing stands.
    pub cell: Option<String>,
    /// Whether flags show more of it.
    pub has_more: bool,
    pub calls: Calls,
    /// The list of sources below all.
    pub sources: Vec<Block>,
}

impl Paper {
    pub fn of(asked: impl Into<String>, lines: Vec<Line>, body: Vec<Block>) -> Self {
        Self {
            asked: asked.into(),
            lines,
            body,
            ..Self::default()
        }
    }

    /// A list of so many, of which nothing else is asked.
    pub fn list(count: impl Into<String>, body: Block) -> Self {
        Self {
            count: count.into(),
            ..Self::of("", Vec::new(), vec![body])
        }
    }

    /// The same, of which flags show more.
    pub fn with_more(self) -> Self {
        let has_more = true;
        Self { has_more, ..self }
    }
}

/// Calls that can be pasted into a shell, each with what it answers.
pub type Calls = Vec<(String, Line)>;

#[derive(Clone)]
pub enum Block {
    Title(Line, Line),
    Text(Line),
    /// Signs and flags, each with its words, which no line break parts.
    Legend(IndexSet<String>),
    Lines(Vec<Line>),
    Calls(Calls),
    Fields(Vec<(String, Vec<Line>)>),
    Grid(Grid),
    Outline(Vec<Item>),
    /// A line across the page between what is above and below it.
    Rule(Line),
    /// Lines that are not to be wrapped, and the same in words for formats that draw nothing.
    Drawing(Vec<Line>, Grid),
}

impl Block {
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Line::plain(text))
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Lines(lines) => lines.is_empty(),
            Self::Legend(pairs) => pairs.is_empty(),
            Self::Calls(calls) => calls.is_empty(),
            Self::Fields(fields) => fields.is_empty(),
            Self::Grid(grid) => grid.rows.is_empty(),
            Self::Outline(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Sections of an outline, each a block of its own; nothing of those that hold nothing.
    pub fn outline(sections: impl IntoIterator<Item = Item>) -> Vec<Self> {
        let sections = sections.into_iter().filter(|of| !of.items.is_empty());
        sections.map(|of| Self::Outline(vec![of])).collect()
    }
}

#[derive(Clone, Debug, Default)]
pub struct Item {
    /// What it is, where its mark does not say so: `event`, `clause`.
    pub name: &'static str,
    pub mark: Option<Mark>,
    /// What stands before it, in a column of its own.
    pub lead: Line,
    pub line: Line,
    /// Stands at the right edge, or below where there is no room.
    pub right: Line,
    pub pairs: Vec<(String, Vec<Line>)>,
    pub lines: Vec<Line>,
    pub items: Vec<Self>,
}

const GAP: usize = 2;

/// The name of an item that is a call to make.
pub const CALL: &str = "try";

impl Item {
    pub fn of(line: Line) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// Its line behind what stands before it, where there are no columns.
    pub fn in_a_row(&self) -> Line {
        let mut lead = self.lead.clone();
        if let Some(last) = lead.0.last_mut() {
            let taken = last.text.trim_end_matches(' ').len() + GAP;
            last.text.truncate(taken);
        }
        lead.then(self.line.clone())
    }

    /// The word of its mark, where a line behind a day does not begin with it.
    pub fn word(&self) -> Option<&'static str> {
        let word = self.mark?.word;
        let is_said = !self.lead.is_empty() && self.line.text().starts_with(word);
        (!is_said).then_some(word)
    }

    pub fn section(title: impl AsRef<str>, items: Vec<Self>) -> Self {
        let line = Line::of(Role::Strong, title);
        Self {
            items,
            ..Self::of(line)
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mark {
    pub sign: &'static str,
    pub word: &'static str,
    pub role: Role,
}

impl Mark {
    pub const fn new(sign: &'static str, word: &'static str, role: Role) -> Self {
        Self { sign, word, role }
    }

    /// As a legend has it.
    pub fn named(self) -> String {
        format!("{} {}", self.sign, self.word)
    }
}

#[derive(Clone, Default)]
pub struct Grid {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Cells>,
}

pub type Cells = Vec<Vec<Line>>;
