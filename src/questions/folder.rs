//! The answers of several agreements as one: each under the title of its agreement, and all of them in one document.

use std::any::Any;
use std::cmp::Ordering;

use indexmap::{IndexMap, IndexSet};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::party::PartyPage;
use crate::answer::block::{Block, Grid, Line, Role, Row};
use crate::answer::calendar::{Calendar, CalendarArgs};
use crate::answer::rows::{Records, Rows, value, with};
use crate::answer::story::{Section, Story};
use crate::answer::{Answer, Context, Look, Report};
use crate::date::Day;
use crate::phrases::heading::head;
use crate::text::words::{Count, and_list, and_some};

/// The answers to one question, in the order of their files.
#[derive(Default)]
pub struct Folder {
    parts: Vec<Report>,
}

impl Folder {
    pub fn of(mut parts: Vec<Report>) -> Self {
        for part in &mut parts {
            part.context.timeline.is_part = true;
        }
        Self { parts }
    }

    /// The answers that have something, and the titles of the agreements of the others.
    fn filled(&self) -> (Vec<&Report>, Vec<&str>) {
        let parts = self.parts.iter();
        let (filled, empty): (Vec<_>, Vec<_>) = parts.partition(|part| has_records(&*part.answer));
        let titles = empty
            .iter()
            .map(|part| part.context.timeline.title.as_str());
        (filled, titles.collect())
    }
}

impl Answer for Folder {
    fn parts(&self) -> &[Report] {
        &self.parts
    }

    fn blocks(&self, context: &Context, look: Look) -> Vec<Block> {
        let mut blocks = head(context, "", Vec::new(), &[]);
        let briefs = self
            .parts
            .iter()
            .map(|part| part.answer.brief(&part.context, look));
        if let Some(mut briefs) = briefs.collect::<Option<Vec<_>>>() {
            briefs.sort_by_key(|brief| brief.next.unwrap_or(Day::MAX));
            let columns = briefs[0].columns.clone();
            let one = format!("--agreement {}", briefs[0].cells[0][0].text());
            let rows = briefs.into_iter().map(|brief| Row::Cells(brief.cells));
            let rows = rows.collect();
            blocks.push(Block::Grid(Grid { columns, rows }));
            let calls = [
                ("upcoming", "what comes next in each"),
                ("timeline", "what happened in all, in one order"),
                (&one, "one of them"),
            ];
            let calls = calls.map(|(call, what)| {
                let call = context.timeline.call(call);
                (call, Line::of(Role::Faint, what))
            });
            blocks.push(Block::Calls(calls.into()));
            return blocks;
        }
        let (filled, empty) = self.filled();
        blocks.extend(counterparties(context, &self.parts));
        let mut legend: IndexSet<String> = IndexSet::new();
        for part in filled {
            for block in part.answer.blocks(&part.context, look) {
                match block {
                    Block::Legend(line) => {
                        legend.extend(line.text().split("  ").map(str::to_owned));
                    }
                    Block::Calls(calls) if part.context.name != "show" => drop(calls),
                    Block::Call(..) => {}
                    block => blocks.push(block),
                }
            }
        }
        // What leads deeper stands behind the signs.
        legend.sort_by_key(|word| word.contains(": -"));
        if !empty.is_empty() {
            let nothing = match empty.len() {
                all if all == self.parts.len() => "any of them".to_owned(),
                _ => and_some(&empty),
            };
            blocks.push(Block::text(format!("Nothing in {nothing}.")));
        }
        if !legend.is_empty() {
            let line = Vec::from_iter(legend).join("  ");
            blocks.push(Block::Legend(Line::of(Role::Faint, line)));
        }
        blocks
    }

    fn story(&self, _: &Context) -> Story {
        let (filled, empty) = self.filled();
        let mut told = Story::default();
        for part in filled {
            told.sections.push(Section {
                heading: Some(part.context.timeline.title.clone()),
                paragraphs: Vec::new(),
            });
            let story = part.answer.story(&part.context);
            told.sections.extend(story.sections);
        }
        if !empty.is_empty() {
            told.say(format!("The records of {} have nothing", and_some(&empty)));
        }
        told
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let first = self.parts.first();
        let columns = first.map(|part| part.answer.rows(&part.context).columns);
        let columns = columns.unwrap_or_default();
        let own = columns.strip_prefix("agreement ").unwrap_or(&columns);
        let records = self.parts.iter().flat_map(|part| {
            let records = part.answer.rows(&part.context).records;
            records.map(|record| of_agreement(part, record))
        });
        Rows::new(format!("agreement {own}"), records)
    }

    fn days(&self) -> Vec<Day> {
        let parts = self.parts.iter();
        parts.flat_map(|part| part.answer.days()).collect()
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.parts.iter().flat_map(|part| {
            let records = part.answer.records();
            records.map(|record| of_agreement(part, record))
        }))
    }

    fn calendar(&self, _: &Context, args: &CalendarArgs) -> Calendar {
        let mut all = Calendar::default();
        for part in &self.parts {
            let calendar = part.answer.calendar(&part.context, args);
            all.entries.extend(calendar.entries);
            all.left_out.extend(calendar.left_out);
        }
        all
    }
}

/// Its JSON has the keys of one answer: lists hold what all have, and counts are sums.
impl Serialize for Folder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = Map::new();
        for part in &self.parts {
            merge(&mut all, value(&part.answer));
        }
        all.serialize(serializer)
    }
}

fn of_agreement(part: &Report, record: Value) -> Value {
    with(record, [("agreement", value(&part.context.timeline.id))])
}

/// With whom a party is bound, and in how many agreements.
fn counterparties(context: &Context, parts: &[Report]) -> Option<Block> {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for part in parts.iter().filter(|part| part.context.name == "party") {
        let page = (&*part.answer as &dyn Any).downcast_ref::<PartyPage>()?;
        let with = page.clauses.iter().flat_map(|clause| &clause.parties);
        let with: IndexSet<&str> = with.map(String::as_str).collect();
        for other in with.into_iter().filter(|other| *other != page.party.id) {
            *counts.entry(other).or_default() += 1;
        }
    }
    counts.sort_by(|one, many, other, more| more.cmp(many).then(one.cmp(other)));
    let named = counts.into_iter().map(|(id, count)| {
        let name = context.refs.parties.get(id).map_or(id, String::as_str);
        format!("{name} ({})", Count(count, "agreement"))
    });
    let named: Vec<String> = named.collect();
    let line = format!("Bound with {}.", and_list(&named));
    (!named.is_empty()).then(|| Block::text(line))
}

/// Whether an answer has more than what is unchanged.
pub fn has_records(answer: &dyn Answer) -> bool {
    let keys = match value(answer) {
        Value::Object(keys) => keys,
        _ => Map::new(),
    };
    let told = keys.iter().filter(|(key, _)| *key != "unchanged");
    let lists = told.filter_map(|(key, value)| Some((key, value.as_array()?)));
    let lists: Vec<_> = lists.collect();
    let is_list = lists.iter().any(|(key, _)| *key != "undetermined");
    !is_list || lists.iter().any(|(_, list)| !list.is_empty())
}

fn merge(all: &mut Map<String, Value>, other: Value) {
    let Value::Object(other) = other else {
        return;
    };
    for (key, value) in other {
        let Some(own) = all.get_mut(&key) else {
            all.insert(key, value);
            continue;
        };
        // Of the dates of one thing the outer ones are kept, and of two things the later or the nearer one.
        let outer = match key.as_str() {
            "first" | "next_end" => Some(Ordering::Less),
            "last" | "last_change" | "last_report" => Some(Ordering::Greater),
            _ => None,
        };
        let date = |value: &Value| {
            value
                .get("date")
                .unwrap_or(value)
                .as_str()
                .map(str::to_owned)
        };
        match (&mut *own, value) {
            (Value::Null, value) => *own = value,
            (own, value)
                if outer.is_some()
                    && date(&value).is_some()
                    && Some(date(&value).cmp(&date(own))) == outer =>
            {
                *own = value;
            }
            _ if outer.is_some() => {}
            (Value::Array(own), Value::Array(more)) => own.extend(more),
            (Value::Object(own), more @ Value::Object(_)) => merge(own, more),
            (Value::Number(own), Value::Number(more)) => {
                if let (Some(one), Some(other)) = (own.as_u64(), more.as_u64()) {
                    *own = (one + other).into();
                }
            }
            (Value::Bool(own), Value::Bool(more)) => *own |= more,
            _ => {}
        }
    }
}
