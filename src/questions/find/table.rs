//! The page of `find`: the texts by clause, event, source and party, and the calls that show them.

use std::ops::Range;

use super::{Findings, Hit};
use crate::answer::block::CALL;
use crate::phrases::clause::short;
use crate::phrases::texts::sentence_at;
use crate::questions::prelude::*;
use crate::text::words::inner;

pub(crate) fn paper(context: &Context, body: &Findings, look: Look) -> Paper {
    let count = Count(body.total, "place").to_string();
    let mut lines = vec![Line::of(Role::Strong, count)];
    lines.extend(body.lead.iter().map(Line::plain));
    let groups = body.hits.chunk_by(Hit::is_beside);
    let groups = groups.map(|hits| Block::Outline(vec![group(context, hits, look)]));
    Paper::of(format!("find {}", body.query), lines, groups.collect())
}

/// What has some texts: its title, with the words where they stand in it, the other texts, and the call.
fn group(context: &Context, hits: &[Hit], look: Look) -> Item {
    let Hit {
        kind, id, title, ..
    } = &hits[0];
    let is_title = |hit: &&Hit| hit.text == *title;
    let from = |hit: &Hit| Some(format!("{:10}  ", short(hit.of.stood.0?)));
    let resting = |line: Line, hit: &Hit| {
        let by = hit.source.iter().cloned();
        let by = by.chain(who::reads(&context.refs, backing(&hit.cite, hit.name())));
        let line = line.and(Role::Faint, rest(&context.refs, hit));
        line.resting_on(by.collect::<IndexSet<_>>())
    };
    let has_cites = |hit: &Hit| look.sources && !hit.cite.is_empty();
    let cites = |hit: &Hit| has_cites(hit).then(|| who::full(&context.refs, id, &hit.cite));
    let line = |hit: &Hit| Item {
        name: "text",
        lead: Line::plain(from(hit).unwrap_or_default()),
        lines: cites(hit).unwrap_or_default(),
        ..Item::of(resting(found(&context.refs, hit, look), hit))
    };
    let mut items: Vec<Item> = hits.iter().filter(|hit| !is_title(hit)).map(line).collect();
    let mut call = hits[0].call.clone();
    if hits.iter().any(|hit| hit.call != call) {
        call = context.timeline.call(&format!("show {kind} {id} -v"));
    }
    items.push(Item {
        name: CALL,
        ..Item::of(Line::of(Role::Faint, call))
    });
    let date = hits[0].of.date.filter(|_| *kind == Kind::Event);
    let lead = date.map(|date| format!("{}  ", signs::narrow(date, look).0));
    let event = context.refs.events.get(id).filter(|_| *kind == Kind::Event);
    let is_plan = event.is_some_and(|event| event.planned);
    let titled = hits.iter().find(is_title);
    let titled = titled.map(|hit| {
        let line = marked(hit, 0..title.len(), str::to_owned);
        resting(line, hit)
    });
    Item {
        name: kind.word(),
        lead: Line::plain(lead.unwrap_or_default()),
        right: Line::of(Role::Future, if is_plan { "planned" } else { "" }),
        items,
        ..Item::of(titled.unwrap_or_else(|| Line::plain(title)))
    }
}

/// Who says so, the last day on which a text stood, and when it became known.
fn rest(refs: &Refs, hit: &Hit) -> String {
    let who = Some(&hit.cite).filter(|cites| !cites.is_empty());
    let who = who.map(|cites| who::who(refs, cites, hit.name()).text());
    let to = hit.of.stood.1;
    let to = to.map(|to| format!("to {}", phrases::some_day(to)));
    let known = hit.of.date.filter(|_| hit.kind == Kind::Clause);
    let known = known.map(|known| clocks::since(known, short));
    marks([who, to, known].into_iter().flatten())
}

/// A text with the words marked and how firm it is: a long one as the sentence that has them, unless all is wanted.
pub(crate) fn found(refs: &Refs, hit: &Hit, look: Look) -> Line {
    said(refs, hit, look).and(Role::Doubt, firm(hit))
}

pub(super) fn firm(hit: &Hit) -> String {
    let basis = hit.of.basis.and_then(phrases::basis);
    basis.map_or_else(String::new, |basis| format!(" ({basis})"))
}

pub(super) fn said(refs: &Refs, hit: &Hit, look: Look) -> Line {
    let part = match hit.places.first() {
        Some(place) if !look.verbose => sentence_at(&hit.text, place),
        _ => 0..hit.text.len(),
    };
    let (open, say, close) = match &*hit.field {
        "quote" => ("“", inner as fn(&str) -> String, "”"),
        _ => ("", str::to_owned as fn(&str) -> String, ""),
    };
    let cut = |is: bool| if is { "…" } else { "" };
    let before = format!("{}{open}{}", before(refs, hit), cut(part.start > 0));
    let after = format!("{}{close}", cut(part.end < hit.text.len()));
    let line = Line::plain(before).then(marked(hit, part, say));
    line.and(Role::Plain, after)
}

/// Whose words a text is, and what it is about.
fn before(refs: &Refs, hit: &Hit) -> String {
    let clause = hit.clause.as_ref().map(|id| refs.clause_title(id));
    let said = hit.source.as_ref().map(|(source, via)| {
        let via = via.as_ref().map(|via| who::name(refs, via));
        let via = via.map(|via| format!(", read through {via}"));
        let gap = if via.is_some() { "," } else { "" };
        let on = clause.map(|clause| format!("{gap} on {clause}"));
        who::name(refs, source) + &via.unwrap_or_default() + &on.unwrap_or_default()
    });
    match (&*hit.field, said, clause) {
        ("note", Some(about), _) => format!("note on {about}: "),
        ("note", None, Some(clause)) => format!("note on {clause}: "),
        (field @ ("id" | "publisher" | "note"), ..) => format!("{field}: "),
        (_, Some(said), _) => said + ": ",
        (_, None, Some(clause)) => format!("{clause}: "),
        _ => String::new(),
    }
}

/// A part of a text with the words marked.
pub(crate) fn marked(hit: &Hit, part: Range<usize>, say: fn(&str) -> String) -> Line {
    let (mut line, mut shown) = (Line::default(), part.start);
    for at in &hit.places {
        if at.start < shown || at.end > part.end {
            continue;
        }
        line = line.and(Role::Plain, say(&hit.text[shown..at.start]));
        line = line.and(Role::Hit, say(&hit.text[at.clone()]));
        shown = at.end;
    }
    line.and(Role::Plain, say(&hit.text[shown..part.end]))
}
