//! The index of the pages of several agreements: what changed last, what comes next, the agreements and their parties.

use std::cmp::Reverse;

use askama::Template;
use indexmap::IndexMap;

use super::{STYLE, filled, tight};
use crate::answer::{Context, Event, Heading, Report, page::Lead, page::Page};
use crate::phrases::{self, dates};

#[derive(Template)]
#[template(path = "site.html", config = "src/formats/html/askama.toml")]
struct View<'a> {
    context: &'a Context,
    style: String,
    pages: Vec<(&'a Heading, &'a Page)>,
    /// What last changed in each, the latest first.
    last: Vec<(&'a Heading, &'a Event)>,
    /// What comes next in each, the nearest first.
    next: Vec<(&'a Heading, &'a Event)>,
    parties: IndexMap<&'a str, (&'a str, Vec<&'a Heading>)>,
}

pub(in crate::formats) fn render(context: &Context, parts: &[Report]) -> String {
    let pages = parts.iter();
    let pages =
        pages.filter_map(|part| Some((&part.context.timeline, part.answer.downcast_ref()?)));
    let pages: Vec<(&Heading, &Page)> = pages.collect();
    let entries = |of: fn(&Lead) -> Option<&Event>| {
        let entries = pages.iter();
        let entries = entries.filter_map(|(heading, page)| Some((*heading, of(&page.lead)?)));
        entries.collect::<Vec<_>>()
    };
    let mut last = entries(|lead| lead.last_change.as_ref());
    last.sort_by_key(|(_, event)| Reverse(event.last));
    let mut next = entries(|lead| lead.next.as_ref());
    next.sort_by_key(|(_, event)| event.first.or(event.last));
    let mut parties: IndexMap<&str, (&str, Vec<&Heading>)> = IndexMap::new();
    for (heading, page) in &pages {
        for party in &page.parties {
            let entry = parties.entry(&party.id);
            let entry = entry.or_insert_with(|| (&party.name, Vec::new()));
            entry.1.push(heading);
        }
    }
    parties.sort_by_cached_key(|_, (name, of)| (Reverse(of.len()), name.to_lowercase()));
    filled(&View {
        context,
        style: tight(STYLE),
        pages,
        last,
        next,
        parties,
    })
}

/// The address of a page in the same folder (RFC 3986: other bytes than these stand as `%` and two digits).
pub(super) fn address(heading: &Heading) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let written = heading.page().into_bytes().into_iter();
    let written = written.map(|byte| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    written.collect()
}
