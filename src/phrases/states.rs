//! What answers tell of how clauses stand, and of changes that may have happened.

use indexmap::{IndexMap, IndexSet};

use super::attribution::{Given, applies, attributed, attribution, doubt, learned};
use super::clause::{last_day, over, turned};
use super::clocks::{days, known, marks};
use super::dates::{count, date, day, number, when};
use super::dissent::differ;
use super::sentences::{bare, capital, merged, reads, resting, resting_text, unclear};
use super::terms::{is_said, noted, told, worded};
use super::{ends, values};
use crate::agreement::{Action, Basis, ChangeKind, Status, Wording, lanes};
use crate::answer::story::{Read, Sentence, Story};
use crate::answer::{Context, Origin, Refs, Set, State, Undecided, backing, names};
use crate::date::Day;
use crate::text::words::{parted, some_list};

pub(crate) fn states(story: &mut Story, context: &Context, states: &[State]) {
    let has_topics = states.iter().any(|state| state.topic.is_some());
    for states in states.chunk_by(|a, b| a.topic == b.topic) {
        let topic = states[0].topic.as_deref().unwrap_or("without a topic");
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

pub(crate) fn ended(refs: &Refs, by: &Origin) -> String {
    let known = known(by.date, by.known).filter(|_| by.is_told());
    let firm = super::firm_of(refs, &by.event, by.basis);
    let marks = marks(firm.into_iter().chain(known.as_deref()));
    format!("ended {}{marks}", when(by.date))
}

#[derive(Clone, Copy)]
pub(crate) enum Detail<'a> {
    Nothing,
    /// Not even from when it applies, since it no longer does.
    Past,
    /// Since when it holds, where another event than this one set it.
    Since(&'a str),
    /// Who set each value that is told, and its end, and who restated it.
    Setters,
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
    let mut sentences = vec![told_text(refs, name, state, detail)];
    let text = state.set_by.get("text");
    let mut given_by: IndexMap<_, Vec<Given>> = IndexMap::new();
    for name in names(&state.terms) {
        let Some((set, value)) = state.set_by.get(name).zip(state.value(name)) else {
            continue;
        };
        let is_news = state.is_part_told() && text.is_some_and(|of| of.event == set.event);
        let is_said = is_said(refs, &state.id, (name, &value), state.text_with(name));
        let is_end = ["through", "until"].contains(&name);
        let is_told_below = is_end && state.status == Status::InForce;
        let is_setter_due = is_end && matches!(detail, Detail::Setters);
        if is_told_below || !is_setter_due && is_said && !is_news {
            continue;
        }
        let label = values::label(refs, &state.id, name);
        let value = worded(refs, &state.id, name, &value);
        let value = match name {
            "through" => Some(format!("it was to run to the end of {value}")),
            "until" => Some(format!("it was to stand until {value}")),
            _ => told((name, &label), None, Some(value)),
        };
        let list = given_by.entry((&set.event, set.place, set.date, set.basis));
        let value = (name, set, value.unwrap_or_default());
        list.or_default().push(value);
    }
    for list in given_by.values() {
        sentences.extend(set_together(refs, state, list, detail));
    }
    sentences.extend(stands(refs, state, detail));
    merged(sentences)
}

/// Values that one event gave on one day, how firm that is, and since when.
fn set_together(refs: &Refs, state: &State, list: &[Given], detail: Detail) -> Vec<Sentence> {
    let set = list[0].1;
    if set.is_told() {
        let told = [learned(refs, None, list)].into_iter();
        return told.chain(doubt(refs, &state.id, list)).collect();
    }
    let lead = match state.status {
        Status::Unclear => "as last known, ",
        _ => noted(state.wording),
    };
    let values = parted(list.iter().map(|(.., value)| value), "; ").unwrap_or_default();
    let firm = super::basis(set.basis).map(str::to_owned);
    let marks = marks(firm.into_iter().chain(told_since(refs, set, detail)));
    let text = capital(&format!("{lead}{values}{marks}"));
    let cites = list.iter();
    let cites = cites.flat_map(|(name, set, _)| backing(&set.cite, Some(name)));
    vec![resting(refs, text, cites).of_event(&set.event)]
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
    let renewed = ends::renewed(state, day);
    let over = state.over.as_ref().map(|of| &of.set);
    let moved = state.moved.as_ref().map(|of| &of.0);
    let cut = [state.ends.as_ref(), over, moved];
    let is_cut = cut.iter().any(Option::is_some);
    let is_bare = !is_cut && renewed.is_none() && state.hangs == lanes::Standing::InForce;
    let is_said = |name: &str| {
        let has = |value| is_said(refs, &state.id, (name, &value), state.text_with(name));
        state.value(name).is_some_and(has)
    };
    let is_said = is_bare && since.is_empty() && ends.clone().all(|(name, _)| is_said(name));
    let days = parted(last.into_iter().chain(renewed), ", ");
    let days = days.filter(|_| state.status == Status::InForce && !is_said)? + &marks(since);
    let ends = ends.map(|(name, set)| (Some(name), set));
    let mut sets = ends.chain(cut.into_iter().flatten().map(|set| (None, set)));
    let cites = sets.clone();
    let cites = cites.flat_map(|(name, set)| backing(&set.cite, name));
    let told = resting(refs, format!("It {days}"), cites);
    let (_, first) = sets.next()?;
    Some(told.of_event(&first.event))
}

/// `runs to the end of 2032`; where its end is known to come, `ends on 28 February 2027`.
fn lasts(refs: &Refs, state: &State) -> String {
    if let Some(end) = &state.ends {
        let with_that = ends::with_that(state.over.as_ref());
        let firm = marks(super::basis(end.basis));
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
fn told_since(refs: &Refs, set: &Set, detail: Detail) -> Option<String> {
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
    match some_list(set.restated.iter().map(|again| when(again.date))) {
        Some(again) => format!("{set_on}, restated {again}"),
        None => set_on,
    }
}

/// A clause's text under its name, with who made it known where it was only learned.
pub(crate) fn told_text(refs: &Refs, name: &str, state: &State, detail: Detail) -> Sentence {
    let Some((set, text)) = state.set_by.get("text").zip(state.text.as_ref()) else {
        let text = format!("{name}: its text is not known");
        return match state.set_by.values().next() {
            Some(set) => resting(refs, text, &set.cite).of_event(&set.event),
            None => Sentence::of_record(text),
        };
    };
    let own = backing(&set.cite, Some("text"));
    // The event under which it is told says when that was, and how firm.
    let is_under = matches!(detail, Detail::Since(event) if set.event == event)
        && set.kind == ChangeKind::Agreed;
    let told = if set.is_told() && !is_under && !state.is_part_told() {
        let who = attribution(refs, set.basis, (set.known, true), &own);
        let told = attributed(&who, Some(name), &reads("", text, state.wording));
        let applies = match detail {
            Detail::Past => String::new(),
            _ => applies(set.date, set.known, &told),
        };
        told + &applies
    } else {
        let firm = firm_text(state).filter(|_| !is_under);
        let since = told_since(refs, set, detail).filter(|_| matches!(detail, Detail::Since(_)));
        let marks = marks(firm.into_iter().chain(since));
        reads(&format!("{name}{marks}"), text, state.wording)
    };
    // No source has said what this record sums up.
    let cites = own
        .into_iter()
        .filter(|_| state.wording != Some(Wording::Record));
    let change = (!state.beside.is_empty()).then(|| state.id.clone());
    let told = resting_text(refs, told, cites, &state.beside).of_event(&set.event);
    Sentence { change, ..told }
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
    let is_hedged = own.is_some_and(|text| HEDGES.iter().any(|words| text.contains(words)));
    let is_due = weakest == Basis::Inferred || weakest == Basis::Reported && !is_hedged;
    let in_part = if firmest == weakest { "" } else { "in part " };
    is_due.then(|| in_part.to_owned() + super::basis(weakest).unwrap_or_default())
}

/// Words with which a text says itself that something in it is only reported.
const HEDGES: [&str; 3] = ["eportedly", "as reported", "reported to be"];

pub(crate) fn undetermined<'a>(
    story: &mut Story,
    refs: &Refs,
    list: impl IntoIterator<Item = (&'a Undecided, Day)>,
) {
    let list = list.into_iter();
    let sentences = list.map(|(found, at)| undecided_sentence(refs, found, at));
    story.section(Some("Not certain".to_owned()), vec![sentences.collect()]);
}

pub(crate) fn undecided_sentence(refs: &Refs, undecided: &Undecided, at: Day) -> Sentence {
    let found = refs.events.get(&undecided.event);
    let named = bare(refs.title_of(&undecided.event));
    let title = refs.clause_title(&undecided.clause);
    let at = day(at);
    let dated = date(undecided.date);
    let (had, change) = match undecided.action {
        Action::Adopt => ("had begun", "its beginning"),
        Action::End => ("had ended", "its end"),
        Action::Unclear => ("still stood", "what leaves it unclear"),
        _ => ("had changed", "the change"),
    };
    let how = if found.is_some_and(|event| event.planned) {
        format!("{change} was planned for {dated}, and nothing confirms it")
    } else {
        format!("{change} is dated {dated}")
    };
    let text = format!("Whether {title} {had} by {at} is not certain; {how} ({named})");
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
