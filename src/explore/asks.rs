//! What a pane asks, as a question and as the call that asks the same.

use crate::answer::Report;
use crate::questions::Question;
use crate::questions::beliefs::BeliefsArgs;
use crate::questions::chart::ChartArgs;
use crate::questions::clause::ShowClauseArgs;
use crate::questions::diff::DiffArgs;
use crate::questions::event::ShowEventArgs;
use crate::questions::filters::{ClauseArgs, flag, quoted};
use crate::questions::find::FindArgs;
use crate::questions::learned::LearnedArgs;
use crate::questions::party::ShowPartyArgs;
use crate::questions::source::ShowSourceArgs;
use crate::questions::terms::TermsArgs;
use crate::questions::timeline::TimelineArgs;
use crate::questions::view::{Refusal, View};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    Timeline,
    Chart,
    /// Every clause on a day.
    Terms(String),
    /// What one event changed, or what differs between two days; of one clause, or of all.
    Diff(String, Option<String>, Option<String>),
    Clause(String, String),
    Event(String),
    Party(String),
    Source(String),
    Beliefs(String),
    Find(String),
    /// What has become known since a day of a clause on another.
    Learned(String, String, String),
}

impl Ask {
    /// The words of the call behind the name of the program.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Timeline => "timeline".to_owned(),
            Self::Chart => "chart".to_owned(),
            Self::Terms(at) => format!("terms {} --all", quoted(at)),
            Self::Diff(from, to, clause) => {
                let to = to.as_ref().map(|to| format!(" {}", quoted(to)));
                let clause = clause.as_ref().map(|clause| flag("--clause", clause));
                let (to, clause) = (to.unwrap_or_default(), clause.unwrap_or_default());
                format!("diff {}{to}{clause}", quoted(from))
            }
            Self::Clause(id, at) => format!("show clause {}{}", quoted(id), flag("--at", at)),
            Self::Event(id) => format!("show event {}", quoted(id)),
            Self::Party(id) => format!("show party {}", quoted(id)),
            Self::Source(id) => format!("show source {}", quoted(id)),
            Self::Beliefs(clause) => format!("chart{}", flag("--beliefs", clause)),
            Self::Find(text) if text.starts_with('-') => format!("find -- {}", quoted(text)),
            Self::Find(text) => format!("find {}", quoted(text)),
            Self::Learned(since, at, clause) => {
                let (at, clause) = (flag("--at", at), flag("--clause", clause));
                format!("learned {}{at}{clause}", quoted(since))
            }
        }
    }

    pub(super) fn of(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let only = |clause: &Option<String>| ClauseArgs {
            clause: clause.iter().cloned().collect(),
            ..ClauseArgs::default()
        };
        let some = |text: &String| Some(text.clone());
        match self {
            Self::Timeline => TimelineArgs::default().ask(view),
            Self::Chart => ChartArgs::default().ask(view),
            Self::Terms(at) => TermsArgs {
                when: some(at),
                all: true,
                ..TermsArgs::default()
            }
            .ask(view),
            Self::Diff(from, to, clause) => DiffArgs {
                from: from.clone(),
                to: to.clone(),
                filter: only(clause),
                exit_code: false,
            }
            .ask(view),
            Self::Clause(id, at) => ShowClauseArgs {
                id: some(id),
                at: some(at),
            }
            .ask(view),
            Self::Event(id) => ShowEventArgs { id: some(id) }.ask(view),
            Self::Party(id) => ShowPartyArgs {
                id: some(id),
                ..ShowPartyArgs::default()
            }
            .ask(view),
            Self::Source(id) => ShowSourceArgs { id: some(id) }.ask(view),
            Self::Beliefs(clause) => BeliefsArgs {
                clause: clause.clone(),
                ..BeliefsArgs::default()
            }
            .ask(view),
            Self::Find(text) => FindArgs {
                text: vec![text.clone()],
            }
            .ask(view),
            Self::Learned(since, at, clause) => LearnedArgs {
                from: some(since),
                since: None,
                at: some(at),
                filter: only(&some(clause)),
            }
            .ask(view),
        }
    }
}
