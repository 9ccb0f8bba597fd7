//! The first screen: whose timeline it is, how it stands today, what comes next, and calls to try.

use crate::phrases::heading::sources;
use crate::questions::chart::table::Drawing;
use crate::questions::overview::{Overview, Strip};
use crate::questions::prelude::*;
use crate::questions::timeline::table::Lead;

const WIDEST: usize = 100;

pub(crate) fn paper(context: &Context, body: &Overview, look: Look) -> Paper {
    let entries = [&body.last_change, &body.last_report, &body.next];
    let lead = Lead::of(entries.into_iter().flatten(), look);
    let named = |name: &str| Line::default().sign(Role::Strong, format!("{name:10}"), "");
    let item = |name: &'static str, item: Item| Item {
        name,
        lead: named(name).then(item.lead),
        ..item
    };
    let told = |event: &Event| Item {
        lines: coming(context, event),
        ..lead.item(context, event)
    };
    let mut items = vec![item("Today", Item::of(today(context, body)))];
    let [last, learned, next] = entries.map(|event| event.as_ref().map(told));
    items.extend(last.map(|last| item("Last", last)));
    items.extend(learned.map(|learned| item("Learned", learned)));
    let none = || Item::of(Line::plain("nothing is scheduled"));
    items.push(item("Next", next.unwrap_or_else(none)));
    if look.verbose {
        items[0].lines =
            phrases::undecided_lines(&body.undetermined, &context.refs, context.today, look);
        let counts = &body.counts;
        let events = Count(counts.events, "event");
        let clauses = Count(counts.clauses, "clause");
        let sources = Count(counts.sources, "source");
        let record = format!("{events}, {clauses}, {sources}");
        items.push(item("Record", Item::of(Line::plain(record))));
    }
    let strip = Block::Drawing(strip(&body.strip, look), Grid::default());
    let tries = body.tries.iter().map(|(call, what)| (&**call, &**what));
    let asked = format!("today is {}", context.today);
    let about = body.description.iter().map(Line::plain).collect();
    Paper {
        calls: context.timeline.calls(tries),
        sources: sources(context, look),
        ..Paper::of(asked, about, vec![strip, Block::Outline(items)])
    }
}

fn strip(strip: &Strip, look: Look) -> Vec<Line> {
    let width = look.width.unwrap_or(WIDEST).min(WIDEST);
    let drawing = Drawing::new(INDENT, width.saturating_sub(INDENT), strip.days, look);
    vec![drawing.years(""), marks(strip, &drawing, "", look)]
}

/// What is agreed, what ends and what else happens on the days of a drawing.
pub(crate) fn marks(strip: &Strip, drawing: &Drawing, name: &str, look: Look) -> Line {
    let signs = [['─', '●', '┤', '○'], ['-', 'o', ']', 'r']];
    let [line, agreed, end, other] = signs[usize::from(look.ascii)];
    drawing.row(name, |(from, to)| {
        let has = |days: &BTreeSet<Day>| days.range(from..=to).next().is_some();
        match (has(&strip.agreed), has(&strip.ends)) {
            (true, _) => (agreed, Role::Changed),
            (_, true) => (end, Role::Future),
            _ if has(&strip.others) => (other, Role::Plain),
            _ => (line, Role::Faint),
        }
    })
}

/// One of several agreements in a row: its id and title, how it stands, and the day of what comes next.
pub(super) fn brief(context: &Context, body: &Overview, look: Look) -> (Day, Cells) {
    let (heading, next) = (&context.timeline, body.next.as_ref());
    let day = next.map_or("–".to_owned(), |next| next.date.human());
    let mut title = vec![Line::of(Role::Strong, &heading.title)];
    let sign = Line::default().sign(Role::Faint, "next ", "");
    let mut coming = vec![sign.and(Role::Plain, day)];
    if look.verbose {
        let note = heading.note.iter();
        title.extend(note.map(|note| Line::of(Role::Faint, note)));
        title.push(Line::of(Role::Faint, heading.origin()));
        coming.extend(next.map(|next| Line::plain(&next.title)));
    }
    let over = if body.over().is_some() { "over, " } else { "" };
    let stands = Line::plain(format!("{over}{} in force", body.counts.in_force));
    let id = vec![Line::plain(&heading.id)];
    let next = next.and_then(|next| next.first.or(next.last));
    let cells = vec![id, title, vec![doubts(body, stands)], coming];
    (next.unwrap_or(Day::MAX), cells)
}

/// What something that lies ahead does, with the values, and what ends with it.
fn coming(context: &Context, event: &Event) -> Vec<Line> {
    let changes = signs::own(event).filter(|_| event.scheduled);
    let mut lines = signs::changes(&context.refs, event, changes, true);
    let with_it = ends::with_it(&context.refs, event, 2).filter(|_| event.scheduled);
    lines.extend(with_it.map(Line::plain));
    lines
}

const INDENT: usize = 2;

fn today(context: &Context, body: &Overview) -> Line {
    let stands = Count(body.counts.in_force, "clause");
    let line = doubts(body, Line::plain(format!("{stands} in force")));
    let over = body.over().map(|of| ends::bounded_by(&context.refs, of));
    let over = over.map(|over| format!("; {over}"));
    line.and(Role::Plain, over.unwrap_or_default())
}

fn doubts(body: &Overview, stands: Line) -> Line {
    let counts = &body.counts;
    let (unclear, open) = (counts.unclear, counts.undetermined);
    let more = [(unclear, "unclear"), (open, "undetermined")].into_iter();
    more.filter(|(count, _)| *count > 0)
        .fold(stands, |line, (count, word)| {
            line.and(Role::Doubt, format!(", {count} {word}"))
        })
}
