//! Stories as prose, wrapped to the width, with their sources numbered at the end.

use std::io::{self, Write};

use indexmap::{IndexMap, IndexSet};

use crate::answer::block::{Line, Role};
use crate::answer::story::{Read, Sentence};
use crate::answer::{Look, Refs, Report};
use crate::phrases::{self, heading};

pub(super) fn write(report: &Report, look: Look, to: &mut dyn Write) -> io::Result<()> {
    let mut page = super::table::Page::new(look, to);
    let context = &report.context;
    for block in heading::head(context, "", Vec::new(), &report.answer.days(context)) {
        page.block(block)?;
    }
    let mut numbers = Numbers::new();
    let is_whole = context.lens.keeps_sources();
    for section in report.answer.story(context).sections {
        if let Some(heading) = &section.heading {
            page.gap();
            page.paragraph(&Line::of(Role::Strong, heading), "", "");
        }
        for paragraph in &section.paragraphs {
            for part in paragraph.chunk_by(|_, next| !next.begins) {
                page.gap();
                let line = paragraph_line(&context.refs, part, &mut numbers, is_whole);
                page.paragraph(&line, "", "");
                page.flush()?;
            }
        }
    }
    if let Some(block) = heading::left_out(context) {
        page.gap();
        page.block(block)?;
    }
    if !numbers.is_empty() {
        page.gap();
        page.paragraph(&Line::of(Role::Strong, "Sources"), "", "");
        page.gap();
        for (place, read) in numbers.values().enumerate() {
            let number = format!("[{}] ", place + 1);
            let source = Line::plain(source(&context.refs, read));
            page.paragraph(&source, &number, &" ".repeat(number.len()));
        }
    }
    page.finish()
}

/// What is read, each once: the same source in several agreements has one number.
type Numbers = IndexMap<(String, Option<String>), Read>;

/// What tells a source from others: its id, of several agreements its address, else its own id and its publisher.
fn known(refs: &Refs, id: &str) -> String {
    let Some((_, own)) = id.rsplit_once('/') else {
        return id.to_owned();
    };
    let source = refs.sources.get(id);
    let address = source.and_then(|source| source.url.clone());
    let publisher = source.and_then(|source| source.publisher.as_deref());
    address.unwrap_or_else(|| format!("{own} {}", publisher.unwrap_or_default()))
}

/// Sentences in a row, each with the numbers of its sources before its full stop. That there is none is said of whole files.
fn paragraph_line(
    refs: &Refs,
    paragraph: &[Sentence],
    numbers: &mut Numbers,
    is_whole: bool,
) -> Line {
    let mut line = Line::default();
    for (place, sentence) in paragraph.iter().enumerate() {
        if place > 0 {
            line = line.and(Role::Plain, " ");
        }
        line = line.and(Role::Plain, &sentence.text);
        if !sentence.sources.is_empty() {
            let marks = marks(refs, &sentence.sources, numbers);
            line = line.and(Role::Faint, format!(" [{marks}]"));
        } else if is_whole && sentence.event.is_some() {
            line = line.and(Role::Doubt, " [no source gives it]");
        }
        line = line.and(Role::Plain, if sentence.goes_on { ";" } else { "." });
    }
    line
}

/// The numbers of sources, at most three: `5, 6`, `5, 85 and 4 more`. Each is in the list at the end.
fn marks(refs: &Refs, sources: &[Read], numbers: &mut Numbers) -> String {
    let marks: IndexSet<String> = (sources.iter())
        .map(|read| {
            let via = read.1.as_ref().map(|via| known(refs, via));
            let entry = numbers.entry((known(refs, &read.0), via));
            let number = entry.index() + 1;
            entry.or_insert_with(|| read.clone());
            number.to_string()
        })
        .collect();
    let marks: Vec<String> = marks.into_iter().collect();
    match marks.as_slice() {
        [a, b, _, rest @ ..] if !rest.is_empty() => {
            format!("{a}, {b} and {} more", marks.len() - 2)
        }
        few => few.join(", "),
    }
}

fn source(refs: &Refs, (id, via): &Read) -> String {
    let full = |id: &str| {
        let text = refs.sources.get(id).map(phrases::source);
        text.unwrap_or_else(|| id.to_owned())
    };
    match via {
        Some(via) => format!("{}; read through {}", full(id), full(via)),
        None => full(id),
    }
}
