//! Charts and pictures, read back by programs that are not ours.

use std::collections::BTreeSet;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use serde_json::Value;

use crate::support::{Snapshots, partnership, snapshots_of};

/// A text of whatever could break a picture or a calendar.
const HOSTILE: &str = "a\\u001B[31mb\\u0000\\uFFFE <script>alert(1)</script> ]]> & \\\"'\\r\\nEND:VCALENDAR\\n; , \\u202E\\u2028";

/// A clause of whose start only the year is known.
const YEAR_ONLY: &str = r#"format = 1
title = "A start of which only the year is known"

[source.paper]
publisher = "The Paper"

[clause.lease]
title = "Lease"

[[event]]
id = "leased"
date = "2002"
title = "The lease begins"
cite = ["paper"]

[[event.change]]
clause = "lease"
action = "adopt"
text = "The house is let."
through = "2005"

[[event]]
id = "opened"
date = "2000-01-01"
title = "The house is opened"
about = ["lease"]
cite = ["paper"]

[[event]]
id = "closed"
date = "2009-12-31"
title = "The house is closed"
about = ["lease"]
cite = ["paper"]
"#;

/// A timeline with a hostile text in every field.
pub(super) fn hostile() -> String {
    format!(
        "format = 1\ntitle = \"{HOSTILE}\"\nnote = \"{HOSTILE}\"\n\
         [source.s]\npublisher = \"{HOSTILE}\"\ntitle = \"{HOSTILE}\"\nurl = \"https://e.org/{HOSTILE}\"\n\
         [party.p]\nname = \"{HOSTILE}\"\n\
         [clause.c]\ntitle = \"{HOSTILE}\"\ntopic = \"{HOSTILE}\"\nparties = [\"p\"]\nsummary = \"{HOSTILE}\"\n\
         [[event]]\nid = \"e\"\ndate = \"2020-01-01\"\ntitle = \"{HOSTILE}\"\nkind = \"{HOSTILE}\"\nsummary = \"{HOSTILE}\"\n\
         note = \"{HOSTILE}\"\ncite = [{{ source = \"s\", quote = \"{HOSTILE}\" }}]\n\
         [[event.change]]\nclause = \"c\"\naction = \"adopt\"\ntext = \"{HOSTILE}\"\nuntil = \"{HOSTILE}\"\n\
         [[event]]\nid = \"f\"\ndate = \"2030-01-01\"\ntitle = \" ! \"\ncite = [\"s\"]\n"
    )
}

#[test]
fn the_chart_fits_every_width() {
    let mut snapshots = Snapshots::default();
    for width in [60, 80, 140, 200] {
        for words in ["chart", "chart --ascii --color always"] {
            let text = partnership(words).width(width).done();
            let plain: String = text
                .split('\u{1b}')
                .enumerate()
                .map(|(place, part)| match place {
                    0 => part,
                    _ => part.split_once('m').map_or(part, |(_, rest)| rest),
                })
                .collect();
            let widest = plain.lines().map(|line| line.chars().count()).max();
            assert!(
                widest.is_some_and(|widest| widest <= width),
                "{words} at {width}: {widest:?}"
            );
        }
    }
    let text = partnership("chart").width(200).done();
    snapshots.compare(&snapshots_of("bundled").join("chart-200.txt"), text);
    snapshots.finish();
}

#[test]
fn a_year_of_doubt_shades_exactly_its_cells() {
    let text = partnership("chart --width 47 --today 2004-06-30 --format table")
        .file("timeline.toml", YEAR_ONLY)
        .done();
    let lane = text
        .lines()
        .find(|line| line.starts_with("lease"))
        .expect("a lane");
    // 39 cells for 3,653 days: the cells that hold a day of 2002 are 7 to 11. Today's holds later days too.
    assert_eq!(lane, "lease  ·······░░░░░█████▒│▒▒▒▒▒┤···············");
    let text = partnership("chart --width 18 --from 2001 --to 2003 --ascii --format table")
        .file("timeline.toml", YEAR_ONLY)
        .done();
    assert!(text.contains("lease  "), "{text}");
    let document: Value = serde_json::from_str(
        &partnership("chart --json")
            .file("timeline.toml", YEAR_ONLY)
            .done(),
    )
    .expect("JSON");
    let stretches = document["lanes"][0]["stretches"]
        .as_array()
        .expect("stretches");
    let told: Vec<String> = stretches
        .iter()
        .map(|found| {
            format!("{} {} {}", found["from"], found["to"], found["stands"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        told,
        [
            "2000-01-01 2001-12-31 no",
            "2002-01-01 2002-12-30 perhaps",
            "2002-12-31 2005-12-31 in force",
            "2006-01-01 2026-12-31 no",
        ]
    );
}

#[test]
fn marks_are_lines_and_filters_choose_the_lanes() {
    let text = partnership(
        "chart --from 2024 --to 2027 --mark 2025-06-30 --mark agreement-amended --topic cloud",
    )
    .done();
    for part in [
        "│ 2025-06-30",
        "agreement-amended (2026-04-27)",
        "today (2026-11-22)",
        "\nCLOUD\n",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let lane = text
        .lines()
        .find(|line| line.starts_with("azure-first"))
        .expect("a lane");
    assert_eq!(lane.matches('│').count(), 3, "{lane}");
    assert!(!text.contains("ip-license"));
    let lanes = |args: &str| -> Vec<String> {
        let document: Value = serde_json::from_str(&partnership(args).done()).expect("JSON");
        let lanes = document["lanes"].as_array().expect("lanes").iter();
        lanes
            .map(|lane| lane["clause"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(
        lanes("chart --json --topic cloud --clause cloud-exclusivity"),
        ["cloud-exclusivity"]
    );
    assert!(lanes("chart --json --party amazon").len() < lanes("chart --json").len());
    let told = partnership("chart --from 2025 --mark 2024").run().stderr;
    assert!(told.contains("the mark on 2024-12-31"), "{told}");
    let told = partnership("chart --from 2027 --to 2024").refused(2);
    assert!(told.contains("`--from 2024 --to 2027`"), "{told}");
    let told = partnership("terms --format svg").refused(2);
    assert!(told.contains("cannot be printed as `svg`"), "{told}");
}

/// What a picture shows: its pixels, twice as many as its units.
fn pixels(svg: &str) -> Pixmap {
    let tree = Tree::from_str(svg, &Options::default()).expect("a picture");
    let size = tree.size().to_int_size().scale_by(2.0).expect("a size");
    let mut pixmap = Pixmap::new(size.width(), size.height()).expect("pixels");
    resvg::render(&tree, Transform::from_scale(2.0, 2.0), &mut pixmap.as_mut());
    pixmap
}

/// The middle of each lane, by its clause.
fn lanes(svg: &str) -> Vec<(String, f32)> {
    let document = roxmltree::Document::parse(svg).expect("XML");
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text") && node.attribute("x") == Some("28"));
    texts
        .map(|node| {
            let y: f32 = node
                .attribute("y")
                .and_then(|y| y.parse().ok())
                .expect("a place");
            (node.text().unwrap_or_default().to_owned(), y - 4.0)
        })
        .collect()
}

#[test]
fn the_pixels_of_the_picture_show_what_the_chart_says() {
    let svg = partnership("chart --format svg").done();
    let pixmap = pixels(&svg);
    let document: Value = serde_json::from_str(&partnership("chart --json").done()).expect("JSON");
    let colour = |x: f32, y: f32| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in the picture"
        )]
        let found = pixmap
            .pixel((x * 2.0) as u32, (y * 2.0) as u32)
            .expect("a pixel");
        [found.red(), found.green(), found.blue()]
    };
    // What is only assumed is paler.
    let paler =
        |colour: u8| u8::try_from(255 - (255 - u32::from(colour)) * 115 / 255).expect("a colour");
    let day = |text: &Value| {
        let text = text.as_str().expect("a day");
        partnership::date::Day::new(
            text[..4].parse().expect("a year"),
            text[5..7].parse().expect("a month"),
            text[8..].parse().expect("a day"),
        )
        .expect("a day")
    };
    let (from, to) = (day(&document["from"]), day(&document["to"]));
    let assumed = day(&document["assumed_from"]);
    let today = day(&document["today"]);
    #[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
    let at = |day| 260.0 + from.days_until(day) as f32 / (from.days_until(to) + 1) as f32 * 920.0;
    let mut checked = 0;
    for (clause, y) in lanes(&svg) {
        let lane = document["lanes"]
            .as_array()
            .expect("lanes")
            .iter()
            .find(|lane| lane["clause"] == clause.as_str());
        for found in lane.expect(&clause)["stretches"]
            .as_array()
            .expect("stretches")
        {
            let (start, end) = (day(&found["from"]), day(&found["to"]));
            // Marks and lines lie at the ends: only the middle of what is long enough is looked at.
            let middle = f32::midpoint(at(start), at(end));
            if at(end) - at(start) < 24.0 || (at(today) - middle).abs() < 3.0 {
                continue;
            }
            let colours: &[[u8; 3]] = match found["stands"].as_str().expect("a word") {
                "no" => &[[255; 3], [0xe2, 0xe8, 0xf0]],
                "in force" | "changing" => &[[0x2b, 0x6c, 0xb0]],
                "unclear" => &[[0xb7, 0x79, 0x1f]],
                "perhaps" => &[[0xd5, 0x3f, 0x8c]],
                other => panic!("{other} is not drawn"),
            };
            let is_pale = found["stands"] != "no" && middle > at(assumed);
            // A circle may lie on the middle of a bar; a little above it only the bar does.
            let up = if colours == [[0x2b, 0x6c, 0xb0]] {
                5.5
            } else {
                0.0
            };
            let seen = colour(middle, y - up);
            let is_seen = |colour: &[u8; 3]| {
                let expected = if is_pale { colour.map(paler) } else { *colour };
                expected
                    .iter()
                    .zip(seen)
                    .all(|(one, other)| one.abs_diff(other) <= 1)
            };
            assert!(colours.iter().any(is_seen), "{clause} {found}: {seen:?}");
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked} places");
}

#[test]
fn the_picture_is_well_formed_whatever_is_in_it() {
    let hostile = hostile();
    for svg in [
        partnership("chart --format svg").done(),
        partnership("chart --format svg --known-by 2024").done(),
        partnership("chart --format svg")
            .file("timeline.toml", &hostile)
            .done(),
    ] {
        let document =
            roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
        let tags: BTreeSet<&str> = document
            .descendants()
            .filter(roxmltree::Node::is_element)
            .map(|node| node.tag_name().name())
            .collect();
        let known = BTreeSet::from([
            "a", "circle", "desc", "g", "line", "rect", "style", "svg", "text", "title",
        ]);
        assert!(tags.is_subset(&known), "{tags:?}");
        for node in document.descendants() {
            if let Some(address) = node.attribute("href") {
                assert!(
                    address.starts_with("https://") || address.starts_with("http://"),
                    "{address}"
                );
            }
            assert!(
                node.attributes()
                    .all(|found| !found.name().starts_with("on"))
            );
        }
        let first: Vec<&str> = document
            .root_element()
            .children()
            .filter(roxmltree::Node::is_element)
            .take(2)
            .map(|node| node.tag_name().name())
            .collect();
        assert_eq!(first, ["title", "desc"]);
        pixels(&svg);
    }
}

#[test]
fn a_topic_wider_than_the_page_is_wrapped() {
    let topic = "The long topic of a clause that somebody wrote as a whole sentence, since nothing in the format says \
                 that a topic must be short, and it goes on";
    let file = format!(
        "format = 1\ntitle = \"T\"\n[clause.c]\ntitle = \"C\"\ntopic = \"{topic}\"\n[[event]]\nid = \"e\"\n\
         date = \"2020\"\ntitle = \"E\"\n[[event.change]]\nclause = \"c\"\naction = \"adopt\"\ntext = \"x\"\n"
    );
    let call = partnership("chart --width 60").file("timeline.toml", file);
    let text = call.done();
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(60), "{text}");
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(words.join(" ").contains(&topic.to_uppercase()), "{text}");
}

/// A clause that is renewed by the month, and after years by the year; and a plan for one day.
const RENEWED: &str = r#"format = 1
title = "T"
recorded = "2026-11-22"
clause = { rent = { title = "Rent" }, plan = { title = "Plan" } }

[[event]]
id = "signed"
date = "2000-01-01"
title = "Signed"
change = [
    { clause = "rent", action = "adopt", text = "Nine.", through = "2000-01-31", renews = "1m" },
    { clause = "plan", action = "adopt", text = "Plan." },
]

[[event]]
id = "ended"
date = "2003-05-03"
title = "Ended"
change = [{ clause = "rent", action = "end" }]

[[event]]
id = "again"
date = "2020-01-01"
title = "Again"
change = [{ clause = "rent", action = "adopt", text = "Ten.", through = "2020-12-31", renews = "1y" }]

[[event]]
id = "planned"
date = "2026-12-15"
planned = true
title = "A plan"
change = [{ clause = "plan", action = "end" }]
"#;

#[test]
fn each_renewal_is_drawn_and_a_plan_for_one_day_is_seen() {
    let ask = |call: &str, text: String| partnership(call).file("timeline.toml", text).done();
    let svg = ask("chart --format svg", RENEWED.to_owned());
    let told = |class: &str| -> Vec<&str> {
        let start = format!("<line class=\"{class}\" x1=\"");
        let lines = svg.lines().filter_map(|line| line.strip_prefix(&start));
        lines.filter(|line| line.contains("<title>")).collect()
    };
    let renewals = told("renewal");
    assert_eq!(renewals.len(), 40 + 7, "{svg}");
    for (line, day) in [(0, "31 January 2000"), (46, "31 December 2026")] {
        let words = format!("<title>rent, {day}: it renews for the ");
        assert!(renewals[line].contains(&words), "{svg}");
    }
    let [plan] = told("days")[..] else {
        panic!("{svg}");
    };
    let places = [plan, plan.split_once("x2=\"").expect("an end").1];
    let places = places.map(|text| text.split('"').next().and_then(|of| of.parse::<f32>().ok()));
    let [Some(from), Some(to)] = places else {
        panic!("{plan}");
    };
    assert!(to - from > 1.9, "{plan}");
    let text = ask(
        "chart --from 2000 --to 2030 --width 200",
        RENEWED.to_owned(),
    );
    let lane = text.lines().find(|line| line.starts_with("rent"));
    let drawn = lane.map(|lane| lane.matches('↻').count());
    assert_eq!(drawn, Some(30), "{text}");
    // A change is seen, however many renewals lie about it.
    let raised = "id = \"raised\"\ndate = \"2001-07-10\"\ntitle = \"Raised\"\n\
                  change = [{ clause = \"rent\", action = \"amend\", text = \"More.\" }]\n";
    let text = ask("chart", format!("{RENEWED}\n[[event]]\n{raised}"));
    let lane = text.lines().find(|line| line.starts_with("rent"));
    assert!(lane.is_some_and(|lane| lane.contains('◆')), "{text}");
}
