//! `show WORDS`: whatever the words mean. One thing is shown as the question of its kind shows it; several are listed.

mod data;

use super::clause::ShowClauseArgs;
use super::event::ShowEventArgs;
use super::filters::quoted;
use super::party::ShowPartyArgs;
use super::prelude::*;
use super::source::ShowSourceArgs;
use super::view::article;
use crate::agreement::filter::{Within, within};
use crate::text::words::quote;
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct ShowArgs {
    /// An id of any kind, words of a title, a party's name, or a date
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// The day [default: today]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
    /// What is answered where the words are no id: they may be a mistyped command.
    #[arg(skip)]
    pub instead: Option<Refusal>,
}

impl ShowArgs {
    /// One thing as the question of its kind shows it.
    fn one(&self, found: &Match, view: &View<'_>) -> Result<Report, Refusal> {
        let (id, at) = (Some(found.id.clone()), self.at.clone());
        match found.kind {
            Kind::Clause => ShowClauseArgs { id, at }.ask(view),
            Kind::Party => ShowPartyArgs { id, at }.ask(view),
            kind if at.is_some() => {
                let message = format!("`--at` has no effect on {}", article(kind.word()));
                Err(Refusal::new(message, "remove `--at`"))
            }
            Kind::Event => {
                let days = view.date(&self.words.join(" ")).zip(found.event);
                let lies = days.map(|(days, (_, of))| within(of, days));
                let possibly = lies == Some(Within::Possibly);
                ShowEventArgs { id, possibly }.ask(view)
            }
            Kind::Source => ShowSourceArgs { id }.ask(view),
        }
    }
}

impl Question for ShowArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        // An event that stands for the day gives it to agreements that have what is meant, too.
        let at = self.at.as_deref().map(|at| view.at(at));
        let found = meant(view, &all(&mut records, &self.words), self)?;
        at.transpose()?;
        let list = matches(&mut records, self, found)?;
        let is_alone = !view.timeline.is_part || view.words.others.is_one();
        let kinds = list.matches.iter().map(|of| of.kind).collect();
        let agreement = view.timeline.id.clone();
        (view.words.own.borrow_mut().meant).insert(agreement, kinds);
        if let ([only], true) = (&*list.matches, is_alone) {
            let query = self.words.join(" ");
            let is_title = only.kind == Kind::Source && !only.id.contains(&query.to_lowercase());
            let call = format!("partnership find {}{}", quoted(&query), view.flags);
            let remark = format!("`{call}` looks in every text");
            let shown = self.one(only, view)?;
            return Ok(shown.with(is_title.then_some(remark)));
        }
        let ids: HashSet<String> = list.matches.iter().map(|of| of.id.clone()).collect();
        let mut report = records.finish("show", list);
        let refs = &mut report.context.refs;
        refs.clauses.retain(|id, _| ids.contains(id));
        refs.events.retain(|id, _| ids.contains(id));
        refs.sources.retain(|id, _| ids.contains(id));
        Ok(report)
    }
}

impl Answer for Matches {
    shapes!(paper, story);

    fn asked(&self) -> Vec<&At> {
        self.at.iter().collect()
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        Rows::of("kind id title status end@ call", &self.matches)
    }
}

fn paper(_: &Context, body: &Matches, _: Look) -> Paper {
    let call = |found: &Match| {
        let line = Line::of(Role::Faint, format!("{}: ", found.kind));
        let line = line.and(Role::Plain, &found.title);
        (found.call.clone(), line.and(Role::Faint, found.standing()))
    };
    let calls = body.matches.iter().map(call).collect();
    let count = format!("{} found", body.matches.len());
    Paper::list(count, Block::Calls(calls))
}

fn story(_: &Context, body: &Matches) -> Story {
    let (mut told, matches) = (Story::default(), count(body.matches.len(), "entry"));
    let lead = format!("The record has {matches} for {}", quote(&body.query));
    told.say(lead);
    for found in &body.matches {
        let (kind, title) = (found.kind, &found.title);
        let (standing, call) = (found.standing(), ticked(&found.call));
        told.say(format!("{title} ({kind}{standing}): {call}"));
    }
    told
}

impl Match {
    /// The day of an event, or how a clause stands.
    fn standing(&self) -> String {
        match self.event {
            _ if self.kind == Kind::Clause => format!(", {}", self.stands),
            Some((of, _)) => format!(", {}", of.human()),
            None => String::new(),
        }
    }
}
