//! Charts: what a lane says firmly of a day is what the terms of that day say, under every lens.

use proptest::prelude::*;
use serde_json::Value;

use super::lenses::{draft, told};
use super::narrow::Lens;
use super::oracle::{Oracle, State, Status};
use super::world::{World, clause_id};
use super::{ask, cases, chance};

/// Whether a lane may say so of a day on which a clause stands so; `sure` says that what is open only keeps it.
fn agrees(stands: &str, state: &State, sure: bool) -> bool {
    match stands {
        "no" => state.pending.is_empty() && !state.status.stands(),
        "in force" => sure && state.status == Status::InForce,
        "changing" => state.status == Status::InForce,
        "unclear" => state.status == Status::Unclear,
        _ => true,
    }
}

/// Whether an event does no more to a clause than to keep it.
fn only_keeps(world: &World, (event, date): &(String, String), clause: usize) -> bool {
    let events = world.events.iter().filter(|found| found.id == *event);
    let changes = events.flat_map(|event| event.changes.iter().map(move |change| (event, change)));
    let mut changes = changes.filter(|(event, change)| change.date(event) == date);
    changes.all(|(_, change)| change.clause != clause || change.action == "keep")
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_lane_says_firmly_only_what_the_terms_say(world in chance::sound_world(), draft in draft()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() || Oracle::new(&world).fault().is_some() {
            return Ok(());
        }
        let lenses = draft.lenses(&world).into_iter().chain([Lens::default()]);
        for lens in lenses {
            let narrowed = ask::lens(&reading.history.timeline, &lens).narrow(&reading.history.timeline);
            let seen = lens.narrow(&world);
            let oracle = Oracle::new(&seen);
            ask::within(&narrowed, "2022-06-15", |view| -> Result<(), TestCaseError> {
                let chart = ask::json(&ask::chart(view));
                let lanes = chart["lanes"].as_array().expect("lanes");
                for clause in 0..world.clauses {
                    let id = clause_id(clause);
                    let Some(lane) = lanes.iter().find(|lane| lane["clause"] == id.as_str()) else {
                        continue;
                    };
                    for day in oracle.days() {
                        let when = ask::when(day);
                        let text = |value: &Value| value.as_str().expect("a text").to_owned();
                        let stretches = lane["stretches"].as_array().expect("stretches").iter();
                        let mut of_day = stretches.filter(|s| text(&s["from"]) <= when && when <= text(&s["to"]));
                        let Some(stretch) = of_day.next() else { continue };
                        let (stands, state) = (text(&stretch["stands"]), oracle.state(clause, day));
                        let sure = state.pending.iter().all(|open| only_keeps(&seen, open, clause));
                        prop_assert!(agrees(&stands, &state, sure), "{} on {} is {:?}: {:?}", id, when, stands, state);
                    }
                }
                Ok(())
            })
            .map_err(|error| told(&error, &lens, &text))?;
        }
    }
}
