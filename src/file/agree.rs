//! Where several files say otherwise of one thing: a party, a source, or the id of an agreement.

use std::cmp::Reverse;

use super::prelude::*;
use super::{Reading, blocks};
use crate::agreement::Party;

const PARTY: &str = "give a party one name in all files, and another party another id";
const PUBLISHER: &str = "one address is one source: give it one publisher in all files";
const ADDRESS: &str = "one id of one publisher is one source: give another source another id";
const AGREEMENT: &str = "give each agreement an `id` of its own";

/// What is said of something, the file in which it is said, and under which key.
type Said<'a> = (&'a str, usize, [&'a str; 3]);

/// Warns of what some files say otherwise than most, and reports agreements with the id of another.
pub fn compare(readings: &mut [Reading]) {
    for (file, diagnostic) in otherwise(readings) {
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
        // Of one agreement each file says that it is its own.
        let (id, path) = (timeline.id.clone(), &reading.source.path);
        say(id, Code::DuplicateId, AGREEMENT, path, ["id", "", ""]);
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
        // Of what as many say, it is what the first says.
        let usual = said.iter().min_by_key(|said| Reverse(as_often(said.0)));
        let (usual, there) = usual.map_or(("", 0), |said| (said.0, said.1));
        let there = &readings[there].source.path;
        for (value, file, key) in said.iter().filter(|said| said.0 != usual) {
            let (message, label) = if code == Code::DuplicateId {
                let message = format!("the agreement in `{there}` has the id `{of}` too");
                (message, "the second with this id")
            } else {
                let (here, usual) = (ticked(value), ticked(usual));
                let message = format!("{of} is {here} here, and {usual} in `{there}`");
                (message, "other files say otherwise")
            };
            let span = place(&readings[*file].source.text, key);
            found.push((
                *file,
                Diagnostic::new(code, span, message, label).help(help),
            ));
        }
    }
    found
}

/// Where a key stands, or the nearest table around it.
fn place(text: &str, keys: &[&str]) -> Span {
    let document = blocks::parse(text);
    let (mut item, mut span) = (
        document.as_ref().map(|value| Item { value, start: 0 }),
        0..0,
    );
    for key in keys {
        item = item.and_then(|item| item.member(key));
        span = item.map_or(span, Item::span);
    }
    span
}
