//! The page of `upcoming`: nearest first, then what has no date, then plans that nothing confirms.

use crate::phrases::clause::said;
use crate::questions::prelude::*;
use crate::questions::timeline::table::{Lead, more};
use crate::questions::upcoming::{Condition, Upcoming};
use crate::text::clean_line;
use crate::text::words::counts;

pub(crate) fn paper(context: &Context, body: &Upcoming, look: Look) -> Paper {
    let within = body.within.as_ref().map(|span| format!(", within {span}"));
    let count = |what| body.ahead(what).count();
    let counts = counts([
        (body.notices.len(), "notice day"),
        (count("renewal"), "renewal"),
        (count("end"), "end"),
        (count("effect"), "effect"),
        (count("event"), "event"),
        (body.conditions.len(), "open condition"),
        (body.plans.len(), "plan"),
    ]);
    let counts = parted(counts, ", ");
    let counts = counts.as_deref().unwrap_or("nothing is scheduled");
    let lead = Lead::of(body.dated(), look);
    let item = |event: &Event| item(context, &lead, event, look);
    let notices: Vec<Item> = body.notices.iter().map(item).collect();
    let mut ahead: Vec<Item> = body.ahead.iter().map(item).collect();
    let behind = ahead.split_off(if notices.is_empty() { ahead.len() } else { 0 });
    let conditions = body.conditions.iter();
    let conditions = conditions.map(|open| condition(context, open, look));
    let plans = body.plans.iter().map(item);
    let sections = Block::outline([
        Item::section("Last days to give notice", notices),
        Item::section("To come, nearest first", behind),
        Item::section("Open, without a date", conditions.collect()),
        Item::section("Planned, not confirmed", plans.collect()),
    ]);
    let letters = body.dated().flat_map(signs::letters);
    let asked = format!("after {}{}", context.today, within.unwrap_or_default());
    let lines = vec![Line::of(Role::Strong, counts)];
    let ahead = [Block::Outline(ahead)].into_iter();
    Paper {
        legend: letters.map(Mark::named).collect(),
        has_more: true,
        ..Paper::of(asked, lines, ahead.chain(sections).collect())
    }
}

fn item(context: &Context, lead: &Lead, event: &Event, look: Look) -> Item {
    let mut item = lead.item(context, event);
    item.right = match event.what() {
        "effect" | "event" => standing(context, event),
        _ => event
            .last
            .map(|last| left(context, last))
            .unwrap_or_default(),
    };
    if let Some(of) = &event.renewal {
        if event.is_notice() {
            let title = event.title.replacen(ends::NOTICE, "else it ", 1);
            item.line.0[0].text = clean_line(&title);
        }
        let length = of.length.map(ends::span);
        let length = length.map(|length| format!(", for {length}"));
        item.line = item.line.and(Role::Future, length.unwrap_or_default());
    }
    if event.is_expiry() && event.working.is_none() {
        item.lines
            .extend(setter(context, event.set.as_ref(), "through", look));
    }
    if !look.verbose {
        // A renewal is reckoned as the last day to give notice before it.
        let is_due = event.is_notice() || event.renewal.is_none_or(|of| of.notice.is_none());
        let working = event.working.iter().filter(|_| is_due);
        item.lines
            .extend(working.map(|of| Line::plain(of.to_string())));
        let changes = signs::changes(&context.refs, event, &event.changes, true);
        item.lines.extend(changes);
    }
    if look.verbose && event.is_expiry() {
        let from = ends::reckoned(Some(event.date));
        let last = event.last.filter(|_| !from.is_empty());
        let last = last.map(|last| format!("last day {last}{from}"));
        item.lines
            .extend(last.map(|last| Line::of(Role::Faint, last)));
    }
    item.lines.extend(more(context, event, look));
    item
}

/// How far away it is, or that it may have happened.
fn standing(context: &Context, event: &Event) -> Line {
    match event.first {
        _ if event.planned && !event.scheduled => Line::default(),
        Some(first) if first >= context.today => match event.date.bounds().single() {
            Some(_) => left(context, first),
            None => left(context, first).and(Role::Future, " at the earliest"),
        },
        _ if event.planned => Line::of(Role::Future, "planned"),
        _ => Line::of(Role::Doubt, "may already have happened"),
    }
}

/// The days that are left, or about how many years.
fn left(context: &Context, day: Day) -> Line {
    let days = usize::try_from(context.today.days_until(day)).unwrap_or(0);
    let left = match days {
        0 => "today".to_owned(),
        1..=730 => format!("in {}", Count(days, "day")),
        _ => format!("in about {}", Count((days + 182) / 365, "year")),
    };
    Line::of(Role::Future, left)
}

fn condition(context: &Context, open: &Condition, look: Look) -> Item {
    let title = context.refs.clause_title(&open.clause);
    let mut line = Line::plain(format!("{title}: until {}", open.until));
    if open.status == Status::Unclear {
        line = line.and(Role::Doubt, ", if it still stands");
    }
    let set = open.set.as_ref();
    let mut lines = Vec::from_iter(setter(context, set, "until", look));
    if look.sources {
        lines.extend(
            set.iter()
                .flat_map(|set| who::full(&context.refs, "", &set.cites())),
        );
    }
    if look.verbose {
        lines.push(Line::of(Role::Faint, format!("id: {}", open.clause)));
    }
    Item {
        name: "condition",
        line,
        lines,
        ..Item::default()
    }
}

/// When something was set and by whom, with how firm that is.
fn setter(context: &Context, set: Option<&Set>, name: &str, look: Look) -> Option<Line> {
    let set = set?;
    let mut word = ["", "set "][usize::from(set.kind != ChangeKind::Learned)].to_owned();
    word.extend(look.verbose.then(|| format!("by {}, ", set.event)));
    let firm = phrases::basis(set.basis).map(|basis| format!(", {basis}"));
    let who = who::who(&context.refs, &set.cite, Some(name));
    // With all sources, they stand below in full.
    let who = Some(who).filter(|_| !look.sources).unwrap_or_default();
    let line = Line::of(Role::Faint, word).then(said(set, who, look, Date::human));
    Some(line.and(Role::Doubt, firm.unwrap_or_default()))
}
