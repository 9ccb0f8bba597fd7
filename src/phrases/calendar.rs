//! Events → entries of a calendar: one for each event that has a first and a last day.

use indexmap::IndexSet;

use super::stories::event_sentences;
use super::{clocks, dates};
use crate::agreement::Basis;
use crate::agreement::lanes::Standing;
use crate::answer::calendar::{Calendar, CalendarArgs, Entry};
use crate::answer::story::read;
use crate::answer::{Context, Event, Heading, Lens};
use crate::date::{Bounds, Date, Day, Mark, Period};
use crate::phrases;
use crate::text::words::parted;

/// The entries of some events; what has no place in a calendar is left out, and said.
pub(crate) fn entries<'a>(
    context: &Context,
    events: impl IntoIterator<Item = &'a Event>,
    args: &CalendarArgs,
) -> Calendar {
    let mut calendar = Calendar::default();
    for event in events {
        match days(event, args) {
            Ok(days) => calendar.entries.push(entry(context, event, days, args)),
            Err(why) => calendar.left_out.push(format!("`{}` {why}", event.id)),
        }
    }
    calendar
}

/// The first day of an entry and the day after its last, or why it has none.
fn days(event: &Event, args: &CalendarArgs) -> Result<(Day, Day), String> {
    let Bounds { first, last } = date(event).bounds();
    let (Some(first), Some(last)) = (first, last) else {
        let side = if first.is_none() { "first" } else { "last" };
        return Err(format!("({}), which has no {side} day", event.date.human()));
    };
    // What a clause is in force through ends on one day, however it is written.
    let first = if event.is_expiry() { last } else { first };
    if args.ics_days_only && first != last {
        return Err(format!("({}), which is no single day", event.date.human()));
    }
    match last.succ() {
        Some(end) => Ok((first, end)),
        None => Err("at the end of all years".to_owned()),
    }
}

/// The date of an entry: a report stands on the day on which it became known.
fn date(event: &Event) -> Date {
    let known = event.announced.filter(|_| event.report);
    known.unwrap_or(event.date)
}

fn entry(context: &Context, event: &Event, (first, end): (Day, Day), args: &CalendarArgs) -> Entry {
    let refs = &context.refs;
    let mut sources = (event.cite.iter()).filter_map(|cite| refs.sources.get(&cite.source));
    let spans = args.alarm.iter().filter(|_| first > context.today);
    let alarms = spans.filter_map(|span| Some(span.before(first)?.days_until(first)));
    let of = context.heading(&event.id);
    Entry {
        uid: format!("{}/{}{}", of.id, event.uid, supposing(&context.lens)),
        kept: of.kept,
        first,
        end,
        summary: of_agreement(of, &summary(context, event)),
        description: description(context, event),
        tentative: event.planned || event.stands != Standing::InForce || refs.supposes(&event.id),
        category: event.kind.clone(),
        url: sources.find_map(phrases::link).map(str::to_owned),
        reminder: of_agreement(of, &event.title),
        alarms: alarms.collect(),
    }
}

/// A text with the agreement of which it is said: a calendar shows entries of several.
fn of_agreement(of: &Heading, text: &str) -> String {
    format!("{text} ({})", of.title)
}

/// Behind the name of an entry, what it supposes: no fact is replaced by that.
fn supposing(lens: &Lens) -> String {
    let all = lens.suppose.iter();
    let all = all.map(|of| format!("?{}={}", of.condition, of.when));
    all.collect::<String>().replace(' ', "-")
}

fn summary(context: &Context, event: &Event) -> String {
    let refs = &context.refs;
    // Of a report, what it tells is doubtful, and not that it came.
    let is_own = event.report && event.basis == Basis::Reported || refs.supposes(&event.id);
    let firm = phrases::basis(event.basis).filter(|_| !is_own);
    let plain = matches!(date(event), Date::Period(Period::Day(_), Mark::Plain));
    let days = dates::when(date(event));
    let known = event.known_late().filter(|_| !event.report);
    let known = known.map(|known| clocks::since(known, dates::date));
    let doubts = [
        (refs.supposes_plan(&event.id), "supposed"),
        (event.planned, "planned"),
        (event.possibly, "possibly"),
        (firm.is_some(), firm.unwrap_or_default()),
        (!plain, &days),
        (known.is_some(), known.as_deref().unwrap_or_default()),
    ];
    let doubts = doubts.into_iter().filter(|(is, _)| *is);
    match parted(doubts.map(|(_, doubt)| doubt), ", ") {
        Some(doubts) => format!("{doubts}: {}", event.title),
        None => event.title.clone(),
    }
}

/// What prose tells of it, each source by name.
fn description(context: &Context, event: &Event) -> String {
    let refs = &context.refs;
    let told = event_sentences(refs, event).into_iter();
    let mut parts: IndexSet<String> = phrases::lens(&context.lens).into_iter().collect();
    parts.extend(told.map(|told| told.text.clone() + told.stop()));
    for cite in &event.cite {
        parts.insert(format!("Source: {}", phrases::read(refs, &read(cite))));
    }
    let of = context.heading(&event.id);
    parts.insert(of.call(&format!("show event {}", event.id)));
    Vec::from_iter(parts).join("\n")
}
