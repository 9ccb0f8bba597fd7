//! A clause on a day in words: its sentence, its end, its values, and who says so.

use std::ops::Range;

use indexmap::IndexMap;

use super::{marked, note, values, who};
use crate::agreement::{Action, ChangeKind, Status, Value, Wording};
use crate::answer::block::{Item, Line, Role};
use crate::answer::{At, Change, Cite, Context, Look, Refs, Set, State, Undecided};
use crate::date::Date;
use crate::text::words::{Count, and_list, quote};
use crate::text::wrap::columns;

/// A text that takes more columns, three lines of a page, is cut where not all is wanted.
const LONG: usize = 3 * 74;

/// A text: whole where it is short or all is wanted, else its first sentence and how much there is.
pub(crate) fn sentence(text: &str, wording: Option<Wording>, look: Look) -> Line {
    let is_short = columns(text) <= LONG && text.lines().count() <= 3;
    let shown = if look.verbose || is_short {
        text.trim_end()
    } else {
        first_sentence(text)
    };
    let line = match wording {
        Some(Wording::Verbatim) => Line::text_block(format!("verbatim: {}", quote(shown))),
        _ => Line::plain(shown),
    };
    if shown == text.trim_end() {
        return line;
    }
    let count = text.split_whitespace().count();
    line.and(Role::Faint, format!(" … ({}: -v)", Count(count, "word")))
}

/// A text to the end of its first sentence, or to its first line break.
fn first_sentence(text: &str) -> &str {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let mut ends = line.match_indices(['.', '!', '?']);
    let end = ends.find(|(at, _)| ends_sentence(line, *at));
    end.map_or(line, |(at, _)| &line[..=at])
}

/// The sentence of a text that is long, or the text, in which a place lies.
pub(crate) fn sentence_at(text: &str, place: &Range<usize>) -> Range<usize> {
    if columns(text) <= LONG {
        return 0..text.len();
    }
    let ends = text.match_indices(['.', '!', '?', '\n']).map(|(at, _)| at);
    let ends = ends.filter(|at| ends_sentence(text, *at)).map(|at| at + 1);
    let (before, after): (Vec<_>, Vec<_>) = ends.partition(|end| *end <= place.start);
    let before = before.last().map_or(0, |end| *end);
    let start = place.start - text[before..place.start].trim_start().len();
    let end = after.into_iter().find(|end| *end >= place.end);
    start..end.unwrap_or(text.len())
}

/// Whether a line break, or a full stop behind a longer word and before a capital, stands at a place in a text.
fn ends_sentence(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let word = before.rsplit(' ').next().unwrap_or_default();
    let next = after.trim_start().chars().next();
    let is_capital = after.starts_with(' ') && next.is_some_and(char::is_uppercase);
    text[at..].starts_with('\n') || word.len() > 3 && is_capital
}

/// What a clause says, with how firm that is; nothing where it never stood.
pub(crate) fn says(state: &State, look: Look) -> Option<Line> {
    let text = state.text.as_ref()?;
    Some(marked(state, "text", sentence(text, state.wording, look)))
}

/// What stands at the right edge of a clause's line: its end, or how it stands.
pub(crate) fn end(state: &State, is_open: bool) -> Line {
    let mut line = match state.status {
        Status::InForce => last_day(state, "to "),
        Status::Unclear | Status::NotYet => Line::of(Role::Doubt, state.status.word()),
        Status::Ended | Status::Expired => Line::plain(over(state)),
    };
    let is_told = line.text().contains("disputed");
    let marks = [
        (is_open, "perhaps"),
        (state.disputed && !is_told, "disputed"),
    ];
    for (_, word) in marks.into_iter().filter(|(is, _)| *is) {
        let gap = if line.is_empty() { "" } else { ", " };
        line = line.and(Role::Doubt, format!("{gap}{word}"));
    }
    line
}

/// `to 2032`, `until AGI is verified`, with how firm that is.
fn last_day(state: &State, to: &str) -> Line {
    let through = state.through.map(|date| format!("{to}{}", date.human()));
    let until = state.until.as_ref().map(|until| format!("until {until}"));
    let ends = [("through", through), ("until", until)].into_iter();
    let ends = ends.filter_map(|(name, text)| Some(marked(state, name, Line::plain(text?))));
    ends.reduce(|one, other| one.and(Role::Plain, ", or ").then(other))
        .unwrap_or_default()
}

fn over(state: &State) -> String {
    let day = state.changed.map(Date::human).unwrap_or_default();
    match state.status {
        Status::Ended => format!("ended {day}"),
        _ => format!("expired after {day}"),
    }
}

/// How a clause stands, since when, and to which end.
pub(crate) fn standing(state: &State) -> Line {
    let since = state.since.map(super::some_day).unwrap_or_default();
    let line = match state.status {
        Status::NotYet => return Line::of(Role::Doubt, "not yet in force"),
        Status::Unclear => Line::of(Role::Doubt, "unclear whether it still stands")
            .and(Role::Plain, format!(", adopted {since}")),
        Status::Ended | Status::Expired => {
            Line::plain(format!("in force from {since}, {}", over(state)))
        }
        Status::InForce => {
            let line = Line::plain(format!("in force since {since}"));
            match last_day(state, "to the end of ") {
                end if end.is_empty() => line,
                end => line.and(Role::Plain, ", ").then(end),
            }
        }
    };
    if state.disputed {
        return line.and(Role::Doubt, " (disputed)");
    }
    line
}

/// The names of what a clause sets but for its text: terms, then its end.
pub(crate) fn names(state: &State) -> impl Iterator<Item = &str> {
    let through = state.through.map(|_| "through");
    let until = state.until.as_ref().map(|_| "until");
    let terms = state.terms.keys().map(String::as_str);
    terms.chain(through).chain(until)
}

/// A value of a clause with its unit and how firm it is.
pub(crate) fn value(refs: &Refs, state: &State, name: &str) -> Line {
    let text = match name {
        "through" => state.through.map(Date::human),
        "until" => state.until.clone(),
        term => state
            .terms
            .get(term)
            .map(|of| values::shown(refs, &state.id, term, of)),
    };
    marked(state, name, Line::plain(text.unwrap_or_default()))
}

/// What a clause sets, by its labels.
pub(crate) fn pairs(refs: &Refs, state: &State) -> Vec<(String, Vec<Line>)> {
    let pair = |name| {
        (
            values::label(refs, &state.id, name),
            vec![value(refs, state, name)],
        )
    };
    names(state).map(pair).collect()
}

/// Adds to a clause's line what the deeper views tell of it.
pub(crate) fn more(context: &Context, state: &State, look: Look, item: &mut Item) {
    if look.verbose {
        let began = state
            .began()
            .map(|(date, by)| format!("since {} by {by}", date.human()));
        let changed = state.last_changed();
        let changed = changed.map(|(date, by)| format!("last changed {} by {by}", date.human()));
        let known = [Some(state.id.clone()), began, changed]
            .into_iter()
            .flatten();
        let known = known.collect::<Vec<_>>().join(", ");
        item.lines.extend(note(state.note.as_ref()));
        item.lines.push(Line::of(Role::Faint, known));
        item.pairs = pairs(&context.refs, state);
    }
    if look.sources {
        item.items
            .extend(who_says_so(&context.refs, &state.id, state.set_by.values()));
    }
}

/// Each citation in full behind some values, by the events that set and restated them.
pub(crate) fn who_says_so<'a>(
    refs: &Refs,
    clause: &str,
    sets: impl IntoIterator<Item = &'a Set>,
) -> Vec<Item> {
    let mut by: IndexMap<(&str, String), Vec<&Cite>> = IndexMap::new();
    for set in sets {
        by.entry((&set.event, set_on(set)))
            .or_default()
            .extend(&set.cite);
        for again in &set.restated {
            let day = format!("restated {}", short(again.date));
            by.entry((&again.event, day))
                .or_default()
                .extend(&again.cite);
        }
    }
    let item = |((event, day), cites): ((&str, String), Vec<&Cite>)| Item {
        name: "event",
        line: Line::plain(format!("{day}  {}", refs.title_of(event))),
        lines: who::full(refs, clause, cites),
        ..Item::default()
    };
    by.into_iter().map(item).collect()
}

/// The day on which a value was set, or on which it became known where nothing was done.
pub(crate) fn set_on(set: &Set) -> String {
    match (set.kind, set.known_apart()) {
        (ChangeKind::Learned, _) => format!("learned {}", short(set.known)),
        (_, Some(known)) if set.report => {
            format!("{}, known since {}", short(set.date), short(known))
        }
        _ => short(set.date),
    }
}

/// A date for a narrow column: a range by the side that is given, open where the other is.
pub(crate) fn short(date: Date) -> String {
    match date {
        Date::Range(Some(first), _) => format!("{first}…"),
        Date::Range(None, Some(last)) => format!("…{last}"),
        date => date.human(),
    }
}

/// Items of clauses, under their topics where they have any.
pub(crate) fn by_topic<'a>(
    states: impl IntoIterator<Item = &'a State>,
    item: impl Fn(&'a State) -> Item,
) -> Vec<Item> {
    let mut topics: IndexMap<Option<&str>, Vec<Item>> = IndexMap::new();
    for state in states {
        let topic = state.topic.as_deref();
        topics.entry(topic).or_default().push(item(state));
    }
    if topics.keys().all(Option::is_none) {
        return topics.into_values().flatten().collect();
    }
    let topic = |(topic, items): (Option<&str>, _)| Item {
        name: "topic",
        line: Line::of(
            Role::Strong,
            topic.unwrap_or("without a topic").to_uppercase(),
        ),
        items,
        ..Item::default()
    };
    topics.into_iter().map(topic).collect()
}

/// A clause's title with its end at the right edge.
pub(crate) fn titled(state: &State, is_open: bool) -> Item {
    Item {
        name: "clause",
        right: end(state, is_open),
        ..Item::of(Line::plain(&state.title))
    }
}

/// The same in a list, with the id by which more of it is asked.
pub(crate) fn listed(state: &State) -> Item {
    let mut item = titled(state, false);
    item.line = item.line.and(Role::Faint, format!(" ({})", state.id));
    if item.right.is_empty() {
        item.right = Line::plain(state.status.word());
    }
    item
}

/// The clauses of which it is open what had happened by then, in one line.
pub(crate) fn uncertain(refs: &Refs, list: &[Undecided]) -> Option<Line> {
    let mut titles: Vec<&str> = list.iter().map(|u| refs.clause_title(&u.clause)).collect();
    titles.dedup();
    let text = format!("Not certain: {} (-v says why)", and_list(&titles));
    (!titles.is_empty()).then(|| Line::of(Role::Doubt, text))
}

/// How many clauses hold what became known only after the day asked for, and how to ask without it.
pub(crate) fn known_later(states: &[State], at: &At) -> Option<Line> {
    let is_later = |set: &Set| set.known.first().is_some_and(|first| first > at.day);
    let holds = |state: &&State| state.set_by.values().any(is_later);
    let who = match states.iter().filter(holds).count() {
        0 => return None,
        1 => "1 clause holds".to_owned(),
        count => format!("{count} clauses hold"),
    };
    let text = format!("{who} what became known later: --known-by {}", at.again());
    Some(Line::of(Role::Doubt, text))
}

/// What a change gives another value, by its labels, beside what it was.
pub(crate) fn settings(refs: &Refs, of: &Change) -> Vec<String> {
    let before = of.before.as_ref().filter(|_| of.action != Action::Adopt);
    let day = |date: Date| Value::Text(date.human());
    let old = |name: &str| match name {
        "through" => before?.through.map(day),
        "until" => before?.until.clone().map(Value::Text),
        term => before?.terms.get(term).cloned(),
    };
    let terms = of.terms.iter();
    let terms = terms.map(|(name, value)| (name.as_str(), Some(value.clone())));
    let unset = of.unset.iter().map(|name| (name.as_str(), None));
    let through = of.through.map(|date| ("through", Some(day(date))));
    let until = of.until.clone();
    let until = until.map(|until| ("until", Some(Value::Text(until))));
    let shown = |name: &str, value: &Value| match name {
        "through" | "until" => value.to_string(),
        term => values::shown(refs, &of.clause, term, value),
    };
    let setting = |(name, new): (&str, Option<Value>)| {
        let told = match (old(name), new) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(old), Some(new)) => {
                let [was, is] = values::kinds(&old, &new);
                let (old, new) = (shown(name, &old), shown(name, &new));
                format!(": {old}{was} → {new}{is}")
            }
            (Some(old), None) => format!(": {} → –", shown(name, &old)),
            (None, Some(new)) => format!(": {}", shown(name, &new)),
            (None, None) => " removed".to_owned(),
        };
        Some(values::label(refs, &of.clause, name) + &told)
    };
    let all = terms.chain(through).chain(until).chain(unset);
    all.filter_map(setting).collect()
}
