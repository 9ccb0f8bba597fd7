//! What answers tell of how clauses stand, and of changes that may have happened.

use indexmap::IndexMap;

use super::clause::{last_day, over, turned};
use super::clocks::{days, known, marks};
use super::dates::{count, date, day, number, when};
use super::dissent::differ;
use super::ends;
use super::facts::{Fact, all_told, clause, doubt, facts, place, said};
use super::sentences::{bare, capital, is_hedged, reads, resting, resting_text, unclear};
use super::terms::{is_said, told, was_to, worded};
use crate::agreement::compare::How;
use crate::agreement::{Action, Basis, ChangeKind, Status, Wording, lanes};
use crate::answer::story::{Read, Sentence, Story};
use crate::answer::{Context, NO_TOPIC, Origin, Refs, Set, State, Undecided, backing, names};
use crate::date::Day;
use crate::text::words::{parted, some_list};

pub(crate) fn states(story: &mut Story, context: &Context, states: &[State]) {
    let has_topics = states.iter().any(|state| state.topic.is_some());
    for states in states.chunk_by(|a, b| a.topic == b.topic) {
        let topic = states[0].topic.as_deref().unwrap_or(NO_TOPIC);
        let topic = has_topics.then(|| capital(topic));
        let paragraph = |state: &State| {
            let went = went(&context.refs, state);
            let name = (state.title.as_str(), went.as_slice());
            let mut told = state_sentences(&context.refs, name, state, Detail::Nothing);
            told.extend(differ(&context.refs, state));
            told
        };
        story.section(topic, states.iter().map(paragraph).collect());
    }
}

/// When a clause ended or expired, and how firm that is, or that it was left as it was: `ended on 27 April 2026 (inferred)`.
pub(crate) fn went(refs: &Refs, state: &State) -> Option<String> {
    let firm = turned(refs, state);
    match state.status {
        Status::Ended | Status::Expired => Some(over(refs, state, [when, date]) + &marks(firm)),
        _ => firm.filter(|_| state.kept.is_some()).map(str::to_owned),
    }
}

/// That the agreement is over, by the clause that bounds it.
pub(crate) fn over_with_it(refs: &Refs, of: &State) -> Option<Sentence> {
    let (title, over) = (&of.title, went(refs, of)?);
    let text = format!("{title} {over}, and with it what does not outlive it");
    let by = of.turned.as_ref().or_else(|| of.set_by.get("through"));
    let cites = by.map(|by| backing(&by.cite, None));
    Some(resting(refs, text, cites.unwrap_or_default()))
}

pub(crate) fn ended(refs: &Refs, by: &Origin, is_past: bool) -> String {
    let known = known(by.date, by.known).filter(|_| by.is_told());
    let firm = super::firm_of(refs, &by.event, by.basis);
    let marks = marks(firm.into_iter().chain(known.as_deref()));
    let ended = ends::turns(Action::End, is_past);
    format!("{ended} {}{marks}", when(by.date))
}

/// What leads to a text, and doubts about it, which stand in one pair of parentheses with those about the text.
pub(crate) type Name<'a> = (&'a str, &'a [String]);

#[derive(Clone, Copy)]
pub(crate) enum Detail<'a> {
    Nothing,
    /// As it read before this event, without from when it applies, since it no longer does.
    Before(&'a str),
    /// Since when it holds, where another event than this one set it.
    Since(&'a str),
    /// Who set each value that is told, and its end, and who restated it.
    Setters,
}

impl Detail<'_> {
    /// Whether a value was agreed under the event under which it is told, which says when that was, and how firm.
    pub(crate) fn is_under(self, set: &Set) -> bool {
        matches!(self, Self::Since(event) if set.event == event) && set.kind == ChangeKind::Agreed
    }
}

/// How a clause stands: its text, the values that the text does not give, its end, and whether that is certain.
pub(crate) fn state_sentences(
    refs: &Refs,
    name: Name<'_>,
    state: &State,
    detail: Detail,
) -> Vec<Sentence> {
    if state.status == Status::NotYet {
        let text = format!(
            "{}{} is not known to have been in force",
            name.0,
            marks(name.1)
        );
        return vec![Sentence::of_record(text)];
    }
    let values = names(&state.terms).chain(["parties"]);
    let values = values.filter_map(|name| value_told(refs, state, name, detail));
    let mut told = text_and_values(refs, name, state, detail, values.collect());
    told.extend(stands(refs, state, detail));
    told
}

/// The text of a clause and some of its values: those that were made known at once with a whole text are told with that.
pub(crate) fn text_and_values(
    refs: &Refs,
    name: Name<'_>,
    state: &State,
    detail: Detail,
    values: Vec<Fact>,
) -> Vec<Sentence> {
    let text = state.set_by.get("text").filter(|set| set.is_told());
    let text = text.filter(|_| !state.is_part_told());
    let is_beside = |fact: &Fact| text.is_some_and(|text| place(text) == place(fact.set));
    let (beside, values): (Vec<_>, Vec<_>) = values.into_iter().partition(is_beside);
    let mut told = vec![told_text(refs, name, state, detail, &beside)];
    told.extend(doubt(refs, &state.id, &beside));
    let lead = match state.status {
        Status::Unclear => "as last known, ",
        Status::Ended | Status::Expired => "until then, this held: ",
        _ => "",
    };
    told.extend(facts(refs, &state.id, (None, lead), values, detail));
    told
}

/// A value that a clause has and that is told neither by its text nor with its end.
fn value_told<'a>(
    refs: &Refs,
    state: &'a State,
    name: &'a str,
    detail: Detail,
) -> Option<Fact<'a>> {
    let (set, value) = state.set_by.get(name).zip(state.value(name))?;
    let text = state.set_by.get("text");
    let is_news = state.is_part_told() && text.is_some_and(|of| of.event == set.event);
    let is_said = is_said(refs, &state.id, (name, &value), state.text_with(name));
    let is_end = ["through", "until"].contains(&name);
    // How often it renews at most is said with how often it was.
    // Of a condition and of whom it binds, it is told who made that known.
    let is_news_of = ["until", "parties"].contains(&name) && set.is_told();
    let is_other = name == "parties" || is_end && is_moved(state);
    let is_below = is_other && !is_news_of || name == "renewals" && ends::renewed(state).is_some();
    let is_setter_due = is_end && matches!(detail, Detail::Setters);
    if is_below || !is_setter_due && is_said && !is_news {
        return None;
    }
    let told = if is_end && state.status != Status::InForce {
        was_to(name, &worded(refs, &state.id, name, &value))
    } else {
        told(refs, (&state.id, name), [None, Some(&value)], "", false)
    };
    Some(Fact {
        name,
        told: told?,
        set,
        before: None,
    })
}

/// Whether the end of a clause in force is more than the one that was set.
fn is_moved(state: &State) -> bool {
    let is_sure = state.hangs.0 == lanes::Standing::InForce && ends::renewed(state).is_none();
    state.status == Status::InForce && (!is_sure || state.ahead.is_some())
}

/// Until when a clause is in force, where that is more than the end that was set, or that nobody knows whether it is.
fn stands(refs: &Refs, state: &State, detail: Detail) -> Option<Sentence> {
    let is_unclear = state.status == Status::Unclear;
    if let Some(set) = state.turned.as_ref().filter(|_| is_unclear) {
        let text = unclear("it still stands", set.days());
        return Some(resting(refs, text, backing(&set.cite, None)).of_event(&set.event));
    }
    let last = Some(lasts(state)).filter(|last| !last.is_empty() && is_moved(state));
    let set = state
        .set_by
        .get("through")
        .filter(|_| matches!(detail, Detail::Setters));
    let since = marks(set.map(since));
    let text = parted([last?].into_iter().chain(ends::renewed(state)), ", ")? + &since;
    let names = ["through", "until", "renewals"].into_iter();
    let ends = names.filter_map(|name| Some((Some(name), state.set_by.get(name)?)));
    let sets = ends.chain(state.ahead.iter().map(|of| (None, &of.set)));
    let (_, first) = sets.clone().next()?;
    let cites = sets.flat_map(|(name, set)| backing(&set.cite, name));
    let told = resting(refs, format!("It {text}"), cites);
    Some(told.of_change(&first.event, &state.id))
}

/// `runs to the end of 2032`; where its end is known to come, `ends on 28 February 2027`.
fn lasts(state: &State) -> String {
    if let Some(end) = state.ahead.as_ref().filter(|of| of.how == How::Ended) {
        let with_that = ends::with_that(Some(end));
        let firm = marks(super::firm(&end.set.event, end.set.basis));
        return format!("ends {}{with_that}{firm}", when(end.date));
    }
    // Who made a condition known is told with it.
    let is_told = state.set_by.get("until").is_some_and(|set| set.is_told());
    let until = state.until.as_ref().filter(|_| !is_told);
    let last = last_day(state, until, "to the end of ", date).text();
    let verb = match last.split(' ').next() {
        Some("to") => "runs ",
        Some("until") => "stands ",
        Some("from") => "stands, ",
        _ => "",
    };
    verb.to_owned() + &last
}

/// `as of 28 October 2025`, or `set on 28 October 2025, restated on 27 April 2026`.
pub(crate) fn told_since(refs: &Refs, set: &Set, detail: Detail) -> Option<String> {
    match detail {
        Detail::Since(event) => {
            let is_on = refs.events.get(event).is_some_and(|of| of.date == set.date);
            (!is_on && set.event != event).then(|| format!("as of {}", date(set.date)))
        }
        Detail::Setters => Some(since(set)),
        _ => None,
    }
}

/// When a value was set and restated.
pub(super) fn since(set: &Set) -> String {
    let set_on = match set.kind {
        ChangeKind::Learned => days(set, [when, date]),
        _ => format!("set {}", days(set, [when, date])),
    };
    match restated(set) {
        Some(days) => format!("{set_on}, restated {days}"),
        None => set_on,
    }
}

/// On which days it was restated.
pub(super) fn restated(set: &Set) -> Option<String> {
    some_list(set.restated.iter().map(|again| when(again.date)))
}

/// A clause's text under its name, with who made it known where it was only learned, and the values that these gave too.
pub(crate) fn told_text(
    refs: &Refs,
    name: Name<'_>,
    state: &State,
    detail: Detail,
    beside: &[Fact],
) -> Sentence {
    let Some((set, text)) = state.set_by.get("text").zip(state.text.as_ref()) else {
        let text = format!("{}{}: its text is not known", name.0, marks(name.1));
        return match state.set_by.values().next() {
            Some(set) => resting(refs, text, &set.cite).of_event(&set.event),
            None => Sentence::of_record(text),
        };
    };
    let own = backing(&set.cite, Some("text"));
    let is_under = detail.is_under(set);
    let values = all_told(beside);
    let told = if set.is_told() && !is_under && !state.is_part_told() {
        let name = name.0.to_owned() + &marks(name.1);
        let text = reads("", text, state.wording);
        let mut days = set.days();
        if matches!(detail, Detail::Before(_)) {
            days.0 = days.1;
        }
        said(refs, days, None, &own, (Some(&name), Some(&text)), &values)
    } else {
        let firm = firm_text(state).filter(|_| !is_under);
        let is_due = matches!(detail, Detail::Since(_)) || !state.is_part_told();
        let since = told_since(refs, set, detail).filter(|_| is_due);
        let doubts = marks(name.1.iter().cloned().chain(firm).chain(since));
        let later = known_later(refs, state, detail);
        let reads = reads(&format!("{}{doubts}{later}", name.0), text, state.wording);
        clause(&reads, Some(""), &values)
    };
    // No source has said what this record sums up.
    let cites = own
        .into_iter()
        .filter(|_| state.wording != Some(Wording::Record));
    let cites = cites.chain(beside.iter().flat_map(Fact::cites));
    resting_text(refs, told, cites, &state.beside).of_change(&set.event, &state.id)
}

/// That a text says what became known of a part of it only after the event under which it is told.
fn known_later(refs: &Refs, state: &State, detail: Detail) -> String {
    let at = match detail {
        Detail::Before(event) | Detail::Since(event) => refs.events.get(event),
        _ => None,
    };
    let at = at.filter(|_| state.is_part_told());
    let known = at.and_then(|at| state.text_known_after(at.date));
    let by = known.map(|known| known.last().map_or_else(|| date(known), day));
    by.map_or_else(String::new, |by| {
        format!(", with what became known by {by}")
    })
}

/// Who says what a text says: who gave it leads.
pub(crate) fn text_reads(refs: &Refs, state: &State) -> Vec<Read> {
    let own = state.set_by.get("text").into_iter();
    let own = own.flat_map(|set| backing(&set.cite, Some("text")));
    resting_text(refs, "", own, &state.beside).sources
}

/// How firm a text is, where it does not say so itself: `in part reported`.
pub(crate) fn firm_text(state: &State) -> Option<String> {
    let text = state.set_by.get("text")?;
    let all = || state.beside.iter().chain([text]).map(|set| set.basis);
    let (firmest, weakest) = (all().min()?, all().max()?);
    let is_summary = state.wording == Some(Wording::Summary);
    let own = state.text.as_deref().filter(|_| is_summary);
    let is_hedged = own.is_some_and(|text| is_hedged(text, firmest == Basis::Stated));
    let is_due = weakest == Basis::Inferred || weakest == Basis::Reported && !is_hedged;
    let in_part = if firmest == weakest { "" } else { "in part " };
    is_due.then(|| in_part.to_owned() + super::basis(weakest).unwrap_or_default())
}

/// What may have happened by a day, under a heading.
pub(crate) fn undetermined<'a>(
    story: &mut Story,
    refs: &Refs,
    list: impl IntoIterator<Item = (&'a Undecided, Day)>,
) {
    story.section(Some("Not certain".to_owned()), undecided(refs, list));
}

/// The same, a paragraph for each clause.
pub(crate) fn undecided<'a>(
    refs: &Refs,
    list: impl IntoIterator<Item = (&'a Undecided, Day)>,
) -> Vec<Vec<Sentence>> {
    let mut clauses: IndexMap<&str, Vec<Sentence>> = IndexMap::new();
    for (found, at) in list {
        let told = clauses.entry(&found.clause).or_default();
        let title = told.is_empty().then(|| refs.clause_title(&found.clause));
        let title = title.map_or_else(|| "Whether".to_owned(), |title| format!("{title}: whether"));
        told.push(may_have(refs, &title, found, at));
    }
    clauses.into_values().collect()
}

fn may_have(refs: &Refs, whether: &str, undecided: &Undecided, at: Day) -> Sentence {
    let (at, dated) = (day(at), date(undecided.date));
    let named = bare(refs.title_of(&undecided.event));
    let (had, change) = match undecided.action {
        Action::Adopt => ("it had begun", "its beginning"),
        Action::End => ("it had ended", "its end"),
        Action::Unclear => ("it still stood", "what leaves it unclear"),
        _ => ("it had changed", "the change"),
    };
    let found = refs.events.get(&undecided.event);
    let how = if found.is_some_and(|event| event.planned) {
        format!("was planned for {dated}, and nothing confirms it")
    } else {
        format!("is dated {dated}")
    };
    let text = format!("{whether} {had} by {at} is not certain; {change} {how} ({named})");
    resting(refs, text, backing(&undecided.cite, None)).of_event(&undecided.event)
}

/// How many clauses stand: `The record has 14 clauses in force on 28 November 2026; whether five more still stand is not
/// known`.
pub(crate) fn in_force(which: &str, at: &str, standing: usize, open: usize) -> Sentence {
    let clauses = count(standing, "clause");
    let open = open_told(open).map_or_else(String::new, |open| format!("; {open}"));
    Sentence::of_record(format!("The {which} has {clauses} in force {at}{open}"))
}

/// How many more perhaps stand: `whether five more still stand is not known`.
pub(crate) fn open_told(open: usize) -> Option<String> {
    let s = ["", "s"][usize::from(open == 1)];
    (open > 0).then(|| format!("whether {} more still stand{s} is not known", number(open)))
}

/// `nine clauses came into force, and perhaps one more; four changed`: what is certain and what is not, apart.
pub(crate) fn tally(parts: &[(usize, usize, &str)]) -> Option<String> {
    let due = parts.iter().filter(|(a, b, _)| a + b > 0);
    let told = due.enumerate().map(|(place, (certain, perhaps, verb))| {
        let in_full = |n| count(n, "clause");
        let many = if place == 0 { in_full } else { number };
        match (*certain, *perhaps) {
            (n, 0) => format!("{} {verb}", many(n)),
            (0, n) => format!("{} perhaps {verb}", many(n)),
            (n, more) => format!("{} {verb}, and perhaps {} more", many(n), number(more)),
        }
    });
    parted(told, "; ")
}
