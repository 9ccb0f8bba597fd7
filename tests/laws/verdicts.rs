//! Which files are refused, and which days are left for what happens in the others.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::calendar::{EARLY, LATE, Span, from_json, span};
use super::oracle::Oracle;
use super::world::World;
use super::{ask, cases, chance};

fn left(record: &Value) -> Span {
    Span {
        first: from_json(&record["first"], EARLY),
        last: from_json(&record["last"], LATE),
    }
}

/// The days left for an event's own date and for each of its changes, as listed.
fn check_days(oracle: &Oracle<'_>, listed: &Value) -> Result<(), TestCaseError> {
    let place = oracle
        .world
        .events
        .iter()
        .position(|event| listed["id"] == event.id.as_str())
        .expect("a known event");
    for moment in oracle.moments.iter().filter(|moment| moment.event == place) {
        if moment.own {
            prop_assert_eq!(left(listed), moment.left, "{}", listed["id"]);
        }
        for change in &moment.changes {
            prop_assert_eq!(
                left(&listed["changes"][change]),
                moment.left,
                "change {} of {}",
                change,
                listed["id"]
            );
        }
    }
    Ok(())
}

/// What the oracle lists: every event, every later effect and every expiry.
fn everything(oracle: &Oracle<'_>) -> Vec<(String, Span)> {
    let own = oracle.moments.iter().filter(|moment| moment.own);
    let events = own.map(|moment| (oracle.world.events[moment.event].id.clone(), moment.left));
    let expiry = |found: super::oracle::Expiry| {
        let days = Span {
            first: found.last,
            last: found.last,
        };
        (oracle.id_of(&found), days)
    };
    let effects = oracle.effects().into_iter();
    let effects = effects.map(|moment| (oracle.effect_id(moment), moment.left));
    let mut all: Vec<(String, Span)> = events
        .chain(effects)
        .chain(oracle.expiries().into_iter().map(expiry))
        .collect();
    all.sort();
    all
}

/// The later effects of a listing have the days and the changes of their moments.
fn check_effects(oracle: &Oracle<'_>, events: &Value) -> Result<(), TestCaseError> {
    for moment in oracle.effects() {
        let id = oracle.effect_id(moment);
        let mut events = events.as_array().expect("a list").iter();
        let listed = events.find(|event| event["id"] == id).expect("listed");
        prop_assert_eq!(left(listed), moment.left, "{}", id);
        let event = &oracle.world.events[moment.event];
        let changes = moment.changes.iter().map(|place| &event.changes[*place]);
        let done = |change: &super::world::Change| {
            json!([super::world::clause_id(change.clause), change.action])
        };
        let hoped: Vec<Value> = changes.map(done).collect();
        let changes = listed["changes"].as_array().expect("a list").iter();
        let found: Vec<Value> = changes
            .map(|change| json!([change["clause"], change["action"]]))
            .collect();
        prop_assert_eq!((found, &listed["derived"]), (hoped, &json!(true)), "{}", id);
    }
    Ok(())
}

/// What is to come of the later effects: all that have not certainly happened by the close of a day.
fn check_upcoming(oracle: &Oracle<'_>, upcoming: &Value, today: i64) -> Result<(), TestCaseError> {
    let open = oracle.effects().into_iter();
    let open = open.filter(|moment| moment.left.last > today);
    let mut hoped: Vec<String> = open.map(|moment| oracle.effect_id(moment)).collect();
    let effects = upcoming["effects"].as_array().expect("a list").iter();
    let id = |effect: &Value| {
        let (event, date) = (&effect["event"], &effect["date"]);
        let word = |value: &Value| value.as_str().expect("a word").to_owned();
        format!("effect:{}:{}", word(event), word(date))
    };
    let mut found: Vec<String> = effects.map(id).collect();
    hoped.sort();
    found.sort();
    prop_assert_eq!(found, hoped);
    Ok(())
}

/// What is listed, but for renewals and last days to give notice.
pub(super) fn entries(events: &Value) -> impl Iterator<Item = &Value> {
    let events = events.as_array().expect("a list").iter();
    events.filter(|event| {
        !["renewal", "notice"]
            .map(Value::from)
            .contains(&event["kind"])
    })
}

fn listed(events: &Value) -> Vec<String> {
    let mut ids: Vec<String> = entries(events)
        .map(|event| event["id"].as_str().expect("an id").to_owned())
        .collect();
    ids.sort();
    ids
}

fn check_range(oracle: &Oracle<'_>, events: &Value, range: Span) -> Result<(), TestCaseError> {
    let inside = |days: &Span| !days.precedes(range) && !range.precedes(*days);
    let expected: Vec<(String, Span)> = everything(oracle)
        .into_iter()
        .filter(|(_, days)| inside(days))
        .collect();
    prop_assert_eq!(
        listed(events),
        expected
            .iter()
            .map(|(id, _)| id.clone())
            .collect::<Vec<_>>()
    );
    for event in entries(events).filter(|event| event["kind"] != "expiry") {
        let (id, days) = expected
            .iter()
            .find(|(id, _)| event["id"] == id.as_str())
            .expect("listed above");
        let certainly = range.first <= days.first && days.last <= range.last;
        prop_assert_eq!(&event["possibly"], !certainly, "{}", id);
    }
    Ok(())
}

/// A listing respects `after` and puts what is certainly earlier first.
fn check_order(world: &World, events: &Value) -> Result<(), TestCaseError> {
    let ids: Vec<&str> = events
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|event| event["id"].as_str())
        .collect();
    let place = |id: &str| ids.iter().position(|other| *other == id);
    for event in &world.events {
        for earlier in &event.after {
            prop_assert!(
                place(earlier) < place(&event.id),
                "{} is listed before {}",
                event.id,
                earlier
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_file_is_refused_where_the_rules_are_broken(world in chance::any_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let (fault, reading) = (oracle.fault(), ask::read(&text));
        let found: Vec<&str> = reading.diagnostics.iter().map(|found| found.message.as_str()).collect();
        prop_assert_eq!(reading.is_sound(), fault.is_none(), "{:?} against {:?}\n{}", fault, found, text);
    }

    #[test]
    fn a_listing_has_everything_with_the_days_left_for_it(world in chance::sound_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if oracle.fault().is_some() || !reading.is_sound() {
            return Ok(());
        }
        let listing = ask::with(&reading, "2022-06-15", |view| ask::json(&ask::timeline(view, None, None)));
        let all: Vec<String> = everything(&oracle).into_iter().map(|(id, _)| id).collect();
        prop_assert_eq!(listed(&listing["events"]), all, "{}", text);
        check_order(&world, &listing["events"])?;
        check_effects(&oracle, &listing["events"]).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let upcoming = ask::with(&reading, "2022-06-15", |view| ask::json(&ask::upcoming(view, None)));
        check_upcoming(&oracle, &upcoming, span("2022-06-15").first)?;
        for event in listing["events"].as_array().expect("a list").iter().filter(|event| event["derived"] == false) {
            check_days(&oracle, event).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        }
    }

    #[test]
    fn a_range_has_what_may_lie_in_it(world in chance::sound_world(), one in chance::date(), other in chance::date()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        let range = Span { first: span(&one).first, last: span(&other).last };
        if oracle.fault().is_some() || !reading.is_sound() || range.first == EARLY || range.last == LATE || range.first > range.last {
            return Ok(());
        }
        let listing = ask::with(&reading, "2022-06-15", |view| ask::json(&ask::timeline(view, Some(one.clone()), Some(other.clone()))));
        check_range(&oracle, &listing["events"], range).map_err(|error| TestCaseError::fail(format!("{one} to {other}: {error}\n{text}")))?;
    }
}

#[test]
fn chance_makes_enough_sound_worlds_of_every_kind() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut sound, mut raw, mut standing, mut pending) = (0, 0, 0, 0);
    let (mut expiring, mut late) = (0, 0);
    for _ in 0..100 {
        let broken = chance::raw_world()
            .new_tree(&mut runner)
            .expect("a world")
            .current();
        raw += usize::from(Oracle::new(&broken).fault().is_some());
        let world = chance::sound_world()
            .new_tree(&mut runner)
            .expect("a world")
            .current();
        let oracle = Oracle::new(&world);
        sound += usize::from(oracle.fault().is_none());
        let states: Vec<_> = oracle
            .days()
            .into_iter()
            .flat_map(|day| (0..world.clauses).map(move |clause| (clause, day)))
            .collect();
        let states: Vec<_> = states
            .into_iter()
            .map(|(clause, day)| oracle.state(clause, day))
            .collect();
        standing += usize::from(states.iter().any(|state| state.status.stands()));
        pending += usize::from(states.iter().any(|state| !state.pending.is_empty()));
        expiring += usize::from(!oracle.expiries().is_empty());
        late += usize::from(!oracle.effects().is_empty());
    }
    assert!(sound > 95, "{sound} of 100 mended worlds are sound");
    assert!(raw > 40, "{raw} of 100 raw worlds are broken");
    assert!(
        standing > 60 && pending > 50 && expiring > 20 && late > 5,
        "{standing} stand, {pending} are undetermined, {expiring} expire, {late} take effect later"
    );
}
