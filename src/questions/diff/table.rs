//! The page of `diff`: by the event that did it, then what was learned, then what is not certain.

use crate::questions::prelude::*;

use crate::questions::diff::item::{arrow, items, lapse};
use crate::questions::diff::{Difference, Unchanged};

pub(crate) fn paper(context: &Context, body: &Difference, look: Look) -> Paper {
    let arrow = arrow(look);
    let [from, to] = [&body.from, &body.to].map(phrases::asked);
    let asked = if body.alone {
        format!("{} on {}", body.from.when, body.from.day)
    } else {
        format!("{from} {arrow} {to}")
    };
    let counts = counts(body);
    let words = counts.replace(" · ", "; ");
    let mut lines = vec![Line::default().sign(Role::Strong, counts, words)];
    lines.extend(learned(body).map(Line::plain));
    if body.reversed {
        lines.push(Line::of(Role::Doubt, "this goes back in time"));
    }
    let nothing = body
        .is_empty()
        .then_some("No clause is recorded to have changed.");
    let mut blocks: Vec<Block> = nothing.map(Block::text).into_iter().collect();
    blocks.extend(differences(context, body, look));
    blocks.extend(uncertain(context, body, look, |side| {
        format!("on {}", body.day(Some(side)))
    }));
    let lapsed = body.touched().flat_map(|of| lapsed(context, of, look));
    blocks.push(Block::Lines(lapsed.collect()));
    let touched: Vec<&Unchanged> = body.touched().collect();
    if !touched.is_empty() {
        blocks.push(Block::Text(unchanged(context, &touched, look)));
    }
    Paper::of(asked, lines, blocks).with_more()
}

/// `9 adopted, 1 perhaps · 4 amended`: certain ones and doubtful ones apart.
fn counts(body: &Difference) -> String {
    let counts = &body.counts;
    let words = if body.reversed {
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
    let part = |(count, word): (super::Tally, &str)| match (count.certain, count.perhaps) {
        (0, 0) => None,
        (certain, 0) => Some(format!("{certain} {word}")),
        (0, perhaps) => Some(format!("{perhaps} perhaps {word}")),
        (certain, perhaps) => Some(format!("{certain} {word}, {perhaps} perhaps")),
    };
    parted(all.into_iter().filter_map(part), " · ").unwrap_or_else(|| match body.changed {
        0 => "nothing was agreed".to_owned(),
        n => format!(
            "{} changed the agreement; nothing of it shows",
            Count(n, "event")
        ),
    })
}

fn learned(body: &Difference) -> Option<String> {
    let clauses = |number| Count(number, "clause").to_string();
    body.counts.learned.told("more was learned of", clauses)
}

/// What was agreed or, where nothing was, what was learned.
#[cfg(feature = "explore")]
pub(crate) fn news(body: &Difference) -> String {
    let learned = learned(body).filter(|_| body.changed == 0);
    learned.unwrap_or_else(|| counts(body))
}

pub(crate) fn differences(context: &Context, body: &Difference, look: Look) -> Vec<Block> {
    let refs = &context.refs;
    let mut told = Vec::new();
    let done = body.all().filter_map(|found| {
        let event = found.told_under();
        let [mut item, learned] = items(refs, found, (event, &[]), look);
        if found.is_report() {
            told.extend(item.take());
        }
        told.extend(learned);
        Some((event, item?))
    });
    let groups = grouped(refs, body, done).map(|(event, items)| Item {
        name: "event",
        items,
        ..Item::of(event_line(refs, event, look))
    });
    let mut groups: Vec<Item> = groups.collect();
    groups.push(Item::section("Learned of", told));
    Block::outline(groups)
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
        line = line.and(Role::Faint, format!(" ({id})"));
    }
    line
}

/// What differs, by the event under which it is told, in the order of their days.
pub(super) fn grouped<'a, T>(
    refs: &Refs,
    body: &'a Difference,
    all: impl IntoIterator<Item = (&'a str, T)>,
) -> impl Iterator<Item = (&'a str, Vec<T>)> {
    let events = body.events.iter().chain(&body.reports);
    let events = events.map(|event| (event.as_str(), Vec::new()));
    let mut groups: IndexMap<&str, Vec<T>> = events.collect();
    for (event, found) in all {
        groups.entry(event).or_default().push(found);
    }
    groups.sort_by_cached_key(|event, _| refs.listed_on(event));
    groups.into_iter().filter(|(_, found)| !found.is_empty())
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
        let titles = some_list(titles);
        lines.extend(titles.map(|titles| Line::of(Role::Doubt, format!("{head} {titles}"))));
    }
    (!lines.is_empty()).then_some(Block::Lines(lines))
}

/// When a clause stood that reads as before, where it was out of force in between, and who says so.
fn lapsed(context: &Context, found: &Unchanged, look: Look) -> Vec<Line> {
    let (refs, stood) = (&context.refs, &found.stood);
    // Who says when it stood is told, also where it only came and went on one day.
    if stood.len() <= usize::from(!look.sources) {
        return Vec::new();
    }
    let title = refs.clause_title(&found.clause);
    let mut lines = vec![Line::plain(format!("{title}, {}", lapse(stood)))];
    if look.sources {
        let cites = stood.iter().flatten().flatten();
        let cites = cites.flat_map(|of| &of.cite);
        let full = who::full(refs, &found.clause, cites).into_iter();
        lines.extend(full.map(Line::set_in));
    }
    lines
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
