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
use crate::answer::{Context, Refs, SourcePage, Undecided};
use crate::date::{Date, Day, Mark};
use crate::phrases::{self, dates, stories};
use crate::text::clean;
use event::Year;

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
    sources: Vec<&'a SourcePage>,
    /// What has a place of its own on the page, to which links may lead.
    clauses: HashSet<&'a str>,
    events: HashSet<&'a str>,
    numbers: HashMap<&'a str, usize>,
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
            years: event::years(page, story),
            clauses: page.clauses.iter().map(|part| &*part.clause.id).collect(),
            events: page.events.iter().map(|event| &*event.id).collect(),
            numbers: sources.iter().map(|of| &*of.source.id).zip(1..).collect(),
            parties: (page.parties.iter().map(|of| (&*of.id, &*of.name))).collect(),
            sources,
        }
    }

    fn has_event(&self, id: &str) -> bool {
        self.events.contains(id)
    }

    fn has_clause(&self, id: &str) -> bool {
        self.clauses.contains(id)
    }

    fn party<'s>(&'s self, id: &'s str) -> &'s str {
        self.parties.get(id).copied().unwrap_or(id)
    }

    fn number(&self, id: &str) -> usize {
        self.numbers.get(id).copied().unwrap_or_default()
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

/// The part of an address that names who publishes there.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// The date for the attribute of a `time` element, where that says neither more nor less.
fn machine(date: &Date) -> Option<String> {
    matches!(date, Date::Period(_, Mark::Plain)).then(|| date.to_string())
}

fn when(date: &Date) -> String {
    dates::when(*date)
}

fn named(date: &Date) -> String {
    dates::date(*date)
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
