//! A clause on a day in words: its sentence, its end, its values, and who says so.

use indexmap::{IndexMap, IndexSet};

use super::clocks::marks;
use super::states::text_reads;
use super::texts::sentence;
use super::{Say, clocks, doubted, ends, marked, note, signs, values, who};
use crate::agreement::compare::How;
use crate::agreement::{Action, ChangeKind, Status, Value, Wording, is_term};
use crate::answer::block::{Item, Line, Role};
use crate::answer::{
    Ahead, At, Change, Cite, Context, Look, NO_TOPIC, Refs, Set, State, Undecided, backing,
};
use crate::date::Date;
use crate::text::words::{parted, some_list};
use crate::text::wrap::columns;

pub(crate) fn says(refs: &Refs, state: &State, look: Look) -> Option<Line> {
    let text = sentence(state.text.as_ref()?, state.wording, look);
    Some(marked(state, "text", text).resting_on(text_reads(refs, state)))
}

/// The terms of a clause whose text is what a source is quoted with, since that seldom says them all.
pub(crate) fn beside_quote(refs: &Refs, state: &State, look: Look) -> Option<Line> {
    let is_due = state.wording == Some(Wording::Quoted) && !look.verbose;
    let terms = values::of(refs, state, Date::human).filter(|(name, ..)| is_due && is_term(name));
    let terms = terms.map(|(_, label, written)| format!("{label}: {written}"));
    parted(terms, "; ").map(Line::plain)
}

/// What stands at the right edge of a clause's line: its end, or how it stands.
pub(crate) fn end(refs: &Refs, state: &State, open: &[&Undecided]) -> Line {
    let line = match state.status {
        Status::InForce => last_day(state, state.until.as_ref(), "to ", Date::human),
        Status::Unclear | Status::NotYet => Line::of(Role::Doubt, state.status.word()),
        Status::Ended | Status::Expired => Line::plain(over(refs, state, [Date::human; 2])),
    };
    // What only changes it leaves no doubt that it stands; that its end is in doubt may be said already.
    let changes = |of: &&Undecided| matches!(of.action, Action::Amend | Action::Disclose);
    let is_changed = line.text().contains("perhaps") || open.iter().all(changes);
    let perhaps = ["perhaps", "perhaps changed"][usize::from(is_changed)];
    let firm = [turned(refs, state), (!open.is_empty()).then_some(perhaps)];
    let firm = firm.into_iter().flatten().map(str::to_owned);
    let marks = parted(firm.chain(disputed(state)), ", ");
    let gap = if line.is_empty() { "" } else { ", " };
    match marks {
        Some(marks) => line.and(Role::Doubt, format!("{gap}{marks}")),
        None => line,
    }
}

/// `to 2032`, `until AGI is verified`, with how firm that is; where its end is known to come, `ending 2027-02-28`.
pub(super) fn last_day(state: &State, until: Option<&String>, to: &str, day: Say) -> Line {
    let renewed = state.runs.filter(|runs| runs.renewed > 0);
    let own = match renewed {
        Some(runs) => {
            let end = ends::term_end(runs.to, |end| day(end.into()));
            let rules = ["renews", "renewals"].into_iter();
            let rules = rules.filter_map(|name| state.set_by.get(name));
            // How firm the end that was set is stands behind it.
            let through = state.set_by.get("through").map(|set| set.basis);
            let rules = rules.filter(|set| Some(set.basis) > through);
            let firm = rules.map(|set| set.basis).max();
            let firm = marks(firm.and_then(super::basis));
            Some(end + &ends::reckoned(state.through) + &firm)
        }
        None => state.through.map(day),
    };
    let own = own.map(|own| format!("{to}{own}"));
    let before = |to: &str, of: &Ahead| {
        let latest = ["", " at the latest"][usize::from(of.assumed)];
        let with_that = ends::with_that(Some(of));
        let line = Line::plain(format!("{to}{}{latest}{with_that}", day(of.date)));
        doubted(line, super::firm(&of.set.event, of.set.basis))
    };
    let own = match &state.ahead {
        Some(of) if of.how == How::Ended => return before("ending ", of),
        Some(of) if of.with_agreement => None,
        Some(of) => own.map(|own| {
            let last = of.through.map(|last| format!("{to}{}", day(last)));
            let last = last.unwrap_or_else(|| "without a last day".to_owned());
            let firm = marks(super::basis(of.set.basis));
            format!("{own}, from {} {last}{firm}", day(of.date))
        }),
        None => own.map(|own| own + ends::doubt(state.hangs.0, state.hangs.1)),
    };
    let until = until.map(|until| format!("until {until}"));
    let ends = [("through", own), ("until", until)].into_iter();
    let ends = ends.filter_map(|(name, text)| Some(marked(state, name, Line::plain(text?))));
    let with_it = state.ahead.iter().filter(|of| of.with_agreement);
    let ends = with_it.map(|of| before(to, of)).chain(ends);
    let both = |through: Line, until| through.and(Role::Plain, ", or ").then(until);
    ends.reduce(both).unwrap_or_default()
}

pub(super) fn over(refs: &Refs, state: &State, [on, day]: [Say; 2]) -> String {
    let with_it = ends::with_that(state.ahead.as_ref());
    let day = [day, on][usize::from(state.status == Status::Ended)];
    let day = state.changed.map(day).unwrap_or_default() + &with_it;
    match state.status {
        Status::Ended if refs.supposes(state.turned_by()) => format!("ended {day}, as supposed"),
        Status::Ended => format!("ended {day}"),
        _ if state.doubted => format!("expired after {day}, if it still stood"),
        _ => format!(
            "expired after {day}{}",
            ends::doubt(state.hangs.0, state.hangs.1)
        ),
    }
}

/// How a clause stands, with how firm that is: `unclear, inferred, text disputed`.
pub(crate) fn status(refs: &Refs, state: &State) -> String {
    let marks = [
        Some(state.status.word()),
        turned(refs, state),
        state.doubted.then_some("if it still stood"),
    ];
    let marks = marks.into_iter().flatten().map(str::to_owned);
    parted(marks.chain(disputed(state)), ", ").unwrap_or_default()
}

/// On what sources differ, but for the end of what is in force, which bears that word itself: `start and terms disputed`.
fn disputed(state: &State) -> Option<String> {
    let is_in_force = state.status == Status::InForce;
    let what = state.denied().filter_map(|(on, ..)| match on {
        "adopted" => Some("start"),
        "through" | "until" if is_in_force => None,
        "through" | "until" | "turned" => Some("end"),
        "text" => Some("text"),
        _ => Some("terms"),
    });
    let what = some_list(what.collect::<IndexSet<_>>())?;
    Some(format!("{what} disputed"))
}

/// How firm it is that a clause has ended or expired, is unclear, or was left as it was.
pub(super) fn turned(refs: &Refs, state: &State) -> Option<&'static str> {
    let with_it = state.ahead.as_ref().map(|of| &of.set);
    let set = match state.status {
        Status::Expired => with_it.or(state.set_by.get("through")),
        Status::InForce => {
            let words = ["", "reported to be kept", "inferred to be kept"];
            return state.kept.map(|basis| words[basis as usize]);
        }
        _ => state.turned.as_ref(),
    };
    let set = set.filter(|set| !refs.supposes(&set.event));
    set.and_then(|set| super::basis(set.basis))
}

pub(crate) fn standing(context: &Context, state: &State, day: Say) -> Line {
    let (refs, since) = (
        &context.refs,
        began(state, [day; 2]).map(|(since, _)| since),
    );
    let since = since.unwrap_or_default();
    let firm = |line| doubted(line, turned(refs, state));
    let line = match state.status {
        Status::NotYet if context.lens.narrows() => {
            return Line::of(Role::Doubt, "not known to have been in force");
        }
        Status::NotYet => return Line::of(Role::Doubt, "not yet in force"),
        Status::Unclear => firm(Line::of(Role::Doubt, "unclear whether it still stands"))
            .and(Role::Plain, format!(", adopted {since}")),
        Status::Ended | Status::Expired => {
            let over = over(refs, state, [day; 2]);
            firm(Line::plain(format!("in force from {since}, {over}")))
        }
        Status::InForce => {
            let changed = changed(refs, state, day).map(|changed| format!(", {changed}"));
            let changed = changed.unwrap_or_default();
            let line = firm(Line::plain(format!("in force since {since}{changed}")));
            match last_day(state, state.until.as_ref(), "to the end of ", day) {
                end if end.is_empty() => line,
                end => {
                    let renewed = ends::renewed(state);
                    let renewed = renewed.map(|renewed| format!(", {renewed}"));
                    let line = line.and(Role::Plain, ", ").then(end);
                    line.and(Role::Future, renewed.unwrap_or_default())
                }
            }
        }
    };
    doubted(line, disputed(state))
}

/// So many columns a value may have before what stands beside it is moved.
const WIDE: usize = 16;

pub(crate) fn pairs(refs: &Refs, state: &State, look: Look, day: Say) -> Vec<(String, Vec<Line>)> {
    let most = state.runs.map_or(state.renewing.renewals, |runs| runs.most);
    let is_counted = most != state.renewing.renewals;
    let values = values::of(refs, state, day).map(|(name, label, text)| {
        let more = ["", " more"][usize::from(is_counted && name == "renewals")];
        (name, label, marked(state, name, Line::plain(text + more)))
    });
    let values: Vec<(&str, String, Line)> = values.collect();
    let width = |line: &Line| columns(&line.text());
    let widths = values.iter().map(|(.., value)| width(value));
    let widest = widths.filter(|width| *width <= WIDE).max().unwrap_or(0);
    let pair = |(name, label, value): (&str, String, Line)| {
        let gap = " ".repeat(widest.saturating_sub(width(&value)) + 2);
        let line = match state.set_by.get(name) {
            Some(set) => value.sign(Role::Plain, gap, "; ").then(said(
                set,
                who::who(refs, &set.cite, Some(name)),
                look,
                day,
            )),
            None => value,
        };
        (label, vec![line])
    };
    values.into_iter().map(pair).collect()
}

/// When a value was set and by whom, and when it was last restated; each time, where more is wanted.
pub(crate) fn said(set: &Set, who: Line, look: Look, day: Say) -> Line {
    let mut line = Line::plain(told_on(set, day));
    if !who.is_empty() {
        line = line.sign(Role::Plain, "  ", ", ").then(who);
    }
    let most = if look.verbose { usize::MAX } else { 1 };
    let again = &set.restated[set.restated.len().saturating_sub(most)..];
    match some_list(again.iter().map(|again| day(again.date))) {
        Some(days) => line.and(Role::Faint, format!(", restated {days}")),
        None => line,
    }
}

pub(crate) fn more(context: &Context, state: &State, look: Look, item: &mut Item) {
    if look.verbose {
        let since =
            began(state, [Date::human; 2]).map(|(on, event)| format!("since {on} by {event}"));
        let last = last_done(&context.refs, state, [super::some_day; 2]);
        let word = ["", "last "][usize::from(state.status == Status::InForce)];
        let last = last.map(|(done, event)| format!("{word}{done} by {event}"));
        let known = [Some(state.id.clone()), since, last];
        let known = parted(known.into_iter().flatten(), ", ");
        item.lines.extend(note(state.note.as_ref()));
        item.lines
            .extend(known.map(|known| Line::of(Role::Faint, known)));
        item.pairs = pairs(&context.refs, state, look, short);
    }
    if look.sources {
        let sets = state.set_by.iter().map(|(name, set)| (name.as_str(), set));
        let ahead = state.ahead.iter().map(|of| {
            let name = of.through.map_or("end", |_| "through");
            (name, &of.set)
        });
        let sets = sets.chain(ahead);
        let says_so = who_says_so(&context.refs, &state.id, sets, |_, _| false);
        item.items.extend(says_so);
    }
}

/// Since when a clause stands, with how firm that is, and by which event.
pub(crate) fn began(state: &State, [on, day]: [Say; 2]) -> Option<(String, &str)> {
    let set = state.adoption.as_ref()?;
    let late = set.known_apart().filter(|_| set.is_told() || set.is_late());
    let late = late.map(|known| format!(", {}", clocks::since(known, day)));
    let on = on(set.date) + &late.unwrap_or_default();
    Some((on + &marks(super::basis(set.basis)), &set.event))
}

/// What was last done to a clause or learned of it, where that is more than its adoption, and by which event.
pub(crate) fn last_done<'a>(
    refs: &Refs,
    state: &'a State,
    say: [Say; 2],
) -> Option<(String, &'a str)> {
    let ((_, event), set) = state.last_changed().zip(state.last.as_ref())?;
    let (on, firm) = (clocks::days(set, say), super::basis(set.basis));
    let adopted_by = state.adoption.as_ref().map(|of| of.event.as_str());
    let (done, firm) = match (state.status, set.kind) {
        (Status::Ended | Status::Expired, _) => (over(refs, state, say), turned(refs, state)),
        // It became known with its adoption.
        (_, ChangeKind::Learned) if adopted_by == Some(event) => return None,
        (_, ChangeKind::Learned) => (on, firm),
        (_, ChangeKind::Unclear) => (format!("left unclear {on}"), firm),
        (_, ChangeKind::Agreed) => (format!("changed {on}"), firm),
    };
    Some((done + &marks(firm), event))
}

type Cited<'a> = (IndexSet<String>, Vec<&'a Cite>);

/// Each citation in full behind some values, by the events that set or restated them, unless what those did is told already.
pub(crate) fn who_says_so<'a>(
    refs: &Refs,
    clause: &str,
    sets: impl IntoIterator<Item = (&'a str, &'a Set)>,
    is_told: impl Fn(&str, Date) -> bool,
) -> Vec<Item> {
    let mut by = IndexMap::<(&str, String), Cited<'_>>::new();
    for (name, set) in sets {
        let again = set.restated.iter().map(|again| {
            let day = format!("restated {}", short(again.date));
            (&again.event, again.date, day, &again.cite)
        });
        let first = (&set.event, set.date, told_on(set, short), &set.cite);
        let all = [first].into_iter().chain(again);
        for (event, _, day, cites) in all.filter(|(event, date, ..)| !is_told(event, *date)) {
            let (names, all) = by.entry((event, day)).or_default();
            names.insert(values::label(refs, clause, name));
            all.extend(cites);
        }
    }
    let item = |((event, day), (names, cites)): ((&str, String), Cited<'_>)| {
        let names = parted(names, ", ").unwrap_or_default();
        let line = Line::of(Role::Faint, format!("{names}: "));
        let event = format!("{day}  {}", refs.title_of(event));
        Item {
            lines: who::full(refs, clause, cites),
            ..Item::of(line.and(Role::Plain, event))
        }
    };
    by.into_iter().map(item).collect()
}

fn told_on(set: &Set, day: Say) -> String {
    match set.kind {
        ChangeKind::Learned => format!("learned {}", day(set.known)),
        _ => clocks::days(set, [day; 2]),
    }
}

/// A date for a narrow column: a range by the side that is given, open where the other is.
pub(crate) fn short(date: Date) -> String {
    signs::narrow(date, Look::default()).0
}

pub(crate) fn by_topic<'a>(
    states: impl IntoIterator<Item = &'a State>,
    item: impl Fn(&'a State) -> Item,
) -> Vec<Item> {
    let mut topics: IndexMap<Option<&str>, Vec<Item>> = IndexMap::new();
    for state in states {
        let topic = topics.entry(state.topic.as_deref());
        topic.or_default().push(item(state));
    }
    if topics.keys().all(Option::is_none) {
        return topics.into_values().flatten().collect();
    }
    let topic = |(topic, items): (Option<&str>, _)| Item {
        name: "topic",
        ..Item::section(topic.unwrap_or(NO_TOPIC).to_uppercase(), items)
    };
    topics.into_iter().map(topic).collect()
}

/// The day of the last change, where it took effect later than its event: `changed 2026-01-01`.
fn changed(refs: &Refs, state: &State, day: Say) -> Option<String> {
    let (date, event) = state.last_changed().filter(|_| state.status.stands())?;
    let last = refs.events.get(event)?.last?;
    (date.first() > Some(last)).then(|| format!("changed {}", day(date)))
}

pub(crate) fn titled(refs: &Refs, state: &State, open: &[&Undecided]) -> Item {
    let end = end(refs, state, open);
    let changed = changed(refs, state, Date::human).unwrap_or_default();
    let gap = [", ", ""][usize::from(changed.is_empty() || end.is_empty())];
    Item {
        name: "clause",
        right: Line::plain(changed + gap).then(end),
        ..Item::of(Line::plain(&state.title))
    }
}

pub(crate) fn listed(refs: &Refs, state: &State) -> Item {
    let mut item = titled(refs, state, &[]);
    let set = state.adoption.iter();
    let cites = set.flat_map(|set| backing(&set.cite, None));
    item.line = item.line.and(Role::Faint, format!(" ({})", state.id));
    item.line = item.line.resting_on(who::reads(refs, cites));
    if state.status == Status::InForce && state.through.is_none() && state.until.is_none() {
        let gap = if item.right.is_empty() { "" } else { ", " };
        let stands = Line::plain(format!("{}{gap}", state.status));
        item.right = stands.then(item.right);
    }
    item
}

pub(crate) fn uncertain(refs: &Refs, list: &[Undecided]) -> Option<Line> {
    let mut titles: Vec<&str> = list.iter().map(|u| refs.clause_title(&u.clause)).collect();
    titles.dedup();
    let text = |titles| format!("Not certain: {titles} (-v says why)");
    some_list(titles).map(|titles| Line::of(Role::Doubt, text(titles)))
}

/// That something in these clauses became known only after the day asked for, and how to ask without it.
pub(crate) fn known_later<'a>(states: &'a [State], at: &At) -> Option<String> {
    let is_later = |set: &Set| set.known.first().is_some_and(|first| first > at.day);
    let sets = |of: &'a State| of.set_by.values().chain(&of.turned).chain(&of.adoption);
    let mut sets = states.iter().flat_map(sets);
    sets.any(is_later).then(|| {
        let again = at.again();
        format!("Some of this became known later; --known-by {again} leaves it out")
    })
}

/// The first of what a change gives, behind the title of its clause.
pub(crate) fn gives(refs: &Refs, of: &Change, look: Look) -> Option<Line> {
    let title = Line::plain(format!("{}: ", ends::titled(refs, of)));
    Some(title.then(contents(refs, of, look).next()?))
}

/// What a change gives: values beside what they were, then its text.
pub(crate) fn contents(refs: &Refs, of: &Change, look: Look) -> impl Iterator<Item = Line> {
    let settings = parted(settings(refs, of, Date::human), "; ");
    let settings = settings.map(|told| doubted(Line::plain(told), super::basis(of.basis)));
    settings.into_iter().chain(text(of, look))
}

pub(crate) fn text(of: &Change, look: Look) -> Option<Line> {
    Some(sentence(of.text.as_ref()?, Some(of.wording), look))
}

/// What a change gives another value, by its labels, beside what it was.
pub(crate) fn settings(refs: &Refs, of: &Change, day: Say) -> Vec<String> {
    let values = of.values();
    let settings = values.filter_map(|value| setting(refs, of, &value, true, day));
    settings.chain(values::bound(refs, of)).collect()
}

/// A value that a change gives, beside what it was where that is wanted too; nothing where it was the same.
pub(crate) fn setting(
    refs: &Refs,
    of: &Change,
    (name, old, new): &(&str, Option<Value>, Option<Value>),
    with_old: bool,
    day: Say,
) -> Option<String> {
    let with_old = with_old || new.is_none();
    let written = |value: &Value| values::written(refs, &of.clause, name, value, day);
    let [was, is] = [old, new].map(|of| of.as_ref().map(written));
    let told = match (was.filter(|_| with_old), is) {
        _ if old == new && new.is_some() => return None,
        (Some(was), Some(is)) => format!(": {was} → {is}"),
        (Some(was), None) => format!(": {was} → –"),
        (None, Some(is)) => format!(": {is}"),
        (None, None) => return None,
    };
    Some(values::label(refs, &of.clause, name) + &told)
}

/// What a reader looks for first: an end, then numbers and other figures, then what is short; last what no longer
/// stands.
pub(crate) fn rank(name: &str, value: Option<&Value>) -> (bool, bool, bool, usize) {
    let text = value.map(Value::to_string).unwrap_or_default();
    let is_end = ["through", "until"].contains(&name);
    let has_figure = text.contains(|c: char| c.is_ascii_digit());
    let length = columns(&text) * usize::from(text.parse::<f64>().is_err());
    (!is_end, value.is_none(), !has_figure, length)
}
