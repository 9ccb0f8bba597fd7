//! The clauses of a page, each with a row for every stretch of days on which it stands in one way.

use std::collections::HashMap;

use indexmap::IndexSet;
use similar::ChangeTag;

use crate::agreement::compare::How;
use crate::agreement::{ChangeKind, Wording};
use crate::answer::page::{ClausePart, Page, Reading, Runs};
use crate::answer::{NO_TOPIC, Refs, State, names};
use crate::date::{Date, Day};
use crate::phrases::clause::{began, last_done};
use crate::phrases::{self, clocks, dates, ends, texts, values};
use crate::text::words::parted;

/// A row; what is as in the row above is left out, and `page.js` fills it in.
pub(super) struct RowView<'a> {
    pub(super) reading: &'a Reading,
    /// Whether all that it says is printed: something that the row above says is gone, or there is no row above.
    pub(super) is_whole: bool,
    pub(super) terms: Vec<Value>,
    pub(super) text: Option<Value>,
    pub(super) note: Option<&'a String>,
    /// When it began and last changed, each with by which event, by the names of attributes.
    pub(super) data: Vec<(&'static str, String)>,
    /// What became of the text of the row above, where both are verbatim.
    pub(super) redline: Vec<(ChangeTag, String)>,
}

impl RowView<'_> {
    /// The day from which on all that it says is known, where that is later than its first.
    pub(super) fn known_later(&self) -> Option<Day> {
        let sets = self.reading.state.set_by.values();
        let known = sets.filter_map(|set| set.known.first()).max();
        known.filter(|known| self.reading.from.is_some_and(|from| from < *known))
    }

    pub(super) fn is_bare(&self) -> bool {
        self.terms.is_empty() && self.text.is_none() && self.note.is_none()
    }
}

/// A term, an end or the parties; without a name, a text.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Value {
    pub(super) name: String,
    pub(super) label: String,
    /// As it is without its unit, where it has one.
    pub(super) plain: Option<String>,
    pub(super) text: String,
    /// Its number among the values of that name in the clause; none of the first.
    pub(super) number: Option<usize>,
    /// How firm it is.
    pub(super) marks: String,
    /// The day from which on it applies and the day on which it became known, where they differ.
    pub(super) days: Option<String>,
}

pub(super) fn topics(page: &Page) -> impl Iterator<Item = (&str, &[ClausePart])> {
    let groups = (page.clauses).chunk_by(|a, b| a.clause.topic == b.clause.topic);
    groups.map(|parts| {
        let topic = parts[0].clause.topic.as_deref();
        (topic.unwrap_or(NO_TOPIC), parts)
    })
}

/// The ids of whom a clause ever binds.
pub(super) fn bound(part: &ClausePart) -> String {
    let states = part.readings.iter().map(|of| &of.state);
    let parties = states.chain([&part.clause]).flat_map(|of| &of.parties);
    let parties: IndexSet<&str> = parties.map(String::as_str).collect();
    Vec::from_iter(parties).join(" ")
}

pub(super) fn rows<'a>(refs: &Refs, part: &'a ClausePart) -> Vec<RowView<'a>> {
    let mut distinct = Distinct::new();
    let mut above: Option<(&State, Vec<Value>)> = None;
    let mut data = ["since", "by", "then", "last"].map(|name| (name, String::new()));
    let rows = part.readings.iter().map(|reading| {
        let state = &reading.state;
        let say = [dates::when, dates::date];
        let turned = [began(state, say), last_done(refs, state, say)];
        let told = |(told, event): (String, &str)| [told, event.to_owned()];
        let [[since, by], [changed, last]] = turned.map(|of| of.map(told).unwrap_or_default());
        let now = [
            ("since", since),
            ("by", by),
            ("then", changed),
            ("last", last),
        ];
        let news = now.iter().filter(|of| !data.contains(of));
        let news = news.cloned().collect();
        data = now;
        let mut terms = reads(refs, state, &mut distinct);
        let before = above.replace((state, terms.clone()));
        let is_gone = |(of, kept): &(&State, Vec<Value>)| {
            let stays = |old: &Value| terms.iter().any(|new| old.name == new.name);
            of.note.is_some() && state.note.is_none() || !kept.iter().all(stays)
        };
        let before = before.as_ref();
        let kept = before.filter(|before| !is_gone(before));
        let is_whole = kept.is_none_or(|(of, kept)| kept.is_empty() && of.note.is_none());
        terms.retain(|value| is_whole || !kept.is_some_and(|(_, kept)| kept.contains(value)));
        let is_new = |_: &&String| is_whole || kept.is_none_or(|(of, _)| of.note != state.note);
        RowView {
            reading,
            is_whole,
            text: terms.pop_if(|last| last.name.is_empty()),
            terms,
            note: state.note.as_ref().filter(is_new),
            data: news,
            redline: before.map_or_else(Vec::new, |(of, _)| redline(of, state)),
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

pub(super) fn runs(reading: &Reading) -> impl Iterator<Item = (&Runs, String)> {
    let told = |runs: &Runs| {
        let state = State {
            runs: Some(runs.term),
            ..reading.state.clone()
        };
        let is_cut =
            (state.ahead.as_ref()).is_some_and(|of| of.with_agreement || of.how == How::Ended);
        let to =
            (!is_cut).then(|| "runs to ".to_owned() + &ends::term_end(runs.term.to, dates::day));
        parted(to.into_iter().chain(ends::renewed(&state)), ", ").unwrap_or_default()
    };
    reading.runs.iter().map(move |runs| (runs, told(runs)))
}

fn days(state: &State, name: &str) -> Option<String> {
    let set = state
        .set_by
        .get(name)
        .filter(|set| set.known_apart().is_some())?;
    let from = ["from ", ""][usize::from(set.kind == ChangeKind::Learned)];
    Some(from.to_owned() + &clocks::days(set, [dates::date; 2]))
}

/// All that a clause says but for its note, its text last.
fn reads(refs: &Refs, state: &State, distinct: &mut Distinct) -> Vec<Value> {
    let mut number = |name: &str, exactly: String| {
        let values = distinct.entry(name.to_owned()).or_default();
        Some(values.insert_full(exactly).0).filter(|number| *number > 0)
    };
    let mut said = Vec::new();
    let parties = Some("parties").filter(|_| state.since.is_some() && !state.parties.is_empty());
    let values = names(&state.terms).chain(parties);
    let values = values.filter_map(|name| Some((name, state.value(name)?)));
    for (name, value) in values {
        let plain = values::field(name, &value, Date::human);
        let plain = plain.unwrap_or_else(|| values::value(&value));
        let text = values::written(refs, &state.id, name, &value, dates::date);
        said.push(Value {
            name: name.to_owned(),
            label: values::label(refs, &state.id, name),
            plain: Some(plain).filter(|plain| *plain != text && name != "parties"),
            text,
            // The type counts too, where two values read the same.
            number: number(name, format!("{value:?}")),
            marks: phrases::marks(state, name).join(", "),
            days: days(state, name),
        });
    }
    said.extend(state.text.iter().map(|text| Value {
        text: text.clone(),
        number: number("", text.clone()),
        marks: phrases::marks(state, "text").join(", "),
        days: days(state, "text"),
        ..Value::default()
    }));
    said
}
