//! Diagnostics → text, with the lines of the file and the place marked.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use serde::Serialize;

use super::Look;
use crate::date::Day;
use crate::file::Reading;
use crate::file::code::{Code, Severity};
use crate::file::diagnostic::Diagnostic;
use crate::file::source::{Source, Span};
use crate::text::words::{Count, and_list};
use crate::text::wrap::wrap;
use crate::text::{clean, clean_char, clean_line};

/// The lines of the file that a place may stretch over before only its beginning is shown.
const MOST_LINES: usize = 6;

/// What a syntax error keeps from being checked.
const UNREAD: &str =
    "Not checked, since the file could not be read as TOML: keys, ids, dates, changes and sources.";

/// Every diagnostic of a file, then a count.
#[must_use]
pub fn report(reading: &Reading, look: Look) -> String {
    let mut out = String::new();
    for diagnostic in &reading.diagnostics {
        out.push_str(&one(diagnostic, &reading.source, look));
        out.push_str("\n\n");
    }
    if reading
        .diagnostics
        .iter()
        .any(|d| matches!(d.code, Code::Syntax | Code::Encoding))
    {
        out.push_str(&wrapped(UNREAD, 0, look));
        out.push('\n');
    }
    if reading.more > 0 {
        out.push_str(&wrapped(&more(reading), 0, look));
        out.push_str("\n\n");
    }
    out.push_str(&count(reading));
    out
}

/// What is said where not every error is shown.
#[must_use]
pub fn more(reading: &Reading) -> String {
    let errors = Count(reading.more, "more error");
    format!("Not shown: {errors}. They are told once the ones above are mended.")
}

/// Every diagnostic of a file, one a line: `file:line:column: severity[code]: message`.
#[must_use]
pub fn short(reading: &Reading) -> String {
    let line = |diagnostic: &Diagnostic| {
        let place = reading.source.place(diagnostic.primary.span.start);
        format!(
            "{}:{}:{}: {}[{}]: {}\n",
            clean_line(&reading.source.path),
            place.line,
            place.column,
            diagnostic.code.severity(),
            diagnostic.code,
            clean_line(&diagnostic.message),
        )
    };
    reading.diagnostics.iter().map(line).collect()
}

/// `timeline.toml: 2 errors, 1 warning`.
#[must_use]
pub fn count(reading: &Reading) -> String {
    let path = clean_line(&reading.source.path);
    let mut parts = Vec::new();
    for (severity, noun) in [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ] {
        let count = reading.count(severity);
        if count > 0 || severity != Severity::Note {
            parts.push(if count == 0 {
                format!("no {noun}s")
            } else {
                Count(count, noun).to_string()
            });
        }
    }
    format!("{path}: {}\n", and_list(parts))
}

fn one(diagnostic: &Diagnostic, source: &Source, look: Look) -> String {
    let decor = if look.ascii {
        DecorStyle::Ascii
    } else {
        DecorStyle::Unicode
    };
    let renderer = if look.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer
        .decor_style(decor)
        .term_width(look.width.unwrap_or(10_000));
    let severity = diagnostic.code.severity();
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let word = diagnostic.code.word();
    let before = severity.word().len() + word.len() + "[]: ".len();
    let title = level
        .primary_title(wrapped(&clean_line(&diagnostic.message), before, look))
        .id(word);
    let mut main = Group::with_title(title);
    let path = clean_line(&source.path);
    for excerpt in excerpts(diagnostic, source) {
        let mut snippet = Snippet::source(excerpt.text)
            .line_start(excerpt.line)
            .fold(true);
        if excerpt.cut {
            // A part of a line cannot tell at which column it begins.
            let place = source.place(excerpt.at);
            let origin = Origin::path(path.clone());
            main = main.element(origin.line(place.line).char_column(place.column));
        } else {
            snippet = snippet.path(path.clone());
        }
        for (kind, span, label) in excerpt.marks {
            snippet = snippet.annotation(kind.span(span).label(label));
        }
        main = main.element(snippet);
    }
    let mut groups = Vec::new();
    match (&diagnostic.help, &diagnostic.fix) {
        (Some(help), Some(fix)) => {
            groups.push(main);
            let excerpt = Excerpt::around(source, &fix.span);
            let span = excerpt.place(source, &fix.span);
            let snippet = Snippet::source(excerpt.text.clone())
                .line_start(excerpt.line)
                .patch(Patch::new(span, clean(&fix.with).into_owned()));
            let help = wrapped(&clean_line(help), "help: ".len(), look);
            groups.push(Group::with_title(Level::HELP.secondary_title(help)).element(snippet));
        }
        (Some(help), None) => {
            let before = gutter(diagnostic, source) + " = help: ".len();
            let help = wrapped(&clean_line(help), before, look);
            groups.push(main.element(Level::HELP.message(help)));
        }
        _ => groups.push(main),
    }
    renderer.render(&groups)
}

/// How wide the column of line numbers is.
fn gutter(diagnostic: &Diagnostic, source: &Source) -> usize {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.others);
    let last = labels.map(|label| source.place(label.span.end).line).max();
    last.unwrap_or(1).to_string().len()
}

/// Stands for a space at which no line is broken; cleaned text never holds it.
const TIED: char = '\u{e000}';

/// The longest stretch in backticks that is kept on one line.
const LONGEST_TIED: usize = 40;

/// A cleaned text, broken into lines that fit behind what stands before them, but not between
/// backticks.
fn wrapped(text: &str, before: usize, look: Look) -> String {
    let Some(width) = look.width else {
        return text.to_owned();
    };
    let tied: Vec<String> = text
        .split('`')
        .enumerate()
        .map(|(place, part)| {
            if place % 2 == 1 && part.chars().count() <= LONGEST_TIED {
                part.replace(' ', TIED.encode_utf8(&mut [0; 4]))
            } else {
                part.to_owned()
            }
        })
        .collect();
    let width = width.saturating_sub(before).max(20);
    let text = tied.join("`");
    let lines = wrap(&text, width, width).into_iter().map(|at| &text[at]);
    lines.collect::<Vec<_>>().join("\n").replace(TIED, " ")
}

/// Of lines that are longer than this, only what stands around a place is shown.
const LONG: usize = 1000;

/// So many bytes before and behind a place are shown of a long line.
const AROUND: usize = 200;

/// What is left out of a long line.
const CUT: char = '…';

/// Some lines of the file, or a part of a long one, cleaned, with marks in them.
struct Excerpt {
    span: Span,
    line: usize,
    text: String,
    marks: Vec<(AnnotationKind, Span, String)>,
    /// Where the first mark begins.
    at: usize,
    /// Whether it begins within a line.
    cut: bool,
}

impl Excerpt {
    fn around(source: &Source, place: &Span) -> Self {
        let lines = source.lines_around(place);
        let span = part(source, &lines, place);
        let cut = span.start > lines.start;
        let mut text = String::new();
        text.extend(cut.then_some(CUT));
        let shown = source.text.get(span.clone()).unwrap_or_default();
        text.extend(shown.chars().map(clean_char));
        text.extend((span.end < lines.end).then_some(CUT));
        Self {
            line: source.place(span.start).line,
            text,
            span,
            marks: Vec::new(),
            at: place.start,
            cut,
        }
    }

    /// A span of the file as a span of the cleaned text.
    fn place(&self, source: &Source, span: &Span) -> Span {
        let cleaned = |at: usize| {
            let at = at.clamp(self.span.start, self.span.end);
            let before = source.text.get(self.span.start..at).unwrap_or_default();
            before
                .chars()
                .map(|c| clean_char(c).len_utf8())
                .sum::<usize>()
        };
        let before = if self.cut { CUT.len_utf8() } else { 0 };
        let start = before + cleaned(span.start);
        start..(before + cleaned(span.end)).max(start)
    }

    fn mark(&mut self, source: &Source, kind: AnnotationKind, span: &Span, label: &str) {
        let span = self.place(source, span);
        self.marks.push((kind, span, clean_line(label)));
    }
}

/// The places of a diagnostic: near ones share an excerpt, in the order of the file.
fn excerpts(diagnostic: &Diagnostic, source: &Source) -> Vec<Excerpt> {
    let mut excerpts: Vec<Excerpt> = Vec::new();
    let labels = std::iter::once((AnnotationKind::Primary, &diagnostic.primary)).chain(
        diagnostic
            .others
            .iter()
            .map(|label| (AnnotationKind::Context, label)),
    );
    for (kind, label) in labels {
        let span = shortened(source, &label.span);
        let shown = part(source, &source.lines_around(&span), &span);
        if let Some(excerpt) = excerpts.iter_mut().find(|excerpt| excerpt.span == shown) {
            excerpt.mark(source, kind, &span, &label.text);
        } else {
            let mut excerpt = Excerpt::around(source, &span);
            excerpt.mark(source, kind, &span, &label.text);
            excerpts.push(excerpt);
        }
    }
    excerpts
}

/// The lines of a place or, where they are long, what stands around it.
fn part(source: &Source, lines: &Span, place: &Span) -> Span {
    if lines.len() <= LONG {
        return lines.clone();
    }
    let whole = |at: &usize| source.text.is_char_boundary(*at);
    let start = place.start.saturating_sub(AROUND).max(lines.start);
    let end = place.end.min(place.start + LONG) + AROUND;
    let start = (start..=place.start).find(whole).unwrap_or(lines.start);
    let end = (end..lines.end).find(whole).unwrap_or(lines.end);
    start..end.max(start)
}

/// A place of many lines is marked at its first.
fn shortened(source: &Source, span: &Span) -> Span {
    let (first, last) = (source.place(span.start).line, source.place(span.end).line);
    if last - first < MOST_LINES {
        return span.clone();
    }
    let line = source.lines_around(&(span.start..span.start));
    span.start..line.end.max(span.start)
}

/// The answer of `check` as JSON.
#[derive(Debug, Serialize)]
struct Checked<'a> {
    schema: u32,
    report: &'static str,
    timeline: Heading<'a>,
    today: Day,
    lens: crate::answer::Lens,
    files: Vec<File<'a>>,
    refs: crate::answer::Refs,
}

#[derive(Debug, Serialize)]
struct Heading<'a> {
    title: Option<&'a str>,
    note: Option<&'a str>,
    recorded: Option<crate::date::Date>,
}

#[derive(Debug, Serialize)]
struct File<'a> {
    path: &'a str,
    errors: usize,
    warnings: usize,
    more: usize,
    diagnostics: Vec<Record<'a>>,
}

#[derive(Debug, Serialize)]
struct Record<'a> {
    severity: Severity,
    code: Code,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

/// What was found in some files, as JSON.
#[must_use]
pub fn json(readings: &[Reading], today: Day) -> String {
    let only = readings
        .first()
        .filter(|_| readings.len() == 1)
        .map(|reading| &reading.timeline);
    let timeline = Heading {
        title: only.map(|timeline| timeline.title.as_str()),
        note: only.and_then(|timeline| timeline.note.as_deref()),
        recorded: only.and_then(|timeline| timeline.recorded),
    };
    let files = readings.iter().map(file).collect();
    let lens = crate::answer::Lens::default();
    super::json::render(&Checked {
        schema: crate::answer::SCHEMA,
        report: "check",
        timeline,
        today,
        lens,
        files,
        refs: crate::answer::Refs::default(),
    })
}

fn file(reading: &Reading) -> File<'_> {
    let path = reading.source.path.as_str();
    let record = |diagnostic| record(diagnostic, &reading.source);
    let diagnostics = reading.diagnostics.iter().map(record).collect();
    File {
        path,
        errors: reading.count(Severity::Error),
        warnings: reading.count(Severity::Warning),
        more: reading.more,
        diagnostics,
    }
}

fn record<'a>(diagnostic: &'a Diagnostic, source: &'a Source) -> Record<'a> {
    let (start, end) = (
        source.place(diagnostic.primary.span.start),
        source.place(diagnostic.primary.span.end),
    );
    Record {
        severity: diagnostic.code.severity(),
        code: diagnostic.code,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        file: &source.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: &diagnostic.primary.text,
    }
}
