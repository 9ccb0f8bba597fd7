//! What some words mean: an id before a day, a day before a title.

use super::ShowArgs;
use crate::agreement::filter::{Within, within};
use crate::date::{in_words, said};
use crate::phrases::clause::end;
use crate::questions::filters::{flag, quoted};
use crate::questions::find::find;
use crate::questions::prelude::*;
use crate::questions::view::{article, no_date};
use crate::text::words::{self, mistyped};

/// The answer where several things are meant.
#[derive(Clone, Debug, Serialize)]
pub struct Matches {
    pub query: String,
    pub matches: Vec<Match>,
    /// The day on which clauses stand as said; not part of the JSON.
    #[serde(skip)]
    pub at: Option<At>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Match {
    pub kind: Kind,
    pub id: String,
    pub title: String,
    /// How a clause stands, and its `through`, or when it ended.
    pub status: Option<Status>,
    pub end: Option<Date>,
    pub call: String,
    /// How a clause stands, in words.
    #[serde(skip)]
    pub stands: String,
    /// The date of an event and its days; not part of the JSON.
    #[serde(skip)]
    pub event: Option<(Date, Bounds)>,
}

/// What lists all of a kind, and so is no id to `show`.
const LISTS: [&str; 8] = [
    "clause", "clauses", "event", "events", "party", "parties", "source", "sources",
];

const YEAR: usize = 4;

fn what(view: &View<'_>) -> String {
    let flags = &view.flags;
    format!(
        "name an id, words of a title, a party or a date; `partnership timeline{flags}` lists what happened; \
         `partnership show clause{flags}`, `partnership show event{flags}`, `partnership show party{flags}` and \
         `partnership show source{flags}` list all of a kind"
    )
}

/// What the words mean: ids, else what happened on a day, else all of which the title or id has every word.
pub(super) fn meant(
    view: &View<'_>,
    all: &[Match],
    args: &ShowArgs,
) -> Result<Vec<Match>, Refusal> {
    let query = args.words.join(" ");
    let (id, wanted) = (query.to_lowercase().replace(' ', "-"), split(&query));
    let derived = view.entry(&id).filter(|_| id.contains(':'));
    let id = derived.map_or(id, |listed| view.id(listed));
    // Another agreement may name the same source by this word.
    let sources = view.sources(&id).unwrap_or_default().into_iter();
    let sources: Vec<&String> = sources.map(|at| &view.timeline.sources[at].id).collect();
    let is_source = |found: &Match| found.kind == Kind::Source && sources.contains(&&found.id);
    let named = fitting(all, |found| found.is_named(view, &id) || is_source(found));
    if let Some(named) = named {
        return Ok(named);
    }
    if let Some(hides) = Kind::ALL.iter().find_map(|kind| view.hides(*kind, &id)) {
        return Err(hides);
    }
    if let Some(instead) = args.instead.as_ref().filter(|_| said(&query).is_none()) {
        return Err(instead.clone());
    }
    if wanted.is_empty() {
        return Err(Refusal::new("it is not said what to show", what(view)));
    }
    if let Some(days) = view.date(&query) {
        return on(view, all, &query, days);
    }
    let has_digits = query.contains(|c: char| c.is_ascii_digit());
    if let Some(date) = in_words(&query, view.today).filter(|_| has_digits) {
        let message = format!("`{query}` is a date in words");
        return Err(Refusal::new(message, format!("write `{date}`")));
    }
    let whole = |found: &Match| found.has(&wanted, |other, word| other == word);
    // A word with which the name of a site happens to begin means no source.
    let begins = |found: &Match| {
        found.kind != Kind::Source && found.has(&wanted, |other, word| other.starts_with(word))
    };
    let found = fitting(all, whole).or_else(|| fitting(all, begins));
    found.ok_or_else(|| unknown(view, all, &query, &wanted))
}

/// What fits a test, if anything does.
fn fitting(all: &[Match], test: impl Fn(&Match) -> bool) -> Option<Vec<Match>> {
    let found: Vec<Match> = all.iter().filter(|found| test(found)).cloned().collect();
    (!found.is_empty()).then_some(found)
}

/// Why nothing is meant by the words, and what is like them or holds them.
fn unknown(view: &View<'_>, all: &[Match], query: &str, wanted: &[String]) -> Refusal {
    let digits = query.chars().filter(char::is_ascii_digit).count();
    let is_day = digits >= YEAR && query.starts_with(|c: char| c.is_ascii_digit());
    if said(query).is_some() || is_day {
        return no_date(query);
    }
    let is_like = |other: &str, word: &str| mistyped(word, other).is_some();
    let whole = all
        .iter()
        .filter_map(|found| Some((mistyped(query, &found.id)?, found)));
    let whole = whole.min_by_key(|(distance, _)| *distance);
    // A party may be given its name in full: `Amazon.com Inc.`.
    let is_said = |title: &str| split(title).iter().all(|word| wanted.contains(word));
    let is_near = |found: &&Match| {
        found.has(wanted, is_like) || found.kind == Kind::Party && is_said(&found.title)
    };
    let like = whole
        .map(|(_, found)| found)
        .or_else(|| all.iter().find(is_near));
    let mut help = Vec::new();
    if let Some(found) = like {
        let (what, id, call) = (article(found.kind.word()), &found.id, found.call(view));
        help.push(format!("there is {what} `{id}`: `{call}`"));
    }
    let found = find(&mut Recorder::new(view), query.to_owned());
    if found.is_ok_and(|found| found.total > 0) {
        let call = format!("partnership find {}{}", quoted(query), view.flags);
        help.push(format!("`{call}` looks in every text"));
    }
    if help.is_empty() {
        help.push(what(view));
    }
    let message = format!("nothing in this timeline is called `{query}`");
    Refusal::new(message, help.join("; ")).near(like.map(|_| 1))
}

/// What happened on some days, or else may have.
fn on(view: &View<'_>, all: &[Match], query: &str, days: Bounds) -> Result<Vec<Match>, Refusal> {
    for wanted in [Within::Yes, Within::Possibly] {
        let is = |of: &Match| of.event.map(|(_, of)| within(of, days)) == Some(wanted);
        if let Some(found) = fitting(all, is) {
            return Ok(found);
        }
    }
    let events = all.iter().filter_map(|found| Some((found, found.event?.1)));
    let day = |of: Bounds| of.first.or(of.last);
    let far = |(_, of): &(&Match, Bounds)| Some(day(*of)?.days_until(day(days)?).abs());
    let help = match events.min_by_key(far) {
        Some((found, _)) => format!("the nearest is `{}`", found.call(view)),
        None => what(view),
    };
    let message = format!("nothing is recorded to have happened on `{query}`");
    Err(Refusal::new(message, help))
}

/// All that is listed, and what has an id that is not, each remembered.
pub(super) fn all(records: &mut Recorder<'_, '_>, words: &[String]) -> Vec<Match> {
    let view = records.view;
    for clause in view.timeline.clauses_shown() {
        records.clause_id(clause);
    }
    for source in view.timeline.sources_shown() {
        records.source_id(source);
    }
    let derived = view.entry(&words.concat().to_lowercase());
    for listed in view.listing().into_iter().chain(derived) {
        match listed {
            Listed::Event(event) => drop(records.event_id(event)),
            derived => drop(records.derived_id(derived)),
        }
    }
    let refs = records.refs();
    let of = |kind, id: &String, title: &str, event| Match {
        kind,
        id: id.clone(),
        title: title.to_owned(),
        event,
        ..Match::default()
    };
    let clauses = refs.clauses.iter();
    let clauses = clauses.map(|(id, clause)| of(Kind::Clause, id, &clause.title, None));
    let parties = refs.parties.iter();
    let parties = parties.map(|(id, name)| of(Kind::Party, id, name, None));
    let events = refs.events.iter().map(|(id, event)| {
        let (first, last) = (event.first, event.last);
        let days = (event.date, Bounds { first, last });
        of(Kind::Event, id, &event.title, Some(days))
    });
    let sources = refs.sources.iter().map(|(id, source)| {
        let names = [&source.publisher, &source.title].into_iter().flatten();
        let names: Vec<&str> = names.map(String::as_str).collect();
        of(Kind::Source, id, &names.join(": "), None)
    });
    let all = clauses.chain(parties).chain(events).chain(sources);
    all.collect()
}

pub(super) fn matches(
    records: &mut Recorder<'_, '_>,
    args: &ShowArgs,
    mut matches: Vec<Match>,
) -> Result<Matches, Refusal> {
    let view = records.view;
    let at = view.at(args.at.as_deref().unwrap_or("today"))?;
    let refs = records.refs();
    for found in &mut matches {
        found.call = found.call(view);
        if let (Some(at), Kind::Clause | Kind::Party) = (&args.at, found.kind) {
            found.call += &flag("--at", at);
        }
        if found.kind == Kind::Clause {
            let state = records.state(view.clause(&found.id)?, at.instant);
            let end = end(&refs, &state, &[]).text();
            found.stands = match state.status {
                Status::InForce if end.is_empty() => "in force".to_owned(),
                Status::InForce => format!("in force, {end}"),
                _ => end,
            };
            let runs = state.runs.filter(|runs| runs.renewed > 0);
            let runs = runs.and_then(|runs| runs.to).map(Date::from);
            let end = match state.status {
                Status::Ended | Status::Expired => state.changed,
                _ => runs.or(state.through),
            };
            (found.status, found.end) = (Some(state.status), end);
        }
    }
    Ok(Matches {
        query: args.words.join(" "),
        matches,
        at: Some(at),
    })
}

/// The call that shows something: by its id alone, where nothing else has it.
pub(crate) fn call(view: &View<'_>, kind: Kind, id: &str) -> String {
    let own = view.timeline.own(id);
    let has = |kind: &&Kind| kind.ids(view.timeline).contains_key(own);
    let is_alone = Kind::ALL.iter().filter(has).count() < 2 && !LISTS.contains(&id);
    let kind = if is_alone { "" } else { kind.word() };
    format!("show {kind} {}", quoted(id)).replace("  ", " ")
}

impl Match {
    fn call(&self, view: &View<'_>) -> String {
        let call = call(view, self.kind, &self.id);
        format!("partnership {call}{}", view.flags)
    }

    /// Whether that is its id, now or earlier.
    fn is_named(&self, view: &View<'_>, id: &str) -> bool {
        let ids = self.kind.ids(view.timeline);
        let place = |id| ids.get(view.timeline.own(id));
        self.id == id || place(id).is_some_and(|named| place(&self.id) == Some(named))
    }

    /// Whether each word is the same as one of its title or id; what is derived has no title of its own.
    fn has(&self, wanted: &[String], same: fn(&str, &str) -> bool) -> bool {
        let words = [split(&self.title), split(&self.id)].concat();
        let is_there = |word: &String| words.iter().any(|other| same(other, word));
        !self.id.contains(':') && wanted.iter().all(is_there)
    }
}

/// The words of a text in lower case, hyphens and blanks alike.
fn split(text: &str) -> Vec<String> {
    words::split(text).map(str::to_lowercase).collect()
}
