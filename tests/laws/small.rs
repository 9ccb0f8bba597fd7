//! Small timelines about order, state and lenses, each with the right answer, reckoned by hand.

use partnership::agreement::Timeline;
use partnership::answer::Format;
use partnership::file::{self, Reading};
use serde_json::{Value, json};

use super::ask;
use super::narrow::Lens;

/// An event: its id, its date, its other keys, and its changes as the keys of each.
pub(super) type Draft<'a> = (&'a str, &'a str, &'a str, &'a [&'a str]);

pub(super) const ADOPT: &str = "clause = 'c'\naction = 'adopt'\ntext = 'one'\nterms = { k = 1 }";
pub(super) const TWO: &str = "clause = 'c'\naction = 'amend'\nterms = { k = 2 }";
const THREE: &str = "clause = 'c'\naction = 'amend'\nterms = { k = 3 }";
pub(super) const END: &str = "clause = 'c'\naction = 'end'";
pub(super) const UNCLEAR: &str = "clause = 'c'\naction = 'unclear'";
pub(super) const OTHER: &str = "clause = 'd'\naction = 'adopt'\ntext = 'd'";

fn read(events: &[Draft<'_>]) -> Reading {
    let mut text = "format = 1\ntitle = 't'\n".to_owned();
    for source in 0..2 {
        text.extend([format!("[source.source-{source}]\ntitle = 'S{source}'\n")]);
    }
    text += "[clause.c]\ntitle = 'C'\n[clause.d]\ntitle = 'D'\n";
    for (id, date, more, changes) in events {
        text.extend([format!(
            "[[event]]\nid = '{id}'\ntitle = '{id}'\ndate = '{date}'\n{more}\n"
        )]);
        for change in *changes {
            text.extend(["[[event.change]]\n", change, "\n"]);
        }
    }
    file::read("timeline.toml", text.into_bytes(), true)
}

pub(super) fn sound(events: &[Draft<'_>]) -> Reading {
    let reading = read(events);
    assert!(reading.is_sound(), "{:?}", reading.diagnostics);
    reading
}

/// The codes of the diagnostics that speak of dates.
fn codes(events: &[Draft<'_>]) -> Vec<String> {
    let found = read(events).diagnostics;
    let codes = found.iter().map(|found| found.code.to_string());
    let of_dates =
        |code: &String| ["dates-contradict", "open-order", "after-plan"].contains(&code.as_str());
    codes.filter(of_dates).collect()
}

/// `[status, text, k, events that are open]` of the clause `c`.
fn seen(timeline: &Timeline, when: &str) -> Value {
    ask::within(timeline, "2026-11-28", |view| {
        let report = ask::json(&ask::terms(view, when.to_owned(), true));
        let states = report["clauses"].as_array().expect("a list");
        let open = report["undetermined"].as_array().expect("a list").iter();
        let open: Vec<&Value> = open
            .filter(|open| open["clause"] == "c")
            .map(|open| &open["event"])
            .collect();
        let state = states
            .iter()
            .find(|state| state["id"] == "c")
            .unwrap_or(&Value::Null);
        json!([state["status"], state["text"], state["terms"]["k"], open])
    })
}

fn at(events: &[Draft<'_>], when: &str) -> Value {
    seen(&sound(events).history.timeline, when)
}

fn under(lens: &Lens, events: &[Draft<'_>], when: &str) -> Value {
    let reading = sound(events);
    let narrowed = ask::lens(&reading.history.timeline, lens).narrow(&reading.history.timeline);
    seen(&narrowed, when)
}

pub(super) fn according_to_zero() -> Lens {
    Lens {
        according_to: vec![0],
        ..Lens::default()
    }
}

pub(super) const PLAN: &str = "planned = true";
pub(super) const ZERO: &str = "cite = ['source-0']";
pub(super) const ONE: &str = "cite = ['source-1']";

#[test]
fn a_certain_change_behind_a_plan_settles_it() {
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("plan", "2021-01-01", PLAN, &[TWO]),
        ("amended", "2022-01-01", "", &[THREE]),
    ];
    assert_eq!(at(&events, "2021"), json!(["in force", "one", 1, ["plan"]]));
    assert_eq!(at(&events, "2023"), json!(["in force", "one", 3, []]));
}

#[test]
fn a_plan_stays_open_until_a_change_that_cannot_have_come_before_its_last_day() {
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("plan", "2026", PLAN, &[END]),
        ("amended", "2026-03", "", &[TWO]),
    ];
    assert_eq!(
        at(&events, "2026-05-01"),
        json!(["in force", "one", 2, ["plan"]])
    );
    assert_eq!(codes(&events), [""; 0]);
}

#[test]
fn a_plan_narrows_nobody_and_is_narrowed_by_nobody() {
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("amended", "2021", "", &[TWO]),
        ("plan", "2021-03", PLAN, &[END]),
    ];
    assert_eq!(
        at(&events, "2021-04-15"),
        json!(["in force", "one", 1, ["amended", "plan"]])
    );
    assert_eq!(at(&events, "2021"), json!(["in force", "one", 2, ["plan"]]));
}

#[test]
fn two_changes_may_be_open_together() {
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("first", "2021", "", &[TWO]),
        ("second", "[2021-06..2022]", "", &[THREE]),
    ];
    assert_eq!(
        at(&events, "2021-07-01"),
        json!(["in force", "one", 1, ["first", "second"]])
    );
    assert_eq!(at(&events, "2022"), json!(["in force", "one", 3, []]));
}

#[test]
fn after_binds_the_days_of_events_that_change_nothing() {
    let late = [
        ("met", "2020-06-15", "", &[][..]),
        ("adopted", "2020", "after = ['met']", &[ADOPT]),
    ];
    assert_eq!(at(&late, "2020-03-01"), json!(["not yet", null, null, []]));
    assert_eq!(
        at(&late, "2020-06-15"),
        json!(["not yet", null, null, ["adopted"]])
    );
    let early = [
        ("adopted", "2020", "", &[ADOPT][..]),
        ("signed", "2020-03-31", "after = ['adopted']", &[OTHER]),
    ];
    assert_eq!(at(&early, "2020-06-30"), json!(["in force", "one", 1, []]));
    assert_eq!(
        at(&early, "2020-03-30"),
        json!(["not yet", null, null, ["adopted"]])
    );
}

#[test]
fn what_takes_effect_backwards_contradicts_no_after() {
    let backwards = "clause = 'c'\naction = 'adopt'\ntext = 'one'\neffective = '2020-01-01'";
    for first in [&[][..], &[OTHER]] {
        let events = [
            ("dispute", "2020-06-01", "", first),
            ("settled", "2021-06-01", "after = ['dispute']", &[backwards]),
        ];
        assert_eq!(codes(&events), [""; 0]);
        assert_eq!(
            at(&events, "2020-01-01"),
            json!(["in force", "one", null, []])
        );
    }
}

#[test]
fn after_tells_apart_two_changes_of_a_clause_that_share_no_date_of_their_events() {
    let told = "clause = 'c'\naction = 'disclose'\nterms = { k = 3 }\neffective = '2021'";
    let alone = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("amended", "2021", "", &[TWO]),
        ("told", "2020-06-01", "", &[told]),
    ];
    assert_eq!(codes(&alone), ["open-order"]);
    assert_eq!(at(&alone, "2022"), json!(["in force", "one", 2, []]));
    let late = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("amended", "2021", "", &[TWO]),
        ("told", "2022-06-01", "after = ['amended']", &[told]),
    ];
    assert_eq!(codes(&late), [""; 0]);
    assert_eq!(at(&late, "2022"), json!(["in force", "one", 3, []]));
}

#[test]
fn a_first_day_is_raised_before_the_eve_of_an_end_is_fixed() {
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("met", "2020-06-30", "", &[]),
        ("amended", "2020", "after = ['met']", &[TWO]),
        ("ended", "2020-06-30", "", &[END]),
    ];
    assert_eq!(at(&events, "2020-06-29"), json!(["in force", "one", 1, []]));
    assert_eq!(at(&events, "2020-06-30"), json!(["ended", "one", 2, []]));
    assert_eq!(at(&events, "amended"), json!(["in force", "one", 2, []]));
    assert_eq!(at(&events, "met"), json!(["in force", "one", 1, []]));
}

#[test]
fn a_certain_event_after_a_plan_is_an_error() {
    let events = |more| {
        [
            ("plan", "2020", PLAN, &[OTHER][..]),
            ("later", "2021", more, &[ADOPT]),
        ]
    };
    assert_eq!(codes(&events("after = ['plan']")), ["after-plan"]);
    assert_eq!(codes(&events("after = ['plan']\nplanned = true")), [""; 0]);
}

#[test]
fn what_a_lens_never_saw_adopted_ends_without_a_doubt() {
    for change in [END, UNCLEAR] {
        let events = [
            ("adopted", "2020-01-01", ONE, &[ADOPT][..]),
            ("over", "2021", ZERO, &[change, OTHER]),
        ];
        for when in ["2021-06-01", "2026"] {
            let found = under(&according_to_zero(), &events, when);
            assert_eq!(found, json!(["not yet", null, null, []]), "{change} {when}");
        }
    }
}

#[test]
fn what_a_source_dates_otherwise_is_bound_by_no_after() {
    let events = [
        (
            "signed",
            "2020-06-01",
            "cite = [{ source = 'source-0', date = '2021-06-01' }]",
            &[ADOPT][..],
        ),
        (
            "amended",
            "2020-07-01",
            "after = ['signed']\ncite = ['source-0']",
            &[TWO],
        ),
    ];
    let found = under(&according_to_zero(), &events, "2022");
    assert_eq!(found, json!(["in force", "one", 1, []]));
}

#[test]
fn after_reaches_through_what_a_lens_hides() {
    let events = [
        ("amended", "2020", "after = ['talks']", &[TWO][..]),
        (
            "talks",
            "2020",
            "after = ['adopted']\nbasis = 'inferred'",
            &[],
        ),
        ("adopted", "2020", "", &[ADOPT]),
    ];
    assert_eq!(codes(&events), [""; 0]);
    let basis = "reported";
    let lens = Lens {
        basis,
        ..Lens::default()
    };
    assert_eq!(
        under(&lens, &events, "2021"),
        json!(["in force", "one", 2, []])
    );
}

#[test]
fn what_is_open_to_later_days_is_known_in_time() {
    let reading = sound(&[
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("amended", "[2021..]", "", &[TWO]),
        ("again", "2022-01-01", "", &[THREE]),
    ]);
    let report = ask::json(&ask::learned(
        &reading.history.timeline,
        "2020",
        "2023",
        "2026-11-28",
    ));
    assert_eq!(report["events"], json!(["amended", "again"]));
}

#[test]
fn what_sets_a_through_has_come_and_gone_by_then() {
    let short = "clause = 'c'\naction = 'adopt'\ntext = 'one'\nthrough = '2020-06'";
    let events = [("adopted", "2020", "", &[short][..])];
    assert_eq!(
        at(&events, "2020-06-29"),
        json!(["not yet", null, null, ["adopted"]])
    );
    assert_eq!(
        at(&events, "2020-06-30"),
        json!(["in force", "one", null, []])
    );
    assert_eq!(
        at(&events, "2020-07-01"),
        json!(["expired", "one", null, []])
    );
}

#[test]
fn what_takes_effect_later_than_its_event_is_listed_and_to_come_on_that_day() {
    let end = format!("{END}\neffective = '2027-01-01'");
    let adopt = format!("{OTHER}\neffective = '2027-01-01'");
    let reading = sound(&[
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("signed", "2026-05-01", "", &[&end, &adopt]),
    ]);
    let ids = |list: &Value, key: &str| -> Vec<Value> {
        let list = list.as_array().expect("a list").iter();
        list.map(|entry| entry[key].clone()).collect()
    };
    let (listing, upcoming, overview) = ask::with(&reading, "2026-11-28", |view| {
        let listing = ask::json(&ask::timeline(view, None, None));
        let upcoming = ask::json(&ask::upcoming(view, None));
        (listing, upcoming, ask::json(&ask::overview(view)))
    });
    let effect = "effect:signed:2027-01-01";
    assert_eq!(ids(&listing["events"], "id"), ["adopted", "signed", effect]);
    let (effects, events) = (&upcoming["effects"], &upcoming["events"]);
    assert_eq!(ids(effects, "event"), ["signed"]);
    assert_eq!(effects[0]["date"], "2027-01-01");
    assert_eq!(ids(&effects[0]["changes"], "clause"), ["c", "d"]);
    assert_eq!(ids(&effects[0]["changes"], "action"), ["end", "adopt"]);
    assert_eq!(
        (events, &overview["counts"]["events"]),
        (&json!([]), &json!(2))
    );
}

#[test]
fn a_plan_of_another_term_leaves_no_doubt_behind_a_later_change_and_is_not_confirmed() {
    let plan = "clause = 'c'\naction = 'amend'\nterms = { share = 15 }";
    let reading = sound(&[
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("plan", "2021-01-01", PLAN, &[plan]),
        ("amended", "2022-01-01", "", &[TWO]),
    ]);
    let found = seen(&reading.history.timeline, "2023");
    assert_eq!(found, json!(["in force", "one", 2, []]));
    let report = ask::with(&reading, "2026-11-28", |view| ask::event(view, "plan"));
    let told = ask::printed(&report, Format::Table);
    assert!(told.contains("was planned, not confirmed"), "{told}");
}

#[test]
fn what_was_adopted_by_the_through_that_it_sets_came_and_went() {
    let short = "clause = 'c'\naction = 'adopt'\ntext = 'one'\nthrough = '2020-06'";
    let reading = sound(&[
        ("adopted", "2020", "", &[short][..]),
        ("other", "2019-01-01", "", &[OTHER]),
    ]);
    let report = ask::with(&reading, "2026-11-28", |view| {
        ask::json(&ask::diff(view, "2019".to_owned(), "2022".to_owned()))
    });
    let interim = &report["interim"][0];
    assert_eq!(
        [&interim["clause"], &interim["how"]],
        [&json!("c"), &json!("interim")]
    );
    assert_eq!(interim["uncertain"], json!([]));
}

#[test]
fn what_a_later_end_made_certain_was_learned_from_the_event_that_did_it() {
    let early = "announced = '2020-01-01'\ncite = ['source-0']";
    let late = "announced = '2023-01-01'\nafter = ['raised']";
    let reading = sound(&[
        ("signed", "2019-01-01", "", &[ADOPT][..]),
        ("raised", "[2020..2022]", early, &[TWO]),
        ("ended", "2021-01-01", late, &[END]),
    ]);
    let (since, at) = ("2022-06", "2020-12-31");
    let report = ask::learned(&reading.history.timeline, since, at, "2026-11-28");
    let found = &ask::json(&report)["amended"][0];
    assert_eq!(found["how"], "amended");
    assert_eq!(found["by"][0]["event"], "raised");
    assert_eq!(found["by"][0]["cite"][0]["source"], "source-0");
}

#[test]
fn what_was_unclear_already_is_not_changed_by_another_doubt() {
    let reading = sound(&[
        ("signed", "2019-01-01", "", &[ADOPT][..]),
        ("doubt", "2020-01-01", "", &[UNCLEAR]),
        ("again", "2021-01-01", "", &[UNCLEAR]),
    ]);
    let report = ask::with(&reading, "2026-11-28", |view| ask::event(view, "again"));
    let told = ask::printed(&report, Format::Table);
    assert!(!told.contains("What it changed"), "{told}");
}
