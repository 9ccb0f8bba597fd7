//! The answers of several agreements as one: each under the title of its agreement, and all of them in one document.

use std::hash::Hash;
use std::{iter, mem, slice};

use serde_json::Value;

use super::overview::Overview;
use super::party::PartyPage;
use super::prelude::*;
use super::source::one_each;
use crate::answer::story::Read;
use crate::answer::story::Section;
use crate::phrases::heading::{beside, head, kept};
use crate::phrases::sentences::bare;
use crate::text::words::and_some;

/// What is printed of one agreement, and what is said once of it and others.
#[derive(Default)]
pub struct Part {
    pub has_some: bool,
    /// What is printed of it, until it is kept with that of others.
    pub text: String,
    /// The sources whose footnotes stand below all.
    pub named: IndexSet<Read>,
    asked: String,
    legend: IndexSet<String>,
    /// The last day of which it speaks.
    last: Option<Day>,
    briefs: Vec<Brief>,
    /// The titles of those that have nothing.
    empty: Vec<String>,
}

impl Part {
    /// Takes out of an answer what is said once of all, and leaves its own blocks, below the title of its agreement.
    pub fn take(&mut self, report: &Report, look: Look) -> Vec<Block> {
        let (context, answer) = (&report.context, &report.answer);
        self.has_some = answer.has_some(context);
        self.last = answer.days(context).into_iter().max();
        self.briefs.extend(answer.brief(context, look));
        if !self.briefs.is_empty() {
            return Vec::new();
        }
        let mut paper = answer.paper(context, look);
        let heading = &context.timeline;
        // What is this agreement's own stands beside its title.
        let mut own = mem::take(&mut paper.asked);
        if !own.contains(&format!("{}/", heading.id)) {
            self.asked = mem::take(&mut own);
        }
        if !self.has_some {
            self.empty.push(heading.title.clone());
            return Vec::new();
        }
        self.legend = signs::legend(&paper, look);
        let title = Line::of(Role::Strong, &heading.title);
        let facts = [heading.id.clone()].into_iter();
        let facts = facts.chain(kept(slice::from_ref(heading), &[]));
        let mut lines = paper.lines.into_iter();
        let first = beside(lines.next().unwrap_or_default(), facts);
        let note = heading.note.iter().map(|note| Line::of(Role::Faint, note));
        let lines = iter::once(first).chain(lines).chain(note).collect();
        let head = [
            Block::Title(title, Line::plain(own + &paper.count)),
            Block::Lines(lines),
        ];
        let blocks = head.into_iter().chain(paper.body).chain(paper.sources);
        blocks.collect()
    }

    pub fn add(&mut self, more: Self) {
        // Where an event stands for the day, its own agreement names it too.
        if more.asked.len() > self.asked.len() {
            self.asked = more.asked;
        }
        self.has_some |= more.has_some;
        self.named.extend(more.named);
        self.legend.extend(more.legend);
        self.last = self.last.max(more.last);
        self.briefs.extend(more.briefs);
        self.empty.extend(more.empty);
    }

    pub fn above(&self, context: &Context) -> Vec<Block> {
        let mut blocks = head(context, &self.asked, Vec::new(), self.last.as_slice());
        let mut briefs: Vec<&Brief> = self.briefs.iter().collect();
        briefs.sort_by_key(|brief| brief.next.unwrap_or(Day::MAX));
        if let Some(first) = briefs.first() {
            let columns = first.columns.clone();
            let one = format!("--agreement {}", first.cells[0][0].text());
            let rows = briefs.iter().map(|of| of.cells.clone()).collect();
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
        let all = || "any of them".to_owned();
        let empty = self.has_some.then(|| and_some(&self.empty));
        let empty = empty.unwrap_or_else(all);
        let nothing = Block::text(format!("Nothing in {empty}."));
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

/// Where a party is what is asked about, with whom it is bound, each by its name once for each agreement: those of most
/// agreements first.
pub fn bound_with(reports: &[Report]) -> Option<String> {
    let mut bound: IndexMap<&String, usize> = IndexMap::new();
    for Report {
        context, answer, ..
    } in reports
    {
        let page = answer.downcast_ref::<PartyPage>()?;
        let clauses = page.by_standing().0.into_iter();
        let ids = clauses.flat_map(|clause| &clause.parties);
        let others = ids.filter(|id| **id != page.party.id);
        let names = others.map(|id| context.refs.parties.get(id).unwrap_or(id));
        for name in names.collect::<IndexSet<_>>() {
            *bound.entry(name).or_default() += 1;
        }
    }
    bound.sort_by(|one, many, other, more| more.cmp(many).then(one.cmp(other)));
    let each = |(name, count)| format!("{name} ({})", Count(count, "agreement"));
    let bound = some_list(bound.into_iter().map(each))?;
    Some(format!("Bound with {bound}."))
}

/// The answers of several agreements, where all are of one type.
pub fn all_of<T: Answer>(parts: &mut Vec<Report>) -> Option<Vec<T>> {
    let mut types = parts.iter();
    let is_one = types.all(|part| part.answer.downcast_ref::<T>().is_some());
    let parts = is_one.then(|| parts.drain(..))?;
    parts.map(|part| part.answer.downcast()).collect()
}

/// Rows of several agreements under their keys: what has the key of an earlier one is added to that.
pub fn once<K: Hash + Eq, R>(
    rows: impl Iterator<Item = (K, R)>,
    add: impl Fn(&mut R, R),
) -> Vec<R> {
    let mut all: IndexMap<K, R> = IndexMap::new();
    for (key, row) in rows {
        match all.get_mut(&key) {
            Some(known) => add(known, row),
            None => drop(all.insert(key, row)),
        }
    }
    all.into_values().collect()
}

/// The answers to one question, in the order of their files.
#[derive(Default)]
pub struct Folder(pub Vec<Report>);

impl Answer for Folder {
    fn parts(&self) -> &[Report] {
        &self.0
    }

    fn story(&self, _: &Context) -> Story {
        let (mut told, mut empty) = (Story::default(), Vec::new());
        for part in &self.0 {
            let (context, answer) = (&part.context, &part.answer);
            let title = context.timeline.title.clone();
            if !answer.has_some(context) {
                empty.push(title);
                continue;
            }
            let note = context.timeline.note.as_deref().map(bare);
            told.sections.push(Section {
                heading: Some(title),
                paragraphs: Vec::from_iter(note.map(|note| vec![Sentence::of_record(note)])),
            });
            told.sections.extend(answer.story(context).sections);
        }
        if !empty.is_empty() {
            told.say(format!("The records of {} have nothing", and_some(&empty)));
        }
        told
    }

    fn days(&self, _: &Context) -> Vec<Day> {
        let days = |part: &Report| part.answer.days(&part.context);
        self.0.iter().flat_map(days).collect()
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
        let mut all = all.unwrap_or_default();
        let screens = self.0.iter();
        let screens = screens.filter_map(|part| part.answer.downcast_ref());
        let sources = screens.flat_map(|screen: &Overview| &screen.sources);
        if let Some(last) = one_each(sources).into_iter().max() {
            all["counts"]["sources"] = (last + 1).into();
        }
        all.serialize(serializer)
    }
}

/// The keys of dates, or of what has a date, of which the earliest stands for all, and those of which the latest does.
const EARLIEST: [&str; 5] = ["first", "next_end", "next", "from", "assumed_from"];
const LATEST: [&str; 4] = ["last", "last_change", "last_report", "to"];

fn merged(key: &str, own: Value, more: Value) -> Value {
    let date = |value: &Value| value.get("date").unwrap_or(value).to_string();
    match (own, more) {
        (Value::Null, value) | (value, Value::Null) => value,
        (own, more) if EARLIEST.contains(&key) => {
            let is_earlier = date(&more) < date(&own);
            if is_earlier { more } else { own }
        }
        (own, more) if LATEST.contains(&key) => {
            let is_later = date(&more) > date(&own);
            if is_later { more } else { own }
        }
        (Value::Array(own), Value::Array(more)) => [own, more].concat().into(),
        (Value::Object(mut own), Value::Object(more)) => {
            for (key, value) in more {
                let old = own.get_mut(&key).map(mem::take).unwrap_or_default();
                let new = merged(&key, old, value);
                own.insert(key, new);
            }
            own.into()
        }
        (Value::Number(own), Value::Number(more)) => {
            let counts = [own, more].map(|count| count.as_u64().unwrap_or_default());
            counts.iter().sum::<u64>().into()
        }
        (own, _) => own,
    }
}
