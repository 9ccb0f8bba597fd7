//! What standard error says beside an answer: why nothing matched.

use crate::cli::{Cli, Command, LaneArgs, TimelineArgs};
use crate::report::ask::Asked;
use crate::report::page::Page;
use crate::report::timeline::Listing;
use crate::report::{Body, Report};
use crate::words::nearest;

/// What standard error says beside an answer: why nothing matched.
pub(super) fn notes(report: &Report, cli: &Cli, asked: &Asked<'_>) -> Vec<String> {
    let mut notes = unmatched(report, cli, asked);
    notes.extend(uncited(asked));
    notes
}

/// What is to be said where the lens leaves no event.
fn uncited(asked: &Asked<'_>) -> Option<String> {
    let sources = &asked.lens.according_to;
    (asked.timeline.events.is_empty() && !sources.is_empty()).then(|| {
        format!(
            "nothing cites {} itself; a source through which another was read does not count",
            crate::words::or_list(sources)
        )
    })
}

fn unmatched(report: &Report, cli: &Cli, asked: &Asked<'_>) -> Vec<String> {
    match (&report.body, &cli.command) {
        (Body::Timeline(body), Some(Command::Timeline(args))) => no_event(body, args, asked),
        (Body::Terms(body), Some(Command::Terms(args))) if body.clauses.is_empty() => {
            let more = if args.all {
                ""
            } else {
                "; `--all` adds what is ended, expired or not yet adopted"
            };
            let mut notes = vec![format!("no clause matches at {}{more}", body.at.day)];
            notes.extend(unknown_topics(&args.filter.topic, asked));
            notes
        }
        (Body::Diff(body), Some(Command::Diff(args))) if body.is_empty() => {
            let certainly = if body.undetermined.is_empty() {
                ""
            } else {
                "certainly "
            };
            let mut notes = vec![format!(
                "nothing {certainly}differs between {} and {}",
                body.from.day, body.to.day
            )];
            notes.extend(unknown_topics(&args.filter.topic, asked));
            notes
        }
        (Body::Chart(body), Some(Command::Chart(args))) if body.lanes.is_empty() => {
            let mut notes = vec!["no clause matches".to_owned()];
            notes.extend(unknown_words(&args.lanes, asked));
            notes
        }
        (Body::Clauses(body), _) if body.clauses.is_empty() => {
            vec!["the timeline has no clauses".to_owned()]
        }
        (Body::Parties(body), _) if body.parties.is_empty() => {
            vec!["the timeline has no parties".to_owned()]
        }
        (Body::Sources(body), _) if body.sources.is_empty() => {
            vec!["the timeline has no sources".to_owned()]
        }
        (Body::Events(body), _) if body.events.is_empty() => {
            vec!["the timeline has no events".to_owned()]
        }
        _ => Vec::new(),
    }
}

/// Why a list has no event, where it has none.
fn no_event(body: &Listing, args: &TimelineArgs, asked: &Asked<'_>) -> Vec<String> {
    if !body.events.is_empty() {
        return Vec::new();
    }
    let entries = crate::words::Count(body.total, "entry");
    let mut notes = vec![format!(
        "no event matches; the timeline has {entries} before the filters"
    )];
    if let (Some(from), Some(to)) = (&body.from, &body.to)
        && from.day > to.day
    {
        notes.push(format!(
            "`--from` ({}) lies after `--to` ({})",
            from.day, to.day
        ));
    }
    notes.extend(unknown_kinds(&args.kind, asked));
    notes.extend(unknown_topics(&args.topic, asked));
    notes
}

/// What standard error says beside a page.
pub(super) fn of_page(page: &Page, args: &LaneArgs, asked: &Asked<'_>) -> Vec<String> {
    let mut notes: Vec<String> = uncited(asked).into_iter().collect();
    if page.clauses.is_empty() {
        notes.push("no clause matches".to_owned());
        notes.extend(unknown_words(args, asked));
    }
    notes
}

/// The kinds and topics that nothing has.
fn unknown_words(args: &LaneArgs, asked: &Asked<'_>) -> Vec<String> {
    let mut notes = unknown_kinds(&args.kind, asked);
    notes.extend(unknown_topics(&args.filter.topic, asked));
    notes
}

fn unknown_kinds(kinds: &[String], asked: &Asked<'_>) -> Vec<String> {
    let events = asked.timeline.events.iter();
    let known: Vec<&str> = events.filter_map(|event| event.kind.as_deref()).collect();
    let unknown = |kind: &String| unknown("kind", kind, &known);
    kinds.iter().filter_map(unknown).collect()
}

fn unknown_topics(topics: &[String], asked: &Asked<'_>) -> Vec<String> {
    topics
        .iter()
        .filter_map(|topic| unknown("topic", topic, &self::topics(asked)))
        .collect()
}

fn topics<'t>(asked: &Asked<'t>) -> Vec<&'t str> {
    asked
        .timeline
        .clauses
        .iter()
        .filter_map(|clause| clause.topic.as_deref())
        .collect()
}

fn unknown(noun: &str, word: &str, known: &[&str]) -> Option<String> {
    if known
        .iter()
        .any(|other| other.to_lowercase() == word.to_lowercase())
        || noun == "kind" && word == "expiry"
    {
        return None;
    }
    let mut all: Vec<&str> = known.to_vec();
    all.sort_unstable();
    all.dedup();
    Some(match nearest(word, all.iter().copied()) {
        Some(near) => format!("no {noun} is called `{word}`; there is `{near}`"),
        None => format!(
            "no {noun} is called `{word}`; there are {}",
            crate::words::and_list(all)
        ),
    })
}
