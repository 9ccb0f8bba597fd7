//! Charts: what a lane says firmly is what the terms of each of its days say, in every drawing and under every lens.

use partnership::agreement::Timeline;
use partnership::answer::{Format, Look};
use partnership::questions::view::View;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use super::calendar::span;
use super::lenses::{draft, told};
use super::narrow::Lens;
use super::oracle::{Expiry, Oracle, Seen, Status};
use super::small::{ADOPT, Draft, END, ONE, PLAN, TWO, UNCLEAR, ZERO, according_to_zero, sound};
use super::world::{Change, clause_id};
use super::{ask, cases, chance};

/// The day after the record of every world.
const ASSUMED: &str = "2025-01-01";

/// How a clause stands, by the oracle, on each day on which that may change.
struct Days<'o> {
    oracle: &'o Oracle<'o>,
    clause: usize,
    states: Vec<(i64, Standing)>,
}

/// How a clause stands, and whether something that is open would leave it otherwise.
#[derive(Clone, Copy, Debug)]
struct Standing {
    status: Status,
    is_open: bool,
}

impl<'o> Days<'o> {
    fn of(oracle: &'o Oracle<'o>, clause: usize) -> Self {
        let days = oracle.days().into_iter();
        let states = days.map(|day| (day, Standing::of(oracle, clause, day)));
        Self {
            oracle,
            clause,
            states: states.collect(),
        }
    }

    /// How it stands from the one day to the other.
    fn within(&self, from: i64, to: i64) -> Vec<Standing> {
        let first = Standing::of(self.oracle, self.clause, from);
        let later = self
            .states
            .iter()
            .filter(|(day, _)| from < *day && *day <= to);
        std::iter::once(first)
            .chain(later.map(|(_, found)| *found))
            .collect()
    }

    /// Whether it is open on one of some days, or was by the close of the day before the first.
    fn is_ever_open(&self, from: i64, to: i64) -> bool {
        self.within(from - 1, to).iter().any(|state| state.is_open)
    }

    /// Whether the change that is drawn so happens on one of some days, which is its only one.
    fn happens(&self, drawn: char, from: i64, to: i64) -> bool {
        if drawn == '┤' {
            let expiries = self.oracle.expiries();
            let mut own = expiries
                .iter()
                .filter(|expiry| expiry.clause == self.clause);
            let day = |expiry: &Expiry| expiry.last.max(expiry.set_on);
            return own.any(|expiry| from <= day(expiry) && day(expiry) <= to);
        }
        let within = |day: i64| from <= day && day <= to;
        let course = self.oracle.course(self.clause);
        let mut certain = course
            .iter()
            .filter(|(step, _)| step.left.first == step.left.last && within(step.left.first));
        certain.any(|(step, after)| {
            let begins = after.adopted_by.as_ref() == Some(&self.oracle.event(*step).id);
            match drawn {
                '├' => begins,
                '◆' => self.oracle.change(*step).action == "amend",
                '○' => self.oracle.change(*step).action == "disclose",
                '◇' => after.status == Status::Unclear,
                '╳' => after.status == Status::Ended,
                _ => false,
            }
        })
    }

    /// Whether a cell of some days may be drawn so.
    fn agrees(&self, drawn: char, from: i64, to: i64) -> bool {
        let states = self.within(from, to);
        let all = |status: Status| states.iter().all(|state| state.status == status);
        let sure = !states.iter().any(|state| state.is_open);
        let assumed = to >= span(ASSUMED).first;
        match drawn {
            '█' => sure && all(Status::InForce) && !assumed,
            '▒' => sure && all(Status::InForce) && assumed,
            '↻' => sure && all(Status::InForce),
            '≈' => sure && all(Status::Unclear),
            '·' => sure && !states.iter().any(|state| state.status.stands()),
            '▓' => all(Status::InForce) && self.is_ever_open(from, to),
            '░' => {
                self.is_ever_open(from, to) || states.iter().any(|s| s.status == Status::Unclear)
            }
            sign => sure && self.happens(sign, from, to),
        }
    }
}

impl Standing {
    fn of(oracle: &Oracle<'_>, clause: usize, day: i64) -> Self {
        let status = oracle.state(clause, day).status;
        let open = oracle.open(clause, Seen::Close(day), status);
        let is_idle = |change: &Change| {
            status == Status::Unclear && change.action == "unclear" && change.gives_nothing()
        };
        let is_open = open.iter().any(|step| !is_idle(oracle.change(*step)));
        Self { status, is_open }
    }
}

fn days(chart: &Value) -> (i64, i64) {
    let day = |key: &str| span(chart[key].as_str().expect("a day")).first;
    (day("from"), day("to"))
}

/// What is drawn of a clause, a letter a cell, in the table of a chart.
fn drawn(table: &str, clause: usize) -> Option<Vec<char>> {
    let id = clause_id(clause) + "  ";
    let lane = table.lines().find_map(|line| line.strip_prefix(&id))?;
    Some(lane.chars().filter(|c| *c != '│').collect())
}

/// The bars of a clause in the picture: where each begins and ends, and its class.
fn bars(svg: &str, clause: usize) -> Vec<(f64, f64, &str)> {
    let name = format!(">{}</text>", clause_id(clause));
    let lane = svg.split_once(&name).map_or("", |(_, rest)| rest);
    bars_of(lane.split("</g>").next().unwrap_or_default())
}

/// The same on the page, where they are parts of the scale in percent.
fn bars_on_page(page: &str, clause: usize) -> Vec<(f64, f64, &str)> {
    let begin = format!("<li class=\"lane\" data-clause=\"{}\">", clause_id(clause));
    let lane = page.split_once(&begin).map_or("", |(_, rest)| rest);
    let bars = bars_of(lane.split("</li>").next().unwrap_or_default());
    let pixels = |percent: f64| 260.0 + percent * 9.2;
    let bars = bars.into_iter();
    bars.map(|(from, to, class)| (pixels(from), pixels(to), class))
        .collect()
}

fn bars_of(lane: &str) -> Vec<(f64, f64, &str)> {
    let bar = |tag: &'_ str| {
        let value = |key: &str| {
            let (_, rest) = tag.split_once(&format!(" {key}=\"")).expect(key);
            rest.split('"').next().expect("a quote").to_owned()
        };
        let number = |key: &str| {
            let value = value(key);
            value
                .trim_end_matches('%')
                .parse::<f64>()
                .expect("a number")
        };
        (number("x"), number("x") + number("width"))
    };
    let class = |tag: &str| tag.split('"').nth(1).map(str::len).expect("a class");
    let tags = lane.split("<rect class").skip(1);
    tags.map(|tag| {
        let (from, to) = bar(tag);
        (from, to, &tag[2..2 + class(tag)])
    })
    .collect()
}

/// A stretch says of the close of each of its days what the terms of that day say.
fn check_stretches(seen: &Days<'_>, chart: &Value) -> Result<(), TestCaseError> {
    let lanes = chart["lanes"].as_array().expect("a list");
    let lane = lanes
        .iter()
        .find(|lane| lane["clause"] == clause_id(seen.clause).as_str());
    let stretches = lane.and_then(|lane| lane["stretches"].as_array());
    for stretch in stretches.into_iter().flatten() {
        let (from, to) = days(stretch);
        for state in seen.within(from, to) {
            let expected = match (state.status, state.is_open) {
                (Status::InForce, false) => "in force",
                (Status::InForce, true) if stretch["stands"] == "changing" => "changing",
                (_, true) => "perhaps",
                (Status::Unclear, false) => "unclear",
                (_, false) => "no",
            };
            prop_assert_eq!(&stretch["stands"], expected, "{}", stretch);
        }
    }
    Ok(())
}

fn check_table(
    view: &View<'_>,
    clauses: &[Days<'_>],
    width: usize,
    range: &[Option<String>; 2],
) -> Result<(), TestCaseError> {
    let [from, to] = range.clone();
    let report = ask::chart(view, from, to);
    let (from, to) = days(&ask::json(&report));
    let look = Look {
        width: Some(width),
        color: false,
        ascii: false,
        sources: false,
        verbose: false,
        spoken: false,
    };
    let table = ask::printed_as(&report, Format::Table, look);
    for line in table.lines() {
        prop_assert!(line.chars().count() <= width, "{} columns: {}", width, line);
    }
    for seen in clauses {
        check_stretches(seen, &ask::json(&report))?;
        let Some(cells) = drawn(&table, seen.clause) else {
            continue;
        };
        let (count, all) = (i64::try_from(cells.len()).expect("a few"), to - from + 1);
        for (cell, place) in cells.into_iter().zip(0..) {
            // The first day whose share of the cells lies in this one.
            let begins = |place: i64| from + (place * all + count - 1) / count;
            let (first, last) = (begins(place), begins(place + 1) - 1);
            prop_assert!(
                seen.agrees(cell, first, last),
                "{} is drawn {} from {} to {}: {:?}\n{}",
                clause_id(seen.clause),
                cell,
                ask::when(first),
                ask::when(last),
                seen.within(first, last),
                table
            );
        }
    }
    Ok(())
}

fn check_picture(view: &View<'_>, clauses: &[Days<'_>]) -> Result<(), TestCaseError> {
    let report = ask::chart(view, None, None);
    let (from, to) = days(&ask::json(&report));
    let svg = ask::printed(&report, Format::Svg);
    let page = ask::printed(&ask::page(view), Format::Html);
    for seen in clauses {
        let (bars, clause) = (bars(&svg, seen.clause), seen.clause);
        // A part of a hundredth of a percent is less than a tenth of a unit of the picture.
        let same = |of: (&(f64, f64, &str), &(f64, f64, &str))| {
            let ((from, to, class), (begin, end, drawn)) = of;
            class == drawn && (from - begin).abs() < 0.1 && (to - end).abs() < 0.2
        };
        let on_page = bars_on_page(&page, clause);
        prop_assert!(
            bars.len() == on_page.len() && bars.iter().zip(&on_page).all(same),
            "the page has the same lanes: {:?} and {:?}",
            bars,
            on_page
        );
        if !svg.contains(&format!(">{}</text>", clause_id(clause))) {
            continue;
        }
        let days = seen.states.iter().map(|(day, _)| *day);
        for day in days.filter(|day| from <= *day && *day <= to) {
            #[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
            let middle = 260.0 + ((day - from) as f64 + 0.5) / ((to - from + 1) as f64) * 920.0;
            // What is thinner than half a pixel is drawn as wide.
            let of_day = bars
                .iter()
                .rfind(|(from, to, _)| *from <= middle && middle < *to && to - from > 0.51);
            let thin = bars
                .iter()
                .any(|(from, to, _)| to - from <= 0.51 && (from - middle).abs() < 0.6);
            let Some(drawn) = of_day
                .map(|(.., class)| *class)
                .or((!thin).then_some("none"))
            else {
                continue;
            };
            let drawn = match drawn {
                "force" => '█',
                "force assumed" => '▒',
                "unclear" | "unclear assumed" => '≈',
                "changing" | "changing assumed" => '▓',
                "none" => '·',
                _ => '░',
            };
            prop_assert!(
                seen.agrees(drawn, day, day),
                "{} on {}: {}",
                clause_id(clause),
                ask::when(day),
                drawn
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn a_drawing_says_firmly_only_what_the_terms_of_each_day_say(
        world in chance::sound_world(),
        draft in draft(),
        ends in any::<[Index; 2]>(),
        width in select(vec![40_usize, 60, 80, 140]),
    ) {
        let text = world.toml();
        let reading = ask::read(&text);
        if !reading.is_sound() || Oracle::new(&world).fault().is_some() {
            return Ok(());
        }
        for lens in draft.lenses(&world).into_iter().chain([Lens::default()]) {
            let narrowed = ask::lens(&reading.history.timeline, &lens).narrow(&reading.history.timeline);
            let seen = lens.narrow(&world);
            let oracle = Oracle::new(&seen);
            let days = oracle.days();
            let mut range = [None, None];
            if !days.is_empty() {
                let mut ends = ends.map(|end| *end.get(&days));
                ends.sort_unstable();
                range = ends.map(|day| Some(ask::when(day)));
            }
            let clauses: Vec<Days> = (0..seen.clauses).map(|clause| Days::of(&oracle, clause)).collect();
            ask::within(&narrowed, "2022-06-15", |view| {
                check_table(view, &clauses, width, &[None, None])?;
                check_table(view, &clauses, width, &range)?;
                check_picture(view, &clauses)
            })
            .map_err(|error| told(&error, &lens, &text))?;
        }
    }
}

/// How the clause `c` stands, from which day on.
fn stretches(timeline: &Timeline) -> Vec<String> {
    ask::within(timeline, "2026-11-28", |view| {
        let chart = ask::json(&ask::chart(view, None, None));
        let stretches = chart["lanes"][0]["stretches"]
            .as_array()
            .expect("stretches");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let told = |found: &Value| format!("{} {}", text(&found["from"]), text(&found["stands"]));
        stretches.iter().map(told).collect()
    })
}

fn whole(events: &[Draft<'_>]) -> Vec<String> {
    stretches(&sound(events).history.timeline)
}

fn according_to_a_source(events: &[Draft<'_>]) -> Vec<String> {
    let timeline = sound(events).history.timeline;
    stretches(&ask::lens(&timeline, &according_to_zero()).narrow(&timeline))
}

#[test]
fn a_plan_that_sets_an_end_leaves_it_open_whether_the_clause_stands_after_that() {
    let shorten = "clause = 'c'\naction = 'amend'\nthrough = '2022-05'";
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("plan", "2022-03", PLAN, &[shorten]),
    ];
    let hoped = [
        "2020-01-01 in force",
        "2022-03-01 changing",
        "2022-06-01 perhaps",
    ];
    assert_eq!(whole(&events), hoped);
}

#[test]
fn a_plan_that_puts_off_an_end_leaves_it_open_whether_the_clause_stands_until_then() {
    let short = "clause = 'c'\naction = 'adopt'\ntext = 'one'\nthrough = '2022-05'";
    let extend = "clause = 'c'\naction = 'amend'\nthrough = '2025'";
    let events = [
        ("adopted", "2020-01-01", "", &[short][..]),
        ("plan", "2022-03-01", PLAN, &[extend]),
    ];
    let hoped = [
        "2020-01-01 in force",
        "2022-03-01 changing",
        "2022-06-01 perhaps",
        "2026-01-01 no",
    ];
    assert_eq!(whole(&events), hoped);
}

#[test]
fn a_plan_that_only_changes_the_notice_brings_back_nothing_that_expired() {
    let short = "clause = 'c'\naction = 'adopt'\ntext = 'one'\nthrough = '2022-05'";
    let notice = "clause = 'c'\naction = 'amend'\nnotice = '30d'";
    for plan in ["2022-03-01", "2024-03-01"] {
        let events = [
            ("adopted", "2020-01-01", "", &[short][..]),
            ("plan", plan, PLAN, &[notice]),
        ];
        let found = whole(&events);
        assert_eq!(found.last().map(String::as_str), Some("2022-06-01 no"));
    }
}

#[test]
fn a_blurred_change_that_sets_an_end_has_happened_by_then() {
    let shorten = "clause = 'c'\naction = 'amend'\nthrough = '2021-06'";
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("amended", "2021", "", &[shorten]),
    ];
    let hoped = [
        "2020-01-01 in force",
        "2021-01-01 changing",
        "2021-06-30 in force",
        "2021-07-01 no",
    ];
    assert_eq!(whole(&events), hoped);
}

#[test]
fn what_is_unclear_stays_so_while_it_may_become_unclear_again() {
    let events = [
        ("adopted", "2020-01-01", "", &[ADOPT][..]),
        ("doubted", "2021-01-01", "", &[UNCLEAR]),
        ("doubted-again", "2022", "", &[UNCLEAR]),
    ];
    assert_eq!(
        whole(&events),
        ["2020-01-01 in force", "2021-01-01 unclear"]
    );
}

#[test]
fn what_a_lens_never_saw_adopted_perhaps_stands_while_its_first_change_may_fall() {
    let events = [
        ("adopted", "2019-01-01", ONE, &[ADOPT][..]),
        ("amended", "2020", ZERO, &[TWO]),
        ("again", "2023-01-01", ZERO, &[TWO]),
    ];
    let hoped = ["2020-01-01 perhaps", "2020-12-31 in force"];
    assert_eq!(according_to_a_source(&events), hoped);
}

#[test]
fn what_a_lens_may_see_adopted_anew_stands_and_may_say_something_else() {
    let events = [
        ("first", "2019-01-01", ZERO, &[ADOPT][..]),
        ("ended", "2019-06-01", ONE, &[END]),
        ("anew", "2020", ZERO, &[ADOPT]),
    ];
    let hoped = [
        "2019-01-01 in force",
        "2020-01-01 changing",
        "2020-12-31 in force",
    ];
    assert_eq!(according_to_a_source(&events), hoped);
}
