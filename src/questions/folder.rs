//! The answers of several agreements as one: each under the title of its agreement, and all of them in one document.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::mem;

use serde_json::Value;

use super::party::PartyPage;
use super::prelude::*;
use crate::phrases::heading::head;
use crate::text::words::and_some;

/// What is printed of one agreement, and what is said once of it and others.
#[derive(Default)]
pub struct Part {
    pub has_some: bool,
    /// What is printed of it, until it is kept with that of others.
    pub text: String,
    asked: String,
    legend: IndexSet<String>,
    /// The last day of which it speaks.
    last: Option<Day>,
    briefs: Vec<(Day, Cells)>,
    /// With whom a party is bound by how many agreements.
    bound: BTreeMap<String, usize>,
    /// The titles of those that have nothing.
    empty: Vec<String>,
}

impl Part {
    /// Whether an answer has anything to tell; else its agreement is named with others that have nothing.
    pub fn tells(&mut self, report: &Report) -> bool {
        let (context, answer) = (&report.context, &report.answer);
        self.last = answer.days(context).into_iter().max();
        self.has_some = answer.has_some(context);
        if !self.has_some {
            self.empty.push(context.timeline.title.clone());
        }
        if let Some(page) = answer.downcast_ref::<PartyPage>() {
            let bound = page.bound_with(&context.refs).into_iter();
            self.bound.extend(bound.map(|name| (name.clone(), 1)));
        }
        self.has_some
    }

    /// Takes out of an answer what is said once of all, and leaves its own blocks, below the title of its agreement.
    pub fn take(&mut self, report: &Report, look: Look) -> Vec<Block> {
        let context = &report.context;
        let tells = self.tells(report);
        self.briefs.extend(report.answer.brief(context, look));
        if !self.briefs.is_empty() {
            return Vec::new();
        }
        let mut paper = report.answer.paper(context, look);
        // What is this agreement's own stands beside its title.
        let mut own = mem::take(&mut paper.asked);
        if !own.contains(&format!("{}/", context.timeline.id)) {
            self.asked = mem::take(&mut own);
        }
        if !tells {
            return Vec::new();
        }
        self.legend = signs::legend(&paper, look);
        let mut blocks = head(context, &(own + &paper.count), paper.lines, &[]);
        blocks.extend(paper.body.into_iter().chain(paper.sources));
        blocks
    }

    pub fn add(&mut self, more: Self) {
        // Where an event stands for the day, its own agreement names it too.
        if more.asked.len() > self.asked.len() {
            self.asked = more.asked;
        }
        self.has_some |= more.has_some;
        self.legend.extend(more.legend);
        self.last = self.last.max(more.last);
        self.briefs.extend(more.briefs);
        for (name, count) in more.bound {
            *self.bound.entry(name).or_default() += count;
        }
        self.empty.extend(more.empty);
    }

    /// With whom a party is bound in all: those of most agreements first.
    fn bound_with(&self) -> Option<String> {
        let mut bound = Vec::from_iter(&self.bound);
        bound.sort_by_key(|(_, count)| Reverse(**count));
        let each = |(name, count): (_, &usize)| format!("{name} ({})", Count(*count, "agreement"));
        let bound = some_list(bound.into_iter().map(each))?;
        Some(format!("Bound with {bound}."))
    }

    pub fn above(&self, context: &mut Context) -> Vec<Block> {
        let note = &mut context.timeline.note;
        *note = parted(note.take().into_iter().chain(self.bound_with()), " ");
        let mut blocks = head(context, &self.asked, Vec::new(), self.last.as_slice());
        let mut briefs = self.briefs.clone();
        briefs.sort_by_key(|(next, _)| *next);
        if let Some((_, first)) = briefs.first() {
            let one = format!("--agreement {}", first[0][0].text());
            let rows = briefs.into_iter().map(|(_, cells)| cells).collect();
            let columns = vec!["id", "agreement", "today", "next"];
            blocks.push(Block::Grid(Grid { columns, rows }));
            let calls = [
                ("upcoming", "what comes next in each"),
                ("timeline", "what happened in all, in one order"),
                (&one, "one of them"),
            ];
            blocks.push(Block::Calls(context.timeline.calls(calls)));
        }
        blocks
    }

    pub fn below(&self) -> Vec<Block> {
        let nothing = Block::text(format!("Nothing in {}.", and_some(&self.empty)));
        let nothing = Some(nothing).filter(|_| !self.empty.is_empty());
        let mut legend = self.legend.clone();
        // How long a cell of a drawing is stands behind the signs.
        legend.sort_by_key(|pair| (signs::FLAGS.contains(&&**pair), pair.starts_with("a cell ")));
        nothing.into_iter().chain([Block::Legend(legend)]).collect()
    }
}

/// The rows of one of several agreements, with its id first.
pub fn rows(report: &Report) -> Rows<'_> {
    let Rows { columns, records } = report.answer.rows(&report.context);
    let own = columns.strip_prefix("agreement ").unwrap_or(&columns);
    let records = records.map(|record| of_agreement(report, record));
    Rows::new(format!("agreement {own}"), records)
}

pub fn records(report: &Report) -> Records<'_> {
    let records = report.answer.records();
    Box::new(records.map(|record| of_agreement(report, record)))
}

fn of_agreement(part: &Report, record: Value) -> Value {
    with(record, json!({"agreement": part.context.timeline.id}))
}

/// The rows of all lists, in which those of one thing become one: it has a key in common.
pub(super) fn shared<L: Answer, T>(
    parts: Vec<Report>,
    rows: impl Fn(L) -> Vec<T>,
    keys: impl Fn(&T) -> Vec<String>,
    add: impl Fn(&mut T, T),
) -> Vec<T> {
    let (mut all, mut places) = (Vec::new(), HashMap::new());
    let lists = parts.into_iter().filter_map(|part| part.answer.downcast());
    for row in lists.flat_map(rows) {
        let keys = keys(&row);
        let known = keys.iter().find_map(|key| places.get(key).copied());
        let place = known.unwrap_or(all.len());
        places.extend(keys.into_iter().map(|key| (key, place)));
        match all.get_mut(place) {
            Some(same) => add(same, row),
            None => all.push(row),
        }
    }
    all
}

/// The answers to one question, in the order of their files.
#[derive(Default)]
pub struct Folder(pub Vec<Report>);

impl Answer for Folder {
    fn parts(&self) -> &[Report] {
        &self.0
    }

    fn calendar(&self, _: &Context, args: &CalendarArgs) -> Calendar {
        let mut all = Calendar::default();
        for part in &self.0 {
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
        let parts = self.0.iter().map(|part| value(&part.answer));
        let all = parts.reduce(|all, more| merged("", all, more));
        all.serialize(serializer)
    }
}

/// The keys of dates, or of what has a date, of which the earliest stands for all, and those of which the latest does.
const EARLIEST: [&str; 4] = ["first", "next_end", "next", "assumed_from"];
const LATEST: [&str; 3] = ["last", "last_change", "last_report"];

fn merged(key: &str, own: Value, more: Value) -> Value {
    let date = |value: &Value| value.get("date").unwrap_or(value).to_string();
    let (is_early, is_late) = (EARLIEST.contains(&key), LATEST.contains(&key));
    match (own, more) {
        (Value::Null, value) | (value, Value::Null) => value,
        (own, more) if is_early || is_late => {
            let is_later = date(&more) > date(&own);
            if is_later == is_late { more } else { own }
        }
        (Value::Array(mut all), Value::Array(more)) => {
            all.extend(more);
            all.into()
        }
        (Value::Object(mut own), Value::Object(more)) => {
            for (key, value) in more {
                let old = own.get_mut(&key).map(mem::take).unwrap_or_default();
                let new = merged(&key, old, value);
                own.insert(key, new);
            }
            own.into()
        }
        (Value::Number(own), Value::Number(more)) => {
            let count = own.as_u64().zip(more.as_u64());
            count.map(|(own, more)| own + more).into()
        }
        (own, _) => own,
    }
}
