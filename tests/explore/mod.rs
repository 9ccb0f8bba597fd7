//! The explorer: its machine under random keys, its pages as they are drawn, and its panes beside the calls.

mod terminal;

use std::collections::BTreeSet;

use clap::Parser;
use partnership::answer::Look;
use partnership::cli::{Cli, Command};
use partnership::date::{Date, Day};
use partnership::explore::{Action, Explorer};
use partnership::world::World;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::{Color, Modifier};
use serde_json::Value;

use crate::support::{Call, Snapshots, TODAY, json, partnership, random, snapshots_of};

fn explorer_in(call: &Call, args: &str) -> Explorer {
    explored(call, args).expect("an explorer")
}

/// An explorer in the folder of a call, where nothing refuses it.
fn explored(call: &Call, args: &str) -> Option<Explorer> {
    let world = World {
        env: [("PARTNERSHIP_TODAY".to_owned(), TODAY.into())].into(),
        today: Some(Day::MAX),
        terminal: Some(80),
        input_terminal: true,
        error_terminal: true,
        threads: 2,
    };
    let args = ["partnership", "explore"]
        .into_iter()
        .chain(args.split_whitespace());
    let cli = Cli::try_parse_from(args).expect("a call");
    let Some(Command::Explore(args)) = &cli.command else {
        panic!("another command");
    };
    let look = Look {
        color: true,
        ascii: cli.global.ascii,
        ..Look::default()
    };
    let asked = partnership::shell::Call {
        global: &cli.global,
        world: &world,
        look,
    };
    call.in_folder(|| partnership::run::explorer(args, asked).ok())
}

fn explorer(args: &str) -> Explorer {
    explorer_in(&partnership(""), args)
}

fn drawn(explorer: &mut Explorer, columns: u16, rows: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a screen");
    terminal
        .draw(|frame| explorer.draw(frame))
        .expect("it is drawn");
    terminal.backend().buffer().clone()
}

/// The screen as text.
fn screen(explorer: &mut Explorer, columns: u16, rows: u16) -> String {
    let buffer = drawn(explorer, columns, rows);
    let line = |y| {
        let cells = (0..columns).map(|x| buffer[(x, y)].symbol());
        cells.collect::<String>().trim_end().to_owned() + "\n"
    };
    (0..rows).map(line).collect()
}

/// The screen as a terminal is told of it.
pub(crate) fn painted(args: &str, columns: u16, rows: u16) -> String {
    let buffer = drawn(&mut explorer(args), columns, rows);
    let mut text = String::new();
    for cells in buffer.content.chunks(columns.into()) {
        for same in cells.chunk_by(|one, other| one.style() == other.style()) {
            let style = same[0].style();
            let color = match style.fg {
                Some(Color::Indexed(color)) => format!("3{color}"),
                _ => "39".to_owned(),
            };
            let effects = [
                (Modifier::BOLD, ";1"),
                (Modifier::DIM, ";2"),
                (Modifier::REVERSED, ";7"),
            ];
            let effects = effects
                .into_iter()
                .filter(|(effect, _)| style.add_modifier.contains(*effect));
            let effects: String = effects.map(|(_, code)| code).collect();
            let symbols: String = same.iter().map(Cell::symbol).collect();
            text.extend(["\u{1b}[", &color, &effects, "m", &symbols, "\u{1b}[0m"]);
        }
        text.push('\n');
    }
    text
}

fn press(explorer: &mut Explorer, keys: &str) {
    for key in keys.chars() {
        explorer.key(KeyEvent::new(code(key), KeyModifiers::NONE));
    }
}

/// A key for a letter; some signs stand for keys that have none.
fn code(key: char) -> KeyCode {
    match key {
        '⏎' => KeyCode::Enter,
        '⎋' => KeyCode::Esc,
        '⇥' => KeyCode::Tab,
        '⌫' => KeyCode::Backspace,
        '←' => KeyCode::Left,
        '→' => KeyCode::Right,
        '↑' => KeyCode::Up,
        '↓' => KeyCode::Down,
        '⇞' => KeyCode::PageUp,
        '⇟' => KeyCode::PageDown,
        '⇤' => KeyCode::Home,
        '⇲' => KeyCode::End,
        key => KeyCode::Char(key),
    }
}

/// The JSON of what is shown.
fn shown(explorer: &Explorer) -> Option<Value> {
    serde_json::to_value(&*explorer.report()?).ok()
}

const SIZES: [(u16, u16); 4] = [(80, 24), (140, 45), (60, 20), (40, 12)];

#[test]
fn each_page_is_drawn_at_each_size() {
    let at = "--at agreement-amended --clause ip-license";
    let pages = [
        ("main", "--at agreement-amended", ""),
        ("between", "--at 2024-12", "↓"),
        ("compare", "--compare 2024-12 2025-10", "↓"),
        ("unchanged", "--compare 2024-12 2025-10", "u⇲"),
        ("events", "--compare 2025-06 2025-11", "e↓"),
        ("clause", at, "⏎↓↓"),
        ("event", at, "⏎⇲↑⏎"),
        ("sources", at, "s"),
        ("source", at, "s⏎"),
        ("beliefs", at, "b↓→"),
        ("find", "--at 2025-10", "/exclu↓"),
        ("lenses", at, "L"),
        ("help", at, "?"),
        ("learned", "--at 2021 --clause ip-license", "b↓d"),
        ("lens", at, "JJ"),
        ("ascii", "--at agreement-amended --ascii", ""),
    ];
    let mut snapshots = Snapshots::default();
    for (name, args, keys) in pages {
        let mut explorer = explorer(args);
        press(&mut explorer, keys);
        let drawn = SIZES.map(|(columns, rows)| screen(&mut explorer, columns, rows));
        let path = snapshots_of("explore").join(format!("{name}.txt"));
        snapshots.compare(&path, drawn.join("\n"));
    }
    let mut low = explorer("--at 2030");
    press(&mut low, "L↓↓↓⏎⎋");
    let path = snapshots_of("explore").join("low.txt");
    snapshots.compare(&path, screen(&mut low, 130, 16));
    snapshots.finish();
}

/// A folder of two agreements, of which one begins with a source of its own.
fn folder() -> Call {
    let text = |id: &str, title: &str| {
        format!(
            "format = 1\nid = '{id}'\ntitle = '{title}'\n[source.{id}]\ntitle = 'A paper'\n[clause.rent]\ntitle = 'Rent'\n\
            [[event]]\nid = 'signed'\ndate = '2020-01-01'\ntitle = 'Signed'\ncite = ['{id}']\n\
            [[event.change]]\nclause = 'rent'\naction = 'adopt'\ntext = 'Rent is due.'\n"
        )
    };
    partnership("")
        .file("a.toml", text("lane", "Lease of 5 Mill Lane"))
        .file("b.toml", text("quay", "Lease of the quay"))
        .file("c.toml", "name = 'something else'\n")
}

#[test]
fn one_of_several_agreements_is_chosen_first() {
    let call = folder();
    let mut explorer = explorer_in(&call, "-f . --at signed");
    let mut keys = |keys: &str| {
        call.in_folder(|| press(&mut explorer, keys));
        SIZES.map(|(columns, rows)| screen(&mut explorer, columns, rows))
    };
    let mut snapshots = Snapshots::default();
    let path = snapshots_of("explore").join("folder.txt");
    snapshots.compare(&path, keys("↓").join("\n"));
    snapshots.finish();
    let [inside, ..] = keys("⏎");
    for shown in [
        "▲ 2020-01-01",
        "$ partnership diff signed --clause rent --file . --agreement quay",
    ] {
        assert!(inside.contains(shown), "{inside}");
    }
    let [back, ..] = keys("⎋↑");
    assert!(
        back.contains("$ partnership --file . --agreement lane\n"),
        "{back}"
    );
    // A source that the other has not.
    let [lens, ..] = keys("L⇲↑⏎⎋⏎");
    assert!(lens.contains("according-to lane"), "{lens}");
    let [other, ..] = keys("⎋↓");
    assert!(!other.contains("according-to"), "{other}");
    assert!(other.contains("there is no source `lane`"), "{other}");
    for (args, is_there) in [
        (
            "-f . --agreement quay --compare 2019 2021 --known-by 2020",
            true,
        ),
        ("-f a.toml --agreement lane", true),
        ("-f a.toml --agreement quay", false),
        ("-f c.toml", false),
    ] {
        assert_eq!(explored(&call, args).is_some(), is_there, "{args}");
    }
    // Not every agreement has what a lens names.
    for args in ["-f . --according-to lane", "-f . --according-to quay"] {
        let listed = screen(&mut explorer_in(&call, args), 80, 24);
        let titles = ["Lease of 5 Mill Lane", "Lease of the quay"];
        assert!(
            titles.iter().all(|title| listed.contains(title)),
            "{listed}"
        );
    }
    let mut explorer = explorer_in(&call, "-f . --according-to quay");
    call.in_folder(|| press(&mut explorer, "↓⏎"));
    let quay = screen(&mut explorer, 80, 24);
    assert!(quay.contains("according-to quay"), "{quay}");
    let mut explorer = explorer_in(&call, "-f . --clause wrong");
    press(&mut explorer, "⏎");
    let refused = screen(&mut explorer, 80, 24);
    assert!(refused.contains("there is no clause `wrong`"), "{refused}");
}

#[test]
fn a_file_with_errors_is_left_out_only_where_that_is_asked() {
    let call = folder().file("d.toml", "format = 1\ntitle = 3\n");
    assert!(explored(&call, "-f .").is_none());
    let mut explorer = explorer_in(&call, "-f . --keep-going");
    let drawn = screen(&mut explorer, 80, 24);
    assert!(drawn.contains("Lease of the quay"), "{drawn}");
    assert!(drawn.contains("left out: "), "{drawn}");
    assert!(drawn.contains("d.toml (1 error)"), "{drawn}");
}

const LEASE: &str = "format = 1
title = 'Lease'
recorded = '2026'
[clause.rent]
title = 'Rent'
[clause.keys]
title = 'Keys'
[[event]]
id = 'signed'
date = '2020-01-10'
title = 'Signed'
change = [
  { clause = 'rent', action = 'adopt', text = 'Rent is due.', terms = { monthly = 400 } },
  { clause = 'keys', action = 'adopt', effective = '[2020-03..2020-06]', text = 'Two keys are given.', through = '2029' },
]
[[event]]
id = 'raised'
date = '2023-05-01'
title = 'Raised'
change = [{ clause = 'rent', action = 'amend', effective = '2023-07-01', terms = { monthly = 500 } }]
[[event]]
id = 'told'
date = '2024-02-01'
title = 'Told'
change = [{ clause = 'rent', action = 'disclose', effective = '2020-01-10', terms = { heated = true } }]
";

#[test]
fn a_day_shows_what_the_answer_of_that_day_does() {
    let call = partnership("").file("lease.toml", LEASE);
    for (args, keys, shown) in [
        // What a change made of the clause stands beside it, on the day to which it applies.
        (
            "--clause rent",
            "⏎↓↓",
            ["told        learned", "--at 2020-01-10"],
        ),
        ("--clause rent", "⏎↓", ["learned 2024-02-01", "heated"]),
        (
            "--clause rent",
            "⏎↓↓↓",
            ["2023-07-01  raised", "--at 2023-07-01"],
        ),
        ("--clause rent", "⏎↓↓↓", ["monthly", "500"]),
        ("--at 2029-12-31", "", ["2 in force", "2029-12-31"]),
        ("--compare 2028 2035", "", ["1 ended", "b 2035-12-31"]),
        ("--at 2035", "", ["1 in force, 1 expired", "2035-12-31"]),
        (
            "--at 2020-04",
            "",
            ["1 in force, 1 not yet; 1 perhaps", "perhaps"],
        ),
        (
            "--at told",
            "",
            ["Told: more was learned of 1 clause", "in force"],
        ),
        (
            "--at 2020-04 --clause keys",
            "v",
            ["Keys", "--file lease.toml -v"],
        ),
        (
            "--at 2019",
            "/two keys⏎",
            ["keys and its history", "--at 2019-12-31"],
        ),
    ] {
        let mut explorer = explorer_in(&call, &format!("-f lease.toml {args}"));
        call.in_folder(|| press(&mut explorer, keys));
        let drawn = screen(&mut explorer, 80, 24);
        for part in shown {
            assert!(drawn.contains(part), "{args} {keys}: {part}\n{drawn}");
        }
    }
}

#[test]
fn the_first_screen_of_each_agreement_is_the_json_of_the_call() {
    let deals = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/deals");
    let mut explorer = explorer(&format!("-f {deals}"));
    for _ in 0..3 {
        let call = explorer.call();
        let words = call.strip_prefix("partnership ").expect("a call");
        assert_eq!(shown(&explorer), Some(json(words)), "{call}");
        press(&mut explorer, "↓");
    }
}

#[test]
fn the_foot_counts_the_clauses_as_the_json_does() {
    let listed = json("timeline");
    let events = listed["events"].as_array().expect("events");
    let days = ["2019-07", "2020", "2024-12", "2030", "2040"];
    let events = events.iter().map(|event| event["id"].as_str());
    for when in events.flatten().chain(days) {
        let drawn = screen(&mut explorer(&format!("--at {when}")), 80, 24);
        let foot = drawn.lines().nth(21).expect("a line").trim();
        let (foot, perhaps) = foot.split_once("; ").unwrap_or((foot, "0 perhaps"));
        let found = json(&format!("terms {when} --all"));
        let clauses = found["clauses"].as_array().expect("clauses");
        let is = |status: &str| clauses.iter().filter(|of| of["status"] == status).count();
        let counted = foot.split(", ").map(|part| {
            let (count, status) = part.split_once(' ').expect("a count");
            assert_eq!(count.parse(), Ok(is(status)), "{when}: {foot}");
            is(status)
        });
        assert_eq!(counted.sum::<usize>(), clauses.len(), "{when}: {foot}");
        let undetermined = found["undetermined"].as_array().expect("a list");
        let open = undetermined.iter().map(|of| of["clause"].as_str());
        let open: BTreeSet<_> = open.collect();
        let perhaps: usize = perhaps
            .split(' ')
            .next()
            .unwrap_or_default()
            .parse()
            .expect("a count");
        assert!(perhaps <= open.len(), "{when}: {perhaps} of {open:?}");
    }
}

#[test]
fn a_screen_that_is_too_small_says_so_in_one_line() {
    for (columns, rows) in [(39, 24), (80, 11), (1, 1), (0, 0)] {
        let drawn = screen(&mut explorer(""), columns, rows);
        assert!(drawn.trim().lines().count() <= 1, "{drawn}");
    }
}

#[test]
fn what_is_shown_is_the_json_of_the_call() {
    let listed = json("timeline");
    let events = listed["events"].as_array().expect("events");
    let is_called = |explorer: &Explorer, after: &str| {
        let call = explorer.call();
        let words = call.strip_prefix("partnership ").expect("a call");
        let answer = partnership(words).arg("--json").run().stdout;
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(shown(explorer), Some(answer), "{after}: {call}");
    };
    let mut explorer = explorer("");
    for (place, event) in events.iter().enumerate() {
        let event = event["id"].as_str().expect("an id");
        press(&mut explorer, &format!(":{event}⏎c"));
        // Of every fifth also the pages behind it.
        let deeper = if place % 5 == 0 { 6 } else { 2 };
        for keys in ["", "↓", "⏎", "↓", "⏎", "s"].into_iter().take(deeper) {
            press(&mut explorer, keys);
            is_called(&explorer, &format!("{event} {keys}"));
        }
        while explorer.depth() > 0 {
            press(&mut explorer, "⎋");
        }
        press(&mut explorer, "c");
    }
    press(&mut explorer, ":2024⏎m:2025-10⏎=");
    for keys in ["", "↓", "u", "⇲", "e", "↓", "⏎"] {
        press(&mut explorer, keys);
        is_called(&explorer, keys);
    }
}

#[test]
fn a_day_or_an_id_is_typed() {
    for (keys, shown) in [
        (":2025-03⏎", "2025-03-31 Mon ▲"),
        (
            ":agreement-amended⏎",
            "$ partnership diff agreement-amended",
        ),
        (":ip-license⏎", "ip-license and its history"),
        (":microsoft⏎", "$ partnership show party microsoft"),
        (":1850⏎", "▲ 1850-12-31"),
        (":2035⏎", "2035-12-31 Mon ▲"),
        (":qqq⏎", "/ qqq▏   0 found"),
        (":2025⌫⌫19⎋", "2026-11-22 Sun ▲"),
        (":excl⇥⇥⇥", "kind: term"),
        (":excl⇥⇥⇥", "›   term    "),
        (":excl⇥⇥⇥⇥⇥⇥", "›   text    "),
        ("⏎:2019⏎", "investment and its history"),
    ] {
        let mut explorer = explorer("");
        press(&mut explorer, keys);
        let drawn = screen(&mut explorer, 80, 24);
        assert!(drawn.contains(shown), "{keys} {shown}\n{drawn}");
    }
}

#[test]
fn what_is_typed_bit_by_bit_is_found_as_at_once() {
    for text in ["share", "qqq qq", "no such words", "exclusive cloud", "-5"] {
        let [mut slow, mut quick] = ["", ""].map(explorer);
        press(&mut slow, "/");
        for key in text.chars() {
            press(&mut slow, &key.to_string());
            screen(&mut slow, 80, 24);
        }
        press(&mut quick, &format!("/{text}"));
        let at_once = screen(&mut quick, 80, 24);
        assert_eq!(screen(&mut slow, 80, 24), at_once, "{text}");
    }
}

#[test]
fn each_row_is_reached_by_going_down() {
    let at = "--at agreement-amended --clause ip-license";
    for (args, keys) in [
        (at, "⏎"),
        (at, "b"),
        (at, "L"),
        (at, "s"),
        ("--compare 2019 today", ""),
        ("", "/exclusive"),
    ] {
        let [mut down, mut end] = [args, args].map(explorer);
        press(&mut down, keys);
        press(&mut down, &"↓".repeat(250));
        press(&mut end, &format!("{keys}⇲"));
        let [down, end] = [&mut down, &mut end].map(|of| screen(of, 80, 24));
        assert_eq!(down, end, "{args} {keys}");
    }
}

#[test]
fn the_cursor_stands_on_the_cell_of_a_belief_map() {
    let mut explorer = explorer("--at 2025-10 --clause ip-license");
    let mut cursor = |keys: &str| {
        press(&mut explorer, keys);
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a screen");
        let drawn = terminal.draw(|frame| explorer.draw(frame));
        drawn.expect("it is drawn");
        terminal.get_cursor_position().expect("a cursor")
    };
    let [first, later, below] = ["b", ">>", "↓"].map(&mut cursor);
    assert!(later.x > first.x && later.y == first.y, "{first} {later}");
    assert!(
        below.x == later.x && below.y == later.y + 1,
        "{later} {below}"
    );
}

#[test]
fn the_same_line_of_the_screen_is_the_call() {
    let mut explorer = explorer("--at agreement-amended --clause ip-license");
    let drawn = screen(&mut explorer, 80, 24);
    let line = drawn.lines().nth(22).expect("a line");
    assert_eq!(
        line,
        " $ partnership diff agreement-amended --clause ip-license"
    );
    let copied = explorer.key(KeyEvent::new(KeyCode::Char('y'), KeyModifiers::NONE));
    assert_eq!(copied, Action::Copy(explorer.call()));
}

#[test]
fn the_sentence_that_is_copied_names_its_source() {
    for (keys, said, who) in [
        (
            "",
            "27 April 2026: Microsoft and OpenAI amend their agreement. Microsoft and OpenAI amended one clause, Microsoft's licence",
            "(OpenAI, 2026-04-27, statement, https://openai.com/index/next-phase-of-microsoft-partnership/; read through Paath",
        ),
        (
            "⏎",
            "Microsoft's licence to OpenAI's IP, at 27 April 2026, right after: Microsoft and OpenAI amend their \
             agreement. It reads (set on 27 April 2026): Microsoft's licence",
            "(OpenAI, 2026-04-27",
        ),
        ("⏎↓⏎", "22 July 2019: ", "(OpenAI"),
        (
            ":today⏎:ip-research⏎",
            "Access to OpenAI's research, at the close of 22 November 2026. It reads (set on 28 October 2025): ",
            "Whether it still stands has been unclear since 27 April 2026 (inferred). ",
        ),
        (
            ":api-exclusivity⏎:2026-06⏎",
            "Exclusive cloud for OpenAI's API, at the close of 30 June 2026. It ended on 27 April 2026. Until then it read: ",
            "; read through ",
        ),
        (
            "JJJJJJ⏎",
            "Only what was known by ",
            " is believed. Microsoft's licence to ",
        ),
    ] {
        let mut explorer = explorer("--at agreement-amended --clause ip-license");
        press(&mut explorer, keys);
        let copied = explorer.key(KeyEvent::new(KeyCode::Char('Y'), KeyModifiers::NONE));
        let Action::Copy(copied) = copied else {
            panic!("{keys}: {copied:?}");
        };
        let is_whole = copied.starts_with(said) && copied.contains(who);
        assert!(is_whole, "{keys}: {copied}");
    }
}

const KEYS: &str = "←→hl,.<>0$t↑↓jk⇞⇟⇤⇲⏎⏎⏎⎋⌫⇥cm==xHLeubdKJ/nNysYur?g:2025-10aip⎋⎋";

proptest! {
    #![proptest_config(random(24))]

    #[test]
    fn no_keys_break_it(keys in prop::collection::vec(0..KEYS.chars().count(), 1..60), size in 0..4_usize) {
        let mut explorer = explorer("");
        let (columns, rows) = SIZES[size];
        let mut after = screen(&mut explorer, columns, rows);
        for place in keys {
            let key = KEYS.chars().nth(place).expect("a key");
            let (before, depth) = (after, explorer.depth());
            press(&mut explorer, &key.to_string());
            after = screen(&mut explorer, columns, rows);
            let mut days = after.lines().filter(|line| line.contains('▲')).flat_map(str::split_whitespace);
            prop_assert!(days.all(|day| !day.contains('-') || day.parse::<Date>().is_ok()), "{}", after);
            if explorer.depth() > depth {
                press(&mut explorer, "⎋");
                let back = screen(&mut explorer, columns, rows);
                prop_assert_eq!(said(&back), said(&before), "back from {}", key);
                press(&mut explorer, &key.to_string());
            }
        }
    }
}

/// A screen without the line of notes.
fn said(screen: &str) -> Vec<&str> {
    let lines: Vec<&str> = screen.lines().collect();
    [&lines[..lines.len() - 3], &lines[lines.len() - 2..]].concat()
}

#[test]
fn back_undoes_each_step_forward() {
    for (args, forward) in [
        ("--at agreement-amended", "⏎↓⏎⏎s"),
        ("--at agreement-amended --clause ip-license", "b↓⏎⏎"),
        ("--compare 2024-12 2025-10", "↓⏎b⏎"),
        ("--at 2025-10", "L↓↓"),
    ] {
        let mut explorer = explorer(args);
        let (mut trail, mut depth) = (vec![screen(&mut explorer, 80, 24)], 0);
        for key in forward.chars() {
            press(&mut explorer, &key.to_string());
            if explorer.depth() > depth {
                depth = explorer.depth();
                trail.push(String::new());
            }
            *trail.last_mut().expect("a screen") = screen(&mut explorer, 80, 24);
        }
        while let Some(before) = trail.pop() {
            assert_eq!(screen(&mut explorer, 80, 24), before, "{args} {forward}");
            press(&mut explorer, "⎋");
        }
    }
}

#[test]
fn what_is_believed_is_kept_behind_its_page() {
    let mut explorer = explorer("--at agreement-amended");
    press(&mut explorer, "L⏎⎋");
    let drawn = screen(&mut explorer, 80, 24);
    assert!(
        drawn.contains("basis stated") && drawn.contains("agreement-amended"),
        "{drawn}"
    );
    press(&mut explorer, "L⎋");
    assert_eq!(screen(&mut explorer, 80, 24), drawn);
}

#[test]
fn a_file_that_breaks_keeps_what_was_shown() {
    let sound = "format = 1\ntitle = 'Lease'\n[clause.rent]\ntitle = 'Rent'\n\
        [[event]]\nid = 'signed'\ndate = '2020-01-01'\ntitle = 'Signed'\n\
        [[event.change]]\nclause = 'rent'\naction = 'adopt'\ntext = 'Rent is due.'\n";
    let call = partnership("").file("lease.toml", sound);
    let mut explorer = explorer_in(&call, "-f lease.toml --at signed");
    let whole = screen(&mut explorer, 80, 24);
    assert!(
        whole.contains("$ partnership diff signed --clause rent --file lease.toml"),
        "{whole}"
    );
    let call = call.file("lease.toml", "format = 1\ntitle = ");
    call.in_folder(|| press(&mut explorer, "r"));
    let broken = screen(&mut explorer, 80, 24);
    assert!(broken.starts_with(" as it was: lease.toml:2:"), "{broken}");
    assert!(
        broken.contains("rent") && broken.contains("signed"),
        "{broken}"
    );
    let call = call.file("lease.toml", sound);
    call.in_folder(|| press(&mut explorer, "r"));
    assert_eq!(said(&screen(&mut explorer, 80, 24)), said(&whole));
}

#[test]
fn text_of_a_file_draws_nothing_but_itself() {
    let hostile = "format = 1\ntitle = \"A\\u001b]0;owned\\u0007 \\u202Eevil\"\n[clause.rent]\ntitle = \"R\\u001b[31mred\"\n\
        [[event]]\nid = 'signed'\ndate = '2020-01-01'\ntitle = \"S\\u001b[2J\\r\\nx\"\n\
        [[event.change]]\nclause = 'rent'\naction = 'adopt'\ntext = \"T\\u009b31m\\u0000\"\n";
    let call = partnership("").file("bad.toml", hostile);
    let mut explorer = explorer_in(&call, "-f bad.toml --at signed");
    for keys in ["", "⏎", "⏎", "s", "b", "/r", "?"] {
        press(&mut explorer, keys);
        let drawn = screen(&mut explorer, 80, 24);
        let odd = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert!(!drawn.contains(odd), "{drawn:?}");
    }
}

#[test]
fn without_a_terminal_it_names_other_ways() {
    let refused = partnership("explore").refused(2);
    assert!(
        refused.contains("partnership show") && refused.contains("--format list"),
        "{refused}"
    );
    let refused = partnership("explore").env("TERM", "dumb").refused(2);
    assert!(refused.contains("cannot be drawn on"), "{refused}");
    partnership("explore --json").refused(2);
}
