//! What answers tell of how clauses stand, and of changes that may have happened.

use indexmap::{IndexMap, IndexSet};

use super::clause::{last_day, over, turned};
use super::clocks::{days, known, marks};
use super::dates::{by, count, date, day, from, number, when};
use super::dissent::differ;
use super::ends;
use super::facts::{Fact, clause, doubt, facts, place, said};
use super::sentences::{bare, capital, is_hedged, merged, reads, resting, resting_text, unclear};
use super::terms::{is_said, told, worded};
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
            let name = state.title.clone() + &marks(went(&context.refs, state));
            let mut told = state_sentences(&context.refs, &name, state, Detail::Nothing);
            told.extend(differ(&context.refs, state));
            told
        };
        story.section(topic, states.iter().map(paragraph).collect());
    }
}

/// When a clause ended or expired, and how firm that is: `ended on 27 April 2026 (inferred)`.
pub(crate) fn went(refs: &Refs, state: &State) -> Option<String> {
    let is_over = [Status::Ended, Status::Expired].contains(&state.status);
    is_over.then(|| over(refs, state, [when, date]) + &marks(turned(refs, state)))
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

#[derive(Clone, Copy)]
pub(crate) enum Detail<'a> {
    Nothing,
    /// As it read before this event, without from when it applies, since it no longer does.
    Before(&'a str),
    /// Since when it holds, where another event than this one set it.
    Since(&'a str),
    /// From when it holds and since when it is known, also where somebody did it.
    Learned,
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
    name: &str,
    state: &State,
    detail: Detail,
) -> Vec<Sentence> {
    if state.status == Status::NotYet {
        let text = format!("{name} is not known to have been in force");
        return vec![Sentence::of_record(text)];
    }
    let values = names(&state.terms).filter_map(|name| value_told(refs, state, name, detail));
    let mut values: Vec<Fact> = values.collect();
    // What was set at once is one sentence, and each of these says that it is not certain now.
    let mut led = IndexSet::new();
    for of in &mut values {
        if state.status == Status::Unclear && !of.set.is_told() && led.insert(place(of.set)) {
            of.told.insert_str(0, "as last known, ");
        }
    }
    let mut sentences = text_and_values(refs, name, state, detail, values);
    sentences.extend(stands(refs, state, detail));
    merged(sentences)
}

/// The text of a clause and some of its values: those that were made known at once with a whole text are told with that.
pub(crate) fn text_and_values(
    refs: &Refs,
    name: &str,
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
    told.extend(facts(refs, &state.id, None, values, detail));
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
    let is_below = is_end || name == "renewals" && ends::renewed(state).is_some();
    let is_told_below = is_below && state.status == Status::InForce;
    let is_setter_due = is_end && matches!(detail, Detail::Setters);
    if is_told_below || !is_setter_due && is_said && !is_news {
        return None;
    }
    let value = worded(refs, &state.id, name, &value);
    let told = match name {
        "through" => format!("it was to run to the end of {value}"),
        "until" => format!("it was to stand until {value}"),
        _ => told(refs, (&state.id, name), None, Some(value))?,
    };
    Some(Fact::of(name, told, set))
}

/// Until when a clause is in force, where its text does not say so, or that nobody knows whether it is.
fn stands(refs: &Refs, state: &State, detail: Detail) -> Option<Sentence> {
    let is_unclear = state.status == Status::Unclear;
    if let Some(set) = state.turned.as_ref().filter(|_| is_unclear) {
        let text = unclear("it still stands", set.days());
        return Some(resting(refs, text, backing(&set.cite, None)).of_event(&set.event));
    }
    let ends = ["through", "until"].iter();
    let ends = ends.filter_map(|name| Some((*name, state.set_by.get(*name)?)));
    let due = ends.clone().filter(|_| matches!(detail, Detail::Setters));
    let since: IndexSet<String> = due.map(|(_, set)| since(set)).collect();
    let last = Some(lasts(refs, state)).filter(|last| !last.is_empty());
    let renewed = ends::renewed(state);
    let ahead = state.ahead.as_ref().map(|of| &of.set);
    let is_bare = ahead.is_none() && renewed.is_none() && state.hangs == lanes::Standing::InForce;
    let is_said = |name: &str| {
        let has = |value| is_said(refs, &state.id, (name, &value), state.text_with(name));
        state.value(name).is_some_and(has)
    };
    let is_said = is_bare && since.is_empty() && ends.clone().all(|(name, _)| is_said(name));
    let counted = state.set_by.get("renewals").filter(|_| renewed.is_some());
    let days = parted(last.into_iter().chain(renewed).chain(since), ", ");
    let days = days.filter(|_| state.status == Status::InForce && !is_said)?;
    let ends = ends.chain(counted.map(|set| ("renewals", set)));
    let ends = ends.map(|(name, set)| (Some(name), set));
    let mut sets = ends.chain(ahead.map(|set| (None, set)));
    let cites = sets.clone();
    let cites = cites.flat_map(|(name, set)| backing(&set.cite, name));
    let told = resting(refs, format!("It {days}"), cites);
    let (_, first) = sets.next()?;
    Some(told.of_event(&first.event))
}

/// `runs to the end of 2032`; where its end is known to come, `ends on 28 February 2027`.
fn lasts(refs: &Refs, state: &State) -> String {
    if let Some(end) = state.ahead.as_ref().filter(|of| of.how == How::Ended) {
        let with_that = ends::with_that(Some(end));
        let firm = marks(super::basis(end.set.basis));
        return format!("ends {}{with_that}{firm}", when(end.date));
    }
    let last = last_day(refs, state, "to the end of ", date).text();
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
        Detail::Learned => {
            let days = [Some(from(set.date)), known(set.date, set.known)];
            parted(days.into_iter().flatten(), ", ")
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
    name: &str,
    state: &State,
    detail: Detail,
    beside: &[Fact],
) -> Sentence {
    let Some((set, text)) = state.set_by.get("text").zip(state.text.as_ref()) else {
        let text = format!("{name}: its text is not known");
        return match state.set_by.values().next() {
            Some(set) => resting(refs, text, &set.cite).of_event(&set.event),
            None => Sentence::of_record(text),
        };
    };
    let own = backing(&set.cite, Some("text"));
    let is_under = detail.is_under(set);
    let values: Vec<String> = beside.iter().map(|fact| fact.told.clone()).collect();
    let told = if set.is_told() && !is_under && !state.is_part_told() {
        let text = reads("", text, state.wording);
        let mut days = set.days();
        if matches!(detail, Detail::Before(_)) {
            days.0 = days.1;
        }
        said(refs, days, None, &own, (Some(name), Some(&text)), values)
    } else {
        let firm = firm_text(state).filter(|_| !is_under);
        let since = told_since(refs, set, detail)
            .filter(|_| matches!(detail, Detail::Since(_) | Detail::Learned));
        // Doubts that stand behind its title are one with these.
        let own = name.strip_prefix(&state.title);
        let own = own.and_then(|own| own.strip_prefix(" (")?.strip_suffix(')'));
        let name = own.map_or(name, |_| &state.title);
        let marks = marks(own.map(str::to_owned).into_iter().chain(firm).chain(since));
        let later = known_later(refs, state, detail);
        let text = reads(&format!("{name}{marks}{later}"), text, state.wording);
        clause(text, None, &values)
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
    let known = known.map(|known| format!(", with what became known {}", by(known)));
    known.unwrap_or_default()
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
    let is_hedged = own.is_some_and(is_hedged);
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

pub(crate) fn in_force(at: &str, standing: usize, open: usize) -> Sentence {
    let clauses = count(standing, "clause");
    let open = match (open, number(open)) {
        (0, _) => String::new(),
        (1, one) => format!("; whether {one} more still stands is not known"),
        (_, many) => format!("; whether {many} more still stand is not known"),
    };
    Sentence::of_record(format!("The record has {clauses} in force {at}{open}"))
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
