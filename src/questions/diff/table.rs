//! The page of `diff`.

use std::collections::BTreeSet;

use similar::{ChangeTag, TextDiff};

use crate::agreement::EntryId;
use crate::agreement::compare::{How, Side};
use crate::agreement::{Action, Basis, Status, Value, Wording};
use crate::answer::Look;
use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Context, Diff, DoneBy, State, TermDiff};
use crate::date::Date;
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::diff::Difference;
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
        if !list.is_empty() {
            let perhaps = list
                .iter()
                .filter(|diff| !diff.uncertain.is_empty())
                .count();
            let count = match (list.len() - perhaps, perhaps) {
                (certain, 0) => certain.to_string(),
                (0, perhaps) => format!("{perhaps} perhaps"),
                (certain, perhaps) => format!("{certain}, and {perhaps} perhaps"),
            };
            let title = format!("{title} ({count})");
            blocks.push(Block::Heading(Line::of(Role::Strong, title)));
            blocks.push(Block::Grid(grid(context, list, labels, look)));
        }
    }
    let touched: Vec<Line> = body
        .unchanged
        .iter()
        .filter(|clause| !clause.events.is_empty())
        .map(|clause| Line::plain(format!("{}: {}", clause.clause, clause.events.join(", "))))
        .collect();
    if !touched.is_empty() {
        blocks.push(Block::Heading(Line::of(
            Role::Strong,
            format!("Touched, but reading as before ({})", touched.len()),
        )));
        blocks.push(Block::Lines(touched));
    }
    if !body.undetermined.is_empty() {
        let day = |side: Option<Side>| {
            if side == Some(Side::From) {
                body.from.day
            } else {
                body.to.day
            }
        };
        let lines = body.undetermined.iter().map(|u| {
            let at = day(u.side);
            Line::of(
                Role::Doubt,
                format!("at {at}, {}", phrases::undecided(u, &context.refs, at)),
            )
        });
        blocks.push(Block::Heading(Line::of(Role::Strong, "Undetermined")));
        blocks.push(Block::Lines(lines.collect()));
    }
    blocks.push(Block::Text(Line::plain(sentence(body))));
    blocks.push(Block::Call(
        "The same again",
        context.timeline.call(&body.again),
    ));
    blocks
}

fn sections(body: &Difference) -> [(&'static str, &Vec<Diff>); 4] {
    if body.reversed {
        return [
            ("Back in force on the earlier day", &body.adopted),
            ("Different on the earlier day", &body.amended),
            ("Not in force on the earlier day", &body.ended),
            ("Came and went in between", &body.interim),
        ];
    }
    [
        ("Adopted", &body.adopted),
        ("Amended", &body.amended),
        ("Ended", &body.ended),
        ("Came and went in between", &body.interim),
    ]
}

fn answers(body: &Difference) -> String {
    let back = if body.reversed {
        "; this goes back in time"
    } else {
        ""
    };
    format!(
        "From {} to {}: {}{back}",
        phrases::close_of(&body.from),
        phrases::close_of(&body.to),
        counts(body)
    )
}

/// `9 adopted, 1 perhaps adopted, 3 amended`: certain ones and doubtful ones apart.
fn counts(body: &Difference) -> String {
    let words = if body.reversed {
        ["back in force", "different", "no longer in force"]
    } else {
        ["adopted", "amended", "ended"]
    };
    let lists = [
        (words[0], &body.adopted),
        (words[1], &body.amended),
        (words[2], &body.ended),
        ("came and went", &body.interim),
    ];
    let mut parts = Vec::new();
    for (word, list) in lists {
        let perhaps = list
            .iter()
            .filter(|diff| !diff.uncertain.is_empty())
            .count();
        if list.len() > perhaps {
            parts.push(format!("{} {word}", list.len() - perhaps));
        }
        if perhaps > 0 {
            parts.push(format!("{perhaps} perhaps {word}"));
        }
    }
    if parts.is_empty() {
        "no clause differs".to_owned()
    } else {
        parts.join(", ")
    }
}

fn sentence(body: &Difference) -> String {
    let (early, late) = if body.reversed {
        (body.to.day, body.from.day)
    } else {
        (body.from.day, body.to.day)
    };
    let (adopted, gone) = if body.reversed {
        (&body.ended, &body.adopted)
    } else {
        (&body.adopted, &body.ended)
    };
    let (expired, ended): (Vec<&Diff>, Vec<&Diff>) =
        gone.iter().partition(|diff| diff.how == How::Expired);
    let lists = [
        (adopted.iter().collect(), "adopted", "may have been adopted"),
        (
            body.amended.iter().collect(),
            "changed",
            "may have been changed otherwise",
        ),
        (ended, "ended", "may have been ended"),
    ];
    let mut parts = Vec::new();
    for (list, surely, perhaps) in lists {
        let (doubtful, certain): (Vec<&Diff>, Vec<&Diff>) = list
            .into_iter()
            .partition(|diff| !diff.uncertain.is_empty());
        let were = if certain.len() == 1 { "was" } else { "were" };
        parts.extend(part(&certain, &format!("{were} {surely}")));
        parts.extend(part(&doubtful, perhaps));
    }
    parts.extend(part(&expired, "expired"));
    parts.extend(part(
        &body.interim.iter().collect::<Vec<_>>(),
        "came and went",
    ));
    let between = format!("Between the close of {early} and the close of {late}");
    if parts.is_empty() {
        return format!(
            "{between}, no clause is recorded to have changed{}.",
            perhaps(body)
        );
    }
    let all = [&body.adopted, &body.amended, &body.ended, &body.interim];
    let events: BTreeSet<&String> = all
        .into_iter()
        .flatten()
        .flat_map(|diff| &diff.events)
        .filter(|id| !EntryId::parse(id).is_expiry())
        .collect();
    let events = if events.is_empty() {
        String::new()
    } else {
        format!(", by {}", Count(events.len(), "recorded event"))
    };
    format!("{between}, {}{events}.", and_list(parts))
}

/// The clauses that may have changed without it being certain, as the end of a sentence.
fn perhaps(body: &Difference) -> String {
    let clauses: BTreeSet<&str> = body
        .undetermined
        .iter()
        .map(|undecided| undecided.clause.as_str())
        .collect();
    if clauses.is_empty() {
        String::new()
    } else {
        format!(", but {} may have", and_list(clauses))
    }
}

/// `3 clauses were adopted (a, b and c)`, with what is not simply stated and in force.
fn part(list: &[&Diff], verb: &str) -> Option<String> {
    let names = and_list(
        list.iter()
            .map(|diff| format!("{}{}", diff.clause, caveat(diff))),
    );
    (!list.is_empty()).then(|| format!("{} {verb} ({names})", Count(list.len(), "clause")))
}

/// How firm a difference is, in brackets, where it is not simply stated and in force.
fn caveat(diff: &Diff) -> String {
    let weakest = diff
        .by
        .iter()
        .filter(|done| done.action != Action::Keep)
        .map(|done| done.basis)
        .max();
    let firm = diff
        .by
        .iter()
        .any(|done| done.basis == Basis::Stated && done.action != Action::Keep);
    let mut marks: Vec<&str> = weakest
        .filter(|_| !firm)
        .and_then(phrases::basis)
        .into_iter()
        .collect();
    if diff
        .after
        .as_ref()
        .is_some_and(|after| after.status == Status::Unclear)
    {
        marks.push("unclear");
    }
    if marks.is_empty() {
        String::new()
    } else {
        format!(" [{}]", marks.join(", "))
    }
}

pub(crate) fn grid(context: &Context, list: &[Diff], labels: (&str, &str), look: Look) -> Grid {
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("What changed"),
        Column::new("By").folded(WIDE, 1),
    ];
    let rows = list.iter().map(|diff| {
        Row::Cells(vec![
            clause(diff),
            what(diff, labels, look),
            by(context, diff),
        ])
    });
    Grid {
        columns,
        rows: rows.collect(),
    }
}

fn clause(diff: &Diff) -> Vec<Line> {
    let mut lines = vec![
        Line::plain(&diff.clause),
        Line::plain(&diff.title),
        Line::of(role(diff.how), diff.how.word()),
    ];
    if !diff.uncertain.is_empty() {
        let sides: Vec<&str> = diff
            .uncertain
            .iter()
            .map(|side| {
                if *side == Side::From {
                    "on the first day"
                } else {
                    "on the second day"
                }
            })
            .collect();
        lines.push(Line::of(
            Role::Doubt,
            format!("undetermined {}", and_list(sides)),
        ));
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
    let mut merged: Vec<DoneBy> = Vec::new();
    for done in &diff.by {
        let same = |other: &&mut DoneBy| {
            (other.action, &other.event, other.date, other.basis)
                == (done.action, &done.event, done.date, done.basis)
        };
        match merged.iter_mut().find(same) {
            Some(other) => other.cite.extend(done.cite.iter().cloned()),
            None => merged.push(done.clone()),
        }
    }
    let mut lines = Vec::new();
    for id in &diff.events {
        if let Some(expired) = context
            .refs
            .events
            .get(id)
            .filter(|_| EntryId::parse(id).is_expiry())
        {
            lines.push(Line::of(
                Role::Removed,
                format!("expired after {} ({id})", expired.date.human()),
            ));
        }
        for done in merged.iter().filter(|done| done.event == *id) {
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
        lines.push(Line::of(
            Role::Changed,
            format!("status: {} {arrow} {}", before.status, after.status),
        ));
    }
    lines.extend(
        diff.terms
            .iter()
            .map(|term| phrases::marked(after, &term.term, term_line(term, arrow, look.ascii))),
    );
    let through = pair(
        "through",
        before.through.map(Date::human),
        after.through.map(Date::human),
        arrow,
    );
    lines.extend(through.map(|line| phrases::marked(after, "through", line)));
    let until = pair("until", before.until.clone(), after.until.clone(), arrow);
    lines.extend(until.map(|line| phrases::marked(after, "until", line)));
    lines.extend(texts(before, after, labels));
    lines
}

/// A clause that stood on one day only: all its terms, and its text.
fn whole(label: &str, state: &State) -> Vec<Line> {
    let mut lines = phrases::values(state);
    lines.extend(
        state
            .text
            .as_ref()
            .map(|text| Line::text_block(phrases::text(label, state.wording, text))),
    );
    lines
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

pub(crate) fn term_line(term: &TermDiff, arrow: &str, ascii: bool) -> Line {
    if term.added.is_empty() && term.removed.is_empty()
        || term.before.is_none()
        || term.after.is_none()
    {
        let text = |value: &Option<Value>| value.as_ref().map(phrases::value);
        return pair(&term.term, text(&term.before), text(&term.after), arrow).unwrap_or_default();
    }
    let minus = if ascii { "-" } else { "−" };
    let list = |values: &[Value], sign: &str| {
        values
            .iter()
            .map(|v| format!("{sign}{}", phrases::value(v)))
            .collect::<Vec<_>>()
    };
    let mut members = list(&term.added, "+");
    members.extend(list(&term.removed, minus));
    Line::of(
        Role::Changed,
        format!("{}: {}", term.term, members.join(", ")),
    )
}

/// The texts: one after the other between summaries, word by word between verbatim texts.
fn texts(before: &State, after: &State, labels: (&str, &str)) -> Vec<Line> {
    let verbatim = |state: &State| state.wording == Some(Wording::Verbatim);
    match (&before.text, &after.text) {
        (a, b) if a == b => Vec::new(),
        (Some(a), Some(b)) if verbatim(before) && verbatim(after) => vec![words(a, b)],
        (a, b) => {
            let mut lines = Vec::new();
            lines.extend(
                a.as_ref()
                    .map(|text| Line::text_block(phrases::text(labels.0, before.wording, text))),
            );
            lines.extend(
                b.as_ref()
                    .map(|text| Line::text_block(phrases::text(labels.1, after.wording, text))),
            );
            lines
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
