//! Stories as prose, wrapped to the width, with their sources numbered at the end.

use std::borrow::Cow;
use std::io::{self, Write};

use indexmap::IndexSet;
use regex::Captures;

use crate::answer::{Look, Refs, Report, block::Line, block::Role, story::Read, story::Sentence};
use crate::phrases::{self, heading};
use crate::text::patterns;

pub(super) fn write(report: &Report, look: Look, to: &mut dyn Write) -> io::Result<()> {
    let mut page = super::table::Page::new(look, to);
    let context = &report.context;
    for block in heading::head(context, "", Vec::new(), &report.answer.days(context)) {
        page.block(block);
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
                let line = told(&context.refs, part, &mut numbers, is_whole);
                page.paragraph(&line, "", "");
                page.flush()?;
            }
        }
    }
    if !numbers.is_empty() {
        page.gap();
        page.paragraph(&Line::of(Role::Strong, "Sources"), "", "");
        page.gap();
        for (place, source) in numbers.iter().enumerate() {
            let number = format!("[{}] ", place + 1);
            page.paragraph(&Line::plain(source), &number, &" ".repeat(number.len()));
        }
    }
    page.finish()
}

/// What is read, as it is printed at the end: the same source in several agreements has one number.
type Numbers = IndexSet<String>;

/// Sentences in a row, each with the numbers of its sources before its full stop. That there is none is said of whole files.
fn told(refs: &Refs, part: &[Sentence], numbers: &mut Numbers, is_whole: bool) -> Line {
    let mut line = Line::default();
    for (place, sentence) in part.iter().enumerate() {
        if place > 0 {
            line = line.and(Role::Plain, " ");
        }
        line = line.and(Role::Plain, unnumbered(&sentence.text));
        // Sentences that rest on the same in a row have their numbers behind the last.
        let next = part.get(place + 1).filter(|next| next.rests_as(sentence));
        if next.is_none() && !sentence.sources.is_empty() {
            let marks = marks(refs, &sentence.sources, numbers);
            line = line.and(Role::Faint, format!(" [{marks}]"));
        } else if next.is_none() && is_whole && sentence.event.is_some() {
            line = line.and(Role::Doubt, " [no source gives it]");
        }
        line = line.and(Role::Plain, sentence.stop());
    }
    line
}

patterns! {
    /// What is quoted, and what looks like the numbers of sources: `[1]`, `[2, 3 and 4 more]`.
    MARKS = r"“[^“”]*”|\[([0-9]+(?:(?:, | and )[0-9]+)*(?: more)?)\]";
}

/// A text in which nothing passes for the numbers of sources: `[1]` is `(1)`. What is quoted stands as it is.
fn unnumbered(text: &str) -> Cow<'_, str> {
    MARKS.replace_all(text, |found: &Captures<'_>| match found.get(1) {
        Some(numbers) => format!("({})", numbers.as_str()),
        None => found[0].to_owned(),
    })
}

/// The numbers of sources, at most three: `5, 6`, `5, 85 and 4 more`. Each is in the list at the end.
fn marks(refs: &Refs, sources: &[Read], numbers: &mut Numbers) -> String {
    let number = |read| (numbers.insert_full(phrases::read(refs, read)).0 + 1).to_string();
    let marks: IndexSet<String> = sources.iter().map(number).collect();
    let marks: Vec<String> = marks.into_iter().collect();
    match &*marks {
        [a, b, _, rest @ ..] if !rest.is_empty() => {
            format!("{a}, {b} and {} more", marks.len() - 2)
        }
        few => few.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_passes_for_the_number_of_a_source() {
        for (text, told) in [
            (
                "5 [1]. It ended [2, 3 and 4 more]",
                "5 (1). It ended (2, 3 and 4 more)",
            ),
            ("“the [company] [sic]” [", "“the [company] [sic]” ["),
            ("“in [30] days” [3]", "“in [30] days” (3)"),
            ("“in [30] days [3]", "“in (30) days (3)"),
            (
                "[10%] [5 words] [2020-02-01..] [4, ] [32m. Until []",
                "[10%] [5 words] [2020-02-01..] [4, ] [32m. Until []",
            ),
        ] {
            assert_eq!(unnumbered(text), told);
        }
    }
}
