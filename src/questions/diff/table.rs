//! The page of `diff`: by the event that did it, then what was learned, then what is not certain.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};

use crate::agreement::compare::{How, Side};
use crate::answer::block::{Block, Item, Line, Role};
use crate::answer::{Context, Diff, Look, Refs, Undecided, ValueDiff};
use crate::phrases::{self, clause::learned_on, heading::head, signs};
use crate::questions::diff::item::{arrow, clause, is_report, mark, more, pairs, sentence};
use crate::questions::diff::{Counts, Difference, Unchanged};
use crate::text::words::{Count, and_list};

pub(crate) fn blocks(context: &Context, body: &Difference, look: Look) -> Vec<Block> {
    let arrow = arrow(look);
    let [from, to] = [&body.from, &body.to].map(phrases::asked);
    let asked = if body.alone {
        format!("{} on {}", body.from.when, body.from.day)
    } else {
        format!("{from} {arrow} {to}")
    };
    let counts = counts(&body.counts, body.reversed);
    let words = counts.replace(" · ", "; ");
    let mut lines = vec![Line::default().sign(Role::Strong, counts, words)];
    let learned = body.counts.learned.certain + body.counts.learned.perhaps;
    let learned = (learned > 0).then_some(Count(learned, "clause"));
    lines.extend(learned.map(|of| Line::plain(format!("more was learned of {of}"))));
    if body.reversed {
        lines.push(Line::of(Role::Doubt, "this goes back in time"));
    }
    let mut blocks = head(context, &asked, lines, &[body.from.day, body.to.day]);
    blocks.extend(differences(context, body, look));
    blocks.extend(uncertain(context, body, look, |side| {
        format!("on {}", body.day(Some(side)))
    }));
    let touched: Vec<&Unchanged> = body.touched().collect();
    if !touched.is_empty() {
        blocks.push(Block::Text(unchanged(context, &touched, look)));
    }
    if body.is_empty() {
        let nothing = Block::text("No clause is recorded to have changed.");
        blocks.insert(blocks.len().min(2), nothing);
    }
    blocks.extend(body.renewals(|day| day.to_string()).map(Block::text));
    blocks.push(legend(body, look));
    blocks
}

/// `9 adopted, 1 perhaps · 4 amended`: certain ones and doubtful ones apart.
pub(crate) fn counts(counts: &Counts, reversed: bool) -> String {
    let words = if reversed {
        ["back in force", "different", "no longer in force"]
    } else {
        ["adopted", "amended", "ended"]
    };
    let all = [
        (counts.adopted, words[0]),
        (counts.amended, words[1]),
        (counts.ended, words[2]),
        (counts.unclear, "left unclear"),
        (counts.interim, "came and went"),
    ];
    let part = |(count, word): (super::Count, &str)| match (count.certain, count.perhaps) {
        (0, 0) => None,
        (certain, 0) => Some(format!("{certain} {word}")),
        (0, perhaps) => Some(format!("{perhaps} perhaps {word}")),
        (certain, perhaps) => Some(format!("{certain} {word}, {perhaps} perhaps")),
    };
    let parts: Vec<String> = all.into_iter().filter_map(part).collect();
    if parts.is_empty() {
        return "nothing was agreed".to_owned();
    }
    parts.join(" · ")
}

pub(crate) fn differences(context: &Context, body: &Difference, look: Look) -> Vec<Block> {
    let (refs, mut told) = (&context.refs, Vec::new());
    let events = body.events.iter().chain(&body.reports);
    let events = events.map(|event| (event.as_str(), Vec::new()));
    let mut groups: IndexMap<&str, Vec<Item>> = events.collect();
    for found in body.all() {
        let event = told_under(found);
        let item = || clause(refs, found, (event, &[]), look);
        match is_report(found) {
            true if found.before.is_none() || found.after.is_none() => told.push(item()),
            true => {}
            false => groups.entry(event).or_default().push(item()),
        }
        told.extend(learned(refs, found, look));
    }
    let groups = groups.into_iter().map(|(event, items)| Item {
        name: "event",
        items,
        ..Item::of(event_line(refs, event, look))
    });
    Block::outline(groups.chain([Item::section("Learned of", told)]))
}

fn event_line(refs: &Refs, id: &str, look: Look) -> Line {
    let Some(event) = refs.events.get(id) else {
        return Line::plain(id);
    };
    let mut line = Line::plain(format!("{}  ", event.date.human())).and(Role::Strong, &event.title);
    if refs.supposes_plan(id) {
        line = line.and(Role::Doubt, " (supposed)");
    }
    if look.verbose {
        return line.and(Role::Faint, format!(" ({id})"));
    }
    line
}

/// The event under which a clause stands: that which adopted or ended it, else the last that agreed a change.
pub(super) fn told_under(found: &Diff) -> &str {
    let setters = found.agreed().filter_map(|value| value.set.as_ref());
    let setters: BTreeSet<&str> = setters.map(|set| set.event.as_str()).collect();
    let mut deeds = found.events.iter().rev().map(String::as_str);
    let last = || found.events.last().or(found.reports.last());
    let adopted = found.adoption().map(|done| done.event.as_str());
    let event = match found.how {
        How::Adopted => adopted,
        How::Amended | How::Unclear => deeds.find(|event| setters.contains(event)),
        _ => None,
    };
    event.or(last().map(String::as_str)).unwrap_or_default()
}

/// What was learned of a clause, each value with the day on which it became known and that from which it applies.
fn learned(refs: &Refs, found: &Diff, look: Look) -> Option<Item> {
    let is_told = |value: &&ValueDiff| {
        (found.how == How::Learned || value.name.as_str() != "text") && !found.is_told_with(value)
    };
    let mut by: IndexMap<String, Vec<&ValueDiff>> = IndexMap::new();
    for value in found.learned().filter(is_told) {
        // Told back in time, what became known in between stands on the first day.
        let set = [&value.set, &value.before_set][usize::from(found.reversed)].as_ref();
        let day = set.map(|set| learned_on(set, phrases::some_day));
        let day = day.unwrap_or_default();
        by.entry(day).or_default().push(value);
    }
    if by.is_empty() {
        return None;
    }
    let mut item = Item {
        mark: Some(signs::LEARNED),
        ..Item::of(Line::plain(&found.title))
    };
    let is_one = by.len() == 1;
    for (day, values) in by {
        let pairs = pairs(refs, found, values, look).into_iter();
        if is_one {
            (item.pairs, item.right) = (pairs.collect(), Line::plain(day));
            continue;
        }
        // A text that was learned on a day of its own has no pair to stand behind.
        item.lines
            .extend((pairs.len() == 0).then(|| Line::plain(&day)));
        let dated = |line: Line| line.sign(Role::Faint, format!("  {day}"), format!("; {day}"));
        let dated = pairs.map(|(label, lines)| (label, lines.into_iter().map(dated).collect()));
        item.pairs.extend(dated);
    }
    if item.pairs.is_empty()
        && let (Some(before), Some(after)) = (&found.before, &found.after)
    {
        item.lines.extend(sentence(before, after, look));
    }
    if found.how == How::Learned {
        more(refs, found, &[], look, &mut item);
    }
    Some(item)
}

/// The clauses of which it is open on either side what had happened; with why, where more is wanted.
pub(crate) fn uncertain(
    context: &Context,
    body: &Difference,
    look: Look,
    said: impl Fn(Side) -> String,
) -> Option<Block> {
    let refs = &context.refs;
    let mut lines = Vec::new();
    for side in [Side::From, Side::To] {
        let is_here = |found: &&Undecided| found.side == Some(side);
        let head = format!("Not certain {}:", said(side));
        if look.verbose || look.sources {
            let found = body.undetermined.iter().filter(is_here);
            let all = phrases::undecided_lines(found, refs, body.day(Some(side)), look);
            lines.extend((!all.is_empty()).then(|| Line::of(Role::Doubt, head)));
            lines.extend(all.into_iter().map(Line::set_in));
            continue;
        }
        let found = body.open().filter(is_here);
        let titles: IndexSet<&str> = found.map(|of| refs.clause_title(&of.clause)).collect();
        let text = format!("{head} {}", and_list(&titles));
        lines.extend((!titles.is_empty()).then(|| Line::of(Role::Doubt, text)));
    }
    (!lines.is_empty()).then_some(Block::Lines(lines))
}

fn unchanged(context: &Context, touched: &[&Unchanged], look: Look) -> Line {
    let name = |found: &&Unchanged| {
        let title = context.refs.clause_title(&found.clause);
        format!("{title} ({})", found.events.join(", "))
    };
    let touched = match Count(touched.len(), "clause") {
        count if !look.verbose => format!("{count} (-v names them)"),
        _ => and_list(touched.iter().map(name)),
    };
    Line::plain(format!("Touched, but reading as before: {touched}"))
}

pub(crate) fn legend(body: &Difference, look: Look) -> Block {
    let found = body.all().filter(|found| found.how != How::Learned);
    let learned = body.all().any(Diff::is_news).then_some(signs::LEARNED);
    signs::legend(found.map(mark).chain(learned), look)
}
