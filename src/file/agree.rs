//! Where several files say otherwise of one thing: a party, a source, or the id of an agreement.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use toml::de::DeTable;

use super::Reading;
use crate::agreement::Party;
use crate::file::{Code, Diagnostic, Span};
use crate::text::words::ticked;

const PARTY: &str = "give a party one name in all files, and another party another id";
const PUBLISHER: &str = "one address is one source: give it one publisher in all files";
const ADDRESS: &str = "one id of one publisher is one source: give another source another id";
const AGREEMENT: &str = "give each agreement an `id` of its own";

/// What is said of something, the file in which it is said, and under which key.
type Said<'a> = (&'a str, usize, [&'a str; 3]);

/// Warns of what some files say otherwise than most, and reports agreements with the id of another.
pub fn compare(readings: &mut [Reading]) {
    let found = [otherwise(readings), shared(readings)].concat();
    for (file, diagnostic) in found {
        readings[file].diagnostics.push(diagnostic);
        readings[file].diagnostics.sort_by_key(Diagnostic::order);
    }
}

fn otherwise(readings: &[Reading]) -> Vec<(usize, Diagnostic)> {
    let mut all: BTreeMap<(String, Code, &str), Vec<Said<'_>>> = BTreeMap::new();
    for (file, reading) in readings.iter().enumerate() {
        let timeline = &reading.history.timeline;
        let mut say = |of, code, help, value, key| {
            let said = all.entry((of, code, help)).or_default();
            said.push((value, file, key));
        };
        for Party { id, name } in &timeline.parties {
            let of = format!("the name of party `{id}`");
            say(of, Code::PartyDiffers, PARTY, name, ["party", id, "name"]);
        }
        for source in &timeline.sources {
            let id = &source.id;
            let (Some(publisher), Some(url)) = (&source.publisher, &source.url) else {
                continue;
            };
            let of = format!("the publisher of `{url}`");
            let key = ["source", id, "publisher"];
            say(of, Code::SourceDiffers, PUBLISHER, publisher, key);
            let of = format!("the address of source `{id}` of `{publisher}`");
            say(of, Code::SourceDiffers, ADDRESS, url, ["source", id, "url"]);
        }
    }
    let mut found = Vec::new();
    for ((of, code, help), mut said) in all {
        said.sort_by_key(|(_, file, _)| &readings[*file].source.path);
        let as_often = |value: &str| said.iter().filter(|said| said.0 == value).count();
        let usual = said.iter().min_by_key(|said| Reverse(as_often(said.0)));
        let Some((usual, there, _)) = usual else {
            continue;
        };
        let there = &readings[*there].source.path;
        for (value, file, key) in said.iter().filter(|said| said.0 != *usual) {
            let (here, usual) = (ticked(value), ticked(usual));
            let message = format!("{of} is {here} here, and {usual} in `{there}`");
            let span = place(&readings[*file].source.text, key);
            let diagnostic = Diagnostic::new(code, span, message, "other files say otherwise");
            found.push((*file, diagnostic.help(help)));
        }
    }
    found
}

fn shared(readings: &[Reading]) -> Vec<(usize, Diagnostic)> {
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, reading) in readings.iter().enumerate() {
        let id = reading.history.timeline.id.as_str();
        files.entry(id).or_default().push(file);
    }
    let shared = files.into_iter().flat_map(|(id, mut files)| {
        files.sort_by_key(|file| &readings[*file].source.path);
        let first = &readings[files[0]].source.path;
        let others = files.split_off(1).into_iter();
        others.map(move |file| {
            let message = format!("the agreement in `{first}` has the id `{id}` too");
            let span = place(&readings[file].source.text, &["id"]);
            let label = "the second with this id";
            let found = Diagnostic::new(Code::DuplicateId, span, message, label);
            (file, found.help(AGREEMENT))
        })
    });
    shared.collect()
}

/// Where a key stands, or the nearest table around it.
fn place(text: &str, key: &[&str]) -> Span {
    let document = DeTable::parse(text).ok().map(toml::Spanned::into_inner);
    let (mut table, mut span) = (document.as_ref(), 0..0);
    for part in key {
        let Some(value) = table.and_then(|table| table.get(*part)) else {
            break;
        };
        span = value.span();
        table = value.get_ref().as_table();
    }
    span
}
