//! Where the reader is, and what is asked there: all that is shown, so that going back restores it.

use clap::{Args, Command};

use crate::answer::{At, Report};
use crate::date::Day;
use crate::questions::{
    Question, chart, clause, diff, event, find, learned, overview, party, source, terms, timeline,
};
use crate::questions::{filters::quoted, view::Kind, view::Refusal, view::View};
use crate::shell::LensArgs;

/// A WHEN: an event's id or a day, with the day that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct When {
    pub(super) text: String,
    pub(super) day: Day,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Screen {
    #[default]
    Folder,
    Main,
    /// What differs between a day and the day of the place.
    Compare(When),
    Show(Kind, String),
    Beliefs(String),
    /// What is typed, and of which kind of `FOUND`.
    Find(String, Option<usize>),
    Lenses,
    Help(String),
    /// The sources on which an answer rests.
    Sources(Ask),
    /// An answer by itself, or the events that it lists.
    Answer(Ask),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) agreement: usize,
    pub(super) page: Screen,
    pub(super) when: When,
    pub(super) lens: LensArgs,
    /// The key of the row that is chosen; the first where there is none of this key.
    pub(super) row: Option<String>,
    pub(super) scroll: usize,
    /// Whether keys move the answer, and not the row.
    pub(super) in_answer: bool,
    /// Whether clauses that did not change are left out of all, or stand beside those that differ.
    pub(super) turned: bool,
    /// Whether no topics stand above the clauses, where their lives are drawn.
    pub(super) without_topics: bool,
}

impl Screen {
    /// Whether it shows how things stand on a day.
    pub(super) fn has_day(&self) -> bool {
        let is_life = matches!(self, Self::Show(Kind::Clause | Kind::Event, _));
        is_life || matches!(self, Self::Main | Self::Compare(_) | Self::Beliefs(_))
    }

    pub(super) fn ask(&self, at: &str) -> Ask {
        match self {
            Self::Folder => Ask::default(),
            Self::Main | Self::Lenses => Ask::of(&["terms", at, "--all"]),
            Self::Compare(from) => Ask::of(&["diff", &from.text, at]),
            Self::Show(Kind::Clause, id) => Ask::of(&["show", "clause", id, "--at", at]),
            Self::Show(kind, id) => Ask::of(&["show", kind.word(), id]),
            Self::Sources(ask) | Self::Answer(ask) => ask.clone(),
            Self::Beliefs(id) => Ask::of(&["chart", "--beliefs", id]),
            Self::Find(text, _) if text.starts_with('-') => Ask::of(&["find", "--", text]),
            Self::Find(text, _) => Ask::of(&["find", text]),
            Self::Help(_) => Ask::of(&["help", "explore"]),
        }
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
        Self::default().and(words)
    }

    pub(super) fn and(mut self, words: &[&str]) -> Self {
        self.0.extend(words.iter().map(|word| (*word).to_owned()));
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
            ["chart", words @ ..] => read::<chart::ChartArgs>(words)?.ask(view),
            ["diff", words @ ..] => read::<diff::DiffArgs>(words)?.ask(view),
            ["find", words @ ..] => read::<find::FindArgs>(words)?.ask(view),
            ["learned", words @ ..] => read::<learned::LearnedArgs>(words)?.ask(view),
            ["show", "clause", words @ ..] => read::<clause::ShowClauseArgs>(words)?.ask(view),
            ["show", "event", words @ ..] => read::<event::ShowEventArgs>(words)?.ask(view),
            ["show", "party", words @ ..] => read::<party::ShowPartyArgs>(words)?.ask(view),
            ["show", "source", words @ ..] => read::<source::ShowSourceArgs>(words)?.ask(view),
            ["terms", words @ ..] => read::<terms::TermsArgs>(words)?.ask(view),
            ["timeline", words @ ..] => read::<timeline::TimelineArgs>(words)?.ask(view),
            _ => Err(Refusal::new("no timeline answers this", "")),
        }
    }
}

/// The arguments of a question as they are written behind its command.
fn read<A: Args>(words: &[&str]) -> Result<A, Refusal> {
    let command = A::augment_args(Command::new("question").no_binary_name(true));
    let found = command.try_get_matches_from(words);
    let args = found.and_then(|found| A::from_arg_matches(&found));
    args.map_err(|error| Refusal::new(error.kind().to_string(), ""))
}
