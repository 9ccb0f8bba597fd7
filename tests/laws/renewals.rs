//! Renewals, notice and the agreement's duration, each case written out.

use partnership::agreement::lens::Lens;
use partnership::agreement::renewal::Renewal;
use partnership::answer::Format;
use partnership::date::Day;
use partnership::file::Reading;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::calendar::span;
use super::{ask, cases};

const HEAD: &str = "format = 1\ntitle = \"A timeline\"\nlasts = \"term\"\n\n[party.a]\nname = \"A\"\n\n[party.b]\nname = \"B\"\n
[clause.lease]\ntitle = \"Lease\"\nparties = [\"a\", \"b\"]\n\n[clause.term]\ntitle = \"Term\"\n
[clause.silence]\ntitle = \"Silence\"\nsurvives = true\n";

/// An event on a date with one change of a clause.
fn event(date: &str, clause: &str, change: &str) -> String {
    let id = format!(
        "{clause}-{}",
        date.trim_matches(['[', ']', '.']).replace("..", "-")
    );
    let head = format!("\n[[event]]\nid = \"e-{id}\"\ndate = \"{date}\"\ntitle = \"On {date}\"\n");
    format!("{head}\n[[event.change]]\nclause = \"{clause}\"\n{change}\n")
}

fn adopted(date: &str, clause: &str, keys: &str) -> String {
    event(
        date,
        clause,
        &format!("action = \"adopt\"\ntext = \"As it is.\"\n{keys}"),
    )
}

fn sound(events: &[String]) -> Reading {
    let reading = ask::read(&format!("{HEAD}{}", events.concat()));
    assert!(reading.is_sound(), "{:?}", reading.diagnostics);
    reading
}

fn state(reading: &Reading, clause: &str, day: &str) -> Value {
    ask::with(reading, "2024-06-01", |view| {
        ask::json(&ask::clause(view, clause, day))["clause"].clone()
    })
}

/// `[status, last day, how often renewed, whether that is assumed]`.
fn runs(reading: &Reading, clause: &str, day: &str) -> Value {
    let state = state(reading, clause, day);
    let runs = &state["runs"];
    json!([
        state["status"],
        runs["to"],
        runs["renewed"],
        runs["assumed"]
    ])
}

fn day(text: &str) -> Day {
    ask::day(text)
}

fn renewals(reading: &Reading, from: &str, to: &str) -> Vec<Renewal> {
    let found = reading.history.renewals(0, (day(from), day(to)));
    found.collect()
}

/// The next last day to give notice from a day on, with the end that it is for.
fn notice(reading: &Reading, from: &str) -> Option<String> {
    let mut found = reading.history.renewals(0, (day(from), Day::MAX));
    let next = found.find(|renewal| renewal.notice.is_some_and(|notice| notice >= day(from)))?;
    Some(format!("{} for {}", next.notice?, next.day))
}

#[test]
fn contracts_that_other_programs_got_wrong() {
    for (begins, keys, asked, term, notified) in [
        (
            "2024-08-29",
            "through = \"2025-08-28\"\nrenews = \"12m\"\nnotice = \"2m\"",
            "2025-09-01",
            json!(["in force", "2026-08-28", 1, true]),
            "2026-06-28 for 2026-08-28",
        ),
        (
            "2015-09-28",
            "through = \"2018-09-27\"\nrenews = \"36m\"\nnotice = \"3m\"",
            "2019-01-01",
            json!(["in force", "2021-09-27", 1, true]),
            "2021-06-27 for 2021-09-27",
        ),
        (
            "2020-08-01",
            "through = \"2023-07-31\"\nrenews = \"12m\"\nnotice = \"3m\"",
            "2022-01-01",
            json!(["in force", "2023-07-31", 0, false]),
            "2023-04-30 for 2023-07-31",
        ),
        (
            "2020-08-01",
            "through = \"2023-07-31\"\nrenews = \"12m\"\nnotice = \"3m\"",
            "2026-08-01",
            json!(["in force", "2027-07-31", 4, true]),
            "2027-04-30 for 2027-07-31",
        ),
    ] {
        let reading = sound(&[adopted(begins, "lease", keys)]);
        assert_eq!(runs(&reading, "lease", asked), term, "{keys}");
        assert_eq!(notice(&reading, asked).as_deref(), Some(notified), "{keys}");
    }
}

#[test]
fn a_renewal_whose_notice_day_has_passed_names_it() {
    let keys = "through = \"2023-07-31\"\nrenews = \"1y\"\nnotice = \"3m\"";
    let reading = sound(&[adopted("2020", "lease", keys)]);
    for (today, by) in [("2023-04-30", ""), ("2023-05-01", " by 2023-04-30")] {
        let listing = ask::with(&reading, today, |view| {
            ask::json(&ask::timeline(view, None, None)).to_string()
        });
        let title = format!("renews to 2024-07-31, if nobody gave notice{by}\"");
        assert!(listing.contains(&title), "{today}: {listing}");
    }
}

#[test]
fn notice_on_its_day_is_in_time() {
    let keys = "through = \"2023-07-31\"\nrenews = \"1y\"\nnotice = \"3m\"";
    let reading = sound(&[adopted("2020", "lease", keys)]);
    let next = |day| notice(&reading, day);
    assert_eq!(
        next("2023-04-30").as_deref(),
        Some("2023-04-30 for 2023-07-31")
    );
    assert_eq!(
        next("2023-05-01").as_deref(),
        Some("2024-04-30 for 2024-07-31")
    );
}

#[test]
fn the_ends_of_months_stay_ends_of_months() {
    for (through, renews, ends) in [
        (
            "2023-01-31",
            "1m",
            ["2023-02-28", "2023-03-31", "2023-04-30"],
        ),
        (
            "2023-04-30",
            "1m",
            ["2023-05-31", "2023-06-30", "2023-07-31"],
        ),
        (
            "2023-01-30",
            "1m",
            ["2023-02-28", "2023-03-30", "2023-04-30"],
        ),
        (
            "2024-02-29",
            "1y",
            ["2025-02-28", "2026-02-28", "2027-02-28"],
        ),
        ("2023-12", "1y", ["2024-12-31", "2025-12-31", "2026-12-31"]),
        ("2023", "2w", ["2024-01-14", "2024-01-28", "2024-02-11"]),
    ] {
        let keys = format!("through = \"{through}\"\nrenews = \"{renews}\"");
        let reading = sound(&[adopted("2020", "lease", &keys)]);
        let found = renewals(&reading, "2020-01-01", "2030-01-01");
        let found: Vec<String> = found.iter().skip(1).map(|r| r.day.to_string()).collect();
        assert_eq!(found[..3], ends, "{through} {renews}");
    }
}

#[test]
fn after_the_last_renewal_it_is_expired() {
    let keys = "through = \"2022-06\"\nrenews = \"1y\"\nrenewals = 2\nnotice = \"1m\"";
    let reading = sound(&[adopted("2020", "lease", keys)]);
    let last = json!(["in force", "2024-06-30", 2, true]);
    assert_eq!(runs(&reading, "lease", "2024-06-30"), last);
    assert_eq!(runs(&reading, "lease", "2024-07-01")[0], json!("expired"));
    let ends = renewals(&reading, "0001-01-01", "9999-12-31");
    let ends: Vec<_> = ends.iter().map(|r| (r.day, r.number, r.to)).collect();
    let row = |from, number, to| (day(from), number, Some(day(to)));
    assert_eq!(
        ends,
        [
            row("2022-06-30", 1, "2023-06-30"),
            row("2023-06-30", 2, "2024-06-30")
        ]
    );
    let expiries = reading.history.expiries();
    assert_eq!(
        expiries.values().map(|e| e.day).collect::<Vec<_>>(),
        [day("2024-06-30")]
    );
    assert_eq!(
        state(&reading, "lease", "2025")["changed"],
        json!("2024-06-30")
    );
}

#[test]
fn an_end_with_a_later_effect_is_the_notice_that_was_given() {
    let keys = "through = \"2022-06-30\"\nrenews = \"1y\"\nnotice = \"3m\"";
    for effect in ["2023-06-30", "2023-07-01"] {
        let end = format!("action = \"end\"\neffective = \"{effect}\"");
        let reading = sound(&[
            adopted("2020", "lease", keys),
            event("2023-03-01", "lease", &end),
        ]);
        let running = json!(["in force", "2023-06-30", 1, true]);
        assert_eq!(runs(&reading, "lease", "2023-04-01"), running);
        assert_eq!(runs(&reading, "lease", "2023-07-01")[0], json!("ended"));
        let renewed = renewals(&reading, "2020-01-01", "2030-01-01");
        assert_eq!(
            renewed.iter().map(|r| r.day).collect::<Vec<_>>(),
            [day("2022-06-30")]
        );
        assert_eq!(notice(&reading, "2023-01-01"), None);
    }
}

#[test]
fn a_renewal_amended_in_mid_term_leaves_the_running_term() {
    let keys = "through = \"2021-01-30\"\nrenews = \"1m\"\nrenewals = 30";
    let amend = |keys: &str| {
        event(
            "2021-02-10",
            "lease",
            &format!("action = \"amend\"\n{keys}"),
        )
    };
    for (change, asked, term) in [
        (
            "renews = \"1y\"",
            "2021-02-28",
            json!(["in force", "2021-02-28", 1, true]),
        ),
        (
            "renews = \"1y\"",
            "2021-03-01",
            json!(["in force", "2022-02-28", 2, true]),
        ),
        (
            "notice = \"2w\"",
            "2021-03-01",
            json!(["in force", "2021-03-31", 2, true]),
        ),
        (
            "renewals = 1",
            "2021-03-31",
            json!(["in force", "2021-03-31", 2, true]),
        ),
        (
            "renewals = 1",
            "2021-04-01",
            json!(["expired", null, null, null]),
        ),
        (
            "renewals = 0",
            "2021-03-01",
            json!(["expired", null, null, null]),
        ),
        (
            "unset = [\"renewals\"]",
            "2031-03-01",
            json!(["in force", "2031-03-31", 122, true]),
        ),
        (
            "unset = [\"renews\", \"renewals\"]",
            "2021-02-28",
            json!(["in force", "2021-02-28", 1, false]),
        ),
        (
            "unset = [\"renews\", \"renewals\"]",
            "2021-03-01",
            json!(["expired", null, null, null]),
        ),
        (
            "through = \"2021-02-20\"",
            "2021-03-01",
            json!(["in force", "2021-03-20", 1, true]),
        ),
        (
            "unset = [\"through\"]",
            "2031-03-01",
            json!(["in force", null, null, null]),
        ),
    ] {
        let reading = sound(&[adopted("2020", "lease", keys), amend(change)]);
        assert_eq!(runs(&reading, "lease", asked), term, "{change} on {asked}");
    }
}

#[test]
fn a_clause_that_renews_no_more_runs_to_the_end_of_its_term() {
    let unset = "action = \"amend\"\nunset = [\"renews\"]";
    let first = adopted("2020", "lease", "through = \"2021\"\nrenews = \"1y\"");
    let reading = sound(&[first, event("2022-06-01", "lease", unset)]);
    let term = json!(["in force", "2022-12-31", 1, false]);
    assert_eq!(runs(&reading, "lease", "2022-12-01"), term);
}

#[test]
fn a_notice_is_too_long_on_whichever_day_both_begin() {
    for (through, renews, notice, warned) in [
        ("2025-01-31", "1m", "1m", false),
        ("2025-08-31", "6m", "6m", false),
        ("2025-01-31", "1m", "31d", false),
        ("2025-01-31", "1m", "32d", true),
        ("2025-01-31", "1y", "3000y", true),
    ] {
        let rules = format!("renews = \"{renews}\"\nnotice = \"{notice}\"");
        let keys = format!("through = \"{through}\"\n{rules}");
        let text = format!("{HEAD}{}", adopted("2024-01-31", "lease", &keys));
        let reading = partnership::file::read("timeline.toml", text.into_bytes(), true);
        let mut codes = reading
            .diagnostics
            .iter()
            .map(|found| found.code.to_string());
        assert_eq!(
            codes.any(|code| code == "notice-too-long"),
            warned,
            "{rules}"
        );
    }
}

#[test]
fn renewals_follow_their_clause_under_a_lens() {
    let keys = "through = \"2021\"\nrenews = \"1y\"\nnotice = \"1m\"";
    let reading = sound(&[
        adopted("2020", "lease", keys),
        event("2022-05-01", "lease", "action = \"end\""),
    ]);
    let lens = Lens {
        known_by: Some(day("2022-01-01")),
        ..Lens::default()
    };
    let then = lens.narrow(&reading.history.timeline);
    let running = |when: &str| {
        ask::within(&then, "2024-06-01", |view| {
            ask::json(&ask::clause(view, "lease", when))["clause"]["runs"].clone()
        })
    };
    let to = |to, renewed| json!({ "to": to, "renewed": renewed, "assumed": true });
    assert_eq!(running("2024-06-01"), to("2024-12-31", 3));
    assert_eq!(
        state(&reading, "lease", "2024-06-01")["status"],
        json!("ended")
    );
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_day_lies_behind_the_end_before_and_not_behind_its_own(
        days in (0..20_000_u32, 0..20_000_u32),
        (count, unit) in (1..40_u32, select(vec!["d", "w", "m", "y"])),
        notice in select(vec!["1d", "2w", "1m", "1y"]),
    ) {
        let start = span("1990-01-01").first;
        let [through, asked] = [days.0, days.0 + days.1].map(|day| ask::when(start + i64::from(day)));
        let keys = format!("through = \"{through}\"\nrenews = \"{count}{unit}\"\nnotice = \"{notice}\"");
        let reading = sound(&[adopted("1990-01-01", "lease", &keys)]);
        let runs = state(&reading, "lease", &asked)["runs"].clone();
        let end = runs["to"].as_str().expect("a last day");
        prop_assert!(*asked <= *end);
        let renewed: Vec<Renewal> = renewals(&reading, "1990-01-01", end);
        let renewed: Vec<&Renewal> = renewed.iter().filter(|renewal| renewal.day < day(end)).collect();
        prop_assert_eq!(&json!(renewed.len()), &runs["renewed"]);
        prop_assert!(renewed.iter().all(|renewal| renewal.day < day(&asked)));
        let next = reading.history.renewals(0, (day(&asked), Day::MAX)).next();
        let next = next.expect("it renews");
        prop_assert_eq!(next.day, day(end));
        prop_assert!(next.notice.is_some_and(|notice| notice < next.day));
    }
}

#[test]
fn renewals_without_end_are_listed_for_the_days_asked() {
    let keys = "through = \"0001-01-01\"\nrenews = \"1d\"";
    let reading = sound(&[adopted("0001-01-01", "lease", keys)]);
    assert_eq!(renewals(&reading, "5000-01-01", "5000-01-03").len(), 3);
    assert_eq!(
        runs(&reading, "lease", "9999-12-31")[1],
        json!("9999-12-31")
    );
    assert_eq!(reading.history.expiries().len(), 0);
    let long = adopted(
        "2020",
        "lease",
        "through = \"2021\"\nrenews = \"4294967295y\"\nnotice = \"4294967295w\"",
    );
    let reading = sound(&[long]);
    assert_eq!(
        runs(&reading, "lease", "2022"),
        json!(["in force", null, 1, true])
    );
}

#[test]
fn of_renewals_of_long_ago_the_last_hundred_are_listed() {
    let keys = "through = \"0001-01-01\"\nrenews = \"1d\"\nnotice = \"400y\"";
    let reading = sound(&[adopted("0001-01-01", "lease", keys)]);
    ask::with(&reading, "2024-06-01", |view| {
        let listing = ask::json(&ask::timeline(view, None, None));
        let events = listing["events"].as_array().expect("a list");
        assert_eq!(events.len(), 1 + 100 + 2);
        let title = "Lease: renewed to 2024-02-23, if nobody gave notice (738937 earlier renewals not listed)";
        assert_eq!(events[1]["title"], json!(title));
        assert_eq!(listing["total"], json!(738_937 + 103));
        let range = ask::timeline(view, Some("1000".to_owned()), Some("1000-01".to_owned()));
        assert_eq!(ask::json(&range)["shown"], json!(31));
        for id in ["renewal:lease:1000-01-07", "notice:lease:0600-02-01"] {
            assert_eq!(ask::json(&ask::show(view, id))["event"]["id"], json!(id));
        }
    });
}

/// A lease that may have ended, that is to end, or of which nobody knows whether the agreement stands.
#[test]
fn what_may_not_take_place_is_nowhere_told_as_certain() {
    let lease = adopted(
        "2020",
        "lease",
        "through = \"2021\"\nrenews = \"1y\"\nnotice = \"2m\"",
    );
    let term = adopted("2020", "term", "");
    let open = event("[2023-05..2026]", "lease", "action = \"end\"");
    let plan = open.replace(
        "date = \"[2023-05..2026]\"",
        "date = \"2024\"\nplanned = true",
    );
    let unclear = event("[2023-05..]", "term", "action = \"unclear\"");
    let left = event("2024-02-01", "term", "action = \"unclear\"");
    for (change, doubt, told) in [
        (
            &open,
            ", perhaps, if nobody gave notice",
            "renews to 31 December 2025, perhaps, if nobody gave notice",
        ),
        (
            &plan,
            ", perhaps, if nobody gave notice",
            "renews to 31 December 2025, perhaps, if nobody gave notice",
        ),
        (
            &unclear,
            ", perhaps, if nobody gave notice",
            "renews to 31 December 2025, perhaps, if nobody gave notice",
        ),
        (
            &left,
            ", if it still stands and nobody gave notice",
            "Whether it still stands has been unclear since 1 February 2024",
        ),
    ] {
        let reading = sound(&[lease.clone(), term.clone(), change.clone()]);
        ask::with(&reading, "2024-06-01", |view| {
            let upcoming = ask::upcoming(view, None);
            let [table, story, calendar] = [Format::Table, Format::Narrative, Format::Ics]
                .map(|format| ask::printed(&upcoming, format).replace("\r\n ", ""));
            assert!(
                table.contains(&format!("renews to 2025-12-31{doubt}")),
                "{table}"
            );
            assert!(story.replace('\n', " ").contains(told), "{story}");
            let renewals = calendar
                .split("BEGIN:VEVENT")
                .filter(|entry| entry.contains("renewal:lease"));
            for entry in renewals {
                assert!(entry.contains("STATUS:TENTATIVE"), "{entry}");
            }
            let page = ask::printed(&ask::page(view), Format::Html);
            assert!(page.contains(told), "{told}");
            let clause = ask::printed(&ask::clause(view, "lease", "today"), Format::Table);
            assert!(
                clause.contains(&format!("through 2025-12-31{doubt}")),
                "{clause}"
            );
        });
    }
}

#[test]
fn the_history_of_a_clause_tells_how_often_it_was_renewed() {
    let keys = "through = \"2020-07-31\"\nrenews = \"1y\"\nnotice = \"3m\"";
    let amended = event("2023-05-01", "lease", "action = \"amend\"\nnotice = \"6m\"");
    let reading = sound(&[adopted("2019-08-01", "lease", keys), amended]);
    let rows = "History
  + 2019-08-01  through: 2020-07-31; renews: 1 year; notice: 3 months
  ↻ 2022-07-31  renewed 3 times since 2020-07-31, through 2023-07-31, if nobody gave notice
  ~ 2023-05-01  notice: 3 months → 6 months
  ↻ 2023-07-31  renewed for the 4th time, through 2024-07-31, if nobody gave notice
  ↻ 2024-07-31  renews for the 5th time, through 2025-07-31, if nobody gave notice
";
    ask::with(&reading, "2024-06-01", |view| {
        let clause = ask::clause(view, "lease", "today");
        let (printed, clause) = (ask::printed(&clause, Format::Table), ask::json(&clause));
        assert!(printed.contains(rows), "{printed}");
        assert_eq!(clause["changes"][1]["before"]["notice"], json!("3m"));
        let renewals = clause["renewals"].as_array().expect("a list");
        let numbers: Vec<&Value> = renewals.iter().map(|renewal| &renewal["renewed"]).collect();
        assert_eq!(json!(numbers), json!([1, 2, 3, 4, 5]));
    });
}

#[test]
fn rules_that_others_changed_are_told_as_theirs_and_counted_from_then_on() {
    let keys = "through = \"2021\"\nrenews = \"1y\"\nnotice = \"3m\"";
    let shorter = "action = \"amend\"\nrenews = \"6m\"\nrenewals = 2";
    let reported = "action = \"amend\"\nbasis = \"reported\"\nnotice = \"1m\"";
    let reading = sound(&[
        adopted("2020", "lease", keys),
        event("2023-05-01", "lease", shorter),
        event("2023-06-01", "lease", reported),
    ]);
    ask::with(&reading, "2024-06-01", |view| {
        let terms = ask::terms(view, "2024-06-01".to_owned(), true);
        let (clause, next) = (
            ask::clause(view, "lease", "today"),
            ask::upcoming(view, None),
        );
        for (answer, format, told) in [
            (
                &terms,
                Format::Table,
                "renews 6 months, notice 1 month (reported)",
            ),
            (
                &terms,
                Format::Narrative,
                "It has a notice period of one month (reported)",
            ),
            (&clause, Format::Table, "at most 2 more"),
            (
                &next,
                Format::Table,
                "counted from 2023-12-31, the end of the 2nd renewal",
            ),
        ] {
            let printed = ask::printed(answer, format);
            let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(printed.contains(told), "{told}\n{printed}");
        }
        let story = ask::printed(&terms, Format::Narrative);
        assert_eq!(story.matches("at most").count(), 1, "{story}");
    });
}

#[test]
fn a_last_day_that_is_agreed_to_come_stands_beside_the_present_one() {
    let keys = "through = \"2024\"\nrenews = \"1y\"";
    for (known, change, end) in [
        (
            "2024-05-01",
            "through = \"2024-10\"\nunset = [\"renews\"]",
            "to 2024, from 2024-07-01 to 2024-10",
        ),
        (
            "2024-05-01",
            "unset = [\"through\"]",
            "to 2024, from 2024-07-01 without a last day",
        ),
        ("2024-05-01", "unset = [\"renews\"]", "to 2024"),
        ("2024-06-02", "through = \"2024-10\"", "to 2024"),
    ] {
        let change = format!("action = \"amend\"\neffective = \"2024-07-01\"\n{change}");
        let reading = sound(&[
            adopted("2020", "lease", keys),
            event(known, "lease", &change),
        ]);
        let printed = ask::with(&reading, "2024-06-01", |view| {
            let terms = ask::terms(view, "2024-06-01".to_owned(), true);
            ask::printed(&terms, Format::Table)
        });
        let ends = |line: &str| line.starts_with("Lease ") && line.ends_with(&format!(" {end}"));
        assert!(printed.lines().any(ends), "{change}\n{printed}");
    }
}

#[test]
fn notice_names_what_ends_with_the_agreement() {
    let keys = "through = \"2021\"\nrenews = \"1y\"\nnotice = \"3m\"";
    let others = [adopted("2020", "lease", ""), adopted("2020", "silence", "")];
    let begun = [&[adopted("2020", "term", keys)], others.as_slice()].concat();
    let given = event(
        "2024-05-01",
        "term",
        "action = \"end\"\neffective = \"2024-12-31\"",
    );
    let upcoming = |events: &[String]| {
        ask::with(&sound(events), "2024-06-01", |view| {
            ask::printed(&ask::upcoming(view, None), Format::Table)
        })
    };
    let open = upcoming(&begun);
    assert!(
        open.contains("if notice is given, these end with it: Lease\n"),
        "{open}"
    );
    let over = upcoming(&[begun, vec![given]].concat());
    assert!(
        over.contains("ended: Term\n            ends with the agreement: Lease\n"),
        "{over}"
    );
}

#[test]
fn a_renewal_alone_is_no_difference() {
    let keys = "through = \"2021\"\nrenews = \"1y\"";
    let amended = event(
        "2023-05-01",
        "lease",
        "action = \"amend\"\nnotice = \"1m\"\nparties = [\"b\"]",
    );
    let reading = sound(&[adopted("2020", "lease", keys), amended]);
    let differ = |from: &str, to: &str| {
        ask::with(&reading, "2024-06-01", |view| {
            ask::json(&ask::diff(view, from.to_owned(), to.to_owned()))["amended"].clone()
        })
    };
    assert_eq!(differ("2021", "2022"), json!([]));
    let fields = differ("2022", "2023")[0]["fields"].clone();
    let named = |field: &Value| json!([field["field"], field["before"], field["after"]]);
    let named: Vec<Value> = fields
        .as_array()
        .expect("a list")
        .iter()
        .map(named)
        .collect();
    assert_eq!(
        named,
        [
            json!(["notice", null, "1m"]),
            json!(["parties", ["a", "b"], ["b"]])
        ]
    );
}

#[test]
fn who_is_bound_is_who_is_bound_on_that_day() {
    let amended = event(
        "2023-05-01",
        "lease",
        "action = \"amend\"\nparties = [\"b\"]",
    );
    let reading = sound(&[adopted("2020", "lease", ""), amended]);
    assert_eq!(
        state(&reading, "lease", "2022")["parties"],
        json!(["a", "b"])
    );
    let after = state(&reading, "lease", "2024");
    assert_eq!(after["parties"], json!(["b"]));
    assert_eq!(
        after["set_by"]["parties"]["event"],
        json!("e-lease-2023-05-01")
    );
}

/// The status of each clause on a day.
fn statuses(reading: &Reading, on: &str) -> [Value; 3] {
    ["term", "lease", "silence"].map(|clause| state(reading, clause, on)["status"].clone())
}

#[test]
fn the_duration_bounds_what_does_not_survive_it() {
    let reading = sound(&[
        adopted("2020", "term", ""),
        adopted("2019", "lease", "through = \"2030\""),
        adopted("2020", "silence", ""),
        event("2022-03-01", "term", "action = \"end\""),
        event(
            "2024-03-01",
            "term",
            "action = \"adopt\"\ntext = \"Anew.\"\nthrough = \"2025\"",
        ),
    ]);
    for (on, term, lease) in [
        ("2019", "not yet", "in force"),
        ("2021", "in force", "in force"),
        ("2022-03-01", "ended", "ended"),
        ("2024-02-29", "ended", "ended"),
        ("2024-03-01", "in force", "in force"),
        ("2026", "expired", "expired"),
        ("2031", "expired", "expired"),
    ] {
        let found = statuses(&reading, on);
        assert_eq!(found[..2], [json!(term), json!(lease)], "{on}");
    }
    assert_eq!(statuses(&reading, "2031")[2], json!("in force"));
    let ended = state(&reading, "lease", "2023");
    assert_eq!(ended["changed_by"], json!("e-term-2022-03-01"));
    assert_eq!(
        state(&reading, "lease", "2031")["changed_by"],
        json!("expiry:term")
    );
    let expiries = reading.history.expiries();
    assert_eq!(expiries.len(), 1);
    let versions = ask::with(&reading, "2024-06-01", |view| {
        ask::json(&ask::clause(view, "lease", "2024"))["versions"].clone()
    });
    let row = |version: &Value| {
        json!([
            version["days"]["from"],
            version["days"]["to"],
            version["event"],
            version["ended_by"]
        ])
    };
    let rows: Vec<Value> = versions
        .as_array()
        .expect("a list")
        .iter()
        .map(row)
        .collect();
    assert_eq!(
        rows,
        [
            json!([
                "2019-12-31",
                "2022-02-28",
                "e-lease-2019",
                "e-term-2022-03-01"
            ]),
            json!([
                "2024-03-01",
                "2025-12-31",
                "e-term-2024-03-01",
                "expiry:term"
            ]),
        ]
    );
}

#[test]
fn while_it_is_open_whether_the_duration_stands_it_is_open_for_all() {
    let reading = sound(&[
        adopted("2020", "term", ""),
        adopted("2020", "lease", ""),
        event("[2022..2023]", "term", "action = \"end\""),
        event("2025", "term", "action = \"adopt\"\ntext = \"Anew.\""),
        event("2026", "term", "action = \"unclear\""),
    ]);
    let undetermined = |day: &str| {
        ask::with(&reading, "2024-06-01", |view| {
            let found = ask::json(&ask::clause(view, "lease", day));
            found["undetermined"].as_array().map(Vec::len)
        })
    };
    assert_eq!(undetermined("2021"), Some(0));
    assert_eq!(undetermined("2022-06-01"), Some(1));
    assert_eq!(undetermined("2024"), Some(0));
    assert_eq!(undetermined("2025-06-01"), Some(1));
    assert_eq!(
        statuses(&reading, "2026"),
        [json!("unclear"), json!("unclear"), json!("not yet")]
    );
}
