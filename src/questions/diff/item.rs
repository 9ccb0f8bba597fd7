//! A clause that differs, as an item of a page: what was done, each value that differs, how firm that is.

use crate::agreement::compare::How;
use crate::agreement::{Action, ChangeKind, Status, Value, Wording};
use crate::answer::block::{Item, Line, Mark, Role};
use crate::answer::{Cite, Context, Diff, DoneBy, Look, Set, State, ValueDiff, ValueName};
use crate::date::Date;
use crate::phrases::clause::{short, who_says_so};
use crate::phrases::texts::{self, words};
use crate::phrases::{self, sentences::is_told, values, who};
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
            let agreed = found
                .values()
                .filter(|value| value.kind != ChangeKind::Learned);
            let (ends, others): (Vec<_>, Vec<_>) = agreed.partition(|value| is_end(value));
            let ends = ends
                .into_iter()
                .filter_map(|value| pair(context, found, value, look));
            item.right =
                joined(ends.map(|(label, side)| Line::plain(format!("{label} ")).then(side)));
            item.pairs = pairs(context, found, others, look);
            let is_bare = item.pairs.is_empty() && item.right.is_empty();
            if is_bare || is_verbatim(before) && is_verbatim(after) {
                item.lines.extend(sentence(before, after, look));
            }
        }
        (None, None) => item.right = Line::plain(course(found)),
        (Some(_), None) => {}
    }
    let others = found.events.iter().filter(|other| *other != event);
    let others: Vec<String> = others.map(|other| day_of(context, other)).collect();
    let also = !others.is_empty() && found.how != How::Interim;
    let also = also.then(|| Line::of(Role::Faint, format!("also {}", and_list(others))));
    item.right = joined([item.right, also.unwrap_or_default(), doubt(found)]);
    item.lines.extend(told_later(found));
    more(context, found, told, look, &mut item);
    item
}

/// What adopted a clause in between.
pub(super) fn adoption(found: &Diff) -> Option<&DoneBy> {
    let event = found.after.as_ref()?.adopted_by.as_ref()?;
    found.by.iter().find(|done| done.event == *event)
}

/// Whether a difference is nothing that anybody did in between: more was learned, or an older deed became known.
pub(super) fn is_report(found: &Diff) -> bool {
    let is_older = adoption(found).is_some_and(|done| is_told(done.kind, done.report));
    found.how == How::Learned || found.how == How::Adopted && is_older
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
    let has_unit =
        |value: &ValueDiff| units.is_some_and(|units| units.contains_key(value.name.as_str()));
    agreed.sort_by_key(|value| (!is_end(value), !has_unit(value)));
    let count = agreed.len();
    let mut fit: Vec<Line> = Vec::new();
    for value in agreed {
        let line = in_short(context, state, value);
        let all = fit
            .iter()
            .chain([&line])
            .map(|line| columns(&line.text()) + 2);
        if all.sum::<usize>() <= SHORT + 2 {
            fit.push(line);
        }
    }
    let is_cut = !fit.is_empty() && fit.len() < count;
    let line = joined(fit);
    if is_cut {
        line.sign(Role::Plain, "; …", "; and more")
    } else {
        line
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

/// Lines on one, those that say something.
fn joined(lines: impl IntoIterator<Item = Line>) -> Line {
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    let joined = lines.reduce(|all, line| all.and(Role::Plain, "; ").then(line));
    joined.unwrap_or_default()
}

/// Whether a value is the end of its clause, which stands at the edge of the clause's line.
fn is_end(value: &ValueDiff) -> bool {
    matches!(value.name, ValueName::Field(_)) && ["through", "until"].contains(&value.name.as_str())
}

/// The values that differ, and in one line those that are gone.
pub(super) fn pairs<'a>(
    context: &Context,
    found: &Diff,
    values: impl IntoIterator<Item = &'a ValueDiff>,
    look: Look,
) -> Vec<(String, Vec<Line>)> {
    let values = values
        .into_iter()
        .filter(|value| value.name.as_str() != "status");
    let (gone, new): (Vec<_>, Vec<_>) = values.partition(|value| value.after.is_none());
    let new = new
        .into_iter()
        .filter_map(|value| pair(context, found, value, look));
    let mut pairs: Vec<(String, Vec<Line>)> =
        new.map(|(label, side)| (label, vec![side])).collect();
    let gone = joined(gone.into_iter().filter_map(|value| {
        let (before, name) = (found.before.as_ref()?, value.name.as_str());
        let label = values::label(&context.refs, &found.clause, name);
        let old = side(
            context,
            before,
            name,
            (value.before.as_ref()?, Role::Old, ""),
        );
        (name != "text").then(|| Line::plain(format!("{label}: ")).then(old))
    }));
    if !gone.is_empty() {
        pairs.push(("no longer".to_owned(), vec![gone]));
    }
    pairs
}

/// A value on one side of a difference, with how firm it is.
fn side(
    context: &Context,
    state: &State,
    name: &str,
    (value, role, kind): (&Value, Role, &str),
) -> Line {
    let text = written(context, state, name, value) + kind;
    phrases::marked(state, name, Line::of(role, text))
}

/// A value that differs: `exclusive`, `no → yes`, with how firm each side is.
fn pair(context: &Context, found: &Diff, value: &ValueDiff, look: Look) -> Option<(String, Line)> {
    let (name, after) = (value.name.as_str(), found.after.as_ref()?);
    if name == "text" {
        return None;
    }
    let none = || Line::plain(if look.ascii { "-" } else { "–" });
    let kinds = value.before.as_ref().zip(value.after.as_ref());
    let [was, is] = kinds.map_or(["", ""], |(old, new)| values::kinds(old, new));
    let side = |state, value: &Option<Value>, role, kind| {
        let side = |value| side(context, state, name, (value, role, kind));
        value.as_ref().map_or_else(none, side)
    };
    let mut line = side(after, &value.after, Role::New, is);
    let is_beside = !is_end(value) || value.before.is_some();
    if let Some(before) = found.before.as_ref().filter(|_| is_beside) {
        let old = side(before, &value.before, Role::Old, was);
        line = old
            .and(Role::Plain, format!(" {} ", arrow(look)))
            .then(line);
    }
    Some((values::label(&context.refs, &found.clause, name), line))
}

fn is_verbatim(state: &State) -> bool {
    state.wording == Some(Wording::Verbatim)
}

/// The new sentence, where nothing but the text differs; word by word between verbatim texts.
pub(super) fn sentence(before: &State, after: &State, look: Look) -> Vec<Line> {
    let was = |old: &str| Line::plain("was: ").then(texts::sentence(old, before.wording, look));
    let now = |new: &str| texts::sentence(new, after.wording, look);
    match (&before.text, &after.text) {
        (a, b) if a == b => Vec::new(),
        (Some(a), Some(b)) if is_verbatim(before) && is_verbatim(after) => vec![words(a, b, look)],
        (Some(old), Some(new)) if look.verbose => {
            vec![was(old), Line::plain("now: ").then(now(new))]
        }
        (_, Some(new)) => vec![now(new)],
        (Some(old), None) => vec![was(old)],
        (None, None) => Vec::new(),
    }
}

/// From when to when something stood that came and went.
fn course(found: &Diff) -> String {
    let day = |action: Action| found.by.iter().find(|done| done.action == action);
    match (day(Action::Adopt), day(Action::End)) {
        (Some(from), Some(to)) => format!("{} to {}", short(from.date), short(to.date)),
        (Some(from), None) => format!("from {}", short(from.date)),
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
        let sets = found.values().flat_map(|value| {
            let sets = value.before_set.iter().chain(&value.set);
            sets.map(|set| (value.name.as_str(), set))
        });
        let older = sets.filter(|(_, set)| !is_done(set));
        for set in who_says_so(&context.refs, &found.clause, older) {
            item.lines.push(Line::plain("before: ").then(set.line));
            item.lines.extend(set.lines.into_iter().map(Line::set_in));
        }
    }
}
