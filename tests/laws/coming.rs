//! What lies ahead is named: every later day on which a clause stands otherwise than the day before.

use std::collections::BTreeSet;

use partnership::agreement::steps::Instant;
use partnership::answer::Report;
use partnership::date::Day;
use partnership::questions::view::View;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::calendar::span;
use super::oracle::{Oracle, Seen, Status, Step};
use super::world::{World, clause_id};
use super::{ask, cases, chance};

/// The text of a world in which whatever has a last day renews, and a clause may bound the others.
fn renewing(world: &World, rules: &str, lasts: bool) -> String {
    let lasts = if lasts { "lasts = 'clause-0'\n" } else { "" };
    let text = format!("{lasts}{}", world.toml());
    let lines = text
        .lines()
        .map(|line| match line.strip_prefix("through = ") {
            Some(_) => format!("{line}\n{rules}\n"),
            None => format!("{line}\n"),
        });
    lines.collect()
}

/// What the close of a day shows of a clause, and to when its term runs.
fn seen(view: &View<'_>, clause: usize, day: Day) -> (String, Option<Day>) {
    let state = view.history.state(clause, Instant::from(day));
    let version = state.version.map(|version| version.step);
    let running = state.running();
    // What does not stand is listed on no day.
    let seen = if state.status.stands() {
        format!("{:?} {version:?}", state.status)
    } else {
        String::new()
    };
    (seen, running.and_then(|running| running.to))
}

fn days<'a>(list: &'a Value, keys: &'a [&'a str]) -> impl Iterator<Item = Day> + 'a {
    let items = list.as_array().expect("a list").iter();
    let texts = items.flat_map(move |item| keys.iter().filter_map(|key| item[*key].as_str()));
    texts.map(ask::day)
}

/// The first later day on which a clause stands otherwise and that `upcoming` does not name.
fn unnamed(view: &View<'_>, until: Day) -> Option<String> {
    let upcoming = ask::json(&ask::upcoming(view, None));
    let mut named: BTreeSet<Day> = days(&upcoming["events"], &["first", "last"]).collect();
    named.extend(days(&upcoming["ends"], &["last"]).filter_map(Day::succ));
    for list in ["effects", "events"] {
        let entries = upcoming[list].as_array().expect("a list").iter();
        named.extend(entries.flat_map(|entry| days(&entry["changes"], &["first", "last"])));
    }
    for clause in 0..view.timeline.clauses.len() {
        let id = &view.timeline.clauses[clause].id;
        let renewals = upcoming["renewals"].as_array().expect("a list").iter();
        let mut renewals = renewals.filter(|renewal| renewal["clause"] == id.as_str());
        let next = renewals.find_map(|renewal| ask::day(renewal["date"].as_str()?).succ());
        let mut before = seen(view, clause, view.today);
        let mut day = view.today;
        while day < until {
            day = day.succ().expect("a day");
            let now = seen(view, clause, day);
            let is_renewal = now.0 == before.0 && next.is_some_and(|next| next <= day);
            if now != before && !is_renewal && !named.contains(&day) {
                return Some(format!("{id} on {day}: {before:?}, {now:?}"));
            }
            before = now;
        }
    }
    None
}

/// Every id that an answer names.
fn named(report: &Report) -> Vec<String> {
    let answer = ask::json(report);
    let events = answer["refs"]["events"].as_object().expect("references");
    events.keys().cloned().collect()
}

/// Every text of a value, whole and in words.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => found.extend(text.split([' ', ':']).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(entries) => entries.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// Whether a change that is open at the close of a day may have ended its clause, or lets its term end otherwise.
fn is_open(oracle: &Oracle<'_>, clause: usize, day: i64) -> bool {
    let open = |day| {
        let status = oracle.state(clause, day).status;
        oracle.open(clause, Seen::Close(day), status)
    };
    let may_end = |step: Step| {
        let change = oracle.change(step);
        ["end", "unclear", "adopt"].contains(&change.action)
            || change.gives("through")
            || change.renews_otherwise()
    };
    open(day).into_iter().any(may_end)
}

/// The last days of terms that another follows, day by day: all before today, and the next.
fn renewed(oracle: &Oracle<'_>, clause: usize, (from, today, to): (i64, i64, i64)) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = oracle.state(clause, from);
    for day in from..to {
        let after = oracle.state(clause, day + 1);
        let [ends, runs] = [(&before, day), (&after, day + 1)].map(|(state, day)| {
            let running = state.running(day).filter(|_| state.status.stands());
            running.filter(|_| state.renews.is_some())
        });
        if let Some((end, number)) = ends
            && end == day
            && runs.is_some_and(|(_, next)| next == number + 1)
        {
            let id = clause_id(clause);
            found.push(format!("renewal:{id}:{}", ask::when(day)));
            if day >= today {
                break;
            }
        }
        before = after;
    }
    found
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn whatever_an_answer_names_is_shown_by_its_id(
        world in prop_oneof![chance::sound_world(), chance::bounded_world()],
        rules in select(vec!["renews = '5m'\nnotice = '7m'", "renews = '20d'\nrenewals = 90\nnotice = '2w'"]),
    ) {
        let text = renewing(&world, rules, false);
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| {
            let clauses = (0..world.clauses).map(|clause| ask::clause(view, &clause_id(clause), "today"));
            let lists = [ask::timeline(view, None, None), ask::upcoming(view, None), ask::overview(view),
                ask::chart(view, None, None), ask::page(view), ask::history(view), ask::terms(view, "today".to_owned(), true)];
            for report in lists.into_iter().chain(clauses) {
                for id in named(&report) {
                    let found = ask::json(&ask::show(view, &id));
                    prop_assert_eq!(&found["event"]["id"], &id, "{}\n{}", report.context.name, text);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn no_event_is_named_that_has_nothing_to_do_with_what_comes(world in chance::sound_world()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| {
            let mut upcoming = ask::json(&ask::upcoming(view, None));
            let refs = upcoming["refs"]["events"].take();
            let (mut said, mut clauses) = (BTreeSet::new(), BTreeSet::new());
            texts(&upcoming, &mut said);
            for list in ["ends", "conditions", "renewals", "notices"] {
                texts(&upcoming[list], &mut clauses);
            }
            // Who set an end, restated it or left it unclear is only printed.
            let sets = |id: &String| {
                let mut events = world.events.iter().filter(|event| event.id == *id);
                events.any(|event| event.changes.iter().any(|of| clauses.contains(&clause_id(of.clause))))
            };
            for id in refs.as_object().expect("references").keys() {
                let mut parts = id.split_once(':').map_or(&**id, |(_, of)| of).split(':');
                prop_assert!(parts.all(|part| said.contains(part)) || sets(id), "{}\n{}", id, text);
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_something_open_may_keep_from_taking_place_is_perhaps(
        world in chance::sound_world(),
        rules in select(vec!["", "renews = '5m'", "renews = '1y'\nnotice = '3m'"]),
    ) {
        let text = renewing(&world, rules, false);
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        let mut world = world;
        let changes = world.events.iter_mut().flat_map(|event| &mut event.changes);
        for change in changes.filter(|change| change.through.is_some() && !rules.is_empty()) {
            change.renews = Some(rules[10..].split('\'').next().expect("a length").to_owned());
        }
        let oracle = Oracle::new(&world);
        ask::with(&reading, "2022-06-15", |view| {
            let listing = ask::json(&ask::timeline(view, None, None));
            for event in listing["events"].as_array().expect("a list") {
                let is_end = event["kind"] == "expiry";
                if !is_end && event["kind"] != "renewal" {
                    continue;
                }
                let id = event["about"][0].as_str().expect("a clause");
                let clause = (0..world.clauses).find(|clause| clause_id(*clause) == id).expect("a clause");
                let day = span(event["last"].as_str().expect("a day")).first;
                let state = oracle.state(clause, day);
                let ends_then = || {
                    let open = oracle.open(clause, Seen::Close(day + 1), state.status).into_iter();
                    open.filter(|step| oracle.change(*step).action == "end").count() > 0
                };
                let hoped = is_open(&oracle, clause, day) || !is_end && ends_then();
                let title = event["title"].as_str().expect("a title");
                let doubt = if state.status == Status::Unclear { ", if it still stands" } else { ", perhaps" };
                let hoped = hoped || state.status == Status::Unclear;
                prop_assert_eq!(title.contains(doubt), hoped, "{}: {}\n{}", &event["id"], title, text);
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_ends_with_the_agreement_is_named_with_its_end(world in chance::bounded_world()) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "0001-01-01", |view| {
            let upcoming = ask::json(&ask::upcoming(view, None));
            for end in upcoming["ends"].as_array().expect("a list") {
                let last = ask::day(end["last"].as_str().expect("a day"));
                let stands = |day: Day, clause: usize| view.history.state(clause, day).status.stands();
                let next = last.succ().expect("a day");
                let ends = |clause: &usize| stands(last, *clause) && !stands(next, *clause) && !world.survives[*clause];
                let ends = (1..world.clauses).filter(|clause| end["clause"] == "clause-0" && ends(clause));
                let hoped: BTreeSet<String> = ends.map(clause_id).collect();
                let found = end["with_it"].as_array().expect("a list").iter();
                let found: BTreeSet<String> = found.map(|id| id.as_str().expect("an id").to_owned()).collect();
                prop_assert_eq!(found, hoped, "{}", text);
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_turns_with_the_agreement_is_named_with_what_turned_that(world in chance::bounded_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        ask::with(&reading, "2022-06-15", |view| {
            let listing = ask::json(&ask::timeline(view, None, None));
            let listing = listing["events"].as_array().expect("a list");
            for day in oracle.days() {
                let (eve, then) = (ask::when(day - 1), ask::when(day));
                let turns = |event: &Value| {
                    let mut changes = event["changes"].as_array().expect("a list").iter();
                    let is_end = event["id"] == "expiry:clause-0" && event["last"] == eve.as_str();
                    is_end || changes.any(|of| of["clause"] == "clause-0" && of["last"] == then.as_str())
                };
                for clause in (1..world.clauses).filter(|clause| !world.survives[*clause]) {
                    let own = [day - 1, day].map(|day| oracle.own_state(clause, Seen::Close(day)).status);
                    let bound = [day - 1, day].map(|day| oracle.state(clause, day).status);
                    let id = Value::from(clause_id(clause));
                    let names = |event: &&Value| event["with_it"].as_array().is_some_and(|list| list.contains(&id));
                    let is_named = listing.iter().filter(names).any(turns);
                    let is_due = own[0] == own[1] && bound[0] != bound[1];
                    prop_assert!(!is_due || is_named, "{} on {}: {:?}\n{}", id, then, bound, text);
                }
            }
            Ok(())
        })?;
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn renewals_are_listed_as_they_follow_day_by_day(world in chance::sound_world()) {
        let (text, oracle) = (world.toml(), Oracle::new(&world));
        let reading = ask::read(&text);
        if !reading.is_sound() || !text.contains("renews") {
            return Ok(());
        }
        let days = ["2020-06-15", "2022-06-15", "2024-06-15"].map(|day| span(day).first);
        let listing = ask::with(&reading, "2022-06-15", |view| ask::json(&ask::timeline(view, Some("2020-06-15".into()), Some("2024-06-14".into()))));
        let events = listing["events"].as_array().expect("a list").iter();
        let events = events.filter(|event| event["kind"] == "renewal");
        let ids = events.map(|event| event["id"].as_str().expect("an id").to_owned());
        let mut found: Vec<String> = ids.collect();
        let clauses = 0..world.clauses;
        let mut hoped: Vec<String> = clauses.flat_map(|clause| renewed(&oracle, clause, days.into())).collect();
        found.sort();
        hoped.sort();
        prop_assert_eq!(found, hoped, "{}", text);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn upcoming_names_every_later_day_on_which_a_clause_stands_otherwise(
        world in chance::sound_world(),
        lasts: bool,
        rules in select(vec!["", "renews = '5m'", "renews = '1y'\nrenewals = 2\nnotice = '3m'"]),
    ) {
        let text = renewing(&world, rules, lasts);
        let reading = ask::read(&text);
        if !reading.is_sound() {
            return Ok(());
        }
        let found = ask::with(&reading, "2022-06-15", |view| unnamed(view, ask::day("2029-01-01")));
        prop_assert_eq!(found, None, "{}", text);
    }
}
