//! The page of `diff`.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use similar::{ChangeTag, TextDiff};

use crate::agreement::compare::{How, Side};
use crate::agreement::{Action, Basis, EntryId, Status, Value, Wording};
use crate::answer::block::{Block, Column, Grid, Line, Role};
use crate::answer::{Context, Diff, DoneBy, Look, State, TermDiff, Undecided};
use crate::date::Date;
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::diff::{Difference, Unchanged};
use crate::text::words::{Count, and_list};

const WIDE: usize = 110;

pub(crate) fn blocks(context: &Context, body: &Difference, look: Look) -> Vec<Block> {
    let mut blocks = heading(context, &answers(body), &[body.from.day, body.to.day]);
    let days = (body.from.day.to_string(), body.to.day.to_string());
    let labels = if body.reversed {
        (days.0.as_str(), days.1.as_str())
    } else {
        ("before", "after")
    };
    for (title, list) in sections(body) {
        let count = match certain_and_not(list) {
            (certain, 0) => certain.to_string(),
            (0, perhaps) => format!("{perhaps} perhaps"),
            (certain, perhaps) => format!("{certain}, and {perhaps} perhaps"),
        };
        let title = format!("{title} ({count})");
        blocks.extend(Block::table(title, grid(context, list, labels, look)));
    }
    let mut touched = Vec::new();
    for Unchanged { clause, events } in &body.unchanged {
        if !events.is_empty() {
            touched.push(Line::plain(format!("{clause}: {}", events.join(", "))));
        }
    }
    let title = format!("Touched, but reading as before ({})", touched.len());
    blocks.extend(Block::section(title, touched));
    let line = |undecided: &Undecided| {
        let at = body.day(undecided.side);
        let text = phrases::undecided(undecided, &context.refs, at);
        Line::of(Role::Doubt, format!("at {at}, {text}"))
    };
    let undetermined = body.undetermined.iter().map(line).collect();
    blocks.extend(Block::section("Undetermined", undetermined));
    blocks.push(Block::text(sentence(body)));
    let call = context.timeline.call(&body.again);
    blocks.push(Block::Call("The same again", call));
    blocks
}

/// How many of some clauses certainly differ, and how many only perhaps.
fn certain_and_not(list: &[Diff]) -> (usize, usize) {
    let certain = list.iter().filter(|diff| diff.uncertain.is_empty()).count();
    (certain, list.len() - certain)
}

fn sections(body: &Difference) -> [(&'static str, &[Diff]); 4] {
    let titles = if body.reversed {
        [
            "Back in force on the earlier day",
            "Different on the earlier day",
            "Not in force on the earlier day",
        ]
    } else {
        ["Adopted", "Amended", "Ended"]
    };
    body.under(titles, "Came and went in between")
}

fn answers(body: &Difference) -> String {
    let (from, to) = (phrases::close_of(&body.from), phrases::close_of(&body.to));
    let back = if body.reversed {
        "; this goes back in time"
    } else {
        ""
    };
    format!("From {from} to {to}: {}{back}", counts(body))
}

/// `9 adopted, 1 perhaps adopted, 3 amended`: certain ones and doubtful ones apart.
fn counts(body: &Difference) -> String {
    let words = if body.reversed {
        ["back in force", "different", "no longer in force"]
    } else {
        ["adopted", "amended", "ended"]
    };
    let mut parts = Vec::new();
    for (word, list) in body.under(words, "came and went") {
        let (certain, perhaps) = certain_and_not(list);
        if certain > 0 {
            parts.push(format!("{certain} {word}"));
        }
        if perhaps > 0 {
            parts.push(format!("{perhaps} perhaps {word}"));
        }
    }
    if parts.is_empty() {
        return "no clause differs".to_owned();
    }
    parts.join(", ")
}

fn sentence(body: &Difference) -> String {
    let (early, late) = body.in_time();
    let (adopted, gone) = body.adopted_and_ended();
    let (expired, ended): (Vec<&Diff>, Vec<&Diff>) =
        gone.iter().partition(|diff| diff.how == How::Expired);
    let (adopted, amended) = (adopted.iter().collect(), body.amended.iter().collect());
    let lists: [(Vec<&Diff>, &str, &str); 3] = [
        (adopted, "adopted", "may have been adopted"),
        (amended, "changed", "may have been changed otherwise"),
        (ended, "ended", "may have been ended"),
    ];
    let mut parts = Vec::new();
    for (list, surely, perhaps) in lists {
        let certain = |diff: &&Diff| diff.uncertain.is_empty();
        let (certain, doubtful): (Vec<&Diff>, Vec<&Diff>) = list.into_iter().partition(certain);
        let were = if certain.len() == 1 { "was" } else { "were" };
        parts.extend(part(&certain, &format!("{were} {surely}")));
        parts.extend(part(&doubtful, perhaps));
    }
    parts.extend(part(&expired, "expired"));
    let interim: Vec<&Diff> = body.interim.iter().collect();
    parts.extend(part(&interim, "came and went"));
    let (early, late) = (early.day, late.day);
    let between = format!("Between the close of {early} and the close of {late}");
    if parts.is_empty() {
        let perhaps = perhaps(body);
        return format!("{between}, no clause is recorded to have changed{perhaps}.");
    }
    let events = body.all().flat_map(|diff| &diff.events);
    let events: BTreeSet<&String> = events
        .filter(|id| !EntryId::parse(id).is_expiry())
        .collect();
    let events = match events.len() {
        0 => String::new(),
        count => format!(", by {}", Count(count, "recorded event")),
    };
    format!("{between}, {}{events}.", and_list(parts))
}

/// The clauses that may have changed without it being certain, as the end of a sentence.
fn perhaps(body: &Difference) -> String {
    let clauses = body.undetermined.iter().map(|undecided| &undecided.clause);
    let clauses: BTreeSet<&String> = clauses.collect();
    if clauses.is_empty() {
        return String::new();
    }
    format!(", but {} may have", and_list(clauses))
}

/// `3 clauses were adopted (a, b and c)`, with what is not simply stated and in force.
fn part(list: &[&Diff], verb: &str) -> Option<String> {
    let name = |diff: &&Diff| format!("{}{}", diff.clause, caveat(diff));
    let names = and_list(list.iter().map(name));
    (!list.is_empty()).then(|| format!("{} {verb} ({names})", Count(list.len(), "clause")))
}

/// How firm a difference is, in brackets, where it is not simply stated and in force.
fn caveat(diff: &Diff) -> String {
    let changes = diff.by.iter().filter(|done| done.action != Action::Keep);
    let bases: BTreeSet<Basis> = changes.map(|done| done.basis).collect();
    let weakest = bases.last().filter(|_| !bases.contains(&Basis::Stated));
    let mut marks: Vec<&str> = Vec::new();
    marks.extend(weakest.and_then(|basis| phrases::basis(*basis)));
    let unclear = |after: &State| after.status == Status::Unclear;
    if diff.after.as_ref().is_some_and(unclear) {
        marks.push("unclear");
    }
    if marks.is_empty() {
        return String::new();
    }
    format!(" [{}]", marks.join(", "))
}

pub(crate) fn grid(context: &Context, list: &[Diff], labels: (&str, &str), look: Look) -> Grid {
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("What changed"),
        Column::new("By").folded(WIDE, 1),
    ];
    let row = |diff| vec![clause(diff), what(diff, labels, look), by(context, diff)];
    Grid::new(columns, list.iter().map(row))
}

fn clause(diff: &Diff) -> Vec<Line> {
    let mut lines = vec![
        Line::plain(&diff.clause),
        Line::plain(&diff.title),
        Line::of(role(diff.how), diff.how.word()),
    ];
    if !diff.uncertain.is_empty() {
        let side = |side: &Side| match side {
            Side::From => "on the first day",
            Side::To => "on the second day",
        };
        let sides = and_list(diff.uncertain.iter().map(side));
        lines.push(Line::of(Role::Doubt, format!("undetermined {sides}")));
    }
    lines
}

fn role(how: How) -> Role {
    match how {
        How::Adopted => Role::Added,
        How::Ended | How::Expired => Role::Removed,
        How::Amended => Role::Changed,
        How::Unclear => Role::Doubt,
        How::Disclosed | How::Interim | How::Unchanged => Role::Plain,
    }
}

/// What was done in between, each with its sources.
fn by(context: &Context, diff: &Diff) -> Vec<Line> {
    let mut merged: HashMap<&String, IndexMap<_, DoneBy>> = HashMap::new();
    for done in &diff.by {
        let same = (done.action, done.date, done.basis);
        let own = merged.entry(&done.event).or_default();
        match own.get_mut(&same) {
            Some(other) => other.cite.extend(done.cite.iter().cloned()),
            None => drop(own.insert(same, done.clone())),
        }
    }
    let mut lines = Vec::new();
    for id in &diff.events {
        let event = context.refs.events.get(id);
        if let Some(expired) = event.filter(|_| EntryId::parse(id).is_expiry()) {
            let text = format!("expired after {} ({id})", expired.date.human());
            lines.push(Line::of(Role::Removed, text));
        }
        for done in merged.get(id).into_iter().flat_map(IndexMap::values) {
            lines.extend(done_lines(context, done));
        }
    }
    lines
}

/// What one event did, its sources, and where to see who says otherwise.
fn done_lines(context: &Context, done: &DoneBy) -> Vec<Line> {
    let mut lines = vec![phrases::done(done)];
    let sources = phrases::sources(&done.cite);
    if !sources.is_empty() {
        lines.push(sources.set_in());
    }
    if done.cite.iter().any(|cite| !cite.disagrees.is_empty()) {
        let call = context.timeline.call(&format!("show event {}", done.event));
        lines.push(Line::of(Role::Doubt, format!("  disputed: {call}")));
    }
    lines
}

/// What changed, term by term, then the texts.
fn what(diff: &Diff, labels: (&str, &str), look: Look) -> Vec<Line> {
    let arrow = if look.ascii { "->" } else { "→" };
    let (before, after) = match (&diff.before, &diff.after) {
        (Some(before), Some(after)) => (before, after),
        (None, Some(only)) => return whole("", only),
        (Some(only), None) => return whole("was", only),
        (None, None) => return vec![Line::plain("in force only in between")],
    };
    let mut lines: Vec<Line> = Vec::new();
    if before.status != after.status {
        let text = format!("status: {} {arrow} {}", before.status, after.status);
        lines.push(Line::of(Role::Changed, text));
    }
    let mut add = |name: &str, line: Line| lines.push(phrases::marked(after, name, line));
    for term in &diff.terms {
        add(&term.term, term_line(term, arrow, look.ascii));
    }
    let through = |state: &State| state.through.map(Date::human);
    if let Some(line) = pair("through", through(before), through(after), arrow) {
        add("through", line);
    }
    if let Some(line) = pair("until", before.until.clone(), after.until.clone(), arrow) {
        add("until", line);
    }
    lines.extend(texts(before, after, labels));
    lines
}

/// A clause that stood on one day only: all its terms, and its text.
fn whole(label: &str, state: &State) -> Vec<Line> {
    let mut lines = phrases::values(state);
    lines.extend(text(label, state));
    lines
}

fn text(label: &str, state: &State) -> Option<Line> {
    let text = state.text.as_deref()?;
    Some(phrases::text_line(label, state.wording, text))
}

fn pair(name: &str, before: Option<String>, after: Option<String>, arrow: &str) -> Option<Line> {
    match (before, after) {
        (a, b) if a == b => None,
        (Some(a), Some(b)) => Some(Line::of(Role::Changed, format!("{name}: {a} {arrow} {b}"))),
        (None, Some(b)) => Some(Line::of(Role::Added, format!("{name}: {b} (new)"))),
        (Some(a), None) => Some(Line::of(Role::Removed, format!("{name}: {a} (gone)"))),
        (None, None) => None,
    }
}

fn term_line(term: &TermDiff, arrow: &str, ascii: bool) -> Line {
    let is_set = !(term.added.is_empty() && term.removed.is_empty());
    if !is_set || term.before.is_none() || term.after.is_none() {
        let text = |value: &Option<Value>| value.as_ref().map(phrases::value);
        return pair(&term.term, text(&term.before), text(&term.after), arrow).unwrap_or_default();
    }
    let minus = if ascii { "-" } else { "−" };
    let added = term.added.iter().map(|value| ("+", value));
    let removed = term.removed.iter().map(|value| (minus, value));
    let members = added.chain(removed);
    let members = members.map(|(sign, value)| format!("{sign}{}", phrases::value(value)));
    let members = members.collect::<Vec<_>>().join(", ");
    Line::of(Role::Changed, format!("{}: {members}", term.term))
}

/// The texts: one after the other between summaries, word by word between verbatim texts.
fn texts(before: &State, after: &State, labels: (&str, &str)) -> Vec<Line> {
    let verbatim = |state: &State| state.wording == Some(Wording::Verbatim);
    match (&before.text, &after.text) {
        (a, b) if a == b => Vec::new(),
        (Some(a), Some(b)) if verbatim(before) && verbatim(after) => vec![words(a, b)],
        _ => {
            let old = text(labels.0, before).into_iter();
            old.chain(text(labels.1, after)).collect()
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
