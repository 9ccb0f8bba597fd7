//! A page as one HTML file (WHATWG HTML) that needs nothing else and reads whole without script.
//!
//! `page.html` is the template; [`Clean`] cleans and escapes every text that it prints. `page.js` only
//! chooses among the rows of the tables of versions.

mod change;
mod clause;
mod event;
mod source;

use std::collections::{HashMap, HashSet};
use std::fmt::{self, Write};

use askama::Template;
use askama::filters::{Escaper, Html};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac_sha256::Hash;

use super::svg;
use crate::agreement::Wording;
use crate::answer::page::Page;
use crate::answer::story::{self, Story};
use crate::answer::{Context, Refs, Undecided};
use crate::date::{Date, Mark};
use crate::phrases::{self, dates, stories};
use crate::text::clean;
use event::Year;
use source::SourceView;

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

pub(super) fn render(context: &Context, page: &Page) -> String {
    let page = View::of(context, page).render();
    page.unwrap_or_else(|_| unreachable!("a `String` takes every text, and no filter can fail"))
}

/// Escapes what HTML would read, after odd characters have been made visible.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clean;

impl Escaper for Clean {
    fn write_escaped_str<W: Write>(&self, dest: W, string: &str) -> fmt::Result {
        Html.write_escaped_str(dest, &clean(string))
    }
}

#[derive(Template)]
#[template(path = "page.html", config = "src/formats/html/askama.toml")]
struct View<'a> {
    context: &'a Context,
    page: &'a Page,
    lang: &'a str,
    style: String,
    script: String,
    years: Vec<Year<'a>>,
    sources: Vec<SourceView<'a>>,
    anchors: Anchors<'a>,
}

/// What has a place of its own on the page, to which links may lead.
struct Anchors<'a> {
    clauses: HashSet<&'a str>,
    events: HashSet<&'a str>,
    sources: HashMap<&'a str, usize>,
    parties: HashMap<&'a str, &'a str>,
}

impl<'a> View<'a> {
    fn of(context: &'a Context, page: &'a Page) -> Self {
        let mut story = Story::default();
        stories::events(&mut story, &context.refs, &page.events);
        let sources = source::numbered(page, &story);
        let (style, script) = (tight(STYLE) + &tight(svg::STYLE), tight(SCRIPT));
        let lang = page.lang.as_deref().filter(|lang| is_tag(lang));
        Self {
            context,
            page,
            lang: lang.unwrap_or("en"),
            style,
            script,
            years: event::years(context, page, story),
            anchors: Anchors::of(page, &sources),
            sources,
        }
    }

    fn has_event(&self, id: &str) -> bool {
        self.anchors.events.contains(id)
    }

    fn has_clause(&self, id: &str) -> bool {
        self.anchors.clauses.contains(id)
    }

    fn party<'s>(&'s self, id: &'s str) -> &'s str {
        self.anchors.parties.get(id).copied().unwrap_or(id)
    }

    fn number(&self, id: &str) -> usize {
        self.anchors.sources.get(id).copied().unwrap_or_default()
    }

    /// What may have happened, in the words of a list.
    fn undecided(&self, undecided: &Undecided) -> &'static str {
        let event = self.context.refs.events.get(&undecided.event);
        if event.is_some_and(|event| event.planned) {
            "planned, not confirmed"
        } else {
            "may already have happened"
        }
    }
}

impl<'a> Anchors<'a> {
    fn of(page: &'a Page, sources: &[SourceView<'a>]) -> Self {
        let clauses = page.clauses.iter().map(|part| part.clause.id.as_str());
        let events = page.events.iter().map(|event| event.id.as_str());
        let sources = sources.iter().map(|view| view.source.source.id.as_str());
        let parties = page.parties.iter();
        Self {
            clauses: clauses.collect(),
            events: events.collect(),
            sources: sources.zip(1..).collect(),
            parties: parties
                .map(|party| (party.id.as_str(), party.name.as_str()))
                .collect(),
        }
    }
}

/// The part of an address that names who publishes there.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// What the template asks of a date.
trait Machine {
    /// The date for the attribute of a `time` element, where that says neither more nor less.
    fn machine(&self) -> Option<String>;
    /// The date in words, after its preposition.
    fn when(&self) -> String;
    fn named(&self) -> String;
}

impl Machine for Date {
    fn machine(&self) -> Option<String> {
        match self {
            Self::Period(_, Mark::Plain) => Some(self.to_string()),
            _ => None,
        }
    }

    fn when(&self) -> String {
        dates::when(*self)
    }

    fn named(&self) -> String {
        dates::date(*self)
    }
}

/// Whether a language may stand in the attribute (RFC 5646: subtags of letters and digits).
fn is_tag(lang: &str) -> bool {
    let (first, rest) = lang.split_once('-').unwrap_or((lang, "x"));
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && rest.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
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
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Hash::hash(text.as_bytes())));
    let (style, script) = (hash(style), hash(script));
    format!(
        "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
    )
}
