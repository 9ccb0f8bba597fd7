//! Suppositions: what they end, what they leave as it was, and in which order they apply.

use partnership::agreement::history::History;
use partnership::agreement::lens::Lens;
use partnership::agreement::suppose::{Supposed, Supposition};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::calendar::span;
use super::oracle::Oracle;
use super::states::reported;
use super::world::{World, clause_id};
use super::{ask, cases, chance};
use crate::support::partnership;

const TODAY: &str = "2022-06-15";

const MILL: &str = r#"
format = 1
title = "Mill"
clause.rent.title = "Rent"
clause.garden.title = "Garden"
clause.roof.title = "Roof"
clause.shed.title = "Shed"
[[event]]
id = "signed"
date = "2020-01-01"
title = "It is signed"
change = [
  { clause = "rent", action = "adopt", text = "1,000.", until = "the mill is sold" },
  { clause = "roof", action = "adopt", text = "Slate.", until = "size = 2" },
]
[[event]]
id = "raised"
date = "2022-03"
title = "It is raised"
change = [{ clause = "rent", action = "amend", text = "1,200." }]
[[event]]
id = "planted"
date = "2023-01-01"
title = "It is planted"
change = [{ clause = "garden", action = "adopt", text = "Roses.", until = "the mill is sold" }]
[[event]]
id = "freed"
date = "2023-01-01"
title = "It is freed"
change = [{ clause = "garden", action = "amend", unset = ["until"] }]
[[event]]
id = "left"
date = "[2024-02..2024-08]"
title = "It is left"
change = [{ clause = "rent", action = "end" }]
[[event]]
id = "let-again"
date = "2025-01-01"
title = "It is let again"
change = [{ clause = "rent", action = "adopt", text = "1,500." }]
[[event]]
id = "survey"
date = "2026-05"
planned = true
title = "It is to be surveyed"
change = [
  { clause = "shed", action = "adopt", text = "Wood.", until = "size = 2" },
  { clause = "roof", action = "end", effective = "2027-01-01" },
]
[[event]]
id = "some-day"
date = "[2027..]"
planned = true
title = "Nothing is to change"
"#;

/// How rent, garden, roof and shed stand on a day: `+` in force, `-` ended, `.` not yet, with `?` for perhaps.
fn stands(suppose: &[&str], day: &str) -> String {
    let mut call = partnership("terms --all --json --quiet -f mill.toml").file("mill.toml", MILL);
    for supposition in suppose {
        call = call.arg("--suppose").arg(supposition);
    }
    let answer = call.arg(day).done();
    let terms: Value = serde_json::from_str(&answer).expect("JSON");
    let open = terms["undetermined"].as_array().expect("a list");
    let sign = |state: &Value| {
        let sign = match state["status"].as_str() {
            Some("in force") => "+",
            Some("ended") => "-",
            _ => ".",
        };
        let is_open = open.iter().any(|open| open["clause"] == state["id"]);
        [sign, if is_open { "?" } else { "" }].concat()
    };
    let states = terms["clauses"].as_array().expect("a list");
    states.iter().map(sign).collect()
}

#[test]
fn what_is_supposed_ends_what_waits_for_it_on_that_day() {
    let sold = "the mill is sold=2021";
    for (suppose, day, hoped) in [
        (&[][..], "2021", "+.+."),
        (&[sold], "2021-12-30", "+.+."),
        (&[sold], "2021-12-31", "-.+."),
        // What changes it later, or leaves it open, does nothing; what adopts it does.
        (&[], "2022-03-15", "+?.+."),
        (&[sold], "2022-03-15", "-.+."),
        (&[sold], "2023", "-++."),
        (&[sold], "2024-03", "-++."),
        (&[sold], "2025", "+++."),
        // Where nothing else is said, today.
        (&["size = 2"], "2026-11-21", "+++.?"),
        (&["size = 2"], "2026-11-22", "++-.?"),
        // What may have ended it before may still have done so.
        (&["the mill is sold=2024-05"], "2024-05-30", "+?++."),
        (&["the mill is sold=2024-05"], "2024-09", "-++."),
        // Right after an event, and at the close of its day.
        (&["the mill is sold=planted"], "2023", "--+."),
        (&["the mill is sold=2023-01-01"], "2023", "-++."),
        // A condition may hold the sign itself.
        (&["size = 2=2022"], "2022", "+.-."),
        // A plan counts as happened, and its effects keep their days.
        (&["survey"], "2026-05-30", "+++."),
        (&["survey"], "2026-05-31", "++++"),
        (&["survey=2021"], "2021", "+.++"),
        (&["survey=2021"], "2027-01-01", "++-+"),
        // In the order given.
        (&["survey=2021", "size = 2=2022"], "2022", "+.--"),
        (&["size = 2=2022", "survey=2021"], "2022", "+.-+"),
        (&["size = 2=2022", "survey=2023"], "2023", "++-+"),
    ] {
        assert_eq!(stands(suppose, day), hoped, "{suppose:?} on {day}");
    }
}

#[test]
fn what_certainly_happened_around_a_supposition_stays_open_until_it() {
    let ask = |call: &str| {
        let call = partnership(call).arg("-f").arg("mill.toml");
        let call = call.file("mill.toml", MILL).arg("--suppose");
        call.arg("the mill is sold=2022-03-15")
            .arg("--quiet")
            .done()
    };
    let open = |day: &str| {
        let terms = ask(&format!("terms {day} --json --clause rent"));
        let terms: Value = serde_json::from_str(&terms).expect("JSON");
        terms["undetermined"].as_array().expect("a list").len()
    };
    for (day, count) in [
        ("2022-02", 0),
        ("2022-03-14", 1),
        ("2022-03-15", 0),
        ("2023", 0),
    ] {
        assert_eq!(open(day), count, "{day}");
    }
    let raised = ask("show event raised");
    assert!(
        raised.contains("~ Rent") && raised.contains("perhaps"),
        "{raised}"
    );
    let chart = ask("chart --clause rent --format list");
    assert!(chart.contains("2022-03: amended, perhaps"), "{chart}");
}

#[test]
fn a_supposition_that_cannot_be_taken_is_refused() {
    for (supposition, refusal) in [
        (
            "the mill is sole",
            "error: `the mill is sole` is neither a condition nor a planned event\n\
             help: there is `the mill is sold`\n",
        ),
        (
            "survei=2021",
            "error: `survei` is neither a condition nor a planned event\nhelp: there is `survey`\n",
        ),
        (
            "raised",
            "error: event `raised` is not planned: it happened\n\
             help: `partnership upcoming` lists open conditions and planned events\n",
        ),
        (
            "the mill is sold=2021-13",
            "error: `2021-13` is not a date: there is no month 13\nhelp: months run from 01 to 12\n",
        ),
        (
            "the mill is sold=[2021..]",
            "error: `[2021..]` has no last day\nhelp: write a day, month or year, such as `2026-04`\n",
        ),
        (
            "some-day",
            "error: `some-day` has no last day\n\
             help: write a day, month or year, such as `2026-04`\n",
        ),
    ] {
        let call = partnership("terms -f mill.toml").file("mill.toml", MILL);
        let call = call.arg("--suppose").arg(supposition);
        assert_eq!(call.refused(2), refusal, "{supposition}");
    }
    let hidden = partnership("terms -f mill.toml --known-by 2021 --suppose survey");
    let hidden = hidden.file("mill.toml", MILL).refused(2);
    assert!(hidden.contains("event `survey` is hidden by `--known-by`"));
    for call in ["schema --suppose x", "check --suppose x"] {
        let refused = partnership(call).refused(2);
        assert!(refused.contains("a lens has no effect"), "{refused}");
    }
}

#[test]
fn a_supposition_that_changes_nothing_says_why() {
    for (supposition, note) in [
        (
            "the mill is sold=2019",
            "note: supposing that the mill is sold changes nothing: no clause certainly stands on 2019-12-31 \
             with this condition\n",
        ),
        (
            "some-day=2026",
            "note: supposing `some-day` changes nothing: it changes no clause\n",
        ),
        ("survey", ""),
        ("the mill is sold=2021", ""),
    ] {
        let call = partnership("terms -f mill.toml").file("mill.toml", MILL);
        let answer = call.arg("--suppose").arg(supposition).run();
        assert_eq!((answer.code, answer.stderr.as_str()), (0, note));
    }
}

#[test]
fn every_answer_says_what_is_supposed() {
    let ask = |call: &str| {
        let call = partnership(call).arg("-f").arg("mill.toml");
        let call = call.file("mill.toml", MILL).arg("--suppose");
        call.arg("the mill is sold=2021").arg("--quiet").done()
    };
    for call in [
        "",
        "timeline",
        "terms",
        "diff 2020 2022",
        "show clause rent",
        "show event suppose:1",
        "upcoming",
        "chart",
        "chart --format svg",
        "page",
        "find rent",
        "terms --format narrative",
        "terms --format markdown",
        "learned --since 2021",
        "show source",
    ] {
        let told = ask(call).replace('\n', " ");
        let hoped = "Supposing that the mill is sold on 2021-12-31: Rent ends.";
        assert!(told.contains(hoped), "{call}: {told}");
    }
    let page: Value = serde_json::from_str(&ask("show event suppose:1 --json")).expect("JSON");
    let hoped = json!([{"condition": "the mill is sold", "when": "2021"}]);
    assert_eq!(page["lens"]["suppose"], hoped);
    let event = &page["event"];
    let told = ["id", "date", "title", "kind", "derived", "basis", "cite"].map(|key| &event[key]);
    let title = "Supposing that the mill is sold";
    let hoped = json!([
        "suppose:1",
        "2021-12-31",
        title,
        "supposition",
        true,
        "inferred",
        []
    ]);
    assert_eq!(json!(told), hoped);
}

fn suppose(what: Supposed, day: &str) -> Lens {
    Lens {
        suppose: vec![Supposition {
            what,
            at: ask::day(day).into(),
        }],
        ..Lens::default()
    }
}

/// All states on a day, by the ids of their clauses.
fn states(history: &History, day: i64) -> Vec<(String, Value)> {
    let view = ask::view(history, TODAY);
    let terms = ask::json(&ask::terms(&view, ask::when(day), true));
    let states = terms["clauses"].as_array().expect("a list").iter();
    states
        .map(|state| {
            (
                state["id"].as_str().expect("an id").to_owned(),
                reported(state),
            )
        })
        .collect()
}

/// Whether a clause is adopted on a day or later.
fn adopted_from(world: &World, clause: &str, day: i64) -> bool {
    let mut changes = world.events.iter().flat_map(|event| {
        let date = |effective: Option<&String>| effective.unwrap_or(&event.date).clone();
        let changes = event.changes.iter();
        changes.map(move |change| (change, date(change.effective.as_ref())))
    });
    changes.any(|(change, date)| {
        clause_id(change.clause) == clause && change.action == "adopt" && span(&date).last >= day
    })
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn what_no_clause_waits_for_changes_nothing(world in chance::sound_world(), at in any::<Index>()) {
        let (reading, days) = (ask::read(&world.toml()), Oracle::new(&world).days());
        if !reading.is_sound() || days.is_empty() {
            return Ok(());
        }
        let whole = &reading.history.timeline;
        let lens = suppose(Supposed::Condition("it hails".to_owned()), &ask::when(*at.get(&days)));
        prop_assert_eq!(&lens.narrow(whole), whole);
    }

    #[test]
    fn only_what_waits_for_it_ends_and_only_from_that_day_on(
        world in chance::sound_world(), at in any::<Index>(), condition in select(vec!["it rains", "it snows"])
    ) {
        let (text, days) = (world.toml(), Oracle::new(&world).days());
        let reading = ask::read(&text);
        if !reading.is_sound() || days.is_empty() {
            return Ok(());
        }
        let (whole, then) = (&reading.history, *at.get(&days));
        let lens = suppose(Supposed::Condition(condition.to_owned()), &ask::when(then));
        let supposed = History::of(lens.narrow(&whole.timeline));
        let waits = |state: &Value| {
            state["until"] == condition && ["in force", "unclear"].iter().any(|stands| state["status"] == *stands)
        };
        let ended: Vec<String> = states(whole, then).into_iter().filter(|(_, state)| waits(state)).map(|(id, _)| id).collect();
        let again = ended.iter().any(|clause| adopted_from(&world, clause, then));
        for day in days {
            for ((id, state), (_, was)) in states(&supposed, day).into_iter().zip(states(whole, day)) {
                if !ended.contains(&id) || day < then {
                    prop_assert!(again || state == was, "{} on {}: {}, was {}\n{}", id, ask::when(day), state, was, text);
                } else if day == then || !again {
                    prop_assert_eq!(&state["status"], "ended", "{} on {}\n{}", id, ask::when(day), text);
                }
            }
        }
    }

    #[test]
    fn a_plan_that_is_supposed_is_an_event_on_its_last_day(world in chance::sound_world()) {
        let reading = ask::read(&world.toml());
        if !reading.is_sound() {
            return Ok(());
        }
        let whole = &reading.history.timeline;
        for (place, plan) in world.events.iter().enumerate().filter(|(_, event)| event.planned) {
            let Some(day) = History::of(whole.clone()).moments.event_bounds(place).last else {
                continue;
            };
            let mut happened = world.clone();
            happened.events[place].planned = false;
            happened.events[place].date = day.to_string();
            let happened = ask::read(&happened.toml());
            if !happened.is_sound() {
                continue;
            }
            let supposed = suppose(Supposed::Plan(plan.id.clone()), &day.to_string()).narrow(whole);
            prop_assert_eq!(&supposed, &happened.history.timeline);
        }
    }
}
