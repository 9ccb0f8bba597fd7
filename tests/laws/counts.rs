//! Every format of a difference counts the same: what was adopted, amended, learned of, left unclear and ended, and
//! which events did it and which reports told of it.

use std::collections::{BTreeMap, BTreeSet};

use partnership::answer::{Format, Report};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::{ask, cases, chance};

/// How many certainly, and how many only perhaps, by what became of a clause.
type Counts = BTreeMap<&'static str, (usize, usize)>;

/// What became of a clause, as the JSON names it, a table, and prose.
const WORDS: [[&str; 3]; 5] = [
    ["adopted", "adopted", "came into force"],
    ["amended", "amended", "changed"],
    ["ended", "ended", "ended"],
    ["unclear", "left unclear", "became unclear"],
    ["interim", "came and went", "came and went"],
];

fn word(how: &str) -> Option<&'static str> {
    let how = if how == "expired" { "ended" } else { how };
    let mut words = WORDS.iter().map(|[word, ..]| *word);
    words.find(|word| *word == how)
}

fn add(counts: &mut Counts, word: &'static str, is_certain: bool) {
    let (certain, perhaps) = counts.entry(word).or_default();
    *if is_certain { certain } else { perhaps } += 1;
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().expect("a list")
}

fn ids(value: &Value, key: &str) -> BTreeSet<String> {
    let ids = list(value, key).iter().filter_map(Value::as_str);
    ids.map(str::to_owned).collect()
}

/// The counts that the JSON gives, without those that are none.
fn given(diff: &Value) -> Counts {
    let words = WORDS.iter().map(|[word, ..]| *word).chain(["learned"]);
    let number = |word: &str, of: &str| {
        let number = diff["counts"][word][of].as_u64().expect("a number");
        usize::try_from(number).expect("a small number")
    };
    let counts = words.map(|word| (word, (number(word, "certain"), number(word, "perhaps"))));
    counts.filter(|(_, count)| *count != (0, 0)).collect()
}

/// The same, counted in the lists of the JSON.
fn listed(diff: &Value) -> Counts {
    let mut counts = Counts::new();
    let lists = ["adopted", "amended", "ended", "interim"];
    for found in lists.iter().flat_map(|of| list(diff, of)) {
        // What was left unclear, in between too, does not certainly expire.
        let was_unclear = ["before", "after"].map(|side| &found[side]["status"] == "unclear");
        let turns = ["adopt", "amend", "end", "unclear"];
        let by = list(found, "by").iter();
        let last = by
            .filter_map(|done| done["action"].as_str())
            .rfind(|of| turns.contains(of));
        let is_doubted = was_unclear.contains(&true) || last == Some("unclear");
        let is_doubted = is_doubted && found["how"] == "expired";
        let is_certain = list(found, "uncertain").is_empty() && !is_doubted;
        assert_eq!(found["perhaps"], json!(!is_certain));
        if let Some(word) = word(found["how"].as_str().expect("a word")) {
            add(&mut counts, word, is_certain);
        }
        let mut values = list(found, "terms").iter().chain(list(found, "fields"));
        // That it was adopted may only have become known.
        let later = ["after", "before"][usize::from(diff["reversed"] == true)];
        let adopted_by = &found[later]["adopted_by"];
        let mut by = list(found, "by").iter();
        let adopts = |done: &&Value| done["event"] == *adopted_by && done["action"] == "adopt";
        let is_told = by.rfind(adopts).is_some_and(|done| done["report"] == true);
        let is_late = found["how"] == "adopted" && is_told;
        if is_late || values.any(|value| value["kind"] == "learned") {
            add(&mut counts, "learned", is_certain);
        }
    }
    counts
}

/// The same, counted in the rows of the CSV, with the events and the reports that they name.
fn in_rows(text: &str) -> (Counts, BTreeSet<String>, BTreeSet<String>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let mut clauses: BTreeMap<String, (String, bool, bool)> = BTreeMap::new();
    let (mut events, mut reports) = (BTreeSet::new(), BTreeSet::new());
    for row in reader.records() {
        let row = row.expect("a row");
        let cell = |name: &str| {
            let place = header.iter().position(|column| column == name);
            row[place.expect("a column")].to_owned()
        };
        if cell("list") != "undetermined" {
            let split = |cell: &str| -> Vec<String> {
                let ids = cell.split("; ").filter(|id| !id.is_empty());
                ids.map(str::to_owned).collect()
            };
            events.extend(split(&cell("events")));
            reports.extend(split(&cell("reports")));
            let found = clauses.entry(cell("clause")).or_default();
            (found.0, found.1) = (cell("how"), cell("perhaps") == "false");
            let is_late = cell("how") == "adopted" && cell("what") == "status";
            found.2 |= cell("kind") == "learned" || is_late && cell("report") == "true";
        }
    }
    let mut counts = Counts::new();
    for (how, is_certain, is_learned) in clauses.into_values() {
        if let Some(word) = word(&how) {
            add(&mut counts, word, is_certain);
        }
        if is_learned {
            add(&mut counts, "learned", is_certain);
        }
    }
    (counts, events, reports)
}

/// A number in digits or words.
pub(super) fn number(text: &str) -> Option<usize> {
    let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let text = text.to_lowercase();
    let place = words.iter().position(|word| *word == text);
    place.or_else(|| text.parse().ok())
}

/// `9 adopted, 1 perhaps`, `Two clauses perhaps changed`, `three ended, and perhaps one more`.
fn part(text: &str, column: usize) -> Option<(&'static str, (usize, usize))> {
    let (first, more) = match text.split_once(',') {
        Some((first, more)) => (first, Some(more)),
        None => (text, None),
    };
    let mut words = first.split(' ');
    let count = number(words.next()?)?;
    let rest = words.filter(|word| !["clause", "clauses"].contains(word));
    let rest = rest.collect::<Vec<_>>().join(" ");
    let (is_certain, verb) = match rest.strip_prefix("perhaps ") {
        Some(verb) => (false, verb),
        None => (true, rest.as_str()),
    };
    let found = WORDS.iter().find(|words| words[column] == verb)?;
    let perhaps = more
        .and_then(|more| more.split(' ').find_map(number))
        .unwrap_or(0);
    let counts = if is_certain {
        (count, perhaps)
    } else {
        (0, count)
    };
    Some((found[0], counts))
}

/// The counts of a heading or a sentence; the first that is nothing but counts.
fn told<'a>(mut lines: impl Iterator<Item = &'a str>, between: &str, column: usize) -> Counts {
    let counts = |line: &str| {
        let parts = line.split(between).map(|text| part(text, column));
        parts.collect::<Option<Counts>>()
    };
    lines.find_map(counts).unwrap_or_default()
}

/// How many clauses more was learned of, as a heading or a sentence says it.
fn learned<'a>(mut lines: impl Iterator<Item = &'a str>, words: &str) -> (usize, usize) {
    let count = |line: &'a str| {
        let line = line.to_lowercase();
        let (before, rest) = line.split_once(words)?;
        let mut numbers = rest.split([' ', ',']).filter_map(number);
        let first = numbers.next()?;
        match before {
            "" => Some((first, numbers.next().unwrap_or(0))),
            "perhaps " => Some((0, first)),
            _ => None,
        }
    };
    lines.find_map(count).unwrap_or_default()
}

/// The clauses that a list or Markdown names, by the word before each.
fn items(text: &str) -> Counts {
    let mut counts = Counts::new();
    for line in text.lines() {
        let line = line.strip_prefix("- ").unwrap_or(line);
        let Some((mark, _)) = line.split_once(": ") else {
            continue;
        };
        let (is_certain, mark) = match mark.strip_prefix("perhaps ") {
            Some(mark) => (false, mark),
            None => (true, mark),
        };
        let known = WORDS
            .iter()
            .find(|words| words[1] == mark || (words[0], mark) == ("ended", "expired"));
        if let Some([word, ..]) = known {
            add(&mut counts, word, is_certain);
        }
    }
    counts
}

/// Without the doubt, which an end and what is unclear do not say at their line.
fn whole(counts: &Counts) -> BTreeMap<&'static str, usize> {
    let counts = counts.iter().filter(|(word, _)| **word != "learned");
    counts
        .map(|(word, (certain, perhaps))| (*word, certain + perhaps))
        .collect()
}

fn check(report: &Report) -> Result<(), TestCaseError> {
    let diff = ask::json(report);
    let mut expected = given(&diff);
    prop_assert_eq!(&listed(&diff), &expected, "lists");
    let (rows, events, reports) = in_rows(&ask::printed(report, Format::Csv));
    prop_assert_eq!(&rows, &expected, "CSV");
    let union = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> BTreeSet<String> {
        a.union(b).cloned().collect()
    };
    prop_assert_eq!(
        union(&events, &reports),
        union(&ids(&diff, "events"), &ids(&diff, "reports")),
        "CSV"
    );
    let of_learned = expected.get("learned").copied().unwrap_or_default();
    for format in [Format::Table, Format::List, Format::Markdown] {
        let text = ask::printed(report, format);
        let lines = || {
            text.lines()
                .map(|line| line.strip_prefix("- ").unwrap_or(line))
                .map(|line| line.strip_prefix("about: ").unwrap_or(line))
        };
        let more = learned(lines(), "more was learned of ");
        prop_assert_eq!(more, of_learned, "{:?}\n{}", format, text);
        let between = if format == Format::Table {
            " · "
        } else {
            "; "
        };
        let mut told = told(lines(), between, 1);
        told.extend(expected.get_key_value("learned"));
        prop_assert_eq!(&told, &expected, "{:?}\n{}", format, text);
        if format != Format::Table {
            prop_assert_eq!(
                whole(&items(&text)),
                whole(&expected),
                "{:?}\n{}",
                format,
                text
            );
        }
    }
    let story = report.answer.story(&report.context);
    let sentences: Vec<String> = story
        .sentences()
        .map(|sentence| past(&sentence.text))
        .collect();
    let sentences = || sentences.iter().map(String::as_str);
    prop_assert_eq!(
        learned(sentences(), "more became known about "),
        of_learned,
        "narrative"
    );
    expected.remove("learned");
    // Where no event did anything, what differs stands behind the days.
    let behind =
        |text| std::iter::successors(Some(text), |text: &&str| Some(text.split_once(", ")?.1));
    let parts = sentences().flat_map(behind);
    prop_assert_eq!(told(parts, "; ", 2), expected, "narrative");
    let done = sentences().find_map(|text| {
        let done = text.strip_suffix(" in force")?;
        done.strip_suffix(" changed what was")
            .or(done.strip_suffix(" changed what is"))
    });
    let done = done.filter(|text| !text.ends_with("nothing is recorded to have"));
    let done = done.and_then(|text| text.split(' ').rev().find_map(number));
    let (least, events) = (deeds(&diff), list(&diff, "events").len());
    let done = done.unwrap_or(0);
    prop_assert!(
        (least..=events).contains(&done),
        "narrative: {least} {done} {events}"
    );
    Ok(())
}

/// A sentence about days to come as one about days that are past.
fn past(text: &str) -> String {
    let verbs = [
        ("will come into force", "came into force"),
        ("will change", "changed"),
        ("will end", "ended"),
        ("will become unclear", "became unclear"),
        ("will come and go", "came and went"),
    ];
    verbs
        .iter()
        .fold(text.to_owned(), |text, (will, did)| text.replace(will, did))
}

/// The events that did more to a clause that differs than to keep it; others may have changed one that reads as before.
fn deeds(diff: &Value) -> usize {
    let lists = ["adopted", "amended", "ended", "interim"];
    let found = lists.iter().flat_map(|of| list(diff, of));
    let done = found.flat_map(|found| list(found, "by"));
    let is_deed = |done: &&Value| {
        let is_told = done["kind"] == "learned" || done["report"] == true;
        !is_told && done["action"] != "keep"
    };
    let ids: BTreeSet<&str> = done
        .filter(is_deed)
        .filter_map(|done| done["event"].as_str())
        .collect();
    let ends = list(diff, "events").iter().filter_map(Value::as_str);
    ids.len() + ends.filter(|id| id.contains("expiry:")).count()
}

#[test]
fn every_format_counts_the_same_on_the_bundled_timeline() {
    let reading = ask::read(include_str!("../../timeline.toml"));
    let days = [
        "2019", "2023-06", "2024-12", "2025-10", "2026-03", "2026-06", "2033",
    ];
    ask::with(&reading, "2026-06-17", |view| {
        for (place, from) in days.iter().enumerate() {
            for to in &days[place..] {
                let report = ask::diff(view, (*from).to_owned(), (*to).to_owned());
                check(&report).unwrap_or_else(|error| panic!("from {from} to {to}: {error}"));
            }
        }
    });
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn every_format_counts_the_same(world in chance::sound_world(), one in any::<Index>(), other in any::<Index>()) {
        ask::differences(&world, [one, other], check)?;
    }
}
