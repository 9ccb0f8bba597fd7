//! The lenses: every narrowed timeline is what a literal reading leaves of its world.

use std::collections::BTreeSet;

use partnership::agreement::history::History;
use partnership::agreement::{Basis, Timeline};
use partnership::questions::view::View;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};

use super::calendar::span;
use super::narrow::Lens;
use super::oracle::Oracle;
use super::states::{expected, reported};
use super::world::{SOURCES, World, clause_id};
use super::{ask, cases, chance, verdicts};

const TODAY: &str = "2022-06-15";
/// A day after everything that chance makes.
const END: &str = "2030-01-01";

/// A lens in the making, whose day is still to be taken from a world's.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    known_by: Index,
    according_to: Vec<usize>,
    basis: &'static str,
}

pub(super) fn draft() -> impl Strategy<Value = Draft> {
    let sources = subsequence((0..SOURCES).collect::<Vec<_>>(), 1..=2);
    let basis = select(vec!["stated", "reported"]);
    (any::<Index>(), sources, basis).prop_map(|(known_by, according_to, basis)| Draft {
        known_by,
        according_to,
        basis,
    })
}

impl Draft {
    /// Each lens alone, some together, and all.
    pub(super) fn lenses(&self, world: &World) -> Vec<Lens> {
        let days = known_days(world);
        let known_by = (!days.is_empty()).then(|| *self.known_by.get(&days));
        let (according_to, basis) = (self.according_to.clone(), self.basis);
        let all = Lens {
            known_by,
            according_to: according_to.clone(),
            basis,
        };
        let alone = [
            Lens {
                known_by,
                ..Lens::default()
            },
            Lens {
                known_by,
                according_to: according_to.clone(),
                ..Lens::default()
            },
            Lens {
                according_to,
                ..Lens::default()
            },
            Lens {
                basis,
                ..Lens::default()
            },
        ];
        alone.into_iter().chain([all]).collect()
    }
}

/// The days on which something becomes known, and those before.
fn known_days(world: &World) -> Vec<i64> {
    let announced = world
        .events
        .iter()
        .map(|event| event.announced.as_ref().unwrap_or(&event.date));
    let spans = announced
        .chain(world.published.iter().flatten())
        .map(|date| span(date));
    let oracle = Oracle::new(world);
    let left = oracle.moments.iter().map(|moment| moment.left);
    let days = spans.chain(left).flat_map(|days| [days.first, days.last]);
    let sane = days.filter(|day| ![i64::MIN, i64::MAX].contains(day));
    sane.flat_map(|day| [day - 1, day])
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// Whether something was announced on a day or after it, so that no day is certain.
fn is_never_known(world: &World) -> bool {
    let mut announced = world
        .events
        .iter()
        .filter_map(|event| event.announced.as_ref());
    announced.any(|date| span(date).last == i64::MAX)
}

/// The clauses of which something is left.
fn shown(world: &World) -> BTreeSet<usize> {
    let touched = |event: &super::world::Event| {
        let changed = event.changes.iter().map(|change| change.clause);
        changed
            .chain(event.about.iter().copied())
            .collect::<Vec<_>>()
    };
    world.events.iter().flat_map(touched).collect()
}

fn check_states(view: &View<'_>, oracle: &Oracle<'_>, day: i64) -> Result<(), TestCaseError> {
    let report = ask::json(&ask::terms(view, ask::when(day), true));
    let states = report["clauses"].as_array().expect("a list");
    let find = |id: &str| states.iter().find(|state| state["id"] == id);
    let left = shown(oracle.world);
    prop_assert_eq!(states.len(), left.len());
    for clause in left {
        let id = clause_id(clause);
        let state = find(&id).map(reported);
        let hoped = expected(&oracle.state(clause, day));
        prop_assert_eq!(state, Some(hoped), "{} on {}", id, ask::when(day));
    }
    Ok(())
}

/// Every event that is left, every later effect and every expiry, and nothing else.
fn check_listing(view: &View<'_>, oracle: &Oracle<'_>) -> Result<(), TestCaseError> {
    let report = ask::json(&ask::timeline(view, None, None));
    let mut listed: Vec<Value> = verdicts::entries(&report["events"])
        .map(|event| json!([event["id"], event["date"], event["announced"]]))
        .collect();
    let expiries = oracle
        .expiries()
        .into_iter()
        .map(|expiry| json!([oracle.id_of(&expiry), expiry.through, null]));
    let events = oracle.world.events.iter();
    let events = events.map(|event| json!([event.id, event.date, event.announced]));
    let effects = oracle.effects().into_iter();
    let effects =
        effects.map(|moment| json!([oracle.effect_id(moment), oracle.date(moment), null]));
    let mut hoped: Vec<Value> = events.chain(effects).chain(expiries).collect();
    listed.sort_by_key(Value::to_string);
    hoped.sort_by_key(Value::to_string);
    prop_assert_eq!(listed, hoped);
    // What was done was known when its event was, whatever the lens, unless a source dates that change itself.
    let events = verdicts::entries(&report["events"]);
    for event in events.filter(|event| event["derived"] == false) {
        let announced = Some(&event["announced"]).filter(|day| !day.is_null());
        let known = announced.unwrap_or(&event["date"]);
        let done = verdicts::entries(&event["changes"]);
        for change in done.filter(|of| of["kind"] == "agreed" && of["report"] == false) {
            let cites = change["cite"].as_array().expect("a list");
            if cites.iter().any(|cite| !cite["date"].is_null()) {
                continue;
            }
            prop_assert_eq!(&change["known"], known, "{}", event["id"]);
        }
    }
    Ok(())
}

fn check_narrowed(timeline: &Timeline, narrowed: &World, lens: &Lens) -> Result<(), TestCaseError> {
    let (oracle, history) = (Oracle::new(narrowed), History::of(timeline.clone()));
    let sources = lens.according_to.iter();
    let told = partnership::answer::Lens {
        according_to: sources.map(|place| format!("source-{place}")).collect(),
        ..partnership::answer::Lens::default()
    };
    let view = View::new(&history, ask::day(TODAY), told, None);
    check_listing(&view, &oracle)?;
    let mut days = oracle.days().into_iter();
    days.try_for_each(|day| check_states(&view, &oracle, day))
}

/// All events of a timeline with everything that is kept of them.
fn kept(timeline: &Timeline) -> String {
    format!("{:?}", timeline.events)
}

/// The same timeline, all of it as firm: what a source passes on weakens what rests on it under every lens.
fn alike_in_basis(mut timeline: Timeline) -> Timeline {
    for event in &mut timeline.events {
        event.basis = Basis::Stated;
        let changes = event.changes.iter_mut();
        changes.for_each(|change| change.basis = Basis::Stated);
    }
    timeline
}

fn ids(timeline: &Timeline) -> Vec<&str> {
    let events = timeline.events.iter();
    events.map(|event| event.id.as_str()).collect()
}

/// The list of `learned` in which a clause belongs, by whether it stood and stands.
fn list_of(before: bool, after: bool) -> &'static [&'static str] {
    match (before, after) {
        (false, true) => &["adopted"],
        (true, false) => &["ended"],
        (true, true) => &["amended", "unchanged"],
        (false, false) => &["interim", "unchanged", ""],
    }
}

/// Both sides of what was learned of a day are the states of that day under the two lenses.
fn check_learned(world: &World, report: &Value, since: i64, at: i64) -> Result<(), TestCaseError> {
    let by = |day: i64| {
        let known_by = Some(day);
        Lens {
            known_by,
            ..Lens::default()
        }
        .narrow(world)
    };
    let then = by(since);
    let (then, now) = (Oracle::new(&then), Oracle::new(world));
    for clause in 0..world.clauses {
        let (before, after) = (then.state(clause, at), now.state(clause, at));
        let (list, found) = entry(report, &clause_id(clause));
        let stands = (before.status.stands(), after.status.stands());
        prop_assert!(
            list_of(stands.0, stands.1).contains(&list),
            "{} in `{}`",
            clause,
            list
        );
        if list == "amended" || stands == (true, true) {
            prop_assert_eq!(list == "amended", !before.reads_like(&after), "{}", clause);
        }
        if list.is_empty() || list == "unchanged" {
            continue;
        }
        for (side, state) in [("before", before), ("after", after)] {
            let shown = (!found[side].is_null()).then(|| reported(&found[side]));
            let hoped = state.status.stands().then(|| expected(&state));
            prop_assert_eq!(shown, hoped, "{} {}", clause, side);
        }
    }
    Ok(())
}

/// The list in which a clause is, and its entry.
fn entry<'a>(report: &'a Value, id: &str) -> (&'static str, &'a Value) {
    let find = |list: &'static str| {
        let entries = report[list].as_array().expect("a list");
        let found = entries.iter().find(|entry| entry["clause"] == id)?;
        Some((list, found))
    };
    let lists = ["adopted", "amended", "ended", "interim", "unchanged"];
    lists
        .into_iter()
        .find_map(find)
        .unwrap_or(("", &Value::Null))
}

pub(super) fn told(error: &TestCaseError, lens: &Lens, text: &str) -> TestCaseError {
    let day = lens.known_by.map(ask::when);
    let (sources, basis) = (&lens.according_to, lens.basis);
    TestCaseError::fail(format!(
        "known by {day:?}, according to {sources:?}, {basis}: {error}\n{text}"
    ))
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_lens_leaves_what_a_literal_reading_leaves(world in chance::sound_world(), draft in draft()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() || Oracle::new(&world).fault().is_some() {
            return Ok(());
        }
        for lens in draft.lenses(&world) {
            let narrowed = ask::lens(&reading.history.timeline, &lens).narrow(&reading.history.timeline);
            check_narrowed(&narrowed, &lens.narrow(&world), &lens).map_err(|error| told(&error, &lens, &text))?;
        }
    }

    #[test]
    fn narrowing_twice_is_narrowing_once_and_adds_no_event(world in chance::sound_world(), draft in draft()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        let all = ids(&reading.history.timeline);
        for lens in draft.lenses(&world) {
            let lens = ask::lens(&reading.history.timeline, &lens);
            let once = lens.narrow(&reading.history.timeline);
            let twice = lens.narrow(&once);
            prop_assert!(ids(&once).iter().all(|id| all.contains(id)));
            prop_assert!(ids(&twice).iter().all(|id| ids(&once).contains(id)));
            // What was known goes by the days that the whole file leaves, which the narrowed one no longer says.
            if lens.known_by.is_some() {
                continue;
            }
            prop_assert_eq!(kept(&once), kept(&twice), "{:?}\n{}", lens, text);
            prop_assert_eq!(&once.ids, &twice.ids);
        }
    }

    #[test]
    fn believing_everything_changes_nothing(world in chance::sound_world()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() || shown(&world).len() < world.clauses {
            return Ok(());
        }
        let late = Lens { known_by: Some(span(END).first), ..Lens::default() };
        for lens in [Some(Lens::default()), (!is_never_known(&world)).then_some(late)].into_iter().flatten() {
            let whole = &reading.history.timeline;
            let narrowed = ask::lens(whole, &lens).narrow(whole);
            let (narrowed, whole) = (alike_in_basis(narrowed), alike_in_basis(whole.clone()));
            prop_assert_eq!(kept(&narrowed), kept(&whole), "{:?}\n{}", lens, text);
        }
    }

    #[test]
    fn nothing_is_learned_after_everything(world in chance::sound_world(), at in chance::date()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() || span(&at).last == i64::MAX || is_never_known(&world) {
            return Ok(());
        }
        let report = ask::json(&ask::learned(&reading.history.timeline, END, &at, END));
        for list in ["events", "adopted", "amended", "ended", "interim"] {
            prop_assert_eq!(&report[list], &json!([]), "{}\n{}", list, text);
        }
    }

    #[test]
    fn what_was_learned_lies_between_the_states_under_two_lenses(world in chance::sound_world(), draft in draft(), at in any::<Index>()) {
        let (text, days) = (world.toml(), Oracle::new(&world).days());
        let (reading, known) = (ask::read(&text), known_days(&world));
        if !reading.is_sound() || days.is_empty() || known.is_empty() || Oracle::new(&world).fault().is_some() {
            return Ok(());
        }
        let (since, at) = (*draft.known_by.get(&known), *at.get(&days));
        let report = ask::json(&ask::learned(&reading.history.timeline, &ask::when(since), &ask::when(at), TODAY));
        check_learned(&world, &report, since, at)
            .map_err(|error| TestCaseError::fail(format!("since {} at {}: {error}\n{text}", ask::when(since), ask::when(at))))?;
    }
}
