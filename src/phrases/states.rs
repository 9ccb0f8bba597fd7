//! What answers tell of how clauses stand, and of changes that may have happened.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::attribution::{Given, attributed, attribution, dated, learned};
use super::dates::{count, date, day, number, when};
use super::ends;
use super::sentences::{
    Reading, SUMMED_UP, bare, capital, firmly, gives, is_said, marks, merged, resting, says,
    subject, term, unclear, worded,
};
use super::who::{agreed, cites_of};
use crate::agreement::{Action, Basis, Status, Value, Wording};
use crate::answer::story::{Sentence, Story};
use crate::answer::{At, Context, Refs, Set, State, Undecided, names};
use crate::date::{Date, Day};
use crate::text::words::and_list;

pub(crate) fn states(story: &mut Story, context: &Context, states: &[State]) {
    let has_topics = states.iter().any(|state| state.topic.is_some());
    for states in states.chunk_by(|a, b| a.topic == b.topic) {
        let topic = states[0].topic.as_deref().unwrap_or("without a topic");
        let topic = has_topics.then(|| capital(topic));
        let paragraph = |state: &State| {
            let over = over(context, state).map(|over| format!(" ({over})"));
            let name = state.title.clone() + &over.unwrap_or_default();
            let mut told = state_sentences(&context.refs, &name, state, Detail::Nothing);
            let differ = state.disputed.then_some("Sources differ on it");
            told.extend(differ.map(Sentence::of_record));
            told
        };
        story.section(topic, states.iter().map(paragraph).collect());
    }
}

/// When a clause ended or expired: `ended on 27 April 2026, as this record infers`.
pub(crate) fn over(context: &Context, state: &State) -> Option<String> {
    match (state.status, &state.turned, state.changed) {
        (Status::Ended, Some(set), _) => {
            let known = set.known_apart().filter(|_| set.is_told());
            let known = known.map(|known| format!(", known since {}", date(known)));
            let firm = if context.refs.supposes(&set.event) {
                ", as supposed"
            } else {
                firmly(set.basis)
            };
            let known = known.unwrap_or_default();
            Some(format!("ended {}{firm}{known}", when(set.date)))
        }
        (Status::Expired, _, Some(last)) => {
            let (expires, doubt) = expiring(context, state.doubted, last);
            Some(format!("{expires} after {}{doubt}", date(last)))
        }
        _ => None,
    }
}

/// That a clause comes to its last day, which is to come or not, and on what that hangs.
pub(crate) fn expiring(
    context: &Context,
    doubted: bool,
    last: Date,
) -> (&'static str, &'static str) {
    let is_over = last.last().is_some_and(|last| last < context.today);
    match (is_over, doubted) {
        (true, false) => ("expired", ""),
        (true, true) => ("expired", ", if it still stood"),
        (false, false) => ("expires", ""),
        (false, true) => ("expires", ", if it still stands"),
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Detail<'a> {
    Nothing,
    /// Since when it holds, where another event than this one set it.
    Since(&'a str),
    /// Who set the end of the clause, and who restated it.
    Setters,
}

/// How a clause stands: its text, the figures that the text does not give, its end, and whether that is certain.
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
    let mut told = vec![told_text(refs, name, state, detail)];
    let mut learned_by: IndexMap<_, Vec<Given>> = IndexMap::new();
    // How long before notice is given, and how often it renews at most, is told with `renews`.
    for name in names(&state.terms).filter(|name| !["renewals", "notice"].contains(name)) {
        let Some((set, value)) = state.set_by.get(name).zip(state.value(name)) else {
            continue;
        };
        let is_end = ["through", "until"].contains(&name);
        let is_wanted = is_end && matches!(detail, Detail::Setters);
        if !is_wanted && is_told(refs, state, (name, &value)) {
            continue;
        }
        let value = told_value(refs, state, name, &value);
        if set.is_told() && !is_end {
            let list = learned_by.entry((&set.event, set.date)).or_default();
            list.push((name, set, value.into()));
            continue;
        }
        let firm = super::basis(set.basis).map(str::to_owned);
        let text = format!("{}{}{}", capital(&value), since(set, detail), marks(firm));
        let cites = agreed(refs, &set.cite, Some(name));
        told.push(resting(refs, text, &cites).of_event(&set.event));
    }
    for list in learned_by.values() {
        match state.set_by.get("text") {
            Some(text) if text.is_told() && text.origin == list[0].1.origin => {
                let values = list.iter().map(|(.., value)| value.text.as_str());
                let values: Vec<&str> = values.collect();
                told[0].text = format!("{}. {}", told[0].text, capital(&values.join("; ")));
            }
            _ => told.push(learned(refs, None, list)),
        }
    }
    told.extend(ends::runs(state).map(Sentence::of_record));
    told.extend(state.ends.as_ref().map(|set| {
        let known = set
            .known_apart()
            .map(|known| format!(", as became known {}", when(known)));
        let over = state.over.map_or("", |_| ", with the agreement");
        let text = format!(
            "It ends {}{over}{}",
            when(set.date),
            known.unwrap_or_default()
        );
        resting(refs, text, &set.cite).of_event(&set.event)
    }));
    let open = state.turned.as_ref();
    told.extend(open.filter(|_| state.status == Status::Unclear).map(|set| {
        let text = unclear("it", "stands", set.days());
        resting(refs, text, &set.cite).of_event(&set.event)
    }));
    merged(told)
}

/// Whether a value is told by the text of its clause; a quote seldom says all.
fn is_told(refs: &Refs, state: &State, (name, value): (&str, &Value)) -> bool {
    let text = state.text.as_deref().unwrap_or_default();
    let is_end = matches!(name, "through" | "until");
    match (state.wording, is_end) {
        (Some(Wording::Record), true) => gives(refs, &state.id, (name, value), text),
        // This record's words may say otherwise than the source.
        (Some(Wording::Record), false) | (Some(Wording::Quoted), true) => false,
        (Some(Wording::Quoted), false) => says(text, &worded(refs, &state.id, name, value)),
        _ => is_said(refs, &state.id, (name, value), text),
    }
}

fn told_value(refs: &Refs, state: &State, name: &str, value: &Value) -> String {
    let worded = || worded(refs, &state.id, name, value);
    match (name, state.status) {
        ("through", Status::InForce) if state.ends.is_none() => match state.over {
            Some(last) => format!("It runs to the end of {}, with the agreement", date(last)),
            None => format!("It runs to the end of {}", worded()),
        },
        ("through", _) => format!("It was to run to the end of {}", worded()),
        ("until", status) => {
            let stands = if status == Status::InForce {
                "stands"
            } else {
                "was to stand"
            };
            let day = state
                .until
                .as_ref()
                .and_then(|until| refs.supposed.get(until));
            let day = day.map(|at| format!(", which is supposed for {}", self::day(*at)));
            format!("It {stands} until {}{}", worded(), day.unwrap_or_default())
        }
        ("renews", _) => ends::renews(state.renewing).unwrap_or_default(),
        _ => term(refs, &state.id, (name, value)),
    }
}

/// `, since 28 October 2025`, or `, set on 28 October 2025 and restated on 27 April 2026`.
pub(super) fn since(set: &Set, detail: Detail) -> String {
    let first = match (detail, set.known_apart()) {
        (Detail::Since(event), _) if set.event != event && !set.is_told() => {
            return format!(", since {}", date(set.date));
        }
        (Detail::Setters, Some(known)) if set.is_told() => {
            format!("learned {} as of {}", when(known), date(set.date))
        }
        (Detail::Setters, _) if set.is_told() => format!("learned {}", when(set.known)),
        (Detail::Setters, _) => format!("set {}", when(set.date)),
        _ => return String::new(),
    };
    let again = set.restated.iter();
    let again = again.map(|again| format!("restated {}", when(again.date)));
    let mut all: Vec<String> = [first].into_iter().chain(again).collect();
    all.dedup();
    format!(", {}", and_list(all))
}

/// Who else says what a clause's text says.
pub(crate) fn who_else<'s>(refs: &Refs, state: &'s State) -> Vec<&'s Set> {
    let text = state.whole_text().unwrap_or_default();
    let is_in = |(name, _): &(&str, &Set)| {
        let value = state.value(name);
        value.is_some_and(|value| *name == "text" || is_said(refs, &state.id, (name, &value), text))
    };
    let others = state.other_setters().into_iter().filter(is_in);
    others.map(|(_, set)| set).collect()
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
    let others = who_else(refs, state);
    let text = Reading::of(text, state.wording);
    // On a page of its own the clause needs no name.
    let is_alone = text.is_own && matches!(detail, Detail::Setters);
    let own = agreed(refs, &set.cite, Some("text"));
    let is_own = text.is_own;
    let told = if set.is_told() && others.is_empty() {
        let title = (!is_alone).then_some(name);
        attributed(refs, set, (title, &text.unhedged()), &own)
    } else {
        let since = match detail {
            Detail::Since(_) if set.basis == Basis::Stated => since(set, detail),
            _ => String::new(),
        };
        let firm = match (since.strip_prefix(", "), firmly(set.basis)) {
            (Some(since), _) => format!(", as it has read {since}"),
            (None, firm) if others.is_empty() => firm.to_owned(),
            (None, firm) => firm.replace(", as", ", in part as"),
        };
        let text = if set.basis == Basis::Reported {
            text.unhedged()
        } else {
            text
        };
        let mut told = if is_alone {
            format!("{SUMMED_UP}{firm}: {}", text.text)
        } else {
            text.led(&format!("{name}{firm}"))
        };
        if set.is_told() {
            let [who, ..] = attribution(refs, set.basis, set.known, &own);
            told = dated(
                format!("{told}. What was last learned of it is as {who}"),
                set,
            );
        }
        told
    };
    let change = (!others.is_empty()).then(|| state.id.clone());
    let cites = cites_of(others.into_iter().chain([set]));
    // No source has said what this record sums up.
    let cites = agreed(refs, &cites, Some("text"));
    let cites = if is_own { Vec::new() } else { cites };
    let mut told = resting(refs, told, &cites).of_event(&set.event);
    if set.is_told() && !is_own {
        // Who is named stands before who only says some of it.
        let named = resting(refs, "", &own).sources;
        told.sources.retain(|source| !named.contains(source));
        told.sources.splice(..0, named);
    }
    Sentence { change, ..told }
}

pub(crate) fn hindsight<'a>(
    at: &At,
    states: impl IntoIterator<Item = &'a State>,
) -> Option<Sentence> {
    let sets = |state: &'a State| state.set_by.values().chain(&state.turned);
    let is_later = |set: &Set| set.known.first().is_some_and(|known| known > at.day);
    let later = states.into_iter().flat_map(sets).any(is_later);
    let (when, day) = (at.day, day(at.day));
    let text =
        format!("Some of this became known only after {day}; `--known-by {when}` leaves it out");
    later.then(|| Sentence::of_record(text))
}

pub(crate) fn undetermined<'a>(
    story: &mut Story,
    refs: &Refs,
    list: impl IntoIterator<Item = (&'a Undecided, Day)>,
) {
    let list: Vec<_> = list.into_iter().collect();
    let adoptions = list.iter().filter(|(of, _)| of.action == Action::Adopt);
    let adopted: HashSet<(&str, Day)> = adoptions.map(|(of, at)| (&*of.clause, *at)).collect();
    let mut days: IndexMap<(&str, &str), (&Undecided, Vec<Day>)> = IndexMap::new();
    // What may not have begun may not have changed either.
    let is_due = |(of, at): &(&Undecided, Day)| {
        of.action == Action::Adopt || !adopted.contains(&(&*of.clause, *at))
    };
    for (found, at) in list.iter().copied().filter(is_due) {
        let same = days.entry((&found.clause, &found.event));
        same.or_insert((found, Vec::new())).1.push(at);
    }
    let sentences = days.into_values();
    let sentences = sentences.map(|(found, days)| undecided_sentence(refs, found, &days));
    story.section(Some("Not certain".to_owned()), vec![sentences.collect()]);
}

pub(crate) fn undecided_sentence(refs: &Refs, undecided: &Undecided, at: &[Day]) -> Sentence {
    let found = refs.events.get(&undecided.event);
    let named = bare(refs.title_of(&undecided.event));
    let title = subject(refs.clause_title(&undecided.clause));
    let by = and_list(at.iter().map(|at| format!("by {}", day(*at))));
    let dated = date(undecided.date);
    let (had, change) = match undecided.action {
        Action::Adopt => ("begun", "its beginning"),
        Action::End => ("ended", "its end"),
        _ => ("changed", "the change"),
    };
    let how = if found.is_some_and(|event| event.planned) {
        format!("{change} was planned for {dated}, and nothing confirms it")
    } else {
        format!("{change} is dated {dated}")
    };
    let text = format!("Whether {title} had {had} {by} is not certain; {how} ({named})");
    resting(refs, text, &undecided.cite).of_event(&undecided.event)
}

pub(crate) fn in_force(at: &str, standing: usize, open: usize) -> Sentence {
    let clauses = count(standing, "clause");
    let open = match open {
        0 => String::new(),
        1 => "; whether one more still stands is not known".to_owned(),
        open => format!("; whether {} more still stand is not known", number(open)),
    };
    Sentence::of_record(format!("The record has {clauses} in force {at}{open}"))
}

/// `nine clauses came into force, and perhaps one more; four changed`: what is certain and what is not, apart.
pub(crate) fn tally(parts: &[(usize, usize, &str)]) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    for (certain, perhaps, verb) in parts.iter().filter(|(a, b, _)| a + b > 0) {
        let in_full = |n| count(n, "clause");
        let many = if told.is_empty() { in_full } else { number };
        told.push(match (*certain, *perhaps) {
            (n, 0) => format!("{} {verb}", many(n)),
            (0, n) => format!("{} perhaps {verb}", many(n)),
            (n, more) => format!("{} {verb}, and perhaps {} more", many(n), number(more)),
        });
    }
    (!told.is_empty()).then(|| told.join("; "))
}
