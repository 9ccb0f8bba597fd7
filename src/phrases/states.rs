//! What answers tell of how clauses stand, and of changes that may have happened.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::attribution::{Given, attributed, dated, doubt, learned};
use super::clocks::{done_on, known, marks};
use super::dates::{count, date, day, number, when};
use super::dissent::differ;
use super::ends;
use super::sentences::{
    Reading, SUMMED_UP, bare, capital, firmly, merged, resting, resting_text, subject, unclear,
};
use super::terms::{NOTED, gives, is_said, says, told, verb, worded};
use super::values;
use crate::agreement::{Action, Basis, ChangeKind, Status, Value, Wording, is_term};
use crate::answer::story::{Read, Sentence, Story};
use crate::answer::{Context, Origin, Over, Refs, Set, State, Undecided, backing, names};
use crate::date::{Date, Day};
use crate::text::words::{and_list, parted};

pub(crate) fn states(story: &mut Story, context: &Context, states: &[State]) {
    let has_topics = states.iter().any(|state| state.topic.is_some());
    for states in states.chunk_by(|a, b| a.topic == b.topic) {
        let topic = states[0].topic.as_deref().unwrap_or("without a topic");
        let topic = has_topics.then(|| capital(topic));
        let paragraph = |state: &State| {
            let name = state.title.clone() + &marks(over(context, state));
            let mut told = state_sentences(&context.refs, &name, state, Detail::Nothing);
            told.extend(differ(&context.refs, state));
            told
        };
        story.section(topic, states.iter().map(paragraph).collect());
    }
}

/// When a clause ended or expired: `ended on 27 April 2026, as this record infers`.
pub(crate) fn over(context: &Context, state: &State) -> Option<String> {
    let over = match (state.status, &state.turned, state.changed) {
        (Status::Ended, Some(set), _) => ended(&context.refs, set),
        (Status::Expired, _, Some(last)) => {
            let (expires, doubt) = expiring(context, state.doubted, last);
            format!("{expires} after {}{doubt}", date(last))
        }
        _ => return None,
    };
    Some(over + &ends::with_that(state.over.as_ref()))
}

/// That the agreement is over, by the clause that bounds it.
pub(crate) fn over_with_it(context: &Context, of: &State) -> Option<Sentence> {
    let (title, over) = (&of.title, over(context, of)?);
    let text = format!("{title} {over}, and with it what does not outlive it");
    let by = of.turned.as_ref().or_else(|| of.set_by.get("through"));
    let cites = by.map(|by| backing(&by.cite, None));
    Some(resting(&context.refs, text, cites.unwrap_or_default()))
}

pub(crate) fn ended(refs: &Refs, by: &Origin) -> String {
    let known = known(by.date, by.known).filter(|_| by.is_told());
    let known = known.map(|known| format!(", {known}"));
    let firm = [firmly(by.basis), ", as supposed"][usize::from(refs.supposes(&by.event))];
    format!("ended {}{firm}{}", when(by.date), known.unwrap_or_default())
}

/// That a clause comes to its last day, which is to come or not, and on what that hangs.
pub(crate) fn expiring(
    context: &Context,
    doubted: bool,
    last: Date,
) -> (&'static str, &'static str) {
    let is_over = last.last().is_some_and(|last| last < context.today);
    let (expires, doubt) = [
        ("expires", ", if it still stands"),
        ("expired", ", if it still stood"),
    ][usize::from(is_over)];
    (expires, if doubted { doubt } else { "" })
}

#[derive(Clone, Copy)]
pub(crate) enum Detail<'a> {
    Nothing,
    /// Not even from when it applies, since it no longer does.
    Past,
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
    let text = state.set_by.get("text");
    let by_text = |set: &Set| text.is_some_and(|of| of.event == set.event);
    let mut given_by: IndexMap<_, Vec<Given>> = IndexMap::new();
    for name in names(&state.terms).filter(|name| !is_with_renews(state, name)) {
        let Some((set, value)) = state.set_by.get(name).zip(state.value(name)) else {
            continue;
        };
        let is_end = ["through", "until"].contains(&name);
        let is_news = state.is_part_told() && by_text(set);
        let is_setter_due = is_end && matches!(detail, Detail::Setters);
        let is_said = is_told(refs, state, (name, &value)) && !is_news;
        if is_said && !is_setter_due {
            continue;
        }
        if is_said && state.status == Status::InForce {
            let end = ["Its condition", "Its last day"][usize::from(name == "through")];
            told.push(set_sentence(refs, (end, " was "), &[(name, set)], detail));
            continue;
        }
        let value = told_value(refs, state, name, &value);
        if is_term(name) && (set.is_told() || lead(state).is_some()) {
            let list = given_by.entry((&set.event, set.place, set.date, set.basis));
            list.or_default().push((name, set, Reading::fact(value)));
            continue;
        }
        let also = state.set_by.get("renewals").filter(|_| name == "renews");
        let also = also.map(|also| ("renewals", also));
        let given: Vec<(&str, &Set)> = [(name, set)].into_iter().chain(also).collect();
        told.push(set_sentence(refs, (&capital(&value), ", "), &given, detail));
    }
    for list in given_by.values() {
        told_together(refs, state, list, detail, &mut told);
    }
    told.extend(ends::runs(state).map(Sentence::of_record));
    told.extend(ahead(refs, state, detail));
    merged(told)
}

/// What comes before terms beside a text that is quoted or this record's own, and of what is unclear.
fn lead(state: &State) -> Option<&'static str> {
    match (state.wording, state.status) {
        (Some(Wording::Record | Wording::Quoted), _) => Some(NOTED),
        (_, Status::Unclear) => Some("as last known, "),
        _ => None,
    }
}

/// Terms that one event gave on one day: behind the text, where that became known with them.
fn told_together(
    refs: &Refs,
    state: &State,
    list: &[Given],
    detail: Detail,
    told: &mut Vec<Sentence>,
) {
    let set = list[0].1;
    let values = parted(list.iter().map(|(.., value)| &value.text), "; ");
    let lead = lead(state).unwrap_or_default();
    let values = capital(&format!("{lead}{}", values.unwrap_or_default()));
    let text = state.set_by.get("text").filter(|text| text.is_told());
    let change = |set: &Set| (set.event.clone(), set.place, set.date);
    let is_with = |text: &Set| change(text) == change(set);
    if text.is_some_and(is_with) && !state.is_part_told() {
        told[0].text = format!("{}. {values}", told[0].text);
    } else if set.is_told() {
        told.push(learned(refs, None, list));
        told.extend(doubt(refs, &state.id, list));
    } else {
        let given: Vec<_> = list.iter().map(|(name, set, _)| (*name, *set)).collect();
        told.push(set_sentence(refs, (&values, ", "), &given, detail));
    }
}

/// What somebody set, how firm that is, and since when.
fn set_sentence(
    refs: &Refs,
    (values, gap): (&str, &str),
    given: &[(&str, &Set)],
    detail: Detail,
) -> Sentence {
    let set = given[0].1;
    let basis = given.iter().map(|(_, set)| set.basis).max();
    let firm = marks(basis.and_then(super::basis));
    // What goes on behind a list is none of it.
    let is_list = values
        .split_once(": ")
        .is_some_and(|(_, list)| list.contains(", "));
    let gap = if is_list { "; " } else { gap };
    let since = since(set, detail).replacen(", ", gap, 1);
    let text = format!("{values}{firm}{since}");
    let cites = given.iter();
    let cites = cites.flat_map(|(name, set)| backing(&set.cite, Some(name)));
    resting(refs, text, cites).of_event(&set.event)
}

/// What is known to end a clause, and that nobody knows whether it stands.
fn ahead(refs: &Refs, state: &State, detail: Detail) -> impl Iterator<Item = Sentence> {
    let foretold = |set: &Set| match detail {
        Detail::Since(event) if set.event == event => String::new(),
        _ => foretold(refs, set),
    };
    let ends = state.ends.as_ref().map(|set| {
        let over = ends::with_that(state.over.as_ref());
        let text = format!("It ends {}{over}{}", when(set.date), foretold(set));
        (text, set)
    });
    let is_alone = state.status == Status::InForce && state.through.is_none() && ends.is_none();
    let over = state.over.as_ref().filter(|_| is_alone);
    let over = over.map(|over| (runs_with(over), &over.set));
    let moved = state.moved.as_ref().map(|(set, last, _)| {
        let last = last.map(|last| format!("runs to the end of {}", date(last)));
        let last = last.unwrap_or_else(|| "has no last day".to_owned());
        let firm = marks(super::basis(set.basis));
        let (day, foretold) = (date(set.date), foretold(set));
        (format!("From {day} on it {last}{firm}{foretold}"), set)
    });
    let open = state.turned.as_ref();
    let open = open.filter(|_| state.status == Status::Unclear);
    let open = open.map(|set| (unclear(("it", "stands"), None, set.days()), set));
    let told = ends.into_iter().chain(over).chain(moved).chain(open);
    told.map(|(text, set)| resting(refs, text, backing(&set.cite, None)).of_event(&set.event))
}

/// By what a change is known that takes effect later: what was done, or what was only made known.
fn foretold(refs: &Refs, set: &Set) -> String {
    let done = refs.events.get(&set.event).filter(|_| !set.is_told());
    if let Some(done) = done.filter(|done| done.date != set.date) {
        let title = bare(&done.title);
        return format!(", by what was done {}: {title}", when(done.date));
    }
    let known = set.known_apart().map(when);
    known.map_or_else(String::new, |day| format!(", as became known {day}"))
}

/// Whether a value is told by the text of its clause; a quote seldom says all.
fn is_told(refs: &Refs, state: &State, (name, value): (&str, &Value)) -> bool {
    let text = state.text_with(name);
    let is_end = matches!(name, "through" | "until");
    match (state.wording, is_end) {
        (Some(Wording::Record), true) => gives(refs, &state.id, (name, value), text),
        // This record's words may say otherwise than the source.
        (Some(Wording::Record), false) | (Some(Wording::Quoted), true) => false,
        (Some(Wording::Quoted), false) => says(text, &worded(refs, &state.id, name, value)),
        _ => is_said(refs, &state.id, (name, value), text),
    }
}

/// Whether a value is told with `renews`: how often it renews at most, and how long before that notice is given, unless
/// another event says so, or less firmly.
fn is_with_renews(state: &State, name: &str) -> bool {
    let by = |name| state.set_by.get(name).map(|set| (&set.event, set.basis));
    name == "renewals" || name == "notice" && by(name) == by("renews")
}

fn runs_with(over: &Over) -> String {
    format!("It runs to the end of {}", ends::until_that(over, date))
}

fn told_value(refs: &Refs, state: &State, name: &str, value: &Value) -> String {
    let worded = || worded(refs, &state.id, name, value);
    let runs = state.runs.filter(|runs| runs.renewed > 0);
    let is_cut = state.ends.is_some() || state.over.is_some();
    match (name, state.status) {
        ("through", Status::InForce) if state.ends.is_none() => {
            let whole = || {
                let runs = ["runs", "ran"][usize::from(runs.is_some())];
                let doubt = ends::doubt(state.hangs, false);
                format!("It {runs} to the end of {}{doubt}", worded())
            };
            state.over.as_ref().map_or_else(whole, runs_with)
        }
        ("through", _) => format!("It was to run to the end of {}", worded()),
        ("until", status) => {
            let is_in_force = status == Status::InForce;
            let stands = match is_in_force {
                false => "was to stand",
                true if state.through.is_some() || state.over.is_some() => "stands at most",
                true => "stands",
            };
            let day = state.until.as_ref();
            let day = day.and_then(|until| refs.supposed.get(until));
            let day = day.map(|at| format!(", which is supposed for {}", self::day(*at)));
            format!("It {stands} until {}{}", worded(), day.unwrap_or_default())
        }
        ("renews", status) => {
            // A change that came later may have counted anew.
            let mut of = state.renewing;
            of.renewals = runs.map_or(of.renewals, |runs| runs.most);
            of.notice = of.notice.filter(|_| is_with_renews(state, "notice"));
            let verbs = match runs {
                _ if is_cut || status != Status::InForce => ["was then to renew", "gave"],
                Some(_) => ["renews", "gives"],
                None => ends::THEN_RENEWS,
            };
            ends::renews(of, verbs).unwrap_or_default()
        }
        (_, status) => {
            let label = values::label(refs, &state.id, name);
            let is = ["was", "is"][usize::from(status.stands())];
            told(&label, (name, verb([value], is)), None, Some(worded())).unwrap_or_default()
        }
    }
}

/// `, as of 28 October 2025`, or `, set on 28 October 2025 and restated on 27 April 2026`.
pub(super) fn since(set: &Set, detail: Detail) -> String {
    let first = match (detail, set.known_apart()) {
        (Detail::Since(event), _) if set.event != event && !set.is_told() => {
            return format!(", as of {}", date(set.date));
        }
        (Detail::Setters, Some(known)) if set.is_told() && !matches!(set.date, Date::Range(..)) => {
            format!("learned {} as of {}", when(known), date(set.date))
        }
        (Detail::Setters, _) if set.is_told() => format!("learned {}", when(set.known)),
        (Detail::Setters, _) => format!("set {}", done_on(set)),
        _ => return String::new(),
    };
    let mut all = vec![first];
    let again = set.restated.iter();
    all.extend(again.map(|again| format!("restated {}", when(again.date))));
    all.dedup();
    format!(", {}", and_list(all))
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
    let text = Reading::of(text, state.wording);
    // On a page of its own, what is a sentence of its own needs no name.
    let is_alone = text.is_apart() && matches!(detail, Detail::Setters);
    let own = backing(&set.cite, Some("text"));
    let is_own = text.is_own();
    // No source has said what this record sums up.
    let cites = own.clone().into_iter().filter(|_| !is_own);
    // The event under which it is told says when that was, and how firm.
    let is_under = matches!(detail, Detail::Since(event) if set.event == event)
        && set.kind == ChangeKind::Agreed;
    let told = if set.is_told() && !is_under && !state.is_part_told() {
        let title = (!is_alone).then_some(name);
        let told = attributed(refs, set, (title, &text.unhedged()), &own);
        match detail {
            Detail::Past => told,
            _ => dated(told, set),
        }
    } else {
        let since = match detail {
            Detail::Since(_) if set.basis == Basis::Stated => since(set, detail),
            _ => String::new(),
        };
        let firm = match (since.strip_prefix(", "), firm_text(state)) {
            (Some(since), _) => format!(", as it reads {since}"),
            (None, Some((basis, true))) => firmly(basis).replace(", as", ", in part as"),
            (None, Some((basis, false))) if !is_under => firmly(basis).to_owned(),
            (None, _) => String::new(),
        };
        match (is_alone, is_own) {
            (true, true) => format!("{SUMMED_UP}{firm}: {}", text.text),
            (true, false) if firm.is_empty() => text.named(refs, &own).text,
            (true, false) => {
                let firm = firm.trim_start_matches(", ");
                capital(&format!("{firm}, {}", text.named(refs, &own).text))
            }
            (false, _) => text.named(refs, &own).led(&format!("{name}{firm}")),
        }
    };
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

/// How firm a text is, where it does not say so itself, and whether only a part of it is no firmer.
pub(crate) fn firm_text(state: &State) -> Option<(Basis, bool)> {
    let text = state.set_by.get("text")?;
    let all = || state.beside.iter().chain([text]).map(|set| set.basis);
    let (firmest, weakest) = (all().min()?, all().max()?);
    let is_summary = state.wording == Some(Wording::Summary);
    let own = state.text.as_deref().filter(|_| is_summary);
    let is_hedged = own.is_some_and(|text| HEDGES.iter().any(|words| text.contains(words)));
    let is_due = weakest == Basis::Inferred || weakest == Basis::Reported && !is_hedged;
    is_due.then_some((weakest, firmest != weakest))
}

/// Words with which a text says itself that something in it is only reported.
const HEDGES: [&str; 3] = ["eportedly", "as reported", "reported to be"];

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
    let text = format!("Whether {title} {had} {by} is not certain; {how} ({named})");
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
