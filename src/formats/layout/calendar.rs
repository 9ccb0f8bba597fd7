//! Reports → entries of a calendar: one for each event that has a first and a last day.

use crate::agreement::Basis;
use crate::date::{Bounds, Date, Day, Mark, Period, Span};
use crate::formats::ics::Entry;
use crate::formats::narrative::dates;
use crate::formats::phrase;
use crate::report::{Body, Event, Report};
use crate::words::Count;

/// How a calendar is to be made.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How long before an entry that is still to come a reminder is given.
    pub alarms: Vec<Span>,
    /// Whether what has no certain day is left out, where it would fill the time that it may lie in.
    pub days_only: bool,
}

/// The entries of a calendar, with what was left out and why.
#[derive(Debug)]
pub struct Calendar {
    /// The entries, in order.
    pub entries: Vec<Entry>,
    /// What was left out, a phrase each.
    pub left_out: Vec<String>,
}

/// The calendar of a timeline or of what is scheduled; none of another report.
#[must_use]
pub fn calendar(report: &Report, options: &Options) -> Option<Calendar> {
    let mut left_out = Vec::new();
    let events: Vec<&Event> = match &report.body {
        Body::Timeline(body) => body.events.iter().collect(),
        Body::Upcoming(body) => {
            if !body.conditions.is_empty() {
                let conditions = Count(body.conditions.len(), "open condition");
                left_out.push(format!("{conditions} without a date"));
            }
            let expiries = body.expiries.iter();
            expiries.chain(&body.events).chain(&body.plans).collect()
        }
        _ => return None,
    };
    let mut entries = Vec::new();
    for event in events {
        match days(event, options) {
            Ok(days) => entries.push(entry(report, event, days, options)),
            Err(why) => left_out.push(format!("`{}` {why}", event.id)),
        }
    }
    Some(Calendar { entries, left_out })
}

/// The first day of an entry and the day after its last, or why it has none.
fn days(event: &Event, options: &Options) -> Result<(Day, Day), String> {
    let Bounds { first, last } = event.date.bounds();
    let (Some(first), Some(last)) = (first, last) else {
        return Err(format!(
            "({}), which has no {} day",
            event.date.human(),
            if first.is_none() { "first" } else { "last" }
        ));
    };
    // What a clause is in force through ends on one day, however it is written.
    let first = if event.derived { last } else { first };
    if options.days_only && first != last {
        return Err(format!("({}), which is no single day", event.date.human()));
    }
    match last.succ() {
        Some(end) => Ok((first, end)),
        None => Err("at the end of all years".to_owned()),
    }
}

fn entry(report: &Report, event: &Event, (first, end): (Day, Day), options: &Options) -> Entry {
    let mut sources = event
        .cite
        .iter()
        .filter_map(|cite| report.refs.sources.get(&cite.source));
    let spans = options.alarms.iter().filter(|_| first > report.today);
    let alarms = spans.filter_map(|span| Some(span.before(first)?.days_until(first)));
    Entry {
        uid: event.uid.clone(),
        first,
        end,
        summary: summary(event),
        description: description(report, event),
        tentative: event.planned,
        category: event.kind.clone(),
        url: sources.find_map(phrase::link).map(str::to_owned),
        reminder: event.title.clone(),
        alarms: alarms.collect(),
    }
}

/// The title, after whatever makes it doubtful.
fn summary(event: &Event) -> String {
    let mut doubts = Vec::new();
    if event.planned {
        doubts.push("planned".to_owned());
    }
    if event.possibly {
        doubts.push("possibly".to_owned());
    }
    match event.basis {
        Basis::Stated => {}
        Basis::Reported => doubts.push("reportedly".to_owned()),
        Basis::Inferred => doubts.push("inferred".to_owned()),
    }
    let plain = matches!(event.date, Date::Period(Period::Day(_), Mark::Plain));
    if !plain && !event.derived {
        doubts.push(dates::when(event.date));
    }
    if doubts.is_empty() {
        return event.title.clone();
    }
    format!("{}: {}", doubts.join(", "), event.title)
}

fn description(report: &Report, event: &Event) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(event.summary.clone());
    parts.extend(event.note.as_ref().map(|note| format!("Note: {note}")));
    if event.disputed {
        parts.push("Sources disagree on it.".to_owned());
    }
    for cite in &event.cite {
        let id = &cite.source;
        let source = report.refs.sources.get(id);
        let source = source.map_or_else(|| id.clone(), phrase::source);
        let line = format!("Source: {source}");
        if !parts.contains(&line) {
            parts.push(line);
        }
    }
    parts.push(format!("partnership show event {}", event.id));
    parts.join("\n")
}
