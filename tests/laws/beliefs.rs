//! Belief maps: every cell is what `terms` says of that day as it was known by that day.

use partnership::agreement::Timeline;
use partnership::agreement::lens::Lens;
use partnership::date::Day;
use partnership::questions::Question;
use partnership::questions::chart::ChartArgs;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::world::clause_id;
use super::{ask, cases, chance};

const TODAY: &str = "2026-11-22";

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().expect("a list")
}

/// The map of a clause.
fn map(timeline: &Timeline, clause: &str) -> Value {
    let args = ChartArgs {
        beliefs: Some(clause.to_owned()),
        ..ChartArgs::default()
    };
    ask::within(timeline, TODAY, |view| {
        ask::json(&args.ask(view).expect("a map"))
    })
}

/// What `terms` says of a clause: how it reads where it stands, and whether that is open.
fn terms(timeline: &Timeline, known_by: Day, clause: &str, day: &str) -> Value {
    let lens = Lens {
        known_by: Some(known_by),
        ..Lens::default()
    };
    let narrowed = lens.narrow(timeline);
    let report = ask::within(&narrowed, TODAY, |view| {
        ask::json(&ask::terms(view, day.to_owned(), true))
    });
    let is = |of: &&Value| of["id"] == clause || of["clause"] == clause;
    let state = list(&report, "clauses").iter().find(is);
    let open = list(&report, "undetermined").iter().any(|of| is(&of));
    json!([state.and_then(reading), open])
}

/// What a state or a reading says, where the clause stands.
fn reading(of: &Value) -> Option<Value> {
    let stands = ["in force", "unclear"].contains(&of["status"].as_str()?);
    let keys = ["status", "text", "terms", "through", "until"];
    stands.then(|| keys.iter().map(|key| of[*key].clone()).collect())
}

/// The cell of a day in a row.
fn cell(map: &Value, row: &Value, day: &str) -> Value {
    let is = |of: &&Value| of["from"].as_str() <= Some(day) && Some(day) <= of["to"].as_str();
    let found = list(row, "stretches").iter().find(is).expect("a stretch");
    let readings = list(map, "readings").iter();
    let mut named = readings.filter(|of| of["letter"] == found["reading"]);
    json!([named.next().and_then(reading), found["undetermined"]])
}

/// Holds some rows and days of a map to what `terms` says, and gives how many cells were compared.
fn holds(timeline: &Timeline, clause: &str, known: &[Day]) -> Result<usize, TestCaseError> {
    let map = map(timeline, clause);
    let rows = list(&map, "rows");
    for two in rows.windows(2) {
        prop_assert_ne!(&two[0]["stretches"], &two[1]["stretches"]);
    }
    let mut compared = 0;
    for known_by in known {
        let by = known_by.to_string();
        let row = rows
            .iter()
            .rfind(|row| row["known_by"].as_str() <= Some(&by));
        for column in list(&map, "columns") {
            for day in [&column["from"], &column["to"]] {
                let day = day.as_str().expect("a day");
                let found = row.map_or(json!([null, false]), |row| cell(&map, row, day));
                let expected = terms(timeline, *known_by, clause, day);
                prop_assert_eq!(found, expected, "{} known by {}: {:#}", day, by, map);
                compared += 1;
            }
        }
    }
    Ok(compared)
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn every_cell_is_what_the_terms_of_its_day_were_known_to_be(
        world in chance::sound_world(),
        at in any::<Index>(),
        known in prop::collection::vec(0..4000_i64, 3),
    ) {
        let reading = ask::read(&world.toml());
        let clauses = reading.history.timeline.clauses.len();
        if !reading.is_sound() || clauses == 0 {
            return Ok(());
        }
        let first = ask::day("2018-01-01");
        let known: Vec<Day> = known.iter().filter_map(|days| first.move_days(*days)).collect();
        holds(&reading.history.timeline, &clause_id(at.index(clauses)), &known)?;
    }
}

#[test]
fn the_bundled_record_is_mapped_as_its_terms_were_known() {
    let text = include_str!("../../timeline.toml");
    let timeline = ask::read(text).history.timeline;
    let known = [
        "2019-07-22",
        "2023-06-30",
        "2025-01-21",
        "2026-04-28",
        TODAY,
    ];
    let known = known.map(ask::day);
    for clause in [
        "ip-license",
        "revenue-cap",
        "agi-clause",
        "cloud-exclusivity",
    ] {
        let compared = holds(&timeline, clause, &known).expect("a true map");
        assert!(compared > 20, "{clause}: {compared}");
    }
}
