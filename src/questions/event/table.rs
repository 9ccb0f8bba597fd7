//! The pages of `show event`.

use crate::questions::prelude::*;

use crate::agreement::EntryId;
use crate::agreement::suppose::is_supposed;
use crate::answer::Change;
use crate::phrases::clause::{settings, short, text};
use crate::questions::diff::item;
use crate::questions::event::{EventPage, Events};

pub(crate) fn paper(context: &Context, body: &EventPage, look: Look) -> Paper {
    let event = &body.event;
    let mut lines = vec![Line::of(Role::Strong, &event.title)];
    lines.extend(facts(context, event));
    if look.verbose {
        let known = [Some(&event.id), event.kind.as_ref()].into_iter().flatten();
        let known = parted(known.chain(&event.parties), ", ");
        lines.extend(known.map(|known| Line::of(Role::Faint, known)));
    }
    let told = (body.by(), event.cite.as_slice());
    let found = body.changed.iter();
    let found = found.filter(|found| !body.turned(found, false));
    let found = found.flat_map(|found| item::items(&context.refs, found, told, look));
    let mut items: Vec<Item> = Vec::with_capacity(body.changed.len());
    items.extend(found.flatten());
    let own = body.changed.iter();
    let own = own.filter(|found| !found.turns_with(body.by()));
    let mut told: HashSet<&String> = HashSet::with_capacity(body.changed.len());
    told.extend(own.map(|found| &found.clause));
    let others = event.changes.iter();
    let others = others.filter(|of| !told.contains(&of.clause));
    items.extend(others.map(|of| without_effect(context, event, of, look)));
    let body = vec![Block::Outline(items), says_so(context, event, look)];
    let possibly = ["", " (possibly)"][usize::from(event.possibly)];
    Paper::of(event.date.human() + possibly, lines, body).with_more()
}

pub(crate) fn facts(context: &Context, event: &Event) -> Vec<Line> {
    let standing = parted(standing(context, event), ", ");
    let standing = standing.map(|standing| Line::of(Role::Doubt, standing));
    let mut lines = Vec::from_iter(standing);
    let announced = event.announced.filter(|day| *day != event.date);
    lines.extend(announced.map(|day| Line::plain(format!("announced {}", day.human()))));
    let working = event.working.iter().map(ToString::to_string);
    lines.extend(working.chain(event.summary.clone()).map(Line::plain));
    lines.extend(ends::with_it(&context.refs, event, usize::MAX).map(Line::plain));
    let note = event.note.as_ref();
    lines.extend(note.map(|note| Line::text_block(format!("Note: {note}"))));
    let about = event.about.iter().filter(|_| !event.derived);
    let about = some_list(about.map(|id| context.refs.clause_title(id)));
    lines.extend(about.map(|titles| Line::plain(format!("Bears on {titles}"))));
    lines
}

/// What a plan would change, or what changes nothing of what is believed.
fn without_effect(context: &Context, event: &Event, of: &Change, look: Look) -> Item {
    let (mark, right) = match (event.planned, of.is_doubted) {
        (true, _) => (signs::PLANNED, format!("to be {}", of.action.past())),
        (false, true) => (signs::of(of.action), "perhaps".to_owned()),
        (false, false) => (signs::of(of.action), "without effect".to_owned()),
    };
    let firm = phrases::basis(of.basis).map(str::to_owned);
    let from = (of.date != event.date).then(|| format!("from {}", phrases::some_day(of.date)));
    let right = right + &marks(firm.into_iter().chain(from));
    let settings = settings(&context.refs, of, Date::human);
    let is_due = settings.is_empty() || look.verbose || of.wording == Wording::Verbatim;
    let text = text(of, look).filter(|_| is_due);
    let mut lines: Vec<Line> = settings.into_iter().map(Line::plain).chain(text).collect();
    if look.sources && (of.cite != event.cite || of.cite.is_empty()) {
        lines.extend(who::full(&context.refs, &of.clause, &of.cite));
    }
    Item {
        mark: Some(mark),
        right: Line::of(mark.role, right),
        lines,
        ..Item::of(Line::plain(context.refs.clause_title(&of.clause)))
    }
}

/// How firm the event is, and whether it has happened, where there is something to say.
fn standing(context: &Context, event: &Event) -> Vec<&'static str> {
    let past = event.last.is_some_and(|last| last < context.today);
    let planned = match (event.planned, past) {
        (true, true) => Some("was planned, not confirmed"),
        (true, false) => Some("planned"),
        _ => event.scheduled.then_some("scheduled"),
    };
    let follows = match EntryId::parse(&event.id) {
        EntryId::Event(_) => None,
        EntryId::Expiry(..) => Some("follows from the clause's `through`"),
        EntryId::Effect(..) => Some("follows from the changes' `effective`"),
        EntryId::Renewal(..) | EntryId::Notice(..) => Some("follows from the clause's `renews`"),
    };
    let report = event.report.then_some("a report");
    let firm = phrases::firm(&event.id, event.basis);
    let disputed = event.disputed.then_some("disputed");
    let parts = [planned, follows, report, firm, disputed].into_iter();
    parts.flatten().collect()
}

fn says_so(context: &Context, event: &Event, look: Look) -> Block {
    if look.sources {
        return Block::Outline(own(context, event).into_iter().collect());
    }
    if is_supposed(&event.id) {
        return Block::text("No source says so: it is supposed.");
    }
    let changes = event.changes.iter().filter(|_| event.cite.is_empty());
    let cites = event.cite.iter().chain(changes.flat_map(|of| &of.cite));
    let cites: Vec<Cite> = cites.cloned().collect();
    let line = match cites.as_slice() {
        [] => Line::of(Role::Doubt, capital(who::none(&context.refs))),
        cites => Line::plain("According to ").then(who::of_event(&context.refs, cites)),
    };
    Block::Text(line)
}

/// Each citation of the event itself in full, or that there is none where it changes nothing either.
fn own(context: &Context, event: &Event) -> Option<Item> {
    let own = Item {
        lines: who::full(&context.refs, "", &event.cite),
        ..Item::of(Line::of(Role::Strong, "Who says so"))
    };
    Some(own).filter(|_| !event.cite.is_empty() || event.changes.is_empty())
}

/// Each citation in full, of the event and of the changes that have their own.
pub(crate) fn in_full(context: &Context, event: &Event) -> Vec<Item> {
    let others = event.changes.iter();
    let others = others.filter(|of| of.cite != event.cite || of.cite.is_empty());
    let refs = &context.refs;
    let others = others.map(|of| Item {
        lines: who::full(refs, &of.clause, &of.cite),
        ..Item::of(Line::of(Role::Strong, refs.clause_title(&of.clause)))
    });
    own(context, event).into_iter().chain(others).collect()
}

pub(crate) fn list(_: &Context, body: &Events, _: Look) -> Paper {
    let item = |event: &Event| Item {
        name: "event",
        lead: Line::plain(format!("{:<11} ", short(event.date))),
        ..Item::of(Line::plain(&event.title).and(Role::Faint, format!(" ({})", event.id)))
    };
    let count = phrases::counted(&body.events, |of, noun| Count(of, noun).to_string());
    Paper::list(
        count,
        Block::Outline(body.events.iter().map(item).collect()),
    )
}
