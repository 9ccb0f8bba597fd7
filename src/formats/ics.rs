//! Entries of a calendar as text (RFC 5545), the same bytes on each run.

use std::borrow::Cow;

use crate::answer::Heading;
use crate::answer::calendar::Entry;
use crate::date::Day;
use crate::text::{clean, clean_line};

pub(super) fn render(timeline: &Heading, entries: &[Entry]) -> String {
    let mut calendar = Calendar(String::new());
    let title = escaped(&line(&timeline.title));
    calendar.put("BEGIN", "VCALENDAR");
    calendar.put("VERSION", "2.0");
    calendar.put("PRODID", "-//partnership//partnership//EN");
    calendar.put("CALSCALE", "GREGORIAN");
    calendar.put("NAME", &title);
    calendar.put("X-WR-CALNAME", &title);
    calendar.put("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    calendar.put("X-PUBLISHED-TTL", REFRESH);
    for entry in entries {
        calendar.entry(timeline, entry);
    }
    calendar.put("END", "VCALENDAR");
    calendar.0
}

/// The most octets of a line, without its end (RFC 5545, 3.1).
const OCTETS: usize = 75;

/// How often whoever subscribed should look again (RFC 7986, 5.7).
const REFRESH: &str = "P1D";

struct Calendar(String);

impl Calendar {
    fn entry(&mut self, timeline: &Heading, entry: &Entry) {
        let kept = date(timeline.kept);
        let midnight = format!("{kept}T000000Z");
        let description = clean(&entry.description).replace('\r', " ");
        self.put("BEGIN", "VEVENT");
        if let Some(category) = &entry.category {
            // A comma would part two categories.
            self.put("CATEGORIES", &line(category).replace([',', ';', '\\'], " "));
        }
        self.put("CLASS", "PUBLIC");
        self.put("DESCRIPTION", &escaped(&description));
        self.put("DTEND;VALUE=DATE", &date(entry.end));
        self.put("DTSTAMP", &midnight);
        self.put("DTSTART;VALUE=DATE", &date(entry.first));
        self.put("LAST-MODIFIED", &midnight);
        // Some programs take an entry that has moved only with a higher number.
        self.put("SEQUENCE", &kept);
        let status = if entry.tentative {
            "TENTATIVE"
        } else {
            "CONFIRMED"
        };
        self.put("STATUS", status);
        self.put("SUMMARY", &escaped(&line(&entry.summary)));
        self.put("TRANSP", "TRANSPARENT");
        let uid = format!("{}/{}@partnership", timeline.id, entry.uid);
        self.put("UID", &escaped(&line(&uid)));
        if let Some(url) = &entry.url {
            self.put("URL", url);
        }
        for days in &entry.alarms {
            self.put("BEGIN", "VALARM");
            self.put("ACTION", "DISPLAY");
            self.put("DESCRIPTION", &escaped(&line(&entry.reminder)));
            // In days and not in seconds, so that a day stays whole where clocks are moved.
            self.put("TRIGGER", &format!("-P{days}D"));
            self.put("END", "VALARM");
        }
        self.put("END", "VEVENT");
    }

    /// Adds a property, folded at 75 octets and never within a character.
    fn put(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            // A blank is followed by a character on its line: some readers drop one that ends it.
            let room = if c == ' ' { 5 } else { c.len_utf8() };
            if length + room > OCTETS {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// A value of the type TEXT (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\\' | ',' | ';' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A text as one line, which must not be empty and may hold no control character.
fn line(text: &str) -> Cow<'_, str> {
    let text = clean_line(text);
    if text.trim().is_empty() {
        "(untitled)".into()
    } else {
        text.into()
    }
}
