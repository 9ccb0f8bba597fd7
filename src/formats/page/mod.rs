//! A page report as one HTML file (WHATWG HTML) that needs nothing else and reads whole without script.
//!
//! `page.html` is the page; every text that it prints is cleaned and escaped by [`Clean`]. `page.js` only
//! chooses among the rows of the tables of versions.

use std::collections::{HashMap, HashSet};
use std::fmt::{self, Write};

use askama::Template;
use askama::filters::{Escaper, Html};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use indexmap::IndexSet;
use sha2::{Digest, Sha256};

use super::svg;
use crate::agreement::{Action, Status, Wording};
use crate::answer::page::{ClausePart, Done, Page, Reading};
use crate::answer::story;
use crate::answer::story::{Sentence, Story};
use crate::answer::{Cite, ClauseChange, Context, Event, SourcePage, State, Undecided};
use crate::date::{Date, Day, Mark};
use crate::phrases::picture::picture;
use crate::phrases::{self, dates, stories};
use crate::text::clean;

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// The page.
#[must_use]
pub fn render(context: &Context, page: &Page) -> String {
    let page = View::of(context, page).render();
    page.unwrap_or_else(|_| unreachable!("a `String` takes every text, and no filter can fail"))
}

/// Escapes what HTML would read, after odd characters have been made visible.
#[derive(Clone, Copy, Debug)]
pub struct Clean;

impl Escaper for Clean {
    fn write_escaped_str<W: Write>(&self, dest: W, string: &str) -> fmt::Result {
        Html.write_escaped_str(dest, &clean(string))
    }
}

#[derive(Template)]
#[template(path = "page.html", config = "src/formats/page/askama.toml")]
struct View<'a> {
    context: &'a Context,
    page: &'a Page,
    lang: &'a str,
    policy: String,
    style: String,
    script: String,
    chart: String,
    lens: Option<String>,
    years: Vec<Year<'a>>,
    topics: Vec<Topic<'a>>,
    sources: Vec<SourceView<'a>>,
    shown: Shown<'a>,
}

/// What has a place of its own on the page.
struct Shown<'a> {
    clauses: HashSet<&'a str>,
    events: HashSet<&'a str>,
    sources: HashMap<&'a str, usize>,
    parties: HashMap<&'a str, &'a str>,
}

struct Year<'a> {
    name: String,
    events: Vec<EventView<'a>>,
}

struct Topic<'a> {
    name: &'a str,
    clauses: Vec<ClauseView<'a>>,
}

struct ClauseView<'a> {
    part: &'a ClausePart,
    rows: Vec<RowView<'a>>,
    /// The changes that never certainly happen.
    open: Vec<ChangeView<'a>>,
}

struct RowView<'a> {
    reading: &'a Reading,
    state: &'a State,
    values: Vec<Value>,
    /// What tells its text from another of the clause that reads the same.
    text: Option<usize>,
    /// How it stands, where that is not as in the row above.
    status: Option<Status>,
    /// Since when and by which event, where that is not as in the row above.
    since: Option<(String, &'a str)>,
    /// When it last changed and by which event, where that is not as above; empty where it has not since it began.
    last: Option<(String, &'a str)>,
    scheduled: bool,
    /// Whether it reads as the row above, and only a doubt began or ended.
    as_before: bool,
    done: Vec<DoneView<'a>>,
}

/// A term, `through` or `until`.
struct Value {
    name: String,
    text: String,
    /// What tells it from another value of that name in the clause that reads the same.
    number: Option<usize>,
    marks: String,
}

struct DoneView<'a> {
    done: &'a Done,
    change: Option<ChangeView<'a>>,
    cites: Vec<CiteView<'a>>,
}

/// A change with what the row does not say by itself.
struct ChangeView<'a> {
    entry: &'a ClauseChange,
    settings: Vec<String>,
    /// Its text, where another change of the same day gave the text that stands.
    text: Option<String>,
    cites: Vec<CiteView<'a>>,
}

/// A citation that says more than that it is one.
struct CiteView<'a> {
    cite: &'a Cite,
    otherwise: Option<String>,
}

struct EventView<'a> {
    event: &'a Event,
    sentences: Vec<Sentence>,
    /// Whether it is the first with its id: a clause may expire more than once.
    anchored: bool,
    past: bool,
    cites: Vec<CiteView<'a>>,
}

struct SourceView<'a> {
    source: &'a SourcePage,
    told: String,
    url: Option<&'a str>,
    archived: Option<&'a str>,
    otherwise: Vec<[String; 4]>,
    /// The events that rest on it, and what of them rests on it alone.
    rests: Vec<(&'a str, Option<String>)>,
}

impl EventView<'_> {
    /// What is told before the first change.
    fn opening(&self) -> &[Sentence] {
        &self.sentences[..self.changes()]
    }

    /// The changes, and what is told after them.
    fn rest(&self) -> &[Sentence] {
        &self.sentences[self.changes()..]
    }

    fn changes(&self) -> usize {
        let mut sentences = self.sentences.iter();
        sentences
            .position(|told| told.change.is_some())
            .unwrap_or(self.sentences.len())
    }
}

impl<'a> View<'a> {
    fn of(context: &'a Context, page: &'a Page) -> Self {
        let mut told = Story::default();
        stories::events(&mut told, &context.refs, &page.events);
        let ordered = numbered(page, &told);
        let shown = Shown {
            clauses: page
                .clauses
                .iter()
                .map(|part| part.clause.id.as_str())
                .collect(),
            events: page.events.iter().map(|event| event.id.as_str()).collect(),
            sources: ordered
                .iter()
                .enumerate()
                .map(|(place, source)| (source.source.id.as_str(), place + 1))
                .collect(),
            parties: page
                .parties
                .iter()
                .map(|party| (party.id.as_str(), party.name.as_str()))
                .collect(),
        };
        let (style, script) = (tight(STYLE) + &tight(svg::STYLE), tight(SCRIPT));
        Self {
            context,
            page,
            lang: page
                .lang
                .as_deref()
                .filter(|lang| is_tag(lang))
                .unwrap_or("en"),
            policy: policy(&style, &script),
            style,
            script,
            chart: svg::within_page(&picture(context, &page.chart)),
            lens: phrases::lens(&context.lens),
            years: years(context, page, told),
            topics: topics(context, page),
            sources: ordered.into_iter().map(source).collect(),
            shown,
        }
    }

    fn has_event(&self, id: &str) -> bool {
        self.shown.events.contains(id)
    }

    fn has_clause(&self, id: &str) -> bool {
        self.shown.clauses.contains(id)
    }

    fn party<'s>(&'s self, id: &'s str) -> &'s str {
        self.shown.parties.get(id).copied().unwrap_or(id)
    }

    /// The number of a source.
    fn number(&self, id: &str) -> usize {
        self.shown.sources.get(id).copied().unwrap_or_default()
    }

    /// The last day of the record, where there is one.
    fn record_end(&self) -> Option<Day> {
        self.context.timeline.recorded.and_then(Date::last)
    }

    /// What may have happened, in the words of a list.
    fn undecided(&self, undecided: &Undecided) -> &'static str {
        let planned = self.context.refs.events.get(&undecided.event);
        if planned.is_some_and(|event| event.planned) {
            "planned, not confirmed"
        } else {
            "may already have happened"
        }
    }
}

/// The sources in the order in which the story names them, then the others.
fn numbered<'a>(page: &'a Page, told: &Story) -> Vec<&'a SourcePage> {
    let mut order: IndexSet<String> = IndexSet::new();
    for (source, via) in told.sentences().flat_map(|sentence| &sentence.sources) {
        order.insert(source.clone());
        order.extend(via.clone());
    }
    let mut sources: Vec<&SourcePage> = page.sources.iter().collect();
    sources.sort_by_key(|found| order.get_index_of(&found.source.id).unwrap_or(usize::MAX));
    sources
}

fn topics<'a>(context: &'a Context, page: &'a Page) -> Vec<Topic<'a>> {
    let same = |a: &ClausePart, b: &ClausePart| a.clause.topic == b.clause.topic;
    let groups = page.clauses.chunk_by(same);
    groups
        .map(|group| Topic {
            name: group[0]
                .clause
                .topic
                .as_deref()
                .unwrap_or("without a topic"),
            clauses: group.iter().map(|part| clause(context, part)).collect(),
        })
        .collect()
}

fn clause<'a>(context: &Context, part: &'a ClausePart) -> ClauseView<'a> {
    let mut twins = Twins::default();
    for state in part.readings.iter().map(|reading| &reading.state) {
        for (name, text, exactly) in values(state) {
            twins.add(&name, &text, exactly);
        }
        if let Some(text) = &state.text {
            twins.add("", text, text.clone());
        }
    }
    let mut above: Option<&State> = None;
    let (mut status, mut since) = (None, None);
    let mut last = Some((String::new(), ""));
    let rows = part.readings.iter().map(|reading| RowView {
        reading,
        state: &reading.state,
        values: read(&reading.state, &twins),
        text: reading
            .state
            .text
            .as_deref()
            .and_then(|text| twins.number("", text, text)),
        status: fresh(&mut status, Some(reading.state.status)),
        since: fresh(&mut since, reading.state.began().map(told)),
        last: fresh(
            &mut last,
            Some(reading.state.last_changed().map(told).unwrap_or_default()),
        ),
        scheduled: reading.from.is_some_and(|from| from > context.today),
        as_before: above.replace(&reading.state) == Some(&reading.state),
        done: reading
            .done
            .iter()
            .map(|done| happened(done, &reading.state))
            .collect(),
    });
    ClauseView {
        part,
        rows: rows.collect(),
        open: part.open.iter().map(|entry| change(entry, None)).collect(),
    }
}

/// What is not as it was told last.
fn fresh<T: Clone + PartialEq>(last: &mut Option<T>, now: Option<T>) -> Option<T> {
    let fresh = now.filter(|now| last.as_ref() != Some(now));
    if fresh.is_some() {
        last.clone_from(&fresh);
    }
    fresh
}

/// A date in words, and an event.
fn told((date, event): (Date, &str)) -> (String, &str) {
    (date.told(), event)
}

/// The values of a clause that read the same, by name and by how they read.
#[derive(Default)]
struct Twins(HashMap<(String, String), IndexSet<String>>);

impl Twins {
    fn add(&mut self, name: &str, text: &str, exactly: String) {
        self.0
            .entry(Self::key(name, text))
            .or_default()
            .insert(exactly);
    }

    fn key(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), clean(text).trim().to_owned())
    }

    /// The number of a value among those that read the same, where there are more.
    fn number(&self, name: &str, text: &str, exactly: &str) -> Option<usize> {
        let twins = self.0.get(&Self::key(name, text))?;
        twins.get_index_of(exactly).filter(|_| twins.len() > 1)
    }
}

/// The terms of a clause, `through` and `until`: the name of each, how it reads and what it is exactly.
fn values(state: &State) -> Vec<(String, String, String)> {
    let terms = state.terms.iter().map(|(name, value)| {
        // The value's type counts, where two read the same.
        (name.to_owned(), phrases::value(value), format!("{value:?}"))
    });
    let through = state
        .through
        .map(|date| ("through".to_owned(), date.human(), date.to_string()));
    let until = state
        .until
        .as_ref()
        .map(|text| ("until".to_owned(), text.clone(), text.clone()));
    terms.chain(through).chain(until).collect()
}

fn read(state: &State, twins: &Twins) -> Vec<Value> {
    let value = |(name, text, exactly): (String, String, String)| Value {
        number: twins.number(&name, &text, &exactly),
        marks: phrases::marks(state, &name).join(", "),
        name,
        text,
    };
    values(state).into_iter().map(value).collect()
}

fn happened<'a>(done: &'a Done, state: &State) -> DoneView<'a> {
    let change = done.change.as_ref().map(|entry| change(entry, Some(state)));
    let cites = if done.change.is_some() {
        &[][..]
    } else {
        &done.cite
    };
    DoneView {
        done,
        change,
        cites: telling(cites),
    }
}

/// A change, without what can be read in the state that it led to.
fn change<'a>(entry: &'a ClauseChange, state: Option<&State>) -> ChangeView<'a> {
    let change = &entry.change;
    let begins = |state: &State| {
        change.action == Action::Adopt
            && state.terms == change.terms
            && state.through == change.through
            && state.until == change.until
    };
    let settings = if state.is_some_and(begins) {
        Vec::new()
    } else {
        phrases::settings(change, "→")
    };
    let text = change.text.as_deref();
    let text = text.filter(|text| state.and_then(|state| state.text.as_deref()) != Some(text));
    ChangeView {
        entry,
        settings: settings.iter().map(|line| line.text()).collect(),
        text: text.map(|text| phrases::text("", Some(entry.change.wording), text)),
        cites: telling(&entry.change.cite),
    }
}

/// The citations that quote, disagree or have a note.
fn telling(cites: &[Cite]) -> Vec<CiteView<'_>> {
    let tells =
        |cite: &&Cite| cite.quote.is_some() || cite.note.is_some() || !cite.disagrees.is_empty();
    let view = |cite| CiteView {
        cite,
        otherwise: otherwise(cite),
    };
    cites.iter().filter(tells).map(view).collect()
}

/// What a citation says otherwise.
fn otherwise(cite: &Cite) -> Option<String> {
    let claims = cite.disagrees.iter().map(|name| phrases::claim(cite, name));
    let claims: Vec<String> = claims.collect();
    (!claims.is_empty()).then(|| claims.join("; "))
}

/// The events with what is told of them: a paragraph each, in the same order.
fn years<'a>(context: &Context, page: &'a Page, told: Story) -> Vec<Year<'a>> {
    let mut seen = HashSet::new();
    let mut events = page.events.iter();
    let mut view = |sentences| {
        events.next().map(|event| EventView {
            event,
            sentences,
            anchored: seen.insert(event.id.as_str()),
            past: event.last.is_some_and(|last| last < context.today),
            cites: telling(&event.cite),
        })
    };
    let mut years = Vec::new();
    for section in told.sections {
        years.push(Year {
            name: section.heading.unwrap_or_default(),
            events: section
                .paragraphs
                .into_iter()
                .filter_map(&mut view)
                .collect(),
        });
    }
    years
}

fn source(source: &SourcePage) -> SourceView<'_> {
    let about = &source.source.source;
    let plain = crate::answer::SourceRef {
        url: None,
        archived: None,
        ..about.clone()
    };
    let mut sole: HashMap<&str, IndexSet<&str>> = HashMap::new();
    for rests in &source.sole {
        let clause = rests.clause.as_deref().unwrap_or("the event itself");
        sole.entry(&rests.event).or_default().insert(clause);
    }
    let rests = source.events.iter().map(|event| {
        let alone = sole.get(event.as_str()).map(crate::text::words::and_list);
        (event.as_str(), alone)
    });
    SourceView {
        source,
        told: phrases::source(&plain),
        url: about.url.as_deref(),
        archived: about.archived.as_deref(),
        otherwise: phrases::points(&source.disagrees),
        rests: rests.collect(),
    }
}

/// Whether an address may be a link.
fn web(url: &str) -> bool {
    phrases::is_web(url)
}

/// The part of an address that names who publishes there.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// What a template asks of a date.
trait Machine {
    /// The date for the attribute of a `time` element, where that says neither more nor less.
    fn machine(&self) -> Option<String>;
    /// The date in words, after its preposition.
    fn told(&self) -> String;
    /// The date in words, by itself.
    fn named(&self) -> String;
}

impl Machine for Date {
    fn machine(&self) -> Option<String> {
        match self {
            Self::Period(_, Mark::Plain) => Some(self.to_string()),
            _ => None,
        }
    }

    fn told(&self) -> String {
        dates::when(*self)
    }

    fn named(&self) -> String {
        dates::date(*self)
    }
}

/// Whether a language may stand in the attribute (RFC 5646: subtags of letters and digits).
fn is_tag(lang: &str) -> bool {
    let mut parts = lang.split('-');
    let first =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    parts.next().is_some_and(first)
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// A style or a script without the blanks and comments that its lines begin with.
fn tight(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The content security policy (W3C CSP 3): nothing but the style and the script of the page itself.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}
