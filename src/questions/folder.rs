//! The answers of several agreements as one: each under the title of its agreement, and all of them in one document.

use std::hash::Hash;
use std::mem;

use serde_json::Value;

use super::overview::Overview;
use super::party::PartyPage;
use super::prelude::*;
use super::source::one_each;
use crate::answer::Heading;
use crate::answer::story::Read;
use crate::answer::story::Section;
use crate::phrases::heading::{beside, head, kept, texts};
use crate::phrases::sentences::bare;
use crate::text::words::and_some;

/// What stands around what is printed of one agreement.
#[derive(Default)]
pub struct Part {
    pub has_some: bool,
    /// What is printed of it below its heading, until it is kept with that of others: then so many bytes are.
    pub text: Vec<u8>,
    pub length: u64,
    /// The sources whose footnotes stand below all.
    pub named: IndexSet<Read>,
    /// What stands around that.
    paper: Paper,
    brief: Option<Brief>,
    /// With whom a party is bound.
    bound: IndexSet<String>,
    days: Vec<Day>,
}

impl Part {
    /// Takes an answer apart into what stands around it and its own blocks.
    pub fn of(report: &Report, look: Look) -> (Self, Vec<Block>) {
        let (context, answer) = (&report.context, &report.answer);
        let (has_some, brief) = (answer.has_some(context), answer.brief(context, look));
        let mut paper = match brief {
            Some(_) => Paper::default(),
            None => answer.paper(context, look),
        };
        paper.legend = signs::legend(&paper, look);
        let mut body = mem::take(&mut paper.body);
        body.append(&mut paper.sources);
        body.retain(|_| has_some);
        let part = Self {
            has_some,
            paper,
            brief,
            bound: bound(report).unwrap_or_default(),
            days: answer.days(context),
            ..Self::default()
        };
        (part, body)
    }
}

/// What is asked, where it is the same of all.
fn asked(parts: &[Part]) -> Option<&str> {
    let asked = &parts.first()?.paper.asked;
    let is_one = parts.iter().all(|part| part.paper.asked == *asked);
    is_one.then_some(asked)
}

pub fn above(parts: &[Part], context: &Context) -> Vec<Block> {
    let days: Vec<Day> = parts.iter().flat_map(|part| part.days.clone()).collect();
    let mut blocks = head(context, asked(parts).unwrap_or_default(), Vec::new(), &days);
    let briefs = parts.iter().filter_map(|part| part.brief.as_ref());
    let mut briefs: Vec<&Brief> = briefs.collect();
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
    let bound = bound_with(parts.iter().flat_map(|part| &part.bound));
    blocks.extend(bound.map(|bound| Block::text(bound + ".")));
    blocks
}

/// With whom a party is bound, each by its name once for each agreement: those of most agreements first.
fn bound_with<'n>(names: impl Iterator<Item = &'n String>) -> Option<String> {
    let mut bound: IndexMap<&str, usize> = IndexMap::new();
    for name in names {
        *bound.entry(name).or_default() += 1;
    }
    bound.sort_by(|one, many, other, more| more.cmp(many).then(one.cmp(other)));
    let each = |(name, count)| format!("{name} ({})", Count(count, "agreement"));
    let bound = some_list(bound.into_iter().map(each))?;
    Some(format!("Bound with {bound}"))
}

/// Whether something is the same in all.
fn alike<T: PartialEq>(all: &[Heading], of: impl Fn(&Heading) -> T) -> bool {
    all.windows(2).all(|two| of(&two[0]) == of(&two[1]))
}

/// What stands above what is printed of each: what is not said of all.
pub fn heads<'a>(
    parts: &'a [Part],
    context: &'a Context,
) -> impl Iterator<Item = (Vec<Block>, u64)> + 'a {
    let is_one = asked(parts).is_some();
    let is_kept = alike(&context.timelines, |of| of.recorded);
    let is_told = alike(&context.timelines, |of| of.summaries);
    let parts = parts.iter().zip(&context.timelines);
    let parts = parts.filter(|(part, _)| part.has_some && part.brief.is_none());
    parts.map(move |(part, heading)| {
        let title = Line::of(Role::Strong, &heading.title);
        let paper = &part.paper;
        let asked = if is_one { "" } else { &paper.asked };
        let asked = Line::plain(asked.to_owned() + &paper.count);
        let own = std::slice::from_ref(heading);
        let texts = texts(own).filter(|_| !is_told);
        let kept = kept(own, &part.days).filter(|_| !is_kept);
        let facts = [heading.id.clone()].into_iter().chain(texts).chain(kept);
        let mut lines = paper.lines.iter().cloned();
        let first = beside(lines.next().unwrap_or_default(), facts);
        let note = heading.note.iter().map(|note| Line::of(Role::Faint, note));
        let lines = [first].into_iter().chain(lines).chain(note).collect();
        let head = vec![Block::Title(title, asked), Block::Lines(lines)];
        (head, part.length)
    })
}

pub fn below(parts: &[Part], context: &Context) -> Vec<Block> {
    let all = parts.iter().zip(&context.timelines);
    let empty = all.filter(|(part, _)| !part.has_some);
    let empty: Vec<&str> = empty.map(|(_, heading)| heading.title.as_str()).collect();
    let nothing = match empty.len() {
        all if all == parts.len() => "any of them".to_owned(),
        _ => and_some(&empty),
    };
    let nothing = Block::text(format!("Nothing in {nothing}."));
    let nothing = Some(nothing).filter(|_| !empty.is_empty());
    let filled = parts.iter().filter(|part| part.has_some);
    let legend = filled.flat_map(|part| part.paper.legend.clone());
    let mut legend: IndexSet<String> = legend.collect();
    legend.sort_by_key(|pair| signs::FLAGS.contains(&&**pair));
    nothing.into_iter().chain([Block::Legend(legend)]).collect()
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

/// With whom a party is bound in one agreement, where a party is what is asked of.
pub fn bound(report: &Report) -> Option<IndexSet<String>> {
    let page = report.answer.downcast_ref::<PartyPage>()?;
    let (binding, _) = page.by_standing();
    let ids = binding.into_iter().flat_map(|clause| &clause.parties);
    let others = ids.filter(|id| **id != page.party.id);
    let names = &report.context.refs.parties;
    let bound = others.map(|id| names.get(id).unwrap_or(id).clone());
    Some(bound.collect())
}

/// The answers of several agreements, each with the agreement's title, where all are of one type.
pub fn all_of<T: Answer>(parts: &mut Vec<Report>) -> Option<Vec<(String, T)>> {
    let is_one = |part: &Report| part.answer.downcast_ref::<T>().is_some();
    let parts = parts.iter().all(is_one).then(|| parts.drain(..))?;
    let parts = parts.map(|part| Some((part.context.timeline.title, part.answer.downcast()?)));
    parts.collect()
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
        let has_some = |part: &&Report| part.answer.has_some(&part.context);
        let (filled, empty): (Vec<_>, Vec<_>) = self.0.iter().partition(has_some);
        let mut told = Story::default();
        let bound: Vec<IndexSet<String>> = self.0.iter().filter_map(bound).collect();
        if let Some(bound) = bound_with(bound.iter().flatten()) {
            told.say(bound);
        }
        for part in filled {
            let heading = &part.context.timeline;
            let note = heading.note.as_deref().map(bare);
            told.sections.push(Section {
                heading: Some(heading.title.clone()),
                paragraphs: Vec::from_iter(note.map(|note| vec![Sentence::of_record(note)])),
            });
            let story = part.answer.story(&part.context);
            told.sections.extend(story.sections);
        }
        if !empty.is_empty() {
            let titles = empty.iter().map(|part| &*part.context.timeline.title);
            let titles: Vec<&str> = titles.collect();
            told.say(format!("The records of {} have nothing", and_some(&titles)));
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
        let mut all = Map::new();
        for part in &self.0 {
            merge(&mut all, value(&part.answer));
        }
        let screens = self.0.iter();
        let screens = screens.filter_map(|part| part.answer.downcast_ref());
        let sources = screens.flat_map(|screen: &Overview| &screen.sources);
        if let Some(last) = one_each(sources).into_iter().max() {
            all["counts"]["sources"] = (last + 1).into();
        }
        all.serialize(serializer)
    }
}

fn merge(all: &mut Map<String, Value>, other: Value) {
    let Value::Object(other) = other else {
        return;
    };
    for (key, value) in other {
        let own = all.get_mut(&key).map(mem::take).unwrap_or_default();
        let merged = merged(&key, own, value);
        all.insert(key, merged);
    }
}

fn merged(key: &str, own: Value, more: Value) -> Value {
    let date = |value: &Value| {
        let date = value.get("date").unwrap_or(value);
        date.as_str().map(str::to_owned)
    };
    let (before, after) = (date(&own), date(&more));
    match (key, own, more) {
        (_, Value::Null, value) | (_, value, Value::Null) => value,
        // Of the dates of one thing the outer ones are kept, and of two things the later or the nearer one.
        ("first" | "next_end" | "next", _, more) if after < before => more,
        ("last" | "last_change" | "last_report", _, more) if after > before => more,
        ("first" | "next_end" | "next" | "last" | "last_change" | "last_report", own, _) => own,
        (_, Value::Array(mut own), Value::Array(more)) => {
            own.extend(more);
            own.into()
        }
        (_, Value::Object(mut own), more @ Value::Object(_)) => {
            merge(&mut own, more);
            own.into()
        }
        (_, Value::Number(one), Value::Number(other)) => {
            let counts = one.as_u64().zip(other.as_u64());
            counts.map_or(Value::Number(one), |(one, other)| (one + other).into())
        }
        (_, Value::Bool(one), Value::Bool(other)) => (one || other).into(),
        (_, own, _) => own,
    }
}
