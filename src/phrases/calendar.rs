//! Events → entries of a calendar: one for each event that has a first and a last day.

use indexmap::IndexSet;

use super::sentences::capital;
use super::{dates, ends};
use crate::agreement::Basis;
use crate::agreement::lanes::Standing;
use crate::agreement::suppose::is_supposed;
use crate::answer::calendar::{Calendar, CalendarArgs, Entry};
use crate::answer::{Context, Event, Heading};
use crate::date::{Bounds, Date, Day, Mark, Period};
use crate::phrases;

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
    let sources = &context.refs.sources;
    let mut sources = (event.cite.iter()).filter_map(|cite| sources.get(&cite.source));
    let spans = args.alarm.iter().filter(|_| first > context.today);
    let alarms = spans.filter_map(|span| Some(span.before(first)?.days_until(first)));
    let of = context.heading(&event.id);
    Entry {
        uid: format!("{}/{}", of.id, event.uid),
        kept: of.kept,
        first,
        end,
        summary: of_agreement(of, &summary(event)),
        description: description(context, event),
        tentative: event.planned || event.stands != Standing::InForce || is_supposed(&event.id),
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

fn summary(event: &Event) -> String {
    let marks = [
        (event.planned, "planned"),
        (event.possibly, "possibly"),
        // Of a report, what it tells is doubtful, and not that it came.
        (
            event.basis == Basis::Reported && !event.report,
            "reportedly",
        ),
        (
            event.basis == Basis::Inferred && !is_supposed(&event.id),
            "inferred",
        ),
    ];
    let marks = marks.into_iter().filter(|(is, _)| *is);
    let mut doubts: Vec<String> = marks.map(|(_, doubt)| doubt.to_owned()).collect();
    let plain = matches!(date(event), Date::Period(Period::Day(_), Mark::Plain));
    if !plain && !event.is_expiry() {
        doubts.push(dates::when(date(event)));
    }
    if doubts.is_empty() {
        return event.title.clone();
    }
    format!("{}: {}", doubts.join(", "), event.title)
}

fn description(context: &Context, event: &Event) -> String {
    let mut parts: IndexSet<String> = IndexSet::new();
    parts.extend(event.summary.clone());
    parts.extend(event.note.as_ref().map(|note| format!("Note: {note}")));
    let disputed = event.disputed.then_some("Sources disagree on it.");
    parts.extend(disputed.map(str::to_owned));
    if let Some(of) = &event.renewal {
        let holds = of.assumed.then_some("Holds if nobody gave notice.");
        parts.extend(holds.map(str::to_owned));
    }
    let working = event.working.iter();
    parts.extend(working.map(|working| format!("Reckoned: {working}")));
    let told = event.changes.iter().filter(|change| change.is_told());
    for change in told.filter(|change| change.date != change.known) {
        let title = context.refs.clause_title(&change.clause);
        let (known, from) = (change.known.human(), phrases::some_day(change.date));
        parts.insert(format!("Known since {known}, applies from {from}: {title}"));
    }
    let with_it = ends::with_it(&context.refs, event, usize::MAX);
    parts.extend(with_it.map(|text| capital(&text)));
    for cite in &event.cite {
        let id = &cite.source;
        let source = context.refs.sources.get(id);
        let source = source.map_or_else(|| id.clone(), phrases::source);
        parts.insert(format!("Source: {source}"));
    }
    let of = context.heading(&event.id);
    parts.insert(of.call(&format!("show event {}", event.id)));
    Vec::from_iter(parts).join("\n")
}
