//! The pages of `show source`.

use indexmap::{IndexMap, IndexSet};

use crate::answer::block::{Block, Item, Line, Role};
use crate::answer::{Context, Look, Otherwise, Refs, Resting, SourcePage};
use crate::date::Date;
use crate::phrases::{self, heading::head, values};
use crate::questions::source::{SourceRow, Sources};
use crate::text::words::{Count, and_list};

pub(crate) fn blocks(context: &Context, body: &SourcePage, _: Look) -> Vec<Block> {
    let about = &body.source;
    let line = Line::of(Role::Strong, phrases::source(&about.source));
    let mut blocks = head(context, &about.id, vec![line], &[]);
    let points = Count(body.disagrees.len(), "point");
    let title = format!("Says otherwise than the record on {points}");
    let points = body.disagrees.iter();
    let points = points.map(|point| otherwise(&context.refs, point));
    let others = body.changes.iter().filter(|this| !body.sole.contains(this));
    let alone = format!("{} on it alone", rest(body.sole.len()));
    let all = format!("All that cites it: {}", Count(body.events.len(), "event"));
    blocks.extend(Block::outline([
        Item::section(title, points.collect()),
        Item::section(alone, resting(context, &[], body.sole.iter())),
        Item::section(all, resting(context, &body.events, others)),
    ]));
    blocks
}

fn rest(count: usize) -> String {
    let verb = if count == 1 { "rests" } else { "rest" };
    format!("{} {verb}", Count(count, "statement"))
}

fn otherwise(refs: &Refs, point: &Otherwise) -> Item {
    let of = point.clause.as_deref();
    let label = values::label(refs, of.unwrap_or_default(), &point.what);
    let about = of.map(|clause| format!("{}: ", refs.clause_title(clause)));
    let about = about.unwrap_or_default() + &label;
    let [record, source] = phrases::otherwise(refs, point).map(|side| vec![Line::plain(side)]);
    Item {
        lines: vec![Line::of(Role::Doubt, about)],
        pairs: vec![
            ("the record".to_owned(), record),
            ("this source".to_owned(), source),
        ],
        ..Item::of(phrases::event(refs, &point.event))
    }
}

fn resting<'a>(
    context: &'a Context,
    events: &'a [String],
    list: impl Iterator<Item = &'a Resting>,
) -> Vec<Item> {
    let refs = &context.refs;
    let events = events.iter().map(|event| (event.as_str(), IndexSet::new()));
    let mut found: IndexMap<&str, IndexSet<&str>> = events.collect();
    for Resting { event, clause } in list {
        let title = clause.as_deref().map(|clause| refs.clause_title(clause));
        let titles = found.entry(event).or_default();
        titles.insert(title.unwrap_or("the event itself"));
    }
    let item = |(event, titles): (&str, IndexSet<&str>)| Item {
        lines: match and_list(titles) {
            none if none.is_empty() => Vec::new(),
            titles => vec![Line::plain(titles)],
        },
        ..Item::of(phrases::event(refs, event))
    };
    found.into_iter().map(item).collect()
}

pub(crate) fn list(context: &Context, body: &Sources, _: Look) -> Vec<Block> {
    let count = Count(body.sources.len(), "source").to_string();
    let item = |row: &SourceRow| {
        let mut rests = vec![Count(row.events, "event").to_string()];
        rests.push(Count(row.changes, "change").to_string());
        rests.extend((row.sole > 0).then(|| format!("{} alone", row.sole)));
        rests.extend((row.disagrees > 0).then(|| format!("{} otherwise", row.disagrees)));
        let about = phrases::unlinked(&row.source, Date::human);
        Item {
            name: "source",
            right: Line::plain(rests.join(", ")),
            ..Item::of(Line::plain(about).and(Role::Faint, format!(" ({})", row.id)))
        }
    };
    let mut blocks = head(context, &count, Vec::new(), &[]);
    blocks.push(Block::Outline(body.sources.iter().map(item).collect()));
    let text = "alone: statements that rest on it alone  otherwise: points on which it says otherwise than the record";
    blocks.push(Block::Legend(Line::of(Role::Faint, text)));
    blocks
}
