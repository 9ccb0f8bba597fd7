//! What `find` tells.

use super::table::{firm, gone, said};
use super::{Findings, Hit};
use crate::phrases::dates;
use crate::phrases::sentences::{bare, capital};
use crate::questions::prelude::*;

pub(super) fn story(context: &Context, body: &Findings) -> Story {
    let (mut told, count) = (Story::default(), count(body.total, "place"));
    let text = format!("This record has {} in {count}", ticked(&body.query));
    let lead = body.lead.iter().map(Sentence::of_record);
    told.say(text);
    told.paragraph(lead.collect());
    let look = Look {
        verbose: true,
        ..Look::default()
    };
    let sentence = |hit: &Hit| {
        let from = hit.of.stood.0.map(|of| match gone(hit) {
            Some(gone) => format!("{}, {gone}", capital(&dates::date(of))),
            None => format!("From {}", dates::date(of)),
        });
        let to = hit.of.stood.1.map(|to| format!(" to {}", dates::date(to)));
        let days = from.map(|from| from + &to.unwrap_or_default() + ": ");
        let cites = backing(&hit.cite, hit.name()).into_iter();
        let cites = cites.map(|cite| (cite.source.clone(), cite.via.clone()));
        let text = capital(&bare(&said(&context.refs, hit, look).text()));
        Sentence {
            sources: hit.source.iter().cloned().chain(cites).collect(),
            ..Sentence::of_record(days.unwrap_or_default() + &text + &firm(hit))
        }
    };
    for hits in body.hits.chunk_by(Hit::is_beside) {
        let Hit {
            kind, of, title, ..
        } = &hits[0];
        let day = of.date.filter(|_| *kind == Kind::Event);
        let day = day.map_or_else(String::new, |day| capital(&dates::date(day)) + ": ");
        let is_bare = hits.iter().all(|hit| hit.text == *title);
        let texts = hits.iter().filter(|hit| is_bare || hit.text != *title);
        let sentences = texts.map(sentence).collect();
        told.section(Some(format!("{day}{title}")), vec![sentences]);
    }
    told
}
