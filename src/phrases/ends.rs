//! Last days, renewals and notice in words.

use super::clause::turned;
use super::clocks::marks;
use super::dates::{date, in_words};
use super::sentences::{resting, unclear};
use super::states::since;
use super::terms::rule_told;
use super::values::field;
use crate::agreement::lanes::Standing;
use crate::agreement::{Action, RENEWAL, Status, Value};
use crate::answer::story::Sentence;
use crate::answer::{Ahead, Change, Event, Refs, State, Working, backing};
use crate::date::{Date, Day, Span};
use crate::text::words::{Count, or_list, parted, some_list};

/// On what it hangs that something ends which it may not do any more.
pub(crate) const IF_STANDS: &str = " (if it still stands)";

pub(crate) const LATE: &str = "when the agreement is over";

pub(crate) fn titled(refs: &Refs, of: &Change) -> String {
    let doubt = Some(IF_STANDS).filter(|_| of.is_doubted);
    refs.clause_title(&of.clause).to_owned() + doubt.unwrap_or_default()
}

pub(crate) fn span(of: Span) -> String {
    let (count, unit) = of.counted();
    Count(usize::try_from(count).unwrap_or(usize::MAX), unit).to_string()
}

/// Some of the rules by which terms follow each other: `through 2023-07-31, renews 1 year, notice 3 months`.
pub(crate) fn rules(names: &[&str], value: impl Fn(&str) -> Option<Value>) -> Option<String> {
    let rule = |name: &&str| {
        let rule = field(name, &value(name)?, Date::human)?;
        Some(format!("{name} {rule}"))
    };
    parted(names.iter().filter_map(rule), ", ")
}

pub(crate) fn term_end(end: Option<Day>, say: impl Fn(Day) -> String) -> String {
    end.map_or_else(|| "a day after the year 9999".to_owned(), say)
}

/// On what it hangs that a clause comes to an end or to another term.
pub(crate) fn doubt(stands: Standing, assumed: bool) -> &'static str {
    match (stands, assumed) {
        (Standing::Unclear, true) => ", if it still stands and nobody gave notice",
        (Standing::Unclear, false) => ", if it still stands",
        (Standing::Perhaps, true) => ", perhaps, if nobody gave notice",
        (Standing::Perhaps, false) => ", perhaps",
        (_, true) => ", if nobody gave notice",
        _ => "",
    }
}

/// That a clause ends with the agreement, and on what that hangs.
pub(crate) fn with_that(ahead: Option<&Ahead>) -> String {
    let over = ahead.filter(|of| of.with_agreement);
    over.map_or_else(String::new, |of| {
        format!(", with the agreement{}", doubt(of.stands, of.assumed))
    })
}

/// From which last day others are reckoned, where that is no single day.
pub(crate) fn reckoned(through: Option<Date>) -> String {
    let written = through.filter(|date| date.last().map(Date::from) != Some(*date));
    written.map_or_else(String::new, |date| {
        format!(" (reckoned from {})", date.human())
    })
}

/// That some renewals before one that is told are left out of a list.
pub(crate) fn unlisted(count: usize) -> String {
    match Count(count, "earlier renewal") {
        Count(0, _) => String::new(),
        earlier => format!(" ({earlier} not listed)"),
    }
}

/// What becomes of a clause with the agreement, by what is done to that.
pub(crate) fn turns(action: Action, is_past: bool) -> &'static str {
    let [turns, turned] = match action {
        Action::End => ["ends", "ended"],
        Action::Unclear => ["is left unclear", "was left unclear"],
        Action::Adopt => ["stands again", "stood again"],
        _ => ["is in force again", "came into force again"],
    };
    if is_past { turned } else { turns }
}

/// Which clauses turn with the agreement: so many by name, where there are more.
pub(crate) fn with_it(refs: &Refs, event: &Event, most: usize) -> Option<String> {
    let titles = event.with_it.iter().map(|id| refs.clause_title(id));
    let more = titles.len().saturating_sub(most);
    let more = (more > 0).then(|| format!("{more} more"));
    let titles = some_list(titles.take(most).chain(more.as_deref()))?;
    if event.is_notice() {
        return Some(format!("if notice is given, these end with it: {titles}"));
    }
    let turns = turns(event.turns, !event.scheduled && !event.open);
    Some(format!("{turns} with the agreement: {titles}"))
}

pub(crate) fn term(renewals: u32) -> String {
    match renewals {
        0 => "the end of the first term".to_owned(),
        renewals => format!("the end of the {} renewal", nth(renewals)),
    }
}

pub(crate) fn nth(number: u32) -> String {
    let ending = match (number % 10, number % 100 / 10) {
        (1, tens) if tens != 1 => "st",
        (2, tens) if tens != 1 => "nd",
        (3, tens) if tens != 1 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// How often a clause was renewed for the term that runs: `renewed once, if nobody gave notice`.
pub(crate) fn renewed(state: &State) -> Option<String> {
    let runs = state.runs.filter(|runs| runs.renewed > 0)?;
    let often = match (runs.renewed, runs.most) {
        (often, Some(most)) => format!("{often} of at most {most} times"),
        (1, None) => "once".to_owned(),
        (often, None) => format!("{often} times"),
    };
    let stands = match state.status {
        Status::Unclear => Standing::Unclear,
        _ => Standing::InForce,
    };
    Some(format!("renewed {often}{}", doubt(stands, runs.assumed)))
}

/// The same with the rules by which it goes on.
pub(crate) fn goes_on(state: &State) -> Option<String> {
    let renewed = renewed(state);
    let renewed = renewed.map(|renewed| format!("{renewed}; "));
    let rule = |name: &str| {
        // How often in all is said, which a later change may have counted anew.
        let is_said = name == "renewals" && renewed.is_some();
        let value = state.value(name).filter(|_| !is_said)?;
        let firm = marks(super::marks(state, name));
        Some(rules(&[name], |_| Some(value.clone()))? + &firm)
    };
    let names = ["through"].into_iter().chain(RENEWAL);
    let rules = parted(names.filter_map(rule), ", ");
    state
        .runs
        .map(|_| renewed.unwrap_or_default() + &rules.unwrap_or_default())
}

/// That the agreement is over, by the clause that bounds it.
pub(crate) fn bounded_by(refs: &Refs, of: &State) -> String {
    let firm = turned(refs, of).map_or_else(String::new, |firm| format!(", {firm}"));
    let day = of.changed.map(Date::human).unwrap_or_default();
    let through = ["through ", ""][usize::from(of.status == Status::Ended)];
    format!("the agreement is over ({}, {through}{day}{firm})", of.id)
}

/// What the title of a last day to give notice says before how else the clause renews.
pub(crate) const NOTICE: &str = "last day to give notice, else it ";

/// That a clause is renewed, or until when notice is in time, each rule with who set that.
pub(crate) fn renewal(refs: &Refs, event: &Event) -> Option<Sentence> {
    event.renewal.as_ref()?;
    let title = refs.clause_title(event.about.first()?);
    let told = in_words(event.title.strip_prefix(title)?.strip_prefix(": ")?);
    let (firm, date) = (marks(super::basis(event.basis)), date(event.date));
    let gives = ["gave", "gives"][usize::from(event.scheduled)];
    let bound = event.parties.iter().filter_map(|id| refs.parties.get(id));
    let who = Some(or_list(bound)).filter(|who| !who.is_empty());
    let who = who.as_deref().unwrap_or("somebody");
    let told = match told.strip_prefix(NOTICE) {
        Some(renews) => {
            format!("Unless {who} {gives} notice by {date}, {title}{firm} {renews}")
        }
        None => format!("After {date}, {title}{firm} {told}"),
    };
    let unclear = event
        .unclear
        .as_ref()
        .map(|set| unclear("it still stands", set.days()));
    // Of so many that are past, each has the same rules.
    let reckoning = reckoning(event).filter(|_| event.scheduled);
    let told = [Some(told), reckoning, unclear].into_iter().flatten();
    let sets = event.working.iter().flat_map(Working::sets);
    let cites = sets.chain(&event.unclear);
    let cites = cites.flat_map(|set| backing(&set.cite, None));
    Some(resting(refs, parted(told, ". ")?, cites).of_event(&event.id))
}

/// How a day that comes of renewals is reckoned, and by which rules.
pub(crate) fn reckoning(event: &Event) -> Option<String> {
    let working = event.working.as_ref()?;
    let (day, told) = (date(event.date), in_words(&working.day));
    let told = told.strip_prefix(&format!("{day}, ")).unwrap_or(&told);
    let rules = working.rules.iter().map(|(rule, set)| {
        let since = [super::basis(set.basis).map(str::to_owned), Some(since(set))];
        let rules = rule.split(", ").map(rule_told);
        parted(rules, "; ").unwrap_or_default() + &marks(since.into_iter().flatten())
    });
    let rules = parted(rules, "; ").unwrap_or_default();
    Some(format!("That day is {told}, by these rules: {rules}"))
}
