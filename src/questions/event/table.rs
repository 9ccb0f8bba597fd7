//! The pages of `show event`.

use crate::agreement::EntryId;
use crate::answer::block::{Block, Item, Line, Mark, Role};
use crate::answer::{Change, Cite, Context, Event, Look};
use crate::phrases::clause::short;
use crate::phrases::{self, heading::head, who};
use crate::questions::diff::item;
use crate::questions::event::{EventPage, Events};
use crate::text::words::{and_list, figures};

pub(crate) fn blocks(context: &Context, body: &EventPage, look: Look) -> Vec<Block> {
    let event = &body.event;
    let mut lines = vec![Line::of(Role::Strong, &event.title)];
    lines.extend(facts(context, event));
    if look.verbose {
        let known = [Some(&event.id), event.kind.as_ref()].into_iter().flatten();
        let known = known.chain(&event.parties).map(String::as_str);
        lines.push(Line::of(Role::Faint, known.collect::<Vec<_>>().join(", ")));
    }
    let mut blocks = head(context, &event.date.human(), lines, &[]);
    let items = body.changed.iter();
    let items = items.map(|found| item::clause(context, found, &event.id, look));
    let mut items: Vec<Item> = items.collect();
    if body.changed.is_empty() {
        items.extend(event.changes.iter().map(|of| planned(context, of)));
    }
    blocks.push(Block::Outline(items));
    blocks.push(says_so(context, event, look));
    blocks
}

/// What is said of an event as a whole.
pub(crate) fn facts(context: &Context, event: &Event) -> Vec<Line> {
    let mut lines = Vec::new();
    let standing = standing(context, event).join(", ");
    lines.extend((!standing.is_empty()).then(|| Line::of(Role::Doubt, standing)));
    if event.announced != Some(event.date) {
        lines.extend(
            event
                .announced
                .map(|day| Line::plain(format!("announced {}", day.human()))),
        );
    }
    lines.extend(event.summary.iter().map(Line::plain));
    lines.extend(
        event
            .note
            .iter()
            .map(|note| Line::plain(format!("Note: {note}"))),
    );
    if !event.about.is_empty() && !event.derived {
        let titles = event.about.iter().map(|id| context.refs.clause_title(id));
        lines.push(Line::plain(format!("Bears on {}", and_list(titles))));
    }
    lines
}

/// What a plan would change.
fn planned(context: &Context, of: &Change) -> Item {
    Item {
        mark: Some(Mark {
            sign: "p",
            word: "planned",
            role: Role::Future,
        }),
        line: Line::plain(context.refs.clause_title(&of.clause)),
        right: Line::of(Role::Future, format!("to be {}", of.action.past())),
        lines: of.text.iter().map(Line::text_block).collect(),
        ..Item::default()
    }
}

/// How firm the event is, and whether it has happened, where there is something to say.
fn standing(context: &Context, event: &Event) -> Vec<&'static str> {
    let mut parts: Vec<&str> = Vec::new();
    let past = event.last.is_some_and(|last| last < context.today);
    match (event.planned, past) {
        (true, true) => parts.push("was planned, not confirmed"),
        (true, false) => parts.push("planned"),
        _ if event.scheduled => parts.push("scheduled"),
        _ => {}
    }
    match EntryId::parse(&event.id) {
        EntryId::Event(_) => {}
        EntryId::Expiry(_) => parts.push("follows from the clause's `through`"),
        EntryId::Effect(..) => parts.push("follows from the changes' `effective`"),
    }
    parts.extend(event.report.then_some("a report of what was done earlier"));
    parts.extend(phrases::basis(event.basis));
    parts.extend(event.disputed.then_some("disputed"));
    parts
}

/// Who says so: by name, or each citation in full, of the event and of the changes that have their own.
fn says_so(context: &Context, event: &Event, look: Look) -> Block {
    if !look.sources {
        let line = Line::plain("According to ").then(who::who(&context.refs, &cites(event)));
        return Block::Text(line.and(Role::Faint, "  more: -v  in full: --sources"));
    }
    Block::Outline(in_full(context, event))
}

/// The citations of an event, or of its changes where it has none of its own.
fn cites(event: &Event) -> Vec<Cite> {
    if event.cite.is_empty() {
        return event
            .changes
            .iter()
            .flat_map(|of| of.cite.clone())
            .collect();
    }
    event.cite.clone()
}

/// Each citation in full, of the event and of the changes that have their own.
pub(crate) fn in_full(context: &Context, event: &Event) -> Vec<Item> {
    let mut items = vec![Item {
        line: Line::of(Role::Strong, "Who says so"),
        lines: who::full(&context.refs, "", &cites(event)),
        ..Item::default()
    }];
    for change in event
        .changes
        .iter()
        .filter(|change| event.has_claims_of_its_own(change))
    {
        items.push(Item {
            line: Line::of(Role::Strong, context.refs.clause_title(&change.clause)),
            lines: who::full(&context.refs, &change.clause, &change.cite),
            ..Item::default()
        });
    }
    items
}

pub(crate) fn list(context: &Context, body: &Events, _: Look) -> Vec<Block> {
    let counted = phrases::counted(&body.events, figures);
    let mut blocks = head(context, &counted, Vec::new(), &[]);
    let item = |event: &Event| Item {
        name: "event",
        lead: Line::plain(format!("{:<11} ", short(event.date))),
        ..Item::of(Line::plain(&event.title).and(Role::Faint, format!(" ({})", event.id)))
    };
    blocks.push(Block::Outline(body.events.iter().map(item).collect()));
    blocks
}
