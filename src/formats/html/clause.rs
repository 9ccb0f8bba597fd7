//! The clauses of a page, each with a row for every stretch of days on which it stands in one way.

use std::collections::HashMap;

use indexmap::IndexSet;
use similar::ChangeTag;

use crate::agreement::{RENEWAL, Wording};
use crate::answer::Look;
use crate::answer::block::Line;
use crate::answer::page::{ClausePart, Page, Reading};
use crate::answer::{Refs, State};
use crate::date::Date;
use crate::phrases::clause::learned_on;
use crate::phrases::{self, dates, texts, values};

/// A row; what is as in the row above is left out, and `page.js` fills it in.
pub(super) struct RowView<'a> {
    pub(super) reading: &'a Reading,
    /// Whether all that it says is printed: something that the row above says is gone, or there is no row above.
    pub(super) is_whole: bool,
    pub(super) values: Vec<Value>,
    /// Its status, and when it began and last changed, each with by which event, by the names of attributes.
    pub(super) data: Vec<(&'static str, String)>,
    /// What became of the text of the row above, where both are verbatim.
    pub(super) redline: Vec<(ChangeTag, String)>,
}

impl RowView<'_> {
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Value> {
        self.values.iter().filter(move |value| value.kind == kind)
    }
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Kind {
    /// A term, `through` or `until`.
    Term,
    Text,
    #[default]
    Note,
}

/// Something that a clause says.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Value {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// How it is called.
    pub(super) label: String,
    /// As it is without its unit, where it has one.
    pub(super) plain: Option<String>,
    pub(super) text: String,
    /// Its number among the values of that name in the clause; none of the first.
    pub(super) number: Option<usize>,
    pub(super) marks: String,
}

pub(super) fn topics(page: &Page) -> impl Iterator<Item = (&str, &[ClausePart])> {
    let groups = (page.clauses).chunk_by(|a, b| a.clause.topic == b.clause.topic);
    groups.map(|parts| {
        let topic = parts[0].clause.topic.as_deref();
        (topic.unwrap_or("without a topic"), parts)
    })
}

pub(super) fn rows<'a>(refs: &Refs, part: &'a ClausePart) -> Vec<RowView<'a>> {
    let mut distinct = Distinct::new();
    let mut above: Option<(&State, Vec<Value>)> = None;
    let mut data: [String; 5] = Default::default();
    let rows = part.readings.iter().map(|reading| {
        let state = &reading.state;
        let turned = [state.began(), state.last_changed()];
        let [[since, by], [changed, last]] = turned.map(|of| of.map(dated).unwrap_or_default());
        let now = [state.status.word().to_owned(), since, by, changed, last];
        let news = ["status", "since", "by", "changed", "last"].into_iter();
        let news = news.zip(now.clone()).zip(data.iter());
        let news = news.filter(|((_, now), above)| now != *above);
        let news = news.map(|(now, _)| now).collect();
        data = now;
        let mut values = reads(refs, state, &mut distinct);
        let before = above.replace((state, values.clone()));
        let (redline, kept) =
            before.map_or_else(Default::default, |(of, kept)| (redline(of, state), kept));
        let is = |old: &Value, new: &Value| (old.kind, &old.name) == (new.kind, &new.name);
        let is_gone = |old: &Value| !values.iter().any(|new| is(old, new));
        let is_whole = kept.is_empty() || kept.iter().any(is_gone);
        values.retain(|value| is_whole || !kept.contains(value));
        RowView {
            reading,
            is_whole,
            values,
            data: news,
            redline,
        }
    });
    rows.collect()
}

/// The values of a clause by name, each once and exactly.
type Distinct = HashMap<String, IndexSet<String>>;

fn redline(before: &State, after: &State) -> Vec<(ChangeTag, String)> {
    let verbatim = |state: &State| state.wording == Some(Wording::Verbatim);
    let both = before.text.as_ref().zip(after.text.as_ref());
    let both = both.filter(|(old, new)| old != new && verbatim(before) && verbatim(after));
    both.map_or(Vec::new(), |(old, new)| texts::redline(old, new, false))
}

fn dated((date, event): (Date, &str)) -> [String; 2] {
    [dates::when(date), event.to_owned()]
}

/// The terms of a clause, `through` and `until`: the name of each, how it reads and what it is exactly.
fn exact_values<'a>(
    refs: &'a Refs,
    state: &'a State,
) -> impl Iterator<Item = (String, String, String)> + 'a {
    // The type counts too, where two values read the same.
    let term = |(name, value): (&String, &_)| {
        let text = values::shown(refs, &state.id, name, value);
        (name.clone(), text, format!("{value:?}"))
    };
    let through = state.through;
    let through = through.map(|date| ("through".to_owned(), dates::date(date), date.to_string()));
    let until = state.until.clone();
    let until = until.map(|text| ("until".to_owned(), text.clone(), text));
    let renewing = RENEWAL.into_iter().filter_map(|name| {
        let value = values::field(name, &state.value(name)?)?;
        Some((name.to_owned(), value.clone(), value))
    });
    let terms = state.terms.iter().map(term).chain(through);
    terms.chain(renewing).chain(until)
}

/// How firm a value is, and both its days where it became known on another than it applies.
fn marks(state: &State, name: &str) -> String {
    let set = state.set_by.get(name);
    let days = set.filter(|set| set.known_apart().is_some());
    let days = days.map(|set| learned_on(set, dates::date));
    let marks = phrases::marks(state, name).into_iter();
    let all: Vec<String> = marks.map(str::to_owned).chain(days).collect();
    all.join(", ")
}

/// All that a clause says.
fn reads(refs: &Refs, state: &State, distinct: &mut Distinct) -> Vec<Value> {
    let mut number = |name: &str, exactly: String| {
        let values = distinct.entry(name.to_owned()).or_default();
        Some(values.insert_full(exactly).0).filter(|number| *number > 0)
    };
    let text = state.text.iter().map(|text| Value {
        kind: Kind::Text,
        text: text.clone(),
        number: number("", text.clone()),
        marks: marks(state, "text"),
        ..Value::default()
    });
    let text: Vec<Value> = text.collect();
    let value = |(name, text, exactly): (String, String, String)| {
        let of = state.value(&name);
        let plain = of.map(|of| values::field(&name, &of).unwrap_or_else(|| values::value(&of)));
        Value {
            kind: Kind::Term,
            number: number(&name, exactly),
            marks: marks(state, &name),
            label: values::label(refs, &state.id, &name),
            plain: plain.filter(|plain| *plain != text),
            name,
            text,
        }
    };
    let note = state.note.iter().map(|text| Value {
        text: text.clone(),
        ..Value::default()
    });
    let terms = exact_values(refs, state).map(value);
    terms.chain(text).chain(note).collect()
}

/// What a clause sets, each with when and by whom.
pub(super) fn settings(refs: &Refs, state: &State) -> Vec<(String, String)> {
    let pairs = phrases::clause::pairs(refs, state, Look::default(), dates::date).into_iter();
    let said = |lines: Vec<Line>| lines.iter().map(|line| line.spoken().text()).collect();
    pairs.map(|(label, lines)| (label, said(lines))).collect()
}
