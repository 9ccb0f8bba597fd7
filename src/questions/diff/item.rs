//! A clause that differs, as an item of a page: what was done, each value that differs, how firm that is.

use similar::{ChangeTag, TextDiff};

use crate::agreement::compare::How;
use crate::agreement::{Action, ChangeKind, Status, Value, Wording};
use crate::answer::block::{Item, Line, Mark, Role};
use crate::answer::{Cite, Context, Diff, Look, Set, State, ValueDiff};
use crate::date::Date;
use crate::phrases::{self, clause::who_says_so, values, who};
use crate::text::words::and_list;
use crate::text::wrap::columns;

/// So many columns of its line an adopted clause has for its values.
const SHORT: usize = 36;

pub(crate) fn arrow(look: Look) -> &'static str {
    if look.ascii { "->" } else { "→" }
}

/// A clause under the event that changed it, and whose citations are told there.
pub(crate) fn clause(
    context: &Context,
    found: &Diff,
    (event, told): (&str, &[Cite]),
    look: Look,
) -> Item {
    let cites = found.by.iter().flat_map(|done| &done.cite);
    let strongest = who::strongest(&context.refs, cites).into_iter().take(3);
    let strongest = strongest.map(|cite| cite.source.clone());
    let mut item = Item {
        mark: Some(mark(found)),
        line: Line::plain(&found.title).resting_on(strongest),
        ..Item::default()
    };
    match (&found.before, &found.after) {
        (None, Some(only)) => item.right = adopted(context, found, only),
        (Some(before), Some(after)) => {
            let values = found
                .values()
                .filter(|value| value.kind != ChangeKind::Learned);
            let values = values.filter(|value| value.name.as_str() != "status");
            let differs = |value: &ValueDiff| pair(context, found, value, look);
            item.pairs = values.filter_map(differs).collect();
            if item.pairs.is_empty() || is_verbatim(before) && is_verbatim(after) {
                item.lines.extend(sentence(before, after, look));
            }
        }
        (None, None) => item.right = Line::plain(course(found)),
        (Some(_), None) => {}
    }
    let doubt = doubt(found);
    if !item.right.is_empty() && !doubt.is_empty() {
        item.right = item.right.and(Role::Plain, "; ");
    }
    item.right = item.right.then(doubt);
    let others = found.events.iter().filter(|other| *other != event);
    let others: Vec<String> = others.map(|other| day_of(context, other)).collect();
    if !others.is_empty() && found.how != How::Interim {
        let text = format!("also {}", and_list(others));
        item.lines.push(Line::of(Role::Faint, text));
    }
    item.lines.extend(told_later(found));
    more(context, found, told, look, &mut item);
    item
}

/// When it became known, where that was another day than the one on which it was done.
fn told_later(found: &Diff) -> Option<Line> {
    let deeds = found
        .by
        .iter()
        .filter(|done| done.kind == ChangeKind::Agreed);
    let late = deeds.rev().find(|done| done.known != done.date)?;
    let (date, known) = (phrases::some_day(late.date), phrases::some_day(late.known));
    Some(Line::plain(format!(
        "{} {date}, known since {known}",
        late.action.past()
    )))
}

fn day_of(context: &Context, event: &str) -> String {
    let found = context.refs.events.get(event);
    found.map_or_else(|| event.to_owned(), |event| event.date.human())
}

pub(super) fn mark(found: &Diff) -> Mark {
    let perhaps = !found.uncertain.is_empty();
    let (sign, word, role) = match (found.how, perhaps) {
        (How::Adopted, false) => ("+", "adopted", Role::Added),
        (How::Adopted, true) => ("+?", "perhaps adopted", Role::Doubt),
        (How::Ended, false) => ("-", "ended", Role::Removed),
        (How::Ended, true) => ("-?", "perhaps ended", Role::Doubt),
        (How::Expired, _) => ("-", "expired", Role::Removed),
        (How::Unclear, _) => ("?", "left unclear", Role::Doubt),
        (How::Interim, false) => ("±", "came and went", Role::Changed),
        (How::Interim, true) => ("±?", "perhaps came and went", Role::Doubt),
        (How::Learned, _) => ("·", "learned", Role::Plain),
        (How::Unchanged, _) => ("=", "unchanged", Role::Plain),
        (How::Amended, false) => ("~", "amended", Role::Changed),
        (How::Amended, true) => ("~?", "perhaps amended", Role::Doubt),
    };
    Mark { sign, word, role }
}

/// The values of an adopted clause that fit at the edge of its line: its end first, then what has a unit.
fn adopted(context: &Context, found: &Diff, state: &State) -> Line {
    let agreed = found
        .values()
        .filter(|value| value.kind != ChangeKind::Learned);
    let mut agreed: Vec<&ValueDiff> = agreed
        .filter(|value| value.name.as_str() != "text")
        .collect();
    let units = context
        .refs
        .clauses
        .get(&found.clause)
        .map(|clause| &clause.units);
    agreed.sort_by_key(|value| match value.name.as_str() {
        "through" | "until" => 0,
        name if units.is_some_and(|units| units.contains_key(name)) => 1,
        _ => 2,
    });
    let mut line = Line::default();
    let mut is_whole = true;
    for value in agreed {
        let gap = if line.is_empty() { "" } else { "; " };
        let added = line
            .clone()
            .and(Role::Plain, gap)
            .then(in_short(context, state, value));
        if columns(&added.text()) <= SHORT {
            line = added;
        } else {
            is_whole = false;
        }
    }
    match (is_whole, line.is_empty()) {
        (false, false) => line.sign(Role::Plain, "; …", "; and more"),
        _ => line,
    }
}

/// A value with its name, or only one of them where that says all.
fn in_short(context: &Context, state: &State, value: &ValueDiff) -> Line {
    let name = value.name.as_str();
    let label = values::label(&context.refs, &state.id, name);
    let Some(value) = &value.after else {
        return Line::default();
    };
    let text = match value {
        Value::Bool(true) => label,
        Value::Bool(false) => format!("not {label}"),
        _ => format!("{label} {}", written(context, state, name, value)),
    };
    phrases::marked(state, name, Line::plain(text))
}

/// A value as it is printed: dates as people read them, numbers with their units.
fn written(context: &Context, state: &State, name: &str, value: &Value) -> String {
    match name {
        "through" => state.through.map(Date::human).unwrap_or_default(),
        "until" => value.to_string(),
        _ => values::shown(&context.refs, &state.id, name, value),
    }
}

/// A value that differs: `exclusive`, `no → yes`, with how firm each side is.
pub(super) fn pair(
    context: &Context,
    found: &Diff,
    value: &ValueDiff,
    look: Look,
) -> Option<(String, Vec<Line>)> {
    let name = value.name.as_str();
    if name == "text" {
        return None;
    }
    let after = found.after.as_ref()?;
    let kinds = value.before.as_ref().zip(value.after.as_ref());
    let [was, is] = kinds.map_or(["", ""], |(old, new)| values::kinds(old, new));
    let side = |state: &State, value: &Option<Value>, role, kind| {
        let none = || Line::plain(if look.ascii { "-" } else { "–" });
        value.as_ref().map_or_else(none, |value| {
            let text = written(context, state, name, value) + kind;
            phrases::marked(state, name, Line::of(role, text))
        })
    };
    let mut line = side(after, &value.after, Role::New, is);
    if let Some(before) = &found.before {
        let old = side(before, &value.before, Role::Old, was);
        line = old
            .and(Role::Plain, format!(" {} ", arrow(look)))
            .then(line);
    }
    Some((
        values::label(&context.refs, &found.clause, name),
        vec![line],
    ))
}

fn is_verbatim(state: &State) -> bool {
    state.wording == Some(Wording::Verbatim)
}

/// The new sentence, where nothing but the text differs; word by word between verbatim texts.
pub(super) fn sentence(before: &State, after: &State, look: Look) -> Vec<Line> {
    match (&before.text, &after.text) {
        (a, b) if a == b => Vec::new(),
        (Some(a), Some(b)) if is_verbatim(before) && is_verbatim(after) => vec![words(a, b)],
        (Some(old), Some(new)) if look.verbose => vec![
            Line::text_block(format!("was: {old}")),
            Line::text_block(format!("now: {new}")),
        ],
        (_, Some(new)) => vec![Line::text_block(new)],
        (Some(old), None) => vec![Line::text_block(format!("was: {old}"))],
        (None, None) => Vec::new(),
    }
}

/// From when to when something stood that came and went.
fn course(found: &Diff) -> String {
    let day = |action: Action| found.by.iter().find(|done| done.action == action);
    match (day(Action::Adopt), day(Action::End)) {
        (Some(from), Some(to)) => format!("{} … {}", from.date.human(), to.date.human()),
        (Some(from), None) => format!("{} …", from.date.human()),
        _ => String::new(),
    }
}

/// How firm a difference as a whole is, where a word is due.
fn doubt(found: &Diff) -> Line {
    let mut marks: Vec<&str> = Vec::new();
    let deeds = found
        .by
        .iter()
        .filter(|done| done.kind != ChangeKind::Learned);
    let weakest = deeds.clone().map(|done| done.basis).min();
    marks.extend(weakest.and_then(phrases::basis));
    if deeds
        .clone()
        .any(|done| done.cite.iter().any(|cite| !cite.disagrees.is_empty()))
    {
        marks.push("disputed");
    }
    let is_unclear = |after: &State| after.status == Status::Unclear;
    if found.how != How::Unclear && found.after.as_ref().is_some_and(is_unclear) {
        marks.push("unclear");
    }
    if marks.is_empty() {
        return Line::default();
    }
    Line::of(Role::Doubt, marks.join(", "))
}

/// What the deeper views add: texts, who did what and when, ids, and the sources in full but for those that are told.
pub(super) fn more(context: &Context, found: &Diff, told: &[Cite], look: Look, item: &mut Item) {
    if look.verbose {
        let is_faint = |line: &Line| line.0.iter().all(|piece| piece.role == Role::Faint);
        if item.lines.iter().all(is_faint) {
            let empty = State::default();
            let sides = [&found.before, &found.after];
            let [before, after] = sides.map(|side| side.as_ref().unwrap_or(&empty));
            item.lines.extend(sentence(before, after, look));
        }
        let id = format!("id: {}", found.clause);
        item.lines.push(Line::of(Role::Faint, id));
    }
    for done in &found.by {
        if look.verbose || look.sources {
            item.lines.push(phrases::done(done));
        }
        if look.sources && (done.cite != told || done.cite.is_empty()) {
            let cites = who::full(&context.refs, &found.clause, &done.cite).into_iter();
            item.lines.extend(cites.map(Line::set_in));
        }
    }
    if look.sources {
        let is_done = |set: &Set| {
            let mut done = found.by.iter();
            done.any(|done| done.event == set.event && done.cite == set.cite)
        };
        let sets = found.values();
        let sets = sets.flat_map(|value| value.before_set.iter().chain(&value.set));
        let older = sets.filter(|set| !is_done(set));
        for set in who_says_so(&context.refs, &found.clause, older) {
            item.lines.push(Line::plain("older value: ").then(set.line));
            item.lines.extend(set.lines.into_iter().map(Line::set_in));
        }
    }
}

/// Two verbatim texts as one, with what is gone in `[-…-]` and what is new in `{+…+}`.
fn words(before: &str, after: &str) -> Line {
    let diff = TextDiff::from_unicode_words(before, after);
    let mut line = Line::plain("verbatim: ");
    let mut run: Option<(ChangeTag, String)> = None;
    let close = |line: Line, run: Option<(ChangeTag, String)>| match run {
        Some((ChangeTag::Delete, text)) => line.and(Role::Removed, format!("[-{text}-]")),
        Some((ChangeTag::Insert, text)) => line.and(Role::Added, format!("{{+{text}+}}")),
        Some((ChangeTag::Equal, text)) => line.and(Role::Plain, text),
        None => line,
    };
    for change in diff.iter_all_changes() {
        match &mut run {
            Some((tag, text)) if *tag == change.tag() => text.push_str(change.value()),
            _ => {
                line = close(line, run.take());
                run = Some((change.tag(), change.value().to_owned()));
            }
        }
    }
    close(line, run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbatim_texts_are_compared_by_words() {
        let line = words(
            "The fee is 20% of revenue.",
            "The fee is 10% of net revenue.",
        );
        assert_eq!(
            line.text(),
            "verbatim: The fee is [-20-]{+10+}% of {+net +}revenue."
        );
    }
}
