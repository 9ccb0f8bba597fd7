//! Clauses whose `through` passes at an odd time, each written out.

use serde_json::{Value, json};

use super::ask;
use crate::support::partnership;

const HEAD: &str = "format = 1\ntitle = \"A timeline\"\n\n[clause.lease]\ntitle = \"Lease\"\n";

fn event(date: &str, change: &str) -> String {
    let id = format!("on-{}", date.trim_matches(['[', ']', '.']));
    let head = format!("\n[[event]]\nid = \"{id}\"\ndate = \"{date}\"\ntitle = \"On {date}\"\n");
    format!("{head}\n[[event.change]]\nclause = \"lease\"\n{change}\n")
}

const ADOPT: &str = "action = \"adopt\"\ntext = \"A lease.\"";

fn listed(file: &str) -> Vec<Value> {
    let reading = ask::read(file);
    assert!(reading.is_sound(), "{:?}", reading.diagnostics);
    let report = ask::with(&reading, "2024-06-01", |view| {
        ask::json(&ask::timeline(view, None, None))
    });
    let events = report["events"].as_array().expect("a list");
    events.iter().map(|event| event["id"].clone()).collect()
}

/// `[list, how, events]` of the one clause between two days.
fn difference(file: &str, from: &str, to: &str) -> Value {
    let reading = ask::read(file);
    assert!(reading.is_sound(), "{:?}", reading.diagnostics);
    let report = ask::with(&reading, "2024-06-01", |view| {
        ask::json(&ask::diff(view, from.to_owned(), to.to_owned()))
    });
    let lists = ["adopted", "amended", "ended", "interim", "unchanged"];
    let list = lists.iter().find(|list| report[**list] != json!([]));
    list.map_or(Value::Null, |list| {
        let found = &report[*list][0];
        json!([list, found["how"], found["events"]])
    })
}

#[test]
fn one_through_is_one_expiry() {
    let adopted = event("2020", &format!("{ADOPT}\nthrough = \"2022\""));
    let open = event("[2021..]", "action = \"amend\"\ntext = \"Another lease.\"");
    let ids = listed(&format!("{HEAD}{adopted}{open}"));
    assert_eq!(ids, ["on-2020", "on-2021", "expiry:lease"]);
}

#[test]
fn what_sets_a_through_happened_by_its_last_day() {
    let file = HEAD.to_owned() + &event("[2020..]", &format!("{ADOPT}\nthrough = \"2022\""));
    assert_eq!(listed(&file), ["on-2020", "expiry:lease"]);
    let events = ["on-2020", "expiry:lease"];
    let went = json!(["interim", "interim", events]);
    assert_eq!(difference(&file, "2019", "2024"), went);
    let adopted = json!(["adopted", "adopted", ["on-2020"]]);
    assert_eq!(difference(&file, "2022-12-30", "2022-12-31"), adopted);
}

#[test]
fn a_difference_names_the_expiry() {
    let file = HEAD.to_owned() + &event("2020-05-01", &format!("{ADOPT}\nthrough = \"2022\""));
    let expired = json!(["ended", "expired", ["expiry:lease"]]);
    assert_eq!(difference(&file, "2022-12-31", "2023-01-01"), expired);
    assert_eq!(difference(&file, "2023-01-01", "2024"), Value::Null);
}

#[test]
fn an_id_that_is_derived_tells_what_happens_then() {
    let renews = "through = \"2025-12-31\"\nrenews = \"1y\"\nrenewals = 1\nnotice = \"3m\"";
    let file = HEAD.to_owned() + &event("2020-05-01", &format!("{ADOPT}\n{renews}"));
    for (id, how) in [
        ("expiry:lease", json!(["expired"])),
        ("renewal:lease:2025-12-31", json!([])),
        ("notice:lease:2025-09-30", json!([])),
    ] {
        let call = partnership("diff -q --json -f lease.toml").file("lease.toml", &file);
        let found: Value = serde_json::from_str(&call.arg(id).done()).expect("JSON");
        let ended = found["ended"].as_array().expect("a list").iter();
        let hows: Value = ended.map(|of| of["how"].clone()).collect();
        assert_eq!(hows, how, "{id}");
        assert_eq!(found["adopted"], json!([]), "{id}");
        assert_eq!(found["reversed"], json!(false), "{id}");
    }
}

#[test]
fn a_through_early_in_the_year_of_its_change_leaves_that_change_no_later_day() {
    let adopted = event("2020-05-01", ADOPT);
    let amended = event("2023", "action = \"amend\"\nthrough = \"2023-01-01\"");
    let file = format!("{HEAD}{adopted}{amended}");
    let amended = json!(["amended", "amended", ["on-2023"]]);
    assert_eq!(difference(&file, "2022-12-31", "2023-01-01"), amended);
    let expired = json!(["ended", "expired", ["expiry:lease"]]);
    assert_eq!(difference(&file, "2023-01-01", "2023-01-02"), expired);
    assert_eq!(difference(&file, "2023-01-02", "2024"), Value::Null);
    assert_eq!(listed(&file), ["on-2020-05-01", "on-2023", "expiry:lease"]);
}

#[test]
fn each_life_that_ends_on_one_day_has_an_expiry_of_its_own() {
    let file = HEAD.replace(
        "[clause.lease]",
        "[source.s]\ntitle = \"S\"\n[clause.lease]",
    );
    let cite = "\ncite = [{ source = \"s\", through = \"2020-06-30\" }]";
    let adopted = event("2020-05-01", &format!("{ADOPT}{cite}"));
    let amended = event("2020-07-01", &format!("action = \"amend\"{cite}"));
    let file = file + &adopted + &amended;
    for (when, expired_by) in [
        ("2020-06-30", "on-2020-05-01"),
        ("2020-07-01", "expiry:lease:2"),
    ] {
        let call = format!("terms {when} --all --json --according-to s -f lease.toml");
        let call = partnership(&call).file("lease.toml", &file);
        let found: Value = serde_json::from_str(&call.done()).expect("JSON");
        assert_eq!(found["clauses"][0]["changed_by"], expired_by, "{when}");
    }
}
