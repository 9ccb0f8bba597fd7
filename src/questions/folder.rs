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

/// What is kept of the answer of one agreement, to print it among others.
#[derive(Clone, Default)]
pub struct Part {
    pub has_some: bool,
    /// What is printed of it, until it is kept with that of others.
    pub text: Vec<u8>,
    /// The sources whose footnotes stand below all.
    pub named: IndexSet<Read>,
    asked: String,
    legend: IndexSet<String>,
    days: Vec<Day>,
    brief: Option<Brief>,
}

impl Part {
    /// Parts an answer into what is said once of all and its own blocks, below the title of its agreement.
    pub fn of(report: &Report, look: Look) -> (Self, Vec<Block>) {
        let (context, answer) = (&report.context, &report.answer);
        let mut part = Self {
            has_some: answer.has_some(context),
            days: answer.days(context),
            brief: answer.brief(context, look),
            ..Self::default()
        };
        if part.brief.is_some() {
            return (part, Vec::new());
        }
        let mut paper = answer.paper(context, look);
        let heading = &context.timeline;
        // What is this agreement's own stands beside its title.
        let mut own = mem::take(&mut paper.asked);
        if !own.contains(&format!("{}/", heading.id)) {
            part.asked = mem::take(&mut own);
        }
        if !part.has_some {
            return (part, Vec::new());
        }
        part.legend = signs::legend(&paper, look);
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
        (part, blocks.collect())
    }
}

pub fn above(parts: &[Part], context: &Context) -> Vec<Block> {
    let days: Vec<Day> = parts.iter().flat_map(|part| part.days.clone()).collect();
    // Where an event stands for the day, its own agreement names it too.
    let asked = parts.iter().map(|part| &*part.asked);
    let asked = asked.max_by_key(|asked| asked.len()).unwrap_or_default();
    let mut blocks = head(context, asked, Vec::new(), &days);
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
    blocks
}

/// With whom a party is bound, each by its name once for each agreement: those of most agreements first.
pub fn bound_with(names: impl Iterator<Item = String>) -> Option<String> {
    let mut bound: IndexMap<String, usize> = IndexMap::new();
    for name in names {
        *bound.entry(name).or_default() += 1;
    }
    bound.sort_by(|one, many, other, more| more.cmp(many).then(one.cmp(other)));
    let each = |(name, count)| format!("{name} ({})", Count(count, "agreement"));
    let bound = some_list(bound.into_iter().map(each))?;
    Some(format!("Bound with {bound}."))
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
    let legend = parts.iter().flat_map(|part| part.legend.clone());
    let mut legend: IndexSet<String> = legend.collect();
    // How long a cell of a drawing is stands behind the signs.
    legend.sort_by_key(|pair| (signs::FLAGS.contains(&&**pair), pair.starts_with("a cell ")));
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

/// With whom a party is bound in one agreement, where a party is what is asked about.
pub fn bound(report: &Report) -> IndexSet<String> {
    let page = report.answer.downcast_ref::<PartyPage>().into_iter();
    let names = &report.context.refs.parties;
    let bound = page.flat_map(|page| {
        let (binding, _) = page.by_standing();
        let ids = binding.into_iter().flat_map(|clause| &clause.parties);
        let others = ids.filter(|id| **id != page.party.id);
        others.map(|id| names.get(id).unwrap_or(id).clone())
    });
    bound.collect()
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
    match (key, own, more) {
        (_, Value::Null, value) | (_, value, Value::Null) => value,
        // Of the dates of one thing the outer ones are kept, and of two things the nearer or the later one.
        ("first" | "next_end" | "next" | "from" | "assumed_from", own, more) => {
            let is_earlier = date(&more) < date(&own);
            if is_earlier { more } else { own }
        }
        ("last" | "last_change" | "last_report" | "to", own, more) => {
            let is_later = date(&more) > date(&own);
            if is_later { more } else { own }
        }
        (_, Value::Array(own), Value::Array(more)) => [own, more].concat().into(),
        (_, Value::Object(mut own), more @ Value::Object(_)) => {
            merge(&mut own, more);
            own.into()
        }
        (_, Value::Number(own), Value::Number(more)) => {
            let counts = [own, more].map(|count| count.as_u64().unwrap_or_default());
            counts.iter().sum::<u64>().into()
        }
        (_, Value::Bool(own), Value::Bool(more)) => (own || more).into(),
        (_, own, _) => own,
    }
}
