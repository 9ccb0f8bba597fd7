//! Random worlds: few clauses, many overlapping dates, every action and key.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};

use super::calendar::span;
use super::mend::{mend, tidy};
use super::world::{Change, Cite, Event, SOURCES, Terms, World};

/// A year, month or day in a small domain, where many are the same or neighbours.
fn period() -> impl Strategy<Value = String> {
    let year = 2019..=2024_i32;
    let month = select(vec!["01", "02", "06", "12"]);
    let day = select(vec!["01", "02", "15", "28"]);
    let days = (year.clone(), month.clone(), day)
        .prop_map(|(year, month, day)| format!("{year}-{month}-{day}"));
    let months = (year.clone(), month).prop_map(|(year, month)| format!("{year}-{month}"));
    let last = (year.clone(), select(vec!["01-31", "06-30", "12-31"]))
        .prop_map(|(year, day)| format!("{year}-{day}"));
    prop_oneof![6 => days, 2 => last, 3 => months, 2 => year.prop_map(|year| year.to_string())]
}

/// A period, perhaps with a mark.
fn marked() -> impl Strategy<Value = String> {
    let mark = prop_oneof![6 => Just(""), 1 => Just("~"), 1 => Just("?"), 1 => Just("%")];
    (period(), mark).prop_map(|(period, mark)| period + mark)
}

/// A range with one or two sides.
fn range() -> impl Strategy<Value = String> {
    (option::weighted(0.8, period()), period(), any::<bool>()).prop_map(|(other, one, right)| {
        match other {
            None if right => format!("[..{one}]"),
            None => format!("[{one}..]"),
            Some(other) if span(&one).first <= span(&other).last => format!("[{one}..{other}]"),
            Some(other) => format!("[{other}..{one}]"),
        }
    })
}

/// Any date expression.
pub(super) fn date() -> impl Strategy<Value = String> {
    prop_oneof![4 => marked(), 1 => range()]
}

/// Any date expression, of any year.
pub(super) fn any_date() -> impl Strategy<Value = String> {
    let mark = select(vec!["", "~", "?", "%"]);
    let period = (
        1..=9999_u32,
        option::of((1..=12_u32, option::of(1..=28_u32))),
    );
    let period = period.prop_map(|(year, rest)| match rest {
        None => format!("{year:04}"),
        Some((month, None)) => format!("{year:04}-{month:02}"),
        Some((month, Some(day))) => format!("{year:04}-{month:02}-{day:02}"),
    });
    prop_oneof![
        date(),
        (period, mark).prop_map(|(period, mark)| period + mark)
    ]
}

/// Stands for the date of the change itself, where that is no range.
const SAME: &str = "same";

fn through() -> impl Strategy<Value = String> {
    let late = (2022..=2027_i32).prop_map(|year| year.to_string());
    prop_oneof![4 => marked(), 2 => late, 1 => Just(SAME.to_owned())]
}

/// Writes the date that a `through` stands for.
fn resolve(through: &mut Option<String>, date: &str) {
    if through.as_deref() == Some(SAME) {
        *through = Some(date.to_owned()).filter(|date| !date.starts_with('['));
    }
}

fn value() -> impl Strategy<Value = Value> {
    let set = vec(select(vec!["east", "north", "west"]), 0..4).prop_map(|words| json!(words));
    let mixed = select(vec![
        json!([1, "one", true]),
        json!([2, 1]),
        json!([true, "one", 1, 1]),
        json!([1.0, 1]),
    ]);
    let plain = select(vec![
        json!("20%"),
        json!("10%"),
        json!(1),
        json!(20),
        json!(1.0),
        json!(0.2),
        json!(true),
        json!(false),
    ]);
    prop_oneof![4 => plain, 3 => set, 1 => mixed]
}

const NAMES: [&str; 3] = ["share", "exclusive", "regions"];

fn terms() -> impl Strategy<Value = Terms> {
    btree_map(
        select(NAMES.to_vec()).prop_map(str::to_owned),
        value(),
        0..3,
    )
}

fn text() -> impl Strategy<Value = String> {
    select(vec!["As it was.", "As it is.", "Otherwise: \"quoted\"."]).prop_map(str::to_owned)
}

fn until() -> impl Strategy<Value = String> {
    select(vec!["it rains", "it snows"]).prop_map(str::to_owned)
}

fn cite() -> impl Strategy<Value = Cite> {
    let claims = (
        option::weighted(0.3, date()),
        option::weighted(0.2, text()),
        option::weighted(0.3, terms()),
    );
    let ends = (
        option::weighted(0.2, through()),
        option::weighted(0.2, until()),
    );
    (0..SOURCES, basis(), claims, ends).prop_map(
        |(source, basis, (date, text, terms), (through, until))| Cite {
            source,
            basis,
            date,
            text,
            terms,
            through,
            until,
            ..Cite::default()
        },
    )
}

fn basis() -> impl Strategy<Value = Option<&'static str>> {
    option::weighted(0.3, select(vec!["stated", "reported", "inferred"]))
}

fn report() -> impl Strategy<Value = Option<bool>> {
    option::weighted(0.3, any::<bool>())
}

/// Labels or units of some terms.
fn told() -> impl Strategy<Value = BTreeMap<&'static str, &'static str>> {
    btree_map(
        select(NAMES.to_vec()),
        select(vec!["the share", "USD"]),
        0..3,
    )
}

fn change(clauses: usize) -> impl Strategy<Value = Change> {
    let action = select(vec!["adopt", "amend", "disclose", "keep", "unclear", "end"]);
    let unset = subsequence(
        vec![
            "share",
            "exclusive",
            "regions",
            "through",
            "until",
            "renews",
            "renewals",
            "notice",
        ],
        0..=2,
    );
    let unset = prop_oneof![2 => Just(Vec::new()), 1 => unset];
    let what = (0..clauses, action, option::weighted(0.25, date()));
    let values = (
        option::weighted(0.4, text()),
        terms(),
        unset,
        option::weighted(0.3, through()),
        option::weighted(0.2, until()),
    );
    let length = || select(vec!["1m", "6m", "1y", "3y", "10d", "5w"]).prop_map(str::to_owned);
    let count = select(vec!["0", "1", "2", "30"]).prop_map(str::to_owned);
    let parties = select(vec!["other", "other,someone"]).prop_map(str::to_owned);
    let renewing = (
        option::weighted(0.3, length()),
        option::weighted(0.2, count),
        option::weighted(0.2, length()),
        option::weighted(0.1, parties),
    );
    let rest = (
        vec(0..clauses, 0..2),
        basis(),
        report(),
        option::weighted(0.2, vec(cite(), 1..3)),
    );
    (what, values, renewing, rest).prop_map(
        |(
            (clause, action, effective),
            (text, terms, unset, through, until),
            (renews, renewals, notice, parties),
            (replaces, basis, report, cite),
        )| Change {
            clause,
            action,
            effective,
            text,
            terms,
            unset: unset.into_iter().map(str::to_owned).collect(),
            through,
            until,
            renews,
            renewals,
            notice,
            parties,
            replaces,
            basis,
            report,
            cite,
        },
    )
}

fn event(clauses: usize) -> impl Strategy<Value = (Event, Vec<Index>)> {
    let after = prop_oneof![2 => Just(Vec::new()), 1 => vec(any::<Index>(), 1..3)];
    let lists = (
        vec(0..clauses, 0..2),
        vec(cite(), 0..3),
        prop_oneof![1 => Just(Vec::new()), 5 => vec(change(clauses), 0..5)],
    );
    let about = (option::weighted(0.3, date()), basis(), report());
    let day = prop_oneof![5 => date(), 2 => Just("2020-06-15".to_owned())];
    (day, prop::bool::weighted(0.2), about, lists, after).prop_map(
        |(date, planned, (announced, basis, report), (about, cite, changes), after)| {
            (
                Event {
                    id: String::new(),
                    date,
                    announced,
                    planned,
                    report,
                    after: Vec::new(),
                    about,
                    basis,
                    cite,
                    changes,
                },
                after,
            )
        },
    )
}

/// Numbers the events, and lets `after` name some of them: earlier ones mostly.
fn assemble(
    clauses: usize,
    told: Vec<[BTreeMap<&'static str, &'static str>; 2]>,
    published: Vec<Option<String>>,
    events: Vec<(Event, Vec<Index>)>,
) -> World {
    let count = events.len();
    let mut world = World {
        clauses,
        lasts: None,
        survives: vec![false; clauses],
        told,
        published,
        events: Vec::new(),
    };
    for (place, (mut event, after)) in events.into_iter().enumerate() {
        event.id = format!("event-{place}");
        for (nth, index) in after.iter().enumerate() {
            let other = index.index(if nth == 0 && place > 0 { place } else { count });
            event.after.push(format!("event-{other}"));
        }
        event.after.dedup();
        for cite in &mut event.cite {
            resolve(&mut cite.through, &event.date);
        }
        for change in &mut event.changes {
            let date = change
                .effective
                .clone()
                .unwrap_or_else(|| event.date.clone());
            resolve(&mut change.through, &date);
            let cites = change.cite.iter_mut().flatten();
            cites.for_each(|cite| resolve(&mut cite.through, &date));
        }
        world.events.push(event);
    }
    tidy(&mut world);
    world
}

/// Worlds as chance made them; most break a rule.
pub(super) fn raw_world() -> impl Strategy<Value = World> {
    (1..=4_usize).prop_flat_map(|clauses| {
        let published = vec(option::weighted(0.4, date()), SOURCES);
        let told = vec([told(), told()], clauses);
        (published, told, vec(event(clauses), 0..=8))
            .prop_map(move |(published, told, events)| assemble(clauses, told, published, events))
    })
}

/// Worlds that mostly break no rule.
pub(super) fn sound_world() -> impl Strategy<Value = World> {
    raw_world().prop_map(mend)
}

/// The same where the first clause bounds those that do not survive it.
pub(super) fn bounded_world() -> impl Strategy<Value = World> {
    (sound_world(), vec(prop::bool::weighted(0.2), 4)).prop_map(|(mut world, survives)| {
        world.lasts = Some(0);
        world.survives = survives[..world.clauses].to_vec();
        world
    })
}

/// Some of each.
pub(super) fn any_world() -> impl Strategy<Value = World> {
    prop_oneof![1 => raw_world(), 2 => sound_world()]
}
