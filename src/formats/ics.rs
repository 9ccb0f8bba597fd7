//! Events as a calendar (RFC 5545): one all-day entry each, the same bytes on each run.

use std::borrow::Cow;

use icalendar::{
    Alarm, Calendar, Class, Component, Event as Entry, EventLike, EventStatus, Property, Trigger,
};

use super::narrative::dates;
use super::phrase;
use crate::agreement::Basis;
use crate::date::{Bounds, Date, Day, Mark, Period, Span};
use crate::report::{Body, Event, Report};
use crate::text::{clean, clean_line};
use crate::words::Count;

/// How a calendar is to be made.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How long before an entry that is still to come a reminder is given.
    pub alarms: Vec<Span>,
    /// Whether what has no certain day is left out, where it would fill the time that it may lie in.
    pub days_only: bool,
}

/// A calendar, with what was left out of it and why.
#[derive(Debug)]
pub struct Made {
    /// The calendar.
    pub text: String,
    /// What was left out, a phrase each.
    pub left_out: Vec<String>,
}

/// The calendar of a timeline or of what is scheduled; none of another report.
#[must_use]
pub fn render(report: &Report, options: &Options) -> Option<Made> {
    let mut left_out = Vec::new();
    let events: Vec<&Event> = match &report.body {
        Body::Timeline(body) => body.events.iter().collect(),
        Body::Upcoming(body) => {
            if !body.conditions.is_empty() {
                let conditions = Count(body.conditions.len(), "open condition");
                left_out.push(format!("{conditions} without a date"));
            }
            body.expiries
                .iter()
                .chain(&body.events)
                .chain(&body.plans)
                .collect()
        }
        _ => return None,
    };
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//partnership//partnership//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(&line(&report.timeline.title));
    for event in events {
        match days(event, options) {
            Ok(days) => {
                calendar.push(entry(report, event, days, options));
            }
            Err(why) => left_out.push(format!("`{}` {why}", event.id)),
        }
    }
    Some(Made {
        text: folded(&calendar.to_string()),
        left_out,
    })
}

/// The most octets of a line, without its end (RFC 5545, 3.1).
const OCTETS: usize = 75;

/// The same lines, folded at 75 octets and never within a character, where the library folds some at
/// 76. It also gives each reminder the time of the run and a random UID, which a reminder need not have.
fn folded(calendar: &str) -> String {
    let mut out = String::new();
    let mut reminder = false;
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        match line {
            "BEGIN:VALARM" => reminder = true,
            "END:VALARM" => reminder = false,
            _ if reminder && (line.starts_with("DTSTAMP") || line.starts_with("UID")) => continue,
            _ => {}
        }
        let line = in_days(line);
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > OCTETS {
                out.push_str("\r\n ");
                length = 1;
            }
            out.push(c);
            length += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

/// A reminder's lead in days where the library writes seconds: days stay whole where clocks are moved.
fn in_days(line: &str) -> Cow<'_, str> {
    let seconds = line
        .strip_prefix("TRIGGER;RELATED=START:-PT")
        .and_then(|rest| rest.strip_suffix('S')?.parse::<u64>().ok());
    match seconds {
        Some(seconds) => format!("TRIGGER:-P{}D", seconds / 86_400).into(),
        None => line.into(),
    }
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
    let mut entry = Entry::with_uid(&format!("{}@partnership", event.uid));
    let date = |day: Day| day.to_string().replace('-', "");
    let all_day = |name: &str, day| {
        Property::new(name, date(day))
            .add_parameter("VALUE", "DATE")
            .done()
    };
    entry
        .append_property(Property::new("DTSTAMP", format!("{}T000000Z", date(first))))
        .append_property(all_day("DTSTART", first))
        .append_property(all_day("DTEND", end))
        .append_property(Property::new("TRANSP", "TRANSPARENT"))
        .summary(&line(&summary(event)))
        .description(&block(&description(report, event)))
        .class(Class::Public)
        .status(if event.planned {
            EventStatus::Tentative
        } else {
            EventStatus::Confirmed
        });
    if let Some(kind) = &event.kind {
        // A comma parts categories.
        entry.add_property("CATEGORIES", line(kind).replace([',', ';', '\\'], " "));
    }
    let addresses = event
        .cite
        .iter()
        .filter_map(|cite| address(report, &cite.source));
    if let Some(address) = addresses.into_iter().next() {
        entry.append_property(Property::new("URL", address));
    }
    for span in options.alarms.iter().filter(|_| first > report.today) {
        if let Some(day) = span.before(first) {
            let before = Trigger::before_start(crate::date::days(day.days_until(first)));
            entry.alarm(Alarm::display(&line(&event.title), before));
        }
    }
    entry.done()
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
    let source = |id: &String| {
        let found = report.refs.sources.get(id);
        found.map_or_else(|| id.clone(), phrase::source)
    };
    for cite in &event.cite {
        let told = format!("Source: {}", source(&cite.source));
        if !parts.contains(&told) {
            parts.push(told);
        }
    }
    parts.push(format!("partnership show event {}", event.id));
    parts.join("\n")
}

/// The address of a source, where it may be a link.
fn address(report: &Report, id: &str) -> Option<String> {
    let source = report.refs.sources.get(id)?;
    phrase::link(source).map(str::to_owned)
}

/// A text as one line of a calendar, which must not be empty and may hold no control character.
fn line(text: &str) -> String {
    let text = clean_line(text);
    if text.trim().is_empty() {
        "(untitled)".to_owned()
    } else {
        text
    }
}

/// A text over several lines.
fn block(text: &str) -> String {
    clean(text).replace('\r', " ")
}
