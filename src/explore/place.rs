//! Where the reader is, and what is asked there: all that is shown, so that going back restores it.

use clap::{Args, Command, Error};

use crate::answer::{At, Report};
use crate::date::Day;
use crate::questions::{
    Question, chart, clause, diff, event, find, learned, overview, party, source, terms, timeline,
};
use crate::questions::{filters::quoted, view::Refusal, view::View};
use crate::shell::LensArgs;

/// The pages, each with its letter in `pages.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Page {
    #[default]
    Folder = b'o',
    Main = b'm',
    Compare = b'c',
    Clause = b'h',
    Event = b'e',
    Beliefs = b'b',
    Find = b'f',
    Keys = b'?',
    Lenses = b'l',
    /// The sources on which the answer of another page rests.
    Sources = b'w',
    /// An answer by itself.
    Answer = b'a',
}

/// A WHEN: an event's id or a day, with the day that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct When {
    pub(super) text: String,
    pub(super) day: Day,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Location {
    pub(super) agreement: usize,
    pub(super) page: Page,
    /// What the page is of, or what is typed there.
    pub(super) id: String,
    pub(super) at: When,
    /// The day with which that of the place is compared.
    pub(super) from: When,
    pub(super) lens: LensArgs,
    /// What is asked there, where the page does not say it by itself.
    pub(super) asked: Option<Ask>,
    /// The key of the row that is chosen; the first where there is none of this key.
    pub(super) row: Option<String>,
    pub(super) scroll: usize,
    /// Whether keys move the answer, and not the row.
    pub(super) in_answer: bool,
    /// Whether clauses that did not change are left out of all, or stand beside those that differ.
    pub(super) turned: bool,
    /// The place of a kind in `KINDS`, of which alone is found.
    pub(super) kind: usize,
}

impl Location {
    /// Another page of the same agreement, on the same day and through the same lens.
    pub(super) fn to(&self, page: Page, id: impl Into<String>) -> Self {
        Self {
            agreement: self.agreement,
            page,
            id: id.into(),
            at: self.at.clone(),
            lens: self.lens.clone(),
            ..Self::default()
        }
    }

    /// The page of an answer that has no other, or of its sources.
    pub(super) fn to_answer(&self, page: Page, asked: Ask) -> Self {
        let place = self.to(page, asked.words().trim());
        let asked = Some(asked);
        Self { asked, ..place }
    }

    pub(super) fn letter(&self) -> char {
        char::from(self.page as u8)
    }

    /// Its row in the table `pages.txt`: a title and a call, in which names stand for what the place has, and keys.
    fn row_of_table(&self) -> [&'static str; 3] {
        let mut lines = include_str!("pages.txt").lines();
        let line = lines.find(|line| line.starts_with(self.letter()));
        let mut parts = line.unwrap_or_default().split('|').skip(1).map(str::trim);
        [(); 3].map(|()| parts.next().unwrap_or_default())
    }

    pub(super) fn title(&self) -> String {
        self.row_of_table()[0].replace("ID", &self.id)
    }

    pub(super) fn keys(&self) -> &'static str {
        self.row_of_table()[2]
    }

    pub(super) fn ask(&self) -> Ask {
        let word = |word| match word {
            "ID" => &self.id,
            "AT" => &self.at.text,
            "FROM" => &self.from.text,
            word => word,
        };
        let words = self.row_of_table()[1].split_whitespace().map(word);
        let asked = self.asked.clone();
        asked.unwrap_or_else(|| Ask::default().and(words))
    }

    /// Whether it shows how things stand on a day.
    pub(super) fn has_day(&self) -> bool {
        "mchb".contains(self.letter())
    }
}

impl From<Day> for When {
    fn from(day: Day) -> Self {
        let text = day.to_string();
        Self { text, day }
    }
}

impl From<At> for When {
    fn from(at: At) -> Self {
        let (text, day) = (at.again(), at.day);
        Self { text, day }
    }
}

/// The words of a call behind the name of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Ask(Vec<String>);

impl Ask {
    pub(super) fn of(words: &[&str]) -> Self {
        Self::default().and(words.iter().copied())
    }

    pub(super) fn and<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.0.extend(words.into_iter().map(str::to_owned));
        self
    }

    /// The words as a shell takes them, each after a blank.
    pub(super) fn words(&self) -> String {
        let words = self.0.iter().map(|word| format!(" {}", quoted(word)));
        words.collect()
    }

    pub(super) fn answer(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let words: Vec<&str> = self.0.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => overview::OverviewArgs.ask(view),
            ["chart", words @ ..] => answer::<chart::ChartArgs>(words, view),
            ["diff", words @ ..] => answer::<diff::DiffArgs>(words, view),
            ["find", words @ ..] => answer::<find::FindArgs>(words, view),
            ["learned", words @ ..] => answer::<learned::LearnedArgs>(words, view),
            ["show", "clause", words @ ..] => answer::<clause::ShowClauseArgs>(words, view),
            ["show", "event", words @ ..] => answer::<event::ShowEventArgs>(words, view),
            ["show", "party", words @ ..] => answer::<party::ShowPartyArgs>(words, view),
            ["show", "source", words @ ..] => answer::<source::ShowSourceArgs>(words, view),
            ["terms", words @ ..] => answer::<terms::TermsArgs>(words, view),
            ["timeline", words @ ..] => answer::<timeline::TimelineArgs>(words, view),
            _ => Err(Refusal::new("no timeline answers this", "")),
        }
    }
}

fn answer<A: Args + Question>(words: &[&str], view: &View<'_>) -> Result<Report, Refusal> {
    let args = read::<A>(words);
    let refused = |error: Error| Refusal::new(error.kind().to_string(), "");
    args.map_err(refused)?.ask(view)
}

/// Reads arguments as they are written behind a command.
pub(super) fn read<A: Args>(words: &[&str]) -> Result<A, Error> {
    let command = A::augment_args(Command::new("question").no_binary_name(true));
    let found = command.try_get_matches_from(words)?;
    A::from_arg_matches(&found)
}
