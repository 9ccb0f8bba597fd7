//! A page as one HTML file (WHATWG HTML) that needs nothing else and reads whole without script: `page.html` is its
//! template, and `page.js` only chooses among the rows of the tables of versions.

mod clause;
pub(super) mod site;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt::{self, Write};

use askama::Template;
use askama::filters::{Escaper, Html};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac_sha256::Hash;
use indexmap::IndexMap;
use similar::ChangeTag;

use super::{filled, svg, svg::beliefs};
use crate::agreement::{Action, Wording};
use crate::answer::{
    Change, Cite, Context, Event, Look, Refs, SourcePage, State, block::Line, block::Role,
    page::Page, story::Read, story::Sentence, story::read,
};
use crate::date::{Date, Day, Mark};
use crate::phrases::{self, clocks, dates, deeds, sentences::capital, signs, states, stories, who};
use crate::text::clean;

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");
/// Of so many clauses and events, only those in view are laid out.
const LARGE: usize = 500;

pub(super) fn render(context: &Context, page: &Page) -> String {
    filled(&View::of(context, page))
}

/// Escapes what HTML would read, after odd characters have been made visible.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clean;

impl Escaper for Clean {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        // Every attribute of the page stands in double quotation marks, so that others need no escape.
        for (place, text) in clean(string).split('\'').enumerate() {
            if place > 0 {
                dest.write_char('\'')?;
            }
            Html.write_escaped_str(&mut dest, text)?;
        }
        Ok(())
    }
}

#[derive(Template)]
#[template(path = "page.html", config = "src/formats/html/askama.toml")]
struct View<'a> {
    context: &'a Context,
    page: &'a Page,
    drawn: svg::View<'a>,
    /// The attribute for the language of the record, where that is not the language of the page.
    tongue: String,
    style: String,
    script: String,
    /// What has a place of its own on the page, to which links may lead.
    clauses: HashSet<&'a str>,
    events: HashSet<&'a str>,
    /// The ids that parts of it have so far.
    anchors: RefCell<HashSet<String>>,
    /// The sources named so far, each with the ways of reading it, and whether a number has said that.
    named: RefCell<IndexMap<String, IndexMap<Option<String>, bool>>>,
    boxes: Cell<usize>,
}

impl<'a> View<'a> {
    /// Where it will be published: one of several stands in a folder under the name of its file.
    fn address(&self) -> Option<String> {
        let (url, heading) = (self.page.url.clone()?, &self.context.timeline);
        let part = || format!("{}/{}", url.trim_end_matches('/'), site::address(heading));
        Some(if heading.is_part { part() } else { url })
    }

    fn of(context: &'a Context, page: &'a Page) -> Self {
        let script = if page.brief { "" } else { SCRIPT };
        let drawn = svg::View::new(context, &page.chart);
        let room = 26 + 14 * drawn.labels.len();
        let room = format!(".lanes{{padding-top:{room}px}}");
        let lang = page.lang.as_deref();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let lang = lang.filter(|lang| lang.chars().all(is_plain) && *lang != "en");
        Self {
            context,
            page,
            drawn,
            boxes: Cell::default(),
            tongue: lang.map_or(String::new(), |lang| format!(" lang=\"{lang}\"")),
            style: tight(STYLE) + &room,
            script: tight(script),
            clauses: page.clauses.iter().map(|part| &*part.clause.id).collect(),
            events: page.events.iter().map(|event| &*event.id).collect(),
            anchors: RefCell::default(),
            named: RefCell::default(),
        }
    }

    fn dated(&self, event: &str) -> String {
        let found = self.context.refs.events.get(event);
        found.map_or_else(|| event.to_owned(), |event| dates::date(event.date))
    }

    fn is_planned(&self, event: &str) -> bool {
        (self.context.refs.events.get(event)).is_some_and(|event| event.planned)
    }

    fn has_event(&self, id: &str) -> bool {
        self.events.contains(id)
    }

    /// Whether a part is the place to which links to its id lead: a clause may expire more than once.
    fn is_first(&self, id: &str) -> bool {
        self.anchors.borrow_mut().insert(id.to_owned())
    }

    fn has_clause(&self, id: &str) -> bool {
        self.clauses.contains(id)
    }

    fn party<'s>(&'s self, id: &'s str) -> &'s str {
        (self.context.refs.parties.get(id)).map_or(id, String::as_str)
    }

    /// The number of a source: they are counted as they are named, and what one was read through is named with it.
    fn number(&self, (id, via): &Read) -> usize {
        let mut named = self.named.borrow_mut();
        let entry = named.entry(id.clone());
        let place = entry.index() + 1;
        entry.or_default().entry(via.clone()).or_default();
        let is_listed = |via: &&String| self.page.sources.iter().any(|of| of.source.id == **via);
        if let Some(via) = via.as_ref().filter(is_listed) {
            named.entry(via.clone()).or_default();
        }
        place
    }

    /// Which way of reading its source a number stands for, and whether it says so: of later ones the script tells it.
    fn way(&self, (id, via): &Read) -> (usize, bool) {
        let mut named = self.named.borrow_mut();
        let ways = named.entry(id.clone()).or_default();
        let way = ways.entry(via.clone());
        let place = way.index();
        let was_said = std::mem::replace(way.or_default(), true);
        (place, !was_said || self.page.brief)
    }

    fn place(&self, id: &str) -> Option<usize> {
        Some(self.named.borrow().get_index_of(id)? + 1)
    }

    fn vias(&self, id: &str) -> Vec<String> {
        let named = self.named.borrow();
        let ways = named.get(id).into_iter().flat_map(IndexMap::keys);
        ways.flatten().cloned().collect()
    }

    /// The sources in the order in which the page names them, then the others; of a brief those that it names.
    fn sources(&self) -> Vec<&'a SourcePage> {
        let place = |of: &&SourcePage| self.place(&of.source.id);
        let mut sources: Vec<&SourcePage> = self.page.sources.iter().collect();
        sources.retain(|of| !self.page.brief || place(of).is_some());
        sources.sort_by_key(|of| place(of).unwrap_or(usize::MAX));
        sources
    }

    fn next_box(&self) -> usize {
        self.boxes.replace(self.boxes.get() + 1)
    }

    /// A source as a note names it: `OpenAI's statement, 27 April 2026, via Paath`.
    fn source(&self, (id, via): &Read) -> String {
        let refs = &self.context.refs;
        let source = refs.sources.get(id);
        let published = source.and_then(|source| source.published);
        let name = |id: &String| who::name(refs, id);
        let via = via.as_ref().map(|via| format!("via {}", name(via)));
        let title = source.and_then(who::title);
        let parts = [Some(name(id)), title, published.map(dates::date), via];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The clauses that an event touched, where all that it changed is told with them on the page.
    fn touched(&self, event: &Event) -> String {
        let mut changes = event.changes.iter();
        let is_told = changes.all(|of| self.has_clause(&of.clause));
        let touched = is_told.then(|| signs::touched(&self.context.refs, event));
        touched.unwrap_or_default()
    }

    /// What an event was, without its day and title, and what is told after that, in paragraphs.
    fn told(&self, event: &Event) -> (Sentence, Vec<Vec<Sentence>>) {
        let refs = &self.context.refs;
        let mut told = stories::event_sentences(refs, event);
        let mut opening = told.remove(0);
        let text = opening.text.strip_prefix(&deeds::head(refs, event));
        let text = text.unwrap_or(&opening.text).trim_start_matches(". ");
        // Where the title says all, its sources stand behind words of their own.
        opening.text = match text {
            "" if !opening.sources.is_empty() => "According to".into(),
            text => text.into(),
        };
        let paragraphs = told.chunk_by(|_, next| !next.begins);
        (opening, paragraphs.map(<[Sentence]>::to_vec).collect())
    }

    /// A sentence before, at and behind the title of the clause that it tells of.
    fn parts<'s>(&'s self, sentence: &'s Sentence) -> [&'s str; 3] {
        let (text, clause) = (sentence.text.as_str(), sentence.change.as_deref());
        let title = clause.map(|id| self.context.refs.clause_title(id));
        let parts = title.and_then(|title| Some((title, text.split_once(title)?)));
        parts.map_or([text, "", ""], |(title, (before, behind))| {
            [before, title, behind]
        })
    }

    fn about(&self) -> String {
        (self.page.description.clone()).unwrap_or_else(|| self.stands() + ".")
    }

    /// Whether a browser would be slow to lay it out as a whole.
    fn is_large(&self) -> bool {
        !self.page.brief && self.page.clauses.len() + self.page.events.len() > LARGE
    }

    fn stands(&self) -> String {
        let (lead, today) = (&self.page.lead, dates::day(self.context.today));
        let on = format!("on {today}");
        let stands = states::in_force("record", &on, lead.in_force, lead.unclear).text;
        let whole = ["This part of the record", "The record"];
        stands.replacen(whole[1], whole[usize::from(self.page.chosen.is_empty())], 1)
    }
}

/// The day of an event as prose gives it, where that says more than its date: how firm it is, or that it is planned.
fn headed(refs: &Refs, event: &Event) -> Option<String> {
    let day = deeds::day(refs, event);
    (day != capital(&dates::date(event.date))).then_some(day)
}

/// The sources that a line names.
fn named(line: &Line) -> Vec<Read> {
    let sources = line.0.iter().flat_map(|piece| &piece.sources);
    sources.cloned().collect()
}

fn tells(cite: &Cite) -> bool {
    cite.quote.is_some() || cite.note.is_some() || cite.claims_apart().next().is_some()
}

/// Whether what a change sets can be read in the state that it led to.
fn begins(change: &Change, state: &State) -> bool {
    change.action == Action::Adopt
        && state.terms == *change.terms
        && (state.through, &state.until) == (change.through, &change.until)
}

/// The part of an address that names who publishes there.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// What an event did to how many clauses, and how firm it is.
fn did(event: &Event) -> String {
    let letters = signs::letters(event).into_iter();
    let mut did = vec![signs::counts(event).spoken().text()];
    did.extend(letters.map(|mark| mark.word.to_owned()));
    let known = event.known_late();
    did.extend(known.map(|known| clocks::since(known, dates::date)));
    did.retain(|did| !did.is_empty());
    did.join(", ")
}

/// The id of a part, in which what is neither letter nor digit is a hyphen.
fn slug(kind: &str, name: &str) -> String {
    let name = name.replace(|c: char| !c.is_alphanumeric(), "-");
    format!("{kind}-{name}")
}

fn most(sources: usize) -> usize {
    if sources > 3 { 2 } else { 3 }
}

fn percent(units: usize) -> String {
    let [units, all] = [units, svg::UNITS].map(svg::pixels);
    format!("{:.2}%", units / all * 100.0)
}

/// As an address asks for what an event did on its own date, the days at whose close it had not happened and had.
fn around(event: &Event) -> Option<String> {
    if event.is_expiry() {
        return Some(format!("{}..{}", event.last?, event.last?.succ()?));
    }
    let is_on = |of: &Change| event.first <= of.first && of.last.is_some() && of.last <= event.last;
    let before = event.first.filter(|_| event.changes.iter().any(is_on));
    Some(format!("{}..{}", before?.pred()?, event.last?))
}

/// A day or a date in words, which a template has by reference.
fn say<T: Copy>(words: fn(T) -> String, of: &T) -> String {
    words(*of)
}

/// The date for the attribute of a `time` element, where that says neither more nor less.
fn machine(date: &Date) -> Option<String> {
    matches!(date, Date::Period(_, Mark::Plain)).then(|| date.to_string())
}

/// A style or a script without the blanks and comments that its lines begin with.
fn tight(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The content security policy (W3C CSP 3): nothing but the style and the script of the page itself.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Hash::hash(text.as_bytes())));
    let (style, script) = (hash(style), hash(script));
    format!(
        "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
    )
}
