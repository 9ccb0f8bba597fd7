//! Stories as prose, wrapped to the width, with their sources numbered at the end.

use std::collections::BTreeSet;
use std::io::{self, Write};

use indexmap::IndexSet;

use crate::answer::block::{Line, Role};
use crate::answer::story::{Read, Sentence};
use crate::answer::{Look, Refs, Report};
use crate::phrases::{self, heading};

/// A report as prose, wrapped to the width, with its sources numbered at the end.
pub(super) fn write(report: &Report, look: Look, to: &mut dyn Write) -> io::Result<()> {
    let mut page = super::table::Page::new(look, to);
    let context = &report.context;
    for block in heading::title(context, None, &report.answer.days()) {
        page.block(block)?;
    }
    let mut numbers: IndexSet<Read> = IndexSet::new();
    for section in report.answer.story(context).sections {
        if let Some(heading) = &section.heading {
            page.gap();
            page.paragraph(&Line::of(Role::Strong, heading), "", "");
        }
        for paragraph in &section.paragraphs {
            page.gap();
            page.paragraph(&paragraph_line(paragraph, &mut numbers), "", "");
            page.flush()?;
        }
    }
    if !numbers.is_empty() {
        page.gap();
        page.paragraph(&Line::of(Role::Strong, "Sources"), "", "");
        page.gap();
        for (place, read) in numbers.iter().enumerate() {
            let number = format!("[{}] ", place + 1);
            let source = Line::plain(source(&context.refs, read));
            page.paragraph(&source, &number, &" ".repeat(number.len()));
        }
    }
    page.finish()
}

/// Sentences in a row, each with the numbers of its sources before its full stop.
fn paragraph_line(paragraph: &[Sentence], numbers: &mut IndexSet<Read>) -> Line {
    let mut line = Line::default();
    for (place, sentence) in paragraph.iter().enumerate() {
        if place > 0 {
            line = line.and(Role::Plain, " ");
        }
        let marks = sentence.sources.iter().map(|read| number(numbers, read));
        let marks: BTreeSet<usize> = marks.collect();
        let marks: Vec<String> = marks.iter().map(usize::to_string).collect();
        line = line.and(Role::Plain, &sentence.text);
        if !marks.is_empty() {
            line = line.and(Role::Faint, format!(" [{}]", marks.join(", ")));
        } else if sentence.event.is_some() {
            line = line.and(Role::Doubt, " [no source is recorded]");
        }
        line = line.and(Role::Plain, ".");
    }
    line
}

/// The number of a source, the next one where it is new.
fn number(numbers: &mut IndexSet<Read>, read: &Read) -> usize {
    numbers.insert_full(read.clone()).0 + 1
}

fn source(refs: &Refs, (id, via): &Read) -> String {
    let full = |id: &str| {
        let text = refs.sources.get(id).map(phrases::source);
        let text = text.unwrap_or_default();
        format!("{text} ({id})")
    };
    match via {
        Some(via) => format!("{}; read through {}", full(id), full(via)),
        None => full(id),
    }
}
