//! Calendars, read back by a program that is not ours.

use std::collections::BTreeSet;

use ical::IcalParser;
use ical::parser::ical::component::IcalEvent;
use serde_json::Value;

use super::chart::hostile;
use crate::support::{Call, partnership};

/// A lease: its id, the day to which it is kept, and the last day of its rent.
fn lease(id: &str, recorded: &str, through: &str) -> String {
    format!(
        r#"format = 1
{id}
title = "Lease of the {through} house, which is the one behind the mill: ß — löslich"
{recorded}

[source.contract]
title = "Contract"

[clause.rent]
title = "Rent"

[[event]]
id = "signed"
date = "2024-01-15"
announced = "2024-02"
title = "The lease is signed"
cite = ["contract"]

[[event.change]]
clause = "rent"
action = "adopt"
text = "1000 a month."
through = "{through}"

[[event]]
id = "prolonged"
date = "2035-01-01"
title = "The house is let again"
cite = ["contract"]

[[event.change]]
clause = "rent"
action = "adopt"
text = "2000 a month."
through = "2040"
"#
    )
}

/// The calendar of a file without `id`, which says so.
fn unnamed(call: Call) -> String {
    let answer = call.run();
    let told =
        "note: the file has no `id`, and another calendar may have its UIDs; write an `id`\n";
    assert_eq!((answer.code, answer.stderr.as_str()), (0, told));
    answer.stdout
}

/// The entries of a calendar, by a reader that is not its writer's.
fn entries(text: &str) -> Vec<IcalEvent> {
    let mut calendars = IcalParser::new(text.as_bytes());
    let calendar = calendars.next().expect("a calendar").expect("a sound one");
    assert!(calendars.next().is_none(), "one calendar");
    calendar.events
}

fn value(entry: &IcalEvent, name: &str) -> Option<String> {
    let found = entry.properties.iter().find(|found| found.name == name)?;
    found.value.clone()
}

fn is_a_calendar(text: &str) {
    assert_eq!(
        text.matches('\n').count(),
        text.matches("\r\n").count(),
        "every line ends in CRLF"
    );
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(
            !line.chars().any(|c| c.is_control() && c != '\t'),
            "{line:?}"
        );
    }
    let mut seen = BTreeSet::new();
    for entry in entries(text) {
        let uid = value(&entry, "UID").expect("a UID");
        assert!(seen.insert(uid.clone()), "{uid} twice");
        let (start, end) = (
            value(&entry, "DTSTART").expect("a start"),
            value(&entry, "DTEND").expect("an end"),
        );
        assert!(start.len() == 8 && start < end, "{start} {end}");
        assert!(value(&entry, "SUMMARY").is_some_and(|summary| !summary.is_empty()));
    }
}

#[test]
fn a_calendar_holds_every_event_with_its_days_and_doubts() {
    let answer = partnership("timeline --format ics").run();
    assert_eq!(answer.code, 0);
    is_a_calendar(&answer.stdout);
    let document: Value =
        serde_json::from_str(&partnership("timeline --json").done()).expect("JSON");
    let events = document["events"].as_array().expect("events");
    let found = entries(&answer.stdout);
    assert_eq!(found.len(), events.len(), "{}", answer.stderr);
    let of = |id: &str| {
        let uid = format!("msft-openai/{id}@partnership");
        found
            .iter()
            .find(|entry| value(entry, "UID").as_deref() == Some(&uid))
            .unwrap_or_else(|| panic!("{id}"))
    };
    let days = |id: &str| {
        [value(of(id), "DTSTART"), value(of(id), "DTEND")].map(Option::unwrap_or_default)
    };
    assert_eq!(days("agreement-amended"), ["20260427", "20260428"]);
    assert_eq!(
        days("second-investment"),
        ["20210101", "20220101"],
        "a year is the whole of it"
    );
    assert_eq!(
        days("expiry:ip-license"),
        ["20321231", "20330101"],
        "the last day in force"
    );
    let summary = value(of("second-investment"), "SUMMARY").expect("a summary");
    assert!(
        summary.starts_with("in 2021\\, known since 23 January 2023: "),
        "{summary}"
    );
    let plans = unnamed(partnership("timeline --format ics").on("planned"));
    assert!(plans.contains("SUMMARY:planned"), "{plans}");
}

#[test]
fn what_is_left_out_of_a_calendar_is_said() {
    let answer = partnership("timeline --format ics --ics-days-only").run();
    let all: Value = serde_json::from_str(&partnership("timeline --json").done()).expect("JSON");
    let total = all["events"].as_array().expect("events").len();
    let left_out = answer
        .stderr
        .lines()
        .filter(|line| line.starts_with("note: not in the calendar: "))
        .count();
    assert!(left_out > 0);
    assert_eq!(entries(&answer.stdout).len() + left_out, total);
    assert!(
        answer
            .stderr
            .contains("`second-investment` (2021), which is no single day"),
        "{}",
        answer.stderr
    );
    let open = partnership("timeline --format ics")
        .on("undetermined")
        .run();
    is_a_calendar(&open.stdout);
    let answer = partnership("upcoming --format ics").run();
    is_a_calendar(&answer.stdout);
    assert!(
        answer.stderr.contains("open conditions without a date"),
        "{}",
        answer.stderr
    );
}

#[test]
fn a_renamed_event_keeps_its_uid() {
    let file = |was: &str| {
        format!(
            "format = 1\nid = \"t\"\ntitle = \"T\"\n[source.s]\ntitle = \"S\"\n[[event]]\n{was}\ndate = \"2020-01-01\"\ntitle = \"E\"\ncite = [\"s\"]\n"
        )
    };
    let calendar = |was: &str| {
        partnership("timeline --format ics")
            .file("timeline.toml", file(was))
            .done()
    };
    let uid = |text: &str| value(&entries(text)[0], "UID");
    let first = calendar("id = \"a\"");
    assert_eq!(uid(&first).as_deref(), Some("t/a@partnership"));
    assert_eq!(uid(&calendar("id = \"b\"\nwas = [\"a\"]")), uid(&first));
    assert_eq!(
        uid(&calendar("id = \"c\"\nwas = [\"a\", \"b\"]")),
        uid(&first)
    );
}

#[test]
fn reminders_are_for_what_is_still_to_come() {
    let text = partnership("timeline --format ics --alarm 1y,6m,10d").done();
    for entry in entries(&text) {
        let future = value(&entry, "DTSTART").expect("a start").as_str() > "20261122";
        assert_eq!(entry.alarms.len(), if future { 3 } else { 0 });
    }
    for alarm in text.split("BEGIN:VALARM").skip(1) {
        let alarm = alarm.split("END:VALARM").next().unwrap_or_default();
        assert!(
            !alarm.contains("DTSTAMP") && !alarm.contains("UID"),
            "no clock and no chance: {alarm}"
        );
        assert!(alarm.contains("TRIGGER"), "{alarm}");
    }
    assert!(text.contains("TRIGGER:-P10D\r\n"), "{text}");
    let told = partnership("timeline --alarm 1y").refused(2);
    assert!(told.contains("are for a calendar"), "{told}");
    let told = partnership("timeline --format ics --alarm soon").refused(2);
    assert!(told.contains("as in `90d`, `6w`, `3m` or `1y`"), "{told}");
    let told = partnership("terms --format ics").refused(2);
    assert!(told.contains("cannot be printed as `ics`"), "{told}");
}

#[test]
fn no_text_breaks_a_line_of_a_calendar() {
    let call = partnership("timeline --format ics -f hostile.toml");
    let text = unnamed(call.file("hostile.toml", hostile()));
    is_a_calendar(&text);
    assert_eq!(entries(&text).len(), 2);
    assert_eq!(text.matches("\r\nEND:VCALENDAR").count(), 1);
}

#[test]
fn a_calendar_says_what_a_report_tells_from_when_and_what_is_unclear() {
    let text = partnership("timeline --format ics").done();
    let of = |id: &str, name: &str| {
        let uid = format!("msft-openai/{id}@partnership");
        let found = entries(&text);
        let entry = found
            .iter()
            .find(|entry| value(entry, "UID").as_deref() == Some(&uid));
        value(entry.expect("an entry"), name).expect("a value")
    };
    assert_eq!(of("cap-reported", "DTSTART"), "20260511");
    let told = of("cap-reported", "DESCRIPTION");
    assert!(
        told.contains("The Information reported: the total cap is $38 billion. This applies from 27 April 2026"),
        "{told}"
    );
    let end = "expiry:ip-research";
    assert!(
        of(end, "SUMMARY").contains("\\, if it still stands ("),
        "{}",
        of(end, "SUMMARY")
    );
    assert_eq!(of(end, "STATUS"), "TENTATIVE");
    let (end, told) = ("expiry:ip-license", of("expiry:ip-license", "DESCRIPTION"));
    assert_eq!(of(end, "STATUS"), "CONFIRMED");
    assert!(of(end, "SUMMARY").starts_with("in 2032: "));
    for part in [
        "At the end of 2032\\, if nothing else happens\\, Microsoft's licence to OpenAI's IP will expire",
        "Microsoft and OpenAI set this end on 28 October 2025",
        "read through Paath",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn the_entries_of_two_agreements_do_not_clash() {
    let calendar = |id: &str| {
        let call = partnership("timeline --format ics --today 2026-01-01");
        call.file("timeline.toml", lease(id, "", "2027-06"))
    };
    let named = ["id = \"flat\"", "id = \"shop\""].map(calendar);
    let [flat, shop] = named.map(Call::run);
    let all = |of: &str, name: &str| -> Vec<String> {
        let found = entries(of);
        found
            .iter()
            .filter_map(|entry| value(entry, name))
            .collect()
    };
    let uids = all(&flat.stdout, "UID");
    let ids = ["signed", "expiry:rent", "prolonged", "expiry:rent:2"];
    assert_eq!(uids, ids.map(|id| format!("flat/{id}@partnership")));
    let others = all(&shop.stdout, "UID");
    assert!(others.iter().all(|uid| !uids.contains(uid)), "{others:?}");
    for summary in all(&flat.stdout, "SUMMARY") {
        assert!(
            summary.contains(" (Lease of the 2027-06 house\\, "),
            "{summary}"
        );
    }
    assert_eq!(flat.stderr, "");
    unnamed(calendar(""));
    let later = partnership("timeline --format ics --from 2036")
        .file("timeline.toml", lease("id = \"flat\"", "", "2027-06"))
        .done();
    assert_eq!(all(&later, "UID"), ["flat/expiry:rent:2@partnership"]);
}

#[test]
fn an_entry_that_moved_replaces_the_earlier_one() {
    let first = |recorded: &str, through: &str| {
        let call = partnership("upcoming --format ics --today 2026-01-01 -f lease.toml");
        let text = unnamed(call.file("lease.toml", lease("", recorded, through)));
        is_a_calendar(&text);
        let lines = ["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"];
        assert!(lines.iter().all(|line| text.contains(line)), "{text}");
        let entry = entries(&text).remove(0);
        let names = ["UID", "DTSTART", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"];
        names.map(|name| value(&entry, name).expect(name))
    };
    let [uid, start, stamp, modified, number] = first("recorded = \"2025-06\"", "2027-06");
    assert_eq!(uid, "lease/expiry:rent@partnership");
    assert_eq!([&start, &number], ["20270630", "20250630"]);
    assert_eq!([&stamp, &modified], ["20250630T000000Z"; 2]);
    let moved = first("recorded = \"2025-12-01\"", "2026-06");
    assert_eq!(moved[0], uid);
    assert!(moved[1] < start && moved[4] > number, "{moved:?}");
    let unsaid = first("", "2027-06");
    assert_eq!(unsaid[2], "20240229T000000Z", "the last that is known");
}

#[test]
fn a_calendar_without_entries_is_one_all_the_same() {
    let text = lease("id = \"house\"", "", "2030");
    let answer = partnership("upcoming --format ics --today 2045-01-01 -f lease.toml")
        .file("lease.toml", text)
        .run();
    assert_eq!(answer.code, 0);
    assert_eq!(answer.stderr, "note: the calendar has no entries\n");
    is_a_calendar(&answer.stdout);
    assert!(entries(&answer.stdout).is_empty());
    // The grammar of RFC 5545 asks for something in it.
    assert!(answer.stdout.contains("\r\nBEGIN:VTIMEZONE\r\n"));
}

#[test]
fn renewals_and_last_days_to_give_notice_are_entries_with_alarms() {
    let call = "upcoming --format ics --today 2026-11-28 --alarm 1m,2w";
    let text = partnership(call).on("office-lease").done();
    is_a_calendar(&text);
    let found = entries(&text);
    let uids = found.iter().filter_map(|entry| value(entry, "UID"));
    let ids = [
        "notice:parking:2026-12-17",
        "notice:duration:2027-04-30",
        "renewal:parking:2026-12-31",
        "renewal:duration:2027-07-31",
        "expiry:duration",
    ];
    let ids = ids.map(|id| format!("office-lease/{id}@partnership"));
    assert_eq!(uids.collect::<Vec<_>>(), ids);
    for (entry, id) in found.iter().zip(ids) {
        assert_eq!(entry.alarms.len(), 2, "{id}");
        let summary = value(entry, "SUMMARY").expect("a summary");
        let told = value(entry, "DESCRIPTION").expect("a description");
        assert!(
            summary.ends_with(" (The lease of an office in Ashford Lane)"),
            "{summary}"
        );
        let is_notice = id.contains("notice:");
        assert_eq!(
            summary.contains(": last day to give notice\\, else it renews to "),
            is_notice
        );
        assert!(
            is_notice || summary.contains("if nobody gave notice"),
            "{summary}"
        );
        let is_told = told.starts_with("Unless ") && told.contains(" gives notice by ");
        assert_eq!(is_told, is_notice, "{told}");
    }
    let day = value(&found[1], "DTSTART");
    assert_eq!(day.as_deref(), Some("20270430"));
    let told = value(&found[1], "DESCRIPTION").expect("a description");
    let working = "That day is 3 months before 31 July 2027\\, the end of the 4th renewal";
    assert!(told.contains(working), "{told}");
    let call = "\\npartnership show event renewal:duration:2027-07-31 --file office-lease.toml";
    let told = value(&found[3], "DESCRIPTION").expect("a description");
    assert!(told.ends_with(call), "{told}");
}

#[test]
fn what_is_supposed_replaces_no_fact() {
    let all = |call: &str| {
        let text = unnamed(partnership(call).on("planned"));
        is_a_calendar(&text);
        let found = entries(&text);
        let parts = ["UID", "SUMMARY", "STATUS", "DESCRIPTION"];
        let part = |entry: &IcalEvent| parts.map(|name| value(entry, name).expect(name));
        (text, found.iter().map(part).collect::<Vec<_>>())
    };
    let (_, facts) = all("timeline --format ics");
    let supposing = "timeline --format ics --suppose night-ferry-planned=2028-06-01";
    let (text, supposed) = all(supposing);
    let title = text
        .lines()
        .find(|line| line.starts_with("NAME:"))
        .expect("a name");
    assert!(title.contains("Supposing that this happens"), "{title}");
    for [uid, _, _, told] in &supposed {
        assert!(facts.iter().all(|fact| fact[0] != *uid), "{uid}");
        assert!(
            told.starts_with("Supposing that this happens on 2028-06-01"),
            "{told}"
        );
    }
    let plan = supposed
        .iter()
        .find(|entry| entry[0].contains("/night-ferry-planned?"));
    let [_, summary, status, _] = plan.expect("the plan");
    assert!(summary.starts_with("supposed: "), "{summary}");
    assert_eq!(status, "TENTATIVE");
}

#[test]
fn what_takes_effect_is_told_with_its_clause_and_terms() {
    let call = "upcoming --format ics --today 2024-06-01";
    let text = unnamed(partnership(call).on("later-effect"));
    let found = entries(&text);
    let told = found.iter().find_map(|entry| {
        let is_step = value(entry, "UID")?.contains("effect:lease-signed:2025-05-01");
        value(entry, "DESCRIPTION").filter(|_| is_step)
    });
    let told = told.expect("the step");
    assert!(
        told.contains(
            "One clause is to be amended\\, Rent: the monthly is 1100 (before that\\, 1000).\\n"
        ),
        "{told}"
    );
}
