//! What a pane asks, as a question and as the call that asks the same.

use crate::answer::Report;
use crate::date::Day;
use crate::questions::Question;
use crate::questions::beliefs::BeliefsArgs;
use crate::questions::chart::ChartArgs;
use crate::questions::clause::ShowClauseArgs;
use crate::questions::diff::DiffArgs;
use crate::questions::event::ShowEventArgs;
use crate::questions::filters::{ClauseArgs, flag, quoted};
use crate::questions::find::FindArgs;
use crate::questions::learned::LearnedArgs;
use crate::questions::overview::OverviewArgs;
use crate::questions::party::ShowPartyArgs;
use crate::questions::source::ShowSourceArgs;
use crate::questions::terms::TermsArgs;
use crate::questions::timeline::TimelineArgs;
use crate::questions::view::{Kind, Refusal, View};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    Overview,
    /// What happened from one day to another.
    Timeline(Day, Day),
    Chart,
    /// Every clause on a day.
    Terms(String),
    /// What one event changed, or what differs between two days; of one clause, or of all.
    Diff(String, Option<String>, Option<String>),
    /// A thing of some kind; a clause on a day.
    Show(Kind, String, Option<String>),
    Beliefs(String),
    Find(String),
    /// What has become known since a day of a clause on another.
    Learned(String, String, String),
}

impl Ask {
    /// The words of the call behind the name of the program.
    pub(super) fn words(&self) -> String {
        let flagged = |name: &str, value: &Option<String>| {
            let flag = value.as_ref().map(|value| flag(name, value));
            flag.unwrap_or_default()
        };
        match self {
            Self::Overview => String::new(),
            Self::Timeline(from, to) => format!("timeline {from}..{to}"),
            Self::Chart => "chart".to_owned(),
            Self::Terms(at) => format!("terms {} --all", quoted(at)),
            Self::Diff(from, to, clause) => {
                let to = to.as_ref().map(|to| format!(" {}", quoted(to)));
                let (to, clause) = (to.unwrap_or_default(), flagged("--clause", clause));
                format!("diff {}{to}{clause}", quoted(from))
            }
            Self::Show(kind, id, at) => {
                format!("show {kind} {}{}", quoted(id), flagged("--at", at))
            }
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
        let only = |clause: Option<String>| {
            let mut filter = ClauseArgs::default();
            filter.clause.extend(clause);
            filter
        };
        match self.clone() {
            Self::Overview => OverviewArgs.ask(view),
            Self::Timeline(from, to) => {
                let mut args = TimelineArgs::default();
                args.when = Some(format!("{from}..{to}"));
                args.ask(view)
            }
            Self::Chart => ChartArgs::default().ask(view),
            Self::Terms(at) => {
                let mut args = TermsArgs::default();
                (args.when, args.all) = (Some(at), true);
                args.ask(view)
            }
            Self::Diff(from, to, clause) => {
                let mut args = DiffArgs::default();
                (args.from, args.to, args.filter) = (from, to, only(clause));
                args.ask(view)
            }
            Self::Show(kind, id, at) => {
                let id = Some(id);
                match kind {
                    Kind::Clause => ShowClauseArgs { id, at }.ask(view),
                    Kind::Event => ShowEventArgs { id }.ask(view),
                    Kind::Party => ShowPartyArgs { id, at }.ask(view),
                    Kind::Source => ShowSourceArgs { id, url: None }.ask(view),
                }
            }
            Self::Beliefs(clause) => {
                let (from, to) = (None, None);
                BeliefsArgs { clause, from, to }.ask(view)
            }
            Self::Find(text) => FindArgs { text: vec![text] }.ask(view),
            Self::Learned(since, at, clause) => {
                let mut args = LearnedArgs::default();
                (args.from, args.at) = (Some(since), Some(at));
                args.filter = only(Some(clause));
                args.ask(view)
            }
        }
    }
}
