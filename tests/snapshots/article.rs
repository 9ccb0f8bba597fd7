//! The article of 27 April 2026 that the bundled record began with: each of its statements stands in an answer.
//!
//! An answer is read as lines: of every value in its JSON the names that lead to it, a colon, and the value.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::json;

/// A statement's number, the call that a reader would make, the place in the answer, and what stands there.
type Statement = (&'static str, &'static str, &'static str, &'static str);

const STATEMENTS: [Statement; 53] = [
    (
        "S01",
        "show event agreement-amended",
        "event.summary",
        "changes to several parts of the contract",
    ),
    (
        "S01",
        "show event agreement-amended",
        "event.cite.quote",
        "have revised several sections of the contract",
    ),
    (
        "S02",
        "show event agreement-amended",
        "event.date",
        "2026-04-27",
    ),
    (
        "S03",
        "show event agreement-amended",
        "event.cite.note",
        "at least the third revision since early 2025",
    ),
    (
        "S04",
        "terms 2019-12",
        "clauses.text",
        "Microsoft invests $1 billion in OpenAI.",
    ),
    (
        "S04",
        "show event partnership-announced",
        "event.cite.date",
        "2019-06",
    ),
    (
        "S05",
        "terms 2023-12",
        "clauses.text",
        "Azure is the exclusive cloud for all of OpenAI's research",
    ),
    (
        "S05",
        "show event partnership-announced",
        "event.changes.cite.quote",
        "Four years later, it became OpenAI’s exclusive cloud provider",
    ),
    (
        "S06",
        "show clause cloud-exclusivity --at 2025-01-21",
        "clause.status",
        "ended",
    ),
    (
        "S06",
        "show event exclusivity-dropped",
        "event.changes.cite.quote",
        "dropped the exclusivity clause last January",
    ),
    (
        "S07",
        "show event exclusivity-dropped",
        "event.summary",
        "kept many parts of the original agreement",
    ),
    (
        "S08",
        "show event exclusivity-dropped",
        "event.changes.note",
        "The part on the API remained unchanged",
    ),
    (
        "S08",
        "show clause api-exclusivity --at 2025-01",
        "clause.set_by.exclusive.event",
        "partnership-extended",
    ),
    (
        "S08",
        "show clause api-exclusivity --at 2025-01",
        "versions.action",
        "keep",
    ),
    (
        "S09",
        "show event exclusivity-dropped",
        "event.changes.cite.quote",
        "Developers use the API to integrate the company’s AI models",
    ),
    (
        "S10",
        "terms 2026-04-26",
        "clauses.text",
        "Azure is the only cloud for OpenAI's stateless APIs",
    ),
    (
        "S10",
        "show event agreement-amended",
        "event.changes.cite.quote",
        "Microsoft was the only cloud provider that could offer the API",
    ),
    (
        "S11",
        "terms 2026-04-27",
        "clauses.text",
        "OpenAI may serve all its products to customers on any cloud provider.",
    ),
    (
        "S12",
        "timeline --from 2026-04-27 --to 2026-04-27",
        "events.title",
        "Andy Jassy, Amazon's chief executive",
    ),
    (
        "S12",
        "show event amazon-reaction",
        "event.summary",
        "In a post on X, Andy Jassy",
    ),
    (
        "S13",
        "show event amazon-reaction",
        "event.cite.quote",
        "available to Amazon Bedrock customers within a few weeks",
    ),
    (
        "S14",
        "show event amazon-reaction",
        "event.changes.text",
        "Stateful Runtime Environment for AWS customers",
    ),
    (
        "S15",
        "show clause stateful-runtime",
        "clause.text",
        "can help developers manage the data that AI agents use",
    ),
    (
        "S16",
        "show clause stateful-runtime",
        "clause.text",
        "promises to ease keeping agents to a company's cybersecurity policies",
    ),
    (
        "S17",
        "show clause azure-first",
        "clause.set_by.ships-first.cite.note",
        "enhanced access that Microsoft keeps",
    ),
    (
        "S18",
        "show clause azure-first",
        "clause.text",
        "OpenAI's products come out on Azure first, except",
    ),
    (
        "S19",
        "show clause azure-first",
        "clause.terms.exception-requires",
        "Microsoft cannot support",
    ),
    (
        "S20",
        "show clause azure-first",
        "clause.text",
        "Microsoft both cannot support what a product needs and chooses not to",
    ),
    (
        "S20",
        "show clause azure-first",
        "clause.terms.exception-operator",
        "and",
    ),
    (
        "S21",
        "show event partnership-announced",
        "event.changes.cite.text",
        "an exclusive licence to the intellectual property",
    ),
    (
        "S22",
        "show event partnership-announced",
        "event.changes.cite.text",
        "in OpenAI's models and certain other offerings",
    ),
    (
        "S23",
        "show clause ip-license",
        "clause.text",
        "is not exclusive",
    ),
    ("S23", "show clause ip-license", "clause.through", "2032"),
    (
        "S24",
        "show event agreement-amended",
        "event.changes.cite.note",
        "sees an opportunity for licences to others",
    ),
    (
        "S25",
        "show event agreement-amended",
        "event.changes.cite.note",
        "which could bring new revenue",
    ),
    (
        "S26",
        "show event agreement-amended",
        "event.changes.cite.note",
        "the second time that Microsoft's access is narrowed",
    ),
    (
        "S27",
        "show clause ip-hardware-carve-out",
        "clause.since",
        "2025-10-28",
    ),
    (
        "S28",
        "show event recapitalisation",
        "event.summary",
        "OpenAI became a public benefit corporation",
    ),
    (
        "S29",
        "terms 2025-10",
        "clauses.text",
        "Microsoft's licence does not extend to OpenAI's consumer hardware.",
    ),
    (
        "S30",
        "terms 2025-02",
        "clauses.text",
        "OpenAI pays Microsoft a share of its revenue",
    ),
    (
        "S30",
        "terms 2025-02",
        "clauses.text",
        "Microsoft pays OpenAI a share of its AI revenue",
    ),
    (
        "S31",
        "show event exclusivity-dropped",
        "event.changes.cite.note",
        "The rate is according to CNBC",
    ),
    (
        "S31",
        "show event exclusivity-dropped",
        "event.changes.cite.basis",
        "reported",
    ),
    (
        "S32",
        "show event exclusivity-dropped",
        "event.changes.cite.terms.products",
        "ChatGPT subscriptions",
    ),
    (
        "S33",
        "show event agreement-amended",
        "event.changes.note",
        "The percentage is the same as before",
    ),
    (
        "S33",
        "show clause revenue-share-to-microsoft",
        "clause.text",
        "up to a total cap",
    ),
    (
        "S34",
        "show clause revenue-share-to-microsoft",
        "clause.through",
        "2030",
    ),
    (
        "S35",
        "show clause revenue-share-to-openai",
        "clause.changed_by",
        "agreement-amended",
    ),
    (
        "S36",
        "show event mai-models",
        "event.cite.note",
        "an effort to reduce reliance on OpenAI's technology",
    ),
    (
        "S37",
        "show event mai-models",
        "event.cite.quote",
        "released a set of internally developed AI models",
    ),
    (
        "S38",
        "show event mai-models",
        "event.cite.note",
        "Names images and transcription",
    ),
    (
        "S39",
        "show event agreement-amended",
        "event.summary",
        "In other areas they went on working closely together.",
    ),
    (
        "S40",
        "terms 2025-12",
        "clauses.text",
        "OpenAI is committed to buy $250 billion of Azure services",
    ),
];

#[test]
fn each_statement_of_the_article_stands_in_an_answer() {
    let mut answers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut missing = Vec::new();
    for (number, call, place, words) in STATEMENTS {
        let lines = answers.entry(call).or_insert_with(|| lines_of(call));
        let start = format!("{place}: ");
        let stands = lines.iter().any(|line| {
            line.strip_prefix(&start)
                .is_some_and(|value| value.contains(words))
        });
        if !stands {
            missing.push(format!("{number}: partnership {call}: {place}: {words}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn no_statement_of_the_article_is_left_out() {
    for number in 1..=40 {
        let number = format!("S{number:02}");
        assert!(
            STATEMENTS.iter().any(|(found, ..)| *found == number),
            "{number}"
        );
    }
}

/// The lines of the answer to this call.
fn lines_of(call: &str) -> Vec<String> {
    let answer = json(call);
    let mut lines = Vec::new();
    read(&answer, "", &mut lines);
    lines
}

/// The lines of a value that stands at this place; the items of a list stand where the list does.
fn read(value: &Value, place: &str, lines: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let inside = if place.is_empty() {
                    name.clone()
                } else {
                    format!("{place}.{name}")
                };
                read(inner, &inside, lines);
            }
        }
        Value::Array(items) => {
            for item in items {
                read(item, place, lines);
            }
        }
        Value::String(text) => lines.push(format!("{place}: {text}")),
        other => lines.push(format!("{place}: {other}")),
    }
}
