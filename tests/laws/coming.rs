//! What lies ahead is named: every later day on which a clause stands otherwise than the day before.

use std::collections::BTreeSet;

use partnership::agreement::steps::Instant;
use partnership::date::Day;
use partnership::questions::view::View;
use proptest::prelude::*;
use serde_json::Value;

use super::calendar::span;
use super::oracle::Oracle;
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
    let running = view.history.running(clause, &state, view.today);
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
        rules in prop::sample::select(vec!["", "renews = '5m'", "renews = '1y'\nrenewals = 2\nnotice = '3m'"]),
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
