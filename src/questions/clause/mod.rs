//! `show clause`: one clause and how it came to read as it does, or all of them.

mod data;
pub(crate) mod table;

use super::history::VERSION;
use super::prelude::*;
use super::terms::{STATE, row};
use crate::phrases::clause::known_later;
use crate::phrases::dates;
use crate::phrases::deeds::Tense;
use crate::phrases::sentences::{named_events, note};
use crate::phrases::states::{Detail, state_sentences, states, undecided, went};
use crate::phrases::stories::{close, of_life, titles};
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct ShowClauseArgs {
    /// The clause; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The day [default: today]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
}

impl Question for ShowClauseArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let at = self.at.as_deref().unwrap_or("today");
        if let Some(id) = &self.id {
            let found = records.clause(id, at)?;
            return Ok(records.finish("clause", found));
        }
        let at = view.at(at)?;
        let places = records.view.by_topic().into_iter();
        let clauses = places.map(|clause| records.state(clause, at.instant));
        let clauses: Vec<State> = clauses.collect();
        let none = clauses.is_empty();
        let report = records.finish("clauses", Clauses { at, clauses });
        Ok(report.without(none, "clauses"))
    }
}

impl Answer for ClauseLife {
    shapes!(table::paper, story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let State {
            id, title, topic, ..
        } = &self.clause;
        let about = json!({"clause": id, "title": title, "topic": topic});
        let versions = self.versions.iter();
        let records = versions.map(move |version| with(version, about.clone()));
        Rows::new(VERSION, records)
    }
}

impl Answer for Clauses {
    shapes!(table::list, clauses);

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let clauses = self.clauses.iter();
        let records = clauses.map(|state| row(state, json!({"at": self.at.day})));
        Rows::new(format!("at {STATE}"), records)
    }
}

fn story(context: &Context, body: &ClauseLife) -> Story {
    let (mut told, refs, state) = (Story::default(), &context.refs, &body.clause);
    let stands = state.status.stands();
    let over = went(refs, state).map(|over| Sentence::of_record(format!("It {over}")));
    let reads = match &over {
        _ if stands && state.text.is_none() => state.title.as_str(),
        Some(_) => "Until then it read",
        None if stands => "It reads",
        None => "It",
    };
    let mut first: Vec<Sentence> = over.into_iter().collect();
    first.extend(state_sentences(refs, (reads, &[]), state, Detail::Setters));
    let noted = note(state.note.as_ref());
    let noted = noted.filter(|note| first.iter().all(|told| told.text != note.text));
    first.extend(noted);
    let later = known_later(std::slice::from_ref(state), &body.at);
    first.extend(later.map(Sentence::of_record));
    let list = body.undetermined.iter();
    let open = undecided(refs, list.map(|found| (found, body.at.day)));
    first.extend(open.into_iter().flatten());
    let heading = format!("{}, at {}", state.title, close(refs, &body.at));
    told.section(Some(heading), vec![first]);
    let mut life = life(context, body);
    let later = life.partition_point(|(day, _)| !body.is_later(*day));
    let later = life.split_off(later);
    let after = format!("After {}", dates::day(body.at.day));
    for (heading, list) in [("How it came to read so", life), (&after, later)] {
        let list = list.into_iter().map(|(_, told)| told).collect();
        told.section(Some(heading.to_owned()), list);
    }
    let concern = "The following concerned it and did not change it";
    let rest = [
        ("It took the place of", titles(refs, &body.replaced)),
        ("Its place was taken by", titles(refs, &body.replaced_by)),
        (concern, named_events(refs, &body.about)),
    ];
    let rest = rest.into_iter().filter(|(_, list)| !list.is_empty());
    let rest = rest.map(|(words, list)| Sentence::of_record(format!("{words}: {list}")));
    told.paragraph(rest.collect());
    told
}

/// Each change of a clause and what becomes of it with the agreement, by day.
fn life(context: &Context, body: &ClauseLife) -> Vec<(Option<Day>, Vec<Sentence>)> {
    let refs = &context.refs;
    let is_past = |day: Option<Day>| day.is_some_and(|day| day < context.today);
    let life = body.dated().map(|(day, entry)| {
        let of = &entry.change;
        let tense = Tense::on(entry.planned, [of.first, of.last], context.today);
        let mut told = of_life(refs, &entry.event, of, tense);
        if entry.late {
            told[0].text = format!("{}, {}", told[0].text, ends::LATE);
        }
        (day, told)
    });
    let turns = body.turns.iter().map(|turn| {
        let day = turn.date.last();
        (day, vec![turned(refs, turn, is_past(day))])
    });
    let ends = body.last_days();
    let ends = ends.map(|(version, last)| (last.last(), vec![expires(context, version, last)]));
    let mut life: Vec<_> = life.chain(turns).chain(ends).collect();
    life.sort_by_key(|(day, _)| *day);
    life
}

/// The last day of a version of a clause.
pub(super) fn expires(context: &Context, version: &Version, last: Date) -> Sentence {
    let is_past = last.last().is_some_and(|last| last < context.today);
    let expires = ["expires", "expired"][usize::from(is_past)];
    let with_it = ["", " with the agreement"][usize::from(version.with_agreement)];
    let doubt = ends::doubt(version.hangs.0, version.hangs.1);
    let (end, last) = (version.end.as_ref(), date(last));
    let firm = marks(end.and_then(|end| phrases::basis(end.basis)));
    let text = format!("At the end of {last}{firm}, this clause {expires}{with_it}{doubt}");
    let cites = end.into_iter();
    let cites = cites.flat_map(|end| backing(&end.cite, Some("through")));
    resting(&context.refs, text, cites)
}

/// What becomes of a clause with the agreement at an event.
fn turned(refs: &Refs, turn: &DoneBy, is_past: bool) -> Sentence {
    let day = capital(&date(turn.date));
    let firm = marks(clocks::doubts(turn.days(), date));
    let title = bare(refs.title_of(&turn.event));
    let turns = ends::turns(turn.action, is_past);
    let text = format!("{day}{firm}: {title}. This clause {turns} with the agreement");
    resting(refs, text, backing(&turn.cite, None)).of_event(&turn.event)
}

fn clauses(context: &Context, body: &Clauses) -> Story {
    let mut told = Story::default();
    let clauses = count(body.clauses.len(), "clause");
    told.say(format!("The record holds {clauses}"));
    states(&mut told, context, &body.clauses);
    told
}
